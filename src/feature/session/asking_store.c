/* Questions without a name, quiet votes, polls. No row here names a persona. */
#include "session/pages.h"

enum status live_session_question_list(struct db *db, struct arena *arena, int64_t session, bool by_votes,
                                       struct live_session_questions *questions)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT q.id, q.body, q.state, (SELECT COUNT(*) FROM live_session_question_vote v WHERE v.question_id = q.id) AS votes"
                 " FROM live_session_question q WHERE q.session_id = $1"
                 " ORDER BY q.state DESC, CASE WHEN $2 THEN (SELECT COUNT(*) FROM live_session_question_vote v WHERE v.question_id = q.id)"
                 " ELSE 0 END DESC, q.id LIMIT $3",
                 P(session), P(by_votes), P(LIVE_SESSION_QUESTIONS)));
    *questions = (struct live_session_questions){ arena_array(arena, rows.count + 1, sizeof *questions->items), 0 };
    while (rows_next(&rows)) {
        struct live_session_question *question = &questions->items[questions->count++];
        *question = (struct live_session_question){ .id = rows_int(&rows) };
        question->body = rows_text(&rows);
        question->answered = text_same(rows_text(&rows), "answered");
        question->votes = rows_int(&rows);
    }
    return OK;
}

enum status live_session_question_add(struct db *db, struct arena *arena, int64_t session, const char *body, int64_t *id)
{
    struct rows rows;
    *id = id_random();
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO live_session_question (id, session_id, body, state) SELECT $1, $2, $3, 'open'"
                 " WHERE (SELECT COUNT(*) FROM live_session_question WHERE session_id = $2) < $4",
                 P(*id), P(session), P(body), P(LIVE_SESSION_QUESTIONS)));
    return rows.changed ? OK : CONFLICT;
}

static enum status question_there(struct db *db, struct arena *arena, int64_t session, int64_t question)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM live_session_question WHERE id = $1 AND session_id = $2", P(question), P(session)));
    return rows.count ? OK : NOT_FOUND;
}

enum status live_session_question_vote(struct db *db, struct arena *arena, int64_t session, int64_t question, struct bytes voter)
{
    struct rows rows;
    TRY(question_there(db, arena, session, question));
    TRY(db_query(db, arena, &rows, "DELETE FROM live_session_question_vote WHERE question_id = $1 AND voter = $2", P(question), P(voter)));
    if (rows.changed)
        return OK;
    return db_exec(
        db, arena,
        "INSERT INTO live_session_question_vote (question_id, voter) VALUES ($1, $2) ON CONFLICT (question_id, voter) DO NOTHING",
        P(question), P(voter));
}

enum status live_session_question_voted(struct db *db, struct arena *arena, int64_t question, struct bytes voter, bool *voted)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM live_session_question_vote WHERE question_id = $1 AND voter = $2", P(question),
                 P(voter)));
    *voted = rows.count > 0;
    return OK;
}

enum status live_session_question_set(struct db *db, struct arena *arena, int64_t session, int64_t question, const char *state)
{
    TRY(question_there(db, arena, session, question));
    if (state)
        return db_exec(db, arena, "UPDATE live_session_question SET state = $2 WHERE id = $1", P(question), P(state));
    TRY(db_exec(db, arena, "DELETE FROM live_session_question_vote WHERE question_id = $1", P(question)));
    return db_exec(db, arena, "DELETE FROM live_session_question WHERE id = $1", P(question));
}

/* ---- polls ---- */

enum status live_session_poll_last(struct db *db, struct arena *arena, int64_t session, int64_t *poll)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM live_session_poll WHERE session_id = $1 ORDER BY id DESC LIMIT 1", P(session)));
    *poll = rows_next(&rows) ? rows_int(&rows) : 0;
    return *poll ? OK : NOT_FOUND;
}

enum status live_session_poll_find(struct db *db, struct arena *arena, int64_t session, int64_t poll, struct bytes voter,
                                   struct live_session_poll *out)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT question, closed FROM live_session_poll WHERE id = $1 AND session_id = $2", P(poll),
                 P(session)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *out = (struct live_session_poll){ .id = poll, .question = rows_text(&rows) };
    out->closed = rows_bool(&rows);
    TRY(db_query(db, arena, &rows,
                 "SELECT c.position, c.label, (SELECT COUNT(*) FROM live_session_poll_vote v WHERE v.poll_id = c.poll_id"
                 " AND v.position = c.position), EXISTS (SELECT 1 FROM live_session_poll_vote v WHERE v.poll_id = c.poll_id"
                 " AND v.voter = $2 AND v.position = c.position) FROM live_session_poll_choice c WHERE c.poll_id = $1 ORDER BY c.position",
                 P(poll), P(voter)));
    out->items = arena_array(arena, rows.count + 1, sizeof *out->items);
    while (rows_next(&rows)) {
        struct live_session_choice *choice = &out->items[out->count++];
        choice->position = rows_int(&rows);
        choice->label = rows_text(&rows);
        choice->votes = rows_int(&rows);
        choice->mine = rows_bool(&rows);
    }
    return OK;
}

enum status live_session_poll_close(struct db *db, struct arena *arena, int64_t session)
{
    return db_exec(db, arena, "UPDATE live_session_poll SET closed = TRUE WHERE session_id = $1 AND NOT closed", P(session));
}

enum status live_session_poll_add(struct db *db, struct arena *arena, int64_t session, const char *question, const char *const *labels,
                                  size_t count, int64_t now)
{
    int64_t id = id_at(now);
    TRY(live_session_poll_close(db, arena, session));
    TRY(db_exec(db, arena, "INSERT INTO live_session_poll (id, session_id, question, closed) VALUES ($1, $2, $3, FALSE)", P(id), P(session),
                P(question)));
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "INSERT INTO live_session_poll_choice (poll_id, position, label) VALUES ($1, $2, $3)", P(id),
                    P((int64_t)i + 1), P(labels[i])));
    return OK;
}

enum status live_session_poll_vote(struct db *db, struct arena *arena, int64_t session, int64_t poll, int64_t position, struct bytes voter)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT 1 FROM live_session_poll p JOIN live_session_poll_choice c ON c.poll_id = p.id AND c.position = $3"
                 " WHERE p.id = $1 AND p.session_id = $2 AND NOT p.closed",
                 P(poll), P(session), P(position)));
    if (!rows.count)
        return NOT_FOUND;
    return db_exec(db, arena,
                   "INSERT INTO live_session_poll_vote (poll_id, voter, position) VALUES ($1, $2, $3)"
                   " ON CONFLICT (poll_id, voter) DO UPDATE SET position = excluded.position",
                   P(poll), P(voter), P(position));
}
