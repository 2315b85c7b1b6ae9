/* Signing in, the second step, signing out; and what a member had typed when their session was over. */
#include "account/pages.h"
#include "text/text.h"

const struct field account_sign_in_form[] = {
    { "sign_in", 1, 60, FIELD_LINE, false },
    { "password", 1, 200, FIELD_SECRET, false },
    { "to", 0, 300, FIELD_LINE, false },
    { "kept_path", 0, 300, FIELD_LINE, false },
    { 0 },
};
const struct field account_second_step_form[] = {
    { "code", 1, 40, FIELD_LINE, false },
    { "to", 0, 300, FIELD_LINE, false },
    { "kept_path", 0, 300, FIELD_LINE, false },
    { 0 },
};

static const char kept_prefix[] = "kept.";
static const char by_name[] = "sign-in name";
static const char by_code[] = "second step";

/* Each attempt costs an argon2id: this bounds what one address can make the machine do. */
static const struct limit attempt_limit = { "sign-in attempt", 30, 10 };

/* ---- what was typed before ---- */

/* In a form of ours the fields already carry the prefix. */
static struct account_kept kept_from_form(struct request *request)
{
    size_t count;
    const struct pair *fields = form_all(request, &count);
    struct account_kept kept = { arena_array(request->arena, count + 1, sizeof *kept.items), 0, form_value(request, "kept_path") };
    for (size_t i = 0; i < count; i++)
        if (text_starts(fields[i].name, kept_prefix))
            kept.items[kept.count++] = fields[i];
    return kept;
}

/* Everything in a form that was refused, under the prefix. Tokens and secrets are not among it. */
static struct account_kept kept_from_refused(struct request *request)
{
    size_t count;
    const struct pair *fields = form_all(request, &count);
    struct account_kept kept = { arena_array(request->arena, count + 1, sizeof *kept.items), 0, request->path };
    for (size_t i = 0; i < count; i++)
        kept.items[kept.count++] = (struct pair){ arena_printf(request->arena, "%s%s", kept_prefix, fields[i].name), fields[i].value };
    return kept;
}

/* Offers what was typed to each feature; *go_to is where it waits now, or NULL. */
static enum status kept_hand_over(struct request *request, const char **go_to)
{
    struct account_kept kept = kept_from_form(request);
    struct pair *fields = arena_array(request->arena, kept.count + 1, sizeof *fields);
    for (size_t i = 0; i < kept.count; i++)
        fields[i] = (struct pair){ kept.items[i].name + strlen(kept_prefix), text_clean(request->arena, kept.items[i].value) };
    struct kept_form form = { kept.path, fields, kept.count };
    *go_to = NULL;
    if (!kept.path[0] || !kept.count)
        return OK;
    for (const struct feature *const *feature = request->app->features; *feature; feature++) {
        if (!(*feature)->keep)
            continue;
        enum status status = (*feature)->keep(request, &form, go_to);
        if (status != NOT_FOUND)
            return status;
    }
    return OK;
}

/* Signed in: on to where the words wait, or where the reader wanted to go. */
static enum status arrive(struct request *request)
{
    const char *go_to;
    TRY(kept_hand_over(request, &go_to));
    if (go_to)
        return redirect_with(request, go_to, NOTICE_TEXT_KEPT);
    /* A form that no feature keeps: its words are shown with this answer, for its reader to take along. */
    const char *words = layout_words_typed(request), *path = form_value(request, "kept_path");
    if (*path && *words) {
        layout_words_page(request, words, layout_form_page(request, path));
        return OK;
    }
    return redirect(request, own_path(form_value(request, "to"), "/home"));
}

/* ---- the page ---- */

enum status account_sign_in_page(struct request *request)
{
    if (request->member && request->method == GET)
        return redirect(request, own_path(query_value(request, "to"), "/home"));
    struct account_door door = { .to = request->method == POST ? form_value(request, "to") : query_value(request, "to"),
                                 .kept = kept_from_form(request) };
    door.over = door.kept.count > 0;
    account_sign_in_html(&request->view, &door);
    return OK;
}

enum status account_sign_in_again(struct request *request)
{
    struct account_door door = { .to = "", .kept = kept_from_refused(request), .over = true };
    /* The ended session's cookie goes, so that this page's form holds even when its reader signs in in another tab first. */
    cookie_set(request, "s", "", -1);
    request->status = 401;
    account_sign_in_html(&request->view, &door);
    return OK;
}

/* ---- name and password ---- */

/* Takes the same work and time whether or not the name is anybody's. */
enum status account_sign_in_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    struct account_record record;
    unsigned char salt[SALT_BYTES];
    if (!limit_take(request, &attempt_limit, request->address_key))
        return limit_refuse(request, 0);
    account_name_hash(request->arena, request->app, form_value(request, "sign_in"), &prepared->name_hash);
    int64_t wait = account_guess_wait(request, by_name, &prepared->name_hash);
    if (wait > 0)
        return limit_refuse(request, wait);
    account_dummy_salt(request->app, &prepared->name_hash, "password", salt);
    enum status status = account_look_up(request, &prepared->name_hash, &record);
    if (status == OK && record.salt.len == SALT_BYTES)
        memcpy(salt, record.salt.data, SALT_BYTES);
    else if (status != NOT_FOUND)
        return status == OK ? BROKEN : status;
    return password_derive_gated(request, account_password_clean(request->arena, form_value(request, "password")), salt, &prepared->typed);
}

enum status account_sign_in_closed(struct request *request, const struct account_record *record)
{
    TRY(account_remove(request->db, request->arena, record->id));
    account_closed_html(&request->view);
    return OK;
}

/* With the right password: straight in, or on to the second step. */
static enum status sign_in_open(struct request *request, const struct account_record *record, const struct key *key)
{
    struct account_second_factor factor;
    TRY(account_second_factor_unseal(request->arena, key, record->id, record->second_factor, &factor));
    enum status status = factor.on ? account_sign_in_half(request, record, key) : account_sign_in_with(request, record, key);
    if (status == NOT_FOUND)
        return account_sign_in_closed(request, record);
    TRY(status);
    if (!factor.on)
        return arrive(request);
    struct account_door door = { .to = form_value(request, "to"), .kept = kept_from_form(request) };
    account_second_step_html(&request->view, &door);
    return OK;
}

enum status account_sign_in(struct request *request)
{
    const struct account_prepared *prepared = request->prepared;
    struct account_record record = { 0 };
    struct key key;
    enum status status = account_by_name_hash(request->db, request->arena, &prepared->name_hash, &record);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (!account_check_fits(&prepared->typed.check, record.check_hash)) {
        account_guess_failed(request, by_name, &prepared->name_hash);
        return form_reject(request, NULL,
                           t(&request->view, "This name and this password don’t belong together. Please look at both once more. If you’ve "
                                             "lost the password, your six recovery words let you in."));
    }
    account_guess_right(request, by_name, &prepared->name_hash);
    TRY(account_key_unwrap(request->arena, &prepared->typed.wrap, account_by_password, record.id, record.key_by_password, &key));
    status = sign_in_open(request, &record, &key);
    key_wipe(&key);
    return status;
}

/* ---- the second step ---- */

enum status account_second_step_page(struct request *request)
{
    struct account_record record;
    struct key key;
    enum status status = account_half_open(request, &record, &key);
    if (status == NOT_FOUND)
        return account_sign_in_page(request);
    TRY(status);
    key_wipe(&key);
    struct account_door door = { .to = form_value(request, "to"), .kept = kept_from_form(request) };
    account_second_step_html(&request->view, &door);
    return OK;
}

static enum status second_step_check(struct request *request, struct account_record *record, const struct key *key)
{
    struct account_second_factor factor;
    const char *who = arena_printf(request->arena, "%lld", (long long)record->id);
    int64_t wait = limit_wait(request, by_code, who);
    if (wait > 0)
        return limit_refuse(request, wait);
    TRY(account_second_factor_unseal(request->arena, key, record->id, record->second_factor, &factor));
    if (factor.on && !account_second_factor_check(request->arena, key, &factor, form_value(request, "code"), request->now)) {
        limit_failed(request, by_code, who);
        return form_reject(request, "code",
                           t(&request->view, "This code doesn’t fit. Each one works once and for about a minute; please wait for the "
                                             "next one in your app."));
    }
    limit_cleared(request, by_code, who);
    /* The code is used up in the transaction that lets its owner in. */
    return account_second_factor_store(request->db, request->arena, record->id,
                                       account_second_factor_seal(request->arena, key, record->id, &factor));
}

enum status account_second_step(struct request *request)
{
    struct account_record record;
    struct key key;
    enum status status = account_half_open(request, &record, &key);
    if (status == NOT_FOUND)
        return form_reject(request, NULL,
                           t(&request->view, "That took a little long, so please begin once more with your name and password."));
    TRY(status);
    TRY(second_step_check(request, &record, &key));
    status = account_sign_in_with(request, &record, &key);
    key_wipe(&key);
    return status == OK ? arrive(request) : status;
}

/* ---- signing out ---- */

enum status account_streams_end(struct request *request)
{
    struct member_personas personas;
    TRY(member_personas(request, &personas));
    for (size_t i = 0; i < personas.count; i++)
        TRY(live_drop(request->db, request->arena, personas.items[i]));
    return OK;
}

enum status account_sign_out(struct request *request)
{
    TRY(account_session_remove(request->db, request->arena, request->member->session));
    TRY(account_streams_end(request));
    cookie_set(request, "s", "", -1);
    return redirect_with(request, "/", NOTICE_SIGNED_OUT);
}

enum status account_sign_out_everywhere(struct request *request)
{
    TRY(account_session_remove_all(request->db, request->arena, request->member->account, 0));
    TRY(account_streams_end(request));
    cookie_set(request, "s", "", -1);
    return redirect_with(request, "/", NOTICE_SIGNED_OUT_EVERYWHERE);
}

enum status account_sign_out_elsewhere(struct request *request)
{
    TRY(account_session_remove_all(request->db, request->arena, request->member->account, request->member->session));
    TRY(account_streams_end(request));
    return redirect_with(request, "/settings", NOTICE_SAVED);
}
