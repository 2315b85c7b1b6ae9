/* What ICU knows about a language. ICU's formatters are heavy and may not be shared by threads; the few facts behind them are light and
 * never change, so each language's are read once, when they are first needed. */
#include "i18n/inside.h"

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>
#include <unicode/unumberformatter.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

enum { ROOM = 128 };

/* English as most of the world writes its dates; Arabic with Western digits. */
static const char *locale_of(const char *code)
{
    return text_same(code, "en") ? "en_GB" : text_same(code, "ar") ? "ar@numbers=latn" : text_same(code, "zh") ? "zh_Hans" : code;
}

static const char *utf8(struct arena *arena, const UChar *text, int32_t len, UErrorCode *error)
{
    char out[ROOM * 3 + 1];
    int32_t out_len = 0;
    u_strToUTF8(out, sizeof out - 1, &out_len, text, len, error);
    return U_SUCCESS(*error) ? arena_slice(arena, out, (size_t)out_len) : "";
}

static void read_patterns(struct arena *arena, struct language_facts *facts, UErrorCode *error)
{
    static const char *const skeletons[PATTERNS] = { "yMMMMd", "MMMd", "yMMMd", "MMMdHm", "yMMMM", "Hm" };
    UDateTimePatternGenerator *generator = udatpg_open(facts->locale, error);
    for (size_t i = 0; i < PATTERNS && U_SUCCESS(*error); i++) {
        UChar skeleton[16], pattern[ROOM];
        u_uastrcpy(skeleton, skeletons[i]);
        int32_t len = udatpg_getBestPattern(generator, skeleton, -1, pattern, ROOM, error);
        facts->pattern[i] = utf8(arena, pattern, len, error);
    }
    udatpg_close(generator);
}

static void read_months(struct arena *arena, struct language_facts *facts, UErrorCode *error)
{
    static const UDateFormatSymbolType kinds[MONTH_NAMES] = { UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS,
                                                              UDAT_STANDALONE_SHORT_MONTHS };
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_LONG, facts->locale, NULL, 0, NULL, 0, error);
    for (size_t kind = 0; kind < MONTH_NAMES; kind++)
        for (int month = 0; month < 12 && U_SUCCESS(*error); month++) {
            UChar name[ROOM];
            int32_t len = udat_getSymbols(format, kinds[kind], month, name, ROOM, error);
            facts->month[kind][month] = utf8(arena, name, len, error);
        }
    udat_close(format);
}

static void read_days(struct arena *arena, struct language_facts *facts, UErrorCode *error)
{
    URelativeDateTimeFormatter *format =
        ureldatefmt_open(facts->locale, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_FOR_BEGINNING_OF_SENTENCE, error);
    if (U_FAILURE(*error))
        return;
    UChar text[ROOM];
    int32_t len = ureldatefmt_format(format, 0, UDAT_REL_UNIT_DAY, text, ROOM, error);
    facts->today = utf8(arena, text, len, error);
    len = ureldatefmt_format(format, -1, UDAT_REL_UNIT_DAY, text, ROOM, error);
    facts->yesterday = utf8(arena, text, len, error);
    const UChar day[] = { '{', '1', '}' }, clock[] = { '{', '0', '}' };
    len = ureldatefmt_combineDateAndTime(format, day, 3, clock, 3, text, ROOM, error);
    facts->beside = utf8(arena, text, len, error);
    ureldatefmt_close(format);
}

static const char *format_number(struct arena *arena, const UNumberFormatter *format, int64_t n, UErrorCode *error)
{
    UChar text[ROOM];
    UFormattedNumber *result = unumf_openResult(error);
    unumf_formatInt(format, n, result, error);
    int32_t len = unumf_resultToString(result, text, ROOM, error);
    unumf_closeResult(result);
    return utf8(arena, text, len, error);
}

/* Takes the signs from numbers written with them: "-1", "12.345", "1234". */
static void read_numbers(struct arena *arena, struct language_facts *facts, UErrorCode *error)
{
    UNumberFormatter *format = unumf_openForSkeletonAndLocale(u"", 0, facts->locale, error);
    if (U_FAILURE(*error))
        return;
    const char *minus = format_number(arena, format, -1, error), *thousands = format_number(arena, format, 12345, error);
    const char *four = format_number(arena, format, 1234, error);
    if (strlen(minus) > 1 && strlen(thousands) > 5) {
        facts->minus = arena_slice(arena, minus, strlen(minus) - 1);
        facts->separator = arena_slice(arena, thousands + 2, strlen(thousands) - 5);
    }
    facts->separates_thousands = strlen(four) > 4;
    unumf_close(format);
}

static const struct language_facts *facts_read(struct arena *arena, const char *code)
{
    static const char *const plain[PATTERNS] = { "d MMMM y", "d MMM", "d MMM y", "d MMM, HH:mm", "MMMM y", "HH:mm" };
    struct language_facts *facts = arena_alloc(arena, sizeof *facts);
    UErrorCode error = U_ZERO_ERROR;
    *facts = (struct language_facts){
        .locale = locale_of(code), .today = "Today", .yesterday = "Yesterday", .beside = "{1}, {0}", .separator = ",", .minus = "-"
    };
    read_patterns(arena, facts, &error);
    read_months(arena, facts, &error);
    read_days(arena, facts, &error);
    read_numbers(arena, facts, &error);
    UDisplayContext context[] = { UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU };
    facts->names = uldn_openForContext(facts->locale, context, COUNT(context), &error);
    if (U_FAILURE(error))
        log_line(LOG_ERROR, "language.facts", "ICU lacks data for \"%s\": %s", code, u_errorName(error));
    for (size_t i = 0; i < PATTERNS; i++)
        facts->pattern[i] = facts->pattern[i] ? facts->pattern[i] : plain[i];
    return facts;
}

const struct language_facts *language_facts(const struct catalogue *catalogue)
{
    const struct language_facts *facts = atomic_load_explicit(&catalogue->facts, memory_order_acquire);
    if (facts)
        return facts;
    struct catalogues *all = catalogue->all;
    struct catalogue *own = &all->list[catalogue - all->list];
    pthread_mutex_lock(&all->lock);
    facts = atomic_load_explicit(&own->facts, memory_order_relaxed);
    if (!facts) {
        facts = facts_read(&all->arena, own->language->code);
        atomic_store_explicit(&own->facts, facts, memory_order_release);
    }
    pthread_mutex_unlock(&all->lock);
    return facts;
}

void language_facts_free(struct catalogue *catalogue)
{
    const struct language_facts *facts = atomic_load_explicit(&catalogue->facts, memory_order_relaxed);
    if (facts && facts->names)
        uldn_close((ULocaleDisplayNames *)facts->names);
}
