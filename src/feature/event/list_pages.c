/* /events as a list and as a month, with filters. */
#include "event/pages.h"

struct event_tabs event_tabs_of(struct view *view, const char *current)
{
    struct event_tabs tabs = { .items = { { "/events", t(view, "Events"), false },
                                          { "/events/month", t(view, "Month"), false },
                                          { "/people", t(view, "People"), false },
                                          { "/listen", t(view, "Talk with a listener"), false },
                                          { "/networking", t(view, "Networking"), false },
                                          { "/opportunities", t(view, "Opportunities"), false } },
                               .count = view->request->member ? 6 : 2 };
    for (size_t i = 0; i < tabs.count; i++)
        tabs.items[i].current = text_same(tabs.items[i].href, current);
    return tabs;
}

/* ---- filters ---- */

struct filter_reading {
    struct request *request;
    struct event_filter *filter;
    struct buf query;
};

/* One field: its word in the index, and in the links that keep it. */
static const char *filter_take(struct filter_reading *reading, const char *name, const char *before, bool known)
{
    const char *value = query_value(reading->request, name);
    struct arena *arena = reading->request->arena;
    if (!*value || !known)
        return "";
    const char *word = text_same(before, "region") ? event_region_word(arena, value) : value;
    reading->filter->words[reading->filter->count++] = arena_printf(arena, "%s:%s", before, word);
    buf_printf(&reading->query, "%s=", name);
    buf_percent(&reading->query, value, "");
    buf_putc(&reading->query, '&');
    return value;
}

static struct event_options codes_offer(struct view *view, const struct event_codes *codes, const char *chosen)
{
    struct event_options options = { arena_array(view->words.arena, codes->count, sizeof *options.items), codes->count };
    for (size_t i = 0; i < codes->count; i++)
        options.items[i] =
            (struct event_option){ codes->items[i].code, t(view, codes->items[i].label), text_same(codes->items[i].code, chosen) };
    return options;
}

static struct event_options tongues_offer(struct view *view, const char *chosen)
{
    struct event_options options = { arena_array(view->words.arena, LANGUAGES, sizeof *options.items), LANGUAGES };
    for (size_t i = 0; i < LANGUAGES; i++)
        options.items[i] = (struct event_option){ languages[i].code, language_name(&view->words, languages[i].code),
                                                  text_same(languages[i].code, chosen) };
    return options;
}

static bool is_tongue(const char *code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (text_same(languages[i].code, code))
            return true;
    return false;
}

static enum status places_offer(struct request *request, const char *chosen, struct event_options *options)
{
    struct event_regions regions;
    TRY(event_region_list(request, &regions));
    *options = (struct event_options){ arena_array(request->arena, regions.count + 1, sizeof *options->items), 0 };
    collate_items(&request->view.words, regions.items, regions.count, sizeof *regions.items, 0);
    for (size_t i = 0; i < regions.count; i++)
        options->items[options->count++] = (struct event_option){ regions.items[i], regions.items[i], text_same(regions.items[i], chosen) };
    return OK;
}

/* The reader's own groups; and whichever is asked for, when they may see it: others aren't there. */
static enum status groups_offer(struct request *request, struct filter_reading *reading, struct event_filter_view *shown)
{
    struct groups mine = { 0 };
    struct group asked;
    int64_t id = 0;
    bool there = text_int(query_value(request, "group"), 1, INT64_MAX, &id);
    if (request->member)
        TRY(group_mine(request, &mine));
    struct event_options *options = &shown->groups;
    *options = (struct event_options){ arena_array(request->arena, mine.count + 1, sizeof *options->items), 0 };
    for (size_t i = 0; i < mine.count; i++) {
        const struct group *group = &mine.items[i];
        options->items[options->count++] =
            (struct event_option){ arena_printf(request->arena, "%lld", (long long)group->id), group->name, there && group->id == id };
        there &= group->id != id;
    }
    if (there) { /* none of theirs */
        enum status found = group_find_id(request, id, &asked);
        if (found != OK && found != NOT_FOUND)
            return found;
        if (found == OK)
            options->items[options->count++] = (struct event_option){ query_value(request, "group"), asked.name, true };
    }
    bool known = false;
    for (size_t i = 0; i < options->count; i++)
        known |= options->items[i].chosen;
    shown->group = filter_take(reading, "group", "group", known);
    return OK;
}

enum status event_filter_read(struct request *request, struct event_filter *filter, struct event_filter_view *shown)
{
    struct view *view = &request->view;
    *filter = (struct event_filter){ .count = 0 };
    struct filter_reading reading = { request, filter, { .arena = request->arena } };
    static const struct event_code ages[] = { { "1", N_("13 to 15"), NULL },
                                              { "2", N_("16 or 17"), NULL },
                                              { "4", N_("18 or older"), NULL } };
    static const struct event_codes bands = { ages, COUNT(ages) };
    TRY(groups_offer(request, &reading, shown)); /* first: it finds the fewest */
    shown->place = filter_take(&reading, "place", "region", true);
    shown->lang = filter_take(&reading, "lang", "speaks", is_tongue(query_value(request, "lang")));
    shown->sign = filter_take(&reading, "sign", "signs", event_code_read(&event_signs, query_value(request, "sign"), -1) >= 0);
    shown->access = filter_take(&reading, "access", "access", event_code_read(&event_accesses, query_value(request, "access"), -1) >= 0);
    shown->kind = filter_take(&reading, "kind", "kind", event_code_read(&event_kinds, query_value(request, "kind"), -1) >= 0);
    shown->age = filter_take(&reading, "age", "age", event_code_read(&bands, query_value(request, "age"), -1) >= 0);
    shown->query = buf_text(&reading.query);
    shown->any = filter->count > 0;
    shown->langs = tongues_offer(view, shown->lang);
    shown->signs = codes_offer(view, &event_signs, shown->sign);
    shown->accesses = codes_offer(view, &event_accesses, shown->access);
    shown->kinds = codes_offer(view, &event_kinds, shown->kind);
    shown->ages = codes_offer(view, &bands, shown->age);
    return places_offer(request, shown->place, &shown->places);
}

/* ---- the list ---- */

/* "after=1234-5678": behind that one; "day=2026-11-26": from that day on. */
static struct event_key after_read(struct request *request)
{
    const char *after = query_value(request, "after"), *dash = strchr(after, '-');
    struct event_key key = { request->now - EVENT_LENGTH_DAYS * TIME_DAY, 0 };
    int64_t at, id, day;
    if (dash && text_int(arena_slice(request->arena, after, (size_t)(dash - after)), 0, INT64_MAX, &at) &&
        text_int(dash + 1, 0, INT64_MAX, &id))
        return (struct event_key){ at, id };
    if (text_int(query_value(request, "day"), 1, 100000, &day))
        return (struct event_key){ date_moment(&request->view.words, day, 0), 0 };
    return key;
}

enum status event_list_page(struct request *request)
{
    enum { MINE = 5 };
    struct event_filter filter;
    struct event_filter_view shown;
    struct events events, mine = { .count = 0 };
    struct event_key after = after_read(request);
    bool more;
    struct event_list_view page = { .events = &events, .mine = &mine, .filter = &shown, .action = "/events" };
    TRY(event_filter_read(request, &filter, &shown));
    TRY(event_list(request, &filter, after, &events, &more));
    if (request->member && !shown.any && !*request->query_text)
        TRY(event_list_mine(request->db, request->arena, request->reader, request->now - TIME_DAY, MINE, &mine));
    if (more) {
        const struct event *last = &events.items[events.count - 1];
        page.next = arena_printf(request->arena, "/events?%safter=%lld-%lld", shown.query, (long long)last->starts, (long long)last->id);
    }
    event_list_html(&request->view, &page);
    return OK;
}

/* ---- the month ---- */

struct month {
    int64_t year, month; /* from 1 */
};

static struct month month_of(int64_t day)
{
    struct month at = { 1970 + day / 366, 1 };
    while (date_day(at.year + 1, 1, 1) <= day)
        at.year++;
    while (at.month < 12 && date_day(at.year, at.month + 1, 1) <= day)
        at.month++;
    return at;
}

static struct month month_next(struct month at, int by)
{
    int64_t months = at.year * 12 + at.month - 1 + by;
    return (struct month){ months / 12, months % 12 + 1 };
}

/* "month=2026-11"; else the one of today. */
static struct month month_read(struct request *request)
{
    const char *text = query_value(request, "month");
    struct month at;
    if (strlen(text) == 7 && text[4] == '-' && text_int(arena_slice(request->arena, text, 4), 1971, 2098, &at.year) &&
        text_int(text[5] == '0' ? text + 6 : text + 5, 1, 12, &at.month))
        return at;
    return month_of(date_wall(&request->view.words, request->now) / TIME_DAY);
}

static enum status day_read(struct request *request, const struct event_filter *filter, const char *query, int64_t number,
                            struct event_day *day)
{
    const struct words *words = &request->view.words;
    int64_t from = date_moment(words, number, 0), until = date_moment(words, number + 1, 0);
    TRY(event_list_day(request->db, request->arena, request->reader, filter, from, until, &day->events));
    if (day->events.count > EVENT_DAY_SHOWN) {
        day->events.count = EVENT_DAY_SHOWN;
        day->more = arena_printf(request->arena, "/events?%sday=%lld", query, (long long)number);
    }
    return OK;
}

enum status event_month_page(struct request *request)
{
    struct event_filter filter;
    struct event_filter_view shown;
    struct event_month_view page = { .filter = &shown };
    struct view *view = &request->view;
    struct month at = month_read(request), before = month_next(at, -1), after = month_next(at, 1);
    int64_t first = date_day(at.year, at.month, 1), end = date_day(after.year, after.month, 1);
    int64_t start = first - (int64_t)date_weekday(first), today = date_wall(&view->words, request->now) / TIME_DAY;
    TRY(event_filter_read(request, &filter, &shown));
    for (int i = 0; i < 7; i++)
        page.names.items[page.names.count++] =
            (struct event_weekday){ layout_weekday(view, start + i, false), layout_weekday(view, start + i, true) };
    for (int64_t day = start; day < end; day += 7) {
        struct event_week *week = &page.items[page.count++];
        for (week->count = 0; week->count < 7; week->count++) {
            struct event_day *one = &week->items[week->count];
            int64_t number_ = day + (int64_t)week->count, noon = date_moment(&view->words, number_, 720);
            one->outside = number_ < first || number_ >= end;
            one->today = number_ == today;
            one->number = number(view, number_ - first + 1);
            one->name = tf(view, "{1}, {2}", layout_weekday(view, number_, false), date(view, noon, DATE_SHORT));
            if (!one->outside)
                TRY(day_read(request, &filter, shown.query, number_, one));
            page.any = page.any || one->events.count;
        }
    }
    page.title = date(view, date_moment(&view->words, first, 720), DATE_MONTH);
    page.before =
        arena_printf(request->arena, "/events/month?%smonth=%04lld-%02lld", shown.query, (long long)before.year, (long long)before.month);
    page.after =
        arena_printf(request->arena, "/events/month?%smonth=%04lld-%02lld", shown.query, (long long)after.year, (long long)after.month);
    event_month_html(view, &page);
    return OK;
}
