/* Sums of decisions and appeals, and the decisions of a time, for what is published. */
#include "sanction/pages.h"

/* Somebody nobody knows any more counts as one for each decision. */
#define PEOPLE "count(DISTINCT COALESCE(s.persona_id, -s.id))"

static void words_add(struct rows *rows, const char *part, const char *(*word)(int64_t), sum_add *add, void *context)
{
    while (rows_next(rows)) {
        struct sum sum = { .part = part };
        sum.word = word(rows_int(rows));
        sum.count = rows_int(rows);
        sum.people = rows_int(rows);
        add(context, &sum);
    }
}

static const char *measure_word(int64_t kind)
{
    return sanction_word((enum sanction_kind)kind);
}

static const char *automatic_word(int64_t automatic)
{
    (void)automatic;
    return "yes";
}

static const char *outcome_word(int64_t overturned)
{
    return overturned ? "overturned" : "upheld";
}

enum status sanction_sums(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT s.kind, count(*), " PEOPLE " FROM sanction s WHERE s.at >= $1 AND s.at < $2 GROUP BY s.kind",
                 P(from), P(until)));
    words_add(&rows, "measure", measure_word, add, context);
    TRY(db_query(db, arena, &rows, "SELECT 1, count(*), " PEOPLE " FROM sanction s WHERE s.at >= $1 AND s.at < $2 AND s.automatic", P(from),
                 P(until)));
    words_add(&rows, "automatic", automatic_word, add, context);
    TRY(db_query(db, arena, &rows,
                 "SELECT CASE WHEN a.overturned THEN 1 ELSE 0 END, count(*), " PEOPLE " FROM appeal a JOIN sanction s ON s.id ="
                 " a.sanction_id WHERE a.decided_at >= $1 AND a.decided_at < $2 GROUP BY 1",
                 P(from), P(until)));
    words_add(&rows, "appeal", outcome_word, add, context);
    TRY(db_query(db, arena, &rows, "SELECT decided_at - at FROM appeal WHERE decided_at >= $1 AND decided_at < $2 ORDER BY 1", P(from),
                 P(until)));
    sum_median(&rows, "answer", add, context);
    return OK;
}

enum status sanction_act_list(struct db *db, struct arena *arena, int64_t from, int64_t until, struct sanction_acts *acts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT kind, COALESCE(case_id, id) FROM sanction WHERE at >= $1 AND at < $2", P(from), P(until)));
    *acts = (struct sanction_acts){ arena_array(arena, rows.count + 1, sizeof *acts->items), 0 };
    while (rows_next(&rows)) {
        struct sanction_act *act = &acts->items[acts->count++];
        act->kind = (enum sanction_kind)rows_int(&rows);
        act->whose = rows_int(&rows);
    }
    return OK;
}
