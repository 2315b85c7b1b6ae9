/* A whole series for a calendar: its rule, the dates that were taken out or put in, and an entry for each date of which something else is
 * said. The rule's entry says no more of the place than the region: each date opens its own. */
#include "agenda/pages.h"

enum { BACK_DAYS = 31, SAID_ALONE = 60 };

struct dates {
    int64_t *items;
    size_t count;
};

static bool among(const int64_t *dates, size_t count, int64_t date)
{
    for (size_t i = 0; i < count; i++)
        if (dates[i] == date)
            return true;
    return false;
}

static struct dates originals(struct arena *arena, const struct events *events)
{
    struct dates dates = { arena_array(arena, events->count + 1, sizeof *dates.items), 0 };
    for (size_t i = 0; i < events->count; i++)
        dates.items[dates.count++] = events->items[i].original;
    return dates;
}

/* In `list` and not in `others`, before `until`. */
static struct dates without(struct arena *arena, const struct dates *list, const struct dates *others, int64_t until)
{
    struct dates left = { arena_array(arena, list->count + 1, sizeof *left.items), 0 };
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] < until && !among(others->items, others->count, list->items[i]))
            left.items[left.count++] = list->items[i];
    return left;
}

static enum status set_make(struct agenda_writer *writer, const struct event_plan *plan, struct recurrence *rule,
                            struct recurrence_set *set)
{
    struct dates rows = originals(writer->arena, &plan->dates), made, out, in;
    *set = (struct recurrence_set){ .zone = agenda_zone(writer, plan->zone), .starts = rows.items[0] };
    if (*plan->rule) {
        TRY(recurrence_read(writer->arena, plan->rule, set->zone, rule));
        set->rule = rule;
    }
    TRY(recurrence_list(writer->arena, set, set->starts, RECURRENCE_AHEAD, &made.items, &made.count));
    out = without(writer->arena, &made, &rows, plan->made_to);
    in = without(writer->arena, &rows, &made, INT64_MAX);
    set->without = out.items;
    set->without_count = out.count;
    set->also = in.items;
    set->also_count = in.count;
    return OK;
}

static enum status alone_write(struct request *request, struct agenda_writer *writer, const struct event *row)
{
    struct event event;
    struct event_place place;
    enum status found = event_find(request, row->id, &event);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    TRY(event_place(request, &event, &place));
    return agenda_write(writer, &(struct agenda_entry){ .event = &event, .place = &place, .instance = true });
}

enum status agenda_write_series(struct request *request, struct agenda_writer *writer, const struct event *event)
{
    struct event_plan plan;
    struct recurrence rule;
    struct recurrence_set set;
    int said = 0;
    TRY(event_plan_find(request->db, request->arena, event->series, request->now - BACK_DAYS * TIME_DAY, &plan));
    if (!plan.dates.count)
        return NOT_FOUND;
    TRY(set_make(writer, &plan, &rule, &set));
    const struct event_place region = { .region = event->region };
    TRY(agenda_write(writer, &(struct agenda_entry){ .event = event, .place = &region, .series = &set }));
    for (size_t i = 0; i < plan.dates.count && said < SAID_ALONE; i++) {
        const struct event *row = &plan.dates.items[i];
        if (row->id != event->id && !row->cancelled && !row->exception && row->starts == row->original)
            continue;
        TRY(alone_write(request, writer, row));
        said++;
    }
    return OK;
}
