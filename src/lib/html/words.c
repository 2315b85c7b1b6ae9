/* The words of a page: translated, with their placeholders filled. */
#include "html/html.h"

enum { MAX_ARGUMENTS = 9 };

struct arguments {
    const char *text[MAX_ARGUMENTS];
    size_t count;
};

static struct arguments arguments_read(va_list list)
{
    struct arguments arguments = { .count = 0 };
    for (const char *text; arguments.count < MAX_ARGUMENTS && (text = va_arg(list, const char *));)
        arguments.text[arguments.count++] = text;
    return arguments;
}

static bool is_right_to_left(int32_t code)
{
    return (code >= 0x590 && code < 0x900) || (code >= 0xfb1d && code < 0xfe00) || (code >= 0xfe70 && code < 0xff00);
}

static bool is_left_to_right(int32_t code)
{
    bool sign = (code >= 0x2000 && code < 0x2c00) || (code >= 0x3000 && code < 0x3040) || code >= 0x1f000;
    return code < 0xc0 ? (code | 0x20) >= 'a' && (code | 0x20) <= 'z' : !sign && !is_right_to_left(code);
}

/* Does the text hold letters that run against the page? */
static bool runs_against(const struct view *view, const char *text)
{
    bool page_is_rtl = view->direction && text_same(view->direction, "rtl");
    while (*text) {
        int32_t code = text_next(&text);
        if (page_is_rtl ? is_left_to_right(code) : is_right_to_left(code))
            return true;
    }
    return false;
}

/* A name in another direction is isolated, so that it doesn't tear the sentence apart. */
static void add_argument(struct view *view, struct buf *out, const char *text)
{
    bool isolate = runs_against(view, text);
    buf_puts(out, isolate ? "\u2068" : "");
    buf_puts(out, text);
    buf_puts(out, isolate ? "\u2069" : "");
}

/* Fills {1}..{9}, and {n} when there is a number; anything else in braces stays. */
static const char *fill(struct view *view, const char *text, const struct arguments *arguments, const char *n)
{
    struct buf out = { .arena = view->words.arena };
    for (const char *brace; (brace = strchr(text, '{')); text = brace) {
        buf_add(&out, text, (size_t)(brace - text));
        size_t at = brace[1] >= '1' && brace[1] <= '9' && brace[2] == '}' ? (size_t)(brace[1] - '1') : MAX_ARGUMENTS;
        if (at < arguments->count) {
            add_argument(view, &out, arguments->text[at]);
            brace += 3;
        } else if (n && brace[1] == 'n' && brace[2] == '}') {
            buf_puts(&out, n);
            brace += 3;
        } else {
            buf_putc(&out, *brace++);
        }
    }
    buf_puts(&out, text);
    return buf_text(&out);
}

const char *t(struct view *view, const char *text)
{
    return catalogue_text(view->words.catalogue, NULL, text);
}

const char *tc(struct view *view, const char *context, const char *text)
{
    return catalogue_text(view->words.catalogue, context, text);
}

const char *tn_(struct view *view, const char *one, const char *many, int64_t n, ...)
{
    va_list list;
    va_start(list, n);
    struct arguments arguments = arguments_read(list);
    va_end(list);
    return fill(view, catalogue_plural(view->words.catalogue, one, many, n), &arguments, number(view, n));
}

const char *tf_(struct view *view, const char *text, ...)
{
    va_list list;
    va_start(list, text);
    struct arguments arguments = arguments_read(list);
    va_end(list);
    return fill(view, t(view, text), &arguments, NULL);
}

struct safe_html t_link_(struct view *view, const char *text, ...)
{
    va_list list;
    va_start(list, text);
    struct arguments links = arguments_read(list);
    va_end(list);
    struct buf out = { .arena = view->words.arena };
    struct view inner = { .out = &out };
    size_t n = 0;
    text = t(view, text);
    for (const char *open, *close; (open = strchr(text, '[')) && (close = strchr(open, ']')); text = close + 1) {
        html_text_str(&inner, arena_slice(view->words.arena, text, (size_t)(open - text)));
        const char *link = n < links.count ? links.text[n++] : NULL;
        if (link) {
            buf_puts(&out, "<a href=\"");
            html_url_str(&inner, link);
            buf_puts(&out, "\">");
        }
        html_text_str(&inner, arena_slice(view->words.arena, open + 1, (size_t)(close - open - 1)));
        buf_puts(&out, link ? "</a>" : "");
    }
    html_text_str(&inner, text);
    return html_trusted(buf_text(&out));
}

const char *number(struct view *view, int64_t n)
{
    return number_text(&view->words, n);
}

const char *date(struct view *view, int64_t ms, enum date_style style)
{
    return date_text(&view->words, ms, style);
}
