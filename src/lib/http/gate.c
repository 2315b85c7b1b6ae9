/* Argon2id takes 64 MiB and a core for a while: only a few run at once, the others wait their turn. */
#include "http/inside.h"
#include "http/server.h"

#include <pthread.h>

enum { WAIT_MS = 10000 };

struct password_gate {
    pthread_mutex_t lock;
    pthread_cond_t free_again;
    int free;
};

struct password_gate *password_gate_new(int at_once)
{
    struct password_gate *gate = calloc(1, sizeof *gate);
    if (!gate)
        abort();
    gate->free = at_once > 0 ? at_once : 1;
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

static bool gate_enter(struct password_gate *gate)
{
    struct timespec end = clock_deadline(WAIT_MS);
    pthread_mutex_lock(&gate->lock);
    int late = 0;
    while (!gate->free && !late)
        late = pthread_cond_clockwait(&gate->free_again, &gate->lock, CLOCK_MONOTONIC, &end);
    bool entered = gate->free > 0;
    if (entered)
        gate->free--;
    pthread_mutex_unlock(&gate->lock);
    return entered;
}

static void gate_leave(struct password_gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->free++;
    pthread_cond_signal(&gate->free_again);
    pthread_mutex_unlock(&gate->lock);
}

enum status password_derive_gated(struct request *request, const char *password, const unsigned char salt[SALT_BYTES],
                                  struct password_keys *keys)
{
    struct password_gate *gate = request->app->passwords;
    if (!gate_enter(gate))
        return BUSY;
    enum status status = password_derive(password, salt, &request->app->config->password_cost, keys);
    gate_leave(gate);
    return status;
}
