/* What the templates and the files of this folder share. */
#ifndef SAFETY_PAGES_H
#define SAFETY_PAGES_H

#include "community/community.h"
#include "safety/safety.h"

/* store.c, for seed.c */
enum status help_edition_is_in(struct db *db, struct arena *arena, int64_t digest, bool *is_in) MUST_USE;
enum status help_edition_set(struct db *db, struct arena *arena, int64_t digest) MUST_USE;

/* ---- /help-now ---- */

#define HELP_COUNTRY_COOKIE "here"
/* "switchboard.lgbt" of a web address, with the owner and the project on a site that houses many; NULL when it is none. */
const char *help_url_host(struct arena *arena, const char *url);

/* A source as people read it: who says so, and when. */
struct help_source {
    const char *host, *url, *when;
}; /* host NULL: a list without an address; when NULL: date not known */

/* An entry as one reader meets it. */
struct help_line {
    const struct help_entry *entry;
    bool confirmed, lamp;
    const char *kind, *languages;          /* in the reader's language */
    const char *tel, *number, *sms, *host; /* NULL: not clear enough for a link */
    const char *checked;                   /* the day a steward checked it, as a date; NULL: never */
    struct help_source source;
};
struct help_lines {
    struct help_line *items;
    size_t count;
};

struct help_option {
    const char *code, *name;
    bool chosen;
};
struct help_options {
    struct help_option *items;
    size_t count;
};

struct help_now {
    const char *country, *country_name; /* "" and NULL: none chosen */
    bool known, remembered, offline;
    struct help_options countries;
    struct help_lines talk, more; /* people to talk to; associations and legal help */
    struct help_numbers_list numbers;
    struct help_emergency emergency;
    struct help_source emergency_source;
};
void help_now_show(struct view *view, const struct help_now *page);
struct help_lines help_lines_talk(struct view *view, const struct help_entries *entries);
/* The country that this device remembers; "": none. */
const char *help_country_here(struct request *request);

/* ---- near.c ---- */

struct help_soft {
    struct help_near near;
    const char *country, *to;
    const struct help_line *line; /* one to call; NULL: none */
    bool watched;
};
void help_soft_card(struct view *view, const struct help_soft *soft);
void help_signs_html(struct view *view, const struct help_signs *signs);

/* ---- sign_store.c ---- */

enum status help_sign_add(struct db *db, struct arena *arena, const struct help_sign *sign) MUST_USE;
enum status help_sign_count(struct db *db, struct arena *arena, int64_t persona, int64_t *count) MUST_USE;
enum status help_sign_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
enum status help_sign_expire(struct db *db, struct arena *arena, int64_t now) MUST_USE;

/* The number alone, as it was written. */
const char *help_phone_number(struct arena *arena, const char *text);

/* Codes and their names in the reader's language, sorted as that language sorts. */
struct help_options help_options_sorted(struct view *view, const struct help_countries *countries, const char *chosen);
const char *help_kind_name(struct view *view, const char *kind);
/* "ja en" → "Japanese and English" in the reader's language; `name` is language_name or country_name. */
const char *help_names(struct view *view, const char *codes, const char *(*name)(const struct words *words, const char *code));

/* ---- the stewards' pages ---- */

struct help_kind {
    const char *code, *name;
};
struct help_kinds {
    const struct help_kind *items;
    size_t count;
};
struct help_kinds help_kind_list(void);

struct help_row {
    const struct help_entry *entry;
    const char *kind, *places;
    const char *checked;
};
struct help_rows {
    struct help_row *items;
    size_t count;
};
struct help_desk {
    const char *country, *country_name, *older;
    struct help_options countries;
    struct help_rows rows;
    struct help_emergency emergency; /* when a country is chosen */
};
void help_desk_show(struct view *view, const struct help_desk *desk);
/* entry->id 0: a new one. */
void help_entry_show(struct view *view, const struct help_entry *entry, const char *checked);

/* ---- /safety ---- */

void safety_show(struct view *view, const char *exit_host);

#endif
