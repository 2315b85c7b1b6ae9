/* What the templates of this folder are given. */
#ifndef LAYOUT_PAGES_H
#define LAYOUT_PAGES_H

#include "community/community.h"
#include "layout/layout.h"

/* One door of the places bar. */
struct layout_place {
    const char *href, *label, *icon;
    const char *news; /* the event of /news that lights a dot here; NULL: none does */
    bool current, fresh;
};
struct layout_places {
    struct layout_place items[5];
    size_t count;
};

struct layout_names {
    const struct own_name *items;
    size_t count;
};
struct layout_frame {
    const char *title, *theme, *icon; /* the whole <title>; the tab icon's path */
    bool discreet, member, moderator, steward;
    const char *reader;       /* the member's name */
    int64_t picture, speaker; /* who speaks, where there are several */
    const struct layout_names *names;
    int rest_minutes; /* 0: no warning */
    const struct layout_places *places;
    bool help, stewarding, joining, searching; /* which of the doors outside the bar is this page */
    const struct language *language;
    const char *language_label;
    const char *notice;
};
/* <title>, whose words are the page's own. */
void layout_title(struct view *view, const char *title);
/* What hooks.near has to show. */
void layout_near(struct view *view);
void layout_frame_top(struct view *view, const struct layout_frame *frame);

/* Leaving works even while nothing else does: a page about nothing that goes on by itself. */
void layout_leave_anyway(struct view *view, const char *url);

struct layout_tongue {
    const struct language *language;
    bool current;
};
struct layout_tongues {
    struct layout_tongue items[LANGUAGES];
    size_t count;
};
void layout_frame_end(struct view *view, const struct layout_tongues *tongues, const char *to, const char *runners);

void layout_plate_svg(struct view *view, const char *classes, const char *first, const char *second, const char *third);
void layout_plate_own(struct view *view, const char *classes, int64_t id, int side);
void layout_icon_svg(struct view *view, const char *classes, const char *name);

struct layout_input {
    const struct field_part *part;
    const char *id, *value, *error, *described; /* described: ids for aria-describedby, NULL for none */
    const char *type;                           /* "text", "password" */
    const char *complete;                       /* the autocomplete attribute */
    bool plain;                                 /* no capitals, no spelling help */
    bool area, secret;
};
void layout_input_field(struct view *view, const struct layout_input *input);
void layout_picture_input(struct view *view, const struct layout_input *input);
void layout_choice_row(struct view *view, const struct choice_part *choice, bool checked);
void layout_error_note(struct view *view, const char *why);
void layout_error_line(struct view *view, const char *id, const char *why);
void layout_pages_nav(struct view *view, const char *newer, const char *older, const char *label);
void layout_latest_nav(struct view *view, const char *latest, const char *older, const char *label);
void layout_empty_card(struct view *view, const char *title, const char *text, const char *href, const char *action);

struct layout_failure {
    const char *title, *what, *next; /* what happened, in one or two sentences; what one can do */
    const char *again;               /* a path to try once more, or NULL */
    const char *again_label;
    const char *home, *home_label;
    const char *kept; /* what a refused form held, so that it can be copied; "" */
};
void layout_failure_page(struct view *view, const struct layout_failure *failure);

#endif
