/* Leaving in a hurry, browsing safely, and help now: people to talk to and emergency numbers, country by country. The directory that
 * comes with Kith (data/) is taken into the database once; from then on stewards correct it. */
#ifndef SAFETY_H
#define SAFETY_H

#include "account/account.h"
#include "http/feature.h"
#include "text/text.h"

struct help_entry {
    int64_t id;
    const char *seed;        /* NULL for a steward's own */
    const char *name, *kind; /* "crisis_line", "peer_line", "mental_health", "legal", "advocacy" */
    const char *phone, *sms, *web, *hours, *audience, *about;
    const char *languages;  /* codes, separated by blanks */
    const char *confidence; /* "high", "medium" */
    const char *source_url, *source_seen, *corroboration, *caveat;
    bool general; /* for everyone, not for LGBT people in particular */
    bool kept;    /* a steward has been here */
    bool retired;
    int64_t checked_day;   /* days since 1970 when a steward last checked it; 0: never */
    const char *countries; /* codes, separated by blanks; "" is anywhere */
};
struct help_entries {
    struct help_entry *items;
    size_t count;
};

struct help_emergency {
    const char *country, *numbers; /* separated by blanks */
    const char *note, *source_url, *as_of;
    bool kept;
    int64_t checked_day;
};

/* ---- the directory ---- */

/* Takes in data/resources.json and data/emergency.json: new records are added, changed ones updated, those a steward touched left as
 * they are. Idempotent, and nothing but one look-up when this edition is in already. BROKEN: a file is damaged (logged). */
enum status help_seed(struct db *db, struct arena *arena) MUST_USE;
/* Codes of the countries there is anything for. */
struct help_countries {
    const char **items;
    size_t count;
};
enum status help_country_list(struct db *db, struct arena *arena, struct help_countries *countries) MUST_USE;
/* What answers in `country` and what answers anywhere, without the retired; not sorted. */
enum status help_list_in(struct db *db, struct arena *arena, const char *country, struct help_entries *entries) MUST_USE;
/* NOT_FOUND: no numbers are known. */
enum status help_emergency_find(struct db *db, struct arena *arena, const char *country, struct help_emergency *emergency) MUST_USE;

/* ---- for stewards ---- */

enum { HELP_PAGE = 40 };
/* By name, HELP_PAGE a page behind the entry `after` (0: from the start), also the retired; `country` "" is all. *more: others follow. */
enum status help_list(struct request *request, const char *country, int64_t after, struct help_entries *entries, bool *more) MUST_USE;
enum status help_find(struct request *request, int64_t id, struct help_entry *entry) MUST_USE;
/* entry->countries are replaced. */
enum status help_add(struct db *db, struct arena *arena, const struct help_entry *entry) MUST_USE;
enum status help_save(struct db *db, struct arena *arena, const struct help_entry *entry) MUST_USE;
enum status help_check(struct db *db, struct arena *arena, int64_t id, int64_t day) MUST_USE;
enum status help_retire(struct db *db, struct arena *arena, int64_t id, bool retired) MUST_USE;
enum status help_emergency_save(struct db *db, struct arena *arena, const struct help_emergency *emergency) MUST_USE;

/* ---- numbers ---- */

/* "tel:+4315856966" for a text that is one clear number, perhaps with a remark in brackets behind it; NULL otherwise. */
const char *help_phone_uri(struct arena *arena, const char *text);
/* "sms:678678" for "647-694-4275" and "text START to 678-678"; NULL for other services and anything unclear. */
const char *help_sms_uri(struct arena *arena, const char *text);

struct help_number {
    const char *tel, *text;
};
struct help_numbers_list {
    struct help_number *items;
    size_t count;
};

/* ---- in other features' pages: where somebody's words sound like danger ---- */

/* The emergency numbers of the country that the reader chose on this device; none: they chose none, or none are known. */
struct help_near {
    const char *country_name; /* NULL: none chosen */
    struct help_numbers_list numbers;
};
enum status help_near_find(struct request *request, struct help_near *near) MUST_USE;
/* What somebody just wrote and sent. Private and sealed words: thing and group 0, so that nothing of them can ever be kept. */
struct help_wrote {
    const char *kind; /* "topic", "post", "message", "story" (reported things: http/feature.h) */
    int64_t thing, group;
    int64_t persona; /* 0: the name is hidden */
    const char *path;
    bool danger; /* as help_near_look said */
};
/* Whether new words hold a sign of danger (lib/danger). Up to a tenth of a millisecond a kilobyte: in a prepare step where the route has
 * one, so that no writer waits for it. `more` may be NULL. */
bool help_near_look(struct request *request, const char *text, const char *more);
/* What a prepare step makes of the form's field "body": rendered, and looked at for danger. */
struct help_words {
    struct markdown markdown;
    bool danger;
};
/* A handler for routes' `prepare`: request->prepared is a struct help_words. INVALID, by form_reject: it can't be shown. */
handler help_words_prepare;
/* Inside the words' transaction. After a sign of danger the next page that the writer gets offers help (help_near_show), unless they closed
 * that in the last 24 hours; and in a group that asked for it somebody on duty reads the words first. *offered: the answer must lead to a
 * page, also where a script would be content with 204. */
enum status help_near_heed(struct request *request, const struct help_wrote *wrote, bool *offered) MUST_USE;
/* In the frame of every page (hooks.near): the card, once. */
void help_near_show(struct view *view);

/* ---- what somebody on duty reads first: rows of seven days, for the moderators' queue ---- */

enum { HELP_SIGN_DAYS = 7 };
struct help_sign {
    int64_t group, thing, persona, at; /* persona isn't given back */
    const char *kind, *path;
};
struct help_signs {
    struct help_sign *items;
    size_t count;
};
/* The newest hundred. What was deleted meanwhile may still be listed: ask its feature. */
enum status help_sign_list(struct db *db, struct arena *arena, int64_t now, struct help_signs *signs) MUST_USE;
/* Somebody read it. Idempotent. */
enum status help_sign_done(struct db *db, struct arena *arena, const char *kind, int64_t thing) MUST_USE;
/* A group's choice; off unless set. */
enum status help_watch_is(struct db *db, struct arena *arena, int64_t group, bool *on) MUST_USE;
enum status help_watch_set(struct db *db, struct arena *arena, int64_t group, bool on) MUST_USE;

extern const struct feature safety_feature;

/* A card with those numbers and the way to /help-now. */
void help_near_card(struct view *view, const struct help_near *near);

/* ---- pages ---- */

handler safety_exit, safety_page;
handler help_now_page, help_country_keep;
handler help_steward_page, help_new_page, help_make, help_edit_page, help_edit, help_checked, help_retired, help_numbers;
handler help_near_close, help_signs_page;
extern const struct field help_near_form[];
extern const struct field help_country_form[], help_entry_form[], help_retired_form[], help_numbers_form[];

#endif
