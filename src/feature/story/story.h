/* Stories: long personal texts with a road of milestones, read by whom their writer chooses. */
#ifndef STORY_H
#define STORY_H

#include "circle/circle.h"
#include "group/group.h"
#include "picture/picture.h"
#include "talk/talk.h"
#include "text/text.h"

enum { STORY_TITLE_MAX = 140, STORY_SUMMARY_MAX = 300, STORY_BODY_MAX = MARKDOWN_LONG_SOURCE, STORY_MILESTONES = 12 };

/* Who may read a story, for SQL of whatever lists or finds them: true for $1 (a persona's id; 0 for a visitor). Needs story AS s. A story
 * without a name is read by its group, by members or by everyone, also by whom its writer blocked: hiding it would say whose it is. Its own
 * writer reads it in every case; that is story_find's to know. */
/* clang-format off */
#define STORY_READABLE_SQL \
    "((s.audience = 'everyone' OR ($1 <> 0 AND (s.audience = 'members' OR s.persona_id = $1" \
    " OR (s.audience = 'group' AND " GROUP_MEMBER_SQL("s.group_id") ")" \
    " OR (s.audience = 'circles' AND " CONNECTED_SQL("s.persona_id") ")" \
    " OR (s.audience = 'chosen' AND EXISTS (SELECT 1 FROM story_circle sc" \
    " WHERE sc.story_id = s.id AND " CIRCLE_HAS_SQL("sc.circle_id") ")))))" \
    " AND (s.persona_id IS NULL OR " BLOCK_NONE_SQL("s.persona_id") "))"
/* clang-format on */

struct milestone {
    const char *kind; /* a code of milestone_kinds_all */
    const char *when; /* as typed, "" for none */
    const char *words;
};
struct milestones {
    struct milestone items[STORY_MILESTONES];
    size_t count;
};

/* A story as one reader meets it. */
struct story {
    int64_t id;
    int64_t persona, picture; /* who wrote it; 0 without a name, and when they have left */
    const char *name;         /* NULL with persona 0 */
    bool is_unnamed;          /* told without a name; else, with persona 0, its writer has left */
    struct bytes owner;       /* see own.c */
    const char
        *audience; /* "circles" (whom the writer is connected with), "chosen" (some of their circles), "group", "members", "everyone" */
    int64_t group; /* 0: none */
    const char *group_name, *group_slug;
    const char *lang; /* "" when not said */
    const char *title, *summary, *excerpt;
    int64_t minutes; /* it takes to read */
    const char *note_category, *note_text;
    bool comments;        /* may be answered */
    unsigned kinds;       /* bits of milestone_kinds_all, of the road that is shown */
    int64_t series, part; /* 0: stands alone */
    int64_t version, day; /* day: of publishing, since 1970 */
    bool is_mine;
    const char *body, *html; /* story_find alone */
    bool resonates;          /* story_find alone: the reader said so */
};
struct stories {
    struct story *items;
    size_t count;
};

/* As request->member (or a visitor) may read it; NOT_FOUND else. */
enum status story_find(struct request *request, int64_t id, struct story *story) MUST_USE;
/* The name, or words for somebody without one. */
const char *story_author_text(struct view *view, const struct story *story);

/* ---- making them outside the web: `kith demo`, tests. Inside the caller's transaction. ---- */

struct story_new {
    int64_t id; /* 0: a random one */
    int64_t persona;
    struct bytes owner; /* data NULL: told with a name */
    const char *audience;
    int64_t group;
    const char *lang, *title, *summary, *body;
    const char *note_category, *note_text;
    bool comments;
    const struct milestones *road;
    int64_t series, part, day;
};
/* What is made from a text before the transaction: about 1 ms for a long one. INVALID: as markdown_render_long. */
struct story_text {
    const char *html, *excerpt;
    int64_t minutes;
};
enum status story_text_make(struct arena *arena, const char *body, struct story_text *text) MUST_USE;
/* *id gets the id. */
enum status story_create(struct db *db, struct arena *arena, const struct story_new *wish, const struct story_text *text,
                         int64_t *id) MUST_USE;
/* Adds a short answer. persona 0: the writer of a story without a name. */
struct story_comment_new {
    int64_t story, persona;
    bool by_writer;
    const char *body, *html;
};
enum status story_comment_create(struct db *db, struct arena *arena, const struct story_comment_new *wish) MUST_USE;
enum status story_resonance_set(struct db *db, struct arena *arena, int64_t story, int64_t persona, bool on) MUST_USE;

/* ---- pages ---- */

handler story_list_page, story_page, story_prompts_page, story_mine_page, story_kept_page;
handler story_prepare, story_keep, story_new_page, story_make, story_edit_page, story_edit, story_delete_page, story_delete;
handler story_draft_page, story_draft_save, story_discard_page, story_discard, story_picture_page;
handler story_resonate, story_comment, story_comment_remove;
extern const struct field story_form[], story_draft_form[], story_comment_form[];
extern const struct feature story_feature;

#endif
