/* A conversation inside a page: its messages, the field below them, the stream. /messages/:id uses it like other features do. */
#include "message/pages.h"
#include "safety/safety.h"

const struct field conversation_say_form[] = {
    { "body", 0, CONVERSATION_WORDS_MAX, FIELD_TEXT, false },
    { "answer", 0, 20, FIELD_LINE, false },
    { "once", 0, 100, FIELD_LINE, false },
    { "by", 0, 10, FIELD_LINE, false }, /* "script": live.js wants to know that it was said, and no page */
    { 0 },
};

/* ---- reading ---- */

/* What is loaded is seen. A HEAD, which an open page sends, says itself how far its reader came. */
static void remember(struct request *request, const struct conversation *conversation, const struct conversation_messages *messages)
{
    int64_t last = messages->count ? messages->items[messages->count - 1].number : 0, seen = 0, nonce = id_random();
    (void)text_int(query_value(request, "seen"), 1, INT64_MAX, &seen);
    if (request->head && seen < last)
        last = seen;
    bool by_itself = *query_value(request, "part"); /* a piece of the page, asked for without its reader */
    if (request->method == GET && !by_itself && !conversation->waits && last > conversation->seen)
        later_push(request->app->later, conversation_seen_mark, conversation->id, 0, nonce,
                   conversation_mask(&conversation->keys->voices[conversation->me - conversation->people.items], nonce, last));
}

static enum status answer_find(struct request *request, const struct conversation *conversation, struct conversation_show *show)
{
    struct conversation_message *answer = arena_alloc(request->arena, sizeof *answer);
    int64_t number, id;
    if (!text_int(request->method == POST ? form_value(request, "answer") : query_value(request, "answer"), 1, INT64_MAX, &number))
        return OK;
    enum status status = conversation_message_open(request, conversation, number, answer, &id);
    if (status == OK && !answer->gone)
        show->answer = answer;
    return status == NOT_FOUND ? OK : status;
}

/* Between two who both wish it: that the other has seen the reader's last words. */
static enum status seen_text(struct request *request, const struct conversation *conversation, struct conversation_show *show)
{
    const struct conversation_message *last = show->messages->count ? &show->messages->items[show->messages->count - 1] : NULL;
    struct conversation_choice mine, theirs;
    struct conversation_seat_row seat;
    if (!last || !last->is_mine || conversation->people.count != 2)
        return OK;
    size_t other = conversation->me == conversation->people.items;
    const struct conversation_person *person = &conversation->people.items[other];
    TRY(conversation_choice_find(request->db, request->arena, request->reader, &mine));
    TRY(conversation_choice_find(request->db, request->arena, person->persona, &theirs));
    if (!mine.receipts || !theirs.receipts || person->left || !conversation->keys->has_voice[other])
        return OK;
    enum status status = conversation_seat_find(request->db, request->arena, person->seat, &seat);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    int64_t seen = seat.seen_nonce ? conversation_mask(&conversation->keys->voices[other], seat.seen_nonce, seat.seen_mask) : 0;
    if (seen >= last->number && seen <= conversation->change)
        show->seen_text = tf(&request->view, "{1} has read this.", talk_author_text(&request->view, person->name));
    return OK;
}

static void ways(struct request *request, struct conversation_show *show, int64_t before)
{
    const struct conversation_messages *messages = show->messages;
    struct arena *arena = request->arena;
    if (messages->older && messages->count)
        show->older = arena_printf(arena, "%s?before=%lld#messages", show->path, (long long)messages->items[0].number);
    if (before)
        show->newest = arena_printf(arena, "%s#messages", show->path);
    /* "at" makes it another address each time: a browser asked for the one it is at, with a #, loads nothing. */
    show->again = arena_printf(arena, "%s?at=%lld#new", show->path, (long long)request->now);
    if (!before)
        show->live = arena_printf(arena, "%s/live?after=%lld", show->path, (long long)show->conversation->change);
}

enum status conversation_show(struct request *request, const struct conversation *conversation, const char *path,
                              struct conversation_show *show)
{
    struct conversation_messages *messages = arena_alloc(request->arena, sizeof *messages);
    struct conversation_draft draft;
    int64_t before = 0;
    *show = (struct conversation_show){ .conversation = conversation, .messages = messages, .path = path };
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(conversation_read(request, conversation, before, messages));
    ways(request, show, before);
    show->closed = conversation->waits ? t(&request->view, "Accept the request first; then you can answer.")
                                       : conversation_closed_text(&request->view, conversation);
    show->hint = conversation_keep_text(&request->view, conversation->keep_days);
    if (conversation->kind == CONVERSATION_PRIVATE)
        show->words = conversation_path(&request->view, conversation, "words/");
    enum status status = conversation_draft_read(request, conversation->id, &draft);
    if (status != NOT_FOUND)
        TRY(status);
    show->draft = draft.body;
    TRY(answer_find(request, conversation, show));
    TRY(seen_text(request, conversation, show));
    remember(request, conversation, messages);
    return OK;
}

enum status conversation_part(struct request *request, const struct conversation *conversation, const char *path, bool *answered)
{
    struct conversation_show show = { .conversation = conversation, .path = path };
    struct conversation_message message;
    int64_t number, id;
    *answered = text_int(query_value(request, "part"), 1, INT64_MAX, &number);
    if (!*answered)
        return OK;
    if (conversation->kind == CONVERSATION_PRIVATE)
        show.words = conversation_path(&request->view, conversation, "words/");
    show.closed = conversation_closed_text(&request->view, conversation);
    enum status status = conversation_message_open(request, conversation, number, &message, &id);
    if (status == OK)
        conversation_item(&request->view, &message, &show);
    return status == NOT_FOUND ? OK : status; /* for this reader there is nothing to see */
}

enum status conversation_stream(struct request *request, const struct conversation *conversation)
{
    struct stream_wish wish = { .channel = { &conversation_live, conversation->channel }, .after = conversation->change };
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &wish.after);
    return stream_open(request, &wish);
}

/* ---- saying ---- */

/* The form's token together with its words, as feature/board does it. */
static enum status say_once(struct request *request)
{
    struct hash hash;
    const char *once = form_value(request, "once");
    if (!*once)
        return OK;
    once = arena_printf(request->arena, "%s\n%s", once, form_value(request, "body"));
    hash_plain(&hash, once, strlen(once));
    return conversation_once_note(request->db, request->arena, (struct bytes){ hash.byte, sizeof hash.byte }, request->now);
}

static enum status say_done(struct request *request, const char *place, bool shows_page)
{
    if (shows_page || !text_same(form_value(request, "by"), "script"))
        return redirect(request, place);
    request->status = 204;
    return OK;
}

enum status conversation_meets(struct request *request, const struct conversation *conversation)
{
    bool by_choice = conversation->kind != CONVERSATION_MEDIATION;
    for (size_t i = 0; by_choice && i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        bool meet;
        if (person->left || !person->name || person->persona == request->reader)
            continue;
        TRY(persona_bands_meet(request->db, request->arena, request->reader, person->persona, &meet));
        if (!meet)
            return form_reject(request, "body",
                               tf(&request->view,
                                  "{1} can’t be reached with a private message. There can be many reasons, and they stay private.",
                                  person->name));
    }
    return OK;
}

static enum status say_allowed(struct request *request, const struct conversation *conversation)
{
    static const struct limit saying = { "conversation-say", 20, 20 };
    struct view *view = &request->view;
    const char *closed =
        conversation->waits ? t(view, "Accept the request first; then you can answer.") : conversation_closed_text(view, conversation);
    if (closed)
        return form_reject(request, "body", closed);
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(conversation_meets(request, conversation));
    if (!limit_take(request, &saying, member_key_text(request)))
        return form_reject(request, "body", t(view, "That was a lot in one minute. Your words stay here; send them in a moment."));
    if (conversation->kind != CONVERSATION_PRIVATE)
        return OK; /* who talks with a listener is never slowed */
    return member_words_check(request, "body", form_value(request, "body"));
}

enum status conversation_say(struct request *request, struct conversation *conversation, const char *path)
{
    struct conversation_show show = { .answer = NULL };
    int64_t number;
    enum status once = say_once(request);
    if (once == CONFLICT)
        return say_done(request, arena_printf(request->arena, "%s#end", path), false);
    TRY(once);
    TRY(say_allowed(request, conversation));
    TRY(answer_find(request, conversation, &show));
    enum status status =
        conversation_send(request, conversation, form_value(request, "body"), show.answer ? show.answer->number : 0, &number);
    if (status == INVALID)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(status);
    TRY(conversation_draft_put(request->db, request->arena, request->reader, conversation->id, (struct bytes){ NULL, 0 }, 0));
    bool offered = false;
    if (conversation->kind == CONVERSATION_PRIVATE) /* other kinds show help in their own pages */
        TRY(help_near_heed(request, &(struct help_wrote){ .danger = help_near_look(request, form_value(request, "body"), NULL) },
                           &offered));
    return say_done(request, arena_printf(request->arena, "%s#m%lld", path, (long long)number), offered);
}

/* ---- the part of a page that live.js looks after; its end tags stand in another call, so no template can hold them ---- */

static void literal(struct view *view, const char *text)
{
    html_literal(view, text, strlen(text));
}

static void attribute(struct view *view, const char *name, const char *value)
{
    literal(view, " data-");
    literal(view, name);
    literal(view, "=\"");
    html_attr_str(view, value);
    literal(view, "\"");
}

void conversation_box(struct view *view, const struct conversation_show *show)
{
    struct arena *arena = view->words.arena;
    literal(view, "<div class=\"stack gap5 room\"");
    if (show->live)
        attribute(view, "live", show->live);
    attribute(view, "now", arena_printf(arena, "%lld", (long long)view->words.now));
    attribute(view, "me", arena_printf(arena, "%lld", (long long)show->conversation->me->persona));
    attribute(view, "failed", t(view, "That couldn’t be sent just now. Your words are still here."));
    literal(view, ">");
}

void conversation_box_end(struct view *view, const struct conversation_show *show)
{
    (void)show;
    literal(view, "</div>");
    conversation_script(view);
}
