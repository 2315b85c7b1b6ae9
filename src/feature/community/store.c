/* The place's settings, who may come in, and what everyone agreed to. */
#include "community/community.h"

enum { PAGE = 50 };

static const char *const joining_words[] = { [JOIN_OPEN] = "open", [JOIN_INVITATION] = "invitation", [JOIN_APPROVAL] = "approval" };

const struct community *community_of(const struct request *request)
{
    return request->community;
}

const char *community_exit_url(const struct request *request)
{
    const struct community *community = request->community;
    return community && text_starts(community->exit_url, "http") ? community->exit_url : "https://www.wikipedia.org/";
}

bool community_joining_read(const char *word, enum join_mode *joining)
{
    for (size_t i = 0; i < COUNT(joining_words); i++)
        if (text_same(word, joining_words[i])) {
            *joining = (enum join_mode)i;
            return true;
        }
    return false;
}

enum status community_load(struct db *db, struct arena *arena, struct community *community)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT name, runners, about, contact, exit_url, zone, joining, rest_minutes, demo, raid_until, invites_month, ages, first_posts,"
        " (SELECT max(version) FROM guideline_version WHERE group_id = 0) FROM community WHERE id = 1"));
    if (!rows_next(&rows))
        return BROKEN;
    *community = (struct community){ 0 };
    community->name = rows_text(&rows);
    community->runners = rows_text(&rows);
    community->about = rows_text(&rows);
    community->contact = rows_text(&rows);
    community->exit_url = rows_text(&rows);
    community->zone = rows_text(&rows);
    if (!community_joining_read(rows_text(&rows), &community->joining))
        return BROKEN;
    community->rest_minutes = (int)rows_int(&rows);
    community->demo = rows_bool(&rows);
    community->raid_until = rows_int(&rows);
    community->invites_month = rows_int(&rows);
    community->ages = rows_int(&rows);
    community->first_posts = rows_int(&rows);
    community->guideline = rows_int(&rows);
    return OK;
}

enum status community_save(struct db *db, struct arena *arena, const struct community *community)
{
    return db_exec(db, arena,
                   "UPDATE community SET name = $1, runners = $2, about = $3, contact = $4, exit_url = $5, zone = $6, joining = $7,"
                   " rest_minutes = $8, demo = $9, invites_month = $10, ages = $11, first_posts = $12 WHERE id = 1",
                   P(community->name), P(community->runners), P(community->about), P(community->contact), P(community->exit_url),
                   P(community->zone), P(joining_words[community->joining]), P(community->rest_minutes), P(community->demo),
                   P(community->invites_month), P(community->ages), P(community->first_posts));
}

/* ---- applications ---- */

enum status application_add(struct db *db, struct arena *arena, int64_t persona, const char *why, int64_t now)
{
    int64_t id = id_at(time_day(now) * TIME_DAY); /* in order of days: no finer time of joining */
    return db_exec(db, arena, "INSERT INTO application (persona_id, id, why) VALUES ($1, $2, $3)", P(persona), P(id), P(why));
}

enum status application_pending(struct db *db, struct arena *arena, int64_t persona, bool *waiting)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM application WHERE persona_id = $1", P(persona)));
    *waiting = rows.count > 0;
    return OK;
}

static void application_read(struct rows *rows, struct application *application)
{
    application->id = rows_int(rows);
    application->persona = rows_int(rows);
    application->why = rows_text(rows);
}

enum status application_list(struct db *db, struct arena *arena, int64_t after, struct applications *list, bool *more)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, persona_id, why FROM application WHERE id > $1 ORDER BY id LIMIT $2", P(after),
                 P(PAGE + 1)));
    *list = (struct applications){ arena_array(arena, rows.count, sizeof *list->items), 0 };
    *more = rows.count > PAGE;
    while (list->count < PAGE && rows_next(&rows))
        application_read(&rows, &list->items[list->count++]);
    return OK;
}

enum status application_find(struct db *db, struct arena *arena, int64_t id, struct application *application)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, persona_id, why FROM application WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    application_read(&rows, application);
    return OK;
}

enum status application_of(struct db *db, struct arena *arena, int64_t persona, struct application *application)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, persona_id, why FROM application WHERE persona_id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    application_read(&rows, application);
    return OK;
}

enum status application_close(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM application WHERE id = $1", P(id));
}

/* ---- guidelines ---- */

enum status guideline_accepted(struct db *db, struct arena *arena, int64_t persona, int64_t *version)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT max(version) FROM guideline_acceptance WHERE persona_id = $1 AND group_id = 0", P(persona)));
    *version = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status guideline_accept(struct db *db, struct arena *arena, int64_t persona, int64_t version)
{
    return db_exec(db, arena, "INSERT INTO guideline_acceptance (persona_id, group_id, version) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
                   P(persona), P(version));
}

enum status community_forget(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM guideline_acceptance WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM trail WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM branch_pause WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "UPDATE invitation SET persona_id = NULL, uses_left = 0 WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "UPDATE raid SET persona_id = NULL WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM application WHERE persona_id = $1", P(persona));
}
