/* The pages of feature/circle: asking to connect, one's people and circles, muting, blocking, quiet hours. Beside them the part that other
 * pages show where a name stands. */
#ifndef CONTACT_H
#define CONTACT_H

#include "circle/circle.h"

/* What the reader can do about somebody: connect, mute, block. Shows nothing to a visitor, to the persona themselves, and for who isn't
 * there or is blocked. `name` is what stands above it. */
void contact_actions(struct view *view, int64_t persona, const char *name);
/* "/connections/5": where all of it stands on a page of its own. */
const char *contact_path(struct arena *arena, int64_t persona, const char *word);

handler contact_list_page, contact_page, contact_ask, contact_withdraw, contact_accept, contact_decline, contact_end;
handler contact_mute, contact_unmute, contact_block_page, contact_block, contact_unblock, contact_circles_save;
handler contact_circles_page, contact_circle_make, contact_circle_page, contact_circle_rename, contact_circle_remove;
handler contact_choices_page, contact_choices_save;
extern const struct field contact_ask_form[], contact_circles_form[], contact_circle_form[], contact_choices_form[];
extern const struct feature contact_feature;

#endif
