/* What the two halves of the PostgreSQL engine share: postgres.c (connections, transactions) and postgres_statement.c. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include "db/internal.h"

#include <libpq-fe.h>

struct postgres {
    struct db db;
    PGconn *handle;
    unsigned named, cursors; /* for names of prepared statements and cursors */
    bool again;              /* a serialization failure, a deadlock or a lost connection: the same work may succeed anew */
    bool held;               /* others hang on a row that was to be deleted: maybe only since this transaction began */
    bool jammed;             /* out of step with the server: to be connected anew */
};

static inline struct postgres *postgres_of(struct db *db)
{
    return (struct postgres *)db;
}

/* A connection of its own, beside the pool's; and its end. BUSY is logged. */
enum status db_postgres_connect(struct database *database, struct db **db) MUST_USE;
void db_postgres_disconnect(struct db *db);
/* False when the connection must be made anew before it is used. */
bool db_postgres_alive(const struct postgres *pg);
bool db_postgres_good(const PGresult *result);
/* The status for a result that isn't good; NULL: the connection is gone. Logs what a maintainer needs, never a value. */
enum status db_postgres_failure(struct postgres *pg, const PGresult *result, const char *sql) MUST_USE;
/* One or more statements without parameters. */
enum status db_postgres_script(struct db *db, const char *sql) MUST_USE;

enum status db_postgres_query(struct db *db, struct arena *arena, struct rows *rows, const char *sql, const struct param *params,
                              size_t count) MUST_USE;
enum status db_postgres_each(struct db *db, const char *sql, const struct param *params, size_t count,
                             enum status (*visit)(struct rows *row, void *context), void *context) MUST_USE;
enum status db_postgres_explain(struct db *db, struct arena *arena, const char *sql, struct buf *plan) MUST_USE;
void db_postgres_forget(struct db *db, struct db_statement *statement);

/* ---- postgres_listen.c ---- */
enum status db_postgres_notify(struct db *db, struct arena *arena, const char *text) MUST_USE;
void db_postgres_tell(struct database *database, const char *text);
enum status db_postgres_listen(struct database *database) MUST_USE;
void db_postgres_unlisten(struct database *database);

#endif
