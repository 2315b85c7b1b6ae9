/* From talking to meeting and back: a question for dates inside a conversation, the event its best answer becomes, and afterwards a week
 * in which those who came look back together, and may tell the others. Who answered how is known to nobody: answers lie under a hash of
 * each member's own key, and only their sums outlast the question. */
#ifndef GATHERING_H
#define GATHERING_H

#include "account/account.h"

enum {
    GATHERING_OPTIONS = 6,
    GATHERING_REGION_MAX = 80,
    GATHERING_DAYS_MAX = 14, /* a question stays open so long at most */
    GATHERING_KEEP_DAYS = 7, /* looking back, after the end of the event */
    REFLECTION_MAX = 4000
};

/* For hooks: what stands in a conversation that has a gathering, as its reader meets it; then its card. */
enum status gathering_part_find(struct request *request, int64_t id, const void **part) MUST_USE;
void gathering_part_show(struct view *view, const void *part);

/* ---- making them outside the web: `kith demo`, tests. Inside the caller's transaction. ---- */

struct gathering_choice {
    int64_t starts;
    const char *kind, *region; /* "text", "video", "person" */
};
struct gathering_new {
    int64_t topic, session, persona; /* session: at whose end it is asked; 0: none */
    bool ranked;
    const char *zone;
    int64_t closes, now;
    const struct gathering_choice *choices;
    size_t choices_count;
};
enum status gathering_create(struct db *db, struct arena *arena, const struct gathering_new *wish, int64_t *id) MUST_USE;
/* An answer under somebody's mark (members' are made from their keys): the numbers of the dates that suit them, from 1 on; 0 ends. */
enum status gathering_answer_add(struct db *db, struct arena *arena, int64_t id, struct bytes voter, const int64_t *numbers) MUST_USE;
/* A date has become an event: the question is counted and closed, the conversation attached; whoever follows it is told now, and those who
 * come may look back when the event is over. */
struct gathering_event {
    int64_t gathering, topic, event, ends, now;
};
enum status gathering_event_take(struct db *db, struct arena *arena, const struct gathering_event *taken) MUST_USE;
/* What somebody who came says afterwards, and the post in which the conversation hears of it. */
struct reflection_new {
    int64_t gathering, persona, prompt /* 0: none */;
    const char *body, *html;
    int64_t at;
};
enum status reflection_create(struct db *db, struct arena *arena, const struct reflection_new *wish) MUST_USE;
enum status gathering_gist_set(struct db *db, struct arena *arena, int64_t id, int64_t post) MUST_USE;

/* ---- pages ---- */

handler gathering_new_page, gathering_make, gathering_session_page, gathering_session_make, gathering_page, gathering_answer,
    gathering_close, gathering_take;
handler reflection_page, reflection_say, reflection_remove, reflection_gist;
extern const struct field gathering_make_form[], gathering_answer_form[], gathering_take_form[], reflection_form[], reflection_gist_form[];
extern const struct feature gathering_feature;

#endif
