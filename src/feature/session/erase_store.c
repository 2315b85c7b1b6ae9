/* What goes: all that a session isn't to keep, and what a persona left in it. */
#include "session/pages.h"

enum { FACTS = 500 };

enum status live_session_clear(struct db *db, struct arena *arena, int64_t session, bool all)
{
    static const char *const always[] = {
        "DELETE FROM live_session_question_vote WHERE question_id IN (SELECT id FROM live_session_question WHERE session_id = $1)",
        "DELETE FROM live_session_question WHERE session_id = $1",
        "DELETE FROM live_session_poll_vote WHERE poll_id IN (SELECT id FROM live_session_poll WHERE session_id = $1)",
        "DELETE FROM live_session_poll_choice WHERE poll_id IN (SELECT id FROM live_session_poll WHERE session_id = $1)",
        "DELETE FROM live_session_poll WHERE session_id = $1",
        "UPDATE live_session_person SET hand = 0, speaks = FALSE, pausing = '', parting = '', breakout_id = NULL WHERE session_id = $1",
        "DELETE FROM live_session_person WHERE session_id = $1 AND state NOT IN ('in', 'away')",
        "DELETE FROM utterance WHERE session_id = $1 AND breakout_id IN (SELECT id FROM breakout WHERE session_id = $1 AND kind <> 'all')",
        "DELETE FROM breakout WHERE session_id = $1 AND kind = 'small'",
    };
    static const char *const everything[] = {
        "DELETE FROM utterance WHERE session_id = $1",
        "DELETE FROM live_session_person WHERE session_id = $1",
        "DELETE FROM live_agenda_step WHERE session_id = $1",
        "UPDATE live_session SET about = '', gone_at = NULL WHERE id = $1",
    };
    for (size_t i = 0; i < COUNT(always); i++)
        TRY(db_exec(db, arena, always[i], P(session)));
    for (size_t i = 0; all && i < COUNT(everything); i++)
        TRY(db_exec(db, arena, everything[i], P(session)));
    return OK;
}

/* ---- a persona's own ---- */

/* What a persona said is taken away, so that it also goes from the pages that are open. */
static enum status utterance_drop_all(struct db *db, struct arena *arena, int64_t persona)
{
    struct rows rows;
    do {
        TRY(db_query(db, arena, &rows,
                     "SELECT id, breakout_id FROM utterance WHERE persona_id = $1 AND removed = '' ORDER BY session_id, id LIMIT $2",
                     P(persona), P(FACTS)));
        while (rows_next(&rows)) {
            struct utterance utterance = { .id = rows_int(&rows) };
            utterance.breakout = rows_int(&rows);
            TRY(utterance_take_away(db, arena, &utterance, "writer", ""));
        }
    } while (rows.count == FACTS);
    return OK;
}

enum status live_session_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    if (remove_words)
        TRY(utterance_drop_all(db, arena, persona));
    TRY(db_exec(db, arena, "UPDATE utterance SET persona_id = NULL WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM live_session_person WHERE persona_id = $1", P(persona));
}

enum status live_session_ungrouped(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    return db_exec(db, arena,
                   "DELETE FROM live_session_person WHERE persona_id = $1"
                   " AND EXISTS (SELECT 1 FROM live_session s WHERE s.id = session_id AND s.group_id = $2)",
                   P(persona), P(group));
}

/* ---- what a persona is given ---- */

enum status live_session_word_facts(struct db *db, struct arena *arena, int64_t persona, int64_t *after, struct live_session_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT u.id, s.title, u.body, u.created_at FROM utterance u JOIN live_session s ON s.id = u.session_id"
                 " WHERE u.persona_id = $1 AND u.id > $2 AND u.removed = '' ORDER BY u.id LIMIT $3",
                 P(persona), P(*after), P(FACTS)));
    *facts = (struct live_session_facts){ arena_array(arena, rows.count + 1, sizeof *facts->items), 0 };
    while (rows_next(&rows)) {
        struct live_session_fact *fact = &facts->items[facts->count++];
        *after = rows_int(&rows);
        fact->title = rows_text(&rows);
        fact->word = rows_text(&rows);
        fact->at = rows_int(&rows);
    }
    return OK;
}

enum status live_session_person_facts(struct db *db, struct arena *arena, int64_t persona, struct live_session_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT s.title, p.parting, s.starts_at FROM live_session_person p JOIN live_session s ON s.id = p.session_id"
                 " WHERE p.persona_id = $1 ORDER BY p.session_id",
                 P(persona)));
    *facts = (struct live_session_facts){ arena_array(arena, rows.count + 1, sizeof *facts->items), 0 };
    while (rows_next(&rows)) {
        struct live_session_fact *fact = &facts->items[facts->count++];
        fact->title = rows_text(&rows);
        fact->word = rows_text(&rows);
        fact->at = rows_int(&rows);
    }
    return OK;
}
