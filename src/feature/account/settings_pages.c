/* What a member decides about themselves: name and picture, how the place looks, password and recovery code. */
#include "account/pages.h"
#include "text/text.h"

const struct field account_name_form[] = { { "name", 1, 60, FIELD_LINE, false }, { 0 } };
const struct field account_password_form[] = { { "password", 1, 200, FIELD_SECRET, false },
                                               { "new_password", 1, 200, FIELD_SECRET, false },
                                               { 0 } };
const struct field account_confirm_form[] = { { "password", 1, 200, FIELD_SECRET, false }, { 0 } };

/* ---- the page ---- */

/* The plate in use, and others to choose from, eight in all; new ones every time. */
static void settings_pictures(struct request *request, struct account_pictures *pictures)
{
    struct view *view = &request->view;
    for (pictures->count = 0; pictures->count < COUNT(pictures->items); pictures->count++) {
        bool own = pictures->count == 0 && request->member->picture >= 0;
        int64_t picture = own ? request->member->picture : (int64_t)(random_u64() >> 1);
        const char *label = own ? t(view, "The one you have") : tf(view, "Picture {1}", number(view, (int64_t)pictures->count + 1));
        pictures->items[pictures->count] = (struct account_picture){ picture, label, own };
    }
}

enum status account_settings_page(struct request *request)
{
    struct member *member = request->member;
    struct account_record record;
    struct account_second_factor factor;
    struct account_settings_view settings = {
        .name = member->name, .picture = member->picture, .discreet = member->discreet, .band = member->band
    };
    TRY(account_session_count(request->db, request->arena, member->account, request->now, &settings.devices));
    TRY(account_by_id(request->db, request->arena, member->account, &record));
    TRY(account_second_factor_unseal(request->arena, &member->key, member->account, record.second_factor, &factor));
    settings.second_factor = factor.on;
    settings_pictures(request, &settings.pictures);
    account_comfort_options(request, &settings);
    account_settings_html(&request->view, &settings);
    return OK;
}

/* ---- name ---- */

enum status account_name_change(struct request *request)
{
    struct member *member = request->member;
    const char *name = form_value(request, "name"), *problem = account_name_problem(&request->view, name);
    if (problem)
        return form_reject(request, "name", problem);
    enum status status = persona_rename(request->db, request->arena, request->app, member->persona, name, request->now);
    if (status == CONFLICT)
        return form_reject(request, "name",
                           t(&request->view, "Somebody here has this name, or one that looks just like it. Please choose another."));
    TRY(status);
    return redirect_with(request, "/settings", NOTICE_SAVED);
}

/* ---- password ---- */

enum status account_password_page(struct request *request)
{
    account_password_html(&request->view);
    return OK;
}

enum status account_password_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    const char *const others[] = { request->reader_name ? request->reader_name : "", NULL };
    const char *password = form_value(request, "new_password"), *problem = account_password_problem(&request->view, password, others);
    if (problem)
        return form_reject(request, "new_password", problem);
    TRY(account_confirm_derive(request, "password", prepared));
    return account_new_password_derive(request, password, prepared);
}

enum status account_password_change(struct request *request)
{
    const struct account_prepared *prepared = request->prepared;
    struct member *member = request->member;
    struct account_record record;
    TRY(account_confirm(request, "password", &record));
    struct account_lock lock =
        account_lock_make(request->arena, &prepared->password, prepared->password_salt, account_by_password, member->account, &member->key);
    TRY(account_password_store(request->db, request->arena, member->account, &lock));
    TRY(account_session_remove_all(request->db, request->arena, member->account, member->session));
    TRY(account_streams_end(request));
    return redirect_with(request, "/settings", NOTICE_PASSWORD_CHANGED);
}

/* ---- a new recovery code ---- */

enum status account_new_code_page(struct request *request)
{
    account_new_code_html(&request->view);
    return OK;
}

enum status account_new_code_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    TRY(account_confirm_derive(request, "password", prepared));
    return account_new_words_derive(request, prepared);
}

enum status account_new_code(struct request *request)
{
    struct account_record record;
    TRY(account_confirm(request, "password", &record));
    return account_recovery_renew(request);
}
