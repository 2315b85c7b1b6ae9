#include "story/pages.h"

#define COLUMNS                                                                                                                            \
    "s.id, s.persona_id, p.name, p.picture, s.owner, s.audience, s.group_id, g.name, g.slug, s.lang, s.title, s.summary, s.excerpt,"       \
    " s.minutes, s.note_category, s.note_text, s.comments, s.kinds, s.series, s.part, s.version, s.day"
#define TABLES " FROM story s LEFT JOIN persona p ON p.id = s.persona_id LEFT JOIN peer_group g ON g.id = s.group_id"

/* ---- reading ---- */

static void story_read(struct rows *rows, struct story *story)
{
    *story = (struct story){ .id = rows_int(rows) };
    story->persona = rows_int(rows);
    story->name = rows_text(rows);
    story->picture = rows_int(rows);
    story->owner = rows_blob(rows);
    story->audience = rows_text(rows);
    story->group = rows_int(rows);
    story->group_name = rows_text(rows);
    story->group_slug = rows_text(rows);
    story->lang = rows_text(rows);
    story->title = rows_text(rows);
    story->summary = rows_text(rows);
    story->excerpt = rows_text(rows);
    story->minutes = rows_int(rows);
    story->note_category = rows_text(rows);
    story->note_text = rows_text(rows);
    story->comments = rows_bool(rows);
    story->kinds = (unsigned)rows_int(rows);
    story->series = rows_int(rows);
    story->part = rows_int(rows);
    story->version = rows_int(rows);
    story->day = rows_int(rows);
    story->is_unnamed = story->owner.data != NULL;
}

static bool is_mine(struct request *request, const struct story *story)
{
    return request->member &&
           (story->is_unnamed ? story_mark_is_mine(request, story->owner) : story->persona && story->persona == request->member->persona);
}

static void stories_read(struct request *request, struct rows *rows, size_t most, struct stories *stories, bool *more)
{
    *stories = (struct stories){ arena_array(request->arena, rows->count + 1, sizeof *stories->items), 0 };
    if (more)
        *more = rows->count > most;
    while (stories->count < most && rows_next(rows)) {
        struct story *story = &stories->items[stories->count++];
        story_read(rows, story);
        story->is_mine = is_mine(request, story);
    }
}

enum status story_find(struct request *request, int64_t id, struct story *story)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " COLUMNS ", s.body, s.html, " STORY_READABLE_SQL
                 ", EXISTS (SELECT 1 FROM story_resonance r WHERE r.story_id = s.id AND r.persona_id = $1)" TABLES " WHERE s.id = $2",
                 P(request->reader), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    story_read(&rows, story);
    story->body = rows_text(&rows);
    story->html = rows_text(&rows);
    bool readable = rows_bool(&rows);
    story->resonates = rows_bool(&rows);
    story->is_mine = is_mine(request, story);
    return readable || story->is_mine ? OK : NOT_FOUND;
}

enum status story_list(struct request *request, const struct story_filter *filter, struct story_key before, struct stories *stories,
                       bool *more)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " COLUMNS TABLES " WHERE (s.day, s.id) < ($2, $3) AND " STORY_READABLE_SQL
                 " AND ($4 = 0 OR (s.kinds & $4) <> 0) AND ($5 = '' OR s.lang = $5)"
                 " AND ($6 = 0 OR (s.note_category = '' AND s.note_text = ''))"
                 " ORDER BY s.day DESC, s.id DESC LIMIT $7",
                 P(request->reader), P(before.day), P(before.id), P(filter->kinds), P(filter->lang), P(filter->calm ? 1 : 0),
                 P(STORIES_A_PAGE + 1)));
    stories_read(request, &rows, STORIES_A_PAGE, stories, more);
    return OK;
}

enum status story_list_mine(struct request *request, struct story_key before, size_t most, struct stories *stories, bool *more)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " COLUMNS TABLES " WHERE s.persona_id = $1 AND (s.day, s.id) < ($2, $3) ORDER BY s.day DESC, s.id DESC LIMIT $4",
                 P(request->reader), P(before.day), P(before.id), P((int64_t)most + 1)));
    stories_read(request, &rows, most, stories, more);
    return OK;
}

enum status story_list_unnamed(struct request *request, struct stories *stories)
{
    struct rows rows;
    struct story_marks marks;
    struct param params[STORY_UNNAMED_MOST];
    _Static_assert(STORY_UNNAMED_MOST == 20, "as many as the statement asks for");
    story_marks_make(request, &marks);
    for (size_t i = 0; i < STORY_UNNAMED_MOST; i++)
        params[i] = P(marks.items[i]);
    TRY(db_query_(request->db, request->arena, &rows,
                  "SELECT " COLUMNS TABLES " WHERE s.owner IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
                  " $18, $19, $20) ORDER BY s.day DESC, s.id DESC",
                  params, COUNT(params)));
    stories_read(request, &rows, STORY_UNNAMED_MOST, stories, NULL);
    return OK;
}

enum status story_list_series(struct request *request, const struct story *story, struct stories *stories)
{
    enum { PARTS = 100 };
    struct rows rows;
    *stories = (struct stories){ 0 };
    if (!story->series)
        return OK;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " COLUMNS TABLES " WHERE s.series = $2 AND ($3 = 1 OR " STORY_READABLE_SQL ") ORDER BY s.part, s.id LIMIT $4",
                 P(request->reader), P(story->series), P(story->is_mine ? 1 : 0), P(PARTS)));
    stories_read(request, &rows, PARTS, stories, NULL);
    return OK;
}

enum status story_body_of(struct db *db, struct arena *arena, int64_t story, const char **body)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT body FROM story WHERE id = $1", P(story)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *body = rows_text(&rows);
    return OK;
}

/* ---- writing ---- */

enum status story_create(struct db *db, struct arena *arena, const struct story_new *wish, const struct story_text *text, int64_t *id)
{
    static const struct milestones none;
    const struct milestones *road = wish->road ? wish->road : &none;
    *id = wish->id ? wish->id : id_random();
    TRY(db_exec(db, arena,
                "INSERT INTO story (id, persona_id, owner, audience, group_id, lang, title, summary, body, html, excerpt, minutes,"
                " note_category, note_text, comments, last_comment, kinds, series, part, version, day)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, $18, 1, $19)",
                P(*id), wish->owner.data ? P_NULL : P(wish->persona), P(wish->owner), P(wish->audience),
                wish->group ? P(wish->group) : P_NULL, P(wish->lang), P(wish->title), P(wish->summary), P(wish->body), P(text->html),
                P(text->excerpt), P(text->minutes), P(wish->note_category), P(wish->note_text), P(wish->comments), P(milestone_bits(road)),
                wish->series ? P(wish->series) : P_NULL, P(wish->part), P(wish->day)));
    TRY(index_mark(db, arena, INDEX_STORY, *id));
    return story_road_set(db, arena, *id, road);
}

enum status story_update(struct db *db, struct arena *arena, const struct story *story, const struct story_text *text)
{
    TRY(index_mark(db, arena, INDEX_STORY, story->id));
    return db_exec(
        db, arena,
        "UPDATE story SET audience = CASE WHEN hidden_was IS NULL THEN $2 ELSE audience END,"
        " hidden_was = CASE WHEN hidden_was IS NULL THEN NULL ELSE $2 END, group_id = $3, lang = $4, title = $5, summary = $6, body = $7, html = $8, excerpt = $9,"
        " minutes = $10, note_category = $11, note_text = $12, comments = $13, kinds = $14, series = $15, part = $16,"
        " version = version + 1 WHERE id = $1",
        P(story->id), P(story->audience), story->group ? P(story->group) : P_NULL, P(story->lang), P(story->title), P(story->summary),
        P(story->body), P(text->html), P(text->excerpt), P(text->minutes), P(story->note_category), P(story->note_text), P(story->comments),
        P(story->kinds), story->series ? P(story->series) : P_NULL, P(story->part));
}

enum status story_road(struct db *db, struct arena *arena, int64_t story, struct milestones *road)
{
    struct rows rows;
    *road = (struct milestones){ 0 };
    TRY(db_query(db, arena, &rows, "SELECT kind, happened, words FROM story_milestone WHERE story_id = $1 ORDER BY place", P(story)));
    while (road->count < STORY_MILESTONES && rows_next(&rows)) {
        struct milestone *milestone = &road->items[road->count++];
        milestone->kind = rows_text(&rows);
        milestone->when = rows_text(&rows);
        milestone->words = rows_text(&rows);
    }
    return OK;
}

/* Ids are random: in the order of writing they would say when a story without a name was published, between two others. */
enum status story_road_set(struct db *db, struct arena *arena, int64_t story, const struct milestones *road)
{
    TRY(db_exec(db, arena, "DELETE FROM story_milestone WHERE story_id = $1", P(story)));
    for (size_t i = 0; i < road->count; i++)
        TRY(db_exec(db, arena, "INSERT INTO story_milestone (id, story_id, place, kind, happened, words) VALUES ($1, $2, $3, $4, $5, $6)",
                    P(id_random()), P(story), P((int64_t)i), P(road->items[i].kind), P(road->items[i].when), P(road->items[i].words)));
    return OK;
}

enum status story_series_place(struct db *db, struct arena *arena, const struct story *after, int64_t *series, int64_t *part)
{
    *series = after ? after->series : 0;
    *part = after ? after->part + 1 : 0;
    if (!after)
        return OK;
    if (!*series) {
        *series = id_random();
        *part = 2;
        return db_exec(db, arena, "UPDATE story SET series = $2, part = 1 WHERE id = $1", P(after->id), P(*series));
    }
    return db_exec(db, arena, "UPDATE story SET part = part + 1 WHERE series = $1 AND part > $2", P(*series), P(after->part));
}

enum status story_drop(struct db *db, struct arena *arena, int64_t story)
{
    TRY(notification_forget(db, arena, NOTIFICATION_STORY, story));
    TRY(index_mark(db, arena, INDEX_STORY, story));
    TRY(db_exec(db, arena, "DELETE FROM story_resonance WHERE story_id = $1", P(story)));
    TRY(db_exec(db, arena, "DELETE FROM story_comment WHERE story_id = $1", P(story)));
    TRY(db_exec(db, arena, "DELETE FROM story_milestone WHERE story_id = $1", P(story)));
    TRY(db_exec(db, arena, "DELETE FROM story_picture WHERE story_id = $1", P(story)));
    TRY(story_circle_clear(db, arena, story));
    return db_exec(db, arena, "DELETE FROM story WHERE id = $1", P(story));
}

enum status story_circles(struct db *db, struct arena *arena, int64_t story, const char **circles)
{
    struct rows rows;
    struct buf text = { .arena = arena };
    TRY(db_query(db, arena, &rows, "SELECT circle_id FROM story_circle WHERE story_id = $1 ORDER BY circle_id", P(story)));
    while (rows_next(&rows))
        buf_printf(&text, "%s%lld", text.len ? " " : "", (long long)rows_int(&rows));
    *circles = buf_text(&text);
    return OK;
}

enum status story_circle_clear(struct db *db, struct arena *arena, int64_t story)
{
    return db_exec(db, arena, "DELETE FROM story_circle WHERE story_id = $1", P(story));
}

enum status story_circle_add(struct db *db, struct arena *arena, int64_t story, int64_t circle)
{
    return db_exec(db, arena, "INSERT INTO story_circle (story_id, circle_id) VALUES ($1, $2)", P(story), P(circle));
}

enum status story_erase_all(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM story WHERE persona_id = $1 AND ($2 = 1 OR audience IN ('circles', 'chosen'))",
                 P(persona), P(remove_words ? 1 : 0)));
    while (rows_next(&rows))
        TRY(story_drop(db, arena, rows_int(&rows)));
    TRY(db_exec(db, arena, "DELETE FROM story_picture WHERE story_id IN (SELECT id FROM story WHERE persona_id = $1)", P(persona)));
    return db_exec(db, arena, "UPDATE story SET persona_id = NULL WHERE persona_id = $1", P(persona));
}

/* Their pictures go by the story. */
enum status story_band_push(struct db *db, struct arena *arena, const int64_t args[4])
{
    struct rows rows;
    if (!persona_band_is_minor((enum age_band)args[2]))
        return OK;
    TRY(db_exec(db, arena, "UPDATE story SET hidden_was = 'members' WHERE persona_id = $1 AND hidden_was = 'everyone'", P(args[0])));
    TRY(db_query(db, arena, &rows, "UPDATE story SET audience = 'members' WHERE persona_id = $1 AND audience = 'everyone' RETURNING id",
                 P(args[0])));
    while (rows_next(&rows))
        TRY(index_mark(db, arena, INDEX_STORY, rows_int(&rows)));
    return OK;
}

enum status story_persona(struct db *db, struct arena *arena, int64_t story, int64_t *persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM story WHERE id = $1", P(story)));
    *persona = rows_next(&rows) ? rows_int(&rows) : 0;
    return *persona ? OK : NOT_FOUND;
}

/* For trust: told under one's name, and still there. */
enum status story_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM story WHERE persona_id = $1 AND day <= $2 LIMIT $3", P(persona), P(time_day(before)),
                 P(most)));
    *count = (int64_t)rows.count;
    return OK;
}
