#include "mediation/test_parts.h"
#include "board/test_parts.h"
#include "listening/test_parts.h"
#include "tests/harness/harness.h"

struct naming {
    int64_t persona;
    bool on;
};

static enum status name_one(struct db *db, void *context)
{
    const struct naming *naming = context;
    return mediator_name(db, test_arena(), naming->persona, naming->on);
}

void test_mediates(const char *who, bool on)
{
    struct naming naming = { persona_of(who), on };
    EXPECT_INT(database_write(test_app()->database, name_one, &naming), OK);
}

void test_mediators(void)
{
    test_grown_up();
    test_mediates("cyd", true);
    test_mediates("fay", true);
}

int64_t test_mediation_asks(const char *words)
{
    if (test_send("ana", "/mediation/new", "with", test_path("%lld", (long long)persona_of("bo")), "words", words, NULL) != 303)
        return 0;
    return id_after(test_page(), "/mediation/");
}

int64_t test_mediation_told(const char *who)
{
    test_advance(10 * TIME_SECOND); /* it is told some seconds later */
    test_settle();
    return test_sql_int(test_path(" SELECT coalesce(max(n.subject), 0) FROM notification n JOIN mediation_seat s ON s.id = n.subject"
                                  " WHERE n.kind = 'mediation' AND n.persona_id = %lld",
                                  (long long)persona_of(who)));
}

int test_mediation_does(const char *who, int64_t seat, const char *act, const char *answer)
{
    return test_send(who, test_path("/mediation/%lld/do", (long long)seat), "do", act, "answer", answer, NULL);
}

struct test_three test_three_open(const char *words)
{
    struct test_three three = { 0 };
    test_mediators();
    three.ana = test_mediation_asks(words);
    three.cyd = test_mediation_told("cyd");
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "take", ""), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "allow", "named"), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "ask", ""), 303);
    three.bo = test_mediation_told("bo");
    EXPECT_INT(test_mediation_does("bo", three.bo, "answer", "yes"), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "begin", ""), 303);
    EXPECT(three.ana && three.bo && three.cyd);
    return three;
}

int test_mediation_says(const char *who, int64_t seat, const char *body)
{
    return test_send(who, test_path("/mediation/%lld/say", (long long)seat), "body", body, NULL);
}

void test_next_stage(const struct test_three *three)
{
    EXPECT_INT(test_mediation_does("ana", three->ana, "rules", ""), 303);
    EXPECT_INT(test_mediation_does("bo", three->bo, "rules", ""), 303);
    EXPECT_INT(test_mediation_does("ana", three->ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three->cyd, "next", ""), 303);
}
