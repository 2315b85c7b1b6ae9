/* Inside feature/networking: rows, the folder's statements, matching and the clock, and what the templates are given. */
#ifndef NETWORKING_PAGES_H
#define NETWORKING_PAGES_H

#include "circle/circle.h"
#include "community/community.h"
#include "message/message.h"
#include "networking/networking.h"
#include "notification/notification.h"
#include "opportunity/opportunity.h"
#include "talk/talk.h"
#include "text/text.h"

enum {
    NETWORKING_EARLY = 20,  /* minutes before the beginning from which one can say that one is here */
    NETWORKING_FIELDS = 12, /* what people know or work in: words.c */
    NETWORKING_LISTED = 40,
    MENTORS_LISTED = 60,
    MENTORING_KEEP_DAYS = 7, /* that one is over, after its end */
    MENTORING_ASK_DAYS = 30, /* an ask that nobody answered */
    MENTORING_WAITING = 5,   /* asks of one person that wait */
};

/* ---- rows ---- */

enum networking_state { NETWORKING_OPEN, NETWORKING_ROUND, NETWORKING_BETWEEN, NETWORKING_OVER, NETWORKING_CANCELLED };
struct networking {
    int64_t id, host;
    const char *host_name; /* NULL: nobody any more */
    const char *title, *about;
    int64_t starts_at, minutes, rounds, ages;
    enum networking_state state;
    int64_t round, until;
    int64_t event; /* 0: none */
};
struct networkings {
    struct networking *items;
    size_t count;
};
enum networking_seat_state { NETWORKING_COMING, NETWORKING_HERE, NETWORKING_GONE };
struct networking_seat {
    int64_t persona;
    struct networking_card card;
    enum networking_seat_state state;
    int64_t pauses;
};
struct networking_seats {
    struct networking_seat *items;
    size_t count;
};
/* One of the two who meet. */
struct networking_side {
    int64_t persona, seat; /* seat 0: neither has gone in */
    bool in;
    int64_t yes; /* 0 not said, 1 yes, 2 no */
    const char *name;
    int64_t picture;
};
/* As one of the two meets it. */
struct networking_pair {
    int64_t id, round;
    bool first; /* the reader stands first in the row */
    struct networking_side me, other;
};
struct networking_pairs {
    struct networking_pair *items;
    size_t count;
};
struct networking_ids { /* pairs of personas: those who met, or block each other */
    int64_t (*items)[2];
    size_t count;
};

/* ---- store.c ---- */

enum status networking_store_find(struct db *db, struct arena *arena, int64_t id, struct networking *networking) MUST_USE;
/* Those that begin after `after`, the next first, without those of events. */
enum status networking_store_list(struct db *db, struct arena *arena, int64_t after, struct networkings *list) MUST_USE;
enum status networking_store_hosted(struct db *db, struct arena *arena, int64_t persona, struct networkings *list) MUST_USE;
/* What a persona announced goes, with all of it. */
enum status networking_store_unsay(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
enum status networking_store_state(struct db *db, struct arena *arena, const struct networking *networking) MUST_USE;
enum status networking_seat_find(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct networking_seat *seat) MUST_USE;
enum status networking_seat_list(struct db *db, struct arena *arena, int64_t id, struct networking_seats *list) MUST_USE;
enum status networking_seat_mine(struct db *db, struct arena *arena, int64_t persona, struct networkings *list,
                                 struct networking_seats *seats) MUST_USE;
enum status networking_seat_set(struct db *db, struct arena *arena, int64_t id, int64_t persona, enum networking_seat_state state) MUST_USE;
enum status networking_seat_paused(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Takes no part any more, and never did. */
enum status networking_seat_remove(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Who of them block each other, each pair both ways. */
enum status networking_blocks(struct db *db, struct arena *arena, int64_t id, struct networking_ids *list) MUST_USE;
/* Everybody's seats and pairs go: nothing says any more who came and who met. */
enum status networking_store_forget(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status networking_store_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- pair_store.c ---- */

enum status networking_pair_add(struct db *db, struct arena *arena, int64_t id, int64_t round, int64_t a, int64_t b, int64_t now) MUST_USE;
enum status networking_pair_met(struct db *db, struct arena *arena, int64_t id, struct networking_ids *list) MUST_USE;
/* Of a round, those who never went in. */
enum status networking_pair_absent(struct db *db, struct arena *arena, int64_t id, int64_t round, struct networking_ids *list) MUST_USE;
/* All of one persona's, the last first. */
enum status networking_pair_mine(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct networking_pairs *list) MUST_USE;
/* As `persona` meets it; 0: as who stands first does. NOT_FOUND: they aren't in it. */
enum status networking_pair_find(struct db *db, struct arena *arena, int64_t pair, int64_t persona, int64_t *id,
                                 struct networking_pair *found) MUST_USE;
enum status networking_pair_enter(struct db *db, struct arena *arena, const struct networking_pair *pair) MUST_USE;
enum status networking_pair_say(struct db *db, struct arena *arena, const struct networking_pair *pair, int64_t yes) MUST_USE;

/* ---- mentoring_store.c ---- */

enum mentoring_state { MENTORING_ASKED, MENTORING_GOES_ON, MENTORING_OVER };
struct mentor {
    int64_t persona, picture;
    const char *name;
    unsigned fields;
    const char *languages;
    bool asked; /* the reader asked them, or is with them */
};
struct mentors {
    struct mentor *items;
    size_t count;
};
struct mentoring {
    int64_t id;
    struct networking_side asker, mentor; /* who they are; nothing else of it */
    struct bytes asker_goal, mentor_goal;
    enum mentoring_state state;
    int64_t days, weeks, next_at, until;
};
struct mentorings {
    struct mentoring *items;
    size_t count;
};
enum status mentor_find(struct db *db, struct arena *arena, int64_t persona, struct mentor *mentor) MUST_USE;
/* Those whom $reader meets, by persona id behind `after`. */
enum status mentor_list(struct db *db, struct arena *arena, int64_t reader, int64_t after, struct mentors *list) MUST_USE;
enum status mentor_remove(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* CONFLICT: the two have one already. */
enum status mentoring_add(struct db *db, struct arena *arena, const struct mentoring *mentoring) MUST_USE;
enum status mentoring_find_row(struct db *db, struct arena *arena, int64_t id, struct mentoring *mentoring) MUST_USE;
enum status mentoring_mine(struct db *db, struct arena *arena, int64_t persona, struct mentorings *list) MUST_USE;
enum status mentoring_store(struct db *db, struct arena *arena, const struct mentoring *mentoring) MUST_USE;
enum status mentoring_remove(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status mentoring_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- clock.c, pairing.c, words.c ---- */

extern const struct job_kind networking_jobs[];
/* Who waits there looks again. */
enum status networking_tell(struct db *db, struct arena *arena, int64_t channel) MUST_USE;
/* Whether two may be alone with each other here: two adults or two minors. */
bool networking_bands_meet(enum age_band a, enum age_band b);
/* Makes the pairs of the round that begins, and notes who pauses. */
enum status networking_pair_up(struct db *db, struct arena *arena, const struct networking *networking, int64_t now) MUST_USE;
/* What two have for each other; 0: no language. */
int32_t networking_weight(const struct networking_card *a, const struct networking_card *b);
/* The same in sentences, to the first of the two. */
const char *networking_why(struct view *view, const struct networking_card *me, const struct networking_card *other);

struct networking_option {
    const char *value, *label;
    bool chosen;
};
struct networking_options {
    struct networking_option *items;
    size_t count;
};
struct networking_options *networking_wish_list(struct view *view, unsigned bits, bool offers);
struct networking_options *networking_field_list(struct view *view, unsigned bits);
struct networking_options *networking_language_list(struct view *view, const char *codes);
const char *networking_wishes_text(struct view *view, unsigned bits, bool offers);
const char *networking_fields_text(struct view *view, unsigned bits);
const char *networking_languages_text(struct view *view, const char *codes);
/* What was ticked in a form. */
unsigned networking_bits_typed(const struct request *request, const char *field, int64_t most);
const char *networking_languages_typed(struct request *request);

/* ---- templates ---- */

struct networking_list_view {
    const struct networkings *list;
    bool may_host;
};
/* Somebody the reader met or meets. */
struct networking_meeting {
    const struct networking_pair *pair;
    const char *name, *why;        /* name: what the reader may know them by */
    const struct partner *partner; /* whom they speak for, and are marked with; NULL: nobody */
    bool hidden, gone, connected;
};
struct networking_meetings {
    struct networking_meeting *items;
    size_t count;
};
struct networking_view {
    const struct networking *networking;
    const struct networking_seat *seat; /* NULL: takes no part */
    const struct networking_meeting *now;
    const struct networking_meetings *met;
    struct networking_card card;   /* what the form shows */
    const struct partner *partner; /* whom the reader speaks for; NULL: nobody */
    bool admitted, may_cancel, early, waits;
};
struct networking_room_view {
    const struct networking *networking;
    const struct networking_meeting *meeting;
    const struct conversation_show *show;
};
struct mentoring_list_view {
    const struct mentorings *mine;
    const struct mentors *mentors;
    const struct mentor *me; /* NULL: no mentor */
    const char *more;
    int64_t reader;
    bool may;
};
struct mentoring_view {
    const struct mentoring *mentoring;
    const struct networking_side *other;
    const char *goal;
    bool is_mentor;
    int64_t letters; /* the reader's seat in their private conversation; 0: none */
};
/* ---- pages.c, mentoring_pages.c ---- */

/* The evening of ":id", and the reader's seat when they have one (*sits). NOT_FOUND: of an event where they have none either. */
enum status networking_find(struct request *request, struct networking *networking, struct networking_seat *seat, bool *sits) MUST_USE;
/* Whom the reader met, and whom they meet now (NULL: nobody); without whom they don't meet at all. */
enum status networking_meetings_read(struct request *request, const struct networking *networking, const struct networking_seat *mine,
                                     struct networking_meetings *met, const struct networking_meeting **now) MUST_USE;
/* NOT_FOUND: not the reader's, or the two may not be together any more. */
enum status mentoring_find(struct request *request, int64_t id, struct mentoring *mentoring, const struct networking_side **other) MUST_USE;
/* What it is for, opened with the reader's own key; "" when it doesn't open. */
enum status mentoring_goal(struct request *request, const struct mentoring *mentoring, const char **goal) MUST_USE;

const char *networking_path(struct view *view, int64_t id, const char *word);
const char *mentoring_path(struct view *view, int64_t id, const char *word);
const char *networking_when(struct view *view, const struct networking *networking);
void networking_state_tag(struct view *view, const struct networking *networking);
void networking_promises(struct view *view);
void networking_ticks(struct view *view, const char *name, const char *legend, const char *hint, const struct networking_options *options);
void networking_list_html(struct view *view, const struct networking_list_view *page);
void networking_new_html(struct view *view);
void networking_html(struct view *view, const struct networking_view *page);
void networking_room_html(struct view *view, const struct networking_room_view *page);
void mentoring_list_html(struct view *view, const struct mentoring_list_view *page);
void mentoring_ask_html(struct view *view, const struct mentor *mentor);
void mentoring_html(struct view *view, const struct mentoring_view *page);

#endif
