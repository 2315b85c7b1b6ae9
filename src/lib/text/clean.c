/* Any text from outside: cleaned, put on one line, folded. ICU's normalizers are immutable singletons, safe for every thread. */
#include "text/parts.h"

#include <unicode/uchar.h>
#include <unicode/ustring.h>

/* ---- code points ---- */

static bool is_surrogate(UChar32 c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

void text_add(struct buf *out, UChar32 c)
{
    if (c < 0x80) {
        buf_putc(out, (char)c);
        return;
    }
    static const int lead[] = { 0, 0xc0, 0xe0, 0xf0 };
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    buf_putc(out, (char)(lead[more] | c >> (6 * more)));
    while (more--)
        buf_putc(out, (char)(0x80 | (c >> (6 * more) & 0x3f)));
}

bool text_allows(UChar32 c)
{
    bool control = c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7f && c < 0xa0;
    bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    bool nothing = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe; /* noncharacters */
    return c <= 0x10ffff && !control && !direction && !nothing && !is_surrogate(c);
}

/* ---- ICU ---- */

void text_must(UErrorCode error)
{
    if (U_SUCCESS(error))
        return;
    log_line(LOG_ERROR, "text.failed", "ICU: %s; is libicu whole?", u_errorName(error));
    abort();
}

UChar *text_utf16(struct arena *arena, const char *text, int32_t *len)
{
    size_t bytes = strlen(text);
    if (bytes > INT32_MAX / 4)
        abort(); /* the router's limits lie far below */
    UErrorCode error = U_ZERO_ERROR;
    UChar *out = arena_array(arena, bytes + 1, sizeof *out);
    u_strFromUTF8WithSub(out, (int32_t)bytes + 1, len, text, (int32_t)bytes, 0xfffd, NULL, &error);
    text_must(error);
    return out;
}

const char *text_utf8(struct arena *arena, const UChar *text, int32_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = len * 3 + 1;
    char *out = arena_alloc(arena, (size_t)room);
    u_strToUTF8WithSub(out, room, NULL, text, len, 0xfffd, NULL, &error);
    text_must(error);
    return out;
}

const char *text_normalized(struct arena *arena, const UNormalizer2 *form, const char *text)
{
    int32_t len, out_len;
    UErrorCode error = U_ZERO_ERROR;
    UChar *from = text_utf16(arena, text, &len);
    int32_t fine = unorm2_spanQuickCheckYes(form, from, len, &error);
    text_must(error);
    if (fine == len)
        return text;
    int32_t room = len * 2 + 64;
    UChar *out = arena_array(arena, (size_t)room, sizeof *out);
    out_len = unorm2_normalize(form, from, len, out, room, &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) { /* one character can become eighteen */
        error = U_ZERO_ERROR;
        room = out_len + 1;
        out = arena_array(arena, (size_t)room, sizeof *out);
        out_len = unorm2_normalize(form, from, len, out, room, &error);
    }
    text_must(error);
    return text_utf8(arena, out, out_len);
}

static const char *composed(struct arena *arena, const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&error);
    text_must(error);
    return text_normalized(arena, form, text);
}

/* ---- what text.h offers ---- */

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static bool is_blank(UChar32 c)
{
    return u_isUWhiteSpace(c);
}

/* A copy without what text_clean takes out, its line ends all '\n'. */
static const char *filtered(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    for (UChar32 c; (c = text_next(&text));) {
        if (c == '\r') {
            if (*text != '\n')
                buf_putc(&out, '\n');
        } else if (c == 0x2028 || c == 0x2029) {
            buf_putc(&out, '\n');
        } else if (text_allows(c) && c != 0xfeff) {
            text_add(&out, c);
        }
    }
    return buf_text(&out);
}

static const char *trimmed(struct arena *arena, const char *text)
{
    const char *from = NULL, *end = text;
    for (const char *at = text, *before = at; *at; before = at)
        if (!is_blank(text_next(&at))) {
            if (!from)
                from = before;
            end = at;
        }
    return from ? arena_slice(arena, from, (size_t)(end - from)) : "";
}

const char *text_clean(struct arena *arena, const char *text)
{
    const char *clean = trimmed(arena, filtered(arena, text));
    return is_ascii(clean) ? clean : composed(arena, clean);
}

const char *text_clean_line(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    bool blank = false;
    for (const char *at = text_clean(arena, text); *at;) {
        UChar32 c = text_next(&at);
        if (is_blank(c)) {
            blank = true;
            continue;
        }
        if (blank)
            buf_putc(&out, ' ');
        blank = false;
        text_add(&out, c);
    }
    return buf_text(&out);
}

struct text_lines text_lines(struct arena *arena, const char *text)
{
    size_t most = 1;
    for (const char *c = text; *c; c++)
        most += *c == '\n';
    struct text_lines lines = { arena_array(arena, most, sizeof *lines.items), 0 };
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        const char *line = text_clean_line(arena, arena_slice(arena, at, len));
        if (*line)
            lines.items[lines.count++] = line;
        at += len + (at[len] == '\n');
    }
    return lines;
}

const char *text_fold(struct arena *arena, const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&error);
    text_must(error);
    return text_normalized(arena, form, text);
}

const char *text_capital(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    if (*text)
        text_add(&out, u_toupper(text_next(&text)));
    buf_puts(&out, text);
    return buf_text(&out);
}
