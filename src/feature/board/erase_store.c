/* All of one persona: taking it away, and giving it to them. */
#include "board/pages.h"

enum { BATCH = 500 };

enum status post_drop_all(struct db *db, int64_t persona, int64_t group)
{
    struct arena batch = { 0 };
    int64_t before = INT64_MAX; /* newest first, so that an opening goes after the writer's own answers to it */
    enum status status = OK;
    for (bool more = true; more && status == OK; arena_free(&batch)) {
        struct rows rows;
        status = db_query(db, &batch, &rows,
                          "SELECT p.id FROM post p JOIN topic t ON t.id = p.topic_id WHERE p.persona_id = $1 AND p.id < $2"
                          " AND ($3 = 0 OR t.group_id = $3) ORDER BY p.id DESC LIMIT $4",
                          P(persona), P(before), P(group), P(BATCH));
        more = status == OK && rows.count == BATCH;
        while (status == OK && rows_next(&rows)) {
            before = rows_int(&rows);
            status = post_drop(db, &batch, before);
        }
    }
    arena_free(&batch);
    return status;
}

enum status board_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    static const char *const own[] = {
        "DELETE FROM follow WHERE persona_id = $1",
        "DELETE FROM tag_follow WHERE persona_id = $1",
        "DELETE FROM read_mark WHERE persona_id = $1",
        "DELETE FROM draft WHERE persona_id = $1",
        "DELETE FROM waiting_post WHERE persona_id = $1",
        "DELETE FROM submission WHERE persona_id = $1",
        "UPDATE post SET hidden_by = NULL WHERE hidden_by = $1",
        "UPDATE topic SET hidden_by = NULL WHERE hidden_by = $1",
        "UPDATE post SET persona_id = NULL WHERE persona_id = $1",
        "UPDATE topic SET persona_id = NULL WHERE persona_id = $1",
    };
    if (remove_words)
        TRY(post_drop_all(db, persona, 0));
    TRY(reaction_drop_all(db, arena, persona));
    for (size_t i = 0; i < COUNT(own); i++)
        TRY(db_exec(db, arena, own[i], P(persona)));
    return OK;
}

/* Whom one doesn't meet has no words in the download either, also where one's own stand below them. */
#define TITLE "CASE WHEN " BLOCK_NONE_SQL("t.persona_id") " THEN t.title ELSE '' END"

enum status post_facts_of(struct db *db, struct arena *arena, int64_t persona, int64_t *after, struct post_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT p.id, g.name, " TITLE ", p.body, p.note_category, p.note_text, t.wish, p.created_at, p.edited_at, t.opening = p.id"
                 " FROM post p JOIN topic t ON t.id = p.topic_id JOIN peer_group g ON g.id = t.group_id"
                 " WHERE p.persona_id = $1 AND p.id > $2 ORDER BY p.id LIMIT $3",
                 P(persona), P(*after), P(BATCH)));
    *facts = (struct post_facts){ arena_array(arena, rows.count + 1, sizeof *facts->items), 0 };
    while (rows_next(&rows)) {
        struct post_fact *fact = &facts->items[facts->count++];
        *after = rows_int(&rows);
        fact->group = rows_text(&rows);
        fact->topic = rows_text(&rows);
        fact->body = rows_text(&rows);
        fact->note_category = rows_text(&rows);
        fact->note_text = rows_text(&rows);
        fact->wish = rows_text(&rows);
        fact->at = rows_int(&rows);
        fact->edited_at = rows_int(&rows);
        fact->opening = rows_bool(&rows);
    }
    return OK;
}

static void reaction_facts_read(struct arena *arena, struct rows *rows, struct reaction_facts *facts)
{
    *facts = (struct reaction_facts){ arena_array(arena, rows->count + 1, sizeof *facts->items), 0 };
    while (rows_next(rows)) {
        struct reaction_fact *fact = &facts->items[facts->count++];
        fact->topic = rows_text(rows);
        fact->kind = rows_int(rows);
    }
}

enum status reaction_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " TITLE ", r.kind FROM reaction r JOIN post p ON p.id = r.post_id JOIN topic t ON t.id = p.topic_id"
                 " WHERE r.persona_id = $1 ORDER BY r.post_id, r.kind",
                 P(persona)));
    reaction_facts_read(arena, &rows, facts);
    return OK;
}

enum status follow_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " TITLE ", 0 FROM follow f JOIN topic t ON t.id = f.topic_id WHERE f.persona_id = $1 ORDER BY f.topic_id",
                 P(persona)));
    reaction_facts_read(arena, &rows, facts);
    return OK;
}

enum status topic_mark_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " TITLE ", 0 FROM read_mark r JOIN topic t ON t.id = r.topic_id WHERE r.persona_id = $1 ORDER BY r.topic_id",
                 P(persona)));
    reaction_facts_read(arena, &rows, facts);
    return OK;
}
