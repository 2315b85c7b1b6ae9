/* The part of a text that shows why it was found. */
#include "index/words.h"

enum { RANGES = 64 };

struct range {
    size_t from, to;
};

struct finding {
    struct index_needs needs;
    struct range ranges[RANGES];
    size_t count;
    size_t enough; /* bytes behind the first found word that are looked at */
};

static bool need_has(const struct index_need *need, const char *form)
{
    for (size_t i = 0; form && i < need->count; i++)
        if (text_same(need->forms[i], form) || (need->begins && !i && text_starts(form, need->forms[i])))
            return true;
    return false;
}

static bool needs_have(const struct index_needs *needs, const char *form)
{
    for (size_t i = 0; i < needs->count; i++)
        if (need_has(&needs->items[i], form))
            return true;
    return false;
}

static void range_add(struct finding *finding, size_t from, size_t to)
{
    struct range *last = finding->count ? &finding->ranges[finding->count - 1] : NULL;
    if (last && from <= last->to)
        last->to = to > last->to ? to : last->to;
    else
        finding->ranges[finding->count++] = (struct range){ from, to };
}

static bool finding_visit(const struct index_word *word, void *context)
{
    struct finding *finding = context;
    bool found = needs_have(&finding->needs, word->folded) || needs_have(&finding->needs, word->plain);
    for (size_t i = 0; i < INDEX_STEM_LANGUAGES && word->stems[i]; i++)
        found = found || needs_have(&finding->needs, word->stems[i]);
    if (needs_have(&finding->needs, word->pair))
        range_add(finding, word->from, word->pair_to);
    else if (found)
        range_add(finding, word->from, word->to);
    return finding->count < RANGES && (!finding->count || word->from < finding->ranges[0].from + finding->enough);
}

/* `count` characters before `at`, moved on to the beginning of a word if one is near. */
static size_t step_back(const char *text, size_t at, size_t count)
{
    while (at && count) {
        do
            at--;
        while (at && ((unsigned char)text[at] & 0xc0) == 0x80);
        count--;
    }
    const char *blank = at ? memchr(text + at, ' ', 24 < strlen(text + at) ? 24 : strlen(text + at)) : NULL;
    return blank ? (size_t)(blank - text) + 1 : at;
}

static size_t step_on(const char *text, size_t at, size_t count)
{
    const char *end = text + at;
    while (count-- && *end)
        (void)text_next(&end);
    return (size_t)(end - text);
}

/* Back to the end of a word, if one is near and lies behind `least`. */
static size_t word_end(const char *text, size_t at, size_t least)
{
    size_t end = at;
    while (end > least && at - end < 24 && text[end] != ' ')
        end--;
    return text[end] == ' ' && end > least ? end : at;
}

static void piece_add(struct arena *arena, struct index_pieces *pieces, const char *text, size_t from, size_t to, bool found)
{
    if (to > from)
        pieces->items[pieces->count++] = (struct index_piece){ arena_slice(arena, text + from, to - from), found };
}

struct index_pieces index_excerpt(struct arena *arena, const struct index_query *query, const char *text, const char *lang, size_t max)
{
    struct finding *finding = arena_alloc(arena, sizeof *finding);
    const char *const languages[INDEX_STEM_LANGUAGES] = { lang };
    struct index_pieces pieces = { .items = arena_array(arena, 2 * RANGES + 4, sizeof *pieces.items) };
    index_needs_of(arena, query, &finding->needs);
    finding->enough = 4 * max;
    if (finding->needs.count)
        index_words_each(arena, text, languages, finding_visit, finding);
    size_t from = finding->count ? step_back(text, finding->ranges[0].from, max / 3) : 0;
    if (finding->count && from > finding->ranges[0].from)
        from = finding->ranges[0].from;
    if (step_on(text, 0, max) == strlen(text))
        from = 0; /* all of it fits */
    size_t end = step_on(text, from, max), at = from;
    if (text[end])
        end = word_end(text, end, finding->count ? finding->ranges[0].to : 0);
    pieces.found = finding->count > 0;
    if (from)
        pieces.items[pieces.count++] = (struct index_piece){ "… ", false };
    for (size_t i = 0; i < finding->count && finding->ranges[i].to <= end; i++) {
        piece_add(arena, &pieces, text, at, finding->ranges[i].from, false);
        piece_add(arena, &pieces, text, finding->ranges[i].from, finding->ranges[i].to, true);
        at = finding->ranges[i].to;
    }
    piece_add(arena, &pieces, text, at, end, false);
    if (text[end])
        pieces.items[pieces.count++] = (struct index_piece){ " …", false };
    return pieces;
}
