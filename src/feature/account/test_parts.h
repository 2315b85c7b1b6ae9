/* What the tests of this folder share. */
#ifndef ACCOUNT_TEST_PARTS_H
#define ACCOUNT_TEST_PARTS_H

#include "account/records.h"

#include <pthread.h>

/* The text between two marks of a page; NULL when it isn't there. */
const char *account_page_part(const struct request *request, const char *before, const char *after);
/* Joins, open door, and returns the cookie; NULL when that failed. */
const char *account_test_join(const char *sign_in, const char *password, const char *name);
/* Confirms the recovery code and accepts the guidelines; returns the six words. */
const char *account_test_settle(const char *cookie);
/* Signs in; returns the cookie, NULL when it didn't work. */
const char *account_test_sign_in(const char *sign_in, const char *password);
struct request *account_test_sign_in_try(const char *sign_in, const char *password);
/* The member key, as the password opens it. */
bool account_test_key(const char *sign_in, const char *password, struct key *key);
/* A new second step for somebody of the harness's people, whatever they had: one of its backup codes, which no waiting is needed for. */
const char *account_test_backup(const char *who);
/* What an app shows now for a secret as the page spells it. */
const char *account_test_code(const char *spoken, int64_t now);
const char *account_test_as(const char *cookie); /* "cookie:..." for as() */

/* Hears what processes say to each other of the test's database, a line each, until it is deaf. */
struct account_test_ear {
    pthread_mutex_t lock;
    char heard[4096];
};
void account_test_listen(struct account_test_ear *ear);
/* Whether live_drop ended their streams since this was asked last. */
bool account_test_dropped(struct account_test_ear *ear, int64_t persona);
void account_test_deaf(struct account_test_ear *ear);

#endif
