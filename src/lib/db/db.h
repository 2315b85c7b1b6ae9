/* One API over SQLite and PostgreSQL. The same SQL text runs on both (DESIGN §3): placeholders $1, $2, ... bound by number,
 * types BIGINT TEXT BOOLEAN BYTEA, ON CONFLICT ... RETURNING, row values, CTEs, windows, FILTER. Never now(), lower() on
 * non-ASCII, IDENTITY, FOR UPDATE, JSON functions, string_agg. Nothing outside this folder may include sqlite3.h or libpq-fe.h.
 *
 * A query's whole result is read before db_query returns (lists are paged, so results are small): an error in the middle of
 * a result is the query's error, and no statement is left open. */
#ifndef DB_H
#define DB_H

#include "base/base.h"

struct database; /* all connections of one process to one database; shared by threads */
struct db;       /* one snapshot or one transaction, used by one thread */

struct database_options {
    const char *url;        /* a path to an SQLite file, or "postgres://..." / "postgresql://..." */
    int connections;        /* most at a time (readers on SQLite; all on PostgreSQL); 0 means 8 */
    bool record_statements; /* keep the text of every distinct statement, for database_statements */
    const char *vfs;        /* the SQLite VFS to go through, by its name (tests/faults); NULL: the default one */
};

/* Opens (and for SQLite creates, mode 0600) the database. BROKEN is logged with what to do. */
enum status database_open(const struct database_options *options, struct database **database) MUST_USE;
/* Waits for nobody: call it when no thread uses it any more. Checkpoints and closes. */
void database_close(struct database *database);
bool database_is_sqlite(const struct database *database);

/* ---- work: the only two ways to reach the data ---- */

typedef enum status db_work(struct db *db, void *context);

/* Runs `work` on a consistent snapshot that can't write (a write is BROKEN). BUSY when no connection came free in 5 s. */
enum status database_read(struct database *database, db_work *work, void *context) MUST_USE;

/* Runs `work` in one transaction, made durable (fsync) before this returns OK; any other status from `work` rolls it back
 * and is returned. On SQLite writers take turns on one connection, each inside a savepoint, and those who wait share one
 * commit (group commit): a failed commit fails them all with BUSY. On PostgreSQL (SERIALIZABLE is not needed: REPEATABLE
 * READ) serialization failures and deadlocks run `work` again, as does the NOT_FOUND of a DELETE that met what others had just
 * hung on its row; so it must be able to run twice: whatever it changed in `context` it must set again from the start. BUSY: locked, disk
 * full, read-only disk; the reason is logged. */
enum status database_write(struct database *database, db_work *work, void *context) MUST_USE;

/* ---- notices: words that leave with a commit ---- */

enum { NOTICE_MOST = 500 }; /* bytes of a notice */
/* Inside database_write: when the transaction is durable, `text` (at most NOTICE_MOST bytes) goes to the listener of this process and,
 * on PostgreSQL, to those of every process on the same database (NOTIFY). The same text twice in one transaction goes once. */
enum status db_notify(struct db *db, struct arena *arena, const char *text) MUST_USE;
/* At once, outside a transaction; a failure is logged and the word is lost. Never blocks, never fails the caller. */
void database_tell(struct database *database, const char *text);
/* Who hears notices: called from any thread, one at a time; must be short, and neither write nor tell. `lost` says that notices may have
 * been missed (the connection to PostgreSQL came back): look at everything again. Set once it can be called; NULL: nobody, and when that
 * returns no call is running any more. BUSY: PostgreSQL can't be reached. */
struct database_listener {
    void (*heard)(void *context, const char *text);
    void (*lost)(void *context);
    void *context;
};
enum status database_listen(struct database *database, const struct database_listener *listener) MUST_USE;

/* ---- statements ---- */

enum param_type { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BOOL, PARAM_BLOB };
struct param {
    enum param_type type;
    int64_t integer; /* of a NULL parameter: the param_type it would have had, which PostgreSQL wants to know */
    const char *text;
    struct bytes blob;
};

static inline struct param param_int(int64_t v)
{
    return (struct param){ .type = PARAM_INT, .integer = v };
}
static inline struct param param_bool(bool v)
{
    return (struct param){ .type = PARAM_BOOL, .integer = v };
}
static inline struct param param_text(const char *v)
{
    return (struct param){ .type = v ? PARAM_TEXT : PARAM_NULL, .integer = v ? 0 : PARAM_TEXT, .text = v };
}
static inline struct param param_blob(struct bytes v)
{
    return (struct param){ .type = v.data ? PARAM_BLOB : PARAM_NULL, .integer = v.data ? 0 : PARAM_BLOB, .blob = v };
}
/* A parameter from a C value; a NULL text or blob is SQL NULL. */
#define P(v)                                                                                                                               \
    _Generic((v), bool: param_bool, int: param_int, unsigned: param_int, long: param_int, long long: param_int,        \
             char *: param_text, const char *: param_text, struct bytes: param_blob)(v)
/* A NULL of no type: fine where a column gives it one (VALUES, SET), but not in "$1 IS NULL". */
#define P_NULL ((struct param){ .type = PARAM_NULL })

/* A whole result, in the arena it was asked for with. Getters read the columns of the current row in SELECT order. */
struct result;
struct rows {
    size_t count;    /* rows in the result (also of INSERT ... RETURNING) */
    int64_t changed; /* rows inserted, updated or deleted */
    size_t columns, at, column;
    const struct param *cells;
    struct result *result; /* where a snapshot remembers it; NULL: nowhere */
};

/* What the result says, in sixteen bytes: equal results have equal ones, different results practically never (BLAKE2b). To know again
 * whether what was made from it is still right. Only inside the snapshot it came from; false when that remembers nothing (PostgreSQL,
 * transactions, large results). */
enum { ROWS_DIGEST = 16 };
bool rows_digest(const struct rows *rows, unsigned char digest[ROWS_DIGEST]);

/* Runs one statement: db_query(db, arena, &rows, "SELECT ... WHERE id = $1", P(id)). CONFLICT: a UNIQUE or PRIMARY KEY
 * constraint said no (on PostgreSQL the transaction is then still usable: each statement of a write that can conflict runs
 * inside its own savepoint). NOT_FOUND: a foreign key said no. BROKEN: anything else, logged without the parameters. */
#define db_query(db, arena, rows, ...) db_query_(db, arena, rows, DB_SQL_(__VA_ARGS__, 0), DB_PARAMS_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
/* The same when no row is expected. */
#define db_exec(db, arena, ...) db_query_(db, arena, NULL, DB_SQL_(__VA_ARGS__, 0), DB_PARAMS_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
#define DB_SQL_(sql, ...) sql
#define DB_PARAMS_(sql, ...) ((const struct param[]){ { 0 }, __VA_ARGS__ } + 1)
#define DB_COUNT_(sql, ...) (sizeof((const struct param[]){ { 0 }, __VA_ARGS__ }) / sizeof(struct param) - 1)
enum status db_query_(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params,
                      size_t count) MUST_USE;

/* For full text search alone, which has two dialects (lib/index). */
bool db_is_sqlite(const struct db *db);

/* The next row; false after the last. */
bool rows_next(struct rows *rows);
int64_t rows_int(struct rows *rows);       /* 0 for NULL */
bool rows_bool(struct rows *rows);         /* false for NULL */
const char *rows_text(struct rows *rows);  /* NULL for NULL */
struct bytes rows_blob(struct rows *rows); /* data NULL for NULL; of a text its bytes */

/* For big exports and rebuilds: calls `each` per row of a SELECT without keeping the result. The getters read that row, whose texts
 * live until `each` returns; `each` may run statements of its own. Stops at the first status that isn't OK and returns it. */
enum status db_each(struct db *db, const char *sql, const struct param *params, size_t count,
                    enum status (*each)(struct rows *row, void *context), void *context) MUST_USE;

/* ---- migrations: numbered SQL files, compiled in, forward only ---- */

struct migration {
    int number;       /* from the file name schema/NNN_name.sql; unique over all features */
    const char *name; /* "001_account" */
    const char *sql;  /* statements separated by ";" */
};

/* Applies, in one transaction and in order of number, those not yet applied (table `migration`), mapping types on SQLite
 * (BIGINT→INTEGER, BOOLEAN→INTEGER, BYTEA→BLOB, every table STRICT, BIGINT PRIMARY KEY → INTEGER PRIMARY KEY) and giving text
 * columns on PostgreSQL the same order ("C"). INVALID: the database is newer than this program, an applied migration's text
 * differs, or one says what both databases can't (another type, DEFERRABLE); BROKEN: one failed. Both logged with what to do. */
enum status database_migrate(struct database *database, const struct migration *list, size_t count) MUST_USE;
/* How many of `list` are applied, into *applied; touches nothing. INVALID as above. */
enum status database_migrated(struct database *database, const struct migration *list, size_t count, size_t *applied) MUST_USE;

/* ---- care ---- */

/* Integrity check (SQLite: integrity_check and foreign_key_check). Problems go to `report`, one a line; OK also when there are some. */
enum status database_check(struct database *database, struct buf *report) MUST_USE;
/* SQLite: a truncating WAL checkpoint, so that what was deleted is gone from the files. BUSY: a snapshot stayed open too long; try
 * again. Nothing to do on PostgreSQL. */
enum status database_checkpoint(struct database *database) MUST_USE;
/* With record_statements: calls `visit` for every distinct SELECT, INSERT, UPDATE, DELETE and WITH seen so far. A text that begins
 * with a blank isn't kept: tests write so what they ask for themselves. */
void database_statements(struct database *database, void (*visit)(const char *sql, void *context), void *context);
/* The plan of a statement as text (EXPLAIN QUERY PLAN / EXPLAIN), its parameters NULL. For tests. */
enum status db_explain(struct db *db, struct arena *arena, const char *sql, const char **plan) MUST_USE;

/* ---- copies ---- */

/* SQLite: the database as it is at one moment, into a new file (0600) at `path`, without anything that was deleted; writers aren't held
 * up. Pages keep their numbers, so two copies differ where the database changed. INVALID on PostgreSQL. */
enum status database_copy(struct database *database, const char *path) MUST_USE;

struct table_sum {
    const char *name;
    int64_t rows;
    unsigned char hash[32]; /* of all rows in the order of the primary key; the same for both engines */
};
struct table_sums {
    struct table_sum *items;
    size_t count;
};
enum status database_sum(struct database *database, struct arena *arena, struct table_sums *sums) MUST_USE;
/* False: `differs` names the first table that isn't the same. */
bool database_sums_same(const struct table_sums *a, const struct table_sums *b, const char **differs);
/* No tables at all. */
enum status database_empty(struct database *database, bool *empty) MUST_USE;
/* Every row of one snapshot of `from` into `to`, which database_migrate has just made its tables in and which nobody else uses: in one
 * transaction, then compared. Both must have the same migrations. Failures are logged. */
enum status database_transfer(struct database *from, struct database *to, struct arena *arena, struct table_sums *sums) MUST_USE;

/* ---- figures, for monitoring: counted since database_open ---- */

struct histogram;
struct database_figures {
    int64_t writes;                  /* works that changed something; several share a commit */
    int64_t busy;                    /* waits that were given up: for a lock, a turn, a connection */
    int64_t failures;                /* statements and commits that failed, each with a line in the log */
    int64_t committed_at, failed_at; /* epoch ms of the last commit and the last failure; 0: none */
    const struct histogram *commits; /* making a transaction durable; lives as long as the database */
};
void database_figures(const struct database *database, struct database_figures *figures);

#endif
