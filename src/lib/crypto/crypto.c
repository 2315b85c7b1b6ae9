/* Keys, hashes, passwords, sealing and tokens, by libsodium. */
#include "crypto/crypto.h"

#include <errno.h>
#include <liboath/oath.h>
#include <sodium.h>

/* NOLINTNEXTLINE(misc-redundant-expression): libsodium's constants happen to be equal; that is the assertion */
_Static_assert(KEY_BYTES == crypto_generichash_KEYBYTES && KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
                   KEY_BYTES == crypto_box_PUBLICKEYBYTES && KEY_BYTES == crypto_box_SECRETKEYBYTES,
               "one kind of key serves every primitive");
_Static_assert(HASH_BYTES == crypto_generichash_BYTES, "hashes are BLAKE2b-256");
_Static_assert(SALT_BYTES == crypto_pwhash_argon2id_SALTBYTES, "salts are argon2id's");

enum { NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES };

enum status crypto_start(void)
{
    if (sodium_init() < 0) {
        log_line(LOG_ERROR, "crypto.failed", "libsodium can't start on this machine");
        return BROKEN;
    }
    if (oath_init() != OATH_OK) {
        log_line(LOG_ERROR, "crypto.failed", "liboath can't start on this machine");
        return BROKEN;
    }
    return OK;
}

/* ---- keys and hashes ---- */

void key_random(struct key *key)
{
    random_bytes(key->byte, sizeof key->byte);
}

void key_wipe(struct key *key)
{
    sodium_memzero(key, sizeof *key);
}

bool hash_same(const struct hash *a, const struct hash *b)
{
    return sodium_memcmp(a->byte, b->byte, sizeof a->byte) == 0;
}

void key_derive(struct key *out, const struct key *from, const char *purpose)
{
    /* The personal string keeps derived keys apart from every hash_keyed() under the same key. */
    static const unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = "kith key";
    if (crypto_generichash_blake2b_salt_personal(out->byte, sizeof out->byte, (const unsigned char *)purpose, strlen(purpose), from->byte,
                                                 sizeof from->byte, NULL, personal) != 0)
        abort();
}

void hash_keyed(struct hash *out, const struct key *key, const void *data, size_t len)
{
    if (crypto_generichash(out->byte, sizeof out->byte, data, len, key->byte, sizeof key->byte) != 0)
        abort();
}

void hash_plain(struct hash *out, const void *data, size_t len)
{
    if (crypto_generichash(out->byte, sizeof out->byte, data, len, NULL, 0) != 0)
        abort();
}

void hash_sha256(struct hash *out, const void *data, size_t len)
{
    crypto_hash_sha256(out->byte, data, len);
}

/* ---- passwords ---- */

enum status password_derive(const char *password, const unsigned char salt[SALT_BYTES], const struct password_cost *cost,
                            struct password_keys *keys)
{
    unsigned long long operations = cost && cost->operations ? cost->operations : crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
    size_t memory = cost && cost->memory ? cost->memory : crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;
    struct key root;
    if (crypto_pwhash(root.byte, sizeof root.byte, password, strlen(password), salt, operations, memory, crypto_pwhash_ALG_ARGON2ID13) !=
        0) {
        bool wrong_cost = errno != ENOMEM;
        log_line(LOG_ERROR, "password.failed", "argon2id with %llu passes and %zu bytes: %s", operations, memory,
                 wrong_cost ? "outside the library's limits" : "no memory for it now");
        return wrong_cost ? INVALID : BUSY;
    }
    key_derive(&keys->check, &root, "password check");
    key_derive(&keys->wrap, &root, "password wrap");
    key_wipe(&root);
    return OK;
}

/* ---- sealing: nonce, then ciphertext with its tag ---- */

struct bytes seal(struct arena *arena, const struct key *key, const char *context, struct bytes plain)
{
    unsigned char *out = arena_alloc(arena, NONCE_BYTES + plain.len + TAG_BYTES);
    unsigned long long len;
    random_bytes(out, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE_BYTES, &len, plain.data, plain.len, (const unsigned char *)context,
                                               strlen(context), NULL, out, key->byte);
    return (struct bytes){ out, NONCE_BYTES + (size_t)len };
}

enum status unseal(struct arena *arena, const struct key *key, const char *context, struct bytes sealed, struct bytes *plain)
{
    if (sealed.len < NONCE_BYTES + TAG_BYTES)
        return INVALID;
    const unsigned char *nonce = sealed.data;
    unsigned char *out = arena_alloc(arena, sealed.len - NONCE_BYTES - TAG_BYTES + 1);
    unsigned long long len;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &len, NULL, nonce + NONCE_BYTES, sealed.len - NONCE_BYTES,
                                                   (const unsigned char *)context, strlen(context), nonce, key->byte) != 0)
        return INVALID;
    *plain = (struct bytes){ out, (size_t)len };
    return OK;
}

void key_pair_random(struct key_pair *pair)
{
    crypto_box_keypair(pair->open.byte, pair->secret.byte);
}

struct bytes seal_to(struct arena *arena, const struct key *open, struct bytes plain)
{
    unsigned char *out = arena_alloc(arena, plain.len + crypto_box_SEALBYTES);
    if (crypto_box_seal(out, plain.data, plain.len, open->byte) != 0)
        abort(); /* only for a public key of low order: never one of ours */
    return (struct bytes){ out, plain.len + crypto_box_SEALBYTES };
}

enum status unseal_from(struct arena *arena, const struct key_pair *pair, struct bytes sealed, struct bytes *plain)
{
    if (sealed.len < crypto_box_SEALBYTES)
        return INVALID;
    unsigned char *out = arena_alloc(arena, sealed.len - crypto_box_SEALBYTES + 1);
    if (crypto_box_seal_open(out, sealed.data, sealed.len, pair->open.byte, pair->secret.byte) != 0)
        return INVALID;
    *plain = (struct bytes){ out, sealed.len - crypto_box_SEALBYTES };
    return OK;
}

/* ---- tokens ---- */

const char *token_text(struct arena *arena, const void *data, size_t len)
{
    size_t room = sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return sodium_bin2base64(arena_alloc(arena, room), room, data, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool token_read(const char *text, void *data, size_t len)
{
    /* The library takes some bytes past ASCII for letters (tests/fuzz/cookies.c). */
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t text_len = strlen(text), got;
    if (text_len + 1 != sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING) || strspn(text, letters) != text_len)
        return false;
    return sodium_base642bin(data, len, text, text_len, NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && got == len;
}
