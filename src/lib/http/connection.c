/* One connection: reads requests strictly, one after the other, hands each to a worker (or serves it here when it is short), writes the
 * answer, keeps the deadlines. Everything here runs on the I/O thread that accepted it. */
#include "http/listening.h"
#include "http/metrics.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <sys/socket.h>

enum {
    READ_AHEAD = 64 * 1024, /* bytes kept of what a client sends ahead of our reading */
    PROGRESS = 16 * 1024,   /* a slow reader must take this much in the time of one deadline */
    LINGER_MS = 2000,
    BODY_FIRST = 16 * 1024,
};

enum stage {
    STAGE_HEAD, /* waiting for a head, or for the rest of one */
    STAGE_BODY,
    STAGE_WORK, /* with a worker */
    STAGE_WRITE,
    STAGE_STREAM, /* has its answer and stays open; streaming.c writes to it */
    STAGE_LINGER, /* our side is shut; what still comes is thrown away, so that the answer isn't lost to a reset */
};

struct connection {
    struct server_io *io;
    struct connection *prev, *next;
    struct bufferevent *bev;
    enum stage stage;
    bool begun;       /* the first byte of a head is there */
    bool close;       /* after this answer */
    bool eof, broken; /* the client sends nothing more; is gone */
    bool unread;      /* it may still be sending what nobody will read */
    bool old;         /* HTTP/1.0 */
    size_t scanned;
    int64_t deadline;
    struct turn *turn;
    struct stream *stream;
    struct buf body; /* grows as it comes: what is only announced takes no memory */
    size_t body_want;
    size_t unsent; /* when the deadline of writing was last set */
    char address[INET6_ADDRSTRLEN];
};

int64_t server_now(void)
{
    return clock_monotonic_us() / 1000;
}

static void turn_free(struct turn *turn)
{
    if (turn->request)
        exchange_wipe(turn->request);
    arena_free(&turn->arena);
    free(turn);
}

static void list_add(struct connection *connection, struct connection **list)
{
    connection->prev = NULL;
    connection->next = *list;
    if (connection->next)
        connection->next->prev = connection;
    *list = connection;
}

static void list_remove(struct connection *connection)
{
    struct server_io *io = connection->io;
    struct connection **list = connection->stage == STAGE_STREAM ? &io->streaming : &io->connections;
    *(connection->prev ? &connection->prev->next : list) = connection->next;
    if (connection->next)
        connection->next->prev = connection->prev;
}

static void connection_free(struct connection *connection)
{
    struct server_io *io = connection->io;
    if (connection->turn)
        turn_free(connection->turn);
    if (connection->stream)
        server_stream_free(connection->stream);
    list_remove(connection);
    bufferevent_free(connection->bev);
    free(connection);
    metrics_change(io->server->app->metrics, METRICS_CONNECTIONS, -1);
    if (!--io->connections_count && io->stopping)
        event_base_loopbreak(io->base);
}

/* ---- writing ----
 * The functions that return a bool: true means "look at the input again", false "there is nothing to do now; the connection may be gone".
 */

static bool leave(struct connection *connection)
{
    if (connection->io->server->tls)
        server_tls_goodbye(connection->bev);
    connection->unread |= evbuffer_get_length(bufferevent_get_input(connection->bev)) > 0;
    if (!connection->unread || shutdown(bufferevent_getfd(connection->bev), SHUT_WR)) {
        connection_free(connection);
        return false;
    }
    connection->stage = STAGE_LINGER;
    connection->deadline = server_now() + LINGER_MS;
    return true;
}

static bool finish(struct connection *connection)
{
    if (connection->eof && (connection->close || !evbuffer_get_length(bufferevent_get_input(connection->bev)))) {
        connection_free(connection);
        return false;
    }
    if (connection->close)
        return leave(connection);
    connection->stage = STAGE_HEAD;
    connection->deadline = server_now() + 3 * connection->io->server->deadline;
    return true;
}

static const char *date_of(struct server_io *io)
{
    int64_t second = clock_now() / 1000;
    if (second != io->date_second) {
        static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
        time_t at = (time_t)second;
        struct tm utc;
        gmtime_r(&at, &utc);
        snprintf(io->date, sizeof io->date, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * utc.tm_wday, utc.tm_mday,
                 months + 3 * utc.tm_mon, (utc.tm_year + 1900) % 10000, utc.tm_hour, utc.tm_min, utc.tm_sec);
        io->date_second = second;
    }
    return io->date;
}

static void wait_for_write(struct connection *connection)
{
    connection->stage = STAGE_WRITE;
    connection->unsent = evbuffer_get_length(bufferevent_get_output(connection->bev));
    connection->deadline = server_now() + 3 * connection->io->server->deadline;
}

/* For bytes that never became a request: no page, no language, and the connection ends. */
static bool refuse(struct connection *connection, int status)
{
    const char *reason = answer_reason(status);
    metrics_refused(connection->io->server->app->metrics, status);
    evbuffer_add_printf(bufferevent_get_output(connection->bev),
                        "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
                        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%d %s\n",
                        status, reason, date_of(connection->io), strlen(reason) + 5, status, reason);
    connection->close = connection->unread = true;
    wait_for_write(connection);
    return false;
}

static void head_text(struct connection *connection, const struct request *request, struct buf *out)
{
    const char *name, *value;
    buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", request->status, answer_reason(request->status), date_of(connection->io));
    if (request->status != 304 && !request->exchange->stream)
        buf_printf(out, "Content-Length: %zu\r\n", request->exchange->length);
    for (size_t n = 0; exchange_answer_header(request, n, &name, &value); n++) {
        buf_puts(out, name);
        buf_add(out, ": ", 2);
        buf_puts(out, value);
        buf_add(out, "\r\n", 2);
    }
    if (connection->close)
        buf_puts(out, "Connection: close\r\n");
    else if (connection->old)
        buf_puts(out, "Connection: keep-alive\r\n");
    buf_add(out, "\r\n", 2);
}

static void turn_written(const void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    turn_free(context);
}

/* Most answers fit into the socket at once; then nothing is copied and no event is set. Returns the bytes taken, -1: the client is gone. */
static ssize_t send_now(struct connection *connection, const struct iovec parts[2])
{
    if (connection->io->server->tls || evbuffer_get_length(bufferevent_get_output(connection->bev)))
        return 0;
    struct msghdr message = { .msg_iov = (struct iovec *)parts, .msg_iovlen = 2 };
    ssize_t sent = sendmsg(bufferevent_getfd(connection->bev), &message, MSG_NOSIGNAL);
    return sent >= 0 ? sent : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

/* The answer stays open from here on; where nobody would write to it any more, it ends, and the browser asks again. */
static void stay_open(struct connection *connection, const struct request *request)
{
    const struct stream_begin *begin = request->exchange->stream;
    if (!begin || request->head || connection->eof || connection->broken || connection->io->stopping || !request->app->live ||
        request->exchange->drops != live_drops(request->app->live)) /* somebody's rights ended meanwhile, perhaps this reader's */
        return;
    list_remove(connection);
    connection->stage = STAGE_STREAM;
    connection->deadline = INT64_MAX;
    list_add(connection, &connection->io->streaming);
    connection->stream = server_stream_new(connection->io, connection, connection->bev, begin);
}

void server_connection_end(struct connection *connection)
{
    if (connection->io->server->tls)
        server_tls_goodbye(connection->bev);
    connection_free(connection);
}

static bool answer(struct connection *connection, struct turn *turn)
{
    connection->turn = NULL;
    const struct request *request = turn->request;
    connection->close |= connection->io->stopping || (request->exchange->stream && !request->head);
    struct buf head = { .arena = &turn->arena };
    head_text(connection, request, &head);
    stay_open(connection, request); /* whoever has read the head listens already */
    struct iovec parts[2] = { { head.data, head.len }, { request->body.data, request->body.len } };
    ssize_t sent = connection->broken ? -1 : send_now(connection, parts);
    if (sent < 0 || (size_t)sent == head.len + request->body.len) {
        turn_free(turn);
        if (sent >= 0)
            return connection->stream || finish(connection);
        connection_free(connection);
        return false;
    }
    /* The rest is written from where it lies; the last piece takes the turn's memory with it. */
    struct evbuffer *output = bufferevent_get_output(connection->bev);
    size_t gone = (size_t)sent, from_head = gone < head.len ? gone : head.len, from_body = gone - from_head;
    bool body_left = request->body.len > from_body;
    if (head.len > from_head)
        evbuffer_add_reference(output, head.data + from_head, head.len - from_head, body_left ? NULL : turn_written, turn);
    if (body_left)
        evbuffer_add_reference(output, request->body.data + from_body, request->body.len - from_body, turn_written, turn);
    if (connection->stream)
        server_stream_backlog(connection->stream);
    else
        wait_for_write(connection);
    return connection->stream;
}

/* ---- reading ---- */

/* Gives the request to whoever serves it. */
static bool dispatch(struct connection *connection)
{
    struct turn *turn = connection->turn;
    struct server_io *io = connection->io;
    turn->request->exchange->read_us = clock_monotonic_us();
    if (exchange_is_inline(turn->request)) {
        turn->request->exchange->compressor = &io->compressor;
        request_serve(turn->request);
        return answer(connection, turn);
    }
    connection->stage = STAGE_WORK;
    connection->deadline = INT64_MAX;
    if (server_pool_push(io->server->pool, turn))
        return false;
    request_turn_away(turn->request);
    return answer(connection, turn);
}

static bool begin(struct connection *connection, struct turn *turn, const struct request_head *head)
{
    struct server *server = connection->io->server;
    struct request *request = exchange_new(&turn->arena, server->app, head->method, head->target);
    struct exchange *exchange = request->exchange;
    turn->request = request;
    connection->turn = turn;
    connection->close = !head->keep_alive;
    connection->old = head->old;
    exchange->headers = head->headers;
    exchange->address = connection->address; /* read by request_open only, right now */
    exchange->tls = server->tls;
    request_open(request);
    if (!exchange->refusal && head->content_length > request_body_limit(request))
        exchange->refusal = 413;
    if (!head->content_length)
        return dispatch(connection);
    if (exchange->refusal) {
        connection->close = connection->unread = true; /* the body is not worth reading */
        return dispatch(connection);
    }
    connection->body_want = (size_t)head->content_length;
    connection->body = (struct buf){ .arena = &turn->arena };
    buf_room(&connection->body, connection->body_want < BODY_FIRST ? connection->body_want : BODY_FIRST);
    connection->stage = STAGE_BODY;
    if (route_has_upload(request->route))
        connection->deadline += 5 * server->deadline;
    if (head->expects_continue)
        bufferevent_write(connection->bev, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    return true;
}

/* The rest has not come yet; and never will when the client has said that it sends no more. */
static bool wait_for_more(struct connection *connection)
{
    if (connection->eof)
        connection_free(connection);
    return false;
}

/* RFC 9112 §2.2: an empty line before a request is passed over. */
static void skip_empty_lines(struct evbuffer *input)
{
    char start[2];
    for (int n = 0; n < 2 && evbuffer_copyout(input, start, 2) == 2 && !memcmp(start, "\r\n", 2); n++)
        evbuffer_drain(input, 2);
}

static bool read_head(struct connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->bev);
    if (!connection->scanned)
        skip_empty_lines(input);
    size_t len = evbuffer_get_length(input), look = len < HEAD_MAX ? len : HEAD_MAX;
    if (!len)
        return wait_for_more(connection);
    if (!connection->begun) {
        connection->begun = true;
        connection->deadline = server_now() + connection->io->server->deadline;
    }
    char *data = (char *)evbuffer_pullup(input, (ev_ssize_t)look);
    int64_t end = request_head_end(data, look, &connection->scanned);
    if (end < 0)
        return refuse(connection, 400);
    if (!end)
        return look < HEAD_MAX ? wait_for_more(connection) : refuse(connection, memchr(data, '\n', look) ? 431 : 414);
    struct turn *turn = calloc(1, sizeof *turn);
    if (!turn)
        abort();
    turn->connection = connection;
    turn->io = connection->io;
    struct request_head head;
    int wrong = request_head_read(&turn->arena, data, (size_t)end, &head);
    sodium_memzero(data, (size_t)end); /* cookies */
    evbuffer_drain(input, (size_t)end);
    connection->scanned = 0;
    connection->begun = false;
    if (!wrong)
        return begin(connection, turn, &head);
    turn_free(turn);
    return refuse(connection, wrong);
}

static bool read_body(struct connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->bev);
    while (connection->body.len < connection->body_want) {
        struct evbuffer_iovec piece;
        if (evbuffer_peek(input, -1, NULL, &piece, 1) < 1 || !piece.iov_len)
            return wait_for_more(connection);
        size_t left = connection->body_want - connection->body.len, take = piece.iov_len < left ? piece.iov_len : left;
        buf_add(&connection->body, piece.iov_base, take);
        sodium_memzero(piece.iov_base, take); /* passwords */
        evbuffer_drain(input, take);
    }
    exchange_body(connection->turn->request, (struct bytes){ connection->body.data, connection->body.len });
    return dispatch(connection);
}

static void go(struct connection *connection)
{
    for (bool again = true; again;) {
        switch (connection->stage) {
        case STAGE_HEAD:
            again = read_head(connection);
            break;
        case STAGE_BODY:
            again = read_body(connection);
            break;
        case STAGE_STREAM:
        case STAGE_LINGER: {
            struct evbuffer *input = bufferevent_get_input(connection->bev);
            evbuffer_drain(input, evbuffer_get_length(input));
            return;
        }
        default:
            return;
        }
    }
}

/* ---- what libevent and the workers say ---- */

void server_connection_answer(struct turn *turn)
{
    struct connection *connection = turn->connection;
    if (answer(connection, turn))
        go(connection);
}

static void on_read(struct bufferevent *bev, void *context)
{
    (void)bev;
    go(context);
}

static void on_written(struct bufferevent *bev, void *context)
{
    struct connection *connection = context;
    if (connection->stage == STAGE_WRITE && !evbuffer_get_length(bufferevent_get_output(bev)) && finish(connection))
        go(connection);
}

static void on_event(struct bufferevent *bev, short what, void *context)
{
    struct connection *connection = context;
    if (what & BEV_EVENT_CONNECTED)
        return;
    if ((what & BEV_EVENT_EOF) && !connection->io->server->tls) /* TLS has no half-closed connections */
        connection->eof = true;
    else
        connection->broken = true;
    bool waits = connection->stage == STAGE_WORK || (connection->stage == STAGE_WRITE && !connection->broken);
    if (!waits)
        connection_free(connection);
    else if (connection->broken)
        bufferevent_disable(bev, EV_READ | EV_WRITE);
}

static void peer_text(const struct sockaddr *peer, char out[INET6_ADDRSTRLEN])
{
    if (peer->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, out, INET6_ADDRSTRLEN);
    } else if (peer->sa_family == AF_INET6) {
        const struct in6_addr *address = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(address))
            inet_ntop(AF_INET, address->s6_addr + 12, out, INET6_ADDRSTRLEN);
        else
            inet_ntop(AF_INET6, address, out, INET6_ADDRSTRLEN);
    }
}

void server_connection_open(struct server_io *io, int fd, const struct sockaddr *peer)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        abort();
    connection->bev =
        io->server->tls ? server_tls_accept(io->server->tls, io->base, fd) : bufferevent_socket_new(io->base, fd, BEV_OPT_CLOSE_ON_FREE);
    if (!connection->bev) {
        evutil_closesocket(fd);
        free(connection);
        return;
    }
    connection->io = io;
    connection->deadline = server_now() + io->server->deadline;
    peer_text(peer, connection->address);
    list_add(connection, &io->connections);
    io->connections_count++;
    metrics_change(io->server->app->metrics, METRICS_CONNECTIONS, 1);
    bufferevent_setcb(connection->bev, on_read, on_written, on_event, connection);
    bufferevent_setwatermark(connection->bev, EV_READ, 0, READ_AHEAD);
    bufferevent_set_max_single_read(connection->bev, READ_AHEAD);
    bufferevent_set_max_single_write(connection->bev, 1024 * 1024); /* 16 kB at a time would wait for the client in between */
    bufferevent_enable(connection->bev, EV_READ | EV_WRITE);
}

/* ---- deadlines ---- */

static void expire(struct connection *connection)
{
    bool unfinished = connection->stage == STAGE_BODY || (connection->stage == STAGE_HEAD && connection->begun);
    if (!unfinished) {
        connection_free(connection);
        return;
    }
    if (connection->turn)
        turn_free(connection->turn);
    connection->turn = NULL;
    connection->eof = true; /* no lingering: it had its time */
    bufferevent_disable(connection->bev, EV_READ);
    refuse(connection, 408);
}

/* Time is renewed for a reader that takes enough, however slowly. */
static bool progresses(struct connection *connection)
{
    if (connection->stage != STAGE_WRITE)
        return false;
    size_t unsent = evbuffer_get_length(bufferevent_get_output(connection->bev));
    if (unsent + PROGRESS > connection->unsent)
        return false;
    wait_for_write(connection);
    return true;
}

void server_connections_tick(struct server_io *io)
{
    int64_t now = server_now();
    bool late = io->stopping && now >= io->stop_at;
    if (late)
        server_pool_hurry(io->server->pool);
    for (struct connection *next, *connection = io->connections; connection; connection = next) {
        next = connection->next;
        if (connection->stage == STAGE_WORK)
            continue;
        if (late)
            connection_free(connection);
        else if (now >= connection->deadline && !progresses(connection))
            expire(connection);
    }
}

void server_connections_stop(struct server_io *io)
{
    for (struct connection *next, *connection = io->connections; connection; connection = next) {
        next = connection->next;
        if ((connection->stage == STAGE_HEAD && !connection->begun) || connection->stage == STAGE_LINGER)
            connection_free(connection);
    }
    while (io->streaming)
        server_connection_end(io->streaming); /* NOLINT(clang-analyzer-unix.Malloc): it takes itself out of the list */
}
