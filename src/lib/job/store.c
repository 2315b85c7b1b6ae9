/* The outbox. */
#include "job/store.h"

enum { PAGE = 50, WAITING_MOST = 1000 };

enum status job_add(struct db *db, struct arena *arena, const char *kind, int64_t subject, int64_t due)
{
    return db_exec(db, arena, "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES ($1, $2, $3, $4, 0, FALSE)", P(id_random()),
                   P(kind), P(subject), P(due));
}

enum status job_due(struct db *db, struct arena *arena, int64_t now, struct job_list *list)
{
    struct rows rows;
    *list = (struct job_list){ arena_array(arena, PAGE, sizeof *list->items), 0 };
    TRY(db_query(db, arena, &rows, "SELECT id, kind, subject, tries FROM job WHERE failed = FALSE AND due <= $1 ORDER BY due, id LIMIT $2",
                 P(now), P(PAGE)));
    while (rows_next(&rows)) {
        struct job *job = &list->items[list->count++];
        job->id = rows_int(&rows);
        job->kind = rows_text(&rows);
        job->subject = rows_int(&rows);
        job->tries = rows_int(&rows);
    }
    return OK;
}

enum status job_take(struct db *db, struct arena *arena, int64_t id, bool *taken)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM job WHERE id = $1 AND failed = FALSE", P(id)));
    *taken = rows.changed == 1;
    return OK;
}

enum status job_postpone(struct db *db, struct arena *arena, const struct job *job, int64_t now)
{
    int64_t tries = job->tries + 1;
    int64_t wait = tries < 13 ? TIME_SECOND << (tries - 1) : TIME_HOUR; /* 1 s, 2 s, ... about half an hour, then hourly */
    return db_exec(db, arena, "UPDATE job SET tries = $1, due = $2, failed = $3 WHERE id = $4", P(tries), P(now + wait),
                   P((bool)(tries >= JOB_MOST_TRIES)), P(job->id));
}

enum status jobs_waiting(struct db *db, struct arena *arena, int64_t now, int64_t *count, int64_t *oldest)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT due FROM job WHERE failed = FALSE AND due <= $1 ORDER BY due, id LIMIT $2", P(now),
                 P(WAITING_MOST)));
    *count = (int64_t)rows.count;
    *oldest = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}
