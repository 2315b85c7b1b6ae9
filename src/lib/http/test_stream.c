/* Streams over real sockets on the loopback. */
#include "http/test_listening.h"
#include "tests/harness/harness.h"

#include <sys/socket.h>
#include <unistd.h>

UNIT_TEST(a_stream_begins_with_what_was_missed_and_goes_on_with_what_happens)
{
    static const char *const paths[] = { "/talk/5/live?after=1", "/quick/5/live?after=1" };
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct tiny *tiny = site_tiny();
        struct site site = site_start(tiny);
        struct buf heard = { .arena = &tiny->arena };
        talk_say(tiny->app.database, 5, "one");
        talk_say(tiny->app.database, 5, "two <b>");
        int fd = open_stream(&site, paths[i], "ana");
        EXPECT(hear(fd, &heard, "id: 2\n\n", 2000));
        EXPECT(text_starts(buf_text(&heard), "HTTP/1.1 200 OK\r\n"));
        static const char *const heads[] = { "Content-Type: text/event-stream; charset=utf-8\r\n",
                                             "Cache-Control: no-store\r\n",
                                             "X-Accel-Buffering: no\r\n",
                                             "Connection: close\r\n",
                                             "X-Content-Type-Options: nosniff\r\n",
                                             "Content-Security-Policy: default-src 'none'" };
        for (size_t n = 0; n < COUNT(heads); n++)
            test_expect(strstr(buf_text(&heard), heads[n]), heads[n], __FILE__, __LINE__);
        EXPECT(!strstr(heard.data, "Content-Length") && !strstr(heard.data, "Content-Encoding") && !strstr(heard.data, "Transfer-"));
        const char *body = strstr(heard.data, "\r\n\r\n") + 4;
        EXPECT_TEXT(body, "retry: 3000\n\nevent: line\ndata: en, UTC, 0: two &lt;b&gt;\nid: 2\n\n");
        heard.len = 0;
        talk_say(tiny->app.database, 6, "elsewhere");
        talk_say(tiny->app.database, 5, "three");
        EXPECT(hear(fd, &heard, "id: 3\n\n", 2000));
        EXPECT_TEXT(buf_text(&heard), "event: line\ndata: en, UTC, 0: three\nid: 3\n\n");
        close(fd);
        site_stop(&site);
    }
}

UNIT_TEST(only_those_a_route_lets_in_get_a_stream)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    static const struct {
        const char *target, *cookie, *wanted;
    } cases[] = {
        { "/talk/5/live", "nobody", "HTTP/1.1 303 See Other\r\n" },
        { "/talk/5/live", "gated", "HTTP/1.1 303 See Other\r\n" },
        { "/broken", "ana", "HTTP/1.1 404 Not Found\r\n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf heard = { .arena = &tiny->arena };
        int fd = open_stream(&site, cases[i].target, cases[i].cookie);
        EXPECT(hear(fd, &heard, "\r\n\r\n", 2000));
        test_expect(text_starts(buf_text(&heard), cases[i].wanted), cases[i].target, __FILE__, __LINE__);
        EXPECT(strstr(heard.data, "Content-Length: "));
        EXPECT(!strstr(heard.data, "event-stream") && !strstr(heard.data, "X-Accel"));
        close(fd);
    }
    EXPECT_INT(figure(tiny, "kith_streams"), 0);
    site_stop(&site);
}

UNIT_TEST(a_head_gets_the_headers_alone)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    struct buf heard = { .arena = &tiny->arena };
    talk_say(tiny->app.database, 5, "one");
    int fd = dial(&site, 0);
    ask(fd, "HEAD", "/talk/5/live", "ana", "");
    ask(fd, "GET", "/plain", "ana", "");
    EXPECT(hear(fd, &heard, "plain", 2000));
    EXPECT(strstr(buf_text(&heard), "text/event-stream") && !strstr(heard.data, "retry:"));
    EXPECT_INT(count_of(heard.data, "HTTP/1.1 200 OK"), 2);
    EXPECT_INT(figure(tiny, "kith_streams"), 0);
    close(fd);
    site_stop(&site);
}

UNIT_TEST(a_browser_that_comes_back_gets_what_it_missed_and_nothing_twice)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    for (int i = 1; i <= 5; i++)
        talk_say(tiny->app.database, 5, i == 4 ? "twice" : i == 5 ? "silence" : "words");
    struct buf heard = { .arena = &tiny->arena };
    int fd = dial(&site, 0);
    ask(fd, "GET", "/talk/5/live?after=1", "ana", "Last-Event-ID: 2\r\n");
    EXPECT(hear(fd, &heard, "id: 4\n\n", 2000));
    /* What belongs to one change carries its number at the end: a connection that breaks before loses none of it. */
    EXPECT_TEXT(strstr(buf_text(&heard), "retry"), "retry: 3000\n\nevent: line\ndata: en, UTC, 0: words\nid: 3\n\n"
                                                   "event: first\ndata: half\n\nevent: line\ndata: en, UTC, 0: twice\nid: 4\n\n");
    close(fd);
    for (int i = 0; i < LIVE_READ_MOST - 3; i++)
        talk_say(tiny->app.database, 5, "more");
    heard.len = 0;
    fd = dial(&site, 0);
    ask(fd, "GET", "/talk/5/live", "ana", "Last-Event-ID: 2\r\n");
    EXPECT(hear(fd, &heard, "id: 202\n\n", 2000) && count_of(heard.data, "\nid: ") == LIVE_READ_MOST - 1);
    close(fd);
    /* One more than is read at once: the page is better loaded anew. */
    heard.len = 0;
    fd = dial(&site, 0);
    ask(fd, "GET", "/talk/5/live", "ana", "Last-Event-ID: 1\r\n");
    EXPECT(hear(fd, &heard, "reload\ndata:\n\n", 2000) && !strstr(heard.data, "id: "));
    talk_say(tiny->app.database, 5, "more");
    hear(fd, &heard, NULL, 100);
    EXPECT(!strstr(heard.data, "id: "));
    close(fd);
    site_stop(&site);
}

UNIT_TEST(streams_are_kept_alive_and_end_after_a_while)
{
    struct tiny *tiny = site_tiny();
    tiny->config.stream_beat = 60;
    tiny->config.stream_life = 400;
    struct site site = site_start(tiny);
    struct buf heard = { .arena = &tiny->arena };
    int64_t start = clock_monotonic_us();
    int fd = open_stream(&site, "/talk/5/live", "ana");
    hear(fd, &heard, NULL, 5000);
    EXPECT(count_of(buf_text(&heard), "\n:\n\n") >= 3);
    EXPECT(clock_monotonic_us() - start >= 390000);
    EXPECT(ended(fd, 1000));
    EXPECT(comes_to(tiny, "kith_streams", 0));
    EXPECT_INT(figure(tiny, "kith_stream_slow_total"), 0);
    site_stop(&site);
}

UNIT_TEST(readers_who_agree_share_the_bytes_and_others_get_their_own)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    int fds[4];
    struct buf heard[4];
    static const char *const cookies[] = { "ana", "m7", "stu", "m8; l=de" };
    static const char *const wanted[] = { "data: en, UTC, 0: hello\n", "data: en, UTC, 0: hello\n", "data: en, UTC, 1: hello\n",
                                          "data: de, UTC, 0: hello\n" };
    for (size_t i = 0; i < COUNT(fds); i++) {
        heard[i] = (struct buf){ .arena = &tiny->arena };
        fds[i] = open_stream(&site, "/talk/5/live", cookies[i]);
        EXPECT(hear(fds[i], &heard[i], "retry", 2000));
    }
    talk_say(tiny->app.database, 5, "hello");
    for (size_t i = 0; i < COUNT(fds); i++) {
        EXPECT(hear(fds[i], &heard[i], "id: 1\n\n", 2000));
        test_expect(strstr(heard[i].data, wanted[i]), wanted[i], __FILE__, __LINE__);
        close(fds[i]);
    }
    EXPECT(figure(tiny, "kith_stream_events_total") >= 4);
    site_stop(&site);
}

UNIT_TEST(words_for_now_reach_those_who_listen_but_not_who_said_them)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    struct buf seven = { .arena = &tiny->arena }, eight = { .arena = &tiny->arena }, nine = { .arena = &tiny->arena };
    int first = open_stream(&site, "/talk/5/live", "m7"), second = open_stream(&site, "/talk/5/live", "m8"),
        third = open_stream(&site, "/news", "m9");
    EXPECT(hear(first, &seven, "retry", 2000) && hear(second, &eight, "retry", 2000) && hear(third, &nine, "retry", 2000));
    live_tell(tiny->app.live, &talk_source, 5, "typing", "Ana B.", 7);
    talk_nudge(tiny->app.database, 7);
    EXPECT(hear(second, &eight, "event: nudge\ndata: 7\n\n", 2000) && strstr(eight.data, "event: typing\ndata: Ana B.\n\n"));
    EXPECT(hear(first, &seven, "event: nudge\ndata: 7\n\n", 2000) && !strstr(seven.data, "typing"));
    talk_nudge(tiny->app.database, 1);
    EXPECT(hear(third, &nine, "event: nudge\ndata: 1\n\n", 2000));
    EXPECT(count_of(nine.data, "nudge") == 1 && !strstr(nine.data, "typing"));
    close(first);
    close(second);
    close(third);
    site_stop(&site);
}

UNIT_TEST(who_has_a_stream_open_is_here)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    struct buf heard = { .arena = &tiny->arena };
    int64_t there[4];
    int first = open_stream(&site, "/talk/5/live", "m7");
    EXPECT(hear(first, &heard, "event: here\ndata: 5\n\n", 2000)); /* itself */
    heard.len = 0;
    int second = open_stream(&site, "/talk/5/live", "m8"), again = open_stream(&site, "/talk/5/live", "m8");
    EXPECT(hear(first, &heard, "event: here\ndata: 5\n\n", 5000));
    EXPECT_INT(live_present(tiny->app.live, &talk_source, 5, there, COUNT(there)), 2);
    EXPECT_INT(live_present(tiny->app.live, &talk_source, 5, there, 1), 1);
    EXPECT_INT(live_present(tiny->app.live, &talk_source, 6, there, COUNT(there)), 0);
    close(again); /* one window of two */
    live_gone(tiny->app.live, &talk_source, 5, 8);
    EXPECT_INT(live_present(tiny->app.live, &talk_source, 5, there, COUNT(there)), 1);
    EXPECT_INT(there[0], 7);
    close(first);
    close(second);
    site_stop(&site);
}

UNIT_TEST(dropping_somebody_ends_their_streams_and_nobody_elses)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    struct buf seven = { .arena = &tiny->arena }, again = { .arena = &tiny->arena }, eight = { .arena = &tiny->arena };
    int first = open_stream(&site, "/talk/5/live", "m7"), second = open_stream(&site, "/news", "m7"),
        third = open_stream(&site, "/talk/5/live", "m8");
    EXPECT(hear(first, &seven, "retry", 2000) && hear(second, &again, "retry", 2000) && hear(third, &eight, "retry", 2000));
    EXPECT(comes_to(tiny, "kith_streams", 3));
    talk_drop(tiny->app.database, 7);
    EXPECT(ended(first, 2000));
    EXPECT(ended(second, 2000));
    talk_say(tiny->app.database, 5, "still here");
    EXPECT(hear(third, &eight, "id: 1\n\n", 2000));
    EXPECT_INT(figure(tiny, "kith_streams"), 1);
    close(third);
    site_stop(&site);
}

UNIT_TEST(there_are_only_so_many_streams_of_one_member_and_of_all)
{
    struct tiny *tiny = site_tiny();
    tiny->config.streams = 10;
    struct site site = site_start(tiny);
    struct buf heard = { .arena = &tiny->arena };
    int fds[12];
    for (int i = 0; i < 9; i++) {
        heard.len = 0;
        fds[i] = open_stream(&site, "/talk/5/live", "m7");
        EXPECT(hear(fds[i], &heard, "\r\n\r\n", 2000));
        EXPECT_INT(strstr(heard.data, "HTTP/1.1 200") != NULL, i < 8);
        EXPECT_INT(strstr(heard.data, "HTTP/1.1 503") != NULL, i == 8);
        EXPECT(comes_to(tiny, "kith_streams", i < 8 ? i + 1 : 8));
    }
    for (int i = 9; i < 12; i++) {
        heard.len = 0;
        fds[i] = open_stream(&site, "/talk/5/live", i == 9 ? "m8" : "m9");
        EXPECT(hear(fds[i], &heard, "\r\n\r\n", 2000));
        EXPECT_INT(strstr(heard.data, "HTTP/1.1 200") != NULL, i < 11);
        EXPECT(comes_to(tiny, "kith_streams", i < 11 ? i : 10));
    }
    close(fds[0]); /* who goes makes room */
    EXPECT(comes_to(tiny, "kith_streams", 9));
    heard.len = 0;
    fds[0] = open_stream(&site, "/talk/5/live", "m7");
    EXPECT(hear(fds[0], &heard, "HTTP/1.1 200", 2000));
    for (int i = 0; i < 12; i++)
        close(fds[i]);
    EXPECT(comes_to(tiny, "kith_streams", 0));
    site_stop(&site);
}

UNIT_TEST(a_slow_reader_is_dropped_and_catches_up_and_others_do_not_notice)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    enum { LINES = 150, WIDTH = 20000 };
    char *wide = arena_alloc(&tiny->arena, WIDTH + 1);
    memset(wide, 'x', WIDTH);
    int slow = dial(&site, 4096), quick = open_stream(&site, "/talk/5/live", "m8");
    struct buf slowly = { .arena = &tiny->arena }, quickly = { .arena = &tiny->arena };
    ask(slow, "GET", "/talk/5/live", "m7", "");
    EXPECT(hear(slow, &slowly, "retry", 2000) && hear(quick, &quickly, "retry", 2000));
    EXPECT(comes_to(tiny, "kith_streams", 2));
    for (int i = 1; i <= LINES; i++) {
        talk_say(tiny->app.database, 5, wide);
        EXPECT(hear(quick, &quickly, arena_printf(&tiny->arena, "id: %d\n\n", i), 2000));
        quickly.len = 0;
    }
    EXPECT(comes_to(tiny, "kith_streams", 1));
    EXPECT_INT(figure(tiny, "kith_stream_slow_total"), 1);
    hear(slow, &slowly, NULL, 500);
    close(slow);
    bool good = true;
    int64_t last = follow(buf_text(&slowly), 0, &good);
    EXPECT(good && last < LINES);
    slow = dial(&site, 0);
    slowly.len = 0;
    ask(slow, "GET", "/talk/5/live", "m7", arena_printf(&tiny->arena, "Last-Event-ID: %lld\r\n", (long long)last));
    EXPECT(hear(slow, &slowly, arena_printf(&tiny->arena, "id: %d\n\n", LINES), 5000));
    EXPECT_INT(follow(slowly.data, last, &good), LINES);
    EXPECT(good);
    close(slow);
    close(quick);
    site_stop(&site);
}

UNIT_TEST(stopping_ends_streams_at_once)
{
    struct tiny *tiny = site_tiny();
    struct site site = site_start(tiny);
    int fds[50];
    struct buf heard = { .arena = &tiny->arena };
    for (size_t i = 0; i < COUNT(fds); i++) {
        fds[i] = open_stream(&site, i % 2 ? "/talk/5/live" : "/news", arena_printf(&tiny->arena, "m%zu", i + 1));
        heard.len = 0;
        EXPECT(hear(fds[i], &heard, "retry", 2000));
    }
    EXPECT(comes_to(tiny, "kith_streams", COUNT(fds)));
    int64_t start = clock_monotonic_us();
    server_stop(site.server);
    EXPECT((clock_monotonic_us() - start) / 1000 < 2000);
    for (size_t i = 0; i < COUNT(fds); i++)
        EXPECT(ended(fds[i], 1000));
    site.server = NULL;
    site_stop(&site);
}

UNIT_TEST(without_sockets_the_body_holds_what_was_missed)
{
    struct tiny *tiny = site_tiny();
    talk_say(tiny->app.database, 5, "one");
    talk_say(tiny->app.database, 5, "two");
    struct request *request = tiny_request(tiny, "GET", "/talk/5/live?after=1", "s=ana");
    exchange_header(request, "Accept-Encoding", "gzip");
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT_TEXT(buf_text(&request->body), "retry: 3000\n\nevent: line\ndata: en, UTC, 0: two\nid: 2\n\n");
    EXPECT_TEXT(tiny_header(request, "Content-Type"), "text/event-stream; charset=utf-8");
    EXPECT_TEXT(tiny_header(request, "X-Accel-Buffering"), "no");
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/talk/5/live", "s=nobody")), 303);
    struct site site = { .tiny = tiny };
    site_stop(&site);
}
