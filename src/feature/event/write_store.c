/* What changes the rows of events and series. */
#include "event/pages.h"

enum status event_facts_find(struct db *db, struct arena *arena, int64_t id, struct event_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, series_id, original_at, group_id, host_id, starts_at, ends_at, detail_id, sequence, capacity, guests, settled,"
                 " ages, title, zone, state, audience, approval, exception FROM event WHERE id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *facts = (struct event_facts){ .id = rows_int(&rows) };
    facts->series = rows_int(&rows);
    facts->original = rows_int(&rows);
    facts->group = rows_int(&rows);
    facts->host = rows_int(&rows);
    facts->starts = rows_int(&rows);
    facts->ends = rows_int(&rows);
    facts->detail = rows_int(&rows);
    facts->sequence = rows_int(&rows);
    facts->capacity = rows_int(&rows);
    facts->guests = rows_int(&rows);
    facts->settled = rows_int(&rows);
    facts->ages = rows_int(&rows);
    facts->title = rows_text(&rows);
    facts->zone = rows_text(&rows);
    facts->state = rows_text(&rows);
    facts->audience = rows_text(&rows);
    facts->approval = rows_bool(&rows);
    facts->exception = rows_bool(&rows);
    return OK;
}

static const char *said(const char *text)
{
    return text ? text : "";
}

enum status event_detail_store(struct db *db, struct arena *arena, int64_t id, const struct event_detail *detail)
{
    const char *const *access = detail->access_text;
    return db_exec(
        db, arena,
        "INSERT INTO event_detail (id, about, html, cost, spoken, signed, access, step_free, toilet, quiet_room, lighting, scent,"
        " animals, captions, ask, first_time, photos, sober)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        " ON CONFLICT (id) DO UPDATE SET about = $2, html = $3, cost = $4, spoken = $5, signed = $6, access = $7, step_free = $8,"
        " toilet = $9, quiet_room = $10, lighting = $11, scent = $12, animals = $13, captions = $14, ask = $15, first_time = $16,"
        " photos = $17, sober = $18",
        P(id), P(said(detail->about)), P(said(detail->html)), P(said(detail->cost)), P(said(detail->spoken)), P(said(detail->signs)),
        P((int64_t)detail->access), P(said(access[EVENT_STEP_FREE])), P(said(access[EVENT_TOILET])), P(said(access[EVENT_QUIET_ROOM])),
        P(said(access[EVENT_LIGHTING])), P(said(access[EVENT_SCENT])), P(said(access[EVENT_ANIMALS])), P(said(access[EVENT_CAPTIONS])),
        P(said(detail->ask)), P(said(detail->first_time)), P(said(detail->photos)), P(said(detail->sober)));
}

enum status event_detail_drop_unused(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena,
                   "DELETE FROM event_detail WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.detail_id = $1)"
                   " AND NOT EXISTS (SELECT 1 FROM event_series s WHERE s.detail_id = $1)",
                   P(id));
}

static struct param id_or_null(int64_t id)
{
    if (!id)
        return (struct param){ .type = PARAM_NULL, .integer = PARAM_INT };
    return P(id);
}

enum status event_row_add(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row)
{
    TRY(db_exec(db, arena,
                "INSERT INTO event (id, series_id, original_at, exception, group_id, host_id, audience, kind, state, title, region, lang,"
                " zone, starts_at, ends_at, sequence, capacity, guests, approval, counts, ages, reason, detail_id, settled)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'on', $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, $19, '', $20, 0)",
                P(row->id), id_or_null(row->series), P(row->original), P(row->exception), id_or_null(wish->group), id_or_null(wish->host),
                P(event_audiences.items[wish->audience].code), P(event_kinds.items[wish->kind].code), P(wish->title), P(wish->region),
                P(wish->lang), P(wish->zone), P(wish->starts), P(wish->ends), P(wish->capacity), P(wish->guests), P(wish->approval),
                P(event_countings.items[wish->counts].code), P(wish->ages), P(row->detail)));
    return db_exec(db, arena, "INSERT INTO event_seats (event_id, taken, queue) VALUES ($1, 0, 0)", P(row->id));
}

enum status event_row_store(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row)
{
    return db_exec(db, arena,
                   "UPDATE event SET series_id = $2, original_at = $3, exception = $4, group_id = $5, audience = $6, kind = $7, title = $8,"
                   " region = $9, lang = $10, zone = $11, starts_at = $12, ends_at = $13, sequence = sequence + 1, capacity = $14,"
                   " guests = $15, approval = $16, counts = $17, ages = $18, detail_id = $19 WHERE id = $1",
                   P(row->id), id_or_null(row->series), P(row->original), P(row->exception), id_or_null(wish->group),
                   P(event_audiences.items[wish->audience].code), P(event_kinds.items[wish->kind].code), P(wish->title), P(wish->region),
                   P(wish->lang), P(wish->zone), P(wish->starts), P(wish->ends), P(wish->capacity), P(wish->guests), P(wish->approval),
                   P(event_countings.items[wish->counts].code), P(wish->ages), P(row->detail));
}

enum status event_date_move(struct db *db, struct arena *arena, int64_t id, int64_t series, int64_t original)
{
    return db_exec(db, arena, "UPDATE event SET series_id = $2, original_at = $3 WHERE id = $1", P(id), P(series), P(original));
}

static enum status region_follows(struct db *db, struct arena *arena, int64_t id)
{
    const char *region;
    TRY(event_region_of(db, arena, id, &region));
    return event_region_recount(db, arena, region);
}

enum status event_cancelled_set(struct db *db, struct arena *arena, int64_t id, const char *reason)
{
    TRY(db_exec(
        db, arena,
        "UPDATE event SET state = CASE state WHEN 'hidden' THEN 'hidden' ELSE 'cancelled' END, hidden_was = 'cancelled', reason = $2,"
        " sequence = sequence + 1 WHERE id = $1",
        P(id), P(reason)));
    return region_follows(db, arena, id);
}

enum status event_hidden_set(struct db *db, struct arena *arena, int64_t id, bool hidden)
{
    TRY(db_exec(db, arena, "UPDATE event SET state = CASE WHEN $2 THEN 'hidden' ELSE hidden_was END, sequence = sequence + 1 WHERE id = $1",
                P(id), P(hidden)));
    return region_follows(db, arena, id);
}

enum status event_host_store(struct db *db, struct arena *arena, int64_t id, int64_t host)
{
    TRY(db_exec(db, arena, "DELETE FROM event_host WHERE event_id = $1 AND persona_id = $2", P(id), P(host)));
    return db_exec(db, arena, "UPDATE event SET host_id = $2 WHERE id = $1", P(id), id_or_null(host));
}

enum status event_cohost_set(struct db *db, struct arena *arena, int64_t id, int64_t persona, bool on)
{
    if (!on)
        return db_exec(db, arena, "DELETE FROM event_host WHERE event_id = $1 AND persona_id = $2", P(id), P(persona));
    return db_exec(db, arena, "INSERT INTO event_host (event_id, persona_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(id), P(persona));
}

static void ids_read(struct arena *arena, struct rows *rows, int64_t **ids, size_t *count)
{
    *ids = arena_array(arena, rows->count + 1, sizeof **ids);
    for (*count = 0; rows_next(rows);)
        (*ids)[(*count)++] = rows_int(rows);
}

enum status event_cohosts(struct db *db, struct arena *arena, int64_t id, int64_t **personas, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM event_host WHERE event_id = $1 ORDER BY persona_id", P(id)));
    ids_read(arena, &rows, personas, count);
    return OK;
}

enum status event_words_store(struct db *db, struct arena *arena, int64_t id, int64_t starts, const char *const *words, size_t count)
{
    TRY(db_exec(db, arena, "DELETE FROM event_word WHERE event_id = $1", P(id)));
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "INSERT INTO event_word (word, starts_at, event_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", P(words[i]),
                    P(starts), P(id)));
    return OK;
}

enum status event_row_drop(struct db *db, struct arena *arena, int64_t id)
{
    const char *region;
    TRY(event_region_of(db, arena, id, &region));
    TRY(db_exec(db, arena, "DELETE FROM event_coming WHERE event_id = $1", P(id)));
    TRY(db_exec(db, arena, "DELETE FROM event_seats WHERE event_id = $1", P(id)));
    TRY(db_exec(db, arena, "DELETE FROM event_word WHERE event_id = $1", P(id)));
    TRY(db_exec(db, arena, "DELETE FROM event_host WHERE event_id = $1", P(id)));
    TRY(db_exec(db, arena, "DELETE FROM event_attached WHERE event_id = $1", P(id)));
    TRY(event_spot_drop(db, arena, id));
    TRY(index_mark(db, arena, INDEX_EVENT, id));
    TRY(db_exec(db, arena, "DELETE FROM event WHERE id = $1", P(id)));
    return event_region_recount(db, arena, region);
}

/* ---- series ---- */

enum status event_series_find(struct db *db, struct arena *arena, int64_t id, struct event_series *series)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, starts_at, detail_id, expanded_to, zone, rule, pattern FROM event_series WHERE id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *series = (struct event_series){ .id = rows_int(&rows) };
    series->starts = rows_int(&rows);
    series->detail = rows_int(&rows);
    series->expanded_to = rows_int(&rows);
    series->zone = rows_text(&rows);
    series->rule = rows_text(&rows);
    series->pattern = rows_blob(&rows);
    return OK;
}

enum status event_series_hosts(struct db *db, struct arena *arena, int64_t series, struct event_new *wish)
{
    struct rows rows;
    int64_t *personas;
    TRY(db_query(db, arena, &rows,
                 "SELECT host_id, id FROM event WHERE series_id = $1 AND host_id IS NOT NULL ORDER BY original_at DESC LIMIT 1",
                 P(series)));
    if (!rows_next(&rows))
        return OK;
    wish->host = rows_int(&rows);
    TRY(event_cohosts(db, arena, rows_int(&rows), &personas, &wish->hosts_count));
    wish->hosts = personas;
    return OK;
}

enum status event_series_store(struct db *db, struct arena *arena, const struct event_series *series)
{
    const struct bytes none = { "", 0 }, pattern = *series->rule ? series->pattern : none; /* no date follows: no place is kept */
    return db_exec(db, arena,
                   "INSERT INTO event_series (id, starts_at, detail_id, expanded_to, zone, rule, pattern)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET starts_at = $2, detail_id = $3, expanded_to = $4,"
                   " zone = $5, rule = $6, pattern = $7",
                   P(series->id), P(series->starts), P(series->detail), P(series->expanded_to), P(series->zone), P(series->rule),
                   P(pattern));
}

enum status event_series_due(struct db *db, struct arena *arena, int64_t before, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM event_series WHERE rule <> '' AND expanded_to < $1 ORDER BY expanded_to, id LIMIT 20",
                 P(before)));
    ids_read(arena, &rows, ids, count);
    return OK;
}

/* ---- what the place decided ---- */

enum status event_setting_find(struct db *db, struct arena *arena, struct event_setting *setting)
{
    struct rows rows;
    *setting = (struct event_setting){ .room_link = "", .quarter_when = EVENT_QUARTER_JOINED, .exact_hours = 24 };
    TRY(db_query(db, arena, &rows, "SELECT room_link, quarter_when = 'seen', exact_hours FROM event_setting WHERE id = 1"));
    if (!rows_next(&rows))
        return OK;
    setting->room_link = rows_text(&rows);
    setting->quarter_when = rows_bool(&rows) ? EVENT_QUARTER_SEEN : EVENT_QUARTER_JOINED;
    setting->exact_hours = rows_int(&rows);
    return OK;
}

enum status event_setting_store(struct db *db, struct arena *arena, const struct event_setting *setting)
{
    return db_exec(db, arena,
                   "INSERT INTO event_setting (id, room_link, quarter_when, exact_hours) VALUES (1, $1, $2, $3)"
                   " ON CONFLICT (id) DO UPDATE SET room_link = $1, quarter_when = $2, exact_hours = $3",
                   P(setting->room_link), P(setting->quarter_when == EVENT_QUARTER_SEEN ? "seen" : "joined"), P(setting->exact_hours));
}
