/* Static files, compiled in: under content-hashed names they are kept for a year; the others are asked for anew each time. */
#include "http/inside.h"

#include <sodium.h>

const char *asset_path(const char *name)
{
    for (size_t i = 0; i < assets_count; i++)
        if (text_same(assets[i].name, name))
            return assets[i].path;
    log_line(LOG_ERROR, "http.asset", "%s: no such static file", name);
    abort();
}

const struct asset *static_find(const char *path)
{
    for (size_t i = 0; i < assets_count; i++)
        if (text_same(assets[i].path, path))
            return &assets[i];
    return NULL;
}

/* A hashed name already says what is inside. */
static const char *entity_tag(struct arena *arena, const struct asset *asset, const char *coding)
{
    if (asset->immutable)
        return arena_printf(arena, "\"%s%s\"", asset->path, coding);
    struct hash hash;
    hash_plain(&hash, asset->plain.data, asset->plain.len);
    return arena_printf(arena, "\"%s%s\"", token_text(arena, hash.byte, 12), coding);
}

static bool is_known(const struct request *request, const char *tag)
{
    const char *known = header_value(request, "If-None-Match");
    return text_same(known, "*") || strstr(known, tag);
}

void static_answer(struct request *request)
{
    struct exchange *exchange = request->exchange;
    const struct asset *asset = exchange->asset;
    struct bytes content = asset->plain;
    const char *coding = "";
    if (asset->brotli.len && header_accepts(request, "br")) {
        content = asset->brotli;
        coding = "-br";
    } else if (asset->gzip.len && header_accepts(request, "gzip")) {
        content = asset->gzip;
        coding = "-gzip";
    }
    const char *tag = entity_tag(request->arena, asset, coding);
    header_set(request, "ETag", tag);
    header_set(request, "Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    header_set(request, "Vary", "Accept-Encoding");
    if (is_known(request, tag)) {
        request->status = 304;
        return;
    }
    if (*coding)
        header_set(request, "Content-Encoding", coding + 1);
    request->status = 200;
    request->content_type = asset->type;
    request->body = (struct buf){ request->arena, (char *)content.data, content.len, content.len };
    exchange->body_is_static = true;
}
