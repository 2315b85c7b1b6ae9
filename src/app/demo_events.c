/* A calendar around today: what the groups and the whole place meet for, in their own languages (demo/events.json). */
#include "app/demo.h"

#include "calendar/calendar.h"
#include "event/event.h"

static int64_t number_of(const json_t *told, const char *key, int64_t otherwise)
{
    const json_t *value = json_object_get(told, key);
    return value ? json_integer_value(value) : otherwise;
}

static const struct demo_group *group_named(const struct demo *demo, const char *slug)
{
    for (size_t i = 0; i < demo->groups_count; i++)
        if (text_same(demo->groups[i].slug, slug))
            return &demo->groups[i];
    return NULL;
}

static enum event_kind kind_of(const char *word)
{
    return text_same(word, "text")     ? EVENT_TEXT
           : text_same(word, "video")  ? EVENT_VIDEO
           : text_same(word, "hybrid") ? EVENT_HYBRID
                                       : EVENT_PERSON;
}

static void place_told(const json_t *told, struct event_new *wish)
{
    wish->quarter = demo_word(told, "quarter");
    wish->exact = demo_word(told, "exact");
    wish->door = demo_word(told, "door");
    wish->link = demo_word(told, "link");
    wish->exact_hours = number_of(told, "exact_hours", 24);
    wish->door_minutes = 60;
}

static void detail_told(const json_t *told, struct event_detail *detail)
{
    *detail = (struct event_detail){ .about = demo_word(told, "about"), .cost = demo_word(told, "cost") };
    detail->spoken = demo_word(told, "spoken");
    detail->signs = demo_word(told, "signs");
    detail->access = (unsigned)number_of(told, "access", 0);
    detail->access_text[EVENT_STEP_FREE] = demo_word(told, "step_free");
    detail->access_text[EVENT_QUIET_ROOM] = demo_word(told, "quiet_room");
    detail->first_time = demo_word(told, "first_time");
    detail->photos = "none";
    detail->sober = demo_word(told, "sober");
}

enum status demo_moment(struct demo *demo, const json_t *told, const char *name, int64_t *at)
{
    const struct calendar_zone *zone;
    TRY(calendar_zone_open(&demo->arena, name, &zone));
    int64_t today = calendar_wall(zone, demo->now) / TIME_DAY;
    int64_t wall = (today + number_of(told, "day", 1)) * TIME_DAY + number_of(told, "minute", 19 * 60) * TIME_MINUTE;
    *at = calendar_moment(zone, wall, NULL);
    return OK;
}

/* On the clock of the event's zone; or "in" so many minutes, at a quarter of an hour, so that there is always something soon. */
static enum status times_told(struct demo *demo, const json_t *told, struct event_new *wish)
{
    static const int64_t quarter = 15 * TIME_MINUTE;
    int64_t soon = number_of(told, "in", 0);
    if (soon)
        wish->starts = (demo->now + soon * TIME_MINUTE + quarter - 1) / quarter * quarter;
    else
        TRY(demo_moment(demo, told, wish->zone, &wish->starts));
    wish->ends = wish->starts + number_of(told, "length", 120) * TIME_MINUTE;
    return OK;
}

/* Those who came to something that is over had kept a place before, and checked in at the door. */
static enum status people_come(struct db *db, struct demo *demo, const json_t *told, int64_t event, const struct event_new *wish)
{
    const json_t *names = json_object_get(told, "coming");
    int64_t asked = wish->ends <= demo->now ? wish->starts : demo->now;
    for (size_t i = 0; i < json_array_size(names); i++) {
        int64_t persona = demo_persona(demo, json_string_value(json_array_get(names, i)));
        enum event_coming state;
        struct event_wish coming = { .party = 1, .seen = i % 2 == 0, .meet = i == 0 };
        if (!persona || persona == wish->host)
            continue;
        TRY(event_join(db, &demo->arena, event, persona, &coming, asked, &state));
        if (wish->ends <= demo->now)
            TRY(event_came_set(db, &demo->arena, event, persona));
    }
    return OK;
}

enum status demo_event(struct db *db, struct demo *demo, const json_t *told, int64_t *id, int64_t *ends)
{
    const struct demo_group *group = group_named(demo, demo_word(told, "group"));
    const char *audience = demo_word(told, "audience");
    struct event_new wish = { .host = demo_persona(demo, demo_word(told, "host")), .app = demo->app, .now = demo->now };
    wish.group = group ? group->id : 0;
    wish.audience = text_same(audience, "public") ? EVENT_PUBLIC : text_same(audience, "group") && group ? EVENT_GROUP : EVENT_MEMBERS;
    wish.kind = kind_of(demo_word(told, "kind"));
    wish.title = demo_word(told, "title");
    wish.region = demo_word(told, "region");
    wish.lang = demo_word(told, "lang");
    wish.zone = *demo_word(told, "zone") ? demo_word(told, "zone") : "Europe/Berlin";
    wish.capacity = number_of(told, "capacity", 0);
    wish.guests = number_of(told, "guests", 0);
    wish.approval = json_is_true(json_object_get(told, "approval"));
    wish.counts = EVENT_COUNTS_ROUGH;
    wish.rule = demo_word(told, "rule");
    TRY(times_told(demo, told, &wish));
    if (wish.ends <= demo->now)
        wish.now = wish.starts - 7 * TIME_DAY; /* nobody plans what is over */
    place_told(told, &wish);
    detail_told(told, &wish.detail);
    *id = 0;
    *ends = wish.ends;
    if (!wish.host || (wish.ends <= demo->now && number_of(told, "day", 1) >= 0))
        return OK;
    TRY(event_create(db, &demo->arena, &wish, id));
    TRY(people_come(db, demo, told, *id, &wish));
    const char *reason = demo_word(told, "called_off");
    return *reason ? event_cancel(db, &demo->arena, *id, reason, demo->now) : OK;
}

enum status demo_events(struct db *db, struct demo *demo)
{
    json_t *list = demo_json("demo/events.json");
    if (!list)
        return BROKEN;
    enum status status = OK;
    int64_t id, ends;
    for (size_t i = 0; i < json_array_size(list) && status == OK; i++)
        status = demo_event(db, demo, json_array_get(list, i), &id, &ends);
    json_decref(list);
    return status;
}
