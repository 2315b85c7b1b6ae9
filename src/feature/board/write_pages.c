/* Writing: a new conversation, an answer, a change to what was written. */
#include "board/pages.h"
#include "guideline/guideline.h"
#include "safety/safety.h"
#include "trust/trust.h"

enum { BODY_MAX = MARKDOWN_MAX_SOURCE };

#define FORM_WORDS                                                                                                                         \
    { "body", 0, BODY_MAX, FIELD_TEXT, false }, { "note", 0, 20, FIELD_LINE, false }, { "note_own", 0, TALK_NOTE_MAX, FIELD_LINE, false }, \
        { "anonymous", 0, 3, FIELD_LINE, false }, { "do", 0, 10, FIELD_LINE, false }, { "once", 0, 100, FIELD_LINE, false },               \
    {                                                                                                                                      \
        "place", 0, 100, FIELD_LINE, false                                                                                                 \
    }
const struct field board_topic_form[] = {
    { "title", 0, TOPIC_TITLE_MAX, FIELD_LINE, false }, { "wish", 0, 20, FIELD_LINE, false }, FORM_WORDS, GUIDELINE_FIELD, { 0 },
};
const struct field topic_reply_form[] = { FORM_WORDS, GUIDELINE_FIELD, { "quotes", 0, 20, FIELD_LINE, false }, { 0 } };
const struct field post_edit_form[] = {
    { "title", 0, TOPIC_TITLE_MAX, FIELD_LINE, false },
    { "wish", 0, 20, FIELD_LINE, false },
    FORM_WORDS,
    { 0 },
};

/* ---- before the transaction ---- */

/* What is made from the typed words outside the transaction. */
struct post_prepared {
    struct markdown markdown;
    const char *excerpt;
    bool danger;
};

enum status post_prepare(struct request *request)
{
    struct post_prepared *made = arena_alloc(request->arena, sizeof *made);
    if (markdown_render(request->arena, form_value(request, "body"), &made->markdown) != OK)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    made->excerpt = markdown_excerpt(request->arena, form_value(request, "body"), POST_EXCERPT);
    made->danger = help_near_look(request, form_value(request, "body"), form_value(request, "title"));
    request->prepared = made;
    return OK;
}

static const struct post_prepared *prepared(const struct request *request)
{
    return request->prepared;
}

const struct markdown *post_markdown(const struct request *request)
{
    return &prepared(request)->markdown;
}

/* ---- the form ---- */

/* The form's words from its draft, if one is kept. */
static enum status form_start(struct request *request, struct post_form *form)
{
    struct draft kept;
    if (request->method == POST) {
        form->words = draft_of_form(request, form->words.place);
        return OK;
    }
    enum status status = draft_find(request, form->words.place, &kept);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    form->words = kept;
    form->drafted = true;
    return OK;
}

static void form_preview(struct request *request, struct post_form *form)
{
    struct safe_html *html = arena_alloc(request->arena, sizeof *html);
    *html = html_trusted(prepared(request)->markdown.html);
    form->preview = html;
}

static enum status quote_add(struct request *request, const struct topic *topic, int64_t id, struct post_form *form)
{
    struct post post;
    struct topic of;
    struct group group;
    enum status status = post_find(request, id, &post, &of, &group);
    if (status == NOT_FOUND || (status == OK && (of.id != topic->id || post.removed)))
        return OK;
    TRY(status);
    const char *words = form->words.body, *quoted = markdown_quote(request->arena, post.body);
    form->quoted = id;
    if (!words || strstr(words, quoted)) /* a draft of it may hold the quote already */
        return OK;
    form->words.body = arena_printf(request->arena, "%s%s%s\n\n", words, *words ? "\n\n" : "", quoted);
    return OK;
}

enum status post_reply_form(struct request *request, const struct topic *topic, const struct group *group, int64_t quote,
                            struct post_form *form)
{
    *form = (struct post_form){
        .kind = POST_REPLY, .group_slug = group->slug, .group_id = group->id, .reading = group_reading_text(&request->view, group)
    };
    form->words = (struct draft){ .place = arena_printf(request->arena, "/topics/%lld/reply", (long long)topic->id),
                                  .title = "",
                                  .body = "",
                                  .wish = "none",
                                  .note = "",
                                  .note_own = "",
                                  .anonymous = topic->own_alias ? "yes" : "" };
    form->may_hide_name = group->anonymous;
    if (topic->own_alias)
        form->as = handle_name(&request->view, topic->own_alias);
    if (!topic->is_mine)
        form->note_text = topic_wish_note(&request->view, topic);
    TRY(form_start(request, form));
    (void)text_int(form_shown(request, "quotes", ""), 1, INT64_MAX, &form->quoted);
    return quote && request->method == GET ? quote_add(request, topic, quote, form) : OK;
}

/* ---- what every sending has in common ---- */

enum sending { SEND, SEND_PREVIEW, SEND_DRAFT };

static enum sending sending_of(const struct request *request)
{
    const char *word = form_value(request, "do");
    return text_same(word, "preview") ? SEND_PREVIEW : text_same(word, "draft") ? SEND_DRAFT : SEND;
}

static enum status send_draft(struct request *request)
{
    struct draft draft = draft_of_form(request, request->path);
    TRY(draft_put(request, &draft));
    return redirect_with(request, request->path, NOTICE_DRAFT_KEPT);
}

enum status post_send_allowed(struct request *request)
{
    static const struct limit writing = { "post", 20, 2 };
    struct view *view = &request->view;
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(trust_links(request, "body", prepared(request)->markdown.html));
    if (!limit_take(request, &writing, member_key_text(request)))
        return form_reject(
            request, NULL,
            t(view, "You’ve written a lot in a short time. Your words are kept as a draft. Breathe out, and send them in a few minutes."));
    return member_words_check(request, "body", form_value(request, "body"));
}

/* The form's token together with its words: whoever goes back to a form that was sent and writes something else in it means it. */
static struct bytes once_of(struct request *request)
{
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    const char *once = form_value(request, "once");
    if (!*once)
        return (struct bytes){ NULL, 0 };
    once = arena_printf(request->arena, "%s\n%s\n%s", once, form_value(request, "title"), form_value(request, "body"));
    hash_plain(hash, once, strlen(once));
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

/* Words without a name leave nothing behind that leads to the persona: no mark of reading, no following, no note of the form, and no word
 * of whose they are to anybody. */
static bool hides_name(const struct request *request)
{
    return form_has(request, "anonymous") && *form_value(request, "anonymous");
}

/* The alias under which the member speaks in a conversation, 0 if they don't yet; a sentence when they can't. */
static enum status handle_check(struct request *request, int64_t topic, bool may, int64_t *alias)
{
    struct view *view = &request->view;
    bool muted = false;
    *alias = 0;
    if (!may)
        return form_reject(request, "anonymous", t(view, "In this group everybody writes under a name. Your words are still here."));
    enum status status = handle_find(request->db, request->arena, topic, handle_of(request, topic), alias, &muted);
    if (muted)
        return form_reject(
            request, "anonymous",
            t(view, "A facilitator has asked this made-up name to stop writing in this conversation. Your words are still here."));
    return status == NOT_FOUND ? OK : status;
}

/* The same, and a new one if there is none. */
static enum status handle_take(struct request *request, int64_t topic, int64_t handles, bool may, int64_t *alias)
{
    struct view *view = &request->view;
    TRY(handle_check(request, topic, may, alias));
    if (*alias)
        return OK;
    enum status status = handle_add(request->db, request->arena, topic, handle_of(request, topic), handles, alias);
    if (status == CONFLICT)
        return form_reject(
            request, "anonymous",
            t(view, "So many have written here without a name that we’ve run out of names. You could begin a new conversation."));
    return status;
}

/* Where this very form led when it was sent before, or NULL. */
static enum status sent_before(struct request *request, const char **location)
{
    struct bytes once = once_of(request);
    *location = NULL;
    if (once.data && hides_name(request))
        return handle_sent_before(request->db, request->arena, handle_once(request, once), location);
    return once.data ? post_sent_before(request->db, request->arena, once, request->member->persona, location) : OK;
}

static enum status sent(struct request *request, const char *location)
{
    struct bytes once = once_of(request);
    if (once.data && hides_name(request))
        TRY(handle_sent_note(request->db, request->arena, handle_once(request, once), location, request->now));
    else if (once.data)
        TRY(post_sent_note(request->db, request->arena, once, request->member->persona, location, request->now));
    return draft_drop(request, request->path);
}

static struct post_new post_of_form(struct request *request, int64_t topic, int64_t group)
{
    const struct markdown *markdown = &prepared(request)->markdown;
    return (struct post_new){ .id = id_at(request->now),
                              .topic = topic,
                              .group = group,
                              .persona = request->member->persona,
                              .body = form_value(request, "body"),
                              .html = markdown->html,
                              .excerpt = prepared(request)->excerpt,
                              .tags = markdown->tags,
                              .tags_count = markdown->tags_count,
                              .note_category = talk_note_code(form_value(request, "note")),
                              .note_text = form_value(request, "note_own"),
                              .at = request->now };
}

/* A writer whose words somebody else published hasn't been there: what was said meanwhile is still new to them. */
static enum status mark_own(struct request *request, int64_t persona, int64_t topic, int64_t post)
{
    const int64_t mark[4] = { persona, topic, post, time_day(request->now) };
    if (persona == request->member->persona)
        TRY(topic_mark(request->db, request->arena, mark));
    return follow_set(request->db, request->arena, persona, topic, true);
}

/* ---- words that wait to be read first: see waiting.c ---- */

/* Where a form that was sent before led: to the words themselves, or to where they wait. */
static enum status sent_already(struct request *request, const char *location)
{
    return redirect_with(request, location, text_same(location, WAITING_PATH) ? NOTICE_WAITS : NOTICE_POSTED);
}

static enum status words_wait(struct request *request, const struct topic_new *topic, const struct post_new *words,
                              const struct group *group)
{
    int64_t alias;
    bool offered;
    if (hides_name(request))
        TRY(handle_check(request, words->topic, group->anonymous, &alias));
    TRY(waiting_put(request, topic, words, hides_name(request)));
    TRY(sent(request, WAITING_PATH));
    TRY(help_near_heed(request, &(struct help_wrote){ topic ? "topic" : "post", 0, 0, 0, WAITING_PATH, prepared(request)->danger },
                       &offered));
    return redirect_with(request, WAITING_PATH, NOTICE_WAITS);
}

/* Who reads here and doesn't write, by a decision, keeps what they typed. */
static enum status refused(struct request *request, const struct group *group)
{
    if (!group->muted_until)
        return FORBIDDEN;
    TRY(draft_keep(request));
    return redirect(request, group_path(request->arena, group));
}

/* ---- a new conversation ---- */

static enum status topic_compose(struct request *request, bool preview)
{
    struct board board;
    struct group group;
    TRY(board_find(request, path_id(request, 0), &board, &group));
    if (!group.may_write)
        return redirect(request, group_path(request->arena, &group));
    struct post_form form = { .kind = POST_TOPIC,
                              .has_title = true,
                              .group_slug = group.slug,
                              .group_id = group.id,
                              .reading = group_reading_text(&request->view, &group) };
    form.may_hide_name = group.anonymous;
    form.words = (struct draft){ .place = board_path(&request->view, &board, "/new"),
                                 .title = "",
                                 .wish = "none",
                                 .body = "",
                                 .note = "",
                                 .note_own = "",
                                 .anonymous = "" };
    TRY(form_start(request, &form));
    if (preview)
        form_preview(request, &form);
    struct post_compose_view page = { t(&request->view, "Write something"), board_path(&request->view, &board, ""), board.name, &form };
    post_compose_html(&request->view, &page);
    return OK;
}

enum status board_topic_page(struct request *request)
{
    return topic_compose(request, false);
}

/* The conversation stands first, for its handle refers to it. */
static enum status topic_create_hidden(struct request *request, struct topic_new *wish, struct bytes handle)
{
    int64_t topic, alias;
    wish->opening.persona = 0;
    TRY(topic_create(request->db, request->arena, wish, &topic));
    TRY(handle_add(request->db, request->arena, topic, handle, 0, &alias));
    return topic_set_alias(request->db, request->arena, topic, wish->opening.id, alias);
}

enum status topic_publish(struct request *request, struct topic_new *wish, struct bytes handle)
{
    int64_t topic;
    if (handle.data) {
        TRY(topic_create_hidden(request, wish, handle));
    } else {
        TRY(topic_create(request->db, request->arena, wish, &topic));
        TRY(mark_own(request, wish->opening.persona, topic, wish->opening.id));
    }
    if (wish->opening.tags_count)
        TRY(job_add(request->db, request->arena, "tag.tell", wish->opening.id, request->now));
    return block_publish(request->db, request->arena, &group_news, wish->group, wish->opening.persona);
}

static enum status topic_send(struct request *request, const struct board *board, const struct group *group)
{
    const char *earlier, *path;
    int64_t alias;
    bool offered, waits;
    TRY(sent_before(request, &earlier));
    if (earlier)
        return sent_already(request, earlier);
    if (!*form_value(request, "title"))
        return form_reject(request, "title", t(&request->view, "Give it a title, so that others find it. A few words are enough."));
    TRY(guideline_check(request, group->id));
    TRY(post_send_allowed(request));
    TRY(trust_open(request, NULL, TRUST_TOPICS));
    struct topic_new wish = { .id = id_at(request->now),
                              .board = board->id,
                              .group = board->group_id,
                              .title = form_value(request, "title"),
                              .wish = topic_wish_find(form_value(request, "wish"))->code };
    path = arena_printf(request->arena, "/topics/%lld", (long long)wish.id);
    wish.opening = post_of_form(request, wish.id, board->group_id);
    TRY(waiting_needed(request, group, 0, hides_name(request), &waits));
    if (waits)
        return words_wait(request, &wish, &wish.opening, group);
    if (hides_name(request))
        TRY(handle_check(request, wish.id, group->anonymous, &alias));
    TRY(sent(request, path));
    TRY(topic_publish(request, &wish, hides_name(request) ? handle_of(request, wish.id) : (struct bytes){ NULL, 0 }));
    TRY(help_near_heed(request,
                       &(struct help_wrote){ "topic", wish.id, board->group_id, wish.opening.persona, path, prepared(request)->danger },
                       &offered));
    return redirect_with(request, path, NOTICE_POSTED);
}

enum status board_topic_make(struct request *request)
{
    struct board board;
    struct group group;
    TRY(board_find(request, path_id(request, 0), &board, &group));
    if (!group.may_write)
        return refused(request, &group);
    if (sending_of(request) == SEND)
        return topic_send(request, &board, &group);
    if (sending_of(request) == SEND_DRAFT)
        return send_draft(request);
    TRY(draft_keep(request));
    return topic_compose(request, true);
}

/* ---- an answer ---- */

static enum status reply_compose(struct request *request, bool preview)
{
    struct topic topic;
    struct group group;
    struct post_form form;
    int64_t quote = 0;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    const char *back = topic_path(&request->view, &topic, "");
    if (!group.may_write || (topic.closed && request->method == GET))
        return redirect(request, back);
    (void)text_int(query_value(request, "quote"), 1, INT64_MAX, &quote);
    TRY(post_reply_form(request, &topic, &group, quote, &form));
    if (preview)
        form_preview(request, &form);
    const char *title = topic.is_mine ? t(&request->view, "Write more")
                        : topic.name  ? tf(&request->view, "Write to {1}", topic.name)
                                      : t(&request->view, "Write an answer");
    struct post_compose_view page = { title, back, topic_title_text(&request->view, &topic), &form };
    post_compose_html(&request->view, &page);
    return OK;
}

enum status topic_reply_page(struct request *request)
{
    return reply_compose(request, false);
}

enum status post_path(struct request *request, int64_t topic, int64_t post, const char **path)
{
    bool far;
    TRY(post_is_far(request->db, request->arena, topic, post, &far));
    *path = far ? arena_printf(request->arena, "/topics/%lld?before=%lld#post-%lld", (long long)topic, (long long)post + 1, (long long)post)
                : arena_printf(request->arena, "/topics/%lld#post-%lld", (long long)topic, (long long)post);
    return OK;
}

/* What the form quotes, if it is there for the writer. */
static enum status quote_read(struct request *request, const struct topic *topic, int64_t *quoted)
{
    struct post post;
    struct topic of;
    struct group group;
    int64_t id;
    *quoted = 0;
    if (!text_int(form_value(request, "quotes"), 1, INT64_MAX, &id))
        return OK;
    enum status status = post_find(request, id, &post, &of, &group);
    if (status == OK && of.id == topic->id)
        *quoted = id;
    return status == NOT_FOUND ? OK : status;
}

enum status post_publish(struct request *request, const struct post_new *post)
{
    int64_t id;
    TRY(post_create(request->db, request->arena, post, &id));
    TRY(topic_advance(request->db, request->arena, post->topic, id, post->at));
    if (post->persona)
        TRY(mark_own(request, post->persona, post->topic, id));
    TRY(topic_tell_later(request->db, request->arena, post->topic, id, post->persona, post->at));
    TRY(block_publish(request->db, request->arena, &group_news, post->group, post->persona));
    return block_publish(request->db, request->arena, &topic_live, post->topic, post->persona);
}

static enum status reply_send(struct request *request, const struct topic *topic, const struct group *group)
{
    const char *earlier, *path;
    bool offered, waits;
    TRY(sent_before(request, &earlier));
    if (earlier)
        return sent_already(request, earlier);
    if (topic->closed)
        return form_reject(request, NULL,
                           t(&request->view, "This conversation has been closed in the meantime. Your words are kept as a draft."));
    TRY(guideline_check(request, group->id));
    TRY(post_send_allowed(request));
    struct post_new post = post_of_form(request, topic->id, topic->group_id);
    TRY(quote_read(request, topic, &post.quoted));
    TRY(waiting_needed(request, group, topic->id, hides_name(request), &waits));
    if (waits)
        return words_wait(request, NULL, &post, group);
    if (hides_name(request)) {
        post.persona = 0;
        TRY(handle_take(request, topic->id, topic->handles, group->anonymous, &post.alias));
    }
    TRY(post_path(request, topic->id, post.id, &path));
    TRY(sent(request, path));
    TRY(post_publish(request, &post));
    TRY(help_near_heed(request, &(struct help_wrote){ "post", post.id, topic->group_id, post.persona, path, prepared(request)->danger },
                       &offered));
    return redirect_with(request, path, NOTICE_POSTED);
}

enum status topic_reply(struct request *request)
{
    struct topic topic;
    struct group group;
    TRY(topic_find(request, path_id(request, 0), &topic, &group));
    if (!group.may_write)
        return refused(request, &group);
    if (sending_of(request) == SEND)
        return reply_send(request, &topic, &group);
    if (sending_of(request) == SEND_DRAFT)
        return send_draft(request);
    TRY(draft_keep(request));
    return reply_compose(request, true);
}

/* ---- changing one's own words ---- */

enum status post_find_own(struct request *request, struct post *post, struct topic *topic, struct group *group)
{
    TRY(post_find(request, path_id(request, 0), post, topic, group));
    return post->is_mine && !post->removed ? OK : FORBIDDEN;
}

static enum status edit_compose(struct request *request, bool preview)
{
    struct post post;
    struct topic topic;
    struct group group;
    const char *back;
    TRY(post_find_own(request, &post, &topic, &group));
    struct post_form form = {
        .kind = POST_EDIT, .has_title = post.is_opening, .group_slug = group.slug, .reading = group_reading_text(&request->view, &group)
    };
    form.words = (struct draft){ .place = post_word_path(&request->view, &post, "/edit"),
                                 .title = post.is_opening ? topic.title : "",
                                 .wish = topic.wish,
                                 .body = post.body,
                                 .note = post.note_category,
                                 .note_own = post.note_text,
                                 .anonymous = post.alias ? "yes" : "" };
    form.hides_name = post.alias != 0;
    TRY(form_start(request, &form));
    if (preview)
        form_preview(request, &form);
    TRY(post_path(request, topic.id, post.id, &back));
    struct post_compose_view page = { t(&request->view, "Change your words"), back, topic_title_text(&request->view, &topic), &form };
    post_compose_html(&request->view, &page);
    return OK;
}

enum status post_edit_page(struct request *request)
{
    return edit_compose(request, false);
}

static enum status edit_send(struct request *request, const struct post *post, struct topic *topic, const struct group *group)
{
    bool instead;
    const char *path, *old_title = post->is_opening ? topic->title : "";
    if (post->is_opening && !*form_value(request, "title"))
        return form_reject(request, "title", t(&request->view, "Give it a title, so that others find it. A few words are enough."));
    TRY(post_send_allowed(request));
    struct post_new words = post_of_form(request, topic->id, topic->group_id);
    struct post_text text = { words.body, words.html, words.note_category, words.note_text, words.tags, words.tags_count };
    TRY(waiting_instead(request, post, topic, group, &text, &instead));
    if (instead)
        return draft_drop(request, request->path);
    bool same = text_same(post->body, text.body) && text_same(post->note_category, text.note_category) &&
                text_same(post->note_text, text.note_text);
    if (post->is_opening) {
        same = same && text_same(topic->title, form_value(request, "title"));
        topic->title = form_value(request, "title");
        topic->wish = topic_wish_find(form_value(request, "wish"))->code;
        topic->note_category = text.note_category;
        topic->note_text = text.note_text;
        TRY(topic_update(request->db, request->arena, topic));
    }
    if (!same)
        TRY(post_update(request->db, request->arena, post, topic->group_id, old_title, &text, request->now));
    TRY(draft_drop(request, request->path));
    TRY(post_path(request, topic->id, post->id, &path));
    return redirect_with(request, path, NOTICE_EDITED);
}

enum status post_edit(struct request *request)
{
    struct post post;
    struct topic topic;
    struct group group;
    TRY(post_find_own(request, &post, &topic, &group));
    if (group.muted_until)
        return refused(request, &group);
    if (sending_of(request) == SEND)
        return edit_send(request, &post, &topic, &group);
    if (sending_of(request) == SEND_DRAFT)
        return send_draft(request);
    TRY(draft_keep(request));
    return edit_compose(request, true);
}
