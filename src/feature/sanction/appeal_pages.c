/* Appeals: asking that somebody else looks at a decision again, and answering that. */
#include "sanction/pages.h"

const struct field appeal_answer_form[] = { { "outcome", 0, 10, FIELD_LINE, false }, { "answer", 1, 4000, FIELD_TEXT, false }, { 0 } };

static enum status log_it(struct request *request, const char *kind, const struct sanction *sanction, const char *word)
{
    const struct sanction_entry entry = { .kind = kind,
                                          .sanction = sanction->id,
                                          .case_id = sanction->case_id,
                                          .persona = sanction->persona,
                                          .by = request->reader == sanction->persona ? 0 : request->reader,
                                          .word = word };
    return sanction_log_add(request->db, request->arena, request->app, &entry, request->now);
}

/* Everybody who may answer it, but not who decided. */
static enum status moderators_tell(struct db *db, struct arena *arena, const struct sanction *sanction, int64_t now)
{
    static const enum role roles[] = { ROLE_MODERATOR, ROLE_STEWARD };
    for (size_t i = 0; i < COUNT(roles); i++) {
        int64_t people[APPEAL_MODERATORS];
        size_t count;
        TRY(persona_role_list(db, arena, roles[i], people, COUNT(people), &count));
        for (size_t n = 0; n < count; n++)
            if (people[n] != sanction->by && people[n] != sanction->persona)
                TRY(sanction_tell(db, arena, people[n], sanction->id, now));
    }
    return OK;
}

/* ---- asking ---- */

enum status sanction_appeal(struct request *request)
{
    struct view *view = &request->view;
    struct sanction sanction;
    struct sanction_view page;
    TRY(sanction_find(request->db, request->arena, path_id(request, 0), &sanction));
    if (!sanction.persona || sanction.kind == SANCTION_NONE || !account_name_is_own(request, sanction.persona))
        return NOT_FOUND;
    TRY(sanction_view_make(request, &sanction, &page));
    if (!page.may_appeal && !page.appealed)
        return form_reject(request, NULL,
                           sanction.reversed_at
                               ? t(view, "This decision was taken back already.")
                               : t(view, "The six months for an appeal are over. You can still write to the people who run this place."));
    const struct appeal appeal = { .sanction = sanction.id, .body = form_value(request, "body"), .at = request->now };
    enum status status = appeal_insert(request->db, request->arena, &appeal);
    if (status == CONFLICT)
        return form_reject(request, NULL, t(view, "You’ve already appealed against this. Your words are below."));
    TRY(status);
    TRY(log_it(request, "appeal", &sanction, NULL));
    TRY(moderators_tell(request->db, request->arena, &sanction, request->now));
    TRY(job_add(request->db, request->arena, "appeal.remind", sanction.id,
                request->now + (APPEAL_ANSWER_DAYS - APPEAL_REMIND_DAYS) * TIME_DAY));
    return redirect_with(request, sanction_path(view, "/decisions", sanction.id, ""), NOTICE_SAVED);
}

/* ---- answering ---- */

static enum status is_part(struct request *request, const struct sanction *sanction, bool *part)
{
    const struct feature *const *features = request->app->features;
    *part = false;
    for (size_t i = 0; sanction->case_id && features[i] && !*part; i++)
        if (features[i]->case_part)
            TRY(features[i]->case_part(request, sanction->case_id, part));
    return OK;
}

/* Somebody else than who decided, and nobody whom it concerns. */
static enum status answer_allow(struct request *request, struct sanction_view *page)
{
    struct view *view = &request->view;
    const struct sanction *sanction = &page->sanction;
    bool part;
    TRY(is_part(request, sanction, &part));
    if (sanction->by && account_name_is_own(request, sanction->by))
        page->why_not = t(view, "You decided this, so somebody else has to answer.");
    else if (part)
        page->why_not = t(view, "You’re part of what this is about, so somebody else has to answer.");
    page->may_answer = page->appealed && !page->appeal.decided_at && !page->why_not;
    return OK;
}

static enum status appeal_view_find(struct request *request, struct sanction_view *page)
{
    struct sanction sanction;
    TRY(sanction_find(request->db, request->arena, path_id(request, 0), &sanction));
    if (sanction.persona && account_name_is_own(request, sanction.persona))
        return NOT_FOUND;
    TRY(sanction_view_make(request, &sanction, page));
    return page->appealed ? answer_allow(request, page) : NOT_FOUND;
}

enum status appeal_page(struct request *request)
{
    struct sanction_view page;
    TRY(appeal_view_find(request, &page));
    appeal_html(&request->view, &page);
    return OK;
}

enum status appeal_answer(struct request *request)
{
    struct view *view = &request->view;
    struct sanction_view page;
    const char *outcome = form_value(request, "outcome");
    bool overturn = text_same(outcome, "overturn");
    TRY(appeal_view_find(request, &page));
    if (page.why_not)
        return form_reject(request, NULL, page.why_not);
    if (!overturn && !text_same(outcome, "uphold"))
        return form_reject(request, "outcome", t(view, "Please choose one."));
    page.appeal.by = request->reader;
    page.appeal.decided_at = request->now;
    page.appeal.overturned = overturn;
    page.appeal.answer = form_value(request, "answer");
    enum status status = appeal_store_answer(request->db, request->arena, &page.appeal);
    if (status == CONFLICT)
        return form_reject(request, NULL, t(view, "Somebody else has just answered this appeal. Their answer is below."));
    TRY(status);
    TRY(log_it(request, "answer", &page.sanction, overturn ? "overturned" : "upheld"));
    if (overturn && !page.sanction.reversed_at) {
        status = sanction_undo(request, &page.sanction, page.appeal.answer);
        if (status != CONFLICT) /* taken back by somebody in the same moment: that is what was asked for */
            TRY(status);
    }
    TRY(sanction_tell(request->db, request->arena, page.sanction.persona, page.sanction.id, request->now));
    return redirect_with(request, "/moderation/appeals", NOTICE_SAVED);
}

enum status appeal_list_page(struct request *request)
{
    struct appeals list;
    int64_t at = 0, id = 0;
    const char *after = query_value(request, "after"), *dash = strchr(after, '-');
    if (dash && text_int(arena_slice(request->arena, after, (size_t)(dash - after)), 1, INT64_MAX, &at))
        (void)text_int(dash + 1, 1, INT64_MAX, &id);
    TRY(appeal_list(request->db, request->arena, at, id, &list));
    struct sanction_views page = { .items = arena_array(request->arena, list.count + 1, sizeof *page.items) };
    for (size_t i = 0; i < list.count; i++) {
        struct sanction sanction;
        TRY(sanction_find(request->db, request->arena, list.items[i].sanction, &sanction));
        if (!sanction.persona || !account_name_is_own(request, sanction.persona))
            TRY(sanction_view_make(request, &sanction, &page.items[page.count++]));
    }
    if (list.more)
        page.older = arena_printf(request->arena, "/moderation/appeals?after=%lld-%lld", (long long)list.items[list.count - 1].at,
                                  (long long)list.items[list.count - 1].sanction);
    page.latest = at ? "/moderation/appeals" : NULL;
    appeal_list_html(&request->view, &page);
    return OK;
}

/* ---- reminding: some days before an answer is due, and on that day ---- */

enum status appeal_remind(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct sanction sanction;
    struct appeal appeal;
    (void)app;
    enum status status = appeal_find(db, arena, subject, &appeal);
    if (status == NOT_FOUND || (status == OK && appeal.decided_at))
        return OK;
    TRY(status);
    TRY(sanction_find(db, arena, subject, &sanction));
    TRY(moderators_tell(db, arena, &sanction, now));
    int64_t due = appeal.at + APPEAL_ANSWER_DAYS * TIME_DAY;
    return now < due ? job_add(db, arena, "appeal.remind", subject, due) : OK;
}
