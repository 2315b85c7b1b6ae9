/* The features that work cutting across all of them goes through: export, erasure, jobs, keeping a text over a sign-in. */
#include "app/app.h"

#include "agenda/agenda.h"
#include "board/board.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "contact/contact.h"
#include "door/door.h"
#include "event/event.h"
#include "gathering/gathering.h"
#include "group/group.h"
#include "guard/guard.h"
#include "guideline/guideline.h"
#include "listening/listening.h"
#include "mediation/mediation.h"
#include "message/message.h"
#include "moderation/moderation.h"
#include "networking/networking.h"
#include "notification/notification.h"
#include "opportunity/opportunity.h"
#include "person/person.h"
#include "picture/picture.h"
#include "safety/safety.h"
#include "sanction/sanction.h"
#include "search/search.h"
#include "session/session.h"
#include "steward/steward.h"
#include "story/story.h"
#include "transparency/transparency.h"
#include "trust/trust.h"

const struct feature *const app_features[] = {
    /* Erased in this order: what points at a persona goes before the persona. */
    &agenda_feature,
    &gathering_feature,
    &board_feature,
    &chat_feature,
    &live_session_feature,
    &story_feature,
    &event_feature,
    &listening_feature,
    &mediation_feature,
    &networking_feature,
    &conversation_feature,
    &opportunity_feature,
    &person_feature,
    &group_feature,
    &guideline_feature,
    &steward_feature,
    &notification_feature,
    &contact_feature,
    &circle_feature,
    &picture_feature,
    &search_feature,
    &safety_feature,
    &moderation_feature,
    &sanction_feature,
    &door_feature,
    &trust_feature,
    &transparency_feature,
    &account_feature,
    NULL,
};

const struct hooks app_hooks = {
    .session_open = account_session_open,
    .session_close = account_session_close,
    .gate = account_gate,
    .error_page = layout_error_page,
    .sign_in_again = account_sign_in_again,
    .gathering = gathering_part_find,
    .gathering_show = gathering_part_show,
    .event_pass = event_pass_find,
    .ahead = event_ahead_find,
    .ahead_show = event_ahead_show,
    .unseen = notification_unseen,
    .near = help_near_show,
    .tidings = guard_tidings,
};

const struct live_source *const app_live[] = {
    &room_live, &breakout_live, &group_news, &notification_live, &topic_live, &conversation_live, &listening_live, NULL,
};
