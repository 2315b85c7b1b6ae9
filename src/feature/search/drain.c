/* Keeps the index in step with what features say has changed. */
#include "search/pages.h"

enum { BATCH = 200, STEPS_FEW = 40 };

const struct index_kind *search_kind_find(const struct app *app, const char *name)
{
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct index_kind *kind = (*feature)->finds; kind && kind->name; kind++)
            if (text_same(kind->name, name))
                return kind;
    return NULL;
}

/* *dropped: words went. */
static enum status due_read(struct db *db, struct arena *arena, const struct app *app, const struct index_due *due, bool *dropped)
{
    const struct index_kind *kind = search_kind_find(app, due->kind);
    struct index_doc doc = { 0 };
    doc.id = due->id;
    doc.kind = due->kind;
    doc.names = kind && kind->names;
    enum status status = kind ? kind->read(db, arena, due->id, &doc) : NOT_FOUND;
    if (status == NOT_FOUND)
        return index_drop(db, arena, due->id, dropped);
    TRY(status);
    return index_put(db, arena, &doc, dropped);
}

/* A small community's deleted words leave the full text index within a minute; a large one's, where that takes seconds of the disk, within
 * the hour. */
static enum status purge_later(struct db *db, struct arena *arena, int64_t now)
{
    bool first;
    int64_t steps;
    TRY(index_purge_want(db, arena, &first, &steps));
    return first ? job_add(db, arena, "search.purge", 0, now + (steps > STEPS_FEW ? TIME_HOUR : TIME_MINUTE)) : OK;
}

static enum status drain(struct db *db, struct arena *arena, int64_t now, const struct app *app, bool *more)
{
    struct index_due_list list;
    bool dropped = false;
    TRY(index_due_list(db, arena, BATCH, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct arena one = { 0 };
        bool words = false;
        enum status status = due_read(db, &one, app, &list.items[i], &words);
        if (status == OK)
            status = index_due_end(db, &one, &list.items[i]);
        arena_free(&one);
        TRY(status);
        dropped |= words;
    }
    *more = list.count == BATCH;
    return dropped ? purge_later(db, arena, now) : OK;
}

static enum status run_drain(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    bool more;
    TRY(drain(db, arena, now, app, &more));
    /* Few at a time, so that writers needn't wait. The recurring run begins, the others follow as jobs. */
    return more && subject == 0 ? job_add(db, arena, "search.more", 1, now) : OK;
}

static enum status run_more(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    bool more;
    (void)subject;
    TRY(drain(db, arena, now, app, &more));
    return more ? job_add(db, arena, "search.more", 1, now) : OK;
}

static enum status run_purge(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    bool done;
    (void)subject, (void)app;
    TRY(index_purge(db, arena, &done));
    return done ? OK : job_add(db, arena, "search.purge", 0, now);
}

const struct job_kind search_jobs[] = {
    { .name = "search.drain", .run = run_drain, .every = 2 * TIME_SECOND },
    { .name = "search.more", .run = run_more },
    { .name = "search.purge", .run = run_purge, .checkpoint = true },
    { 0 },
};

struct catching_up {
    const struct app *app;
    int64_t now;
    bool more;
};

static enum status catch_up(struct db *db, void *context)
{
    struct catching_up *catching = context;
    struct arena arena = { 0 };
    enum status status = drain(db, &arena, catching->now, catching->app, &catching->more);
    arena_free(&arena);
    return status;
}

enum status search_catch_up(struct app *app)
{
    struct catching_up catching = { .app = app, .now = app->clock(app->clock_context), .more = true };
    while (catching.more)
        TRY(database_write(app->database, catch_up, &catching));
    return OK;
}
