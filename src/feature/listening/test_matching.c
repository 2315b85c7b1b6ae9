/* Who is found for whom, in which order, and what both are told of it. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "listening/test_parts.h"
#include "tests/harness/harness.h"

UNIT_TEST(a_shared_language_comes_first_then_the_topics_then_the_least_load)
{
    static const struct {
        struct listener first, second;
    } table[] = {
        /* language before topics and load */
        { { .set = { .languages = "pl", .topics = 0 }, .active = 2, .talks = 2, .day = 9 }, { .set = { .languages = "de", .topics = 7 } } },
        { { .set = { .languages = "de en" } }, { .set = { .languages = "fr" } } },
        /* topics before load */
        { { .set = { .languages = "pl", .topics = 3 }, .active = 2 }, { .set = { .languages = "pl", .topics = 1 } } },
        { { .set = { .languages = "pl", .topics = 1 }, .active = 1 }, { .set = { .languages = "pl en", .topics = 8 } } },
        /* talks now before talks today, and those of other days don't count */
        { { .set = { .languages = "pl" }, .talks = 2, .day = 9 }, { .set = { .languages = "pl" }, .active = 1 } },
        { { .set = { .languages = "pl" }, .talks = 5, .day = 8 }, { .set = { .languages = "pl" }, .talks = 1, .day = 9 } },
        { { .set = { .languages = "pl" }, .talks = 1, .day = 9 }, { .set = { .languages = "pl" }, .talks = 2, .day = 9 } },
    };
    const struct listening_request request = { .id = 5, .languages = "pl en", .topics = 3 };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct listener pair[] = { table[i].second, table[i].first };
        struct listeners pool = { pair, 2 };
        pair[0].persona = 2;
        pair[1].persona = 1;
        EXPECT(listening_compare(&request, &table[i].first, &table[i].second, 9) < 0);
        EXPECT(listening_compare(&request, &table[i].second, &table[i].first, 9) > 0);
        listening_sort(&request, &pool, 9);
        EXPECT_INT(pool.items[0].persona, 1);
    }
}

TEST(hours_are_of_the_listeners_own_clock_and_may_reach_into_the_next_morning)
{
    /* Monday 2026-11-23. In Berlin it is an hour later. */
    const int64_t monday = date_day(2026, 11, 23) * TIME_DAY;
    struct listener listener = { .set = { .zone = "Europe/Berlin", .most = 1 } };
    listener.set.hours[0] = (struct listening_hours){ 22 * 60, 2 * 60 };
    static const struct {
        int64_t minute;
        bool here;
    } table[] = { { 20 * 60 + 59, false }, { 21 * 60, true }, { 24 * 60 + 59, true }, { 25 * 60, false } };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct words words = listening_words(test_app(), test_arena(), monday + table[i].minute * TIME_MINUTE);
        struct listening_presence presence = listening_presence_of(&listener, &words);
        EXPECT_INT(presence.here, table[i].here);
        if (presence.here)
            EXPECT_INT(presence.until, monday + 25 * TIME_HOUR);
    }
    struct words words = listening_words(test_app(), test_arena(), monday);
    EXPECT_INT(listening_presence_of(&listener, &words).next, monday + 21 * TIME_HOUR);
    EXPECT(!listening_free(&listener, &words));
    listener.available_until = monday + TIME_HOUR;
    EXPECT(listening_free(&listener, &words));
    listener.active = 1;
    EXPECT(!listening_free(&listener, &words));
}

TEST(who_asks_for_a_listener_under_one_of_several_names_reads_which)
{
    test_grown_up();
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "Look for a listener") && !shows(test_page(), "speaking as"));
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    EXPECT_INT(test_get("ana", "/listen"), 200);
    EXPECT(shows(test_page(), "speaking as Ana."));
}

TEST(matching_explains_itself_to_both)
{
    test_grown_up();
    test_listens("bo", "de pl", 3);
    EXPECT_INT(test_send("ana", "/listen", "when", "now", "wish", "share", "language", "pl", "topic", "0", NULL), 303);
    int64_t request = id_after(test_page(), "/listen/requests/");
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "You both speak Polish; you listen about coming out.") && shows(test_page(), "Share your experience"));
    EXPECT(!shows(test_page(), ">Ana<"));
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "You both speak Polish; Bo listens about coming out."));
}

TEST(without_a_common_language_both_are_told_so_and_may_say_no)
{
    test_grown_up();
    test_listens("bo", "de", 4);
    int64_t request = test_asks("ana", "");
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "You named no language in common.") && shows(test_page(), "Bo didn’t name these topics, but is there."));
    EXPECT_INT(test_request("ana", request, "another", ""), 303);
    EXPECT_TEXT(test_offered_to(request), "");
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 404);
}

TEST(those_who_may_not_meet_are_never_brought_together)
{
    test_grown_up();
    test_listens("bo", "en", 1);
    test_band("bo", BAND_YOUNG);
    int64_t request = test_asks("ana", "");
    EXPECT_TEXT(test_offered_to(request), "");
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "Nobody is listening right now")); /* as if nobody were there: it reveals no age */
    test_band("bo", BAND_UNSAID);
    test_settle();
    EXPECT_TEXT(test_offered_to(request), "");
    test_band("bo", BAND_ADULT);
    test_block("bo", "ana");
    test_advance(TIME_MINUTE);
    test_settle();
    EXPECT_TEXT(test_offered_to(request), "");
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(shows(test_page(), "Nobody is listening right now"));
    test_listens("cyd", "en", 0);
    test_advance(TIME_MINUTE);
    test_settle();
    EXPECT_TEXT(test_offered_to(request), "Cyd");
}

TEST(a_block_ends_an_offer_and_a_yes_as_if_nobody_had_been_there)
{
    test_grown_up();
    test_listens("bo", "en", 1);
    int64_t request = test_asks("ana", "");
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    test_block("ana", "bo");
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 200);
    EXPECT(!shows(test_page(), "Bo ") && !shows(test_page(), ">Bo<"));
    EXPECT_INT(test_request("ana", request, "begin", ""), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_talk"), 0);
    test_again();
    test_grown_up();
    test_listens("bo", "en", 1);
    request = test_asks("ana", "");
    test_block("bo", "ana");
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 404);
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 404);
}

TEST(nobody_listens_to_themselves)
{
    test_grown_up();
    test_listens("ana", "en", 1);
    int64_t request = test_asks("ana", "");
    EXPECT_TEXT(test_offered_to(request), "");
    EXPECT_INT(test_send("ana", "/listen/here", "minutes", "60", NULL), 303);
    EXPECT_TEXT(test_offered_to(request), "");
}

TEST(an_offer_that_nobody_answers_goes_to_the_next)
{
    test_grown_up();
    test_listens("bo", "en", 1);
    int64_t request = test_asks("ana", "");
    EXPECT_TEXT(test_offered_to(request), "Bo");
    test_listens("cyd", "en", 1);
    test_advance(4 * TIME_MINUTE);
    test_settle();
    EXPECT_TEXT(test_offered_to(request), "Bo");
    test_advance(2 * TIME_MINUTE);
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 404);
    test_settle();
    EXPECT_TEXT(test_offered_to(request), "Cyd");
    EXPECT_INT(test_request("cyd", request, "answer", "no"), 303);
    EXPECT_TEXT(test_offered_to(request), ""); /* Bo isn't asked twice */
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 404);
}

TEST(a_request_is_forgotten_in_time_and_when_its_asker_does_not_come_back)
{
    test_grown_up();
    test_listens("bo", "en", 1);
    int64_t request = test_asks("ana", "MARKLATE");
    EXPECT_INT(test_request("bo", request, "answer", "no"), 303);
    test_stay();
    test_advance(2 * TIME_HOUR + TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_request"), 0);
    EXPECT_INT(test_get("ana", "/listen/requests/%lld", (long long)request), 404);
    test_listens("bo", "en", 1);
    request = test_asks("ana", "");
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    test_advance(16 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM listening_request"), 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification"), 0);
}
