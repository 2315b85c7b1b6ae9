/* /networking and one evening: what is to come, taking part, waiting, whom one met. */
#include "networking/pages.h"
#include "listening/listening.h"

const struct field networking_make_form[] = {
    { "title", 1, NETWORKING_TITLE_MAX, FIELD_LINE, false },
    { "about", 0, NETWORKING_ABOUT_MAX, FIELD_TEXT, false },
    { "day", 0, 30, FIELD_LINE, false },
    { "time", 0, 20, FIELD_LINE, false },
    { "minutes", 0, 3, FIELD_LINE, false },
    { "rounds", 0, 3, FIELD_LINE, false },
    FIELDS_AGES,
    { 0 },
};
const struct field networking_join_form[] = {
    { "seek", 0, 3, FIELD_LINE, true },     { "offer", 0, 3, FIELD_LINE, true },  { "field", 0, 3, FIELD_LINE, true },
    { "language", 0, 5, FIELD_LINE, true }, { "shown", 0, 3, FIELD_LINE, false }, { 0 },
};
const struct field networking_act_form[] = { { "do", 1, 10, FIELD_LINE, false }, { 0 } };

const char *networking_path(struct view *view, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/networking/%lld%s%s", (long long)id, *word ? "/" : "", word);
}

const char *networking_when(struct view *view, const struct networking *networking)
{
    return layout_moment(view, networking->starts_at);
}

enum status networking_list_page(struct request *request)
{
    struct networkings list;
    TRY(networking_store_list(request->db, request->arena, request->now - TIME_DAY, &list));
    networking_list_html(&request->view, &(struct networking_list_view){ &list, (request->roles & NETWORKING_HOSTS) != 0 });
    return OK;
}

/* ---- announcing ---- */

enum status networking_new_page(struct request *request)
{
    networking_new_html(&request->view);
    return OK;
}

static bool digits_read(const char *text, const char *shape, int *out)
{
    for (; *shape; shape++, text++) {
        if (*shape != 'd') {
            if (*text != *shape)
                return false;
            out++;
        } else if (*text < '0' || *text > '9') {
            return false;
        } else {
            *out = *out * 10 + (*text - '0');
        }
    }
    return !*text;
}

static enum status start_read(struct request *request, int64_t *starts)
{
    int on[3] = { 0 }, at[2] = { 0 };
    if (!digits_read(form_value(request, "day"), "dddd-dd-dd", on) || on[1] < 1 || on[1] > 12 || on[2] < 1 || on[2] > 31)
        return form_reject(request, "day", t(&request->view, "Please give a day, like 2026-11-30."));
    if (!digits_read(form_value(request, "time"), "dd:dd", at) || at[0] > 23 || at[1] > 59)
        return form_reject(request, "time", t(&request->view, "Please give a time, like 19:30."));
    *starts = date_moment(&request->view.words, date_day(on[0], on[1], on[2]), at[0] * 60 + at[1]);
    if (*starts < request->now || *starts > request->now + 366 * TIME_DAY)
        return form_reject(request, "day", t(&request->view, "It has to begin in the future, within a year."));
    return OK;
}

enum status networking_make(struct request *request)
{
    struct networking_new wish = { .host = request->member->persona, .title = form_value(request, "title") };
    int64_t minutes, rounds, id;
    wish.about = form_value(request, "about");
    wish.ages = persona_bands_typed(request);
    TRY(start_read(request, &wish.starts));
    if (!text_int(form_value(request, "rounds"), 1, NETWORKING_ROUNDS_MAX, &rounds))
        return form_reject(request, "rounds",
                           tf(&request->view, "Please give a number from {1} to {2}.", number(&request->view, 1),
                              number(&request->view, NETWORKING_ROUNDS_MAX)));
    if (!text_int(form_value(request, "minutes"), NETWORKING_MINUTES_MIN, NETWORKING_MINUTES_MAX, &minutes))
        return form_reject(request, "minutes",
                           tf(&request->view, "Please give a number from {1} to {2}.", number(&request->view, NETWORKING_MINUTES_MIN),
                              number(&request->view, NETWORKING_MINUTES_MAX)));
    if (!wish.ages)
        return form_reject(request, "age", t(&request->view, "Choose at least one."));
    wish.rounds = (int)rounds;
    wish.minutes = (int)minutes;
    TRY(networking_create(request->db, request->arena, &wish, &id));
    return redirect(request, networking_path(&request->view, id, ""));
}

/* ---- one evening ---- */

/* One of an event is found by who has a seat there, or looks after it; who takes part in the rounds meets them to their end. */
static enum status event_enter(struct request *request, int64_t event)
{
    struct event_pass pass;
    TRY(request->app->hooks->event_pass(request, event, &pass));
    return pass.comes ? OK : NOT_FOUND;
}

enum status networking_find(struct request *request, struct networking *networking, struct networking_seat *seat, bool *sits)
{
    bool blocked = false;
    TRY(networking_store_find(request->db, request->arena, path_id(request, 0), networking));
    if (networking->host)
        TRY(block_between(request->db, request->arena, request->reader, networking->host, &blocked));
    enum status found = networking_seat_find(request->db, request->arena, networking->id, request->reader, seat);
    if (found != NOT_FOUND)
        TRY(found);
    *sits = found == OK;
    if (networking->event && !*sits)
        TRY(event_enter(request, networking->event));
    if (blocked) /* it goes on for both; neither is shown that the other has to do with it */
        networking->host_name = NULL;
    return OK;
}

/* The verified partner that somebody speaks for here; NULL: none. */
static enum status partner_known(struct request *request, int64_t persona, const struct partner **partner)
{
    struct partner *found = arena_alloc(request->arena, sizeof *found);
    enum status status = partner_of(request, persona, found);
    *partner = status == OK ? found : NULL;
    return status == NOT_FOUND ? OK : status;
}

/* The pair as the reader may meet it. `show`: not behind a block. */
static enum status meeting_read(struct request *request, const struct networking *networking, const struct networking_seat *mine,
                                const struct networking_pair *pair, struct networking_meeting *meeting, bool *show)
{
    struct networking_seat theirs = { .card = { .languages = "" }, .state = NETWORKING_GONE };
    bool blocked;
    TRY(block_between(request->db, request->arena, request->reader, pair->other.persona, &blocked));
    *show = !blocked;
    enum status found = networking_seat_find(request->db, request->arena, networking->id, pair->other.persona, &theirs);
    if (found != NOT_FOUND)
        TRY(found);
    *meeting = (struct networking_meeting){ .pair = pair, .gone = theirs.state == NETWORKING_GONE };
    if (theirs.card.partner && !blocked)
        TRY(partner_known(request, pair->other.persona, &meeting->partner));
    meeting->connected = pair->me.yes == 1 && pair->other.yes == 1;
    meeting->hidden = mine->card.partner && !theirs.card.shown && !meeting->connected;
    meeting->name = meeting->hidden ? t(&request->view, "Somebody who takes part") : pair->other.name;
    meeting->why = networking_why(&request->view, &mine->card, &theirs.card);
    return OK;
}

enum status networking_meetings_read(struct request *request, const struct networking *networking, const struct networking_seat *mine,
                                     struct networking_meetings *met, const struct networking_meeting **now)
{
    struct networking_pairs pairs;
    TRY(networking_pair_mine(request->db, request->arena, networking->id, request->reader, &pairs));
    *met = (struct networking_meetings){ arena_array(request->arena, pairs.count + 1, sizeof *met->items), 0 };
    *now = NULL;
    for (size_t i = 0; i < pairs.count; i++) {
        struct networking_meeting *meeting = arena_alloc(request->arena, sizeof *meeting);
        bool show;
        TRY(meeting_read(request, networking, mine, &pairs.items[i], meeting, &show));
        if (!show)
            continue;
        if (networking->state == NETWORKING_ROUND && pairs.items[i].round == networking->round)
            *now = meeting;
        else
            met->items[met->count++] = *meeting;
    }
    return OK;
}

static struct networking_card card_typed(struct request *request)
{
    return (struct networking_card){ .seeks = networking_bits_typed(request, "seek", NETWORKING_WISHES),
                                     .offers = networking_bits_typed(request, "offer", NETWORKING_COLLABORATOR),
                                     .fields = networking_bits_typed(request, "field", NETWORKING_FIELDS),
                                     .languages = networking_languages_typed(request),
                                     .shown = form_has(request, "shown") };
}

/* A page that waits comes again by itself when the clock moves, without any script. */
static void wait_for(struct request *request, const struct networking *networking, const char *path)
{
    int64_t seconds = (networking->until - request->now) / TIME_SECOND + 2;
    if (request->method == GET && networking->state < NETWORKING_OVER && seconds < TIME_DAY / TIME_SECOND)
        header_set(request, "Refresh", arena_printf(request->arena, "%lld;url=%s", (long long)(seconds < 5 ? 5 : seconds), path));
}

enum status networking_page(struct request *request)
{
    struct networking networking;
    struct networking_seat seat;
    struct networking_meetings met = { NULL, 0 };
    struct networking_view page = { .networking = &networking, .met = &met };
    bool sits;
    TRY(networking_find(request, &networking, &seat, &sits));
    if (sits)
        TRY(networking_meetings_read(request, &networking, &seat, &met, &page.now));
    page.seat = sits ? &seat : NULL;
    page.card = sits ? seat.card : (struct networking_card){ .languages = request->view.lang };
    page.card = form_failed(request) ? card_typed(request) : page.card;
    TRY(partner_known(request, request->reader, &page.partner));
    page.admitted = persona_band_admitted(request->member->band, networking.ages) && request->member->band != BAND_UNSAID;
    page.may_cancel = networking.state < NETWORKING_OVER && (networking.host == request->reader || request->roles & ROLE_STEWARD);
    page.early = request->now >= networking.starts_at - NETWORKING_EARLY * TIME_MINUTE;
    page.waits = sits && seat.state == NETWORKING_HERE && !page.now && networking.state < NETWORKING_OVER;
    if (sits && seat.state != NETWORKING_GONE && page.early)
        wait_for(request, &networking, networking_path(&request->view, networking.id, ""));
    networking_html(&request->view, &page);
    return OK;
}

enum status networking_stream(struct request *request)
{
    struct networking networking;
    struct networking_seat seat;
    bool sits;
    TRY(networking_find(request, &networking, &seat, &sits));
    const struct live_channel also[] = { { &listening_live, networking.id }, { &listening_live, request->reader } };
    return stream_open(request, &(struct stream_wish){ .also = also, .also_count = sits ? COUNT(also) : 0 });
}

/* ---- taking part ---- */

enum status networking_join(struct request *request)
{
    struct networking networking;
    struct networking_seat seat;
    struct networking_card card = card_typed(request);
    const struct partner *partner;
    bool sits;
    TRY(networking_find(request, &networking, &seat, &sits));
    if (networking.state >= NETWORKING_OVER)
        return redirect(request, networking_path(&request->view, networking.id, ""));
    if (request->member->band == BAND_UNSAID || !persona_band_admitted(request->member->band, networking.ages))
        return form_reject(
            request, NULL,
            t(&request->view, "This evening is for other ages, or you haven’t said yours. You can say it in your settings."));
    if (!*card.languages)
        return form_reject(request, "language", t(&request->view, "Choose at least one language."));
    TRY(partner_known(request, request->reader, &partner));
    card.partner = partner != NULL;
    enum status come = networking_come(request->db, request->arena, networking.id, request->reader, &card);
    if (come == CONFLICT)
        return form_reject(request, NULL, t(&request->view, "Everybody who can come is coming already; there is no room left."));
    TRY(come);
    bool began = networking.state != NETWORKING_OPEN;
    if (began || (sits && seat.state == NETWORKING_GONE)) /* who comes late is in from the next round */
        TRY(networking_seat_set(request->db, request->arena, networking.id, request->reader, began ? NETWORKING_HERE : NETWORKING_COMING));
    return redirect(request, networking_path(&request->view, networking.id, ""));
}

/* Says that they are here, and so can be paired; by then it may be another thing for whom they speak. */
static enum status arrive(struct request *request, const struct networking *networking, struct networking_seat *seat)
{
    const struct partner *partner;
    TRY(partner_known(request, request->reader, &partner));
    if (seat->card.partner != (partner != NULL)) {
        seat->card.partner = partner != NULL;
        TRY(networking_come(request->db, request->arena, networking->id, request->reader, &seat->card));
    }
    return networking_seat_set(request->db, request->arena, networking->id, request->reader, NETWORKING_HERE);
}

/* Whoever they are with now is told by their page. */
static enum status leave(struct request *request, const struct networking *networking, const struct networking_seat *seat)
{
    struct networking_meetings met;
    const struct networking_meeting *now;
    struct conversation conversation;
    if (networking->state == NETWORKING_OPEN)
        return networking_seat_remove(request->db, request->arena, networking->id, request->reader);
    TRY(networking_seat_set(request->db, request->arena, networking->id, request->reader, NETWORKING_GONE));
    TRY(networking_meetings_read(request, networking, seat, &met, &now));
    if (!now)
        return OK;
    TRY(networking_tell(request->db, request->arena, now->pair->other.persona));
    if (!now->pair->me.seat)
        return OK;
    enum status found = conversation_find(request, now->pair->me.seat, &conversation);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    return conversation_touch(request->db, request->arena, conversation.channel);
}

enum status networking_act(struct request *request)
{
    struct networking networking;
    struct networking_seat seat;
    const char *act = form_value(request, "do");
    bool sits;
    TRY(networking_find(request, &networking, &seat, &sits));
    bool host = networking.host == request->reader || request->roles & ROLE_STEWARD;
    bool may_come = request->now >= networking.starts_at - NETWORKING_EARLY * TIME_MINUTE && networking.state < NETWORKING_OVER;
    if (text_same(act, "cancel") && host && networking.state < NETWORKING_OVER) {
        TRY(networking_call_off(request->db, request->arena, networking.id, request->now));
    } else if (text_same(act, "here") && sits && may_come) {
        TRY(arrive(request, &networking, &seat));
    } else if (text_same(act, "leave") && sits && networking.state < NETWORKING_OVER) {
        TRY(leave(request, &networking, &seat));
    } else if (!text_same(act, "here") && !text_same(act, "leave")) {
        return NOT_FOUND;
    }
    return redirect(request, networking_path(&request->view, networking.id, ""));
}
