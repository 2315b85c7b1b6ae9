/* What the templates of this folder are given, and what its .c files share. */
#ifndef CHAT_PAGES_H
#define CHAT_PAGES_H

#include "chat/chat.h"
#include "circle/circle.h"
#include "community/community.h"

enum {
    MESSAGES_A_PAGE = 60,
    MESSAGE_REASON_MAX = 300,
    ROOM_NAME_MAX = 80,
    ROOM_ABOUT_MAX = 200,
    ROOM_NOTE_MAX = 300,
    ROOMS_MAX = 20,
    ROUND_SIDE = 5,
    ROOM_MARK_DAYS = 8,
    ROOM_EVERY_DAY = 127
};
#define MESSAGE_EDIT_FOR (30 * TIME_MINUTE)
#define ROOM_TALKING_FOR (30 * TIME_MINUTE)

/* ---- words.c ---- */

/* "With you · Thank you": the kinds in these bits, or NULL for none. */
const char *message_warmth_text(struct view *view, unsigned warmth);

/* ---- hours.c ---- */

/* What a room is at one moment. */
struct room_hours {
    bool open;
    int64_t until; /* open: when it closes; 0: it doesn't */
    int64_t opens; /* not open: when it does; 0: never */
};
struct room_hours room_hours_at(const struct room *room, const struct words *words, int64_t now);

/* ---- messages ---- */

struct message {
    int64_t id, room_id;
    int64_t persona, picture;
    const char *name; /* NULL: somebody who has left */
    bool by_facilitator;
    const char *html, *note_category, *note_text;
    int64_t reply_to, reply_by;          /* reply_by: who said it */
    const char *reply_name, *reply_body; /* of what it answers; body NULL: gone, "" : taken away */
    const char *reply_note_category, *reply_note_text;
    int64_t reply_until; /* when its time is over */
    unsigned warmth;
    int64_t created_at, edited_at, until;
    const char *removed, *removed_reason; /* "", "writer", "facilitator" */
    int64_t change;
    int64_t mentions[MESSAGE_MENTIONS];
    size_t mentions_count;

    /* of one reader; false in what live sends */
    bool is_mine, is_for_me, is_next; /* is_next: of the same person as the one above */
    bool starts_new;
    unsigned mine;
};
struct messages {
    struct message *items;
    size_t count;
    bool older;
};

/* How messages are shown: to one reader on their page, or to all who listen. */
struct message_look {
    bool live, tools, may_write;
};
void message_item(struct view *view, const struct message *message, const struct message_look *look);

/* message_store.c */
/* Those whose time isn't over. */
enum status message_list(struct request *request, const struct room *room, int64_t before, struct messages *messages) MUST_USE;
/* What is below this id was said before `at`. */
int64_t message_id_from(int64_t at);
/* With numbers above `after`, in their order. */
enum status message_list_changed(struct db *db, struct arena *arena, int64_t room, int64_t after, struct messages *messages) MUST_USE;
enum status room_state_find(struct db *db, struct arena *arena, int64_t room, int64_t *change) MUST_USE;
/* For members of its group alone, while its time isn't over; NOT_FOUND else. body: what was written, or "". */
enum status message_find(struct request *request, int64_t id, struct message *message, const char **body, struct room *room,
                         struct group *group) MUST_USE;
/* Also of somebody the reader doesn't meet: for a facilitator's acts. */
enum status message_find_any(struct request *request, int64_t id, struct message *message, const char **body, struct room *room,
                             struct group *group) MUST_USE;
/* unseen.c: quotes of whom the reader doesn't meet are as if those were gone, and names that others called are taken out. */
enum status message_settle_all(struct request *request, struct messages *messages) MUST_USE;
enum status message_update(struct db *db, struct arena *arena, const struct message *message, const char *body, const char *html,
                           const char *note_category, const char *note_text, int64_t now) MUST_USE;
/* The words go at once. by: "writer" or "facilitator". */
enum status message_take_away(struct db *db, struct arena *arena, const struct message *message, const char *by,
                              const char *reason) MUST_USE;
/* Its words were brought back: open pages are told. */
enum status message_back(struct db *db, struct arena *arena, const struct message *message) MUST_USE;
/* Whom a message speaks to: the mentions of *words. */
enum status mention_list(struct db *db, struct arena *arena, int64_t message, struct message_words *words) MUST_USE;
/* The messages that call a persona, and what they become when the name is another. */
struct mention_place {
    int64_t message, room, group, by; /* by: 0 when the writer is gone */
    const char *body;
};
struct mention_places {
    struct mention_place *items;
    size_t count;
};
enum status mention_places_of(struct db *db, struct arena *arena, int64_t persona, struct mention_places *places) MUST_USE;
enum status mention_place_update(struct db *db, struct arena *arena, const struct mention_place *place, const char *body,
                                 const char *html) MUST_USE;
enum status mention_rename(struct db *db, struct arena *arena, int64_t persona, const char *name);
enum status mention_put(struct db *db, struct arena *arena, int64_t message, const int64_t *personas, size_t count) MUST_USE;
/* Sets which reactions a message shows from those that are there. */
enum status message_warmth_settle(struct db *db, struct arena *arena, int64_t message) MUST_USE;
/* Whose names can be spoken to: the group of a room, or of a message's; 0: it isn't there. */
enum status room_group_of(struct db *db, struct arena *arena, int64_t room, int64_t message, int64_t *group) MUST_USE;
/* Whether a name can be read above words in the group's rooms. */
enum status message_writer_known(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool *known) MUST_USE;
/* When this persona last said something in the room; 0: not in what is kept. */
enum status message_last_of(struct db *db, struct arena *arena, int64_t room, int64_t persona, int64_t *at) MUST_USE;
/* CONFLICT: this form was sent before. */
enum status message_once_note(struct db *db, struct arena *arena, struct bytes once, int64_t persona, int64_t now) MUST_USE;
/* For later_push: persona, room, message, day. Never moves back. */
enum status room_mark(struct db *db, struct arena *arena, const int64_t args[4]) MUST_USE;

/* A number for whom a reader doesn't meet, 0 for nobody: an open page that shows another one than its stream is asked to look again. */
uint64_t room_apart(const struct block_list *unseen);

/* store.c */
struct room_person {
    int64_t persona, picture;
    const char *name;
    bool is_facilitator;
};
struct room_people {
    struct room_person *items;
    size_t count;
    bool others; /* more than are shown */
};
/* Who said something since `since`, latest first; and those of `personas` who belong to the group. Both without who doesn't want to be
 * seen here, and without `unseen`; of those who only read, who chose nothing and isn't in the group's member list is left out too. At
 * most ROUND_SIDE. */
enum status room_talking(struct db *db, struct arena *arena, const struct room *room, int64_t since, const struct block_list *unseen,
                         struct room_people *people) MUST_USE;
enum status room_listening(struct db *db, struct arena *arena, const struct room *room, const int64_t *personas, size_t count,
                           const struct room_people *talking, const struct block_list *unseen, struct room_people *people) MUST_USE;
enum status room_list_all(struct db *db, struct arena *arena, int64_t group, struct rooms *rooms) MUST_USE; /* also closed ones */
/* Everything but what the group and the numbers are. */
enum status room_update(struct db *db, struct arena *arena, const struct room *room) MUST_USE;
enum status room_publish(struct db *db, struct arena *arena, int64_t room) MUST_USE;
struct room_choice {
    bool typing, here;
};
/* `here`: what holds for who never chose. */
enum status room_choice_find(struct db *db, struct arena *arena, int64_t persona, bool here, struct room_choice *choice) MUST_USE;
enum status room_choice_put(struct db *db, struct arena *arena, int64_t persona, const struct room_choice *choice) MUST_USE;
struct room_mute {
    int64_t persona, until, picture;
    const char *name, *reason;
};
struct room_mutes {
    struct room_mute *items;
    size_t count;
};
/* NOT_FOUND: they may speak. */
/* The pause that a room's facilitators asked the reader for, under this or another name of theirs; a decision
 * for the whole group (without a reason here) counts before it. NOT_FOUND: none. */
enum status room_mute_mine(struct request *request, int64_t room, const struct group *group, struct room_mute *mute) MUST_USE;
enum status room_mute_find(struct db *db, struct arena *arena, int64_t room, int64_t persona, int64_t now, struct room_mute *mute) MUST_USE;
enum status room_mute_list(struct db *db, struct arena *arena, int64_t room, int64_t now, struct room_mutes *mutes) MUST_USE;
enum status room_mute_put(struct db *db, struct arena *arena, int64_t room, const struct room_mute *mute) MUST_USE; /* until 0: ends it */
enum status room_draft_find(struct db *db, struct arena *arena, int64_t room, int64_t persona, struct bytes *sealed) MUST_USE;
enum status room_draft_put(struct db *db, struct arena *arena, int64_t room, int64_t persona, struct bytes sealed, int64_t day) MUST_USE;

/* ---- erase_store.c ---- */

/* What was said in one room before `before`; *full counts the full batches this took, and bounds them. */
enum status room_expire_one(struct db *db, int64_t room, int64_t before, int *full) MUST_USE;
enum status room_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
enum status chat_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
struct message_fact {
    const char *group, *room, *body, *note_category, *note_text;
    int64_t at, edited_at;
};
struct message_facts {
    struct message_fact *items;
    size_t count;
};
/* 500 at a time, behind the id *after, which moves. */
enum status message_facts_of(struct db *db, struct arena *arena, int64_t persona, int64_t *after, struct message_facts *facts) MUST_USE;
/* A room, and a word or number that goes with it. */
struct room_fact {
    const char *room, *word;
    int64_t number;
    struct bytes sealed;
};
struct room_facts {
    struct room_fact *items;
    size_t count;
};
enum status room_reaction_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts) MUST_USE;
enum status room_mention_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts) MUST_USE;
enum status room_mute_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts) MUST_USE;
enum status room_mark_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts) MUST_USE;
enum status room_draft_facts(struct db *db, struct arena *arena, int64_t persona, struct room_facts *facts) MUST_USE; /* number: the room */

/* ---- what several pages need ---- */

/* Only for members of the group; FORBIDDEN for who could find it. */
enum status room_enter(struct request *request, struct room *room, struct group *group) MUST_USE;
/* Why nothing can be said at this moment; ROOM_FREE: it can. */
enum room_voice { ROOM_FREE, ROOM_CLOSED, ROOM_RESTING, ROOM_PAUSED, ROOM_MUTED };
struct room_now {
    enum room_voice voice;
    struct room_hours hours;
    struct room_mute mute;
    int64_t wait_ms; /* slow mode: until this reader may speak again */
};
enum status room_now_of(struct request *request, const struct room *room, const struct group *group, struct room_now *now) MUST_USE;
/* Why nothing can be said, as a sentence; NULL when it can. */
const char *room_voice_text(struct view *view, const struct room *room, const struct room_now *now);
const char *room_slow_text(struct view *view, const struct room *room);
const char *room_keep_text(struct view *view, const struct room *room);
const char *room_path(struct view *view, const struct room *room, const char *word); /* "/rooms/5/word" */
const char *message_path(struct view *view, const struct message *message, const char *word);

const char *message_for_text(struct view *view, const struct message *message); /* who is spoken to: ids with blanks between */
bool message_quotes(const struct view *view, const struct message *message);    /* what it answers is still there */
const char *message_reply_text(struct view *view, const struct message *message);
const struct text_lines *room_rules_of(struct view *view, const struct group *group);

/* What waits to be sent. */
struct message_form_words {
    const char *body, *note, *note_own;
    int64_t answer;
};
/* NOT_FOUND: nothing waits. */
enum status message_draft_find(struct request *request, int64_t room, struct message_form_words *words) MUST_USE;
enum status message_draft_open(struct request *request, int64_t room, struct bytes sealed, struct message_form_words *words) MUST_USE;
enum status message_keep_form(struct request *request, const struct kept_form *kept, const char **go_to) MUST_USE;

/* ---- templates ---- */

struct room_compose {
    struct message_form_words words;
    bool drafted;
    const struct message *answer; /* NULL: not an answer */
    const char *answer_text;
    const char *hint;
};
struct room_view {
    const struct room *room;
    const struct group *group;
    const struct room_now *now;
    const char *lead;
    const struct messages *messages;
    const struct message_look *look;
    const struct room_people *talking, *listening;
    const char *keeper; /* "Mireille is keeping the room", or NULL */
    const char *here_text;
    const char *note_by; /* whose word the note is */
    const struct room_compose *compose;
    const char *older, *newest, *again, *live;
    int64_t change_at; /* when the hours or the reader's mute change next; 0: never */
    bool refreshes;
    bool shows_typing;
    uint64_t apart; /* room_apart */
    int64_t me;
};
void room_html(struct view *view, const struct room_view *page);
void room_round(struct view *view, const struct room_view *page);
void room_choices_html(struct view *view, const struct room_choice *choice, const char *room);
void room_act_open(struct view *view);
void room_act_end(struct view *view);
struct message_view {
    const struct message *message;
    const char *body;
    const struct room *room;
    bool may_edit;
    const char *until; /* until when it can be changed */
    const char *why;   /* why nothing can be said in the room now, so also not changed; NULL: it can */
    const char *excerpt;
};
void message_html(struct view *view, const struct message_view *page);
void message_remove_html(struct view *view, const struct message_view *page);
void room_group_html(struct view *view, const struct group *group, const struct rooms *rooms);
struct room_manage_view {
    const struct room *room;
    const struct group *group;
    const struct room_mutes *mutes;
};
void room_manage_html(struct view *view, const struct room_manage_view *page);
struct room_mute_view {
    const struct room *room;
    const struct group_person *person;
    const struct room_mute *mute; /* NULL: they may speak */
};
void room_mute_html(struct view *view, const struct room_mute_view *page);
/* For the choices of these pages. */
struct room_option {
    const char *value, *label;
    bool chosen;
};
struct room_options {
    const struct room_option *items;
    size_t count;
};
const struct room_options *room_day_options(struct view *view, unsigned days);
const struct room_options *room_slow_options(struct view *view, int seconds);
const struct room_options *room_keep_options(struct view *view, int hours);
const struct room_options *room_mute_options(struct view *view);

/* ---- reported_store.c ---- */

enum status chat_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
enum status chat_reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words);
enum status chat_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason);
/* struct feature, stayed. */
enum status message_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count) MUST_USE;

#endif
