/* A zip archive in memory. */
#include "account/pages.h"

#include <archive.h>
#include <archive_entry.h>

static la_ssize_t archive_add(struct archive *archive, void *context, const void *data, size_t len)
{
    (void)archive;
    buf_add(context, data, len);
    return (la_ssize_t)len;
}

static bool file_add(struct archive *archive, const struct account_file *file, int64_t now)
{
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        return false;
    archive_entry_set_pathname_utf8(entry, file->name);
    archive_entry_set_size(entry, (la_int64_t)file->content.len);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, (time_t)(time_day(now) * (TIME_DAY / TIME_SECOND)), 0);
    bool good = archive_write_header(archive, entry) == ARCHIVE_OK &&
                archive_write_data(archive, file->content.data, file->content.len) == (la_ssize_t)file->content.len;
    archive_entry_free(entry);
    return good;
}

enum status account_archive(struct arena *arena, const struct account_file *files, size_t count, int64_t now, struct bytes *out)
{
    struct buf zip = { .arena = arena };
    struct archive *archive = archive_write_new();
    bool good = archive && archive_write_set_format_zip(archive) == ARCHIVE_OK &&
                archive_write_set_format_option(archive, "zip", "hdrcharset", "UTF-8") == ARCHIVE_OK &&
                archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
                archive_write_open(archive, &zip, NULL, archive_add, NULL) == ARCHIVE_OK;
    for (size_t i = 0; good && i < count; i++)
        good = file_add(archive, &files[i], now);
    good = good && archive_write_close(archive) == ARCHIVE_OK;
    if (!good)
        log_line(LOG_ERROR, "archive.failed", "%s", archive && archive_error_string(archive) ? archive_error_string(archive) : "no memory");
    if (archive)
        archive_write_free(archive);
    *out = (struct bytes){ zip.data, zip.len };
    return good ? OK : BROKEN;
}
