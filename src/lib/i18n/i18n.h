/* Eleven languages: look-ups in catalogues compiled into the program, plurals, dates and numbers by ICU. Thread-safe: nothing
 * here reads the process locale. */
#ifndef I18N_H
#define I18N_H

#include "base/base.h"

enum { LANGUAGES = 11 };
struct language {
    const char *code, *own_name, *direction, *short_name;
};                                                 /* "ar", "العربية", "rtl", "ع" */
extern const struct language languages[LANGUAGES]; /* en it fr de pl pt ru ar ja zh es; English first */

struct catalogue;  /* one language's texts; immutable */
struct catalogues; /* all of them */

/* Reads the compiled catalogues (.mo, embedded by the build). BROKEN: one is damaged. */
enum status catalogues_open(struct catalogues **catalogues) MUST_USE;
void catalogues_close(struct catalogues *catalogues);
/* Of a code in `languages`; NULL for any other. */
const struct catalogue *catalogue_find(const struct catalogues *catalogues, const char *code);
const struct language *catalogue_language(const struct catalogue *catalogue);
/* The best of the eleven for an Accept-Language header (RFC 9110 §12.5.4, q-values, "pt-BR" → pt, "zh-Hant" → zh); English if none. */
const struct catalogue *catalogue_negotiate(const struct catalogues *catalogues, const char *accept_language);

/* The translation of `text`, or `text` itself. `context` may be NULL. */
const char *catalogue_text(const struct catalogue *catalogue, const char *context, const char *text);
/* The plural form for `n` (gettext plural expressions). English picks one/many. */
const char *catalogue_plural(const struct catalogue *catalogue, const char *one, const char *many, int64_t n);

/* ---- what a page needs: its language, its reader's zone, the moment ---- */

struct words {
    const struct catalogue *catalogue;
    struct arena *arena;
    const char *zone; /* IANA, "Europe/Berlin"; NULL is UTC */
    int64_t now;      /* epoch ms, for "today" and "yesterday" */
};

enum date_style {
    DATE_LONG,   /* 23 November 2026 */
    DATE_SHORT,  /* 23 Nov */
    DATE_TIME,   /* Today, 21:40 · Yesterday, 21:40 · 23 Nov, 21:40 · 23 Nov 2025 */
    DATE_MONTH,  /* November 2026 */
    DATE_CLOCK,  /* 21:40 */
    DATE_MOMENT, /* 23 November 2026, 21:40 */
};
/* ICU's words for the language, Western digits also in Arabic. */
const char *date_text(const struct words *words, int64_t ms, enum date_style style);
/* ISO 8601 in UTC for <time datetime>: "2026-11-23T21:40:05Z". */
const char *date_machine(struct arena *arena, int64_t ms);
/* The moment that date_machine wrote; false for any other text. */
bool date_read(const char *text, int64_t *ms);
/* What the clock on the wall of words->zone shows at that moment, as ms since its own 1970-01-01, 00:00. */
int64_t date_wall(const struct words *words, int64_t ms);
/* The moment at which that clock shows this minute of this day (days since 1970-01-01). Of an hour that comes twice, the first. */
int64_t date_moment(const struct words *words, int64_t day, int64_t minute);
/* Monday is 0. */
unsigned date_weekday(int64_t day);
/* Days since 1970-01-01 to a day of the Gregorian calendar; month and day from 1. */
int64_t date_day(int64_t year, int64_t month, int64_t day);
/* A minute of a day as a clock shows it, "07:05", and back; false: the text isn't "7:05" or "07:05". */
const char *date_minute_text(struct arena *arena, int minute);
bool date_minute_read(struct arena *arena, const char *text, int *minute);
const char *number_text(const struct words *words, int64_t n);
/* A language's or country's name in the reader's language ("de" → "German"; "FR" → "France"). */
const char *language_name(const struct words *words, const char *code);
const char *country_name(const struct words *words, const char *code);
/* Texts put together as the language does: "Japanese, Polish and English". "" for none. */
const char *language_list(const struct words *words, const char *const *texts, size_t count);
/* Sorts `count` texts by the language's collation; `texts` and `order` run in parallel (order gets the indexes). */
void collate(const struct words *words, const char *const *texts, size_t count, size_t *order);
/* The same for things: sorts `count` of `items`, each `size` bytes with its name (const char *) at `name_at`, in their place. */
void collate_items(const struct words *words, void *items, size_t count, size_t size, size_t name_at);
/* True for an IANA zone ICU knows. */
bool zone_is_known(const char *zone);
/* For each zone its city in the reader's language ("Europe/Rome" → "Rom"); the zone itself when ICU knows no city of it. */
void zone_cities(const struct words *words, const char *const *zones, size_t count, const char **cities);

#endif
