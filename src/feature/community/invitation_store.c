/* Invitations, and the trail they leave: who came by which. */
#include "community/community.h"

enum { PAGE = 50, CODE_LETTERS = 12 };
#define MONTH (30 * TIME_DAY)
#define YEAR (365 * TIME_DAY)

/* ---- invitations ---- */

/* Letters and digits that can't be taken for one another; 12 of 31 are 59 bits, and a guess costs an argon2id and a place in the hourly
 * limit. */
static const char code_alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

static struct bytes code_hash(struct arena *arena, const char *code)
{
    struct buf folded = { .arena = arena };
    for (; *code; code++) {
        char c = *code >= 'a' && *code <= 'z' ? (char)(*code - 'a' + 'A') : *code;
        if (c && strchr(code_alphabet, c))
            buf_putc(&folded, c);
    }
    struct hash *hash = arena_alloc(arena, sizeof *hash);
    hash_plain(hash, buf_text(&folded), folded.len);
    return (struct bytes){ hash->byte, HASH_BYTES };
}

enum status invitation_use(struct db *db, struct arena *arena, const char *code, int64_t now, int64_t *id)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = $1 AND uses_left > 0 AND expires_day >= $2 RETURNING id",
        P(code_hash(arena, code)), P(time_day(now))));
    *id = rows_next(&rows) ? rows_int(&rows) : 0;
    return *id ? OK : NOT_FOUND;
}

enum status invitation_add_by(struct db *db, struct arena *arena, int64_t persona, const char *note, int64_t uses, int64_t days,
                              int64_t now, const char **code)
{
    struct buf text = { .arena = arena };
    for (int i = 0; i < CODE_LETTERS; i++) {
        if (i && i % 4 == 0)
            buf_putc(&text, '-');
        buf_putc(&text, code_alphabet[random_below(sizeof code_alphabet - 1)]);
    }
    *code = buf_text(&text);
    const int64_t id = id_at(now), until = time_day(now) + days;
    TRY(db_exec(db, arena, "INSERT INTO invitation (id, code_hash, note, uses_left, expires_day) VALUES ($1, $2, $3, $4, $5)", P(id),
                P(code_hash(arena, *code)), P(note), P(uses), P(until)));
    if (!persona)
        return OK;
    return db_exec(db, arena, "UPDATE invitation SET persona_id = $2 WHERE id = $1", P(id), P(persona));
}

enum status invitation_add(struct db *db, struct arena *arena, const char *note, int64_t uses, int64_t days, int64_t now, const char **code)
{
    return invitation_add_by(db, arena, 0, note, uses, days, now, code);
}

static void invitations_read(struct arena *arena, struct rows *rows, struct invitations *list)
{
    *list = (struct invitations){ arena_array(arena, rows->count, sizeof *list->items), 0 };
    while (list->count < PAGE && rows_next(rows)) {
        struct invitation *invitation = &list->items[list->count++];
        invitation->id = rows_int(rows);
        invitation->note = rows_text(rows);
        invitation->uses_left = rows_int(rows);
        invitation->expires_day = rows_int(rows);
    }
}

enum status invitation_list(struct db *db, struct arena *arena, int64_t before, int64_t now, struct invitations *list, bool *more)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, note, uses_left, expires_day FROM invitation WHERE id < $1 AND uses_left > 0 AND expires_day >= $2"
                 " ORDER BY id DESC LIMIT $3",
                 P(before ? before : INT64_MAX), P(time_day(now)), P(PAGE + 1)));
    *more = rows.count > PAGE;
    invitations_read(arena, &rows, list);
    return OK;
}

enum status invitation_list_own(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct invitations *list, int64_t *made)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM invitation WHERE persona_id = $1 AND id >= $2", P(persona),
                 P(id_at(now - MONTH))));
    *made = rows_next(&rows) ? rows_int(&rows) : 0;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, note, uses_left, expires_day FROM invitation WHERE persona_id = $1 AND uses_left > 0 AND expires_day >= $2"
                 " ORDER BY id DESC LIMIT $3",
                 P(persona), P(time_day(now)), P(PAGE)));
    invitations_read(arena, &rows, list);
    return OK;
}

enum status invitation_end_own(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    return db_exec(db, arena, "UPDATE invitation SET uses_left = 0 WHERE id = $1 AND persona_id = $2", P(id), P(persona));
}

enum status invitation_expire(struct db *db, struct arena *arena, int64_t now)
{
    return db_exec(db, arena,
                   "DELETE FROM invitation WHERE (uses_left = 0 OR expires_day < $1) AND (persona_id IS NULL OR id < $2)"
                   " AND NOT EXISTS (SELECT 1 FROM trail t WHERE t.invitation_id = invitation.id)",
                   P(time_day(now)), P(id_at(now - MONTH)));
}

enum status invitation_revoke(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE invitation SET uses_left = 0 WHERE id = $1", P(id)); /* the job removes it */
}

/* ---- trails ---- */

enum status trail_note(struct db *db, struct arena *arena, int64_t persona, int64_t invitation)
{
    return db_exec(db, arena, "INSERT INTO trail (persona_id, invitation_id) VALUES ($1, $2)", P(persona), P(invitation));
}

static const char trail_one[] =
    "SELECT i.id, i.persona_id, p.name, i.note, (SELECT count(*) FROM trail c WHERE c.invitation_id = i.id),"
    " (SELECT count(*) FROM trail c JOIN branch_pause b ON b.persona_id = c.persona_id WHERE c.invitation_id = i.id),"
    " (SELECT u.invitation_id FROM trail u WHERE u.persona_id = i.persona_id)"
    " FROM invitation i LEFT JOIN persona p ON p.id = i.persona_id";

static void trail_read(struct rows *rows, struct trail *trail)
{
    trail->id = rows_int(rows);
    trail->persona = rows_int(rows);
    trail->by = rows_text(rows);
    trail->note = rows_text(rows);
    trail->came = rows_int(rows);
    trail->paused = rows_int(rows);
    trail->up = rows_int(rows);
}

static void trails_read(struct arena *arena, struct rows *rows, size_t most, struct trails *list)
{
    *list = (struct trails){ arena_array(arena, rows->count, sizeof *list->items), 0 };
    while (list->count < most && rows_next(rows))
        trail_read(rows, &list->items[list->count++]);
}

enum status trail_find(struct db *db, struct arena *arena, int64_t invitation, struct trail *trail)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, arena_printf(arena, "%s WHERE i.id = $1", trail_one), P(invitation)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    trail_read(&rows, trail);
    return trail->came ? OK : NOT_FOUND;
}

enum status trail_of(struct db *db, struct arena *arena, int64_t persona, struct trail *trail)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT invitation_id FROM trail WHERE persona_id = $1", P(persona)));
    return rows_next(&rows) ? trail_find(db, arena, rows_int(&rows), trail) : NOT_FOUND;
}

enum status trail_list(struct db *db, struct arena *arena, int64_t before, struct trails *list, bool *more)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        arena_printf(arena,
                     "%s WHERE i.id < $1 AND EXISTS (SELECT 1 FROM trail t WHERE t.invitation_id = i.id) ORDER BY i.id DESC LIMIT $2",
                     trail_one),
        P(before ? before : INT64_MAX), P(PAGE + 1)));
    *more = rows.count > PAGE;
    trails_read(arena, &rows, PAGE, list);
    return OK;
}

enum status trail_below(struct db *db, struct arena *arena, int64_t invitation, struct trails *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 arena_printf(arena,
                              "%s WHERE i.persona_id IN (SELECT x.persona_id FROM trail x WHERE x.invitation_id = $1)"
                              " AND EXISTS (SELECT 1 FROM trail t WHERE t.invitation_id = i.id) ORDER BY i.id LIMIT 200",
                              trail_one),
                 P(invitation)));
    trails_read(arena, &rows, 200, list);
    return OK;
}

enum status trail_people_list(struct db *db, struct arena *arena, int64_t invitation, struct trail_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT p.id, p.name, b.persona_id FROM trail t JOIN persona p ON p.id = t.persona_id"
                 " LEFT JOIN branch_pause b ON b.persona_id = t.persona_id WHERE t.invitation_id = $1 ORDER BY p.name, p.id LIMIT 200",
                 P(invitation)));
    *people = (struct trail_people){ arena_array(arena, rows.count, sizeof *people->items), 0 };
    while (rows_next(&rows)) {
        struct trail_person *person = &people->items[people->count++];
        person->id = rows_int(&rows);
        person->name = rows_text(&rows);
        person->paused = rows_int(&rows) != 0;
    }
    return OK;
}

/* UNION, not UNION ALL: a circle, which can't come to be, would end, too. */
#define BRANCH                                                                                                                             \
    "WITH RECURSIVE branch (persona_id, invitation_id) AS (SELECT persona_id, invitation_id FROM trail WHERE invitation_id = $1 UNION"     \
    " SELECT t.persona_id, t.invitation_id FROM branch JOIN invitation i ON i.persona_id = branch.persona_id"                              \
    " JOIN trail t ON t.invitation_id = i.id) "

enum status trail_branch(struct db *db, struct arena *arena, int64_t invitation, int64_t **personas, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 BRANCH
                 "SELECT persona_id FROM branch WHERE NOT EXISTS (SELECT 1 FROM persona_role r WHERE r.persona_id = branch.persona_id)"
                 " ORDER BY persona_id LIMIT $2",
                 P(invitation), P(BRANCH_MOST)));
    *personas = arena_array(arena, rows.count, sizeof **personas);
    for (*count = 0; rows_next(&rows); ++*count)
        (*personas)[*count] = rows_int(&rows);
    return OK;
}

enum status trail_branch_close(struct db *db, struct arena *arena, int64_t invitation)
{
    TRY(db_exec(db, arena, "UPDATE invitation SET uses_left = 0 WHERE id = $1", P(invitation)));
    return db_exec(db, arena, BRANCH "UPDATE invitation SET uses_left = 0 WHERE persona_id IN (SELECT persona_id FROM branch)",
                   P(invitation));
}

enum status trail_pause_note(struct db *db, struct arena *arena, int64_t persona, int64_t invitation, int64_t until)
{
    return db_exec(db, arena,
                   "INSERT INTO branch_pause (persona_id, invitation_id, until) VALUES ($1, $2, $3)"
                   " ON CONFLICT (persona_id) DO UPDATE SET invitation_id = excluded.invitation_id, until = excluded.until",
                   P(persona), P(invitation), P(until));
}

enum status trail_pauses_take(struct db *db, struct arena *arena, int64_t invitation, struct trail_pause **pauses, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM branch_pause WHERE invitation_id = $1 RETURNING persona_id, until", P(invitation)));
    *pauses = arena_array(arena, rows.count, sizeof **pauses);
    for (*count = 0; rows_next(&rows); ++*count) {
        (*pauses)[*count].persona = rows_int(&rows);
        (*pauses)[*count].until = rows_int(&rows);
    }
    return OK;
}

enum status trail_expire(struct db *db, struct arena *arena, int64_t now)
{
    TRY(db_exec(db, arena, "DELETE FROM branch_pause WHERE until < $1", P(now)));
    return db_exec(db, arena, "DELETE FROM trail WHERE invitation_id < $1", P(id_at(now - YEAR)));
}
