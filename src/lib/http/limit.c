/* Limits against abuse: token buckets and growing delays, in memory alone. Who is meant is known only as a BLAKE2b hash under a key
 * that is thrown away each day. The memory is fixed: a full slot forgets whoever matters least. */
#include "http/inside.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <pthread.h>

enum {
    SHARDS = 64,
    SLOTS = 128,     /* in a shard */
    WAYS = 8,        /* entries in a slot */
    FREE_MISSES = 4, /* the fifth miss is the first that costs time */
};
#define DELAY_MOST (15 * TIME_MINUTE)
#define MISSES_KEPT TIME_HOUR /* of rest after the delay, then the misses are forgotten */

struct entry {
    unsigned char who[16];
    int64_t at;    /* last used; 0: empty */
    double tokens; /* of a bucket */
    int64_t until; /* of a delay */
    unsigned misses;
};

struct shard {
    pthread_mutex_t lock;
    int64_t day; /* of the key its entries were made with */
    struct entry entries[SLOTS][WAYS];
};

struct limits {
    pthread_mutex_t lock; /* guards key and day */
    struct key key;
    int64_t day;
    struct shard shards[SHARDS];
};

enum status limits_new(struct limits **limits)
{
    *limits = calloc(1, sizeof **limits);
    if (!*limits)
        return BROKEN;
    pthread_mutex_init(&(*limits)->lock, NULL);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&(*limits)->shards[i].lock, NULL);
    key_random(&(*limits)->key);
    (*limits)->day = -1;
    return OK;
}

void limits_free(struct limits *limits)
{
    if (!limits)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&limits->shards[i].lock);
    pthread_mutex_destroy(&limits->lock);
    key_wipe(&limits->key);
    free(limits);
}

/* The key of today; yesterday's is gone for good. */
static int64_t day_key(struct limits *limits, int64_t now, struct key *key)
{
    pthread_mutex_lock(&limits->lock);
    if (limits->day != time_day(now)) {
        key_random(&limits->key);
        limits->day = time_day(now);
    }
    *key = limits->key;
    int64_t day = limits->day;
    pthread_mutex_unlock(&limits->lock);
    return day;
}

const char *limits_address_key(struct limits *limits, struct arena *arena, int64_t now, const char *address)
{
    struct in6_addr six;
    const void *data = address;
    size_t len = strlen(address);
    if (inet_pton(AF_INET6, address, &six) == 1) {
        data = &six;
        len = 8; /* one household has a whole /64 */
    }
    struct key key;
    struct hash hash;
    day_key(limits, now, &key);
    hash_keyed(&hash, &key, data, len);
    key_wipe(&key);
    return token_text(arena, hash.byte, 16);
}

/* ---- finding an entry ---- */

static bool is_empty(const struct entry *entry)
{
    static const unsigned char none[sizeof entry->who];
    return !memcmp(entry->who, none, sizeof none);
}

/* Delays that run matter more than fresh ones, those more than buckets; then the longest unused goes first. */
static bool matters_less(const struct entry *a, const struct entry *b)
{
    if (is_empty(a) != is_empty(b))
        return is_empty(a);
    if (a->misses != b->misses)
        return a->misses < b->misses;
    return a->at < b->at;
}

/* The entry of `who` under `name`, its shard locked. When there is none: a fresh one (at 0) if `make`, else NULL and nothing locked. */
static struct entry *entry_take(struct request *request, char kind, const char *name, const char *who, bool make, struct shard **shard)
{
    struct limits *limits = request->app->limits;
    struct key key;
    struct hash hash;
    int64_t day = day_key(limits, request->now, &key);
    const char *subject = arena_printf(request->arena, "%c%s\n%s", kind, name, who);
    hash_keyed(&hash, &key, subject, strlen(subject));
    key_wipe(&key);
    *shard = &limits->shards[hash.byte[16] % SHARDS];
    pthread_mutex_lock(&(*shard)->lock);
    if ((*shard)->day != day) {
        memset((*shard)->entries, 0, sizeof(*shard)->entries);
        (*shard)->day = day;
    }
    struct entry *slot = (*shard)->entries[hash.byte[17] % SLOTS], *least = slot;
    for (size_t i = 0; i < WAYS; i++) {
        if (!memcmp(slot[i].who, hash.byte, sizeof slot[i].who))
            return &slot[i];
        if (matters_less(&slot[i], least))
            least = &slot[i];
    }
    if (!make) {
        pthread_mutex_unlock(&(*shard)->lock);
        return NULL;
    }
    *least = (struct entry){ 0 };
    memcpy(least->who, hash.byte, sizeof least->who);
    return least;
}

static void entry_give(struct entry *entry, struct shard *shard, int64_t now)
{
    entry->at = now;
    pthread_mutex_unlock(&shard->lock);
}

/* ---- buckets ---- */

bool limit_take(struct request *request, const struct limit *limit, const char *who)
{
    struct shard *shard;
    if (request->app->config->limits_off)
        return true;
    struct entry *entry = entry_take(request, 'b', limit->name, who, true, &shard);
    int64_t rest = entry->at && request->now > entry->at ? request->now - entry->at : 0;
    entry->tokens = entry->at ? entry->tokens + (double)rest * limit->per_minute / (double)TIME_MINUTE : limit->burst;
    if (entry->tokens > limit->burst)
        entry->tokens = limit->burst;
    bool taken = entry->tokens >= 1;
    if (taken)
        entry->tokens -= 1;
    else
        request->exchange->limit_wait =
            limit->per_minute > 0 ? (int64_t)((1 - entry->tokens) / limit->per_minute * (double)TIME_MINUTE) + 1 : TIME_HOUR;
    entry_give(entry, shard, request->now);
    return taken;
}

enum status limit_refuse(struct request *request, int64_t wait_ms)
{
    struct exchange *exchange = request->exchange;
    exchange->wait_ms = wait_ms > 0 ? wait_ms : exchange->limit_wait > 0 ? exchange->limit_wait : TIME_MINUTE;
    return BUSY;
}

/* ---- growing delays ---- */

/* Whoever rested long enough starts anew. */
static void forget_old_misses(struct entry *entry, int64_t now)
{
    if (now > entry->until + MISSES_KEPT)
        entry->misses = 0;
}

int64_t limit_wait(struct request *request, const char *name, const char *who)
{
    struct shard *shard;
    struct entry *entry = entry_take(request, 'd', name, who, false, &shard);
    if (!entry)
        return 0;
    int64_t wait = entry->until > request->now ? entry->until - request->now : 0;
    pthread_mutex_unlock(&shard->lock);
    return wait;
}

void limit_failed(struct request *request, const char *name, const char *who)
{
    struct shard *shard;
    struct entry *entry = entry_take(request, 'd', name, who, true, &shard);
    forget_old_misses(entry, request->now);
    entry->misses++;
    int64_t delay = 0;
    if (entry->misses > FREE_MISSES) {
        unsigned doublings = entry->misses - FREE_MISSES - 1;
        delay = doublings < 20 ? TIME_SECOND << doublings : DELAY_MOST;
    }
    entry->until = request->now + (delay < DELAY_MOST ? delay : DELAY_MOST);
    entry_give(entry, shard, request->now);
}

void limit_cleared(struct request *request, const char *name, const char *who)
{
    struct shard *shard;
    struct entry *entry = entry_take(request, 'd', name, who, false, &shard);
    if (!entry)
        return;
    *entry = (struct entry){ 0 };
    pthread_mutex_unlock(&shard->lock);
}
