/* Forms that anybody may send, the door under attack, words that come too often. */
#include "guard/guard.h"

#include "board/test_parts.h"
#include "tests/harness/harness.h"

static const char password[] = "three green kettles";

/* A form of the door from an address of its own; give it the pass of a page opened `ago` ms ago. */
static struct request *join_begin(int n, int64_t ago)
{
    struct request *join = as("visitor", "POST", "/join");
    exchange_address(join, arena_printf(test_arena(), "198.51.100.%d", n));
    with(with(with(join, "sign_in", arena_printf(test_arena(), "somebody-%d", n)), "password", password), "name",
         arena_printf(test_arena(), "Heron %c%c", 'a' + n % 26, 'k' + n / 26));
    return with(join, "pass", guard_pass(join, test_now() - ago));
}

static int joins(int n, int64_t ago)
{
    return fetch(join_begin(n, ago));
}

static int64_t waiting(void)
{
    return test_sql_int("SELECT count(*) FROM application");
}

/* Forms that are no good, but forms: each from elsewhere. */
static void wave(int forms)
{
    for (int i = 0; i < forms; i++) {
        struct request *request = with(with(as("visitor", "POST", "/join"), "sign_in", "flood"), "password", "short");
        with(request, "name", "Flood");
        exchange_address(request, arena_printf(test_arena(), "203.0.113.%d", i));
        EXPECT_INT(fetch(request), 422);
    }
}

static const char *shown_pass(const struct request *page)
{
    const char *at = strstr(buf_text(&page->body), "name=\"pass\" value=\"");
    return at ? arena_slice(test_arena(), at + strlen("name=\"pass\" value=\""), strcspn(at + strlen("name=\"pass\" value=\""), "\"")) : "";
}

/* What static/proof.js does. */
static const char *work_for(const char *pass)
{
    for (int64_t n = 0;; n++) {
        struct hash hash;
        const char *text = arena_printf(test_arena(), "%s%lld", pass, (long long)n);
        hash_sha256(&hash, text, strlen(text));
        if (!hash.byte[0] && !hash.byte[1])
            return arena_printf(test_arena(), "%lld", (long long)n);
    }
}

/* ---- any form ---- */

TEST(a_form_from_the_door_needs_a_page_that_was_open_for_a_moment)
{
    struct request *quick = join_begin(1, TIME_SECOND);
    EXPECT_INT(fetch(quick), 422);
    EXPECT(shows(quick, "That was very quick") && shows(quick, "Heron bk") && shows(quick, "somebody-1"));
    EXPECT_INT(joins(2, 3 * TIME_SECOND), 303);
    EXPECT_INT(joins(3, 13 * TIME_HOUR), 422);
    EXPECT_INT(joins(4, -TIME_MINUTE), 422);
    EXPECT_INT(fetch(with(with(with(with(as("visitor", "POST", "/join"), "sign_in", "no-pass"), "password", password), "name", "Crane"),
                          "pass", "")),
               422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name LIKE 'Heron%' OR name = 'Crane'"), 1);
}

TEST(a_pass_is_good_once_and_a_form_that_comes_back_unused_keeps_it)
{
    struct request *page = as("visitor", "GET", "/join");
    EXPECT_INT(fetch(page), 200);
    const char *pass = shown_pass(page);
    EXPECT_INT(strlen(pass), 43);
    test_advance(3 * TIME_SECOND);
    struct request *wrong = with(with(with(as("visitor", "POST", "/join"), "sign_in", "heron"), "password", "short"), "name", "Heron");
    EXPECT_INT(fetch(with(wrong, "pass", pass)), 422);
    EXPECT_TEXT(shown_pass(wrong), pass);
    struct request *good = with(with(with(as("visitor", "POST", "/join"), "sign_in", "heron"), "password", password), "name", "Heron");
    EXPECT_INT(fetch(with(good, "pass", pass)), 303);
    struct request *again = with(with(with(as("visitor", "POST", "/join"), "sign_in", "crane"), "password", password), "name", "Crane");
    EXPECT_INT(fetch(with(again, "pass", pass)), 422);
    EXPECT(shows(again, "This form was sent before") && shows(again, "Crane") && strcmp(shown_pass(again), pass));
    char *forged = arena_copy(test_arena(), shown_pass(again));
    forged[0] = forged[0] == 'A' ? 'B' : 'A';
    test_advance(TIME_MINUTE);
    EXPECT_INT(fetch(with(with(with(with(as("visitor", "POST", "/join"), "sign_in", "crane"), "password", password), "name", "Crane"),
                          "pass", forged)),
               422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Crane'"), 0);
}

TEST(whoever_chose_a_name_that_is_taken_sends_the_form_just_once_more)
{
    struct request *page = as("visitor", "GET", "/join");
    EXPECT_INT(fetch(page), 200);
    const char *pass = shown_pass(page);
    test_advance(3 * TIME_SECOND);
    struct request *taken = with(with(with(as("visitor", "POST", "/join"), "sign_in", "heron"), "password", password), "name", "Ana");
    EXPECT_INT(fetch(with(taken, "pass", pass)), 422);
    EXPECT(shows(taken, "Somebody here has this name") && strcmp(shown_pass(taken), pass));
    struct request *other = with(with(with(as("visitor", "POST", "/join"), "sign_in", "heron"), "password", password), "name", "Heron");
    EXPECT_INT(fetch(with(other, "pass", shown_pass(taken))), 303);
}

TEST(a_field_that_nobody_sees_stays_empty_and_nothing_is_lost_when_it_is_not)
{
    struct request *page = as("visitor", "GET", "/join");
    EXPECT(fetch(page) == 200 && shows(page, "<div class=\"sr\" aria-hidden=\"true\">") &&
           shows(page, "tabindex=\"-1\" autocomplete=\"off\""));
    struct request *filled = with(join_begin(1, TIME_MINUTE), "website", "https://spam.example");
    EXPECT_INT(fetch(filled), 422);
    EXPECT(shows(filled, "A field that nobody sees was filled in") && shows(filled, "Heron bk") && !shows(filled, "spam.example"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Heron bk'"), 0);
    EXPECT_INT(joins(1, TIME_MINUTE), 303);
}

/* ---- the door under attack ---- */

TEST(raid_mode_has_new_people_wait_for_a_yes_and_ends_by_itself)
{
    EXPECT_INT(fetch(with(as("ana", "POST", "/steward/raid"), "hours", "3")), 403);
    EXPECT_INT(fetch(with(as("mod", "POST", "/steward/raid"), "hours", "73")), 422);
    EXPECT_INT(fetch(with(as("mod", "POST", "/steward/raid"), "hours", "3")), 303);
    struct request *home = as("ana", "GET", "/home");
    EXPECT(fetch(home) == 200 && shows(home, "The door is watched more closely until") && !shows(home, "/steward/raid"));
    struct request *door = as("visitor", "GET", "/join");
    EXPECT(fetch(door) == 200 && shows(door, "says yes to each new person by hand") && !shows(door, "The door is watched"));
    EXPECT_INT(joins(1, TIME_MINUTE), 303);
    EXPECT_INT(waiting(), 1);
    struct request *desk = as("mod", "GET", "/steward/raid");
    EXPECT(fetch(desk) == 200 && shows(desk, "on until") && shows(desk, "Mod Mara"));
    test_advance(3 * TIME_HOUR + 1);
    desk = as("visitor", "GET", "/join");
    EXPECT(fetch(desk) == 200 && !shows(desk, "by hand"));
    EXPECT_INT(joins(2, TIME_MINUTE), 303);
    EXPECT_INT(waiting(), 1);
}

TEST(raid_mode_can_be_ended_early)
{
    EXPECT_INT(fetch(with(as("stu", "POST", "/steward/raid"), "hours", "24")), 303);
    EXPECT_INT(fetch(with(as("stu", "POST", "/steward/raid"), "hours", "0")), 303);
    EXPECT_INT(joins(1, TIME_MINUTE), 303);
    EXPECT_INT(waiting(), 0);
    struct request *desk = as("stu", "GET", "/steward/raid");
    EXPECT(fetch(desk) == 200 && shows(desk, "It’s off") && shows(desk, "Switched off"));
}

TEST(a_wave_is_seen_and_those_who_can_switch_are_told)
{
    wave(24);
    struct request *home = as("mod", "GET", "/home");
    EXPECT(fetch(home) == 200 && !shows(home, "Unusually many people"));
    wave(1);
    home = as("mod", "GET", "/home");
    EXPECT(fetch(home) == 200 && shows(home, "Unusually many people") && shows(home, "/steward/raid"));
    home = as("ana", "GET", "/home");
    EXPECT(fetch(home) == 200 && !shows(home, "Unusually many people"));
    struct request *desk = as("mod", "GET", "/steward/raid");
    EXPECT(fetch(desk) == 200 && shows(desk, "A wave: 25 forms"));
    test_advance(16 * TIME_MINUTE);
    home = as("mod", "GET", "/home");
    EXPECT(fetch(home) == 200 && !shows(home, "Unusually many people"));
}

TEST(under_attack_a_browser_does_some_work_once_and_comes_in)
{
    struct request *page = as("visitor", "GET", "/join");
    EXPECT(fetch(page) == 200 && !shows(page, "proof"));
    wave(25);
    page = as("visitor", "GET", "/join");
    EXPECT(fetch(page) == 200 && shows(page, "data-bits=\"16\"") && shows(page, asset_path("proof.js")));
    const char *pass = shown_pass(page), *proof = work_for(pass);
    test_advance(3 * TIME_SECOND);
    for (int round = 0; round < 2; round++) {
        struct request *join = with(with(as("visitor", "POST", "/join"), "pass", pass), "proof", round ? proof : "1");
        with(with(with(join, "sign_in", "heron"), "password", password), "name", "Heron");
        EXPECT_INT(fetch(join), round ? 303 : 422);
    }
    EXPECT_INT(waiting(), 0);
    struct request *replay = with(with(as("visitor", "POST", "/join"), "pass", pass), "proof", proof);
    EXPECT_INT(fetch(with(with(with(replay, "sign_in", "crane"), "password", password), "name", "Crane")), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Crane'"), 0);
}

TEST(under_attack_without_scripts_one_waits_and_answers_a_plain_question_or_is_let_in_by_hand)
{
    wave(25);
    EXPECT_INT(joins(1, 10 * TIME_SECOND), 422);
    EXPECT_INT(joins(1, 21 * TIME_SECOND), 303);
    EXPECT_INT(waiting(), 1); /* no question is there */
    EXPECT_INT(fetch(with(with(with(as("mod", "POST", "/steward/raid/questions"), "language", "en"), "question", "x"), "answers", "y")),
               403);
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/steward/raid/questions"), "language", "en"), "question", "How many colours?")), 422);
    EXPECT_INT(fetch(with(with(with(as("stu", "POST", "/steward/raid/questions"), "language", "en"), "question", "How many colours?"),
                          "answers", "six\n6")),
               303);
    struct request *page = as("visitor", "GET", "/join");
    EXPECT(fetch(page) == 200 && shows(page, "How many colours?") && !names(page, "six"));
    EXPECT_INT(fetch(with(join_begin(2, 21 * TIME_SECOND), "answer", "seven")), 422);
    EXPECT_INT(fetch(with(join_begin(2, 21 * TIME_SECOND), "answer", "")), 422);
    EXPECT_INT(fetch(with(join_begin(2, 21 * TIME_SECOND), "answer", " Six ")), 303);
    EXPECT_INT(waiting(), 1);
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/steward/raid/questions"), "language", "en"), "question", "")), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM door_question"), 0);
}

TEST(a_wave_leaves_no_address_and_nothing_of_a_browser)
{
    EXPECT_INT(fetch(with(as("stu", "POST", "/steward/raid"), "hours", "24")), 303);
    for (int i = 0; i < 3; i++) {
        struct request *join = with_header(join_begin(i, TIME_MINUTE), "User-Agent", "MarkerBrowser/7.93");
        EXPECT_INT(fetch(with_header(join, "Accept-Language", "en;q=0.93")), 303);
    }
    wave(25);
    test_settle();
    EXPECT(!test_data_holds("198.51.100.") && !test_data_holds("203.0.113.") && !test_data_holds("MarkerBrowser") &&
           !test_data_holds("q=0.93"));
    EXPECT(test_data_holds("Heron"));
}

/* ---- words ---- */

static const char *reply_path(void)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(porch.group, "ana");
    test_joins(porch.group, "bo");
    test_joins(porch.group, "cyd");
    test_joins(porch.group, "mod");
    return test_path("/topics/%lld/reply", (long long)test_topic(porch, "fay", "Rain", "It rains."));
}

static void grown_older(const char *who)
{
    EXPECT_INT(test_sql(test_path("UPDATE persona SET month = month - 3 WHERE id = %lld", (long long)persona_of(who))), OK);
}

TEST(in_raid_mode_all_write_slowly_and_newcomers_without_links)
{
    const char *reply = reply_path();
    grown_older("bo");
    EXPECT_INT(test_send("ana", reply, "body", "See https://one.example", NULL), 303);
    EXPECT_INT(fetch(with(as("mod", "POST", "/steward/raid"), "hours", "3")), 303);
    EXPECT_INT(test_send("ana", reply, "body", "See https://two.example", NULL), 422);
    EXPECT(shows(test_page(), "new people can’t share links") && shows(test_page(), "two.example"));
    EXPECT_INT(test_send("ana", reply, "body", "Without one", NULL), 303);
    EXPECT_INT(test_send("ana", reply, "body", "And more", NULL), 422);
    EXPECT(shows(test_page(), "everybody writes a little more slowly") && shows(test_page(), "And more"));
    test_advance(3 * TIME_MINUTE);
    EXPECT_INT(test_send("ana", reply, "body", "And more", NULL), 303);
    for (int i = 0; i < 5; i++)
        EXPECT_INT(test_send("bo", reply, "body", test_path("Word %d, https://three.example", i), NULL), i < 4 ? 303 : 422);
    for (int i = 0; i < 6; i++)
        EXPECT_INT(test_send("mod", reply, "body", test_path("Hello %d", i), NULL), 303);
}

TEST(the_same_words_again_and_again_have_to_wait_and_short_ones_do_not)
{
    const char *reply = reply_path();
    grown_older("bo");
    for (int i = 0; i < 6; i++)
        EXPECT_INT(test_send("bo", reply, "body", test_path("BUY our wonderful little thing NOW!!! %d", i), NULL), i < 4 ? 303 : 422);
    EXPECT(shows(test_page(), "The same words came several times") && shows(test_page(), "wonderful little thing"));
    EXPECT_INT(test_send("bo", reply, "body", "Something else that is just as long as it", NULL), 303);
    for (int i = 0; i < 6; i++)
        EXPECT_INT(test_send("bo", reply, "body", "Thank you", NULL), 303);
}

TEST(the_same_words_of_several_new_people_have_to_wait)
{
    static const char words[] = "A long enough text that several people who came lately send one after the other.";
    const char *reply = reply_path();
    grown_older("bo");
    EXPECT_INT(test_send("ana", reply, "body", words, NULL), 303);
    EXPECT_INT(test_send("cyd", reply, "body", words, NULL), 303);
    EXPECT_INT(test_send("ana", reply, "body", words, NULL), 303);
    EXPECT_INT(test_send("cyd", reply, "body", words, NULL), 422);
    EXPECT_INT(test_send("bo", reply, "body", words, NULL), 303); /* who isn't new quotes it once */
    EXPECT_INT(test_send("cyd", reply, "body", "And a text of the same length and more, that nobody else here has sent before.", NULL),
               303);
}

TEST(floods_of_links_have_to_wait)
{
    const char *reply = reply_path();
    grown_older("bo");
    /* What a step allows (feature/trust) isn't what is tried here. */
    for (int i = 0; i < 2; i++)
        EXPECT_INT(test_sql(test_path("INSERT INTO trust_hold (persona_id, step, reason) VALUES (%lld, 2, '')",
                                      (long long)persona_of(i ? "bo" : "ana"))),
                   OK);
    static const char six[] = "http://a.example http://b.example www.c.example https://d.example https://e.example https://f.example";
    EXPECT_INT(test_send("ana", reply, "body", six, NULL), 422);
    EXPECT(shows(test_page(), "very many links"));
    EXPECT_INT(test_send("bo", reply, "body", six, NULL), 303);
}
