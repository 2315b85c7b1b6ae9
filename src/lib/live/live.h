/* Publish and subscribe: what is said in a channel reaches those who are listening to it now. The database holds the truth; what travels
 * here only says "look again", so a lost word loses nothing: whoever comes back names the last change they saw and gets what followed.
 *
 * One thread reads a channel's new changes once, writes each once for every kind of reader (language, zone, flags), and hands the bytes
 * to the outlets (one per I/O thread of http). Between processes the same words travel by a bridge: on PostgreSQL, LISTEN and NOTIFY. */
#ifndef LIVE_H
#define LIVE_H

#include "db/db.h"
#include "html/html.h"

#include <stdatomic.h>

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

/* An event, as source->write adds it to its view: `data` may hold line breaks; NULL: what was written to view->out (html by a template)
 * since the last event. The number is added by live, to the last event of the change. */
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
/* Rises whenever somebody's rights ended. Who looked whether a reader may listen before it rose must look again: a stream that is about to
 * open wouldn't be found by what ends them. */
unsigned live_drops(const struct live *live);
/* This one and those below may be called with `live` NULL: nobody listens, nobody is here. Not inside a transaction.
 *
 * At once, to who listens now, nothing kept: "typing". `event` is a word of small letters, `data` one line of safe text, at most 400 bytes;
 * not sent to `but` (a persona; 0: to all). */
void live_tell(struct live *live, const struct live_source *source, int64_t channel, const char *event, const char *data, int64_t but);

/* ---- who is here; in memory alone, of all processes ---- */

enum { LIVE_HERE_MS = 45 * 1000 };
/* `persona` is in the channel for the next LIVE_HERE_MS (a stream opened with `here` says so by itself). Listeners are told by a bare
 * event "here", its data the channel's id, when that is news; at most one a second. */
void live_here(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);
/* At once. Streams that say `here` would say so again after a while: live_drop them too. */
void live_gone(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);
/* Those who are here, in no order; at most `max`. */
size_t live_present(struct live *live, const struct live_source *source, int64_t channel, int64_t *personas, size_t max);

/* ---- start and stop: app/app.c ---- */

struct live_options {
    struct database *database;
    const struct live_source *const *sources; /* all of them, ends with NULL */
    int64_t (*clock)(void *context);          /* epoch ms, for the dates in what is written */
    void *clock_context;
    int64_t here_ms; /* 0: LIVE_HERE_MS; tests take less */
};
/* Starts its thread and begins to listen to the database's notices. BUSY: PostgreSQL can't be reached. */
enum status live_start(const struct live_options *options, struct live **live) MUST_USE;
/* When nobody uses it any more. */
void live_stop(struct live *live);

/* ---- the bridge between processes ----
 * Everything processes say to each other is one short line of words: "c room 5" (look again), "d 7" (end this persona's streams), "t …"
 * (an event for now), "h …", "l …", "g …" (who is here). Two functions carry them: db_notify and database_tell take a line out, live_heard
 * brings one in; who may have missed some calls live_lost. A broker (NATS) would carry the same lines: publish what those two are given,
 * call live_heard with what it hears, and live_lost when its connection came back. Lines may come twice, late, or from anybody who can
 * write to the database: each is checked. */
void live_heard(struct live *live, const char *line);
void live_lost(struct live *live);

/* ---- what http does with it ---- */

/* Readers who agree in all of it share bytes. */
struct live_kind {
    const struct catalogue *catalogue;
    const char *zone; /* NULL: UTC */
    unsigned flags;
};
struct live_variant; /* a kind that somebody has had; lives as long as live: there are as many as languages, zones and flags make */

/* The changes of one read, written for one kind; or one bare event. Shared by all who get it, never changed. */
struct live_packet {
    atomic_int holders;
    enum { LIVE_CHANGES, LIVE_BARE, LIVE_DROP } what;
    struct live_channel channel;
    const struct live_variant *variant; /* of LIVE_CHANGES */
    int64_t after;                      /* LIVE_CHANGES: for those whose last change is this one or later */
    int64_t persona;                    /* LIVE_BARE: who doesn't get it; LIVE_DROP: whose streams end (0: all, in the next moments) */
    struct live_mark {
        int64_t number;
        size_t at; /* where it begins */
    } * marks;
    size_t marks_count, len;
    char *data;
};
void live_packet_hold(struct live_packet *packet);
void live_packet_release(struct live_packet *packet);
/* Where the bytes begin that somebody needs who has everything up to `last`; packet->len: nothing here is for them (yet). */
size_t live_packet_from(const struct live_packet *packet, int64_t last);
/* The last change in it. */
int64_t live_packet_last(const struct live_packet *packet);

/* One for each I/O thread. */
struct live_outlet {
    /* Hands a packet over with one hold of it. From any thread; must not block. False: there is no room for it now, and the packet was
     * not taken. */
    bool (*deliver)(struct live_outlet *outlet, struct live_packet *packet);
    size_t place; /* live's own */
};
enum { LIVE_OUTLETS = 64 };
/* BUSY: there are too many. When close returns, deliver isn't running and is never called again. */
enum status live_outlet_open(struct live *live, struct live_outlet *outlet) MUST_USE;
void live_outlet_close(struct live *live, struct live_outlet *outlet);

/* Somebody at this outlet listens to a channel. With a memory: having every change up to `after`; `kind` says how it is written for them
 * and *variant gets what packets will name. Without: `kind` and `variant` are NULL. Each call needs its live_unlisten. */
void live_listen(struct live *live, struct live_outlet *outlet, struct live_channel channel, const struct live_kind *kind, int64_t after,
                 const struct live_variant **variant);
void live_unlisten(struct live *live, struct live_outlet *outlet, struct live_channel channel, const struct live_variant *variant);

/* A stream of theirs that says they are here begins, and ends: with the last one they are gone after some seconds, unless they come back.
 */
void live_enter(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);
void live_leave(struct live *live, const struct live_source *source, int64_t channel, int64_t persona);

/* Writes changes as events, as live does for those who listen; used for what somebody missed. The marks lie in `arena`. */
void live_write(struct arena *arena, struct buf *out, const struct live_source *source, int64_t channel, const struct live_kind *kind,
                int64_t now, const struct live_changes *changes, struct live_mark **marks);

#endif
