/* Reports, what is written about cases, and saved answers. */
#include "moderation/pages.h"

#define REPORT_COLUMNS "r.id, r.case_id, r.rule, r.day, r.reporter, r.sealed, r.rank, r.wish, r.words, r.withdrawn"

static void report_row_read(struct rows *rows, struct report_row *row)
{
    *row = (struct report_row){ .id = rows_int(rows) };
    row->case_id = rows_int(rows);
    row->rule = rows_int(rows);
    row->day = rows_int(rows);
    row->reporter = rows_blob(rows);
    row->sealed = rows_blob(rows);
    row->rank = (enum case_rank)rows_int(rows);
    row->wish = rows_text(rows);
    row->words = rows_text(rows);
    row->withdrawn = rows_bool(rows);
}

static void reports_read(struct arena *arena, struct rows *rows, struct report_rows *list)
{
    *list = (struct report_rows){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows))
        report_row_read(rows, &list->items[list->count++]);
}

enum status report_row_insert(struct db *db, struct arena *arena, const struct report_row *row)
{
    return db_exec(db, arena,
                   "INSERT INTO report (id, case_id, reporter, sealed, rule, rank, wish, words, day, withdrawn)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE)",
                   P(row->id), P(row->case_id), P(row->reporter), P(row->sealed), P(row->rule), P((int)row->rank), P(row->wish),
                   P(row->words), P(row->day));
}

enum status report_row_find(struct db *db, struct arena *arena, int64_t id, struct report_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " REPORT_COLUMNS " FROM report r WHERE r.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    report_row_read(&rows, row);
    return OK;
}

enum status report_row_once(struct db *db, struct arena *arena, struct bytes reporter, int64_t case_id, int64_t *id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM report WHERE reporter = $1 AND case_id = $2", P(reporter), P(case_id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *id = rows_int(&rows);
    return OK;
}

enum status report_row_of_case(struct db *db, struct arena *arena, int64_t case_id, struct report_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " REPORT_COLUMNS " FROM report r WHERE r.case_id = $1 ORDER BY r.day, r.id LIMIT $2", P(case_id),
                 P(REPORTS_SHOWN)));
    reports_read(arena, &rows, list);
    return OK;
}

enum status report_row_of(struct db *db, struct arena *arena, struct bytes reporter, struct report_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " REPORT_COLUMNS " FROM report r WHERE r.reporter = $1 ORDER BY r.case_id DESC LIMIT $2",
                 P(reporter), P(REPORTS_SHOWN)));
    reports_read(arena, &rows, list);
    return OK;
}

enum status report_row_add(struct db *db, struct arena *arena, int64_t id, const char *words)
{
    return db_exec(db, arena, "UPDATE report SET words = $2, withdrawn = FALSE WHERE id = $1", P(id), P(words));
}

enum status report_row_withdraw(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE report SET withdrawn = TRUE, words = '' WHERE id = $1", P(id));
}

enum status report_row_drop(struct db *db, struct arena *arena, struct bytes reporter)
{
    return db_exec(db, arena, "DELETE FROM report WHERE reporter = $1", P(reporter));
}

enum status report_row_wave(struct db *db, struct arena *arena, const struct reported_case *about, int64_t day, int64_t *reports,
                            int64_t *people)
{
    struct rows rows;
    if (about->persona)
        TRY(db_query(db, arena, &rows,
                     "SELECT count(*), count(DISTINCT r.reporter) FROM reported_case c JOIN report r ON r.case_id = c.id"
                     " WHERE c.persona_id = $1 AND r.day >= $2 AND NOT r.withdrawn",
                     P(about->persona), P(day)));
    else
        TRY(db_query(db, arena, &rows,
                     "SELECT count(*), count(DISTINCT r.reporter) FROM report r WHERE r.case_id = $1 AND r.day >= $2 AND NOT r.withdrawn",
                     P(about->id), P(day)));
    *reports = *people = 0;
    if (!rows_next(&rows))
        return OK;
    *reports = rows_int(&rows);
    *people = rows_int(&rows);
    return OK;
}

/* ---- what is written about a case ---- */

enum status case_word_add(struct db *db, struct arena *arena, int64_t case_id, const char *kind, int64_t persona, const char *body,
                          int64_t now)
{
    return db_exec(db, arena, "INSERT INTO case_word (id, case_id, kind, persona_id, body, at) VALUES ($1, $2, $3, $4, $5, $6)",
                   P(id_at(now)), P(case_id), P(kind), persona ? P(persona) : P_NULL, P(body), P(now));
}

static void words_read(struct arena *arena, struct rows *rows, struct case_words *list)
{
    *list = (struct case_words){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows)) {
        struct case_word *word = &list->items[list->count++];
        word->id = rows_int(rows);
        word->kind = rows_text(rows);
        word->persona = rows_int(rows);
        word->name = rows_text(rows);
        word->body = rows_text(rows);
        word->at = rows_int(rows);
    }
}

enum status case_word_list(struct db *db, struct arena *arena, int64_t case_id, struct case_words *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT w.id, w.kind, w.persona_id, p.name, w.body, w.at FROM case_word w LEFT JOIN persona p ON p.id = w.persona_id"
                 " WHERE w.case_id = $1 ORDER BY w.id LIMIT $2",
                 P(case_id), P(CASE_WORDS_SHOWN)));
    words_read(arena, &rows, list);
    return OK;
}

enum status case_word_of(struct db *db, struct arena *arena, int64_t persona, struct case_words *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT w.id, w.kind, w.persona_id, NULL, w.body, w.at FROM case_word w WHERE w.persona_id = $1 ORDER BY w.id LIMIT 5000",
                 P(persona)));
    words_read(arena, &rows, list);
    return OK;
}

/* ---- answers that are used again ---- */

enum status case_saved_list(struct db *db, struct arena *arena, struct case_saveds *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, name, body FROM case_saved WHERE id > $1 ORDER BY id LIMIT $2", P(0), P(CASE_SAVED_MOST)));
    *list = (struct case_saveds){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct case_saved *saved = &list->items[list->count++];
        saved->id = rows_int(&rows);
        saved->name = rows_text(&rows);
        saved->body = rows_text(&rows);
    }
    return OK;
}

enum status case_saved_insert(struct db *db, struct arena *arena, const char *name, const char *body)
{
    return db_exec(db, arena, "INSERT INTO case_saved (id, name, body) VALUES ($1, $2, $3)", P(id_random()), P(name), P(body));
}

enum status case_saved_delete(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM case_saved WHERE id = $1", P(id));
}
