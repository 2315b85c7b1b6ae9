/* Conversations in which somebody has written whom the reader doesn't meet: what is left of them, so that neither a time, a place in a
 * list, nor the word New tells that there is more. */
#include "board/pages.h"

/* The newest words of a topic that the reader meets. */
static enum status topic_settle(struct request *request, struct topic *topic)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT p.id, p.created_at FROM post p WHERE p.topic_id = $2 AND p.hidden_at IS NULL AND " BLOCK_UNSEEN_SQL(
                     "p.persona_id") " ORDER BY p.id DESC LIMIT 1",
                 P(board_reader(request)), P(topic->id)));
    topic->last_post = rows_next(&rows) ? rows_int(&rows) : topic->opening;
    topic->last_at = rows.count ? rows_int(&rows) : topic->created_at;
    topic->is_new = topic->seen ? topic->seen < topic->last_post : topic->last_at > topic_new_since(request);
    return OK;
}

static void topics_sort(struct topics *topics)
{
    for (size_t i = 1; i < topics->count; i++) {
        struct topic topic = topics->items[i];
        size_t at = i;
        for (; at && topics->items[at - 1].last_at < topic.last_at; at--)
            topics->items[at] = topics->items[at - 1];
        topics->items[at] = topic;
    }
}

enum status topic_settle_all(struct request *request, struct topics *topics)
{
    struct block_list unseen;
    if (topics->count) {
        topics->last_at = topics->items[topics->count - 1].last_at;
        topics->last_id = topics->items[topics->count - 1].id;
    }
    TRY(block_unseen_of(request, &unseen));
    if (!unseen.count)
        return OK;
    topics->known = false;
    for (size_t i = 0; i < topics->count; i++)
        TRY(topic_settle(request, &topics->items[i]));
    topics_sort(topics);
    return OK;
}
