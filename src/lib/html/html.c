/* The escapers: what makes a text safe in the place a template puts it. */
#include "html/html.h"

/* ---- escapers ---- */

struct safe_html html_trusted(const char *html)
{
    return (struct safe_html){ html };
}

void html_literal(struct view *view, const char *text, size_t len)
{
    buf_add(view->out, text, len);
}

static const char *entity(char ch)
{
    switch (ch) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

enum { IN_TEXT = 1, IN_ATTRIBUTE = 2 };

/* Where each byte must become an entity. */
static const unsigned char special[256] = {
    ['&'] = IN_TEXT | IN_ATTRIBUTE, ['<'] = IN_TEXT | IN_ATTRIBUTE, ['>'] = IN_TEXT | IN_ATTRIBUTE,
    ['"'] = IN_ATTRIBUTE,           ['\''] = IN_ATTRIBUTE,
};

/* Copies whole runs: most texts hold nothing special at all. */
static void add_escaped(struct buf *out, const char *value, unsigned place)
{
    for (;;) {
        const char *plain = value;
        while (*value && !(special[(unsigned char)*value] & place))
            value++;
        buf_add(out, plain, (size_t)(value - plain));
        if (!*value)
            return;
        buf_puts(out, entity(*value++));
    }
}

void html_text_str(struct view *view, const char *value)
{
    if (value)
        add_escaped(view->out, value, IN_TEXT);
}

void html_attr_str(struct view *view, const char *value)
{
    if (value)
        add_escaped(view->out, value, IN_ATTRIBUTE);
}

void html_text_safe(struct view *view, struct safe_html value)
{
    if (value.text)
        buf_puts(view->out, value.text);
}

void html_text_uint(struct view *view, uint64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    buf_add(view->out, at, (size_t)(digits + sizeof digits - at));
}

void html_text_int(struct view *view, int64_t value)
{
    if (value < 0)
        buf_putc(view->out, '-');
    html_text_uint(view, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* ---- addresses ---- */

static bool starts_ignoring_case(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *prefix)
            return false;
    return true;
}

/* Browsers drop tabs and line breaks inside an address and read '\' as '/', so neither may stand where it could hide a scheme or a host. */
static bool url_is_safe(const char *url)
{
    if (text_has_controls(url))
        return false;
    if (*url == '/')
        return url[1] != '/' && url[1] != '\\';
    if (!*url || *url == '#' || *url == '?')
        return true;
    static const char *const web[] = { "https://", "http://" }, *const other[] = { "mailto:", "tel:", "sms:" };
    for (size_t i = 0; i < COUNT(web); i++)
        if (starts_ignoring_case(url, web[i]))
            return url[strlen(web[i])] && !strchr("/\\", url[strlen(web[i])]);
    for (size_t i = 0; i < COUNT(other); i++)
        if (starts_ignoring_case(url, other[i]))
            return true;
    return false;
}

static void add_url(struct buf *out, const char *url)
{
    if (!url_is_safe(url))
        url = "#blocked";
    for (;;) {
        size_t plain = strcspn(url, "&'\" <>\\^`{|}");
        buf_add(out, url, plain);
        url += plain;
        if (!*url)
            return;
        if (*url == '&' || *url == '\'')
            buf_puts(out, entity(*url++));
        else
            buf_percent(out, (const char[]){ *url++, '\0' }, "");
    }
}

void html_url_str(struct view *view, const char *value)
{
    if (value)
        add_url(view->out, value);
}

void html_part_str(struct view *view, const char *value)
{
    if (value)
        buf_percent(view->out, value, "");
}
