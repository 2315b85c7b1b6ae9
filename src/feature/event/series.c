/* What repeats: dates made ahead by a job, and changes of a whole series. */
#include "event/pages.h"
#include <jansson.h>

/* ---- rules ---- */

static enum status rule_open(struct arena *arena, const char *text, const char *zone, const struct calendar_zone **opened,
                             struct recurrence *rule)
{
    TRY(calendar_zone_open(arena, zone, opened));
    return recurrence_read(arena, text, *opened, rule);
}

enum status event_dates(struct arena *arena, const char *text, const char *zone, int64_t starts, int64_t from, int64_t **dates,
                        size_t *count)
{
    struct recurrence rule;
    struct recurrence_set set = { .starts = starts };
    if (!text || !*text) {
        *dates = arena_array(arena, 1, sizeof **dates);
        **dates = starts;
        *count = starts >= from ? 1 : 0;
        return OK;
    }
    TRY(rule_open(arena, text, zone, &set.zone, &rule));
    set.rule = &rule;
    return recurrence_list(arena, &set, from, EVENT_AHEAD, dates, count);
}

enum status event_rule_settle(struct arena *arena, const char *text, const char *zone, int64_t starts, const char **rule)
{
    struct recurrence read;
    const struct calendar_zone *opened;
    int64_t *dates;
    size_t count;
    if (rule_open(arena, text, zone, &opened, &read) != OK)
        return INVALID;
    if (read.count) {
        TRY(event_dates(arena, text, zone, starts, starts, &dates, &count));
        if (!count || read.count > EVENT_AHEAD)
            return INVALID;
        read.until = dates[count - 1];
        read.count = 0;
    }
    *rule = recurrence_text(arena, &read);
    return OK;
}

/* ---- the pattern: what new dates are made from, sealed because the place is in it. Who looks after them is the last date's affair ---- */

static const char *pattern_context(struct arena *arena, int64_t series)
{
    return arena_printf(arena, "event_series.pattern.%lld", (long long)series);
}

static const char *said(const char *text)
{
    return text ? text : "";
}

enum status event_pattern_seal(struct arena *arena, int64_t series, const struct event_new *wish, struct bytes *sealed)
{
    struct key key;
    json_t *json = json_pack(
        "{s:I, s:i, s:i, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:b, s:i, s:I, s:s, s:s, s:s, s:s, s:i, s:I, s:I}", "group",
        (json_int_t)wish->group, "audience", (int)wish->audience, "kind", (int)wish->kind, "title", wish->title, "region", wish->region,
        "lang", wish->lang, "zone", wish->zone, "length", (json_int_t)(wish->ends - wish->starts), "capacity", (json_int_t)wish->capacity,
        "guests", (json_int_t)wish->guests, "approval", wish->approval, "counts", (int)wish->counts, "ages", (json_int_t)wish->ages,
        "quarter", said(wish->quarter), "exact", said(wish->exact), "door", said(wish->door), "link", said(wish->link), "quarter_when",
        (int)wish->quarter_when, "exact_hours", (json_int_t)wish->exact_hours, "door_minutes", (json_int_t)wish->door_minutes);
    size_t len = json ? json_dumpb(json, NULL, 0, JSON_COMPACT) : 0;
    char *text = arena_alloc(arena, len + 1);
    struct bytes plain = { text, json ? json_dumpb(json, text, len, JSON_COMPACT) : 0 };
    json_decref(json);
    if (!plain.len)
        return BROKEN;
    key_derive(&key, &wish->app->server_key, "event place");
    *sealed = seal(arena, &key, pattern_context(arena, series), plain);
    key_wipe(&key);
    return OK;
}

static const char *text_of(struct arena *arena, const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return arena_copy(arena, text ? text : "");
}

static int64_t number_of(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static void pattern_read(struct arena *arena, const json_t *json, struct event_new *wish)
{
    wish->group = number_of(json, "group");
    wish->audience = (enum event_audience)number_of(json, "audience");
    wish->kind = (enum event_kind)number_of(json, "kind");
    wish->title = text_of(arena, json, "title");
    wish->region = text_of(arena, json, "region");
    wish->lang = text_of(arena, json, "lang");
    wish->zone = text_of(arena, json, "zone");
    wish->ends = number_of(json, "length");
    wish->capacity = number_of(json, "capacity");
    wish->guests = number_of(json, "guests");
    wish->approval = json_is_true(json_object_get(json, "approval"));
    wish->counts = (enum event_counts)number_of(json, "counts");
    wish->ages = number_of(json, "ages");
    wish->quarter = text_of(arena, json, "quarter");
    wish->exact = text_of(arena, json, "exact");
    wish->door = text_of(arena, json, "door");
    wish->link = text_of(arena, json, "link");
    wish->quarter_when = (enum event_quarter)number_of(json, "quarter_when");
    wish->exact_hours = number_of(json, "exact_hours");
    wish->door_minutes = number_of(json, "door_minutes");
}

/* wish->ends is the length in ms, until a date is given. */
enum status event_pattern_open(struct arena *arena, const struct app *app, const struct event_series *series, struct event_new *wish)
{
    struct key key;
    struct bytes plain;
    key_derive(&key, &app->server_key, "event place");
    enum status status = unseal(arena, &key, pattern_context(arena, series->id), series->pattern, &plain);
    key_wipe(&key);
    TRY(status);
    json_t *json = json_loadb(plain.data, plain.len, 0, NULL);
    if (!json)
        return BROKEN;
    *wish = (struct event_new){ .app = app, .rule = series->rule };
    pattern_read(arena, json, wish);
    json_decref(json);
    return OK;
}

/* ---- dates ahead ---- */

static bool is_there(const struct events *made, int64_t original)
{
    for (size_t i = 0; i < made->count; i++)
        if (made->items[i].original == original)
            return true;
    return false;
}

/* What of the pattern isn't in the series' row: what its pages say, for the words it is found by. */
static enum status pattern_of(struct db *db, struct arena *arena, const struct app *app, const struct event_series *series,
                              const struct events *made, struct event_new *wish)
{
    TRY(event_pattern_open(arena, app, series, wish));
    for (size_t i = 0; i < made->count; i++)
        if (!made->items[i].exception)
            return event_detail_find(db, arena, made->items[i].id, &wish->detail);
    return OK;
}

/* Idempotent: a date is made once, and at most EVENT_AHEAD of them lie ahead. */
enum status event_series_expand(struct db *db, struct arena *arena, const struct app *app, int64_t id, int64_t now)
{
    struct event_series series;
    struct events made;
    struct event_new wish;
    int64_t *dates, added;
    size_t count, ahead = 0;
    enum status status = event_series_find(db, arena, id, &series);
    if (status == NOT_FOUND || (status == OK && !*series.rule))
        return OK; /* it ended meanwhile */
    TRY(status);
    int64_t from = series.starts > now ? series.starts : now, until = now + EVENT_AHEAD_DAYS * TIME_DAY;
    TRY(event_list_series(db, arena, id, from, &made));
    TRY(pattern_of(db, arena, app, &series, &made, &wish));
    TRY(event_dates(arena, series.rule, series.zone, series.starts, from, &dates, &count));
    TRY(event_series_hosts(db, arena, id, &wish));
    int64_t length = wish.ends;
    series.rule = count ? series.rule : ""; /* it is over */
    for (size_t i = 0; i < count && ahead < EVENT_AHEAD && (dates[i] < until || !i); i++, ahead++) {
        wish.starts = dates[i];
        wish.ends = dates[i] + length;
        wish.now = now + (int64_t)i; /* a millisecond each: ids of the same one differ in twenty random bits alone */
        if (wish.host && !is_there(&made, dates[i]))
            TRY(event_date_add(db, arena, &wish, id, dates[i], series.detail, &added));
    }
    series.expanded_to = until;
    return event_series_store(db, arena, &series);
}

/* ---- changing a series ---- */

/* How a change of one date's time moves the others: on the clock on the wall. */
struct shift {
    const struct calendar_zone *zone;
    int64_t by;
};

static int64_t shifted(const struct shift *shift, int64_t at)
{
    return calendar_moment(shift->zone, calendar_wall(shift->zone, at) + shift->by, NULL);
}

static int64_t same_day(const struct shift *shift, int64_t at, const int64_t *dates, size_t count)
{
    int64_t day = calendar_wall(shift->zone, at) / TIME_DAY;
    for (size_t i = 0; i < count; i++)
        if (calendar_wall(shift->zone, dates[i]) / TIME_DAY == day)
            return dates[i];
    return 0;
}

/* A date that the new rule doesn't make: called off where somebody meant to come, gone where nobody did. */
static enum status date_leaves(struct db *db, struct arena *arena, const struct event *date, int64_t now)
{
    int64_t *personas;
    size_t count;
    TRY(event_seat_told(db, arena, date->id, 0, &personas, &count));
    if (count)
        return event_cancel(db, arena, date->id, "moved", now);
    TRY(event_live_call_off(db, arena, date->id, now));
    return event_row_drop(db, arena, date->id);
}

static enum status date_follows(struct db *db, struct arena *arena, const struct event_series *series, const struct shift *shift,
                                const struct event_new *wish, const struct event *date, const int64_t *dates, size_t count)
{
    int64_t at = same_day(shift, shifted(shift, date->original), dates, count);
    if (date->cancelled || (date->ends <= wish->now))
        return OK;
    if (!at)
        return date_leaves(db, arena, date, wish->now);
    struct event_row row = { .id = date->id, .series = series->id, .original = at, .detail = series->detail };
    struct event_new one = *wish;
    one.starts = at;
    one.ends = at + (wish->ends - wish->starts);
    if (date->exception) /* it keeps what was said of it alone */
        return event_date_move(db, arena, date->id, series->id, at);
    return event_date_store(db, arena, &one, &row);
}

int64_t event_scope_from(enum event_scope scope, const struct event_facts *facts, int64_t now)
{
    return scope == EVENT_ALL ? now - EVENT_BEHIND_DAYS * TIME_DAY : facts->original;
}

/* Which series goes on: the old one, or from this date on one of its own. */
static enum status series_split(struct db *db, struct arena *arena, const struct event_facts *facts, enum event_scope scope,
                                const struct event_new *wish, struct event_series *series)
{
    TRY(event_series_find(db, arena, facts->series, series));
    if (scope == EVENT_ALL || facts->original <= series->starts)
        return OK;
    struct recurrence rule;
    const struct calendar_zone *zone;
    if (*series->rule) {
        TRY(rule_open(arena, series->rule, series->zone, &zone, &rule));
        rule.until = facts->original - 1;
        series->rule = recurrence_text(arena, &rule);
        TRY(event_series_store(db, arena, series));
    }
    series->id = id_at(wish->now);
    series->detail = series->id;
    return OK;
}

/* From which date on, as the rule has it. */
static int64_t first_of(const struct event_facts *facts, enum event_scope scope, const struct events *all, int64_t now)
{
    if (scope == EVENT_ALL)
        for (size_t i = 0; i < all->count; i++)
            if (all->items[i].starts > now)
                return all->items[i].original;
    return facts->original;
}

enum status event_series_change(struct db *db, struct arena *arena, const struct event_facts *facts, enum event_scope scope,
                                const struct event_new *asked)
{
    struct event_series series;
    struct events all;
    struct event_new wish = *asked;
    struct shift shift;
    int64_t *dates;
    size_t count;
    TRY(calendar_zone_open(arena, wish.zone, &shift.zone));
    TRY(series_split(db, arena, facts, scope, &wish, &series));
    TRY(event_list_series(db, arena, facts->series, event_scope_from(scope, facts, wish.now), &all));
    int64_t first = first_of(facts, scope, &all, wish.now), length = wish.ends - wish.starts;
    shift.by = calendar_wall(shift.zone, wish.starts) - calendar_wall(shift.zone, facts->original);
    wish.starts = shifted(&shift, first);
    wish.ends = wish.starts + length;
    series.starts = series.expanded_to = wish.starts;
    series.zone = wish.zone;
    series.rule = wish.rule ? wish.rule : "";
    TRY(event_pattern_seal(arena, series.id, &wish, &series.pattern));
    TRY(event_detail_store(db, arena, series.detail, &wish.detail));
    TRY(event_series_store(db, arena, &series));
    TRY(event_dates(arena, series.rule, wish.zone, wish.starts, wish.starts, &dates, &count));
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].original >= first)
            TRY(date_follows(db, arena, &series, &shift, &wish, &all.items[i], dates, count));
    return *series.rule ? job_add(db, arena, "event.expand", series.id, wish.now) : OK;
}

/* ---- for calendars ---- */

enum status event_plan_find(struct db *db, struct arena *arena, int64_t id, int64_t from, struct event_plan *plan)
{
    struct event_series series;
    TRY(event_series_find(db, arena, id, &series));
    *plan = (struct event_plan){ .rule = series.rule, .zone = series.zone, .made_to = series.expanded_to };
    return event_list_series(db, arena, id, from, &plan->dates);
}
