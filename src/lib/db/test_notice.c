/* Words that leave with a commit, in one process and between two. */
#include "db/internal.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <unistd.h>

/* What a listener heard, a line each. */
struct ear {
    pthread_mutex_t lock;
    char heard[4096];
    int lost;
};

static void hears(void *context, const char *text)
{
    struct ear *ear = context;
    pthread_mutex_lock(&ear->lock);
    size_t len = strlen(ear->heard);
    snprintf(ear->heard + len, sizeof ear->heard - len, "%s\n", text);
    pthread_mutex_unlock(&ear->lock);
}

static void loses(void *context)
{
    struct ear *ear = context;
    pthread_mutex_lock(&ear->lock);
    ear->lost++;
    pthread_mutex_unlock(&ear->lock);
}

static void listen_to(struct ear *ear, struct database *database)
{
    *ear = (struct ear){ .lost = 0 };
    pthread_mutex_init(&ear->lock, NULL);
    EXPECT_INT(database_listen(database, &(struct database_listener){ hears, loses, ear }), OK);
}

/* Says a last word and waits until it was heard; then what was heard before it. */
static const char *heard_until(struct ear *ear, struct database *database, const char *last)
{
    const char *found = NULL;
    database_tell(database, last);
    for (int patience = 0; !found && patience < 1000; patience++) {
        pthread_mutex_lock(&ear->lock);
        char *at = strstr(ear->heard, last);
        if (at) {
            found = arena_slice(test_arena(), ear->heard, (size_t)(at - ear->heard));
            ear->heard[0] = '\0';
        }
        pthread_mutex_unlock(&ear->lock);
        if (!found)
            usleep(5000);
    }
    return found;
}

/* ---- one transaction ---- */

struct saying {
    struct database *database;
    struct ear *ear;
    const char *words[4];
    enum status answer;
    int fails; /* so many times PostgreSQL says that somebody else was faster */
    bool heard_early;
};

static enum status say(struct db *db, void *context)
{
    struct saying *saying = context;
    enum status status = OK;
    for (size_t i = 0; i < COUNT(saying->words) && saying->words[i] && status == OK; i++)
        status = db_notify(db, test_arena(), saying->words[i]);
    if (status == OK)
        status = db_exec(db, test_arena(), "INSERT INTO entry (id, text) VALUES ($1, 'words')", P(id_random()));
    usleep(20000);
    pthread_mutex_lock(&saying->ear->lock);
    saying->heard_early |= *saying->ear->heard;
    pthread_mutex_unlock(&saying->ear->lock);
    if (status == OK && saying->fails-- > 0)
        return db_exec(db, test_arena(), "DO $x$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $x$");
    return status == OK ? saying->answer : status;
}

static enum status notify_in_snapshot(struct db *db, void *context)
{
    return db_notify(db, test_arena(), context);
}

static struct database *entries(void)
{
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, "CREATE TABLE entry (id BIGINT PRIMARY KEY, text TEXT)"), OK);
    return database;
}

TEST(notices_leave_with_the_commit_and_only_then)
{
    struct database *database = entries();
    struct ear ear;
    listen_to(&ear, database);
    struct saying saying = { .database = database, .ear = &ear, .words = { "one", "two", "one" }, .answer = OK };
    EXPECT_INT(database_write(database, say, &saying), OK);
    EXPECT(!saying.heard_early);
    EXPECT_TEXT(heard_until(&ear, database, "end"), "one\ntwo\n"); /* the same word once */
    struct saying refused = { .database = database, .ear = &ear, .words = { "three" }, .answer = INVALID };
    EXPECT_INT(database_write(database, say, &refused), INVALID);
    EXPECT_INT(database_read(database, notify_in_snapshot, (char *)"four"), BROKEN);
    EXPECT_TEXT(heard_until(&ear, database, "end"), "");
    char most[NOTICE_MOST + 2];
    memset(most, 'x', sizeof most);
    most[NOTICE_MOST + 1] = '\0';
    struct saying big = { .database = database, .ear = &ear, .words = { most }, .answer = OK };
    EXPECT_INT(database_write(database, say, &big), BROKEN);
    database_tell(database, most);
    most[NOTICE_MOST] = '\0';
    big = (struct saying){ .database = database, .ear = &ear, .words = { most }, .answer = OK };
    EXPECT_INT(database_write(database, say, &big), OK);
    EXPECT_INT(strlen(heard_until(&ear, database, "end")), NOTICE_MOST + 1);
    database_tell(database, "with \"quotes\", {braces}, \\ and é");
    EXPECT_TEXT(heard_until(&ear, database, "end"), "with \"quotes\", {braces}, \\ and é\n");
    EXPECT_INT(database_listen(database, NULL), OK);
    saying.heard_early = false;
    EXPECT_INT(database_write(database, say, &saying), OK);
    EXPECT_TEXT(ear.heard, "");
    scratch_drop(database);
}

/* ---- group commit ---- */

static enum status spoil_commit(struct db *db, void *context)
{
    (void)context;
    TRY(db_notify(db, test_arena(), "spoiled"));
    return db_exec(db, test_arena(), "INSERT INTO late (id, entry_id) VALUES ($1, -1)", P(id_random()));
}

TEST(a_commit_that_fails_says_nothing)
{
    struct database *database = entries();
    if (!database_is_sqlite(database)) {
        scratch_drop(database);
        return;
    }
    EXPECT_INT(scratch_do(database,
                          "CREATE TABLE late (id BIGINT PRIMARY KEY, entry_id BIGINT REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED)"),
               OK);
    struct ear ear;
    listen_to(&ear, database);
    EXPECT_INT(database_write(database, spoil_commit, NULL), BUSY);
    EXPECT_TEXT(heard_until(&ear, database, "end"), "");
    struct saying saying = { .database = database, .ear = &ear, .words = { "fine" }, .answer = OK };
    EXPECT_INT(database_write(database, say, &saying), OK);
    EXPECT_TEXT(heard_until(&ear, database, "end"), "fine\n");
    scratch_drop(database);
}

struct speaker {
    struct database *database;
    struct ear *ear;
    int number;
};

static void *speak(void *context)
{
    struct speaker *speaker = context;
    for (int i = 0; i < 20; i++) {
        char word[16];
        snprintf(word, sizeof word, "%c%d", 'a' + speaker->number, i);
        struct saying saying = { .database = speaker->database, .ear = speaker->ear, .words = { word }, .answer = i % 3 ? OK : INVALID };
        (void)!database_write(speaker->database, say, &saying);
    }
    return NULL;
}

TEST(writers_who_share_a_commit_each_say_their_own)
{
    struct database *database = entries();
    struct ear ear;
    listen_to(&ear, database);
    pthread_t threads[4];
    struct speaker speakers[4];
    for (int i = 0; i < 4; i++) {
        speakers[i] = (struct speaker){ database, &ear, i };
        if (pthread_create(&threads[i], NULL, speak, &speakers[i]))
            abort();
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    const char *all = heard_until(&ear, database, "end");
    for (int n = 0; n < 4 && all; n++)
        for (int i = 0; i < 20; i++) {
            const char *line = arena_printf(test_arena(), "%c%d\n", 'a' + n, i);
            test_expect_int(strstr(all, line) != NULL, i % 3 != 0, line, __FILE__, __LINE__);
        }
    scratch_drop(database);
}

/* ---- between processes: PostgreSQL ---- */

TEST(another_process_on_the_same_database_hears_too_and_a_work_that_ran_twice_once)
{
    struct database *database = entries();
    if (!database_is_sqlite(database)) {
        struct database *other = scratch_again(2);
        struct ear here, there;
        listen_to(&here, database);
        listen_to(&there, other);
        struct saying saying = { .database = database, .ear = &here, .words = { "one", "two" }, .answer = OK, .fails = 2 };
        EXPECT_INT(database_write(database, say, &saying), OK);
        EXPECT_INT(saying.fails, -1);
        EXPECT_TEXT(heard_until(&here, database, "end"), "one\ntwo\n");
        EXPECT_TEXT(heard_until(&there, other, "over"), "one\ntwo\nend\n");
        EXPECT_INT(here.lost + there.lost, 0);
        database_close(other);
    }
    scratch_drop(database);
}

static int lost_so_far(struct ear *ear)
{
    pthread_mutex_lock(&ear->lock);
    int lost = ear->lost;
    pthread_mutex_unlock(&ear->lock);
    return lost;
}

static const char cut[] = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                          " AND (query LIKE '%LISTEN kith%' OR query LIKE '%LATERAL pg_notify%')";

TEST(a_listening_connection_that_is_cut_comes_back_and_says_so)
{
    struct database *database = entries();
    if (!database_is_sqlite(database)) {
        struct ear ear;
        listen_to(&ear, database);
        EXPECT_TEXT(heard_until(&ear, database, "end"), "");
        for (int round = 1; round <= 2; round++) {
            EXPECT_INT(scratch_do(database, cut), OK);
            for (int patience = 0; patience < 1000 && lost_so_far(&ear) < round; patience++)
                usleep(5000);
            EXPECT_INT(lost_so_far(&ear), round);
            struct saying saying = { .database = database, .ear = &ear, .words = { "later" }, .answer = OK };
            EXPECT_INT(database_write(database, say, &saying), OK);
            EXPECT_TEXT(heard_until(&ear, database, "end"), "later\n");
        }
        /* One that is gone for now doesn't keep the process from ending. */
        EXPECT_INT(scratch_do(database, cut), OK);
        int64_t start = clock_monotonic_us();
        EXPECT_INT(database_listen(database, NULL), OK);
        EXPECT(clock_monotonic_us() - start < 3000000);
    }
    scratch_drop(database);
}
