/* The pages around the groups: the start, a member's own first page, who runs the place, what it keeps. */
#ifndef HOME_H
#define HOME_H

#include "board/board.h"
#include "community/community.h"

/* One look at the database, for /healthz. */
enum status home_alive(struct db *db, struct arena *arena) MUST_USE;

handler home_landing, home_page, home_about, home_contact, home_health;

/* ---- templates ---- */

struct home_view {
    const char *greeting, *lead;
    const struct topics *topics;
    const struct groups *groups, *invited;
};
void home_show(struct view *view, const struct home_view *page);
void home_landing_show(struct view *view, const struct community *community);
/* `about` and `contact` are the stewards' words as HTML; text "" when they wrote none. */
void home_about_show(struct view *view, const struct community *community, struct safe_html about);
void home_contact_show(struct view *view, struct safe_html contact);

#endif
