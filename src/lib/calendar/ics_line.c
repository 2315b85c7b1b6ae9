/* Lines of text/calendar: escaped, folded at 75 bytes between characters, ended with CRLF. Nobody's words can end a line. */
#include "calendar/inside.h"

enum { LINE = 75 };

struct line {
    struct buf *out;
    size_t column;
};

/* What stays together: a character, an escape. */
static void put(struct line *line, const char *bytes, size_t len)
{
    if (line->column + len > LINE) {
        buf_add(line->out, "\r\n ", 3);
        line->column = 1;
    }
    buf_add(line->out, bytes, len);
    line->column += len;
}

static void put_ascii(struct line *line, const char *text)
{
    for (size_t len = strlen(text); len;) {
        size_t room = LINE - line->column ? LINE - line->column : LINE - 1, part = len < room ? len : room;
        put(line, text, part);
        text += part;
        len -= part;
    }
}

void ics_line(struct buf *out, const char *head, const char *value)
{
    struct line line = { out, 0 };
    put_ascii(&line, head);
    put_ascii(&line, ":");
    put_ascii(&line, value);
    buf_add(out, "\r\n", 2);
}

static void put_character(struct line *line, int32_t c)
{
    char bytes[4] = { (char)c };
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    if (len > 1)
        bytes[0] = (char)((0xF00 >> len & 0xFF) | c);
    put(line, bytes, len);
}

void ics_line_text(struct buf *out, const char *head, const char *words)
{
    struct line line = { out, 0 };
    size_t begin = out->len;
    if (!words || !*words)
        return;
    put_ascii(&line, head);
    put_ascii(&line, ":");
    size_t empty = out->len;
    for (int32_t c; (c = text_next(&words)) != 0;) {
        if (c == '\r' && *words == '\n')
            continue;
        if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
            put(&line, "\\n", 2);
        else if (c == '\\' || c == ';' || c == ',')
            put(&line, (const char[]){ '\\', (char)c }, 2);
        else if (c == '\t')
            put(&line, " ", 1);
        else if (c >= 0x20 && (c < 0x7F || c >= 0xA0)) /* RFC 5545 has no way to write other controls */
            put_character(&line, c);
    }
    if (out->len == empty)
        out->len = begin;
    else
        buf_add(out, "\r\n", 2);
}
