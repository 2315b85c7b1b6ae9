/* Inside feature/listening: rows, the folder's statements, matching, and what the templates are given. */
#ifndef LISTENING_PAGES_H
#define LISTENING_PAGES_H

#include "circle/circle.h"
#include "community/community.h"
#include "listening/listening.h"
#include "message/message.h"
#include "notification/notification.h"
#include "safety/safety.h"
#include "talk/talk.h"
#include "text/text.h"

enum {
    LISTENING_MOST = 3,          /* talks at once */
    LISTENING_DAY_TALKS = 3,     /* after so many in a day, a pause */
    LISTENING_PAUSE_HOURS = 12,  /* after those */
    LISTENING_HARD_HOURS = 24,   /* after a hard one */
    LISTENING_KEEP_DAYS = 7,     /* the sealed words, after the end */
    LISTENING_TALK_HOURS = 12,   /* a talk that nobody ended is over then */
    LISTENING_ANSWERS_LEAST = 8, /* answers below this many are shown to nobody */
    LISTENING_TALKS_LEAST = 5,   /* talks below this many say nothing about waiting */
    LISTENING_WEEKS = 8,         /* which talks count as recent */
    LISTENING_POOL = 300,
    LISTENING_QUEUE = 50,
};

/* ---- rows ---- */

struct listener {
    int64_t persona;
    const char *name;
    int64_t picture;
    struct listening_setting set;
    int64_t available_until, rests_until, day;
    int talks;  /* on that day */
    int active; /* talks and offers now */
};
struct listeners {
    struct listener *items;
    size_t count;
};
enum listening_state { LISTENING_WAITS, LISTENING_OFFERED, LISTENING_TAKEN };
struct listening_request {
    int64_t id, persona;
    bool today;
    const char *wish, *languages;
    unsigned topics;
    struct bytes words; /* sealed with the asker's member key */
    enum listening_state state;
    int64_t other, until, expires_at;
};
struct listening_requests {
    struct listening_request *items;
    size_t count;
};
/* Somebody in a talk. */
struct listening_side {
    int64_t persona, seat; /* 0: nobody; no seat yet */
    const char *name;
    int64_t picture;
};
struct listening_talk {
    int64_t id;
    struct listening_side member, listener, supervisor;
    const char *wish, *languages;
    unsigned topics;
    int64_t began_at;
};
struct listening_talks {
    struct listening_talk *items;
    size_t count;
};
struct listening_after {
    int64_t seat;
    bool listened, asked;
    int64_t until_day;
};
struct listening_afters {
    struct listening_after *items;
    size_t count;
};

/* ---- listener_store.c ---- */

enum status listener_find(struct db *db, struct arena *arena, int64_t persona, struct listener *listener) MUST_USE;
/* Those who don't rest at `now`, with what they set. */
enum status listener_pool(struct db *db, struct arena *arena, int64_t now, struct listeners *pool) MUST_USE;
/* All of them by name, for the stewards: at most LISTENING_POOL behind `after`. */
enum status listener_list(struct db *db, struct arena *arena, struct listeners *list) MUST_USE;
enum status listener_store_available(struct db *db, struct arena *arena, int64_t persona, int64_t until) MUST_USE;
/* Never shortens a pause. */
enum status listener_store_rest(struct db *db, struct arena *arena, int64_t persona, int64_t until) MUST_USE;
/* One more talk on this day; *talks is how many that makes. */
enum status listener_store_talk(struct db *db, struct arena *arena, int64_t persona, int64_t day, int64_t *talks) MUST_USE;
enum status listener_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* A talk's length into the sums of its week; what the recent weeks hold. */
enum status listening_sum_add(struct db *db, struct arena *arena, int64_t now, int64_t ms) MUST_USE;
enum status listening_sum_read(struct db *db, struct arena *arena, int64_t now, int64_t *talks, int64_t *quarters) MUST_USE;
enum status listening_answer_add(struct db *db, struct arena *arena, int64_t year, const char *question, const char *answer) MUST_USE;
struct listening_count {
    const char *question, *answer;
    int64_t count;
};
struct listening_counts {
    struct listening_count *items;
    size_t count;
};
enum status listening_answer_list(struct db *db, struct arena *arena, int64_t year, struct listening_counts *counts) MUST_USE;

/* ---- request_store.c ---- */

/* CONFLICT: the persona asks already. */
enum status listening_request_add(struct db *db, struct arena *arena, const struct listening_request *request) MUST_USE;
enum status listening_request_get(struct db *db, struct arena *arena, int64_t id, struct listening_request *request) MUST_USE;
enum status listening_request_of(struct db *db, struct arena *arena, int64_t persona, struct listening_request *request) MUST_USE;
/* Offered to a listener, or taken by them. */
enum status listening_request_for(struct db *db, struct arena *arena, int64_t listener, struct listening_requests *list) MUST_USE;
/* Waiting ones, who asked first comes first, at most LISTENING_QUEUE. */
enum status listening_request_queue(struct db *db, struct arena *arena, struct listening_requests *list) MUST_USE;
/* How many wait that asked before this one. */
enum status listening_request_before(struct db *db, struct arena *arena, int64_t id, int64_t *count) MUST_USE;
/* Offers and yeses whose time is over, and requests that nobody could answer in time. */
enum status listening_request_late(struct db *db, struct arena *arena, int64_t now, struct listening_requests *list) MUST_USE;
enum status listening_request_store(struct db *db, struct arena *arena, int64_t id, enum listening_state state, int64_t other,
                                    int64_t until) MUST_USE;
enum status listening_request_remove(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status listening_pass_add(struct db *db, struct arena *arena, int64_t request, int64_t listener) MUST_USE;
enum status listening_pass_is(struct db *db, struct arena *arena, int64_t request, int64_t listener, bool *passed) MUST_USE;
enum status listening_request_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- talk_store.c ---- */

enum status listening_talk_add(struct db *db, struct arena *arena, const struct listening_talk *talk) MUST_USE;
/* All that a persona is in, on whichever side. */
enum status listening_talk_of(struct db *db, struct arena *arena, int64_t persona, struct listening_talks *list) MUST_USE;
enum status listening_talk_late(struct db *db, struct arena *arena, int64_t before, struct listening_talks *list) MUST_USE;
enum status listening_talk_supervise(struct db *db, struct arena *arena, int64_t id, int64_t by, int64_t seat) MUST_USE;
/* The row goes; each of the two keeps their own seat for LISTENING_KEEP_DAYS. */
enum status listening_talk_remove(struct db *db, struct arena *arena, const struct listening_talk *talk, int64_t now) MUST_USE;
enum status listening_talk_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
enum status listening_after_find(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct listening_after *after) MUST_USE;
enum status listening_after_of(struct db *db, struct arena *arena, int64_t persona, struct listening_afters *list) MUST_USE;
enum status listening_after_answered(struct db *db, struct arena *arena, int64_t seat) MUST_USE;
enum status listening_after_expire(struct db *db, struct arena *arena, int64_t day) MUST_USE;

/* ---- match.c: who fits; nothing here reads the database but listening_may ---- */

/* Whether the listener is there at words->now, by what they said or by their hours; until when, or when next (0: not within a week). */
struct listening_presence {
    bool here;
    int64_t until, next;
};
struct listening_presence listening_presence_of(const struct listener *listener, const struct words *words);
bool listening_free(const struct listener *listener, const struct words *words);
/* The languages both named, as codes separated by blanks. */
const char *listening_shared(struct arena *arena, const char *a, const char *b);
/* < 0: `a` comes first: a shared language, then more of the topics, then fewer talks now, then fewer today, then by a draw that is the
 * request's own, so that nobody is always the first. */
int listening_compare(const struct listening_request *request, const struct listener *a, const struct listener *b, int64_t day);
/* Sorts the pool for a request. */
void listening_sort(const struct listening_request *request, struct listeners *pool, int64_t day);
/* Whether these two may be brought together at all: not one person, bands that meet, no block, not passed. `request` 0: none yet. */
enum status listening_may(struct db *db, struct arena *arena, int64_t request, int64_t asker, int64_t listener, bool *may) MUST_USE;

/* ---- queue.c ---- */

/* What the queue needs to know of the process: languages for clocks, and the moment. */
struct words listening_words(const struct app *app, struct arena *arena, int64_t now);
/* Takes back what is late, then offers each waiting request to the best listener who is free. After every change, and by a job. */
enum status listening_match(struct db *db, struct arena *arena, const struct words *words) MUST_USE;
/* A request goes back to the queue, and not to this listener again. */
enum status listening_pass(struct db *db, struct arena *arena, const struct listening_request *request) MUST_USE;
/* A request is over: nothing of it stays. */
enum status listening_request_end(struct db *db, struct arena *arena, const struct listening_request *request) MUST_USE;
/* A talk is over: sums, pauses, and the two are asked how it was. The conversation itself is finished by whoever's request it is. */
enum status listening_talk_end(struct db *db, struct arena *arena, const struct listening_talk *talk, int64_t now) MUST_USE;
/* "Look again" to a persona's open pages. */
enum status listening_tell(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* What can be said about waiting to somebody who asks, or would. */
struct listening_outlook {
    int free, busy;  /* listeners for them who are there */
    int64_t next;    /* when the next one's hours begin, nobody being there; 0: not known */
    int64_t minutes; /* about how long, all being in talks; 0: can't be said */
};
enum status listening_look_out(struct request *request, const struct listening_request *asked, struct listening_outlook *outlook) MUST_USE;
extern const struct job_kind listening_jobs[];

/* ---- words.c ---- */

struct listening_word {
    const char *code, *label, *hint;
};
struct listening_word_list {
    const struct listening_word *items;
    size_t count;
};
enum { LISTENING_TOPICS = 11 };
struct listening_word_list listening_wishes(void);
const char *listening_wish_text(struct view *view, const char *code);
bool listening_wish_is(const char *code);
/* "family, loneliness and faith", "" for none. */
const char *listening_topics_text(struct view *view, unsigned topics);
const char *listening_topic_text(struct view *view, int topic);
const char *listening_languages_text(struct view *view, const char *codes);
/* Why these two: what both are told. `name` NULL: to the listener. */
const char *listening_reason(struct view *view, const struct listening_request *request, const struct listener *listener, const char *name);
const char *listening_outlook_text(struct view *view, const struct listening_outlook *outlook);

/* ---- templates ---- */

struct listening_option {
    const char *value, *label;
    bool chosen;
};
struct listening_options {
    struct listening_option *items;
    size_t count;
};
struct listening_options *listening_language_list(struct view *view, const char *codes);
struct listening_options *listening_topic_list(struct view *view, unsigned topics);

struct listening_desk {
    const struct listener *me;
    struct listening_presence presence;
    bool rests;
    const struct listening_requests *offers;
};
struct listening_view {
    const struct listening_desk *desk;    /* NULL: the reader is no listener */
    const struct listening_request *mine; /* NULL: they don't ask */
    const struct listening_talks *talks;  /* theirs, on whichever side, where they may read */
    const struct listening_talks *called; /* where they are asked to supervise */
    const struct listening_afters *afters;
    const char *outlook;
    bool nobody;
};
/* Parts of several pages: a way to look again, shown when something has changed; help now. */
void listening_again(struct view *view, const char *href);
void listening_help(struct view *view);
void listening_html(struct view *view, const struct listening_view *page);
struct listening_day {
    const char *name, *from, *until, *from_name, *until_name;
};
struct listening_days {
    struct listening_day items[7];
    size_t count;
};
struct listening_hours_view {
    const struct listener *me;
    struct listening_days days;
    struct listening_options most;
};
void listening_hours_html(struct view *view, const struct listening_hours_view *page);
struct listening_request_view {
    const struct listening_request *request;
    const char *words, *reason, *outlook;
    const struct listener *listener; /* who said yes */
    bool nobody, danger;
    struct help_near help;
};
void listening_wait_html(struct view *view, const struct listening_request_view *page);
void listening_offer_html(struct view *view, const struct listening_request_view *page);
struct listening_supervisors {
    struct persona *items;
    size_t count;
};
struct listening_talk_view {
    const struct listening_talk *talk;   /* NULL: it is over */
    const struct listening_after *after; /* then what the reader keeps of it */
    const struct conversation_show *show;
    const char *with; /* the names of the others */
    bool is_member, is_listener, danger;
    struct help_near help;                           /* with danger */
    const struct listening_supervisors *supervisors; /* whom the listener may call; NULL: nobody now */
};
void listening_talk_html(struct view *view, const struct listening_talk_view *page);
void listening_after_html(struct view *view, const struct listening_after *after);
struct listening_figure {
    const char *question, *answers;
};
struct listening_figures {
    struct listening_figure *items;
    size_t count;
};
struct listening_steward_view {
    const struct listeners *listeners;
    const struct listening_figures *figures;
};
void listening_steward_html(struct view *view, const struct listening_steward_view *page);
const char *listening_path(struct view *view, const char *kind, int64_t id, const char *word);

#endif
