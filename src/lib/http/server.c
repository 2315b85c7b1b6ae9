/* Listeners and I/O threads: how the server starts and stops. */
#include "http/listening.h"
#include "http/metrics.h"

#include <errno.h>
#include <libdeflate.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, STREAMS_MOST = 20000, STOP_MS = 5000, TICK_MS = 250, PAUSE_MS = 100 };

/* ---- one I/O thread ---- */

static void close_listeners(struct server_io *io)
{
    for (size_t i = 0; i < io->listeners_count; i++)
        evconnlistener_free(io->listeners[i]);
    io->listeners_count = 0;
}

static void stop_io(struct server_io *io)
{
    io->stopping = true;
    io->stop_at = server_now() + STOP_MS;
    close_listeners(io);
    server_connections_stop(io);
    if (!io->connections_count)
        event_base_loopbreak(io->base);
}

static void on_wake(evutil_socket_t fd, short what, void *context)
{
    (void)what;
    struct server_io *io = context;
    eventfd_t rings;
    (void)eventfd_read(fd, &rings);
    pthread_mutex_lock(&io->lock);
    struct turn *done = io->done;
    bool stop = io->stop;
    io->done = NULL;
    pthread_mutex_unlock(&io->lock);
    for (struct turn *next; done; done = next) {
        next = done->next;
        server_connection_answer(done);
    }
    server_streams_run(io);
    if (stop && !io->stopping)
        stop_io(io);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    server_connections_tick(context);
    server_streams_tick(context);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *peer, int len, void *context)
{
    (void)listener;
    (void)len;
    server_connection_open(context, fd, peer);
}

static void on_pause_over(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    struct server_io *io = context;
    for (size_t i = 0; i < io->listeners_count; i++)
        evconnlistener_enable(io->listeners[i]);
}

/* Out of file descriptors: waiting a moment is better than asking the kernel again and again. */
static void on_accept_error(struct evconnlistener *listener, void *context)
{
    struct server_io *io = context;
    log_line(LOG_WARN, "http.accept", "cannot take a connection: %s", strerror(EVUTIL_SOCKET_ERROR()));
    evconnlistener_disable(listener);
    event_base_once(io->base, -1, EV_TIMEOUT, on_pause_over, io, &(struct timeval){ 0, PAUSE_MS * 1000 });
}

static void *io_run(void *context)
{
    struct server_io *io = context;
    event_base_loop(io->base, EVLOOP_NO_EXIT_ON_EMPTY);
    return NULL;
}

/* ---- listening ---- */

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static int bound_port(int fd)
{
    union address address = { .six = { 0 } };
    socklen_t len = sizeof address;
    if (getsockname(fd, &address.any, &len))
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port);
}

static int open_socket(const struct addrinfo *place, int port, bool shared)
{
    int fd = socket(place->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
    if (fd < 0)
        return -1;
    union address address = { .six = { 0 } };
    memcpy(&address, place->ai_addr, place->ai_addrlen < sizeof address ? place->ai_addrlen : sizeof address);
    if (place->ai_family == AF_INET6)
        address.six.sin6_port = htons((uint16_t)port);
    else
        address.four.sin_port = htons((uint16_t)port);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* accepted sockets inherit it */
    if (place->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if ((shared && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes)) || bind(fd, &address.any, place->ai_addrlen)) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* A listener on every I/O thread, the kernel spreads the connections. Without the first, unshared try a second server would quietly take
 * half of another one's connections. */
static bool listen_at(struct server *server, const struct addrinfo *place)
{
    int probe = server->port ? open_socket(place, server->port, false) : 0;
    if (probe < 0)
        return false;
    if (server->port)
        close(probe);
    for (int i = 0; i < server->ios_count; i++) {
        struct server_io *io = &server->ios[i];
        int fd = open_socket(place, server->port, true);
        if (fd < 0)
            return false;
        if (!server->port)
            server->port = bound_port(fd);
        struct evconnlistener *listener =
            evconnlistener_new(io->base, on_accept, io, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, BACKLOG, fd);
        if (!listener) {
            close(fd);
            return false;
        }
        evconnlistener_set_error_cb(listener, on_accept_error);
        io->listeners[io->listeners_count++] = listener;
    }
    return true;
}

static enum status listen_all(struct server *server, const char *listen)
{
    const char *colon = listen ? strrchr(listen, ':') : NULL;
    int64_t port;
    if (!colon || !text_int(colon + 1, 0, 65535, &port) || colon - listen > 255) {
        log_line(LOG_ERROR, "http.listen", "\"%s\" is no place to listen; use HOST:PORT, such as 127.0.0.1:8080", listen ? listen : "");
        return BROKEN;
    }
    char host[256];
    bool brackets = *listen == '[' && colon > listen && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(colon - listen) - 2 * brackets, listen + brackets);
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *places;
    int error = getaddrinfo(*host && !text_same(host, "*") ? host : NULL, "0", &hints, &places);
    if (error) {
        log_line(LOG_ERROR, "http.listen", "cannot find %s: %s; choose another place with --listen", host, gai_strerror(error));
        return BROKEN;
    }
    server->port = (int)port;
    bool listening = true;
    size_t count = 0;
    for (const struct addrinfo *place = places; place && listening && count < LISTENERS_MAX; place = place->ai_next, count++)
        listening = listen_at(server, place) || (count && errno == EADDRNOTAVAIL);
    if (!listening)
        log_line(LOG_ERROR, "http.listen", "cannot listen on %s: %s; choose another place with --listen", listen, strerror(errno));
    freeaddrinfo(places);
    return listening ? OK : BROKEN;
}

/* ---- start and stop ---- */

static bool io_new(struct server *server, struct server_io *io)
{
    io->server = server;
    pthread_mutex_init(&io->lock, NULL);
    struct event_config *config = event_config_new();
    event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK); /* one thread each */
    io->base = event_base_new_with_config(config);
    event_config_free(config);
    io->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (!io->base || io->wake_fd < 0)
        return false;
    int64_t shortest = server->deadline < server->beat ? server->deadline : server->beat;
    int64_t tick = shortest / 4 < TICK_MS ? shortest / 4 + 1 : TICK_MS;
    io->wake = event_new(io->base, io->wake_fd, EV_READ | EV_PERSIST, on_wake, io);
    io->tick = event_new(io->base, -1, EV_PERSIST, on_tick, io);
    server_streams_new(io);
    return io->wake && io->tick && !event_add(io->wake, NULL) && !event_add(io->tick, &(struct timeval){ 0, tick * 1000 });
}

static void io_free(struct server_io *io)
{
    if (!io->server)
        return;
    close_listeners(io);
    if (io->streams)
        server_streams_free(io);
    if (io->wake)
        event_free(io->wake);
    if (io->tick)
        event_free(io->tick);
    if (io->base)
        event_base_free(io->base);
    if (io->wake_fd >= 0)
        close(io->wake_fd);
    libdeflate_free_compressor(io->compressor);
    pthread_mutex_destroy(&io->lock);
}

static void ring_stop(struct server_io *io)
{
    pthread_mutex_lock(&io->lock);
    io->stop = true;
    pthread_mutex_unlock(&io->lock);
    (void)eventfd_write(io->wake_fd, 1);
}

void server_stop(struct server *server)
{
    for (int i = 0; i < server->ios_count; i++)
        if (server->ios[i].started)
            ring_stop(&server->ios[i]);
    for (int i = 0; i < server->ios_count; i++)
        if (server->ios[i].started)
            pthread_join(server->ios[i].thread, NULL);
    for (int i = 0; i < server->ios_count; i++)
        if (server->ios[i].streams)
            server_streams_close(&server->ios[i]);
    if (server->pool)
        server_pool_free(server->pool);
    for (int i = 0; i < server->ios_count; i++)
        io_free(&server->ios[i]);
    if (server->tls)
        server_tls_free(server->tls);
    if (server->app->streams == server->counts)
        server->app->streams = NULL;
    if (server->counts)
        stream_counts_free(server->counts);
    free(server->ios);
    free(server);
}

/* Signals belong to the main thread; a client that hangs up must not end the process. */
static enum status start_threads(struct server *server, int workers)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    server->pool = server_pool_new(workers);
    bool started = server->pool;
    for (int i = 0; i < server->ios_count && started; i++)
        started = server_streams_open(&server->ios[i]) == OK;
    for (int i = 0; i < server->ios_count && started; i++)
        started = server->ios[i].started = !pthread_create(&server->ios[i].thread, NULL, io_run, &server->ios[i]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started ? OK : BROKEN;
}

/* Each connection is a file: as many as the machine allows us. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum status open_all(struct server *server)
{
    const struct config *config = server->app->config;
    int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
    cores = cores > 0 ? cores : 1;
    int threads = config->io_threads > 0 ? config->io_threads : cores < 4 ? cores : 4;
    server->workers = config->workers > 0 ? config->workers : 2 * cores + 2;
    server->deadline = config->deadline > 0 ? config->deadline : 10 * TIME_SECOND;
    server->beat = config->stream_beat > 0 ? config->stream_beat : 20 * TIME_SECOND;
    server->life = config->stream_life > 0 ? config->stream_life : 5 * TIME_MINUTE;
    server->counts = stream_counts_new(config->streams > 0 ? config->streams : STREAMS_MOST);
    server->ios = calloc((size_t)threads, sizeof *server->ios);
    if (!server->ios)
        abort();
    raise_file_limit();
    TRY(server_tls_new(config, &server->tls));
    for (; server->ios_count < threads; server->ios_count++)
        if (!io_new(server, &server->ios[server->ios_count])) {
            server->ios_count++;
            return BROKEN;
        }
    return listen_all(server, config->listen);
}

enum status server_open(struct app *app, struct server **out)
{
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        abort();
    server->app = app;
    enum status status = open_all(server);
    if (status == OK)
        *out = server;
    else
        server_stop(server);
    return status;
}

enum status server_begin(struct server *server)
{
    metrics_change(server->app->metrics, METRICS_WORKERS, server->workers);
    server->app->streams = server->counts;
    return start_threads(server, server->workers);
}

enum status server_start(struct app *app, struct server **out)
{
    TRY(server_open(app, out));
    enum status status = server_begin(*out);
    if (status != OK)
        server_stop(*out);
    return status;
}

int server_port(const struct server *server)
{
    return server->port;
}
