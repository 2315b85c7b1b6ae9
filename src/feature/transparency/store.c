/* What was counted: one row of state, the sums, the public log. */
#include "transparency/pages.h"

enum { SUMS_MOST = 2000 };

enum status transparency_find(struct db *db, struct arena *arena, struct transparency *state)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT next, open FROM transparency WHERE id = 1"));
    if (!rows_next(&rows))
        return NOT_FOUND;
    state->next = rows_int(&rows);
    state->open = rows_bool(&rows);
    return OK;
}

enum status transparency_save(struct db *db, struct arena *arena, const struct transparency *state)
{
    return db_exec(db, arena,
                   "INSERT INTO transparency (id, next, open) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET next = excluded.next,"
                   " open = excluded.open",
                   P(state->next), P(state->open));
}

enum status transparency_sum_add(struct db *db, struct arena *arena, int64_t quarter, const struct sum *sum)
{
    return db_exec(db, arena, "INSERT INTO transparency_sum (quarter, part, word, count) VALUES ($1, $2, $3, $4)", P(quarter), P(sum->part),
                   P(sum->word), P(sum->count));
}

enum status transparency_sum_list(struct db *db, struct arena *arena, int64_t quarter, struct transparency_sums *sums)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT part, word, count FROM transparency_sum WHERE quarter = $1 ORDER BY part, word LIMIT $2",
                 P(quarter), P((int64_t)SUMS_MOST)));
    *sums = (struct transparency_sums){ arena_array(arena, rows.count + 1, sizeof *sums->items), 0 };
    while (rows_next(&rows)) {
        struct sum *sum = &sums->items[sums->count++];
        sum->part = rows_text(&rows);
        sum->word = rows_text(&rows);
        sum->count = rows_int(&rows);
    }
    return OK;
}

enum status transparency_act_add(struct db *db, struct arena *arena, const struct transparency_act *act)
{
    return db_exec(db, arena, "INSERT INTO transparency_act (quarter, id, mark, word) VALUES ($1, $2, $3, $4)", P(act->quarter), P(act->id),
                   P(act->mark), P(act->word));
}

enum status transparency_act_list(struct db *db, struct arena *arena, const struct transparency_act *after, struct transparency_acts *acts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT quarter, id, mark, word FROM transparency_act WHERE (quarter, id) < ($1, $2) ORDER BY quarter DESC, id DESC"
                 " LIMIT $3",
                 P(after->quarter ? after->quarter : INT64_MAX), P(after->id), P((int64_t)TRANSPARENCY_ACTS_A_PAGE + 1)));
    *acts = (struct transparency_acts){ arena_array(arena, rows.count + 1, sizeof *acts->items), 0, rows.count > TRANSPARENCY_ACTS_A_PAGE };
    while (acts->count < TRANSPARENCY_ACTS_A_PAGE && rows_next(&rows)) {
        struct transparency_act *act = &acts->items[acts->count++];
        act->quarter = rows_int(&rows);
        act->id = rows_int(&rows);
        act->mark = rows_text(&rows);
        act->word = rows_text(&rows);
    }
    return OK;
}
