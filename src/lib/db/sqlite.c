/* SQLite: connections, statements, results, failures and what may be said of them. Writing together is writer.c. */
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <unistd.h>

struct sqlite {
    struct db db;
    sqlite3 *handle;
    struct results *results;          /* readers': what they were told on this state of the database */
    sqlite3_stmt *begin, *look, *end; /* a snapshot's own statements */
};

struct sqlite_statement {
    struct db_statement common;
    sqlite3_stmt *handle;
    bool kept; /* in the cache */
    int slots;
    size_t number[]; /* to SQLite "$2" is a name: which parameter each of its slots stands for */
};

static struct sqlite *sqlite_of(struct db *db)
{
    return (struct sqlite *)db;
}

/* ---- failures ---- */

/* The library's own words only where they can't hold a value: about the statement's text, and about constraints. */
static void failure_log(struct sqlite *lite, int code, const char *sql, bool words)
{
    const char *why = words || (code & 0xff) == SQLITE_CONSTRAINT ? sqlite3_errmsg(lite->handle) : sqlite3_errstr(code);
    database_failed(lite->db.database);
    log_line(LOG_ERROR, "db.failed", "code=%d why=\"%s\" sql=\"%.400s\"", code, why, sql);
}

/* What may pass: locks, a full disk, a disk that fails now and then. */
static bool code_passes(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
        return true;
    default:
        return false;
    }
}

static enum status failure(struct sqlite *lite, const char *sql, bool words)
{
    int code = sqlite3_extended_errcode(lite->handle);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return CONFLICT;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER: /* how ON DELETE RESTRICT says no; Kith has no triggers of its own */
        return NOT_FOUND;
    }
    failure_log(lite, code, sql, words);
    return code_passes(code) || (lite->db.writes && (code & 0xff) == SQLITE_READONLY) ? BUSY : BROKEN;
}

/* ---- prepared statements ---- */

/* "$12" is 12; 0 for any other kind of placeholder, which PostgreSQL wouldn't take. */
static size_t placeholder_number(const char *name)
{
    int64_t number;
    return name && name[0] == '$' && name[1] != '-' && text_int(name + 1, 1, 60000, &number) ? (size_t)number : 0;
}

static enum status statement_prepare(struct sqlite *lite, const char *sql, struct sqlite_statement **out)
{
    sqlite3_stmt *handle;
    const char *rest;
    if (sqlite3_prepare_v3(lite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest))
        return failure(lite, sql, true);
    int slots = sqlite3_bind_parameter_count(handle);
    struct sqlite_statement *statement = calloc(1, sizeof *statement + (size_t)slots * sizeof statement->number[0]);
    if (!statement)
        abort();
    statement->handle = handle;
    statement->slots = slots;
    bool good = handle && !rest[strspn(rest, " \t\n;")];
    for (int i = 0; i < slots; i++) {
        statement->number[i] = placeholder_number(sqlite3_bind_parameter_name(handle, i + 1));
        good = good && statement->number[i];
    }
    if (good) {
        *out = statement;
        return OK;
    }
    log_line(LOG_ERROR, "db.failed", "why=\"one statement with placeholders $1, $2, ... is wanted\" sql=\"%.400s\"", sql);
    sqlite3_finalize(handle);
    free(statement);
    return BROKEN;
}

static void sqlite_forget(struct db *db, struct db_statement *common)
{
    (void)db;
    struct sqlite_statement *statement = (struct sqlite_statement *)common;
    sqlite3_finalize(statement->handle);
    free(statement);
}

static enum status statement_take(struct sqlite *lite, const char *sql, struct sqlite_statement **out)
{
    /* A full disk can end the whole transaction under a work that doesn't look at its status; what it does after that
     * would be committed statement by statement. */
    if (sqlite3_get_autocommit(lite->handle))
        return BUSY;
    struct sqlite_statement *found = (struct sqlite_statement *)db_cache_find(&lite->db, sql);
    if (!found || found->common.busy) {
        bool keep = !found;
        TRY(statement_prepare(lite, sql, &found));
        found->kept = keep;
        if (keep) {
            db_cache_add(&lite->db, &found->common, sql);
            database_record(lite->db.database, sql);
        }
    }
    found->common.busy = true;
    *out = found;
    return OK;
}

static void statement_give(struct sqlite *lite, struct sqlite_statement *statement)
{
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->common.busy = false;
    if (!statement->kept)
        sqlite_forget(&lite->db, &statement->common);
}

/* Parameters outlive the statement's run, so nothing is copied. */
static int slot_bind(sqlite3_stmt *handle, int slot, const struct param *param)
{
    switch (param->type) {
    case PARAM_INT:
    case PARAM_BOOL:
        return sqlite3_bind_int64(handle, slot, param->integer);
    case PARAM_TEXT:
        return sqlite3_bind_text64(handle, slot, param->text, strlen(param->text), SQLITE_STATIC, SQLITE_UTF8);
    case PARAM_BLOB:
        return sqlite3_bind_blob64(handle, slot, param->blob.data, param->blob.len, SQLITE_STATIC);
    case PARAM_NULL:
        break;
    }
    return sqlite3_bind_null(handle, slot);
}

static enum status statement_bind(struct sqlite *lite, struct sqlite_statement *statement, const char *sql, const struct param *params,
                                  size_t count)
{
    for (int i = 0; i < statement->slots; i++) {
        if (statement->number[i] > count) {
            log_line(LOG_ERROR, "db.failed", "why=\"no parameter for $%zu\" sql=\"%.400s\"", statement->number[i], sql);
            return BROKEN;
        }
        if (slot_bind(statement->handle, i + 1, &params[statement->number[i] - 1]))
            return failure(lite, sql, false);
    }
    return OK;
}

/* ---- results ---- */

/* Points into the statement, good until its next step. */
static struct param cell_view(sqlite3_stmt *handle, int column)
{
    struct param cell = { .type = PARAM_NULL };
    switch (sqlite3_column_type(handle, column)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return param_int(sqlite3_column_int64(handle, column));
    case SQLITE_TEXT:
        cell.type = PARAM_TEXT;
        cell.text = (const char *)sqlite3_column_text(handle, column);
        cell.blob = (struct bytes){ cell.text, (size_t)sqlite3_column_bytes(handle, column) };
        break;
    case SQLITE_BLOB:
        cell.type = PARAM_BLOB;
        cell.blob.data = sqlite3_column_blob(handle, column);
        cell.blob.len = (size_t)sqlite3_column_bytes(handle, column);
        if (!cell.blob.data)
            cell.blob.data = ""; /* empty is not NULL */
        break;
    }
    return cell;
}

static struct param cell_copy(struct arena *arena, sqlite3_stmt *handle, int column)
{
    struct param cell = cell_view(handle, column);
    if (cell.blob.data)
        cell.blob.data = arena_slice(arena, cell.blob.data, cell.blob.len);
    if (cell.type == PARAM_TEXT)
        cell.text = cell.blob.data;
    return cell;
}

static enum status statement_read(struct sqlite *lite, struct sqlite_statement *statement, struct arena *arena, struct rows *rows,
                                  const char *sql)
{
    struct rows_room room = { 0 };
    int code;
    rows->columns = (size_t)sqlite3_column_count(statement->handle);
    while ((code = sqlite3_step(statement->handle)) == SQLITE_ROW) {
        struct param *cells = rows_add(arena, rows, &room);
        for (size_t i = 0; i < rows->columns; i++)
            cells[i] = cell_copy(arena, statement->handle, (int)i);
    }
    if (code == SQLITE_DONE) {
        rows->changed = sqlite3_stmt_readonly(statement->handle) ? 0 : sqlite3_changes64(lite->handle);
        return OK;
    }
    *rows = (struct rows){ 0 }; /* an error in the middle of a result leaves no half of it */
    return failure(lite, sql, false);
}

/* Inside a snapshot only: what holds on this state of the database. */
static bool result_remembered(struct sqlite *lite, struct arena *arena, struct rows *rows, const char *sql, const struct param *params,
                              size_t count)
{
    const struct db_statement *statement = sqlite3_get_autocommit(lite->handle) ? NULL : db_cache_find(&lite->db, sql);
    return statement && db_results_find(lite->results, statement->serial, params, count, arena, rows);
}

static enum status sqlite_query(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params,
                                size_t count)
{
    struct sqlite *lite = sqlite_of(db);
    struct sqlite_statement *statement;
    if (lite->results && result_remembered(lite, arena, rows, sql, params, count))
        return OK;
    TRY(statement_take(lite, sql, &statement));
    enum status status = statement_bind(lite, statement, sql, params, count);
    if (status == OK)
        status = statement_read(lite, statement, arena, rows, sql);
    if (status == OK && lite->results && statement->kept && !text_starts(sql, "PRAGMA ")) /* a check must look again */
        db_results_keep(lite->results, statement->common.serial, params, count, rows, arena, rows);
    statement_give(lite, statement);
    return status;
}

static enum status sqlite_each(struct db *db, const char *sql, const struct param *params, size_t count,
                               enum status (*visit)(struct rows *row, void *context), void *context)
{
    struct sqlite *lite = sqlite_of(db);
    struct sqlite_statement *statement;
    TRY(statement_take(lite, sql, &statement));
    enum status status = statement_bind(lite, statement, sql, params, count);
    size_t columns = (size_t)sqlite3_column_count(statement->handle);
    struct arena arena = { 0 };
    struct param *cells = arena_array(&arena, columns + 1, sizeof *cells);
    int code = SQLITE_DONE;
    while (status == OK && (code = sqlite3_step(statement->handle)) == SQLITE_ROW) {
        for (size_t i = 0; i < columns; i++)
            cells[i] = cell_view(statement->handle, (int)i);
        struct rows row = { .count = 1, .columns = columns, .at = 1, .cells = cells };
        status = visit(&row, context);
    }
    if (status == OK && code != SQLITE_DONE)
        status = failure(lite, sql, false);
    arena_free(&arena);
    statement_give(lite, statement);
    return status;
}

static enum status sqlite_script(struct db *db, const char *sql)
{
    struct sqlite *lite = sqlite_of(db);
    return sqlite3_exec(lite->handle, sql, NULL, NULL, NULL) ? failure(lite, sql, true) : OK;
}

static enum status sqlite_explain(struct db *db, struct arena *arena, const char *sql, struct buf *plan)
{
    struct sqlite *lite = sqlite_of(db);
    struct sqlite_statement *statement;
    struct rows rows = { 0 };
    TRY(statement_prepare(lite, arena_printf(arena, "EXPLAIN QUERY PLAN %s", sql), &statement));
    enum status status = statement_read(lite, statement, arena, &rows, sql);
    sqlite_forget(db, &statement->common);
    while (status == OK && rows_next(&rows)) {
        for (int i = 0; i < 3; i++)
            (void)rows_int(&rows); /* id, parent, unused */
        buf_printf(plan, "%s\n", rows_text(&rows));
    }
    return status;
}

/* ---- connections ---- */

/* SQLite would make the file with the umask's mode; the -wal and -shm files take theirs from it. */
static enum status file_create(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return OK; /* not opened: closing a descriptor would drop locks that this process holds on the file */
    if (file < 0) {
        log_line(LOG_ERROR, "db.open", "can't make the database file: %s; make its folder and let this user write there", strerror(errno));
        return BROKEN;
    }
    close(file);
    char *copy = strdup(path);
    int folder = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (folder >= 0) {
        (void)!fsync(folder); /* so that the name survives a power cut, too */
        close(folder);
    }
    free(copy);
    return OK;
}

static void sqlite_disconnect(struct db *db)
{
    struct sqlite *lite = sqlite_of(db);
    sqlite3_finalize(lite->begin);
    sqlite3_finalize(lite->look);
    sqlite3_finalize(lite->end);
    db_results_free(lite->results);
    sqlite3_close(lite->handle);
    free(db);
}

/* What every snapshot begins and ends with; `look` takes the snapshot (BEGIN alone waits for the first read). */
static bool reader_prepare(struct sqlite *lite)
{
    lite->results = db_results_new();
    return !sqlite3_prepare_v3(lite->handle, "BEGIN", -1, SQLITE_PREPARE_PERSISTENT, &lite->begin, NULL) &&
           !sqlite3_prepare_v3(lite->handle, "PRAGMA schema_version", -1, SQLITE_PREPARE_PERSISTENT, &lite->look, NULL) &&
           !sqlite3_prepare_v3(lite->handle, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &lite->end, NULL);
}

static bool pragma_says(sqlite3 *handle, const char *sql, const char *wanted)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL))
        return false;
    bool same = sqlite3_step(statement) == SQLITE_ROW && text_same((const char *)sqlite3_column_text(statement, 0), wanted);
    return sqlite3_finalize(statement) == SQLITE_OK && same;
}

static bool settings_apply(sqlite3 *handle, bool writes)
{
    static const struct {
        int option, value;
    } settings[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 }, { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 }, { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },   { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    for (size_t i = 0; i < COUNT(settings); i++)
        if (sqlite3_db_config(handle, settings[i].option, settings[i].value, NULL))
            return false;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, DATABASE_WAIT_MS);
    /* Sorting happens in memory, so that no member's words land in a temporary file. */
    if (sqlite3_exec(handle, "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON", NULL, NULL, NULL))
        return false;
    if (!writes)
        return !sqlite3_exec(handle, "PRAGMA query_only = ON", NULL, NULL, NULL);
    return pragma_says(handle, "PRAGMA journal_mode = WAL", "wal") && pragma_says(handle, "PRAGMA secure_delete = ON", "1") &&
           !sqlite3_exec(handle, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -12000", NULL, NULL,
                         NULL);
}

static enum status connect_as(struct database *database, bool writes, struct db **db)
{
    struct sqlite *lite = calloc(1, sizeof *lite);
    if (!lite)
        abort();
    lite->db.database = database;
    lite->db.writes = writes;
    int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(database->url, &lite->handle, flags, database->vfs) || !settings_apply(lite->handle, writes)) {
        int code = sqlite3_extended_errcode(lite->handle);
        log_line(LOG_ERROR, "db.open", "can't open the database: %s (%d); %s", sqlite3_errmsg(lite->handle), code,
                 (code & 0xff) == SQLITE_NOTADB ? "the file is not an SQLite database"
                 : (code & 0xff) == SQLITE_BUSY ? "another program holds it locked: end that program"
                                                : "it and its folder must be this user's, on a local disk with room");
        sqlite_disconnect(&lite->db);
        return code_passes(code) ? BUSY : BROKEN;
    }
    *db = &lite->db;
    return OK;
}

static enum status sqlite_connect(struct database *database, struct db **db)
{
    TRY(connect_as(database, false, db));
    if (reader_prepare(sqlite_of(*db)))
        return OK;
    enum status status = failure(sqlite_of(*db), "BEGIN", true);
    sqlite_disconnect(*db);
    return status;
}

static enum status sqlite_open(struct database *database)
{
    TRY(file_create(database->url));
    char *path = realpath(database->url, NULL); /* absolute: a name like "file:x" is not taken for a URI */
    if (path) {
        free(database->url);
        database->url = path;
    }
    struct db *db;
    enum status status = connect_as(database, true, &db);
    if (status != OK)
        return BROKEN;
    database->writer = db_writer_new(db, sqlite_of(db)->handle);
    return OK;
}

/* The writer's connection is the last to close: SQLite then checkpoints and removes the log. */
static void sqlite_close(struct database *database)
{
    if (!database->writer)
        return;
    struct db *db = db_writer_free(database->writer);
    db_cache_clear(db);
    sqlite_disconnect(db);
}

static bool statement_runs(sqlite3_stmt *handle)
{
    int code;
    while ((code = sqlite3_step(handle)) == SQLITE_ROW)
        ;
    return sqlite3_reset(handle) == SQLITE_OK && code == SQLITE_DONE;
}

static void sqlite_read_end(struct db *db)
{
    struct sqlite *lite = sqlite_of(db);
    if (!sqlite3_get_autocommit(lite->handle) && !statement_runs(lite->end))
        (void)!failure(lite, "COMMIT", true);
}

static enum status sqlite_read_begin(struct db *db)
{
    struct sqlite *lite = sqlite_of(db);
    unsigned version;
    if (!statement_runs(lite->begin))
        return failure(lite, "BEGIN", true);
    if (statement_runs(lite->look) && !sqlite3_file_control(lite->handle, NULL, SQLITE_FCNTL_DATA_VERSION, &version)) {
        db_results_at(lite->results, version);
        return OK;
    }
    enum status status = failure(lite, "PRAGMA schema_version", true);
    sqlite_read_end(db);
    return status;
}

static enum status sqlite_write(struct database *database, db_work *work, void *context)
{
    return db_writer_write(database->writer, work, context);
}

static enum status sqlite_checkpoint(struct database *database)
{
    return db_writer_checkpoint(database->writer);
}

/* ---- notices: everybody who listens is in this process ---- */

static enum status sqlite_notify(struct db *db, struct arena *arena, const char *text)
{
    (void)arena;
    db_notice_keep(db, text);
    return OK;
}

static enum status sqlite_listen(struct database *database)
{
    (void)database;
    return OK;
}

static void sqlite_unlisten(struct database *database)
{
    (void)database;
}

/* ---- care ---- */

static enum status sqlite_check(struct db *db, struct arena *arena, struct buf *report)
{
    struct rows rows;
    if (db_exec(db, arena, "SELECT COUNT(*) FROM sqlite_schema") != OK) {
        buf_puts(report, "the database file can't be read\n");
        return OK;
    }
    if (db_query(db, arena, &rows, "PRAGMA integrity_check") != OK)
        buf_puts(report, "integrity check: the file is too damaged to be checked to its end\n");
    while (rows_next(&rows)) {
        const char *line = rows_text(&rows);
        if (!text_same(line, "ok"))
            buf_printf(report, "integrity check: %s\n", line);
    }
    if (db_query(db, arena, &rows, "PRAGMA foreign_key_check") != OK)
        buf_puts(report, "foreign keys: can't be checked\n");
    while (rows_next(&rows)) {
        const char *table = rows_text(&rows);
        int64_t row = rows_int(&rows);
        buf_printf(report, "foreign keys: row %lld of %s points to a row of %s that isn't there\n", (long long)row, table,
                   rows_text(&rows));
    }
    return OK;
}

const struct db_engine db_sqlite = {
    .sqlite = true,
    .count_tables = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
    .open = sqlite_open,
    .close = sqlite_close,
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .read_begin = sqlite_read_begin,
    .read_end = sqlite_read_end,
    .write = sqlite_write,
    .query = sqlite_query,
    .each = sqlite_each,
    .script = sqlite_script,
    .explain = sqlite_explain,
    .check = sqlite_check,
    .checkpoint = sqlite_checkpoint,
    .notify = sqlite_notify,
    .tell = database_hear,
    .listen = sqlite_listen,
    .unlisten = sqlite_unlisten,
    .forget = sqlite_forget,
};
