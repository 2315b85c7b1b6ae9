/* Any bytes on a connection (the first byte tells in pieces of which size they come), through the reader of heads, the routes, the
 * handlers and back, as a client sees it: each whole request gets one answer, nothing of what was sent becomes a header or an answer of
 * its own, and after a refusal nothing follows. */
#include "http/listening.h"
#include "tests/fuzz/site.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* Real workers and a real event base, which this thread turns by hand. */
static struct server *server_of(void)
{
    static struct server *server;
    if (!server) {
        if (server_open(&site_of()->app, &server) != OK)
            abort();
        server->pool = server_pool_new(1);
    }
    return server;
}

static void hear(int fd, struct buf *heard, bool *closed)
{
    char piece[8192];
    ssize_t got;
    while ((got = recv(fd, piece, sizeof piece, MSG_DONTWAIT)) > 0)
        buf_add(heard, piece, (size_t)got);
    *closed = !got || (errno != EAGAIN && errno != EINTR);
}

/* Says all of it, then nothing more; returns what came until the other side closed. */
static void talk(struct server_io *io, const char *data, size_t len, size_t piece, struct buf *heard)
{
    int ends[2];
    bool closed = false;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends))
        abort();
    struct sockaddr_in peer = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000207) };
    server_connection_open(io, ends[0], (struct sockaddr *)&peer);
    for (size_t at = 0; at < len && !closed;) {
        ssize_t sent = send(ends[1], data + at, len - at < piece ? len - at : piece, MSG_NOSIGNAL);
        at += sent > 0 ? (size_t)sent : 0;
        if (sent < 0 && errno != EAGAIN)
            break;
        event_base_loop(io->base, EVLOOP_NONBLOCK);
        hear(ends[1], heard, &closed);
    }
    shutdown(ends[1], SHUT_WR);
    while (!closed && io->connections_count) {
        event_base_loop(io->base, EVLOOP_ONCE);
        hear(ends[1], heard, &closed);
    }
    hear(ends[1], heard, &closed);
    close(ends[1]);
    while (io->connections_count)
        event_base_loop(io->base, EVLOOP_ONCE);
}

/* ---- what came back ---- */

struct reply {
    int status;
    size_t length; /* of the body, as its head says */
    bool close;
};

static bool number_at(const char *text, size_t len, size_t *number)
{
    int64_t value;
    char word[24] = "";
    if (len >= sizeof word)
        return false;
    memcpy(word, text, len);
    bool good = text_int(word, 0, INT64_MAX, &value);
    *number = good ? (size_t)value : 0;
    return good;
}

static void header_check(struct arena *arena, const char *line, size_t len, struct reply *reply, int *lengths)
{
    const char *colon = memchr(line, ':', len);
    PROMISE(colon && colon + 1 < line + len && colon[1] == ' ');
    const char *name = arena_slice(arena, line, (size_t)(colon - line));
    const char *value = arena_slice(arena, colon + 2, (size_t)(line + len - colon - 2));
    PROMISE(strlen(value) == (size_t)(line + len - colon - 2) && site_header_known(name, value));
    if (text_same(name, "Content-Length")) {
        PROMISE(!(*lengths)++ && number_at(value, strlen(value), &reply->length));
    }
    if (text_same(name, "Connection")) {
        PROMISE(text_same(value, "close") || text_same(value, "keep-alive"));
        reply->close = text_same(value, "close");
    }
}

/* Reads one head; returns where it ends. */
static const char *head_check(struct arena *arena, const char *at, const char *end, struct reply *reply)
{
    static const int known[] = { 100, 200, 303, 304, 400, 401, 403, 404, 405, 411, 413, 414, 415, 417, 422, 431, 501, 503, 505 };
    const char *stop = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
    size_t status = 0;
    bool is_known = false;
    int lengths = 0;
    PROMISE(stop && end - at > 12 && !memcmp(at, "HTTP/1.1 ", 9) && number_at(at + 9, 3, &status) && at[12] == ' ');
    *reply = (struct reply){ .status = (int)status };
    for (size_t i = 0; i < COUNT(known); i++)
        is_known = is_known || known[i] == reply->status;
    PROMISE(is_known);
    for (const char *line = memmem(at, (size_t)(end - at), "\r\n", 2); line < stop;) {
        const char *next = memmem(line + 2, (size_t)(stop + 2 - line - 2), "\r\n", 2);
        header_check(arena, line + 2, (size_t)(next - line - 2), reply, &lengths);
        line = next;
    }
    PROMISE(lengths == (reply->status != 304 && reply->status != 100));
    return stop + 4;
}

/* How many answers came. A HEAD's has no body, which shows in what follows it: our bodies never begin like an answer. */
static int answers_check(struct arena *arena, const struct buf *heard, bool heads, int *first)
{
    const char *at = buf_text(heard), *end = at + heard->len;
    int count = 0;
    bool closed = false;
    while (at < end) {
        struct reply reply;
        PROMISE(!closed);
        at = head_check(arena, at, end, &reply);
        if (reply.status == 100)
            continue;
        bool bare = heads && (at == end || !strncmp(at, "HTTP/1.1 ", 9));
        PROMISE(bare || reply.length <= (size_t)(end - at));
        at += bare ? 0 : reply.length;
        closed = reply.close;
        if (!count++)
            *first = reply.status;
    }
    return count;
}

/* What the first request must get at least, judged by the reader alone: its refusal; -1: an answer of any kind; 0: maybe none. */
static int wanted_first(struct arena *arena, const char *data, size_t len)
{
    struct request_head head;
    size_t scanned = 0;
    for (int n = 0; n < 2 && len >= 2 && !memcmp(data, "\r\n", 2); n++, data += 2, len -= 2)
        ;
    size_t look = len < HEAD_MAX ? len : HEAD_MAX;
    int64_t end = request_head_end(data, look, &scanned);
    if (end < 0)
        return 400;
    if (!end)
        return look < HEAD_MAX ? 0 : -1;
    int wrong = request_head_read(arena, data, (size_t)end, &head);
    return wrong ? wrong : head.content_length <= (int64_t)len - end ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return -1;
    struct arena arena = { 0 };
    struct buf heard = { .arena = &arena };
    size_t len = size - 1, piece = data[0] < 8 ? 1U << data[0] : size;
    char *sent = arena_slice(&arena, (const char *)data + 1, len);
    site_tokens(sent, len);
    int first = 0, wanted = wanted_first(&arena, sent, len);
    talk(&server_of()->ios[0], sent, len, piece, &heard);
    int count = answers_check(&arena, &heard, memmem(sent, len, "HEAD", 4), &first);
    PROMISE(!wanted || (count && (wanted < 0 || first == wanted)));
    arena_free(&arena);
    return 0;
}
