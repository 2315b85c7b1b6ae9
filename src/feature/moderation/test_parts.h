/* Reports through the web, for the tests of reports and cases. */
#ifndef MODERATION_TEST_PARTS_H
#define MODERATION_TEST_PARTS_H

#include "moderation/pages.h"

/* `who` reports kind/id with these words, rank "soon" and wish "tell"; the id of the report, 0: refused. */
int64_t test_report(const char *who, const char *kind, int64_t id, const char *words);
/* The newest case. */
int64_t test_case(void);
/* A group "porch" of fay with ana, bo and cyd, and a conversation of ana's: its opening. */
int64_t test_reported_post(void);
/* The form of /cases/:id/decide with a measure: the answer's status. */
int test_decide(const char *who, int64_t id, const char *measure);

#endif
