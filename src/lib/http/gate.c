/* Argon2id takes 64 MiB and a core for a while: only a few run at once, the others wait their turn. Who wants to join has a share of its
 * own: never the last place, only a short queue (a worker that waits serves nobody), and a thread that gives way to all others, so that a
 * wave of sign-ups starves neither those who sign in nor those who read. */
#include "http/inside.h"
#include "http/server.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WAIT_MS = 10000, JOINS_WAITING = 3, JOIN_NICE = 10 };

struct password_gate {
    pthread_mutex_t lock;
    pthread_cond_t free_again;
    int free, joins_free, joins_waiting;
};

struct password_gate *password_gate_new(int at_once)
{
    struct password_gate *gate = calloc(1, sizeof *gate);
    if (!gate)
        abort();
    gate->free = at_once > 0 ? at_once : 1;
    gate->joins_free = gate->free > 1 ? gate->free - 1 : 1;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->free_again, NULL);
    return gate;
}

void password_gate_free(struct password_gate *gate)
{
    if (!gate)
        return;
    pthread_cond_destroy(&gate->free_again);
    pthread_mutex_destroy(&gate->lock);
    free(gate);
}

static bool gate_has_room(const struct password_gate *gate, bool joining)
{
    return gate->free > 0 && (!joining || gate->joins_free > 0);
}

static bool gate_enter(struct password_gate *gate, bool joining)
{
    struct timespec end = clock_deadline(WAIT_MS);
    pthread_mutex_lock(&gate->lock);
    int late = joining && gate->joins_waiting >= JOINS_WAITING && !gate_has_room(gate, joining);
    gate->joins_waiting += joining;
    while (!gate_has_room(gate, joining) && !late)
        late = pthread_cond_clockwait(&gate->free_again, &gate->lock, CLOCK_MONOTONIC, &end);
    gate->joins_waiting -= joining;
    bool entered = gate_has_room(gate, joining);
    gate->free -= entered;
    gate->joins_free -= entered && joining;
    pthread_mutex_unlock(&gate->lock);
    return entered;
}

/* All who wait are woken: the one that a single signal reached might be one who may not enter. */
static void gate_leave(struct password_gate *gate, bool joining)
{
    pthread_mutex_lock(&gate->lock);
    gate->free++;
    gate->joins_free += joining;
    pthread_cond_broadcast(&gate->free_again);
    pthread_mutex_unlock(&gate->lock);
}

enum status password_derive_gated(struct request *request, const char *password, const unsigned char salt[SALT_BYTES],
                                  struct password_keys *keys)
{
    struct password_gate *gate = request->app->passwords;
    if (!gate_enter(gate, false))
        return BUSY;
    enum status status = password_derive(password, salt, &request->app->config->password_cost, keys);
    gate_leave(gate, false);
    return status;
}

struct derivation {
    const char *password;
    const unsigned char *salt;
    const struct password_cost *cost;
    struct password_keys *keys;
    enum status status;
};

/* A thread can lower its own weight, but never raise it again: so it is one that ends behind this. */
static void *derive_gently(void *context)
{
    struct derivation *derivation = context;
    (void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), JOIN_NICE); /* refused: then it isn't gentle */
    derivation->status = password_derive(derivation->password, derivation->salt, derivation->cost, derivation->keys);
    return NULL;
}

enum status password_derive_joining(struct request *request, const char *password, const unsigned char salt[SALT_BYTES],
                                    struct password_keys *keys)
{
    struct password_gate *gate = request->app->passwords;
    struct derivation derivation = { password, salt, &request->app->config->password_cost, keys, BUSY };
    pthread_t thread;
    if (!gate_enter(gate, true))
        return BUSY;
    if (!pthread_create(&thread, NULL, derive_gently, &derivation))
        pthread_join(thread, NULL);
    gate_leave(gate, true);
    return derivation.status;
}
