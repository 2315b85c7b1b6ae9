/* Events for tests: hosted by Fay, in Cologne, in two days at the same hour, for two hours. */
#ifndef EVENT_TEST_PARTS_H
#define EVENT_TEST_PARTS_H

#include "event/pages.h"

/* What every step of a place holds in tests. */
#define TEST_REGION "MARKREGION"
#define TEST_QUARTER "MARKQUARTER"
#define TEST_EXACT "MARKEXACT"
#define TEST_DOOR "MARKDOOR"
#define TEST_LINK "https://meet.example.org/MARKLINK"

struct event_new test_event_wish(void);
int64_t test_event(const struct event_new *wish);
enum event_coming test_event_joins(int64_t event, const char *who, const struct event_wish *wish);
int test_event_comes(const char *who, int64_t event); /* through the web */
/* "going", "waiting", … ; "" for none. */
const char *test_event_state(int64_t event, const char *who);

#endif
