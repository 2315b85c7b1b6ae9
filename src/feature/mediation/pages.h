/* Inside feature/mediation: rows, what is sealed, what may be done when, and what the templates are given. */
#ifndef MEDIATION_PAGES_H
#define MEDIATION_PAGES_H

#include "circle/circle.h"
#include "mediation/mediation.h"
#include "message/message.h"
#include "notification/notification.h"
#include "text/text.h"

enum {
    MEDIATION_OFFERS = 12,     /* mediators who can read a request until one takes it */
    MEDIATION_ASK_DAYS = 30,   /* so long a request waits for each next step */
    MEDIATION_ROOM_DAYS = 180, /* a room that nobody ended is over then */
    MEDIATION_KEEP_DAYS = 30,  /* everything, after the end */
    MEDIATION_SPREAD = 3,      /* days that the three's notes and rows lie apart */
    MEDIATION_LEAST = 5,       /* sums below this are shown to nobody */
    MEDIATION_MOST = 60,       /* seats of one persona */
};

/* ---- rows (store.c) ---- */

struct mediation_seat {
    int64_t id, persona;
    struct bytes box, kept; /* data NULL: none */
    bool asked;
    int64_t gone_day;
};
struct mediation_seats {
    struct mediation_seat *items;
    size_t count;
};
enum status mediation_seat_find(struct db *db, struct arena *arena, int64_t id, struct mediation_seat *seat) MUST_USE;
enum status mediation_seat_list(struct db *db, struct arena *arena, int64_t persona, struct mediation_seats *seats) MUST_USE;
/* New, or instead of the one that is there; those beside it are written with it, so that where rows lie doesn't tell which belong together.
 */
enum status mediation_seat_put(struct db *db, struct arena *arena, const struct mediation_seat *seat) MUST_USE;
enum status mediation_seat_delete(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status mediation_seat_keep(struct db *db, struct arena *arena, int64_t id, struct bytes kept) MUST_USE;
enum status mediation_seat_last(struct db *db, struct arena *arena, int64_t id, int64_t gone_day) MUST_USE;
enum status mediation_seat_follow(struct db *db, struct arena *arena, int64_t id, int64_t follow_day) MUST_USE;
enum status mediation_seat_answered(struct db *db, struct arena *arena, int64_t id) MUST_USE;
struct mediation_row {
    struct bytes sealed, answer;
    int64_t change;
};
enum status mediation_row_add(struct db *db, struct arena *arena, int64_t id, struct bytes sealed, int64_t gone_day) MUST_USE;
enum status mediation_row_find(struct db *db, struct arena *arena, int64_t id, struct mediation_row *row) MUST_USE;
/* CONFLICT: somebody wrote meanwhile. */
enum status mediation_row_put(struct db *db, struct arena *arena, int64_t id, int64_t change, struct bytes sealed) MUST_USE;
enum status mediation_row_answer(struct db *db, struct arena *arena, int64_t id, struct bytes answer) MUST_USE;
enum status mediation_row_last(struct db *db, struct arena *arena, int64_t id, int64_t gone_day) MUST_USE;
enum status mediation_row_delete(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status mediation_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* Some seconds later, at a moment of the day that says nothing. */
enum status mediation_tell(struct db *db, struct arena *arena, int64_t seat, int64_t now) MUST_USE;
extern const struct job_kind mediation_jobs[];

/* ---- mediators and sums (mediator_store.c) ---- */

struct mediators {
    struct persona *items;
    size_t count;
};
enum status mediator_is(struct db *db, struct arena *arena, int64_t persona, bool *is) MUST_USE;
enum status mediator_list(struct db *db, struct arena *arena, struct mediators *list) MUST_USE;
struct mediation_sum {
    const char *what;
    int64_t count;
};
struct mediation_sums {
    struct mediation_sum *items;
    size_t count;
};
/* Of the four quarters up to `now`. */
/* Over the last four quarters that are over, of those in which there were enough: never the one that runs. */
enum status mediation_sums_of(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context) MUST_USE;
enum status mediation_count_list(struct db *db, struct arena *arena, int64_t now, struct mediation_sums *sums) MUST_USE;

/* ---- what is sealed (sealed.c) ---- */

enum mediation_role { MEDIATION_HARMED, MEDIATION_OTHER, MEDIATION_MEDIATOR, MEDIATION_OFFER, MEDIATION_INVITED, MEDIATION_KEEPER };
enum { MEDIATION_PEOPLE = 3 };
enum mediation_stage {
    MEDIATION_ASKED,   /* mediators read it */
    MEDIATION_TAKEN,   /* who was harmed says whether the other is asked */
    MEDIATION_ALLOWED, /* the mediator can ask them */
    MEDIATION_WAITS,   /* for the other's answer, and then for who was harmed to begin */
    MEDIATION_RULES,
    MEDIATION_TELLING,
    MEDIATION_NEEDS,
    MEDIATION_AGREEMENT,
    MEDIATION_AGREED,
    MEDIATION_OVER,
};
/* What the three share; persona, seat and room by role, 0 for none yet. rules, accepted: bits by role. */
struct mediation_state {
    int64_t stage, named, rules, turn, ready, paused, accepted, weeks;
    int64_t persona[MEDIATION_PEOPLE], seat[MEDIATION_PEOPLE], room[MEDIATION_PEOPLE];
    int64_t offers[MEDIATION_OFFERS]; /* seats of mediators who may take it */
    struct key ask;                   /* what the other's answer is sealed with */
    const char *text;                 /* of the agreement */
};
/* What lies in a seat's box. words: what was asked with, for its writer and for mediators. */
struct mediation_box {
    int64_t role, id, mediator, harmed; /* the last two for who is invited: whom they are told of; 0: not */
    int64_t tell[2];                    /* for who is invited: seats to tell when they answer */
    struct key key;
    const char *words;
};
/* INVALID: too much for a box. */
enum status mediation_box_seal(struct arena *arena, const struct key *open, int64_t seat, const struct mediation_box *box,
                               struct bytes *sealed) MUST_USE;
enum status mediation_box_open(struct arena *arena, const struct key_pair *pair, int64_t seat, struct bytes sealed,
                               struct mediation_box *box) MUST_USE;
struct bytes mediation_state_seal(struct arena *arena, const struct key *key, int64_t id, const struct mediation_state *state);
enum status mediation_state_open(struct arena *arena, const struct key *key, int64_t id, struct bytes sealed,
                                 struct mediation_state *state) MUST_USE;

/* ---- one, as its reader meets it (find.c) ---- */

struct mediation {
    struct mediation_seat seat; /* the reader's */
    struct mediation_box box;
    enum mediation_role role;
    int64_t change;
    struct mediation_state state;            /* not for who is invited */
    struct persona person[MEDIATION_PEOPLE]; /* as far as the reader may know; name NULL: nobody, or gone */
    bool yes;                                /* the other said yes */
    bool broken;                             /* somebody has left the place: it can't go on */
};
/* By the reader's seat. NOT_FOUND: not theirs, gone; or offered to a mediator who may not take it. */
enum status mediation_find(struct request *request, int64_t seat, struct mediation *mediation) MUST_USE;
/* All of the reader's, newest in no order; those that don't open any more are left out. */
struct mediations {
    struct mediation *items;
    size_t count;
};
enum status mediation_mine(struct request *request, struct mediations *mine) MUST_USE;
/* A place for a persona: a new one when *seat is 0. FORBIDDEN: nobody can seal to them. */
enum status mediation_seat_make(struct request *request, const struct mediation_box *box, int64_t persona, int days,
                                int64_t *seat) MUST_USE;
enum status mediation_save(struct request *request, const struct mediation *mediation) MUST_USE;
/* A new key, for the three who are named in the state now: who could read before reads nothing from here on. Saves. */
enum status mediation_rekey(struct request *request, struct mediation *mediation, int days) MUST_USE;
/* Its rows go after `days`. */
enum status mediation_last(struct request *request, const struct mediation *mediation, int days) MUST_USE;
/* All go: rows, seats, offers. */
enum status mediation_remove(struct request *request, const struct mediation *mediation) MUST_USE;
/* The others of the three hear that something has changed; an open room looks again. */
enum status mediation_tell_others(struct request *request, const struct mediation *mediation) MUST_USE;
/* The reader's own copy of the agreement; NULL: they keep none. */
enum status mediation_kept(struct request *request, const struct mediation_seat *seat, const char **text) MUST_USE;
bool mediation_in_room(const struct mediation *mediation);
/* The room's conversation. NOT_FOUND: there is none. */
enum status mediation_conversation(struct request *request, const struct mediation *mediation, struct conversation *conversation) MUST_USE;
/* Why the reader can say nothing now, a sentence; NULL: they can. */
const char *mediation_closed(struct request *request, const struct mediation *mediation);
/* It is over: everything goes after `days`. */
enum status mediation_finish(struct request *request, struct mediation *mediation, enum mediation_stage stage, int days) MUST_USE;

/* ---- templates ---- */

const char *mediation_path(struct view *view, int64_t seat, const char *word);
const char *mediation_stage_text(struct view *view, int64_t stage);
struct mediation_line {
    const char *href, *title, *state;
};
struct mediation_lines {
    struct mediation_line *items;
    size_t count;
};
struct mediation_view {
    const struct mediation_lines *mine;
    const struct mediation_sums *sums;
    bool mediates, nobody;
};
struct mediation_new_view {
    const struct persona *with; /* NULL: a name is asked for */
};
struct mediation_room_view {
    const struct mediation *mediation;
    const struct conversation_show *show; /* NULL: no room yet, or none any more */
};
struct mediation_agreement_view {
    const struct mediation *mediation;
    const char *text; /* what the reader kept, or what stands in the room */
    bool writes, may_accept, accepted, kept;
};
struct mediator_view {
    const struct mediators *mediators;
    const struct mediation_sums *sums;
};
void mediation_html(struct view *view, const struct mediation_view *page);
void mediation_new_html(struct view *view, const struct mediation_new_view *page);
void mediation_requests_html(struct view *view, const struct mediation_lines *lines);
void mediation_offer_html(struct view *view, const struct mediation *mediation);
void mediation_invited_html(struct view *view, const struct mediation *mediation);
void mediation_before_html(struct view *view, const struct mediation *mediation);
void mediation_room_html(struct view *view, const struct mediation_room_view *page);
void mediation_agreement_html(struct view *view, const struct mediation_agreement_view *page);
void mediation_sums_card(struct view *view, const struct mediation_sums *sums);
void mediator_html(struct view *view, const struct mediator_view *page);
const char *mediation_sum_text(struct view *view, const char *what);

#endif
