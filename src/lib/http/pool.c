/* Workers: plain threads that run handlers, which may block. The queue is bounded; who doesn't fit is told so at once. Writing may have
 * to wait for seconds (another program's lock, a slow disk, passwords): there are some workers more who only serve those who read. */
#include "http/listening.h"
#include "http/metrics.h"

#include <libdeflate.h>
#include <sys/eventfd.h>

enum { QUEUE_PER_WORKER = 128, FOR_READING = 2 };

struct server_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct turn *first, **last;
    size_t waiting, most;
    int writing, most_writing; /* workers that serve a POST */
    bool hurry, closed;
    int threads_count;
    pthread_t threads[];
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
    while (*at && writes(*at) && pool->writing >= pool->most_writing)
        at = &(*at)->next;
    return at;
}

/* Waits for the next turn; NULL when the pool closes. */
static struct turn *take(struct server_pool *pool, bool *hurry)
{
    pthread_mutex_lock(&pool->lock);
    struct turn **at;
    while (!*(at = next_turn(pool)) && !(pool->closed && !pool->first))
        pthread_cond_wait(&pool->wake, &pool->lock);
    struct turn *turn = *at;
    if (turn) {
        *at = turn->next;
        if (!*at)
            pool->last = at;
        pool->waiting--;
        pool->writing += writes(turn);
    }
    *hurry = pool->hurry;
    pthread_mutex_unlock(&pool->lock);
    return turn;
}

/* A POST that waits behind those that are served gets its worker. */
static void written(struct server_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->writing--;
    pool->closed ? pthread_cond_broadcast(&pool->wake) : pthread_cond_signal(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
}

static void *work(void *context)
{
    struct server_pool *pool = context;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(COMPRESS_LEVEL);
    bool hurry;
    for (struct turn *turn; (turn = take(pool, &hurry));) {
        bool wrote = writes(turn);
        struct metrics *metrics = turn->request->app->metrics;
        metrics_change(metrics, METRICS_QUEUED, -1);
        metrics_change(metrics, METRICS_BUSY, 1);
        turn->request->exchange->compressor = compressor;
        if (hurry)
            request_turn_away(turn->request);
        else
            request_serve(turn->request);
        metrics_change(metrics, METRICS_BUSY, -1);
        io_return(turn);
        if (wrote)
            written(pool);
    }
    libdeflate_free_compressor(compressor);
    return NULL;
}

struct server_pool *server_pool_new(int workers)
{
    int threads = workers + FOR_READING;
    struct server_pool *pool = calloc(1, sizeof *pool + (size_t)threads * sizeof pool->threads[0]);
    if (!pool)
        abort();
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->last = &pool->first;
    pool->most = (size_t)workers * QUEUE_PER_WORKER;
    pool->most_writing = workers;
    for (int i = 0; i < threads; i++)
        if (!pthread_create(&pool->threads[pool->threads_count], NULL, work, pool))
            pool->threads_count++;
    if (pool->threads_count < threads)
        log_line(LOG_WARN, "http.workers", "only %d of %d worker threads could be started", pool->threads_count, threads);
    if (!pool->threads_count) {
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
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->threads_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
