/* Calendars: what the clock on a wall shows and what moment that is, things that repeat, and texts other calendars read (RFC 5545).
 * A *moment* is epoch milliseconds (UTC); a *wall* is what a zone's clock shows, as milliseconds since its own 1970-01-01 00:00, so that
 * wall / TIME_DAY is a day as date_day() counts it. Everything here is safe to call from any thread: nothing is kept between calls. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "base/base.h"

/* ---- zones ---- */

/* One IANA zone from 1970 to 2100 (what lies outside keeps the nearest offset); lives as long as its arena. */
struct calendar_zone;
/* ICU's transitions of that zone (up to half a millisecond: open it once per request). NOT_FOUND: a zone that zone_is_known() denies. */
enum status calendar_zone_open(struct arena *arena, const char *name, const struct calendar_zone **zone) MUST_USE;
const char *calendar_zone_name(const struct calendar_zone *zone);
/* Milliseconds to add to UTC at that moment. */
int64_t calendar_offset(const struct calendar_zone *zone, int64_t ms);
int64_t calendar_wall(const struct calendar_zone *zone, int64_t ms);

enum calendar_clock {
    CALENDAR_ONCE,
    CALENDAR_SKIPPED, /* the clock never shows it: it is put forward over it */
    CALENDAR_TWICE,   /* it is put back over it */
};
/* The moment at which the zone's clock shows `wall`. Of two, the first; of one that is skipped, as if the clock hadn't been put forward yet
 * (RFC 5545 §3.3.5: 02:30 becomes 03:30). *clock, when not NULL, says which it was, so that a form can tell. */
int64_t calendar_moment(const struct calendar_zone *zone, int64_t wall, enum calendar_clock *clock);

/* "2026-11-23T19:30" (with or without seconds, as <input type="datetime-local"> sends it) from 1970 to 2099; false for any other text. */
bool calendar_wall_read(const char *text, int64_t *wall);
const char *calendar_wall_text(struct arena *arena, int64_t wall); /* "2026-11-23T19:30" */

/* ---- what repeats ---- */

enum {
    RECURRENCE_AHEAD = 400,    /* dates a walk gives at most */
    RECURRENCE_INTERVAL = 400, /* "every … weeks" at most */
    RECURRENCE_DATES = 1000    /* exceptions and additions a series may have */
};
enum recurrence_frequency { RECURRENCE_DAILY, RECURRENCE_WEEKLY, RECURRENCE_MONTHLY, RECURRENCE_YEARLY };

/* A rule as a form can make and show it: a subset of RFC 5545 §3.3.10.
 *   DAILY · WEEKLY on `weekdays` · MONTHLY on `month_day` or on the nth weekday (weekdays holds one, `nth` isn't 0) · YEARLY (the first
 * date's day). What is left 0 comes from the first date. A day that a month doesn't have (31, 29 February) is left out, as the RFC has it.
 */
struct recurrence {
    enum recurrence_frequency frequency;
    int interval;      /* 1 … RECURRENCE_INTERVAL */
    unsigned weekdays; /* bits, Monday is 1 << 0 */
    int nth;           /* monthly: 1 … 5, or -1 for the last; 0: not by weekday */
    int month_day;     /* monthly: 1 … 31, or -1 for the last day; 0: not so */
    int64_t count;     /* dates in all, exceptions among them; 0: no such end */
    int64_t until;     /* the last moment at which one may begin; 0: no such end */
};
/* Reads "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231". UNTIL may be a day (to its end in that zone), a wall or UTC. INVALID: not a
 * rule, or one outside the subset (BYSETPOS, HOURLY, …): never guessed at. */
enum status recurrence_read(struct arena *arena, const char *text, const struct calendar_zone *zone, struct recurrence *rule) MUST_USE;
/* The same in one canonical spelling, UNTIL in UTC: what is stored. recurrence_read(recurrence_text(r)) is r. */
const char *recurrence_text(struct arena *arena, const struct recurrence *rule);

/* Moments as "20261124T183000Z,20261201T183000Z", and back: for EXDATE and RDATE in a column. INVALID: anything else, or too many. */
const char *recurrence_dates_text(struct arena *arena, const int64_t *dates, size_t count);
enum status recurrence_dates_read(struct arena *arena, const char *text, int64_t **dates, size_t *count) MUST_USE;

/* Everything that says when something takes place. */
struct recurrence_set {
    const struct calendar_zone *zone;
    int64_t starts;                /* the first date, a moment; it counts as one even where the rule wouldn't make it */
    const struct recurrence *rule; /* NULL: it doesn't repeat */
    const int64_t *without;        /* EXDATE: moments, in any order */
    size_t without_count;
    const int64_t *also; /* RDATE */
    size_t also_count;
};
/* Walks over the dates at or after `from`, in order, none twice: at most RECURRENCE_AHEAD of them, however the rule is written; bounded in
 * time, too (a rule that never matches ends). The clock on the wall is kept over changes of the offset. `set` and what it names must
 * outlive the walk. INVALID: the rule isn't one that recurrence_read would give. */
struct recurrence_walk;
enum status recurrence_begin(struct arena *arena, const struct recurrence_set *set, int64_t from, struct recurrence_walk **walk) MUST_USE;
bool recurrence_next(struct recurrence_walk *walk, int64_t *starts);
/* All of them at once; *count at most `most` (and RECURRENCE_AHEAD). */
enum status recurrence_list(struct arena *arena, const struct recurrence_set *set, int64_t from, size_t most, int64_t **dates,
                            size_t *count) MUST_USE;

/* ---- texts for other calendars (text/calendar; RFC 5545, 7986) ---- */

struct ics_event {
    const char *uid; /* the same for every version of it; printable ASCII */
    int64_t sequence;
    bool cancelled; /* STATUS:CANCELLED: it stays in the text, so that calendars strike it */
    bool tentative; /* not sure yet: asked, or on the waiting list */
    int64_t starts, ends, changed;
    const struct calendar_zone *zone;    /* NULL: UTC */
    const char *title;                   /* whatever members wrote: escaped, folded, control characters dropped */
    const char *about, *place, *url;     /* NULL or "": left out; an address that isn't http(s) is, too */
    const struct recurrence_set *series; /* RRULE, EXDATE, RDATE; its starts and zone are the event's */
    int64_t instance;                    /* RECURRENCE-ID: the date of the series that this one stands for; 0: none */
};
struct ics;
/* `name`: what a calendar calls this list; NULL: nothing. `refresh_minutes`: how often it should look again; 0: not said. Nothing in the
 * text says what place it comes from beyond what is given here. */
struct ics *ics_begin(struct arena *arena, const char *name, int refresh_minutes);
void ics_add(struct ics *ics, const struct ics_event *event);
/* The whole text, with a VTIMEZONE for each zone that was used (its TZID is the one beside the times), in the arena. */
struct bytes ics_end(struct ics *ics);

#endif
