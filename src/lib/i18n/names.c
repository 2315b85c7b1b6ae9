/* Names of languages and countries, lists of texts, and the order of names. */
#include "i18n/inside.h"

#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
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

/* What ICU can't join is still a list. */
static const char *list_plain(struct arena *arena, const char *const *texts, size_t count)
{
    struct buf out = { .arena = arena };
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%s", i ? ", " : "", texts[i]);
    return buf_text(&out);
}

const char *language_list(const struct words *words, const char *const *texts, size_t count)
{
    enum { MOST = 64, ROOM = 4000 };
    UChar *wide[MOST], *joined = arena_array(words->arena, ROOM, sizeof *joined);
    char text[ROOM * 3];
    int32_t len = 0;
    UErrorCode error = U_ZERO_ERROR;
    if (count < 2 || count > MOST || !words->catalogue)
        return list_plain(words->arena, texts, count);
    for (size_t i = 0; i < count; i++) {
        size_t room = strlen(texts[i]) + 1;
        wide[i] = arena_array(words->arena, room, sizeof *wide[i]);
        u_strFromUTF8(wide[i], (int32_t)room, NULL, texts[i], -1, &error);
    }
    UListFormatter *format = ulistfmt_open(language_facts(words->catalogue)->locale, &error);
    int32_t wide_len = ulistfmt_format(format, (const UChar *const *)wide, NULL, (int32_t)count, joined, ROOM, &error);
    u_strToUTF8(text, sizeof text, &len, joined, wide_len, &error);
    ulistfmt_close(format);
    return U_SUCCESS(error) ? arena_slice(words->arena, text, (size_t)len) : list_plain(words->arena, texts, count);
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

void collate_items(const struct words *words, void *items, size_t count, size_t size, size_t name_at)
{
    char *all = items, *copy = arena_array(words->arena, count + 1, size);
    const char **names = arena_array(words->arena, count + 1, sizeof *names);
    size_t *order = arena_array(words->arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++)
        memcpy(&names[i], all + i * size + name_at, sizeof names[i]);
    collate(words, names, count, order);
    if (count)
        memcpy(copy, all, count * size);
    for (size_t i = 0; i < count; i++)
        memcpy(all + i * size, copy + order[i] * size, size);
}
