/* A Cookie header (the first line) and a token (the rest): what is read of them is what the server could have set, and no token that
 * wasn't made here is ever taken for one. */
#include "tests/fuzz/site.h"

static void value_check(const struct request *request, const char *name)
{
    for (const char *c = cookie_value(request, name); *c; c++)
        PROMISE(*c > ' ' && *c < 0x7f && !strchr("\",;\\", *c));
}

/* Whatever is read is written the same again: there is one text for each token. */
static void token_check(struct arena *arena, const char *text)
{
    unsigned char token[TOKEN_BYTES * 2];
    static const size_t sizes[] = { 16, TOKEN_BYTES, TOKEN_BYTES * 2 };
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (token_read(text, token, sizes[i]))
            PROMISE(text_same(token_text(arena, token, sizes[i]), text));
}

static struct request *request_with(struct arena *arena, const char *method, const char *header, bool proxied)
{
    struct request *request = exchange_new(arena, &site_of()->app, method, "/form");
    exchange_header(request, "Host", "site.example");
    exchange_header(request, "Cookie", header);
    exchange_address(request, "192.0.2.7");
    if (proxied)
        exchange_header(request, "X-Forwarded-Proto", "https");
    return request;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct site *site = site_of();
    const char *text = arena_slice(&arena, (const char *)data, size);
    size_t len = strcspn(text, "\n");
    const char *token = text[len] ? text + len + 1 : "", *header = arena_slice(&arena, text, len);
    token_check(&arena, token);
    if (text_has_controls(header)) { /* the reader of heads lets none through */
        arena_free(&arena);
        return -1;
    }
    struct request *request = request_with(&arena, "GET", header, false);
    static const char *const names[] = { "s", "g", "l", "t", "m", "n", "" };
    for (size_t i = 0; i < COUNT(names); i++)
        value_check(request, names[i]);
    int notice = notice_take(request);
    PROMISE(notice >= 0 && notice <= 999);
    PROMISE(site_fetch(request_with(&arena, "GET", header, false)) == 200);

    struct buf body = { .arena = &arena };
    buf_puts(&body, "title=x&csrf=");
    buf_percent(&body, token, "");
    struct request *post = request_with(&arena, "POST", header, true);
    exchange_header(post, "Content-Type", "application/x-www-form-urlencoded");
    exchange_body(post, (struct bytes){ body.data, body.len });
    site->handled = 0;
    site_fetch(post);
    PROMISE(!site->handled);
    arena_free(&arena);
    return 0;
}
