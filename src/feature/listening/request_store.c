/* Who asks for a listener, and whom that is offered to: rows that live for minutes or hours. */
#include "listening/pages.h"

#define REQUEST "SELECT id, persona_id, today, wish, languages, topics, words, state, other_id, until, expires_at FROM listening_request "

static void request_read(struct rows *rows, struct listening_request *request)
{
    request->id = rows_int(rows);
    request->persona = rows_int(rows);
    request->today = rows_bool(rows);
    request->wish = rows_text(rows);
    request->languages = rows_text(rows);
    request->topics = (unsigned)rows_int(rows);
    request->words = rows_blob(rows);
    request->state = (enum listening_state)rows_int(rows);
    request->other = rows_int(rows);
    request->until = rows_int(rows);
    request->expires_at = rows_int(rows);
}

static enum status request_one(struct rows *rows, struct listening_request *request)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    request_read(rows, request);
    return OK;
}

static void requests_read(struct arena *arena, struct rows *rows, struct listening_requests *list)
{
    *list = (struct listening_requests){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows))
        request_read(rows, &list->items[list->count++]);
}

enum status listening_request_add(struct db *db, struct arena *arena, const struct listening_request *request)
{
    return db_exec(db, arena,
                   "INSERT INTO listening_request (id, persona_id, today, wish, languages, topics, words, state, until, expires_at)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8)",
                   P(request->id), P(request->persona), P(request->today), P(request->wish), P(request->languages),
                   P((int64_t)request->topics), P(request->words), P(request->expires_at));
}

enum status listening_request_get(struct db *db, struct arena *arena, int64_t id, struct listening_request *request)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, REQUEST "WHERE id = $1", P(id)));
    return request_one(&rows, request);
}

enum status listening_request_of(struct db *db, struct arena *arena, int64_t persona, struct listening_request *request)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, REQUEST "WHERE persona_id = $1", P(persona)));
    return request_one(&rows, request);
}

enum status listening_request_for(struct db *db, struct arena *arena, int64_t listener, struct listening_requests *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, REQUEST "WHERE other_id = $1 ORDER BY id", P(listener)));
    requests_read(arena, &rows, list);
    return OK;
}

enum status listening_request_queue(struct db *db, struct arena *arena, struct listening_requests *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, REQUEST "WHERE state = 0 AND until = 0 ORDER BY id LIMIT $1", P((int64_t)LISTENING_QUEUE)));
    requests_read(arena, &rows, list);
    return OK;
}

enum status listening_request_before(struct db *db, struct arena *arena, int64_t id, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM listening_request WHERE state = 0 AND until = 0 AND id < $1", P(id)));
    *count = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status listening_request_late(struct db *db, struct arena *arena, int64_t now, struct listening_requests *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 REQUEST "WHERE state = 1 AND until <= $1 UNION ALL " REQUEST "WHERE state = 2 AND until <= $1 UNION ALL " REQUEST
                         "WHERE expires_at <= $1 AND state = 0",
                 P(now)));
    requests_read(arena, &rows, list);
    return OK;
}

enum status listening_request_store(struct db *db, struct arena *arena, int64_t id, enum listening_state state, int64_t other,
                                    int64_t until)
{
    return db_exec(db, arena, "UPDATE listening_request SET state = $2, other_id = $3, until = $4 WHERE id = $1", P(id), P((int64_t)state),
                   other ? P(other) : P_NULL, P(until));
}

enum status listening_request_remove(struct db *db, struct arena *arena, int64_t id)
{
    TRY(db_exec(db, arena, "DELETE FROM listening_pass WHERE request_id = $1", P(id)));
    return db_exec(db, arena, "DELETE FROM listening_request WHERE id = $1", P(id));
}

enum status listening_pass_add(struct db *db, struct arena *arena, int64_t request, int64_t listener)
{
    return db_exec(db, arena, "INSERT INTO listening_pass (request_id, persona_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(request),
                   P(listener));
}

enum status listening_pass_is(struct db *db, struct arena *arena, int64_t request, int64_t listener, bool *passed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM listening_pass WHERE request_id = $1 AND persona_id = $2", P(request), P(listener)));
    *passed = rows.count > 0;
    return OK;
}

/* Theirs is gone; what was offered to them waits for others again. */
enum status listening_request_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM listening_pass WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM listening_pass WHERE request_id IN (SELECT id FROM listening_request WHERE persona_id = $1)",
                P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM listening_request WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "UPDATE listening_request SET state = 0, other_id = NULL, until = 0 WHERE other_id = $1", P(persona));
}
