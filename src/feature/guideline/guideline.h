/* The guidelines of the place and of each group: rules, their versions and translations, saying yes to them, and writing the next version.
 * A rule that was published once never changes: another wording is another rule, so what named it goes on naming the same words. Below
 * feature/group, which finds its group and calls the pages here with a guideline_scope. */
#ifndef GUIDELINE_H
#define GUIDELINE_H

#include "account/account.h"
#include "community/community.h"
#include "text/text.h"

enum {
    GUIDELINE_BUILT_IN = 9,    /* ids 1 to 9: texts of the program, shown in the reader's language */
    GUIDELINE_RULES_MOST = 30, /* in force at a time, for the place and for each group */
    GUIDELINE_NAME_MAX = 120,  /* characters */
    GUIDELINE_WHY_MAX = 1000,
    GUIDELINE_EXAMPLE_MAX = 500,
};

/* One rule, in the reader's language where it has that, else in its own. */
struct rule {
    int64_t id, group; /* group 0: of the place */
    const char *name, *why, *helps, *harms;
    const char *language; /* of these words; NULL: built-in, shown in the reader's */
    const char *original; /* the language it was written in; NULL: built-in */
    int64_t replaces;     /* the rule it came from; 0: none */
    bool is_text; /* `why` is markdown: all that a place had published as one text before rules stood alone. `name` is then ours, in the
                     reader's language, and helps and harms are "" */
};
struct rules {
    struct rule *items;
    size_t count;
};

/* In force for what happens in that group: the place's first, then the group's; group 0: the place's alone. */
enum status guideline_rules(struct request *request, int64_t group, struct rules *rules) MUST_USE;
/* Any rule that was ever in force, also of a group the reader doesn't know: it is for statements that name it. NOT_FOUND. */
enum status guideline_rule_find(struct request *request, int64_t id, struct rule *rule) MUST_USE;
/* Whose rule it is: a group's, or 0, the place's. Also of one that nobody knows: 0. */
enum status guideline_rule_group(struct db *db, struct arena *arena, int64_t id, int64_t *group) MUST_USE;
/* Name, reason and examples, with the language said where it isn't the reader's; no heading. */
void guideline_rule_html(struct view *view, const struct rule *rule);
/* The rule's name, marked with its language. */
void guideline_rule_name_html(struct view *view, const struct rule *rule);

/* ---- versions ---- */

/* The newest version of a group's own rules; 0: it has none. Group 0: the place's. */
enum status guideline_version_newest(struct db *db, struct arena *arena, int64_t group, int64_t *version) MUST_USE;
/* Of the group's own rules: the newest version, and the newest one that the persona accepted; 0: none. */
enum status guideline_version_accepted(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t *version,
                                       int64_t *accepted) MUST_USE;
enum status guideline_version_accept(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t version) MUST_USE;
/* The persona has left the group, or wasn't let in. Idempotent. */
enum status guideline_forget(struct db *db, struct arena *arena, int64_t group, int64_t persona) MUST_USE;

/* One rule as it is written: for guideline_publish. */
struct rule_wish {
    int64_t id; /* one that is there, kept as it is; 0: a new one, of the words below */
    int64_t replaces;
    const char *language, *name, *why, *helps, *harms;
};
/* Publishes the next version at once, without a draft: `kith demo`, tests. ids, of `count`, gets those of its rules. */
enum status guideline_publish(struct db *db, struct arena *arena, int64_t group, const struct rule_wish *rules, size_t count,
                              const char *summary, int64_t now, int64_t *version, int64_t *ids) MUST_USE;
/* Words of a rule in another language; what stood there in that language is replaced. */
enum status guideline_translate(struct db *db, struct arena *arena, int64_t rule, const struct rule_wish *words) MUST_USE;

/* ---- where one writes, and at a group's door ---- */

/* In a form that writes into a group (slug) or, group 0 and slug NULL, anywhere: the rules in short, in a fold; and when the group has
 * rules the reader hasn't said yes to, those with a box to tick (field "rules"), open. */
void guideline_writing(struct view *view, int64_t group, const char *slug);
/* The same where the rules are in sight already: only the question, when there is one. */
void guideline_asked(struct view *view, int64_t group, const char *slug);
/* In the form at a group's door: its rules, with the box. Nothing when it has none of its own. */
void guideline_door(struct view *view, int64_t group, const char *slug);
/* For the handlers of these forms: OK when nothing is asked or the box came ticked, which is then recorded; else the form is rejected
 * (INVALID). */
enum status guideline_check(struct request *request, int64_t group) MUST_USE;
/* The field that such a form needs. */
#define GUIDELINE_FIELD                                                                                                                    \
    {                                                                                                                                      \
        "rules", 0, 20, FIELD_LINE, false                                                                                                  \
    }

/* ---- pages of one place's or one group's rules ---- */

struct guideline_scope {
    int64_t group;
    const char *name, *language; /* of the group; NULL: the place */
    const char *path, *edit;     /* "/guidelines" and "/steward/guidelines" */
    const char *lines;           /* agreements of a group that has no rules yet, one a line; "" for none */
    int segment;                 /* which ":id" of the route is a rule or version */
    bool may_edit, asks;         /* the reader looks after it; the reader belongs there, so that they are asked */
    /* What is done once a version is published, with the names of its rules, one a line. May be NULL. */
    enum status (*published)(struct request *request, const struct guideline_scope *scope, const char *names);
};
typedef enum status guideline_scope_handler(struct request *request, const struct guideline_scope *scope);
guideline_scope_handler guideline_scope_show, guideline_scope_agree, guideline_scope_versions, guideline_scope_version,
    guideline_scope_rule, guideline_scope_draft, guideline_scope_order, guideline_scope_edit_page, guideline_scope_edit,
    guideline_scope_add_page, guideline_scope_add, guideline_scope_preview, guideline_scope_publish, guideline_scope_discard,
    guideline_scope_translate_page, guideline_scope_translate;

handler guideline_page, guideline_agree, guideline_versions_page, guideline_version_page, guideline_rule_page;
handler guideline_draft_page, guideline_order, guideline_edit_page, guideline_edit, guideline_add_page, guideline_add,
    guideline_preview_page, guideline_publish_next, guideline_discard, guideline_translate_page, guideline_translate_save;
extern const struct field guideline_agree_form[], guideline_rule_form[], guideline_order_form[], guideline_publish_form[],
    guideline_translate_form[];
extern const struct feature guideline_feature;

#endif
