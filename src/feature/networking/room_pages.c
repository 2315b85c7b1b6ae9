/* A round's room: two people and a sealed conversation, which begins when the first of them goes in; and, afterwards, whether both would
 * like to stay in touch. */
#include "networking/pages.h"

enum { KEEP_DAYS = 1 }; /* the sealed words, so that what was wrong can still be shown to the moderators the day after */

const struct field networking_answer_form[] = { { "answer", 2, 3, FIELD_LINE, false }, { 0 } };

struct room {
    struct networking networking;
    struct networking_seat seat;
    const struct networking_meeting *meeting;
    struct conversation conversation;
};

static const char *room_path(struct request *request)
{
    return networking_path(&request->view, path_id(request, 0), "room");
}

static const char *own_page(struct request *request)
{
    return networking_path(&request->view, path_id(request, 0), "");
}

/* The pair of the round that goes on. NOT_FOUND: there's no such evening; CONFLICT: nobody to be with just now. */
static enum status pair_now(struct request *request, struct room *room)
{
    struct networking_meetings met;
    bool sits;
    TRY(networking_find(request, &room->networking, &room->seat, &sits));
    if (!sits || room->seat.state == NETWORKING_GONE)
        return CONFLICT;
    TRY(networking_meetings_read(request, &room->networking, &room->seat, &met, &room->meeting));
    return room->meeting ? OK : CONFLICT;
}

static enum status room_find(struct request *request, struct room *room)
{
    TRY(pair_now(request, room));
    return room->meeting->pair->me.seat ? conversation_find(request, room->meeting->pair->me.seat, &room->conversation) : CONFLICT;
}

/* Everything of this conversation is shown by this feature: who doesn't show their name to partners has none here. */
static void other_hide(struct room *room)
{
    for (size_t i = 0; room->meeting->hidden && i < room->conversation.people.count; i++) {
        struct conversation_person *person = &room->conversation.people.items[i];
        if (person == room->conversation.me)
            continue;
        person->name = room->meeting->name;
        person->picture = 0;
        person->persona = 0;
    }
}

/* The first of the two to go in makes the conversation for both. */
enum status networking_enter(struct request *request)
{
    struct room room;
    enum status found = pair_now(request, &room);
    if (found == CONFLICT)
        return redirect(request, own_page(request));
    TRY(found);
    struct networking_pair pair = *room.meeting->pair;
    if (!pair.me.seat) {
        struct conversation_new wish = {
            .kind = CONVERSATION_NETWORKING, .others = &pair.other.persona, .others_count = 1, .days = KEEP_DAYS
        };
        enum status made = conversation_make(request, &wish, &room.conversation);
        if (made == FORBIDDEN) /* since the round began one of them blocked the other, or their ages changed */
            return redirect(request, own_page(request));
        TRY(made);
        for (size_t i = 0; i < room.conversation.people.count; i++) {
            const struct conversation_person *person = &room.conversation.people.items[i];
            *(person->persona == pair.me.persona ? &pair.me.seat : &pair.other.seat) = person->seat;
        }
    }
    pair.me.in = true;
    TRY(networking_pair_enter(request->db, request->arena, &pair));
    TRY(networking_tell(request->db, request->arena, pair.other.persona));
    return redirect(request, room_path(request));
}

enum status networking_room_page(struct request *request)
{
    struct room room;
    struct conversation_show show;
    bool answered;
    enum status found = room_find(request, &room);
    if (found == CONFLICT)
        return redirect(request, own_page(request));
    TRY(found);
    other_hide(&room);
    TRY(conversation_part(request, &room.conversation, room_path(request), &answered));
    if (answered)
        return OK;
    TRY(conversation_show(request, &room.conversation, room_path(request), &show));
    show.hint = t(&request->view, "What two people say is sealed to the two of them, and gone the day after.");
    if (room.meeting->gone)
        show.closed = t(&request->view, "They had to go. You meet somebody else in the next round.");
    int64_t seconds = (room.networking.until - request->now) / TIME_SECOND + 2;
    if (request->method == GET)
        header_set(request, "Refresh",
                   arena_printf(request->arena, "%lld;url=%s", (long long)(seconds < 5 ? 5 : seconds), own_page(request)));
    networking_room_html(&request->view, &(struct networking_room_view){ &room.networking, room.meeting, &show });
    return OK;
}

enum status networking_room_stream(struct request *request)
{
    struct room room;
    enum status found = room_find(request, &room);
    if (found != OK)
        return found == CONFLICT ? NOT_FOUND : found;
    return conversation_stream(request, &room.conversation);
}

enum status networking_say(struct request *request)
{
    struct room room;
    enum status found = room_find(request, &room);
    if (found == CONFLICT) /* the round is over */
        return redirect(request, own_page(request));
    TRY(found);
    if (room.meeting->gone)
        return form_reject(request, "body", t(&request->view, "They had to go. You meet somebody else in the next round."));
    return conversation_say(request, &room.conversation, room_path(request));
}

/* ---- afterwards ---- */

/* Both said yes: from now on they are connected, as if one had asked and the other agreed. */
static enum status connect(struct request *request, int64_t other)
{
    TRY(connection_set(request->db, request->arena, request->reader, other));
    return notification_send(request->db, request->arena,
                             &(struct notification){ other, NOTIFICATION_CONNECTION, request->reader, request->reader }, request->now);
}

enum status networking_answer(struct request *request)
{
    struct networking_pair pair;
    const char *answer = form_value(request, "answer");
    int64_t id;
    bool blocked;
    TRY(networking_pair_find(request->db, request->arena, path_id(request, 1), request->reader, &id, &pair));
    TRY(block_between(request->db, request->arena, request->reader, pair.other.persona, &blocked));
    if (blocked || id != path_id(request, 0))
        return NOT_FOUND;
    bool yes = text_same(answer, "yes"), connected = pair.me.yes == 1 && pair.other.yes == 1;
    if (!connected) {
        TRY(networking_pair_say(request->db, request->arena, &pair, yes ? 1 : 2));
        if (yes && pair.other.yes == 1) {
            TRY(connect(request, pair.other.persona));
            TRY(networking_tell(request->db, request->arena, pair.other.persona));
        }
    }
    return redirect(request, arena_printf(request->arena, "%s#met", own_page(request)));
}
