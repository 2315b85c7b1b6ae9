#include "tests/harness/twice.h"

#include "http/inside.h"
#include "tests/harness/harness.h"

#include <ctype.h>
#include <zlib.h>

enum { TOKEN = 43, ONCE = 22 }; /* letters of a masked token, of a form's own number */

char *test_unpacked(struct arena *arena, const struct buf *body, size_t most)
{
    char *text = arena_alloc(arena, most + 1);
    z_stream stream = { .next_in = (Bytef *)body->data, .avail_in = (uInt)body->len, .next_out = (Bytef *)text, .avail_out = (uInt)most };
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
        abort();
    int code = inflate(&stream, Z_FINISH); /* checks length and checksum, too */
    inflateEnd(&stream);
    return code == Z_STREAM_END && !stream.avail_in ? text : NULL;
}

/* What is random in each answer doesn't count. */
static void tokens_blank(char *text)
{
    for (char *at = text; *at;) {
        size_t len = 0;
        while (isalnum((unsigned char)at[len]) || at[len] == '-' || at[len] == '_')
            len++;
        if ((len == TOKEN || len == ONCE) && at > text && at[-1] == '"' && at[len] == '"')
            memset(at, '*', len);
        at += len ? len : 1;
    }
}

static bool is_page(const struct request *shown)
{
    return shown->method == GET && !shown->head && shown->status == 200 && !shown->filename && !shown->exchange->asset &&
           shown->body.len >= COMPRESS_FROM && text_starts(shown->content_type, "text/html") && !*header_value(shown, "Accept-Encoding");
}

/* The same request once more. */
static struct request *served(struct arena *arena, struct request *shown, const char *coding)
{
    struct request *request = exchange_new(arena, shown->app, "GET", shown->exchange->target);
    for (size_t i = 0; i < shown->exchange->headers.count; i++)
        exchange_header(request, shown->exchange->headers.items[i].name, shown->exchange->headers.items[i].value);
    exchange_header(request, "Accept-Encoding", coding);
    exchange_address(request, shown->exchange->address);
    request_serve(request);
    return request;
}

/* Some pages offer something else each time they are drawn (pictures to choose from, secrets). */
static bool is_steady(struct request *shown, const char *wanted)
{
    struct arena arena = { 0 };
    struct request *request = served(&arena, shown, "identity");
    char *text = arena_copy(&arena, buf_text(&request->body));
    tokens_blank(text);
    bool steady = text_same(text, wanted);
    arena_free(&arena);
    return steady;
}

static void compare(const char *target, const char *got, const char *wanted)
{
    size_t at = 0;
    while (got[at] && got[at] == wanted[at])
        at++;
    size_t from = at > 60 ? at - 60 : 0;
    if (got[at] != wanted[at])
        test_expect_text(arena_slice(test_arena(), got + from, strnlen(got + from, 160)),
                         arena_slice(test_arena(), wanted + from, strnlen(wanted + from, 160)),
                         arena_printf(test_arena(), "%s from pieces", target), __FILE__, __LINE__);
}

static void page_compare(struct request *shown, const char *wanted)
{
    struct arena arena = { 0 };
    struct request *request = served(&arena, shown, "gzip");
    if (text_same(answer_header(request, "Content-Encoding"), "gzip")) {
        char *text = test_unpacked(&arena, &request->body, 2 * shown->body.len + 4096);
        if (text)
            tokens_blank(text);
        /* A read mark that came in between changed both: then the whole page isn't as it was, either. */
        if (!text || (!text_same(text, wanted) && is_steady(shown, wanted)))
            compare(shown->exchange->target, text ? text : "no gzip", wanted);
    }
    arena_free(&arena);
}

void test_page_twice(struct request *shown)
{
    if (!is_page(shown) || !database_is_sqlite(shown->app->database)) /* elsewhere results aren't known again, and so no parts are kept */
        return;
    struct arena arena = { 0 };
    char *wanted = arena_copy(&arena, shown->body.data);
    tokens_blank(wanted);
    for (int again = 0; again < 2 && is_steady(shown, wanted); again++)
        page_compare(shown, wanted);
    arena_free(&arena);
}
