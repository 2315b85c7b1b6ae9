/* Appeals: one for each decision at most. */
#include "sanction/pages.h"

#define APPEAL "SELECT sanction_id, body, at, by_id, decided_at, overturned, answer FROM appeal "

static void appeal_read(struct rows *rows, struct appeal *appeal)
{
    appeal->sanction = rows_int(rows);
    appeal->body = rows_text(rows);
    appeal->at = rows_int(rows);
    appeal->by = rows_int(rows);
    appeal->decided_at = rows_int(rows);
    appeal->overturned = rows_bool(rows);
    appeal->answer = rows_text(rows);
}

enum status appeal_insert(struct db *db, struct arena *arena, const struct appeal *appeal)
{
    return db_exec(db, arena, "INSERT INTO appeal (sanction_id, body, at) VALUES ($1, $2, $3)", P(appeal->sanction), P(appeal->body),
                   P(appeal->at));
}

enum status appeal_find(struct db *db, struct arena *arena, int64_t sanction, struct appeal *appeal)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, APPEAL "WHERE sanction_id = $1", P(sanction)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    appeal_read(&rows, appeal);
    return OK;
}

enum status appeal_list(struct db *db, struct arena *arena, int64_t at, int64_t id, struct appeals *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, APPEAL "WHERE decided_at = 0 AND (at, sanction_id) > ($1, $2) ORDER BY at, sanction_id LIMIT $3", P(at),
                 P(id), P((int64_t)SANCTIONS_A_PAGE + 1)));
    *list = (struct appeals){ .items = arena_array(arena, rows.count + 1, sizeof *list->items), .more = rows.count > SANCTIONS_A_PAGE };
    while (list->count < SANCTIONS_A_PAGE && rows_next(&rows))
        appeal_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status appeal_store_answer(struct db *db, struct arena *arena, const struct appeal *appeal)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE appeal SET by_id = $2, decided_at = $3, overturned = $4, answer = $5 WHERE sanction_id = $1 AND decided_at = 0"
                 " RETURNING sanction_id",
                 P(appeal->sanction), P(appeal->by), P(appeal->decided_at), P(appeal->overturned), P(appeal->answer)));
    return rows.count ? OK : CONFLICT;
}

/* Before sanction_erase: nobody waits for an answer any more, and of what was answered only the outcome stays. */
enum status appeal_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM appeal WHERE decided_at = 0 AND sanction_id IN (SELECT id FROM sanction WHERE persona_id = $1)",
                P(persona)));
    TRY(db_exec(db, arena, "UPDATE appeal SET body = '', answer = '' WHERE sanction_id IN (SELECT id FROM sanction WHERE persona_id = $1)",
                P(persona)));
    return db_exec(db, arena, "UPDATE appeal SET by_id = NULL WHERE by_id = $1", P(persona));
}

enum status appeal_state_of(struct db *db, struct arena *arena, int64_t sanction, enum appeal_state *state)
{
    struct appeal appeal;
    enum status status = appeal_find(db, arena, sanction, &appeal);
    *state = status != OK ? APPEAL_NONE : !appeal.decided_at ? APPEAL_WAITS : appeal.overturned ? APPEAL_OVERTURNED : APPEAL_UPHELD;
    return status == NOT_FOUND ? OK : status;
}
