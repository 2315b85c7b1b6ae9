/* What everybody in a session does beside talking: a hand, a pause, a call, questions and votes without a name, one word at the end. */
#include "safety/safety.h"
#include "session/pages.h"

const struct field live_session_mine_form[] = { { "act", 1, 20, FIELD_LINE, false }, { 0 } };
const struct field live_session_ask_form[] = {
    { "question", 0, LIVE_SESSION_QUESTION_MAX, FIELD_TEXT, false },
    { "vote", 0, 60, FIELD_LINE, false }, /* "question 12", "poll 12 3" */
    { 0 },
};
const struct field live_session_part_form[] = { { "word", 0, LIVE_SESSION_WORD_MAX, FIELD_LINE, false }, { 0 } };

static enum status hand_raise(struct request *request, struct live_session *session)
{
    if (session->my_hand || session->i_speak)
        return OK;
    session->hands++;
    TRY(live_session_put(request->db, request->arena, session));
    return live_session_person_hand(request->db, request->arena, session->id, request->member->persona, session->hands, false);
}

/* Lowers a hand, or gives the word back; then the next one has it. */
static enum status hand_lower(struct request *request, struct live_session *session)
{
    TRY(live_session_person_hand(request->db, request->arena, session->id, request->member->persona, 0, false));
    return session->i_speak ? live_session_word_to(request->db, request->arena, session, 0) : OK;
}

static enum status mine_act(struct request *request, struct live_session *session, const char *act)
{
    int64_t me = request->member->persona;
    if (text_same(act, "hand"))
        return hand_raise(request, session);
    if (text_same(act, "lower"))
        return hand_lower(request, session);
    if (text_same(act, "pause"))
        return live_session_person_pause(request->db, request->arena, session->id, me, "quiet");
    if (text_same(act, "pause-shown"))
        return live_session_person_pause(request->db, request->arena, session->id, me, "shown");
    if (text_same(act, "back"))
        return live_session_person_pause(request->db, request->arena, session->id, me, "");
    if (text_same(act, "call") && session->my_breakout && session->breakout_until)
        return breakout_call_set(request->db, request->arena, session->my_breakout, true);
    return NOT_FOUND;
}

enum status live_session_mine(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_inside(request, &session, &group));
    TRY(mine_act(request, &session, form_value(request, "act")));
    TRY(live_session_touch(request->db, request->arena, session.id));
    return redirect(request, live_session_path(&request->view, &session, ""));
}

/* ---- questions, polls ---- */

enum status live_session_question(struct db *db, struct arena *arena, int64_t id, const char *body)
{
    int64_t question;
    return live_session_question_add(db, arena, id, body, &question);
}

/* A question, a vote for one, or a choice in a poll: what the forms of the page and of the session's own send. */
enum status live_session_ask(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_inside(request, &session, &group));
    const char *vote = form_value(request, "vote"), *path = live_session_path(&request->view, &session, "ask");
    static const struct limit asking = { "session-question", 5, 2 };
    int64_t id, position;
    bool offered = false;
    if (text_starts(vote, "question ") && text_int(vote + 9, 1, INT64_MAX, &id)) {
        TRY(live_session_question_vote(request->db, request->arena, session.id, id, live_session_voter(request, "session question", id)));
        return redirect(request, path); /* quiet: nobody's page changes */
    }
    const char *second = text_starts(vote, "poll ") ? strchr(vote + 5, ' ') : NULL;
    if (second) {
        if (!text_int(arena_slice(request->arena, vote + 5, (size_t)(second - vote - 5)), 1, INT64_MAX, &id) ||
            !text_int(second + 1, 1, LIVE_SESSION_CHOICES, &position))
            return NOT_FOUND;
        TRY(live_session_poll_vote(request->db, request->arena, session.id, id, position, live_session_voter(request, "session poll", id)));
        return redirect(request, live_session_path(&request->view, &session, ""));
    }
    if (!*form_value(request, "question"))
        return form_reject(request, "question", t(&request->view, "Write a few words first."));
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(request, "question",
                           t(&request->view, "That was a lot in one minute. Your words stay here; send them in a moment."));
    TRY(member_words_check(request, "question", form_value(request, "question")));
    enum status status = live_session_question_add(request->db, request->arena, session.id, form_value(request, "question"), &id);
    if (status == CONFLICT)
        return form_reject(request, "question", t(&request->view, "There are many questions already. Let some be answered first."));
    TRY(status);
    TRY(live_session_touch(request->db, request->arena, session.id));
    /* Nothing of it may be kept with a name: thing, group and persona 0. */
    TRY(help_near_heed(
        request, &(struct help_wrote){ "session-question", 0, 0, 0, path, help_near_look(request, form_value(request, "question"), NULL) },
        &offered));
    return redirect(request, path);
}

enum status live_session_ask_page(struct request *request)
{
    struct live_session session;
    struct group group;
    struct live_session_questions questions;
    TRY(live_session_inside(request, &session, &group));
    TRY(live_session_question_list(request->db, request->arena, session.id, session.i_lead, &questions));
    for (size_t i = 0; i < questions.count; i++) {
        struct live_session_question *question = &questions.items[i];
        TRY(live_session_question_voted(request->db, request->arena, question->id,
                                        live_session_voter(request, "session question", question->id), &question->mine_too));
    }
    live_session_ask_html(&request->view, &session, &questions);
    return OK;
}

/* ---- the last word ---- */

enum status live_session_part(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_inside(request, &session, &group));
    TRY(member_words_check(request, "word", form_value(request, "word")));
    TRY(live_session_person_parting(request->db, request->arena, session.id, request->member->persona, form_value(request, "word")));
    TRY(live_session_touch(request->db, request->arena, session.id));
    return redirect(request, live_session_path(&request->view, &session, ""));
}
