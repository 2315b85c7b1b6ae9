/* Inside feature/transparency: its rows, what is small, and what the templates are given. */
#ifndef TRANSPARENCY_PAGES_H
#define TRANSPARENCY_PAGES_H

#include "guideline/guideline.h"
#include "layout/layout.h"
#include "sanction/sanction.h"
#include "transparency/transparency.h"

enum { TRANSPARENCY_LEAST = 5, TRANSPARENCY_QUARTERS = 40, TRANSPARENCY_ACTS_A_PAGE = 50 };

/* When a quarter begins, epoch ms, in UTC. */
int64_t transparency_begin(int64_t quarter);

/* ---- small.c ---- */

/* Makes everything 0 that may not be shown; medians become hours or, behind a day, whole days in hours, of a fixed few. */
void transparency_suppress(struct sum *sums, size_t count);

/* ---- store.c ---- */

struct transparency {
    int64_t next; /* the quarter that is counted next */
    bool open;    /* also for visitors */
};
/* NOT_FOUND: nothing was ever counted. */
enum status transparency_find(struct db *db, struct arena *arena, struct transparency *state) MUST_USE;
enum status transparency_save(struct db *db, struct arena *arena, const struct transparency *state) MUST_USE;
struct transparency_sums {
    struct sum *items;
    size_t count;
};
enum status transparency_sum_add(struct db *db, struct arena *arena, int64_t quarter, const struct sum *sum) MUST_USE;
enum status transparency_sum_list(struct db *db, struct arena *arena, int64_t quarter, struct transparency_sums *sums) MUST_USE;
struct transparency_act {
    int64_t quarter, id;
    const char *mark, *word;
};
struct transparency_acts {
    struct transparency_act *items;
    size_t count;
    bool more;
};
enum status transparency_act_add(struct db *db, struct arena *arena, const struct transparency_act *act) MUST_USE;
/* The newest quarter first, behind (quarter, id) of `after`; its quarter 0: from the first. */
enum status transparency_act_list(struct db *db, struct arena *arena, const struct transparency_act *after,
                                  struct transparency_acts *acts) MUST_USE;

/* ---- templates ---- */

struct transparency_line {
    const struct rule *rule; /* NULL: `label` says it */
    const char *label, *value;
};
struct transparency_table {
    const char *part, *title, *note; /* note: of the report alone */
    struct transparency_line *items;
    size_t count;
    int64_t together; /* 0: no sum of it */
};
struct transparency_tables {
    struct transparency_table *items;
    size_t count;
};
struct transparency_tab {
    const char *href, *label;
    bool current;
};
struct transparency_tabs {
    struct transparency_tab *items;
    size_t count;
};
struct transparency_view {
    const char *quarter; /* NULL: none is over yet */
    const char *report, *runners, *name;
    const struct transparency_tables *tables;
    const struct transparency_tabs *tabs;
    int64_t first; /* when the first numbers come */
    bool steward, open;
};
struct transparency_log_line {
    const char *quarter, *mark, *word;
};
struct transparency_log_view {
    const struct transparency_log_line *items;
    size_t count;
    const char *latest, *older;
};
void transparency_html(struct view *view, const struct transparency_view *page);
void transparency_report_html(struct view *view, const struct transparency_view *page);
void transparency_log_html(struct view *view, const struct transparency_log_view *page);

#endif
