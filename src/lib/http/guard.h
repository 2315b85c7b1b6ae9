/* What is remembered against abuse besides the limits, in memory alone: which passes of forms were used, and how many forms came to the
 * door minute by minute. Neither names anybody. Fixed memory; each call takes a lock for a moment. feature/guard decides what follows. */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/http.h"

struct guard *guard_new(void);
void guard_free(struct guard *guard);

/* A pass: 8 random bytes, when it was made, and a keyed hash of both. Bound to nobody. */
const char *guard_pass_make(struct guard *guard, struct arena *arena, int64_t made);
/* Whether it is ours and not older than half a day; sets *made. */
bool guard_pass_read(struct guard *guard, const char *text, int64_t now, int64_t *made);
/* Uses up one that guard_pass_read took; false when it was used before. Memory is fixed: when it is full, the oldest goes, and with it all
 * passes that are as old. */
bool guard_pass_take(struct guard *guard, const char *text, int64_t made);
/* Whether it was used up. */
bool guard_pass_is_used(struct guard *guard, const char *text, int64_t made);

/* One more form at the door. */
void guard_tries_note(struct guard *guard, int64_t now);
/* The most within this minute or the one before. */
int64_t guard_tries_of(struct guard *guard, int64_t now);
bool guard_wave_is(struct guard *guard, int64_t now);

#endif
