/* Days, and how RFC 5545 writes them. */
#include "calendar/inside.h"

/* Howard Hinnant's civil_from_days, for days since 1970: eras of 400 years that begin in March. */
struct calendar_date calendar_date_of(int64_t day)
{
    day += 719468;
    int64_t era = (day >= 0 ? day : day - 146096) / 146097, of_era = day - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    return (struct calendar_date){ .year = year + era * 400 + (month >= 10),
                                   .month = (int)(month < 10 ? month + 3 : month - 9),
                                   .day = (int)(of_year - (153 * month + 2) / 5 + 1) };
}

int64_t calendar_day_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int calendar_month_length(int64_t year, int month)
{
    int64_t next = month == 12 ? calendar_day_of(year + 1, 1, 1) : calendar_day_of(year, month + 1, 1);
    return (int)(next - calendar_day_of(year, month, 1));
}

int calendar_weekday(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

int64_t calendar_day_part(int64_t wall)
{
    return (wall >= 0 ? wall : wall - TIME_DAY + 1) / TIME_DAY;
}

static char *digits_put(char *at, int64_t value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + digits;
}

void calendar_stamp(struct buf *out, int64_t wall)
{
    char text[15], *at = text;
    int64_t day = calendar_day_part(wall), second = (wall - day * TIME_DAY) / TIME_SECOND;
    struct calendar_date date = calendar_date_of(day);
    at = digits_put(at, date.year, 4);
    at = digits_put(at, date.month, 2);
    at = digits_put(at, date.day, 2);
    *at++ = 'T';
    at = digits_put(at, second / 3600, 2);
    at = digits_put(at, second / 60 % 60, 2);
    digits_put(at, second % 60, 2);
    buf_add(out, text, sizeof text);
}

int64_t calendar_digits(const char **at, int digits)
{
    int64_t value = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool date_is(int64_t year, int64_t month, int64_t day)
{
    return year >= 1970 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= calendar_month_length(year, (int)month);
}

static bool clock_is(int64_t hour, int64_t minute, int64_t second)
{
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

bool calendar_stamp_read(const char **at, int64_t *wall, bool *clock)
{
    int64_t year = calendar_digits(at, 4);
    int64_t month = year < 0 ? -1 : calendar_digits(at, 2);
    int64_t day = month < 0 ? -1 : calendar_digits(at, 2);
    if (!date_is(year, month, day))
        return false;
    *wall = calendar_day_of(year, (int)month, (int)day) * TIME_DAY;
    *clock = **at == 'T';
    if (!*clock)
        return true;
    ++*at;
    int64_t hour = calendar_digits(at, 2);
    int64_t minute = hour < 0 ? -1 : calendar_digits(at, 2);
    int64_t second = minute < 0 ? -1 : calendar_digits(at, 2);
    *wall += hour * TIME_HOUR + minute * TIME_MINUTE + second * TIME_SECOND;
    return clock_is(hour, minute, second);
}

bool calendar_wall_read(const char *text, int64_t *wall)
{
    const char *at = text;
    int64_t part[6] = { 0 };
    static const char before[6] = { 0, '-', '-', 'T', ':', ':' };
    for (int i = 0; i < 6; i++) {
        if (i == 5 && !*at)
            break; /* the seconds may be missing */
        if (before[i] && *at++ != before[i])
            return false;
        part[i] = calendar_digits(&at, i ? 2 : 4);
        if (part[i] < 0)
            return false;
    }
    if (*at || !date_is(part[0], part[1], part[2]) || !clock_is(part[3], part[4], part[5]))
        return false;
    *wall = calendar_day_of(part[0], (int)part[1], (int)part[2]) * TIME_DAY + part[3] * TIME_HOUR + part[4] * TIME_MINUTE +
            part[5] * TIME_SECOND;
    return true;
}

const char *calendar_wall_text(struct arena *arena, int64_t wall)
{
    int64_t day = calendar_day_part(wall), minute = (wall - day * TIME_DAY) / TIME_MINUTE;
    struct calendar_date date = calendar_date_of(day);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d", (int)date.year, date.month, date.day, (int)(minute / 60), (int)(minute % 60));
}
