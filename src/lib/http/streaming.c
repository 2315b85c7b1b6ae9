/* Streams after their answer: what live hands over is written to those who listen, with heartbeats in between. Everything here runs on
 * the stream's I/O thread, but for `deliver`. */
#include "http/inside.h"
#include "http/listening.h"
#include "http/metrics.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

enum { GROUP_BUCKETS = 512, SLOTS = 64, PACKETS_MOST = 1024 };
static const char heartbeat[] = ":\n\n";

/* One stream's place among those who listen to a channel. */
struct link {
    struct stream *stream;
    struct group *group;
    struct link *prev, *next;
    const struct live_variant *variant;
};

/* Those of one I/O thread who listen to a channel. */
struct group {
    struct group *next;
    struct live_channel channel;
    struct link *links;
    bool busy; /* being written to */
};

struct stream {
    struct server_io *io;
    struct connection *connection;
    struct bufferevent *bev;
    struct stream *prev, *next; /* in its slot */
    size_t slot;
    int64_t last, reader;
    int64_t ends;   /* monotonic ms */
    size_t backlog; /* what was begun with and may wait beside LIVE_PENDING_MOST */
    size_t unsent;  /* at the last heartbeat */
    struct live_channel here;
    size_t links_count;
    struct link links[];
};

struct server_streams {
    struct live_outlet outlet; /* first: live gives it back to us */
    struct server_io *io;
    bool open;
    struct live_packet **packets; /* guarded by io->lock */
    size_t packets_count, packets_cap;
    struct group *groups[GROUP_BUCKETS];
    struct stream *slots[SLOTS]; /* who gets a heartbeat together */
    int64_t beat;                /* the last slot that had its turn, counted on and on */
};

/* ---- from live ---- */

static bool deliver(struct live_outlet *outlet, struct live_packet *packet)
{
    struct server_streams *streams = (struct server_streams *)(void *)outlet;
    struct server_io *io = streams->io;
    pthread_mutex_lock(&io->lock);
    bool room = streams->packets_count < PACKETS_MOST || packet->what == LIVE_DROP, stop = io->stop;
    if (room && !stop) {
        if (streams->packets_count == streams->packets_cap) {
            streams->packets_cap = streams->packets_cap ? streams->packets_cap * 2 : 16;
            streams->packets = realloc(streams->packets, streams->packets_cap * sizeof(struct live_packet *));
            if (!streams->packets)
                abort();
        }
        streams->packets[streams->packets_count++] = packet;
    }
    bool first = room && !stop && streams->packets_count == 1;
    pthread_mutex_unlock(&io->lock);
    if (first)
        (void)eventfd_write(io->wake_fd, 1);
    if (stop)
        live_packet_release(packet);
    return room || stop;
}

/* ---- groups ---- */

static struct group **group_at(struct server_streams *streams, struct live_channel channel)
{
    uint64_t hash = ((uint64_t)channel.id ^ (uint64_t)(uintptr_t)channel.source) * UINT64_C(0x9e3779b97f4a7c15);
    struct group **at = &streams->groups[(hash >> 40) % GROUP_BUCKETS];
    while (*at && ((*at)->channel.id != channel.id || (*at)->channel.source != channel.source))
        at = &(*at)->next;
    return at;
}

static void group_settle(struct server_streams *streams, struct group *group)
{
    if (group->links || group->busy)
        return;
    *group_at(streams, group->channel) = group->next;
    free(group);
}

static void link_add(struct stream *stream, struct live_channel channel, const struct live_kind *kind)
{
    struct server_streams *streams = stream->io->streams;
    struct group **at = group_at(streams, channel), *group = *at;
    for (size_t i = 0; i < stream->links_count; i++)
        if (stream->links[i].group == group)
            return;
    if (!group) {
        group = *at = calloc(1, sizeof *group);
        if (!group)
            abort();
        group->channel = channel;
    }
    struct link *link = &stream->links[stream->links_count++];
    *link = (struct link){ .stream = stream, .group = group, .next = group->links };
    if (link->next)
        link->next->prev = link;
    group->links = link;
    live_listen(stream->io->server->app->live, &streams->outlet, channel, kind, stream->last, &link->variant);
}

static void link_remove(struct link *link)
{
    struct server_streams *streams = link->stream->io->streams;
    *(link->prev ? &link->prev->next : &link->group->links) = link->next;
    if (link->next)
        link->next->prev = link->prev;
    live_unlisten(link->stream->io->server->app->live, &streams->outlet, link->group->channel, link->variant);
    group_settle(streams, link->group);
}

/* ---- beginning and end ---- */

static void slot_add(struct stream *stream)
{
    struct stream **slot = &stream->io->streams->slots[stream->slot];
    stream->next = *slot;
    if (stream->next)
        stream->next->prev = stream;
    *slot = stream;
}

struct stream *server_stream_new(struct server_io *io, struct connection *connection, struct bufferevent *bev,
                                 const struct stream_begin *begin)
{
    const struct server *server = io->server;
    struct stream *stream = calloc(1, sizeof *stream + (begin->also_count + 1) * sizeof stream->links[0]);
    if (!stream)
        abort();
    stream->io = io;
    stream->connection = connection;
    stream->bev = bev;
    stream->last = begin->last;
    stream->reader = begin->reader;
    stream->slot = random_below(SLOTS);
    stream->ends = server_now() + server->life + random_below((uint32_t)(server->life * 2 / 5) + 1);
    slot_add(stream);
    if (begin->channel.source)
        link_add(stream, begin->channel, &begin->kind);
    for (size_t i = 0; i < begin->also_count; i++)
        link_add(stream, begin->also[i], &begin->kind);
    if (begin->here) {
        stream->here = begin->channel;
        live_enter(server->app->live, stream->here.source, stream->here.id, stream->reader);
    }
    stream_counts_change(server->counts, stream->reader, 1);
    metrics_change(server->app->metrics, METRICS_STREAMS, 1);
    return stream;
}

void server_stream_backlog(struct stream *stream)
{
    stream->backlog = evbuffer_get_length(bufferevent_get_output(stream->bev));
}

void server_stream_free(struct stream *stream)
{
    const struct app *app = stream->io->server->app;
    *(stream->prev ? &stream->prev->next : &stream->io->streams->slots[stream->slot]) = stream->next;
    if (stream->next)
        stream->next->prev = stream->prev;
    for (size_t i = 0; i < stream->links_count; i++)
        link_remove(&stream->links[i]);
    if (stream->here.source)
        live_leave(app->live, stream->here.source, stream->here.id, stream->reader);
    stream_counts_change(stream->io->server->counts, stream->reader, -1);
    metrics_change(app->metrics, METRICS_STREAMS, -1);
    free(stream);
}

/* ---- writing ---- */

/* Straight into the socket when nothing waits before it. Returns the bytes taken; -1: the reader is gone. */
static ssize_t send_now(const struct stream *stream, const char *data, size_t len)
{
    if (stream->io->server->tls)
        return 0;
    ssize_t sent = send(bufferevent_getfd(stream->bev), data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent >= 0 ? sent : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

static void packet_written(const void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    live_packet_release(context);
}

/* The connection may be gone after it. */
static void stream_send(struct stream *stream, struct live_packet *packet, size_t from)
{
    struct metrics *metrics = stream->io->server->app->metrics;
    struct evbuffer *output = bufferevent_get_output(stream->bev);
    size_t pending = evbuffer_get_length(output), rest = packet->len - from;
    if (!pending) {
        ssize_t sent = send_now(stream, packet->data + from, rest);
        if (sent < 0) {
            server_connection_end(stream->connection);
            return;
        }
        rest -= (size_t)sent;
        stream->backlog = rest; /* one packet may be bigger than what may wait */
    }
    metrics_change(metrics, METRICS_EVENTS, 1);
    if (pending && pending + rest > LIVE_PENDING_MOST + stream->backlog) {
        metrics_change(metrics, METRICS_SLOW, 1);
        server_connection_end(stream->connection);
        return;
    }
    if (!rest)
        return;
    live_packet_hold(packet);
    evbuffer_add_reference(output, packet->data + packet->len - rest, rest, packet_written, packet);
}

static void stream_take(struct stream *stream, struct live_packet *packet)
{
    size_t from = 0;
    if (packet->what == LIVE_CHANGES) {
        int64_t last = live_packet_last(packet);
        from = live_packet_from(packet, stream->last);
        if (stream->last >= packet->after && stream->last < last)
            stream->last = last;
    }
    if (from < packet->len)
        stream_send(stream, packet, from);
}

static void packet_give(struct server_streams *streams, struct live_packet *packet)
{
    struct group *group = *group_at(streams, packet->channel);
    if (!group)
        return;
    group->busy = true;
    for (struct link *next, *link = group->links; link; link = next) {
        next = link->next;
        bool wanted =
            packet->what == LIVE_CHANGES ? link->variant == packet->variant : !packet->persona || link->stream->reader != packet->persona;
        if (wanted)
            stream_take(link->stream, packet);
    }
    group->busy = false;
    group_settle(streams, group);
}

/* Persona 0: all of them, but not at once. */
static void packet_drop(struct server_streams *streams, int64_t persona)
{
    for (size_t i = 0; i < SLOTS; i++)
        for (struct stream *next, *stream = streams->slots[i]; stream; stream = next) {
            next = stream->next;
            if (!persona)
                stream->ends = 0;
            else if (stream->reader == persona)
                server_connection_end(stream->connection);
        }
}

void server_streams_run(struct server_io *io)
{
    struct server_streams *streams = io->streams;
    pthread_mutex_lock(&io->lock);
    struct live_packet **packets = streams->packets;
    size_t count = streams->packets_count;
    streams->packets = NULL;
    streams->packets_count = streams->packets_cap = 0;
    pthread_mutex_unlock(&io->lock);
    for (size_t i = 0; i < count; i++) {
        if (packets[i]->what == LIVE_DROP)
            packet_drop(streams, packets[i]->persona);
        else
            packet_give(streams, packets[i]);
        live_packet_release(packets[i]);
    }
    free(packets);
}

/* ---- heartbeats ---- */

static void stream_beat(struct stream *stream, int64_t now)
{
    const struct app *app = stream->io->server->app;
    size_t pending = evbuffer_get_length(bufferevent_get_output(stream->bev));
    bool stuck = pending && pending >= stream->unsent && stream->unsent;
    if (stuck)
        metrics_change(app->metrics, METRICS_SLOW, 1);
    bool over = now >= stream->ends && (!pending || !stream->ends || now >= stream->ends + stream->io->server->beat);
    if (stuck || over) {
        server_connection_end(stream->connection);
        return;
    }
    stream->unsent = pending;
    if (stream->here.source)
        live_here(app->live, stream->here.source, stream->here.id, stream->reader);
    if (pending)
        return;
    ssize_t sent = send_now(stream, heartbeat, sizeof heartbeat - 1);
    if (sent < 0)
        server_connection_end(stream->connection);
    else if ((size_t)sent < sizeof heartbeat - 1)
        bufferevent_write(stream->bev, heartbeat + sent, sizeof heartbeat - 1 - (size_t)sent);
}

void server_streams_tick(struct server_io *io)
{
    struct server_streams *streams = io->streams;
    int64_t now = server_now(), beat = now * SLOTS / io->server->beat;
    if (beat - streams->beat > SLOTS)
        streams->beat = beat - SLOTS;
    while (streams->beat < beat) {
        size_t slot = (size_t)(++streams->beat % SLOTS);
        for (struct stream *next, *stream = streams->slots[slot]; stream; stream = next) {
            next = stream->next;
            stream_beat(stream, now);
        }
    }
}

/* ---- one I/O thread's ---- */

void server_streams_new(struct server_io *io)
{
    struct server_streams *streams = calloc(1, sizeof *streams);
    if (!streams)
        abort();
    streams->io = io;
    streams->outlet.deliver = deliver;
    streams->beat = server_now() * SLOTS / io->server->beat;
    io->streams = streams;
}

enum status server_streams_open(struct server_io *io)
{
    if (io->server->app->live)
        TRY(live_outlet_open(io->server->app->live, &io->streams->outlet));
    io->streams->open = io->server->app->live;
    return OK;
}

void server_streams_close(struct server_io *io)
{
    if (io->streams->open)
        live_outlet_close(io->server->app->live, &io->streams->outlet);
    io->streams->open = false;
}

void server_streams_free(struct server_io *io)
{
    struct server_streams *streams = io->streams;
    for (size_t i = 0; i < streams->packets_count; i++)
        live_packet_release(streams->packets[i]);
    free(streams->packets);
    free(streams);
    io->streams = NULL;
}
