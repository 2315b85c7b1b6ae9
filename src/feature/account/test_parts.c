#include "account/test_parts.h"
#include "community/community.h"
#include "tests/harness/harness.h"

#include <liboath/oath.h>
#include <unistd.h>

const char *account_page_part(const struct request *request, const char *before, const char *after)
{
    const char *at = strstr(buf_text(&request->body), before);
    const char *end = at ? strstr(at + strlen(before), after) : NULL;
    return end ? arena_slice(test_arena(), at + strlen(before), (size_t)(end - at - (ptrdiff_t)strlen(before))) : NULL;
}

const char *account_test_as(const char *cookie)
{
    return arena_printf(test_arena(), "cookie:%s", cookie ? cookie : "none");
}

const char *account_test_join(const char *sign_in, const char *password, const char *name)
{
    struct request *join = with(with(with(as("visitor", "POST", "/join"), "sign_in", sign_in), "password", password), "name", name);
    return fetch(join) == 303 ? answer_cookie(join, "s") : NULL;
}

struct accept {
    const char *name;
};

static enum status accept_guidelines(struct db *db, void *context)
{
    const struct accept *accept = context;
    struct persona persona;
    TRY(persona_by_name(db, test_arena(), accept->name, &persona));
    return guideline_accept(db, test_arena(), persona.id, 1);
}

const char *account_test_settle(const char *cookie)
{
    struct request *page = as(account_test_as(cookie), "GET", "/recovery-code");
    struct buf words = { .arena = test_arena() };
    fetch(page);
    for (const char *at = buf_text(&page->body); (at = strstr(at, "</span> <b>"));) {
        at += strlen("</span> <b>");
        buf_printf(&words, "%s%.*s", words.len ? " " : "", (int)strcspn(at, "<"), at);
    }
    const char *third = account_word(test_arena(), buf_text(&words), 2);
    fetch(with(with(as(account_test_as(cookie), "POST", "/recovery-code"), "third", third), "kept", "1"));
    struct accept accept = { page->reader_name };
    return accept.name && database_write(test_app()->database, accept_guidelines, &accept) == OK ? buf_text(&words) : NULL;
}

struct request *account_test_sign_in_try(const char *sign_in, const char *password)
{
    struct request *request = with(with(as("visitor", "POST", "/sign-in"), "sign_in", sign_in), "password", password);
    fetch(request);
    return request;
}

const char *account_test_sign_in(const char *sign_in, const char *password)
{
    struct request *request = account_test_sign_in_try(sign_in, password);
    return request->status == 303 ? answer_cookie(request, "s") : NULL;
}

struct opened {
    const char *sign_in, *password;
    struct key *key;
};

static enum status open_key(struct db *db, void *context)
{
    struct opened *opened = context;
    struct hash hash;
    struct account_record record;
    struct password_keys keys;
    account_name_hash(test_arena(), test_app(), opened->sign_in, &hash);
    TRY(account_by_name_hash(db, test_arena(), &hash, &record));
    TRY(password_derive(opened->password, record.salt.data, &test_app()->config->password_cost, &keys));
    return account_key_unwrap(test_arena(), &keys.wrap, account_by_password, record.id, record.key_by_password, opened->key);
}

bool account_test_key(const char *sign_in, const char *password, struct key *key)
{
    struct opened opened = { sign_in, password, key };
    return database_read(test_app()->database, open_key, &opened) == OK;
}

/* ---- what processes say to each other ---- */

static void hears(void *context, const char *text)
{
    struct account_test_ear *ear = context;
    pthread_mutex_lock(&ear->lock);
    size_t len = strlen(ear->heard);
    snprintf(ear->heard + len, sizeof ear->heard - len, "%s\n", text);
    pthread_mutex_unlock(&ear->lock);
}

static void loses(void *context)
{
    (void)context;
}

void account_test_listen(struct account_test_ear *ear)
{
    *ear = (struct account_test_ear){ .heard = "\n" };
    pthread_mutex_init(&ear->lock, NULL);
    EXPECT_INT(database_listen(test_app()->database, &(struct database_listener){ hears, loses, ear }), OK);
}

/* What was said before a last word is heard before it. */
bool account_test_dropped(struct account_test_ear *ear, int64_t persona)
{
    const char *line = arena_printf(test_arena(), "\nd %lld\n", (long long)persona);
    bool over = false, found = false;
    database_tell(test_app()->database, "x over");
    for (int patience = 0; !over && patience < 1000; patience++) {
        pthread_mutex_lock(&ear->lock);
        over = strstr(ear->heard, "x over\n") != NULL;
        found = strstr(ear->heard, line) != NULL;
        if (over)
            snprintf(ear->heard, sizeof ear->heard, "\n");
        pthread_mutex_unlock(&ear->lock);
        if (!over)
            usleep(5000);
    }
    EXPECT(over);
    return found;
}

void account_test_deaf(struct account_test_ear *ear)
{
    EXPECT_INT(database_listen(test_app()->database, NULL), OK);
    pthread_mutex_destroy(&ear->lock);
}

const char *account_test_code(const char *spoken, int64_t now)
{
    char *secret = NULL, *code = arena_alloc(test_arena(), 8);
    size_t len = 0;
    if (oath_base32_decode(spoken, strlen(spoken), &secret, &len) == OATH_OK)
        (void)!oath_totp_generate(secret, len, (time_t)(now / 1000), 30, 0, 6, code);
    free(secret);
    return code;
}

const char *account_test_backup(const char *who)
{
    fetch(with(as(who, "POST", "/settings/second-factor/off"), "password", "correct horse"));
    struct request *page = as(who, "GET", "/settings/second-factor");
    EXPECT_INT(fetch(page), 200);
    const char *spoken = account_page_part(page, "translate=\"no\">", "</code>");
    struct request *on =
        with(as(who, "POST", "/settings/second-factor"), "secret", account_page_part(page, "name=\"secret\" value=\"", "\""));
    EXPECT_INT(fetch(with(on, "code", account_test_code(spoken, test_now()))), 200);
    return account_page_part(on, "<code>", "</code>");
}
