#include "story/pages.h"

/* ---- answers ---- */

static void comment_read(const struct request *request, const struct story *story, struct rows *rows, struct story_comment *comment)
{
    *comment = (struct story_comment){ .id = rows_int(rows) };
    comment->number = rows_int(rows);
    comment->persona = rows_int(rows);
    comment->name = rows_text(rows);
    comment->picture = rows_int(rows);
    comment->by_writer = rows_bool(rows);
    comment->html = rows_text(rows);
    comment->is_mine = comment->persona ? request->reader == comment->persona : comment->by_writer && story->is_mine;
}

enum status story_comment_list(struct request *request, const struct story *story, int64_t after, struct story_comments *list, bool *more)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT c.id, c.number, c.persona_id, p.name, p.picture, c.by_writer, c.html FROM story_comment c"
                 " LEFT JOIN persona p ON p.id = c.persona_id WHERE c.story_id = $2 AND c.number > $3"
                 " AND (NOT c.hidden OR c.persona_id = $1) AND (c.persona_id IS NULL OR " BLOCK_NONE_SQL(
                     "c.persona_id") ") ORDER BY c.number LIMIT $4",
                 P(request->reader), P(story->id), P(after), P(COMMENTS_A_PAGE + 1)));
    *list = (struct story_comments){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    *more = rows.count > COMMENTS_A_PAGE;
    while (list->count < COMMENTS_A_PAGE && rows_next(&rows))
        comment_read(request, story, &rows, &list->items[list->count++]);
    return OK;
}

enum status story_comment_find(struct request *request, const struct story *story, int64_t id, struct story_comment *comment)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT c.id, c.number, c.persona_id, p.name, p.picture, c.by_writer, c.html FROM story_comment c"
                 " LEFT JOIN persona p ON p.id = c.persona_id WHERE c.id = $1 AND c.story_id = $2",
                 P(id), P(story->id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    comment_read(request, story, &rows, comment);
    return OK;
}

enum status story_comment_create(struct db *db, struct arena *arena, const struct story_comment_new *wish)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE story SET last_comment = last_comment + 1 WHERE id = $1 RETURNING last_comment",
                 P(wish->story)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    return db_exec(
        db, arena,
        "INSERT INTO story_comment (id, story_id, number, persona_id, by_writer, body, html) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        P(id_random()), P(wish->story), P(rows_int(&rows)), wish->persona ? P(wish->persona) : P_NULL, P(wish->by_writer), P(wish->body),
        P(wish->html));
}

enum status story_comment_said(struct db *db, struct arena *arena, const struct story_comment_new *wish, bool *said)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id, by_writer, body FROM story_comment WHERE story_id = $1 ORDER BY number DESC LIMIT 1",
                 P(wish->story)));
    *said = false;
    if (!rows_next(&rows))
        return OK;
    int64_t persona = rows_int(&rows);
    bool by_writer = rows_bool(&rows);
    *said = persona == wish->persona && by_writer == wish->by_writer && text_same(rows_text(&rows), wish->body);
    return OK;
}

enum status story_comment_drop(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM story_comment WHERE id = $1", P(id));
}

enum status story_comment_facts(struct request *request, struct rows *rows)
{
    return db_query(request->db, request->arena, rows,
                    "SELECT CASE WHEN " STORY_READABLE_SQL " THEN s.title ELSE '' END, c.body FROM story_comment c"
                    " JOIN story s ON s.id = c.story_id WHERE c.persona_id = $1",
                    P(request->reader));
}

/* ---- "me too" ---- */

enum status story_resonance_set(struct db *db, struct arena *arena, int64_t story, int64_t persona, bool on)
{
    if (!on)
        return db_exec(db, arena, "DELETE FROM story_resonance WHERE story_id = $1 AND persona_id = $2", P(story), P(persona));
    return db_exec(db, arena, "INSERT INTO story_resonance (story_id, persona_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(story),
                   P(persona));
}

enum status story_resonance_count(struct db *db, struct arena *arena, int64_t story, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM story_resonance WHERE story_id = $1", P(story)));
    *count = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status story_resonance_facts(struct request *request, struct rows *rows)
{
    return db_query(request->db, request->arena, rows,
                    "SELECT CASE WHEN " STORY_READABLE_SQL " THEN s.title ELSE '' END FROM story_resonance r"
                    " JOIN story s ON s.id = r.story_id WHERE r.persona_id = $1",
                    P(request->reader));
}

/* ---- leaving ---- */

enum status story_comment_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    TRY(db_exec(db, arena, "DELETE FROM story_resonance WHERE persona_id = $1", P(persona)));
    if (remove_words)
        return db_exec(db, arena, "DELETE FROM story_comment WHERE persona_id = $1", P(persona));
    return db_exec(db, arena, "UPDATE story_comment SET persona_id = NULL WHERE persona_id = $1", P(persona));
}
