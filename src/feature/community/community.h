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
    int64_t ages;          /* who may join: bits of account.h */
    int rest_minutes;      /* signed out after this much rest unless the member chose otherwise */
    bool demo;             /* made by `kith demo`: only a process started as a demo serves it */
    int64_t guideline;     /* the current version */
    int64_t raid_until;    /* raid mode until then; 0: it wasn't switched on */
    int64_t invites_month; /* how many people a member may invite in a month; 0: stewards alone invite */
    int64_t first_posts;   /* of each name, so many first posts wait until somebody has read them; 0: none */
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

/* Whether raid mode is on at this moment: joining needs a yes, everybody writes slowly, newcomers without links. */
bool community_is_raided(const struct request *request);
/* Switches it on until then (0: off), and notes by whom. */
enum status community_raid_set(struct db *db, struct arena *arena, int64_t until, int64_t persona, int64_t now) MUST_USE;
struct raid {
    int64_t id, at, until;
    const char *by; /* NULL: somebody who has left */
};
struct raids {
    struct raid *items;
    size_t count;
};
/* When it was switched, newest first, at most 20. */
enum status community_raid_list(struct db *db, struct arena *arena, struct raids *list) MUST_USE;

/* ---- plain questions at the door, for those whose browser can't do the work (feature/guard) ---- */

struct question {
    const char *language, *question, *answers; /* answers: one a line */
};
/* In `language`, else in any. NOT_FOUND: there is none. */
enum status question_find(struct db *db, struct arena *arena, const char *language, struct question *question) MUST_USE;
/* An empty question takes it away. */
enum status question_store(struct db *db, struct arena *arena, const struct question *question) MUST_USE;
/* Whether it answers one of the questions, in whichever language. */
enum status question_answered(struct db *db, struct arena *arena, const char *answer, bool *right) MUST_USE;

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
enum status invitation_use(struct db *db, struct arena *arena, const char *code, int64_t now, int64_t *id) MUST_USE;
/* Makes one; *code is the only time it can be read. invitation_add_by: by a persona (docs/decisions/abuse-without-addresses.md). */
enum status invitation_add_by(struct db *db, struct arena *arena, int64_t persona, const char *note, int64_t uses, int64_t days,
                              int64_t now, const char **code) MUST_USE;
enum status invitation_add(struct db *db, struct arena *arena, const char *note, int64_t uses, int64_t days, int64_t now,
                           const char **code) MUST_USE;
/* Those that still let somebody in, newest first, 50 a page before the id `before` (0: from the newest); *more: others follow. */
enum status invitation_list(struct db *db, struct arena *arena, int64_t before, int64_t now, struct invitations *list, bool *more) MUST_USE;
/* One persona's own that still let somebody in, newest first, at most 50; `made`: how many they made in the last 30 days. */
enum status invitation_list_own(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct invitations *list,
                                int64_t *made) MUST_USE;
/* Ends one of their own: idempotent. */
enum status invitation_end_own(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Removes those that are used up or too old, except where somebody came by it or it counts for its maker's month. Idempotent. */
enum status invitation_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;
enum status invitation_revoke(struct db *db, struct arena *arena, int64_t id) MUST_USE;

/* ---- trails: who came by which invitation. At the level of personas, kept for a year after the code was made ---- */

/* A code by which people came. */
struct trail {
    int64_t id, persona;   /* of the invitation; of who made it: 0, nobody any more */
    const char *by, *note; /* by NULL: nobody any more */
    int64_t came, paused;  /* by this very code */
    int64_t up;            /* the code by which its maker came; 0: none is known */
};
struct trails {
    struct trail *items;
    size_t count;
};
enum status trail_note(struct db *db, struct arena *arena, int64_t persona, int64_t invitation) MUST_USE;
/* By whose invitation a persona came. NOT_FOUND: by none, or it is too long ago. */
enum status trail_of(struct db *db, struct arena *arena, int64_t persona, struct trail *trail) MUST_USE;
enum status trail_find(struct db *db, struct arena *arena, int64_t invitation, struct trail *trail) MUST_USE;
/* Newest first, 50 a page before the id `before`. */
enum status trail_list(struct db *db, struct arena *arena, int64_t before, struct trails *list, bool *more) MUST_USE;
/* Codes by which people came, made by those who came by this one; at most 200. */
enum status trail_below(struct db *db, struct arena *arena, int64_t invitation, struct trails *list) MUST_USE;
struct trail_people {
    struct trail_person {
        int64_t id;
        const char *name;
        bool paused; /* by the revocation of this branch or one above it */
    } * items;
    size_t count;
};
/* Who came by this very code, by name, at most 200. */
enum status trail_people_list(struct db *db, struct arena *arena, int64_t invitation, struct trail_people *people) MUST_USE;
enum { BRANCH_MOST = 2000 };
/* All who came by the code, and by those people's codes, and so on, but those who have a role meanwhile; at most BRANCH_MOST. */
enum status trail_branch(struct db *db, struct arena *arena, int64_t invitation, int64_t **personas, size_t *count) MUST_USE;
/* The codes of the branch let nobody in any more. */
enum status trail_branch_close(struct db *db, struct arena *arena, int64_t invitation) MUST_USE;
/* That a persona was paused with a branch until then; and who was, to take it back. */
enum status trail_pause_note(struct db *db, struct arena *arena, int64_t persona, int64_t invitation, int64_t until) MUST_USE;
struct trail_pause {
    int64_t persona, until;
};
enum status trail_pauses_take(struct db *db, struct arena *arena, int64_t invitation, struct trail_pause **pauses, size_t *count) MUST_USE;
/* Forgets what is older than a year. Idempotent. */
enum status trail_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;

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

/* ---- guidelines: what the door asks; their rules and versions are feature/guideline's ---- */

/* The newest version of the place's guidelines that this persona accepted; 0: none. */
enum status guideline_accepted(struct db *db, struct arena *arena, int64_t persona, int64_t *version) MUST_USE;
/* Idempotent. */
enum status guideline_accept(struct db *db, struct arena *arena, int64_t persona, int64_t version) MUST_USE;
/* A persona is gone: its acceptances and application go too. */
enum status community_forget(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

#endif
