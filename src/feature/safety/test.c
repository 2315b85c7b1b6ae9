#include "safety/safety.h"

#include "tests/harness/harness.h"

/* ---- leaving ---- */

TEST(leave_now_signs_out_and_leads_away)
{
    struct request *leave = as("ana", "GET", "/exit");
    EXPECT_INT(fetch(leave), 303);
    EXPECT_TEXT(leave->location, "https://www.wikipedia.org/");
    EXPECT(strstr(answer_header(leave, "Clear-Site-Data"), "\"cookies\", \"storage\"") != NULL);
    EXPECT_TEXT(answer_cookie(leave, "s"), "");
    EXPECT_TEXT(answer_cookie(leave, "here"), "");
    test_settle();
    struct request *home = as("ana", "GET", "/home"); /* with the cookie of before */
    EXPECT_INT(fetch(home), 303);
    EXPECT(text_starts(home->location, "/sign-in"));
    EXPECT_INT(fetch(as("bo", "GET", "/home")), 200);
}

TEST(leaving_goes_where_the_stewards_say)
{
    EXPECT_INT(test_sql("UPDATE community SET exit_url = 'https://example.org/weather'"), OK);
    struct request *leave = as("visitor", "GET", "/exit");
    EXPECT_INT(fetch(leave), 303);
    EXPECT_TEXT(leave->location, "https://example.org/weather");
}

TEST(a_prefetched_exit_signs_nobody_out)
{
    struct request *ahead = with_header(as("ana", "GET", "/exit"), "Sec-Purpose", "prefetch");
    EXPECT_INT(fetch(ahead), 503);
    EXPECT_TEXT(answer_header(ahead, "Clear-Site-Data"), "");
    EXPECT(shows(ahead, "http-equiv=\"refresh\"")); /* and still leads away should it be shown */
    EXPECT(!shows(ahead, "Kith"));
    test_settle();
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 200);
}

TEST(safety_page_says_what_leaving_does_not_do)
{
    struct request *page = as("visitor", "GET", "/safety");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "It doesn’t erase the history."));
    EXPECT(shows(page, "www.wikipedia.org") || shows(page, "wikipedia.org"));
    EXPECT(shows(page, "name=\"discreet\" value=\"1\""));
    page = with_cookie(as("visitor", "GET", "/safety"), "n", "1");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "name=\"discreet\" value=\"0\""));
}

/* ---- help now ---- */

/* From an entry's name to the end of its card. */
static const char *card_of(const struct request *page, const char *name)
{
    const char *at = strstr(buf_text(&page->body), name), *end = at ? strstr(at, "</li>") : NULL;
    return end ? arena_slice(test_arena(), at, (size_t)(end - at)) : "";
}

static bool card_shows(const struct request *page, const char *name, const char *text)
{
    return strstr(card_of(page, name), text) != NULL;
}

TEST(help_now_opens_for_everybody)
{
    EXPECT_INT(fetch(as("visitor", "GET", "/help-now")), 200);
    EXPECT_INT(fetch(as("ana", "GET", "/help-now")), 200);
    EXPECT_INT(fetch(as("new", "GET", "/help-now")), 200); /* also before the guidelines are accepted */
    struct request *page = as("visitor", "GET", "/help-now?country=GB");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "href=\"tel:116123\""));
    EXPECT(shows(page, "href=\"tel:999\""));
    EXPECT(answer_cookie(page, "here") == NULL);
}

TEST(confirmed_lines_say_so_and_others_ask_to_be_checked)
{
    struct request *page = as("visitor", "GET", "/help-now?country=GB");
    EXPECT_INT(fetch(page), 200);
    EXPECT(card_shows(page, "Samaritans", "Confirmed"));
    EXPECT(!card_shows(page, "Samaritans", "Please check first"));
    EXPECT(card_shows(page, "Samaritans", "For everyone, not only LGBT people"));
    EXPECT(card_shows(page, "Switchboard LGBT", "Please check first"));
    EXPECT(card_shows(page, "Switchboard LGBT", "Old number")); /* the caveat */
    EXPECT(!card_shows(page, "Switchboard LGBT", "For everyone, not only LGBT people"));
    EXPECT(card_shows(page, "Switchboard LGBT", "Source:"));
    EXPECT(strstr(buf_text(&page->body), "Samaritans") < strstr(buf_text(&page->body), "Switchboard LGBT"));
}

TEST(every_source_has_its_day_or_says_that_it_is_unknown)
{
    struct request *page = as("visitor", "GET", "/help-now?country=ES");
    EXPECT_INT(fetch(page), 200);
    EXPECT(card_shows(page, "href=\"tel:028\"", "5 July 2023"));
    EXPECT(card_shows(page, "href=\"tel:024\"", "date not known"));
}

TEST(a_text_with_two_numbers_becomes_no_link)
{
    struct request *page = as("visitor", "GET", "/help-now?country=US");
    EXPECT_INT(fetch(page), 200);
    EXPECT(card_shows(page, "Trans Lifeline", "US 877-565-8860; Canada 877-330-6366"));
    EXPECT(!card_shows(page, "Trans Lifeline", "href=\"tel:"));
    EXPECT(card_shows(page, "The Trevor Project", "href=\"tel:18664887386\""));
    EXPECT(card_shows(page, "The Trevor Project", "href=\"sms:678678\""));
}

TEST(emergency_numbers_come_as_they_are_listed)
{
    struct request *page = as("visitor", "GET", "/help-now?country=IN");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "The emergency numbers listed for your country (India):"));
    EXPECT(shows(page, "href=\"tel:112\""));
    EXPECT(shows(page, "doesn’t say which is police"));
    EXPECT(shows(page, "17 July 2026"));
    page = as("visitor", "GET", "/help-now?country=ZZ");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "href=\"tel:"));
    EXPECT(shows(page, "We have no emergency numbers for this place yet."));
}

TEST(the_country_is_asked_and_never_guessed)
{
    struct request *page = with_header(as("visitor", "GET", "/help-now"), "Accept-Language", "de-AT");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "href=\"tel:"));
    EXPECT(!shows(page, " selected"));
    page = as("visitor", "GET", "/help-now?country=%3Cscript%3E");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "href=\"tel:"));
}

TEST(a_country_is_remembered_only_when_asked_to)
{
    struct request *keep = with(with(as("visitor", "POST", "/help-now/country"), "country", "NZ"), "remember", "yes");
    EXPECT_INT(fetch(keep), 303);
    EXPECT_TEXT(keep->location, "/help-now?country=NZ");
    EXPECT_TEXT(answer_cookie(keep, "here"), "NZ");
    struct request *page = with_cookie(as("visitor", "GET", "/help-now"), "here", "NZ");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "href=\"tel:08006885463\""));
    EXPECT(shows(page, "Forget it"));
    struct request *forget = with(as("visitor", "POST", "/help-now/country"), "country", "NZ");
    EXPECT_INT(fetch(forget), 303);
    EXPECT_TEXT(answer_cookie(forget, "here"), "");
    struct request *other = with(with(as("visitor", "POST", "/help-now/country"), "country", "x"), "remember", "yes");
    EXPECT_INT(fetch(other), 303);
    EXPECT(answer_cookie(other, "here") == NULL);
}

TEST(the_offline_copy_has_nothing_about_its_reader)
{
    struct request *page = as("stu", "GET", "/help-now?country=DE");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<bdi>Stu</bdi>"));
    EXPECT(shows(page, "/sign-out"));
    page = as("stu", "GET", "/help-now?country=DE&offline=1");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "<bdi>Stu</bdi>"));
    EXPECT(!shows(page, "/sign-out"));
    EXPECT(!shows(page, "/steward"));
    EXPECT(!shows(page, "data-rest"));
    EXPECT(!shows(page, "name=\"csrf\""));
    EXPECT(shows(page, "the copy your device kept"));
}

/* ---- stewards ---- */

static struct request *entry_form(const char *who, const char *path)
{
    struct request *form = as(who, "POST", path);
    with(with(with(form, "name", "The Test Line"), "kind", "peer_line"), "countries", "nz, fr");
    with(with(with(form, "phone", "0800 000 000"), "about", "Answers in tests."), "languages", "en fr");
    return with(form, "confidence", "medium");
}

static int64_t entry_id(const char *seed)
{
    return test_sql_int(arena_printf(test_arena(), "SELECT id FROM help_entry WHERE seed = '%s'", seed));
}

static const char *entry_path(const char *seed, const char *word)
{
    return arena_printf(test_arena(), "/steward/help/%lld%s", (long long)entry_id(seed), word);
}

TEST(a_steward_adds_an_entry_and_a_member_cannot)
{
    EXPECT_INT(fetch(as("ana", "GET", "/steward/help")), 403);
    EXPECT_INT(fetch(entry_form("ana", "/steward/help/new")), 403);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM help_entry WHERE name = 'The Test Line'"), 0);
    struct request *made = entry_form("stu", "/steward/help/new");
    EXPECT_INT(fetch(made), 303);
    EXPECT_INT(fetch(as("stu", "GET", made->location)), 200);
    struct request *page = as("visitor", "GET", "/help-now?country=FR");
    EXPECT_INT(fetch(page), 200);
    EXPECT(card_shows(page, "The Test Line", "href=\"tel:0800000000\""));
    page = as("visitor", "GET", "/help-now?country=DE");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "The Test Line"));
}

TEST(an_entry_with_an_unknown_country_comes_back_with_everything_typed)
{
    struct request *form = as("stu", "POST", "/steward/help/new");
    with(with(with(form, "name", "Neverland Line"), "kind", "crisis_line"), "countries", "DE QQ");
    with(with(with(form, "phone", "123 456"), "about", "Far away."), "confidence", "high");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "value=\"Neverland Line\""));
    EXPECT(shows(form, "value=\"DE QQ\""));
    EXPECT(shows(form, "Far away."));
    EXPECT(shows(form, "aria-invalid=\"true\""));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM help_entry WHERE name = 'Neverland Line'"), 0);
    form = with(entry_form("stu", "/steward/help/new"), "web", "javascript:alert(1)");
    EXPECT_INT(fetch(form), 422);
}

static enum status seed_again(struct db *db, void *context)
{
    return help_seed(db, context);
}

TEST(a_correction_stays_when_the_directory_is_taken_in_again)
{
    const char *path = entry_path("outline-nz", "");
    EXPECT_INT(fetch(entry_form("ana", path)), 403);
    EXPECT_INT(fetch(entry_form("stu", path)), 303);
    EXPECT_INT(fetch(with(as("stu", "POST", entry_path("galop-uk", "/retired")), "retired", "yes")), 303);
    int64_t entries = test_sql_int("SELECT count(*) FROM help_entry"),
            places = test_sql_int("SELECT count(*) FROM help_entry_country WHERE country >= ''");
    EXPECT_INT(test_sql("UPDATE help_entry SET phone = 'damaged' WHERE seed = 'lgbt-ireland'"), OK);
    EXPECT_INT(test_sql("UPDATE help_edition SET digest = 0"), OK); /* as if a new edition came with the program */
    EXPECT_INT(database_write(test_app()->database, seed_again, test_arena()), OK);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM help_entry"), entries);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM help_entry_country WHERE country >= ''"), places);
    EXPECT_TEXT(test_sql_text("SELECT phone FROM help_entry WHERE seed = 'outline-nz'"), "0800 000 000");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM help_entry WHERE seed = 'galop-uk' AND retired"), 1);
    EXPECT_TEXT(test_sql_text("SELECT phone FROM help_entry WHERE seed = 'lgbt-ireland'"), "1800 929 539");
}

TEST(a_retired_entry_is_gone_and_can_come_back)
{
    const char *path = entry_path("outline-nz", "/retired");
    EXPECT_INT(fetch(with(as("ana", "POST", path), "retired", "yes")), 403);
    EXPECT_INT(fetch(with(as("stu", "POST", path), "retired", "yes")), 303);
    struct request *page = as("visitor", "GET", "/help-now?country=NZ");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "href=\"tel:08006885463\""));
    EXPECT(shows(page, "We know of no line here that we could list."));
    EXPECT_INT(fetch(with(as("stu", "POST", path), "retired", "no")), 303);
    page = as("visitor", "GET", "/help-now?country=NZ");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "href=\"tel:08006885463\""));
}

TEST(what_a_steward_checked_says_when)
{
    const char *path = entry_path("lgbt-ireland", "/checked");
    EXPECT_INT(fetch(as("ana", "POST", path)), 403);
    EXPECT_INT(fetch(as("stu", "POST", path)), 303);
    struct request *page = as("visitor", "GET", "/help-now?country=IE");
    EXPECT_INT(fetch(page), 200);
    EXPECT(card_shows(page, "LGBT Ireland", "Checked by us on 23 November 2026"));
    EXPECT(!card_shows(page, "LGBT Ireland", "Please check first"));
}

TEST(stewards_say_what_each_emergency_number_is_for)
{
    struct request *form = with(with(as("stu", "POST", "/steward/help/numbers"), "country", "JP"), "numbers", "119, 110");
    EXPECT_INT(fetch(with(form, "note", "119 is fire and ambulance.")), 303);
    struct request *page = as("visitor", "GET", "/help-now?country=JP");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "119 is fire and ambulance."));
    EXPECT(!shows(page, "doesn’t say which is police"));
    EXPECT(shows(page, "Checked by us on 23 November 2026"));
    form = with(with(as("stu", "POST", "/steward/help/numbers"), "country", "JP"), "numbers", "call the police");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "call the police"));
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/steward/help/numbers"), "country", "JP"), "numbers", "1")), 403);
}

TEST(the_directory_is_paged_by_name)
{
    struct request *page = as("stu", "GET", "/steward/help");
    const char *first = test_sql_text("SELECT name FROM help_entry ORDER BY name, id LIMIT 1");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, first));
    EXPECT(shows(page, "rel=\"next\""));
    const char *next = strstr(buf_text(&page->body), "href=\"/steward/help?country=&amp;after=");
    if (!EXPECT(next != NULL))
        return;
    next = arena_printf(test_arena(), "/steward/help?after=%lld", (long long)strtoll(strstr(next, "after=") + 6, NULL, 10));
    struct request *second = as("stu", "GET", next);
    EXPECT_INT(fetch(second), 200);
    EXPECT(!shows(second, first));
    struct request *one = as("stu", "GET", "/steward/help?country=NZ");
    EXPECT_INT(fetch(one), 200);
    EXPECT(!shows(one, "rel=\"next\""));
    EXPECT(shows(one, "Emergency numbers: New Zealand"));
}

/* ---- numbers ---- */

UNIT_TEST(only_one_clear_number_becomes_a_link)
{
    struct arena arena = { 0 };
    EXPECT_TEXT(help_phone_uri(&arena, "+43 1 585 69 66"), "tel:+4315856966");
    EXPECT_TEXT(help_phone_uri(&arena, "02-2392-1970 (counselling line)"), "tel:0223921970");
    EXPECT_TEXT(help_phone_uri(&arena, "(61) 99611-0100"), "tel:61996110100");
    EXPECT(help_phone_uri(&arena, "") == NULL);
    EXPECT(help_phone_uri(&arena, "12") == NULL);
    EXPECT(help_phone_uri(&arena, "218 873 922 / 969 239 229") == NULL);
    EXPECT(help_phone_uri(&arena, "US 877-565-8860; Canada 877-330-6366") == NULL);
    EXPECT(help_phone_uri(&arena, "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6") == NULL);
    EXPECT_TEXT(help_sms_uri(&arena, "text START to 678-678"), "sms:678678");
    EXPECT_TEXT(help_sms_uri(&arena, "647-694-4275"), "sms:6476944275");
    EXPECT(help_sms_uri(&arena, "WhatsApp 8592 0609") == NULL);
    EXPECT(help_sms_uri(&arena, "text HI to 123456 or 654321") == NULL);
    arena_free(&arena);
}
