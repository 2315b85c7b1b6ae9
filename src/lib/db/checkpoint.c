/* SQLite copies its write-ahead log into the database bit by bit, notes in the log's index how far it came, and syncs the database
 * only once all is copied. When that sync fails, Linux takes the pages for written and forgets them; SQLite would copy only what
 * came later, sync that, and begin the log anew: pages lost without a word. So after any failure all of the log is copied again. */
#include "db/internal.h"

#include <sqlite3.h>

/* Where the index holds the count of frames copied (https://sqlite.org/walformat.html, 2.1), and the lock of who copies. */
enum { INDEX_SIZE = 32768, INDEX_VERSION = 3007000, COPIED_AT = 96, COPY_LOCK = 1 };

/* Fewer than were copied is always safe to say: those are copied once more. */
static bool copy_all_again(sqlite3 *handle)
{
    sqlite3_file *file = NULL;
    void volatile *index = NULL;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) || !file || !file->pMethods || file->pMethods->iVersion < 2)
        return false;
    if (file->pMethods->xShmMap(file, 0, INDEX_SIZE, 0, &index) || !index || *(uint32_t volatile *)index != INDEX_VERSION)
        return false;
    if (file->pMethods->xShmLock(file, COPY_LOCK, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE))
        return false;
    __atomic_store_n((uint32_t volatile *)((char volatile *)index + COPIED_AT), 0, __ATOMIC_SEQ_CST);
    file->pMethods->xShmLock(file, COPY_LOCK, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
    return true;
}

int db_checkpoint(sqlite3 *handle, bool *doubtful, int mode)
{
    if (*doubtful && !copy_all_again(handle))
        return SQLITE_BUSY;
    *doubtful = false;
    int code = sqlite3_wal_checkpoint_v2(handle, NULL, mode, NULL, NULL), kind = code & 0xff;
    if (code == SQLITE_OK || kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        return code;
    log_line(LOG_ERROR, "db.checkpoint", "code=%d why=\"%s\": look after the disk; all of the log will be copied again", code,
             sqlite3_errstr(code));
    *doubtful = !copy_all_again(handle);
    /* A connection that closes last would copy the rest and remove the log; whoever opens it next copies all. */
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, *doubtful, NULL);
    return code;
}
