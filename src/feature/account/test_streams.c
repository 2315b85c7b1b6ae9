/* Whoever loses a session loses the streams it holds: what is heard of that between processes. */
#include "account/test_parts.h"
#include "tests/harness/harness.h"

static const char password[] = "correct horse";

TEST(streams_end_with_the_session_that_held_them)
{
    struct account_test_ear ear;
    int64_t ana = persona_of("ana"), bo = persona_of("bo");
    const char *cookie = account_test_as(account_test_sign_in("ana", password));
    account_test_listen(&ear);
    EXPECT(!account_test_dropped(&ear, ana));
    EXPECT_INT(fetch(as(cookie, "POST", "/sign-out/elsewhere")), 303);
    EXPECT(account_test_dropped(&ear, ana));
    EXPECT_INT(fetch(as("bo", "GET", "/settings")), 200);
    EXPECT(!account_test_dropped(&ear, bo));
    struct request *change =
        with(with(as(cookie, "POST", "/settings/password"), "password", password), "new_password", "four blue saucepans");
    EXPECT_INT(fetch(change), 303);
    EXPECT(account_test_dropped(&ear, ana));
    EXPECT_INT(fetch(as(cookie, "POST", "/sign-out")), 303);
    EXPECT(account_test_dropped(&ear, ana));
    cookie = account_test_as(account_test_sign_in("ana", "four blue saucepans"));
    EXPECT_INT(fetch(as(cookie, "POST", "/sign-out/everywhere")), 303);
    EXPECT(account_test_dropped(&ear, ana));
    EXPECT_INT(fetch(as("bo", "GET", "/exit")), 303);
    test_settle();
    EXPECT(account_test_dropped(&ear, bo));
    account_test_deaf(&ear);
}

TEST(streams_end_with_the_persona_and_with_what_recovery_words_take_back)
{
    struct account_test_ear ear;
    int64_t cyd = persona_of("cyd");
    const char *cookie = account_test_join("oona", "three green kettles", "Oona"), *words = account_test_settle(cookie);
    int64_t oona = test_sql_int("SELECT id FROM persona WHERE name = 'Oona'");
    account_test_listen(&ear);
    EXPECT_INT(fetch(with(with(as("cyd", "POST", "/settings/delete"), "password", "not the password"), "words", "remove")), 422);
    EXPECT(!account_test_dropped(&ear, cyd));
    EXPECT_INT(fetch(with(with(as("cyd", "POST", "/settings/delete"), "password", password), "words", "remove")), 303);
    EXPECT(account_test_dropped(&ear, cyd));
    struct request *recover = with(with(as("visitor", "POST", "/recover"), "sign_in", "oona"), "words", words);
    EXPECT_INT(fetch(with(recover, "password", "five white bowls")), 303);
    EXPECT(account_test_dropped(&ear, oona));
    account_test_deaf(&ear);
}
