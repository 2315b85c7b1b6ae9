/* The map of the site. No handler makes a check that stands here. tests/permissions.txt says what each role gets. */
#include "app/app.h"

#include "board/board.h"
#include "chat/chat.h"
#include "contact/contact.h"
#include "guideline/guideline.h"
#include "home/home.h"
#include "person/person.h"
#include "http/metrics.h"
#include "notification/notification.h"
#include "picture/picture.h"
#include "listening/listening.h"
#include "message/message.h"
#include "safety/safety.h"
#include "search/search.h"
#include "steward/steward.h"
#include "story/story.h"

/* clang-format off: a table is read by its columns */
#define G(path_, who_, show_, ...)                                                                                                         \
    {                                                                                                                                      \
        .method = GET, .path = path_, .who = who_, .handle = show_, __VA_ARGS__                                                            \
    }
#define F(path_, who_, act_, fields_, page_, ...)                                                                                          \
    {                                                                                                                                      \
        .method = POST, .path = path_, .who = who_, .handle = act_, .form = fields_, .again = page_, __VA_ARGS__                           \
    }
#define INLINE .flags = ROUTE_INLINE
#define UNGATED .flags = ROUTE_UNGATED
#define WRITES .prepare = post_prepare, .keep = draft_keep, .flags = ROUTE_LIGHT /* rendered outside the transaction; kept when refused */
#define TELLS .prepare = story_prepare, .keep = story_keep, .flags = ROUTE_LIGHT

const struct route app_routes[] = {
    /* path                            who         handler                  form, page of the form */

    /* ---- the door ---- */
    G("/", ANYONE, home_landing, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    G("/about", ANYONE, home_about, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    G("/contact", ANYONE, home_contact, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    G("/healthz", ANYONE, home_health, UNGATED),
    G("/metrics", ANYONE, metrics_page, .flags = ROUTE_NO_DATABASE), /* only for this machine itself */
    G("/join", VISITORS, account_join_page, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    F("/join", VISITORS, account_join, account_join_form, account_join_page, .prepare = account_join_prepare),
    G("/recovery-code", MEMBERS, account_code_page, UNGATED),
    F("/recovery-code", MEMBERS, account_code_confirm, account_code_form, account_code_page, UNGATED),
    F("/recovery-code/new", MEMBERS, account_code_again, NULL, account_code_page, .prepare = account_code_again_prepare, UNGATED),
    G("/waiting", MEMBERS, account_waiting_page, UNGATED),
    G("/paused", MEMBERS, account_paused_page, UNGATED),
    /* Open to those who are in as well: a second tab may hold words from before the session ended. */
    G("/sign-in", ANYONE, account_sign_in_page, UNGATED),
    F("/sign-in", ANYONE, account_sign_in, account_sign_in_form, account_sign_in_page, .prepare = account_sign_in_prepare,
      .flags = ROUTE_UNGATED | ROUTE_DOOR),
    G("/sign-in/code", ANYONE, account_second_step_page, UNGATED),
    F("/sign-in/code", ANYONE, account_second_step, account_second_step_form, account_second_step_page,
      .flags = ROUTE_UNGATED | ROUTE_DOOR),
    G("/recover", VISITORS, account_recover_page, UNGATED),
    F("/recover", VISITORS, account_recover, account_recover_form, account_recover_page, .prepare = account_recover_prepare),
    F("/sign-out", MEMBERS, account_sign_out, NULL, home_page, UNGATED),
    F("/sign-out/everywhere", MEMBERS, account_sign_out_everywhere, NULL, account_settings_page, UNGATED),
    F("/sign-out/elsewhere", MEMBERS, account_sign_out_elsewhere, NULL, account_settings_page, UNGATED),
    F("/language", ANYONE, account_language, account_language_form, safety_page, .flags = ROUTE_UNGATED | ROUTE_OPEN_FORM),
    F("/display", ANYONE, account_display, account_display_form, safety_page, .flags = ROUTE_UNGATED | ROUTE_OPEN_FORM),

    /* ---- safety ---- */
    G("/exit", ANYONE, safety_exit, UNGATED),
    G("/safety", ANYONE, safety_page, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    G("/help-now", ANYONE, help_now_page, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    F("/help-now/country", ANYONE, help_country_keep, help_country_form, help_now_page, .flags = ROUTE_UNGATED | ROUTE_OPEN_FORM),
    G("/guidelines", ANYONE, guideline_page, .flags = ROUTE_UNGATED | ROUTE_PUBLIC),
    F("/guidelines", MEMBERS, guideline_agree, guideline_agree_form, guideline_page, UNGATED),

    /* ---- one's own ---- */
    G("/home", MEMBERS, home_page, INLINE),
    G("/followed", MEMBERS, follow_page, INLINE),
    G("/settings", MEMBERS, account_settings_page, UNGATED),
    G("/settings/names", MEMBERS, account_names_page),
    F("/settings/names", MEMBERS, account_name_add, account_name_add_form, account_names_page),
    G("/settings/names/:id", MEMBERS, account_name_remove_page),
    F("/settings/names/:id", MEMBERS, account_name_remove, account_name_remove_form, account_name_remove_page),
    F("/speak-as", MEMBERS, account_speak_as, account_speak_form, account_names_page),
    F("/settings/age", MEMBERS, account_age_change, account_age_form, account_settings_page),
    F("/settings/name", MEMBERS, account_name_change, account_name_form, account_settings_page),
    F("/settings/picture", MEMBERS, picture_plate_change, picture_plate_form, account_settings_page),
    F("/settings/picture/own", MEMBERS, picture_own_set, picture_own_form, account_settings_page, .prepare = picture_own_prepare),
    F("/settings/picture/remove", MEMBERS, picture_own_remove, NULL, account_settings_page),
    G("/pictures/:id", ANYONE, picture_page, .flags = ROUTE_UNGATED | ROUTE_BY_ITSELF), /* who may see one: its feature says */
    F("/settings/comfort", MEMBERS, account_comfort_change, account_comfort_form, account_settings_page, UNGATED),
    G("/settings/password", MEMBERS, account_password_page),
    F("/settings/password", MEMBERS, account_password_change, account_password_form, account_password_page,
      .prepare = account_password_prepare),
    G("/settings/recovery-code", MEMBERS, account_new_code_page),
    F("/settings/recovery-code", MEMBERS, account_new_code, account_confirm_form, account_new_code_page,
      .prepare = account_new_code_prepare),
    G("/settings/second-factor", MEMBERS, account_second_factor_page),
    F("/settings/second-factor", MEMBERS, account_second_factor_on, account_second_factor_form, account_second_factor_page),
    F("/settings/second-factor/off", MEMBERS, account_second_factor_off, account_confirm_form, account_second_factor_page,
      .prepare = account_confirm_prepare),
    F("/settings/download", MEMBERS, account_download, NULL, account_settings_page, UNGATED),
    G("/settings/delete", MEMBERS, account_delete_page, UNGATED),
    F("/settings/delete", MEMBERS, account_delete, account_delete_form, account_delete_page, .prepare = account_confirm_prepare, UNGATED),

    /* ---- groups ---- */
    G("/groups", ANYONE, group_list_page, .flags = ROUTE_INLINE | ROUTE_PUBLIC),
    G("/news", MEMBERS, group_news_stream, .flags = ROUTE_BY_ITSELF),
    G("/groups/new", STEWARDS, group_new_page),
    F("/groups/new", STEWARDS, group_make, group_make_form, group_new_page),
    G("/groups/:slug", ANYONE, board_group_page, INLINE),
    F("/groups/:slug/join", MEMBERS, group_join, group_join_form, board_group_page),
    F("/groups/:slug/ask", MEMBERS, group_ask, group_ask_form, board_group_page),
    F("/groups/:slug/decline", MEMBERS, group_decline, NULL, board_group_page),
    G("/groups/:slug/me", MEMBERS, membership_page),
    F("/groups/:slug/me", MEMBERS, membership_save, membership_form, membership_page),
    F("/groups/:slug/step-down", MEMBERS, facilitator_step_down, NULL, membership_page),
    F("/groups/:slug/adopt", STEWARDS, facilitator_adopt, NULL, board_group_page),
    F("/groups/:slug/leave", MEMBERS, board_leave_group, board_leave_form, membership_page),
    G("/groups/:slug/members", MEMBERS, group_members_page),
    G("/groups/:slug/members/:id", MEMBERS, group_member_page),
    F("/groups/:slug/members/:id/facilitator", MEMBERS, facilitator_name, NULL, group_member_page),
    F("/groups/:slug/members/:id/remove", MEMBERS, board_remove_member, board_remove_form, group_member_page),
    G("/groups/:slug/manage", MEMBERS, group_manage_page),
    F("/groups/:slug/manage", MEMBERS, group_save, group_save_form, group_manage_page),
    F("/groups/:slug/requests", MEMBERS, group_answer, group_answer_form, group_manage_page),
    F("/groups/:slug/invite", MEMBERS, group_invite, group_invite_form, group_manage_page),
    G("/groups/:slug/boards", MEMBERS, board_manage_page),
    F("/groups/:slug/boards", MEMBERS, board_add, board_add_form, board_manage_page),
    G("/groups/:slug/rooms", MEMBERS, room_group_page),
    F("/groups/:slug/rooms", MEMBERS, room_add, room_add_form, room_group_page),

    /* ---- what one was told ---- */
    G("/notifications", MEMBERS, notification_page),
    F("/notifications/seen", MEMBERS, notification_see_all, NULL, notification_page),
    F("/notifications/delete", MEMBERS, notification_delete_all, NULL, notification_page),
    G("/notifications/choices", MEMBERS, notification_choices_page),
    F("/notifications/choices", MEMBERS, notification_choices_save, notification_choices_form, notification_choices_page),
    F("/notifications/:id/delete", MEMBERS, notification_delete, NULL, notification_page),

    /* ---- people one knows, and whom one would rather not meet ---- */
    G("/connections", MEMBERS, contact_list_page),
    G("/connections/choices", MEMBERS, contact_choices_page),
    F("/connections/choices", MEMBERS, contact_choices_save, contact_choices_form, contact_choices_page),
    G("/connections/:id", MEMBERS, contact_page),
    F("/connections/:id/ask", MEMBERS, contact_ask, contact_ask_form, contact_page),
    F("/connections/:id/withdraw", MEMBERS, contact_withdraw, NULL, contact_page),
    F("/connections/:id/accept", MEMBERS, contact_accept, NULL, contact_page),
    F("/connections/:id/decline", MEMBERS, contact_decline, NULL, contact_page),
    F("/connections/:id/end", MEMBERS, contact_end, NULL, contact_page),
    F("/connections/:id/circles", MEMBERS, contact_circles_save, contact_circles_form, contact_page),
    F("/connections/:id/mute", MEMBERS, contact_mute, NULL, contact_page),
    F("/connections/:id/unmute", MEMBERS, contact_unmute, NULL, contact_page),
    G("/connections/:id/block", MEMBERS, contact_block_page),
    F("/connections/:id/block", MEMBERS, contact_block, NULL, contact_block_page),
    F("/connections/:id/unblock", MEMBERS, contact_unblock, NULL, contact_list_page),
    G("/circles", MEMBERS, contact_circles_page),
    F("/circles/new", MEMBERS, contact_circle_make, contact_circle_form, contact_circles_page),
    G("/circles/:id", MEMBERS, contact_circle_page),
    F("/circles/:id/name", MEMBERS, contact_circle_rename, contact_circle_form, contact_circle_page),
    F("/circles/:id/remove", MEMBERS, contact_circle_remove, NULL, contact_circle_page),

    /* ---- live rooms ---- */
    G("/rooms/choices", MEMBERS, room_choices_page),
    F("/rooms/choices", MEMBERS, room_choices_save, room_choices_form, room_choices_page),
    G("/rooms/:id", MEMBERS, room_page),
    G("/rooms/:id/live", MEMBERS, room_stream, .flags = ROUTE_BY_ITSELF),
    F("/rooms/:id/typing", MEMBERS, room_typing, NULL, room_page, .prepare = room_typing_prepare),
    F("/rooms/:id/say", MEMBERS, message_send, message_form, room_page, .prepare = message_prepare, .keep = message_keep),
    F("/rooms/:id/forget", MEMBERS, message_forget, NULL, room_page),
    G("/rooms/:id/manage", MEMBERS, room_manage_page),
    F("/rooms/:id/manage", MEMBERS, room_save, room_save_form, room_manage_page),
    F("/rooms/:id/pause", MEMBERS, room_pause, room_pause_form, room_manage_page),
    F("/rooms/:id/resume", MEMBERS, room_resume, NULL, room_manage_page),
    F("/rooms/:id/close", MEMBERS, room_close, room_close_form, room_manage_page),
    G("/rooms/:id/people/:id", MEMBERS, room_mute_page),
    F("/rooms/:id/people/:id", MEMBERS, room_mute_set, room_mute_form, room_mute_page),
    F("/rooms/:id/people/:id/speak", MEMBERS, room_mute_end, NULL, room_mute_page),
    G("/said/:id", MEMBERS, message_page),
    F("/said/:id/edit", MEMBERS, message_edit, message_edit_form, message_page, .prepare = message_edit_prepare),
    F("/said/:id/delete", MEMBERS, message_delete, NULL, message_page),
    F("/said/:id/react", MEMBERS, message_react_send, message_react_form, NULL),
    G("/said/:id/remove", MEMBERS, message_remove_page),
    F("/said/:id/remove", MEMBERS, message_remove, message_remove_form, message_remove_page),

    /* ---- private messages ---- */
    G("/messages", MEMBERS, conversation_list_page),
    G("/messages/requests", MEMBERS, conversation_requests_page),
    G("/messages/choices", MEMBERS, conversation_choices_page),
    F("/messages/choices", MEMBERS, conversation_choices_save, conversation_choices_form, conversation_choices_page),
    G("/messages/reports", MODERATORS, conversation_reports_page),
    F("/messages/reports/:id/done", MODERATORS, conversation_report_done, NULL, conversation_reports_page),
    G("/messages/new", MEMBERS, conversation_new_page),
    F("/messages/new", MEMBERS, conversation_begin, conversation_new_form, conversation_new_page, .keep = conversation_keep_say),
    F("/messages/new/forget", MEMBERS, conversation_forget, NULL, conversation_new_page),
    G("/messages/:id", MEMBERS, conversation_page),
    G("/messages/:id/live", MEMBERS, conversation_live_page, .flags = ROUTE_BY_ITSELF),
    F("/messages/:id/say", MEMBERS, conversation_say_here, conversation_say_form, conversation_page, .keep = conversation_keep_say),
    F("/messages/:id/forget", MEMBERS, conversation_forget, NULL, conversation_page),
    F("/messages/:id/accept", MEMBERS, conversation_accept, NULL, conversation_page),
    F("/messages/:id/decline", MEMBERS, conversation_decline, NULL, conversation_page),
    G("/messages/:id/about", MEMBERS, conversation_about_page),
    F("/messages/:id/keep", MEMBERS, conversation_keep, conversation_keep_days_form, conversation_about_page),
    F("/messages/:id/add", MEMBERS, conversation_invite, conversation_invite_form, conversation_about_page),
    F("/messages/:id/leave", MEMBERS, conversation_go, NULL, conversation_about_page),
    F("/messages/:id/block", MEMBERS, conversation_block, NULL, conversation_about_page),
    G("/messages/:id/report", MEMBERS, conversation_report_page),
    F("/messages/:id/report", MEMBERS, conversation_report, conversation_report_form, conversation_report_page),
    G("/messages/:id/words/:id", MEMBERS, conversation_words_page),
    F("/messages/:id/words/:id/edit", MEMBERS, conversation_words_edit, conversation_edit_form, conversation_words_page),
    F("/messages/:id/words/:id/delete", MEMBERS, conversation_words_delete, NULL, conversation_words_page),

    /* ---- boards ---- */
    /* What members wrote stays out of search engines, also where anyone may read it. */
    G("/boards/:id", ANYONE, board_page, INLINE),
    G("/boards/:id/rename", MEMBERS, board_rename_page),
    F("/boards/:id/rename", MEMBERS, board_rename, board_add_form, board_rename_page),
    G("/boards/:id/new", MEMBERS, board_topic_page),
    F("/boards/:id/new", MEMBERS, board_topic_make, board_topic_form, board_topic_page, WRITES),
    G("/topics/:id", ANYONE, topic_page, INLINE),
    G("/topics/:id/live", MEMBERS, topic_stream, .flags = ROUTE_INLINE | ROUTE_BY_ITSELF),
    G("/topics/:id/reply", MEMBERS, topic_reply_page),
    F("/topics/:id/reply", MEMBERS, topic_reply, topic_reply_form, topic_reply_page, WRITES),
    F("/topics/:id/follow", MEMBERS, topic_follow, NULL, topic_page),
    F("/topics/:id/pin", MEMBERS, topic_pin, NULL, topic_page),
    F("/topics/:id/close", MEMBERS, topic_close, NULL, topic_page),
    G("/topics/:id/hide", MEMBERS, topic_hide_page),
    F("/topics/:id/hide", MEMBERS, topic_hide, post_hide_form, topic_hide_page),
    F("/topics/:id/restore", MEMBERS, topic_restore, NULL, topic_page),
    G("/posts/:id/edit", MEMBERS, post_edit_page),
    F("/posts/:id/edit", MEMBERS, post_edit, post_edit_form, post_edit_page, WRITES),
    G("/posts/:id/delete", MEMBERS, post_delete_page),
    F("/posts/:id/delete", MEMBERS, post_delete, NULL, post_delete_page),
    F("/posts/:id/react", MEMBERS, post_react, post_react_form, NULL),
    G("/posts/:id/hide", MEMBERS, post_hide_page),
    F("/posts/:id/hide", MEMBERS, post_hide, post_hide_form, post_hide_page),
    F("/posts/:id/restore", MEMBERS, post_restore, NULL, NULL),
    F("/posts/:id/quiet", MEMBERS, post_quiet, post_quiet_form, NULL),
    G("/posts/:id/history", MEMBERS, post_history_page),
    G("/tags/:tag", ANYONE, tag_page, INLINE),
    F("/tags/:tag/follow", MEMBERS, tag_follow_toggle, NULL, tag_page),
    F("/drafts", MEMBERS, draft_save, draft_form, NULL),
    F("/drafts/discard", MEMBERS, draft_discard, draft_discard_form, NULL),

    /* ---- search ---- */
    G("/search", MEMBERS, search_page),
    F("/search/keep", MEMBERS, search_keep, search_keep_form, search_page),
    F("/search/kept/:id/forget", MEMBERS, search_forget, NULL, search_page),
    /* ---- people ---- */
    G("/people", MEMBERS, person_list_page),
    G("/people/me", MEMBERS, person_edit_page),
    F("/people/me/finding", MEMBERS, person_choice_save, person_choice_form, person_edit_page),
    F("/people/me/:field", MEMBERS, person_field_save, person_field_form, person_edit_page),
    G("/people/:name", ANYONE, person_page),
    /* ---- stories ---- */
    G("/stories", ANYONE, story_list_page),
    G("/stories/prompts", MEMBERS, story_prompts_page),
    G("/stories/mine", MEMBERS, story_mine_page),
    G("/stories/new", MEMBERS, story_new_page),
    F("/stories/new", MEMBERS, story_make, story_form, story_new_page, TELLS),
    F("/stories/drafts", MEMBERS, story_draft_save, story_draft_form, NULL),
    G("/stories/drafts/:id", MEMBERS, story_draft_page),
    G("/stories/drafts/:id/discard", MEMBERS, story_discard_page),
    F("/stories/drafts/:id/discard", MEMBERS, story_discard, NULL, story_discard_page),
    G("/stories/kept/:id", MEMBERS, story_kept_page),
    G("/stories/:id", ANYONE, story_page),
    G("/stories/:id/edit", MEMBERS, story_edit_page),
    F("/stories/:id/edit", MEMBERS, story_edit, story_form, story_edit_page, TELLS),
    G("/stories/:id/delete", MEMBERS, story_delete_page),
    F("/stories/:id/delete", MEMBERS, story_delete, NULL, story_delete_page),
    F("/stories/:id/resonance", MEMBERS, story_resonate, NULL, story_page),
    F("/stories/:id/answers", MEMBERS, story_comment, story_comment_form, story_page, .prepare = story_comment_prepare,
      .flags = ROUTE_LIGHT),
    F("/stories/:id/answers/:id/remove", MEMBERS, story_comment_remove, NULL, story_page),
    /* ---- listening ---- */
    G("/listen", MEMBERS, listening_page),
    F("/listen", MEMBERS, listening_ask, listening_ask_form, listening_page),
    G("/listen/live", MEMBERS, listening_stream, .flags = ROUTE_BY_ITSELF),
    F("/listen/here", ROLE_LISTENER, listening_here, listening_here_form, listening_page),
    F("/listen/rest", ROLE_LISTENER, listening_rest, NULL, listening_page),
    G("/listen/hours", ROLE_LISTENER, listening_hours_page),
    F("/listen/hours", ROLE_LISTENER, listening_hours_save, listening_hours_form, listening_hours_page),
    G("/listen/requests/:id", MEMBERS, listening_request_page),
    F("/listen/requests/:id/answer", ROLE_LISTENER, listening_answer, listening_answer_form, listening_request_page),
    F("/listen/requests/:id/begin", MEMBERS, listening_begin, NULL, listening_request_page),
    F("/listen/requests/:id/another", MEMBERS, listening_another, NULL, listening_request_page),
    F("/listen/requests/:id/end", MEMBERS, listening_give_up, NULL, listening_request_page),
    G("/listen/talks/:id", MEMBERS, listening_talk_page),
    G("/listen/talks/:id/live", MEMBERS, listening_talk_stream, .flags = ROUTE_BY_ITSELF),
    F("/listen/talks/:id/say", MEMBERS, listening_say, conversation_say_form, listening_talk_page),
    F("/listen/talks/:id/end", MEMBERS, listening_end, NULL, listening_talk_page),
    F("/listen/talks/:id/supervisor", MEMBERS, listening_call, listening_call_form, listening_talk_page),
    F("/listen/talks/:id/consent", MEMBERS, listening_consent, listening_consent_form, listening_talk_page),
    G("/listen/after/:id", MEMBERS, listening_after_page),
    F("/listen/after/:id", MEMBERS, listening_after_answer, listening_after_form, listening_after_page),
    G("/steward/listeners", STEWARDS, listening_steward_page),
    F("/steward/listeners", STEWARDS, listening_steward_change, listening_steward_form, listening_steward_page),

    /* ---- looking after the place ---- */
    G("/steward", STEWARDS, steward_page),
    G("/steward/settings", STEWARDS, steward_settings_page),
    F("/steward/settings", STEWARDS, steward_settings_save, steward_settings_form, steward_settings_page),
    G("/steward/invitations", STEWARDS, steward_invitations_page),
    F("/steward/invitations", STEWARDS, steward_invitation_make, steward_invitation_form, steward_invitations_page),
    F("/steward/invitations/:id/end", STEWARDS, steward_invitation_end, NULL, steward_invitations_page),
    G("/steward/applications", STEWARDS, steward_applications_page),
    F("/steward/applications/:id/accept", STEWARDS, steward_application_accept, NULL, steward_applications_page),
    F("/steward/applications/:id/decline", STEWARDS, steward_application_decline, NULL, steward_applications_page),
    G("/steward/people", STEWARDS, steward_people_page),
    F("/steward/people", STEWARDS, steward_people_change, steward_people_form, steward_people_page),
    G("/steward/pause", STEWARDS, steward_pause_page),
    F("/steward/pause", STEWARDS, steward_pause_set, steward_pause_form, steward_pause_page),
    G("/steward/guidelines", STEWARDS, guideline_edit_page),
    F("/steward/guidelines", STEWARDS, guideline_publish_next, guideline_publish_form, guideline_edit_page),
    G("/steward/help", STEWARDS, help_steward_page),
    G("/steward/help/new", STEWARDS, help_new_page),
    F("/steward/help/new", STEWARDS, help_make, help_entry_form, help_new_page),
    F("/steward/help/numbers", STEWARDS, help_numbers, help_numbers_form, help_steward_page),
    G("/steward/help/:id", STEWARDS, help_edit_page),
    F("/steward/help/:id", STEWARDS, help_edit, help_entry_form, help_edit_page),
    F("/steward/help/:id/checked", STEWARDS, help_checked, NULL, help_edit_page),
    F("/steward/help/:id/retired", STEWARDS, help_retired, help_retired_form, help_edit_page),
};
/* clang-format on */
const size_t app_routes_count = COUNT(app_routes);
