/* Backups: what one archive holds, how archives build on each other, how a place is made from them again.
 *
 * An archive is an ordinary .tar.gz (0600): "manifest" (lines of words), "hashes" (16 bytes of BLAKE2b-256 for each page of the database),
 * then "kith.db" (a full backup) or "pages" (an increment: the number of each changed page, 4 bytes big-endian, and the page), "kith.conf"
 * and, only when asked for, "server.key". Behind it stands one empty gzip member whose extra field holds a hash of all bytes before it, so
 * any changed byte is found. A PostgreSQL database goes in as an SQLite file, too. */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/app.h"

/* ---- backup_archive.c: the file ---- */

struct backup_entry {
    const char *name;
    struct bytes content; /* when `file` is 0 */
    int file;             /* an SQLite file: all of it, or the pages in `numbers`, each behind its number */
    size_t page_size, count;
    const uint32_t *numbers; /* from 1; NULL: all of it */
};
/* Writes and syncs a new file, 0600. Failures are logged. */
enum status backup_archive_write(const char *path, const struct backup_entry *entries, size_t count) MUST_USE;
/* INVALID, logged: a byte of it isn't as it was written, or it isn't a backup. */
enum status backup_archive_check(const char *path) MUST_USE;

struct backup_reader;
/* NULL when it can't be opened as an archive. */
struct backup_reader *backup_reader_open(struct arena *arena, const char *path);
/* The next entry's name, or NULL; its size into *size. */
const char *backup_reader_next(struct backup_reader *reader, size_t *size);
/* Exactly `len` bytes of the entry; false when there aren't as many. */
bool backup_reader_data(struct backup_reader *reader, void *out, size_t len);
void backup_reader_close(struct backup_reader *reader);

/* ---- backup_chain.c: archives that build on each other ---- */

struct backup_manifest {
    const char *id, *base; /* base "": a full backup */
    size_t page_size, pages;
};
struct backup_link {
    const char *path;
    struct backup_manifest manifest;
};
struct backup_chain {
    struct backup_link *links; /* the full backup first */
    size_t count;
};
struct backup_content {
    struct bytes hashes, settings, key; /* settings and key: data NULL when the archive has none */
};

enum { BACKUP_HASH = 16 };
/* The hash of each page of an SQLite file. BROKEN when it can't be read. */
enum status backup_hashes(struct arena *arena, int file, struct backup_manifest *manifest, struct bytes *hashes) MUST_USE;
struct bytes backup_manifest_text(struct arena *arena, const struct backup_manifest *manifest, const char *made);
enum status backup_manifest_read(struct arena *arena, const char *path, struct backup_manifest *manifest) MUST_USE;
/* The newest archive in a folder, or NULL. */
const char *backup_newest(struct arena *arena, const char *folder);
/* The archive and those it builds on, all from its folder, every byte checked. INVALID is logged with what to do. */
enum status backup_chain_find(struct arena *arena, const char *path, struct backup_chain *chain) MUST_USE;
/* Makes the database anew at `path` (0600, synced), compares it page by page, checks it from within. INVALID is logged. */
enum status backup_rebuild(struct arena *arena, const struct backup_chain *chain, const char *path,
                           struct backup_content *content) MUST_USE;
/* Reads what the last archive holds besides pages. */
enum status backup_content_read(struct arena *arena, const char *path, struct backup_content *content) MUST_USE;

/* ---- backup.c, restore.c, migrate.c ---- */

struct backup_wish {
    const char *folder;
    bool increment, with_key;
};
struct backup_done {
    const char *path;
    bool full;
    size_t pages, changed;
    int64_t bytes;
};
/* A small file's bytes; NOT_FOUND when there is none. */
enum status backup_file_read(struct arena *arena, const char *path, struct bytes *out) MUST_USE;
/* "20261123T071800Z" */
const char *backup_stamp(struct arena *arena, int64_t now);
/* Makes, writes and verifies a backup; nothing but a whole one ever has a backup's name. */
enum status backup_make(struct arena *arena, const struct config *config, const struct backup_wish *wish,
                        struct backup_done *done) MUST_USE;

struct restore_done {
    const char *kept;
}; /* where the old data folder is now, or NULL */
enum status backup_restore(struct arena *arena, const struct config *config, const char *archive, struct restore_done *done) MUST_USE;

/* Opens `url`, refuses it unless it is empty, makes the tables and moves everything there. */
enum status backup_transfer(struct arena *arena, struct database *from, const char *url, struct table_sums *sums) MUST_USE;

#endif
