/* Accounts (what signs in) and personas (who others meet): two things that nothing stored joins but the member's own sealed list. */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "http/feature.h"
#include "layout/layout.h"

/* Roughly how old they said they are. BAND_YOUNG: under 18, said before one was asked which; it has the protections of both. */
enum age_band { BAND_UNSAID, BAND_YOUNG, BAND_ADULT, BAND_13, BAND_16 };
/* Which of them a place or a group admits: bits. */
enum { AGES_13 = 1, AGES_16 = 2, AGES_ADULT = 4, AGES_ALL = 7 };
/* Who hasn't said is admitted where everybody is, and a BAND_YOUNG where both of its bands are. */
bool persona_band_admitted(enum age_band band, int64_t ages);
bool persona_band_is_minor(enum age_band band);
/* The bits of the checkboxes age_13, age_16 and age_adult of a form: FIELDS_AGES in its fields. */
#define FIELDS_AGES                                                                                                                        \
    { "age_13", 0, 3, FIELD_LINE, false }, { "age_16", 0, 3, FIELD_LINE, false },                                                          \
    {                                                                                                                                      \
        "age_adult", 0, 3, FIELD_LINE, false                                                                                               \
    }
int64_t persona_bands_typed(const struct request *request);

/* Who is signed in, while their request runs. Lives in the request's arena, wiped at its end. */
struct member {
    int64_t account;
    int64_t persona; /* who they are to others, here and now: use this for everything they do */
    const char *name;
    int64_t picture;
    enum age_band band;
    unsigned roles;
    struct key key;                       /* the member key: seals drafts and other private fields */
    struct bytes sealed_secret, open_key; /* the persona's X25519 pair: see member_pair */
    int64_t accepted_guidelines;          /* version number; 0: none yet */
    bool newcomer;                        /* this name is here since this month, or the end of the last */
    bool waiting;                         /* joined by approval and not yet approved */
    const char *language, *zone, *theme;  /* language "" and zone "": as the place has it; theme "": as the device has it */
    bool discreet;
    int64_t session;      /* row id of this session, for "sign out elsewhere" */
    int rest_minutes;     /* what the member chose; 0: as the place has it */
    int64_t names;        /* how many personas the account has; 0: one */
    int64_t paused_until; /* one of their names may not act until then; 0: none */
    const char *paused_name, *paused_reason;
    int64_t muted_until; /* the same for writing alone */
    const char *muted_name;
    const char *recovery_code;    /* six words still to be confirmed as written down; "" when there are none */
    struct bytes sealed_personas; /* see member_personas */
};

/* Opened when they are asked for: most requests need neither. INVALID: the row doesn't open with this member's key. */
/* The persona's pair: what others seal to it opens with this. Wipe it after use. */
enum status member_pair(struct request *request, struct key_pair *pair) MUST_USE;
/* All of this account's personas. */
struct member_personas {
    const int64_t *items;
    size_t count;
};
enum status member_personas(struct request *request, struct member_personas *personas) MUST_USE;

/* A persona as others see it. `picture` is the number of its plate; below 0: the id of an uploaded picture, negative (feature/picture).
 * layout_plate shows either. */
struct persona {
    int64_t id;
    const char *name;
    int64_t picture;
};
enum status persona_picture_store(struct db *db, struct arena *arena, int64_t persona, int64_t picture) MUST_USE;
enum status persona_find(struct db *db, struct arena *arena, int64_t id, struct persona *persona) MUST_USE;
/* By the name's skeleton, so that "look-alikes" find the same one. NOT_FOUND. */
enum status persona_by_name(struct db *db, struct arena *arena, const char *name, struct persona *persona) MUST_USE;
/* Gives or takes one role above ROLE_MEMBER. NOT_FOUND: no such persona. Idempotent. */
enum status persona_role_set(struct db *db, struct arena *arena, int64_t persona, enum role role, bool on) MUST_USE;
/* Who has a role, at most `most`. */
enum status persona_role_list(struct db *db, struct arena *arena, enum role role, int64_t *personas, size_t most, size_t *count) MUST_USE;
/* The roles that stewards give: "moderator", "practitioner", "steward", and the mark "youth"; false for any other word. */
bool persona_role_read(const char *word, enum role *role);
/* The key others seal to; NOT_FOUND when the persona is gone or reads nothing (a demo persona). */
enum status persona_open_key(struct db *db, struct arena *arena, int64_t persona, struct key *open) MUST_USE;
/* Whether two may reach each other in private: two adults, two minors, or a minor and a listener or practitioner whom a steward has
 * approved for it (ROLE_YOUTH); never who hasn't said. docs/decisions/age-bands.md says why. Whoever may not is told what is said of
 * anybody who doesn't take messages, so that the answer reveals no age. */
enum status persona_bands_meet(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *meet) MUST_USE;
/* Until then (PAUSE_ENDLESS: for good) the person behind this persona may only read what everybody may; 0: ends it. NOT_FOUND: no such
 * persona. feature/sanction decides. */
#define PAUSE_ENDLESS INT64_C(253402214400000)
enum status persona_pause(struct db *db, struct arena *arena, int64_t persona, int64_t until, const char *reason) MUST_USE;
/* Until then they may read, and send no form but those of routes marked ROUTE_QUIET; 0: ends it. NOT_FOUND as above. */
enum status persona_mute(struct db *db, struct arena *arena, int64_t persona, int64_t until) MUST_USE;
/* When it ends; 0: none holds, nor did. NOT_FOUND. */
enum status persona_paused_until(struct db *db, struct arena *arena, int64_t persona, int64_t *until) MUST_USE;
enum status persona_band_store(struct db *db, struct arena *arena, int64_t persona, enum age_band band) MUST_USE;
enum status persona_band_of(struct db *db, struct arena *arena, int64_t persona, enum age_band *band) MUST_USE;
/* Another name. Every feature whose texts hold the old one puts the new one in its place, and the log of the database is emptied soon:
 * nothing says what somebody was called. CONFLICT: it looks like somebody else's. */
enum status persona_rename(struct db *db, struct arena *arena, const struct app *app, int64_t persona, const char *name,
                           int64_t now) MUST_USE;
/* The address of a persona's page: their name, percent-encoded. Slashes become hyphens: names are found by what they look like, in which
 * neither counts. ("me" is nobody's name: text.h keeps it back.) */
const char *persona_path(struct arena *arena, const char *name);
/* Removes a persona everywhere: every feature's erase, then the persona itself; for a declined application, too. Idempotent. An
 * account that has no other persona can no longer sign in. */
enum status persona_erase(struct db *db, struct arena *arena, const struct app *app, int64_t persona, bool remove_words) MUST_USE;
/* Whether `persona` is one of the signed-in member's names. */
bool account_name_is_own(const struct request *request, int64_t persona);
/* Whether the signed-in member has a second step; and whether the newest code of it was typed into `field`, which uses it up. INVALID: it
 * was rejected, kindly. */
enum status account_second_factor_is_on(struct request *request, bool *on) MUST_USE;
enum status account_second_factor_confirm(struct request *request, const char *field) MUST_USE;
/* The signed-in persona's id as text: the key for limits. */
const char *member_key_text(struct request *request);

/* Before the signed-in member says something where others read it: INVALID (rejected beside `field`, nothing lost) when it has to wait:
 * slow mode, floods of links, the same words again and again (feature/guard). */
enum status member_words_check(struct request *request, const char *field, const char *text) MUST_USE;

/* ---- hooks for http ---- */
enum status account_session_open(struct request *request);
void account_session_close(struct request *request); /* wipes the member's keys */
enum status account_sign_in_again(struct request *request);
/* What a member has to do first: "/recovery-code", "/guidelines", "/waiting"; NULL: nothing. */
const char *account_gate(struct request *request);
/* For "Leave now", which is a link: forgets the cookie at once and ends the session a moment later. Works on a GET. */
void account_leave(struct request *request);

/* ---- making accounts outside the web: `kith user`, `kith demo`, tests ---- */
struct account_new {
    const char *sign_in_name, *password, *name;
    unsigned roles;
    int64_t picture;
    int64_t guidelines;
    enum age_band band;
};
/* Makes an account with one persona; *recovery gets the code. CONFLICT: the sign-in name or a look-alike name is taken. */
enum status account_create(struct db *db, struct arena *arena, struct app *app, const struct account_new *wish, int64_t now,
                           int64_t *persona, const char **recovery) MUST_USE;
/* A persona without an account (demo). */
enum status persona_create(struct db *db, struct arena *arena, const char *name, int64_t picture, enum age_band band, int64_t now,
                           int64_t *persona) MUST_USE;
/* Why a name or a password can't be taken, as a sentence in the reader's language; NULL when it can. `others` are names the password
 * must not be; ends with NULL. */
const char *account_name_problem(struct view *view, const char *name);
const char *account_password_problem(struct view *view, const char *password, const char *const *others);

/* The checkboxes of FIELDS_AGES, for a template. */
void persona_bands_html(struct view *view, int64_t ages);

/* ---- pages ---- */
handler account_join_page, account_join, account_join_prepare;
handler account_code_page, account_code_confirm, account_code_again, account_code_again_prepare;
handler account_waiting_page;
handler account_sign_in_page, account_sign_in, account_sign_in_prepare;
handler account_second_step_page, account_second_step;
handler account_sign_out, account_sign_out_everywhere, account_sign_out_elsewhere;
handler account_recover_page, account_recover, account_recover_prepare;
handler account_names_page, account_name_add, account_speak_as, account_name_remove_page, account_name_remove, account_paused_page;
handler account_age_change;
handler account_settings_page, account_name_change, account_comfort_change;
handler account_password_page, account_password_change, account_password_prepare;
handler account_new_code_page, account_new_code, account_new_code_prepare;
handler account_second_factor_page, account_second_factor_on, account_second_factor_off, account_confirm_prepare;
handler account_download, account_delete_page, account_delete;
handler account_language, account_display;
extern const struct field account_name_add_form[], account_speak_form[], account_name_remove_form[], account_age_form[];
extern const struct field account_join_form[], account_code_form[], account_sign_in_form[], account_second_step_form[],
    account_recover_form[], account_name_form[], account_comfort_form[], account_password_form[], account_confirm_form[],
    account_second_factor_form[], account_delete_form[], account_language_form[], account_display_form[];
extern const struct feature account_feature;

#endif
