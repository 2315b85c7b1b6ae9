/* What each feature offers to work that cuts across all of them (DESIGN §1); app/features.c lists them. */
#ifndef FEATURE_H
#define FEATURE_H

#include "http/http.h"
#include <jansson.h>

/* What a member had typed when their session was over: where the form was going, and its fields. */
struct kept_form {
    const char *path;
    const struct pair *fields;
    size_t count;
};

struct feature {
    const char *name;
    /* Adds what this feature keeps about the signed-in member (request->member) to `data`, in plain English words as keys, marked
     * N_(): data.json keeps them, the readable page translates them. Values that are our words and not the member's come through t().
     * Times as date_machine() texts. */
    enum status (*export_data)(struct request *request, json_t *data);
    /* Removes a persona: with `remove_words` their texts too, else texts stay without a name (author NULL). Idempotent. */
    enum status (*erase)(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
    const struct job_kind *jobs; /* ends with {0} */
    /* After signing in again, in the same transaction: keeps what was typed (as a draft) and says in *go_to where it waits.
     * NOT_FOUND: not one of this feature's forms. May be NULL. */
    enum status (*keep)(struct request *request, const struct kept_form *kept, const char **go_to);
    /* Which of one's own personas speaks where this request leads (a group they belong to, a conversation they take part in). NOT_FOUND: not
     * one of this feature's places, or none of them belongs there. Asked before request->member is set, only for people with several names.
     * One statement a persona, so that no statement ever holds two. May be NULL. */
    enum status (*speaker)(struct request *request, const int64_t *personas, size_t count, int64_t *persona);
    /* The place's things in search results, reported things: later slices. */
};

#endif
