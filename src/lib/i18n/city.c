/* Cities that stand for time zones, in the reader's language. */
#include "i18n/inside.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { ROOM = 120 };

static const char *city_text(struct arena *arena, const UDateFormat *format, UCalendar *calendar, const char *zone)
{
    UChar id[ROOM], city[ROOM];
    char text[ROOM * 3];
    int32_t len = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(id, ROOM, &len, zone, -1, &error);
    ucal_setTimeZone(calendar, id, len, &error);
    int32_t wide_len = udat_formatCalendar(format, calendar, city, ROOM, NULL, &error);
    u_strToUTF8(text, sizeof text, &len, city, wide_len, &error);
    return U_SUCCESS(error) && strchr(zone, '/') ? arena_slice(arena, text, (size_t)len) : arena_copy(arena, zone);
}

/* One formatter and one calendar serve the whole list: opening them is what takes time. */
void zone_cities(const struct words *words, const char *const *zones, size_t count, const char **cities)
{
    static const UChar pattern[] = { 'V', 'V', 'V', 0 }; /* the city that stands for a zone */
    const char *locale = words->catalogue ? language_facts(words->catalogue)->locale : "en";
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
