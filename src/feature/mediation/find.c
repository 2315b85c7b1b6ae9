/* A mediation as its reader meets it: opened in their request, changed in it, ended in it. */
#include "mediation/pages.h"

/* ---- opening ---- */

static enum status person_read(struct request *request, int64_t persona, struct persona *person)
{
    *person = (struct persona){ .id = persona };
    enum status status = persona ? persona_find(request->db, request->arena, persona, person) : OK;
    return status == NOT_FOUND ? OK : status;
}

static bool said_yes(struct request *request, const struct key *ask, int64_t id, struct bytes answer)
{
    struct bytes plain;
    const char *context = arena_printf(request->arena, "mediation.answer.%lld", (long long)id);
    return answer.data && unseal(request->arena, ask, context, answer, &plain) == OK;
}

/* Who was asked knows what they are told, and their own answer. */
static enum status invited_open(struct request *request, struct mediation *mediation)
{
    struct mediation_row row;
    TRY(mediation_row_find(request->db, request->arena, mediation->box.id, &row));
    mediation->yes = said_yes(request, &mediation->box.key, mediation->box.id, row.answer);
    mediation->state.stage = MEDIATION_WAITS;
    TRY(person_read(request, mediation->box.mediator, &mediation->person[MEDIATION_MEDIATOR]));
    return person_read(request, mediation->box.harmed, &mediation->person[MEDIATION_HARMED]);
}

/* A trained mediator, who is neither of the two under any of their names. */
static enum status offer_allowed(struct request *request, const struct mediation *mediation)
{
    bool mediates;
    TRY(mediator_is(request->db, request->arena, request->reader, &mediates));
    bool part = account_name_is_own(request, mediation->state.persona[MEDIATION_HARMED]) ||
                account_name_is_own(request, mediation->state.persona[MEDIATION_OTHER]);
    return mediates && !part && mediation->state.stage == MEDIATION_ASKED ? OK : NOT_FOUND;
}

/* Somebody deleted their account: their seat is gone, and nobody else was told which it was. */
static enum status broken_read(struct request *request, struct mediation *mediation)
{
    const struct mediation_state *state = &mediation->state;
    for (size_t i = 0; i < MEDIATION_PEOPLE && state->stage <= MEDIATION_AGREEMENT; i++) {
        struct mediation_seat seat;
        if (!state->seat[i] || (i == MEDIATION_OTHER && state->stage == MEDIATION_WAITS))
            continue;
        enum status status = mediation_seat_find(request->db, request->arena, state->seat[i], &seat);
        mediation->broken |= status == NOT_FOUND;
        if (status != NOT_FOUND)
            TRY(status);
    }
    return OK;
}

static enum status seat_open(struct request *request, const struct key_pair *pair, const struct mediation_seat *seat,
                             struct mediation *mediation)
{
    struct mediation_row row;
    *mediation = (struct mediation){ .seat = *seat, .role = MEDIATION_KEEPER };
    mediation->state.text = mediation->box.words = "";
    mediation->state.stage = MEDIATION_OVER;
    if (!seat->box.data)
        return OK;
    TRY(mediation_box_open(request->arena, pair, seat->id, seat->box, &mediation->box));
    mediation->role = (enum mediation_role)mediation->box.role;
    if (mediation->role == MEDIATION_INVITED)
        return invited_open(request, mediation);
    TRY(mediation_row_find(request->db, request->arena, mediation->box.id, &row));
    TRY(mediation_state_open(request->arena, &mediation->box.key, mediation->box.id, row.sealed, &mediation->state));
    mediation->change = row.change;
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++)
        TRY(person_read(request, mediation->state.persona[i], &mediation->person[i]));
    mediation->yes = mediation->state.stage == MEDIATION_WAITS && said_yes(request, &mediation->state.ask, mediation->box.id, row.answer);
    if (mediation->role == MEDIATION_OFFER)
        return offer_allowed(request, mediation);
    return broken_read(request, mediation);
}

/* What doesn't open, or is gone but for the seat, is as good as not there. */
static enum status opened(enum status status)
{
    return status == INVALID ? NOT_FOUND : status;
}

enum status mediation_find(struct request *request, int64_t id, struct mediation *mediation)
{
    struct mediation_seat seat;
    struct key_pair pair;
    TRY(mediation_seat_find(request->db, request->arena, id, &seat));
    if (seat.persona != request->reader)
        return NOT_FOUND;
    TRY(opened(member_pair(request, &pair)));
    enum status status = opened(seat_open(request, &pair, &seat, mediation));
    key_wipe(&pair.secret);
    return status;
}

enum status mediation_mine(struct request *request, struct mediations *mine)
{
    struct mediation_seats seats;
    struct key_pair pair;
    enum status status = OK;
    TRY(mediation_seat_list(request->db, request->arena, request->reader, &seats));
    *mine = (struct mediations){ arena_array(request->arena, seats.count + 1, sizeof *mine->items), 0 };
    if (!seats.count)
        return OK;
    TRY(opened(member_pair(request, &pair)));
    for (size_t i = 0; i < seats.count && (status == OK || status == NOT_FOUND); i++) {
        status = opened(seat_open(request, &pair, &seats.items[i], &mine->items[mine->count]));
        mine->count += status == OK;
    }
    key_wipe(&pair.secret);
    return status == NOT_FOUND ? OK : status;
}

bool mediation_in_room(const struct mediation *mediation)
{
    return mediation->state.stage >= MEDIATION_RULES && mediation->role <= MEDIATION_MEDIATOR;
}

enum status mediation_conversation(struct request *request, const struct mediation *mediation, struct conversation *conversation)
{
    if (mediation->role > MEDIATION_MEDIATOR || !mediation->state.room[mediation->role])
        return NOT_FOUND;
    return conversation_find(request, mediation->state.room[mediation->role], conversation);
}

const char *mediation_closed(struct request *request, const struct mediation *mediation)
{
    struct view *view = &request->view;
    const struct mediation_state *state = &mediation->state;
    if (mediation->broken)
        return t(view, "Somebody has left this place, so it can’t go on. You can read what was said, and leave.");
    if (state->stage == MEDIATION_OVER)
        return t(view, "This is over. It can be read for 30 days; then it’s deleted.");
    if (state->stage == MEDIATION_AGREED)
        return t(view, "You have an agreement. The room is closed until you’re asked whether it holds, and deleted 30 days later.");
    if (state->paused)
        return t(view, "This is paused. Whoever asked for it says when it goes on.");
    if (state->stage == MEDIATION_TELLING && mediation->role != MEDIATION_MEDIATOR && state->turn != (int64_t)mediation->role)
        return t(view, "It’s the other’s turn to say what happened. Yours comes; until then, reading is enough.");
    return NULL;
}

enum status mediation_kept(struct request *request, const struct mediation_seat *seat, const char **text)
{
    const char *context = arena_printf(request->arena, "mediation_seat.kept.%lld", (long long)seat->id);
    struct bytes plain;
    *text = NULL;
    if (!seat->kept.data)
        return OK;
    TRY(unseal(request->arena, &request->member->key, context, seat->kept, &plain));
    *text = plain.data;
    return OK;
}

/* ---- changing ---- */

enum status mediation_seat_make(struct request *request, const struct mediation_box *box, int64_t persona, int days, int64_t *seat)
{
    struct mediation_seat row = { .id = *seat ? *seat : id_random(), .persona = persona };
    struct key open;
    enum status status = persona_open_key(request->db, request->arena, persona, &open);
    if (status != OK)
        return status == NOT_FOUND ? FORBIDDEN : status;
    row.gone_day = time_day(request->now) + days - (int64_t)random_below(MEDIATION_SPREAD);
    TRY(mediation_box_seal(request->arena, &open, row.id, box, &row.box));
    *seat = row.id;
    return mediation_seat_put(request->db, request->arena, &row);
}

enum status mediation_save(struct request *request, const struct mediation *mediation)
{
    struct bytes sealed = mediation_state_seal(request->arena, &mediation->box.key, mediation->box.id, &mediation->state);
    return mediation_row_put(request->db, request->arena, mediation->box.id, mediation->change, sealed);
}

enum status mediation_rekey(struct request *request, struct mediation *mediation, int days)
{
    key_random(&mediation->box.key);
    for (int i = 0; i < MEDIATION_PEOPLE; i++) {
        struct mediation_box box = { .role = i, .id = mediation->box.id, .key = mediation->box.key };
        box.words = i == MEDIATION_OTHER ? "" : mediation->box.words;
        if (mediation->state.seat[i])
            TRY(mediation_seat_make(request, &box, mediation->state.persona[i], days, &mediation->state.seat[i]));
    }
    TRY(mediation_row_last(request->db, request->arena, mediation->box.id, time_day(request->now) + days));
    return mediation_save(request, mediation);
}

static enum status seat_drop(struct request *request, int64_t seat)
{
    if (!seat)
        return OK;
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_MEDIATION, seat));
    return mediation_seat_delete(request->db, request->arena, seat);
}

enum status mediation_remove(struct request *request, const struct mediation *mediation)
{
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++)
        TRY(seat_drop(request, mediation->state.seat[i]));
    for (size_t i = 0; i < MEDIATION_OFFERS; i++)
        TRY(seat_drop(request, mediation->state.offers[i]));
    return mediation_row_delete(request->db, request->arena, mediation->box.id);
}

enum status mediation_tell_others(struct request *request, const struct mediation *mediation)
{
    struct conversation room;
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++) {
        bool invited = i == MEDIATION_OTHER && mediation->state.stage <= MEDIATION_WAITS;
        if (mediation->state.seat[i] && i != (size_t)mediation->role && !invited)
            TRY(mediation_tell(request->db, request->arena, mediation->state.seat[i], request->now));
    }
    enum status found = mediation_conversation(request, mediation, &room);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    return conversation_touch(request->db, request->arena, room.channel);
}

enum status mediation_last(struct request *request, const struct mediation *mediation, int days)
{
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++)
        if (mediation->state.seat[i])
            TRY(mediation_seat_last(request->db, request->arena, mediation->state.seat[i],
                                    time_day(request->now) + days - (int64_t)random_below(MEDIATION_SPREAD)));
    return mediation_row_last(request->db, request->arena, mediation->box.id, time_day(request->now) + days);
}

enum status mediation_finish(struct request *request, struct mediation *mediation, enum mediation_stage stage, int days)
{
    struct mediation_state *state = &mediation->state;
    struct conversation room;
    enum status found = mediation_conversation(request, mediation, &room);
    if (found == OK)
        TRY(conversation_finish(request, &room, days));
    else if (found != NOT_FOUND)
        return found;
    if (found == NOT_FOUND) { /* it hadn't begun: whoever was asked hears nothing more of it */
        TRY(seat_drop(request, state->seat[MEDIATION_OTHER]));
        state->seat[MEDIATION_OTHER] = 0;
    }
    TRY(mediation_last(request, mediation, days));
    state->stage = stage;
    TRY(mediation_save(request, mediation));
    return mediation_tell_others(request, mediation);
}
