/* Rooms: finding and listing them, who is in them, who may only read, what each reader chose. */
#include "chat/pages.h"

enum { MUTES = 50, TALKERS_LOOKED_AT = 200 };

static int64_t reader_of(const struct request *request)
{
    return request->member ? request->member->persona : 0;
}

/* ---- rooms ---- */

#define ROOM_COLUMNS                                                                                                                       \
    "r.id, r.group_id, r.name, r.about, r.position, r.opening, r.days, r.from_minute, r.until_minute, r.slow_seconds, r.paused_word,"      \
    " r.note, r.keep_hours, r.closed, r.change, r.state_change, g.slug"

static void room_read(struct rows *rows, struct room *room)
{
    *room = (struct room){ .id = rows_int(rows) };
    room->group_id = rows_int(rows);
    room->name = rows_text(rows);
    room->about = rows_text(rows);
    room->position = rows_int(rows);
    room->by_hours = text_same(rows_text(rows), "hours");
    room->days = (unsigned)rows_int(rows);
    room->from_minute = (int)rows_int(rows);
    room->until_minute = (int)rows_int(rows);
    room->slow_seconds = (int)rows_int(rows);
    room->paused_word = rows_text(rows);
    room->note = rows_text(rows);
    room->keep_hours = (int)rows_int(rows);
    room->closed = rows_bool(rows);
    room->change = rows_int(rows);
    room->state_change = rows_int(rows);
    room->group_slug = rows_text(rows);
}

enum status room_find(struct request *request, int64_t id, struct room *room, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " ROOM_COLUMNS ", k.message_id FROM room r JOIN peer_group g ON g.id = r.group_id"
                 " LEFT JOIN room_mark k ON k.persona_id = $1 AND k.room_id = r.id WHERE r.id = $2",
                 P(reader_of(request)), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    room_read(&rows, room);
    room->seen = rows_int(&rows);
    return group_find(request, room->group_slug, group);
}

enum status room_list(struct request *request, int64_t group, struct rooms *rooms)
{
    struct rows rows;
    TRY(db_query(
        request->db, request->arena, &rows,
        "SELECT " ROOM_COLUMNS ", k.message_id,"
        " EXISTS (SELECT 1 FROM message x WHERE x.room_id = r.id AND x.id > COALESCE(k.message_id, 0) AND x.persona_id <> $1"
        " AND " BLOCK_UNSEEN_SQL(
            "x.persona_id") "),"
                            " EXISTS (SELECT 1 FROM mention n JOIN message x ON x.id = n.message_id WHERE n.persona_id = $1 AND NOT n.seen"
                            " AND x.room_id = r.id AND x.removed = '' AND " BLOCK_UNSEEN_SQL(
                                "x.persona_id") ")"
                                                " FROM room r JOIN peer_group g ON g.id = r.group_id"
                                                " LEFT JOIN room_mark k ON k.persona_id = $1 AND k.room_id = r.id"
                                                " WHERE r.group_id = $2 AND NOT r.closed AND EXISTS (SELECT 1 FROM membership b WHERE b.group_id = $2 AND b.persona_id = $1)"
                                                " ORDER BY r.position, r.id LIMIT $3",
        P(reader_of(request)), P(group), P(ROOMS_MAX)));
    *rooms = (struct rooms){ arena_array(request->arena, rows.count + 1, sizeof *rooms->items), 0 };
    while (rows_next(&rows)) {
        struct room *room = &rooms->items[rooms->count++];
        room_read(&rows, room);
        room->seen = rows_int(&rows);
        room->has_new = rows_bool(&rows);
        room->is_spoken_to = rows_bool(&rows);
    }
    return OK;
}

enum status room_list_all(struct db *db, struct arena *arena, int64_t group, struct rooms *rooms)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " ROOM_COLUMNS " FROM room r JOIN peer_group g ON g.id = r.group_id WHERE r.group_id = $1"
                 " ORDER BY r.position, r.id LIMIT $2",
                 P(group), P(ROOMS_MAX)));
    *rooms = (struct rooms){ arena_array(arena, rows.count + 1, sizeof *rooms->items), 0 };
    while (rows_next(&rows))
        room_read(&rows, &rooms->items[rooms->count++]);
    return OK;
}

enum status room_create(struct db *db, struct arena *arena, const struct room_new *wish, int64_t *id)
{
    *id = id_at(wish->now);
    return db_exec(
        db, arena,
        "INSERT INTO room (id, group_id, name, about, position, opening, days, from_minute, until_minute, slow_seconds, note,"
        " keep_hours, closed, change, state_change) SELECT $1, $2, $3, $4,"
        " (SELECT COALESCE(MAX(position), 0) + 1 FROM room WHERE group_id = $2), 'always', $5, 1200, 1380, 0, $6, 72, FALSE, 0, 0",
        P(*id), P(wish->group), P(wish->name), P(wish->about), P(ROOM_EVERY_DAY), P(wish->note ? wish->note : ""));
}

enum status room_publish(struct db *db, struct arena *arena, int64_t room)
{
    return live_publish(db, arena, &room_live, room);
}

enum status room_update(struct db *db, struct arena *arena, const struct room *room)
{
    TRY(db_exec(
        db, arena,
        "UPDATE room SET name = $2, about = $3, opening = $4, days = $5, from_minute = $6, until_minute = $7, slow_seconds = $8,"
        " paused_word = $9, note = $10, keep_hours = $11, closed = $12, change = change + 1, state_change = change + 1 WHERE id = $1",
        P(room->id), P(room->name), P(room->about), P(room->by_hours ? "hours" : "always"), P((int64_t)room->days), P(room->from_minute),
        P(room->until_minute), P(room->slow_seconds), P(room->paused_word), P(room->note), P(room->keep_hours), P(room->closed)));
    return room_publish(db, arena, room->id);
}

/* ---- who is here ---- */

static bool people_hold(const struct room_people *people, int64_t persona)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].persona == persona)
            return true;
    return false;
}

/* Adds the row's person, unless they are there already or no place is left. */
static void people_add(struct rows *rows, const struct block_list *unseen, struct room_people *people)
{
    struct room_person person = { .persona = rows_int(rows) };
    person.name = rows_text(rows);
    person.picture = rows_int(rows);
    person.is_facilitator = rows_bool(rows);
    if (people_hold(people, person.persona) || block_has(unseen, person.persona))
        return;
    if (people->count == ROUND_SIDE)
        people->others = true;
    else
        people->items[people->count++] = person;
}

#define HERE_COLUMNS "a.id, a.name, a.picture, m.role = 'facilitator'"
#define HERE_BESIDE " JOIN membership m ON m.group_id = $1 AND m.persona_id = a.id LEFT JOIN room_choice c ON c.persona_id = a.id"

enum status room_talking(struct db *db, struct arena *arena, const struct room *room, int64_t since, const struct block_list *unseen,
                         struct room_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " HERE_COLUMNS " FROM message x JOIN persona a ON a.id = x.persona_id" HERE_BESIDE
                 " WHERE x.room_id = $2 AND x.id > $3 AND x.removed = '' AND COALESCE(c.here, TRUE) ORDER BY x.id DESC LIMIT $4",
                 P(room->group_id), P(room->id), P(since << 20), P(TALKERS_LOOKED_AT)));
    *people = (struct room_people){ .items = arena_array(arena, ROUND_SIDE, sizeof *people->items) };
    while (rows_next(&rows))
        people_add(&rows, unseen, people);
    return OK;
}

enum status room_listening(struct db *db, struct arena *arena, const struct room *room, const int64_t *personas, size_t count,
                           const struct room_people *talking, const struct block_list *unseen, struct room_people *people)
{
    *people = (struct room_people){ .items = arena_array(arena, ROUND_SIDE, sizeof *people->items) };
    for (size_t i = 0; i < count && !people->others; i++) {
        struct rows rows;
        if (people_hold(talking, personas[i]))
            continue;
        TRY(db_query(db, arena, &rows,
                     "SELECT " HERE_COLUMNS " FROM persona a" HERE_BESIDE " WHERE a.id = $2 AND COALESCE(c.here, NOT m.hides)",
                     P(room->group_id), P(personas[i])));
        while (rows_next(&rows))
            people_add(&rows, unseen, people);
    }
    return OK;
}

enum status room_choice_find(struct db *db, struct arena *arena, int64_t persona, bool here, struct room_choice *choice)
{
    struct rows rows;
    *choice = (struct room_choice){ .typing = false, .here = here };
    TRY(db_query(db, arena, &rows, "SELECT typing, here FROM room_choice WHERE persona_id = $1", P(persona)));
    if (rows_next(&rows)) {
        choice->typing = rows_bool(&rows);
        choice->here = rows_bool(&rows);
    }
    return OK;
}

enum status room_choice_put(struct db *db, struct arena *arena, int64_t persona, const struct room_choice *choice)
{
    return db_exec(db, arena,
                   "INSERT INTO room_choice (persona_id, typing, here) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET typing = excluded.typing, here = excluded.here",
                   P(persona), P(choice->typing), P(choice->here));
}

/* ---- who may only read ---- */

static void mutes_read(struct arena *arena, struct rows *rows, struct room_mutes *mutes)
{
    *mutes = (struct room_mutes){ arena_array(arena, rows->count + 1, sizeof *mutes->items), 0 };
    while (rows_next(rows)) {
        struct room_mute *mute = &mutes->items[mutes->count++];
        mute->persona = rows_int(rows);
        mute->name = rows_text(rows);
        mute->picture = rows_int(rows);
        mute->until = rows_int(rows);
        mute->reason = rows_text(rows);
    }
}

#define MUTE_SELECT "SELECT x.persona_id, a.name, a.picture, x.until_at, x.reason FROM room_mute x JOIN persona a ON a.id = x.persona_id"

enum status room_mute_find(struct db *db, struct arena *arena, int64_t room, int64_t persona, int64_t now, struct room_mute *mute)
{
    struct rows rows;
    struct room_mutes mutes;
    TRY(db_query(db, arena, &rows, MUTE_SELECT " WHERE x.room_id = $1 AND x.persona_id = $2 AND x.until_at > $3", P(room), P(persona),
                 P(now)));
    mutes_read(arena, &rows, &mutes);
    if (!mutes.count)
        return NOT_FOUND;
    *mute = mutes.items[0];
    return OK;
}

enum status room_mute_mine(struct request *request, int64_t room, const struct group *group, struct room_mute *mute)
{
    *mute = (struct room_mute){ .until = group->muted_until };
    if (group->muted_until)
        return OK;
    enum status status = room_mute_find(request->db, request->arena, room, request->reader, request->now, mute);
    for (size_t i = 0; status == NOT_FOUND && i < request->own_names_count; i++)
        status = room_mute_find(request->db, request->arena, room, request->own_names[i].id, request->now, mute);
    return status;
}

enum status room_mute_list(struct db *db, struct arena *arena, int64_t room, int64_t now, struct room_mutes *mutes)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, MUTE_SELECT " WHERE x.room_id = $1 AND x.until_at > $2 ORDER BY x.persona_id LIMIT $3", P(room), P(now),
                 P(MUTES)));
    mutes_read(arena, &rows, mutes);
    return OK;
}

enum status room_mute_put(struct db *db, struct arena *arena, int64_t room, const struct room_mute *mute)
{
    if (!mute->until)
        return db_exec(db, arena, "DELETE FROM room_mute WHERE room_id = $1 AND persona_id = $2", P(room), P(mute->persona));
    return db_exec(db, arena,
                   "INSERT INTO room_mute (room_id, persona_id, until_at, reason) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (room_id, persona_id) DO UPDATE SET until_at = excluded.until_at, reason = excluded.reason",
                   P(room), P(mute->persona), P(mute->until), P(mute->reason));
}

/* ---- words that wait ---- */

enum status room_draft_find(struct db *db, struct arena *arena, int64_t room, int64_t persona, struct bytes *sealed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT sealed FROM message_draft WHERE persona_id = $1 AND room_id = $2", P(persona), P(room)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *sealed = rows_blob(&rows);
    return OK;
}

enum status room_draft_put(struct db *db, struct arena *arena, int64_t room, int64_t persona, struct bytes sealed, int64_t day)
{
    if (!sealed.data)
        return db_exec(db, arena, "DELETE FROM message_draft WHERE persona_id = $1 AND room_id = $2", P(persona), P(room));
    return db_exec(db, arena,
                   "INSERT INTO message_draft (persona_id, room_id, sealed, day) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (persona_id, room_id) DO UPDATE SET sealed = excluded.sealed, day = excluded.day",
                   P(persona), P(room), P(sealed), P(day));
}
