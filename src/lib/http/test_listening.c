#include "http/test_listening.h"

#include "db/test_scratch.h"
#include "http/metrics.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the site ---- */

static enum status talk_page(struct request *request)
{
    int64_t after = 0;
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &after);
    struct live_channel also[] = { { &nudge_source, path_id(request, 0) + 1 }, { &nudge_source, path_id(request, 0) + 2 } };
    struct stream_wish wish = { .channel = { &talk_source, path_id(request, 0) },
                                .after = after,
                                .flags = (request->roles & ROLE_STEWARD) != 0,
                                .also = also,
                                .also_count = COUNT(also),
                                .here = !*query_value(request, "after") };
    return stream_open(request, &wish);
}

static enum status talk_inline(struct request *request)
{
    return talk_page(request);
}

static enum status news_page(struct request *request)
{
    struct live_channel also[] = { { &nudge_source, 1 }, { &nudge_source, 1 } };
    return stream_open(request, &(struct stream_wish){ .also = also, .also_count = COUNT(also) });
}

static enum status broken_page(struct request *request)
{
    TRY(talk_page(request));
    return NOT_FOUND;
}

static enum status plain_page(struct request *request)
{
    buf_puts(&request->body, "plain");
    return OK;
}

static const struct route stream_routes[] = {
    { GET, "/talk/:id/live", MEMBERS, talk_page, .flags = 0 }, { GET, "/quick/:id/live", MEMBERS, talk_inline, .flags = ROUTE_INLINE },
    { GET, "/news", MEMBERS, news_page, .flags = 0 },          { GET, "/broken", MEMBERS, broken_page, .flags = 0 },
    { GET, "/plain", ANYONE, plain_page, .flags = 0 },         { GET, "/metrics", ANYONE, metrics_page, .flags = 0 },
};

struct tiny *site_tiny(void)
{
    struct tiny *tiny = tiny_open();
    tiny->app.routes = stream_routes;
    tiny->app.routes_count = COUNT(stream_routes);
    tiny->app.metrics = metrics_new(&tiny->app);
    talk_make(tiny->app.database);
    if (scratch_do(tiny->app.database, " CREATE TABLE job (id BIGINT, due BIGINT, failed BOOLEAN)") != OK) /* /metrics counts them */
        abort();
    struct live_options options = { .database = tiny->app.database, .sources = talk_sources };
    if (live_start(&options, &tiny->app.live) != OK)
        abort();
    return tiny;
}

struct site site_start(struct tiny *tiny)
{
    struct site site = { .tiny = tiny };
    if (server_start(&tiny->app, &site.server) != OK)
        abort();
    return site;
}

void site_stop(struct site *site)
{
    if (site->server)
        server_stop(site->server);
    live_stop(site->tiny->app.live);
    metrics_free(site->tiny->app.metrics);
    tiny_close(site->tiny);
}

/* ---- a browser ---- */

int dial(const struct site *site, int receive_bytes)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)server_port(site->server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (receive_bytes)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
        abort();
    return fd;
}

void ask(int fd, const char *method, const char *target, const char *cookie, const char *headers)
{
    char text[1024];
    int len =
        snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: tiny.example\r\nCookie: s=%s\r\n%s\r\n", method, target, cookie, headers);
    if (send(fd, text, (size_t)len, MSG_NOSIGNAL) != len)
        abort();
}

int open_stream(const struct site *site, const char *target, const char *cookie)
{
    int fd = dial(site, 0);
    ask(fd, "GET", target, cookie, "Accept-Encoding: gzip\r\n");
    return fd;
}

/* Adds what comes to `heard` until `until` stands in it (true), or the stream ends or `ms` pass without a byte (false). */
bool hear(int fd, struct buf *heard, const char *until, int ms)
{
    char piece[65536];
    while (!(until && heard->len && strstr(heard->data, until))) {
        struct pollfd wait = { .fd = fd, .events = POLLIN };
        if (poll(&wait, 1, ms) <= 0)
            return false;
        ssize_t got = recv(fd, piece, sizeof piece, 0);
        if (got <= 0)
            return false;
        buf_add(heard, piece, (size_t)got);
    }
    return true;
}

/* Reads until the other side has closed. */
bool ended(int fd, int ms)
{
    struct arena arena = { 0 };
    struct buf heard = { .arena = &arena };
    hear(fd, &heard, NULL, ms);
    struct pollfd wait = { .fd = fd, .events = POLLIN };
    char more;
    bool closed = poll(&wait, 1, 0) > 0 && recv(fd, &more, 1, 0) <= 0;
    arena_free(&arena);
    close(fd);
    return closed;
}

int count_of(const char *text, const char *word)
{
    int count = 0;
    while ((text = strstr(text, word))) {
        count++;
        text += strlen(word);
    }
    return count;
}

/* A figure of /metrics. */
int64_t figure(struct tiny *tiny, const char *name)
{
    struct request *request = exchange_new(&tiny->arena, &tiny->app, "GET", "/metrics");
    exchange_header(request, "Host", "127.0.0.1");
    exchange_address(request, "127.0.0.1");
    const char *line = tiny_fetch(request) == 200 ? strstr(buf_text(&request->body), arena_printf(&tiny->arena, "\n%s ", name)) : NULL;
    return line ? strtoll(line + strlen(name) + 2, NULL, 10) : -1;
}

bool comes_to(struct tiny *tiny, const char *name, int64_t wanted)
{
    for (int patience = 0; patience < 500 && figure(tiny, name) != wanted; patience++)
        usleep(10000);
    return figure(tiny, name) == wanted;
}

/* What a browser saw: the numbers in its events, each one more than the one before. */
int64_t follow(const char *heard, int64_t last, bool *good)
{
    while ((heard = strstr(heard, "\nid: "))) {
        int64_t number = strtoll(heard + 5, NULL, 10);
        *good = *good && number == last + 1;
        last = number;
        heard += 5;
    }
    return last;
}

/* On PostgreSQL two of them, on SQLite one. */
struct site site_on(struct database *database)
{
    struct tiny *tiny = tiny_open();
    struct database *own = tiny->app.database;
    tiny->app.routes = stream_routes;
    tiny->app.routes_count = COUNT(stream_routes);
    tiny->app.database = database;
    tiny->config.stream_beat = 100;
    struct live_options options = { .database = database, .sources = talk_sources };
    if (live_start(&options, &tiny->app.live) != OK)
        abort();
    struct site site = site_start(tiny);
    site.own = own;
    return site;
}

void site_off(struct site *site)
{
    server_stop(site->server);
    live_stop(site->tiny->app.live);
    site->tiny->app.database = site->own;
    tiny_close(site->tiny);
}
