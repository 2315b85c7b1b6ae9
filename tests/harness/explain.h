/* Every statement that ran during the tests, and what the database says it does for it. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "db/db.h"

/* Remembers the distinct statements this database has seen. */
void explain_collect(struct database *database);
/* Asks SQLite for the plan of each; false (and a line for each) when one reads a growing table from end to end. */
bool explain_all(struct database *database);

#endif
