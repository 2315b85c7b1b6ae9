/* What takes place here in words and belongs to an event: who opens it, who finds it, and that it follows. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "event/test_parts.h"
#include "listening/test_parts.h"
#include "tests/harness/harness.h"

/* In two days, here in words: Fay looks after it, Ana comes, Bo isn't sure yet, Cyd has nothing to do with it. */
static int64_t words_event(void)
{
    struct event_new wish = test_event_wish();
    wish.kind = EVENT_TEXT;
    wish.title = "Words by candlelight";
    int64_t id = test_event(&wish);
    EXPECT_INT(test_event_joins(id, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(id, "bo", &(struct event_wish){ .party = 1, .maybe = true }), EVENT_MAYBE);
    return id;
}

static int64_t session_of(int64_t event)
{
    EXPECT_INT(test_send("fay", test_path("/events/%lld/session", (long long)event), NULL), 303);
    return id_after(test_page(), "/sessions/");
}

/* Nobody's sign-in rests meanwhile. */
static void time_passes(int64_t ms)
{
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY))), OK);
    test_advance(ms);
}

static bool links(const char *who, int64_t event, const char *path)
{
    return test_get(who, "/events/%lld", (long long)event) == 200 && shows(test_page(), path);
}

TEST(who_looks_after_an_event_opens_its_session_and_who_comes_finds_the_door_on_its_page)
{
    int64_t event = words_event();
    EXPECT(links("fay", event, "Open a live session for this event") && !links("ana", event, "Open a live session for this event"));
    EXPECT_INT(test_send("ana", test_path("/events/%lld/session", (long long)event), NULL), 403);
    int64_t id = session_of(event);
    EXPECT(id != 0 && test_page()->location && strstr(test_page()->location, "/plan"));
    const char *path = test_path("/sessions/%lld", (long long)id);
    EXPECT(links("fay", event, path) && !shows(test_page(), "Open a live session for this event"));
    EXPECT(links("ana", event, path) && !links("bo", event, path) && !links("cyd", event, path) && !links("visitor", event, path));
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "Words by candlelight") && shows(test_page(), "The event"));
    EXPECT(!shows(test_page(), "Time and agenda")); /* her hosts' alone */
    static const char *const others[] = { "bo", "cyd", "mod", "stu" };
    for (size_t i = 0; i < COUNT(others); i++) {
        EXPECT_INT(test_get(others[i], "%s", path), 404);
        EXPECT_INT(test_get(others[i], "%s/live", path), 404);
        EXPECT_INT(test_send(others[i], test_path("%s/enter", path), NULL), 404);
    }
    EXPECT_INT(test_get("ana", "%s/plan", path), 403);
    EXPECT_INT(test_get("fay", "%s/plan", path), 200);
    EXPECT(shows(test_page(), "Its name and its time are those of the event.") && !shows(test_page(), "type=\"time\""));
    EXPECT_INT(test_send("fay", test_path("/events/%lld/session", (long long)event), NULL), 303); /* twice is once */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session"), 1);
}

TEST(a_session_of_an_event_is_led_by_its_hosts_and_left_with_its_seat)
{
    struct event_new wish = test_event_wish();
    int64_t cohost = persona_of("cyd");
    wish.hosts = &cohost;
    wish.hosts_count = 1;
    int64_t event = test_event(&wish), id;
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "bo", NULL), EVENT_GOING);
    id = session_of(event);
    const char *path = test_path("/sessions/%lld", (long long)id), *words = test_path("%s/say", path);
    EXPECT_INT(test_send("ana", test_path("%s/enter", path), NULL), 422); /* the door opens half an hour before */
    time_passes(2 * TIME_DAY - 10 * TIME_MINUTE);
    EXPECT_INT(test_send("cyd", test_path("%s/enter", path), NULL), 303);
    EXPECT(test_get("cyd", "%s", path) == 200 && shows(test_page(), "Begin"));
    EXPECT_INT(test_send("ana", test_path("%s/enter", path), NULL), 303);
    EXPECT_INT(test_send("bo", test_path("%s/enter", path), NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("%s/do", path), "act", "admit-all", NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("%s/do", path), "act", "start", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("%s/do", path), "act", "end", NULL), 403);
    EXPECT_INT(test_send("ana", words, "body", "MARKCANDLE", NULL), 303);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "MARKCANDLE"));
    /* whoever gives the seat back, or doesn't look after it any more, is outside */
    EXPECT_INT(test_send("bo", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT_INT(test_get("bo", "%s", path), 404);
    EXPECT_INT(test_send("bo", words, "body", "Still here", NULL), 404);
    EXPECT_INT(test_send("cyd", test_path("/events/%lld/step-down", (long long)event), NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("%s/do", path), "act", "end", NULL), 404);
    EXPECT_INT(test_send("fay", test_path("%s/enter", path), NULL), 303);
    EXPECT_INT(test_send("fay", test_path("%s/leave", path), NULL), 303);
    EXPECT(test_page()->location && strstr(test_page()->location, test_path("/events/%lld", (long long)event)));
    EXPECT_INT(test_send("fay", test_path("%s/do", path), "act", "end", NULL), 303);
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "Thank you for being there."));
}

static enum status block_them(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("fay"));
}

TEST(a_session_of_an_event_is_not_there_for_who_does_not_meet_its_host)
{
    int64_t event = words_event(), id = session_of(event);
    EXPECT_INT(test_get("ana", "/sessions/%lld", (long long)id), 200);
    EXPECT_INT(database_write(test_app()->database, block_them, NULL), OK);
    EXPECT_INT(test_get("ana", "/sessions/%lld", (long long)id), 404);
    EXPECT(!links("ana", event, "/sessions/"));
}

TEST(what_a_group_has_of_an_event_is_no_session_of_the_group)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "mod");
    struct event_new wish = test_event_wish();
    test_joins(place.group, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    wish.group = place.group;
    wish.audience = EVENT_GROUP;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    int64_t id = session_of(event);
    EXPECT_INT(test_get("ana", "/sessions/%lld", (long long)id), 200);
    EXPECT_INT(test_get("bo", "/sessions/%lld", (long long)id), 404);
    EXPECT_INT(test_get("cyd", "/sessions/%lld", (long long)id), 404);
    EXPECT(test_get("bo", "/groups/porch/sessions") == 200 && !shows(test_page(), "Soup"));
    EXPECT_INT(test_send("mod", test_path("/groups/porch/members/%lld/remove", (long long)persona_of("ana")), "reason", "Not here", NULL),
               303);
    EXPECT_INT(test_get("ana", "/sessions/%lld", (long long)id), 404);
}

struct change {
    int64_t event;
    struct event_new wish;
};

static enum status move_it(struct db *db, void *context)
{
    struct change *change = context;
    return event_change(db, test_arena(), change->event, EVENT_THIS, &change->wish);
}

static enum status cancel_it(struct db *db, void *context)
{
    struct change *change = context;
    return event_cancel(db, test_arena(), change->event, "Rain", test_now());
}

TEST(what_belongs_to_an_event_moves_with_it_and_is_called_off_with_it)
{
    int64_t event = words_event(), id = session_of(event);
    test_grown_up();
    EXPECT_INT(test_sql(test_path("UPDATE event SET host_id = %lld", (long long)persona_of("stu"))), OK);
    EXPECT_INT(test_send("stu", test_path("/events/%lld/rounds", (long long)event), "rounds", "3", "minutes", "5", NULL), 303);
    int64_t evening = id_after(test_page(), "/networking/");
    struct change change = { .event = event, .wish = test_event_wish() };
    change.wish.host = persona_of("stu");
    change.wish.title = "Words by daylight";
    change.wish.starts += TIME_DAY;
    change.wish.ends += TIME_DAY;
    EXPECT_INT(database_write(test_app()->database, move_it, &change), OK);
    EXPECT_INT(test_sql_int("SELECT starts_at FROM live_session"), change.wish.starts);
    EXPECT_INT(test_sql_int("SELECT starts_at FROM networking"), change.wish.starts);
    EXPECT_INT(test_sql_int("SELECT until FROM networking"), change.wish.starts);
    EXPECT(test_get("ana", "/sessions/%lld", (long long)id) == 200 && shows(test_page(), "Words by daylight"));
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "Words by daylight"));
    time_passes(2 * TIME_DAY + 5 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT state FROM networking"), 0); /* the clock of the old time finds nothing due */
    EXPECT_INT(database_write(test_app()->database, cancel_it, &change), OK);
    EXPECT_INT(test_send("ana", test_path("/sessions/%lld/enter", (long long)id), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session WHERE state = 'cancelled'"), 1);
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "This evening was called off."));
    EXPECT(!links("ana", event, test_path("/sessions/%lld", (long long)id)));
}

TEST(rounds_for_an_event_are_announced_by_hosts_who_may_and_found_by_who_comes)
{
    int64_t event = words_event();
    const char *rounds = test_path("/events/%lld/rounds", (long long)event);
    test_grown_up();
    EXPECT_INT(test_send("fay", rounds, "rounds", "3", "minutes", "5", NULL), 403); /* a host, but nobody who announces evenings */
    EXPECT_INT(test_send("stu", rounds, "rounds", "3", "minutes", "5", NULL), 403); /* the other way round */
    EXPECT(!links("fay", event, "Rounds for this event"));
    EXPECT_INT(test_sql(test_path("UPDATE event SET host_id = %lld", (long long)persona_of("stu"))), OK);
    EXPECT(links("stu", event, "Rounds for this event"));
    EXPECT_INT(test_send("stu", rounds, "rounds", "99", "minutes", "5", NULL), 422);
    EXPECT_INT(test_send("stu", rounds, "rounds", "3", "minutes", "1", NULL), 422);
    EXPECT_INT(test_send("stu", rounds, "rounds", "3", "minutes", "5", NULL), 303);
    int64_t id = id_after(test_page(), "/networking/");
    const char *path = test_path("/networking/%lld", (long long)id), *join = test_path("%s/join", path);
    EXPECT(links("ana", event, path) && !links("bo", event, path) && !links("cyd", event, path));
    EXPECT_INT(test_get("cyd", "%s", path), 404);
    EXPECT_INT(test_get("cyd", "%s/live", path), 404);
    EXPECT_INT(test_send("cyd", join, "language", "en", NULL), 404);
    EXPECT(test_get("cyd", "/networking") == 200 && !shows(test_page(), "Words by candlelight"));
    EXPECT(test_get("ana", "/networking") == 200 && !shows(test_page(), "Words by candlelight"));
    EXPECT_INT(test_send("ana", join, "language", "en", "seek", "1", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM networking_seat"), 1);
    EXPECT_INT(test_send("ana", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM networking_seat"), 0);
    EXPECT_INT(test_get("ana", "%s", path), 404);
}
