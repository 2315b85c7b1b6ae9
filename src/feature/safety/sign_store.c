/* Groups with somebody on duty, and what they are to read first. */
#include "safety/pages.h"

enum status help_watch_is(struct db *db, struct arena *arena, int64_t group, bool *on)
{
    struct rows rows;
    *on = false;
    if (!group)
        return OK;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM danger_watch WHERE group_id = $1", P(group)));
    *on = rows.count > 0;
    return OK;
}

enum status help_watch_set(struct db *db, struct arena *arena, int64_t group, bool on)
{
    if (on)
        return db_exec(db, arena, "INSERT INTO danger_watch (group_id) VALUES ($1) ON CONFLICT DO NOTHING", P(group));
    TRY(db_exec(db, arena, "DELETE FROM danger_watch WHERE group_id = $1", P(group)));
    return OK;
}

enum status help_sign_add(struct db *db, struct arena *arena, const struct help_sign *sign)
{
    return db_exec(db, arena,
                   "INSERT INTO danger_sign (id, group_id, kind, thing, persona_id, path, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   P(id_at(sign->at)), P(sign->group), P(sign->kind), P(sign->thing), sign->persona ? P(sign->persona) : P_NULL,
                   P(sign->path), P(sign->at));
}

enum status help_sign_list(struct db *db, struct arena *arena, int64_t now, struct help_signs *signs)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT group_id, kind, thing, path, created_at FROM danger_sign WHERE created_at > $1 ORDER BY created_at DESC LIMIT 100",
                 P(now - HELP_SIGN_DAYS * TIME_DAY)));
    signs->items = arena_array(arena, rows.count + 1, sizeof *signs->items);
    signs->count = 0;
    while (rows_next(&rows)) {
        struct help_sign *sign = &signs->items[signs->count++];
        *sign = (struct help_sign){ .group = rows_int(&rows) };
        sign->kind = rows_text(&rows);
        sign->thing = rows_int(&rows);
        sign->path = rows_text(&rows);
        sign->at = rows_int(&rows);
    }
    return OK;
}

enum status help_sign_done(struct db *db, struct arena *arena, const char *kind, int64_t thing)
{
    return db_exec(db, arena, "DELETE FROM danger_sign WHERE kind = $1 AND thing = $2", P(kind), P(thing));
}

enum status help_sign_count(struct db *db, struct arena *arena, int64_t persona, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM danger_sign WHERE persona_id = $1", P(persona)));
    *count = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status help_sign_erase(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM danger_sign WHERE persona_id = $1", P(persona));
}

enum status help_sign_expire(struct db *db, struct arena *arena, int64_t now)
{
    return db_exec(db, arena, "DELETE FROM danger_sign WHERE created_at <= $1", P(now - HELP_SIGN_DAYS * TIME_DAY));
}
