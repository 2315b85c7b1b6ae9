/* multipart/form-data (RFC 7578), bounded: at most FIELDS_MAX parts with at most PART_HEAD_MAX bytes of headers each. */
#include "http/inside.h"
#include "text/text.h"

#include <strings.h>

enum { BOUNDARY_MAX = 70, PART_HEAD_MAX = 2048 };

struct part {
    const char *name, *filename, *type; /* filename NULL: a plain field */
};

/* Case-insensitive parameter `name` of a header value such as `form-data; name="a"; filename="b.png"`; NULL when absent. Browsers
 * write a quote inside as %22 and never escape with a backslash. */
static const char *parameter(struct arena *arena, const char *value, const char *name)
{
    size_t wanted = strlen(name);
    for (const char *at = value; *at;) {
        at += strcspn(at, ";");
        if (!*at)
            return NULL;
        at++;
        at += strspn(at, " \t");
        size_t len = strcspn(at, "=;");
        if (at[len] != '=') {
            at += len;
            continue;
        }
        const char *start = at + len + 1;
        bool quoted = *start == '"';
        size_t size = quoted ? strcspn(start + 1, "\"") : strcspn(start, "; \t");
        if (quoted && start[1 + size] != '"')
            return NULL;
        if (len == wanted && !strncasecmp(at, name, wanted))
            return arena_slice(arena, start + quoted, size);
        at = start + size + 2 * quoted;
    }
    return NULL;
}

static bool is_boundary(const char *boundary)
{
    size_t len = boundary ? strlen(boundary) : 0;
    return len && len <= BOUNDARY_MAX && boundary[len - 1] != ' ' &&
           strspn(boundary, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ") == len;
}

/* Browsers put %22, %0D and %0A into names; anything else is as it stands. */
static const char *name_decode(struct arena *arena, const char *name)
{
    static const struct {
        const char *code;
        char c;
    } codes[] = { { "%22", '"' }, { "%0D", '\r' }, { "%0A", '\n' } };
    char *out = arena_alloc(arena, strlen(name) + 1);
    size_t n = 0;
    while (*name) {
        size_t step = 1;
        out[n] = *name;
        for (size_t i = 0; i < COUNT(codes); i++)
            if (!strncasecmp(name, codes[i].code, 3)) {
                out[n] = codes[i].c;
                step = 3;
            }
        n++;
        name += step;
    }
    return out;
}

/* What a file is called, without any folder it lay in. */
static const char *base_name(struct arena *arena, const char *filename)
{
    const char *base = filename;
    for (const char *at = filename; *at; at++)
        if (*at == '/' || *at == '\\')
            base = at + 1;
    return text_clean_line(arena, base);
}

/* The headers of one part, zero-ended, lines by CRLF. False when they make no sense. */
static bool read_head(struct arena *arena, char *head, struct part *part)
{
    *part = (struct part){ .type = "application/octet-stream" };
    for (char *line = head; *line;) {
        char *end = strstr(line, "\r\n"), *next = end ? end + 2 : line + strlen(line);
        if (end)
            *end = '\0';
        char *colon = strchr(line, ':');
        if (!colon || strchr(line, '\r') || strchr(line, '\n'))
            return false;
        const char *value = colon + 1 + strspn(colon + 1, " \t");
        *colon = '\0';
        if (!strcasecmp(line, "Content-Disposition")) {
            if (strncasecmp(value, "form-data", 9) != 0 || part->name)
                return false;
            part->name = parameter(arena, value, "name");
            part->filename = parameter(arena, value, "filename");
        } else if (!strcasecmp(line, "Content-Type")) {
            part->type = arena_slice(arena, value, strcspn(value, "; \t"));
        }
        line = next;
    }
    return part->name;
}

static int add_part(struct request *request, const struct part *part, const char *data, size_t len)
{
    struct arena *arena = request->arena;
    struct exchange *exchange = request->exchange;
    const char *name = name_decode(arena, part->name);
    if (strlen(name) > FIELD_NAME_MAX || !text_is_utf8(name, strlen(name)))
        return 400;
    if (!part->filename) {
        if (!text_is_utf8(data, len))
            return 400;
        exchange_pair_add(arena, &exchange->fields, name, arena_slice(arena, data, len));
        return 0;
    }
    if (!*part->filename && !len)
        return 0; /* a file field left empty */
    if (!text_is_utf8(part->filename, strlen(part->filename)))
        return 400;
    if (!exchange->uploads)
        exchange->uploads = arena_array(arena, FIELDS_MAX, sizeof *exchange->uploads);
    exchange->uploads[exchange->uploads_count++] =
        (struct upload){ name, base_name(arena, name_decode(arena, part->filename)), part->type, { data, len } };
    return 0;
}

/* One part, from behind its boundary line. *next: behind the boundary that ends it. */
static int read_part(struct request *request, const char *at, const char *end, const char *mark, const char **next)
{
    const char *head_end = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
    if (!head_end || head_end - at > PART_HEAD_MAX || memchr(at, '\0', (size_t)(head_end - at)))
        return 400;
    struct part part;
    if (!read_head(request->arena, arena_slice(request->arena, at, (size_t)(head_end - at)), &part))
        return 400;
    const char *data = head_end + 4;
    const char *stop = memmem(data, (size_t)(end - data), mark, strlen(mark));
    if (!stop)
        return 400;
    *next = stop + strlen(mark);
    return add_part(request, &part, data, (size_t)(stop - data));
}

int form_read_multipart(struct request *request, const char *type)
{
    const char *boundary = parameter(request->arena, type, "boundary");
    if (!is_boundary(boundary))
        return 400;
    const char *mark = arena_printf(request->arena, "\r\n--%s", boundary), *opening = mark + 2;
    const char *at = request->exchange->body.data, *end = at ? at + request->exchange->body.len : at;
    size_t opening_len = strlen(opening);
    if (!at || (size_t)(end - at) < opening_len || memcmp(at, opening, opening_len) != 0)
        return 400;
    at += opening_len;
    for (size_t parts = 0; end - at >= 2; parts++) {
        if (!memcmp(at, "--", 2))
            return 0;
        if (memcmp(at, "\r\n", 2) != 0)
            return 400;
        if (parts == FIELDS_MAX)
            return 413;
        int wrong = read_part(request, at + 2, end, mark, &at);
        if (wrong)
            return wrong;
    }
    return 400;
}
