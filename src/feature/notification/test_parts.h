/* What one was told, for the tests of notifications. */
#ifndef NOTIFICATION_TEST_PARTS_H
#define NOTIFICATION_TEST_PARTS_H

#include "notification/pages.h"

/* A group "porch" looked after by fay, with ana and bo in it; its topic "Rain" by ana. */
struct test_porch {
    int64_t group, board, topic;
};
struct test_porch test_porch(void);
/* An answer through the web, and what follows from it. */
void test_answers(const char *who, int64_t topic, const char *body);
/* How many rows somebody was told, and how many of those they haven't seen. */
int64_t test_told(const char *who);
int64_t test_untouched(const char *who);
/* Straight into the outbox. */
void test_tell(const char *who, enum notification_kind kind, int64_t by, int64_t subject);
/* Their /notifications, which isn't marked as seen before the next test_settle. */
bool test_list_shows(const char *who, const char *text);
/* Whether their /home has the dot at the inbox. */
bool test_dot(const char *who);

#endif
