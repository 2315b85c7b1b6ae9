/* Circles, and what a member chose about being asked and being left in peace. */
#include "contact/pages.h"

const struct field contact_circle_form[] = { { "name", 1, CIRCLE_NAME_MAX, FIELD_LINE, false }, { 0 } };
const struct field contact_choices_form[] = { { "closed", 0, 3, FIELD_LINE, false },
                                              { "quiet", 0, 3, FIELD_LINE, false },
                                              { "from", 0, 5, FIELD_LINE, false },
                                              { "until", 0, 5, FIELD_LINE, false },
                                              { 0 } };

enum status contact_circles_page(struct request *request)
{
    struct circles circles;
    TRY(circle_list_mine(request, &circles));
    contact_circles_html(&request->view, contact_tabs_of(request, "/circles"), &circles);
    return OK;
}

static enum status circle_done(struct request *request, int64_t id)
{
    return redirect_with(request, arena_printf(request->arena, "/circles/%lld", (long long)id), NOTICE_SAVED);
}

enum status contact_circle_make(struct request *request)
{
    int64_t id;
    enum status status = circle_make(request, form_value(request, "name"), &id);
    if (status == CONFLICT)
        return form_reject(request, "name", t(&request->view, "You can have twenty circles. Rename one of them instead."));
    TRY(status);
    return circle_done(request, id);
}

enum status contact_circle_page(struct request *request)
{
    struct circle circle;
    struct circle_people people;
    TRY(circle_find(request, path_id(request, 0), &circle));
    TRY(circle_members(request, circle.id, &people));
    contact_circle_html(&request->view, &circle, &people);
    return OK;
}

enum status contact_circle_rename(struct request *request)
{
    int64_t id = path_id(request, 0);
    TRY(circle_rename(request, id, form_value(request, "name")));
    return circle_done(request, id);
}

enum status contact_circle_remove(struct request *request)
{
    TRY(circle_remove(request, path_id(request, 0)));
    return redirect_with(request, "/circles", NOTICE_SAVED);
}

/* ---- choices ---- */

enum status contact_choices_page(struct request *request)
{
    struct circle_choice choice;
    TRY(circle_choice_of(request, &choice));
    struct contact_choices_view page = { .tabs = contact_tabs_of(request, "/connections/choices"), .choice = &choice };
    page.from = date_minute_text(request->arena, choice.from);
    page.until = date_minute_text(request->arena, choice.until);
    contact_choices_html(&request->view, &page);
    return OK;
}

enum status contact_choices_save(struct request *request)
{
    struct view *view = &request->view;
    struct circle_choice choice = { .closed = form_has(request, "closed"), .has_quiet = form_has(request, "quiet") };
    if (choice.has_quiet && !date_minute_read(request->arena, form_value(request, "from"), &choice.from))
        return form_reject(request, "from", t(view, "Write the time like 20:00."));
    if (choice.has_quiet && !date_minute_read(request->arena, form_value(request, "until"), &choice.until))
        return form_reject(request, "until", t(view, "Write the time like 20:00."));
    TRY(circle_choice_keep(request, &choice));
    TRY(live_drop(request->db, request->arena, request->member->persona)); /* what lights up meanwhile is asked anew */
    return redirect_with(request, "/connections/choices", NOTICE_SAVED);
}
