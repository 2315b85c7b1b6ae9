/* kith restore: the place as a backup holds it. Everything is made and checked beside the data folder before one rename puts it there. */
#include "app/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "kith restore BACKUP.tar.gz [--data DIR] [--database sqlite|postgres://…]\n"
    "\n"
    "Makes the place again as it was at the time of the backup, full or incremental; those it builds on must lie in the same folder.\n"
    "Stop kith serve first. Everything is checked before anything is replaced. What was in the data folder is kept beside it as\n"
    "DIR.before-TIME: delete it when all is well, or what was deleted since lives on there. Other files of the data folder stay.\n"
    "With --database postgres://… only the rows are restored, into that database, which must be empty.\n";
static const char *const flags[] = { NULL };

struct restoring {
    struct arena *arena;
    const struct config *config;
    const char *data, *fresh; /* the data folder, and the one that takes its place */
    struct backup_chain chain;
    struct backup_content content;
    struct restore_done *done;
};

static enum status failed(const char *path, const char *why)
{
    log_line(LOG_ERROR, "restore.failed", "%s: %s", path, why);
    return BROKEN;
}

/* ---- files ---- */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void folder_remove(const char *path)
{
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool file_write(const char *path, struct bytes content)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, content.data, content.len) == (ssize_t)content.len && !fsync(file);
    if (file >= 0)
        close(file);
    return good;
}

static bool file_copy(const char *from, const char *to, mode_t mode)
{
    char part[1 << 14];
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
    ssize_t got = -1;
    bool good = in >= 0 && out >= 0;
    while (good && (got = read(in, part, sizeof part)) > 0)
        good = write(out, part, (size_t)got) == got;
    good = good && !got && !fsync(out);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return good;
}

static bool link_copy(struct arena *arena, const char *from, const char *to)
{
    char *target = arena_alloc(arena, 4096);
    return readlink(from, target, 4095) > 0 && !symlink(target, to);
}

/* The names at the top of a data folder that come from the backup, or mean nothing without the old database. */
static bool is_replaced(const struct restoring *restoring, const char *name)
{
    return text_starts(name, "kith.db") || text_same(name, "lock") || text_same(name, ".") || text_same(name, "..") ||
           (text_same(name, "kith.conf") && restoring->content.settings.data);
}

static void folder_sync(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)!fsync(folder);
        close(folder);
    }
}

static bool folder_copy(struct restoring *restoring, const char *from, const char *to, bool top)
{
    DIR *open = opendir(from);
    bool good = open;
    /* cppcheck-suppress readdirCalled ; safe in glibc on a stream of one\'s own */
    for (struct dirent *entry; good && (entry = readdir(open));) {
        const char *old = arena_printf(restoring->arena, "%s/%s", from, entry->d_name);
        const char *new = arena_printf(restoring->arena, "%s/%s", to, entry->d_name);
        struct stat info;
        if (text_same(entry->d_name, ".") || text_same(entry->d_name, "..") || (top && is_replaced(restoring, entry->d_name)))
            continue;
        good = !lstat(old, &info);
        if (good && S_ISDIR(info.st_mode))
            good = !mkdir(new, info.st_mode & 0777) && folder_copy(restoring, old, new, false);
        else if (good && S_ISREG(info.st_mode))
            good = file_copy(old, new, info.st_mode);
        else if (good && S_ISLNK(info.st_mode))
            good = link_copy(restoring->arena, old, new);
    }
    if (open)
        closedir(open);
    folder_sync(to);
    return good;
}

/* ---- the new data folder ---- */

/* The settings of the backup, but for the database they name: the data is here now. */
static bool settings_write(const struct restoring *restoring)
{
    const char *path = arena_printf(restoring->arena, "%s/kith.conf", restoring->fresh);
    if (!restoring->content.settings.data)
        return true;
    if (!file_write(path, restoring->content.settings))
        return false;
    const char *text = restoring->content.settings.data;
    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (text_starts(at, "database") && (at[8] == ' ' || at[8] == '='))
            return config_write(restoring->fresh, "database", "sqlite") == OK;
    }
    return true;
}

static bool key_write(const struct restoring *restoring)
{
    const char *folder = arena_printf(restoring->arena, "%s/key", restoring->fresh);
    if (!restoring->content.key.data)
        return true;
    if (mkdir(folder, 0700) && errno != EEXIST)
        return false;
    bool good = file_write(arena_printf(restoring->arena, "%s/server.key", folder), restoring->content.key);
    folder_sync(folder);
    return good;
}

/* A newer program's tables would be refused when it is served. */
static enum status version_check(const char *path)
{
    struct database_options options = { .url = path, .connections = 1 };
    struct database *database;
    size_t applied;
    TRY(database_open(&options, &database));
    enum status status = database_migrated(database, migrations, migrations_count, &applied);
    database_close(database);
    return status == OK ? OK : failed(path, "the backup's tables are those of another version of kith: restore it with that one");
}

static enum status fresh_make(struct restoring *restoring)
{
    const char *database = arena_printf(restoring->arena, "%s/kith.db", restoring->fresh);
    struct stat info;
    folder_remove(restoring->fresh); /* of a restore that was interrupted */
    if (mkdir(restoring->fresh, 0700))
        return failed(restoring->fresh, strerror(errno));
    TRY(backup_rebuild(restoring->arena, &restoring->chain, database, &restoring->content));
    TRY(version_check(database));
    if (!stat(restoring->data, &info) && !folder_copy(restoring, restoring->data, restoring->fresh, true))
        return failed(restoring->fresh, "the data folder's other files can't be copied; is there room on the disk?");
    if (!settings_write(restoring) || !key_write(restoring))
        return failed(restoring->fresh, strerror(errno));
    folder_sync(restoring->fresh);
    return OK;
}

/* ---- putting it in its place ---- */

static enum status swap(struct restoring *restoring)
{
    const char *kept = arena_printf(restoring->arena, "%s.before-%s", restoring->data, backup_stamp(restoring->arena, clock_now()));
    const char *parent = dirname(arena_copy(restoring->arena, restoring->data));
    struct stat info;
    bool old = !stat(restoring->data, &info);
    bool good = old ? !renameat2(AT_FDCWD, restoring->fresh, AT_FDCWD, restoring->data, RENAME_EXCHANGE)
                    : !rename(restoring->fresh, restoring->data);
    if (!good)
        return failed(restoring->data,
                      errno == EBUSY ? "is a mount point, which can't be exchanged: let the data folder lie inside it" : strerror(errno));
    if (old && renameat2(AT_FDCWD, restoring->fresh, AT_FDCWD, kept, RENAME_NOREPLACE))
        kept = restoring->fresh;
    restoring->done->kept = old ? kept : NULL;
    folder_sync(parent);
    return OK;
}

static enum status restore_folder(struct restoring *restoring)
{
    struct stat info;
    int lock = -1;
    if (!stat(restoring->data, &info)) {
        if (info.st_uid != geteuid())
            return failed(restoring->data, "belongs to another user: run this as the user who serves the place");
        if ((lock = app_lock(restoring->arena, restoring->data)) < 0)
            return BUSY;
    }
    enum status status = fresh_make(restoring);
    if (status == OK)
        status = swap(restoring);
    else
        folder_remove(restoring->fresh);
    if (lock >= 0)
        close(lock);
    return status;
}

/* Into PostgreSQL: the database is made beside the data folder and its rows are sent. */
static enum status restore_rows(struct restoring *restoring)
{
    const char *path = arena_printf(restoring->arena, "%s/kith.db", restoring->fresh);
    struct database_options options = { .url = path, .connections = 2 };
    struct database *from;
    struct table_sums sums;
    folder_remove(restoring->fresh);
    if (mkdir(restoring->fresh, 0700))
        return failed(restoring->fresh, strerror(errno));
    enum status status = backup_rebuild(restoring->arena, &restoring->chain, path, &restoring->content);
    if (status == OK)
        status = database_open(&options, &from);
    if (status == OK) {
        status = database_migrate(from, migrations, migrations_count);
        if (status == OK)
            status = backup_transfer(restoring->arena, from, restoring->config->database, &sums);
        database_close(from);
    }
    folder_remove(restoring->fresh);
    return status;
}

enum status backup_restore(struct arena *arena, const struct config *config, const char *archive, struct restore_done *done)
{
    struct restoring restoring = { .arena = arena, .config = config, .done = done };
    char *data = arena_alloc(arena, PATH_MAX);
    if (!realpath(config->data, data))
        data = arena_copy(arena, config->data); /* it isn't there yet */
    for (char *end = strchr(data, '\0'); end > data + 1 && end[-1] == '/';)
        *--end = '\0';
    restoring.data = data;
    restoring.fresh = arena_printf(arena, "%s.restoring", restoring.data);
    *done = (struct restore_done){ 0 };
    bool postgres = text_starts(config->database, "postgres");
    if (!postgres && !text_same(config->database, arena_printf(arena, "%s/kith.db", config->data)))
        return failed(config->database, "only kith.db in the data folder can be restored: leave --database away, then use kith migrate");
    TRY(backup_chain_find(arena, archive, &restoring.chain));
    return postgres ? restore_rows(&restoring) : restore_folder(&restoring);
}

static int restore_run(struct arena *arena, int argc, char **argv)
{
    struct cli_arguments arguments;
    struct config config;
    struct restore_done done;
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    if (arguments.words_count != 1) {
        fputs(help, stderr);
        return 2;
    }
    umask(077);
    if (crypto_start() != OK || backup_restore(arena, &config, arguments.words[0], &done) != OK) {
        fprintf(stderr, "kith: nothing was restored and nothing was replaced; the line above says why\n");
        return 1;
    }
    printf("Restored from %s and checked.\n", arguments.words[0]);
    if (done.kept)
        printf("What was there before is in %s: delete it when all is well.\n", done.kept);
    if (access(config.key_file, F_OK))
        printf("The server's key isn't at %s: put your copy there before anybody can sign in.\n", config.key_file);
    printf("See that all is well with: kith check --data %s\n", config.data);
    return 0;
}

int cli_restore(int argc, char **argv)
{
    struct arena arena = { 0 };
    int code = restore_run(&arena, argc, argv);
    arena_free(&arena); /* wiped: a key may have been read into it */
    return code;
}
