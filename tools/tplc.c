/* tplc: compiles HTML templates to C.   tplc page.html > page.c      tplc --words page.html  lists literal words.
 *
 *   {% include "board/board.h" %}                 before the first template: the types of the arguments
 *   {% template name(const struct x *x) %} … {% end %}     void name(struct view *view, const struct x *x); also name()
 *   {% for x in list %} … {% end %}               list: pointer to a struct with items and count; x points to an item, x_index counts
 *   {% if c %} … {% elif d %} … {% else %} … {% end %}
 *   {% let x = expression %}                      a name for the rest of the block
 *   {% call name(args) %}                         another template, or any function that takes the view first
 *   {% form action[, "class"[, "enctype"]] %} … {% end %}   a POST form with its hidden fields
 *   {{ expression }}   {# comment #}
 *
 * The text between drives a small HTML state machine that picks the escaper of each value, so that no template can pick a
 * wrong one. A value in a place that no escaper makes safe (scripts, styles, on…, comments, tag and attribute names, unquoted
 * attributes) is an error, and so is a block whose arms don't leave the HTML where they found it. White space that a browser
 * wouldn't show isn't written. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NESTING = 64, NAME = 48, WORDS = 256 };

/* A piece of the source, and the line it begins on. */
struct slice {
    const char *at;
    size_t len;
    int line;
};

enum state {
    TEXT,
    WORDS_ONLY, /* <title>, <textarea>: text without tags */
    RAW,        /* <script>, <style>, <iframe>: nothing may stand here */
    IN_TAG,     /* an attribute may begin */
    TIGHT,      /* in a tag, but a space must come first */
    VALUE,
};
enum filled { EMPTY, FILLED, MAYBE };
enum form { NO_FORM, GET_FORM, POST_FORM };

/* Where in the HTML the template is. */
struct place {
    enum state state;
    enum filled filled;      /* has the attribute's value begun? */
    enum form form;
    int pre;                 /* open <pre> tags */
    unsigned tag, attribute; /* the how-manieth */
    bool spaced;             /* white space here would show nothing */
};

enum kind { TEMPLATE, IF, ELSE, FOR, FORM };
struct block {
    enum kind kind;
    struct slice opened;
    struct place begin, merged;
    bool has_merged;
};

struct compiler {
    const char *name, *at;
    int line;
    FILE *includes, *prototypes, *body, *words;
    char *literal;
    size_t literal_len, literal_cap;
    struct place place;
    char space;    /* white space that waits to be written: '\n', ' ' or 0 */
    bool folding;  /* in an attribute's value, behind a line break */
    bool entity;   /* behind an '&' that may begin an entity */
    char tag[NAME], attribute[NAME], head[NAME];
    size_t head_len;
    char quote;
    bool address;  /* the attribute is a URL */
    bool scheme;   /* ... and may still be in its scheme */
    bool get;      /* the <form> tag said method="get" */
    unsigned tags, attributes, loops;
    struct block blocks[NESTING];
    int depth;
    char run[WORDS];
    size_t run_len;
    int run_line;
    jmp_buf failed;
    char *error;
    size_t error_size;
};

__attribute__((noreturn, format(printf, 3, 4))) static void fail_at(struct compiler *c, int line, const char *format, ...)
{
    int used = snprintf(c->error, c->error_size, "%s:%d: error: ", c->name, line);
    va_list args;
    va_start(args, format);
    if (used > 0 && (size_t)used < c->error_size)
        vsnprintf(c->error + used, c->error_size - (size_t)used, format, args);
    va_end(args);
    longjmp(c->failed, 1);
}

#define fail(c, ...) fail_at((c), (c)->line, __VA_ARGS__)

static bool is_space(char ch)
{
    return ch && strchr(" \t\n\r\f", ch);
}

static bool is_word(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_';
}

static bool is_one_of(const char *word, const char *list)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += len)
        if (len && (at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

static bool starts(const char *text, const char *prefix)
{
    return !strncmp(text, prefix, strlen(prefix));
}

/* ---- what comes out ---- */

static void literal_add(struct compiler *c, char ch)
{
    if (c->literal_len == c->literal_cap) {
        c->literal_cap = c->literal_cap * 2 + 256;
        c->literal = realloc(c->literal, c->literal_cap);
        if (!c->literal)
            abort();
    }
    c->literal[c->literal_len++] = ch;
}

static void literal_puts(struct compiler *c, const char *text)
{
    while (*text)
        literal_add(c, *text++);
}

/* Writes the literal text so far as one call. */
static void literal_end(struct compiler *c)
{
    if (!c->literal_len)
        return;
    fputs("html_literal(view, \"", c->body);
    for (size_t i = 0; i < c->literal_len; i++) {
        unsigned char ch = (unsigned char)c->literal[i];
        if (ch == '\n')
            fputs(i + 1 < c->literal_len ? "\\n\"\n\"" : "\\n", c->body);
        else if (ch == '"' || ch == '\\' || ch == '?')
            fprintf(c->body, "\\%c", ch);
        else if (ch < 0x20 || ch == 0x7f)
            fprintf(c->body, "\\%03o", ch);
        else
            fputc(ch, c->body);
    }
    fprintf(c->body, "\", %zu);\n", c->literal_len);
    c->literal_len = 0;
}

static void line_mark(struct compiler *c, FILE *out, int line)
{
    fprintf(out, "#line %d \"", line);
    for (const char *p = c->name; *p; p++)
        fprintf(out, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p == '\n' ? ' ' : *p);
    fputs("\"\n", out);
}

/* One statement that came from `line` of the template. */
__attribute__((format(printf, 3, 4))) static void code(struct compiler *c, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    literal_end(c);
    line_mark(c, c->body, line);
    vfprintf(c->body, format, args);
    fputc('\n', c->body);
    va_end(args);
}

/* Writes the white space that waits, unless nobody would see it. */
static void space_end(struct compiler *c)
{
    bool in_tag = c->place.state == IN_TAG || c->place.state == TIGHT;
    if (c->space && in_tag && c->place.state == TIGHT)
        literal_add(c, ' ');
    if (c->space && !in_tag && !c->place.spaced) {
        literal_add(c, c->space);
        c->place.spaced = true;
    }
    c->space = 0;
}

/* ---- literal words, for tools/check-strings ---- */

static bool is_letter(unsigned code)
{
    if (code < 0x80)
        return isalpha((int)code);
    bool sign = (code < 0xc0 && code != 0xaa && code != 0xb5 && code != 0xba) || code == 0xd7 || code == 0xf7;
    return !sign && !(code >= 0x2000 && code < 0x2c00) && !(code >= 0x3000 && code < 0x3040) && !(code >= 0xff00 && code < 0xff10);
}

static unsigned code_point(const unsigned char **p)
{
    unsigned first = *(*p)++;
    unsigned code = first < 0x80 ? first : first < 0xe0 ? first & 0x1f : first < 0xf0 ? first & 0x0f : first & 0x07;
    while (first >= 0x80 && (**p & 0xc0) == 0x80)
        code = code << 6 | (*(*p)++ & 0x3f);
    return code;
}

/* Reports the run of literal text that ends here, when it holds a word that isn't a name. */
static void words_end(struct compiler *c)
{
    c->run[c->run_len] = '\0';
    c->run_len = 0;
    const unsigned char *p = (const unsigned char *)c->run;
    while (c->words && *p) {
        size_t len = 0;
        if (*p == '&' && (len = strcspn((const char *)p, "; ")) && p[len] == ';') {
            p += len;
            continue;
        }
        const unsigned char *begin = p;
        if (!is_letter(code_point(&p)))
            continue;
        for (const unsigned char *more = p; *more && is_letter(code_point(&more));)
            p = more;
        char word[WORDS];
        snprintf(word, sizeof word, "%.*s", (int)(p - begin), (const char *)begin);
        if (is_one_of(word, "Kith Notes"))
            continue;
        fprintf(c->words, "%s:%d: \"%s\"\n", c->name, c->run_line, c->run);
        return;
    }
}

static void words_add(struct compiler *c, char ch)
{
    if (!c->run_len && is_space(ch))
        return;
    if (!c->run_len)
        c->run_line = c->line;
    if (c->run_len + 1 < sizeof c->run)
        c->run[c->run_len++] = is_space(ch) ? ' ' : ch;
}

static bool attribute_is_read(const struct compiler *c)
{
    return is_one_of(c->attribute, "aria-label aria-description aria-roledescription aria-valuetext title alt placeholder label");
}

/* ---- HTML: tags ---- */

static void next(struct compiler *c)
{
    c->line += *c->at == '\n';
    c->at++;
}

static void copy(struct compiler *c, size_t count)
{
    for (; count; count--) {
        literal_add(c, *c->at);
        next(c);
    }
}

/* Around these a browser shows no white space. */
static bool tag_is_block(const char *tag)
{
    return is_one_of(tag, "html head body title meta link script style header footer main nav section article aside div p ul ol li dl dt dd "
                          "h1 h2 h3 h4 h5 h6 hgroup form fieldset legend table thead tbody tfoot tr td th caption colgroup col hr br figure "
                          "figcaption blockquote pre details summary option optgroup address dialog search menu "
                          "use path g rect circle ellipse line polyline polygon symbol defs desc");
}

static void tag_name(struct compiler *c, const char *at)
{
    size_t len = 0;
    while (isalnum((unsigned char)at[len]) || at[len] == '-')
        len++;
    if (len >= sizeof c->tag)
        fail(c, "this tag name is too long");
    for (size_t i = 0; i < len; i++)
        c->tag[i] = (char)tolower((unsigned char)at[i]);
    c->tag[len] = '\0';
    if (at[len] && !is_space(at[len]) && !strchr("/>", at[len]) && !starts(at + len, "{%") && !starts(at + len, "{#"))
        fail(c, starts(at + len, "{{") ? "a value can't be part of a tag name" : "this is no tag name");
}

static void tag_close(struct compiler *c)
{
    tag_name(c, c->at + 2);
    bool block = tag_is_block(c->tag);
    if (c->place.state == TEXT && is_one_of(c->tag, "script style iframe textarea title"))
        fail(c, "this </%s> closes nothing", c->tag);
    if (c->place.state == TEXT && !block)
        space_end(c);
    c->space = 0;
    copy(c, 2 + strlen(c->tag));
    while (is_space(*c->at))
        next(c);
    if (*c->at != '>')
        fail(c, "a closing tag holds nothing but its name");
    copy(c, 1);
    if (!strcmp(c->tag, "form") && c->place.form != GET_FORM)
        fail(c, c->place.form ? "{%% end %%} closes this form" : "this </form> closes nothing here");
    if (!strcmp(c->tag, "form"))
        c->place.form = NO_FORM;
    if (!strcmp(c->tag, "pre") && --c->place.pre < 0)
        fail(c, "this </pre> closes nothing here");
    c->place.state = TEXT;
    c->place.spaced = block;
}

/* At the '>' of an opening tag. */
static void tag_opened(struct compiler *c)
{
    c->space = 0;
    copy(c, 1);
    c->place.state = TEXT;
    c->place.spaced = tag_is_block(c->tag);
    if (!strcmp(c->tag, "form")) {
        if (!c->get)
            fail(c, "write {%% form \"/action\" %%}, which adds the CSRF token; <form> is for method=\"get\"");
        if (c->place.form)
            fail(c, "a form can't stand in a form");
        c->place.form = GET_FORM;
    } else if (!strcmp(c->tag, "pre")) {
        c->place.pre++;
    } else if (is_one_of(c->tag, "textarea title")) {
        c->place.state = WORDS_ONLY;
    } else if (is_one_of(c->tag, "script style iframe")) {
        c->place.state = RAW;
    }
    /* A browser drops a line break that comes first here: give it one to drop. */
    if (is_one_of(c->tag, "pre textarea") && *c->at != '\n')
        literal_add(c, '\n');
}

static void tag_open(struct compiler *c)
{
    tag_name(c, c->at + 1);
    if (is_one_of(c->tag, "base object embed applet frame frameset plaintext xmp noembed noframes"))
        fail(c, "<%s> has no place in our pages", c->tag);
    if (!tag_is_block(c->tag))
        space_end(c);
    c->space = 0;
    copy(c, 1 + strlen(c->tag));
    c->place.state = TIGHT;
    c->place.tag = ++c->tags;
    c->get = false;
}

/* "<!--" or "<!doctype html>". Comments are left out. */
static void declaration(struct compiler *c)
{
    if (starts(c->at, "<!--")) {
        const char *end = strstr(c->at + 4, "-->");
        if (!end)
            fail(c, "this comment doesn't end");
        for (const char *p = c->at; p < end; p++)
            if (starts(p, "{{") || starts(p, "{%"))
                fail(c, "a value can't stand in an HTML comment; write {# … #} to leave something out");
        for (end += 3; c->at < end;)
            next(c);
        return;
    }
    size_t len = strcspn(c->at, "<>{" + (*c->at == '<')) + 1;
    if (strncasecmp(c->at, "<!doctype ", 10) || c->at[len - 1] != '>')
        fail(c, "write &lt; for a literal <");
    c->space = 0;
    copy(c, len);
    c->place.spaced = true;
}

/* ---- HTML: text, attributes ---- */

static void text_char(struct compiler *c)
{
    char ch = *c->at;
    if (ch == '<') {
        words_end(c);
        char after = c->at[1] == '/' ? c->at[2] : c->at[1];
        if (c->at[1] == '!')
            declaration(c);
        else if (!isalpha((unsigned char)after))
            fail(c, starts(c->at + 1, "{{") || starts(c->at + 1, "/{{") ? "a value can't be a tag name" : "write &lt; for a literal <");
        else if (c->at[1] == '/')
            tag_close(c);
        else
            tag_open(c);
        return;
    }
    words_add(c, ch);
    if (is_space(ch) && !c->place.pre) {
        c->space = ch == '\n' || c->space == '\n' ? '\n' : ' ';
        next(c);
        return;
    }
    space_end(c);
    copy(c, 1);
    c->place.spaced = false;
}

/* In <title>, <textarea>, <script> …: only its own closing tag is a tag. */
static void closed_char(struct compiler *c)
{
    size_t len = strlen(c->tag);
    if (c->at[0] == '<' && c->at[1] == '/' && !strncasecmp(c->at + 2, c->tag, len) && (is_space(c->at[2 + len]) || c->at[2 + len] == '>')) {
        words_end(c);
        tag_close(c);
    } else if (c->place.state == RAW && is_space(*c->at)) {
        next(c);
    } else if (c->place.state == RAW) {
        fail(c, "nothing may stand inside <%s>: the pages' policy forbids inline code and styles", c->tag);
    } else if (*c->at == '<') {
        fail(c, "write &lt; for a literal <");
    } else {
        words_add(c, *c->at);
        copy(c, 1);
    }
}

static void attribute_begin(struct compiler *c)
{
    size_t len = 0;
    while (isalnum((unsigned char)c->at[len]) || (c->at[len] && strchr("-_:.", c->at[len])))
        len++;
    if (!len)
        fail(c, "'%c' can't stand in a tag; write name=\"value\"", isprint((unsigned char)*c->at) ? *c->at : '?');
    if (len >= sizeof c->attribute)
        fail(c, "this attribute name is too long");
    for (size_t i = 0; i < len; i++)
        c->attribute[i] = (char)tolower((unsigned char)c->at[i]);
    c->attribute[len] = '\0';
    if (starts(c->attribute, "on") || is_one_of(c->attribute, "style srcdoc"))
        fail(c, "the pages' policy forbids inline handlers and styles (%s)", c->attribute);
    if (is_one_of(c->attribute, "formmethod"))
        fail(c, "%s would get around {%% form %%}", c->attribute);
    if (c->place.state == TIGHT && !c->space)
        fail(c, "a space must stand between attributes");
    space_end(c);
    copy(c, len);
    c->place.state = TIGHT;
    if (*c->at != '=')
        return;
    if (c->at[1] != '"' && c->at[1] != '\'')
        fail(c, "attribute values must be quoted");
    c->quote = c->at[1];
    copy(c, 2);
    c->place.state = VALUE;
    c->place.filled = EMPTY;
    c->place.attribute = ++c->attributes;
    c->address = c->scheme = is_one_of(c->attribute, "href src action formaction poster cite data ping manifest background longdesc xlink:href");
    c->head_len = 0;
    c->folding = false;
}

static void tag_char(struct compiler *c)
{
    if (is_space(*c->at)) {
        c->space = ' ';
        next(c);
    } else if (*c->at == '>') {
        tag_opened(c);
    } else if (*c->at == '/') {
        if (c->at[1] != '>')
            fail(c, "a / in a tag stands before its >");
        copy(c, 1);
    } else {
        attribute_begin(c);
    }
}

static void value_end(struct compiler *c)
{
    words_end(c);
    c->head[c->head_len] = '\0';
    if (!strcmp(c->tag, "form") && !strcmp(c->attribute, "method")) {
        if (strcasecmp(c->head, "get"))
            fail(c, "write {%% form \"/action\" %%}, which adds the CSRF token; <form> is for method=\"get\"");
        c->get = true;
    }
    copy(c, 1);
    c->place.state = TIGHT;
}

static void value_char(struct compiler *c)
{
    char ch = *c->at;
    if (ch == c->quote) {
        value_end(c);
        return;
    }
    if (attribute_is_read(c))
        words_add(c, ch);
    if (c->scheme && ch == ':') {
        c->head[c->head_len] = '\0';
        if (!is_one_of(c->head, "http https mailto tel sms"))
            fail(c, "an address begins with /, #, ?, http:, https:, mailto:, tel: or sms:");
    }
    if (ch && strchr(":/?#", ch))
        c->scheme = false;
    if (c->head_len + 1 < sizeof c->head)
        c->head[c->head_len++] = (char)tolower((unsigned char)ch);
    c->place.filled = FILLED;
    if (ch == '\n' || (c->folding && is_space(ch))) {
        if (!c->folding)
            literal_add(c, ' ');
        c->folding = true;
        next(c);
        return;
    }
    c->folding = false;
    copy(c, 1);
}

/* One character, or one tag's name, of the template's own HTML. */
static void html_char(struct compiler *c)
{
    if (*c->at == '&')
        c->entity = true;
    else if (!isalnum((unsigned char)*c->at) && *c->at != '#')
        c->entity = false;
    switch (c->place.state) {
    case TEXT: text_char(c); break;
    case WORDS_ONLY:
    case RAW: closed_char(c); break;
    case IN_TAG:
    case TIGHT: tag_char(c); break;
    case VALUE: value_char(c); break;
    }
}

/* ---- C: what stands inside {{ }} and {% %} ---- */

static const char *quoted_end(struct compiler *c, const char *p)
{
    char quote = *p++;
    for (; *p != quote; p++) {
        p += *p == '\\';
        if (!*p || *p == '\n')
            fail(c, "this quote doesn't end on its line");
    }
    return p;
}

/* Reads up to `closer`, which may also stand inside quotes or brackets, and moves behind it. */
static struct slice code_read(struct compiler *c, const char *closer)
{
    char open[NESTING];
    int depth = 0;
    const char *p = c->at + 2;
    for (; depth || !starts(p, closer); p++) {
        if (!*p)
            fail(c, "this %.2s has no %s%s", c->at, closer, depth ? " outside its brackets" : "");
        if (*p == '"' || *p == '\'')
            p = quoted_end(c, p);
        else if (strchr("([{", *p) && depth < NESTING)
            open[depth++] = *p == '(' ? ')' : *p == '[' ? ']' : '}';
        else if (strchr("([{)]}", *p) && (!depth || open[--depth] != *p))
            fail(c, "the brackets don't match");
        else if (strchr(";#\\`@$", *p) || starts(p, "//") || starts(p, "/*"))
            fail(c, "'%c' can't stand in an expression", *p);
    }
    struct slice slice = { c->at + 2, (size_t)(p - c->at - 2), 0 };
    for (; slice.len && is_space(slice.at[slice.len - 1]); slice.len--)
        ;
    while (c->at < p + 2) {
        if (c->at == slice.at) {
            for (; slice.len && is_space(*slice.at) && c->at == slice.at; slice.at++, slice.len--)
                next(c);
            slice.line = c->line;
        }
        next(c);
    }
    if (!slice.len)
        fail(c, "there is nothing between the brackets");
    return slice;
}

static struct slice slice_after(struct slice slice, size_t count)
{
    for (; slice.len && (count || is_space(*slice.at)); slice.at++, slice.len--) {
        slice.line += *slice.at == '\n';
        count -= count > 0;
    }
    return slice;
}

static size_t slice_word(struct slice slice)
{
    size_t len = 0;
    while (len < slice.len && is_word(slice.at[len]))
        len++;
    return len && !isdigit((unsigned char)*slice.at) ? len : 0;
}

static bool slice_is(struct slice slice, const char *text)
{
    return slice.len == strlen(text) && !memcmp(slice.at, text, slice.len);
}

/* Cuts the first of several, separated by commas, off `rest`. */
static struct slice slice_argument(struct slice *rest)
{
    struct slice first = *rest;
    int depth = 0;
    size_t i = 0;
    for (; i < rest->len && (depth || rest->at[i] != ','); i++) {
        char ch = rest->at[i];
        depth += strchr("([{", ch) ? 1 : strchr(")]}", ch) ? -1 : 0;
        if (ch == '"' || ch == '\'')
            for (i++; i < rest->len && rest->at[i] != ch; i++)
                i += rest->at[i] == '\\';
    }
    first.len = i < rest->len ? i : rest->len;
    *rest = slice_after(*rest, first.len + 1);
    while (first.len && is_space(first.at[first.len - 1]))
        first.len--;
    return first;
}

#define S(slice) (int)(slice).len, (slice).at

static void no_entity(struct compiler *c)
{
    if (c->entity)
        fail(c, "write &amp; for a literal &: what follows it could become an entity");
}

static void expression(struct compiler *c)
{
    no_entity(c);
    words_end(c);
    const char *call = "html_attr";
    if (c->place.state == TEXT) {
        space_end(c);
        call = "html_text";
        c->place.spaced = false;
    } else if (c->place.state == VALUE) {
        if (is_one_of(c->attribute, "srcset imagesrcset") || (!strcmp(c->tag, "form") && !strcmp(c->attribute, "method")))
            fail(c, "a value can't stand in %s", c->attribute);
        if (c->address && c->place.filled == MAYBE)
            fail(c, "whether this begins the address depends on the block before: write the whole address in each arm");
        if (c->address)
            call = c->place.filled == EMPTY ? "html_url" : "html_part";
        c->place.filled = FILLED;
        c->scheme = c->folding = false;
    } else if (c->place.state != WORDS_ONLY) {
        fail(c, c->place.state == RAW ? "a value can't stand inside <%s>" : "a value may stand only in text or in a quoted attribute", c->tag);
    }
    struct slice value = code_read(c, "}}");
    code(c, value.line, "%s(view, %.*s);", call, S(value));
}

/* ---- blocks ---- */

static void block_push(struct compiler *c, enum kind kind, struct slice opened)
{
    if (c->depth == NESTING)
        fail(c, "blocks are nested too deep");
    c->blocks[c->depth++] = (struct block) { .kind = kind, .opened = opened, .begin = c->place };
}

static bool place_same(const struct place *a, const struct place *b)
{
    bool a_in_tag = a->state == IN_TAG || a->state == TIGHT, b_in_tag = b->state == IN_TAG || b->state == TIGHT;
    if (a_in_tag != b_in_tag || (!a_in_tag && a->state != b->state) || a->form != b->form || a->pre != b->pre)
        return false;
    return a->state == TEXT || (a->tag == b->tag && (a->state != VALUE || a->attribute == b->attribute));
}

/* An arm of the innermost block ends here: it must be where the block began, or no one escaper would be right behind it. */
static void arm_end(struct compiler *c)
{
    struct block *block = &c->blocks[c->depth - 1];
    if (!place_same(&block->begin, &c->place))
        fail_at(c, block->opened.line, "this block opens or closes a tag, attribute or form that it shares with its surroundings");
    struct place *merged = &block->merged;
    if (!block->has_merged) {
        *merged = c->place;
        block->has_merged = true;
        return;
    }
    if (c->place.state == TIGHT)
        merged->state = TIGHT;
    if (merged->filled != c->place.filled)
        merged->filled = MAYBE;
    merged->spaced &= c->place.spaced;
}

/* Not entering the block at all is an arm too. */
static void arm_none(struct compiler *c)
{
    c->place = c->blocks[c->depth - 1].begin;
    arm_end(c);
}

static void do_include(struct compiler *c, struct slice rest)
{
    char end = rest.len > 2 && *rest.at == '<' ? '>' : '"';
    if (c->depth || rest.len < 3 || !strchr("<\"", *rest.at) || memchr(rest.at + 1, end, rest.len - 1) != rest.at + rest.len - 1)
        fail(c, "write {%% include \"folder/name.h\" %%} before the templates");
    line_mark(c, c->includes, rest.line);
    fprintf(c->includes, "#include %.*s\n", S(rest));
}

/* Splits name(args); the arguments may be none. */
static struct slice call_arguments(struct compiler *c, struct slice rest, size_t name)
{
    if (!name || rest.len < name + 2 || rest.at[name] != '(' || rest.at[rest.len - 1] != ')')
        fail(c, "write name(arguments)");
    rest.len--;
    rest = slice_after(rest, name + 1);
    if (slice_is(rest, "void"))
        rest.len = 0;
    return rest;
}

static void do_template(struct compiler *c, struct slice rest)
{
    if (c->depth)
        fail(c, "a template can't stand in a template");
    size_t name = slice_word(rest);
    struct slice args = call_arguments(c, rest, name);
    line_mark(c, c->prototypes, rest.line);
    fprintf(c->prototypes, "void %.*s(struct view *view%s%.*s);\n", (int)name, rest.at, args.len ? ", " : "", S(args));
    code(c, rest.line, "void %.*s(struct view *view%s%.*s)\n{\n(void)view;", (int)name, rest.at, args.len ? ", " : "", S(args));
    c->place = (struct place) { .state = TEXT, .spaced = true };
    block_push(c, TEMPLATE, rest);
}

static void do_for(struct compiler *c, struct slice rest)
{
    size_t name = slice_word(rest);
    struct slice in = slice_after(rest, name), list = slice_after(in, 2);
    if (!name || !is_space(rest.at[name]) || slice_word(in) != 2 || strncmp(in.at, "in", 2) || !list.len)
        fail(c, "write {%% for item in list %%}");
    unsigned n = ++c->loops;
    code(c, rest.line, "{ __auto_type list_%u = (%.*s);", n, S(list));
    code(c, rest.line, "for (size_t %.*s_index = 0; %.*s_index < (size_t)list_%u->count; %.*s_index++) {", (int)name, rest.at, (int)name, rest.at,
         n, (int)name, rest.at);
    code(c, rest.line, "__typeof__(list_%u->items[0]) *%.*s = &list_%u->items[%.*s_index]; (void)%.*s;", n, (int)name, rest.at, n, (int)name,
         rest.at, (int)name, rest.at);
    block_push(c, FOR, rest);
    /* The second time round, the end of the first lies before. */
    c->place.spaced = false;
    if (c->place.state == IN_TAG)
        c->place.state = TIGHT;
    if (c->place.filled == EMPTY)
        c->place.filled = MAYBE;
}

static void do_if(struct compiler *c, struct slice rest)
{
    code(c, rest.line, "if (%.*s) {", S(rest));
    block_push(c, IF, rest);
}

static void do_else(struct compiler *c, struct slice condition)
{
    struct block *block = c->depth ? &c->blocks[c->depth - 1] : NULL;
    if (!block || block->kind != IF)
        fail(c, "there is no {%% if %%} for this {%% else %%}");
    arm_end(c);
    c->place = block->begin;
    if (condition.len) {
        code(c, condition.line, "} else if (%.*s) {", S(condition));
    } else {
        block->kind = ELSE;
        code(c, c->line, "} else {");
    }
}

static void do_let(struct compiler *c, struct slice rest)
{
    size_t name = slice_word(rest);
    struct slice equals = slice_after(rest, name), value = slice_after(equals, 1);
    if (!name || !equals.len || *equals.at != '=' || !value.len || *value.at == '=')
        fail(c, "write {%% let name = expression %%}");
    code(c, rest.line, "__auto_type %.*s = (%.*s); (void)%.*s;", (int)name, rest.at, S(value), (int)name, rest.at);
}

static void do_call(struct compiler *c, struct slice rest)
{
    if (c->place.state != TEXT)
        fail(c, "{%% call %%} may stand only in text");
    size_t name = slice_word(rest);
    struct slice args = call_arguments(c, rest, name);
    code(c, rest.line, "%.*s(view%s%.*s);", (int)name, rest.at, args.len ? ", " : "", S(args));
    c->place.spaced = false;
}

static void do_form(struct compiler *c, struct slice rest)
{
    if (c->place.state != TEXT || c->place.form)
        fail(c, c->place.form ? "a form can't stand in a form" : "{%% form %%} may stand only in text");
    static const char *const names[] = { "class", "enctype" };
    struct slice action = slice_argument(&rest), opened = action;
    if (!action.len)
        fail(c, "write {%% form \"/action\" %%}");
    literal_puts(c, "<form method=\"post\" action=\"");
    code(c, action.line, "html_url(view, %.*s);", S(action));
    for (size_t i = 0; rest.len; i++) {
        struct slice value = slice_argument(&rest);
        if (i == 2 || !value.len)
            fail(c, "write {%% form action, class, enctype %%}");
        if (slice_is(value, "\"\""))
            continue;
        literal_puts(c, i ? "\" " : "\" ");
        literal_puts(c, names[i]);
        literal_puts(c, "=\"");
        code(c, value.line, "html_attr(view, %.*s);", S(value));
    }
    literal_puts(c, "\">");
    code(c, action.line, "html_form_fields(view);");
    block_push(c, FORM, opened);
    c->place.form = POST_FORM;
    c->place.spaced = true;
    c->blocks[c->depth - 1].begin.form = POST_FORM;
}

static void do_end(struct compiler *c)
{
    if (!c->depth)
        fail(c, "there is no block for this {%% end %%}");
    enum kind kind = c->blocks[c->depth - 1].kind;
    arm_end(c);
    if (kind == IF || kind == FOR)
        arm_none(c);
    c->place = c->blocks[--c->depth].merged;
    if (kind == FORM) {
        literal_puts(c, "</form>");
        c->place.form = NO_FORM;
        c->place.spaced = true;
        return;
    }
    code(c, c->line, kind == FOR ? "}}" : "}");
}

/* ---- the whole ---- */

static bool stands_alone(const char *source, const char *from, const char *to)
{
    while (from > source && (from[-1] == ' ' || from[-1] == '\t'))
        from--;
    return (from == source || from[-1] == '\n') && (to += strspn(to, " \t\r"), *to == '\n' || !*to);
}

/* What stood alone on its line leaves no empty line behind. */
static void line_skip(struct compiler *c, const char *source, const char *from)
{
    if (c->place.state == TEXT && !c->place.pre && stands_alone(source, from, c->at))
        for (char ch = 0; *c->at && ch != '\n'; next(c))
            ch = *c->at;
}

static void comment(struct compiler *c, const char *source)
{
    const char *from = c->at, *end = strstr(from + 2, "#}");
    if (!end)
        fail(c, "this {# has no #}");
    while (c->at < end + 2)
        next(c);
    line_skip(c, source, from);
}

static void directive(struct compiler *c, const char *source)
{
    const char *from = c->at;
    no_entity(c);
    if (c->place.state == RAW && c->depth)
        fail(c, "nothing may stand inside <%s>", c->tag);
    words_end(c);
    c->folding = false;
    struct slice body = code_read(c, "%}"), rest = slice_after(body, slice_word(body));
    struct slice word = { body.at, slice_word(body), body.line };
    bool call = slice_is(word, "call"), end = slice_is(word, "end"), form = slice_is(word, "form");
    enum kind inner = c->depth ? c->blocks[c->depth - 1].kind : IF;
    if (form || (end && (inner == FORM || inner == TEMPLATE)))
        c->space = 0;
    bool had_space = c->space;
    space_end(c);
    if (c->place.state == TIGHT && had_space)
        c->place.state = IN_TAG;
    if (!end && !slice_is(word, "else") && !rest.len)
        fail(c, "{%% %.*s %%} needs more than that", S(body));
    if (slice_is(word, "include"))
        do_include(c, rest);
    else if (slice_is(word, "template"))
        do_template(c, rest);
    else if (!c->depth)
        fail(c, "{%% %.*s %%} stands outside a template", S(word));
    else if (slice_is(word, "for"))
        do_for(c, rest);
    else if (slice_is(word, "if"))
        do_if(c, rest);
    else if (slice_is(word, "elif"))
        do_else(c, rest);
    else if (slice_is(word, "else") && slice_word(rest) == 2 && starts(rest.at, "if"))
        do_else(c, slice_after(rest, 2));
    else if (slice_is(body, "else"))
        do_else(c, (struct slice) { 0 });
    else if (slice_is(word, "let"))
        do_let(c, rest);
    else if (call)
        do_call(c, rest);
    else if (form)
        do_form(c, rest);
    else if (slice_is(body, "end"))
        do_end(c);
    else
        fail(c, "{%% %.*s %%} means nothing", S(word));
    if (!call)
        line_skip(c, source, from);
}

static bool is_utf8(const unsigned char *p)
{
    while (*p) {
        int more = *p < 0x80 ? 0 : *p >= 0xc2 && *p < 0xe0 ? 1 : *p >= 0xe0 && *p < 0xf0 ? 2 : *p >= 0xf0 && *p < 0xf5 ? 3 : -1;
        if (more < 0)
            return false;
        for (p++; more; more--, p++)
            if ((*p & 0xc0) != 0x80)
                return false;
    }
    return true;
}

static void compile(struct compiler *c, const char *source, size_t len)
{
    if (strlen(source) != len || !is_utf8((const unsigned char *)source))
        fail(c, "a template is UTF-8 text without NUL");
    while (*c->at) {
        if (starts(c->at, "{#"))
            comment(c, source);
        else if (starts(c->at, "{%"))
            directive(c, source);
        else if (!c->depth && !is_space(*c->at))
            fail(c, "this text stands outside a template");
        else if (!c->depth)
            next(c);
        else if (starts(c->at, "{{"))
            expression(c);
        else
            html_char(c);
    }
    if (c->depth)
        fail_at(c, c->blocks[c->depth - 1].opened.line, "this block has no {%% end %%}");
}

/* Fills `c` and runs; false, with the reason in c->error, when the template is wrong. */
static bool compile_safely(struct compiler *c, const char *source, size_t len)
{
    if (setjmp(c->failed))
        return false;
    compile(c, source, len);
    return true;
}

static int compile_all(const char *name, const char *source, size_t len, FILE *out, FILE *words, char *error, size_t error_size)
{
    struct part { char *text; size_t len; } parts[3] = { 0 };
    FILE *files[3];
    for (int i = 0; i < 3; i++)
        if (!(files[i] = open_memstream(&parts[i].text, &parts[i].len)))
            abort();
    char *text = malloc(len + 1);
    struct compiler *c = calloc(1, sizeof *c);
    if (!text || !c)
        abort();
    memcpy(text, source, len);
    text[len] = '\0';
    *c = (struct compiler) { .name = name, .at = text, .line = 1, .includes = files[0], .prototypes = files[1], .body = files[2], .words = words,
                             .error = error, .error_size = error_size };
    bool good = compile_safely(c, text, len);
    if (good)
        fputs("#include \"html/html.h\"\n", out);
    for (int i = 0; i < 3; i++) {
        fclose(files[i]);
        if (good)
            fwrite(parts[i].text, 1, parts[i].len, out);
        free(parts[i].text);
    }
    free(c->literal);
    free(c);
    free(text);
    return good ? 0 : 1;
}

/* Compiles `len` bytes of `source`, known as `name` to its readers. 0: the C code went to `out`. 1: nothing went there, and
 * `error` holds "name:line: error: why". */
int tplc_compile(const char *name, const char *source, size_t len, FILE *out, char *error, size_t error_size);
int tplc_compile(const char *name, const char *source, size_t len, FILE *out, char *error, size_t error_size)
{
    return compile_all(name, source, len, out, NULL, error, error_size);
}

#ifndef TPLC_NO_MAIN
static char *read_all(const char *path, size_t *len)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char *text = NULL;
    size_t cap = 0, got;
    *len = 0;
    do {
        text = realloc(text, cap = cap * 2 + 4096);
        if (!text)
            abort();
        *len += got = fread(text + *len, 1, cap - *len, in);
    } while (got);
    fclose(in);
    return text;
}

int main(int argc, char **argv)
{
    bool words = argc > 1 && !strcmp(argv[1], "--words");
    const char *path = argc == 2 + words ? argv[argc - 1] : NULL;
    size_t len;
    char error[512], *source = path ? read_all(path, &len) : NULL;
    if (!source) {
        fprintf(stderr, path ? "tplc: can't read %s\n" : "usage: tplc [--words] page.html\n", path);
        return 2;
    }
    FILE *nowhere = words ? fopen("/dev/null", "w") : NULL;
    int status = compile_all(path, source, len, words ? nowhere : stdout, words ? stdout : NULL, error, sizeof error);
    if (status)
        fprintf(stderr, "%s\n", error);
    free(source);
    return status;
}
#endif
