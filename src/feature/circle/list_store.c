/* A member's own lists: the people they are tied to, their circles, what they chose. */
#include "circle/pages.h"

enum { CIRCLE_PEOPLE = 500 };

/* ---- people ---- */

void circle_people_read(struct arena *arena, struct rows *rows, struct circle_people *people)
{
    *people = (struct circle_people){ arena_array(arena, rows->count + 1, sizeof *people->items), 0 };
    while (rows_next(rows)) {
        struct circle_person *person = &people->items[people->count++];
        person->persona = rows_int(rows);
        person->name = rows_text(rows);
        person->picture = rows_int(rows);
        person->note = rows_blob(rows);
    }
}

#define PEOPLE_PAGE " AND a.id > $2 ORDER BY a.id LIMIT $3"

static const char *list_sql(enum circle_list list)
{
    static const char *const sql[] = {
        [CIRCLE_CONNECTED] = "SELECT a.id, a.name, a.picture, NULL FROM connection x JOIN persona a ON a.id = x.other_id"
                             " WHERE x.persona_id = $1" PEOPLE_PAGE,
        [CIRCLE_BLOCKED] = "SELECT a.id, a.name, a.picture, NULL FROM block x JOIN persona a ON a.id = x.other_id"
                           " WHERE x.persona_id = $1 AND x.by_me" PEOPLE_PAGE,
        [CIRCLE_MUTED] = "SELECT a.id, a.name, a.picture, NULL FROM mute x JOIN persona a ON a.id = x.other_id"
                         " WHERE x.persona_id = $1" PEOPLE_PAGE,
        [CIRCLE_ASKED] = "SELECT a.id, a.name, a.picture, NULL FROM connection_ask x JOIN persona a ON a.id = x.other_id"
                         " WHERE x.persona_id = $1 AND NOT x.withdrawn" PEOPLE_PAGE,
        [CIRCLE_ASKING] = "SELECT a.id, a.name, a.picture, x.note FROM connection_ask x JOIN persona a ON a.id = x.persona_id"
                          " WHERE x.other_id = $1 AND NOT x.declined" PEOPLE_PAGE,
    };
    return sql[list];
}

enum status circle_people_of(struct request *request, enum circle_list list, int64_t after, struct circle_people *people, int64_t *next)
{
    struct rows rows;
    const struct param params[] = { P(request->reader), P(after), P(CIRCLE_PEOPLE_PAGE + 1) };
    TRY(db_query_(request->db, request->arena, &rows, list_sql(list), params, COUNT(params)));
    circle_people_read(request->arena, &rows, people);
    *next = 0;
    if (people->count > CIRCLE_PEOPLE_PAGE) {
        people->count = CIRCLE_PEOPLE_PAGE;
        *next = people->items[CIRCLE_PEOPLE_PAGE - 1].persona;
    }
    circle_people_sort(request, people);
    return OK;
}

/* ---- circles ---- */

enum status circle_rows_of(struct request *request, int64_t persona, struct circle_rows *list)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT c.id, c.name, m.other_id IS NOT NULL FROM circle c"
                 " LEFT JOIN circle_member m ON m.circle_id = c.id AND m.other_id = $2 WHERE c.persona_id = $1 ORDER BY c.id",
                 P(request->reader), P(persona)));
    *list = (struct circle_rows){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct circle_row *row = &list->items[list->count++];
        row->id = rows_int(&rows);
        row->name = rows_blob(&rows);
        row->has = rows_bool(&rows);
    }
    return OK;
}

enum status circle_row_put(struct request *request, int64_t id, struct bytes name)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "UPDATE circle SET name = $3 WHERE id = $1 AND persona_id = $2", P(id),
                 P(request->reader), P(name)));
    if (rows.changed)
        return OK;
    return db_exec(request->db, request->arena, "INSERT INTO circle (id, persona_id, name) VALUES ($1, $2, $3)", P(id), P(request->reader),
                   P(name));
}

enum status circle_row_drop(struct request *request, int64_t id)
{
    TRY(db_exec(request->db, request->arena, "DELETE FROM circle_member WHERE circle_id = $1", P(id)));
    return db_exec(request->db, request->arena, "DELETE FROM circle WHERE id = $1 AND persona_id = $2", P(id), P(request->reader));
}

enum status circle_put(struct request *request, int64_t circle, int64_t persona, bool in)
{
    struct circle found;
    bool connected;
    TRY(circle_find(request, circle, &found));
    if (!in)
        return db_exec(request->db, request->arena, "DELETE FROM circle_member WHERE circle_id = $1 AND other_id = $2", P(circle),
                       P(persona));
    TRY(connection_between(request->db, request->arena, request->reader, persona, &connected));
    if (!connected)
        return NOT_FOUND;
    return db_exec(request->db, request->arena, "INSERT INTO circle_member (circle_id, other_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                   P(circle), P(persona));
}

enum status circle_members(struct request *request, int64_t circle, struct circle_people *people)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT a.id, a.name, a.picture, NULL FROM circle_member m JOIN persona a ON a.id = m.other_id"
                 " WHERE m.circle_id = $1 ORDER BY a.id LIMIT $2",
                 P(circle), P(CIRCLE_PEOPLE)));
    circle_people_read(request->arena, &rows, people);
    circle_people_sort(request, people);
    return OK;
}

enum status circle_has(struct db *db, struct arena *arena, int64_t owner, int64_t circle, int64_t persona, bool *has)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM circle c WHERE c.id = $2 AND c.persona_id = $3 AND " CIRCLE_HAS_SQL("c.id"), P(persona),
                 P(circle), P(owner)));
    *has = rows.count > 0;
    return OK;
}

/* ---- what a member chose ---- */

enum status circle_choice_row(struct request *request, bool *closed, struct bytes *quiet)
{
    struct rows rows;
    *closed = false;
    *quiet = (struct bytes){ NULL, 0 };
    TRY(db_query(request->db, request->arena, &rows, "SELECT closed, quiet FROM contact_choice WHERE persona_id = $1", P(request->reader)));
    if (rows_next(&rows)) {
        *closed = rows_bool(&rows);
        *quiet = rows_blob(&rows);
    }
    return OK;
}

enum status circle_choice_put(struct request *request, bool closed, struct bytes quiet)
{
    return db_exec(request->db, request->arena,
                   "INSERT INTO contact_choice (persona_id, closed, quiet) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET closed = excluded.closed, quiet = excluded.quiet",
                   P(request->reader), P(closed), P(quiet));
}
