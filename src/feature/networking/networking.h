/* Networking: an evening on which people meet one to one, in rounds of some minutes, and talk in a sealed conversation (feature/message,
 * kind CONVERSATION_NETWORKING). Who meets whom is lib/match's answer; the clock is the server's. And mentoring: longer pairs with a goal.
 * docs/decisions/meeting-in-rounds.md says what is kept, for how long, and why. */
#ifndef NETWORKING_H
#define NETWORKING_H

#include "account/account.h"

enum {
    NETWORKING_TITLE_MAX = 120,
    NETWORKING_ABOUT_MAX = 2000,
    NETWORKING_ROUNDS_MAX = 10,
    NETWORKING_MINUTES_MIN = 3,
    NETWORKING_MINUTES_MAX = 30,
    NETWORKING_PEOPLE_MAX = 300,
    NETWORKING_BREAK = 2, /* minutes between two rounds */
    MENTORING_GOAL_MAX = 600,
};

struct networking_new {
    int64_t host;
    const char *title, *about;
    int64_t starts; /* epoch ms */
    int minutes, rounds;
    int64_t ages;  /* AGES_…: who may come */
    int64_t event; /* whose own it is: who comes there finds it, and nobody else; 0: anybody's */
};
/* Announces one, and puts the job that begins it. Inside a write. The event it belongs to is joined with it by event_attach. */
enum status networking_create(struct db *db, struct arena *arena, const struct networking_new *wish, int64_t *id) MUST_USE;
/* Its event is called otherwise or takes place at another time; one that has begun keeps its time. */
enum status networking_follow(struct db *db, struct arena *arena, int64_t id, const char *title, int64_t starts) MUST_USE;
/* It doesn't take place, or ends. Idempotent. */
enum status networking_call_off(struct db *db, struct arena *arena, int64_t id, int64_t now) MUST_USE;
/* Somebody doesn't come any more. Idempotent. */
enum status networking_dismiss(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Whether it was called off. */
enum status networking_is_off(struct db *db, struct arena *arena, int64_t id, bool *off) MUST_USE;
/* 0: none, or no such evening. */
enum status networking_event_of(struct db *db, struct arena *arena, int64_t id, int64_t *event) MUST_USE;

/* What somebody looks for, offers and knows. seeks, offers: bits of networking_wish; fields: bits in the order of words.c. */
enum networking_wish { NETWORKING_JOB, NETWORKING_MENTOR, NETWORKING_COLLABORATOR, NETWORKING_FRIEND, NETWORKING_WISHES };
struct networking_card {
    unsigned seeks, offers, fields;
    const char *languages;
    bool shown;   /* partners see their name, too */
    bool partner; /* speaks for a verified partner (feature/opportunity) */
};
/* Means to come; what they said before is replaced. CONFLICT: it is full. For others' features and the demonstration. */
enum status networking_come(struct db *db, struct arena *arena, int64_t id, int64_t persona, const struct networking_card *card) MUST_USE;

/* Offers to be a mentor; codes of languages separated by blanks. */
enum status mentor_offer(struct db *db, struct arena *arena, int64_t persona, unsigned fields, const char *codes) MUST_USE;

enum { NETWORKING_HOSTS = ROLE_STEWARD | ROLE_MODERATOR | ROLE_PRACTITIONER };
handler networking_list_page, networking_new_page, networking_make, networking_page, networking_stream, networking_join, networking_act;
handler networking_enter, networking_room_page, networking_room_stream, networking_say, networking_answer;
handler mentoring_list_page, mentoring_offer, mentoring_ask_page, mentoring_ask, mentoring_page, mentoring_act;
extern const struct field networking_make_form[], networking_join_form[], networking_act_form[], networking_answer_form[],
    mentoring_offer_form[], mentoring_ask_form[], mentoring_act_form[];
extern const struct feature networking_feature;

#endif
