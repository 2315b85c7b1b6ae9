/* Mediation: somebody who was harmed asks to talk it through with the other and a trained mediator. Both must agree; who was harmed says
 * whether the other is told who asks, when it goes on, and when it ends. The talk is a sealed conversation of the three (feature/message,
 * kind CONVERSATION_MEDIATION); nothing readable in the database says who takes part (docs/decisions/mediation.md). */
#ifndef MEDIATION_H
#define MEDIATION_H

#include "account/account.h"

enum { MEDIATION_WORDS_MAX = 1000, MEDIATION_TEXT_MAX = 3000 };

/* Makes a persona a mediator, or takes it back; rooms that go on go on. Idempotent. */
enum status mediator_name(struct db *db, struct arena *arena, int64_t persona, bool on) MUST_USE;
/* One more into the sums of the quarter of `now`; `what` is a word of schema/178_mediator.sql. */
enum status mediation_count_add(struct db *db, struct arena *arena, int64_t now, const char *what) MUST_USE;

/* ---- pages ---- */

handler mediation_page, mediation_new_page, mediation_ask, mediation_requests_page;
handler mediation_room_page, mediation_stream, mediation_say, mediation_act;
handler mediation_agreement_page, mediation_agreement_write;
handler mediator_page, mediator_change;
extern const struct field mediation_ask_form[], mediation_act_form[], mediation_agreement_form[], mediator_form[];
extern const struct feature mediation_feature;

#endif
