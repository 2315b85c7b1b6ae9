/* Every page that a test fetches is asked for twice more, compressed: put together from kept pieces it must be the same page. So each
 * change of a right, a language, a word or a day that any test makes is also a test that no piece outlives what it was made from. */
#ifndef TWICE_H
#define TWICE_H

#include "http/http.h"

void test_page_twice(struct request *shown);
/* An answer that came as gzip, unpacked and zero-ended, at most so many bytes; NULL when it is no gzip, or not whole. */
char *test_unpacked(struct arena *arena, const struct buf *body, size_t most);

#endif
