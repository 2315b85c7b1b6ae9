/* Writing the next version: single rules with an order, a look at the whole before it counts, and translations. Two who write at the
 * same time share one draft; whoever sends over what they haven't seen is shown it first, and keeps their own words. */
#include "guideline/pages.h"

#define RULE_WORDS                                                                                                                         \
    { "name", 1, GUIDELINE_NAME_MAX, FIELD_LINE, false }, { "why", 1, GUIDELINE_WHY_MAX, FIELD_TEXT, false },                              \
        { "helps", 1, GUIDELINE_EXAMPLE_MAX, FIELD_TEXT, false },                                                                          \
    {                                                                                                                                      \
        "harms", 1, GUIDELINE_EXAMPLE_MAX, FIELD_TEXT, false                                                                               \
    }

const struct field guideline_rule_form[] = { RULE_WORDS,
                                             { "language", 2, 2, FIELD_LINE, false },
                                             { "edition", 0, 20, FIELD_LINE, false },
                                             { "keeps", 0, 3, FIELD_LINE, false },
                                             { 0 } };
const struct field guideline_order_form[] = { { "rule", 0, 20, FIELD_LINE, false }, { "do", 1, 10, FIELD_LINE, false }, { 0 } };
const struct field guideline_translate_form[] = {
    RULE_WORDS, { "language", 2, 2, FIELD_LINE, false }, { "was", 0, 20, FIELD_LINE, false }, { 0 }
};

static enum status to_draft(struct request *request, const struct guideline_scope *scope)
{
    return redirect(request, scope->edit);
}

static struct draft_rule *row_find(struct guideline_draft *draft, int64_t id)
{
    for (size_t i = 0; i < draft->count; i++)
        if (draft->items[i].rule.id == id)
            return &draft->items[i];
    return NULL;
}

/* ---- the list ---- */

static enum status draft_view_read(struct request *request, const struct guideline_scope *scope, struct guideline_draft_view *page)
{
    struct rules force;
    *page = (struct guideline_draft_view){ .scope = scope };
    TRY(guideline_draft_read(request, scope->group, &page->draft));
    TRY(guideline_version_rules(request, scope->group, page->draft.version, request->view.lang, &force));
    page->rules.items = arena_array(request->arena, page->draft.count + 1, sizeof *page->rules.items);
    struct rules compared = { arena_array(request->arena, page->draft.count + 1, sizeof *compared.items), 0 };
    for (size_t i = 0; i < page->draft.staying; i++) {
        const struct draft_rule *row = &page->draft.items[i];
        struct rule *rule = &compared.items[compared.count++];
        page->rules.items[page->rules.count++] = *rule = row->rule;
        /* Not yet a rule of its own: for comparing it is another one that comes from the one in force. */
        if (row->changed && !row->added) {
            rule->replaces = row->rule.id;
            rule->id = 0;
        }
    }
    return guideline_compare(request, &force, &compared, &page->changes);
}

enum status guideline_scope_draft(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft_view page;
    TRY(draft_view_read(request, scope, &page));
    guideline_draft_html(&request->view, &page);
    return OK;
}

static enum status too_many(struct request *request)
{
    return form_reject(
        request, NULL,
        tn(&request->view, "There is {n} rule already, and nobody keeps more in mind. Put two into one, or take one out first.",
           "There are {n} rules already, and nobody keeps more in mind. Put two into one, or take one out first.", GUIDELINE_RULES_MOST));
}

/* Agreements that stood on a group's page, one a line, become rules to go on from. */
static enum status lines_take(struct request *request, const struct guideline_scope *scope, struct guideline_draft *draft)
{
    size_t len;
    if (draft->version || draft->count)
        return to_draft(request, scope);
    TRY(guideline_draft_touch(request, scope->group, draft));
    int64_t n = 0;
    for (const char *at = scope->lines; *at && n < GUIDELINE_RULES_MOST; at += len + (at[len] == '\n')) {
        len = strcspn(at, "\n");
        struct draft_rule row = { .added = true, .edition = draft->edition };
        row.rule = (struct rule){ .id = id_at(request->now), .language = scope->language, .why = "", .helps = "", .harms = "" };
        row.rule.name = text_clean_line(request->arena, arena_slice(request->arena, at, len));
        if (*row.rule.name)
            TRY(guideline_draft_add(request, scope->group, ++n, &row));
    }
    return to_draft(request, scope);
}

static void rows_swap(struct guideline_draft *draft, size_t a, size_t b)
{
    struct draft_rule row = draft->items[a];
    draft->items[a] = draft->items[b];
    draft->items[b] = row;
}

enum status guideline_scope_order(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft draft;
    const char *what = form_value(request, "do");
    int64_t id = 0;
    (void)text_int(form_value(request, "rule"), 1, INT64_MAX, &id);
    TRY(guideline_draft_read(request, scope->group, &draft));
    if (text_same(what, "lines"))
        return lines_take(request, scope, &draft);
    struct draft_rule *row = row_find(&draft, id);
    if (!row) /* published or taken out by somebody else meanwhile: the page shows what there is now */
        return to_draft(request, scope);
    if (text_same(what, "back") && row->removed && draft.staying >= GUIDELINE_RULES_MOST)
        return too_many(request);
    TRY(guideline_draft_touch(request, scope->group, &draft));
    size_t at = (size_t)(row - draft.items);
    if (text_same(what, "up") && !row->removed && !row->first)
        rows_swap(&draft, at, at - 1);
    else if (text_same(what, "down") && !row->removed && !row->last)
        rows_swap(&draft, at, at + 1);
    else if (text_same(what, "out") || text_same(what, "back")) {
        row->removed = text_same(what, "out");
        row->edition = draft.edition;
    }
    TRY(guideline_draft_order(request, scope->group, &draft));
    return to_draft(request, scope);
}

enum status guideline_scope_discard(struct request *request, const struct guideline_scope *scope)
{
    TRY(guideline_draft_end(request->db, request->arena, scope->group));
    return redirect_with(request, scope->edit, NOTICE_DELETED);
}

/* ---- one rule ---- */

static enum status words_read(struct request *request, struct rule *rule)
{
    rule->name = form_value(request, "name");
    rule->why = form_value(request, "why");
    rule->helps = form_value(request, "helps");
    rule->harms = form_value(request, "harms");
    rule->language = rule->original = form_value(request, "language");
    if (!catalogue_find(request->app->catalogues, rule->language))
        return form_reject(request, "language", t(&request->view, "Please choose one of these languages."));
    return OK;
}

/* What a form begins with: the draft's words, or those in force in the language they were written in. */
static enum status row_words(struct request *request, struct draft_rule *row)
{
    if (!row->changed && row->force.original)
        TRY(guideline_rule_read(request, row->rule.id, row->force.original, &row->rule));
    if (row->rule.is_text)
        row->rule.name = "";
    return OK;
}

static enum status edit_show(struct request *request, const struct guideline_scope *scope, struct draft_rule *row)
{
    struct guideline_edit_view page = { .scope = scope, .rule = row };
    struct guideline_tongues tongues = { .count = 0 };
    struct rule_change change;
    int64_t edition = -1;
    if (row) {
        TRY(row_words(request, row));
        if (!row->added)
            TRY(guideline_rule_tongues(request->db, request->arena, row->rule.id, &tongues));
        page.has_translations = !row->added && (!row->force.original || tongues.count > 1);
    }
    /* The form came back because somebody else was there first: what they made of it. */
    if (row && form_failed(request) && text_int(form_value(request, "edition"), 0, INT64_MAX, &edition) && edition != row->edition) {
        const struct rule nothing = { .name = "", .why = "", .helps = "", .harms = "" };
        struct rule before = nothing;
        if (row->force.id)
            TRY(guideline_rule_read(request, row->force.id, row->rule.language ? row->rule.language : request->view.lang, &before));
        change = guideline_change(request, &before, &row->rule);
        page.meanwhile = &change;
    }
    guideline_edit_html(&request->view, &page);
    return OK;
}

enum status guideline_scope_edit_page(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft draft;
    TRY(guideline_draft_read(request, scope->group, &draft));
    struct draft_rule *row = row_find(&draft, path_id(request, scope->segment));
    /* Words for a rule that is there no longer go on as a new one. */
    return row || form_failed(request) ? edit_show(request, scope, row) : NOT_FOUND;
}

enum status guideline_scope_edit(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft draft;
    struct rule words = { 0 }, original;
    int64_t edition = -1;
    TRY(guideline_draft_read(request, scope->group, &draft));
    struct draft_rule *row = row_find(&draft, path_id(request, scope->segment));
    if (!row)
        return form_reject(request, NULL,
                           t(&request->view, "This rule was published or taken out while you wrote. Your words are here; you can add them "
                                             "as a rule of their own."));
    TRY(words_read(request, &words));
    if (!text_int(form_value(request, "edition"), 0, INT64_MAX, &edition) || edition != row->edition)
        return form_reject(request, NULL,
                           t(&request->view,
                             "Somebody else changed this rule while you wrote. Here is what they made of it, and your words are "
                             "below. What you send now takes its place."));
    if (row->removed && draft.staying >= GUIDELINE_RULES_MOST)
        return too_many(request);
    original = row->force;
    if (row->force.original)
        TRY(guideline_rule_read(request, row->rule.id, row->force.original, &original));
    words.id = row->rule.id;
    bool same = row->force.id && text_same(original.name, words.name) && text_same(original.why, words.why) &&
                text_same(original.helps, words.helps) && text_same(original.harms, words.harms) &&
                text_same(guideline_rule_lang(&request->view, &original), words.language);
    TRY(guideline_draft_touch(request, scope->group, &draft));
    const struct rule as_it_is = { .id = words.id, .name = "", .why = "", .helps = "", .harms = "", .language = "" };
    struct draft_rule next = { .rule = same ? as_it_is : words, .keeps = form_has(request, "keeps") };
    TRY(guideline_draft_put(request, scope->group, &next));
    return redirect_with(request, scope->edit, NOTICE_SAVED);
}

enum status guideline_scope_add_page(struct request *request, const struct guideline_scope *scope)
{
    return edit_show(request, scope, NULL);
}

enum status guideline_scope_add(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft draft;
    struct draft_rule row = { .added = true };
    TRY(guideline_draft_read(request, scope->group, &draft));
    if (draft.staying >= GUIDELINE_RULES_MOST)
        return too_many(request);
    TRY(words_read(request, &row.rule));
    TRY(guideline_draft_touch(request, scope->group, &draft));
    row.rule.id = id_at(request->now);
    row.edition = draft.edition;
    TRY(guideline_draft_add(request, scope->group, (int64_t)draft.count + 1, &row));
    return redirect_with(request, scope->edit, NOTICE_SAVED);
}

/* ---- translations: of a rule in force, by itself; they change nothing that anybody agreed to ---- */

static enum status translate_find(struct request *request, const struct guideline_scope *scope, const char *language, struct rule *rule)
{
    int64_t first, last;
    TRY(guideline_rule_find(request, path_id(request, scope->segment), rule));
    if (rule->group != scope->group || !rule->original || rule->is_text || text_same(rule->original, language) ||
        !catalogue_find(request->app->catalogues, language))
        return NOT_FOUND;
    TRY(guideline_rule_span(request->db, request->arena, scope->group, rule->id, &first, &last));
    return guideline_rule_read(request, rule->id, rule->original, rule);
}

/* What stands there now, and its number: two texts that differ have different ones. */
static enum status translate_stands(struct request *request, int64_t rule, const char *language, struct rule_wish *words, const char **was)
{
    enum status status = guideline_rule_words(request->db, request->arena, rule, language, words);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND)
        *words = (struct rule_wish){ .language = language, .name = "", .why = "", .helps = "", .harms = "" };
    const char *const parts[] = { words->name, words->why, words->helps, words->harms };
    uint64_t digest = BYTES_DIGEST;
    for (size_t i = 0; i < COUNT(parts); i++)
        digest = bytes_digest(digest, parts[i], strlen(parts[i]) + 1);
    *was = arena_printf(request->arena, "%llu", (unsigned long long)digest);
    return OK;
}

enum status guideline_scope_translate_page(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_translate_view page = { .scope = scope };
    struct rule_change change;
    const char *asked = request->method == POST ? form_value(request, "language") : query_value(request, "language");
    page.language = *asked ? asked : request->view.lang;
    TRY(translate_find(request, scope, page.language, &page.rule));
    TRY(translate_stands(request, page.rule.id, page.language, &page.words, &page.was));
    if (form_failed(request) && !text_same(form_value(request, "was"), page.was)) {
        const struct rule nothing = { .name = "", .why = "", .helps = "", .harms = "" };
        struct rule theirs = { .language = page.language, .name = page.words.name, .why = page.words.why };
        theirs.helps = page.words.helps;
        theirs.harms = page.words.harms;
        change = guideline_change(request, &nothing, &theirs);
        page.meanwhile = &change;
    }
    guideline_translate_html(&request->view, &page);
    return OK;
}

enum status guideline_scope_translate(struct request *request, const struct guideline_scope *scope)
{
    struct rule rule, words = { 0 };
    struct rule_wish stands;
    const char *was;
    TRY(words_read(request, &words));
    TRY(translate_find(request, scope, words.language, &rule));
    TRY(translate_stands(request, rule.id, words.language, &stands, &was));
    if (!text_same(was, form_value(request, "was")))
        return form_reject(request, NULL,
                           t(&request->view,
                             "Somebody else changed this rule while you wrote. Here is what they made of it, and your words are "
                             "below. What you send now takes its place."));
    const struct rule_wish wish = {
        .language = words.language, .name = words.name, .why = words.why, .helps = words.helps, .harms = words.harms
    };
    TRY(guideline_translate(request->db, request->arena, rule.id, &wish));
    return redirect_with(request, guideline_scope_path(&request->view, scope, "rules", rule.id), NOTICE_SAVED);
}

/* ---- publishing ---- */

const struct field guideline_publish_form[] = { { "summary", 3, 300, FIELD_LINE, false }, { "edition", 0, 20, FIELD_LINE, false }, { 0 } };

enum status guideline_scope_preview(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft_view page;
    TRY(draft_view_read(request, scope, &page));
    guideline_preview_html(&request->view, &page);
    return OK;
}

/* A built-in rule's translations are the catalogues'. */
static enum status built_in_tongues(struct request *request, int64_t from, int64_t to, const char *but)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        struct rule rule;
        const char *code = languages[i].code;
        if (text_same(code, but))
            continue;
        guideline_built_in(catalogue_find(request->app->catalogues, code), from, &rule);
        const struct rule_wish wish = { .language = code, .name = rule.name, .why = rule.why, .helps = rule.helps, .harms = rule.harms };
        TRY(guideline_translate(request->db, request->arena, to, &wish));
    }
    return OK;
}

/* The id a row of the draft has from now on. */
static enum status row_publish(struct request *request, int64_t group, const struct draft_rule *row, int64_t *id)
{
    *id = row->rule.id;
    if (!row->changed)
        return OK;
    struct rule_wish wish = { .language = row->rule.language, .name = row->rule.name, .why = row->rule.why };
    wish.helps = row->rule.helps;
    wish.harms = row->rule.harms;
    if (!row->added) {
        wish.replaces = row->rule.id;
        *id = id_at(request->now);
    }
    TRY(guideline_rule_insert(request->db, request->arena, *id, group, &wish));
    if (row->added || !row->keeps)
        return OK;
    return row->rule.id <= GUIDELINE_BUILT_IN ? built_in_tongues(request, row->rule.id, *id, wish.language)
                                              : guideline_tongues_copy(request->db, request->arena, row->rule.id, *id, wish.language);
}

static enum status publish_allowed(struct request *request, const struct guideline_draft_view *page)
{
    struct view *view = &request->view;
    int64_t edition = -1;
    if (!text_int(form_value(request, "edition"), 0, INT64_MAX, &edition) || edition != page->draft.edition)
        return form_reject(request, NULL,
                           t(view, "Somebody else changed the draft meanwhile. Here is what it says now; please look at it once more."));
    if (!page->rules.count)
        return form_reject(request, NULL, t(view, "There is no rule in it. Write at least one first."));
    if (!page->changes.count && !page->changes.moved)
        return form_reject(request, NULL, t(view, "Nothing has changed yet."));
    for (size_t i = 0; i < page->draft.staying; i++) {
        const struct rule *rule = &page->draft.items[i].rule;
        if (page->draft.items[i].changed && (!rule->why[0] || !rule->helps[0] || !rule->harms[0]))
            return form_reject(
                request, NULL,
                tf(view, "“{1}” has no reason or no examples yet. People keep to a rule more easily when they know why.", rule->name));
    }
    return OK;
}

enum status guideline_scope_publish(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_draft_view page;
    TRY(draft_view_read(request, scope, &page));
    TRY(publish_allowed(request, &page));
    /* First of all, so that of two who publish at once the second is shown what the first did. */
    TRY(guideline_draft_end(request->db, request->arena, scope->group));
    int64_t *ids = arena_array(request->arena, page.draft.staying + 1, sizeof *ids), next = page.draft.version + 1;
    struct buf names = { .arena = request->arena };
    for (size_t i = 0; i < page.draft.staying; i++) {
        TRY(row_publish(request, scope->group, &page.draft.items[i], &ids[i]));
        buf_printf(&names, "%s\n", page.draft.items[i].rule.name);
    }
    TRY(guideline_version_insert(request->db, request->arena, scope->group, next, form_value(request, "summary"), ids, page.draft.staying,
                                 request->now));
    TRY(guideline_version_accept(request->db, request->arena, scope->group, request->member->persona, next));
    if (scope->published)
        TRY(scope->published(request, scope, buf_text(&names)));
    return redirect_with(request, scope->path, NOTICE_SAVED);
}
