/* Words that wait. Nothing here stands in post or topic, so no list, count, search or stream of theirs can show it. */
#include "board/pages.h"

enum { COUNTED = 100, NAMELESS_A_READ = 500, GIVEN_BACK_DAYS = 90 };

/* For the reader $1. */
#define WAITING_COLUMNS                                                                                                                                \
    "w.id, w.group_id, w.board_id, w.topic_id, w.persona_id, CASE WHEN " BLOCK_NONE_SQL("w.persona_id") " THEN a.name END, CASE WHEN " BLOCK_NONE_SQL( \
        "w.persona_id") " THEN a.picture END, g.slug, g.name, b.name,"                                                                                 \
                        " CASE WHEN t.hidden_at IS NULL AND " BLOCK_NONE_SQL(                                                                          \
                            "t.persona_id") " THEN t.title END, w.title, w.wish, w.body,"                                                              \
                                            " w.html, w.note_category, w.note_text, w.tags, w.quoted, w.edits, w.day, w.handle, w.open_key, w.secret, w.sealed"
#define WAITING_BESIDE                                                                                                                     \
    " FROM waiting_post w JOIN peer_group g ON g.id = w.group_id JOIN board b ON b.id = w.board_id"                                        \
    " LEFT JOIN topic t ON t.id = w.topic_id LEFT JOIN persona a ON a.id = w.persona_id"

static void waiting_read(struct rows *rows, struct waiting *waiting)
{
    *waiting = (struct waiting){ .id = rows_int(rows) };
    waiting->group = rows_int(rows);
    waiting->board = rows_int(rows);
    waiting->topic = rows_int(rows);
    waiting->persona = rows_int(rows);
    waiting->name = rows_text(rows);
    waiting->picture = rows_int(rows);
    waiting->group_slug = rows_text(rows);
    waiting->group_name = rows_text(rows);
    const char *board = rows_text(rows), *topic = rows_text(rows);
    waiting->place = !waiting->topic ? board : topic ? topic : "";
    waiting->title = rows_text(rows);
    waiting->wish = rows_text(rows);
    waiting->body = rows_text(rows);
    waiting->html = rows_text(rows);
    waiting->note_category = rows_text(rows);
    waiting->note_text = rows_text(rows);
    waiting->tags = rows_text(rows);
    waiting->quoted = rows_int(rows);
    waiting->edits = rows_int(rows);
    waiting->day = rows_int(rows);
    waiting->handle = rows_blob(rows);
    waiting->open_key = rows_blob(rows);
    waiting->secret = rows_blob(rows);
    waiting->sealed = rows_blob(rows);
    waiting->answer = "";
}

enum status waiting_find(struct request *request, int64_t id, struct waiting *waiting)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " WAITING_COLUMNS WAITING_BESIDE " WHERE w.id = $2", P(board_reader(request)),
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    waiting_read(&rows, waiting);
    return OK;
}

enum status waiting_writer(struct db *db, struct arena *arena, int64_t id, int64_t *persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM waiting_post WHERE id = $1", P(id)));
    *persona = rows_next(&rows) ? rows_int(&rows) : 0;
    return *persona ? OK : NOT_FOUND;
}

static void waitings_read(struct arena *arena, struct rows *rows, struct waitings *list)
{
    *list = (struct waitings){ arena_array(arena, rows->count + 1, sizeof *list->items), 0, rows->count > WAITING_A_PAGE };
    while (list->count < WAITING_A_PAGE && rows_next(rows))
        waiting_read(rows, &list->items[list->count++]);
}

enum status waiting_list(struct request *request, int64_t group, int64_t after, struct waitings *list)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " WAITING_COLUMNS WAITING_BESIDE
                 " WHERE w.group_id = $2 AND w.id > $3 AND w.sealed IS NULL ORDER BY w.id LIMIT $4",
                 P(board_reader(request)), P(group), P(after), P(WAITING_A_PAGE + 1)));
    waitings_read(request->arena, &rows, list);
    return OK;
}

enum status waiting_list_own(struct request *request, int64_t before, struct waitings *list)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " WAITING_COLUMNS WAITING_BESIDE " WHERE w.persona_id = $1 AND w.id < $2 ORDER BY w.id DESC LIMIT $3",
                 P(board_reader(request)), P(before), P(WAITING_A_PAGE + 1)));
    waitings_read(request->arena, &rows, list);
    return OK;
}

enum status waiting_count(struct db *db, struct arena *arena, int64_t group, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM waiting_post WHERE group_id = $1 AND sealed IS NULL LIMIT $2", P(group), P(COUNTED)));
    *count = (int64_t)rows.count;
    return OK;
}

enum status waiting_is_any(struct db *db, struct arena *arena, int64_t persona, int64_t group, bool *any)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM waiting_post WHERE persona_id = $1 AND group_id = $2 AND sealed IS NULL LIMIT 1",
                 P(persona), P(group)));
    *any = rows.count > 0;
    return OK;
}

enum status waiting_nameless(struct db *db, struct arena *arena, int64_t group, int64_t after, struct rows *rows)
{
    return db_query(db, arena, rows,
                    "SELECT id, secret FROM waiting_post WHERE persona_id IS NULL AND id > $1 AND ($2 = 0 OR group_id = $2)"
                    " ORDER BY id LIMIT $3",
                    P(after), P(group), P(NAMELESS_A_READ));
}

enum status waiting_orphaned(struct request *request, int64_t after, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT w.group_id, g.slug, g.name FROM waiting_post w JOIN peer_group g ON g.id = w.group_id"
                 " WHERE w.group_id > $1 AND w.sealed IS NULL AND NOT EXISTS (SELECT 1 FROM membership f WHERE f.group_id = w.group_id"
                 " AND f.role = 'facilitator') ORDER BY w.group_id LIMIT 1",
                 P(after)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *group = (struct group){ .id = rows_int(&rows) };
    group->slug = rows_text(&rows);
    group->name = rows_text(&rows);
    return OK;
}

enum status waiting_of(struct db *db, struct arena *arena, int64_t persona, int64_t group, struct rows *rows)
{
    return db_query(db, arena, rows, "SELECT id FROM waiting_post WHERE persona_id = $1 AND group_id = $2", P(persona), P(group));
}

/* ---- changing ---- */

enum status waiting_add(struct db *db, struct arena *arena, const struct waiting *waiting)
{
    return db_exec(
        db, arena,
        "INSERT INTO waiting_post (id, group_id, board_id, topic_id, persona_id, handle, open_key, secret, title, wish, body, html,"
        " tags, note_category, note_text, quoted, edits, day)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, $17)",
        P(waiting->id), P(waiting->group), P(waiting->board), P(waiting->topic), waiting->persona ? P(waiting->persona) : P_NULL,
        P(waiting->handle), P(waiting->open_key), P(waiting->secret), P(waiting->title), P(waiting->wish), P(waiting->body),
        P(waiting->html), P(waiting->tags), P(waiting->note_category), P(waiting->note_text), P(waiting->quoted), P(waiting->day));
}

static enum status waited(const struct rows *rows)
{
    return rows->changed ? OK : NOT_FOUND;
}

enum status waiting_change(struct db *db, struct arena *arena, const struct waiting *waiting)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "UPDATE waiting_post SET title = $2, body = $3, html = $4, tags = $5, note_category = $6, note_text = $7, edits = edits + 1"
        " WHERE id = $1 AND sealed IS NULL",
        P(waiting->id), P(waiting->title), P(waiting->body), P(waiting->html), P(waiting->tags), P(waiting->note_category),
        P(waiting->note_text)));
    return waited(&rows);
}

enum status waiting_take(struct db *db, struct arena *arena, int64_t id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM waiting_post WHERE id = $1 AND sealed IS NULL", P(id)));
    return waited(&rows);
}

enum status waiting_seal(struct db *db, struct arena *arena, int64_t id, struct bytes sealed, int64_t day)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE waiting_post SET sealed = $2, day = $3, handle = NULL, title = '', wish = '', body = '', html = '', tags = '',"
                 " note_category = '', note_text = '' WHERE id = $1 AND sealed IS NULL",
                 P(id), P(sealed), P(day)));
    return waited(&rows);
}

enum status waiting_drop(struct db *db, struct arena *arena, int64_t id)
{
    TRY(notification_forget(db, arena, NOTIFICATION_WORDS, id));
    return db_exec(db, arena, "DELETE FROM waiting_post WHERE id = $1", P(id));
}

/* What was given back and nobody took up. What still waits is never forgotten. */
enum status waiting_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return db_exec(db, arena, "DELETE FROM waiting_post WHERE sealed IS NOT NULL AND day < $1", P(time_day(now) - GIVEN_BACK_DAYS));
}

/* ---- what is asked before ---- */

enum status waiting_place(struct db *db, struct arena *arena, const struct waiting *waiting, int64_t *handles, bool *quote_stands)
{
    struct rows rows;
    *handles = 0;
    *quote_stands = false;
    if (!waiting->topic)
        return OK; /* boards don't go */
    TRY(db_query(db, arena, &rows,
                 "SELECT t.handles, EXISTS (SELECT 1 FROM post q WHERE q.id = $4 AND q.topic_id = t.id AND NOT q.removed"
                 " AND q.hidden_at IS NULL AND " BLOCK_NONE_SQL(
                     "q.persona_id") ") FROM topic t WHERE t.id = $2 AND t.group_id = $3"
                                     " AND NOT t.closed AND t.hidden_at IS NULL AND " BLOCK_NONE_SQL("t.persona_id"),
                 P(waiting->persona), P(waiting->topic), P(waiting->group), P(waiting->quoted)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *handles = rows_int(&rows);
    *quote_stands = rows_bool(&rows);
    return OK;
}

enum status waiting_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t most, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM post WHERE persona_id = $1 AND hidden_at IS NULL AND NOT removed LIMIT $2", P(persona),
                 P(most)));
    *count = (int64_t)rows.count;
    return OK;
}

enum status waiting_alias_stayed(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool *stayed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM post WHERE topic_id = $1 AND alias = $2 AND alias > 0 AND hidden_at IS NULL LIMIT 1",
                 P(topic), P(alias)));
    *stayed = rows.count > 0;
    return OK;
}
