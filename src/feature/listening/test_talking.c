/* Asking, the talk, its end, and what stays of it. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "listening/test_parts.h"
#include "tests/harness/harness.h"

/* ---- asking ---- */

TEST(what_cannot_be_asked_for_comes_back_with_what_was_typed)
{
    static const struct {
        const char *when, *wish, *language, *why;
    } refused[] = {
        { "someday", "listen", "en", "Please choose one." },
        { "now", "cure", "en", "Please choose one." },
        { "now", "listen", "xx", "Choose at least one language." },
        { "", "", "", "Please choose one." },
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        EXPECT_INT(test_send("ana", "/listen", "when", refused[i].when, "wish", refused[i].wish, "language", refused[i].language, "words",
                             "What I typed", NULL),
                   422);
        EXPECT(shows(test_page(), refused[i].why) && shows(test_page(), "What I typed"));
    }
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_request"), 0);
}

TEST(one_asks_once_and_may_take_it_back)
{
    test_grown_up();
    int64_t request = test_asks("ana", "First");
    EXPECT_INT(test_asks("ana", "Second"), request);
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "First") && shows(test_page(), "/help-now") && !shows(test_page(), "Second"));
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 404);
    EXPECT_INT(test_request("bo", request, "end", ""), 404);
    EXPECT_INT(test_request("ana", request, "end", ""), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_request"), 0);
}

TEST(words_of_a_request_are_sealed_until_their_listener_reads_them)
{
    test_grown_up();
    test_listens("bo", "en", 1);
    int64_t request = test_asks("ana", "MARKWORDS of mine");
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "MARKWORDS of mine"));
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(!shows(test_page(), "MARKWORDS"));
    EXPECT(!test_data_holds("MARKWORDS"));
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    EXPECT_INT(test_request("ana", request, "begin", ""), 303);
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 303);
    EXPECT_INT(test_get("bo", "%s", test_page()->location), 200);
    EXPECT(shows(test_page(), "MARKWORDS of mine"));
    test_settle();
    EXPECT(!test_data_holds("MARKWORDS"));
}

TEST(waiting_is_told_as_it_is)
{
    test_grown_up();
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "Nobody is listening right now, and we can’t say when somebody will.") && shows(test_page(), "/help-now"));
    test_listens("bo", "en", 1);
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "Somebody who listens is there now."));
    EXPECT(test_asks("cyd", "") != 0);
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "All who listen are in talks. We can’t say how long it will take."));
    for (int i = 0; i < LISTENING_TALKS_LEAST; i++)
        EXPECT_INT(test_sql(test_path(" INSERT INTO listening_sum (week, talks, quarters) VALUES (%lld, 1, 2) ON CONFLICT (week) DO UPDATE"
                                      " SET talks = listening_sum.talks + 1, quarters = listening_sum.quarters + 2",
                                      (long long)(time_day(test_now()) / 7))),
                   OK);
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "Going by the last weeks, about 30 minutes; it can be longer."));
}

/* ---- the talk ---- */

TEST(two_talk_and_nobody_else_reads_it)
{
    struct test_talk talk = test_talk("Hello");
    EXPECT_INT(test_listening_says("bo", talk.bo, "MARKSAID I am here"), 303);
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(shows(test_page(), "MARKSAID I am here") && shows(test_page(), "A talk with Bo"));
    EXPECT_INT(test_get("cyd", "/listen/talks/%lld", (long long)talk.ana), 404);
    EXPECT_INT(test_get("bo", "/listen/talks/%lld", (long long)talk.ana), 404); /* each by their own seat */
    EXPECT_INT(test_listening_says("cyd", talk.ana, "x"), 404);
    EXPECT_INT(test_get("ana", "/messages/%lld", (long long)talk.ana), 404);
    EXPECT_INT(test_talk_act("cyd", talk.ana, "end", "x", ""), 404);
    test_settle();
    EXPECT(!test_data_holds("MARKSAID"));
}

TEST(either_ends_it_both_are_asked_and_nothing_joins_them_any_more)
{
    static const char *const people[] = { "ana", "bo" };
    for (size_t i = 0; i < COUNT(people); i++) {
        test_again();
        struct test_talk talk = test_talk("MARKASKED");
        EXPECT_INT(test_talk_act(people[i], i ? talk.bo : talk.ana, "end", "x", ""), 303);
        EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM listening_talk) + (SELECT count(*) FROM listening_request)"
                                " + (SELECT count(*) FROM listening_pass) + (SELECT count(*) FROM notification)"),
                   0);
        EXPECT_INT(test_listening_says("ana", talk.ana, "More"), 404);
        EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
        EXPECT(shows(test_page(), "MARKASKED") && shows(test_page(), "This talk is over."));
        EXPECT_INT(test_get("ana", "/listen/after/%lld", (long long)talk.ana), 200);
        EXPECT(shows(test_page(), "Did you feel heard?"));
        EXPECT_INT(test_get("bo", "/listen/after/%lld", (long long)talk.ana), 404);
        EXPECT_INT(test_get("bo", "/listen/after/%lld", (long long)talk.bo), 200);
        EXPECT(shows(test_page(), "Was it a hard one?"));
    }
}

TEST(answers_are_sums_that_stewards_see_once_there_are_many)
{
    struct test_talk talk = test_talk("");
    EXPECT_INT(test_talk_act("ana", talk.ana, "end", "x", ""), 303);
    EXPECT_INT(test_send("ana", test_path("/listen/after/%lld", (long long)talk.ana), "heard", "yes", "again", "burn it", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/listen/after/%lld", (long long)talk.ana), "heard", "yes", NULL), 303);
    EXPECT_INT(test_sql_int(" SELECT sum(count) FROM listening_answer"), 1);
    EXPECT_INT(test_get("stu", "/steward/listeners"), 200);
    EXPECT(shows(test_page(), "too few answers") && !shows(test_page(), "Did you feel heard?"));
    EXPECT_INT(test_sql(test_path(" UPDATE listening_answer SET count = %d", LISTENING_ANSWERS_LEAST)), OK);
    EXPECT_INT(test_get("stu", "/steward/listeners"), 200);
    EXPECT(shows(test_page(), "Did you feel heard?") && shows(test_page(), "Yes: 8"));
    EXPECT_INT(test_get("mod", "/steward/listeners"), 403);
}

TEST(what_is_kept_of_a_talk_goes_after_seven_days)
{
    struct test_talk talk = test_talk("MARKKEPT");
    EXPECT_INT(test_talk_act("bo", talk.bo, "end", "x", ""), 303);
    test_stay();
    test_advance(9 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_after"), 0);
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 404);
}

TEST(a_talk_that_nobody_ends_is_over_some_time_and_a_block_ends_it_at_once)
{
    test_talk("");
    test_advance(13 * TIME_HOUR);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_talk"), 0);
    test_again();
    struct test_talk talk = test_talk("");
    test_block("ana", "bo");
    EXPECT_INT(test_get("bo", "/listen/talks/%lld", (long long)talk.bo), 404);
    EXPECT_INT(test_listening_says("bo", talk.bo, "x"), 404);
    test_advance(2 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_talk"), 0);
}

/* ---- danger ---- */

TEST(words_of_danger_show_help_to_the_member_and_a_hint_to_the_listener_and_are_kept_nowhere)
{
    struct test_talk talk = test_talk("");
    EXPECT_INT(test_listening_says("ana", talk.ana, "It was a long day"), 303);
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(!shows(test_page(), "If someone might hurt you"));
    EXPECT_INT(test_listening_says("ana", talk.ana, "Sometimes I want to die"), 303);
    struct request *page = with_cookie(as("ana", "GET", test_path("/listen/talks/%lld", (long long)talk.ana)), "here", "DE");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "If someone might hurt you") && shows(page, "tel:112") && shows(page, "Sometimes I want to die"));
    EXPECT_INT(test_get("bo", "/listen/talks/%lld", (long long)talk.bo), 200);
    EXPECT(shows(test_page(), "This may be about their life.") && !shows(test_page(), "If someone might hurt you"));
    EXPECT_INT(test_listening_says("bo", talk.bo, "Do you think of suicide?"), 303);
    for (int i = 0; i < 10; i++)
        EXPECT_INT(test_listening_says("ana", talk.ana, test_path("Another word, number %d", i)), 303);
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(!shows(test_page(), "If someone might hurt you")); /* it was looked for in the last words alone, and kept nowhere */
}

/* ---- a supervisor ---- */

TEST(a_supervisor_reads_only_once_the_member_knows_who_it_is_and_says_yes)
{
    struct test_talk talk = test_talk("MARKBEFORE");
    const char *stu = test_path("%lld", (long long)persona_of("stu")), *cyd = test_path("%lld", (long long)persona_of("cyd"));
    EXPECT_INT(test_talk_act("ana", talk.ana, "supervisor", "person", stu), 404);
    EXPECT_INT(test_talk_act("bo", talk.bo, "supervisor", "person", cyd), 422);
    EXPECT_INT(test_talk_act("bo", talk.bo, "supervisor", "person", stu), 303);
    EXPECT_INT(test_get("stu", "/listen"), 200);
    EXPECT(shows(test_page(), "Bo asks you to come into a talk.") && !shows(test_page(), "/listen/talks/"));
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(shows(test_page(), "Bo would like Stu to help."));
    EXPECT_INT(test_talk_act("bo", talk.bo, "consent", "answer", "yes"), 404);
    EXPECT_INT(test_talk_act("ana", talk.ana, "consent", "answer", "yes"), 303);
    EXPECT_INT(test_get("stu", "/listen"), 200);
    int64_t seat = id_after(test_page(), "/listen/talks/");
    EXPECT_INT(test_listening_says("ana", talk.ana, "After Stu came"), 303);
    EXPECT_INT(test_get("stu", "/listen/talks/%lld", (long long)seat), 200);
    EXPECT(shows(test_page(), "After Stu came") && !shows(test_page(), "MARKBEFORE"));
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(shows(test_page(), "Stu is here as a supervisor"));
    EXPECT_INT(test_talk_act("stu", seat, "end", "x", ""), 303);
    EXPECT_INT(test_listening_says("ana", talk.ana, "Without Stu"), 303);
    EXPECT_INT(test_get("stu", "/listen/talks/%lld", (long long)seat), 404);
}

TEST(a_member_keeps_a_supervisor_out)
{
    struct test_talk talk = test_talk("");
    EXPECT_INT(test_talk_act("bo", talk.bo, "supervisor", "person", test_path("%lld", (long long)persona_of("stu"))), 303);
    EXPECT_INT(test_talk_act("ana", talk.ana, "consent", "answer", "no"), 303);
    EXPECT_INT(test_get("ana", "/listen/talks/%lld", (long long)talk.ana), 200);
    EXPECT(!names(test_page(), "Stu"));
    EXPECT_INT(test_get("stu", "/listen"), 200);
    EXPECT(!shows(test_page(), "come into a talk"));
}

/* ---- rest ---- */

TEST(after_a_hard_talk_a_listener_rests_and_is_offered_nothing)
{
    struct test_talk talk = test_talk("");
    EXPECT_INT(test_talk_act("bo", talk.bo, "end", "x", ""), 303);
    EXPECT_INT(test_send("bo", test_path("/listen/after/%lld", (long long)talk.bo), "hard", "yes", NULL), 303);
    EXPECT_INT(test_get("bo", "/listen"), 200);
    EXPECT(shows(test_page(), "You’re resting until"));
    EXPECT_INT(test_get("stu", "/steward/listeners"), 200);
    EXPECT(shows(test_page(), "Resting"));
    EXPECT_INT(test_send("bo", "/listen/here", "minutes", "480", NULL), 303);
    int64_t request = test_asks("cyd", "");
    EXPECT_TEXT(test_offered_to(request), "");
    test_stay();
    test_advance(26 * TIME_HOUR);
    test_settle();
    test_listens("bo", "en", 1);
    EXPECT_TEXT(test_offered_to(test_asks("cyd", "")), "Bo");
}

TEST(after_some_talks_in_a_day_a_listener_rests)
{
    for (int i = 0; i < LISTENING_DAY_TALKS; i++) {
        EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM listener WHERE rests_until > %lld", (long long)test_now())), 0);
        struct test_talk talk = test_talk("");
        EXPECT_INT(test_talk_act("ana", talk.ana, "end", "x", ""), 303);
    }
    EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM listener WHERE rests_until > %lld", (long long)test_now())), 1);
}

/* ---- stewards and listeners ---- */

TEST(stewards_name_listeners_who_finished_the_course_and_those_set_their_hours)
{
    static const char page[] = "/steward/listeners";
    EXPECT_INT(test_get("bo", "/listen/hours"), 403);
    EXPECT_INT(test_send("mod", page, "name", "Bo", "course", "yes", "change", "give", NULL), 403);
    EXPECT_INT(test_send("stu", page, "name", "Bo", "change", "give", NULL), 422);
    EXPECT_INT(test_send("stu", page, "name", "Nobody Atall", "course", "yes", "change", "give", NULL), 422);
    EXPECT_INT(test_send("stu", page, "name", "Bo", "course", "yes", "change", "give", NULL), 303);
    EXPECT_INT(test_get("bo", "/listen/hours"), 200);
    EXPECT_INT(test_send("bo", "/listen/hours", "zone", "Europe/Paris", "language", "pl", "most", "2", "from1", "9 pm", NULL), 422);
    EXPECT(shows(test_page(), "Write the time like 20:00.") && shows(test_page(), "9 pm"));
    EXPECT_INT(test_send("bo", "/listen/hours", "zone", "Nowhere/Land", "language", "pl", "most", "2", NULL), 422);
    EXPECT_INT(test_send("bo", "/listen/hours", "zone", "Europe/Paris", "language", "pl", "most", "4", NULL), 422);
    struct request *form = with(with(with(as("bo", "POST", "/listen/hours"), "zone", "Europe/Paris"), "language", "pl"), "language", "fr");
    with(with(with(with(form, "most", "2"), "topic", "3"), "from7", "22:30"), "until7", "01:00");
    EXPECT_INT(fetch(form), 303);
    EXPECT_TEXT(test_sql_text(" SELECT languages FROM listener"), "fr pl");
    EXPECT_INT(test_sql_int(" SELECT topics FROM listener"), 8);
    EXPECT_INT(test_sql_int(" SELECT from_minute FROM listening_hour WHERE weekday = 6"), 22 * 60 + 30);
    EXPECT_INT(test_get("bo", "/listen/hours"), 200);
    EXPECT(shows(test_page(), "22:30") && shows(test_page(), "01:00"));
    EXPECT_INT(test_send("stu", page, "name", "Bo", "change", "take", NULL), 303);
    EXPECT_INT(test_get("bo", "/listen/hours"), 403);
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM listener) + (SELECT count(*) FROM listening_hour)"), 0);
}
