/* kith migrate: the same community in another database. */
#include "app/backup.h"

#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "kith migrate --to sqlite|FILE|postgres://… [--data DIR] [--database sqlite|postgres://…]\n"
    "\n"
    "Copies everything from the database of the place into another, empty one, in one transaction, then counts and compares both.\n"
    "Stop kith serve first. The old database isn't changed, and kith.conf neither: the last line says what to write there.\n"
    "\"sqlite\" means kith.db in the data folder.\n";
static const char *const flags[] = { "to", NULL };

/* Two names of one file must not be taken for two databases. */
static bool is_there(const char *url)
{
    return !text_starts(url, "postgres") && !access(url, F_OK);
}

static enum status migrate_to(struct arena *arena, const struct config *config, const char *url, struct table_sums *sums)
{
    struct database_options options = { .url = config->database, .connections = 2 };
    struct database *from;
    TRY(database_open(&options, &from));
    size_t applied = 0;
    enum status status = database_migrated(from, migrations, migrations_count, &applied);
    if (status == OK && applied < migrations_count) {
        log_line(LOG_ERROR, "migrate.failed", "the database isn't up to date: start kith serve once, stop it, and try again");
        status = INVALID;
    }
    if (status == OK)
        status = backup_transfer(arena, from, url, sums);
    database_close(from);
    return status;
}

static int migrate(struct arena *arena, const struct config *config, const char *url)
{
    struct table_sums sums = { 0 };
    if (!text_starts(config->database, "postgres") && access(config->database, F_OK)) {
        fprintf(stderr, "kith: there is no database at %s; name its folder with --data\n", config->database);
        return 1;
    }
    if (is_there(url)) {
        fprintf(stderr, "kith: %s is there already; move it away or name a new file\n", url);
        return 1;
    }
    int lock = app_lock(arena, config->data);
    if (lock < 0)
        return 1;
    enum status status = migrate_to(arena, config, url, &sums);
    close(lock);
    if (status != OK) {
        fprintf(stderr, "kith: nothing was moved; the line above says why%s\n",
                status == CONFLICT ? "" : ". If the new database has tables now, make it anew before you try again");
        if (!text_starts(url, "postgres"))
            unlink(url); /* this made it */
        return 1;
    }
    int64_t rows = 0;
    for (size_t i = 0; i < sums.count; i++) {
        printf("%10lld  %s\n", (long long)sums.items[i].rows, sums.items[i].name);
        rows += sums.items[i].rows;
    }
    printf("%lld rows of %zu tables are in the new database, compared one by one.\nNow write into %s/kith.conf:  database = %s\n",
           (long long)rows, sums.count, config->data, url);
    return 0;
}

static int migrate_run(struct arena *arena, int argc, char **argv)
{
    struct cli_arguments arguments;
    struct config config;
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    const char *url = cli_option(&arguments, "to", NULL);
    if (!url || arguments.words_count) {
        fputs(help, stderr);
        return 2;
    }
    umask(077);
    if (text_same(url, "sqlite"))
        url = arena_printf(arena, "%s/kith.db", config.data);
    return crypto_start() == OK ? migrate(arena, &config, url) : 1;
}

int cli_migrate(int argc, char **argv)
{
    struct arena arena = { 0 };
    int code = migrate_run(&arena, argc, argv);
    arena_free(&arena);
    return code;
}
