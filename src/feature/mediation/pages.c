/* /mediation: what it is, one's own, asking; what waits for mediators; the stewards' page. */
#include "mediation/pages.h"

const struct field mediation_ask_form[] = { { "with", 0, 20, FIELD_LINE, false },
                                            { "name", 0, 80, FIELD_LINE, false },
                                            { "words", 0, MEDIATION_WORDS_MAX, FIELD_TEXT, false },
                                            { 0 } };
const struct field mediator_form[] = {
    { "name", 1, 80, FIELD_LINE, false }, { "course", 0, 3, FIELD_LINE, false }, { "change", 4, 4, FIELD_LINE, false }, { 0 }
};

const char *mediation_path(struct view *view, int64_t seat, const char *word)
{
    return arena_printf(view->words.arena, "/mediation/%lld%s%s", (long long)seat, *word ? "/" : "", word);
}

/* ---- in words ---- */

const char *mediation_stage_text(struct view *view, int64_t stage)
{
    static const char *const names[] = {
        [MEDIATION_ASKED] = N_("Waiting for a mediator"),
        [MEDIATION_TAKEN] = N_("A mediator has taken it"),
        [MEDIATION_ALLOWED] = N_("The mediator can ask the other"),
        [MEDIATION_WAITS] = N_("Waiting for an answer"),
        [MEDIATION_RULES] = N_("Ground rules"),
        [MEDIATION_TELLING] = N_("What happened"),
        [MEDIATION_NEEDS] = N_("What each needs"),
        [MEDIATION_AGREEMENT] = N_("Agreement"),
        [MEDIATION_AGREED] = N_("There is an agreement"),
        [MEDIATION_OVER] = N_("Over"),
    };
    return t(view, names[stage < 0 || stage > MEDIATION_OVER ? MEDIATION_OVER : stage]);
}

const char *mediation_sum_text(struct view *view, const char *what)
{
    return text_same(what, "asked")          ? t(view, "Asked for")
           : text_same(what, "began")        ? t(view, "Begun")
           : text_same(what, "agreed")       ? t(view, "Ended with an agreement")
           : text_same(what, "ended")        ? t(view, "Ended without one")
           : text_same(what, "holds-yes")    ? t(view, "The agreement holds")
           : text_same(what, "holds-partly") ? t(view, "It holds in part")
                                             : t(view, "It doesn’t hold");
}

static const char *title_of(struct view *view, const struct mediation *mediation)
{
    const char *names[2];
    size_t count = 0;
    for (size_t i = 0; i < MEDIATION_PEOPLE && count < COUNT(names); i++)
        if (mediation->person[i].name && i != (size_t)mediation->role && (i != MEDIATION_MEDIATOR || mediation->role != MEDIATION_OFFER))
            names[count++] = mediation->person[i].name;
    if (mediation->role == MEDIATION_KEEPER)
        return t(view, "An agreement you keep");
    return count ? language_list(&view->words, names, count) : t(view, "Somebody who has left");
}

/* Those that wait for a mediator to take them, or the reader's others. */
static struct mediation_lines *lines_of(struct view *view, const struct mediations *mine, bool offers)
{
    struct mediation_lines *lines = arena_alloc(view->words.arena, sizeof *lines);
    lines->items = arena_array(view->words.arena, mine->count + 1, sizeof *lines->items);
    for (size_t i = 0; i < mine->count; i++) {
        const struct mediation *mediation = &mine->items[i];
        if ((mediation->role == MEDIATION_OFFER) != offers)
            continue;
        const char *word = mediation->role == MEDIATION_KEEPER ? "agreement" : "";
        lines->items[lines->count++] = (struct mediation_line){ mediation_path(view, mediation->seat.id, word), title_of(view, mediation),
                                                                mediation_stage_text(view, mediation->state.stage) };
    }
    return lines;
}

/* ---- the pages ---- */

enum status mediation_page(struct request *request)
{
    struct mediations mine;
    struct mediation_sums sums;
    struct mediators all;
    struct mediation_view page = { .sums = &sums };
    TRY(mediation_mine(request, &mine));
    TRY(mediation_count_list(request->db, request->arena, request->now, &sums));
    TRY(mediator_is(request->db, request->arena, request->reader, &page.mediates));
    TRY(mediator_list(request->db, request->arena, &all));
    page.mine = lines_of(&request->view, &mine, false);
    page.nobody = !all.count;
    mediation_html(&request->view, &page);
    return OK;
}

enum status mediation_requests_page(struct request *request)
{
    struct mediations mine;
    bool mediates;
    TRY(mediator_is(request->db, request->arena, request->reader, &mediates));
    if (!mediates)
        return NOT_FOUND;
    TRY(mediation_mine(request, &mine));
    mediation_requests_html(&request->view, lines_of(&request->view, &mine, true));
    return OK;
}

/* ---- asking ---- */

/* Whom somebody may ask to talk with: not oneself; and who has blocked the asker is as good as not there, but whom the asker has blocked
 * is: that they don't meet otherwise is what a mediator's room is for. */
static enum status with_allowed(struct request *request, const struct persona *with)
{
    bool blocked, mine;
    if (account_name_is_own(request, with->id))
        return NOT_FOUND;
    TRY(block_between(request->db, request->arena, request->reader, with->id, &blocked));
    TRY(block_is_mine(request->db, request->arena, request->reader, with->id, &mine));
    return blocked && !mine ? NOT_FOUND : OK;
}

/* By "with" in the address or the form. NOT_FOUND; *named false: nobody is named there. */
static enum status with_read(struct request *request, struct persona *with, bool *named)
{
    const char *text = request->method == POST ? form_value(request, "with") : query_value(request, "with");
    int64_t id;
    *named = *text != '\0';
    if (!*named)
        return OK;
    if (!text_int(text, 1, INT64_MAX, &id))
        return NOT_FOUND;
    TRY(persona_find(request->db, request->arena, id, with));
    return with_allowed(request, with);
}

enum status mediation_new_page(struct request *request)
{
    struct persona with;
    bool named;
    TRY(with_read(request, &with, &named));
    mediation_new_html(&request->view, &(struct mediation_new_view){ named ? &with : NULL });
    return OK;
}

/* By the name that was typed. */
static enum status name_read(struct request *request, struct persona *with)
{
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), with);
    if (status == OK)
        status = with_allowed(request, with);
    return status != NOT_FOUND
               ? status
               : form_reject(request, "name", t(&request->view, "Nobody here has that name. Names must be written exactly."));
}

/* So that nobody is always among the first. */
static void shuffle(struct mediators *list)
{
    for (size_t i = list->count; i > 1; i--) {
        size_t at = random_below((uint32_t)i);
        struct persona other = list->items[i - 1];
        list->items[i - 1] = list->items[at];
        list->items[at] = other;
    }
}

/* A seat for each mediator who may meet both and is nobody's other name, as far as the asker's own request knows. */
static enum status offer_all(struct request *request, struct mediation *made)
{
    struct mediators all;
    struct mediation_state *state = &made->state;
    size_t count = 0;
    struct mediation_box box = made->box;
    box.role = MEDIATION_OFFER;
    TRY(mediator_list(request->db, request->arena, &all));
    shuffle(&all);
    for (size_t i = 0; i < all.count && count < MEDIATION_OFFERS; i++) {
        bool meets = true, blocked = false;
        int64_t id = all.items[i].id;
        for (size_t j = 0; meets && !blocked && j <= MEDIATION_OTHER; j++) {
            TRY(persona_bands_meet(request->db, request->arena, state->persona[j], id, &meets));
            TRY(block_between(request->db, request->arena, state->persona[j], id, &blocked));
        }
        if (!meets || blocked || account_name_is_own(request, id) || id == state->persona[MEDIATION_OTHER])
            continue;
        enum status offered = mediation_seat_make(request, &box, id, MEDIATION_ASK_DAYS, &state->offers[count]);
        if (offered == FORBIDDEN)
            continue;
        TRY(offered);
        TRY(mediation_tell(request->db, request->arena, state->offers[count++], request->now));
    }
    return count ? OK : FORBIDDEN;
}

static enum status make(struct request *request, const struct persona *with, struct mediation *made)
{
    struct mediation_state *state = &made->state;
    struct key open;
    bool meet;
    *made = (struct mediation){ .box = { .role = MEDIATION_HARMED, .id = id_random(), .words = form_value(request, "words") } };
    state->text = "";
    state->persona[MEDIATION_HARMED] = request->reader;
    state->persona[MEDIATION_OTHER] = with->id;
    key_random(&made->box.key);
    TRY(persona_bands_meet(request->db, request->arena, request->reader, with->id, &meet));
    enum status reads = persona_open_key(request->db, request->arena, with->id, &open);
    if (!meet || reads == NOT_FOUND)
        return FORBIDDEN;
    TRY(reads);
    TRY(offer_all(request, made));
    TRY(mediation_seat_make(request, &made->box, request->reader, MEDIATION_ASK_DAYS, &state->seat[MEDIATION_HARMED]));
    TRY(mediation_row_add(request->db, request->arena, made->box.id,
                          mediation_state_seal(request->arena, &made->box.key, made->box.id, state),
                          time_day(request->now) + MEDIATION_ASK_DAYS));
    return mediation_count_add(request->db, request->arena, request->now, "asked");
}

/* One about the same person that still goes on; 0: none. */
static enum status there_already(struct request *request, int64_t with, int64_t *seat)
{
    struct mediations mine;
    *seat = 0;
    TRY(mediation_mine(request, &mine));
    for (size_t i = 0; i < mine.count; i++)
        if (mine.items[i].role == MEDIATION_HARMED && mine.items[i].state.persona[MEDIATION_OTHER] == with &&
            mine.items[i].state.stage < MEDIATION_AGREED)
            *seat = mine.items[i].seat.id;
    return OK;
}

enum status mediation_ask(struct request *request)
{
    static const struct limit asking = { "mediation-ask", 6, 0.005 };
    struct view *view = &request->view;
    struct persona with;
    struct mediation made;
    bool named;
    int64_t there;
    TRY(with_read(request, &with, &named));
    if (!named)
        TRY(name_read(request, &with));
    TRY(there_already(request, with.id, &there));
    if (there)
        return redirect(request, mediation_path(view, there, ""));
    if (!*form_value(request, "words"))
        return form_reject(request, "words", t(view, "Write a few words first."));
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(request, NULL, t(view, "You have asked a few times already. Please give it a day."));
    enum status status = make(request, &with, &made);
    if (status == FORBIDDEN)
        return form_reject(request, NULL,
                           t(view, "No mediator can take this at the moment. A report to the moderators is always open to you."));
    TRY(status);
    return redirect(request, mediation_path(view, made.state.seat[MEDIATION_HARMED], ""));
}

/* ---- stewards ---- */

enum status mediator_page(struct request *request)
{
    struct mediators all;
    struct mediation_sums sums;
    TRY(mediator_list(request->db, request->arena, &all));
    TRY(mediation_count_list(request->db, request->arena, request->now, &sums));
    mediator_html(&request->view, &(struct mediator_view){ &all, &sums });
    return OK;
}

enum status mediator_change(struct request *request)
{
    struct view *view = &request->view;
    struct persona persona;
    bool give = text_same(form_value(request, "change"), "give");
    if (give && !text_same(form_value(request, "course"), "yes"))
        return form_reject(request, "course", t(view, "Only those who were trained for it mediate here."));
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == NOT_FOUND)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(status);
    TRY(mediator_name(request->db, request->arena, persona.id, give));
    return redirect_with(request, "/steward/mediators", NOTICE_SAVED);
}
