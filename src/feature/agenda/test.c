/* What calendars are given: the feed and its address, one event, a series, reminders. */
#include "agenda/pages.h"
#include "board/test_parts.h"
#include "event/test_parts.h"
#include "tests/harness/harness.h"

/* The address that the page shows once, from "/calendar/" on. */
static const char *address_made(const char *who, const char *titles)
{
    EXPECT_INT(test_send(who, "/calendar", "titles", titles, NULL), 200);
    const char *page = buf_text(&test_page()->body), *begin = strstr(page, "/calendar/");
    while (begin && strspn(begin + 10, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") < 40)
        begin = strstr(begin + 1, "/calendar/");
    return begin ? arena_slice(test_arena(), begin, strcspn(begin, "<")) : "";
}

static int ask(const char *path)
{
    return test_get("visitor", "%s", path);
}

TEST(a_calendar_asks_without_a_cookie_and_says_only_when)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    const char *address = address_made("ana", "no");
    EXPECT_INT(ask(address), 200);
    EXPECT_TEXT(test_page()->content_type, "text/calendar; charset=utf-8");
    EXPECT(shows(test_page(), "\r\nSUMMARY:Appointment\r\n") && shows(test_page(), "\r\nDTSTART;TZID=Europe/Berlin:"));
    EXPECT(!shows(test_page(), "Soup") && !shows(test_page(), TEST_REGION) && !shows(test_page(), "LOCATION") &&
           !names(test_page(), "URL"));
    EXPECT(!shows(test_page(), "Kith") && !shows(test_page(), "example"));
    /* In the language its owner reads, whatever the calendar's program asks for. */
    EXPECT(strstr(address, "?lang=en") != NULL);
    /* Who doesn't come has nothing in theirs. */
    EXPECT_INT(ask(address_made("cyd", "yes")), 200);
    EXPECT(shows(test_page(), "BEGIN:VCALENDAR") && !shows(test_page(), "VEVENT"));
}

TEST(names_and_places_come_only_for_who_wants_them_and_as_far_as_they_may_see_them)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "cyd", &(struct event_wish){ .party = 1, .maybe = true }), EVENT_MAYBE);
    const char *anas = address_made("ana", "yes"), *cyds = address_made("cyd", "yes"), *neutral = address_made("fay", "no");
    EXPECT_INT(ask(anas), 200);
    EXPECT(shows(test_page(), "\r\nSUMMARY:Soup\r\n") && shows(test_page(), "LOCATION:" TEST_QUARTER "\\, " TEST_REGION "\r\n"));
    EXPECT(!shows(test_page(), TEST_EXACT) && !shows(test_page(), "\r\nSTATUS:TENTATIVE") && shows(test_page(), "\r\nSEQUENCE:1\r\n"));
    test_advance(TIME_DAY + TIME_HOUR);
    EXPECT_INT(ask(anas), 200);
    EXPECT(shows(test_page(), "LOCATION:" TEST_EXACT "\r\n") && shows(test_page(), "\r\nSEQUENCE:2\r\n"));
    EXPECT(!shows(test_page(), "MARKLINK") && !shows(test_page(), TEST_DOOR) && !shows(test_page(), "long table") &&
           !names(test_page(), "Fay"));
    EXPECT_INT(ask(cyds), 200);
    EXPECT(shows(test_page(), "\r\nSTATUS:TENTATIVE\r\n") && shows(test_page(), "LOCATION:" TEST_REGION "\r\n"));
    EXPECT(!shows(test_page(), TEST_EXACT) && !shows(test_page(), TEST_QUARTER));
    EXPECT_INT(ask(neutral), 200); /* its host's */
    EXPECT(shows(test_page(), "VEVENT") && !shows(test_page(), TEST_EXACT) && !shows(test_page(), "Soup"));
}

TEST(the_address_is_known_to_its_owner_alone_and_ends_when_they_say_so)
{
    const char *first = address_made("ana", "no");
    EXPECT_INT(ask(first), 200);
    const char *token = arena_slice(test_arena(), first + 10, strcspn(first + 10, "?"));
    EXPECT_INT(strlen(token), 43);
    EXPECT(!test_data_holds(token));
    EXPECT_INT(test_get("ana", "/calendar"), 200);
    EXPECT(!shows(test_page(), token) && shows(test_page(), "There is an address already"));
    /* Another one takes its place. */
    const char *second = address_made("ana", "no");
    EXPECT_INT(ask(first), 404);
    const char *page = arena_copy(test_arena(), buf_text(&test_page()->body));
    EXPECT_INT(ask(second), 200);
    EXPECT_INT(test_send("ana", "/calendar/end", NULL), 303);
    EXPECT_INT(ask(second), 404);
    /* Forged ones answer as those that ended, to the byte but for what was asked, and as a page that never was. */
    static const char *const forged[] = { "/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA?lang=en",
                                          "/calenda/zAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA?lang=en" };
    for (size_t i = 0; i < COUNT(forged); i++) {
        EXPECT_INT(ask(forged[i]), 404);
        EXPECT_INT(strlen(buf_text(&test_page()->body)), strlen(page));
    }
    EXPECT_INT(ask("/calendar/x"), 404);
}

TEST(who_is_suspended_finds_nothing_at_their_address_until_it_is_over)
{
    const char *address = address_made("ana", "yes");
    EXPECT_INT(ask(address), 200);
    EXPECT_INT(test_sql(test_path("UPDATE persona SET paused_until = %lld, paused_reason = 'x' WHERE id = %lld",
                                  (long long)(test_now() + TIME_DAY), (long long)persona_of("ana"))),
               OK);
    EXPECT_INT(ask(address), 404);
    test_advance(2 * TIME_DAY);
    EXPECT_INT(ask(address), 200);
}

TEST(who_guesses_addresses_has_to_wait_and_a_feed_has_a_bound_of_its_own)
{
    const char *address = address_made("ana", "no");
    int status = 404;
    for (int i = 0; i < 60 && status == 404; i++)
        status = ask(test_path("/calendar/guess-%d", i));
    EXPECT_INT(status, 429);
    EXPECT_INT(ask(address), 200);
    for (int i = 0; i < 60 && status != 200; i++)
        status = ask(address);
    for (int i = 0; i < 60 && status == 200; i++)
        status = ask(address);
    EXPECT_INT(status, 429);
    test_advance(10 * TIME_MINUTE);
    EXPECT_INT(ask(address), 200);
}

static const char *uid_in(const struct request *page)
{
    const char *uid = strstr(buf_text(&page->body), "\r\nUID:");
    return uid ? arena_slice(test_arena(), uid + 6, strcspn(uid + 6, "\r")) : "";
}

TEST(no_two_calendars_show_that_their_owners_come_to_the_same)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "cyd", NULL), EVENT_GOING);
    const char *anas = address_made("ana", "no"), *cyds = address_made("cyd", "no");
    EXPECT_INT(ask(anas), 200);
    const char *one = uid_in(test_page());
    EXPECT_INT(ask(cyds), 200);
    EXPECT(*one && !text_same(one, uid_in(test_page())));
    EXPECT_INT(ask(anas), 200);
    EXPECT_TEXT(uid_in(test_page()), one);
}

/* What is read at once for a whole feed is what event_place_for says of each; and it stays few statements. */
TEST(a_feed_of_many_events_says_of_each_place_what_its_own_page_would)
{
    enum { MANY = 60 };
    struct event_new wish = test_event_wish();
    for (int i = 0; i < MANY; i++) {
        wish.starts = test_now() + TIME_DAY / 2 + (i * 7 % MANY) * TIME_HOUR;
        wish.ends = wish.starts + TIME_HOUR;
        wish.exact = i % 3 ? test_path("Exact %d", i) : "";
        int64_t event = test_event(&wish);
        (void)test_event_joins(event, "ana", &(struct event_wish){ .party = 1, .maybe = i % 4 == 0 });
    }
    EXPECT_INT(ask(address_made("ana", "yes")), 200);
    const char *page = arena_copy(test_arena(), buf_text(&test_page()->body));
    int exact = 0, entries = 0;
    for (const char *at = page; (at = strstr(at, "\r\nLOCATION:")) != NULL; at++, entries++)
        exact += text_starts(at, "\r\nLOCATION:Exact ");
    EXPECT_INT(entries, MANY);
    int64_t open = test_sql_int(test_path("SELECT count(*) FROM event e JOIN event_coming c ON c.event_id = e.id WHERE c.state = 'going'"
                                          " AND e.starts_at <= %lld",
                                          (long long)(test_now() + TIME_DAY)));
    EXPECT(exact > 0 && exact < open); /* a third has no exact place at all */
    for (int i = 0; i < MANY; i++) {
        bool near = (i * 7 % MANY) <= 12, shown = strstr(page, test_path("LOCATION:Exact %d\r\n", i)) != NULL;
        EXPECT_INT(shown, near && i % 3 && i % 4);
    }
}

TEST(changes_and_cancellations_reach_calendars_with_a_higher_sequence)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    const char *address = address_made("ana", "no");
    EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)event), "reason", "rain", "of", "this", NULL), 303);
    EXPECT_INT(ask(address), 200);
    EXPECT(shows(test_page(), "\r\nSTATUS:CANCELLED\r\n") && shows(test_page(), "\r\nSEQUENCE:4\r\n"));
    /* Who left, or doesn't meet the host any more, has nothing of it. */
    EXPECT_INT(test_sql(test_path("DELETE FROM event_coming WHERE event_id = %lld", (long long)event)), OK);
    EXPECT_INT(ask(address), 200);
    EXPECT(!shows(test_page(), "VEVENT"));
}

TEST(one_event_goes_into_a_calendar_as_its_reader_may_see_it)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_get("visitor", "/events/%lld/calendar", (long long)event), 404);
    EXPECT_INT(test_get("cyd", "/events/%lld/calendar", (long long)event), 200);
    EXPECT(shows(test_page(), "SUMMARY:Appointment\r\n") && !shows(test_page(), TEST_REGION));
    EXPECT_INT(test_get("cyd", "/events/%lld/calendar?titles=yes", (long long)event), 200);
    EXPECT(shows(test_page(), "LOCATION:" TEST_REGION "\r\n") && !shows(test_page(), TEST_QUARTER));
    EXPECT_INT(test_get("ana", "/events/%lld/calendar?titles=yes", (long long)event), 200);
    EXPECT(shows(test_page(), TEST_QUARTER) && !shows(test_page(), TEST_EXACT));
    EXPECT(text_starts(answer_header(test_page(), "Content-Disposition"), "attachment; filename=\"calendar.ics\""));
    EXPECT_INT(test_get("ana", "/events/%lld/calendar", (long long)event + 1), 404);
}

TEST(a_series_goes_into_a_calendar_with_its_rule_and_what_is_said_of_one_date_alone)
{
    struct event_new wish = test_event_wish();
    wish.rule = "FREQ=WEEKLY;COUNT=6";
    int64_t first = test_event(&wish);
    test_settle();
    int64_t third =
        test_sql_int(test_path("SELECT max(id) FROM (SELECT id, original_at FROM event WHERE series_id = (SELECT series_id FROM event"
                               " WHERE id = %lld) ORDER BY original_at LIMIT 3) x WHERE original_at = (SELECT max(original_at)"
                               " FROM (SELECT original_at FROM event ORDER BY original_at LIMIT 3) y)",
                               (long long)first));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event"), 6);
    EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)third), "reason", "ill", "of", "this", NULL), 303);
    EXPECT_INT(test_get("ana", "/events/%lld/calendar?of=series&titles=yes", (long long)first), 200);
    EXPECT(shows(test_page(), "\r\nRRULE:FREQ=WEEKLY;UNTIL=") && shows(test_page(), "\r\nRECURRENCE-ID;TZID=Europe/Berlin:"));
    EXPECT(shows(test_page(), "STATUS:CANCELLED\r\n") && shows(test_page(), "STATUS:CONFIRMED\r\n"));
    EXPECT(!shows(test_page(), "\r\nEXDATE") && !shows(test_page(), "\r\nRDATE"));
    /* A date that is gone wholly is an exception. */
    EXPECT_INT(test_sql(test_path("UPDATE event SET series_id = NULL WHERE id = %lld", (long long)third)), OK);
    EXPECT_INT(test_get("ana", "/events/%lld/calendar?of=series", (long long)first), 200);
    EXPECT(shows(test_page(), "\r\nEXDATE;TZID=Europe/Berlin:") && !shows(test_page(), "CANCELLED"));
}

/* ---- reminders ---- */

static int64_t reminders(const char *who)
{
    return test_sql_int(
        test_path("SELECT count(*) FROM notification WHERE kind = 'reminder' AND persona_id = %lld", (long long)persona_of(who)));
}

/* Forwards to the next full hour of that clock in Berlin. */
static void wait_for(int hour)
{
    const struct calendar_zone *zone;
    EXPECT_INT(calendar_zone_open(test_arena(), "Europe/Berlin", &zone), OK);
    int64_t wall = calendar_wall(zone, test_now()), wanted = wall - wall % TIME_DAY + hour * TIME_HOUR;
    test_advance(wanted > wall ? wanted - wall : wanted + TIME_DAY - wall);
}

TEST(who_comes_is_reminded_the_day_before_and_shortly_before_and_each_time_once)
{
    struct event_new wish = test_event_wish();
    wait_for(12);
    wish.now = test_now();
    wish.starts = test_now() + 2 * TIME_DAY + 6 * TIME_HOUR;
    wish.ends = wish.starts + TIME_HOUR;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "cyd", &(struct event_wish){ .party = 1, .maybe = true }), EVENT_MAYBE);
    test_settle();
    EXPECT_INT(reminders("ana"), 0);
    test_advance(TIME_DAY + 6 * TIME_HOUR + TIME_MINUTE);
    test_settle();
    test_settle();
    EXPECT_INT(reminders("ana"), 1);
    EXPECT_INT(reminders("cyd"), 0);
    EXPECT_INT(test_sql("UPDATE notification SET seen = TRUE"), OK);
    test_advance(22 * TIME_HOUR);
    test_settle();
    test_settle();
    EXPECT_INT(reminders("ana"), 2);
    EXPECT_INT(test_get("ana", "/notifications"), 200);
    EXPECT(shows(test_page(), "“Soup” is coming up: "));
    /* Called off: nothing of it stands there any more. */
    EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)event), "reason", "rain", "of", "this", NULL), 303);
    EXPECT_INT(test_get("ana", "/notifications"), 200);
    EXPECT(!shows(test_page(), "is coming up"));
    test_advance(3 * TIME_DAY);
    test_settle();
    EXPECT_INT(reminders("ana"), 0);
}

TEST(nobody_is_reminded_at_night_nor_of_what_was_put_off_or_called_off)
{
    struct event_new wish = test_event_wish();
    wait_for(1);
    wish.now = test_now();
    wish.starts = test_now() + 20 * TIME_HOUR;
    wish.ends = wish.starts + TIME_HOUR;
    int64_t event = test_event(&wish), other = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(other, "cyd", NULL), EVENT_GOING);
    test_settle();
    EXPECT_INT(reminders("ana"), 0);
    EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)other), "reason", "rain", "of", "this", NULL), 303);
    wait_for(9);
    test_settle();
    EXPECT_INT(reminders("ana"), 1);
    EXPECT_INT(reminders("cyd"), 0);
    /* It moves to the next week: they are reminded anew when that comes near. */
    EXPECT_INT(test_sql(test_path("DELETE FROM notification WHERE persona_id = %lld", (long long)persona_of("ana"))), OK);
    EXPECT_INT(test_sql(test_path("UPDATE event SET starts_at = starts_at + %lld, ends_at = ends_at + %lld WHERE id = %lld",
                                  (long long)(7 * TIME_DAY), (long long)(7 * TIME_DAY), (long long)event)),
               OK);
    test_advance(2 * TIME_DAY);
    test_settle();
    EXPECT_INT(reminders("ana"), 0);
    test_advance(4 * TIME_DAY + 12 * TIME_HOUR);
    wait_for(14);
    test_settle();
    EXPECT_INT(reminders("ana"), 1);
}
