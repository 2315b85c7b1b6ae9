/* Evenings: announcing, coming, rounds by the server's clock, rooms, staying in touch, what is forgotten. */
#include "board/test_parts.h"
#include "listening/test_parts.h"
#include "networking/test_parts.h"
#include "opportunity/test_parts.h"
#include "tests/harness/harness.h"

static const char *const five[] = { "ana", "bo", "cyd", "fay", "mod" };

/* Five grown-ups in an evening of `rounds`, in its first round. */
static int64_t begun(int rounds)
{
    test_grown_up();
    int64_t evening = test_evening(rounds);
    for (size_t i = 0; i < COUNT(five); i++)
        EXPECT_INT(test_comes(five[i], evening, "3", ""), 303);
    test_begins(evening, five, COUNT(five));
    return evening;
}

static const char *who_is(const char *name)
{
    static const struct {
        const char *name, *who;
    } people[] = { { "Ana", "ana" }, { "Bo", "bo" }, { "Cyd", "cyd" }, { "Fay", "fay" }, { "Mod Mara", "mod" } };
    for (size_t i = 0; i < COUNT(people); i++)
        if (text_same(people[i].name, name))
            return people[i].who;
    return "";
}

/* ---- announcing and coming ---- */

TEST(hosts_announce_an_evening_and_others_do_not)
{
    EXPECT_INT(test_get("ana", "/networking/new"), 403);
    EXPECT_INT(test_send("ana", "/networking/new", "title", "Mine", NULL), 403);
    EXPECT_INT(test_get("mod", "/networking/new"), 200);
    EXPECT_INT(test_send("stu", "/networking/new", "title", "Kept", "day", "30 November", "time", "19:00", NULL), 422);
    EXPECT(shows(test_page(), "Kept") && shows(test_page(), "Please give a day, like 2026-11-30."));
    EXPECT_INT(test_send("stu", "/networking/new", "title", "Kept", "day", "2001-01-01", "time", "19:00", NULL), 422);
    EXPECT(shows(test_page(), "It has to begin in the future, within a year."));
    EXPECT(test_evening(3) != 0);
    EXPECT(test_get("ana", "/networking") == 200 && shows(test_page(), "MARKEVENING"));
    EXPECT_INT(test_get("visitor", "/networking"), 303);
    EXPECT_INT(test_get("ana", "/networking/12345"), 404);
}

TEST(who_comes_says_what_they_look_for_and_may_take_it_back)
{
    test_grown_up();
    int64_t evening = test_evening(3);
    EXPECT_INT(test_send("ana", test_path("/networking/%lld/join", (long long)evening), "seek", "0", NULL), 422);
    EXPECT(shows(test_page(), "Choose at least one language."));
    EXPECT_INT(test_comes("ana", evening, "0", "1"), 303);
    EXPECT_INT(test_comes("ana", evening, "1", ""), 303); /* says it anew */
    EXPECT_INT(test_sql_int(" SELECT seeks * 10 + offers FROM networking_seat"), 20);
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "You mean to come."));
    EXPECT_INT(test_does("ana", evening, "here"), 303); /* too early */
    EXPECT_INT(test_sql_int(" SELECT state FROM networking_seat"), NETWORKING_COMING);
    EXPECT_INT(test_does("ana", evening, "leave"), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_seat"), 0);
    test_band("bo", BAND_UNSAID);
    EXPECT_INT(test_comes("bo", evening, "0", ""), 422);
}

TEST(only_its_host_and_stewards_call_it_off)
{
    test_grown_up();
    int64_t evening = test_evening(2);
    EXPECT_INT(test_does("ana", evening, "cancel"), 404);
    EXPECT_INT(test_does("stu", evening, "cancel"), 303);
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "This evening was called off."));
    test_turns(evening);
    EXPECT_INT(test_sql_int(" SELECT state FROM networking"), NETWORKING_CANCELLED);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_pair"), 0);
}

/* ---- rounds ---- */

TEST(nobody_meets_twice_and_the_pause_goes_round)
{
    int64_t evening = begun(5);
    for (int round = 1; round <= 5; round++) {
        int pauses = 0;
        EXPECT_INT(test_sql_int(" SELECT state * 10 + round FROM networking"), NETWORKING_ROUND * 10 + round);
        for (size_t i = 0; i < COUNT(five); i++) {
            pauses += !*test_met(evening, round, five[i]);
            (void)test_enters(five[i], evening, NULL);
        }
        EXPECT_INT(pauses, 1);
        test_turns(evening);
        if (round < 5)
            test_turns(evening); /* the break */
    }
    EXPECT_INT(test_sql_int(" SELECT state FROM networking"), NETWORKING_OVER);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_pair"), 10); /* everybody met everybody, once */
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_seat WHERE pauses <> 1"), 0);
}

TEST(a_job_that_comes_twice_begins_one_round)
{
    int64_t evening = begun(3);
    for (int i = 0; i < 3; i++)
        EXPECT_INT(test_sql(test_path(
                       "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES (%d, 'networking.clock', %lld, %lld, 0, FALSE)",
                       i + 1, (long long)evening, (long long)test_now())),
                   OK);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT round FROM networking"), 1);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_pair"), 2);
}

TEST(who_looks_for_what_another_offers_meets_them_and_reads_why)
{
    test_grown_up();
    int64_t evening = test_evening(1);
    EXPECT_INT(test_comes("ana", evening, "0", ""), 303);
    EXPECT_INT(test_comes("bo", evening, "", "0"), 303);
    EXPECT_INT(test_comes("cyd", evening, "3", ""), 303);
    EXPECT_INT(test_comes("fay", evening, "3", ""), 303);
    test_begins(evening, five, 4);
    EXPECT_TEXT(test_met(evening, 1, "ana"), "Bo");
    EXPECT_TEXT(test_met(evening, 1, "cyd"), "Fay");
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "You look for a job; they offer it."));
    EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "They look for a job; you offer it."));
    EXPECT(test_get("cyd", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "You both look for a friend."));
}

TEST(blocks_ages_and_languages_keep_people_apart)
{
    test_grown_up();
    test_band("fay", BAND_16);
    test_block("ana", "bo");
    int64_t evening = test_evening(3);
    EXPECT_INT(test_comes("ana", evening, "3", "0"), 303);
    EXPECT_INT(test_comes("bo", evening, "0", ""), 303);
    EXPECT_INT(test_comes("fay", evening, "0", ""), 303);
    EXPECT_INT(test_send("cyd", test_path("/networking/%lld/join", (long long)evening), "seek", "0", "language", "it", NULL), 303);
    static const char *const people[] = { "ana", "bo", "fay", "cyd" };
    test_begins(evening, people, COUNT(people));
    for (int i = 0; i < 4; i++)
        test_turns(evening);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_pair"), 0);
}

TEST(who_comes_late_is_in_from_the_next_round_and_who_leaves_is_not)
{
    int64_t evening = begun(3);
    EXPECT_INT(test_comes("stu", evening, "3", ""), 303);
    for (size_t i = 0; i < COUNT(five); i++)
        (void)test_enters(five[i], evening, NULL);
    const char *with = test_met(evening, 1, "ana"), *left = *with ? "ana" : "bo", *other = who_is(test_met(evening, 1, left));
    EXPECT_INT(test_does(left, evening, "leave"), 303);
    EXPECT(test_get(other, "/networking/%lld/room", (long long)evening) == 200 && shows(test_page(), "They had to go."));
    EXPECT_INT(test_enters(other, evening, "Are you there?"), 422);
    EXPECT_INT(test_get(left, "/networking/%lld/room", (long long)evening), 303);
    test_turns(evening);
    test_turns(evening);
    EXPECT_TEXT(test_met(evening, 2, left), "");
    EXPECT(*test_met(evening, 2, "stu") != '\0' || test_sql_int(" SELECT max(pauses) FROM networking_seat") == 1);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM networking_pair WHERE round = 2"), 2);
}

TEST(who_never_went_in_is_not_paired_again_until_they_say_that_they_are_here)
{
    int64_t evening = begun(3);
    const char *gone = *test_met(evening, 1, "ana") ? "ana" : "bo";
    for (size_t i = 0; i < COUNT(five); i++)
        if (!text_same(five[i], gone))
            (void)test_enters(five[i], evening, NULL);
    test_turns(evening);
    test_turns(evening);
    EXPECT_TEXT(test_met(evening, 2, gone), "");
    EXPECT_INT(test_does(gone, evening, "here"), 303);
    for (size_t i = 0; i < COUNT(five); i++)
        (void)test_enters(five[i], evening, NULL);
    test_turns(evening);
    test_turns(evening);
    /* counted again: paired, or the one who pauses */
    EXPECT(*test_met(evening, 3, gone) != '\0' ||
           test_sql_int(test_path(" SELECT pauses FROM networking_seat WHERE persona_id = %lld", (long long)persona_of(gone))) == 1);
}

TEST(a_server_that_was_away_goes_on_where_it_was)
{
    int64_t evening = begun(2);
    for (size_t i = 0; i < COUNT(five); i++)
        (void)test_enters(five[i], evening, NULL);
    test_advance(3 * TIME_HOUR);
    test_settle(); /* the end of round 1, and the break from now on */
    EXPECT_INT(test_sql_int(" SELECT state * 10 + round FROM networking"), NETWORKING_BETWEEN * 10 + 1);
    test_turns(evening);
    EXPECT(test_sql_int(" SELECT until FROM networking") >= test_now() + 4 * TIME_MINUTE);
    EXPECT_INT(test_sql_int(" SELECT round FROM networking"), 2);
}

/* ---- rooms ---- */

TEST(two_talk_in_a_sealed_room_and_nobody_else_does)
{
    int64_t evening = begun(2);
    const char *one = *test_met(evening, 1, "ana") ? "ana" : "bo", *two = who_is(test_met(evening, 1, one));
    EXPECT_INT(test_get(one, "/networking/%lld/room", (long long)evening), 303); /* nobody went in */
    EXPECT_INT(test_enters(one, evening, "MARKROUND hello"), 303);
    EXPECT_INT(test_enters(two, evening, NULL), 303);
    EXPECT(test_get(two, "/networking/%lld/room", (long long)evening) == 200 && shows(test_page(), "MARKROUND hello") &&
           shows(test_page(), "Why you two:"));
    EXPECT(*answer_header(test_page(), "Refresh") != '\0');
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM conversation"), 1);
    for (size_t i = 0; i < COUNT(five); i++)
        if (!text_same(five[i], one) && !text_same(five[i], two)) {
            (void)test_get(five[i], "/networking/%lld/room", (long long)evening);
            EXPECT(!shows(test_page(), "MARKROUND"));
        }
    int64_t seat = test_sql_int(" SELECT max(persona_seat) FROM networking_pair");
    EXPECT_INT(test_get(one, "/messages/%lld", (long long)seat), 404);
    test_settle();
    EXPECT(!test_data_holds("MARKROUND"));
    test_turns(evening);
    EXPECT_INT(test_enters(one, evening, "Too late"), 303); /* back to the evening: nothing is said */
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM private_message"), 1);
}

TEST(who_speaks_for_a_verified_partner_is_marked_while_it_is_one)
{
    test_grown_up();
    int64_t bakery = test_partner("bo", "Brightbread"), evening = test_evening(1);
    EXPECT_INT(test_sql(test_path("UPDATE partner SET state = %d", PARTNER_ASKED)), OK);
    EXPECT_INT(test_comes("bo", evening, "", "0"), 303);
    EXPECT_INT(test_comes("ana", evening, "0", ""), 303);
    EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && !shows(test_page(), "Brightbread"));
    EXPECT_INT(test_sql(test_path("UPDATE partner SET state = %d", PARTNER_VERIFIED)), OK);
    EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "Brightbread"));
    test_begins(evening, five, 2); /* verified between coming and being here */
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "Brightbread") &&
           shows(test_page(), test_path("/partners/%lld", (long long)bakery)) && shows(test_page(), "verified"));
    EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && !names(test_page(), "Ana"));
    EXPECT_INT(test_enters("ana", evening, "I build things"), 303);
    EXPECT(test_get("ana", "/networking/%lld/room", (long long)evening) == 200 && shows(test_page(), "Brightbread"));
    EXPECT_INT(test_sql(test_path("UPDATE partner SET state = %d", PARTNER_WITHDRAWN)), OK);
    EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && !shows(test_page(), "Brightbread"));
    EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && !names(test_page(), "Ana")); /* no name comes out by that */
}

TEST(a_partner_reads_no_name_that_was_not_chosen_to_be_shown)
{
    test_grown_up();
    (void)test_partner("bo", "Brightbread");
    for (int shown = 0; shown < 2; shown++) {
        int64_t evening = test_evening(1);
        EXPECT_INT(test_comes("bo", evening, "", "0"), 303);
        struct request *comes = as("ana", "POST", test_path("/networking/%lld/join", (long long)evening));
        with(with(comes, "seek", "0"), "language", "en");
        EXPECT_INT(fetch(shown ? with(comes, "shown", "1") : comes), 303);
        test_begins(evening, five, 2);
        EXPECT_TEXT(test_met(evening, 1, "bo"), "Ana");
        EXPECT_INT(test_get("bo", "/networking/%lld", (long long)evening), 200);
        EXPECT_INT(names(test_page(), "Ana"), shown);
        EXPECT_INT(test_enters("ana", evening, "I build things"), 303);
        EXPECT_INT(test_enters("bo", evening, "We need that"), 303);
        EXPECT_INT(test_get("bo", "/networking/%lld/room", (long long)evening), 200);
        EXPECT(shows(test_page(), "I build things") && names(test_page(), "Ana") == shown);
        EXPECT(shown || !shows(test_page(), test_path("%lld", (long long)persona_of("ana"))));
        EXPECT_INT(test_get("bo", "/networking/%lld/room?part=1", (long long)evening), 200);
        EXPECT(shows(test_page(), "I build things") && names(test_page(), "Ana") == shown);
        int64_t pair = test_pair_of(evening, 1, "bo");
        for (int side = 0; side < 2; side++) {
            int status = test_get("bo", "/report/meeting/%lld", (long long)pair + side);
            EXPECT(status == 200 || status == 404);
            EXPECT(status == 404 || names(test_page(), "Ana") == shown);
        }
        EXPECT(test_get("ana", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "Brightbread") &&
               names(test_page(), "Bo"));
        test_turns(evening);
        EXPECT_INT(test_get("bo", "/networking/%lld", (long long)evening), 200);
        EXPECT_INT(names(test_page(), "Ana"), shown);
        EXPECT_INT(test_send("bo", "/settings/download", NULL), 200);
        EXPECT_INT(strstr(answer_zipped(test_page(), "data.json"), "\"Ana\"") != NULL, shown && false);
    }
}

/* ---- afterwards ---- */

TEST(only_two_who_both_say_yes_stay_in_touch)
{
    static const struct {
        const char *one, *two;
        bool connected;
    } answers[] = { { "yes", "yes", true }, { "yes", "no", false }, { "no", "yes", false }, { "no", "no", false } };
    for (size_t i = 0; i < COUNT(answers); i++) {
        test_again();
        test_grown_up();
        int64_t evening = test_evening(1);
        EXPECT_INT(test_comes("ana", evening, "3", ""), 303);
        EXPECT_INT(test_comes("bo", evening, "3", ""), 303);
        test_begins(evening, five, 2);
        test_turns(evening);
        const char *met = test_path("/networking/%lld/met/%lld", (long long)evening, (long long)test_pair_of(evening, 1, "ana"));
        EXPECT_INT(test_send("cyd", met, "answer", "yes", NULL), 404);
        EXPECT_INT(test_send("ana", met, "answer", answers[i].one, NULL), 303);
        EXPECT(test_get("bo", "/networking/%lld", (long long)evening) == 200 && shows(test_page(), "Would you like to stay in touch?"));
        EXPECT_INT(test_send("bo", met, "answer", answers[i].two, NULL), 303);
        EXPECT_INT(test_sql_int(" SELECT count(*) FROM connection"), answers[i].connected ? 2 : 0);
        EXPECT_INT(test_get("ana", "/networking/%lld", (long long)evening), 200);
        EXPECT_INT(shows(test_page(), "You both said yes: you’re connected."), answers[i].connected);
        EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'connection'"), answers[i].connected);
    }
}

TEST(who_was_met_and_what_was_said_is_gone_the_day_after)
{
    int64_t evening = begun(1);
    const char *one = *test_met(evening, 1, "ana") ? "ana" : "bo";
    EXPECT_INT(test_enters(one, evening, "Hello"), 303);
    test_turns(evening);
    test_turns(evening);
    test_advance(TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM networking_pair) + (SELECT count(*) FROM networking_seat)"
                            " + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM private_message)"
                            " + (SELECT count(*) FROM conversation_seat)"),
               0);
}

TEST(somebody_one_met_can_be_reported_by_the_other_alone)
{
    int64_t evening = begun(1);
    const char *one = *test_met(evening, 1, "ana") ? "ana" : "bo", *two = who_is(test_met(evening, 1, one));
    int64_t pair = test_pair_of(evening, 1, one);
    bool first = test_sql_int(test_path(" SELECT persona_id FROM networking_pair WHERE id = %lld", (long long)pair)) == persona_of(one);
    EXPECT_INT(test_get(one, "/report/meeting/%lld", (long long)(pair + first)), 200);
    EXPECT_INT(test_get(two, "/report/meeting/%lld", (long long)(pair + first)), 404);
    EXPECT_INT(test_get(two, "/report/meeting/%lld", (long long)(pair + !first)), 200);
    for (size_t i = 0; i < COUNT(five); i++)
        if (!text_same(five[i], one) && !text_same(five[i], two))
            EXPECT_INT(test_get(five[i], "/report/meeting/%lld", (long long)pair), 404);
    EXPECT_INT(
        test_send(one, test_path("/report/meeting/%lld", (long long)(pair + first)), "rule", "1", "rank", "waits", "wish", "tell", NULL),
        303);
    EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM reported_case WHERE persona_id = %lld", (long long)persona_of(two))), 1);
}
