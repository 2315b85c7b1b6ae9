#include "layout/layout.h"

#include "tests/harness/harness.h"

TEST(every_page_has_its_doors)
{
    static const struct {
        const char *who, *path;
    } pages[] = {
        { "visitor", "/" }, { "visitor", "/help-now" }, { "visitor", "/nowhere" }, { "ana", "/home" }, { "stu", "/steward/help" },
    };
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct request *page = as(pages[i].who, "GET", pages[i].path);
        EXPECT(fetch(page) < 500);
        EXPECT(shows(page, "<a class=\"skip\" href=\"#page\">"));
        EXPECT(shows(page, "<a class=\"leave\" href=\"/exit\" rel=\"noreferrer\">"));
        EXPECT(shows(page, "href=\"/help-now\""));
        EXPECT(shows(page, "id=\"page\""));
        EXPECT(shows(page, "lang=\"ar\""));
        EXPECT(shows(page, "</html>"));
    }
}

TEST(visitors_and_members_have_different_places)
{
    struct request *page = as("visitor", "GET", "/help-now");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "href=\"/join\""));
    EXPECT(shows(page, "href=\"/sign-in\""));
    EXPECT(!shows(page, "href=\"/events\""));
    page = as("ana", "GET", "/help-now");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "href=\"/join\""));
    EXPECT(shows(page, "href=\"/events\""));
    EXPECT(!shows(page, "href=\"/steward\""));
    page = as("stu", "GET", "/help-now");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "href=\"/steward\""));
}

TEST(discreet_mode_says_notes_and_nothing_else)
{
    struct request *page = with_cookie(as("visitor", "GET", "/"), "n", "1");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<title>Notes</title>"));
    EXPECT(shows(page, asset_path("notes.svg")));
    EXPECT(!shows(page, "<b>Kith</b>"));
    page = as("visitor", "GET", "/");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<title>A place at the table · Kith</title>"));
    EXPECT(!shows(page, asset_path("notes.svg")));
    EXPECT(shows(page, "<b>Kith</b>"));
}

TEST(looking_round_leaves_no_cookie)
{
    static const char *const paths[] = { "/", "/help-now?country=DE", "/safety", "/about", "/contact" };
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct request *page = as("visitor", "GET", paths[i]);
        EXPECT_INT(fetch(page), 200);
        EXPECT_TEXT(answer_header(page, "Set-Cookie"), "");
    }
}

TEST(the_language_can_be_changed_without_losing_the_place)
{
    struct request *page = as("visitor", "GET", "/help-now?country=DE&a=%22b");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "name=\"to\" value=\"/help-now?country=DE&amp;a=%22b\""));
    struct request *change = with(with(as("visitor", "POST", "/language"), "lang", "ar"), "to", "/help-now?country=DE");
    EXPECT_INT(fetch(change), 303);
    EXPECT_TEXT(change->location, "/help-now?country=DE");
    page = with_cookie(as("visitor", "GET", "/help-now"), "l", "ar");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "<html lang=\"ar\" dir=\"rtl\""));
    /* A form that came back leads to its page, which can be fetched. */
    struct request *form = with(as("stu", "POST", "/steward/help/new"), "name", "Half");
    EXPECT_INT(fetch(form), 422);
    EXPECT(shows(form, "name=\"to\" value=\"/steward/help/new\""));
}

TEST(a_notice_is_said_once)
{
    struct request *page = with_cookie(as("ana", "GET", "/help-now"), "m", arena_printf(test_arena(), "%d", NOTICE_SAVED));
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Saved."));
    EXPECT_TEXT(answer_cookie(page, "m"), "");
    page = with_cookie(as("ana", "GET", "/help-now"), "m", "998");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "class=\"toast"));
}

TEST(an_unknown_address_is_a_designed_page)
{
    struct request *page = as("visitor", "GET", "/nowhere");
    EXPECT_INT(fetch(page), 404);
    EXPECT(shows(page, "There’s nothing at this address"));
    EXPECT(shows(page, "<a class=\"btn go\" href=\"/\">"));
    page = as("ana", "GET", "/nowhere");
    EXPECT_INT(fetch(page), 404);
    EXPECT(shows(page, "<a class=\"btn go\" href=\"/home\">"));
    page = with_cookie(as("visitor", "GET", "/nowhere"), "l", "de");
    EXPECT_INT(fetch(page), 404);
    EXPECT(shows(page, "<html lang=\"de\""));
}

TEST(a_refused_form_shows_what_was_written)
{
    struct request *form = as("stu", "POST", "/steward/help/new");
    with(with(form, "csrf", "forged"), "about", "Forty careful words & more");
    EXPECT_INT(fetch(form), 403);
    EXPECT(shows(form, "What you wrote"));
    EXPECT(shows(form, "Forty careful words &amp; more"));
    EXPECT(!shows(form, "forged"));
    EXPECT(shows(form, "href=\"/steward/help/new\""));
}

/* What a browser fetches to show the start page for the first time: the page, the style, the pictures, the script. */
TEST(a_first_visit_is_small)
{
    struct request *page = with_header(as("visitor", "GET", "/"), "Accept-Encoding", "br, gzip");
    EXPECT_INT(fetch(page), 200);
    size_t bytes = page->body.len;
    EXPECT(text_same(answer_header(page, "Content-Encoding"), "gzip"));
    struct request *plain = as("visitor", "GET", "/");
    EXPECT_INT(fetch(plain), 200);
    size_t files = 0;
    for (size_t i = 0; i < assets_count; i++)
        if (shows(plain, assets[i].path)) {
            files++;
            bytes += assets[i].brotli.data ? assets[i].brotli.len : assets[i].plain.len;
        }
    EXPECT_INT(files, 3);
    EXPECT(bytes <= 25 * 1024);
}

UNIT_TEST(a_number_always_has_the_same_plate)
{
    struct arena arena = { 0 };
    struct buf first = { .arena = &arena }, second = { .arena = &arena }, other = { .arena = &arena };
    struct view view = { .out = &first, .words = { .arena = &arena } }; /* also in what live sends, where there is no request */
    layout_plate(&view, INT64_C(-9007199254740993), "s");
    view.out = &second;
    layout_plate(&view, INT64_C(-9007199254740993), "s");
    view.out = &other;
    layout_plate(&view, 1234567, "s");
    EXPECT_TEXT(buf_text(&first), buf_text(&second));
    EXPECT(!text_same(buf_text(&first), buf_text(&other)));
    arena_free(&arena);
}
