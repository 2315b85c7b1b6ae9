/* One request: the asker waits and begins, a listener who is asked says yes or not now. */
#include "listening/pages.h"

#include "danger/danger.h"

enum { HOLD_NOW = 15 * 60 * 1000, HOLD_TODAY = 3 * 60 * 60 * 1000 };

const struct field listening_answer_form[] = { { "answer", 2, 3, FIELD_LINE, false }, { 0 } };

/* ---- reaching it ---- */

static enum status is_own(struct request *request, int64_t persona, bool *own)
{
    struct member_personas personas;
    TRY(member_personas(request, &personas));
    *own = false;
    for (size_t i = 0; i < personas.count; i++)
        *own |= personas.items[i] == persona;
    return OK;
}

/* The reader's own. */
static enum status request_find_mine(struct request *request, struct listening_request *mine)
{
    TRY(listening_request_get(request->db, request->arena, path_id(request, 0), mine));
    return mine->persona == request->member->persona ? OK : NOT_FOUND;
}

/* One that is offered to the reader, who isn't the asker under another name. */
static enum status request_find_offered(struct request *request, struct listening_request *offered)
{
    bool own, may;
    TRY(listening_request_get(request->db, request->arena, path_id(request, 0), offered));
    if (offered->other != request->member->persona || offered->state != LISTENING_OFFERED || offered->until <= request->now)
        return NOT_FOUND;
    TRY(is_own(request, offered->persona, &own));
    TRY(listening_may(request->db, request->arena, 0, offered->persona, offered->other, &may));
    return own || !may ? NOT_FOUND : OK;
}

static enum status words_open(struct request *request, const struct listening_request *mine, const char **words)
{
    struct bytes plain;
    TRY(unseal(request->arena, &request->member->key, arena_printf(request->arena, "listening_request.words.%lld", (long long)mine->id),
               mine->words, &plain));
    *words = plain.data;
    return OK;
}

/* ---- the pages ---- */

static enum status wait_show(struct request *request, const struct listening_request *mine)
{
    struct listening_request_view page = { .request = mine };
    struct listening_outlook outlook;
    struct listener listener;
    TRY(words_open(request, mine, &page.words));
    TRY(listening_look_out(request, mine, &outlook));
    page.outlook = mine->state == LISTENING_OFFERED
                       ? tf(&request->view, "Somebody is being asked right now. They can answer until {1}; then we ask the next.",
                            date(&request->view, mine->until, DATE_CLOCK))
                       : listening_outlook_text(&request->view, &outlook);
    page.nobody = mine->state == LISTENING_WAITS && !outlook.free && !outlook.busy;
    bool may = false;
    if (mine->state == LISTENING_TAKEN)
        TRY(listening_may(request->db, request->arena, 0, mine->persona, mine->other, &may));
    if (may) {
        enum status found = listener_find(request->db, request->arena, mine->other, &listener);
        if (found != NOT_FOUND)
            TRY(found);
        page.listener = found == OK ? &listener : NULL;
        page.reason = page.listener ? listening_reason(&request->view, mine, &listener, listener.name) : NULL;
    }
    page.danger = danger_look(request->arena, page.words) != 0;
    TRY(help_near_find(request, &page.help));
    if (request->method == GET)
        header_set(request, "Refresh", "30");
    listening_wait_html(&request->view, &page);
    return OK;
}

/* What it has become: a talk the reader is in. */
static enum status talk_instead(struct request *request)
{
    struct listening_talks talks;
    TRY(listening_talk_of(request->db, request->arena, request->member->persona, &talks));
    for (size_t i = 0; i < talks.count; i++) {
        const struct listening_talk *talk = &talks.items[i];
        if (talk->id == path_id(request, 0) && talk->member.persona == request->member->persona)
            return redirect(request, listening_path(&request->view, "talks", talk->member.seat, ""));
        if (talk->id == path_id(request, 0) && talk->listener.persona == request->member->persona)
            return redirect(request, listening_path(&request->view, "talks", talk->listener.seat, ""));
        if (talk->id == path_id(request, 0))
            return redirect(request, "/listen");
    }
    return NOT_FOUND;
}

enum status listening_request_page(struct request *request)
{
    struct listening_request asked;
    struct listener me;
    enum status found = listening_request_get(request->db, request->arena, path_id(request, 0), &asked);
    if (found == NOT_FOUND)
        return talk_instead(request);
    TRY(found);
    if (asked.persona == request->member->persona)
        return wait_show(request, &asked);
    if (asked.other == request->member->persona && asked.state == LISTENING_TAKEN)
        return redirect(request, "/listen");
    TRY(request_find_offered(request, &asked));
    TRY(listener_find(request->db, request->arena, request->member->persona, &me));
    struct listening_request_view page = { .request = &asked, .reason = listening_reason(&request->view, &asked, &me, NULL) };
    listening_offer_html(&request->view, &page);
    return OK;
}

/* ---- what is done ---- */

enum status listening_answer(struct request *request)
{
    struct listening_request offered;
    TRY(request_find_offered(request, &offered));
    if (!text_same(form_value(request, "answer"), "yes")) {
        TRY(listening_pass(request->db, request->arena, &offered));
        TRY(listening_match(request->db, request->arena, &request->view.words));
        return redirect(request, "/listen");
    }
    int64_t until = request->now + (offered.today ? HOLD_TODAY : HOLD_NOW);
    TRY(listening_request_store(request->db, request->arena, offered.id, LISTENING_TAKEN, offered.other, until));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_LISTENING, offered.id));
    TRY(notification_send(request->db, request->arena, &(struct notification){ offered.persona, NOTIFICATION_LISTENING, 0, offered.id },
                          request->now));
    TRY(job_add(request->db, request->arena, "listening.match", offered.id, until));
    TRY(listening_tell(request->db, request->arena, offered.persona));
    return redirect(request, "/listen");
}

enum status listening_another(struct request *request)
{
    struct listening_request mine;
    TRY(request_find_mine(request, &mine));
    if (mine.state == LISTENING_TAKEN) {
        TRY(listening_pass(request->db, request->arena, &mine));
        TRY(listening_match(request->db, request->arena, &request->view.words));
    }
    return redirect(request, listening_path(&request->view, "requests", mine.id, ""));
}

enum status listening_give_up(struct request *request)
{
    struct listening_request mine;
    TRY(request_find_mine(request, &mine));
    TRY(listening_request_end(request->db, request->arena, &mine));
    TRY(listening_match(request->db, request->arena, &request->view.words));
    return redirect_with(request, "/listen", NOTICE_DELETED);
}

/* The conversation is made by the asker's own request: only here their words are open, and only their listener gets them. */
static enum status talk_make(struct request *request, const struct listening_request *mine, struct listening_talk *talk)
{
    struct conversation conversation;
    const char *words;
    int64_t number, talks;
    struct conversation_new wish = {
        .kind = CONVERSATION_LISTENING, .others = &mine->other, .others_count = 1, .keep_days = LISTENING_KEEP_DAYS
    };
    TRY(conversation_make(request, &wish, &conversation));
    *talk = (struct listening_talk){ .id = mine->id, .wish = mine->wish, .languages = mine->languages, .topics = mine->topics };
    talk->began_at = request->now;
    talk->member = (struct listening_side){ .persona = mine->persona, .seat = conversation.id };
    for (size_t i = 0; i < conversation.people.count; i++)
        if (conversation.people.items[i].persona == mine->other)
            talk->listener = (struct listening_side){ .persona = mine->other, .seat = conversation.people.items[i].seat };
    TRY(words_open(request, mine, &words));
    if (*words)
        TRY(conversation_send(request, &conversation, words, 0, &number));
    TRY(listening_request_end(request->db, request->arena, mine));
    TRY(listening_talk_add(request->db, request->arena, talk));
    TRY(listener_store_talk(request->db, request->arena, mine->other, time_day(request->now), &talks));
    return notification_send(request->db, request->arena, &(struct notification){ mine->other, NOTIFICATION_LISTENING, 0, mine->id },
                             request->now);
}

enum status listening_begin(struct request *request)
{
    struct listening_request mine;
    struct listening_talk talk;
    TRY(request_find_mine(request, &mine));
    if (mine.state != LISTENING_TAKEN)
        return redirect(request, listening_path(&request->view, "requests", mine.id, ""));
    enum status made = talk_make(request, &mine, &talk);
    if (made == FORBIDDEN || made == INVALID) /* they can't be in private any more: a block since, a persona that went */
        return listening_another(request);
    TRY(made);
    return redirect(request, listening_path(&request->view, "talks", talk.member.seat, ""));
}
