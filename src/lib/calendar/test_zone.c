#include "tests/harness/harness.h"

#include "calendar/inside.h"
#include <unicode/ucal.h>

static const char *const zones[] = {
    "Europe/Berlin",     "Europe/London",    "Europe/Dublin", "Europe/Moscow",      "Europe/Istanbul",  "America/New_York",
    "America/Sao_Paulo", "America/St_Johns", "America/Nuuk",  "America/Santiago",   "America/Asuncion", "Africa/Casablanca",
    "Africa/Cairo",      "Asia/Tehran",      "Asia/Kolkata",  "Asia/Kathmandu",     "Asia/Gaza",        "Australia/Lord_Howe",
    "Pacific/Chatham",   "Pacific/Apia",     "Asia/Tokyo",    "Australia/Adelaide",
};

static UCalendar *icu_open(const char *zone)
{
    UChar wide[64];
    UErrorCode error = U_ZERO_ERROR;
    for (size_t i = 0; i <= strlen(zone); i++)
        wide[i] = (UChar)zone[i];
    UCalendar *calendar = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &error);
    ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_LAST);
    return U_SUCCESS(error) ? calendar : NULL;
}

static int64_t icu_moment(UCalendar *calendar, int64_t wall)
{
    UErrorCode error = U_ZERO_ERROR;
    int64_t day = calendar_day_part(wall), minute = (wall - day * TIME_DAY) / TIME_MINUTE;
    struct calendar_date date = calendar_date_of(day);
    ucal_clear(calendar);
    ucal_setDateTime(calendar, (int32_t)date.year, date.month - 1, date.day, (int32_t)(minute / 60), (int32_t)(minute % 60), 0, &error);
    return (int64_t)ucal_getMillis(calendar, &error);
}

static int64_t icu_offset(UCalendar *calendar, int64_t ms)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(calendar, (UDate)ms, &error);
    return (int64_t)ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
}

/* Every ten minutes of the three days around each change of the clock from 2007 to 2032, and some walls between. */
static bool zone_agrees(const char *name, size_t *compared)
{
    const struct calendar_zone *zone;
    UCalendar *icu = icu_open(name);
    bool good = EXPECT(icu != NULL) && EXPECT_INT(calendar_zone_open(test_arena(), name, &zone), OK);
    const int64_t begin = calendar_day_of(2007, 1, 1) * TIME_DAY, end = calendar_day_of(2033, 1, 1) * TIME_DAY;
    for (size_t i = 0; good && i < zone->count; i++) {
        int64_t at = zone->shifts[i].from;
        for (int64_t wall = at - 36 * TIME_HOUR; at >= begin && at < end && good && wall < at + 36 * TIME_HOUR; wall += 10 * TIME_MINUTE) {
            wall -= wall % TIME_MINUTE;
            good = EXPECT_INT(calendar_moment(zone, wall, NULL), icu_moment(icu, wall)) &&
                   EXPECT_INT(calendar_offset(zone, wall), icu_offset(icu, wall));
            ++*compared;
        }
    }
    for (int64_t wall = begin; good && wall < end; wall += 3 * TIME_DAY + 7 * TIME_HOUR + 13 * TIME_MINUTE, ++*compared) {
        good = EXPECT_INT(calendar_moment(zone, wall, NULL), icu_moment(icu, wall));
        int64_t ms = calendar_moment(zone, wall, NULL);
        good = good && EXPECT_INT(calendar_wall(zone, ms) - ms, icu_offset(icu, ms));
    }
    ucal_close(icu);
    return good;
}

UNIT_TEST(local_times_of_many_zones_are_what_icu_says)
{
    size_t compared = 0;
    for (size_t i = 0; i < COUNT(zones); i++)
        if (!EXPECT(zone_agrees(zones[i], &compared)))
            printf("# %s\n", zones[i]);
    EXPECT(compared > 100000);
}

static int64_t wall_of(const char *text)
{
    int64_t wall = -1;
    EXPECT(calendar_wall_read(text, &wall));
    return wall;
}

static const char *moment_of(const char *zone_name, const char *text, enum calendar_clock *clock)
{
    const struct calendar_zone *zone;
    if (!EXPECT_INT(calendar_zone_open(test_arena(), zone_name, &zone), OK))
        return "";
    return calendar_wall_text(test_arena(), calendar_moment(zone, wall_of(text), clock));
}

UNIT_TEST(an_hour_that_is_skipped_or_comes_twice_has_one_moment_and_says_so)
{
    enum calendar_clock clock;
    EXPECT_TEXT(moment_of("Europe/Berlin", "2026-03-29T02:30", &clock), "2026-03-29T01:30"); /* 03:30 there */
    EXPECT_INT(clock, CALENDAR_SKIPPED);
    EXPECT_TEXT(moment_of("Europe/Berlin", "2026-03-29T03:00", &clock), "2026-03-29T01:00");
    EXPECT_INT(clock, CALENDAR_ONCE);
    EXPECT_TEXT(moment_of("Europe/Berlin", "2026-10-25T02:30", &clock), "2026-10-25T00:30"); /* the first of two */
    EXPECT_INT(clock, CALENDAR_TWICE);
    EXPECT_TEXT(moment_of("Europe/Berlin", "2026-10-25T03:00", &clock), "2026-10-25T02:00");
    EXPECT_INT(clock, CALENDAR_ONCE);
    /* Half an hour, three quarters, and a whole day that Samoa left out. */
    EXPECT_TEXT(moment_of("Australia/Lord_Howe", "2026-10-04T02:15", &clock), "2026-10-03T15:45");
    EXPECT_INT(clock, CALENDAR_SKIPPED);
    EXPECT_TEXT(moment_of("Asia/Kathmandu", "2026-11-23T00:10", &clock), "2026-11-22T18:25");
    EXPECT_INT(clock, CALENDAR_ONCE);
    EXPECT_TEXT(moment_of("Pacific/Apia", "2011-12-30T12:00", &clock), "2011-12-30T22:00");
    EXPECT_INT(clock, CALENDAR_SKIPPED);
    /* Midnight itself. */
    EXPECT_TEXT(moment_of("America/Asuncion", "2023-10-01T00:00", &clock), "2023-10-01T04:00");
    EXPECT_INT(clock, CALENDAR_SKIPPED);
}

UNIT_TEST(an_evening_over_midnight_lasts_as_long_as_it_lasts)
{
    const struct calendar_zone *zone;
    if (!EXPECT_INT(calendar_zone_open(test_arena(), "Europe/Berlin", &zone), OK))
        return;
    int64_t night = calendar_moment(zone, wall_of("2026-03-29T06:00"), NULL) - calendar_moment(zone, wall_of("2026-03-28T22:00"), NULL);
    EXPECT_INT(night, 7 * TIME_HOUR);
    night = calendar_moment(zone, wall_of("2026-10-25T06:00"), NULL) - calendar_moment(zone, wall_of("2026-10-24T22:00"), NULL);
    EXPECT_INT(night, 9 * TIME_HOUR);
    night = calendar_moment(zone, wall_of("2026-06-02T02:00"), NULL) - calendar_moment(zone, wall_of("2026-06-01T22:00"), NULL);
    EXPECT_INT(night, 4 * TIME_HOUR);
}

UNIT_TEST(a_zone_nobody_knows_is_refused)
{
    const struct calendar_zone *zone;
    static const char *const unknown[] = { "",       "Mars/Base",         "Europe/Berlin\n", "../../etc/passwd", "Etc/Unknown",
                                           "GMT+99", "Europe/Berlin;X=1", "Ünter/Wegs" };
    for (size_t i = 0; i < COUNT(unknown); i++)
        EXPECT_INT(calendar_zone_open(test_arena(), unknown[i], &zone), NOT_FOUND);
    EXPECT_INT(calendar_zone_open(test_arena(), "UTC", &zone), OK);
    EXPECT_INT(calendar_moment(zone, 1234567, NULL), 1234567);
}

UNIT_TEST(only_dates_that_exist_are_read)
{
    int64_t wall;
    static const char *const bad[] = { "",
                                       "2026-02-29T10:00",
                                       "2026-13-01T10:00",
                                       "2026-00-10T10:00",
                                       "2026-11-23T24:00",
                                       "2026-11-23T10:60",
                                       "2026-11-23 10:00",
                                       "2026-11-23T10:00Z",
                                       "26-11-23T10:00",
                                       "2026-11-23T1:00",
                                       "1969-12-31T10:00",
                                       "2100-01-01T00:00",
                                       "2026-11-23T10:00:",
                                       "2026-11-23T10:00:61",
                                       "99999-01-01T00:00",
                                       "2026-11-23" };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!EXPECT(!calendar_wall_read(bad[i], &wall)))
            printf("# %s\n", bad[i]);
    EXPECT(calendar_wall_read("2028-02-29T10:05:30", &wall));
    EXPECT_TEXT(calendar_wall_text(test_arena(), wall), "2028-02-29T10:05");
    for (int64_t day = 0; day < 47482; day++) {
        struct calendar_date date = calendar_date_of(day);
        if (calendar_day_of(date.year, date.month, date.day) != day || date.day > calendar_month_length(date.year, date.month)) {
            EXPECT_INT(calendar_day_of(date.year, date.month, date.day), day);
            break;
        }
    }
}
