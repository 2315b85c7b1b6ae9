/* What one page costs inside the process, without sockets: bench-serve FOLDER COOKIE PATH [TIMES]. Prints microseconds a request. */
#include "app/app.h"
#include "http/exchange.h"

#include <stdio.h>
#include <stdlib.h>

static size_t serve(struct app *app, const char *cookie, const char *path, bool show)
{
    struct arena arena = { 0 };
    struct request *request = exchange_new(&arena, app, "GET", path);
    exchange_header(request, "Host", "127.0.0.1:8080");
    exchange_header(request, "Accept-Encoding", "gzip");
    exchange_header(request, "Cookie", cookie);
    exchange_address(request, "127.0.0.1");
    request_serve(request);
    size_t len = request->body.len;
    if (show)
        fprintf(stderr, "status %d, %zu bytes\n", request->status, len);
    arena_free(&arena);
    return len;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct config config;
    struct app *app;
    struct jobs *jobs;
    int64_t times = 20000;
    if (argc < 4 || (argc > 4 && !text_int(argv[4], 1, INT32_MAX, &times))) {
        fprintf(stderr, "bench-serve FOLDER COOKIE PATH [TIMES]\n");
        return 2;
    }
    if (config_read(&arena, (struct option[]){ { "data", argv[1] } }, 1, &config) != OK || app_open(&config, &arena, false, &app) != OK ||
        app_start(app, &arena, &jobs) != OK)
        return 1;
    serve(app, argv[2], argv[3], true);
    serve(app, argv[2], argv[3], true);
    serve(app, argv[2], argv[3], true);
    int64_t since = clock_monotonic_us();
    for (int64_t i = 0; i < times; i++)
        serve(app, argv[2], argv[3], false);
    printf("%s: %.1f us a request\n", argv[3], (double)(clock_monotonic_us() - since) / (double)times);
    jobs_stop(jobs);
    app_close(app);
    arena_free(&arena);
    return 0;
}
