#include "account/test_parts.h"
#include "http/feature.h"
#include "tests/harness/harness.h"

static const char password[] = "correct horse";

static bool is_in(const char *cookie)
{
    struct request *request = as(account_test_as(cookie), "GET", "/settings");
    return fetch(request) == 200;
}

/* ---- beginning, resting, ending ---- */

TEST(a_session_rests_after_thirty_minutes)
{
    const char *cookie = account_test_sign_in("ana", password);
    test_advance(29 * TIME_MINUTE);
    EXPECT(is_in(cookie));
    test_settle();
    test_advance(29 * TIME_MINUTE);
    EXPECT(is_in(cookie));
    test_settle();
    test_advance(36 * TIME_MINUTE);
    EXPECT(!is_in(cookie));
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM session"), 0);
}

/* Whether the session rests later after this request than before. */
static bool moves_rest(const char *cookie, const char *method, const char *target)
{
    int64_t before = test_sql_int("SELECT max(rests_at) FROM session");
    test_advance(6 * TIME_MINUTE);
    EXPECT(fetch(as(account_test_as(cookie), method, target)) < 400);
    test_settle();
    return test_sql_int("SELECT max(rests_at) FROM session") > before;
}

TEST(what_a_page_asks_for_by_itself_keeps_nobody_signed_in)
{
    const char *cookie = account_test_sign_in("ana", password);
    EXPECT(moves_rest(cookie, "GET", "/groups"));
    EXPECT(!moves_rest(cookie, "GET", "/news"));
    EXPECT(!moves_rest(cookie, "GET", "/groups?part=round"));
    EXPECT(moves_rest(cookie, "POST", "/sign-out/elsewhere"));
    EXPECT(!moves_rest(cookie, "GET", "/groups?refresh=1"));
    EXPECT(!moves_rest(cookie, "HEAD", "/groups"));
    EXPECT(moves_rest(cookie, "HEAD", "/groups?stay=1"));
}

TEST(a_session_keeps_no_time_finer_than_five_minutes)
{
    test_advance(1234567);
    account_test_sign_in("ana", password);
    EXPECT_INT(test_sql_int("SELECT rests_at % 300000 FROM session"), 0);
}

TEST(a_member_chooses_how_long_a_rest_may_be)
{
    struct request *change = with(with(with(as("ana", "POST", "/settings/comfort"), "language", "en"), "theme", "device"), "zone", "");
    EXPECT_INT(fetch(with(change, "rest", "120")), 303);
    const char *cookie = account_test_sign_in("ana", password);
    test_advance(110 * TIME_MINUTE);
    EXPECT(is_in(cookie));
    struct request *wrong =
        with(with(with(as(account_test_as(cookie), "POST", "/settings/comfort"), "language", "en"), "theme", "device"), "zone", "");
    EXPECT_INT(fetch(with(wrong, "rest", "99")), 422);
}

TEST(signing_out_ends_this_session_and_everywhere_ends_all)
{
    const char *one = account_test_sign_in("ana", password), *two = account_test_sign_in("ana", password);
    const char *three = account_test_sign_in("ana", password), *bo = account_test_sign_in("bo", password);
    EXPECT_INT(fetch(as(account_test_as(one), "POST", "/sign-out")), 303);
    EXPECT(!is_in(one));
    EXPECT(is_in(two));
    EXPECT_INT(fetch(as(account_test_as(two), "POST", "/sign-out/everywhere")), 303);
    EXPECT(!is_in(two));
    EXPECT(!is_in(three));
    EXPECT(is_in(bo));
}

TEST(signing_out_elsewhere_keeps_this_session)
{
    const char *one = account_test_sign_in("ana", password), *two = account_test_sign_in("ana", password);
    struct request *page = as(account_test_as(one), "GET", "/settings");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "2 devices"));
    EXPECT_INT(fetch(as(account_test_as(one), "POST", "/sign-out/elsewhere")), 303);
    EXPECT(is_in(one));
    EXPECT(!is_in(two));
}

TEST(signing_in_again_ends_the_session_this_browser_had)
{
    const char *one = account_test_sign_in("ana", password);
    struct request *again = with(with(as(account_test_as(one), "POST", "/sign-in"), "sign_in", "ana"), "password", password);
    EXPECT_INT(fetch(again), 303);
    EXPECT(!is_in(one));
    EXPECT(is_in(answer_cookie(again, "s")));
}

TEST(leaving_in_a_hurry_ends_the_session)
{
    const char *one = account_test_sign_in("ana", password);
    struct request *leave = as(account_test_as(one), "GET", "/exit");
    EXPECT_INT(fetch(leave), 303);
    EXPECT_TEXT(answer_cookie(leave, "s"), "");
    test_settle();
    EXPECT(!is_in(one));
}

TEST(what_the_database_holds_of_a_session_opens_nothing)
{
    const char *cookie = account_test_sign_in("ana", password);
    struct key token;
    struct hash hash;
    EXPECT(is_in(cookie));
    EXPECT(account_token_read(cookie, &token, &hash));
    EXPECT(!is_in(token_text(test_arena(), hash.byte, HASH_BYTES)));
    EXPECT(!is_in("AAAA"));
    EXPECT(!is_in("' OR 1 = 1 --"));
    /* A row moved under another cookie does not open with it. */
    const char *other = account_test_sign_in("bo", password);
    EXPECT(is_in(other));
    EXPECT_INT(test_sql("UPDATE session SET member_key = (SELECT member_key FROM session ORDER BY id LIMIT 1),"
                        " account_id = (SELECT account_id FROM session ORDER BY id LIMIT 1),"
                        " state = (SELECT state FROM session ORDER BY id LIMIT 1)"),
               OK);
    EXPECT(!(is_in(cookie) && is_in(other)));
}

/* ---- a session that ends in the middle of writing ---- */

struct shelf {
    char body[64];
    int64_t persona;
};

static struct shelf *shelf(void)
{
    static struct shelf only;
    return &only;
}

static enum status keep_on_shelf(struct request *request, const struct kept_form *kept, const char **go_to)
{
    if (!text_same(kept->path, "/settings/name"))
        return NOT_FOUND;
    for (size_t i = 0; i < kept->count; i++)
        if (text_same(kept->fields[i].name, "name"))
            snprintf(shelf()->body, sizeof shelf()->body, "%s", kept->fields[i].value);
    shelf()->persona = request->member->persona;
    *go_to = "/settings#kept";
    return OK;
}

static const struct feature shelf_feature = { .name = "shelf", .keep = keep_on_shelf };
static const struct feature *const shelf_features[] = { &account_feature, &shelf_feature, NULL };

/* The sign-in page's hidden fields, sent with name and password. */
static struct request *sign_in_carrying(const struct request *page)
{
    struct request *request = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "ana"), "password", password);
    with(request, "kept_path", account_page_part(page, "name=\"kept_path\" value=\"", "\""));
    return with(request, "kept.name", account_page_part(page, "name=\"kept.name\" value=\"", "\""));
}

TEST(what_was_typed_survives_a_session_that_ended)
{
    *shelf() = (struct shelf){ 0 };
    test_app()->features = shelf_features;
    const char *cookie = account_test_sign_in("ana", password);
    test_advance(40 * TIME_MINUTE);
    struct request *late = with(as(account_test_as(cookie), "POST", "/settings/name"), "name", "Words that took a while");
    EXPECT_INT(fetch(late), 401);
    EXPECT(shows(late, "What you wrote isn"));
    EXPECT(shows(late, "name=\"kept.name\" value=\"Words that took a while\""));
    struct request *wrong = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "ana"), "password", "not the password");
    with(with(wrong, "kept_path", "/settings/name"), "kept.name", "Words that took a while");
    EXPECT_INT(fetch(wrong), 422);
    EXPECT(shows(wrong, "name=\"kept.name\" value=\"Words that took a while\""));
    struct request *in = sign_in_carrying(late);
    EXPECT_INT(fetch(in), 303);
    EXPECT_TEXT(in->location, "/settings#kept");
    EXPECT_TEXT(shelf()->body, "Words that took a while");
    EXPECT_INT(shelf()->persona, persona_of("ana"));
    /* The same in a second tab, after the first one has signed in. */
    struct request *second =
        with(with(as(account_test_as(answer_cookie(in, "s")), "POST", "/sign-in"), "sign_in", "ana"), "password", password);
    EXPECT_INT(fetch(with(with(second, "kept_path", "/settings/name"), "kept.name", "Words of the second tab")), 303);
    EXPECT_TEXT(shelf()->body, "Words of the second tab");
}

TEST(what_was_typed_is_shown_when_signing_in_is_refused)
{
    struct request *forged = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "ana"), "password", password);
    with(with(with(forged, "kept_path", "/topics/1/reply"), "kept.body", "Words that took a while"), "kept.once", "AAECAw");
    EXPECT_INT(fetch(with(forged, "csrf", "forged")), 403);
    EXPECT(shows(forged, "Words that took a while"));
    EXPECT(!shows(forged, "AAECAw") && !shows(forged, password) && !shows(forged, "/topics/1/reply"));
    EXPECT(!shows(forged, ">ana<") && !shows(forged, "ana\n"));
}

TEST(a_page_that_waits_for_signing_in_holds_when_another_tab_signs_in_first)
{
    *shelf() = (struct shelf){ 0 };
    test_app()->features = shelf_features;
    const char *cookie = account_test_sign_in("ana", password);
    test_advance(40 * TIME_MINUTE);
    struct request *late = with(as(account_test_as(cookie), "POST", "/settings/name"), "name", "Words of the first tab");
    EXPECT_INT(fetch(late), 401);
    EXPECT_TEXT(answer_cookie(late, "s"), ""); /* what ended is forgotten, and the form is a visitor's */
    const char *guest = answer_cookie(late, "g"), *token = account_page_part(late, "name=\"csrf\" value=\"", "\"");
    EXPECT(guest != NULL);
    const char *other = account_test_sign_in("ana", password);
    struct request *first = with_cookie(as(account_test_as(other), "POST", "/sign-in"), "g", guest ? guest : "");
    with(with(with(first, "csrf", token), "sign_in", "ana"), "password", password);
    EXPECT_INT(fetch(with(with(first, "kept_path", "/settings/name"), "kept.name", "Words of the first tab")), 303);
    EXPECT_TEXT(shelf()->body, "Words of the first tab");
}

TEST(words_of_a_form_that_nobody_keeps_are_shown_after_signing_in)
{
    const char *cookie = account_test_sign_in("stu", password);
    test_advance(40 * TIME_MINUTE);
    struct request *late = with(as(account_test_as(cookie), "POST", "/steward/guidelines/new"), "why", "Twenty lines of <b>guidelines</b>");
    EXPECT_INT(fetch(with(late, "name", "What is new")), 401);
    struct request *in = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "stu"), "password", password);
    with(in, "kept_path", account_page_part(late, "name=\"kept_path\" value=\"", "\""));
    with(in, "kept.why", "Twenty lines of <b>guidelines</b>");
    EXPECT_INT(fetch(with(in, "kept.name", "What is new")), 200);
    EXPECT(answer_cookie(in, "s") != NULL);
    EXPECT(shows(in, "Twenty lines of &lt;b&gt;guidelines&lt;/b&gt;") && shows(in, "What is new"));
    EXPECT(shows(in, "href=\"/steward/guidelines/new\"") && !shows(in, password));
    struct request *forged = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "stu"), "password", password);
    EXPECT_INT(fetch(with(with(forged, "kept_path", "//evil.example/x"), "kept.body", "Words")), 200);
    EXPECT(!shows(forged, "evil.example"));
}

TEST(passwords_are_never_carried_along)
{
    const char *cookie = account_test_sign_in("ana", password);
    test_advance(40 * TIME_MINUTE);
    struct request *late = with(as(account_test_as(cookie), "POST", "/settings/password"), "password", password);
    EXPECT_INT(fetch(with(late, "new_password", "four blue saucepans")), 401);
    EXPECT(!shows(late, password));
    EXPECT(!shows(late, "four blue saucepans"));
}

/* ---- language and display ---- */

TEST(a_visitor_chooses_a_language_and_stays_on_the_page)
{
    struct request *choose = with(with(as("visitor", "POST", "/language"), "lang", "de"), "to", "/sign-in?to=/groups");
    EXPECT_INT(fetch(choose), 303);
    EXPECT_TEXT(choose->location, "/sign-in?to=/groups");
    EXPECT_TEXT(answer_cookie(choose, "l"), "de");
    struct request *page = with_cookie(as("visitor", "GET", "/sign-in"), "l", "ar");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<html lang=\"ar\" dir=\"rtl\""));
    struct request *asked = with_header(as("visitor", "GET", "/sign-in"), "Accept-Language", "xx, ja;q=0.8");
    EXPECT_INT(fetch(asked), 200);
    EXPECT(shows(asked, "<html lang=\"ja\""));
    struct request *unknown = with(with(as("visitor", "POST", "/language"), "lang", "tlh"), "to", "//example.org");
    EXPECT_INT(fetch(unknown), 303);
    EXPECT_TEXT(unknown->location, "/");
    EXPECT(answer_cookie(unknown, "l") == NULL);
}

TEST(a_members_language_wins_over_the_browsers)
{
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/language"), "lang", "pl"), "to", "/settings")), 303);
    struct request *page = with_cookie(as("ana", "GET", "/settings"), "l", "ja");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<html lang=\"pl\""));
    struct request *other = with_cookie(as("bo", "GET", "/settings"), "l", "ja");
    EXPECT_INT(fetch(other), 200);
    EXPECT(shows(other, "<html lang=\"ja\""));
}

TEST(discreet_and_light_work_without_an_account)
{
    struct request *choose = with(with(with(as("visitor", "POST", "/display"), "theme", "dark"), "discreet", "1"), "to", "/sign-in");
    EXPECT_INT(fetch(choose), 303);
    EXPECT_TEXT(answer_cookie(choose, "t"), "dark");
    EXPECT_TEXT(answer_cookie(choose, "n"), "1");
    struct request *page = with_cookie(with_cookie(as("visitor", "GET", "/sign-in"), "t", "dark"), "n", "1");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "data-theme=\"dark\""));
    EXPECT(shows(page, "<title>Notes</title>"));
    struct request *forged = with_cookie(as("visitor", "GET", "/sign-in"), "t", "x\" onload=\"");
    EXPECT_INT(fetch(forged), 200);
    EXPECT(!shows(forged, "onload"));
}
