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

static enum status handle_export_one(struct request *request, int64_t topic, int64_t alias, void *context)
{
    struct rows rows;
    TRY(handle_post_list(request->db, request->arena, topic, alias, &rows));
    while (rows_next(&rows)) {
        (void)rows_int(&rows);
        const char *title = rows_text(&rows), *body = rows_text(&rows);
        json_array_append_new(context, json_pack("{s:s, s:s, s:s, s:s}", N_("conversation"), title, N_("written"),
                                                 date_machine(request->arena, rows_int(&rows)), N_("as"),
                                                 handle_name(&request->view, alias), N_("text"), body));
    }
    return OK;
}

static enum status handle_export(struct request *request, json_t *data)
{
    json_t *list = json_array();
    json_object_set_new(data, N_("what you wrote without your name"), list);
    return handle_each(request, request->member->persona, 0, handle_export_one, list);
}

static enum status handle_erase_one(struct request *request, int64_t topic, int64_t alias, void *context)
{
    struct rows rows;
    (void)context;
    TRY(handle_post_list(request->db, request->arena, topic, alias, &rows));
    while (rows_next(&rows))
        TRY(post_drop(request->db, request->arena, rows_int(&rows)));
    return handle_drop(request->db, request->arena, topic, alias);
}

enum status handle_erase(struct request *request, int64_t persona, int64_t group)
{
    return handle_each(request, persona, group, handle_erase_one, NULL);
}

/* Words without a name stay when the writer's other words may stay; nothing leads from them to anybody. */
static enum status board_erase_own(struct request *request, int64_t persona, bool remove_words)
{
    if (persona) /* what nobody has read yet goes in any case */
        TRY(waiting_leave_nameless(request, persona, 0, true));
    return persona && remove_words ? handle_erase(request, persona, 0) : OK;
}

static enum status run_handle_sent(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return handle_sent_expire(db, arena, now);
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
    struct tag_names tags;
    json_t *list = json_array();
    TRY(tag_follow_list(request->db, request->arena, request->member->persona, &tags));
    for (size_t i = 0; i < tags.count; i++)
        json_array_append_new(list, json_string(arena_printf(request->arena, "#%s", tags.items[i])));
    json_object_set_new(data, N_("hashtags you follow"), list);
    return OK;
}

static enum status board_export(struct request *request, json_t *data)
{
    TRY(post_export(request, data));
    TRY(handle_export(request, data));
    TRY(reaction_export(request, data));
    TRY(waiting_export(request, data));
    return draft_export(request, data);
}

/* What holds a hashtag that is followed. */
static enum status tagged_find(struct request *request, int64_t id, struct subject *subject)
{
    struct post post;
    struct topic topic;
    struct group group;
    TRY(post_find(request, id, &post, &topic, &group));
    if (post.removed || post.hidden_at)
        return NOT_FOUND;
    subject->title = topic_title_text(&request->view, &topic);
    return post_path(request, topic.id, id, &subject->path);
}

/* A conversation somebody answered in: at what the reader hasn't seen of it. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct topic topic;
    struct group group;
    if (text_same(kind, "tag"))
        return tagged_find(request, id, subject);
    if (text_same(kind, "waiting") || text_same(kind, "words"))
        return waiting_subject(request, kind, id, subject);
    if (!text_same(kind, "reply"))
        return NOT_FOUND;
    TRY(topic_find(request, id, &topic, &group));
    subject->title = topic_title_text(&request->view, &topic);
    subject->path = topic.is_new && topic.seen
                        ? arena_printf(request->arena, "/topics/%lld?after=%lld#new", (long long)id, (long long)topic.seen)
                        : arena_printf(request->arena, "/topics/%lld", (long long)id);
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "topic.tell", .run = topic_tell },
    { .name = "tag.tell", .run = tag_tell },
    { .name = "handle.expire", .run = run_handle_sent, .every = TIME_DAY },
    { .name = "draft.expire", .run = draft_expire, .every = TIME_DAY, .checkpoint = true },
    { .name = "waiting.expire", .run = waiting_expire, .every = TIME_DAY, .checkpoint = true },
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
    if (text_starts(request->path, WAITING_PATH "/"))
        return waiting_speaker(request, personas, count, persona);
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

const struct feature board_feature = { .name = "board",
                                       .export_data = board_export,
                                       .erase = board_erase,
                                       .erase_own = board_erase_own,
                                       .jobs = jobs,
                                       .stayed = post_stayed,
                                       .keep = draft_keep_form,
                                       .speaker = board_speaker,
                                       .subject = subject_find,
                                       .reported = board_reported,
                                       .reported_around = board_reported_around,
                                       .reported_hide = board_reported_hide,
                                       .reported_note = board_reported_note,
                                       .ungrouped = follow_forget,
                                       .finds = board_finds };
