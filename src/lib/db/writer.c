/* Group commit: writers take turns on one connection, each inside a savepoint of the transaction that is open. Who finds
 * nobody behind commits for all who wait; so the cost of an fsync is shared by as many as came while the last one ran.
 *
 * Even a work that failed waits for the commit: what it read may have been another's, not yet durable. */
#include "db/internal.h"

#include <errno.h>
#include <sqlite3.h>

enum { TURN_WAIT_MS = 10000, LOG_PAGES = 1000, LOG_MOST_PAGES = 16000, LOG_WAIT_MS = 200 };

/* One thread's write, on that thread's stack. */
struct turn {
    struct turn *next;
    pthread_t thread;
    pthread_cond_t wake;
    bool awake; /* its turn has come, or its commit was decided */
    enum status commit;
    int64_t until_us;          /* how long it waits for another process's lock */
    struct db_notice *notices; /* leave with the commit */
};

struct writer {
    struct db *db;
    sqlite3 *handle;
    pthread_mutex_t lock;
    bool taken; /* someone works on the connection: `holder` */
    pthread_t holder;
    struct turn *first, *last; /* behind it, in order of arrival */
    struct turn *worked;       /* worked in the open transaction and wait for its commit */
    bool changed;              /* the open transaction holds a work that ended well (the holder's own) */
    bool doubtful;             /* of db_checkpoint */
    int log_limit;             /* pages in the write-ahead log that are too many */
};

/* After each commit. While snapshots overlap, the log is never quite unused, and would grow without end: so past 64 MB this
 * waits for those who read from it. One long reader (an export) isn't waited for again at once. */
static int log_grown(void *context, sqlite3 *handle, const char *name, int pages)
{
    struct writer *writer = context;
    (void)name;
    if (pages < writer->log_limit) {
        if (pages >= LOG_PAGES)
            (void)!db_checkpoint(handle, &writer->doubtful, SQLITE_CHECKPOINT_PASSIVE);
        return SQLITE_OK;
    }
    sqlite3_busy_timeout(handle, LOG_WAIT_MS);
    bool good = db_checkpoint(handle, &writer->doubtful, SQLITE_CHECKPOINT_RESTART) == SQLITE_OK;
    writer->log_limit = good ? LOG_MOST_PAGES : pages + LOG_MOST_PAGES / 4;
    return SQLITE_OK;
}

struct writer *db_writer_new(struct db *db, struct sqlite3 *handle)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        abort();
    writer->db = db;
    writer->handle = handle;
    writer->log_limit = LOG_MOST_PAGES;
    pthread_mutex_init(&writer->lock, NULL);
    sqlite3_wal_hook(handle, log_grown, writer);
    return writer;
}

struct db *db_writer_free(struct writer *writer)
{
    struct db *db = writer->db;
    sqlite3_wal_hook(writer->handle, NULL, NULL);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
    return db;
}

/* ---- turns; the lock is held ---- */

static void turn_leave_queue(struct writer *writer, struct turn *turn)
{
    struct turn *before = NULL;
    for (struct turn *at = writer->first; at != turn; at = at->next)
        before = at;
    if (before)
        before->next = turn->next;
    else
        writer->first = turn->next;
    if (writer->last == turn)
        writer->last = before;
}

static void turn_pass_on(struct writer *writer)
{
    struct turn *next = writer->first;
    writer->taken = next != NULL;
    if (!next)
        return;
    turn_leave_queue(writer, next);
    writer->holder = next->thread;
    next->awake = true;
    pthread_cond_signal(&next->wake);
}

static void turn_answer_all(struct writer *writer, enum status commit)
{
    for (struct turn *next, *turn = writer->worked; turn; turn = next) {
        next = turn->next;
        turn->commit = commit;
        turn->awake = true;
        pthread_cond_signal(&turn->wake);
    }
    writer->worked = NULL;
}

static enum status turn_wait(struct writer *writer, struct turn *turn)
{
    turn->next = NULL;
    if (writer->last)
        writer->last->next = turn;
    else
        writer->first = turn;
    writer->last = turn;
    struct timespec deadline = clock_deadline(TURN_WAIT_MS);
    int error = 0;
    while (!turn->awake && error != ETIMEDOUT)
        error = pthread_cond_clockwait(&turn->wake, &writer->lock, CLOCK_MONOTONIC, &deadline);
    if (turn->awake)
        return OK;
    turn_leave_queue(writer, turn);
    database_count(&writer->db->database->busy);
    log_line(LOG_WARN, "db.busy", "another write took longer than %d ms", TURN_WAIT_MS);
    return BUSY;
}

static enum status turn_take(struct writer *writer, struct turn *turn)
{
    *turn = (struct turn){ .thread = pthread_self(), .until_us = clock_monotonic_us() + DATABASE_WAIT_MS * INT64_C(1000) };
    enum status status = OK;
    pthread_mutex_lock(&writer->lock);
    if (writer->taken && pthread_equal(writer->holder, turn->thread)) {
        log_line(LOG_ERROR, "db.failed", "a write inside a write would wait for itself");
        status = BROKEN;
    } else if (writer->taken) {
        pthread_cond_init(&turn->wake, NULL);
        status = turn_wait(writer, turn);
        pthread_cond_destroy(&turn->wake);
    } else {
        writer->taken = true;
        writer->holder = turn->thread;
    }
    pthread_mutex_unlock(&writer->lock);
    return status;
}

/* ---- the transaction; the turn is held ---- */

static bool run(struct writer *writer, const char *sql)
{
    if (sqlite3_exec(writer->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    database_failed(writer->db->database);
    log_line(LOG_ERROR, "db.failed", "code=%d why=\"%s\" sql=\"%s\"", sqlite3_extended_errcode(writer->handle),
             sqlite3_errmsg(writer->handle), sql);
    return false;
}

static bool transaction_is_open(struct writer *writer)
{
    return !sqlite3_get_autocommit(writer->handle);
}

static enum status transaction_begin(struct writer *writer, const struct turn *turn)
{
    int64_t left_ms = (turn->until_us - clock_monotonic_us()) / 1000;
    sqlite3_busy_timeout(writer->handle, left_ms > 0 ? (int)left_ms : 0);
    writer->changed = false;
    return run(writer, "BEGIN IMMEDIATE") ? OK : BUSY;
}

static enum status transaction_end(struct writer *writer)
{
    if (!transaction_is_open(writer))
        return BUSY; /* a full disk or a failed write rolled all of it back */
    int64_t since = clock_monotonic_us();
    bool good = writer->changed ? run(writer, "COMMIT") : run(writer, "ROLLBACK");
    if (good && writer->changed)
        database_committed(writer->db->database, clock_monotonic_us() - since);
    if (!good && transaction_is_open(writer))
        (void)!run(writer, "ROLLBACK");
    return good ? OK : BUSY;
}

/* One work between its savepoint's begin and end; false when the whole transaction was lost under it. */
static bool transaction_work(struct writer *writer, struct turn *turn, db_work *work, void *context, enum status *status)
{
    if (!run(writer, "SAVEPOINT turn"))
        return false;
    *status = work(writer->db, context);
    turn->notices = db_notices_take(writer->db);
    if (!transaction_is_open(writer))
        return false;
    if (*status != OK && !run(writer, "ROLLBACK TO turn"))
        return false;
    if (!run(writer, "RELEASE turn"))
        return false;
    writer->changed |= *status == OK;
    if (*status == OK)
        database_count(&writer->db->database->writes);
    return true;
}

/* Ends the transaction for all who worked in it. */
static enum status transaction_settle(struct writer *writer)
{
    enum status commit = transaction_end(writer);
    pthread_mutex_lock(&writer->lock);
    turn_answer_all(writer, commit);
    pthread_mutex_unlock(&writer->lock);
    return commit;
}

static void turn_end(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    turn_pass_on(writer);
    pthread_mutex_unlock(&writer->lock);
}

/* Leaves this turn's work to whoever is behind, or commits it when nobody is. */
static enum status transaction_share(struct writer *writer, struct turn *turn)
{
    pthread_mutex_lock(&writer->lock);
    if (!writer->first) {
        pthread_mutex_unlock(&writer->lock);
        enum status commit = transaction_settle(writer);
        turn_end(writer);
        return commit;
    }
    turn->awake = false;
    turn->next = writer->worked;
    writer->worked = turn;
    pthread_cond_init(&turn->wake, NULL);
    turn_pass_on(writer);
    while (!turn->awake)
        pthread_cond_wait(&turn->wake, &writer->lock);
    pthread_cond_destroy(&turn->wake);
    pthread_mutex_unlock(&writer->lock);
    return turn->commit;
}

enum status db_writer_write(struct writer *writer, db_work *work, void *context)
{
    struct turn turn;
    TRY(turn_take(writer, &turn));
    enum status status = transaction_is_open(writer) ? OK : transaction_begin(writer, &turn);
    if (status != OK) {
        turn_end(writer);
        return status;
    }
    enum status worked = BUSY;
    if (!transaction_work(writer, &turn, work, context, &worked)) {
        if (transaction_is_open(writer))
            (void)!run(writer, "ROLLBACK");
        (void)!transaction_settle(writer); /* BUSY for all */
        turn_end(writer);
        db_notices_end(writer->db->database, turn.notices, false);
        return BUSY;
    }
    enum status commit = transaction_share(writer, &turn), ended = commit == OK ? worked : commit;
    db_notices_end(writer->db->database, turn.notices, ended == OK);
    return ended;
}

size_t db_writer_waiting(struct writer *writer)
{
    size_t count = 0;
    pthread_mutex_lock(&writer->lock);
    for (const struct turn *turn = writer->first; turn; turn = turn->next)
        count++;
    pthread_mutex_unlock(&writer->lock);
    return count;
}

enum status db_writer_checkpoint(struct writer *writer)
{
    struct turn turn;
    TRY(turn_take(writer, &turn));
    if (transaction_is_open(writer))
        (void)!transaction_settle(writer);
    sqlite3_busy_timeout(writer->handle, DATABASE_WAIT_MS / 5); /* for readers' snapshots to end; writers wait meanwhile */
    int code = db_checkpoint(writer->handle, &writer->doubtful, SQLITE_CHECKPOINT_TRUNCATE);
    turn_end(writer);
    if (code == SQLITE_OK)
        return OK;
    log_line(LOG_WARN, "db.checkpoint", "code=%d why=\"%s\"", code, sqlite3_errstr(code));
    return (code & 0xff) == SQLITE_CORRUPT ? BROKEN : BUSY;
}
