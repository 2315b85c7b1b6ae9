/* The frame of every page and the parts that pages share, as the look decides them. Every feature may use it. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "http/http.h"

enum place {
    PLACE_NONE,
    PLACE_START,
    PLACE_HOME,
    PLACE_GROUPS,
    PLACE_FOLLOWED,
    PLACE_MEET,
    PLACE_INBOX,
    PLACE_READ,
    PLACE_HELP,
    PLACE_JOIN,
    PLACE_STEWARD
};

/* The header with its places, up to and including <main class="wrap" id="page">; and the rest of the page. `title` without the site's name.
 */
void layout_top(struct view *view, const char *title, enum place place);
void layout_end(struct view *view);

/* A plate: `picture` is the random number kept with a persona or group; size "s", "m", "l" or "". Below 0 it is the id of a picture that a
 * persona uploaded, negative: members see that one; visitors too where the id is odd (feature/picture), else a plate. The name always
 * stands beside it, so it has no text of its own. */
void layout_plate(struct view *view, int64_t picture, const char *size);
void layout_plate_group(struct view *view, int64_t picture, const char *size);
void layout_plate_anonymous(struct view *view, int64_t picture, const char *size);
/* An icon of the sprite: "home", "lock", ... The second stands on a tinted square. */
void layout_icon(struct view *view, const char *name);
void layout_icon_tint(struct view *view, const char *name);

/* Fields: label, optional hint, error when the form came back, value kept. `attributes` picks from a fixed set. */
enum field_look { LOOK_TEXT, LOOK_PASSWORD_NEW, LOOK_PASSWORD, LOOK_AREA, LOOK_CODE, LOOK_USERNAME };
struct field_part {
    const char *name, *label, *hint, *value; /* value: shown when the form didn't come back */
    enum field_look look;
    int max;              /* characters; 0: none */
    int rows;             /* LOOK_AREA */
    bool optional, brief; /* brief: the page says already that it can stay empty */
    const char *placeholder;
    const char *id; /* NULL: made from the name; give one where two forms of a page share a field name */
};
void layout_field(struct view *view, const struct field_part *field);
/* A field that takes a picture, in a form whose enctype is "multipart/form-data". */
void layout_picture_field(struct view *view, const struct field_part *field);
/* A row that is wholly a target: type "radio" or "checkbox". `checked` is used when the form didn't come back. */
struct choice_part {
    const char *type, *name, *value, *label, *hint;
    bool checked, required;
};
void layout_choice(struct view *view, const struct choice_part *choice);
/* The error of the whole form (field NULL), as a note at its top; nothing when there is none. */
void layout_form_error(struct view *view);
/* The error under a group of choices. */
void layout_field_error(struct view *view, const char *field);
/* A POST form without a token, for routes marked ROUTE_OPEN_FORM, so that offering a language or a theme leaves no cookie with a
 * visitor. Everything else uses {% form %}. */
void layout_open_form(struct view *view, const char *action);
void layout_open_form_end(struct view *view);
/* Inside a form whose words POST /drafts keeps: says so quietly when it has. kith.js does the keeping. */
void layout_draft_status(struct view *view);
/* In a form of somebody with several names: which of them speaks. Nothing for others. */
void layout_speaking(struct view *view);
/* "Older" / "Newer" by key: paths or NULL. */
void layout_pages(struct view *view, const char *newer, const char *older, const char *label);
/* Of a list that begins with the newest: back to its beginning, and what is older; paths or NULL. */
void layout_latest(struct view *view, const char *latest, const char *older, const char *label);
/* A dashed card that says what will be here and one thing to do (href and action may be NULL). */
void layout_empty(struct view *view, const char *title, const char *text, const char *href, const char *action);

/* Notices for redirect_with(): what the next page says once. */
enum notice {
    NOTICE_NONE,
    NOTICE_SAVED,
    NOTICE_POSTED,
    NOTICE_EDITED,
    NOTICE_DELETED,
    NOTICE_DRAFT_KEPT,
    NOTICE_JOINED_GROUP,
    NOTICE_LEFT_GROUP,
    NOTICE_ASKED,
    NOTICE_INVITED,
    NOTICE_FOLLOWING,
    NOTICE_NOT_FOLLOWING,
    NOTICE_HIDDEN,
    NOTICE_RESTORED,
    NOTICE_SIGNED_OUT,
    NOTICE_SIGNED_OUT_EVERYWHERE,
    NOTICE_PASSWORD_CHANGED,
    NOTICE_SECOND_FACTOR_OFF,
    NOTICE_ACCOUNT_DELETED,
    NOTICE_GUIDELINES_ACCEPTED,
    NOTICE_REMOVED,
    NOTICE_APPROVED,
    NOTICE_DECLINED,
    NOTICE_TEXT_KEPT,
    NOTICE_RECOVERED,
    NOTICE_ASKED_TO_CONNECT,
    NOTICE_CONNECTED,
    NOTICE_MUTED,
    NOTICE_BLOCKED,
    NOTICE_REPORTED,
    NOTICE_WAITS,
    NOTICE_PUBLISHED,
    NOTICE_GIVEN_BACK,
    NOTICE_ANSWERED_ALREADY,
    NOTICE_INSTEAD,
    NOTICES
};
/* "Monday", "Mon" with brief; the day in days since 1970-01-01. */
const char *layout_weekday(struct view *view, int64_t day, bool brief);
/* What somebody has to be there for: "Monday, 23 November 2026, 21:40", on the reader’s clock. */
const char *layout_moment(struct view *view, int64_t at);
/* Where the page a request belongs to can be fetched again: its own path and query for a GET, the form's page for a POST. */
const char *layout_page_path(struct request *request);
/* The same for the path that a form was sent to; "/" when it is none of ours. */
const char *layout_form_page(struct request *request, const char *path);
/* All words of the form that came, in one text: for a page that shows them when they can't be put back into their form. "" for none. */
const char *layout_words_typed(struct request *request);
/* A page that shows such words to a member who had to sign in meanwhile, with the way to `path`, where their form is. */
void layout_words_page(struct request *request, const char *words, const char *path);
/* Error pages and hooks use the same frame. Replaces whatever the body held. */
void layout_error_page(struct request *request, int status);

#endif
