/* Mentoring: both agree, ages and blocks hold, quiet reminders, an end. */
#include "board/test_parts.h"
#include "listening/test_parts.h"
#include "networking/test_parts.h"
#include "tests/harness/harness.h"

static int offers(const char *who)
{
    return test_send(who, "/mentoring", "do", "offer", "field", "3", "language", "en", NULL);
}

static int64_t asks(const char *who, const char *mentor, const char *goal)
{
    if (test_send(who, test_path("/mentoring/%lld/ask", (long long)persona_of(mentor)), "goal", goal, "days", "7", "weeks", "8", NULL) !=
        303)
        return 0;
    return id_after(test_page(), "/mentoring/");
}

static int does(const char *who, int64_t id, const char *act)
{
    return test_send(who, test_path("/mentoring/%lld/do", (long long)id), "do", act, NULL);
}

TEST(mentoring_begins_when_both_agree_and_its_goal_is_sealed)
{
    test_grown_up();
    EXPECT_INT(offers("bo"), 303);
    EXPECT(test_get("ana", "/mentoring") == 200 && names(test_page(), "Bo"));
    int64_t id = asks("ana", "bo", "MARKGOAL a first job");
    EXPECT(id != 0);
    EXPECT(test_get("bo", "/mentoring/%lld", (long long)id) == 200 && shows(test_page(), "MARKGOAL"));
    EXPECT(test_get("bo", "/notifications") == 200 && shows(test_page(), "There’s news about a time you share with somebody"));
    EXPECT_INT(test_get("cyd", "/mentoring/%lld", (long long)id), 404);
    EXPECT_INT(does("cyd", id, "yes"), 404);
    EXPECT_INT(does("ana", id, "yes"), 303); /* it isn't hers to say */
    EXPECT_INT(test_sql_int(" SELECT state FROM mentoring"), MENTORING_ASKED);
    EXPECT_INT(does("bo", id, "yes"), 303);
    EXPECT_INT(test_sql_int(" SELECT state FROM mentoring"), MENTORING_GOES_ON);
    EXPECT(test_get("ana", "/mentoring/%lld", (long long)id) == 200 && shows(test_page(), "To your conversation"));
    test_settle();
    EXPECT(!test_data_holds("MARKGOAL"));
}

TEST(adults_and_minors_are_never_put_together)
{
    test_grown_up();
    test_band("ana", BAND_16);
    EXPECT_INT(offers("bo"), 303);
    EXPECT(test_get("ana", "/mentoring") == 200 && !names(test_page(), "Bo"));
    EXPECT_INT(asks("ana", "bo", "Help"), 0);
    EXPECT_INT(test_get("ana", "/mentoring/%lld/ask", (long long)persona_of("bo")), 404);
    test_band("cyd", BAND_16);
    int64_t id = asks("cyd", "bo", "Help");
    EXPECT_INT(id, 0);
    test_band("cyd", BAND_ADULT);
    id = asks("cyd", "bo", "Help");
    EXPECT(id != 0);
    test_band("cyd", BAND_16); /* and not any more when it turns out so */
    EXPECT_INT(does("bo", id, "yes"), 404);
    test_band("fay", BAND_UNSAID);
    EXPECT_INT(offers("fay"), 422);
}

TEST(who_blocks_a_mentor_meets_them_no_more)
{
    test_grown_up();
    EXPECT_INT(offers("bo"), 303);
    int64_t id = asks("ana", "bo", "Help");
    EXPECT_INT(does("bo", id, "yes"), 303);
    test_block("ana", "bo");
    EXPECT_INT(test_get("ana", "/mentoring/%lld", (long long)id), 404);
    EXPECT_INT(test_get("bo", "/mentoring/%lld", (long long)id), 404);
    EXPECT(test_get("ana", "/mentoring") == 200 && !names(test_page(), "Bo"));
    EXPECT(test_get("bo", "/mentoring") == 200 && !names(test_page(), "Ana"));
}

TEST(either_ends_it_without_a_reason_and_it_ends_by_itself)
{
    for (int way = 0; way < 3; way++) {
        test_again();
        test_grown_up();
        EXPECT_INT(offers("bo"), 303);
        int64_t id = asks("ana", "bo", "Help");
        EXPECT_INT(does("ana", id, "end"), 303); /* nothing has begun */
        EXPECT_INT(does("bo", id, "yes"), 303);
        if (way < 2) {
            EXPECT_INT(does(way ? "ana" : "bo", id, "end"), 303);
        } else {
            for (int week = 0; week < 8; week++) {
                test_advance(7 * TIME_DAY + TIME_MINUTE);
                test_settle();
            }
        }
        EXPECT_INT(test_sql_int(" SELECT state FROM mentoring"), MENTORING_OVER);
        if (way < 2) /* else her session is over, too */
            EXPECT(test_get("ana", "/mentoring/%lld", (long long)id) == 200 && shows(test_page(), "It’s over."));
        test_advance(8 * TIME_DAY);
        test_settle();
        EXPECT_INT(test_sql_int(" SELECT count(*) FROM mentoring"), 0);
    }
}

TEST(reminders_come_in_the_rhythm_once_each)
{
    test_grown_up();
    EXPECT_INT(offers("bo"), 303);
    int64_t id = asks("ana", "bo", "Help");
    EXPECT_INT(does("bo", id, "yes"), 303);
    EXPECT_INT(test_sql("DELETE FROM notification"), OK);
    test_advance(6 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification"), 0);
    test_advance(TIME_DAY + TIME_MINUTE);
    test_settle();
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'networking'"), 2);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE by_id IS NOT NULL"), 0);
}

TEST(a_no_and_a_question_taken_back_leave_nothing)
{
    static const char *const who[] = { "bo", "ana" }, *const act[] = { "no", "back" };
    for (size_t i = 0; i < COUNT(who); i++) {
        test_again();
        test_grown_up();
        EXPECT_INT(offers("bo"), 303);
        EXPECT_INT(does(who[i], asks("ana", "bo", "Help"), act[i]), 303);
        EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mentoring) + (SELECT count(*) FROM notification)"), 0);
    }
}
