/* What calendar's own files share. Nothing outside this folder includes it. */
#ifndef CALENDAR_INSIDE_H
#define CALENDAR_INSIDE_H

#include "calendar/calendar.h"

/* ---- zone.c ---- */

/* Dates are known up to here: 2100-01-01. */
#define CALENDAR_END INT64_C(4102444800000)

struct calendar_shift {
    int64_t from;   /* a moment; of the first: the beginning of time */
    int64_t offset; /* until the next */
    bool daylight;
};

struct calendar_zone {
    const char *name;
    struct calendar_shift *shifts;
    size_t count;
};
/* Index of the shift that holds at that moment. */
size_t calendar_shift_at(const struct calendar_zone *zone, int64_t ms);
bool calendar_zone_is_utc(const struct calendar_zone *zone);

/* ---- day.c: days of the Gregorian calendar, counted from 1970-01-01 ---- */

struct calendar_date {
    int64_t year;
    int month, day; /* from 1 */
};
struct calendar_date calendar_date_of(int64_t day);
int64_t calendar_day_of(int64_t year, int month, int day);
int calendar_month_length(int64_t year, int month);
int calendar_weekday(int64_t day); /* Monday is 0 */
int64_t calendar_day_part(int64_t wall);

/* "20261124T183000" of a wall; and the moment, with "Z" behind it. */
void calendar_stamp(struct buf *out, int64_t wall);
/* Reads `digits` digits; -1 when there are others. Moves behind them. */
int64_t calendar_digits(const char **at, int digits);
/* "20261124" and, where `clock` isn't NULL and one stands there, "T183000": *clock says whether. false: not a date from 1970 to 2099. */
bool calendar_stamp_read(const char **at, int64_t *wall, bool *clock);

/* ---- rule.c ---- */

/* Whether recurrence_read could have given it. */
bool recurrence_holds(const struct recurrence *rule);
extern const char recurrence_weekday_names[7][3]; /* "MO" */

/* ---- walk.c ---- */

/* The first date is one the rule makes by itself: other programs agree only then about what comes after. */
bool recurrence_fits(const struct recurrence_set *set);

/* ---- ics_line.c: lines of at most 75 bytes ---- */

/* One line: `head` ("SUMMARY", "DTSTART;TZID=…"), ":" and `value` as it is. */
void ics_line(struct buf *out, const char *head, const char *value);
/* The same for members' words: escaped. Nothing for NULL and "". */
void ics_line_text(struct buf *out, const char *head, const char *words);

/* ---- ics_zone.c ---- */

/* VTIMEZONE for the moments from `first` to `last`, and where the zone's rule is regular for all that come later. */
void ics_zone(struct buf *out, const struct calendar_zone *zone, int64_t first, int64_t last);

#endif
