/* What facilitators and stewards do: making a group, answering requests, inviting, naming facilitators. */
#include "circle/circle.h"
#include "group/pages.h"
#include "guideline/guideline.h"
#include "safety/safety.h"
#include "trust/trust.h"

#include "text/text.h"

enum { SLUG_MAX = 60, RULES_MAX = 3000 };

const struct field group_make_form[] = {
    { "name", 1, 80, FIELD_LINE, false },         { "slug", 1, SLUG_MAX, FIELD_LINE, false },
    { "lang", 2, 2, FIELD_LINE, false },          { "purpose", 1, 600, FIELD_TEXT, false },
    { "rules", 0, RULES_MAX, FIELD_TEXT, false }, { "joining", 0, 10, FIELD_LINE, false },
    { "reading", 0, 10, FIELD_LINE, false },      { 0 },
};
const struct field group_save_form[] = { { "purpose", 1, 600, FIELD_TEXT, false },
                                         { "rules", 0, RULES_MAX, FIELD_TEXT, false },
                                         { "anonymous", 0, 3, FIELD_LINE, false },
                                         { "watch", 0, 3, FIELD_LINE, false },
                                         { "waits", 0, 10, FIELD_LINE, false },
                                         { "waits_minors", 0, 3, FIELD_LINE, false },
                                         FIELDS_AGES,
                                         { 0 } };
const struct field group_answer_form[] = { { "persona", 1, 20, FIELD_LINE, false }, { "do", 0, 10, FIELD_LINE, false }, { 0 } };
const struct field group_invite_form[] = { { "name", 1, 80, FIELD_LINE, false }, { 0 } };

/* ---- making one ---- */

static bool slug_is_fine(const char *slug)
{
    static const char *const taken[] = { "new" };
    size_t len = strlen(slug);
    if (len < 2 || len > SLUG_MAX || slug[0] == '-' || slug[len - 1] == '-' || strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
        return false;
    for (size_t i = 0; i < COUNT(taken); i++)
        if (text_same(slug, taken[i]))
            return false;
    return true;
}

/* Stewards, and whom the table of steps lets. */
static enum status make_allowed(struct request *request)
{
    struct trust_answer answer;
    if (request->roles & ROLE_STEWARD)
        return OK;
    TRY(trust_may(request, TRUST_GROUPS, &answer));
    return answer.may ? OK : FORBIDDEN;
}

enum status group_new_page(struct request *request)
{
    TRY(make_allowed(request));
    struct group_tongues tongues = { languages, LANGUAGES };
    group_make_html(&request->view, &tongues, form_shown(request, "lang", request->view.lang));
    return OK;
}

static enum status make_read(struct request *request, struct group_new *wish)
{
    struct view *view = &request->view;
    const char *joining = form_value(request, "joining"), *reading = form_value(request, "reading");
    *wish = (struct group_new){ .slug = form_value(request, "slug"), .name = form_value(request, "name"), .now = request->now };
    wish->lang = form_value(request, "lang");
    wish->purpose = form_value(request, "purpose");
    wish->rules = form_value(request, "rules");
    wish->picture = id_random();
    wish->public_reading = text_same(reading, "anyone");
    wish->joining = text_same(joining, "hidden") ? GROUP_HIDDEN : text_same(joining, "request") ? GROUP_REQUEST : GROUP_OPEN;
    if (!catalogue_find(request->app->catalogues, wish->lang))
        return form_reject(request, "lang", t(view, "Please choose one of these languages."));
    if (!slug_is_fine(wish->slug))
        return form_reject(request, "slug", t(view, "Use small letters a to z, digits and hyphens, at least two."));
    if (!text_same(joining, "open") && wish->joining == GROUP_OPEN)
        return form_reject(request, "joining", t(view, "Please choose one."));
    if (!text_same(reading, "members") && !wish->public_reading)
        return form_reject(request, "reading", t(view, "Please choose one."));
    return OK;
}

enum status group_make(struct request *request)
{
    struct group_new wish;
    int64_t id;
    TRY(make_allowed(request));
    TRY(make_read(request, &wish));
    enum status status = group_create(request->db, request->arena, &wish, &id);
    if (status == CONFLICT)
        return form_reject(request, "slug", t(&request->view, "Another group has this address already. Please choose a different one."));
    TRY(status);
    TRY(membership_add(request->db, request->arena, id, request->member->persona, true, false, request->now));
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/boards", wish.slug), NOTICE_SAVED);
}

/* ---- looking after one ---- */

enum status group_manage_page(struct request *request)
{
    struct group group;
    struct group_people requests, invited;
    int64_t version;
    bool watch;
    struct group_waiting waiting;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(group_waiting_find(request->db, request->arena, group.id, &waiting));
    TRY(group_request_list(request->db, request->arena, group.id, &requests));
    TRY(group_invitation_list(request->db, request->arena, group.id, &invited));
    TRY(group_people_veil(request, &requests));
    TRY(group_people_veil(request, &invited));
    TRY(guideline_version_newest(request->db, request->arena, group.id, &version));
    TRY(help_watch_is(request->db, request->arena, group.id, &watch));
    struct group_manage_view page = { &group, &waiting, &requests, &invited, .has_rules = version != 0, .watch = watch };
    group_manage_html(&request->view, &page);
    return OK;
}

static enum status manage_done(struct request *request, const struct group *group, enum notice notice)
{
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/manage", group->slug), notice);
}

/* Anything but the two known words: nobody's. */
static struct group_waiting waiting_typed(const struct request *request)
{
    const char *who = form_value(request, "waits");
    return (struct group_waiting){ text_same(who, "newcomers")   ? GROUP_WAITS_NEWCOMERS
                                   : text_same(who, "everybody") ? GROUP_WAITS_EVERYBODY
                                                                 : GROUP_WAITS_NOBODY,
                                   *form_value(request, "waits_minors") != 0 };
}

enum status group_save(struct request *request)
{
    const struct group_waiting waiting = waiting_typed(request);
    struct group group;
    int64_t version;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(guideline_version_newest(request->db, request->arena, group.id, &version));
    TRY(group_update(request->db, request->arena, group.id, form_value(request, "purpose"),
                     version ? group.rules : form_value(request, "rules")));
    TRY(group_anonymous_set(request->db, request->arena, group.id, *form_value(request, "anonymous")));
    TRY(help_watch_set(request->db, request->arena, group.id, *form_value(request, "watch")));
    TRY(group_ages_set(request->db, request->arena, group.id, persona_bands_typed(request)));
    TRY(group_waiting_set(request->db, request->arena, group.id, &waiting));
    return manage_done(request, &group, NOTICE_SAVED);
}

enum status group_answer(struct request *request)
{
    struct group group;
    int64_t persona;
    enum age_band band;
    bool was_asking;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    if (!text_int(form_value(request, "persona"), 1, INT64_MAX, &persona))
        return NOT_FOUND;
    TRY(group_request_end(request->db, request->arena, group.id, persona, &was_asking));
    if (!was_asking) /* they took it back, or another facilitator was quicker */
        return redirect(request, arena_printf(request->arena, "/groups/%s/manage", group.slug));
    TRY(group_settle_asked(request->db, request->arena, group.id));
    TRY(group_tell(request, group.id, persona, 0));
    enum status status = persona_band_of(request->db, request->arena, persona, &band);
    if (status != NOT_FOUND)
        TRY(status);
    if (status == NOT_FOUND || !persona_band_admitted(band, group.ages)) /* the group is for others since they asked: as if they had gone */
        return redirect(request, arena_printf(request->arena, "/groups/%s/manage", group.slug));
    if (!text_same(form_value(request, "do"), "accept")) {
        TRY(guideline_forget(request->db, request->arena, group.id, persona));
        return manage_done(request, &group, NOTICE_DECLINED);
    }
    TRY(membership_add(request->db, request->arena, group.id, persona, false, false, request->now));
    return manage_done(request, &group, NOTICE_APPROVED);
}

enum status group_invite(struct request *request)
{
    static const struct limit inviting = { "group-invite", 30, 3 };
    struct view *view = &request->view;
    struct group group;
    struct persona persona;
    struct group_person person;
    enum age_band band;
    bool blocked = false;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    if (!limit_take(request, &inviting, member_key_text(request)))
        return limit_refuse(request, TIME_MINUTE);
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == OK)
        TRY(block_between(request->db, request->arena, request->member->persona, persona.id, &blocked));
    if (status == NOT_FOUND || blocked)
        return form_reject(request, "name", t(view, "Nobody here goes by that name. Look at the spelling once more."));
    TRY(status);
    status = membership_find(request->db, request->arena, group.id, persona.id, &person);
    if (status == OK)
        return form_reject(request, "name", t(view, "They already belong to this group."));
    if (status != NOT_FOUND)
        return status;
    TRY(group_invitation_add(request->db, request->arena, group.id, persona.id));
    TRY(persona_band_of(request->db, request->arena, persona.id, &band));
    if (persona_band_admitted(band, group.ages)) /* else it waits unseen: an answer here would say how old they are */
        TRY(group_tell(request, group.id, persona.id, request->member->persona));
    return manage_done(request, &group, NOTICE_INVITED);
}

const char *group_member_path(struct view *view, const struct group_member_view *page, const char *word)
{
    return arena_printf(view->request->arena, "/groups/%s/members/%lld/%s", page->group->slug, (long long)page->person->persona, word);
}

enum status group_member_page(struct request *request)
{
    struct group group;
    struct group_person person;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(membership_find_veiled(request, group.id, path_id(request, 1), &person));
    struct group_member_view page = { &group, &person };
    group_member_html(&request->view, &page);
    return OK;
}

/* A steward takes on a group that nobody looks after any more. Hidden ones stay among those who belong to them. */
enum status facilitator_adopt(struct request *request)
{
    struct group group;
    struct group_people facilitators;
    TRY(group_find(request, path_text(request, 0), &group));
    TRY(facilitator_list(request->db, request->arena, group.id, &facilitators));
    if (facilitators.count)
        return FORBIDDEN;
    TRY(membership_add(request->db, request->arena, group.id, request->member->persona, true, false, request->now));
    TRY(membership_role(request->db, request->arena, group.id, request->member->persona, true));
    return manage_done(request, &group, NOTICE_SAVED);
}

enum status facilitator_name(struct request *request)
{
    struct group group;
    struct group_person person;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(membership_find_veiled(request, group.id, path_id(request, 1), &person));
    TRY(membership_role(request->db, request->arena, group.id, person.persona, true));
    TRY(group_tell(request, group.id, person.persona, request->member->persona));
    return redirect_with(request, arena_printf(request->arena, "/groups/%s/members", group.slug), NOTICE_SAVED);
}
