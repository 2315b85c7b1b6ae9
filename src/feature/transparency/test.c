/* Nobody can find out a small number: not with any sum of what is shown, not by knowing the method, not in another place or later. */
#include "board/test_parts.h"
#include "moderation/moderation.h"
#include "tests/harness/harness.h"
#include "transparency/pages.h"

/* ---- the method, against somebody who knows it and everything but these five numbers ---- */

enum { A, B, AUTOMATIC, UPHELD, OVERTURNED, NUMBERS, WORLD_MOST = 9 };

static void world_make(const int numbers[NUMBERS], struct sum sums[NUMBERS])
{
    static const struct sum cells[NUMBERS] = { { "measure", "hide", 0, 0 },
                                               { "measure", "mute", 0, 0 },
                                               { "automatic", "yes", 0, 0 },
                                               { "appeal", "upheld", 0, 0 },
                                               { "appeal", "overturned", 0, 0 } };
    for (int i = 0; i < NUMBERS; i++) {
        sums[i] = cells[i];
        sums[i].count = sums[i].people = numbers[i];
    }
    transparency_suppress(sums, NUMBERS);
}

/* For each thing that can be published: which small numbers each hidden cell may still be, over all worlds that are possible. */
static unsigned char (*attack(void))[NUMBERS]
{
    size_t all = 1;
    for (int i = 0; i < NUMBERS; i++)
        all *= WORLD_MOST + 1;
    unsigned char(*may)[NUMBERS] = arena_array(test_arena(), all, sizeof *may);
    memset(may, 0, all * sizeof *may);
    int n[NUMBERS];
    for (n[A] = 0; n[A] <= WORLD_MOST; n[A]++)
        for (n[B] = 0; n[B] <= WORLD_MOST; n[B]++)
            for (n[AUTOMATIC] = 0; n[AUTOMATIC] <= WORLD_MOST && n[AUTOMATIC] <= n[A] + n[B]; n[AUTOMATIC]++)
                for (n[UPHELD] = 0; n[UPHELD] <= WORLD_MOST && n[UPHELD] <= n[A] + n[B]; n[UPHELD]++)
                    for (n[OVERTURNED] = 0; n[OVERTURNED] <= WORLD_MOST && n[UPHELD] + n[OVERTURNED] <= n[A] + n[B]; n[OVERTURNED]++) {
                        struct sum sums[NUMBERS];
                        size_t seen = 0;
                        world_make(n, sums);
                        for (int i = 0; i < NUMBERS; i++)
                            seen = seen * (WORLD_MOST + 1) + (size_t)sums[i].count;
                        for (int i = 0; i < NUMBERS; i++)
                            if (!sums[i].count && n[i] < TRANSPARENCY_LEAST)
                                may[seen][i] |= (unsigned char)(1u << n[i]);
                    }
    return may;
}

/* With nothing shown at all, an appeal or an automatic hint still means that there was a decision: that much everybody knows. */
UNIT_TEST(who_knows_the_method_and_every_other_number_still_knows_no_small_one)
{
    unsigned char(*may)[NUMBERS] = attack();
    size_t looked = 0, all = 100000;
    for (size_t seen = 0; seen < all; seen++)
        for (int i = 0; i < NUMBERS; i++)
            if (may[seen][i]) {
                looked++;
                if (!EXPECT_INT(may[seen][i], 31))
                    printf("  what is shown: %05zu, cell %d\n", seen, i);
            }
    EXPECT(looked > 100);
}

UNIT_TEST(what_comes_from_few_people_or_says_that_others_were_there_is_not_shown)
{
    struct sum few[] = { { "report", "3", 90, 4 },
                         { "report", "4", 5, 5 },
                         { "median", "claim", TIME_HOUR, 4 },
                         { "median", "decision", 25 * TIME_HOUR, 5 },
                         { "median", "answer", 1, 6 } };
    transparency_suppress(few, COUNT(few));
    EXPECT(!few[0].count && few[1].count == 5 && !few[2].count && few[3].count == 48 && !few[4].count);
    struct sum talks[] = { { "mediation", "asked", 4, 4 }, { "mediation", "agreed", 6, 6 } };
    transparency_suppress(talks, COUNT(talks));
    EXPECT(!talks[0].count && !talks[1].count);
}

UNIT_TEST(a_quarter_begins_where_the_one_before_ends)
{
    for (int64_t quarter = 0; quarter < 400; quarter++) {
        EXPECT_INT(transparency_quarter(transparency_begin(quarter)), quarter);
        EXPECT_INT(transparency_quarter(transparency_begin(quarter + 1) - 1), quarter);
    }
}

/* ---- through the pages ---- */

static void decided(int64_t id, const char *measure, int64_t at)
{
    EXPECT_INT(
        test_sql(test_path(" INSERT INTO sanction (id, kind, case_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote,"
                           " automatic, until, at) VALUES (%lld, %d, %lld, 'post', %lld, 1, 0, 1, 'MARKFACTS', '', '', FALSE, 0, %lld)",
                           (long long)id, (int)sanction_word_read(measure), (long long)(7000 + id / 2), (long long)id, (long long)at)),
        OK);
}

struct telling {
    int64_t thing, rule;
};

static enum status tell(struct db *db, void *context)
{
    const struct telling *telling = context;
    const struct case_plant wish = {
        .thing = { .kind = "post", .id = telling->thing, .by = "", .path = "", .title = "MARKTITLE", .text = "" },
        .by = telling->thing,
        .rule = telling->rule,
        .rank = CASE_SOON,
        .wish = "tell",
        .words = "MARKWORDS",
        .at = test_now(),
        .closed_by = persona_of("mod")
    };
    int64_t id;
    return case_plant(db, test_arena(), test_app(), &wish, &id);
}

static void reported(int64_t thing, int64_t rule)
{
    struct telling telling = { thing, rule };
    EXPECT_INT(database_write(test_app()->database, tell, &telling), OK);
}

/* Six hidings and seven reports, which are shown, beside `few` of what isn't. What a visitor reads of it, all in one text. */
static const char *published(int few)
{
    static const char *const pages[] = { "/transparency", "/transparency/report", "/transparency/numbers.csv" };
    struct buf all = { .arena = test_arena() };
    test_settle();
    for (int i = 0; i < 6; i++)
        decided(100 + i, "hide", test_now());
    for (int i = 0; i < few; i++)
        decided(200 + i, "ban", test_now());
    for (int i = 0; i < 7; i++)
        reported(300 + i, 3);
    for (int i = 0; i < few; i++)
        reported(400 + i, 4);
    EXPECT_INT(test_get("ana", "/transparency/numbers.csv"), 200);
    EXPECT_TEXT(buf_text(&test_page()->body), "quarter,part,word,count\r\n"); /* not before it is over */
    test_advance(93 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_send("stu", "/transparency/open", "open", "yes", NULL), 303);
    for (size_t i = 0; i < COUNT(pages); i++) {
        EXPECT_INT(test_get("visitor", pages[i]), 200);
        buf_puts(&all, buf_text(&test_page()->body));
    }
    return buf_text(&all);
}

TEST(whether_a_small_number_was_none_or_four_changes_no_byte_of_page_report_and_file)
{
    char *none = strdup(published(0)); /* the arena goes with the world */
    EXPECT(strstr(none, ",measure,hide,6\r\n") && strstr(none, ",report,3,7\r\n") && strstr(none, ",median,claim,1\r\n"));
    EXPECT(!strstr(none, "ban,") && !strstr(none, "MARK"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM transparency_act"), 6);
    test_again();
    EXPECT_TEXT(published(4), none);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM transparency_act"), 6);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM transparency_sum WHERE count < 5 AND part <> 'median'"), 0);
    test_again();
    EXPECT(strstr(published(5), ",measure,ban,5\r\n") != NULL);
    free(none);
}

TEST(what_was_counted_stays_when_cases_go_and_is_never_counted_again)
{
    (void)published(0);
    EXPECT_INT(test_sql(" DELETE FROM report"), OK);
    EXPECT_INT(test_sql(" DELETE FROM case_word"), OK);
    EXPECT_INT(test_sql(" DELETE FROM reported_case"), OK);
    decided(900, "ban", test_now() - 93 * TIME_DAY);
    test_advance(TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("ana", "/transparency/numbers.csv"), 200);
    EXPECT(shows(test_page(), ",report,3,7\r\n"));
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM transparency_act"), 6);
}

TEST(the_public_log_names_nobody_and_cases_share_nothing)
{
    (void)published(4);
    EXPECT_INT(test_get("visitor", "/transparency/log"), 200);
    EXPECT(shows(test_page(), "Hide it") && !shows(test_page(), "MARK") && !names(test_page(), "700"));
    /* two decisions to a case: three marks, and of no other use */
    EXPECT_INT(test_sql_int(" SELECT count(DISTINCT mark) FROM transparency_act"), 3);
    EXPECT_INT(test_get("visitor", "/transparency/log?after=1-1"), 200);
    EXPECT(!shows(test_page(), "Hide it"));
}

TEST(visitors_are_led_to_the_door_until_a_steward_opens_it)
{
    static const char *const pages[] = { "/transparency", "/transparency/report", "/transparency/numbers.csv", "/transparency/log" };
    for (int open = 0; open < 2; open++) {
        for (size_t i = 0; i < COUNT(pages); i++) {
            EXPECT_INT(test_get("visitor", pages[i]), open ? 200 : 303);
            EXPECT_INT(test_get("ana", pages[i]), 200);
        }
        EXPECT_INT(test_send("ana", "/transparency/open", "open", "yes", NULL), 403);
        EXPECT_INT(test_send("mod", "/transparency/open", "open", "yes", NULL), 403);
        EXPECT_INT(test_send("stu", "/transparency/open", "open", "yes", NULL), 303);
    }
    EXPECT_INT(test_send("stu", "/transparency/open", NULL), 303);
    EXPECT_INT(test_get("visitor", "/transparency"), 303);
}
