/* What the templates of this folder are given, and what its .c files share. */
#ifndef SEARCH_PAGES_H
#define SEARCH_PAGES_H

#include "search/search.h"

enum { SEARCH_WORDS_MAX = 200, SEARCH_KEPT_MOST = 20 };

/* What is asked for, as it stands in the address. */
struct search_wish {
    const char *words, *kind, *group, *lang; /* "" for any */
};

/* ---- drain.c ---- */

/* The kind of that name; NULL: nothing of that name can be found. */
const struct index_kind *search_kind_find(const struct app *app, const char *name);
extern const struct job_kind search_jobs[];

/* ---- saved.c ---- */

struct search_kept {
    int64_t id;
    struct search_wish wish;
};
struct search_kept_list {
    struct search_kept *items;
    size_t count;
};
/* The signed-in member's, newest first. */
enum status search_kept_of(struct request *request, struct search_kept_list *list) MUST_USE;
enum status search_export(struct request *request, json_t *data);
enum status search_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words);

/* ---- store.c ---- */

struct search_row {
    int64_t id;
    struct bytes sealed;
};
struct search_rows {
    struct search_row *items;
    size_t count;
};
enum status search_row_list(struct db *db, struct arena *arena, int64_t persona, struct search_rows *list) MUST_USE;
enum status search_row_add(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct bytes sealed) MUST_USE;
/* NOT_FOUND: not one of theirs. */
enum status search_row_drop(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
enum status search_row_drop_all(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- templates ---- */

struct search_hit {
    struct index_hit hit;
    struct index_pieces title, text; /* of a hit with a content note, text is that note */
};
struct search_part {
    const struct index_kind *kind;
    struct search_hit *items;
    size_t count;
    bool more;
    int64_t next; /* the key of the next page */
    const char *path;
};
struct search_parts {
    struct search_part *items;
    size_t count;
};
struct search_choice {
    const char *value, *label;
    bool chosen;
};
struct search_choices {
    struct search_choice *items;
    size_t count;
};
struct search_view {
    const struct search_wish *wish;
    const struct search_parts *parts; /* those with hits */
    const struct search_choices *kinds, *groups, *langs;
    const struct search_kept_list *kept;
    bool asked, narrowed, first, is_kept;
    const char *wider; /* the same words everywhere */
    const char *older; /* of one kind: the next page, or NULL */
};
void search_html(struct view *view, const struct search_view *page);
/* "/search?q=…" */
const char *search_path(struct view *view, const struct search_wish *wish);
/* What a kept search is called: its words, and where it looks. */
const char *search_kept_text(struct view *view, const struct search_kept *kept);
const char *search_forget_path(struct view *view, const struct search_kept *kept);

#endif
