/* Zones: ICU's transitions in a table. The system's zone files aren't read: the sandbox has no door to them. */
#include "calendar/inside.h"

#include "i18n/i18n.h"
#include <unicode/ucal.h>

enum { SHIFTS = 600, ZONE_NAME = 64 };

bool calendar_zone_is_utc(const struct calendar_zone *zone)
{
    return !zone || text_same(zone->name, "UTC") || text_same(zone->name, "Etc/UTC");
}

/* From 1970 to 2100, one shift for each change of the offset or of whether it is summer time. */
static enum status zone_fill(struct calendar_zone *zone, UCalendar *calendar)
{
    UErrorCode error = U_ZERO_ERROR;
    UDate at = 0;
    do {
        ucal_setMillis(calendar, at, &error);
        int64_t standard = ucal_get(calendar, UCAL_ZONE_OFFSET, &error), daylight = ucal_get(calendar, UCAL_DST_OFFSET, &error);
        struct calendar_shift shift = { (int64_t)at, standard + daylight, daylight != 0 };
        const struct calendar_shift *last = &zone->shifts[zone->count ? zone->count - 1 : 0];
        if (!zone->count || last->offset != shift.offset || last->daylight != shift.daylight)
            zone->shifts[zone->count++] = shift;
    } while (U_SUCCESS(error) && zone->count < SHIFTS && ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &error) &&
             at < (double)CALENDAR_END);
    return U_SUCCESS(error) ? OK : NOT_FOUND;
}

enum status calendar_zone_open(struct arena *arena, const char *name, const struct calendar_zone **zone)
{
    UChar wide[ZONE_NAME];
    UErrorCode error = U_ZERO_ERROR;
    if (!zone_is_known(name))
        return NOT_FOUND;
    size_t len = strlen(name); /* ASCII and short: a known zone */
    for (size_t i = 0; i <= len; i++)
        wide[i] = (UChar)name[i];
    UCalendar *calendar = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error))
        return NOT_FOUND;
    struct calendar_zone *made = arena_alloc(arena, sizeof *made);
    made->name = arena_copy(arena, name);
    made->shifts = arena_array(arena, SHIFTS, sizeof *made->shifts);
    enum status status = zone_fill(made, calendar);
    ucal_close(calendar);
    *zone = made;
    return status;
}

const char *calendar_zone_name(const struct calendar_zone *zone)
{
    return zone->name;
}

size_t calendar_shift_at(const struct calendar_zone *zone, int64_t ms)
{
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->shifts[middle].from <= ms)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int64_t calendar_offset(const struct calendar_zone *zone, int64_t ms)
{
    return zone->shifts[calendar_shift_at(zone, ms)].offset;
}

int64_t calendar_wall(const struct calendar_zone *zone, int64_t ms)
{
    return ms + calendar_offset(zone, ms);
}

int64_t calendar_moment(const struct calendar_zone *zone, int64_t wall, enum calendar_clock *clock)
{
    /* No offset is further from UTC than two days, and Samoa once put its clock forward by a whole one. */
    size_t first = calendar_shift_at(zone, wall - 2 * TIME_DAY), last = calendar_shift_at(zone, wall + 2 * TIME_DAY);
    int64_t found = 0, skipped = wall - zone->shifts[last].offset;
    int times = 0;
    for (size_t i = last + 1; i-- > first;) {
        int64_t moment = wall - zone->shifts[i].offset;
        bool begun = i == 0 || moment >= zone->shifts[i].from, over = i + 1 < zone->count && moment >= zone->shifts[i + 1].from;
        if (begun && !over) {
            found = moment;
            times++;
        } else if (begun && i < last && wall - zone->shifts[i + 1].offset < zone->shifts[i + 1].from) {
            skipped = moment;
        }
    }
    if (clock)
        *clock = times == 0 ? CALENDAR_SKIPPED : times == 1 ? CALENDAR_ONCE : CALENDAR_TWICE;
    return times ? found : skipped;
}
