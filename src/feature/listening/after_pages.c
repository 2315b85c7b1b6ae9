/* Afterwards: each of the two is asked how it was, for sums that name nobody; and the stewards' page of listeners. */
#include "listening/pages.h"

const struct field listening_after_form[] = {
    { "heard", 0, 10, FIELD_LINE, false }, { "again", 0, 10, FIELD_LINE, false }, { "hard", 0, 10, FIELD_LINE, false }, { 0 }
};
const struct field listening_steward_form[] = {
    { "name", 1, 80, FIELD_LINE, false }, { "course", 0, 3, FIELD_LINE, false }, { "change", 4, 4, FIELD_LINE, false }, { 0 }
};

static int64_t year_of(int64_t now)
{
    return 1970 + time_month(now) / 12;
}

/* ---- how was it? ---- */

enum status listening_after_page(struct request *request)
{
    struct listening_after after;
    TRY(listening_after_find(request->db, request->arena, request->member->persona, path_id(request, 0), &after));
    if (!after.asked)
        return redirect(request, "/listen");
    listening_after_html(&request->view, &after);
    return OK;
}

/* One of the fixed answers into the sums; anything else is no answer, which is fine, too. */
static enum status count(struct request *request, const char *question, const char *sum)
{
    static const char *const answers[] = { "yes", "partly", "no" };
    for (size_t i = 0; i < COUNT(answers); i++)
        if (text_same(form_value(request, question), answers[i]))
            return listening_answer_add(request->db, request->arena, year_of(request->now), sum, answers[i]);
    return OK;
}

/* A talk that was over by itself (nobody ended it, or one of the two left the place) ends in the conversation, too: that takes the request
 * of somebody who was in it. */
static enum status conversation_close(struct request *request, int64_t seat)
{
    struct conversation conversation;
    enum status found = conversation_find(request, seat, &conversation);
    if (found == OK && !conversation.ended)
        return conversation_finish(request, &conversation, LISTENING_KEEP_DAYS);
    return found == NOT_FOUND ? OK : found;
}

enum status listening_after_answer(struct request *request)
{
    struct listening_after after;
    struct db *db = request->db;
    TRY(listening_after_find(db, request->arena, request->member->persona, path_id(request, 0), &after));
    if (!after.asked)
        return redirect(request, "/listen");
    if (after.listened) {
        TRY(count(request, "heard", "listener-fit"));
        TRY(count(request, "hard", "listener-hard"));
        if (text_same(form_value(request, "hard"), "yes"))
            TRY(listener_store_rest(db, request->arena, request->member->persona, request->now + LISTENING_HARD_HOURS * TIME_HOUR));
    } else {
        TRY(count(request, "heard", "member-heard"));
        TRY(count(request, "again", "member-again"));
    }
    TRY(conversation_close(request, after.seat));
    TRY(listening_after_answered(db, request->arena, after.seat));
    return redirect_with(request, "/listen", NOTICE_SAVED);
}

/* ---- the stewards' page ---- */

static const char *question_text(struct view *view, const char *question)
{
    if (text_same(question, "member-heard"))
        return t(view, "Did you feel heard?");
    if (text_same(question, "member-again"))
        return t(view, "Would you ask for a listener again?");
    if (text_same(question, "listener-fit"))
        return t(view, "Could you be there in a way that fits you?");
    return t(view, "Was it a hard one?");
}

static const char *answer_text(struct view *view, const char *answer)
{
    return text_same(answer, "yes")      ? tc(view, "how it was", "Yes")
           : text_same(answer, "partly") ? tc(view, "how it was", "Partly")
                                         : tc(view, "how it was", "No");
}

/* Each question's answers in a line, once there are enough to say nothing about anybody. */
static struct listening_figures *figures_of(struct view *view, const struct listening_counts *counts)
{
    struct arena *arena = view->words.arena;
    struct listening_figures *figures = arena_alloc(arena, sizeof *figures);
    figures->items = arena_array(arena, counts->count + 1, sizeof *figures->items);
    for (size_t i = 0; i < counts->count;) {
        struct buf line = { .arena = arena };
        const char *question = counts->items[i].question;
        int64_t sum = 0;
        for (; i < counts->count && text_same(counts->items[i].question, question); i++) {
            buf_printf(&line, "%s%s: %s", line.len ? " · " : "", answer_text(view, counts->items[i].answer),
                       number(view, counts->items[i].count));
            sum += counts->items[i].count;
        }
        if (sum >= LISTENING_ANSWERS_LEAST)
            figures->items[figures->count++] = (struct listening_figure){ question_text(view, question), buf_text(&line) };
    }
    return figures;
}

enum status listening_steward_page(struct request *request)
{
    struct listeners list;
    struct listening_counts counts;
    TRY(listener_list(request->db, request->arena, &list));
    TRY(listening_answer_list(request->db, request->arena, year_of(request->now), &counts));
    struct listening_steward_view page = { &list, figures_of(&request->view, &counts) };
    listening_steward_html(&request->view, &page);
    return OK;
}

enum status listening_steward_change(struct request *request)
{
    struct view *view = &request->view;
    struct persona persona;
    bool give = text_same(form_value(request, "change"), "give");
    if (give && !text_same(form_value(request, "course"), "yes"))
        return form_reject(request, "course", t(view, "Only those who finished the course listen here."));
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == NOT_FOUND)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(status);
    TRY(listening_name(request->db, request->arena, persona.id, give));
    return redirect_with(request, "/steward/listeners", NOTICE_SAVED);
}
