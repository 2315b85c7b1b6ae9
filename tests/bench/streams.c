/* Streams of server-sent events: how long an event takes to the last of many, what a stream costs, and whether each stream gets each event
 * once and in order, also when it is closed and opened again at any moment. */
#include "tests/bench/wire.h"

enum { OPEN_AT_ONCE = 200, RETRY_US = 200000, ROUND_MOST_US = 30000000, REST_US = 50000, PACE_US = 5000 };

struct stream {
    struct wire wire;
    struct watch *watch;
    bool open, counted;
    int64_t last, id; /* the last event's number; the one that is being read */
    size_t at;        /* how many numbered events it has had */
    bool has_id, marked, failed;
    int64_t round, again_us;
};

struct watch {
    struct loop loop;
    const struct wish *wish;
    struct sessions sessions;
    struct stream *streams;
    int begun, open;
    int64_t *order; /* the numbers, as the first stream of all got them */
    size_t order_count, order_cap;
    int64_t wrong, ended, refused, bare;

    /* The post that is under way. */
    struct wire poster;
    struct text text;
    char mark[64];
    int64_t first_us; /* part of each mark: what was sent by another run is known to the server */
    int64_t posts, round, sent_us, answered_us, last_us;
    int reached;
    bool answered;

    enum { OPENING, SETTLING, ROUNDS, RECONNECTING, CATCHING_UP } phase;
    int64_t until_us, open_us;
    int closed; /* by us, so far */
    long before_kb, after_kb;
    struct samples from_answer, from_sending;
};

static uint64_t random_next(void)
{
    static uint64_t state = 88172645463325252ULL;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static long memory_kb(int pid)
{
    char path[64], line[128];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = pid ? fopen(path, "re") : NULL;
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "VmRSS:", 6))
            kb = strtol(line + 6, NULL, 10);
    if (file)
        fclose(file);
    return kb;
}

/* ---- events ---- */

static void order_add(struct watch *watch, int64_t id)
{
    if (watch->order_count == watch->order_cap) {
        watch->order_cap = watch->order_cap ? watch->order_cap * 2 : 1024;
        watch->order = realloc(watch->order, watch->order_cap * sizeof *watch->order);
        if (!watch->order)
            fail("no memory");
    }
    watch->order[watch->order_count++] = id;
}

/* Each stream must get the very list that the others get. */
static void order_check(struct stream *stream)
{
    struct watch *watch = stream->watch;
    if (stream->at == watch->order_count && stream->id > stream->last)
        order_add(watch, stream->id);
    if (stream->at >= watch->order_count || watch->order[stream->at] != stream->id) {
        if (!watch->wrong++)
            fprintf(stderr, "bench-client: stream %d got %lld after %lld, where others got %lld\n", stream->wire.index,
                    (long long)stream->id, (long long)stream->last,
                    stream->at < watch->order_count ? (long long)watch->order[stream->at] : 0);
        return;
    }
    stream->at++;
    stream->last = stream->id;
}

static void event_end(struct stream *stream)
{
    struct watch *watch = stream->watch;
    if (stream->has_id)
        order_check(stream);
    else
        watch->bare++;
    if (stream->marked && stream->round != watch->round) {
        stream->round = watch->round;
        watch->reached++;
        watch->last_us = now_us();
    }
    stream->has_id = stream->marked = false;
}

static void line_read(struct stream *stream, const char *line, size_t len)
{
    struct watch *watch = stream->watch;
    if (!len) {
        event_end(stream);
    } else if (len > 4 && !memcmp(line, "id: ", 4)) {
        stream->id = strtoll(line + 4, NULL, 10);
        stream->has_id = true;
    } else if (len == 13 && !memcmp(line, "event: reload", 13)) {
        fail("stream %d had to load its page again", stream->wire.index);
    } else if (len > 6 && !memcmp(line, "data: ", 6) && watch->mark[0]) {
        stream->marked = stream->marked || memmem(line, len, watch->mark, strlen(watch->mark));
    }
}

static void stream_read(struct stream *stream)
{
    struct wire *wire = &stream->wire;
    char *at = wire->in, *end = wire->in + wire->in_len;
    for (char *stop; at < end && (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1)
        line_read(stream, at, (size_t)(stop - at));
    if (at > wire->in)
        wire_drop(wire, (size_t)(at - wire->in));
}

/* ---- opening, closing ---- */

static void stream_begin(struct stream *stream)
{
    struct watch *watch = stream->watch;
    const struct session *session = &watch->sessions.items[(size_t)(stream->wire.index / watch->wish->per_member) % watch->sessions.count];
    struct text text = { 0 };
    char more[96] = "Accept: text/event-stream\r\n";
    if (stream->last)
        snprintf(more, sizeof more, "Accept: text/event-stream\r\nLast-Event-ID: %lld\r\n", (long long)stream->last);
    text_get(&text, session, watch->wish->path, more);
    stream->has_id = stream->marked = false;
    stream->again_us = 0;
    wire_open(&watch->loop, &stream->wire);
    wire_say(&watch->loop, &stream->wire, text.data, text.len);
    free(text.data);
}

static void stream_end(struct stream *stream, bool reset, int64_t wait_us)
{
    struct watch *watch = stream->watch;
    wire_close(&stream->wire, reset);
    watch->open -= stream->open;
    stream->open = false;
    stream->again_us = now_us() + wait_us;
}

static void stream_ready(struct wire *wire)
{
    struct stream *stream = wire->owner;
    struct watch *watch = stream->watch;
    struct answer answer;
    if (!stream->open && answer_read(wire, &answer)) {
        if (answer.status == 503 || answer.status == 429) {
            watch->refused++;
            stream_end(stream, true, RETRY_US);
            return;
        }
        if (answer.status != 200 || !answer.stream)
            fail("GET %s was answered %d%s", watch->wish->path, answer.status, answer.status == 200 ? ", not with a stream" : "");
        wire_drop(wire, answer.head);
        stream->open = true;
        watch->open++;
    }
    if (stream->open)
        stream_read(stream);
    if (wire->dead) {
        watch->ended++;
        stream_end(stream, true, RETRY_US);
    }
}

static void streams_reopen(struct watch *watch)
{
    int64_t now = now_us();
    for (int i = 0; i < watch->begun; i++)
        if (watch->streams[i].again_us && watch->streams[i].again_us <= now)
            stream_begin(&watch->streams[i]);
}

/* ---- posting ---- */

static void post(struct watch *watch)
{
    const struct session *session = &watch->sessions.items[watch->sessions.count - 1];
    struct text fields = { 0 };
    snprintf(watch->mark, sizeof watch->mark, "k%llxb%lldx", (long long)watch->first_us, (long long)++watch->posts);
    for (const char *at = watch->wish->fields; *at;) {
        if (!strncmp(at, "{n}", 3)) {
            text_add(&fields, "%s", watch->mark);
            at += 3;
        } else {
            text_add(&fields, "%c", *at++);
        }
    }
    watch->text.len = 0;
    text_post(&watch->text, session, watch->wish->post, fields.data);
    free(fields.data);
    watch->round = watch->posts;
    watch->reached = 0;
    watch->answered = false;
    watch->sent_us = now_us();
    watch->until_us = watch->sent_us + ROUND_MOST_US;
    wire_say(&watch->loop, &watch->poster, watch->text.data, watch->text.len);
}

static void poster_ready(struct wire *wire)
{
    struct watch *watch = wire->owner;
    struct answer answer;
    if (answer_read(wire, &answer) && wire->in_len >= answer.head + answer.length) {
        if (answer.status != 303 && answer.status != 204 && answer.status != 200)
            fail("POST %s was answered %d: %.*s", watch->wish->post, answer.status, (int)(answer.length < 600 ? answer.length : 600),
                 wire->in + answer.head);
        watch->answered = true;
        watch->answered_us = now_us();
        wire_drop(wire, answer.head + answer.length);
    }
    if (wire->dead) {
        wire_close(wire, false);
        wire_open(&watch->loop, wire);
        if (!watch->answered && watch->posts)
            fail("the line went dead before POST %s was answered", watch->wish->post);
    }
}

/* ---- the run ---- */

static void open_more(struct watch *watch)
{
    const struct wish *wish = watch->wish;
    for (; watch->begun < wish->streams && watch->begun - watch->open < OPEN_AT_ONCE; watch->begun++) {
        struct stream *stream = &watch->streams[watch->begun];
        *stream = (struct stream){ .watch = watch, .wire = { .fd = -1, .ready = stream_ready, .index = watch->begun, .owner = stream } };
        stream_begin(stream);
    }
    if (watch->open < wish->streams)
        return;
    watch->open_us = now_us() - watch->open_us;
    watch->phase = SETTLING;
    watch->until_us = now_us() + 2000000; /* the news of who came passes */
}

static bool round_over(struct watch *watch)
{
    if (watch->answered && watch->reached == watch->wish->streams)
        return true;
    if (now_us() > watch->until_us)
        fail("an event has reached %d of %d streams (%d are open) after %d s%s", watch->reached, watch->wish->streams, watch->open,
             ROUND_MOST_US / 1000000, watch->answered ? "" : "; its POST wasn't answered");
    return false;
}

static void rounds(struct watch *watch)
{
    const struct wish *wish = watch->wish;
    if (watch->posts) {
        if (!round_over(watch))
            return;
        if (watch->round) {
            int64_t late = watch->last_us - watch->answered_us;
            samples_add(&watch->from_answer, late > 0 ? late : 0);
            samples_add(&watch->from_sending, watch->last_us - watch->sent_us);
            watch->round = 0;
            watch->until_us = now_us() + REST_US;
        }
        if (now_us() < watch->until_us)
            return;
    }
    if ((int)watch->from_answer.count < wish->rounds)
        post(watch);
    else if (wish->reconnects)
        watch->phase = RECONNECTING;
    else
        watch->loop.done = true;
}

/* Posts one after the other without waiting for who listens, and closes streams in between. */
static void reconnect(struct watch *watch)
{
    const struct wish *wish = watch->wish;
    if (watch->answered && now_us() > watch->sent_us + PACE_US) /* fewer than a stream may miss without loading its page again */
        post(watch);
    if (now_us() > watch->until_us)
        fail("a POST wasn't answered in %d s", ROUND_MOST_US / 1000000);
    for (int n = (int)(random_next() % 3); n > 0 && watch->closed < wish->reconnects; n--) {
        struct stream *stream = &watch->streams[random_next() % (uint64_t)wish->streams];
        if (!stream->open)
            continue;
        stream_end(stream, random_next() % 2, (int64_t)(random_next() % 20000));
        watch->closed++;
    }
    if (watch->closed < wish->reconnects || !watch->answered)
        return;
    post(watch); /* the last, which everybody must get */
    watch->phase = CATCHING_UP;
}

static void catch_up(struct watch *watch)
{
    if (!round_over(watch))
        return;
    for (int i = 0; i < watch->wish->streams; i++)
        watch->wrong += watch->streams[i].at != watch->order_count;
    watch->loop.done = true;
}

static void tick(struct loop *loop)
{
    struct watch *watch = loop->context;
    if (watch->phase != ROUNDS || watch->open < watch->wish->streams)
        streams_reopen(watch);
    switch (watch->phase) {
    case OPENING:
        open_more(watch);
        break;
    case SETTLING:
        if (now_us() < watch->until_us)
            break;
        watch->after_kb = memory_kb(watch->wish->pid);
        watch->phase = ROUNDS;
        break;
    case ROUNDS:
        rounds(watch);
        break;
    case RECONNECTING:
        reconnect(watch);
        break;
    case CATCHING_UP:
        catch_up(watch);
        break;
    }
}

void streams_run(const struct wish *wish)
{
    struct watch watch = {
        .wish = wish, .open_us = now_us(), .first_us = now_us(), .poster = { .fd = -1, .ready = poster_ready, .owner = &watch }
    };
    sessions_read(wish->sessions, &watch.sessions);
    if (wish->per_member < 1 || watch.sessions.count * (size_t)wish->per_member < (size_t)wish->streams)
        fail("%d streams need %d sessions", wish->streams, wish->streams / (wish->per_member > 0 ? wish->per_member : 1) + 1);
    watch.streams = calloc((size_t)wish->streams, sizeof *watch.streams);
    if (!watch.streams)
        fail("no memory");
    loop_open(&watch.loop, wish->port, (size_t)wish->streams + 1);
    watch.loop.tick = tick;
    watch.loop.context = &watch;
    watch.answered = true;
    watch.before_kb = memory_kb(wish->pid);
    wire_open(&watch.loop, &watch.poster);
    loop_run(&watch.loop);
    printf("{\"streams\":%d,\"open_ms\":%.0f,\"last_ms\":%.2f,\"last_from_sending_ms\":%.2f,\"last_most_ms\":%.2f,\"bytes_a_stream\":%.0f,"
           "\"events\":%zu,\"reconnects\":%d,\"wrong\":%lld,\"ended\":%lld,\"refused\":%lld}\n",
           wish->streams, (double)watch.open_us / 1000, (double)samples_at(&watch.from_answer, 0.5) / 1000,
           (double)samples_at(&watch.from_sending, 0.5) / 1000, (double)samples_at(&watch.from_sending, 1) / 1000,
           (double)(watch.after_kb - watch.before_kb) * 1024 / wish->streams, watch.order_count, watch.closed, (long long)watch.wrong,
           (long long)watch.ended, (long long)watch.refused);
    if (watch.wrong)
        fail("%lld events were lost, doubled or out of order", (long long)watch.wrong);
}
