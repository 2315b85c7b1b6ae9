#include "event/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

struct making {
    const struct event_new *wish;
    const struct event_wish *coming;
    int64_t event, persona;
    enum event_coming state;
};

struct event_new test_event_wish(void)
{
    return (struct event_new){ .host = persona_of("fay"),
                               .audience = EVENT_MEMBERS,
                               .kind = EVENT_HYBRID,
                               .title = "Soup",
                               .region = TEST_REGION,
                               .lang = "en",
                               .zone = "Europe/Berlin",
                               .starts = test_now() + 2 * TIME_DAY,
                               .ends = test_now() + 2 * TIME_DAY + 2 * TIME_HOUR,
                               .ages = AGES_ALL,
                               .detail = { .about = "A long table." },
                               .quarter = TEST_QUARTER,
                               .exact = TEST_EXACT,
                               .door = TEST_DOOR,
                               .link = TEST_LINK,
                               .exact_hours = 24,
                               .door_minutes = 60,
                               .app = test_app(),
                               .now = test_now() };
}

static enum status make_event(struct db *db, void *context)
{
    struct making *making = context;
    return event_create(db, test_arena(), making->wish, &making->event);
}

int64_t test_event(const struct event_new *wish)
{
    struct making making = { .wish = wish };
    EXPECT_INT(database_write(test_app()->database, make_event, &making), OK);
    return making.event;
}

static enum status make_coming(struct db *db, void *context)
{
    struct making *making = context;
    return event_join(db, test_arena(), making->event, making->persona, making->coming, test_now(), &making->state);
}

enum event_coming test_event_joins(int64_t event, const char *who, const struct event_wish *wish)
{
    struct event_wish alone = { .party = 1 };
    struct making making = { .event = event, .persona = persona_of(who), .coming = wish ? wish : &alone };
    EXPECT_INT(database_write(test_app()->database, make_coming, &making), OK);
    return making.state;
}

int test_event_comes(const char *who, int64_t event)
{
    return test_send(who, test_path("/events/%lld/come", (long long)event), "do", "come", NULL);
}

const char *test_event_state(int64_t event, const char *who)
{
    return test_sql_text(test_path(" SELECT coalesce((SELECT state FROM event_coming WHERE event_id = %lld AND persona_id = %lld), '')",
                                   (long long)event, (long long)persona_of(who)));
}
