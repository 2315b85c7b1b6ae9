/* The listening part, over real sockets on the loopback. */
#include "http/test_tiny.h"
#include "tests/harness/harness.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static struct server *serve(struct tiny *tiny)
{
    struct server *server = NULL;
    if (server_start(&tiny->app, &server) != OK)
        abort();
    return server;
}

static int dial(const struct server *server)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)server_port(server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        abort();
    return fd;
}

static void say(int fd, const char *text, size_t len)
{
    while (len) {
        ssize_t sent = send(fd, text, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        text += sent;
        len -= (size_t)sent;
    }
}

static void ask(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

/* What comes until the other side closes, `until` stands in it, or `ms` pass without a byte. *closed tells the first. */
static struct buf hear(struct arena *arena, int fd, const char *until, int ms, bool *closed)
{
    struct buf heard = { .arena = arena };
    static const size_t size = 1 << 16;
    char *piece = malloc(size);
    *closed = false;
    while (!(until && heard.data && memmem(heard.data, heard.len, until, strlen(until)))) {
        struct pollfd wait = { .fd = fd, .events = POLLIN };
        if (poll(&wait, 1, ms) <= 0)
            break;
        ssize_t got = recv(fd, piece, size, 0);
        if (got <= 0) {
            *closed = true;
            break;
        }
        buf_add(&heard, piece, (size_t)got);
    }
    free(piece);
    return heard;
}

/* One conversation: says all, then listens until the server closes. */
static const char *talk_bytes(struct arena *arena, const struct server *server, const char *text, size_t len, bool *closed)
{
    int fd = dial(server);
    say(fd, text, len);
    struct buf heard = hear(arena, fd, NULL, 10000, closed);
    close(fd);
    return buf_text(&heard);
}

static const char *talk(struct arena *arena, const struct server *server, const char *text, bool *closed)
{
    return talk_bytes(arena, server, text, strlen(text), closed);
}

static int status_in(const char *answer)
{
    int64_t status;
    return text_starts(answer, "HTTP/1.1 ") && text_int(arena_slice(test_arena(), answer + 9, 3), 100, 599, &status) ? (int)status : 0;
}

static int count_of(const char *text, const char *word)
{
    int count = 0;
    while ((text = strstr(text, word))) {
        count++;
        text += strlen(word);
    }
    return count;
}

#define GET_LINE "GET /hello HTTP/1.1\r\n"
#define HOST "Host: tiny.example\r\n"

UNIT_TEST(requests_that_two_programs_could_read_differently_end_the_connection)
{
    static const struct {
        const char *what, *text;
        size_t len;
        int wanted;
    } cases[] = {
#define CASE(what, text, wanted) { what, text, sizeof(text) - 1, wanted }
        CASE("no host", GET_LINE "\r\n", 400),
        CASE("two hosts", GET_LINE HOST HOST "\r\n", 400),
        CASE("NUL in a header", GET_LINE HOST "X: a\0b\r\n\r\n", 400),
        CASE("NUL in the path", "GET /hel\0lo HTTP/1.1\r\n" HOST "\r\n", 400),
        CASE("bare LF",
             "GET /hello HTTP/1.1\n"
             "Host: tiny.example\n\n",
             400),
        CASE("one bare LF", GET_LINE "Host: tiny.example\nX: 1\r\n\r\n", 400),
        CASE("bare CR", GET_LINE HOST "X: a\rb\r\n\r\n", 400),
        CASE("folded header", GET_LINE HOST "X: a\r\n b\r\n\r\n", 400),
        CASE("blank before the colon", GET_LINE HOST "X : a\r\n\r\n", 400),
        CASE("no colon", GET_LINE HOST "X\r\n\r\n", 400),
        CASE("empty name", GET_LINE HOST ": x\r\n\r\n", 400),
        CASE("control character", GET_LINE HOST "X: a\x01\r\n\r\n", 400),
        CASE("DEL", GET_LINE HOST "X: a\x7f\r\n\r\n", 400),
        CASE("two lengths", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        CASE("the same length twice", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
        CASE("a list of lengths", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na", 400),
        CASE("signed length", "POST /form HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na", 400),
        CASE("negative length", "POST /form HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\na", 400),
        CASE("hexadecimal length", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\na", 400),
        CASE("empty length", "POST /form HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\na", 400),
        CASE("endless length", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\na", 400),
        CASE("length and encoding", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        CASE("two encodings", "POST /form HTTP/1.1\r\n" HOST "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        CASE("encoding before its time", "POST /form HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        CASE("unknown encoding", "POST /form HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        CASE("chunked", "POST /form HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        CASE("two spaces", "GET  /hello HTTP/1.1\r\n" HOST "\r\n", 400),
        CASE("tab for a space", "GET\t/hello HTTP/1.1\r\n" HOST "\r\n", 400),
        CASE("blank at the end", "GET /hello HTTP/1.1 \r\n" HOST "\r\n", 400),
        CASE("no version", "GET /hello\r\n" HOST "\r\n", 400),
        CASE("small version", "GET /hello http/1.1\r\n" HOST "\r\n", 400),
        CASE("version 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        CASE("version 1.2", "GET /hello HTTP/1.2\r\n" HOST "\r\n", 505),
        CASE("odd method", "G=T /hello HTTP/1.1\r\n" HOST "\r\n", 400),
        CASE("odd wish", "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1\r\nExpect: tea\r\n\r\na", 417),
        CASE("TLS to a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    };
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool closed;
        const char *answer = talk_bytes(&tiny->arena, server, cases[i].text, cases[i].len, &closed);
        test_expect_int(status_in(answer), cases[i].wanted, cases[i].what, __FILE__, __LINE__);
        test_expect(closed && strstr(answer, "Connection: close\r\n"), cases[i].what, __FILE__, __LINE__);
        test_expect_int(count_of(answer, "HTTP/1.1 "), 1, cases[i].what, __FILE__, __LINE__);
    }
    EXPECT_INT(tiny->shown, 0);
    EXPECT_INT(tiny->handled, 0);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(heads_that_are_too_long_are_refused_in_time)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    static const struct {
        size_t path, header;
        int headers, wanted;
    } cases[] = {
        { 100, 100, 10, 404 },        { URL_MAX + 1, 10, 1, 414 },  { 2 * HEAD_MAX, 10, 1, 414 },
        { 10, 2 * HEAD_MAX, 1, 431 }, { 10, 10, HEADERS_MAX, 431 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf text = { .arena = &tiny->arena };
        buf_printf(&text, "GET /%0*d HTTP/1.1\r\n" HOST "Connection: close\r\n", (int)cases[i].path, 0);
        for (int n = 0; n < cases[i].headers; n++)
            buf_printf(&text, "X: %0*d\r\n", (int)cases[i].header, 0);
        buf_puts(&text, "\r\n");
        bool closed;
        EXPECT_INT(status_in(talk(&tiny->arena, server, text.data, &closed)), cases[i].wanted);
        EXPECT(closed);
    }
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(requests_in_a_row_are_answered_in_their_order)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    bool closed;
    static const char text[] = "\r\nGET /things/1 HTTP/1.1\r\n" HOST "\r\n"
                               "GET /hello HTTP/1.1\r\n" HOST "Cookie: s=ana\r\n\r\n"
                               "HEAD /things/3 HTTP/1.1\r\n" HOST "\r\n"
                               "POST /open HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nl=de&"
                               "GET /nowhere HTTP/1.1\r\n" HOST "\r\n"
                               "GET /things/6 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"
                               "GET /things/7 HTTP/1.1\r\n" HOST "\r\n";
    const char *answer = talk(&tiny->arena, server, text, &closed);
    EXPECT_INT(count_of(answer, "HTTP/1.1 "), 6);
    const char *at = answer;
    static const char *const signs[] = { "thing 1 1", "hello ana", "Content-Length: 9\r\n", "303 See Other", "error 404", "thing 6 6" };
    for (size_t i = 0; i < COUNT(signs); i++)
        if (!test_expect((at = strstr(at, signs[i])), signs[i], __FILE__, __LINE__))
            break;
    EXPECT(!strstr(answer, "thing 3") && !strstr(answer, "thing 7"));
    EXPECT(closed);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(connections_are_kept_as_the_client_wishes)
{
    static const struct {
        const char *text;
        bool closed;
    } cases[] = {
        { GET_LINE HOST "\r\n", false },
        { GET_LINE HOST "Connection: close\r\n\r\n", true },
        { GET_LINE HOST "Connection: foo, Close\r\n\r\n", true },
        { "GET /hello HTTP/1.0\r\n" HOST "\r\n", true },
        { "GET /hello HTTP/1.0\r\n" HOST "Connection: Keep-Alive\r\n\r\n", false },
    };
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool closed;
        int fd = dial(server);
        ask(fd, cases[i].text);
        struct buf heard = hear(&tiny->arena, fd, NULL, 100, &closed);
        EXPECT_INT(status_in(buf_text(&heard)), 200);
        test_expect_int(closed, cases[i].closed, cases[i].text, __FILE__, __LINE__);
        EXPECT_INT(strstr(buf_text(&heard), "Connection: close\r\n") != NULL, cases[i].closed);
        EXPECT(strstr(buf_text(&heard), " GMT\r\n"));
        close(fd);
    }
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(big_answers_arrive_whole_also_at_slow_readers)
{
    struct tiny *tiny = tiny_open();
    tiny->config.deadline = 100; /* a slow reader has three of these for each 16 kB */
    struct server *server = serve(tiny);
    int fd = dial(server);
    ask(fd, "GET /huge HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    size_t total = 0;
    char piece[100000], last[64] = "";
    for (ssize_t got; (got = recv(fd, piece, sizeof piece, MSG_WAITALL)) > 0; total += (size_t)got) {
        if (got > 32)
            memcpy(last, piece + got - 32, 32);
        usleep(10000);
    }
    EXPECT(total > 5000000);
    EXPECT(strstr(last, "line 299999</p>"));
    close(fd);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(a_ten_megabyte_body_is_refused_before_it_is_read)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    bool closed;
    static const char head[] =
        "POST /form HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10485760\r\n\r\n";
    const char *answer = talk(&tiny->arena, server, head, &closed);
    EXPECT_INT(status_in(answer), 413);
    EXPECT(strstr(answer, "error 413 for a visitor") && closed);
    /* Whoever sends it all the same still gets to read why not. */
    size_t len = sizeof head - 1 + 10485760;
    char *text = calloc(1, len);
    memcpy(text, head, sizeof head - 1);
    answer = talk_bytes(&tiny->arena, server, text, len, &closed);
    EXPECT_INT(status_in(answer), 413);
    free(text);
    EXPECT_INT(status_in(talk(&tiny->arena, server, "POST /nowhere HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\n", &closed)), 404);
    EXPECT(closed);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(who_asks_before_sending_is_told_to_go_on)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    bool closed;
    int fd = dial(server);
    ask(fd, "POST /open HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    struct buf heard = hear(&tiny->arena, fd, "\r\n\r\n", 1000, &closed);
    EXPECT_TEXT(buf_text(&heard), "HTTP/1.1 100 Continue\r\n\r\n");
    ask(fd, "l=");
    usleep(20000);
    ask(fd, "fr");
    heard = hear(&tiny->arena, fd, "\r\n\r\n", 1000, &closed);
    EXPECT_INT(status_in(buf_text(&heard)), 303);
    close(fd);
    server_stop(server);
    tiny_close(tiny);
}

/* Sends `text` byte by byte; ms until the server had enough. */
static int64_t trickle(struct tiny *tiny, const struct server *server, const char *text, struct buf *heard)
{
    int64_t start = clock_monotonic_us();
    int fd = dial(server);
    bool closed = false;
    for (int i = 0; !closed && i < 200; i++) {
        say(fd, text + (i < (int)strlen(text) ? i : (int)strlen(text) - 1), 1);
        *heard = hear(&tiny->arena, fd, NULL, 10, &closed);
    }
    close(fd);
    return (clock_monotonic_us() - start) / 1000;
}

UNIT_TEST(a_client_that_trickles_is_gone_after_the_deadline)
{
    struct tiny *tiny = tiny_open();
    tiny->config.deadline = 150;
    struct server *server = serve(tiny);
    struct buf heard;
    int64_t took = trickle(tiny, server, "GET /hello HTTP/1.1\r\nX: aaaaaaaa", &heard);
    EXPECT(took >= 140 && took < 900);
    EXPECT_INT(status_in(buf_text(&heard)), 408);
    took = trickle(tiny, server, "POST /form HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\na", &heard);
    EXPECT(took >= 140 && took < 900);
    /* One that says nothing at all goes without a word. */
    int fd = dial(server);
    bool closed;
    heard = hear(&tiny->arena, fd, NULL, 900, &closed);
    EXPECT(closed && !heard.len);
    close(fd);
    /* And one that has been served may rest three times as long. */
    fd = dial(server);
    ask(fd, GET_LINE HOST "\r\n");
    heard = hear(&tiny->arena, fd, NULL, 200, &closed);
    EXPECT(!closed && heard.len);
    heard = hear(&tiny->arena, fd, NULL, 900, &closed);
    EXPECT(closed && !heard.len);
    close(fd);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(stopping_finishes_what_was_taken)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    int idle = dial(server), slow = dial(server), half = dial(server);
    ask(slow, "GET /slow HTTP/1.1\r\n" HOST "\r\n");
    ask(half, "GET /hel");
    usleep(100000);
    int64_t start = clock_monotonic_us();
    ask(half, "lo HTTP/1.1\r\n" HOST "\r\n");
    usleep(20000);
    server_stop(server);
    EXPECT((clock_monotonic_us() - start) / 1000 < 2000);
    bool closed;
    struct buf heard = hear(&tiny->arena, slow, NULL, 1000, &closed);
    EXPECT(closed && strstr(buf_text(&heard), "slow but there") && strstr(buf_text(&heard), "Connection: close\r\n"));
    heard = hear(&tiny->arena, half, NULL, 1000, &closed);
    EXPECT(closed && strstr(buf_text(&heard), "hello visitor"));
    heard = hear(&tiny->arena, idle, NULL, 1000, &closed);
    EXPECT(closed && !heard.len);
    close(idle);
    close(slow);
    close(half);
    tiny_close(tiny);
}

UNIT_TEST(more_than_can_be_remembered_is_turned_away_kindly)
{
    struct tiny *tiny = tiny_open();
    tiny->config.workers = 1;
    tiny->hold = true;
    struct server *server = serve(tiny);
    int fds[140], status[600] = { 0 };
    struct pollfd wait[COUNT(fds)];
    for (size_t i = 0; i < COUNT(fds); i++) {
        fds[i] = dial(server);
        ask(fds[i], "GET /hold HTTP/1.1\r\n" HOST "Connection: close\r\nAccept-Language: de\r\n\r\n");
        wait[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
        if (!i)
            usleep(100000); /* the workers take the first three, the others queue */
    }
    int answered = 0;
    for (int patience = 0; answered < 9 && patience < 1000; patience++) {
        usleep(10000);
        answered = poll(wait, COUNT(wait), 0);
    }
    tiny->hold = false;
    for (size_t i = 0; i < COUNT(fds); i++) {
        bool closed;
        struct buf heard = hear(&tiny->arena, fds[i], NULL, 2000, &closed);
        int got = status_in(buf_text(&heard));
        status[got]++;
        if (got == 503)
            EXPECT(strstr(buf_text(&heard), "Retry-After: 5\r\n") && strstr(buf_text(&heard), "<html lang=\"de\""));
        close(fds[i]);
    }
    EXPECT_INT(status[200], 131); /* a worker and two for readers at work, 128 waiting */
    EXPECT_INT(status[503], 9);
    server_stop(server);
    tiny_close(tiny);
}

/* A database that another program keeps locked makes everybody who writes wait for seconds. */
UNIT_TEST(those_who_read_do_not_wait_behind_those_who_write)
{
    struct tiny *tiny = tiny_open();
    tiny->config.workers = 1;
    tiny->hold = true;
    struct server *server = serve(tiny);
    int writers[3];
    bool closed;
    for (size_t i = 0; i < COUNT(writers); i++) {
        writers[i] = dial(server);
        ask(writers[i], "POST /hold HTTP/1.1\r\n" HOST "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }
    usleep(100000);
    for (int i = 0; i < 3; i++)
        EXPECT_INT(status_in(talk(&tiny->arena, server, "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", &closed)), 200);
    tiny->hold = false;
    for (size_t i = 0; i < COUNT(writers); i++) {
        struct buf heard = hear(&tiny->arena, writers[i], NULL, 2000, &closed);
        EXPECT_INT(status_in(buf_text(&heard)), 200);
        close(writers[i]);
    }
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(clients_that_hang_up_are_forgotten)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny);
    static const char *const texts[] = { "GET /slow HTTP/1.1\r\n" HOST "\r\n", "GET /huge HTTP/1.1\r\n" HOST "\r\n",
                                         "POST /form HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\nab", "GET /", "" };
    for (size_t i = 0; i < 20; i++) {
        int fd = dial(server);
        ask(fd, texts[i % COUNT(texts)]);
        if (i & 1) /* a reset instead of a goodbye */
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
        close(fd);
    }
    bool closed;
    EXPECT_INT(status_in(talk(&tiny->arena, server, GET_LINE HOST "Connection: close\r\n\r\n", &closed)), 200);
    /* Half closed is not gone. */
    int fd = dial(server);
    ask(fd, "GET /slow HTTP/1.1\r\n" HOST "\r\n" GET_LINE HOST "\r\n");
    shutdown(fd, SHUT_WR);
    struct buf heard = hear(&tiny->arena, fd, NULL, 10000, &closed);
    EXPECT(closed && strstr(buf_text(&heard), "slow but there") && strstr(buf_text(&heard), "hello visitor"));
    close(fd);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(a_port_that_is_taken_is_not_shared)
{
    struct tiny *tiny = tiny_open();
    struct server *server = serve(tiny), *other;
    tiny->config.listen = arena_printf(&tiny->arena, "127.0.0.1:%d", server_port(server));
    EXPECT_INT(server_start(&tiny->app, &other), BROKEN);
    static const char *const nonsense[] = { "", "8080", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:http" };
    for (size_t i = 0; i < COUNT(nonsense); i++) {
        tiny->config.listen = nonsense[i];
        test_expect_int(server_start(&tiny->app, &other), BROKEN, nonsense[i], __FILE__, __LINE__);
    }
    server_stop(server);
    tiny->config.listen = "[::1]:0";
    if (server_start(&tiny->app, &other) == OK) { /* where the machine has IPv6 */
        EXPECT(server_port(other) > 0);
        server_stop(other);
    }
    tiny_close(tiny);
}

struct crowd {
    struct tiny *tiny;
    const struct server *server;
    atomic_int fine;
};

static void *one_of_a_crowd(void *context)
{
    struct crowd *crowd = context;
    static const char *const targets[] = { "/hello", "/form", "/big", "/things/5", "/nowhere" };
    struct arena arena = { 0 };
    int fd = dial(crowd->server);
    for (size_t i = 0; i < 50; i++) {
        char text[256];
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "Cookie: s=ana\r\nAccept-Encoding: gzip\r\n\r\n",
                 targets[i % COUNT(targets)]);
        ask(fd, text);
        bool closed;
        struct buf heard = hear(&arena, fd, "\r\n\r\n", 5000, &closed);
        const char *length = strstr(buf_text(&heard), "Content-Length: "), *body = strstr(buf_text(&heard), "\r\n\r\n");
        size_t left = length && body ? strtoul(length + 16, NULL, 10) + (size_t)(body + 4 - heard.data) - heard.len : 0;
        while (left && !closed) {
            char piece[4096];
            ssize_t got = recv(fd, piece, left < sizeof piece ? left : sizeof piece, 0);
            closed = got <= 0;
            left -= got > 0 ? (size_t)got : 0;
        }
        crowd->fine += length && !closed;
    }
    close(fd);
    arena_free(&arena);
    return NULL;
}

UNIT_TEST(a_crowd_is_served_by_all_threads)
{
    struct tiny *tiny = tiny_open();
    struct crowd crowd = { .tiny = tiny, .server = serve(tiny) };
    pthread_t threads[12];
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_create(&threads[i], NULL, one_of_a_crowd, &crowd);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    EXPECT_INT(crowd.fine, 50 * COUNT(threads));
    server_stop((struct server *)crowd.server);
    tiny_close(tiny);
}
