/* What a process holds while it runs, from opening to closing. */
#include "app/app.h"

#include "account/account.h"
#include "community/community.h"
#include "http/guard.h"
#include "http/metrics.h"
#include "http/pieces.h"
#include "safety/safety.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t app_clock(void *context)
{
    (void)context;
    return clock_now();
}

static enum status data_folder(const char *path, bool create)
{
    if (create && mkdir(path, 0700) && errno != EEXIST) {
        log_line(LOG_ERROR, "data.folder", "cannot make %s: %s; choose another place with --data", path, strerror(errno));
        return BROKEN;
    }
    struct stat info;
    if (stat(path, &info) || !S_ISDIR(info.st_mode)) {
        log_line(LOG_ERROR, "data.folder", "no data folder at %s; make one with: kith init --data %s", path, path);
        return NOT_FOUND;
    }
    return OK;
}

struct first_start {
    struct app *app;
    struct arena arena;
};

/* A demo's members have a known password: nobody may meet them by surprise on a real place. */
static enum status first_start(struct db *db, void *context)
{
    struct first_start *start = context;
    struct community community;
    TRY(community_load(db, &start->arena, &community));
    if (community.demo && !start->app->config->demo) {
        log_line(LOG_ERROR, "demo.refused", "this database was made by kith demo; serve it with --demo, or make a real one with kith init");
        return FORBIDDEN;
    }
    return help_seed(db, &start->arena);
}

static enum status app_open_database(struct app *app)
{
    struct database_options options = { .url = app->config->database, .record_statements = app->config->record_statements };
    TRY(database_open(&options, &app->database));
    TRY(database_migrate(app->database, migrations, migrations_count));
    struct first_start start = { .app = app };
    enum status status = database_write(app->database, first_start, &start);
    arena_free(&start.arena);
    return status;
}

enum status app_open(const struct config *config, struct arena *arena, bool create, struct app **out)
{
    struct app *app = arena_alloc(arena, sizeof *app);
    *app = (struct app){ .config = config,
                         .routes = app_routes,
                         .routes_count = app_routes_count,
                         .hooks = &app_hooks,
                         .clock = app_clock,
                         .features = app_features };
    *out = app;
    TRY(crypto_start());
    TRY(data_folder(config->data, create));
    TRY(server_key_load(config->key_file, create, &app->server_key));
    TRY(catalogues_open((struct catalogues **)&app->catalogues));
    TRY(limits_new(&app->limits));
    app->passwords = password_gate_new(2);
    app->guard = guard_new();
    app->pieces = pieces_new(0);
    app->metrics = metrics_new(app);
    return app_open_database(app);
}

const struct job_kind *app_jobs(struct arena *arena, size_t *count)
{
    *count = 0;
    for (const struct feature *const *feature = app_features; *feature; feature++)
        for (const struct job_kind *job = (*feature)->jobs; job && job->name; job++)
            ++*count;
    struct job_kind *kinds = arena_array(arena, *count + 1, sizeof *kinds);
    size_t n = 0;
    for (const struct feature *const *feature = app_features; *feature; feature++)
        for (const struct job_kind *job = (*feature)->jobs; job && job->name; job++)
            kinds[n++] = *job;
    return kinds;
}

void app_close(struct app *app)
{
    if (app->live)
        live_stop(app->live);
    if (app->later)
        later_stop(app->later);
    if (app->database)
        database_close(app->database);
    if (app->catalogues)
        catalogues_close((struct catalogues *)app->catalogues);
    if (app->limits)
        limits_free(app->limits);
    if (app->passwords)
        password_gate_free(app->passwords);
    guard_free(app->guard);
    pieces_free(app->pieces);
    metrics_free(app->metrics);
    key_wipe(&app->server_key);
}

enum status app_start(struct app *app, struct arena *arena, struct jobs **jobs)
{
    size_t count;
    const struct job_kind *kinds = app_jobs(arena, &count); /* the runner reads the list until it stops */
    struct live_options options = {
        .database = app->database, .sources = app_live, .clock = app->clock, .clock_context = app->clock_context
    };
    TRY(live_start(&options, &app->live));
    app->later = later_start(app->database);
    *jobs = jobs_start(app->database, kinds, count, app, app->clock, app->clock_context);
    return *jobs && app->later ? OK : BROKEN;
}

/* One server to a data folder: a second one would answer from the same files with other limits and keys in memory. */
int app_lock(struct arena *arena, const char *data)
{
    int file = open(arena_printf(arena, "%s/lock", data), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    if (file >= 0 && !fcntl(file, F_SETLK, &whole))
        return file;
    if (file < 0 && errno == ENOENT) {
        fprintf(stderr, "kith: no data folder at %s; make one with: kith init --data %s\n", data, data);
        return -1;
    }
    if (file < 0) {
        fprintf(stderr, "kith: can't write in %s: %s; it must be this user's, on a disk that can be written to\n", data, strerror(errno));
        return -1;
    }
    fprintf(stderr, "kith: another kith is using %s; stop it first, or give this one another --data\n", data);
    close(file);
    return -1;
}
