#include "account/test_parts.h"
#include "tests/harness/harness.h"

static const char password[] = "correct horse";

/* What differs from one answer to the next by chance alone: the masked tokens. */
static const char *without_tokens(const struct request *request)
{
    static const char mark[] = "name=\"csrf\" value=\"";
    struct buf page = { .arena = test_arena() };
    const char *at = buf_text(&request->body);
    for (const char *token; (token = strstr(at, mark)); at = strchr(token + strlen(mark), '"'))
        buf_add(&page, at, (size_t)(token - at) + strlen(mark));
    buf_puts(&page, at);
    return buf_text(&page);
}

/* ---- name and password ---- */

TEST(signing_in_goes_where_one_wanted_to_go)
{
    EXPECT(account_test_sign_in("ana", password) != NULL);
    struct request *asked = as("visitor", "GET", "/settings");
    EXPECT_INT(fetch(asked), 303);
    EXPECT_TEXT(asked->location, "/sign-in?to=/settings");
    struct request *there =
        with(with(with(as("visitor", "POST", "/sign-in"), "sign_in", " ANA "), "password", password), "to", "/settings");
    EXPECT_INT(fetch(there), 303);
    EXPECT_TEXT(there->location, "/settings");
    struct request *elsewhere =
        with(with(with(as("visitor", "POST", "/sign-in"), "sign_in", "ana"), "password", password), "to", "//example.org/");
    EXPECT_INT(fetch(elsewhere), 303);
    EXPECT_TEXT(elsewhere->location, "/home");
}

TEST(unknown_name_and_wrong_password_look_the_same)
{
    struct request *unknown = account_test_sign_in_try("quiet-heron", "not the password");
    EXPECT(account_test_join("quiet-heron", "three green kettles", "Heron") != NULL);
    struct request *wrong = account_test_sign_in_try("quiet-heron", "not the password");
    EXPECT_INT(unknown->status, 422);
    EXPECT_INT(wrong->status, 422);
    EXPECT_TEXT(without_tokens(wrong), without_tokens(unknown));
}

TEST(guesses_wait_longer_and_longer)
{
    for (int i = 0; i < 5; i++)
        EXPECT_INT(account_test_sign_in_try("ana", "a wrong guess")->status, 422);
    struct request *early = account_test_sign_in_try("ana", password);
    EXPECT_INT(early->status, 429);
    EXPECT_TEXT(answer_header(early, "Retry-After"), "1");
    EXPECT(account_test_sign_in("bo", password) != NULL);
    test_advance(1001);
    EXPECT_INT(account_test_sign_in_try("ana", "a wrong guess")->status, 422);
    test_advance(1001);
    EXPECT_INT(account_test_sign_in_try("ana", password)->status, 429);
    test_advance(1001);
    EXPECT_INT(account_test_sign_in_try("ana", password)->status, 303);
    EXPECT_INT(account_test_sign_in_try("ana", "a wrong guess")->status, 422);
    EXPECT_INT(account_test_sign_in_try("ana", password)->status, 303);
}

TEST(a_name_nobody_has_waits_like_a_real_one)
{
    for (int i = 0; i < 5; i++)
        EXPECT_INT(account_test_sign_in_try("nobody-here", "a wrong guess")->status, 422);
    EXPECT_INT(account_test_sign_in_try("nobody-here", "a wrong guess")->status, 429);
}

TEST(an_account_without_its_persona_is_told_and_removed)
{
    EXPECT_INT(test_sql("DELETE FROM guideline_acceptance WHERE persona_id IN (SELECT id FROM persona WHERE name = 'Cyd')"), OK);
    EXPECT_INT(test_sql("DELETE FROM persona WHERE name = 'Cyd'"), OK);
    struct request *request = account_test_sign_in_try("cyd", password);
    EXPECT_INT(request->status, 200);
    EXPECT(shows(request, "This account is closed"));
    EXPECT(answer_cookie(request, "s") == NULL);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account"), 6);
}

/* ---- the second step ---- */

/* Turns ana's second step on; returns the secret as the page spells it, and the first backup code. */
static const char *second_step_on(const char **backup)
{
    struct request *page = as("ana", "GET", "/settings/second-factor");
    EXPECT_INT(fetch(page), 200);
    const char *spoken = account_page_part(page, "translate=\"no\">", "</code>");
    const char *sealed = account_page_part(page, "name=\"secret\" value=\"", "\"");
    struct request *wrong = with(with(as("ana", "POST", "/settings/second-factor"), "secret", sealed), "code", "000000");
    EXPECT_INT(fetch(wrong), 422);
    EXPECT_TEXT(account_page_part(wrong, "translate=\"no\">", "</code>"), spoken);
    struct request *on =
        with(with(as("ana", "POST", "/settings/second-factor"), "secret", sealed), "code", account_test_code(spoken, test_now()));
    EXPECT_INT(fetch(on), 200);
    *backup = account_page_part(on, "<code>", "</code>");
    return spoken;
}

static struct request *second_step(const char *code)
{
    struct request *first = account_test_sign_in_try("ana", password);
    EXPECT_INT(first->status, 200);
    EXPECT(shows(first, "action=\"/sign-in/code\""));
    struct request *second = with(as(account_test_as(answer_cookie(first, "s")), "POST", "/sign-in/code"), "code", code);
    fetch(second);
    return second;
}

TEST(the_second_step_takes_each_code_once)
{
    const char *backup, *spoken = second_step_on(&backup);
    test_advance(TIME_MINUTE);
    const char *code = account_test_code(spoken, test_now());
    EXPECT_INT(second_step(code)->status, 303);
    EXPECT_INT(second_step(code)->status, 422);
    test_advance(TIME_MINUTE);
    EXPECT_INT(second_step(account_test_code(spoken, test_now()))->status, 303);
}

TEST(a_backup_code_works_once)
{
    const char *backup;
    second_step_on(&backup);
    EXPECT_INT(second_step("23456-23456")->status, 422);
    EXPECT_INT(second_step(backup)->status, 303);
    EXPECT_INT(second_step(backup)->status, 422);
}

TEST(a_half_session_does_nothing_but_take_the_code)
{
    const char *backup;
    second_step_on(&backup);
    struct request *first = account_test_sign_in_try("ana", password);
    const char *half = account_test_as(answer_cookie(first, "s"));
    struct request *settings = as(half, "GET", "/settings");
    EXPECT_INT(fetch(settings), 303);
    EXPECT(text_starts(settings->location, "/sign-in"));
    EXPECT_INT(fetch(as(half, "GET", "/sign-in/code")), 200);
    test_advance(11 * TIME_MINUTE);
    struct request *late = with(as(half, "POST", "/sign-in/code"), "code", backup);
    EXPECT_INT(fetch(late), 422);
    EXPECT(shows(late, "begin once more"));
}

TEST(codes_are_not_guessed_at_speed)
{
    const char *backup;
    second_step_on(&backup);
    for (int i = 0; i < 5; i++)
        EXPECT_INT(second_step("000000")->status, 422);
    EXPECT_INT(second_step(backup)->status, 429);
    test_advance(1001);
    EXPECT_INT(second_step(backup)->status, 303);
}

TEST(turning_the_second_step_off_takes_the_password)
{
    const char *backup;
    second_step_on(&backup);
    struct request *wrong = with(as("ana", "POST", "/settings/second-factor/off"), "password", "not the password");
    EXPECT_INT(fetch(wrong), 422);
    EXPECT(shows(wrong, "not your password"));
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/second-factor/off"), "password", password)), 303);
    EXPECT(account_test_sign_in("ana", password) != NULL);
}

/* ---- recovering ---- */

static struct request *recover_try(const char *words, const char *new_password, const char *code)
{
    struct request *request = with(with(as("visitor", "POST", "/recover"), "sign_in", "quiet-heron"), "words", words);
    fetch(with(with(request, "password", new_password), "code", code));
    return request;
}

TEST(recovering_opens_what_was_sealed_and_ends_the_old_ways)
{
    const char *cookie = account_test_join("quiet-heron", "three green kettles", "Heron"), *words = account_test_settle(cookie);
    struct key before, after;
    struct bytes plain, sealed;
    EXPECT(account_test_key("quiet-heron", "three green kettles", &before));
    sealed = seal(test_arena(), &before, "draft.body.1", (struct bytes){ "a draft", 7 });
    EXPECT_INT(recover_try("one two three four five six", "four blue saucepans", "")->status, 422);
    struct request *good = recover_try(arena_printf(test_arena(), "1. %s,", words), "four blue saucepans", "");
    EXPECT_INT(good->status, 303);
    EXPECT_TEXT(good->location, "/recovery-code");
    EXPECT(account_test_key("quiet-heron", "four blue saucepans", &after));
    EXPECT_INT(unseal(test_arena(), &after, "draft.body.1", sealed, &plain), OK);
    EXPECT(account_test_sign_in("quiet-heron", "three green kettles") == NULL);
    EXPECT(account_test_sign_in("quiet-heron", "four blue saucepans") != NULL);
    EXPECT_INT(fetch(as(account_test_as(cookie), "GET", "/home")), 303);
    EXPECT_INT(recover_try(words, "five red teaspoons", "")->status, 422);
    const char *renewed = account_test_settle(answer_cookie(good, "s"));
    EXPECT(renewed && strcmp(renewed, words) != 0);
    EXPECT_INT(recover_try(renewed, "five red teaspoons", "")->status, 303);
}

TEST(recovering_does_not_go_round_the_second_step)
{
    const char *cookie = account_test_join("quiet-heron", "three green kettles", "Heron"), *me = account_test_as(cookie);
    const char *words = account_test_settle(cookie);
    struct request *page = as(me, "GET", "/settings/second-factor");
    EXPECT_INT(fetch(page), 200);
    const char *spoken = account_page_part(page, "translate=\"no\">", "</code>");
    const char *sealed = account_page_part(page, "name=\"secret\" value=\"", "\"");
    EXPECT_INT(
        fetch(with(with(as(me, "POST", "/settings/second-factor"), "secret", sealed), "code", account_test_code(spoken, test_now()))), 200);
    test_advance(TIME_MINUTE);
    EXPECT_INT(recover_try(words, "four blue saucepans", "")->status, 422);
    EXPECT_INT(recover_try(words, "four blue saucepans", "000000")->status, 422);
    EXPECT_INT(recover_try(words, "four blue saucepans", account_test_code(spoken, test_now()))->status, 303);
}
