/* What is said in rooms and reported. Hidden words lie beside an empty message until they are brought back or their time is over. */
#include "chat/pages.h"

static enum status at_work_find(struct request *request, int64_t id, struct reported *reported, int64_t *room)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT m.room_id, m.persona_id, a.name, r.group_id, r.name, COALESCE(m.hidden_body, m.body), m.removed <> '',"
                 " m.hidden_body IS NOT NULL, m.created_at, r.keep_hours FROM message m JOIN room r ON r.id = m.room_id"
                 " LEFT JOIN persona a ON a.id = m.persona_id WHERE m.id = $1",
                 P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *room = rows_int(&rows);
    reported_row_read(&rows, reported);
    bool removed = rows_bool(&rows);
    reported->hidden = rows_bool(&rows);
    reported->gone = removed && !reported->hidden;
    int64_t until = rows_int(&rows);
    until += rows_int(&rows) * TIME_HOUR;
    return until < request->now ? NOT_FOUND : OK; /* its time is over; it goes with the next room.expire */
}

enum status chat_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct message message;
    struct room room;
    struct group group;
    const char *body = "";
    if (!text_same(kind, "message"))
        return NOT_FOUND;
    if (!at_work) {
        if (!request->member)
            return NOT_FOUND;
        TRY(message_find(request, id, &message, &body, &room, &group));
        if (*message.removed)
            return NOT_FOUND;
    }
    TRY(at_work_find(request, id, reported, &room.id));
    reported->text = at_work ? reported->text : body;
    reported->mine = account_name_is_own(request, reported->persona);
    reported->path = arena_printf(request->arena, "/rooms/%lld#m%lld", (long long)room.id, (long long)id);
    return OK;
}

enum status chat_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct reported reported;
    struct message message = { .id = id };
    if (!text_same(kind, "message"))
        return NOT_FOUND;
    TRY(at_work_find(request, id, &reported, &message.room_id));
    if (hide == reported.hidden || reported.gone)
        return OK;
    if (hide) {
        TRY(db_exec(request->db, request->arena,
                    "UPDATE message SET hidden_body = body, hidden_html = html, hidden_note = note_category, hidden_note_text = note_text"
                    " WHERE id = $1",
                    P(id)));
        return message_take_away(request->db, request->arena, &message, "facilitator", reason);
    }
    TRY(db_exec(request->db, request->arena,
                "UPDATE message SET body = hidden_body, html = hidden_html, note_category = hidden_note, note_text = hidden_note_text,"
                " removed = '', removed_reason = '', hidden_body = NULL, hidden_html = NULL, hidden_note = NULL, hidden_note_text = NULL"
                " WHERE id = $1",
                P(id)));
    return message_back(request->db, request->arena, &message);
}

/* ---- what stands around it ---- */

#define AROUND_SELECT                                                                                                                      \
    "SELECT m.id, a.name, m.body, m.created_at FROM message m JOIN room r ON r.id = m.room_id"                                             \
    " LEFT JOIN persona a ON a.id = m.persona_id WHERE "

static void around_read(struct rows *rows, int64_t it, struct reported_words *words)
{
    while (rows_next(rows)) {
        struct reported_word *word = &words->items[words->count++];
        word->is_it = rows_int(rows) == it;
        const char *name = rows_text(rows);
        word->by = name ? name : "";
        word->text = rows_text(rows);
        word->at = rows_int(rows);
    }
}

/* What was taken away isn't read along, nor what is past its time. */
enum status chat_reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words)
{
    struct reported reported;
    struct rows rows;
    int64_t room;
    if (!text_same(kind, "message"))
        return NOT_FOUND;
    TRY(at_work_find(request, id, &reported, &room));
    *words = (struct reported_words){ arena_array(request->arena, 2 * REPORTED_AROUND + 1, sizeof *words->items), 0 };
    TRY(db_query(request->db, request->arena, &rows,
                 AROUND_SELECT "m.room_id = $1 AND m.id < $2 AND m.removed = '' AND m.created_at > $4 - r.keep_hours * 3600000"
                               " ORDER BY m.id DESC LIMIT $3",
                 P(room), P(id), P((int64_t)REPORTED_AROUND), P(request->now)));
    around_read(&rows, id, words);
    for (size_t i = 0; i < words->count / 2; i++) {
        struct reported_word newer = words->items[i], *older = &words->items[words->count - 1 - i];
        words->items[i] = *older;
        *older = newer;
    }
    TRY(db_query(request->db, request->arena, &rows, AROUND_SELECT "m.id = $1", P(id)));
    around_read(&rows, id, words);
    words->items[words->count - 1].text = reported.text; /* also where it is hidden by now */
    TRY(db_query(request->db, request->arena, &rows, AROUND_SELECT "m.room_id = $1 AND m.id > $2 AND m.removed = '' ORDER BY m.id LIMIT $3",
                 P(room), P(id), P((int64_t)REPORTED_AROUND)));
    around_read(&rows, id, words);
    return OK;
}
