/* None lost, none doubled: browsers that come and go while things happen, on one server and on two. */
#include "db/test_scratch.h"
#include "http/test_listening.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <unistd.h>

enum { BROWSERS = 20, RECONNECTS = 50 };

struct browser {
    const struct site *site;
    const atomic_llong *said; /* the last that was said; negative: it is the last of all */
    int number;
    atomic_llong last;
    bool good;
};

/* An event that was cut off in the middle counts for nothing. */
static void take_whole_events(struct browser *browser, struct buf *heard)
{
    char *end = heard->len ? memrchr(heard->data, '\n', heard->len) : NULL;
    while (end && end > heard->data && end[-1] != '\n')
        end = memrchr(heard->data, '\n', (size_t)(end - heard->data));
    if (end)
        *end = '\0';
    browser->last = follow(buf_text(heard), browser->last, &browser->good);
}

/* One stream's life: until `until` was heard, or `ms` passed without a word, or it ended. False: it was refused, since the server has
 * not yet seen that earlier ones are gone. */
static bool come_and_go(struct browser *browser, const char *until, int ms)
{
    struct arena arena = { 0 };
    struct buf heard = { .arena = &arena };
    char cookie[16], header[64];
    snprintf(cookie, sizeof cookie, "m%d", browser->number);
    snprintf(header, sizeof header, "Last-Event-ID: %lld\r\n", (long long)browser->last);
    int fd = dial(browser->site, 0);
    ask(fd, "GET", "/talk/5/live", cookie, header);
    if (hear(fd, &heard, "retry", 10000)) /* a slow machine's answer is waited for */
        hear(fd, &heard, until, ms);
    close(fd);
    bool refused = text_starts(buf_text(&heard), "HTTP/1.1 503 ");
    take_whole_events(browser, &heard);
    arena_free(&arena);
    return !refused;
}

/* Comes and goes in the middle of whatever is said. */
static void *browse(void *context)
{
    struct browser *browser = context;
    for (int i = 0; i < RECONNECTS || atomic_load(browser->said) >= 0; i++)
        (void)come_and_go(browser, NULL, (int)random_below(12));
    char last[64];
    int64_t end = -atomic_load(browser->said);
    snprintf(last, sizeof last, "\nid: %lld\n\n", (long long)end);
    while (browser->last < end && !come_and_go(browser, last, 10000))
        usleep(20000);
    return NULL;
}

static int64_t slowest(struct browser browsers[BROWSERS])
{
    int64_t last = INT64_MAX;
    for (int i = 0; i < BROWSERS; i++)
        last = browsers[i].last < last ? browsers[i].last : last;
    return last;
}

UNIT_TEST(a_thousand_reconnects_while_things_happen_lose_nothing_and_double_nothing)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    pthread_t threads[BROWSERS];
    struct browser browsers[BROWSERS];
    atomic_llong said = 0;
    for (int i = 0; i < BROWSERS; i++) {
        browsers[i] = (struct browser){ .site = &site, .said = &said, .number = i + 1, .good = true };
        pthread_create(&threads[i], NULL, browse, &browsers[i]);
    }
    for (int i = 0; i < 600; i++) {
        said = talk_say(tiny->app.database, 5, "words");
        while (said - slowest(browsers) > LIVE_READ_MOST / 2) /* who missed too much is told to load the page anew */
            usleep(1000);
    }
    said = -said;
    for (int i = 0; i < BROWSERS; i++) {
        pthread_join(threads[i], NULL);
        EXPECT(browsers[i].good);
        EXPECT_INT(browsers[i].last, 600);
    }
    EXPECT(comes_to(tiny, "kith_streams", 0));
    site_stop(&site);
}

/* ---- two processes on one database ---- */

/* As a browser does: it comes back by itself. */
static void *keep_listening(void *context)
{
    struct browser *browser = context;
    for (int tries = 0; browser->last < RECONNECTS && tries < 200; tries++) {
        (void)come_and_go(browser, "\nid: 50\n\n", 5000);
        usleep(10000);
    }
    return NULL;
}

TEST(what_is_said_on_one_server_is_heard_on_the_other_also_when_the_bridge_breaks)
{
    static const char cut[] = " SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                              " AND (query LIKE '%LISTEN kith%' OR query LIKE '%LATERAL pg_notify%')";
    struct database *first = scratch_new();
    talk_make(first);
    bool two = !database_is_sqlite(first);
    struct database *second = two ? scratch_again(0) : first;
    struct site here = site_on(first), there = two ? site_on(second) : here;
    pthread_t threads[4];
    struct browser browsers[4];
    for (int i = 0; i < 4; i++) {
        browsers[i] = (struct browser){ .site = i % 2 ? &here : &there, .number = i + 1, .good = true };
        pthread_create(&threads[i], NULL, keep_listening, &browsers[i]);
    }
    for (int i = 1; i <= RECONNECTS; i++) {
        if (two && i % 15 == 0)
            EXPECT_INT(scratch_do(first, cut), OK);
        EXPECT_INT(talk_say(i % 3 ? first : second, 5, "words"), i);
        usleep(20000);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        EXPECT(browsers[i].good);
        EXPECT_INT(browsers[i].last, RECONNECTS);
    }
    if (two) {
        site_off(&there);
        database_close(second);
    }
    site_off(&here);
    scratch_drop(first);
}
