/* The pages of one place's or one group's rules for those who read them: the rules, saying yes, the versions, one rule. */
#include "guideline/pages.h"

const struct field guideline_agree_form[] = { { "version", 1, 10, FIELD_LINE, false }, { "agree", 0, 3, FIELD_LINE, false }, { 0 } };

const char *guideline_scope_path(struct view *view, const struct guideline_scope *scope, const char *word, int64_t id)
{
    return id ? arena_printf(view->words.arena, "%s/%s/%lld", scope->path, word, (long long)id)
              : arena_printf(view->words.arena, "%s/%s", scope->path, word);
}

const char *guideline_edit_path(struct view *view, const struct guideline_scope *scope, const char *word, int64_t id)
{
    return id ? arena_printf(view->words.arena, "%s/%s/%lld", scope->edit, word, (long long)id)
              : arena_printf(view->words.arena, "%s/%s", scope->edit, word);
}

const char *guideline_rule_lang(struct view *view, const struct rule *rule)
{
    return rule->language && rule->language[0] ? rule->language : view->lang;
}

const char *guideline_rule_tongue(struct view *view, const struct rule *rule)
{
    if (!rule->language || text_same(rule->language, view->lang))
        return NULL;
    return tf(view, "Not translated yet; this is the original, in {1}.", language_name(&view->words, rule->language));
}

struct safe_html guideline_text_html(struct view *view, const struct rule *rule)
{
    struct markdown markdown;
    /* What was published had passed the same renderer. */
    return html_trusted(markdown_render(view->words.arena, rule->why, &markdown) == OK ? markdown.html : "");
}

const char *guideline_parent_path(struct view *view, const struct guideline_scope *scope)
{
    return arena_slice(view->words.arena, scope->path, strlen(scope->path) - strlen("/guidelines"));
}

const char *guideline_edit_lang(struct view *view, const struct guideline_edit_view *page)
{
    if (page->rule && page->rule->rule.language)
        return page->rule->rule.language;
    return page->scope->language && !page->rule ? page->scope->language : view->lang;
}

const struct guideline_tongues *guideline_all_tongues(struct view *view)
{
    struct guideline_tongues *tongues = arena_alloc(view->words.arena, sizeof *tongues);
    tongues->items = arena_array(view->words.arena, LANGUAGES, sizeof *tongues->items);
    for (; tongues->count < LANGUAGES; tongues->count++)
        tongues->items[tongues->count] = languages[tongues->count].code;
    return tongues;
}

static enum status show_asks(struct request *request, struct guideline_view *page)
{
    struct rules before;
    int64_t newest;
    TRY(guideline_version_accepted(request->db, request->arena, page->scope->group, request->member->persona, &newest, &page->accepted));
    page->asks = page->accepted < newest;
    if (!page->asks || !page->accepted)
        return OK;
    TRY(guideline_version_rules(request, page->scope->group, page->accepted, request->view.lang, &before));
    return guideline_compare(request, &before, &page->rules, &page->changes);
}

enum status guideline_scope_show(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_view page = { .scope = scope };
    int64_t newest;
    TRY(guideline_version_newest(request->db, request->arena, scope->group, &newest));
    if (newest) {
        TRY(guideline_version_find(request->db, request->arena, scope->group, newest, &page.version));
        TRY(guideline_version_rules(request, scope->group, newest, request->view.lang, &page.rules));
    } else {
        page.lines = text_lines(request->arena, scope->lines);
    }
    if (newest && scope->asks)
        TRY(show_asks(request, &page));
    guideline_show(&request->view, &page);
    return OK;
}

enum status guideline_scope_agree(struct request *request, const struct guideline_scope *scope)
{
    int64_t version, newest;
    if (!scope->asks)
        return FORBIDDEN;
    if (!text_same(form_value(request, "agree"), "yes"))
        return form_reject(request, "agree",
                           t(&request->view, "Please tick the box if you agree. If you don’t, you can leave without a trace."));
    /* A newer version that came out while they read is asked for next, not taken as read. */
    TRY(guideline_version_newest(request->db, request->arena, scope->group, &newest));
    if (!text_int(form_value(request, "version"), 1, newest, &version))
        return form_reject(request, NULL, t(&request->view, "Something in this form didn’t fit. Please try again."));
    TRY(guideline_version_accept(request->db, request->arena, scope->group, request->member->persona, version));
    return scope->group ? redirect_with(request, scope->path, NOTICE_SAVED) : redirect_with(request, "/home", NOTICE_GUIDELINES_ACCEPTED);
}

enum status guideline_scope_versions(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_versions_view page = { .scope = scope };
    int64_t before = 0;
    bool more;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(guideline_version_list(request->db, request->arena, scope->group, before, &page.versions, &more));
    if (before)
        page.newest = guideline_scope_path(&request->view, scope, "versions", 0);
    if (more)
        page.older = arena_printf(request->arena, "%s/versions?before=%lld", scope->path,
                                  (long long)page.versions.items[page.versions.count - 1].number);
    guideline_versions_html(&request->view, &page);
    return OK;
}

enum status guideline_scope_version(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_version_view page = { .scope = scope };
    struct rules before;
    int64_t newest, number = path_id(request, scope->segment);
    TRY(guideline_version_find(request->db, request->arena, scope->group, number, &page.version));
    TRY(guideline_version_newest(request->db, request->arena, scope->group, &newest));
    TRY(guideline_version_rules(request, scope->group, number, request->view.lang, &page.rules));
    page.in_force = number == newest;
    page.has_next = number < newest;
    if (number > 1) {
        TRY(guideline_version_find(request->db, request->arena, scope->group, number - 1, &page.before));
        TRY(guideline_version_rules(request, scope->group, number - 1, request->view.lang, &before));
        TRY(guideline_compare(request, &before, &page.rules, &page.changes));
    }
    guideline_version_html(&request->view, &page);
    return OK;
}

enum status guideline_scope_rule(struct request *request, const struct guideline_scope *scope)
{
    struct guideline_rule_view page = { .scope = scope };
    TRY(guideline_rule_find(request, path_id(request, scope->segment), &page.rule));
    if (page.rule.group != scope->group)
        return NOT_FOUND;
    TRY(guideline_rule_span(request->db, request->arena, scope->group, page.rule.id, &page.first, &page.last));
    TRY(guideline_version_newest(request->db, request->arena, scope->group, &page.newest));
    page.missing.items = arena_array(request->arena, LANGUAGES, sizeof *page.missing.items);
    for (size_t i = 0; i < LANGUAGES && scope->may_edit && page.rule.original && !page.rule.is_text; i++)
        if (!text_same(languages[i].code, page.rule.original))
            page.missing.items[page.missing.count++] = languages[i].code;
    guideline_rule_page_html(&request->view, &page);
    return OK;
}
