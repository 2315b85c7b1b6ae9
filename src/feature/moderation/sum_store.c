/* Sums of reports and of the time they waited, for what is published. */
#include "moderation/pages.h"

enum status case_sums(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context)
{
    struct rows rows;
    /* From how many people: so nobody finds out with four reports of their own whether there was a fifth. */
    TRY(db_query(db, arena, &rows, "SELECT rule, count(*), count(DISTINCT reporter) FROM report WHERE day >= $1 AND day < $2 GROUP BY rule",
                 P(time_day(from)), P(time_day(until))));
    while (rows_next(&rows)) {
        struct sum sum = { .part = "report" };
        sum.word = arena_printf(arena, "%lld", (long long)rows_int(&rows));
        sum.count = rows_int(&rows);
        sum.people = rows_int(&rows);
        add(context, &sum);
    }
    TRY(db_query(db, arena, &rows,
                 "SELECT first_claimed_at - opened_at FROM reported_case WHERE first_claimed_at >= $1 AND first_claimed_at < $2 ORDER BY 1",
                 P(from), P(until)));
    sum_median(&rows, "claim", add, context);
    TRY(db_query(db, arena, &rows,
                 "SELECT closed_at - opened_at FROM reported_case WHERE closed_at IS NOT NULL AND closed_at >= $1 AND closed_at < $2"
                 " ORDER BY 1",
                 P(from), P(until)));
    sum_median(&rows, "decision", add, context);
    return OK;
}
