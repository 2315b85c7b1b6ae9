/* Link targets and entities: decoded first, judged after, written once more in a form that means the same to every browser. */
#include "text/parts.h"

enum { MAX_TARGET = 4000 };

/* ---- entities ---- */

/* The names people and their word processors use; any other stays as it was typed. */
static const struct {
    const char *name;
    UChar32 c;
} names[] = {
    { "amp", '&' },       { "lt", '<' },       { "gt", '>' },        { "quot", '"' },     { "apos", '\'' },     { "nbsp", 0xa0 },
    { "AMP", '&' },       { "LT", '<' },       { "GT", '>' },        { "QUOT", '"' },     { "Tab", '\t' },      { "NewLine", '\n' },
    { "colon", ':' },     { "semi", ';' },     { "comma", ',' },     { "period", '.' },   { "excl", '!' },      { "quest", '?' },
    { "num", '#' },       { "sol", '/' },      { "bsol", '\\' },     { "lpar", '(' },     { "rpar", ')' },      { "lsqb", '[' },
    { "rsqb", ']' },      { "lbrack", '[' },   { "rbrack", ']' },    { "lcub", '{' },     { "rcub", '}' },      { "lowbar", '_' },
    { "ast", '*' },       { "commat", '@' },   { "dollar", '$' },    { "percnt", '%' },   { "equals", '=' },    { "plus", '+' },
    { "grave", '`' },     { "verbar", '|' },   { "vert", '|' },      { "Hat", '^' },      { "hyphen", 0x2010 }, { "dash", 0x2010 },
    { "ndash", 0x2013 },  { "mdash", 0x2014 }, { "lsquo", 0x2018 },  { "rsquo", 0x2019 }, { "sbquo", 0x201a },  { "ldquo", 0x201c },
    { "rdquo", 0x201d },  { "bdquo", 0x201e }, { "laquo", 0xab },    { "raquo", 0xbb },   { "lsaquo", 0x2039 }, { "rsaquo", 0x203a },
    { "hellip", 0x2026 }, { "middot", 0xb7 },  { "bull", 0x2022 },   { "deg", 0xb0 },     { "copy", 0xa9 },     { "reg", 0xae },
    { "trade", 0x2122 },  { "sect", 0xa7 },    { "para", 0xb6 },     { "euro", 0x20ac },  { "pound", 0xa3 },    { "yen", 0xa5 },
    { "cent", 0xa2 },     { "times", 0xd7 },   { "divide", 0xf7 },   { "plusmn", 0xb1 },  { "frac12", 0xbd },   { "frac14", 0xbc },
    { "iexcl", 0xa1 },    { "iquest", 0xbf },  { "hearts", 0x2665 }, { "larr", 0x2190 },  { "rarr", 0x2192 },   { "shy", 0xad },
    { "Agrave", 0xc0 },   { "Aacute", 0xc1 },  { "Acirc", 0xc2 },    { "Atilde", 0xc3 },  { "Auml", 0xc4 },     { "Aring", 0xc5 },
    { "AElig", 0xc6 },    { "Ccedil", 0xc7 },  { "Egrave", 0xc8 },   { "Eacute", 0xc9 },  { "Ecirc", 0xca },    { "Euml", 0xcb },
    { "Igrave", 0xcc },   { "Iacute", 0xcd },  { "Icirc", 0xce },    { "Iuml", 0xcf },    { "Ntilde", 0xd1 },   { "Ograve", 0xd2 },
    { "Oacute", 0xd3 },   { "Ocirc", 0xd4 },   { "Otilde", 0xd5 },   { "Ouml", 0xd6 },    { "Oslash", 0xd8 },   { "Ugrave", 0xd9 },
    { "Uacute", 0xda },   { "Ucirc", 0xdb },   { "Uuml", 0xdc },     { "szlig", 0xdf },   { "agrave", 0xe0 },   { "aacute", 0xe1 },
    { "acirc", 0xe2 },    { "atilde", 0xe3 },  { "auml", 0xe4 },     { "aring", 0xe5 },   { "aelig", 0xe6 },    { "ccedil", 0xe7 },
    { "egrave", 0xe8 },   { "eacute", 0xe9 },  { "ecirc", 0xea },    { "euml", 0xeb },    { "igrave", 0xec },   { "iacute", 0xed },
    { "icirc", 0xee },    { "iuml", 0xef },    { "ntilde", 0xf1 },   { "ograve", 0xf2 },  { "oacute", 0xf3 },   { "ocirc", 0xf4 },
    { "otilde", 0xf5 },   { "ouml", 0xf6 },    { "oslash", 0xf8 },   { "ugrave", 0xf9 },  { "uacute", 0xfa },   { "ucirc", 0xfb },
    { "uuml", 0xfc },     { "oelig", 0x153 },  { "OElig", 0x152 },
};

static UChar32 number_entity(const char *digits, size_t len, int base)
{
    UChar32 c = 0;
    for (size_t i = 0; i < len && c <= 0x10ffff; i++)
        c = c * base + text_hex_digit(digits[i]);
    return c && text_allows(c) ? c : 0xfffd;
}

UChar32 markdown_entity(const char *text, size_t len)
{
    const char *name = text + 1;
    size_t name_len = len - 2; /* md4c gives "&...;" */
    if (name[0] == '#')
        return name[1] == 'x' || name[1] == 'X' ? number_entity(name + 2, name_len - 2, 16) : number_entity(name + 1, name_len - 1, 10);
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i].name) == name_len && memcmp(names[i].name, name, name_len) == 0)
            return names[i].c;
    return 0;
}

/* ---- targets ---- */

static const char *decoded(struct arena *arena, const MD_ATTRIBUTE *attribute)
{
    struct buf out = { .arena = arena };
    for (int i = 0; attribute->substr_offsets[i] < attribute->size; i++) {
        const char *part = attribute->text + attribute->substr_offsets[i];
        size_t len = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
        UChar32 c = attribute->substr_types[i] == MD_TEXT_ENTITY ? markdown_entity(part, len) : 0;
        if (c)
            text_add(&out, c);
        else if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
            text_add(&out, 0xfffd);
        else
            buf_add(&out, part, len);
    }
    return buf_text(&out);
}

static bool begins(const char *target, const char *scheme)
{
    return strncasecmp(target, scheme, strlen(scheme)) == 0 && target[strlen(scheme)];
}

/* Schemes that fetch or write to somebody, and pages of this place; nothing that a browser could read as another host or as code. */
static bool is_allowed(const char *target)
{
    for (const char *at = target; *at;) {
        UChar32 c = text_next(&at);
        if (c < 0x20 || !text_allows(c) || c == 0xfffd)
            return false; /* browsers drop tabs and line ends wherever they stand: "java\tscript:" */
    }
    if (begins(target, "http://") || begins(target, "https://"))
        return !strchr("/\\?#", target[strcspn(target, ":") + 3]);
    if (target[0] == '/')
        return target[1] != '/' && target[1] != '\\';
    return begins(target, "mailto:");
}

/* Percent-encodes what may not stand in a URL; what was encoded stays so. */
static const char *encoded(struct arena *arena, const char *target)
{
    struct buf out = { .arena = arena };
    for (const char *at = target; *at; at++) {
        bool half = *at == '%' && (text_hex_digit(at[1]) < 0 || text_hex_digit(at[2]) < 0);
        if (half || strchr(" \"<>\\^`{|}[]", *at))
            buf_printf(&out, "%%%02X", (unsigned)*at);
        else
            buf_putc(&out, *at);
    }
    return buf_text(&out);
}

const char *markdown_target(struct arena *arena, const MD_ATTRIBUTE *attribute)
{
    if (attribute->size > MAX_TARGET)
        return NULL;
    const char *target = decoded(arena, attribute);
    target += strspn(target, " ");
    if (begins(target, "www."))
        target = arena_printf(arena, "https://%s", target);
    return is_allowed(target) ? encoded(arena, target) : NULL;
}
