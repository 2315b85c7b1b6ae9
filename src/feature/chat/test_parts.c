#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "tests/harness/harness.h"

struct room_making {
    struct room_new wish;
    int64_t id;
};

static enum status make_room(struct db *db, void *context)
{
    struct room_making *making = context;
    return room_create(db, test_arena(), &making->wish, &making->id);
}

int64_t test_room(void)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    struct room_making making = { .wish = { place.group, "Late", "For the evening.", "", test_now() } };
    if (database_write(test_app()->database, make_room, &making) != OK)
        test_expect(false, "the room could be made", __FILE__, __LINE__);
    return making.id;
}

int64_t test_say(const char *who, int64_t room, const char *body)
{
    int status = test_send(who, test_path("/rooms/%lld/say", (long long)room), "body", body, NULL);
    return status == 303 && strstr(test_page()->location, "#m") ? id_after(test_page(), "#m") : 0;
}

int test_message(const char *who, int64_t message, const char *word, const char *field, const char *value)
{
    return test_send(who, test_path("/said/%lld/%s", (long long)message, word), field, value, NULL);
}

void test_stay(void)
{
    const char *far = test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY));
    if (test_sql(far) != OK)
        test_expect(false, "the sessions could be made longer", __FILE__, __LINE__);
}

const char *test_message_text(int64_t message, const char *column)
{
    return test_sql_text(test_path("SELECT %s FROM message WHERE id = %lld", column, (long long)message));
}

int64_t test_message_int(int64_t message, const char *column)
{
    return test_sql_int(test_path("SELECT %s FROM message WHERE id = %lld", column, (long long)message));
}
