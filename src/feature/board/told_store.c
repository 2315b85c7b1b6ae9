/* Telling those who follow a conversation that somebody answered. The answer itself leaves one small row; how many follow it, and how many
 * answer within a moment, costs only the job. */
#include "board/pages.h"
#include "notification/notification.h"

enum { FOLLOWERS_A_RUN = 200, POSTS_LOOKED_AT = 50 };

enum status topic_tell_later(struct db *db, struct arena *arena, int64_t topic, int64_t post, int64_t persona, int64_t now)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM follow WHERE topic_id = $1 AND persona_id <> $2 LIMIT 1", P(topic), P(persona)));
    if (!rows.count)
        return OK;
    int64_t id = id_at(now);
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO topic_news (id, topic_id, post_id, told_to) VALUES ($1, $2, $3, 0)"
                 " ON CONFLICT (topic_id) WHERE told_to = 0 DO NOTHING",
                 P(id), P(topic), P(post)));
    return rows.changed ? job_add(db, arena, "topic.tell", id, now) : OK;
}

/* ---- the job ---- */

struct telling {
    int64_t id, topic, post, told_to;
    struct {
        int64_t persona, last; /* 0: gone, or nobody's business; the last of their answers */
    } writers[POSTS_LOOKED_AT];
    size_t writers_count;
};

static void writer_add(struct telling *telling, int64_t persona, int64_t post)
{
    size_t at = 0;
    while (at < telling->writers_count && telling->writers[at].persona != persona)
        at++;
    telling->writers[at].persona = persona;
    telling->writers[at].last = post;
    telling->writers_count += at == telling->writers_count;
}

/* The answers that are there and may be read by all who read the topic. */
static enum status telling_read(struct db *db, struct arena *arena, struct telling *telling)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT topic_id, post_id, told_to FROM topic_news WHERE id = $1", P(telling->id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    telling->topic = rows_int(&rows);
    telling->post = rows_int(&rows);
    telling->told_to = rows_int(&rows);
    /* On PostgreSQL, an answer that comes at the same time saw the row and left none of its own: both change the topic's row, so one of
     * the two begins again and sees the other. */
    TRY(db_exec(db, arena, "UPDATE topic SET closed = closed WHERE id = $1", P(telling->topic)));
    TRY(db_query(db, arena, &rows,
                 "SELECT p.persona_id, p.id FROM post p JOIN topic t ON t.id = p.topic_id WHERE p.topic_id = $1 AND p.id >= $2"
                 " AND p.hidden_at IS NULL AND NOT p.removed AND t.hidden_at IS NULL ORDER BY p.id LIMIT $3",
                 P(telling->topic), P(telling->post), P(POSTS_LOOKED_AT)));
    while (rows_next(&rows)) {
        int64_t persona = rows_int(&rows);
        writer_add(telling, persona, rows_int(&rows));
    }
    return OK;
}

/* What one follower hears of them: nothing of their own, of what they have read, and of those they don't meet. */
static enum status follower_tell(struct db *db, struct arena *arena, const struct telling *telling, int64_t persona, int64_t read,
                                 int64_t now)
{
    for (size_t i = 0; i < telling->writers_count; i++)
        if (telling->writers[i].last > read)
            TRY(notification_send(db, arena,
                                  &(struct notification){ persona, NOTIFICATION_REPLY, telling->writers[i].persona, telling->topic }, now));
    return OK;
}

enum status topic_tell(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct telling telling = { .id = subject };
    struct rows rows;
    (void)app;
    enum status status = telling_read(db, arena, &telling);
    if (status == NOT_FOUND)
        return OK; /* the topic is gone */
    TRY(status);
    TRY(db_query(db, arena, &rows,
                 "SELECT f.persona_id, r.post_id FROM follow f JOIN topic t ON t.id = f.topic_id JOIN peer_group g ON g.id = t.group_id"
                 " LEFT JOIN read_mark r ON r.persona_id = f.persona_id AND r.topic_id = f.topic_id"
                 " WHERE f.topic_id = $1 AND f.persona_id > $2 AND (g.reading = 'anyone' OR EXISTS"
                 " (SELECT 1 FROM membership m WHERE m.group_id = g.id AND m.persona_id = f.persona_id)) ORDER BY f.persona_id LIMIT $3",
                 P(telling.topic), P(telling.told_to), P(FOLLOWERS_A_RUN)));
    while (rows_next(&rows)) {
        telling.told_to = rows_int(&rows);
        TRY(follower_tell(db, arena, &telling, telling.told_to, rows_int(&rows), now));
    }
    if (rows.count < FOLLOWERS_A_RUN)
        return db_exec(db, arena, "DELETE FROM topic_news WHERE id = $1", P(telling.id));
    TRY(db_exec(db, arena, "UPDATE topic_news SET told_to = $2 WHERE id = $1", P(telling.id), P(telling.told_to)));
    return job_add(db, arena, "topic.tell", telling.id, now);
}

enum status topic_untell(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT f.topic_id FROM follow f JOIN topic t ON t.id = f.topic_id WHERE f.persona_id = $1 AND t.group_id = $2",
                 P(persona), P(group)));
    while (rows_next(&rows))
        TRY(notification_forget_one(db, arena, persona, NOTIFICATION_REPLY, rows_int(&rows)));
    return OK;
}
