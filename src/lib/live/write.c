/* Changes as bytes of a stream (server-sent events, WHATWG HTML §9.2), and the packets that carry them. */
#include "live/inside.h"

/* ---- events ---- */

/* What a source's view writes to: the text of the next event, and the events so far. */
struct pen {
    struct buf text; /* view->out: first, so that it leads here */
    struct buf *out;
    bool open; /* the last event isn't ended yet: it may be the one that carries the number */
};

/* A line break in any of its forms would end the field. */
static void add_data(struct buf *out, const char *data)
{
    for (bool more = true; more;) {
        size_t len = strcspn(data, "\r\n");
        buf_puts(out, "data: ");
        buf_add(out, data, len);
        buf_putc(out, '\n');
        data += len;
        more = *data;
        data += data[0] == '\r' && data[1] == '\n' ? 2 : more;
    }
}

void live_event(struct view *view, const char *event, const char *data)
{
    struct pen *pen = (struct pen *)(void *)view->out;
    if (pen->open)
        buf_putc(pen->out, '\n');
    buf_printf(pen->out, "event: %s\n", event);
    add_data(pen->out, data ? data : buf_text(&pen->text));
    pen->text.len = 0;
    if (pen->text.data)
        *pen->text.data = '\0';
    pen->open = true;
}

void live_write(struct arena *arena, struct buf *out, const struct live_source *source, int64_t channel, const struct live_kind *kind,
                int64_t now, const struct live_changes *changes, struct live_mark **marks)
{
    struct pen pen = { .text = { .arena = arena }, .out = out };
    const struct language *language = catalogue_language(kind->catalogue);
    struct view view = {
        .out = &pen.text,
        .words = { .catalogue = kind->catalogue, .arena = arena, .zone = kind->zone, .now = now },
        .lang = language->code,
        .direction = language->direction,
    };
    *marks = arena_array(arena, changes->count + 1, sizeof **marks);
    for (size_t i = 0; i < changes->count; i++) {
        const struct live_change *change = &changes->items[i];
        (*marks)[i] = (struct live_mark){ change->number, out->len };
        pen.open = false;
        pen.text.len = 0;
        source->write(&view, kind->flags, channel, change);
        /* On the last event alone: who hears only some of them asks for the change again. */
        if (pen.open)
            buf_printf(out, "id: %lld\n\n", (long long)change->number);
    }
}

/* ---- packets ---- */

static struct live_packet *packet_new(size_t marks, size_t len)
{
    struct live_packet *packet = calloc(1, sizeof *packet + marks * sizeof *packet->marks + len + 1);
    if (!packet)
        abort();
    packet->holders = 1;
    packet->marks = (struct live_mark *)(void *)(packet + 1);
    packet->marks_count = marks;
    packet->data = (char *)(packet->marks + marks);
    packet->len = len;
    return packet;
}

void live_packet_hold(struct live_packet *packet)
{
    atomic_fetch_add_explicit(&packet->holders, 1, memory_order_relaxed);
}

void live_packet_release(struct live_packet *packet)
{
    if (atomic_fetch_sub_explicit(&packet->holders, 1, memory_order_acq_rel) > 1)
        return;
    explicit_bzero(packet->data, packet->len); /* members' words */
    free(packet);
}

size_t live_packet_from(const struct live_packet *packet, int64_t last)
{
    if (last < packet->after)
        return packet->len; /* something lies between: it comes with a packet that begins earlier */
    size_t low = 0, high = packet->marks_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (packet->marks[middle].number <= last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < packet->marks_count ? packet->marks[low].at : packet->len;
}

int64_t live_packet_last(const struct live_packet *packet)
{
    return packet->marks_count ? packet->marks[packet->marks_count - 1].number : packet->after;
}

struct live_packet *live_packet_changes(struct arena *arena, struct live_channel channel, const struct live_variant *variant, int64_t after,
                                        int64_t now, const struct live_changes *changes)
{
    struct buf out = { .arena = arena };
    struct live_mark *marks;
    struct live_kind kind = { variant->catalogue, *variant->zone ? variant->zone : NULL, variant->flags };
    live_write(arena, &out, channel.source, channel.id, &kind, now, changes, &marks);
    struct live_packet *packet = packet_new(changes->count, out.len);
    packet->what = LIVE_CHANGES;
    packet->channel = channel;
    packet->variant = variant;
    packet->after = after;
    memcpy(packet->marks, marks, changes->count * sizeof *marks);
    memcpy(packet->data, buf_text(&out), out.len);
    return packet;
}

struct live_packet *live_packet_bare(struct live_channel channel, const char *event, const char *data, int64_t but)
{
    int len = snprintf(NULL, 0, "event: %s\ndata: %s\n\n", event, data);
    struct live_packet *packet = packet_new(0, (size_t)len);
    packet->what = LIVE_BARE;
    packet->channel = channel;
    packet->persona = but;
    snprintf(packet->data, (size_t)len + 1, "event: %s\ndata: %s\n\n", event, data);
    return packet;
}

struct live_packet *live_packet_drop(int64_t persona)
{
    struct live_packet *packet = packet_new(0, 0);
    packet->what = LIVE_DROP;
    packet->persona = persona;
    return packet;
}
