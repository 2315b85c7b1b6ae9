/* The archive's file: tar and gzip by libarchive, and a hash of everything at its end. */
#include "app/backup.h"

#include <archive.h>
#include <archive_entry.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* An empty gzip member (RFC 1952) with one extra field "KB": gzip and tar read over it. */
enum { TAIL_BYTES = 58, TAIL_HASH_AT = 16, BLOCK_BYTES = 1 << 20 };
static const unsigned char tail_begin[TAIL_HASH_AT] = { 0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 36, 0, 'K', 'B', HASH_BYTES, 0 };
static const unsigned char tail_end[TAIL_BYTES - TAIL_HASH_AT - HASH_BYTES] = { 3, 0 };

static enum status archive_failed(const char *path, const char *why)
{
    log_line(LOG_ERROR, "backup.failed", "%s: %s", path, why);
    return BROKEN;
}

/* The hash of the first `size` bytes: of each block together with the hash of those before. */
static bool file_hash(int file, off_t size, struct hash *hash)
{
    struct arena arena = { 0 };
    unsigned char *block = arena_alloc(&arena, sizeof *hash + BLOCK_BYTES);
    *hash = (struct hash){ 0 };
    off_t at = 0;
    while (at < size) {
        size_t len = size - at < BLOCK_BYTES ? (size_t)(size - at) : BLOCK_BYTES;
        if (pread(file, block + sizeof *hash, len, at) != (ssize_t)len)
            break;
        memcpy(block, hash, sizeof *hash);
        hash_plain(hash, block, sizeof *hash + len);
        at += (off_t)len;
    }
    arena_free(&arena);
    return at == size;
}

static void tail_make(unsigned char tail[TAIL_BYTES], const struct hash *hash)
{
    memcpy(tail, tail_begin, sizeof tail_begin);
    memcpy(tail + TAIL_HASH_AT, hash->byte, sizeof hash->byte);
    memcpy(tail + TAIL_HASH_AT + HASH_BYTES, tail_end, sizeof tail_end);
}

/* ---- writing ---- */

static bool data_write(struct archive *archive, const void *data, size_t len)
{
    return archive_write_data(archive, data, len) == (la_ssize_t)len;
}

static bool pages_write(struct archive *archive, const struct backup_entry *entry)
{
    struct arena arena = { 0 };
    unsigned char *page = arena_alloc(&arena, entry->page_size);
    bool good = true;
    for (size_t i = 0; good && i < entry->count; i++) {
        uint32_t number = entry->numbers ? entry->numbers[i] : (uint32_t)i + 1;
        uint32_t big = htobe32(number);
        good = pread(entry->file, page, entry->page_size, (off_t)(number - 1) * (off_t)entry->page_size) == (ssize_t)entry->page_size &&
               (!entry->numbers || data_write(archive, &big, sizeof big)) && data_write(archive, page, entry->page_size);
    }
    arena_free(&arena);
    return good;
}

static bool entry_write(struct archive *archive, const struct backup_entry *entry)
{
    struct archive_entry *header = archive_entry_new();
    if (!header)
        abort();
    size_t size = entry->file ? entry->count * (entry->page_size + (entry->numbers ? 4 : 0)) : entry->content.len;
    archive_entry_set_pathname_utf8(header, entry->name);
    archive_entry_set_size(header, (la_int64_t)size);
    archive_entry_set_filetype(header, AE_IFREG);
    archive_entry_set_perm(header, 0600);
    archive_entry_set_mtime(header, 0, 0);
    bool good = archive_write_header(archive, header) == ARCHIVE_OK &&
                (entry->file ? pages_write(archive, entry) : data_write(archive, entry->content.data, entry->content.len));
    archive_entry_free(header);
    return good;
}

static bool tail_write(int file)
{
    unsigned char tail[TAIL_BYTES];
    struct hash hash;
    off_t size = lseek(file, 0, SEEK_END);
    if (size <= 0 || !file_hash(file, size, &hash))
        return false;
    tail_make(tail, &hash);
    return pwrite(file, tail, sizeof tail, size) == sizeof tail && !fsync(file);
}

enum status backup_archive_write(const char *path, const struct backup_entry *entries, size_t count)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return archive_failed(path, strerror(errno));
    struct archive *archive = archive_write_new();
    bool good = archive && archive_write_set_format_pax_restricted(archive) == ARCHIVE_OK && /* ustar, and entries beyond 8 GB */
                archive_write_add_filter_gzip(archive) == ARCHIVE_OK &&
                archive_write_set_options(archive, "gzip:compression-level=4") == ARCHIVE_OK &&
                archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK && archive_write_open_fd(archive, file) == ARCHIVE_OK;
    for (size_t i = 0; good && i < count; i++)
        good = entry_write(archive, &entries[i]);
    good = good && archive_write_close(archive) == ARCHIVE_OK;
    const char *reason = archive && !good ? archive_error_string(archive) : NULL;
    const char *why = reason ? reason : "can't be written; is there room on the disk?";
    good = good && tail_write(file);
    enum status status = good ? OK : archive_failed(path, why);
    if (archive)
        archive_write_free(archive);
    close(file);
    if (!good)
        unlink(path);
    return status;
}

/* ---- reading ---- */

enum status backup_archive_check(const char *path)
{
    unsigned char tail[TAIL_BYTES], wanted[TAIL_BYTES];
    struct hash hash;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        log_line(LOG_ERROR, "backup.failed", "%s can't be read: %s", path, strerror(errno));
        return INVALID;
    }
    off_t size = lseek(file, 0, SEEK_END) - TAIL_BYTES;
    bool good = size > 0 && pread(file, tail, sizeof tail, size) == sizeof tail && file_hash(file, size, &hash);
    close(file);
    if (good) {
        tail_make(wanted, &hash);
        good = !memcmp(tail, wanted, sizeof tail);
    }
    if (!good)
        log_line(LOG_ERROR, "backup.failed", "%s is damaged or not a backup: take another copy of it, or an older backup", path);
    return good ? OK : INVALID;
}

struct backup_reader {
    struct archive *archive;
};

struct backup_reader *backup_reader_open(struct arena *arena, const char *path)
{
    struct backup_reader *reader = arena_alloc(arena, sizeof *reader);
    reader->archive = archive_read_new();
    if (!reader->archive)
        abort();
    if (archive_read_support_filter_gzip(reader->archive) == ARCHIVE_OK && archive_read_support_format_tar(reader->archive) == ARCHIVE_OK &&
        archive_read_open_filename(reader->archive, path, 1 << 16) == ARCHIVE_OK)
        return reader;
    backup_reader_close(reader);
    return NULL;
}

const char *backup_reader_next(struct backup_reader *reader, size_t *size)
{
    struct archive_entry *header;
    if (archive_read_next_header(reader->archive, &header) != ARCHIVE_OK || archive_entry_size(header) < 0)
        return NULL;
    *size = (size_t)archive_entry_size(header);
    return archive_entry_pathname(header);
}

bool backup_reader_data(struct backup_reader *reader, void *out, size_t len)
{
    return archive_read_data(reader->archive, out, len) == (la_ssize_t)len;
}

void backup_reader_close(struct backup_reader *reader)
{
    archive_read_free(reader->archive);
}
