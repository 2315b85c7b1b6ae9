/* kith serve */
#include "app/app.h"
#include "image/image.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "kith serve [--data DIR] [--listen HOST:PORT] [--database sqlite|postgres://…] [--demo]\n"
    "           [--tls-certificate FILE --tls-key FILE] [--origin https://…] [--trusted-proxy ADDRESS]\n"
    "           [--key-file FILE] [--io-threads N] [--workers N] [--public-pages] [--no-sandbox]\n"
    "\n"
    "Runs the place until it is told to stop (Ctrl-C or SIGTERM), then finishes what it took, within 5 seconds.\n"
    "Once it runs, it can reach nothing but its data (see the line sandbox.on of its log); --no-sandbox leaves the doors open, for debugging.\n"
    "KITH_LIMITS=off takes away the limits on how much one member may send: for measuring (script/bench), refused unless it is a demonstration.\n";
static const char *const flags[] = { "listen",        "tls-certificate", "tls-key",     "origin", "trusted-proxy", "workers", "io-threads",
                                     "!public-pages", "!demo",           "!no-sandbox", NULL };

/* Requests come and go by the thousand: what they give back is kept for the next, up to a bound, and not returned to the kernel each time.
 */
static void keep_memory(void)
{
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    mallopt(M_TOP_PAD, 256 << 10);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_ARENA_MAX, 4);
}

/* Nothing of a member's may land in a core file or in another user's reach. */
static void guard_process(void)
{
    sandbox_guard();
    umask(077);
    signal(SIGPIPE, SIG_IGN);
}

static void wait_for_end(void)
{
    sigset_t ends;
    int which;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigwait(&ends, &which);
}

static void block_signals(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by every thread; only wait_for_end takes them */
}

/* The data folder, and the database's own when it lies elsewhere: SQLite makes its log beside the file. */
static void shut_doors(struct arena *arena, const struct config *config)
{
    struct sandbox_needs needs = { .folders = { config->data } };
    char real[PATH_MAX]; /* the file's name may be a link to it */
    if (text_starts(config->database, "postgres"))
        needs.connects = true;
    else if (realpath(config->database, real))
        needs.folders[1] = dirname(arena_copy(arena, real));
    sandbox_enter(&needs);
}

int cli_serve(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct cli_arguments arguments;
    struct config config;
    struct app *app = NULL;
    struct server *server;
    struct jobs *jobs = NULL;
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(&arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    keep_memory();
    guard_process();
    struct image_keeper *images = image_keeper_start(); /* before there is anything that it shouldn't hold */
    block_signals();
    if (app_lock(&arena, config.data) < 0 || app_open(&config, &arena, false, &app) != OK)
        return 1;
    app->images = images;
    sandbox_lock_memory(&app->server_key, sizeof app->server_key);
    if (server_open(app, &server) != OK)
        return 1;
    if (!cli_option(&arguments, "no-sandbox", NULL))
        shut_doors(&arena, &config);
    if (app_start(app, &arena, &jobs) != OK || server_begin(server) != OK)
        return 1;
    printf("Kith is open at %s://%.*s:%d%s\n", config.tls_certificate ? "https" : "http",
           (int)(strrchr(config.listen, ':') - config.listen), config.listen, server_port(server),
           config.demo ? " (a demonstration: nothing here is real)" : "");
    fflush(stdout);
    wait_for_end();
    server_stop(server);
    jobs_stop(jobs);
    app_close(app);
    image_keeper_stop(images);
    arena_free(&arena);
    return 0;
}
