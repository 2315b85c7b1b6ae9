/* A group's sessions, and planning one: when, what becomes of the words, the agenda. */
#include "session/pages.h"

#define PLAN_FIELDS                                                                                                                        \
    { "title", 1, LIVE_SESSION_TITLE_MAX, FIELD_LINE, false }, { "about", 0, LIVE_SESSION_ABOUT_MAX, FIELD_TEXT, false },                  \
        { "day", 1, 20, FIELD_LINE, false }, { "clock", 1, 20, FIELD_LINE, false },                                                        \
    {                                                                                                                                      \
        "keep", 0, 10, FIELD_LINE, false                                                                                                   \
    }
const struct field live_session_make_form[] = { PLAN_FIELDS, { "template", 0, 20, FIELD_LINE, false }, { 0 } };
const struct field live_session_plan_form[] = { PLAN_FIELDS, { "by_clock", 0, 3, FIELD_LINE, false }, { 0 } };
const struct field live_session_step_form[] = {
    { "position", 0, 3, FIELD_LINE, false },
    { "kind", 0, 20, FIELD_LINE, false },
    { "title", 0, AGENDA_TITLE_MAX, FIELD_LINE, false },
    { "minutes", 0, 5, FIELD_LINE, false },
    { "prompt", 0, AGENDA_PROMPT_MAX, FIELD_TEXT, false },
    { "act", 0, 10, FIELD_LINE, false },
    { 0 },
};

/* ---- the form ---- */

static bool day_read(const char *text, int64_t *day)
{
    struct arena none = { 0 };
    int64_t part[3];
    bool good = strlen(text) == 10 && text[4] == '-' && text[7] == '-';
    if (good)
        good = text_int(arena_slice(&none, text, 4), 1970, 9999, &part[0]) && text_int(arena_slice(&none, text + 5, 2), 1, 12, &part[1]) &&
               text_int(arena_slice(&none, text + 8, 2), 1, 31, &part[2]);
    if (good)
        *day = date_day(part[0], part[1], part[2]);
    arena_free(&none);
    return good;
}

/* What it's called, and when it begins. */
static enum status sign_take(struct request *request, struct live_session *session)
{
    struct view *view = &request->view;
    int64_t day;
    int minute;
    session->title = form_value(request, "title");
    if (!day_read(form_value(request, "day"), &day))
        return form_reject(request, "day", t(view, "Write the day like 2026-11-24."));
    if (!date_minute_read(request->arena, form_value(request, "clock"), &minute))
        return form_reject(request, "clock", t(view, "Write the time like 20:00."));
    session->starts = date_moment(&view->words, day, minute);
    if (session->starts < request->now - TIME_HOUR || session->starts > request->now + 400 * TIME_DAY)
        return form_reject(request, "day", t(view, "Choose a time from now to a year ahead."));
    return OK;
}

/* The fields that both forms share. */
static enum status plan_take(struct request *request, bool fixed, struct live_session *session)
{
    struct view *view = &request->view;
    int64_t days;
    session->about = form_value(request, "about");
    if (!session->event) /* else title and time are the event's */
        TRY(sign_take(request, session));
    if (fixed)
        return OK;
    session->keeps = !text_same(form_value(request, "keep"), "0");
    session->keep_days = 0;
    if (!text_int(form_value(request, "keep"), 0, 30, &days) || (days != 0 && days != 7 && days != 30))
        return form_reject(request, "keep", t(view, "Please choose one."));
    session->keep_days = days;
    return OK;
}

static void plan_moment(struct request *request, int64_t at, struct live_session_plan_view *page)
{
    int64_t wall = date_wall(&request->view.words, at);
    page->day = arena_slice(request->arena, date_machine(request->arena, wall), 10);
    page->clock = date_minute_text(request->arena, (int)(wall / TIME_MINUTE % (24 * 60)));
}

/* ---- the list, and a new one ---- */

enum status live_session_list_page(struct request *request)
{
    struct group group;
    struct live_sessions sessions;
    struct live_session_plan_view page = { .group = &group };
    TRY(group_find(request, path_text(request, 0), &group));
    if (!group.is_member)
        return redirect(request, group_path(request->arena, &group));
    TRY(live_session_list(request, group.id, &sessions));
    plan_moment(request, request->now + TIME_DAY, &page);
    page.clock = "19:00";
    live_session_list_html(&request->view, &page, &sessions);
    return OK;
}

enum status live_session_make(struct request *request)
{
    struct group group;
    struct live_session session = { .id = 0 };
    struct live_agenda agenda;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(plan_take(request, false, &session));
    live_agenda_template(&request->view, form_value(request, "template"), &agenda);
    const struct live_session_new wish = { .group = group.id,
                                           .title = session.title,
                                           .about = session.about,
                                           .starts = session.starts,
                                           .keeps = session.keeps,
                                           .keep_days = session.keep_days,
                                           .agenda = &agenda,
                                           .now = request->now };
    TRY(live_session_create(request->db, request->arena, &wish, &session.id));
    return redirect_with(request, live_session_path(&request->view, &session, "plan"), NOTICE_SAVED);
}

/* ---- one that is planned ---- */

static enum status plan_find(struct request *request, struct live_session *session, struct group *group, bool *visited)
{
    TRY(live_session_led(request, session, group));
    if (session->state == LIVE_SESSION_ENDED || session->state == LIVE_SESSION_CANCELLED)
        return NOT_FOUND;
    return live_session_visited(request->db, request->arena, session->id, visited);
}

enum status live_session_plan_page(struct request *request)
{
    struct live_session session;
    struct group group;
    struct live_agenda agenda;
    struct live_session_plan_view page = { .session = &session, .group = &group, .agenda = &agenda };
    TRY(plan_find(request, &session, &group, &page.fixed));
    TRY(live_agenda_read(request->db, request->arena, session.id, &agenda));
    plan_moment(request, session.starts, &page);
    live_session_plan_html(&request->view, &page);
    return OK;
}

enum status live_session_plan_save(struct request *request)
{
    struct live_session session;
    struct group group;
    bool fixed;
    TRY(plan_find(request, &session, &group, &fixed));
    int64_t starts = session.starts;
    TRY(plan_take(request, fixed, &session));
    if (session.state != LIVE_SESSION_PLANNED)
        session.starts = starts;
    session.by_clock = form_has(request, "by_clock");
    TRY(live_session_plan_put(request->db, request->arena, &session));
    TRY(live_session_touch(request->db, request->arena, session.id));
    return redirect_with(request, live_session_path(&request->view, &session, "plan"), NOTICE_SAVED);
}

static void step_move(struct live_agenda *agenda, size_t at, size_t to)
{
    struct live_agenda_step step = agenda->items[at];
    agenda->items[at] = agenda->items[to];
    agenda->items[to] = step;
}

static void step_remove(struct live_agenda *agenda, size_t at)
{
    memmove(&agenda->items[at], &agenda->items[at + 1], (agenda->count - at - 1) * sizeof *agenda->items);
    agenda->count--;
}

/* What is done with the step at `at`; at == count: a new one behind the last. */
static enum status step_act(struct request *request, struct live_agenda *agenda, size_t at)
{
    const char *act = form_value(request, "act");
    struct live_agenda_step *step = &agenda->items[at];
    if (text_same(act, "up") && at > 0 && at < agenda->count)
        step_move(agenda, at, at - 1);
    else if (text_same(act, "remove") && at < agenda->count && agenda->count > 1)
        step_remove(agenda, at);
    else if (text_same(act, "keep") || text_same(act, "add")) {
        step->kind = live_agenda_kind(form_value(request, "kind"));
        step->title = form_value(request, "title");
        step->prompt = form_value(request, "prompt");
        if (!text_int(form_value(request, "minutes"), 1, AGENDA_MINUTES_MAX, &step->minutes))
            return form_reject(request, "minutes", t(&request->view, "Write a number of minutes, up to 120."));
        agenda->count += at == agenda->count;
    }
    return OK;
}

enum status live_session_step_save(struct request *request)
{
    struct live_session session;
    struct group group;
    struct live_agenda agenda;
    int64_t position;
    bool fixed;
    TRY(plan_find(request, &session, &group, &fixed));
    TRY(live_agenda_read(request->db, request->arena, session.id, &agenda));
    if (session.state != LIVE_SESSION_PLANNED) /* the steps that are over stay where they are */
        return form_reject(request, NULL, t(&request->view, "The session has begun, so its agenda stays as it is."));
    if (!text_int(form_value(request, "position"), 1, AGENDA_STEPS, &position) || position > (int64_t)agenda.count + 1)
        return form_reject(request, NULL, t(&request->view, "There is no such step. An agenda has twelve at most."));
    TRY(step_act(request, &agenda, (size_t)position - 1));
    TRY(live_agenda_write(request->db, request->arena, session.id, &agenda));
    TRY(live_session_touch(request->db, request->arena, session.id));
    return redirect(request, arena_printf(request->arena, "%s#agenda", live_session_path(&request->view, &session, "plan")));
}

enum status live_session_cancel(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_led(request, &session, &group));
    if (session.state == LIVE_SESSION_PLANNED)
        TRY(live_session_end(request->db, request->arena, &session, request->now));
    return redirect(request, arena_printf(request->arena, "/groups/%s/sessions", group.slug));
}
