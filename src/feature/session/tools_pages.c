/* What those who look after a session do: the door, the agenda, the speaking order, small rooms, polls, slowing down. One form with an act
 * in it, "next" or "admit 123", so that a button is enough wherever it stands. */
#include "session/pages.h"
#include "text/text.h"

const struct field live_session_do_form[] = {
    { "act", 1, 40, FIELD_LINE, false },
    { "seconds", 0, 5, FIELD_LINE, false },
    { "size", 0, 5, FIELD_LINE, false },
    { "minutes", 0, 5, FIELD_LINE, false },
    { "question", 0, LIVE_SESSION_QUESTION_MAX, FIELD_LINE, false },
    { "choices", 0, LIVE_SESSION_CHOICES *(LIVE_SESSION_CHOICE_MAX + 1), FIELD_TEXT, false },
    { 0 },
};

/* `who`: the number behind the act; 0: none. */
typedef enum status act_work(struct request *request, struct live_session *session, int64_t who);

static enum status touched(struct request *request, const struct live_session *session)
{
    return live_session_touch(request->db, request->arena, session->id);
}

static enum status kept(struct request *request, const struct live_session *session)
{
    TRY(live_session_put(request->db, request->arena, session));
    return touched(request, session);
}

/* ---- the agenda ---- */

static enum status act_start(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    return live_session_start(request->db, request->arena, session->id, request->now);
}

/* who: the step that was on when the button was made; pressed twice, it is done once. */
static enum status act_next(struct request *request, struct live_session *session, int64_t who)
{
    if (session->state != LIVE_SESSION_OPEN || who != session->step)
        return OK;
    return live_session_step_to(request->db, request->arena, session, session->step + 1, request->now);
}

static enum status act_previous(struct request *request, struct live_session *session, int64_t who)
{
    if (session->state != LIVE_SESSION_OPEN || who != session->step)
        return OK;
    return live_session_step_to(request->db, request->arena, session, session->step - 1, request->now);
}

static enum status act_end(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    return session->state == LIVE_SESSION_OPEN ? live_session_end(request->db, request->arena, session, request->now) : OK;
}

/* ---- the door ---- */

static enum status person_in(struct request *request, const struct live_session *session, int64_t who, const char *state)
{
    struct live_session_people people;
    TRY(live_session_people_of(request->db, request->arena, session, &people));
    for (size_t i = 0; i < people.count; i++)
        if (people.items[i].persona == who && (!state || text_same(people.items[i].state, state)))
            return OK;
    return NOT_FOUND;
}

enum status live_session_admit(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    TRY(live_session_person_state(db, arena, id, persona, "in"));
    return live_session_touch(db, arena, id);
}

enum status live_session_wait(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    TRY(live_session_person_state(db, arena, id, persona, "waiting"));
    return live_session_touch(db, arena, id);
}

static enum status act_admit(struct request *request, struct live_session *session, int64_t who)
{
    if (person_in(request, session, who, "waiting") != OK) /* or who was asked to leave may come back */
        TRY(person_in(request, session, who, "out"));
    return live_session_admit(request->db, request->arena, session->id, who);
}

static enum status act_admit_all(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    TRY(live_session_people_admit(request->db, request->arena, session->id));
    return touched(request, session);
}

static enum status act_door_open(struct request *request, struct live_session *session, int64_t who)
{
    session->door_open = true;
    TRY(live_session_put(request->db, request->arena, session));
    return act_admit_all(request, session, who);
}

static enum status act_door_asks(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    session->door_open = false;
    return kept(request, session);
}

static enum status act_out(struct request *request, struct live_session *session, int64_t who)
{
    TRY(person_in(request, session, who, NULL));
    if (who == request->member->persona)
        return OK;
    TRY(live_session_person_state(request->db, request->arena, session->id, who, "out"));
    TRY(live_drop(request->db, request->arena, who));
    return touched(request, session);
}

enum status live_session_name(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    TRY(live_session_person_co(db, arena, id, persona, true));
    return live_session_touch(db, arena, id);
}

static enum status act_co(struct request *request, struct live_session *session, int64_t who)
{
    TRY(person_in(request, session, who, NULL));
    return live_session_name(request->db, request->arena, session->id, who);
}

static enum status act_unco(struct request *request, struct live_session *session, int64_t who)
{
    TRY(live_session_person_co(request->db, request->arena, session->id, who, false));
    TRY(live_drop(request->db, request->arena, who));
    return touched(request, session);
}

/* ---- who speaks ---- */

static enum status act_word(struct request *request, struct live_session *session, int64_t who)
{
    if (who)
        TRY(person_in(request, session, who, "in"));
    return live_session_word_to(request->db, request->arena, session, who);
}

static enum status act_round(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    return live_session_round(request->db, request->arena, session);
}

static enum status act_free(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    session->in_order = false;
    TRY(live_session_people_hush(request->db, request->arena, session->id));
    return kept(request, session);
}

static enum status act_lower(struct request *request, struct live_session *session, int64_t who)
{
    TRY(live_session_person_hand(request->db, request->arena, session->id, who, 0, false));
    return touched(request, session);
}

static enum status act_slow(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    if (!text_int(form_value(request, "seconds"), 0, 300, &session->slow_seconds))
        return form_reject(request, "seconds", t(&request->view, "Please choose one."));
    return kept(request, session);
}

/* ---- small rooms ---- */

static enum status act_break(struct request *request, struct live_session *session, int64_t who)
{
    struct view *view = &request->view;
    int64_t size, minutes;
    (void)who;
    if (!text_int(form_value(request, "size"), BREAKOUT_LEAST, BREAKOUT_MOST, &size))
        return form_reject(request, "size", t(view, "A small room holds two to five."));
    if (!text_int(form_value(request, "minutes"), 1, 60, &minutes))
        return form_reject(request, "minutes", t(view, "Write a number of minutes, up to 60."));
    if (session->state != LIVE_SESSION_OPEN)
        return form_reject(request, NULL, t(view, "Begin the session first."));
    enum status status = live_session_break(request->db, request->arena, session, size, minutes, request->now);
    return status == NOT_FOUND ? form_reject(request, "size", t(view, "There aren’t enough people here for small rooms.")) : status;
}

static enum status act_gather(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    return live_session_gather(request->db, request->arena, session);
}

/* Into one of the small rooms, or (0) back to everybody. Whoever comes answers its call. */
static enum status act_visit(struct request *request, struct live_session *session, int64_t who)
{
    struct breakout breakout;
    if (who) {
        TRY(breakout_find_id(request->db, request->arena, who, &breakout));
        if (breakout.session != session->id || !text_same(breakout.kind, "small") || !session->breakout_until)
            return NOT_FOUND;
        TRY(breakout_call_set(request->db, request->arena, who, false));
    }
    TRY(live_session_person_place(request->db, request->arena, session->id, request->member->persona, who));
    return touched(request, session);
}

/* ---- polls and questions ---- */

static enum status act_poll(struct request *request, struct live_session *session, int64_t who)
{
    struct view *view = &request->view;
    const char *labels[LIVE_SESSION_CHOICES];
    struct text_lines lines = text_lines(request->arena, form_value(request, "choices"));
    size_t count = 0;
    (void)who;
    if (!*form_value(request, "question"))
        return form_reject(request, "question", t(view, "Write a few words first."));
    for (; count < lines.count && count < LIVE_SESSION_CHOICES; count++)
        labels[count] = markdown_excerpt(request->arena, lines.items[count], LIVE_SESSION_CHOICE_MAX);
    if (lines.count < 2 || lines.count > LIVE_SESSION_CHOICES)
        return form_reject(request, "choices", t(view, "Write two to six answers, each on a line of its own."));
    TRY(live_session_poll_add(request->db, request->arena, session->id, form_value(request, "question"), labels, count, request->now));
    return touched(request, session);
}

static enum status act_poll_close(struct request *request, struct live_session *session, int64_t who)
{
    (void)who;
    TRY(live_session_poll_close(request->db, request->arena, session->id));
    return touched(request, session);
}

static enum status act_answered(struct request *request, struct live_session *session, int64_t who)
{
    TRY(live_session_question_set(request->db, request->arena, session->id, who, "answered"));
    return touched(request, session);
}

static enum status act_drop(struct request *request, struct live_session *session, int64_t who)
{
    TRY(live_session_question_set(request->db, request->arena, session->id, who, NULL));
    return touched(request, session);
}

/* ---- all of them ---- */

static const struct {
    const char *word;
    act_work *work;
    const char *then; /* the page behind it */
} acts[] = {
    { "start", act_start, "" },           { "next", act_next, "" },
    { "previous", act_previous, "" },     { "end", act_end, "" },
    { "admit", act_admit, "" },           { "admit-all", act_admit_all, "" },
    { "door-open", act_door_open, "" },   { "door-asks", act_door_asks, "" },
    { "out", act_out, "tools" },          { "co", act_co, "tools" },
    { "unco", act_unco, "tools" },        { "word", act_word, "" },
    { "round", act_round, "" },           { "free", act_free, "" },
    { "lower", act_lower, "" },           { "slow", act_slow, "tools" },
    { "break", act_break, "" },           { "gather", act_gather, "" },
    { "visit", act_visit, "" },           { "poll", act_poll, "" },
    { "poll-close", act_poll_close, "" }, { "answered", act_answered, "ask" },
    { "drop", act_drop, "ask" },
};

enum status live_session_do(struct request *request)
{
    struct live_session session;
    struct group group;
    int64_t who = 0;
    TRY(live_session_led(request, &session, &group));
    if (session.state != LIVE_SESSION_PLANNED && session.state != LIVE_SESSION_OPEN)
        return redirect(request, live_session_path(&request->view, &session, ""));
    const char *act = form_value(request, "act"), *blank = strchr(act, ' ');
    size_t length = blank ? (size_t)(blank - act) : strlen(act);
    if (blank && !text_int(blank + 1, 0, INT64_MAX, &who))
        return NOT_FOUND;
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (strlen(acts[i].word) != length || strncmp(acts[i].word, act, length) != 0)
            continue;
        TRY(acts[i].work(request, &session, who));
        return redirect(request, live_session_path(&request->view, &session, acts[i].then));
    }
    return NOT_FOUND;
}

enum status live_session_tools_page(struct request *request)
{
    struct live_session session;
    struct group group;
    struct live_session_people people;
    struct live_session_poll poll;
    struct block_list unseen;
    int64_t id;
    struct live_session_tools_view page = { .session = &session, .group = &group, .people = &people };
    TRY(live_session_led(request, &session, &group));
    if (session.state != LIVE_SESSION_PLANNED && session.state != LIVE_SESSION_OPEN)
        return redirect(request, live_session_path(&request->view, &session, ""));
    TRY(live_session_people_of(request->db, request->arena, &session, &people));
    TRY(block_unseen_of(request, &unseen));
    for (size_t i = 0; i < people.count; i++)
        if (block_has(&unseen, people.items[i].persona))
            people.items[i].name = t(&request->view, "Somebody you don’t meet");
    enum status status = live_session_poll_last(request->db, request->arena, session.id, &id);
    if (status == OK) {
        TRY(live_session_poll_find(request->db, request->arena, session.id, id, live_session_voter(request, "session poll", id), &poll));
        page.poll = poll.closed ? NULL : &poll;
    } else if (status != NOT_FOUND) {
        return status;
    }
    live_session_tools_html(&request->view, &page);
    return OK;
}
