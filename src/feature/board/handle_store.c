/* Who speaks without a name in which conversation. */
#include "board/pages.h"

enum { TOPICS_A_READ = 500, HANDLES_MOST = HANDLE_CREATURES * HANDLE_PLACES / 2 };

enum status handle_find(struct db *db, struct arena *arena, int64_t topic, struct bytes handle, int64_t *alias, bool *muted)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT alias, muted FROM topic_handle WHERE topic_id = $1 AND handle = $2", P(topic), P(handle)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *alias = rows_int(&rows);
    *muted = rows_bool(&rows);
    return OK;
}

static enum status alias_is_free(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool *is_free)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM topic_handle WHERE topic_id = $1 AND alias = $2", P(topic), P(alias)));
    *is_free = !rows.count;
    return OK;
}

enum status handle_add(struct db *db, struct arena *arena, int64_t topic, struct bytes handle, int64_t handles, int64_t *alias)
{
    bool is_free = false;
    if (handles >= HANDLES_MOST)
        return CONFLICT;
    while (!is_free) {
        *alias = 1 + random_below(HANDLE_CREATURES * HANDLE_PLACES - 1);
        TRY(alias_is_free(db, arena, topic, *alias, &is_free));
    }
    TRY(db_exec(db, arena, "INSERT INTO topic_handle (topic_id, handle, alias, muted) VALUES ($1, $2, $3, FALSE)", P(topic), P(handle),
                P(*alias)));
    return db_exec(db, arena, "UPDATE topic SET handles = handles + 1 WHERE id = $1", P(topic));
}

enum status handle_mute(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool on)
{
    return db_exec(db, arena, "UPDATE topic_handle SET muted = $3 WHERE topic_id = $1 AND alias = $2", P(topic), P(alias), P(on));
}

enum status handle_is_muted(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool *muted)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT muted FROM topic_handle WHERE topic_id = $1 AND alias = $2", P(topic), P(alias)));
    *muted = rows_next(&rows) && rows_bool(&rows);
    return OK;
}

enum status handle_topic_list(struct db *db, struct arena *arena, int64_t group, int64_t after, struct handle_topics *topics)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM topic WHERE handles > 0 AND id > $1 AND ($2 = 0 OR group_id = $2) ORDER BY id LIMIT $3",
                 P(after), P(group), P(TOPICS_A_READ)));
    *topics = (struct handle_topics){ arena_array(arena, rows.count + 1, sizeof *topics->items), 0 };
    while (rows_next(&rows))
        topics->items[topics->count++] = rows_int(&rows);
    return OK;
}

enum status handle_post_list(struct db *db, struct arena *arena, int64_t topic, int64_t alias, struct rows *rows)
{
    return db_query(db, arena, rows,
                    "SELECT p.id, t.title, p.body, p.created_at FROM post p JOIN topic t ON t.id = p.topic_id"
                    " WHERE p.topic_id = $1 AND p.alias = $2 AND p.alias > 0 ORDER BY p.id LIMIT 1000",
                    P(topic), P(alias));
}

enum status handle_drop(struct db *db, struct arena *arena, int64_t topic, int64_t alias)
{
    TRY(db_exec(db, arena, "DELETE FROM topic_handle WHERE topic_id = $1 AND alias = $2", P(topic), P(alias)));
    return db_exec(db, arena, "UPDATE topic SET handles = handles - 1 WHERE id = $1", P(topic));
}

enum status handle_topic_gone(struct db *db, struct arena *arena, int64_t topic)
{
    return db_exec(db, arena, "DELETE FROM topic_handle WHERE topic_id = $1", P(topic));
}

/* ---- forms that were sent ---- */

enum status handle_sent_before(struct db *db, struct arena *arena, struct bytes once, const char **location)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT location FROM handle_submission WHERE once = $1", P(once)));
    *location = rows_next(&rows) ? rows_text(&rows) : NULL;
    return OK;
}

enum status handle_sent_note(struct db *db, struct arena *arena, struct bytes once, const char *location, int64_t now)
{
    return db_exec(db, arena, "INSERT INTO handle_submission (once, location, day) VALUES ($1, $2, $3)", P(once), P(location),
                   P(time_day(now)));
}

enum status handle_sent_expire(struct db *db, struct arena *arena, int64_t now)
{
    return db_exec(db, arena, "DELETE FROM handle_submission WHERE day < $1", P(time_day(now) - 1));
}
