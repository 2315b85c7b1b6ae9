/* What a GET must remember: marks that wait in memory, merged by what they are about, and are written in batches. */
#include "job/job.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

enum { MARKS = 65536, SLOTS = 2 * MARKS, GATHER_MS = 200, CHUNK = 256, BUSY_TRIES = 5 };

struct mark {
    later_work *work;
    int64_t args[4];
    uint32_t slot; /* where the index points to it */
};

struct later {
    struct database *database;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed, written;
    struct mark *waiting, *writing; /* MARKS each; only what was ever used takes memory */
    size_t count;                   /* in `waiting` */
    uint32_t *index;                /* open addressing: 1 + place in `waiting`, by (work, a, b); 0: free */
    uint64_t pushed, done;          /* marks so far; merged ones count once */
    int flushing;
    bool stopping, overflowed;
};

/* ---- the queue; the lock is held ---- */

static uint32_t mark_slot(const struct later *later, later_work *work, int64_t a, int64_t b)
{
    uint64_t hash = (uint64_t)(uintptr_t)work;
    hash = (hash ^ (uint64_t)a) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ (hash >> 29) ^ (uint64_t)b) * UINT64_C(0xbf58476d1ce4e5b9);
    uint32_t slot = (uint32_t)(hash >> 40) % SLOTS;
    for (; later->index[slot]; slot = (slot + 1) % SLOTS) {
        const struct mark *mark = &later->waiting[later->index[slot] - 1];
        if (mark->work == work && mark->args[0] == a && mark->args[1] == b)
            break;
    }
    return slot;
}

void later_push(struct later *later, later_work *work, int64_t a, int64_t b, int64_t c, int64_t d)
{
    pthread_mutex_lock(&later->lock);
    uint32_t slot = mark_slot(later, work, a, b);
    struct mark mark = { work, { a, b, c, d }, slot };
    if (later->index[slot]) {
        later->waiting[later->index[slot] - 1] = mark;
    } else if (later->count < MARKS) {
        later->waiting[later->count++] = mark;
        later->index[slot] = (uint32_t)later->count;
        later->pushed++;
        if (later->count == 1 || later->count == MARKS / 2)
            pthread_cond_signal(&later->changed);
    } else if (!later->overflowed) {
        later->overflowed = true;
        log_line(LOG_WARN, "later.full", "%d marks wait; new ones are dropped", MARKS);
    }
    pthread_mutex_unlock(&later->lock);
}

/* Moves what waits into `writing`. */
static size_t marks_take(struct later *later)
{
    size_t count = later->count;
    for (size_t i = 0; i < count; i++)
        later->index[later->waiting[i].slot] = 0;
    struct mark *marks = later->waiting;
    later->waiting = later->writing;
    later->writing = marks;
    later->count = 0;
    later->overflowed = false;
    return count;
}

/* Until there is something, and then a little longer, so that more can share its transaction. False: nothing, and no more to come. */
static bool marks_gather(struct later *later)
{
    while (!later->count && !later->stopping)
        pthread_cond_wait(&later->changed, &later->lock);
    struct timespec until = clock_deadline(GATHER_MS);
    int error = 0;
    while (!later->stopping && !later->flushing && later->count < MARKS / 2 && error != ETIMEDOUT)
        error = pthread_cond_clockwait(&later->changed, &later->lock, CLOCK_MONOTONIC, &until);
    return later->count > 0;
}

/* ---- writing ---- */

struct chunk {
    const struct mark *marks;
    size_t count;
    struct arena arena;
};

static enum status chunk_work(struct db *db, void *context)
{
    struct chunk *chunk = context;
    for (size_t i = 0; i < chunk->count; i++)
        TRY(chunk->marks[i].work(db, &chunk->arena, chunk->marks[i].args));
    return OK;
}

static enum status chunk_write(struct database *database, const struct mark *marks, size_t count)
{
    struct chunk chunk = { .marks = marks, .count = count };
    enum status status = database_write(database, chunk_work, &chunk);
    for (int tries = 1; status == BUSY && tries < BUSY_TRIES; tries++) {
        usleep(GATHER_MS * 1000);
        status = database_write(database, chunk_work, &chunk);
    }
    arena_free(&chunk.arena);
    return status;
}

/* One mark that can't be written (what it was about is gone) must not take its neighbours along: halves go on alone. */
static void marks_write(struct database *database, const struct mark *marks, size_t count)
{
    enum status status = count <= CHUNK ? chunk_write(database, marks, count) : INVALID;
    if (status == BUSY)
        log_line(LOG_WARN, "later.dropped", "%zu marks: the database stayed busy", count);
    if (status == OK || status == BUSY || count == 1)
        return;
    size_t half = count / 2;
    marks_write(database, marks, half);
    marks_write(database, marks + half, count - half);
}

static void *later_thread(void *context)
{
    struct later *later = context;
    pthread_mutex_lock(&later->lock);
    while (marks_gather(later)) {
        size_t count = marks_take(later);
        pthread_mutex_unlock(&later->lock);
        marks_write(later->database, later->writing, count);
        pthread_mutex_lock(&later->lock);
        later->done += count;
        pthread_cond_broadcast(&later->written);
    }
    pthread_mutex_unlock(&later->lock);
    return NULL;
}

/* ---- start and stop ---- */

struct later *later_start(struct database *database)
{
    struct later *later = calloc(1, sizeof *later);
    if (!later)
        abort();
    later->database = database;
    later->waiting = calloc(MARKS, sizeof *later->waiting);
    later->writing = calloc(MARKS, sizeof *later->writing);
    later->index = calloc(SLOTS, sizeof *later->index);
    if (!later->waiting || !later->writing || !later->index)
        abort();
    pthread_mutex_init(&later->lock, NULL);
    pthread_cond_init(&later->changed, NULL);
    pthread_cond_init(&later->written, NULL);
    if (pthread_create(&later->thread, NULL, later_thread, later))
        abort();
    return later;
}

void later_flush(struct later *later)
{
    pthread_mutex_lock(&later->lock);
    uint64_t wanted = later->pushed;
    later->flushing++;
    pthread_cond_signal(&later->changed);
    while (later->done < wanted)
        pthread_cond_wait(&later->written, &later->lock);
    later->flushing--;
    pthread_mutex_unlock(&later->lock);
}

void later_stop(struct later *later)
{
    pthread_mutex_lock(&later->lock);
    later->stopping = true;
    pthread_cond_signal(&later->changed);
    pthread_mutex_unlock(&later->lock);
    pthread_join(later->thread, NULL); /* it writes what still waits */
    pthread_cond_destroy(&later->written);
    pthread_cond_destroy(&later->changed);
    pthread_mutex_destroy(&later->lock);
    free(later->index);
    free(later->writing);
    free(later->waiting);
    free(later);
}
