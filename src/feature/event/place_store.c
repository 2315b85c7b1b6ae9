/* The place beyond the region, sealed with the server's key: the database alone holds no address. */
#include "event/pages.h"

static struct bytes part_seal(struct arena *arena, const struct key *key, const char *part, int64_t event, const char *text)
{
    enum { STEP = 64 }; /* the length says little */
    size_t len = strlen(text ? text : ""), padded = (len / STEP + 1) * STEP;
    char *plain = arena_alloc(arena, padded);
    memcpy(plain, text ? text : "", len);
    return seal(arena, key, arena_printf(arena, "event_place.%s.%lld", part, (long long)event), (struct bytes){ plain, padded });
}

static enum status part_open(struct arena *arena, const struct key *key, const char *part, int64_t event, struct rows *rows,
                             const char **text)
{
    struct bytes plain;
    TRY(unseal(arena, key, arena_printf(arena, "event_place.%s.%lld", part, (long long)event), rows_blob(rows), &plain));
    *text = plain.data;
    return OK;
}

enum status event_spot_find(struct db *db, struct arena *arena, const struct app *app, int64_t event, struct event_spot *spot)
{
    struct rows rows;
    struct key key;
    TRY(db_query(db, arena, &rows,
                 "SELECT quarter_when = 'seen', exact_hours, door_minutes, quarter, exact, door, link, code FROM event_place"
                 " WHERE event_id = $1",
                 P(event)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    key_derive(&key, &app->server_key, "event place");
    *spot = (struct event_spot){ .quarter_when = rows_bool(&rows) ? EVENT_QUARTER_SEEN : EVENT_QUARTER_JOINED };
    spot->exact_hours = rows_int(&rows);
    spot->door_minutes = rows_int(&rows);
    TRY(part_open(arena, &key, "quarter", event, &rows, &spot->quarter));
    TRY(part_open(arena, &key, "exact", event, &rows, &spot->exact));
    TRY(part_open(arena, &key, "door", event, &rows, &spot->door));
    TRY(part_open(arena, &key, "link", event, &rows, &spot->link));
    TRY(part_open(arena, &key, "code", event, &rows, &spot->code));
    key_wipe(&key);
    return OK;
}

enum status event_spot_list(struct db *db, struct arena *arena, const struct app *app, int64_t persona, int64_t from, size_t most,
                            struct event_spots *spots)
{
    struct rows rows;
    struct key key;
    enum status status = OK;
    TRY(db_query(db, arena, &rows,
                 "SELECT s.event_id, s.quarter_when = 'seen', s.exact_hours, s.door_minutes, s.quarter, s.exact FROM event e"
                 " JOIN event_place s ON s.event_id = e.id WHERE e.id IN (SELECT m.event_id FROM event_coming m WHERE m.persona_id = $1"
                 " AND m.state <> 'declined' UNION SELECT o.event_id FROM event_host o WHERE o.persona_id = $1"
                 " UNION SELECT h.id FROM event h WHERE h.host_id = $1 AND h.starts_at >= $2)"
                 " AND e.starts_at >= $2 ORDER BY e.starts_at, e.id LIMIT $3",
                 P(persona), P(from), P((int64_t)most)));
    *spots = (struct event_spots){ arena_array(arena, rows.count + 1, sizeof *spots->items), 0 };
    key_derive(&key, &app->server_key, "event place");
    while (status == OK && rows_next(&rows)) {
        struct event_spot *spot = &spots->items[spots->count++];
        *spot = (struct event_spot){ .event = rows_int(&rows), .door = "", .link = "", .code = "" };
        spot->quarter_when = rows_bool(&rows) ? EVENT_QUARTER_SEEN : EVENT_QUARTER_JOINED;
        spot->exact_hours = rows_int(&rows);
        spot->door_minutes = rows_int(&rows);
        status = part_open(arena, &key, "quarter", spot->event, &rows, &spot->quarter);
        if (status == OK)
            status = part_open(arena, &key, "exact", spot->event, &rows, &spot->exact);
    }
    key_wipe(&key);
    return status;
}

enum status event_spot_store(struct db *db, struct arena *arena, const struct app *app, int64_t event, const struct event_spot *spot)
{
    struct key key;
    key_derive(&key, &app->server_key, "event place");
    enum status status =
        db_exec(db, arena,
                "INSERT INTO event_place (event_id, quarter_when, exact_hours, door_minutes, quarter, exact, door, link, code)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (event_id) DO UPDATE SET quarter_when = $2, exact_hours = $3,"
                " door_minutes = $4, quarter = $5, exact = $6, door = $7, link = $8, code = $9",
                P(event), P(spot->quarter_when == EVENT_QUARTER_SEEN ? "seen" : "joined"), P(spot->exact_hours), P(spot->door_minutes),
                P(part_seal(arena, &key, "quarter", event, spot->quarter)), P(part_seal(arena, &key, "exact", event, spot->exact)),
                P(part_seal(arena, &key, "door", event, spot->door)), P(part_seal(arena, &key, "link", event, spot->link)),
                P(part_seal(arena, &key, "code", event, spot->code)));
    key_wipe(&key);
    return status;
}

enum status event_spot_drop(struct db *db, struct arena *arena, int64_t event)
{
    return db_exec(db, arena, "DELETE FROM event_place WHERE event_id = $1", P(event));
}
