/* Any bytes as a rule, as dates, as a wall and as members' words in a calendar: what is read is written back the same, dates are in order
 * and bounded, and nobody's words end a line of the text. */
#include "tests/fuzz/fuzz.h"

#include "calendar/calendar.h"

static void rule_try(struct arena *arena, const struct calendar_zone *zone, const char *text, struct recurrence_set *set)
{
    struct recurrence again;
    struct recurrence *rule = arena_alloc(arena, sizeof *rule);
    if (recurrence_read(arena, text, zone, rule) != OK)
        return;
    PROMISE(recurrence_read(arena, recurrence_text(arena, rule), zone, &again) == OK);
    PROMISE(!memcmp(rule, &again, sizeof again));
    set->rule = rule;
}

static void dates_try(struct arena *arena, const char *text, struct recurrence_set *set)
{
    int64_t *dates;
    if (recurrence_dates_read(arena, text, &dates, &set->without_count) == OK && set->without_count) {
        PROMISE(text_same(recurrence_dates_text(arena, dates, set->without_count), text));
        set->without = dates;
    } else
        set->without_count = 0;
}

static void walk_try(struct arena *arena, const struct recurrence_set *set, int64_t from)
{
    struct recurrence_walk *walk;
    int64_t last = INT64_MIN, date;
    int count = 0;
    PROMISE(recurrence_begin(arena, set, from, &walk) == OK);
    for (; recurrence_next(walk, &date); last = date, count++)
        PROMISE(date > last && date >= from && count < RECURRENCE_AHEAD);
}

/* Every line ends with CRLF, is at most 75 bytes of well-formed UTF-8, begins as one of ours does, and the parts are balanced. */
static void text_check(struct bytes text)
{
    static const char *const ours[] = { "BEGIN:V",
                                        "END:V",
                                        "VERSION:",
                                        "PRODID:",
                                        "CALSCALE:",
                                        "REFRESH-INTERVAL;",
                                        "X-PUBLISHED-TTL:PT",
                                        "NAME:",
                                        "X-WR-CALNAME:",
                                        "UID:",
                                        "DTSTAMP:",
                                        "LAST-MODIFIED:",
                                        "SEQUENCE:",
                                        "STATUS:",
                                        "CLASS:",
                                        "DTSTART",
                                        "DTEND",
                                        "RRULE:",
                                        "RDATE:",
                                        "EXDATE",
                                        "RECURRENCE-ID",
                                        "SUMMARY:",
                                        "DESCRIPTION:",
                                        "LOCATION:",
                                        "URL:http",
                                        "TZID:",
                                        "TZOFFSET",
                                        "BEGIN:STANDARD",
                                        "END:STANDARD",
                                        "BEGIN:DAYLIGHT",
                                        "END:DAYLIGHT",
                                        " " };
    const char *at = text.data, *end = at + text.len;
    int events = 0;
    while (at < end) {
        const char *stop = memchr(at, '\r', (size_t)(end - at));
        PROMISE(stop && stop + 1 < end && stop[1] == '\n' && stop - at <= 75 && text_is_utf8(at, (size_t)(stop - at)));
        size_t i = 0;
        while (i < COUNT(ours) && strncmp(at, ours[i], strlen(ours[i])) != 0)
            i++;
        PROMISE(i < COUNT(ours));
        for (const char *c = at; c < stop; c++)
            PROMISE((unsigned char)*c >= 0x20 && *c != 0x7F);
        events += !strncmp(at, "BEGIN:VEVENT\r", 13);
        at = stop + 2;
    }
    PROMISE(events == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
                                         "UTC",           "Pacific/Apia" };
    struct arena arena = { 0 };
    const struct calendar_zone *zone;
    if (size < 8)
        return 0;
    PROMISE(calendar_zone_open(&arena, zones[data[0] % COUNT(zones)], &zone) == OK);
    int64_t starts = (data[1] | data[2] << 8) % 47000 * TIME_DAY + (data[3] | data[4] << 8) % 1440 * TIME_MINUTE;
    struct recurrence_set set = { .zone = zone, .starts = starts };
    char *text = arena_slice(&arena, (const char *)data + 5, size - 5), *second = strchr(text, '\n');
    if (second)
        *second++ = 0;
    rule_try(&arena, zone, text, &set);
    dates_try(&arena, second ? second : text, &set);
    walk_try(&arena, &set, starts);
    walk_try(&arena, &set, starts + data[4] * 100 * TIME_DAY);
    int64_t wall;
    if (calendar_wall_read(text, &wall))
        PROMISE(strncmp(calendar_wall_text(&arena, wall), text, 16) == 0);
    struct ics *ics = ics_begin(&arena, text, data[1]);
    ics_add(ics, &(struct ics_event){ .uid = text,
                                      .starts = starts,
                                      .ends = starts + data[2] * TIME_MINUTE,
                                      .zone = zone,
                                      .title = text,
                                      .about = second,
                                      .place = text,
                                      .url = text,
                                      .series = set.rule ? &set : NULL,
                                      .instance = data[3] });
    text_check(ics_end(ics));
    arena_free(&arena);
    return 0;
}
