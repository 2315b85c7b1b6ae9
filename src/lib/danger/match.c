/* Finds the rules in the tokens. Each token leads to the few rules that may begin with it; each of those takes a bounded number of steps.
 */
#include "danger/parts.h"

enum {
    STEPS = 300,         /* of one rule at one place */
    TRIES_MOST = 1500000 /* options tried in a whole text: an ordinary one of 40 kB needs far fewer; behind them nothing is looked at */
};

struct matching {
    const struct danger_tokens *tokens;
    const struct danger_pattern *pattern;
    uint32_t sentence;
    int steps, *tries; /* left */
    size_t from;
    uint64_t own; /* of the hit, once it is one */
};

static bool token_is(const struct danger_token *token, uint16_t literal)
{
    for (int i = 0; i < token->literals_count; i++)
        if (token->literals[i] == literal)
            return true;
    return false;
}

/* Where the option ends when it stands at `at`; 0: it doesn't. */
static size_t option_at(const struct matching *matching, const struct danger_option *option, size_t at)
{
    for (int i = 0; i < option->count; i++, at++) {
        const struct danger_token *token = &matching->tokens->items[at];
        if (at >= matching->tokens->count || token->sentence != matching->sentence)
            return 0;
        if (!token_is(token, danger_sequences[option->from + (uint32_t)i]))
            return 0;
    }
    return at;
}

/* Bits of at..behind (without behind) in a hit's `own`. */
static uint64_t own_bits(size_t from, size_t at, size_t behind)
{
    uint64_t bits = 0;
    for (; at < behind && at - from < 64; at++)
        bits |= (uint64_t)1 << (at - from);
    return bits;
}

/* Where the rest of the pattern, from its nth element on, ends when it stands at or soon behind `at`; 0: it doesn't. */
static size_t rest_at(struct matching *matching, int n, size_t at)
{
    if (n == matching->pattern->elements_count)
        return at;
    const struct danger_element *element = &danger_elements[matching->pattern->elements + (uint32_t)n];
    for (size_t skip = 0; skip <= element->gap && at + skip < matching->tokens->count && --matching->steps > 0; skip++) {
        if (!(matching->tokens->items[at + skip].firsts & element->firsts))
            continue;
        *matching->tries -= element->options_count;
        for (uint32_t i = 0; i<element->options_count && * matching->tries> 0; i++) {
            size_t behind = option_at(matching, &danger_options[element->options + i], at + skip);
            size_t end = behind ? rest_at(matching, n + 1, behind) : 0;
            if (end) {
                matching->own |= own_bits(matching->from, at + skip, behind);
                return end;
            }
        }
    }
    return element->optional ? rest_at(matching, n + 1, at) : 0;
}

/* The first of the element's options, which are sorted, that begins with the literal or one behind it. */
static uint32_t option_find(const struct danger_element *element, uint16_t literal)
{
    uint32_t from = element->options, to = from + element->options_count;
    while (from < to) {
        uint32_t middle = (from + to) / 2;
        if (danger_sequences[danger_options[middle].from] < literal)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Does the element stand at `at`? */
static bool element_at(struct matching *matching, const struct danger_element *element, size_t at)
{
    const struct danger_token *token = &matching->tokens->items[at];
    matching->sentence = token->sentence;
    *matching->tries -= token->literals_count;
    for (int i = 0; i<token->literals_count && * matching->tries> 0; i++) {
        uint32_t option = option_find(element, token->literals[i]), end = element->options + element->options_count;
        for (; option < end && danger_sequences[danger_options[option].from] == token->literals[i]; option++)
            if (option_at(matching, &danger_options[option], at))
                return true;
    }
    return false;
}

/* Does the element of a rule in any order stand near the tokens first..behind (without behind)? `where`: at which. */
static bool near_at(struct matching *matching, const struct danger_element *element, size_t first, size_t behind, uint32_t *where)
{
    const struct danger_token *items = matching->tokens->items;
    size_t reach = matching->pattern->around, from = first > reach ? first - reach : 0;
    for (size_t at = from; at < behind + reach && at < matching->tokens->count; at++) {
        uint32_t sentence = items[at].sentence;
        bool apart = sentence != items[first].sentence &&
                     (!matching->pattern->across || sentence + 1 < items[first].sentence || sentence > items[first].sentence + 1);
        if (apart || (at >= first && at < behind) || !(items[at].firsts & element->firsts))
            continue;
        if (element_at(matching, element, at)) {
            *where = (uint32_t)at;
            return true;
        }
    }
    return false;
}

/* The other elements of a rule in any order, near first..behind. */
static bool others_near(struct matching *matching, size_t first, size_t behind, struct danger_hit *hit)
{
    for (int n = 1; n < matching->pattern->elements_count; n++) {
        const struct danger_element *element = &danger_elements[matching->pattern->elements + (uint32_t)n];
        uint32_t where = 0;
        if (near_at(matching, element, first, behind, &where) == element->absent)
            return false;
        if (!element->absent && hit->used_count < USED_MAX)
            hit->used[hit->used_count++] = where;
    }
    return true;
}

static void hit_add(struct danger_hits *hits, const struct danger_hit *hit)
{
    const struct danger_hit *last = hits->count ? &hits->items[hits->count - 1] : NULL;
    if (hits->count < HITS_MAX && !(last && last->from == hit->from && last->pattern == hit->pattern))
        hits->items[hits->count++] = *hit;
}

static void found(struct danger_tokens *tokens, const struct danger_hit *hit, struct danger_hits *signs, struct danger_hits *cues)
{
    enum danger_says says = danger_patterns[hit->pattern].says;
    uint32_t language = danger_han(&tokens->items[hit->from]) ? UINT32_MAX : 1u << danger_patterns[hit->pattern].language;
    if (says == DANGER_SAYS_MASK || says == DANGER_SAYS_FREE)
        for (size_t i = hit->from; i < hit->to; i++) {
            tokens->items[i].masked |= says == DANGER_SAYS_MASK ? language : 0;
            tokens->items[i].freed |= language;
        }
    else
        hit_add(says == DANGER_SAYS_SIGN ? signs : cues, hit);
}

void danger_match(struct danger_tokens *tokens, struct danger_hits *signs, struct danger_hits *cues)
{
    int tries = TRIES_MOST;
    signs->count = cues->count = 0;
    for (size_t at = 0; at < tokens->count && tries > 0; at++) {
        const struct danger_token *token = &tokens->items[at];
        for (int i = 0; i < token->literals_count; i++) {
            const struct danger_literal *literal = &danger_literals[token->literals[i]];
            tries -= (int)literal->postings_count;
            for (uint32_t n = 0; n < literal->postings_count; n++) {
                const struct danger_posting *posting = &danger_postings[literal->postings + n];
                uint16_t pattern = posting->pattern;
                struct matching matching = { tokens, &danger_patterns[pattern], token->sentence, STEPS, &tries, at, 0 };
                const struct danger_element *first = &danger_elements[matching.pattern->elements];
                size_t behind = option_at(&matching, &danger_options[first->options + posting->option], at);
                struct danger_hit hit = { .from = (uint32_t)at, .pattern = pattern, .weight = danger_patterns[pattern].weight };
                size_t end = 0;
                if (behind && matching.pattern->around)
                    end = others_near(&matching, at, behind, &hit) ? behind : 0;
                else if (behind)
                    end = rest_at(&matching, 1, behind);
                hit.to = (uint32_t)end;
                hit.own = matching.own | own_bits(at, at, behind);
                if (end)
                    found(tokens, &hit, signs, cues);
            }
        }
    }
}
