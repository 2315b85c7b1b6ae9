/* Who meets whom in the round that begins: what people look for and offer as weights, and all the rounds that are left planned together. */
#include "match/match.h"
#include "networking/pages.h"

enum { WISH_MET = 10, WISH_SHARED = 6, FIELD_SHARED = 3, FIELDS_COUNTED = 3 };

bool networking_bands_meet(enum age_band a, enum age_band b)
{
    return a != BAND_UNSAID && b != BAND_UNSAID && persona_band_is_minor(a) == persona_band_is_minor(b);
}

static bool language_shared(const char *a, const char *b)
{
    while (*a) {
        size_t len = strcspn(a, " ");
        for (const char *at = b; *at;) {
            size_t other = strcspn(at, " ");
            if (len == other && memcmp(a, at, len) == 0)
                return true;
            at += other + (at[other] == ' ');
        }
        a += len + (a[len] == ' ');
    }
    return false;
}

/* Working together and friendship are looked for on both sides; nobody "offers" them. */
static unsigned both_seek(const struct networking_card *a, const struct networking_card *b)
{
    return a->seeks & b->seeks & (1u << NETWORKING_COLLABORATOR | 1u << NETWORKING_FRIEND);
}

int32_t networking_weight(const struct networking_card *a, const struct networking_card *b)
{
    if (!language_shared(a->languages, b->languages))
        return 0;
    int fields = __builtin_popcount(a->fields & b->fields);
    return 1 + WISH_MET * (__builtin_popcount(a->seeks & b->offers) + __builtin_popcount(b->seeks & a->offers)) +
           WISH_SHARED * __builtin_popcount(both_seek(a, b)) + FIELD_SHARED * (fields < FIELDS_COUNTED ? fields : FIELDS_COUNTED);
}

static void sentence_add(struct buf *out, const char *sentence)
{
    buf_printf(out, "%s%s", out->len ? " " : "", sentence);
}

const char *networking_why(struct view *view, const struct networking_card *me, const struct networking_card *other)
{
    struct buf why = { .arena = view->words.arena };
    unsigned takes = me->seeks & other->offers, gives = other->seeks & me->offers, both = both_seek(me, other) & ~(takes | gives);
    if (takes)
        sentence_add(&why, tf(view, "You look for {1}; they offer it.", networking_wishes_text(view, takes, false)));
    if (gives)
        sentence_add(&why, tf(view, "They look for {1}; you offer it.", networking_wishes_text(view, gives, false)));
    if (both)
        sentence_add(&why, tf(view, "You both look for {1}.", networking_wishes_text(view, both, false)));
    if (me->fields & other->fields)
        sentence_add(&why, tf(view, "You share a field: {1}.", networking_fields_text(view, me->fields & other->fields)));
    if (!why.len)
        sentence_add(&why, t(view, "You haven’t met yet, and you have a language in common."));
    return buf_text(&why);
}

/* ---- the problem, in numbers ---- */

struct people {
    struct networking_seat *items[NETWORKING_PEOPLE_MAX];
    enum age_band bands[NETWORKING_PEOPLE_MAX];
    size_t count;
};

static enum status people_read(struct db *db, struct arena *arena, int64_t id, struct people *people)
{
    struct networking_seats seats;
    TRY(networking_seat_list(db, arena, id, &seats));
    people->count = 0;
    for (size_t i = 0; i < seats.count && people->count < NETWORKING_PEOPLE_MAX; i++) {
        int64_t paused;
        if (seats.items[i].state != NETWORKING_HERE)
            continue;
        TRY(persona_paused_until(db, arena, seats.items[i].persona, &paused));
        if (paused)
            continue; /* who may not act now isn't put alone with anybody */
        TRY(persona_band_of(db, arena, seats.items[i].persona, &people->bands[people->count]));
        people->items[people->count++] = &seats.items[i];
    }
    return OK;
}

static size_t place_of(const struct people *people, int64_t persona)
{
    size_t at = 0;
    while (at < people->count && people->items[at]->persona != persona)
        at++;
    return at;
}

static void apart(const struct people *people, const struct networking_ids *ids, int32_t *weights)
{
    size_t n = people->count;
    for (size_t i = 0; i < ids->count; i++) {
        size_t a = place_of(people, ids->items[i][0]), b = place_of(people, ids->items[i][1]);
        if (a < n && b < n)
            weights[a * n + b] = weights[b * n + a] = 0;
    }
}

static enum status weights_make(struct db *db, struct arena *arena, int64_t id, const struct people *people, int32_t *weights)
{
    struct networking_ids blocks, met;
    size_t n = people->count;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (networking_bands_meet(people->bands[i], people->bands[j]))
                weights[i * n + j] = weights[j * n + i] = networking_weight(&people->items[i]->card, &people->items[j]->card);
    TRY(networking_blocks(db, arena, id, &blocks));
    TRY(networking_pair_met(db, arena, id, &met));
    apart(people, &blocks, weights);
    apart(people, &met, weights);
    return OK;
}

enum status networking_pair_up(struct db *db, struct arena *arena, const struct networking *networking, int64_t now)
{
    struct people *people = arena_alloc(arena, sizeof *people);
    struct match_plan plan;
    TRY(people_read(db, arena, networking->id, people));
    size_t n = people->count;
    int32_t *weights = arena_array(arena, n * n + 1, sizeof *weights), *pauses = arena_array(arena, n + 1, sizeof *pauses);
    for (size_t i = 0; i < n; i++)
        pauses[i] = (int32_t)people->items[i]->pauses;
    TRY(weights_make(db, arena, networking->id, people, weights));
    match_rounds(arena, &(struct match_problem){ n, (size_t)(networking->rounds - networking->round + 1), weights, pauses }, &plan);
    for (size_t i = 0; i < n; i++) {
        size_t other = plan.mate[i];
        int64_t a = people->items[i]->persona;
        if (other == MATCH_NOBODY)
            TRY(networking_seat_paused(db, arena, networking->id, a));
        else if (other > i)
            TRY(networking_pair_add(db, arena, networking->id, networking->round, a, people->items[other]->persona, now));
    }
    return OK;
}
