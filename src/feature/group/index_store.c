/* Groups and the people in them in the search index: what of them is found, by whom, and how they are shown. */
#include "circle/circle.h"
#include "group/pages.h"

enum { SCOPES = 400, GROUPS_OF_ONE = 200 };

/* ---- groups ---- */

static enum status group_index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT name, purpose, lang, joining = 'hidden' FROM peer_group WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    int64_t *group = arena_alloc(arena, sizeof *group);
    doc->title = rows_text(&rows);
    doc->text = rows_text(&rows);
    doc->lang = rows_text(&rows);
    doc->everyone = !rows_bool(&rows);
    *group = id;
    doc->groups = group;
    doc->groups_count = 1; /* who belongs to a hidden one finds it */
    return OK;
}

static enum status group_index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct group group;
    TRY(group_find_id(request, id, &group));
    hit->path = group_path(request->arena, &group);
    hit->title = group.name;
    hit->text = group.purpose;
    hit->lang = group.lang;
    hit->picture = group.picture;
    hit->plate = INDEX_PLATE_GROUP;
    return OK;
}

/* ---- people: by those who share a group with them in which they show themselves ---- */

#define SHOWS_SQL "(NOT m.hides OR m.role = 'facilitator')"

static enum status person_index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT a.name, m.group_id FROM membership m JOIN persona a ON a.id = m.persona_id WHERE m.persona_id = $1 AND " SHOWS_SQL
                 " ORDER BY m.group_id LIMIT $2",
                 P(id), P(GROUPS_OF_ONE)));
    int64_t *groups = arena_array(arena, rows.count + 1, sizeof *groups);
    while (rows_next(&rows)) {
        doc->title = rows_text(&rows);
        groups[doc->groups_count++] = rows_int(&rows);
    }
    doc->groups = groups;
    return doc->groups_count ? OK : NOT_FOUND;
}

static enum status person_index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT a.name, a.picture, g.name FROM membership m JOIN persona a ON a.id = m.persona_id"
                 " JOIN peer_group g ON g.id = m.group_id WHERE m.persona_id = $2 AND m.persona_id <> $1 AND " SHOWS_SQL
                 " AND EXISTS (SELECT 1 FROM membership mine WHERE mine.group_id = m.group_id AND mine.persona_id = $1)"
                 " AND " BLOCK_NONE_SQL("m.persona_id") " ORDER BY m.group_id LIMIT 1",
                 P(request->reader), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    hit->title = rows_text(&rows);
    hit->picture = rows_int(&rows);
    hit->place = rows_text(&rows);
    hit->path = persona_path(request->arena, hit->title);
    return OK;
}

const struct index_kind group_finds[] = {
    { .name = INDEX_PERSON, .label = N_("People"), .names = true, .read = person_index_read, .show = person_index_show },
    { .name = INDEX_GROUP, .label = N_("Groups"), .names = true, .read = group_index_read, .show = group_index_show },
    { 0 },
};

/* ---- where a reader may look ---- */

static void scopes_read(struct rows *rows, struct index_scopes *scopes, bool own)
{
    while (rows_next(rows) && scopes->count < SCOPES) {
        struct index_scope *scope = &scopes->items[scopes->count++];
        scope->id = rows_int(rows);
        scope->slug = rows_text(rows);
        scope->name = rows_text(rows);
        scope->lang = rows_text(rows);
        scope->own = own;
    }
}

enum status group_index_scopes(struct request *request, struct index_scopes *scopes)
{
    struct rows mine, open;
    *scopes = (struct index_scopes){ .items = arena_array(request->arena, SCOPES, sizeof *scopes->items) };
    TRY(db_query(request->db, request->arena, &mine,
                 "SELECT g.id, g.slug, g.name, g.lang FROM membership m JOIN peer_group g ON g.id = m.group_id WHERE m.persona_id = $1"
                 " ORDER BY m.group_id LIMIT $2",
                 P(request->reader), P(GROUPS_OF_ONE)));
    TRY(db_query(request->db, request->arena, &open,
                 "SELECT g.id, g.slug, g.name, g.lang FROM peer_group g WHERE g.reading = 'anyone' AND g.id < $3 AND NOT EXISTS"
                 " (SELECT 1 FROM membership m WHERE m.group_id = g.id AND m.persona_id = $1) ORDER BY g.id DESC LIMIT $2",
                 P(request->reader), P(SCOPES), P(INT64_MAX)));
    scopes_read(&mine, scopes, true);
    scopes_read(&open, scopes, false);
    return OK;
}
