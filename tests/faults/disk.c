#include "tests/faults/disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct past {
    int64_t sector;
    size_t order;
    bool forgotten; /* a sync failed on it: only a new write makes it safe */
    unsigned char bytes[DISK_SECTOR];
};

struct shortening {
    size_t order;
    int64_t before, after;
};

struct disk_file {
    struct disk_file *next;
    struct past *pasts;
    size_t count, room, forgotten;
    struct shortening *shortenings;
    size_t shortened;
    int64_t safe_size;
    unsigned char *deleted; /* what a deleted file held */
    size_t deleted_len;
    bool fresh; /* its first sync takes its name to the disk, and with it what became of other names in the folder */
    char path[];
};

static struct disk_file *files;

uint64_t disk_mix(uint64_t seed, uint64_t count)
{
    uint64_t x = seed * UINT64_C(0x9e3779b97f4a7c15) + count * UINT64_C(0xd1b54a32d192ed03) + 1;
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void *room_for(void *items, size_t size)
{
    void *bigger = realloc(items, size);
    if (!bigger)
        abort();
    return bigger;
}

static struct disk_file *known(const char *path)
{
    struct disk_file *at = files;
    while (at && strcmp(at->path, path) != 0)
        at = at->next;
    return at;
}

struct disk_file *disk_find(const char *path, int64_t size)
{
    struct disk_file *file = known(path);
    if (!file) {
        file = calloc(1, sizeof *file + strlen(path) + 1);
        if (!file)
            abort();
        memcpy(file->path, path, strlen(path) + 1);
        file->safe_size = size;
        file->next = files;
        files = file;
    }
    file->fresh = file->fresh || size == 0;
    free(file->deleted);
    file->deleted = NULL;
    return file;
}

void disk_overwrite(struct disk_file *file, int64_t sector, const unsigned char *before)
{
    for (size_t i = 0; file->forgotten && i < file->count; i++)
        if (file->pasts[i].forgotten && file->pasts[i].sector == sector) {
            file->pasts[i].forgotten = false;
            file->forgotten--;
        }
    if (file->count == file->room) {
        file->room = file->room ? file->room * 2 : 64;
        file->pasts = room_for(file->pasts, file->room * sizeof file->pasts[0]);
    }
    struct past *past = &file->pasts[file->count];
    past->sector = sector;
    past->order = file->count++;
    past->forgotten = false;
    memcpy(past->bytes, before, DISK_SECTOR);
}

void disk_truncate(struct disk_file *file, int64_t before, int64_t after)
{
    file->shortenings = room_for(file->shortenings, (file->shortened + 1) * sizeof file->shortenings[0]);
    file->shortenings[file->shortened++] = (struct shortening){ file->count, before, after };
}

void disk_sync(struct disk_file *file, int64_t size)
{
    size_t left = 0;
    for (size_t i = 0; file->forgotten && i < file->count; i++)
        if (file->pasts[i].forgotten) {
            file->pasts[left] = file->pasts[i];
            file->pasts[left].order = left;
            left++;
        }
    file->count = left;
    file->shortened = 0;
    file->safe_size = size;
    for (struct disk_file *at = files; at && file->fresh; at = at->next) {
        free(at->deleted);
        at->deleted = NULL;
    }
    file->fresh = false;
}

void disk_forget(struct disk_file *file)
{
    for (size_t i = 0; i < file->count; i++)
        file->pasts[i].forgotten = true;
    file->forgotten = file->count;
}

void disk_delete(const char *path)
{
    struct disk_file *file = known(path);
    int from = file ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    struct stat info;
    if (from < 0)
        return;
    if (!fstat(from, &info) && info.st_size > 0) {
        file->deleted = room_for(NULL, (size_t)info.st_size);
        ssize_t got = read(from, file->deleted, (size_t)info.st_size);
        file->deleted_len = got > 0 ? (size_t)got : 0;
    }
    close(from); /* SQLite holds no lock on a log that it deletes */
    file->count = file->forgotten = file->shortened = 0;
    file->safe_size = 0;
}

/* ---- the cut ---- */

/* How a file comes out of it: as it was at its last sync, as it was written, as it was at some moment between, each sector by
 * itself, or that moment and a few sectors from after it. */
enum cut { CUT_SAFE, CUT_ALL, CUT_MOMENT, CUT_SECTORS, CUT_TORN, CUT_COUNT };

struct cutting {
    struct disk_file *file;
    uint64_t seed;
    enum cut how;
    size_t moment;
    /* Between the last shortening that reached the disk and the first that didn't. */
    size_t from, until;
    int64_t kept; /* sectors behind it went with the former */
    int64_t size_from, size_until;
};

static int by_sector(const void *a, const void *b)
{
    const struct past *left = a, *right = b;
    if (left->sector != right->sector)
        return left->sector < right->sector ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

/* Which of a sector's `count` pasts comes back; `count` itself: what was written last. */
static size_t pick(const struct cutting *cut, const struct past *pasts, size_t count)
{
    uint64_t dice = disk_mix(cut->seed, (uint64_t)pasts[0].sector);
    size_t first = 0, last = 0, at = 0;
    while (pasts[0].sector * DISK_SECTOR >= cut->kept && first < count && pasts[first].order < cut->from)
        first++;
    while (last < count && pasts[last].order < cut->until)
        last++;
    while (at < last && pasts[at].order < cut->moment)
        at++;
    at = at < first ? first : at;
    switch (cut->how) {
    case CUT_SAFE:
        return first;
    case CUT_MOMENT:
        return at;
    case CUT_TORN:
        return dice % 4 ? at : last;
    case CUT_SECTORS:
        return first + dice % (last - first + 1);
    default:
        break;
    }
    for (at = first; at < last && !pasts[at].forgotten; at++)
        ;
    return at;
}

static int64_t size_after(const struct cutting *cut)
{
    int64_t from = cut->size_from, until = cut->size_until;
    if (cut->how == CUT_SAFE || cut->how == CUT_ALL || until <= from)
        return cut->how == CUT_SAFE ? from : until;
    uint64_t dice = disk_mix(cut->seed, 1000003);
    return dice % 3 == 0 ? until : dice % 3 == 1 ? from : from + (int64_t)(dice / 3 % (uint64_t)(until - from + 1));
}

static struct cutting cutting_of(struct disk_file *file, uint64_t seed, int64_t size)
{
    struct cutting cut = { .file = file, .seed = seed, .how = (enum cut)(seed / 2 % CUT_COUNT), .until = SIZE_MAX, .kept = INT64_MAX };
    cut.moment = file->count ? seed / 64 % file->count : 0;
    cut.size_from = file->safe_size;
    cut.size_until = size;
    size_t done = file->shortened;
    if (cut.how != CUT_ALL)
        done = cut.how == CUT_SAFE ? 0 : disk_mix(seed, 33) % (file->shortened + 1);
    if (done) {
        const struct shortening *last = &file->shortenings[done - 1];
        cut.from = last->order;
        while (cut.from < file->count && file->pasts[cut.from].sector * DISK_SECTOR >= last->after)
            cut.from++; /* its own */
        cut.kept = cut.size_from = last->after;
    }
    if (done < file->shortened) {
        cut.until = file->shortenings[done].order;
        cut.size_until = file->shortenings[done].before;
    }
    return cut;
}

static int64_t file_cut(const struct cutting *cut, int to)
{
    struct disk_file *file = cut->file;
    int64_t back = 0;
    if (file->count)
        qsort(file->pasts, file->count, sizeof file->pasts[0], by_sector);
    for (size_t i = 0, count; i < file->count; i += count) {
        for (count = 1; i + count < file->count && file->pasts[i + count].sector == file->pasts[i].sector; count++)
            ;
        size_t which = pick(cut, &file->pasts[i], count);
        int64_t at = file->pasts[i].sector * DISK_SECTOR;
        if (which == count)
            continue;
        struct past *past = &file->pasts[i + which];
        /* What was never written is whatever lay on the disk before. */
        if (at >= cut->size_from && past->order < cut->until && disk_mix(cut->seed, (uint64_t)at + 7) % 4 == 0)
            for (size_t k = 0; k < DISK_SECTOR; k++)
                past->bytes[k] = (unsigned char)disk_mix(cut->seed, (uint64_t)at + k);
        if (pwrite(to, past->bytes, DISK_SECTOR, at) != DISK_SECTOR)
            abort();
        back++;
    }
    if (ftruncate(to, size_after(cut)))
        abort();
    return back;
}

int64_t disk_cut(uint64_t seed)
{
    int64_t back = 0;
    uint64_t number = 0;
    for (struct disk_file *file = files; file; file = file->next) {
        uint64_t dice = disk_mix(seed, ++number);
        int to = open(file->path, O_RDWR | O_CLOEXEC | (file->deleted && dice & 1 ? O_CREAT : 0), 0600);
        struct stat info;
        if (to < 0)
            continue;
        if (file->deleted && pwrite(to, file->deleted, file->deleted_len, 0) != (ssize_t)file->deleted_len)
            abort();
        if (!file->deleted && !fstat(to, &info)) {
            struct cutting cut = cutting_of(file, dice, info.st_size);
            back += file_cut(&cut, to);
        }
        close(to);
    }
    return back;
}

void disk_clear(void)
{
    for (struct disk_file *next, *file = files; file; file = next) {
        next = file->next;
        free(file->pasts);
        free(file->shortenings);
        free(file->deleted);
        free(file);
    }
    files = NULL;
}
