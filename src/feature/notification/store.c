#include "circle/circle.h"
#include "notification/pages.h"

enum { PUT_TRIES = 10, EXPIRE_BATCH = 2000, PERSONAS_A_RUN = 200 };

/* ---- telling ---- */

static enum status choice_of(struct db *db, struct arena *arena, int64_t persona, const char *kind, struct notification_choice *choice)
{
    struct rows rows;
    *choice = (struct notification_choice){ .shown = true };
    TRY(db_query(db, arena, &rows, "SELECT shown, elsewhere FROM notification_choice WHERE persona_id = $1 AND kind = $2", P(persona),
                 P(kind)));
    if (rows_next(&rows)) {
        choice->shown = rows_bool(&rows);
        choice->elsewhere = rows_bool(&rows);
    }
    return OK;
}

/* Nothing comes from those one doesn't meet, or doesn't want to read. */
static enum status hears_of(struct db *db, struct arena *arena, int64_t persona, int64_t by, bool *hears)
{
    bool blocked = false, muted = false;
    if (by)
        TRY(block_between(db, arena, persona, by, &blocked));
    if (by && !blocked)
        TRY(block_is_muted(db, arena, persona, by, &muted));
    *hears = !blocked && !muted;
    return OK;
}

/* One about the same waits to be seen: it stays where it is, and once another person is in it, it is nobody's in particular. */
static enum status merge(struct db *db, struct arena *arena, const struct notification *notification, bool *merged)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, by_id FROM notification WHERE persona_id = $1 AND kind = $2 AND subject = $3 AND NOT seen LIMIT 1",
                 P(notification->persona), P(notification_word(notification->kind)), P(notification->subject)));
    *merged = rows_next(&rows);
    if (!*merged)
        return OK;
    int64_t id = rows_int(&rows), by = rows_int(&rows);
    return by && by != notification->by ? db_exec(db, arena, "UPDATE notification SET by_id = NULL WHERE id = $1", P(id)) : OK;
}

/* Many are told in the same millisecond: an id that is taken is made anew. */
static enum status put(struct db *db, struct arena *arena, const struct notification *notification, bool waits, int64_t now, int64_t *id)
{
    struct rows rows = { .changed = 0 };
    for (int i = 0; i < PUT_TRIES && !rows.changed; i++) {
        *id = id_at(now);
        TRY(db_query(db, arena, &rows,
                     "INSERT INTO notification (id, persona_id, kind, by_id, subject, seen, waits) VALUES ($1, $2, $3, $4, $5, FALSE, $6)"
                     " ON CONFLICT (id) DO NOTHING",
                     P(*id), P(notification->persona), P(notification_word(notification->kind)),
                     notification->by ? P(notification->by) : P_NULL, P(notification->subject), P(waits)));
    }
    return rows.changed ? OK : CONFLICT;
}

enum status notification_send(struct db *db, struct arena *arena, const struct notification *notification, int64_t now)
{
    const char *kind = notification_word(notification->kind);
    struct notification_choice choice;
    bool meets, merged;
    if (notification->by == notification->persona)
        return OK;
    TRY(hears_of(db, arena, notification->persona, notification->by, &meets));
    TRY(choice_of(db, arena, notification->persona, kind, &choice));
    if (!meets || !choice.shown)
        return OK;
    TRY(merge(db, arena, notification, &merged));
    if (merged)
        return OK;
    int64_t id;
    TRY(put(db, arena, notification, choice.elsewhere, now, &id));
    if (choice.elsewhere)
        TRY(job_add(db, arena, "notification.deliver", id, now));
    return live_publish(db, arena, &notification_live, notification->persona);
}

enum status notification_take(struct db *db, struct arena *arena, int64_t id, int64_t *persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE notification SET waits = FALSE WHERE id = $1 AND waits RETURNING persona_id, seen", P(id)));
    *persona = 0;
    if (!rows_next(&rows))
        return OK;
    int64_t told = rows_int(&rows);
    if (!rows_bool(&rows))
        *persona = told;
    return OK;
}

enum status notification_forget(struct db *db, struct arena *arena, enum notification_kind kind, int64_t subject)
{
    return db_exec(db, arena, "DELETE FROM notification WHERE kind = $1 AND subject = $2", P(notification_word(kind)), P(subject));
}

enum status notification_forget_one(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind, int64_t subject)
{
    return db_exec(db, arena, "DELETE FROM notification WHERE kind = $1 AND subject = $2 AND persona_id = $3", P(notification_word(kind)),
                   P(subject), P(persona));
}

/* ---- seen, and gone ---- */

enum status notification_seen(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind, int64_t subject)
{
    return db_exec(db, arena, "UPDATE notification SET seen = TRUE WHERE kind = $1 AND subject = $2 AND persona_id = $3 AND NOT seen",
                   P(notification_word(kind)), P(subject), P(persona));
}

bool notification_waits(struct request *request, int64_t persona)
{
    struct rows rows;
    return db_query(request->db, request->arena, &rows, "SELECT 1 FROM notification WHERE persona_id = $1 AND NOT seen LIMIT 1",
                    P(persona)) == OK &&
           rows.count;
}

bool notification_unseen(struct request *request)
{
    bool waits = false, quiet;
    if (!request->reader || !request->db)
        return false;
    for (size_t i = 0; i < request->own_names_count && !waits; i++)
        waits = notification_waits(request, request->own_names[i].id);
    waits = waits || notification_waits(request, request->reader);
    return waits && circle_is_quiet(request, &quiet) == OK && !quiet;
}

enum status notification_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    return db_exec(db, arena, "UPDATE notification SET seen = TRUE WHERE persona_id = $1 AND NOT seen AND id <= $2 AND id >= $3",
                   P(args[0]), P(args[1]), P(args[2]));
}

enum status notification_mark_all(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "UPDATE notification SET seen = TRUE WHERE persona_id = $1 AND NOT seen", P(persona));
}

enum status notification_drop(struct db *db, struct arena *arena, int64_t persona, int64_t id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT kind, subject FROM notification WHERE id = $1 AND persona_id = $2", P(id), P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    const char *kind = rows_text(&rows);
    return db_exec(db, arena, "DELETE FROM notification WHERE kind = $1 AND subject = $2 AND persona_id = $3", P(kind), P(rows_int(&rows)),
                   P(persona));
}

enum status notification_drop_all(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM notification WHERE persona_id = $1", P(persona));
}

enum status notification_list(struct request *request, int64_t before, struct notification_rows *list, bool *more)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT n.id, n.kind, p.name, n.subject, n.seen FROM notification n LEFT JOIN persona p ON p.id = n.by_id"
                 " WHERE n.persona_id = $1 AND n.id < $2 AND " BLOCK_UNSEEN_SQL("n.by_id") " ORDER BY n.id DESC LIMIT $3",
                 P(request->reader), P(before ? before : INT64_MAX), P(NOTIFICATIONS_A_PAGE + 1)));
    *list = (struct notification_rows){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    *more = rows.count > NOTIFICATIONS_A_PAGE;
    for (size_t i = 0; i < NOTIFICATIONS_A_PAGE && rows_next(&rows); i++) {
        struct notification_row *row = &list->items[list->count];
        row->id = rows_int(&rows);
        const char *kind = rows_text(&rows);
        row->name = rows_text(&rows);
        row->subject = rows_int(&rows);
        row->seen = rows_bool(&rows);
        list->count += notification_kind_read(kind, &row->kind);
    }
    return OK;
}

/* ---- choices ---- */

enum status notification_choices(struct db *db, struct arena *arena, int64_t persona,
                                 struct notification_choice choices[NOTIFICATION_KINDS])
{
    struct rows rows;
    for (size_t i = 0; i < NOTIFICATION_KINDS; i++)
        choices[i] = (struct notification_choice){ .shown = true };
    TRY(db_query(db, arena, &rows, "SELECT kind, shown, elsewhere FROM notification_choice WHERE persona_id = $1", P(persona)));
    while (rows_next(&rows)) {
        enum notification_kind kind;
        if (!notification_kind_read(rows_text(&rows), &kind))
            continue;
        choices[kind].shown = rows_bool(&rows);
        choices[kind].elsewhere = rows_bool(&rows);
    }
    return OK;
}

enum status notification_choose(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind, bool shown)
{
    return db_exec(db, arena,
                   "INSERT INTO notification_choice (persona_id, kind, shown, elsewhere) VALUES ($1, $2, $3, FALSE)"
                   " ON CONFLICT (persona_id, kind) DO UPDATE SET shown = excluded.shown",
                   P(persona), P(notification_word(kind)), P(shown));
}

/* ---- time, and leaving ---- */

enum status notification_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct rows rows;
    (void)subject;
    (void)app;
    TRY(db_query(db, arena, &rows, "DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE id < $1 ORDER BY id LIMIT $2)",
                 P((now - NOTIFICATION_DAYS * TIME_DAY) << 20), P(EXPIRE_BATCH)));
    return job_add(db, arena, rows.changed == EXPIRE_BATCH ? "notification.expire" : "notification.trim", 0, now);
}

static enum status trim_one(struct db *db, struct arena *arena, int64_t persona)
{
    struct rows rows;
    int64_t oldest = 0;
    TRY(db_query(db, arena, &rows, "SELECT id FROM notification WHERE persona_id = $1 ORDER BY id DESC LIMIT $2", P(persona),
                 P(NOTIFICATIONS_KEPT)));
    if (rows.count < NOTIFICATIONS_KEPT)
        return OK;
    while (rows_next(&rows))
        oldest = rows_int(&rows);
    return db_exec(db, arena, "DELETE FROM notification WHERE persona_id = $1 AND id < $2", P(persona), P(oldest));
}

enum status notification_trim(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)app;
    for (int i = 0; i < PERSONAS_A_RUN; i++) {
        struct rows rows;
        TRY(db_query(db, arena, &rows, "SELECT persona_id FROM notification WHERE persona_id > $1 ORDER BY persona_id LIMIT 1",
                     P(subject)));
        if (!rows_next(&rows))
            return OK;
        subject = rows_int(&rows);
        TRY(trim_one(db, arena, subject));
    }
    return job_add(db, arena, "notification.trim", subject, now);
}

enum status notification_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM notification WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM notification_choice WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "UPDATE notification SET by_id = NULL WHERE by_id = $1", P(persona));
}
