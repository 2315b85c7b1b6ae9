/* Conversations and answers that are reported: found for whoever is at work on a case, hidden and brought back. */
#include "board/pages.h"

/* A conversation is reported by its opening: one look-up for both. */
#define REPORTED_COLUMNS                                                                                                                   \
    "p.id, t.id, p.persona_id, p.alias, a.name, t.group_id, t.title, p.body, p.removed, p.hidden_at IS NOT NULL, t.hidden_at IS NOT NULL," \
    " p.id = t.opening"
#define REPORTED_TABLES " FROM post p JOIN topic t ON t.id = p.topic_id LEFT JOIN persona a ON a.id = p.persona_id"

/* `mine` of a made-up name: only the member's own key tells. */
static enum status handle_is_mine(struct request *request, int64_t topic, int64_t alias, bool *mine)
{
    int64_t own;
    bool muted;
    enum status status = handle_find(request->db, request->arena, topic, handle_of(request, topic), &own, &muted);
    *mine = status == OK && own == alias;
    return status == NOT_FOUND ? OK : status;
}

static enum status at_work_find(struct request *request, const char *kind, int64_t id, struct reported *reported, struct post *post)
{
    struct rows rows;
    if (text_same(kind, "topic"))
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " REPORTED_COLUMNS " FROM topic t JOIN post p ON p.id = t.opening"
                     " LEFT JOIN persona a ON a.id = p.persona_id WHERE t.id = $1",
                     P(id)));
    else
        TRY(db_query(request->db, request->arena, &rows, "SELECT " REPORTED_COLUMNS REPORTED_TABLES " WHERE p.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *post = (struct post){ .id = rows_int(&rows) };
    post->topic_id = rows_int(&rows);
    reported->persona = post->persona = rows_int(&rows);
    post->alias = rows_int(&rows);
    post->name = rows_text(&rows);
    reported->group = rows_int(&rows);
    reported->title = rows_text(&rows);
    reported->text = post->body = rows_text(&rows);
    reported->gone = rows_bool(&rows);
    bool post_hidden = rows_bool(&rows);
    reported->hidden = rows_bool(&rows) || post_hidden;
    post->is_opening = rows_bool(&rows);
    return OK;
}

static bool is_board_kind(const char *kind)
{
    return text_same(kind, "topic") || text_same(kind, "post");
}

/* As its own page shows it: without what it quotes of whom the reader doesn't meet. */
static enum status words_seen(struct request *request, const char *kind, int64_t id, const char **words)
{
    struct post post;
    struct topic topic;
    struct group group;
    if (text_same(kind, "topic")) {
        TRY(topic_find(request, id, &topic, &group));
        id = topic.opening;
    }
    TRY(post_find(request, id, &post, &topic, &group));
    *words = post.body;
    return post.removed ? NOT_FOUND : OK;
}

enum status board_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct post post;
    const char *seen = NULL;
    if (!is_board_kind(kind))
        return NOT_FOUND;
    if (!at_work)
        TRY(words_seen(request, kind, id, &seen));
    TRY(at_work_find(request, kind, id, reported, &post));
    reported->text = seen ? seen : reported->text;
    reported->by = post.alias ? handle_name(&request->view, post.alias) : post.name ? post.name : "";
    reported->mine = account_name_is_own(request, post.persona);
    if (post.alias && request->member)
        TRY(handle_is_mine(request, post.topic_id, post.alias, &reported->mine));
    if (text_same(kind, "topic")) {
        reported->path = arena_printf(request->arena, "/topics/%lld", (long long)post.topic_id);
        return OK;
    }
    return post_path(request, post.topic_id, post.id, &reported->path);
}

enum status board_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct reported reported;
    struct post post;
    if (!is_board_kind(kind))
        return NOT_FOUND;
    TRY(at_work_find(request, kind, id, &reported, &post));
    const int64_t by = request->member->persona;
    const char *why = hide ? reason : NULL;
    if (post.is_opening) /* without its opening a conversation makes no sense: it is hidden as a whole */
        return topic_flag_hidden(request->db, request->arena, post.topic_id, by, request->now, why);
    return post_flag_hidden(request->db, request->arena, &post, by, request->now, why);
}

/* Before the whole conversation when it is the opening's. A note of the writer's own is left alone, so that this one can be taken back. */
enum status board_reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put)
{
    struct reported reported;
    struct post post;
    struct rows rows;
    if (!is_board_kind(kind))
        return NOT_FOUND;
    TRY(at_work_find(request, kind, id, &reported, &post));
    TRY(db_query(request->db, request->arena, &rows,
                 "UPDATE post SET note_text = $2 WHERE id = $1 AND note_category = '' AND note_text = $3 RETURNING id", P(post.id),
                 P(put ? note : ""), P(put ? "" : note)));
    if (!rows.count)
        return INVALID;
    TRY(index_mark(request->db, request->arena, INDEX_POST, post.id));
    if (!post.is_opening)
        return OK;
    return db_exec(request->db, request->arena, "UPDATE topic SET note_text = $2 WHERE id = $1", P(post.topic_id), P(put ? note : ""));
}

/* ---- what stands around it ---- */

#define AROUND_SELECT "SELECT p.id, p.alias, a.name, p.body, p.created_at FROM post p LEFT JOIN persona a ON a.id = p.persona_id WHERE "

static void around_read(struct request *request, struct rows *rows, int64_t it, struct reported_words *words)
{
    while (rows_next(rows)) {
        struct reported_word *word = &words->items[words->count++];
        word->is_it = rows_int(rows) == it;
        int64_t alias = rows_int(rows);
        const char *name = rows_text(rows);
        word->by = alias ? handle_name(&request->view, alias) : name ? name : "";
        word->text = rows_text(rows);
        word->at = rows_int(rows);
    }
}

/* What was hidden or taken away isn't read along. */
enum status board_reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words)
{
    struct reported reported;
    struct post post;
    struct rows rows;
    if (!is_board_kind(kind))
        return NOT_FOUND;
    TRY(at_work_find(request, kind, id, &reported, &post));
    *words = (struct reported_words){ arena_array(request->arena, 2 * REPORTED_AROUND + 1, sizeof *words->items), 0 };
    TRY(db_query(request->db, request->arena, &rows,
                 AROUND_SELECT "p.topic_id = $1 AND p.id < $2 AND NOT p.removed AND p.hidden_at IS NULL ORDER BY p.id DESC LIMIT $3",
                 P(post.topic_id), P(post.id), P((int64_t)REPORTED_AROUND)));
    around_read(request, &rows, post.id, words);
    for (size_t i = 0; i < words->count / 2; i++) {
        struct reported_word newer = words->items[i], *older = &words->items[words->count - 1 - i];
        words->items[i] = *older;
        *older = newer;
    }
    TRY(db_query(request->db, request->arena, &rows, AROUND_SELECT "p.id = $1", P(post.id)));
    around_read(request, &rows, post.id, words);
    TRY(db_query(request->db, request->arena, &rows,
                 AROUND_SELECT "p.topic_id = $1 AND p.id > $2 AND NOT p.removed AND p.hidden_at IS NULL ORDER BY p.id LIMIT $3",
                 P(post.topic_id), P(post.id), P((int64_t)REPORTED_AROUND)));
    around_read(request, &rows, post.id, words);
    return OK;
}
