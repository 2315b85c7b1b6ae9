/* SQLite, page by page: the whole database at one moment, into a file of its own, without what was deleted. */
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

/* ---- scrubbing: secure_delete overwrites deleted cells, but when SQLite balances a tree, copies of cells that moved to another
 * page can stay behind in the room between. That room, free blocks and free pages are zeroed in the copy. ---- */

enum { PAGE_INNER_INDEX = 2, PAGE_INNER_TABLE = 5, PAGE_LEAF_INDEX = 10, PAGE_LEAF_TABLE = 13, DEPTH_MOST = 30 };

struct scrub {
    int file;
    size_t size, usable;
    uint32_t pages;
};

static uint32_t number16(const unsigned char *at)
{
    return (uint32_t)(at[0] << 8 | at[1]);
}

static uint32_t number32(const unsigned char *at)
{
    return number16(at) << 16 | number16(at + 2);
}

static bool page_read(const struct scrub *scrub, uint32_t number, unsigned char *page)
{
    return number >= 1 && number <= scrub->pages &&
           pread(scrub->file, page, scrub->size, (off_t)(number - 1) * (off_t)scrub->size) == (ssize_t)scrub->size;
}

static bool page_write(const struct scrub *scrub, uint32_t number, const unsigned char *page)
{
    return pwrite(scrub->file, page, scrub->size, (off_t)(number - 1) * (off_t)scrub->size) == (ssize_t)scrub->size;
}

/* Zeroes the bytes and says whether any wasn't zero. */
static bool zero(unsigned char *at, size_t len)
{
    bool any = false;
    for (size_t i = 0; i < len; i++)
        any |= at[i] != 0;
    memset(at, 0, len);
    return any;
}

/* The unused parts of one page of a tree; true when something stood there. A page that isn't sound is left for the integrity check. */
static bool page_scrub(const struct scrub *scrub, unsigned char *page, const unsigned char *header, size_t cells_end)
{
    size_t content = number16(header + 5) ? number16(header + 5) : 65536;
    bool changed = false;
    if (cells_end <= content && content <= scrub->usable)
        changed = zero(page + cells_end, content - cells_end);
    for (size_t at = number16(header + 1); at >= content && at + 4 <= scrub->usable;) {
        size_t next = number16(page + at), len = number16(page + at + 2);
        if (len < 4 || at + len > scrub->usable)
            break;
        changed |= zero(page + at + 4, len - 4);
        at = next > at ? next : scrub->usable;
    }
    return changed;
}

static bool tree_scrub(const struct scrub *scrub, uint32_t number, int depth)
{
    unsigned char *page = malloc(scrub->size);
    if (!page)
        abort();
    bool good = page_read(scrub, number, page);
    unsigned char *header = page + (number == 1 ? 100 : 0);
    bool inner = good && (*header == PAGE_INNER_INDEX || *header == PAGE_INNER_TABLE);
    bool leaf = good && (*header == PAGE_LEAF_INDEX || *header == PAGE_LEAF_TABLE);
    size_t cells = good ? number16(header + 3) : 0, first = (size_t)(header - page) + (inner ? 12 : 8);
    if ((inner || leaf) && first + 2 * cells <= scrub->usable && depth < DEPTH_MOST) {
        if (page_scrub(scrub, page, header, first + 2 * cells))
            good = page_write(scrub, number, page);
        for (size_t i = 0; inner && good && i < cells; i++) {
            size_t at = number16(page + first + 2 * i);
            good = at + 4 > scrub->usable || tree_scrub(scrub, number32(page + at), depth + 1);
        }
        if (inner && good)
            good = tree_scrub(scrub, number32(header + 8), depth + 1);
    }
    free(page);
    return good;
}

/* The list of free pages: trunks that name others. */
static bool free_pages_scrub(const struct scrub *scrub, uint32_t trunk)
{
    unsigned char *page = malloc(scrub->size), *none = calloc(1, scrub->size);
    if (!page || !none)
        abort();
    bool good = true;
    for (uint32_t seen = 0; good && trunk && seen < scrub->pages; seen++) {
        good = page_read(scrub, trunk, page);
        size_t count = good ? number32(page + 4) : 0;
        if (!good || count > scrub->usable / 4 - 2)
            break;
        for (size_t i = 0; good && i < count; i++) {
            uint32_t leaf = number32(page + 8 + 4 * i);
            good = leaf >= 1 && leaf <= scrub->pages && page_write(scrub, leaf, none);
        }
        if (good && zero(page + 8 + 4 * count, scrub->usable - 8 - 4 * count))
            good = page_write(scrub, trunk, page);
        trunk = number32(page);
    }
    free(page);
    free(none);
    return good;
}

static bool file_scrub(const char *path, const uint32_t *roots, size_t count)
{
    unsigned char header[100];
    struct scrub scrub = { .file = open(path, O_RDWR | O_CLOEXEC) };
    bool good = scrub.file >= 0 && pread(scrub.file, header, sizeof header, 0) == (ssize_t)sizeof header;
    if (good) {
        scrub.size = number16(header + 16) == 1 ? 65536 : number16(header + 16);
        scrub.usable = scrub.size - header[20];
        scrub.pages = (uint32_t)(lseek(scrub.file, 0, SEEK_END) / (off_t)scrub.size);
        good = free_pages_scrub(&scrub, number32(header + 32));
    }
    for (size_t i = 0; good && i < count; i++)
        good = tree_scrub(&scrub, roots[i], 0);
    if (scrub.file >= 0)
        close(scrub.file);
    return good;
}

/* ---- copying ---- */

static bool roots_read(struct arena *arena, sqlite3 *handle, uint32_t **roots, size_t *count)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(handle, "SELECT 1 UNION SELECT rootpage FROM sqlite_schema WHERE rootpage > 0", -1, &statement, NULL))
        return false;
    size_t room = 0;
    *count = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (*count == room) {
            uint32_t *bigger = arena_array(arena, room = room ? 2 * room : 64, sizeof *bigger);
            if (*count)
                memcpy(bigger, *roots, *count * sizeof *bigger);
            *roots = bigger;
        }
        (*roots)[(*count)++] = (uint32_t)sqlite3_column_int64(statement, 0);
    }
    return sqlite3_finalize(statement) == SQLITE_OK && code == SQLITE_DONE;
}

/* One step over all pages keeps one snapshot for its whole time: writers go on in the write-ahead log and the copy isn't begun again. */
static int pages_copy(sqlite3 *to, sqlite3 *from)
{
    sqlite3_busy_timeout(from, DATABASE_WAIT_MS);
    sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite3_extended_errcode(to);
    int code = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? finished : code;
}

enum status database_copy(struct database *database, const char *path)
{
    struct arena arena = { 0 };
    sqlite3 *from = NULL, *to = NULL;
    uint32_t *roots = NULL;
    size_t count = 0;
    if (!database_is_sqlite(database))
        return INVALID;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        log_line(LOG_ERROR, "db.copy", "can't make %s: %s", path, strerror(errno));
        return BROKEN;
    }
    close(file);
    int code = sqlite3_open_v2(database->url, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (!code)
        code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (!code)
        code = pages_copy(to, from);
    if (!code && !roots_read(&arena, to, &roots, &count))
        code = sqlite3_extended_errcode(to);
    sqlite3_close(to);
    sqlite3_close(from);
    bool good = !code && file_scrub(path, roots, count);
    arena_free(&arena);
    if (good)
        return OK;
    log_line(LOG_ERROR, "db.copy", "the database can't be copied: %s; is there room on the disk, and does kith check find it sound?",
             code ? sqlite3_errstr(code) : "a page can't be read");
    unlink(path);
    return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_FULL ? BUSY : BROKEN;
}
