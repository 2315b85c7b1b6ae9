/* A boundary (the first line) and a body: what arrives as a file lies inside the body, its name holds no folder, its fields are clean. */
#include "tests/fuzz/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    if (!line)
        return -1;
    struct arena arena = { 0 };
    struct site *site = site_of();
    const char *boundary = arena_slice(&arena, (const char *)data, (size_t)(line - data));
    if (text_has_controls(boundary)) { /* the reader of heads lets none through */
        arena_free(&arena);
        return -1;
    }
    size_t len = size - (size_t)(line + 1 - data);
    char *body = arena_slice(&arena, (const char *)line + 1, len);
    site_tokens(body, len);
    site->handled = 0;
    const char *type = arena_printf(&arena, "multipart/form-data; boundary=%s", boundary);
    int status = site_fetch(site_post(&arena, "/upload", type, (struct bytes){ body, len }));
    PROMISE(status == 200 || status == 422 || status == 400 || status == 403 || status == 413);
    PROMISE(site->handled == (status == 200));
    arena_free(&arena);
    return 0;
}
