/* Appeals: who may ask, who may answer, once each, with reasons; reminding. */
#include "board/test_parts.h"
#include "sanction/test_parts.h"
#include "tests/harness/harness.h"

static int appeals(const char *who, int64_t id)
{
    return test_send(who, test_path("/decisions/%lld/appeal", (long long)id), "body", "MARKAPPEAL", NULL);
}

static int answers(const char *who, int64_t id, const char *outcome)
{
    return test_send(who, test_path("/moderation/appeals/%lld", (long long)id), "outcome", outcome, "answer", "MARKANSWER", NULL);
}

TEST(an_appeal_is_answered_by_somebody_else_and_can_bring_a_suspended_member_back)
{
    int64_t id = test_decided("mod", "bo", "suspend", "9 days");
    EXPECT_INT(appeals("ana", id), 404);
    EXPECT_INT(appeals("bo", id), 303);
    EXPECT_INT(appeals("bo", id), 422);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKAPPEAL") && shows(test_page(), "An answer should be here by"));
    EXPECT_INT(test_get("ana", "/moderation/appeals"), 403);
    EXPECT_INT(test_get("mod", "/moderation/appeals"), 200);
    EXPECT(shows(test_page(), test_path("/moderation/appeals/%lld", (long long)id)) && shows(test_page(), "An answer is due on"));
    EXPECT_INT(test_get("mod", "/moderation/appeals/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "You decided this") && !shows(test_page(), "name=\"outcome\""));
    EXPECT_INT(answers("mod", id, "uphold"), 422);
    EXPECT_INT(answers("ana", id, "overturn"), 403);
    EXPECT_INT(answers("stu", id, ""), 422);
    EXPECT_INT(answers("stu", id, "overturn"), 303);
    EXPECT_INT(answers("stu", id, "uphold"), 422); /* once */
    EXPECT_INT(test_get("bo", "/home"), 200);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKANSWER") && shows(test_page(), "taken back") && shows(test_page(), "MARKAPPEAL"));
    EXPECT_INT(test_get("stu", "/moderation/appeals"), 200);
    EXPECT(shows(test_page(), "No appeal waits"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction_log WHERE kind IN ('decision', 'appeal', 'answer', 'reversal')"), 4);
}

TEST(a_decision_that_stays_is_told_with_reasons)
{
    int64_t id = test_decided("mod", "bo", "mute", "2 days");
    EXPECT_INT(appeals("bo", id), 303);
    EXPECT_INT(answers("stu", id, "uphold"), 303);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "The decision stays.") && shows(test_page(), "MARKANSWER"));
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "a letter for you"));
    EXPECT_INT(test_send("bo", "/notifications/choices", NULL), 303);
    test_decided("mod", "bo", "word", "");
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), test_path("/decisions/%lld", (long long)test_sql_int(" SELECT max(id) FROM sanction"))));
}

TEST(nobody_answers_an_appeal_of_their_own_and_six_months_are_long_but_not_endless)
{
    int64_t id = test_decided("stu", "mod", "suspend", "1 days");
    EXPECT_INT(appeals("mod", id), 303);
    EXPECT_INT(test_sql(" UPDATE persona SET paused_until = 0"), OK);
    EXPECT_INT(test_get("mod", "/moderation/appeals/%lld", (long long)id), 404);
    EXPECT_INT(answers("mod", id, "overturn"), 404);
    int64_t old = test_decided("mod", "bo", "word", "");
    EXPECT_INT(test_sql(test_path(" UPDATE sanction SET at = at - 86400000 * CAST(183 AS BIGINT) WHERE id = %lld", (long long)old)), OK);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)old), 200);
    EXPECT(shows(test_page(), "name=\"body\""));
    EXPECT_INT(test_sql(test_path(" UPDATE sanction SET at = at - 86400000 WHERE id = %lld", (long long)old)), OK);
    EXPECT_INT(appeals("bo", old), 422);
}

TEST(moderators_are_reminded_of_an_appeal_that_waits)
{
    int64_t id = test_decided("mod", "bo", "word", "");
    EXPECT_INT(appeals("bo", id), 303);
    const char *told =
        test_path(" SELECT count(*) FROM notification WHERE kind = 'decision' AND persona_id = %lld", (long long)persona_of("stu"));
    EXPECT_INT(test_sql_int(told), 1);
    EXPECT_INT(test_sql(" DELETE FROM notification"), OK);
    test_advance(10 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(told), 0);
    test_advance(TIME_DAY + TIME_HOUR);
    test_settle();
    EXPECT_INT(test_sql_int(told), 1);
    EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM notification WHERE persona_id = %lld", (long long)persona_of("mod"))), 0);
}
