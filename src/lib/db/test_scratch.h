/* A database of a test's own, beside the community's: tables and migrations of any kind. */
#ifndef DB_TEST_SCRATCH_H
#define DB_TEST_SCRATCH_H

#include "db/db.h"

/* Empty, of the engine that this run is about (in TEST only). Opening it again finds what is there. */
struct database *scratch_new(void);
struct database *scratch_again(int connections);
/* Closes and removes it. */
void scratch_drop(struct database *database);

/* An SQLite file in a new folder of its own (in UNIT_TEST). */
const char *scratch_path(void);
struct database *scratch_sqlite(const char *path, int connections);
void scratch_remove(const char *path);

/* One statement in a transaction of its own. */
enum status scratch_do(struct database *database, const char *sql);
/* The first column of the first row; INT64_MIN when there is none. */
int64_t scratch_int(struct database *database, const char *sql);

#endif
