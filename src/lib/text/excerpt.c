/* The words of a text without its markup, and a text made ready to be answered. */
#include "text/parts.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

/* ---- plain words ---- */

struct words {
    struct arena *arena;
    struct buf out;
    size_t length, enough; /* characters so far; how many will do */
    bool blank;            /* before the next character */
};

static void put(struct words *words, const char *text)
{
    while (*text) {
        UChar32 c = text_next(&text);
        if (u_isUWhiteSpace(c)) {
            words->blank = true;
            continue;
        }
        if (words->blank && words->out.len) {
            buf_putc(&words->out, ' ');
            words->length++;
        }
        words->blank = false;
        text_add(&words->out, c);
        words->length++;
    }
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)type, (void)detail;
    struct words *words = context;
    words->blank = true;
    return words->length >= words->enough;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    return enter_block(type, detail, context);
}

static int span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)type, (void)detail, (void)context;
    return 0;
}

static int text(MD_TEXTTYPE type, const char *bytes, MD_SIZE size, void *context)
{
    struct words *words = context;
    UChar32 c = type == MD_TEXT_ENTITY ? markdown_entity(bytes, size) : type == MD_TEXT_NULLCHAR ? 0xfffd : 0;
    struct buf one = { .arena = words->arena };
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        c = ' ';
    if (c)
        text_add(&one, c);
    else
        buf_add(&one, bytes, size);
    put(words, buf_text(&one));
    return words->length >= words->enough;
}

/* ---- cutting ---- */

/* No boundary rule (UAX 29) can hold these two together; asking ICU's iterator would cost ten times as much. */
static bool surely_apart(UChar32 left, UChar32 right)
{
    int32_t before = u_getIntPropertyValue(left, UCHAR_GRAPHEME_CLUSTER_BREAK),
            after = u_getIntPropertyValue(right, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return before != U_GCB_PREPEND && after == U_GCB_OTHER && !u_hasBinaryProperty(right, UCHAR_EXTENDED_PICTOGRAPHIC);
}

/* The last end of a whole character, as people see characters, at or before byte `cut`. */
static size_t boundary(struct arena *arena, const char *text, size_t cut)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t len, total;
    text_utf16(arena, arena_slice(arena, text, cut), &len);
    UChar *whole = text_utf16(arena, text, &total);
    UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "", whole, total, &error);
    text_must(error);
    if (!ubrk_isBoundary(iterator, len))
        len = ubrk_preceding(iterator, len);
    ubrk_close(iterator);
    return len > 0 ? strlen(text_utf8(arena, whole, len)) : 0;
}

static const char *shortened(struct arena *arena, const char *text, size_t max)
{
    const char *at = text;
    UChar32 left = 0;
    for (size_t i = 0; i < max && *at; i++)
        left = text_next(&at);
    if (!*at)
        return text;
    size_t cut = (size_t)(at - text);
    UChar32 right = text_next(&at);
    if (cut && !surely_apart(left, right))
        cut = boundary(arena, text, cut);
    while (cut && text[cut - 1] == ' ')
        cut--;
    return arena_printf(arena, "%.*s…", (int)cut, text);
}

const char *markdown_excerpt(struct arena *arena, const char *source, size_t max)
{
    /* A little more than `max`, so that the last character's marks and joined emoji are seen whole. */
    if (max > MARKDOWN_MAX_SOURCE)
        max = MARKDOWN_MAX_SOURCE;
    struct words words = { .arena = arena, .out = { .arena = arena }, .enough = max + 64 };
    const MD_PARSER parser = { 0, MARKDOWN_FLAGS, enter_block, leave_block, span, span, text, NULL, NULL };
    const char *clean = text_clean(arena, source), *end = clean;
    for (size_t i = 0; i < MARKDOWN_MAX_SOURCE && *end; i++)
        text_next(&end);
    if (md_parse(clean, (MD_SIZE)(end - clean), &parser, &words) < 0)
        abort(); /* out of memory */
    return shortened(arena, buf_text(&words.out), max);
}

const char *markdown_quote(struct arena *arena, const char *source)
{
    struct buf out = { .arena = arena };
    for (const char *line = text_clean(arena, source); *line;) {
        size_t len = strcspn(line, "\n");
        buf_puts(&out, len ? "> " : ">");
        buf_add(&out, line, len);
        buf_putc(&out, '\n');
        line += len + (line[len] == '\n');
    }
    if (out.len)
        buf_putc(&out, '\n'); /* else what is written below would count as quoted */
    return buf_text(&out);
}
