/* Inside feature/agenda: its rows, and what the template is given. */
#ifndef AGENDA_PAGES_H
#define AGENDA_PAGES_H

#include "agenda/agenda.h"
#include "calendar/calendar.h"
#include "http/feature.h"
#include "layout/layout.h"
#include "notification/notification.h"

/* ---- store.c ---- */

struct agenda_feed {
    int64_t persona;
    bool titles;
};
/* NOT_FOUND: there is none of that hash; of that persona. */
enum status agenda_feed_find(struct db *db, struct arena *arena, const struct hash *token, struct agenda_feed *feed) MUST_USE;
enum status agenda_feed_of(struct db *db, struct arena *arena, int64_t persona, struct agenda_feed *feed) MUST_USE;
/* One of a persona: another takes the place of the one before. */
enum status agenda_feed_store(struct db *db, struct arena *arena, const struct agenda_feed *feed, const struct hash *token) MUST_USE;
enum status agenda_feed_drop(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

struct agenda_due {
    int64_t event, starts;
    const char *zone;
};
struct agenda_dues {
    struct agenda_due *items;
    size_t count;
};
/* What begins in (now, until] and wasn't reminded of for that start and step, the first 200. */
enum status agenda_due_list(struct db *db, struct arena *arena, int64_t now, int64_t until, int64_t step,
                            struct agenda_dues *dues) MUST_USE;
enum status agenda_reminded_store(struct db *db, struct arena *arena, const struct agenda_due *due, int64_t step) MUST_USE;
/* Events whose reminders are over: their ids, at most 200, forgotten here. */
enum status agenda_reminded_over(struct db *db, struct arena *arena, int64_t before, int64_t **events, size_t *count) MUST_USE;

/* ---- entry.c: an event as a calendar's entry ---- */

struct agenda_writer {
    struct arena *arena;
    const struct app *app;
    struct view *view;  /* for the language */
    const char *origin; /* "https://host" */
    int64_t persona;    /* whose calendar; 0: a visitor's */
    bool titles;
    struct ics *ics;
    struct agenda_zone *zones; /* opened so far */
};
/* NULL: nobody knows it. */
const struct calendar_zone *agenda_zone(struct agenda_writer *writer, const char *name);
struct agenda_entry {
    const struct event *event;
    const struct event_place *place;     /* read only where the writer's titles is set */
    const struct recurrence_set *series; /* NULL: this date alone */
    bool instance;                       /* one date of the series that was written before */
};
enum status agenda_write(struct agenda_writer *writer, const struct agenda_entry *entry) MUST_USE;
/* All dates of the event's series as they are planned, and each one of which something else is said; NOT_FOUND: there are none to come. */
enum status agenda_write_series(struct request *request, struct agenda_writer *writer, const struct event *event) MUST_USE;

/* ---- remind.c ---- */

extern const struct job_kind agenda_jobs[];

/* ---- the page ---- */

struct agenda_view {
    const char *fresh; /* the address, this once; NULL */
    bool made, titles;
};
void agenda_html(struct view *view, const struct agenda_view *page);

#endif
