#include "text/text.h"

#include "tests/harness/harness.h"

#define PAR "<p dir=\"auto\">"
#define REL "\" rel=\"ugc nofollow noreferrer noopener\">"

static const char *html(const char *source)
{
    struct markdown out = { 0 };
    EXPECT_INT(markdown_render(test_arena(), source, &out), OK);
    return out.html ? out.html : "(refused)";
}

static int depth(const char *html, const char *open, const char *close)
{
    int deepest = 0, now = 0;
    for (; *html; html++) {
        now += text_starts(html, open) - text_starts(html, close);
        deepest = now > deepest ? now : deepest;
    }
    EXPECT_INT(now, 0);
    return deepest;
}

UNIT_TEST(markdown_writes_what_members_need)
{
    static const struct {
        const char *source, *html;
    } cases[] = {
        { "", "" },
        { "one\ntwo\n\nthree", PAR "one<br>two</p>" PAR "three</p>" },
        { "**bold** *soft* ***both***", PAR "<strong>bold</strong> <em>soft</em> <em><strong>both</strong></em></p>" },
        { "# Head\n\n### Low *er*\n\nUnder\n---",
          PAR "<strong>Head</strong></p>" PAR "<strong>Low <em>er</em></strong></p>" PAR "<strong>Under</strong></p>" },
        { "- a\n- b", "<ul dir=\"auto\"><li dir=\"auto\">a</li><li dir=\"auto\">b</li></ul>" },
        { "1. a\n2. b", "<ol dir=\"auto\"><li dir=\"auto\">a</li><li dir=\"auto\">b</li></ol>" },
        { "7) a", "<ol start=\"7\" dir=\"auto\"><li dir=\"auto\">a</li></ol>" },
        { "> said", "<blockquote dir=\"auto\">" PAR "said</p></blockquote>" },
        { "a `b < c`", PAR "a <code>b &lt; c</code></p>" },
        { "```html\n<b>\n```", "<pre dir=\"auto\"><code>&lt;b&gt;\n</code></pre>" },
        { "a\n\n***", PAR "a</p><hr>" },
        { "    not code", PAR "not code</p>" },
        { "a\\*b\\", PAR "a*b\\</p>" },
        { "|a|b|\n|-|-|\n|c|d|", PAR "|a|b|<br>|-|-|<br>|c|d|</p>" },
        { "&eacute; &amp; &#65; &#x42; &unknown; & <", PAR "é &amp; A B &amp;unknown; &amp; &lt;</p>" },
        { "&#0; &#xD800; &#x110000; &#9999999; &#x202E; &#1; &#x2067;", PAR "� � � � � � �</p>" },
        { "a\"b'c", PAR "a&quot;b&#39;c</p>" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(html(cases[i].source), cases[i].html);
}

UNIT_TEST(markdown_closes_what_it_opens)
{
    EXPECT_TEXT(html("*[](*)\n\nnext"), PAR "<em></em></p>" PAR "next</p>");
    EXPECT_TEXT(html("- *[](*)\n- b"), "<ul dir=\"auto\"><li dir=\"auto\"><em></em></li><li dir=\"auto\">b</li></ul>");
    struct buf deep = { .arena = test_arena() };
    for (int i = 0; i < 400; i++)
        buf_puts(&deep, i < 200 ? "*a **b " : " c** d*");
    EXPECT_INT(depth(html(deep.data), "<em", "</em") + depth(html(deep.data), "<strong", "</strong"), 16);
}

UNIT_TEST(markdown_links_say_nothing_about_the_reader)
{
    static const struct {
        const char *source, *html;
    } cases[] = {
        { "[a](https://x.org/?a=1&b=2)", PAR "<a href=\"https://x.org/?a=1&amp;b=2" REL "a</a></p>" },
        { "[a](HTTP://x.org 'title')", PAR "<a href=\"HTTP://x.org" REL "a</a></p>" },
        { "[a](/groups/b)", PAR "<a href=\"/groups/b" REL "a</a></p>" },
        { "[a](mailto:a@x.org)", PAR "<a href=\"mailto:a@x.org" REL "a</a></p>" },
        { "[a](www.x.org)", PAR "<a href=\"https://www.x.org" REL "a</a></p>" },
        { "[a](<https://x.org/a b\"c%zz%20>)", PAR "<a href=\"https://x.org/a%20b%22c%25zz%20" REL "a</a></p>" },
        { "[a](https://x.org/&eacute;)", PAR "<a href=\"https://x.org/é" REL "a</a></p>" },
        { "[a][1]\n\n[1]: https://x.org", PAR "<a href=\"https://x.org" REL "a</a></p>" },
        { "see https://x.org/a.", PAR "see <a href=\"https://x.org/a" REL "https://x.org/a</a>.</p>" },
        { "(https://x.org)", PAR "(<a href=\"https://x.org" REL "https://x.org</a>)</p>" },
        { "https://x.org/猫。次", PAR "<a href=\"https://x.org/猫" REL "https://x.org/猫</a>。次</p>" },
        { "https://x.org، ثم", PAR "<a href=\"https://x.org" REL "https://x.org</a>، ثم</p>" },
        { "<https://x.org>", PAR "<a href=\"https://x.org" REL "https://x.org</a></p>" },
        { "[**<a@x.org>**](mailto:b@x.org)", PAR "<a href=\"mailto:b@x.org" REL "<strong>a@x.org</strong></a></p>" },
        { "a@x.org <a@x.org> <mailto:a@x.org>", PAR "a@x.org a@x.org mailto:a@x.org</p>" },
        { "![a *picture*](https://x.org/p.png)", PAR "<a href=\"https://x.org/p.png" REL "a <em>picture</em></a></p>" },
        { "[![in](https://a.org)](https://b.org)", PAR "<a href=\"https://b.org" REL "in</a></p>" },
        { "![a [b](https://b.org)](https://a.org)", PAR "<a href=\"https://a.org" REL "a b</a></p>" },
        { "[](https://x.org) [ &nbsp; &#x200B;](https://y.org) ![](https://z.org)",
          PAR "<a href=\"https://x.org" REL "https://x.org</a> <a href=\"https://y.org" REL " \xc2\xa0 \xe2\x80\x8bhttps://y.org</a> "
              "<a href=\"https://z.org" REL "https://z.org</a></p>" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(html(cases[i].source), cases[i].html);
    struct markdown out;
    EXPECT(markdown_render(test_arena(), "[a](https://x.org)", &out) == OK && out.has_links);
    EXPECT(markdown_render(test_arena(), "[a](ftp://x.org) #tag", &out) == OK && !out.has_links);
}

UNIT_TEST(markdown_leads_nowhere_dangerous)
{
    static const char *const targets[] = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#x6A;avascript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#0000106avascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "java&#10;script:alert(1)",
        "java&#x9;script:alert(1)",
        "&#1;javascript:alert(1)",
        "&#x20;javascript:alert(1)",
        "javascript://x.org/%0Aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml,x",
        "file:///etc/passwd",
        "ftp://x.org",
        "//evil.org",
        "/&#x2F;evil.org",
        "/\\\\evil.org",
        "/&bsol;evil.org",
        "\\\\\\\\evil.org",
        "/&#9;/evil.org",
        "http:evil.org",
        "http:/evil.org",
        "http:///evil.org",
        "http:\\\\\\\\evil.org",
        "https://",
        "https://?x",
        "https://#x",
        "mailto:",
        "tel:1",
        "blob:x",
        "about:blank",
        "view-source:https://x.org",
        "x",
        "?x=1",
        "#x",
        "./x",
        "../x",
        "javascript&unknown;:1",
        "h&#x202E;ttps://x.org",
        "https://x.org/&#x202E;gpj.exe",
        "&#xFEFF;javascript:1",
        "urn:x",
        "jar:x",
        "livescript:1",
        "mocha:1",
    };
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct arena *arena = test_arena();
        const char *const shapes[] = { "[x](%s)", "[x](<%s>)", "![x](%s)", "[x][1]\n\n[1]: %s", "[x](%s 'title')" };
        for (size_t j = 0; j < COUNT(shapes); j++) {
            const char *at = strstr(shapes[j], "%s");
            const char *source = arena_printf(arena, "%.*s%s%s", (int)(at - shapes[j]), shapes[j], targets[i], at + 2);
            const char *got = html(source);
            if (!EXPECT(!strstr(got, "<a ") && !strstr(got, "href")))
                EXPECT_TEXT(got, source);
        }
    }
    EXPECT_TEXT(html("[x](java\nscript:1)"), PAR "[x](java<br>script:1)</p>");
    EXPECT_TEXT(html("<javascript:alert(1)>"), PAR "javascript:alert(1)</p>");
}

UNIT_TEST(markdown_lets_no_html_through)
{
    static const char *const sources[] = {
        "<script>alert(1)</script>",
        "a <b onclick=x>b</b>",
        "<img src=x onerror=alert(1)>",
        "<!-- x -->",
        "<?php ?>",
        "<![CDATA[x]]>",
        "<a href='javascript:1'>x</a>",
        "[<img src=x onerror=1>](https://x.org)",
        "[x](https://x.org/\"onmouseover=alert(1))",
        "[x](https://x.org '\"onmouseover=1')",
        "![\"onerror=1 x](https://x.org)",
        "`</code><script>`",
        "```\"><script>\nx</pre><script>\n```",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "<x\n>",
        "</p><script>",
        "[a]: <javascript:1> '<script>'\n\n[a]",
        "<svg/onload=1>",
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        const char *got = html(sources[i]);
        static const char *const bad[] = { "<script", "<img", "<b ", "<svg", "<!", "<?", "<x", "=\"javascript", "title" };
        for (size_t j = 0; j < COUNT(bad); j++)
            if (!EXPECT(!strstr(got, bad[j])))
                EXPECT_TEXT(got, sources[i]);
    }
    EXPECT_TEXT(html("[x](https://x.org/\"onmouseover=1)"), PAR "<a href=\"https://x.org/%22onmouseover=1" REL "x</a></p>");
}

UNIT_TEST(markdown_finds_hashtags_in_any_script)
{
    static const struct {
        const char *source, *tags;
    } cases[] = {
        { "#Pride and #pride, #PRIDE!", "pride" },
        { "(#one) \"#two\" —#three", "one two three" },
        { "#привет мир", "привет" },
        { "نحن #فخورون هنا", "فخورون" },
        { "#カミングアウト と#東京、＃大阪", "カミングアウト 東京 大阪" },
        { "#Straße #STRASSE", "strasse" },
        { "#coming_out_late", "coming_out_late" },
        { "**#bold** > not\n> #quoted\n\n- #listed\n\n# #headed", "bold quoted listed headed" },
        { "a#b C# #1 ## #_ \\#no &#35;no x.org/#no &#x23;no", "" },
        { "`#code` [#link](https://x.org) [#link](x) https://x.org/#frag ![#alt](https://x.org)", "" },
        { "```\n#code\n```", "" },
        { "#a#b #c&eacute;", "a c" },
        { "one\n#line", "line" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct markdown out;
        struct buf tags = { .arena = test_arena() };
        EXPECT_INT(markdown_render(test_arena(), cases[i].source, &out), OK);
        for (size_t j = 0; j < out.tags_count; j++)
            buf_printf(&tags, "%s%s", j ? " " : "", out.tags[j]);
        EXPECT_TEXT(buf_text(&tags), cases[i].tags);
    }
    EXPECT_TEXT(html("#Übung!"), PAR "<a href=\"/tags/%C3%BCbung\">#Übung</a>!</p>");
    EXPECT_TEXT(html("نعم #فخر"), PAR "نعم <a href=\"/tags/%D9%81%D8%AE%D8%B1\">#فخر</a></p>");
}

UNIT_TEST(markdown_keeps_at_most_twenty_tags)
{
    struct buf source = { .arena = test_arena() };
    for (int i = 0; i < 30; i++)
        buf_printf(&source, "#tag%d ", i);
    buf_puts(&source, "#tag0");
    struct markdown out;
    EXPECT_INT(markdown_render(test_arena(), source.data, &out), OK);
    EXPECT_INT(out.tags_count, MARKDOWN_MAX_TAGS);
    EXPECT(strstr(out.html, "#tag19</a> #tag20 ") != NULL);
    EXPECT(strstr(out.html, "#tag29 <a href=\"/tags/tag0\">") != NULL);
}

UNIT_TEST(markdown_turns_the_sides_of_quotes_and_lists_with_their_words)
{
    EXPECT_TEXT(html("> سلام\n\n> hello"),
                "<blockquote dir=\"rtl\" >" PAR "سلام</p></blockquote><blockquote dir=\"auto\">" PAR "hello</p></blockquote>");
    EXPECT_TEXT(html("- 1. نعم"), "<ul dir=\"rtl\" ><li dir=\"rtl\" ><ol dir=\"rtl\" ><li dir=\"rtl\" >نعم</li></ol></li></ul>");
    EXPECT_TEXT(html("> hi\n> > سلام"),
                "<blockquote dir=\"auto\">" PAR "hi</p><blockquote dir=\"rtl\" >" PAR "سلام</p></blockquote></blockquote>");
    EXPECT_TEXT(html("- 1, **שלום**\n- b"), "<ul dir=\"rtl\" ><li dir=\"rtl\" >1, <strong>שלום</strong></li><li dir=\"auto\">b</li></ul>");
}

/* ---- what bad input gets ---- */

static const char *repeated(const char *piece, int times)
{
    struct buf out = { .arena = test_arena() };
    for (int i = 0; i < times; i++)
        buf_puts(&out, piece);
    return buf_text(&out);
}

UNIT_TEST(markdown_bombs_stay_small)
{
    struct arena *arena = test_arena();
    const char *const bombs[] = {
        arena_printf(arena, "[a]: https://x.org/%s\n\n%s", repeated("x", 3000), repeated("[a]", 5000)),
        arena_printf(arena, "[a]: https://x.org/%s\n\n%s", repeated("é", 1500), repeated("![a]", 4000)),
        arena_printf(arena, "%s\n\n%s", repeated("[a]: /b\n", 1000), repeated("[a]", 3000)),
        repeated(">", 10000),
        repeated("> ", 9999),
        repeated("> a\n>", 4000),
        repeated("- ", 9999),
        repeated("1) ", 6000),
        repeated("* - + ", 3000),
        repeated("*", 19999),
        repeated("*a ", 6000),
        repeated("_a*", 6000),
        repeated("[", 19999),
        repeated("![", 9999),
        repeated("[a](", 4999),
        repeated("](", 9999),
        repeated("`a``", 4999),
        repeated("<a ", 6000),
        repeated("&", 19999),
        repeated("\"", 19999),
        repeated("#a ", 6000),
        repeated("#", 19999),
        repeated("😀", 19999),
        repeated("ﷺ", 19999),
        repeated("https://x.org ", 1400),
        repeated("\xe2\x80\xae", 19999),
        repeated("<!--", 4999),
        repeated("a\n", 9999),
        repeated("\\", 19999),
        repeated("- a\n\n", 3999),
        repeated("***a", 4999),
        repeated("***\n", 4999),
    };
    for (size_t i = 0; i < COUNT(bombs); i++) {
        struct markdown out = { 0 };
        enum status status = markdown_render(arena, bombs[i], &out);
        EXPECT(status == OK ? strlen(out.html) <= MARKDOWN_MAX_HTML : status == INVALID);
        EXPECT(text_length(markdown_excerpt(arena, bombs[i], 100)) <= 101);
    }
}

UNIT_TEST(markdown_refuses_what_is_too_long)
{
    struct markdown out;
    struct arena *arena = test_arena();
    EXPECT_INT(markdown_render(arena, repeated("x", MARKDOWN_MAX_SOURCE), &out), OK);
    EXPECT_INT(markdown_render(arena, repeated("語", MARKDOWN_MAX_SOURCE), &out), OK);
    EXPECT_INT(markdown_render(arena, repeated("x", MARKDOWN_MAX_SOURCE + 1), &out), INVALID);
    EXPECT_INT(markdown_render(arena, repeated("*", 100000), &out), INVALID);
    EXPECT_INT(
        markdown_render(arena, arena_printf(arena, "[a]: https://x.org/%s\n\n%s", repeated("x", 60000), repeated("[a]", 10000)), &out),
        INVALID);
    EXPECT_INT(markdown_render(arena, arena_printf(arena, "[a]: https://x.org/%s\n\n%s", repeated("x", 3000), repeated("[a]", 5000)), &out),
               INVALID);
}

UNIT_TEST(markdown_nests_no_deeper_than_eyes_do)
{
    EXPECT_INT(depth(html(arena_printf(test_arena(), "%s x", repeated(">", 9000))), "<blockquote", "</blockquote"), 8);
    const char *lists = html(arena_printf(test_arena(), "%sx", repeated("- ", 200)));
    EXPECT_INT(depth(lists, "<ul", "</ul"), 8);
    EXPECT_INT(depth(lists, "<li", "</li"), 8);
    EXPECT_TEXT(html(arena_printf(test_arena(), "%s**x**\n%s- [y](/z)", repeated("- ", 10), repeated(" ", 18))) +
                    8 * strlen("<ul dir=\"auto\"><li dir=\"auto\">"),
                arena_printf(test_arena(), "<strong>x</strong><br><a href=\"/z" REL "y</a>%s", repeated("</li></ul>", 8)));
}

UNIT_TEST(a_long_text_keeps_its_headings_below_the_pages_own)
{
    struct arena *arena = test_arena();
    struct markdown out;
    EXPECT_INT(markdown_render_long(arena, "# One\n\n## Two\n\n#### Four\n\n> # Quoted\n\n- ## Item", &out), OK);
    EXPECT(strstr(out.html, "<h2 dir=\"auto\">One</h2>") && strstr(out.html, "<h2 dir=\"auto\">Two</h2>"));
    EXPECT(strstr(out.html, "<h3 dir=\"auto\">Four</h3>") && !strstr(out.html, "<h1") && !strstr(out.html, "<h4"));
    EXPECT(strstr(out.html, "<strong>Quoted</strong>") && strstr(out.html, "<strong>Item</strong>"));
    EXPECT_INT(markdown_render_long(arena, repeated("x", MARKDOWN_LONG_SOURCE), &out), OK);
    EXPECT_INT(markdown_render_long(arena, repeated("x", MARKDOWN_LONG_SOURCE + 1), &out), INVALID);
    EXPECT_INT(markdown_render(arena, "# One", &out), OK);
    EXPECT(strstr(out.html, "<strong>One</strong>") && !strstr(out.html, "<h2"));
}
