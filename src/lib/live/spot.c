/* Who listens to what. */
#include "live/inside.h"

/* ---- channels ---- */

static struct spot **spot_bucket(struct live *live, struct live_channel channel)
{
    uint64_t hash = ((uint64_t)channel.id ^ (uint64_t)(uintptr_t)channel.source) * UINT64_C(0x9e3779b97f4a7c15);
    return &live->spots[(hash >> 40) % SPOT_BUCKETS];
}

struct spot *live_spot_find(struct live *live, struct live_channel channel)
{
    struct spot *spot = *spot_bucket(live, channel);
    while (spot && (spot->channel.id != channel.id || spot->channel.source != channel.source))
        spot = spot->next;
    return spot;
}

static struct spot *spot_new(struct live *live, struct live_channel channel, int64_t cursor)
{
    struct spot *spot = calloc(1, sizeof *spot), **bucket = spot_bucket(live, channel);
    if (!spot)
        abort();
    spot->channel = channel;
    spot->cursor = cursor;
    spot->next = *bucket;
    *bucket = spot;
    return spot;
}

static void spot_free(struct live *live, struct spot *spot)
{
    struct spot **at = spot_bucket(live, spot->channel);
    while (*at != spot)
        at = &(*at)->next;
    *at = spot->next;
    free(spot->listeners);
    free(spot);
}

void live_spot_settle(struct live *live, struct spot *spot)
{
    if (!spot->listeners_count && !spot->ready && !spot->reading)
        spot_free(live, spot);
}

void live_spot_ready(struct live *live, struct spot *spot)
{
    if (spot->ready)
        return;
    spot->ready = true;
    spot->next_ready = NULL;
    *live->ready_last = spot;
    live->ready_last = &spot->next_ready;
    pthread_cond_signal(&live->changed);
}

struct spot *live_spot_take(struct live *live)
{
    struct spot *spot = live->ready;
    if (!spot)
        return NULL;
    live->ready = spot->next_ready;
    if (!live->ready)
        live->ready_last = &live->ready;
    spot->ready = false;
    return spot;
}

void live_spots_ready(struct live *live)
{
    for (size_t i = 0; i < SPOT_BUCKETS; i++)
        for (struct spot *spot = live->spots[i]; spot; spot = spot->next)
            live_spot_ready(live, spot);
}

void live_spots_free(struct live *live)
{
    for (size_t i = 0; i < SPOT_BUCKETS; i++)
        while (live->spots[i])
            spot_free(live, live->spots[i]);
    for (size_t i = 0; i < VARIANT_BUCKETS; i++)
        for (struct live_variant *next, *variant = live->variants[i]; variant; variant = next) {
            next = variant->next;
            free(variant);
        }
}

/* ---- kinds of readers ---- */

static const struct live_variant *variant_of(struct live *live, const struct live_kind *kind)
{
    const char *zone = kind->zone ? kind->zone : "";
    size_t size = strlen(zone) + 1;
    uint64_t hash = bytes_digest(bytes_digest(BYTES_DIGEST, zone, size), &kind->flags, sizeof kind->flags);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    hash = bytes_digest(hash, &kind->catalogue, sizeof kind->catalogue);
    struct live_variant **bucket = &live->variants[hash % VARIANT_BUCKETS], *at = *bucket;
    while (at && (at->catalogue != kind->catalogue || at->flags != kind->flags || !text_same(at->zone, zone)))
        at = at->next;
    if (at)
        return at;
    at = malloc(sizeof *at + size);
    if (!at)
        abort();
    *at = (struct live_variant){ *bucket, kind->catalogue, kind->flags };
    memcpy(at->zone, zone, size);
    *bucket = at;
    return at;
}

/* ---- listeners ---- */

static struct listener *listener_find(struct spot *spot, size_t outlet, const struct live_variant *variant)
{
    for (size_t i = 0; i < spot->listeners_count; i++)
        if (spot->listeners[i].outlet == outlet && spot->listeners[i].variant == variant)
            return &spot->listeners[i];
    return NULL;
}

static void listener_add(struct spot *spot, size_t outlet, const struct live_variant *variant)
{
    struct listener *listener = listener_find(spot, outlet, variant);
    if (listener) {
        listener->count++;
        return;
    }
    if (spot->listeners_count == spot->listeners_cap) {
        spot->listeners_cap = spot->listeners_cap ? spot->listeners_cap * 2 : 2;
        spot->listeners = realloc(spot->listeners, spot->listeners_cap * sizeof *spot->listeners);
        if (!spot->listeners)
            abort();
    }
    spot->listeners[spot->listeners_count++] = (struct listener){ variant, outlet, 1 };
}

void live_listen(struct live *live, struct live_outlet *outlet, struct live_channel channel, const struct live_kind *kind, int64_t after,
                 const struct live_variant **variant)
{
    const struct live_variant *of = NULL;
    pthread_mutex_lock(&live->lock);
    struct spot *spot = live_spot_find(live, channel);
    bool made = !spot;
    if (made)
        spot = spot_new(live, channel, after);
    if (channel.source->read) {
        *variant = of = variant_of(live, kind);
        /* What was committed between their reading and now was said to nobody, or was handed out without them. */
        if (spot->reading && after < spot->low)
            spot->low = after;
        bool behind = !spot->reading && after < spot->cursor;
        if (behind)
            spot->cursor = after;
        if (made || behind)
            live_spot_ready(live, spot);
    }
    listener_add(spot, outlet->place, of);
    pthread_mutex_unlock(&live->lock);
}

void live_unlisten(struct live *live, struct live_outlet *outlet, struct live_channel channel, const struct live_variant *variant)
{
    pthread_mutex_lock(&live->lock);
    struct spot *spot = live_spot_find(live, channel);
    struct listener *listener = listener_find(spot, outlet->place, variant);
    if (!--listener->count)
        *listener = spot->listeners[--spot->listeners_count];
    live_spot_settle(live, spot);
    pthread_mutex_unlock(&live->lock);
}

/* ---- outlets ---- */

enum status live_outlet_open(struct live *live, struct live_outlet *outlet)
{
    pthread_mutex_lock(&live->lock);
    outlet->place = 0;
    while (outlet->place < LIVE_OUTLETS && live->outlets[outlet->place])
        outlet->place++;
    bool room = outlet->place < LIVE_OUTLETS;
    if (room)
        live->outlets[outlet->place] = outlet;
    pthread_mutex_unlock(&live->lock);
    return room ? OK : BUSY;
}

void live_outlet_close(struct live *live, struct live_outlet *outlet)
{
    pthread_mutex_lock(&live->lock);
    live->outlets[outlet->place] = NULL;
    pthread_mutex_unlock(&live->lock);
}

void live_spot_say(struct live *live, struct live_packet *packet)
{
    const struct spot *spot = live_spot_find(live, packet->channel);
    uint64_t said = 0; /* LIVE_OUTLETS bits */
    for (size_t i = 0; spot && i < spot->listeners_count; i++) {
        size_t place = spot->listeners[i].outlet;
        struct live_outlet *outlet = live->outlets[place];
        if (!outlet || (said >> place & 1))
            continue;
        said |= UINT64_C(1) << place;
        live_packet_hold(packet);
        if (!outlet->deliver(outlet, packet))
            live_packet_release(packet);
    }
    live_packet_release(packet);
}

unsigned live_drops(const struct live *live)
{
    return atomic_load(&live->drops);
}

void live_streams_drop(struct live *live, int64_t persona)
{
    atomic_fetch_add(&live->drops, 1);
    struct live_packet *packet = live_packet_drop(persona);
    for (size_t i = 0; i < LIVE_OUTLETS; i++)
        if (live->outlets[i]) {
            live_packet_hold(packet);
            if (!live->outlets[i]->deliver(live->outlets[i], packet))
                live_packet_release(packet);
        }
    live_packet_release(packet);
}
