/* Events as one reader finds them: one, lists, months, their own. */
#include "event/pages.h"

/* What event_read expects, for the reader $1. */
#define EVENT_COLUMNS                                                                                                                      \
    "e.id, e.series_id, e.original_at, e.exception, e.group_id, e.host_id, e.audience, e.kind, e.state, e.title, e.region, e.lang,"        \
    " e.zone, e.starts_at, e.ends_at, e.sequence, e.capacity, e.guests, e.approval, e.counts, e.ages,"                                     \
    " g.name, g.slug, p.name, p.picture, c.state,"                                                                                         \
    " EXISTS (SELECT 1 FROM event_host h WHERE h.event_id = e.id AND h.persona_id = $1)"
#define EVENT_JOINS                                                                                                                        \
    " LEFT JOIN peer_group g ON g.id = e.group_id AND (g.reading = 'anyone' OR ($1 > 0 AND g.joining <> 'hidden')"                         \
    " OR " GROUP_MEMBER_SQL("g.id") ")"                                                                                                    \
                                    " LEFT JOIN persona p ON p.id = e.host_id"                                                             \
                                    " LEFT JOIN event_coming c ON c.event_id = e.id AND c.persona_id = $1"
/* Whom the event is for. */
#define EVENT_READABLE_SQL                                                                                                                 \
    "(e.audience = 'public' OR ($1 > 0 AND e.audience = 'members') OR (e.audience = 'group' AND " GROUP_MEMBER_SQL("e.group_id") "))"
/* As it stands in lists. */
#define EVENT_LISTED_SQL "e.state = 'on' AND " EVENT_READABLE_SQL " AND (e.host_id IS NULL OR (" BLOCK_UNSEEN_SQL("e.host_id") "))"

static void coming_read(const char *state, struct event *event)
{
    static const char *const states[] = { "", "maybe", "asked", "waiting", "going" };
    for (size_t i = 1; state && i < COUNT(states); i++)
        if (text_same(state, states[i]))
            event->coming = (enum event_coming)i;
    event->declined = state && text_same(state, "declined");
}

static void event_read(struct rows *rows, int64_t persona, struct event *event)
{
    *event = (struct event){ .id = rows_int(rows) };
    event->series = rows_int(rows);
    event->original = rows_int(rows);
    event->exception = rows_bool(rows);
    event->group = rows_int(rows);
    event->host = rows_int(rows);
    event->audience = (enum event_audience)event_code_read(&event_audiences, rows_text(rows), EVENT_GROUP);
    event->kind = (enum event_kind)event_code_read(&event_kinds, rows_text(rows), EVENT_TEXT);
    const char *state = rows_text(rows);
    event->cancelled = text_same(state, "cancelled");
    event->hidden = text_same(state, "hidden");
    event->title = rows_text(rows);
    event->region = rows_text(rows);
    event->lang = rows_text(rows);
    event->zone = rows_text(rows);
    event->starts = rows_int(rows);
    event->ends = rows_int(rows);
    event->sequence = rows_int(rows);
    event->capacity = rows_int(rows);
    event->guests = rows_int(rows);
    event->approval = rows_bool(rows);
    event->counts = (enum event_counts)event_code_read(&event_countings, rows_text(rows), EVENT_COUNTS_HIDDEN);
    event->ages = rows_int(rows);
    event->group_name = rows_text(rows);
    event->group_slug = rows_text(rows);
    event->host_name = rows_text(rows);
    event->host_picture = rows_int(rows);
    coming_read(rows_text(rows), event);
    event->hosts = rows_bool(rows) || (persona && event->host == persona);
}

static void events_read(struct arena *arena, struct rows *rows, int64_t persona, struct events *events)
{
    *events = (struct events){ arena_array(arena, rows->count + 1, sizeof *events->items), 0 };
    while (rows_next(rows))
        event_read(rows, persona, &events->items[events->count++]);
}

enum status event_get(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct event *event, bool *blocked)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " EVENT_COLUMNS ", EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $1 AND bl.other_id = e.host_id)"
                 " FROM event e" EVENT_JOINS " WHERE e.id = $2 AND (" EVENT_READABLE_SQL " OR e.host_id = $1"
                 " OR EXISTS (SELECT 1 FROM event_host o WHERE o.event_id = e.id AND o.persona_id = $1))",
                 P(persona), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    event_read(&rows, persona, event);
    *blocked = rows_bool(&rows);
    return OK;
}

/* The rule of event_find, once the row is there: who doesn't meet the host finds it only to leave it. */
static enum status event_admit(struct event *event, bool blocked, bool looks_after_all)
{
    if (event->hidden && !event->hosts && !looks_after_all)
        return NOT_FOUND;
    if (!blocked || event->hosts)
        return OK;
    if (event->coming == EVENT_NOT)
        return NOT_FOUND;
    event->barred = true;
    event->host = 0;
    event->host_name = NULL;
    return OK;
}

enum status event_find(struct request *request, int64_t id, struct event *event)
{
    bool blocked;
    TRY(event_get(request->db, request->arena, request->reader, id, event, &blocked));
    return event_admit(event, blocked, (request->roles & MODERATORS) != 0);
}

enum status event_find_for(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct event *event)
{
    bool blocked;
    TRY(event_get(db, arena, persona, id, event, &blocked));
    return event_admit(event, blocked, false);
}

enum status event_find_hosted(struct request *request, int64_t id, struct event *event)
{
    TRY(event_find(request, id, event));
    return event->hosts ? OK : FORBIDDEN;
}

enum status event_detail_find(struct db *db, struct arena *arena, int64_t id, struct event_detail *detail)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT d.about, d.html, d.cost, d.spoken, d.signed, d.access, d.step_free, d.toilet, d.quiet_room, d.lighting, d.scent,"
                 " d.animals, d.captions, d.ask, d.first_time, d.photos, d.sober, e.reason"
                 " FROM event e JOIN event_detail d ON d.id = e.detail_id WHERE e.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *detail = (struct event_detail){ .about = rows_text(&rows) };
    detail->html = rows_text(&rows);
    detail->cost = rows_text(&rows);
    detail->spoken = rows_text(&rows);
    detail->signs = rows_text(&rows);
    detail->access = (unsigned)rows_int(&rows);
    for (size_t i = 0; i < EVENT_ACCESS; i++)
        detail->access_text[i] = rows_text(&rows);
    detail->ask = rows_text(&rows);
    detail->first_time = rows_text(&rows);
    detail->photos = rows_text(&rows);
    detail->sober = rows_text(&rows);
    detail->reason = rows_text(&rows);
    return OK;
}

/* ---- lists ---- */

#define FILTER_SQL(n)                                                                                                                      \
    " AND ($" n " = '' OR EXISTS (SELECT 1 FROM event_word x" n " WHERE x" n ".word = $" n " AND x" n ".starts_at = e.starts_at AND x" n   \
    ".event_id = e.id))"

static const char *word_of(const struct event_filter *filter, size_t n)
{
    return n < filter->count ? filter->words[n] : "";
}

enum status event_list(struct request *request, const struct event_filter *filter, struct event_key after, struct events *events,
                       bool *more)
{
    struct rows rows;
    int64_t me = request->reader;
    if (!filter->count)
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " EVENT_COLUMNS " FROM event e" EVENT_JOINS " WHERE (e.starts_at, e.id) > ($2, $3) AND e.ends_at > $4"
                     " AND " EVENT_LISTED_SQL " ORDER BY e.starts_at, e.id LIMIT $5",
                     P(me), P(after.at), P(after.id), P(request->now), P(EVENT_PAGE + 1)));
    else
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " EVENT_COLUMNS " FROM event_word w JOIN event e ON e.id = w.event_id" EVENT_JOINS
                     " WHERE w.word = $6 AND (w.starts_at, w.event_id) > ($2, $3) AND e.ends_at > $4 AND " EVENT_LISTED_SQL FILTER_SQL("7")
                         FILTER_SQL("8") FILTER_SQL("9") FILTER_SQL("10") FILTER_SQL("11")
                             FILTER_SQL("12") " ORDER BY w.starts_at, w.event_id LIMIT $5",
                     P(me), P(after.at), P(after.id), P(request->now), P(EVENT_PAGE + 1), P(word_of(filter, 0)), P(word_of(filter, 1)),
                     P(word_of(filter, 2)), P(word_of(filter, 3)), P(word_of(filter, 4)), P(word_of(filter, 5)), P(word_of(filter, 6))));
    events_read(request->arena, &rows, me, events);
    *more = events->count > EVENT_PAGE;
    events->count = *more ? EVENT_PAGE : events->count;
    return OK;
}

enum status event_list_day(struct db *db, struct arena *arena, int64_t reader, const struct event_filter *filter, int64_t from,
                           int64_t until, struct events *events)
{
    struct rows rows;
    if (!filter->count)
        TRY(db_query(db, arena, &rows,
                     "SELECT e.id, e.title, e.starts_at FROM event e WHERE e.starts_at >= $2 AND e.starts_at < $3 AND " EVENT_LISTED_SQL
                     " ORDER BY e.starts_at, e.id LIMIT $4",
                     P(reader), P(from), P(until), P(EVENT_DAY_SHOWN + 1)));
    else
        TRY(db_query(db, arena, &rows,
                     "SELECT e.id, e.title, e.starts_at FROM event_word w JOIN event e ON e.id = w.event_id"
                     " WHERE w.word = $5 AND w.starts_at >= $2 AND w.starts_at < $3 AND " EVENT_LISTED_SQL FILTER_SQL("6") FILTER_SQL("7")
                         FILTER_SQL("8") FILTER_SQL("9") FILTER_SQL("10") FILTER_SQL("11") " ORDER BY w.starts_at, w.event_id LIMIT $4",
                     P(reader), P(from), P(until), P(EVENT_DAY_SHOWN + 1), P(word_of(filter, 0)), P(word_of(filter, 1)),
                     P(word_of(filter, 2)), P(word_of(filter, 3)), P(word_of(filter, 4)), P(word_of(filter, 5)), P(word_of(filter, 6))));
    *events = (struct events){ arena_array(arena, rows.count + 1, sizeof *events->items), 0 };
    while (rows_next(&rows)) {
        struct event *event = &events->items[events->count++];
        event->id = rows_int(&rows);
        event->title = rows_text(&rows);
        event->starts = rows_int(&rows);
    }
    return OK;
}

enum status event_list_mine(struct db *db, struct arena *arena, int64_t persona, int64_t from, size_t most, struct events *events)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT " EVENT_COLUMNS ", EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $1 AND bl.other_id = e.host_id)"
        " FROM event e" EVENT_JOINS " WHERE e.id IN (SELECT m.event_id FROM event_coming m WHERE m.persona_id = $1"
        " AND m.state <> 'declined' UNION SELECT o.event_id FROM event_host o WHERE o.persona_id = $1"
        " UNION SELECT s.id FROM event s WHERE s.host_id = $1 AND s.starts_at >= $2)"
        " AND e.starts_at >= $2 AND (" EVENT_READABLE_SQL " OR e.host_id = $1"
        " OR EXISTS (SELECT 1 FROM event_host o WHERE o.event_id = e.id AND o.persona_id = $1)) ORDER BY e.starts_at, e.id LIMIT $3",
        P(persona), P(from), P((int64_t)most)));
    *events = (struct events){ arena_array(arena, rows.count + 1, sizeof *events->items), 0 };
    while (rows_next(&rows)) {
        struct event *event = &events->items[events->count];
        event_read(&rows, persona, event);
        bool blocked = rows_bool(&rows);
        events->count += event_admit(event, blocked, false) == OK && !event->barred ? 1 : 0;
    }
    return OK;
}

enum status event_series_hosted(struct db *db, struct arena *arena, int64_t series, int64_t from, int64_t now, int64_t persona, bool *all)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT NOT EXISTS (SELECT 1 FROM event e WHERE e.series_id = $1 AND e.original_at >= $2 AND e.ends_at > $3"
                 " AND NOT e.exception AND e.state <> 'cancelled' AND (e.host_id IS NULL OR e.host_id <> $4)"
                 " AND NOT EXISTS (SELECT 1 FROM event_host h WHERE h.event_id = e.id AND h.persona_id = $4))",
                 P(series), P(from), P(now), P(persona)));
    *all = rows_next(&rows) && rows_bool(&rows);
    return OK;
}

enum status event_list_series(struct db *db, struct arena *arena, int64_t series, int64_t from, struct events *events)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, original_at, host_id, starts_at, ends_at, exception, state = 'cancelled', sequence FROM event"
                 " WHERE series_id = $1 AND original_at >= $2 ORDER BY original_at LIMIT $3",
                 P(series), P(from), P(EVENT_AHEAD + 1)));
    *events = (struct events){ arena_array(arena, rows.count + 1, sizeof *events->items), 0 };
    while (rows_next(&rows)) {
        struct event *event = &events->items[events->count++];
        event->id = rows_int(&rows);
        event->series = series;
        event->original = rows_int(&rows);
        event->host = rows_int(&rows);
        event->starts = rows_int(&rows);
        event->ends = rows_int(&rows);
        event->exception = rows_bool(&rows);
        event->cancelled = rows_bool(&rows);
        event->sequence = rows_int(&rows);
    }
    return OK;
}

enum status event_host_list(struct request *request, const struct event *event, struct event_persons *hosts)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT p.id, p.name, p.picture FROM event_host h JOIN persona p ON p.id = h.persona_id WHERE h.event_id = $2"
                 " AND h.persona_id <> $3 AND " BLOCK_NONE_SQL("h.persona_id") " ORDER BY h.persona_id",
                 P(request->reader), P(event->id), P(event->host)));
    *hosts = (struct event_persons){ arena_array(request->arena, rows.count + 2, sizeof *hosts->items), 0 };
    if (event->host)
        hosts->items[hosts->count++] =
            (struct event_person){ .persona = event->host, .name = event->host_name, .picture = event->host_picture };
    while (rows_next(&rows)) {
        struct event_person *person = &hosts->items[hosts->count++];
        person->persona = rows_int(&rows);
        person->name = rows_text(&rows);
        person->picture = rows_int(&rows);
    }
    return OK;
}

/* ---- what belongs to it ---- */

enum status event_attach(struct db *db, struct arena *arena, int64_t event, const char *what, int64_t id)
{
    return db_exec(db, arena, "INSERT INTO event_attached (event_id, what, thing_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", P(event),
                   P(what), P(id));
}

static void attached_read(struct arena *arena, struct rows *rows, struct event_attachments *list)
{
    *list = (struct event_attachments){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows)) {
        struct event_attachment *item = &list->items[list->count++];
        item->event = rows_int(rows);
        item->what = rows_text(rows);
        item->id = rows_int(rows);
    }
}

enum status event_attached(struct db *db, struct arena *arena, int64_t event, struct event_attachments *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT event_id, what, thing_id FROM event_attached WHERE event_id = $1 ORDER BY what, thing_id LIMIT 50", P(event)));
    attached_read(arena, &rows, list);
    return OK;
}

enum status event_attached_to(struct db *db, struct arena *arena, const char *what, int64_t id, struct event_attachments *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT event_id, what, thing_id FROM event_attached WHERE what = $1 AND thing_id = $2 ORDER BY event_id LIMIT 50",
                 P(what), P(id)));
    attached_read(arena, &rows, list);
    return OK;
}
