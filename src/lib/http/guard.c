/* Passes of forms, and waves at the door: see guard.h. */
#include "http/guard.h"

#include <pthread.h>
#include <stdlib.h>

enum { SETS = 4096, WAYS = 4, MINUTES = 2, NONCE = 8, STAMP = 8, SIGN = 16 };

/* A wave: so many forms within one minute. A class that joins together is about that many; then they answer a question more. */
enum { WAVE_TRIES = 25 };
#define WAVE_LASTS (15 * TIME_MINUTE)
#define PASS_LASTS (12 * TIME_HOUR)

struct pass {
    unsigned char nonce[NONCE];
    int64_t made; /* 0: empty */
};

struct guard {
    pthread_mutex_t lock;
    struct key key; /* new with each start: no pass outlives the process */
    struct pass used[SETS][WAYS];
    int64_t floor; /* passes made before this count as used: one of their time had to be forgotten */
    int64_t minute[MINUTES], tries[MINUTES];
    int64_t wave_until;
};

struct guard *guard_new(void)
{
    struct guard *guard = calloc(1, sizeof *guard);
    if (!guard)
        abort();
    pthread_mutex_init(&guard->lock, NULL);
    key_random(&guard->key);
    return guard;
}

void guard_free(struct guard *guard)
{
    if (!guard)
        return;
    pthread_mutex_destroy(&guard->lock);
    key_wipe(&guard->key);
    free(guard);
}

/* ---- passes ---- */

static void pass_sign(const struct guard *guard, const unsigned char *pass, struct hash *sign)
{
    hash_keyed(sign, &guard->key, pass, NONCE + STAMP);
}

const char *guard_pass_make(struct guard *guard, struct arena *arena, int64_t made)
{
    unsigned char pass[NONCE + STAMP + SIGN];
    struct hash sign;
    random_bytes(pass, NONCE);
    memcpy(pass + NONCE, &made, STAMP);
    pass_sign(guard, pass, &sign);
    memcpy(pass + NONCE + STAMP, sign.byte, SIGN);
    return token_text(arena, pass, sizeof pass);
}

bool guard_pass_read(struct guard *guard, const char *text, int64_t now, int64_t *made)
{
    unsigned char pass[NONCE + STAMP + SIGN];
    struct hash sign, given = { { 0 } };
    if (!token_read(text, pass, sizeof pass))
        return false;
    pass_sign(guard, pass, &sign);
    memset(sign.byte + SIGN, 0, sizeof sign.byte - SIGN);
    memcpy(given.byte, pass + NONCE + STAMP, SIGN);
    memcpy(made, pass + NONCE, STAMP);
    return hash_same(&sign, &given) && *made <= now && now - *made <= PASS_LASTS;
}

static struct pass *set_of(struct guard *guard, const unsigned char *nonce)
{
    return guard->used[(nonce[0] | (size_t)nonce[1] << 8) % SETS];
}

static bool set_has(const struct pass *set, const unsigned char *nonce)
{
    bool has = false;
    for (size_t i = 0; i < WAYS; i++)
        has = has || (set[i].made && !memcmp(set[i].nonce, nonce, NONCE));
    return has;
}

bool guard_pass_is_used(struct guard *guard, const char *text, int64_t made)
{
    unsigned char nonce[NONCE + STAMP + SIGN];
    if (!token_read(text, nonce, sizeof nonce))
        return true;
    pthread_mutex_lock(&guard->lock);
    bool used = made <= guard->floor || set_has(set_of(guard, nonce), nonce);
    pthread_mutex_unlock(&guard->lock);
    return used;
}

bool guard_pass_take(struct guard *guard, const char *text, int64_t made)
{
    unsigned char nonce[NONCE + STAMP + SIGN];
    if (!token_read(text, nonce, sizeof nonce))
        return false;
    pthread_mutex_lock(&guard->lock);
    struct pass *set = set_of(guard, nonce), *oldest = set;
    bool fresh = made > guard->floor && !set_has(set, nonce);
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].made < oldest->made)
            oldest = &set[i];
    if (fresh) {
        if (oldest->made > guard->floor)
            guard->floor = oldest->made;
        memcpy(oldest->nonce, nonce, NONCE);
        oldest->made = made;
    }
    pthread_mutex_unlock(&guard->lock);
    return fresh;
}

/* ---- waves ---- */

void guard_tries_note(struct guard *guard, int64_t now)
{
    const int64_t minute = now / TIME_MINUTE;
    const size_t at = (size_t)(minute % MINUTES);
    pthread_mutex_lock(&guard->lock);
    if (guard->minute[at] != minute) {
        guard->minute[at] = minute;
        guard->tries[at] = 0;
    }
    if (++guard->tries[at] >= WAVE_TRIES)
        guard->wave_until = now + WAVE_LASTS;
    pthread_mutex_unlock(&guard->lock);
}

int64_t guard_tries_of(struct guard *guard, int64_t now)
{
    int64_t most = 0;
    pthread_mutex_lock(&guard->lock);
    for (int64_t minute = now / TIME_MINUTE - 1; minute <= now / TIME_MINUTE; minute++) {
        const size_t at = (size_t)(minute % MINUTES);
        if (guard->minute[at] == minute && guard->tries[at] > most)
            most = guard->tries[at];
    }
    pthread_mutex_unlock(&guard->lock);
    return most;
}

bool guard_wave_is(struct guard *guard, int64_t now)
{
    pthread_mutex_lock(&guard->lock);
    bool is = guard->wave_until > now;
    pthread_mutex_unlock(&guard->lock);
    return is;
}
