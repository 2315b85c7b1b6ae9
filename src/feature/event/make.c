/* Making events and changing them: one date, or a series. */
#include "event/pages.h"

enum { WORDS_MOST = 64, WORD_CODES = 24, EVENT_YEARS = 5 };

/* ---- what it is found by ---- */

struct words_found {
    const char *items[WORDS_MOST];
    size_t count;
};

static void word_add(struct words_found *words, const char *word)
{
    if (words->count < WORDS_MOST)
        words->items[words->count++] = word;
}

static void codes_add(struct arena *arena, struct words_found *words, const char *before, const char *codes)
{
    for (const char *at = codes ? codes : ""; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        word_add(words, arena_printf(arena, "%s:%.*s", before, (int)len, at));
        at += len;
    }
}

static enum status words_make(struct db *db, struct arena *arena, int64_t id, const struct event_new *wish)
{
    struct words_found words = { .count = 0 };
    const char *region = event_region_word(arena, wish->region);
    word_add(&words, arena_printf(arena, "kind:%s", event_kinds.items[wish->kind].code));
    if (wish->kind == EVENT_HYBRID) {
        word_add(&words, "kind:video");
        word_add(&words, "kind:person");
    }
    if (wish->group)
        word_add(&words, event_group_word(arena, wish->group));
    if (*region)
        word_add(&words, arena_printf(arena, "region:%s", region));
    codes_add(arena, &words, "speaks", wish->detail.spoken);
    codes_add(arena, &words, "signs", wish->detail.signs);
    for (unsigned i = 0; i < EVENT_ACCESS; i++)
        if (wish->detail.access & 1u << i)
            word_add(&words, arena_printf(arena, "access:%s", event_accesses.items[i].code));
    for (int64_t age = AGES_13; age <= AGES_ADULT; age *= 2)
        if (wish->ages & age)
            word_add(&words, arena_printf(arena, "age:%lld", (long long)age));
    if (*region && wish->audience != EVENT_GROUP)
        TRY(event_region_note(db, arena, region, wish));
    return event_words_store(db, arena, id, wish->starts, words.items, words.count);
}

/* ---- one date ---- */

static const char *code_make(struct arena *arena)
{
    return arena_printf(arena, "%0*u", EVENT_CODE_DIGITS, random_below(1000000));
}

static struct event_spot spot_of(const struct event_new *wish, const char *code)
{
    return (struct event_spot){ .quarter_when = wish->quarter_when,
                                .exact_hours = wish->exact_hours,
                                .door_minutes = wish->door_minutes,
                                .quarter = wish->quarter,
                                .exact = wish->exact,
                                .door = wish->door,
                                .link = wish->link,
                                .code = code };
}

enum status event_date_add(struct db *db, struct arena *arena, const struct event_new *wish, int64_t series, int64_t original,
                           int64_t detail, int64_t *id)
{
    struct event_row row = { .id = id_at(wish->now), .series = series, .original = original, .detail = detail };
    struct event_spot spot = spot_of(wish, code_make(arena));
    TRY(event_row_add(db, arena, wish, &row));
    for (size_t i = 0; i < wish->hosts_count; i++)
        if (wish->hosts[i] != wish->host)
            TRY(event_cohost_set(db, arena, row.id, wish->hosts[i], true));
    TRY(words_make(db, arena, row.id, wish));
    TRY(event_spot_store(db, arena, wish->app, row.id, &spot));
    *id = row.id;
    return index_mark(db, arena, INDEX_EVENT, row.id);
}

static bool differs(const char *a, const char *b)
{
    return !text_same(a ? a : "", b ? b : "");
}

/* Whether those who come should hear of it: another time or another place. */
static bool matters(const struct event_facts *before, const struct event_spot *spot, const struct event_new *wish)
{
    return before->starts != wish->starts || before->ends != wish->ends || differs(spot->quarter, wish->quarter) ||
           differs(spot->exact, wish->exact) || differs(spot->door, wish->door) || differs(spot->link, wish->link);
}

enum status event_date_store(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row)
{
    const char *region;
    struct event_facts before;
    struct event_spot spot = { .quarter = "", .exact = "", .door = "", .link = "", .code = code_make(arena) };
    TRY(event_facts_find(db, arena, row->id, &before));
    enum status found = event_spot_find(db, arena, wish->app, row->id, &spot);
    if (found != NOT_FOUND)
        TRY(found);
    bool tell = matters(&before, &spot, wish);
    TRY(event_region_of(db, arena, row->id, &region));
    TRY(event_row_store(db, arena, wish, row));
    TRY(event_live_follow(db, arena, row->id, wish->title, wish->starts));
    TRY(words_make(db, arena, row->id, wish));
    TRY(event_region_recount(db, arena, region));
    struct event_spot next = spot_of(wish, spot.code);
    TRY(event_spot_store(db, arena, wish->app, row->id, &next));
    if (before.detail != row->detail)
        TRY(event_detail_drop_unused(db, arena, before.detail));
    TRY(index_mark(db, arena, INDEX_EVENT, row->id));
    TRY(event_move_up(db, arena, row->id, wish->now));
    return tell ? event_changed(db, arena, row->id, wish->now) : OK;
}

/* ---- making ---- */

static bool is_long(const char *text, size_t most)
{
    return text && text_length(text) > most;
}

static bool has_long_words(const struct event_new *wish)
{
    const struct event_detail *detail = &wish->detail;
    const char *const places[] = { wish->quarter, wish->exact, wish->door, wish->link }, *const lines[] = { detail->cost, detail->ask };
    bool is =
        is_long(wish->region, EVENT_REGION_MAX) || is_long(detail->about, EVENT_ABOUT_MAX) || is_long(detail->first_time, EVENT_FIRST_MAX);
    for (size_t i = 0; i < COUNT(places); i++)
        is = is || is_long(places[i], EVENT_PLACE_MAX);
    for (size_t i = 0; i < COUNT(lines); i++)
        is = is || is_long(lines[i], EVENT_LINE_MAX);
    for (size_t i = 0; i < EVENT_ACCESS; i++)
        is = is || is_long(detail->access_text[i], EVENT_LINE_MAX);
    return is;
}

enum event_fault event_fault_of(const struct event_new *wish)
{
    bool place = wish->kind == EVENT_PERSON || wish->kind == EVENT_HYBRID;
    if (!wish->title || !*wish->title || is_long(wish->title, EVENT_TITLE_MAX))
        return EVENT_FAULT_TITLE;
    if (!zone_is_known(wish->zone))
        return EVENT_FAULT_ZONE;
    if (wish->ends <= wish->starts || wish->ends - wish->starts > EVENT_LENGTH_DAYS * TIME_DAY)
        return EVENT_FAULT_TIMES;
    if (wish->ends <= wish->now)
        return EVENT_FAULT_OVER;
    if (wish->starts > wish->now + EVENT_YEARS * 366 * TIME_DAY)
        return EVENT_FAULT_FAR;
    if (place && (!wish->region || !*wish->region))
        return EVENT_FAULT_REGION;
    if (wish->link && *wish->link && !text_starts(wish->link, "https://"))
        return EVENT_FAULT_LINK;
    return has_long_words(wish) ? EVENT_FAULT_LENGTH : EVENT_FINE;
}

/* What a wish leaves unsaid, once nothing is wrong with it. */
static enum status wish_settle(struct arena *arena, struct event_new *wish)
{
    struct markdown markdown;
    if (event_fault_of(wish) != EVENT_FINE)
        return INVALID;
    wish->region = wish->region ? wish->region : "";
    wish->lang = wish->lang ? wish->lang : "";
    wish->ages = wish->ages ? wish->ages : AGES_ALL;
    wish->detail.about = wish->detail.about ? wish->detail.about : "";
    if (!wish->detail.html) {
        TRY(markdown_render_long(arena, wish->detail.about, &markdown));
        wish->detail.html = markdown.html;
    }
    return wish->rule && *wish->rule ? event_rule_settle(arena, wish->rule, wish->zone, wish->starts, &wish->rule) : OK;
}

static enum status series_begin(struct db *db, struct arena *arena, const struct event_new *wish, int64_t detail, int64_t *id)
{
    struct event_series series = { .id = id_at(wish->now), .starts = wish->starts, .detail = detail, .expanded_to = wish->starts };
    series.zone = wish->zone;
    series.rule = wish->rule;
    TRY(event_pattern_seal(arena, series.id, wish, &series.pattern));
    TRY(event_series_store(db, arena, &series));
    *id = series.id;
    return job_add(db, arena, "event.expand", series.id, wish->now);
}

enum status event_create(struct db *db, struct arena *arena, const struct event_new *asked, int64_t *id)
{
    struct event_new wish = *asked;
    int64_t detail = id_at(wish.now), series = 0;
    TRY(wish_settle(arena, &wish));
    TRY(event_detail_store(db, arena, detail, &wish.detail));
    if (wish.rule && *wish.rule)
        TRY(series_begin(db, arena, &wish, detail, &series));
    return event_date_add(db, arena, &wish, series, series ? wish.starts : 0, detail, id);
}

enum status event_change(struct db *db, struct arena *arena, int64_t id, enum event_scope scope, const struct event_new *asked)
{
    struct event_new wish = *asked;
    struct event_facts facts;
    TRY(event_facts_find(db, arena, id, &facts));
    TRY(wish_settle(arena, &wish));
    if (facts.series && scope != EVENT_THIS)
        return event_series_change(db, arena, &facts, scope, &wish);
    struct event_row row = { .id = id, .series = facts.series, .original = facts.original, .exception = facts.series != 0 };
    row.detail = facts.series && !facts.exception ? id_at(wish.now) : facts.detail;
    TRY(event_detail_store(db, arena, row.detail, &wish.detail));
    if (!facts.series && wish.rule && *wish.rule) {
        TRY(series_begin(db, arena, &wish, row.detail, &row.series));
        row.original = wish.starts;
        row.exception = false;
    }
    return event_date_store(db, arena, &wish, &row);
}

/* ---- calling off ---- */

static enum status date_call_off(struct db *db, struct arena *arena, int64_t id, const char *reason, int64_t now)
{
    TRY(event_cancelled_set(db, arena, id, reason));
    TRY(event_live_call_off(db, arena, id, now));
    TRY(index_mark(db, arena, INDEX_EVENT, id));
    return event_changed(db, arena, id, now);
}

enum status event_cancel(struct db *db, struct arena *arena, int64_t id, const char *reason, int64_t now)
{
    struct event_facts facts;
    TRY(event_facts_find(db, arena, id, &facts));
    return text_same(facts.state, "cancelled") ? OK : date_call_off(db, arena, id, reason, now);
}

enum status event_call_off(struct db *db, struct arena *arena, int64_t id, enum event_scope scope, const char *reason, int64_t now)
{
    struct event_facts facts;
    struct event_series series;
    struct events dates;
    TRY(event_facts_find(db, arena, id, &facts));
    if (!facts.series || scope == EVENT_THIS)
        return event_cancel(db, arena, id, reason, now);
    TRY(event_series_find(db, arena, facts.series, &series));
    series.rule = "";
    TRY(event_series_store(db, arena, &series));
    TRY(event_list_series(db, arena, facts.series, event_scope_from(scope, &facts, now), &dates));
    for (size_t i = 0; i < dates.count; i++)
        if (!dates.items[i].cancelled && dates.items[i].ends > now)
            TRY(date_call_off(db, arena, dates.items[i].id, reason, now));
    return OK;
}
