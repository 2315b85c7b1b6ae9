/* One post: answering it without words, taking it away, hiding it, what it said before. */
#include "board/pages.h"

const struct field post_react_form[] = { { "kind", 0, 10, FIELD_LINE, false }, { 0 } };
const struct field post_hide_form[] = { { "reason", 1, HIDE_REASON_MAX, FIELD_TEXT, false }, { 0 } };
const struct field post_quiet_form[] = { { "quiet", 0, 3, FIELD_LINE, false }, { 0 } };

const char *post_word_path(struct view *view, const struct post *post, const char *word)
{
    return arena_printf(view->request->arena, "/posts/%lld%s", (long long)post->id, word);
}

/* Back to the page of the topic the form stood on. */
static const char *post_back(struct request *request, const struct post *post)
{
    int64_t key = 0;
    const char *word = text_int(query_value(request, "before"), 1, INT64_MAX, &key)  ? "before"
                       : text_int(query_value(request, "after"), 1, INT64_MAX, &key) ? "after"
                                                                                     : NULL;
    if (!word)
        return arena_printf(request->arena, "/topics/%lld#post-%lld", (long long)post->topic_id, (long long)post->id);
    return arena_printf(request->arena, "/topics/%lld?%s=%lld#post-%lld", (long long)post->topic_id, word, (long long)key,
                        (long long)post->id);
}

enum status post_react(struct request *request)
{
    static const struct limit reacting = { "react", 60, 30 };
    struct post post;
    struct topic topic;
    struct group group;
    TRY(post_find(request, path_id(request, 0), &post, &topic, &group));
    int64_t kind = talk_word_kind(form_value(request, "kind"));
    if (!kind || !group.may_write || post.is_mine || post.removed)
        return FORBIDDEN;
    if (!limit_take(request, &reacting, member_key_text(request)))
        return limit_refuse(request, TIME_SECOND * 10);
    TRY(reaction_toggle(request->db, request->arena, post.id, request->member->persona, kind));
    return redirect(request, post_back(request, &post));
}

/* ---- taking one's own words away ---- */

enum status post_delete_page(struct request *request)
{
    struct post post;
    struct topic topic;
    struct group group;
    struct post_delete_view page = { .post = &post, .topic = &topic };
    TRY(post_find_own(request, &post, &topic, &group));
    TRY(post_path(request, topic.id, post.id, &page.back));
    page.answered = topic.last_post != topic.opening;
    post_delete_html(&request->view, &page);
    return OK;
}

enum status post_delete(struct request *request)
{
    struct post post;
    struct topic topic;
    struct group group;
    TRY(post_find_own(request, &post, &topic, &group));
    const char *next = topic_path(&request->view, &topic, ""),
               *board = arena_printf(request->arena, "/boards/%lld", (long long)topic.board_id);
    TRY(post_drop(request->db, request->arena, post.id));
    enum status status = topic_find(request, topic.id, &topic, &group); /* gone with its last words? */
    if (status != NOT_FOUND)
        TRY(status);
    return redirect_with(request, status == OK ? next : board, NOTICE_DELETED);
}

/* ---- what facilitators do ---- */

static enum status facilitated_post_find(struct request *request, struct post *post, struct topic *topic)
{
    struct group group;
    return post_find_facilitated(request, path_id(request, 0), post, topic, &group);
}

enum status post_hide_page(struct request *request)
{
    struct post post;
    struct topic topic;
    struct post_hide_view page = { .title = t(&request->view, "Hide these words") };
    TRY(facilitated_post_find(request, &post, &topic));
    page.action = post_word_path(&request->view, &post, "/hide");
    page.excerpt = markdown_excerpt(request->arena, post.body, 240);
    TRY(post_path(request, topic.id, post.id, &page.back));
    post_hide_html(&request->view, &page);
    return OK;
}

static enum status post_hidden_set(struct request *request, const char *reason)
{
    struct post post;
    struct topic topic;
    const char *back;
    TRY(facilitated_post_find(request, &post, &topic));
    TRY(post_path(request, topic.id, post.id, &back));
    TRY(topic_may_restore(request, "post", post.id));
    if (post.is_opening)
        TRY(topic_may_restore(request, "topic", topic.id));
    if (post.is_opening) /* without its opening a conversation makes no sense: it is hidden as a whole */
        TRY(topic_flag_hidden(request->db, request->arena, topic.id, request->member->persona, request->now, reason));
    else
        TRY(post_flag_hidden(request->db, request->arena, &post, request->member->persona, request->now, reason));
    TRY(topic_logged(request, reason ? "hidden" : "restored", "post", post.persona, topic.group_id));
    return topic_facilitated_done(request, &topic, back, reason ? NOTICE_HIDDEN : NOTICE_RESTORED);
}

enum status post_hide(struct request *request)
{
    return post_hidden_set(request, form_value(request, "reason"));
}

enum status post_restore(struct request *request)
{
    return post_hidden_set(request, NULL);
}

/* A made-up name stops in its conversation, or may go on. Nobody learns whose it is. */
enum status post_quiet(struct request *request)
{
    struct post post;
    struct topic topic;
    const char *path;
    TRY(facilitated_post_find(request, &post, &topic));
    if (!post.alias)
        return NOT_FOUND;
    TRY(handle_mute(request->db, request->arena, topic.id, post.alias, *form_value(request, "quiet")));
    TRY(post_path(request, topic.id, post.id, &path));
    return redirect_with(request, path, NOTICE_SAVED);
}

enum status post_history_page(struct request *request)
{
    struct post post;
    struct topic topic;
    struct post_versions versions;
    TRY(facilitated_post_find(request, &post, &topic));
    TRY(post_version_list(request->db, request->arena, post.id, &versions));
    struct post_changes changes = { arena_array(request->arena, versions.count + 1, sizeof *changes.items), versions.count };
    const char *after = post.body;
    for (size_t i = 0; i < versions.count; i++) { /* newest first: each against what it became */
        const struct post_version *version = &versions.items[i];
        changes.items[i] = (struct post_change){ text_diff(request->arena, version->body, after), version->title, version->at };
        after = version->body;
    }
    post_history_html(&request->view, &topic, &post, &changes);
    return OK;
}
