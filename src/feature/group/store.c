/* Groups: finding them as one reader may, listing them, making them. */
#include "group/pages.h"

enum { PAGE = 24, MINE = 200, INVITED = 50 };

static const char *const joining_words[] = { [GROUP_OPEN] = "open", [GROUP_REQUEST] = "request", [GROUP_HIDDEN] = "hidden" };

/* What group_read expects, for the reader $1. */
#define GROUP_COLUMNS                                                                                                                      \
    "g.id, g.slug, g.name, g.lang, g.purpose, g.rules, g.picture, g.joining, g.reading, g.anonymous,"                                      \
    " m.role, m.hides, m.quiet, m.joined_month, q.persona_id IS NOT NULL, i.persona_id IS NOT NULL, x.reason, g.ages, u.until"
#define GROUP_READER                                                                                                                       \
    " LEFT JOIN membership m ON m.group_id = g.id AND m.persona_id = $1"                                                                   \
    " LEFT JOIN group_request q ON q.group_id = g.id AND q.persona_id = $1"                                                                \
    " LEFT JOIN group_invitation i ON i.group_id = g.id AND i.persona_id = $1"                                                             \
    " LEFT JOIN group_removal x ON x.group_id = g.id AND x.persona_id = $1"                                                                \
    " LEFT JOIN group_mute u ON u.group_id = g.id AND u.persona_id = $1"

static int64_t reader_of(const struct request *request)
{
    return request->member ? request->member->persona : 0;
}

static void group_read(struct rows *rows, struct group *group)
{
    *group = (struct group){ .id = rows_int(rows) };
    group->slug = rows_text(rows);
    group->name = rows_text(rows);
    group->lang = rows_text(rows);
    group->purpose = rows_text(rows);
    group->rules = rows_text(rows);
    group->picture = rows_int(rows);
    const char *joining = rows_text(rows);
    for (size_t i = 0; i < COUNT(joining_words); i++)
        if (text_same(joining, joining_words[i]))
            group->joining = (enum group_joining)i;
    group->public_reading = text_same(rows_text(rows), "anyone");
    group->anonymous = rows_bool(rows);
    const char *role = rows_text(rows);
    group->is_member = role != NULL;
    group->is_facilitator = role && text_same(role, "facilitator");
    group->hides = rows_bool(rows);
    group->quiet = rows_bool(rows);
    group->joined_month = rows_int(rows);
    group->has_asked = rows_bool(rows);
    group->is_invited = rows_bool(rows);
    group->removed_reason = rows_text(rows);
    group->ages = rows_int(rows);
    group->muted_until = rows_int(rows);
    group->may_read = group->public_reading || group->is_member;
    group->may_write = group->is_member;
}

enum status group_id_find(struct db *db, struct arena *arena, const char *slug, int64_t *group)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM peer_group WHERE slug = $1", P(slug)));
    *group = rows_next(&rows) ? rows_int(&rows) : 0;
    return *group ? OK : NOT_FOUND;
}

/* Whom the facilitators removed under one name doesn't come in under another. */
static enum status group_removed_as(struct request *request, struct group *group)
{
    for (size_t i = 0; i < request->own_names_count && !group->removed_name; i++) {
        const struct own_name *name = &request->own_names[i];
        if (name->id == request->reader)
            continue;
        enum status status = membership_removed(request->db, request->arena, group->id, name->id, &group->removed_reason);
        if (status == OK)
            group->removed_name = name->name;
        else if (status != NOT_FOUND)
            return status;
    }
    return OK;
}

/* What was decided about one name holds for the person: one statement a name. */
static enum status group_mute_settle(struct request *request, struct group *group)
{
    if (group->muted_until <= request->now)
        group->muted_until = 0;
    for (size_t i = 0; i < request->own_names_count; i++) {
        int64_t until;
        if (request->own_names[i].id == request->reader)
            continue;
        TRY(group_mute_find(request->db, request->arena, group->id, request->own_names[i].id, request->now, &until));
        if (until > group->muted_until)
            group->muted_until = until;
    }
    group->may_write = group->may_write && !group->muted_until;
    return OK;
}

/* The rule of group_find, applied to a row that is there. */
static enum status group_admit(struct request *request, struct rows *rows, struct group *group)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    group_read(rows, group);
    group->admits = group->is_member || (request->member && persona_band_admitted(request->member->band, group->ages));
    group->is_invited = group->is_invited && group->admits;
    bool inside = group->is_member || group->is_invited;
    if (group->is_member)
        TRY(group_mute_settle(request, group));
    else
        TRY(group_removed_as(request, group));
    if (group->joining == GROUP_HIDDEN && !inside)
        return NOT_FOUND;
    return group->public_reading || request->member ? OK : NOT_FOUND;
}

enum status group_find(struct request *request, const char *slug, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " GROUP_COLUMNS " FROM peer_group g" GROUP_READER " WHERE g.slug = $2",
                 P(reader_of(request)), P(slug)));
    return group_admit(request, &rows, group);
}

enum status group_find_id(struct request *request, int64_t id, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " GROUP_COLUMNS " FROM peer_group g" GROUP_READER " WHERE g.id = $2",
                 P(reader_of(request)), P(id)));
    return group_admit(request, &rows, group);
}

enum status group_of(struct request *request, int64_t id, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " GROUP_COLUMNS " FROM peer_group g" GROUP_READER " WHERE g.id = $2",
                 P(reader_of(request)), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    group_read(&rows, group);
    return OK;
}

enum status group_find_readable(struct request *request, int64_t id, struct group *group)
{
    TRY(group_find_id(request, id, group));
    return group->may_read ? OK : NOT_FOUND;
}

enum status group_find_facilitated(struct request *request, const char *slug, struct group *group)
{
    TRY(group_find(request, slug, group));
    if (group->is_facilitator)
        return OK;
    return group->is_member ? FORBIDDEN : NOT_FOUND;
}

enum status group_find_tended(struct request *request, const char *slug, struct group *group)
{
    struct group_people facilitators;
    int64_t id;
    enum status status = group_find_facilitated(request, slug, group);
    if ((status != NOT_FOUND && status != FORBIDDEN) || !(request->roles & MODERATORS))
        return status;
    TRY(group_id_find(request->db, request->arena, slug, &id));
    TRY(facilitator_list(request->db, request->arena, id, &facilitators));
    return facilitators.count ? status : group_of(request, id, group);
}

enum status group_waiting_find(struct db *db, struct arena *arena, int64_t group, struct group_waiting *waiting)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT waits, waits_minors FROM peer_group WHERE id = $1", P(group)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    waiting->who = (enum group_waits)rows_int(&rows);
    waiting->minors = rows_bool(&rows);
    return OK;
}

enum status group_waiting_set(struct db *db, struct arena *arena, int64_t group, const struct group_waiting *waiting)
{
    return db_exec(db, arena, "UPDATE peer_group SET waits = $2, waits_minors = $3 WHERE id = $1", P(group), P((int64_t)waiting->who),
                   P(waiting->minors));
}

static void groups_read(struct arena *arena, struct rows *rows, struct groups *groups)
{
    *groups = (struct groups){ arena_array(arena, rows->count + 1, sizeof *groups->items), 0 };
    while (rows_next(rows))
        group_read(rows, &groups->items[groups->count++]);
}

enum status group_mine(struct request *request, struct groups *groups)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " GROUP_COLUMNS " FROM membership mine JOIN peer_group g ON g.id = mine.group_id" GROUP_READER
                 " WHERE mine.persona_id = $1 ORDER BY mine.group_id LIMIT $2",
                 P(reader_of(request)), P(MINE)));
    groups_read(request->arena, &rows, groups);
    return OK;
}

enum status group_invited(struct request *request, struct groups *groups)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " GROUP_COLUMNS " FROM group_invitation mine JOIN peer_group g ON g.id = mine.group_id" GROUP_READER
                 " WHERE mine.persona_id = $1 ORDER BY mine.group_id LIMIT $2",
                 P(reader_of(request)), P(INVITED)));
    groups_read(request->arena, &rows, groups);
    size_t kept = 0; /* an invitation to a group for others stays where it is and is shown to nobody */
    for (size_t i = 0; i < groups->count; i++)
        if (persona_band_admitted(request->member->band, groups->items[i].ages))
            groups->items[kept++] = groups->items[i];
    groups->count = kept;
    return OK;
}

enum status group_list(struct request *request, int64_t after, struct groups *groups, bool *more)
{
    struct rows rows;
    bool signed_in = request->member;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " GROUP_COLUMNS " FROM peer_group g" GROUP_READER
                 " WHERE g.id > $2 AND g.joining <> 'hidden' AND (g.reading = 'anyone' OR $3) AND m.persona_id IS NULL"
                 " AND i.persona_id IS NULL ORDER BY g.id LIMIT $4",
                 P(reader_of(request)), P(after), P(signed_in), P(PAGE + 1)));
    groups_read(request->arena, &rows, groups);
    *more = groups->count > PAGE;
    if (*more)
        groups->count = PAGE;
    return OK;
}

enum status group_anonymous_set(struct db *db, struct arena *arena, int64_t group, bool on)
{
    return db_exec(db, arena, "UPDATE peer_group SET anonymous = $2 WHERE id = $1", P(group), P(on));
}

enum status group_ages_set(struct db *db, struct arena *arena, int64_t group, int64_t ages)
{
    return db_exec(db, arena, "UPDATE peer_group SET ages = $2 WHERE id = $1", P(group), P(ages));
}

enum status group_create(struct db *db, struct arena *arena, const struct group_new *wish, int64_t *id)
{
    *id = wish->id ? wish->id : id_at(wish->now);
    bool public_reading = wish->public_reading && wish->joining != GROUP_HIDDEN;
    TRY(index_mark(db, arena, INDEX_GROUP, *id));
    return db_exec(db, arena,
                   "INSERT INTO peer_group (id, slug, name, lang, purpose, rules, picture, joining, reading)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   P(*id), P(wish->slug), P(wish->name), P(wish->lang), P(wish->purpose), P(wish->rules), P(wish->picture),
                   P(joining_words[wish->joining]), P(public_reading ? "anyone" : "members"));
}

enum status group_rules_set(struct db *db, struct arena *arena, int64_t group, const char *rules)
{
    TRY(index_mark(db, arena, INDEX_GROUP, group));
    return db_exec(db, arena, "UPDATE peer_group SET rules = $2 WHERE id = $1", P(group), P(rules));
}

enum status group_update(struct db *db, struct arena *arena, int64_t group, const char *purpose, const char *rules)
{
    TRY(index_mark(db, arena, INDEX_GROUP, group));
    return db_exec(db, arena, "UPDATE peer_group SET purpose = $2, rules = $3 WHERE id = $1", P(group), P(purpose), P(rules));
}
