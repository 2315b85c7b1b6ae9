/* Listeners and those who ask, for the tests of listening. */
#ifndef LISTENING_TEST_PARTS_H
#define LISTENING_TEST_PARTS_H

#include "listening/pages.h"

/* Everybody said that they are grown up. */
void test_grown_up(void);
void test_band(const char *who, enum age_band band);
void test_block(const char *who, const char *other);
/* A listener who is there for the next eight hours, for one talk at once. */
void test_listens(const char *who, const char *codes, unsigned topics);
/* Asks through the web for "now", in English and about topic 0 ("coming out"); the request's id, 0 when it was refused. */
int64_t test_asks(const char *who, const char *words);
/* What is done with a request through the web; the answer's status. */
int test_request(const char *who, int64_t request, const char *word, const char *answer);
/* The name of whom a request is offered to, or who said yes; "" for nobody. */
const char *test_offered_to(int64_t request);
/* Ana asks, Bo listens, and the talk has begun; each one's seat. */
struct test_talk {
    int64_t ana, bo;
};
struct test_talk test_talk(const char *words);
int test_listening_says(const char *who, int64_t seat, const char *body);
int test_talk_act(const char *who, int64_t seat, const char *word, const char *name, const char *value);

#endif
