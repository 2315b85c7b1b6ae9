#include <libical/ical.h>

#include "tests/harness/harness.h"

#include "calendar/inside.h"

static const struct calendar_zone *zone_of(const char *name)
{
    const struct calendar_zone *zone = NULL;
    EXPECT_INT(calendar_zone_open(test_arena(), name, &zone), OK);
    return zone;
}

static int64_t wall_of(const char *text)
{
    int64_t wall = -1;
    EXPECT(calendar_wall_read(text, &wall));
    return wall;
}

static int64_t at(const struct calendar_zone *zone, const char *text)
{
    return calendar_moment(zone, wall_of(text), NULL);
}

/* The walls of the first dates from `from` on, one after another: "2026-01-31 2026-03-31". */
static const char *dates_of(const char *text, const char *starts, const char *from, size_t most)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    struct recurrence rule;
    struct buf out = { .arena = test_arena() };
    int64_t *dates;
    size_t count;
    if (!EXPECT_INT(recurrence_read(test_arena(), text, zone, &rule), OK))
        return "";
    struct recurrence_set set = { .zone = zone, .starts = at(zone, starts), .rule = &rule };
    if (!EXPECT_INT(recurrence_list(test_arena(), &set, at(zone, from), most, &dates, &count), OK))
        return "";
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%.10s", i ? " " : "", calendar_wall_text(test_arena(), calendar_wall(zone, dates[i])));
    return buf_text(&out);
}

UNIT_TEST(what_repeats_comes_on_the_days_its_rule_says)
{
    const char *begin = "2026-01-31T19:00";
    EXPECT_TEXT(dates_of("FREQ=DAILY;INTERVAL=10;COUNT=3", begin, begin, 9), "2026-01-31 2026-02-10 2026-02-20");
    EXPECT_TEXT(dates_of("FREQ=WEEKLY;BYDAY=SA,TU;COUNT=4", begin, begin, 9), "2026-01-31 2026-02-03 2026-02-07 2026-02-10");
    EXPECT_TEXT(dates_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;COUNT=4", begin, begin, 9), "2026-01-31 2026-02-10 2026-02-14 2026-02-24");
    EXPECT_TEXT(dates_of("FREQ=MONTHLY;COUNT=4", begin, begin, 9), "2026-01-31 2026-03-31 2026-05-31 2026-07-31");
    EXPECT_TEXT(dates_of("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", begin, begin, 9), "2026-01-31 2026-02-28 2026-03-31");
    EXPECT_TEXT(dates_of("FREQ=MONTHLY;BYDAY=-1SA;COUNT=3", begin, begin, 9), "2026-01-31 2026-02-28 2026-03-28");
    EXPECT_TEXT(dates_of("FREQ=MONTHLY;BYDAY=5SA;COUNT=3", begin, begin, 9), "2026-01-31 2026-05-30 2026-08-29");
    EXPECT_TEXT(dates_of("FREQ=YEARLY;COUNT=3", "2024-02-29T10:00", "2024-02-29T10:00", 9), "2024-02-29 2028-02-29 2032-02-29");
    /* The last day counts, by its own clock; a later look begins later and still counts from the first. */
    EXPECT_TEXT(dates_of("FREQ=DAILY;UNTIL=20260202", begin, begin, 9), "2026-01-31 2026-02-01 2026-02-02");
    EXPECT_TEXT(dates_of("FREQ=DAILY;UNTIL=20260202T175959Z", begin, begin, 9), "2026-01-31 2026-02-01");
    EXPECT_TEXT(dates_of("FREQ=DAILY;UNTIL=20260202T190000", begin, begin, 9), "2026-01-31 2026-02-01 2026-02-02");
    EXPECT_TEXT(dates_of("FREQ=DAILY;COUNT=4", begin, "2026-02-02T00:00", 9), "2026-02-02 2026-02-03");
    EXPECT_TEXT(dates_of("FREQ=WEEKLY;INTERVAL=3", begin, "2031-05-01T00:00", 2), "2031-05-17 2031-06-07");
    EXPECT_TEXT(dates_of("FREQ=MONTHLY;BYDAY=1MO;COUNT=2", begin, begin, 9), "2026-01-31 2026-02-02"); /* the first date stands outside */
}

UNIT_TEST(the_clock_on_the_wall_is_kept_over_summer_time)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    struct recurrence rule = { .frequency = RECURRENCE_WEEKLY, .interval = 1 };
    struct recurrence_set set = { .zone = zone, .starts = at(zone, "2026-03-22T02:30"), .rule = &rule };
    int64_t *dates;
    size_t count;
    if (!EXPECT_INT(recurrence_list(test_arena(), &set, 0, 3, &dates, &count), OK) || !EXPECT_INT(count, 3))
        return;
    EXPECT_TEXT(calendar_wall_text(test_arena(), dates[0]), "2026-03-22T01:30");
    EXPECT_TEXT(calendar_wall_text(test_arena(), dates[1]), "2026-03-29T01:30"); /* skipped: 03:30 on that day */
    EXPECT_TEXT(calendar_wall_text(test_arena(), dates[2]), "2026-04-05T00:30");
}

UNIT_TEST(exceptions_and_additions_change_a_series_and_none_comes_twice)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    struct recurrence rule = { .frequency = RECURRENCE_DAILY, .interval = 1, .count = 4 };
    int64_t first = at(zone, "2026-05-01T20:00");
    int64_t also[] = { first + 9 * TIME_DAY, first + TIME_DAY, first - TIME_DAY }, without[] = { first + 2 * TIME_DAY, first };
    struct recurrence_set set = { zone, first, &rule, without, COUNT(without), also, COUNT(also) };
    int64_t *dates;
    size_t count;
    if (!EXPECT_INT(recurrence_list(test_arena(), &set, 0, 99, &dates, &count), OK) || !EXPECT_INT(count, 4))
        return;
    EXPECT_INT(dates[0], first - TIME_DAY);
    EXPECT_INT(dates[1], first + TIME_DAY);
    EXPECT_INT(dates[2], first + 3 * TIME_DAY);
    EXPECT_INT(dates[3], first + 9 * TIME_DAY);
    set.rule = NULL;
    set.also_count = 0;
    if (EXPECT_INT(recurrence_list(test_arena(), &set, 0, 99, &dates, &count), OK))
        EXPECT_INT(count, 0); /* its only date is an exception */
}

UNIT_TEST(rules_without_end_and_rules_that_never_match_are_bounded)
{
    static const char *const endless[] = { "FREQ=DAILY",
                                           "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
                                           "FREQ=MONTHLY",
                                           "FREQ=YEARLY",
                                           "FREQ=DAILY;COUNT=1000000",
                                           "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31" };
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    for (size_t i = 0; i < COUNT(endless); i++) {
        struct recurrence rule;
        int64_t *dates;
        size_t count;
        if (!EXPECT_INT(recurrence_read(test_arena(), endless[i], zone, &rule), OK))
            continue;
        struct recurrence_set set = { .zone = zone, .starts = at(zone, "2026-02-01T20:00"), .rule = &rule };
        if (EXPECT_INT(recurrence_list(test_arena(), &set, 0, 100000, &dates, &count), OK))
            EXPECT(count <= RECURRENCE_AHEAD && count >= 1);
        if (i < 2)
            EXPECT_INT(count, RECURRENCE_AHEAD);
        if (i == 5)
            EXPECT_INT(count, 1); /* February never has 31 days */
        EXPECT_INT(recurrence_list(test_arena(), &set, at(zone, "2098-12-01T00:00"), 100000, &dates, &count), OK);
    }
}

UNIT_TEST(only_rules_that_are_understood_are_read)
{
    static const char *const bad[] = {
        "",
        "WEEKLY",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYSETPOS=1",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=401",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=19700101T000000Z",
        "FREQ=DAILY;UNTIL=99990101",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=MO,MO",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=MO,",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=YEARLY;BYMONTH=2",
        "FREQ=YEARLY;BYMONTHDAY=30",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=WEEKLY;",
        "INTERVAL=2",
        "freq=weekly",
        "FREQ=DAILY\r\nX:1",
        "FREQ=DAILY;UNTIL=20270101T000000ZZ",
        "FREQ=DAILY;UNTIL=20270101T250000Z",
    };
    struct recurrence rule;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!EXPECT_INT(recurrence_read(test_arena(), bad[i], NULL, &rule), INVALID))
            printf("# %s\n", bad[i]);
    char *longest = arena_alloc(test_arena(), 100001);
    memset(longest, 'A', 100000);
    EXPECT_INT(recurrence_read(test_arena(), longest, NULL, &rule), INVALID);
}

UNIT_TEST(a_rule_and_its_exceptions_are_written_as_they_were_read)
{
    static const char *const rules[][2] = {
        { "FREQ=DAILY", "FREQ=DAILY" },
        { "BYDAY=TH,TU;INTERVAL=02;FREQ=WEEKLY;WKST=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH" },
        { "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12" },
        { "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1" },
        { "FREQ=YEARLY;UNTIL=20301231", "FREQ=YEARLY;UNTIL=20301231T225959Z" },
    };
    for (size_t i = 0; i < COUNT(rules); i++) {
        struct recurrence rule;
        for (int again = 0; again < 2; again++)
            if (EXPECT_INT(recurrence_read(test_arena(), rules[i][again], zone_of("Europe/Berlin"), &rule), OK))
                EXPECT_TEXT(recurrence_text(test_arena(), &rule), rules[i][1]);
    }
    int64_t *dates;
    size_t count;
    const char *text = "20261124T183000Z,20261201T183000Z";
    if (EXPECT_INT(recurrence_dates_read(test_arena(), text, &dates, &count), OK) && EXPECT_INT(count, 2))
        EXPECT_TEXT(recurrence_dates_text(test_arena(), dates, count), text);
    EXPECT_INT(recurrence_dates_read(test_arena(), "", &dates, &count), OK);
    EXPECT_INT(count, 0);
    static const char *const bad[] = { ",", "20261124", "20261124T183000", "20261124T183000Z,", "20261124T183000Z 20261201T183000Z" };
    for (size_t i = 0; i < COUNT(bad); i++)
        EXPECT_INT(recurrence_dates_read(test_arena(), bad[i], &dates, &count), INVALID);
    int64_t many[RECURRENCE_DATES + 1] = { 0 };
    EXPECT_INT(recurrence_dates_read(test_arena(), recurrence_dates_text(test_arena(), many, RECURRENCE_DATES), &dates, &count), OK);
    EXPECT_INT(recurrence_dates_read(test_arena(), recurrence_dates_text(test_arena(), many, COUNT(many)), &dates, &count), INVALID);
}

/* ---- beside libical ---- */

static struct recurrence random_rule(void)
{
    struct recurrence rule = { .frequency = (enum recurrence_frequency)random_below(4), .interval = 1 + (int)random_below(5) };
    if (rule.frequency == RECURRENCE_WEEKLY)
        rule.weekdays = random_below(128);
    if (rule.frequency == RECURRENCE_MONTHLY && random_below(2)) {
        rule.weekdays = 1u << random_below(7);
        rule.nth = random_below(6) ? 1 + (int)random_below(5) : -1;
    } else if (rule.frequency == RECURRENCE_MONTHLY && random_below(2)) {
        rule.month_day = random_below(6) ? 1 + (int)random_below(31) : -1;
    }
    if (random_below(3) == 0)
        rule.count = 1 + random_below(60);
    return rule;
}

static bool agrees_with_libical(const struct recurrence *rule, int64_t starts)
{
    const char *text = recurrence_text(test_arena(), rule);
    struct recurrence_set set = { .starts = starts, .rule = rule };
    struct calendar_date date = calendar_date_of(starts / TIME_DAY);
    struct icaltimetype begin = icaltime_null_time();
    begin.year = (int)date.year;
    begin.month = date.month;
    begin.day = date.day;
    begin.is_date = 1;
    icalrecur_iterator *iterator = icalrecur_iterator_new(icalrecurrencetype_from_string(text), begin);
    struct recurrence_walk *walk;
    bool good = iterator && EXPECT_INT(recurrence_begin(test_arena(), &set, starts, &walk), OK);
    for (int i = 0; good && i < 100; i++) {
        int64_t mine = 0;
        struct icaltimetype theirs = icalrecur_iterator_next(iterator);
        bool more = recurrence_next(walk, &mine);
        if (icaltime_is_null_time(theirs) || theirs.year > 2099) {
            good = EXPECT(!more);
            break;
        }
        good = EXPECT(more) && EXPECT_INT(mine / TIME_DAY, calendar_day_of(theirs.year, theirs.month, theirs.day));
    }
    icalrecur_iterator_free(iterator);
    if (!good)
        printf("# %s from %s\n", text, calendar_wall_text(test_arena(), starts));
    return good;
}

UNIT_TEST(random_rules_make_the_dates_that_libical_makes)
{
    int compared = 0;
    for (int i = 0; i < 600; i++) {
        struct recurrence rule = random_rule();
        int64_t starts = (calendar_day_of(2020, 1, 1) + random_below(4000)) * TIME_DAY + 19 * TIME_HOUR;
        struct recurrence_set set = { .starts = starts, .rule = &rule };
        if (!recurrence_fits(&set))
            continue; /* where the first date stands outside the rule, each has its own way */
        compared++;
        if (!EXPECT(agrees_with_libical(&rule, starts)))
            break;
    }
    EXPECT(compared > 100);
}

UNIT_TEST(a_walk_that_begins_late_goes_on_as_one_that_began_at_the_first_date)
{
    const struct calendar_zone *zone = zone_of("America/New_York");
    for (int i = 0; i < 300; i++) {
        struct recurrence rule = random_rule();
        struct recurrence_set set = { .zone = zone, .starts = at(zone, "2024-01-30T21:15") + random_below(300) * TIME_DAY, .rule = &rule };
        struct recurrence_walk *whole, *late;
        int64_t from = set.starts + random_below(3000) * TIME_DAY, a = 0, b = 0;
        if (!EXPECT_INT(recurrence_begin(test_arena(), &set, set.starts, &whole), OK) ||
            !EXPECT_INT(recurrence_begin(test_arena(), &set, from, &late), OK))
            return;
        int given = 0;
        bool more = true;
        while (given < RECURRENCE_AHEAD && (more = recurrence_next(whole, &a)) && a < from)
            given++;
        for (; more && a >= from && given < RECURRENCE_AHEAD; more = recurrence_next(whole, &a), given++)
            if (!EXPECT(recurrence_next(late, &b)) || !EXPECT_INT(b, a)) {
                printf("# %s\n", recurrence_text(test_arena(), &rule));
                return;
            }
    }
}
