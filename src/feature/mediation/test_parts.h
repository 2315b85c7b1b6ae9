/* A mediation on its way: Ana asks to talk with Bo, Cyd mediates. Every call goes through the web and moves the clock by a second. */
#ifndef MEDIATION_TEST_PARTS_H
#define MEDIATION_TEST_PARTS_H

#include "mediation/pages.h"

/* Everybody is an adult, and Cyd and Fay mediate. */
void test_mediators(void);
/* Names one as a mediator, as a steward does. */
void test_mediates(const char *who, bool on);
/* Ana's seat; 0: refused. */
int64_t test_mediation_asks(const char *words);
/* The seat by which `who` finds what they were last told of. */
int64_t test_mediation_told(const char *who);
/* POST …/do; the status. */
int test_mediation_does(const char *who, int64_t seat, const char *act, const char *answer);
/* Each one's seat; the room is open. */
struct test_three {
    int64_t ana, bo, cyd;
};
struct test_three test_three_open(const char *words);
int test_mediation_says(const char *who, int64_t seat, const char *body);
/* Both accept, she is ready, on to the next stage. */
void test_next_stage(const struct test_three *three);

#endif
