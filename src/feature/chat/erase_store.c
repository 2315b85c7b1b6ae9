/* What goes: messages whose time is over, what a persona said, and what is given to them of it. */
#include "chat/pages.h"
#include "notification/notification.h"

enum { BATCH = 500, ROOMS_A_READ = 200, FACTS = 500, FULL_BATCHES_A_RUN = 20 };

/* ---- the time is over ---- */

/* A message and all that hangs on it. */
static enum status message_drop(struct db *db, struct arena *arena, int64_t message)
{
    TRY(db_exec(db, arena, "DELETE FROM message_reaction WHERE message_id = $1", P(message)));
    TRY(db_exec(db, arena, "DELETE FROM mention WHERE message_id = $1", P(message)));
    TRY(notification_forget(db, arena, NOTIFICATION_MENTION, message));
    return db_exec(db, arena, "DELETE FROM message WHERE id = $1", P(message));
}

/* Every room loses a batch in each run; those with more share what else one run does. */
enum status room_expire_one(struct db *db, int64_t room, int64_t before, int *full)
{
    struct arena batch = { 0 };
    enum status status = OK;
    for (bool more = true; more && status == OK; arena_free(&batch)) {
        struct rows rows;
        status = db_query(db, &batch, &rows, "SELECT id FROM message WHERE room_id = $1 AND id < $2 ORDER BY id LIMIT $3", P(room),
                          P(message_id_from(before)), P(BATCH));
        more = status == OK && rows.count == BATCH && ++*full < FULL_BATCHES_A_RUN;
        while (status == OK && rows_next(&rows))
            status = message_drop(db, &batch, rows_int(&rows));
    }
    arena_free(&batch);
    return status;
}

enum status room_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    (void)app;
    struct rows rows;
    int64_t after = 0;
    int full = 0;
    do {
        TRY(db_query(db, arena, &rows, "SELECT id, keep_hours FROM room WHERE id > $1 ORDER BY id LIMIT $2", P(after), P(ROOMS_A_READ)));
        while (rows_next(&rows)) {
            after = rows_int(&rows);
            TRY(room_expire_one(db, after, now - rows_int(&rows) * TIME_HOUR, &full));
        }
    } while (rows.count == ROOMS_A_READ);
    TRY(db_exec(db, arena, "DELETE FROM room_mute WHERE until_at <= $1", P(now)));
    TRY(db_exec(db, arena, "DELETE FROM room_mark WHERE day < $1", P(time_day(now) - ROOM_MARK_DAYS)));
    TRY(db_exec(db, arena, "DELETE FROM message_draft WHERE day < $1", P(time_day(now) - ROOM_MARK_DAYS)));
    return db_exec(db, arena, "DELETE FROM message_once WHERE day < $1", P(time_day(now) - 1));
}

/* ---- a persona's own ---- */

/* What a persona said in one group's rooms, or in all (group 0), is taken away, so that it also goes from the pages that are open. */
static enum status message_drop_all(struct db *db, struct arena *arena, int64_t persona, int64_t group)
{
    struct arena batch = { 0 };
    enum status status = OK;
    for (bool more = true; more && status == OK; arena_free(&batch)) {
        struct rows rows;
        status = db_query(db, &batch, &rows,
                          "SELECT m.id, m.room_id FROM message m JOIN room r ON r.id = m.room_id WHERE m.persona_id = $1"
                          " AND m.removed = '' AND ($2 = 0 OR r.group_id = $2) ORDER BY m.room_id, m.id LIMIT $3",
                          P(persona), P(group), P(BATCH));
        more = status == OK && rows.count == BATCH;
        while (status == OK && rows_next(&rows)) {
            struct message message = { .id = rows_int(&rows) };
            message.room_id = rows_int(&rows);
            status = message_take_away(db, &batch, &message, "writer", "");
        }
    }
    arena_free(&batch);
    TRY(status);
    return db_exec(db, arena,
                   "UPDATE message SET persona_id = NULL WHERE persona_id = $1"
                   " AND EXISTS (SELECT 1 FROM room r WHERE r.id = message.room_id AND ($2 = 0 OR r.group_id = $2))",
                   P(persona), P(group));
}

enum status room_forget(struct db *db, struct arena *arena, int64_t persona, int64_t group, bool words)
{
#define OF_GROUP " WHERE persona_id = $1 AND EXISTS (SELECT 1 FROM room r WHERE r.id = room_id AND r.group_id = $2)"
    TRY(db_exec(db, arena, "DELETE FROM room_mark" OF_GROUP, P(persona), P(group)));
    TRY(db_exec(db, arena, "DELETE FROM message_draft" OF_GROUP, P(persona), P(group)));
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "DELETE FROM mention WHERE persona_id = $1 AND EXISTS (SELECT 1 FROM message m JOIN room r ON r.id = m.room_id"
                 " WHERE m.id = mention.message_id AND r.group_id = $2) RETURNING message_id",
                 P(persona), P(group)));
    while (rows_next(&rows))
        TRY(notification_forget_one(db, arena, persona, NOTIFICATION_MENTION, rows_int(&rows)));
    return words ? message_drop_all(db, arena, persona, group) : OK;
}

static enum status reaction_drop_all(struct db *db, struct arena *arena, int64_t persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT DISTINCT message_id FROM message_reaction WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM message_reaction WHERE persona_id = $1", P(persona)));
    while (rows_next(&rows))
        TRY(message_warmth_settle(db, arena, rows_int(&rows)));
    return OK;
}

enum status chat_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    static const char *const own[] = {
        "DELETE FROM mention WHERE persona_id = $1",
        "DELETE FROM room_mute WHERE persona_id = $1",
        "DELETE FROM room_choice WHERE persona_id = $1",
        "DELETE FROM room_mark WHERE persona_id = $1",
        "DELETE FROM message_draft WHERE persona_id = $1",
        "DELETE FROM message_once WHERE persona_id = $1",
        "UPDATE message SET persona_id = NULL WHERE persona_id = $1",
    };
    if (remove_words)
        TRY(message_drop_all(db, arena, persona, 0));
    TRY(reaction_drop_all(db, arena, persona));
    for (size_t i = 0; i < COUNT(own); i++)
        TRY(db_exec(db, arena, own[i], P(persona)));
    return OK;
}

/* ---- what a persona is given ---- */

enum status message_facts_of(struct db *db, struct arena *arena, int64_t persona, int64_t *after, struct message_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.id, g.name, r.name, m.body, m.note_category, m.note_text, m.created_at, m.edited_at FROM message m"
                 " JOIN room r ON r.id = m.room_id JOIN peer_group g ON g.id = r.group_id"
                 " WHERE m.persona_id = $1 AND m.id > $2 AND m.removed = '' ORDER BY m.id LIMIT $3",
                 P(persona), P(*after), P(FACTS)));
    *facts = (struct message_facts){ arena_array(arena, rows.count + 1, sizeof *facts->items), 0 };
    while (rows_next(&rows)) {
        struct message_fact *fact = &facts->items[facts->count++];
        *after = rows_int(&rows);
        fact->group = rows_text(&rows);
        fact->room = rows_text(&rows);
        fact->body = rows_text(&rows);
        fact->note_category = rows_text(&rows);
        fact->note_text = rows_text(&rows);
        fact->at = rows_int(&rows);
        fact->edited_at = rows_int(&rows);
    }
    return OK;
}

static void facts_read(struct arena *arena, struct rows *rows, struct room_facts *facts)
{
    *facts = (struct room_facts){ arena_array(arena, rows->count + 1, sizeof *facts->items), 0 };
    while (rows_next(rows)) {
        struct room_fact *fact = &facts->items[facts->count++];
        fact->room = rows_text(rows);
        fact->word = rows_text(rows);
        fact->number = rows_int(rows);
        fact->sealed = rows_blob(rows);
    }
}

enum status room_reaction_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT r.name, '', x.kind, NULL FROM message_reaction x JOIN message m ON m.id = x.message_id JOIN room r ON r.id = m.room_id"
        " WHERE x.persona_id = $1 ORDER BY x.message_id, x.kind",
        P(persona)));
    facts_read(arena, &rows, facts);
    return OK;
}

enum status room_mention_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT r.name, '', 0, NULL FROM mention x JOIN message m ON m.id = x.message_id JOIN room r ON r.id = m.room_id"
                 " WHERE x.persona_id = $1 ORDER BY x.message_id",
                 P(persona)));
    facts_read(arena, &rows, facts);
    return OK;
}

enum status room_mute_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT r.name, x.reason, x.until_at, NULL FROM room_mute x JOIN room r ON r.id = x.room_id WHERE x.persona_id = $1"
                 " ORDER BY x.room_id",
                 P(persona)));
    facts_read(arena, &rows, facts);
    return OK;
}

enum status room_mark_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT r.name, '', x.day, NULL FROM room_mark x JOIN room r ON r.id = x.room_id WHERE x.persona_id = $1 ORDER BY x.room_id",
        P(persona)));
    facts_read(arena, &rows, facts);
    return OK;
}

enum status room_draft_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT r.name, '', x.room_id, x.sealed FROM message_draft x JOIN room r ON r.id = x.room_id WHERE x.persona_id = $1"
                 " ORDER BY x.room_id",
                 P(persona)));
    facts_read(arena, &rows, facts);
    return OK;
}
