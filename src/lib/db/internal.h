/* What the common half (db.c, cache.c, migrate.c) and the two engines tell each other. For this folder only. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include "base/histogram.h"
#include "db/db.h"

#include <pthread.h>

enum { DATABASE_WAIT_MS = 5000 }; /* for a free connection, for another process's lock, for a server that restarts */

/* ---- prepared statements of one connection, by the content of their text ---- */

enum { CACHE_BUCKETS = 256, CACHE_MOST = 512, CACHE_RECENT = 256 };

/* The engines put their own part behind this one. */
struct db_statement {
    struct db_statement *next;
    uint64_t hash, used;
    uint64_t serial; /* no other statement of this connection ever has it */
    char *sql;
    bool busy; /* being stepped through (db_each): a second use of the same text gets a statement of its own */
};

struct db_cache {
    struct db_statement *bucket[CACHE_BUCKETS];
    struct db_statement *recent[CACHE_RECENT]; /* by the address of the text, which is nearly always the same literal */
    size_t count;
    uint64_t clock, serial;
};

/* ---- connections ---- */

struct db_engine;

/* One connection; the engines put their own part behind this one. */
struct db {
    struct database *database;
    struct db *next; /* in the pool */
    bool writes;
    struct db_cache cache;
    struct db_notice *notices; /* SQLite: of the work that runs now, oldest first */
};

/* A word that waits for its commit. */
struct db_notice {
    struct db_notice *next;
    char text[];
};

struct database_pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct db *idle; /* the last given back comes first: its caches are warm */
    int open, most;
};

struct database_text {
    struct database_text *next;
    char sql[];
};

struct database {
    const struct db_engine *engine;
    char *url, *vfs;
    struct database_pool pool;
    struct writer *writer; /* SQLite: the one connection that writes */
    bool record;
    pthread_mutex_t texts_lock;
    struct database_text *texts;
    pthread_mutex_t listener_lock;
    struct database_listener listener;
    struct db_postgres_ear *ear; /* PostgreSQL: the connection that listens */
    atomic_llong writes, busy, failures;
    atomic_llong committed_at, failed_at; /* epoch ms of the last; 0: none yet */
    struct histogram commits;
};

struct db_engine {
    bool sqlite;
    const char *count_tables; /* SQL: how many tables are called $1 */
    /* Scripts that keep other processes out while the table `migration` is made, and while it is filled; NULL: not needed. */
    const char *migrate_make_lock, *migrate_fill_lock;
    enum status (*open)(struct database *database);
    void (*close)(struct database *database); /* after the pool's connections are gone */
    enum status (*connect)(struct database *database, struct db **db);
    void (*disconnect)(struct db *db);
    enum status (*read_begin)(struct db *db);
    void (*read_end)(struct db *db);
    enum status (*write)(struct database *database, db_work *work, void *context);
    enum status (*query)(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params, size_t count);
    enum status (*each)(struct db *db, const char *sql, const struct param *params, size_t count,
                        enum status (*visit)(struct rows *row, void *context), void *context);
    enum status (*script)(struct db *db, const char *sql); /* one statement without parameters, not kept: for migrations */
    enum status (*explain)(struct db *db, struct arena *arena, const char *sql, struct buf *plan);
    enum status (*check)(struct db *db, struct arena *arena, struct buf *report);
    enum status (*checkpoint)(struct database *database);
    enum status (*notify)(struct db *db, struct arena *arena, const char *text);
    void (*tell)(struct database *database, const char *text);
    enum status (*listen)(struct database *database); /* once a listener is set */
    void (*unlisten)(struct database *database);
    void (*forget)(struct db *db, struct db_statement *statement); /* gives back what belongs to a statement, and itself */
};

extern const struct db_engine db_sqlite, db_postgres;

/* ---- cache.c ---- */

struct db_statement *db_cache_find(struct db *db, const char *sql);
/* Takes `statement`, made by malloc, and fills in its common part; forgets the one unused for longest when there are too many. */
void db_cache_add(struct db *db, struct db_statement *statement, const char *sql);
void db_cache_remove(struct db *db, struct db_statement *statement);
void db_cache_clear(struct db *db);

/* ---- results.c ---- */

struct results;
struct results *db_results_new(void);
void db_results_free(struct results *results);
/* A snapshot begins; `version` is another one whenever anything was committed. */
void db_results_at(struct results *results, unsigned version);
/* True: this statement (by its serial) was answered before on the same database; its rows are shown. */
bool db_results_find(struct results *results, uint64_t statement, const struct param *params, size_t count, struct arena *arena,
                     struct rows *rows);
/* Remembers `rows`, unless they are too large; then shows what it keeps as *shared. */
void db_results_keep(struct results *results, uint64_t statement, const struct param *params, size_t count, const struct rows *rows,
                     struct arena *arena, struct rows *shared);

/* ---- db.c ---- */

/* A connection from the pool, and back. BUSY when none came free in time. */
enum status database_take(struct database *database, struct db **db) MUST_USE;
void database_give(struct db *db);
/* Adds one to a figure of the database. */
static inline void database_count(atomic_llong *figure)
{
    atomic_fetch_add_explicit(figure, 1, memory_order_relaxed);
}

static inline void database_failed(struct database *database)
{
    database_count(&database->failures);
    atomic_store_explicit(&database->failed_at, clock_now(), memory_order_relaxed);
}

static inline void database_committed(struct database *database, int64_t took_us)
{
    histogram_add(&database->commits, took_us);
    atomic_store_explicit(&database->committed_at, clock_now(), memory_order_relaxed);
}
/* With record_statements: keeps the text. */
void database_record(struct database *database, const char *sql);
/* One more row of rows->columns cells, to be filled in. */
struct rows_room {
    struct param *cells;
    size_t rows;
};
struct param *rows_add(struct arena *arena, struct rows *rows, struct rows_room *room);

/* ---- notice.c ---- */

/* To the listener of this process. */
void database_hear(struct database *database, const char *text);
void database_lost(struct database *database);
/* Notices that wait in a connection of SQLite: kept once each; taken by whoever works there; said (or not) and given back. */
void db_notice_keep(struct db *db, const char *text);
struct db_notice *db_notices_take(struct db *db);
void db_notices_end(struct database *database, struct db_notice *notices, bool said);

/* ---- writer.c: SQLite's group commit ---- */

struct sqlite3;
struct writer *db_writer_new(struct db *db, struct sqlite3 *handle);
/* Gives the connection back. */
struct db *db_writer_free(struct writer *writer);
enum status db_writer_write(struct writer *writer, db_work *work, void *context) MUST_USE;
/* How many wait for their turn: for tests, which need to know that they share a transaction. */
size_t db_writer_waiting(struct writer *writer);
/* Commits for all who wait, then empties the write-ahead log into the database. */
enum status db_writer_checkpoint(struct writer *writer) MUST_USE;

/* ---- checkpoint.c ---- */

/* Copies SQLite's log into the database; the library's code. *doubtful, false at first, belongs to the connection and is kept by it. */
int db_checkpoint(struct sqlite3 *handle, bool *doubtful, int mode) MUST_USE;

/* ---- migrate.c ---- */

/* One statement of a migration as the engine wants it; INVALID is logged with the migration's name. */
enum status migration_map(struct arena *arena, bool sqlite, const char *name, const char *sql, size_t len, const char **mapped) MUST_USE;

#endif
