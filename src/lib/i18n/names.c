/* Names of languages and countries, and the order of names. */
#include "i18n/inside.h"

#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/ustring.h>

typedef int32_t name_of(const ULocaleDisplayNames *names, const char *code, UChar *out, int32_t room, UErrorCode *error);

static const char *display_name(const struct words *words, const char *code, name_of *name)
{
    enum { ROOM = 160 };
    const ULocaleDisplayNames *names = words->catalogue ? language_facts(words->catalogue)->names : NULL;
    UChar wide[ROOM];
    char text[ROOM * 3];
    int32_t len = 0;
    UErrorCode error = U_ZERO_ERROR;
    if (!names)
        return code;
    int32_t wide_len = name(names, code, wide, ROOM, &error);
    u_strToUTF8(text, sizeof text, &len, wide, wide_len, &error);
    return U_SUCCESS(error) ? arena_slice(words->arena, text, (size_t)len) : code;
}

const char *language_name(const struct words *words, const char *code)
{
    return display_name(words, code, uldn_languageDisplayName);
}

const char *country_name(const struct words *words, const char *code)
{
    return display_name(words, code, uldn_regionDisplayName);
}

struct sorting {
    const char *const *texts;
    UCollator *collator; /* NULL: by bytes */
};

static int compare(const void *a, const void *b, void *context)
{
    const struct sorting *sorting = context;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    UErrorCode error = U_ZERO_ERROR;
    int order = sorting->collator ? ucol_strcollUTF8(sorting->collator, sorting->texts[x], -1, sorting->texts[y], -1, &error)
                                  : strcmp(sorting->texts[x], sorting->texts[y]);
    return order ? order : (x > y) - (x < y);
}

/* A collator of one's own costs a microsecond once ICU has the language's rules in memory. */
void collate(const struct words *words, const char *const *texts, size_t count, size_t *order)
{
    UErrorCode error = U_ZERO_ERROR;
    struct sorting sorting = { .texts = texts };
    if (words->catalogue)
        sorting.collator = ucol_open(language_facts(words->catalogue)->locale, &error);
    if (U_FAILURE(error))
        sorting.collator = NULL;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    if (count > 1)
        qsort_r(order, count, sizeof *order, compare, &sorting);
    if (sorting.collator)
        ucol_close(sorting.collator);
}
