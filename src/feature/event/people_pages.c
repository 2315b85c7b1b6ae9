/* /events/:id/people: who comes, for those who look after it. */
#include "event/pages.h"

const struct field event_answer_form[] = { { "answer", 0, 5, FIELD_LINE, false }, { 0 } };

enum status event_people_page(struct request *request)
{
    struct event event;
    struct event_spot spot;
    struct event_people_view page = { .event = &event };
    struct event_persons maybe;
    int64_t after = 0, next;
    TRY(event_find_hosted(request, path_id(request, 0), &event));
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &after);
    TRY(event_seat_list(request, event.id, EVENT_ASKED, 0, &page.asked, &next));
    TRY(event_seat_list(request, event.id, EVENT_GOING, after, &page.going, &page.next));
    TRY(event_seat_list(request, event.id, EVENT_WAITING, 0, &page.waiting, &next));
    TRY(event_seat_list(request, event.id, EVENT_MAYBE, 0, &maybe, &next));
    TRY(event_seats_find(request->db, request->arena, event.id, &page.taken));
    page.maybe = (int64_t)maybe.count;
    enum status found = event_spot_find(request->db, request->arena, request->app, event.id, &spot);
    if (found == OK)
        page.code = spot.code;
    else if (found != NOT_FOUND)
        return found;
    event_people_html(&request->view, &page);
    return OK;
}

/* Yes or no to who asks, or a place taken back. Who doesn't meet the reader isn't named to them, so isn't theirs to decide about. */
enum status event_answer(struct request *request)
{
    struct event event;
    int64_t persona = path_id(request, 1);
    bool blocked;
    const char *answer = form_value(request, "answer");
    TRY(event_find_hosted(request, path_id(request, 0), &event));
    TRY(block_between(request->db, request->arena, request->reader, persona, &blocked));
    if (blocked)
        return NOT_FOUND;
    if (!text_same(answer, "yes") && !text_same(answer, "no"))
        return form_reject(request, "answer", t(&request->view, "Please choose one."));
    TRY(event_decide(request->db, request->arena, event.id, persona, text_same(answer, "yes"), request->now));
    return redirect_with(request, arena_printf(request->arena, "/events/%lld/people", (long long)event.id), NOTICE_SAVED);
}
