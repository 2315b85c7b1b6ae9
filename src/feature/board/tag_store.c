/* Hashtags that members follow, and telling them. */
#include "board/pages.h"

enum { TOLD_AT_ONCE = 200 };

enum status tag_is_followed(struct request *request, const char *tag, bool *followed)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT 1 FROM tag_follow WHERE persona_id = $1 AND name = $2",
                 P(request->member->persona), P(tag)));
    *followed = rows.count > 0;
    return OK;
}

enum status tag_follow_list(struct db *db, struct arena *arena, int64_t persona, struct tag_names *tags)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT name FROM tag_follow WHERE persona_id = $1 ORDER BY name LIMIT $2", P(persona),
                 P(TAGS_FOLLOWED_MOST)));
    *tags = (struct tag_names){ arena_array(arena, rows.count + 1, sizeof *tags->items), 0 };
    while (rows_next(&rows))
        tags->items[tags->count++] = rows_text(&rows);
    return OK;
}

enum status tag_follow_set(struct db *db, struct arena *arena, int64_t persona, const char *tag, bool follows)
{
    struct tag_names tags;
    if (!follows)
        return db_exec(db, arena, "DELETE FROM tag_follow WHERE persona_id = $1 AND name = $2", P(persona), P(tag));
    TRY(tag_follow_list(db, arena, persona, &tags));
    if (tags.count >= TAGS_FOLLOWED_MOST)
        return CONFLICT;
    return db_exec(db, arena, "INSERT INTO tag_follow (persona_id, name) VALUES ($1, $2) ON CONFLICT (persona_id, name) DO NOTHING",
                   P(persona), P(tag));
}

/* Those who may read the conversation, a page at a time. Who blocks its writer isn't told (notification_send). */
static enum status tag_tell_some(struct db *db, struct arena *arena, int64_t post, int64_t now, int64_t *after, bool *more)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT f.persona_id, p.persona_id FROM post_tag x JOIN post p ON p.id = x.post_id JOIN topic t ON t.id = p.topic_id"
                 " JOIN peer_group g ON g.id = x.group_id JOIN tag_follow f ON f.name = x.name"
                 " WHERE x.post_id = $1 AND f.persona_id > $2 AND p.hidden_at IS NULL AND t.hidden_at IS NULL AND (g.reading = 'anyone'"
                 " OR EXISTS (SELECT 1 FROM membership m WHERE m.group_id = g.id AND m.persona_id = f.persona_id))"
                 " ORDER BY f.persona_id LIMIT $3",
                 P(post), P(*after), P(TOLD_AT_ONCE)));
    *more = rows.count == TOLD_AT_ONCE;
    while (rows_next(&rows)) {
        struct notification told = { .persona = rows_int(&rows), .kind = NOTIFICATION_TAG, .subject = post };
        told.by = rows_int(&rows);
        *after = told.persona;
        TRY(notification_send(db, arena, &told, now));
    }
    return OK;
}

enum status tag_tell(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t after = 0;
    bool more = true;
    (void)app;
    while (more) {
        struct arena page = { 0 };
        enum status status = tag_tell_some(db, &page, subject, now, &after, &more);
        arena_free(&page);
        TRY(status);
    }
    (void)arena;
    return OK;
}
