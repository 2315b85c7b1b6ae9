/* Boards and conversations. */
#include "board/pages.h"
#include "notification/notification.h"

enum { BOARDS = 50, PINNED = 20 };

int64_t board_reader(const struct request *request)
{
    return request->member ? request->member->persona : 0;
}

/* To the hour: a parameter that is the same from one request to the next, so that snapshots remember the answer. */
int64_t topic_new_since(const struct request *request)
{
    return (request->now - TOPIC_NEW_FOR) / TIME_HOUR * TIME_HOUR;
}

/* ---- boards ---- */

/* For the reader $1; new is what came after $2, as far as it is for them to see (ids are ordered by time). */
#define BOARD_COLUMNS                                                                                                                                    \
    "b.id, b.group_id, b.name, b.about, b.position,"                                                                                                     \
    " EXISTS (SELECT 1 FROM topic x LEFT JOIN read_mark r ON r.persona_id = $1 AND r.topic_id = x.id WHERE x.board_id = b.id"                            \
    " AND x.hidden_at IS NULL AND x.last_at > $2 AND (r.post_id IS NULL OR r.post_id < x.last_post) AND " BLOCK_UNSEEN_SQL(                              \
        "x.persona_id") " AND EXISTS (SELECT 1 FROM post y WHERE y.topic_id = x.id AND y.id > COALESCE(r.post_id, $2 * 1048576) AND y.hidden_at IS NULL" \
                        " AND " BLOCK_UNSEEN_SQL("y.persona_id") "))"

static void board_read(const struct request *request, struct rows *rows, struct board *board)
{
    *board = (struct board){ .id = rows_int(rows) };
    board->group_id = rows_int(rows);
    board->name = rows_text(rows);
    board->about = rows_text(rows);
    board->position = rows_int(rows);
    board->has_new = rows_bool(rows) && request->member;
}

enum status board_find(struct request *request, int64_t id, struct board *board, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " BOARD_COLUMNS " FROM board b WHERE b.id = $3", P(board_reader(request)),
                 P(topic_new_since(request)), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    board_read(request, &rows, board);
    return group_find_readable(request, board->group_id, group);
}

enum status board_list(struct request *request, int64_t group, struct boards *boards)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " BOARD_COLUMNS " FROM board b WHERE b.group_id = $3 ORDER BY b.position, b.id LIMIT $4", P(board_reader(request)),
                 P(topic_new_since(request)), P(group), P(BOARDS)));
    *boards = (struct boards){ arena_array(request->arena, rows.count + 1, sizeof *boards->items), 0 };
    while (rows_next(&rows))
        board_read(request, &rows, &boards->items[boards->count++]);
    return OK;
}

enum status board_create(struct db *db, struct arena *arena, const struct board_new *wish, int64_t *id)
{
    *id = wish->id ? wish->id : id_at(wish->now);
    return db_exec(db, arena, "INSERT INTO board (id, group_id, name, about, position) VALUES ($1, $2, $3, $4, $5)", P(*id), P(wish->group),
                   P(wish->name), P(wish->about), P(wish->position));
}

enum status board_update(struct db *db, struct arena *arena, int64_t board, const char *name, const char *about)
{
    return db_exec(db, arena, "UPDATE board SET name = $2, about = $3 WHERE id = $1", P(board), P(name), P(about));
}

enum status board_next_position(struct db *db, struct arena *arena, int64_t group, int64_t *position)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT COALESCE(MAX(position), 0) + 1 FROM board WHERE group_id = $1", P(group)));
    *position = rows_next(&rows) ? rows_int(&rows) : 1;
    return OK;
}

/* ---- reading conversations ---- */

/* For the reader $1; new is what came after $2 to those who never opened it. */
#define TOPIC_NEW "COALESCE(r.post_id < t.last_post, t.last_at > $2)"
#define TOPIC_COLUMNS                                                                                                                      \
    "t.id, t.board_id, t.group_id, t.persona_id, a.name, a.picture, t.title, t.lang, t.wish, t.note_category, t.note_text, t.opening,"     \
    " t.last_post, t.last_at, t.created_at, t.pinned, t.closed, t.hidden_at, t.hidden_reason, b.name, g.name, g.slug, g.picture,"          \
    " t.alias, t.handles, t.gathering_id, r.post_id, f.topic_id IS NOT NULL, " TOPIC_NEW
#define TOPIC_BESIDE                                                                                                                       \
    " JOIN board b ON b.id = t.board_id JOIN peer_group g ON g.id = t.group_id LEFT JOIN persona a ON a.id = t.persona_id"                 \
    " LEFT JOIN read_mark r ON r.persona_id = $1 AND r.topic_id = t.id LEFT JOIN follow f ON f.persona_id = $1 AND f.topic_id = t.id"

static void topic_read(const struct request *request, struct rows *rows, struct topic *topic)
{
    *topic = (struct topic){ .id = rows_int(rows) };
    topic->board_id = rows_int(rows);
    topic->group_id = rows_int(rows);
    topic->persona = rows_int(rows);
    topic->name = rows_text(rows);
    topic->picture = rows_int(rows);
    topic->title = rows_text(rows);
    topic->lang = rows_text(rows);
    topic->wish = rows_text(rows);
    topic->note_category = rows_text(rows);
    topic->note_text = rows_text(rows);
    topic->opening = rows_int(rows);
    topic->last_post = rows_int(rows);
    topic->last_at = rows_int(rows);
    topic->created_at = rows_int(rows);
    topic->pinned = rows_bool(rows);
    topic->closed = rows_bool(rows);
    topic->hidden_at = rows_int(rows);
    topic->hidden_reason = rows_text(rows);
    topic->board_name = rows_text(rows);
    topic->group_name = rows_text(rows);
    topic->group_slug = rows_text(rows);
    topic->group_picture = rows_int(rows);
    topic->alias = rows_int(rows);
    topic->handles = rows_int(rows);
    topic->gathering = rows_int(rows);
    topic->seen = rows_int(rows);
    topic->is_followed = rows_bool(rows);
    topic->is_new = rows_bool(rows) && request->member;
    topic->is_mine = topic->persona && topic->persona == board_reader(request);
}

static void topics_read(struct request *request, struct rows *rows, struct topics *topics)
{
    *topics = (struct topics){ .items = arena_array(request->arena, rows->count + 1, sizeof *topics->items) };
    while (rows_next(rows)) {
        struct topic *topic = &topics->items[topics->count++];
        topic_read(request, rows, topic);
        if (topic->alias)
            topic->name = handle_name(&request->view, topic->alias);
    }
}

static enum status topic_read_one(struct request *request, struct rows *rows, struct topic *topic, struct group *group)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    topic_read(request, rows, topic);
    TRY(handle_settle(request, topic));
    return group_find_readable(request, topic->group_id, group);
}

enum status topic_find(struct request *request, int64_t id, struct topic *topic, struct group *group)
{
    struct rows rows;
    struct topics one = { .items = topic, .count = 1 };
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM topic t" TOPIC_BESIDE " WHERE t.id = $3 AND " BLOCK_NONE_SQL("t.persona_id"),
                 P(board_reader(request)), P(topic_new_since(request)), P(id)));
    TRY(topic_read_one(request, &rows, topic, group));
    if (topic->hidden_at && !group->is_facilitator && !topic->is_mine)
        return NOT_FOUND;
    return topic_settle_all(request, &one);
}

enum status topic_find_facilitated(struct request *request, int64_t id, struct topic *topic, struct group *group)
{
    struct rows rows;
    bool blocked;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " TOPIC_COLUMNS " FROM topic t" TOPIC_BESIDE " WHERE t.id = $3",
                 P(board_reader(request)), P(topic_new_since(request)), P(id)));
    TRY(topic_read_one(request, &rows, topic, group));
    if (group->is_facilitator)
        return OK;
    TRY(block_between(request->db, request->arena, board_reader(request), topic->persona, &blocked));
    return blocked || (topic->hidden_at && !topic->is_mine) ? NOT_FOUND : FORBIDDEN;
}

enum status topic_list_pinned(struct request *request, int64_t board, bool facilitator, struct topics *topics)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM topic t" TOPIC_BESIDE " WHERE t.board_id = $3 AND t.pinned AND " BLOCK_UNSEEN_SQL(
                     "t.persona_id") " AND (t.hidden_at IS NULL OR $4 OR t.persona_id = $1) ORDER BY t.last_at DESC, t.id DESC LIMIT $5",
                 P(board_reader(request)), P(topic_new_since(request)), P(board), P(facilitator), P(PINNED)));
    topics_read(request, &rows, topics);
    return topic_settle_all(request, topics);
}

enum status topic_list(struct request *request, int64_t board, bool facilitator, struct topic_key before, struct topics *topics, bool *more)
{
    struct rows rows;
    struct topic_key key = before.id ? before : (struct topic_key){ INT64_MAX, INT64_MAX };
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM topic t" TOPIC_BESIDE " WHERE t.board_id = $3 AND NOT t.pinned AND " BLOCK_UNSEEN_SQL(
                     "t.persona_id") " AND (t.hidden_at IS NULL OR $4 OR t.persona_id = $1) AND (t.last_at, t.id) < ($5, $6)"
                                     " ORDER BY t.last_at DESC, t.id DESC LIMIT $7",
                 P(board_reader(request)), P(topic_new_since(request)), P(board), P(facilitator), P(key.at), P(key.id),
                 P(TOPICS_A_PAGE + 1)));
    topics_read(request, &rows, topics);
    topics->known = rows_digest(&rows, topics->digest);
    *more = topics->count > TOPICS_A_PAGE;
    if (*more)
        topics->count = TOPICS_A_PAGE;
    return topic_settle_all(request, topics);
}

enum status topic_list_group(struct request *request, int64_t group, size_t max, struct topics *topics)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM topic t" TOPIC_BESIDE
                 " WHERE t.group_id = $3 AND t.hidden_at IS NULL AND " BLOCK_UNSEEN_SQL(
                     "t.persona_id") " ORDER BY t.last_at DESC, t.id DESC LIMIT $4",
                 P(board_reader(request)), P(topic_new_since(request)), P(group), P((int64_t)max)));
    topics_read(request, &rows, topics);
    return topic_settle_all(request, topics);
}

/* The newest words of a topic in a line; nothing of what lies behind a content note. */
static enum status topic_excerpt(struct request *request, struct topic *topic)
{
    struct rows rows;
    int64_t apart;
    TRY(block_reader(request, &apart));
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT p.excerpt, p.note_category, p.note_text FROM post p WHERE p.id = $2 AND NOT p.removed AND " POST_QUOTE_SQL,
                 P(apart), P(topic->last_post)));
    if (!rows_next(&rows))
        return OK;
    const char *excerpt = rows_text(&rows), *category = rows_text(&rows), *words = rows_text(&rows);
    topic->excerpt = *category || *words ? talk_note_text(&request->view, category, words) : excerpt;
    return OK;
}

/* Puts `topic` into the newest `max`, newest first. */
static void recent_add(struct topics *topics, size_t max, const struct topic *topic)
{
    size_t at = topics->count;
    while (at && topics->items[at - 1].last_at < topic->last_at)
        at--;
    if (at == max)
        return;
    size_t kept = topics->count < max ? topics->count : max - 1;
    memmove(topics->items + at + 1, topics->items + at, (kept - at) * sizeof *topics->items);
    topics->items[at] = *topic;
    topics->count = kept + 1;
}

enum status topic_recent(struct request *request, struct topics *topics, size_t max)
{
    struct groups groups;
    *topics = (struct topics){ .items = arena_array(request->arena, max + 1, sizeof *topics->items) };
    if (!max)
        return OK;
    TRY(group_mine(request, &groups));
    for (size_t i = 0; i < groups.count; i++) { /* a look-up in one index each; a join over all groups would read every topic of each */
        struct topics latest;
        if (groups.items[i].quiet)
            continue;
        TRY(topic_list_group(request, groups.items[i].id, max, &latest));
        for (size_t n = 0; n < latest.count; n++)
            recent_add(topics, max, &latest.items[n]);
    }
    for (size_t i = 0; i < topics->count; i++)
        TRY(topic_excerpt(request, &topics->items[i]));
    return OK;
}

enum status follow_list_new(struct request *request, struct topics *topics)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM follow mine JOIN topic t ON t.id = mine.topic_id" TOPIC_BESIDE
                 " WHERE mine.persona_id = $1 AND t.hidden_at IS NULL AND " BLOCK_UNSEEN_SQL(
                     "t.persona_id") " AND " GROUP_READABLE_SQL " AND " TOPIC_NEW " ORDER BY t.last_at DESC, t.id DESC LIMIT 50",
                 P(board_reader(request)), P(topic_new_since(request))));
    topics_read(request, &rows, topics);
    TRY(topic_settle_all(request, topics));
    for (size_t i = 0; i < topics->count; i++)
        TRY(topic_excerpt(request, &topics->items[i]));
    return OK;
}

enum status follow_list_seen(struct request *request, struct topic_key before, struct topics *topics, bool *more)
{
    struct rows rows;
    struct topic_key key = before.id ? before : (struct topic_key){ INT64_MAX, INT64_MAX };
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " TOPIC_COLUMNS " FROM follow mine JOIN topic t ON t.id = mine.topic_id" TOPIC_BESIDE
                 " WHERE mine.persona_id = $1 AND t.hidden_at IS NULL AND " BLOCK_UNSEEN_SQL(
                     "t.persona_id") " AND " GROUP_READABLE_SQL " AND NOT " TOPIC_NEW
                                     " AND (t.last_at, t.id) < ($3, $4) ORDER BY t.last_at DESC, t.id DESC LIMIT $5",
                 P(board_reader(request)), P(topic_new_since(request)), P(key.at), P(key.id), P(TOPICS_A_PAGE + 1)));
    topics_read(request, &rows, topics);
    *more = topics->count > TOPICS_A_PAGE;
    if (*more)
        topics->count = TOPICS_A_PAGE;
    return topic_settle_all(request, topics);
}

/* ---- changing conversations ---- */

enum status topic_create(struct db *db, struct arena *arena, const struct topic_new *wish, int64_t *id)
{
    struct post_new opening = wish->opening;
    opening.id = opening.id ? opening.id : id_at(opening.at);
    opening.group = wish->group;
    opening.topic = *id = wish->id ? wish->id : id_at(opening.at);
    TRY(db_exec(
        db, arena,
        "INSERT INTO topic (id, board_id, group_id, persona_id, title, lang, wish, note_category, note_text, opening, last_post, last_at,"
        " created_at, pinned, closed, alias) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $11, $12, $13, $14)",
        P(*id), P(wish->board), P(wish->group), opening.persona ? P(opening.persona) : P_NULL, P(wish->title),
        P(wish->lang ? wish->lang : ""), P(wish->wish ? wish->wish : "none"), P(opening.note_category ? opening.note_category : ""),
        P(opening.note_text ? opening.note_text : ""), P(opening.id), P(opening.at), P(wish->pinned), P(wish->closed), P(opening.alias)));
    return post_create(db, arena, &opening, &opening.id);
}

enum status topic_set_alias(struct db *db, struct arena *arena, int64_t topic, int64_t opening, int64_t alias)
{
    TRY(db_exec(db, arena, "UPDATE topic SET alias = $2 WHERE id = $1", P(topic), P(alias)));
    return db_exec(db, arena, "UPDATE post SET alias = $2 WHERE id = $1", P(opening), P(alias));
}

enum status topic_update(struct db *db, struct arena *arena, const struct topic *topic)
{
    TRY(index_mark(db, arena, INDEX_POST, topic->opening));
    return db_exec(db, arena, "UPDATE topic SET title = $2, wish = $3, note_category = $4, note_text = $5 WHERE id = $1", P(topic->id),
                   P(topic->title), P(topic->wish), P(topic->note_category), P(topic->note_text));
}

enum status topic_advance(struct db *db, struct arena *arena, int64_t topic, int64_t post, int64_t at)
{
    return db_exec(db, arena, "UPDATE topic SET last_post = $2, last_at = $3 WHERE id = $1 AND last_post < $2", P(topic), P(post), P(at));
}

enum status topic_touch(struct db *db, struct arena *arena, int64_t topic)
{
    TRY(db_exec(
        db, arena,
        "UPDATE topic SET last_post = COALESCE((SELECT id FROM post WHERE topic_id = $1 AND hidden_at IS NULL ORDER BY id DESC LIMIT 1),"
        " opening) WHERE id = $1",
        P(topic)));
    return db_exec(
        db, arena,
        "UPDATE topic SET last_at = COALESCE((SELECT created_at FROM post WHERE id = topic.last_post), created_at) WHERE id = $1",
        P(topic));
}

enum status topic_flag_pinned(struct db *db, struct arena *arena, int64_t topic, bool on)
{
    return db_exec(db, arena, "UPDATE topic SET pinned = $2 WHERE id = $1", P(topic), P(on));
}

enum status topic_flag_closed(struct db *db, struct arena *arena, int64_t topic, bool on)
{
    return db_exec(db, arena, "UPDATE topic SET closed = $2 WHERE id = $1", P(topic), P(on));
}

enum status topic_flag_hidden(struct db *db, struct arena *arena, int64_t topic, int64_t by, int64_t now, const char *reason)
{
    const struct param at = reason ? P(now) : P_NULL, who = reason ? P(by) : P_NULL;
    TRY(topic_mark_posts(db, arena, topic));
    return db_exec(db, arena, "UPDATE topic SET hidden_at = $2, hidden_by = $3, hidden_reason = $4 WHERE id = $1", P(topic), at, who,
                   P(reason));
}

enum status topic_drop(struct db *db, struct arena *arena, int64_t topic)
{
    TRY(notification_forget(db, arena, NOTIFICATION_REPLY, topic));
    TRY(db_exec(db, arena, "DELETE FROM topic_news WHERE topic_id = $1", P(topic)));
    TRY(handle_topic_gone(db, arena, topic));
    TRY(db_exec(db, arena, "DELETE FROM follow WHERE topic_id = $1", P(topic)));
    TRY(db_exec(db, arena, "DELETE FROM read_mark WHERE topic_id = $1", P(topic)));
    return db_exec(db, arena, "DELETE FROM topic WHERE id = $1", P(topic));
}

/* ---- where something lies ---- */

enum status board_group_of(struct db *db, struct arena *arena, enum board_thing thing, int64_t id, int64_t *group)
{
    static const char *const finds[] = {
        [BOARD_ITSELF] = "SELECT group_id FROM board WHERE id = $1",
        [BOARD_TOPIC] = "SELECT group_id FROM topic WHERE id = $1",
        [BOARD_POST] = "SELECT t.group_id FROM post p JOIN topic t ON t.id = p.topic_id WHERE p.id = $1",
    };
    struct rows rows;
    TRY(db_query(db, arena, &rows, finds[thing], P(id)));
    *group = rows_next(&rows) ? rows_int(&rows) : 0;
    return *group ? OK : NOT_FOUND;
}
