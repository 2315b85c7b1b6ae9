/* PostgreSQL: notices between processes, by NOTIFY and LISTEN on one channel. One connection of its own, with a thread, listens; the same
 * thread sends what is told outside a transaction. When the connection breaks it is made anew, and the listener told that it may have
 * missed something. */
#include "db/postgres.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { TOLD_MOST = 1024, AGAIN_FIRST_MS = 200, AGAIN_MOST_MS = 5000 };

struct told {
    struct told *next;
    char text[];
};

struct db_postgres_ear {
    struct database *database;
    struct db *db; /* NULL: the connection is lost */
    int wake;
    pthread_t thread;
    pthread_mutex_t lock; /* guards the rest */
    struct told *first, **last;
    size_t count;
    bool stop, full;
};

enum status db_postgres_notify(struct db *db, struct arena *arena, const char *text)
{
    return db_exec(db, arena, "SELECT COUNT(*) FROM pg_notify('kith', $1)", P(text));
}

/* ---- telling ---- */

void db_postgres_tell(struct database *database, const char *text)
{
    struct db_postgres_ear *ear = database->ear;
    if (!ear)
        return;
    size_t size = strlen(text) + 1;
    struct told *told = malloc(sizeof *told + size);
    if (!told)
        abort();
    told->next = NULL;
    memcpy(told->text, text, size);
    pthread_mutex_lock(&ear->lock);
    bool room = ear->count < TOLD_MOST;
    if (room) {
        *ear->last = told;
        ear->last = &told->next;
        ear->count++;
    } else if (!ear->full) {
        ear->full = true;
        log_line(LOG_WARN, "db.tell", "%d words wait for PostgreSQL; new ones are dropped", TOLD_MOST);
    }
    pthread_mutex_unlock(&ear->lock);
    if (room)
        (void)eventfd_write(ear->wake, 1);
    else
        free(told);
}

static struct told *told_take(struct db_postgres_ear *ear)
{
    pthread_mutex_lock(&ear->lock);
    struct told *told = ear->first;
    ear->first = NULL;
    ear->last = &ear->first;
    ear->count = 0;
    ear->full = false;
    pthread_mutex_unlock(&ear->lock);
    return told;
}

static bool stops(struct db_postgres_ear *ear)
{
    pthread_mutex_lock(&ear->lock);
    bool stop = ear->stop;
    pthread_mutex_unlock(&ear->lock);
    return stop;
}

/* An array literal of PostgreSQL's. */
static void add_quoted(struct buf *list, const char *text)
{
    buf_puts(list, list->len > 1 ? ",\"" : "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_putc(list, '\\');
        buf_putc(list, *text);
    }
    buf_putc(list, '"');
}

/* All in one transaction: each one that notifies takes a lock that all of them share. */
static void told_send(struct db_postgres_ear *ear)
{
    struct arena arena = { 0 };
    struct buf list = { .arena = &arena };
    buf_puts(&list, "{");
    for (struct told *next, *told = told_take(ear); told; told = next) {
        next = told->next;
        add_quoted(&list, told->text);
        free(told);
    }
    buf_puts(&list, "}");
    if (list.len > 2) {
        struct postgres *pg = postgres_of(ear->db);
        static const char sql[] = "SELECT COUNT(*) FROM unnest($1::text[]) AS w, LATERAL pg_notify('kith', w)";
        PGresult *result = PQexecParams(pg->handle, sql, 1, NULL, (const char *const[]){ list.data }, NULL, NULL, 0);
        if (!db_postgres_good(result))
            (void)!db_postgres_failure(pg, result, sql);
        PQclear(result);
    }
    arena_free(&arena);
}

/* ---- listening ---- */

static enum status ear_connect(struct db_postgres_ear *ear)
{
    TRY(db_postgres_connect(ear->database, &ear->db));
    if (db_postgres_script(ear->db, "LISTEN kith") == OK)
        return OK;
    db_postgres_disconnect(ear->db);
    ear->db = NULL;
    return BUSY;
}

/* Until the thread is to stop. `ms` < 0: for ever. */
static void ear_wait(struct db_postgres_ear *ear, int ms)
{
    struct pollfd waits[2] = { { .fd = ear->wake, .events = POLLIN }, { .fd = -1, .events = POLLIN } };
    if (ear->db)
        waits[1].fd = PQsocket(postgres_of(ear->db)->handle);
    (void)poll(waits, 2, ms);
    eventfd_t rings;
    if (waits[0].revents)
        (void)eventfd_read(ear->wake, &rings);
}

static void ear_lose(struct db_postgres_ear *ear)
{
    log_line(LOG_WARN, "db.lost", "the connection that listens to PostgreSQL broke");
    db_postgres_disconnect(ear->db);
    ear->db = NULL;
}

static void ear_hear(struct db_postgres_ear *ear)
{
    PGconn *handle = postgres_of(ear->db)->handle;
    bool good = PQconsumeInput(handle);
    for (PGnotify *heard; (heard = PQnotifies(handle)); PQfreemem(heard))
        database_hear(ear->database, heard->extra);
    if (!good || !db_postgres_alive(postgres_of(ear->db)))
        ear_lose(ear);
}

/* Comes back by itself, however long it takes. */
static void ear_return(struct db_postgres_ear *ear)
{
    for (int64_t wait = AGAIN_FIRST_MS; !stops(ear); wait = wait * 2 < AGAIN_MOST_MS ? wait * 2 : AGAIN_MOST_MS) {
        int64_t until = clock_monotonic_us() / 1000 + wait;
        for (int64_t left; !stops(ear) && (left = until - clock_monotonic_us() / 1000) > 0;)
            ear_wait(ear, (int)left);
        if (!stops(ear) && ear_connect(ear) == OK) {
            log_line(LOG_INFO, "db.listens", "the connection that listens to PostgreSQL is back");
            database_lost(ear->database);
            return;
        }
    }
}

static void *ear_run(void *context)
{
    struct db_postgres_ear *ear = context;
    while (!stops(ear)) {
        if (!ear->db)
            ear_return(ear);
        if (ear->db)
            told_send(ear);
        if (ear->db)
            ear_hear(ear);
        if (ear->db && !stops(ear))
            ear_wait(ear, -1);
    }
    return NULL;
}

enum status db_postgres_listen(struct database *database)
{
    struct db_postgres_ear *ear = calloc(1, sizeof *ear);
    if (!ear)
        abort();
    ear->database = database;
    ear->last = &ear->first;
    ear->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&ear->lock, NULL);
    enum status status = ear->wake < 0 ? BROKEN : ear_connect(ear);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals belong to the main thread */
    if (status == OK && pthread_create(&ear->thread, NULL, ear_run, ear))
        status = BROKEN;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (status == OK) {
        database->ear = ear;
        return OK;
    }
    if (ear->db)
        db_postgres_disconnect(ear->db);
    close(ear->wake);
    pthread_mutex_destroy(&ear->lock);
    free(ear);
    return status;
}

void db_postgres_unlisten(struct database *database)
{
    struct db_postgres_ear *ear = database->ear;
    if (!ear)
        return;
    pthread_mutex_lock(&ear->lock);
    ear->stop = true;
    pthread_mutex_unlock(&ear->lock);
    (void)eventfd_write(ear->wake, 1);
    pthread_join(ear->thread, NULL);
    database->ear = NULL;
    for (struct told *next, *told = told_take(ear); told; told = next) {
        next = told->next;
        free(told);
    }
    if (ear->db)
        db_postgres_disconnect(ear->db);
    close(ear->wake);
    pthread_mutex_destroy(&ear->lock);
    free(ear);
}
