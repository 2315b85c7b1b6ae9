/* Facilitated sessions: a group comes together at a time, with an agenda in steps, somebody at the door, a speaking order, small rooms,
 * questions without a name, and an end. What is said is kept for those who were there or dropped at the end, as was announced. All state
 * is in the database; the clock's part are jobs. Sign-in sessions are feature/account's: here everything is called live_session. */
#ifndef SESSION_H
#define SESSION_H

#include "group/group.h"

enum {
    LIVE_SESSION_TITLE_MAX = 120,
    LIVE_SESSION_ABOUT_MAX = 1000,
    AGENDA_STEPS = 12,
    AGENDA_TITLE_MAX = 80,
    AGENDA_PROMPT_MAX = 400,
    AGENDA_MINUTES_MAX = 120,
    UTTERANCE_MAX = 2000,
    BREAKOUT_LEAST = 2,
    BREAKOUT_MOST = 5,
};

enum live_session_state { LIVE_SESSION_PLANNED, LIVE_SESSION_OPEN, LIVE_SESSION_ENDED, LIVE_SESSION_CANCELLED };

struct live_session {
    int64_t id, group; /* group 0: of an event for the whole place */
    int64_t event;     /* what it belongs to; 0: its group alone */
    const char *title, *about;
    int64_t starts; /* UTC ms */
    enum live_session_state state;
    int64_t step, step_until; /* step 0: not begun; until 0: the clock doesn't end it */
    bool by_clock;
    bool keeps;
    int64_t keep_days;
    bool door_open, in_order;
    int64_t slow_seconds, hands;
    int64_t breakout_until; /* 0: everybody is together */
    int64_t ended_at, gone_at;
    const char *group_slug; /* NULL with group 0 */

    /* the reader's own place in it */
    const char *my_state; /* "", "named", "waiting", "in", "away", "out" */
    const char *my_pausing, *my_parting;
    int64_t my_hand, my_breakout;
    bool i_speak;
    bool i_lead; /* facilitates the group, hosts the event, or was named beside them */
};
struct live_sessions {
    struct live_session *items;
    size_t count;
};

/* As the reader may see it: NOT_FOUND for who doesn't belong to its group; of an event's, for who has no seat there, doesn't look after it,
 * and wasn't in it while it is kept. `group`: without id, slug and name where there is none, or none for the reader. */
enum status live_session_find(struct request *request, int64_t id, struct live_session *session, struct group *group) MUST_USE;

/* ---- making them: forms, `kith demo`, an event's page, tests. Inside the caller's transaction ---- */

struct live_agenda_step {
    int64_t position; /* from 1 */
    const char *kind, *title, *prompt;
    int64_t minutes;
};
struct live_agenda {
    struct live_agenda_step items[AGENDA_STEPS];
    size_t count;
};
struct live_session_new {
    int64_t group, event; /* 0: none; one of them there is */
    const char *title, *about;
    int64_t starts;
    bool keeps;
    int64_t keep_days;
    const struct live_agenda *agenda;
    int64_t now;
};
enum status live_session_create(struct db *db, struct arena *arena, const struct live_session_new *wish, int64_t *id) MUST_USE;
/* Begins it; from then on the agenda runs. Nothing happens when it has begun. */
enum status live_session_start(struct db *db, struct arena *arena, int64_t id, int64_t now) MUST_USE;
/* Somebody is there, let in. */
enum status live_session_admit(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Somebody of its group looks after it beside the facilitators: an event's host, say. */
enum status live_session_name(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Its event is called otherwise or takes place at another time; one that is under way or over keeps its time. */
enum status live_session_follow(struct db *db, struct arena *arena, int64_t id, const char *title, int64_t starts) MUST_USE;
/* It doesn't take place; one that is under way ends. Idempotent. */
enum status live_session_call_off(struct db *db, struct arena *arena, int64_t id, int64_t now) MUST_USE;
/* Somebody doesn't belong there any more; who was asked to leave stays so. Idempotent. */
enum status live_session_dismiss(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* Whether it was called off. */
enum status live_session_is_off(struct db *db, struct arena *arena, int64_t id, bool *off) MUST_USE;
/* Where a session is at home, or one that something was said in (session 0). All 0: there is none. */
struct live_session_home {
    int64_t group, event;
};
enum status live_session_home_of(struct db *db, struct arena *arena, int64_t session, int64_t utterance,
                                 struct live_session_home *home) MUST_USE;
/* Somebody waits at the door. */
enum status live_session_wait(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
/* A question without a name. */
enum status live_session_question(struct db *db, struct arena *arena, int64_t id, const char *body) MUST_USE;
/* Says something to all. */
enum status live_session_say(struct db *db, struct arena *arena, int64_t id, int64_t persona, const char *body, const char *html,
                             int64_t at) MUST_USE;
/* The agenda of a template: "evening", "topic", "short"; others are as "topic". Prompts in the view's language. */
void live_agenda_template(struct view *view, const char *name, struct live_agenda *agenda);

/* ---- what live carries: a breakout's channel ---- */

extern const struct live_source breakout_live;

/* ---- pages ---- */

handler live_session_list_page, live_session_make, live_session_page, live_session_stream;
handler live_session_plan_page, live_session_plan_save, live_session_step_save, live_session_cancel;
handler live_session_enter, live_session_leave, live_session_mine, live_session_ask, live_session_ask_page, live_session_part;
handler live_session_tools_page, live_session_do, live_session_back_page, live_session_back_stream;
handler utterance_prepare, utterance_send, utterance_back_send, utterance_page, utterance_delete, utterance_remove;
extern const struct field live_session_make_form[], live_session_plan_form[], live_session_step_form[], live_session_enter_form[];
extern const struct field live_session_mine_form[], live_session_ask_form[], live_session_part_form[], live_session_do_form[];
extern const struct field utterance_form[], utterance_remove_form[];
extern const struct feature live_session_feature;

#endif
