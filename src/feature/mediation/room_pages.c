/* One mediation: what its reader sees at each stage, the room, the agreement. */
#include "mediation/pages.h"

const struct field mediation_agreement_form[] = { { "text", 0, MEDIATION_TEXT_MAX, FIELD_TEXT, false },
                                                  { "weeks", 0, 2, FIELD_LINE, false },
                                                  { 0 } };

static enum status seen(struct db *db, struct arena *arena, const int64_t args[4])
{
    return notification_seen(db, arena, args[0], NOTIFICATION_MEDIATION, args[1]);
}

/* ---- the room ---- */

static enum status room_show(struct request *request, const struct mediation *mediation)
{
    struct conversation room;
    struct conversation_show show;
    struct mediation_room_view page = { .mediation = mediation };
    const char *path = mediation_path(&request->view, mediation->seat.id, "");
    bool answered = false;
    enum status found = mediation_conversation(request, mediation, &room);
    if (found == OK)
        TRY(conversation_part(request, &room, path, &answered));
    else if (found != NOT_FOUND)
        return found;
    if (answered)
        return OK;
    if (found == OK) {
        TRY(conversation_show(request, &room, path, &show));
        const char *closed = mediation_closed(request, mediation);
        show.closed = closed ? closed : show.closed;
        show.hint = t(&request->view, "The three of you can read this, and nobody else. It’s deleted 30 days after the end.");
        page.show = &show;
    }
    mediation_room_html(&request->view, &page);
    return OK;
}

enum status mediation_room_page(struct request *request)
{
    struct mediation mediation;
    TRY(mediation_find(request, path_id(request, 0), &mediation));
    if (request->method == GET && !*query_value(request, "part"))
        later_push(request->app->later, seen, request->reader, mediation.seat.id, 0, 0);
    if (mediation.role == MEDIATION_KEEPER)
        return redirect(request, mediation_path(&request->view, mediation.seat.id, "agreement"));
    if (mediation_in_room(&mediation))
        return room_show(request, &mediation);
    if (mediation.role == MEDIATION_OFFER)
        mediation_offer_html(&request->view, &mediation);
    else if (mediation.role == MEDIATION_INVITED)
        mediation_invited_html(&request->view, &mediation);
    else
        mediation_before_html(&request->view, &mediation);
    return OK;
}

static enum status room_find(struct request *request, struct mediation *mediation, struct conversation *room)
{
    TRY(mediation_find(request, path_id(request, 0), mediation));
    return mediation_conversation(request, mediation, room);
}

enum status mediation_stream(struct request *request)
{
    struct mediation mediation;
    struct conversation room;
    TRY(room_find(request, &mediation, &room));
    return conversation_stream(request, &room);
}

enum status mediation_say(struct request *request)
{
    struct mediation mediation;
    struct conversation room;
    TRY(room_find(request, &mediation, &room));
    const char *closed = mediation_closed(request, &mediation);
    if (closed)
        return form_reject(request, "body", closed);
    TRY(conversation_say(request, &room, mediation_path(&request->view, mediation.seat.id, "")));
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++)
        if (i != (size_t)mediation.role)
            TRY(mediation_tell(request->db, request->arena, mediation.state.seat[i], request->now));
    return OK;
}

/* ---- the agreement ---- */

static bool has_agreement(const struct mediation *mediation)
{
    return mediation->role <= MEDIATION_MEDIATOR &&
           (mediation->state.stage == MEDIATION_AGREEMENT || mediation->state.stage == MEDIATION_AGREED);
}

enum status mediation_agreement_page(struct request *request)
{
    struct mediation mediation;
    struct mediation_agreement_view page = { .mediation = &mediation };
    TRY(mediation_find(request, path_id(request, 0), &mediation));
    TRY(mediation_kept(request, &mediation.seat, &page.text));
    page.kept = page.text != NULL;
    if (!page.kept && !has_agreement(&mediation))
        return NOT_FOUND;
    if (!page.kept)
        page.text = mediation.state.text;
    bool open = mediation.state.stage == MEDIATION_AGREEMENT && !mediation.state.paused && !mediation.broken;
    page.writes = open && mediation.role == MEDIATION_MEDIATOR;
    page.accepted = (mediation.state.accepted >> mediation.role & 1) != 0;
    page.may_accept = open && mediation.role <= MEDIATION_OTHER && *page.text && !page.accepted;
    mediation_agreement_html(&request->view, &page);
    return OK;
}

/* The mediator writes it down; what was accepted before was another text. */
enum status mediation_agreement_write(struct request *request)
{
    struct mediation mediation;
    const char *text = form_value(request, "text");
    TRY(mediation_find(request, path_id(request, 0), &mediation));
    if (mediation.role != MEDIATION_MEDIATOR || !has_agreement(&mediation))
        return NOT_FOUND;
    const char *page = mediation_path(&request->view, mediation.seat.id, "agreement");
    if (mediation.state.stage != MEDIATION_AGREEMENT || mediation.state.paused || mediation.broken)
        return redirect(request, page);
    if (!*text)
        return form_reject(request, "text", t(&request->view, "Write a few words first."));
    if (!text_int(form_value(request, "weeks"), 1, 12, &mediation.state.weeks))
        return form_reject(request, "weeks", t(&request->view, "Please choose one."));
    mediation.state.text = text;
    mediation.state.accepted = 0;
    TRY(mediation_save(request, &mediation));
    TRY(mediation_tell_others(request, &mediation));
    return redirect_with(request, page, NOTICE_SAVED);
}
