/* Cases: finding them, the queue, who works on which. */
#include "moderation/pages.h"

#define CASE_COLUMNS                                                                                                                       \
    "c.id, c.thing, c.persona_id, c.group_id, c.rule, c.kind, c.handle, c.title, c.words, c.path, c.rank, c.stewards, c.opened_at,"        \
    " c.closed_at, c.outcome, c.claimed_by, c.claimed_at, c.asked_id, p.name, w.name, a.name,"                                             \
    " (SELECT count(*) FROM report r WHERE r.case_id = c.id AND NOT r.withdrawn)"
#define CASE_TABLES                                                                                                                        \
    " FROM reported_case c LEFT JOIN persona p ON p.id = c.persona_id LEFT JOIN persona w ON w.id = c.claimed_by"                          \
    " LEFT JOIN persona a ON a.id = c.asked_id"

static void case_read(struct rows *rows, struct reported_case *row)
{
    *row = (struct reported_case){ .id = rows_int(rows) };
    row->thing = rows_int(rows);
    row->persona = rows_int(rows);
    row->group = rows_int(rows);
    row->rule = rows_int(rows);
    row->kind = rows_text(rows);
    row->handle = rows_text(rows);
    row->title = rows_text(rows);
    row->words = rows_text(rows);
    row->path = rows_text(rows);
    row->rank = (enum case_rank)rows_int(rows);
    row->stewards = rows_bool(rows);
    row->opened_at = rows_int(rows);
    row->closed_at = rows_int(rows);
    row->outcome = rows_text(rows);
    row->claimed_by = rows_int(rows);
    row->claimed_at = rows_int(rows);
    row->asked = rows_int(rows);
    row->name = rows_text(rows);
    row->claimed_name = rows_text(rows);
    row->asked_name = rows_text(rows);
    row->reports = rows_int(rows);
}

static void cases_read(struct arena *arena, struct rows *rows, struct reported_cases *list)
{
    *list = (struct reported_cases){ arena_array(arena, rows->count + 1, sizeof *list->items), 0, rows->count > CASES_A_PAGE };
    while (list->count < CASES_A_PAGE && rows_next(rows))
        case_read(rows, &list->items[list->count++]);
}

enum status case_row_find(struct db *db, struct arena *arena, int64_t id, struct reported_case *found)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    case_read(&rows, found);
    return OK;
}

enum status case_row_waiting(struct db *db, struct arena *arena, const char *kind, int64_t thing, int64_t *id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM reported_case WHERE kind = $1 AND thing = $2 AND closed_at IS NULL", P(kind), P(thing)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *id = rows_int(&rows);
    return OK;
}

enum status case_row_insert(struct db *db, struct arena *arena, const struct reported_case *row, struct bytes receipt)
{
    return db_exec(db, arena,
                   "INSERT INTO reported_case (id, kind, thing, persona_id, handle, group_id, title, words, path, rule, rank, stewards,"
                   " opened_at, outcome, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14)",
                   P(row->id), P(row->kind), P(row->thing), row->persona ? P(row->persona) : P_NULL, P(row->handle), P(row->group),
                   P(row->title), P(row->words), P(row->path), P(row->rule), P((int)row->rank), P(row->stewards), P(row->opened_at),
                   P(receipt));
}

enum status case_row_raise(struct db *db, struct arena *arena, int64_t id, enum case_rank rank)
{
    return db_exec(db, arena, "UPDATE reported_case SET rank = $2 WHERE id = $1 AND rank > $2", P(id), P((int)rank));
}

enum status case_row_queue(struct db *db, struct arena *arena, bool steward, const struct reported_case *after, struct reported_cases *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.closed_at IS NULL AND (c.rank, c.opened_at, c.id) > ($1, $2, $3)"
                 " AND ($4 OR NOT c.stewards) ORDER BY c.rank, c.opened_at, c.id LIMIT $5",
                 P(after->id ? (int)after->rank : -1), P(after->opened_at), P(after->id), P(steward), P(CASES_A_PAGE + 1)));
    cases_read(arena, &rows, list);
    return OK;
}

enum status case_row_claimed(struct db *db, struct arena *arena, int64_t persona, struct reported_cases *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.claimed_by = $1 AND c.closed_at IS NULL ORDER BY c.rank, c.id LIMIT $2",
                 P(persona), P(CASES_A_PAGE + 1)));
    cases_read(arena, &rows, list);
    return OK;
}

enum status case_row_asked(struct db *db, struct arena *arena, int64_t persona, struct reported_cases *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.asked_id = $1 AND c.closed_at IS NULL ORDER BY c.rank, c.id LIMIT $2",
                 P(persona), P(CASES_A_PAGE + 1)));
    cases_read(arena, &rows, list);
    return OK;
}

enum status case_row_closed(struct db *db, struct arena *arena, bool steward, const struct reported_case *after,
                            struct reported_cases *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.closed_at IS NOT NULL AND (c.closed_at, c.id) < ($1, $2)"
                 " AND ($3 OR NOT c.stewards) ORDER BY c.closed_at DESC, c.id DESC LIMIT $4",
                 P(after->id ? after->closed_at : INT64_MAX), P(after->id ? after->id : INT64_MAX), P(steward), P(CASES_A_PAGE + 1)));
    cases_read(arena, &rows, list);
    return OK;
}

enum status case_row_earlier(struct db *db, struct arena *arena, const struct reported_case *about, struct reported_cases *list)
{
    struct rows rows;
    if (about->persona)
        TRY(db_query(db, arena, &rows,
                     "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.persona_id = $1 AND c.id <> $2 ORDER BY c.id DESC LIMIT $3",
                     P(about->persona), P(about->id), P(CASES_A_PAGE + 1)));
    else
        TRY(db_query(db, arena, &rows,
                     "SELECT " CASE_COLUMNS CASE_TABLES " WHERE c.kind = $1 AND c.thing = $2 AND c.id <> $3 ORDER BY c.id DESC LIMIT $4",
                     P(about->kind), P(about->thing), P(about->id), P(CASES_A_PAGE + 1)));
    cases_read(arena, &rows, list);
    return OK;
}

/* ---- who works on it: each is one statement that says what it expects, so that of two only one succeeds ---- */

static enum status one_changed(enum status status, const struct rows *rows)
{
    TRY(status);
    return rows->changed ? OK : CONFLICT; /* cppcheck-suppress uninitvar; db_query fills it or fails */
}

enum status case_row_claim(struct db *db, struct arena *arena, int64_t id, int64_t persona, int64_t now)
{
    struct rows rows;
    return one_changed(
        db_query(
            db, arena, &rows,
            "UPDATE reported_case SET claimed_by = $2, claimed_at = $3, first_claimed_at = COALESCE(first_claimed_at, $3) WHERE id = $1 AND closed_at IS NULL"
            " AND (claimed_by IS NULL OR claimed_at < $4)",
            P(id), P(persona), P(now), P(now - CASE_CLAIM_HOLDS)),
        &rows);
}

enum status case_row_give(struct db *db, struct arena *arena, int64_t id, int64_t from, int64_t to, int64_t now)
{
    struct rows rows;
    return one_changed(db_query(db, arena, &rows,
                                "UPDATE reported_case SET claimed_by = $3, claimed_at = $4 WHERE id = $1 AND closed_at IS NULL"
                                " AND claimed_by = $2",
                                P(id), P(from), to ? P(to) : P_NULL, to ? P(now) : P_NULL),
                       &rows);
}

enum status case_row_close(struct db *db, struct arena *arena, int64_t id, int64_t by, const char *outcome, int64_t now)
{
    struct rows rows;
    return one_changed(db_query(db, arena, &rows,
                                "UPDATE reported_case SET closed_at = $4, outcome = $3, asked_id = NULL WHERE id = $1 AND closed_at IS NULL"
                                " AND claimed_by = $2",
                                P(id), P(by), P(outcome), P(now)),
                       &rows);
}

enum status case_row_overturn(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE reported_case SET outcome = 'overturned' WHERE id = $1 AND outcome = 'acted'", P(id));
}

enum status case_row_ask(struct db *db, struct arena *arena, int64_t id, int64_t by, int64_t asked)
{
    struct rows rows;
    return one_changed(db_query(db, arena, &rows,
                                "UPDATE reported_case SET asked_id = $3 WHERE id = $1 AND closed_at IS NULL AND claimed_by = $2", P(id),
                                P(by), asked ? P(asked) : P_NULL),
                       &rows);
}

enum status case_row_load(struct db *db, struct arena *arena, int64_t persona, int64_t since, int64_t *open, int64_t *closed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT count(*) FILTER (WHERE closed_at IS NULL), count(*) FILTER (WHERE closed_at > $2) FROM reported_case"
                 " WHERE claimed_by = $1",
                 P(persona), P(since)));
    *open = *closed = 0;
    if (!rows_next(&rows))
        return OK;
    *open = rows_int(&rows);
    *closed = rows_int(&rows);
    return OK;
}

enum status case_row_receipt(struct db *db, struct arena *arena, struct bytes receipt, int64_t *id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM reported_case WHERE receipt = $1", P(receipt)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *id = rows_int(&rows);
    return OK;
}

/* ---- what goes ---- */

/* With their words goes what a case keeps of them, too: what was decided stands in feature/sanction. */
enum status case_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    static const char *const own[] = {
        "UPDATE reported_case SET persona_id = NULL WHERE persona_id = $1",
        "UPDATE reported_case SET claimed_by = NULL, claimed_at = NULL WHERE claimed_by = $1",
        "UPDATE reported_case SET asked_id = NULL WHERE asked_id = $1",
        "UPDATE case_word SET persona_id = NULL WHERE persona_id = $1",
    };
    if (remove_words)
        TRY(db_exec(db, arena, "UPDATE reported_case SET words = '', title = '' WHERE persona_id = $1", P(persona)));
    for (size_t i = 0; i < COUNT(own); i++)
        TRY(db_exec(db, arena, own[i], P(persona)));
    return OK;
}

/* An appeal can come for six months; then the case goes with all that was said in it. */
enum status case_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct rows rows;
    (void)subject;
    (void)app;
    TRY(db_query(db, arena, &rows,
                 "SELECT id FROM reported_case WHERE closed_at IS NOT NULL AND closed_at < $1 ORDER BY closed_at LIMIT 500",
                 P(now - CASE_WORDS_KEPT_DAYS * TIME_DAY)));
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows);
        TRY(db_exec(db, arena, "DELETE FROM report WHERE case_id = $1", P(id)));
        TRY(db_exec(db, arena, "DELETE FROM case_word WHERE case_id = $1", P(id)));
        TRY(notification_forget(db, arena, NOTIFICATION_CASE, id));
        TRY(db_exec(db, arena, "DELETE FROM reported_case WHERE id = $1", P(id)));
    }
    return OK;
}
