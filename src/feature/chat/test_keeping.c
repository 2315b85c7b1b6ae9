/* Looking after a room: slow mode, pause, hours, muting, removing, closing. */
#include "account/test_parts.h"
#include "board/test_parts.h"
#include "chat/pages.h"
#include "chat/test_parts.h"
#include "http/inside.h"
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

TEST(who_may_not_write_in_the_group_reads_along_in_its_rooms)
{
    int64_t room = test_room(), said = test_say("ana", room, "Loud words");
    const char *mute = test_path("INSERT INTO group_mute SELECT group_id, %lld, %lld FROM room", (long long)persona_of("ana"),
                                 (long long)(test_now() + TIME_HOUR));
    EXPECT_INT(test_sql(mute), OK);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "write nothing here") &&
           shows(test_page(), "Loud words") && !shows(test_page(), "<textarea"));
    const char *until = test_path("%lld", (long long)test_sql_int("SELECT until FROM group_mute"));
    EXPECT(shows(test_page(), test_path("&amp;muted=%s\"", until)));
    EXPECT(test_get("ana", "/rooms/%lld/live?after=0&muted=%s", (long long)room, until) == 200 && !shows(test_page(), "event: room"));
    EXPECT_INT(test_say("ana", room, "But"), 0);
    EXPECT_INT(test_message("ana", said, "edit", "body", "Louder"), 422);
    EXPECT(test_say("bo", room, "I may") > 0);
    test_stay();
    test_advance(TIME_HOUR + TIME_SECOND);
    EXPECT(test_say("ana", room, "Thanks") > 0);
}

static bool is_told_anew(const char *who, int64_t room, int64_t muted)
{
    EXPECT_INT(test_get(who, "/rooms/%lld/live?after=0&muted=%lld", (long long)room, (long long)muted), 200);
    return shows(test_page(), "event: room\n");
}

TEST(a_mute_is_told_to_whom_it_is_for_and_to_nobody_else)
{
    struct account_test_ear ear;
    int64_t room = test_room(), ana = persona_of("ana");
    const char *path = test_path("/rooms/%lld/people/%lld", (long long)room, (long long)ana);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "&amp;muted=0\""));
    account_test_listen(&ear);
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "Let others speak.", NULL), 303);
    int64_t until = test_sql_int("SELECT until_at FROM room_mute");
    EXPECT(account_test_dropped(&ear, ana));                /* her page comes back and asks */
    EXPECT_INT(test_sql_int("SELECT change FROM room"), 0); /* nothing for everyone's pages */
    EXPECT(is_told_anew("ana", room, 0) && !is_told_anew("ana", room, until) && !is_told_anew("bo", room, 0));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), test_path("&amp;muted=%lld\"", (long long)until)));
    EXPECT_INT(test_send("fay", test_path("%s/speak", path), NULL), 303);
    EXPECT(account_test_dropped(&ear, ana));
    EXPECT(is_told_anew("ana", room, until) && !is_told_anew("ana", room, 0));
    EXPECT_INT(test_sql_int("SELECT change FROM room"), 0);
    account_test_deaf(&ear);
}

TEST(a_mute_of_somebody_who_has_left_can_be_ended)
{
    int64_t room = test_room();
    const char *path = test_path("/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("ana"));
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "x", NULL), 303);
    EXPECT_INT(test_send("ana", "/groups/porch/leave", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM room_mute"), 1);
    EXPECT_INT(test_send("bo", test_path("%s/speak", path), NULL), 403);
    EXPECT_INT(test_send("fay", test_path("%s/speak", path), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM room_mute"), 0);
    EXPECT_INT(test_send("fay", test_path("%s/speak", path), NULL), 303); /* twice is as good as once */
}

TEST(a_page_knows_when_it_will_say_something_else)
{
    int64_t room = test_room(), wednesday = date_day(2027, 7, 7);
    const char *path = test_path("/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("ana"));
    clock_to(wednesday, 19 * 60);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "data-change-at"));
    struct request *hours = as("fay", "POST", test_path("/rooms/%lld/manage", (long long)room));
    with(with(with(with(hours, "name", "Late"), "slow", "0"), "keep", "72"), "opening", "hours");
    EXPECT_INT(fetch(with(with(with(hours, "day", "3"), "from", "20:00"), "until", "21:00")), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 &&
           shows(test_page(), test_path("data-change-at=\"%lld\"", (long long)(wednesday * TIME_DAY + 20 * TIME_HOUR))));
    test_stay();
    clock_to(wednesday, 20 * 60 + 30);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 &&
           shows(test_page(), test_path("data-change-at=\"%lld\"", (long long)(wednesday * TIME_DAY + 21 * TIME_HOUR))));
    EXPECT_INT(test_send("fay", path, "minutes", "10", "reason", "x", NULL), 303);
    int64_t until = test_sql_int("SELECT until_at FROM room_mute");
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 &&
           shows(test_page(), test_path("data-change-at=\"%lld\"", (long long)until)));
}

TEST(a_facilitator_removes_a_message_and_its_writer_reads_why)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKUNKIND");
    EXPECT_INT(test_message("bo", said, "remove", "reason", "x"), 403);
    EXPECT_INT(test_get("bo", "/said/%lld/remove", (long long)said), 403);
    EXPECT(test_get("fay", "/said/%lld/remove", (long long)said) == 200 && shows(test_page(), "MARKUNKIND"));
    EXPECT_INT(test_message("fay", said, "remove", "reason", ""), 422);
    EXPECT_INT(test_message("fay", said, "remove", "reason", "It names somebody who isn’t here."), 303);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "MARKUNKIND"));
    EXPECT(shows(test_page(), "Somebody who looks after this room took this away.") && !shows(test_page(), "It names somebody"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 &&
           shows(test_page(), test_path("/said/%lld\">Read why", (long long)said)));
    EXPECT(test_get("ana", "/said/%lld", (long long)said) == 200 && shows(test_page(), "It names somebody"));
    EXPECT_INT(test_get("bo", "/said/%lld", (long long)said), 403);
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
    const char *close = test_path("/rooms/%lld/close", (long long)room);
    EXPECT_INT(test_send("ana", close, "closed", "1", NULL), 403);
    EXPECT(test_get("fay", "/rooms/%lld/manage", (long long)room) == 200 && shows(test_page(), "name=\"closed\" value=\"1\""));
    EXPECT_INT(test_send("fay", close, "closed", "1", NULL), 303);
    EXPECT_INT(test_send("fay", close, "closed", "1", NULL), 303); /* pressed twice, or by two: closed it is */
    EXPECT(test_get("ana", "/groups/porch") == 200 && !shows(test_page(), "Early"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "This room is closed."));
    EXPECT_INT(test_say("ana", room, "Anyone?"), 0);
    EXPECT(test_get("fay", "/rooms/%lld/manage", (long long)room) == 200 && shows(test_page(), "name=\"closed\" value=\"0\""));
    EXPECT_INT(test_send("fay", close, "closed", "0", NULL), 303);
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

struct listeners {
    struct room room;
    struct room_people people;
};

static enum status listeners_read(struct db *db, void *context)
{
    struct listeners *listeners = context;
    const struct room_people nobody = { .count = 0 };
    const int64_t ana = persona_of("ana");
    return room_listening(db, test_arena(), &listeners->room, &ana, 1, &nobody, &(struct block_list){ 0 }, &listeners->people);
}

/* Whether Ana, who has the room open, is shown as listening; and what her stream says of her. */
static bool is_here(int64_t room)
{
    struct listeners listeners = { .room = { .id = room, .group_id = test_sql_int("SELECT group_id FROM room") } };
    EXPECT_INT(database_read(test_app()->database, listeners_read, &listeners), OK);
    EXPECT_INT(test_get("ana", "/rooms/%lld/live", (long long)room), 200);
    EXPECT_INT(test_page()->exchange->stream->here, listeners.people.count == 1);
    return listeners.people.count == 1;
}

TEST(who_hides_in_the_member_list_reads_unseen_unless_they_chose_otherwise)
{
    int64_t room = test_room();
    EXPECT(is_here(room));
    EXPECT_INT(test_send("ana", "/groups/porch/me", "hides", "yes", NULL), 303);
    EXPECT(!is_here(room));
    EXPECT(test_get("ana", "/rooms/choices?room=%lld", (long long)room) == 200 && !shows(test_page(), "value=\"yes\" checked"));
    EXPECT_INT(test_send("ana", "/rooms/choices", "here", "yes", NULL), 303);
    EXPECT(is_here(room));
}

TEST(the_way_back_to_a_room_is_a_rooms)
{
    EXPECT(test_get("ana", "/rooms/choices?room=7") == 200 && shows(test_page(), "href=\"/rooms/7\""));
    EXPECT(test_get("ana", "/rooms/choices?room=../sign-in") == 200 && !shows(test_page(), "Back to the room"));
    EXPECT(!shows(test_page(), "/rooms/../sign-in"));
}

TEST(members_words_at_the_top_have_a_direction_of_their_own)
{
    int64_t room = test_room();
    EXPECT_INT(test_sql("UPDATE room SET note = 'שלום'"), OK);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "<bdi>שלום</bdi></p>"));
    EXPECT(shows(test_page(), "data-part=\"note\" class=\"stack gap2\" role=\"status\""));
}
