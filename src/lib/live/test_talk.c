#include "live/test_talk.h"

#include "db/test_scratch.h"
#include <stdio.h>
#include <stdlib.h>

static enum status talk_read(struct db *db, struct arena *arena, int64_t channel, int64_t after, struct live_changes *changes)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, " SELECT number, words FROM talk WHERE channel = $1 AND number > $2 ORDER BY number LIMIT $3",
                 P(channel), P(after), P((int)LIVE_READ_MOST)));
    changes->items = arena_array(arena, rows.count, sizeof *changes->items);
    while (rows_next(&rows)) {
        struct live_change *change = &changes->items[changes->count++];
        change->number = rows_int(&rows);
        change->what = rows_text(&rows);
    }
    return OK;
}

/* The words "silence" make no event, "twice" make two. */
static void talk_write(struct view *view, unsigned flags, int64_t channel, const struct live_change *change)
{
    (void)channel;
    if (text_same(change->what, "silence"))
        return;
    if (text_same(change->what, "twice"))
        live_event(view, "first", "half");
    html_text(view, view->lang);
    html_literal(view, ", ", 2);
    html_text(view, view->words.zone ? view->words.zone : "UTC");
    html_literal(view, ", ", 2);
    html_text(view, flags);
    html_literal(view, ": ", 2);
    html_text(view, (const char *)change->what);
    live_event(view, "line", NULL);
}

const struct live_source talk_source = { "talk", talk_read, talk_write };
const struct live_source nudge_source = { .name = "nudge" };
const struct live_source *const talk_sources[] = { &talk_source, &nudge_source, NULL };

void talk_make(struct database *database)
{
    static const char *const tables[] = {
        " CREATE TABLE talk (channel BIGINT NOT NULL, number BIGINT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (channel, number))",
        " CREATE TABLE talk_last (channel BIGINT PRIMARY KEY, number BIGINT NOT NULL)",
    };
    for (size_t i = 0; i < COUNT(tables); i++)
        if (scratch_do(database, tables[i]) != OK)
            abort();
}

struct line {
    int64_t channel, number;
    const char *words;
};

static enum status say(struct db *db, void *context)
{
    struct line *line = context;
    struct arena arena = { 0 };
    struct rows rows;
    enum status status = db_query(db, &arena, &rows,
                                  " INSERT INTO talk_last (channel, number) VALUES ($1, 1) ON CONFLICT (channel)"
                                  " DO UPDATE SET number = talk_last.number + 1 RETURNING number",
                                  P(line->channel));
    if (status == OK && rows_next(&rows)) {
        line->number = rows_int(&rows);
        status = db_exec(db, &arena, " INSERT INTO talk (channel, number, words) VALUES ($1, $2, $3)", P(line->channel), P(line->number),
                         P(line->words));
    }
    if (status == OK)
        status = live_publish(db, &arena, &talk_source, line->channel);
    arena_free(&arena);
    return status;
}

int64_t talk_say(struct database *database, int64_t channel, const char *words)
{
    struct line line = { .channel = channel, .words = words };
    return database_write(database, say, &line) == OK ? line.number : 0;
}

static enum status nudge(struct db *db, void *context)
{
    struct arena arena = { 0 };
    enum status status = live_publish(db, &arena, &nudge_source, *(const int64_t *)context);
    arena_free(&arena);
    return status;
}

void talk_nudge(struct database *database, int64_t channel)
{
    if (database_write(database, nudge, &channel) != OK)
        abort();
}

static enum status drop(struct db *db, void *context)
{
    struct arena arena = { 0 };
    enum status status = live_drop(db, &arena, *(const int64_t *)context);
    arena_free(&arena);
    return status;
}

void talk_drop(struct database *database, int64_t persona)
{
    if (database_write(database, drop, &persona) != OK)
        abort();
}
