/* What those who listen to a session get: each word as it is shown on the page, and that the session itself has changed. */
#include "session/pages.h"

struct breakout_change {
    const struct utterance *utterance; /* NULL: the session itself */
};

static enum status changes_read(struct db *db, struct arena *arena, int64_t channel, int64_t after, struct live_changes *changes)
{
    struct utterances said;
    struct breakout breakout;
    TRY(utterance_list_changed(db, arena, channel, after, &said));
    enum status status = breakout_find_id(db, arena, channel, &breakout);
    if (status != NOT_FOUND)
        TRY(status);
    *changes = (struct live_changes){ arena_array(arena, said.count + 1, sizeof *changes->items), 0 };
    bool told = status == NOT_FOUND || breakout.state_change <= after;
    for (size_t i = 0; i <= said.count; i++) {
        bool all = i == said.count;
        if (!told && changes->count < LIVE_READ_MOST &&
            (all ? said.count < LIVE_READ_MOST : breakout.state_change < said.items[i].change)) {
            changes->items[changes->count++] =
                (struct live_change){ breakout.state_change, arena_alloc(arena, sizeof(struct breakout_change)) };
            told = true;
        }
        if (all || changes->count == LIVE_READ_MOST)
            break;
        struct breakout_change *change = arena_alloc(arena, sizeof *change);
        change->utterance = &said.items[i];
        changes->items[changes->count++] = (struct live_change){ said.items[i].change, change };
    }
    return OK;
}

static void change_write(struct view *view, unsigned flags, int64_t channel, const struct live_change *change)
{
    const struct breakout_change *what = change->what;
    const char *number = arena_printf(view->words.arena, "%lld", (long long)channel);
    if (flags & BREAKOUT_LIVE_DOOR) { /* kith.js: somebody waits, or is waited for; of words they hear nothing */
        if (!what->utterance)
            live_event(view, "listening", number);
        return;
    }
    if (!what->utterance || (flags & BREAKOUT_LIVE_APART)) {
        live_event(view, "room", number);
        return;
    }
    struct utterance_look look = { .live = true, .tools = (flags & BREAKOUT_LIVE_TOOLS) != 0 };
    struct buf html = { .arena = view->words.arena }, *page = view->out;
    view->out = &html;
    utterance_item(view, what->utterance, &look);
    view->out = page;
    live_event(view, "message", buf_text(&html));
}

const struct live_source breakout_live = { .name = "breakout", .read = changes_read, .write = change_write };
