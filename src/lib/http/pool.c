/* Workers: plain threads that run handlers, which may block. The queue is bounded; who doesn't fit is told so at once.
 *
 * Who writes waits for the commit, and those who wait share one: so the more may wait at once, the more are durable with each sync of the
 * disk. The pool therefore grows while writers queue, and shrinks when they are gone. Some workers only serve those who read. */
#include "http/listening.h"
#include "http/metrics.h"

#include <libdeflate.h>
#include <sys/eventfd.h>

enum { QUEUE_PER_WORKER = 128, FOR_READING = 2, WRITING_MOST = 192, IDLE_MS = 20000 };

struct server_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake, gone;
    struct turn *first, **last;
    size_t waiting, most;
    int writing;                            /* workers that serve a POST */
    int threads, idle, least, most_threads; /* running; of them waiting for work; kept; at most */
    int64_t grown;                          /* when one was added last; monotonic ms */
    bool hurry, closed;
};

/* Hands a served turn back to its I/O thread. */
static void io_return(struct turn *turn)
{
    struct server_io *io = turn->io;
    pthread_mutex_lock(&io->lock);
    bool sleeps = !io->done; /* else its bell has rung already */
    turn->next = io->done;
    io->done = turn;
    pthread_mutex_unlock(&io->lock);
    if (sleeps)
        (void)eventfd_write(io->wake_fd, 1);
}

static bool writes(const struct turn *turn)
{
    return turn->request->method == POST;
}

/* The link to the first turn that may begin now; to NULL when none may. */
static struct turn **next_turn(struct server_pool *pool)
{
    struct turn **at = &pool->first;
    while (*at && writes(*at) && pool->writing >= pool->most_threads - FOR_READING)
        at = &(*at)->next;
    return at;
}

/* False: there are more than needed, and none had to be added for long enough. */
static bool wait_for_turn(struct server_pool *pool)
{
    struct timespec until = clock_deadline(IDLE_MS);
    pool->idle++;
    pthread_cond_clockwait(&pool->wake, &pool->lock, CLOCK_MONOTONIC, &until);
    pool->idle--;
    return pool->threads <= pool->least || pool->first || server_now() < pool->grown + IDLE_MS;
}

/* Waits for the next turn; NULL when this thread isn't needed any more, and it no longer counts. `wrote`: it has just served a POST; one
 * that waits behind those that are served has its worker now, this one. */
static struct turn *take(struct server_pool *pool, bool wrote, bool *hurry)
{
    pthread_mutex_lock(&pool->lock);
    struct turn **at;
    bool stays = true;
    pool->writing -= wrote;
    while (!*(at = next_turn(pool)) && stays && !(pool->closed && !pool->first))
        stays = wait_for_turn(pool);
    struct turn *turn = *at;
    if (turn) {
        *at = turn->next;
        if (!*at)
            pool->last = at;
        pool->waiting--;
        pool->writing += writes(turn);
    } else {
        pool->threads--;
        pthread_cond_signal(&pool->gone);
    }
    *hurry = pool->hurry;
    pthread_mutex_unlock(&pool->lock);
    return turn;
}

static void *work(void *context)
{
    struct server_pool *pool = context;
    struct libdeflate_compressor *compressor = NULL; /* made for the first page; who only writes needs none */
    bool hurry, wrote = false;
    for (struct turn *turn; (turn = take(pool, wrote, &hurry));) {
        wrote = writes(turn);
        struct metrics *metrics = turn->request->app->metrics;
        metrics_change(metrics, METRICS_QUEUED, -1);
        metrics_change(metrics, METRICS_BUSY, 1);
        turn->request->exchange->compressor = &compressor;
        if (hurry)
            request_turn_away(turn->request);
        else
            request_serve(turn->request);
        metrics_change(metrics, METRICS_BUSY, -1);
        io_return(turn);
    }
    libdeflate_free_compressor(compressor);
    return NULL;
}

/* The lock is held, or nobody else is there yet. */
static bool thread_add(struct server_pool *pool)
{
    pthread_t thread;
    if (pool->threads >= pool->most_threads || pthread_create(&thread, NULL, work, pool))
        return false;
    pthread_detach(thread);
    pool->threads++;
    pool->grown = server_now();
    return true;
}

struct server_pool *server_pool_new(int workers)
{
    struct server_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        abort();
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->gone, NULL);
    pool->last = &pool->first;
    pool->least = workers + FOR_READING;
    pool->most_threads = (workers > WRITING_MOST ? workers : WRITING_MOST) + FOR_READING;
    pool->most = (size_t)workers * QUEUE_PER_WORKER;
    pthread_mutex_lock(&pool->lock);
    while (pool->threads < pool->least && thread_add(pool))
        ;
    int threads = pool->threads;
    pthread_mutex_unlock(&pool->lock);
    if (threads < pool->least)
        log_line(LOG_WARN, "http.workers", "only %d of %d worker threads could be started", threads, pool->least);
    if (!threads) {
        server_pool_free(pool);
        return NULL;
    }
    return pool;
}

bool server_pool_push(struct server_pool *pool, struct turn *turn)
{
    pthread_mutex_lock(&pool->lock);
    bool room = pool->waiting < pool->most;
    if (room) {
        turn->next = NULL;
        *pool->last = turn;
        pool->last = &turn->next;
        pool->waiting++;
        metrics_change(turn->request->app->metrics, METRICS_QUEUED, 1);
        /* Else it waits for one of those that are there; but who reads doesn't wait for those who write. */
        if ((writes(turn) || pool->writing > pool->threads - FOR_READING) && (size_t)pool->idle < pool->waiting)
            (void)thread_add(pool);
        pthread_cond_signal(&pool->wake);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void server_pool_hurry(struct server_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->hurry = true;
    pthread_mutex_unlock(&pool->lock);
}

void server_pool_free(struct server_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closed = true;
    pthread_cond_broadcast(&pool->wake);
    while (pool->threads)
        pthread_cond_wait(&pool->gone, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_destroy(&pool->gone);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
