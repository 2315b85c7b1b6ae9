/* The stewards' pages: the place's settings, invitations, people who asked to join, and who has which role. */
#ifndef STEWARD_H
#define STEWARD_H

#include "account/account.h"
#include "community/community.h"
#include "guideline/guideline.h"
#include "sanction/sanction.h"

handler steward_page;
handler steward_settings_page, steward_settings_save;
handler steward_invitations_page, steward_invitation_make, steward_invitation_end;
handler steward_applications_page, steward_application_accept, steward_application_decline;
handler steward_people_page, steward_people_change, steward_pause_page, steward_pause_set;
extern const struct field steward_settings_form[], steward_invitation_form[], steward_people_form[], steward_pause_form[];
extern const struct feature steward_feature;

/* ---- templates ---- */

struct applicant {
    struct application application;
    struct persona persona;
    const char *invited_by; /* NULL: came without a code */
};
struct applicants {
    struct applicant *items;
    size_t count;
};

void steward_overview(struct view *view);
void steward_settings(struct view *view, const struct community *community);
void steward_invitations(struct view *view, const struct invitations *list, const char *older, const char *fresh_code);
void steward_applications(struct view *view, const struct applicants *list, const char *more);
void steward_people(struct view *view);
void steward_pause(struct view *view, const struct rules *rules, bool factor);

#endif
