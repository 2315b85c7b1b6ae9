/* Ties between personas: connections, one's own circles, and who isn't to be met at all. Every feature that shows people to people asks
 * here. The pages are feature/contact's. */
#ifndef CIRCLE_H
#define CIRCLE_H

#include "account/account.h"

/* ---- whom the signed-in member doesn't meet: blocks from either side, which look the same from both ---- */

struct block_list {
    const int64_t *items; /* ascending */
    size_t count;
};
/* Read once a request, also for a visitor (then empty); most are empty. */
enum status block_list_of(struct request *request, struct block_list *list) MUST_USE;
/* The same, with whom the reader mutes: for lists and rooms, where those aren't shown either. A muted person's own pages are. */
enum status block_unseen_of(struct request *request, struct block_list *list) MUST_USE;
bool block_has(const struct block_list *list, int64_t persona);
/* Whether one of two blocks the other. */
enum status block_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *blocked) MUST_USE;
/* For SQL that lists what people wrote: true unless $1 (the reader; 0 for a visitor) and the persona in `column` block each other. */
#define BLOCK_NONE_SQL(column) "NOT EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $1 AND bl.other_id = " column ")"
/* True unless $1 mutes the persona in `column`; and both together, for lists and rooms. */
#define BLOCK_MUTE_SQL(column) "NOT EXISTS (SELECT 1 FROM mute mu WHERE mu.persona_id = $1 AND mu.other_id = " column ")"
#define BLOCK_UNSEEN_SQL(column) BLOCK_NONE_SQL(column) " AND " BLOCK_MUTE_SQL(column)
/* What to give as $1 to such a statement when nothing else in it depends on the reader: 0 for everybody who sees all, so that a snapshot
 * remembers one answer for them together. */
enum status block_reader(struct request *request, int64_t *reader) MUST_USE;
/* Whether anybody doesn't want to meet `persona`: blocks of either side, and others' mutes. */
enum status block_is_avoided(struct db *db, struct arena *arena, int64_t persona, bool *avoided) MUST_USE;
/* Beside the channel `id` of a live source without memory another one, for what they do: only who avoids nobody listens to it. So nobody
 * is told live that somebody has written whose words they then don't find. */
int64_t block_channel(int64_t id);
/* live_publish to the one channel or the other, by who did it. */
enum status block_publish(struct db *db, struct arena *arena, const struct live_source *source, int64_t channel, int64_t by) MUST_USE;
/* Sets a block, and ends what connected the two: connection, asks, places in each other's circles, a mute. Both sides' streams end, so
 * that what is live begins anew without the other. Idempotent. */
enum status block_set(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;
enum status block_end(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;
/* Whether `persona` set one. Who was blocked isn't to learn it. */
enum status block_is_mine(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *mine) MUST_USE;

/* ---- mutes: one's own eyes alone ---- */

enum status block_mute(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool on) MUST_USE;
enum status block_is_muted(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *muted) MUST_USE;

/* ---- people in lists ---- */

struct circle_person {
    int64_t persona, picture;
    const char *name;
    struct bytes note; /* of an ask: sealed to who was asked; else NULL */
};
struct circle_people {
    struct circle_person *items;
    size_t count;
};
enum { CIRCLE_PEOPLE_PAGE = 60 };
/* The signed-in member's own lists, by persona id behind `after`, each page sorted by name; *next: 0, or where the next page begins. */
enum circle_list { CIRCLE_CONNECTED, CIRCLE_BLOCKED, CIRCLE_MUTED, CIRCLE_ASKED, CIRCLE_ASKING };
enum status circle_people_of(struct request *request, enum circle_list list, int64_t after, struct circle_people *people,
                             int64_t *next) MUST_USE;

/* ---- connections ---- */

enum status connection_between(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *connected) MUST_USE;
/* Also ends what they asked each other. */
enum status connection_set(struct db *db, struct arena *arena, int64_t a, int64_t b) MUST_USE;
/* Also takes each out of the other's circles. */
enum status connection_end(struct db *db, struct arena *arena, int64_t a, int64_t b) MUST_USE;
/* For SQL: true when $1 (a persona's id) and the persona in `column` are connected. */
#define CONNECTED_SQL(column) "EXISTS (SELECT 1 FROM connection cn WHERE cn.persona_id = " column " AND cn.other_id = $1)"

enum { CONNECTION_ASK_DAYS = 30, CONNECTION_ASKS_WAITING = 30 };
/* How an ask stands for who asked: declined ones still wait, as far as they can tell. */
enum status connection_asked(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *asked) MUST_USE;
/* Whether `other`'s ask waits for an answer of `persona`; *note is sealed to `persona`, data NULL for none. */
enum status connection_waits(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *waits, struct bytes *note) MUST_USE;
/* *reaches: false when it was declined before, so that nobody is told. CONFLICT: CONNECTION_ASKS_WAITING others wait already. */
enum status connection_ask(struct db *db, struct arena *arena, int64_t persona, int64_t other, struct bytes note, int64_t now,
                           bool *reaches) MUST_USE;
enum status connection_withdraw(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;
/* Nothing changes for who asked. NOT_FOUND: nothing waited. */
enum status connection_decline(struct db *db, struct arena *arena, int64_t persona, int64_t other) MUST_USE;
/* Whether others can ask `persona` at all. */
enum status connection_open(struct db *db, struct arena *arena, int64_t persona, bool *open) MUST_USE;

/* ---- circles: a member's own named lists, for audiences. Their names and who is in them are nobody else's business ---- */

enum { CIRCLES_MAX = 20, CIRCLE_NAME_MAX = 40 };
struct circle {
    int64_t id;
    const char *name;
    bool has; /* circle_list_with: the person is in it */
};
struct circles {
    struct circle *items;
    size_t count;
};
/* The signed-in member's, by name. */
enum status circle_list_mine(struct request *request, struct circles *circles) MUST_USE;
/* The same, saying which of them `persona` is in. */
enum status circle_list_with(struct request *request, int64_t persona, struct circles *circles) MUST_USE;
/* One of the signed-in member's; NOT_FOUND for any other. */
enum status circle_find(struct request *request, int64_t id, struct circle *circle) MUST_USE;
/* CONFLICT: there are CIRCLES_MAX. */
enum status circle_make(struct request *request, const char *name, int64_t *id) MUST_USE;
enum status circle_rename(struct request *request, int64_t id, const char *name) MUST_USE;
enum status circle_remove(struct request *request, int64_t id) MUST_USE;
/* Only whom the owner is connected with; NOT_FOUND else. Idempotent. */
enum status circle_put(struct request *request, int64_t circle, int64_t persona, bool in) MUST_USE;
enum status circle_members(struct request *request, int64_t circle, struct circle_people *people) MUST_USE;

/* Whether `persona` is in that circle of `owner`. */
enum status circle_has(struct db *db, struct arena *arena, int64_t owner, int64_t circle, int64_t persona, bool *has) MUST_USE;
/* For SQL that decides by audience: $1 (the reader) is in the circle of `circle`, or in any circle of the persona `owner`. */
#define CIRCLE_HAS_SQL(circle) "EXISTS (SELECT 1 FROM circle_member cm WHERE cm.circle_id = " circle " AND cm.other_id = $1)"
#define CIRCLE_ANY_SQL(owner)                                                                                                              \
    "EXISTS (SELECT 1 FROM circle_member cm JOIN circle ci ON ci.id = cm.circle_id WHERE cm.other_id = $1 AND ci.persona_id = " owner ")"

/* ---- quiet hours ---- */

struct circle_choice {
    bool closed; /* nobody can ask to connect */
    bool has_quiet;
    int from, until; /* minutes of the member's day; until at or before from is the next morning */
};
enum status circle_choice_of(struct request *request, struct circle_choice *choice) MUST_USE;
enum status circle_choice_keep(struct request *request, const struct circle_choice *choice) MUST_USE;
/* Whether a minute of the day lies in the hours. */
bool circle_choice_quiet(const struct circle_choice *choice, int minute);
/* Whether the signed-in member wants nothing to light up at this moment. False for a visitor. */
enum status circle_is_quiet(struct request *request, bool *quiet) MUST_USE;

extern const struct feature circle_feature;

#endif
