/* Inside feature/trust. */
#ifndef TRUST_PAGES_H
#define TRUST_PAGES_H

#include "trust/trust.h"

/* ---- store.c ---- */

/* How a persona stands, with what was counted and what the next step asks for. */
struct trust_standing {
    enum trust_step step, earned;
    int64_t days, stayed;
    const char *reason; /* of a hold; NULL: none */
    int64_t amounts[TRUST_STEPS][TRUST_AMOUNTS];
    bool guidelines; /* accepted */
    bool measured;
};
enum status trust_amounts_read(struct db *db, struct arena *arena, int64_t amounts[TRUST_STEPS][TRUST_AMOUNTS]) MUST_USE;
enum status trust_amount_store(struct db *db, struct arena *arena, enum trust_step step, int act, int64_t amount) MUST_USE;
enum status trust_presence_read(struct db *db, struct arena *arena, int64_t persona, struct trust_standing *standing) MUST_USE;
/* Sets step and reason. NOT_FOUND: they aren't held. */
enum status trust_hold_read(struct db *db, struct arena *arena, int64_t persona, struct trust_standing *standing) MUST_USE;
enum status trust_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
/* For later_push, once a day: the persona. */
later_work trust_presence_push;

/* ---- words.c ---- */

extern const int64_t trust_defaults[TRUST_STEPS][TRUST_AMOUNTS];
/* What is bounded, as a heading of the table; whether it is only yes or no. */
const char *trust_act_text(struct view *view, int act);
bool trust_act_is_switch(int act);
/* An amount in words. */
const char *trust_amount_text(struct view *view, int act, int64_t amount);
/* What opens more; "" at the last step. */
const char *trust_next_text(struct view *view, const struct trust_standing *standing);

/* ---- step.c ---- */

enum status trust_standing_of(struct request *request, int64_t persona, struct trust_standing *standing) MUST_USE;

/* ---- trust.html ---- */

/* A line of the table: what is bounded, and for each step the amount, in words or as a field's value. */
struct trust_line {
    const char *name, *label, *text[TRUST_STEPS];
};
struct trust_lines {
    struct trust_line items[TRUST_AMOUNTS];
    size_t count;
};
void trust_html(struct view *view, const struct trust_standing *standing, const struct trust_lines *lines);
void trust_table_html(struct view *view, const struct trust_lines *lines);
void trust_person_html(struct view *view);

#endif
