/* Reports and cases: what members tell of each other's words, the contact form, and the work on it. Things are asked for by their features
 * (struct reported), measures are feature/sanction's. Who reported is known to a moderator at work with the case, on asking, and to nobody
 * else: docs/decisions/reports.md. */
#ifndef MODERATION_H
#define MODERATION_H

#include "account/account.h"
#include "http/feature.h"

enum case_rank { CASE_DANGER, CASE_SOON, CASE_WAITS, CASE_RANKS };
enum { CASE_WORDS_MAX = 4000, CASE_WORDS_KEPT_DAYS = 200, CASE_CODE_DIGITS = 16 };

/* A report by the signed-in member. Inside a write. */
struct report_new {
    const struct reported *thing; /* kind "letter": id is ignored, the new case's is its id; no words are kept */
    int64_t rule;                 /* a guideline's (guideline_rule_find) */
    enum case_rank rank;
    const char *wish;  /* "tell", "hide", "talk", "remove" */
    const char *words; /* what happened; "" for none */
};
/* Opens a case or joins the one that waits; *case_id and *report get their ids. CONFLICT: they reported it already; *report is that one. */
enum status report_make(struct request *request, const struct report_new *wish, int64_t *case_id, int64_t *report) MUST_USE;

/* The fields of a form that reports, for another feature's page, and what they say: sets rule, rank and wish. INVALID: rejected. */
#define REPORT_FIELDS                                                                                                                      \
    { "rule", 0, 20, FIELD_LINE, false }, { "rank", 0, 10, FIELD_LINE, false },                                                            \
    {                                                                                                                                      \
        "wish", 0, 10, FIELD_LINE, false                                                                                                   \
    }
void report_choice_part(struct view *view, int64_t group);
enum status report_read(struct request *request, int64_t group, struct report_new *wish) MUST_USE;
/* Whether somebody moderates, so that a case about them is the stewards'. */
enum status case_is_stewards(struct db *db, struct arena *arena, int64_t persona, bool *stewards) MUST_USE;

/* A signal that isn't a member's report (a sign of danger, a flood): opens a case with it or raises one that waits. `note` is ours. Inside
 * a write. */
enum status case_signal(struct request *request, const struct reported *thing, int64_t rule, enum case_rank rank,
                        const char *note) MUST_USE;

/* For the page /contact: the form, for whoever reads. */
void case_contact_part(struct view *view);

/* ---- making them outside the web: `kith demo`, tests ---- */

struct case_plant {
    struct reported thing;
    int64_t by; /* who reports */
    int64_t rule;
    enum case_rank rank;
    const char *wish, *words;
    int64_t at;
    int64_t closed_by; /* 0: it waits */
};
enum status case_plant(struct db *db, struct arena *arena, const struct app *app, const struct case_plant *wish, int64_t *id) MUST_USE;

/* ---- pages ---- */

handler report_page, report_send, report_list_page, report_own_page, report_add, report_withdraw;
handler case_queue_page, case_page, case_claim, case_give, case_note, case_ask, case_opinion, case_who, case_around, case_answer,
    case_decide_page, case_decide;
handler case_saved_page, case_saved_add, case_saved_remove;
handler case_contact_page, case_contact, case_contact_answer_page, case_contact_answer;
extern const struct field report_form[], report_add_form[], case_give_form[], case_note_form[], case_ask_form[], case_answer_form[],
    case_decide_form[], case_saved_form[], case_contact_form[], case_contact_answer_form[];
extern const struct feature moderation_feature;

#endif
