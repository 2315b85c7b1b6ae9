/* Group commit: writers stand in a queue for one connection. Whoever finds nobody at work leads: does its own work and then that of all who
 * wait, each inside a savepoint of one transaction, and commits when nobody is left; so an fsync is shared by as many as came while the
 * last one ran, and no thread is woken but to be told that its work is durable.
 *
 * Even a work that failed waits for the commit: what it read may have been another's, not yet durable. */
#include "db/internal.h"

#include <errno.h>
#include <semaphore.h>
#include <sqlite3.h>

enum { TURN_WAIT_MS = 10000, BATCH_MOST = 512, LOG_PAGES = 8000, LOG_MOST_PAGES = 16000, LOG_WAIT_MS = 200 };

enum turn_stage { TURN_QUEUED, TURN_AT_WORK, TURN_LEADS, TURN_DONE };

/* One thread's write, on that thread's stack; worked by whoever leads. */
struct turn {
    struct turn *next;
    db_work *work; /* NULL: it wants the connection for itself */
    void *context;
    pthread_t thread;
    sem_t wake;                    /* so that who is woken needs no lock */
    _Atomic enum turn_stage stage; /* says also that what was written before it can be read */
    enum status status;            /* how it ended */
    int64_t until_us;              /* how long it waits for another process's lock */
    struct db_notice *notices;     /* leave with the commit */
};

/* What the transaction itself says, prepared once. */
enum writer_word { WRITER_BEGIN, WRITER_COMMIT, WRITER_ROLLBACK, WRITER_SAVEPOINT, WRITER_UNDO, WRITER_RELEASE, WRITER_WORDS };
static const char *const writer_words[WRITER_WORDS] = { "BEGIN IMMEDIATE", "COMMIT",           "ROLLBACK",
                                                        "SAVEPOINT turn",  "ROLLBACK TO turn", "RELEASE turn" };

struct writer {
    struct db *db;
    sqlite3 *handle;
    sqlite3_stmt *words[WRITER_WORDS];
    pthread_mutex_t lock;
    bool taken; /* someone leads: `leader` */
    pthread_t leader;
    struct turn *first, *last; /* behind it, in order of arrival */
    bool changed;              /* the open transaction holds a work that ended well (the leader's own) */
    bool doubtful;             /* of db_checkpoint */
    int log_limit;             /* pages in the write-ahead log that are too many */
};

/* After each commit. Copying the log into the database at 1,000 pages (SQLite's own limit) took a fifth of the time under load, for the
 * same pages are written again and again: 3,690 replies a second became 4,480 with this one. While snapshots overlap, the log is never
 * quite unused, and would grow without end: so past 64 MB this waits for those who read from it. One long reader (an export) isn't waited
 * for again at once. */
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
    for (int i = 0; i < WRITER_WORDS; i++)
        if (sqlite3_prepare_v3(handle, writer_words[i], -1, SQLITE_PREPARE_PERSISTENT, &writer->words[i], NULL))
            abort(); /* they need nothing of the database: only memory can be missing */
    pthread_mutex_init(&writer->lock, NULL);
    sqlite3_wal_hook(handle, log_grown, writer);
    return writer;
}

struct db *db_writer_free(struct writer *writer)
{
    struct db *db = writer->db;
    sqlite3_wal_hook(writer->handle, NULL, NULL);
    for (int i = 0; i < WRITER_WORDS; i++)
        sqlite3_finalize(writer->words[i]);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
    return db;
}

/* ---- turns; the lock is held ---- */

static struct turn *turn_first(struct writer *writer)
{
    struct turn *turn = writer->first;
    writer->first = turn->next;
    if (!writer->first)
        writer->last = NULL;
    return turn;
}

static void turn_leave_queue(struct writer *writer, const struct turn *turn)
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

static void turn_queue(struct writer *writer, struct turn *turn)
{
    turn->next = NULL;
    if (writer->last)
        writer->last->next = turn;
    else
        writer->first = turn;
    writer->last = turn;
}

/* Without the lock: waits until somebody has done its work, or it is its turn to lead. */
static void turn_wait(struct writer *writer, struct turn *turn)
{
    struct timespec deadline = clock_deadline(TURN_WAIT_MS);
    int error;
    while ((error = sem_clockwait(&turn->wake, CLOCK_MONOTONIC, &deadline)) && errno == EINTR)
        ;
    if (!error)
        return;
    pthread_mutex_lock(&writer->lock);
    bool queued = turn->stage == TURN_QUEUED;
    if (queued) {
        turn_leave_queue(writer, turn);
        turn->stage = TURN_DONE;
        turn->status = BUSY;
        database_count(&writer->db->database->busy);
        log_line(LOG_WARN, "db.busy", "another write took longer than %d ms", TURN_WAIT_MS);
    }
    pthread_mutex_unlock(&writer->lock);
    while (!queued && sem_wait(&turn->wake))
        ;
}

/* Comes back when the turn is done, or leads. */
static void turn_take(struct writer *writer, struct turn *turn)
{
    turn->thread = pthread_self();
    turn->until_us = clock_monotonic_us() + DATABASE_WAIT_MS * INT64_C(1000);
    pthread_mutex_lock(&writer->lock);
    if (writer->taken && pthread_equal(writer->leader, turn->thread)) {
        log_line(LOG_ERROR, "db.failed", "a write inside a write would wait for itself");
        turn->stage = TURN_DONE;
        turn->status = BROKEN;
    } else if (writer->taken) {
        sem_init(&turn->wake, 0, 0);
        turn_queue(writer, turn);
        pthread_mutex_unlock(&writer->lock);
        turn_wait(writer, turn);
        sem_destroy(&turn->wake);
        return;
    } else {
        writer->taken = true;
        writer->leader = turn->thread;
        turn->stage = TURN_LEADS;
    }
    pthread_mutex_unlock(&writer->lock);
}

/* Whoever waits first leads next. */
static void turn_pass_on(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->taken = writer->first != NULL;
    if (writer->taken) {
        struct turn *next = turn_first(writer);
        writer->leader = next->thread;
        next->stage = TURN_LEADS;
        sem_post(&next->wake);
    }
    pthread_mutex_unlock(&writer->lock);
}

/* The next work for this transaction; NULL: nobody waits, or who waits wants the connection for itself. */
static struct turn *turn_next(struct writer *writer)
{
    struct turn *turn = NULL;
    pthread_mutex_lock(&writer->lock);
    if (writer->first && writer->first->work) {
        turn = turn_first(writer);
        turn->stage = TURN_AT_WORK;
    }
    pthread_mutex_unlock(&writer->lock);
    return turn;
}

/* ---- the transaction; its thread leads ---- */

static bool run(struct writer *writer, enum writer_word word)
{
    sqlite3_stmt *statement = writer->words[word];
    sqlite3_step(statement); /* none of them gives rows */
    if (sqlite3_reset(statement) == SQLITE_OK)
        return true;
    database_failed(writer->db->database);
    log_line(LOG_ERROR, "db.failed", "code=%d why=\"%s\" sql=\"%s\"", sqlite3_extended_errcode(writer->handle),
             sqlite3_errmsg(writer->handle), writer_words[word]);
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
    return run(writer, WRITER_BEGIN) ? OK : BUSY;
}

static enum status transaction_end(struct writer *writer)
{
    if (!transaction_is_open(writer))
        return BUSY; /* a full disk or a failed write rolled all of it back */
    int64_t since = clock_monotonic_us();
    bool good = writer->changed ? run(writer, WRITER_COMMIT) : run(writer, WRITER_ROLLBACK);
    if (good && writer->changed)
        database_committed(writer->db->database, clock_monotonic_us() - since);
    if (!good && transaction_is_open(writer))
        (void)!run(writer, WRITER_ROLLBACK);
    return good ? OK : BUSY;
}

/* One work between its savepoint's begin and end; false when the whole transaction was lost under it. */
static bool transaction_work(struct writer *writer, struct turn *turn)
{
    if (!run(writer, WRITER_SAVEPOINT))
        return false;
    turn->status = turn->work(writer->db, turn->context);
    turn->notices = db_notices_take(writer->db);
    if (!transaction_is_open(writer))
        return false;
    if (turn->status != OK && !run(writer, WRITER_UNDO))
        return false;
    if (!run(writer, WRITER_RELEASE))
        return false;
    writer->changed |= turn->status == OK;
    if (turn->status == OK)
        database_count(&writer->db->database->writes);
    return true;
}

/* Works for the leader and for all who wait. Returns those others, who learn how it ended from the commit; *good: it can be committed. */
static struct turn *transaction_fill(struct writer *writer, struct turn *leader, bool *good)
{
    struct turn *others = NULL, **last = &others, *turn = leader;
    for (int count = 0; turn; turn = count < BATCH_MOST ? turn_next(writer) : NULL) {
        if (turn != leader) {
            turn->next = NULL;
            *last = turn;
            last = &turn->next;
        }
        count++;
        if (!(*good = transaction_work(writer, turn)))
            break;
    }
    return others;
}

static enum status ended(const struct turn *turn, enum status commit)
{
    return commit == OK ? turn->status : commit;
}

/* Notices leave in the order in which their works were done, before anybody is answered: who was removed must not hear what came after. */
static void turn_notice(struct writer *writer, struct turn *turn)
{
    db_notices_end(writer->db->database, turn->notices, turn->status == OK);
    turn->notices = NULL;
}

/* One transaction from its begin to its end. */
static void transaction_lead(struct writer *writer, struct turn *leader)
{
    bool good = false;
    struct turn *others = NULL;
    enum status commit = transaction_begin(writer, leader);
    if (commit == OK) {
        others = transaction_fill(writer, leader, &good);
        if (!good && transaction_is_open(writer))
            (void)!run(writer, WRITER_ROLLBACK);
        commit = good ? transaction_end(writer) : BUSY;
    }
    leader->status = ended(leader, commit);
    turn_notice(writer, leader);
    for (struct turn *turn = others; turn; turn = turn->next) {
        turn->status = ended(turn, commit);
        turn_notice(writer, turn);
    }
    turn_pass_on(writer); /* who comes next begins while the others are told */
    for (struct turn *next; others; others = next) {
        next = others->next;
        others->stage = TURN_DONE;
        sem_post(&others->wake);
    }
}

enum status db_writer_write(struct writer *writer, db_work *work, void *context)
{
    struct turn turn = { .work = work, .context = context };
    turn_take(writer, &turn);
    if (turn.stage == TURN_LEADS)
        transaction_lead(writer, &turn);
    return turn.status;
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
    struct turn turn = { .work = NULL };
    turn_take(writer, &turn);
    if (turn.stage != TURN_LEADS)
        return turn.status;
    sqlite3_busy_timeout(writer->handle, DATABASE_WAIT_MS / 5); /* for readers' snapshots to end; writers wait meanwhile */
    int code = db_checkpoint(writer->handle, &writer->doubtful, SQLITE_CHECKPOINT_TRUNCATE);
    turn_pass_on(writer);
    if (code == SQLITE_OK)
        return OK;
    log_line(LOG_WARN, "db.checkpoint", "code=%d why=\"%s\"", code, sqlite3_errstr(code));
    return (code & 0xff) == SQLITE_CORRUPT ? BROKEN : BUSY;
}
