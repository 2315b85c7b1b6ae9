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
    enum filled filled; /* has the attribute's value begun? */
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
    char space;   /* white space that waits to be written: '\n', ' ' or 0 */
    bool folding; /* in an attribute's value, behind a line break */
    bool entity;  /* behind an '&' that may begin an entity */
    char tag[NAME], attribute[NAME], head[NAME];
    size_t head_len;
    char quote;
    bool address; /* the attribute is a URL */
    bool scheme;  /* ... and may still be in its scheme */
    bool get;     /* the <form> tag said method="get" */
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

/* Is `word` in a list such as "href src"? */
static bool is_one_of(const char *word, const char *list)
{
    size_t wanted = strlen(word);
    for (size_t len; (len = strcspn(list, " ")); list += len + (list[len] == ' '))
        if (len == wanted && !memcmp(list, word, len))
            return true;
    return false;
}

static bool starts(const char *text, const char *prefix)
{
    return !strncmp(text, prefix, strlen(prefix));
}

#include "tplc_html.c"

#include "tplc_code.c"

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
        do_else(c, (struct slice){ 0 });
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
    struct part {
        char *text;
        size_t len;
    } parts[3] = { 0 };
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
    *c = (struct compiler){ .name = name,
                            .at = text,
                            .line = 1,
                            .includes = files[0],
                            .prototypes = files[1],
                            .body = files[2],
                            .words = words,
                            .error = error,
                            .error_size = error_size };
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
