/* Time zones: ICU's transitions of a zone, read once into a table. Looking a moment up takes no lock. */
#include "i18n/inside.h"

#include <unicode/ucal.h>

enum { ZONE_NAME = 64 };

struct transition {
    int64_t from;   /* epoch ms */
    int64_t offset; /* ms, until the next */
};

struct zone {
    const struct zone *next;
    const char *name;
    struct transition *transitions; /* the first holds from the beginning of time */
    size_t count;
};

static bool to_utf16(const char *name, UChar *out)
{
    size_t i = 0;
    for (; name[i] && i + 1 < ZONE_NAME && (unsigned char)name[i] < 0x80; i++)
        out[i] = (UChar)name[i];
    out[i] = 0;
    return i && !name[i];
}

bool zone_is_known(const char *zone)
{
    UChar name[ZONE_NAME], canonical[ZONE_NAME];
    UBool is_system = false;
    UErrorCode error = U_ZERO_ERROR;
    if (!zone || !to_utf16(zone, name) || text_same(zone, "Etc/Unknown"))
        return false;
    ucal_getCanonicalTimeZoneID(name, -1, canonical, ZONE_NAME, &is_system, &error);
    return U_SUCCESS(error) && is_system;
}

/* From 1970 to 2100: whatever lies outside keeps the nearest offset. */
static struct zone *zone_read(struct arena *arena, const char *name)
{
    enum { MOST = 600 };
    const double end = 4102444800000.0;
    UChar wide[ZONE_NAME];
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = to_utf16(name, wide) ? ucal_open(wide, -1, "en", UCAL_GREGORIAN, &error) : NULL;
    if (!calendar)
        return NULL;
    struct zone *zone = arena_alloc(arena, sizeof *zone);
    zone->name = arena_copy(arena, name);
    zone->transitions = arena_array(arena, MOST, sizeof *zone->transitions);
    UDate at = 0;
    do {
        ucal_setMillis(calendar, at, &error);
        int64_t offset = (int64_t)ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
        zone->transitions[zone->count++] = (struct transition){ (int64_t)at, offset };
    } while (U_SUCCESS(error) && zone->count < MOST && ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &error) &&
             at < end);
    ucal_close(calendar);
    return U_SUCCESS(error) ? zone : NULL;
}

static const struct zone *zone_among(const struct zone *zone, const char *name)
{
    while (zone && !text_same(zone->name, name))
        zone = zone->next;
    return zone;
}

static const struct zone *zone_find(struct catalogues *all, const char *name)
{
    const struct zone *zone = zone_among(atomic_load_explicit(&all->zones, memory_order_acquire), name);
    if (zone || !zone_is_known(name))
        return zone;
    pthread_mutex_lock(&all->lock);
    const struct zone *first = atomic_load_explicit(&all->zones, memory_order_relaxed);
    zone = zone_among(first, name);
    struct zone *made = zone ? NULL : zone_read(&all->arena, name);
    if (made) {
        made->next = first;
        atomic_store_explicit(&all->zones, made, memory_order_release);
        zone = made;
    }
    pthread_mutex_unlock(&all->lock);
    return zone;
}

int64_t zone_offset(struct catalogues *all, const char *name, int64_t ms)
{
    const struct zone *zone = name && !text_same(name, "UTC") ? zone_find(all, name) : NULL;
    if (!zone)
        return 0;
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->transitions[middle].from <= ms)
            low = middle;
        else
            high = middle;
    }
    return zone->transitions[low].offset;
}
