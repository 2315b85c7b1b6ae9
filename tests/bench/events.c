/* What a month and a calendar of one's own cost among very many dates, inside the process: bench-events FOLDER COOKIE. Fills a
 * demonstration up to 100,000 dates over a year, every fifth of a series, and has the cookie's member come to 500 of them. Prints in
 * milliseconds: a month's median and 95th percentile, the same with filters, and the median of a calendar of 500 dates. */
#include "agenda/agenda.h"
#include "event/pages.h"
#include "within.h"

#include <stdio.h>
#include <time.h>

enum {
    DATES = 100000,
    SERIES = 400,
    SERIES_DATES = 50,
    AT_ONCE = 500, /* in a transaction */
    MONTHS = 10,
    ROUNDS = 20,
    FEEDS = 100
};

struct filling {
    struct app *app;
    struct arena arena;
    int64_t now, persona;
    int64_t from; /* of the dates that are made, for a year */
    int64_t *hosts, *groups;
    size_t hosts_count, groups_count;
    int64_t there, drawn;
    uint64_t seed; /* the same dates each time */
};

static size_t draw(struct filling *filling, size_t most)
{
    filling->seed = filling->seed * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(filling->seed >> 33) % most;
}

static void ids_take(struct arena *arena, struct rows *rows, int64_t **ids, size_t *count)
{
    *ids = arena_array(arena, rows->count + 1, sizeof **ids);
    for (*count = 0; rows_next(rows); ++*count)
        (*ids)[*count] = rows_int(rows);
}

static enum status look(struct db *db, void *context)
{
    struct filling *filling = context;
    struct rows rows;
    TRY(db_query(db, &filling->arena, &rows, "SELECT id FROM persona ORDER BY id LIMIT 200"));
    ids_take(&filling->arena, &rows, &filling->hosts, &filling->hosts_count);
    TRY(db_query(db, &filling->arena, &rows, "SELECT id FROM peer_group ORDER BY id LIMIT 20"));
    ids_take(&filling->arena, &rows, &filling->groups, &filling->groups_count);
    TRY(db_query(db, &filling->arena, &rows, "SELECT COUNT(*) FROM event"));
    filling->there = rows_next(&rows) ? rows_int(&rows) : 0;
    return filling->hosts_count && filling->groups_count ? OK : NOT_FOUND;
}

/* A date as a community's members would write it: some of groups, some public, with what filters look for. */
static struct event_new date_drawn(struct filling *filling)
{
    static const char *const towns[] = { "Mill Town", "Harbour", "Old Bridge", "North Hill", "Riverside", "The Meadows" };
    static const char *const tongues[] = { "en", "de", "pl", "es pt", "ar fr", "ja" };
    struct event_new wish = { .host = filling->hosts[draw(filling, filling->hosts_count)],
                              .app = filling->app,
                              .now = filling->now + filling->drawn++ };
    size_t minute = draw(filling, 365 * 24 * 4) * 15;
    wish.audience = (enum event_audience)draw(filling, 3);
    wish.group = wish.audience == EVENT_GROUP ? filling->groups[draw(filling, filling->groups_count)] : 0;
    wish.kind = (enum event_kind)draw(filling, 4);
    wish.title = arena_printf(&filling->arena, "Evening number %zu", draw(filling, 1000000));
    wish.region = towns[draw(filling, COUNT(towns))];
    wish.lang = "en";
    wish.zone = "Europe/Berlin";
    wish.starts = filling->from + (int64_t)minute * TIME_MINUTE;
    wish.ends = wish.starts + 2 * TIME_HOUR;
    wish.counts = EVENT_COUNTS_ROUGH;
    wish.quarter = "By the mill";
    wish.exact = "Miller's Lane 7";
    wish.detail.about = "We meet, we talk, and nobody has to.";
    wish.detail.spoken = tongues[draw(filling, COUNT(tongues))];
    wish.detail.access = (unsigned)draw(filling, 1U << EVENT_ACCESS);
    return wish;
}

static enum status date_add(struct db *db, void *context)
{
    struct filling *filling = context;
    int64_t id;
    struct event_new wish = date_drawn(filling);
    return event_create(db, &filling->arena, &wish, &id);
}

static enum status dates_add(struct db *db, void *context)
{
    for (int i = 0; i < AT_ONCE; i++)
        TRY(date_add(db, context));
    return OK;
}

static enum status series_add(struct db *db, void *context)
{
    struct filling *filling = context;
    int64_t id;
    for (int i = 0; i < AT_ONCE / SERIES_DATES; i++) {
        struct event event;
        struct event_new wish = date_drawn(filling);
        wish.starts = filling->from + (wish.starts - filling->from) % (14 * TIME_DAY);
        wish.ends = wish.starts + 2 * TIME_HOUR;
        wish.audience = EVENT_MEMBERS;
        wish.group = 0;
        wish.rule = arena_printf(&filling->arena, "FREQ=WEEKLY;COUNT=%d", SERIES_DATES);
        TRY(event_create(db, &filling->arena, &wish, &id));
        TRY(event_find_for(db, &filling->arena, wish.host, id, &event));
        TRY(event_series_expand(db, &filling->arena, filling->app, event.series, wish.now));
        filling->drawn += SERIES_DATES; /* its dates have a millisecond each: the next one's would share them, and sometimes an id */
    }
    return OK;
}

static enum status joins_add(struct db *db, void *context)
{
    struct filling *filling = context;
    struct rows rows;
    struct event_wish wish = { .party = 1 };
    enum event_coming state;
    int64_t *ids;
    size_t count;
    TRY(db_query(db, &filling->arena, &rows,
                 "SELECT id FROM event WHERE state = 'on' AND audience <> 'group' AND starts_at > $1 AND id % 3 <> 0"
                 " ORDER BY starts_at, id LIMIT $2",
                 P(filling->now), P((int64_t)AGENDA_EVENTS)));
    ids_take(&filling->arena, &rows, &ids, &count);
    for (size_t i = 0; i < count; i++)
        TRY(event_join(db, &filling->arena, ids[i], filling->persona, &wish, filling->now, &state));
    return OK;
}

static enum status fill(struct filling *filling)
{
    struct database *database = filling->app->database;
    TRY(database_read(database, look, filling));
    for (; filling->there < DATES - SERIES * SERIES_DATES; filling->there += AT_ONCE) {
        TRY(database_write(database, dates_add, filling));
        arena_free(&filling->arena);
        TRY(database_read(database, look, filling));
    }
    for (; filling->there < DATES; filling->there += AT_ONCE) {
        TRY(database_write(database, series_add, filling));
        arena_free(&filling->arena);
        TRY(database_read(database, look, filling));
    }
    return database_write(database, joins_add, filling);
}

/* ---- measuring ---- */

struct timing {
    struct within_ask ask;
    struct arena *arena;
};

static bool answered(const struct within_ask *ask)
{
    if (ask->status != 200)
        fprintf(stderr, "bench-events: %s was answered with %d\n", ask->path, ask->status);
    return ask->status == 200;
}

/* Months one after the other, and something new before each: a page that is kept from before would say nothing. */
static bool months_time(struct timing *timing, struct filling *filling, const char *filter, int64_t *took)
{
    int64_t day = filling->now / TIME_DAY;
    for (int i = 0; i < MONTHS * ROUNDS; i++) {
        char month[sizeof "2026-11"];
        time_t at = (time_t)((day + 30 * (1 + i % MONTHS)) * (TIME_DAY / 1000));
        struct tm parts;
        gmtime_r(&at, &parts);
        strftime(month, sizeof month, "%Y-%m", &parts);
        timing->ask.path = arena_printf(timing->arena, "/events/month?%smonth=%s", filter, month);
        if (database_write(filling->app->database, date_add, filling) != OK)
            return false;
        took[i] = within_serve(&timing->ask);
        if (!answered(&timing->ask))
            return false;
    }
    return true;
}

static bool feed_time(struct timing *timing, int64_t *took)
{
    struct within_ask made = timing->ask;
    made.path = "/calendar";
    made.body = "titles=yes";
    made.arena = timing->arena;
    within_serve(&made);
    const char *address = made.page ? strstr(made.page, "/calendar/") : NULL;
    if (!answered(&made) || !address)
        return false;
    timing->ask.path = arena_slice(timing->arena, address, strcspn(address, "?\"< "));
    timing->ask.cookie = "";
    for (int i = 0; i < FEEDS; i++) {
        took[i] = within_serve(&timing->ask);
        if (!answered(&timing->ask))
            return false;
    }
    return true;
}

static bool measure(struct timing *timing, struct filling *filling)
{
    int64_t *took = arena_array(timing->arena, MONTHS * ROUNDS, sizeof *took);
    static const char *const filters[] = { "", "access=toilet&lang=pl&kind=person&" };
    for (size_t i = 0; i < COUNT(filters); i++) {
        if (!months_time(timing, filling, filters[i], took))
            return false;
        printf("%.2f ", within_share(took, MONTHS * ROUNDS, 50));
        printf("%.2f ", within_share(took, MONTHS * ROUNDS, 95));
    }
    if (!feed_time(timing, took))
        return false;
    printf("%.2f\n", within_share(took, FEEDS, 50));
    return true;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct timing timing = { .arena = &arena };
    struct filling filling = { .now = clock_now(), .seed = 1 };
    if (argc != 3) {
        fprintf(stderr, "bench-events FOLDER COOKIE\n");
        return 2;
    }
    if (within_open(argv[1], &arena, &timing.ask.app) != OK)
        return 1;
    filling.app = timing.ask.app;
    filling.from = filling.now + TIME_DAY;
    timing.ask.cookie = argv[2];
    timing.ask.path = "/home";
    within_serve(&timing.ask);
    filling.persona = timing.ask.reader;
    enum status filled = fill(&filling);
    if (filled != OK)
        fprintf(stderr, "bench-events: the dates could not be made (%d)\n", (int)filled);
    bool done = answered(&timing.ask) && filled == OK && measure(&timing, &filling);
    app_close(timing.ask.app);
    arena_free(&filling.arena);
    arena_free(&arena);
    return done ? 0 : 1;
}
