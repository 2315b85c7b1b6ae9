/* What the templates of this folder are given, and what its .c files share. */
#ifndef CONTACT_PAGES_H
#define CONTACT_PAGES_H

#include "contact/contact.h"
#include "notification/notification.h"

enum { CONTACT_NOTE_MAX = 500 };

/* How the reader and somebody stand to each other. */
struct contact_state {
    int64_t persona;
    const char *name;
    bool connected, asked, waits, muted;
    struct bytes note; /* of what waits: sealed to the reader */
};
enum status contact_state_of(struct request *request, int64_t persona, struct contact_state *state) MUST_USE;

/* A persona of ":id" that the reader may meet; NOT_FOUND for any name of their own, and for whom one of the two blocked. */
enum status contact_find(struct request *request, struct persona *persona) MUST_USE;

/* Where one writes to them in private; NULL: this place has no letters. The feature isn't included here, because it stands on this one. */
const char *contact_letter_path(struct view *view, const char *name);

struct contact_tab {
    const char *href, *label;
    bool current;
};
struct contact_tabs {
    struct contact_tab *items;
    size_t count;
};
struct contact_asking {
    int64_t persona, picture;
    const char *name, *note; /* note "": none, or it can't be read */
};
struct contact_askings {
    struct contact_asking *items;
    size_t count;
};
struct contact_list_view {
    const struct contact_tabs *tabs;
    const struct contact_askings *asking; /* on the first page of all */
    const struct circle_people *people;
    enum circle_list list;
    const char *next, *first; /* paths; first: of a later page */
};
void contact_head(struct view *view, const struct contact_tabs *tabs);
void contact_list_html(struct view *view, const struct contact_list_view *page);

struct contact_view {
    const struct persona *person;
    const struct contact_state *state;
    const char *note;
    const struct circles *circles;
    bool open; /* asks reach them */
};
void contact_html(struct view *view, const struct contact_view *page);
void contact_block_html(struct view *view, const struct persona *person);
void contact_actions_row(struct view *view, const struct contact_state *state);

void contact_circles_html(struct view *view, const struct contact_tabs *tabs, const struct circles *circles);
void contact_circle_html(struct view *view, const struct circle *circle, const struct circle_people *people);

struct contact_choices_view {
    const struct contact_tabs *tabs;
    const struct circle_choice *choice;
    const char *from, *until; /* "22:00" */
};
void contact_choices_html(struct view *view, const struct contact_choices_view *page);

/* The ways between these pages; `href` is the current one. */
const struct contact_tabs *contact_tabs_of(struct request *request, const char *href);

#endif
