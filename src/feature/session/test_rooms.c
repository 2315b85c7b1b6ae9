/* Small rooms: who is with whom, what is said in them, and coming back. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "session/pages.h"
#include "session/test_parts.h"
#include "tests/harness/harness.h"

enum { MOST = 24 };

/* Whether the rooms hold what they may, and nobody is with somebody they don't meet. */
static bool fair(size_t count, const bool *apart, const size_t *room, size_t rooms)
{
    for (size_t number = 1; number <= rooms; number++) {
        size_t people = 0;
        for (size_t i = 0; i < count; i++) {
            people += room[i] == number;
            for (size_t k = 0; k < count; k++)
                if (room[i] == number && room[k] == number && apart[i * count + k])
                    return false;
        }
        if (people < BREAKOUT_LEAST || people > BREAKOUT_MOST)
            return false;
    }
    return true;
}

UNIT_TEST(small_rooms_hold_two_to_five_and_never_two_who_block_each_other)
{
    size_t order[MOST], room[MOST];
    bool apart[MOST * MOST];
    for (size_t count = 0; count <= MOST; count++)
        for (size_t size = BREAKOUT_LEAST; size <= BREAKOUT_MOST; size++)
            for (size_t seed = 0; seed < 8; seed++) {
                memset(apart, 0, sizeof apart);
                for (size_t i = 0; i < count; i++) {
                    order[i] = (i + seed) % count;
                    for (size_t k = 0; seed && k < count; k++)
                        apart[i * count + k] = i != k && (i * 7 + k * 13 + seed) % 9 == 0;
                }
                size_t rooms = breakout_place(count, size, apart, order, room);
                EXPECT(fair(count, apart, room, rooms));
                for (size_t i = 0; !seed && i < count && count >= BREAKOUT_LEAST; i++)
                    EXPECT(room[i] > 0); /* without blocks nobody is left over */
            }
}

static void break_into(int64_t id)
{
    EXPECT_INT(test_send("fay", test_path("/sessions/%lld/do", (long long)id), "act", "break", "size", "3", "minutes", "10", NULL), 303);
}

TEST(words_of_a_small_room_stay_in_it_and_go_with_it)
{
    int64_t id = test_session_begun(true);
    EXPECT_INT(test_session_act("ana", id, "break", NULL), 403);
    EXPECT_INT(test_send("fay", test_path("/sessions/%lld/do", (long long)id), "act", "break", "size", "9", "minutes", "10", NULL), 422);
    EXPECT(shows(test_page(), "A small room holds two to five."));
    break_into(id);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_person WHERE breakout_id IS NOT NULL"), 3);
    EXPECT(test_session_shows("ana", id, "You’re in a small room until") && shows(test_page(), "Call a facilitator"));
    int64_t said = test_session_say("ana", id, "MARKSMALL");
    EXPECT(said > 0 && test_session_shows("bo", id, "MARKSMALL"));
    EXPECT(test_session_shows("fay", id, "Small room 1") && !shows(test_page(), "MARKSMALL"));
    EXPECT_INT(test_get("fay", "/session-words/%lld", (long long)said), 404);
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "call"), 303);
    EXPECT(test_session_shows("fay", id, "calls for you"));
    int64_t small = test_sql_int("SELECT max(breakout_id) FROM live_session_person");
    EXPECT_INT(test_session_act("bo", id, test_path("visit %lld", (long long)small), NULL), 403);
    EXPECT_INT(test_session_act("fay", id, test_path("visit %lld", (long long)small), NULL), 303);
    EXPECT(test_session_shows("fay", id, "MARKSMALL") && !shows(test_page(), "calls for you"));
    /* The clock brings them back, once, and what was said there is gone. */
    test_advance(9 * TIME_MINUTE);
    test_settle();
    EXPECT(test_session_shows("ana", id, "MARKSMALL"));
    test_advance(2 * TIME_MINUTE);
    test_settle();
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_person WHERE breakout_id IS NOT NULL"), 0);
    EXPECT(test_session_shows("ana", id, "Who is here") && !shows(test_page(), "MARKSMALL"));
    EXPECT(test_session_say("ana", id, "Back again") > 0 && test_session_shows("fay", id, "Back again"));
    break_into(id); /* the same rooms again, empty */
    EXPECT(test_session_shows("ana", id, "You’re in a small room") && !shows(test_page(), "MARKSMALL"));
    EXPECT_INT(test_session_act("fay", id, "gather", NULL), 303);
    EXPECT(test_session_shows("ana", id, "Back again"));
}

static enum status block_them(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("bo"));
}

TEST(who_blocks_somebody_is_never_in_a_small_room_with_them_and_reads_nothing_of_them)
{
    int64_t id = test_session_begun(false);
    EXPECT_INT(database_write(test_app()->database, block_them, NULL), OK);
    for (int i = 0; i < 5; i++) {
        break_into(id);
        EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM live_session_person a JOIN live_session_person b ON"
                                          " b.breakout_id = a.breakout_id WHERE a.persona_id = %lld AND b.persona_id = %lld",
                                          (long long)persona_of("ana"), (long long)persona_of("bo"))),
                   0);
        EXPECT_INT(test_session_act("fay", id, "gather", NULL), 303);
    }
    EXPECT(test_session_say("bo", id, "MARKBO") > 0);
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "hand"), 303);
    EXPECT(test_session_shows("ana", id, "First words") && !shows(test_page(), "MARKBO") && !names(test_page(), "Bo"));
    EXPECT(test_session_shows("cyd", id, "MARKBO") && names(test_page(), "Bo"));
    EXPECT_INT(test_get("ana", "/session-words/%lld", (long long)test_sql_int("SELECT max(id) FROM utterance")), 404);
}
