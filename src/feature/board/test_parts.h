/* A group with a board and what is said there, for the tests of groups and boards. Every call moves the clock by a second. */
#ifndef BOARD_TEST_PARTS_H
#define BOARD_TEST_PARTS_H

#include "board/board.h"

/* A group looked after by `facilitator`, with one board "Talk". */
struct test_place {
    int64_t group, board;
};
struct test_place test_group(const char *slug, enum group_joining joining, bool public_reading, const char *facilitator);
void test_joins(int64_t group, const char *who);
int64_t test_topic(struct test_place place, const char *who, const char *title, const char *body);
int64_t test_post(struct test_place place, int64_t topic, const char *who, const char *body);
int64_t test_opening(int64_t topic);
/* Through the web. `path` is printf-like; the answer's status. */
int test_get(const char *who, const char *format, ...) PRINTF(2, 3);
/* The page that test_get or test_send fetched last. */
struct request *test_page(void);
/* POST with up to four fields, ends with NULL: test_send("ana", "/topics/1/reply", "body", "Hello", NULL). */
int test_send(const char *who, const char *path, ...) __attribute__((sentinel));
const char *test_path(const char *format, ...) PRINTF(1, 2);

/* A group looked after by Fay where everybody's posts wait (or those `who` says), with a conversation of Bo's. */
struct test_reading_first {
    struct test_place place;
    int64_t topic;
};
struct test_reading_first test_reading_first(const char *who);
void test_reading_first_set(const char *who, const char *minors);

#endif
