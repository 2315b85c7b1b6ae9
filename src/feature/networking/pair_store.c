/* Two who meet in a round. */
#include "networking/pages.h"

#define PAIR                                                                                                                               \
    "SELECT k.id, k.networking_id, k.round, k.persona_id, k.persona_seat, k.persona_in, k.persona_yes, a.name, a.picture, k.other_id,"     \
    " k.other_seat, k.other_in, k.other_yes, b.name, b.picture FROM networking_pair k JOIN persona a ON a.id = k.persona_id"               \
    " JOIN persona b ON b.id = k.other_id "

static void side_read(struct rows *rows, struct networking_side *side)
{
    side->persona = rows_int(rows);
    side->seat = rows_int(rows);
    side->in = rows_bool(rows);
    side->yes = rows_int(rows);
    side->name = rows_text(rows);
    side->picture = rows_int(rows);
}

static int64_t pair_read(struct rows *rows, int64_t persona, struct networking_pair *pair)
{
    struct networking_side one, two;
    pair->id = rows_int(rows);
    int64_t id = rows_int(rows);
    pair->round = rows_int(rows);
    side_read(rows, &one);
    side_read(rows, &two);
    pair->first = !persona || one.persona == persona;
    pair->me = pair->first ? one : two;
    pair->other = pair->first ? two : one;
    return id;
}

/* Even ids: the next odd one stands for the second of the two, where one of them is reported. */
enum status networking_pair_add(struct db *db, struct arena *arena, int64_t id, int64_t round, int64_t a, int64_t b, int64_t now)
{
    return db_exec(db, arena,
                   "INSERT INTO networking_pair (id, networking_id, round, persona_id, persona_seat, persona_in, persona_yes, other_id,"
                   " other_seat, other_in, other_yes) VALUES ($1, $2, $3, $4, 0, FALSE, 0, $5, 0, FALSE, 0)",
                   P(id_at(now) & ~INT64_C(1)), P(id), P(round), P(a), P(b));
}

static enum status ids_read(struct arena *arena, struct rows *rows, struct networking_ids *list)
{
    *list = (struct networking_ids){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows)) {
        list->items[list->count][0] = rows_int(rows);
        list->items[list->count++][1] = rows_int(rows);
    }
    return OK;
}

enum status networking_pair_met(struct db *db, struct arena *arena, int64_t id, struct networking_ids *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id, other_id FROM networking_pair WHERE networking_id = $1", P(id)));
    return ids_read(arena, &rows, list);
}

enum status networking_pair_absent(struct db *db, struct arena *arena, int64_t id, int64_t round, struct networking_ids *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT CASE WHEN persona_in THEN 0 ELSE persona_id END, CASE WHEN other_in THEN 0 ELSE other_id END"
                 " FROM networking_pair WHERE networking_id = $1 AND round = $2",
                 P(id), P(round)));
    return ids_read(arena, &rows, list);
}

enum status networking_pair_mine(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct networking_pairs *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 PAIR "WHERE k.persona_id = $2 AND k.networking_id = $1 UNION ALL " PAIR
                      "WHERE k.other_id = $2 AND k.networking_id = $1 ORDER BY 3 DESC",
                 P(id), P(persona)));
    *list = (struct networking_pairs){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        (void)pair_read(&rows, persona, &list->items[list->count++]);
    return OK;
}

enum status networking_pair_find(struct db *db, struct arena *arena, int64_t pair, int64_t persona, int64_t *id,
                                 struct networking_pair *found)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, PAIR "WHERE k.id = $1", P(pair)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *id = pair_read(&rows, persona, found);
    return !persona || found->me.persona == persona ? OK : NOT_FOUND;
}

enum status networking_pair_enter(struct db *db, struct arena *arena, const struct networking_pair *pair)
{
    const struct networking_side *one = pair->first ? &pair->me : &pair->other, *two = pair->first ? &pair->other : &pair->me;
    return db_exec(db, arena, "UPDATE networking_pair SET persona_seat = $2, persona_in = $3, other_seat = $4, other_in = $5 WHERE id = $1",
                   P(pair->id), P(one->seat), P(one->in), P(two->seat), P(two->in));
}

enum status networking_pair_say(struct db *db, struct arena *arena, const struct networking_pair *pair, int64_t yes)
{
    if (pair->first)
        return db_exec(db, arena, "UPDATE networking_pair SET persona_yes = $2 WHERE id = $1", P(pair->id), P(yes));
    return db_exec(db, arena, "UPDATE networking_pair SET other_yes = $2 WHERE id = $1", P(pair->id), P(yes));
}
