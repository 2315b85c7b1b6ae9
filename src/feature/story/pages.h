/* What the templates of this folder are given, and what its .c files share. */
#ifndef STORY_PAGES_H
#define STORY_PAGES_H

#include "community/community.h"
#include "index/index.h"
#include "notification/notification.h"
#include "story/story.h"

enum { STORIES_A_PAGE = 20, COMMENTS_A_PAGE = 30, COMMENT_MAX = 1000, MILESTONE_WHEN_MAX = 60, MILESTONE_WORDS_MAX = 300 };
enum { STORY_EXCERPT = 200, STORY_SEALED_MOST = 200, STORY_UNNAMED_MOST = 20, STORY_OWN_MOST = 60, STORY_PICTURES = 6 };

/* ---- words.c ---- */

struct milestone_kind {
    const char *code, *label;
    unsigned bit;
};
struct milestone_kinds {
    const struct milestone_kind *items;
    size_t count;
};
const struct milestone_kinds *milestone_kinds_all(void);
const struct milestone_kind *milestone_kind_find(const char *code); /* NULL for an unknown one */
/* "Coming out"; NULL for one of the writer's own. */
const char *milestone_label(struct view *view, const struct milestone *milestone);
/* "Coming out · spring 2019", for texts. */
const char *milestone_title(struct view *view, const struct milestone *milestone);
void story_step_title(struct view *view, const struct milestone *step);
unsigned milestone_bits(const struct milestones *road);

struct story_prompt {
    const char *code, *text;
};
struct story_prompts {
    const struct story_prompt *items;
    size_t count;
};
const struct story_prompts *story_prompts_all(void);
/* Its English words, NULL for an unknown one. */
const char *story_prompt_find(const char *code);

struct story_audience {
    const char *code, *label, *help;
};
struct story_audiences {
    const struct story_audience *items;
    size_t count;
};
const struct story_audiences *story_audiences_all(void);
struct story_tongues {
    const struct language *items;
    size_t count;
};
const struct story_tongues *story_tongues_all(void);
/* Who can read it, in a few words. */
const char *story_audience_text(struct view *view, const struct story *story);
const char *story_minutes_text(struct view *view, int64_t minutes);

/* ---- own.c: whose a story without a name is ---- */

/* The marks this member's stories without a name carry; nobody else can make them. */
struct story_marks {
    struct bytes items[STORY_UNNAMED_MOST];
};
void story_marks_make(struct request *request, struct story_marks *marks);
bool story_mark_is_mine(struct request *request, struct bytes owner);
/* One that no story carries yet. CONFLICT: there is none. */
enum status story_mark_free(struct request *request, struct bytes *owner) MUST_USE;

/* ---- store.c ---- */

struct story_filter {
    unsigned kinds;   /* 0: all */
    const char *lang; /* "": all */
    bool calm;        /* none with a content note */
};
/* A place in a list, newest first: everything behind it comes later. */
struct story_key {
    int64_t day, id;
};
enum status story_list(struct request *request, const struct story_filter *filter, struct story_key before, struct stories *stories,
                       bool *more) MUST_USE;
/* The member's own: with this persona's name, by key; and those without a name, all of them. */
enum status story_list_mine(struct request *request, struct story_key before, size_t most, struct stories *stories, bool *more) MUST_USE;
enum status story_list_unnamed(struct request *request, struct stories *stories) MUST_USE;
/* The parts the reader may read, in order, at most 100. */
enum status story_list_series(struct request *request, const struct story *story, struct stories *stories) MUST_USE;
/* Everything an edit changes; kinds are the road's. */
enum status story_update(struct db *db, struct arena *arena, const struct story *story, const struct story_text *text) MUST_USE;
enum status story_road(struct db *db, struct arena *arena, int64_t story, struct milestones *road) MUST_USE;
enum status story_road_set(struct db *db, struct arena *arena, int64_t story, const struct milestones *road) MUST_USE;
/* Makes room behind `after`; `after` NULL: stands alone. */
enum status story_series_place(struct db *db, struct arena *arena, const struct story *after, int64_t *series, int64_t *part) MUST_USE;
/* The story with its answers, roads and what was told about it. */
enum status story_drop(struct db *db, struct arena *arena, int64_t story) MUST_USE;
enum status story_body_of(struct db *db, struct arena *arena, int64_t story, const char **body) MUST_USE;
/* The named stories of a persona: gone, or (but for those that only their writer's circles read) without the name. */
enum status story_erase_all(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;

/* Which circles of its writer read it. */
enum status story_circles(struct db *db, struct arena *arena, int64_t story, const char **circles) MUST_USE;
enum status story_circle_clear(struct db *db, struct arena *arena, int64_t story) MUST_USE;
enum status story_circle_add(struct db *db, struct arena *arena, int64_t story, int64_t circle) MUST_USE;

/* ---- comment_store.c ---- */

struct story_comment {
    int64_t id, number, persona, picture;
    const char *name, *html;
    bool by_writer, is_mine;
};
struct story_comments {
    struct story_comment *items;
    size_t count;
};
enum status story_comment_list(struct request *request, const struct story *story, int64_t after, struct story_comments *comments,
                               bool *more) MUST_USE;
/* NOT_FOUND: no such answer under this story. */
enum status story_comment_find(struct request *request, const struct story *story, int64_t id, struct story_comment *comment) MUST_USE;
enum status story_comment_drop(struct db *db, struct arena *arena, int64_t id) MUST_USE;
/* Whether the latest answer says the same, by the same: a form sent twice. */
enum status story_comment_said(struct db *db, struct arena *arena, const struct story_comment_new *wish, bool *said) MUST_USE;
enum status story_resonance_count(struct db *db, struct arena *arena, int64_t story, int64_t *count) MUST_USE;
/* Rows of title and words (or title alone); the title is "" where the member may no longer read the story. */
enum status story_comment_facts(struct request *request, struct rows *rows) MUST_USE;
enum status story_resonance_facts(struct request *request, struct rows *rows) MUST_USE;
enum status story_comment_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;

/* ---- the words of a form, wherever they are kept ---- */

enum story_part {
    STORY_TITLE,
    STORY_SUMMARY,
    STORY_BODY,
    STORY_LANG,
    STORY_NOTE,
    STORY_NOTE_OWN,
    STORY_AUDIENCE, /* "me" or one of story.h's */
    STORY_GROUP,
    STORY_NAME,     /* "shown" or "none" */
    STORY_COMMENTS, /* "on" or "off" */
    STORY_ROAD,     /* "shown" or "own" */
    STORY_AFTER,    /* the part before, "" for none */
    STORY_PROMPT,
    STORY_PARTS
};
struct story_picture {
    int64_t id;
    const char *description;
    int64_t width, height;         /* of those in a story; else 0 */
    bool shown;                    /* in a story that is there; else sealed, for its writer alone */
    const struct image_made *made; /* one that isn't kept anywhere yet; else NULL */
};
struct story_pictures {
    struct story_picture items[STORY_PICTURES];
    size_t count;
};
struct story_words {
    const char *part[STORY_PARTS]; /* never NULL */
    struct milestones road;
    struct story_pictures pictures;
    const char *circles; /* numbers of the writer's circles, with spaces between; never NULL */
};
/* Where words belong: a story that is there (draft 0, or the number of a second draft of it), or (story 0) the new one of that number. */
struct story_place {
    int64_t story, draft;
};

/* ---- sealed_store.c ---- */

struct story_sealed_row {
    int64_t id;
    struct bytes head, body; /* body: data NULL in lists */
};
struct story_sealed_rows {
    struct story_sealed_row *items;
    size_t count;
};
enum status story_sealed_row_find(struct db *db, struct arena *arena, int64_t persona, struct bytes place,
                                  struct story_sealed_row *row) MUST_USE;
enum status story_sealed_row_by_id(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct story_sealed_row *row) MUST_USE;
enum status story_sealed_row_list(struct db *db, struct arena *arena, int64_t persona, struct story_sealed_rows *rows) MUST_USE;
enum status story_sealed_row_put(struct db *db, struct arena *arena, int64_t persona, struct bytes place,
                                 const struct story_sealed_row *row) MUST_USE;
enum status story_sealed_row_drop(struct db *db, struct arena *arena, int64_t persona, int64_t id) MUST_USE;
enum status story_sealed_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- sealed.c ---- */

enum story_state { STORY_DRAFT, STORY_KEPT, STORY_OWN_ROAD }; /* KEPT: finished, for its writer alone */
struct story_sealed {
    int64_t id;
    struct story_place place;
    enum story_state state;
    int64_t beside;                   /* the draft number of the one it was kept beside, or its own */
    const char *tab;                  /* which window wrote it last */
    const char *title;                /* may be "" */
    int64_t at;                       /* when */
    int64_t pictures[STORY_PICTURES]; /* the numbers of those in it; 0: none */
};
struct story_sealeds {
    struct story_sealed *items;
    size_t count;
};
/* NOT_FOUND: none of the signed-in member's. `words` may be NULL. */
enum status story_sealed_find(struct request *request, struct story_place place, enum story_state state, struct story_sealed *sealed,
                              struct story_words *words) MUST_USE;
enum status story_sealed_by_id(struct request *request, int64_t id, struct story_sealed *sealed, struct story_words *words) MUST_USE;
/* All of them, latest first. */
enum status story_sealed_list(struct request *request, struct story_sealeds *list) MUST_USE;
/* Keeps what one window wrote. `tab` names the window, `seen` the one that had written what this window began with ("": nothing). What
 * another window wrote meanwhile is never written over: the words are then kept beside it, and *sealed is that second draft.
 * CONFLICT: STORY_SEALED_MOST are there already. Nothing is kept of an empty form: *sealed then has id 0. */
struct story_keeping {
    struct story_place place;
    enum story_state state;
    const char *tab, *seen;
};
enum status story_sealed_keep(struct request *request, const struct story_keeping *keeping, const struct story_words *words,
                              struct story_sealed *sealed) MUST_USE;
/* What this window kept is done with; what another wrote stays. */
enum status story_sealed_done(struct request *request, const struct story_keeping *keeping) MUST_USE;
/* One of them, with its pictures. */
enum status story_sealed_drop(struct request *request, int64_t id) MUST_USE;
/* Everything that was kept about a story. */
enum status story_sealed_forget(struct request *request, int64_t story) MUST_USE;

struct story_form;

/* ---- picture_store.c ---- */

enum status story_picture_list(struct db *db, struct arena *arena, int64_t story, struct story_pictures *pictures) MUST_USE;
/* The story that shows it. */
enum status story_picture_story(struct db *db, struct arena *arena, int64_t id, int64_t *story) MUST_USE;
enum status story_picture_put(struct db *db, struct arena *arena, int64_t story, int64_t id, size_t place) MUST_USE;
enum status story_picture_remove(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status story_sealed_picture_add(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct bytes sealed) MUST_USE;
enum status story_sealed_picture_find(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct bytes *sealed) MUST_USE;
enum status story_sealed_picture_list(struct db *db, struct arena *arena, int64_t persona, const int64_t **ids, size_t *count) MUST_USE;
enum status story_sealed_picture_remove(struct db *db, struct arena *arena, int64_t persona, int64_t id) MUST_USE;
enum status story_sealed_picture_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- pictures.c ---- */

/* What story_prepare leaves. */
struct story_prepared {
    struct story_text text;
    struct picture_taken photo;
    int64_t photo_id; /* the number it has if it is kept as a draft's */
    bool danger;
};
/* Those the form names, and behind them the one that came with it. */
void story_pictures_of_form(struct request *request, struct story_pictures *pictures);
/* What was typed about a picture that didn't come. */
const char *story_photo_words(struct request *request);
/* INVALID: one has no description, there are too many, or a file was announced and didn't come. */
enum status story_pictures_check(struct request *request, const struct story_pictures *pictures) MUST_USE;
/* The buttons that change nothing but the pictures: add, move up, take out. */
bool story_pictures_is_act(const char *act);
enum status story_pictures_act(struct request *request, struct story_pictures *pictures) MUST_USE;
/* Keeps those that came with this form. CONFLICT: the member has as many sealed ones as can be. */
enum status story_pictures_seal(struct request *request, const struct story_pictures *pictures) MUST_USE;
/* Sealed ones that no draft shows any more go. */
enum status story_pictures_sweep(struct request *request) MUST_USE;
enum status story_pictures_export(struct request *request, export_file *add, void *context) MUST_USE;
/* A story that is there shows these from now on, and no others. */
enum status story_pictures_set(struct request *request, int64_t story, const struct story_pictures *pictures) MUST_USE;
/* The story shows none any more; those in `pictures` are ready to be sealed. */
enum status story_pictures_withdraw(struct request *request, int64_t story, struct story_pictures *pictures) MUST_USE;
const char *story_picture_path(struct arena *arena, const struct story_picture *picture);
extern const struct picture_kind story_picture_kinds[];
void story_figures(struct view *view, const struct story_pictures *pictures);
void story_form_pictures(struct view *view, const struct story_form *form);

/* ---- form.c: what the writing form holds ---- */

/* Whether a number is among those of `circles`. */
bool story_circle_is_named(const char *circles, int64_t circle);

void story_words_of_form(struct request *request, struct story_words *words);
void story_words_of_kept(struct arena *arena, const struct kept_form *kept, struct story_words *words);
struct story_place story_place_of_form(struct request *request);
struct story_keeping story_keeping_of_form(struct request *request, enum story_state state);
bool story_words_are_empty(const struct story_words *words);
enum status story_keep_form(struct request *request, const struct kept_form *kept, const char **go_to) MUST_USE;

/* ---- the writing pages ---- */

struct story_form {
    const char *action, *title;
    struct story_words words;
    struct story_place place;
    const char *tab, *seen;
    int64_t base;       /* the version of the story that was begun with; 0: a new one */
    int64_t kept;       /* the sealed row the words come from; 0: none */
    const char *prompt; /* what it was begun from, or NULL */
    const char *other;  /* a sentence about the same words from another window, or NULL; and where they are */
    const char *other_path;
    const struct groups *groups;
    const struct circles *circles; /* the writer's */
    const struct stories *earlier; /* what it can come after */
    const struct safe_html *preview;
    struct milestones rows;  /* those of the words, and some empty ones */
    const char *photo_words; /* typed about a picture that didn't come */
};
void story_form_html(struct view *view, const struct story_form *form);
enum status story_form_show(struct request *request, struct story_form *form, bool preview) MUST_USE;
/* "/stories/drafts/1" */
const char *story_sealed_path(struct arena *arena, const struct story_sealed *sealed);
/* Who told a story under a name. NOT_FOUND: nobody, or it isn't there. */
enum status story_persona(struct db *db, struct arena *arena, int64_t story, int64_t *persona) MUST_USE;
extern const struct index_kind story_finds[];
const char *story_path(struct arena *arena, int64_t id, const char *word);
/* Checks what is to be sent; INVALID when something is missing. *after: the part before, NULL for none. */
enum status story_words_check(struct request *request, const struct story *story, struct story **after) MUST_USE;
/* The story of ":id" if it is the reader's own; FORBIDDEN for others'. */
enum status story_find_own(struct request *request, struct story *story) MUST_USE;

/* ---- the other templates ---- */

struct story_list_view {
    const struct stories *stories;
    const struct story_filter *filter;
    const char *kind, *next;
    bool first, filtered;
};
void story_list_html(struct view *view, const struct story_list_view *page);
struct story_view {
    const struct story *story;
    const struct milestones *road;
    const struct story_pictures *pictures;
    bool road_is_own;
    const struct stories *series;
    const struct story *before, *after; /* its neighbours, or NULL */
    const struct story_comments *comments;
    const char *more; /* the next page of them */
    bool first;
    const char *resonance; /* for the writer alone, else NULL */
};
void story_html(struct view *view, const struct story_view *page);
struct story_kept_view {
    const struct story_sealed *sealed;
    const struct story_words *words;
    const struct story_text *text;
};
void story_kept_html(struct view *view, const struct story_kept_view *page);
struct story_step {
    const struct milestone *milestone;
    const char *title, *path; /* of the story it stands in */
    bool shown;
};
struct story_steps {
    struct story_step *items;
    size_t count;
};
struct story_mine_view {
    const struct story_sealeds *drafts, *kept;
    const struct stories *named, *unnamed;
    const char *next;
    bool first;
    const struct story_steps *road;
};
void story_mine_html(struct view *view, const struct story_mine_view *page);
void story_prompts_html(struct view *view);
void story_delete_html(struct view *view, const struct story *story);
void story_discard_html(struct view *view, const struct story_sealed *sealed);

/* ---- reported_store.c ---- */

enum status story_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
enum status story_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason);
enum status story_reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put);
/* struct feature, stayed. */
/* For struct feature: what somebody under 18 tells everyone under their name is for members from then on. */
later_work story_band_push;
enum status story_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count) MUST_USE;

#endif
