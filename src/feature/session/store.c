/* Sessions, their agendas, and the places where words are said. */
#include "session/pages.h"

static int64_t reader_of(const struct request *request)
{
    return request->member ? request->member->persona : 0;
}

/* ---- sessions ---- */

#define SESSION_COLUMNS                                                                                                                    \
    "s.id, s.group_id, s.title, s.about, s.starts_at, s.state, s.step, s.step_until, s.by_clock, s.keeps, s.keep_days, s.door, s.floor,"   \
    " s.slow_seconds, s.hands, s.breakout_until, s.ended_at, s.gone_at, g.slug, s.event_id"
#define SESSION_MINE "p.role, p.state, p.hand, p.speaks, p.pausing, p.breakout_id, p.parting"

static const char *const states[] = { "planned", "open", "ended", "cancelled" };

static enum live_session_state state_read(const char *text)
{
    for (size_t i = 0; i < COUNT(states); i++)
        if (text_same(states[i], text))
            return (enum live_session_state)i;
    return LIVE_SESSION_ENDED;
}

static void session_read(struct rows *rows, struct live_session *session)
{
    *session = (struct live_session){ .id = rows_int(rows), .my_state = "", .my_pausing = "", .my_parting = "" };
    session->group = rows_int(rows);
    session->title = rows_text(rows);
    session->about = rows_text(rows);
    session->starts = rows_int(rows);
    session->state = state_read(rows_text(rows));
    session->step = rows_int(rows);
    session->step_until = rows_int(rows);
    session->by_clock = rows_bool(rows);
    session->keeps = rows_bool(rows);
    session->keep_days = rows_int(rows);
    session->door_open = text_same(rows_text(rows), "open");
    session->in_order = text_same(rows_text(rows), "order");
    session->slow_seconds = rows_int(rows);
    session->hands = rows_int(rows);
    session->breakout_until = rows_int(rows);
    session->ended_at = rows_int(rows);
    session->gone_at = rows_int(rows);
    session->group_slug = rows_text(rows);
    session->event = rows_int(rows);
}

static void mine_read(struct rows *rows, struct live_session *session)
{
    const char *role = rows_text(rows);
    const char *state = rows_text(rows);
    session->my_state = state ? state : "";
    session->i_lead = role && text_same(role, "co");
    session->my_hand = rows_int(rows);
    session->i_speak = rows_bool(rows);
    const char *pausing = rows_text(rows);
    session->my_pausing = pausing ? pausing : "";
    session->my_breakout = rows_int(rows);
    const char *parting = rows_text(rows);
    session->my_parting = parting ? parting : "";
}

/* What was said there is kept for a while, longer than the event knows who came. */
static bool was_in(const struct live_session *session)
{
    return session->state == LIVE_SESSION_ENDED && (text_same(session->my_state, "in") || text_same(session->my_state, "away"));
}

/* The event decides. Its group is asked for the rules that it has. */
static enum status event_enter(struct request *request, struct live_session *session, struct group *group)
{
    struct event_pass pass;
    enum status found = NOT_FOUND;
    TRY(request->app->hooks->event_pass(request, session->event, &pass));
    if (!pass.comes && !was_in(session))
        return NOT_FOUND;
    session->i_lead = session->i_lead || pass.hosts;
    if (session->group)
        found = group_find(request, session->group_slug, group);
    if (found == NOT_FOUND || (found == OK && !group->is_member))
        *group = (struct group){ .id = 0 };
    return found == NOT_FOUND ? OK : found;
}

enum status live_session_find(struct request *request, int64_t id, struct live_session *session, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " SESSION_COLUMNS ", " SESSION_MINE " FROM live_session s LEFT JOIN peer_group g ON g.id = s.group_id"
                 " LEFT JOIN live_session_person p ON p.session_id = s.id AND p.persona_id = $1 WHERE s.id = $2",
                 P(reader_of(request)), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    session_read(&rows, session);
    mine_read(&rows, session);
    if (session->event)
        return event_enter(request, session, group);
    TRY(group_find(request, session->group_slug, group));
    session->i_lead = session->i_lead || group->is_facilitator;
    return group->is_member ? OK : NOT_FOUND;
}

enum status live_session_read(struct db *db, struct arena *arena, int64_t id, struct live_session *session)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " SESSION_COLUMNS " FROM live_session s LEFT JOIN peer_group g ON g.id = s.group_id WHERE s.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    session_read(&rows, session);
    return OK;
}

enum status live_session_list(struct request *request, int64_t group, struct live_sessions *sessions)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " SESSION_COLUMNS ", " SESSION_MINE " FROM live_session s LEFT JOIN peer_group g ON g.id = s.group_id"
                 " LEFT JOIN live_session_person p ON p.session_id = s.id AND p.persona_id = $1"
                 " WHERE s.group_id = $2 AND s.starts_at > $3 AND s.event_id IS NULL AND (s.state IN ('planned', 'open') OR"
                 " (s.state = 'ended' AND s.keeps AND p.state IN ('in', 'away'))) ORDER BY s.starts_at, s.id LIMIT 60",
                 P(reader_of(request)), P(group), P(request->now - 60 * TIME_DAY)));
    *sessions = (struct live_sessions){ arena_array(request->arena, rows.count + 1, sizeof *sessions->items), 0 };
    while (rows_next(&rows)) {
        struct live_session *session = &sessions->items[sessions->count++];
        session_read(&rows, session);
        mine_read(&rows, session);
    }
    return OK;
}

enum status live_session_home_of(struct db *db, struct arena *arena, int64_t session, int64_t utterance, struct live_session_home *home)
{
    struct rows rows;
    if (utterance)
        TRY(db_query(db, arena, &rows,
                     "SELECT s.group_id, s.event_id FROM utterance u JOIN live_session s ON s.id = u.session_id WHERE u.id = $1",
                     P(utterance)));
    else
        TRY(db_query(db, arena, &rows, "SELECT group_id, event_id FROM live_session WHERE id = $1", P(session)));
    *home = (struct live_session_home){ .group = 0 };
    if (rows_next(&rows)) {
        home->group = rows_int(&rows);
        home->event = rows_int(&rows);
    }
    return OK;
}

static enum status breakout_add(struct db *db, struct arena *arena, int64_t session, const char *kind, int64_t now)
{
    return db_exec(db, arena,
                   "INSERT INTO breakout (id, session_id, kind, number, calls, change, state_change) VALUES ($1, $2, $3, 0, FALSE, 0, 0)",
                   P(id_at(now)), P(session), P(kind));
}

static struct param or_null(int64_t number)
{
    return number ? P(number) : P_NULL;
}

enum status live_session_create(struct db *db, struct arena *arena, const struct live_session_new *wish, int64_t *id)
{
    *id = id_at(wish->now);
    TRY(db_exec(db, arena,
                "INSERT INTO live_session (id, group_id, title, about, starts_at, state, step, by_clock, keeps, keep_days, door, floor,"
                " slow_seconds, hands, event_id) VALUES ($1, $2, $3, $4, $5, 'planned', 0, FALSE, $6, $7, 'asks', 'free', 0, 0, $8)",
                P(*id), or_null(wish->group), P(wish->title), P(wish->about), P(wish->starts), P(wish->keeps), P(wish->keep_days),
                or_null(wish->event)));
    TRY(breakout_add(db, arena, *id, "all", wish->now));
    TRY(breakout_add(db, arena, *id, "back", wish->now));
    return live_agenda_write(db, arena, *id, wish->agenda);
}

enum status live_session_plan_put(struct db *db, struct arena *arena, const struct live_session *session)
{
    return db_exec(
        db, arena,
        "UPDATE live_session SET title = $2, about = $3, starts_at = $4, by_clock = $5, keeps = $6, keep_days = $7 WHERE id = $1",
        P(session->id), P(session->title), P(session->about), P(session->starts), P(session->by_clock), P(session->keeps),
        P(session->keep_days));
}

enum status live_session_put(struct db *db, struct arena *arena, const struct live_session *session)
{
    return db_exec(db, arena,
                   "UPDATE live_session SET state = $2, step = $3, step_until = $4, door = $5, floor = $6, slow_seconds = $7, hands = $8,"
                   " breakout_until = $9, ended_at = $10, gone_at = $11 WHERE id = $1",
                   P(session->id), P(states[session->state]), P(session->step), or_null(session->step_until),
                   P(session->door_open ? "open" : "asks"), P(session->in_order ? "order" : "free"), P(session->slow_seconds),
                   P(session->hands), or_null(session->breakout_until), or_null(session->ended_at), or_null(session->gone_at));
}

enum status live_session_touch(struct db *db, struct arena *arena, int64_t session)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE breakout SET change = change + 1, state_change = change + 1 WHERE session_id = $1 RETURNING id",
                 P(session)));
    while (rows_next(&rows))
        TRY(live_publish(db, arena, &breakout_live, rows_int(&rows)));
    return OK;
}

enum status live_session_overdue(struct db *db, struct arena *arena, int64_t now, int64_t *ids, size_t most, size_t *count)
{
    struct rows rows;
    *count = 0;
    TRY(db_query(db, arena, &rows,
                 "SELECT id FROM live_session WHERE state = 'open' AND step_until < $1 OR state = 'planned' AND starts_at < $2"
                 " ORDER BY id LIMIT 50",
                 P(now - LIVE_SESSION_OVERDUE), P(now - TIME_DAY)));
    while (rows_next(&rows) && *count < most)
        ids[(*count)++] = rows_int(&rows);
    TRY(db_query(db, arena, &rows, "SELECT id FROM live_session WHERE gone_at IS NOT NULL AND gone_at <= $1 ORDER BY gone_at LIMIT 50",
                 P(now)));
    while (rows_next(&rows) && *count < most)
        ids[(*count)++] = rows_int(&rows);
    return OK;
}

/* ---- agendas ---- */

enum status live_agenda_read(struct db *db, struct arena *arena, int64_t session, struct live_agenda *agenda)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT position, kind, title, prompt, minutes FROM live_agenda_step WHERE session_id = $1 ORDER BY position LIMIT $2",
                 P(session), P(AGENDA_STEPS)));
    *agenda = (struct live_agenda){ .count = 0 };
    while (rows_next(&rows)) {
        struct live_agenda_step *step = &agenda->items[agenda->count++];
        step->position = rows_int(&rows);
        step->kind = rows_text(&rows);
        step->title = rows_text(&rows);
        step->prompt = rows_text(&rows);
        step->minutes = rows_int(&rows);
    }
    return OK;
}

enum status live_agenda_write(struct db *db, struct arena *arena, int64_t session, const struct live_agenda *agenda)
{
    TRY(db_exec(db, arena, "DELETE FROM live_agenda_step WHERE session_id = $1", P(session)));
    for (size_t i = 0; i < agenda->count; i++) {
        const struct live_agenda_step *step = &agenda->items[i];
        TRY(db_exec(db, arena,
                    "INSERT INTO live_agenda_step (session_id, position, kind, title, minutes, prompt) VALUES ($1, $2, $3, $4, $5, $6)",
                    P(session), P((int64_t)i + 1), P(step->kind), P(step->title), P(step->minutes), P(step->prompt)));
    }
    return OK;
}

/* ---- where words are said ---- */

#define BREAKOUT_COLUMNS "id, session_id, kind, number, calls, change, state_change"

static void breakout_read(struct rows *rows, struct breakout *breakout)
{
    *breakout = (struct breakout){ .id = rows_int(rows) };
    breakout->session = rows_int(rows);
    breakout->kind = rows_text(rows);
    breakout->number = rows_int(rows);
    breakout->calls = rows_bool(rows);
    breakout->change = rows_int(rows);
    breakout->state_change = rows_int(rows);
}

enum status breakout_find(struct db *db, struct arena *arena, int64_t session, const char *kind, int64_t number, struct breakout *breakout)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " BREAKOUT_COLUMNS " FROM breakout WHERE session_id = $1 AND kind = $2 AND number = $3",
                 P(session), P(kind), P(number)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    breakout_read(&rows, breakout);
    return OK;
}

enum status breakout_find_id(struct db *db, struct arena *arena, int64_t id, struct breakout *breakout)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " BREAKOUT_COLUMNS " FROM breakout WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    breakout_read(&rows, breakout);
    return OK;
}

enum status breakout_list(struct db *db, struct arena *arena, int64_t session, struct breakouts *breakouts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " BREAKOUT_COLUMNS " FROM breakout b WHERE session_id = $1 AND kind = 'small'"
                 " AND EXISTS (SELECT 1 FROM live_session_person p WHERE p.breakout_id = b.id) ORDER BY number LIMIT $2",
                 P(session), P(BREAKOUTS)));
    *breakouts = (struct breakouts){ arena_array(arena, rows.count + 1, sizeof *breakouts->items), 0 };
    while (rows_next(&rows))
        breakout_read(&rows, &breakouts->items[breakouts->count++]);
    return OK;
}

enum status breakout_open(struct db *db, struct arena *arena, int64_t session, int64_t number, int64_t now, int64_t *id)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "INSERT INTO breakout (id, session_id, kind, number, calls, change, state_change) VALUES ($1, $2, 'small', $3, FALSE, 0, 0)"
        " ON CONFLICT (session_id, kind, number) DO UPDATE SET calls = FALSE RETURNING id",
        P(id_at(now)), P(session), P(number)));
    *id = rows_next(&rows) ? rows_int(&rows) : 0;
    return *id ? OK : NOT_FOUND;
}

enum status breakout_call_set(struct db *db, struct arena *arena, int64_t breakout, bool calls)
{
    return db_exec(db, arena, "UPDATE breakout SET calls = $2 WHERE id = $1", P(breakout), P(calls));
}
