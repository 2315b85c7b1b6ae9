/* All of one's conversations, requests, a new letter, and what one chooses. */
#include "message/pages.h"
#include "trust/trust.h"

const struct field conversation_new_form[] = {
    { "to", 1, 600, FIELD_LINE, false },
    { "name", 0, CONVERSATION_NAME_MAX, FIELD_LINE, false },
    { "body", 0, CONVERSATION_WORDS_MAX, FIELD_TEXT, false },
    { "once", 0, 100, FIELD_LINE, false },
    { 0 },
};
const struct field conversation_choices_form[] = { { "who", 1, 20, FIELD_LINE, false }, { "receipts", 0, 3, FIELD_LINE, false }, { 0 } };

/* ---- lists ---- */

/* Behind the key "time-id" of the page before; those that wait to be accepted, or the others. */
static void list_cut(struct request *request, struct conversations *all, bool waiting, struct conversation_list_view *page)
{
    struct conversations *list = arena_alloc(request->arena, sizeof *list);
    const char *before = query_value(request, "before"), *dash = strchr(before, '-');
    int64_t at = INT64_MAX, id = INT64_MAX;
    if (dash && text_int(arena_slice(request->arena, before, (size_t)(dash - before)), 0, INT64_MAX, &at))
        (void)text_int(dash + 1, 1, INT64_MAX, &id);
    list->items = arena_array(request->arena, all->count + 1, sizeof *list->items);
    for (size_t i = 0; i < all->count; i++) {
        const struct conversation *conversation = &all->items[i];
        page->has_requests |= conversation->waits;
        if (conversation->waits != waiting || !(conversation->last_at < at || (conversation->last_at == at && conversation->id < id)))
            continue;
        if (list->count == CONVERSATION_LIST) {
            const struct conversation *last = &list->items[list->count - 1];
            page->older = arena_printf(request->arena, "%s?before=%lld-%lld", waiting ? "/messages/requests" : "/messages",
                                       (long long)last->last_at, (long long)last->id);
            continue;
        }
        list->items[list->count++] = *conversation;
    }
    if (at != INT64_MAX)
        page->newest = waiting ? "/messages/requests" : "/messages";
    page->conversations = list;
}

static enum status list_page(struct request *request, bool waiting)
{
    struct conversation_list_view page = { .requests = waiting, .moderates = (request->roles & MODERATORS) != 0 };
    struct conversations all;
    TRY(conversation_mine(request, CONVERSATION_PRIVATE, &all));
    list_cut(request, &all, waiting, &page);
    conversation_list_html(&request->view, &page);
    return OK;
}

enum status conversation_list_page(struct request *request)
{
    return list_page(request, false);
}

enum status conversation_requests_page(struct request *request)
{
    return list_page(request, true);
}

/* ---- a new letter ---- */

enum status conversation_new_page(struct request *request)
{
    struct conversation_new_view page = { .drafted = false };
    enum status status = conversation_draft_read(request, 0, &page.draft);
    if (status != NOT_FOUND)
        TRY(status);
    page.drafted = status == OK;
    if (*query_value(request, "to"))
        page.draft.to = query_value(request, "to");
    conversation_new_html(&request->view, &page);
    return OK;
}

/* The bytes of a comma of any of our scripts at `at`; 0: there is none. */
static size_t comma(const char *at)
{
    static const char *const commas[] = { ",", ";", "،", "、", "，", "؛" };
    for (size_t i = 0; i < COUNT(commas); i++)
        if (text_starts(at, commas[i]))
            return strlen(commas[i]);
    return 0;
}

/* One sentence for whoever can't be written to: nobody learns whether it is a block, an age, a choice or a name that isn't there. */
static enum status refuse(struct request *request, const char *field, const char *name)
{
    return form_reject(
        request, field,
        tf(&request->view, "{1} can’t be reached with a private message. There can be many reasons, and they stay private.", name));
}

static enum status name_read(struct request *request, const char *name, struct conversation_new *wish, int64_t *others)
{
    struct persona persona = { 0 };
    struct conversation there;
    bool welcome = false, waits = false;
    enum status status = persona_by_name(request->db, request->arena, name, &persona);
    if (status != NOT_FOUND)
        TRY(status);
    for (size_t i = 0; i < wish->others_count; i++)
        if (others[i] == persona.id)
            return OK;
    if (persona.id && persona.id != request->reader)
        TRY(conversation_welcome(request, persona.id, &welcome, &waits));
    if (persona.id && !welcome && !wish->others_count) { /* somebody one is in touch with already can be answered */
        status = conversation_with(request, persona.id, &there);
        if (status != NOT_FOUND)
            TRY(status);
        welcome = status == OK;
    }
    if (!welcome)
        return refuse(request, "to", name);
    if (wish->others_count == CONVERSATION_PEOPLE - 1)
        return form_reject(request, "to", t(&request->view, "A circle has room for twelve people, you among them."));
    wish->waits |= waits;
    others[wish->others_count++] = persona.id;
    return OK;
}

static enum status names_read(struct request *request, struct conversation_new *wish, int64_t *others)
{
    const char *from = form_value(request, "to");
    for (const char *at = from;; at++) {
        size_t skip = comma(at);
        if (*at && !skip)
            continue;
        const char *name = text_clean_line(request->arena, arena_slice(request->arena, from, (size_t)(at - from)));
        if (*name)
            TRY(name_read(request, name, wish, others));
        if (!*at)
            break;
        at += skip - 1;
        from = at + 1;
    }
    wish->others = others;
    return wish->others_count ? OK : form_reject(request, "to", t(&request->view, "Write the name of the person you’d like to write to."));
}

/* The conversation these people are in already, or a new one. */
static enum status begin_find(struct request *request, const struct conversation_new *wish, struct conversation *conversation)
{
    if (wish->others_count == 1 && !*wish->name) {
        enum status status = conversation_with(request, wish->others[0], conversation);
        if (status != NOT_FOUND)
            return status;
    }
    if (wish->waits)
        TRY(trust_open(request, NULL, TRUST_STRANGERS));
    enum status status = conversation_make(request, wish, conversation);
    return status == FORBIDDEN ? refuse(request, "to", form_value(request, "to")) : status;
}

enum status conversation_begin(struct request *request)
{
    static const struct limit beginning = { "conversation-new", 20, 1.0 / 30 };
    struct conversation_new wish = { .kind = CONVERSATION_PRIVATE, .name = form_value(request, "name") };
    struct conversation conversation;
    struct conversation_seat_rows seats;
    int64_t others[CONVERSATION_PEOPLE];
    struct view *view = &request->view;
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    if (!limit_take(request, &beginning, member_key_text(request)))
        return form_reject(request, NULL, t(view, "You’ve begun many conversations today. Your words stay here; try again tomorrow."));
    TRY(names_read(request, &wish, others));
    TRY(conversation_seat_list(request->db, request->arena, request->reader, CONVERSATION_PRIVATE, &seats));
    if (seats.count >= CONVERSATIONS_MOST)
        return form_reject(request, NULL,
                           t(view, "You’re in as many conversations as there is room for. Leave one you no longer need first."));
    TRY(begin_find(request, &wish, &conversation));
    TRY(conversation_draft_put(request->db, request->arena, request->reader, 0, (struct bytes){ NULL, 0 }, 0));
    return conversation_say(request, &conversation, conversation_path(view, &conversation, ""));
}

/* ---- what one chooses ---- */

enum status conversation_choices_page(struct request *request)
{
    struct conversation_choice choice;
    TRY(conversation_choice_find(request->db, request->arena, request->reader, &choice));
    conversation_choices_html(&request->view, &choice);
    return OK;
}

enum status conversation_choices_save(struct request *request)
{
    const struct conversation_choice choice = { form_value(request, "who"), form_has(request, "receipts") };
    if (!text_same(choice.who, "groups") && !text_same(choice.who, "connections") && !text_same(choice.who, "nobody"))
        return form_reject(request, "who", t(&request->view, "Choose one of these."));
    TRY(conversation_choice_put(request->db, request->arena, request->reader, &choice));
    return redirect_with(request, "/messages/choices", NOTICE_SAVED);
}
