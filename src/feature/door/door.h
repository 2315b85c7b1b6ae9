/* Who comes in, for those who look after the place: raid mode and the plain questions; and invitations by members, the trail they leave,
 * and taking back a whole branch of it. What is asked at the door itself is in feature/guard. */
#ifndef DOOR_H
#define DOOR_H

#include "account/account.h"
#include "community/community.h"
#include "sanction/sanction.h"

handler door_raid_page, door_raid_set;
handler door_questions_page, door_question_save;
handler door_invite_page, door_invite, door_invite_end;
handler door_trails_page, door_month_set, door_trail_page, door_branch_pause, door_branch_restore;
extern const struct field door_raid_form[], door_question_form[], door_month_form[], door_branch_form[];
extern const struct feature door_feature;

/* Writes to the log of decisions what was done ("raid") about whom (0: nobody) and until when. */
enum status door_logged(struct request *request, const char *deed, int64_t persona, int64_t until) MUST_USE;

/* ---- templates ---- */

struct door_raid_view {
    int64_t until; /* 0: off */
    int64_t tries;
    bool wave, steward;
    struct raids raids;
};
void door_raid_html(struct view *view, const struct door_raid_view *raid);

struct door_questions {
    struct question items[LANGUAGES];
    size_t count;
};
void door_questions_html(struct view *view, const struct door_questions *questions);

struct door_invite_view {
    struct invitations list;
    int64_t left; /* that may still be made; below 0: this name may not yet */
    const char *fresh_code, *came_by;
};
void door_invite_html(struct view *view, const struct door_invite_view *invite);

struct door_trails_view {
    struct trails list;
    const char *latest, *older;
    int64_t month;
};
void door_trails_html(struct view *view, const struct door_trails_view *trails);
struct door_trail_view {
    struct trail trail;
    struct trail_people people;
    struct trails below;
    const struct rules *rules;
    int64_t branch; /* how many came by it and what follows from it */
    bool factor;    /* the reader has a second step */
};
void door_trail_html(struct view *view, const struct door_trail_view *trail);

#endif
