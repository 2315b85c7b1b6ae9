/* How long a plan of who meets whom takes: 500 people, six rounds. Prints milliseconds, and how much of the bound (six times the best
 * single round) the plan has. */
#include "match/match.h"

#include <stdio.h>

enum { PEOPLE = 500, ROUNDS = 6 };

int main(void)
{
    struct arena arena = { 0 };
    int32_t *weights = arena_array(&arena, PEOPLE * PEOPLE, sizeof *weights);
    int64_t *single = arena_array(&arena, PEOPLE * PEOPLE, sizeof *single), bound = 0;
    size_t mate[PEOPLE];
    uint64_t state = 1;
    struct match_plan plan;
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t j = i + 1; j < PEOPLE; j++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            uint64_t dice = state >> 33;
            weights[i * PEOPLE + j] = weights[j * PEOPLE + i] = dice % 20 ? (int32_t)(1 + dice / 20 % 120) : 0;
        }
    int64_t began = clock_monotonic_us();
    match_rounds(&arena, &(struct match_problem){ PEOPLE, ROUNDS, weights, NULL }, &plan);
    int64_t took = clock_monotonic_us() - began;
    for (size_t k = 0; k < PEOPLE * PEOPLE; k++)
        single[k] = weights[k];
    match_once(&arena, PEOPLE, single, mate);
    for (size_t i = 0; i < PEOPLE; i++)
        bound += mate[i] != MATCH_NOBODY && mate[i] > i ? ROUNDS * single[i * PEOPLE + mate[i]] : 0;
    printf("%lld %.2f\n", (long long)(took / 1000), 100.0 * (double)plan.weight / (double)bound);
    arena_free(&arena);
    return 0;
}
