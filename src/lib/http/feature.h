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
/* Something a member can report, and a case is about. Texts live as long as the request. Kinds: "topic", "post", "message", "session-word",
 * "story", "story-comment", "person" ("name" and "age" are of a person, too), "letter" (words of a private conversation, which each
 * moderator reads from their own sealed copy; id is the case's), "group", "listing", "event", "meeting" (one of two who
 * met in a round of networking), "reflection" (words after an event). */
struct reported {
    const char *kind;
    int64_t id, persona, group; /* persona 0: nobody any more, or somebody under a handle: nobody may link the two; group 0: in none */
    const char *by;             /* the name to show: the persona's, or the handle; "" for somebody who has left */
    const char *path;           /* where it stands: an own path */
    const char *title, *text;   /* members' words, as they were written; never NULL */
    bool hidden, gone;          /* it can't be read by others now; gone: not even shown anew */
    bool mine;                  /* one's own: under any of the reader's names, or without one */
};
/* What stands around something that is reported, in its order, at most REPORTED_AROUND before it and behind it. Texts as they were written.
 */
enum { REPORTED_AROUND = 10 };
struct reported_word {
    const char *by, *text;
    int64_t at;
    bool is_it; /* the thing itself */
};
struct reported_words {
    struct reported_word *items;
    size_t count;
};
/* Of one quarter: `count` of a word of ours in a part of ours ("measure", "hide"). `people`: how many different people they are about, or
 * come from, as far as that is known; a sum of few people is a small one, too. Of part "median": the middle of `people` times, in ms. */
struct sum {
    const char *part, *word;
    int64_t count, people;
};
typedef void sum_add(void *context, const struct sum *sum);

struct index_kind;
struct index_scopes;
struct picture_kind; /* feature/picture */
/* A file of its own in the download. `content` lives as long as the request. */
typedef void export_file(void *context, const char *name, struct bytes content);

struct feature {
    const char *name;
    /* Adds what this feature keeps about the signed-in member (request->member; once for each of their names) to `data`, in plain English
     * words as keys, marked N_(): data.json keeps them, the readable page translates them. Values that are our words and not the member's
     * come through t(). Times as date_machine() texts. */
    enum status (*export_data)(struct request *request, json_t *data);
    /* Adds files to the download, beside what export_data says of them. May be NULL. */
    enum status (*export_files)(struct request *request, export_file *add, void *context);
    /* Removes a persona: with `remove_words` their texts too, else texts stay without a name (author NULL). Idempotent. */
    enum status (*erase)(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
    /* The same of what only the signed-in member's own key finds; before erase, when they let one of their personas go themselves, and for
     * each when they end their account: then first once with persona 0, for what belongs to none of their names. May be NULL. */
    enum status (*erase_own)(struct request *request, int64_t persona, bool remove_words);
    /* A persona is about to be called `name`; their row still holds the old one. Texts that hold it are to hold the new one. May be NULL.
     */
    enum status (*rename)(struct db *db, struct arena *arena, int64_t persona, const char *name);
    /* A persona has another age band; args: the persona, 0, the band (enum age_band). Pushed when they next speak. May be NULL. */
    later_work *band;
    /* A persona was here; args: the persona. Pushed about once a day for each person. May be NULL. */
    later_work *present;
    /* How many things a persona wrote under their name before `before` that still stand, counted to at most `most`. May be NULL. */
    enum status (*stayed)(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count);
    /* Whether the signed-in member may take one more name: INVALID, by form_reject, when they may not. May be NULL. */
    enum status (*name_more)(struct request *request);
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
    /* Finds what is reported. `at_work`: for a moderator with a case about it, whoever may read it (the caller checked that); else as the
     * reader finds it on its own page. NOT_FOUND: not a kind of this feature's, not there, or not for this reader. Ask reported_find. May
     * be NULL. */
    enum status (*reported)(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
    /* What stands around it, for a moderator with a case about it, whoever may read it (the caller checked that, and wrote it down); nobody
     * is told, and nothing is marked as read. NOT_FOUND: it isn't there, or a thing of this kind stands alone. Ask reported_around. May be
     * NULL. */
    enum status (*reported_around)(struct request *request, const char *kind, int64_t id, struct reported_words *words);
    /* Hides it from everybody but its writer and who looks after the place, or brings it back; whoever asks. `reason` is what its writer
     * reads. Idempotent. INVALID: a thing of this kind can't be hidden (a person's name). NOT_FOUND as above. Ask reported_hide. */
    enum status (*reported_hide)(struct request *request, const char *kind, int64_t id, bool hide, const char *reason);
    /* Puts a content note before a thing that has none, in the words of those who look after the place; or takes just that one away again.
     * INVALID: it can't have one, or has its writer's. NOT_FOUND as for `reported`. Ask reported_note. May be NULL. */
    enum status (*reported_note)(struct request *request, const char *kind, int64_t id, const char *note, bool put);
    /* A persona was removed from a group: what only goes with belonging to it, goes. Idempotent. May be NULL. */
    enum status (*ungrouped)(struct db *db, struct arena *arena, int64_t persona, int64_t group);
    /* Whether the reader, under any of their names, is part of a case: reported it, or has written what it is about. One feature answers.
     */
    enum status (*case_part)(struct request *request, int64_t case_id, bool *part);
    /* What was decided about a case was taken back: who reported hears of it. Idempotent. One feature answers. */
    enum status (*case_overturned)(struct request *request, int64_t case_id);
    /* Whether a decision about a persona runs at `now`: they can't write, somewhere or anywhere, or can't take part. One feature answers.
     */
    enum status (*measured)(struct db *db, struct arena *arena, int64_t persona, int64_t now, bool *runs);
    /* Sums of what happened in [from, until), a quarter that is over: feature/transparency publishes those that aren't small. May be NULL.
     */
    enum status (*sums)(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context);
};
/* The middle one of times in ms that a statement gives in order, as one more sum of part "median". */
void sum_median(struct rows *rows, const char *word, sum_add *add, void *context);

/* The next columns of a row: whose it is (id and name, NULL once they have left), its group, its title, its text. */
void reported_row_read(struct rows *rows, struct reported *reported);
/* Ask the feature whose kind it is. */
enum status reported_find(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported) MUST_USE;
enum status reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words) MUST_USE;
enum status reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason) MUST_USE;
enum status reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put) MUST_USE;

#endif
