/* Inside feature/sanction: the folder's statements, the log, and what the templates are given. */
#ifndef SANCTION_PAGES_H
#define SANCTION_PAGES_H

#include "community/community.h"
#include "group/group.h"
#include "guideline/guideline.h"
#include "notification/notification.h"
#include "sanction/sanction.h"
#include "text/text.h"

enum {
    SANCTIONS_A_PAGE = 30,
    SANCTION_REVERSE_DAYS = 30,
    SANCTION_QUOTE = 2000, /* characters of somebody's own words that a decision keeps */
    APPEAL_DAYS = 184,     /* six months, whichever they are */
    APPEAL_ANSWER_DAYS = 14,
    APPEAL_REMIND_DAYS = 3, /* before that */
    APPEAL_MODERATORS = 50,
};

/* ---- store.c ---- */

/* CONFLICT: this turn is taken. */
enum status sanction_insert(struct db *db, struct arena *arena, const struct sanction *sanction) MUST_USE;
/* The next turn about a thing. */
enum status sanction_turn(struct db *db, struct arena *arena, const char *kind, int64_t id, int64_t *turn) MUST_USE;
/* CONFLICT: it is taken back already. */
enum status sanction_store_reversed(struct db *db, struct arena *arena, int64_t id, int64_t now, const char *why) MUST_USE;
/* What holds for a persona at `now`: until when they may not write, and not take part (and the facts of that). */
struct sanction_hold {
    int64_t muted, paused;
    const char *facts;
};
enum status sanction_hold_of(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct sanction_hold *hold) MUST_USE;
/* Until when they may not write in single groups, written where each group sees it (group_mute_set). Idempotent. */
enum status sanction_hold_here(struct db *db, struct arena *arena, int64_t persona, int64_t now) MUST_USE;
/* Whether a mute, of one group too, a suspension or a ban runs. */
enum status sanction_runs(struct db *db, struct arena *arena, int64_t persona, int64_t now, bool *runs) MUST_USE;
enum status sanction_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- sum_store.c: http/feature.h ---- */

enum status sanction_sums(struct db *db, struct arena *arena, int64_t from, int64_t until, sum_add *add, void *context);

/* ---- appeal_store.c ---- */

struct appeal {
    int64_t sanction, at, by, decided_at;
    bool overturned;
    const char *body, *answer;
};
struct appeals {
    struct appeal *items;
    size_t count;
    bool more;
};
/* CONFLICT: there is one. */
enum status appeal_insert(struct db *db, struct arena *arena, const struct appeal *appeal) MUST_USE;
enum status appeal_find(struct db *db, struct arena *arena, int64_t sanction, struct appeal *appeal) MUST_USE;
/* Unanswered ones, the oldest first, behind (at, id). */
enum status appeal_list(struct db *db, struct arena *arena, int64_t at, int64_t id, struct appeals *list) MUST_USE;
/* CONFLICT: it is answered already. */
enum status appeal_store_answer(struct db *db, struct arena *arena, const struct appeal *appeal) MUST_USE;
enum status appeal_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- pages.c ---- */

/* It is about one of the reader's names, or about a group that one of them looks after. */
enum status sanction_is_readers(struct request *request, const struct sanction *sanction, bool *is) MUST_USE;
later_work sanction_read_mark;

/* ---- appeal_pages.c ---- */

/* "appeal.remind": tells those who may answer that an appeal waits. */
enum status appeal_remind(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;

/* ---- log_store.c ---- */

struct sanction_line {
    int64_t number, day;
    const char *kind, *what; /* what: lines of "word value" */
};
struct sanction_lines {
    struct sanction_line *items;
    size_t count;
    bool more;
};
/* Newest first, before `number` (0: from the newest). */
enum status sanction_log_list(struct db *db, struct arena *arena, int64_t number, struct sanction_lines *list) MUST_USE;

/* ---- decide.c ---- */

/* Undoes what a measure did, and says so to the person. CONFLICT: it is taken back already. */
enum status sanction_undo(struct request *request, const struct sanction *sanction, const char *why) MUST_USE;
/* What holds for a persona, written where every request of theirs sees it. Idempotent. */
enum status sanction_settle(struct db *db, struct arena *arena, int64_t persona, int64_t now) MUST_USE;
enum status sanction_tell(struct db *db, struct arena *arena, int64_t persona, int64_t sanction, int64_t now) MUST_USE;

/* ---- words.c ---- */

/* The word of a measure in forms and in the log: "hide"; SANCTION_KINDS for any other word. */
/* "for the whole place", "for a group", "for what was written". */
const char *sanction_scope(struct view *view, const struct sanction *sanction);
const char *sanction_length(struct view *view, const struct sanction *sanction);
/* What a line of the log says of what was done; of whom is beside it. */
const char *sanction_log_text(struct view *view, const struct sanction_line *line);

/* ---- templates ---- */

/* A decision with all that its pages show. */
struct sanction_view {
    struct sanction sanction;
    struct rule rule;       /* name NULL: it isn't known any more */
    const char *path;       /* of the thing, where the reader can see it; NULL */
    const char *name;       /* of the person; NULL: a handle, or gone */
    const char *group_name; /* where a mute holds in one group alone; NULL */
    const char *deciders;   /* for moderators: who decided; NULL */
    struct appeal appeal;
    bool appealed;
    bool may_appeal, may_reverse, may_answer, several;
    const char *why_not; /* why the reader may not answer the appeal; NULL */
    int64_t appeal_until, answer_due, now;
};
struct sanction_views {
    struct sanction_view *items;
    size_t count;
    const char *older, *latest;
};
enum status sanction_view_make(struct request *request, const struct sanction *sanction, struct sanction_view *page) MUST_USE;
/* What was decided, in a sentence to the person. */
const char *sanction_said(struct view *view, const struct sanction_view *page);
void sanction_list_html(struct view *view, const struct sanction_views *page);
void sanction_html(struct view *view, const struct sanction_view *page);
void sanction_work_html(struct view *view, const struct sanction_view *page);
void appeal_list_html(struct view *view, const struct sanction_views *page);
void appeal_html(struct view *view, const struct sanction_view *page);
void sanction_facts(struct view *view, const struct sanction_view *page);
void sanction_answer(struct view *view, const struct sanction_view *page);
struct sanction_measure {
    enum sanction_kind kind;
    const char *word, *label, *hint;
};
struct sanction_measures {
    struct sanction_measure items[SANCTION_KINDS];
    size_t count;
};
const struct sanction_measures *sanction_measure_list(struct view *view, const struct sanction_choice *choice);
bool sanction_chosen(struct view *view, const char *field, const char *value, const char *otherwise);
struct sanction_measure_view {
    const struct reported *thing;
    const struct sanction_choice *choice;
    const struct sanction_views *before; /* what was decided about it already */
};
void sanction_measure_html(struct view *view, const struct sanction_measure_view *page);
struct sanction_log_view {
    const struct sanction_lines *lines;
    const char *older, *latest;
};
void sanction_log_html(struct view *view, const struct sanction_log_view *page);
/* "/decisions/7", "/moderation/appeals/7", …; `word` goes behind it. */
const char *sanction_path(struct view *view, const char *before, int64_t id, const char *word);
/* A value of a line's `what`, "" when it isn't there. */
const char *sanction_line_value(struct arena *arena, const struct sanction_line *line, const char *word);

#endif
