#include "tests/bench/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bench-client: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *grown(void *data, size_t size)
{
    void *bigger = realloc(data, size);
    if (!bigger)
        fail("no memory");
    return bigger;
}

/* ---- time and figures ---- */

int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void samples_add(struct samples *samples, int64_t us)
{
    if (samples->count == samples->cap) {
        samples->cap = samples->cap ? samples->cap * 2 : 1024;
        samples->items = grown(samples->items, samples->cap * sizeof *samples->items);
    }
    samples->items[samples->count++] = us;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int64_t samples_at(struct samples *samples, double part)
{
    if (!samples->count)
        return 0;
    qsort(samples->items, samples->count, sizeof *samples->items, compare);
    size_t at = (size_t)((double)samples->count * part);
    return samples->items[at < samples->count ? at : samples->count - 1];
}

void samples_free(struct samples *samples)
{
    free(samples->items);
    *samples = (struct samples){ 0 };
}

/* ---- who sends ---- */

void lines_read(const char *path, struct lines *lines)
{
    FILE *file = path ? fopen(path, "re") : NULL;
    char line[1024];
    *lines = (struct lines){ 0 };
    if (!file)
        fail("%s can't be read", path ? path : "a file that wasn't named");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        lines->items = grown(lines->items, (lines->count + 1) * sizeof *lines->items);
        lines->items[lines->count++] = strdup(line);
    }
    fclose(file);
    if (!lines->count)
        fail("%s is empty", path);
}

void sessions_read(const char *path, struct sessions *sessions)
{
    struct lines lines;
    lines_read(path, &lines);
    sessions->count = lines.count;
    sessions->items = grown(NULL, lines.count * sizeof *sessions->items);
    for (size_t i = 0; i < lines.count; i++) {
        struct session *session = &sessions->items[i];
        if (sscanf(lines.items[i], "%63s %95s", session->cookie, session->token) != 2)
            fail("%s: a line isn't \"COOKIE TOKEN\"", path);
        free(lines.items[i]);
    }
    free(lines.items);
}

/* ---- connections ---- */

void loop_open(struct loop *loop, int port, size_t files)
{
    struct rlimit limit;
    if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < files + 16)
        fail("%zu connections need more open files than the %llu that are allowed (ulimit -n)", files, (unsigned long long)limit.rlim_cur);
    *loop = (struct loop){ .epoll = epoll_create1(EPOLL_CLOEXEC), .port = port };
    if (loop->epoll < 0)
        fail("no epoll: %s", strerror(errno));
}

void wire_open(struct loop *loop, struct wire *wire)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)loop->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int yes = 1;
    wire->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (wire->fd < 0)
        fail("no socket: %s", strerror(errno));
    setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    wire->connecting = true;
    wire->dead = false;
    wire->in_len = wire->out_len = wire->out_at = 0;
    if (connect(wire->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)
        fail("can't connect to port %d: %s", loop->port, strerror(errno));
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = wire };
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, wire->fd, &event))
        fail("epoll: %s", strerror(errno));
}

void wire_close(struct wire *wire, bool reset)
{
    struct linger now = { .l_onoff = 1, .l_linger = 0 };
    if (wire->fd < 0)
        return;
    if (reset)
        setsockopt(wire->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(wire->fd);
    wire->fd = -1;
}

static void wire_flush(struct wire *wire)
{
    while (!wire->connecting && wire->out_at < wire->out_len) {
        ssize_t sent = send(wire->fd, wire->out + wire->out_at, wire->out_len - wire->out_at, MSG_NOSIGNAL);
        if (sent > 0)
            wire->out_at += (size_t)sent;
        else if (errno == EAGAIN)
            return;
        else if (errno != EINTR) {
            wire->dead = true;
            return;
        }
    }
    if (wire->out_at == wire->out_len)
        wire->out_at = wire->out_len = 0;
}

void wire_say(struct loop *loop, struct wire *wire, const char *data, size_t len)
{
    (void)loop;
    if (wire->out_len + len > wire->out_cap) {
        wire->out_cap = (wire->out_len + len) * 2;
        wire->out = grown(wire->out, wire->out_cap);
    }
    memcpy(wire->out + wire->out_len, data, len);
    wire->out_len += len;
    wire_flush(wire);
}

static void wire_hear(struct wire *wire)
{
    while (!wire->dead) {
        if (wire->in_len == wire->in_cap) {
            wire->in_cap = wire->in_cap ? wire->in_cap * 2 : 2048;
            wire->in = grown(wire->in, wire->in_cap);
        }
        ssize_t got = recv(wire->fd, wire->in + wire->in_len, wire->in_cap - wire->in_len, 0);
        if (got > 0)
            wire->in_len += (size_t)got;
        else if (got < 0 && errno == EAGAIN)
            return;
        else if (!got || errno != EINTR)
            wire->dead = true;
    }
}

void wire_drop(struct wire *wire, size_t len)
{
    wire->in_len -= len;
    memmove(wire->in, wire->in + len, wire->in_len);
}

static void wire_event(struct wire *wire, uint32_t events)
{
    if (wire->fd < 0)
        return;
    if (events & EPOLLOUT) {
        wire->connecting = false;
        wire_flush(wire);
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        wire_hear(wire);
    wire->ready(wire);
}

void loop_run(struct loop *loop)
{
    struct epoll_event events[512];
    loop->done = false;
    while (!loop->done && (!loop->stop_us || now_us() < loop->stop_us)) {
        int count = epoll_wait(loop->epoll, events, (int)(sizeof events / sizeof events[0]), loop->tick ? 1 : 10);
        for (int i = 0; i < count; i++)
            wire_event(events[i].data.ptr, events[i].events);
        if (loop->tick)
            loop->tick(loop);
    }
}

/* ---- answers ---- */

bool answer_read(const struct wire *wire, struct answer *answer)
{
    const char *end = wire->in_len ? memmem(wire->in, wire->in_len, "\r\n\r\n", 4) : NULL;
    if (!end)
        return false;
    *answer = (struct answer){ .head = (size_t)(end + 4 - wire->in) };
    if (memcmp(wire->in, "HTTP/1.1 ", 9) != 0)
        fail("this isn't HTTP: %.80s", wire->in);
    answer->status = (int)strtol(wire->in + 9, NULL, 10);
    for (const char *line = memmem(wire->in, answer->head, "\r\n", 2); line && line < end;
         line = memmem(line + 2, (size_t)(end + 2 - line - 2), "\r\n", 2)) {
        if (!strncasecmp(line + 2, "Content-Length:", 15))
            answer->length = (size_t)strtoull(line + 17, NULL, 10);
        if (!strncasecmp(line + 2, "Content-Type: text/event-stream", 31))
            answer->stream = true;
    }
    return true;
}

/* ---- requests ---- */

void text_add(struct text *text, const char *format, ...)
{
    for (int tries = 0; tries < 2; tries++) {
        va_list args;
        va_start(args, format);
        int len = vsnprintf(text->data ? text->data + text->len : NULL, text->cap - text->len, format, args);
        va_end(args);
        if (len < 0)
            fail("a request can't be written");
        if (text->len + (size_t)len < text->cap) {
            text->len += (size_t)len;
            return;
        }
        text->cap = (text->len + (size_t)len + 1) * 2;
        text->data = grown(text->data, text->cap);
    }
}

void text_post(struct text *text, const struct session *session, const char *path, const char *fields)
{
    text_add(text,
             "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: s=%s\r\nSec-Fetch-Site: same-origin\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\ncsrf=%s&%s",
             path, session->cookie, strlen("csrf=") + strlen(session->token) + 1 + strlen(fields), session->token, fields);
}

void text_get(struct text *text, const struct session *session, const char *path, const char *more)
{
    text_add(text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: s=%s\r\nAccept-Encoding: gzip\r\n%s\r\n", path, session->cookie, more);
}
