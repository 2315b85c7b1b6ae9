/* The numbers, as a page, as a file and as a report; the public log. */
#include "transparency/pages.h"

const struct field transparency_open_form[] = { { "open", 0, 3, FIELD_LINE, false }, { 0 } };

static const struct {
    const char *part, *title, *note;
} parts[] = {
    { "report", N_("Reports, by rule"),
      N_("DSA, article 15(1)(b): notices. What members reported, by the rule they chose. All were read by people.") },
    { "measure", N_("Decisions, by what was done"),
      N_("DSA, articles 15(1)(c) and 24(1)(b): measures, suspensions among them. Each was sent with its reasons.") },
    { "automatic", N_("Automatic help"),
      N_("DSA, article 15(1)(e): automated means. Nothing is decided by a machine; every decision is a person’s.") },
    { "appeal", N_("Appeals that were answered"),
      N_("DSA, article 15(1)(d): complaints. Each was answered by somebody who hadn’t decided it.") },
    { "mediation", N_("Mediation"), N_("Talks with a mediator that both sides wanted.") },
    { "median", N_("How long it usually took"), N_("Half of all took no longer than this.") },
};

static const struct {
    const char *part, *word, *label;
} labels[] = {
    { "report", "group", N_("A group’s own rules") },
    { "automatic", "yes", N_("Something automatic helped to find or decide it") },
    { "appeal", "upheld", N_("The decision stays.") },
    { "appeal", "overturned", N_("The decision was changed: it is taken back.") },
    { "mediation", "asked", N_("Asked for") },
    { "mediation", "agreed", N_("Ended with an agreement") },
    { "median", "claim", N_("Until somebody began to look at a report") },
    { "median", "decision", N_("Until it was decided") },
    { "median", "answer", N_("Until an appeal was answered") },
};

/* ---- who may ---- */

static enum status state_find(struct request *request, struct transparency *state)
{
    *state = (struct transparency){ .next = transparency_quarter(request->now) };
    enum status status = transparency_find(request->db, request->arena, state);
    return status == NOT_FOUND ? OK : status;
}

/* Members always, visitors when the stewards opened it: else they are led to the door. */
static bool may_read(const struct request *request, const struct transparency *state)
{
    return request->member || state->open;
}

static enum status to_the_door(struct request *request)
{
    return redirect(request, "/sign-in");
}

/* ---- one quarter in tables ---- */

static const char *label_of(struct view *view, const struct sum *sum)
{
    if (text_same(sum->part, "measure")) {
        enum sanction_kind kind = sanction_word_read(sum->word);
        return kind < SANCTION_KINDS ? sanction_label(view, kind) : NULL;
    }
    for (size_t i = 0; i < COUNT(labels); i++)
        if (text_same(sum->part, labels[i].part) && text_same(sum->word, labels[i].word))
            return t(view, labels[i].label);
    return NULL;
}

static const char *value_of(struct view *view, const struct sum *sum)
{
    if (!text_same(sum->part, "median"))
        return number(view, sum->count);
    return sum->count <= 24 ? tn(view, "{n} hour at most", "{n} hours at most", sum->count)
                            : tn(view, "{n} day at most", "{n} days at most", sum->count / 24);
}

/* NOT_FOUND: nothing this version has a word for. */
static enum status line_make(struct request *request, const struct sum *sum, struct transparency_line *line)
{
    struct view *view = &request->view;
    int64_t id;
    *line = (struct transparency_line){ .label = label_of(view, sum), .value = value_of(view, sum) };
    if (line->label)
        return OK;
    if (!text_same(sum->part, "report") || !text_int(sum->word, 1, INT64_MAX, &id))
        return NOT_FOUND;
    struct rule *rule = arena_alloc(request->arena, sizeof *rule);
    TRY(guideline_rule_find(request, id, rule));
    line->rule = rule;
    return OK;
}

static enum status table_make(struct request *request, const struct transparency_sums *sums, size_t part, struct transparency_table *table)
{
    struct view *view = &request->view;
    *table = (struct transparency_table){ .part = parts[part].part, .title = t(view, parts[part].title) };
    table->note = t(view, parts[part].note);
    table->items = arena_array(request->arena, sums->count + 1, sizeof *table->items);
    for (size_t i = 0; i < sums->count; i++) {
        if (!text_same(sums->items[i].part, table->part))
            continue;
        enum status status = line_make(request, &sums->items[i], &table->items[table->count]);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        table->count++;
        if (!text_same(table->part, "median"))
            table->together += sums->items[i].count;
    }
    return OK;
}

static enum status tables_make(struct request *request, int64_t quarter, struct transparency_tables *tables)
{
    struct transparency_sums sums;
    TRY(transparency_sum_list(request->db, request->arena, quarter, &sums));
    tables->items = arena_array(request->arena, COUNT(parts), sizeof *tables->items);
    for (tables->count = 0; tables->count < COUNT(parts); tables->count++)
        TRY(table_make(request, &sums, tables->count, &tables->items[tables->count]));
    return OK;
}

/* ---- quarters ---- */

/* The middles of its first and last month: right in every zone. */
static const char *quarter_text(struct view *view, int64_t quarter)
{
    const int64_t half = 15 * TIME_DAY;
    return arena_printf(view->words.arena, "%s – %s", date(view, transparency_begin(quarter) + half, DATE_MONTH),
                        date(view, transparency_begin(quarter + 1) - half, DATE_MONTH));
}

/* The first of which something is shown, or the last but so many; the same whatever was too small to be shown. */
static int64_t quarter_first(const struct transparency *state)
{
    return state->next - 4;
}

static int64_t quarter_asked(struct request *request, const struct transparency *state)
{
    int64_t quarter = state->next - 1;
    (void)text_int(query_value(request, "quarter"), state->next - TRANSPARENCY_QUARTERS, state->next - 1, &quarter);
    return quarter;
}

static const struct transparency_tabs *tabs_make(struct request *request, const struct transparency *state, int64_t shown)
{
    struct transparency_tabs *tabs = arena_alloc(request->arena, sizeof *tabs);
    *tabs = (struct transparency_tabs){ arena_array(request->arena, 4, sizeof *tabs->items), 0 };
    for (int64_t quarter = state->next - 1; quarter >= quarter_first(state); quarter--)
        tabs->items[tabs->count++] =
            (struct transparency_tab){ arena_printf(request->arena, "/transparency?quarter=%lld", (long long)quarter),
                                       quarter_text(&request->view, quarter), quarter == shown };
    return tabs;
}

static enum status quarter_view(struct request *request, const struct transparency *state, struct transparency_view *page)
{
    const struct community *community = community_of(request);
    const int64_t quarter = quarter_asked(request, state);
    struct transparency_tables *tables = arena_alloc(request->arena, sizeof *tables);
    *tables = (struct transparency_tables){ 0 };
    TRY(tables_make(request, quarter, tables));
    *page = (struct transparency_view){ .tables = tables, .name = community->name, .runners = community->runners };
    page->first = transparency_begin(state->next + 1) + TIME_DAY / 2;
    page->steward = request->roles & ROLE_STEWARD;
    page->open = state->open;
    page->quarter = quarter_text(&request->view, quarter);
    page->report = arena_printf(request->arena, "/transparency/report?quarter=%lld", (long long)quarter);
    page->tabs = tabs_make(request, state, quarter);
    return OK;
}

static enum status quarter_show(struct request *request, void (*show)(struct view *view, const struct transparency_view *page))
{
    struct transparency state;
    struct transparency_view page;
    TRY(state_find(request, &state));
    if (!may_read(request, &state))
        return to_the_door(request);
    TRY(quarter_view(request, &state, &page));
    show(&request->view, &page);
    return OK;
}

enum status transparency_page(struct request *request)
{
    return quarter_show(request, transparency_html);
}

enum status transparency_report_page(struct request *request)
{
    return quarter_show(request, transparency_report_html);
}

/* ---- the file: words of ours and numbers, so nothing in it can be a formula ---- */

static enum status quarter_write(struct request *request, struct buf *csv, int64_t quarter)
{
    struct transparency_sums sums;
    struct transparency_line line;
    const char *day = arena_slice(request->arena, date_machine(request->arena, transparency_begin(quarter)), 10);
    TRY(transparency_sum_list(request->db, request->arena, quarter, &sums));
    for (size_t i = 0; i < sums.count; i++) {
        enum status status = line_make(request, &sums.items[i], &line);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        buf_printf(csv, "%s,%s,%s,%lld\r\n", day, sums.items[i].part, sums.items[i].word, (long long)sums.items[i].count);
    }
    return OK;
}

enum status transparency_csv(struct request *request)
{
    struct transparency state;
    struct buf csv = { .arena = request->arena };
    TRY(state_find(request, &state));
    if (!may_read(request, &state))
        return to_the_door(request);
    buf_puts(&csv, "quarter,part,word,count\r\n");
    for (int64_t quarter = state.next - TRANSPARENCY_QUARTERS; quarter < state.next; quarter++)
        TRY(quarter_write(request, &csv, quarter));
    answer_file(request, "text/csv; charset=utf-8", "numbers.csv", (struct bytes){ buf_text(&csv), csv.len });
    return OK;
}

/* ---- the public log ---- */

static void after_read(struct request *request, struct transparency_act *after)
{
    const char *text = query_value(request, "after"), *dash = strchr(text, '-');
    *after = (struct transparency_act){ 0 };
    if (dash && text_int(arena_slice(request->arena, text, (size_t)(dash - text)), 1, INT64_MAX, &after->quarter))
        (void)text_int(dash + 1, 0, INT64_MAX, &after->id);
}

enum status transparency_log_page(struct request *request)
{
    struct transparency state;
    struct transparency_act after;
    struct transparency_acts acts;
    struct view *view = &request->view;
    TRY(state_find(request, &state));
    if (!may_read(request, &state))
        return to_the_door(request);
    after_read(request, &after);
    TRY(transparency_act_list(request->db, request->arena, &after, &acts));
    struct transparency_log_line *lines = arena_array(request->arena, acts.count + 1, sizeof *lines);
    struct transparency_log_view page = { .items = lines, .latest = after.quarter ? "/transparency/log" : NULL };
    for (; page.count < acts.count; page.count++) {
        const struct transparency_act *act = &acts.items[page.count];
        enum sanction_kind kind = sanction_word_read(act->word);
        lines[page.count] = (struct transparency_log_line){ quarter_text(view, act->quarter), act->mark,
                                                            kind < SANCTION_KINDS ? sanction_label(view, kind) : "" };
    }
    if (acts.more)
        page.older = arena_printf(request->arena, "/transparency/log?after=%lld-%lld", (long long)acts.items[acts.count - 1].quarter,
                                  (long long)acts.items[acts.count - 1].id);
    transparency_log_html(view, &page);
    return OK;
}

/* ---- for stewards ---- */

enum status transparency_open(struct request *request)
{
    struct transparency state;
    TRY(state_find(request, &state));
    state.open = text_same(form_value(request, "open"), "yes");
    TRY(transparency_save(request->db, request->arena, &state));
    return redirect_with(request, "/transparency", NOTICE_SAVED);
}
