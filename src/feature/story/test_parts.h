/* A story on the web, for this folder's tests. */
#ifndef STORY_TEST_PARTS_H
#define STORY_TEST_PARTS_H

#include "story/pages.h"

/* Publishes "title" as `who` for `audience`; the id. Each call is another form. */
int64_t test_story(const char *who, const char *title, const char *body, const char *audience);
/* The id of the draft or kept story that the last answer leads to. */
int64_t test_sealed_id(void);
void test_story_connects(const char *a, const char *b);
void test_story_blocks(const char *a, const char *b);

#endif
