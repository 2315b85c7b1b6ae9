/* Saying something in a room, and what becomes of it: changed, taken away, answered without words. */
#include "chat/pages.h"
#include "guideline/guideline.h"
#include "notification/notification.h"
#include "safety/safety.h"
#include "trust/trust.h"

#define MESSAGE_WORDS                                                                                                                      \
    { "body", 0, MESSAGE_MAX, FIELD_TEXT, false }, { "note", 0, 20, FIELD_LINE, false },                                                   \
    {                                                                                                                                      \
        "note_own", 0, TALK_NOTE_MAX, FIELD_LINE, false                                                                                    \
    }
const struct field message_form[] = {
    MESSAGE_WORDS,
    { "answer", 0, 20, FIELD_LINE, false },
    GUIDELINE_FIELD,
    { "once", 0, 100, FIELD_LINE, false },
    { "by", 0, 10, FIELD_LINE, false }, /* "script": live.js wants to know that it was said, and no page */
    { 0 },
};
const struct field message_edit_form[] = { MESSAGE_WORDS, { 0 } };
const struct field message_react_form[] = { { "kind", 0, 10, FIELD_LINE, false }, { 0 } };
const struct field message_remove_form[] = { { "reason", 1, MESSAGE_REASON_MAX, FIELD_TEXT, false }, { 0 } };

/* ---- before the transaction ---- */

struct rendering {
    struct request *request;
    int64_t room, message;
    struct message_words words;
    bool danger;
};

static enum status render_work(struct db *db, void *context)
{
    struct rendering *rendering = context;
    struct request *request = rendering->request;
    int64_t group;
    TRY(room_group_of(db, request->arena, rendering->room, rendering->message, &group));
    return message_render(db, request->arena, group, request->reader, form_value(request, "body"), &rendering->words);
}

static enum status prepare(struct request *request, int64_t room, int64_t message)
{
    struct rendering *rendering = arena_alloc(request->arena, sizeof *rendering);
    *rendering = (struct rendering){ .request = request, .room = room, .message = message };
    enum status status = database_read(request->app->database, render_work, rendering);
    if (status == INVALID)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(status);
    rendering->danger = help_near_look(request, form_value(request, "body"), NULL);
    request->prepared = rendering;
    return OK;
}

enum status message_prepare(struct request *request)
{
    return prepare(request, path_id(request, 0), 0);
}

enum status message_edit_prepare(struct request *request)
{
    return prepare(request, 0, path_id(request, 0));
}

static const struct message_words *prepared(const struct request *request)
{
    const struct rendering *rendering = request->prepared;
    return &rendering->words;
}

/* ---- sending ---- */

/* New words, and old ones that are changed. */
static enum status talking_take(struct request *request)
{
    static const struct limit talking = { "message", 20, 20 };
    if (limit_take(request, &talking, member_key_text(request)))
        return member_words_check(request, "body", form_value(request, "body"));
    return form_reject(request, "body", t(&request->view, "That was a lot in one minute. Your words stay here; send them in a moment."));
}

static enum status send_allowed(struct request *request, const struct room *room, const struct room_now *now)
{
    struct view *view = &request->view;
    const char *why = room_voice_text(view, room, now);
    if (why)
        return form_reject(request, "body", why);
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(trust_links(request, "body", prepared(request)->html));
    TRY(trust_mentions(request, "body", prepared(request)->mentions_count));
    if (now->wait_ms)
        return form_reject(request, "body",
                           tn(view, "Slow mode is on. You can send this in {n} second; your words stay here.",
                              "Slow mode is on. You can send this in {n} seconds; your words stay here.",
                              (now->wait_ms + TIME_SECOND - 1) / TIME_SECOND));
    return talking_take(request);
}

/* The form's token together with its words, as feature/board does it. */
static enum status send_once(struct request *request)
{
    struct hash hash;
    const char *once = form_value(request, "once");
    if (!*once)
        return OK;
    once = arena_printf(request->arena, "%s\n%s", once, form_value(request, "body"));
    hash_plain(&hash, once, strlen(once));
    return message_once_note(request->db, request->arena, (struct bytes){ hash.byte, sizeof hash.byte }, request->member->persona,
                             request->now);
}

/* What it answers, when that is still there and in this room; else it answers nothing. */
static enum status send_answer(struct request *request, const struct room *room, int64_t *answer)
{
    struct message message;
    struct room of;
    struct group group;
    const char *body;
    int64_t id;
    *answer = 0;
    if (!text_int(form_value(request, "answer"), 1, INT64_MAX, &id))
        return OK;
    enum status status = message_find(request, id, &message, &body, &of, &group);
    if (status == OK && of.id == room->id && !*message.removed)
        *answer = id;
    return status == NOT_FOUND ? OK : status;
}

/* It was said. A redirect alone wouldn't tell a script so: a gate or a sign-in redirects as well. */
static enum status send_done(struct request *request, const char *place, bool shows_page)
{
    if (shows_page || !text_same(form_value(request, "by"), "script"))
        return redirect(request, place);
    request->status = 204;
    return OK;
}

static bool is_among(int64_t persona, const int64_t *personas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (personas[i] == persona)
            return true;
    return false;
}

/* Those who are spoken to hear of it; on a change those who weren't before (`then`), and who no longer are needn't. */
static enum status mentioned_tell(struct request *request, int64_t message, const struct message_words *words,
                                  const struct message_words *then)
{
    for (size_t i = 0; i < words->mentions_count; i++) {
        const struct notification told = { words->mentions[i], NOTIFICATION_MENTION, request->member->persona, message };
        if (!is_among(told.persona, then->mentions, then->mentions_count))
            TRY(notification_send(request->db, request->arena, &told, request->now));
    }
    for (size_t i = 0; i < then->mentions_count; i++)
        if (!is_among(then->mentions[i], words->mentions, words->mentions_count))
            TRY(notification_forget_one(request->db, request->arena, then->mentions[i], NOTIFICATION_MENTION, message));
    return OK;
}

enum status message_send(struct request *request)
{
    struct room room;
    struct group group;
    struct room_now now;
    int64_t answer, id;
    bool offered;
    TRY(room_enter(request, &room, &group));
    enum status once = send_once(request);
    if (once == CONFLICT)
        return send_done(request, arena_printf(request->arena, "%s#end", room_path(&request->view, &room, "")), false);
    TRY(once);
    TRY(room_now_of(request, &room, &group, &now));
    TRY(send_allowed(request, &room, &now));
    TRY(guideline_check(request, group.id));
    TRY(send_answer(request, &room, &answer));
    const struct message_words *words = prepared(request);
    const struct message_new message = { .room = room.id,
                                         .persona = request->member->persona,
                                         .body = form_value(request, "body"),
                                         .html = words->html,
                                         .note_category = talk_note_code(form_value(request, "note")),
                                         .note_text = form_value(request, "note_own"),
                                         .reply_to = answer,
                                         .mentions = words->mentions,
                                         .mentions_count = words->mentions_count,
                                         .at = request->now };
    TRY(message_create(request->db, request->arena, &message, &id));
    TRY(mentioned_tell(request, id, words, &(struct message_words){ .mentions_count = 0 }));
    TRY(room_draft_put(request->db, request->arena, room.id, request->member->persona, (struct bytes){ NULL, 0 }, 0));
    const char *place = arena_printf(request->arena, "%s#m%lld", room_path(&request->view, &room, ""), (long long)id);
    TRY(help_near_heed(
        request,
        &(struct help_wrote){ "message", id, group.id, message.persona, place, ((const struct rendering *)request->prepared)->danger },
        &offered));
    return send_done(request, place, offered);
}

/* ---- one's own message ---- */

static enum status message_find_own(struct request *request, struct message_view *page, struct message *message, struct room *room)
{
    struct group group;
    struct room_now now;
    TRY(message_find(request, path_id(request, 0), message, &page->body, room, &group));
    TRY(room_now_of(request, room, &group, &now));
    page->message = message;
    page->room = room;
    page->why = room_voice_text(&request->view, room, &now);
    page->may_edit = !*message->removed && request->now < message->created_at + MESSAGE_EDIT_FOR;
    page->until = date(&request->view, message->created_at + MESSAGE_EDIT_FOR, DATE_CLOCK);
    return message->is_mine ? OK : FORBIDDEN;
}

static const char *message_place(struct request *request, const struct message *message)
{
    return arena_printf(request->arena, "/rooms/%lld#m%lld", (long long)message->room_id, (long long)message->id);
}

enum status message_page(struct request *request)
{
    struct message_view page = { 0 };
    struct message message;
    struct room room;
    TRY(message_find_own(request, &page, &message, &room));
    message_html(&request->view, &page);
    return OK;
}

enum status message_edit(struct request *request)
{
    struct message_view page = { 0 };
    struct message message;
    struct room room;
    TRY(message_find_own(request, &page, &message, &room));
    if (*message.removed)
        return FORBIDDEN;
    if (!page.may_edit)
        return form_reject(request, "body",
                           t(&request->view, "Half an hour has passed, so these words stay as they are. You can still take them away."));
    if (page.why)
        return form_reject(request, "body", page.why);
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(&request->view, "Write a few words first."));
    TRY(talking_take(request));
    const struct message_words *words = prepared(request);
    struct message_words then;
    TRY(mention_list(request->db, request->arena, message.id, &then));
    TRY(message_update(request->db, request->arena, &message, form_value(request, "body"), words->html,
                       talk_note_code(form_value(request, "note")), form_value(request, "note_own"), request->now));
    TRY(mention_put(request->db, request->arena, message.id, words->mentions, words->mentions_count));
    TRY(mentioned_tell(request, message.id, words, &then));
    return redirect(request, message_place(request, &message));
}

enum status message_delete(struct request *request)
{
    struct message_view page = { 0 };
    struct message message;
    struct room room;
    TRY(message_find_own(request, &page, &message, &room));
    if (!*message.removed)
        TRY(message_take_away(request->db, request->arena, &message, "writer", ""));
    return redirect(request, message_place(request, &message));
}

/* ---- answering without words ---- */

enum status message_react_send(struct request *request)
{
    static const struct limit reacting = { "message-react", 60, 30 };
    struct message message;
    struct room room;
    struct group group;
    struct room_now now;
    const char *body;
    TRY(message_find(request, path_id(request, 0), &message, &body, &room, &group));
    TRY(room_now_of(request, &room, &group, &now));
    if (message.is_mine || *message.removed || now.voice != ROOM_FREE || !talk_word_kind(form_value(request, "kind")))
        return FORBIDDEN;
    if (!limit_take(request, &reacting, member_key_text(request)))
        return limit_refuse(request, TIME_SECOND * 10);
    TRY(message_react(request->db, request->arena, message.id, request->member->persona, form_value(request, "kind")));
    return redirect(request, message_place(request, &message));
}

/* ---- what facilitators do ---- */

static enum status message_find_facilitated(struct request *request, struct message_view *page, struct message *message, struct room *room)
{
    struct group group;
    bool blocked;
    TRY(message_find_any(request, path_id(request, 0), message, &page->body, room, &group));
    TRY(block_between(request->db, request->arena, request->member->persona, message->persona, &blocked));
    if (blocked && !group.is_facilitator)
        return NOT_FOUND;
    if (blocked)
        message->name = NULL;
    page->message = message;
    page->room = room;
    page->excerpt = markdown_excerpt(request->arena, page->body, 240);
    return group.is_facilitator && !*message->removed ? OK : FORBIDDEN;
}

enum status message_remove_page(struct request *request)
{
    struct message_view page = { 0 };
    struct message message;
    struct room room;
    TRY(message_find_facilitated(request, &page, &message, &room));
    message_remove_html(&request->view, &page);
    return OK;
}

enum status message_remove(struct request *request)
{
    struct message_view page = { 0 };
    struct message message;
    struct room room;
    TRY(message_find_facilitated(request, &page, &message, &room));
    TRY(message_take_away(request->db, request->arena, &message, "facilitator", form_value(request, "reason")));
    return redirect(request, message_place(request, &message));
}
