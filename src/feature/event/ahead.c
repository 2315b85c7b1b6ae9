/* What a group's own page says of its meetings. */
#include "event/pages.h"

enum status event_ahead_find(struct request *request, int64_t group, const void **part)
{
    struct event_ahead *ahead = arena_alloc(request->arena, sizeof *ahead);
    const struct event_filter filter = { { event_group_word(request->arena, group) }, 1 };
    TRY(event_list_day(request->db, request->arena, request->reader, &filter, request->now, INT64_MAX, &ahead->events));
    if (ahead->events.count > EVENT_DAY_SHOWN)
        ahead->events.count = EVENT_DAY_SHOWN;
    ahead->path = arena_printf(request->arena, "/events?group=%lld", (long long)group);
    *part = ahead->events.count ? ahead : NULL;
    return OK;
}

void event_ahead_show(struct view *view, const void *part)
{
    event_ahead_html(view, part);
}
