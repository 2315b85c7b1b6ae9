/* Several rounds: one after the other, then round by round again with the others held fast, from the plan itself and from plans that were
 * shaken a little, as often as the number of people allows. */
#include "match/match.h"

enum { SHAKES = 120, WORK = 12 * 1000 * 1000 };

struct rounds {
    const struct match_problem *problem;
    struct arena scratch; /* of one matching */
    size_t n;
    int64_t cost;
    int32_t *pauses;  /* before, and in the rounds of the plan */
    bool *met;        /* n × n, in the plan */
    int64_t *weights; /* n × n, of one round */
    uint64_t chance;
};

/* splitmix64: the same each time, so that a job which runs twice comes to the same plan. */
static uint64_t chance(struct rounds *r)
{
    uint64_t z = r->chance += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t match_pause_cost(const struct match_problem *problem)
{
    int64_t most = 1;
    for (size_t i = 0; i < problem->people * problem->people; i++)
        most = problem->weights[i] > most ? problem->weights[i] : most;
    return most * (int64_t)(problem->people * problem->rounds + 1);
}

int64_t match_value(const struct match_problem *problem, const size_t *mate)
{
    size_t n = problem->people;
    int64_t value = 0, cost = match_pause_cost(problem);
    for (size_t i = 0; i < n; i++) {
        int64_t pauses = problem->pauses ? problem->pauses[i] : 0;
        for (size_t round = 0; round < problem->rounds; round++) {
            size_t other = mate[round * n + i];
            if (other == MATCH_NOBODY)
                pauses++;
            else if (other > i)
                value += problem->weights[i * n + other];
        }
        value -= cost * pauses * pauses;
    }
    return value;
}

/* Takes a round into what was met and who paused (by 1), or out of it (-1). */
static void round_count(struct rounds *r, const size_t *mate, int by)
{
    for (size_t i = 0; i < r->n; i++) {
        if (mate[i] == MATCH_NOBODY)
            r->pauses[i] += by;
        else
            r->met[i * r->n + mate[i]] = by > 0;
    }
}

/* The best round beside the others. `shaken`: some pairs of this round are left out, so that others are tried. */
static void round_match(struct rounds *r, size_t *mate, bool shaken)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t j = i; j < r->n; j++) {
            int64_t weight = i == j ? 0 : r->problem->weights[i * r->n + j];
            bool left_out = shaken && mate[i] == j && chance(r) % 2;
            if (weight > 0 && !r->met[i * r->n + j] && !left_out)
                weight += r->cost * (2 * r->pauses[i] + 1 + 2 * r->pauses[j] + 1);
            else
                weight = 0;
            r->weights[i * r->n + j] = r->weights[j * r->n + i] = weight;
        }
    match_once(&r->scratch, r->n, r->weights, mate);
    arena_free(&r->scratch);
}

static void round_again(struct rounds *r, size_t *mate, bool shaken)
{
    round_count(r, mate, -1);
    round_match(r, mate, shaken);
    round_count(r, mate, 1);
}

/* Each round anew beside the others until nothing gets better; it never gets worse. */
static int64_t settle(struct rounds *r, size_t *mate)
{
    int64_t value = match_value(r->problem, mate), before;
    do {
        before = value;
        for (size_t round = 0; round < r->problem->rounds; round++)
            round_again(r, &mate[round * r->n], false);
        value = match_value(r->problem, mate);
    } while (value > before);
    return value;
}

/* Some of the rounds are taken out, and put back in turn with other pairs than before. */
static void shake(struct rounds *r, size_t *mate)
{
    size_t rounds = r->problem->rounds;
    if (rounds < 2)
        return;
    size_t first = chance(r) % rounds, count = 2 + chance(r) % (rounds - 1);
    for (size_t i = 0; i < count; i++)
        round_count(r, &mate[(first + i) % rounds * r->n], -1);
    for (size_t i = 0; i < count; i++) {
        size_t *round = &mate[(first + i) % rounds * r->n];
        round_match(r, round, true);
        round_count(r, round, 1);
    }
}

/* How many shakes: each is some O(n³). */
static size_t shakes_of(const struct rounds *r)
{
    size_t each = r->n * r->n * r->n * r->problem->rounds / 4 + 1, most = WORK / each;
    return r->problem->rounds < 2 ? 0 : most > SHAKES * r->problem->rounds ? SHAKES * r->problem->rounds : most;
}

static void plan_count(struct rounds *r, const size_t *mate, int by)
{
    for (size_t round = 0; round < r->problem->rounds; round++)
        round_count(r, &mate[round * r->n], by);
}

static void improve(struct rounds *r, struct arena *arena, size_t *best)
{
    size_t size = r->n * r->problem->rounds * sizeof *best, shakes = shakes_of(r);
    if (!shakes)
        return;
    size_t *mate = arena_alloc(arena, size);
    int64_t most = settle(r, best);
    for (size_t i = 0; i < shakes; i++) {
        plan_count(r, best, -1);
        memcpy(mate, best, size);
        plan_count(r, mate, 1);
        shake(r, mate);
        int64_t value = settle(r, mate);
        plan_count(r, mate, -1);
        if (value >= most)
            memcpy(best, mate, size);
        most = value > most ? value : most;
        plan_count(r, best, 1);
    }
}

void match_rounds(struct arena *arena, const struct match_problem *problem, struct match_plan *plan)
{
    size_t n = problem->people;
    struct rounds r = { .problem = problem, .n = n, .cost = match_pause_cost(problem) };
    r.pauses = arena_array(arena, n + 1, sizeof *r.pauses);
    r.met = arena_array(arena, n * n + 1, sizeof *r.met);
    r.weights = arena_array(arena, n * n + 1, sizeof *r.weights);
    plan->mate = arena_array(arena, n * problem->rounds + 1, sizeof *plan->mate);
    for (size_t i = 0; problem->pauses && i < n; i++)
        r.pauses[i] = problem->pauses[i];
    for (size_t round = 0; round < problem->rounds; round++) {
        size_t *mate = &plan->mate[round * n];
        for (size_t i = 0; i < n; i++)
            mate[i] = MATCH_NOBODY;
        round_match(&r, mate, false);
        round_count(&r, mate, 1);
    }
    improve(&r, arena, plan->mate);
    arena_free(&r.scratch);
    plan->weight = 0;
    for (size_t round = 0; round < problem->rounds; round++)
        for (size_t i = 0; i < n; i++) {
            size_t other = plan->mate[round * n + i];
            if (other != MATCH_NOBODY && other > i)
                plan->weight += problem->weights[i * n + other];
        }
}
