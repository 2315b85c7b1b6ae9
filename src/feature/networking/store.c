/* Evenings and who takes part. */
#include "networking/pages.h"

#define COLUMNS                                                                                                                                       \
    "n.id, n.persona_id, p.name, n.title, n.about, n.starts_at, n.minutes, n.rounds, n.ages, n.state, n.round, n.until, n.event_id FROM networking n" \
    " LEFT JOIN persona p ON p.id = n.persona_id "
#define SEAT "s.persona_id, s.seeks, s.offers, s.fields, s.languages, s.shown, s.partner, s.state, s.pauses"

static void networking_read(struct rows *rows, struct networking *networking)
{
    networking->id = rows_int(rows);
    networking->host = rows_int(rows);
    networking->host_name = rows_text(rows);
    networking->title = rows_text(rows);
    networking->about = rows_text(rows);
    networking->starts_at = rows_int(rows);
    networking->minutes = rows_int(rows);
    networking->rounds = rows_int(rows);
    networking->ages = rows_int(rows);
    networking->state = (enum networking_state)rows_int(rows);
    networking->round = rows_int(rows);
    networking->until = rows_int(rows);
    networking->event = rows_int(rows);
}

static void seat_read(struct rows *rows, struct networking_seat *seat)
{
    seat->persona = rows_int(rows);
    seat->card.seeks = (unsigned)rows_int(rows);
    seat->card.offers = (unsigned)rows_int(rows);
    seat->card.fields = (unsigned)rows_int(rows);
    seat->card.languages = rows_text(rows);
    seat->card.shown = rows_bool(rows);
    seat->card.partner = rows_bool(rows);
    seat->state = (enum networking_seat_state)rows_int(rows);
    seat->pauses = rows_int(rows);
}

/* ---- evenings ---- */

enum status networking_create(struct db *db, struct arena *arena, const struct networking_new *wish, int64_t *id)
{
    *id = id_at(wish->starts);
    TRY(db_exec(db, arena,
                "INSERT INTO networking (id, persona_id, title, about, starts_at, minutes, rounds, ages, state, round, until, event_id)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $5, $9)",
                P(*id), P(wish->host), P(wish->title), P(wish->about), P(wish->starts), P(wish->minutes), P(wish->rounds), P(wish->ages),
                wish->event ? P(wish->event) : P_NULL));
    return job_add(db, arena, "networking.clock", *id, wish->starts);
}

enum status networking_store_find(struct db *db, struct arena *arena, int64_t id, struct networking *networking)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " COLUMNS "WHERE n.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    networking_read(&rows, networking);
    return OK;
}

enum status networking_store_list(struct db *db, struct arena *arena, int64_t after, struct networkings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " COLUMNS "WHERE n.starts_at > $1 AND n.event_id IS NULL ORDER BY n.starts_at, n.id LIMIT $2",
                 P(after), P(NETWORKING_LISTED)));
    *list = (struct networkings){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        networking_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status networking_store_hosted(struct db *db, struct arena *arena, int64_t persona, struct networkings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " COLUMNS "WHERE n.persona_id = $1", P(persona)));
    *list = (struct networkings){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        networking_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status networking_store_state(struct db *db, struct arena *arena, const struct networking *networking)
{
    return db_exec(db, arena, "UPDATE networking SET state = $2, round = $3, until = $4 WHERE id = $1", P(networking->id),
                   P((int64_t)networking->state), P(networking->round), P(networking->until));
}

enum status networking_follow(struct db *db, struct arena *arena, int64_t id, const char *title, int64_t starts)
{
    TRY(db_exec(db, arena, "UPDATE networking SET title = $2 WHERE id = $1", P(id), P(title)));
    TRY(db_exec(db, arena, "UPDATE networking SET starts_at = $2, until = $2 WHERE id = $1 AND state = 0", P(id), P(starts)));
    TRY(job_add(db, arena, "networking.clock", id, starts));
    return networking_tell(db, arena, id);
}

/* ---- who takes part ---- */

enum status networking_come(struct db *db, struct arena *arena, int64_t id, int64_t persona, const struct networking_card *card)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM networking_seat WHERE networking_id = $1 AND persona_id <> $2", P(id),
                 P(persona)));
    rows_next(&rows);
    if (rows_int(&rows) >= NETWORKING_PEOPLE_MAX)
        return CONFLICT;
    return db_exec(
        db, arena,
        "INSERT INTO networking_seat (networking_id, persona_id, seeks, offers, fields, languages, shown, partner, state, pauses)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0) ON CONFLICT (networking_id, persona_id) DO UPDATE SET"
        " seeks = excluded.seeks, offers = excluded.offers, fields = excluded.fields, languages = excluded.languages,"
        " shown = excluded.shown, partner = excluded.partner",
        P(id), P(persona), P((int64_t)card->seeks), P((int64_t)card->offers), P((int64_t)card->fields), P(card->languages), P(card->shown),
        P(card->partner));
}

enum status networking_seat_find(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct networking_seat *seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " SEAT " FROM networking_seat s WHERE s.networking_id = $1 AND s.persona_id = $2", P(id),
                 P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    seat_read(&rows, seat);
    return OK;
}

enum status networking_seat_list(struct db *db, struct arena *arena, int64_t id, struct networking_seats *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " SEAT " FROM networking_seat s WHERE s.networking_id = $1 ORDER BY s.persona_id", P(id)));
    *list = (struct networking_seats){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        seat_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status networking_seat_mine(struct db *db, struct arena *arena, int64_t persona, struct networkings *list,
                                 struct networking_seats *seats)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT s.networking_id, " SEAT " FROM networking_seat s WHERE s.persona_id = $1", P(persona)));
    *list = (struct networkings){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    *seats = (struct networking_seats){ arena_array(arena, rows.count + 1, sizeof *seats->items), 0 };
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows);
        seat_read(&rows, &seats->items[seats->count++]);
        TRY(networking_store_find(db, arena, id, &list->items[list->count++]));
    }
    return OK;
}

enum status networking_seat_set(struct db *db, struct arena *arena, int64_t id, int64_t persona, enum networking_seat_state state)
{
    return db_exec(db, arena, "UPDATE networking_seat SET state = $3 WHERE networking_id = $1 AND persona_id = $2", P(id), P(persona),
                   P((int64_t)state));
}

enum status networking_seat_paused(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    return db_exec(db, arena, "UPDATE networking_seat SET pauses = pauses + 1 WHERE networking_id = $1 AND persona_id = $2", P(id),
                   P(persona));
}

enum status networking_seat_remove(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM networking_seat WHERE networking_id = $1 AND persona_id = $2", P(id), P(persona));
}

enum status networking_blocks(struct db *db, struct arena *arena, int64_t id, struct networking_ids *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT b.persona_id, b.other_id FROM networking_seat s JOIN block b ON b.persona_id = s.persona_id"
                 " WHERE s.networking_id = $1",
                 P(id)));
    *list = (struct networking_ids){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        list->items[list->count][0] = rows_int(&rows);
        list->items[list->count++][1] = rows_int(&rows);
    }
    return OK;
}

/* ---- what goes ---- */

enum status networking_store_forget(struct db *db, struct arena *arena, int64_t id)
{
    TRY(db_exec(db, arena, "DELETE FROM networking_pair WHERE networking_id = $1", P(id)));
    return db_exec(db, arena, "DELETE FROM networking_seat WHERE networking_id = $1", P(id));
}

enum status networking_store_unsay(struct db *db, struct arena *arena, int64_t persona)
{
    struct networkings hosted;
    TRY(networking_store_hosted(db, arena, persona, &hosted));
    for (size_t i = 0; i < hosted.count; i++)
        TRY(networking_store_forget(db, arena, hosted.items[i].id));
    return db_exec(db, arena, "DELETE FROM networking WHERE persona_id = $1", P(persona));
}

enum status networking_store_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM networking_pair WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM networking_pair WHERE other_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM networking_seat WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "UPDATE networking SET persona_id = NULL WHERE persona_id = $1", P(persona));
}
