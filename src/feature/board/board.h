/* Boards in groups: conversations, answers, reactions, hashtags, drafts. Who may read and write is the group's to say (group.h). */
#ifndef BOARD_H
#define BOARD_H

#include "circle/circle.h"
#include "group/group.h"
#include "talk/talk.h"
#include "text/text.h"

struct board {
    int64_t id, group_id;
    const char *name, *about;
    int64_t position;
    bool has_new; /* something the reader hasn't seen, of the last two weeks */
};
struct boards {
    struct board *items;
    size_t count;
};

/* A conversation, as the reader meets it. */
struct topic {
    int64_t id, board_id, group_id;
    int64_t persona, picture;              /* who began it; 0 when they are gone or took their words away */
    const char *name;                      /* NULL with persona 0: show talk_author_text() */
    const char *title;                     /* "" once its writer took it away: show topic_title_text() */
    const char *lang;                      /* "" when not known */
    const char *wish;                      /* a code of topic_wish_find: "none", "listen", "share", "advice" */
    const char *note_category, *note_text; /* the content note; "" and "" for none */
    int64_t opening, last_post, last_at, created_at;
    bool pinned, closed;
    int64_t hidden_at; /* 0: not hidden */
    const char *hidden_reason;
    const char *board_name, *group_name, *group_slug;
    int64_t group_picture;
    int64_t alias;     /* of who began it without a name, which is then made up; 0: under a name */
    int64_t handles;   /* how many speak in it without a name */
    int64_t gathering; /* what it grows into, feature/gathering; 0: nothing */
    int64_t own_alias; /* of the reader; 0: they don't, or not in a list */
    int64_t seen;      /* the last post of it the reader has seen; 0: none that we remember */
    bool is_new, is_followed, is_mine;
    const char *excerpt; /* topic_recent, tag and follow lists: its latest words, or NULL */
};
struct topics {
    struct topic *items;
    size_t count;
    bool known; /* digest says all that the list was read from */
    unsigned char digest[ROWS_DIGEST];
    int64_t last_at, last_id; /* where the next page begins */
};

struct post {
    int64_t id, topic_id;
    int64_t persona, picture; /* as in topic */
    const char *name;
    int64_t alias;             /* as in topic */
    int64_t quoted, quoted_by; /* the post it quotes, and who wrote that; 0: none, or it is gone */
    const char *quoted_name;
    const char *body;    /* only from post_find */
    const char *html;    /* markdown_render's output */
    const char *excerpt; /* only in lists by hashtag */
    const char *note_category, *note_text;
    unsigned warmth, mine; /* enum talk_warmth: what is there (kind), from several (kind × 16), and from the reader */
    int64_t created_at, edited_at;
    bool removed, is_mine, is_opening, by_facilitator;
    bool starts_new; /* the first on this page that the reader hasn't seen */
    int64_t hidden_at;
    const char *hidden_reason;
};
struct posts {
    struct post *items;
    size_t count;
    bool older, newer;
    struct rows rows; /* of post_list: see post_list_words */
    bool back;
    struct block_list unseen;                             /* whom the reader doesn't meet or mutes */
    bool known;                                           /* the next two say all that these posts were read from */
    unsigned char digest[ROWS_DIGEST], mine[ROWS_DIGEST]; /* rows_digest; mine: all zero without reactions of the reader */
};

/* A board, topic or post with its group, as the reader may see it; NOT_FOUND else. What a facilitator hid is found by facilitators
 * and by its writer. */
enum status board_find(struct request *request, int64_t id, struct board *board, struct group *group) MUST_USE;
enum status topic_find(struct request *request, int64_t id, struct topic *topic, struct group *group) MUST_USE;
enum status post_find(struct request *request, int64_t id, struct post *post, struct topic *topic, struct group *group) MUST_USE;

/* ---- for other pages ---- */

/* The boards of a group the reader may read, at most 50. */
enum status board_list(struct request *request, int64_t group, struct boards *boards) MUST_USE;
/* The latest conversations of the signed-in member's groups (but the quiet ones), newest first, with excerpts: for the home page. */
enum status topic_recent(struct request *request, struct topics *topics, size_t max) MUST_USE;
/* The title, or words for a title that was taken away. */
const char *topic_title_text(struct view *view, const struct topic *topic);

/* ---- making them outside the web: `kith demo`, tests. All inside the caller's transaction. ---- */

struct board_new {
    int64_t id, group;
    const char *name, *about;
    int64_t position, now;
}; /* id 0: made from now */
enum status board_create(struct db *db, struct arena *arena, const struct board_new *wish, int64_t *id) MUST_USE;

enum { POST_EXCERPT = 140 }; /* characters of a post that lists show */
/* One text. `html` and `tags` are markdown_render's; `excerpt` is markdown_excerpt's, or NULL: it is made. */
struct post_new {
    int64_t id;                    /* 0: id_at(at); else an id_at of the same time, so that ids and times agree */
    int64_t topic, group, persona; /* persona 0: without a name, by alias */
    int64_t alias;
    const char *body, *html, *excerpt;
    const char *const *tags;
    size_t tags_count;
    const char *note_category, *note_text; /* NULL: none */
    int64_t quoted;                        /* the post it quotes; 0: none */
    int64_t at;
    bool indexed; /* the caller adds it to the search index itself */
};
/* Adds an answer. Doesn't move the topic: call topic_touch after the last one. */
enum status post_create(struct db *db, struct arena *arena, const struct post_new *wish, int64_t *id) MUST_USE;

struct topic_new {
    int64_t id; /* 0: made from the opening's time */
    int64_t board, group;
    const char *title, *lang, *wish; /* lang, wish NULL: not known, "none" */
    bool pinned, closed;
    struct post_new opening; /* its topic is set here; its note is the topic's too */
};
/* A topic and its first post. */
enum status topic_create(struct db *db, struct arena *arena, const struct topic_new *wish, int64_t *id) MUST_USE;
/* Sets last_post and last_at from the posts that are there. */
enum status topic_touch(struct db *db, struct arena *arena, int64_t topic) MUST_USE;
/* `kind` is one of REACTION_WITH … REACTION_SAME; again changes nothing. See talk_word_kind. */
enum status reaction_add(struct db *db, struct arena *arena, int64_t post, int64_t persona, int64_t kind) MUST_USE;
/* What it grows into; 0 for nothing. */
enum status topic_gathering_set(struct db *db, struct arena *arena, int64_t topic, int64_t gathering) MUST_USE;
/* NOT_FOUND: no such topic. */
enum status topic_group_of(struct db *db, struct arena *arena, int64_t topic, int64_t *group) MUST_USE;
/* Who follows it: for jobs that tell them something, and for nobody's eyes. 500 behind `after`, by persona. */
enum status topic_followers(struct db *db, struct arena *arena, int64_t topic, int64_t after, int64_t **personas, size_t *count) MUST_USE;
/* Whether what the signed-in member sends now (topic 0: a new conversation) is to wait. One who looks after the group never waits. A reason
 * more, such as signs of danger that somebody on duty is to see first, has its place here. */
enum status waiting_needed(struct request *request, const struct group *group, int64_t topic, bool hides_name, bool *waits) MUST_USE;
/* An answer as if it was sent by the form: those who follow are told, open pages see it. The caller has checked everything. */
enum status post_publish(struct request *request, const struct post_new *post) MUST_USE;
enum status follow_set(struct db *db, struct arena *arena, int64_t persona, int64_t topic, bool follows) MUST_USE;
/* For later_push: args are persona, topic, post. Never moves back; fine when any of them is gone. */
enum status topic_mark(struct db *db, struct arena *arena, const int64_t args[4]) MUST_USE;

/* ---- pages ---- */

handler board_group_page, board_leave_group, board_remove_member, board_manage_page, board_add, board_rename_page, board_rename;
handler board_page, board_topic_page, board_topic_make;
/* Bare events "topic" with its id: somebody answered. */
extern const struct live_source topic_live;
handler topic_stream;
handler topic_report_page, topic_page, topic_reply_page, topic_reply, topic_follow, topic_pin, topic_close, topic_hide_page, topic_hide,
    topic_restore;
handler post_prepare, post_edit_page, post_edit, post_delete_page, post_delete, post_react, post_hide_page, post_hide, post_restore,
    post_quiet;
handler post_history_page;
handler waiting_queue_page, waiting_item_page, waiting_item_publish, waiting_item_return;
handler waiting_own_page, waiting_words_page, waiting_words_edit, waiting_words_back, waiting_words_delete;
handler follow_page, tag_page, tag_follow_toggle, draft_save, draft_discard, draft_keep;
extern const struct field board_leave_form[], board_remove_form[], board_add_form[], board_topic_form[], topic_reply_form[],
    post_edit_form[];
extern const struct field waiting_publish_form[], waiting_return_form[], waiting_edit_form[];
extern const struct field post_react_form[], post_hide_form[], post_quiet_form[], draft_form[], draft_discard_form[];
extern const struct feature board_feature;

#endif
