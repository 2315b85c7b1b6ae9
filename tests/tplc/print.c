/* Prints what tools/bundle made of tests/tplc/bundle/, after unpacking each variant. */
#include "http/http.h"

#include <brotli/decode.h>
#include <libdeflate.h>

static const char *unpacks(const struct asset *asset, bool brotli)
{
    struct bytes packed = brotli ? asset->brotli : asset->gzip;
    static unsigned char out[1 << 20];
    size_t len = sizeof out;
    if (!packed.len)
        return "none";
    bool good;
    if (brotli) {
        good = BrotliDecoderDecompress(packed.len, packed.data, &len, out) == BROTLI_DECODER_RESULT_SUCCESS;
    } else {
        struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
        good = libdeflate_gzip_decompress(decompressor, packed.data, packed.len, out, sizeof out, &len) == LIBDEFLATE_SUCCESS;
        libdeflate_free_decompressor(decompressor);
    }
    return good && len == asset->plain.len && !memcmp(out, asset->plain.data, len) && packed.len < len ? "smaller" : "WRONG";
}

int main(void)
{
    for (size_t i = 0; i < assets_count; i++) {
        const struct asset *asset = &assets[i];
        printf("== %s %s %s brotli %s gzip %s\n", asset->path, asset->type, asset->immutable ? "immutable" : "stays", unpacks(asset, true),
               unpacks(asset, false));
        printf("%s\n", (const char *)asset->plain.data);
    }
    return 0;
}
