/* Messages: what is said, answered, changed and taken away. Each change takes the room's next number, so that who listens gets it. */
#include "chat/pages.h"
#include "notification/notification.h"

enum { ANSWERS_TOUCHED = 100 };

/* ---- reading ---- */

#define MESSAGE_COLUMNS                                                                                                                              \
    "m.id, m.room_id, m.persona_id, q.persona_id, a.name, a.picture, COALESCE(b.role = 'facilitator', FALSE), m.html, m.note_category, m.note_text," \
    " m.reply_to, qa.name, q.body, q.note_category, q.note_text, q.created_at, m.warmth, m.created_at, m.edited_at, r.keep_hours, m.removed,"        \
    " m.removed_reason, m.change"
#define MESSAGE_BESIDE                                                                                                                     \
    " JOIN room r ON r.id = m.room_id LEFT JOIN persona a ON a.id = m.persona_id"                                                          \
    " LEFT JOIN membership b ON b.group_id = r.group_id AND b.persona_id = m.persona_id"                                                   \
    " LEFT JOIN message q ON q.id = m.reply_to LEFT JOIN persona qa ON qa.id = q.persona_id"

static void message_read(struct rows *rows, struct message *message)
{
    *message = (struct message){ .id = rows_int(rows) };
    message->room_id = rows_int(rows);
    message->persona = rows_int(rows);
    message->reply_by = rows_int(rows);
    message->name = rows_text(rows);
    message->picture = rows_int(rows);
    message->by_facilitator = rows_bool(rows);
    message->html = rows_text(rows);
    message->note_category = rows_text(rows);
    message->note_text = rows_text(rows);
    message->reply_to = rows_int(rows);
    message->reply_name = rows_text(rows);
    message->reply_body = rows_text(rows);
    message->reply_note_category = rows_text(rows);
    message->reply_note_text = rows_text(rows);
    message->reply_until = rows_int(rows);
    message->warmth = (unsigned)rows_int(rows);
    message->created_at = rows_int(rows);
    message->edited_at = rows_int(rows);
    int64_t kept_for = rows_int(rows) * TIME_HOUR;
    message->until = message->created_at + kept_for;
    message->reply_until += kept_for;
    message->removed = rows_text(rows);
    message->removed_reason = rows_text(rows);
    message->change = rows_int(rows);
}

static void mention_read(struct rows *rows, struct messages *messages)
{
    while (rows_next(rows)) {
        int64_t id = rows_int(rows), persona = rows_int(rows);
        for (size_t i = 0; i < messages->count; i++) {
            struct message *message = &messages->items[i];
            if (message->id == id && message->mentions_count < MESSAGE_MENTIONS)
                message->mentions[message->mentions_count++] = persona;
        }
    }
}

/* What is the reader's own in a list ordered by id. */
static enum status message_list_mine(struct request *request, int64_t room, struct messages *messages)
{
    struct rows rows;
    int64_t reader = request->member->persona, first = messages->items[0].id, last = messages->items[messages->count - 1].id;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT n.message_id, n.persona_id FROM message m JOIN mention n ON n.message_id = m.id"
                 " WHERE m.room_id = $1 AND m.id >= $2 AND m.id <= $3",
                 P(room), P(first), P(last)));
    mention_read(&rows, messages);
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT x.message_id, x.kind FROM message m JOIN message_reaction x ON x.persona_id = $1 AND x.message_id = m.id"
                 " WHERE m.room_id = $2 AND m.id >= $3 AND m.id <= $4",
                 P(reader), P(room), P(first), P(last)));
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows), kind = rows_int(&rows);
        for (size_t i = 0; i < messages->count; i++)
            if (messages->items[i].id == id)
                messages->items[i].mine |= (unsigned)kind;
    }
    for (size_t i = 0; i < messages->count; i++) {
        struct message *message = &messages->items[i];
        message->is_mine = message->persona == reader;
        for (size_t n = 0; n < message->mentions_count; n++)
            message->is_for_me |= message->mentions[n] == reader;
    }
    return OK;
}

/* Ids are ordered by time. */
int64_t message_id_from(int64_t at)
{
    return at << 20;
}

enum status message_list(struct request *request, const struct room *room, int64_t before, struct messages *messages)
{
    int64_t kept_from = request->now - room->keep_hours * TIME_HOUR;
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " MESSAGE_COLUMNS " FROM message m" MESSAGE_BESIDE
                 " WHERE m.room_id = $2 AND m.id >= $3 AND m.id < $4 AND " BLOCK_UNSEEN_SQL("m.persona_id") " ORDER BY m.id DESC LIMIT $5",
                 P(request->member->persona), P(room->id), P(message_id_from(kept_from)), P(before ? before : INT64_MAX),
                 P(MESSAGES_A_PAGE + 1)));
    *messages = (struct messages){ arena_array(request->arena, rows.count + 1, sizeof *messages->items), 0, rows.count > MESSAGES_A_PAGE };
    size_t count = messages->older ? MESSAGES_A_PAGE : rows.count;
    while (messages->count < count && rows_next(&rows))
        message_read(&rows, &messages->items[count - 1 - messages->count++]);
    if (!count)
        return OK;
    TRY(message_list_mine(request, room->id, messages));
    return message_settle_all(request, messages);
}

enum status message_list_changed(struct db *db, struct arena *arena, int64_t room, int64_t after, struct messages *messages)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " MESSAGE_COLUMNS " FROM message m" MESSAGE_BESIDE
                 " WHERE m.room_id = $1 AND m.change > $2 ORDER BY m.change LIMIT $3",
                 P(room), P(after), P(LIVE_READ_MOST)));
    *messages = (struct messages){ .items = arena_array(arena, rows.count + 1, sizeof *messages->items) };
    while (rows_next(&rows))
        message_read(&rows, &messages->items[messages->count++]);
    if (!messages->count)
        return OK;
    TRY(db_query(db, arena, &rows,
                 "SELECT n.message_id, n.persona_id FROM message m JOIN mention n ON n.message_id = m.id"
                 " WHERE m.room_id = $1 AND m.change > $2 AND m.change <= $3",
                 P(room), P(after), P(messages->items[messages->count - 1].change)));
    mention_read(&rows, messages);
    return OK;
}

enum status room_state_find(struct db *db, struct arena *arena, int64_t room, int64_t *change)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT state_change FROM room WHERE id = $1", P(room)));
    *change = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status message_find_any(struct request *request, int64_t id, struct message *message, const char **body, struct room *room,
                             struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " MESSAGE_COLUMNS ", m.body FROM message m" MESSAGE_BESIDE " WHERE m.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    message_read(&rows, message);
    *body = rows_text(&rows);
    if (message->until < request->now)
        return NOT_FOUND; /* its time is over; it goes with the next room.expire */
    TRY(room_find(request, message->room_id, room, group));
    message->is_mine = message->persona && message->persona == request->member->persona;
    return group->is_member ? OK : NOT_FOUND;
}

enum status message_find(struct request *request, int64_t id, struct message *message, const char **body, struct room *room,
                         struct group *group)
{
    bool blocked;
    struct messages one = { .items = message, .count = 1 };
    TRY(message_find_any(request, id, message, body, room, group));
    TRY(block_between(request->db, request->arena, request->member->persona, message->persona, &blocked));
    return blocked ? NOT_FOUND : message_settle_all(request, &one);
}

enum status room_group_of(struct db *db, struct arena *arena, int64_t room, int64_t message, int64_t *group)
{
    struct rows rows;
    if (message)
        TRY(db_query(db, arena, &rows, "SELECT r.group_id FROM message m JOIN room r ON r.id = m.room_id WHERE m.id = $1", P(message)));
    else
        TRY(db_query(db, arena, &rows, "SELECT group_id FROM room WHERE id = $1", P(room)));
    *group = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status message_last_of(struct db *db, struct arena *arena, int64_t room, int64_t persona, int64_t *at)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT created_at FROM message WHERE persona_id = $1 AND room_id = $2 ORDER BY id DESC LIMIT 1",
                 P(persona), P(room)));
    *at = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status message_writer_known(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool *known)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT 1 FROM message m JOIN room r ON r.id = m.room_id WHERE m.persona_id = $1 AND r.group_id = $2 LIMIT 1", P(persona),
                 P(group)));
    *known = rows.count > 0;
    return OK;
}

/* ---- writing ---- */

static enum status next_change(struct db *db, struct arena *arena, int64_t room, int64_t *change)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE room SET change = change + 1 WHERE id = $1 RETURNING change", P(room)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *change = rows_int(&rows);
    return OK;
}

/* The message is sent to listeners again. */
static enum status message_touch(struct db *db, struct arena *arena, int64_t room, int64_t message)
{
    int64_t change;
    TRY(next_change(db, arena, room, &change));
    TRY(db_exec(db, arena, "UPDATE message SET change = $2 WHERE id = $1", P(message), P(change)));
    return room_publish(db, arena, room);
}

/* And those that quote it. */
static enum status message_touch_answers(struct db *db, struct arena *arena, const struct message *message)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM message WHERE reply_to = $1 ORDER BY id DESC LIMIT $2", P(message->id),
                 P(ANSWERS_TOUCHED)));
    while (rows_next(&rows))
        TRY(message_touch(db, arena, message->room_id, rows_int(&rows)));
    return OK;
}

enum status mention_list(struct db *db, struct arena *arena, int64_t message, struct message_words *words)
{
    struct rows rows;
    *words = (struct message_words){ .mentions_count = 0 };
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM mention WHERE message_id = $1 LIMIT $2", P(message), P(MESSAGE_MENTIONS)));
    while (rows_next(&rows))
        words->mentions[words->mentions_count++] = rows_int(&rows);
    return OK;
}

enum status mention_put(struct db *db, struct arena *arena, int64_t message, const int64_t *personas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena,
                    "INSERT INTO mention (message_id, persona_id, seen) VALUES ($1, $2, FALSE)"
                    " ON CONFLICT (message_id, persona_id) DO NOTHING",
                    P(message), P(personas[i])));
    return OK;
}

enum status mention_places_of(struct db *db, struct arena *arena, int64_t persona, struct mention_places *places)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.id, m.room_id, r.group_id, m.persona_id, m.body FROM mention n JOIN message m ON m.id = n.message_id"
                 " JOIN room r ON r.id = m.room_id WHERE n.persona_id = $1",
                 P(persona)));
    *places = (struct mention_places){ arena_array(arena, rows.count + 1, sizeof *places->items), 0 };
    while (rows_next(&rows)) {
        struct mention_place *place = &places->items[places->count++];
        place->message = rows_int(&rows);
        place->room = rows_int(&rows);
        place->group = rows_int(&rows);
        place->by = rows_int(&rows);
        place->body = rows_text(&rows);
    }
    return OK;
}

enum status mention_place_update(struct db *db, struct arena *arena, const struct mention_place *place, const char *body, const char *html)
{
    TRY(db_exec(db, arena, "UPDATE message SET body = $2, html = $3 WHERE id = $1", P(place->message), P(body), P(html)));
    TRY(message_touch(db, arena, place->room, place->message));
    return message_touch_answers(db, arena, &(struct message){ .id = place->message, .room_id = place->room });
}

enum status message_create(struct db *db, struct arena *arena, const struct message_new *wish, int64_t *id)
{
    int64_t change;
    struct param reply = wish->reply_to ? P(wish->reply_to) : P_NULL;
    TRY(next_change(db, arena, wish->room, &change));
    *id = id_at(wish->at);
    TRY(db_exec(db, arena,
                "INSERT INTO message (id, room_id, persona_id, body, html, note_category, note_text, reply_to, warmth, created_at, removed,"
                " removed_reason, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', '', $10)",
                P(*id), P(wish->room), P(wish->persona), P(wish->body), P(wish->html), P(wish->note_category ? wish->note_category : ""),
                P(wish->note_text ? wish->note_text : ""), reply, P(wish->at), P(change)));
    TRY(mention_put(db, arena, *id, wish->mentions, wish->mentions_count));
    return room_publish(db, arena, wish->room);
}

enum status message_update(struct db *db, struct arena *arena, const struct message *message, const char *body, const char *html,
                           const char *note_category, const char *note_text, int64_t now)
{
    TRY(db_exec(db, arena, "UPDATE message SET body = $2, html = $3, note_category = $4, note_text = $5, edited_at = $6 WHERE id = $1",
                P(message->id), P(body), P(html), P(note_category), P(note_text), P(now)));
    TRY(db_exec(db, arena, "DELETE FROM mention WHERE message_id = $1", P(message->id)));
    TRY(message_touch(db, arena, message->room_id, message->id));
    return message_touch_answers(db, arena, message);
}

enum status message_take_away(struct db *db, struct arena *arena, const struct message *message, const char *by, const char *reason)
{
    TRY(db_exec(db, arena, "DELETE FROM message_reaction WHERE message_id = $1", P(message->id)));
    TRY(db_exec(db, arena, "DELETE FROM mention WHERE message_id = $1", P(message->id)));
    TRY(notification_forget(db, arena, NOTIFICATION_MENTION, message->id));
    TRY(db_exec(db, arena,
                "UPDATE message SET body = '', html = '', note_category = '', note_text = '', reply_to = NULL, warmth = 0,"
                " edited_at = NULL, removed = $2, removed_reason = $3 WHERE id = $1",
                P(message->id), P(by), P(reason)));
    TRY(message_touch(db, arena, message->room_id, message->id));
    return message_touch_answers(db, arena, message);
}

enum status message_back(struct db *db, struct arena *arena, const struct message *message)
{
    TRY(message_touch(db, arena, message->room_id, message->id));
    return message_touch_answers(db, arena, message);
}

enum status message_once_note(struct db *db, struct arena *arena, struct bytes once, int64_t persona, int64_t now)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "INSERT INTO message_once (once, persona_id, day) VALUES ($1, $2, $3) ON CONFLICT (once) DO NOTHING",
                 P(once), P(persona), P(time_day(now))));
    return rows.changed ? OK : CONFLICT;
}

/* ---- reactions ---- */

/* The kinds that are there, for all to see; listeners get the message again when they are others than before. */
enum status message_warmth_settle(struct db *db, struct arena *arena, int64_t message)
{
    struct rows rows;
    int64_t warmth = 0;
    TRY(db_query(db, arena, &rows, "SELECT DISTINCT kind FROM message_reaction WHERE message_id = $1", P(message)));
    while (rows_next(&rows))
        warmth |= rows_int(&rows);
    TRY(db_query(db, arena, &rows, "UPDATE message SET warmth = $2 WHERE id = $1 AND warmth <> $2 RETURNING room_id", P(message),
                 P(warmth)));
    return rows_next(&rows) ? message_touch(db, arena, rows_int(&rows), message) : OK;
}

enum status message_react(struct db *db, struct arena *arena, int64_t message, int64_t persona, const char *word)
{
    struct rows rows;
    int64_t kind = talk_word_kind(word);
    if (!kind)
        return NOT_FOUND;
    TRY(db_query(db, arena, &rows, "DELETE FROM message_reaction WHERE message_id = $1 AND kind = $2 AND persona_id = $3", P(message),
                 P(kind), P(persona)));
    if (!rows.changed)
        TRY(db_exec(db, arena,
                    "INSERT INTO message_reaction (message_id, persona_id, kind) VALUES ($1, $2, $3)"
                    " ON CONFLICT (message_id, kind, persona_id) DO NOTHING",
                    P(message), P(persona), P(kind)));
    return message_warmth_settle(db, arena, message);
}

/* ---- having looked ---- */

enum status room_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT 1 FROM message x JOIN room r ON r.id = x.room_id JOIN membership b ON b.group_id = r.group_id AND b.persona_id = $3"
        " WHERE x.id = $1 AND x.room_id = $2",
        P(args[2]), P(args[1]), P(args[0])));
    if (!rows.count)
        return OK; /* gone in the meantime, or they have left */
    TRY(db_query(db, arena, &rows,
                 "UPDATE mention SET seen = TRUE WHERE persona_id = $1 AND NOT seen AND message_id <= $3"
                 " AND EXISTS (SELECT 1 FROM message x WHERE x.id = mention.message_id AND x.room_id = $2) RETURNING message_id",
                 P(args[0]), P(args[1]), P(args[2])));
    while (rows_next(&rows))
        TRY(notification_seen(db, arena, args[0], NOTIFICATION_MENTION, rows_int(&rows)));
    return db_exec(db, arena,
                   "INSERT INTO room_mark (persona_id, room_id, message_id, day) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (persona_id, room_id) DO UPDATE SET message_id = excluded.message_id, day = excluded.day"
                   " WHERE room_mark.message_id < excluded.message_id",
                   P(args[0]), P(args[1]), P(args[2]), P(args[3]));
}

/* For trust: what still stands. */
enum status message_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM message WHERE persona_id = $1 AND created_at < $2 AND removed = '' LIMIT $3", P(persona),
                 P(before), P(most)));
    *count = (int64_t)rows.count;
    return OK;
}
