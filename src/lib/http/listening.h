/* What the files of the listening part share: server.c (threads), connection.c (one connection), pool.c (workers), tls.c. */
#ifndef HTTP_LISTENING_H
#define HTTP_LISTENING_H

#include "http/head.h"
#include "http/server.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <pthread.h>

struct server_io;
struct connection;
struct ssl_ctx_st; /* OpenSSL's SSL_CTX; its header is read by tls.c alone */

/* One request on its way through: made and freed by the I/O thread, worked on by one worker in between. */
struct turn {
    struct arena arena;
    struct request *request;
    struct connection *connection;
    struct server_io *io;
    struct turn *next;
};

enum { LISTENERS_MAX = 4 };

/* A thread with its own event base. Others reach it only through `done`, `stop` and the eventfd. */
struct server_io {
    struct server *server;
    struct event_base *base;
    struct evconnlistener *listeners[LISTENERS_MAX];
    size_t listeners_count;
    struct event *wake, *tick;
    int wake_fd;
    pthread_t thread;
    bool started;

    pthread_mutex_t lock; /* guards the next two */
    struct turn *done;    /* served, newest first */
    bool stop;

    struct connection *connections, *streaming; /* those that answer; those that stay open */
    size_t connections_count;                   /* of both */
    struct server_streams *streams;
    bool stopping;
    int64_t stop_at; /* monotonic ms */
    int64_t date_second;
    char date[40];
    struct libdeflate_compressor *compressor;
};

struct server {
    struct app *app;
    struct server_io *ios;
    int ios_count;
    struct server_pool *pool;
    struct ssl_ctx_st *tls; /* NULL: plain */
    int port;
    int workers;
    int64_t deadline;   /* ms for a request to arrive whole */
    int64_t beat, life; /* ms: of streams */
    struct stream_counts *counts;
};

/* ---- connection.c: all on the I/O thread that accepted it ---- */
void server_connection_open(struct server_io *io, int fd, const struct sockaddr *peer);
/* A worker is done with it. */
void server_connection_answer(struct turn *turn);
/* Ends whatever passed its deadline; while stopping, also ends what has waited long enough. */
void server_connections_tick(struct server_io *io);
/* Ends the idle ones; the others end with the answer they are waiting for. */
void server_connections_stop(struct server_io *io);
int64_t server_now(void); /* monotonic ms */

/* Ends a stream and its connection. */
void server_connection_end(struct connection *connection);

/* ---- streaming.c: what is written to streams after their answer; on the I/O thread ---- */
struct stream;
struct stream_begin;
void server_streams_new(struct server_io *io);
/* Begins and ends to hear from live: around the thread's life. */
enum status server_streams_open(struct server_io *io) MUST_USE;
void server_streams_close(struct server_io *io);
void server_streams_free(struct server_io *io);
/* Writes what live has handed over; heartbeats that are due. */
void server_streams_run(struct server_io *io);
void server_streams_tick(struct server_io *io);
struct stream *server_stream_new(struct server_io *io, struct connection *connection, struct bufferevent *bev,
                                 const struct stream_begin *begin);
/* What waits now is the rest of its answer: it counts for nothing in how slow its reader is. */
void server_stream_backlog(struct stream *stream);
void server_stream_free(struct stream *stream);

/* ---- pool.c ---- */
struct server_pool *server_pool_new(int workers);
/* False when the queue is full. */
bool server_pool_push(struct server_pool *pool, struct turn *turn);
/* What hasn't begun is turned away from now on. */
void server_pool_hurry(struct server_pool *pool);
void server_pool_free(struct server_pool *pool);

/* ---- tls.c ---- */
/* BROKEN is logged with what to do. *tls stays NULL when no certificate is configured. */
enum status server_tls_new(const struct config *config, struct ssl_ctx_st **tls) MUST_USE;
struct bufferevent *server_tls_accept(struct ssl_ctx_st *tls, struct event_base *base, int fd);
void server_tls_free(struct ssl_ctx_st *tls);
/* Tells the client that nothing more follows. */
void server_tls_goodbye(struct bufferevent *bev);

#endif
