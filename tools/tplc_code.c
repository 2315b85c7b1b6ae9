/* Part of tplc: what stands inside {{ }} and {% %}, and the blocks they open. */

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
        fail(c, c->place.state == RAW ? "a value can't stand inside <%s>" : "a value may stand only in text or in a quoted attribute",
             c->tag);
    }
    struct slice value = code_read(c, "}}");
    code(c, value.line, "%s(view, %.*s);", call, S(value));
}

/* ---- blocks ---- */

static void block_push(struct compiler *c, enum kind kind, struct slice opened)
{
    if (c->depth == NESTING)
        fail(c, "blocks are nested too deep");
    c->blocks[c->depth++] = (struct block){ .kind = kind, .opened = opened, .begin = c->place };
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
    c->place = (struct place){ .state = TEXT, .spaced = true };
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
    code(c, rest.line, "for (size_t %.*s_index = 0; %.*s_index < (size_t)list_%u->count; %.*s_index++) {", (int)name, rest.at, (int)name,
         rest.at, n, (int)name, rest.at);
    code(c, rest.line, "__typeof__(list_%u->items[0]) *%.*s = &list_%u->items[%.*s_index]; (void)%.*s;", n, (int)name, rest.at, n,
         (int)name, rest.at, (int)name, rest.at);
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
