/* What waits: the queue of those who look after a group, and a writer's own words while they wait or once they came back. */
#include "board/pages.h"

enum { ORPHANS = 50, NAMELESS_SHOWN = 50 };

const struct field waiting_publish_form[] = { { "edits", 0, 20, FIELD_LINE, false }, { 0 } };
const struct field waiting_return_form[] = { { "answer", 1, WAITING_ANSWER_MAX, FIELD_TEXT, false }, { 0 } };
const struct field waiting_edit_form[] = { { "title", 0, TOPIC_TITLE_MAX, FIELD_LINE, false },
                                           { "body", 0, MARKDOWN_MAX_SOURCE, FIELD_TEXT, false },
                                           { "note", 0, 20, FIELD_LINE, false },
                                           { "note_own", 0, TALK_NOTE_MAX, FIELD_LINE, false },
                                           { 0 } };

const char *waiting_path(struct view *view, const struct waiting *waiting, const char *word)
{
    return arena_printf(view->request->arena, WAITING_PATH "/%lld%s", (long long)waiting->id, word);
}

const char *waiting_queue_path(struct view *view, const struct group *group, const struct waiting *waiting, const char *word)
{
    if (!waiting)
        return arena_printf(view->request->arena, "/groups/%s/waiting", group->slug);
    return arena_printf(view->request->arena, "/groups/%s/waiting/%lld%s", group->slug, (long long)waiting->id, word);
}

const char *waiting_what_text(struct view *view, const struct waiting *waiting)
{
    return !waiting->topic   ? tf(view, "A new conversation on “{1}”", waiting->place)
           : *waiting->place ? tf(view, "An answer in “{1}”", waiting->place)
                             : t(view, "An answer in a conversation that isn’t there any more");
}

/* ---- looking after a group ---- */

enum status waiting_queue_page(struct request *request)
{
    struct group group;
    struct waitings list;
    int64_t after = 0;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(group_find_tended(request, path_text(request, 0), &group));
    TRY(waiting_list(request, group.id, after, &list));
    const char *path = waiting_queue_path(&request->view, &group, NULL, "");
    struct waiting_queue_view page = { &group, &list, after ? path : NULL, NULL };
    if (list.more)
        page.next = arena_printf(request->arena, "%s?after=%lld", path, (long long)list.items[list.count - 1].id);
    waiting_queue_html(&request->view, &page);
    return OK;
}

/* The ":id" of the group's queue. CONFLICT: it doesn't wait there; redirected, for somebody else may have been quicker. */
static enum status item_find(struct request *request, struct group *group, struct waiting *waiting)
{
    TRY(group_find_tended(request, path_text(request, 0), group));
    enum status status = waiting_find(request, path_id(request, 1), waiting);
    if (status == OK && waiting->group == group->id && !waiting->sealed.data)
        return OK;
    return status == OK || status == NOT_FOUND ? CONFLICT : status;
}

static enum status item_done(struct request *request, const struct group *group, enum notice notice)
{
    return redirect_with(request, waiting_queue_path(&request->view, group, NULL, ""), notice);
}

enum status waiting_item_page(struct request *request)
{
    struct group group;
    struct waiting waiting;
    enum status status = item_find(request, &group, &waiting);
    if (status != OK)
        return status == CONFLICT ? item_done(request, &group, NOTICE_ANSWERED_ALREADY) : status;
    waiting_item_html(&request->view, &group, &waiting);
    return OK;
}

static enum status item_publish(struct request *request, struct group *group)
{
    struct view *view = &request->view;
    struct waiting waiting;
    int64_t edits, published;
    TRY(item_find(request, group, &waiting));
    if (!text_int(form_value(request, "edits"), 0, INT64_MAX, &edits) || edits != waiting.edits)
        return form_reject(request, NULL, t(view, "The writer changed it in the meantime. This is how it reads now."));
    TRY(waiting_publish(request, &waiting, &published));
    if (!published)
        return form_reject(request, NULL,
                           t(view, "It can’t stand there any more: the conversation is closed, hidden or gone, or its writer can’t write in"
                                   " this group now. Please give it back with a few words."));
    return OK;
}

/* Who comes second is told so, and nothing is done twice. */
static enum status item_settle(struct request *request, const struct group *group, enum status status, enum notice notice)
{
    if (status == OK)
        return item_done(request, group, notice);
    return status == CONFLICT ? item_done(request, group, NOTICE_ANSWERED_ALREADY) : status;
}

enum status waiting_item_publish(struct request *request)
{
    struct group group;
    enum status status = item_publish(request, &group);
    return item_settle(request, &group, status, NOTICE_PUBLISHED);
}

enum status waiting_item_return(struct request *request)
{
    struct group group;
    struct waiting waiting;
    enum status status = item_find(request, &group, &waiting);
    if (status == OK)
        status = waiting_give_back(request, &waiting, form_value(request, "answer"));
    return item_settle(request, &group, status, NOTICE_GIVEN_BACK);
}

/* ---- one's own ---- */

static enum status own_add(struct request *request, int64_t id, void *context)
{
    struct waitings *list = context;
    if (list->count == NAMELESS_SHOWN)
        return OK;
    enum status status = waiting_find_own(request, id, &list->items[list->count]);
    list->count += status == OK;
    return status == NOT_FOUND ? OK : status;
}

/* Groups without anybody who looks after them, for those who then may. */
static enum status orphans_find(struct request *request, struct groups *orphans)
{
    enum status status = request->roles & MODERATORS ? OK : NOT_FOUND;
    int64_t after = 0;
    *orphans = (struct groups){ arena_array(request->arena, ORPHANS, sizeof *orphans->items), 0 };
    while (status == OK && orphans->count < ORPHANS) {
        struct group *group = &orphans->items[orphans->count];
        status = waiting_orphaned(request, after, group);
        if (status == OK) {
            after = group->id;
            orphans->count++;
        }
    }
    return status == NOT_FOUND ? OK : status;
}

enum status waiting_own_page(struct request *request)
{
    struct waitings named, nameless = { arena_array(request->arena, NAMELESS_SHOWN, sizeof *nameless.items), 0, false };
    struct groups orphans;
    int64_t before = INT64_MAX;
    bool first = !text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(waiting_list_own(request, before, &named));
    if (first)
        TRY(waiting_each_nameless(request, request->member->persona, 0, own_add, &nameless));
    TRY(orphans_find(request, &orphans));
    struct waiting_own_view page = { &named, first ? &nameless : NULL, &orphans, first ? NULL : WAITING_PATH, NULL };
    if (named.more)
        page.next = arena_printf(request->arena, WAITING_PATH "?before=%lld", (long long)named.items[named.count - 1].id);
    waiting_own_html(&request->view, &page);
    return OK;
}

enum status waiting_words_page(struct request *request)
{
    struct waiting waiting;
    struct markdown markdown;
    TRY(waiting_find_own(request, path_id(request, 0), &waiting));
    if (waiting.sealed.data) { /* of what came back, only the words themselves were kept */
        TRY(markdown_render(request->arena, waiting.body, &markdown));
        waiting.html = markdown.html;
    }
    waiting_words_html(&request->view, &waiting);
    return OK;
}

enum status waiting_words_edit(struct request *request)
{
    struct view *view = &request->view;
    const struct markdown *markdown = post_markdown(request);
    struct waiting waiting;
    TRY(waiting_find_own(request, path_id(request, 0), &waiting));
    if (waiting.sealed.data)
        return redirect(request, waiting_path(view, &waiting, ""));
    waiting.body = form_value(request, "body");
    if (!waiting.topic)
        waiting.title = form_value(request, "title");
    if (!waiting.topic && !*waiting.title)
        return form_reject(request, "title", t(view, "Give it a title, so that others find it. A few words are enough."));
    TRY(post_send_allowed(request));
    waiting.html = markdown->html;
    waiting.tags = waiting_tags(request->arena, markdown->tags, markdown->tags_count);
    waiting.note_category = talk_note_code(form_value(request, "note"));
    waiting.note_text = form_value(request, "note_own");
    TRY(waiting_change(request->db, request->arena, &waiting));
    return redirect_with(request, waiting_path(view, &waiting, ""), NOTICE_EDITED);
}

/* Whether its form is open to its writer, and where. */
static enum status form_find(struct request *request, const struct waiting *waiting, const char **place)
{
    struct board board;
    struct topic topic;
    struct group group;
    if (waiting->topic) {
        TRY(topic_find(request, waiting->topic, &topic, &group));
        *place = topic_path(&request->view, &topic, "/reply");
        return group.may_write && !topic.closed ? OK : NOT_FOUND;
    }
    TRY(board_find(request, waiting->board, &board, &group));
    *place = board_path(&request->view, &board, "/new");
    return group.may_write ? OK : NOT_FOUND;
}

enum status waiting_words_back(struct request *request)
{
    struct waiting waiting;
    const char *place;
    TRY(waiting_find_own(request, path_id(request, 0), &waiting));
    enum status status = form_find(request, &waiting, &place);
    if (status == NOT_FOUND)
        return form_reject(
            request, NULL,
            t(&request->view, "The place they were for isn’t open to you any more, or is closed. You can copy your words from here."));
    TRY(status);
    struct draft draft = { .place = place,
                           .title = waiting.title,
                           .wish = waiting.wish,
                           .body = waiting.body,
                           .note = waiting.note_category,
                           .note_own = waiting.note_text,
                           .anonymous = waiting.persona ? "" : "yes" };
    TRY(draft_put(request, &draft));
    TRY(waiting_drop(request->db, request->arena, waiting.id));
    TRY(waiting_settle(request->db, request->arena, waiting.group));
    return redirect_with(request, place, NOTICE_DRAFT_KEPT);
}

enum status waiting_words_delete(struct request *request)
{
    struct waiting waiting;
    TRY(waiting_find_own(request, path_id(request, 0), &waiting));
    TRY(waiting_drop(request->db, request->arena, waiting.id));
    TRY(waiting_settle(request->db, request->arena, waiting.group));
    return redirect_with(request, WAITING_PATH, NOTICE_DELETED);
}
