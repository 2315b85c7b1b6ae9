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

/* What a member was told of, as they may see it now. */
struct subject {
    const char *path;  /* where it is: an own path */
    const char *title; /* members' words; NULL: none */
    const char *text;  /* a whole sentence in the reader's language, when the feature knows a better one; NULL: notification's own */
};
struct index_kind;
struct index_scopes;
struct picture_kind; /* feature/picture */
/* A file of its own in the download. `content` lives as long as the request. */
typedef void export_file(void *context, const char *name, struct bytes content);

struct feature {
    const char *name;
    /* Adds what this feature keeps about the signed-in member (request->member) to `data`, in plain English words as keys, marked
     * N_(): data.json keeps them, the readable page translates them. Values that are our words and not the member's come through t().
     * Times as date_machine() texts. */
    enum status (*export_data)(struct request *request, json_t *data);
    /* Adds files to the download, beside what export_data says of them. May be NULL. */
    enum status (*export_files)(struct request *request, export_file *add, void *context);
    /* Removes a persona: with `remove_words` their texts too, else texts stay without a name (author NULL). Idempotent. */
    enum status (*erase)(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
    /* The same of what only the signed-in member's own key finds; before erase, when they delete one of their personas themselves. May be
     * NULL. */
    enum status (*erase_own)(struct request *request, int64_t persona, bool remove_words);
    /* A persona is about to be called `name`; their row still holds the old one. Texts that hold it are to hold the new one. May be NULL.
     */
    enum status (*rename)(struct db *db, struct arena *arena, int64_t persona, const char *name);
    /* A persona has another age band; args: the persona, 0, the band (enum age_band). Pushed when they next speak. May be NULL. */
    later_work *band;
    /* While the signed-in member ends their account, before `erase`: with `remove_words` removes what only their own key finds. May be
     * NULL. */
    enum status (*leave)(struct request *request, bool remove_words);
    const struct job_kind *jobs;         /* ends with {0} */
    const struct picture_kind *pictures; /* the kinds of picture it knows, with who may see them; ends with {0}; may be NULL */
    /* After signing in again, in the same transaction: keeps what was typed (as a draft) and says in *go_to where it waits.
     * NOT_FOUND: not one of this feature's forms. May be NULL. */
    enum status (*keep)(struct request *request, const struct kept_form *kept, const char **go_to);
    /* Which of one's own personas speaks where this request leads (a group they belong to, a conversation they take part in). NOT_FOUND:
     * not one of this feature's places, or none of them belongs there. Asked before request->member is set, only for people with several
     * names. One statement a persona, so that no statement ever holds two. May be NULL. */
    enum status (*speaker)(struct request *request, const int64_t *personas, size_t count, int64_t *persona);
    /* Finds what the signed-in member was told of. `kind` is one of notification.h's words, `id` its subject. NOT_FOUND: not a kind of
     * this feature's, gone, or not for this reader; then nothing of it is shown. May be NULL. */
    enum status (*subject)(struct request *request, const char *kind, int64_t id, struct subject *subject);
    /* A way out of the place (e-mail, push): puts its own job to tell a persona that something waits, in words that say nothing of what
     * it is. Called once for each notification that is wanted so, in the transaction of its job "notification.deliver". May be NULL. */
    enum status (*carry)(struct db *db, struct arena *arena, int64_t persona, int64_t now);
    /* What of this feature can be found (lib/index); ends with {0}. May be NULL. */
    const struct index_kind *finds;
    /* The groups whose texts the signed-in member may read, their own first, at most 400; one feature answers, for the others NULL. */
    enum status (*index_scopes)(struct request *request, struct index_scopes *scopes);
    /* Reported things: later slices. */
};

#endif
