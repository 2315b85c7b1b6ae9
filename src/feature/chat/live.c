/* What those who listen to a room get: each message as it is shown on the page, and that the room itself has changed. */
#include "chat/pages.h"

struct room_change {
    const struct message *message; /* NULL: the room itself */
};

static enum status changes_read(struct db *db, struct arena *arena, int64_t channel, int64_t after, struct live_changes *changes)
{
    struct messages messages;
    int64_t state;
    TRY(message_list_changed(db, arena, channel, after, &messages));
    TRY(room_state_find(db, arena, channel, &state));
    *changes = (struct live_changes){ arena_array(arena, messages.count + 1, sizeof *changes->items), 0 };
    bool told = state <= after;
    for (size_t i = 0; i <= messages.count; i++) {
        bool all = i == messages.count;
        if (!told && changes->count < LIVE_READ_MOST && (all ? messages.count < LIVE_READ_MOST : state < messages.items[i].change)) {
            changes->items[changes->count++] = (struct live_change){ state, arena_alloc(arena, sizeof(struct room_change)) };
            told = true;
        }
        if (all || changes->count == LIVE_READ_MOST)
            break;
        struct room_change *change = arena_alloc(arena, sizeof *change);
        change->message = &messages.items[i];
        changes->items[changes->count++] = (struct live_change){ messages.items[i].change, change };
    }
    return OK;
}

static void change_write(struct view *view, unsigned flags, int64_t channel, const struct live_change *change)
{
    const struct room_change *what = change->what;
    if (!what->message || (flags & ROOM_LIVE_APART)) {
        live_event(view, "room", arena_printf(view->words.arena, "%lld", (long long)channel));
        return;
    }
    if (what->message->until < view->words.now)
        return; /* its time is over; pages that are open let go of it themselves */
    struct message_look look = { .live = true, .may_write = true, .tools = (flags & ROOM_LIVE_TOOLS) != 0 };
    struct buf html = { .arena = view->words.arena }, *page = view->out;
    view->out = &html;
    message_item(view, what->message, &look);
    view->out = page;
    live_event(view, "message", buf_text(&html));
}

const struct live_source room_live = { .name = "room", .read = changes_read, .write = change_write };
