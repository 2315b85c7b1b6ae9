/* Peer listening: a member asks for somebody to talk with, a trained listener is found, and the two talk in a sealed conversation
 * (feature/message, kind CONVERSATION_LISTENING). What joins the two stands readable here only while they look for each other and talk. */
#ifndef LISTENING_H
#define LISTENING_H

#include "account/account.h"

enum { LISTENING_WORDS_MAX = 1000 };

/* Bare "listening" events, a channel for each persona: what they wait for has changed, look again. */
extern const struct live_source listening_live;

/* ---- for stewards and the demonstration ---- */

/* Makes a persona a listener, or takes it back: the role, and what they set; talks that go on go on. Idempotent. */
enum status listening_name(struct db *db, struct arena *arena, int64_t persona, bool on) MUST_USE;
/* What a listener set. languages: codes separated by blanks; topics: bits in the order of words.c; hours: minutes of each weekday from
 * Monday, from == until for none. */
struct listening_hours {
    int from, until;
};
struct listening_setting {
    const char *zone, *languages;
    unsigned topics;
    int most; /* talks at once, 1 to 3 */
    struct listening_hours hours[7];
};
/* NOT_FOUND: no listener. */
enum status listening_set(struct db *db, struct arena *arena, int64_t persona, const struct listening_setting *setting) MUST_USE;

/* ---- pages ---- */

handler listening_page, listening_ask, listening_stream, listening_here, listening_rest, listening_hours_page, listening_hours_save;
handler listening_request_page, listening_answer, listening_begin, listening_another, listening_give_up;
handler listening_talk_page, listening_talk_stream, listening_say, listening_end, listening_call, listening_consent;
handler listening_after_page, listening_after_answer;
handler listening_steward_page, listening_steward_change;
extern const struct field listening_ask_form[], listening_here_form[], listening_hours_form[], listening_answer_form[],
    listening_call_form[], listening_consent_form[], listening_after_form[], listening_steward_form[];
extern const struct feature listening_feature;

#endif
