/* A verified partner with somebody who looks after it, and what it offers. */
#ifndef OPPORTUNITY_TEST_PARTS_H
#define OPPORTUNITY_TEST_PARTS_H

#include "opportunity/pages.h"

/* Verified by Stu for a year, "MARKCHECKED". */
int64_t test_partner(const char *keeper, const char *name);
int64_t test_listing(int64_t partner, const char *who, const char *title);
/* A second one, who writes. */
void test_partner_with(int64_t partner, const char *who);
/* Through the web, for everything a listing's form needs; the status. */
int test_listing_sends(const char *who, const char *path, const char *title, const char *link);
/* Applies; the applicant's own way to it, 0: refused. */
int64_t test_applies(const char *who, int64_t listing, const char *words);
/* How `who` finds what was written to their partner last. */
int64_t test_letter_of(const char *who);

#endif
