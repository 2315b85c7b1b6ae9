#include "harness/harness.h"
#include "html/html.h"

/* A view that writes into an arena of its own. */
struct page {
    struct arena arena;
    struct buf out;
    struct view view;
};

static struct view *page_begin(struct page *page)
{
    *page = (struct page){ .view = { .lang = "en", .direction = "ltr" } };
    page->out.arena = page->view.words.arena = &page->arena;
    page->view.out = &page->out;
    return &page->view;
}

static void page_end(struct page *page, const char *wanted, int line)
{
    test_expect_text(buf_text(&page->out), wanted, "page", __FILE__, line);
    arena_free(&page->arena);
}

#define EXPECT_PAGE(wanted, ...)                                                                                                           \
    do {                                                                                                                                   \
        struct page page_;                                                                                                                 \
        struct view *view = page_begin(&page_);                                                                                            \
        __VA_ARGS__;                                                                                                                       \
        page_end(&page_, wanted, __LINE__);                                                                                                \
    } while (0)

UNIT_TEST(text_and_attributes_are_escaped)
{
    EXPECT_PAGE("&lt;b&gt;\"Tom\" &amp; 'Jo'&lt;/b&gt;", html_text(view, "<b>\"Tom\" & 'Jo'</b>"));
    EXPECT_PAGE("&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jo&#39;", html_attr(view, "<b>\"Tom\" & 'Jo'"));
    EXPECT_PAGE("plain, äöü العربية 日本語", html_text(view, "plain, äöü العربية 日本語"));
    EXPECT_PAGE("", html_text(view, (const char *)NULL); html_attr(view, (const char *)NULL); html_url(view, (const char *)NULL);
                html_part(view, (const char *)NULL); html_text(view, html_trusted(NULL)));
    EXPECT_PAGE("<p>safe</p>", html_text(view, html_trusted("<p>safe</p>")));
    EXPECT_PAGE("0|-7|9223372036854775807|-9223372036854775808", html_text(view, 0); html_literal(view, "|", 1); html_text(view, -7);
                html_literal(view, "|", 1); html_attr(view, INT64_MAX); html_literal(view, "|", 1); html_part(view, INT64_MIN));
}

UNIT_TEST(only_harmless_addresses_become_links)
{
    static const char *const good[] = { "/",
                                        "/topics/1?a=b#c",
                                        "#page",
                                        "?page=2",
                                        "",
                                        "https://example.org/",
                                        "HTTP://example.org",
                                        "mailto:a@example.org",
                                        "tel:+4930123",
                                        "sms:123" };
    static const char *const bad[] = { "javascript:alert(1)",
                                       "JaVaScRiPt:alert(1)",
                                       " javascript:alert(1)",
                                       "java\nscript:alert(1)",
                                       "\tjavascript:x",
                                       "\x01javascript:x",
                                       "data:text/html,x",
                                       "vbscript:x",
                                       "//example.org",
                                       "/\\example.org",
                                       "/\t/example.org",
                                       "\\\\example.org",
                                       "https:example.org",
                                       "https:///example.org",
                                       "https://",
                                       "http:/\\example.org",
                                       "topics/1",
                                       "&#106;avascript:x",
                                       "file:///etc/passwd",
                                       "blob:x",
                                       "ftp://example.org" };
    for (size_t i = 0; i < COUNT(good); i++)
        EXPECT_PAGE(good[i], html_url(view, good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        EXPECT_PAGE("#blocked", html_url(view, bad[i]));
    EXPECT_PAGE("/a?x=1&amp;y=%22&#39;%20%3C%3E", html_url(view, "/a?x=1&y=\"' <>"));
}

UNIT_TEST(a_part_of_an_address_cant_leave_its_place)
{
    EXPECT_PAGE("a%2Fb%3Fc%23d%26e%3Df%25%20%22%3C%3A", html_part(view, "a/b?c#d&e=f% \"<:"));
    EXPECT_PAGE("%D9%85%D8%B1%D8%AD%D8%A8%D8%A7-_.~9", html_part(view, "مرحبا-_.~9"));
}

UNIT_TEST(placeholders_are_filled_and_other_braces_stay)
{
    struct page page;
    struct view *view = page_begin(&page);
    EXPECT_TEXT(tf(view, "{1} wrote to {2}", "Ana", "Bo"), "Ana wrote to Bo");
    EXPECT_TEXT(tf(view, "{2}, {1}, {2}", "a", "b"), "b, a, b");
    EXPECT_TEXT(tf(view, "{3} {x} {} {1", "a"), "{3} {x} {} {1");
    EXPECT_TEXT(tf(view, "{1}", "{2} {1}"), "{2} {1}");
    EXPECT_TEXT(tf(view, "{n} {1}", "a"), "{n} a");
    EXPECT_TEXT(tn(view, "{n} reply", "{n} replies", 1), "1 reply");
    EXPECT_TEXT(tn(view, "{n} reply", "{n} replies", 0), "0 replies");
    EXPECT_TEXT(tn(view, "{n} reply to {1}", "{n} replies to {1}", 12, "Bo"), "12 replies to Bo");
    EXPECT_TEXT(t(view, "Hello"), "Hello");
    EXPECT_TEXT(tc(view, "button", "Open"), "Open");
    EXPECT_TEXT(t(view, ""), "");
    page_end(&page, "", __LINE__);
}

UNIT_TEST(a_name_in_another_direction_is_isolated)
{
    struct page page;
    struct view *view = page_begin(&page);
    EXPECT_TEXT(tf(view, "{1} wrote", "سارة"), "\u2068سارة\u2069 wrote");
    EXPECT_TEXT(tf(view, "{1} wrote", "日本"), "日本 wrote");
    view->direction = "rtl";
    EXPECT_TEXT(tf(view, "{1} wrote", "Ana"), "\u2068Ana\u2069 wrote");
    EXPECT_TEXT(tf(view, "{1} wrote", "سارة"), "سارة wrote");
    EXPECT_TEXT(tf(view, "{1} wrote", "21:40"), "21:40 wrote");
    page_end(&page, "", __LINE__);
}

UNIT_TEST(links_in_a_sentence_are_checked_and_the_rest_is_escaped)
{
    EXPECT_PAGE("Read the <a href=\"/guidelines\">guidelines</a> &amp; rest.",
                html_text(view, t_link(view, "Read the [guidelines] & rest.", "/guidelines")));
    EXPECT_PAGE("<a href=\"/a\">one</a> and <a href=\"/b\">two &lt;b&gt;</a>",
                html_text(view, t_link(view, "[one] and [two <b>]", "/a", "/b")));
    EXPECT_PAGE("<a href=\"#blocked\">x</a>", html_text(view, t_link(view, "[x]", "javascript:alert(1)")));
    EXPECT_PAGE("<a href=\"/a\">one</a> and two", html_text(view, t_link(view, "[one] and [two]", "/a")));
    EXPECT_PAGE("one [two", html_text(view, t_link(view, "one [two", "/a")));
}
