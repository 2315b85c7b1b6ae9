/* Who isn't met, who is connected, who asks to be. */
#include "circle/pages.h"

/* ---- blocks ---- */

static enum status list_read(struct request *request, struct rows *rows, struct block_list *list)
{
    int64_t *items = arena_alloc(request->arena, rows->count * sizeof *items + 1);
    while (rows_next(rows))
        items[list->count++] = rows_int(rows);
    list->items = items;
    return OK;
}

enum status block_list_of(struct request *request, struct block_list *list)
{
    struct rows rows;
    *list = (struct block_list){ 0 };
    if (!request->reader)
        return OK;
    TRY(db_query(request->db, request->arena, &rows, "SELECT other_id FROM block WHERE persona_id = $1 ORDER BY other_id",
                 P(request->reader)));
    return list_read(request, &rows, list);
}

enum status block_unseen_of(struct request *request, struct block_list *list)
{
    struct rows rows;
    *list = (struct block_list){ 0 };
    if (!request->reader)
        return OK;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT other_id FROM block WHERE persona_id = $1 UNION ALL SELECT other_id FROM mute WHERE persona_id = $1 ORDER BY 1",
                 P(request->reader)));
    return list_read(request, &rows, list);
}

enum status block_reader(struct request *request, int64_t *reader)
{
    struct block_list list;
    TRY(block_unseen_of(request, &list));
    *reader = list.count ? request->reader : 0;
    return OK;
}

enum status block_is_avoided(struct db *db, struct arena *arena, int64_t persona, bool *avoided)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $1 UNION ALL SELECT 1 FROM mute WHERE other_id = $1 LIMIT 1",
                 P(persona)));
    *avoided = rows.count > 0;
    return OK;
}

int64_t block_channel(int64_t id)
{
    return id | INT64_C(1) << 62; /* no id made from a time reaches it before the year 2109 */
}

enum status block_publish(struct db *db, struct arena *arena, const struct live_source *source, int64_t channel, int64_t by)
{
    bool avoided;
    TRY(block_is_avoided(db, arena, by, &avoided));
    return live_publish(db, arena, source, avoided ? block_channel(channel) : channel);
}

bool block_has(const struct block_list *list, int64_t persona)
{
    size_t from = 0, to = list->count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (list->items[middle] == persona)
            return true;
        if (list->items[middle] < persona)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

enum status block_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *blocked)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    *blocked = rows.count > 0;
    return OK;
}

enum status block_set(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    TRY(connection_end(db, arena, persona, other));
    TRY(block_mute(db, arena, persona, other, false));
    TRY(db_exec(db, arena,
                "INSERT INTO block (persona_id, other_id, by_me) VALUES ($1, $2, TRUE)"
                " ON CONFLICT (persona_id, other_id) DO UPDATE SET by_me = TRUE",
                P(persona), P(other)));
    TRY(db_exec(db, arena, "INSERT INTO block (persona_id, other_id, by_me) VALUES ($2, $1, FALSE) ON CONFLICT DO NOTHING", P(persona),
                P(other)));
    TRY(live_drop(db, arena, persona));
    return live_drop(db, arena, other);
}

/* The other side's own block stays. */
enum status block_end(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    TRY(db_exec(db, arena, "UPDATE block SET by_me = FALSE WHERE persona_id = $1 AND other_id = $2", P(persona), P(other)));
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $2 AND other_id = $1 AND by_me", P(persona), P(other)));
    if (rows.count)
        return OK;
    TRY(db_exec(db, arena, "DELETE FROM block WHERE (persona_id = $1 AND other_id = $2) OR (persona_id = $2 AND other_id = $1)", P(persona),
                P(other)));
    TRY(live_drop(db, arena, persona));
    return live_drop(db, arena, other);
}

enum status block_is_mine(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *mine)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM block WHERE persona_id = $1 AND other_id = $2 AND by_me", P(persona), P(other)));
    *mine = rows.count > 0;
    return OK;
}

/* ---- mutes ---- */

enum status block_mute(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool on)
{
    if (on)
        TRY(db_exec(db, arena, "INSERT INTO mute (persona_id, other_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(persona), P(other)));
    else
        TRY(db_exec(db, arena, "DELETE FROM mute WHERE persona_id = $1 AND other_id = $2", P(persona), P(other)));
    return live_drop(db, arena, persona);
}

enum status block_is_muted(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *muted)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM mute WHERE persona_id = $1 AND other_id = $2", P(persona), P(other)));
    *muted = rows.count > 0;
    return OK;
}

/* ---- connections ---- */

enum status connection_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *connected)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM connection WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    *connected = rows.count > 0;
    return OK;
}

static enum status ask_drop(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    return db_exec(db, arena, "DELETE FROM connection_ask WHERE persona_id = $1 AND other_id = $2", P(a), P(b));
}

enum status connection_set(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    TRY(ask_drop(db, arena, a, b));
    TRY(ask_drop(db, arena, b, a));
    return db_exec(db, arena, "INSERT INTO connection (persona_id, other_id) VALUES ($1, $2), ($2, $1) ON CONFLICT DO NOTHING", P(a), P(b));
}

/* What leads from one of them to the other. */
static enum status ties_drop(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    TRY(ask_drop(db, arena, a, b));
    TRY(db_exec(db, arena, "DELETE FROM connection WHERE persona_id = $1 AND other_id = $2", P(a), P(b)));
    return db_exec(db, arena,
                   "DELETE FROM circle_member WHERE other_id = $2"
                   " AND EXISTS (SELECT 1 FROM circle c WHERE c.id = circle_member.circle_id AND c.persona_id = $1)",
                   P(a), P(b));
}

enum status connection_end(struct db *db, struct arena *arena, int64_t a, int64_t b)
{
    TRY(ties_drop(db, arena, a, b));
    return ties_drop(db, arena, b, a);
}

/* ---- asking ---- */

enum status connection_asked(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *asked)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM connection_ask WHERE persona_id = $1 AND other_id = $2 AND NOT withdrawn", P(persona),
                 P(other)));
    *asked = rows.count > 0;
    return OK;
}

enum status connection_waits(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *waits, struct bytes *note)
{
    struct rows rows;
    *note = (struct bytes){ NULL, 0 };
    TRY(db_query(db, arena, &rows, "SELECT note FROM connection_ask WHERE persona_id = $2 AND other_id = $1 AND NOT declined", P(persona),
                 P(other)));
    *waits = rows_next(&rows);
    if (*waits)
        *note = rows_blob(&rows);
    return OK;
}

enum status connection_ask(struct db *db, struct arena *arena, int64_t persona, int64_t other, struct bytes note, int64_t now,
                           bool *reaches)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT other_id FROM connection_ask WHERE persona_id = $1 AND NOT withdrawn LIMIT $2", P(persona),
                 P(CONNECTION_ASKS_WAITING)));
    if (rows.count == CONNECTION_ASKS_WAITING)
        return CONFLICT;
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO connection_ask (persona_id, other_id, note, day, declined, withdrawn) VALUES ($1, $2, $3, $4, FALSE, FALSE)"
                 " ON CONFLICT (persona_id, other_id) DO UPDATE SET day = excluded.day, withdrawn = FALSE RETURNING declined",
                 P(persona), P(other), P(note), P(time_day(now))));
    *reaches = rows_next(&rows) && !rows_bool(&rows);
    return OK;
}

enum status connection_withdraw(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    TRY(db_exec(db, arena, "DELETE FROM connection_ask WHERE persona_id = $1 AND other_id = $2 AND NOT declined", P(persona), P(other)));
    return db_exec(db, arena, "UPDATE connection_ask SET withdrawn = TRUE WHERE persona_id = $1 AND other_id = $2", P(persona), P(other));
}

enum status connection_decline(struct db *db, struct arena *arena, int64_t persona, int64_t other)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE connection_ask SET declined = TRUE, note = NULL WHERE persona_id = $2 AND other_id = $1 AND NOT declined",
                 P(persona), P(other)));
    return rows.changed ? OK : NOT_FOUND;
}

enum status connection_open(struct db *db, struct arena *arena, int64_t persona, bool *open)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM contact_choice WHERE persona_id = $1 AND closed", P(persona)));
    *open = !rows.count;
    return OK;
}

enum status connection_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    (void)app;
    return db_exec(db, arena, "DELETE FROM connection_ask WHERE day < $1", P(time_day(now) - CONNECTION_ASK_DAYS));
}

/* ---- leaving ---- */

enum status circle_erase(struct db *db, struct arena *arena, int64_t persona)
{
    static const char *const tables[] = {
        "DELETE FROM block WHERE persona_id = $1",
        "DELETE FROM block WHERE other_id = $1",
        "DELETE FROM mute WHERE persona_id = $1",
        "DELETE FROM mute WHERE other_id = $1",
        "DELETE FROM connection WHERE persona_id = $1",
        "DELETE FROM connection WHERE other_id = $1",
        "DELETE FROM connection_ask WHERE persona_id = $1",
        "DELETE FROM connection_ask WHERE other_id = $1",
        "DELETE FROM circle_member WHERE other_id = $1",
        "DELETE FROM circle_member WHERE circle_id IN (SELECT id FROM circle WHERE persona_id = $1)",
        "DELETE FROM circle WHERE persona_id = $1",
        "DELETE FROM contact_choice WHERE persona_id = $1",
    };
    for (size_t i = 0; i < COUNT(tables); i++)
        TRY(db_exec(db, arena, tables[i], P(persona)));
    return OK;
}
