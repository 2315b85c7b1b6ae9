#include <libical/ical.h>

#include "tests/harness/harness.h"

#include "calendar/inside.h"

static const char *const zones[] = {
    "Europe/Berlin",    "Europe/London",     "Europe/Dublin",       "Europe/Moscow",    "Europe/Istanbul",
    "America/New_York", "America/Sao_Paulo", "America/St_Johns",    "America/Santiago", "Africa/Cairo",
    "Asia/Tehran",      "Asia/Kolkata",      "Australia/Lord_Howe", "Pacific/Chatham",  "Africa/Casablanca",
    "Asia/Gaza",        "Asia/Tokyo",        "Asia/Beirut",         "Asia/Jerusalem",   "Pacific/Auckland",
};

static const struct calendar_zone *zone_of(const char *name)
{
    const struct calendar_zone *zone = NULL;
    EXPECT_INT(calendar_zone_open(test_arena(), name, &zone), OK);
    return zone;
}

static int64_t at(const struct calendar_zone *zone, const char *text)
{
    int64_t wall = -1;
    EXPECT(calendar_wall_read(text, &wall));
    return calendar_moment(zone, wall, NULL);
}

static const char *text_of(const struct ics_event *event)
{
    struct ics *ics = ics_begin(test_arena(), NULL, 0);
    ics_add(ics, event);
    return ics_end(ics).data;
}

static icalcomponent *read_back(const char *text)
{
    icalcomponent *calendar = icalparser_parse_string(text);
    EXPECT(calendar && icalcomponent_count_errors(calendar) == 0);
    for (const char *line = text; *line; line = strstr(line, "\r\n") + 2) {
        EXPECT(strstr(line, "\r\n") && strcspn(line, "\r\n") <= 75);
        if (!strstr(line, "\r\n"))
            break;
    }
    return calendar;
}

/* libical's answer: the wall and its TZID, seen through the VTIMEZONE that came with it. */
static int64_t moment_read(struct icaltimetype time)
{
    icaltimezone *utc = icaltimezone_get_utc_timezone();
    struct icaltimetype moved = icaltime_convert_to_zone(time, utc);
    return (calendar_day_of(moved.year, moved.month, moved.day) * TIME_DAY) + moved.hour * TIME_HOUR + moved.minute * TIME_MINUTE +
           moved.second * TIME_SECOND;
}

UNIT_TEST(another_program_reads_the_same_moments_in_any_zone)
{
    for (size_t z = 0; z < COUNT(zones); z++) {
        const struct calendar_zone *zone = zone_of(zones[z]);
        struct ics *ics = ics_begin(test_arena(), NULL, 0);
        enum { EVENTS = 300 };
        int64_t starts[EVENTS], begin = calendar_day_of(2015, 1, 1) * TIME_DAY;
        for (int i = 0; i < EVENTS; i++) {
            starts[i] = begin + i * (19 * TIME_DAY + 3 * TIME_HOUR + 15 * TIME_MINUTE);
            ics_add(ics,
                    &(struct ics_event){ .uid = "a", .starts = starts[i], .ends = starts[i] + 3 * TIME_HOUR, .zone = zone, .title = "x" });
        }
        icalcomponent *calendar = read_back(ics_end(ics).data);
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (int i = 0; i < EVENTS; i++, event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            bool good = event && EXPECT_INT(moment_read(icalcomponent_get_dtstart(event)), starts[i]) &&
                        EXPECT_INT(moment_read(icalcomponent_get_dtend(event)), starts[i] + 3 * TIME_HOUR);
            if (!EXPECT(good)) {
                printf("# %s %s\n", zones[z], calendar_wall_text(test_arena(), starts[i]));
                break;
            }
        }
        icalcomponent_free(calendar);
    }
}

UNIT_TEST(a_zone_with_a_yearly_rule_says_it_in_two_parts_whose_name_the_times_carry)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    struct recurrence rule = { .frequency = RECURRENCE_WEEKLY, .interval = 1 };
    int64_t starts = at(zone, "2026-11-24T19:30");
    struct recurrence_set set = { .zone = zone, .starts = starts, .rule = &rule };
    const char *text = text_of(&(struct ics_event){ .uid = "a",
                                                    .starts = starts,
                                                    .ends = starts + TIME_HOUR,
                                                    .changed = starts - TIME_DAY,
                                                    .zone = zone,
                                                    .title = "x",
                                                    .series = &set });
    EXPECT(strstr(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"));
    EXPECT(strstr(text, "DTSTART;TZID=Europe/Berlin:20261124T193000\r\n"));
    EXPECT(strstr(text, "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
                        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"));
    EXPECT(strstr(text, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"));
    EXPECT(strstr(text, "\r\nRRULE:FREQ=WEEKLY\r\n"));
    EXPECT(!strstr(strstr(text, "END:VTIMEZONE") + 14, "VTIMEZONE"));
    text = text_of(&(struct ics_event){ .uid = "a", .starts = starts, .ends = starts + TIME_HOUR, .zone = zone_of("UTC"), .title = "x" });
    EXPECT(!strstr(text, "VTIMEZONE") && strstr(text, "\r\nDTSTART:20261124T183000Z\r\n"));
}

UNIT_TEST(an_hour_that_comes_twice_is_said_in_utc)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    int64_t first = at(zone, "2026-10-25T02:30");
    const char *text = text_of(&(struct ics_event){ .uid = "a", .starts = first, .ends = first + TIME_HOUR, .zone = zone, .title = "x" });
    EXPECT(strstr(text, "\r\nDTSTART:20261025T003000Z\r\nDTEND:20261025T013000Z\r\n"));
    icalcomponent *calendar = read_back(text);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    EXPECT_INT(moment_read(icalcomponent_get_dtstart(event)), first);
    EXPECT_INT(moment_read(icalcomponent_get_dtend(event)), first + TIME_HOUR);
    icalcomponent_free(calendar);
}

UNIT_TEST(what_members_write_stays_one_value_whatever_it_holds)
{
    static const char words[] = "Tea; cake, \\and\\ \"more\"\r\nEND:VEVENT\nBEGIN:VALARM\rX\xC2\x85Y\xE2\x80\xA8Z\tT\x01\x07\x1b[0m\x7f";
    const char *text = text_of(&(struct ics_event){ .uid = "a\r\nATTENDEE:x",
                                                    .starts = TIME_DAY * 20000,
                                                    .ends = TIME_DAY * 20001,
                                                    .title = words,
                                                    .about = words,
                                                    .place = words,
                                                    .url = "https://a.example/\r\nATTACH:x" });
    icalcomponent *calendar = read_back(text);
    EXPECT_INT(icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT), 1);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    EXPECT_TEXT(icalcomponent_get_summary(event), "Tea; cake, \\and\\ \"more\"\nEND:VEVENT\nBEGIN:VALARM\nX\nY\nZ T[0m");
    EXPECT_INT(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), 0);
    EXPECT(!strstr(text, "\r\nATT") && !strstr(text, "\r\nURL") && !strstr(text, "VALARM\r\n"));
    for (const char *c = text; *c; c++)
        EXPECT((unsigned char)*c >= 0x20 || *c == '\r' || *c == '\n');
    icalcomponent_free(calendar);
}

UNIT_TEST(long_lines_are_folded_between_characters)
{
    struct buf title = { .arena = test_arena() };
    for (int i = 0; i < 300; i++)
        buf_puts(&title, i % 3 ? "\xF0\x9F\x8F\xB3" : i % 2 ? "é" : "x,");
    const char *text = text_of(&(struct ics_event){ .uid = "a", .starts = TIME_DAY, .ends = 2 * TIME_DAY, .title = buf_text(&title) });
    for (const char *line = text; *line; line = strstr(line, "\r\n") + 2)
        EXPECT(text_is_utf8(line, strcspn(line, "\r\n")));
    icalcomponent *calendar = read_back(text);
    EXPECT_TEXT(icalcomponent_get_summary(icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT)), buf_text(&title));
    icalcomponent_free(calendar);
    struct buf broken = { .arena = test_arena() };
    for (int i = 0; i < 200; i++)
        buf_puts(&broken, "\x80\xC3");
    /* Of words that are nothing but controls nothing is left, not even what lay in memory before. */
    EXPECT(!strstr(text_of(&(struct ics_event){ .uid = "a", .starts = 1, .title = "\x01\x02" }), "SUMMARY"));
    text = text_of(&(struct ics_event){ .uid = "a", .starts = 1, .title = buf_text(&broken) });
    EXPECT(text_is_utf8(text, strlen(text)));
}

static void collect(icalcomponent *component, struct icaltime_span *span, void *context)
{
    struct buf *out = context;
    (void)component;
    buf_add(out, &(int64_t){ (int64_t)span->start * TIME_SECOND }, sizeof(int64_t));
}

UNIT_TEST(a_series_is_read_with_its_exceptions_and_additions)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    struct recurrence rule;
    EXPECT_INT(recurrence_read(test_arena(), "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231", zone, &rule), OK);
    int64_t starts = at(zone, "2026-09-01T19:30");
    int64_t without[] = { at(zone, "2026-10-27T19:30"), at(zone, "2026-09-03T19:30") }, also[] = { at(zone, "2026-10-31T12:00") };
    struct recurrence_set set = { zone, starts, &rule, without, COUNT(without), also, COUNT(also) };
    icalcomponent *calendar = read_back(text_of(&(struct ics_event){
        .uid = "a", .sequence = 3, .starts = starts, .ends = starts + TIME_HOUR, .zone = zone, .title = "x", .series = &set }));
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    struct buf theirs = { .arena = test_arena() };
    icalcomponent_foreach_recurrence(event, icaltime_from_timet_with_zone(0, 0, NULL),
                                     icaltime_from_timet_with_zone((time_t)(starts / TIME_SECOND + 86400 * 300), 0, NULL), collect,
                                     &theirs);
    int64_t *dates, moment;
    size_t count;
    EXPECT_INT(icalcomponent_get_sequence(event), 3);
    if (EXPECT_INT(recurrence_list(test_arena(), &set, 0, 400, &dates, &count), OK) && EXPECT_INT(theirs.len / sizeof moment, count))
        for (size_t i = 0; i < count; i++) {
            bool found = false;
            for (size_t k = 0; k < count; k++) {
                memcpy(&moment, theirs.data + k * sizeof moment, sizeof moment);
                found |= moment == dates[i];
            }
            EXPECT(found);
        }
    icalcomponent_free(calendar);
}

UNIT_TEST(one_date_of_a_series_that_changed_or_is_called_off_says_which_it_is)
{
    const struct calendar_zone *zone = zone_of("Europe/Berlin");
    int64_t starts = at(zone, "2026-11-24T20:00");
    const char *text = text_of(&(struct ics_event){ .uid = "a",
                                                    .sequence = 7,
                                                    .cancelled = true,
                                                    .starts = starts,
                                                    .ends = starts + TIME_HOUR,
                                                    .changed = starts - TIME_DAY,
                                                    .zone = zone,
                                                    .title = "x",
                                                    .instance = starts - TIME_HOUR });
    EXPECT(strstr(text, "\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261124T190000\r\n"));
    EXPECT(strstr(text, "\r\nSTATUS:CANCELLED\r\n") && strstr(text, "\r\nSEQUENCE:7\r\n"));
    EXPECT(strstr(text, "\r\nDTSTAMP:20261123T190000Z\r\nLAST-MODIFIED:20261123T190000Z\r\n"));
    /* A first date that its rule wouldn't make: the dates are listed, for programs read such a rule each in its own way. */
    struct recurrence rule;
    EXPECT_INT(recurrence_read(test_arena(), "FREQ=MONTHLY;BYDAY=1MO;COUNT=3", zone, &rule), OK);
    struct recurrence_set set = { .zone = zone, .starts = starts, .rule = &rule };
    text = text_of(&(struct ics_event){ .uid = "a", .starts = starts, .ends = starts + 1, .zone = zone, .title = "x", .series = &set });
    EXPECT(!strstr(text, "RRULE:FREQ=MONTHLY") && strstr(text, "\r\nRDATE:20261207T190000Z,20270104T190000Z\r\n"));
}
