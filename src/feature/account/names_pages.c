/* Several names of one person: having another, speaking as one of them, letting one go; being asked to pause; roughly how old. */
#include "account/pages.h"

const struct field account_name_add_form[] = { { "name", 1, 60, FIELD_LINE, false }, { 0 } };
const struct field account_speak_form[] = { { "as", 1, 20, FIELD_LINE, false }, { "to", 0, 1000, FIELD_LINE, false }, { 0 } };
const struct field account_name_remove_form[] = { { "words", 1, 6, FIELD_LINE, false }, { 0 } };
const struct field account_age_form[] = { { "age", 1, 5, FIELD_LINE, false }, { 0 } };

static const struct limit name_limit = { "another name", 5, 5.0 / (24 * 60) };

/* ---- the list that only its member can open ---- */

/* One row is written, and with it those beside it (account_mix); nothing else that leads to this account may be written in the transaction
 * that makes or ends one of its personas: on PostgreSQL rows carry their transaction's number. */
static enum status list_store(struct request *request, const struct account_personas *list)
{
    const struct member *member = request->member;
    struct account_settings settings = account_settings_of(member);
    struct bytes sealed = account_personas_seal(request->arena, &member->key, member->account, list);
    settings.names = (int64_t)list->count;
    TRY(account_personas_store(request->db, request->arena, member->account, sealed));
    TRY(account_settings_save(request, &settings));
    return account_mix(request->db, request->arena, member->account);
}

static enum status list_read(struct request *request, struct account_personas *list)
{
    const struct member *member = request->member;
    return account_personas_unseal(request->arena, &member->key, member->account, member->sealed_personas, list);
}

/* ---- pages ---- */

const char *account_name_path(struct view *view, const struct own_name *name)
{
    return arena_printf(view->request->arena, "/settings/names/%lld", (long long)name->id);
}

enum status account_names_page(struct request *request)
{
    const struct member *member = request->member;
    struct own_name only = { member->persona, member->name, member->picture };
    struct account_names names = { &only, 1, member->persona, true };
    if (request->own_names_count)
        names =
            (struct account_names){ request->own_names, request->own_names_count, member->persona, request->own_names_count < NAMES_MOST };
    account_names_html(&request->view, &names);
    return OK;
}

static enum status name_taken(struct request *request)
{
    return form_reject(request, "name",
                       t(&request->view, "Somebody here has this name, or one that looks just like it. Please choose another."));
}

enum status account_name_add(struct request *request)
{
    struct view *view = &request->view;
    const struct member *member = request->member;
    const char *name = form_value(request, "name"), *problem = account_name_problem(view, name);
    struct account_personas list;
    TRY(list_read(request, &list));
    if (list.count >= NAMES_MOST)
        return form_reject(request, "name",
                           t(view, "You have five names, and that’s as many as one person can have here. You could let one go first."));
    if (problem)
        return form_reject(request, "name", problem);
    for (const struct feature *const *features = request->app->features; *features; features++)
        if ((*features)->name_more)
            TRY((*features)->name_more(request));
    if (!limit_take(request, &name_limit, member_key_text(request)))
        return limit_refuse(request, 0);
    const struct persona_record persona = {
        .id = id_random(), .name = name, .picture = (int64_t)(random_u64() >> 2), .month = time_month(request->now), .band = member->band
    };
    enum status status = account_persona_add(request->db, request->arena, &member->key, &persona);
    if (status == CONFLICT)
        return name_taken(request);
    TRY(status);
    TRY(guideline_accept(request->db, request->arena, persona.id, member->accepted_guidelines));
    list.items[list.count++] = persona.id;
    TRY(list_store(request, &list));
    return redirect_with(request, "/settings/names", NOTICE_SAVED);
}

/* ---- speaking as one of them ---- */

enum status account_speak_as(struct request *request)
{
    const struct member *member = request->member;
    int64_t persona;
    if (!text_int(form_value(request, "as"), 1, INT64_MAX, &persona) || !account_name_is_own(request, persona))
        return NOT_FOUND;
    struct bytes sealed = account_state_seal(request->arena, &member->key, member->session, persona);
    TRY(account_session_state_store(request->db, request->arena, member->session, sealed));
    return redirect(request, own_path(form_value(request, "to"), "/home"));
}

/* ---- letting one go ---- */

/* One of several. Who is paused doesn't come here (account_gate), so that a pause isn't ended by leaving it behind. */
static enum status removable_find(struct request *request, const struct own_name **name)
{
    int64_t id = path_id(request, 0);
    if (request->own_names_count < 2)
        return NOT_FOUND;
    for (size_t i = 0; i < request->own_names_count; i++)
        if (request->own_names[i].id == id) {
            *name = &request->own_names[i];
            return OK;
        }
    return NOT_FOUND;
}

enum status account_name_remove_page(struct request *request)
{
    const struct own_name *name;
    TRY(removable_find(request, &name));
    account_name_remove_html(&request->view, name);
    return OK;
}

enum status account_name_remove(struct request *request)
{
    const struct own_name *name;
    const char *words = form_value(request, "words");
    bool remove = text_same(words, "remove");
    struct account_personas list, left = { .count = 0 };
    TRY(removable_find(request, &name));
    if (!remove && !text_same(words, "keep"))
        return form_reject(request, "words", t(&request->view, "Please choose what happens to what you wrote."));
    TRY(list_read(request, &list));
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i] != name->id)
            left.items[left.count++] = list.items[i];
    TRY(account_persona_erase(request, name->id, remove));
    TRY(list_store(request, &left));
    TRY(job_add(request->db, request->arena, "account.erased", 0, request->now));
    return redirect_with(request, "/settings/names", NOTICE_DELETED);
}

/* ---- a pause ---- */

enum status account_paused_page(struct request *request)
{
    const struct member *member = request->member;
    if (!member->paused_until && !member->muted_until)
        return redirect(request, "/home");
    const struct account_pause pause = { .name = member->paused_until ? member->paused_name : member->muted_name,
                                         .reason = member->paused_reason,
                                         .until = member->paused_until ? member->paused_until : member->muted_until,
                                         .several = request->own_names_count > 1,
                                         .reads = !member->paused_until };
    account_paused_html(&request->view, &pause);
    return OK;
}

/* ---- roughly how old ---- */

enum age_band account_band_typed(const struct request *request)
{
    const char *age = form_value(request, "age");
    return text_same(age, "13") ? BAND_13 : text_same(age, "16") ? BAND_16 : text_same(age, "adult") ? BAND_ADULT : BAND_UNSAID;
}

enum status account_age_change(struct request *request)
{
    struct account_settings settings = account_settings_of(request->member);
    enum age_band wish = account_band_typed(request);
    if (wish == BAND_UNSAID)
        return form_reject(request, "age", t(&request->view, "Please choose one."));
    /* Nobody becomes younger: who has said that they are grown up can't come back as one of those whom young people meet in private. */
    if (wish != settings.band && (settings.band == BAND_ADULT || (settings.band == BAND_16 && wish == BAND_13)))
        return form_reject(
            request, "age",
            t(&request->view,
              "You’ve said before that you’re older than that. If it was a mistake, please tell the people who look after this place."));
    settings.band = wish;
    TRY(account_settings_save(request, &settings));
    return redirect_with(request, "/settings", NOTICE_SAVED);
}
