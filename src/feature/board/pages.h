/* What the templates of this folder are given, and what its .c files share. */
#ifndef BOARD_PAGES_H
#define BOARD_PAGES_H

#include "board/board.h"
#include "chat/chat.h"
#include "community/community.h"
#include "index/index.h"
#include "notification/notification.h"

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

/* ---- write_pages.c ---- */

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
};
void post_form_html(struct view *view, const struct post_form *form);
/* A reply's form, also with a quote of post `quote` (0: none). */
enum status post_reply_form(struct request *request, const struct topic *topic, const struct group *group, int64_t quote,
                            struct post_form *form) MUST_USE;
/* What a facilitator did is done: to `back`, or to the board when they don't meet who began the conversation. */
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
    bool requests;
    const struct board *first; /* where "Write something" leads; NULL: nowhere */
};
void board_group_html(struct view *view, const struct board_group_view *page);
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
};
void topic_html(struct view *view, const struct topic_view *page);
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

#endif
