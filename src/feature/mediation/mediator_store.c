/* Who mediates, and the sums that name nobody. */
#include "mediation/pages.h"

enum { MEDIATORS_MOST = 300, QUARTER_MONTHS = 3 };

enum status mediator_name(struct db *db, struct arena *arena, int64_t persona, bool on)
{
    if (!on)
        return db_exec(db, arena, "DELETE FROM mediator WHERE persona_id = $1", P(persona));
    return db_exec(db, arena, "INSERT INTO mediator (persona_id) VALUES ($1) ON CONFLICT DO NOTHING", P(persona));
}

enum status mediator_is(struct db *db, struct arena *arena, int64_t persona, bool *is)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM mediator WHERE persona_id = $1", P(persona)));
    *is = rows.count > 0;
    return OK;
}

enum status mediator_list(struct db *db, struct arena *arena, struct mediators *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT p.id, p.name, p.picture FROM mediator m JOIN persona p ON p.id = m.persona_id WHERE m.persona_id > 0"
                 " ORDER BY m.persona_id LIMIT $1",
                 P((int64_t)MEDIATORS_MOST)));
    *list = (struct mediators){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct persona *person = &list->items[list->count++];
        person->id = rows_int(&rows);
        person->name = rows_text(&rows);
        person->picture = rows_int(&rows);
    }
    return OK;
}

static int64_t quarter_of(int64_t now)
{
    return time_month(now) / QUARTER_MONTHS;
}

enum status mediation_count_add(struct db *db, struct arena *arena, int64_t now, const char *what)
{
    return db_exec(db, arena,
                   "INSERT INTO mediation_count (quarter, what, count) VALUES ($1, $2, 1)"
                   " ON CONFLICT (quarter, what) DO UPDATE SET count = mediation_count.count + 1",
                   P(quarter_of(now)), P(what));
}

enum status mediation_count_list(struct db *db, struct arena *arena, int64_t now, struct mediation_sums *sums)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT what, CAST(sum(count) AS BIGINT) FROM mediation_count WHERE quarter >= $1 AND quarter < $2 AND count >= $3"
                 " GROUP BY what ORDER BY what",
                 P(quarter_of(now) - 4), P(quarter_of(now)), P((int64_t)MEDIATION_LEAST)));
    *sums = (struct mediation_sums){ arena_array(arena, rows.count + 1, sizeof *sums->items), 0 };
    while (rows_next(&rows)) {
        struct mediation_sum *sum = &sums->items[sums->count++];
        sum->what = rows_text(&rows);
        sum->count = rows_int(&rows);
    }
    return OK;
}

/* A mediation is of two people at least; whose they are, nobody knows. */
enum status mediation_sums_of(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context)
{
    struct rows rows;
    (void)until; /* a quarter */
    TRY(db_query(db, arena, &rows, "SELECT what, count FROM mediation_count WHERE quarter = $1 AND what IN ('asked', 'agreed')",
                 P(quarter_of(from))));
    while (rows_next(&rows)) {
        struct sum sum = { .part = "mediation", .word = rows_text(&rows) };
        sum.count = sum.people = rows_int(&rows);
        add(context, &sum);
    }
    return OK;
}
