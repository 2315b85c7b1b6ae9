/* The features that work cutting across all of them goes through: export, erasure, jobs, keeping a text over a sign-in. */
#include "app/app.h"

#include "board/board.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "guideline/guideline.h"
#include "notification/notification.h"
#include "steward/steward.h"

const struct feature *const app_features[] = {
    /* Erased in this order: what points at a persona goes before the persona. */
    &board_feature, &chat_feature, &group_feature, &guideline_feature, &steward_feature, &notification_feature, &circle_feature,
    &account_feature, NULL,
};

const struct hooks app_hooks = {
    .session_open = account_session_open,
    .session_close = account_session_close,
    .gate = account_gate,
    .error_page = layout_error_page,
    .sign_in_again = account_sign_in_again,
};

const struct live_source *const app_live[] = {
    &room_live,
    &group_news,
    &topic_live,
    NULL,
};
