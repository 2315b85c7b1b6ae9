/* Looking back: a week in which those who came talk about it among themselves, and what of it goes to the others. */
#include "gathering/pages.h"
#include "safety/safety.h"
#include "trust/trust.h"

const struct field reflection_form[] = { { "prompt", 0, 1, FIELD_LINE, false }, { "body", 0, REFLECTION_MAX, FIELD_TEXT, false }, { 0 } };
const struct field reflection_gist_form[] = { { "body", 0, REFLECTION_MAX, FIELD_TEXT, false }, { 0 } };

static const struct help_words *prepared(const struct request *request)
{
    return request->prepared;
}

/* Who asked, or facilitates, tells the others, once; not where their words would have to wait to be read first: those go by the board's own
 * form. */
static enum status may_tell(struct request *request, const struct gathering_part *part, bool *may)
{
    bool waits;
    TRY(waiting_needed(request, &part->group, part->topic.id, false, &waits));
    *may = part->mine && !part->gathering.gist && !part->topic.closed && !part->topic.hidden_at && !waits;
    return OK;
}

enum status reflection_page(struct request *request)
{
    struct gathering_part part;
    struct reflections words;
    int64_t after = 0, id = path_id(request, 0);
    TRY(reflection_enter(request, id, &part));
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(reflection_list(request, id, after, &words));
    gathering_seen(request, id);
    struct reflection_view page = { .part = &part, .words = &words };
    TRY(may_tell(request, &part, &page.tells));
    if (words.next)
        page.next = arena_printf(request->arena, "/reflections/%lld?after=%lld", (long long)id, (long long)words.next);
    reflection_html(&request->view, &page);
    return OK;
}

static enum status words_check(struct request *request)
{
    static const struct limit saying = { "reflection", 20, 2 };
    struct view *view = &request->view;
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(trust_links(request, "body", prepared(request)->markdown.html));
    if (!limit_take(request, &saying, member_key_text(request)))
        return form_reject(request, NULL, t(view, "You’ve written a lot in a short time. Please wait a few minutes."));
    return member_words_check(request, "body", form_value(request, "body"));
}

enum status reflection_say(struct request *request)
{
    struct gathering_part part;
    bool said, offered;
    struct reflection words = { .gathering = path_id(request, 0), .persona = request->member->persona, .at = request->now };
    TRY(reflection_enter(request, words.gathering, &part));
    TRY(words_check(request));
    if (!text_int(form_value(request, "prompt"), 1, GATHERING_PROMPTS, &words.prompt))
        words.prompt = 0;
    words.body = form_value(request, "body");
    words.html = prepared(request)->markdown.html;
    TRY(reflection_add(request->db, request->arena, &words, &said));
    TRY(help_near_heed(request, &(struct help_wrote){ .danger = prepared(request)->danger }, &offered));
    return redirect_with(request, arena_printf(request->arena, "/reflections/%lld#words", (long long)words.gathering), NOTICE_POSTED);
}

/* By who said it; others report it. */
enum status reflection_remove(struct request *request)
{
    struct gathering_part part;
    struct reflection words;
    TRY(reflection_enter(request, path_id(request, 0), &part));
    TRY(reflection_find(request, path_id(request, 1), &words));
    if (words.gathering != part.gathering.id)
        return NOT_FOUND;
    if (!words.is_mine)
        return FORBIDDEN;
    TRY(reflection_delete(request->db, request->arena, words.id));
    return redirect_with(request, arena_printf(request->arena, "/reflections/%lld", (long long)part.gathering.id), NOTICE_DELETED);
}

/* For those who couldn't come: an answer in the conversation where it began, under the name of who sends it. */
enum status reflection_gist(struct request *request)
{
    struct gathering_part part;
    bool may;
    TRY(reflection_enter(request, path_id(request, 0), &part));
    const char *path = arena_printf(request->arena, "/topics/%lld", (long long)part.topic.id);
    if (part.mine && part.gathering.gist)
        return redirect(request, path);
    TRY(may_tell(request, &part, &may));
    if (!may)
        return FORBIDDEN;
    TRY(words_check(request));
    struct post_new post = { .id = id_at(request->now),
                             .topic = part.topic.id,
                             .group = part.topic.group_id,
                             .persona = request->member->persona,
                             .body = form_value(request, "body"),
                             .html = prepared(request)->markdown.html,
                             .tags = prepared(request)->markdown.tags,
                             .tags_count = prepared(request)->markdown.tags_count,
                             .at = request->now };
    TRY(post_publish(request, &post));
    TRY(gathering_gist_set(request->db, request->arena, part.gathering.id, post.id));
    return redirect_with(request, arena_printf(request->arena, "%s#post-%lld", path, (long long)post.id), NOTICE_POSTED);
}
