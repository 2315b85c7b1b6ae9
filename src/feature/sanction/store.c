/* Decisions: their rows. */
#include "sanction/pages.h"

#define SANCTION                                                                                                                           \
    "SELECT id, kind, case_id, persona_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote, automatic, until, by_id, at,"   \
    " reversed_at, reversed_why, here FROM sanction "

enum { SANCTIONS_OF_THING = 50 };

static void sanction_row(struct rows *rows, struct sanction *sanction)
{
    sanction->id = rows_int(rows);
    sanction->kind = (enum sanction_kind)rows_int(rows);
    sanction->case_id = rows_int(rows);
    sanction->persona = rows_int(rows);
    sanction->thing_kind = rows_text(rows);
    sanction->thing = rows_int(rows);
    sanction->turn = rows_int(rows);
    sanction->group = rows_int(rows);
    sanction->rule = rows_int(rows);
    sanction->facts = rows_text(rows);
    sanction->note = rows_text(rows);
    sanction->quote = rows_text(rows);
    sanction->automatic = rows_bool(rows);
    sanction->until = rows_int(rows);
    sanction->by = rows_int(rows);
    sanction->at = rows_int(rows);
    sanction->reversed_at = rows_int(rows);
    sanction->reversed_why = rows_text(rows);
    sanction->here = rows_bool(rows);
}

static void sanctions_read(struct arena *arena, struct rows *rows, size_t most, struct sanctions *list)
{
    *list = (struct sanctions){ .items = arena_array(arena, rows->count + 1, sizeof *list->items), .more = rows->count > most };
    while (list->count < most && rows_next(rows))
        sanction_row(rows, &list->items[list->count++]);
}

static struct param id_or_null(int64_t id)
{
    return id ? param_int(id) : (struct param){ .type = PARAM_NULL, .integer = PARAM_INT };
}

enum status sanction_insert(struct db *db, struct arena *arena, const struct sanction *sanction)
{
    return db_exec(
        db, arena,
        "INSERT INTO sanction (id, kind, case_id, persona_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote,"
        " automatic, until, by_id, at, here) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        P(sanction->id), P((int64_t)sanction->kind), id_or_null(sanction->case_id), id_or_null(sanction->persona), P(sanction->thing_kind),
        P(sanction->thing), P(sanction->turn), P(sanction->group), P(sanction->rule), P(sanction->facts), P(sanction->note),
        P(sanction->quote), P(sanction->automatic), P(sanction->until), id_or_null(sanction->by), P(sanction->at), P(sanction->here));
}

enum status sanction_turn(struct db *db, struct arena *arena, const char *kind, int64_t id, int64_t *turn)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT COALESCE(max(turn), 0) FROM sanction WHERE thing_kind = $1 AND thing_id = $2", P(kind), P(id)));
    *turn = rows_next(&rows) ? rows_int(&rows) + 1 : 1;
    return OK;
}

enum status sanction_find(struct db *db, struct arena *arena, int64_t id, struct sanction *sanction)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SANCTION "WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    sanction_row(&rows, sanction);
    return OK;
}

enum status sanction_of_case(struct db *db, struct arena *arena, int64_t case_id, struct sanctions *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SANCTION "WHERE case_id = $1 ORDER BY id LIMIT $2", P(case_id), P((int64_t)SANCTIONS_OF_THING)));
    sanctions_read(arena, &rows, SANCTIONS_OF_THING, list);
    return OK;
}

enum status sanction_of_persona(struct db *db, struct arena *arena, int64_t persona, int64_t before, struct sanctions *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SANCTION "WHERE persona_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", P(persona),
                 P(before ? before : INT64_MAX), P((int64_t)SANCTIONS_A_PAGE + 1)));
    sanctions_read(arena, &rows, SANCTIONS_A_PAGE, list);
    return OK;
}

enum status sanction_of_thing(struct db *db, struct arena *arena, const char *kind, int64_t id, struct sanctions *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SANCTION "WHERE thing_kind = $1 AND thing_id = $2 ORDER BY turn LIMIT $3", P(kind), P(id),
                 P((int64_t)SANCTIONS_OF_THING)));
    sanctions_read(arena, &rows, SANCTIONS_OF_THING, list);
    return OK;
}

enum status sanction_hides(struct db *db, struct arena *arena, const char *kind, int64_t id, bool *hides)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT 1 FROM sanction WHERE thing_kind = $1 AND thing_id = $2 AND kind = $3 AND reversed_at = 0 LIMIT 1", P(kind), P(id),
                 P((int64_t)SANCTION_HIDE)));
    *hides = rows.count > 0;
    return OK;
}

enum status sanction_store_reversed(struct db *db, struct arena *arena, int64_t id, int64_t now, const char *why)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE sanction SET reversed_at = $2, reversed_why = $3 WHERE id = $1 AND reversed_at = 0 RETURNING id",
                 P(id), P(now), P(why)));
    return rows.count ? OK : CONFLICT;
}

enum status sanction_suspended_until(struct db *db, struct arena *arena, int64_t persona, int64_t until, int64_t *id)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id FROM sanction WHERE persona_id = $1 AND kind = $2 AND until = $3 AND reversed_at = 0 ORDER BY id LIMIT 1",
                 P(persona), P((int64_t)SANCTION_SUSPEND), P(until)));
    *id = rows_next(&rows) ? rows_int(&rows) : 0;
    return *id ? OK : NOT_FOUND;
}

/* A ban has no end; of several that hold, the last to end counts. */
enum status sanction_hold_of(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct sanction_hold *hold)
{
    struct rows rows;
    *hold = (struct sanction_hold){ .facts = "" };
    TRY(db_query(
        db, arena, &rows,
        "SELECT kind, until, facts FROM sanction WHERE persona_id = $1 AND kind >= $2 AND reversed_at = 0 AND NOT here AND (until > $3 OR until = 0)",
        P(persona), P((int64_t)SANCTION_MUTE), P(now)));
    while (rows_next(&rows)) {
        enum sanction_kind kind = (enum sanction_kind)rows_int(&rows);
        int64_t until = rows_int(&rows), *holds = kind == SANCTION_MUTE ? &hold->muted : &hold->paused;
        const char *facts = rows_text(&rows);
        if (!until)
            until = PAUSE_ENDLESS;
        if (until <= *holds)
            continue;
        *holds = until;
        if (kind != SANCTION_MUTE)
            hold->facts = facts;
    }
    return OK;
}

enum status sanction_runs(struct db *db, struct arena *arena, int64_t persona, int64_t now, bool *runs)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT 1 FROM sanction WHERE persona_id = $1 AND kind >= $2 AND reversed_at = 0 AND (until > $3 OR until = 0) LIMIT 1",
                 P(persona), P((int64_t)SANCTION_MUTE), P(now)));
    *runs = rows.count > 0;
    return OK;
}

enum status sanction_hold_here(struct db *db, struct arena *arena, int64_t persona, int64_t now)
{
    struct rows rows;
    TRY(group_mute_clear(db, arena, persona));
    TRY(db_query(db, arena, &rows,
                 "SELECT group_id, max(until) FROM sanction WHERE persona_id = $1 AND kind = $2 AND here AND reversed_at = 0 AND until > $3"
                 " GROUP BY group_id",
                 P(persona), P((int64_t)SANCTION_MUTE), P(now)));
    while (rows_next(&rows)) {
        int64_t group = rows_int(&rows), until = rows_int(&rows);
        TRY(group_mute_set(db, arena, group, persona, until));
    }
    return OK;
}

enum status sanction_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena,
                "UPDATE sanction SET persona_id = NULL, facts = '', note = '', quote = '', reversed_why = '',"
                " thing_id = CASE WHEN thing_id = $1 THEN -id ELSE thing_id END WHERE persona_id = $1",
                P(persona)));
    return db_exec(db, arena, "UPDATE sanction SET by_id = NULL WHERE by_id = $1", P(persona));
}
