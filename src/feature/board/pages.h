/* What the templates of this folder are given, and what its .c files share. */
#ifndef BOARD_PAGES_H
#define BOARD_PAGES_H

#include "board/board.h"
#include "chat/chat.h"
#include "community/community.h"
#include "index/index.h"
#include "notification/notification.h"
#include "sanction/sanction.h"

enum { TOPIC_TITLE_MAX = 140, HIDE_REASON_MAX = 300, POSTS_A_PAGE = 50, TOPICS_A_PAGE = 30 };
#define TOPIC_NEW_FOR (14 * TIME_DAY) /* what a reader never opened is new to them for so long */
#define READ_MARK_DAYS 90
#define DRAFT_DAYS 90

/* Who reads: a persona, 0 for a visitor. */
int64_t board_reader(const struct request *request);

/* ---- words.c: wishes, content notes, reactions ---- */

struct topic_wish {
    const char *code, *label, *help, *icon;
};
struct topic_wishes {
    const struct topic_wish *items;
    size_t count;
};
const struct topic_wishes *topic_wishes_all(void);
const struct topic_wish *topic_wish_find(const char *code); /* "none" for an unknown one */
/* What to keep in mind when answering, as the writer wished; NULL for none. */
const char *topic_wish_note(struct view *view, const struct topic *topic);

/* Takes out of a post what it quotes, and whose words they were. */
void post_veil(struct arena *arena, struct post *post);

/* That others are there, without a number; NULL when nobody is. */
const char *reaction_phrase(struct view *view, const struct post *post);

/* ---- store.c: which group something lies in, whoever asks. NOT_FOUND ---- */

enum board_thing { BOARD_ITSELF, BOARD_TOPIC, BOARD_POST };
enum status board_group_of(struct db *db, struct arena *arena, enum board_thing thing, int64_t id, int64_t *group) MUST_USE;

/* ---- store.c ---- */

enum status board_update(struct db *db, struct arena *arena, int64_t board, const char *name, const char *about) MUST_USE;
enum status board_next_position(struct db *db, struct arena *arena, int64_t group, int64_t *position) MUST_USE;
/* A place in a list by last activity: everything before it comes later in the list. */
struct topic_key {
    int64_t at, id;
};
/* unseen_store.c: `topics`, as they stand in the order of the database, as they are to a reader who doesn't meet everybody: each as if
 * whom they don't meet had never written in it, and in the order that follows from it. Nothing to do for all others. Sets topics->last. */
enum status topic_settle_all(struct request *request, struct topics *topics) MUST_USE;
/* What is newer is new to who never opened it. */
int64_t topic_new_since(const struct request *request);
/* For a facilitator's acts, which don't end at a block: also what they don't meet, without naming who wrote it. FORBIDDEN for who doesn't
 * look after the group; NOT_FOUND as in topic_find. */
enum status topic_find_facilitated(struct request *request, int64_t id, struct topic *topic, struct group *group) MUST_USE;
enum status topic_list_pinned(struct request *request, int64_t board, bool facilitator, struct topics *topics) MUST_USE;
enum status topic_list(struct request *request, int64_t board, bool facilitator, struct topic_key before, struct topics *topics,
                       bool *more) MUST_USE;
enum status topic_list_group(struct request *request, int64_t group, size_t max, struct topics *topics) MUST_USE;
enum status topic_flag_pinned(struct db *db, struct arena *arena, int64_t topic, bool on) MUST_USE;
enum status topic_flag_closed(struct db *db, struct arena *arena, int64_t topic, bool on) MUST_USE;
/* reason NULL: brings it back. */
enum status topic_flag_hidden(struct db *db, struct arena *arena, int64_t topic, int64_t by, int64_t now, const char *reason) MUST_USE;
/* Both were made without a name: this is the made-up one. */
enum status topic_set_alias(struct db *db, struct arena *arena, int64_t topic, int64_t opening, int64_t alias) MUST_USE;
enum status topic_update(struct db *db, struct arena *arena, const struct topic *topic) MUST_USE; /* title, wish, note */
enum status topic_advance(struct db *db, struct arena *arena, int64_t topic, int64_t post, int64_t at) MUST_USE;
enum status topic_drop(struct db *db, struct arena *arena, int64_t topic) MUST_USE;

/* For the reader $1: nothing in post p is quoted of somebody they don't meet or mute. */
#define POST_QUOTE_SQL "NOT EXISTS (SELECT 1 FROM post qp WHERE qp.id = p.quoted AND NOT (" BLOCK_UNSEEN_SQL("qp.persona_id") "))"

/* ---- post_store.c ---- */

/* Which 50: behind `after`, or before `before`; both 0: the first. */
struct post_key {
    int64_t after, before;
};
enum status post_list(struct request *request, const struct topic *topic, bool facilitator, struct post_key key,
                      struct posts *posts) MUST_USE;
/* post_list reads of each post who wrote it and where it stands; this reads the rest, for a page that isn't shown from kept pieces. */
void post_list_words(struct request *request, struct posts *posts);
/* As topic_find_facilitated. */
enum status post_find_facilitated(struct request *request, int64_t id, struct post *post, struct topic *topic,
                                  struct group *group) MUST_USE;
enum status post_is_far(struct db *db, struct arena *arena, int64_t topic, int64_t post, bool *far) MUST_USE; /* not on the first page */
struct post_text {
    const char *body, *html, *note_category, *note_text;
    const char *const *tags;
    size_t tags_count;
};
/* Keeps what was there as a version. `old_title` is "" for an answer. */
enum status post_update(struct db *db, struct arena *arena, const struct post *post, int64_t group, const char *old_title,
                        const struct post_text *text, int64_t now) MUST_USE;
/* The words are gone from every table. An opening that others answered stays as an empty place; a topic with nothing left in it goes. */
enum status post_drop(struct db *db, struct arena *arena, int64_t post) MUST_USE;
enum status post_flag_hidden(struct db *db, struct arena *arena, const struct post *post, int64_t by, int64_t now,
                             const char *reason) MUST_USE;
struct post_version {
    const char *title, *body, *note_category, *note_text;
    int64_t at;
};
struct post_versions {
    struct post_version *items;
    size_t count;
};
enum status post_version_list(struct db *db, struct arena *arena, int64_t post,
                              struct post_versions *versions) MUST_USE; /* newest first, 50 */
enum status reaction_toggle(struct db *db, struct arena *arena, int64_t post, int64_t persona, int64_t kind) MUST_USE;

/* Every reaction a persona gave. */
enum status reaction_drop_all(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- reader_store.c: what is a reader's own ---- */

enum status follow_list_new(struct request *request, struct topics *topics) MUST_USE;
enum status follow_list_seen(struct request *request, struct topic_key before, struct topics *topics, bool *more) MUST_USE;
/* topic_mark, of somebody who has the answers before them: they needn't be told of them any more. */
enum status topic_read_mark(struct db *db, struct arena *arena, const int64_t args[4]) MUST_USE;
/* Follows and read marks of one group's topics, and what was told of them. */
enum status follow_forget(struct db *db, struct arena *arena, int64_t persona, int64_t group) MUST_USE;
struct tag_hit {
    struct post post;
    struct topic topic;
    const char *excerpt;
};
struct tag_hits {
    struct tag_hit *items;
    size_t count;
};
enum status tag_list(struct request *request, const char *tag, int64_t before, struct tag_hits *hits, bool *more) MUST_USE;
/* ---- tag_store.c ---- */

/* Following a hashtag, of the signed-in member. */
enum status tag_is_followed(struct request *request, const char *tag, bool *followed) MUST_USE;
/* CONFLICT: they follow TAGS_FOLLOWED_MOST already. */
enum { TAGS_FOLLOWED_MOST = 100 };
enum status tag_follow_set(struct db *db, struct arena *arena, int64_t persona, const char *tag, bool follows) MUST_USE;
struct tag_names {
    const char **items;
    size_t count;
};
enum status tag_follow_list(struct db *db, struct arena *arena, int64_t persona, struct tag_names *tags) MUST_USE;
/* The job "tag.tell": tells those who follow a hashtag of a new conversation, whose opening is `subject`. */
enum status tag_tell(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app);

struct draft_row {
    int64_t id;
    struct bytes sealed;
    int64_t day;
};
struct draft_rows {
    struct draft_row *items;
    size_t count;
};
enum status draft_row_find(struct db *db, struct arena *arena, int64_t persona, struct bytes place, struct draft_row *row) MUST_USE;
enum status draft_row_put(struct db *db, struct arena *arena, int64_t id, int64_t persona, struct bytes place, struct bytes sealed,
                          int64_t day) MUST_USE;
enum status draft_row_drop(struct db *db, struct arena *arena, int64_t persona, struct bytes place) MUST_USE;
/* 100 at a time behind *after (empty: from the start), which moves. */
enum status draft_row_list(struct db *db, struct arena *arena, int64_t persona, struct bytes *after, struct draft_rows *rows) MUST_USE;
/* Where the form with this token led when it was sent before; NULL: it wasn't. */
enum status post_sent_before(struct db *db, struct arena *arena, struct bytes once, int64_t persona, const char **location) MUST_USE;
enum status post_sent_note(struct db *db, struct arena *arena, struct bytes once, int64_t persona, const char *location,
                           int64_t now) MUST_USE;

/* ---- handle.c, handle_store.c: words without a name ---- */

enum { HANDLE_CREATURES = 24, HANDLE_PLACES = 24 };
/* "Heron by the lake", in the reader's language. */
const char *handle_name(struct view *view, int64_t alias);
/* The signed-in member's in a conversation: a keyed hash that nobody else can make. */
struct bytes handle_of(struct request *request, int64_t topic);
/* What a form that was sent without a name is remembered by. */
struct bytes handle_once(struct request *request, struct bytes once);
/* Gives a conversation its beginner's made-up name, and finds out whether the reader speaks in it without one. */
enum status handle_settle(struct request *request, struct topic *topic) MUST_USE;
/* Where one of the member's personas speaks without a name: in one group, or everywhere (0). */
typedef enum status handle_work(struct request *request, int64_t topic, int64_t alias, void *context);
enum status handle_each(struct request *request, int64_t persona, int64_t group, handle_work *work, void *context) MUST_USE;
enum status handle_find(struct db *db, struct arena *arena, int64_t topic, struct bytes handle, int64_t *alias, bool *muted) MUST_USE;
/* A new one, with a random alias. CONFLICT: too many speak without a name in this conversation (`handles`). */
enum status handle_add(struct db *db, struct arena *arena, int64_t topic, struct bytes handle, int64_t handles, int64_t *alias) MUST_USE;
enum status handle_mute(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool on) MUST_USE;
enum status handle_is_muted(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool *muted) MUST_USE;
struct handle_topics {
    int64_t *items;
    size_t count;
};
enum status handle_topic_list(struct db *db, struct arena *arena, int64_t group, int64_t after, struct handle_topics *topics) MUST_USE;
/* Id, title of the conversation, words and time of what an alias wrote. */
enum status handle_post_list(struct db *db, struct arena *arena, int64_t topic, int64_t alias, struct rows *rows) MUST_USE;
enum status handle_drop(struct db *db, struct arena *arena, int64_t topic, int64_t alias) MUST_USE;
enum status handle_topic_gone(struct db *db, struct arena *arena, int64_t topic) MUST_USE;
enum status handle_sent_before(struct db *db, struct arena *arena, struct bytes once, const char **location) MUST_USE;
enum status handle_sent_note(struct db *db, struct arena *arena, struct bytes once, const char *location, int64_t now) MUST_USE;
enum status handle_sent_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;

/* All that the member wrote without a name as `persona`, in one group or everywhere (0), is gone. */
enum status handle_erase(struct request *request, int64_t persona, int64_t group) MUST_USE;

/* ---- told_store.c: who is told that somebody answered ---- */

/* Inside the answer's transaction: those who follow the topic are told by the job "topic.tell". A look-up, and one small row for all
 * answers that wait for it. */
enum status topic_tell_later(struct db *db, struct arena *arena, int64_t topic, int64_t post, int64_t persona, int64_t now) MUST_USE;
/* The job: `subject` is the row. Some followers at a time. */
enum status topic_tell(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
/* The reader no longer belongs to the group: what they were told of its topics goes. */
enum status topic_untell(struct db *db, struct arena *arena, int64_t persona, int64_t group) MUST_USE;
/* ---- index_store.c ---- */

extern const struct index_kind board_finds[];
/* Every post of a topic that was hidden or brought back. */
enum status topic_mark_posts(struct db *db, struct arena *arena, int64_t topic) MUST_USE;

/* ---- erase_store.c ---- */

/* Deletes what a persona wrote in one group, or everywhere (group 0). */
enum status post_drop_all(struct db *db, int64_t persona, int64_t group) MUST_USE;
enum status board_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
struct post_fact {
    const char *group, *topic, *body, *note_category, *note_text, *wish;
    int64_t at, edited_at;
    bool opening;
};
struct post_facts {
    struct post_fact *items;
    size_t count;
};
/* 500 at a time, oldest first, behind *after, which moves. */
enum status post_facts_of(struct db *db, struct arena *arena, int64_t persona, int64_t *after, struct post_facts *facts) MUST_USE;
struct reaction_fact {
    const char *topic;
    int64_t kind;
}; /* kind 0: of a follow or a read mark */
struct reaction_facts {
    struct reaction_fact *items;
    size_t count;
};
enum status reaction_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts) MUST_USE;
enum status follow_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts) MUST_USE;
enum status topic_mark_facts_of(struct db *db, struct arena *arena, int64_t persona, struct reaction_facts *facts) MUST_USE;
enum status draft_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
enum status topic_expire_marks(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;

/* ---- draft.c ---- */

/* What one has begun to write. `place` is the path its form is sent to. */
struct draft {
    const char *place, *title, *wish, *body, *note, *note_own;
    const char *anonymous; /* "yes": to be posted without the name */
    int64_t day;
};
enum status draft_find(struct request *request, const char *place, struct draft *draft) MUST_USE; /* NOT_FOUND: none */
/* An empty one is dropped instead. */
enum status draft_put(struct request *request, const struct draft *draft) MUST_USE;
enum status draft_drop(struct request *request, const char *place) MUST_USE;
enum status draft_export(struct request *request, json_t *data) MUST_USE;
enum status draft_keep_form(struct request *request, const struct kept_form *kept, const char **go_to) MUST_USE;
/* What the form of this request holds. */
struct draft draft_of_form(struct request *request, const char *place);

/* ---- waiting.c, waiting_store.c: words that wait until somebody who looks after the group has read them ---- */

#define WAITING_PATH "/waiting-words"
enum { WAITING_ANSWER_MAX = 1000, WAITING_A_PAGE = 20 };
/* Words on their way to a board, and what came back of them. Nobody finds them but their writer and who looks after the group. */
struct waiting {
    int64_t id, group, board;
    int64_t topic;            /* the conversation they answer; 0: they begin one */
    int64_t persona, picture; /* who wrote it; 0: without a name */
    const char *name;         /* NULL with persona 0, and where the reader doesn't meet them */
    const char *group_slug, *group_name;
    const char *place; /* the conversation's title, or the board's name; "" when the reader can't know it */
    const char *title, *wish, *body, *html, *note_category, *note_text;
    const char *tags; /* one a line */
    int64_t quoted, edits, day;
    struct bytes handle, open_key, secret, sealed; /* see schema/176_waiting.sql; sealed.data: it was given back */
    const char *answer;                            /* what came with it then; only from waiting_find_own */
};
struct waitings {
    struct waiting *items;
    size_t count;
    bool more;
};
/* Keeps them instead of posting, and tells those who look after the group. `topic` NULL: an answer. */
/* A change of a post where the writer's words wait: it isn't made. *instead: their new words are a draft of an answer, and they are led
 * there. Taking a passage out needs no reading. INVALID: rejected, for no answer can be written. */
enum status waiting_instead(struct request *request, const struct post *post, const struct topic *topic, const struct group *group,
                            const struct post_text *text, bool *instead) MUST_USE;
/* The bounds of every text that is sent: INVALID, rejected, when it has none, or too many links, or comes too often. Behind post_prepare.
 */
enum status post_send_allowed(struct request *request) MUST_USE;
enum status waiting_put(struct request *request, const struct topic_new *topic, const struct post_new *words, bool hides_name) MUST_USE;
/* The signed-in member's own, as they spoke then; opened when it was given back. NOT_FOUND. */
enum status waiting_find_own(struct request *request, int64_t id, struct waiting *waiting) MUST_USE;
/* Those without a name, in one group or everywhere (0), of one of the member's personas. */
typedef enum status waiting_work(struct request *request, int64_t id, void *context);
enum status waiting_each_nameless(struct request *request, int64_t persona, int64_t group, waiting_work *work, void *context) MUST_USE;
/* Puts them on the board as sending would have done, now, and ends the waiting. *published: the post; 0: they can't stand there any more.
 * NOT_FOUND: they wait no longer. */
enum status waiting_publish(struct request *request, const struct waiting *waiting, int64_t *published) MUST_USE;
/* Back to the writer, sealed to them, with an answer ("": none). NOT_FOUND: they wait no longer. */
enum status waiting_give_back(struct request *request, const struct waiting *waiting, const char *answer) MUST_USE;
/* A named writer no longer belongs to the group: what waits there goes back to them; with `drop` it is gone. */
enum status waiting_leave(struct request *request, int64_t persona, int64_t group, bool drop) MUST_USE;
/* The same of those without a name, of the signed-in member; group 0: everywhere. */
enum status waiting_leave_nameless(struct request *request, int64_t persona, int64_t group, bool drop) MUST_USE;
enum status waiting_export(struct request *request, json_t *data) MUST_USE;
/* struct feature's speaker, on the pages of one's own words: whose they are. */
enum status waiting_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona) MUST_USE;
enum status waiting_writer(struct db *db, struct arena *arena, int64_t id, int64_t *persona) MUST_USE;
/* struct feature's subject, of the two kinds of notification. */
enum status waiting_subject(struct request *request, const char *kind, int64_t id, struct subject *subject) MUST_USE;
/* No text waits in the group any more: nobody need be told of it. */
enum status waiting_settle(struct db *db, struct arena *arena, int64_t group) MUST_USE;

enum status waiting_find(struct request *request, int64_t id, struct waiting *waiting) MUST_USE;
/* What waits in a group, oldest first behind `after`; what is one's own under a name, newest first before `before`. */
enum status waiting_list(struct request *request, int64_t group, int64_t after, struct waitings *list) MUST_USE;
enum status waiting_list_own(struct request *request, int64_t before, struct waitings *list) MUST_USE;
/* How many wait in a group, at most 100. */
enum status waiting_count(struct db *db, struct arena *arena, int64_t group, int64_t *count) MUST_USE;
/* Whether a persona has words that wait in a group. */
enum status waiting_is_any(struct db *db, struct arena *arena, int64_t persona, int64_t group, bool *any) MUST_USE;
/* Rows of the ids of a persona's in a group. */
enum status waiting_of(struct db *db, struct arena *arena, int64_t persona, int64_t group, struct rows *rows) MUST_USE;
/* Rows of id and secret, of those without a name behind `after`, 500 at a time; group 0: everywhere. */
enum status waiting_nameless(struct db *db, struct arena *arena, int64_t group, int64_t after, struct rows *rows) MUST_USE;
enum status waiting_add(struct db *db, struct arena *arena, const struct waiting *waiting) MUST_USE;
/* These three: NOT_FOUND when it doesn't wait any more. */
enum status waiting_change(struct db *db, struct arena *arena, const struct waiting *waiting) MUST_USE;
enum status waiting_take(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status waiting_seal(struct db *db, struct arena *arena, int64_t id, struct bytes sealed, int64_t day) MUST_USE;
enum status waiting_drop(struct db *db, struct arena *arena, int64_t id) MUST_USE;
/* Hashtags as `tags` holds them. */
const char *waiting_tags(struct arena *arena, const char *const *tags, size_t count);
/* Where it is to stand, as its writer (0: without a name) meets it: not closed, hidden or gone. *handles: how many speak there without a
 * name. NOT_FOUND. */
enum status waiting_place(struct db *db, struct arena *arena, const struct waiting *waiting, int64_t *handles, bool *quote_stands) MUST_USE;
/* How many posts of a persona stayed, at most `most`; and whether one did of a made-up name. */
enum status waiting_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t most, int64_t *count) MUST_USE;
enum status waiting_alias_stayed(struct db *db, struct arena *arena, int64_t topic, int64_t alias, bool *stayed) MUST_USE;
/* For the reader, a moderator: a group behind `after` where words wait and nobody looks after them. NOT_FOUND: none. */
enum status waiting_orphaned(struct request *request, int64_t after, struct group *group) MUST_USE;
enum status waiting_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;

/* ---- write_pages.c ---- */

/* What post_prepare made of the form's words. */
const struct markdown *post_markdown(const struct request *request);
/* What sending does, for the words of whoever stands in it: with all that follows from a new conversation or an answer. handle.data NULL:
 * under the name of the opening's persona. */
enum status topic_publish(struct request *request, struct topic_new *wish, struct bytes handle) MUST_USE;
enum post_kind { POST_TOPIC, POST_REPLY, POST_EDIT };
struct post_form {
    enum post_kind kind;
    struct draft words;
    bool has_title;        /* a new topic, or the edit of an opening */
    bool drafted;          /* the words come from a kept draft */
    const char *note_text; /* what to keep in mind (the wish), or NULL */
    const struct safe_html *preview;
    const char *as;      /* the name made up for this writer in this conversation already; NULL: none yet */
    bool may_hide_name;  /* the group lets members post without their name */
    bool hides_name;     /* this post has none */
    bool brief;          /* below a conversation, where each byte is paid for by every reader: no explanations */
    const char *reading; /* who can read what is written */
    int64_t quoted;      /* the post whose words stand in it; 0: none */
    const char *group_slug;
    int64_t group_id; /* 0: its rules aren't shown */
};
void post_form_html(struct view *view, const struct post_form *form);
/* A reply's form, also with a quote of post `quote` (0: none). */
enum status post_reply_form(struct request *request, const struct topic *topic, const struct group *group, int64_t quote,
                            struct post_form *form) MUST_USE;
/* What a facilitator did is done: to `back`, or to the board when they don't meet who began the conversation. */
/* A row in the log of decisions (feature/sanction): "hidden", "restored", "removal". `thing` "topic", "post" or NULL; persona 0: a handle.
 */
/* FORBIDDEN: a decision of moderators hides it. */
enum status topic_may_restore(struct request *request, const char *kind, int64_t id) MUST_USE;
enum status topic_logged(struct request *request, const char *deed, const char *thing, int64_t persona, int64_t group) MUST_USE;
enum status topic_facilitated_done(struct request *request, const struct topic *topic, const char *back, enum notice notice) MUST_USE;
/* The post of ":id"; FORBIDDEN unless it is the reader's own and still there. */
enum status post_find_own(struct request *request, struct post *post, struct topic *topic, struct group *group) MUST_USE;
/* "/topics/1#post-2", with the page it is on. */
enum status post_path(struct request *request, int64_t topic, int64_t post, const char **path) MUST_USE;
void post_body_html(struct view *view, const struct post *post);

/* ---- templates ---- */

struct board_group_view {
    const struct group *group;
    const struct boards *boards;
    const struct topics *topics;
    const struct rooms *rooms;
    const struct group_people *facilitators;
    bool requests, watch;
    const struct board *first; /* where "Write something" leads; NULL: nowhere */
    int64_t waiting;           /* texts that wait for the reader to see to */
    bool own_waits;            /* words of the reader wait here */
    const void *ahead;         /* hooks.ahead's; NULL: nothing */
};
void board_group_html(struct view *view, const struct board_group_view *page);
void board_ahead(struct view *view, const struct board_group_view *page);
void board_manage_html(struct view *view, const struct group *group, const struct boards *boards);
void board_rename_html(struct view *view, const struct group *group, const struct board *board);
const char *board_path(struct view *view, const struct board *board, const char *word);

struct board_view {
    const struct board *board;
    const struct group *group;
    const struct topics *pinned, *topics;
    const char *next;
    bool first;
};
void board_html(struct view *view, const struct board_view *page);
void topic_item(struct view *view, const struct topic *topic, bool with_group);
/* A board's conversations, as a part that readers to whom the same is new share. */
void topic_items(struct view *view, const struct topics *topics);
void topic_items_html(struct view *view, const struct topics *topics);
void post_time(struct view *view, int64_t at);

struct post_compose_view {
    const char *title, *back, *back_name;
    const struct post_form *form;
};
void post_compose_html(struct view *view, const struct post_compose_view *page);

struct topic_view {
    const struct topic *topic;
    const struct group *group;
    struct posts *posts;
    const struct group_people *facilitators;
    const struct post_form *form;               /* NULL: the reader can't write here */
    const char *here;                           /* "", "?after=…" or "?before=…": this page's key */
    const char *first, *older, *newer, *unread; /* paths or NULL */
    const char *live, *more;                    /* the stream that tells of answers, and where they are; NULL: not for this page */
    bool tight;
    const void *gathering; /* hooks.gathering's; NULL: none */
    bool meets;            /* may ask whether people meet */
};
/* What the conversation grows into; nothing when there is nothing. */
void topic_gathering(struct view *view, const struct topic_view *page);
void topic_html(struct view *view, const struct topic_view *page);
void topic_report_html(struct view *view, const struct topic_view *page);
/* The posts of the page, as a part that readers who may do the same share. */
void topic_posts(struct view *view, const struct topic_view *page);
void topic_posts_html(struct view *view, const struct topic_view *page);
const char *topic_path(struct view *view, const struct topic *topic, const char *word);
const char *post_word_path(struct view *view, const struct post *post, const char *word);

struct post_hide_view {
    const char *action, *title, *excerpt, *back;
};
void post_hide_html(struct view *view, const struct post_hide_view *page);
struct post_delete_view {
    const struct post *post;
    const struct topic *topic;
    const char *back;
    bool answered;
};
void post_delete_html(struct view *view, const struct post_delete_view *page);
struct post_change {
    struct diff diff;
    const char *title;
    int64_t at;
};
struct post_changes {
    struct post_change *items;
    size_t count;
};
void post_history_html(struct view *view, const struct topic *topic, const struct post *post, const struct post_changes *changes);

struct waiting_queue_view {
    const struct group *group;
    const struct waitings *list;
    const char *first, *next; /* paths or NULL */
};
void waiting_queue_html(struct view *view, const struct waiting_queue_view *page);
void waiting_item_html(struct view *view, const struct group *group, const struct waiting *waiting);
struct waiting_own_view {
    const struct waitings *named, *nameless; /* nameless: on the first page */
    const struct groups *orphans;            /* where a moderator is to look */
    const char *first, *next;
};
void waiting_own_html(struct view *view, const struct waiting_own_view *page);
void waiting_words_html(struct view *view, const struct waiting *waiting);
/* "/waiting-words/1/word"; "/groups/slug/waiting/1/word". */
const char *waiting_path(struct view *view, const struct waiting *waiting, const char *word);
const char *waiting_queue_path(struct view *view, const struct group *group, const struct waiting *waiting, const char *word);
/* What it is, in a short sentence: where it is to stand. */
const char *waiting_what_text(struct view *view, const struct waiting *waiting);
struct follow_view {
    const struct topics *fresh, *seen;
    const struct tag_names *tags;
    const char *next;
    bool first;
};
void follow_html(struct view *view, const struct follow_view *page);
struct tag_view {
    const char *tag;
    const struct tag_hits *hits;
    int64_t next;
    bool first, member, is_followed;
}; /* next: the key of the next page, 0: none */
/* "/tags/tag/word" */
const char *tag_word_path(struct view *view, const char *tag, const char *word);
/* Where what carries a hashtag is listed, before the post `before` (0: from the newest). */
const char *tag_path(struct view *view, const char *tag, int64_t before);
void tag_html(struct view *view, const struct tag_view *page);

/* ---- reported_store.c ---- */

enum status board_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);
enum status board_reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words);
enum status board_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason);
enum status board_reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put);
/* struct feature, stayed. */
enum status post_stayed(struct db *db, struct arena *arena, int64_t persona, int64_t before, int64_t most, int64_t *count) MUST_USE;

#endif
