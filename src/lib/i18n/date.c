/* Dates and numbers, written with the words and patterns of facts.c. */
#include "i18n/inside.h"

/* A moment on the wall of the reader's zone. */
struct civil {
    int64_t day; /* since 1970-01-01 */
    int64_t year;
    int month, day_of_month, hour, minute, second; /* month 0 .. 11 */
};

/* Days to a date of the Gregorian calendar: years begin in March, so that the leap day comes last. */
static struct civil civil_of(int64_t local_ms)
{
    int64_t day = time_day(local_ms), rest = local_ms - day * TIME_DAY;
    int64_t shifted = day + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_era = shifted - era * 146097;
    int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * in_year + 2) / 153; /* 0 is March */
    struct civil civil = { .day = day, .day_of_month = (int)(in_year - (153 * month + 2) / 5 + 1), .month = (int)((month + 2) % 12) };
    civil.year = year_of_era + era * 400 + (month >= 10);
    civil.hour = (int)(rest / TIME_HOUR);
    civil.minute = (int)(rest / TIME_MINUTE % 60);
    civil.second = (int)(rest / TIME_SECOND % 60);
    return civil;
}

int64_t date_wall(const struct words *words, int64_t ms)
{
    return ms + zone_offset(words->catalogue->all, words->zone, ms);
}

int64_t date_moment(const struct words *words, int64_t day, int64_t minute)
{
    int64_t wall = day * TIME_DAY + minute * TIME_MINUTE, guess = wall;
    for (int i = 0; i < 2; i++)
        guess = wall - (date_wall(words, guess) - guess);
    return guess;
}

unsigned date_weekday(int64_t day)
{
    enum { WEEK = 7, THURSDAY = 3 }; /* 1970-01-01 was a Thursday */
    return (unsigned)(((day + THURSDAY) % WEEK + WEEK) % WEEK);
}

int64_t date_day(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* A short text in the making: a page shows many dates. */
struct line {
    char text[400];
    size_t len;
};

static void line_add(struct line *line, const char *text, size_t len)
{
    if (len > sizeof line->text - line->len)
        len = sizeof line->text - line->len;
    memcpy(line->text + line->len, text, len);
    line->len += len;
}

static void line_puts(struct line *line, const char *text)
{
    line_add(line, text, strlen(text));
}

static void line_number(struct line *line, uint64_t number, int width)
{
    char digits[24], *at = digits + sizeof digits;
    for (; number || width > 0; number /= 10, width--)
        *--at = (char)('0' + number % 10);
    line_add(line, at, (size_t)(digits + sizeof digits - at));
}

static void add_field(struct line *line, const struct language_facts *facts, const struct civil *civil, char field, int width)
{
    int month_name = (field == 'L' ? MONTH_ALONE : MONTH_FORMAT) + (width == 3);
    uint64_t year = (uint64_t)(civil->year < 0 ? -civil->year : civil->year);
    switch (field) {
    case 'y':
        line_number(line, width == 2 ? year % 100 : year, width);
        break;
    case 'M':
    case 'L':
        if (width < 3)
            line_number(line, (uint64_t)civil->month + 1, width);
        else
            line_puts(line, facts->month[month_name][civil->month]);
        break;
    case 'd':
        line_number(line, (uint64_t)civil->day_of_month, width);
        break;
    case 'H':
        line_number(line, (uint64_t)civil->hour, width);
        break;
    case 'm':
        line_number(line, (uint64_t)civil->minute, width);
        break;
    default:
        break;
    }
}

/* Unicode date patterns (UTS 35): letters are fields, quotes hold text. */
static void add_pattern(struct line *line, const struct language_facts *facts, enum date_pattern which, const struct civil *civil)
{
    bool quoted = false;
    for (const char *p = facts->pattern[which]; *p;) {
        bool letter = (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z';
        if (*p == '\'') {
            if (p[1] == '\'')
                line_puts(line, "'");
            else
                quoted = !quoted;
            p += p[1] == '\'' ? 2 : 1;
        } else if (quoted || !letter) {
            line_add(line, p++, 1);
        } else {
            int width = 1;
            while (p[width] == *p)
                width++;
            add_field(line, facts, civil, *p, width);
            p += width;
        }
    }
}

/* "Today, 21:40": `facts->beside` says which comes first and what stands between. `day` NULL: the whole date. */
static void add_day_and_clock(struct line *line, const struct language_facts *facts, const char *day, const struct civil *civil)
{
    for (const char *p = facts->beside; *p;) {
        bool place = p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}';
        if (!place)
            line_add(line, p, 1);
        else if (p[1] == '1' && day)
            line_puts(line, day);
        else if (p[1] == '1')
            add_pattern(line, facts, PATTERN_LONG, civil);
        else
            add_pattern(line, facts, PATTERN_CLOCK, civil);
        p += place ? 3 : 1;
    }
}

const char *date_text(const struct words *words, int64_t ms, enum date_style style)
{
    if (!words->catalogue)
        return date_machine(words->arena, ms);
    static const enum date_pattern patterns[] = {
        [DATE_LONG] = PATTERN_LONG,
        [DATE_SHORT] = PATTERN_DAY,
        [DATE_MONTH] = PATTERN_MONTH,
        [DATE_CLOCK] = PATTERN_CLOCK,
    };
    const struct language_facts *facts = language_facts(words->catalogue);
    struct catalogues *all = words->catalogue->all;
    struct civil civil = civil_of(ms + zone_offset(all, words->zone, ms)), now = { .day = 0 };
    struct line line;
    line.len = 0;
    if (style == DATE_TIME)
        now = civil_of(words->now + zone_offset(all, words->zone, words->now));
    if (style == DATE_MOMENT)
        add_day_and_clock(&line, facts, NULL, &civil);
    else if (style != DATE_TIME)
        add_pattern(&line, facts, patterns[style], &civil);
    else if (civil.day == now.day || civil.day == now.day - 1)
        add_day_and_clock(&line, facts, civil.day == now.day ? facts->today : facts->yesterday, &civil);
    else
        add_pattern(&line, facts, civil.year == now.year ? PATTERN_DAY_CLOCK : PATTERN_DAY_YEAR, &civil);
    return arena_slice(words->arena, line.text, line.len);
}

const char *date_machine(struct arena *arena, int64_t ms)
{
    struct civil civil = civil_of(ms);
    const int parts[] = { civil.month + 1, civil.day_of_month, civil.hour, civil.minute, civil.second };
    struct line line;
    line.len = 0;
    if (civil.year < 0)
        line_puts(&line, "-");
    line_number(&line, (uint64_t)(civil.year < 0 ? -civil.year : civil.year), 4);
    for (size_t i = 0; i < COUNT(parts); i++) {
        line_add(&line, &"--T::"[i], 1);
        line_number(&line, (uint64_t)parts[i], 2);
    }
    line_puts(&line, "Z");
    return arena_slice(arena, line.text, line.len);
}

bool date_read(const char *text, int64_t *ms)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    int64_t part[6] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < sizeof shape; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit != (shape[i] == '0') || (!digit && text[i] != shape[i]))
            return false;
        if (digit)
            part[n] = part[n] * 10 + (text[i] - '0');
        else
            n++;
    }
    *ms = date_day(part[0], part[1], part[2]) * TIME_DAY + part[3] * TIME_HOUR + part[4] * TIME_MINUTE + part[5] * TIME_SECOND;
    return true;
}

const char *number_text(const struct words *words, int64_t n)
{
    const struct language_facts *facts = words->catalogue ? language_facts(words->catalogue) : NULL;
    struct line digits, line;
    digits.len = line.len = 0;
    line_number(&digits, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 1);
    if (n < 0)
        line_puts(&line, facts ? facts->minus : "-");
    bool separate = facts && (digits.len > 4 || facts->separates_thousands);
    for (size_t i = 0; i < digits.len; i++) {
        if (separate && i && (digits.len - i) % 3 == 0)
            line_puts(&line, facts->separator);
        line_add(&line, &digits.text[i], 1);
    }
    return arena_slice(words->arena, line.text, line.len);
}

/* ---- the clock of forms ---- */

const char *date_minute_text(struct arena *arena, int minute)
{
    return arena_printf(arena, "%02d:%02d", minute / 60, minute % 60);
}

bool date_minute_read(struct arena *arena, const char *text, int *minute)
{
    int64_t hours, minutes;
    const char *colon = strchr(text, ':');
    if (!colon || !text_int(arena_slice(arena, text, (size_t)(colon - text)), 0, 23, &hours) || strlen(colon + 1) != 2 ||
        !text_int(colon[1] == '0' ? colon + 2 : colon + 1, 0, 59, &minutes))
        return false;
    *minute = (int)(hours * 60 + minutes);
    return true;
}
