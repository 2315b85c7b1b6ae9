/* Making accounts and personas: for joining, the command line and the demonstration. */
#include "account/records.h"
#include "community/community.h"

void account_draft_make(struct arena *arena, const struct password_keys *by_password, const unsigned char password_salt[SALT_BYTES],
                        const struct password_keys *by_recovery, const unsigned char recovery_salt[SALT_BYTES], struct account_draft *draft)
{
    draft->id = id_random();
    draft->persona = id_random();
    key_random(&draft->key);
    draft->password = account_lock_make(arena, by_password, password_salt, account_by_password, draft->id, &draft->key);
    draft->recovery = account_lock_make(arena, by_recovery, recovery_salt, account_by_recovery, draft->id, &draft->key);
}

enum status account_persona_add(struct db *db, struct arena *arena, const struct key *key, const struct persona_record *wish)
{
    struct key_pair pair;
    struct persona_record persona = *wish;
    key_pair_random(&pair);
    persona.open_key = (struct bytes){ pair.open.byte, KEY_BYTES };
    persona.secret_key = account_key_wrap(arena, key, persona_secret_key, persona.id, &pair.secret);
    enum status status = persona_insert(db, arena, &persona);
    key_wipe(&pair.secret);
    return status;
}

enum status account_draft_store(struct db *db, struct arena *arena, const struct account_draft *draft,
                                const struct account_settings *settings, const char *name, int64_t picture, unsigned roles, int64_t now)
{
    struct account_personas personas = { { draft->persona }, 1 };
    struct account_second_factor none = { 0 };
    TRY(account_insert(db, arena, draft, account_personas_seal(arena, &draft->key, draft->id, &personas),
                       account_settings_seal(arena, &draft->key, draft->id, settings),
                       account_second_factor_seal(arena, &draft->key, draft->id, &none)));
    TRY(account_mix(db, arena, draft->id));
    const struct persona_record persona = {
        .id = draft->persona, .name = name, .picture = picture, .month = time_month(now), .roles = roles, .band = settings->band
    };
    enum status status = account_persona_add(db, arena, &draft->key, &persona);
    return status == CONFLICT ? INVALID : status;
}

enum status account_create(struct db *db, struct arena *arena, struct app *app, const struct account_new *wish, int64_t now,
                           int64_t *persona, const char **recovery)
{
    unsigned char salt[2][SALT_BYTES];
    struct password_keys keys[2];
    struct account_draft draft;
    struct account_settings settings = { .language = "", .zone = "", .theme = "", .recovery_code = "", .band = wish->band };
    random_bytes(salt, sizeof salt);
    *recovery = account_words_random(arena);
    TRY(password_derive(account_password_clean(arena, wish->password), salt[0], &app->config->password_cost, &keys[0]));
    TRY(password_derive(*recovery, salt[1], &app->config->password_cost, &keys[1]));
    account_draft_make(arena, &keys[0], salt[0], &keys[1], salt[1], &draft);
    account_name_hash(arena, app, wish->sign_in_name, &draft.name_hash);
    enum status status = account_draft_store(db, arena, &draft, &settings, wish->name, wish->picture, wish->roles, now);
    key_wipe(&draft.key);
    if (status != OK)
        return status == INVALID ? CONFLICT : status;
    *persona = draft.persona;
    return wish->guidelines > 0 ? guideline_accept(db, arena, draft.persona, wish->guidelines) : OK;
}

enum status persona_create(struct db *db, struct arena *arena, const char *name, int64_t picture, enum age_band band, int64_t now,
                           int64_t *persona)
{
    struct persona_record record = { .id = id_random(), .name = name, .picture = picture, .month = time_month(now), .band = band };
    *persona = record.id;
    return persona_insert(db, arena, &record);
}
