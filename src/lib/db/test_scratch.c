#include "db/test_scratch.h"

#include "tests/harness/harness.h"

#include <unistd.h>

static struct database *open_url(const char *url, int connections)
{
    struct database_options options = { .url = url, .connections = connections, .record_statements = true };
    struct database *database;
    if (database_open(&options, &database) != OK)
        abort();
    return database;
}

/* On PostgreSQL: a schema beside the community's. */
static const char *scratch_url(void)
{
    const struct config *config = test_app()->config;
    if (database_is_sqlite(test_app()->database))
        return arena_printf(test_arena(), "%s/scratch.db", config->data);
    return arena_printf(test_arena(), "%s%soptions=-csearch_path%%3Dscratch", config->database, strchr(config->database, '?') ? "&" : "?");
}

static void schema_drop(bool again)
{
    struct database *plain = open_url(test_app()->config->database, 1);
    if (scratch_do(plain, "DROP SCHEMA IF EXISTS scratch CASCADE") != OK || (again && scratch_do(plain, "CREATE SCHEMA scratch") != OK))
        abort();
    database_close(plain);
}

struct database *scratch_again(int connections)
{
    return open_url(scratch_url(), connections);
}

struct database *scratch_new(void)
{
    if (!database_is_sqlite(test_app()->database))
        schema_drop(true);
    return scratch_again(0);
}

void scratch_drop(struct database *database)
{
    bool sqlite = database_is_sqlite(database);
    database_close(database);
    if (sqlite)
        unlink(scratch_url());
    else
        schema_drop(false);
}

const char *scratch_path(void)
{
    char folder[] = "/tmp/kith-scratch-XXXXXX";
    if (!mkdtemp(folder))
        abort();
    return arena_printf(test_arena(), "%s/scratch.db", folder);
}

struct database *scratch_sqlite(const char *path, int connections)
{
    return open_url(path, connections);
}

void scratch_remove(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT(ends); i++)
        unlink(arena_printf(test_arena(), "%s%s", path, ends[i]));
    rmdir(arena_slice(test_arena(), path, (size_t)(strrchr(path, '/') - path)));
}

struct scratch_statement {
    const char *sql;
    int64_t answer;
};

static enum status statement_work(struct db *db, void *context)
{
    struct scratch_statement *statement = context;
    struct arena arena = { 0 };
    struct rows rows;
    enum status status = db_query_(db, &arena, &rows, statement->sql, NULL, 0);
    if (status == OK && rows_next(&rows) && rows.columns)
        statement->answer = rows_int(&rows);
    arena_free(&arena);
    return status;
}

enum status scratch_do(struct database *database, const char *sql)
{
    struct scratch_statement statement = { sql, 0 };
    return database_write(database, statement_work, &statement);
}

int64_t scratch_int(struct database *database, const char *sql)
{
    struct scratch_statement statement = { sql, INT64_MIN };
    return database_read(database, statement_work, &statement) == OK ? statement.answer : INT64_MIN;
}
