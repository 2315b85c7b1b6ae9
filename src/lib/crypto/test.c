#include "crypto/crypto.h"

#include "tests/harness/harness.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct bytes view(const char *text)
{
    return (struct bytes){ text, strlen(text) };
}

static const char *hex(const void *data, size_t len)
{
    struct buf out = { .arena = test_arena() };
    for (size_t i = 0; i < len; i++)
        buf_printf(&out, "%02x", ((const unsigned char *)data)[i]);
    return buf_text(&out);
}

UNIT_TEST(hashes_are_blake2b)
{
    struct hash plain, keyed, other;
    struct key key;
    hash_plain(&plain, "abc", 3);
    EXPECT_TEXT(hex(&plain, sizeof plain), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    key_random(&key);
    hash_keyed(&keyed, &key, "abc", 3);
    hash_keyed(&other, &key, "abc", 3);
    EXPECT(hash_same(&keyed, &other));
    EXPECT(!hash_same(&keyed, &plain));
    hash_keyed(&other, &key, "abd", 3);
    EXPECT(!hash_same(&keyed, &other));
    key_random(&key);
    hash_keyed(&other, &key, "abc", 3);
    EXPECT(!hash_same(&keyed, &other));
}

UNIT_TEST(derived_keys_differ_by_purpose_and_from_hashes)
{
    struct key root, a, again, b;
    struct hash hash;
    key_random(&root);
    key_derive(&a, &root, "sign-in name");
    key_derive(&again, &root, "sign-in name");
    key_derive(&b, &root, "address");
    hash_keyed(&hash, &root, "sign-in name", 12);
    EXPECT(memcmp(&a, &again, sizeof a) == 0);
    EXPECT(memcmp(&a, &b, sizeof a) != 0);
    EXPECT(memcmp(&a, &hash, sizeof a) != 0);
    key_wipe(&a);
    EXPECT_TEXT(hex(&a, sizeof a), "0000000000000000000000000000000000000000000000000000000000000000");
}

UNIT_TEST(passwords_give_two_independent_keys)
{
    const struct password_cost cheap = { 1, 8192 }, dearer = { 2, 8192 };
    unsigned char salt[SALT_BYTES] = "0123456789abcde";
    struct password_keys a, b;
    EXPECT_INT(password_derive("correct horse", salt, &cheap, &a), OK);
    EXPECT_INT(password_derive("correct horse", salt, &cheap, &b), OK);
    EXPECT(memcmp(&a, &b, sizeof a) == 0);
    EXPECT(memcmp(&a.check, &a.wrap, sizeof a.check) != 0);
    EXPECT_INT(password_derive("correct horsf", salt, &cheap, &b), OK);
    EXPECT(memcmp(&a.check, &b.check, sizeof a.check) != 0 && memcmp(&a.wrap, &b.wrap, sizeof a.wrap) != 0);
    EXPECT_INT(password_derive("correct horse", salt, &dearer, &b), OK);
    EXPECT(memcmp(&a.check, &b.check, sizeof a.check) != 0);
    salt[0] ^= 1;
    EXPECT_INT(password_derive("correct horse", salt, &cheap, &b), OK);
    EXPECT(memcmp(&a.check, &b.check, sizeof a.check) != 0);
    EXPECT_INT(password_derive("", salt, &cheap, &b), OK);
    EXPECT_INT(password_derive("x", salt, &(struct password_cost){ 1, 100 }, &b), INVALID);
}

UNIT_TEST(sealed_text_opens_only_with_its_key_and_context)
{
    struct arena *arena = test_arena();
    struct key key, wrong;
    struct bytes plain, sealed, again;
    key_random(&key);
    key_random(&wrong);
    sealed = seal(arena, &key, "draft.body.7", view("still awake"));
    again = seal(arena, &key, "draft.body.7", view("still awake"));
    EXPECT(sealed.len == again.len && memcmp(sealed.data, again.data, sealed.len) != 0);
    EXPECT_INT(unseal(arena, &key, "draft.body.7", sealed, &plain), OK);
    EXPECT_INT(plain.len, 11);
    EXPECT_TEXT(plain.data, "still awake");
    EXPECT_INT(unseal(arena, &wrong, "draft.body.7", sealed, &plain), INVALID);
    EXPECT_INT(unseal(arena, &key, "draft.body.8", sealed, &plain), INVALID);
    EXPECT_INT(unseal(arena, &key, "", sealed, &plain), INVALID);

    sealed = seal(arena, &key, "draft.body.7", (struct bytes){ NULL, 0 });
    EXPECT_INT(unseal(arena, &key, "draft.body.7", sealed, &plain), OK);
    EXPECT_INT(plain.len, 0);
}

UNIT_TEST(no_byte_of_sealed_text_can_change)
{
    struct arena *arena = test_arena();
    struct key key;
    struct key_pair pair;
    struct bytes plain;
    key_random(&key);
    key_pair_random(&pair);
    struct bytes kinds[] = { seal(arena, &key, "a.b.1", view("hush")), seal_to(arena, &pair.open, view("hush")) };
    for (size_t kind = 0; kind < COUNT(kinds); kind++) {
        for (size_t i = 0; i < kinds[kind].len; i++) {
            unsigned char *bent = (unsigned char *)arena_slice(arena, kinds[kind].data, kinds[kind].len);
            bent[i] ^= 0x10;
            struct bytes sealed = { bent, kinds[kind].len };
            EXPECT_INT(kind ? unseal_from(arena, &pair, sealed, &plain) : unseal(arena, &key, "a.b.1", sealed, &plain), INVALID);
        }
        for (size_t len = 0; len < kinds[kind].len; len++) {
            struct bytes sealed = { kinds[kind].data, len };
            EXPECT_INT(kind ? unseal_from(arena, &pair, sealed, &plain) : unseal(arena, &key, "a.b.1", sealed, &plain), INVALID);
        }
    }
}

UNIT_TEST(a_letter_opens_only_for_whom_it_is_sealed)
{
    struct arena *arena = test_arena();
    struct key_pair ana, bo;
    struct bytes plain;
    key_pair_random(&ana);
    key_pair_random(&bo);
    struct bytes sealed = seal_to(arena, &ana.open, view("for Ana"));
    EXPECT_INT(unseal_from(arena, &ana, sealed, &plain), OK);
    EXPECT_TEXT(plain.data, "for Ana");
    EXPECT_INT(unseal_from(arena, &bo, sealed, &plain), INVALID);
}

UNIT_TEST(tokens_read_only_in_their_one_form)
{
    struct arena *arena = test_arena();
    unsigned char bytes[TOKEN_BYTES], back[TOKEN_BYTES];
    random_bytes(bytes, sizeof bytes);
    const char *text = token_text(arena, bytes, sizeof bytes);
    EXPECT_INT(strlen(text), 43);
    EXPECT(token_read(text, back, sizeof back) && memcmp(bytes, back, sizeof back) == 0);
    EXPECT_TEXT(token_text(arena, "\xfb\xef\xff", 3), "--__");
    EXPECT_TEXT(token_text(arena, "", 0), "");
    EXPECT(token_read("--__", back, 3));
    EXPECT(!token_read("++//", back, 3));
    EXPECT(!token_read("--_", back, 3));
    EXPECT(!token_read("--__A", back, 3));
    EXPECT(!token_read("--__", back, 2));
    EXPECT(!token_read("--= ", back, 3));
    EXPECT(token_read("AA", back, 1));
    EXPECT(!token_read("AB", back, 1)); /* bits behind the end */
    EXPECT(!token_read("AA==", back, 1));
    EXPECT(!token_read("AA\xff\xff", back, 3)); /* the library alone would take them */
}

UNIT_TEST(totp_gives_the_codes_of_rfc_6238)
{
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    static const struct {
        int64_t seconds;
        const char *code;
    } cases[] = {
        { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { INT64_C(20000000000), "353130" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t last = 0;
        EXPECT(totp_check(secret, cases[i].code, cases[i].seconds * TIME_SECOND, &last));
        EXPECT_INT(last, cases[i].seconds / 30);
    }
}

UNIT_TEST(a_totp_code_works_once_and_one_step_around_its_time)
{
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    const int64_t now = 1111111109 * TIME_SECOND;
    int64_t last = 0;
    EXPECT(!totp_check(secret, "081804", now - 2 * 30 * TIME_SECOND, &last));
    EXPECT(!totp_check(secret, "081804", now + 2 * 30 * TIME_SECOND, &last));
    EXPECT_INT(last, 0);
    EXPECT(totp_check(secret, "081804", now + 30 * TIME_SECOND, &last));
    EXPECT(!totp_check(secret, "081804", now, &last));
    last = 0;
    EXPECT(totp_check(secret, "081804", now - 30 * TIME_SECOND, &last));
    EXPECT(totp_check(secret, "050471", now, &last)); /* the next code, a moment early */
    EXPECT(!totp_check(secret, "081804", now, &last));
    static const char *const fine[] = { "081 804", " 0818-04 ", "٠٨١٨٠٤", "۰۸۱۸۰۴", "０８１８０４" };
    static const char *const wrong[] = { "", "081805", "81804", "0818044", "08180", "08180x", "０８１８０", "081804é", "\xef\xbc", "\xd9" };
    for (size_t i = 0; i < COUNT(fine); i++) {
        last = 0;
        EXPECT(totp_check(secret, fine[i], now, &last));
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        last = 0;
        EXPECT(!totp_check(secret, wrong[i], now, &last));
    }
}

UNIT_TEST(totp_secrets_read_aloud_and_travel_as_links)
{
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    EXPECT_TEXT(totp_secret_text(test_arena(), secret, false), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_TEXT(totp_secret_text(test_arena(), secret, true), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    EXPECT_TEXT(totp_uri(test_arena(), "Our Place", "é&x", secret),
                "otpauth://totp/Our%20Place:%C3%A9%26x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Our%20Place");
}

UNIT_TEST(qr_codes_are_paths_with_a_quiet_zone)
{
    const char *path;
    int size;
    EXPECT_INT(qr_path(test_arena(), "kith", &path, &size), OK);
    EXPECT_INT(size, 21 + 8);
    EXPECT(text_starts(path, "M4 4h7v1h-7z")); /* the corner square */
    char *long_text = arena_alloc(test_arena(), 5001);
    memset(long_text, 'x', 5000);
    EXPECT_INT(qr_path(test_arena(), long_text, &path, &size), INVALID);
}

/* ---- the server's key ---- */

static const char *folder(void)
{
    return arena_printf(test_arena(), "/tmp/kith-key-%016llx", (unsigned long long)random_u64());
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    EXPECT(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text) && fchmod(file, mode) == 0);
    close(file);
}

UNIT_TEST(the_server_key_is_made_once_and_kept)
{
    const char *top = folder(), *inner = arena_printf(test_arena(), "%s/keys", top),
               *path = arena_printf(test_arena(), "%s/server.key", inner);
    struct key a, b;
    struct stat info;
    EXPECT_INT(server_key_load(path, false, &a), NOT_FOUND);
    EXPECT(stat(top, &info) != 0);
    EXPECT_INT(server_key_load(path, true, &a), OK);
    EXPECT(stat(path, &info) == 0 && (info.st_mode & 07777) == 0600 && info.st_nlink == 1);
    EXPECT(stat(inner, &info) == 0 && (info.st_mode & 07777) == 0700);
    EXPECT_INT(server_key_load(path, true, &b), OK);
    EXPECT(memcmp(&a, &b, sizeof a) == 0);
    EXPECT_INT(server_key_load(path, false, &b), OK);
    EXPECT(memcmp(&a, &b, sizeof a) == 0);
    EXPECT(unlink(path) == 0 && rmdir(inner) == 0 && rmdir(top) == 0); /* and nothing else was left there */
}

UNIT_TEST(a_server_key_that_others_can_reach_is_refused)
{
    const char *top = folder(), *path = arena_printf(test_arena(), "%s/server.key", top);
    static const mode_t bad[] = { 0640, 0604, 0644, 0660, 0666, 0601 };
    struct key key;
    EXPECT_INT(server_key_load(path, true, &key), OK);
    for (size_t i = 0; i < COUNT(bad); i++) {
        EXPECT_INT(chmod(path, bad[i]), 0);
        EXPECT_INT(server_key_load(path, true, &key), INVALID);
    }
    EXPECT_INT(chmod(path, 0400), 0); /* as a systemd credential is */
    EXPECT_INT(server_key_load(path, false, &key), OK);
    EXPECT_INT(chmod(top, 0770), 0);
    EXPECT_INT(server_key_load(path, false, &key), INVALID);
    EXPECT_INT(chmod(top, 0500), 0);
    EXPECT_INT(server_key_load(path, false, &key), OK);
    EXPECT(chmod(top, 0700) == 0 && unlink(path) == 0 && rmdir(top) == 0);
}

UNIT_TEST(a_damaged_server_key_is_refused_and_left_alone)
{
    const char *top = folder(), *path = arena_printf(test_arena(), "%s/server.key", top);
    static const char good[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    struct key key;
    struct stat info;
    EXPECT_INT(mkdir(top, 0700), 0);
    const char *const bad[] = { "", "\n", "short\n", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n\n",
                                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH+8\n" };
    for (size_t i = 0; i < COUNT(bad); i++) {
        write_file(path, bad[i], 0600);
        EXPECT_INT(server_key_load(path, true, &key), INVALID);
        EXPECT(stat(path, &info) == 0 && (size_t)info.st_size == strlen(bad[i]));
    }
    write_file(path, good, 0600);
    EXPECT_INT(server_key_load(path, false, &key), OK);
    EXPECT_INT(key.byte[31], 31);
    EXPECT(unlink(path) == 0 && mkdir(path, 0700) == 0);
    EXPECT_INT(server_key_load(path, true, &key), INVALID);
    EXPECT(rmdir(path) == 0 && mkfifo(path, 0600) == 0);
    EXPECT_INT(server_key_load(path, true, &key), INVALID); /* and doesn't wait for a writer */
    EXPECT(unlink(path) == 0 && rmdir(top) == 0);
    EXPECT_INT(server_key_load("/tmp/", true, &key), INVALID);
}
