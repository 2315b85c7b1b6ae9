/* Private conversations: between two, in small circles, and the talks of feature/listening. Everything is sealed to those who take part;
 * not even who they are stands readable in the database (docs/decisions/sealed-conversations.md). So everything here needs a participant's
 * own request: their key opens it.
 *
 * A participant has a *seat*, a row of their own: its id is what they know a conversation by (/messages/:id), another one for each of them.
 * What joins seats and conversation is sealed. Who stores both ids of two people's seats in one row gives that away: seal them, or keep
 * each with its own persona. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "account/account.h"

enum { CONVERSATION_PEOPLE = 12, CONVERSATION_NAME_MAX = 60, CONVERSATION_WORDS_MAX = 4000, CONVERSATION_PAGE = 40 };

/* Listening talks, mediators' rooms, applications and the rounds of networking are in no list of /messages, and their pages are those
 * features': /messages/:id answers NOT_FOUND for them. A mediator's room is the one place that a block between two doesn't close. The
 * numbers stand in rows: add at the end. */
enum conversation_kind {
    CONVERSATION_PRIVATE,
    CONVERSATION_LISTENING,
    CONVERSATION_MEDIATION,
    CONVERSATION_APPLICATION,
    CONVERSATION_NETWORKING
};

/* Somebody who takes part, or did: then they are kept for what they said. */
struct conversation_person {
    int64_t persona, seat;
    const char *name; /* NULL: their persona is gone */
    int64_t picture;
    bool waits;   /* a request they haven't accepted */
    bool left;    /* can read nothing any more */
    bool blocked; /* from either side of the reader: neither their name nor their words may be shown */
};
struct conversation_people {
    struct conversation_person *items;
    size_t count; /* the reader is among them */
};

/* A conversation as one participant meets it. Opened in their request; lives in its arena. */
struct conversation {
    int64_t id;      /* the reader's seat */
    int64_t channel; /* the conversation itself, for conversation_live; never shown, never stored beside a persona */
    enum conversation_kind kind;
    const char *name; /* of a circle, "" for none */
    struct conversation_people people;
    const struct conversation_person *me;
    int keep_days;                  /* messages go after so many; 0: they stay */
    bool waits;                     /* a request to the reader: nothing can be said before they accept it */
    bool ended;                     /* nothing can be said any more */
    int64_t last_at, last;          /* when something was last said, and its number; 0: never */
    int64_t change, seen;           /* the number of the last change, and of the last message the reader has seen */
    struct conversation_keys *keys; /* message's own */
};

/* By the reader's seat. NOT_FOUND: it isn't theirs, or it is between two who block each other. */
enum status conversation_find(struct request *request, int64_t id, struct conversation *conversation) MUST_USE;
struct conversations {
    struct conversation *items;
    size_t count;
};
/* All the reader's of one kind that aren't blocked, last said first: enough for a list, not for reading or saying anything. */
enum status conversation_mine(struct request *request, enum conversation_kind kind, struct conversations *conversations) MUST_USE;

/* ---- making one, by a participant: the signed-in member, who is added by itself ---- */

struct conversation_new {
    enum conversation_kind kind;
    const int64_t *others; /* personas, each once, without the member; at most CONVERSATION_PEOPLE - 1 */
    size_t others_count;
    bool waits;       /* the others have to accept it first */
    const char *name; /* NULL: none */
    int keep_days;
    int days; /* all of it is deleted after so many; 0: it stays. conversation_finish says another day */
};
/* FORBIDDEN: with one of them nobody, or not this member, may be in private: bands that don't meet, a block, no key. It never says which.
 * Whether they want letters from this member is conversation_welcome's to say. INVALID: too many, or nobody. */
enum status conversation_make(struct request *request, const struct conversation_new *wish, struct conversation *conversation) MUST_USE;
/* Whether somebody takes letters from the signed-in member (what they chose, groups, connections, blocks, bands), and whether those wait
 * for being accepted. */
enum status conversation_welcome(struct request *request, int64_t persona, bool *welcome, bool *waits) MUST_USE;
/* One's conversation with this one other alone, of kind CONVERSATION_PRIVATE. NOT_FOUND. */
enum status conversation_with(struct request *request, int64_t persona, struct conversation *conversation) MUST_USE;

/* ---- its participants; a new key begins, so that who comes reads nothing from before, and who left nothing from after ---- */

/* INVALID: it is full. FORBIDDEN as for conversation_make, with any of them. CONFLICT: they take part already. *seat: how they find it. */
enum status conversation_add(struct request *request, struct conversation *conversation, int64_t persona, int64_t *seat) MUST_USE;
/* The reader goes; with the last one everything goes. */
enum status conversation_leave(struct request *request, struct conversation *conversation) MUST_USE;
/* Nothing can be said any more. It stays readable for `days`, then a job deletes all of it; 0: it stays. Idempotent. */
enum status conversation_finish(struct request *request, struct conversation *conversation, int days) MUST_USE;

/* ---- what is said ---- */

struct conversation_message {
    int64_t number; /* its place in the conversation, ascending */
    const struct conversation_person *by;
    bool is_mine, gone; /* gone: its writer took it away, or left the place with their words */
    const char *body, *html;
    int64_t at, edited_at;
    int64_t until;                       /* when it goes; 0: it stays */
    int64_t reply_to;                    /* a number; 0: it answers nothing */
    const char *reply_name, *reply_text; /* of what it answers; text NULL: gone */
    int64_t change;
    bool is_next, starts_new;
};
struct conversation_messages {
    struct conversation_message *items; /* ascending */
    size_t count;
    bool older;
};
/* The newest CONVERSATION_PAGE below number `before` (0: the newest). Those whose time is over, and those of people the reader blocks, are
 * left out. */
enum status conversation_read(struct request *request, const struct conversation *conversation, int64_t before,
                              struct conversation_messages *messages) MUST_USE;
/* Says something as the reader: stores it, publishes it, tells the others (only for CONVERSATION_PRIVATE and _APPLICATION). `body` is what
 * they wrote (markdown), 1 to CONVERSATION_WORDS_MAX characters. FORBIDDEN: it has ended, or waits for the reader. INVALID:
 * markdown_render's. */
enum status conversation_send(struct request *request, struct conversation *conversation, const char *body, int64_t reply_to,
                              int64_t *number) MUST_USE;
/* Something that isn't said has changed (for listening: it ended, a supervisor came): open pages load themselves anew. */
enum status conversation_touch(struct db *db, struct arena *arena, int64_t channel) MUST_USE;

/* ---- making one outside the web: `kith demo`. Inside the caller's transaction. ---- */

struct conversation_lines {
    int64_t by[2];            /* two personas whose bands meet; they speak in turn, the first begins */
    const char *const *items; /* seven minutes apart */
    size_t count;
    bool waits; /* a request of the first, who says all of it */
    int64_t at;
};
enum status conversation_plant(struct db *db, struct arena *arena, struct app *app, const struct conversation_lines *lines) MUST_USE;

/* ---- live ---- */

extern const struct live_source conversation_live;

/* ---- inside another feature's page ----
 * The feature has three routes: GET page, GET page/live (conversation_stream), POST page/say (form conversation_say_form; `again` is
 * the page; conversation_say; `keep` conversation_keep_say if the path is "/messages/:id/say" alone). In the page's handler:
 *
 *     TRY(conversation_part(request, &conversation, path, &answered)); if (answered) return OK;   // live.js asks for ?part=NUMBER
 *     TRY(conversation_show(request, &conversation, path, &show));
 *
 * and in its template:
 *
 *     {% call conversation_box(show) %}<div data-part="top">…h1…</div>{% call conversation_talk(show) %}{% call conversation_box_end(show)
 * %}
 *
 * where what stands in an element data-part="top" is loaded anew with conversation_touch. One box a page. */
struct conversation_show {
    const struct conversation *conversation;
    const struct conversation_messages *messages;
    const char *path;   /* of the page, "/listen/5": own path, no query */
    const char *closed; /* why nothing can be said, a sentence; NULL: it can. Set it after conversation_show to say more */
    const char *hint;   /* below the field; may be replaced as well */
    const char *draft;  /* words that weren't sent; "" for none */
    const struct conversation_message *answer;
    const char *older, *newest, *again, *live;
    const char *seen_text; /* "Read", or NULL */
    const char *words;     /* the path of one's own message, a number follows: "/messages/7/words/"; NULL: it can't be changed */
};
enum status conversation_show(struct request *request, const struct conversation *conversation, const char *path,
                              struct conversation_show *show) MUST_USE;
enum status conversation_part(struct request *request, const struct conversation *conversation, const char *path, bool *answered) MUST_USE;
/* The stream of a conversation that was found. */
enum status conversation_stream(struct request *request, const struct conversation *conversation) MUST_USE;
/* What the form says; then back to `path` (or 204 to live.js). form_reject()s what can't be said. */
enum status conversation_say(struct request *request, struct conversation *conversation, const char *path) MUST_USE;
extern const struct field conversation_say_form[];
void conversation_box(struct view *view, const struct conversation_show *show);
void conversation_talk(struct view *view, const struct conversation_show *show);
void conversation_box_end(struct view *view, const struct conversation_show *show);

/* ---- pages ---- */

handler conversation_list_page, conversation_requests_page, conversation_new_page, conversation_begin;
handler conversation_page, conversation_live_page, conversation_say_here, conversation_keep_say, conversation_forget;
handler conversation_accept, conversation_decline, conversation_about_page, conversation_keep, conversation_invite, conversation_go;
handler conversation_block, conversation_words_page, conversation_words_edit, conversation_words_delete;
handler conversation_report_page, conversation_report, conversation_reports_page, conversation_report_done;
handler conversation_choices_page, conversation_choices_save;
extern const struct field conversation_new_form[], conversation_keep_days_form[], conversation_invite_form[], conversation_edit_form[],
    conversation_report_form[], conversation_choices_form[];
extern const struct feature conversation_feature;

#endif
