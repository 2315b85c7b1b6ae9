/* What is said in conversations, and how others answer it without words. */
#include "board/pages.h"

enum { VERSIONS = 50 };

#define POST_COLUMNS                                                                                                                       \
    "p.id, p.topic_id, p.persona_id, p.alias, p.quoted, q.persona_id, q.alias, qa.name, a.name, a.picture, p.html, p.note_category,"       \
    " p.note_text, p.warmth, p.created_at, p.edited_at,"                                                                                   \
    " p.removed, p.hidden_at, p.hidden_reason"

#define POST_BESIDE                                                                                                                        \
    " LEFT JOIN persona a ON a.id = p.persona_id LEFT JOIN post q ON q.id = p.quoted LEFT JOIN persona qa ON qa.id = q.persona_id"

/* Who wrote it and where it stands: the first of the columns. */
static void post_read_place(struct request *request, struct rows *rows, struct post *post)
{
    *post = (struct post){ .id = rows_int(rows) };
    post->topic_id = rows_int(rows);
    post->persona = rows_int(rows);
    post->alias = rows_int(rows);
    post->quoted = rows_int(rows);
    post->quoted_by = rows_int(rows);
    int64_t quoted_alias = rows_int(rows);
    post->quoted_name = rows_text(rows);
    if (quoted_alias)
        post->quoted_name = handle_name(&request->view, quoted_alias);
    post->is_mine = post->persona && post->persona == board_reader(request);
}

static void post_read_words(struct request *request, struct rows *rows, struct post *post)
{
    post->name = rows_text(rows);
    if (post->alias)
        post->name = handle_name(&request->view, post->alias);
    post->picture = rows_int(rows);
    post->html = rows_text(rows);
    post->note_category = rows_text(rows);
    post->note_text = rows_text(rows);
    post->warmth = (unsigned)rows_int(rows);
    post->created_at = rows_int(rows);
    post->edited_at = rows_int(rows);
    post->removed = rows_bool(rows);
    post->hidden_at = rows_int(rows);
    post->hidden_reason = rows_text(rows);
}

static void post_read(struct request *request, struct rows *rows, struct post *post)
{
    post_read_place(request, rows, post);
    post_read_words(request, rows, post);
}

/* What only its conversation tells. */
static void post_settle(const struct topic *topic, struct post *post)
{
    post->is_opening = post->id == topic->opening;
    post->is_mine = post->is_mine || (post->alias && post->alias == topic->own_alias);
}

static enum status post_read_one(struct request *request, struct rows *rows, struct post *post)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    post_read(request, rows, post);
    post->body = rows_text(rows);
    return OK;
}

/* What it quotes of whom the reader doesn't meet. */
static enum status post_unseen_settle(struct request *request, struct post *post)
{
    struct block_list unseen;
    TRY(block_unseen_of(request, &unseen));
    if (block_has(&unseen, post->quoted_by))
        post_veil(request->arena, post);
    return OK;
}

enum status post_find(struct request *request, int64_t id, struct post *post, struct topic *topic, struct group *group)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " POST_COLUMNS ", p.body FROM post p" POST_BESIDE " WHERE p.id = $2 AND " BLOCK_NONE_SQL("p.persona_id"),
                 P(board_reader(request)), P(id)));
    TRY(post_read_one(request, &rows, post));
    TRY(topic_find(request, post->topic_id, topic, group));
    post_settle(topic, post);
    return !post->hidden_at || group->is_facilitator || post->is_mine ? post_unseen_settle(request, post) : NOT_FOUND;
}

enum status post_find_facilitated(struct request *request, int64_t id, struct post *post, struct topic *topic, struct group *group)
{
    struct rows rows;
    bool blocked;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " POST_COLUMNS ", p.body FROM post p" POST_BESIDE " WHERE p.id = $1", P(id)));
    TRY(post_read_one(request, &rows, post));
    enum status status = topic_find_facilitated(request, post->topic_id, topic, group);
    post_settle(topic, post);
    if (status != OK && status != FORBIDDEN)
        return status;
    TRY(block_between(request->db, request->arena, board_reader(request), post->persona, &blocked));
    if (blocked)
        post->name = NULL;
    if (status == OK)
        return OK;
    return blocked || (post->hidden_at && !post->is_mine) ? NOT_FOUND : FORBIDDEN;
}

static enum status post_list_mine(struct request *request, int64_t topic, struct posts *posts)
{
    struct rows rows;
    if (!request->member || !posts->count)
        return OK;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT r.post_id, r.kind FROM post p JOIN reaction r ON r.persona_id = $1 AND r.post_id = p.id"
                 " WHERE p.topic_id = $2 AND p.id >= $3 AND p.id <= $4",
                 P(board_reader(request)), P(topic), P(posts->items[0].id), P(posts->items[posts->count - 1].id)));
    posts->known = posts->known && (!rows.count || rows_digest(&rows, posts->mine));
    while (rows_next(&rows)) {
        int64_t post = rows_int(&rows), kind = rows_int(&rows);
        for (size_t i = 0; i < posts->count; i++)
            if (posts->items[i].id == post)
                posts->items[i].mine |= (unsigned)kind;
    }
    return OK;
}

/* Who sees the hidden ones beside the facilitators: their writer, whose list is then another one than everybody's. */
static enum status post_list_writer(struct request *request, int64_t topic, int64_t *writer)
{
    struct rows rows;
    *writer = 0;
    if (!request->member)
        return OK;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT persona_id FROM post WHERE topic_id = $1 AND persona_id = $2 AND hidden_at IS NOT NULL LIMIT 1", P(topic),
                 P(board_reader(request))));
    if (rows_next(&rows))
        *writer = rows_int(&rows);
    return OK;
}

enum status post_list(struct request *request, const struct topic *topic, bool facilitator, struct post_key key, struct posts *posts)
{
    struct rows rows;
    int64_t writer, apart;
    bool back = key.before > 0;
    TRY(post_list_writer(request, topic->id, &writer));
    TRY(block_reader(request, &apart));
#define POST_LIST                                                                                                                          \
    "SELECT " POST_COLUMNS " FROM post p" POST_BESIDE                                                                                      \
    " WHERE p.topic_id = $2 AND (p.hidden_at IS NULL OR $4 OR p.persona_id = $5 OR (p.alias > 0 AND p.alias = $8)) AND " BLOCK_NONE_SQL(   \
        "p.persona_id") " AND (p.id = $6 OR " BLOCK_MUTE_SQL("p.persona_id") ")"
    if (back)
        TRY(db_query(request->db, request->arena, &rows, POST_LIST " AND p.id < $3 ORDER BY p.id DESC LIMIT $7", P(apart), P(topic->id),
                     P(key.before), P(facilitator), P(writer), P(topic->opening), P(POSTS_A_PAGE + 1), P(topic->own_alias)));
    else
        TRY(db_query(request->db, request->arena, &rows, POST_LIST " AND p.id > $3 ORDER BY p.id LIMIT $7", P(apart), P(topic->id),
                     P(key.after), P(facilitator), P(writer), P(topic->opening), P(POSTS_A_PAGE + 1), P(topic->own_alias)));
    *posts = (struct posts){ .items = arena_array(request->arena, rows.count + 1, sizeof *posts->items), .rows = rows, .back = back };
    TRY(block_unseen_of(request, &posts->unseen));
    posts->known = rows_digest(&rows, posts->digest);
    bool more = rows.count > POSTS_A_PAGE;
    size_t count = more ? POSTS_A_PAGE : rows.count;
    while (posts->count < count && rows_next(&rows)) {
        struct post *post = &posts->items[back ? count - 1 - posts->count : posts->count];
        post_read_place(request, &rows, post);
        post_settle(topic, post);
        if (block_has(&posts->unseen, post->quoted_by))
            posts->known = false; /* it looks otherwise to this reader than to others of these posts */
        posts->count++;
    }
    posts->older = count && (back ? more : posts->items[0].id > topic->opening);
    posts->newer = back ? !count || posts->items[count - 1].id < topic->last_post : more;
    return post_list_mine(request, topic->id, posts);
}

void post_list_words(struct request *request, struct posts *posts)
{
    struct rows rows = posts->rows;
    for (size_t i = 0; i < posts->count && rows_next(&rows); i++) {
        struct post *post = &posts->items[posts->back ? posts->count - 1 - i : i], place;
        post_read_place(request, &rows, &place);
        post_read_words(request, &rows, post);
        if (block_has(&posts->unseen, post->quoted_by))
            post_veil(request->arena, post);
    }
}

enum status post_is_far(struct db *db, struct arena *arena, int64_t topic, int64_t post, bool *far)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM post WHERE topic_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", P(topic), P(post),
                 P(POSTS_A_PAGE)));
    *far = rows.count == POSTS_A_PAGE;
    return OK;
}

/* ---- writing ---- */

static enum status tags_put(struct db *db, struct arena *arena, int64_t post, int64_t group, const char *const *tags, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "INSERT INTO post_tag (name, post_id, group_id) VALUES ($1, $2, $3) ON CONFLICT (name, post_id) DO NOTHING",
                    P(tags[i]), P(post), P(group)));
    return OK;
}

enum status post_create(struct db *db, struct arena *arena, const struct post_new *wish, int64_t *id)
{
    const char *excerpt = wish->excerpt ? wish->excerpt : markdown_excerpt(arena, wish->body, POST_EXCERPT);
    *id = wish->id ? wish->id : id_at(wish->at);
    TRY(db_exec(db, arena,
                "INSERT INTO post (id, topic_id, persona_id, body, html, excerpt, note_category, note_text, warmth, created_at, removed,"
                " alias, quoted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, FALSE, $10, $11)",
                P(*id), P(wish->topic), wish->persona ? P(wish->persona) : P_NULL, P(wish->body), P(wish->html), P(excerpt),
                P(wish->note_category ? wish->note_category : ""), P(wish->note_text ? wish->note_text : ""), P(wish->at), P(wish->alias),
                wish->quoted ? P(wish->quoted) : P_NULL));
    if (!wish->indexed)
        TRY(index_mark(db, arena, INDEX_POST, *id));
    return tags_put(db, arena, *id, wish->group, wish->tags, wish->tags_count);
}

enum status post_update(struct db *db, struct arena *arena, const struct post *post, int64_t group, const char *old_title,
                        const struct post_text *text, int64_t now)
{
    TRY(db_exec(db, arena,
                "INSERT INTO post_version (id, post_id, title, body, note_category, note_text, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                P(id_at(now)), P(post->id), P(old_title), P(post->body), P(post->note_category), P(post->note_text), P(now)));
    TRY(db_exec(db, arena,
                "UPDATE post SET body = $2, html = $3, excerpt = $4, note_category = $5, note_text = $6, edited_at = $7 WHERE id = $1",
                P(post->id), P(text->body), P(text->html), P(markdown_excerpt(arena, text->body, POST_EXCERPT)), P(text->note_category),
                P(text->note_text), P(now)));
    TRY(db_exec(db, arena, "DELETE FROM post_tag WHERE post_id = $1", P(post->id)));
    TRY(index_mark(db, arena, INDEX_POST, post->id));
    return tags_put(db, arena, post->id, group, text->tags, text->tags_count);
}

enum status post_version_list(struct db *db, struct arena *arena, int64_t post, struct post_versions *versions)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT title, body, note_category, note_text, at FROM post_version WHERE post_id = $1 ORDER BY id DESC LIMIT $2", P(post),
                 P(VERSIONS)));
    *versions = (struct post_versions){ arena_array(arena, rows.count + 1, sizeof *versions->items), 0 };
    while (rows_next(&rows)) {
        struct post_version *version = &versions->items[versions->count++];
        version->title = rows_text(&rows);
        version->body = rows_text(&rows);
        version->note_category = rows_text(&rows);
        version->note_text = rows_text(&rows);
        version->at = rows_int(&rows);
    }
    return OK;
}

/* ---- taking away ---- */

/* What hangs on a post. */
static enum status post_strip(struct db *db, struct arena *arena, int64_t post)
{
    TRY(index_mark(db, arena, INDEX_POST, post));
    TRY(notification_forget(db, arena, NOTIFICATION_TAG, post));
    TRY(db_exec(db, arena, "DELETE FROM reaction WHERE post_id = $1", P(post)));
    TRY(db_exec(db, arena, "DELETE FROM post_tag WHERE post_id = $1", P(post)));
    return db_exec(db, arena, "DELETE FROM post_version WHERE post_id = $1", P(post));
}

static enum status post_empty(struct db *db, struct arena *arena, int64_t post, int64_t topic)
{
    TRY(db_exec(
        db, arena,
        "UPDATE post SET persona_id = NULL, alias = 0, body = '', html = '', excerpt = '', note_category = '', note_text = '', warmth = 0, edited_at = NULL,"
        " removed = TRUE, hidden_at = NULL, hidden_by = NULL, hidden_reason = NULL WHERE id = $1",
        P(post)));
    return db_exec(
        db, arena,
        "UPDATE topic SET persona_id = NULL, alias = 0, title = '', wish = 'none', note_category = '', note_text = '' WHERE id = $1",
        P(topic));
}

enum status post_drop(struct db *db, struct arena *arena, int64_t post)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT t.id, t.opening, EXISTS (SELECT 1 FROM post o WHERE o.topic_id = t.id AND o.id <> p.id AND o.id <> t.opening),"
                 " (SELECT o.removed FROM post o WHERE o.id = t.opening) FROM post p JOIN topic t ON t.id = p.topic_id WHERE p.id = $1",
                 P(post)));
    if (!rows_next(&rows))
        return OK;
    int64_t topic = rows_int(&rows), opening = rows_int(&rows);
    bool others = rows_bool(&rows), opening_removed = rows_bool(&rows);
    TRY(post_strip(db, arena, post));
    if (post == opening && others)
        return post_empty(db, arena, post, topic);
    TRY(db_exec(db, arena, "DELETE FROM post WHERE id = $1", P(post)));
    if (post != opening && (others || !opening_removed))
        return topic_touch(db, arena, topic);
    TRY(db_exec(db, arena, "DELETE FROM post WHERE id = $1", P(opening))); /* when it was the empty place of an opening */
    return topic_drop(db, arena, topic);
}

enum status post_flag_hidden(struct db *db, struct arena *arena, const struct post *post, int64_t by, int64_t now, const char *reason)
{
    const struct param at = reason ? P(now) : P_NULL, who = reason ? P(by) : P_NULL;
    TRY(db_exec(db, arena, "UPDATE post SET hidden_at = $2, hidden_by = $3, hidden_reason = $4 WHERE id = $1", P(post->id), at, who,
                P(reason)));
    TRY(index_mark(db, arena, INDEX_POST, post->id));
    return topic_touch(db, arena, post->topic_id);
}

/* ---- reactions ---- */

/* warmth says which kinds are there and which from several people; more than that nobody needs to know. */
static enum status reaction_settle(struct db *db, struct arena *arena, int64_t post)
{
    struct rows rows;
    int64_t warmth = 0;
    TRY(db_query(db, arena, &rows, "SELECT kind, COUNT(*) FROM reaction WHERE post_id = $1 GROUP BY kind", P(post)));
    while (rows_next(&rows)) {
        int64_t kind = rows_int(&rows), people = rows_int(&rows);
        warmth |= people > 1 ? kind | kind * REACTION_SEVERAL : kind;
    }
    return db_exec(db, arena, "UPDATE post SET warmth = $2 WHERE id = $1", P(post), P(warmth));
}

enum status reaction_add(struct db *db, struct arena *arena, int64_t post, int64_t persona, int64_t kind)
{
    TRY(db_exec(db, arena,
                "INSERT INTO reaction (post_id, persona_id, kind) VALUES ($1, $2, $3) ON CONFLICT (post_id, kind, persona_id) DO NOTHING",
                P(post), P(persona), P(kind)));
    return reaction_settle(db, arena, post);
}

enum status reaction_toggle(struct db *db, struct arena *arena, int64_t post, int64_t persona, int64_t kind)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM reaction WHERE post_id = $1 AND kind = $2 AND persona_id = $3", P(post), P(kind),
                 P(persona)));
    return rows.changed ? reaction_settle(db, arena, post) : reaction_add(db, arena, post, persona, kind);
}

/* ---- the persona leaves: its reactions ---- */

enum status reaction_drop_all(struct db *db, struct arena *arena, int64_t persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT DISTINCT post_id FROM reaction WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM reaction WHERE persona_id = $1", P(persona)));
    while (rows_next(&rows))
        TRY(reaction_settle(db, arena, rows_int(&rows)));
    return OK;
}
