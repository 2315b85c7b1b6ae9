/* Where it is, a little at a time. Every output goes through event_place: nothing else opens the sealed row for a reader. */
#include "event/pages.h"

/* What the place has at all, and when its steps open: no secret for whoever finds the event. */
static void steps_say(const struct event *event, const struct event_spot *spot, struct event_place *place)
{
    place->has_quarter = *spot->quarter;
    place->has_exact = *spot->exact;
    place->has_door = *spot->door;
    place->has_link = *spot->link;
    place->quarter_when = spot->quarter_when;
    place->exact_at = spot->exact_hours ? event->starts - spot->exact_hours * TIME_HOUR : 0;
    place->door_at = spot->door_minutes ? event->starts - spot->door_minutes * TIME_MINUTE : place->exact_at;
}

static const char *shown(bool open, const char *text)
{
    return open && *text ? text : NULL;
}

/* `known`: the reader is somebody here. */
static void steps_open(const struct event *event, const struct event_spot *spot, bool known, int64_t now, struct event_place *place)
{
    bool seat = event->coming == EVENT_GOING, joined = seat || event->coming == EVENT_WAITING;
    bool all = event->hosts, any = known && !event->barred && !event->cancelled && !event->hidden && now < event->ends;
    bool exact = all || (any && seat && now >= place->exact_at);
    place->quarter = shown(all || (any && (joined || spot->quarter_when == EVENT_QUARTER_SEEN)), spot->quarter);
    place->exact = shown(exact, spot->exact);
    place->door = shown(all || (exact && now >= place->door_at), spot->door);
    place->link = shown(all || (any && seat), spot->link);
}

static enum status place_find(struct db *db, struct arena *arena, const struct app *app, bool known, int64_t now, const struct event *event,
                              struct event_place *place)
{
    struct event_spot spot;
    *place = (struct event_place){ .region = event->region };
    enum status status = event_spot_find(db, arena, app, event->id, &spot);
    if (status == NOT_FOUND)
        return OK; /* it is over, and forgotten */
    TRY(status);
    steps_say(event, &spot, place);
    steps_open(event, &spot, known, now, place);
    return OK;
}

enum status event_place(struct request *request, const struct event *event, struct event_place *place)
{
    return place_find(request->db, request->arena, request->app, request->member != NULL, request->now, event, place);
}

enum status event_place_for(struct db *db, struct arena *arena, const struct app *app, int64_t now, const struct event *event,
                            struct event_place *place)
{
    return place_find(db, arena, app, true, now, event, place);
}

enum status event_place_list_mine(struct db *db, struct arena *arena, const struct app *app, int64_t now, int64_t persona, int64_t from,
                                  size_t most, const struct events *events, struct event_place **places)
{
    struct event_spots spots;
    TRY(event_spot_list(db, arena, app, persona, from, most, &spots));
    *places = arena_array(arena, events->count + 1, sizeof **places);
    for (size_t i = 0, j = 0; i < events->count; i++) {
        const struct event *event = &events->items[i];
        (*places)[i] = (struct event_place){ .region = event->region };
        for (size_t k = j; k < spots.count; k++) {
            if (spots.items[k].event != event->id)
                continue;
            steps_say(event, &spots.items[k], &(*places)[i]);
            steps_open(event, &spots.items[k], true, now, &(*places)[i]);
            j = k + 1;
            break;
        }
    }
    return OK;
}
