/* What the templates of this folder are given, and what its .c files share. */
#ifndef GUIDELINE_PAGES_H
#define GUIDELINE_PAGES_H

#include "guideline/guideline.h"

/* ---- words.c: the rules every place starts with ---- */

/* n from 1 to GUIDELINE_BUILT_IN, in a language (NULL catalogue: as they are written, to be translated). */
void guideline_built_in(const struct catalogue *catalogue, int64_t n, struct rule *rule);

/* ---- store.c ---- */

struct guideline_version {
    int64_t number, published_day;
    const char *summary; /* "" for the first */
};
struct guideline_versions {
    struct guideline_version *items;
    size_t count;
};
enum { VERSIONS_A_PAGE = 20 };
/* NOT_FOUND: there is no such version. */
enum status guideline_version_find(struct db *db, struct arena *arena, int64_t group, int64_t number,
                                   struct guideline_version *version) MUST_USE;
/* Newest first, before the number `before` (0: from the newest). */
enum status guideline_version_list(struct db *db, struct arena *arena, int64_t group, int64_t before, struct guideline_versions *list,
                                   bool *more) MUST_USE;
/* The rules of one version, in their order, in `language` where they have it. */
enum status guideline_version_rules(struct request *request, int64_t group, int64_t number, const char *language,
                                    struct rules *rules) MUST_USE;
/* guideline_rule_find in a language. */
enum status guideline_rule_read(struct request *request, int64_t id, const char *language, struct rule *rule) MUST_USE;
/* From which version of its group to which one a rule was in force. */
enum status guideline_rule_span(struct db *db, struct arena *arena, int64_t group, int64_t id, int64_t *first, int64_t *last) MUST_USE;
/* Its words in exactly this language. NOT_FOUND: not translated. */
enum status guideline_rule_words(struct db *db, struct arena *arena, int64_t id, const char *language, struct rule_wish *words) MUST_USE;
/* The languages a rule is there in, as codes. */
struct guideline_tongues {
    const char **items;
    size_t count;
};
enum status guideline_rule_tongues(struct db *db, struct arena *arena, int64_t id, struct guideline_tongues *tongues) MUST_USE;
enum status guideline_rule_insert(struct db *db, struct arena *arena, int64_t id, int64_t group, const struct rule_wish *wish) MUST_USE;
enum status guideline_version_insert(struct db *db, struct arena *arena, int64_t group, int64_t number, const char *summary,
                                     const int64_t *rules, size_t count, int64_t now) MUST_USE;
/* Translations of one rule, given to another but for the language it is written in. */
enum status guideline_tongues_copy(struct db *db, struct arena *arena, int64_t from, int64_t to, const char *but) MUST_USE;

/* ---- draft_store.c: the next version ---- */

struct draft_rule {
    struct rule rule;  /* with the words the draft has for it */
    struct rule force; /* as it is in force; id 0: it is new */
    int64_t edition;   /* 0: nobody touched it */
    bool changed, added, removed, keeps;
    bool first, last; /* of those that stay */
};
struct guideline_draft {
    int64_t edition, version; /* edition 0: nobody has begun; the version in force, 0: none */
    struct draft_rule *items;
    size_t count, staying;
};
/* The draft, or the rules in force when nobody has begun one: those that stay in order, then those taken out. */
enum status guideline_draft_read(struct request *request, int64_t group, struct guideline_draft *draft) MUST_USE;
/* Begins one when nobody has, and marks it as changed now. */
enum status guideline_draft_touch(struct request *request, int64_t group, struct guideline_draft *draft) MUST_USE;
enum status guideline_draft_put(struct request *request, int64_t group, const struct draft_rule *rule) MUST_USE;
enum status guideline_draft_add(struct request *request, int64_t group, int64_t position, const struct draft_rule *rule) MUST_USE;
/* Writes down the order of `draft`, and which of them are removed. */
enum status guideline_draft_order(struct request *request, int64_t group, const struct guideline_draft *draft) MUST_USE;
enum status guideline_draft_end(struct db *db, struct arena *arena, int64_t group) MUST_USE;

/* ---- compare.c: what changed, rule by rule ---- */

enum change_kind { CHANGE_ADDED, CHANGE_GONE, CHANGE_WORDS };
struct word_run {
    enum diff_kind kind;
    const char *text;
};
struct word_runs {
    struct word_run *items;
    size_t count;
};
/* One of the four parts of a rule, word by word. */
struct change_part {
    const char *label;
    struct word_runs runs;
};
struct change_parts {
    struct change_part items[4];
    size_t count;
};
struct rule_change {
    enum change_kind kind;
    struct rule rule; /* as it is now; of a CHANGE_GONE as it was */
    struct change_parts parts;
};
struct rule_changes {
    struct rule_change *items;
    size_t count;
    bool moved; /* the order of what stayed is another one */
};
enum status guideline_compare(struct request *request, const struct rules *before, const struct rules *after,
                              struct rule_changes *changes) MUST_USE;
/* The change of one rule's words, by themselves. */
struct rule_change guideline_change(struct request *request, const struct rule *before, const struct rule *after);

/* ---- templates ---- */

struct guideline_view {
    const struct guideline_scope *scope;
    struct guideline_version version;
    struct rules rules;
    bool asks;                   /* the reader has to say yes: to come in, or before they write */
    int64_t accepted;            /* the version they said yes to before; 0: none */
    struct rule_changes changes; /* since then */
    struct text_lines lines;     /* of a group without rules */
};
void guideline_show(struct view *view, const struct guideline_view *page);

struct guideline_versions_view {
    const struct guideline_scope *scope;
    struct guideline_versions versions;
    const char *newest, *older; /* paths or NULL */
};
void guideline_versions_html(struct view *view, const struct guideline_versions_view *page);

struct guideline_version_view {
    const struct guideline_scope *scope;
    struct guideline_version version, before; /* before.number 0: it is the first */
    struct rules rules;
    struct rule_changes changes;
    bool in_force;
    bool has_next;
};
void guideline_version_html(struct view *view, const struct guideline_version_view *page);

struct guideline_rule_view {
    const struct guideline_scope *scope;
    struct rule rule;
    int64_t first, last, newest;
    struct guideline_tongues missing; /* languages it can be translated into, or its translation changed */
};
void guideline_rule_page_html(struct view *view, const struct guideline_rule_view *page);

struct guideline_draft_view {
    const struct guideline_scope *scope;
    struct guideline_draft draft;
    struct rule_changes changes;
    struct rules rules; /* as they would be */
};
void guideline_draft_html(struct view *view, const struct guideline_draft_view *page);
void guideline_preview_html(struct view *view, const struct guideline_draft_view *page);

struct guideline_edit_view {
    const struct guideline_scope *scope;
    const struct draft_rule *rule;       /* NULL: a new one */
    const struct rule_change *meanwhile; /* what somebody else made of it while this was written; NULL: nobody did */
    bool has_translations;
    bool preview;
};
void guideline_edit_html(struct view *view, const struct guideline_edit_view *page);

struct guideline_translate_view {
    const struct guideline_scope *scope;
    struct rule rule; /* in its own language */
    const char *language;
    struct rule_wish words;
    const char *was; /* what stood there, as a number */
    const struct rule_change *meanwhile;
};
void guideline_translate_html(struct view *view, const struct guideline_translate_view *page);

struct guideline_writing_view {
    struct rules rules;
    int64_t group, asks; /* the version to say yes to; 0: nothing is asked */
    const char *path;    /* of the group's rules; NULL: the place's alone */
    bool door, only_asks;
};
/* Parts that the pages of this folder share. */
void guideline_changes_html(struct view *view, const struct rule_changes *changes);
void guideline_change_parts(struct view *view, const struct rule_change *change);
void guideline_rule_parts(struct view *view, const struct rule *rule);
void guideline_crumb(struct view *view, const struct guideline_scope *scope);
void guideline_writing_html(struct view *view, const struct guideline_writing_view *part);
/* "/guidelines/rules/12" */
const char *guideline_scope_path(struct view *view, const struct guideline_scope *scope, const char *word, int64_t id);
const char *guideline_edit_path(struct view *view, const struct guideline_scope *scope, const char *word, int64_t id);
/* The language a rule's words are in: what goes into lang="". */
const char *guideline_rule_lang(struct view *view, const struct rule *rule);
/* "In German", when it isn't the reader's; NULL. */
const char *guideline_rule_tongue(struct view *view, const struct rule *rule);

/* The markdown of an older version's one text. */
struct safe_html guideline_text_html(struct view *view, const struct rule *rule);
/* The page of the scope's group. */
const char *guideline_parent_path(struct view *view, const struct guideline_scope *scope);
/* Which language a rule is written in, as long as the form says nothing else. */
const char *guideline_edit_lang(struct view *view, const struct guideline_edit_view *page);
/* Codes of the eleven languages. */
const struct guideline_tongues *guideline_all_tongues(struct view *view);

#endif
