/* What the templates of this folder are given, and what its .c files share. */
#ifndef SESSION_PAGES_H
#define SESSION_PAGES_H

#include "circle/circle.h"
#include "community/community.h"
#include "http/feature.h"
#include "session/session.h"
#include "talk/talk.h"

enum {
    UTTERANCES_A_PAGE = 80,
    UTTERANCE_REASON_MAX = 300,
    LIVE_SESSION_PEOPLE = 200,
    LIVE_SESSION_SHOWN = 12,
    LIVE_SESSION_QUESTIONS = 60,
    LIVE_SESSION_QUESTION_MAX = 400,
    LIVE_SESSION_WORD_MAX = 30,
    LIVE_SESSION_CHOICES = 6,
    LIVE_SESSION_CHOICE_MAX = 80,
    BREAKOUTS = 40,
};
#define LIVE_SESSION_DOOR_BEFORE (30 * TIME_MINUTE)
#define LIVE_SESSION_OVERDUE (3 * TIME_HOUR)
/* What is kept goes by its own time; until then pages that are open let go of nothing. */
#define UTTERANCE_FOREVER 9999999999999

/* Flags of a stream: as chat's; and who waits at the door, who hears only that something has changed. */
enum { BREAKOUT_LIVE_TOOLS = 1, BREAKOUT_LIVE_APART = 2, BREAKOUT_LIVE_DOOR = 4 };

/* ---- store.c ---- */

/* For jobs and the demo: without a reader. */
enum status live_session_read(struct db *db, struct arena *arena, int64_t id, struct live_session *session) MUST_USE;
/* Those to come and under way, and kept ones for who was there; at most 60. */
enum status live_session_list(struct request *request, int64_t group, struct live_sessions *sessions) MUST_USE;
/* title, about, starts, by_clock, keeps, keep_days. */
enum status live_session_plan_put(struct db *db, struct arena *arena, const struct live_session *session) MUST_USE;
/* state, step, step_until, door, floor, slow_seconds, hands, breakout_until, ended_at, gone_at. */
enum status live_session_put(struct db *db, struct arena *arena, const struct live_session *session) MUST_USE;
/* All who have it open look again. */
enum status live_session_touch(struct db *db, struct arena *arena, int64_t session) MUST_USE;
/* Ids of what the clock has left over: open and past their last step, planned and never begun, or kept and over; at most 50. */
enum status live_session_overdue(struct db *db, struct arena *arena, int64_t now, int64_t *ids, size_t most, size_t *count) MUST_USE;
enum status live_agenda_read(struct db *db, struct arena *arena, int64_t session, struct live_agenda *agenda) MUST_USE;
enum status live_agenda_write(struct db *db, struct arena *arena, int64_t session, const struct live_agenda *agenda) MUST_USE;
/* The breakout of a kind, "all", "back", or "small" with a number. NOT_FOUND. */
struct breakout {
    int64_t id, session, number, change, state_change;
    const char *kind;
    bool calls;
};
struct breakouts {
    struct breakout *items;
    size_t count;
};
enum status breakout_find(struct db *db, struct arena *arena, int64_t session, const char *kind, int64_t number,
                          struct breakout *breakout) MUST_USE;
enum status breakout_find_id(struct db *db, struct arena *arena, int64_t id, struct breakout *breakout) MUST_USE;
enum status breakout_list(struct db *db, struct arena *arena, int64_t session, struct breakouts *breakouts) MUST_USE; /* small ones */
enum status breakout_open(struct db *db, struct arena *arena, int64_t session, int64_t number, int64_t now, int64_t *id) MUST_USE;
enum status breakout_call_set(struct db *db, struct arena *arena, int64_t breakout, bool calls) MUST_USE;

/* ---- person_store.c ---- */

struct live_session_person {
    int64_t persona, picture, hand, breakout;
    const char *name, *state, *pausing, *parting;
    bool speaks, leads;
};
struct live_session_people {
    struct live_session_person *items;
    size_t count;
};
enum status live_session_people_of(struct db *db, struct arena *arena, const struct live_session *session,
                                   struct live_session_people *people) MUST_USE;
/* Makes or changes the row; a co-facilitator's role stays. */
enum status live_session_person_state(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *state) MUST_USE;
enum status live_session_person_co(struct db *db, struct arena *arena, int64_t session, int64_t persona, bool co) MUST_USE;
enum status live_session_person_hand(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t hand,
                                     bool speaks) MUST_USE;
enum status live_session_person_pause(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *pausing) MUST_USE;
enum status live_session_person_parting(struct db *db, struct arena *arena, int64_t session, int64_t persona, const char *word) MUST_USE;
enum status live_session_person_place(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t breakout) MUST_USE;
/* Everybody who waits is let in. */
enum status live_session_people_admit(struct db *db, struct arena *arena, int64_t session) MUST_USE;
/* Nobody has the word. */
enum status live_session_people_hush(struct db *db, struct arena *arena, int64_t session) MUST_USE;
/* Everybody is together again, and what was said in small rooms is gone. */
enum status live_session_people_gather(struct db *db, struct arena *arena, int64_t session) MUST_USE;
/* Whom of those in the session blocks whom: pairs, each at least once. */
struct live_session_pairs {
    int64_t (*items)[2];
    size_t count;
};
enum status live_session_blocks(struct db *db, struct arena *arena, int64_t session, struct live_session_pairs *pairs) MUST_USE;
/* Whether anybody has come. */
enum status live_session_visited(struct db *db, struct arena *arena, int64_t session, bool *visited) MUST_USE;

/* ---- utterance_store.c ---- */

struct utterance {
    int64_t id, session, breakout, persona, picture, at, change;
    const char *name; /* NULL: somebody who has left */
    bool leads;
    const char *html, *removed, *removed_reason;
    bool is_mine, is_next, starts_new; /* of one reader; false in what live sends */
};
struct utterances {
    struct utterance *items;
    size_t count;
    bool older;
};
enum status utterance_list(struct request *request, const struct live_session *session, int64_t breakout, int64_t before,
                           struct utterances *utterances) MUST_USE;
enum status utterance_list_changed(struct db *db, struct arena *arena, int64_t breakout, int64_t after,
                                   struct utterances *utterances) MUST_USE;
/* For who is where it was said. NOT_FOUND also where the writer and the reader don't meet, unless `any`. */
enum status utterance_find(struct request *request, int64_t id, bool any, struct utterance *utterance, const char **body,
                           struct live_session *session, struct group *group) MUST_USE;
/* once: data NULL for none. CONFLICT: that form was sent before. */
enum status utterance_create(struct db *db, struct arena *arena, const struct breakout *breakout, int64_t persona, const char *body,
                             const char *html, struct bytes once, int64_t at, int64_t *id) MUST_USE;
enum status utterance_take_away(struct db *db, struct arena *arena, const struct utterance *utterance, const char *by,
                                const char *reason) MUST_USE;
/* When this persona last said something in the session; 0: not yet. */
enum status utterance_last_of(struct db *db, struct arena *arena, int64_t session, int64_t persona, int64_t *at) MUST_USE;
enum status live_session_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported) MUST_USE;
enum status live_session_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason) MUST_USE;
/* struct feature, stayed. */
enum status utterance_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count) MUST_USE;

/* ---- asking_store.c ---- */

struct live_session_question {
    int64_t id, votes;
    const char *body;
    bool answered, mine_too; /* mine_too: the reader would like to hear it answered */
};
struct live_session_questions {
    struct live_session_question *items;
    size_t count;
};
/* by_votes: those that more would like to hear first. */
enum status live_session_question_list(struct db *db, struct arena *arena, int64_t session, bool by_votes,
                                       struct live_session_questions *questions) MUST_USE;
enum status live_session_question_add(struct db *db, struct arena *arena, int64_t session, const char *body, int64_t *id) MUST_USE;
/* NOT_FOUND: it isn't this session's. */
enum status live_session_question_vote(struct db *db, struct arena *arena, int64_t session, int64_t question, struct bytes voter) MUST_USE;
enum status live_session_question_voted(struct db *db, struct arena *arena, int64_t question, struct bytes voter, bool *voted) MUST_USE;
/* state: "open", "answered", or NULL: it is taken away. */
enum status live_session_question_set(struct db *db, struct arena *arena, int64_t session, int64_t question, const char *state) MUST_USE;
struct live_session_choice {
    int64_t position, votes;
    const char *label;
    bool mine;
};
struct live_session_poll {
    int64_t id;
    const char *question;
    bool closed;
    struct live_session_choice *items;
    size_t count;
};
/* The latest; NOT_FOUND: there is none. voter: whose choice is marked. */
enum status live_session_poll_find(struct db *db, struct arena *arena, int64_t session, int64_t poll, struct bytes voter,
                                   struct live_session_poll *out) MUST_USE;
enum status live_session_poll_last(struct db *db, struct arena *arena, int64_t session, int64_t *poll) MUST_USE;
enum status live_session_poll_add(struct db *db, struct arena *arena, int64_t session, const char *question, const char *const *labels,
                                  size_t count, int64_t now) MUST_USE;
enum status live_session_poll_vote(struct db *db, struct arena *arena, int64_t session, int64_t poll, int64_t position,
                                   struct bytes voter) MUST_USE;
enum status live_session_poll_close(struct db *db, struct arena *arena, int64_t session) MUST_USE;

/* ---- erase_store.c ---- */

/* What doesn't outlive a session; with `all` everything that was said and who was there. */
enum status live_session_clear(struct db *db, struct arena *arena, int64_t session, bool all) MUST_USE;
enum status live_session_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
enum status live_session_ungrouped(struct db *db, struct arena *arena, int64_t persona, int64_t group) MUST_USE;
struct live_session_fact {
    const char *title, *word;
    int64_t at;
};
struct live_session_facts {
    struct live_session_fact *items;
    size_t count;
};
enum status live_session_word_facts(struct db *db, struct arena *arena, int64_t persona, int64_t *after,
                                    struct live_session_facts *facts) MUST_USE;
enum status live_session_person_facts(struct db *db, struct arena *arena, int64_t persona, struct live_session_facts *facts) MUST_USE;

/* ---- flow.c: what moves a session on; each touches it ---- */

enum status live_session_step_to(struct db *db, struct arena *arena, struct live_session *session, int64_t step, int64_t now) MUST_USE;
enum status live_session_end(struct db *db, struct arena *arena, struct live_session *session, int64_t now) MUST_USE;
/* The word goes to `persona`, or with 0 to the first hand. */
enum status live_session_word_to(struct db *db, struct arena *arena, struct live_session *session, int64_t persona) MUST_USE;
enum status live_session_round(struct db *db, struct arena *arena, struct live_session *session) MUST_USE; /* everybody raises a hand */
/* NOT_FOUND: there are too few for it. */
enum status live_session_break(struct db *db, struct arena *arena, struct live_session *session, int64_t size, int64_t minutes,
                               int64_t now) MUST_USE;
enum status live_session_gather(struct db *db, struct arena *arena, struct live_session *session) MUST_USE;
extern const struct job_kind live_session_jobs[];

/* ---- breakout.c ---- */

/* Places `count` people (numbers 0…) in rooms of about `size`, never two whom `apart` (count × count) keeps apart; room[i] is 1… or 0: with
 * everybody else. `order` says who is placed first. How many rooms there are; each holds BREAKOUT_LEAST to BREAKOUT_MOST. */
size_t breakout_place(size_t count, size_t size, const bool *apart, const size_t *order, size_t *room);

/* ---- words.c ---- */

struct live_session_option {
    const char *value, *label, *hint;
    bool chosen;
};
struct live_session_options {
    const struct live_session_option *items;
    size_t count;
};
const char *live_session_path(struct view *view, const struct live_session *session, const char *word);
/* Where it belongs: its event, or the sessions of its group. */
const char *live_session_home_path(struct view *view, const struct live_session *session, const struct group *group);
const char *live_session_home_text(struct view *view, const struct live_session *session, const struct group *group);
const char *utterance_path(struct view *view, int64_t id, const char *word);
const char *live_agenda_title(struct view *view, const struct live_agenda_step *step);
const char *live_agenda_kind(const char *kind); /* a known one, else "topic" */
const struct live_session_options *live_agenda_kind_options(struct view *view, const char *kind);
const struct live_session_options *live_session_template_options(struct view *view);
const struct live_session_options *live_session_slow_options(struct view *view, int64_t seconds);
/* What becomes of what is said: before one comes in, and all the time. */
const char *live_session_keep_text(struct view *view, const struct live_session *session);
const char *live_session_when_text(struct view *view, const struct live_session *session);
/* Why the reader can't write now; NULL: they can. */
const char *live_session_voice_text(struct view *view, const struct live_session *session);
/* "3 have chosen this". */
const char *live_session_sum_text(struct view *view, int64_t votes);
const char *live_session_number(struct view *view, int64_t number);

/* ---- pages.c ---- */

/* session and group of ":id", for who is in it. FORBIDDEN for who isn't. */
enum status live_session_inside(struct request *request, struct live_session *session, struct group *group) MUST_USE;
/* The same for who looks after it. */
enum status live_session_led(struct request *request, struct live_session *session, struct group *group) MUST_USE;
/* Where the reader is: a small room, or with everybody. */
enum status live_session_where(struct request *request, const struct live_session *session, struct breakout *breakout) MUST_USE;
/* A hash of the member's own for a question or a poll. */
struct bytes live_session_voter(struct request *request, const char *what, int64_t id);

struct utterance_look {
    bool live, tools;
};
void utterance_item(struct view *view, const struct utterance *utterance, const struct utterance_look *look);

struct live_session_view {
    const struct live_session *session;
    const struct group *group;
    const struct live_agenda *agenda;
    const struct live_agenda_step *step, *next; /* NULL: none */
    const struct breakout *breakout;
    const struct breakouts *breakouts;
    const struct live_session_people *people; /* in, without whom the reader doesn't meet */
    const struct live_session_people *waiting, *hands, *pausing;
    const struct live_session_person *speaker;
    bool somebody_pauses; /* and wanted all to know */
    bool partings;        /* somebody has left a word */
    bool others;          /* more people than are shown */
    const struct live_session_poll *poll;
    const char *question; /* for who looks after it: one that waits; NULL: none */
    const struct utterances *utterances;
    const struct utterance_look *look;
    const char *older, *newest, *again, *live, *why, *hint, *say_path;
    bool back, over; /* the back channel; a transcript */
    bool refreshes;
    int64_t change_at, me;
};
void live_session_html(struct view *view, const struct live_session_view *page);
void live_session_said(struct view *view, const struct live_session_view *page);
void live_session_agenda(struct view *view, const struct live_agenda *agenda, int64_t step);
void live_session_back_html(struct view *view, const struct live_session_view *page);
void live_session_act_open(struct view *view);
void live_session_act_end(struct view *view);
void live_session_entry_html(struct view *view, const struct live_session_view *page, bool can_enter);
void live_session_waiting_html(struct view *view, const struct live_session_view *page);
void live_session_over_html(struct view *view, const struct live_session_view *page);
struct live_session_plan_view {
    const struct live_session *session; /* NULL: a new one */
    const struct group *group;
    const struct live_agenda *agenda;
    bool fixed; /* somebody has come: what becomes of the words stays as announced */
    const char *day, *clock;
};
void live_session_list_html(struct view *view, const struct live_session_plan_view *page, const struct live_sessions *sessions);
void live_session_plan_html(struct view *view, const struct live_session_plan_view *page);
struct live_session_tools_view {
    const struct live_session *session;
    const struct group *group;
    const struct live_session_people *people;
    const struct live_session_poll *poll;
};
void live_session_tools_html(struct view *view, const struct live_session_tools_view *page);
void live_session_ask_html(struct view *view, const struct live_session *session, const struct live_session_questions *questions);
void utterance_html(struct view *view, const struct live_session *session, const struct utterance *utterance, const char *excerpt);

#endif
