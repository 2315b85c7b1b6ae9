/* Keep-alive clients in a closed loop: `posts` (each sends replies one after the other) and `slow` (each asks for a page, first alone, then
 * beside thousands of connections that idle or trickle). */
#include "tests/bench/wire.h"

struct load {
    struct loop loop;
    const struct wish *wish;
    struct sessions sessions;
    struct lines topics;
    struct client *clients;
    struct samples took;
    int64_t good, other, sent;
    int other_status;
    char other_page[200];
    bool posting;
};

struct client {
    struct wire wire;
    struct load *load;
    int64_t since;
    struct text text;
};

static void client_ask(struct client *client)
{
    struct load *load = client->load;
    struct text *text = &client->text;
    const struct session *session = &load->sessions.items[(size_t)client->wire.index % load->sessions.count];
    text->len = 0;
    if (load->posting) {
        char path[256], fields[512];
        int64_t n = load->sent++;
        snprintf(path, sizeof path, "/topics/%s/reply", load->topics.items[(size_t)n % load->topics.count]);
        snprintf(fields, sizeof fields,
                 "body=%s+%lld+A+short+reply,+as+people+write+them+when+they+know+each+other.&once=%s-%lld&do=send&note=&note_own=",
                 load->wish->mark, (long long)n, load->wish->mark, (long long)n);
        text_post(text, session, path, fields);
    } else {
        char path[256];
        if (load->topics.count)
            snprintf(path, sizeof path, "/topics/%s", load->topics.items[(size_t)load->sent++ % load->topics.count]);
        else
            snprintf(path, sizeof path, "%s", load->wish->path);
        text_get(text, session, path, "");
    }
    client->since = now_us();
    wire_say(&load->loop, &client->wire, text->data, text->len);
}

static void client_ready(struct wire *wire)
{
    struct client *client = wire->owner;
    struct load *load = client->load;
    struct answer answer;
    while (answer_read(wire, &answer) && wire->in_len >= answer.head + answer.length) {
        samples_add(&load->took, now_us() - client->since);
        if (answer.status == (load->posting ? 303 : 200)) {
            load->good++;
        } else {
            load->other++;
            load->other_status = answer.status;
            snprintf(load->other_page, sizeof load->other_page, "%.*s", (int)(answer.length < 199 ? answer.length : 199),
                     wire->in + answer.head);
        }
        wire_drop(wire, answer.head + answer.length);
        client_ask(client);
    }
    if (wire->dead) {
        wire_close(wire, false);
        wire_open(&load->loop, wire);
        client_ask(client);
    }
}

static void clients_open(struct load *load, size_t others)
{
    const struct wish *wish = load->wish;
    loop_open(&load->loop, wish->port, (size_t)wish->clients + others);
    sessions_read(wish->sessions, &load->sessions);
    load->clients = calloc((size_t)wish->clients, sizeof *load->clients);
    if (!load->clients)
        fail("no memory");
    for (int i = 0; i < wish->clients; i++) {
        struct client *client = &load->clients[i];
        *client = (struct client){ .load = load, .wire = { .fd = -1, .ready = client_ready, .index = i, .owner = client } };
        wire_open(&load->loop, &client->wire);
        client_ask(client);
    }
}

/* Runs for a while; the answers a second. */
static double load_for(struct load *load, double seconds)
{
    int64_t begin = now_us();
    load->good = load->other = 0;
    load->took.count = 0;
    load->loop.stop_us = begin + (int64_t)(seconds * 1e6);
    loop_run(&load->loop);
    return (double)load->good * 1e6 / (double)(now_us() - begin);
}

static void complain(const struct load *load)
{
    if (load->other)
        fprintf(stderr, "bench-client: %lld other answers, the last %d: %s\n", (long long)load->other, load->other_status,
                load->other_page);
}

void posts_run(const struct wish *wish)
{
    struct load load = { .wish = wish, .posting = true };
    lines_read(wish->lines, &load.topics);
    clients_open(&load, 0);
    double rate = load_for(&load, wish->seconds);
    complain(&load);
    printf("{\"posts_per_second\":%.0f,\"answered\":%lld,\"other\":%lld,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"most_ms\":%.2f}\n", rate,
           (long long)load.good, (long long)load.other, (double)samples_at(&load.took, 0.5) / 1000,
           (double)samples_at(&load.took, 0.99) / 1000, (double)samples_at(&load.took, 1) / 1000);
}

/* ---- beside slow ones ---- */

/* A third each says nothing, sends a head byte by byte, and a body byte by byte; who is sent away comes back. */
struct slow {
    struct wire *wires;
    struct loop *loop;
    int count, at;
    int64_t ended, next_us;
};

static void slow_begin(struct slow *slow, struct wire *wire)
{
    static const char head[] = "GET /home HT", body[] = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\ns";
    wire_open(slow->loop, wire);
    if (wire->index % 3 == 1)
        wire_say(slow->loop, wire, head, sizeof head - 1);
    else if (wire->index % 3 == 2)
        wire_say(slow->loop, wire, body, sizeof body - 1);
}

static void slow_ready(struct wire *wire)
{
    struct slow *slow = wire->owner;
    wire->in_len = 0;
    if (!wire->dead)
        return;
    slow->ended++;
    wire_close(wire, true);
    slow_begin(slow, wire);
}

/* One byte a second from each, spread over the second. */
static void slow_tick(struct loop *loop)
{
    struct slow *slow = loop->context;
    for (int64_t now = now_us(); slow->next_us <= now; slow->next_us += 1000000 / slow->count) {
        struct wire *wire = &slow->wires[slow->at++ % slow->count];
        if (wire->index % 3 && wire->fd >= 0 && !wire->connecting && !wire->dead)
            wire_say(loop, wire, "T", 1);
    }
}

void pages_run(const struct wish *wish)
{
    struct load load = { .wish = wish };
    struct slow slow = { .loop = &load.loop, .count = wish->slow };
    if (wish->lines)
        lines_read(wish->lines, &load.topics);
    clients_open(&load, (size_t)wish->slow);
    load_for(&load, wish->seconds / 2); /* warms up */
    double alone = load_for(&load, wish->seconds);
    double alone_p50 = (double)samples_at(&load.took, 0.5) / 1000, alone_p99 = (double)samples_at(&load.took, 0.99) / 1000;
    complain(&load);
    if (!wish->slow) {
        printf("{\"per_second\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"other\":%lld}\n", alone, alone_p50, alone_p99,
               (long long)load.other);
        return;
    }
    slow.wires = calloc((size_t)slow.count, sizeof *slow.wires);
    if (!slow.wires)
        fail("no memory");
    for (int i = 0; i < wish->slow; i++) {
        slow.wires[i] = (struct wire){ .fd = -1, .ready = slow_ready, .index = i, .owner = &slow };
        slow_begin(&slow, &slow.wires[i]);
        if (i % 200 == 199)
            load_for(&load, 0.02); /* fewer at once than the backlog holds */
    }
    slow.next_us = now_us();
    load.loop.tick = slow_tick;
    load.loop.context = &slow;
    double beside = load_for(&load, wish->seconds);
    complain(&load);
    printf(
        "{\"alone_per_second\":%.0f,\"alone_p99_ms\":%.2f,\"beside_per_second\":%.0f,\"beside_p99_ms\":%.2f,\"slow\":%d,\"sent_away\":%lld,\"other\":%lld}\n",
        alone, alone_p99, beside, (double)samples_at(&load.took, 0.99) / 1000, wish->slow, (long long)slow.ended, (long long)load.other);
}
