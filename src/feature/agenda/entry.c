/* An event as an entry of a calendar: its times always; its name, its page and where it is only for who asked for them, and of the place
 * what event_place gave. Never its description, its host, who comes, or the link to a room: calendars are shared and copied. */
#include "agenda/pages.h"

struct agenda_zone {
    struct agenda_zone *next;
    const char *name;
    const struct calendar_zone *zone; /* NULL: nobody knows it any more */
};

const struct calendar_zone *agenda_zone(struct agenda_writer *writer, const char *name)
{
    struct agenda_zone *zone = writer->zones;
    while (zone && !text_same(zone->name, name))
        zone = zone->next;
    if (!zone) {
        zone = arena_alloc(writer->arena, sizeof *zone);
        *zone = (struct agenda_zone){ .next = writer->zones, .name = name };
        if (calendar_zone_open(writer->arena, name, &zone->zone) != OK)
            zone->zone = NULL;
        writer->zones = zone;
    }
    return zone->zone;
}

/* Says nothing to others, not even that two people come to the same; and stays the same in every answer for this one. */
static const char *uid_of(const struct agenda_writer *writer, int64_t event)
{
    enum { UID_BYTES = 18 };
    struct key key;
    struct hash hash;
    const char *what = arena_printf(writer->arena, "%lld %lld", (long long)writer->persona, (long long)event);
    key_derive(&key, &writer->app->server_key, "calendar entry");
    hash_keyed(&hash, &key, what, strlen(what));
    key_wipe(&key);
    return token_text(writer->arena, hash.byte, UID_BYTES);
}

static const char *place_text(struct arena *arena, const struct event_place *place)
{
    if (place->exact)
        return place->exact;
    if (place->quarter && *place->region)
        return arena_printf(arena, "%s, %s", place->quarter, place->region);
    return place->quarter ? place->quarter : place->region;
}

/* A step of the place that opens is a change for calendars, too. */
static int64_t sequence_of(const struct agenda_writer *writer, const struct agenda_entry *entry)
{
    enum { STEPS = 4 };
    int64_t steps = writer->titles ? (entry->place->quarter != NULL) + (entry->place->exact != NULL) : 0;
    return entry->event->sequence * STEPS + steps;
}

enum status agenda_write(struct agenda_writer *writer, const struct agenda_entry *entry)
{
    const struct event *event = entry->event;
    bool whole = entry->series || entry->instance;
    struct ics_event out = { .uid = uid_of(writer, whole ? event->series : event->id),
                             .sequence = sequence_of(writer, entry),
                             .cancelled = event->cancelled && !entry->series,
                             .tentative = event->coming == EVENT_MAYBE || event->coming == EVENT_ASKED || event->coming == EVENT_WAITING,
                             .starts = entry->series ? entry->series->starts : event->starts,
                             .zone = agenda_zone(writer, event->zone),
                             .series = entry->series,
                             .instance = entry->instance ? event->original : 0 };
    out.ends = out.starts + (event->ends - event->starts);
    /* Rows keep no time of a change: each counts as one second after the event was made, so that what is newer is later. */
    out.changed = (event->id >> 20) + out.sequence * TIME_SECOND;
    out.title = writer->titles ? event->title : t(writer->view, "Appointment");
    if (writer->titles) {
        out.place = place_text(writer->arena, entry->place);
        out.url = arena_printf(writer->arena, "%s%s", writer->origin, event_path(writer->arena, event->id));
    }
    ics_add(writer->ics, &out);
    return OK;
}
