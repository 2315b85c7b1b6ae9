/* Kept searches: sealed rows. */
#include "search/pages.h"

enum status search_row_list(struct db *db, struct arena *arena, int64_t persona, struct search_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, sealed FROM saved_search WHERE persona_id = $1 ORDER BY id LIMIT $2", P(persona),
                 P(SEARCH_KEPT_MOST)));
    *list = (struct search_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct search_row *row = &list->items[list->count++];
        row->id = rows_int(&rows);
        row->sealed = rows_blob(&rows);
    }
    return OK;
}

enum status search_row_add(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct bytes sealed)
{
    return db_exec(db, arena, "INSERT INTO saved_search (id, persona_id, sealed) VALUES ($1, $2, $3)", P(id), P(persona), P(sealed));
}

enum status search_row_drop(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM saved_search WHERE id = $1 AND persona_id = $2", P(id), P(persona)));
    return rows.changed ? OK : NOT_FOUND;
}

enum status search_row_drop_all(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM saved_search WHERE persona_id = $1", P(persona));
}
