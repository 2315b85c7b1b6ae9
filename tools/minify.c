/* Part of bundle: makes style sheets, scripts, pictures and manifests smaller without changing what they mean. */

/* ---- growing texts ---- */

struct text {
    char *data;
    size_t len, cap;
};

static void text_add(struct text *text, const void *data, size_t len)
{
    if (text->len + len + 1 > text->cap) {
        text->cap = (text->len + len + 1) * 2;
        text->data = realloc(text->data, text->cap);
        if (!text->data)
            abort();
    }
    if (len)
        memcpy(text->data + text->len, data, len);
    text->len += len;
    text->data[text->len] = '\0';
}

static void text_putc(struct text *text, char ch)
{
    text_add(text, &ch, 1);
}

static char text_last(const struct text *text)
{
    return text->len ? text->data[text->len - 1] : '\n';
}

static bool is_space(char ch)
{
    return ch && strchr(" \t\n\r\f", ch);
}

static bool is_name(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_' || ch == '-' || (unsigned char)ch >= 0x80;
}

/* Behind the quote that closes the string at `p`. */
static const char *string_end(const char *p, const char *file)
{
    char quote = *p++;
    for (; *p != quote; p++) {
        p += *p == '\\';
        if (!*p || (*p == '\n' && p[-1] != '\\'))
            fail("%s: a string doesn't end on its line", file);
    }
    return p + 1;
}

static const char *comment_end(const char *p, const char *file)
{
    const char *end = strstr(p + 2, "*/");
    if (!end)
        fail("%s: a comment doesn't end", file);
    return end + 2;
}

/* ---- custom properties: --teal-soft becomes --c, in style sheets and pictures alike ---- */

struct property {
    const char *name; /* behind the two hyphens */
    size_t len, uses;
    bool kept; /* a script knows it by name */
    char shorter[4];
};

struct properties {
    struct property *items;
    size_t count;
};

static struct property *property_find(struct properties *all, const char *name, size_t len)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].len == len && !memcmp(all->items[i].name, name, len))
            return &all->items[i];
    return NULL;
}

static bool property_begins(const char *text, const char *p)
{
    return p[0] == '-' && p[1] == '-' && is_name(p[2]) && p[2] != '-' && (p == text || (!is_name(p[-1]) && p[-1] != '.'));
}

static size_t property_len(const char *name)
{
    size_t len = 0;
    while (is_name(name[len]))
        len++;
    return len;
}

static void properties_collect(struct properties *all, const char *text, bool kept)
{
    for (const char *p = text; (p = strstr(p, "--")); p += 2) {
        if (!property_begins(text, p))
            continue;
        size_t len = property_len(p + 2);
        struct property *property = property_find(all, p + 2, len);
        if (!property) {
            all->items = realloc(all->items, (all->count + 1) * sizeof *all->items);
            if (!all->items)
                abort();
            property = &all->items[all->count++];
            *property = (struct property){ .name = p + 2, .len = len };
        }
        property->uses++;
        property->kept |= kept;
    }
}

static int property_order(const void *a, const void *b)
{
    const struct property *x = a, *y = b;
    if (x->uses != y->uses)
        return x->uses < y->uses ? 1 : -1;
    int order = strncmp(x->name, y->name, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* The most used get the shortest names. */
static void properties_shorten(struct properties *all)
{
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, property_order);
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct property *property = &all->items[i], *taken;
        do {
            size_t at = 0;
            if (n >= 26)
                property->shorter[at++] = (char)('a' + n / 26 - 1);
            property->shorter[at++] = (char)('a' + n++ % 26);
            property->shorter[at] = '\0';
            taken = property_find(all, property->shorter, at);
        } while (taken && taken->kept);
        if (n >= 26 * 27)
            fail("more custom properties than short names");
    }
}

static void properties_apply(struct properties *all, struct text *text)
{
    struct text out = { 0 };
    for (const char *p = text->data; p < text->data + text->len;) {
        size_t len = property_begins(text->data, p) ? property_len(p + 2) : 0;
        struct property *property = len ? property_find(all, p + 2, len) : NULL;
        if (property && !property->kept) {
            text_add(&out, "--", 2);
            text_add(&out, property->shorter, strlen(property->shorter));
            p += 2 + len;
        } else {
            text_putc(&out, *p++);
        }
    }
    free(text->data);
    *text = out;
}

/* ---- style sheets ---- */

/* True when a space between these two characters says nothing. A space before ':' or '(' and behind ')' does. */
static bool css_space_is_idle(char before, char after)
{
    return strchr("{};,>(:\n", before) || strchr("{};,>)!", after);
}

static void css_minify(struct text *out, const char *css, const char *file)
{
    bool space = false;
    for (const char *p = css; *p;) {
        if (is_space(*p) || (p[0] == '/' && p[1] == '*')) {
            space |= is_space(*p);
            p = is_space(*p) ? p + 1 : comment_end(p, file);
            continue;
        }
        if (space && !css_space_is_idle(text_last(out), *p))
            text_putc(out, ' ');
        space = false;
        const char *end = p + 1;
        if (*p == '"' || *p == '\'')
            end = string_end(p, file);
        else if (!strncmp(p, "url(", 4) && p[4] != '"' && p[4] != '\'')
            end = p + strcspn(p, ")");
        else if (*p == '}' && text_last(out) == ';')
            out->len--;
        text_add(out, p, (size_t)(end - p));
        p = end;
    }
}

/* ---- scripts: comments go, and space where nothing would run together ---- */

static const char *regex_end(const char *p, const char *file)
{
    bool in_class = false;
    for (p++; *p != '/' || in_class; p++) {
        p += *p == '\\';
        in_class = *p == '[' || (in_class && *p != ']');
        if (!*p || *p == '\n')
            fail("%s: a regular expression doesn't end on its line", file);
    }
    return p + 1;
}

/* Does a '/' behind this text begin a regular expression? */
static bool regex_begins(const struct text *out)
{
    size_t end = out->len;
    while (end && is_space(out->data[end - 1]))
        end--;
    if (!end)
        return true;
    char last = out->data[end - 1];
    if (!isalnum((unsigned char)last) && last != '_' && last != '$')
        return !strchr(")]}\"'`", last);
    size_t begin = end;
    while (begin && (isalnum((unsigned char)out->data[begin - 1]) || strchr("_$", out->data[begin - 1])))
        begin--;
    static const char *const words[] = { "return", "typeof", "case", "in", "of",    "delete", "void",
                                         "throw",  "new",    "else", "do", "yield", "await" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (end - begin == strlen(words[i]) && !memcmp(out->data + begin, words[i], end - begin))
            return true;
    return false;
}

/* ---- scripts: names of their own get shorter, each the same throughout its file ----
 * A name is shortened when it is declared (const, let, function, behind a comma, or as the one parameter of an arrow function without
 * parentheses) and stands nowhere as a property: behind a dot, before a colon, alone in braces. Scripts here have no `{ name = value }`
 * patterns, no methods in object literals, and don't declare a name whose global they use elsewhere. */

struct name {
    const char *text;
    size_t len, uses;
    char shorter;
};
struct names {
    struct name items[400];
    size_t count;
};

static bool is_word(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_' || ch == '$';
}

static size_t word_len(const char *p)
{
    size_t len = 0;
    while (is_word(p[len]))
        len++;
    return len;
}

static bool word_is(const char *word, size_t len, const char *text)
{
    return len == strlen(text) && !memcmp(word, text, len);
}

static struct name *name_find(struct names *names, const char *text, size_t len)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->items[i].len == len && !memcmp(names->items[i].text, text, len))
            return &names->items[i];
    return NULL;
}

static bool name_is_declared(const char *begin, const char *word, const char *behind)
{
    const char *end = word;
    while (end > begin && is_space(end[-1]))
        end--;
    const char *first = end;
    while (first > begin && is_word(first[-1]))
        first--;
    size_t len = (size_t)(end - first);
    return (behind[0] == '=' && behind[1] == '>') || (end > begin && end[-1] == ',' && behind[0] == '=' && behind[1] != '=') ||
           (end < word && (word_is(first, len, "const") || word_is(first, len, "let") || word_is(first, len, "function")));
}

static bool name_is_property(const char *begin, const char *word, const char *behind)
{
    const char *end = word;
    while (end > begin && is_space(end[-1]))
        end--;
    char before = end > begin ? end[-1] : ';';
    bool spread = end - begin >= 3 && !memcmp(end - 3, "...", 3);
    return (before == '.' && !spread) || *behind == ':' || (before == '{' && *behind && strchr(",}=", *behind)) ||
           (before == ',' && *behind && strchr(",}", *behind));
}

/* Looks at comments and strings as well: then a name more may stay as it is. With `declared` the names are found, else those that
 * can't be shortened are left out and the others counted. */
static void names_read(struct names *names, const char *js, bool declared, bool letters[128])
{
    for (const char *p = js; *p;) {
        size_t len = word_len(p);
        if (!len || isdigit((unsigned char)*p)) {
            p += len ? len : 1;
            continue;
        }
        const char *behind = p + len + strspn(p + len, " \t\n");
        struct name *name = name_find(names, p, len);
        if (len == 1)
            letters[(unsigned char)*p & 127] = true;
        else if (declared && !name && name_is_declared(js, p, behind) && names->count < sizeof names->items / sizeof *names->items)
            names->items[names->count++] = (struct name){ p, len, 0, '\0' };
        else if (!declared && name)
            name->uses = name_is_property(js, p, behind) || name->uses == SIZE_MAX ? SIZE_MAX : name->uses + 1;
        p += len;
    }
}

/* The names that save most get the letters the script doesn't use itself. */
static void names_shorten(struct names *names, const char *js)
{
    static const char all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    bool letters[128] = { false };
    names_read(names, js, true, letters);
    names_read(names, js, false, letters);
    for (const char *letter = all; *letter; letter++) {
        struct name *best = NULL;
        for (size_t i = 0; i < names->count && !letters[(unsigned char)*letter]; i++) {
            struct name *name = &names->items[i];
            if (name->uses != SIZE_MAX && !name->shorter && (!best || name->uses * (name->len - 1) > best->uses * (best->len - 1)))
                best = name;
        }
        if (best)
            best->shorter = *letter;
    }
}

static const char *js_code(struct text *out, const char *p, bool in_template, struct names *names, const char *file);

/* A template literal: its text stays as it is, the code in ${ } is code. */
static const char *js_template(struct text *out, const char *p, struct names *names, const char *file)
{
    text_putc(out, *p++);
    while (*p != '`') {
        if (!*p)
            fail("%s: a template literal doesn't end", file);
        if (p[0] == '$' && p[1] == '{') {
            text_add(out, p, 2);
            p = js_code(out, p + 2, true, names, file);
            continue;
        }
        if (*p == '\\' && p[1])
            text_putc(out, *p++);
        text_putc(out, *p++);
    }
    text_putc(out, *p);
    return p + 1;
}

/* Whether space can go between these two. A line break may end a statement that has no semicolon: it goes only behind what can't end
 * one, and before what closes. */
static bool is_needless(char before, char after, bool line)
{
    if (line)
        return strchr("{([,;=&|?:", before) || strchr("})]", after);
    if (before != after && (strchr("+-/", before) || strchr("+-/", after)))
        return true;
    return strchr("{}()[],;=&|?:<>!*", before) || strchr("{}()[],;=&|?:<>!*", after);
}

/* Space and comments: nothing, a line break if they hold one, else a space. */
static const char *js_space(struct text *out, const char *p, const char *file)
{
    bool line = false;
    for (;;) {
        const char *from = p;
        if (is_space(*p))
            p++;
        else if (p[0] == '/' && p[1] == '/')
            p += strcspn(p, "\n");
        else if (p[0] == '/' && p[1] == '*')
            p = comment_end(p, file);
        else
            break;
        line |= memchr(from, '\n', (size_t)(p - from)) != NULL;
    }
    if (*p && text_last(out) != '\n' && !is_needless(text_last(out), *p, line))
        text_putc(out, line ? '\n' : ' ');
    return p;
}

static const char *js_code(struct text *out, const char *p, bool in_template, struct names *names, const char *file)
{
    int depth = 0;
    while (*p) {
        const char *end = p + 1;
        if (is_space(*p) || (p[0] == '/' && (p[1] == '/' || p[1] == '*'))) {
            p = js_space(out, p, file);
            continue;
        }
        if (*p == '`') {
            p = js_template(out, p, names, file);
            continue;
        }
        if (is_word(*p)) {
            const struct name *name = name_find(names, p, word_len(p));
            end = p + word_len(p);
            text_add(out, name && name->shorter ? &name->shorter : p, name && name->shorter ? 1 : (size_t)(end - p));
            p = end;
            continue;
        }
        if (*p == '"' || *p == '\'')
            end = string_end(p, file);
        else if (*p == '/' && regex_begins(out))
            end = regex_end(p, file);
        else if (*p == '}' && text_last(out) == ';') /* our scripts have no empty statements */
            out->len--;
        depth += (*p == '{') - (*p == '}');
        text_add(out, p, (size_t)(end - p));
        p = end;
        if (in_template && depth < 0)
            return p;
    }
    if (in_template)
        fail("%s: a template literal doesn't end", file);
    return p;
}

static void js_minify(struct text *out, const char *js, const char *file)
{
    struct names names = { .count = 0 };
    names_shorten(&names, js);
    js_code(out, js, false, &names, file);
}

/* ---- pictures and manifests ---- */

/* White space between tags, and comments, go. */
static void svg_minify(struct text *out, const char *svg, const char *file)
{
    for (const char *p = svg; *p;) {
        if (!strncmp(p, "<!--", 4)) {
            const char *end = strstr(p, "-->");
            if (!end)
                fail("%s: a comment doesn't end", file);
            p = end + 3;
            continue;
        }
        size_t blank = strspn(p, " \t\r\n");
        bool idle = blank && (!out->len || text_last(out) == '>') && (p[blank] == '<' || !p[blank]);
        text_add(out, p, idle ? 0 : blank ? blank : 1);
        p += blank ? blank : 1;
    }
}

static void json_minify(struct text *out, const char *json, const char *file)
{
    for (const char *p = json; *p;) {
        const char *end = *p == '"' ? string_end(p, file) : p + 1;
        if (!is_space(*p))
            text_add(out, p, (size_t)(end - p));
        p = end;
    }
}
