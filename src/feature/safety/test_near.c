/* Help after words that sound like danger: in the same response wherever one writes, never a hindrance, and kept nowhere. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "message/test_parts.h"
#include "safety/safety.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

#define DARK "I don't want to live anymore"
#define CARD "In case this is a hard moment"

/* The next page of somebody whose browser keeps what the last answer told it to. */
static struct request *next_page(const char *who, const char *path)
{
    const char *near = answer_cookie(test_page(), "near");
    struct request *page = as(who, "GET", path);
    if (near)
        with_cookie(page, "near", near);
    with_cookie(page, "here", "DE");
    EXPECT_INT(fetch(page), 200);
    return page;
}

static void expect_offered(const char *who, const char *path)
{
    struct request *page = next_page(who, path);
    EXPECT(shows(page, CARD) && shows(page, "tel:112") && shows(page, "href=\"/listen\"") && shows(page, "href=\"/help-now\""));
    EXPECT_TEXT(answer_cookie(page, "near"), ""); /* once */
}

static int64_t rows(void)
{
    return test_sql_int("SELECT count(*) FROM danger_sign");
}

TEST(help_is_offered_with_the_next_page_after_a_conversation_and_an_answer)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    const char *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("ana", begin, "title", "Tonight", "body", DARK, NULL), 303);
    int64_t topic = id_after(test_page(), "/topics/");
    expect_offered("ana", test_path("/topics/%lld", (long long)topic));
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/reply", (long long)topic), "body", DARK, NULL), 303);
    expect_offered("ana", "/home");
    EXPECT_INT(test_send("ana", begin, "title", "Lamps", "body", "I am dying to see your lamps", NULL), 303);
    EXPECT(!answer_cookie(test_page(), "near"));
    EXPECT(!shows(next_page("ana", "/home"), CARD));
    EXPECT_INT(rows(), 0); /* the group didn't ask */
}

TEST(help_is_offered_after_a_message_in_a_room_also_where_a_script_sent_it)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room), *there = test_path("/rooms/%lld", (long long)room);
    EXPECT_INT(test_send("ana", say, "body", DARK, NULL), 303);
    expect_offered("ana", there);
    EXPECT_INT(test_send("ana", say, "body", "A calm word", "by", "script", NULL), 204);
    EXPECT_INT(test_send("ana", say, "body", DARK ", really", "by", "script", NULL), 303); /* live.js then goes to the page */
    expect_offered("ana", there);
}

TEST(help_is_offered_after_a_story_and_an_answer_to_one)
{
    int64_t story = test_story("ana", "A long road", DARK, "everyone");
    expect_offered("ana", test_path("/stories/%lld", (long long)story));
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)story), "body", DARK, NULL), 303);
    expect_offered("bo", test_path("/stories/%lld", (long long)story));
}

TEST(help_is_offered_after_a_private_message_and_nothing_of_it_leaves_a_row)
{
    test_people();
    int64_t seat = test_letter("ana", "Bo", DARK);
    const char *say = test_path("/messages/%lld/say", (long long)seat), *there = test_path("/messages/%lld", (long long)seat);
    expect_offered("ana", there);
    EXPECT_INT(test_send("ana", say, "body", DARK, "by", "script", NULL), 303);
    expect_offered("ana", there);
    EXPECT_INT(rows(), 0);
}

TEST(who_asks_for_a_listener_in_danger_is_shown_help_on_the_page_that_answers)
{
    EXPECT_INT(test_send("ana", "/listen", "when", "now", "wish", "listen", "language", "en", "words", DARK, NULL), 303);
    struct request *page = as("ana", "GET", answer_header(test_page(), "Location"));
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "If someone might hurt you"));
    EXPECT_INT(rows(), 0);
}

TEST(who_closes_it_is_left_in_peace_for_a_day)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room);
    EXPECT_INT(test_send("ana", "/help-now/close", "to", "/groups", NULL), 303);
    EXPECT_TEXT(answer_header(test_page(), "Location"), "/groups");
    EXPECT(strstr(answer_header(test_page(), "Set-Cookie"), "Max-Age=86400") || answer_cookie(test_page(), "near-closed"));
    struct request *again = with(with_cookie(as("ana", "POST", say), "near-closed", "1"), "body", DARK);
    EXPECT_INT(fetch(again), 303);
    EXPECT(!answer_cookie(again, "near"));
    EXPECT_INT(test_send("ana", "/help-now/close", "to", "https://elsewhere.example/", NULL), 303);
    EXPECT_TEXT(answer_header(test_page(), "Location"), "/home");
}

TEST(a_group_that_asked_for_it_has_somebody_on_duty_read_first_and_says_so)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    const char *begin = test_path("/boards/%lld/new", (long long)place.board), *said = "a program asks a person on duty";
    EXPECT_INT(test_get("ana", "/groups/porch"), 200);
    EXPECT(!shows(test_page(), said));
    EXPECT(test_send("ana", "/groups/porch/manage", "purpose", "x", "watch", "yes", NULL) != 303); /* a facilitator's choice */
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "x", "watch", "yes", NULL), 303);
    EXPECT_INT(test_get("ana", "/groups/porch"), 200);
    EXPECT(shows(test_page(), said));
    EXPECT_INT(test_send("ana", begin, "title", "Tonight", "body", DARK, NULL), 303);
    EXPECT(shows(next_page("ana", "/home"), "In this group a person on duty is asked to read them soon."));
    EXPECT_INT(test_send("ana", begin, "title", "Lamps", "body", "Which lamp?", NULL), 303);
    EXPECT_INT(rows(), 1);
    EXPECT_INT(test_get("mod", "/moderation/signs"), 200);
    EXPECT(shows(test_page(), "href=\"/topics/"));
    EXPECT_INT(test_get("ana", "/moderation/signs"), 403);
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "x", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM danger_watch"), 0);
    test_advance(8 * TIME_DAY);
    test_settle();
    EXPECT_INT(rows(), 0);
}
