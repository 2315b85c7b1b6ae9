/* A source for tests of live and of streams: lines of talk, numbered in each channel. */
#ifndef LIVE_TEST_TALK_H
#define LIVE_TEST_TALK_H

#include "live/live.h"

/* "talk" has a memory and writes "English, UTC, 0: words"; "nudge" has none. */
extern const struct live_source talk_source, nudge_source;
extern const struct live_source *const talk_sources[];

/* Makes its tables. */
void talk_make(struct database *database);
/* Says something and publishes it; its number, 0: it couldn't be written. */
int64_t talk_say(struct database *database, int64_t channel, const char *words);
/* Publishes in a channel without a memory; ends a persona's streams. */
void talk_nudge(struct database *database, int64_t channel);
void talk_drop(struct database *database, int64_t persona);

#endif
