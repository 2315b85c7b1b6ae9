/* /cases/:id/decide: a measure of feature/sanction, which closes the case and is told to who reported. */
#include "moderation/pages.h"

const struct field case_decide_form[] = { SANCTION_FIELDS, { 0 } };

/* The thing as it is now; what the case kept when it is gone. Of private messages no word goes into a decision. */
static enum status thing_of(struct request *request, const struct reported_case *about, struct reported *thing)
{
    enum status status = reported_find(request, about->kind, about->thing, true, thing);
    if (status != NOT_FOUND)
        TRY(status);
    if (status == NOT_FOUND) {
        *thing = (struct reported){ .kind = about->kind, .id = about->thing, .persona = about->persona, .group = about->group };
        thing->by = about->name ? about->name : about->handle;
        thing->path = about->path;
        thing->title = about->title;
        thing->text = about->words;
        thing->gone = true;
    }
    if (text_same(about->kind, "letter")) {
        thing->title = thing->text = "";
        thing->persona = about->persona;
    }
    return thing->mine ? FORBIDDEN : OK;
}

static enum status decided_find(struct request *request, struct reported_case *about, struct reported *thing)
{
    TRY(case_find_own(request, about));
    return text_same(about->kind, "contact") ? NOT_FOUND : thing_of(request, about, thing);
}

enum status case_decide_page(struct request *request)
{
    struct reported_case about;
    struct reported thing;
    struct sanction_choice choice;
    struct case_decide_view page = { &about, &choice };
    TRY(decided_find(request, &about, &thing));
    TRY(sanction_choice_find(request, &thing, &choice));
    case_decide_html(&request->view, &page);
    return OK;
}

enum status case_decide(struct request *request)
{
    struct reported_case about;
    struct reported thing;
    struct sanction sanction;
    TRY(decided_find(request, &about, &thing));
    TRY(sanction_read(request, &thing, &sanction));
    sanction.case_id = about.id;
    enum status status = sanction_take(request, &thing, &sanction);
    if (status == CONFLICT)
        return form_reject(request, NULL,
                           t(&request->view, "Somebody has just decided about the same thing. Please look at the case again first."));
    TRY(status);
    TRY(case_row_close(request->db, request->arena, about.id, request->reader, sanction.kind == SANCTION_NONE ? "nothing" : "acted",
                       request->now));
    TRY(report_tell(request, about.id));
    return redirect_with(request, case_path(&request->view, &about, ""), NOTICE_SAVED);
}
