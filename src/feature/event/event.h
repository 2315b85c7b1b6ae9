/* Events: meeting at a time, here in words, elsewhere by video, in a room in town, or both. Who comes is between them and the hosts; where
 * it is comes out in steps, and only through event_place. A series is a rule with a pattern; each of its dates is an event of its own.
 * Times are epoch milliseconds; zones IANA names. */
#ifndef EVENT_H
#define EVENT_H

#include "account/account.h"

enum {
    EVENT_TITLE_MAX = 120,
    EVENT_ABOUT_MAX = 50000, /* characters */
    EVENT_REGION_MAX = 80,
    EVENT_PLACE_MAX = 300, /* quarter, exact place, words for the door, link */
    EVENT_LINE_MAX = 200,
    EVENT_FIRST_MAX = 1000,
    EVENT_CAPACITY_MAX = 100000,
    EVENT_GUESTS_MAX = 3,
    EVENT_HOSTS_MAX = 6,    /* beside the host */
    EVENT_LENGTH_DAYS = 14, /* at most */
    EVENT_AHEAD = 400,      /* dates of a series that are made at most */
    EVENT_KEEP_DAYS = 7,    /* who came, after the end */
};
enum event_kind { EVENT_TEXT, EVENT_VIDEO, EVENT_PERSON, EVENT_HYBRID };
enum event_audience { EVENT_GROUP, EVENT_MEMBERS, EVENT_PUBLIC };
/* What others than the hosts read of how many come. */
enum event_counts { EVENT_COUNTS_HIDDEN, EVENT_COUNTS_ROUGH };
/* Of the reader. EVENT_GOING has a seat; EVENT_WAITING waits for one; EVENT_ASKED for the host's yes. */
enum event_coming { EVENT_NOT, EVENT_MAYBE, EVENT_ASKED, EVENT_WAITING, EVENT_GOING };
/* Who may read the quarter. */
enum event_quarter { EVENT_QUARTER_JOINED, EVENT_QUARTER_SEEN };
enum event_access {
    EVENT_STEP_FREE,
    EVENT_TOILET,
    EVENT_QUIET_ROOM,
    EVENT_LIGHTING,
    EVENT_SCENT,
    EVENT_ANIMALS,
    EVENT_CAPTIONS,
    EVENT_ACCESS
};

/* What its host says of it. Texts are never NULL ("" for none). */
struct event_detail {
    const char *about, *html;   /* as written; what text_markdown made of it */
    const char *cost;           /* "" : free */
    const char *spoken, *signs; /* codes separated by blanks: ISO 639-1 spoken, 639-3 signed */
    unsigned access;            /* bits 1 << enum event_access: there is */
    const char *access_text[EVENT_ACCESS];
    const char *ask;                         /* whom to ask about access */
    const char *first_time, *photos, *sober; /* photos: "none", "ask", "open"; sober: "sober", "open" */
    const char *reason;                      /* why it was cancelled */
};

/* One date, as the reader may see it; no place beyond the region is in here. */
struct event {
    int64_t id, series, group /* 0: whole place */, host /* persona; 0: nobody, or somebody the reader doesn't meet */;
    const char *host_name, *group_name, *group_slug; /* NULL: none */
    int64_t host_picture;
    enum event_audience audience;
    enum event_kind kind;
    const char *title, *region, *lang, *zone;
    int64_t starts, ends, original; /* original: which date of its series; 0 */
    int64_t sequence;
    bool cancelled, hidden, exception;
    int64_t capacity, guests; /* capacity 0: no limit; guests: whom one may bring */
    bool approval;
    enum event_counts counts;
    int64_t ages; /* bits of account.h */
    /* the reader */
    bool hosts;  /* looks after it */
    bool barred; /* comes, but they and the host don't meet any more: may leave, and learns nothing */
    enum event_coming coming;
    bool declined; /* the host said no */
};
struct events {
    struct event *items;
    size_t count;
};

/* As the reader (a visitor, too) may see it: NOT_FOUND for a group's that they may not read, a members' for visitors, one that is hidden
 * but from its hosts and who looks after the place, and one whose host they don't meet. Cancelled ones are found. */
enum status event_find(struct request *request, int64_t id, struct event *event) MUST_USE;
/* event_find, and FORBIDDEN for who doesn't look after it. */
enum status event_find_hosted(struct request *request, int64_t id, struct event *event) MUST_USE;
enum status event_detail_find(struct db *db, struct arena *arena, int64_t id, struct event_detail *detail) MUST_USE;
/* "/events/ID". */
const char *event_path(struct arena *arena, int64_t id);

/* Where it is: what this reader may see of it now, and nothing else. Every output that says where something is goes through here. `event`
 * is as event_find gave it. NULL: not for them, or not yet; the …_at say when a step opens by the clock (0: as soon as one has a seat). */
struct event_place {
    const char *region; /* "" online */
    const char *quarter, *exact, *door, *link;
    bool has_quarter, has_exact, has_door, has_link; /* there is such a step at all; said to whoever finds the event */
    int64_t exact_at, door_at;                       /* for everybody the same */
    enum event_quarter quarter_when;
};
enum status event_place(struct request *request, const struct event *event, struct event_place *place) MUST_USE;
/* The same for a persona who isn't here now (a calendar that asks by its own address, a job); moderators and stewards count as any member.
 */
enum status event_find_for(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct event *event) MUST_USE;
enum status event_place_for(struct db *db, struct arena *arena, const struct app *app, int64_t now, const struct event *event,
                            struct event_place *place) MUST_USE;

/* Whether the reader has a seat, or looks after it: for what is for those who come. False for a visitor. */
enum status event_attends(struct request *request, int64_t id, bool *attends) MUST_USE;
/* Whether a persona was checked in at the door (or took part here in words: see event_came_set); false once that is forgotten. */
enum status event_came(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool *came) MUST_USE;
enum status event_came_set(struct db *db, struct arena *arena, int64_t event, int64_t persona) MUST_USE;
/* Who has a seat, hosts among them: for jobs that tell them something, and for nobody's eyes. 500 behind `after`, by persona. */
enum status event_going(struct db *db, struct arena *arena, int64_t event, int64_t after, int64_t **personas, size_t *count) MUST_USE;
/* The events a persona comes to (or isn't sure about, asked, waits) or hosts, from `from` on by start, at most `most`: NOT through the
 * reader's eyes but through the persona's, as event_find_for. Cancelled ones are among them. */
enum status event_list_mine(struct db *db, struct arena *arena, int64_t persona, int64_t from, size_t most, struct events *events) MUST_USE;

/* ---- for calendars ---- */

/* event_place_for for all that event_list_mine gave, by the same persona, from and most, in a few statements: region, quarter and exact
 * place alone. */
enum status event_place_list_mine(struct db *db, struct arena *arena, const struct app *app, int64_t now, int64_t persona, int64_t from,
                                  size_t most, const struct events *events, struct event_place **places) MUST_USE;

/* A series as its rule has it, and its dates from `from` on, at most EVENT_AHEAD: of each its id, series, original, starts, ends, sequence,
 * cancelled and exception alone; what else there is to say of one, event_find says. rule "": it has ended. made_to: dates of the rule
 * before are rows, or were taken out. NOT_FOUND. */
struct event_plan {
    const char *rule, *zone;
    int64_t made_to;
    struct events dates;
};
enum status event_plan_find(struct db *db, struct arena *arena, int64_t series, int64_t from, struct event_plan *plan) MUST_USE;

/* ---- making them: the pages, `kith demo`, other features ---- */

struct event_new {
    int64_t group, host;
    enum event_audience audience;
    enum event_kind kind;
    const char *title, *region, *lang, *zone;
    int64_t starts, ends;
    int64_t capacity, guests;
    bool approval;
    enum event_counts counts;
    int64_t ages;               /* 0: all */
    struct event_detail detail; /* html NULL: made from about */
    /* the place in steps; "" or NULL: none */
    const char *quarter, *exact, *door, *link;
    enum event_quarter quarter_when;
    int64_t exact_hours, door_minutes; /* before the start; exact_hours 0: as soon as one has a seat */
    const char *rule;                  /* RFC 5545, as recurrence_read takes it; NULL or "": once */
    const int64_t *hosts;              /* co-hosts */
    size_t hosts_count;
    const struct app *app; /* its key seals the place */
    int64_t now;
};
/* *id: the event, of a series its first date (the others follow by a job). INVALID: what the form would refuse, too (a title that is empty
 * or too long, times that are over or can't be, a place without a region), or a rule that can't be. */
enum status event_create(struct db *db, struct arena *arena, const struct event_new *wish, int64_t *id) MUST_USE;
/* Called off, kindly: everybody who comes is told; the row stays. */
enum status event_cancel(struct db *db, struct arena *arena, int64_t id, const char *reason, int64_t now) MUST_USE;
/* Joins a persona as the pages do, without asking whether they may see it (demo, tests, features that have asked). *state: what became. */
struct event_wish {
    int64_t party; /* 1: alone */
    bool maybe, seen, meet;
    int buddy; /* 0, 1 would like somebody who has been before, 2 has been */
};
enum status event_join(struct db *db, struct arena *arena, int64_t id, int64_t persona, const struct event_wish *wish, int64_t now,
                       enum event_coming *state) MUST_USE;
/* Idempotent; whoever is next moves up and is told. */
enum status event_leave(struct db *db, struct arena *arena, int64_t id, int64_t persona, int64_t now) MUST_USE;

/* ---- what belongs to it: the event's page links there ---- */

/* `what`: "session" (/sessions/ID), "networking" (/networking/ID), "topic", "before", "reflection" (/topics/ID). Idempotent. */
enum status event_attach(struct db *db, struct arena *arena, int64_t event, const char *what, int64_t id) MUST_USE;
struct event_attachment {
    int64_t event, id;
    const char *what;
};
struct event_attachments {
    struct event_attachment *items;
    size_t count;
};
enum status event_attached(struct db *db, struct arena *arena, int64_t event, struct event_attachments *list) MUST_USE;
/* The events a thing belongs to. */
enum status event_attached_to(struct db *db, struct arena *arena, const char *what, int64_t id, struct event_attachments *list) MUST_USE;
/* For the hook of the same name: what sessions and evenings of rounds that belong to it ask. */
enum status event_pass_find(struct request *request, int64_t id, struct event_pass *pass) MUST_USE;

/* ---- what changed: one job for each change, run after the commit (changed.c tells those who come) ---- */

#define EVENT_CHANGED "event.changed" /* subject: the event */
enum status event_changed(struct db *db, struct arena *arena, int64_t event, int64_t now) MUST_USE;

/* ---- for hooks: what a group has ahead, the next few of it ---- */

enum status event_ahead_find(struct request *request, int64_t group, const void **part) MUST_USE;
void event_ahead_show(struct view *view, const void *part);

/* ---- pages ---- */

handler event_list_page, event_month_page, event_page, event_new_page, event_prepare, event_make, event_edit_page, event_edit;
handler event_cancel_page, event_cancel_send, event_come, event_leave_send, event_take_over, event_step_down, event_check_in;
handler event_people_page, event_answer, event_steward_page, event_steward_save, event_session_open, event_rounds_open;
extern const struct field event_make_form[], event_edit_form[], event_cancel_form[], event_come_form[], event_answer_form[],
    event_check_in_form[], event_steward_form[], event_rounds_form[];
extern const struct feature event_feature;

#endif
