/* Whole requests, in process, on SQLite and PostgreSQL. A test is a sentence; every test starts with a fresh community:
 *   ana, bo, cyd  members · fay  a member who facilitates nothing yet · mod  moderator · stu  steward · new  accepted no guidelines yet
 * all with the password "correct horse" and names "Ana", "Bo", "Cyd", "Fay", "Mod Mara", "Stu", "Newt". No groups, no boards. */
#ifndef HARNESS_H
#define HARNESS_H

#include "account/account.h"
#include "http/exchange.h"

struct test {
    const char *name, *file;
    void (*run)(void);
    struct test *next;
};
void test_add(struct test *test);

#define TEST(name_)                                                                                                                        \
    static void name_(void);                                                                                                               \
    static struct test name_##_entry = { #name_, __FILE__, name_, NULL };                                                                  \
    __attribute__((constructor)) static void name_##_add(void)                                                                             \
    {                                                                                                                                      \
        test_add(&name_##_entry);                                                                                                          \
    }                                                                                                                                      \
    static void name_(void)

/* Runs once, without a database (pure functions). */
#define UNIT_TEST(name_)                                                                                                                   \
    static void name_(void);                                                                                                               \
    static struct test name_##_entry = { "unit:" #name_, __FILE__, name_, NULL };                                                          \
    __attribute__((constructor)) static void name_##_add(void)                                                                             \
    {                                                                                                                                      \
        test_add(&name_##_entry);                                                                                                          \
    }                                                                                                                                      \
    static void name_(void)

#define EXPECT(cond) test_expect((cond), #cond, __FILE__, __LINE__)
#define EXPECT_INT(got, wanted) test_expect_int((int64_t)(got), (int64_t)(wanted), #got, __FILE__, __LINE__)
#define EXPECT_TEXT(got, wanted) test_expect_text((got), (wanted), #got, __FILE__, __LINE__)
bool test_expect(bool good, const char *what, const char *file, int line);
bool test_expect_int(int64_t got, int64_t wanted, const char *what, const char *file, int line);
bool test_expect_text(const char *got, const char *wanted, const char *what, const char *file, int line);

/* ---- a request ---- */

/* As "ana" (signed in), "visitor", or "cookie:VALUE". method "GET", "POST", ... The request lives until the test ends. */
struct request *as(const char *who, const char *method, const char *target);
/* Adds a form field (a POST gets its CSRF token by itself; send "csrf" yourself to forge one). */
struct request *with(struct request *request, const char *name, const char *value);
/* Adds a file; the form then goes as multipart/form-data. */
struct request *with_file(struct request *request, const char *name, const char *filename, struct bytes content);
struct request *with_header(struct request *request, const char *name, const char *value);
struct request *with_cookie(struct request *request, const char *name, const char *value);
/* Serves it and returns the HTTP status. */
int fetch(struct request *request);
/* The page holds this text exactly. */
bool shows(const struct request *request, const char *text);
/* Whether the name stands there as a word of its own: two letters stand in many a random token by chance. */
bool names(const struct request *request, const char *name);
const char *answer_header(const struct request *request, const char *name); /* "" when absent */
const char *answer_cookie(const struct request *request, const char *name); /* value set by the answer, or NULL */
/* A file of the zip archive that was answered, as text; NULL when it isn't there. */
const char *answer_zipped(const struct request *request, const char *name);
/* The n-th run of digits behind `before` in the page or Location: for ids of what was just made. */
int64_t id_after(const struct request *request, const char *before);

/* ---- the world ---- */

struct app *test_app(void);
struct arena *test_arena(void); /* lives until the test ends */
/* Throws the world away and makes a fresh one, in the middle of a test. */
void test_again(void);
int64_t persona_of(const char *who);
int64_t test_now(void);
void test_advance(int64_t ms); /* moves the one clock */
/* Runs all due jobs and waiting marks now. */
void test_settle(void);
/* One statement, in a transaction of its own. */
enum status test_sql(const char *sql);
int64_t test_sql_int(const char *sql);
const char *test_sql_text(const char *sql);
/* Makes the community's database file and log readable for "is this marker anywhere?" tests: true when `marker` is in any file of the
 * data folder (SQLite) or in any row (PostgreSQL dump). */
bool test_data_holds(const char *marker);

#endif
