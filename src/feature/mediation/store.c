/* Mediations and the seats in them; what is told, asked and forgotten by itself. */
#include "mediation/pages.h"

enum { TELL_WITHIN = 5000, MIXED = 24 };

/* ---- seats ---- */

#define SEAT "SELECT id, persona_id, box, kept, asked, gone_day FROM mediation_seat "

static void seat_read(struct rows *rows, struct mediation_seat *seat)
{
    seat->id = rows_int(rows);
    seat->persona = rows_int(rows);
    seat->box = rows_blob(rows);
    seat->kept = rows_blob(rows);
    seat->asked = rows_bool(rows);
    seat->gone_day = rows_int(rows);
}

static void seats_read(struct arena *arena, struct rows *rows, struct mediation_seats *seats)
{
    *seats = (struct mediation_seats){ arena_array(arena, rows->count + 1, sizeof *seats->items), 0 };
    while (rows_next(rows))
        seat_read(rows, &seats->items[seats->count++]);
}

enum status mediation_seat_find(struct db *db, struct arena *arena, int64_t id, struct mediation_seat *seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SEAT "WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    seat_read(&rows, seat);
    return OK;
}

enum status mediation_seat_list(struct db *db, struct arena *arena, int64_t persona, struct mediation_seats *seats)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, SEAT "WHERE persona_id = $1 ORDER BY id LIMIT $2", P(persona), P((int64_t)MEDIATION_MOST)));
    seats_read(arena, &rows, seats);
    return OK;
}

/* As feature/message does it with its seats: some beside it, in the order of ids that chance made, are taken out and put in again with it
 * in an order that chance decides. Those with a day to be asked on stay where they are. */
static enum status seats_mix(struct db *db, struct arena *arena, int64_t id)
{
    struct rows rows;
    struct mediation_seats seats;
    TRY(db_query(db, arena, &rows, SEAT "WHERE id >= $1 AND follow_day IS NULL ORDER BY id LIMIT $2", P(id), P((int64_t)MIXED)));
    seats_read(arena, &rows, &seats);
    for (size_t i = seats.count; i > 1; i--) {
        size_t at = random_below((uint32_t)i);
        struct mediation_seat other = seats.items[i - 1];
        seats.items[i - 1] = seats.items[at];
        seats.items[at] = other;
    }
    for (size_t i = 0; i < seats.count; i++)
        TRY(mediation_seat_delete(db, arena, seats.items[i].id));
    for (size_t i = 0; i < seats.count; i++) {
        const struct mediation_seat *seat = &seats.items[i];
        TRY(db_exec(db, arena, "INSERT INTO mediation_seat (id, persona_id, box, kept, asked, gone_day) VALUES ($1, $2, $3, $4, $5, $6)",
                    P(seat->id), P(seat->persona), P(seat->box), P(seat->kept), P(seat->asked), P(seat->gone_day)));
    }
    return OK;
}

enum status mediation_seat_put(struct db *db, struct arena *arena, const struct mediation_seat *seat)
{
    TRY(db_exec(db, arena,
                "INSERT INTO mediation_seat (id, persona_id, box, kept, asked, gone_day) VALUES ($1, $2, $3, NULL, FALSE, $4)"
                " ON CONFLICT (id) DO UPDATE SET box = excluded.box, gone_day = excluded.gone_day",
                P(seat->id), P(seat->persona), P(seat->box), P(seat->gone_day)));
    return seats_mix(db, arena, seat->id);
}

enum status mediation_seat_delete(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM mediation_seat WHERE id = $1", P(id));
}

enum status mediation_seat_keep(struct db *db, struct arena *arena, int64_t id, struct bytes kept)
{
    return db_exec(db, arena, "UPDATE mediation_seat SET kept = $2 WHERE id = $1", P(id), P(kept));
}

enum status mediation_seat_last(struct db *db, struct arena *arena, int64_t id, int64_t gone_day)
{
    TRY(db_exec(db, arena, "UPDATE mediation_seat SET gone_day = $2, follow_day = NULL, asked = FALSE WHERE id = $1", P(id), P(gone_day)));
    return seats_mix(db, arena, id);
}

enum status mediation_seat_follow(struct db *db, struct arena *arena, int64_t id, int64_t follow_day)
{
    return db_exec(db, arena, "UPDATE mediation_seat SET follow_day = $2 WHERE id = $1", P(id), P(follow_day));
}

enum status mediation_seat_answered(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE mediation_seat SET asked = FALSE WHERE id = $1", P(id));
}

/* ---- mediations ---- */

enum status mediation_row_add(struct db *db, struct arena *arena, int64_t id, struct bytes sealed, int64_t gone_day)
{
    return db_exec(db, arena, "INSERT INTO mediation (id, sealed, change, answer, gone_day) VALUES ($1, $2, 0, NULL, $3)", P(id), P(sealed),
                   P(gone_day));
}

enum status mediation_row_find(struct db *db, struct arena *arena, int64_t id, struct mediation_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT sealed, answer, change FROM mediation WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    row->sealed = rows_blob(&rows);
    row->answer = rows_blob(&rows);
    row->change = rows_int(&rows);
    return OK;
}

enum status mediation_row_put(struct db *db, struct arena *arena, int64_t id, int64_t change, struct bytes sealed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE mediation SET sealed = $3, change = change + 1 WHERE id = $1 AND change = $2 RETURNING change",
                 P(id), P(change), P(sealed)));
    return rows_next(&rows) ? OK : CONFLICT;
}

enum status mediation_row_answer(struct db *db, struct arena *arena, int64_t id, struct bytes answer)
{
    return db_exec(db, arena, "UPDATE mediation SET answer = $2 WHERE id = $1", P(id), P(answer));
}

enum status mediation_row_last(struct db *db, struct arena *arena, int64_t id, int64_t gone_day)
{
    return db_exec(db, arena, "UPDATE mediation SET gone_day = $2 WHERE id = $1", P(id), P(gone_day));
}

enum status mediation_row_delete(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM mediation WHERE id = $1", P(id));
}

/* Their seats alone: nothing readable leads to the mediations, and whoever of the others looks next finds that it can't go on. */
enum status mediation_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM mediation_seat WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM mediator WHERE persona_id = $1", P(persona));
}

/* ---- by itself ---- */

static enum status run_tell(struct db *db, struct arena *arena, int64_t now, int64_t id, void *app)
{
    struct mediation_seat seat;
    int64_t since = now % TIME_DAY;
    (void)app;
    enum status status = mediation_seat_find(db, arena, id, &seat);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    struct notification news = { .persona = seat.persona, .kind = NOTIFICATION_MEDIATION, .subject = id };
    return notification_send(db, arena, &news, now - (since ? (int64_t)(random_u64() % (uint64_t)since) : 0));
}

enum status mediation_tell(struct db *db, struct arena *arena, int64_t seat, int64_t now)
{
    return job_add(db, arena, "mediation.tell", seat, now + random_below(TELL_WITHIN));
}

/* Whose day it is, is asked. A day is taken with it, so that a second run asks nobody twice. */
static enum status run_follow(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct rows rows;
    (void)subject, (void)app;
    TRY(db_query(db, arena, &rows, "UPDATE mediation_seat SET asked = TRUE, follow_day = NULL WHERE follow_day <= $1 RETURNING id",
                 P(time_day(now))));
    while (rows_next(&rows))
        TRY(mediation_tell(db, arena, rows_int(&rows), now));
    return OK;
}

static enum status run_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t today = time_day(now);
    struct rows rows;
    (void)subject, (void)app;
    TRY(db_query(db, arena, &rows, "SELECT id FROM mediation_seat WHERE gone_day < $1", P(today)));
    while (rows_next(&rows))
        TRY(notification_forget(db, arena, NOTIFICATION_MEDIATION, rows_int(&rows)));
    TRY(db_exec(db, arena, "DELETE FROM mediation_seat WHERE gone_day < $1 AND kept IS NULL", P(today)));
    TRY(db_exec(db, arena, "UPDATE mediation_seat SET box = NULL, asked = FALSE WHERE gone_day < $1 AND box IS NOT NULL", P(today)));
    return db_exec(db, arena, "DELETE FROM mediation WHERE gone_day < $1", P(today));
}

const struct job_kind mediation_jobs[] = {
    { .name = "mediation.tell", .run = run_tell },
    { .name = "mediation.follow", .run = run_follow, .every = TIME_HOUR },
    { .name = "mediation.expire", .run = run_expire, .every = TIME_DAY, .checkpoint = true },
    { 0 },
};
