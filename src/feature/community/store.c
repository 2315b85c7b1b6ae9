/* The place's settings, who may come in, and what everyone agreed to. */
#include "community/community.h"

enum { PAGE = 50, CODE_LETTERS = 12 };

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
    TRY(db_query(db, arena, &rows,
                 "SELECT name, runners, about, contact, exit_url, zone, joining, rest_minutes, demo,"
                 " (SELECT max(version) FROM guideline_version) FROM community WHERE id = 1"));
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
    community->guideline = rows_int(&rows);
    return OK;
}

enum status community_save(struct db *db, struct arena *arena, const struct community *community)
{
    return db_exec(db, arena,
                   "UPDATE community SET name = $1, runners = $2, about = $3, contact = $4, exit_url = $5, zone = $6, joining = $7,"
                   " rest_minutes = $8, demo = $9 WHERE id = 1",
                   P(community->name), P(community->runners), P(community->about), P(community->contact), P(community->exit_url),
                   P(community->zone), P(joining_words[community->joining]), P(community->rest_minutes), P(community->demo));
}

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

enum status invitation_use(struct db *db, struct arena *arena, const char *code, int64_t now)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = $1 AND uses_left > 0 AND expires_day >= $2 RETURNING id",
        P(code_hash(arena, code)), P(time_day(now))));
    return rows.count ? OK : NOT_FOUND;
}

enum status invitation_add(struct db *db, struct arena *arena, const char *note, int64_t uses, int64_t days, int64_t now, const char **code)
{
    struct buf text = { .arena = arena };
    for (int i = 0; i < CODE_LETTERS; i++) {
        if (i && i % 4 == 0)
            buf_putc(&text, '-');
        buf_putc(&text, code_alphabet[random_below(sizeof code_alphabet - 1)]);
    }
    *code = buf_text(&text);
    return db_exec(db, arena, "INSERT INTO invitation (id, code_hash, note, uses_left, expires_day) VALUES ($1, $2, $3, $4, $5)",
                   P(id_at(now)), P(code_hash(arena, *code)), P(note), P(uses), P(time_day(now) + days));
}

enum status invitation_list(struct db *db, struct arena *arena, int64_t before, int64_t now, struct invitations *list, bool *more)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT id, note, uses_left, expires_day FROM invitation WHERE id < $1 AND uses_left > 0 AND expires_day >= $2"
                 " ORDER BY id DESC LIMIT $3",
                 P(before ? before : INT64_MAX), P(time_day(now)), P(PAGE + 1)));
    *list = (struct invitations){ arena_array(arena, rows.count, sizeof *list->items), 0 };
    *more = rows.count > PAGE;
    while (list->count < PAGE && rows_next(&rows)) {
        struct invitation *invitation = &list->items[list->count++];
        invitation->id = rows_int(&rows);
        invitation->note = rows_text(&rows);
        invitation->uses_left = rows_int(&rows);
        invitation->expires_day = rows_int(&rows);
    }
    return OK;
}

enum status invitation_expire(struct db *db, struct arena *arena, int64_t now)
{
    return db_exec(db, arena, "DELETE FROM invitation WHERE uses_left = 0 OR expires_day < $1", P(time_day(now)));
}

enum status invitation_revoke(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM invitation WHERE id = $1", P(id));
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

static enum status guideline_newest(struct db *db, struct arena *arena, int64_t *version)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT max(version) FROM guideline_version"));
    *version = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status guideline_find(struct db *db, struct arena *arena, int64_t version, const char *language, struct guideline *guideline)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT v.version, v.published_day, v.summary, x.body, x.language FROM guideline_version v"
        " LEFT JOIN guideline_text x ON x.version = v.version WHERE v.version = $1 ORDER BY (x.language = $2) DESC, x.language LIMIT 1",
        P(version), P(language)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    guideline->version = rows_int(&rows);
    guideline->published_day = rows_int(&rows);
    guideline->summary = rows_text(&rows);
    guideline->body = rows_text(&rows);
    guideline->language = rows_text(&rows);
    return OK;
}

enum status guideline_accepted(struct db *db, struct arena *arena, int64_t persona, int64_t *version)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT max(version) FROM guideline_acceptance WHERE persona_id = $1", P(persona)));
    *version = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status guideline_accept(struct db *db, struct arena *arena, int64_t persona, int64_t version)
{
    return db_exec(db, arena, "INSERT INTO guideline_acceptance (persona_id, version) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(persona),
                   P(version));
}

enum status guideline_publish(struct db *db, struct arena *arena, const char *language, const char *body, const char *summary, int64_t now,
                              int64_t *version)
{
    TRY(guideline_newest(db, arena, version));
    ++*version;
    TRY(db_exec(db, arena, "INSERT INTO guideline_version (version, published_day, summary) VALUES ($1, $2, $3)", P(*version),
                P(time_day(now)), P(summary)));
    return db_exec(db, arena, "INSERT INTO guideline_text (version, language, body) VALUES ($1, $2, $3)", P(*version), P(language),
                   P(body));
}

enum status community_forget(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM guideline_acceptance WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM application WHERE persona_id = $1", P(persona));
}
