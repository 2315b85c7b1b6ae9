/* Any bytes as the body of a form, from a member whose token is right: what reaches the handler is clean and within its limits, or the
 * page comes back. */
#include "tests/fuzz/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct site *site = site_of();
    struct buf body = { .arena = &arena };
    char token[SITE_TOKEN_LENGTH + 1] = "";
    memset(token, 'T', SITE_TOKEN_LENGTH);
    buf_printf(&body, "csrf=%s&", token);
    buf_add(&body, data, size);
    site_tokens(body.data, body.len);
    site->handled = 0;
    int status = site_fetch(site_post(&arena, "/form", "application/x-www-form-urlencoded", (struct bytes){ body.data, body.len }));
    PROMISE(status == 303 || status == 422 || status == 400 || status == 413);
    PROMISE(site->handled == (status == 303) || (status == 422 && site->handled == 1));

    /* The same as a query, where a bad escape stays as it is. */
    struct pairs pairs = { 0 };
    if (!form_read_encoded(&arena, body.data, body.len, &pairs)) {
        PROMISE(pairs.count <= FIELDS_MAX);
        for (size_t i = 0; i < pairs.count; i++)
            PROMISE(text_is_utf8(pairs.items[i].name, strlen(pairs.items[i].name)) &&
                    text_is_utf8(pairs.items[i].value, strlen(pairs.items[i].value)));
    }
    arena_free(&arena);
    return 0;
}
