/* /events/:id: its page, coming and leaving, taking it over. */
#include "event/pages.h"

const struct field event_come_form[] = {
    { "do", 0, 10, FIELD_LINE, false },  { "party", 0, 2, FIELD_LINE, false }, { "seen", 0, 3, FIELD_LINE, false },
    { "meet", 0, 3, FIELD_LINE, false }, { "buddy", 0, 2, FIELD_LINE, false }, { 0 },
};

/* ---- the page ---- */

static enum status seen_write(struct db *db, struct arena *arena, const int64_t args[4])
{
    return notification_seen(db, arena, args[0], NOTIFICATION_EVENT, args[1]);
}

void event_seen(struct request *request, int64_t event)
{
    later_push(request->app->later, seen_write, request->reader, event, 0, 0);
}

static void parties_offer(struct view *view, struct event_view *page)
{
    size_t count = (size_t)page->event->guests;
    page->parties = (struct event_options){ arena_array(view->words.arena, count + 1, sizeof *page->parties.items), count + 1 };
    page->parties.items[0] = (struct event_option){ "1", t(view, "Just me"), true };
    for (size_t i = 1; i <= count; i++)
        page->parties.items[i] = (struct event_option){ arena_printf(view->words.arena, "%zu", i + 1),
                                                        tn(view, "With {n} person", "With {n} people", (int64_t)i), false };
}

static enum status rule_find(struct request *request, struct event_view *page)
{
    struct event_series series;
    struct recurrence rule;
    const struct calendar_zone *zone;
    if (!page->event->series)
        return OK;
    TRY(event_series_find(request->db, request->arena, page->event->series, &series));
    if (!*series.rule)
        return OK;
    TRY(calendar_zone_open(request->arena, series.zone, &zone));
    TRY(recurrence_read(request->arena, series.rule, zone, &rule));
    page->rule = event_rule_text(&request->view, &rule);
    return OK;
}

/* What stands on the reader's own row. */
static enum status own_find(struct request *request, struct event_view *page)
{
    struct event_seat seat;
    struct persona other;
    bool blocked;
    enum status found = event_seat_find(request->db, request->arena, page->event->id, request->reader, &seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    page->seen_me = seat.seen;
    page->meets_me = seat.meet;
    page->wants_buddy = seat.buddy != 0;
    page->came = seat.came;
    page->party = seat.party;
    if (!seat.buddy_id)
        return OK;
    TRY(block_between(request->db, request->arena, request->reader, seat.buddy_id, &blocked));
    TRY(persona_find(request->db, request->arena, seat.buddy_id, &other));
    page->with = blocked ? NULL : other.name;
    return OK;
}

/* Stewards, and who looks after its group, when nobody looks after it. */
static enum status may_take_over(struct request *request, const struct event *event, bool *may)
{
    struct group group;
    *may = false;
    if (!request->member || event->host || event->barred || event->cancelled)
        return OK;
    *may = (request->roles & ROLE_STEWARD) != 0 || event->hosts;
    if (*may || !event->group)
        return OK;
    enum status found = group_find_id(request, event->group, &group);
    *may = found == OK && group.is_facilitator;
    return found == NOT_FOUND ? OK : found;
}

static enum status people_find(struct request *request, struct event_view *page, struct event_persons *seen)
{
    const struct event *event = page->event;
    *seen = (struct event_persons){ .count = 0 };
    if (event->barred || !(event->hosts || event->coming == EVENT_GOING))
        return OK;
    return event_seat_list_seen(request, event->id, seen);
}

enum status event_page(struct request *request)
{
    struct event event;
    struct event_detail detail;
    struct event_place place;
    struct event_persons hosts, seen;
    struct event_attachments attached;
    struct event_view page = { .event = &event, .detail = &detail, .place = &place, .hosts = &hosts, .seen = &seen, .attached = &attached };
    TRY(event_find(request, path_id(request, 0), &event));
    TRY(event_detail_find(request->db, request->arena, event.id, &detail));
    TRY(event_place(request, &event, &place));
    TRY(event_host_list(request, &event, &hosts));
    TRY(event_attached(request->db, request->arena, event.id, &attached));
    TRY(event_live_show(request, &event, &attached));
    event_live_offer(request, &attached, &page);
    TRY(people_find(request, &page, &seen));
    TRY(event_seats_find(request->db, request->arena, event.id, &page.taken));
    TRY(rule_find(request, &page));
    parties_offer(&request->view, &page);
    if (request->member)
        TRY(own_find(request, &page));
    if (event.hosts)
        TRY(event_seat_asked(request->db, request->arena, event.id, &page.asked));
    TRY(may_take_over(request, &event, &page.may_take_over));
    const struct words *words = &request->view.words;
    struct words there = *words;
    there.zone = event.zone;
    if (date_wall(words, event.starts) != date_wall(&there, event.starts))
        page.other_zone = event_zone_city(&request->view, event.zone);
    page.over = event.ends <= request->now;
    page.admitted = request->member && persona_band_admitted(request->member->band, event.ages);
    page.door_open = event.coming == EVENT_GOING && !page.came && !page.over && request->now >= event.starts - EVENT_DOOR_OPENS * TIME_HOUR;
    if (request->member)
        event_seen(request, event.id);
    event_html(&request->view, &page);
    return OK;
}

/* ---- coming ---- */

enum status event_come(struct request *request)
{
    struct view *view = &request->view;
    struct event event;
    struct event_wish wish = { .party = 1, .maybe = text_same(form_value(request, "do"), "maybe"), .seen = form_has(request, "seen") };
    enum event_coming state;
    int64_t buddy = 0;
    TRY(event_find(request, path_id(request, 0), &event));
    if (event.barred)
        return NOT_FOUND;
    if (event.cancelled || event.hidden || event.ends <= request->now)
        return form_reject(request, NULL, t(view, "This doesn’t take place any more, so nobody can join it."));
    if (event.hosts)
        return form_reject(request, NULL, t(view, "You look after it"));
    if (!persona_band_admitted(request->member->band, event.ages))
        return form_reject(request, NULL,
                           tf(view, "This is for: {1}. You can say how old you are in your settings.", event_ages_text(view, event.ages)));
    (void)text_int(form_value(request, "party"), 1, EVENT_GUESTS_MAX + 1, &wish.party);
    (void)text_int(form_value(request, "buddy"), 0, 2, &buddy);
    wish.meet = form_has(request, "meet");
    wish.buddy = (int)buddy;
    enum status joined = event_join(request->db, request->arena, event.id, request->reader, &wish, request->now, &state);
    if (joined == FORBIDDEN || joined == CONFLICT)
        return form_reject(request, NULL, t(view, "The hosts can’t offer you a place this time."));
    TRY(joined);
    return redirect_with(request, event_path(request->arena, event.id), NOTICE_SAVED);
}

/* Found by one's own row alone: also where the event isn't for them any more. */
enum status event_leave_send(struct request *request)
{
    int64_t id = path_id(request, 0);
    struct event event;
    struct event_seat seat;
    TRY(event_seat_find(request->db, request->arena, id, request->reader, &seat));
    TRY(event_leave(request->db, request->arena, id, request->reader, request->now));
    enum status found = event_find(request, id, &event);
    if (found != NOT_FOUND)
        TRY(found);
    return redirect_with(request, found == OK ? event_path(request->arena, id) : "/events", NOTICE_SAVED);
}

/* ---- looking after it ---- */

enum status event_take_over(struct request *request)
{
    struct event event;
    bool may;
    TRY(event_find(request, path_id(request, 0), &event));
    TRY(may_take_over(request, &event, &may));
    if (!may)
        return FORBIDDEN;
    TRY(event_leave(request->db, request->arena, event.id, request->reader, request->now));
    TRY(event_host_store(request->db, request->arena, event.id, request->reader));
    TRY(event_live_host(request->db, request->arena, event.id, request->reader, true));
    return redirect_with(request, event_path(request->arena, event.id), NOTICE_SAVED);
}

enum status event_step_down(struct request *request)
{
    struct event event;
    TRY(event_find_hosted(request, path_id(request, 0), &event));
    TRY(event_cohost_set(request->db, request->arena, event.id, request->reader, false));
    TRY(event_live_host(request->db, request->arena, event.id, request->reader, false));
    if (event.host == request->reader)
        TRY(event_host_gone(request->db, request->arena, event.id, request->now));
    return redirect_with(request, "/events", NOTICE_SAVED);
}

/* ---- at the door ---- */

const struct field event_check_in_form[] = { { "code", 0, 12, FIELD_LINE, false }, { 0 } };

enum status event_check_in(struct request *request)
{
    static const struct limit trying = { "event-code", 10, 1 };
    struct event event;
    struct event_spot spot;
    TRY(event_find(request, path_id(request, 0), &event));
    if (event.barred || event.coming != EVENT_GOING || event.cancelled)
        return NOT_FOUND;
    if (request->now < event.starts - EVENT_DOOR_OPENS * TIME_HOUR || event.ends <= request->now)
        return form_reject(request, "code", t(&request->view, "The code works from two hours before the start until the end."));
    if (!limit_take(request, &trying, member_key_text(request)))
        return limit_refuse(request, 0);
    TRY(event_spot_find(request->db, request->arena, request->app, event.id, &spot));
    if (!text_same(spot.code, form_value(request, "code")))
        return form_reject(request, "code", t(&request->view, "That isn’t the code for this door. It has six digits."));
    TRY(event_came_set(request->db, request->arena, event.id, request->reader));
    return redirect_with(request, event_path(request->arena, event.id), NOTICE_SAVED);
}
