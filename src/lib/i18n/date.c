#include "i18n/inside.h"

/* A moment on the wall of the reader's zone. */
struct civil {
    int64_t day;   /* since 1970-01-01 */
    int64_t year;
    int month, day_of_month, hour, minute, second;   /* month 0 .. 11 */
};

/* Days to a date of the Gregorian calendar: years begin in March, so that the leap day comes last. */
static struct civil civil_of(int64_t local_ms)
{
    int64_t day = time_day(local_ms), rest = local_ms - day * TIME_DAY;
    int64_t shifted = day + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_era = shifted - era * 146097;
    int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * in_year + 2) / 153;   /* 0 is March */
    struct civil civil = { .day = day, .day_of_month = (int)(in_year - (153 * month + 2) / 5 + 1), .month = (int)((month + 2) % 12) };
    civil.year = year_of_era + era * 400 + (month >= 10);
    civil.hour = (int)(rest / TIME_HOUR);
    civil.minute = (int)(rest / TIME_MINUTE % 60);
    civil.second = (int)(rest / TIME_SECOND % 60);
    return civil;
}

static void add_field(struct buf *out, const struct language_facts *facts, const struct civil *civil, char field, int width)
{
    int month_name = (field == 'L' ? MONTH_ALONE : MONTH_FORMAT) + (width == 3);
    switch (field) {
    case 'y': buf_printf(out, "%0*lld", width == 2 ? 2 : 1, (long long)(width == 2 ? civil->year % 100 : civil->year)); break;
    case 'M':
    case 'L':
        if (width < 3)
            buf_printf(out, "%0*d", width, civil->month + 1);
        else
            buf_puts(out, facts->month[month_name][civil->month]);
        break;
    case 'd': buf_printf(out, "%0*d", width, civil->day_of_month); break;
    case 'H': buf_printf(out, "%0*d", width, civil->hour); break;
    case 'm': buf_printf(out, "%0*d", width, civil->minute); break;
    default: break;
    }
}

/* Unicode date patterns (UTS 35): letters are fields, quotes hold text. */
static const char *pattern_text(struct arena *arena, const struct language_facts *facts, enum date_pattern which, const struct civil *civil)
{
    struct buf out = { .arena = arena };
    bool quoted = false;
    for (const char *p = facts->pattern[which]; *p;) {
        bool letter = (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z';
        if (*p == '\'') {
            if (p[1] == '\'')
                buf_putc(&out, '\'');
            else
                quoted = !quoted;
            p += p[1] == '\'' ? 2 : 1;
        } else if (quoted || !letter) {
            buf_putc(&out, *p++);
        } else {
            int width = 1;
            while (p[width] == *p)
                width++;
            add_field(&out, facts, civil, *p, width);
            p += width;
        }
    }
    return buf_text(&out);
}

static const char *join(struct arena *arena, const char *pattern, const char *day, const char *clock)
{
    struct buf out = { .arena = arena };
    for (const char *p = pattern; *p;) {
        bool place = p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}';
        if (place)
            buf_puts(&out, p[1] == '0' ? clock : day);
        else
            buf_putc(&out, *p);
        p += place ? 3 : 1;
    }
    return buf_text(&out);
}

const char *date_text(const struct words *words, int64_t ms, enum date_style style)
{
    if (!words->catalogue)
        return date_machine(words->arena, ms);
    static const enum date_pattern patterns[] = {
        [DATE_LONG] = PATTERN_LONG, [DATE_SHORT] = PATTERN_DAY, [DATE_MONTH] = PATTERN_MONTH, [DATE_CLOCK] = PATTERN_CLOCK,
    };
    const struct language_facts *facts = language_facts(words->catalogue);
    struct catalogues *all = words->catalogue->all;
    struct civil civil = civil_of(ms + zone_offset(all, words->zone, ms));
    if (style != DATE_TIME)
        return pattern_text(words->arena, facts, patterns[style], &civil);
    struct civil now = civil_of(words->now + zone_offset(all, words->zone, words->now));
    if (civil.day == now.day || civil.day == now.day - 1) {
        const char *clock = pattern_text(words->arena, facts, PATTERN_CLOCK, &civil);
        return join(words->arena, facts->beside, civil.day == now.day ? facts->today : facts->yesterday, clock);
    }
    return pattern_text(words->arena, facts, civil.year == now.year ? PATTERN_DAY_CLOCK : PATTERN_DAY_YEAR, &civil);
}

const char *date_machine(struct arena *arena, int64_t ms)
{
    struct civil civil = civil_of(ms);
    return arena_printf(arena, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)civil.year, civil.month + 1, civil.day_of_month, civil.hour, civil.minute,
                        civil.second);
}

const char *number_text(const struct words *words, int64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n);
    const struct language_facts *facts = words->catalogue ? language_facts(words->catalogue) : NULL;
    struct buf out = { .arena = words->arena };
    if (n < 0)
        buf_puts(&out, facts ? facts->minus : "-");
    bool separate = facts && (len > 4 || facts->separates_thousands);
    for (int i = 0; i < len; i++) {
        if (separate && i && (len - i) % 3 == 0)
            buf_puts(&out, facts->separator);
        buf_putc(&out, digits[i]);
    }
    return buf_text(&out);
}
