/* One conversation: reading and saying, accepting, who takes part, one's own words. */
#include "message/pages.h"

const struct field conversation_keep_days_form[] = { { "days", 1, 3, FIELD_LINE, false }, { 0 } };
const struct field conversation_invite_form[] = { { "name", 1, 100, FIELD_LINE, false }, { 0 } };
const struct field conversation_edit_form[] = { { "body", 0, CONVERSATION_WORDS_MAX, FIELD_TEXT, false }, { 0 } };

const char *conversation_path(struct view *view, const struct conversation *conversation, const char *word)
{
    if (conversation->kind == CONVERSATION_APPLICATION && (!*word || text_same(word, "about")))
        return arena_printf(view->words.arena, "/opportunities/letters/%lld", (long long)conversation->id);
    return arena_printf(view->words.arena, "/messages/%lld%s%s", (long long)conversation->id, *word ? "/" : "", word);
}

enum status conversation_find_private(struct request *request, struct conversation *conversation)
{
    TRY(conversation_find(request, path_id(request, 0), conversation));
    return conversation->kind == CONVERSATION_PRIVATE ? OK : NOT_FOUND;
}

/* ---- reading and saying ---- */

enum status conversation_page(struct request *request)
{
    struct conversation conversation;
    struct conversation_show show;
    bool answered;
    TRY(conversation_find_private(request, &conversation));
    const char *path = conversation_path(&request->view, &conversation, "");
    TRY(conversation_part(request, &conversation, path, &answered));
    if (answered)
        return OK;
    TRY(conversation_show(request, &conversation, path, &show));
    const struct conversation_page_view page = { &conversation, &show, conversation_title(&request->view, &conversation) };
    conversation_html(&request->view, &page);
    return OK;
}

enum status conversation_live_page(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    return conversation_stream(request, &conversation);
}

enum status conversation_say_here(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    return conversation_say(request, &conversation, conversation_path(&request->view, &conversation, ""));
}

/* ---- requests ---- */

enum status conversation_accept(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    if (conversation.waits)
        TRY(conversation_take(request, &conversation));
    return redirect(request, conversation_path(&request->view, &conversation, ""));
}

enum status conversation_decline(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    if (!conversation.waits)
        return FORBIDDEN;
    TRY(conversation_refuse(request, &conversation));
    return redirect_with(request, "/messages", NOTICE_DECLINED);
}

/* ---- who takes part, how long it is kept ---- */

enum status conversation_about_page(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    const struct conversation_about_view page = { .conversation = &conversation,
                                                  .others = conversation_others(request->arena, &conversation, false),
                                                  .title = conversation_title(&request->view, &conversation),
                                                  .may_add = conversation_is_circle(&conversation) && !conversation.waits };
    conversation_about_html(&request->view, &page);
    return OK;
}

enum status conversation_keep(struct request *request)
{
    struct conversation conversation;
    int64_t days;
    TRY(conversation_find_private(request, &conversation));
    if (conversation.waits)
        return FORBIDDEN;
    if (!text_int(form_value(request, "days"), 0, 30, &days) || (days != 0 && days != 1 && days != 7 && days != 30))
        return form_reject(request, "days", t(&request->view, "Choose one of these."));
    conversation.keep_days = (int)days;
    TRY(conversation_save(request, &conversation));
    return redirect_with(request, conversation_path(&request->view, &conversation, "about"), NOTICE_SAVED);
}

/* The same sentence for whoever can't come, whyever. */
static enum status invite_refuse(struct request *request, enum status status)
{
    struct view *view = &request->view;
    if (status == CONFLICT)
        return form_reject(request, "name", t(view, "They take part already."));
    if (status == INVALID)
        return form_reject(request, "name", t(view, "A circle has room for twelve people, you among them."));
    return form_reject(request, "name",
                       tf(view, "{1} can’t be reached with a private message. There can be many reasons, and they stay private.",
                          form_value(request, "name")));
}

enum status conversation_invite(struct request *request)
{
    static const struct limit inviting = { "conversation-invite", 20, 1.0 / 30 };
    struct conversation conversation;
    struct persona persona;
    int64_t seat;
    TRY(conversation_find_private(request, &conversation));
    if (conversation.waits || !conversation_is_circle(&conversation))
        return FORBIDDEN;
    if (!limit_take(request, &inviting, member_key_text(request)))
        return limit_refuse(request, 0);
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == OK)
        status = conversation_add(request, &conversation, persona.id, &seat);
    if (status == NOT_FOUND || status == FORBIDDEN || status == CONFLICT || status == INVALID)
        return invite_refuse(request, status);
    TRY(status);
    TRY(conversation_tell_soon(request->db, request->arena, seat, request->now));
    return redirect_with(request, conversation_path(&request->view, &conversation, "about"), NOTICE_SAVED);
}

enum status conversation_go(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    TRY(conversation_leave(request, &conversation));
    return redirect_with(request, "/messages", NOTICE_SAVED);
}

/* From between two; in a circle a block is set on somebody's own page. */
enum status conversation_block(struct request *request)
{
    struct conversation conversation;
    TRY(conversation_find_private(request, &conversation));
    struct conversation_people others = conversation_others(request->arena, &conversation, true);
    if (conversation_is_circle(&conversation) || others.count != 1 || !others.items[0].name)
        return FORBIDDEN;
    TRY(block_set(request->db, request->arena, request->reader, others.items[0].persona));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_LETTER, conversation.id));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_LETTER, others.items[0].seat));
    TRY(live_drop(request->db, request->arena, request->reader));
    TRY(live_drop(request->db, request->arena, others.items[0].persona));
    return redirect_with(request, "/messages", NOTICE_SAVED);
}

/* ---- one's own words ---- */

static enum status words_find(struct request *request, struct conversation *conversation, struct conversation_message *message)
{
    int64_t id;
    TRY(conversation_find_private(request, conversation));
    TRY(conversation_message_open(request, conversation, path_id(request, 1), message, &id));
    return message->is_mine && !message->gone ? OK : NOT_FOUND;
}

static const char *words_place(struct request *request, const struct conversation *conversation, int64_t number)
{
    return arena_printf(request->arena, "/messages/%lld#m%lld", (long long)conversation->id, (long long)number);
}

static bool may_edit(const struct request *request, const struct conversation *conversation, const struct conversation_message *message)
{
    return request->now < message->at + CONVERSATION_EDIT_FOR && !conversation->ended;
}

enum status conversation_words_page(struct request *request)
{
    struct conversation conversation;
    struct conversation_message message;
    TRY(words_find(request, &conversation, &message));
    const struct conversation_words_view page = { .conversation = &conversation,
                                                  .message = &message,
                                                  .title = conversation_title(&request->view, &conversation),
                                                  .until = date(&request->view, message.at + CONVERSATION_EDIT_FOR, DATE_CLOCK),
                                                  .may_edit = may_edit(request, &conversation, &message) };
    conversation_words_html(&request->view, &page);
    return OK;
}

enum status conversation_words_edit(struct request *request)
{
    struct conversation conversation;
    struct conversation_message message;
    TRY(words_find(request, &conversation, &message));
    if (!may_edit(request, &conversation, &message))
        return form_reject(
            request, "body",
            t(&request->view, "A quarter of an hour has passed, so these words stay as they are. You can still take them away."));
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(&request->view, "Write a few words first."));
    TRY(conversation_meets(request, &conversation));
    enum status status = conversation_edit(request, &conversation, &message, form_value(request, "body"));
    if (status == INVALID)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(status);
    return redirect(request, words_place(request, &conversation, message.number));
}

enum status conversation_words_delete(struct request *request)
{
    struct conversation conversation;
    struct conversation_message message;
    TRY(words_find(request, &conversation, &message));
    TRY(conversation_take_away(request, &conversation, message.number));
    return redirect(request, words_place(request, &conversation, message.number));
}
