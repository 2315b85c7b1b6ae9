/* Inside feature/event: rows, the folder's statements, and what the templates are given. */
#ifndef EVENT_PAGES_H
#define EVENT_PAGES_H

#include "calendar/calendar.h"
#include "circle/circle.h"
#include "community/community.h"
#include "event/event.h"
#include "group/group.h"
#include "index/index.h"
#include "notification/notification.h"
#include "talk/talk.h"
#include "text/text.h"

enum {
    EVENT_PAGE = 25,     /* in a list */
    EVENT_DAY_SHOWN = 3, /* of one day in a month */
    EVENT_MONTH_DAYS = 42,
    EVENT_AHEAD_DAYS = 370, /* dates of a series are made so far ahead */
    EVENT_BEHIND_DAYS = 30, /* how old a date may be that a change of all dates still looks at: it may have been moved to lie ahead */
    EVENT_COMING_PAGE = 60,
    EVENT_CODE_DIGITS = 6,
    EVENT_DOOR_OPENS = 2,    /* hours before the start from which one can check in */
    EVENT_NEWCOMER_DAYS = 14 /* how far ahead a host who may not act is looked for */
};
#define INDEX_EVENT "event"

/* ---- words.c: codes in rows and forms, in the order of the enums ---- */

struct event_code {
    const char *code, *label, *hint;
};
struct event_codes {
    const struct event_code *items;
    size_t count;
};
extern const struct event_codes event_kinds, event_audiences, event_countings, event_accesses, event_photos, event_sobers, event_signs;
/* The place of a code in its list; `otherwise` for another word. */
int event_code_read(const struct event_codes *codes, const char *code, int otherwise);
/* Its label in the reader's language; "" for none. */
const char *event_label(struct view *view, const struct event_codes *codes, const char *code);
/* The codes of a text separated by blanks, as names in the reader's language, joined. */
const char *event_spoken_text(struct view *view, const char *codes);
const char *event_signed_text(struct view *view, const char *codes);
/* "18:30 to 21:00", "Thursday 26 November 2026", ... in a zone; NULL: the reader's own. */
const char *event_day_text(struct view *view, const struct event *event, const char *zone);
const char *event_clock_text(struct view *view, const struct event *event, const char *zone);
const char *event_zone_city(struct view *view, const char *zone);
/* The day of the month, for the reader. */
const char *event_day_number(struct view *view, int64_t at);
const char *event_moment_text(struct view *view, const struct event *event, int64_t at);
/* "a few", "many": what others than hosts read. */
const char *event_rough_text(struct view *view, int64_t taken);
const char *event_ages_text(struct view *view, int64_t ages);
/* Why it was called off: "host", "moved", or the host's own words. */
const char *event_reason_text(struct view *view, const char *reason);
/* Things that belong to an event. */
const char *event_thing_path(struct view *view, const struct event_attachment *thing);
const char *event_thing_text(struct view *view, const char *what);
const char *event_rule_text(struct view *view, const struct recurrence *rule);
struct event_tongues {
    const struct language *items;
    size_t count;
};
const struct event_tongues *event_tongues(void);
/* Whether a text of codes separated by blanks names one. */
bool event_code_has(const char *codes, const char *code);
/* A region as it is compared; "" for none. */
const char *event_region_word(struct arena *arena, const char *region);
/* The word of event_word that a group's have. */
const char *event_group_word(struct arena *arena, int64_t group);

/* ---- store.c: reading ---- */

/* By the eyes of a persona (0: a visitor). *blocked: its host and they don't meet. NOT_FOUND: not readable; hidden ones are given. */
enum status event_get(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct event *event, bool *blocked) MUST_USE;
struct event_key {
    int64_t at, id;
};
enum { EVENT_FILTERS = 7 };
struct event_filter {
    const char *words[EVENT_FILTERS]; /* of event_word; "" ends */
    size_t count;
};
/* What is on and not over at `now`, behind `after`. */
enum status event_list(struct request *request, const struct event_filter *filter, struct event_key after, struct events *events,
                       bool *more) MUST_USE;
/* What begins in [from, until), at most EVENT_DAY_SHOWN + 1. */
enum status event_list_day(struct db *db, struct arena *arena, int64_t reader, const struct event_filter *filter, int64_t from,
                           int64_t until, struct events *events) MUST_USE;
/* Whether `persona` looks after all dates from `from` on that are still to come, but those that somebody changed alone. */
enum status event_series_hosted(struct db *db, struct arena *arena, int64_t series, int64_t from, int64_t now, int64_t persona,
                                bool *all) MUST_USE;
/* All dates of a series from `from` on, at most EVENT_AHEAD; only what making and changing needs. */
enum status event_list_series(struct db *db, struct arena *arena, int64_t series, int64_t from, struct events *events) MUST_USE;
struct event_regions {
    const char **items;
    size_t count;
};
/* Regions of events ahead; for visitors those of public ones alone. */
enum status event_region_list(struct request *request, struct event_regions *regions) MUST_USE;
struct event_person {
    int64_t persona, picture;
    const char *name; /* NULL: the reader and they don't meet */
    enum event_coming state;
    int64_t number, party, buddy_id;
    const char *buddy_name;
    int buddy;
    bool seen, meet, came, veiled;
};
struct event_persons {
    struct event_person *items;
    size_t count;
};
/* Host and co-hosts, as the reader may see them. */
enum status event_host_list(struct request *request, const struct event *event, struct event_persons *hosts) MUST_USE;

/* ---- write_store.c ---- */

struct event_facts {
    int64_t id, series, original, group, host, starts, ends, detail, sequence, capacity, guests, settled, ages;
    const char *title, *zone, *state, *audience;
    bool approval, exception;
};
/* The bare row, for whoever asks. NOT_FOUND. */
enum status event_facts_find(struct db *db, struct arena *arena, int64_t id, struct event_facts *facts) MUST_USE;
enum status event_detail_store(struct db *db, struct arena *arena, int64_t id, const struct event_detail *detail) MUST_USE;
enum status event_detail_drop_unused(struct db *db, struct arena *arena, int64_t id) MUST_USE;
struct event_row {
    int64_t id, series, original, detail;
    bool exception;
};
enum status event_row_add(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row) MUST_USE;
/* Everything that a form changes, and one more in its sequence. */
enum status event_row_store(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row) MUST_USE;
/* Of a date that keeps what was said of it alone. */
enum status event_date_move(struct db *db, struct arena *arena, int64_t id, int64_t series, int64_t original) MUST_USE;
/* Called off: for good, and also beneath one that is hidden. */
enum status event_cancelled_set(struct db *db, struct arena *arena, int64_t id, const char *reason) MUST_USE;
/* Hidden by who looks after the place, or again what it was beneath. */
enum status event_hidden_set(struct db *db, struct arena *arena, int64_t id, bool hidden) MUST_USE;
enum status event_host_store(struct db *db, struct arena *arena, int64_t id, int64_t host) MUST_USE;
enum status event_cohost_set(struct db *db, struct arena *arena, int64_t id, int64_t persona, bool on) MUST_USE;
enum status event_cohosts(struct db *db, struct arena *arena, int64_t id, int64_t **personas, size_t *count) MUST_USE;
enum status event_words_store(struct db *db, struct arena *arena, int64_t id, int64_t starts, const char *const *words,
                              size_t count) MUST_USE;
/* For the filter of lists: of a public event everybody reads it, else members. */
enum status event_region_note(struct db *db, struct arena *arena, const char *word, const struct event_new *wish) MUST_USE;
/* The word an event is found by now, "" for none; and after that changed, or the event's state: whether it is still offered. */
enum status event_region_of(struct db *db, struct arena *arena, int64_t id, const char **word) MUST_USE;
enum status event_region_recount(struct db *db, struct arena *arena, const char *word) MUST_USE;
/* A date nobody had to do with goes wholly. */
enum status event_row_drop(struct db *db, struct arena *arena, int64_t id) MUST_USE;
struct event_series {
    int64_t id, starts, detail, expanded_to;
    const char *zone, *rule;
    struct bytes pattern;
};
enum status event_series_find(struct db *db, struct arena *arena, int64_t id, struct event_series *series) MUST_USE;
enum status event_series_store(struct db *db, struct arena *arena, const struct event_series *series) MUST_USE;
/* Who looks after its last date that anybody looks after: into wish->host and wish->hosts; 0: nobody. */
enum status event_series_hosts(struct db *db, struct arena *arena, int64_t series, struct event_new *wish) MUST_USE;
/* Series whose dates ahead should be looked at again. */
enum status event_series_due(struct db *db, struct arena *arena, int64_t before, int64_t **ids, size_t *count) MUST_USE;
struct event_setting {
    const char *room_link;
    enum event_quarter quarter_when;
    int64_t exact_hours;
};
enum status event_setting_find(struct db *db, struct arena *arena, struct event_setting *setting) MUST_USE;
enum status event_setting_store(struct db *db, struct arena *arena, const struct event_setting *setting) MUST_USE;

/* ---- place_store.c and place.c ---- */

/* The sealed place. */
struct event_spot {
    int64_t event; /* set by event_spot_list alone */
    enum event_quarter quarter_when;
    int64_t exact_hours, door_minutes;
    const char *quarter, *exact, *door, *link, *code;
};
/* NOT_FOUND: it was forgotten. */
enum status event_spot_find(struct db *db, struct arena *arena, const struct app *app, int64_t event, struct event_spot *spot) MUST_USE;
struct event_spots {
    struct event_spot *items;
    size_t count;
};
/* Of what event_list_mine gives, in that order: quarter and exact place alone, which calendars show. */
enum status event_spot_list(struct db *db, struct arena *arena, const struct app *app, int64_t persona, int64_t from, size_t most,
                            struct event_spots *spots) MUST_USE;
enum status event_spot_store(struct db *db, struct arena *arena, const struct app *app, int64_t event,
                             const struct event_spot *spot) MUST_USE;
enum status event_spot_drop(struct db *db, struct arena *arena, int64_t event) MUST_USE;

/* ---- coming_store.c ---- */

enum status event_seats_find(struct db *db, struct arena *arena, int64_t event, int64_t *taken) MUST_USE;
/* *number: their place in the order; 0: there is no room, or others wait already. */
enum status event_seats_take(struct db *db, struct arena *arena, int64_t event, int64_t party, int64_t capacity, int64_t *number) MUST_USE;
/* The same for who waits already. */
enum status event_seats_move(struct db *db, struct arena *arena, int64_t event, int64_t party, int64_t capacity, bool *moved) MUST_USE;
enum status event_seats_give(struct db *db, struct arena *arena, int64_t event, int64_t party) MUST_USE;
enum status event_queue_next(struct db *db, struct arena *arena, int64_t event, int64_t *number) MUST_USE;
/* A row as it is; NOT_FOUND. state "declined" gives EVENT_NOT and declined. */
struct event_seat {
    int64_t event, persona, number, party, buddy_id;
    const char *state;
    int buddy;
    bool seen, meet, came;
};
enum status event_seat_find(struct db *db, struct arena *arena, int64_t event, int64_t persona, struct event_seat *seat) MUST_USE;
enum status event_seat_store(struct db *db, struct arena *arena, const struct event_seat *seat) MUST_USE;
enum status event_seat_drop(struct db *db, struct arena *arena, int64_t event, int64_t persona) MUST_USE;
enum status event_seat_first(struct db *db, struct arena *arena, int64_t event, struct event_seat *seat) MUST_USE;
enum status event_seat_buddies(struct db *db, struct arena *arena, int64_t event, int64_t persona, int buddy, int64_t **personas,
                               size_t *count) MUST_USE;
enum status event_seat_buddy_store(struct db *db, struct arena *arena, int64_t event, int64_t persona, int64_t other) MUST_USE;
/* For hosts: one state, by number, EVENT_COMING_PAGE behind `after`; who doesn't meet the reader is veiled. */
enum status event_seat_list(struct request *request, int64_t event, enum event_coming state, int64_t after, struct event_persons *list,
                            int64_t *next) MUST_USE;
/* For who has a seat: those who let themselves be seen; never one who doesn't meet the reader. */
enum status event_seat_list_seen(struct request *request, int64_t event, struct event_persons *list) MUST_USE;
/* Whoever is told when something changes: every state but "declined". */
enum status event_seat_told(struct db *db, struct arena *arena, int64_t event, int64_t after, int64_t **personas, size_t *count) MUST_USE;
enum status event_seat_asked(struct db *db, struct arena *arena, int64_t event, bool *asked) MUST_USE;
/* What a persona comes to that begins after `now`. */
enum status event_seat_events(struct db *db, struct arena *arena, int64_t persona, int64_t now, int64_t group, int64_t **ids,
                              size_t *count) MUST_USE;

/* ---- make.c ---- */

/* What is wrong with a wish, whoever wishes: the form says it, everybody else is refused. */
enum event_fault {
    EVENT_FINE,
    EVENT_FAULT_TITLE,
    EVENT_FAULT_ZONE,
    EVENT_FAULT_TIMES,
    EVENT_FAULT_OVER,
    EVENT_FAULT_FAR,
    EVENT_FAULT_REGION,
    EVENT_FAULT_LINK,
    EVENT_FAULT_LENGTH
};
enum event_fault event_fault_of(const struct event_new *wish);

enum event_scope { EVENT_THIS, EVENT_LATER, EVENT_ALL };
enum status event_change(struct db *db, struct arena *arena, int64_t id, enum event_scope scope, const struct event_new *wish) MUST_USE;
enum status event_call_off(struct db *db, struct arena *arena, int64_t id, enum event_scope scope, const char *reason,
                           int64_t now) MUST_USE;
/* A date of the series; `starts` and `ends` are the date's. */
enum status event_date_add(struct db *db, struct arena *arena, const struct event_new *wish, int64_t series, int64_t original,
                           int64_t detail, int64_t *id) MUST_USE;
enum status event_date_store(struct db *db, struct arena *arena, const struct event_new *wish, const struct event_row *row) MUST_USE;

/* ---- series.c ---- */

/* The rule in one spelling, its count as an end by date. INVALID: none that can be. */
enum status event_rule_settle(struct arena *arena, const char *text, const char *zone, int64_t starts, const char **rule) MUST_USE;
/* Dates of a rule at or after `starts`, at most EVENT_AHEAD; `starts` alone for no rule. */
enum status event_dates(struct arena *arena, const char *rule, const char *zone, int64_t starts, int64_t from, int64_t **dates,
                        size_t *count) MUST_USE;
/* From which date on a change of several looks: the past of a long series isn't read. Not for EVENT_THIS. */
int64_t event_scope_from(enum event_scope scope, const struct event_facts *facts, int64_t now);
enum status event_series_change(struct db *db, struct arena *arena, const struct event_facts *facts, enum event_scope scope,
                                const struct event_new *wish) MUST_USE;

enum status event_pattern_seal(struct arena *arena, int64_t series, const struct event_new *wish, struct bytes *sealed) MUST_USE;
enum status event_pattern_open(struct arena *arena, const struct app *app, const struct event_series *series,
                               struct event_new *wish) MUST_USE;
enum status event_series_expand(struct db *db, struct arena *arena, const struct app *app, int64_t id, int64_t now) MUST_USE;
extern const struct job_kind event_jobs[];

/* ---- coming.c ---- */

enum status event_move_up(struct db *db, struct arena *arena, int64_t event, int64_t now) MUST_USE;
enum status event_decide(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool yes, int64_t now) MUST_USE;
enum status event_tell(struct db *db, struct arena *arena, int64_t event, int64_t persona, int64_t by, int64_t now) MUST_USE;
enum status event_tell_hosts(struct db *db, struct arena *arena, int64_t event, int64_t by, int64_t now) MUST_USE;

/* ---- live.c: what takes place here in words follows its event ---- */

/* Without what was called off, and what isn't for the reader; the rest stays in its order. */
enum status event_live_show(struct request *request, const struct event *event, struct event_attachments *attached) MUST_USE;
enum status event_live_follow(struct db *db, struct arena *arena, int64_t event, const char *title, int64_t starts) MUST_USE;
enum status event_live_call_off(struct db *db, struct arena *arena, int64_t event, int64_t now) MUST_USE;
/* Somebody looks after it from now on, or not any more. */
enum status event_live_host(struct db *db, struct arena *arena, int64_t event, int64_t persona, bool on) MUST_USE;
/* Somebody doesn't come any more. */
enum status event_live_leave(struct db *db, struct arena *arena, int64_t event, int64_t persona) MUST_USE;
/* The event of a thing that a path leads to; 0: none. */
enum status event_live_of(struct request *request, int64_t *event) MUST_USE;

/* ---- care.c: hosts who go ---- */

/* Somebody doesn't look after it any more: a co-host does then, else whoever looks after its group or the place is asked. */
enum status event_host_gone(struct db *db, struct arena *arena, int64_t event, int64_t now) MUST_USE;
enum status event_changed_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app);

/* ---- cross_store.c ---- */

/* What lies ahead in [now, until) that somebody looks after who may not act then: events, at most 200. */
enum status event_paused_list(struct db *db, struct arena *arena, int64_t now, int64_t until, int64_t **ids, size_t *count) MUST_USE;
/* Forgets, after the end, the place, then who didn't check in, then everybody; in batches. */
enum status event_settle(struct db *db, struct arena *arena, int64_t now) MUST_USE;
enum status event_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words);
enum status event_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
enum status event_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason);
/* Everything a persona ever hosted: ids, newest first, 200 before `before`. */
enum status event_hosted(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t **ids, size_t *count) MUST_USE;
extern const struct index_kind event_finds[];

/* ---- form.c ---- */

/* What the form shows, and what it was sent with. */
struct event_form {
    const char *action, *heading, *back;
    struct event_new now;
    const char *day, *from, *until, *repeat, *repeat_until, *hosts;
    const struct groups *groups;
    const struct event_setting *setting;
    int64_t id;  /* 0: new */
    bool series; /* one date of several */
};
enum event_repeat { EVENT_ONCE, EVENT_DAILY, EVENT_WEEKLY, EVENT_FORTNIGHTLY, EVENT_MONTHLY, EVENT_MONTHLY_WEEKDAY, EVENT_REPEATS };
extern const struct event_codes event_repeats;
/* INVALID: rejected kindly. `group` 0 and no co-hosts unless they were found. */
enum status event_form_read(struct request *request, struct event_new *wish) MUST_USE;
/* What is typed already; of a new one what stands for empty fields. */
enum status event_form_begin(struct request *request, const struct event *event, struct event_form *form) MUST_USE;
/* INVALID: says kindly what is wrong, at its field. */
enum status event_fault_reject(struct request *request, enum event_fault fault) MUST_USE;
/* Whether they may make something for that audience and group. */
enum status event_form_allowed(struct request *request, const struct event_new *wish) MUST_USE;

/* What is told to the reader about it is seen. */
void event_seen(struct request *request, int64_t event);

/* ---- what the templates are given ---- */

struct event_tab {
    const char *href, *label;
    bool current;
};
struct event_tabs {
    struct event_tab items[6];
    size_t count;
};
struct event_tabs event_tabs_of(struct view *view, const char *current);
struct event_option {
    const char *value, *label;
    bool chosen;
};
struct event_options {
    struct event_option *items;
    size_t count;
};
struct event_filter_view {
    const char *group, *place, *lang, *sign, *access, *kind, *age;            /* as asked */
    struct event_options groups, places, langs, signs, accesses, kinds, ages; /* groups: the reader's, and the one that is asked for */
    bool any;
    const char *query; /* for links that keep it: "place=…&" or "" */
};
enum status event_filter_read(struct request *request, struct event_filter *filter, struct event_filter_view *shown) MUST_USE;
struct event_list_view {
    const struct events *events, *mine;
    const struct event_filter_view *filter;
    const char *next, *action;
};
struct event_day {
    const char *number, *name, *more; /* name: for who hears it; more: path, when there is more than is shown */
    bool outside, today;
    struct events events;
};
struct event_week {
    struct event_day items[7];
    size_t count;
};
struct event_weekday {
    const char *whole, *brief;
};
struct event_weekdays {
    struct event_weekday items[7];
    size_t count;
};
struct event_ahead {
    struct events events; /* id, title and start alone */
    const char *path;     /* all of them */
};
struct event_month_view {
    const char *title, *before, *after;
    const struct event_filter_view *filter;
    struct event_weekdays names;
    struct event_week items[6];
    size_t count;
    bool any; /* something on one of its days */
};
struct event_view {
    const struct event *event;
    const struct event_detail *detail;
    const struct event_place *place;
    const struct event_persons *hosts, *seen;
    const struct event_attachments *attached;
    const char *rule, *other_zone; /* NULL: none, the same */
    int64_t taken, ahead;          /* ahead: who waits before the reader */
    const char *with;              /* whom they go with */
    bool may_session, may_rounds;  /* there is none yet, and the reader may open one */
    bool wants_buddy, seen_me, meets_me, came, door_open, admitted, over, may_take_over, asked;
    int64_t party;
    struct event_options parties;
};
struct event_people_view {
    const struct event *event;
    struct event_persons asked, going, waiting;
    int64_t next, taken, maybe;
    const char *code; /* for the door; NULL when it is over */
};

/* live.c: which of it the reader may open; `attached` as event_live_show left it. */
void event_live_offer(const struct request *request, const struct event_attachments *attached, struct event_view *page);

/* ---- templates ---- */

void event_zone_line(struct view *view);
void event_day_tile(struct view *view, const struct event *event);
void event_tags(struct view *view, const struct event *event);
void event_list_html(struct view *view, const struct event_list_view *page);
void event_ahead_html(struct view *view, const struct event_ahead *ahead);
void event_month_html(struct view *view, const struct event_month_view *page);
void event_html(struct view *view, const struct event_view *page);
void event_people_html(struct view *view, const struct event_people_view *page);
void event_form_html(struct view *view, const struct event_form *form);
void event_cancel_html(struct view *view, const struct event *event);
void event_steward_html(struct view *view, const struct event_setting *setting);

#endif
