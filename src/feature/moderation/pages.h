/* What the templates of this folder are given, and what its .c files share. */
#ifndef MODERATION_PAGES_H
#define MODERATION_PAGES_H

#include "circle/circle.h"
#include "guideline/guideline.h"
#include "moderation/moderation.h"
#include "notification/notification.h"
#include "sanction/sanction.h"
#include "talk/talk.h"

enum { CASES_A_PAGE = 30, REPORTS_SHOWN = 50, CASE_WORDS_SHOWN = 200, CASE_SAVED_MOST = 50, MODERATORS_MOST = 50 };
/* A claim that led to nothing for so long can be taken over. */
#define CASE_CLAIM_HOLDS (24 * TIME_HOUR)

/* ---- store.c: cases ---- */

struct reported_case {
    int64_t id, thing, persona, group, rule;
    const char *kind, *handle, *title, *words, *path;
    enum case_rank rank;
    bool stewards;
    int64_t opened_at, closed_at; /* closed_at 0: it waits */
    const char *outcome;          /* "" while it waits; "nothing", "acted", "overturned", "answered" */
    int64_t claimed_by, claimed_at, asked;
    const char *name, *claimed_name, *asked_name; /* as they are called now; NULL: nobody, or gone */
    int64_t reports;                              /* not withdrawn */
};
struct reported_cases {
    struct reported_case *items;
    size_t count;
    bool more;
};
enum status case_row_find(struct db *db, struct arena *arena, int64_t id, struct reported_case *found) MUST_USE;
/* The one that waits about a thing; NOT_FOUND. */
enum status case_row_waiting(struct db *db, struct arena *arena, const char *kind, int64_t thing, int64_t *id) MUST_USE;
/* data NULL: no receipt. CONFLICT: one about the thing waits. */
enum status case_row_insert(struct db *db, struct arena *arena, const struct reported_case *row, struct bytes receipt) MUST_USE;
enum status case_row_raise(struct db *db, struct arena *arena, int64_t id, enum case_rank rank) MUST_USE;
/* By urgency, then by how long they wait; behind `after` (its id 0: from the first). */
enum status case_row_queue(struct db *db, struct arena *arena, bool steward, const struct reported_case *after,
                           struct reported_cases *list) MUST_USE;
enum status case_row_claimed(struct db *db, struct arena *arena, int64_t persona, struct reported_cases *list) MUST_USE;
enum status case_row_asked(struct db *db, struct arena *arena, int64_t persona, struct reported_cases *list) MUST_USE;
/* Newest first, behind (closed_at, id) of `after`. */
enum status case_row_closed(struct db *db, struct arena *arena, bool steward, const struct reported_case *after,
                            struct reported_cases *list) MUST_USE;
/* Of the same persona, or about the same thing when it has none; newest first, without the case itself. */
enum status case_row_earlier(struct db *db, struct arena *arena, const struct reported_case *about, struct reported_cases *list) MUST_USE;
/* Takes what nobody has, or what was held for too long. CONFLICT: somebody has it, or it is closed. Of two at the same moment one wins. */
enum status case_row_claim(struct db *db, struct arena *arena, int64_t id, int64_t persona, int64_t now) MUST_USE;
/* `to` 0: back into the queue. CONFLICT: `from` doesn't have it any more. */
enum status case_row_give(struct db *db, struct arena *arena, int64_t id, int64_t from, int64_t to, int64_t now) MUST_USE;
enum status case_row_close(struct db *db, struct arena *arena, int64_t id, int64_t by, const char *outcome, int64_t now) MUST_USE;
/* Of a closed one; nothing happens to one that isn't there any more. */
enum status case_row_overturn(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status case_row_ask(struct db *db, struct arena *arena, int64_t id, int64_t by, int64_t asked) MUST_USE;
/* How many waiting ones `persona` has, and how many they closed since. */
enum status case_row_load(struct db *db, struct arena *arena, int64_t persona, int64_t since, int64_t *open, int64_t *closed) MUST_USE;
enum status case_row_receipt(struct db *db, struct arena *arena, struct bytes receipt, int64_t *id) MUST_USE;
/* Reports by rule, and how long people waited: http/feature.h. */
enum status case_sums(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context);
enum status case_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
enum status case_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app);

/* ---- report_store.c: reports, words, saved answers ---- */

struct report_row {
    int64_t id, case_id, rule, day;
    struct bytes reporter, sealed;
    enum case_rank rank;
    const char *wish, *words;
    bool withdrawn;
};
struct report_rows {
    struct report_row *items;
    size_t count;
};
enum status report_row_insert(struct db *db, struct arena *arena, const struct report_row *row) MUST_USE;
enum status report_row_find(struct db *db, struct arena *arena, int64_t id, struct report_row *row) MUST_USE;
enum status report_row_once(struct db *db, struct arena *arena, struct bytes reporter, int64_t case_id, int64_t *id) MUST_USE;
enum status report_row_of_case(struct db *db, struct arena *arena, int64_t case_id, struct report_rows *rows) MUST_USE;  /* at most 50 */
enum status report_row_of(struct db *db, struct arena *arena, struct bytes reporter, struct report_rows *rows) MUST_USE; /* newest 50 */
enum status report_row_add(struct db *db, struct arena *arena, int64_t id, const char *words) MUST_USE;
enum status report_row_withdraw(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status report_row_drop(struct db *db, struct arena *arena, struct bytes reporter) MUST_USE;
/* Of everything reported about one persona since `day`: how many reports, and of how many people. */
enum status report_row_wave(struct db *db, struct arena *arena, const struct reported_case *about, int64_t day, int64_t *reports,
                            int64_t *people) MUST_USE;

struct case_word {
    int64_t id, persona, at;
    const char *kind, *name, *body;
};
struct case_words {
    struct case_word *items;
    size_t count;
};
enum status case_word_add(struct db *db, struct arena *arena, int64_t case_id, const char *kind, int64_t persona, const char *body,
                          int64_t now) MUST_USE;
enum status case_word_list(struct db *db, struct arena *arena, int64_t case_id, struct case_words *list) MUST_USE;
enum status case_word_of(struct db *db, struct arena *arena, int64_t persona, struct case_words *list) MUST_USE;
struct case_saved {
    int64_t id;
    const char *name, *body;
};
struct case_saveds {
    struct case_saved *items;
    size_t count;
};
enum status case_saved_list(struct db *db, struct arena *arena, struct case_saveds *list) MUST_USE;
enum status case_saved_insert(struct db *db, struct arena *arena, const char *name, const char *body) MUST_USE;
enum status case_saved_delete(struct db *db, struct arena *arena, int64_t id) MUST_USE;

/* ---- report.c: who reported ---- */

/* The same for one persona each time, and nothing to anybody without the server's key. */
struct bytes report_mark(struct arena *arena, const struct app *app, int64_t persona);
struct bytes report_seal(struct arena *arena, const struct app *app, int64_t report, int64_t persona);
/* INVALID: it doesn't open with this server's key. */
enum status report_open(struct arena *arena, const struct app *app, const struct report_row *row, int64_t *persona) MUST_USE;
/* One of the reader's own names reported it. */
enum status report_is_own(struct request *request, int64_t case_id, bool *own) MUST_USE;
/* Everybody who reported and didn't take it back hears that something is new. */
enum status report_tell(struct request *request, int64_t case_id) MUST_USE;
enum status report_own_find(struct request *request, struct report_row *row) MUST_USE; /* the one of the path; NOT_FOUND: not theirs */

/* ---- work.c: what pages of moderators share ---- */

/* The one of the path, as the reader may work on it. NOT_FOUND: for stewards alone, or the reader has part in it, under any of their names.
 */
enum status case_find(struct request *request, int64_t id, struct reported_case *found) MUST_USE;
/* For struct feature: whether the reader has part in a case, and what was decided about it taken back. */
enum status case_part_find(struct request *request, int64_t id, bool *part) MUST_USE;
enum status case_overturned(struct request *request, int64_t id) MUST_USE;
/* Takes out what isn't for the reader. */
enum status case_list_settle(struct request *request, struct reported_cases *list) MUST_USE;
/* case_find, and the reader has claimed it and it waits. CONFLICT. */
enum status case_find_own(struct request *request, struct reported_case *found) MUST_USE;
const char *case_path(struct view *view, const struct reported_case *about, const char *word);
const char *case_kind_text(struct view *view, const char *kind);
const char *case_rank_text(struct view *view, enum case_rank rank);
const char *case_wish_text(struct view *view, const char *wish);
const char *case_outcome_text(struct view *view, const struct reported_case *about); /* for who reported */
const char *case_rule_text(struct view *view, int64_t rule);
struct case_person {
    int64_t id;
    const char *name;
};
struct case_people {
    struct case_person *items;
    size_t count;
};
/* Others who may work on it. */
enum status case_colleagues(struct request *request, const struct reported_case *about, struct case_people *people) MUST_USE;

/* ---- templates ---- */

struct report_choice {
    const char *value, *label, *hint;
};
struct report_choices {
    const struct report_choice *items;
    size_t count;
};
const struct report_choices *report_wishes(void);
const struct report_choices *report_ranks(void);
struct report_view {
    const struct reported *thing;
    const char *action, *excerpt;
};
void report_choices_html(struct view *view, const struct rules *rules);
void report_html(struct view *view, const struct report_view *page);
struct report_item {
    const struct report_row *row;
    const struct reported_case *about;
    int64_t connection; /* whose words the reader can mute; 0: nobody's */
};
struct report_items {
    struct report_item *items;
    size_t count;
};
void report_list_html(struct view *view, const struct report_items *list);
void report_own_html(struct view *view, const struct report_item *page);

struct case_tab {
    const char *href, *label;
    bool current;
};
struct case_tabs {
    struct case_tab items[4];
    size_t count;
};
struct case_queue_view {
    const struct reported_cases *cases;
    const struct case_tabs *tabs;
    const char *next;
    int64_t open, closed; /* the reader's load */
    bool pause;
};
void case_queue_html(struct view *view, const struct case_queue_view *page);
void case_saved_html(struct view *view, const struct case_saveds *list);
struct case_report {
    const struct report_row *row;
    const char *name; /* NULL: not asked for */
};
struct case_reports {
    struct case_report *items;
    size_t count;
};
struct case_view {
    const struct reported_case *about;
    const struct reported *thing; /* as it is now; NULL: gone */
    const struct case_reports *reports;
    const struct case_words *words;
    const struct reported_cases *earlier;
    const struct sanctions *sanctions;
    const struct case_people *colleagues;
    const struct case_saveds *saved;
    int64_t wave, wave_people;           /* 0: no wave */
    const struct reported_words *around; /* asked for; NULL */
    bool reached;                        /* the reader finds it where it stands */
    bool stands;                         /* in a context that who has the case may open */
    bool mine, asked, contact, changed;
};
void case_html(struct view *view, const struct case_view *page);
struct case_decide_view {
    const struct reported_case *about;
    const struct sanction_choice *choice;
};
void case_decide_html(struct view *view, const struct case_decide_view *page);
void case_contact_code_html(struct view *view, const char *code);
struct case_letter_view {
    const char *code;
    const struct case_words *words; /* NULL: the code is asked for */
    bool closed;
};
void case_letter_html(struct view *view, const struct case_letter_view *page);

#endif
