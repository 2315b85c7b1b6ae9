/* The rules in short where one writes, and the question that a group's own rules ask before the first words there. */
#include "guideline/pages.h"

static enum status part_read(struct request *request, struct guideline_writing_view *part)
{
    int64_t newest = 0, accepted = 0;
    if (part->group)
        TRY(guideline_version_accepted(request->db, request->arena, part->group, request->member->persona, &newest, &accepted));
    part->asks = newest > accepted ? newest : 0;
    if (part->asks)
        return guideline_version_rules(request, part->group, newest, request->view.lang, &part->rules);
    if (part->door || part->only_asks)
        return OK;
    return guideline_rules(request, part->group, &part->rules);
}

static void part_show(struct view *view, const char *slug, struct guideline_writing_view part)
{
    if (!view->request->member)
        return;
    if (slug)
        part.path = arena_printf(view->words.arena, "/groups/%s/guidelines", slug);
    /* Without its answer the page stands all the same: what is sent is checked again. */
    if (part_read(view->request, &part) == OK && part.rules.count)
        guideline_writing_html(view, &part);
}

void guideline_writing(struct view *view, int64_t group, const char *slug)
{
    part_show(view, slug, (struct guideline_writing_view){ .group = group });
}

void guideline_door(struct view *view, int64_t group, const char *slug)
{
    part_show(view, slug, (struct guideline_writing_view){ .group = group, .door = true });
}

void guideline_asked(struct view *view, int64_t group, const char *slug)
{
    part_show(view, slug, (struct guideline_writing_view){ .group = group, .only_asks = true });
}

enum status guideline_check(struct request *request, int64_t group)
{
    int64_t newest, accepted, said;
    TRY(guideline_version_accepted(request->db, request->arena, group, request->member->persona, &newest, &accepted));
    if (accepted >= newest)
        return OK;
    if (text_int(form_value(request, "rules"), newest, newest, &said))
        return guideline_version_accept(request->db, request->arena, group, request->member->persona, newest);
    return form_reject(
        request, "rules",
        t(&request->view,
          "This group has rules that you haven’t said yes to yet. If they don’t stand here, load the page again; your words are kept."));
}
