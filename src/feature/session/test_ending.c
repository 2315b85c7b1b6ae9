/* Questions and votes without a name, polls, the last word, and what is left when a session is over. */
#include "board/test_parts.h"
#include "safety/safety.h"
#include "session/test_parts.h"
#include "tests/harness/harness.h"

TEST(a_question_has_no_name_and_a_vote_counts_once)
{
    int64_t id = test_session_begun(false);
    const char *ask = test_path("/sessions/%lld/ask", (long long)id);
    EXPECT_INT(test_send("bo", ask, "question", "How did you tell them?", NULL), 303);
    int64_t question = test_sql_int("SELECT id FROM live_session_question");
    EXPECT_INT(test_send("mod", ask, "question", "From outside", NULL), 404);
    EXPECT(test_get("ana", "%s", ask) == 200 && shows(test_page(), "How did you tell them?") && !names(test_page(), "Bo"));
    const char *vote = test_path("question %lld", (long long)question);
    EXPECT_INT(test_send("ana", ask, "vote", vote, NULL), 303);
    EXPECT_INT(test_send("cyd", ask, "vote", vote, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_question_vote"), 2);
    EXPECT(test_get("ana", "%s", ask) == 200 && shows(test_page(), "aria-pressed=\"true\"") && !shows(test_page(), "Several would like"));
    EXPECT(test_get("fay", "%s", ask) == 200 && shows(test_page(), "Several would like to hear this."));
    EXPECT_INT(test_send("ana", ask, "vote", vote, NULL), 303); /* taken back */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_question_vote"), 1);
    EXPECT_INT(test_send("ana", ask, "vote", "question 12", NULL), 404);
    EXPECT_INT(test_session_act("ana", id, test_path("drop %lld", (long long)question), NULL), 403);
    EXPECT_INT(test_session_act("fay", id, test_path("answered %lld", (long long)question), NULL), 303);
    EXPECT(test_get("ana", "%s", ask) == 200 && shows(test_page(), "answered"));
}

TEST(nothing_in_the_database_says_whose_a_question_a_vote_or_a_choice_is)
{
    int64_t id = test_session_begun(false);
    const char *ask = test_path("/sessions/%lld/ask", (long long)id);
    EXPECT_INT(test_send("bo", ask, "question", "Mine", NULL), 303);
    int64_t question = test_sql_int("SELECT id FROM live_session_question");
    EXPECT_INT(test_send("ana", ask, "vote", test_path("question %lld", (long long)question), NULL), 303);
    EXPECT_INT(
        test_send("fay", test_path("/sessions/%lld/do", (long long)id), "act", "poll", "question", "Tea?", "choices", "Yes\nNo", NULL),
        303);
    int64_t poll = test_sql_int("SELECT id FROM live_session_poll");
    EXPECT_INT(test_send("ana", ask, "vote", test_path("poll %lld 1", (long long)poll), NULL), 303);
    EXPECT(test_sql_int(test_path("SELECT count(*) FROM live_session_question WHERE id %% 1048576 <> id AND id >> 20 BETWEEN %lld AND %lld",
                                  (long long)(test_now() - TIME_DAY), (long long)(test_now() + TIME_DAY))) == 0); /* no time in its id */
    /* The same person's two hashes have nothing in common, and none is a persona's number. */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_question_vote q JOIN live_session_poll_vote p ON p.voter = q.voter"), 0);
    EXPECT_INT(test_sql_int("SELECT length(voter) FROM live_session_question_vote"), 32);
}

TEST(a_poll_shows_its_sums_when_it_is_closed)
{
    int64_t id = test_session_begun(false);
    const char *act = test_path("/sessions/%lld/do", (long long)id), *ask = test_path("/sessions/%lld/ask", (long long)id);
    EXPECT_INT(test_send("fay", act, "act", "poll", "question", "Tea?", "choices", "Yes", NULL), 422);
    EXPECT_INT(test_send("fay", act, "act", "poll", "question", "Tea?", "choices", "Yes\nNo\nLater", NULL), 303);
    int64_t poll = test_sql_int("SELECT id FROM live_session_poll");
    EXPECT_INT(test_send("ana", ask, "vote", test_path("poll %lld 1", (long long)poll), NULL), 303);
    EXPECT_INT(test_send("ana", ask, "vote", test_path("poll %lld 2", (long long)poll), NULL), 303); /* another choice, not one more */
    EXPECT_INT(test_send("bo", ask, "vote", test_path("poll %lld 2", (long long)poll), NULL), 303);
    EXPECT_INT(test_send("bo", ask, "vote", test_path("poll %lld 7", (long long)poll), NULL), 404);
    EXPECT(test_session_shows("cyd", id, "Later") && !shows(test_page(), "2 chose this"));
    EXPECT_INT(test_session_act("bo", id, "poll-close", NULL), 403);
    EXPECT_INT(test_session_act("fay", id, "poll-close", NULL), 303);
    EXPECT(test_session_shows("cyd", id, "2 chose this") && shows(test_page(), "nobody chose this"));
    EXPECT_INT(test_send("cyd", ask, "vote", test_path("poll %lld 1", (long long)poll), NULL), 404);
}

static enum status watch(struct db *db, void *context)
{
    return help_watch_set(db, test_arena(), *(int64_t *)context, true);
}

static bool offered(const char *who, int64_t id)
{
    const char *near = answer_cookie(test_page(), "near");
    struct request *page = as(who, "GET", test_path("/sessions/%lld", (long long)id));
    return near && fetch(with_cookie(page, "near", near)) == 200 && shows(page, "In case this is a hard moment");
}

TEST(help_is_offered_after_dark_words_and_a_question_leaves_no_sign_of_its_own)
{
    static const char dark[] = "I don't want to live anymore";
    int64_t id = test_session_begun(false), group = test_sql_int("SELECT group_id FROM live_session");
    EXPECT_INT(database_write(test_app()->database, watch, &group), OK);
    EXPECT_INT(test_send("ana", test_path("/sessions/%lld/ask", (long long)id), "question", dark, NULL), 303);
    EXPECT(offered("ana", id));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM danger_sign"), 0);
    EXPECT_INT(test_send("bo", test_path("/sessions/%lld/say", (long long)id), "body", dark, "by", "script", NULL), 303);
    EXPECT(offered("bo", id));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM danger_sign WHERE kind = 'session-word'"), 1);
}

TEST(what_was_announced_as_dropped_is_really_gone)
{
    int64_t id = test_session_begun(false);
    EXPECT_INT(test_sql("UPDATE live_session SET step = 5"), OK); /* the closing */
    EXPECT(test_session_say("ana", id, "MARKDROPPED") > 0);
    EXPECT_INT(test_session_send("bo", id, "ask", "question", "MARKQUESTION"), 303);
    EXPECT_INT(test_session_send("bo", id, "part", "word", "MARKWORD"), 303);
    EXPECT(test_session_shows("cyd", id, "MARKWORD"));
    EXPECT_INT(test_session_act("ana", id, "end", NULL), 403);
    EXPECT_INT(test_session_act("fay", id, "end", NULL), 303);
    EXPECT(test_session_shows("ana", id, "This session is over") && !shows(test_page(), "MARKDROPPED"));
    EXPECT_INT(test_session_send("ana", id, "say", "body", "One more"), 403);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM utterance") + test_sql_int("SELECT count(*) FROM live_session_person"), 0);
    EXPECT(!test_data_holds("MARKDROPPED") && !test_data_holds("MARKQUESTION") && !test_data_holds("MARKWORD"));
}

TEST(what_is_kept_is_read_by_who_was_there_for_as_long_as_announced)
{
    int64_t id = test_session_begun(true);
    EXPECT_INT(test_session_send("cyd", id, "leave", NULL, NULL), 303);
    EXPECT_INT(test_session_act("fay", id, "out", "bo"), 303);
    int64_t said = test_session_say("ana", id, "MARKKEPT");
    EXPECT_INT(test_session_send("ana", id, "part", "word", "MARKWORD"), 303);
    EXPECT_INT(test_session_act("fay", id, "end", NULL), 303);
    test_settle();
    EXPECT(!test_data_holds("MARKWORD"));
    EXPECT(test_session_shows("ana", id, "MARKKEPT") && !shows(test_page(), "say-form") && test_session_shows("cyd", id, "MARKKEPT"));
    EXPECT(!test_session_shows("bo", id, "MARKKEPT")); /* was asked to leave */
    EXPECT_INT(test_get("ana", "/session-words/%lld", (long long)said), 200);
    EXPECT_INT(test_get("bo", "/session-words/%lld", (long long)said), 404);
    test_advance(8 * TIME_DAY);
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + TIME_DAY))), OK);
    EXPECT(test_session_shows("ana", id, "This session is over") && !shows(test_page(), "MARKKEPT"));
    test_settle();
    EXPECT(!test_data_holds("MARKKEPT"));
}

TEST(what_becomes_of_the_words_is_fixed_once_somebody_has_come)
{
    int64_t id = test_session(false);
    const char *plan = test_path("/sessions/%lld/plan", (long long)id);
    const char *day = arena_slice(test_arena(), date_machine(test_arena(), test_now() + TIME_DAY), 10);
    EXPECT_INT(test_get("ana", "%s", plan), 403);
    EXPECT_INT(test_send("fay", plan, "title", "First words", "day", day, "clock", "20:00", "keep", "30", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT keep_days FROM live_session"), 30);
    EXPECT_INT(test_sql(test_path("UPDATE live_session SET starts_at = %lld", (long long)test_now())), OK);
    EXPECT_INT(test_session_send("ana", id, "enter", NULL, NULL), 303);
    EXPECT_INT(test_send("fay", plan, "title", "Second words", "day", day, "clock", "20:00", "keep", "0", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT keep_days FROM live_session WHERE title = 'Second words'"), 30);
}

TEST(an_agenda_is_changed_step_by_step_until_it_begins)
{
    int64_t id = test_session(false);
    const char *step = test_path("/sessions/%lld/step", (long long)id);
    EXPECT_INT(test_send("ana", step, "position", "1", "act", "remove", NULL), 403);
    EXPECT_INT(test_send("fay", step, "position", "1", "act", "remove", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_agenda_step"), 4);
    EXPECT_INT(test_send("fay", step, "position", "5", "act", "add", "kind", "pause", "minutes", "7", NULL), 303);
    EXPECT_INT(test_send("fay", step, "position", "5", "act", "up", NULL), 303);
    EXPECT_TEXT(test_sql_text("SELECT kind FROM live_agenda_step WHERE position = 4"), "pause");
    EXPECT_INT(test_send("fay", step, "position", "4", "act", "keep", "kind", "nonsense", "minutes", "500", NULL), 422);
    EXPECT_INT(test_send("fay", step, "position", "14", "act", "add", "kind", "topic", "minutes", "5", NULL), 422);
    EXPECT_INT(test_send("fay", test_path("/sessions/%lld/cancel", (long long)id), NULL), 303);
    EXPECT(test_session_shows("ana", id, "This session doesn’t take place"));
    EXPECT_INT(test_send("fay", step, "position", "1", "act", "remove", NULL), 404);
}

TEST(a_session_nobody_ends_ends_by_itself)
{
    int64_t id = test_session_begun(false);
    EXPECT(test_session_say("ana", id, "MARKLEFT") > 0);
    test_advance(5 * TIME_HOUR);
    test_settle();
    EXPECT_TEXT(test_sql_text("SELECT state FROM live_session"), "ended");
    EXPECT(!test_data_holds("MARKLEFT"));
}
