/* The map of the site. No handler makes a check that stands here. tests/permissions.txt says what each role gets. */
#include "app/app.h"

#include "board/board.h"
#include "chat/chat.h"
#include "guideline/guideline.h"
#include "home/home.h"
#include "http/metrics.h"
#include "safety/safety.h"
#include "steward/steward.h"

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
    F("/settings/picture", MEMBERS, account_picture_change, account_picture_form, account_settings_page),
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
    G("/posts/:id/history", MEMBERS, post_history_page),
    G("/tags/:tag", ANYONE, tag_page, INLINE),
    F("/drafts", MEMBERS, draft_save, draft_form, NULL),
    F("/drafts/discard", MEMBERS, draft_discard, draft_discard_form, NULL),

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
