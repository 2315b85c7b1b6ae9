/* Days present, holds, and the table of steps. */
#include "trust/pages.h"

enum status trust_amounts_read(struct db *db, struct arena *arena, int64_t amounts[TRUST_STEPS][TRUST_AMOUNTS])
{
    struct rows rows;
    memcpy(amounts, trust_defaults, sizeof trust_defaults);
    for (int step = 0; step < TRUST_STEPS; step++) {
        TRY(db_query(db, arena, &rows, "SELECT act, amount FROM trust_rule WHERE step = $1", P((int64_t)step)));
        while (rows_next(&rows)) {
            int64_t act = rows_int(&rows);
            int64_t amount = rows_int(&rows);
            if (act >= 0 && act < TRUST_AMOUNTS)
                amounts[step][act] = amount;
        }
    }
    return OK;
}

enum status trust_amount_store(struct db *db, struct arena *arena, enum trust_step step, int act, int64_t amount)
{
    if (amount == trust_defaults[step][act])
        return db_exec(db, arena, "DELETE FROM trust_rule WHERE step = $1 AND act = $2", P((int64_t)step), P((int64_t)act));
    return db_exec(db, arena,
                   "INSERT INTO trust_rule (step, act, amount) VALUES ($1, $2, $3) ON CONFLICT (step, act) DO UPDATE SET amount = $3",
                   P((int64_t)step), P((int64_t)act), P(amount));
}

enum status trust_presence_read(struct db *db, struct arena *arena, int64_t persona, struct trust_standing *standing)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT days FROM trust_presence WHERE persona_id = $1", P(persona)));
    standing->days = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

/* Nothing happens to a persona that is gone, and once there is nothing more to earn. */
enum status trust_presence_push(struct db *db, struct arena *arena, const int64_t args[4])
{
    return db_exec(db, arena,
                   "INSERT INTO trust_presence (persona_id, days) SELECT id, 1 FROM persona WHERE id = $1"
                   " ON CONFLICT (persona_id) DO UPDATE SET days = trust_presence.days + 1 WHERE trust_presence.days < $2",
                   P(args[0]), P(TRUST_DAYS_MOST));
}

enum status trust_hold_read(struct db *db, struct arena *arena, int64_t persona, struct trust_standing *standing)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT step, reason FROM trust_hold WHERE persona_id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    standing->step = (enum trust_step)rows_int(&rows);
    const char *reason = rows_text(&rows);
    standing->reason = *reason ? reason : NULL;
    return OK;
}

enum status trust_hold_store(struct db *db, struct arena *arena, int64_t persona, enum trust_step step, const char *reason)
{
    if (step == TRUST_STEPS)
        return db_exec(db, arena, "DELETE FROM trust_hold WHERE persona_id = $1", P(persona));
    return db_exec(db, arena,
                   "INSERT INTO trust_hold (persona_id, step, reason) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET step = $2, reason = $3",
                   P(persona), P((int64_t)step), P(reason));
}

enum status trust_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    TRY(db_exec(db, arena, "DELETE FROM trust_hold WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM trust_presence WHERE persona_id = $1", P(persona));
}
