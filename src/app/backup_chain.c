/* Archives that build on each other: what each says of itself, finding them, making the database from them again. */
#include "app/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <unistd.h>

enum { SETTINGS_MOST = 1 << 20, PAGE_MOST = 65536, ID_LENGTH = 32 };

static enum status chain_failed(const char *path, const char *why)
{
    log_line(LOG_ERROR, "backup.failed", "%s: %s", path, why);
    return INVALID;
}

/* ---- pages ---- */

enum status backup_hashes(struct arena *arena, int file, struct backup_manifest *manifest, struct bytes *hashes)
{
    unsigned char header[100];
    if (pread(file, header, sizeof header, 0) != sizeof header || memcmp(header, "SQLite format 3", 16) != 0)
        return BROKEN;
    size_t page_size = (size_t)(header[16] << 8 | header[17]);
    manifest->page_size = page_size == 1 ? PAGE_MOST : page_size;
    if (manifest->page_size < 512 || manifest->page_size > PAGE_MOST)
        return BROKEN;
    manifest->pages = (size_t)lseek(file, 0, SEEK_END) / manifest->page_size;
    unsigned char *out = arena_alloc(arena, manifest->pages * BACKUP_HASH + 1);
    unsigned char *page = arena_alloc(arena, manifest->page_size);
    for (size_t i = 0; i < manifest->pages; i++) {
        struct hash hash;
        if (pread(file, page, manifest->page_size, (off_t)(i * manifest->page_size)) != (ssize_t)manifest->page_size)
            return BROKEN;
        hash_plain(&hash, page, manifest->page_size);
        memcpy(out + i * BACKUP_HASH, hash.byte, BACKUP_HASH);
    }
    *hashes = (struct bytes){ out, manifest->pages * BACKUP_HASH };
    return OK;
}

/* ---- the manifest ---- */

struct bytes backup_manifest_text(struct arena *arena, const struct backup_manifest *manifest, const char *made)
{
    const char *text = arena_printf(arena, "kith-backup 1\nid %s\nbase %s\nmade %s\npage-size %zu\npages %zu\n", manifest->id,
                                    *manifest->base ? manifest->base : "none", made, manifest->page_size, manifest->pages);
    return (struct bytes){ text, strlen(text) };
}

/* The rest of the line that begins with `name`, or "". */
static const char *manifest_line(struct arena *arena, const char *text, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (!strncmp(at, name, len) && at[len] == ' ')
            return arena_slice(arena, at + len + 1, strcspn(at + len + 1, "\n"));
    }
    return "";
}

static bool manifest_parse(struct arena *arena, const char *text, struct backup_manifest *manifest)
{
    int64_t page_size, pages;
    *manifest = (struct backup_manifest){ .id = manifest_line(arena, text, "id"), .base = manifest_line(arena, text, "base") };
    if (text_same(manifest->base, "none"))
        manifest->base = "";
    if (!text_starts(text, "kith-backup 1\n") || strlen(manifest->id) != ID_LENGTH ||
        !text_int(manifest_line(arena, text, "page-size"), 512, PAGE_MOST, &page_size) ||
        !text_int(manifest_line(arena, text, "pages"), 1, UINT32_MAX - 1, &pages))
        return false;
    manifest->page_size = (size_t)page_size;
    manifest->pages = (size_t)pages;
    return true;
}

/* An entry's whole content, zero-ended. Memory grows with what comes: a damaged size promises anything. */
static bool entry_read(struct arena *arena, struct backup_reader *reader, size_t size, size_t most, struct bytes *out)
{
    enum { PIECE = 1 << 20 };
    if (size > most)
        return false;
    struct buf data = { .arena = arena };
    char *piece = arena_alloc(arena, size < PIECE ? size + 1 : PIECE);
    for (size_t left = size, len; left; left -= len) {
        len = left < PIECE ? left : PIECE;
        if (!backup_reader_data(reader, piece, len))
            return false;
        buf_add(&data, piece, len);
    }
    *out = (struct bytes){ buf_text(&data), size };
    return true;
}

enum status backup_manifest_read(struct arena *arena, const char *path, struct backup_manifest *manifest)
{
    struct backup_reader *reader = backup_reader_open(arena, path);
    struct bytes text;
    size_t size = 0;
    const char *name = reader ? backup_reader_next(reader, &size) : NULL;
    bool good = name && text_same(name, "manifest") && entry_read(arena, reader, size, SETTINGS_MOST, &text) &&
                manifest_parse(arena, text.data, manifest);
    if (reader)
        backup_reader_close(reader);
    return good ? OK : INVALID;
}

enum status backup_content_read(struct arena *arena, const char *path, struct backup_content *content)
{
    struct backup_reader *reader = backup_reader_open(arena, path);
    *content = (struct backup_content){ 0 };
    if (!reader)
        return chain_failed(path, "can't be read as an archive");
    bool good = true;
    size_t size = 0;
    for (const char *name; good && (name = backup_reader_next(reader, &size));) {
        if (text_same(name, "hashes"))
            good = entry_read(arena, reader, size, SIZE_MAX / 2, &content->hashes);
        else if (text_same(name, "kith.conf"))
            good = entry_read(arena, reader, size, SETTINGS_MOST, &content->settings);
        else if (text_same(name, "server.key"))
            good = entry_read(arena, reader, size, SETTINGS_MOST, &content->key);
    }
    backup_reader_close(reader);
    return good && content->hashes.data ? OK : chain_failed(path, "isn't a whole backup");
}

/* ---- finding ---- */

static bool is_archive(const char *name)
{
    size_t len = strlen(name);
    return text_starts(name, "kith-") && len > 7 && text_same(name + len - 7, ".tar.gz");
}

const char *backup_newest(struct arena *arena, const char *folder)
{
    DIR *open = opendir(folder);
    const char *newest = NULL;
    /* cppcheck-suppress readdirCalled ; safe in glibc on a stream of one\'s own */
    for (struct dirent *entry; open && (entry = readdir(open));)
        if (is_archive(entry->d_name) && (!newest || strcmp(entry->d_name, newest) > 0))
            newest = arena_copy(arena, entry->d_name); /* names begin with the time */
    if (open)
        closedir(open);
    return newest ? arena_printf(arena, "%s/%s", folder, newest) : NULL;
}

static bool find_by_id(struct arena *arena, const char *folder, const char *id, struct backup_link *link)
{
    DIR *open = opendir(folder);
    bool found = false;
    /* cppcheck-suppress readdirCalled ; safe in glibc on a stream of one\'s own */
    for (struct dirent *entry; open && !found && (entry = readdir(open));) {
        if (!is_archive(entry->d_name))
            continue;
        link->path = arena_printf(arena, "%s/%s", folder, entry->d_name);
        found = backup_manifest_read(arena, link->path, &link->manifest) == OK && text_same(link->manifest.id, id);
    }
    if (open)
        closedir(open);
    return found;
}

enum { CHAIN_MOST = 1000 };

/* A chain that comes back to itself was made up. */
static bool is_among(const struct backup_link *links, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(links[i].manifest.id, id))
            return true;
    return false;
}

enum status backup_chain_find(struct arena *arena, const char *path, struct backup_chain *chain)
{
    const char *folder = dirname(arena_copy(arena, path));
    struct backup_link *links = arena_array(arena, CHAIN_MOST, sizeof *links);
    struct backup_link link = { .path = path };
    TRY(backup_archive_check(path));
    if (backup_manifest_read(arena, path, &link.manifest) != OK)
        return chain_failed(path, "isn't a backup made by this version of kith");
    size_t first = CHAIN_MOST;
    links[--first] = link;
    while (*link.manifest.base) {
        const char *base = links[first].manifest.base;
        if (!first || is_among(links + first, CHAIN_MOST - first, base) || !find_by_id(arena, folder, base, &link)) {
            log_line(LOG_ERROR, "backup.failed", "%s builds on another backup that isn't beside it: put all of them into one folder",
                     links[first].path);
            return INVALID;
        }
        TRY(backup_archive_check(link.path));
        links[--first] = link;
    }
    *chain = (struct backup_chain){ links + first, CHAIN_MOST - first };
    return OK;
}

/* ---- making the database again ---- */

static bool pages_apply(struct arena *arena, struct backup_reader *reader, size_t size, const struct backup_manifest *manifest,
                        bool numbered, int file)
{
    size_t record = manifest->page_size + (numbered ? 4 : 0);
    unsigned char *data = arena_alloc(arena, record);
    bool good = size % record == 0;
    for (size_t i = 0; good && i < size / record; i++) {
        good = backup_reader_data(reader, data, record);
        size_t number = numbered ? (size_t)data[0] << 24 | (size_t)data[1] << 16 | (size_t)data[2] << 8 | data[3] : i + 1;
        good = good && number >= 1 && number <= manifest->pages &&
               pwrite(file, data + record - manifest->page_size, manifest->page_size, (off_t)((number - 1) * manifest->page_size)) ==
                   (ssize_t)manifest->page_size;
    }
    return good;
}

static bool link_apply(struct arena *arena, const struct backup_link *link, int file)
{
    struct backup_reader *reader = backup_reader_open(arena, link->path);
    bool full = !*link->manifest.base, good = reader, seen = false;
    size_t size = 0;
    for (const char *name; good && (name = backup_reader_next(reader, &size));)
        if (text_same(name, full ? "kith.db" : "pages")) {
            seen = true;
            good = pages_apply(arena, reader, size, &link->manifest, !full, file);
        }
    if (reader)
        backup_reader_close(reader);
    return good && seen && !ftruncate(file, (off_t)(link->manifest.pages * link->manifest.page_size));
}

static enum status database_sound(struct arena *arena, const char *path)
{
    struct database_options options = { .url = path, .connections = 1 };
    struct database *database;
    struct buf report = { .arena = arena };
    TRY(database_open(&options, &database));
    enum status status = database_check(database, &report);
    database_close(database);
    if (status == OK && !report.len)
        return OK;
    log_line(LOG_ERROR, "backup.failed", "the database in it isn't sound: %.200s", buf_text(&report));
    return INVALID;
}

enum status backup_rebuild(struct arena *arena, const struct backup_chain *chain, const char *path, struct backup_content *content)
{
    const struct backup_link *last = &chain->links[chain->count - 1];
    struct backup_manifest made;
    struct bytes hashes;
    TRY(backup_content_read(arena, last->path, content));
    if (content->hashes.len != last->manifest.pages * BACKUP_HASH)
        return chain_failed(last->path, "isn't a whole backup");
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return chain_failed(path, strerror(errno));
    const char *bad = NULL;
    for (size_t i = 0; !bad && i < chain->count; i++)
        if (!link_apply(arena, &chain->links[i], file))
            bad = chain->links[i].path;
    if (!bad && (fsync(file) || backup_hashes(arena, file, &made, &hashes) != OK || hashes.len != content->hashes.len ||
                 memcmp(hashes.data, content->hashes.data, hashes.len) != 0))
        bad = last->path;
    close(file);
    if (bad)
        return chain_failed(bad, "the database can't be made from it: is there room on the disk? If so, take another backup");
    return database_sound(arena, path);
}
