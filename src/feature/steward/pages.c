/* What only stewards do: settings, invitations, people at the door, roles. */
#include "steward/steward.h"

#include "text/text.h"

const struct field steward_settings_form[] = {
    { "name", 1, 40, FIELD_LINE, false },
    { "runners", 0, 500, FIELD_TEXT, false },
    { "about", 0, 5000, FIELD_TEXT, false },
    { "contact", 0, 2000, FIELD_TEXT, false },
    { "exit_url", 8, 300, FIELD_LINE, false },
    { "zone", 1, 60, FIELD_LINE, false },
    { "joining", 4, 10, FIELD_LINE, false },
    { "rest_minutes", 1, 4, FIELD_LINE, false },
    { "first_posts", 0, 2, FIELD_LINE, false },
    FIELDS_AGES,
    { 0 },
};
const struct field steward_invitation_form[] = {
    { "note", 0, 80, FIELD_LINE, false },
    { "uses", 1, 4, FIELD_LINE, false },
    { "days", 1, 3, FIELD_LINE, false },
    { 0 },
};
const struct field steward_people_form[] = {
    { "name", 1, 80, FIELD_LINE, false }, { "role", 4, 12, FIELD_LINE, false }, { "change", 4, 4, FIELD_LINE, false }, { 0 }
};

const struct field steward_pause_form[] = {
    { "name", 1, 80, FIELD_LINE, false },     { "days", 1, 3, FIELD_LINE, false },  { "rule", 0, 20, FIELD_LINE, false },
    { "reason", 0, 1000, FIELD_TEXT, false }, { "code", 0, 40, FIELD_LINE, false }, { 0 },
};

enum status steward_page(struct request *request)
{
    steward_overview(&request->view);
    return OK;
}

/* ---- settings ---- */

enum status steward_settings_page(struct request *request)
{
    steward_settings(&request->view, community_of(request));
    return OK;
}

enum status steward_settings_save(struct request *request)
{
    struct view *view = &request->view;
    struct community community = *community_of(request);
    int64_t rest;
    const char *first = form_value(request, "first_posts");
    community.name = form_value(request, "name");
    community.runners = form_value(request, "runners");
    community.about = form_value(request, "about");
    community.contact = form_value(request, "contact");
    community.exit_url = form_value(request, "exit_url");
    community.zone = form_value(request, "zone");
    if (!text_starts(community.exit_url, "https://") || strpbrk(community.exit_url, " \"<>\\"))
        return form_reject(request, "exit_url", t(view, "Write a whole address that begins with https://"));
    if (!zone_is_known(community.zone))
        return form_reject(request, "zone", t(view, "That isn’t a time zone we know. They look like Europe/Berlin."));
    if (!community_joining_read(form_value(request, "joining"), &community.joining))
        return form_reject(request, "joining", t(view, "Please choose one."));
    if (!text_int(form_value(request, "rest_minutes"), 5, 240, &rest))
        return form_reject(request, "rest_minutes", t(view, "Write a number of minutes from 5 to 240."));
    community.rest_minutes = (int)rest;
    community.ages = persona_bands_typed(request);
    if (!community.ages)
        return form_reject(request, "age_adult", t(view, "Please choose at least one."));
    if (!text_int(*first ? first : "0", 0, 20, &community.first_posts))
        return form_reject(request, "first_posts", t(view, "Write a number from 0 to 20."));
    TRY(community_save(request->db, request->arena, &community));
    return redirect_with(request, "/steward", NOTICE_SAVED);
}

/* ---- invitations ---- */

static enum status invitations_show(struct request *request, const char *fresh_code)
{
    struct invitations list;
    int64_t before = 0;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    bool more;
    const char *older = NULL;
    TRY(invitation_list(request->db, request->arena, before, request->now, &list, &more));
    if (more)
        older = arena_printf(request->arena, "/steward/invitations?before=%lld", (long long)list.items[list.count - 1].id);
    steward_invitations(&request->view, &list, older, fresh_code);
    return OK;
}

enum status steward_invitations_page(struct request *request)
{
    return invitations_show(request, NULL);
}

enum status steward_invitation_make(struct request *request)
{
    struct view *view = &request->view;
    int64_t uses, days;
    const char *code;
    if (!text_int(form_value(request, "uses"), 1, 1000, &uses))
        return form_reject(request, "uses", t(view, "Write a number from 1 to 1000."));
    if (!text_int(form_value(request, "days"), 1, 365, &days))
        return form_reject(request, "days", t(view, "Write a number from 1 to 365."));
    TRY(invitation_add_by(request->db, request->arena, request->member->persona, form_value(request, "note"), uses, days, request->now,
                          &code));
    return invitations_show(request, code); /* answered in place: the code is readable this once */
}

enum status steward_invitation_end(struct request *request)
{
    TRY(invitation_revoke(request->db, request->arena, path_id(request, 0)));
    return redirect_with(request, "/steward/invitations", NOTICE_SAVED);
}

/* ---- applications ---- */

enum status steward_applications_page(struct request *request)
{
    struct applications list;
    int64_t after = 0;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    bool follow;
    TRY(application_list(request->db, request->arena, after, &list, &follow));
    struct applicants applicants = { arena_array(request->arena, list.count, sizeof(struct applicant)), 0 };
    for (size_t i = 0; i < list.count; i++) {
        struct applicant *applicant = &applicants.items[applicants.count];
        applicant->application = list.items[i];
        struct trail trail = { .by = NULL };
        enum status status = persona_find(request->db, request->arena, list.items[i].persona, &applicant->persona);
        if (status == NOT_FOUND) /* whoever deleted their account meanwhile just isn't listed */
            continue;
        TRY(status);
        status = trail_of(request->db, request->arena, list.items[i].persona, &trail);
        if (status != OK && status != NOT_FOUND)
            return status;
        applicant->invited_by = trail.by;
        applicants.count++;
    }
    const char *more = NULL;
    if (follow)
        more = arena_printf(request->arena, "/steward/applications?after=%lld", (long long)list.items[list.count - 1].id);
    steward_applications(&request->view, &applicants, more);
    return OK;
}

enum status steward_application_accept(struct request *request)
{
    struct application application;
    TRY(application_find(request->db, request->arena, path_id(request, 0), &application));
    TRY(application_close(request->db, request->arena, application.id));
    return redirect_with(request, "/steward/applications", NOTICE_APPROVED);
}

enum status steward_application_decline(struct request *request)
{
    struct application application;
    TRY(application_find(request->db, request->arena, path_id(request, 0), &application));
    TRY(persona_erase(request->db, request->arena, request->app, application.persona, true));
    TRY(application_close(request->db, request->arena, application.id));
    return redirect_with(request, "/steward/applications", NOTICE_DECLINED);
}

/* ---- roles ---- */

enum status steward_people_page(struct request *request)
{
    steward_people(&request->view);
    return OK;
}

enum status steward_people_change(struct request *request)
{
    struct view *view = &request->view;
    struct persona persona;
    bool give = text_same(form_value(request, "change"), "give");
    enum role role;
    if (!persona_role_read(form_value(request, "role"), &role))
        return form_reject(request, "role", t(view, "Please choose one."));
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == NOT_FOUND)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(status);
    if (!give && role == ROLE_STEWARD && persona.id == request->member->persona)
        return form_reject(request, "name", t(view, "You can’t take this from yourself. Another steward can."));
    TRY(persona_role_set(request->db, request->arena, persona.id, role, give));
    return redirect_with(request, "/steward/people", NOTICE_SAVED);
}

/* ---- asking somebody to pause ---- */

enum status steward_pause_page(struct request *request)
{
    struct rules rules;
    bool factor;
    TRY(guideline_rules(request, 0, &rules));
    TRY(account_second_factor_is_on(request, &factor));
    steward_pause(&request->view, &rules, factor);
    return OK;
}

static enum status pause_set(struct request *request, int64_t persona, int64_t days, const char *reason)
{
    TRY(sanction_suspend(request, persona, form_value(request, "rule"), request->now + days * TIME_DAY, reason));
    return sanction_code_check(request);
}

enum status steward_pause_set(struct request *request)
{
    struct view *view = &request->view;
    struct persona persona;
    int64_t days;
    const char *reason = form_value(request, "reason");
    if (!text_int(form_value(request, "days"), 0, 365, &days))
        return form_reject(request, "days", t(view, "Write a number of days up to 365; 0 ends a pause."));
    if (days && !*reason)
        return form_reject(request, "reason", t(view, "Please say why. They read it, and nobody else does."));
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == NOT_FOUND)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(status);
    if (account_name_is_own(request, persona.id))
        return form_reject(request, "name", t(view, "That’s you. If you’d like a rest, just take one."));
    TRY(days ? pause_set(request, persona.id, days, reason) : sanction_lift(request, persona.id, reason));
    return redirect_with(request, "/steward", NOTICE_SAVED);
}

/* ---- jobs ---- */

static enum status run_invitations(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return invitation_expire(db, arena, now);
}

static const struct job_kind steward_jobs[] = { { .name = "invitation.expire", .run = run_invitations, .every = TIME_DAY }, { 0 } };

const struct feature steward_feature = { .name = "steward", .jobs = steward_jobs };
