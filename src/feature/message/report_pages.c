/* Reports: chosen messages and a note, sealed to each moderator. Until feature/moderation has cases of its own. */
#include "message/pages.h"

enum { MODERATORS_TOLD = 50, REPORT_STEP = 1024 };

const struct field conversation_report_form[] = {
    { "message", 0, 20, FIELD_LINE, true },
    { "note", 0, CONVERSATION_NOTE_MAX, FIELD_TEXT, false },
    { 0 },
};

/* ---- reporting ---- */

static void text_put(struct buf *out, const char *text)
{
    buf_add(out, text, strlen(text) + 1);
}

static void number_put(struct buf *out, int64_t number)
{
    buf_printf(out, "%lld", (long long)number);
    buf_add(out, "", 1);
}

/* Who reports, why, and each message: who wrote it, when, the words. Personas by number: their names are looked up when it is read. */
static enum status report_write(struct request *request, const struct conversation *conversation, struct buf *out, size_t *count)
{
    const char *chosen[CONVERSATION_REPORTED_MOST];
    struct buf messages = { .arena = request->arena };
    *count = 0;
    size_t wished = form_values(request, "message", chosen, COUNT(chosen));
    for (size_t i = 0; i < wished; i++) {
        struct conversation_message message;
        int64_t number, id;
        if (!text_int(chosen[i], 1, INT64_MAX, &number))
            continue;
        enum status status = conversation_message_open(request, conversation, number, &message, &id);
        if (status != NOT_FOUND)
            TRY(status);
        if (status == NOT_FOUND || message.gone)
            continue;
        number_put(&messages, message.by->persona);
        number_put(&messages, message.at);
        text_put(&messages, message.body);
        ++*count;
    }
    number_put(out, request->reader);
    text_put(out, form_value(request, "note"));
    number_put(out, (int64_t)*count);
    buf_add(out, buf_text(&messages), messages.len);
    return OK;
}

/* To the moderators; to the stewards where there are none. */
static enum status report_send(struct request *request, const struct buf *plain)
{
    int64_t people[MODERATORS_TOLD];
    size_t count, size = (plain->len / REPORT_STEP + 1) * REPORT_STEP;
    char *padded = arena_alloc(request->arena, size);
    memcpy(padded, plain->data, plain->len);
    TRY(persona_role_list(request->db, request->arena, ROLE_MODERATOR, people, COUNT(people), &count));
    if (!count)
        TRY(persona_role_list(request->db, request->arena, ROLE_STEWARD, people, COUNT(people), &count));
    for (size_t i = 0; i < count; i++) {
        struct key open;
        enum status status = persona_open_key(request->db, request->arena, people[i], &open);
        if (status == NOT_FOUND || people[i] == request->reader)
            continue;
        TRY(status);
        TRY(conversation_report_insert(request->db, request->arena, people[i],
                                       seal_to(request->arena, &open, (struct bytes){ padded, size }), id_random(),
                                       time_day(request->now)));
    }
    return OK;
}

enum status conversation_report_page(struct request *request)
{
    struct conversation conversation;
    struct conversation_messages messages;
    TRY(conversation_find_private(request, &conversation));
    TRY(conversation_read(request, &conversation, 0, &messages));
    const struct conversation_report_view page = { &conversation, &messages, conversation_title(&request->view, &conversation) };
    conversation_report_html(&request->view, &page);
    return OK;
}

enum status conversation_report(struct request *request)
{
    static const struct limit reporting = { "conversation-report", 5, 5.0 / 60 };
    struct conversation conversation;
    struct buf plain = { .arena = request->arena };
    size_t count;
    TRY(conversation_find_private(request, &conversation));
    TRY(report_write(request, &conversation, &plain, &count));
    if (!count)
        return form_reject(request, "message", t(&request->view, "Choose at least one message, so that they can see what it’s about."));
    if (!limit_take(request, &reporting, member_key_text(request)))
        return limit_refuse(request, 0);
    TRY(report_send(request, &plain));
    return redirect_with(request, conversation_path(&request->view, &conversation, "about"), NOTICE_SAVED);
}

/* ---- reading them ---- */

static const char *text_next_of(const char **at, const char *end)
{
    const char *text = *at, *stop = text < end ? memchr(text, 0, (size_t)(end - text)) : NULL;
    if (!stop)
        return "";
    *at = stop + 1;
    return text;
}

static int64_t number_next_of(const char **at, const char *end)
{
    int64_t number = 0;
    return text_int(text_next_of(at, end), 0, INT64_MAX, &number) ? number : 0;
}

static enum status name_of(struct request *request, int64_t id, const char **name)
{
    struct persona persona = { .name = NULL };
    enum status status = persona_find(request->db, request->arena, id, &persona);
    if (status != NOT_FOUND)
        TRY(status);
    *name = talk_author_text(&request->view, persona.name);
    return OK;
}

static enum status report_read(struct request *request, struct bytes plain, struct conversation_report_item *item)
{
    const char *at = plain.data, *end = at + plain.len;
    TRY(name_of(request, number_next_of(&at, end), &item->by));
    item->note = text_next_of(&at, end);
    item->quotes.count = (size_t)number_next_of(&at, end);
    if (item->quotes.count > CONVERSATION_REPORTED_MOST)
        return INVALID;
    item->quotes.items = arena_array(request->arena, item->quotes.count + 1, sizeof *item->quotes.items);
    for (size_t i = 0; i < item->quotes.count; i++) {
        struct conversation_quote *quote = &item->quotes.items[i];
        TRY(name_of(request, number_next_of(&at, end), &quote->name));
        quote->time = date(&request->view, number_next_of(&at, end), DATE_TIME);
        quote->body = text_next_of(&at, end);
    }
    return OK;
}

enum status conversation_reports_page(struct request *request)
{
    struct conversation_report_rows rows;
    struct conversation_reports page = { .older = NULL };
    struct key_pair pair;
    int64_t day = 0, id = 0;
    const char *before = query_value(request, "before"), *dash = strchr(before, '-');
    if (dash && text_int(arena_slice(request->arena, before, (size_t)(dash - before)), 1, INT64_MAX, &day))
        (void)text_int(dash + 1, 1, INT64_MAX, &id);
    TRY(conversation_report_list(request->db, request->arena, request->reader, day, id, &rows));
    page.items = arena_array(request->arena, rows.count + 1, sizeof *page.items);
    if (rows.count)
        TRY(member_pair(request, &pair));
    for (size_t i = 0; i < rows.count; i++) {
        struct bytes plain;
        struct conversation_report_item *item = &page.items[page.count];
        item->id = rows.items[i].id;
        item->day = rows.items[i].day;
        if (unseal_from(request->arena, &pair, rows.items[i].sealed, &plain) == OK && report_read(request, plain, item) == OK)
            page.count++;
    }
    if (rows.count)
        key_wipe(&pair.secret);
    if (rows.more)
        page.older = arena_printf(request->arena, "/messages/reports?before=%lld-%lld", (long long)rows.items[rows.count - 1].day,
                                  (long long)rows.items[rows.count - 1].id);
    conversation_reports_html(&request->view, &page);
    return OK;
}

enum status conversation_report_done(struct request *request)
{
    TRY(conversation_report_delete(request->db, request->arena, request->reader, path_id(request, 0)));
    return redirect_with(request, "/messages/reports", NOTICE_SAVED);
}
