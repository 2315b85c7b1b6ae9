/* Ties between personas: connections, one's own circles, and who isn't to be met at all. Every feature that shows people to people asks
 * here. */
#ifndef CIRCLE_H
#define CIRCLE_H

#include "account/account.h"

/* ---- whom the signed-in member doesn't meet: blocks from either side, which look the same from both ---- */

struct block_list {
    const int64_t *items; /* ascending */
    size_t count;
};
/* Read once a request, also for a visitor (then empty); most are empty. */
enum status block_list_of(struct request *request, struct block_list *list) MUST_USE;
bool block_has(const struct block_list *list, int64_t persona);
/* Whether one of two blocks the other. */
enum status block_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *blocked) MUST_USE;
/* For SQL that lists what people wrote: true unless $1 (the reader; 0 for a visitor) and the persona in `column` block each other. */
#define BLOCK_NONE_SQL(column) "NOT EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $1 AND bl.other_id = " column ")"
/* Sets a block, and ends what connected the two. Idempotent. */
enum status block_set(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;
enum status block_end(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;

/* ---- connections ---- */

enum status connection_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *connected) MUST_USE;
enum status connection_set(struct db *db, struct arena *arena, int64_t a, int64_t b) MUST_USE;
enum status connection_end(struct db *db, struct arena *arena, int64_t a, int64_t b) MUST_USE;

extern const struct feature circle_feature;

#endif
