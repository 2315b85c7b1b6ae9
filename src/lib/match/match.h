/* Who meets whom, two at a time, over several rounds. Pure: numbers in, numbers out, all memory from the arena, and the same answer each
 * time.
 *
 * One round is a maximum-weight matching of a general graph: J. Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", Journal of
 * Research of the National Bureau of Standards 69B (1965), as a primal-dual method with blossoms in O(n³): Z. Galil, "Efficient algorithms
 * for finding maximum matching in graphs", ACM Computing Surveys 18 (1986). Rounds are matched one after the other and then improved
 * together (docs/decisions/meeting-in-rounds.md). */
#ifndef MATCH_H
#define MATCH_H

#include "base/base.h"

enum { MATCH_PEOPLE = 2000, MATCH_ROUNDS = 50, MATCH_WEIGHT = 100000 };
#define MATCH_NOBODY SIZE_MAX

/* The matching of the largest sum. weights: people × people, symmetric; 0 or less: never together. mate[i]: whom i meets, or MATCH_NOBODY.
 */
void match_once(struct arena *arena, size_t people, const int64_t *weights, size_t *mate);

struct match_problem {
    size_t people, rounds;  /* at most MATCH_PEOPLE and MATCH_ROUNDS */
    const int32_t *weights; /* people × people, symmetric, 0 to MATCH_WEIGHT; 0: never together (met, blocked) */
    const int32_t *pauses;  /* how often each has paused before; NULL: nobody */
};
struct match_plan {
    size_t *mate;   /* rounds × people: whom each meets, or MATCH_NOBODY for a pause */
    int64_t weight; /* of all pairs together */
};
/* A plan in which nobody meets anybody twice. First as few pauses as can be, spread so that the squares of everybody's numbers of pauses
 * are least: where it can be, nobody pauses twice before all have once. Among those plans, (nearly) the largest sum. */
void match_rounds(struct arena *arena, const struct match_problem *problem, struct match_plan *plan);
/* What one plan has over another: the sum of weights less `match_pause_cost` for each person's pauses squared. */
int64_t match_value(const struct match_problem *problem, const size_t *mate);
int64_t match_pause_cost(const struct match_problem *problem);

#endif
