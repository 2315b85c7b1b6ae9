/* What is a reader's own: what they follow, how far they have read, what they have begun to write; and the search by hashtag. */
#include "board/pages.h"
#include "notification/notification.h"

enum { HITS = 20, DRAFTS = 100 };

/* ---- following and reading ---- */

enum status follow_set(struct db *db, struct arena *arena, int64_t persona, int64_t topic, bool follows)
{
    if (!follows)
        return db_exec(db, arena, "DELETE FROM follow WHERE persona_id = $1 AND topic_id = $2", P(persona), P(topic));
    return db_exec(db, arena, "INSERT INTO follow (persona_id, topic_id) VALUES ($1, $2) ON CONFLICT (persona_id, topic_id) DO NOTHING",
                   P(persona), P(topic));
}

enum status follow_forget(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    TRY(topic_untell(db, arena, persona, group));
    TRY(db_exec(
        db, arena,
        "DELETE FROM follow WHERE persona_id = $1 AND EXISTS (SELECT 1 FROM topic t WHERE t.id = follow.topic_id AND t.group_id = $2)",
        P(persona), P(group)));
    return db_exec(
        db, arena,
        "DELETE FROM read_mark WHERE persona_id = $1 AND EXISTS (SELECT 1 FROM topic t WHERE t.id = read_mark.topic_id AND t.group_id = $2)",
        P(persona), P(group));
}

enum status topic_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT created_at FROM post WHERE id = $1 AND topic_id = $2 AND EXISTS (SELECT 1 FROM persona WHERE id = $3)", P(args[2]),
                 P(args[1]), P(args[0])));
    if (!rows.count)
        return OK; /* gone in the meantime */
    return db_exec(db, arena,
                   "INSERT INTO read_mark (persona_id, topic_id, post_id, day) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (persona_id, topic_id) DO UPDATE SET post_id = excluded.post_id, day = excluded.day"
                   " WHERE read_mark.post_id < excluded.post_id",
                   P(args[0]), P(args[1]), P(args[2]), P(args[3]));
}

enum status topic_read_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    TRY(topic_mark(db, arena, args));
    return notification_seen(db, arena, args[0], NOTIFICATION_REPLY, args[1]);
}

enum status topic_expire_marks(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    (void)app;
    return db_exec(db, arena, "DELETE FROM read_mark WHERE day < $1", P(time_day(now) - READ_MARK_DAYS));
}

/* ---- hashtags ---- */

enum status tag_list(struct request *request, const char *tag, int64_t before, struct tag_hits *hits, bool *more)
{
    struct rows rows;
    TRY(db_query(
        request->db, request->arena, &rows,
        "SELECT p.id, CASE WHEN " POST_QUOTE_SQL
        " THEN p.excerpt ELSE '' END, p.note_category, p.note_text, p.created_at, p.alias, a.name, a.picture, t.id, t.title, t.opening, g.name, g.slug"
        " FROM post_tag x JOIN peer_group g ON g.id = x.group_id JOIN post p ON p.id = x.post_id JOIN topic t ON t.id = p.topic_id"
        " LEFT JOIN persona a ON a.id = p.persona_id"
        " WHERE x.name = $2 AND x.post_id < $3 AND " GROUP_READABLE_SQL " AND p.hidden_at IS NULL AND t.hidden_at IS NULL"
        " AND " BLOCK_UNSEEN_SQL("p.persona_id") " AND " BLOCK_UNSEEN_SQL("t.persona_id") " ORDER BY x.post_id DESC LIMIT $4",
        P(board_reader(request)), P(tag), P(before ? before : INT64_MAX), P(HITS + 1)));
    *hits = (struct tag_hits){ arena_array(request->arena, rows.count + 1, sizeof *hits->items), 0 };
    *more = rows.count > HITS;
    while (hits->count < HITS && rows_next(&rows)) {
        struct tag_hit *hit = &hits->items[hits->count++];
        hit->post.id = rows_int(&rows);
        hit->post.excerpt = rows_text(&rows);
        hit->post.note_category = rows_text(&rows);
        hit->post.note_text = rows_text(&rows);
        hit->post.created_at = rows_int(&rows);
        hit->post.alias = rows_int(&rows);
        hit->post.name = rows_text(&rows);
        if (hit->post.alias)
            hit->post.name = handle_name(&request->view, hit->post.alias);
        hit->post.picture = rows_int(&rows);
        hit->topic.id = rows_int(&rows);
        hit->topic.title = rows_text(&rows);
        hit->topic.opening = rows_int(&rows);
        hit->topic.group_name = rows_text(&rows);
        hit->topic.group_slug = rows_text(&rows);
    }
    return OK;
}

/* ---- drafts ---- */

static void draft_row_read(struct rows *rows, struct draft_row *row)
{
    row->id = rows_int(rows);
    row->sealed = rows_blob(rows);
    row->day = rows_int(rows);
}

enum status draft_row_find(struct db *db, struct arena *arena, int64_t persona, struct bytes place, struct draft_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, sealed, day FROM draft WHERE persona_id = $1 AND place = $2", P(persona), P(place)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    draft_row_read(&rows, row);
    return OK;
}

enum status draft_row_put(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct bytes place, struct bytes sealed,
                          int64_t day)
{
    return db_exec(db, arena,
                   "INSERT INTO draft (id, persona_id, place, sealed, day) VALUES ($1, $2, $3, $4, $5)"
                   " ON CONFLICT (persona_id, place) DO UPDATE SET sealed = excluded.sealed, day = excluded.day",
                   P(id), P(persona), P(place), P(sealed), P(day));
}

enum status draft_row_drop(struct db *db, struct arena *arena, int64_t persona, struct bytes place)
{
    return db_exec(db, arena, "DELETE FROM draft WHERE persona_id = $1 AND place = $2", P(persona), P(place));
}

enum status draft_row_list(struct db *db, struct arena *arena, int64_t persona, struct bytes *after, struct draft_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, sealed, day, place FROM draft WHERE persona_id = $1 AND place > $2 ORDER BY place LIMIT $3",
                 P(persona), P(*after), P(DRAFTS)));
    *list = (struct draft_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        draft_row_read(&rows, &list->items[list->count++]);
        *after = rows_blob(&rows);
    }
    return OK;
}

/* ---- forms that were sent ---- */

enum status post_sent_before(struct db *db, struct arena *arena, struct bytes once, int64_t persona, const char **location)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT location FROM submission WHERE once = $1 AND persona_id = $2", P(once), P(persona)));
    *location = rows_next(&rows) ? rows_text(&rows) : NULL;
    return OK;
}

enum status post_sent_note(struct db *db, struct arena *arena, struct bytes once, int64_t persona, const char *location, int64_t now)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO submission (once, persona_id, location, day) VALUES ($1, $2, $3, $4) ON CONFLICT (once) DO NOTHING", P(once),
                 P(persona), P(location), P(time_day(now))));
    return rows.changed ? OK : CONFLICT;
}

enum status draft_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    (void)app;
    TRY(db_exec(db, arena, "DELETE FROM draft WHERE day < $1", P(time_day(now) - DRAFT_DAYS)));
    return db_exec(db, arena, "DELETE FROM submission WHERE day < $1", P(time_day(now) - 1));
}

/* For trust: what still stands, and neither by its writer nor by a facilitator was taken away. */
enum status post_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id FROM post WHERE persona_id = $1 AND created_at < $2 AND NOT removed AND hidden_at IS NULL"
                 " AND NOT EXISTS (SELECT 1 FROM topic t WHERE t.id = post.topic_id AND t.opening = post.id AND t.hidden_at IS NOT NULL)"
                 " LIMIT $3",
                 P(persona), P(before), P(most)));
    *count = (int64_t)rows.count;
    return OK;
}

/* ---- for what grows out of a conversation ---- */

enum status topic_gathering_set(struct db *db, struct arena *arena, int64_t topic, int64_t gathering)
{
    return db_exec(db, arena, "UPDATE topic SET gathering_id = $2 WHERE id = $1", P(topic), P(gathering));
}

enum status topic_group_of(struct db *db, struct arena *arena, int64_t topic, int64_t *group)
{
    return board_group_of(db, arena, BOARD_TOPIC, topic, group);
}

enum status topic_followers(struct db *db, struct arena *arena, int64_t topic, int64_t after, int64_t **personas, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM follow WHERE topic_id = $1 AND persona_id > $2 ORDER BY persona_id LIMIT 500",
                 P(topic), P(after)));
    *personas = arena_array(arena, rows.count + 1, sizeof **personas);
    for (*count = 0; rows_next(&rows); (*count)++)
        (*personas)[*count] = rows_int(&rows);
    return OK;
}
