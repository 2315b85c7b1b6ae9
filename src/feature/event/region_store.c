/* Towns and regions of events ahead, for the filter of lists: not what was corrected, called off or hidden, and for visitors only what
 * they could find. */
#include "event/pages.h"

enum status event_region_list(struct request *request, struct event_regions *regions)
{
    struct arena *arena = request->arena;
    struct rows rows;
    TRY(db_query(request->db, arena, &rows,
                 request->member ? "SELECT name FROM event_region WHERE starts_at >= $1 ORDER BY starts_at DESC LIMIT 200"
                                 : "SELECT name FROM event_region WHERE public_at >= $1 ORDER BY public_at DESC LIMIT 200",
                 P(request->now)));
    *regions = (struct event_regions){ arena_array(arena, rows.count + 1, sizeof *regions->items), 0 };
    while (rows_next(&rows))
        regions->items[regions->count++] = rows_text(&rows);
    return OK;
}

enum status event_region_note(struct db *db, struct arena *arena, const char *word, const struct event_new *wish)
{
    int64_t seen_by_all = wish->audience == EVENT_PUBLIC ? wish->starts : 0;
    return db_exec(db, arena,
                   "INSERT INTO event_region (word, name, starts_at, public_at) VALUES ($1, $2, $3, $4) ON CONFLICT (word) DO UPDATE SET"
                   " starts_at = CASE WHEN event_region.starts_at < $3 THEN $3 ELSE event_region.starts_at END,"
                   " public_at = CASE WHEN event_region.public_at < $4 THEN $4 ELSE event_region.public_at END"
                   " WHERE event_region.starts_at < $3 OR event_region.public_at < $4",
                   P(word), P(wish->region), P(wish->starts), P(seen_by_all));
}

enum status event_region_of(struct db *db, struct arena *arena, int64_t id, const char **word)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT word FROM event_word WHERE event_id = $1 AND word LIKE 'region:%'", P(id)));
    *word = rows_next(&rows) ? rows_text(&rows) + strlen("region:") : "";
    return OK;
}

enum status event_region_recount(struct db *db, struct arena *arena, const char *word)
{
    if (!*word)
        return OK;
    TRY(db_exec(db, arena,
                "UPDATE event_region SET starts_at = COALESCE((SELECT w.starts_at FROM event_word w JOIN event e ON e.id = w.event_id"
                " WHERE w.word = 'region:' || $1 AND e.state = 'on' AND e.audience <> 'group' ORDER BY w.starts_at DESC LIMIT 1), 0),"
                " public_at = COALESCE((SELECT w.starts_at FROM event_word w JOIN event e ON e.id = w.event_id"
                " WHERE w.word = 'region:' || $1 AND e.state = 'on' AND e.audience = 'public' ORDER BY w.starts_at DESC LIMIT 1), 0)"
                " WHERE word = $1",
                P(word)));
    return db_exec(db, arena, "DELETE FROM event_region WHERE word = $1 AND starts_at = 0", P(word));
}
