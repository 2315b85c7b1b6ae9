/* Groups: who belongs to which, who looks after them, who may read. Every other feature that stands inside a group asks group_find
 * first, and goes by the may_… it answers. The group's own page (sign, boards, recent words) is feature/board's, which knows both. */
#ifndef GROUP_H
#define GROUP_H

#include "account/account.h"

enum group_joining { GROUP_OPEN, GROUP_REQUEST, GROUP_HIDDEN };

/* A group as one reader meets it. */
struct group {
    int64_t id;
    const char *slug, *name, *lang, *purpose;
    const char *rules; /* one a line: agreements, or the names of the rules it has published (feature/guideline) */
    int64_t picture;
    enum group_joining joining;
    bool public_reading; /* anyone may read, also without signing in */
    bool anonymous;      /* members may post without their name */

    int64_t ages; /* whom it takes in: bits of account.h; 0: nobody for now */

    bool admits;              /* the reader's age; who isn't admitted meets a group that takes nobody in, which says no age */
    bool may_read, may_write; /* its boards; writing and reacting are for members */
    int64_t muted_until;      /* by a decision the reader, under any of their names, reads and doesn't write here until then; 0: none */
    bool is_member, is_facilitator;
    bool hides, quiet; /* the reader's own choices: not in the member list; not on the home page */
    int64_t joined_month;
    bool has_asked, is_invited;
    const char *removed_reason; /* why the facilitators removed the reader; NULL: they didn't */
    const char *removed_name;   /* which other name of the reader they removed: who is it may not come back as another; else NULL */
};
struct groups {
    struct group *items;
    size_t count;
};

/* By its slug, as request->member (or a visitor) may see it. NOT_FOUND for one that isn't there, for a hidden one unless the
 * reader belongs to it or is invited, and for a visitor also for one that only members may read. Being found isn't being
 * readable: a member of the community sees the sign of a members' group; look at may_read. */
enum status group_find(struct request *request, const char *slug, struct group *group) MUST_USE;
/* The same by its id. */
enum status group_find_id(struct request *request, int64_t id, struct group *group) MUST_USE;
/* By its id; NOT_FOUND also when the reader may not read inside. */
enum status group_find_readable(struct request *request, int64_t id, struct group *group) MUST_USE;
/* Any group, also one the reader couldn't find. */
enum status group_of(struct request *request, int64_t id, struct group *group) MUST_USE;
/* By slug; FORBIDDEN for members who don't facilitate it, NOT_FOUND for everybody else. */
enum status group_find_facilitated(struct request *request, const char *slug, struct group *group) MUST_USE;

/* By slug, for who looks after what waits in it: its facilitators; a moderator or steward where it has none, also where it is hidden. Else
 * as group_find_facilitated. */
enum status group_find_tended(struct request *request, const char *slug, struct group *group) MUST_USE;
/* Whose posts wait there until one of them has read them. */
enum group_waits { GROUP_WAITS_NOBODY, GROUP_WAITS_NEWCOMERS, GROUP_WAITS_EVERYBODY };
struct group_waiting {
    enum group_waits who;
    bool minors; /* who said that they are under 18, whatever `who` says */
};
enum status group_waiting_find(struct db *db, struct arena *arena, int64_t group, struct group_waiting *waiting) MUST_USE;

/* The groups the signed-in member belongs to, oldest first, at most 200. Empty for a visitor. */
enum status group_mine(struct request *request, struct groups *groups) MUST_USE;
/* The groups that have invited the signed-in member. */
enum status group_invited(struct request *request, struct groups *groups) MUST_USE;
/* Groups the reader could find and doesn't belong to, oldest first, 24 a page behind id `after`; *more says whether others follow. */
enum status group_list(struct request *request, int64_t after, struct groups *groups, bool *more) MUST_USE;
/* The path of a group's page: "/groups/slug". */
const char *group_path(struct arena *arena, const struct group *group);

/* For SQL of features that list what lies in groups: true for what $1 (a persona's id; 0 for a visitor) may read. Needs peer_group AS g. */
#define GROUP_READABLE_SQL "(g.reading = 'anyone' OR EXISTS (SELECT 1 FROM membership gm WHERE gm.group_id = g.id AND gm.persona_id = $1))"
/* True when $1 (a persona's id) belongs to the group in `column`. */
#define GROUP_MEMBER_SQL(column) "EXISTS (SELECT 1 FROM membership gm WHERE gm.group_id = " column " AND gm.persona_id = $1)"

/* ---- members ---- */

struct group_person {
    int64_t persona;
    const char *name;
    int64_t picture;
    bool is_facilitator, hides;
    const char *why;
};
struct group_people {
    struct group_person *items;
    size_t count;
};

/* Those who look after a group, at most 20. They are always shown. */
enum status facilitator_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people) MUST_USE;
/* 60 a page by persona id behind `after`, each page sorted by name. Who hides is left out, but for facilitators and themselves; so is whom
 * the reader doesn't meet or mutes, unless either of them looks after the group. */
enum status membership_list(struct request *request, const struct group *group, int64_t after, struct group_people *people,
                            int64_t *next) MUST_USE;
/* For what facilitators do, which doesn't end at a block: who the signed-in member doesn't meet stands there without a name, a picture of
 * their own, or words. */
enum status group_people_veil(struct request *request, struct group_people *people) MUST_USE;
/* membership_find, and veiled. */
enum status membership_find_veiled(struct request *request, int64_t group, int64_t persona, struct group_person *person) MUST_USE;
/* One member of a group; NOT_FOUND. */
enum status membership_find(struct db *db, struct arena *arena, int64_t group, int64_t persona, struct group_person *person) MUST_USE;
/* Whether the two belong to one group, as far as `persona` can know: where `other` isn't hidden in it. */
enum status membership_shared(struct db *db, struct arena *arena, int64_t persona, int64_t other, bool *shared) MUST_USE;
/* Those members of a group whose names look like one of `skeletons` (name_skeleton), of which at most NAME_MAX_LENGTH count. */
enum status membership_by_skeletons(struct db *db, struct arena *arena, int64_t group, const char *const *skeletons, size_t count,
                                    struct group_people *people) MUST_USE;
/* Members whom the member list shows: at most `limit`, by persona id from `start` on. For finding people: bounded however large it is. */
enum status membership_window(struct db *db, struct arena *arena, int64_t group, int64_t start, int64_t limit, int64_t **personas,
                              size_t *count) MUST_USE;
/* In which groups' lists at most GROUP_BATCH personas are shown: rows of persona, group. */
enum { GROUP_BATCH = 40 };
enum status membership_shown_of(struct db *db, struct arena *arena, const int64_t *personas, size_t count, struct rows *rows) MUST_USE;
/* Makes a persona a member (nothing happens when they are one); what they asked and what invited or barred them is forgotten. */
enum status membership_add(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool facilitator, bool hides,
                           int64_t now) MUST_USE;
/* The row goes, and with it every trace of having belonged. CONFLICT: the last facilitator of others; name another one first. */
enum status membership_end(struct db *db, struct arena *arena, int64_t group, int64_t persona) MUST_USE;
/* membership_end, and they must ask before they come back; `reason` is what they read then. */
enum status membership_remove(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char *reason) MUST_USE;

/* Until when a decision lets a persona read in a group and not write; 0: they may write. Whoever decides says all of them anew: clear,
 * then one for each group. */
enum status group_mute_find(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t now, int64_t *until) MUST_USE;
enum status group_mute_set(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t until) MUST_USE;
enum status group_mute_clear(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* Which of one's own personas speaks in a group: who belongs, else who is invited, else who asked. NOT_FOUND: none. For feature.speaker. */
enum status membership_speaker(struct request *request, int64_t group, const int64_t *personas, size_t count, int64_t *persona) MUST_USE;
/* Whether somebody waits for a facilitator's answer. */
enum status group_request_waiting(struct db *db, struct arena *arena, int64_t group, bool *waiting) MUST_USE;

/* ---- making groups: /groups/new, `kith demo`, tests ---- */

struct group_new {
    int64_t id; /* 0: made from `now` */
    const char *slug, *name, *lang, *purpose, *rules;
    int64_t picture;
    enum group_joining joining;
    bool public_reading; /* ignored (false) for a hidden group */
    int64_t now;
};
/* CONFLICT: the slug is taken. */
enum status group_create(struct db *db, struct arena *arena, const struct group_new *wish, int64_t *id) MUST_USE;

/* ---- parts of pages for feature/board ---- */

void group_sign(struct view *view, const struct group *group);       /* picture, h1, purpose */
void group_sign_tags(struct view *view, const struct group *group);  /* for the row under it */
void group_doors(struct view *view, const struct group *group);      /* join, ask, accept: the lamp */
void group_rules_card(struct view *view, const struct group *group); /* id="rules" */
void group_people_card(struct view *view, const struct group *group, const struct group_people *facilitators);
void group_tools_card(struct view *view, const struct group *group); /* what a member can do here */
/* One sentence: who may read what is written here. */
const char *group_reading_text(struct view *view, const struct group *group);

/* ---- news, while a page is open ---- */

/* Bare events "news" with a group's id: something was written there. Without memory: a page that is loaded looks for itself. */
extern const struct live_source group_news;
/* The channel of what the member is told, and those of their groups, but for the quiet ones. `most` is at least 1. None in the
 * member's quiet hours: they are sealed, so that only the member's own request knows them; a stream that is open when they begin ends
 * within minutes. */
enum status group_news_channels(struct request *request, struct live_channel *channels, size_t most, size_t *count) MUST_USE;
/* A stream of them; of the first STREAM_ALSO. */
handler group_news_stream;

/* ---- pages ---- */

handler group_list_page, group_new_page, group_make, group_join, group_ask, group_decline, group_members_page;
handler membership_page, membership_save, facilitator_step_down;
handler group_manage_page, group_save, group_answer, group_invite, group_member_page, facilitator_name, facilitator_adopt;
/* Its rules: feature/guideline's pages. */
handler group_rules_page, group_rules_agree, group_rules_versions_page, group_rules_version_page, group_rules_rule_page;
handler group_rules_draft_page, group_rules_order, group_rules_edit_page, group_rules_edit, group_rules_add_page, group_rules_add,
    group_rules_preview_page, group_rules_publish, group_rules_discard, group_rules_translate_page, group_rules_translate;
extern const struct field group_make_form[], group_join_form[], group_ask_form[], group_save_form[], group_answer_form[],
    group_invite_form[];
extern const struct field membership_form[];
extern const struct feature group_feature;

#endif
