/* What the templates of this folder are given, and what its .c files share. */
#ifndef GROUP_PAGES_H
#define GROUP_PAGES_H

#include "community/community.h"
#include "contact/contact.h"
#include "group/group.h"
#include "index/index.h"

struct group_list_view {
    const struct groups *mine, *invited, *others;
    bool visitor, may_make;
    const char *next; /* path of the next page or NULL */
    bool first;       /* the first page */
};
void group_list_html(struct view *view, const struct group_list_view *page);
const struct text_lines *group_rules_of(struct view *view, const struct group *group);
/* "/groups/slug/word" */
const char *group_door_path(struct view *view, const struct group *group, const char *word);
const char *group_joined_text(struct view *view, const struct group *group);
/* One short phrase: how one joins. */
const char *group_joining_text(struct view *view, const struct group *group);

struct group_tongues {
    const struct language *items;
    size_t count;
};
void group_make_html(struct view *view, const struct group_tongues *tongues, const char *lang);

void membership_html(struct view *view, const struct group *group);
struct group_members_view {
    const struct group *group;
    const struct group_people *people;
    const char *next;
    bool first;
};
void group_members_html(struct view *view, const struct group_members_view *page);

struct group_manage_view {
    const struct group *group;
    const struct group_waiting *waiting;
    const struct group_people *requests, *invited;
    bool has_rules; /* that it published: they aren't written here */
    bool watch;     /* somebody on duty reads signs of danger first */
};
void group_manage_html(struct view *view, const struct group_manage_view *page);
struct group_member_view {
    const struct group *group;
    const struct group_person *person;
};
/* "/groups/slug/members/id/word" */
const char *group_member_path(struct view *view, const struct group_member_view *page, const char *word);
void group_member_html(struct view *view, const struct group_member_view *page);

/* ---- store.c and member_store.c ---- */

enum status group_ages_set(struct db *db, struct arena *arena, int64_t group, int64_t ages) MUST_USE;
enum status group_waiting_set(struct db *db, struct arena *arena, int64_t group, const struct group_waiting *waiting) MUST_USE;
enum status group_anonymous_set(struct db *db, struct arena *arena, int64_t group, bool on) MUST_USE;
enum status group_update(struct db *db, struct arena *arena, int64_t group, const char *purpose, const char *rules) MUST_USE;
/* The names of the rules it published. */
enum status group_rules_set(struct db *db, struct arena *arena, int64_t group, const char *rules) MUST_USE;
enum status membership_update(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool hides, bool quiet) MUST_USE;
/* Why the facilitators removed a persona. NOT_FOUND: they didn't. */
enum status membership_removed(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char **reason) MUST_USE;
/* The id a slug stands for. NOT_FOUND. */
enum status group_id_find(struct db *db, struct arena *arena, const char *slug, int64_t *group) MUST_USE;
enum status membership_role(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool facilitator) MUST_USE;
/* Asking again replaces the words. */
enum status group_request_add(struct db *db, struct arena *arena, int64_t group, int64_t persona, const char *why, int64_t now) MUST_USE;
/* The longest waiting first, at most 50. */
enum status group_request_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people) MUST_USE;
enum status group_request_end(struct db *db, struct arena *arena, int64_t group, int64_t persona, bool *was_there) MUST_USE;
enum status group_invitation_add(struct db *db, struct arena *arena, int64_t group, int64_t persona) MUST_USE;
enum status group_invitation_list(struct db *db, struct arena *arena, int64_t group, struct group_people *people) MUST_USE;
enum status group_invitation_end(struct db *db, struct arena *arena, int64_t group, int64_t persona) MUST_USE;
/* ---- told.c: what members hear of their groups ---- */

/* Somebody is let in or not, invited, made a facilitator. `by`: who did it; 0: nobody in particular. */
enum status group_tell(struct request *request, int64_t group, int64_t persona, int64_t by) MUST_USE;
/* Those who look after the group hear that the signed-in member asks to come in. */
enum status group_tell_asked(struct request *request, int64_t group) MUST_USE;
/* Once nobody asks any more, that has not to be told either. */
enum status group_settle_asked(struct db *db, struct arena *arena, int64_t group) MUST_USE;
/* struct feature's subject. */
enum status group_subject(struct request *request, const char *kind, int64_t id, struct subject *subject) MUST_USE;
/* ---- index_store.c ---- */

extern const struct index_kind group_finds[];
enum status group_index_scopes(struct request *request, struct index_scopes *scopes) MUST_USE;

enum status group_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words);

struct membership_fact {
    const char *group, *role;
    int64_t joined_month;
    bool hides, quiet;
    int64_t rules; /* the version of its rules they said yes to; 0: none */
};
struct membership_facts {
    struct membership_fact *items;
    size_t count;
};
enum status membership_facts_of(struct db *db, struct arena *arena, int64_t persona, struct membership_facts *facts) MUST_USE;
/* What passed between a persona and the facilitators of groups they aren't in. */
enum group_letter_kind { LETTER_ASKED, LETTER_INVITED, LETTER_REMOVED };
struct group_letter {
    const char *group, *why;
    enum group_letter_kind kind;
};
struct group_letters {
    struct group_letter *items;
    size_t count;
};
enum status group_letters_of(struct db *db, struct arena *arena, int64_t persona, struct group_letters *letters) MUST_USE;

/* ---- reported.c ---- */

enum status group_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);

#endif
