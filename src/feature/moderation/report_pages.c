/* Reporting something, and what became of it: for who reports. */
#include "moderation/pages.h"

const struct field report_form[] = {
    REPORT_FIELDS,
    { "words", 0, CASE_WORDS_MAX, FIELD_TEXT, false },
    { 0 },
};
const struct field report_add_form[] = { { "words", 1, CASE_WORDS_MAX / 2, FIELD_TEXT, false }, { 0 } };

const struct report_choices *report_wishes(void)
{
    static const struct report_choice items[] = {
        { "tell", N_("Just tell you"), N_("You decide what it needs.") },
        { "hide", N_("Hide it from me"), N_("You can mute or block on the next page.") },
        { "talk", N_("Talk it through"), N_("With somebody’s help, if the other wants it, too.") },
        { "remove", N_("Take it down"), NULL },
    };
    static const struct report_choices all = { items, COUNT(items) };
    return &all;
}

const struct report_choices *report_ranks(void)
{
    static const struct report_choice items[] = {
        { "danger", N_("Somebody is in danger"), N_("We read it first. If it can’t wait an hour, Help now is faster than we are.") },
        { "soon", N_("Soon"), N_("It hurts somebody, or others are about to read it.") },
        { "waits", N_("It can wait"), NULL },
    };
    static const struct report_choices all = { items, COUNT(items) };
    return &all;
}

static size_t chosen_of(const struct report_choices *choices, const char *value)
{
    size_t n = 0;
    while (n < choices->count && !text_same(choices->items[n].value, value))
        n++;
    return n;
}

/* One's own words need no report: they can be changed. */
static enum status thing_find(struct request *request, struct reported *thing)
{
    int64_t id = path_id(request, 1);
    if (!id || text_same(path_text(request, 0), "letter"))
        return NOT_FOUND;
    TRY(reported_find(request, path_text(request, 0), id, false, thing));
    return thing->mine ? FORBIDDEN : OK;
}

enum status report_page(struct request *request)
{
    struct reported thing;
    TRY(thing_find(request, &thing));
    struct report_view page = { &thing, arena_printf(request->arena, "/report/%s/%lld", thing.kind, (long long)thing.id),
                                markdown_excerpt(request->arena, thing.text, 400) };
    report_html(&request->view, &page);
    return OK;
}

static bool rule_is_there(const struct rules *rules, const char *typed, int64_t *rule)
{
    if (!text_int(typed, 1, INT64_MAX, rule))
        return false;
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].id == *rule)
            return true;
    return false;
}

enum status report_read(struct request *request, int64_t group, struct report_new *wish)
{
    struct view *view = &request->view;
    struct rules rules;
    size_t rank = chosen_of(report_ranks(), form_value(request, "rank")), what = chosen_of(report_wishes(), form_value(request, "wish"));
    TRY(guideline_rules(request, group, &rules));
    if (!rule_is_there(&rules, form_value(request, "rule"), &wish->rule))
        return form_reject(request, "rule", t(view, "Choose what comes nearest. It needn’t fit exactly."));
    if (rank == report_ranks()->count)
        return form_reject(request, "rank", t(view, "Choose how urgent it is."));
    if (what == report_wishes()->count)
        return form_reject(request, "wish", t(view, "Choose what you’d like from us."));
    wish->rank = (enum case_rank)rank;
    wish->wish = report_wishes()->items[what].value;
    return OK;
}

void report_choice_part(struct view *view, int64_t group)
{
    struct rules rules = { .count = 0 };
    if (guideline_rules(view->request, group, &rules) == OK)
        report_choices_html(view, &rules);
}

/* To what they said before. Reporting what one took back reports it again. */
static enum status words_add(struct request *request, int64_t report, const char *more)
{
    struct report_row row;
    TRY(report_row_find(request->db, request->arena, report, &row));
    const char *words = row.words[0] && *more && !strstr(row.words, more) ? arena_printf(request->arena, "%s\n\n%s", row.words, more)
                        : row.words[0]                                    ? row.words
                                                                          : more;
    return report_row_add(request->db, request->arena, report, text_length(words) > 2 * CASE_WORDS_MAX ? row.words : words);
}

enum status report_send(struct request *request)
{
    static const struct limit reporting = { "report", 10, 0.2 };
    struct reported thing;
    struct report_new wish = { .thing = &thing, .words = form_value(request, "words") };
    int64_t case_id, report;
    TRY(thing_find(request, &thing));
    TRY(report_read(request, thing.group, &wish));
    TRY(reported_find(request, thing.kind, thing.id, true, &thing)); /* all of it, also what it quotes of whom the reader doesn't meet */
    if (!limit_take(request, &reporting, member_key_text(request)))
        return limit_refuse(request, 0);
    enum status status = report_make(request, &wish, &case_id, &report);
    if (status == CONFLICT) /* reported it already */
        status = words_add(request, report, wish.words);
    TRY(status);
    return redirect_with(request, arena_printf(request->arena, "/reports/%lld", (long long)report), NOTICE_REPORTED);
}

/* ---- what became of it ---- */

/* Whose words the reader may mute: known to them from the thing's own page, never from the case. */
static enum status item_make(struct request *request, const struct report_row *row, struct report_item *item)
{
    struct reported_case *about = arena_alloc(request->arena, sizeof *about);
    struct reported thing;
    bool blocked;
    TRY(case_row_find(request->db, request->arena, row->case_id, about));
    *item = (struct report_item){ row, about, 0 };
    if (text_same(about->kind, "letter") || reported_find(request, about->kind, about->thing, false, &thing) != OK)
        return OK;
    TRY(block_between(request->db, request->arena, request->reader, thing.persona, &blocked));
    item->connection = blocked || thing.mine ? 0 : thing.persona;
    return OK;
}

enum status report_list_page(struct request *request)
{
    struct report_rows rows;
    struct report_items list;
    TRY(report_row_of(request->db, request->arena, report_mark(request->arena, request->app, request->member->persona), &rows));
    list = (struct report_items){ arena_array(request->arena, rows.count + 1, sizeof *list.items), 0 };
    for (size_t i = 0; i < rows.count; i++)
        TRY(item_make(request, &rows.items[i], &list.items[list.count++]));
    report_list_html(&request->view, &list);
    return OK;
}

enum status report_own_page(struct request *request)
{
    struct report_row row;
    struct report_item item;
    TRY(report_own_find(request, &row));
    TRY(item_make(request, &row, &item));
    report_own_html(&request->view, &item);
    return OK;
}

static enum status own_waiting_find(struct request *request, struct report_row *row)
{
    struct reported_case about;
    TRY(report_own_find(request, row));
    TRY(case_row_find(request->db, request->arena, row->case_id, &about));
    return about.closed_at ? CONFLICT : OK;
}

static const char *own_path_of(struct request *request, const struct report_row *row)
{
    return arena_printf(request->arena, "/reports/%lld", (long long)row->id);
}

enum status report_add(struct request *request)
{
    struct report_row row;
    TRY(own_waiting_find(request, &row));
    const char *words =
        row.words[0] ? arena_printf(request->arena, "%s\n\n%s", row.words, form_value(request, "words")) : form_value(request, "words");
    if (text_length(words) > 2 * CASE_WORDS_MAX)
        return form_reject(request, "words", t(&request->view, "That’s more than fits here. The most important part is enough."));
    TRY(report_row_add(request->db, request->arena, row.id, words));
    return redirect_with(request, own_path_of(request, &row), NOTICE_SAVED);
}

enum status report_withdraw(struct request *request)
{
    struct report_row row;
    TRY(own_waiting_find(request, &row));
    TRY(report_row_withdraw(request->db, request->arena, row.id));
    return redirect_with(request, own_path_of(request, &row), NOTICE_SAVED);
}
