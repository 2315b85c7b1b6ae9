/* libvips, loaded while a worker starts and never by the server: a hundred shared libraries would cost it memory and start time, and their
 * code should lie nowhere near a secret. Only the loaders of the kinds that image_look knows may run. */
#include <vips/vips.h>

#include <vips/vector.h>

#include "image/image.h"

#include <dlfcn.h>

#define CALLS(X)                                                                                                                           \
    X(vips_init)                                                                                                                           \
    X(vips_operation_block_set)                                                                                                            \
    X(vips_concurrency_set)                                                                                                                \
    X(vips_vector_set_enabled)                                                                                                             \
    X(vips_cache_set_max)                                                                                                                  \
    X(vips_image_new_from_buffer)                                                                                                          \
    X(vips_image_new_from_memory)                                                                                                          \
    X(vips_image_write_to_memory)                                                                                                          \
    X(vips_image_get_width)                                                                                                                \
    X(vips_image_get_height)                                                                                                               \
    X(vips_image_get_bands)                                                                                                                \
    X(vips_image_hasalpha)                                                                                                                 \
    X(vips_thumbnail_buffer)                                                                                                               \
    X(vips_colourspace)                                                                                                                    \
    X(vips_flatten)                                                                                                                        \
    X(vips_cast)                                                                                                                           \
    X(vips_array_double_new)                                                                                                               \
    X(vips_webpsave_buffer)                                                                                                                \
    X(g_object_unref)

struct image_library {
#define FIELD(name) __typeof__(name) *(name);
    CALLS(FIELD)
#undef FIELD
};

static bool calls_find(void *file, struct image_library *library)
{
    bool all = true;
#define FIND(name) all = all && (*(void **)&library->name = dlsym(file, #name)) != NULL;
    CALLS(FIND)
#undef FIND
    return all;
}

/* Modules that libvips would load by itself (ImageMagick, PDF, …) are many more libraries; of them all only HEIF's is wanted. */
static void modules_load(void *file, const char *symbol_of)
{
    void *(*open_module)(const char *, int) = NULL;
    Dl_info info;
    void *known = dlsym(file, symbol_of);
    *(void **)&open_module = dlsym(file, "g_module_open");
    if (!open_module || !known || !dladdr(known, &info) || !info.dli_fname)
        return;
    const char *slash = strrchr(info.dli_fname, '/');
    char path[512];
    snprintf(path, sizeof path, "%.*s/vips-modules-%d.%d/vips-heif.so", slash ? (int)(slash - info.dli_fname) : 0, info.dli_fname,
             VIPS_MAJOR_VERSION, VIPS_MINOR_VERSION);
    (void)open_module(path, 0);
}

bool image_library_open(struct image_library **out)
{
    static const char *const loaders[] = { "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif",
                                           "VipsForeignLoadHeif" };
    struct image_library *library = calloc(1, sizeof *library);
    void *file = dlopen("libvips.so.42", RTLD_NOW | RTLD_GLOBAL);
    *out = library;
    setenv("VIPSHOME", "/nowhere", 1);
    if (!library || !file || !calls_find(file, library) || library->vips_init("kith"))
        return false;
    modules_load(file, "vips_init");
    library->vips_vector_set_enabled(FALSE); /* it would make machine code while it runs, which the sandbox refuses */
    library->vips_concurrency_set(1);
    library->vips_cache_set_max(0);
    library->vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < COUNT(loaders); i++)
        library->vips_operation_block_set(loaders[i], FALSE);
    return true;
}

static void release(const struct image_library *library, VipsImage **image)
{
    if (*image)
        library->g_object_unref(*image);
    *image = NULL;
}

/* What the loader reads in the header, before it decodes anything: it may differ from what the server read. */
static enum image_answer size_check(const struct image_library *library, struct bytes image)
{
    VipsImage *head = library->vips_image_new_from_buffer(image.data, image.len, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    if (!head)
        return IMAGE_UNREADABLE;
    int64_t width = library->vips_image_get_width(head), height = library->vips_image_get_height(head);
    release(library, &head);
    return width > IMAGE_SIDE_MOST || height > IMAGE_SIDE_MOST || width * height > IMAGE_PIXELS_MOST ? IMAGE_VAST : IMAGE_MADE;
}

/* Smaller, turned as the camera said, its colours as sRGB has them. A colour profile that can't be read is left aside. */
static VipsImage *small_make(const struct image_library *library, struct bytes image, const struct image_wish *wish)
{
    VipsImage *small = NULL;
    VipsInteresting crop = wish->square ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE;
    VipsSize size = wish->square ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN;
    if (library->vips_thumbnail_buffer((void *)image.data, image.len, &small, wish->width, "height", wish->height, "size", size, "crop",
                                       crop, "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL))
        small = NULL;
    if (!small && library->vips_thumbnail_buffer((void *)image.data, image.len, &small, wish->width, "height", wish->height, "size", size,
                                                 "crop", crop, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL))
        small = NULL;
    return small;
}

/* Three bands of eight bits: what was transparent becomes white. */
static VipsImage *plain_make(const struct image_library *library, VipsImage *image)
{
    VipsImage *coloured = NULL, *flat = NULL, *plain = NULL;
    if (library->vips_colourspace(image, &coloured, VIPS_INTERPRETATION_sRGB, NULL))
        return NULL;
    if (library->vips_image_hasalpha(coloured)) {
        static const double white[] = { 255, 255, 255 };
        VipsArrayDouble *background = library->vips_array_double_new(white, 3);
        (void)!library->vips_flatten(coloured, &flat, "background", background, NULL);
    }
    if (library->vips_cast(flat ? flat : coloured, &plain, VIPS_FORMAT_UCHAR, NULL))
        plain = NULL;
    release(library, &coloured);
    release(library, &flat);
    return plain;
}

/* The encoder is given naked pixels, in an image that never saw the file: whatever libvips knew beside them can't go along. What it writes
 * beside the picture of its own accord (an EXIF block that says nothing) goes too. */
static bool encode(const struct image_library *library, VipsImage *plain, struct image_made *made)
{
    size_t len = 0, out_len = 0;
    void *out = NULL, *pixels = library->vips_image_write_to_memory(plain, &len);
    int width = library->vips_image_get_width(plain), height = library->vips_image_get_height(plain);
    int bands = library->vips_image_get_bands(plain);
    if (!pixels || bands != 3)
        return false;
    VipsImage *naked = library->vips_image_new_from_memory(pixels, len, width, height, bands, VIPS_FORMAT_UCHAR);
    if (!naked || library->vips_webpsave_buffer(naked, &out, &out_len, "Q", 80, "strip", TRUE, "effort", 4, NULL))
        return false;
    if (!image_plain_make(out, &out_len))
        return false;
    made->webp = (struct bytes){ out, out_len };
    made->width = width;
    made->height = height;
    return out_len <= IMAGE_MADE_MOST;
}

enum image_answer image_library_make(const struct image_library *library, struct bytes image, const struct image_wish *wish,
                                     struct image_made *made)
{
    enum image_answer fits = size_check(library, image);
    if (fits != IMAGE_MADE)
        return fits;
    VipsImage *small = small_make(library, image, wish);
    VipsImage *plain = small ? plain_make(library, small) : NULL;
    if (plain && encode(library, plain, made))
        return IMAGE_MADE;
    *made = (struct image_made){ 0 };
    return IMAGE_UNREADABLE;
}
