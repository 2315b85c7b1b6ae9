#include "notification/test_parts.h"

#include "board/test_parts.h"
#include "tests/harness/harness.h"

struct test_porch test_porch(void)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    struct test_porch porch = { .group = place.group, .board = place.board };
    test_joins(porch.group, "ana");
    test_joins(porch.group, "bo");
    const char *begin = test_path("/boards/%lld/new", (long long)porch.board);
    EXPECT_INT(test_send("ana", begin, "title", "Rain", "body", "It rains.", NULL), 303);
    porch.topic = id_after(test_page(), "/topics/");
    return porch;
}

void test_answers(const char *who, int64_t topic, const char *body)
{
    EXPECT_INT(test_send(who, test_path("/topics/%lld/reply", (long long)topic), "body", body, NULL), 303);
    test_settle();
}

int64_t test_told(const char *who)
{
    return test_sql_int(test_path("SELECT COUNT(*) FROM notification WHERE persona_id = %lld", (long long)persona_of(who)));
}

int64_t test_untouched(const char *who)
{
    return test_sql_int(test_path("SELECT COUNT(*) FROM notification WHERE persona_id = %lld AND NOT seen", (long long)persona_of(who)));
}

static enum status tell(struct db *db, void *context)
{
    return notification_send(db, test_arena(), context, test_now());
}

void test_tell(const char *who, enum notification_kind kind, int64_t by, int64_t subject)
{
    struct notification told = { persona_of(who), kind, by, subject };
    test_advance(TIME_SECOND);
    EXPECT_INT(database_write(test_app()->database, tell, &told), OK);
}

bool test_list_shows(const char *who, const char *text)
{
    return test_get(who, "/notifications") == 200 && shows(test_page(), text);
}

bool test_dot(const char *who)
{
    return test_get(who, "/home") == 200 && shows(test_page(), "<a class=\"fresh\" href=\"/notifications\"");
}
