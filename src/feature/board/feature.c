/* What boards offer to work that cuts across features: one's own data, erasing, jobs, forms whose session was over. */
#include "board/pages.h"

static const char *wish_words(struct view *view, const char *code)
{
    return text_same(code, "none") ? "" : t(view, topic_wish_find(code)->label);
}

static const char *note_words(struct view *view, const char *code)
{
    const char *label = talk_note_label(code);
    return *label ? t(view, label) : "";
}

static enum status post_export(struct request *request, json_t *data)
{
    struct post_facts facts;
    struct view *view = &request->view;
    int64_t after = 0;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you wrote"), list);
    do {
        TRY(post_facts_of(request->db, request->arena, request->member->persona, &after, &facts));
        for (size_t i = 0; i < facts.count; i++) {
            const struct post_fact *fact = &facts.items[i];
            json_t *item = json_pack("{s:s, s:s, s:s, s:s}", N_("group"), fact->group, N_("conversation"), fact->topic, N_("written"),
                                     date_machine(request->arena, fact->at), N_("text"), fact->body);
            if (fact->edited_at)
                json_object_set_new(item, N_("changed"), json_string(date_machine(request->arena, fact->edited_at)));
            if (*fact->note_category || *fact->note_text)
                json_object_set_new(item, N_("content note"), json_pack("[s, s]", note_words(view, fact->note_category), fact->note_text));
            if (fact->opening)
                json_object_set_new(item, N_("your wish"), json_string(wish_words(view, fact->wish)));
            json_array_append_new(list, item);
        }
    } while (facts.count);
    return OK;
}

/* The conversations of one of the lists, under `key`. */
static void topics_export(json_t *data, const char *key, const struct reaction_facts *facts)
{
    json_t *list = json_array();
    json_object_set_new(data, key, list);
    for (size_t i = 0; i < facts->count; i++)
        json_array_append_new(list, json_string(facts->items[i].topic));
}

static enum status reaction_export(struct request *request, json_t *data)
{
    struct reaction_facts facts;
    json_t *reactions = json_array();
    json_object_set_new(data, N_("your reactions"), reactions);
    TRY(reaction_facts_of(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++)
        for (size_t n = 0; n < talk_words_all()->count; n++)
            if (talk_words_all()->items[n].kind == facts.items[i].kind)
                json_array_append_new(reactions, json_pack("{s:s, s:s}", N_("conversation"), facts.items[i].topic, N_("reaction"),
                                                           t(&request->view, talk_words_all()->items[n].label)));
    TRY(follow_facts_of(request->db, request->arena, request->member->persona, &facts));
    topics_export(data, N_("conversations you follow"), &facts);
    TRY(topic_mark_facts_of(request->db, request->arena, request->member->persona, &facts));
    topics_export(data, N_("How far you’ve read"), &facts);
    return OK;
}

static enum status board_export(struct request *request, json_t *data)
{
    TRY(post_export(request, data));
    TRY(reaction_export(request, data));
    return draft_export(request, data);
}

static const struct job_kind jobs[] = {
    { .name = "draft.expire", .run = draft_expire, .every = TIME_DAY, .checkpoint = true },
    { .name = "read_mark.expire", .run = topic_expire_marks, .every = TIME_DAY },
    { 0 },
};

/* Where this request leads: a board, a conversation or an answer in it, or a draft of one. */
static enum status board_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    static const struct {
        const char *path;
        enum board_thing thing;
    } places[] = { { "/boards/", BOARD_ITSELF }, { "/topics/", BOARD_TOPIC }, { "/posts/", BOARD_POST } };
    const char *path = text_starts(request->route->path, "/drafts") ? form_value(request, "place") : request->path;
    for (size_t i = 0; i < COUNT(places); i++) {
        int64_t id, group;
        if (!text_starts(path, places[i].path))
            continue;
        const char *from = path + strlen(places[i].path);
        if (!text_int(arena_slice(request->arena, from, strcspn(from, "/")), 1, INT64_MAX, &id))
            return NOT_FOUND;
        TRY(board_group_of(request->db, request->arena, places[i].thing, id, &group));
        return membership_speaker(request, group, personas, count, persona);
    }
    return NOT_FOUND;
}

const struct feature board_feature = {
    .speaker = board_speaker, .name = "board", .export_data = board_export, .erase = board_erase, .jobs = jobs, .keep = draft_keep_form
};
