/* The way back with the six recovery words. */
#include "account/pages.h"
#include "text/text.h"

const struct field account_recover_form[] = {
    { "sign_in", 1, 60, FIELD_LINE, false },
    { "words", 1, 200, FIELD_LINE, false },
    { "password", 1, 200, FIELD_SECRET, false },
    { "code", 0, 40, FIELD_LINE, false },
    { 0 },
};

static const char by_words[] = "recovery words";
static const struct limit attempt_limit = { "recover attempt", 15, 0.5 };

enum status account_recover_page(struct request *request)
{
    account_recover_html(&request->view);
    return OK;
}

/* Up to the check of the words, the work is the same whether or not the name is anybody's. */
static enum status recover_derive(struct request *request, struct account_prepared *prepared, struct account_record *record)
{
    unsigned char salt[SALT_BYTES];
    account_dummy_salt(request->app, &prepared->name_hash, "recovery", salt);
    enum status status = account_look_up(request, &prepared->name_hash, record);
    if (status == OK && record->recovery_salt.len == SALT_BYTES)
        memcpy(salt, record->recovery_salt.data, SALT_BYTES);
    else if (status != NOT_FOUND)
        return status == OK ? BROKEN : status;
    return password_derive_gated(request, account_words_clean(request->arena, form_value(request, "words")), salt, &prepared->typed);
}

enum status account_recover_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    struct account_record record = { 0 };
    const char *password = form_value(request, "password"), *sign_in = form_value(request, "sign_in");
    const char *const others[] = { sign_in, form_value(request, "words"), NULL };
    if (!limit_take(request, &attempt_limit, request->address_key))
        return limit_refuse(request, 0);
    const char *problem = account_password_problem(&request->view, password, others);
    if (problem)
        return form_reject(request, "password", problem);
    account_name_hash(request->arena, request->app, sign_in, &prepared->name_hash);
    int64_t wait = account_guess_wait(request, by_words, &prepared->name_hash);
    if (wait > 0)
        return limit_refuse(request, wait);
    TRY(recover_derive(request, prepared, &record));
    if (!account_check_fits(&prepared->typed.check, record.recovery_hash))
        return OK; /* the handler says so, and counts it */
    TRY(account_new_password_derive(request, password, prepared));
    return account_new_words_derive(request, prepared);
}

/* Someone who found the words still needs the second step, if there is one. */
static enum status recover_second_step(struct request *request, const struct account_record *record, const struct key *key)
{
    struct account_second_factor factor;
    TRY(account_second_factor_unseal(request->arena, key, record->id, record->second_factor, &factor));
    if (!factor.on)
        return OK;
    if (!account_second_factor_check(request->arena, key, &factor, form_value(request, "code"), request->now)) {
        const struct account_prepared *prepared = request->prepared;
        if (form_value(request, "code")[0])
            account_guess_failed(request, by_words, &prepared->name_hash);
        return form_reject(request, "code",
                           t(&request->view, "This account has a second step. Please type the code your app shows now, or one of "
                                             "your backup codes."));
    }
    return account_second_factor_store(request->db, request->arena, record->id,
                                       account_second_factor_seal(request->arena, key, record->id, &factor));
}

/* New locks for the same member key, and nobody signed in with the old ones. */
static enum status recover_renew(struct request *request, const struct account_record *record, const struct key *key)
{
    const struct account_prepared *prepared = request->prepared;
    struct arena *arena = request->arena;
    struct account_settings settings;
    struct account_lock password =
        account_lock_make(arena, &prepared->password, prepared->password_salt, account_by_password, record->id, key);
    struct account_lock recovery =
        account_lock_make(arena, &prepared->recovery, prepared->recovery_salt, account_by_recovery, record->id, key);
    TRY(account_settings_unseal(arena, key, record->id, record->settings, &settings));
    settings.recovery_code = prepared->words;
    TRY(account_password_store(request->db, arena, record->id, &password));
    TRY(account_recovery_store(request->db, arena, record->id, &recovery));
    TRY(account_settings_store(request->db, arena, record->id, account_settings_seal(arena, key, record->id, &settings)));
    return account_session_remove_all(request->db, arena, record->id, 0);
}

enum status account_recover(struct request *request)
{
    const struct account_prepared *prepared = request->prepared;
    struct account_record record = { 0 };
    struct key key;
    enum status status = account_by_name_hash(request->db, request->arena, &prepared->name_hash, &record);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (!prepared->words || !account_check_fits(&prepared->typed.check, record.recovery_hash)) {
        account_guess_failed(request, by_words, &prepared->name_hash);
        return form_reject(request, NULL,
                           t(&request->view, "This name and these words don’t belong together. The order matters; please look at each word "
                                             "once more."));
    }
    TRY(account_key_unwrap(request->arena, &prepared->typed.wrap, account_by_recovery, record.id, record.key_by_recovery, &key));
    TRY(recover_second_step(request, &record, &key));
    account_guess_right(request, by_words, &prepared->name_hash);
    TRY(recover_renew(request, &record, &key));
    TRY(account_by_id(request->db, request->arena, record.id, &record));
    status = account_sign_in_with(request, &record, &key);
    key_wipe(&key);
    if (status == NOT_FOUND)
        return account_sign_in_closed(request, &record);
    TRY(status);
    TRY(account_streams_end(request)); /* of the sessions that ended */
    return redirect_with(request, "/recovery-code", NOTICE_RECOVERED);
}
