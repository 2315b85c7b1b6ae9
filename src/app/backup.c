/* kith backup: a consistent copy of the place, full or only what changed, checked before it gets its name. */
#include "app/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "kith backup --to FOLDER [--increment] [--with-key] [--data DIR] [--database sqlite|postgres://…]\n"
    "\n"
    "Copies the database as it is at one moment, and kith.conf, into one new compressed file in FOLDER; the place may go on running.\n"
    "The file is read back, compared and checked before it gets its name. It can be opened with tar and gzip.\n"
    "--increment keeps only what changed since the newest backup in FOLDER; it needs that one and those before it to be restored.\n"
    "Without it the backup is full and holds nothing that was deleted: delete old ones, or what members deleted lives on in them.\n"
    "--with-key adds the server's key. Whoever has the file can then test guesses of sign-in names; better keep the key's copy apart.\n"
    "FOLDER needs room for the database and the backup. Ends with 0 when the backup is whole, 1 when there is none.\n";
static const char *const flags[] = { "to", "!increment", "!with-key", NULL };

const char *backup_stamp(struct arena *arena, int64_t now)
{
    time_t seconds = (time_t)(now / TIME_SECOND);
    struct tm parts;
    char text[32];
    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
    return arena_copy(arena, text);
}

enum status backup_file_read(struct arena *arena, const char *path, struct bytes *out)
{
    struct stat info;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? NOT_FOUND : BROKEN;
    bool good = !fstat(file, &info) && info.st_size < 1 << 20;
    char *data = arena_alloc(arena, good ? (size_t)info.st_size + 1 : 1);
    good = good && read(file, data, (size_t)info.st_size) == info.st_size;
    close(file);
    *out = (struct bytes){ data, good ? (size_t)info.st_size : 0 };
    return good ? OK : BROKEN;
}

enum status backup_transfer(struct arena *arena, struct database *from, const char *url, struct table_sums *sums)
{
    struct database_options options = { .url = url, .connections = 2 };
    struct database *to;
    bool empty = false;
    TRY(database_open(&options, &to));
    enum status status = database_empty(to, &empty);
    if (status == OK && !empty) {
        log_line(LOG_ERROR, "db.transfer", "the database to write to isn't empty: name a new one");
        status = CONFLICT;
    }
    if (status == OK)
        status = database_migrate(to, migrations, migrations_count);
    if (status == OK)
        status = database_transfer(from, to, arena, sums);
    database_close(to);
    return status;
}

/* ---- making one ---- */

struct making {
    struct arena *arena;
    const struct config *config;
    const struct backup_wish *wish;
    struct backup_done *done;
    const char *database, *archive; /* while unfinished */
    struct backup_manifest manifest;
    struct bytes hashes;
};

static void unfinished_remove(const struct making *making)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT(ends); i++)
        unlink(arena_printf(making->arena, "%s%s", making->database, ends[i]));
    unlink(making->archive);
}

static enum status failed(const char *path, const char *why)
{
    log_line(LOG_ERROR, "backup.failed", "%s: %s", path, why);
    return BROKEN;
}

/* The database at one moment, as an SQLite file. */
static enum status snapshot(const struct making *making)
{
    struct database_options options = { .url = making->config->database, .connections = 2 };
    struct database *database;
    struct table_sums sums;
    if (!text_starts(options.url, "postgres") && access(options.url, R_OK))
        return failed(options.url, "there is no database; name its folder with --data");
    TRY(database_open(&options, &database));
    enum status status = database_is_sqlite(database) ? database_copy(database, making->database)
                                                      : backup_transfer(making->arena, database, making->database, &sums);
    database_close(database);
    return status;
}

/* Which pages differ from those of the newest backup; all of them for a full one. */
static enum status changes(struct making *making, struct backup_entry *entry)
{
    const char *newest = making->wish->increment ? backup_newest(making->arena, making->wish->folder) : NULL;
    struct backup_manifest before;
    struct backup_content content;
    entry->page_size = making->manifest.page_size;
    entry->count = making->done->changed = making->done->pages = making->manifest.pages;
    entry->name = "kith.db";
    making->done->full = true;
    if (!newest)
        return OK;
    if (backup_manifest_read(making->arena, newest, &before) != OK || backup_content_read(making->arena, newest, &content) != OK)
        return failed(newest, "can't be built on; take a full backup, without --increment");
    if (before.page_size != making->manifest.page_size)
        return OK;
    uint32_t *numbers = arena_array(making->arena, making->manifest.pages + 1, sizeof *numbers);
    const char *now = making->hashes.data, *then = content.hashes.data;
    entry->count = 0;
    for (size_t i = 0; i < making->manifest.pages; i++) {
        size_t at = i * BACKUP_HASH;
        if (at + BACKUP_HASH > content.hashes.len || memcmp(now + at, then + at, BACKUP_HASH) != 0)
            numbers[entry->count++] = (uint32_t)i + 1;
    }
    entry->name = "pages";
    entry->numbers = numbers;
    making->manifest.base = before.id;
    making->done->full = false;
    making->done->changed = entry->count;
    return OK;
}

static enum status archive_make(struct making *making, int file)
{
    struct arena *arena = making->arena;
    struct backup_entry entries[5] = { { .name = "manifest" }, { .name = "hashes" }, { .file = file } };
    size_t count = 3;
    struct bytes settings, key;
    unsigned char random[16];
    random_bytes(random, sizeof random);
    struct buf hex = { .arena = arena };
    for (size_t i = 0; i < sizeof random; i++)
        buf_printf(&hex, "%02x", random[i]);
    making->manifest.id = buf_text(&hex);
    making->manifest.base = "";
    if (backup_hashes(arena, file, &making->manifest, &making->hashes) != OK)
        return failed(making->database, "can't be read");
    TRY(changes(making, &entries[2]));
    entries[0].content = backup_manifest_text(arena, &making->manifest, backup_stamp(arena, clock_now()));
    entries[1].content = making->hashes;
    const char *conf = arena_printf(arena, "%s/kith.conf", making->config->data);
    enum status status = backup_file_read(arena, conf, &settings);
    if (status == OK)
        entries[count++] = (struct backup_entry){ .name = "kith.conf", .content = settings };
    else if (status != NOT_FOUND)
        return failed(conf, "can't be read");
    if (making->wish->with_key) {
        if (backup_file_read(arena, making->config->key_file, &key) != OK)
            return failed(making->config->key_file, "the server's key can't be read; name it with --key-file");
        entries[count++] = (struct backup_entry){ .name = "server.key", .content = key };
    }
    return backup_archive_write(making->archive, entries, count);
}

/* Reads it back as a restore would, with everything it builds on. */
static enum status verify(const struct making *making)
{
    struct backup_chain chain;
    struct backup_content content;
    unlink(making->database); /* the same room on the disk serves for what is made from the archive */
    TRY(backup_chain_find(making->arena, making->archive, &chain));
    TRY(backup_rebuild(making->arena, &chain, making->database, &content));
    bool same = content.hashes.len == making->hashes.len && !memcmp(content.hashes.data, making->hashes.data, content.hashes.len);
    return same ? OK : failed(making->archive, "what was read back isn't what was written: check this disk");
}

static enum status name_give(const struct making *making, int folder)
{
    int64_t now = clock_now();
    struct stat info;
    making->done->path = arena_printf(making->arena, "%s/kith-%s-%03d-%s.tar.gz", making->wish->folder, backup_stamp(making->arena, now),
                                      (int)(now % TIME_SECOND), making->done->full ? "full" : "increment");
    if (stat(making->archive, &info) || fsync(folder) ||
        renameat2(AT_FDCWD, making->archive, AT_FDCWD, making->done->path, RENAME_NOREPLACE) || fsync(folder))
        return failed(making->done->path, strerror(errno));
    making->done->bytes = info.st_size;
    return OK;
}

static enum status make_in(struct making *making, int folder)
{
    unfinished_remove(making); /* of one that was interrupted */
    TRY(snapshot(making));
    int file = open(making->database, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(making->database, strerror(errno));
    enum status status = archive_make(making, file);
    close(file);
    if (status == OK)
        status = verify(making);
    return status == OK ? name_give(making, folder) : status;
}

enum status backup_make(struct arena *arena, const struct config *config, const struct backup_wish *wish, struct backup_done *done)
{
    struct making making = { .arena = arena, .config = config, .wish = wish, .done = done };
    making.database = arena_printf(arena, "%s/.kith-unfinished.db", wish->folder);
    making.archive = arena_printf(arena, "%s/.kith-unfinished.tar.gz", wish->folder);
    if (mkdir(wish->folder, 0700) && errno != EEXIST)
        return failed(wish->folder, strerror(errno));
    int folder = open(wish->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return failed(wish->folder, strerror(errno));
    enum status status = BUSY;
    if (flock(folder, LOCK_EX | LOCK_NB)) {
        log_line(LOG_ERROR, "backup.failed", "another backup is being written to %s: wait for it", wish->folder);
    } else {
        status = make_in(&making, folder);
        unfinished_remove(&making);
    }
    close(folder);
    return status;
}

static int backup_run(struct arena *arena, int argc, char **argv)
{
    struct cli_arguments arguments;
    struct config config;
    struct backup_done done;
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    struct backup_wish wish = { .folder = cli_option(&arguments, "to", NULL),
                                .increment = cli_option(&arguments, "increment", NULL),
                                .with_key = cli_option(&arguments, "with-key", NULL) };
    if (!wish.folder || arguments.words_count) {
        fputs(help, stderr);
        return 2;
    }
    if (crypto_start() != OK || backup_make(arena, &config, &wish, &done) != OK) {
        fprintf(stderr, "kith: there is no new backup; the line above says why\n");
        return 1;
    }
    printf("%s\n%s backup, %zu of %zu pages, %lld bytes, read back and checked.%s\n", done.path, done.full ? "Full" : "Incremental",
           done.changed, done.pages, (long long)done.bytes,
           wish.with_key ? " It holds the server's key: keep it where nobody else can read it."
                         : " The server's key isn't in it: keep a copy apart.");
    return 0;
}

int cli_backup(int argc, char **argv)
{
    struct arena arena = { 0 };
    int code = backup_run(&arena, argc, argv);
    arena_free(&arena); /* wiped: a key may have been read into it */
    return code;
}
