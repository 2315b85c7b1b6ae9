#include "story/pages.h"

static void row_read(struct rows *rows, struct story_sealed_row *row)
{
    *row = (struct story_sealed_row){ .id = rows_int(rows) };
    row->head = rows_blob(rows);
}

static enum status row_one(struct rows *rows, struct story_sealed_row *row)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    row_read(rows, row);
    row->body = rows_blob(rows);
    return OK;
}

enum status story_sealed_row_find(struct db *db, struct arena *arena, int64_t persona, struct bytes place, struct story_sealed_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, head, body FROM story_sealed WHERE persona_id = $1 AND place = $2", P(persona), P(place)));
    return row_one(&rows, row);
}

enum status story_sealed_row_by_id(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct story_sealed_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, head, body FROM story_sealed WHERE id = $1 AND persona_id = $2", P(id), P(persona)));
    return row_one(&rows, row);
}

enum status story_sealed_row_list(struct db *db, struct arena *arena, int64_t persona, struct story_sealed_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, head FROM story_sealed WHERE persona_id = $1", P(persona)));
    *list = (struct story_sealed_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        row_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status story_sealed_row_put(struct db *db, struct arena *arena, int64_t persona, struct bytes place,
                                 const struct story_sealed_row *row)
{
    return db_exec(db, arena,
                   "INSERT INTO story_sealed (id, persona_id, place, head, body) VALUES ($1, $2, $3, $4, $5)"
                   " ON CONFLICT (persona_id, place) DO UPDATE SET head = excluded.head, body = excluded.body",
                   P(row->id), P(persona), P(place), P(row->head), P(row->body));
}

enum status story_sealed_row_drop(struct db *db, struct arena *arena, int64_t persona, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM story_sealed WHERE id = $1 AND persona_id = $2", P(id), P(persona));
}

enum status story_sealed_erase(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM story_sealed WHERE persona_id = $1", P(persona));
}
