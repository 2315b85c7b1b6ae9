/* What is said, drafts, reports, and what goes. */
#include "message/pages.h"

enum { REPORTS_A_PAGE = 20, EXPIRE_BATCH = 200 };

/* ---- what is said ---- */

#define MESSAGE_COLUMNS "id, number, change, generation, sealed"

static void message_read(struct rows *rows, struct conversation_message_row *row)
{
    row->id = rows_int(rows);
    row->number = rows_int(rows);
    row->change = rows_int(rows);
    row->generation = rows_int(rows);
    row->sealed = rows_blob(rows);
}

enum status conversation_message_list(struct db *db, struct arena *arena, int64_t channel, int64_t before, int64_t first, size_t most,
                                      struct conversation_message_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " MESSAGE_COLUMNS " FROM private_message WHERE conversation_id = $1 AND number < $2 AND generation >= $3"
                 " ORDER BY number DESC LIMIT $4",
                 P(channel), P(before ? before : INT64_MAX), P(first), P((int64_t)most)));
    *list = (struct conversation_message_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        message_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status conversation_message_find(struct db *db, struct arena *arena, int64_t channel, int64_t number,
                                      struct conversation_message_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " MESSAGE_COLUMNS " FROM private_message WHERE conversation_id = $1 AND number = $2", P(channel),
                 P(number)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    message_read(&rows, row);
    return OK;
}

enum status conversation_message_insert(struct db *db, struct arena *arena, int64_t channel, const struct conversation_message_row *row,
                                        int64_t gone_day)
{
    return db_exec(db, arena,
                   "INSERT INTO private_message (id, conversation_id, number, change, generation, sealed, gone_day)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   P(row->id), P(channel), P(row->number), P(row->change), P(row->generation), P(row->sealed),
                   gone_day ? P(gone_day) : P_NULL);
}

enum status conversation_message_update(struct db *db, struct arena *arena, const struct conversation_message_row *row)
{
    return db_exec(db, arena, "UPDATE private_message SET change = $2, sealed = $3, generation = $4 WHERE id = $1", P(row->id),
                   P(row->change), P(row->sealed), P(row->generation));
}

/* ---- drafts, forms sent ---- */

enum status conversation_draft_find(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct bytes *sealed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT sealed FROM conversation_draft WHERE persona_id = $1 AND seat_id = $2", P(persona), P(seat)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *sealed = rows_blob(&rows);
    return OK;
}

enum status conversation_draft_put(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct bytes sealed, int64_t day)
{
    if (!sealed.data)
        return db_exec(db, arena, "DELETE FROM conversation_draft WHERE persona_id = $1 AND seat_id = $2", P(persona), P(seat));
    return db_exec(db, arena,
                   "INSERT INTO conversation_draft (persona_id, seat_id, sealed, day) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (persona_id, seat_id) DO UPDATE SET sealed = excluded.sealed, day = excluded.day",
                   P(persona), P(seat), P(sealed), P(day));
}

enum status conversation_draft_list(struct db *db, struct arena *arena, int64_t persona, struct conversation_draft_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT seat_id, sealed FROM conversation_draft WHERE persona_id = $1 ORDER BY seat_id", P(persona)));
    *list = (struct conversation_draft_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct conversation_draft_row *row = &list->items[list->count++];
        row->seat = rows_int(&rows);
        row->sealed = rows_blob(&rows);
    }
    return OK;
}

enum status conversation_once_note(struct db *db, struct arena *arena, struct bytes once, int64_t now)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "INSERT INTO conversation_once (once, day) VALUES ($1, $2) ON CONFLICT (once) DO NOTHING", P(once),
                 P(time_day(now))));
    return rows.changed ? OK : CONFLICT;
}

/* ---- reports ---- */

enum status conversation_report_insert(struct db *db, struct arena *arena, int64_t moderator, const struct conversation_report_row *row)
{
    return db_exec(db, arena, "INSERT INTO conversation_report (id, persona_id, sealed, day, case_id) VALUES ($1, $2, $3, $4, $5)",
                   P(row->id), P(moderator), P(row->sealed), P(row->day), P(row->case_id));
}

static void report_row_read(struct rows *rows, struct conversation_report_row *row)
{
    row->id = rows_int(rows);
    row->day = rows_int(rows);
    row->sealed = rows_blob(rows);
    row->case_id = rows_int(rows);
}

enum status conversation_report_list(struct db *db, struct arena *arena, int64_t moderator, int64_t day, int64_t id,
                                     struct conversation_report_rows *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, day, sealed, case_id FROM conversation_report WHERE persona_id = $1 AND (day, id) < ($2, $3)"
                 " ORDER BY day DESC, id DESC LIMIT $4",
                 P(moderator), P(day ? day : INT64_MAX), P(id), P(REPORTS_A_PAGE + 1)));
    *list = (struct conversation_report_rows){ arena_array(arena, rows.count + 1, sizeof *list->items), 0, rows.count > REPORTS_A_PAGE };
    while (list->count < REPORTS_A_PAGE && rows_next(&rows))
        report_row_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status conversation_report_of_case(struct db *db, struct arena *arena, int64_t moderator, int64_t case_id,
                                        struct conversation_report_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, day, sealed, case_id FROM conversation_report WHERE persona_id = $1 AND case_id = $2",
                 P(moderator), P(case_id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    report_row_read(&rows, row);
    return OK;
}

enum status conversation_report_delete(struct db *db, struct arena *arena, int64_t moderator, int64_t id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM conversation_report WHERE id = $1 AND persona_id = $2", P(id), P(moderator)));
    return rows.changed ? OK : NOT_FOUND;
}

/* ---- what goes ---- */

/* Finished talks whose time is over, with all that was said. */
static enum status gone_remove(struct db *db, struct arena *arena, int64_t today)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM conversation WHERE gone_day IS NOT NULL AND gone_day < $1 LIMIT $2", P(today),
                 P(EXPIRE_BATCH)));
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows);
        TRY(db_exec(db, arena, "DELETE FROM private_message WHERE conversation_id = $1", P(id)));
        TRY(db_exec(db, arena, "DELETE FROM conversation WHERE id = $1", P(id)));
    }
    return db_exec(db, arena, "DELETE FROM conversation_seat WHERE gone_day IS NOT NULL AND gone_day < $1", P(today));
}

enum status conversation_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t today = time_day(now);
    (void)subject;
    (void)app;
    TRY(db_exec(db, arena, "DELETE FROM private_message WHERE gone_day IS NOT NULL AND gone_day < $1", P(today)));
    TRY(gone_remove(db, arena, today));
    TRY(db_exec(db, arena, "DELETE FROM conversation_draft WHERE day < $1", P(today - CONVERSATION_DRAFT_DAYS)));
    TRY(db_exec(db, arena, "DELETE FROM conversation_report WHERE day < $1", P(today - CONVERSATION_REPORT_DAYS)));
    return db_exec(db, arena, "DELETE FROM conversation_once WHERE day < $1", P(today - 1));
}

/* Nothing readable says what they wrote. So with `remove_words` their half of its keys goes, and it opens for nobody any more. */
enum status conversation_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    static const char *const own[] = {
        "DELETE FROM conversation_draft WHERE persona_id = $1",
        "DELETE FROM conversation_choice WHERE persona_id = $1",
        "DELETE FROM conversation_report WHERE persona_id = $1",
    };
    for (size_t i = 0; i < COUNT(own); i++)
        TRY(db_exec(db, arena, own[i], P(persona)));
    if (remove_words)
        return db_exec(db, arena, "DELETE FROM conversation_seat WHERE persona_id = $1", P(persona));
    return db_exec(db, arena, "UPDATE conversation_seat SET persona_id = NULL, keys = NULL WHERE persona_id = $1", P(persona));
}
