/* Who is in a session: at the door, inside, in a small room; hands, pauses, last words. */
#include "session/pages.h"

enum status live_session_people_of(struct db *db, struct arena *arena, const struct live_session *session,
                                   struct live_session_people *people)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT p.persona_id, a.name, a.picture, p.state, p.hand, p.speaks, p.pausing, p.breakout_id, p.parting,"
        " p.role = 'co' OR COALESCE(m.role = 'facilitator', FALSE) FROM live_session_person p JOIN persona a ON a.id = p.persona_id"
        " LEFT JOIN membership m ON m.group_id = $2 AND m.persona_id = p.persona_id WHERE p.session_id = $1"
        " ORDER BY p.persona_id LIMIT $3",
        P(session->id), P(session->event ? 0 : session->group), P(LIVE_SESSION_PEOPLE)));
    *people = (struct live_session_people){ arena_array(arena, rows.count + 1, sizeof *people->items), 0 };
    while (rows_next(&rows)) {
        struct live_session_person *person = &people->items[people->count++];
        *person = (struct live_session_person){ .persona = rows_int(&rows) };
        person->name = rows_text(&rows);
        person->picture = rows_int(&rows);
        person->state = rows_text(&rows);
        person->hand = rows_int(&rows);
        person->speaks = rows_bool(&rows);
        person->pausing = rows_text(&rows);
        person->breakout = rows_int(&rows);
        person->parting = rows_text(&rows);
        person->leads = rows_bool(&rows);
    }
    return OK;
}

enum status live_session_person_state(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *state)
{
    return db_exec(db, arena,
                   "INSERT INTO live_session_person (session_id, persona_id, role, state, hand, speaks, pausing, parting)"
                   " VALUES ($1, $2, 'member', $3, 0, FALSE, '', '') ON CONFLICT (session_id, persona_id) DO UPDATE SET"
                   " state = excluded.state, hand = 0, speaks = FALSE, pausing = '', breakout_id = NULL",
                   P(session), P(persona), P(state));
}

enum status live_session_person_co(struct db *db, struct arena *arena, int64_t session, int64_t persona, bool co)
{
    if (!co) {
        TRY(db_exec(db, arena, "DELETE FROM live_session_person WHERE session_id = $1 AND persona_id = $2 AND state = 'named'", P(session),
                    P(persona)));
        return db_exec(db, arena, "UPDATE live_session_person SET role = 'member' WHERE session_id = $1 AND persona_id = $2", P(session),
                       P(persona));
    }
    return db_exec(db, arena,
                   "INSERT INTO live_session_person (session_id, persona_id, role, state, hand, speaks, pausing, parting)"
                   " VALUES ($1, $2, 'co', 'named', 0, FALSE, '', '') ON CONFLICT (session_id, persona_id) DO UPDATE SET role = 'co'",
                   P(session), P(persona));
}

enum status live_session_dismiss(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "DELETE FROM live_session_person WHERE session_id = $1 AND persona_id = $2 AND state <> 'out' RETURNING session_id", P(id),
                 P(persona)));
    if (!rows.count)
        return OK;
    TRY(live_drop(db, arena, persona));
    return live_session_touch(db, arena, id);
}

#define PERSON " WHERE session_id = $1 AND persona_id = $2 AND state = 'in'"

enum status live_session_person_hand(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t hand, bool speaks)
{
    return db_exec(db, arena, "UPDATE live_session_person SET hand = $3, speaks = $4" PERSON, P(session), P(persona), P(hand), P(speaks));
}

enum status live_session_person_pause(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *pausing)
{
    return db_exec(db, arena, "UPDATE live_session_person SET pausing = $3" PERSON, P(session), P(persona), P(pausing));
}

enum status live_session_person_parting(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *word)
{
    return db_exec(db, arena, "UPDATE live_session_person SET parting = $3" PERSON, P(session), P(persona), P(word));
}

enum status live_session_person_place(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t breakout)
{
    return db_exec(db, arena, "UPDATE live_session_person SET breakout_id = $3" PERSON, P(session), P(persona),
                   breakout ? P(breakout) : P_NULL);
}

enum status live_session_people_admit(struct db *db, struct arena *arena, int64_t session)
{
    return db_exec(db, arena, "UPDATE live_session_person SET state = 'in' WHERE session_id = $1 AND state = 'waiting'", P(session));
}

enum status live_session_people_hush(struct db *db, struct arena *arena, int64_t session)
{
    return db_exec(db, arena, "UPDATE live_session_person SET speaks = FALSE WHERE session_id = $1 AND speaks", P(session));
}

enum status live_session_people_gather(struct db *db, struct arena *arena, int64_t session)
{
    TRY(db_exec(db, arena, "UPDATE live_session_person SET breakout_id = NULL WHERE session_id = $1 AND breakout_id IS NOT NULL",
                P(session)));
    TRY(db_exec(db, arena, "UPDATE breakout SET calls = FALSE WHERE session_id = $1 AND kind = 'small'", P(session)));
    return db_exec(db, arena,
                   "DELETE FROM utterance WHERE session_id = $1 AND EXISTS (SELECT 1 FROM breakout b WHERE b.id = utterance.breakout_id"
                   " AND b.kind = 'small')",
                   P(session));
}

enum status live_session_blocks(struct db *db, struct arena *arena, int64_t session, struct live_session_pairs *pairs)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT p.persona_id, b.other_id FROM live_session_person p JOIN block b ON b.persona_id = p.persona_id"
                 " JOIN live_session_person o ON o.session_id = p.session_id AND o.persona_id = b.other_id"
                 " WHERE p.session_id = $1 AND p.state = 'in' AND o.state = 'in'",
                 P(session)));
    *pairs = (struct live_session_pairs){ arena_array(arena, rows.count + 1, sizeof *pairs->items), 0 };
    while (rows_next(&rows)) {
        pairs->items[pairs->count][0] = rows_int(&rows);
        pairs->items[pairs->count++][1] = rows_int(&rows);
    }
    return OK;
}

enum status live_session_visited(struct db *db, struct arena *arena, int64_t session, bool *visited)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM live_session_person WHERE session_id = $1 AND state <> 'named' LIMIT 1", P(session)));
    *visited = rows.count > 0;
    return OK;
}
