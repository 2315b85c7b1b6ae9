/* Showing who one is: looking accounts up, deriving keys and slowing guesses, before a route's transaction begins. */
#include "account/pages.h"
#include "text/text.h"

/* ---- looking up ---- */

struct look_up {
    struct arena *arena;
    const struct hash *name_hash, *token_hash;
    int64_t now;
    struct account_record *record;
};

static enum status look_up_work(struct db *db, void *context)
{
    struct look_up *wish = context;
    if (wish->name_hash)
        return account_by_name_hash(db, wish->arena, wish->name_hash, wish->record);
    struct account_session session;
    TRY(account_session_by_token(db, wish->arena, wish->token_hash, false, wish->now, &session));
    return account_by_id(db, wish->arena, session.account, wish->record);
}

enum status account_look_up(struct request *request, const struct hash *name_hash, struct account_record *record)
{
    struct look_up wish = { .arena = request->arena, .name_hash = name_hash, .record = record };
    return database_read(request->app->database, look_up_work, &wish);
}

static enum status member_look_up(struct request *request, struct account_record *record)
{
    struct key token;
    struct hash hash;
    if (!account_token_read(cookie_value(request, "s"), &token, &hash))
        return NOT_FOUND;
    key_wipe(&token);
    struct look_up wish = { .arena = request->arena, .token_hash = &hash, .now = request->now, .record = record };
    return database_read(request->app->database, look_up_work, &wish);
}

/* ---- new secrets ---- */

static enum status new_derive(struct request *request, const char *secret, const unsigned char salt[SALT_BYTES], bool joining,
                              struct password_keys *keys)
{
    return joining ? password_derive_joining(request, secret, salt, keys) : password_derive_gated(request, secret, salt, keys);
}

enum status account_new_password_derive(struct request *request, const char *password, struct account_prepared *prepared)
{
    random_bytes(prepared->password_salt, SALT_BYTES);
    return new_derive(request, account_password_clean(request->arena, password), prepared->password_salt, prepared->joining,
                      &prepared->password);
}

enum status account_new_words_derive(struct request *request, struct account_prepared *prepared)
{
    prepared->words = account_words_random(request->arena);
    random_bytes(prepared->recovery_salt, SALT_BYTES);
    return new_derive(request, prepared->words, prepared->recovery_salt, prepared->joining, &prepared->recovery);
}

/* ---- guesses ---- */

static const char *guess_key(struct request *request, const struct hash *name_hash)
{
    return token_text(request->arena, name_hash->byte, HASH_BYTES);
}

int64_t account_guess_wait(struct request *request, const char *kind, const struct hash *name_hash)
{
    int64_t by_name = limit_wait(request, kind, guess_key(request, name_hash));
    int64_t by_address = limit_wait(request, "guesses", request->address_key);
    return by_name > by_address ? by_name : by_address;
}

/* A whole youth centre may share one address: its first misses in an hour cost nobody there any time. */
void account_guess_failed(struct request *request, const char *kind, const struct hash *name_hash)
{
    static const struct limit shared_limit = { "guesses of an address", 20, 20.0 / 60 };
    limit_failed(request, kind, guess_key(request, name_hash));
    if (!limit_take(request, &shared_limit, request->address_key))
        limit_failed(request, "guesses", request->address_key);
}

/* Only the name's delay is forgotten: otherwise someone with an account of their own could clear the address between guesses at others'. */
void account_guess_right(struct request *request, const char *kind, const struct hash *name_hash)
{
    limit_cleared(request, kind, guess_key(request, name_hash));
}

/* ---- a member confirms something with their password ---- */

static const char confirm_kind[] = "password again";

static const char *confirm_key(struct request *request, int64_t account)
{
    return arena_printf(request->arena, "%lld", (long long)account);
}

enum status account_confirm_derive(struct request *request, const char *field, struct account_prepared *prepared)
{
    struct account_record record;
    enum status status = member_look_up(request, &record);
    if (status == NOT_FOUND)
        return FORBIDDEN; /* signed out in another tab a moment ago */
    TRY(status);
    int64_t wait = limit_wait(request, confirm_kind, confirm_key(request, record.id));
    if (wait > 0)
        return limit_refuse(request, wait);
    return password_derive_gated(request, account_password_clean(request->arena, form_value(request, field)), record.salt.data,
                                 &prepared->typed);
}

enum status account_confirm_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    return account_confirm_derive(request, "password", prepared);
}

enum status account_confirm(struct request *request, const char *field, struct account_record *record)
{
    const struct account_prepared *prepared = request->prepared;
    const char *key = confirm_key(request, request->member->account);
    TRY(account_by_id(request->db, request->arena, request->member->account, record));
    if (!account_check_fits(&prepared->typed.check, record->check_hash)) {
        limit_failed(request, confirm_kind, key);
        return form_reject(request, field,
                           t(&request->view, "That’s not your password. Please look for capital letters, and type it once more."));
    }
    limit_cleared(request, confirm_kind, key);
    return OK;
}
