/* Who comes. Seats and numbers are counted in one row of the event, so that those who join take turns. */
#include "event/pages.h"

enum status event_seats_find(struct db *db, struct arena *arena, int64_t event, int64_t *taken)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT taken FROM event_seats WHERE event_id = $1", P(event)));
    *taken = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status event_seats_take(struct db *db, struct arena *arena, int64_t event, int64_t party, int64_t capacity, int64_t *number)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE event_seats SET taken = taken + $2, queue = queue + 1 WHERE event_id = $1 AND ($3 = 0 OR (taken + $2 <= $3"
                 " AND NOT EXISTS (SELECT 1 FROM event_coming c WHERE c.event_id = $1 AND c.state = 'waiting'))) RETURNING queue",
                 P(event), P(party), P(capacity)));
    *number = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status event_seats_move(struct db *db, struct arena *arena, int64_t event, int64_t party, int64_t capacity, bool *moved)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE event_seats SET taken = taken + $2 WHERE event_id = $1 AND ($3 = 0 OR taken + $2 <= $3) RETURNING event_id",
                 P(event), P(party), P(capacity)));
    *moved = rows.count == 1;
    return OK;
}

enum status event_seats_give(struct db *db, struct arena *arena, int64_t event, int64_t party)
{
    return db_exec(db, arena, "UPDATE event_seats SET taken = taken - $2 WHERE event_id = $1", P(event), P(party));
}

enum status event_queue_next(struct db *db, struct arena *arena, int64_t event, int64_t *number)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE event_seats SET queue = queue + 1 WHERE event_id = $1 RETURNING queue", P(event)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *number = rows_int(&rows);
    return OK;
}

#define SEAT_COLUMNS "event_id, persona_id, state, number, party, seen, meet, buddy, buddy_id, came"

static void seat_read(struct rows *rows, struct event_seat *seat)
{
    *seat = (struct event_seat){ .event = rows_int(rows) };
    seat->persona = rows_int(rows);
    seat->state = rows_text(rows);
    seat->number = rows_int(rows);
    seat->party = rows_int(rows);
    seat->seen = rows_bool(rows);
    seat->meet = rows_bool(rows);
    seat->buddy = (int)rows_int(rows);
    seat->buddy_id = rows_int(rows);
    seat->came = rows_bool(rows);
}

enum status event_seat_find(struct db *db, struct arena *arena, int64_t event, int64_t persona, struct event_seat *seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " SEAT_COLUMNS " FROM event_coming WHERE event_id = $1 AND persona_id = $2", P(event),
                 P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    seat_read(&rows, seat);
    return OK;
}

enum status event_seat_store(struct db *db, struct arena *arena, const struct event_seat *seat)
{
    struct param buddy = seat->buddy_id ? P(seat->buddy_id) : (struct param){ .type = PARAM_NULL, .integer = PARAM_INT };
    return db_exec(
        db, arena,
        "INSERT INTO event_coming (" SEAT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (event_id, persona_id) DO UPDATE SET state = $3, number = $4, party = $5, seen = $6, meet = $7, buddy = $8,"
        " buddy_id = $9, came = $10",
        P(seat->event), P(seat->persona), P(seat->state), P(seat->number), P(seat->party), P(seat->seen), P(seat->meet), P(seat->buddy),
        buddy, P(seat->came));
}

enum status event_seat_drop(struct db *db, struct arena *arena, int64_t event, int64_t persona)
{
    TRY(db_exec(db, arena, "UPDATE event_coming SET buddy_id = NULL WHERE buddy_id = $2 AND event_id = $1", P(event), P(persona)));
    return db_exec(db, arena, "DELETE FROM event_coming WHERE event_id = $1 AND persona_id = $2", P(event), P(persona));
}

enum status event_seat_first(struct db *db, struct arena *arena, int64_t event, struct event_seat *seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " SEAT_COLUMNS " FROM event_coming WHERE event_id = $1 AND state = 'waiting' ORDER BY number LIMIT 1", P(event)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    seat_read(&rows, seat);
    return OK;
}

static void ids_read(struct arena *arena, struct rows *rows, int64_t **ids, size_t *count)
{
    *ids = arena_array(arena, rows->count + 1, sizeof **ids);
    for (*count = 0; rows_next(rows);)
        (*ids)[(*count)++] = rows_int(rows);
}

enum status event_seat_buddies(struct db *db, struct arena *arena, int64_t event, int64_t persona, int buddy, int64_t **personas,
                               size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT c.persona_id FROM event_coming c WHERE c.event_id = $2 AND c.state = 'going' AND c.buddy = $3"
                 " AND c.buddy_id IS NULL AND c.persona_id <> $1 AND " BLOCK_NONE_SQL("c.persona_id") " ORDER BY c.number LIMIT 20",
                 P(persona), P(event), P(buddy)));
    ids_read(arena, &rows, personas, count);
    return OK;
}

enum status event_seat_buddy_store(struct db *db, struct arena *arena, int64_t event, int64_t persona, int64_t other)
{
    return db_exec(db, arena, "UPDATE event_coming SET buddy_id = $3 WHERE event_id = $1 AND persona_id = $2", P(event), P(persona),
                   P(other));
}

/* ---- lists of people ---- */

static void person_read(struct rows *rows, struct event_person *person)
{
    *person = (struct event_person){ .persona = rows_int(rows) };
    person->name = rows_text(rows);
    person->picture = rows_int(rows);
    person->number = rows_int(rows);
    person->party = rows_int(rows);
    person->seen = rows_bool(rows);
    person->meet = rows_bool(rows);
    person->buddy = (int)rows_int(rows);
    person->came = rows_bool(rows);
    person->buddy_name = rows_text(rows);
    person->veiled = rows_bool(rows);
    if (person->veiled) {
        person->name = person->buddy_name = NULL;
        person->picture = 0;
        person->seen = person->meet = person->came = false;
        person->buddy = 0;
    }
}

static const char *const states[] = {
    [EVENT_MAYBE] = "maybe", [EVENT_ASKED] = "asked", [EVENT_WAITING] = "waiting", [EVENT_GOING] = "going"
};

enum status event_seat_list(struct request *request, int64_t event, enum event_coming state, int64_t after, struct event_persons *list,
                            int64_t *next)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT c.persona_id, p.name, p.picture, c.number, c.party, c.seen, c.meet, c.buddy, c.came, b.name,"
                 " EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $1 AND bl.other_id = c.persona_id)"
                 " FROM event_coming c JOIN persona p ON p.id = c.persona_id"
                 " LEFT JOIN persona b ON b.id = c.buddy_id AND NOT EXISTS"
                 " (SELECT 1 FROM block bb WHERE bb.persona_id = $1 AND bb.other_id = c.buddy_id)"
                 " WHERE c.event_id = $2 AND c.state = $3 AND c.number > $4 ORDER BY c.number LIMIT $5",
                 P(request->reader), P(event), P(states[state]), P(after), P(EVENT_COMING_PAGE + 1)));
    *list = (struct event_persons){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct event_person *person = &list->items[list->count++];
        person_read(&rows, person);
        person->state = state;
    }
    *next = 0;
    if (list->count > EVENT_COMING_PAGE) {
        list->count = EVENT_COMING_PAGE;
        *next = list->items[EVENT_COMING_PAGE - 1].number;
    }
    return OK;
}

enum status event_seat_list_seen(struct request *request, int64_t event, struct event_persons *list)
{
    struct rows rows;
    TRY(db_query(
        request->db, request->arena, &rows,
        "SELECT p.id, p.name, p.picture FROM event_coming c JOIN persona p ON p.id = c.persona_id WHERE c.event_id = $2"
        " AND c.state = 'going' AND c.seen AND c.persona_id <> $1 AND " BLOCK_NONE_SQL("c.persona_id") " ORDER BY c.number LIMIT 60",
        P(request->reader), P(event)));
    *list = (struct event_persons){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct event_person *person = &list->items[list->count++];
        person->persona = rows_int(&rows);
        person->name = rows_text(&rows);
        person->picture = rows_int(&rows);
    }
    return OK;
}

enum status event_seat_told(struct db *db, struct arena *arena, int64_t event, int64_t after, int64_t **personas, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT persona_id FROM event_coming WHERE event_id = $1 AND persona_id > $2 AND state <> 'declined' ORDER BY persona_id"
                 " LIMIT 500",
                 P(event), P(after)));
    ids_read(arena, &rows, personas, count);
    return OK;
}

enum status event_going(struct db *db, struct arena *arena, int64_t event, int64_t after, int64_t **personas, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT persona_id FROM event_coming WHERE event_id = $1 AND state = 'going' AND persona_id > $2"
                 " UNION SELECT persona_id FROM event_host WHERE event_id = $1 AND persona_id > $2"
                 " UNION SELECT host_id FROM event WHERE id = $1 AND host_id > $2 ORDER BY persona_id LIMIT 500",
                 P(event), P(after)));
    ids_read(arena, &rows, personas, count);
    return OK;
}

enum status event_seat_asked(struct db *db, struct arena *arena, int64_t event, bool *asked)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM event_coming WHERE event_id = $1 AND state = 'asked' LIMIT 1", P(event)));
    *asked = rows.count > 0;
    return OK;
}

enum status event_seat_events(struct db *db, struct arena *arena, int64_t persona, int64_t now, int64_t group, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT c.event_id FROM event_coming c JOIN event e ON e.id = c.event_id WHERE c.persona_id = $1 AND e.ends_at > $2"
                 " AND ($3 = 0 OR (e.group_id = $3 AND e.audience = 'group'))",
                 P(persona), P(now), P(group)));
    ids_read(arena, &rows, ids, count);
    return OK;
}

enum status event_came(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool *came)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT came FROM event_coming WHERE event_id = $1 AND persona_id = $2", P(event), P(persona)));
    *came = rows_next(&rows) && rows_bool(&rows);
    return OK;
}

enum status event_came_set(struct db *db, struct arena *arena, int64_t event, int64_t persona)
{
    return db_exec(db, arena, "UPDATE event_coming SET came = TRUE WHERE event_id = $1 AND persona_id = $2", P(event), P(persona));
}
