/* Coming, waiting, moving up, going with somebody. Everything here runs in the transaction of who does it. */
#include "event/pages.h"

const char *event_path(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "/events/%lld", (long long)id);
}

/* ---- telling ---- */

enum status event_tell(struct db *db, struct arena *arena, int64_t event, int64_t persona, int64_t by, int64_t now)
{
    struct notification word = { .persona = persona, .kind = NOTIFICATION_EVENT, .by = by, .subject = event };
    return persona ? notification_send(db, arena, &word, now) : OK;
}

enum status event_tell_hosts(struct db *db, struct arena *arena, int64_t event, int64_t by, int64_t now)
{
    struct event_facts facts;
    int64_t *personas;
    size_t count;
    TRY(event_facts_find(db, arena, event, &facts));
    TRY(event_cohosts(db, arena, event, &personas, &count));
    TRY(event_tell(db, arena, event, facts.host, by, now));
    for (size_t i = 0; i < count; i++)
        TRY(event_tell(db, arena, event, personas[i], by, now));
    return OK;
}

enum status event_changed(struct db *db, struct arena *arena, int64_t event, int64_t now)
{
    return job_add(db, arena, EVENT_CHANGED, event, now);
}

enum status event_changed_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t *personas, after = 0;
    size_t count = 1;
    (void)app;
    while (count) {
        TRY(event_seat_told(db, arena, subject, after, &personas, &count));
        for (size_t i = 0; i < count; i++)
            TRY(event_tell(db, arena, subject, after = personas[i], 0, now));
    }
    return OK;
}

/* ---- somebody to go with ---- */

/* Who is new and who has been before, in the order they came, where both can meet. */
static enum status buddy_find(struct db *db, struct arena *arena, const struct event_seat *seat, int64_t now)
{
    int64_t *personas;
    size_t count;
    bool meet = false;
    if (!seat->buddy || seat->buddy_id || !text_same(seat->state, "going"))
        return OK;
    TRY(event_seat_buddies(db, arena, seat->event, seat->persona, 3 - seat->buddy, &personas, &count));
    for (size_t i = 0; i < count && !meet; i++) {
        TRY(persona_bands_meet(db, arena, seat->persona, personas[i], &meet));
        if (!meet)
            continue;
        TRY(event_seat_buddy_store(db, arena, seat->event, seat->persona, personas[i]));
        TRY(event_seat_buddy_store(db, arena, seat->event, personas[i], seat->persona));
        TRY(event_tell(db, arena, seat->event, seat->persona, 0, now));
        TRY(event_tell(db, arena, seat->event, personas[i], 0, now));
    }
    return OK;
}

/* Whoever was to go with somebody who doesn't come is looked for somebody else. */
static enum status buddy_left(struct db *db, struct arena *arena, int64_t event, int64_t buddy, int64_t now)
{
    struct event_seat seat;
    if (!buddy)
        return OK;
    enum status status = event_seat_find(db, arena, event, buddy, &seat);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    TRY(event_tell(db, arena, event, buddy, 0, now));
    return buddy_find(db, arena, &seat, now);
}

/* ---- coming ---- */

static enum event_coming coming_of(const char *state)
{
    return text_same(state, "going")     ? EVENT_GOING
           : text_same(state, "waiting") ? EVENT_WAITING
           : text_same(state, "asked")   ? EVENT_ASKED
           : text_same(state, "maybe")   ? EVENT_MAYBE
                                         : EVENT_NOT;
}

/* A seat, or a place in the order of those who wait for one. */
static enum status seat_give(struct db *db, struct arena *arena, const struct event_facts *facts, struct event_seat *seat)
{
    TRY(event_seats_take(db, arena, facts->id, seat->party, facts->capacity, &seat->number));
    seat->state = "going";
    if (seat->number)
        return OK;
    seat->state = "waiting";
    return event_queue_next(db, arena, facts->id, &seat->number);
}

static enum status seat_begin(struct db *db, struct arena *arena, const struct event_facts *facts, const struct event_wish *wish,
                              struct event_seat *seat)
{
    if (wish->maybe || facts->approval) {
        seat->state = wish->maybe ? "maybe" : "asked";
        return event_queue_next(db, arena, facts->id, &seat->number);
    }
    return seat_give(db, arena, facts, seat);
}

enum status event_join(struct db *db, struct arena *arena, int64_t id, int64_t persona, const struct event_wish *wish, int64_t now,
                       enum event_coming *state)
{
    struct event_facts facts;
    struct event_seat seat;
    *state = EVENT_NOT;
    TRY(event_facts_find(db, arena, id, &facts));
    if (!text_same(facts.state, "on") || facts.ends <= now)
        return CONFLICT;
    enum status found = event_seat_find(db, arena, id, persona, &seat);
    if (found != NOT_FOUND)
        TRY(found);
    if (found == OK && text_same(seat.state, "declined"))
        return FORBIDDEN;
    bool fresh = found == NOT_FOUND || text_same(seat.state, "maybe");
    if (found == NOT_FOUND)
        seat = (struct event_seat){ .event = id, .persona = persona, .state = "maybe" };
    if (fresh) {
        seat.party = wish->party < 1 ? 1 : wish->party > facts.guests + 1 ? facts.guests + 1 : wish->party;
        TRY(seat_begin(db, arena, &facts, wish, &seat));
    }
    seat.seen = wish->seen;
    seat.meet = wish->meet;
    if (!seat.buddy_id)
        seat.buddy = wish->buddy;
    TRY(event_seat_store(db, arena, &seat));
    *state = coming_of(seat.state);
    if (fresh && *state == EVENT_ASKED)
        TRY(event_tell_hosts(db, arena, id, persona, now));
    return buddy_find(db, arena, &seat, now);
}

enum status event_move_up(struct db *db, struct arena *arena, int64_t event, int64_t now)
{
    struct event_facts facts;
    struct event_seat seat;
    bool moved = true;
    TRY(event_facts_find(db, arena, event, &facts));
    while (moved && facts.ends > now) {
        enum status first = event_seat_first(db, arena, event, &seat);
        if (first != OK)
            return first == NOT_FOUND ? OK : first;
        TRY(event_seats_move(db, arena, event, seat.party, facts.capacity, &moved));
        if (!moved)
            return OK;
        seat.state = "going";
        TRY(event_seat_store(db, arena, &seat));
        TRY(event_tell(db, arena, event, seat.persona, 0, now));
        TRY(buddy_find(db, arena, &seat, now));
    }
    return OK;
}

/* Takes a row away, or leaves it as "declined"; what it held goes to whoever is next. */
static enum status seat_end(struct db *db, struct arena *arena, struct event_seat *seat, bool declined, int64_t now)
{
    bool held = text_same(seat->state, "going");
    int64_t buddy = seat->buddy_id, event = seat->event, party = seat->party;
    TRY(event_seat_drop(db, arena, event, seat->persona));
    if (held)
        TRY(event_live_leave(db, arena, event, seat->persona));
    if (declined) {
        *seat = (struct event_seat){ .event = event, .persona = seat->persona, .number = seat->number, .state = "declined" };
        TRY(event_seat_store(db, arena, seat));
    }
    if (held)
        TRY(event_seats_give(db, arena, event, party));
    TRY(buddy_left(db, arena, event, buddy, now));
    return event_move_up(db, arena, event, now);
}

enum status event_leave(struct db *db, struct arena *arena, int64_t id, int64_t persona, int64_t now)
{
    struct event_seat seat;
    enum status found = event_seat_find(db, arena, id, persona, &seat);
    if (found == NOT_FOUND || (found == OK && text_same(seat.state, "declined")))
        return OK;
    TRY(found);
    TRY(notification_forget_one(db, arena, persona, NOTIFICATION_EVENT, id));
    return seat_end(db, arena, &seat, false, now);
}

enum status event_decide(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool yes, int64_t now)
{
    struct event_facts facts;
    struct event_seat seat;
    TRY(event_facts_find(db, arena, event, &facts));
    TRY(event_seat_find(db, arena, event, persona, &seat));
    if (yes && !text_same(seat.state, "asked"))
        return OK; /* the other host said so already */
    if (yes) {
        TRY(seat_give(db, arena, &facts, &seat));
        TRY(event_seat_store(db, arena, &seat));
        TRY(buddy_find(db, arena, &seat, now));
    } else if (!text_same(seat.state, "declined")) {
        TRY(seat_end(db, arena, &seat, true, now));
    }
    return event_tell(db, arena, event, persona, 0, now);
}

enum status event_attends(struct request *request, int64_t id, bool *attends)
{
    struct event event;
    *attends = false;
    if (!request->member)
        return OK;
    enum status found = event_find(request, id, &event);
    if (found == OK)
        *attends = !event.barred && (event.hosts || event.coming == EVENT_GOING);
    return found == NOT_FOUND ? OK : found;
}
