/* What rooms offer to work that cuts across features: one's own data, erasing, jobs, words whose session was over. */
#include "chat/pages.h"

static enum status message_export(struct request *request, json_t *data)
{
    struct message_facts facts;
    int64_t after = 0;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you said in rooms"), list);
    do {
        TRY(message_facts_of(request->db, request->arena, request->member->persona, &after, &facts));
        for (size_t i = 0; i < facts.count; i++) {
            const struct message_fact *fact = &facts.items[i];
            const char *label = talk_note_label(fact->note_category);
            json_t *item = json_pack("{s:s, s:s, s:s, s:s}", N_("group"), fact->group, N_("room"), fact->room, N_("written"),
                                     date_machine(request->arena, fact->at), N_("text"), fact->body);
            if (fact->edited_at)
                json_object_set_new(item, N_("changed"), json_string(date_machine(request->arena, fact->edited_at)));
            if (*label || *fact->note_text)
                json_object_set_new(item, N_("content note"), json_pack("[s, s]", *label ? t(&request->view, label) : "", fact->note_text));
            json_array_append_new(list, item);
        }
    } while (facts.count);
    return OK;
}

typedef enum status facts_of(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts);

/* The rooms of one of the lists, under `key`. */
static enum status rooms_export(struct request *request, json_t *data, const char *key, facts_of *read)
{
    struct room_facts facts;
    json_t *list = json_array();
    json_object_set_new(data, key, list);
    TRY(read(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++)
        json_array_append_new(list, json_string(facts.items[i].room));
    return OK;
}

static enum status reaction_export(struct request *request, json_t *data)
{
    struct room_facts facts;
    json_t *list = json_array();
    json_object_set_new(data, N_("your reactions in rooms"), list);
    TRY(room_reaction_facts(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", N_("room"), facts.items[i].room, N_("reaction"),
                                              message_warmth_text(&request->view, (unsigned)facts.items[i].number)));
    return OK;
}

static enum status mute_export(struct request *request, json_t *data)
{
    struct room_facts facts;
    json_t *list = json_array();
    json_object_set_new(data, N_("rooms where you only read for now"), list);
    TRY(room_mute_facts(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", N_("room"), facts.items[i].room, N_("until"),
                                              date_machine(request->arena, facts.items[i].number), N_("reason"), facts.items[i].word));
    return OK;
}

static enum status draft_export(struct request *request, json_t *data)
{
    struct room_facts facts;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you haven’t sent yet in rooms"), list);
    TRY(room_draft_facts(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++) {
        struct message_form_words words;
        if (message_draft_open(request, facts.items[i].number, facts.items[i].sealed, &words) == OK)
            json_array_append_new(list, json_pack("{s:s, s:s}", N_("room"), facts.items[i].room, N_("text"), words.body));
    }
    return OK;
}

static enum status choice_export(struct request *request, json_t *data)
{
    struct room_choice choice;
    TRY(room_choice_find(request->db, request->arena, request->member->persona, true, &choice));
    json_object_set_new(data, N_("what others see of you in rooms"),
                        json_pack("{s:b, s:b}", N_("that you’re writing"), choice.typing, N_("that you’re here"), choice.here));
    return OK;
}

static enum status chat_export(struct request *request, json_t *data)
{
    TRY(message_export(request, data));
    TRY(reaction_export(request, data));
    TRY(rooms_export(request, data, N_("rooms where you were spoken to"), room_mention_facts));
    TRY(rooms_export(request, data, N_("rooms you have looked into"), room_mark_facts));
    TRY(mute_export(request, data));
    TRY(choice_export(request, data));
    return draft_export(request, data);
}

/* A message somebody was spoken to in. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct message message;
    struct room room;
    struct group group;
    const char *body;
    if (!text_same(kind, "mention"))
        return NOT_FOUND;
    TRY(message_find(request, id, &message, &body, &room, &group));
    if (*message.removed)
        return NOT_FOUND;
    subject->title = room.name;
    subject->path = arena_printf(request->arena, "/rooms/%lld#m%lld", (long long)room.id, (long long)id);
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "room.expire", .run = room_expire, .every = 5 * TIME_MINUTE, .checkpoint = true },
    { 0 },
};

/* Where this request leads: a room, or something said in one. */
static enum status chat_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    int64_t group;
    bool said = text_starts(request->route->path, "/said/:id");
    if (!said && !text_starts(request->route->path, "/rooms/:id"))
        return NOT_FOUND;
    TRY(room_group_of(request->db, request->arena, said ? 0 : path_id(request, 0), said ? path_id(request, 0) : 0, &group));
    return membership_speaker(request, group, personas, count, persona);
}

static enum status room_ungrouped(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    return room_forget(db, arena, persona, group, false);
}

const struct feature chat_feature = { .name = "chat",
                                      .export_data = chat_export,
                                      .erase = chat_erase,
                                      .rename = mention_rename,
                                      .jobs = jobs,
                                      .stayed = message_stayed,
                                      .keep = message_keep_form,
                                      .speaker = chat_speaker,
                                      .subject = subject_find,
                                      .reported = chat_reported,
                                      .reported_around = chat_reported_around,
                                      .reported_hide = chat_reported_hide,
                                      .ungrouped = room_ungrouped };
