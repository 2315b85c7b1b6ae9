/* What is done in a mediation: one table says who may do what, at which stages. */
#include "mediation/pages.h"

const struct field mediation_act_form[] = { { "do", 0, 20, FIELD_LINE, false }, { "answer", 0, 10, FIELD_LINE, false }, { 0 } };

/* ---- before the room ---- */

/* From here on only the one who takes it reads it: the others' seats go, and a new key begins. */
static enum status take(struct request *request, struct mediation *mediation)
{
    struct mediation_state *state = &mediation->state;
    for (size_t i = 0; i < MEDIATION_OFFERS; i++) {
        if (!state->offers[i])
            continue;
        TRY(notification_forget(request->db, request->arena, NOTIFICATION_MEDIATION, state->offers[i]));
        if (state->offers[i] != mediation->seat.id)
            TRY(mediation_seat_delete(request->db, request->arena, state->offers[i]));
        state->offers[i] = 0;
    }
    state->persona[MEDIATION_MEDIATOR] = request->reader;
    state->seat[MEDIATION_MEDIATOR] = mediation->seat.id;
    state->stage = MEDIATION_TAKEN;
    TRY(mediation_rekey(request, mediation, MEDIATION_ASK_DAYS));
    mediation->role = MEDIATION_MEDIATOR;
    return mediation_tell_others(request, mediation);
}

static enum status withdraw(struct request *request, struct mediation *mediation)
{
    TRY(mediation_remove(request, mediation));
    return redirect_with(request, "/mediation", NOTICE_DELETED);
}

/* Who was harmed lets the mediator ask the other, and says whether by name. */
static enum status allow(struct request *request, struct mediation *mediation)
{
    const char *answer = form_value(request, "answer");
    mediation->state.named = text_same(answer, "named");
    if (!mediation->state.named && !text_same(answer, "unnamed"))
        return form_reject(request, "answer", t(&request->view, "Please choose one."));
    mediation->state.stage = MEDIATION_ALLOWED;
    TRY(mediation_save(request, mediation));
    return mediation_tell_others(request, mediation);
}

static enum status ask_other(struct request *request, struct mediation *mediation)
{
    struct mediation_state *state = &mediation->state;
    struct mediation_box box = { .role = MEDIATION_INVITED, .id = mediation->box.id, .mediator = request->reader, .words = "" };
    key_random(&box.key);
    box.harmed = state->named ? state->persona[MEDIATION_HARMED] : 0;
    box.tell[0] = state->seat[MEDIATION_HARMED];
    box.tell[1] = state->seat[MEDIATION_MEDIATOR];
    state->ask = box.key;
    state->stage = MEDIATION_WAITS;
    enum status made =
        mediation_seat_make(request, &box, state->persona[MEDIATION_OTHER], MEDIATION_ASK_DAYS, &state->seat[MEDIATION_OTHER]);
    if (made == FORBIDDEN) /* they have left the place meanwhile: it waits like one that nobody answers */
        state->seat[MEDIATION_OTHER] = 0;
    else
        TRY(made);
    if (made == OK)
        TRY(mediation_tell(request->db, request->arena, state->seat[MEDIATION_OTHER], request->now));
    TRY(mediation_last(request, mediation, MEDIATION_ASK_DAYS));
    TRY(mediation_save(request, mediation));
    return mediation_tell_others(request, mediation);
}

/* A no leaves nothing: for the others it stays as it is while nobody has answered. */
static enum status answer(struct request *request, struct mediation *mediation)
{
    const struct mediation_box *box = &mediation->box;
    const char *context = arena_printf(request->arena, "mediation.answer.%lld", (long long)box->id);
    if (text_same(form_value(request, "answer"), "yes")) {
        if (mediation->yes)
            return OK;
        TRY(mediation_row_answer(request->db, request->arena, box->id,
                                 seal(request->arena, &box->key, context, (struct bytes){ "yes", 3 })));
        TRY(mediation_tell(request->db, request->arena, box->tell[0], request->now));
        return mediation_tell(request->db, request->arena, box->tell[1], request->now);
    }
    TRY(mediation_row_answer(request->db, request->arena, box->id, (struct bytes){ NULL, 0 }));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_MEDIATION, mediation->seat.id));
    TRY(mediation_seat_delete(request->db, request->arena, mediation->seat.id));
    return redirect(request, "/mediation");
}

/* The room is made by who was harmed: it begins when they begin it. */
static enum status begin(struct request *request, struct mediation *mediation)
{
    struct mediation_state *state = &mediation->state;
    struct conversation room;
    const struct conversation_new wish = {
        .kind = CONVERSATION_MEDIATION, .others = &state->persona[MEDIATION_OTHER], .others_count = 2, .days = MEDIATION_ROOM_DAYS
    };
    if (!mediation->yes)
        return OK;
    enum status made = conversation_make(request, &wish, &room);
    if (made == FORBIDDEN || made == INVALID)
        return form_reject(request, NULL, t(&request->view, "This can’t begin just now. Take it back, or wait a little."));
    TRY(made);
    for (size_t i = 0; i < room.people.count; i++)
        for (size_t j = 0; j < MEDIATION_PEOPLE; j++)
            if (room.people.items[i].persona == state->persona[j])
                state->room[j] = room.people.items[i].seat;
    state->stage = MEDIATION_RULES;
    TRY(mediation_row_answer(request->db, request->arena, mediation->box.id, (struct bytes){ NULL, 0 }));
    TRY(mediation_rekey(request, mediation, MEDIATION_ROOM_DAYS));
    TRY(mediation_count_add(request->db, request->arena, request->now, "began"));
    return mediation_tell_others(request, mediation);
}

/* The mediator can't do it after all. */
static enum status give_up(struct request *request, struct mediation *mediation)
{
    return mediation_finish(request, mediation, MEDIATION_OVER, MEDIATION_KEEP_DAYS);
}

/* ---- in the room ---- */

static enum status saved(struct request *request, struct mediation *mediation)
{
    TRY(mediation_save(request, mediation));
    return mediation_tell_others(request, mediation);
}

static enum status rules(struct request *request, struct mediation *mediation)
{
    mediation->state.rules |= 1 << mediation->role;
    return saved(request, mediation);
}

static enum status ready(struct request *request, struct mediation *mediation)
{
    mediation->state.ready = !mediation->state.ready;
    return saved(request, mediation);
}

static enum status turn(struct request *request, struct mediation *mediation)
{
    struct mediation_state *state = &mediation->state;
    if (mediation->role != MEDIATION_MEDIATOR && state->turn != (int64_t)mediation->role)
        return OK;
    state->turn = state->turn == MEDIATION_HARMED ? MEDIATION_OTHER : MEDIATION_HARMED;
    return saved(request, mediation);
}

static enum status agreed(struct request *request, struct mediation *mediation)
{
    int days = (int)mediation->state.weeks * 7;
    TRY(mediation_finish(request, mediation, MEDIATION_AGREED, days + MEDIATION_KEEP_DAYS));
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++)
        TRY(mediation_seat_follow(request->db, request->arena, mediation->state.seat[i],
                                  time_day(request->now) + days + (int64_t)random_below(MEDIATION_SPREAD)));
    return mediation_count_add(request->db, request->arena, request->now, "agreed");
}

/* The mediator goes on when who was harmed is ready, and both have accepted what the stage asks of them. */
static enum status next(struct request *request, struct mediation *mediation)
{
    enum { BOTH = 1 << MEDIATION_HARMED | 1 << MEDIATION_OTHER };
    struct mediation_state *state = &mediation->state;
    bool accepted = state->stage == MEDIATION_RULES       ? state->rules == BOTH
                    : state->stage == MEDIATION_AGREEMENT ? state->accepted == BOTH
                                                          : true;
    if (!accepted)
        return form_reject(request, NULL, t(&request->view, "Both have to accept this first."));
    if (!state->ready)
        return form_reject(request, NULL, t(&request->view, "Whoever asked for this hasn’t said yet that it can go on."));
    state->ready = 0;
    if (state->stage == MEDIATION_AGREEMENT)
        return agreed(request, mediation);
    state->stage++;
    return saved(request, mediation);
}

static enum status pause_it(struct request *request, struct mediation *mediation)
{
    mediation->state.paused = 1;
    return saved(request, mediation);
}

static enum status resume(struct request *request, struct mediation *mediation)
{
    mediation->state.paused = 0;
    return saved(request, mediation);
}

static enum status leave(struct request *request, struct mediation *mediation)
{
    TRY(mediation_finish(request, mediation, MEDIATION_OVER, MEDIATION_KEEP_DAYS));
    TRY(mediation_count_add(request->db, request->arena, request->now, "ended"));
    return redirect(request, "/mediation");
}

static enum status accept_text(struct request *request, struct mediation *mediation)
{
    if (!*mediation->state.text)
        return OK;
    mediation->state.accepted |= 1 << mediation->role;
    return saved(request, mediation);
}

/* ---- afterwards ---- */

static enum status keep(struct request *request, struct mediation *mediation)
{
    const char *text = mediation->state.text;
    const char *context = arena_printf(request->arena, "mediation_seat.kept.%lld", (long long)mediation->seat.id);
    return mediation_seat_keep(request->db, request->arena, mediation->seat.id,
                               seal(request->arena, &request->member->key, context, (struct bytes){ text, strlen(text) }));
}

static enum status forget(struct request *request, struct mediation *mediation)
{
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_MEDIATION, mediation->seat.id));
    TRY(mediation_seat_delete(request->db, request->arena, mediation->seat.id));
    return redirect_with(request, "/mediation", NOTICE_DELETED);
}

/* "Does it hold?": into the sums alone. */
static enum status follow(struct request *request, struct mediation *mediation)
{
    static const char *const sums[] = { "holds-yes", "holds-partly", "holds-no" };
    for (size_t i = 0; mediation->seat.asked && i < COUNT(sums); i++)
        if (text_same(form_value(request, "answer"), sums[i] + strlen("holds-")))
            TRY(mediation_count_add(request->db, request->arena, request->now, sums[i]));
    return mediation_seat_answered(request->db, request->arena, mediation->seat.id);
}

/* ---- who, what, when ---- */

#define BY(role) (1u << (role))
enum { EITHER = BY(MEDIATION_HARMED) | BY(MEDIATION_OTHER), THREE = EITHER | BY(MEDIATION_MEDIATOR) };

struct act {
    const char *word;
    unsigned who;
    enum mediation_stage from, to;
    enum status (*run)(struct request *request, struct mediation *mediation);
    bool paused; /* also while it is paused, or somebody has left */
};
static const struct act acts[] = {
    { "take", BY(MEDIATION_OFFER), MEDIATION_ASKED, MEDIATION_ASKED, take, false },
    { "withdraw", BY(MEDIATION_HARMED), MEDIATION_ASKED, MEDIATION_WAITS, withdraw, true },
    { "allow", BY(MEDIATION_HARMED), MEDIATION_TAKEN, MEDIATION_TAKEN, allow, false },
    { "ask", BY(MEDIATION_MEDIATOR), MEDIATION_ALLOWED, MEDIATION_ALLOWED, ask_other, false },
    { "answer", BY(MEDIATION_INVITED), MEDIATION_WAITS, MEDIATION_WAITS, answer, false },
    { "begin", BY(MEDIATION_HARMED), MEDIATION_WAITS, MEDIATION_WAITS, begin, false },
    { "give-up", BY(MEDIATION_MEDIATOR), MEDIATION_TAKEN, MEDIATION_WAITS, give_up, true },
    { "rules", EITHER, MEDIATION_RULES, MEDIATION_RULES, rules, false },
    { "ready", BY(MEDIATION_HARMED), MEDIATION_RULES, MEDIATION_AGREEMENT, ready, false },
    { "next", BY(MEDIATION_MEDIATOR), MEDIATION_RULES, MEDIATION_AGREEMENT, next, false },
    { "turn", THREE, MEDIATION_TELLING, MEDIATION_TELLING, turn, false },
    { "pause", BY(MEDIATION_HARMED), MEDIATION_RULES, MEDIATION_AGREEMENT, pause_it, false },
    { "resume", BY(MEDIATION_HARMED), MEDIATION_RULES, MEDIATION_AGREEMENT, resume, true },
    { "leave", THREE, MEDIATION_RULES, MEDIATION_AGREEMENT, leave, true },
    { "accept", EITHER, MEDIATION_AGREEMENT, MEDIATION_AGREEMENT, accept_text, false },
    { "keep", THREE, MEDIATION_AGREED, MEDIATION_AGREED, keep, true },
    { "forget", THREE | BY(MEDIATION_KEEPER), MEDIATION_AGREED, MEDIATION_OVER, forget, true },
    { "follow", THREE, MEDIATION_AGREED, MEDIATION_AGREED, follow, true },
};

/* What the stage has no room for any more (an old page) leads to the page as it is now; what is another's to do isn't there. */
enum status mediation_act(struct request *request)
{
    struct mediation mediation;
    TRY(mediation_find(request, path_id(request, 0), &mediation));
    const char *word = form_value(request, "do");
    bool waits = mediation.state.paused || mediation.broken;
    for (size_t i = 0; i < COUNT(acts); i++) {
        const struct act *act = &acts[i];
        if (!text_same(act->word, word))
            continue;
        if (!(act->who & BY(mediation.role)))
            return NOT_FOUND;
        if (mediation.state.stage >= (int64_t)act->from && mediation.state.stage <= (int64_t)act->to && (act->paused || !waits))
            TRY(act->run(request, &mediation));
        const char *back = text_same(word, "accept") || text_same(word, "keep") ? "agreement" : "";
        return request->location ? OK : redirect(request, mediation_path(&request->view, mediation.seat.id, back));
    }
    return NOT_FOUND;
}
