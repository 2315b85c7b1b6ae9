/* Weighs what was found: a sign counts less, or not at all, where its sentence denies it, looks back on it or only reports it. */
#include "danger/parts.h"

enum {
    ENOUGH = 8,        /* a kind's weights together */
    WINDOW = 60,       /* tokens over which they are added */
    NOT_REACH = 6,     /* tokens between what denies and what it denies */
    NOT_REACH_ANY = 4, /* the same for rules in any order: only their first words are between */
    AFTER_REACH = 10,  /* the same, for languages that deny at the end */
    AFTER_REACH_ANY = 4,
    THIRD_REACH = 8,
    NEAR_SENTENCES = 3,
    LESS_PAST = 6,
    LESS_PAST_NEXT = 3, /* the sentence behind one that looks back */
    LESS_WELL = 8,
    LESS_WELL_NEAR = 4,
    LESS_THIRD = 6,
    LESS_TOLD = 7,
    LESS_QUOTED = 7,
    MORE_NOW = 3
};

struct weighing {
    const struct danger_tokens *tokens;
    const struct danger_hits *cues;
};

/* How a cue stands to a sign. */
static bool cue_holds(const struct weighing *weighing, const struct danger_hit *cue, const struct danger_hit *sign)
{
    if (danger_patterns[cue->pattern].language != danger_patterns[sign->pattern].language)
        return false;
    for (size_t i = cue->from; i < cue->to; i++)
        if (i >= sign->from && i < sign->to && (i - sign->from >= 64 || (sign->own >> (i - sign->from) & 1)) &&
            danger_patterns[cue->pattern].says != DANGER_SAYS_TOLD)
            return false; /* the sign's own words */
    for (int i = 0; i < sign->used_count; i++)
        if (sign->used[i] >= cue->from && sign->used[i] < cue->to && danger_patterns[cue->pattern].says != DANGER_SAYS_TOLD)
            return false;
    for (size_t i = cue->from; i < cue->to; i++)
        if (weighing->tokens->items[i].freed & 1u << danger_patterns[sign->pattern].language)
            return false;
    return true;
}

/* Does the cue stand between a sign's words, right before one of them? "er hat mich nie geschlagen" */
static bool right_between(const struct danger_hit *cue, const struct danger_hit *sign)
{
    if (cue->from < sign->from || cue->to >= sign->to || cue->to - sign->from >= 62)
        return false;
    return (sign->own >> (cue->to - sign->from) & 3) != 0;
}

struct told {
    bool denied, past_before, well, well_near, told, now;
    uint32_t past, recent, third, me; /* tokens to the nearest, of the last two only before the sign; UINT32_MAX: none */
};

/* Over how many words a denial reaches: what its rule says. */
static uint32_t not_reach(const struct danger_hit *cue, const struct danger_hit *sign)
{
    uint32_t usual = danger_patterns[sign->pattern].around ? NOT_REACH_ANY : NOT_REACH;
    uint32_t own = danger_patterns[cue->pattern].weight;
    return own && own < usual ? own : usual;
}

static void cue_take(const struct weighing *weighing, const struct danger_hit *cue, const struct danger_hit *sign, struct told *told)
{
    const struct danger_token *said = &weighing->tokens->items[sign->from], *there = &weighing->tokens->items[cue->from];
    bool sentence = said->sentence == there->sentence, clause = said->clause == there->clause;
    uint32_t before = cue->to <= sign->from ? sign->from - cue->to : UINT32_MAX;
    uint32_t behind = cue->from >= sign->to ? cue->from - sign->to : UINT32_MAX;
    uint32_t distance = before != UINT32_MAX ? before : behind != UINT32_MAX ? behind : 0;
    uint32_t apart = said->sentence > there->sentence ? said->sentence - there->sentence : there->sentence - said->sentence;
    bool any = danger_patterns[sign->pattern].around != 0;
    switch ((enum danger_says)danger_patterns[cue->pattern].says) {
    case DANGER_SAYS_NOT:
        told->denied |= right_between(cue, sign) || (clause && before < not_reach(cue, sign));
        break;
    case DANGER_SAYS_AFTER:
        told->denied |= (clause || (sentence && danger_han(there))) && behind < (any ? AFTER_REACH_ANY : AFTER_REACH);
        break;
    case DANGER_SAYS_PAST:
        if (sentence && distance < told->past)
            told->past = distance;
        told->past_before |= said->sentence == there->sentence + 1;
        break;
    case DANGER_SAYS_WELL:
        told->well |= sentence;
        told->well_near |= apart <= NEAR_SENTENCES;
        break;
    case DANGER_SAYS_THIRD:
        if (clause && before < THIRD_REACH && before < told->third)
            told->third = before;
        break;
    case DANGER_SAYS_ME:
        if (clause && before < told->me)
            told->me = before;
        break;
    case DANGER_SAYS_RECENT:
        if (sentence && distance < told->recent)
            told->recent = distance;
        break;
    case DANGER_SAYS_TOLD:
        told->told |= sentence;
        break;
    case DANGER_SAYS_NOW:
        told->now |= sentence;
        break;
    case DANGER_SAYS_SIGN:
    case DANGER_SAYS_MASK:
    case DANGER_SAYS_FREE:
        break;
    }
}

static int sign_weigh(const struct weighing *weighing, const struct danger_hit *sign)
{
    const struct danger_token *first = &weighing->tokens->items[sign->from], *last = &weighing->tokens->items[sign->to - 1];
    bool oneself = (1u << danger_patterns[sign->pattern].kind & (DANGER_SUICIDE | DANGER_HARM)) != 0;
    struct told told = { .past = UINT32_MAX, .recent = UINT32_MAX, .third = UINT32_MAX, .me = UINT32_MAX };
    for (size_t i = 0; i < weighing->cues->count; i++) {
        uint32_t sentence = weighing->tokens->items[weighing->cues->items[i].from].sentence;
        if (sentence > first->sentence + NEAR_SENTENCES)
            break;
        if (sentence + NEAR_SENTENCES >= first->sentence && cue_holds(weighing, &weighing->cues->items[i], sign))
            cue_take(weighing, &weighing->cues->items[i], sign, &told);
    }
    if (told.denied || ((first->masked | last->masked) & 1u << danger_patterns[sign->pattern].language))
        return 0;
    int weight = sign->weight + (told.now ? MORE_NOW : 0);
    if (told.past != UINT32_MAX && told.past <= told.recent)
        weight -= LESS_PAST;
    else if (told.past_before && !told.now && told.recent == UINT32_MAX)
        weight -= LESS_PAST_NEXT;
    if (told.well)
        weight -= LESS_WELL;
    else if (told.well_near && !told.now)
        weight -= LESS_WELL_NEAR;
    if (told.told)
        weight -= LESS_TOLD;
    if (oneself && told.third < told.me)
        weight -= LESS_THIRD;
    if (oneself && first->quoted)
        weight -= LESS_QUOTED;
    return weight > 0 ? weight : 0;
}

/* One rule that began with the same word. */
static bool same_words(const struct danger_tokens *tokens, const struct danger_hit *one, const struct danger_hit *other)
{
    const struct danger_token *a = &tokens->items[one->from], *b = &tokens->items[other->from];
    return one->pattern == other->pattern && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* The weights of one kind from the sign `first` on, as far as the window reaches: the same words of a rule once, of signs in the same words
 * the heaviest.
 */
static int window_sum(const struct danger_tokens *tokens, const struct danger_hits *signs, size_t first)
{
    const struct danger_hit *begin = &signs->items[first];
    int sum = 0, last = 0;
    uint32_t end = 0;
    for (size_t i = first; i < signs->count && signs->items[i].from - begin->from < WINDOW; i++) {
        const struct danger_hit *sign = &signs->items[i];
        bool again = danger_patterns[sign->pattern].kind != danger_patterns[begin->pattern].kind || !sign->weight;
        for (size_t k = first; k < i && !again; k++)
            again = signs->items[k].weight && same_words(tokens, &signs->items[k], sign);
        if (again)
            continue;
        if (sign->from >= end)
            last = 0;
        if (sign->weight > last) {
            sum += sign->weight - last;
            last = sign->weight;
        }
        if (sign->to > end)
            end = sign->to;
    }
    return sum;
}

unsigned danger_look(struct arena *arena, const char *text)
{
    struct danger_tokens tokens;
    struct danger_hits *signs = arena_alloc(arena, sizeof *signs), *cues = arena_alloc(arena, sizeof *cues);
    unsigned found = 0;
    danger_tokens_read(arena, text, &tokens);
    danger_match(&tokens, signs, cues);
    const struct weighing weighing = { &tokens, cues };
    for (size_t i = 0; i < signs->count; i++)
        signs->items[i].weight = sign_weigh(&weighing, &signs->items[i]);
    for (size_t i = 0; i < signs->count; i++) {
        unsigned kind = 1u << danger_patterns[signs->items[i].pattern].kind;
        if (signs->items[i].weight && !(found & kind) && window_sum(&tokens, signs, i) >= ENOUGH)
            found |= kind;
    }
    return found;
}
