/* What is said in a session. Each change takes the next number of the breakout it stands in, so that who listens gets it. */
#include "session/pages.h"

#define UTTERANCE_COLUMNS                                                                                                                  \
    "u.id, u.session_id, u.breakout_id, u.persona_id, a.name, a.picture, COALESCE(m.role = 'facilitator', FALSE), u.html, u.created_at,"   \
    " u.removed, u.removed_reason, u.change"
#define UTTERANCE_BESIDE                                                                                                                   \
    " JOIN live_session s ON s.id = u.session_id LEFT JOIN persona a ON a.id = u.persona_id"                                               \
    " LEFT JOIN membership m ON m.group_id = s.group_id AND m.persona_id = u.persona_id"

static void utterance_row(struct rows *rows, struct utterance *utterance)
{
    *utterance = (struct utterance){ .id = rows_int(rows) };
    utterance->session = rows_int(rows);
    utterance->breakout = rows_int(rows);
    utterance->persona = rows_int(rows);
    utterance->name = rows_text(rows);
    utterance->picture = rows_int(rows);
    utterance->leads = rows_bool(rows);
    utterance->html = rows_text(rows);
    utterance->at = rows_int(rows);
    utterance->removed = rows_text(rows);
    utterance->removed_reason = rows_text(rows);
    utterance->change = rows_int(rows);
}

enum status utterance_list(struct request *request, const struct live_session *session, int64_t breakout, int64_t before,
                           struct utterances *utterances)
{
    struct rows rows;
    if (session->state == LIVE_SESSION_ENDED && (!session->keeps || session->gone_at <= request->now)) {
        *utterances = (struct utterances){ .count = 0 }; /* it goes with the next job */
        return OK;
    }
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " UTTERANCE_COLUMNS " FROM utterance u" UTTERANCE_BESIDE
                 " WHERE u.breakout_id = $2 AND u.id < $3 AND " BLOCK_UNSEEN_SQL("u.persona_id") " ORDER BY u.id DESC LIMIT $4",
                 P(request->member->persona), P(breakout), P(before ? before : INT64_MAX), P(UTTERANCES_A_PAGE + 1)));
    *utterances =
        (struct utterances){ arena_array(request->arena, rows.count + 1, sizeof *utterances->items), 0, rows.count > UTTERANCES_A_PAGE };
    size_t count = utterances->older ? UTTERANCES_A_PAGE : rows.count;
    while (utterances->count < count && rows_next(&rows)) {
        struct utterance *utterance = &utterances->items[count - 1 - utterances->count++];
        utterance_row(&rows, utterance);
        utterance->is_mine = utterance->persona == request->member->persona;
    }
    return OK;
}

enum status utterance_list_changed(struct db *db, struct arena *arena, int64_t breakout, int64_t after, struct utterances *utterances)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " UTTERANCE_COLUMNS " FROM utterance u" UTTERANCE_BESIDE
                 " WHERE u.breakout_id = $1 AND u.change > $2 ORDER BY u.change LIMIT $3",
                 P(breakout), P(after), P(LIVE_READ_MOST)));
    *utterances = (struct utterances){ .items = arena_array(arena, rows.count + 1, sizeof *utterances->items) };
    while (rows_next(&rows))
        utterance_row(&rows, &utterances->items[utterances->count++]);
    return OK;
}

/* Whether the reader is where it was said; once the session is over, whether they were there. */
static bool is_near(const struct live_session *session, const struct breakout *breakout, int64_t now)
{
    if (session->state == LIVE_SESSION_ENDED)
        return session->keeps && session->gone_at > now && text_same(breakout->kind, "all") && *session->my_state;
    if (text_same(breakout->kind, "back"))
        return session->i_lead;
    if (!text_same(session->my_state, "in"))
        return false;
    return text_same(breakout->kind, "all") || (session->breakout_until && session->my_breakout == breakout->id);
}

enum status utterance_find(struct request *request, int64_t id, bool any, struct utterance *utterance, const char **body,
                           struct live_session *session, struct group *group)
{
    struct rows rows;
    struct breakout breakout;
    bool blocked;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " UTTERANCE_COLUMNS ", u.body FROM utterance u" UTTERANCE_BESIDE " WHERE u.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    utterance_row(&rows, utterance);
    *body = rows_text(&rows);
    TRY(live_session_find(request, utterance->session, session, group));
    TRY(breakout_find_id(request->db, request->arena, utterance->breakout, &breakout));
    if (!is_near(session, &breakout, request->now))
        return NOT_FOUND;
    utterance->is_mine = utterance->persona && utterance->persona == request->member->persona;
    TRY(block_between(request->db, request->arena, request->member->persona, utterance->persona, &blocked));
    if (blocked && !(any && session->i_lead))
        return NOT_FOUND;
    if (blocked)
        utterance->name = NULL;
    return OK;
}

/* ---- writing ---- */

static enum status next_change(struct db *db, struct arena *arena, int64_t breakout, int64_t *change)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE breakout SET change = change + 1 WHERE id = $1 RETURNING change", P(breakout)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *change = rows_int(&rows);
    return OK;
}

enum status utterance_create(struct db *db, struct arena *arena, const struct breakout *breakout, int64_t persona, const char *body,
                             const char *html, struct bytes once, int64_t at, int64_t *id)
{
    struct rows rows;
    int64_t change;
    TRY(next_change(db, arena, breakout->id, &change));
    *id = id_at(at);
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO utterance (id, session_id, breakout_id, persona_id, body, html, created_at, removed, removed_reason, once,"
                 " change) VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8, $9) ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING",
                 P(*id), P(breakout->session), P(breakout->id), P(persona), P(body), P(html), P(at), P(once), P(change)));
    return rows.changed ? live_publish(db, arena, &breakout_live, breakout->id) : CONFLICT;
}

static enum status utterance_touch(struct db *db, struct arena *arena, const struct utterance *utterance)
{
    int64_t change;
    TRY(next_change(db, arena, utterance->breakout, &change));
    TRY(db_exec(db, arena, "UPDATE utterance SET change = $2 WHERE id = $1", P(utterance->id), P(change)));
    return live_publish(db, arena, &breakout_live, utterance->breakout);
}

enum status utterance_take_away(struct db *db, struct arena *arena, const struct utterance *utterance, const char *by, const char *reason)
{
    TRY(db_exec(db, arena, "UPDATE utterance SET body = '', html = '', removed = $2, removed_reason = $3 WHERE id = $1", P(utterance->id),
                P(by), P(reason)));
    return utterance_touch(db, arena, utterance);
}

enum status utterance_last_of(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t *at)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT created_at FROM utterance WHERE persona_id = $1 AND session_id = $2 ORDER BY id DESC LIMIT 1",
                 P(persona), P(session)));
    *at = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

/* For trust: what still stands. */
enum status utterance_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM utterance WHERE persona_id = $1 AND created_at < $2 AND removed = '' LIMIT $3",
                 P(persona), P(before), P(most)));
    *count = (int64_t)rows.count;
    return OK;
}

/* ---- reported ---- */

static enum status at_work_find(struct request *request, int64_t id, struct reported *reported, struct utterance *utterance)
{
    struct rows rows;
    *utterance = (struct utterance){ .id = id };
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT u.session_id, u.breakout_id, u.persona_id, a.name, s.group_id, s.title, COALESCE(u.hidden_body, u.body),"
                 " u.removed <> '', u.hidden_body IS NOT NULL FROM utterance u JOIN live_session s ON s.id = u.session_id"
                 " LEFT JOIN persona a ON a.id = u.persona_id WHERE u.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    utterance->session = rows_int(&rows);
    utterance->breakout = rows_int(&rows);
    reported_row_read(&rows, reported);
    bool removed = rows_bool(&rows);
    reported->hidden = rows_bool(&rows);
    reported->gone = removed && !reported->hidden;
    return OK;
}

enum status live_session_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct utterance utterance;
    struct live_session session;
    struct group group;
    const char *body;
    if (!text_same(kind, "session-word"))
        return NOT_FOUND;
    if (!at_work) {
        if (!request->member)
            return NOT_FOUND;
        TRY(utterance_find(request, id, false, &utterance, &body, &session, &group));
        if (*utterance.removed)
            return NOT_FOUND;
    }
    TRY(at_work_find(request, id, reported, &utterance));
    reported->mine = account_name_is_own(request, reported->persona);
    reported->path = arena_printf(request->arena, "/sessions/%lld#m%lld", (long long)utterance.session, (long long)id);
    return OK;
}

enum status live_session_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct reported reported;
    struct utterance utterance;
    if (!text_same(kind, "session-word"))
        return NOT_FOUND;
    TRY(at_work_find(request, id, &reported, &utterance));
    if (hide == reported.hidden || reported.gone)
        return OK;
    if (hide) {
        TRY(db_exec(request->db, request->arena, "UPDATE utterance SET hidden_body = body, hidden_html = html WHERE id = $1", P(id)));
        return utterance_take_away(request->db, request->arena, &utterance, "facilitator", reason);
    }
    TRY(db_exec(request->db, request->arena,
                "UPDATE utterance SET body = hidden_body, html = hidden_html, removed = '', removed_reason = '', hidden_body = NULL,"
                " hidden_html = NULL WHERE id = $1",
                P(id)));
    return utterance_touch(request->db, request->arena, &utterance);
}
