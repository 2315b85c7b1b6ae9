/* Evenings and people who come, for the tests of networking. */
#ifndef NETWORKING_TEST_PARTS_H
#define NETWORKING_TEST_PARTS_H

#include "networking/pages.h"

/* Announced by the steward, in 25 minutes: `rounds` of five minutes, for adults and minors. */
int64_t test_evening(int rounds);
/* Comes with these wishes and offers (one digit each, "" for none), in English. The answer's status. */
int test_comes(const char *who, int64_t evening, const char *seek, const char *offer);
int test_does(const char *who, int64_t evening, const char *act);
/* All who came say that they are here, and the first round begins. */
void test_begins(int64_t evening, const char *const *people, size_t count);
/* The clock moves to the end of what goes on, and jobs run. */
void test_turns(int64_t evening);
/* With whom somebody is paired in a round; "" for a pause. */
const char *test_met(int64_t evening, int round, const char *who);
/* Goes in, and says something there (NULL: nothing). The status of the last answer. */
int test_enters(const char *who, int64_t evening, const char *words);
int64_t test_pair_of(int64_t evening, int round, const char *who);

#endif
