/* The place in steps, beside what app/test_place.c asks of every output; and who sees who comes. */
#include "board/test_parts.h"
#include "event/test_parts.h"
#include "tests/harness/harness.h"

/* What outputs show of a place to whom, and when, is app/test_place.c's. */

TEST(who_is_blocked_while_they_have_a_place_may_give_it_back_and_learns_nothing)
{
    struct event_new wish = test_event_wish();
    wish.starts = test_now() + TIME_HOUR / 2;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && shows(test_page(), TEST_EXACT) && names(test_page(), "Fay"));
    EXPECT_INT(test_send("fay", test_path("/connections/%lld/block", (long long)persona_of("ana")), NULL), 303);
    EXPECT_INT(test_get("ana", "/events/%lld", (long long)event), 200);
    EXPECT(!shows(test_page(), TEST_QUARTER) && !shows(test_page(), TEST_EXACT) && !shows(test_page(), "MARKLINK") &&
           !names(test_page(), "Fay"));
    EXPECT(shows(test_page(), "Give my place back"));
    EXPECT_INT(test_send("ana", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT_INT(test_get("ana", "/events/%lld", (long long)event), 404);
}

TEST(the_place_may_show_its_quarter_to_members_and_never_to_visitors)
{
    struct event_new wish = test_event_wish();
    wish.audience = EVENT_PUBLIC;
    wish.quarter_when = EVENT_QUARTER_SEEN;
    int64_t event = test_event(&wish);
    EXPECT(test_get("cyd", "/events/%lld", (long long)event) == 200 && shows(test_page(), TEST_QUARTER) && !shows(test_page(), TEST_EXACT));
    EXPECT(test_get("visitor", "/events/%lld", (long long)event) == 200 && shows(test_page(), TEST_REGION) &&
           !shows(test_page(), TEST_QUARTER));
    EXPECT(test_get("visitor", "/events") == 200 && shows(test_page(), "Soup"));
    EXPECT_INT(test_send("cyd", test_path("/events/%lld/cancel", (long long)event), NULL), 403);
    EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)event), "reason", "Ill", NULL), 303);
    EXPECT(test_get("cyd", "/events/%lld", (long long)event) == 200 && shows(test_page(), "Ill") && !shows(test_page(), TEST_QUARTER));
}

static bool offers(const char *who, const char *town)
{
    return test_get(who, "/events") == 200 && shows(test_page(), test_path("<option value=\"%s\"", town));
}

TEST(a_town_is_offered_in_the_filter_to_who_could_find_an_event_there_and_no_longer)
{
    struct event_new wish = test_event_wish();
    wish.host = persona_of("stu");
    int64_t members = test_event(&wish);
    EXPECT(offers("cyd", TEST_REGION) && !offers("visitor", TEST_REGION));
    wish.audience = EVENT_PUBLIC;
    wish.starts += TIME_DAY;
    wish.ends += TIME_DAY;
    int64_t open = test_event(&wish);
    EXPECT(offers("visitor", TEST_REGION));
    EXPECT_INT(test_send("stu", test_path("/events/%lld/cancel", (long long)open), "reason", "Ill", NULL), 303);
    EXPECT(offers("cyd", TEST_REGION) && !offers("visitor", TEST_REGION));
    /* somebody wrote the address where the town belongs, and corrects it */
    struct request *form = as("stu", "POST", test_path("/events/%lld/edit", (long long)members));
    with(with(with(with(form, "title", "Soup"), "region", "Cologne"), "kind", "person"), "audience", "members");
    with(with(with(with(form, "zone", "UTC"), "day", "2026-11-30"), "from", "18:00"), "until", "20:00");
    EXPECT_INT(fetch(with(form, "age_adult", "yes")), 303);
    EXPECT(offers("cyd", "Cologne") && !offers("cyd", TEST_REGION));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_region WHERE name = '" TEST_REGION "'"), 0);
}

TEST(a_stolen_database_holds_no_address_and_after_the_end_nothing_does)
{
    struct event_new wish = test_event_wish();
    wish.rule = "FREQ=WEEKLY;COUNT=2";
    int64_t event = test_event(&wish);
    test_settle();
    EXPECT(!test_data_holds(TEST_EXACT) && !test_data_holds(TEST_QUARTER) && !test_data_holds(TEST_DOOR) && !test_data_holds("MARKLINK"));
    EXPECT(test_data_holds(TEST_REGION));
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "bo", NULL), EVENT_GOING);
    EXPECT_INT(test_sql(test_path("UPDATE event_coming SET came = TRUE WHERE persona_id = %lld", (long long)persona_of("ana"))), OK);
    test_advance(2 * TIME_DAY + 3 * TIME_HOUR);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_place"), 1); /* of the second date */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_coming"), 2);
    test_advance(TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_coming"), 1); /* who checked in */
    test_advance(15 * TIME_DAY);
    test_settle();
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_coming"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_place"), 0);
}

/* ---- who sees who comes ---- */

TEST(names_of_those_who_come_are_for_hosts_and_for_others_who_come_only_where_chosen)
{
    struct event_wish seen = { .party = 1, .seen = true };
    struct event_new wish = test_event_wish();
    wish.counts = EVENT_COUNTS_ROUGH;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", &seen), EVENT_GOING);
    EXPECT_INT(test_event_joins(event, "bo", NULL), EVENT_GOING);
    static const char *const readers[] = { "visitor", "cyd", "mod", "stu", "ana", "bo", "fay" };
    static const struct {
        bool ana, bo; /* whether the page or the list of people shows them */
    } table[] = { { false, false }, { false, false }, { false, false }, { false, false }, { true, false }, { true, true }, { true, true } };
    for (size_t i = 0; i < COUNT(readers); i++) {
        bool ana = false, bo = false;
        const char *paths[] = { test_path("/events/%lld", (long long)event), test_path("/events/%lld/people", (long long)event), "/events",
                                "/events/month" };
        for (size_t j = 0; j < COUNT(paths); j++) {
            struct request *request = as(readers[i], "GET", paths[j]);
            (void)fetch(request);
            ana = ana || names(request, "Ana");
            bo = bo || names(request, "Bo");
        }
        /* one's own name stands in one's own frame */
        EXPECT_INT(ana, table[i].ana || text_same(readers[i], "ana"));
        EXPECT_INT(bo, table[i].bo || text_same(readers[i], "bo"));
    }
    EXPECT_INT(test_get("cyd", "/events/%lld/people", (long long)event), 403);
    EXPECT(test_get("cyd", "/events/%lld", (long long)event) == 200 && shows(test_page(), "A few people come"));
    /* who block each other never see it */
    EXPECT_INT(test_send("bo", test_path("/connections/%lld/block", (long long)persona_of("ana")), NULL), 303);
    EXPECT(test_get("bo", "/events/%lld", (long long)event) == 200 && !names(test_page(), "Ana"));
    EXPECT_INT(test_send("bo", test_path("/events/%lld/come", (long long)event), "seen", "yes", NULL), 303);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && !names(test_page(), "Bo"));
}

TEST(a_host_who_blocks_reads_no_name_of_who_comes_to_a_co_hosts_event)
{
    int64_t co = persona_of("bo");
    struct event_new wish = test_event_wish();
    wish.hosts = &co;
    wish.hosts_count = 1;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_joins(event, "ana", NULL), EVENT_GOING);
    EXPECT_INT(test_send("bo", test_path("/connections/%lld/block", (long long)persona_of("ana")), NULL), 303);
    EXPECT(test_get("bo", "/events/%lld/people", (long long)event) == 200 && !names(test_page(), "Ana") &&
           shows(test_page(), "Somebody you don’t meet here"));
    EXPECT_INT(test_send("bo", test_path("/events/%lld/people/%lld", (long long)event, (long long)persona_of("ana")), "answer", "no", NULL),
               404);
    EXPECT(test_get("fay", "/events/%lld/people", (long long)event) == 200 && names(test_page(), "Ana"));
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && !names(test_page(), "Bo") && names(test_page(), "Fay"));
}
