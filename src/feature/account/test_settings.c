#include "account/test_parts.h"
#include "http/feature.h"
#include "tests/harness/harness.h"

static const char password[] = "correct horse";

/* ---- name and picture ---- */

TEST(a_member_changes_the_name_others_see)
{
    struct request *taken = with(as("ana", "POST", "/settings/name"), "name", "BO");
    EXPECT_INT(fetch(taken), 422);
    EXPECT(shows(taken, "looks just like it"));
    EXPECT(shows(taken, "value=\"BO\""));
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/name"), "name", "ANA")), 303);
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/name"), "name", "Wren")), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Ana' OR name = 'ANA'"), 0);
    EXPECT_INT(fetch(with(as("bo", "POST", "/settings/name"), "name", "Ana")), 303);
}

TEST(a_member_chooses_a_picture)
{
    struct request *page = as("ana", "GET", "/settings");
    EXPECT_INT(fetch(page), 200);
    const char *second = strstr(account_page_part(page, "class=\"picks\"", "</fieldset>"), "value=\"");
    second = strstr(second + 1, "value=\"") + strlen("value=\"");
    const char *picture = arena_slice(test_arena(), second, strcspn(second, "\""));
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/picture"), "picture", picture)), 303);
    EXPECT(strcmp(test_sql_text("SELECT CAST(picture AS TEXT) FROM persona WHERE name = 'Ana'"), picture) == 0);
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/picture"), "picture", "-1")), 422);
}

/* ---- keys ---- */

TEST(a_new_password_keeps_the_key_and_ends_the_other_sessions)
{
    struct key before, after;
    const char *other = account_test_sign_in("ana", password);
    EXPECT(account_test_key("ana", password, &before));
    struct request *wrong =
        with(with(as("ana", "POST", "/settings/password"), "password", "not the password"), "new_password", "four blue saucepans");
    EXPECT_INT(fetch(wrong), 422);
    struct request *weak = with(with(as("ana", "POST", "/settings/password"), "password", password), "new_password", "short");
    EXPECT_INT(fetch(weak), 422);
    struct request *good = with(with(as("ana", "POST", "/settings/password"), "password", password), "new_password", "four blue saucepans");
    EXPECT_INT(fetch(good), 303);
    EXPECT(account_test_key("ana", "four blue saucepans", &after));
    EXPECT(!memcmp(&before, &after, sizeof before));
    EXPECT(!account_test_key("ana", password, &after));
    EXPECT_INT(fetch(as("ana", "GET", "/settings")), 200);
    EXPECT_INT(fetch(as(account_test_as(other), "GET", "/settings")), 303);
}

TEST(new_recovery_words_take_the_password)
{
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/recovery-code"), "password", "not the password")), 422);
    struct request *good = with(as("ana", "POST", "/settings/recovery-code"), "password", password);
    EXPECT_INT(fetch(good), 303);
    EXPECT_TEXT(good->location, "/recovery-code");
    struct request *page = as("ana", "GET", "/recovery-code");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "Step 2 of 3"));
}

/* ---- taking along ---- */

TEST(a_download_holds_all_of_ones_own_and_nobody_elses)
{
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/language"), "lang", "en"), "to", "/")), 303);
    struct request *download = as("ana", "POST", "/settings/download");
    EXPECT_INT(fetch(download), 200);
    EXPECT(strstr(answer_header(download, "Content-Disposition"), "kith.zip") != NULL);
    const char *json = answer_zipped(download, "data.json"), *page = answer_zipped(download, "data.html");
    if (!EXPECT(json && page))
        return;
    EXPECT(strstr(json, "\"Name others see\": \"Ana\"") != NULL);
    EXPECT(strstr(page, "<dt>Name others see</dt>") != NULL);
    EXPECT(strstr(json, "\"Bo\"") == NULL);
    EXPECT_INT(fetch(as("visitor", "POST", "/settings/download")), 401);
}

/* ---- going ---- */

struct erased {
    int64_t persona;
    bool remove_words;
    int times;
};

static struct erased *erased(void)
{
    static struct erased only;
    return &only;
}

static enum status note_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)db, (void)arena;
    *erased() = (struct erased){ persona, remove_words, erased()->times + 1 };
    return OK;
}

static const struct feature noting_feature = { .name = "noting", .erase = note_erase };
static const struct feature *const noting_features[] = { &noting_feature, &account_feature, NULL };

TEST(deleting_an_account_removes_it_at_once)
{
    *erased() = (struct erased){ 0 };
    test_app()->features = noting_features;
    int64_t persona = persona_of("ana");
    EXPECT_INT(fetch(as("ana", "GET", "/settings/delete")), 200);
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/settings/delete"), "password", "not the password"), "words", "remove")), 422);
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/settings/delete"), "password", password), "words", "maybe")), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account"), 7);
    struct request *gone = with(with(as("ana", "POST", "/settings/delete"), "password", password), "words", "keep");
    EXPECT_INT(fetch(gone), 303);
    EXPECT_TEXT(answer_cookie(gone, "s"), "");
    EXPECT_INT(erased()->persona, persona);
    EXPECT(!erased()->remove_words);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account"), 6);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM session"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Ana'"), 0);
    EXPECT_INT(fetch(as("ana", "GET", "/settings")), 303);
    EXPECT_INT(account_test_sign_in_try("ana", password)->status, 422);
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/settings/delete"), "password", password), "words", "remove")), 303);
    EXPECT(erased()->remove_words);
    EXPECT_INT(erased()->times, 2);
}

TEST(what_was_deleted_leaves_the_files_too)
{
    const char *cookie = account_test_join("quiet-heron", "three green kettles", "Marker Of The Heron"), *me = account_test_as(cookie);
    account_test_settle(cookie);
    EXPECT(test_data_holds("Marker Of The Heron"));
    EXPECT_INT(fetch(with(with(as(me, "POST", "/settings/delete"), "password", "three green kettles"), "words", "remove")), 303);
    test_settle();
    EXPECT(!test_data_holds("Marker Of The Heron"));
}

/* ---- pieces ---- */

UNIT_TEST(recovery_words_are_read_however_they_were_written_down)
{
    struct arena arena = { 0 };
    const char *words = account_words_random(&arena);
    EXPECT_TEXT(account_words_clean(&arena, words), words);
    EXPECT_TEXT(account_words_clean(&arena, " 1. Harbour, 2. THIMBLE\n3 cedar-oatmeal  violin/drizzle."),
                "harbour thimble cedar oatmeal violin drizzle");
    EXPECT_TEXT(account_word(&arena, "harbour thimble cedar", 2), "cedar");
    EXPECT_TEXT(account_word(&arena, "harbour thimble cedar", 3), "");
    arena_free(&arena);
}

UNIT_TEST(sealed_columns_have_one_length_and_open_with_their_own_key_and_row)
{
    struct arena arena = { 0 };
    struct key key, other;
    struct account_settings none = { .language = "", .zone = "", .theme = "", .recovery_code = "" }, read;
    struct account_settings full = { "pt",       "America/Argentina/ComodRivadavia",
                                     "contrast", true,
                                     120,        "abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh",
                                     BAND_ADULT, 5 };
    key_random(&key);
    key_random(&other);
    struct bytes a = account_settings_seal(&arena, &key, 1, &none), b = account_settings_seal(&arena, &key, INT64_MAX, &full);
    EXPECT_INT(a.len, b.len);
    EXPECT_INT(account_settings_unseal(&arena, &key, INT64_MAX, b, &read), OK);
    EXPECT_TEXT(read.zone, full.zone);
    EXPECT_TEXT(read.recovery_code, full.recovery_code);
    EXPECT_INT(account_settings_unseal(&arena, &key, 2, b, &read), INVALID);
    EXPECT_INT(account_settings_unseal(&arena, &other, INT64_MAX, b, &read), INVALID);
    struct account_second_factor off = { 0 }, on = { .on = true, .last_counter = INT64_MAX, .backup_count = BACKUP_CODES };
    EXPECT_INT(account_second_factor_seal(&arena, &key, 1, &off).len, account_second_factor_seal(&arena, &key, 1, &on).len);
    struct account_personas one = { { 1 }, 1 }, all = { .count = PERSONAS_MAX };
    for (size_t i = 0; i < PERSONAS_MAX; i++)
        all.items[i] = INT64_MAX;
    EXPECT_INT(account_personas_seal(&arena, &key, 1, &one).len, account_personas_seal(&arena, &key, 1, &all).len);
    arena_free(&arena);
}
