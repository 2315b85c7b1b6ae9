/* Looking after a room: slow mode, pause, hours, muting, removing, closing. */
#include "board/test_parts.h"
#include "chat/pages.h"
#include "chat/test_parts.h"
#include "tests/harness/harness.h"

static int save(int64_t room, const char *slow, const char *keep)
{
    return fetch(with(
        with(with(with(as("fay", "POST", test_path("/rooms/%lld/manage", (long long)room)), "name", "Late"), "slow", slow), "keep", keep),
        "opening", "always"));
}

TEST(slow_mode_gives_everyone_room_and_says_how_long)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room);
    EXPECT_INT(save(room, "61", "72"), 422);
    EXPECT_INT(save(room, "60", "72"), 303);
    EXPECT(test_say("ana", room, "First") > 0);
    test_advance(19 * TIME_SECOND);
    EXPECT_INT(test_send("ana", say, "body", "Too soon", NULL), 422);
    EXPECT(shows(test_page(), "You can send this in 40 seconds; your words stay here.") && shows(test_page(), "Too soon</textarea>"));
    EXPECT(test_say("bo", room, "Somebody else") > 0);
    EXPECT(test_say("fay", room, "Who looks after it") > 0 && test_say("fay", room, "isn’t slowed") > 0);
    test_advance(38 * TIME_SECOND);
    EXPECT(test_say("ana", room, "Now") > 0);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "You can send again in 59 seconds."));
}

TEST(a_pause_lets_everyone_read_and_nobody_write)
{
    int64_t room = test_room(), said = test_say("bo", room, "Before");
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/pause", (long long)room), "word", "x", NULL), 403);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/pause", (long long)room), "word", "Tea first", NULL), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Before") && shows(test_page(), "Tea first"));
    EXPECT(!shows(test_page(), "<textarea"));
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/say", (long long)room), "body", "Half written", NULL), 422);
    EXPECT(shows(test_page(), "Half written</textarea>") && shows(test_page(), "taking a pause"));
    EXPECT_INT(test_message("ana", said, "react", "kind", "with"), 403);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/resume", (long long)room), NULL), 303);
    EXPECT(test_say("ana", room, "After") > 0);
}

/* The test's clock is moved to the evening of a Wednesday in summer, in a place that is two hours ahead. */
static void clock_to(int64_t day, int64_t minute)
{
    test_advance(day * TIME_DAY + minute * TIME_MINUTE - test_now());
}

TEST(a_room_with_hours_is_open_in_them)
{
    int64_t room = test_room(), wednesday = date_day(2027, 7, 7);
    struct request *save_hours;
    EXPECT_INT(test_sql("UPDATE community SET zone = 'Europe/Berlin'"), OK);
    clock_to(wednesday, 17 * 60 + 50); /* 19:50 in Berlin */
    save_hours = as("fay", "POST", test_path("/rooms/%lld/manage", (long long)room));
    with(with(with(with(save_hours, "name", "Late"), "slow", "0"), "keep", "72"), "opening", "hours");
    with(with(with(with(save_hours, "day", "3"), "day", "5"), "from", "20:00"), "until", "01:30");
    EXPECT_INT(fetch(save_hours), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "The room is resting.") &&
           shows(test_page(), "20:00"));
    EXPECT_INT(test_say("ana", room, "Too early"), 0);
    clock_to(wednesday, 18 * 60 + 1);
    EXPECT(test_say("ana", room, "Good evening") > 0);
    test_stay();
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Open until 01:30."));
    clock_to(wednesday, 23 * 60 + 25); /* 01:25 on Thursday */
    EXPECT(test_say("ana", room, "Still here") > 0);
    clock_to(wednesday, 23 * 60 + 31);
    EXPECT_INT(test_say("ana", room, "Too late"), 0);
    clock_to(wednesday + 1, 19 * 60); /* Thursday isn't one of its days */
    EXPECT_INT(test_say("ana", room, "Wrong day"), 0);
    clock_to(wednesday + 2, 19 * 60);
    EXPECT(test_say("ana", room, "Friday") > 0);
    save_hours = as("fay", "POST", test_path("/rooms/%lld/manage", (long long)room));
    with(with(with(with(save_hours, "name", "Late"), "slow", "0"), "keep", "72"), "opening", "hours");
    EXPECT_INT(fetch(with(with(save_hours, "from", "20:00"), "until", "25:00")), 422);
    EXPECT(shows(save_hours, "Choose at least one day."));
}

UNIT_TEST(hours_follow_the_places_clock_over_the_change_of_summer_time)
{
    struct catalogues *catalogues;
    struct arena arena = { 0 };
    EXPECT_INT(catalogues_open(&catalogues), OK);
    struct words place = { .catalogue = catalogue_find(catalogues, "en"), .arena = &arena, .zone = "Europe/Berlin" };
    struct room room = { .by_hours = true, .days = 127, .from_minute = 20 * 60, .until_minute = 22 * 60 };
    int64_t before = date_day(2027, 3, 27) * TIME_DAY, after = date_day(2027, 3, 28) * TIME_DAY; /* clocks go forward on the 28th */
    struct room_hours hours = room_hours_at(&room, &place, before + 19 * TIME_HOUR);
    EXPECT(hours.open && hours.until == before + 21 * TIME_HOUR);
    hours = room_hours_at(&room, &place, before + 22 * TIME_HOUR);
    EXPECT(!hours.open && hours.opens == after + 18 * TIME_HOUR);
    room = (struct room){ .by_hours = true, .days = 1, .from_minute = 0, .until_minute = 0 }; /* Mondays, all day */
    hours = room_hours_at(&room, &place, after);
    EXPECT(!hours.open && hours.opens == after + 22 * TIME_HOUR);
    hours = room_hours_at(&room, &place, after + 23 * TIME_HOUR);
    EXPECT(hours.open && hours.until == after + 46 * TIME_HOUR);
    arena_free(&arena);
    catalogues_close(catalogues);
}

TEST(who_is_muted_reads_along_and_is_told_why)
{
    int64_t room = test_room(), ana = persona_of("ana");
    const char *path = test_path("/rooms/%lld/people/%lld", (long long)room, (long long)ana);
    test_say("ana", room, "Loud words");
    EXPECT_INT(test_get("bo", "%s", path), 403);
    EXPECT_INT(test_send("bo", path, "minutes", "10", "reason", "x", NULL), 403);
    EXPECT(test_get("fay", "%s", path) == 200 && shows(test_page(), "Ana"));
    EXPECT_INT(test_send("fay", path, "minutes", "11", "reason", "x", NULL), 422);
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "", NULL), 422);
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "Let others speak.", NULL), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Let others speak.") &&
           shows(test_page(), "Loud words"));
    EXPECT(!shows(test_page(), "<textarea"));
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "Let others speak."));
    EXPECT_INT(test_say("ana", room, "But"), 0);
    EXPECT(test_get("fay", "/rooms/%lld/manage", (long long)room) == 200 && shows(test_page(), "Let others speak."));
    test_advance(10 * TIME_MINUTE);
    EXPECT(test_say("ana", room, "Quieter") > 0);
    EXPECT_INT(test_send("fay", path, "minutes", "60", "reason", "Again.", NULL), 303);
    EXPECT_INT(test_say("ana", room, "But"), 0);
    EXPECT_INT(test_send("fay", test_path("%s/speak", path), NULL), 303);
    EXPECT(test_say("ana", room, "Thanks") > 0);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("fay")), "minutes", "10",
                         "reason", "x", NULL),
               422);
    EXPECT_INT(test_get("fay", "/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("cyd")), 404);
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "MARKWHY", NULL), 303);
    test_advance(TIME_HOUR);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM room_mute"), 0);
}

TEST(a_facilitator_removes_a_message_and_its_writer_reads_why)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKUNKIND");
    EXPECT_INT(test_message("bo", said, "remove", "reason", "x"), 403);
    EXPECT_INT(test_get("bo", "/messages/%lld/remove", (long long)said), 403);
    EXPECT(test_get("fay", "/messages/%lld/remove", (long long)said) == 200 && shows(test_page(), "MARKUNKIND"));
    EXPECT_INT(test_message("fay", said, "remove", "reason", ""), 422);
    EXPECT_INT(test_message("fay", said, "remove", "reason", "It names somebody who isn’t here."), 303);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "MARKUNKIND"));
    EXPECT(shows(test_page(), "Somebody who looks after this room took this away.") && !shows(test_page(), "It names somebody"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 &&
           shows(test_page(), test_path("/messages/%lld\">Read why", (long long)said)));
    EXPECT(test_get("ana", "/messages/%lld", (long long)said) == 200 && shows(test_page(), "It names somebody"));
    EXPECT_INT(test_get("bo", "/messages/%lld", (long long)said), 403);
    EXPECT_INT(test_message("fay", said, "remove", "reason", "Twice"), 403);
}

TEST(rooms_are_made_renamed_and_closed_by_those_who_look_after_the_group)
{
    int64_t room = test_room();
    EXPECT_INT(test_get("ana", "/groups/porch/rooms"), 403);
    EXPECT_INT(test_get("cyd", "/groups/porch/rooms"), 404);
    EXPECT_INT(test_send("ana", "/groups/porch/rooms", "name", "Mine", NULL), 403);
    EXPECT_INT(test_send("fay", "/groups/porch/rooms", "name", "Attic", "about", "Under the roof", NULL), 303);
    EXPECT(test_get("ana", "/groups/porch") == 200 && shows(test_page(), "Attic") && shows(test_page(), "Under the roof"));
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/manage", (long long)room), "name", "Early", "slow", "0", "keep", "24", "opening",
                         "always", NULL),
               303);
    EXPECT(test_get("ana", "/groups/porch") == 200 && shows(test_page(), "Early") && !shows(test_page(), ">Late<"));
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/close", (long long)room), NULL), 403);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/close", (long long)room), NULL), 303);
    EXPECT(test_get("ana", "/groups/porch") == 200 && !shows(test_page(), "Early"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "This room is closed."));
    EXPECT_INT(test_say("ana", room, "Anyone?"), 0);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/close", (long long)room), NULL), 303);
    EXPECT(test_say("ana", room, "Open again") > 0);
}

/* ---- what others see ---- */

TEST(what_others_see_of_oneself_is_ones_own_choice)
{
    int64_t room = test_room();
    EXPECT(test_say("ana", room, "Hello") > 0);
    EXPECT(test_get("bo", "/rooms/%lld?part=round", (long long)room) == 200 && shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT(test_get("ana", "/rooms/choices?room=%lld", (long long)room) == 200 && shows(test_page(), "value=\"yes\" checked"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "data-typing"));
    EXPECT_INT(test_send("ana", "/rooms/choices", "typing", "yes", "room", test_path("%lld", (long long)room), NULL), 303);
    EXPECT_TEXT(test_page()->location, test_path("/rooms/%lld", (long long)room));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "data-typing"));
    EXPECT(test_get("bo", "/rooms/%lld?part=round", (long long)room) == 200 && !shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/typing", (long long)room), NULL), 204);
    test_advance(TIME_HOUR);
    EXPECT(test_get("fay", "/rooms/%lld?part=round", (long long)room) == 200 && shows(test_page(), "Nobody shows that they’re here."));
}
