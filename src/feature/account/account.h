/* Accounts (what signs in) and personas (who others meet): two things that nothing stored joins but the member's own sealed list. */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "http/feature.h"
#include "layout/layout.h"

/* Who is signed in, while their request runs. Lives in the request's arena, wiped at its end. */
struct member {
    int64_t account;
    int64_t persona;             /* who they are to others, here and now: use this for everything they do */
    const char *name;
    int64_t picture;
    unsigned roles;
    struct key key;              /* the member key: seals drafts and other private fields */
    struct key_pair pair;
    int64_t accepted_guidelines; /* version number; 0: none yet */
    bool waiting;                /* joined by approval and not yet approved */
    const char *language, *zone, *theme;
    bool discreet;
    int64_t session;             /* row id of this session, for "sign out elsewhere" */
};

/* A persona as others see it. `name` is NULL for one that is gone: show account_gone_name(). */
struct persona { int64_t id; const char *name; int64_t picture; };
enum status persona_find(struct db *db, struct arena *arena, int64_t id, struct persona *persona) MUST_USE;
/* By the name's skeleton, so that "look-alikes" find the same one. NOT_FOUND. */
enum status persona_by_name(struct db *db, struct arena *arena, const char *name, struct persona *persona) MUST_USE;
bool member_is(const struct request *request, enum role role);
/* The signed-in persona's id as text: the key for limits. */
const char *member_key_text(struct request *request);

/* ---- hooks for http ---- */
enum status account_session_open(struct request *request);
enum status account_sign_in_again(struct request *request);

/* ---- making accounts outside the web: `kith user`, `kith demo`, tests ---- */
struct account_new { const char *sign_in_name, *password, *name; unsigned roles; int64_t picture; int64_t guidelines; };
/* Makes an account with one persona; *recovery gets the code. CONFLICT: the sign-in name or a look-alike name is taken. */
enum status account_create(struct db *db, struct arena *arena, struct app *app, const struct account_new *wish, int64_t now,
                           int64_t *persona, const char **recovery) MUST_USE;
/* A persona without an account (demo). */
enum status persona_create(struct db *db, struct arena *arena, const char *name, int64_t picture, int64_t now, int64_t *persona) MUST_USE;
/* Opens a session for tests and returns the cookie's value. */
enum status account_session_for_test(struct db *db, struct arena *arena, struct app *app, const char *sign_in_name, const char *password,
                                     int64_t now, const char **cookie) MUST_USE;

handler account_join_page, account_join, account_join_prepare;
handler account_sign_in_page, account_sign_in, account_sign_in_prepare;
handler account_sign_out;
extern const struct field account_join_form[], account_sign_in_form[];
extern const struct feature account_feature;

#endif
