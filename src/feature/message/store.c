/* Conversations, who sits in them, and what members chose. */
#include "message/pages.h"

/* MIXED, TOUCHED: how many seats beside one are written with it. */
enum { TELL_WITHIN = 5000, MIXED = 32, TOUCHED = 16 };
const char conversation_tell_kind[] = "conversation.tell";

/* ---- seats ---- */

#define SEAT_COLUMNS "id, persona_id, keys, voice, seen_nonce, seen_mask"

static void seat_read(struct rows *rows, struct conversation_seat_row *row)
{
    row->id = rows_int(rows);
    row->persona = rows_int(rows);
    row->keys = rows_blob(rows);
    row->voice = rows_blob(rows);
    row->seen_nonce = rows_int(rows);
    row->seen_mask = rows_int(rows);
}

enum status conversation_seat_find(struct db *db, struct arena *arena, int64_t seat, struct conversation_seat_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " SEAT_COLUMNS " FROM conversation_seat WHERE id = $1", P(seat)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    seat_read(&rows, row);
    return OK;
}

enum status conversation_seat_list(struct db *db, struct arena *arena, int64_t persona, enum conversation_kind kind,
                                   struct conversation_seat_rows *seats)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " SEAT_COLUMNS
                 " FROM conversation_seat WHERE persona_id = $1 AND kind = $2 AND keys IS NOT NULL ORDER BY id LIMIT $3",
                 P(persona), P((int64_t)kind), P(CONVERSATIONS_MOST)));
    *seats = (struct conversation_seat_rows){ arena_array(arena, rows.count + 1, sizeof *seats->items), 0 };
    while (rows_next(&rows))
        seat_read(&rows, &seats->items[seats->count++]);
    return OK;
}

enum status conversation_seat_insert(struct db *db, struct arena *arena, const struct conversation_seat_row *row,
                                     enum conversation_kind kind)
{
    return db_exec(
        db, arena,
        "INSERT INTO conversation_seat (id, persona_id, kind, keys, voice, seen_nonce, seen_mask) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        P(row->id), P(row->persona), P((int64_t)kind), P(row->keys), P(row->voice), P(row->seen_nonce), P(row->seen_mask));
}

enum status conversation_seat_update(struct db *db, struct arena *arena, const struct conversation_seat_row *row)
{
    return db_exec(db, arena, "UPDATE conversation_seat SET keys = $2, voice = $3 WHERE id = $1", P(row->id), P(row->keys), P(row->voice));
}

enum status conversation_seat_delete(struct db *db, struct arena *arena, int64_t seat)
{
    TRY(notification_forget(db, arena, NOTIFICATION_LETTER, seat));
    return db_exec(db, arena, "DELETE FROM conversation_seat WHERE id = $1", P(seat));
}

/* Some beside it are written with it, by one statement, so that PostgreSQL's number of the transaction doesn't say whose words these were.
 */
enum status conversation_seen_put(struct db *db, struct arena *arena, int64_t seat, int64_t nonce, int64_t mask)
{
    struct rows rows;
    int64_t below = random_below(TOUCHED);
    TRY(db_query(db, arena, &rows,
                 "SELECT (SELECT min(a.id) FROM (SELECT id FROM conversation_seat WHERE id <= $1 ORDER BY id DESC LIMIT $2) a),"
                 " (SELECT max(b.id) FROM (SELECT id FROM conversation_seat WHERE id >= $1 ORDER BY id LIMIT $3) b)",
                 P(seat), P(below + 1), P(TOUCHED - below)));
    if (!rows_next(&rows))
        return OK;
    int64_t from = rows_int(&rows), to = rows_int(&rows);
    return db_exec(db, arena,
                   "UPDATE conversation_seat SET seen_nonce = CASE WHEN id = $1 THEN $2 ELSE seen_nonce END,"
                   " seen_mask = CASE WHEN id = $1 THEN $3 ELSE seen_mask END WHERE id >= $4 AND id <= $5",
                   P(seat), P(nonce), P(mask), P(from), P(to));
}

enum status conversation_seen_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    TRY(notification_forget(db, arena, NOTIFICATION_LETTER, args[0]));
    return conversation_seen_put(db, arena, args[0], args[2], args[3]);
}

/* ---- where seats lie ---- */

/* A table and its index lie on the disk in the order in which rows came, and on PostgreSQL with the number of the transaction beside each:
 * the seats of a conversation would stand side by side, in the place of the conversation among others. So those beside a new one in the
 * order of ids, which chance made, are taken out and put in again with it, in an order that chance decides. */
struct mixed {
    struct seat_copy {
        struct conversation_seat_row row;
        int64_t kind;
        struct param gone;
    } items[2 * MIXED];
    size_t count;
};

static enum status mixed_read(struct db *db, struct arena *arena, const char *sql, int64_t seat, size_t most, struct mixed *mixed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, sql, P(seat), P((int64_t)most)));
    while (mixed->count < COUNT(mixed->items) && rows_next(&rows)) {
        size_t at = random_below((uint32_t)++mixed->count); /* the one there goes to the end */
        mixed->items[mixed->count - 1] = mixed->items[at];
        seat_read(&rows, &mixed->items[at].row);
        mixed->items[at].kind = rows_int(&rows);
        int64_t gone = rows_int(&rows);
        mixed->items[at].gone = gone ? P(gone) : P_NULL;
    }
    return OK;
}

enum status conversation_seat_mix(struct db *db, struct arena *arena, int64_t seat)
{
    struct mixed *mixed = arena_alloc(arena, sizeof *mixed);
    TRY(mixed_read(db, arena, "SELECT " SEAT_COLUMNS ", kind, gone_day FROM conversation_seat WHERE id >= $1 ORDER BY id LIMIT $2", seat,
                   MIXED, mixed));
    TRY(mixed_read(db, arena, "SELECT " SEAT_COLUMNS ", kind, gone_day FROM conversation_seat WHERE id < $1 ORDER BY id DESC LIMIT $2",
                   seat, MIXED, mixed));
    for (size_t i = 0; i < mixed->count; i++)
        TRY(db_exec(db, arena, "DELETE FROM conversation_seat WHERE id = $1", P(mixed->items[i].row.id)));
    for (size_t i = 0; i < mixed->count; i++) {
        const struct seat_copy *copy = &mixed->items[i];
        TRY(db_exec(db, arena,
                    "INSERT INTO conversation_seat (id, persona_id, kind, keys, voice, seen_nonce, seen_mask, gone_day)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    P(copy->row.id), copy->row.persona ? P(copy->row.persona) : P_NULL, P(copy->kind), P(copy->row.keys),
                    P(copy->row.voice), P(copy->row.seen_nonce), P(copy->row.seen_mask), copy->gone));
    }
    return OK;
}

/* ---- conversations ---- */

enum status conversation_row_find(struct db *db, struct arena *arena, int64_t channel, struct conversation_row *row)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT head, generation, change FROM conversation WHERE id = $1", P(channel)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    row->head = rows_blob(&rows);
    row->generation = rows_int(&rows);
    row->change = rows_int(&rows);
    return OK;
}

enum status conversation_row_insert(struct db *db, struct arena *arena, int64_t channel, const struct conversation_row *row)
{
    return db_exec(db, arena, "INSERT INTO conversation (id, head, generation, change, state_change) VALUES ($1, $2, $3, 0, 0)", P(channel),
                   P(row->head), P(row->generation));
}

enum status conversation_head_put(struct db *db, struct arena *arena, const struct conversation *conversation)
{
    return db_exec(db, arena, "UPDATE conversation SET head = $2, generation = $3 WHERE id = $1", P(conversation->channel),
                   P(conversation_head_seal(arena, conversation)), P(conversation_key_now(conversation)->number));
}

enum status conversation_next_change(struct db *db, struct arena *arena, int64_t channel, int64_t *change)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE conversation SET change = change + 1 WHERE id = $1 RETURNING change", P(channel)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *change = rows_int(&rows);
    return OK;
}

enum status conversation_touch(struct db *db, struct arena *arena, int64_t channel)
{
    TRY(db_exec(db, arena, "UPDATE conversation SET change = change + 1, state_change = change + 1 WHERE id = $1", P(channel)));
    return live_publish(db, arena, &conversation_live, channel);
}

enum status conversation_gone_put(struct db *db, struct arena *arena, const struct conversation *conversation, int64_t day)
{
    TRY(db_exec(db, arena, "UPDATE conversation SET gone_day = $2 WHERE id = $1", P(conversation->channel), P(day)));
    for (size_t i = 0; i < conversation->people.count; i++)
        TRY(db_exec(db, arena, "UPDATE conversation_seat SET gone_day = $2 WHERE id = $1", P(conversation->people.items[i].seat), P(day)));
    return OK;
}

enum status conversation_remove(struct db *db, struct arena *arena, const struct conversation *conversation)
{
    TRY(db_exec(db, arena, "DELETE FROM private_message WHERE conversation_id = $1", P(conversation->channel)));
    for (size_t i = 0; i < conversation->people.count; i++)
        TRY(conversation_seat_delete(db, arena, conversation->people.items[i].seat));
    return db_exec(db, arena, "DELETE FROM conversation WHERE id = $1", P(conversation->channel));
}

/* ---- live ---- */

/* Numbers alone: what was said is sealed, so each reader's page asks for it with its own cookie. */
struct change {
    int64_t number; /* of a message; 0: the conversation itself */
};

static enum status changes_read(struct db *db, struct arena *arena, int64_t channel, int64_t after, struct live_changes *changes)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT change, number FROM private_message WHERE conversation_id = $1 AND change > $2"
                 " UNION ALL SELECT state_change, 0 FROM conversation WHERE id = $1 AND state_change > $2 ORDER BY 1 LIMIT $3",
                 P(channel), P(after), P(LIVE_READ_MOST)));
    *changes = (struct live_changes){ arena_array(arena, rows.count + 1, sizeof *changes->items), 0 };
    while (rows_next(&rows)) {
        struct change *change = arena_alloc(arena, sizeof *change);
        struct live_change *item = &changes->items[changes->count++];
        item->number = rows_int(&rows);
        change->number = rows_int(&rows);
        item->what = change;
    }
    return OK;
}

static void change_write(struct view *view, unsigned flags, int64_t channel, const struct live_change *change)
{
    const struct change *what = change->what;
    (void)flags;
    (void)channel;
    live_event(view, what->number ? "letter" : "room", arena_printf(view->words.arena, "%lld", (long long)what->number));
}

const struct live_source conversation_live = { .name = "conversation", .read = changes_read, .write = change_write };

/* ---- what members chose ---- */

enum status conversation_choice_find(struct db *db, struct arena *arena, int64_t persona, struct conversation_choice *choice)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT who, receipts FROM conversation_choice WHERE persona_id = $1", P(persona)));
    *choice = (struct conversation_choice){ "groups", false };
    if (rows_next(&rows)) {
        choice->who = rows_text(&rows);
        choice->receipts = rows_bool(&rows);
    }
    return OK;
}

enum status conversation_choice_put(struct db *db, struct arena *arena, int64_t persona, const struct conversation_choice *choice)
{
    return db_exec(db, arena,
                   "INSERT INTO conversation_choice (persona_id, who, receipts) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET who = excluded.who, receipts = excluded.receipts",
                   P(persona), P(choice->who), P(choice->receipts));
}

/* ---- telling ---- */

enum status conversation_tell(struct db *db, struct arena *arena, int64_t now, int64_t seat, void *app)
{
    struct conversation_seat_row row;
    int64_t since = now % TIME_DAY;
    (void)app;
    enum status status = conversation_seat_find(db, arena, seat, &row);
    if (status != OK || !row.keys.data)
        return status == NOT_FOUND ? OK : status;
    struct notification letter = { .persona = row.persona, .kind = NOTIFICATION_LETTER, .subject = seat };
    return notification_send(db, arena, &letter, now - (since ? (int64_t)(random_u64() % (uint64_t)since) : 0));
}

enum status conversation_tell_soon(struct db *db, struct arena *arena, int64_t seat, int64_t now)
{
    return job_add(db, arena, conversation_tell_kind, seat, now + random_below(TELL_WITHIN));
}
