/* The dates of what repeats: arithmetic on days, then the zone's clock. The dates end with the year 2099, so that no rule, however
 * written, takes more than 48,000 steps of some nanoseconds. */
#include "calendar/inside.h"

struct recurrence_walk {
    const struct recurrence_set *set;
    const struct recurrence *rule;
    int64_t first_day, clock; /* of the first date: its day, and what is left of its wall */
    struct calendar_date first;
    int64_t period;        /* the day, week, month or year that is looked at: 0 is the first date's */
    int place;             /* weekly: the weekday to look at next */
    bool over;             /* the rule makes no more */
    int64_t made;          /* dates the rule made so far, for its count */
    bool waits, first_due; /* `next` is a date of the rule that wasn't given yet; the first date wasn't yet */
    int64_t next;
    int64_t *also, *without; /* in order */
    size_t also_at, given;
    int64_t from, last; /* last: the date given last */
};

static int date_compare(const void *a, const void *b)
{
    int64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static int64_t *dates_sorted(struct arena *arena, const int64_t *dates, size_t count)
{
    int64_t *sorted = arena_array(arena, count + 1, sizeof *sorted);
    if (count)
        memcpy(sorted, dates, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, date_compare);
    return sorted;
}

/* The day of the month the rule means; 0: this month has none. */
static int month_day(const struct recurrence_walk *walk, int64_t year, int month)
{
    const struct recurrence *rule = walk->rule;
    int length = calendar_month_length(year, month);
    if (rule->nth) {
        int wanted = __builtin_ctz(rule->weekdays), begins = calendar_weekday(calendar_day_of(year, month, 1));
        int day = 1 + (wanted - begins + 7) % 7;
        if (rule->nth > 0)
            day += 7 * (rule->nth - 1);
        else
            day += (length - day) / 7 * 7;
        return day <= length ? day : 0;
    }
    int day = rule->month_day == -1 ? length : rule->month_day ? rule->month_day : walk->first.day;
    return day <= length ? day : 0;
}

/* The next day that the rule makes, in order; false when there is none before 2100. */
static bool day_next(struct recurrence_walk *walk, int64_t *day)
{
    const struct recurrence *rule = walk->rule;
    const int64_t end = CALENDAR_END / TIME_DAY;
    for (;;) {
        int64_t step = walk->period * rule->interval;
        if (rule->frequency == RECURRENCE_DAILY) {
            *day = walk->first_day + step;
            walk->period++;
            return *day < end;
        }
        if (rule->frequency == RECURRENCE_WEEKLY) {
            unsigned weekdays = rule->weekdays ? rule->weekdays : 1u << calendar_weekday(walk->first_day);
            int64_t monday = walk->first_day - calendar_weekday(walk->first_day) + 7 * step;
            while (walk->place < 7 && !(weekdays >> walk->place & 1))
                walk->place++;
            *day = monday + walk->place++;
            if (walk->place <= 7)
                return *day < end;
            walk->place = 0;
            walk->period++;
            continue;
        }
        int64_t month = rule->frequency == RECURRENCE_MONTHLY ? walk->first.month - 1 + step : walk->first.month - 1 + 12 * step;
        int64_t year = walk->first.year + month / 12;
        int in_month = month_day(walk, year, (int)(month % 12) + 1);
        walk->period++;
        if (year > 2099)
            return false;
        *day = calendar_day_of(year, (int)(month % 12) + 1, in_month);
        if (in_month)
            return true;
    }
}

/* The next date of the rule itself, the first one before all. */
static bool rule_next(struct recurrence_walk *walk, int64_t *moment)
{
    const struct recurrence *rule = walk->rule;
    *moment = walk->set->starts;
    if (walk->first_due) {
        walk->first_due = false;
        walk->made = 1;
        return true;
    }
    if (!rule || (rule->count && walk->made >= rule->count))
        return false;
    int64_t day, before = *moment;
    do {
        if (!day_next(walk, &day))
            return false;
        int64_t wall = day * TIME_DAY + walk->clock;
        *moment = walk->set->zone ? calendar_moment(walk->set->zone, wall, NULL) : wall;
    } while (day <= walk->first_day || *moment <= before);
    walk->made++;
    return !rule->until || *moment <= rule->until;
}

/* Where dates aren't counted, the walk begins one period before `from` instead of at the first date. */
static void walk_skip(struct recurrence_walk *walk, int64_t from)
{
    const struct recurrence *rule = walk->rule;
    static const int longest[] = { 1, 7, 31, 366 };
    int64_t days = (from - walk->set->starts) / TIME_DAY;
    if (rule->count || days <= 0)
        return;
    int64_t periods = days / ((int64_t)longest[rule->frequency] * rule->interval) - 2;
    if (periods > 0) {
        walk->period = periods;
        walk->first_due = false;
    }
}

enum status recurrence_begin(struct arena *arena, const struct recurrence_set *set, int64_t from, struct recurrence_walk **out)
{
    if (set->starts < 0 || set->starts >= CALENDAR_END || set->also_count > RECURRENCE_DATES || set->without_count > RECURRENCE_DATES ||
        (set->rule && !recurrence_holds(set->rule)))
        return INVALID;
    struct recurrence_walk *walk = arena_alloc(arena, sizeof *walk);
    int64_t wall = set->zone ? calendar_wall(set->zone, set->starts) : set->starts;
    *walk = (struct recurrence_walk){ .set = set, .rule = set->rule, .first_due = true, .from = from, .last = INT64_MIN };
    walk->first_day = calendar_day_part(wall);
    walk->clock = wall - walk->first_day * TIME_DAY;
    walk->first = calendar_date_of(walk->first_day);
    walk->also = dates_sorted(arena, set->also, set->also_count);
    walk->without = dates_sorted(arena, set->without, set->without_count);
    if (set->rule)
        walk_skip(walk, from);
    *out = walk;
    return OK;
}

static bool date_is_without(const struct recurrence_walk *walk, int64_t date)
{
    return bsearch(&date, walk->without, walk->set->without_count, sizeof date, date_compare);
}

bool recurrence_next(struct recurrence_walk *walk, int64_t *starts)
{
    while (walk->given < RECURRENCE_AHEAD) {
        if (!walk->waits && !walk->over) {
            walk->waits = rule_next(walk, &walk->next);
            walk->over = !walk->waits;
        }
        bool more = walk->also_at < walk->set->also_count;
        if (!walk->waits && !more)
            return false;
        int64_t date = more && (!walk->waits || walk->also[walk->also_at] < walk->next) ? walk->also[walk->also_at] : walk->next;
        if (walk->waits && date == walk->next)
            walk->waits = false;
        else
            walk->also_at++;
        if (date < walk->from || date <= walk->last || date_is_without(walk, date))
            continue;
        walk->last = *starts = date;
        walk->given++;
        return true;
    }
    return false;
}

enum status recurrence_list(struct arena *arena, const struct recurrence_set *set, int64_t from, size_t most, int64_t **dates,
                            size_t *count)
{
    struct recurrence_walk *walk;
    TRY(recurrence_begin(arena, set, from, &walk));
    if (most > RECURRENCE_AHEAD)
        most = RECURRENCE_AHEAD;
    *dates = arena_array(arena, most + 1, sizeof **dates);
    *count = 0;
    while (*count < most && recurrence_next(walk, &(*dates)[*count]))
        ++*count;
    return OK;
}

bool recurrence_fits(const struct recurrence_set *set)
{
    int64_t wall = set->zone ? calendar_wall(set->zone, set->starts) : set->starts, day;
    struct recurrence_walk walk = { .set = set, .rule = set->rule, .first_day = calendar_day_part(wall) };
    walk.first = calendar_date_of(walk.first_day);
    while (set->rule && recurrence_holds(set->rule) && day_next(&walk, &day))
        if (day >= walk.first_day)
            return day == walk.first_day;
    return false;
}
