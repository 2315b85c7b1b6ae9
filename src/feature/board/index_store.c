/* Posts in the search index: what of them is found, and how they are shown. */
#include "board/pages.h"

#include "circle/circle.h"

enum { PAGE = 500 };

enum status topic_mark_posts(struct db *db, struct arena *arena, int64_t topic)
{
    struct rows rows = { .count = PAGE };
    int64_t after = 0;
    while (rows.count == PAGE) {
        TRY(db_query(db, arena, &rows, "SELECT id FROM post WHERE topic_id = $1 AND id > $2 ORDER BY id LIMIT $3", P(topic), P(after),
                     P(PAGE)));
        while (rows_next(&rows)) {
            after = rows_int(&rows);
            TRY(index_mark(db, arena, INDEX_POST, after));
        }
    }
    return OK;
}

/* What its conversation says, else what its words say, else its group's. */
static const char *post_language(struct arena *arena, const char *of_topic, const char *of_group, const char *text)
{
    return *of_topic ? of_topic : index_language(arena, text, of_group);
}

static enum status post_index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT p.body, t.title, t.opening = p.id, t.lang, g.lang, g.id FROM post p JOIN topic t ON t.id = p.topic_id"
                 " JOIN peer_group g ON g.id = t.group_id"
                 " WHERE p.id = $1 AND NOT p.removed AND p.hidden_at IS NULL AND t.hidden_at IS NULL",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    int64_t *group = arena_alloc(arena, sizeof *group);
    doc->text = markdown_excerpt(arena, rows_text(&rows), INDEX_TEXT_MAX);
    const char *title = rows_text(&rows);
    doc->title = rows_bool(&rows) ? title : NULL;
    const char *lang = rows_text(&rows), *group_lang = rows_text(&rows);
    doc->lang = post_language(arena, lang, group_lang, doc->text);
    *group = rows_int(&rows);
    doc->groups = group;
    doc->groups_count = 1;
    return OK;
}

static enum status post_index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct post post;
    struct topic topic;
    struct group group;
    struct block_list blocks;
    TRY(post_find(request, id, &post, &topic, &group));
    TRY(block_list_of(request, &blocks));
    if (post.removed || post.hidden_at || topic.hidden_at || block_has(&blocks, post.persona))
        return NOT_FOUND;
    hit->path = post.is_opening ? topic_path(&request->view, &topic, "")
                                : arena_printf(request->arena, "/topics/%lld?before=%lld#post-%lld", (long long)topic.id,
                                               (long long)post.id + 1, (long long)post.id);
    hit->title = topic_title_text(&request->view, &topic);
    hit->text = markdown_excerpt(request->arena, post.body, INDEX_TEXT_MAX);
    hit->note = talk_note_text(&request->view, post.note_category, post.note_text);
    hit->lang = post_language(request->arena, topic.lang, group.lang, hit->text);
    hit->place = group.name;
    hit->by = talk_author_text(&request->view, post.name);
    bool named = post.name && !post.alias;
    hit->picture = named ? post.picture : post.alias ? post.alias : post.id;
    hit->plate = named ? INDEX_PLATE_PERSON : INDEX_PLATE_ANONYMOUS;
    hit->at = post.created_at;
    return OK;
}

const struct index_kind board_finds[] = {
    { .name = INDEX_POST, .label = N_("What people wrote"), .read = post_index_read, .show = post_index_show },
    { 0 },
};
