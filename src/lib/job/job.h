/* Durable background jobs (the outbox) and the small queue for what a GET must remember. */
#ifndef JOB_H
#define JOB_H

#include "db/db.h"

/* ---- jobs: rows in `job`, inserted in the transaction that causes them, run at least once ---- */

struct jobs; /* the runner: one thread */

struct job_kind {
    const char *name; /* "session.expire" */
    /* Runs in one write transaction of its own; must be idempotent. `subject` is the id given to job_add. OK removes the
     * job; any other status tries again with back-off (1 s, doubling, at most 1 h; after 20 tries it stays, marked failed). */
    enum status (*run)(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app);
    int64_t every;   /* > 0: a recurring job, ms between runs; no row needed, it makes its own */
    bool checkpoint; /* deletes private things: a truncating checkpoint follows */
};

/* Adds a job inside the caller's transaction. `due` in epoch ms. */
enum status job_add(struct db *db, struct arena *arena, const char *kind, int64_t subject, int64_t due) MUST_USE;

/* Starts the runner thread. `clock` gives the time (tests pass their own). */
struct jobs *jobs_start(struct database *database, const struct job_kind *kinds, size_t count, void *app, int64_t (*clock)(void *),
                        void *clock_context);
/* Runs everything due, in the calling thread; for tests and for shutdown. Returns how many rows of `job` were done; recurring kinds
 * run once each and aren't counted. */
size_t jobs_run_due(struct database *database, const struct job_kind *kinds, size_t count, void *app, int64_t now);
void jobs_stop(struct jobs *jobs);
/* How many jobs are due, counted to 1000, and since when the first of them. */
enum status jobs_waiting(struct db *db, struct arena *arena, int64_t now, int64_t *count, int64_t *oldest) MUST_USE;

/* ---- later: read marks and rest timers; lost in a crash, never a member's words ---- */

struct later;
/* Must be safe to run twice and in any order. */
typedef enum status later_work(struct db *db, struct arena *arena, const int64_t args[4]);

/* One thread writes what was pushed, in batches, at most 200 ms later. */
struct later *later_start(struct database *database);
/* Never blocks; drops the mark when 65,536 wait. Equal (work, args[0], args[1]) that still wait are merged: the newest wins. */
void later_push(struct later *later, later_work *work, int64_t a, int64_t b, int64_t c, int64_t d);
/* Writes all that waits before returning; for tests and shutdown, never inside a database_write. */
void later_flush(struct later *later);
void later_stop(struct later *later);

#endif
