/* The template run time: escapers chosen by tools/tplc, and the words of a page. */
#ifndef HTML_H
#define HTML_H

#include "base/base.h"
#include "i18n/i18n.h"

struct request;

/* Markup that has already been made safe. Made only by html/ and by text/'s renderer through html_trusted(). */
struct safe_html {
    const char *text;
};

/* Everything a template needs besides its own arguments. */
struct view {
    struct buf *out;
    struct words words;
    const char *lang, *direction;
    struct request *request; /* for layout parts; NULL in tests of the run time alone */
};

/* `html` comes from markdown_render or from the store column that holds its output. */
struct safe_html html_trusted(const char *html);

void html_literal(struct view *view, const char *text, size_t len);
void html_text_str(struct view *view, const char *value); /* NULL prints nothing */
void html_text_int(struct view *view, int64_t value);     /* plain digits: ids; numbers for people go through number() */
void html_text_uint(struct view *view, uint64_t value);
void html_text_safe(struct view *view, struct safe_html value);
void html_attr_str(struct view *view, const char *value);
void html_url_str(struct view *view, const char *value);  /* whole URL: own path, http(s), mailto, tel, sms; else "#blocked" */
void html_part_str(struct view *view, const char *value); /* path or query part: %-encoded */

#define html_text(v, x)                                                                                                                    \
    _Generic((x), char *: html_text_str, const char *: html_text_str, int: html_text_int, unsigned: html_text_uint, \
    long: html_text_int, long long: html_text_int, unsigned long: html_text_uint, unsigned long long: html_text_uint, \
    struct safe_html: html_text_safe)((v), (x))
#define html_attr(v, x)                                                                                                                    \
    _Generic((x), char *: html_attr_str, const char *: html_attr_str, int: html_text_int, unsigned: html_text_uint, \
    long: html_text_int, long long: html_text_int, unsigned long: html_text_uint, unsigned long long: html_text_uint)((v), (x))
#define html_url(v, x) _Generic((x), char * : html_url_str, const char * : html_url_str)((v), (x))
#define html_part(v, x)                                                                                                                    \
    _Generic((x), char *: html_part_str, const char *: html_part_str, int: html_text_int, unsigned: html_text_uint, \
    long: html_text_int, long long: html_text_int, unsigned long: html_text_uint, unsigned long long: html_text_uint)((v), (x))

/* Called by {% form %}: the hidden fields every POST form carries (CSRF token, masked per response). Set by http. */
void html_form_fields(struct view *view);

/* ---- words: every text a person sees goes through one of these (xgettext reads the generated C) ---- */

const char *t(struct view *view, const char *text);
/* With a context for translators: tc(view, "button", "Open"). */
const char *tc(struct view *view, const char *context, const char *text);
/* {n} becomes the number, in the reader's digits: tn(view, "{n} reply", "{n} replies", n). {1}, {2} as in tf. */
#define tn(view, one, many, ...) tn_(view, one, many, __VA_ARGS__, (const char *)NULL)
const char *tn_(struct view *view, const char *one, const char *many, int64_t n, ...);
/* {1}..{9} become the arguments, all of them texts: tf(view, "{1} wrote to {2}", a, b). */
#define tf(view, text, ...) tf_(view, text, __VA_ARGS__, (const char *)NULL)
const char *tf_(struct view *view, const char *text, ...);
/* [..] become links, in order; the rest is escaped: t_link(view, "Read the [guidelines] first.", "/guidelines"). */
#define t_link(view, text, ...) t_link_(view, text, __VA_ARGS__, (const char *)NULL)
struct safe_html t_link_(struct view *view, const char *text, ...);
/* Marks a text in a table for xgettext; translate it where it is shown with t(). */
#define N_(text) text
/* The same for tc(). */
#define NC_(context, text) text

const char *number(struct view *view, int64_t n);
const char *date(struct view *view, int64_t ms, enum date_style style);

#endif
