/* The thread: reads what is new in a channel once, has it written once for every kind of reader, hands it to the outlets. */
#include "live/inside.h"

#include <signal.h>
#include <unistd.h>

enum { AGAIN_MS = 500, FULL_US = 1000 };

int64_t live_now_ms(void)
{
    return clock_monotonic_us() / 1000;
}

/* ---- one channel's news ---- */

struct round {
    struct arena arena;
    struct live_channel channel;
    int64_t after;
    struct live_changes changes;
    struct listener *listeners; /* as they were when it began; who comes meanwhile is taken along by spot->low */
    size_t listeners_count;
};

static enum status round_read(struct db *db, void *context)
{
    struct round *round = context;
    round->changes = (struct live_changes){ 0 };
    return round->channel.source->read(db, &round->arena, round->channel.id, round->after, &round->changes);
}

/* Waits while an I/O thread has no room: what it misses nobody would send again. The lock is held. */
static void hand_over(struct live *live, size_t place, struct live_packet *packet)
{
    live_packet_hold(packet);
    while (live->outlets[place]) {
        if (live->outlets[place]->deliver(live->outlets[place], packet))
            return;
        pthread_mutex_unlock(&live->lock);
        usleep(FULL_US);
        pthread_mutex_lock(&live->lock);
    }
    live_packet_release(packet);
}

static void round_hand_out(struct live *live, struct round *round)
{
    int64_t now = live->clock ? live->clock(live->clock_context) : clock_now();
    for (size_t i = 0; i < round->listeners_count; i++) {
        const struct live_variant *variant = round->listeners[i].variant;
        if (!variant)
            continue; /* its outlets have it already */
        struct live_packet *packet = live_packet_changes(&round->arena, round->channel, variant, round->after, now, &round->changes);
        pthread_mutex_lock(&live->lock);
        for (size_t n = i; n < round->listeners_count; n++)
            if (round->listeners[n].variant == variant) {
                hand_over(live, round->listeners[n].outlet, packet);
                round->listeners[n].variant = NULL;
            }
        pthread_mutex_unlock(&live->lock);
        live_packet_release(packet);
    }
}

static void round_begin(struct spot *spot, struct round *round)
{
    spot->reading = true;
    spot->low = INT64_MAX;
    round->channel = spot->channel;
    round->after = spot->cursor;
    round->listeners_count = spot->listeners_count;
    round->listeners = arena_array(&round->arena, spot->listeners_count, sizeof *round->listeners);
    memcpy(round->listeners, spot->listeners, spot->listeners_count * sizeof *round->listeners);
}

static void round_end(struct live *live, struct spot *spot, const struct round *round, enum status status)
{
    spot->reading = false;
    bool again = status == BUSY || status == BROKEN;
    if (status == OK && round->changes.count)
        spot->cursor = round->changes.items[round->changes.count - 1].number;
    bool behind = spot->low < spot->cursor, more = status == OK && round->changes.count >= LIVE_READ_MOST;
    if (behind)
        spot->cursor = spot->low;
    if (again && !spot->ready) {
        spot->ready = true;
        spot->next_ready = live->failed;
        live->failed = spot;
        live->again = live_now_ms() + AGAIN_MS;
    } else if (behind || more) {
        live_spot_ready(live, spot);
    }
    live_spot_settle(live, spot);
}

/* The lock is held, but not while it reads and writes. */
static void spot_serve(struct live *live, struct spot *spot)
{
    struct live_channel channel = spot->channel;
    if (!spot->listeners_count) {
        live_spot_settle(live, spot);
        return;
    }
    if (!channel.source->read) {
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)channel.id);
        live_spot_say(live, live_packet_bare(channel, channel.source->name, id, 0));
        return;
    }
    struct round round = { 0 };
    round_begin(spot, &round);
    pthread_mutex_unlock(&live->lock);
    enum status status = database_read(live->database, round_read, &round);
    if (status == OK && round.changes.count)
        round_hand_out(live, &round);
    pthread_mutex_lock(&live->lock);
    round_end(live, spot, &round, status);
    arena_free(&round.arena);
}

/* ---- the thread ---- */

static void failed_again(struct live *live)
{
    for (struct spot *next, *spot = live->failed; spot; spot = next) {
        next = spot->next_ready;
        spot->ready = false;
        live_spot_ready(live, spot);
    }
    live->failed = NULL;
}

/* Words may have been missed, also those that take a right away: everybody is asked again. */
static void look_again(struct live *live)
{
    live->lost = false;
    live_spots_ready(live);
    live_streams_drop(live, 0);
}

static void wait_for_work(struct live *live, int64_t now)
{
    int64_t at = live->here_at;
    if (live->failed && (!at || live->again < at))
        at = live->again;
    if (!at) {
        pthread_cond_wait(&live->changed, &live->lock);
        return;
    }
    struct timespec until = clock_deadline(at > now ? at - now : 0);
    pthread_cond_clockwait(&live->changed, &live->lock, CLOCK_MONOTONIC, &until);
}

static void *live_run(void *context)
{
    struct live *live = context;
    pthread_mutex_lock(&live->lock);
    while (!live->stop) {
        int64_t now = live_now_ms();
        if (live->lost)
            look_again(live);
        if (live->failed && now >= live->again)
            failed_again(live);
        if (live->here_at && now >= live->here_at)
            live_here_look(live, now);
        struct spot *spot = live_spot_take(live);
        if (spot)
            spot_serve(live, spot);
        else if (!live->stop && !live->lost)
            wait_for_work(live, now);
    }
    pthread_mutex_unlock(&live->lock);
    return NULL;
}

/* ---- start and stop ---- */

static void heard(void *context, const char *text)
{
    live_heard(context, text);
}

static void lost(void *context)
{
    live_lost(context);
}

static void live_free(struct live *live)
{
    live_spots_free(live);
    live_here_free(live);
    pthread_cond_destroy(&live->changed);
    pthread_mutex_destroy(&live->lock);
    free(live);
}

enum status live_start(const struct live_options *options, struct live **out)
{
    struct live *live = calloc(1, sizeof *live);
    if (!live)
        abort();
    live->database = options->database;
    live->sources = options->sources;
    live->clock = options->clock;
    live->clock_context = options->clock_context;
    live->here_ms = options->here_ms ? options->here_ms : LIVE_HERE_MS;
    live->ready_last = &live->ready;
    pthread_mutex_init(&live->lock, NULL);
    pthread_cond_init(&live->changed, NULL);
    enum status status = database_listen(live->database, &(struct database_listener){ heard, lost, live });
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals belong to the main thread */
    if (status == OK && pthread_create(&live->thread, NULL, live_run, live))
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (status == OK) {
        *out = live;
        return OK;
    }
    (void)!database_listen(live->database, NULL);
    live_free(live);
    return status;
}

void live_stop(struct live *live)
{
    pthread_mutex_lock(&live->lock);
    live->stop = true;
    pthread_cond_signal(&live->changed);
    pthread_mutex_unlock(&live->lock);
    pthread_join(live->thread, NULL); /* before its bridge goes: it may be telling something */
    (void)!database_listen(live->database, NULL);
    live_free(live);
}
