/* Making an event, changing it, calling it off. */
#include "event/pages.h"

const struct field event_cancel_form[] = { { "reason", 0, EVENT_FIRST_MAX, FIELD_LINE, false },
                                           { "scope", 0, 6, FIELD_LINE, false },
                                           { 0 } };

/* Markdown outside the transaction. */
enum status event_prepare(struct request *request)
{
    struct markdown markdown;
    if (markdown_render_long(request->arena, form_value(request, "about"), &markdown) != OK)
        return form_reject(request, "about",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    request->prepared = arena_copy(request->arena, markdown.html);
    return OK;
}

static enum event_scope scope_read(struct request *request)
{
    const char *scope = form_value(request, "scope");
    return text_same(scope, "later") ? EVENT_LATER : text_same(scope, "all") ? EVENT_ALL : EVENT_THIS;
}

enum status event_new_page(struct request *request)
{
    struct event_form form = { .action = "/events/new", .heading = t(&request->view, "Invite people to something"), .back = "/events" };
    TRY(event_form_begin(request, NULL, &form));
    event_form_html(&request->view, &form);
    return OK;
}

enum status event_make(struct request *request)
{
    static const struct limit making = { "event-make", 12, 0.05 };
    struct event_new wish;
    int64_t id;
    TRY(event_form_read(request, &wish));
    if (!limit_take(request, &making, member_key_text(request)))
        return form_reject(request, NULL,
                           t(&request->view, "Those were many events in a short time. Please wait a little; your words are kept here."));
    enum status made = event_create(request->db, request->arena, &wish, &id);
    if (made == INVALID)
        return event_fault_reject(request, EVENT_FAULT_TIMES);
    TRY(made);
    return redirect_with(request, event_path(request->arena, id), NOTICE_SAVED);
}

static enum status changeable(struct request *request, struct event *event)
{
    TRY(event_find_hosted(request, path_id(request, 0), event));
    return event->cancelled || event->ends <= request->now ? CONFLICT : OK;
}

/* Which dates the form is about. Who helps with some of a series' dates has no say over the others. */
static enum status scope_find(struct request *request, const struct event *event, enum event_scope *scope)
{
    struct event_facts facts;
    bool all;
    *scope = event->series ? scope_read(request) : EVENT_THIS;
    if (*scope == EVENT_THIS)
        return OK;
    TRY(event_facts_find(request->db, request->arena, event->id, &facts));
    TRY(event_series_hosted(request->db, request->arena, event->series, event_scope_from(*scope, &facts, request->now), request->now,
                            request->reader, &all));
    return all ? OK
               : form_reject(request, NULL,
                             t(&request->view, "Others look after some of these dates. You can change those that are yours, one by one."));
}

enum status event_edit_page(struct request *request)
{
    struct event event;
    struct event_form form = { .heading = t(&request->view, "Change it") };
    TRY(changeable(request, &event));
    form.id = event.id;
    form.back = event_path(request->arena, event.id);
    form.action = arena_printf(request->arena, "/events/%lld/edit", (long long)event.id);
    TRY(event_form_begin(request, &event, &form));
    event_form_html(&request->view, &form);
    return OK;
}

static bool is_among(const int64_t *personas, size_t count, int64_t persona)
{
    for (size_t i = 0; i < count; i++)
        if (personas[i] == persona)
            return true;
    return false;
}

/* Co-hosts of one date are the form's; who makes the change stays one, and so does whom they don't meet and the form didn't show. `tell`:
 * who is new hears of it. */
static enum status date_hosts_store(struct request *request, const struct event *date, const struct event_new *wish, bool tell)
{
    int64_t *before;
    size_t count;
    TRY(event_cohosts(request->db, request->arena, date->id, &before, &count));
    for (size_t i = 0; i < count; i++) {
        bool unseen;
        if (before[i] == request->reader || is_among(wish->hosts, wish->hosts_count, before[i]))
            continue;
        TRY(block_between(request->db, request->arena, request->reader, before[i], &unseen));
        if (unseen)
            continue;
        TRY(event_cohost_set(request->db, request->arena, date->id, before[i], false));
        TRY(event_live_host(request->db, request->arena, date->id, before[i], false));
    }
    for (size_t i = 0; i < wish->hosts_count; i++) {
        if (wish->hosts[i] == date->host || is_among(before, count, wish->hosts[i]))
            continue;
        TRY(event_leave(request->db, request->arena, date->id, wish->hosts[i], request->now));
        TRY(event_cohost_set(request->db, request->arena, date->id, wish->hosts[i], true));
        TRY(event_live_host(request->db, request->arena, date->id, wish->hosts[i], true));
        if (tell)
            TRY(event_tell(request->db, request->arena, date->id, wish->hosts[i], request->reader, request->now));
    }
    return OK;
}

/* For all dates the change is about, but those that somebody said something of alone. Who is new hears of it once: of the date that was
 * changed. `facts`: that date as it is now. */
static enum status hosts_store(struct request *request, const struct event_facts *facts, enum event_scope scope,
                               const struct event_new *wish)
{
    struct events dates;
    const struct event changed = { .id = facts->id, .host = facts->host };
    TRY(date_hosts_store(request, &changed, wish, true));
    if (scope == EVENT_THIS)
        return OK;
    TRY(event_list_series(request->db, request->arena, facts->series, event_scope_from(scope, facts, request->now), &dates));
    for (size_t i = 0; i < dates.count; i++) {
        const struct event *date = &dates.items[i];
        if (date->id != facts->id && !date->exception && !date->cancelled && date->ends > request->now)
            TRY(date_hosts_store(request, date, wish, false));
    }
    return OK;
}

enum status event_edit(struct request *request)
{
    struct event event;
    struct event_new wish;
    struct event_facts facts;
    enum event_scope scope;
    TRY(changeable(request, &event));
    TRY(event_form_read(request, &wish));
    TRY(scope_find(request, &event, &scope));
    wish.host = event.host;
    enum status changed = event_change(request->db, request->arena, event.id, scope, &wish);
    if (changed == INVALID)
        return event_fault_reject(request, EVENT_FAULT_TIMES);
    TRY(changed);
    enum status there = event_facts_find(request->db, request->arena, event.id, &facts);
    if (there == NOT_FOUND) /* the new rule has no such date, and nobody meant to come */
        return redirect_with(request, "/events", NOTICE_SAVED);
    TRY(there);
    TRY(hosts_store(request, &facts, scope, &wish));
    return redirect_with(request, event_path(request->arena, event.id), NOTICE_SAVED);
}

/* ---- calling off ---- */

enum status event_cancel_page(struct request *request)
{
    struct event event;
    TRY(changeable(request, &event));
    event_cancel_html(&request->view, &event);
    return OK;
}

enum status event_cancel_send(struct request *request)
{
    struct event event;
    enum event_scope scope;
    TRY(changeable(request, &event));
    TRY(scope_find(request, &event, &scope));
    TRY(event_call_off(request->db, request->arena, event.id, scope, form_value(request, "reason"), request->now));
    return redirect_with(request, event_path(request->arena, event.id), NOTICE_SAVED);
}

/* ---- what the place decides ---- */

const struct field event_steward_form[] = { { "room_link", 0, EVENT_PLACE_MAX, FIELD_LINE, false },
                                            { "quarter_when", 0, 10, FIELD_LINE, false },
                                            { "exact_hours", 0, 4, FIELD_LINE, false },
                                            { 0 } };

enum status event_steward_page(struct request *request)
{
    struct event_setting setting;
    TRY(event_setting_find(request->db, request->arena, &setting));
    event_steward_html(&request->view, &setting);
    return OK;
}

enum status event_steward_save(struct request *request)
{
    struct view *view = &request->view;
    struct event_setting setting = { .room_link = form_value(request, "room_link") };
    if (*setting.room_link && (!text_starts(setting.room_link, "https://") || !strstr(setting.room_link, "{room}")))
        return form_reject(request, "room_link", t(view, "It begins with https:// and has {room} where the room’s name stands."));
    if (!text_int(form_value(request, "exact_hours"), 0, 720, &setting.exact_hours))
        return form_reject(request, "exact_hours", t(view, "Please write a number of hours from 0 to 720."));
    setting.quarter_when = text_same(form_value(request, "quarter_when"), "seen") ? EVENT_QUARTER_SEEN : EVENT_QUARTER_JOINED;
    TRY(event_setting_store(request->db, request->arena, &setting));
    return redirect_with(request, "/steward/events", NOTICE_SAVED);
}
