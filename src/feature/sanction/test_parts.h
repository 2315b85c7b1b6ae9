/* Deciding through the web, for the tests of measures, appeals and the log. */
#ifndef SANCTION_TEST_PARTS_H
#define SANCTION_TEST_PARTS_H

#include "sanction/pages.h"

/* `who` decides about a thing as the form is shown to them at first (turn 1): the answer's status. `length` is "3 days", "2 hours" or "".
 */
int test_decides(const char *who, const char *kind, int64_t thing, const char *measure, const char *length);
/* The same about a person, with the turn that is next; the decision's id. */
int64_t test_decided(const char *who, const char *about, const char *measure, const char *length);

#endif
