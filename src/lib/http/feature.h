/* What each feature offers to work that cuts across all of them (DESIGN §1); app/features.c lists them. */
#ifndef FEATURE_H
#define FEATURE_H

#include "http/http.h"
#include <jansson.h>

struct feature {
    const char *name;
    /* Adds what this feature keeps about the signed-in member (request->member) to `data`, in plain words as keys. */
    enum status (*export_data)(struct request *request, json_t *data);
    /* Removes a persona: with `remove_words` their texts too, else texts stay without a name (author NULL). Idempotent. */
    enum status (*erase)(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
    const struct job_kind *jobs;   /* ends with {0} */
    /* The place's things in search results, reported things: later slices. */
};

#endif
