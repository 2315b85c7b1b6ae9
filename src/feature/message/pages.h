/* What the templates of this folder are given, and what its .c files share. */
#ifndef MESSAGE_PAGES_H
#define MESSAGE_PAGES_H

#include "circle/circle.h"
#include "community/community.h"
#include "group/group.h"
#include "message/message.h"
#include "notification/notification.h"
#include "talk/talk.h"
#include "text/text.h"

enum {
    CONVERSATION_EVER = 40,   /* who took part, those who left included */
    CONVERSATIONS_MOST = 200, /* of one persona */
    CONVERSATION_LIST = 20,
    CONVERSATION_UNANSWERED = 3, /* messages into a request nobody has accepted yet */
    CONVERSATION_NOTE_MAX = 1000,
    CONVERSATION_DRAFT_DAYS = 8,
    CONVERSATION_REPORT_DAYS = 90,
    CONVERSATION_REPORTED_MOST = 20
};
#define CONVERSATION_EDIT_FOR (15 * TIME_MINUTE)

/* ---- sealed.c: what lies inside the seals ---- */

struct conversation_generation {
    int64_t number;
    struct key key;
};
struct conversation_keys {
    int64_t channel;
    struct conversation_generation *items; /* ascending; the last is the one in use */
    size_t count;
    struct key *voices; /* beside people.items; NULL: not read (conversation_open_light) */
    bool *has_voice;
    bool *is_seated; /* their row still has keys: they can read what is said */
};
/* One more box for a seat, sealed to its persona. */
struct bytes conversation_box_seal(struct arena *arena, const struct key *open, int64_t seat, int64_t channel,
                                   const struct conversation_generation *generation);
/* All boxes of a seat, or the last alone. INVALID: one doesn't open. */
enum status conversation_boxes_open(struct arena *arena, const struct key_pair *pair, int64_t seat, struct bytes boxes, bool all,
                                    struct conversation_keys *keys) MUST_USE;
struct bytes conversation_head_seal(struct arena *arena, const struct conversation *conversation);
/* Everything but what the reader's own is; people without names. INVALID. */
enum status conversation_head_open(struct arena *arena, const struct key *key, struct bytes sealed,
                                   struct conversation *conversation) MUST_USE;
struct bytes conversation_voice_seal(struct arena *arena, const struct key *key, int64_t seat, const struct key *voice);
enum status conversation_voice_open(struct arena *arena, const struct key *key, int64_t seat, struct bytes sealed,
                                    struct key *voice) MUST_USE;
/* What is said: writer, times and words. */
struct conversation_words {
    int64_t seat, at, edited_at, until, reply_to;
    const char *body;
};
struct bytes conversation_words_seal(struct arena *arena, const struct key *key, const struct key *voice, int64_t id,
                                     const struct conversation_words *words);
enum status conversation_words_open(struct arena *arena, const struct key *key, const struct key *voice, int64_t id, struct bytes sealed,
                                    struct conversation_words *words) MUST_USE;
/* A number under a mask that needs the voice; the same function takes it off. */
int64_t conversation_mask(const struct key *voice, int64_t nonce, int64_t number);
const struct conversation_generation *conversation_key_now(const struct conversation *conversation);

/* ---- store.c ---- */

struct conversation_seat_row {
    int64_t id, persona;
    struct bytes keys, voice;
    int64_t seen_nonce, seen_mask;
};
struct conversation_seat_rows {
    struct conversation_seat_row *items;
    size_t count;
};
enum status conversation_seat_find(struct db *db, struct arena *arena, int64_t seat, struct conversation_seat_row *row) MUST_USE;
/* Those a persona can read with, at most CONVERSATIONS_MOST. */
enum status conversation_seat_list(struct db *db, struct arena *arena, int64_t persona, enum conversation_kind kind,
                                   struct conversation_seat_rows *rows) MUST_USE;
enum status conversation_seat_insert(struct db *db, struct arena *arena, const struct conversation_seat_row *row,
                                     enum conversation_kind kind) MUST_USE;
enum status conversation_seat_update(struct db *db, struct arena *arena,
                                     const struct conversation_seat_row *row) MUST_USE; /* keys, voice */
enum status conversation_seat_delete(struct db *db, struct arena *arena, int64_t seat) MUST_USE;
enum status conversation_seen_put(struct db *db, struct arena *arena, int64_t seat, int64_t nonce, int64_t mask) MUST_USE;
/* For later_push: seat, 0, nonce, mask. What told of it is forgotten, too. */
enum status conversation_seen_mark(struct db *db, struct arena *arena, const int64_t args[4]) MUST_USE;
struct conversation_row {
    struct bytes head;
    int64_t generation, change;
};
enum status conversation_row_find(struct db *db, struct arena *arena, int64_t channel, struct conversation_row *row) MUST_USE;
enum status conversation_row_insert(struct db *db, struct arena *arena, int64_t channel, const struct conversation_row *row) MUST_USE;
/* Stores the head as the struct now is. */
enum status conversation_head_put(struct db *db, struct arena *arena, const struct conversation *conversation) MUST_USE;
enum status conversation_next_change(struct db *db, struct arena *arena, int64_t channel, int64_t *change) MUST_USE;
enum status conversation_gone_put(struct db *db, struct arena *arena, const struct conversation *conversation, int64_t day) MUST_USE;
/* Everything of it. */
enum status conversation_remove(struct db *db, struct arena *arena, const struct conversation *conversation) MUST_USE;

/* For each new seat, once its conversation is there: nothing of where it lies tells which came with it. */
enum status conversation_seat_mix(struct db *db, struct arena *arena, int64_t seat) MUST_USE;
/* Whoever sits there is told that there is a letter: some seconds later, in a transaction of its own, and dated at a random moment of the
 * day, so that nothing about the notification says which conversation it came from. */
enum status conversation_tell_soon(struct db *db, struct arena *arena, int64_t seat, int64_t now) MUST_USE;
extern const char conversation_tell_kind[];
enum status conversation_tell(struct db *db, struct arena *arena, int64_t now, int64_t seat, void *app) MUST_USE; /* that job */

struct conversation_choice {
    const char *who;
    bool receipts;
};
enum status conversation_choice_find(struct db *db, struct arena *arena, int64_t persona, struct conversation_choice *choice) MUST_USE;
enum status conversation_choice_put(struct db *db, struct arena *arena, int64_t persona, const struct conversation_choice *choice) MUST_USE;

/* ---- message_store.c ---- */

struct conversation_message_row {
    int64_t id, number, change, generation;
    struct bytes sealed;
};
struct conversation_message_rows {
    struct conversation_message_row *items;
    size_t count;
};
/* Newest first, below number `before`, of generations from `first`. */
enum status conversation_message_list(struct db *db, struct arena *arena, int64_t channel, int64_t before, int64_t first, size_t most,
                                      struct conversation_message_rows *rows) MUST_USE;
enum status conversation_message_find(struct db *db, struct arena *arena, int64_t channel, int64_t number,
                                      struct conversation_message_row *row) MUST_USE;
enum status conversation_message_insert(struct db *db, struct arena *arena, int64_t channel, const struct conversation_message_row *row,
                                        int64_t gone_day) MUST_USE; /* gone_day 0: it stays */
/* sealed {NULL, 0}: taken away. */
enum status conversation_message_update(struct db *db, struct arena *arena, const struct conversation_message_row *row) MUST_USE;
enum status conversation_draft_find(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct bytes *sealed) MUST_USE;
enum status conversation_draft_put(struct db *db, struct arena *arena, int64_t persona, int64_t seat, struct bytes sealed,
                                   int64_t day) MUST_USE; /* {NULL, 0}: none */
struct conversation_draft_rows {
    struct conversation_draft_row {
        int64_t seat;
        struct bytes sealed;
    } * items;
    size_t count;
};
enum status conversation_draft_list(struct db *db, struct arena *arena, int64_t persona, struct conversation_draft_rows *rows) MUST_USE;
enum status conversation_once_note(struct db *db, struct arena *arena, struct bytes once, int64_t now) MUST_USE; /* CONFLICT */
struct conversation_report_row {
    int64_t id, day, case_id;
    struct bytes sealed;
};
struct conversation_report_rows {
    struct conversation_report_row *items;
    size_t count;
    bool more;
};
enum status conversation_report_insert(struct db *db, struct arena *arena, int64_t moderator,
                                       const struct conversation_report_row *row) MUST_USE;
/* The moderator's copy for a case; NOT_FOUND: none was sealed to them, or they deleted it. */
enum status conversation_report_of_case(struct db *db, struct arena *arena, int64_t moderator, int64_t case_id,
                                        struct conversation_report_row *row) MUST_USE;
enum status conversation_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
/* Latest first, behind (day, id); 0, 0: the first page. */
enum status conversation_report_list(struct db *db, struct arena *arena, int64_t moderator, int64_t day, int64_t id,
                                     struct conversation_report_rows *rows) MUST_USE;
enum status conversation_report_delete(struct db *db, struct arena *arena, int64_t moderator, int64_t id) MUST_USE; /* NOT_FOUND */
enum status conversation_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
enum status conversation_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;

/* ---- conversation.c ---- */

/* Enough for a list: the last key alone, no voices but the reader's. NOT_FOUND as conversation_find. */
enum status conversation_open_light(struct request *request, const struct conversation_seat_row *seat, const struct key_pair *pair,
                                    const struct block_list *blocks, struct conversation *conversation) MUST_USE;
/* The reader accepts it. */
enum status conversation_take(struct request *request, struct conversation *conversation) MUST_USE;
/* Their seat goes; nobody is told. */
enum status conversation_refuse(struct request *request, struct conversation *conversation) MUST_USE;
/* Stores the head and has open pages load themselves anew. */
enum status conversation_save(struct request *request, const struct conversation *conversation) MUST_USE;

/* ---- words.c ---- */

/* One message. NOT_FOUND: not there, its time is over, or of somebody the reader blocks. */
enum status conversation_message_open(struct request *request, const struct conversation *conversation, int64_t number,
                                      struct conversation_message *message, int64_t *id) MUST_USE;
enum status conversation_edit(struct request *request, struct conversation *conversation, const struct conversation_message *message,
                              const char *body) MUST_USE;
enum status conversation_take_away(struct request *request, struct conversation *conversation, int64_t number) MUST_USE;

/* ---- names.c: how they are called and shown ---- */

/* A circle's name, or who else takes part: "Bo", "Bo, Cyd and Fay". */
const char *conversation_title(struct view *view, const struct conversation *conversation);
const char *conversation_keep_text(struct view *view, int days);

/* The participants others than the reader who may be shown; with `left`, those who left as well. */
/* Whether the reader may go on writing: not to whom they no longer meet (somebody grew up, or isn't approved any more); what was said
 * stays. Else form_reject at "body", in the sentence for anybody who can't be reached. */
enum status conversation_meets(struct request *request, const struct conversation *conversation) MUST_USE;
struct conversation_people conversation_others(struct arena *arena, const struct conversation *conversation, bool left);
bool conversation_is_circle(const struct conversation *conversation);
/* Why nothing can be said, as a sentence; NULL: it can. */
const char *conversation_closed_text(struct view *view, const struct conversation *conversation);

/* ---- pages.c ---- */

/* The one of the path. NOT_FOUND as conversation_find, and for talks of other features: those are on their pages. */
enum status conversation_find_private(struct request *request, struct conversation *conversation) MUST_USE;
const char *conversation_path(struct view *view, const struct conversation *conversation, const char *word); /* "/messages/5/word" */

/* ---- draft.c ---- */

/* Words kept for a seat (0: a letter that hasn't begun, then with the names it is for). NOT_FOUND. */
struct conversation_draft {
    const char *to, *name, *body;
};
enum status conversation_draft_read(struct request *request, int64_t seat, struct conversation_draft *draft) MUST_USE;
enum status conversation_draft_open(struct request *request, int64_t seat, struct bytes sealed, struct conversation_draft *draft) MUST_USE;
enum status conversation_draft_keep(struct request *request, int64_t seat, const struct conversation_draft *draft) MUST_USE;
enum status conversation_keep_form(struct request *request, const struct kept_form *kept, const char **go_to) MUST_USE;

/* ---- templates ---- */

void conversation_script(struct view *view);
void conversation_item(struct view *view, const struct conversation_message *message, const struct conversation_show *show);
struct conversation_page_view {
    const struct conversation *conversation;
    const struct conversation_show *show;
    const char *title;
};
void conversation_html(struct view *view, const struct conversation_page_view *page);
struct conversation_list_view {
    const struct conversations *conversations;
    const char *older, *newest;
    bool requests, has_requests;
    bool moderates;
};
void conversation_list_html(struct view *view, const struct conversation_list_view *page);
struct conversation_new_view {
    struct conversation_draft draft;
    bool drafted;
};
void conversation_new_html(struct view *view, const struct conversation_new_view *page);
struct conversation_about_view {
    const struct conversation *conversation;
    struct conversation_people others;
    const char *title;
    bool may_add;
};
void conversation_about_html(struct view *view, const struct conversation_about_view *page);
struct conversation_words_view {
    const struct conversation *conversation;
    const struct conversation_message *message;
    const char *title, *until;
    bool may_edit;
};
void conversation_words_html(struct view *view, const struct conversation_words_view *page);
struct conversation_report_view {
    const struct conversation *conversation;
    const struct conversation_messages *messages;
    const char *title;
};
void conversation_report_html(struct view *view, const struct conversation_report_view *page);
struct conversation_quote {
    const char *name, *time, *body;
};
struct conversation_quotes {
    struct conversation_quote *items;
    size_t count;
};
struct conversation_report_item {
    int64_t id, day, case_id;
    const char *by, *note;
    struct conversation_quotes quotes;
};
struct conversation_reports {
    struct conversation_report_item *items;
    size_t count;
    const char *older;
};
void conversation_reports_html(struct view *view, const struct conversation_reports *page);
void conversation_choices_html(struct view *view, const struct conversation_choice *choice);

#endif
