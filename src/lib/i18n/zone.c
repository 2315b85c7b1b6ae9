/* Cities that stand for time zones, in the reader's language. */
#include "i18n/i18n.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { CITY_UNITS = 120 };

static const char *city_text(struct arena *arena, const UDateFormat *format, UCalendar *calendar, const char *zone)
{
    UChar id[64], city[CITY_UNITS];
    char utf8[CITY_UNITS * 3 + 1];
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(id, COUNT(id), NULL, zone, -1, &error);
    ucal_setTimeZone(calendar, id, -1, &error);
    udat_formatCalendar(format, calendar, city, COUNT(city), NULL, &error);
    u_strToUTF8(utf8, sizeof utf8, NULL, city, -1, &error);
    return U_SUCCESS(error) && strchr(zone, '/') ? arena_copy(arena, utf8) : arena_copy(arena, zone);
}

/* One formatter and one calendar serve the whole list: opening them is what takes time. */
void zone_cities(const struct words *words, const char *const *zones, size_t count, const char **cities)
{
    static const UChar pattern[] = { 'V', 'V', 'V', 0 };   /* the exemplar city */
    const char *locale = catalogue_language(words->catalogue)->code;
    UErrorCode error = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, NULL, 0, pattern, -1, &error);
    UCalendar *calendar = ucal_open(NULL, 0, locale, UCAL_GREGORIAN, &error);
    for (size_t i = 0; i < count; i++)
        cities[i] = U_SUCCESS(error) ? city_text(words->arena, format, calendar, zones[i]) : zones[i];
    if (calendar)
        ucal_close(calendar);
    if (format)
        udat_close(format);
}
