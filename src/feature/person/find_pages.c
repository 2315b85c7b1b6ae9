/* /people: others who want to be found and share something with the reader. Nobody is ranked by being known: what counts is how many things
 * are shared, then an order that is another one for each reader each day. What is looked at stays bounded however large the place is: a
 * window on each thing, from a place of the reader's and the day's. */
#include "person/pages.h"

#include <stdlib.h>

enum { KEYS = PROFILE_LIST, WINDOW = 120, WINDOW_ALONE = 400, CANDIDATES = 400, PAGE = 20, GROUPS_LOOKED_AT = 5, GROUP_WINDOW = 400 };

/* One thing the reader has said, or (kind PROFILE_KINDS) a group they are in. */
struct thing {
    enum profile_kind kind;
    const char *key, *shown;
    int64_t group;
};
struct candidate {
    int64_t persona;
    size_t shares;
    uint64_t order;
    bool has[KEYS]; /* which things */
};
struct search {
    struct request *request;
    struct block_list blocked;
    struct thing things[KEYS];
    size_t things_count;
    struct candidate *found;
    size_t found_count;
    int64_t day, start;
};

/* ---- what the reader has said ---- */

static void things_said(struct search *search, const struct profile *profile)
{
    struct view *view = &search->request->view;
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++)
        for (size_t i = 0; profile_looks[kind].found && i < profile->fields[kind].count && search->things_count < KEYS; i++) {
            const struct profile_value *value = &profile->fields[kind].values[i];
            search->things[search->things_count++] =
                (struct thing){ kind, profile_value_key(view->words.arena, value), profile_value_text(view, kind, value), 0 };
        }
}

/* Those the reader shows themselves in are looked at first; no more than a few. */
static void things_groups(struct search *search, const struct groups *groups)
{
    for (size_t i = 0, taken = 0; i < groups->count && taken < GROUPS_LOOKED_AT && search->things_count < KEYS; i++, taken++)
        search->things[search->things_count++] =
            (struct thing){ PROFILE_KINDS, groups->items[i].slug, groups->items[i].name, groups->items[i].id };
}

static const char *thing_word(const struct thing *thing)
{
    return thing->kind == PROFILE_KINDS ? "group" : profile_looks[thing->kind].word;
}

/* In addresses, which browsers remember: not the word itself. */
static const char *thing_code(struct arena *arena, const struct thing *thing)
{
    return arena_printf(arena, "%08x", (unsigned)bytes_digest(BYTES_DIGEST, thing->key, strlen(thing->key)));
}

/* ---- candidates ---- */

static uint64_t mixed(int64_t reader, int64_t day, int64_t persona)
{
    const int64_t from[] = { reader, day, persona };
    uint64_t z = bytes_digest(BYTES_DIGEST, from, sizeof from); /* spread over all bits (splitmix64) */
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void candidate_add(struct search *search, int64_t persona)
{
    struct request *request = search->request;
    if (persona == request->reader || block_has(&search->blocked, persona))
        return;
    search->found[search->found_count++] =
        (struct candidate){ .persona = persona, .order = mixed(request->reader, search->day, persona) >> 1 };
}

static int by_persona(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    return (left->persona > right->persona) - (left->persona < right->persona);
}

static int by_shares(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->shares != right->shares)
        return left->shares < right->shares ? 1 : -1;
    return (left->order > right->order) - (left->order < right->order);
}

/* Each once, with how often it came up; then those that came up most. */
static void candidates_merge(struct search *search)
{
    size_t kept = 0;
    qsort(search->found, search->found_count, sizeof *search->found, by_persona);
    for (size_t i = 0; i < search->found_count; i++) {
        if (!kept || search->found[kept - 1].persona != search->found[i].persona)
            search->found[kept++] = search->found[i];
        search->found[kept - 1].shares++;
    }
    qsort(search->found, kept, sizeof *search->found, by_shares);
    search->found_count = kept < CANDIDATES ? kept : CANDIDATES;
}

/* Of a group's members those who are listed. */
static enum status window_of_group(struct search *search, int64_t group, int64_t from)
{
    struct request *request = search->request;
    int64_t *members;
    size_t count;
    TRY(membership_window(request->db, request->arena, group, from, GROUP_WINDOW, &members, &count));
    for (size_t i = 0; i < count; i += PROFILE_BATCH) {
        struct profile_ids ids;
        size_t some = count - i < PROFILE_BATCH ? count - i : PROFILE_BATCH;
        TRY(profile_listed(request->db, request->arena, members + i, some, request->member->band, &ids));
        for (size_t n = 0; n < ids.count; n++)
            candidate_add(search, ids.items[n]);
    }
    return OK;
}

static enum status window_of(struct search *search, const struct thing *thing, int64_t limit)
{
    struct request *request = search->request;
    struct profile_ids ids;
    if (thing->kind == PROFILE_KINDS) { /* and around */
        TRY(window_of_group(search, thing->group, search->start));
        return window_of_group(search, thing->group, 0);
    }
    TRY(profile_match_window(request->db, request->arena, thing->kind, thing->key, request->member->band, search->start, limit, &ids));
    for (size_t i = 0; i < ids.count; i++)
        candidate_add(search, ids.items[i]);
    return OK;
}

/* `only` NULL: by everything the reader has said. */
static enum status candidates_find(struct search *search, const struct thing *only)
{
    search->found = arena_array(search->request->arena, KEYS * WINDOW + GROUPS_LOOKED_AT * 2 * GROUP_WINDOW, sizeof *search->found);
    for (size_t i = 0; i < search->things_count; i++)
        if (!only || only == &search->things[i])
            TRY(window_of(search, &search->things[i], only ? WINDOW_ALONE : WINDOW));
    candidates_merge(search);
    return OK;
}

/* ---- what each really shares: a window shows a part only ---- */

static struct candidate *candidate_of(struct candidate *some, size_t count, int64_t persona)
{
    for (size_t i = 0; i < count; i++)
        if (some[i].persona == persona)
            return &some[i];
    return NULL;
}

static void share_note(struct search *search, struct candidate *candidate, enum profile_kind kind, const char *key, int64_t group)
{
    for (size_t i = 0; candidate && i < search->things_count; i++) {
        const struct thing *thing = &search->things[i];
        bool same = thing->kind == kind && (kind == PROFILE_KINDS ? thing->group == group : text_same(thing->key, key));
        if (same && !candidate->has[i]) {
            candidate->has[i] = true;
            candidate->shares++;
        }
    }
}

static enum status shares_of(struct search *search, struct candidate *some, size_t count)
{
    struct request *request = search->request;
    struct rows rows;
    int64_t personas[PROFILE_BATCH];
    for (size_t i = 0; i < count; i++) {
        personas[i] = some[i].persona;
        some[i].shares = 0;
    }
    TRY(profile_matches_of(request->db, request->arena, personas, count, &rows));
    while (rows_next(&rows)) {
        struct candidate *candidate = candidate_of(some, count, rows_int(&rows));
        enum profile_kind kind = profile_kind_read(rows_text(&rows));
        share_note(search, candidate, kind, rows_text(&rows), 0);
    }
    TRY(membership_shown_of(request->db, request->arena, personas, count, &rows));
    while (rows_next(&rows)) {
        struct candidate *candidate = candidate_of(some, count, rows_int(&rows));
        share_note(search, candidate, PROFILE_KINDS, NULL, rows_int(&rows));
    }
    return OK;
}

static enum status shares_count(struct search *search)
{
    for (size_t i = 0; i < search->found_count; i += PROFILE_BATCH) {
        size_t left = search->found_count - i;
        TRY(shares_of(search, search->found + i, left < PROFILE_BATCH ? left : PROFILE_BATCH));
    }
    qsort(search->found, search->found_count, sizeof *search->found, by_shares);
    return OK;
}

/* ---- why somebody is suggested ---- */

static const char *shared_list(struct search *search, const struct candidate *candidate, enum profile_kind kind, enum profile_kind also)
{
    const char *texts[KEYS];
    size_t count = 0;
    for (size_t i = 0; i < search->things_count; i++)
        if (candidate->has[i] && (search->things[i].kind == kind || search->things[i].kind == also))
            texts[count++] = search->things[i].shown;
    return profile_list_text(&search->request->view, texts, count);
}

static void why_text(struct search *search, const struct candidate *candidate, struct person_found *found)
{
    struct view *view = &search->request->view;
    const char *speaks = shared_list(search, candidate, PROFILE_LANGUAGE, PROFILE_LANGUAGE);
    const char *likes = shared_list(search, candidate, PROFILE_INTEREST, PROFILE_INTEREST);
    const char *words = shared_list(search, candidate, PROFILE_IDENTITY, PROFILE_ORIENTATION);
    const char *seeks = shared_list(search, candidate, PROFILE_SEEK, PROFILE_SEEK);
    const char *groups = shared_list(search, candidate, PROFILE_KINDS, PROFILE_KINDS);
    found->items = arena_array(view->words.arena, 5, sizeof *found->items);
    if (*speaks && *likes)
        found->items[found->count++] = tf(view, "You both speak {1} and like {2}.", speaks, likes);
    else if (*speaks)
        found->items[found->count++] = tf(view, "You both speak {1}.", speaks);
    else if (*likes)
        found->items[found->count++] = tf(view, "You both like {1}.", likes);
    if (*words)
        found->items[found->count++] = tf(view, "Words you share: {1}.", words);
    if (*seeks)
        found->items[found->count++] = tf(view, "You’re both looking for: {1}.", seeks);
    if (*groups)
        found->items[found->count++] = tf(view, "You’re both in {1}.", groups);
}

/* ---- pages by key: "day-shares-order" ---- */

struct place_after {
    int64_t day, shares, order;
};

static bool place_read(struct arena *arena, const char *text, int64_t today, struct place_after *after)
{
    int64_t *const parts[] = { &after->day, &after->shares, &after->order };
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t len = strcspn(text, "-");
        if (!text_int(arena_slice(arena, text, len), 0, INT64_MAX, parts[i]))
            return false;
        text += len + (text[len] == '-');
    }
    return after->day == today || after->day == today - 1;
}

static bool is_after(const struct candidate *candidate, const struct place_after *after)
{
    int64_t shares = (int64_t)candidate->shares, order = (int64_t)candidate->order;
    return shares < after->shares || (shares == after->shares && order > after->order);
}

static const char *filter_query(struct arena *arena, const struct thing *thing)
{
    struct buf out = { .arena = arena };
    if (!thing)
        return "";
    buf_printf(&out, "by=%s&is=%s", thing_word(thing), thing_code(arena, thing));
    return buf_text(&out);
}

/* A page of them, each asked once more whether the two may meet: bands are kept twice, and this is the one that counts. */
static enum status found_show(struct search *search, const struct place_after *after, const char *query, struct person_list_view *page)
{
    struct request *request = search->request;
    page->items = arena_array(request->arena, PAGE, sizeof *page->items);
    for (size_t i = 0; i < search->found_count; i++) {
        const struct candidate *candidate = &search->found[i];
        struct person_found *found = &page->items[page->count];
        bool meet;
        if (!candidate->shares || (after && !is_after(candidate, after)))
            continue;
        TRY(persona_bands_meet(request->db, request->arena, request->reader, candidate->persona, &meet));
        if (!meet || persona_find(request->db, request->arena, candidate->persona, &found->persona) != OK)
            continue;
        why_text(search, candidate, found);
        if (++page->count < PAGE)
            continue;
        if (i + 1 < search->found_count)
            page->next = arena_printf(request->arena, "/people?%s%safter=%lld-%zu-%lld", query, *query ? "&" : "", (long long)search->day,
                                      candidate->shares, (long long)candidate->order);
        break;
    }
    return OK;
}

/* ---- the page ---- */

static const struct thing *thing_asked(const struct search *search)
{
    const char *by = query_value(search->request, "by"), *is = query_value(search->request, "is");
    for (size_t i = 0; i < search->things_count; i++)
        if (text_same(by, thing_word(&search->things[i])) && text_same(is, thing_code(search->request->arena, &search->things[i])))
            return &search->things[i];
    return NULL;
}

static const struct person_chips *chips_of(const struct search *search, const struct thing *asked)
{
    struct arena *arena = search->request->arena;
    struct person_chips *chips = arena_alloc(arena, sizeof *chips);
    chips->items = arena_array(arena, KEYS + 1, sizeof *chips->items);
    chips->items[chips->count++] = (struct person_chip){ "/people", t(&search->request->view, "Everything you share"), !asked };
    for (size_t i = 0; i < search->things_count; i++) {
        const struct thing *thing = &search->things[i];
        chips->items[chips->count++] =
            (struct person_chip){ arena_printf(arena, "/people?%s", filter_query(arena, thing)), thing->shown, thing == asked };
    }
    return chips;
}

enum status person_list_page(struct request *request)
{
    struct search search = { .request = request, .day = time_day(request->now) };
    struct profile profile;
    struct groups groups;
    struct place_after after = { 0 };
    struct person_list_view page = { .band_unsaid = request->member->band == BAND_UNSAID };
    bool later = place_read(request->arena, query_value(request, "after"), search.day, &after);
    search.day = later ? after.day : search.day;
    search.start = (int64_t)(mixed(request->reader, search.day, 0) >> 2);
    TRY(block_list_of(request, &search.blocked));
    TRY(profile_find(request->db, request->arena, request->reader, &request->member->key, &profile));
    TRY(group_mine(request, &groups));
    things_groups(&search, &groups);
    things_said(&search, &profile);
    page.listed = profile.listed;
    page.said_nothing = !search.things_count;
    const struct thing *asked = thing_asked(&search);
    if (!page.band_unsaid) {
        TRY(candidates_find(&search, asked));
        TRY(shares_count(&search));
        TRY(found_show(&search, later ? &after : NULL, filter_query(request->arena, asked), &page));
        page.chips = search.things_count ? chips_of(&search, asked) : NULL;
    }
    person_list_html(&request->view, &page);
    return OK;
}
