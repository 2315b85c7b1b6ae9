/* The features that work cutting across all of them goes through: export, erasure, jobs, keeping a text over a sign-in. */
#include "app/app.h"

#include "board/board.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "contact/contact.h"
#include "group/group.h"
#include "guideline/guideline.h"
#include "listening/listening.h"
#include "message/message.h"
#include "notification/notification.h"
#include "person/person.h"
#include "picture/picture.h"
#include "search/search.h"
#include "steward/steward.h"
#include "story/story.h"

const struct feature *const app_features[] = {
    /* Erased in this order: what points at a persona goes before the persona. */
    &board_feature,        &chat_feature,         &story_feature,   &listening_feature,
    &conversation_feature, &person_feature,       &group_feature,   &guideline_feature,
    &steward_feature,      &notification_feature, &contact_feature, &circle_feature,
    &picture_feature,      &search_feature,       &account_feature, NULL,
};

const struct hooks app_hooks = {
    .session_open = account_session_open,
    .session_close = account_session_close,
    .gate = account_gate,
    .error_page = layout_error_page,
    .sign_in_again = account_sign_in_again,
    .unseen = notification_unseen,
};

const struct live_source *const app_live[] = {
    &room_live, &group_news, &notification_live, &topic_live, &conversation_live, &listening_live, NULL,
};
