/* The rules of a group: feature/guideline's pages, for those who may see the group and those who look after it. */
#include "group/pages.h"
#include "guideline/guideline.h"

static enum status rules_published(struct request *request, const struct guideline_scope *scope, const char *names)
{
    return group_rules_set(request->db, request->arena, scope->group, names);
}

static enum status rules_with(struct request *request, bool edits, guideline_scope_handler *act)
{
    struct group group;
    TRY(edits ? group_find_facilitated(request, path_text(request, 0), &group) : group_find(request, path_text(request, 0), &group));
    const char *path = arena_printf(request->arena, "%s/guidelines", group_path(request->arena, &group));
    const struct guideline_scope scope = { .group = group.id,
                                           .name = group.name,
                                           .language = group.lang,
                                           .path = path,
                                           .edit = arena_printf(request->arena, "%s/edit", path),
                                           .lines = group.rules,
                                           .segment = 1,
                                           .may_edit = group.is_facilitator,
                                           .asks = group.is_member,
                                           .published = rules_published };
    return act(request, &scope);
}

#define RULES_PAGE(name, edits, act)                                                                                                       \
    enum status name(struct request *request)                                                                                              \
    {                                                                                                                                      \
        return rules_with(request, edits, act);                                                                                            \
    }

RULES_PAGE(group_rules_page, false, guideline_scope_show)
RULES_PAGE(group_rules_agree, false, guideline_scope_agree)
RULES_PAGE(group_rules_versions_page, false, guideline_scope_versions)
RULES_PAGE(group_rules_version_page, false, guideline_scope_version)
RULES_PAGE(group_rules_rule_page, false, guideline_scope_rule)
RULES_PAGE(group_rules_draft_page, true, guideline_scope_draft)
RULES_PAGE(group_rules_order, true, guideline_scope_order)
RULES_PAGE(group_rules_edit_page, true, guideline_scope_edit_page)
RULES_PAGE(group_rules_edit, true, guideline_scope_edit)
RULES_PAGE(group_rules_add_page, true, guideline_scope_add_page)
RULES_PAGE(group_rules_add, true, guideline_scope_add)
RULES_PAGE(group_rules_preview_page, true, guideline_scope_preview)
RULES_PAGE(group_rules_publish, true, guideline_scope_publish)
RULES_PAGE(group_rules_discard, true, guideline_scope_discard)
RULES_PAGE(group_rules_translate_page, true, guideline_scope_translate_page)
RULES_PAGE(group_rules_translate, true, guideline_scope_translate)
