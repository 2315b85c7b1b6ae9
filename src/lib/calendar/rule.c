/* Rules of what repeats, as texts. */
#include "calendar/inside.h"

const char recurrence_weekday_names[7][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

bool recurrence_holds(const struct recurrence *rule)
{
    bool monthly = rule->frequency == RECURRENCE_MONTHLY, one_day = rule->weekdays && !(rule->weekdays & (rule->weekdays - 1));
    if ((int)rule->frequency < 0 || rule->frequency > RECURRENCE_YEARLY || rule->weekdays > 127)
        return false;
    if (rule->interval < 1 || rule->interval > RECURRENCE_INTERVAL || rule->count < 0 || rule->count > 1000000 || rule->until < 0 ||
        rule->until > CALENDAR_END || (rule->count && rule->until))
        return false;
    if (rule->weekdays && !monthly && rule->frequency != RECURRENCE_WEEKLY)
        return false;
    if (rule->nth && (!monthly || rule->nth < -1 || rule->nth > 5 || rule->month_day))
        return false;
    if (monthly && (rule->nth != 0) != one_day)
        return false;
    if (monthly && rule->weekdays && !one_day)
        return false;
    return !rule->month_day || (monthly && rule->month_day >= -1 && rule->month_day <= 31);
}

/* "TU,TH", or "2TU" and "-1FR" in a monthly rule. */
static bool weekdays_read(const char *at, struct recurrence *rule)
{
    for (;;) {
        int nth = 0;
        bool last = *at == '-';
        at += last;
        if (*at >= '1' && *at <= '5')
            nth = *at++ - '0';
        if (last && nth != 1)
            return false;
        int day = 0;
        while (day < 7 && strncmp(at, recurrence_weekday_names[day], 2) != 0)
            day++;
        if (day == 7 || (rule->weekdays >> day & 1) || (rule->weekdays && (nth || rule->nth)))
            return false;
        rule->weekdays |= 1u << day;
        rule->nth = last ? -1 : nth;
        at += 2;
        if (*at++ != ',')
            return at[-1] == 0;
    }
}

static bool until_read(const char *at, const struct calendar_zone *zone, int64_t *until)
{
    int64_t wall;
    bool clock;
    if (!calendar_stamp_read(&at, &wall, &clock))
        return false;
    bool utc = clock && *at == 'Z';
    at += utc;
    if (utc)
        *until = wall;
    else if (clock)
        *until = zone ? calendar_moment(zone, wall, NULL) : wall;
    else
        *until = (zone ? calendar_moment(zone, wall + TIME_DAY, NULL) : wall + TIME_DAY) - TIME_SECOND;
    return !*at && *until > 0;
}

enum rule_part { PART_FREQ, PART_INTERVAL, PART_BYDAY, PART_BYMONTHDAY, PART_COUNT, PART_UNTIL, PART_WKST, PARTS };
static const char *const part_names[PARTS] = { "FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST" };

static bool part_read(enum rule_part part, const char *value, const struct calendar_zone *zone, struct recurrence *rule)
{
    int64_t n = 0;
    switch (part) {
    case PART_FREQ:
        for (size_t i = 0; i < COUNT(frequencies); i++)
            if (text_same(value, frequencies[i])) {
                rule->frequency = (enum recurrence_frequency)i;
                return true;
            }
        return false;
    case PART_INTERVAL:
        if (!text_int(value, 1, RECURRENCE_INTERVAL, &n))
            return false;
        rule->interval = (int)n;
        return true;
    case PART_BYDAY:
        return weekdays_read(value, rule);
    case PART_BYMONTHDAY:
        if (!text_int(value, -1, 31, &n) || !n)
            return false;
        rule->month_day = (int)n;
        return true;
    case PART_COUNT:
        return text_int(value, 1, 1000000, &rule->count);
    case PART_UNTIL:
        return until_read(value, zone, &rule->until);
    case PART_WKST: /* a week begins on Monday unless it is said otherwise */
        return text_same(value, "MO");
    case PARTS:
        break;
    }
    return false;
}

enum status recurrence_read(struct arena *arena, const char *text, const struct calendar_zone *zone, struct recurrence *rule)
{
    enum { LONGEST = 200 };
    unsigned seen = 0;
    *rule = (struct recurrence){ .interval = 1 };
    if (strnlen(text, LONGEST) == LONGEST)
        return INVALID;
    for (char *at = arena_copy(arena, text), *next; at; at = next) {
        next = strchr(at, ';');
        if (next)
            *next++ = 0;
        char *value = strchr(at, '=');
        if (!value)
            return INVALID;
        *value++ = 0;
        int part = 0;
        while (part < PARTS && !text_same(at, part_names[part]))
            part++;
        if (part == PARTS || (seen >> part & 1) || !part_read((enum rule_part)part, value, zone, rule))
            return INVALID;
        seen |= 1u << part;
    }
    return (seen >> PART_FREQ & 1) && recurrence_holds(rule) ? OK : INVALID;
}

const char *recurrence_text(struct arena *arena, const struct recurrence *rule)
{
    struct buf out = { .arena = arena };
    buf_printf(&out, "FREQ=%s", frequencies[rule->frequency]);
    if (rule->interval > 1)
        buf_printf(&out, ";INTERVAL=%d", rule->interval);
    const char *before = ";BYDAY=";
    for (int day = 0; day < 7; day++)
        if (rule->weekdays >> day & 1) {
            buf_puts(&out, before);
            if (rule->nth)
                buf_printf(&out, "%d", rule->nth);
            buf_puts(&out, recurrence_weekday_names[day]);
            before = ",";
        }
    if (rule->month_day)
        buf_printf(&out, ";BYMONTHDAY=%d", rule->month_day);
    if (rule->count)
        buf_printf(&out, ";COUNT=%lld", (long long)rule->count);
    if (rule->until) {
        buf_puts(&out, ";UNTIL=");
        calendar_stamp(&out, rule->until);
        buf_putc(&out, 'Z');
    }
    return buf_text(&out);
}

const char *recurrence_dates_text(struct arena *arena, const int64_t *dates, size_t count)
{
    struct buf out = { .arena = arena };
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_putc(&out, ',');
        calendar_stamp(&out, dates[i]);
        buf_putc(&out, 'Z');
    }
    return buf_text(&out);
}

enum status recurrence_dates_read(struct arena *arena, const char *text, int64_t **dates, size_t *count)
{
    *count = 0;
    *dates = NULL;
    if (!*text)
        return OK;
    size_t most = strlen(text) / (sizeof "20261124T183000Z" - 1) + 1;
    if (most > RECURRENCE_DATES + 100) /* each has a comma; what is left over is refused below */
        return INVALID;
    *dates = arena_array(arena, most, sizeof **dates);
    for (const char *at = text;; at++) {
        bool clock;
        if (*count == RECURRENCE_DATES || *count == most || !calendar_stamp_read(&at, &(*dates)[*count], &clock) || !clock || *at++ != 'Z')
            return INVALID;
        ++*count;
        if (!*at)
            return OK;
        if (*at != ',')
            return INVALID;
    }
}
