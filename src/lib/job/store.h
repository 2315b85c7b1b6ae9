/* The rows of `job`, for runner.c only. */
#ifndef JOB_STORE_H
#define JOB_STORE_H

#include "job/job.h"

enum { JOB_MOST_TRIES = 20 };

struct job {
    int64_t id, subject, tries;
    const char *kind;
};

struct job_list {
    struct job *items;
    size_t count;
};

/* The next that are due at `now`, earliest first; a page of them. */
enum status job_due(struct db *db, struct arena *arena, int64_t now, struct job_list *list) MUST_USE;
/* Removes the row for the transaction that does the job; *taken is false when another process was first. */
enum status job_take(struct db *db, struct arena *arena, int64_t id, bool *taken) MUST_USE;
/* After a failed try: due again later, or left for good as failed. */
enum status job_postpone(struct db *db, struct arena *arena, const struct job *job, int64_t now) MUST_USE;

#endif
