/* What cuts across features: forgetting, leaving, reports, the download. */
#include "event/pages.h"

enum { BATCH = 200 };

static void ids_read(struct arena *arena, struct rows *rows, int64_t **ids, size_t *count)
{
    *ids = arena_array(arena, rows->count + 1, sizeof **ids);
    for (*count = 0; rows_next(rows);)
        (*ids)[(*count)++] = rows_int(rows);
}

enum status event_paused_list(struct db *db, struct arena *arena, int64_t now, int64_t until, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT e.id FROM event e JOIN persona p ON p.id = e.host_id WHERE e.starts_at >= $1 AND e.starts_at < $2"
                 " AND e.state = 'on' AND p.paused_until > e.starts_at ORDER BY e.starts_at, e.id LIMIT 200",
                 P(now), P(until)));
    ids_read(arena, &rows, ids, count);
    return OK;
}

/* ---- forgetting, after the end ---- */

static enum status settled_next(struct db *db, struct arena *arena, int64_t stage, int64_t before, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM event WHERE settled < 3 AND settled = $1 AND ends_at < $2 ORDER BY ends_at, id LIMIT $3",
                 P(stage), P(before), P(BATCH)));
    ids_read(arena, &rows, ids, count);
    return OK;
}

static enum status stage_end(struct db *db, struct arena *arena, int64_t event, int64_t stage)
{
    if (stage == 0) {
        TRY(event_spot_drop(db, arena, event));
        TRY(db_exec(db, arena, "DELETE FROM event_word WHERE event_id = $1", P(event)));
        TRY(index_mark(db, arena, INDEX_EVENT, event));
    } else if (stage == 1) {
        TRY(db_exec(db, arena, "UPDATE event_coming SET buddy_id = NULL, buddy = 0 WHERE event_id = $1", P(event)));
        TRY(db_exec(db, arena, "DELETE FROM event_coming WHERE event_id = $1 AND NOT came", P(event)));
        TRY(notification_forget(db, arena, NOTIFICATION_EVENT, event));
    } else {
        TRY(db_exec(db, arena, "DELETE FROM event_coming WHERE event_id = $1", P(event)));
        TRY(db_exec(db, arena, "DELETE FROM event_seats WHERE event_id = $1", P(event)));
    }
    return db_exec(db, arena, "UPDATE event SET settled = $2 WHERE id = $1", P(event), P(stage + 1));
}

enum status event_settle(struct db *db, struct arena *arena, int64_t now)
{
    static const int64_t after[] = { 0, TIME_DAY, EVENT_KEEP_DAYS * TIME_DAY };
    for (int64_t stage = 0; stage < (int64_t)COUNT(after); stage++) {
        int64_t *ids;
        size_t count;
        TRY(settled_next(db, arena, stage, now - after[stage], &ids, &count));
        for (size_t i = 0; i < count; i++)
            TRY(stage_end(db, arena, ids[i], stage));
    }
    return OK;
}

/* ---- leaving ---- */

enum status event_hosted(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM event WHERE host_id = $1 AND starts_at < $2 ORDER BY starts_at DESC, id DESC LIMIT 200",
                 P(persona), P(before)));
    ids_read(arena, &rows, ids, count);
    return OK;
}

/* What is over goes with their words; what lies ahead belongs to those who come, too: it is handed on, or called off. */
static enum status hosted_leave(struct db *db, struct arena *arena, int64_t event, bool remove_words, int64_t now)
{
    struct event_facts facts;
    TRY(event_facts_find(db, arena, event, &facts));
    if (facts.ends > now || !remove_words)
        return event_host_gone(db, arena, event, now);
    TRY(event_live_call_off(db, arena, event, now));
    TRY(event_row_drop(db, arena, event));
    return event_detail_drop_unused(db, arena, facts.detail);
}

enum status event_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    int64_t *ids, now = clock_now();
    size_t count = 1;
    TRY(db_exec(db, arena, "DELETE FROM event_host WHERE persona_id = $1", P(persona)));
    while (count) {
        TRY(event_hosted(db, arena, persona, INT64_MAX, &ids, &count));
        for (size_t i = 0; i < count; i++)
            TRY(hosted_leave(db, arena, ids[i], remove_words, now));
    }
    TRY(event_seat_events(db, arena, persona, now, 0, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(event_leave(db, arena, ids[i], persona, now));
    TRY(db_exec(db, arena, "UPDATE event_coming SET buddy_id = NULL WHERE buddy_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM event_coming WHERE persona_id = $1", P(persona));
}

/* ---- reports ---- */

static enum status event_at_work(struct request *request, int64_t id, struct reported *reported)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT e.host_id, p.name, e.group_id, e.title, d.about, e.state = 'hidden', e.reason FROM event e"
                 " JOIN event_detail d ON d.id = e.detail_id LEFT JOIN persona p ON p.id = e.host_id WHERE e.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    reported_row_read(&rows, reported);
    reported->hidden = rows_bool(&rows);
    const char *called_off = rows_text(&rows);
    if (*called_off)
        reported->text = arena_printf(request->arena, "%s\n\n%s", reported->text, called_off);
    reported->path = event_path(request->arena, id);
    reported->mine = reported->persona && account_name_is_own(request, reported->persona);
    return OK;
}

enum status event_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct event event;
    if (!text_same(kind, "event"))
        return NOT_FOUND;
    if (!at_work)
        TRY(event_find(request, id, &event));
    return event_at_work(request, id, reported);
}

enum status event_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct event_facts facts;
    (void)reason; /* the decision itself tells its host */
    if (!text_same(kind, "event"))
        return NOT_FOUND;
    TRY(event_facts_find(request->db, request->arena, id, &facts));
    TRY(event_hidden_set(request->db, request->arena, id, hide));
    TRY(index_mark(request->db, request->arena, INDEX_EVENT, id));
    return event_changed(request->db, request->arena, id, request->now);
}
