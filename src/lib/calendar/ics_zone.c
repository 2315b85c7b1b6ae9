/* VTIMEZONE from the table of a zone. Where both of its yearly changes follow a rule until 2100 (the last Sunday of March, 01:00), that
 * rule is written; what comes before, and zones without such a rule (Morocco's follows the moon), are written change by change. */
#include "calendar/inside.h"

struct yearly {
    bool regular;
    int month, weekday, nth; /* nth: 1 … 4, -1 */
};

static int64_t before_wall(const struct calendar_zone *zone, size_t shift)
{
    return zone->shifts[shift].from + zone->shifts[shift ? shift - 1 : 0].offset;
}

/* What every second change from `begin` on has in common. */
static struct yearly yearly_of(const struct calendar_zone *zone, size_t begin)
{
    struct yearly yearly = { 0 };
    int64_t clock = 0, year = 0;
    int first_day = 31, last_day = 1, from_end = 31;
    for (size_t i = begin; i < zone->count; i += 2) {
        int64_t wall = before_wall(zone, i), day = calendar_day_part(wall);
        struct calendar_date date = calendar_date_of(day);
        bool same = date.month == yearly.month && calendar_weekday(day) == yearly.weekday && wall - day * TIME_DAY == clock;
        if (i > begin && (!same || date.year != year + 1 || zone->shifts[i].offset != zone->shifts[begin].offset))
            return yearly;
        yearly.month = date.month;
        yearly.weekday = calendar_weekday(day);
        clock = wall - day * TIME_DAY;
        year = date.year;
        first_day = date.day < first_day ? date.day : first_day;
        last_day = date.day > last_day ? date.day : last_day;
        int left = calendar_month_length(date.year, date.month) - date.day;
        from_end = left > 6 ? 99 : from_end == 99 ? 99 : left;
    }
    yearly.regular = year >= 2098;
    if (from_end != 99)
        yearly.nth = -1;
    else if ((first_day - 1) / 7 == (last_day - 1) / 7)
        yearly.nth = (first_day - 1) / 7 + 1;
    else
        yearly.regular = false;
    return yearly;
}

static void observance(struct buf *out, const struct calendar_zone *zone, size_t shift, const char *rule)
{
    const struct calendar_shift *to = &zone->shifts[shift];
    int64_t offsets[2] = { zone->shifts[shift ? shift - 1 : 0].offset, to->offset };
    static const char *const heads[2] = { "TZOFFSETFROM", "TZOFFSETTO" };
    const char *kind = to->daylight ? "DAYLIGHT" : "STANDARD";
    struct buf stamp = { .arena = out->arena };
    ics_line(out, "BEGIN", kind);
    calendar_stamp(&stamp, before_wall(zone, shift));
    ics_line(out, "DTSTART", buf_text(&stamp));
    for (int i = 0; i < 2; i++) {
        int64_t seconds = (offsets[i] < 0 ? -offsets[i] : offsets[i]) / TIME_SECOND;
        struct buf text = { .arena = out->arena };
        buf_printf(&text, "%c%02d%02d", offsets[i] < 0 ? '-' : '+', (int)(seconds / 3600), (int)(seconds / 60 % 60));
        if (seconds % 60)
            buf_printf(&text, "%02d", (int)(seconds % 60));
        ics_line(out, heads[i], buf_text(&text));
    }
    if (rule)
        ics_line(out, "RRULE", rule);
    ics_line(out, "END", kind);
}

static const char *rule_text(struct arena *arena, const struct yearly *yearly)
{
    return arena_printf(arena, "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", yearly->month, yearly->nth, recurrence_weekday_names[yearly->weekday]);
}

/* The first change from which on both of a year's follow their rules; zone->count: there is none. */
static size_t regular_from(const struct calendar_zone *zone, size_t begin)
{
    size_t last = zone->count >= 2 ? zone->count - 2 : 0;
    if (last < 1 || !yearly_of(zone, last).regular || !yearly_of(zone, last + 1).regular)
        return zone->count;
    size_t from = begin < 1 ? 1 : begin;
    while (from < last && !(yearly_of(zone, from).regular && yearly_of(zone, from + 1).regular))
        from++;
    return from;
}

void ics_zone(struct buf *out, const struct calendar_zone *zone, int64_t first, int64_t last)
{
    size_t begin = calendar_shift_at(zone, first), end = calendar_shift_at(zone, last), regular = regular_from(zone, begin);
    ics_line(out, "BEGIN", "VTIMEZONE");
    ics_line(out, "TZID", zone->name);
    for (size_t i = begin; i <= end && i < regular; i++)
        observance(out, zone, i, NULL);
    for (size_t i = regular; i < regular + 2 && i < zone->count; i++) {
        struct yearly yearly = yearly_of(zone, i);
        observance(out, zone, i, rule_text(out->arena, &yearly));
    }
    ics_line(out, "END", "VTIMEZONE");
}
