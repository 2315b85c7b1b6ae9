/* Plural rules are C expressions over n (gettext manual, "Plural forms"): parsed once, checked, and walked for each number. */
#include "i18n/inside.h"

enum { MAX_NODES = 200, MAX_DEPTH = 40, MAX_FORMS = 10, CHECKED = 1000 };

enum operation { NUMBER, N, NOT, TIMES, DIVIDED, MODULO, PLUS, MINUS, LESS, MORE, AT_MOST, AT_LEAST, SAME, OTHER, AND, OR, CHOICE };

struct node {
    enum operation operation;
    uint64_t number;
    const struct node *a, *b, *c;
};

struct plural {
    unsigned forms;
    const struct node *root;
};

struct parser {
    const char *at;
    struct arena *arena;
    int nodes, depth;
    bool failed;
};

/* By how tightly they bind; a longer sign stands before one it begins with. */
static const struct {
    const char *sign;
    int level;
    enum operation operation;
} binaries[] = {
    { "||", 0, OR },       { "&&", 1, AND },    { "==", 2, SAME },  { "!=", 2, OTHER }, { "<=", 3, AT_MOST },
    { ">=", 3, AT_LEAST }, { "<", 3, LESS },    { ">", 3, MORE },   { "+", 4, PLUS },   { "-", 4, MINUS },
    { "*", 5, TIMES },     { "/", 5, DIVIDED }, { "%", 5, MODULO },
};

static const struct node *node_new(struct parser *parser, struct node node)
{
    if (++parser->nodes > MAX_NODES)
        parser->failed = true;
    struct node *copy = arena_alloc(parser->arena, sizeof *copy);
    *copy = node;
    return copy;
}

static void skip_space(struct parser *parser)
{
    parser->at += strspn(parser->at, " \t");
}

static bool take(struct parser *parser, const char *sign)
{
    skip_space(parser);
    if (!text_starts(parser->at, sign))
        return false;
    parser->at += strlen(sign);
    return true;
}

static const struct node *parse_choice(struct parser *parser);

static const struct node *parse_unary(struct parser *parser)
{
    if (++parser->depth > MAX_DEPTH)
        parser->failed = true;
    struct node node = { .operation = NUMBER };
    if (parser->failed) {
        /* Nothing more is read; the depth stays bounded. */
    } else if (take(parser, "!")) {
        node = (struct node){ .operation = NOT, .a = parse_unary(parser) };
    } else if (take(parser, "(")) {
        const struct node *inner = parse_choice(parser);
        parser->failed |= !take(parser, ")");
        parser->depth--;
        return inner;
    } else if (take(parser, "n")) {
        node.operation = N;
    } else {
        size_t digits = strspn(parser->at, "0123456789");
        parser->failed |= !digits || digits > 9;
        for (size_t i = 0; i < digits && i < 10; i++)
            node.number = node.number * 10 + (uint64_t)(*parser->at++ - '0');
    }
    parser->depth--;
    return node_new(parser, node);
}

static const struct node *parse_binary(struct parser *parser, int level)
{
    if (level > 5)
        return parse_unary(parser);
    const struct node *left = parse_binary(parser, level + 1);
    for (size_t i = 0; i < COUNT(binaries) && !parser->failed; i++) {
        if (binaries[i].level != level || !take(parser, binaries[i].sign))
            continue;
        const struct node *right = parse_binary(parser, level + 1);
        left = node_new(parser, (struct node){ .operation = binaries[i].operation, .a = left, .b = right });
        i = (size_t)-1;
    }
    return left;
}

static const struct node *parse_choice(struct parser *parser)
{
    if (++parser->depth > MAX_DEPTH)
        parser->failed = true;
    const struct node *condition = parse_binary(parser, 0);
    if (!parser->failed && take(parser, "?")) {
        const struct node *yes = parse_choice(parser);
        parser->failed |= !take(parser, ":");
        const struct node *no = parse_choice(parser);
        condition = node_new(parser, (struct node){ .operation = CHOICE, .a = condition, .b = yes, .c = no });
    }
    parser->depth--;
    return condition;
}

/* Division by zero answers UINT64_MAX, which no rule may give. */
static uint64_t value_of(const struct node *node, uint64_t n)
{
    if (node->operation == NUMBER)
        return node->number;
    if (node->operation == N)
        return n;
    uint64_t a = value_of(node->a, n);
    switch (node->operation) {
    case NOT:
        return !a;
    case AND:
        return a && value_of(node->b, n);
    case OR:
        return a || value_of(node->b, n);
    case CHOICE:
        return value_of(a ? node->b : node->c, n);
    default:
        break;
    }
    uint64_t b = value_of(node->b, n);
    switch (node->operation) {
    case TIMES:
        return a * b;
    case DIVIDED:
        return b ? a / b : UINT64_MAX;
    case MODULO:
        return b ? a % b : UINT64_MAX;
    case PLUS:
        return a + b;
    case MINUS:
        return a - b;
    case LESS:
        return a < b;
    case MORE:
        return a > b;
    case AT_MOST:
        return a <= b;
    case AT_LEAST:
        return a >= b;
    case SAME:
        return a == b;
    default:
        return a != b;
    }
}

enum status catalogue_plural_read(struct arena *arena, const char *header, const struct plural **plural)
{
    const char *line = strstr(header, "Plural-Forms:"), *forms = line ? strstr(line, "nplurals=") : NULL;
    const char *rule = forms ? strstr(forms, "plural=") : NULL;
    if (!rule || forms[9] < '1' || forms[9] > '9' || forms[10] != ';')
        return INVALID;
    struct parser parser = { .at = rule + strlen("plural="), .arena = arena };
    struct plural *made = arena_alloc(arena, sizeof *made);
    made->forms = (unsigned)(forms[9] - '0');
    made->root = parse_choice(&parser);
    if (parser.failed || !take(&parser, ";"))
        return INVALID;
    for (uint64_t n = 0; n <= CHECKED; n++)
        if (value_of(made->root, n) >= made->forms)
            return INVALID;
    *plural = made;
    return OK;
}

unsigned catalogue_plural_form(const struct plural *plural, uint64_t n)
{
    uint64_t form = value_of(plural->root, n);
    return form < plural->forms ? (unsigned)form : 0;
}
