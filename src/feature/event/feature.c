/* What events offer to work that cuts across features: one's own data, finding, what one was told. */
#include "event/pages.h"

enum { MINE = 1000 };

/* ---- one's own data ---- */

static const char *coming_text(struct view *view, const struct event *event)
{
    return event->hosts                     ? t(view, "You look after it")
           : event->coming == EVENT_GOING   ? t(view, "You have a place")
           : event->coming == EVENT_WAITING ? t(view, "You’re on the waiting list")
           : event->coming == EVENT_ASKED   ? t(view, "The hosts have your question")
                                            : t(view, "You’re not sure yet");
}

/* The place as its reader may see it at this moment, as on its page. */
static enum status place_json(struct request *request, const struct event *event, json_t *item)
{
    struct event_place place;
    TRY(event_place(request, event, &place));
    json_t *list = json_array();
    const char *const parts[] = { place.region, place.quarter, place.exact, place.door, place.link };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i] && *parts[i])
            json_array_append_new(list, json_string(parts[i]));
    json_object_set_new(item, N_("where"), list);
    return OK;
}

static enum status own_json(struct request *request, int64_t id, json_t *item)
{
    struct event_seat seat;
    enum status found = event_seat_find(request->db, request->arena, id, request->reader, &seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    json_object_set_new(item, N_("others who come see your name"), json_boolean(seat.seen));
    json_object_set_new(item, N_("seats"), json_integer((json_int_t)seat.party));
    json_object_set_new(item, N_("somebody to go with"), json_boolean(seat.buddy != 0));
    json_object_set_new(item, N_("you checked in"), json_boolean(seat.came));
    return OK;
}

static enum status event_export(struct request *request, json_t *data)
{
    struct events events;
    json_t *list = json_array();
    json_object_set_new(data, N_("events you come to or look after"), list);
    TRY(event_list_mine(request->db, request->arena, request->member->persona, 0, MINE, &events));
    for (size_t i = 0; i < events.count; i++) {
        const struct event *event = &events.items[i];
        struct event_detail detail;
        json_t *item = json_pack("{s:s, s:s, s:s}", N_("title"), event->title, N_("begins"), date_machine(request->arena, event->starts),
                                 N_("how"), coming_text(&request->view, event));
        json_array_append_new(list, item);
        TRY(event_detail_find(request->db, request->arena, event->id, &detail));
        if (event->hosts)
            json_object_set_new(item, N_("text"), json_string(detail.about));
        TRY(place_json(request, event, item));
        TRY(own_json(request, event->id, item));
    }
    return OK;
}

/* ---- finding: words and region, never the place ---- */

static enum status index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct event_facts facts;
    struct event_detail detail;
    struct event event;
    TRY(event_facts_find(db, arena, id, &facts));
    if (!text_same(facts.state, "on") || facts.settled)
        return NOT_FOUND;
    TRY(event_find_for(db, arena, facts.host, id, &event));
    TRY(event_detail_find(db, arena, id, &detail));
    int64_t *group = arena_alloc(arena, sizeof *group);
    *group = facts.group;
    doc->title = facts.title;
    doc->text = arena_printf(arena, "%s\n%s", markdown_excerpt(arena, detail.about, EVENT_ABOUT_MAX), event.region);
    doc->lang = event.lang;
    doc->everyone = event.audience != EVENT_GROUP;
    doc->groups = group;
    doc->groups_count = facts.group ? 1 : 0;
    return OK;
}

static enum status index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct event event;
    struct event_detail detail;
    TRY(event_find(request, id, &event));
    if (event.barred || event.cancelled || event.hidden)
        return NOT_FOUND;
    TRY(event_detail_find(request->db, request->arena, id, &detail));
    hit->path = event_path(request->arena, id);
    hit->title = event.title;
    hit->text = arena_printf(request->arena, "%s · %s %s", event_day_text(&request->view, &event, NULL), event.region,
                             markdown_excerpt(request->arena, detail.about, EVENT_ABOUT_MAX));
    hit->lang = event.lang;
    hit->place = event.group_name;
    hit->by = event.host_name;
    hit->picture = event.host ? event.host_picture : event.id;
    hit->plate = event.host ? INDEX_PLATE_PERSON : INDEX_PLATE_ANONYMOUS;
    return OK;
}

const struct index_kind event_finds[] = {
    { .name = INDEX_EVENT, .label = N_("Events"), .read = index_read, .show = index_show },
    { 0 },
};

/* ---- what one was told ---- */

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct view *view = &request->view;
    struct event event;
    bool asked = false;
    if (!text_same(kind, "event"))
        return NOT_FOUND;
    TRY(event_find(request, id, &event));
    if (event.barred)
        return NOT_FOUND;
    if (event.hosts)
        TRY(event_seat_asked(request->db, request->arena, id, &asked));
    subject->title = event.title;
    subject->path = event_path(request->arena, id);
    if (event.cancelled)
        subject->text = tf(view, "“{1}” is called off", event.title);
    else if (asked)
        subject->text = tf(view, "Somebody asks to come to “{1}”", event.title);
    return OK;
}

/* Whoever comes, or looks after it, opens it, and what belongs to it, under that name. */
static enum status speaker_find(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    int64_t id;
    TRY(event_live_of(request, &id));
    if (!id)
        return NOT_FOUND;
    for (size_t i = 0; i < count; i++) {
        struct event event;
        bool blocked;
        enum status found = event_get(request->db, request->arena, personas[i], id, &event, &blocked);
        if (found == OK && (event.hosts || event.coming != EVENT_NOT)) {
            *persona = personas[i];
            return OK;
        }
        if (found != NOT_FOUND)
            TRY(found);
    }
    return NOT_FOUND;
}

/* What was for the group alone isn't for them any more. */
static enum status ungrouped(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    int64_t *ids, now = clock_now();
    size_t count;
    TRY(event_seat_events(db, arena, persona, now, group, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(event_leave(db, arena, ids[i], persona, now));
    return OK;
}

const struct feature event_feature = {
    .name = "event",
    .export_data = event_export,
    .erase = event_erase,
    .jobs = event_jobs,
    .finds = event_finds,
    .subject = subject_find,
    .speaker = speaker_find,
    .ungrouped = ungrouped,
    .reported = event_reported,
    .reported_hide = event_reported_hide,
};
