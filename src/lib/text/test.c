#include "text/text.h"

#include "tests/harness/harness.h"

UNIT_TEST(text_from_outside_is_cleaned)
{
    static const struct {
        const char *typed, *clean;
    } cases[] = {
        { "", "" },
        { " \t\n ", "" },
        { "  a b\n", "a b" },
        { "a\r\nb\rc\n\nd", "a\nb\nc\n\nd" },
        { "a\x01\x08\x1b[31m\x7f"
          "b\tc",
          "a[31mb\tc" },
        { "a\xc2\x85\xc2\x9b"
          "b",
          "ab" }, /* C1 controls */
        { "a\xe2\x80\xae"
          "b\xe2\x81\xa6"
          "c\xe2\x81\xa9\xe2\x80\xaa",
          "abc" }, /* overrides, isolates, embeddings */
        { "a\xe2\x80\x8f"
          "b",
          "a\xe2\x80\x8f"
          "b" }, /* the right-to-left mark is honest */
        { "a\xe2\x80\xa8"
          "b\xe2\x80\xa9"
          "c",
          "a\nb\nc" },
        { "\xef\xbb\xbf"
          "a",
          "a" },
        { "e\xcc\x81 \xc3\xa9", "é é" },
        { "e\x01\xcc\x81", "é" }, /* composed after the control went */
        { "\xe3\x80\x80"
          "a\xc2\xa0",
          "a" },
        { "a\xff"
          "b",
          "a�b" },
        { "👩‍❤️‍👩 🏳️‍🌈", "👩‍❤️‍👩 🏳️‍🌈" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *clean = text_clean(test_arena(), cases[i].typed);
        EXPECT_TEXT(clean, cases[i].clean);
        EXPECT_TEXT(text_clean(test_arena(), clean), clean);
    }
}

UNIT_TEST(a_cleaned_line_has_single_blanks)
{
    static const struct {
        const char *typed, *clean;
    } cases[] = {
        { "", "" },
        { " a  b ", "a b" },
        { "a\n\nb\tc", "a b c" },
        { "山田　花子", "山田 花子" },
        { "a\xc2\xa0 b", "a b" },
        { "a\xe2\x80\xa8"
          "b",
          "a b" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(text_clean_line(test_arena(), cases[i].typed), cases[i].clean);
}

UNIT_TEST(what_is_typed_one_a_line_comes_in_clean_lines)
{
    struct text_lines lines = text_lines(test_arena(), "One\n\n \nTwo  words\n");
    EXPECT_INT(lines.count, 2);
    EXPECT_TEXT(lines.items[0], "One");
    EXPECT_TEXT(lines.items[1], "Two words");
    EXPECT_INT(text_lines(test_arena(), "").count, 0);
}

UNIT_TEST(folding_makes_equal_what_people_type_equal)
{
    static const struct {
        const char *a, *b;
    } same[] = {
        { "Ana", "aNA" },
        { "STRASSE", "Straße" },
        { "Ａｎａ", "ana" },
        { "ﾅｵ", "ナオ" },
        { "Ёлка", "ёлка" },
        { "e\xcc\x81", "É" },
        { "نمی\xe2\x80\x8cدانم", "نمیدانم" },
    };
    for (size_t i = 0; i < COUNT(same); i++)
        EXPECT_TEXT(text_fold(test_arena(), same[i].a), text_fold(test_arena(), same[i].b));
    EXPECT(!text_same(text_fold(test_arena(), "é"), text_fold(test_arena(), "e")));
    /* One character that folds into eighteen, many times: longer than any first guess of a buffer. */
    struct buf long_one = { .arena = test_arena() };
    for (int i = 0; i < 100; i++)
        buf_puts(&long_one, "ﷺ");
    EXPECT_INT(text_length(text_fold(test_arena(), long_one.data)), 1800);
}

UNIT_TEST(tags_are_words_of_any_script)
{
    static const struct {
        const char *typed, *tag;
    } cases[] = {
        { "Pride", "pride" },
        { "coming_out", "coming_out" },
        { "Überraschung", "überraschung" },
        { "каминг_аут", "каминг_аут" },
        { "カミングアウト", "カミングアウト" },
        { "ﾌﾟﾗｲﾄﾞ", "プライド" },
        { "出櫃", "出櫃" },
        { "فخر", "فخر" },
        { "हिन्दी", "हिन्दी" },
        { "pride2025", "pride2025" },
        { "１０代", "10代" },
        { "نمی\xe2\x80\x8cدانم", "نمیدانم" },
        { "_a", "_a" },
        { "", NULL },
        { "2025", NULL },
        { "_", NULL },
        { "a b", NULL },
        { "a-b", NULL },
        { "a/b", NULL },
        { "#a", NULL },
        { "🌈", NULL },
        { "\xcc\x81"
          "a",
          NULL },
        { "ﷺ", NULL },
        { "a\n", NULL },
        { "<b>", NULL },
        { "\xe2\x80\x8d", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(tag_fold(test_arena(), cases[i].typed), cases[i].tag);
    char sixty[62] = { 0 };
    memset(sixty, 'a', 60);
    EXPECT_TEXT(tag_fold(test_arena(), sixty), sixty);
    sixty[60] = 'a';
    EXPECT(tag_fold(test_arena(), sixty) == NULL);
}

UNIT_TEST(excerpts_are_plain_words_on_one_line)
{
    static const struct {
        const char *source;
        size_t max;
        const char *excerpt;
    } cases[] = {
        { "", 10, "" },
        { "short", 10, "short" },
        { "exactly 10", 10, "exactly 10" },
        { "hello world", 5, "hello…" },
        { "hello world", 6, "hello…" },
        { "hello world", 8, "hello wo…" },
        { "**bold** and [a link](https://x.org) and `code`", 100, "bold and a link and code" },
        { "# Title\n\ntext\nmore\n\n- one\n- two\n\n> said", 100, "Title text more one two said" },
        { "![a picture](https://x.org/p.png)", 100, "a picture" },
        { "1 &lt; 2 &amp; &foo; <b>", 100, "1 < 2 & &foo; <b>" },
        { "```\na\n  b\n```", 100, "a b" },
        { "漢字かな交じり文", 4, "漢字かな…" },
        { "سلام عليكم", 4, "سلام…" },
        { "abc", 0, "…" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(markdown_excerpt(test_arena(), cases[i].source, cases[i].max), cases[i].excerpt);
}

UNIT_TEST(an_excerpt_never_cuts_a_character_apart)
{
    static const char *const whole[] = {
        "👩‍❤️‍👩",         "🏳️‍🌈", "🇮🇹", "👍🏽", "q\xcc\xa3\xcc\x87", "각", "கி",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣"
    };
    struct arena *arena = test_arena();
    for (size_t i = 0; i < COUNT(whole); i++) {
        const char *source = arena_printf(arena, "ab%s%sz", whole[i], whole[i]);
        size_t length = text_length(whole[i]);
        for (size_t max = 0; max <= 2 * length + 2; max++) {
            size_t fit = max < 2 ? 0 : (max - 2) / length;
            const char *wanted = max == 0   ? "…"
                                 : max == 1 ? "a…"
                                 : fit == 0 ? "ab…"
                                 : fit == 1 ? arena_printf(arena, "ab%s…", whole[i])
                                            : arena_printf(arena, "ab%s%s…", whole[i], whole[i]);
            EXPECT_TEXT(markdown_excerpt(arena, source, max), wanted);
        }
    }
}

UNIT_TEST(quoting_keeps_an_answer_apart)
{
    EXPECT_TEXT(markdown_quote(test_arena(), ""), "");
    EXPECT_TEXT(markdown_quote(test_arena(), "one"), "> one\n\n");
    EXPECT_TEXT(markdown_quote(test_arena(), "one\n\ntwo\r\n> three"), "> one\n>\n> two\n> > three\n\n");
    struct markdown shown;
    EXPECT_INT(markdown_render(test_arena(), arena_printf(test_arena(), "%sthanks", markdown_quote(test_arena(), "a\nb")), &shown), OK);
    EXPECT_TEXT(shown.html, "<blockquote dir=\"auto\"><p dir=\"auto\">a<br>b</p></blockquote><p dir=\"auto\">thanks</p>");
}

UNIT_TEST(texts_packed_as_one_come_out_as_they_went_in_and_what_is_cut_off_is_counted)
{
    struct buf buf = { .arena = test_arena() };
    const char *const in[] = { "a place", "", NULL, "the end" };
    const char *out[5];
    const char **const to[] = { &out[0], &out[1], &out[2], &out[3], &out[4] };
    text_pack(&buf, in, COUNT(in));
    EXPECT_INT(text_unpack((struct bytes){ buf.data, buf.len }, to, 4), 4);
    EXPECT_TEXT(out[0], "a place");
    EXPECT_TEXT(out[1], "");
    EXPECT_TEXT(out[2], "");
    EXPECT_TEXT(out[3], "the end");
    EXPECT_INT(text_unpack((struct bytes){ buf.data, buf.len }, to, 5), 4);
    EXPECT_TEXT(out[4], "");
    EXPECT_INT(text_unpack((struct bytes){ buf.data, buf.len - 1 }, to, 4), 3); /* the last zero byte lacks */
    EXPECT_INT(text_unpack((struct bytes){ NULL, 0 }, to, 4), 0);
}
