#include "tests/faults/vfs.h"

#include "tests/faults/disk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* SQLite gives each file room for this and, behind it, for the default VFS's own. */
struct fault_file {
    sqlite3_file base;
    struct disk_file *disk; /* NULL: temporary, or nothing is to be remembered */
    bool log;
};

static struct {
    pthread_mutex_t lock;
    struct fault_plan plan;
    struct fault_tally tally;
    uint64_t draws;
    int64_t room;
    unsigned refused;
    bool dark;
    sqlite3_vfs vfs, *real;
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

static sqlite3_file *real_of(sqlite3_file *file)
{
    return (sqlite3_file *)((struct fault_file *)file + 1);
}

static struct disk_file *disk_of(sqlite3_file *file)
{
    return ((struct fault_file *)file)->disk;
}

/* ---- decisions; the lock is held ---- */

static bool strikes(unsigned one_in)
{
    return one_in && disk_mix(state.plan.seed, ++state.draws) % one_in == 0;
}

static void cut(void)
{
    if (!state.dark)
        state.tally.torn += disk_cut(disk_mix(state.plan.seed, 77));
    state.dark = true;
}

/* True when the power went during this operation. */
static bool cut_here(void)
{
    state.tally.operations++;
    if (state.plan.cut_at && state.tally.operations >= state.plan.cut_at)
        cut();
    return state.dark;
}

/* ---- what changes a file ---- */

static int64_t size_of(sqlite3_file *real)
{
    sqlite3_int64 size = 0;
    return real->pMethods->xFileSize(real, &size) == SQLITE_OK ? size : 0;
}

static void remember(sqlite3_file *file, int64_t from, int64_t to)
{
    sqlite3_file *real = real_of(file);
    for (int64_t at = from / DISK_SECTOR; disk_of(file) && at * DISK_SECTOR < to; at++) {
        unsigned char before[DISK_SECTOR];
        (void)real->pMethods->xRead(real, before, DISK_SECTOR, at * DISK_SECTOR); /* behind the end: zeros */
        disk_overwrite(disk_of(file), at, before);
    }
}

/* How many of `len` bytes the disk still takes. */
static int fitting(sqlite3_file *file, int len, int64_t at)
{
    if (!state.plan.limited)
        return len;
    int64_t size = size_of(real_of(file)), grows = at + len > size ? at + len - size : 0;
    if (grows <= state.room) {
        state.room -= grows;
        return len;
    }
    int64_t fits = size + state.room - at;
    state.room = 0;
    state.tally.full++;
    if (state.plan.refusals && ++state.refused >= state.plan.refusals) {
        state.refused = 0;
        state.room = state.plan.room;
    }
    return fits > 0 ? (int)fits : 0;
}

static int write_some(sqlite3_file *file, const void *data, int len, int64_t at)
{
    sqlite3_file *real = real_of(file);
    if (!len)
        return SQLITE_OK;
    remember(file, at, at + len);
    return real->pMethods->xWrite(real, data, len, at);
}

static int write_locked(sqlite3_file *file, const void *data, int len, int64_t at)
{
    if (state.dark)
        return SQLITE_IOERR_WRITE;
    if (strikes(state.plan.write_error)) {
        state.tally.writes++;
        return SQLITE_IOERR_WRITE;
    }
    int takes = fitting(file, len, at);
    if (takes == len && strikes(state.plan.short_write)) {
        state.tally.shorts++;
        takes = (int)(disk_mix(state.plan.seed, ++state.draws) % (uint64_t)len);
    }
    int code = write_some(file, data, takes, at);
    if (cut_here())
        return SQLITE_IOERR_WRITE;
    return code == SQLITE_OK && takes < len ? SQLITE_FULL : code;
}

static int fault_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
    pthread_mutex_lock(&state.lock);
    int code = write_locked(file, data, len, at);
    pthread_mutex_unlock(&state.lock);
    return code;
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = real_of(file);
    pthread_mutex_lock(&state.lock);
    int code = SQLITE_IOERR_TRUNCATE;
    if (!state.dark && !strikes(state.plan.write_error)) {
        int64_t before = size_of(real);
        if (size < before && disk_of(file)) {
            disk_truncate(disk_of(file), before, size);
            remember(file, size, before);
        }
        code = real->pMethods->xTruncate(real, size);
        if (cut_here())
            code = SQLITE_IOERR_TRUNCATE;
    }
    pthread_mutex_unlock(&state.lock);
    return code;
}

static int sync_locked(sqlite3_file *file)
{
    if (state.dark || cut_here())
        return SQLITE_IOERR_FSYNC;
    bool spared = state.plan.spares_log && ((struct fault_file *)file)->log;
    if (!spared && strikes(state.plan.sync_error)) {
        state.tally.syncs++;
        if (disk_of(file) && (state.plan.forgets || disk_mix(state.plan.seed, ++state.draws) & 1))
            disk_forget(disk_of(file));
        return SQLITE_IOERR_FSYNC;
    }
    if (disk_of(file))
        disk_sync(disk_of(file), size_of(real_of(file)));
    return SQLITE_OK;
}

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static int fault_sync(sqlite3_file *file, int flags)
{
    sqlite3_file *real = real_of(file);
    int64_t begun = microseconds();
    pthread_mutex_lock(&state.lock);
    int code = sync_locked(file);
    unsigned takes = state.plan.sync_us;
    bool earnest = !state.plan.remembers;
    pthread_mutex_unlock(&state.lock);
    if (code == SQLITE_OK && earnest)
        code = real->pMethods->xSync(real, flags);
    int64_t left = begun + takes - microseconds();
    if (left > 0)
        usleep((useconds_t)left);
    return code;
}

/* ---- what only looks ---- */

static int fault_read(sqlite3_file *file, void *data, int len, sqlite3_int64 at)
{
    sqlite3_file *real = real_of(file);
    pthread_mutex_lock(&state.lock);
    bool bad = state.dark || strikes(state.plan.read_error);
    state.tally.reads += bad && !state.dark;
    /* Inside the lock: what the cut puts back is nothing that anybody could have read. */
    int code = bad ? SQLITE_IOERR_READ : real->pMethods->xRead(real, data, len, at);
    pthread_mutex_unlock(&state.lock);
    return code;
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return faults_dark() ? SQLITE_IOERR_FSTAT : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int fault_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int fault_lock(sqlite3_file *file, int level)
{
    return faults_dark() ? SQLITE_IOERR_LOCK : real_of(file)->pMethods->xLock(real_of(file), level);
}

static int fault_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int fault_reserved(sqlite3_file *file, int *yes)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), yes);
}

static int fault_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int fault_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int fault_character(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* ---- the log's index: shared memory, which no power cut leaves behind ---- */

static int fault_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
    sqlite3_file *real = real_of(file);
    if (faults_dark())
        return SQLITE_IOERR_SHMMAP;
    int code = real->pMethods->xShmMap(real, region, size, 0, out);
    if (code != SQLITE_OK || *out || !extend)
        return code;
    pthread_mutex_lock(&state.lock);
    bool full = state.plan.limited && state.room < size;
    if (state.plan.limited && !full)
        state.room -= size;
    pthread_mutex_unlock(&state.lock);
    return full ? SQLITE_IOERR_SHMSIZE : real->pMethods->xShmMap(real, region, size, extend, out);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    if (faults_dark() && flags & SQLITE_SHM_LOCK)
        return SQLITE_IOERR_SHMLOCK;
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void fault_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int fault_shm_unmap(sqlite3_file *file, int deletes)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), deletes && !faults_dark());
}

/* Version 2: no memory-mapped reading past these functions. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_character,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

/* ---- the VFS ---- */

static int fault_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    file->pMethods = NULL;
    if (faults_dark())
        return SQLITE_CANTOPEN;
    int code = state.real->xOpen(state.real, name, real_of(file), flags, out);
    if (code != SQLITE_OK)
        return code;
    file->pMethods = &methods;
    ((struct fault_file *)file)->log = (flags & SQLITE_OPEN_WAL) != 0;
    pthread_mutex_lock(&state.lock);
    ((struct fault_file *)file)->disk = name && state.plan.remembers ? disk_find(name, size_of(real_of(file))) : NULL;
    pthread_mutex_unlock(&state.lock);
    return SQLITE_OK;
}

static int fault_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (faults_dark())
        return SQLITE_IOERR_DELETE;
    pthread_mutex_lock(&state.lock);
    if (state.plan.remembers)
        disk_delete(name);
    pthread_mutex_unlock(&state.lock);
    return state.real->xDelete(state.real, name, sync);
}

static int fault_access(sqlite3_vfs *vfs, const char *name, int flags, int *yes)
{
    (void)vfs;
    return faults_dark() ? SQLITE_IOERR_ACCESS : state.real->xAccess(state.real, name, flags, yes);
}

static int fault_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    return state.real->xFullPathname(state.real, name, size, out);
}

bool faults_register(const char *name, bool as_default)
{
    state.real = sqlite3_vfs_find(NULL);
    if (!state.real)
        return false;
    state.vfs = *state.real;
    state.vfs.zName = name;
    state.vfs.pNext = NULL;
    state.vfs.szOsFile = (int)sizeof(struct fault_file) + state.real->szOsFile;
    state.vfs.xOpen = fault_open;
    state.vfs.xDelete = fault_delete;
    state.vfs.xAccess = fault_access;
    state.vfs.xFullPathname = fault_full_path;
    return sqlite3_vfs_register(&state.vfs, as_default) == SQLITE_OK;
}

void faults_plan(const struct fault_plan *plan)
{
    pthread_mutex_lock(&state.lock);
    state.plan = *plan;
    state.room = plan->room;
    state.refused = 0;
    pthread_mutex_unlock(&state.lock);
}

void faults_cut(void)
{
    pthread_mutex_lock(&state.lock);
    cut();
    pthread_mutex_unlock(&state.lock);
}

bool faults_dark(void)
{
    pthread_mutex_lock(&state.lock);
    bool dark = state.dark;
    pthread_mutex_unlock(&state.lock);
    return dark;
}

void faults_power(void)
{
    pthread_mutex_lock(&state.lock);
    disk_clear();
    state.dark = false;
    state.draws = 0;
    state.tally = (struct fault_tally){ 0 };
    state.plan = (struct fault_plan){ 0 };
    pthread_mutex_unlock(&state.lock);
}

struct fault_tally faults_tally(void)
{
    pthread_mutex_lock(&state.lock);
    struct fault_tally tally = state.tally;
    pthread_mutex_unlock(&state.lock);
    return tally;
}
