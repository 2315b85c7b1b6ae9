/* What private conversations offer to work that cuts across features: one's own data, erasing, jobs, words whose session was over. */
#include "message/pages.h"

/* One's own words alone: what others said in private is theirs. */
static enum status words_export(struct request *request, const struct conversation *conversation, json_t *list)
{
    struct conversation_messages messages;
    int64_t before = 0;
    do {
        TRY(conversation_read(request, conversation, before, &messages));
        for (size_t i = messages.count; i-- > 0;) {
            const struct conversation_message *message = &messages.items[i];
            if (message->is_mine && !message->gone)
                json_array_append_new(
                    list, json_pack("{s:s, s:s}", N_("written"), date_machine(request->arena, message->at), N_("text"), message->body));
        }
        before = messages.count ? messages.items[0].number : 0;
    } while (messages.older && before);
    return OK;
}

static enum status conversations_export(struct request *request, enum conversation_kind kind, json_t *list)
{
    struct conversation_seat_rows seats;
    TRY(conversation_seat_list(request->db, request->arena, request->reader, kind, &seats));
    for (size_t i = 0; i < seats.count; i++) {
        struct conversation conversation;
        enum status status = conversation_find(request, seats.items[i].id, &conversation);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        json_t *said = json_array();
        bool unnamed = kind == CONVERSATION_NETWORKING; /* where some don't show their names to others */
        const char *title = unnamed ? "…" : conversation_title(&request->view, &conversation);
        json_array_append_new(list, json_pack("{s:s, s:o}", N_("with"), title, N_("what you said"), said));
        TRY(words_export(request, &conversation, said));
    }
    return OK;
}

static enum status drafts_export(struct request *request, json_t *list)
{
    struct conversation_draft_rows rows;
    TRY(conversation_draft_list(request->db, request->arena, request->reader, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct conversation_draft draft;
        if (conversation_draft_open(request, rows.items[i].seat, rows.items[i].sealed, &draft) == OK)
            json_array_append_new(list, json_string(draft.body));
    }
    return OK;
}

static enum status conversation_export(struct request *request, json_t *data)
{
    struct conversation_choice choice;
    json_t *list = json_array(), *drafts = json_array();
    json_object_set_new(data, N_("private conversations"), list);
    json_object_set_new(data, N_("private messages you haven’t sent yet"), drafts);
    TRY(conversations_export(request, CONVERSATION_PRIVATE, list));
    TRY(conversations_export(request, CONVERSATION_LISTENING, list));
    TRY(conversations_export(request, CONVERSATION_MEDIATION, list));
    TRY(conversations_export(request, CONVERSATION_APPLICATION, list));
    TRY(conversations_export(request, CONVERSATION_NETWORKING, list));
    TRY(drafts_export(request, drafts));
    TRY(conversation_choice_find(request->db, request->arena, request->reader, &choice));
    const char *who = text_same(choice.who, "groups")        ? t(&request->view, "People from my groups and those I’m connected with")
                      : text_same(choice.who, "connections") ? t(&request->view, "Only those I’m connected with")
                                                             : t(&request->view, "Nobody new");
    json_object_set_new(data, N_("private messages"),
                        json_pack("{s:s, s:b}", N_("who may write to you"), who, N_("that you’ve read"), choice.receipts));
    return OK;
}

/* A conversation, by the reader's own seat in it. Who wrote stands behind the seal alone, so the sentence names nobody. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct conversation conversation;
    if (!text_same(kind, "letter"))
        return NOT_FOUND;
    TRY(conversation_find(request, id, &conversation));
    subject->path = arena_printf(
        request->arena, conversation.kind == CONVERSATION_APPLICATION ? "/opportunities/letters/%lld" : "/messages/%lld", (long long)id);
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "conversation.expire", .run = conversation_expire, .every = TIME_HOUR, .checkpoint = true },
    { .name = conversation_tell_kind, .run = conversation_tell },
    { 0 },
};

/* A conversation is read by the name that sits in it. */
static enum status conversation_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    struct conversation_seat_row seat;
    if (!text_starts(request->route->path, "/messages/:id") && !text_starts(request->route->path, "/opportunities/letters/:id"))
        return NOT_FOUND;
    TRY(conversation_seat_find(request->db, request->arena, path_id(request, 0), &seat));
    for (size_t i = 0; i < count; i++)
        if (personas[i] == seat.persona) {
            *persona = seat.persona;
            return OK;
        }
    return NOT_FOUND;
}

const struct feature conversation_feature = {
    .name = "message",
    .speaker = conversation_speaker,
    .export_data = conversation_export,
    .erase = conversation_erase,
    .jobs = jobs,
    .keep = conversation_keep_form,
    .subject = subject_find,
    .reported = conversation_reported,
};
