/* Dynamic pages go out as gzip where that is wanted, worth it and safe. */
#include "http/inside.h"

#include <libdeflate.h>

static bool is_text(const char *type)
{
    return type && (!strncmp(type, "text/", 5) || !strncmp(type, "application/json", 16) || !strncmp(type, "image/svg+xml", 13));
}

/* The size of a compressed page can tell a guesser what stands in it, when the guess is reflected in the same page and the reader's
 * browser can be made to ask for it from elsewhere. Tokens are masked anew in every answer; for all else, what another site asks for
 * in a member's name isn't compressed. Browsers that don't say who asks get no compression for pages with a query. */
static bool is_safe(const struct request *request)
{
    if (!*cookie_value(request, "s"))
        return true;
    const char *site = header_find(request, "Sec-Fetch-Site", 0);
    return site ? header_same(site, "same-origin") || header_same(site, "none") : !*request->query_text;
}

void answer_compress(struct request *request)
{
    struct exchange *exchange = request->exchange;
    struct buf *body = &request->body;
    if (body->len < COMPRESS_FROM || !is_text(request->content_type) || request->filename || !header_accepts(request, "gzip") ||
        !is_safe(request) || header_among(&exchange->set, "Content-Encoding"))
        return;
    struct libdeflate_compressor *own = exchange->compressor ? NULL : libdeflate_alloc_compressor(COMPRESS_LEVEL);
    struct libdeflate_compressor *compressor = own ? own : exchange->compressor;
    if (!compressor)
        abort();
    size_t room = libdeflate_gzip_compress_bound(compressor, body->len);
    char *packed = arena_alloc(request->arena, room);
    size_t len = libdeflate_gzip_compress(compressor, body->data, body->len, packed, room);
    if (own)
        libdeflate_free_compressor(own);
    if (!len || len >= body->len)
        return;
    *body = (struct buf){ request->arena, packed, len, room };
    header_set(request, "Content-Encoding", "gzip");
}
