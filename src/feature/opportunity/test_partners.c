/* Partners: asked for, verified, withdrawn; their people; listings and their end. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "listening/test_parts.h"
#include "opportunity/test_parts.h"
#include "tests/harness/harness.h"

static struct request *with_statement(struct request *form)
{
    static const char *const questions[] = { "policy", "transition", "partners", "health", "contact", "dress", "complaint" };
    with(with(with(form, "about", "We bake bread for the whole street."), "region", "Porto"), "words", "Ring the bakery");
    for (size_t i = 0; i < COUNT(questions); i++)
        with(form, questions[i], "not-yet");
    return form;
}

static struct request *asking(const char *who, const char *name)
{
    return with_statement(with(with(as(who, "POST", "/opportunities/partners/new"), "name", name), "kind", "employer"));
}

static int64_t asked_for(const char *who, const char *name)
{
    struct request *form = asking(who, name);
    return fetch(form) == 303 ? id_after(form, "/opportunities/partners/") : 0;
}

TEST(a_member_asks_and_a_steward_verifies_what_was_checked_and_until_when)
{
    int64_t id = asked_for("bo", "The bakery");
    EXPECT(id != 0);
    EXPECT_INT(test_get("bo", "/opportunities/partners/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "The stewards will look at it."));
    EXPECT_INT(test_get("ana", "/opportunities/partners/%lld", (long long)id), 404);
    EXPECT_INT(test_get("mod", "/steward/partners"), 403);
    EXPECT_INT(test_get("stu", "/steward/partners"), 200);
    EXPECT(shows(test_page(), "The bakery"));
    const char *work = test_path("/steward/partners/%lld", (long long)id);
    EXPECT_INT(test_get("stu", "%s", work), 200);
    EXPECT(shows(test_page(), "Ring the bakery"));
    EXPECT_INT(test_send("stu", work, "do", "verify", "months", "12", NULL), 422);
    EXPECT_INT(test_send("stu", work, "do", "verify", "checked", "Rang them", "months", "99", NULL), 422);
    EXPECT_INT(test_send("mod", work, "do", "verify", "checked", "Rang them", "months", "12", NULL), 403);
    EXPECT_INT(test_send("stu", work, "do", "verify", "checked", "Rang them", "months", "12", NULL), 303);
    EXPECT_INT(test_get("ana", "/opportunities/partners/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "Rang them") && shows(test_page(), "valid until") && shows(test_page(), "Not yet"));
    EXPECT(!shows(test_page(), "Ring the bakery") && !names(test_page(), "Bo"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM partner WHERE words = ''"), 1);
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "The bakery is verified until"));
}

static bool told(const char *who)
{
    return test_get(who, "/notifications") == 200 && shows(test_page(), "Somebody asks to be verified as a partner");
}

TEST(stewards_are_told_once_of_each_request_and_nobody_else_is)
{
    int64_t id = asked_for("bo", "The bakery");
    const char *work = test_path("/steward/partners/%lld", (long long)id),
               *edit = test_path("/opportunities/partners/%lld/edit", (long long)id);
    EXPECT(told("stu") && shows(test_page(), work) && !shows(test_page(), "The bakery") && !names(test_page(), "Bo"));
    EXPECT(!told("mod") && !told("bo") && !told("ana"));
    EXPECT_INT(test_get("stu", "%s", work), 200);
    test_settle();
    int64_t all = test_sql_int("SELECT count(*) FROM notification");
    EXPECT_INT(fetch(with_statement(as("bo", "POST", edit))), 303); /* the same request in other words */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), all);
    EXPECT_INT(test_send("stu", work, "do", "refuse", "reason", "Nobody answered there", NULL), 303);
    EXPECT(!told("stu"));
    EXPECT_INT(fetch(with_statement(as("bo", "POST", edit))), 303); /* anew, after a no */
    EXPECT(told("stu") && !told("mod"));
}

TEST(an_inclusion_statement_says_what_it_is_or_not_yet)
{
    struct request *form = with(with(as("bo", "POST", "/opportunities/partners/new"), "name", "The bakery"), "kind", "employer");
    with(with(with(form, "about", "We bake bread for the whole street."), "words", "Ring"), "policy", "yes");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "Say in a sentence what it is.") && shows(form, "We bake bread"));
    form = with(with(as("bo", "POST", "/opportunities/partners/new"), "name", "The bakery"), "kind", "employer");
    with(with(form, "about", "We bake bread for the whole street."), "words", "Ring");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "“Not yet” is a good answer, too."));
    form = with(asking("bo", "The bakery"), "link", "http://bakery.example");
    EXPECT_INT(fetch(form), 422);
    form = with(asking("bo", "The bakery"), "link", "https://bakery.example/?utm_source=kith");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "follows people around"));
    EXPECT(asked_for("bo", "The bakery") != 0);
    EXPECT_INT(fetch(asking("cyd", "The Bakery")), 422); /* looks like the other */
    EXPECT_INT(fetch(asking("bo", "Another")), 303);     /* one partner each: to the one that is there */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM partner"), 1);
}

TEST(a_verification_that_is_withdrawn_or_over_hides_what_is_offered_and_its_people_read_why)
{
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    const char *work = test_path("/steward/partners/%lld", (long long)id), *page = test_path("/opportunities/%lld", (long long)listing);
    EXPECT_INT(test_get("ana", "%s", page), 200);
    EXPECT_INT(test_send("stu", work, "do", "refuse", NULL), 422);
    EXPECT_INT(test_send("stu", work, "do", "refuse", "reason", "The policy is gone", NULL), 303);
    EXPECT_INT(test_get("ana", "%s", page), 404);
    EXPECT_INT(test_get("ana", "/opportunities"), 200);
    EXPECT(!shows(test_page(), "Bread at night"));
    EXPECT_INT(test_get("ana", "/opportunities/partners/%lld", (long long)id), 404);
    EXPECT_INT(test_get("bo", "/opportunities/partners/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "The policy is gone"));
    EXPECT_INT(test_get("bo", "/opportunities/new"), 303);
    EXPECT_INT(test_send("stu", work, "do", "verify", "checked", "It’s back", "months", "3", NULL), 303);
    EXPECT_INT(test_get("ana", "%s", page), 200);
    test_stay();
    test_advance(62 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "The bakery is verified until"));
    EXPECT_INT(test_get("bo", "/opportunities/new"), 200);
    test_stay();
    test_advance(31 * TIME_DAY);
    EXPECT_INT(test_get("ana", "/opportunities/partners/%lld", (long long)id), 404);
    EXPECT_INT(test_get("bo", "/opportunities/new"), 303);
}

TEST(a_steward_does_not_verify_the_partner_they_work_for)
{
    int64_t id = asked_for("stu", "The bakery");
    EXPECT_INT(
        test_send("stu", test_path("/steward/partners/%lld", (long long)id), "do", "verify", "checked", "Myself", "months", "12", NULL),
        422);
    EXPECT_INT(test_sql_int("SELECT state FROM partner"), PARTNER_ASKED);
}

TEST(who_is_asked_to_work_for_a_partner_decides_and_only_who_looks_after_it_asks)
{
    int64_t id = test_partner("bo", "The bakery");
    const char *people = test_path("/opportunities/partners/%lld/people", (long long)id);
    const char *join = test_path("/opportunities/partners/%lld/join", (long long)id);
    EXPECT_INT(test_send("ana", people, "do", "invite", "name", "Ana", NULL), 404);
    EXPECT_INT(test_send("bo", people, "do", "invite", "name", "Nobody Atall", NULL), 422);
    EXPECT_INT(test_send("bo", people, "do", "invite", "name", "Cyd", NULL), 303);
    EXPECT_INT(test_get("cyd", "/opportunities/new"), 303);
    EXPECT_INT(test_get("cyd", "/notifications"), 200);
    EXPECT(shows(test_page(), "The bakery asks you to work for it here"));
    EXPECT_INT(test_send("ana", join, "answer", "yes", NULL), 404);
    EXPECT_INT(test_send("cyd", join, "answer", "yes", NULL), 303);
    EXPECT_INT(test_get("cyd", "/opportunities/new"), 200);
    EXPECT_INT(test_send("cyd", people, "do", "invite", "name", "Fay", NULL), 404); /* writes, doesn't look after it */
    const char *bo = test_path("%lld", (long long)persona_of("bo")), *cyd = test_path("%lld", (long long)persona_of("cyd"));
    EXPECT_INT(test_send("bo", people, "do", "remove", "person", bo, NULL), 422); /* somebody has to */
    EXPECT_INT(test_send("bo", people, "do", "keep", "person", cyd, NULL), 303);
    EXPECT_INT(test_send("cyd", people, "do", "remove", "person", bo, NULL), 303);
    EXPECT_INT(test_get("bo", "/opportunities/new"), 303);
    EXPECT_INT(test_send("cyd", join, "answer", "leave", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM partner"), 0);
}

/* ---- listings ---- */

TEST(people_of_a_verified_partner_offer_something_and_nobody_else_does)
{
    int64_t id = test_partner("bo", "The bakery");
    test_grown_up();
    EXPECT_INT(test_listing_sends("ana", "/opportunities/new", "A room", ""), 404);
    EXPECT_INT(test_listing_sends("bo", "/opportunities/new", "A room", "https://x.example/?fbclid=1"), 422);
    EXPECT_INT(test_listing_sends("bo", "/opportunities/new", "A room", ""), 303);
    int64_t listing = test_sql_int("SELECT id FROM listing");
    EXPECT_TEXT(test_sql_text("SELECT languages FROM listing"), "en pt");
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 200);
    EXPECT(shows(test_page(), "420 a month") && shows(test_page(), "The bakery") && shows(test_page(), "verified"));
    EXPECT(shows(test_page(), "MARKCHECKED") && !names(test_page(), "Bo"));
    const char *edit = test_path("/opportunities/%lld/edit", (long long)listing);
    EXPECT_INT(test_listing_sends("ana", edit, "Stolen", ""), 404);
    EXPECT_INT(test_send("ana", test_path("/opportunities/%lld/renew", (long long)listing), "days", "30", NULL), 404);
    EXPECT_INT(test_send("ana", test_path("/opportunities/%lld/close", (long long)listing), NULL), 404);
    EXPECT_INT(test_send("bo", test_path("/opportunities/%lld/renew", (long long)listing), "days", "91", NULL), 422);
    test_partner_with(id, "cyd");
    EXPECT_INT(test_listing_sends("cyd", edit, "A bright room", ""), 303);
    EXPECT_INT(test_get("ana", "/opportunities"), 200);
    EXPECT(shows(test_page(), "A bright room"));
    EXPECT_INT(test_send("cyd", test_path("/opportunities/%lld/close", (long long)listing), NULL), 303);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 404);
}

TEST(a_listing_ends_by_itself_is_told_before_and_goes_a_month_later)
{
    int64_t listing = test_listing(test_partner("bo", "The bakery"), "bo", "Bread at night");
    test_stay();
    test_advance(22 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(!shows(test_page(), "is shown until"));
    test_stay();
    test_advance(2 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "“Bread at night” is shown until"));
    EXPECT_INT(test_send("bo", test_path("/opportunities/%lld/renew", (long long)listing), "days", "30", NULL), 303);
    test_stay();
    test_advance(29 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 200);
    test_stay();
    test_advance(2 * TIME_DAY);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 404); /* also before the job came by */
    test_settle();
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "“Bread at night” isn’t shown any more."));
    EXPECT_INT(test_get("bo", "/opportunities/%lld", (long long)listing), 200);
    EXPECT_INT(test_send("bo", test_path("/opportunities/%lld/renew", (long long)listing), "days", "30", NULL), 303);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 200);
    test_stay();
    test_advance(62 * TIME_DAY);
    test_settle();
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM listing"), 0);
}

TEST(what_is_offered_is_found_by_kind_language_region_and_words)
{
    int64_t id = test_partner("bo", "The bakery");
    test_grown_up();
    test_listing(id, "bo", "Bread at night");
    EXPECT_INT(test_listing_sends("bo", "/opportunities/new", "A bright room", ""), 303);
    test_settle();
    static const struct {
        const char *query;
        bool bread, room;
    } cases[] = {
        { "", true, true },
        { "?kind=job", true, false },
        { "?kind=housing&lang=pt", false, true },
        { "?lang=de", false, false },
        { "?remote=yes", false, false },
        { "?where=sao%20paulo", true, false },
        { "?where=Porto", false, true },
        { "?where=Paul", false, false },
        { "?q=kneading", true, false },
        { "?q=window&where=porto&kind=housing", false, true },
        { "?q=window&kind=job", false, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        EXPECT_INT(test_get("ana", "/opportunities%s", cases[i].query), 200);
        bool bread = shows(test_page(), "Bread at night"), room = shows(test_page(), "A bright room");
        if (!EXPECT(bread == cases[i].bread && room == cases[i].room))
            printf("  %s\n", cases[i].query);
    }
    EXPECT_INT(test_get("ana", "/search?q=kneading"), 200);
    EXPECT(shows(test_page(), "Bread at night"));
    EXPECT_INT(test_sql("UPDATE listing SET closed = TRUE"), OK);
    EXPECT_INT(test_get("ana", "/search?q=kneading"), 200);
    EXPECT(!shows(test_page(), "Bread at night"));
}

TEST(the_list_goes_on_by_key)
{
    int64_t id = test_partner("bo", "The bakery");
    for (int i = 0; i < LISTING_PAGE + 2; i++)
        test_listing(id, "bo", test_path("Offer %c", 'A' + i));
    EXPECT_INT(test_get("ana", "/opportunities"), 200);
    EXPECT(shows(test_page(), "Offer V") && !shows(test_page(), "Offer B<"));
    int64_t before = id_after(test_page(), "before=");
    EXPECT_INT(test_get("ana", "/opportunities?before=%lld", (long long)before), 200);
    EXPECT(shows(test_page(), "Offer B<") && !shows(test_page(), "Offer V"));
}

TEST(a_listing_is_met_by_the_bands_it_admits_alone)
{
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    test_band("ana", BAND_16);
    test_band("cyd", BAND_ADULT);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 200);
    EXPECT_INT(test_sql(test_path("UPDATE listing SET ages = %d", AGES_ADULT)), OK);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 404);
    EXPECT_INT(test_get("ana", "/opportunities"), 200);
    EXPECT(!shows(test_page(), "Bread at night"));
    EXPECT_INT(test_get("ana", "/opportunities/partners/%lld", (long long)id), 200);
    EXPECT(!shows(test_page(), "Bread at night"));
    EXPECT_INT(test_get("cyd", "/opportunities"), 200);
    EXPECT(shows(test_page(), "Bread at night"));
    /* for minors, somebody of theirs has to be approved */
    struct request *form =
        with(with(with(as("bo", "POST", "/opportunities/new"), "kind", "training"), "title", "A week of baking"), "days", "30");
    with(with(with(form, "body", "See how bread is made, for a week."), "money", "free"), "region", "Porto");
    EXPECT_INT(fetch(with(with(form, "language", "en"), "age_16", "yes")), 422);
    EXPECT(shows(form, "the stewards have to approve somebody of yours first"));
}

TEST(a_listing_can_be_reported_and_hidden)
{
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    EXPECT_INT(test_get("ana", "/report/listing/%lld", (long long)listing), 200);
    EXPECT(shows(test_page(), "Bread at night"));
    EXPECT_INT(test_get("bo", "/report/listing/%lld", (long long)listing), 403);
    EXPECT_INT(test_sql("UPDATE listing SET hidden = TRUE"), OK);
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 404);
    EXPECT_INT(test_get("ana", "/report/listing/%lld", (long long)listing), 404);
    EXPECT_INT(test_get("mod", "/opportunities/%lld", (long long)listing), 200);
    EXPECT_INT(test_get("bo", "/opportunities/%lld", (long long)listing), 200);
    EXPECT(shows(test_page(), "Hidden by the moderators"));
}

TEST(a_partner_whose_people_one_blocks_is_not_there)
{
    int64_t id = test_partner("bo", "The bakery"), listing = test_listing(id, "bo", "Bread at night");
    test_block("ana", "bo");
    EXPECT_INT(test_get("ana", "/opportunities/%lld", (long long)listing), 404);
    EXPECT_INT(test_get("ana", "/opportunities/partners"), 200);
    EXPECT(!shows(test_page(), "The bakery"));
    test_partner_with(id, "cyd"); /* with somebody else there, it is; and only they would read a letter */
    test_grown_up();
    EXPECT_INT(test_get("ana", "/opportunities/%lld/apply", (long long)listing), 200);
    EXPECT(names(test_page(), "Cyd") && !names(test_page(), "Bo"));
}
