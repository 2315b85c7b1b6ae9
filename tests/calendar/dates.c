/* Writes what lib/calendar says of many series, in the first ZONES zones of a list or in all: FOLDER/series.ics for other programs to read,
 * and FOLDER/expected, a line for each: its UID and the moments it takes place at, in seconds. */
#include "calendar/calendar.h"

static const char *const zones[] = {
    "Europe/Berlin", "Europe/London",       "America/New_York", "America/St_Johns", "America/Santiago", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Tokyo",    "Australia/Lord_Howe", "Pacific/Chatham",  "Asia/Jerusalem",   "Pacific/Auckland", "UTC"
};
static const char *const rules[] = {
    "",
    "FREQ=DAILY;INTERVAL=9;COUNT=90",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;UNTIL=20271231",
    "FREQ=MONTHLY;BYDAY=-1SU;COUNT=20",
    "FREQ=MONTHLY;BYDAY=2WE",
    "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12",
    "FREQ=YEARLY;COUNT=3",
};
static const char *const clocks[] = { "T00:15", "T19:30", "T23:45" };
#define HORIZON INT64_C(1861920000000) /* 2029-01-01 */

struct plan {
    struct arena *arena;
    struct ics *ics;
    struct buf expected;
    int64_t number;
};

static void fail(const char *what)
{
    fprintf(stderr, "calendar-dates: %s\n", what);
    exit(1);
}

static void say(struct plan *plan, const char *uid, const struct recurrence_set *set)
{
    int64_t *dates;
    size_t count;
    if (recurrence_list(plan->arena, set, set->starts, RECURRENCE_AHEAD, &dates, &count) != OK)
        fail("a rule that can't be");
    buf_puts(&plan->expected, uid);
    for (size_t i = 0; i < count && dates[i] < HORIZON; i++)
        buf_printf(&plan->expected, " %lld", (long long)(dates[i] / TIME_SECOND));
    buf_putc(&plan->expected, '\n');
}

/* Every third has an exception and an addition. */
static void add(struct plan *plan, const struct calendar_zone *zone, const char *text, const char *clock)
{
    int64_t wall, *dates, changes[2];
    size_t count;
    struct recurrence rule;
    if (!calendar_wall_read(arena_printf(plan->arena, "2026-05-31%s", clock), &wall))
        fail("a wall that can't be");
    struct recurrence_set set = { .zone = zone, .starts = calendar_moment(zone, wall, NULL) };
    if (*text) {
        if (recurrence_read(plan->arena, text, zone, &rule) != OK)
            fail(text);
        set.rule = &rule;
        /* The first date is one of the rule's own. */
        if (recurrence_list(plan->arena, &set, set.starts + 1, 2, &dates, &count) != OK || count < 2)
            fail("no dates");
        set.starts = dates[0];
        if (++plan->number % 3 == 0) {
            changes[0] = dates[1];
            changes[1] = dates[0] + 13 * TIME_HOUR;
            set.without = &changes[0];
            set.also = &changes[1];
            set.without_count = set.also_count = 1;
        }
    } else {
        plan->number++;
    }
    const char *uid = arena_printf(plan->arena, "e%lld", (long long)plan->number);
    ics_add(plan->ics,
            &(struct ics_event){ .uid = uid,
                                 .starts = set.starts,
                                 .ends = set.starts + 90 * TIME_MINUTE,
                                 .changed = set.starts - TIME_DAY,
                                 .zone = zone,
                                 .title = uid,
                                 .about = "Tea; cake, \\ and\nmore, with a line that is long enough to be folded: äöü äöü äöü äöü äöü",
                                 .series = *text ? &set : NULL });
    say(plan, uid, &set);
}

static void keep(struct arena *arena, const char *folder, const char *name, struct bytes bytes)
{
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "w");
    if (!file || fwrite(bytes.data, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        fail("the folder can't be written to");
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct plan plan = { .arena = &arena, .ics = ics_begin(&arena, "Test, of dates; many", 60), .expected = { .arena = &arena } };
    int64_t most = COUNT(zones);
    if (argc < 2 || argc > 3 || (argc == 3 && !text_int(argv[2], 1, COUNT(zones), &most)))
        fail("usage: calendar-dates FOLDER [ZONES]");
    for (int64_t z = 0; z < most; z++) {
        const struct calendar_zone *zone;
        if (calendar_zone_open(&arena, zones[z], &zone) != OK)
            fail(zones[z]);
        for (size_t r = 0; r < COUNT(rules); r++)
            for (size_t c = 0; c < COUNT(clocks); c++)
                add(&plan, zone, rules[r], clocks[c]);
    }
    keep(&arena, argv[1], "series.ics", ics_end(plan.ics));
    keep(&arena, argv[1], "expected", (struct bytes){ plan.expected.data, plan.expected.len });
    arena_free(&arena);
    return 0;
}
