/* What the files of live share: live.c (the thread, what is read), spot.c (who listens to what), word.c (the bridge), here.c (who is
 * here), write.c (events and packets). Nobody else includes it. */
#ifndef LIVE_INSIDE_H
#define LIVE_INSIDE_H

#include "live/live.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SPOT_BUCKETS = 4096, VARIANT_BUCKETS = 256, PLACE_BUCKETS = 1024 };

struct live_variant {
    struct live_variant *next;
    const struct catalogue *catalogue;
    unsigned flags;
    char zone[]; /* "": UTC */
};

/* Those at one outlet who read one variant (NULL: a channel without a memory). */
struct listener {
    const struct live_variant *variant;
    size_t outlet, count;
};

/* A channel somebody listens to. */
struct spot {
    struct spot *next;
    struct live_channel channel;
    struct listener *listeners;
    size_t listeners_count, listeners_cap;
    int64_t cursor; /* every change up to here was handed out */
    int64_t low;    /* while it is read: where the furthest behind of those stands who came meanwhile */
    bool ready, reading;
    struct spot *next_ready;
};

struct person {
    struct person *next;
    int64_t persona, until, told; /* monotonic ms */
    int streams;                  /* open ones of this process that say so */
};

/* A channel somebody is in. */
struct presence {
    struct presence *next;
    struct live_channel channel;
    struct person *persons;
    bool news;
    int64_t told; /* when listeners were told last */
};

struct live {
    struct database *database;
    const struct live_source *const *sources;
    int64_t (*clock)(void *context);
    void *clock_context;
    int64_t here_ms;
    pthread_t thread;

    atomic_uint drops;    /* how often rights ended; see live_drops */
    pthread_mutex_t lock; /* guards the rest */
    pthread_cond_t changed;
    bool stop, lost;
    struct live_outlet *outlets[LIVE_OUTLETS];
    struct spot *spots[SPOT_BUCKETS];
    struct spot *ready, **ready_last; /* something may be new there */
    struct spot *failed;              /* couldn't be read: tried again at `again` */
    int64_t again;
    struct live_variant *variants[VARIANT_BUCKETS];
    struct presence *places[PLACE_BUCKETS];
    size_t persons;
    int64_t here_at; /* when those who are here are looked at next; 0: nobody is */
};

int64_t live_now_ms(void); /* monotonic */

/* ---- spot.c; the lock is held ---- */
struct spot *live_spot_find(struct live *live, struct live_channel channel);
void live_spot_ready(struct live *live, struct spot *spot);
/* The next one where something may be new; NULL: none. */
struct spot *live_spot_take(struct live *live);
/* Forgets it when nobody listens and nothing waits any more. */
void live_spot_settle(struct live *live, struct spot *spot);
void live_spots_ready(struct live *live); /* all of them */
void live_spots_free(struct live *live);
/* Hands a packet to every outlet where somebody listens to its channel; who has no room doesn't get it. Takes the caller's hold. */
void live_spot_say(struct live *live, struct live_packet *packet);

/* Ends a persona's streams; 0: everybody's, within a heartbeat's time. */
void live_streams_drop(struct live *live, int64_t persona);

/* ---- word.c ---- */
const struct live_source *live_source_find(const struct live *live, const char *name, size_t len);

/* ---- here.c; the lock is held, but for the last ---- */
enum here { HERE_IS = 'h', HERE_LEAVES = 'l', HERE_GONE = 'g' };
void live_here_heard(struct live *live, enum here what, struct live_channel channel, int64_t persona);
/* Forgets who is gone, tells listeners of news. */
void live_here_look(struct live *live, int64_t now);
void live_here_free(struct live *live);

/* ---- write.c ---- */
/* Changes as a packet for one variant. */
struct live_packet *live_packet_changes(struct arena *arena, struct live_channel channel, const struct live_variant *variant, int64_t after,
                                        int64_t now, const struct live_changes *changes) __attribute__((returns_nonnull));
struct live_packet *live_packet_bare(struct live_channel channel, const char *event, const char *data, int64_t but)
    __attribute__((returns_nonnull));
struct live_packet *live_packet_drop(int64_t persona) __attribute__((returns_nonnull));

#endif
