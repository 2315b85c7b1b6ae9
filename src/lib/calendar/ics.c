/* Texts for other calendars. They are written here, into the request's own memory; libical, ical.js and khal read them in the tests
 * (docs/decisions/calendars.md). */
#include "calendar/inside.h"

/* How far a VTIMEZONE without a yearly rule reaches where a series has no end. */
#define ENDLESS (INT64_C(3660) * TIME_DAY)

struct zone_used {
    struct zone_used *next;
    const struct calendar_zone *zone;
    int64_t first, last;
};

struct ics {
    struct arena *arena;
    struct buf head, events, local, utc;
    struct zone_used *zones;
};

struct ics *ics_begin(struct arena *arena, const char *name, int refresh_minutes)
{
    struct ics *ics = arena_alloc(arena, sizeof *ics);
    ics->arena = ics->head.arena = ics->events.arena = ics->local.arena = ics->utc.arena = arena;
    ics_line(&ics->head, "BEGIN", "VCALENDAR");
    ics_line(&ics->head, "VERSION", "2.0");
    ics_line(&ics->head, "PRODID", "-//Calendar//Calendar 1//EN");
    ics_line(&ics->head, "CALSCALE", "GREGORIAN");
    ics_line_text(&ics->head, "NAME", name);
    ics_line_text(&ics->head, "X-WR-CALNAME", name);
    if (refresh_minutes > 0) {
        const char *duration = arena_printf(arena, "PT%dM", refresh_minutes);
        ics_line(&ics->head, "REFRESH-INTERVAL;VALUE=DURATION", duration);
        ics_line(&ics->head, "X-PUBLISHED-TTL", duration);
    }
    return ics;
}

static void zone_use(struct ics *ics, const struct calendar_zone *zone, int64_t first, int64_t last)
{
    struct zone_used *used = ics->zones;
    while (used && !text_same(used->zone->name, zone->name))
        used = used->next;
    if (!used) {
        used = arena_alloc(ics->arena, sizeof *used);
        *used = (struct zone_used){ ics->zones, zone, first, last };
        ics->zones = used;
    }
    used->first = first < used->first ? first : used->first;
    used->last = last > used->last ? last : used->last;
}

static void add_stamp(struct ics *ics, const char *head, int64_t ms)
{
    buf_puts(&ics->events, head);
    buf_putc(&ics->events, ':');
    calendar_stamp(&ics->events, ms);
    buf_puts(&ics->events, "Z\r\n");
}

/* Times by the zone's clock, so that they stay right where its rule changes. An hour that comes twice is said in UTC, for programs read it
 * either way; but not in a series, whose dates all follow the clock. */
static void add_times(struct ics *ics, const struct calendar_zone *zone, bool series, const char *name, const int64_t *times, size_t count)
{
    struct buf local = ics->local, utc = ics->utc;
    local.len = utc.len = 0;
    for (size_t i = 0; i < count; i++) {
        enum calendar_clock clock = CALENDAR_TWICE;
        int64_t wall = zone ? calendar_wall(zone, times[i]) : times[i];
        bool said = zone && calendar_moment(zone, wall, &clock) == times[i] && (series || clock != CALENDAR_TWICE);
        struct buf *list = said ? &local : &utc;
        if (list->len)
            buf_putc(list, ',');
        calendar_stamp(list, said ? wall : times[i]);
        if (!said)
            buf_putc(list, 'Z');
    }
    if (local.len)
        ics_line(&ics->events, arena_printf(ics->arena, "%s;TZID=%s", name, zone->name), local.data);
    if (utc.len)
        ics_line(&ics->events, name, utc.data);
    ics->local = local; /* their memory, for the next */
    ics->utc = utc;
}

/* Dates that the clock skips are read in two ways (ical.js puts them an hour back instead of forward): the rule's are taken out, and where
 * they really are stands beside the other additions. Those are said in UTC: libical (Evolution, GNOME's calendar) overlooks a zone beside
 * them. */
static enum status add_changes(struct ics *ics, const struct calendar_zone *zone, const struct recurrence_set *set)
{
    struct recurrence_set plain = *set;
    int64_t *dates = NULL, clock = zone ? calendar_wall(zone, set->starts) % TIME_DAY : 0;
    size_t count = 0, also = set->also_count;
    plain.also_count = 0;
    if (zone && set->rule)
        TRY(recurrence_list(ics->arena, &plain, set->starts, RECURRENCE_AHEAD, &dates, &count));
    int64_t *put = arena_array(ics->arena, also + count + 1, sizeof *put);
    if (also)
        memcpy(put, set->also, also * sizeof *put);
    struct buf out = { .arena = ics->arena };
    for (size_t i = 0; i < count; i++) {
        if (calendar_wall(zone, dates[i]) % TIME_DAY == clock)
            continue;
        if (out.len)
            buf_putc(&out, ',');
        calendar_stamp(&out, dates[i] + calendar_offset(zone, dates[i] - TIME_DAY));
        put[also++] = dates[i];
    }
    add_times(ics, NULL, true, "RDATE", put, also);
    if (out.len)
        ics_line(&ics->events, arena_printf(ics->arena, "EXDATE;TZID=%s", zone->name), out.data);
    add_times(ics, zone, true, "EXDATE", set->without, set->without_count);
    return OK;
}

/* A rule that doesn't make its own first date is read by each program its own way: its dates are listed instead. */
static void add_series(struct ics *ics, const struct calendar_zone *zone, const struct recurrence_set *set)
{
    if (!set->rule || recurrence_fits(set)) {
        if (set->rule)
            ics_line(&ics->events, "RRULE", recurrence_text(ics->arena, set->rule));
        if (add_changes(ics, zone, set) != OK)
            log_line(LOG_WARN, "calendar.series", "a series that can't be was written without its changes");
        return;
    }
    int64_t *dates;
    size_t count;
    if (recurrence_list(ics->arena, set, set->starts, RECURRENCE_AHEAD, &dates, &count) != OK || !count)
        return;
    size_t own = dates[0] == set->starts;
    add_times(ics, NULL, true, "RDATE", dates + own, count - own);
    if (!own)
        add_times(ics, zone, true, "EXDATE", &set->starts, 1);
}

static bool url_is_plain(const char *url)
{
    if (!url || (!text_starts(url, "https://") && !text_starts(url, "http://")))
        return false;
    for (; *url; url++)
        if (*url <= 0x20 || *url >= 0x7F)
            return false;
    return true;
}

static int64_t series_end(const struct recurrence_set *set, int64_t ends)
{
    int64_t last = ends;
    for (size_t i = 0; i < set->also_count; i++)
        last = set->also[i] > last ? set->also[i] : last;
    if (set->rule && set->rule->until > last)
        last = set->rule->until;
    else if (set->rule && !set->rule->until && set->starts + ENDLESS > last)
        last = set->starts + ENDLESS;
    return last;
}

static void add_when(struct ics *ics, const struct ics_event *event)
{
    const struct calendar_zone *zone = calendar_zone_is_utc(event->zone) ? NULL : event->zone;
    int64_t first = event->starts, last = event->ends > event->starts ? event->ends : event->starts;
    add_times(ics, zone, event->series, "DTSTART", &event->starts, 1);
    if (event->ends > event->starts)
        add_times(ics, zone, event->series, "DTEND", &event->ends, 1);
    if (event->series) {
        add_series(ics, zone, event->series);
        last = series_end(event->series, last);
    }
    if (event->instance) {
        add_times(ics, zone, true, "RECURRENCE-ID", &event->instance, 1);
        first = event->instance < first ? event->instance : first;
        last = event->instance > last ? event->instance : last;
    }
    if (zone)
        zone_use(ics, zone, first, last);
}

void ics_add(struct ics *ics, const struct ics_event *event)
{
    struct buf *out = &ics->events;
    ics_line(out, "BEGIN", "VEVENT");
    ics_line_text(out, "UID", event->uid);
    add_stamp(ics, "DTSTAMP", event->changed);
    add_stamp(ics, "LAST-MODIFIED", event->changed);
    ics_line(out, "SEQUENCE", arena_printf(ics->arena, "%lld", (long long)event->sequence));
    ics_line(out, "STATUS", event->cancelled ? "CANCELLED" : event->tentative ? "TENTATIVE" : "CONFIRMED");
    ics_line(out, "CLASS", "PRIVATE"); /* who shares a calendar with colleagues shows "busy" */
    add_when(ics, event);
    ics_line_text(out, "SUMMARY", event->title);
    ics_line_text(out, "DESCRIPTION", event->about);
    ics_line_text(out, "LOCATION", event->place);
    if (url_is_plain(event->url))
        ics_line(out, "URL", event->url);
    ics_line(out, "END", "VEVENT");
}

struct bytes ics_end(struct ics *ics)
{
    for (const struct zone_used *used = ics->zones; used; used = used->next)
        ics_zone(&ics->head, used->zone, used->first, used->last);
    buf_add(&ics->head, ics->events.data, ics->events.len);
    ics_line(&ics->head, "END", "VCALENDAR");
    return (struct bytes){ ics->head.data, ics->head.len };
}
