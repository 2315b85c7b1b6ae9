/* Who belongs to a group, who asks to, who was invited or removed. */
#include "circle/circle.h"
#include "group/pages.h"
#include "guideline/guideline.h"
#include "notification/notification.h"

#include "text/text.h"

enum { PAGE = 60, FACILITATORS = 20, WAITING = 50 };

static void people_read(struct arena *arena, struct rows *rows, struct group_people *people)
{
    *people = (struct group_people){ arena_array(arena, rows->count + 1, sizeof *people->items), 0 };
    while (rows_next(rows)) {
        struct group_person *person = &people->items[people->count++];
        person->persona = rows_int(rows);
        person->name = rows_text(rows);
        person->picture = rows_int(rows);
        person->is_facilitator = rows_bool(rows);
        person->hides = rows_bool(rows);
        person->why = rows_text(rows);
    }
}

enum status facilitator_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.persona_id, a.name, a.picture, TRUE, m.hides, NULL FROM membership m JOIN persona a ON a.id = m.persona_id"
                 " WHERE m.group_id = $1 AND m.role = 'facilitator' ORDER BY m.persona_id LIMIT $2",
                 P(group), P(FACILITATORS)));
    people_read(arena, &rows, people);
    return OK;
}

enum status membership_list(struct request *request, const struct group *group, int64_t after, struct group_people *people, int64_t *next)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT m.persona_id, a.name, a.picture, m.role = 'facilitator', m.hides, NULL FROM membership m"
                 " JOIN persona a ON a.id = m.persona_id WHERE m.group_id = $2 AND m.persona_id > $3"
                 " AND (NOT m.hides OR m.role = 'facilitator' OR m.persona_id = $1 OR $4)"
                 " AND (m.role = 'facilitator' OR $4 OR (" BLOCK_UNSEEN_SQL("m.persona_id") ")) ORDER BY m.persona_id LIMIT $5",
                 P(request->member->persona), P(group->id), P(after), P(group->is_facilitator), P(PAGE + 1)));
    people_read(request->arena, &rows, people);
    *next = 0;
    if (people->count > PAGE) {
        people->count = PAGE;
        *next = people->items[PAGE - 1].persona;
    }
    collate_items(&request->view.words, people->items, people->count, sizeof *people->items, offsetof(struct group_person, name));
    return group->is_facilitator ? group_people_veil(request, people) : OK;
}

enum status membership_find(struct db *db, struct arena *arena, int64_t group, int64_t persona, struct group_person *person)
{
    struct rows rows;
    struct group_people people;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.persona_id, a.name, a.picture, m.role = 'facilitator', m.hides, NULL FROM membership m"
                 " JOIN persona a ON a.id = m.persona_id WHERE m.group_id = $1 AND m.persona_id = $2",
                 P(group), P(persona)));
    people_read(arena, &rows, &people);
    if (!people.count)
        return NOT_FOUND;
    *person = people.items[0];
    return OK;
}

enum status membership_by_skeletons(struct db *db, struct arena *arena, int64_t group, const char *const *skeletons, size_t count,
                                    struct group_people *people)
{
    struct rows rows;
    struct param params[1 + NAME_MAX_LENGTH] = { P(group) };
    for (size_t i = 0; i < NAME_MAX_LENGTH; i++)
        params[1 + i] = P(i < count ? skeletons[i] : "");
    TRY(db_query_(db, arena, &rows,
                  "SELECT m.persona_id, a.name, a.picture, m.role = 'facilitator', m.hides, NULL FROM persona a"
                  " JOIN membership m ON m.group_id = $1 AND m.persona_id = a.id WHERE a.skeleton IN ("
                  "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,"
                  " $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41)",
                  params, COUNT(params)));
    people_read(arena, &rows, people);
    return OK;
}

enum status membership_window(struct db *db, struct arena *arena, int64_t group, int64_t start, int64_t limit, int64_t **personas,
                              size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT persona_id FROM membership WHERE group_id = $1 AND persona_id >= $2 AND (NOT hides OR role = 'facilitator')"
                 " ORDER BY persona_id LIMIT $3",
                 P(group), P(start), P(limit)));
    *personas = arena_array(arena, rows.count + 1, sizeof **personas);
    for (*count = 0; rows_next(&rows);)
        (*personas)[(*count)++] = rows_int(&rows);
    return OK;
}

enum status membership_shown_of(struct db *db, struct arena *arena, const int64_t *personas, size_t count, struct rows *rows)
{
    struct param params[GROUP_BATCH];
    for (size_t i = 0; i < GROUP_BATCH; i++)
        params[i] = P(i < count ? personas[i] : (int64_t)0);
    return db_query_(db, arena, rows,
                     "SELECT persona_id, group_id FROM membership WHERE persona_id IN ("
                     "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,"
                     " $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40)"
                     " AND (NOT hides OR role = 'facilitator')",
                     params, COUNT(params));
}

/* One statement for each, so that no statement, and nothing that writes statements down, ever holds two of them. */
enum status membership_speaker(struct request *request, int64_t group, const int64_t *personas, size_t count, int64_t *persona)
{
    static const char *const ties[] = {
        "SELECT 1 FROM membership WHERE group_id = $1 AND persona_id = $2",
        "SELECT 1 FROM group_invitation WHERE group_id = $1 AND persona_id = $2",
        "SELECT 1 FROM group_request WHERE group_id = $1 AND persona_id = $2",
    };
    for (size_t tie = 0; tie < COUNT(ties); tie++)
        for (size_t i = 0; i < count; i++) {
            struct rows rows;
            TRY(db_query(request->db, request->arena, &rows, ties[tie], P(group), P(personas[i])));
            if (rows.count) {
                *persona = personas[i];
                return OK;
            }
        }
    return NOT_FOUND;
}

enum status membership_removed(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char **reason)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT reason FROM group_removal WHERE group_id = $1 AND persona_id = $2", P(group), P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *reason = rows_text(&rows);
    return OK;
}

enum status membership_add(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool facilitator, bool hides, int64_t now)
{
    bool was_asking;
    TRY(group_request_end(db, arena, group, persona, &was_asking));
    TRY(group_invitation_end(db, arena, group, persona));
    TRY(db_exec(db, arena, "DELETE FROM group_removal WHERE group_id = $1 AND persona_id = $2", P(group), P(persona)));
    TRY(index_mark(db, arena, INDEX_PERSON, persona));
    return db_exec(db, arena,
                   "INSERT INTO membership (group_id, persona_id, role, hides, quiet, joined_month) VALUES ($1, $2, $3, $4, FALSE, $5)"
                   " ON CONFLICT (group_id, persona_id) DO NOTHING",
                   P(group), P(persona), P(facilitator ? "facilitator" : "member"), P(hides), P(time_month(now)));
}

/* Whether the group would stand without anybody to look after it, while others are still in it. Two facilitators who step down in
 * the same moment would each still see the other: changing one row of the group makes one of them wait for the other's answer. */
static enum status membership_is_needed(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool *needed)
{
    struct rows rows;
    TRY(db_exec(db, arena, "UPDATE peer_group SET picture = picture WHERE id = $1", P(group)));
    TRY(db_query(db, arena, &rows,
                 "SELECT EXISTS (SELECT 1 FROM membership WHERE group_id = $1 AND persona_id = $2 AND role = 'facilitator')"
                 " AND NOT EXISTS (SELECT 1 FROM membership WHERE group_id = $1 AND persona_id <> $2 AND role = 'facilitator')"
                 " AND EXISTS (SELECT 1 FROM membership WHERE group_id = $1 AND persona_id <> $2)",
                 P(group), P(persona)));
    if (!rows_next(&rows))
        return BROKEN;
    *needed = rows_bool(&rows);
    return OK;
}

enum status membership_end(struct db *db, struct arena *arena, int64_t group, int64_t persona)
{
    bool needed;
    TRY(membership_is_needed(db, arena, group, persona, &needed));
    if (needed)
        return CONFLICT;
    TRY(live_drop(db, arena, persona));
    TRY(guideline_forget(db, arena, group, persona));
    TRY(notification_forget_one(db, arena, persona, NOTIFICATION_GROUP, group));
    TRY(notification_forget_one(db, arena, persona, NOTIFICATION_ASKED, group));
    TRY(index_mark(db, arena, INDEX_PERSON, persona));
    return db_exec(db, arena, "DELETE FROM membership WHERE group_id = $1 AND persona_id = $2", P(group), P(persona));
}

enum status membership_remove(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char *reason)
{
    TRY(membership_end(db, arena, group, persona));
    return db_exec(db, arena,
                   "INSERT INTO group_removal (group_id, persona_id, reason) VALUES ($1, $2, $3)"
                   " ON CONFLICT (group_id, persona_id) DO UPDATE SET reason = excluded.reason",
                   P(group), P(persona), P(reason));
}

enum status membership_update(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool hides, bool quiet)
{
    TRY(index_mark(db, arena, INDEX_PERSON, persona));
    return db_exec(db, arena, "UPDATE membership SET hides = $3, quiet = $4 WHERE group_id = $1 AND persona_id = $2", P(group), P(persona),
                   P(hides), P(quiet));
}

enum status membership_role(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool facilitator)
{
    bool needed = false;
    if (!facilitator)
        TRY(membership_is_needed(db, arena, group, persona, &needed));
    if (needed)
        return CONFLICT;
    if (!facilitator)
        TRY(notification_forget_one(db, arena, persona, NOTIFICATION_ASKED, group));
    TRY(index_mark(db, arena, INDEX_PERSON, persona)); /* who looks after a group is always shown */
    return db_exec(db, arena, "UPDATE membership SET role = $3 WHERE group_id = $1 AND persona_id = $2", P(group), P(persona),
                   P(facilitator ? "facilitator" : "member"));
}

/* ---- asking ---- */

enum status group_request_add(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char *why, int64_t now)
{
    return db_exec(db, arena,
                   "INSERT INTO group_request (group_id, persona_id, why, day) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (group_id, persona_id) DO UPDATE SET why = excluded.why",
                   P(group), P(persona), P(why), P(time_day(now)));
}

enum status group_request_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT q.persona_id, a.name, a.picture, FALSE, FALSE, q.why FROM group_request q JOIN persona a ON a.id = q.persona_id"
                 " WHERE q.group_id = $1 ORDER BY q.day, q.persona_id LIMIT $2",
                 P(group), P(WAITING)));
    people_read(arena, &rows, people);
    return OK;
}

enum status group_request_waiting(struct db *db, struct arena *arena, int64_t group, bool *waiting)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM group_request WHERE group_id = $1 LIMIT 1", P(group)));
    *waiting = rows.count > 0;
    return OK;
}

enum status group_request_end(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool *was_there)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM group_request WHERE group_id = $1 AND persona_id = $2", P(group), P(persona)));
    *was_there = rows.changed > 0;
    return OK;
}

/* ---- inviting ---- */

enum status group_invitation_add(struct db *db, struct arena *arena, int64_t group, int64_t persona)
{
    return db_exec(db, arena,
                   "INSERT INTO group_invitation (group_id, persona_id) VALUES ($1, $2) ON CONFLICT (group_id, persona_id) DO NOTHING",
                   P(group), P(persona));
}

enum status group_invitation_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT i.persona_id, a.name, a.picture, FALSE, FALSE, NULL FROM group_invitation i JOIN persona a ON a.id = i.persona_id"
                 " WHERE i.group_id = $1 ORDER BY i.persona_id LIMIT $2",
                 P(group), P(WAITING)));
    people_read(arena, &rows, people);
    return OK;
}

enum status group_invitation_end(struct db *db, struct arena *arena, int64_t group, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM group_invitation WHERE group_id = $1 AND persona_id = $2", P(group), P(persona));
}

/* ---- who reads and doesn't write, by a decision ---- */

enum status group_mute_find(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t now, int64_t *until)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT until FROM group_mute WHERE group_id = $1 AND persona_id = $2", P(group), P(persona)));
    *until = rows_next(&rows) ? rows_int(&rows) : 0;
    if (*until <= now)
        *until = 0;
    return OK;
}

enum status group_mute_set(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t until)
{
    return db_exec(db, arena,
                   "INSERT INTO group_mute (group_id, persona_id, until) VALUES ($1, $2, $3)"
                   " ON CONFLICT (group_id, persona_id) DO UPDATE SET until = excluded.until",
                   P(group), P(persona), P(until));
}

enum status group_mute_clear(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM group_mute WHERE persona_id = $1", P(persona));
}

/* ---- all of one persona ---- */

enum status group_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words; /* what is said here (why somebody asks to join) is for the moment and goes either way */
    static const char *const tables[] = { "DELETE FROM membership WHERE persona_id = $1", "DELETE FROM group_request WHERE persona_id = $1",
                                          "DELETE FROM group_invitation WHERE persona_id = $1",
                                          "DELETE FROM group_removal WHERE persona_id = $1",
                                          "DELETE FROM group_mute WHERE persona_id = $1" };
    TRY(index_mark(db, arena, INDEX_PERSON, persona));
    for (size_t i = 0; i < COUNT(tables); i++)
        TRY(db_exec(db, arena, tables[i], P(persona)));
    return OK;
}

enum status membership_facts_of(struct db *db, struct arena *arena, int64_t persona, struct membership_facts *facts)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT g.name, m.role, m.joined_month, m.hides, m.quiet, (SELECT max(ga.version) FROM guideline_acceptance ga"
        " WHERE ga.persona_id = m.persona_id AND ga.group_id = m.group_id) FROM membership m JOIN peer_group g ON g.id = m.group_id"
        " WHERE m.persona_id = $1 ORDER BY m.group_id",
        P(persona)));
    *facts = (struct membership_facts){ arena_array(arena, rows.count + 1, sizeof *facts->items), 0 };
    while (rows_next(&rows)) {
        struct membership_fact *fact = &facts->items[facts->count++];
        fact->group = rows_text(&rows);
        fact->role = rows_text(&rows);
        fact->joined_month = rows_int(&rows);
        fact->hides = rows_bool(&rows);
        fact->quiet = rows_bool(&rows);
        fact->rules = rows_int(&rows);
    }
    return OK;
}

enum status group_letters_of(struct db *db, struct arena *arena, int64_t persona, struct group_letters *letters)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT g.name, q.why, 0 FROM group_request q JOIN peer_group g ON g.id = q.group_id WHERE q.persona_id = $1"
        " UNION ALL SELECT g.name, '', 1 FROM group_invitation i JOIN peer_group g ON g.id = i.group_id WHERE i.persona_id = $1"
        " UNION ALL SELECT g.name, x.reason, 2 FROM group_removal x JOIN peer_group g ON g.id = x.group_id WHERE x.persona_id = $1",
        P(persona)));
    *letters = (struct group_letters){ arena_array(arena, rows.count + 1, sizeof *letters->items), 0 };
    while (rows_next(&rows)) {
        struct group_letter *letter = &letters->items[letters->count++];
        letter->group = rows_text(&rows);
        letter->why = rows_text(&rows);
        letter->kind = (enum group_letter_kind)rows_int(&rows);
    }
    return OK;
}

enum status membership_shared(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *shared)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT 1 FROM membership a JOIN membership b ON b.group_id = a.group_id AND b.persona_id = $2 AND NOT b.hides"
                 " WHERE a.persona_id = $1 LIMIT 1",
                 P(persona), P(other)));
    *shared = rows.count > 0;
    return OK;
}
