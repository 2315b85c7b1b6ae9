/* Stories and their answers that are reported. A hidden story is read by its writer alone, whatever they choose meanwhile, and gets the
 * audience they chose back. */
#include "story/pages.h"

static enum status story_at_work(struct request *request, int64_t id, struct reported *reported)
{
    struct rows rows;
    struct story story = { 0 };
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT s.persona_id, p.name, s.owner, s.group_id, s.title, s.body, s.audience = 'hidden' FROM story s"
                 " LEFT JOIN persona p ON p.id = s.persona_id WHERE s.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    story.persona = rows_int(&rows);
    story.name = rows_text(&rows);
    story.owner = rows_blob(&rows);
    story.is_unnamed = story.owner.data != NULL;
    reported->persona = story.persona;
    reported->by = story_author_text(&request->view, &story);
    reported->group = rows_int(&rows);
    reported->title = rows_text(&rows);
    reported->text = rows_text(&rows);
    reported->hidden = rows_bool(&rows);
    reported->path = story_path(request->arena, id, "");
    reported->mine = story.is_unnamed ? story_mark_is_mine(request, story.owner) : account_name_is_own(request, story.persona);
    return OK;
}

/* Of an answer without a name, which only a story without one has, the writer is the story's. */
static enum status comment_at_work(struct request *request, int64_t id, struct reported *reported, int64_t *story)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT c.story_id, c.persona_id, p.name, c.by_writer, c.body, c.hidden, s.title, s.group_id, s.owner FROM story_comment c"
                 " JOIN story s ON s.id = c.story_id LEFT JOIN persona p ON p.id = c.persona_id WHERE c.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *story = rows_int(&rows);
    reported->persona = rows_int(&rows);
    const char *name = rows_text(&rows);
    bool by_writer = rows_bool(&rows);
    reported->text = rows_text(&rows);
    reported->hidden = rows_bool(&rows);
    reported->title = rows_text(&rows);
    reported->group = rows_int(&rows);
    struct bytes owner = rows_blob(&rows);
    reported->by = name ? name : "";
    reported->path = story_path(request->arena, *story, "#answers");
    reported->mine = reported->persona ? account_name_is_own(request, reported->persona) : by_writer && story_mark_is_mine(request, owner);
    return OK;
}

enum status story_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct story story;
    int64_t under;
    bool blocked;
    if (text_same(kind, "story")) {
        if (!at_work)
            TRY(story_find(request, id, &story));
        return story_at_work(request, id, reported);
    }
    if (!text_same(kind, "story-comment"))
        return NOT_FOUND;
    TRY(comment_at_work(request, id, reported, &under));
    if (at_work)
        return OK;
    TRY(story_find(request, under, &story));
    TRY(block_between(request->db, request->arena, request->reader, reported->persona, &blocked));
    return blocked || (reported->hidden && !reported->mine) ? NOT_FOUND : OK;
}

enum status story_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct reported reported;
    int64_t under;
    (void)reason; /* the decision itself tells its writer */
    if (text_same(kind, "story-comment")) {
        TRY(comment_at_work(request, id, &reported, &under));
        return db_exec(request->db, request->arena, "UPDATE story_comment SET hidden = $2 WHERE id = $1", P(id), P(hide));
    }
    if (!text_same(kind, "story"))
        return NOT_FOUND;
    TRY(story_at_work(request, id, &reported));
    TRY(index_mark(request->db, request->arena, INDEX_STORY, id));
    if (hide)
        return db_exec(request->db, request->arena,
                       "UPDATE story SET hidden_was = audience, audience = 'hidden' WHERE id = $1 AND hidden_was IS NULL", P(id));
    return db_exec(request->db, request->arena,
                   "UPDATE story SET audience = hidden_was, hidden_was = NULL WHERE id = $1 AND hidden_was IS NOT NULL", P(id));
}

/* A note of the writer's own is left alone, so that this one can be taken back. */
enum status story_reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put)
{
    struct rows rows;
    if (!text_same(kind, "story"))
        return NOT_FOUND;
    TRY(db_query(request->db, request->arena, &rows,
                 "UPDATE story SET note_text = $2 WHERE id = $1 AND note_category = '' AND note_text = $3 RETURNING id", P(id),
                 P(put ? note : ""), P(put ? "" : note)));
    return rows.count ? index_mark(request->db, request->arena, INDEX_STORY, id) : INVALID;
}
