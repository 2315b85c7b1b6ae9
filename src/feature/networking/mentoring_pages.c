/* Mentoring: mentors, asking one, the time together with its goal and rhythm, the end. */
#include "networking/pages.h"

const struct field mentoring_offer_form[] = {
    { "do", 0, 10, FIELD_LINE, false }, { "field", 0, 3, FIELD_LINE, true }, { "language", 0, 5, FIELD_LINE, true }, { 0 }
};
const struct field mentoring_ask_form[] = {
    { "goal", 1, MENTORING_GOAL_MAX, FIELD_TEXT, false }, { "days", 0, 3, FIELD_LINE, false }, { "weeks", 0, 3, FIELD_LINE, false }, { 0 }
};
const struct field mentoring_act_form[] = { { "do", 1, 10, FIELD_LINE, false }, { 0 } };

const char *mentoring_path(struct view *view, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/mentoring/%lld%s%s", (long long)id, *word ? "/" : "", word);
}

/* Two adults or two minors who don't block each other. */
static enum status may_meet(struct request *request, int64_t other, bool *may)
{
    enum age_band band;
    bool blocked;
    TRY(persona_band_of(request->db, request->arena, other, &band));
    TRY(block_between(request->db, request->arena, request->reader, other, &blocked));
    *may = !blocked && networking_bands_meet(band, request->member->band);
    return OK;
}

static bool side_of(const struct mentoring *mentoring, int64_t reader, const struct networking_side **other)
{
    bool is_mentor = mentoring->mentor.persona == reader;
    *other = is_mentor ? &mentoring->asker : &mentoring->mentor;
    return is_mentor || mentoring->asker.persona == reader;
}

static enum status mine_read(struct request *request, struct mentorings *mine)
{
    struct mentorings all;
    TRY(mentoring_mine(request->db, request->arena, request->reader, &all));
    *mine = (struct mentorings){ arena_array(request->arena, all.count + 1, sizeof *mine->items), 0 };
    for (size_t i = 0; i < all.count; i++) {
        const struct networking_side *other;
        bool may = false;
        if (side_of(&all.items[i], request->reader, &other))
            TRY(may_meet(request, other->persona, &may));
        if (may)
            mine->items[mine->count++] = all.items[i];
    }
    return OK;
}

static enum status mentors_read(struct request *request, const struct mentorings *mine, struct mentors *shown, int64_t *last)
{
    struct mentors all;
    int64_t after = 0;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(mentor_list(request->db, request->arena, request->reader, after, &all));
    *shown = (struct mentors){ arena_array(request->arena, all.count + 1, sizeof *shown->items), 0 };
    *last = all.count == MENTORS_LISTED ? all.items[all.count - 1].persona : 0;
    for (size_t i = 0; i < all.count; i++) {
        enum age_band band;
        TRY(persona_band_of(request->db, request->arena, all.items[i].persona, &band));
        for (size_t j = 0; j < mine->count; j++)
            all.items[i].asked |= mine->items[j].mentor.persona == all.items[i].persona;
        if (networking_bands_meet(band, request->member->band))
            shown->items[shown->count++] = all.items[i];
    }
    return OK;
}

enum status mentoring_list_page(struct request *request)
{
    struct mentorings mine;
    struct mentors mentors;
    struct mentor me;
    int64_t last;
    TRY(mine_read(request, &mine));
    TRY(mentors_read(request, &mine, &mentors, &last));
    enum status found = mentor_find(request->db, request->arena, request->reader, &me);
    if (found != NOT_FOUND)
        TRY(found);
    struct mentoring_list_view page = { .mine = &mine, .mentors = &mentors, .me = found == OK ? &me : NULL, .reader = request->reader };
    page.may = request->member->band != BAND_UNSAID;
    page.more = last ? arena_printf(request->arena, "/mentoring?after=%lld", (long long)last) : NULL;
    mentoring_list_html(&request->view, &page);
    return OK;
}

enum status mentoring_offer(struct request *request)
{
    unsigned fields = networking_bits_typed(request, "field", NETWORKING_FIELDS);
    const char *codes = networking_languages_typed(request);
    if (text_same(form_value(request, "do"), "stop")) {
        TRY(mentor_remove(request->db, request->arena, request->reader));
        return redirect(request, "/mentoring");
    }
    if (request->member->band == BAND_UNSAID)
        return form_reject(
            request, NULL,
            t(&request->view,
              "Say roughly how old you are first, in your settings: mentors and those they’re with are both grown up, or both not yet."));
    if (!fields)
        return form_reject(request, "field", t(&request->view, "Choose at least one."));
    if (!*codes)
        return form_reject(request, "language", t(&request->view, "Choose at least one language."));
    TRY(mentor_offer(request->db, request->arena, request->reader, fields, codes));
    return redirect_with(request, "/mentoring", NOTICE_SAVED);
}

/* ---- asking ---- */

static enum status asked_find(struct request *request, struct mentor *mentor)
{
    bool may;
    TRY(mentor_find(request->db, request->arena, path_id(request, 0), mentor));
    TRY(may_meet(request, mentor->persona, &may));
    return may && mentor->persona != request->reader ? OK : NOT_FOUND;
}

enum status mentoring_ask_page(struct request *request)
{
    struct mentor mentor;
    TRY(asked_find(request, &mentor));
    mentoring_ask_html(&request->view, &mentor);
    return OK;
}

static enum status goal_seal(struct request *request, int64_t persona, const char *goal, struct bytes *sealed)
{
    struct key open;
    enum status status = persona_open_key(request->db, request->arena, persona, &open);
    if (status == NOT_FOUND)
        return form_reject(request, NULL, t(&request->view, "They can’t be asked just now."));
    TRY(status);
    *sealed = seal_to(request->arena, &open, (struct bytes){ goal, strlen(goal) });
    return OK;
}

static enum status ask_allowed(struct request *request, int64_t mentor)
{
    static const struct limit asking = { "mentoring-ask", 5, 5.0 / (24 * 60) };
    struct mentorings theirs;
    size_t waiting = 0;
    TRY(mentoring_mine(request->db, request->arena, mentor, &theirs));
    for (size_t i = 0; i < theirs.count; i++)
        waiting += theirs.items[i].mentor.persona == mentor && theirs.items[i].state == MENTORING_ASKED;
    if (waiting >= MENTORING_WAITING)
        return form_reject(request, NULL, t(&request->view, "Several people wait for their answer already. Please ask again in a while."));
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(request, NULL, t(&request->view, "You’ve asked several people today. Please wait until tomorrow."));
    return OK;
}

enum status mentoring_ask(struct request *request)
{
    struct mentor mentor;
    struct mentoring asked = { .id = id_at(request->now), .asker.persona = request->reader };
    TRY(asked_find(request, &mentor));
    if (!text_int(form_value(request, "days"), 7, 30, &asked.days))
        return form_reject(request, "days", t(&request->view, "Please choose one."));
    if (!text_int(form_value(request, "weeks"), 4, 52, &asked.weeks))
        return form_reject(request, "weeks", t(&request->view, "Please choose one."));
    TRY(ask_allowed(request, mentor.persona));
    asked.mentor.persona = mentor.persona;
    asked.next_at = asked.until = request->now + MENTORING_ASK_DAYS * TIME_DAY;
    TRY(goal_seal(request, request->reader, form_value(request, "goal"), &asked.asker_goal));
    TRY(goal_seal(request, mentor.persona, form_value(request, "goal"), &asked.mentor_goal));
    enum status added = mentoring_add(request->db, request->arena, &asked);
    if (added == CONFLICT)
        return redirect(request, "/mentoring");
    TRY(added);
    TRY(job_add(request->db, request->arena, "mentoring.clock", asked.id, asked.until));
    TRY(notification_send(request->db, request->arena, &(struct notification){ mentor.persona, NOTIFICATION_NETWORKING, 0, asked.id },
                          request->now));
    return redirect(request, mentoring_path(&request->view, asked.id, ""));
}

/* ---- being together ---- */

enum status mentoring_find(struct request *request, int64_t id, struct mentoring *mentoring, const struct networking_side **other)
{
    bool may;
    TRY(mentoring_find_row(request->db, request->arena, id, mentoring));
    if (!side_of(mentoring, request->reader, other))
        return NOT_FOUND;
    TRY(may_meet(request, (*other)->persona, &may));
    return may ? OK : NOT_FOUND;
}

enum status mentoring_goal(struct request *request, const struct mentoring *mentoring, const char **goal)
{
    struct key_pair pair;
    struct bytes plain;
    TRY(member_pair(request, &pair));
    bool is_mentor = mentoring->mentor.persona == request->reader;
    enum status status = unseal_from(request->arena, &pair, is_mentor ? mentoring->mentor_goal : mentoring->asker_goal, &plain);
    key_wipe(&pair.secret);
    *goal = status == OK ? arena_slice(request->arena, plain.data, plain.len) : "";
    return status == INVALID ? OK : status;
}

enum status mentoring_page(struct request *request)
{
    struct mentoring mentoring;
    struct mentoring_view page = { .mentoring = &mentoring };
    struct conversation conversation;
    TRY(mentoring_find(request, path_id(request, 0), &mentoring, &page.other));
    TRY(mentoring_goal(request, &mentoring, &page.goal));
    page.is_mentor = mentoring.mentor.persona == request->reader;
    enum status found = conversation_with(request, page.other->persona, &conversation);
    if (found != NOT_FOUND)
        TRY(found);
    page.letters = found == OK ? conversation.id : 0;
    mentoring_html(&request->view, &page);
    return OK;
}

/* The mentor agrees: the time begins, with a conversation of the two where they have none. */
static enum status begin(struct request *request, struct mentoring *mentoring)
{
    struct conversation conversation;
    const struct conversation_new wish = { .kind = CONVERSATION_PRIVATE, .others = &mentoring->asker.persona, .others_count = 1 };
    enum status found = conversation_with(request, mentoring->asker.persona, &conversation);
    if (found == NOT_FOUND)
        found = conversation_make(request, &wish, &conversation);
    if (found == FORBIDDEN)
        return NOT_FOUND;
    TRY(found);
    mentoring->state = MENTORING_GOES_ON;
    mentoring->next_at = request->now + mentoring->days * TIME_DAY;
    mentoring->until = request->now + mentoring->weeks * 7 * TIME_DAY;
    TRY(mentoring_store(request->db, request->arena, mentoring));
    TRY(job_add(request->db, request->arena, "mentoring.clock", mentoring->id, mentoring->next_at));
    return notification_send(request->db, request->arena,
                             &(struct notification){ mentoring->asker.persona, NOTIFICATION_NETWORKING, 0, mentoring->id }, request->now);
}

static enum status end(struct request *request, struct mentoring *mentoring)
{
    mentoring->state = MENTORING_OVER;
    mentoring->until = mentoring->next_at = request->now + MENTORING_KEEP_DAYS * TIME_DAY;
    TRY(mentoring_store(request->db, request->arena, mentoring));
    return job_add(request->db, request->arena, "mentoring.clock", mentoring->id, mentoring->until);
}

enum status mentoring_act(struct request *request)
{
    struct mentoring mentoring;
    const struct networking_side *other;
    const char *act = form_value(request, "do");
    TRY(mentoring_find(request, path_id(request, 0), &mentoring, &other));
    bool asked = mentoring.state == MENTORING_ASKED, is_mentor = mentoring.mentor.persona == request->reader;
    if (asked && is_mentor && text_same(act, "yes")) {
        TRY(begin(request, &mentoring));
    } else if (text_same(act, "end") && mentoring.state == MENTORING_GOES_ON) {
        TRY(end(request, &mentoring));
    } else if (asked && text_same(act, is_mentor ? "no" : "back")) { /* nobody is told: an ask that isn't answered goes in the same way */
        TRY(notification_forget(request->db, request->arena, NOTIFICATION_NETWORKING, mentoring.id));
        TRY(mentoring_remove(request->db, request->arena, mentoring.id));
        return redirect(request, "/mentoring");
    }
    return redirect(request, mentoring_path(&request->view, mentoring.id, ""));
}
