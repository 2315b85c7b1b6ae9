/* What a stream carries, and to whom. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "session/test_parts.h"
#include "tests/harness/harness.h"

static bool hears(const char *who, int64_t id, const char *query, const char *what)
{
    return test_get(who, "/sessions/%lld/live?%s", (long long)id, query) == 200 && shows(test_page(), what);
}

TEST(words_travel_to_who_is_inside_and_only_a_sign_to_who_waits)
{
    int64_t id = test_session_begun(false);
    EXPECT(test_session_say("bo", id, "MARKLIVE") > 0);
    EXPECT(hears("ana", id, "after=0", "event: message") && shows(test_page(), "MARKLIVE"));
    EXPECT(!shows(test_page(), "Remove it") && hears("fay", id, "after=0", "Remove it")); /* tools for who looks after it alone */
    EXPECT_INT(test_session_send("cyd", id, "leave", NULL, NULL), 303);
    EXPECT_INT(test_get("cyd", "/sessions/%lld/live", (long long)id), 404);
    EXPECT_INT(test_session_send("cyd", id, "enter", NULL, NULL), 303);
    EXPECT(hears("cyd", id, "after=0", "event: listening") && !shows(test_page(), "MARKLIVE") && !shows(test_page(), "event: message"));
    EXPECT_INT(test_session_act("fay", id, "end", NULL), 303);
    EXPECT_INT(test_get("ana", "/sessions/%lld/live", (long long)id), 404);
    EXPECT_INT(test_get("ana", "/sessions/%lld?part=all", (long long)id), 303); /* the open page goes where it says that it's over */
}

static enum status block_them(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("bo"));
}

TEST(who_does_not_meet_somebody_is_only_told_to_look_again)
{
    int64_t id = test_session_begun(false);
    EXPECT(hears("ana", id, "after=0&apart=0", ":") && !shows(test_page(), "MARKBO"));
    EXPECT_INT(database_write(test_app()->database, block_them, NULL), OK);
    EXPECT(test_session_say("bo", id, "MARKBO") > 0);
    EXPECT(hears("ana", id, "after=0&apart=0", "event: room") && !shows(test_page(), "MARKBO") && !shows(test_page(), "event: message"));
    EXPECT(hears("cyd", id, "after=0&apart=0", "MARKBO"));
}

TEST(a_page_of_another_room_is_told_to_look_again)
{
    int64_t id = test_session_begun(false);
    int64_t all = test_sql_int("SELECT id FROM breakout WHERE kind = 'all'");
    EXPECT_INT(test_send("fay", test_path("/sessions/%lld/do", (long long)id), "act", "break", "size", "3", "minutes", "5", NULL), 303);
    EXPECT(test_session_say("fay", id, "MARKALL") > 0); /* not in the small room */
    EXPECT(hears("ana", id, test_path("after=0&in=%lld", (long long)all), "event: room") && !shows(test_page(), "MARKALL"));
    EXPECT(hears("fay", id, test_path("after=0&in=%lld", (long long)all), "MARKALL"));
}
