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

bool answer_may_compress(const struct request *request)
{
    return header_accepts(request, "gzip") && is_safe(request);
}

static bool compress_whole(struct request *request, struct buf *packed)
{
    struct exchange *exchange = request->exchange;
    const struct buf *body = &request->body;
    struct libdeflate_compressor *own = NULL, **kept = exchange->compressor ? exchange->compressor : &own, *compressor;
    if (!*kept)
        *kept = libdeflate_alloc_compressor(COMPRESS_LEVEL);
    if (!(compressor = *kept))
        abort();
    size_t room = libdeflate_gzip_compress_bound(compressor, body->len);
    char *data = arena_alloc(request->arena, room);
    size_t len = libdeflate_gzip_compress(compressor, body->data, body->len, data, room);
    if (own)
        libdeflate_free_compressor(own);
    *packed = (struct buf){ request->arena, data, len, room };
    return len && len < body->len;
}

void answer_compress(struct request *request)
{
    struct exchange *exchange = request->exchange;
    struct buf packed;
    bool worth = request->body.len >= COMPRESS_FROM && is_text(request->content_type) && !request->filename &&
                 answer_may_compress(request) && !header_among(&exchange->set, "Content-Encoding");
    if (!worth && !answer_is_parted(request))
        return;
    if (!answer_join(request, &packed) && !compress_whole(request, &packed))
        return;
    request->body = packed;
    header_set(request, "Content-Encoding", "gzip");
}

uint32_t answer_crc(uint32_t before, struct bytes text)
{
    return libdeflate_crc32(before, text.data, text.len);
}
