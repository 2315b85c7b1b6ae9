/* Headers of pictures, read with care: they come from anybody. Pure functions. Sources: PNG (W3C), JPEG (T.81), GIF89a, WebP (RFC 9649),
 * HEIF (ISO/IEC 23008-12) in its box format (ISO/IEC 14496-12). */
#include "image/image.h"

struct reader {
    const unsigned char *at, *end;
};

static size_t left(const struct reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

static uint32_t big(const unsigned char *at, size_t bytes)
{
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

static uint32_t little(const unsigned char *at, size_t bytes)
{
    uint32_t value = 0;
    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

static bool begins(const struct reader *reader, const char *with, size_t len)
{
    return left(reader) >= len && !memcmp(reader->at, with, len);
}

/* ---- PNG: the first chunk is IHDR ---- */

static bool png_look(struct reader reader, struct image_look *look)
{
    if (left(&reader) < 24 || memcmp(reader.at + 12, "IHDR", 4) != 0)
        return false;
    look->width = big(reader.at + 16, 4);
    look->height = big(reader.at + 20, 4);
    return true;
}

/* ---- JPEG: the first start of frame ---- */

static bool is_frame(unsigned char marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool jpeg_look(struct reader reader, struct image_look *look)
{
    reader.at += 2;
    while (left(&reader) >= 4 && reader.at[0] == 0xff) {
        unsigned char marker = reader.at[1];
        if (marker == 0xff) { /* padding */
            reader.at++;
            continue;
        }
        size_t len = big(reader.at + 2, 2);
        if (len < 2 || marker == 0xda || len + 2 > left(&reader))
            return false;
        if (is_frame(marker)) {
            if (len < 8)
                return false;
            look->height = big(reader.at + 5, 2);
            look->width = big(reader.at + 7, 2);
            return true;
        }
        reader.at += len + 2;
    }
    return false;
}

/* ---- GIF: the screen ---- */

static bool gif_look(struct reader reader, struct image_look *look)
{
    if (left(&reader) < 10)
        return false;
    look->width = little(reader.at + 6, 2);
    look->height = little(reader.at + 8, 2);
    return true;
}

/* ---- WebP: the first chunk ---- */

static bool webp_look(struct reader reader, struct image_look *look)
{
    if (left(&reader) < 30)
        return false;
    const unsigned char *chunk = reader.at + 20; /* what is in it */
    if (!memcmp(reader.at + 12, "VP8X", 4)) {
        look->width = little(chunk + 4, 3) + 1;
        look->height = little(chunk + 7, 3) + 1;
        return true;
    }
    if (!memcmp(reader.at + 12, "VP8L", 4) && chunk[0] == 0x2f) {
        uint32_t sizes = little(chunk + 1, 4);
        look->width = (sizes & 0x3fff) + 1;
        look->height = (sizes >> 14 & 0x3fff) + 1;
        return true;
    }
    if (memcmp(reader.at + 12, "VP8 ", 4) != 0 || memcmp(chunk + 3, "\x9d\x01\x2a", 3) != 0)
        return false;
    look->width = little(chunk + 6, 2) & 0x3fff;
    look->height = little(chunk + 8, 2) & 0x3fff;
    return true;
}

/* ---- HEIF: the largest size that any part of it has ---- */

struct box {
    const unsigned char *kind;
    struct reader inside;
};

static bool box_next(struct reader *reader, struct box *box)
{
    if (left(reader) < 8)
        return false;
    size_t size = big(reader->at, 4), head = 8;
    if (size == 1) { /* 64 bits; none of ours is as large */
        if (left(reader) < 16 || big(reader->at + 8, 4))
            return false;
        size = big(reader->at + 12, 4);
        head = 16;
    } else if (size == 0) { /* to the end */
        size = left(reader);
    }
    if (size < head || size > left(reader))
        return false;
    box->kind = reader->at + 4;
    box->inside = (struct reader){ reader->at + head, reader->at + size };
    reader->at += size;
    return true;
}

static bool box_find(struct reader reader, const char *kind, struct reader *inside)
{
    struct box box;
    while (box_next(&reader, &box))
        if (!memcmp(box.kind, kind, 4)) {
            *inside = box.inside;
            return true;
        }
    return false;
}

static bool heif_is(const struct reader *reader)
{
    static const char *const brands[] = { "heic", "heix", "heim", "heis", "mif1", "avif" };
    for (size_t i = 0; left(reader) >= 12 && !memcmp(reader->at + 4, "ftyp", 4) && i < COUNT(brands); i++)
        if (!memcmp(reader->at + 8, brands[i], 4))
            return true;
    return false;
}

static bool heif_look(struct reader reader, struct image_look *look)
{
    struct reader meta, properties, list;
    struct box box;
    if (!box_find(reader, "meta", &meta) || left(&meta) < 4)
        return false;
    meta.at += 4; /* version and flags */
    if (!box_find(meta, "iprp", &properties) || !box_find(properties, "ipco", &list))
        return false;
    while (box_next(&list, &box))
        if (!memcmp(box.kind, "ispe", 4) && left(&box.inside) >= 12) {
            int64_t width = big(box.inside.at + 4, 4), height = big(box.inside.at + 8, 4);
            look->width = width > look->width ? width : look->width;
            look->height = height > look->height ? height : look->height;
        }
    return look->width > 0;
}

/* ---- any ---- */

bool image_look(struct bytes image, struct image_look *look)
{
    const struct reader reader = { image.data, (const unsigned char *)image.data + image.len };
    *look = (struct image_look){ 0 };
    bool known = false;
    if (begins(&reader, "\x89PNG\r\n\x1a\n", 8) && (known = png_look(reader, look)))
        look->kind = IMAGE_PNG;
    else if (begins(&reader, "\xff\xd8\xff", 3) && (known = jpeg_look(reader, look)))
        look->kind = IMAGE_JPEG;
    else if ((begins(&reader, "GIF87a", 6) || begins(&reader, "GIF89a", 6)) && (known = gif_look(reader, look)))
        look->kind = IMAGE_GIF;
    else if (begins(&reader, "RIFF", 4) && left(&reader) >= 12 && !memcmp(reader.at + 8, "WEBP", 4) && (known = webp_look(reader, look)))
        look->kind = IMAGE_WEBP;
    else if (heif_is(&reader) && (known = heif_look(reader, look)))
        look->kind = IMAGE_HEIF;
    if (known && look->width > 0 && look->height > 0)
        return true;
    *look = (struct image_look){ 0 };
    return false;
}

bool image_is_plain(struct bytes image, struct image_look *look)
{
    const unsigned char *at = image.data;
    if (!image_look(image, look) || look->kind != IMAGE_WEBP || memcmp(at + 12, "VP8 ", 4) != 0)
        return false;
    size_t whole = little(at + 4, 4), inside = little(at + 16, 4);
    return whole == image.len - 8 && inside <= image.len && 20 + inside + inside % 2 == image.len;
}

static void little_put(char *at, size_t value)
{
    for (size_t i = 0; i < 4; i++)
        at[i] = (char)(value >> 8 * i & 0xff);
}

bool image_plain_make(char *webp, size_t *len)
{
    struct image_look look;
    size_t at = 12;
    while (at + 8 <= *len) {
        size_t inside = little((unsigned char *)webp + at + 4, 4), whole = 8 + inside + inside % 2;
        if (inside > *len || whole > *len - at)
            return false;
        if (!memcmp(webp + at, "VP8 ", 4)) {
            memmove(webp + 12, webp + at, whole);
            little_put(webp + 4, whole + 4);
            *len = whole + 12;
            return image_is_plain((struct bytes){ webp, *len }, &look);
        }
        at += whole;
    }
    return false;
}
