/* Applying: what the partner sees, who reads, answers, the end. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "listening/test_parts.h"
#include "opportunity/test_parts.h"
#include "tests/harness/harness.h"

static int says(const char *who, int64_t seat, const char *body)
{
    return test_send(who, test_path("/opportunities/letters/%lld/say", (long long)seat), "body", body, NULL);
}

TEST(a_member_applies_and_the_partner_answers_in_a_sealed_letter)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    EXPECT_INT(test_get("ana", "/opportunities/%lld/apply", (long long)listing), 200);
    EXPECT(shows(test_page(), "What they see") && names(test_page(), "Bo"));
    EXPECT_INT(test_applies("ana", listing, ""), 0);
    int64_t mine = test_applies("ana", listing, "MARKLETTER I knead well");
    EXPECT(mine != 0);
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)mine), 200);
    EXPECT(shows(test_page(), "MARKLETTER") && names(test_page(), "Bo"));
    EXPECT_INT(test_applies("ana", listing, "Again"), mine); /* leads there */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 1);
    test_advance(TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "/opportunities/letters/") && !names(test_page(), "Ana"));
    int64_t theirs = test_letter_of("bo");
    EXPECT(theirs != mine);
    EXPECT_INT(test_get("bo", "/opportunities/letters/%lld", (long long)theirs), 200);
    EXPECT(shows(test_page(), "MARKLETTER") && names(test_page(), "Ana") && !shows(test_page(), "/people/Ana"));
    EXPECT_INT(says("bo", theirs, "MARKANSWER Come on Monday"), 303);
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)mine), 200);
    EXPECT(shows(test_page(), "MARKANSWER"));
    static const char *const others[] = { "cyd", "mod", "stu" };
    for (size_t i = 0; i < COUNT(others); i++) {
        EXPECT_INT(test_get(others[i], "/opportunities/letters/%lld", (long long)theirs), 404);
        EXPECT_INT(says(others[i], theirs, "Mine now"), 404);
    }
    EXPECT_INT(test_get("ana", "/messages/%lld", (long long)mine), 404);
    EXPECT_INT(test_get("ana", "/messages"), 200);
    EXPECT(!shows(test_page(), "Bread at night"));
    EXPECT(!test_data_holds("MARKLETTER") && !test_data_holds("MARKANSWER"));
}

TEST(the_way_to_ones_page_goes_along_only_when_one_chose_so)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    EXPECT_INT(test_send("ana", test_path("/opportunities/%lld/apply", (long long)listing), "words", "I knead", "page", "yes", NULL), 303);
    EXPECT_INT(test_get("bo", "/opportunities/letters/%lld", (long long)test_letter_of("bo")), 200);
    EXPECT(shows(test_page(), "/people/Ana"));
}

TEST(an_application_is_taken_back_and_all_of_it_is_deleted_a_month_after_the_end)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    int64_t mine = test_applies("ana", listing, "I knead well"), theirs = test_letter_of("bo");
    EXPECT_INT(test_send("cyd", test_path("/opportunities/letters/%lld/end", (long long)mine), NULL), 404);
    EXPECT_INT(test_send("ana", test_path("/opportunities/letters/%lld/end", (long long)mine), NULL), 303);
    EXPECT_INT(says("bo", theirs, "But why"), 422);
    EXPECT_INT(test_get("bo", "/opportunities/letters"), 200);
    EXPECT(shows(test_page(), "Taken back"));
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 200);
    EXPECT(shows(test_page(), "You’ve taken it back") && shows(test_page(), "/apply"));
    int64_t again = test_applies("ana", listing, "After all"); /* one may again */
    EXPECT(again != 0 && again != mine);
    test_stay();
    test_advance(32 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)mine), 404);
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)again), 200);
    EXPECT_INT(test_send("bo", test_path("/opportunities/letters/%lld/end", (long long)test_letter_of("bo")), NULL), 303);
    EXPECT_INT(test_get("ana", "/opportunities/letters"), 200);
    EXPECT(shows(test_page(), "Finished"));
    test_stay();
    test_advance(32 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 0);
}

TEST(an_application_that_nobody_ends_is_deleted_after_half_a_year)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    EXPECT(test_applies("ana", listing, "I knead well") != 0);
    test_advance(179 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 1);
    test_advance(3 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 0);
}

TEST(who_no_longer_works_for_the_partner_or_came_later_reads_nothing)
{
    test_grown_up();
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    test_partner_with(id, "cyd");
    int64_t mine = test_applies("ana", listing, "I knead well"), cyds = test_letter_of("cyd"), bos = test_letter_of("bo");
    EXPECT_INT(test_get("cyd", "/opportunities/letters/%lld", (long long)cyds), 200);
    EXPECT_INT(test_send("bo", test_path("/opportunities/partners/%lld/people", (long long)id), "do", "remove", "person",
                         test_path("%lld", (long long)persona_of("cyd")), NULL),
               303);
    EXPECT_INT(test_get("cyd", "/opportunities/letters/%lld", (long long)cyds), 404);
    EXPECT_INT(says("cyd", cyds, "Still me"), 404);
    test_partner_with(id, "fay");
    EXPECT_INT(test_letter_of("fay"), 0);
    EXPECT_INT(test_get("bo", "/opportunities/letters/%lld", (long long)bos), 200);
    EXPECT_INT(test_sql("UPDATE partner SET state = 3"), OK); /* and nobody while it isn't verified */
    EXPECT_INT(test_get("bo", "/opportunities/letters/%lld", (long long)bos), 404);
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)mine), 200);
    EXPECT(shows(test_page(), "isn’t verified any more"));
    EXPECT_INT(says("ana", mine, "Hello?"), 422);
    EXPECT_INT(test_send("ana", test_path("/opportunities/letters/%lld/end", (long long)mine), NULL), 303);
}

TEST(minors_are_answered_only_by_whom_the_stewards_approved)
{
    test_grown_up();
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    const char *apply = test_path("/opportunities/%lld/apply", (long long)listing);
    test_band("ana", BAND_16);
    EXPECT_INT(test_get("ana", "%s", apply), 200);
    EXPECT(!names(test_page(), "Bo") && !shows(test_page(), "Send it"));
    EXPECT_INT(test_applies("ana", listing, "I knead well"), 0);
    test_partner_with(id, "cyd");
    EXPECT_INT(test_sql(test_path("INSERT INTO persona_role (persona_id, role) VALUES (%lld, %d), (%lld, %d)", (long long)persona_of("cyd"),
                                  ROLE_PRACTITIONER, (long long)persona_of("cyd"), ROLE_YOUTH)),
               OK);
    EXPECT_INT(test_get("ana", "%s", apply), 200);
    EXPECT(names(test_page(), "Cyd") && !names(test_page(), "Bo"));
    EXPECT(test_applies("ana", listing, "I knead well") != 0);
    EXPECT_INT(test_letter_of("bo"), 0);
    EXPECT(test_letter_of("cyd") != 0);
    test_band("ana", BAND_UNSAID);
    EXPECT_INT(test_get("ana", "/opportunities/%lld/apply", (long long)test_listing(id, "bo", "Another")), 200);
    EXPECT(shows(test_page(), "whether you’re under 18"));
}

TEST(a_block_closes_an_application_and_a_suspended_partner_person_answers_nothing)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    int64_t mine = test_applies("ana", listing, "I knead well"), theirs = test_letter_of("bo");
    EXPECT_INT(test_sql(test_path("UPDATE persona SET paused_until = %lld, paused_reason = 'x' WHERE id = %lld",
                                  (long long)(test_now() + TIME_DAY), (long long)persona_of("bo"))),
               OK);
    EXPECT(says("bo", theirs, "Hello") != 303 || !text_starts(test_page()->location, "/opportunities"));
    EXPECT_INT(test_sql("UPDATE persona SET paused_until = 0"), OK);
    EXPECT_INT(says("bo", theirs, "Hello"), 303);
    test_block("ana", "bo");
    EXPECT_INT(test_get("ana", "/opportunities/letters/%lld", (long long)mine), 404);
    EXPECT_INT(says("bo", theirs, "Hello again"), 404);
}

TEST(ones_own_partner_cannot_be_applied_to_and_the_download_has_ones_words)
{
    test_grown_up();
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    EXPECT_INT(test_get("bo", "/opportunities/%lld/apply", (long long)listing), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 0);
    EXPECT(test_applies("ana", listing, "MARKMYWORDS") != 0);
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    EXPECT(json && strstr(json, "MARKMYWORDS") && strstr(json, "\"Bread at night\""));
    EXPECT_INT(test_send("bo", "/settings/download", NULL), 200);
    json = answer_zipped(test_page(), "data.json");
    EXPECT(json && strstr(json, "The bakery") && !strstr(json, "MARKMYWORDS"));
}

TEST(who_applied_can_show_an_answer_to_the_moderators)
{
    test_grown_up();
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    int64_t mine = test_applies("ana", listing, "I knead well"), theirs = test_letter_of("bo");
    EXPECT_INT(says("bo", theirs, "MARKUNKIND"), 303);
    EXPECT_INT(test_get("ana", "/messages/%lld/report", (long long)mine), 200);
    EXPECT(shows(test_page(), "MARKUNKIND") && shows(test_page(), "Bread at night") &&
           !shows(test_page(), test_path("%lld o", (long long)persona_of("ana"))));
    EXPECT(shows(test_page(), test_path("/opportunities/letters/%lld", (long long)mine)) &&
           !shows(test_page(), test_path("/messages/%lld/about", (long long)mine)));
    EXPECT_INT(test_get("bo", "/messages/%lld/report", (long long)theirs), 404);
    EXPECT_INT(test_get("ana", "/messages/%lld", (long long)mine), 404);
}
