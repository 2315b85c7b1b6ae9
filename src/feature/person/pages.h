/* What the templates of this folder are given, and what its .c files share. */
#ifndef PERSON_PAGES_H
#define PERSON_PAGES_H

#include "person/person.h"
#include "text/text.h"

/* ---- kinds.c: the fields, their words, what is suggested ---- */

struct profile_suggestion {
    const char *code, *label; /* label: English */
};
struct profile_look {
    const char *word;         /* in tables and addresses */
    const char *label, *hint; /* English */
    size_t values;            /* most */
    bool split;               /* commas part values */
    bool found;               /* /people goes by it */
    const struct profile_suggestion *suggestions;
    size_t suggestions_count;
};
extern const struct profile_look profile_looks[PROFILE_KINDS];
/* PROFILE_KINDS for any other word. */
enum profile_kind profile_kind_read(const char *word);
extern const char *const profile_audience_words[PROFILE_AUDIENCES];
/* PROFILE_AUDIENCES for any other word. */
enum profile_audience profile_audience_read(const char *word);
const char *profile_audience_text(struct view *view, enum profile_audience audience);
/* What is suggested, in the reader's language. */
struct profile_texts {
    const char **items;
    size_t count;
};
struct profile_texts profile_suggested(struct view *view, enum profile_kind kind);
/* Finds the code of what was typed, in whichever of the eleven languages it is suggested; "" for words of one's own. */
const char *profile_code(struct request *request, enum profile_kind kind, const char *text);
/* A value as this reader is shown it: languages and what one seeks in the reader's language, all else as it was typed. */
const char *profile_value_text(struct view *view, enum profile_kind kind, const struct profile_value *value);
/* At most PROFILE_LIST texts put together as the language does, each kept apart from what is written the other way round beside it. */
enum { PROFILE_LIST = 40 };
const char *profile_list_text(struct view *view, const char *const *texts, size_t count);
/* What makes two values the same thing; "" for nothing (invisible characters alone). */
const char *profile_value_key(struct arena *arena, const struct profile_value *value);
/* Whether a text says exactly where somebody is: coordinates, map links. */
bool profile_region_is_exact(struct arena *arena, const char *text);

/* ---- store.c ---- */

struct profile {
    int64_t persona;
    struct profile_field fields[PROFILE_KINDS]; /* by kind */
    bool listed, shy;
};
/* With `key` the owner's sealed fields are opened; without, they are left out. */
enum status profile_find(struct db *db, struct arena *arena, int64_t persona, const struct key *key, struct profile *profile) MUST_USE;
enum status profile_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* Where /people goes by the band a persona said: it is another now. args: the persona, 0, the band. */
later_work profile_band_push;

/* One persona who has a thing in common with the reader. */
struct profile_ids {
    int64_t *items;
    size_t count;
};
enum { PROFILE_BATCH = 40 };
/* Whom /people may show that said the same thing: at most `limit`, by id from `start` on and around. */
enum status profile_match_window(struct db *db, struct arena *arena, enum profile_kind kind, const char *folded, enum age_band band,
                                 int64_t start, int64_t limit, struct profile_ids *ids) MUST_USE;
/* Which of at most PROFILE_BATCH personas are listed in a band. */
enum status profile_listed(struct db *db, struct arena *arena, const int64_t *personas, size_t count, enum age_band band,
                           struct profile_ids *ids) MUST_USE;
/* All matches of at most PROFILE_BATCH personas: rows of persona, kind's word, folded. */
enum status profile_matches_of(struct db *db, struct arena *arena, const int64_t *personas, size_t count, struct rows *rows) MUST_USE;

/* ---- reader.c: who sees what ---- */

enum profile_view {
    PROFILE_AS_SELF,
    PROFILE_AS_EVERYONE,
    PROFILE_AS_MEMBERS,
    PROFILE_AS_CONNECTION,
    PROFILE_AS_CIRCLE,
    PROFILE_AS_GROUP,
    PROFILE_AS_READER
};
struct profile_reader {
    enum profile_view as;
    int64_t reader, owner; /* PROFILE_AS_READER */
    bool close;            /* connected with the owner */
    int64_t of;            /* PROFILE_AS_GROUP, PROFILE_AS_CIRCLE: which */
    bool owner_is_minor;   /* PROFILE_AS_EVERYONE: then they see nothing */
};
/* From here on somebody who isn't signed in looks. */
enum status profile_reader_everyone(struct request *request, struct profile_reader *reader) MUST_USE;
enum status profile_reader_of(struct request *request, int64_t owner, struct profile_reader *reader) MUST_USE;
enum status profile_sees(struct request *request, const struct profile_reader *reader, const struct profile_field *field,
                         bool *sees) MUST_USE;
/* What they said for the page's language, else for any; NULL for nothing. */
const struct profile_value *profile_pronouns_for(struct view *view, const struct profile_field *field);

/* Where a field can be shown that isn't for all: the reader's own groups and circles, each with its word ("group-porch", "circle-5"). */
struct profile_place {
    const char *word, *name;
    enum profile_audience audience;
    enum profile_view as;
    int64_t of;
};
struct profile_places {
    struct profile_place *items;
    size_t count;
};
enum status profile_places_of(struct request *request, struct profile_places *places) MUST_USE;
/* NULL: none of them. */
const struct profile_place *profile_place_read(const struct profile_places *places, const char *word);
const struct profile_place *profile_place_find(const struct profile_places *places, const struct profile_field *field);

/* ---- the pages ---- */

struct person_fact {
    const char *label, *audience, *href; /* audience: NULL for other readers than the owner */
    const char *icon;
    const char *text;             /* the values as the language puts them together */
    const struct safe_html *html; /* about */
};
struct person_tab {
    const char *href, *label;
    bool current;
};
struct person_tabs {
    struct person_tab *items;
    size_t count;
};
struct person_page_view {
    const struct persona *persona;
    const char *lead; /* pronouns for the reader's language, or NULL */
    struct person_fact *items;
    size_t count;
    bool own, listed;
    const struct person_tabs *tabs; /* own */
    const char *tie;                /* "Ana is connected with you", or NULL */
    bool gone;                      /* own: whom this view is of doesn't find the page at all */
};
void person_page_html(struct view *view, const struct person_page_view *page);

struct person_option {
    const char *value, *label;
    bool chosen;
};
struct person_options {
    struct person_option *items;
    size_t count;
};
struct person_input {
    const char *id, *label, *value, *list;
    const char *wrong;                              /* the id of what is said to be wrong, or NULL */
    const struct person_options *tongues, *genders; /* pronouns */
};
struct person_section {
    const char *word, *label, *hint, *action;
    struct person_input *items;
    size_t count;
    const struct person_options *audiences;
    const struct profile_texts *suggestions;
    const char *list; /* the datalist's id */
    bool area, failed;
    const char *about, *lock;
    const char *said; /* what stands there, short, for those who leave it folded; NULL: nothing */
};
struct person_edit_view {
    const struct persona *persona;
    struct person_section items[PROFILE_KINDS];
    size_t count;
    bool listed, shy, may_be_listed;
};
void person_edit_html(struct view *view, const struct person_edit_view *page);

struct person_found {
    struct persona persona;
    const char **items; /* why */
    size_t count;
};
struct person_chip {
    const char *href, *label;
    bool current;
};
struct person_chips {
    struct person_chip *items;
    size_t count;
};
struct person_list_view {
    struct person_found *items;
    size_t count;
    const struct person_chips *chips;
    const char *next;
    bool band_unsaid, listed, said_nothing;
};
void person_list_html(struct view *view, const struct person_list_view *page);

/* ---- reported.c ---- */

enum status person_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported);

#endif
