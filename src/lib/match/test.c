/* One round against every matching there is, plans against every plan there is, and what must hold of any. */
#include "match/match.h"
#include "tests/harness/harness.h"

enum { CASES = 200, SMALL = 8, MATCHINGS = 800 };

static uint64_t state;

static uint64_t dice(uint64_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state >> 33) % below;
}

/* Weights of n people; of every ten pairs `closed` may not meet. */
static int32_t *weights_make(size_t n, uint64_t most, uint64_t closed)
{
    int32_t *weights = arena_array(test_arena(), n * n + 1, sizeof *weights);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            weights[i * n + j] = weights[j * n + i] = dice(10) < closed ? 0 : (int32_t)(1 + dice(most));
    return weights;
}

/* ---- every way there is, for few people ---- */

struct all {
    const struct match_problem *problem;
    struct one {
        uint8_t mate[SMALL]; /* SMALL: nobody */
        uint32_t pairs;      /* a bit for each */
        int64_t weight;
    } items[MATCHINGS];
    size_t count;
    uint32_t bit[SMALL][SMALL];
    int64_t cost, best, heaviest;
    int32_t pauses[SMALL];
};

static void matchings_find(struct all *all, struct one *now, size_t at)
{
    size_t n = all->problem->people;
    while (at < n && now->mate[at] != SMALL)
        at++;
    if (at == n) {
        all->items[all->count++] = *now;
        all->heaviest = now->weight > all->heaviest ? now->weight : all->heaviest;
        return;
    }
    struct one next = *now;
    next.mate[at] = (uint8_t)at; /* pauses */
    matchings_find(all, &next, at + 1);
    for (size_t j = at + 1; j < n; j++) {
        int32_t weight = all->problem->weights[at * n + j];
        if (now->mate[j] != SMALL || weight <= 0)
            continue;
        next = *now;
        next.mate[at] = (uint8_t)j;
        next.mate[j] = (uint8_t)at;
        next.pairs |= all->bit[at][j];
        next.weight += weight;
        matchings_find(all, &next, at + 1);
    }
}

/* Rounds change places freely, so they are taken in the order of the list. */
static void plans_try(struct all *all, size_t first, size_t rounds, uint32_t met, int64_t weight)
{
    int64_t pauses = 0;
    for (size_t i = 0; i < all->problem->people; i++)
        pauses += (int64_t)all->pauses[i] * all->pauses[i];
    if (weight + (int64_t)rounds * all->heaviest - all->cost * pauses <= all->best)
        return;
    if (!rounds) {
        all->best = weight - all->cost * pauses;
        return;
    }
    for (size_t k = first; k < all->count; k++) {
        const struct one *one = &all->items[k];
        if (one->pairs & met)
            continue;
        for (size_t i = 0; i < all->problem->people; i++)
            all->pauses[i] += one->mate[i] == i;
        plans_try(all, one->pairs ? k + 1 : k, rounds - 1, met | one->pairs, weight + one->weight);
        for (size_t i = 0; i < all->problem->people; i++)
            all->pauses[i] -= one->mate[i] == i;
    }
}

static int by_weight(const void *a, const void *b)
{
    const struct one *first = a, *second = b;
    int one = __builtin_popcount(first->pairs), two = __builtin_popcount(second->pairs);
    return one != two ? two - one : first->weight < second->weight ? 1 : first->weight > second->weight ? -1 : 0;
}

static int64_t best_value(const struct match_problem *problem)
{
    struct all *all = arena_alloc(test_arena(), sizeof *all);
    struct one none = { .weight = 0 };
    uint32_t bit = 1;
    *all = (struct all){ .problem = problem, .cost = match_pause_cost(problem), .best = INT64_MIN / 2 };
    memset(none.mate, SMALL, sizeof none.mate);
    for (size_t i = 0; i < problem->people; i++) {
        all->pauses[i] = problem->pauses ? problem->pauses[i] : 0;
        for (size_t j = i + 1; j < problem->people; j++, bit <<= 1)
            all->bit[i][j] = bit;
    }
    matchings_find(all, &none, 0);
    qsort(all->items, all->count, sizeof *all->items, by_weight);
    plans_try(all, 0, problem->rounds, 0, 0);
    return all->best;
}

/* ---- what must hold of any plan ---- */

static bool plan_is_valid(const struct match_problem *problem, const struct match_plan *plan)
{
    size_t n = problem->people;
    bool *met = arena_array(test_arena(), n * n + 1, sizeof *met);
    for (size_t round = 0; round < problem->rounds; round++)
        for (size_t i = 0; i < n; i++) {
            size_t other = plan->mate[round * n + i];
            if (other == MATCH_NOBODY)
                continue;
            if (other >= n || other == i || plan->mate[round * n + other] != i || problem->weights[i * n + other] <= 0 ||
                met[i * n + other])
                return false;
            met[i * n + other] = true;
        }
    return true;
}

/* ---- tests ---- */

UNIT_TEST(one_round_is_the_best_there_is)
{
    for (state = 1; state < 3; state++)
        for (int i = 0; i < CASES; i++) {
            size_t n = 2 + dice(SMALL - 1), mate[SMALL];
            uint64_t most = i % 2 ? 4 : 1000, closed = dice(8);
            struct match_problem problem = { .people = n, .rounds = 1, .weights = weights_make(n, most, closed) };
            struct all *all = arena_alloc(test_arena(), sizeof *all);
            struct one none = { .weight = 0 };
            int64_t *weights = arena_array(test_arena(), n * n, sizeof *weights), sum = 0;
            all->problem = &problem;
            memset(none.mate, SMALL, sizeof none.mate);
            matchings_find(all, &none, 0);
            for (size_t k = 0; k < n * n; k++)
                weights[k] = problem.weights[k];
            match_once(test_arena(), n, weights, mate);
            for (size_t k = 0; k < n; k++)
                sum += mate[k] != MATCH_NOBODY && mate[k] > k ? weights[k * n + mate[k]] : 0;
            if (!EXPECT_INT(sum, all->heaviest))
                return;
        }
}

UNIT_TEST(all_rounds_together_are_within_a_hundredth_of_the_best_plan_there_is)
{
    int64_t worst = 0;
    state = 7;
    for (int i = 0; i < CASES; i++) {
        size_t n = 4 + dice(5), rounds = n == 8 ? 2 + dice(2) : 2 + dice(3);
        int32_t before[SMALL];
        struct match_plan plan;
        struct match_problem problem = { n, rounds, weights_make(n, i % 2 ? 9 : 100, i % 4 ? dice(4) : 0), i % 3 ? NULL : before };
        for (size_t k = 0; k < n; k++)
            before[k] = (int32_t)dice(2);
        match_rounds(test_arena(), &problem, &plan);
        int64_t best = best_value(&problem), got = match_value(&problem, plan.mate), lost = best - got;
        EXPECT(plan_is_valid(&problem, &plan) && lost >= 0);
        if (!EXPECT(lost * 100 <= plan.weight + lost)) /* a pause too many costs more than all pairs: it would show */
            return;
        worst = lost * 10000 / (plan.weight + lost + 1) > worst ? lost * 10000 / (plan.weight + lost + 1) : worst;
    }
    EXPECT(worst <= 100);
}

UNIT_TEST(whatever_it_is_given_pairs_are_pairs_and_nobody_meets_twice)
{
    state = 11;
    for (int i = 0; i < 150; i++) {
        size_t n = dice(34), rounds = dice(7);
        struct match_plan plan;
        struct match_problem problem = { .people = n, .rounds = rounds, .weights = weights_make(n, 1 + dice(50), dice(11)) };
        match_rounds(test_arena(), &problem, &plan);
        if (!EXPECT(plan_is_valid(&problem, &plan)))
            return;
    }
}

UNIT_TEST(nobody_pauses_twice_before_all_have_once)
{
    for (size_t n = 3; n <= 11; n += 2) {
        int32_t pauses[11] = { 0 };
        struct match_plan plan;
        struct match_problem problem = { .people = n, .rounds = n, .weights = weights_make(n, 40, 0) };
        match_rounds(test_arena(), &problem, &plan);
        for (size_t round = 0; round < n; round++)
            for (size_t i = 0; i < n; i++)
                pauses[i] += plan.mate[round * n + i] == MATCH_NOBODY;
        for (size_t i = 0; i < n; i++)
            EXPECT_INT(pauses[i], 1);
    }
}

UNIT_TEST(who_paused_before_meets_somebody_now)
{
    const int32_t weights[] = { 0, 9, 1, 9, 0, 1, 1, 1, 0 }, pauses[] = { 0, 0, 1 };
    struct match_plan plan;
    match_rounds(test_arena(), &(struct match_problem){ 3, 1, weights, NULL }, &plan);
    EXPECT(plan.mate[0] == 1 && plan.mate[2] == MATCH_NOBODY);
    match_rounds(test_arena(), &(struct match_problem){ 3, 1, weights, pauses }, &plan);
    EXPECT(plan.mate[2] != MATCH_NOBODY);
}
