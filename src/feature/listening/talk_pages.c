/* A talk: the sealed conversation inside its own page, words of danger, a supervisor, the end. */
#include "listening/pages.h"

#include "danger/danger.h"

enum { SUPERVISORS = 20, LOOKED_AT = 10 };

const struct field listening_call_form[] = { { "person", 1, 20, FIELD_LINE, false }, { 0 } };
const struct field listening_consent_form[] = { { "answer", 2, 3, FIELD_LINE, false }, { 0 } };

/* ---- reaching it ---- */

/* The talk in which the reader has the seat of ":id". NOT_FOUND: none that goes on. */
static enum status talk_find(struct request *request, struct listening_talk *talk)
{
    struct listening_talks talks;
    int64_t seat = path_id(request, 0);
    TRY(listening_talk_of(request->db, request->arena, request->member->persona, &talks));
    for (size_t i = 0; seat && i < talks.count; i++) {
        *talk = talks.items[i];
        if (talk->member.seat == seat || talk->listener.seat == seat || talk->supervisor.seat == seat)
            return OK;
    }
    return NOT_FOUND;
}

/* With its conversation. */
static enum status talk_open(struct request *request, struct listening_talk *talk, struct conversation *conversation)
{
    TRY(talk_find(request, talk));
    return conversation_find(request, path_id(request, 0), conversation);
}

static const char *talk_path(struct request *request)
{
    return listening_path(&request->view, "talks", path_id(request, 0), "");
}

/* The conversation of ":id", which goes on or is kept for a few days. */
static enum status conversation_open(struct request *request, struct conversation *conversation)
{
    TRY(conversation_find(request, path_id(request, 0), conversation));
    return conversation->kind == CONVERSATION_LISTENING ? OK : NOT_FOUND;
}

/* ---- the page ---- */

/* Looked for anew on each page, in what the member said last: nothing of it is kept. */
static bool danger_in(struct request *request, const struct conversation_messages *messages, int64_t member)
{
    size_t first = messages->count > LOOKED_AT ? messages->count - LOOKED_AT : 0;
    for (size_t i = first; i < messages->count; i++) {
        const struct conversation_message *message = &messages->items[i];
        if (!message->gone && message->by && message->by->persona == member && danger_look(request->arena, message->body))
            return true;
    }
    return false;
}

/* Whom a listener may call: those with the roles for it who may meet both. */
static enum status supervisors_read(struct request *request, const struct listening_talk *talk, struct listening_supervisors *list)
{
    static const enum role roles[] = { ROLE_PRACTITIONER, ROLE_STEWARD };
    list->items = arena_array(request->arena, SUPERVISORS * COUNT(roles), sizeof *list->items);
    list->count = 0;
    for (size_t i = 0; i < COUNT(roles); i++) {
        int64_t found[SUPERVISORS];
        size_t count;
        TRY(persona_role_list(request->db, request->arena, roles[i], found, SUPERVISORS, &count));
        for (size_t j = 0; j < count; j++) {
            bool may_member, may_listener, twice = false;
            TRY(listening_may(request->db, request->arena, 0, talk->member.persona, found[j], &may_member));
            TRY(listening_may(request->db, request->arena, 0, talk->listener.persona, found[j], &may_listener));
            for (size_t k = 0; k < list->count; k++)
                twice |= list->items[k].id == found[j];
            if (may_member && may_listener && !twice)
                TRY(persona_find(request->db, request->arena, found[j], &list->items[list->count++]));
        }
    }
    return OK;
}

static const char *talk_with(struct request *request, const struct conversation *conversation)
{
    const char *names[CONVERSATION_PEOPLE];
    size_t count = 0;
    for (size_t i = 0; i < conversation->people.count && count < COUNT(names); i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        if (person != conversation->me && person->persona != request->member->persona && !person->blocked)
            names[count++] = person->name ? person->name : t(&request->view, "Somebody who has left");
    }
    return language_list(&request->view.words, names, count);
}

static enum status talk_live_read(struct request *request, struct listening_talk_view *page, const struct listening_talk *talk)
{
    struct listening_supervisors *supervisors = arena_alloc(request->arena, sizeof *supervisors);
    int64_t me = request->member->persona;
    page->talk = talk;
    page->is_member = talk->member.persona == me;
    page->is_listener = talk->listener.persona == me;
    page->danger = danger_in(request, page->show->messages, talk->member.persona);
    if (page->danger)
        TRY(help_near_find(request, &page->help));
    if (page->is_listener && !talk->supervisor.persona) {
        TRY(supervisors_read(request, talk, supervisors));
        page->supervisors = supervisors;
    }
    return OK;
}

enum status listening_talk_page(struct request *request)
{
    struct conversation conversation;
    struct conversation_show show;
    struct listening_talk talk;
    struct listening_after after;
    struct listening_talk_view page = { .show = &show };
    bool answered;
    TRY(conversation_open(request, &conversation));
    enum status goes_on = talk_find(request, &talk);
    if (goes_on == NOT_FOUND)
        TRY(listening_after_find(request->db, request->arena, request->member->persona, path_id(request, 0), &after));
    else
        TRY(goes_on);
    TRY(conversation_part(request, &conversation, talk_path(request), &answered));
    if (answered)
        return OK;
    TRY(conversation_show(request, &conversation, talk_path(request), &show));
    page.with = talk_with(request, &conversation);
    if (goes_on == OK) {
        TRY(talk_live_read(request, &page, &talk));
    } else {
        page.after = &after;
        show.closed = tf(&request->view, "This talk is over. You can read it until {1}; then it’s deleted.",
                         date(&request->view, after.until_day * TIME_DAY, DATE_LONG));
    }
    listening_talk_html(&request->view, &page);
    return OK;
}

enum status listening_talk_stream(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_open(request, &conversation));
    return conversation_stream(request, &conversation);
}

/* ---- what is done ---- */

enum status listening_say(struct request *request)
{
    struct conversation conversation;
    struct listening_talk talk;
    TRY(talk_open(request, &talk, &conversation));
    TRY(conversation_say(request, &conversation, talk_path(request)));
    bool danger = talk.member.persona == request->member->persona && danger_look(request->arena, form_value(request, "body")) != 0;
    return danger ? conversation_touch(request->db, request->arena, conversation.channel) : OK;
}

enum status listening_end(struct request *request)
{
    struct conversation conversation;
    struct listening_talk talk;
    TRY(talk_open(request, &talk, &conversation));
    if (talk.supervisor.persona == request->member->persona) { /* they go, the two talk on */
        TRY(listening_talk_supervise(request->db, request->arena, talk.id, 0, 0));
        TRY(conversation_leave(request, &conversation));
        TRY(conversation_touch(request->db, request->arena, conversation.channel));
        return redirect(request, "/listen");
    }
    TRY(conversation_finish(request, &conversation, LISTENING_KEEP_DAYS));
    TRY(listening_talk_end(request->db, request->arena, &talk, request->now));
    TRY(conversation_touch(request->db, request->arena, conversation.channel));
    TRY(listening_match(request->db, request->arena, &request->view.words));
    return redirect(request, listening_path(&request->view, "after", path_id(request, 0), ""));
}

/* The listener names a supervisor. Nobody reads more than before: the member is told who it is, and decides. */
enum status listening_call(struct request *request)
{
    struct conversation conversation;
    struct listening_talk talk;
    struct listening_supervisors list;
    int64_t person;
    TRY(talk_open(request, &talk, &conversation));
    if (talk.listener.persona != request->member->persona)
        return NOT_FOUND;
    if (talk.supervisor.persona)
        return redirect(request, talk_path(request));
    TRY(supervisors_read(request, &talk, &list));
    if (!text_int(form_value(request, "person"), 1, INT64_MAX, &person))
        return form_reject(request, "person", t(&request->view, "Please choose one."));
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].id != person)
            continue;
        TRY(listening_talk_supervise(request->db, request->arena, talk.id, person, 0));
        TRY(notification_send(request->db, request->arena,
                              &(struct notification){ person, NOTIFICATION_LISTENING, request->member->persona, talk.id }, request->now));
        TRY(listening_tell(request->db, request->arena, person));
        TRY(conversation_touch(request->db, request->arena, conversation.channel));
        return redirect(request, talk_path(request));
    }
    return form_reject(request, "person", t(&request->view, "Please choose one."));
}

/* The member lets the supervisor in, or doesn't. */
enum status listening_consent(struct request *request)
{
    struct conversation conversation;
    struct listening_talk talk;
    int64_t seat = 0;
    TRY(talk_open(request, &talk, &conversation));
    if (talk.member.persona != request->member->persona)
        return NOT_FOUND;
    if (!talk.supervisor.persona || talk.supervisor.seat)
        return redirect(request, talk_path(request));
    enum status added = FORBIDDEN;
    if (text_same(form_value(request, "answer"), "yes"))
        added = conversation_add(request, &conversation, talk.supervisor.persona, &seat);
    if (added != OK && added != FORBIDDEN && added != CONFLICT)
        return added;
    TRY(listening_talk_supervise(request->db, request->arena, talk.id, added == OK ? talk.supervisor.persona : 0, seat));
    TRY(listening_tell(request->db, request->arena, talk.supervisor.persona));
    TRY(conversation_touch(request->db, request->arena, conversation.channel));
    return redirect(request, talk_path(request));
}
