/* From asking to the question whether it holds; who decides what; who finds nothing. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "http/exchange.h"
#include "listening/test_parts.h"
#include "mediation/test_parts.h"
#include "tests/harness/harness.h"

static int look(const char *who, int64_t seat)
{
    return test_get(who, "/mediation/%lld", (long long)seat);
}

static int64_t sum(const char *what)
{
    return test_sql_int(test_path(" SELECT coalesce(max(count), 0) FROM mediation_count WHERE what = '%s'", what));
}

static int writes(const char *who, int64_t seat, const char *text, const char *weeks)
{
    return test_send(who, test_path("/mediation/%lld/agreement", (long long)seat), "text", text, "weeks", weeks, NULL);
}

/* ---- asking ---- */

TEST(asking_needs_words_and_somebody_else)
{
    test_mediators();
    EXPECT_INT(test_send("ana", "/mediation/new", "name", "Nobody", "words", "What I typed", NULL), 422);
    EXPECT(shows(test_page(), "What I typed") && shows(test_page(), "Nobody here has that name."));
    EXPECT_INT(test_send("ana", "/mediation/new", "name", "Ana", "words", "x", NULL), 422);
    EXPECT_INT(test_mediation_asks(""), 0);
    EXPECT_INT(test_get("ana", "/mediation/new?with=%lld", (long long)persona_of("ana")), 404);
    EXPECT_INT(test_get("ana", "/mediation/new?with=77"), 404);
    EXPECT_INT(test_get("ana", "/mediation/new?with=%lld", (long long)persona_of("bo")), 200);
    EXPECT(shows(test_page(), ">Bo<"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation"), 0);
    int64_t first = test_mediation_asks("First");
    EXPECT(first != 0);
    EXPECT_INT(test_mediation_asks("Second"), first);
    EXPECT_INT(test_send("ana", "/mediation/new", "name", "Bo", "words", "Third", NULL), 303);
    EXPECT_INT(id_after(test_page(), "/mediation/"), first);
}

TEST(without_somebody_who_may_mediate_it_says_that_a_report_is_open)
{
    test_grown_up();
    EXPECT_INT(test_mediation_asks("Words"), 0);
    EXPECT(shows(test_page(), "A report to the moderators is always open to you."));
    test_mediates("bo", true); /* the other themselves */
    EXPECT_INT(test_mediation_asks("Words"), 0);
    test_mediates("cyd", true);
    test_band("cyd", BAND_YOUNG); /* can't be in private with grown-ups */
    EXPECT_INT(test_mediation_asks("Words"), 0);
    test_band("cyd", BAND_ADULT);
    test_band("bo", BAND_YOUNG);
    EXPECT_INT(test_mediation_asks("Words"), 0); /* says the same: it reveals no age */
    EXPECT(shows(test_page(), "A report to the moderators is always open to you."));
    test_band("bo", BAND_ADULT);
    EXPECT(test_mediation_asks("Words") != 0);
}

TEST(a_mediator_takes_it_and_then_no_other_mediator_reads_it)
{
    test_mediators();
    int64_t ana = test_mediation_asks("MARKASKED"), cyd = test_mediation_told("cyd"), fay = test_mediation_told("fay");
    EXPECT(ana && cyd && fay && cyd != fay);
    EXPECT_INT(test_get("fay", "/mediation/requests"), 200);
    EXPECT(shows(test_page(), test_path("/mediation/%lld\"", (long long)fay)));
    EXPECT(look("fay", fay) == 200 && shows(test_page(), "MARKASKED") && shows(test_page(), "Bo"));
    EXPECT_INT(look("cyd", fay), 404);
    EXPECT_INT(test_mediation_does("cyd", cyd, "take", ""), 303);
    EXPECT_INT(look("fay", fay), 404);
    EXPECT_INT(test_mediation_does("fay", fay, "take", ""), 404);
    EXPECT(look("cyd", cyd) == 200 && shows(test_page(), "MARKASKED"));
    EXPECT(look("ana", ana) == 200 && shows(test_page(), "The mediator is Cyd.") && shows(test_page(), "MARKASKED"));
    EXPECT_INT(test_get("fay", "/mediation/requests"), 200);
    EXPECT(!shows(test_page(), "/mediation/1") && shows(test_page(), "Nothing waits"));
}

TEST(who_no_longer_mediates_reads_no_requests)
{
    test_mediators();
    EXPECT(test_mediation_asks("MARKASKED") != 0);
    int64_t fay = test_mediation_told("fay");
    EXPECT_INT(look("fay", fay), 200);
    test_mediates("fay", false);
    EXPECT_INT(look("fay", fay), 404);
    EXPECT_INT(test_mediation_does("fay", fay, "take", ""), 404);
    EXPECT_INT(test_get("fay", "/mediation/requests"), 404);
}

TEST(nobody_mediates_what_they_are_part_of_under_any_of_their_names)
{
    test_grown_up();
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    EXPECT_INT(test_send("bo", "/settings/names", "name", "Wanda", NULL), 303);
    EXPECT_INT(test_sql(" UPDATE persona SET band = 2"), OK);
    EXPECT_INT(test_sql(" INSERT INTO mediator (persona_id) SELECT id FROM persona WHERE name IN ('Robin', 'Wanda')"), OK);
    test_mediates("cyd", true);
    EXPECT_INT(test_send("ana", "/speak-as", "as", test_path("%lld", (long long)persona_of("ana")), "to", "/home", NULL), 303);
    EXPECT(test_mediation_asks("MARKASKED") != 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat s JOIN persona p ON p.id = s.persona_id WHERE p.name = 'Robin'"), 0);
    int64_t wanda = test_sql_int(" SELECT s.id FROM mediation_seat s JOIN persona p ON p.id = s.persona_id WHERE p.name = 'Wanda'");
    EXPECT(wanda != 0); /* the asker's request can't know whose name that is; Bo's own can */
    EXPECT_INT(look("bo", wanda), 404);
    EXPECT_INT(test_mediation_does("bo", wanda, "take", ""), 404);
    EXPECT_INT(test_get("bo", "/mediation"), 200);
    EXPECT(!shows(test_page(), test_path("%lld", (long long)wanda)));
}

/* ---- both agree ---- */

TEST(the_other_is_told_who_asks_only_if_who_asks_lets_it)
{
    static const char *const told[] = { "unnamed", "named" };
    for (size_t i = 0; i < COUNT(told); i++) {
        test_again();
        test_mediators();
        int64_t ana = test_mediation_asks("MARKASKED"), cyd = test_mediation_told("cyd");
        EXPECT_INT(test_mediation_does("cyd", cyd, "take", ""), 303);
        EXPECT_INT(test_mediation_does("cyd", cyd, "ask", ""), 303); /* not before she says so */
        EXPECT_INT(test_mediation_told("bo"), 0);
        EXPECT_INT(test_mediation_does("cyd", cyd, "allow", "named"), 404);
        EXPECT_INT(test_mediation_does("ana", ana, "allow", "whatever"), 422);
        EXPECT_INT(test_mediation_does("ana", ana, "allow", told[i]), 303);
        EXPECT_INT(test_mediation_does("cyd", cyd, "ask", ""), 303);
        int64_t bo = test_mediation_told("bo");
        EXPECT_INT(look("bo", bo), 200);
        EXPECT(shows(test_page(), "The mediator is Cyd.") && !shows(test_page(), "MARKASKED"));
        EXPECT_INT(shows(test_page(), "Ana"), i == 1);
        EXPECT_INT(test_mediation_does("ana", ana, "begin", ""), 303); /* not before the other says yes */
        EXPECT_INT(test_sql_int(" SELECT count(*) FROM conversation"), 0);
    }
}

TEST(a_no_is_silent)
{
    test_mediators();
    int64_t ana = test_mediation_asks("Words"), cyd = test_mediation_told("cyd");
    EXPECT_INT(test_mediation_does("cyd", cyd, "take", ""), 303);
    EXPECT_INT(test_mediation_does("ana", ana, "allow", "unnamed"), 303);
    EXPECT_INT(test_mediation_does("cyd", cyd, "ask", ""), 303);
    int64_t bo = test_mediation_told("bo");
    test_settle();
    EXPECT_INT(look("ana", ana), 200);
    const char *before = strstr(buf_text(&test_page()->body), "<section class=\"card stack\">");
    EXPECT_INT(test_mediation_does("bo", bo, "answer", "no"), 303);
    EXPECT_INT(look("bo", bo), 404);
    test_settle();
    EXPECT_INT(look("ana", ana), 200);
    EXPECT(shows(test_page(), "There may never be an answer"));
    const char *after = strstr(buf_text(&test_page()->body), "<section class=\"card stack\">");
    EXPECT(before && after && !strncmp(before, after, 300));
    EXPECT(look("cyd", cyd) == 200 && shows(test_page(), "There may never be an answer"));
    EXPECT_INT(test_mediation_does("ana", ana, "begin", ""), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM conversation"), 0);
    EXPECT_INT(test_mediation_does("ana", ana, "withdraw", ""), 303);
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"), 0);
}

/* ---- the room ---- */

TEST(from_the_rules_to_the_question_whether_it_holds)
{
    struct test_three three = test_three_open("MARKASKED");
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "Ground rules") && !shows(test_page(), "MARKASKED"));
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 422); /* nobody accepted the rules */
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "next", ""), 404);
    test_next_stage(&three);
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "the other’s turn"));
    EXPECT_INT(test_mediation_says("bo", three.bo, "Not yet"), 422);
    EXPECT_INT(test_mediation_says("ana", three.ana, "MARKTOLD"), 303);
    EXPECT_INT(test_mediation_does("bo", three.bo, "turn", ""), 303); /* not theirs to give */
    EXPECT_INT(test_mediation_says("bo", three.bo, "Not yet"), 422);
    EXPECT_INT(test_mediation_does("ana", three.ana, "turn", ""), 303);
    EXPECT_INT(test_mediation_says("bo", three.bo, "MARKOTHER"), 303);
    EXPECT_INT(test_mediation_says("cyd", three.cyd, "Thank you both"), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 422); /* she isn't ready */
    EXPECT_INT(writes("cyd", three.cyd, "Too early", "4"), 404);
    test_next_stage(&three);
    test_next_stage(&three);
    EXPECT_INT(writes("ana", three.ana, "Mine", "4"), 404);
    EXPECT_INT(writes("cyd", three.cyd, "", "4"), 422);
    EXPECT_INT(writes("cyd", three.cyd, "MARKAGREED", "40"), 422);
    EXPECT_INT(writes("cyd", three.cyd, "MARKAGREED", "4"), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "accept", ""), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 422);
    EXPECT_INT(test_mediation_does("bo", three.bo, "accept", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 303);
    EXPECT_INT(sum("agreed"), 1);
    EXPECT_INT(test_mediation_says("ana", three.ana, "More"), 422);
    EXPECT_INT(test_mediation_does("bo", three.bo, "follow", "yes"), 303); /* nobody is asked yet */
    EXPECT_INT(sum("holds-yes"), 0);
    test_stay();
    test_advance((4 * 7 + MEDIATION_SPREAD) * TIME_DAY);
    for (int again = 0; again < 2; again++)
        test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat WHERE asked"), 3);
    EXPECT_INT(test_mediation_told("bo"), three.bo);
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "Does it hold?"));
    EXPECT_INT(test_mediation_does("bo", three.bo, "follow", "yes"), 303);
    EXPECT_INT(test_mediation_does("bo", three.bo, "follow", "yes"), 303); /* counted once */
    EXPECT_INT(test_mediation_does("ana", three.ana, "follow", "none"), 303);
    EXPECT_INT(sum("holds-yes"), 1);
    EXPECT_INT(test_mediation_does("ana", three.ana, "keep", ""), 303);
    test_advance((MEDIATION_KEEP_DAYS + 2) * TIME_DAY);
    test_settle();
    EXPECT_INT(look("bo", three.bo), 404);
    EXPECT_INT(look("cyd", three.cyd), 404);
    EXPECT_INT(look("ana", three.ana), 303);
    EXPECT_INT(test_get("ana", "/mediation/%lld/agreement", (long long)three.ana), 200);
    EXPECT(shows(test_page(), "MARKAGREED"));
    EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM conversation)"
                            " + (SELECT count(*) FROM private_message) + (SELECT count(*) FROM conversation_seat)"),
               0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat WHERE box IS NULL"), 1);
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    EXPECT(strstr(answer_zipped(test_page(), "data.json"), "MARKAGREED") != NULL);
    EXPECT_INT(test_mediation_does("ana", three.ana, "forget", ""), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM mediation_seat"), 0);
}

TEST(a_changed_agreement_is_accepted_anew)
{
    struct test_three three = test_three_open("Words");
    for (int stage = 0; stage < 3; stage++)
        test_next_stage(&three);
    EXPECT_INT(writes("cyd", three.cyd, "First", "2"), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "accept", ""), 303);
    EXPECT_INT(test_mediation_does("bo", three.bo, "accept", ""), 303);
    EXPECT_INT(writes("cyd", three.cyd, "Second", "2"), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "ready", ""), 303);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "next", ""), 422);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "accept", ""), 404);
}

TEST(who_asked_pauses_it_goes_on_and_ends_it)
{
    struct test_three three = test_three_open("Words");
    EXPECT_INT(test_mediation_does("bo", three.bo, "pause", ""), 404);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "pause", ""), 404);
    EXPECT_INT(test_mediation_does("ana", three.ana, "pause", ""), 303);
    EXPECT_INT(test_mediation_says("bo", three.bo, "x"), 422);
    EXPECT_INT(test_mediation_says("cyd", three.cyd, "x"), 422);
    EXPECT_INT(test_mediation_does("cyd", three.cyd, "resume", ""), 404);
    EXPECT_INT(test_mediation_does("bo", three.bo, "rules", ""), 303); /* nothing happens while it is paused */
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "This is paused.") && shows(test_page(), "I accept these rules"));
    EXPECT_INT(test_mediation_does("ana", three.ana, "resume", ""), 303);
    EXPECT_INT(test_mediation_says("bo", three.bo, "x"), 303);
    EXPECT_INT(test_mediation_does("ana", three.ana, "leave", ""), 303);
    EXPECT_INT(test_mediation_says("bo", three.bo, "x"), 422);
    EXPECT(look("bo", three.bo) == 200 && shows(test_page(), "This is over."));
    EXPECT_INT(sum("ended"), 1);
}

TEST(either_may_leave_at_any_time_and_everything_goes_30_days_later)
{
    static const char *const people[] = { "ana", "bo", "cyd" };
    for (size_t i = 0; i < COUNT(people); i++) {
        test_again();
        struct test_three three = test_three_open("Words");
        EXPECT_INT(test_mediation_does("ana", three.ana, "pause", ""), 303);
        EXPECT_INT(test_mediation_does(people[i], i == 0 ? three.ana : i == 1 ? three.bo : three.cyd, "leave", ""), 303);
        EXPECT_INT(sum("ended"), 1);
        test_stay();
        test_advance((MEDIATION_KEEP_DAYS + 2) * TIME_DAY);
        test_settle();
        EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM mediation) + (SELECT count(*) FROM mediation_seat)"
                                " + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM conversation_seat)"),
                   0);
    }
}

/* ---- wrong doors ---- */

TEST(nobody_else_finds_a_mediation)
{
    static const char *const others[] = { "fay", "mod", "stu", "ana", "bo", "cyd" };
    static const char *const acts[] = { "take", "withdraw", "allow",  "ask",   "answer", "begin", "rules",  "ready", "next",
                                        "turn", "pause",    "resume", "leave", "accept", "keep",  "forget", "follow" };
    struct test_three three = test_three_open("MARKASKED");
    const int64_t seats[] = { three.ana, three.bo, three.cyd };
    for (size_t i = 0; i < COUNT(others); i++)
        for (size_t j = 0; j < COUNT(seats); j++) {
            if (i == j + 3)
                continue; /* their own */
            EXPECT_INT(look(others[i], seats[j]), 404);
            EXPECT_INT(test_get(others[i], "/mediation/%lld/live", (long long)seats[j]), 404);
            EXPECT_INT(test_get(others[i], "/mediation/%lld/agreement", (long long)seats[j]), 404);
            EXPECT_INT(test_mediation_says(others[i], seats[j], "x"), 404);
            EXPECT_INT(writes(others[i], seats[j], "x", "4"), 404);
            for (size_t k = 0; k < COUNT(acts); k++)
                EXPECT_INT(test_mediation_does(others[i], seats[j], acts[k], "yes"), 404);
        }
    EXPECT_INT(test_get("mod", "/mediation/requests"), 404);
    EXPECT_INT(test_get("stu", "/mediation/requests"), 404);
    EXPECT_INT(test_get("ana", "/messages/%lld",
                        (long long)test_sql_int(test_path(" SELECT max(id) FROM conversation_seat WHERE"
                                                          " persona_id = %lld",
                                                          (long long)persona_of("ana")))),
               404);
    EXPECT_INT(look("ana", three.ana), 200);
}

/* ---- stewards ---- */

TEST(stewards_name_mediators_and_nobody_else_does)
{
    static const char page[] = "/steward/mediators";
    test_grown_up();
    EXPECT_INT(test_send("mod", page, "name", "Cyd", "course", "yes", "change", "give", NULL), 403);
    EXPECT_INT(test_send("stu", page, "name", "Cyd", "course", "", "change", "give", NULL), 422);
    EXPECT_INT(test_send("stu", page, "name", "Nobody", "course", "yes", "change", "give", NULL), 422);
    EXPECT_INT(test_get("cyd", "/mediation/requests"), 404);
    EXPECT_INT(test_send("stu", page, "name", "Cyd", "course", "yes", "change", "give", NULL), 303);
    EXPECT_INT(test_get("cyd", "/mediation/requests"), 200);
    EXPECT_INT(test_get("stu", "%s", page), 200);
    EXPECT(shows(test_page(), "Cyd") && shows(test_page(), "too few to show"));
    EXPECT_INT(test_sql(" INSERT INTO mediation_count (quarter, what, count) SELECT 0, 'asked', 9"), OK);
    EXPECT_INT(test_get("stu", "%s", page), 200);
    EXPECT(shows(test_page(), "too few to show")); /* long ago */
    EXPECT(test_mediation_asks("Words") != 0);
    EXPECT_INT(test_sql(test_path(" UPDATE mediation_count SET count = %d WHERE quarter > 0", MEDIATION_LEAST)), OK);
    EXPECT_INT(test_get("stu", "%s", page), 200);
    EXPECT(shows(test_page(), "too few to show")); /* the quarter isn't over */
    EXPECT_INT(test_sql(" UPDATE mediation_count SET quarter = quarter - 1 WHERE quarter > 0"), OK);
    EXPECT_INT(test_get("stu", "%s", page), 200);
    EXPECT(shows(test_page(), "Asked for: <b>5</b>"));
    EXPECT_INT(test_send("stu", page, "name", "Cyd", "course", "", "change", "take", NULL), 303);
    EXPECT_INT(test_get("cyd", "/mediation/requests"), 404);
}
