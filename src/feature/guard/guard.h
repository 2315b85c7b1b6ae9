/* Against abuse without keeping addresses: what a form must bring, what a door under attack asks, and how much one may write. All that is
 * remembered lies in memory, as keyed hashes or as numbers that name nobody (docs/decisions/abuse-without-addresses.md). */
#ifndef GUARD_H
#define GUARD_H

#include "community/community.h"
#include "http/guard.h"
#include "layout/layout.h"

/* ---- forms that anybody may send: a field that stays empty, a pass that says when the page was made ---- */

#define GUARD_FIELDS                                                                                                                       \
    { "website", 0, 200, FIELD_LINE, false },                                                                                              \
    {                                                                                                                                      \
        "pass", 0, 60, FIELD_LINE, false                                                                                                   \
    }
/* The fields, for inside a form. */
void guard_fields(struct view *view);
/* INVALID (rejected, with all that was typed kept): the field that stays empty isn't, the pass is missing, not ours, too old, used before,
 * or a moment old: nobody fills a form in two seconds. Else the pass is used up. Needs no database. */
enum status guard_form_check(struct request *request) MUST_USE;
/* A pass made then, for a page or a test. */
const char *guard_pass(struct request *request, int64_t made);

/* ---- the door: joining, also under attack ---- */

#define GUARD_JOIN_FIELDS                                                                                                                  \
    GUARD_FIELDS, { "proof", 0, 12, FIELD_LINE, false },                                                                                   \
    {                                                                                                                                      \
        "answer", 0, 80, FIELD_LINE, false                                                                                                 \
    }
/* Somebody tries to join; call it once for each form that comes. */
void guard_door_note(struct request *request);
/* How many forms came within the last minute. */
int64_t guard_door_tries(struct request *request);
/* So many tried within a minute lately that raid mode is worth a thought. */
bool guard_door_wave(struct request *request);
/* Raid mode is on, or a wave was seen: joining asks for some work, or for waiting and an answer. */
bool guard_door_attacked(struct request *request);
/* Instead of guard_fields, for the form of the door: under attack also the work and the question. Reads the question: needs a database. */
enum status guard_door_fields(struct request *request, const char **question) MUST_USE;
void guard_door_show(struct view *view, const char *question);
/* Instead of guard_form_check, in a prepare handler. *vouched: false when joining needs a yes by hand, because under attack neither work
 * was done nor a question is there to answer. Under attack it also bounds how many may come in a minute, whoever they are: BUSY. */
enum status guard_door_check(struct request *request, bool *vouched) MUST_USE;

/* INVALID (rejected): too many come in at once; what was typed is kept. */
enum status guard_door_busy(struct request *request) MUST_USE;

/* ---- words: what a member is about to say ---- */

struct guard_words {
    const char *field, *text; /* of the form; beside it stands why it has to wait */
    const char *who;          /* a key for limits: a persona's */
    bool newcomer;            /* here since this month */
    bool trusted;             /* moderators and stewards aren't slowed */
};
/* INVALID (rejected, what was typed kept): raid mode's slow mode, a newcomer's link in it, very many links, the same words again and again
 * by one or by several newcomers. Nobody else learns of it, and nothing is stored. */
enum status guard_words_check(struct request *request, const struct guard_words *words) MUST_USE;

/* For struct hooks: says that raid mode is on, to members; and to those who can switch it, that a wave was seen. */
void guard_tidings(struct view *view);

/* ---- templates ---- */
void guard_empty_html(struct view *view);
void guard_door_html(struct view *view, const char *question, int64_t seconds, int64_t bits);
void guard_raid_html(struct view *view, int64_t until, bool may_end);
void guard_wave_html(struct view *view);

#endif
