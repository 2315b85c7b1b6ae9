#include "board/test_parts.h"
#include "event/event.h"
#include "gathering/pages.h"
#include "session/test_parts.h"
#include "tests/harness/harness.h"

/* A day and a time so many days from now, as a form sends it. */
static const char *in_days(int days)
{
    int64_t at = test_now() + days * TIME_DAY;
    return date_machine(test_arena(), at / TIME_HOUR * TIME_HOUR);
}

static const char *wall(int days)
{
    char *text = arena_copy(test_arena(), in_days(days));
    text[16] = 0; /* 2026-12-04T18:00 */
    return text;
}

struct asked {
    struct test_place place;
    int64_t topic, id;
};

static struct asked ask(const char *ranked)
{
    struct asked asked = { .place = test_group("tea", GROUP_OPEN, false, "fay") };
    test_joins(asked.place.group, "ana");
    test_joins(asked.place.group, "bo");
    asked.topic = test_topic(asked.place, "ana", "Soup somewhere?", "I’d cook.");
    struct request *form = as("ana", "POST", test_path("/topics/%lld/meet", (long long)asked.topic));
    with(with(with(form, "when1", wall(5)), "kind1", "person"), "region1", "Cologne");
    with(with(with(form, "when2", wall(6)), "kind2", "video"), "days", "3");
    if (*ranked)
        with(form, "ranked", ranked);
    EXPECT_INT(fetch(form), 303);
    asked.id = test_sql_int("SELECT max(id) FROM gathering");
    return asked;
}

static int answers(const char *who, int64_t id, const char *first, const char *second)
{
    return test_send(who, test_path("/gatherings/%lld/answer", (long long)id), "place1", first, "place2", second, NULL);
}

/* Nobody's session rests meanwhile. */
static void days_pass(int days)
{
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY))), OK);
    test_advance(days * TIME_DAY);
    test_settle();
}

/* The date is taken by who asked, Bo comes, and it is over. */
static int64_t meet(const struct asked *asked)
{
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked->id), "number", "1", NULL), 303);
    int64_t event = test_sql_int("SELECT max(event_id) FROM gathering");
    EXPECT_INT(test_send("bo", test_path("/events/%lld/come", (long long)event), "party", "1", NULL), 303);
    days_pass(6);
    return event;
}

TEST(a_conversation_asks_for_dates_and_each_member_answers_once_without_a_name)
{
    struct asked asked = ask("");
    const char *topic = test_path("/topics/%lld", (long long)asked.topic);
    test_get("bo", "%s", topic);
    EXPECT(shows(test_page(), "Shall we meet?"));
    EXPECT(shows(test_page(), "Cologne"));
    EXPECT_INT(answers("bo", asked.id, "1", "1"), 303);
    EXPECT_INT(answers("bo", asked.id, "1", ""), 303); /* another answer instead */
    EXPECT_INT(answers("ana", asked.id, "1", ""), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM gathering_vote"), 2);
    test_get("fay", "/gatherings/%lld", (long long)asked.id);
    EXPECT(shows(test_page(), "2 answers"));
    EXPECT(shows(test_page(), "2 can"));
    EXPECT(shows(test_page(), "0 can"));
    /* cyd isn't in the group, a visitor sees nothing */
    EXPECT_INT(answers("cyd", asked.id, "1", ""), 404);
    EXPECT_INT(test_get("visitor", "/gatherings/%lld", (long long)asked.id), 303);
    /* one's own answer is shown again */
    test_get("bo", "%s", topic);
    EXPECT(shows(test_page(), "name=\"place1\" value=\"1\" checked"));
    EXPECT(!shows(test_page(), "name=\"place2\" value=\"1\" checked"));
}

TEST(an_order_counts_the_first_most)
{
    struct asked asked = ask("yes");
    EXPECT_INT(answers("ana", asked.id, "2", "1"), 303);
    EXPECT_INT(answers("bo", asked.id, "", "1"), 303);
    EXPECT_INT(answers("fay", asked.id, "3", "1"), 422); /* there are two places */
    EXPECT_INT(test_send("fay", test_path("/gatherings/%lld/close", (long long)asked.id), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT points FROM gathering_option WHERE number = 1"), 1);
    EXPECT_INT(test_sql_int("SELECT points FROM gathering_option WHERE number = 2"), 4);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM gathering_vote"), 0); /* who answered is forgotten with it */
    EXPECT_INT(answers("bo", asked.id, "1", ""), 422);
    EXPECT_INT(test_sql_int("SELECT points FROM gathering_option WHERE number = 2"), 4);
}

TEST(a_question_that_doesnt_fit_comes_back_with_what_was_typed)
{
    struct test_place place = test_group("tea", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    int64_t topic = test_topic(place, "ana", "Soup?", "I’d cook.");
    const char *path = test_path("/topics/%lld/meet", (long long)topic);
    EXPECT_INT(test_send("ana", path, "when1", "tomorrow at eight", "kind1", "person", "region1", "Bonn am Rhein", "days", "3", NULL), 422);
    EXPECT(shows(test_page(), "Bonn am Rhein"));
    EXPECT(shows(test_page(), "Please give a day and a time"));
    EXPECT_INT(test_send("ana", path, "when1", wall(-2), "kind1", "video", "days", "3", NULL), 422);
    EXPECT(shows(test_page(), "lies ahead"));
    EXPECT_INT(test_send("ana", path, "when1", wall(2), "kind1", "video", "days", "3", NULL), 422);
    EXPECT(shows(test_page(), "at least two"));
    EXPECT_INT(test_send("ana", path, "when1", wall(2), "kind1", "person", "days", "3", NULL), 422);
    EXPECT(shows(test_page(), "Never an address"));
    EXPECT_INT(test_send("bo", path, "when1", wall(2), "kind1", "video", "days", "3", NULL), 404); /* not in the group */
    char *blank = arena_copy(test_arena(), wall(2)); /* as it is typed where a browser has no picker */
    blank[10] = ' ';
    EXPECT_INT(test_send("ana", path, "when1", blank, "kind1", "video", "days", "3", NULL), 422);
    EXPECT(shows(test_page(), "at least two"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM gathering"), 0);
}

TEST(who_asked_takes_a_date_and_it_is_an_event_with_the_conversation_attached)
{
    struct asked asked = ask("");
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/follow", (long long)asked.topic), NULL), 303);
    EXPECT_INT(answers("bo", asked.id, "1", ""), 303);
    EXPECT_INT(test_send("bo", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "1", NULL), 403);
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "6", NULL), 422);
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "1", NULL), 303);
    int64_t event = test_sql_int("SELECT event_id FROM gathering");
    EXPECT(event > 0);
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "2", NULL), 303); /* again: the same */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event"), 1);
    EXPECT_TEXT(test_sql_text("SELECT region FROM event"), "Cologne");
    test_settle();
    EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM notification WHERE kind = 'gathering' AND persona_id = %lld",
                                      (long long)persona_of("bo"))),
               1);
    test_get("bo", "/events/%lld", (long long)event);
    EXPECT(shows(test_page(), test_path("/gatherings/%lld", (long long)asked.id)));
    EXPECT(shows(test_page(), test_path("/topics/%lld", (long long)asked.topic)));
    test_get("bo", "/topics/%lld", (long long)asked.topic);
    EXPECT(shows(test_page(), test_path("/events/%lld", (long long)event)));
    EXPECT(!shows(test_page(), "Send my answer"));
}

TEST(those_who_came_look_back_for_a_week_and_tell_the_others)
{
    struct asked asked = ask("");
    meet(&asked);
    const char *back = test_path("/reflections/%lld", (long long)asked.id);
    EXPECT_INT(test_get("fay", "%s", back), 404); /* wasn't there */
    EXPECT_INT(test_get("bo", "%s", back), 200);
    EXPECT_INT(test_send("bo", back, "body", "", NULL), 422);
    EXPECT_INT(test_send("bo", back, "prompt", "1", "body", "The lentils, and Imre’s laugh.", NULL), 303);
    EXPECT_INT(test_send("bo", back, "prompt", "1", "body", "The lentils, and Imre’s laugh.", NULL), 303); /* pressed twice */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reflection"), 1);
    EXPECT_INT(test_send("fay", back, "body", "Let me in", NULL), 404);
    test_get("ana", "%s", back);
    EXPECT(shows(test_page(), "The lentils"));
    EXPECT(shows(test_page(), "What stays with you?"));
    EXPECT_INT(test_send("bo", test_path("%s/gist", back), "body", "We were nine.", NULL), 403); /* who asked tells */
    /* nor past a closed conversation, nor past those who read words first */
    EXPECT_INT(test_sql("UPDATE topic SET closed = TRUE"), OK);
    EXPECT_INT(test_send("ana", test_path("%s/gist", back), "body", "We were nine.", NULL), 403);
    EXPECT_INT(test_sql("UPDATE topic SET closed = FALSE"), OK);
    EXPECT_INT(test_sql("UPDATE peer_group SET waits = 2"), OK);
    EXPECT_INT(test_send("ana", test_path("%s/gist", back), "body", "We were nine.", NULL), 403);
    EXPECT_INT(test_sql("UPDATE peer_group SET waits = 0"), OK);
    EXPECT_INT(test_send("ana", test_path("%s/gist", back), "body", "We were nine, and it was warm.", NULL), 303);
    test_get("fay", "/topics/%lld", (long long)asked.topic);
    EXPECT(shows(test_page(), "We were nine, and it was warm."));
    EXPECT(shows(test_page(), "What they tell the others"));
    EXPECT(!shows(test_page(), back));
    days_pass(8);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reflection"), 0);
    EXPECT_INT(test_get("bo", "%s", back), 404);
}

TEST(a_long_title_of_a_conversation_becomes_one_that_the_event_can_keep)
{
    struct asked asked = ask("");
    char *title = arena_alloc(test_arena(), 141);
    memset(title, 'x', 140);
    EXPECT_INT(test_sql(test_path("UPDATE topic SET title = '%s'", title)), OK);
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "1", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT length(title) FROM event"), EVENT_TITLE_MAX);
}

TEST(a_meeting_that_is_called_off_is_not_looked_back_on)
{
    struct asked asked = ask("");
    EXPECT_INT(test_send("ana", test_path("/gatherings/%lld/take", (long long)asked.id), "number", "1", NULL), 303);
    int64_t event = test_sql_int("SELECT event_id FROM gathering");
    EXPECT_INT(test_send("ana", test_path("/events/%lld/cancel", (long long)event), "reason", "I’m ill.", NULL), 303);
    days_pass(6);
    EXPECT_INT(test_get("ana", "/reflections/%lld", (long long)asked.id), 404);
    test_get("bo", "/topics/%lld", (long long)asked.topic);
    EXPECT(shows(test_page(), "It was called off."));
    /* and the conversation may ask again */
    struct request *form = as("bo", "POST", test_path("/topics/%lld/meet", (long long)asked.topic));
    with(with(with(with(with(form, "when1", wall(5)), "kind1", "video"), "when2", wall(6)), "kind2", "text"), "days", "3");
    EXPECT_INT(fetch(form), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM gathering"), 2);
}

TEST(a_stolen_database_says_of_nobody_how_they_answered_and_their_own_key_still_finds_it)
{
    struct asked asked = ask("");
    EXPECT_INT(answers("bo", asked.id, "1", "1"), 303);
    EXPECT_INT(answers("ana", asked.id, "1", "1"), 303);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT voter) FROM gathering_vote WHERE length(voter) = 32"), 2);
    /* the same person under the same question is the same mark; another question gives another */
    EXPECT_INT(answers("bo", asked.id, "", "1"), 303);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT voter) FROM gathering_vote"), 2);
    EXPECT_INT(test_send("bo", "/settings/delete", "password", "correct horse", "words", "keep", NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT voter) FROM gathering_vote"), 1);
}

/* Fay looks after the group porch and its session, which is under way; Ana, Bo and Cyd are in it. */
static struct request *asks_at(const char *who, int64_t session)
{
    struct request *form = as(who, "POST", test_path("/sessions/%lld/meet", (long long)session));
    with(with(with(form, "when1", wall(5)), "kind1", "person"), "region1", "Cologne");
    return with(with(with(form, "when2", wall(6)), "kind2", "video"), "days", "3");
}

TEST(a_session_ends_in_the_question_whether_to_meet_and_is_what_was_talked)
{
    int64_t session = test_session_begun(false);
    const char *meet = test_path("/sessions/%lld/meet", (long long)session);
    EXPECT(test_session_shows("fay", session, meet) && !test_session_shows("ana", session, meet));
    EXPECT_INT(test_get("ana", "%s", meet), 403);
    EXPECT_INT(fetch(asks_at("ana", session)), 403);
    EXPECT_INT(test_get("stu", "%s", meet), 404);
    EXPECT_INT(fetch(asks_at("stu", session)), 404);
    EXPECT_INT(test_session_act("fay", session, "end", NULL), 303);
    EXPECT(test_session_shows("fay", session, meet) && !test_session_shows("ana", session, meet));
    EXPECT(test_get("fay", "%s", meet) == 200 && shows(test_page(), "First words"));
    EXPECT_INT(test_send("fay", meet, "when1", wall(5), "kind1", "video", "days", "3", NULL), 422); /* one date is no choice */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM topic"), 0);
    struct request *asked = asks_at("fay", session);
    EXPECT_INT(fetch(asked), 303);
    int64_t topic = id_after(asked, "/topics/");
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "First words"));
    EXPECT(shows(test_page(), test_path("/sessions/%lld", (long long)session)) && shows(test_page(), "The live session"));
    EXPECT_INT(test_sql("UPDATE peer_group SET reading = 'anyone'"), OK); /* who reads along wasn't there */
    EXPECT_INT(test_get("stu", "/sessions/%lld", (long long)session), 404);
    EXPECT(test_get("stu", "/topics/%lld", (long long)topic) == 200 &&
           !shows(test_page(), test_path("/sessions/%lld\"", (long long)session)));
    EXPECT_INT(answers("bo", test_sql_int("SELECT max(id) FROM gathering"), "1", ""), 303);
    EXPECT_INT(fetch(asks_at("fay", session)), 303); /* asked once: the question stands there */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM topic"), 1);
    EXPECT_INT(test_get("fay", "%s", meet), 303);
    EXPECT_INT(
        test_send("fay", test_path("/gatherings/%lld/take", (long long)test_sql_int("SELECT max(id) FROM gathering")), "number", "1", NULL),
        303);
    EXPECT(test_get("bo", "/gatherings/%lld", (long long)test_sql_int("SELECT max(id) FROM gathering")) == 200 &&
           shows(test_page(), "Meeting"));
}

TEST(a_session_that_never_took_place_asks_nobody_to_meet)
{
    int64_t session = test_session(false);
    EXPECT_INT(test_get("fay", "/sessions/%lld/meet", (long long)session), 409);
    EXPECT_INT(fetch(asks_at("fay", session)), 409);
}
