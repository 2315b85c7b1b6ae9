#include "within.h"

#include <stdlib.h>

enum status within_open(const char *folder, struct arena *arena, struct app **app)
{
    struct config *config = arena_alloc(arena, sizeof *config); /* the app holds on to it */
    TRY(config_read(arena, (struct option[]){ { "data", folder }, { "demo", "yes" } }, 2, config));
    config->limits_off = true; /* one member asks far more than a member would; and nothing counts who was here */
    return app_open(config, arena, false, app);
}

int64_t within_serve(struct within_ask *ask)
{
    struct arena arena = { 0 };
    int64_t since = clock_monotonic_us();
    struct request *request = exchange_new(&arena, ask->app, ask->body ? "POST" : "GET", ask->path);
    exchange_header(request, "Host", "127.0.0.1:8080");
    exchange_header(request, "Cookie", ask->cookie);
    exchange_address(request, "127.0.0.1");
    if (!ask->arena)
        exchange_header(request, "Accept-Encoding", "gzip");
    if (ask->body) {
        const char *body = arena_printf(&arena, "csrf=%s&%s", exchange_csrf(request), ask->body);
        exchange_header(request, "Content-Type", "application/x-www-form-urlencoded");
        exchange_body(request, (struct bytes){ body, strlen(body) });
    }
    request_serve(request);
    int64_t took = clock_monotonic_us() - since;
    ask->status = request->status;
    ask->reader = request->reader;
    if (ask->arena)
        ask->page = arena_slice(ask->arena, request->body.data, request->body.len);
    arena_free(&arena);
    return took;
}

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

double within_share(int64_t *took, size_t count, int percent)
{
    qsort(took, count, sizeof *took, by_value);
    return (double)took[(count - 1) * (size_t)percent / 100] / 1000;
}
