/* What i18n's own files share. Nothing outside this folder includes it. */
#ifndef I18N_INSIDE_H
#define I18N_INSIDE_H

#include "i18n/catalogue_data.h"
#include "i18n/i18n.h"
#include <pthread.h>
#include <stdatomic.h>

/* ---- plural.c: gettext's Plural-Forms ---- */

struct plural;
/* Reads the header entry of a catalogue ("... Plural-Forms: nplurals=3; plural=(...);"). INVALID: no well-formed rule, or one that divides
 * by zero or answers past its forms for some n up to 1,000. */
enum status catalogue_plural_read(struct arena *arena, const char *header, const struct plural **plural) MUST_USE;
/* Which form stands for n: 0 .. forms - 1. */
unsigned catalogue_plural_form(const struct plural *plural, uint64_t n);

/* ---- facts.c: what ICU knows about a language, read once into tables that never change ---- */

enum month_name { MONTH_FORMAT, MONTH_FORMAT_SHORT, MONTH_ALONE, MONTH_ALONE_SHORT, MONTH_NAMES };
enum date_pattern { PATTERN_LONG, PATTERN_DAY, PATTERN_DAY_YEAR, PATTERN_DAY_CLOCK, PATTERN_MONTH, PATTERN_CLOCK, PATTERNS };

struct language_facts {
    const char *pattern[PATTERNS]; /* Unicode date patterns: "d MMMM y", "d. MMM, HH:mm" */
    const char *month[MONTH_NAMES][12];
    const char *today, *yesterday; /* "Today" */
    const char *beside;            /* joins a day and a clock: "{1}, {0}" */
    const char *separator, *minus; /* of numbers */
    bool separates_thousands;      /* 1,234; false: 1234 but 12.345 */
    const char *locale;            /* for ICU */
    const struct ULocaleDisplayNames *names;
};
/* Never NULL; the first call for a language takes milliseconds. */
const struct language_facts *language_facts(const struct catalogue *catalogue);
void language_facts_free(struct catalogue *catalogue);

/* ---- zone.c ---- */

struct zone;
/* Milliseconds to add to UTC at that moment; 0 for NULL or a zone nobody knows. */
int64_t zone_offset(struct catalogues *all, const char *zone, int64_t ms);

/* ---- catalogue.c ---- */

struct entry {
    uint32_t hash;
    const char *key;   /* "text", or "context\4text" */
    const char *value; /* plural forms lie behind one another */
    uint32_t forms;
};

struct catalogue {
    const struct language *language;
    struct catalogues *all;
    struct entry *entries; /* open addressing; NULL key: free */
    size_t mask;
    const struct plural *plural; /* NULL: English */
    _Atomic(const struct language_facts *) facts;
};

struct catalogues {
    struct arena arena; /* grows only under the lock, or before anybody else sees it */
    pthread_mutex_t lock;
    _Atomic(const struct zone *) zones;
    struct catalogue list[LANGUAGES];
};

/* Fills `catalogue`'s entries and plural rule, whose texts stay in `data`. INVALID: damaged; nothing outside `data` was touched. */
enum status catalogue_read(struct arena *arena, const struct catalogue_data *data, struct catalogue *catalogue) MUST_USE;

#endif
