/* The rows of the index, and the search in them. */
#include "index/words.h"

enum { PURGE_PAGES = 64 };

/* ---- what changed ---- */

/* Marking again changes the row: where two transactions run at once, who reads the thing for the index while another changes it begins
 * anew (PostgreSQL), and no change is missed. */
enum status index_mark(struct db *db, struct arena *arena, const char *kind, int64_t id)
{
    return db_exec(
        db, arena,
        "INSERT INTO index_due (kind, id, times) VALUES ($1, $2, 1) ON CONFLICT (id, kind) DO UPDATE SET times = index_due.times + 1",
        P(kind), P(id));
}

enum status index_due_list(struct db *db, struct arena *arena, size_t most, struct index_due_list *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT kind, id FROM index_due ORDER BY id, kind LIMIT $1", P((int64_t)most)));
    *list = (struct index_due_list){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct index_due *due = &list->items[list->count++];
        due->kind = rows_text(&rows);
        due->id = rows_int(&rows);
    }
    return OK;
}

enum status index_due_end(struct db *db, struct arena *arena, const struct index_due *due)
{
    return db_exec(db, arena, "DELETE FROM index_due WHERE kind = $1 AND id = $2", P(due->kind), P(due->id));
}

/* ---- documents ---- */

enum status index_add(struct db *db, struct arena *arena, const struct index_doc *doc, const char *words)
{
    TRY(db_exec(db, arena, "INSERT INTO index_doc (id, kind, words) VALUES ($1, $2, $3)", P(doc->id), P(doc->kind), P(words)));
    if (!db_is_sqlite(db))
        return OK;
    return db_exec(db, arena, "INSERT INTO index_words (rowid, words) VALUES ($1, $2)", P(doc->id), P(words));
}

static enum status words_drop(struct db *db, struct arena *arena, int64_t id, const char *words)
{
    if (db_is_sqlite(db))
        TRY(db_exec(db, arena, "INSERT INTO index_words (index_words, rowid, words) VALUES ('delete', $1, $2)", P(id), P(words)));
    return db_exec(db, arena, "DELETE FROM index_doc WHERE id = $1", P(id));
}

static enum status words_find(struct db *db, struct arena *arena, int64_t id, const char **words)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT words FROM index_doc WHERE id = $1", P(id)));
    *words = rows_next(&rows) ? rows_text(&rows) : NULL;
    return OK;
}

enum status index_drop(struct db *db, struct arena *arena, int64_t id, bool *was_there)
{
    const char *words;
    TRY(words_find(db, arena, id, &words));
    *was_there = words != NULL;
    return words ? words_drop(db, arena, id, words) : OK;
}

enum status index_put(struct db *db, struct arena *arena, const struct index_doc *doc, bool *was_there)
{
    const char *words = index_words(arena, doc), *before;
    TRY(words_find(db, arena, doc->id, &before));
    *was_there = before && !text_same(before, words);
    if (before && !*was_there)
        return OK;
    if (before)
        TRY(words_drop(db, arena, doc->id, before));
    return index_add(db, arena, doc, words);
}

/* ---- care ---- */

enum status index_bulk(struct db *db, struct arena *arena, bool on)
{
    if (!db_is_sqlite(db))
        return OK;
    /* Outside, SQLite's own defaults: a little memory, and pieces that are merged as they come. */
    static const struct {
        const char *sql;
        int bulk, ordinary;
    } settings[] = {
        { "INSERT INTO index_words (index_words, rank) VALUES ('hashsize', $1)", 32 << 20, 1 << 20 },
        { "INSERT INTO index_words (index_words, rank) VALUES ('automerge', $1)", 0, 4 },
        { "INSERT INTO index_words (index_words, rank) VALUES ('crisismerge', $1)", 200, 16 },
    };
    for (size_t i = 0; i < COUNT(settings); i++)
        TRY(db_exec(db, arena, settings[i].sql, P(on ? settings[i].bulk : settings[i].ordinary)));
    return on ? OK : db_exec(db, arena, "INSERT INTO index_words (index_words) VALUES ('optimize')");
}

static enum status changes_count(struct db *db, struct arena *arena, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT total_changes()"));
    *count = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status index_purge(struct db *db, struct arena *arena, bool *done)
{
    int64_t before, after;
    *done = true;
    if (db_is_sqlite(db)) {
        TRY(changes_count(db, arena, &before));
        TRY(db_exec(db, arena, "INSERT INTO index_words (index_words, rank) VALUES ('merge', $1)", P(-PURGE_PAGES)));
        TRY(changes_count(db, arena, &after));
        *done = after - before < 2; /* as SQLite's manual says: nothing was left to merge */
    }
    bool wanted = !*done;
    return db_exec(db, arena, "UPDATE index_care SET wanted = $1, steps = steps + 1 WHERE id = 1", P(wanted));
}

enum status index_purge_want(struct db *db, struct arena *arena, bool *first, int64_t *steps)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT wanted, steps FROM index_care WHERE id = 1"));
    *first = !rows_next(&rows) || !rows_bool(&rows);
    *steps = rows.count ? rows_int(&rows) : 0;
    if (!*first)
        return OK;
    return db_exec(db, arena,
                   "INSERT INTO index_care (id, wanted, steps) VALUES (1, TRUE, 0)"
                   " ON CONFLICT (id) DO UPDATE SET wanted = TRUE, steps = 0");
}

/* ---- finding ---- */

enum status index_find(struct db *db, struct arena *arena, const struct index_query *query, int64_t before, size_t most,
                       struct index_ids *ids)
{
    struct rows rows;
    const char *match = index_match(arena, query, db_is_sqlite(db));
    *ids = (struct index_ids){ 0 };
    if (!match)
        return OK;
    if (db_is_sqlite(db))
        TRY(db_query(db, arena, &rows,
                     "SELECT rowid FROM index_words WHERE index_words MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3", P(match),
                     P(before ? before : INT64_MAX), P((int64_t)most)));
    else
        TRY(db_query(db, arena, &rows,
                     "SELECT id FROM index_doc WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($1 AS tsquery) AND id < $2"
                     " ORDER BY id DESC LIMIT $3",
                     P(match), P(before ? before : INT64_MAX), P((int64_t)most)));
    ids->items = arena_array(arena, rows.count + 1, sizeof *ids->items);
    while (rows_next(&rows))
        ids->items[ids->count++] = rows_int(&rows);
    return OK;
}
