/* Statements on PostgreSQL: parameters, preparing, results, cursors, plans. */
#include "db/postgres.h"

#include <endian.h>
#include <strings.h>

enum oid {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_NUMERIC = 1700
};
enum { FETCH_ROWS = 500 };

struct postgres_statement {
    struct db_statement common;
    unsigned name;
    size_t count;
    Oid type[]; /* as prepared; 0: left to the server, because only NULL was ever sent */
};

/* ---- parameters ---- */

struct values {
    const char **value;
    int *length, *format;
    Oid *type;
    size_t count;
};

/* A NULL made from a C text or blob still says what it would have been; 0 for one that doesn't. */
static Oid type_of(const struct param *param)
{
    enum param_type type = param->type == PARAM_NULL ? (enum param_type)param->integer : param->type;
    switch (type) {
    case PARAM_INT:
        return OID_INT8;
    case PARAM_TEXT:
        return OID_TEXT;
    case PARAM_BOOL:
        return OID_BOOL;
    case PARAM_BLOB:
        return OID_BYTEA;
    case PARAM_NULL:
        break;
    }
    return 0;
}

/* Integers, booleans and blobs go in binary: nothing to print, nothing to escape. */
static struct values values_of(struct arena *arena, const struct param *params, size_t count)
{
    struct values values = { .value = arena_array(arena, count + 1, sizeof(char *)),
                             .length = arena_array(arena, count + 1, sizeof(int)),
                             .format = arena_array(arena, count + 1, sizeof(int)),
                             .type = arena_array(arena, count + 1, sizeof(Oid)),
                             .count = count };
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &params[i];
        uint64_t big = htobe64((uint64_t)param->integer);
        values.type[i] = type_of(param);
        values.format[i] = param->type != PARAM_TEXT;
        switch (param->type) {
        case PARAM_INT:
            values.value[i] = arena_slice(arena, (const char *)&big, sizeof big);
            values.length[i] = sizeof big;
            break;
        case PARAM_BOOL:
            values.value[i] = param->integer ? "\1" : "\0";
            values.length[i] = 1;
            break;
        case PARAM_TEXT:
            values.value[i] = param->text;
            break;
        case PARAM_BLOB:
            values.value[i] = param->blob.data;
            values.length[i] = (int)param->blob.len;
            break;
        case PARAM_NULL:
            break;
        }
    }
    return values;
}

/* ---- prepared statements ---- */

static const char *statement_name(struct arena *arena, const struct postgres_statement *statement)
{
    return arena_printf(arena, "k%u", statement->name);
}

void db_postgres_forget(struct db *db, struct db_statement *common)
{
    struct postgres *pg = postgres_of(db);
    struct postgres_statement *statement = (struct postgres_statement *)common;
    PGTransactionStatusType state = PQtransactionStatus(pg->handle);
    if (db_postgres_alive(pg) && (state == PQTRANS_IDLE || state == PQTRANS_INTRANS)) {
        char sql[40];
        snprintf(sql, sizeof sql, "DEALLOCATE k%u", statement->name);
        PQclear(PQexec(pg->handle, sql));
    }
    free(statement);
}

static bool types_fit(const struct postgres_statement *statement, const struct values *values, const struct param *params)
{
    if (statement->count != values->count)
        return false;
    for (size_t i = 0; i < values->count; i++)
        if (statement->type[i] != values->type[i] && params[i].type != PARAM_NULL)
            return false;
    return true;
}

/* The statement as prepared for these parameters. One that was prepared when a parameter was an untyped NULL is prepared anew
 * once its type is known, and keeps what it knew of the others. */
static enum status statement_take(struct postgres *pg, struct arena *arena, const char *sql, const struct values *values,
                                  const struct param *params, struct postgres_statement **out)
{
    struct postgres_statement *known = (struct postgres_statement *)db_cache_find(&pg->db, sql);
    if (known && types_fit(known, values, params)) {
        *out = known;
        return OK;
    }
    struct postgres_statement *statement = calloc(1, sizeof *statement + values->count * sizeof statement->type[0]);
    if (!statement)
        abort();
    statement->count = values->count;
    for (size_t i = 0; i < values->count; i++)
        statement->type[i] = values->type[i] || !known || i >= known->count ? values->type[i] : known->type[i];
    if (known)
        db_cache_remove(&pg->db, &known->common);
    statement->name = ++pg->named;
    PGresult *result = PQprepare(pg->handle, statement_name(arena, statement), sql, (int)values->count, statement->type);
    enum status status = db_postgres_good(result) ? OK : db_postgres_failure(pg, result, sql);
    PQclear(result);
    if (status != OK) {
        free(statement);
        return status;
    }
    db_cache_add(&pg->db, &statement->common, sql);
    database_record(pg->db.database, sql);
    *out = statement;
    return OK;
}

/* ---- results ---- */

/* "\x0aff" */
static struct bytes blob_read(struct arena *arena, const char *hex, size_t len)
{
    size_t count = len >= 2 ? (len - 2) / 2 : 0;
    unsigned char *data = arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++)
        data[i] = (unsigned char)(text_hex_digit(hex[2 + 2 * i]) << 4 | text_hex_digit(hex[3 + 2 * i]));
    return (struct bytes){ data, count };
}

/* Results come as text: the one form that every type has, sums (numeric) and averages too. */
static struct param cell_read(struct arena *arena, const PGresult *result, int row, int column)
{
    struct param cell = { .type = PARAM_NULL };
    if (PQgetisnull(result, row, column))
        return cell;
    const char *text = PQgetvalue(result, row, column);
    size_t len = (size_t)PQgetlength(result, row, column);
    switch (PQftype(result, column)) {
    case OID_BOOL:
        return param_bool(text[0] == 't');
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_NUMERIC:
        return param_int(strtoll(text, NULL, 10));
    case OID_FLOAT4:
    case OID_FLOAT8:
        return param_int((int64_t)strtod(text, NULL));
    case OID_BYTEA:
        return param_blob(blob_read(arena, text, len));
    default:
        cell.type = PARAM_TEXT;
        cell.text = arena_slice(arena, text, len);
        cell.blob = (struct bytes){ cell.text, len };
        return cell;
    }
}

static void rows_read(struct arena *arena, PGresult *result, struct rows *rows)
{
    struct rows_room room = { 0 };
    rows->columns = (size_t)PQnfields(result);
    for (int row = 0; row < PQntuples(result); row++) {
        struct param *cells = rows_add(arena, rows, &room);
        for (size_t i = 0; i < rows->columns; i++)
            cells[i] = cell_read(arena, result, row, (int)i);
    }
    if (!text_starts(PQcmdStatus(result), "SELECT"))
        rows->changed = strtoll(PQcmdTuples(result), NULL, 10);
}

/* ---- running ---- */

static bool text_is_select(const char *sql)
{
    return !strncasecmp(sql, "SELECT", 6) || !strncasecmp(sql, "VALUES", 6);
}

/* The next command's result in the pipeline; its closing NULL is taken, too. */
static PGresult *pipeline_next(PGconn *handle)
{
    PGresult *result = PQgetResult(handle);
    if (result && PQresultStatus(result) != PGRES_PIPELINE_SYNC)
        PQclear(PQgetResult(handle));
    return result;
}

/* A failed statement poisons its transaction, so one that may fail runs inside a savepoint of its own; all three commands go
 * in one round trip. Returns the statement's result. */
static PGresult *run_in_savepoint(struct postgres *pg, const char *name, const struct values *values)
{
    PGconn *handle = pg->handle;
    if (!PQenterPipelineMode(handle))
        return NULL;
    bool sent = PQsendQueryParams(handle, "SAVEPOINT s", 0, NULL, NULL, NULL, NULL, 0) &&
                PQsendQueryPrepared(handle, name, (int)values->count, values->value, values->length, values->format, 0) &&
                PQsendQueryParams(handle, "RELEASE SAVEPOINT s", 0, NULL, NULL, NULL, NULL, 0) && PQpipelineSync(handle);
    PGresult *wanted = NULL, *result = NULL;
    if (sent) {
        PQclear(pipeline_next(handle));
        wanted = pipeline_next(handle);
        while ((result = pipeline_next(handle)) && PQresultStatus(result) != PGRES_PIPELINE_SYNC)
            PQclear(result);
        PQclear(result);
    }
    pg->jammed = !PQexitPipelineMode(handle);
    return wanted;
}

/* The transaction goes on as it was before the statement that failed with `status`. */
static enum status savepoint_restore(struct postgres *pg, enum status status)
{
    if (PQtransactionStatus(pg->handle) == PQTRANS_INERROR)
        TRY(db_postgres_script(&pg->db, "ROLLBACK TO SAVEPOINT s; RELEASE SAVEPOINT s"));
    return status;
}

enum status db_postgres_query(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params,
                              size_t count)
{
    struct postgres *pg = postgres_of(db);
    struct arena scratch = { 0 }; /* the caller's arena may live through a million inserts */
    struct values values = values_of(&scratch, params, count);
    struct postgres_statement *statement;
    PGresult *result = NULL;
    bool guarded = db->writes && !text_is_select(sql);
    enum status status = statement_take(pg, &scratch, sql, &values, params, &statement);
    if (status == OK) {
        const char *name = statement_name(&scratch, statement);
        result = guarded ? run_in_savepoint(pg, name, &values)
                         : PQexecPrepared(pg->handle, name, (int)count, values.value, values.length, values.format, 0);
        if (db_postgres_good(result))
            rows_read(arena, result, rows);
        else
            status = db_postgres_failure(pg, result, sql);
        if (guarded && status != OK && !pg->again)
            status = savepoint_restore(pg, status);
    }
    PQclear(result);
    arena_free(&scratch);
    return status;
}

/* ---- long results: a cursor, so that `visit` may run statements of its own meanwhile ---- */

static enum status fetch_each(struct postgres *pg, const char *fetch, enum status (*visit)(struct rows *row, void *context), void *context,
                              size_t *count)
{
    struct arena arena = { 0 };
    struct rows rows = { 0 };
    PGresult *result = PQexec(pg->handle, fetch);
    enum status status = db_postgres_good(result) ? OK : db_postgres_failure(pg, result, fetch);
    if (status == OK)
        rows_read(&arena, result, &rows);
    PQclear(result);
    for (size_t i = 0; status == OK && i < rows.count; i++) {
        struct rows row = { .count = 1, .columns = rows.columns, .at = 1, .cells = rows.cells + i * rows.columns };
        status = visit(&row, context);
    }
    *count = rows.count;
    arena_free(&arena);
    return status;
}

enum status db_postgres_each(struct db *db, const char *sql, const struct param *params, size_t count,
                             enum status (*visit)(struct rows *row, void *context), void *context)
{
    struct postgres *pg = postgres_of(db);
    struct arena arena = { 0 };
    unsigned name = ++pg->cursors;
    const char *fetch = arena_printf(&arena, "FETCH %d FROM c%u", FETCH_ROWS, name);
    const char *declare = arena_printf(&arena, "DECLARE c%u NO SCROLL CURSOR FOR %s", name, sql);
    struct values values = values_of(&arena, params, count);
    PGresult *result = PQexecParams(pg->handle, declare, (int)count, values.type, values.value, values.length, values.format, 0);
    enum status status = db_postgres_good(result) ? OK : db_postgres_failure(pg, result, sql);
    PQclear(result);
    database_record(db->database, sql);
    size_t got = FETCH_ROWS;
    while (status == OK && got == FETCH_ROWS)
        status = fetch_each(pg, fetch, visit, context, &got);
    if (PQtransactionStatus(pg->handle) == PQTRANS_INTRANS)
        (void)!db_postgres_script(db, arena_printf(&arena, "CLOSE c%u", name));
    arena_free(&arena);
    return status;
}

/* ---- plans ---- */

/* "EXPLAIN EXECUTE explain(NULL, NULL)" for the statement prepared under that name. */
static const char *explain_text(struct postgres *pg, struct arena *arena)
{
    struct buf text = { .arena = arena };
    PGresult *described = PQdescribePrepared(pg->handle, "explain");
    int count = PQnparams(described);
    PQclear(described);
    buf_puts(&text, "EXPLAIN EXECUTE explain");
    for (int i = 0; i < count; i++)
        buf_puts(&text, i ? ", NULL" : "(NULL");
    buf_puts(&text, count ? ")" : "");
    return buf_text(&text);
}

/* The plan for any parameters, as a prepared statement gets it after a few runs. */
enum status db_postgres_explain(struct db *db, struct arena *arena, const char *sql, struct buf *plan)
{
    struct postgres *pg = postgres_of(db);
    TRY(db_postgres_script(db, "SAVEPOINT explain; SET LOCAL plan_cache_mode = force_generic_plan"));
    PGresult *prepared = PQprepare(pg->handle, "explain", sql, 0, NULL);
    bool is_prepared = db_postgres_good(prepared);
    enum status status = is_prepared ? OK : db_postgres_failure(pg, prepared, sql);
    PQclear(prepared);
    if (is_prepared) {
        PGresult *result = PQexec(pg->handle, explain_text(pg, arena));
        if (!db_postgres_good(result))
            status = db_postgres_failure(pg, result, sql);
        for (int i = 0; status == OK && i < PQntuples(result); i++)
            buf_printf(plan, "%s\n", PQgetvalue(result, i, 0));
        PQclear(result);
    }
    TRY(db_postgres_script(db, "ROLLBACK TO SAVEPOINT explain; RELEASE SAVEPOINT explain"));
    if (is_prepared)
        TRY(db_postgres_script(db, "DEALLOCATE explain"));
    return status;
}
