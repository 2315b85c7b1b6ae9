/* Members invite; stewards see who came by which code, and can pause a whole branch and take that back. */
#include "door/door.h"
#include "guideline/guideline.h"

const struct field door_month_form[] = { { "month", 1, 3, FIELD_LINE, false }, { 0 } };
const struct field door_branch_form[] = {
    { "days", 1, 3, FIELD_LINE, false },
    { "rule", 0, 20, FIELD_LINE, false },
    { "reason", 1, 1000, FIELD_TEXT, false },
    { "code", 0, 40, FIELD_LINE, false },
    { 0 },
};

enum { CODE_DAYS = 14 };

/* ---- a member's own ---- */

/* How many more this name may make; below 0: none yet, or nobody may. */
static int64_t invites_left(const struct request *request, int64_t made)
{
    int64_t month = community_of(request)->invites_month;
    if (!month || request->member->newcomer || community_is_raided(request))
        return -1;
    return made < month ? month - made : 0;
}

static enum status invite_show(struct request *request, const char *fresh_code)
{
    struct door_invite_view invite = { .fresh_code = fresh_code };
    struct trail came;
    int64_t made;
    TRY(invitation_list_own(request->db, request->arena, request->member->persona, request->now, &invite.list, &made));
    enum status status = trail_of(request->db, request->arena, request->member->persona, &came);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == OK)
        invite.came_by = came.by;
    invite.left = invites_left(request, made);
    door_invite_html(&request->view, &invite);
    return OK;
}

enum status door_invite_page(struct request *request)
{
    return invite_show(request, NULL);
}

enum status door_invite(struct request *request)
{
    struct invitations list;
    int64_t made;
    const char *code;
    TRY(invitation_list_own(request->db, request->arena, request->member->persona, request->now, &list, &made));
    if (invites_left(request, made) <= 0)
        return form_reject(request, NULL, t(&request->view, "You can’t invite anyone at the moment."));
    TRY(invitation_add_by(request->db, request->arena, request->member->persona, "", 1, CODE_DAYS, request->now, &code));
    return invite_show(request, code); /* answered in place: the code is readable this once */
}

enum status door_invite_end(struct request *request)
{
    TRY(invitation_end_own(request->db, request->arena, path_id(request, 0), request->member->persona));
    return redirect_with(request, "/invitations", NOTICE_SAVED);
}

/* ---- who came by which ---- */

enum status door_trails_page(struct request *request)
{
    struct door_trails_view trails = { .month = community_of(request)->invites_month };
    int64_t before = 0;
    bool more;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(trail_list(request->db, request->arena, before, &trails.list, &more));
    if (before)
        trails.latest = "/steward/invited";
    if (more)
        trails.older = arena_printf(request->arena, "/steward/invited?before=%lld", (long long)trails.list.items[trails.list.count - 1].id);
    door_trails_html(&request->view, &trails);
    return OK;
}

enum status door_month_set(struct request *request)
{
    struct community community = *community_of(request);
    if (!text_int(form_value(request, "month"), 0, 100, &community.invites_month))
        return form_reject(request, "month", t(&request->view, "Write a number up to 100; with 0 only stewards invite."));
    TRY(community_save(request->db, request->arena, &community));
    return redirect_with(request, "/steward/invited", NOTICE_SAVED);
}

enum status door_trail_page(struct request *request)
{
    struct door_trail_view page;
    struct rules rules;
    int64_t *branch;
    size_t count;
    TRY(trail_find(request->db, request->arena, path_id(request, 0), &page.trail));
    TRY(trail_people_list(request->db, request->arena, page.trail.id, &page.people));
    TRY(trail_below(request->db, request->arena, page.trail.id, &page.below));
    TRY(trail_branch(request->db, request->arena, page.trail.id, &branch, &count));
    page.branch = (int64_t)count;
    TRY(guideline_rules(request, 0, &rules));
    page.rules = &rules;
    TRY(account_second_factor_is_on(request, &page.factor));
    door_trail_html(&request->view, &page);
    return OK;
}

/* ---- a branch ---- */

static const char *trail_path(struct request *request, int64_t id)
{
    return arena_printf(request->arena, "/steward/invited/%lld", (long long)id);
}

/* Each gets a decision of their own, with its reasons, and can appeal. Who is paused for longer already stays so, by whatever decided it.
 */
static enum status branch_pause_one(struct request *request, int64_t persona, int64_t invitation, int64_t until)
{
    int64_t before;
    enum status status = persona_paused_until(request->db, request->arena, persona, &before);
    if (status == NOT_FOUND || (status == OK && (before >= until || account_name_is_own(request, persona))))
        return OK;
    TRY(status);
    TRY(sanction_suspend(request, persona, form_value(request, "rule"), until, form_value(request, "reason")));
    return trail_pause_note(request->db, request->arena, persona, invitation, until);
}

enum status door_branch_pause(struct request *request)
{
    struct trail trail;
    int64_t days, *branch;
    size_t count;
    TRY(trail_find(request->db, request->arena, path_id(request, 0), &trail));
    if (!text_int(form_value(request, "days"), 1, 365, &days))
        return form_reject(request, "days", t(&request->view, "Write a number from 1 to 365."));
    TRY(trail_branch(request->db, request->arena, trail.id, &branch, &count));
    for (size_t i = 0; i < count; i++)
        TRY(branch_pause_one(request, branch[i], trail.id, request->now + days * TIME_DAY));
    TRY(trail_branch_close(request->db, request->arena, trail.id));
    TRY(sanction_code_check(request));
    return redirect_with(request, trail_path(request, trail.id), NOTICE_SAVED);
}

/* What somebody else has decided since, or taken back, stays as it is. */
static enum status branch_restore_one(struct request *request, const struct trail_pause *pause)
{
    int64_t until, decision;
    enum status status = sanction_suspended_until(request->db, request->arena, pause->persona, pause->until, &decision);
    if (status == OK)
        return sanction_reverse(request, decision, "");
    if (status != NOT_FOUND)
        return status;
    status = persona_paused_until(request->db, request->arena, pause->persona, &until);
    if (status == OK && until == pause->until) /* from before branches were paused by decisions */
        status = persona_pause(request->db, request->arena, pause->persona, 0, "");
    return status == NOT_FOUND ? OK : status;
}

enum status door_branch_restore(struct request *request)
{
    struct trail trail;
    struct trail_pause *pauses;
    size_t count;
    TRY(trail_find(request->db, request->arena, path_id(request, 0), &trail));
    TRY(trail_pauses_take(request->db, request->arena, trail.id, &pauses, &count));
    for (size_t i = 0; i < count; i++)
        TRY(branch_restore_one(request, &pauses[i]));
    return redirect_with(request, trail_path(request, trail.id), NOTICE_SAVED);
}
