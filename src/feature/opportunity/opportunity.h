/* Jobs, volunteering, housing, study and training, offered by partners: employers and organisations whom a steward has verified, with an
 * inclusion statement that says concretely what they offer. Members apply inside Kith, in a sealed conversation (feature/message, kind
 * CONVERSATION_APPLICATION); nothing readable says who applied where (docs/decisions/applications.md). */
#ifndef OPPORTUNITY_H
#define OPPORTUNITY_H

#include "account/account.h"

/* ---- partners ---- */

enum partner_state { PARTNER_ASKED, PARTNER_VERIFIED, PARTNER_DECLINED, PARTNER_WITHDRAWN };
enum partner_seat { PARTNER_INVITED, PARTNER_WRITES, PARTNER_KEEPS };
enum { PARTNER_PEOPLE = 8, PARTNER_MONTHS = 12, LISTING_DAYS = 90 };

struct partner {
    int64_t id;
    enum partner_state state;
    const char *name, *kind, *about, *region, *link;
    const char *words, *checked, *reason; /* to the stewards; what they looked at; why they said no */
    int64_t checked_day, until_day, changed_day;
    int64_t steward; /* who verified it; 0: nobody, or gone */
    bool verified;   /* today */
};
/* The verified partner that a persona works for here: for the visible mark beside their name (partner_mark). NOT_FOUND: none, or its
 * verification has ended or was withdrawn. */
enum status partner_of(struct request *request, int64_t persona, struct partner *partner) MUST_USE;
/* "Lindenhof Clinics · verified", as a tag that leads to its page. */
void partner_mark(struct view *view, const struct partner *partner);

/* ---- making them outside the web: `kith demo`, tests ---- */

struct partner_answer {
    const char *question, *answer, *words;
};
struct partner_new {
    const char *name, *kind, *about, *region, *link, *words;
    const struct partner_answer *answers;
    size_t answers_count;
    int64_t keeper; /* a persona who belongs to no other partner */
};
/* CONFLICT: the name looks like another's, or the keeper has a partner. */
enum status partner_create(struct db *db, struct arena *arena, const struct partner_new *wish, int64_t now, int64_t *id) MUST_USE;
/* By a steward: what was checked, and to which day it holds. */
enum status partner_verify(struct db *db, struct arena *arena, int64_t id, int64_t steward, const char *checked, int64_t until_day,
                           int64_t now) MUST_USE;

struct listing_new {
    int64_t partner, persona;
    const char *kind, *title, *body, *html, *money, *region, *languages, *link;
    bool remote;
    int64_t ages;
    int days; /* 1 to LISTING_DAYS */
};
enum status listing_create(struct db *db, struct arena *arena, const struct listing_new *wish, int64_t now, int64_t *id) MUST_USE;

/* ---- pages ---- */

handler opportunity_page, listing_page, listing_new_page, listing_make, listing_edit_page, listing_edit, listing_renew, listing_close;
handler opportunity_apply_page, opportunity_apply, opportunity_letters_page, opportunity_letter_page, opportunity_letter_stream;
handler opportunity_letter_say, opportunity_letter_end;
handler partner_list_page, partner_new_page, partner_ask, partner_page, partner_edit_page, partner_edit, partner_people, partner_join;
handler partner_queue_page, partner_work_page, partner_decide;
extern const struct field listing_form[], listing_renew_form[], opportunity_apply_form[], partner_form[], partner_edit_form[],
    partner_people_form[], partner_join_form[], partner_decide_form[];
extern const struct feature opportunity_feature;

#endif
