/* Pictures made here, byte by byte, for tests of what is done with pictures. All live in `arena`. */
#ifndef PICTURES_H
#define PICTURES_H

#include "base/base.h"

/* An EXIF block: orientation 1..8, a description, and where it was taken: `marker` stands in both. */
struct bytes picture_exif(struct arena *arena, int orientation, const char *marker);
/* Black, eight bits of grey. `marker` NULL: nothing beside the pixels; else in EXIF, XMP and a comment. */
struct bytes picture_png(struct arena *arena, int width, int height, const char *marker);
/* The same, one bit a pixel: a large one costs little. Its header claims `claims_width` by `claims_height`. */
struct bytes picture_png_claiming(struct arena *arena, int width, int height, int claims_width, int claims_height);
struct bytes picture_jpeg(struct arena *arena, int width, int height, int orientation, const char *marker);
/* Two frames of two colours; `frame` pixels each way inside a screen of `side`. */
struct bytes picture_gif(struct arena *arena, int side, int frame);
/* A plain WebP (as lib/image makes them) with EXIF, XMP and a colour profile that is none beside it. */
struct bytes picture_webp(struct arena *arena, struct bytes plain, int width, int height, const char *marker);
/* The boxes of an AVIF, without a picture in them. */
struct bytes picture_avif_head(struct arena *arena, uint32_t width, uint32_t height);

#endif
