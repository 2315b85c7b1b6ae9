/* Passwords, sealing, tokens: libsodium and liboath behind the few words Kith needs (DESIGN §3, "Sealed data"). */
#ifndef CRYPTO_H
#define CRYPTO_H

#include "base/base.h"

enum { KEY_BYTES = 32, SALT_BYTES = 16, HASH_BYTES = 32, TOKEN_BYTES = 32 };

struct key {
    unsigned char byte[KEY_BYTES];
};
struct hash {
    unsigned char byte[HASH_BYTES];
};

/* Once per process, before any other call; BROKEN when the library can't start. */
enum status crypto_start(void) MUST_USE;
void key_random(struct key *key);
void key_wipe(struct key *key);
/* Compares in constant time. */
bool hash_same(const struct hash *a, const struct hash *b);

/* ---- the server's own key: a 0600 file apart from the database, or a systemd credential ---- */

/* Reads the key (one line of base64url), making the file and its 0700 folders when they aren't there and `create` is set: whole or not
 * at all. Works on a systemd credential too (the caller passes $CREDENTIALS_DIRECTORY/NAME and create = false). NOT_FOUND: no such file.
 * INVALID: wrong size, owner or mode, or a folder that others may change; the log says what to do. */
enum status server_key_load(const char *path, bool create, struct key *key) MUST_USE;
/* A key for one purpose ("sign-in name", "address", ...), so that no two uses share one (BLAKE2b KDF). */
void key_derive(struct key *out, const struct key *from, const char *purpose);
/* BLAKE2b-256 of `data` keyed by `key`. */
void hash_keyed(struct hash *out, const struct key *key, const void *data, size_t len);
void hash_plain(struct hash *out, const void *data, size_t len);
/* SHA-256, which browsers know too. */
void hash_sha256(struct hash *out, const void *data, size_t len);

/* ---- passwords and recovery codes: argon2id ---- */

struct password_cost {
    unsigned long long operations;
    size_t memory;
}; /* default: 2 (INTERACTIVE), 64 MiB */
/* Two independent keys from one secret: `check` is compared at sign-in (store its hash_plain), `wrap` wraps the member key and
 * is never stored. About 76 ms at 64 MiB; callers keep it out of transactions. BUSY: no memory for it now. INVALID: a cost
 * outside the library's limits. `cost` NULL or a zero in it: the default. */
struct password_keys {
    struct key check, wrap;
};
enum status password_derive(const char *password, const unsigned char salt[SALT_BYTES], const struct password_cost *cost,
                            struct password_keys *keys) MUST_USE;

/* ---- sealing: XChaCha20-Poly1305, random 24-byte nonce in front; `context` is "table.column.id" ---- */

struct bytes seal(struct arena *arena, const struct key *key, const char *context, struct bytes plain);
/* INVALID when the key, the context or a byte is wrong. The text is zero-ended behind its length; wipe it when it is a key. */
enum status unseal(struct arena *arena, const struct key *key, const char *context, struct bytes sealed, struct bytes *plain) MUST_USE;

/* ---- to others: X25519 sealed boxes ---- */

struct key_pair {
    struct key open, secret;
};
void key_pair_random(struct key_pair *pair);
struct bytes seal_to(struct arena *arena, const struct key *open, struct bytes plain);
enum status unseal_from(struct arena *arena, const struct key_pair *pair, struct bytes sealed, struct bytes *plain) MUST_USE;

/* ---- tokens: text forms ---- */

/* base64url without padding. */
const char *token_text(struct arena *arena, const void *data, size_t len);
/* False unless `text` is exactly `len` bytes in that form. */
bool token_read(const char *text, void *data, size_t len);

/* ---- time-based one-time passwords (RFC 6238: SHA-1, 30 s, 6 digits), one step of tolerance either way ---- */

enum { TOTP_SECRET_BYTES = 20 };
/* base32 without padding, in groups of four for reading aloud when `spaced`. */
const char *totp_secret_text(struct arena *arena, const unsigned char secret[TOTP_SECRET_BYTES], bool spaced);
const char *totp_uri(struct arena *arena, const char *issuer, const char *label, const unsigned char secret[TOTP_SECRET_BYTES]);
/* True when `code` is right for a counter later than *last_counter (0 at first), which it then moves to: a code works once. Blanks and
 * hyphens are skipped; digits may be ASCII, full-width, Arabic or Persian. */
bool totp_check(const unsigned char secret[TOTP_SECRET_BYTES], const char *code, int64_t now, int64_t *last_counter);
/* A QR code as an SVG path ("M4 4h7v1h-7z..."), one unit a module, into `path`; *size is the side in modules with the quiet zone of 4
 * around it (draw it dark on a light square of that size, whatever the theme). INVALID: `text` is too long for any code. */
enum status qr_path(struct arena *arena, const char *text, const char **path, int *size) MUST_USE;

#endif
