/* Reading: a board, a conversation, what one follows; and what facilitators do with a conversation as a whole. */
#include "board/pages.h"

enum { TIGHT_FROM = 20 };

const char *board_path(struct view *view, const struct board *board, const char *word)
{
    return arena_printf(view->request->arena, "/boards/%lld%s", (long long)board->id, word);
}

const char *topic_path(struct view *view, const struct topic *topic, const char *word)
{
    return arena_printf(view->request->arena, "/topics/%lld%s", (long long)topic->id, word);
}

/* "?before=1795400000000-12": the last activity and id of the list's last row. */
static struct topic_key topic_key_read(struct request *request)
{
    struct topic_key key = { 0, 0 };
    const char *text = query_value(request, "before"), *dash = strchr(text, '-');
    if (!dash || !text_int(arena_slice(request->arena, text, (size_t)(dash - text)), 0, INT64_MAX, &key.at) ||
        !text_int(dash + 1, 1, INT64_MAX, &key.id))
        return (struct topic_key){ 0, 0 };
    return key;
}

static const char *topic_key_path(struct request *request, const char *path, const struct topics *topics)
{
    return arena_printf(request->arena, "%s?before=%lld-%lld", path, (long long)topics->last_at, (long long)topics->last_id);
}

void topic_items(struct view *view, const struct topics *topics)
{
    struct buf key = { .arena = view->words.arena };
    buf_printf(&key, "topics %zu %d", topics->count, view->request->member != NULL);
    buf_add(&key, topics->digest, sizeof topics->digest);
    const struct bytes name = { key.data, key.len };
    if (topics->known && answer_part_show(view, name, false))
        return;
    if (topics->known)
        answer_part_begin(view, name, false);
    topic_items_html(view, topics);
    if (topics->known)
        answer_part_end(view);
}

enum status board_page(struct request *request)
{
    struct board board;
    struct group group;
    struct topics pinned = { 0 }, topics;
    bool more;
    TRY(board_find(request, path_id(request, 0), &board, &group));
    struct topic_key before = topic_key_read(request);
    if (!before.id)
        TRY(topic_list_pinned(request, board.id, group.is_facilitator, &pinned));
    TRY(topic_list(request, board.id, group.is_facilitator, before, &topics, &more));
    struct board_view page = { .board = &board, .group = &group, .pinned = &pinned, .topics = &topics, .first = !before.id };
    if (more)
        page.next = topic_key_path(request, board_path(&request->view, &board, ""), &topics);
    board_html(&request->view, &page);
    return OK;
}

/* ---- a conversation ---- */

static struct post_key post_key_read(const struct request *request)
{
    struct post_key key = { 0, 0 };
    if (!text_int(query_value(request, "before"), 1, INT64_MAX, &key.before))
        (void)text_int(query_value(request, "after"), 1, INT64_MAX, &key.after);
    return key;
}

static const char *post_key_query(struct request *request, struct post_key key)
{
    if (key.before)
        return arena_printf(request->arena, "?before=%lld", (long long)key.before);
    return key.after ? arena_printf(request->arena, "?after=%lld", (long long)key.after) : "";
}

/* Which posts are the reader's news, and which come from those who look after the group. */
static bool posts_annotate(const struct topic *topic, const struct group_people *facilitators, struct posts *posts)
{
    bool found = false;
    for (size_t i = 0; i < posts->count; i++) {
        struct post *post = &posts->items[i];
        for (size_t n = 0; n < facilitators->count; n++)
            post->by_facilitator |= post->persona && facilitators->items[n].persona == post->persona;
        post->starts_new = !found && topic->seen && post->id > topic->seen && !post->is_mine;
        found |= post->starts_new;
    }
    return found;
}

/* All that topic_posts_html shows, in the order of its template: what was read, who wrote what, what the reader may do. */
struct topic_part {
    unsigned char digest[ROWS_DIGEST], mine[ROWS_DIGEST];
    int64_t topic, opening, starts_new;
    uint64_t own, facilitators; /* a bit for each post */
    int64_t rights;
};

static struct bytes topic_part_key(struct request *request, const struct topic_view *page)
{
    const struct posts *posts = page->posts;
    struct topic_part part = { .topic = page->topic->id, .opening = page->topic->opening };
    memcpy(part.digest, posts->digest, sizeof part.digest);
    memcpy(part.mine, posts->mine, sizeof part.mine);
    for (size_t i = 0; i < posts->count; i++) {
        const struct post *post = &posts->items[i];
        part.own |= (uint64_t)post->is_mine << i;
        part.facilitators |= (uint64_t)post->by_facilitator << i;
        if (post->starts_new)
            part.starts_new = post->id;
    }
    part.rights = page->group->may_write | page->group->is_facilitator << 1 | (page->form != NULL) << 2 | page->tight << 3;
    struct buf key = { .arena = request->arena };
    buf_puts(&key, "topic");
    buf_add(&key, &part, sizeof part);
    buf_printf(&key, "%s %s", page->topic->wish, page->here);
    return (struct bytes){ key.data, key.len };
}

_Static_assert(POSTS_A_PAGE <= 64, "a bit for each post of a page");

void topic_posts(struct view *view, const struct topic_view *page)
{
    bool forms = page->group->may_write, known = page->posts->known;
    struct bytes key = known ? topic_part_key(view->request, page) : (struct bytes){ 0 };
    if (known && answer_part_show(view, key, forms))
        return;
    post_list_words(view->request, page->posts);
    if (known)
        answer_part_begin(view, key, forms);
    topic_posts_html(view, page);
    if (known)
        answer_part_end(view);
}

static void topic_remember(struct request *request, const struct topic *topic, const struct posts *posts)
{
    size_t count = posts->count;
    while (count && posts->items[count - 1].is_mine &&
           posts->items[count - 1].alias) /* whoever has seen those first would be their writer */
        count--;
    int64_t last = count ? posts->items[count - 1].id : 0;
    if (request->method == GET && request->member && last > topic->seen)
        later_push(request->app->later, topic_read_mark, request->member->persona, topic->id, last, time_day(request->now));
}

static void topic_page_ways(struct request *request, struct topic_view *page, bool news_here)
{
    struct view *view = &request->view;
    const struct posts *posts = page->posts;
    const char *path = topic_path(view, page->topic, "");
    if (posts->older) {
        page->first = path;
        page->older = arena_printf(request->arena, "%s?before=%lld", path, (long long)posts->items[0].id);
    }
    if (posts->newer && posts->count)
        page->newer = arena_printf(request->arena, "%s?after=%lld", path, (long long)posts->items[posts->count - 1].id);
    if (request->member && !posts->newer && posts->count) {
        long long last = (long long)posts->items[posts->count - 1].id;
        page->live = arena_printf(request->arena, "%s/live?after=%lld", path, last);
        page->more = arena_printf(request->arena, "%s?after=%lld", path, last);
    }
    if (page->topic->is_new && page->topic->seen && !news_here)
        page->unread = arena_printf(request->arena, "%s?after=%lld#new", path, (long long)page->topic->seen);
}

/* Its posts once more, for choosing what is reported: so that the page itself carries no link for each. */
enum status topic_report_page(struct request *request)
{
    struct topic topic;
    struct group group;
    struct posts posts;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    TRY(post_list(request, &topic, group.is_facilitator, post_key_read(request), &posts));
    post_list_words(request, &posts);
    const char *path = topic_path(&request->view, &topic, "/report");
    struct topic_view page = { .topic = &topic, .group = &group, .posts = &posts };
    if (posts.older)
        page.older = arena_printf(request->arena, "%s?before=%lld", path, (long long)posts.items[0].id);
    if (posts.newer && posts.count)
        page.newer = arena_printf(request->arena, "%s?after=%lld", path, (long long)posts.items[posts.count - 1].id);
    topic_report_html(&request->view, &page);
    return OK;
}

void topic_gathering(struct view *view, const struct topic_view *page)
{
    if (page->gathering)
        view->request->app->hooks->gathering_show(view, page->gathering);
}

enum status topic_page(struct request *request)
{
    struct topic topic;
    struct group group;
    struct posts posts;
    struct group_people facilitators;
    struct post_form form;
    int64_t quote = 0;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    struct post_key key = post_key_read(request);
    TRY(post_list(request, &topic, group.is_facilitator, key, &posts));
    TRY(facilitator_list(request->db, request->arena, group.id, &facilitators));
    struct topic_view page = { .topic = &topic, .group = &group, .posts = &posts, .facilitators = &facilitators };
    page.here = post_key_query(request, key);
    page.tight = posts.count >= TIGHT_FROM;
    if (group.may_write && !topic.closed) {
        (void)text_int(query_value(request, "quote"), 1, INT64_MAX, &quote);
        TRY(post_reply_form(request, &topic, &group, quote, &form));
        form.brief = true;
        page.form = &form;
    }
    const struct hooks *hooks = request->app->hooks;
    if (topic.gathering && hooks->gathering)
        TRY(hooks->gathering(request, topic.gathering, &page.gathering));
    page.meets = page.form && !page.gathering && hooks->gathering;
    topic_page_ways(request, &page, posts_annotate(&topic, &facilitators, &posts));
    topic_remember(request, &topic, &posts);
    topic_html(&request->view, &page);
    return OK;
}

/* While the page is open: that somebody answered, and the news of the reader's groups. The answers themselves come when they are asked
 * for, so that nothing moves under a reader's eyes. */
const struct live_source topic_live = { .name = "topic" };

enum status topic_stream(struct request *request)
{
    struct topic topic;
    struct group group;
    struct live_channel also[STREAM_ALSO];
    int64_t apart;
    size_t count;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    TRY(block_reader(request, &apart));
    TRY(group_news_channels(request, also, STREAM_ALSO - 2, &count));
    also[count++] = (struct live_channel){ &topic_live, topic.id };
    if (!apart)
        also[count++] = (struct live_channel){ &topic_live, block_channel(topic.id) };
    TRY(stream_open(request, &(struct stream_wish){ .also = also, .also_count = count }));
    int64_t after; /* the last answer of the page: another may have come before it began to listen */
    if (text_int(query_value(request, "after"), 1, INT64_MAX, &after) && topic.last_post > after)
        buf_printf(&request->body, "event: topic\ndata: %lld\n\n", (long long)topic.id);
    return OK;
}

enum status topic_follow(struct request *request)
{
    struct topic topic;
    struct group group;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    TRY(follow_set(request->db, request->arena, request->member->persona, topic.id, !topic.is_followed));
    return redirect_with(request, topic_path(&request->view, &topic, ""), topic.is_followed ? NOTICE_NOT_FOLLOWING : NOTICE_FOLLOWING);
}

/* ---- what facilitators do ---- */

static enum status facilitated_topic_find(struct request *request, struct topic *topic)
{
    struct group group;
    return topic_find_facilitated(request, path_id(request, 0), topic, &group);
}

enum status topic_facilitated_done(struct request *request, const struct topic *topic, const char *back, enum notice notice)
{
    bool blocked;
    TRY(block_between(request->db, request->arena, request->member->persona, topic->persona, &blocked));
    if (blocked)
        back = arena_printf(request->arena, "/boards/%lld", (long long)topic->board_id);
    return redirect_with(request, back, notice);
}

enum status topic_pin(struct request *request)
{
    struct topic topic;
    TRY(facilitated_topic_find(request, &topic));
    TRY(topic_flag_pinned(request->db, request->arena, topic.id, !topic.pinned));
    return topic_facilitated_done(request, &topic, topic_path(&request->view, &topic, ""), NOTICE_SAVED);
}

enum status topic_close(struct request *request)
{
    struct topic topic;
    TRY(facilitated_topic_find(request, &topic));
    TRY(topic_flag_closed(request->db, request->arena, topic.id, !topic.closed));
    return topic_facilitated_done(request, &topic, topic_path(&request->view, &topic, ""), NOTICE_SAVED);
}

enum status topic_hide_page(struct request *request)
{
    struct topic topic;
    TRY(facilitated_topic_find(request, &topic));
    struct post_hide_view page = { topic_path(&request->view, &topic, "/hide"), t(&request->view, "Hide this conversation"),
                                   topic_title_text(&request->view, &topic), topic_path(&request->view, &topic, "") };
    post_hide_html(&request->view, &page);
    return OK;
}

/* What facilitators do stands in the log of decisions, too. */
enum status topic_logged(struct request *request, const char *deed, const char *thing, int64_t persona, int64_t group)
{
    const struct sanction_entry entry = {
        .kind = deed, .thing_kind = thing, .persona = persona, .group = group, .by = request->member->persona
    };
    return sanction_log_add(request->db, request->arena, request->app, &entry, request->now);
}

/* What moderators hid, they alone bring back: else a facilitator would overrule a decision, and its appeal. */
enum status topic_may_restore(struct request *request, const char *kind, int64_t id)
{
    bool hides;
    TRY(sanction_hides(request->db, request->arena, kind, id, &hides));
    return hides ? FORBIDDEN : OK;
}

enum status topic_hide(struct request *request)
{
    struct topic topic;
    TRY(facilitated_topic_find(request, &topic));
    TRY(topic_may_restore(request, "topic", topic.id)); /* the reasons of a decision stay beside it */
    TRY(topic_may_restore(request, "post", topic.opening));
    TRY(topic_flag_hidden(request->db, request->arena, topic.id, request->member->persona, request->now, form_value(request, "reason")));
    TRY(topic_logged(request, "hidden", "topic", topic.persona, topic.group_id));
    return topic_facilitated_done(request, &topic, topic_path(&request->view, &topic, ""), NOTICE_HIDDEN);
}

enum status topic_restore(struct request *request)
{
    struct topic topic;
    TRY(facilitated_topic_find(request, &topic));
    TRY(topic_may_restore(request, "topic", topic.id));
    TRY(topic_may_restore(request, "post", topic.opening));
    TRY(topic_flag_hidden(request->db, request->arena, topic.id, 0, 0, NULL));
    TRY(topic_logged(request, "restored", "topic", topic.persona, topic.group_id));
    return topic_facilitated_done(request, &topic, topic_path(&request->view, &topic, ""), NOTICE_RESTORED);
}

/* ---- following, hashtags ---- */

/* What only somebody has written in whom the reader doesn't meet is not new to them. */
static void follow_part(struct request *request, struct topics *fresh, struct topics *seen)
{
    struct topic *items = arena_array(request->arena, fresh->count + seen->count + 1, sizeof *items);
    size_t kept = 0, moved = 0;
    for (size_t i = 0; i < fresh->count; i++)
        if (fresh->items[i].is_new)
            fresh->items[kept++] = fresh->items[i];
        else
            items[moved++] = fresh->items[i];
    fresh->count = kept;
    if (!moved)
        return;
    if (seen->count)
        memcpy(items + moved, seen->items, seen->count * sizeof *items);
    seen->items = items;
    seen->count += moved;
}

enum status follow_page(struct request *request)
{
    struct topics fresh = { 0 }, seen;
    bool more;
    struct topic_key before = topic_key_read(request);
    struct tag_names tags = { 0 };
    if (!before.id) {
        TRY(follow_list_new(request, &fresh));
        TRY(tag_follow_list(request->db, request->arena, request->member->persona, &tags));
    }
    TRY(follow_list_seen(request, before, &seen, &more));
    follow_part(request, &fresh, &seen);
    struct follow_view page = { .fresh = &fresh, .seen = &seen, .tags = &tags, .first = !before.id };
    if (more)
        page.next = topic_key_path(request, "/followed", &seen);
    follow_html(&request->view, &page);
    return OK;
}

const char *tag_path(struct view *view, const char *tag, int64_t before)
{
    struct buf path = { .arena = view->request->arena };
    buf_puts(&path, "/tags/");
    buf_percent(&path, tag, "");
    if (before)
        buf_printf(&path, "?before=%lld", (long long)before);
    return buf_text(&path);
}

enum status tag_page(struct request *request)
{
    struct tag_hits hits;
    int64_t before = 0;
    bool more;
    const char *tag = tag_fold(request->arena, path_text(request, 0));
    if (!tag)
        return NOT_FOUND;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(tag_list(request, tag, before, &hits, &more));
    for (size_t i = 0; i < hits.count; i++) {
        struct post *post = &hits.items[i].post;
        const char *note = talk_note_text(&request->view, post->note_category, post->note_text);
        hits.items[i].excerpt = note ? note : post->excerpt;
    }
    struct tag_view page = { .tag = tag, .hits = &hits, .first = !before, .member = request->member != NULL };
    if (page.member)
        TRY(tag_is_followed(request, tag, &page.is_followed));
    if (more)
        page.next = hits.items[hits.count - 1].post.id;
    tag_html(&request->view, &page);
    return OK;
}

const char *tag_word_path(struct view *view, const char *tag, const char *word)
{
    struct buf path = { .arena = view->words.arena };
    buf_puts(&path, "/tags/");
    buf_percent(&path, tag, "");
    buf_puts(&path, word);
    return buf_text(&path);
}

enum status tag_follow_toggle(struct request *request)
{
    const char *tag = tag_fold(request->arena, path_text(request, 0));
    bool followed;
    if (!tag)
        return NOT_FOUND;
    TRY(tag_is_followed(request, tag, &followed));
    enum status status = tag_follow_set(request->db, request->arena, request->member->persona, tag, !followed);
    if (status == CONFLICT)
        return form_reject(request, NULL, t(&request->view, "You follow a hundred hashtags. Let go of one that you don’t need any more."));
    TRY(status);
    return redirect_with(request, tag_word_path(&request->view, tag, ""), NOTICE_SAVED);
}
