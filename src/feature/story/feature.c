/* What stories offer to work that cuts across features: one's own data, leaving, forms whose session was over. */
#include "story/pages.h"

static json_t *road_json(struct view *view, const struct milestones *road)
{
    json_t *list = json_array();
    for (size_t i = 0; i < road->count; i++)
        json_array_append_new(list, json_pack("[s, s]", milestone_title(view, &road->items[i]), road->items[i].words));
    return list;
}

static json_t *pictures_json(const struct story_pictures *pictures)
{
    json_t *list = json_array();
    for (size_t i = 0; i < pictures->count; i++)
        json_array_append_new(list, json_string(pictures->items[i].description));
    return list;
}

static enum status stories_json(struct request *request, const struct stories *stories, json_t *list)
{
    struct view *view = &request->view;
    for (size_t i = 0; i < stories->count; i++) {
        const struct story *story = &stories->items[i];
        const char *body;
        struct milestones road;
        struct story_pictures pictures;
        TRY(story_picture_list(request->db, request->arena, story->id, &pictures));
        TRY(story_body_of(request->db, request->arena, story->id, &body));
        TRY(story_road(request->db, request->arena, story->id, &road));
        json_t *item = json_pack("{s:s, s:s, s:s}", N_("title"), story->title, N_("in a sentence"), story->summary, N_("text"), body);
        json_object_set_new(item, N_("who can read it"), json_string(story_audience_text(view, story)));
        json_object_set_new(item, N_("with your name"), json_boolean(!story->is_unnamed));
        json_object_set_new(item, N_("the road"), road_json(view, &road));
        json_object_set_new(item, N_("what its pictures show"), pictures_json(&pictures));
        json_array_append_new(list, item);
    }
    return OK;
}

static enum status shared_export(struct request *request, json_t *data)
{
    struct stories stories;
    struct story_key before = { INT64_MAX, 0 };
    bool more = true;
    json_t *list = json_array();
    json_object_set_new(data, N_("your stories"), list);
    while (more) {
        TRY(story_list_mine(request, before, STORIES_A_PAGE, &stories, &more));
        TRY(stories_json(request, &stories, list));
        if (stories.count)
            before = (struct story_key){ stories.items[stories.count - 1].day, stories.items[stories.count - 1].id };
    }
    TRY(story_list_unnamed(request, &stories));
    return stories_json(request, &stories, list);
}

static enum status sealed_export(struct request *request, json_t *data)
{
    struct story_sealeds sealed;
    json_t *list = json_array();
    json_object_set_new(data, N_("stories and drafts only you can read"), list);
    TRY(story_sealed_list(request, &sealed));
    for (size_t i = 0; i < sealed.count; i++) {
        struct story_sealed one;
        struct story_words words;
        TRY(story_sealed_by_id(request, sealed.items[i].id, &one, &words));
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", N_("title"), words.part[STORY_TITLE], N_("in a sentence"),
                                              words.part[STORY_SUMMARY], N_("text"), words.part[STORY_BODY], N_("kept on"),
                                              date_machine(request->arena, one.at), N_("the road"), road_json(&request->view, &words.road),
                                              N_("what its pictures show"), pictures_json(&words.pictures)));
    }
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct rows rows;
    json_t *answers = json_array(), *resonances = json_array();
    json_object_set_new(data, N_("your answers to stories"), answers);
    json_object_set_new(data, N_("stories you said “me too” to"), resonances);
    TRY(story_comment_facts(request, &rows));
    while (rows_next(&rows)) {
        const char *title = rows_text(&rows);
        json_array_append_new(answers, json_pack("{s:s, s:s}", N_("story"), title, N_("text"), rows_text(&rows)));
    }
    TRY(story_resonance_facts(request, &rows));
    while (rows_next(&rows))
        json_array_append_new(resonances, json_string(rows_text(&rows)));
    TRY(shared_export(request, data));
    return sealed_export(request, data);
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    TRY(story_sealed_erase(db, arena, persona));
    TRY(story_sealed_picture_erase(db, arena, persona));
    TRY(story_comment_erase(db, arena, persona, remove_words));
    return story_erase_all(db, arena, persona, remove_words);
}

/* Stories without a name are found by the member's key alone, and are none of their names'. */
static enum status erase_own(struct request *request, int64_t persona, bool remove_words)
{
    struct stories stories;
    if (persona || !remove_words)
        return OK;
    TRY(story_list_unnamed(request, &stories));
    for (size_t i = 0; i < stories.count; i++)
        TRY(story_drop(request->db, request->arena, stories.items[i].id));
    return OK;
}

/* A story somebody answered. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct story story;
    if (!text_same(kind, "story"))
        return NOT_FOUND;
    TRY(story_find(request, id, &story));
    subject->title = story.title;
    subject->path = story_path(request->arena, id, "#answers");
    return OK;
}

/* One's own story is opened by the name it was told under. */
static enum status story_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    int64_t writer;
    if (!text_starts(request->route->path, "/stories/:id"))
        return NOT_FOUND;
    TRY(story_persona(request->db, request->arena, path_id(request, 0), &writer));
    for (size_t i = 0; i < count; i++)
        if (personas[i] == writer) {
            *persona = writer;
            return OK;
        }
    return NOT_FOUND;
}

const struct feature story_feature = {
    .name = "story",
    .speaker = story_speaker,
    .finds = story_finds,
    .export_data = export_data,
    .export_files = story_pictures_export,
    .pictures = story_picture_kinds,
    .erase = erase,
    .erase_own = erase_own,
    .stayed = story_stayed,
    .band = story_band_push,
    .keep = story_keep_form,
    .subject = subject_find,
    .reported = story_reported,
    .reported_hide = story_reported_hide,
    .reported_note = story_reported_note,
};
