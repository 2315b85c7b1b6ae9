/* A group's own page, which shows its boards; and leaving it, after which nothing here remembers that one read along. */
#include "board/pages.h"
#include "safety/safety.h"

enum { GROUP_TOPICS = 6, BOARDS_MAX = 50 };

const struct field board_leave_form[] = { { "words", 0, 3, FIELD_LINE, false }, { 0 } };
const struct field board_remove_form[] = { { "reason", 1, 500, FIELD_TEXT, false }, { 0 } };
const struct field board_add_form[] = { { "name", 1, 80, FIELD_LINE, false }, { "about", 0, 200, FIELD_LINE, false }, { 0 } };

void board_ahead(struct view *view, const struct board_group_view *page)
{
    if (page->ahead)
        view->request->app->hooks->ahead_show(view, page->ahead);
}

enum status board_group_page(struct request *request)
{
    struct group group;
    struct boards boards = { 0 };
    struct topics topics = { 0 };
    struct group_people facilitators = { 0 };
    struct rooms rooms = { 0 };
    TRY(group_find(request, path_text(request, 0), &group));
    struct board_group_view page = {
        .group = &group, .boards = &boards, .topics = &topics, .rooms = &rooms, .facilitators = &facilitators
    };
    if (group.may_read) {
        TRY(board_list(request, group.id, &boards));
        TRY(topic_list_group(request, group.id, GROUP_TOPICS, &topics));
        if (request->app->hooks->ahead)
            TRY(request->app->hooks->ahead(request, group.id, &page.ahead));
    }
    if (group.is_member) {
        TRY(room_list(request, group.id, &rooms));
        TRY(help_watch_is(request->db, request->arena, group.id, &page.watch));
    }
    TRY(facilitator_list(request->db, request->arena, group.id, &facilitators));
    if (group.may_write && boards.count)
        page.first = &boards.items[0];
    if (group.is_facilitator || (!facilitators.count && (request->roles & MODERATORS)))
        TRY(waiting_count(request->db, request->arena, group.id, &page.waiting));
    if (group.is_member)
        TRY(waiting_is_any(request->db, request->arena, request->member->persona, group.id, &page.own_waits));
    if (group.is_facilitator)
        TRY(group_request_waiting(request->db, request->arena, group.id, &page.requests));
    board_group_html(&request->view, &page);
    return OK;
}

/* ---- going ---- */

enum status board_leave_group(struct request *request)
{
    struct group group;
    int64_t persona = request->member->persona;
    TRY(group_find(request, path_text(request, 0), &group));
    if (!group.is_member)
        return NOT_FOUND;
    enum status status = membership_end(request->db, request->arena, group.id, persona);
    if (status == CONFLICT)
        return form_reject(
            request, NULL,
            t(&request->view, "You’re the only one who looks after this group. Name another member first, then you can leave."));
    TRY(status);
    TRY(follow_forget(request->db, request->arena, persona, group.id));
    TRY(room_forget(request->db, request->arena, persona, group.id, form_has(request, "words")));
    TRY(waiting_leave(request, persona, group.id, form_has(request, "words")));
    TRY(waiting_leave_nameless(request, persona, group.id, form_has(request, "words")));
    if (form_has(request, "words")) {
        TRY(handle_erase(request, persona, group.id));
        TRY(post_drop_all(request->db, persona, group.id));
    }
    return redirect_with(request, "/groups", NOTICE_LEFT_GROUP);
}

enum status board_remove_member(struct request *request)
{
    struct group group;
    struct group_person person;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(membership_find(request->db, request->arena, group.id, path_id(request, 1), &person));
    if (person.is_facilitator)
        return form_reject(request, NULL, t(&request->view, "Facilitators don’t remove each other. Talk with them, or with the stewards."));
    TRY(membership_remove(request->db, request->arena, group.id, person.persona, form_value(request, "reason")));
    TRY(follow_forget(request->db, request->arena, person.persona, group.id));
    TRY(room_forget(request->db, request->arena, person.persona, group.id, false));
    TRY(topic_logged(request, "removal", NULL, person.persona, group.id));
    TRY(waiting_leave(request, person.persona, group.id, false));
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/members", group.slug), NOTICE_REMOVED);
}

/* ---- looking after the boards ---- */

enum status board_manage_page(struct request *request)
{
    struct group group;
    struct boards boards;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(board_list(request, group.id, &boards));
    board_manage_html(&request->view, &group, &boards);
    return OK;
}

static enum status boards_done(struct request *request, const struct group *group)
{
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/boards", group->slug), NOTICE_SAVED);
}

enum status board_add(struct request *request)
{
    struct group group;
    struct boards boards;
    int64_t id;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(board_list(request, group.id, &boards));
    if (boards.count >= BOARDS_MAX)
        return form_reject(request, NULL, t(&request->view, "A group can have fifty boards. Please rename one instead."));
    struct board_new wish = {
        .group = group.id, .name = form_value(request, "name"), .about = form_value(request, "about"), .now = request->now
    };
    TRY(board_next_position(request->db, request->arena, group.id, &wish.position));
    TRY(board_create(request->db, request->arena, &wish, &id));
    return boards_done(request, &group);
}

static enum status facilitated_board_find(struct request *request, struct board *board, struct group *group)
{
    TRY(board_find(request, path_id(request, 0), board, group));
    return group->is_facilitator ? OK : FORBIDDEN;
}

enum status board_rename_page(struct request *request)
{
    struct board board;
    struct group group;
    TRY(facilitated_board_find(request, &board, &group));
    board_rename_html(&request->view, &group, &board);
    return OK;
}

enum status board_rename(struct request *request)
{
    struct board board;
    struct group group;
    TRY(facilitated_board_find(request, &board, &group));
    TRY(board_update(request->db, request->arena, board.id, form_value(request, "name"), form_value(request, "about")));
    return boards_done(request, &group);
}
