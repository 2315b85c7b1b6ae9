/* What opens with time: three steps of a persona, earned by days they were here, the guidelines, and words that stayed. It looks at no log
 * and keeps no list: a count of days (not which), and what each feature counts when it is asked. What a step may do is a table that the
 * stewards edit. Nobody but oneself sees a step, and moderators with a case. docs/decisions/trust.md */
#ifndef TRUST_H
#define TRUST_H

#include "account/account.h"

enum trust_step { TRUST_NEWCOMER, TRUST_MEMBER, TRUST_REGULAR, TRUST_STEPS };

enum trust_act {
    TRUST_LINKS,     /* links out of this place in one text */
    TRUST_MENTIONS,  /* people spoken to by name in one message */
    TRUST_PICTURES,  /* sending pictures */
    TRUST_TOPICS,    /* new conversations a day */
    TRUST_STRANGERS, /* first private messages a day to those one isn't connected with */
    TRUST_ASKS,      /* asks to connect a day */
    TRUST_GROUPS,    /* starting groups */
    TRUST_NAMES,     /* further names */
    TRUST_AT_ONCE,   /* what one writes appears at once where first words are read before */
    TRUST_ACTS,
    TRUST_DAYS = TRUST_ACTS, /* what the step asks for: days present */
    TRUST_STAYED,            /* words that stayed for a day */
    TRUST_AMOUNTS
};
enum { TRUST_FREELY = 1000, TRUST_DAYS_MOST = 100 };

struct trust_answer {
    bool may;
    int64_t amount;  /* as the table says: in one text, or a day; 0: not at all; TRUST_FREELY: no bound */
    const char *why; /* when they may not: why not yet, and what opens it, in kind sentences; else NULL */
};
/* Whether the signed-in member may do this now. Of what is bounded by the day it takes one (lib/http's limits: in memory, for a day), so
 * ask once everything else about a form is fine. Of TRUST_LINKS and TRUST_MENTIONS it answers the amount; see trust_links, trust_mentions.
 */
enum status trust_may(struct request *request, enum trust_act act, struct trust_answer *answer) MUST_USE;
/* The same, and form_reject at `field` when they may not. */
enum status trust_open(struct request *request, const char *field, enum trust_act act) MUST_USE;
/* Links out of this place in rendered markdown, and how many people a text speaks to; form_reject when there are too many. A text with none
 * costs nothing. */
enum status trust_links(struct request *request, const char *field, const char *html) MUST_USE;
enum status trust_mentions(struct request *request, const char *field, size_t count) MUST_USE;

/* At which step a persona stands: for moderators with a case of theirs, and for oneself. */
enum status trust_step_of(struct request *request, int64_t persona, enum trust_step *step) MUST_USE;
/* Its name in the reader's language. */
const char *trust_step_text(struct view *view, enum trust_step step);
/* Holds a persona at a step, or lifts them to it; `reason` is what they read. TRUST_STEPS: by what they earn again. They are told. */
enum status trust_hold(struct db *db, struct arena *arena, int64_t persona, enum trust_step step, const char *reason, int64_t now) MUST_USE;
/* Without telling anybody, and without words: for `kith demo`. */
enum status trust_hold_store(struct db *db, struct arena *arena, int64_t persona, enum trust_step step, const char *reason) MUST_USE;

handler trust_page, trust_table_page, trust_table_save, trust_person_page, trust_person_save;
extern const struct field trust_table_form[], trust_person_form[];
extern const struct feature trust_feature;

#endif
