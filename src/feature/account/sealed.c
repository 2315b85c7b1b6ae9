/* The sealed columns of accounts and sessions: JSON inside, of one length for everybody, bound to its column and row. */
#include "account/records.h"

enum { PERSONAS_SIZE = 256, SETTINGS_SIZE = 512, SECOND_FACTOR_SIZE = 768, STATE_SIZE = 64 };

const char account_by_password[] = "account.key_by_password";
const char account_by_recovery[] = "account.key_by_recovery";
const char account_by_cookie[] = "session.member_key";
const char persona_secret_key[] = "persona.secret_key";

static const char *context_of(struct arena *arena, const char *column, int64_t row)
{
    return arena_printf(arena, "%s.%lld", column, (long long)row);
}

/* ---- JSON inside the seal, filled up with spaces to `size` ---- */

static struct bytes json_seal(struct arena *arena, const struct key *key, const char *context, json_t *value, size_t size)
{
    char *plain = arena_alloc(arena, size);
    memset(plain, ' ', size);
    size_t used = value ? json_dumpb(value, plain, size, JSON_COMPACT) : 0;
    json_decref(value);
    if (!used || used > size)
        abort(); /* only values of bounded length are put in: a list that outgrew its column must not be written cut off */
    return seal(arena, key, context, (struct bytes){ plain, size });
}

/* The caller gives the value back with json_decref. */
static enum status json_unseal(struct arena *arena, const struct key *key, const char *context, struct bytes sealed, json_t **value)
{
    struct bytes plain;
    TRY(unseal(arena, key, context, sealed, &plain));
    *value = json_loadb(plain.data, plain.len, 0, NULL);
    return *value ? OK : INVALID;
}

static const char *json_text(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? arena_copy(arena, text) : "";
}

static int64_t json_number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* ---- which personas are this account's ---- */

struct bytes account_personas_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_personas *personas)
{
    json_t *list = json_array();
    for (size_t i = 0; i < personas->count; i++)
        json_array_append_new(list, json_integer(personas->items[i]));
    return json_seal(arena, key, context_of(arena, "account.personas", account), list, PERSONAS_SIZE);
}

enum status account_personas_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_personas *personas)
{
    json_t *list;
    TRY(json_unseal(arena, key, context_of(arena, "account.personas", account), sealed, &list));
    *personas = (struct account_personas){ 0 };
    for (size_t i = 0; i < json_array_size(list) && i < PERSONAS_MAX; i++)
        personas->items[personas->count++] = json_integer_value(json_array_get(list, i));
    json_decref(list);
    return OK;
}

/* ---- settings ---- */

struct bytes account_settings_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_settings *settings)
{
    json_t *value =
        json_pack("{s:s, s:s, s:s, s:b, s:i, s:s}", "language", settings->language, "zone", settings->zone, "theme", settings->theme,
                  "discreet", settings->discreet, "rest", settings->rest_minutes, "code", settings->recovery_code);
    return json_seal(arena, key, context_of(arena, "account.settings", account), value, SETTINGS_SIZE);
}

enum status account_settings_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_settings *settings)
{
    json_t *value;
    TRY(json_unseal(arena, key, context_of(arena, "account.settings", account), sealed, &value));
    *settings = (struct account_settings){
        .language = json_text(arena, value, "language"),
        .zone = json_text(arena, value, "zone"),
        .theme = json_text(arena, value, "theme"),
        .discreet = json_is_true(json_object_get(value, "discreet")),
        .rest_minutes = (int)json_number(value, "rest"),
        .recovery_code = json_text(arena, value, "code"),
    };
    json_decref(value);
    return OK;
}

/* ---- the second step ---- */

struct bytes account_second_factor_seal(struct arena *arena, const struct key *key, int64_t account,
                                        const struct account_second_factor *factor)
{
    json_t *backup = json_array();
    for (size_t i = 0; i < factor->backup_count; i++)
        json_array_append_new(backup, json_string(token_text(arena, factor->backup[i].byte, HASH_BYTES)));
    json_t *value = json_pack("{s:b, s:s, s:I, s:o}", "on", factor->on, "secret", token_text(arena, factor->secret, TOTP_SECRET_BYTES),
                              "last", (json_int_t)factor->last_counter, "backup", backup);
    return json_seal(arena, key, context_of(arena, "account.second_factor", account), value, SECOND_FACTOR_SIZE);
}

enum status account_second_factor_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                         struct account_second_factor *factor)
{
    json_t *value;
    TRY(json_unseal(arena, key, context_of(arena, "account.second_factor", account), sealed, &value));
    *factor =
        (struct account_second_factor){ .on = json_is_true(json_object_get(value, "on")), .last_counter = json_number(value, "last") };
    bool good = token_read(json_text(arena, value, "secret"), factor->secret, TOTP_SECRET_BYTES);
    const json_t *backup = json_object_get(value, "backup");
    for (size_t i = 0; i < json_array_size(backup) && i < BACKUP_CODES; i++) {
        const char *text = json_string_value(json_array_get(backup, i));
        good = good && text && token_read(text, factor->backup[factor->backup_count++].byte, HASH_BYTES);
    }
    json_decref(value);
    return good ? OK : INVALID;
}

/* ---- sessions ---- */

struct bytes account_state_seal(struct arena *arena, const struct key *key, int64_t session, int64_t persona)
{
    json_t *value = json_pack("{s:I}", "persona", (json_int_t)persona);
    return json_seal(arena, key, context_of(arena, "session.state", session), value, STATE_SIZE);
}

enum status account_state_unseal(struct arena *arena, const struct key *key, int64_t session, struct bytes sealed, int64_t *persona)
{
    json_t *value;
    TRY(json_unseal(arena, key, context_of(arena, "session.state", session), sealed, &value));
    *persona = json_number(value, "persona");
    json_decref(value);
    return OK;
}

/* ---- the member key under another ---- */

struct bytes account_key_wrap(struct arena *arena, const struct key *wrap, const char *column, int64_t row, const struct key *key)
{
    return seal(arena, wrap, context_of(arena, column, row), (struct bytes){ key->byte, KEY_BYTES });
}

enum status account_key_unwrap(struct arena *arena, const struct key *wrap, const char *column, int64_t row, struct bytes wrapped,
                               struct key *key)
{
    struct bytes plain;
    TRY(unseal(arena, wrap, context_of(arena, column, row), wrapped, &plain));
    if (plain.len != KEY_BYTES)
        return INVALID;
    memcpy(key->byte, plain.data, KEY_BYTES);
    return OK;
}
