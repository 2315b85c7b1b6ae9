/* kith check --live: asks a running server over the loopback, as a monitor would, and says in words what its figures mean. */
#include <openssl/ssl.h> /* before base: it has a parameter named like a banned call */

#include "app/check.h"

#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { WAIT_S = 10, JOB_LATE_S = 300, ANSWER_MOST = 4 << 20 };

/* ---- asking ---- */

struct line {
    int fd;
    SSL_CTX *context;
    SSL *tls; /* NULL: plain */
};

/* Who listens everywhere is asked at the loopback. */
static const char *loopback_host(struct arena *arena, const char *listen, const char *colon)
{
    const char *host = arena_slice(arena, listen, (size_t)(colon - listen));
    if (!*host || text_same(host, "*") || text_same(host, "0.0.0.0"))
        return "127.0.0.1";
    if (text_same(host, "[::]"))
        return "::1";
    return *host == '[' ? arena_slice(arena, host + 1, strlen(host) - 2) : host;
}

static int dial(const char *host, const char *port)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *places;
    struct timeval wait = { .tv_sec = WAIT_S };
    int fd = -1;
    if (getaddrinfo(host, port, &hints, &places))
        return -1;
    for (const struct addrinfo *place = places; place && fd < 0; place = place->ai_next) {
        fd = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0)
            continue;
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
        if (connect(fd, place->ai_addr, place->ai_addrlen)) {
            int error = errno;
            close(fd);
            errno = error;
            fd = -1;
        }
    }
    freeaddrinfo(places);
    return fd;
}

/* The certificate is for the place's name, not for this machine's loopback: it isn't looked at. */
static bool line_open(const struct config *config, const char *host, const char *port, struct line *line)
{
    *line = (struct line){ .fd = dial(host, port) };
    if (line->fd < 0 || !config->tls_certificate)
        return line->fd >= 0;
    line->context = SSL_CTX_new(TLS_client_method());
    line->tls = line->context ? SSL_new(line->context) : NULL;
    return line->tls && SSL_set_fd(line->tls, line->fd) == 1 && SSL_connect(line->tls) == 1;
}

static void line_close(struct line *line)
{
    SSL_free(line->tls);
    SSL_CTX_free(line->context);
    if (line->fd >= 0)
        close(line->fd);
}

static bool line_say(struct line *line, const char *text)
{
    size_t len = strlen(text);
    if (line->tls)
        return SSL_write(line->tls, text, (int)len) == (int)len;
    return send(line->fd, text, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static struct buf line_hear(struct line *line, struct arena *arena)
{
    struct buf heard = { .arena = arena };
    char *piece = arena_alloc(arena, 16384);
    while (heard.len < ANSWER_MOST) {
        ssize_t got = line->tls ? SSL_read(line->tls, piece, 16384) : recv(line->fd, piece, 16384, 0);
        if (got <= 0)
            break;
        buf_add(&heard, piece, (size_t)got);
    }
    return heard;
}

/* The status of GET `path`, its body into *body; 0: nobody answered, and errno may say why. */
static int ask(struct arena *arena, const struct config *config, const char *path, const char **body)
{
    const char *colon = config->listen ? strrchr(config->listen, ':') : NULL;
    int64_t status = 0;
    *body = "";
    errno = 0;
    if (!colon)
        return 0;
    const char *host = loopback_host(arena, config->listen, colon);
    struct line line;
    if (line_open(config, host, colon + 1, &line) &&
        line_say(&line, arena_printf(arena, "GET %s HTTP/1.1\r\nHost: %s%s%s\r\nConnection: close\r\n\r\n", path,
                                     strchr(host, ':') ? "[" : "", host, strchr(host, ':') ? "]" : ""))) {
        struct buf heard = line_hear(&line, arena);
        const char *text = buf_text(&heard), *end = strstr(text, "\r\n\r\n");
        if (end && text_starts(text, "HTTP/1.1 ") && !text_int(arena_slice(arena, text + 9, 3), 100, 599, &status))
            status = 0;
        *body = end ? end + 4 : "";
    }
    int error = errno;
    line_close(&line);
    errno = error;
    return (int)status;
}

/* ---- what the figures mean ---- */

/* In thousandths; -1000 when there is no such figure. */
static int64_t figure_ms(struct arena *arena, const char *figures, const char *name)
{
    const char *at = strstr(figures, arena_printf(arena, "\n%s ", name));
    return at ? (int64_t)(strtod(at + strlen(name) + 2, NULL) * 1000 + 0.5) : -1000;
}

static int64_t figure(struct arena *arena, const char *figures, const char *name)
{
    return figure_ms(arena, figures, name) / 1000;
}

static void check_writing(struct arena *arena, const char *figures, int64_t now, struct findings *findings)
{
    int64_t committed = figure_ms(arena, figures, "kith_db_committed_timestamp_seconds"),
            failed = figure_ms(arena, figures, "kith_db_failed_timestamp_seconds");
    if (!figure(arena, figures, "kith_db_up"))
        finding(findings, "its database can't be read: the server's log says why");
    if (failed > committed)
        finding(findings,
                "something failed in its database %lld s ago, and nothing was written since: the log says what; is the disk full?",
                (long long)((now - failed) / TIME_SECOND));
    if (committed > 0)
        fprintf(findings->out, "The last write was made durable %lld s ago.\n",
                (long long)(now > committed ? (now - committed) / TIME_SECOND : 0));
    else
        fprintf(findings->out, "Nothing has been written since it was started.\n");
}

static void check_work(struct arena *arena, const char *figures, struct findings *findings)
{
    int64_t jobs = figure(arena, figures, "kith_jobs_waiting"), late = figure(arena, figures, "kith_jobs_late_seconds"),
            queued = figure(arena, figures, "kith_workers_queued"), workers = figure(arena, figures, "kith_workers");
    if (late > JOB_LATE_S)
        finding(findings, "%lld of its jobs wait, the first for %lld s: if this stays so, the log says what fails", (long long)jobs,
                (long long)late);
    else if (jobs >= 0)
        fprintf(findings->out, "%lld jobs wait.\n", (long long)jobs);
    if (workers > 0 && queued > workers * 16)
        finding(findings, "%lld requests wait for %lld workers: it has more to do than it can", (long long)queued, (long long)workers);
}

void check_live(struct arena *arena, const struct config *config, int64_t now, struct findings *findings)
{
    const char *body, *figures;
    int64_t since = clock_monotonic_us();
    int status = ask(arena, config, "/healthz", &body);
    int64_t took_ms = (clock_monotonic_us() - since) / 1000;
    if (!status) {
        finding(findings, "nobody answers at %s%s%s: is kith serve running, and listening there?", config->listen, errno ? ": " : "",
                errno ? strerror(errno) : "");
        return;
    }
    if (status == 200)
        fprintf(findings->out, "It answers at %s, in %lld ms.\n", config->listen, (long long)took_ms);
    else
        finding(findings, "it answers at %s with %d instead of 200: the server's log says why", config->listen, status);
    if (ask(arena, config, "/metrics", &figures) != 200) {
        finding(findings, "its figures can't be read: they are only for the loopback; let it listen on 127.0.0.1 too, or on all addresses");
        return;
    }
    check_writing(arena, figures, now, findings);
    check_work(arena, figures, findings);
    if (!findings->count)
        fprintf(findings->out, "All is well.\n");
}
