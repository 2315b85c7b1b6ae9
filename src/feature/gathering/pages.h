/* Inside feature/gathering. */
#ifndef GATHERING_PAGES_H
#define GATHERING_PAGES_H

#include "board/board.h"
#include "event/event.h"
#include "gathering/gathering.h"
#include "http/feature.h"
#include "notification/notification.h"
#include "text/text.h"

/* ---- rows (store.c) ---- */

struct gathering {
    int64_t id, topic, persona; /* persona 0: nobody any more */
    const char *zone;
    int64_t closes;
    bool ranked, closed, forgotten;
    int64_t event, starts, ends; /* event 0: none yet */
    bool cancelled;
    int64_t reflects, gist;
    int64_t session; /* what was talked before; 0: the conversation alone */
};
struct gathering_option {
    int64_t number, starts, points, people;
    const char *kind, *region;
    int64_t mine; /* the reader's points; 0: not chosen */
    bool best;
};
struct gathering_options {
    struct gathering_option *items;
    size_t count;
};
enum status gathering_row_find(struct db *db, struct arena *arena, int64_t id, struct gathering *gathering) MUST_USE;
/* The conversation in which it was asked at a session's end. NOT_FOUND: it wasn't. */
enum status gathering_of_session(struct db *db, struct arena *arena, int64_t session, int64_t *topic) MUST_USE;
/* With what is counted so far. */
enum status gathering_option_list(struct db *db, struct arena *arena, const struct gathering *gathering,
                                  struct gathering_options *options) MUST_USE;
/* How many have answered; once it is closed as many as were counted for the most chosen. */
enum status gathering_answered(struct db *db, struct arena *arena, const struct gathering *gathering, int64_t *people) MUST_USE;
enum status gathering_votes_of(struct db *db, struct arena *arena, int64_t id, struct bytes voter,
                               struct gathering_options *options) MUST_USE;
/* Instead of what they answered before; `mine` of the options says what. */
enum status gathering_votes_set(struct db *db, struct arena *arena, int64_t id, struct bytes voter,
                                const struct gathering_options *options) MUST_USE;
/* Counts, and forgets who answered. Idempotent. */
enum status gathering_count_up(struct db *db, struct arena *arena, int64_t id) MUST_USE;
/* Ids of those still open, at most 1,000: to find one's own answers. */
enum status gathering_open_list(struct db *db, struct arena *arena, int64_t **ids, size_t *count) MUST_USE;
extern const struct job_kind gathering_jobs[];
enum status gathering_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
/* What a persona asked, and said looking back: (what, words) in turn. */
enum status gathering_of_persona(struct db *db, struct arena *arena, int64_t persona, struct rows *asked, struct rows *said) MUST_USE;

struct reflection {
    int64_t id, gathering, persona, picture, prompt, at;
    const char *name, *body, *html;
    bool is_mine, hidden;
};
struct reflections {
    struct reflection *items;
    size_t count;
    int64_t next; /* behind which id the next page begins; 0: there is none */
};
enum status reflection_list(struct request *request, int64_t gathering, int64_t after, struct reflections *list) MUST_USE;
/* Whoever reads; the caller checks. */
enum status reflection_find(struct request *request, int64_t id, struct reflection *reflection) MUST_USE;
enum status reflection_add(struct db *db, struct arena *arena, const struct reflection *words, bool *said) MUST_USE;
enum status reflection_delete(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status reflection_hide(struct db *db, struct arena *arena, int64_t id, bool hide) MUST_USE;

/* ---- one, as its reader meets it (find.c) ---- */

struct gathering_part {
    struct gathering gathering;
    struct gathering_options options;
    int64_t answered;
    struct topic topic;
    struct group group;
    bool may_answer; /* it is open, and they may write in the group */
    bool mine;       /* they asked, or facilitate the group: they may close it and take a date */
    bool talked;     /* the session's page is theirs to open */
    bool came;       /* may look back with the others, now */
};
enum status gathering_find(struct request *request, int64_t id, struct gathering_part *part) MUST_USE;
/* gathering_find, and NOT_FOUND for who didn't come, or when it isn't the time for it. */
enum status reflection_enter(struct request *request, int64_t id, struct gathering_part *part) MUST_USE;
/* The reader has looked at it: no dot for it any more. */
void gathering_seen(struct request *request, int64_t id);
/* The signed-in member's mark on a question. */
struct bytes gathering_voter(struct request *request, int64_t id);
enum status gathering_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported) MUST_USE;
enum status gathering_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason) MUST_USE;

/* ---- pages.c: the form of the question ---- */

/* In which times are written. */
const char *gathering_zone(const struct request *request);
/* The same in words, for who reads the form. */
const char *gathering_city(const struct request *request);
/* Dates and days of the form into `wish`, in `choices` (GATHERING_OPTIONS of them). */
enum status gathering_wish_read(struct request *request, struct gathering_new *wish, struct gathering_choice *choices) MUST_USE;

/* ---- templates ---- */

struct gathering_form {
    const char *back, *title; /* what it is asked in */
    const char *action, *zone;
    bool opens; /* a conversation begins with it */
};
struct reflection_view {
    const struct gathering_part *part;
    const struct reflections *words;
    const char *next;
    bool tells; /* may write the gist */
};
const char *gathering_path(struct view *view, const struct gathering *gathering, const char *word);
const char *gathering_when_text(struct view *view, const struct gathering *gathering, int64_t at);
const char *gathering_where_text(struct view *view, const struct gathering_option *option);
const char *gathering_counted_text(struct view *view, const struct gathering *gathering, const struct gathering_option *option);
const char *gathering_prompt_text(struct view *view, int64_t prompt);
enum { GATHERING_PROMPTS = 3 };
void gathering_card_html(struct view *view, const struct gathering_part *part);
void gathering_html(struct view *view, const struct gathering_part *part);
void gathering_new_html(struct view *view, const struct gathering_form *form);
void reflection_html(struct view *view, const struct reflection_view *page);

#endif
