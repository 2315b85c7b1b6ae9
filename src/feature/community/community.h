/* What the stewards decide about the place: its name, how one joins, its guidelines. Pages for it are in feature/steward and
 * feature/guideline; this folder holds the data, below feature/account, which asks it at every door. */
#ifndef COMMUNITY_H
#define COMMUNITY_H

#include "http/http.h"

enum join_mode { JOIN_OPEN, JOIN_INVITATION, JOIN_APPROVAL };

struct community {
    const char *name;     /* "Lantern Street" */
    const char *runners;  /* who looks after it, one or two sentences */
    const char *about;    /* markdown, may be empty */
    const char *contact;  /* how to reach the people who run it; markdown, may be empty */
    const char *exit_url; /* where "Leave now" leads: absolute, https; read it with community_exit_url */
    const char *zone;     /* the place's IANA zone, for readers who chose none */
    enum join_mode joining;
    int rest_minutes;  /* signed out after this much rest unless the member chose otherwise */
    bool demo;         /* made by `kith demo`: only a process started as a demo serves it */
    int64_t guideline; /* the current version */
};

/* Reads the one row (and the current guideline version). */
enum status community_load(struct db *db, struct arena *arena, struct community *community) MUST_USE;
/* The settings session_open put on the request; never NULL after it. */
const struct community *community_of(const struct request *request);
enum status community_save(struct db *db, struct arena *arena, const struct community *community) MUST_USE;
/* Where "Leave now" leads; somewhere harmless also while the database doesn't answer and nothing is known of this place. */
const char *community_exit_url(const struct request *request);
/* "open", "invitation", "approval"; false for any other word. */
bool community_joining_read(const char *word, enum join_mode *joining);

/* ---- invitations ---- */

struct invitation {
    int64_t id;
    const char *note;
    int64_t uses_left, expires_day;
};
struct invitations {
    struct invitation *items;
    size_t count;
};
/* Takes one use of a code (case and blanks don't matter); NOT_FOUND when it is unknown, used up, expired or revoked. */
enum status invitation_use(struct db *db, struct arena *arena, const char *code, int64_t now) MUST_USE;
/* Makes one; *code is the only time it can be read. */
enum status invitation_add(struct db *db, struct arena *arena, const char *note, int64_t uses, int64_t days, int64_t now,
                           const char **code) MUST_USE;
/* Those that still let somebody in, newest first, 50 a page before the id `before` (0: from the newest); *more: others follow. */
enum status invitation_list(struct db *db, struct arena *arena, int64_t before, int64_t now, struct invitations *list, bool *more) MUST_USE;
/* Removes those that are used up or too old. Idempotent. */
enum status invitation_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;
enum status invitation_revoke(struct db *db, struct arena *arena, int64_t id) MUST_USE;

/* ---- applications: joining by approval ---- */

struct application {
    int64_t id, persona;
    const char *why;
};
struct applications {
    struct application *items;
    size_t count;
};
enum status application_add(struct db *db, struct arena *arena, int64_t persona, const char *why, int64_t now) MUST_USE;
/* What this persona wrote when they asked to join, while it waits. NOT_FOUND: nothing waits. */
enum status application_of(struct db *db, struct arena *arena, int64_t persona, struct application *application) MUST_USE;
enum status application_pending(struct db *db, struct arena *arena, int64_t persona, bool *waiting) MUST_USE;
/* Longest waiting first, 50 a page behind the id `after` (0: from the start); *more: others follow. */
enum status application_list(struct db *db, struct arena *arena, int64_t after, struct applications *list, bool *more) MUST_USE;
enum status application_find(struct db *db, struct arena *arena, int64_t id, struct application *application) MUST_USE;
/* The decision's first half: the words are gone. Declining goes on to erase the persona. */
enum status application_close(struct db *db, struct arena *arena, int64_t id) MUST_USE;

/* ---- guidelines ---- */

struct guideline {
    int64_t version, published_day;
    const char *summary;  /* what changed, in the steward's words; "" for the first */
    const char *body;     /* markdown; NULL: the built-in text */
    const char *language; /* of body; NULL with the built-in one */
};
/* The version's text in `language`, else in the language it has. NOT_FOUND: no such version. */
enum status guideline_find(struct db *db, struct arena *arena, int64_t version, const char *language, struct guideline *guideline) MUST_USE;
/* The newest version this persona accepted; 0: none. */
enum status guideline_accepted(struct db *db, struct arena *arena, int64_t persona, int64_t *version) MUST_USE;
/* Idempotent. */
enum status guideline_accept(struct db *db, struct arena *arena, int64_t persona, int64_t version) MUST_USE;
/* Publishes the next version; from then on every member is asked again. */
enum status guideline_publish(struct db *db, struct arena *arena, const char *language, const char *body, const char *summary, int64_t now,
                              int64_t *version) MUST_USE;
/* A persona is gone: its acceptances and application go too. */
enum status community_forget(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

#endif
