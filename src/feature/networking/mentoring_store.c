/* Who would be a mentor, and those who are together. */
#include "networking/pages.h"

#define MENTORING                                                                                                                          \
    "SELECT k.id, k.persona_id, a.name, a.picture, k.other_id, b.name, b.picture, k.persona_goal, k.other_goal, k.state, k.days, k.weeks," \
    " k.next_at, k.until FROM mentoring k JOIN persona a ON a.id = k.persona_id JOIN persona b ON b.id = k.other_id "

static void side_read(struct rows *rows, struct networking_side *side)
{
    side->persona = rows_int(rows);
    side->name = rows_text(rows);
    side->picture = rows_int(rows);
}

static void mentoring_read(struct rows *rows, struct mentoring *mentoring)
{
    mentoring->id = rows_int(rows);
    side_read(rows, &mentoring->asker);
    side_read(rows, &mentoring->mentor);
    mentoring->asker_goal = rows_blob(rows);
    mentoring->mentor_goal = rows_blob(rows);
    mentoring->state = (enum mentoring_state)rows_int(rows);
    mentoring->days = rows_int(rows);
    mentoring->weeks = rows_int(rows);
    mentoring->next_at = rows_int(rows);
    mentoring->until = rows_int(rows);
}

static void mentor_read(struct rows *rows, struct mentor *mentor)
{
    mentor->persona = rows_int(rows);
    mentor->name = rows_text(rows);
    mentor->picture = rows_int(rows);
    mentor->fields = (unsigned)rows_int(rows);
    mentor->languages = rows_text(rows);
}

/* ---- mentors ---- */

enum status mentor_offer(struct db *db, struct arena *arena, int64_t persona, unsigned fields, const char *codes)
{
    return db_exec(db, arena,
                   "INSERT INTO mentor (persona_id, fields, languages) VALUES ($1, $2, $3) ON CONFLICT (persona_id) DO UPDATE SET"
                   " fields = excluded.fields, languages = excluded.languages",
                   P(persona), P((int64_t)fields), P(codes));
}

enum status mentor_remove(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM mentor WHERE persona_id = $1", P(persona));
}

enum status mentor_find(struct db *db, struct arena *arena, int64_t persona, struct mentor *mentor)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.persona_id, p.name, p.picture, m.fields, m.languages FROM mentor m JOIN persona p ON p.id = m.persona_id"
                 " WHERE m.persona_id = $1",
                 P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    mentor_read(&rows, mentor);
    return OK;
}

enum status mentor_list(struct db *db, struct arena *arena, int64_t reader, int64_t after, struct mentors *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT m.persona_id, p.name, p.picture, m.fields, m.languages FROM mentor m JOIN persona p ON p.id = m.persona_id"
                 " WHERE m.persona_id > $2 AND m.persona_id <> $1 AND " BLOCK_UNSEEN_SQL("m.persona_id") " ORDER BY m.persona_id LIMIT $3",
                 P(reader), P(after), P(MENTORS_LISTED)));
    *list = (struct mentors){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        mentor_read(&rows, &list->items[list->count++]);
    return OK;
}

/* ---- two together ---- */

enum status mentoring_add(struct db *db, struct arena *arena, const struct mentoring *mentoring)
{
    return db_exec(db, arena,
                   "INSERT INTO mentoring (id, persona_id, persona_goal, other_id, other_goal, state, days, weeks, next_at, until)"
                   " VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9)",
                   P(mentoring->id), P(mentoring->asker.persona), P(mentoring->asker_goal), P(mentoring->mentor.persona),
                   P(mentoring->mentor_goal), P(mentoring->days), P(mentoring->weeks), P(mentoring->next_at), P(mentoring->until));
}

enum status mentoring_find_row(struct db *db, struct arena *arena, int64_t id, struct mentoring *mentoring)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, MENTORING "WHERE k.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    mentoring_read(&rows, mentoring);
    return OK;
}

enum status mentoring_mine(struct db *db, struct arena *arena, int64_t persona, struct mentorings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, MENTORING "WHERE k.persona_id = $1 UNION ALL " MENTORING "WHERE k.other_id = $1 ORDER BY 1 DESC",
                 P(persona)));
    *list = (struct mentorings){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        mentoring_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status mentoring_store(struct db *db, struct arena *arena, const struct mentoring *mentoring)
{
    return db_exec(db, arena, "UPDATE mentoring SET state = $2, next_at = $3, until = $4 WHERE id = $1", P(mentoring->id),
                   P((int64_t)mentoring->state), P(mentoring->next_at), P(mentoring->until));
}

enum status mentoring_remove(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM mentoring WHERE id = $1", P(id));
}

enum status mentoring_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM mentoring WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM mentoring WHERE other_id = $1", P(persona)));
    return mentor_remove(db, arena, persona);
}
