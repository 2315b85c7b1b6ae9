#include "circle/circle.h"

/* ---- blocks ---- */

enum status block_list_of(struct request *request, struct block_list *list)
{
    *list = (struct block_list){ 0 };
    if (!request->reader)
        return OK;
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT other_id FROM block WHERE persona_id = $1 ORDER BY other_id",
                 P(request->reader)));
    int64_t *items = arena_alloc(request->arena, rows.count * sizeof *items + 1);
    while (rows_next(&rows))
        items[list->count++] = rows_int(&rows);
    list->items = items;
    return OK;
}

bool block_has(const struct block_list *list, int64_t persona)
{
    size_t from = 0, to = list->count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (list->items[middle] == persona)
            return true;
        if (list->items[middle] < persona)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

enum status block_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *blocked)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    *blocked = rows.count > 0;
    return OK;
}

enum status block_set(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    TRY(connection_end(db, arena, persona, other));
    TRY(db_exec(db, arena,
                "INSERT INTO block (persona_id, other_id, by_me) VALUES ($1, $2, TRUE)"
                " ON CONFLICT (persona_id, other_id) DO UPDATE SET by_me = TRUE",
                P(persona), P(other)));
    return db_exec(db, arena, "INSERT INTO block (persona_id, other_id, by_me) VALUES ($2, $1, FALSE) ON CONFLICT DO NOTHING", P(persona),
                   P(other));
}

/* The other side's own block stays. */
enum status block_end(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    TRY(db_exec(db, arena, "UPDATE block SET by_me = FALSE WHERE persona_id = $1 AND other_id = $2", P(persona), P(other)));
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $2 AND other_id = $1 AND by_me", P(persona), P(other)));
    if (rows.count)
        return OK;
    return db_exec(db, arena, "DELETE FROM block WHERE (persona_id = $1 AND other_id = $2) OR (persona_id = $2 AND other_id = $1)",
                   P(persona), P(other));
}

/* ---- connections ---- */

enum status connection_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *connected)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM connection WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    *connected = rows.count > 0;
    return OK;
}

enum status connection_set(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    return db_exec(db, arena, "INSERT INTO connection (persona_id, other_id) VALUES ($1, $2), ($2, $1) ON CONFLICT DO NOTHING", P(a), P(b));
}

enum status connection_end(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    TRY(db_exec(db, arena, "DELETE FROM connection WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    return db_exec(db, arena, "DELETE FROM connection WHERE persona_id = $2 AND other_id = $1", P(a), P(b));
}

/* ---- leaving ---- */

enum status circle_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM block WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM block WHERE other_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM connection WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM connection WHERE other_id = $1", P(persona));
}

enum status circle_names(struct request *request, struct rows *connected, struct rows *blocked)
{
    TRY(db_query(request->db, request->arena, connected,
                 "SELECT p.name FROM connection c JOIN persona p ON p.id = c.other_id WHERE c.persona_id = $1", P(request->reader)));
    return db_query(request->db, request->arena, blocked,
                    "SELECT p.name FROM block b JOIN persona p ON p.id = b.other_id WHERE b.persona_id = $1 AND b.by_me",
                    P(request->reader));
}
