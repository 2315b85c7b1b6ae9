/* Part of tplc: the HTML between the tags of a template, and what it comes out as. */

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
    return is_one_of(tag,
                     "html head body title meta link script style header footer main nav section article aside div p ul ol li dl dt dd "
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
    size_t len = strcspn(c->at, ">{") + 1;
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
    c->address = c->scheme =
        is_one_of(c->attribute, "href src action formaction poster cite data ping manifest background longdesc xlink:href");
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
    case TEXT:
        text_char(c);
        break;
    case WORDS_ONLY:
    case RAW:
        closed_char(c);
        break;
    case IN_TAG:
    case TIGHT:
        tag_char(c);
        break;
    case VALUE:
        value_char(c);
        break;
    }
}
