/* /moderation: what waits, by urgency and by how long; what the reader has; saved answers. */
#include "moderation/pages.h"

/* Closed within a day, after which the page speaks of a pause. */
enum { CASES_BEFORE_PAUSE = 8 };

const struct field case_saved_form[] = {
    { "name", 1, 80, FIELD_LINE, false },
    { "body", 1, CASE_WORDS_MAX, FIELD_TEXT, false },
    { 0 },
};

/* Where a page begins: rank or closing time, opening time, id. */
static void key_read(struct request *request, struct reported_case *after)
{
    int64_t number[3] = { 0 };
    const char *at = query_value(request, "after");
    for (size_t i = 0; i < 3; i++) {
        size_t len = strcspn(at, "-");
        if (!text_int(arena_slice(request->arena, at, len), 0, INT64_MAX, &number[i]))
            return;
        at += len + (at[len] == '-');
    }
    *after = (struct reported_case){ .id = number[2], .opened_at = number[1], .closed_at = number[0] };
    after->rank = number[0] < CASE_RANKS ? (enum case_rank)number[0] : CASE_WAITS;
}

static const char *key_path(struct request *request, const char *of, const struct reported_case *last)
{
    return arena_printf(request->arena, "/moderation?of=%s&after=%lld-%lld-%lld", of,
                        (long long)(last->closed_at ? last->closed_at : (int64_t)last->rank), (long long)last->opened_at,
                        (long long)last->id);
}

static enum status list_read(struct request *request, const char *of, struct reported_cases *list)
{
    struct reported_case after = { .id = 0 };
    bool steward = request->roles & ROLE_STEWARD;
    key_read(request, &after);
    if (text_same(of, "mine"))
        return case_row_claimed(request->db, request->arena, request->reader, list);
    if (text_same(of, "asked"))
        return case_row_asked(request->db, request->arena, request->reader, list);
    if (text_same(of, "closed"))
        return case_row_closed(request->db, request->arena, steward, &after, list);
    return case_row_queue(request->db, request->arena, steward, &after, list);
}

enum status case_queue_page(struct request *request)
{
    struct view *view = &request->view;
    const char *of = query_value(request, "of");
    struct reported_cases list;
    bool own = text_same(of, "mine") || text_same(of, "asked"), closed = text_same(of, "closed");
    const struct case_tabs tabs = { { { "/moderation", tc(view, "cases", "Waiting"), !own && !closed },
                                      { "/moderation?of=mine", tc(view, "cases", "With you"), text_same(of, "mine") },
                                      { "/moderation?of=asked", tc(view, "cases", "You’re asked"), text_same(of, "asked") },
                                      { "/moderation?of=closed", tc(view, "cases", "Closed"), closed } },
                                    4 };
    struct case_queue_view page = { .cases = &list, .tabs = &tabs };
    TRY(list_read(request, of, &list));
    if (list.more && !own)
        page.next = key_path(request, closed ? "closed" : "", &list.items[list.count - 1]);
    TRY(case_list_settle(request, &list));
    TRY(case_row_load(request->db, request->arena, request->reader, request->now - TIME_DAY, &page.open, &page.closed));
    page.pause = page.closed >= CASES_BEFORE_PAUSE;
    case_queue_html(view, &page);
    return OK;
}

enum status case_saved_page(struct request *request)
{
    struct case_saveds list;
    TRY(case_saved_list(request->db, request->arena, &list));
    case_saved_html(&request->view, &list);
    return OK;
}

enum status case_saved_add(struct request *request)
{
    struct case_saveds list;
    TRY(case_saved_list(request->db, request->arena, &list));
    if (list.count == CASE_SAVED_MOST)
        return form_reject(request, NULL, t(&request->view, "There are many saved answers already. Take one away first."));
    TRY(case_saved_insert(request->db, request->arena, form_value(request, "name"), form_value(request, "body")));
    return redirect_with(request, "/moderation/answers", NOTICE_SAVED);
}

enum status case_saved_remove(struct request *request)
{
    TRY(case_saved_delete(request->db, request->arena, path_id(request, 0)));
    return redirect_with(request, "/moderation/answers", NOTICE_DELETED);
}
