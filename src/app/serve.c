/* kith serve */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "kith serve [--data DIR] [--listen HOST:PORT] [--database sqlite|postgres://…] [--demo]\n"
    "           [--tls-certificate FILE --tls-key FILE] [--origin https://…] [--trusted-proxy ADDRESS]\n"
    "           [--key-file FILE] [--io-threads N] [--workers N] [--public-pages]\n"
    "\n"
    "Runs the place until it is told to stop (Ctrl-C or SIGTERM), then finishes what it took, within 5 seconds.\n";
static const char *const flags[] = { "listen",  "tls-certificate", "tls-key",  "origin",         "trusted-proxy",
                                     "workers", "io-threads",      "live",     "!public-pages",  "!demo", NULL };

/* Nothing of a member's may land in a core file or in another user's reach. */
static void guard_process(void)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    umask(077);
    signal(SIGPIPE, SIG_IGN);
}

/* One server to a data folder: a second one would answer from the same files with other limits and keys in memory. */
static bool lock_folder(struct arena *arena, const char *data)
{
    int file = open(arena_printf(arena, "%s/lock", data), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    if (file >= 0 && !fcntl(file, F_SETLK, &whole))
        /* cppcheck-suppress resourceLeak ; the lock is held until the process ends */
        return true;
    if (file < 0)
        fprintf(stderr, "kith: can't write in %s: %s; it must be this user's, on a disk that can be written to\n", data, strerror(errno));
    else
        fprintf(stderr, "kith: another kith serve is using %s; stop it first, or give this one another --data\n", data);
    return false;
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
    pthread_sigmask(SIG_BLOCK, &ends, NULL);   /* inherited by every thread; only wait_for_end takes them */
}

int cli_serve(int argc, char **argv)
{
    struct arena arena = {0};
    struct cli_arguments arguments;
    struct config config;
    struct app *app = NULL;
    struct server *server;
    struct jobs *jobs = NULL;
    if (!cli_parse(argc, argv, flags, help, &arguments) ||
        config_read(&arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    guard_process();
    block_signals();
    if (app_open(&config, &arena, false, &app) != OK || !lock_folder(&arena, config.data))
        return 1;
    if (app_start(app, &arena, &jobs) != OK || server_start(app, &server) != OK)
        return 1;
    printf("Kith is open at %s://%.*s:%d%s\n", config.tls_certificate ? "https" : "http", (int)(strrchr(config.listen, ':') - config.listen),
           config.listen, server_port(server), config.demo ? " (a demonstration: nothing here is real)" : "");
    fflush(stdout);
    wait_for_end();
    server_stop(server);
    jobs_stop(jobs);
    app_close(app);
    arena_free(&arena);
    return 0;
}
