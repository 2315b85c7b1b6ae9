/* What takes place here in words and belongs to an event: a live session, an evening of rounds. Its hosts open it; it is found by who
 * comes, and follows the event wherever that goes. */
#include "event/pages.h"
#include "networking/networking.h"
#include "session/session.h"

const struct field event_rounds_form[] = { { "rounds", 0, 3, FIELD_LINE, false }, { "minutes", 0, 3, FIELD_LINE, false }, { 0 } };

static bool is_session(const struct event_attachment *thing)
{
    return text_same(thing->what, "session");
}

static bool is_rounds(const struct event_attachment *thing)
{
    return text_same(thing->what, "networking");
}

/* ---- who finds it ---- */

enum status event_pass_find(struct request *request, int64_t id, struct event_pass *pass)
{
    struct event event;
    TRY(event_find(request, id, &event));
    if (event.barred)
        return NOT_FOUND;
    *pass = (struct event_pass){ .comes = event.hosts || event.coming == EVENT_GOING, .hosts = event.hosts };
    return OK;
}

static enum status is_off(struct request *request, const struct event_attachment *thing, bool *off)
{
    *off = false;
    if (is_session(thing))
        return live_session_is_off(request->db, request->arena, thing->id, off);
    return is_rounds(thing) ? networking_is_off(request->db, request->arena, thing->id, off) : OK;
}

enum status event_live_show(struct request *request, const struct event *event, struct event_attachments *attached)
{
    bool comes = !event->barred && (event->hosts || event->coming == EVENT_GOING);
    size_t count = 0;
    for (size_t i = 0; i < attached->count; i++) {
        const struct event_attachment *thing = &attached->items[i];
        bool off = false;
        if (is_session(thing) || is_rounds(thing)) {
            if (!comes)
                continue;
            TRY(is_off(request, thing, &off));
        }
        if (!off)
            attached->items[count++] = *thing;
    }
    attached->count = count;
    return OK;
}

enum status event_live_of(struct request *request, int64_t *event)
{
    const char *path = request->route->path;
    struct live_session_home home = { .event = 0 };
    bool said = text_starts(path, "/session-words/:id");
    *event = 0;
    if (text_starts(path, "/events/:id"))
        *event = path_id(request, 0);
    else if (text_starts(path, "/networking/:id"))
        return networking_event_of(request->db, request->arena, path_id(request, 0), event);
    else if (said || text_starts(path, "/sessions/:id"))
        TRY(live_session_home_of(request->db, request->arena, said ? 0 : path_id(request, 0), said ? path_id(request, 0) : 0, &home));
    *event = home.event ? home.event : *event;
    return OK;
}

/* ---- it follows ---- */

enum status event_live_follow(struct db *db, struct arena *arena, int64_t event, const char *title, int64_t starts)
{
    struct event_attachments list;
    TRY(event_attached(db, arena, event, &list));
    for (size_t i = 0; i < list.count; i++)
        if (is_session(&list.items[i]))
            TRY(live_session_follow(db, arena, list.items[i].id, title, starts));
        else if (is_rounds(&list.items[i]))
            TRY(networking_follow(db, arena, list.items[i].id, title, starts));
    return OK;
}

enum status event_live_call_off(struct db *db, struct arena *arena, int64_t event, int64_t now)
{
    struct event_attachments list;
    TRY(event_attached(db, arena, event, &list));
    for (size_t i = 0; i < list.count; i++)
        if (is_session(&list.items[i]))
            TRY(live_session_call_off(db, arena, list.items[i].id, now));
        else if (is_rounds(&list.items[i]))
            TRY(networking_call_off(db, arena, list.items[i].id, now));
    return OK;
}

enum status event_live_host(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool on)
{
    struct event_attachments list;
    TRY(event_attached(db, arena, event, &list));
    for (size_t i = 0; i < list.count; i++)
        if (is_session(&list.items[i]))
            TRY(on ? live_session_name(db, arena, list.items[i].id, persona) : live_session_dismiss(db, arena, list.items[i].id, persona));
    return OK;
}

enum status event_live_leave(struct db *db, struct arena *arena, int64_t event, int64_t persona)
{
    struct event_attachments list;
    TRY(event_attached(db, arena, event, &list));
    for (size_t i = 0; i < list.count; i++)
        if (is_session(&list.items[i]))
            TRY(live_session_dismiss(db, arena, list.items[i].id, persona));
        else if (is_rounds(&list.items[i]))
            TRY(networking_dismiss(db, arena, list.items[i].id, persona));
    return OK;
}

/* ---- opening it ---- */

void event_live_offer(const struct request *request, const struct event_attachments *attached, struct event_view *page)
{
    const struct event *event = page->event;
    page->may_session = event->hosts && !event->cancelled && event->ends > request->now;
    page->may_rounds = page->may_session && event->starts > request->now && (request->roles & NETWORKING_HOSTS);
    for (size_t i = 0; i < attached->count; i++) {
        page->may_session &= !is_session(&attached->items[i]);
        page->may_rounds &= !is_rounds(&attached->items[i]);
    }
}

/* The event, for who looks after it; *there: what it has of the kind already, 0 for nothing. CONFLICT: it is over or called off. */
static enum status openable(struct request *request, const char *what, struct event *event, int64_t *there)
{
    struct event_attachments list;
    *there = 0;
    TRY(event_find_hosted(request, path_id(request, 0), event));
    if (event->cancelled || event->ends <= request->now)
        return CONFLICT;
    TRY(event_attached(request->db, request->arena, event->id, &list));
    TRY(event_live_show(request, event, &list));
    for (size_t i = 0; i < list.count; i++)
        if (text_same(list.items[i].what, what))
            *there = list.items[i].id;
    return OK;
}

/* The longer the event, the more an agenda holds; its hosts then make it theirs. */
static const char *template_of(const struct event *event)
{
    int64_t length = event->ends - event->starts;
    return length >= 80 * TIME_MINUTE ? "evening" : length >= 45 * TIME_MINUTE ? "topic" : "short";
}

static enum status hosts_name(struct request *request, const struct event *event, int64_t session)
{
    int64_t *hosts;
    size_t count;
    if (event->host)
        TRY(live_session_name(request->db, request->arena, session, event->host));
    TRY(event_cohosts(request->db, request->arena, event->id, &hosts, &count));
    for (size_t i = 0; i < count; i++)
        TRY(live_session_name(request->db, request->arena, session, hosts[i]));
    return OK;
}

enum status event_session_open(struct request *request)
{
    struct event event;
    struct live_agenda agenda;
    int64_t id;
    TRY(openable(request, "session", &event, &id));
    if (id)
        return redirect(request, arena_printf(request->arena, "/sessions/%lld", (long long)id));
    live_agenda_template(&request->view, template_of(&event), &agenda);
    const struct live_session_new wish = { .group = event.group,
                                           .event = event.id,
                                           .title = event.title,
                                           .about = "",
                                           .starts = event.starts,
                                           .agenda = &agenda,
                                           .now = request->now };
    TRY(live_session_create(request->db, request->arena, &wish, &id));
    TRY(hosts_name(request, &event, id));
    TRY(event_attach(request->db, request->arena, event.id, "session", id));
    return redirect_with(request, arena_printf(request->arena, "/sessions/%lld/plan", (long long)id), NOTICE_SAVED);
}

enum status event_rounds_open(struct request *request)
{
    struct view *view = &request->view;
    struct event event;
    int64_t id, rounds, minutes;
    TRY(openable(request, "networking", &event, &id));
    if (id)
        return redirect(request, arena_printf(request->arena, "/networking/%lld", (long long)id));
    if (event.starts <= request->now)
        return form_reject(request, "rounds", t(view, "It has to begin in the future, within a year."));
    if (!text_int(form_value(request, "rounds"), 1, NETWORKING_ROUNDS_MAX, &rounds))
        return form_reject(request, "rounds",
                           tf(view, "Please give a number from {1} to {2}.", number(view, 1), number(view, NETWORKING_ROUNDS_MAX)));
    if (!text_int(form_value(request, "minutes"), NETWORKING_MINUTES_MIN, NETWORKING_MINUTES_MAX, &minutes))
        return form_reject(
            request, "minutes",
            tf(view, "Please give a number from {1} to {2}.", number(view, NETWORKING_MINUTES_MIN), number(view, NETWORKING_MINUTES_MAX)));
    const struct networking_new wish = { .host = request->reader,
                                         .event = event.id,
                                         .title = event.title,
                                         .about = "",
                                         .starts = event.starts,
                                         .minutes = (int)minutes,
                                         .rounds = (int)rounds,
                                         .ages = event.ages };
    TRY(networking_create(request->db, request->arena, &wish, &id));
    TRY(event_attach(request->db, request->arena, event.id, "networking", id));
    return redirect_with(request, arena_printf(request->arena, "/networking/%lld", (long long)id), NOTICE_SAVED);
}
