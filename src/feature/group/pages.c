/* What everyone does with groups: looking round, joining, asking, belonging. */
#include "group/pages.h"
#include "guideline/guideline.h"
#include "notification/notification.h"

#include "text/text.h"

const struct field group_join_form[] = { { "hides", 0, 3, FIELD_LINE, false }, GUIDELINE_FIELD, { 0 } };
const struct field group_ask_form[] = { { "why", 0, 500, FIELD_TEXT, false }, GUIDELINE_FIELD, { 0 } };
const struct field membership_form[] = { { "hides", 0, 3, FIELD_LINE, false }, { "quiet", 0, 3, FIELD_LINE, false }, { 0 } };

const char *group_path(struct arena *arena, const struct group *group)
{
    return arena_printf(arena, "/groups/%s", group->slug);
}

const char *group_reading_text(struct view *view, const struct group *group)
{
    if (group->public_reading)
        return t(view, "Anyone, also without signing in");
    return group->joining == GROUP_HIDDEN ? t(view, "Only the members of this group; nobody else can see that it’s there")
                                          : t(view, "Members of this group");
}

const char *group_joining_text(struct view *view, const struct group *group)
{
    switch (group->joining) {
    case GROUP_OPEN:
        return t(view, "Open to every member");
    case GROUP_REQUEST:
        return t(view, "You ask, a facilitator answers");
    case GROUP_HIDDEN:
        return t(view, "By invitation, hidden from everyone else");
    }
    return "";
}

const struct text_lines *group_rules_of(struct view *view, const struct group *group)
{
    struct text_lines *lines = arena_alloc(view->request->arena, sizeof *lines);
    *lines = text_lines(view->request->arena, group->rules);
    return lines;
}

const char *group_door_path(struct view *view, const struct group *group, const char *word)
{
    return arena_printf(view->request->arena, "/groups/%s/%s", group->slug, word);
}

const char *group_joined_text(struct view *view, const struct group *group)
{
    /* The middle of the month, so that no reader's zone moves it into another. */
    int64_t day = date_day(1970 + group->joined_month / 12, group->joined_month % 12 + 1, 15);
    return tf(view, "You joined in {1}", date(view, day * TIME_DAY, DATE_MONTH));
}

/* ---- the list ---- */

enum status group_list_page(struct request *request)
{
    struct groups mine, invited, others;
    int64_t after = 0;
    bool more;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(group_mine(request, &mine));
    TRY(group_invited(request, &invited));
    TRY(group_list(request, after, &others, &more));
    struct group_list_view page = { .mine = &mine, .invited = &invited, .others = &others, .visitor = !request->member, .first = !after };
    page.may_make = (request->roles & ROLE_STEWARD) != 0;
    if (more)
        page.next = arena_printf(request->arena, "/groups?after=%lld", (long long)others.items[others.count - 1].id);
    group_list_html(&request->view, &page);
    return OK;
}

/* ---- coming in ---- */

enum status group_join(struct request *request)
{
    struct group group;
    TRY(group_find(request, path_text(request, 0), &group));
    bool may = !group.removed_name && (group.is_invited || (group.joining == GROUP_OPEN && !group.removed_reason));
    if (!group.is_member && (!may || !group.admits))
        return FORBIDDEN;
    TRY(guideline_check(request, group.id));
    TRY(membership_add(request->db, request->arena, group.id, request->member->persona, false, form_has(request, "hides"), request->now));
    TRY(notification_seen(request->db, request->arena, request->member->persona, NOTIFICATION_GROUP, group.id)); /* the invitation */
    return redirect_with(request, group_path(request->arena, &group), NOTICE_JOINED_GROUP);
}

enum status group_ask(struct request *request)
{
    static const struct limit asking = { "group-ask", 10, 1 };
    struct group group;
    TRY(group_find(request, path_text(request, 0), &group));
    const char *path = group_path(request->arena, &group);
    if (group.is_member || group.is_invited)
        return redirect(request, path);
    if (!group.admits || group.removed_name || (group.joining == GROUP_OPEN && !group.removed_reason))
        return FORBIDDEN;
    if (!limit_take(request, &asking, member_key_text(request)))
        return limit_refuse(request, TIME_MINUTE);
    TRY(guideline_check(request, group.id));
    TRY(group_request_add(request->db, request->arena, group.id, request->member->persona, form_value(request, "why"), request->now));
    TRY(group_tell_asked(request, group.id));
    return redirect_with(request, path, NOTICE_ASKED);
}

/* "No, thank you" to an invitation, and "I take it back" to a request. Nobody is told. */
enum status group_decline(struct request *request)
{
    struct group group;
    bool was_asking;
    TRY(group_find(request, path_text(request, 0), &group));
    TRY(group_invitation_end(request->db, request->arena, group.id, request->member->persona));
    TRY(group_request_end(request->db, request->arena, group.id, request->member->persona, &was_asking));
    TRY(group_settle_asked(request->db, request->arena, group.id));
    if (!group.is_member)
        TRY(guideline_forget(request->db, request->arena, group.id, request->member->persona));
    TRY(notification_forget_one(request->db, request->arena, request->member->persona, NOTIFICATION_GROUP, group.id));
    return redirect_with(request, "/groups", NOTICE_SAVED);
}

/* ---- being in ---- */

static enum status member_group_find(struct request *request, struct group *group)
{
    TRY(group_find(request, path_text(request, 0), group));
    return group->is_member ? OK : NOT_FOUND;
}

enum status membership_page(struct request *request)
{
    struct group group;
    TRY(member_group_find(request, &group));
    membership_html(&request->view, &group);
    return OK;
}

enum status membership_save(struct request *request)
{
    struct group group;
    TRY(member_group_find(request, &group));
    TRY(membership_update(request->db, request->arena, group.id, request->member->persona, form_has(request, "hides"),
                          form_has(request, "quiet")));
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/me", group.slug), NOTICE_SAVED);
}

enum status facilitator_step_down(struct request *request)
{
    struct group group;
    TRY(member_group_find(request, &group));
    if (!group.is_facilitator)
        return FORBIDDEN;
    enum status status = membership_role(request->db, request->arena, group.id, request->member->persona, false);
    if (status == CONFLICT)
        return form_reject(request, NULL, t(&request->view, "You’re the only one who looks after this group. Name another member first."));
    TRY(status);
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/me", group.slug), NOTICE_SAVED);
}

enum status group_members_page(struct request *request)
{
    struct group group;
    struct group_people people;
    int64_t after = 0, next;
    TRY(member_group_find(request, &group));
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(membership_list(request, &group, after, &people, &next));
    struct group_members_view page = { .group = &group, .people = &people, .first = !after };
    if (next)
        page.next = arena_printf(request->arena, "/groups/%s/members?after=%lld", group.slug, (long long)next);
    group_members_html(&request->view, &page);
    return OK;
}

/* ---- one's own data ---- */

static enum status group_export(struct request *request, json_t *data)
{
    struct membership_facts facts;
    struct group_letters letters;
    TRY(membership_facts_of(request->db, request->arena, request->member->persona, &facts));
    TRY(group_letters_of(request->db, request->arena, request->member->persona, &letters));
    json_t *list = json_array();
    for (size_t i = 0; i < facts.count; i++) {
        const struct membership_fact *fact = &facts.items[i];
        int month = (int)fact->joined_month;
        json_array_append_new(list, json_pack("{s:s, s:b, s:s, s:b, s:b, s:I}", N_("group"), fact->group, N_("facilitator"),
                                              text_same(fact->role, "facilitator"), N_("joined in"),
                                              arena_printf(request->arena, "%d-%02d", 1970 + month / 12, month % 12 + 1),
                                              N_("hidden in the member list"), fact->hides, N_("kept off the home page"), fact->quiet,
                                              N_("version of its rules you said yes to"), (json_int_t)fact->rules));
    }
    json_object_set_new(data, N_("groups"), list);
    json_t *asked = json_array(), *invited = json_array(), *removed = json_array();
    for (size_t i = 0; i < letters.count; i++) {
        const struct group_letter *letter = &letters.items[i];
        if (letter->kind == LETTER_INVITED)
            json_array_append_new(invited, json_string(letter->group));
        else if (letter->kind == LETTER_REMOVED)
            json_array_append_new(removed, json_pack("{s:s, s:s}", N_("group"), letter->group, N_("Why"), letter->why));
        else
            json_array_append_new(asked, json_pack("{s:s, s:s}", N_("group"), letter->group, N_("your words"), letter->why));
    }
    json_object_set_new(data, N_("groups you asked to join"), asked);
    json_object_set_new(data, N_("groups that invited you"), invited);
    json_object_set_new(data, N_("Removed from the group."), removed);
    return OK;
}

/* ---- who speaks here, of a person's several names ---- */

static enum status group_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    int64_t group;
    if (!text_starts(request->route->path, "/groups/:slug"))
        return NOT_FOUND;
    TRY(group_id_find(request->db, request->arena, path_text(request, 0), &group));
    return membership_speaker(request, group, personas, count, persona);
}

const struct feature group_feature = { .name = "group",
                                       .export_data = group_export,
                                       .erase = group_erase,
                                       .speaker = group_speaker,
                                       .subject = group_subject,
                                       .reported = group_reported,
                                       .finds = group_finds,
                                       .index_scopes = group_index_scopes };
