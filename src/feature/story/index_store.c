/* Stories in the search index: those that a group, members or everyone may read, and where they are found. */
#include "story/pages.h"

static enum status story_index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT s.title, s.body, s.lang, s.group_id FROM story s WHERE s.id = $1 AND s.audience IN ('everyone', 'members', 'group')",
        P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    int64_t *group = arena_alloc(arena, sizeof *group);
    doc->title = rows_text(&rows);
    doc->text = markdown_excerpt(arena, rows_text(&rows), STORY_BODY_MAX);
    doc->lang = rows_text(&rows);
    *group = rows_int(&rows);
    doc->everyone = !*group;
    doc->groups = group;
    doc->groups_count = *group ? 1 : 0;
    return OK;
}

static enum status story_index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct story story;
    TRY(story_find(request, id, &story));
    hit->path = story_path(request->arena, id, "");
    hit->title = story.title;
    hit->text = markdown_excerpt(request->arena, story.body, STORY_BODY_MAX);
    hit->note = talk_note_text(&request->view, story.note_category, story.note_text);
    hit->lang = story.lang;
    hit->place = story.group_name;
    hit->by = story_author_text(&request->view, &story);
    hit->picture = story.persona ? story.picture : story.id;
    hit->plate = story.persona ? INDEX_PLATE_PERSON : INDEX_PLATE_ANONYMOUS;
    return OK;
}

const struct index_kind story_finds[] = {
    { .name = INDEX_STORY, .label = N_("Stories"), .read = story_index_read, .show = story_index_show },
    { 0 },
};
