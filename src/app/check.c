/* kith check: integrity, migrations, file permissions, configuration; says what to do. */
#include "app/check.h"
#include "image/image.h"
#include "sanction/sanction.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "kith check [--data DIR] [--database sqlite|postgres://…]\n"
    "kith check --live [--data DIR] [--listen HOST:PORT]\n"
    "\n"
    "Looks over the data folder, the server's key, the database, the log of decisions, the settings, and whether pictures can be made.\n"
    "Changes nothing.\n"
    "--live asks the kith serve that is running on this machine instead, where kith.conf or --listen says it listens:\n"
    "whether it answers, whether it can write, whether its jobs are done.\n"
    "Ends with 0 when all is well, 1 when something needs doing; each line says what.\n";
static const char *const flags[] = { "!live", "listen", NULL };

void finding(struct findings *findings, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("- ", findings->out);
    vfprintf(findings->out, format, args);
    fputc('\n', findings->out);
    va_end(args);
    findings->count++;
}

static void check_mode(struct findings *findings, const char *path, bool folder)
{
    struct stat info;
    mode_t wanted = folder ? 0700 : 0600;
    if (stat(path, &info)) {
        if (errno != ENOENT)
            finding(findings, "%s can't be read: %s; run this as the user who serves the place", path, strerror(errno));
        return;
    }
    if (info.st_mode & 0077)
        finding(findings, "%s can be read by others (mode %03o); put it right with: chmod %03o %s", path, info.st_mode & 0777, wanted,
                path);
    if (info.st_uid != geteuid())
        finding(findings, "%s belongs to another user; put it right with: chown", path);
}

static void check_files(struct findings *findings, struct arena *arena, const struct config *config)
{
    static const char *const files[] = { "kith.conf", "kith.db", "kith.db-wal", "kith.db-shm", "lock" };
    check_mode(findings, config->data, true);
    for (size_t i = 0; i < COUNT(files); i++)
        check_mode(findings, arena_printf(arena, "%s/%s", config->data, files[i]), false);
    if (access(config->key_file, F_OK)) {
        finding(findings,
                "there is no server key at %s: without it nobody can sign in; put back the copy you kept, or name it with --key-file",
                config->key_file);
        return;
    }
    struct key key;
    if (server_key_load(config->key_file, false, &key) != OK)
        finding(findings, "the server key %s isn't usable: it must be 32 bytes, mode 0600, in a folder of mode 0700", config->key_file);
    key_wipe(&key);
}

static void check_settings(struct findings *findings, const struct config *config)
{
    bool loopback =
        text_starts(config->listen, "127.") || text_starts(config->listen, "[::1]") || text_starts(config->listen, "localhost:");
    if (!config->tls_certificate != !config->tls_key)
        finding(findings, "tls-certificate and tls-key belong together: give both or neither");
    if (!loopback && !config->tls_certificate && !config->trusted_proxy)
        finding(findings, "it listens on %s without HTTPS: give tls-certificate and tls-key, or listen on 127.0.0.1 behind a proxy",
                config->listen);
    if (config->trusted_proxy && !config->origin)
        finding(findings, "behind a proxy, set origin = https://your.address so that forms from elsewhere are refused");
    if (config->demo)
        finding(findings, "this is a demonstration: its members' password is known; never invite real people here");
}

/* SQLite's lines tell of damage; PostgreSQL's each say what to do. */
static void check_integrity(struct findings *findings, struct arena *arena, struct database *database)
{
    struct buf report = { .arena = arena };
    if (database_check(database, &report) != OK)
        buf_puts(&report, "the database can't be read to its end\n");
    for (const char *line = buf_text(&report); *line; line += strcspn(line, "\n") + 1)
        finding(findings, "%.*s", (int)strcspn(line, "\n"), line);
    if (report.len && database_is_sqlite(database))
        finding(findings, "so the database is damaged: stop the server, keep a copy of the data folder, restore the last backup");
}

struct log_reading {
    struct findings *findings;
    struct arena *arena;
    struct key key;
};

static void log_finding(void *context, const char *line)
{
    finding(((struct log_reading *)context)->findings, "%s; compare it with your last backup, and find out who could write to the database",
            line);
}

static enum status log_read(struct db *db, void *context)
{
    struct log_reading *reading = context;
    return sanction_log_check(db, reading->arena, &reading->key, log_finding, reading);
}

/* Without the key (of which check_files tells) nothing can be said. */
static void check_log(struct findings *findings, struct arena *arena, const struct config *config, struct database *database)
{
    struct log_reading reading = { .findings = findings, .arena = arena };
    if (access(config->key_file, F_OK) || server_key_load(config->key_file, false, &reading.key) != OK)
        return;
    if (database_read(database, log_read, &reading) != OK)
        finding(findings, "the log of decisions can't be read to its end");
    key_wipe(&reading.key);
}

static void check_database(struct findings *findings, struct arena *arena, const struct config *config)
{
    struct database *database;
    struct database_options options = { .url = config->database, .connections = 1 };
    size_t applied = 0;
    if (!text_starts(config->database, "postgres") && access(config->database, F_OK)) {
        finding(findings, "there is no database at %s; make one with: kith init", config->database);
        return;
    }
    if (database_open(&options, &database) != OK) {
        /* Without its address: a postgres:// URL may hold a password, and what this says gets pasted into letters for help. */
        finding(findings, "the database can't be opened; the line above says why");
        return;
    }
    if (database_migrated(database, migrations, migrations_count, &applied) != OK)
        finding(findings, "the database's version can't be read; if it was made by a newer kith, use that one");
    else if (applied < migrations_count)
        finding(findings, "%zu of %zu migrations are applied; kith serve applies the rest (make a copy first)", applied, migrations_count);
    check_integrity(findings, arena, database);
    if (applied == migrations_count)
        check_log(findings, arena, config, database);
    database_close(database);
}

/* Members may wait long before one of them tells. */
static void check_pictures(struct findings *findings, struct image_keeper *images)
{
    enum image_answer answer = image_try(images);
    if (answer != IMAGE_MADE)
        finding(findings, "nobody can show a picture of their own: %s",
                answer == IMAGE_AWAY ? "libvips can't be loaded; install it with: apt-get install libvips42" : "libvips doesn't work here");
}

int cli_check(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct cli_arguments arguments;
    struct config config;
    struct findings findings = { .out = stdout };
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(&arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    struct image_keeper *images = image_keeper_start();
    if (crypto_start() != OK)
        return 1;
    struct stat info;
    if (cli_option(&arguments, "live", NULL)) {
        check_live(&arena, &config, clock_now(), &findings);
        image_keeper_stop(images);
        arena_free(&arena);
        return findings.count ? 1 : 0;
    }
    if (stat(config.data, &info)) {
        finding(&findings, "there is no data folder at %s; make one with: kith init --data %s", config.data, config.data);
    } else {
        check_files(&findings, &arena, &config);
        check_settings(&findings, &config);
        check_database(&findings, &arena, &config);
        check_pictures(&findings, images);
    }
    image_keeper_stop(images);
    if (!findings.count)
        printf("All is well in %s.\n", config.data);
    arena_free(&arena);
    return findings.count ? 1 : 0;
}
