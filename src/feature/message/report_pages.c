/* Reports: chosen messages and a note, sealed to each moderator, beside a case of feature/moderation that holds none of it. */
#include "message/pages.h"
#include "moderation/moderation.h"

enum { MODERATORS_TOLD = 50, REPORT_STEP = 1024 };

const struct field conversation_report_form[] = {
    { "message", 0, 20, FIELD_LINE, true },
    { "note", 0, CONVERSATION_NOTE_MAX, FIELD_TEXT, false },
    REPORT_FIELDS,
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

/* Who reports, why, and each message: who wrote it, when, the words. Personas by number: their names are looked up when it is read. *of:
 * whose words they are; the first one's when several wrote. */
static enum status report_write(struct request *request, const struct conversation *conversation, struct buf *out, size_t *count,
                                int64_t *of)
{
    const char *chosen[CONVERSATION_REPORTED_MOST];
    struct buf messages = { .arena = request->arena };
    *count = 0;
    *of = 0;
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
        if (!*of && message.by->persona != request->reader)
            *of = message.by->persona;
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

/* To the moderators; to the stewards where there are none, or when it is about one who moderates. Never to whom it is about. */
static enum status copies_send(struct request *request, const struct buf *plain, int64_t of, int64_t case_id)
{
    int64_t people[MODERATORS_TOLD];
    size_t count, size = (plain->len / REPORT_STEP + 1) * REPORT_STEP;
    bool stewards;
    char *padded = arena_alloc(request->arena, size);
    memcpy(padded, plain->data, plain->len);
    TRY(case_is_stewards(request->db, request->arena, of, &stewards));
    TRY(persona_role_list(request->db, request->arena, stewards ? ROLE_STEWARD : ROLE_MODERATOR, people, COUNT(people), &count));
    if (!count)
        TRY(persona_role_list(request->db, request->arena, ROLE_STEWARD, people, COUNT(people), &count));
    for (size_t i = 0; i < count; i++) {
        struct key open;
        enum status status = persona_open_key(request->db, request->arena, people[i], &open);
        if (status == NOT_FOUND || people[i] == of || account_name_is_own(request, people[i]))
            continue;
        TRY(status);
        const struct conversation_report_row row = { .id = id_random(),
                                                     .case_id = case_id,
                                                     .day = time_day(request->now),
                                                     .sealed = seal_to(request->arena, &open, (struct bytes){ padded, size }) };
        TRY(conversation_report_insert(request->db, request->arena, people[i], &row));
    }
    return OK;
}

/* Private ones, and one's own applications: who began a conversation stands first in it. Its other side reads it by leave of
 * feature/opportunity, which isn't asked here. */
static enum status reportable_find(struct request *request, struct conversation *conversation)
{
    TRY(conversation_find(request, path_id(request, 0), conversation));
    bool applied = conversation->kind == CONVERSATION_APPLICATION && conversation->me == &conversation->people.items[0];
    return conversation->kind == CONVERSATION_PRIVATE || applied ? OK : NOT_FOUND;
}

enum status conversation_report_page(struct request *request)
{
    struct conversation conversation;
    struct conversation_messages messages;
    TRY(reportable_find(request, &conversation));
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
    int64_t of, case_id, report;
    size_t count;
    TRY(reportable_find(request, &conversation));
    TRY(report_write(request, &conversation, &plain, &count, &of));
    if (!count)
        return form_reject(request, "message", t(&request->view, "Choose at least one message, so that they can see what it’s about."));
    const struct reported thing = { .kind = "letter", .persona = of, .by = "", .path = "", .title = "", .text = "" };
    struct report_new wish = { .thing = &thing, .words = "" };
    TRY(report_read(request, 0, &wish));
    if (!limit_take(request, &reporting, member_key_text(request)))
        return limit_refuse(request, 0);
    TRY(report_make(request, &wish, &case_id, &report));
    TRY(copies_send(request, &plain, of, case_id));
    return redirect_with(request, arena_printf(request->arena, "/reports/%lld", (long long)report), NOTICE_REPORTED);
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

static enum status copy_read(struct request *request, struct bytes plain, struct conversation_report_item *item)
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
        item->case_id = rows.items[i].case_id;
        if (unseal_from(request->arena, &pair, rows.items[i].sealed, &plain) == OK && copy_read(request, plain, item) == OK)
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

/* For a case: the words of the moderator's own copy, in which nothing says who showed them. */
enum status conversation_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct conversation_report_row row;
    struct conversation_report_item item;
    struct key_pair pair;
    struct bytes plain;
    if (!text_same(kind, "letter") || !at_work)
        return NOT_FOUND;
    TRY(conversation_report_of_case(request->db, request->arena, request->reader, id, &row));
    TRY(member_pair(request, &pair));
    enum status status = unseal_from(request->arena, &pair, row.sealed, &plain);
    key_wipe(&pair.secret);
    if (status != OK || copy_read(request, plain, &item) != OK)
        return NOT_FOUND;
    struct buf words = { .arena = request->arena };
    if (item.note[0])
        buf_printf(&words, "%s\n\n", item.note);
    for (size_t i = 0; i < item.quotes.count; i++)
        buf_printf(&words, "%s · %s\n%s\n\n", item.quotes.items[i].name, item.quotes.items[i].time, item.quotes.items[i].body);
    reported->text = buf_text(&words);
    return OK;
}
