/* Talks while they last, and what each of the two keeps of one afterwards. */
#include "listening/pages.h"

#define TALK                                                                                                                               \
    "SELECT k.id, k.persona_id, k.persona_seat, a.name, a.picture, k.other_id, k.other_seat, b.name, b.picture, k.by_id, k.by_seat,"       \
    " c.name, c.picture, k.wish, k.languages, k.topics, k.began_at FROM listening_talk k JOIN persona a ON a.id = k.persona_id"            \
    " JOIN persona b ON b.id = k.other_id LEFT JOIN persona c ON c.id = k.by_id "

static void side_read(struct rows *rows, struct listening_side *side)
{
    side->persona = rows_int(rows);
    side->seat = rows_int(rows);
    side->name = rows_text(rows);
    side->picture = rows_int(rows);
}

static void talks_read(struct arena *arena, struct rows *rows, struct listening_talks *list)
{
    *list = (struct listening_talks){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows)) {
        struct listening_talk *talk = &list->items[list->count++];
        talk->id = rows_int(rows);
        side_read(rows, &talk->member);
        side_read(rows, &talk->listener);
        side_read(rows, &talk->supervisor);
        talk->wish = rows_text(rows);
        talk->languages = rows_text(rows);
        talk->topics = (unsigned)rows_int(rows);
        talk->began_at = rows_int(rows);
    }
}

enum status listening_talk_add(struct db *db, struct arena *arena, const struct listening_talk *talk)
{
    return db_exec(
        db, arena,
        "INSERT INTO listening_talk (id, persona_id, persona_seat, other_id, other_seat, by_seat, wish, languages, topics, began_at)"
        " VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9)",
        P(talk->id), P(talk->member.persona), P(talk->member.seat), P(talk->listener.persona), P(talk->listener.seat), P(talk->wish),
        P(talk->languages), P((int64_t)talk->topics), P(talk->began_at));
}

enum status listening_talk_of(struct db *db, struct arena *arena, int64_t persona, struct listening_talks *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 TALK "WHERE k.persona_id = $1 UNION ALL " TALK "WHERE k.other_id = $1 UNION ALL " TALK "WHERE k.by_id = $1", P(persona)));
    talks_read(arena, &rows, list);
    return OK;
}

enum status listening_talk_late(struct db *db, struct arena *arena, int64_t before, struct listening_talks *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, TALK "WHERE k.began_at <= $1", P(before)));
    talks_read(arena, &rows, list);
    return OK;
}

enum status listening_talk_supervise(struct db *db, struct arena *arena, int64_t id, int64_t by, int64_t seat)
{
    return db_exec(db, arena, "UPDATE listening_talk SET by_id = $2, by_seat = $3 WHERE id = $1", P(id), by ? P(by) : P_NULL, P(seat));
}

static enum status after_add(struct db *db, struct arena *arena, const struct listening_side *side, bool listened, int64_t now)
{
    return db_exec(db, arena,
                   "INSERT INTO listening_after (id, persona_id, listened, asked, until_day) VALUES ($1, $2, $3, TRUE, $4)"
                   " ON CONFLICT DO NOTHING",
                   P(side->seat), P(side->persona), P(listened), P(time_day(now) + LISTENING_KEEP_DAYS));
}

enum status listening_talk_remove(struct db *db, struct arena *arena, const struct listening_talk *talk, int64_t now)
{
    TRY(db_exec(db, arena, "DELETE FROM listening_talk WHERE id = $1", P(talk->id)));
    TRY(after_add(db, arena, &talk->member, false, now));
    return after_add(db, arena, &talk->listener, true, now);
}

/* Whoever they talked with keeps their own side for the days it would have stayed. */
enum status listening_talk_erase(struct db *db, struct arena *arena, int64_t persona)
{
    struct listening_talks talks;
    TRY(listening_talk_of(db, arena, persona, &talks));
    for (size_t i = 0; i < talks.count; i++)
        if (talks.items[i].supervisor.persona != persona)
            TRY(listening_talk_remove(db, arena, &talks.items[i], talks.items[i].began_at));
    TRY(db_exec(db, arena, "UPDATE listening_talk SET by_id = NULL, by_seat = 0 WHERE by_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM listening_after WHERE persona_id = $1", P(persona));
}

/* ---- afterwards ---- */

static void after_read(struct rows *rows, struct listening_after *after)
{
    after->seat = rows_int(rows);
    after->listened = rows_bool(rows);
    after->asked = rows_bool(rows);
    after->until_day = rows_int(rows);
}

enum status listening_after_find(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct listening_after *after)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, listened, asked, until_day FROM listening_after WHERE id = $1 AND persona_id = $2", P(seat),
                 P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    after_read(&rows, after);
    return OK;
}

enum status listening_after_of(struct db *db, struct arena *arena, int64_t persona, struct listening_afters *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, listened, asked, until_day FROM listening_after WHERE persona_id = $1 ORDER BY id DESC LIMIT 20", P(persona)));
    *list = (struct listening_afters){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        after_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status listening_after_answered(struct db *db, struct arena *arena, int64_t seat)
{
    return db_exec(db, arena, "UPDATE listening_after SET asked = FALSE WHERE id = $1", P(seat));
}

enum status listening_after_expire(struct db *db, struct arena *arena, int64_t day)
{
    return db_exec(db, arena, "DELETE FROM listening_after WHERE until_day < $1", P(day));
}
