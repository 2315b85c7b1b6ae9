/* Inside feature/account: what the rows hold, how the sealed columns are read and written, and the folder's statements. */
#ifndef ACCOUNT_RECORDS_H
#define ACCOUNT_RECORDS_H

#include "account/account.h"

enum { PERSONAS_MAX = 8, NAMES_MOST = 5, BACKUP_CODES = 8, RECOVERY_WORDS = 6, PASSWORD_MIN = 10 };

/* ---- an account's row ---- */

struct account_record {
    int64_t id;
    struct bytes salt, check_hash, key_by_password;
    struct bytes recovery_salt, recovery_hash, key_by_recovery;
    struct bytes personas, settings, second_factor;
};

/* What a password or a recovery code turns the member key into: the columns that change together. */
struct account_lock {
    struct bytes salt, check_hash, wrapped;
};

struct account_settings {
    const char *language, *zone, *theme; /* "": as the place or the device has it */
    bool discreet;
    int rest_minutes;          /* 0: as the place has it */
    const char *recovery_code; /* until it is confirmed; "" afterwards */
    enum age_band band;
    int64_t names; /* how many personas the account has; 0: one */
};

struct account_second_factor {
    bool on;
    unsigned char secret[TOTP_SECRET_BYTES];
    int64_t last_counter;
    struct hash backup[BACKUP_CODES]; /* keyed hashes of the codes not yet used */
    size_t backup_count;
};

struct account_personas {
    int64_t items[PERSONAS_MAX];
    size_t count;
};

/* ---- a persona's row ---- */

struct persona_record {
    int64_t id;
    const char *name;
    int64_t picture, month;
    struct bytes open_key, secret_key;
    enum age_band band;
    int64_t paused_until; /* 0: not paused */
    const char *paused_reason;
    int64_t muted_until; /* 0: may write */
    unsigned roles;
};

/* ---- sealed.c: every sealed column has one length for everybody, so that its length tells nothing ---- */

struct bytes account_personas_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_personas *personas);
enum status account_personas_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_personas *personas) MUST_USE;
struct bytes account_settings_seal(struct arena *arena, const struct key *key, int64_t account, const struct account_settings *settings);
enum status account_settings_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                    struct account_settings *settings) MUST_USE;
struct bytes account_second_factor_seal(struct arena *arena, const struct key *key, int64_t account,
                                        const struct account_second_factor *factor);
enum status account_second_factor_unseal(struct arena *arena, const struct key *key, int64_t account, struct bytes sealed,
                                         struct account_second_factor *factor) MUST_USE;
/* Which persona a session speaks as. */
struct bytes account_state_seal(struct arena *arena, const struct key *key, int64_t session, int64_t persona);
enum status account_state_unseal(struct arena *arena, const struct key *key, int64_t session, struct bytes sealed,
                                 int64_t *persona) MUST_USE;
/* The member key under another key; `column` and `row` are where the result is stored. */
struct bytes account_key_wrap(struct arena *arena, const struct key *wrap, const char *column, int64_t row, const struct key *key);
enum status account_key_unwrap(struct arena *arena, const struct key *wrap, const char *column, int64_t row, struct bytes wrapped,
                               struct key *key) MUST_USE;
extern const char account_by_password[], account_by_recovery[], account_by_cookie[], persona_secret_key[];

/* ---- secrets.c: names, passwords, codes ---- */

/* The keyed hash a sign-in name is found by. */
void account_name_hash(struct arena *arena, const struct app *app, const char *sign_in_name, struct hash *hash);
/* Salts for names nobody has: always the same for one name, so that they can't be told from real ones. */
void account_dummy_salt(const struct app *app, const struct hash *name_hash, const char *purpose, unsigned char salt[SALT_BYTES]);
/* A password in the one form that is hashed: NFC, on one line, so that every keyboard gives the same. */
const char *account_password_clean(struct arena *arena, const char *typed);
bool account_check_fits(const struct key *check, struct bytes check_hash);
/* A lock of the member key by keys derived with `salt`. */
struct account_lock account_lock_make(struct arena *arena, const struct password_keys *keys, const unsigned char salt[SALT_BYTES],
                                      const char *column, int64_t account, const struct key *key);
/* Six random words, one space between. */
const char *account_words_random(struct arena *arena);
/* What was typed as recovery words in their one form: folded, one space between, no punctuation. */
const char *account_words_clean(struct arena *arena, const char *typed);
/* The n-th word (from 0). */
const char *account_word(struct arena *arena, const char *words, size_t n);
/* Codes for the second step on a day without the phone: "k7dm-2xqp-w4"; and the hash kept of one. */
const char *account_backup_code(struct arena *arena);
void account_backup_hash(struct arena *arena, const struct key *key, const char *code, struct hash *hash);
/* True for a code of the app (later than the last one) or an unused backup code, which it uses up. */
bool account_second_factor_check(struct arena *arena, const struct key *key, struct account_second_factor *factor, const char *code,
                                 int64_t now);

/* ---- create.c ---- */

/* Everything about a new account that takes time or chance, made before the transaction. */
struct account_draft {
    int64_t id, persona;
    struct hash name_hash;
    struct key key;
    struct account_lock password, recovery;
};
/* The keys come from `password_salt` and `recovery_salt`, which are in the locks afterwards. */
void account_draft_make(struct arena *arena, const struct password_keys *by_password, const unsigned char password_salt[SALT_BYTES],
                        const struct password_keys *by_recovery, const unsigned char recovery_salt[SALT_BYTES],
                        struct account_draft *draft);
/* Inserts both rows. CONFLICT: the sign-in name is taken. INVALID: the name others see looks like another's. */
enum status account_draft_store(struct db *db, struct arena *arena, const struct account_draft *draft,
                                const struct account_settings *settings, const char *name, int64_t picture, unsigned roles,
                                int64_t now) MUST_USE;

/* A persona of an account, with a pair of its own: what others write to it is sealed to the open half. */
enum status account_persona_add(struct db *db, struct arena *arena, const struct key *key, const struct persona_record *persona) MUST_USE;

/* ---- names.c: several names of one person ---- */

/* Fills the record of the persona that speaks in this request, the request's own_names, and whether one of them is paused. `persona`: who
 * speaks where no other of them belongs. NOT_FOUND: none is left. */
enum status account_names_open(struct request *request, struct member *member, int64_t persona, struct persona_record *record) MUST_USE;
/* Notes a pause, and not being allowed to write, that hold for the whole person; the longest counts. */
void member_paused(struct member *member, const struct persona_record *record, int64_t now);

/* ---- session.c ---- */

struct account_session {
    int64_t id, account, rests_at;
    struct bytes key, state, personas, settings;
    struct bytes salt, check_hash;
};
/* A new row for `account`; *cookie gets the cookie's value. */
enum status account_session_start(struct db *db, struct arena *arena, int64_t account, const struct key *key, int64_t persona, bool half,
                                  int64_t rests_at, const char **cookie) MUST_USE;
/* Ends the session this browser had, makes one for the account, and goes on with this request signed in. NOT_FOUND: the account has
 * no persona any more. */
enum status account_sign_in_with(struct request *request, const struct account_record *record, const struct key *key) MUST_USE;
/* The same up to the second step: a session that can do nothing but take its code. */
enum status account_sign_in_half(struct request *request, const struct account_record *record, const struct key *key) MUST_USE;
/* The hash a cookie is found by; false when it can't be a token. */
bool account_token_read(const char *cookie, struct key *token, struct hash *hash);
/* The half session this browser has: its account and the member key. NOT_FOUND. */
enum status account_half_open(struct request *request, struct account_record *record, struct key *key) MUST_USE;
/* When a session that is used now comes to rest: rounded up to five minutes. */
int64_t account_rests_at(int64_t now, int minutes);
/* The member's settings as they are, and their new ones. */
struct account_settings account_settings_of(const struct member *member);
enum status account_settings_save(struct request *request, const struct account_settings *settings) MUST_USE;
/* ---- store.c ---- */

enum status account_by_name_hash(struct db *db, struct arena *arena, const struct hash *name_hash, struct account_record *record) MUST_USE;
enum status account_by_id(struct db *db, struct arena *arena, int64_t id, struct account_record *record) MUST_USE;
enum status account_insert(struct db *db, struct arena *arena, const struct account_draft *draft, struct bytes personas,
                           struct bytes settings, struct bytes second_factor) MUST_USE;
/* Hides when this account came, or was written to, in the order of all. */
enum status account_mix(struct db *db, struct arena *arena, int64_t account) MUST_USE;
enum status account_password_store(struct db *db, struct arena *arena, int64_t account, const struct account_lock *lock) MUST_USE;
enum status account_recovery_store(struct db *db, struct arena *arena, int64_t account, const struct account_lock *lock) MUST_USE;
enum status account_settings_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed) MUST_USE;
enum status account_second_factor_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed) MUST_USE;
/* The account with its sessions. */
enum status account_remove(struct db *db, struct arena *arena, int64_t account) MUST_USE;

enum status account_session_insert(struct db *db, struct arena *arena, const struct account_session *session, const struct hash *token_hash,
                                   bool half) MUST_USE;
enum status account_session_by_token(struct db *db, struct arena *arena, const struct hash *token_hash, bool half, int64_t now,
                                     struct account_session *session) MUST_USE;
enum status account_session_remove(struct db *db, struct arena *arena, int64_t session) MUST_USE;
enum status account_session_remove_token(struct db *db, struct arena *arena, const struct hash *token_hash) MUST_USE;
/* All of an account's but `except` (0: all). */
enum status account_session_remove_all(struct db *db, struct arena *arena, int64_t account, int64_t except) MUST_USE;
enum status account_session_count(struct db *db, struct arena *arena, int64_t account, int64_t now, int64_t *count) MUST_USE;
enum status account_session_state_store(struct db *db, struct arena *arena, int64_t session, struct bytes state) MUST_USE;
enum status account_personas_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed) MUST_USE;
enum status account_session_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;
/* Another of the signed-in member's own personas reads from here on, in this request alone. NOT_FOUND: it isn't there any more. The caller
 * takes it from member_personas. */
enum status account_read_as(struct request *request, int64_t persona) MUST_USE;
later_work persona_band_push, account_session_push, account_session_forget;
/* The streams of all of the member's personas; browsers that are still signed in come back. */
enum status account_streams_end(struct request *request) MUST_USE;

/* ---- data_pages.c ---- */

/* One of the member's own goes, with what only their key finds of it. */
enum status account_persona_erase(struct request *request, int64_t persona, bool remove_words) MUST_USE;

/* ---- persona_store.c ---- */

enum status persona_record_find(struct db *db, struct arena *arena, int64_t id, struct persona_record *record) MUST_USE;
/* CONFLICT: a name that looks the same is there. */
enum status persona_insert(struct db *db, struct arena *arena, const struct persona_record *record) MUST_USE;
enum status persona_name_store(struct db *db, struct arena *arena, int64_t persona, const char *name) MUST_USE;
enum status persona_remove(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

#endif
