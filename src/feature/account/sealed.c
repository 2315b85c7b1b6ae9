/* The sealed columns of accounts and sessions: lines inside ("zone Europe/Berlin"), of one length for everybody, bound to its column and
 * row. They are opened with each request: lines cost a tenth of what JSON does. */
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

/* ---- lines inside the seal, filled up with zeros to `size` ---- */

/* A value is one line: names of zones, codes, words, numbers. */
static void line_add(struct buf *lines, const char *name, const char *value)
{
    if (strchr(value, '\n'))
        abort(); /* cleaned long before */
    buf_puts(lines, name);
    buf_putc(lines, ' ');
    buf_puts(lines, value);
    buf_putc(lines, '\n');
}

static void line_add_number(struct buf *lines, const char *name, int64_t value)
{
    buf_printf(lines, "%s %lld\n", name, (long long)value);
}

static struct bytes lines_seal(struct arena *arena, const struct key *key, const char *context, const struct buf *lines, size_t size)
{
    if (lines->len >= size)
        abort(); /* only values of bounded length are put in: a list that outgrew its column must not be written cut off */
    char *plain = arena_alloc(arena, size);
    if (lines->len)
        memcpy(plain, lines->data, lines->len);
    return seal(arena, key, context, (struct bytes){ plain, size });
}

/* Zero-ended. */
static enum status lines_unseal(struct arena *arena, const struct key *key, const char *context, struct bytes sealed, const char **lines)
{
    struct bytes plain;
    TRY(unseal(arena, key, context, sealed, &plain));
    *lines = plain.data;
    return plain.len && !((const char *)plain.data)[plain.len - 1] ? OK : INVALID;
}

/* The value of the next line called `name` behind *at, which moves on; NULL: there is none. Lines come in the order they were added. */
static const char *line_next(struct arena *arena, const char **at, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = *at; *line;) {
        const char *end = strchrnul(line, '\n');
        if (!strncmp(line, name, len) && line[len] == ' ') {
            *at = *end ? end + 1 : end;
            return arena_slice(arena, line + len + 1, (size_t)(end - line) - len - 1);
        }
        line = *end ? end + 1 : end;
    }
    return NULL;
}

static const char *line_text(struct arena *arena, const char *lines, const char *name)
{
    const char *value = line_next(arena, &lines, name);
    return value ? value : "";
}

static int64_t line_number(struct arena *arena, const char *lines, const char *name)
{
    int64_t number = 0;
    return text_int(line_text(arena, lines, name), INT64_MIN, INT64_MAX, &number) ? number : 0;
}

/* ---- which personas are this account's ---- */

struct bytes account_personas_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_personas *personas)
{
    struct buf lines = { .arena = arena };
    for (size_t i = 0; i < personas->count; i++)
        line_add_number(&lines, "persona", personas->items[i]);
    return lines_seal(arena, key, context_of(arena, "account.personas", account), &lines, PERSONAS_SIZE);
}

enum status account_personas_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_personas *personas)
{
    const char *lines, *value;
    TRY(lines_unseal(arena, key, context_of(arena, "account.personas", account), sealed, &lines));
    *personas = (struct account_personas){ 0 };
    while (personas->count < PERSONAS_MAX && (value = line_next(arena, &lines, "persona")))
        if (!text_int(value, 1, INT64_MAX, &personas->items[personas->count++]))
            return INVALID;
    return OK;
}

/* ---- settings ---- */

struct bytes account_settings_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_settings *settings)
{
    struct buf lines = { .arena = arena };
    line_add(&lines, "language", settings->language);
    line_add(&lines, "zone", settings->zone);
    line_add(&lines, "theme", settings->theme);
    line_add_number(&lines, "discreet", settings->discreet);
    line_add_number(&lines, "rest", settings->rest_minutes);
    line_add(&lines, "code", settings->recovery_code);
    line_add_number(&lines, "band", settings->band);
    line_add_number(&lines, "names", settings->names);
    return lines_seal(arena, key, context_of(arena, "account.settings", account), &lines, SETTINGS_SIZE);
}

enum status account_settings_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_settings *settings)
{
    const char *lines;
    TRY(lines_unseal(arena, key, context_of(arena, "account.settings", account), sealed, &lines));
    *settings = (struct account_settings){
        .language = line_text(arena, lines, "language"),
        .zone = line_text(arena, lines, "zone"),
        .theme = line_text(arena, lines, "theme"),
        .discreet = line_number(arena, lines, "discreet") != 0,
        .rest_minutes = (int)line_number(arena, lines, "rest"),
        .recovery_code = line_text(arena, lines, "code"),
        .band = (enum age_band)line_number(arena, lines, "band"),
        .names = line_number(arena, lines, "names"),
    };
    return OK;
}

/* ---- the second step ---- */

struct bytes account_second_factor_seal(struct arena *arena, const struct key *key, int64_t account,
                                        const struct account_second_factor *factor)
{
    struct buf lines = { .arena = arena };
    line_add_number(&lines, "on", factor->on);
    line_add(&lines, "secret", token_text(arena, factor->secret, TOTP_SECRET_BYTES));
    line_add_number(&lines, "last", factor->last_counter);
    for (size_t i = 0; i < factor->backup_count; i++)
        line_add(&lines, "backup", token_text(arena, factor->backup[i].byte, HASH_BYTES));
    return lines_seal(arena, key, context_of(arena, "account.second_factor", account), &lines, SECOND_FACTOR_SIZE);
}

enum status account_second_factor_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                         struct account_second_factor *factor)
{
    const char *lines, *value;
    TRY(lines_unseal(arena, key, context_of(arena, "account.second_factor", account), sealed, &lines));
    *factor = (struct account_second_factor){ .on = line_number(arena, lines, "on") != 0 };
    factor->last_counter = line_number(arena, lines, "last");
    bool good = token_read(line_text(arena, lines, "secret"), factor->secret, TOTP_SECRET_BYTES);
    while (factor->backup_count < BACKUP_CODES && (value = line_next(arena, &lines, "backup")))
        good = token_read(value, factor->backup[factor->backup_count++].byte, HASH_BYTES) && good;
    return good ? OK : INVALID;
}

/* ---- sessions ---- */

struct bytes account_state_seal(struct arena *arena, const struct key *key, int64_t session, int64_t persona)
{
    struct buf lines = { .arena = arena };
    line_add_number(&lines, "persona", persona);
    return lines_seal(arena, key, context_of(arena, "session.state", session), &lines, STATE_SIZE);
}

enum status account_state_unseal(struct arena *arena, const struct key *key, int64_t session, struct bytes sealed, int64_t *persona)
{
    const char *lines;
    TRY(lines_unseal(arena, key, context_of(arena, "session.state", session), sealed, &lines));
    *persona = line_number(arena, lines, "persona");
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
