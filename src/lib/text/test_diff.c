#include "text/text.h"

#include "tests/harness/harness.h"

/* "=a -b +c": a diff in one line. */
static const char *shown(const char *before, const char *after)
{
    struct buf out = { .arena = test_arena() };
    struct diff diff = text_diff(test_arena(), before, after);
    for (size_t i = 0; i < diff.count; i++)
        buf_printf(&out, "%s%c%s", i ? " " : "", "=+-"[diff.items[i].kind], diff.items[i].text);
    return buf_text(&out);
}

UNIT_TEST(a_diff_tells_what_went_and_what_came)
{
    EXPECT_TEXT(shown("", ""), "");
    EXPECT_TEXT(shown("a", "a"), "=a");
    EXPECT_TEXT(shown("", "a\nb"), "+a +b");
    EXPECT_TEXT(shown("a\nb", ""), "-a -b");
    EXPECT_TEXT(shown("a\nb\nc", "a\nx\nc"), "=a -b +x =c");
    EXPECT_TEXT(shown("a\nb\nc", "b\nc\nd"), "-a =b =c +d");
    EXPECT_TEXT(shown("a\n\nb", "a\n\n\nb"), "=a = + =b");
    EXPECT_TEXT(shown("a\nb\n", "a\nb"), "=a =b");
    EXPECT_TEXT(shown("a\nb\nc\nd", "x\ny\nz"), "-a -b -c -d +x +y +z");
    EXPECT_TEXT(shown("a\nb", "b\na"), "-a =b +a");
}

static int longest_common(const char *a, int a_count, const char *b, int b_count)
{
    int best[16][16] = { 0 };
    for (int i = 1; i <= a_count; i++)
        for (int j = 1; j <= b_count; j++)
            best[i][j] = a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : best[i - 1][j] > best[i][j - 1] ? best[i - 1][j] : best[i][j - 1];
    return best[a_count][b_count];
}

/* Rebuilds both sides from the diff and counts the lines that stayed. */
static int same_lines(const char *before, const char *after)
{
    struct buf a = { .arena = test_arena() }, b = { .arena = test_arena() };
    struct diff diff = text_diff(test_arena(), before, after);
    int same = 0;
    for (size_t i = 0; i < diff.count; i++) {
        if (diff.items[i].kind != DIFF_ADDED)
            buf_printf(&a, "%s\n", diff.items[i].text);
        if (diff.items[i].kind != DIFF_REMOVED)
            buf_printf(&b, "%s\n", diff.items[i].text);
        same += diff.items[i].kind == DIFF_SAME;
    }
    EXPECT_TEXT(buf_text(&a), before);
    EXPECT_TEXT(buf_text(&b), after);
    return same;
}

UNIT_TEST(a_diff_is_the_shortest_one)
{
    uint32_t state = 7; /* the same cases in every run */
    for (int round = 0; round < 3000; round++) {
        char letters[2][16], texts[2][40] = { "", "" };
        int counts[2];
        for (int side = 0; side < 2; side++) {
            state = state * 1664525 + 1013904223;
            counts[side] = (int)(state >> 16) % 15;
            for (int i = 0; i < counts[side]; i++) {
                state = state * 1664525 + 1013904223;
                letters[side][i] = (char)('a' + (state >> 16) % 4);
                texts[side][2 * i] = letters[side][i];
                texts[side][2 * i + 1] = '\n';
            }
        }
        if (!EXPECT_INT(same_lines(texts[0], texts[1]), longest_common(letters[0], counts[0], letters[1], counts[1])))
            return;
    }
}

static const char *numbers(int from, int to, int step)
{
    struct buf out = { .arena = test_arena() };
    for (int i = from; i < to; i += step)
        buf_printf(&out, "%d\n", i);
    return buf_text(&out);
}

UNIT_TEST(long_texts_have_a_diff_too)
{
    EXPECT_INT(same_lines(numbers(0, 2000, 1), numbers(0, 4000, 2)), 1000);
    EXPECT_INT(same_lines(numbers(0, 2000, 1), numbers(2000, 4000, 1)), 0);
    EXPECT_INT(same_lines(numbers(0, 2001, 1), numbers(0, 2001, 1)), 0); /* past the limit: all removed, all added */
    EXPECT_INT(same_lines(numbers(0, 2000, 1), numbers(0, 2000, 1)), 2000);
}
