/* Two who can write to each other, and what they say, for the tests of private messages. */
#ifndef MESSAGE_TEST_PARTS_H
#define MESSAGE_TEST_PARTS_H

#include "message/message.h"

/* Everybody but new is an adult; a group "porch" looked after by fay with ana, bo and cyd in it; ana and bo are connected. */
void test_people(void);
/* Ana's, to `to`, with `body`: her seat; 0: refused. */
int64_t test_letter(const char *who, const char *to, const char *body);
/* The seat by which `who` finds what they were last told about. */
int64_t test_seat(const char *who);
/* Somebody more, grown up, in the group. */
void test_more_people(const char *sign_in, const char *name);
int test_say_private(const char *who, int64_t seat, const char *body);

#endif
