/* What both engines share: opening and closing, the pool of connections, reading results. */
#include "db/internal.h"

#include <errno.h>

/* ---- open and close ---- */

static bool url_is_postgres(const char *url)
{
    return text_starts(url, "postgres://") || text_starts(url, "postgresql://");
}

enum status database_open(const struct database_options *options, struct database **database)
{
    struct database *made = calloc(1, sizeof *made);
    if (!made || !(made->url = strdup(options->url)) || (options->vfs && !(made->vfs = strdup(options->vfs))))
        abort();
    made->engine = url_is_postgres(options->url) ? &db_postgres : &db_sqlite;
    made->record = options->record_statements;
    made->pool.most = options->connections > 0 ? options->connections : 8;
    pthread_mutex_init(&made->pool.lock, NULL);
    pthread_cond_init(&made->pool.freed, NULL);
    pthread_mutex_init(&made->texts_lock, NULL);
    pthread_mutex_init(&made->listener_lock, NULL);
    enum status status = made->engine->open(made);
    if (status == OK)
        *database = made;
    else
        database_close(made);
    return status;
}

void database_close(struct database *database)
{
    database->engine->unlisten(database);
    for (struct db *next, *db = database->pool.idle; db; db = next) {
        next = db->next;
        db_cache_clear(db);
        database->engine->disconnect(db);
    }
    database->engine->close(database);
    for (struct database_text *next, *text = database->texts; text; text = next) {
        next = text->next;
        free(text);
    }
    pthread_mutex_destroy(&database->listener_lock);
    pthread_mutex_destroy(&database->texts_lock);
    pthread_cond_destroy(&database->pool.freed);
    pthread_mutex_destroy(&database->pool.lock);
    free(database->url);
    free(database->vfs);
    free(database);
}

bool db_is_sqlite(const struct db *db)
{
    return database_is_sqlite(db->database);
}

bool database_is_sqlite(const struct database *database)
{
    return database->engine->sqlite;
}

void database_figures(const struct database *database, struct database_figures *figures)
{
    figures->writes = atomic_load_explicit(&database->writes, memory_order_relaxed);
    figures->busy = atomic_load_explicit(&database->busy, memory_order_relaxed);
    figures->failures = atomic_load_explicit(&database->failures, memory_order_relaxed);
    figures->committed_at = atomic_load_explicit(&database->committed_at, memory_order_relaxed);
    figures->failed_at = atomic_load_explicit(&database->failed_at, memory_order_relaxed);
    figures->commits = &database->commits;
}

/* ---- the pool ---- */

static enum status pool_connect(struct database *database, struct db **db)
{
    struct database_pool *pool = &database->pool;
    enum status status = database->engine->connect(database, db);
    if (status == OK)
        return OK;
    pthread_mutex_lock(&pool->lock);
    pool->open--;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
    return status;
}

enum status database_take(struct database *database, struct db **db)
{
    struct database_pool *pool = &database->pool;
    struct timespec deadline = clock_deadline(DATABASE_WAIT_MS);
    int error = 0;
    pthread_mutex_lock(&pool->lock);
    while (!pool->idle && pool->open >= pool->most && error != ETIMEDOUT)
        error = pthread_cond_clockwait(&pool->freed, &pool->lock, CLOCK_MONOTONIC, &deadline);
    bool full = !pool->idle && pool->open >= pool->most;
    *db = pool->idle;
    if (*db)
        pool->idle = (*db)->next;
    else if (!full)
        pool->open++;
    pthread_mutex_unlock(&pool->lock);
    if (full) {
        database_count(&database->busy);
        log_line(LOG_WARN, "db.busy", "all %d connections stayed in use for %d ms", pool->most, DATABASE_WAIT_MS);
        return BUSY;
    }
    return *db ? OK : pool_connect(database, db);
}

void database_give(struct db *db)
{
    struct database_pool *pool = &db->database->pool;
    pthread_mutex_lock(&pool->lock);
    db->next = pool->idle;
    pool->idle = db;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

/* ---- work ---- */

enum status database_read(struct database *database, db_work *work, void *context)
{
    struct db *db;
    TRY(database_take(database, &db));
    enum status status = database->engine->read_begin(db);
    if (status == OK) {
        status = work(db, context);
        database->engine->read_end(db);
    }
    database_give(db);
    return status;
}

enum status database_write(struct database *database, db_work *work, void *context)
{
    return database->engine->write(database, work, context);
}

/* ---- statements ---- */

enum status db_query_(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params, size_t count)
{
    struct rows unwanted;
    if (!rows)
        rows = &unwanted;
    *rows = (struct rows){ 0 };
    return db->database->engine->query(db, arena, rows, sql, params, count);
}

enum status db_each(struct db *db, const char *sql, const struct param *params, size_t count,
                    enum status (*each)(struct rows *row, void *context), void *context)
{
    return db->database->engine->each(db, sql, params, count, each, context);
}

enum status db_explain(struct db *db, struct arena *arena, const char *sql, const char **plan)
{
    struct buf text = { .arena = arena };
    TRY(db->database->engine->explain(db, arena, sql, &text));
    *plan = buf_text(&text);
    return OK;
}

/* ---- rows ---- */

struct param *rows_add(struct arena *arena, struct rows *rows, struct rows_room *room)
{
    if (rows->count == room->rows) {
        room->rows = room->rows ? room->rows * 2 : 8;
        struct param *bigger = arena_array(arena, room->rows * (rows->columns ? rows->columns : 1), sizeof *bigger);
        if (rows->count)
            memcpy(bigger, room->cells, rows->count * rows->columns * sizeof *bigger);
        rows->cells = room->cells = bigger;
    }
    return room->cells + rows->count++ * rows->columns;
}

bool rows_next(struct rows *rows)
{
    rows->column = 0;
    if (rows->at >= rows->count) {
        rows->at = rows->count + 1; /* past the end: getters must not show the last row again */
        return false;
    }
    rows->at++;
    return true;
}

/* Reading a column that isn't there is a mistake in the program, never in the data. */
static const struct param *rows_cell(struct rows *rows)
{
    if (rows->at < 1 || rows->at > rows->count || rows->column >= rows->columns)
        abort();
    return &rows->cells[(rows->at - 1) * rows->columns + rows->column++];
}

int64_t rows_int(struct rows *rows)
{
    return rows_cell(rows)->integer;
}

bool rows_bool(struct rows *rows)
{
    return rows_cell(rows)->integer != 0;
}

const char *rows_text(struct rows *rows)
{
    return rows_cell(rows)->text;
}

struct bytes rows_blob(struct rows *rows)
{
    return rows_cell(rows)->blob;
}

/* ---- care ---- */

enum status database_check(struct database *database, struct buf *report)
{
    struct db *db;
    TRY(database_take(database, &db));
    struct arena arena = { 0 };
    enum status status = database->engine->read_begin(db);
    if (status == OK) {
        status = database->engine->check(db, &arena, report);
        database->engine->read_end(db);
    }
    arena_free(&arena);
    database_give(db);
    return status;
}

enum status database_checkpoint(struct database *database)
{
    return database->engine->checkpoint(database);
}

void database_record(struct database *database, const char *sql)
{
    static const char *const words[] = { "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH " };
    bool wanted = false;
    for (size_t i = 0; i < COUNT(words); i++)
        wanted = wanted || text_starts(sql, words[i]);
    if (!database->record || !wanted)
        return;
    pthread_mutex_lock(&database->texts_lock);
    struct database_text *at = database->texts;
    while (at && !text_same(at->sql, sql))
        at = at->next;
    if (!at) {
        size_t size = strlen(sql) + 1;
        at = malloc(sizeof *at + size);
        if (!at)
            abort();
        memcpy(at->sql, sql, size);
        at->next = database->texts;
        database->texts = at;
    }
    pthread_mutex_unlock(&database->texts_lock);
}

void database_statements(struct database *database, void (*visit)(const char *sql, void *context), void *context)
{
    pthread_mutex_lock(&database->texts_lock);
    struct database_text *first = database->texts;
    pthread_mutex_unlock(&database->texts_lock);
    /* Texts are only ever put in front and live until the database is closed, so `visit` may use it meanwhile. */
    for (struct database_text *at = first; at; at = at->next)
        visit(at->sql, context);
}
