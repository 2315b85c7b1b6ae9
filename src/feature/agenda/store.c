/* Addresses of feeds, and which reminders were sent. */
#include "agenda/pages.h"

static enum status feed_read(struct rows *rows, struct agenda_feed *feed)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    feed->persona = rows_int(rows);
    feed->titles = rows_bool(rows);
    return OK;
}

enum status agenda_feed_find(struct db *db, struct arena *arena, const struct hash *token, struct agenda_feed *feed)
{
    struct rows rows;
    const struct bytes hash = { token->byte, sizeof token->byte };
    TRY(db_query(db, arena, &rows, "SELECT persona_id, titles FROM agenda_feed WHERE token_hash = $1", P(hash)));
    return feed_read(&rows, feed);
}

enum status agenda_feed_of(struct db *db, struct arena *arena, int64_t persona, struct agenda_feed *feed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id, titles FROM agenda_feed WHERE persona_id = $1", P(persona)));
    return feed_read(&rows, feed);
}

enum status agenda_feed_store(struct db *db, struct arena *arena, const struct agenda_feed *feed, const struct hash *token)
{
    const struct bytes hash = { token->byte, sizeof token->byte };
    return db_exec(db, arena,
                   "INSERT INTO agenda_feed (persona_id, token_hash, titles) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET token_hash = $2, titles = $3",
                   P(feed->persona), P(hash), P(feed->titles));
}

enum status agenda_feed_drop(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM agenda_feed WHERE persona_id = $1", P(persona));
}

/* ---- reminders ---- */

enum { DUES_MOST = 200 };

enum status agenda_due_list(struct db *db, struct arena *arena, int64_t now, int64_t until, int64_t step, struct agenda_dues *dues)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT e.id, e.starts_at, e.zone FROM event e WHERE e.starts_at > $1 AND e.starts_at <= $2 AND e.state = 'on'"
                 " AND NOT EXISTS (SELECT 1 FROM agenda_reminded r WHERE r.event_id = e.id AND r.starts_at = e.starts_at AND r.step >= $3)"
                 " ORDER BY e.starts_at, e.id LIMIT $4",
                 P(now), P(until), P(step), P(DUES_MOST)));
    *dues = (struct agenda_dues){ arena_array(arena, rows.count + 1, sizeof *dues->items), 0 };
    while (rows_next(&rows)) {
        struct agenda_due *due = &dues->items[dues->count++];
        due->event = rows_int(&rows);
        due->starts = rows_int(&rows);
        due->zone = rows_text(&rows);
    }
    return OK;
}

enum status agenda_reminded_store(struct db *db, struct arena *arena, const struct agenda_due *due, int64_t step)
{
    return db_exec(db, arena,
                   "INSERT INTO agenda_reminded (event_id, starts_at, step) VALUES ($1, $2, $3)"
                   " ON CONFLICT (event_id) DO UPDATE SET starts_at = $2, step = $3",
                   P(due->event), P(due->starts), P(step));
}

enum status agenda_reminded_over(struct db *db, struct arena *arena, int64_t before, int64_t **events, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "DELETE FROM agenda_reminded WHERE event_id IN (SELECT event_id FROM agenda_reminded WHERE starts_at < $1"
                 " ORDER BY starts_at, event_id LIMIT $2) RETURNING event_id",
                 P(before), P(DUES_MOST)));
    *events = arena_array(arena, rows.count + 1, sizeof **events);
    *count = 0;
    while (rows_next(&rows))
        (*events)[(*count)++] = rows_int(&rows);
    return OK;
}
