/* PostgreSQL: connections, transactions that run again, failures and what may be said of them. */
#include "db/postgres.h"

#include <unistd.h>

enum { RETRY_MS = 5000, RECONNECT_MS = 3000, HELD_TRIES = 3 };

/* ---- failures ---- */

static const char *field(const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    return text ? text : "";
}

/* The server's sentence can hold a value ("invalid input syntax ... "), except in classes that speak of the statement's text
 * or the machine; the detail ("Key (x)=(y)") always can. */
static void failure_log(const PGresult *result, const char *state, const char *sql)
{
    static const char *const wordy[] = { "08", "0A", "25", "26", "40", "42", "53", "55", "57", "58", "XX" };
    const char *why = "";
    for (size_t i = 0; i < COUNT(wordy); i++)
        if (text_starts(state, wordy[i]))
            why = field(result, PG_DIAG_MESSAGE_PRIMARY);
    log_line(LOG_ERROR, "db.failed", "sqlstate=%s why=\"%s\" table=%s column=%s constraint=%s sql=\"%.400s\"", state, why,
             field(result, PG_DIAG_TABLE_NAME), field(result, PG_DIAG_COLUMN_NAME), field(result, PG_DIAG_CONSTRAINT_NAME), sql);
}

enum status db_postgres_failure(struct postgres *pg, const PGresult *result, const char *sql)
{
    const char *state = result ? field(result, PG_DIAG_SQLSTATE) : "";
    if (text_same(state, "23505"))
        return CONFLICT;
    if (text_same(state, "23503") || text_same(state, "23001")) {
        pg->held = pg->held || text_starts(sql, "DELETE ");
        return NOT_FOUND;
    }
    if (text_starts(state, "40")) { /* 40001 serialization failure, 40P01 deadlock */
        pg->again = true;
        return BUSY;
    }
    if (!db_postgres_alive(pg)) {
        log_line(LOG_WARN, "db.lost", "the connection to PostgreSQL broke");
        pg->again = true;
        return BUSY;
    }
    database_failed(pg->db.database);
    failure_log(result, state, sql);
    if (text_same(state, "26000") || text_starts(state, "0A000")) { /* a prepared statement that tables have moved away under */
        db_cache_clear(&pg->db);
        pg->again = true;
        return BUSY;
    }
    if (text_same(state, "25006"))
        return pg->db.writes ? BUSY : BROKEN; /* a standby, for a while; or a page that tries to write */
    return text_starts(state, "53") || text_starts(state, "55") || text_starts(state, "57") || text_starts(state, "58") ? BUSY : BROKEN;
}

bool db_postgres_alive(const struct postgres *pg)
{
    return !pg->jammed && PQstatus(pg->handle) == CONNECTION_OK;
}

bool db_postgres_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

enum status db_postgres_script(struct db *db, const char *sql)
{
    struct postgres *pg = postgres_of(db);
    PGresult *result = PQexec(pg->handle, sql);
    enum status status = db_postgres_good(result) ? OK : db_postgres_failure(pg, result, sql);
    PQclear(result);
    return status;
}

/* ---- connections ---- */

static void notice_ignore(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* The server's own log would hold members' words ("Key (name)=(...) already exists"); terse leaves such details out. Only a
 * superuser may say so, or a role that was allowed to. */
static const char quiet_log[] =
    "SELECT set_config('log_error_verbosity', 'terse', false) WHERE has_parameter_privilege('log_error_verbosity', 'SET')";

static bool settings_apply(struct postgres *pg)
{
    PQsetNoticeReceiver(pg->handle, notice_ignore, NULL);
    return PQstatus(pg->handle) == CONNECTION_OK &&
           db_postgres_script(&pg->db, "SET bytea_output = hex; SET standard_conforming_strings = on; SET lock_timeout = '5s';"
                                       "SET client_min_messages = error;"
                                       "SELECT set_config('synchronous_commit', 'on', false)"
                                       " WHERE current_setting('synchronous_commit') = 'off'") == OK &&
           db_postgres_script(&pg->db, quiet_log) == OK;
}

enum status db_postgres_connect(struct database *database, struct db **db)
{
    struct postgres *pg = calloc(1, sizeof *pg);
    if (!pg)
        abort();
    pg->db.database = database;
    /* The URL may set any of these otherwise: what stands behind wins. */
    static const char *const names[] = { "connect_timeout",
                                         "application_name",
                                         "keepalives_idle",
                                         "keepalives_interval",
                                         "keepalives_count",
                                         "tcp_user_timeout",
                                         "dbname",
                                         "client_encoding",
                                         NULL };
    const char *values[] = { "5", "kith", "30", "5", "3", "15000", database->url, "UTF8", NULL };
    pg->handle = PQconnectdbParams(names, values, 1);
    if (settings_apply(pg)) {
        *db = &pg->db;
        return OK;
    }
    log_line(LOG_ERROR, "db.open", "can't reach PostgreSQL: %s", PQerrorMessage(pg->handle));
    PQfinish(pg->handle);
    free(pg);
    return BUSY;
}

void db_postgres_disconnect(struct db *db)
{
    PQfinish(postgres_of(db)->handle);
    free(db);
}

/* The server was restarted, or the network lost: tries for a while, since a restart takes a second or two. */
static enum status reconnect(struct postgres *pg)
{
    int64_t until = clock_monotonic_us() + RECONNECT_MS * INT64_C(1000);
    for (;;) {
        db_cache_clear(&pg->db);
        PQreset(pg->handle);
        pg->jammed = false;
        if (settings_apply(pg))
            return OK;
        if (clock_monotonic_us() >= until) {
            log_line(LOG_ERROR, "db.lost", "can't reach PostgreSQL: %s", PQerrorMessage(pg->handle));
            return BUSY;
        }
        usleep(100 * 1000);
    }
}

/* That the connection is dead shows only when it is used. Nothing ran yet, so beginning again is safe. */
static enum status begin(struct postgres *pg, const char *sql)
{
    enum status status = db_postgres_alive(pg) ? db_postgres_script(&pg->db, sql) : BUSY;
    if (!db_postgres_alive(pg)) {
        TRY(reconnect(pg));
        status = db_postgres_script(&pg->db, sql);
    }
    return status;
}

static void rollback(struct postgres *pg)
{
    if (db_postgres_alive(pg) && PQtransactionStatus(pg->handle) != PQTRANS_IDLE)
        (void)!db_postgres_script(&pg->db, "ROLLBACK");
}

static enum status postgres_read_begin(struct db *db)
{
    struct postgres *pg = postgres_of(db);
    db->writes = pg->again = false;
    return begin(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

static void postgres_read_end(struct db *db)
{
    rollback(postgres_of(db)); /* there is nothing to commit */
}

/* ---- writes ---- */

static enum status commit(struct postgres *pg)
{
    if (PQtransactionStatus(pg->handle) != PQTRANS_INTRANS) {
        log_line(LOG_ERROR, "db.failed", "a work ended well although one of its statements had failed");
        return BROKEN;
    }
    int64_t since = clock_monotonic_us();
    enum status status = db_postgres_script(&pg->db, "COMMIT");
    if (status == OK) {
        database_committed(pg->db.database, clock_monotonic_us() - since);
        database_count(&pg->db.database->writes);
    }
    if (!db_postgres_alive(pg))
        pg->again = false; /* it may have been committed: running the work again could do it twice */
    return status == OK ? OK : BUSY;
}

static enum status write_once(struct postgres *pg, db_work *work, void *context)
{
    pg->db.writes = true;
    enum status begun = begin(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE");
    pg->again = pg->held = false; /* beginning has its own patience */
    TRY(begun);
    enum status status = work(&pg->db, context);
    if (pg->again)
        status = BUSY; /* whatever the work made of it */
    else if (status == OK)
        status = commit(pg);
    rollback(pg);
    return status;
}

/* Who deletes a row deletes first what hangs on it; what another transaction hung on it meanwhile the next snapshot shows. */
static bool may_succeed_anew(const struct postgres *pg, enum status status, unsigned tries, int64_t until)
{
    if (status == NOT_FOUND)
        return pg->held && tries < HELD_TRIES;
    return status == BUSY && pg->again && clock_monotonic_us() < until;
}

static enum status postgres_write(struct database *database, db_work *work, void *context)
{
    struct db *db;
    TRY(database_take(database, &db));
    struct postgres *pg = postgres_of(db);
    int64_t until = clock_monotonic_us() + RETRY_MS * INT64_C(1000);
    enum status status = write_once(pg, work, context);
    for (unsigned tries = 0; may_succeed_anew(pg, status, tries, until); tries++) {
        usleep(1000 * random_below(1u << (tries < 7 ? tries + 1 : 8)));
        status = write_once(pg, work, context);
    }
    if (status == BUSY && pg->again) {
        database_count(&database->busy);
        log_line(LOG_WARN, "db.busy", "a write met others at the same rows for %d ms", RETRY_MS);
    }
    database_give(db);
    return status;
}

/* ---- care ---- */

static enum status postgres_check(struct db *db, struct arena *arena, struct buf *report)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"));
    while (rows_next(&rows))
        buf_printf(report, "index %s is not valid: REINDEX it\n", rows_text(&rows));
    TRY(db_query(db, arena, &rows, "SELECT conname::text, conrelid::regclass::text FROM pg_constraint WHERE NOT convalidated"));
    while (rows_next(&rows)) {
        const char *constraint = rows_text(&rows);
        buf_printf(report, "constraint %s of %s was never validated\n", constraint, rows_text(&rows));
    }
    TRY(db_query(db, arena, &rows, "SELECT current_user::text WHERE current_setting('log_error_verbosity') <> 'terse'"));
    while (rows_next(&rows))
        buf_printf(report,
                   "PostgreSQL's own log can get to hold members' words: as its superuser, run"
                   " ALTER ROLE %s SET log_error_verbosity = terse\n",
                   rows_text(&rows));
    return OK;
}

static enum status postgres_open(struct database *database)
{
    struct db *db;
    if (db_postgres_connect(database, &db) != OK)
        return BROKEN;
    PGconn *handle = postgres_of(db)->handle;
    const char *encoding = PQparameterStatus(handle, "server_encoding");
    bool good = PQserverVersion(handle) >= 150000 && encoding && text_same(encoding, "UTF8");
    if (good) {
        database->pool.open = 1;
        database_give(db);
        return OK;
    }
    log_line(LOG_ERROR, "db.open", "PostgreSQL 15 or later and a database in UTF8 are wanted (found: %d, %s)", PQserverVersion(handle),
             encoding ? encoding : "?");
    db_postgres_disconnect(db);
    return BROKEN;
}

static void postgres_close(struct database *database)
{
    (void)database;
}

static enum status postgres_checkpoint(struct database *database)
{
    (void)database;
    return OK;
}

const struct db_engine db_postgres = {
    .count_tables = "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass($1)",
    .migrate_make_lock = "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(1265202280)",      /* "Kith" */
    .migrate_fill_lock = "SET LOCAL lock_timeout = 0; LOCK TABLE migration IN ACCESS EXCLUSIVE MODE", /* takes no snapshot yet */
    .open = postgres_open,
    .close = postgres_close,
    .connect = db_postgres_connect,
    .disconnect = db_postgres_disconnect,
    .read_begin = postgres_read_begin,
    .read_end = postgres_read_end,
    .write = postgres_write,
    .query = db_postgres_query,
    .each = db_postgres_each,
    .script = db_postgres_script,
    .explain = db_postgres_explain,
    .check = postgres_check,
    .checkpoint = postgres_checkpoint,
    .notify = db_postgres_notify,
    .tell = db_postgres_tell,
    .listen = db_postgres_listen,
    .unlisten = db_postgres_unlisten,
    .forget = db_postgres_forget,
};
