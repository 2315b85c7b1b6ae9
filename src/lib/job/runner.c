/* Runs jobs that are due, one transaction each: the row goes with what it asked for, or stays. */
#include "job/store.h"

#include <pthread.h>
#include <stdatomic.h>

enum { POLL_MS = 1000 };

/* What one look for work needs. */
struct round {
    struct database *database;
    const struct job_kind *kinds;
    size_t count;
    void *app;
    int64_t now;
    const atomic_bool *stopping; /* NULL: can't be stopped */
    bool checkpoint;             /* private things were deleted: empty the log */
};

struct jobs {
    struct round round;
    struct job_kind *kinds;
    int64_t *next; /* recurring kinds: when each runs again, parallel to kinds */
    int64_t (*clock)(void *);
    void *clock_context;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

static bool is_stopping(const struct round *round)
{
    return round->stopping && atomic_load(round->stopping);
}

static const struct job_kind *kind_find(const struct round *round, const char *name)
{
    for (size_t i = 0; i < round->count; i++)
        if (text_same(round->kinds[i].name, name))
            return &round->kinds[i];
    return NULL;
}

/* ---- one run, in one transaction ---- */

struct run {
    const struct round *round;
    const struct job_kind *kind; /* NULL: this program doesn't know it */
    const struct job *job;       /* NULL: recurring, without a row */
    struct arena *arena;
    enum status result; /* what the job itself said */
    bool taken;
};

static enum status run_work(struct db *db, void *context)
{
    struct run *run = context;
    run->result = OK;
    run->taken = true;
    if (run->job)
        TRY(job_take(db, run->arena, run->job->id, &run->taken));
    if (run->taken)
        run->result =
            run->kind ? run->kind->run(db, run->arena, run->round->now, run->job ? run->job->subject : 0, run->round->app) : BROKEN;
    return run->result;
}

static enum status postpone_work(struct db *db, void *context)
{
    struct run *run = context;
    return job_postpone(db, run->arena, run->job, run->round->now);
}

/* OK: done, or put off. Otherwise the database is in trouble: the job stays as it is, and the round ends. */
static enum status job_run(struct round *round, const struct job *job, size_t *done)
{
    struct arena arena = { 0 };
    struct run run = { .round = round, .kind = kind_find(round, job->kind), .job = job, .arena = &arena };
    enum status status = database_write(round->database, run_work, &run);
    if (status == OK) {
        *done += run.taken;
        round->checkpoint |= run.taken && run.kind->checkpoint;
    } else if (run.result != OK) {
        bool last = job->tries + 1 >= JOB_MOST_TRIES;
        log_line(last ? LOG_ERROR : LOG_WARN, last ? "job.failed" : "job.postponed", "kind=%s tries=%lld status=%d%s", job->kind,
                 (long long)job->tries + 1, (int)run.result, run.kind ? "" : " (unknown kind)");
        status = database_write(round->database, postpone_work, &run);
    }
    arena_free(&arena);
    return status;
}

/* ---- rounds ---- */

struct due {
    const struct round *round;
    struct arena *arena;
    struct job_list list;
};

static enum status due_work(struct db *db, void *context)
{
    struct due *due = context;
    return job_due(db, due->arena, due->round->now, &due->list);
}

static enum status page_run(struct round *round, size_t *found, size_t *done)
{
    struct arena arena = { 0 };
    struct due due = { .round = round, .arena = &arena };
    enum status status = database_read(round->database, due_work, &due);
    for (size_t i = 0; i < due.list.count && status == OK && !is_stopping(round); i++)
        status = job_run(round, &due.list.items[i], done);
    *found = due.list.count;
    arena_free(&arena);
    return status;
}

static size_t round_run(struct round *round)
{
    size_t done = 0, found;
    while (page_run(round, &found, &done) == OK && found && !is_stopping(round))
        ;
    return done;
}

static enum status recurring_run(struct round *round, const struct job_kind *kind)
{
    struct arena arena = { 0 };
    struct run run = { .round = round, .kind = kind, .arena = &arena };
    enum status status = database_write(round->database, run_work, &run);
    if (status != OK)
        log_line(LOG_WARN, "job.postponed", "kind=%s status=%d", kind->name, (int)status);
    round->checkpoint |= status == OK && kind->checkpoint;
    arena_free(&arena);
    return status;
}

/* Stays wanted until it was done: a page being read can be in its way. */
static void checkpoint_run(struct round *round)
{
    if (round->checkpoint && database_checkpoint(round->database) == OK)
        round->checkpoint = false;
}

size_t jobs_run_due(struct database *database, const struct job_kind *kinds, size_t count, void *app, int64_t now)
{
    struct round round = { .database = database, .kinds = kinds, .count = count, .app = app, .now = now };
    for (size_t i = 0; i < count; i++)
        if (kinds[i].every > 0)
            (void)!recurring_run(&round, &kinds[i]);
    size_t done = round_run(&round);
    checkpoint_run(&round);
    return done;
}

/* ---- the thread ---- */

static void recurring_run_due(struct jobs *jobs)
{
    struct round *round = &jobs->round;
    for (size_t i = 0; i < round->count && !is_stopping(round); i++) {
        int64_t every = round->kinds[i].every;
        bool due = round->now >= jobs->next[i] || jobs->next[i] > round->now + every; /* the clock may be set back */
        if (every <= 0 || !due)
            continue;
        bool good = recurring_run(round, &round->kinds[i]) == OK;
        jobs->next[i] = round->now + (good || every < TIME_MINUTE ? every : TIME_MINUTE);
    }
}

static void *jobs_thread(void *context)
{
    struct jobs *jobs = context;
    while (!atomic_load(&jobs->stopping)) {
        jobs->round.now = jobs->clock(jobs->clock_context);
        recurring_run_due(jobs);
        (void)round_run(&jobs->round);
        checkpoint_run(&jobs->round);
        struct timespec until = clock_deadline(POLL_MS);
        pthread_mutex_lock(&jobs->lock);
        if (!atomic_load(&jobs->stopping))
            pthread_cond_clockwait(&jobs->wake, &jobs->lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&jobs->lock);
    }
    return NULL;
}

struct jobs *jobs_start(struct database *database, const struct job_kind *kinds, size_t count, void *app, int64_t (*clock)(void *),
                        void *clock_context)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    struct job_kind *copy = calloc(count + 1, sizeof *copy);
    int64_t *next = calloc(count + 1, sizeof *next);
    if (!jobs || !copy || !next)
        abort();
    if (count)
        memcpy(copy, kinds, count * sizeof *copy);
    jobs->kinds = copy;
    jobs->next = next;
    jobs->clock = clock;
    jobs->clock_context = clock_context;
    jobs->round = (struct round){ .database = database, .kinds = copy, .count = count, .app = app, .stopping = &jobs->stopping };
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    if (pthread_create(&jobs->thread, NULL, jobs_thread, jobs))
        abort();
    return jobs;
}

void jobs_stop(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    atomic_store(&jobs->stopping, true);
    pthread_cond_signal(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs->next);
    free(jobs->kinds);
    free(jobs);
}
