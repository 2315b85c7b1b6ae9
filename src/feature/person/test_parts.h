/* What the tests of profiles share. */
#ifndef PERSON_TEST_PARTS_H
#define PERSON_TEST_PARTS_H

#include "person/pages.h"

/* Says one value on one's page, for an audience ("me", "members", "group-porch", ...). */
void test_says(const char *who, const char *field, const char *value, const char *audience);
void test_is_listed(const char *who, enum age_band band);
void test_connects(const char *one, const char *other);
void test_blocks(const char *one, const char *other);

#endif
