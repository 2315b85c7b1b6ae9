/* Pure functions over the bytes of a head: nothing here waits, allocates outside the arena or knows a socket. */
#include "http/head.h"

#include <ctype.h>
#include <strings.h>

int64_t request_head_end(const char *data, size_t len, size_t *scanned)
{
    for (size_t i = *scanned; i < len; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c >= ' ' || c == '\t')
            continue;
        if (c == '\r' && (i + 1 == len || data[i + 1] == '\n'))
            continue;
        if (c != '\n' || !i || data[i - 1] != '\r')
            return -1;
        if (i >= 3 && data[i - 2] == '\n')
            return (int64_t)i + 1;
    }
    /* A CR at the very end is looked at again, with what follows it. */
    *scanned = len && data[len - 1] == '\r' ? len - 1 : len;
    return 0;
}

static bool is_token(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)text[i]) && (!text[i] || !strchr("!#$%&'*+-.^_`|~", text[i])))
            return false;
    return len > 0;
}

static bool is_visible(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f)
            return false;
    return len > 0;
}

/* "GET /path HTTP/1.1", one space each. */
static int read_request_line(struct arena *arena, const char *line, size_t len, struct request_head *head)
{
    const char *end = line + len, *first = memchr(line, ' ', len);
    const char *second = first ? memchr(first + 1, ' ', (size_t)(end - first - 1)) : NULL;
    if (!second || !is_token(line, (size_t)(first - line)) || first - line > 32)
        return 400;
    if (!is_visible(first + 1, (size_t)(second - first - 1)))
        return 400;
    const char *version = second + 1;
    if (end - version != 8 || memcmp(version, "HTTP/", 5) != 0 || !isdigit((unsigned char)version[5]) || version[6] != '.' ||
        !isdigit((unsigned char)version[7]))
        return 400;
    if (version[5] != '1' || version[7] > '1')
        return 505;
    head->old = version[7] == '0';
    head->method = arena_slice(arena, line, (size_t)(first - line));
    head->target = arena_slice(arena, first + 1, (size_t)(second - first - 1));
    return 0;
}

static int read_header(struct arena *arena, const char *line, size_t len, struct request_head *head)
{
    const char *colon = memchr(line, ':', len);
    if (!colon || !is_token(line, (size_t)(colon - line))) /* also a folded line and a blank before the colon */
        return 400;
    if (head->headers.count == HEADERS_MAX)
        return 431;
    const char *value = colon + 1, *end = line + len;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (value < end && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (memchr(value, 0x7f, (size_t)(end - value)))
        return 400;
    exchange_pair_add(arena, &head->headers, arena_slice(arena, line, (size_t)(colon - line)),
                      arena_slice(arena, value, (size_t)(end - value)));
    return 0;
}

static const char *only(const struct request_head *head, const char *name, size_t *count)
{
    const char *value = NULL;
    *count = 0;
    for (size_t i = 0; i < head->headers.count; i++)
        if (header_same(head->headers.items[i].name, name)) {
            value = head->headers.items[i].value;
            ++*count;
        }
    return value;
}

static bool lists(const char *value, const char *word)
{
    size_t wanted = strlen(word);
    while (value && *value) {
        value += strspn(value, ", \t");
        size_t len = strcspn(value, ", \t");
        if (len == wanted && !strncasecmp(value, word, wanted))
            return true;
        value += len;
    }
    return false;
}

/* Where the body ends is told once and in one way, or the request is refused. Chunked bodies are not taken (411): browsers send none, and
 * a proxy that passes one on can be told not to. */
static int read_framing(struct request_head *head)
{
    size_t lengths, encodings, hosts, expects, connections;
    const char *length = only(head, "Content-Length", &lengths);
    const char *encoding = only(head, "Transfer-Encoding", &encodings);
    const char *expect = only(head, "Expect", &expects);
    const char *connection = only(head, "Connection", &connections);
    only(head, "Host", &hosts);
    if (hosts != 1 || lengths > 1 || encodings > 1 || (lengths && encodings) || (encodings && head->old))
        return 400;
    if (encodings)
        return header_same(encoding, "chunked") ? 411 : 501;
    if (lengths && (!*length || strlen(length) > 15 || strspn(length, "0123456789") != strlen(length) ||
                    !text_int(length, 0, INT64_MAX, &head->content_length)))
        return 400;
    if (expects && !header_same(expect, "100-continue"))
        return 417;
    head->expects_continue = expects && !head->old && head->content_length > 0;
    head->keep_alive = head->old ? lists(connection, "keep-alive") : !lists(connection, "close");
    if (connections > 1)
        head->keep_alive = false;
    return 0;
}

int request_head_read(struct arena *arena, const char *data, size_t len, struct request_head *head)
{
    *head = (struct request_head){ 0 };
    const char *end = data + len - 2; /* the empty line */
    for (const char *line = data; line < end;) {
        const char *stop = memchr(line, '\r', (size_t)(end - line));
        size_t size = (size_t)((stop ? stop : end) - line);
        int wrong = line == data ? read_request_line(arena, line, size, head) : read_header(arena, line, size, head);
        if (wrong)
            return wrong;
        line += size + 2;
    }
    return read_framing(head);
}
