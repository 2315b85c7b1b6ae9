#include "tests/harness/pictures.h"

#include <zlib.h>

static void little(struct buf *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(out, (char)(value >> 8 * i & 0xff));
}

static void big(struct buf *out, uint32_t value, int bytes)
{
    for (int i = bytes; i-- > 0;)
        buf_putc(out, (char)(value >> 8 * i & 0xff));
}

static struct bytes whole(const struct buf *buf)
{
    return (struct bytes){ buf->data, buf->len };
}

static const char *xmp(struct arena *arena, const char *marker)
{
    return arena_printf(arena,
                        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                        "<rdf:Description>%s</rdf:Description></rdf:RDF></x:xmpmeta>",
                        marker);
}

/* ---- EXIF: a TIFF of two directories ---- */

static void entry(struct buf *out, uint32_t tag, uint32_t type, uint32_t count, uint32_t value)
{
    little(out, tag, 2);
    little(out, type, 2);
    little(out, count, 4);
    little(out, value, 4);
}

struct bytes picture_exif(struct arena *arena, int orientation, const char *marker)
{
    enum { ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5 };
    struct buf out = { .arena = arena };
    uint32_t len = (uint32_t)strlen(marker) + 1, gps = 8 + 2 + 3 * 12 + 4, texts = gps + 2 + 3 * 12 + 4;
    buf_add(&out, "II*\0\10\0\0\0", 8);
    little(&out, 3, 2);
    entry(&out, 0x010e, ASCII, len, texts);
    entry(&out, 0x0112, SHORT, 1, (uint32_t)orientation);
    entry(&out, 0x8825, LONG, 1, gps);
    little(&out, 0, 4);
    little(&out, 3, 2);
    entry(&out, 1, ASCII, 2, 'N');
    entry(&out, 2, RATIONAL, 3, texts + len);
    entry(&out, 29, ASCII, len, texts); /* the date, which here is the marker too */
    little(&out, 0, 4);
    buf_add(&out, marker, len);
    for (uint32_t i = 0; i < 3; i++) {
        little(&out, 41 + i, 4);
        little(&out, 1, 4);
    }
    return whole(&out);
}

/* ---- PNG ---- */

static void chunk(struct buf *out, const char *name, struct bytes content)
{
    big(out, (uint32_t)content.len, 4);
    size_t from = out->len;
    buf_puts(out, name);
    buf_add(out, content.data, content.len);
    big(out, (uint32_t)crc32(0, (const unsigned char *)out->data + from, (unsigned)(out->len - from)), 4);
}

static void png_begin(struct buf *out, int width, int height, int depth)
{
    struct buf head = { .arena = out->arena };
    big(&head, (uint32_t)width, 4);
    big(&head, (uint32_t)height, 4);
    buf_putc(&head, (char)depth);
    buf_add(&head, "\0\0\0\0", 4);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    chunk(out, "IHDR", whole(&head));
}

/* Black: zeros, which are also the filter bytes. */
static void png_end(struct buf *out, size_t raw_len)
{
    unsigned long len = compressBound(raw_len);
    unsigned char *raw = calloc(1, raw_len), *packed = malloc(len);
    if (!raw || !packed || compress2(packed, &len, raw, raw_len, 6) != Z_OK)
        abort();
    chunk(out, "IDAT", (struct bytes){ packed, len });
    chunk(out, "IEND", (struct bytes){ "", 0 });
    free(raw);
    free(packed);
}

struct bytes picture_png(struct arena *arena, int width, int height, const char *marker)
{
    struct buf out = { .arena = arena }, text = { .arena = arena };
    png_begin(&out, width, height, 8);
    if (marker) {
        chunk(&out, "eXIf", picture_exif(arena, 1, marker));
        buf_add(&text, "Comment\0", 8);
        buf_puts(&text, marker);
        chunk(&out, "tEXt", whole(&text));
        text = (struct buf){ .arena = arena };
        buf_add(&text, "XML:com.adobe.xmp\0\0\0\0\0", 22);
        buf_puts(&text, xmp(arena, marker));
        chunk(&out, "iTXt", whole(&text));
    }
    png_end(&out, (size_t)height * ((size_t)width + 1));
    return whole(&out);
}

struct bytes picture_png_claiming(struct arena *arena, int width, int height, int claims_width, int claims_height)
{
    struct buf out = { .arena = arena };
    png_begin(&out, claims_width, claims_height, 1);
    png_end(&out, (size_t)height * (((size_t)width + 7) / 8 + 1));
    return whole(&out);
}

/* ---- JPEG: one component; the first block says how grey it is, the others that nothing changes ---- */

static void segment(struct buf *out, unsigned char marker, struct bytes content)
{
    buf_putc(out, (char)0xff);
    buf_putc(out, (char)marker);
    big(out, (uint32_t)content.len + 2, 2);
    buf_add(out, content.data, content.len);
}

static void jpeg_tables(struct buf *out, int width, int height)
{
    static const unsigned char steady[17] = { [1] = 1, [2] = 1, 0 };
    struct buf part = { .arena = out->arena };
    buf_putc(&part, 0);
    for (int i = 0; i < 64; i++)
        buf_putc(&part, 1);
    segment(out, 0xdb, whole(&part));
    part = (struct buf){ .arena = out->arena };
    buf_putc(&part, 8);
    big(&part, (uint32_t)height, 2);
    big(&part, (uint32_t)width, 2);
    buf_add(&part, "\1\1\x11\0", 4);
    segment(out, 0xc0, whole(&part));
    part = (struct buf){ .arena = out->arena };
    buf_add(&part, steady, 17); /* DC: "0" for no change, "10" for ten bits of change */
    buf_add(&part, "\0\12", 2);
    segment(out, 0xc4, whole(&part));
    part = (struct buf){ .arena = out->arena };
    buf_putc(&part, 0x10);
    buf_add(&part, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17); /* AC: "0" for the end of the block */
    segment(out, 0xc4, whole(&part));
    segment(out, 0xda, (struct bytes){ "\1\1\0\0\77\0", 6 });
}

struct bytes picture_jpeg(struct arena *arena, int width, int height, int orientation, const char *marker)
{
    struct buf out = { .arena = arena }, part = { .arena = arena };
    buf_add(&out, "\xff\xd8", 2);
    if (marker) {
        struct bytes exif = picture_exif(arena, orientation, marker);
        buf_add(&part, "Exif\0\0", 6);
        buf_add(&part, exif.data, exif.len);
        segment(&out, 0xe1, whole(&part));
        part = (struct buf){ .arena = arena };
        buf_add(&part, "http://ns.adobe.com/xap/1.0/\0", 29);
        buf_puts(&part, xmp(arena, marker));
        segment(&out, 0xe1, whole(&part));
        segment(&out, 0xfe, (struct bytes){ marker, strlen(marker) });
    }
    jpeg_tables(&out, width, height);
    size_t blocks = (size_t)((width + 7) / 8) * (size_t)((height + 7) / 8);
    /* "10", ten bits of +700, "0"; then "0" and "0" for each other block; ones up to the end. */
    size_t bits = 13 + (blocks - 1) * 2, len = (bits + 7) / 8;
    unsigned char *data = arena_alloc(arena, len + 2);
    uint32_t first = (2u << 11 | 700u << 1) << 3; /* 13 of 16 bits */
    data[0] = (unsigned char)(first >> 8);
    data[1] = (unsigned char)first;
    for (size_t i = bits; i < len * 8; i++)
        data[i / 8] |= (unsigned char)(0x80 >> i % 8);
    buf_add(&out, data, len);
    buf_add(&out, "\xff\xd9", 2);
    return whole(&out);
}

/* ---- GIF: codes of three bits, with a clear code before the table could grow ---- */

static void gif_frame(struct buf *out, int side, int colour)
{
    struct buf codes = { .arena = out->arena };
    uint32_t bits = 0;
    int have = 0;
    for (int i = 0, n = side * side; i <= n; i++) {
        int pair[2] = { 4, i < n ? colour : 5 }; /* clear, pixel; at the end clear, end */
        for (int k = 0; k < 2; k++) {
            bits |= (uint32_t)pair[k] << have;
            for (have += 3; have >= 8; have -= 8, bits >>= 8)
                buf_putc(&codes, (char)(bits & 0xff));
        }
    }
    buf_putc(&codes, (char)(bits & 0xff));
    buf_putc(out, ',');
    little(out, 0, 4);
    little(out, (uint32_t)side, 2);
    little(out, (uint32_t)side, 2);
    buf_add(out, "\0\2", 2);
    for (size_t at = 0; at < codes.len; at += 255) {
        size_t len = codes.len - at < 255 ? codes.len - at : 255;
        buf_putc(out, (char)len);
        buf_add(out, codes.data + at, len);
    }
    buf_putc(out, 0);
}

struct bytes picture_gif(struct arena *arena, int side, int frame)
{
    struct buf out = { .arena = arena };
    buf_puts(&out, "GIF89a");
    little(&out, (uint32_t)side, 2);
    little(&out, (uint32_t)side, 2);
    buf_add(&out, "\x81\0\0", 3);
    buf_add(&out, "\xff\0\0\0\0\xff\0\xff\0\0\0\0", 12);
    gif_frame(&out, frame, 0);
    gif_frame(&out, frame, 1);
    buf_putc(&out, ';');
    return whole(&out);
}

/* ---- WebP ---- */

static void riff(struct buf *out, const char *name, struct bytes content)
{
    buf_puts(out, name);
    little(out, (uint32_t)content.len, 4);
    buf_add(out, content.data, content.len);
    if (content.len % 2)
        buf_putc(out, 0);
}

struct bytes picture_webp(struct arena *arena, struct bytes plain, int width, int height, const char *marker)
{
    struct buf out = { .arena = arena }, head = { .arena = arena }, inside = { .arena = arena };
    const char *text = xmp(arena, marker);
    little(&head, 0x20 | 0x08 | 0x04, 4);
    little(&head, (uint32_t)width - 1, 3);
    little(&head, (uint32_t)height - 1, 3);
    buf_puts(&inside, "WEBP");
    riff(&inside, "VP8X", whole(&head));
    riff(&inside, "ICCP", (struct bytes){ marker, strlen(marker) });
    buf_add(&inside, (const char *)plain.data + 12, plain.len - 12);
    riff(&inside, "EXIF", picture_exif(arena, 1, marker));
    riff(&inside, "XMP ", (struct bytes){ text, strlen(text) });
    riff(&out, "RIFF", whole(&inside));
    return whole(&out);
}

/* ---- AVIF ---- */

static void box(struct buf *out, const char *name, struct bytes content)
{
    big(out, (uint32_t)content.len + 8, 4);
    buf_puts(out, name);
    buf_add(out, content.data, content.len);
}

struct bytes picture_avif_head(struct arena *arena, uint32_t width, uint32_t height)
{
    struct buf size = { .arena = arena }, list = { .arena = arena }, properties = { .arena = arena }, meta = { .arena = arena };
    struct buf out = { .arena = arena };
    big(&size, 0, 4);
    big(&size, width, 4);
    big(&size, height, 4);
    box(&list, "ispe", whole(&size));
    box(&properties, "ipco", whole(&list));
    big(&meta, 0, 4);
    box(&meta, "iprp", whole(&properties));
    box(&out, "ftyp", (struct bytes){ "avif\0\0\0\0avifmif1", 16 });
    box(&out, "meta", whole(&meta));
    return whole(&out);
}
