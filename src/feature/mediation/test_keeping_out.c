/* What the disk shows, who leaves in the middle, who is suspended, who blocks whom. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "listening/test_parts.h"
#include "mediation/test_parts.h"
#include "tests/harness/harness.h"

static int look(const char *who, int64_t seat)
{
    return test_get(who, "/mediation/%lld", (long long)seat);
}

TEST(a_stolen_disk_shows_nothing_of_a_mediation)
{
    static const char *const marks[] = { "MARKASKED", "MARKTOLD", "MARKAGREED" };
    struct test_three three = test_three_open("MARKASKED");
    EXPECT_INT(test_mediation_says("ana", three.ana, "MARKTOLD"), 303);
    for (int stage = 0; stage < 3; stage++)
        test_next_stage(&three);
    EXPECT_INT(test_send("cyd", test_path("/mediation/%lld/agreement", (long long)three.cyd), "text", "MARKAGREED", "weeks", "4", NULL),
               303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "accept", ""), 303);
    EXPECT_INT(test_mediation_does("bo", three.bo, "accept", ""), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 303);
    EXPECT_INT(test_mediation_does("bo", three.bo, "keep", ""), 303);
    EXPECT_INT(test_get("bo", "/mediation/%lld/agreement", (long long)three.bo), 200);
    EXPECT(shows(test_page(), "MARKAGREED"));
    test_settle();
    for (size_t i = 0; i < COUNT(marks); i++)
        EXPECT(!test_data_holds(marks[i]));
}

/* Every number of a row that names a persona, beside every number of rows that don't, or name another: none is in both. */
TEST(no_row_joins_a_persona_to_a_mediation_or_to_another_persona)
{
    struct test_three three = test_three_open("Words");
    EXPECT_INT(test_mediation_says("bo", three.bo, "Hello"), 303);
    EXPECT(test_mediation_told("ana") && test_mediation_told("cyd"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation m JOIN mediation_seat s ON m.id IN (s.id, s.persona_id)"), 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat a JOIN mediation_seat b ON a.id <> b.id"
                            " AND (a.persona_id = b.persona_id OR a.box = b.box)"),
               0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat s JOIN conversation_seat c ON c.id IN (s.id, s.persona_id)"), 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM conversation c JOIN mediation m ON c.id = m.id"), 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'mediation' AND by_id IS NOT NULL"), 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification n JOIN mediation_seat s ON s.id = n.subject"
                            " WHERE n.persona_id <> s.persona_id"),
               0);
    EXPECT_INT(test_sql_int(" SELECT count(DISTINCT length(box)) FROM mediation_seat"), 1);
    EXPECT(test_sql_int(" SELECT count(*) FROM mediation_seat") >= 3);
}

static void leaves(const char *who)
{
    EXPECT_INT(test_send(who, "/settings/delete", "password", "correct horse", "words", "remove", NULL), 303);
    test_settle();
}

TEST(who_leaves_the_place_ends_it_for_the_others)
{
    static const char *const people[] = { "ana", "bo", "cyd" };
    for (size_t i = 0; i < COUNT(people); i++) {
        test_again();
        struct test_three three = test_three_open("MARKASKED");
        leaves(people[i]);
        const char *stays = i == 2 ? "ana" : "cyd";
        int64_t seat = i == 2 ? three.ana : three.cyd;
        EXPECT_INT(test_mediation_says(stays, seat, "x"), 422);
        EXPECT(look(stays, seat) == 200 && shows(test_page(), "This is over."));
        test_stay();
        test_advance((MEDIATION_KEEP_DAYS + 2) * TIME_DAY);
        test_settle();
        EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"), 0);
    }
}

TEST(who_leaves_with_their_words_takes_what_they_asked_with_along)
{
    struct test_three three = test_three_open("MARKASKED");
    EXPECT(look("cyd", three.cyd) == 200 && shows(test_page(), "MARKASKED"));
    for (int stage = 0; stage < 3; stage++)
        test_next_stage(&three);
    EXPECT(look("cyd", three.cyd) == 200 && shows(test_page(), "MARKASKED"));
    leaves("ana");
    EXPECT(look("cyd", three.cyd) == 200 && !shows(test_page(), "MARKASKED"));
}

static enum status erase_bo(struct db *db, void *context)
{
    (void)context;
    return persona_erase(db, test_arena(), test_app(), persona_of("bo"), true);
}

TEST(who_is_removed_leaves_a_room_that_cannot_go_on)
{
    struct test_three three = test_three_open("Words");
    EXPECT_INT(database_write(test_app()->database, erase_bo, NULL), OK);
    EXPECT_INT(test_mediation_says("ana", three.ana, "x"), 422);
    EXPECT(look("ana", three.ana) == 200 && shows(test_page(), "Somebody has left this place"));
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 303);
    EXPECT(look("cyd", three.cyd) == 200 && shows(test_page(), "Ground rules"));
    EXPECT_INT(test_mediation_does("ana", three.ana, "leave", ""), 303);
    EXPECT(look("cyd", three.cyd) == 200 && shows(test_page(), "30 days"));
}

TEST(who_leaves_before_it_begins_leaves_nothing_that_can_begin)
{
    test_mediators();
    int64_t ana = test_mediation_asks("Words"), cyd = test_mediation_told("cyd");
    EXPECT_INT(test_mediation_does("cyd", cyd, "take", ""), 303);
    EXPECT_INT(test_mediation_does("ana", ana, "allow", "named"), 303);
    leaves("bo");
    EXPECT_INT(test_mediation_does("cyd", cyd, "ask", ""), 303); /* waits, like one that nobody answers */
    EXPECT(look("cyd", cyd) == 200 && shows(test_page(), "There may never be an answer"));
    leaves("cyd");
    EXPECT(look("ana", ana) == 200 && shows(test_page(), ">Over<"));
    EXPECT_INT(test_mediation_does("ana", ana, "forget", ""), 303);
    test_stay();
    test_advance((MEDIATION_KEEP_DAYS + 2) * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"), 0);
}

TEST(who_asked_and_leaves_before_it_begins_takes_it_back)
{
    test_mediators();
    EXPECT(test_mediation_asks("Words") != 0);
    EXPECT(test_mediation_told("fay") != 0);
    leaves("ana");
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"), 0);
}

static enum status pause_bo(struct db *db, void *context)
{
    (void)context;
    return persona_pause(db, test_arena(), persona_of("bo"), test_now() + TIME_DAY, "Please take a breath.");
}

TEST(who_is_suspended_takes_no_part_meanwhile)
{
    struct test_three three = test_three_open("Words");
    EXPECT_INT(database_write(test_app()->database, pause_bo, NULL), OK);
    EXPECT_INT(test_mediation_says("bo", three.bo, "x"), 303);
    EXPECT(text_starts(test_page()->location, "/paused"));
    EXPECT_INT(test_mediation_does("bo", three.bo, "rules", ""), 303);
    EXPECT(text_starts(test_page()->location, "/paused"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM private_message"), 0);
    EXPECT_INT(test_mediation_says("ana", three.ana, "x"), 303); /* it waits for them */
}

/* ---- blocks ---- */

TEST(a_block_does_not_stop_the_room_and_nothing_else_passes_it)
{
    struct test_three three = test_three_open("Words");
    test_block("ana", "bo");
    EXPECT_INT(test_mediation_says("bo", three.bo, "MARKSAID"), 303);
    EXPECT(look("ana", three.ana) == 200 && shows(test_page(), "MARKSAID") && shows(test_page(), "Bo"));
    EXPECT_INT(test_mediation_says("ana", three.ana, "MARKBACK"), 303);
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "MARKBACK"));
    EXPECT_INT(test_get("ana", "/people/Bo"), 404);
    EXPECT_INT(test_send("bo", "/messages/new", "to", "Ana", "body", "x", NULL), 422);
}

TEST(one_asks_about_whom_one_blocked_and_not_about_who_blocked_one)
{
    test_mediators();
    test_block("bo", "ana");
    EXPECT_INT(test_mediation_asks("Words"), 0);
    EXPECT_INT(test_get("ana", "/mediation/new?with=%lld", (long long)persona_of("bo")), 404);
    EXPECT_INT(test_send("ana", "/mediation/new", "name", "Bo", "words", "x", NULL), 422);
    test_again();
    test_mediators();
    test_block("ana", "bo");
    EXPECT(test_mediation_asks("Words") != 0);
}

TEST(what_nobody_takes_is_gone_after_30_days)
{
    test_mediators();
    EXPECT(test_mediation_asks("Words") != 0);
    test_stay();
    test_advance((MEDIATION_ASK_DAYS + 2) * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"
                            " + (SELECT count(*) FROM notification WHERE kind = 'mediation')"),
               0);
}

/* Numbers of a quarter are shown when it is over, and where they aren't small, here as in /transparency. */
TEST(sums_of_mediation_are_of_quarters_that_are_over_and_never_small)
{
    const int64_t quarter = time_month(test_now()) / 3;
    EXPECT_INT(test_get("ana", "/transparency"), 200);
    test_settle();
    EXPECT_INT(test_sql(test_path("INSERT INTO mediation_count (quarter, what, count) VALUES (%lld, 'asked', 17), (%lld, 'agreed', 4),"
                                  " (%lld, 'ended', 9)",
                                  (long long)quarter, (long long)quarter, (long long)quarter)),
               OK);
    EXPECT(test_get("ana", "/mediation") == 200 && !names(test_page(), "17"));
    test_stay();
    test_advance(95 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count FROM transparency_sum WHERE part = 'mediation' AND word = 'asked'"), 17);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM transparency_sum WHERE part = 'mediation'"), 1);
    EXPECT(test_get("ana", "/transparency") == 200 && shows(test_page(), "Asked for") && shows(test_page(), "17"));
    EXPECT(test_get("ana", "/mediation") == 200 && shows(test_page(), "17"));
}
