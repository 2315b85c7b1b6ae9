/* The place's own guidelines: its routes, and what is kept of them about a member. */
#include "guideline/pages.h"

static struct guideline_scope place(const struct request *request)
{
    return (struct guideline_scope){ .path = "/guidelines",
                                     .edit = "/steward/guidelines",
                                     .lines = "",
                                     .asks = request->member != NULL,
                                     .may_edit = (request->roles & ROLE_STEWARD) != 0 };
}

#define PLACE_PAGE(name, act)                                                                                                              \
    enum status name(struct request *request)                                                                                              \
    {                                                                                                                                      \
        struct guideline_scope scope = place(request);                                                                                     \
        return act(request, &scope);                                                                                                       \
    }

PLACE_PAGE(guideline_page, guideline_scope_show)
PLACE_PAGE(guideline_agree, guideline_scope_agree)
PLACE_PAGE(guideline_versions_page, guideline_scope_versions)
PLACE_PAGE(guideline_version_page, guideline_scope_version)
PLACE_PAGE(guideline_rule_page, guideline_scope_rule)
PLACE_PAGE(guideline_draft_page, guideline_scope_draft)
PLACE_PAGE(guideline_order, guideline_scope_order)
PLACE_PAGE(guideline_edit_page, guideline_scope_edit_page)
PLACE_PAGE(guideline_edit, guideline_scope_edit)
PLACE_PAGE(guideline_add_page, guideline_scope_add_page)
PLACE_PAGE(guideline_add, guideline_scope_add)
PLACE_PAGE(guideline_preview_page, guideline_scope_preview)
PLACE_PAGE(guideline_publish_next, guideline_scope_publish)
PLACE_PAGE(guideline_discard, guideline_scope_discard)
PLACE_PAGE(guideline_translate_page, guideline_scope_translate_page)
PLACE_PAGE(guideline_translate_save, guideline_scope_translate)

static enum status guideline_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return community_forget(db, arena, persona);
}

static enum status guideline_export(struct request *request, json_t *data)
{
    return json_object_set_new(data, N_("Guidelines"), json_integer(request->member->accepted_guidelines)) ? BROKEN : OK;
}

const struct feature guideline_feature = { .name = "guideline", .export_data = guideline_export, .erase = guideline_erase };
