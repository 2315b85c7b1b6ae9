/* An answer that stays open, from the handler's side: what its reader missed, and whether there is room for it. */
#include "http/inside.h"

#include <pthread.h>

enum { COUNT_BUCKETS = 1024, STREAMS_EACH = 8, RETRY_MS = 3000 };

/* ---- how many are open ---- */

struct reader_count {
    struct reader_count *next;
    int64_t reader;
    int streams;
};

struct stream_counts {
    pthread_mutex_t lock;
    int total, most;
    struct reader_count *buckets[COUNT_BUCKETS];
};

struct stream_counts *stream_counts_new(int most)
{
    struct stream_counts *counts = calloc(1, sizeof *counts);
    if (!counts)
        abort();
    counts->most = most;
    pthread_mutex_init(&counts->lock, NULL);
    return counts;
}

void stream_counts_free(struct stream_counts *counts)
{
    pthread_mutex_destroy(&counts->lock); /* no stream is open any more: the table is empty */
    free(counts);
}

static struct reader_count **count_at(struct stream_counts *counts, int64_t reader)
{
    struct reader_count **at = &counts->buckets[(uint64_t)reader % COUNT_BUCKETS];
    while (*at && (*at)->reader != reader)
        at = &(*at)->next;
    return at;
}

void stream_counts_change(struct stream_counts *counts, int64_t reader, int by)
{
    pthread_mutex_lock(&counts->lock);
    struct reader_count **at = count_at(counts, reader), *count = *at;
    if (!count) {
        count = *at = calloc(1, sizeof *count);
        if (!count)
            abort();
        count->reader = reader;
    }
    count->streams += by;
    counts->total += by;
    if (!count->streams) {
        *at = count->next;
        free(count);
    }
    pthread_mutex_unlock(&counts->lock);
}

/* Those that begin at the same moment may pass the bounds by as many as there are workers. */
static bool has_room(struct stream_counts *counts, int64_t reader)
{
    if (!counts)
        return true;
    pthread_mutex_lock(&counts->lock);
    const struct reader_count *count = *count_at(counts, reader);
    bool room = counts->total < counts->most && (!reader || !count || count->streams < STREAMS_EACH);
    pthread_mutex_unlock(&counts->lock);
    return room;
}

/* ---- what was missed ---- */

static enum status catch_up(struct request *request, struct stream_begin *begin)
{
    const struct live_source *source = begin->channel.source;
    struct live_changes changes = { 0 }, more = { 0 };
    struct live_mark *marks;
    TRY(source->read(request->db, request->arena, begin->channel.id, begin->last, &changes));
    if (changes.count >= LIVE_READ_MOST)
        TRY(source->read(request->db, request->arena, begin->channel.id, changes.items[changes.count - 1].number, &more));
    if (more.count) {
        buf_puts(&request->body, "event: reload\ndata:\n\n"); /* and nothing after it: the page that listens is going away */
        begin->last = INT64_MAX;
        return OK;
    }
    live_write(request->arena, &request->body, source, begin->channel.id, &begin->kind, request->now, &changes, &marks);
    if (changes.count)
        begin->last = changes.items[changes.count - 1].number;
    return OK;
}

static int64_t last_seen(const struct request *request, int64_t after)
{
    int64_t last;
    return text_int(header_value(request, "Last-Event-ID"), 0, INT64_MAX - 1, &last) ? last : after;
}

enum status stream_open(struct request *request, const struct stream_wish *wish)
{
    if (request->method != GET || wish->also_count > STREAM_ALSO) {
        log_line(LOG_ERROR, "http.stream", "%s: a stream is a GET with at most %d more channels", request->route->path, STREAM_ALSO);
        return BROKEN;
    }
    if (!has_room(request->app->streams, request->reader))
        return BUSY;
    const struct words *words = &request->view.words;
    struct stream_begin *begin = arena_alloc(request->arena, sizeof *begin);
    struct live_channel *also = arena_array(request->arena, wish->also_count + 1, sizeof *also);
    if (wish->also_count)
        memcpy(also, wish->also, wish->also_count * sizeof *also);
    *begin = (struct stream_begin){
        .channel = wish->channel,
        .kind = { words->catalogue, words->zone, wish->flags },
        .last = last_seen(request, wish->after),
        .reader = request->reader,
        .also = also,
        .also_count = wish->also_count,
        .here = wish->here && request->reader && wish->channel.source,
    };
    request->content_type = "text/event-stream; charset=utf-8";
    header_set(request, "X-Accel-Buffering", "no"); /* nginx would keep it until the end */
    request->body.len = 0;
    buf_printf(&request->body, "retry: %d\n\n", RETRY_MS);
    if (wish->channel.source && wish->channel.source->read && !request->head)
        TRY(catch_up(request, begin));
    request->exchange->stream = begin;
    return OK;
}
