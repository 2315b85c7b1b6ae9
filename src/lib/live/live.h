/* Publish and subscribe: what is said in a channel reaches those who are listening to it now. The database holds the truth; what travels
 * here only says "look again", so a lost word loses nothing: whoever comes back names the last change they saw and gets what followed.
 *
 * One thread reads a channel's new changes once, writes each once for every kind of reader (language, zone, flags), and hands the bytes
 * to the outlets (one per I/O thread of http). Between processes the same words travel by a bridge: on PostgreSQL, LISTEN and NOTIFY. */
#ifndef LIVE_H
#define LIVE_H

#include "db/db.h"
#include "html/html.h"

struct live;

/* Something that changed in a channel. */
struct live_change {
    int64_t number;   /* grows with every commit that touches the channel; the id of the event a browser names when it comes back */
    const void *what; /* the feature's own, in the arena of the read */
};
struct live_changes {
    struct live_change *items;
    size_t count;
};
enum {
    LIVE_READ_MOST = 200,        /* changes a read may give at once; who missed more loads the page again */
    LIVE_PENDING_MOST = 64 << 10 /* bytes that may wait for one slow reader before they are dropped */
};

/* What a feature lets others listen to; a const object of the feature, listed by app/features.c. */
struct live_source {
    const char *name; /* "room": letters only; it travels between processes */
    /* The changes of `channel` with numbers above `after`, in order, at most LIVE_READ_MOST. NULL: the channel has no memory, listeners
     * get the bare event `name` with the channel's id as data. */
    enum status (*read)(struct db *db, struct arena *arena, int64_t channel, int64_t after, struct live_changes *changes);
    /* Writes one change as events (live_event), in the view's language and zone; view->request is NULL. `flags` are the feature's own:
     * what else readers differ in (facilitators' tools). Readers who agree in all three share the bytes, so nothing of one reader alone
     * may stand in them: no token, no "mine". */
    void (*write)(struct view *view, unsigned flags, int64_t channel, const struct live_change *change);
};

/* An event, as source->write adds it to its view: `data` may hold line breaks; NULL: from the buffer position `from` of view->out to
 * its end (html written there by a template). The number is added by live. */
void live_event(struct view *view, const char *event, const char *data);

struct live_channel {
    const struct live_source *source;
    int64_t id;
};

/* ---- saying something ---- */

/* Inside a transaction: once it is durable, those who listen to the channel get what is new in it. */
enum status live_publish(struct db *db, struct arena *arena, const struct live_source *source, int64_t channel) MUST_USE;
/* Inside a transaction: once it is durable, every stream this persona holds ends; their browsers come back and are asked again whether
 * they may. For everything that takes a right away: leaving, removal, signing out, muting. */
enum status live_drop(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* At once, to who listens now, nothing kept: "typing". `data` is one line of safe text; not sent to `but` (a persona; 0: to all). */
void live_tell(struct live *live, const struct live_source *source, int64_t channel, const char *event, const char *data, int64_t but);

/* ---- who is here; in memory alone, of all processes ---- */

enum { LIVE_HERE_MS = 45 * 1000 };
/* `persona` is in the channel for the next LIVE_HERE_MS. Listeners are told by a bare event "here" when that is news. */
void live_here(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);
void live_gone(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);
/* Those who are here, in no order; at most `max`. */
size_t live_present(struct live *live, const struct live_source *source, int64_t channel, int64_t *personas, size_t max);

#endif
