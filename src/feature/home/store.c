/* Whether the database answers. */
#include "home/home.h"

enum status home_alive(struct db *db, struct arena *arena)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM community WHERE id = 1"));
    return rows.count ? OK : BROKEN;
}
