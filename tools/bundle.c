/* bundle: turns files into C, so that the program is one file.
 *
 *   bundle assets FILE…      static files: smaller, under content-hashed paths, with brotli and gzip variants (http/http.h)
 *   bundle migrations FILE…  schema/NNN_name.sql, in order (db/db.h)
 *   bundle texts FILE…       word lists, a few pictures, as they are (base/base.h)
 *   bundle catalogues FILE…  xx.mo (i18n/catalogue_data.h)
 *
 * An asset may name another as asset:NAME, which becomes that one's path. Files whose URL must stay (sw…, .webmanifest, .txt) keep
 * their plain name and aren't immutable. */
#include <brotli/encode.h>
#include <ctype.h>
#include <libdeflate.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bundle: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

#include "minify.c"

/* ---- reading and writing ---- */

static struct text file_read(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        fail("can't read %s", path);
    struct text text = { 0 };
    char piece[65536];
    text_add(&text, "", 0);
    for (size_t got; (got = fread(piece, 1, sizeof piece, in));)
        text_add(&text, piece, got);
    if (ferror(in))
        fail("can't read %s", path);
    fclose(in);
    return text;
}

static struct text file_read_text(const char *path)
{
    struct text text = file_read(path);
    if (strlen(text.data) != text.len)
        fail("%s holds a NUL byte", path);
    return text;
}

static const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *path_extension(const char *path)
{
    const char *dot = strrchr(path_base(path), '.');
    return dot ? dot + 1 : "";
}

/* Any bytes as a C string literal over several lines. */
static void write_literal(const char *data, size_t len)
{
    putchar('"');
    int width = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char ch = (unsigned char)data[i];
        bool digit_follows = i + 1 < len && isdigit((unsigned char)data[i + 1]);
        if (ch == '\n')
            width += printf("\\n");
        else if (ch == '"' || ch == '\\' || ch == '?')
            width += printf("\\%c", ch);
        else if (ch >= 0x20 && ch < 0x7f)
            width += printf("%c", ch);
        else
            width += printf(digit_follows ? "\\%03o" : "\\%o", ch);
        if (width > 120 && i + 1 < len) {
            fputs("\"\n\"", stdout);
            width = 0;
        }
    }
    putchar('"');
}

/* ---- assets ---- */

struct asset {
    const char *file, *name;
    struct text content, path, gzip, brotli;
    bool stays;            /* its URL stays */
    bool ready, resolving; /* references are replaced */
};

static const char *asset_type(const struct asset *asset)
{
    static const char *const types[][2] = {
        { "css", "text/css; charset=utf-8" },
        { "js", "text/javascript; charset=utf-8" },
        { "svg", "image/svg+xml" },
        { "png", "image/png" },
        { "ico", "image/x-icon" },
        { "webp", "image/webp" },
        { "txt", "text/plain; charset=utf-8" },
        { "json", "application/json" },
        { "woff2", "font/woff2" },
        { "webmanifest", "application/manifest+json" },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!strcmp(path_extension(asset->name), types[i][0]))
            return types[i][1];
    fail("%s: what type is that? Add it to asset_type() in tools/bundle.c", asset->file);
}

static bool asset_is(const struct asset *asset, const char *extension)
{
    return !strcmp(path_extension(asset->name), extension);
}

static bool asset_is_text(const struct asset *asset)
{
    return asset_is(asset, "css") || asset_is(asset, "js") || asset_is(asset, "svg") || asset_is(asset, "json") ||
           asset_is(asset, "webmanifest") || asset_is(asset, "txt");
}

static uint64_t content_hash(const struct text *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text->len; i++)
        hash = (hash ^ (unsigned char)text->data[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 33;
}

static void asset_name_path(struct asset *asset)
{
    char path[512];
    const char *extension = path_extension(asset->name);
    if (asset->stays)
        snprintf(path, sizeof path, "/%s", asset->name);
    else
        snprintf(path, sizeof path, "/s/%.*s-%08x.%s", (int)(extension - asset->name - 1), asset->name,
                 (unsigned)(content_hash(&asset->content) >> 32), extension);
    text_add(&asset->path, path, strlen(path));
}

static void asset_load(struct asset *asset, const char *file)
{
    asset->file = file;
    asset->name = path_base(file);
    asset->stays = !strncmp(asset->name, "sw", 2) || asset_is(asset, "webmanifest") || asset_is(asset, "txt");
    if (asset->stays)
        asset_name_path(asset);
    if (!asset_is_text(asset)) {
        asset->content = file_read(file);
        return;
    }
    struct text source = file_read_text(file), *out = &asset->content;
    text_add(out, "", 0);
    if (asset_is(asset, "css"))
        css_minify(out, source.data, file);
    else if (asset_is(asset, "js"))
        js_minify(out, source.data, file);
    else if (asset_is(asset, "svg"))
        svg_minify(out, source.data, file);
    else if (asset_is(asset, "txt"))
        text_add(out, source.data, source.len);
    else
        json_minify(out, source.data, file);
    free(source.data);
}

/* Scripts that name a custom property keep its name everywhere. */
static void assets_shorten(struct asset *list, size_t count)
{
    /* The names point into what was read, so each text is replaced only after all were collected, and freed never. */
    struct properties all = { 0 };
    struct text *copies = calloc(count + 1, sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        bool styled = asset_is(&list[i], "css") || asset_is(&list[i], "svg");
        if (!styled && !asset_is(&list[i], "js"))
            continue;
        text_add(&copies[i], list[i].content.data, list[i].content.len);
        properties_collect(&all, copies[i].data, !styled);
    }
    properties_shorten(&all);
    for (size_t i = 0; i < count; i++)
        if (asset_is(&list[i], "css") || asset_is(&list[i], "svg"))
            properties_apply(&all, &list[i].content);
    for (size_t i = 0; i < count; i++)
        free(copies[i].data);
    free(copies);
    free(all.items);
}

static struct asset *asset_named(struct asset *list, size_t count, const char *name, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i].name) == len && !memcmp(list[i].name, name, len))
            return &list[i];
    return NULL;
}

/* Replaces asset:NAME; a file's own path depends on what it names, so those come first. */
static void asset_resolve(struct asset *asset, struct asset *list, size_t count)
{
    if (asset->ready)
        return;
    if (asset->resolving)
        fail("%s: assets that name each other have no content hash", asset->file);
    asset->resolving = true;
    const char *mark = "asset:", *from = asset->content.data;
    struct text out = { 0 };
    for (const char *p; asset_is_text(asset) && (p = strstr(from, mark));) {
        const char *name = p + strlen(mark);
        size_t len = 0;
        while (is_name(name[len]) || (name[len] == '.' && is_name(name[len + 1])))
            len++;
        if (!memchr(name, '.', len)) /* a word of a script, no file */
            len = 0;
        text_add(&out, from, (size_t)(p - from));
        from = name + len;
        struct asset *other = asset_named(list, count, name, len);
        if (len && !other)
            fail("%s: there is no asset named \"%.*s\"", asset->file, (int)len, name);
        if (len && !other->stays)
            asset_resolve(other, list, count);
        text_add(&out, len ? other->path.data : mark, len ? other->path.len : strlen(mark));
    }
    text_add(&out, from, asset->content.len - (size_t)(from - asset->content.data));
    free(asset->content.data);
    asset->content = out;
    if (!asset->stays)
        asset_name_path(asset);
    asset->resolving = false;
    asset->ready = true;
}

static void asset_compress(struct asset *asset)
{
    const struct text *plain = &asset->content;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(12);
    size_t room = libdeflate_gzip_compress_bound(compressor, plain->len);
    size_t brotli_len = BrotliEncoderMaxCompressedSize(plain->len) + 64;
    char *piece = malloc(room > brotli_len ? room : brotli_len);
    if (!compressor || !piece)
        abort();
    size_t len = libdeflate_gzip_compress(compressor, plain->data, plain->len, piece, room);
    if (len && len < plain->len)
        text_add(&asset->gzip, piece, len);
    BrotliEncoderMode mode = asset_is_text(asset) ? BROTLI_MODE_TEXT : BROTLI_MODE_GENERIC;
    bool good = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, mode, plain->len, (const uint8_t *)plain->data,
                                      &brotli_len, (uint8_t *)piece);
    if (good && brotli_len < plain->len)
        text_add(&asset->brotli, piece, brotli_len);
    free(piece);
    libdeflate_free_compressor(compressor);
}

static void write_bytes(const char *field, const struct text *text)
{
    if (!text->len)
        return;
    printf(", .%s = { ", field);
    write_literal(text->data, text->len);
    printf(", %zu }\n", text->len);
}

static void bundle_assets(char **files, size_t count)
{
    struct asset *list = calloc(count + 1, sizeof *list);
    if (!list)
        abort();
    for (size_t i = 0; i < count; i++) {
        asset_load(&list[i], files[i]);
        if (asset_named(list, i, list[i].name, strlen(list[i].name)))
            fail("%s: two assets have this name", files[i]);
    }
    assets_shorten(list, count);
    puts("#include \"http/http.h\"\nconst struct asset assets[] = {");
    for (size_t i = 0; i < count; i++) {
        asset_resolve(&list[i], list, count);
        asset_compress(&list[i]);
        printf("{ .name = \"%s\", .path = \"%s\", .type = \"%s\", .immutable = %s\n", list[i].name, list[i].path.data, asset_type(&list[i]),
               list[i].stays ? "false" : "true");
        write_bytes("plain", &list[i].content);
        write_bytes("gzip", &list[i].gzip);
        write_bytes("brotli", &list[i].brotli);
        puts("},");
    }
    printf("%s};\nconst size_t assets_count = %zu;\n", count ? "" : "{ 0 },\n", count);
}

/* ---- migrations ---- */

struct migration {
    int number;
    const char *file;
};

static int migration_order(const void *a, const void *b)
{
    const struct migration *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void bundle_migrations(char **files, size_t count)
{
    struct migration *list = calloc(count + 1, sizeof *list);
    if (!list)
        abort();
    for (size_t i = 0; i < count; i++) {
        int end = 0;
        list[i].file = files[i];
        if (sscanf(path_base(files[i]), "%3d_%*[a-z0-9_].sql%n", &list[i].number, &end) != 1 || path_base(files[i])[end] || !end)
            fail("%s: a migration's name is NNN_name.sql", files[i]);
    }
    qsort(list, count, sizeof *list, migration_order);
    puts("#include \"db/db.h\"\nextern const struct migration migrations[];\nextern const size_t migrations_count;\n"
         "const struct migration migrations[] = {");
    for (size_t i = 0; i < count; i++) {
        if (i && list[i].number == list[i - 1].number)
            fail("%s and %s have the same number", list[i - 1].file, list[i].file);
        struct text sql = file_read_text(list[i].file);
        const char *base = path_base(list[i].file);
        printf("{ .number = %d, .name = \"%.*s\", .sql =\n", list[i].number, (int)(strlen(base) - strlen(".sql")), base);
        write_literal(sql.data, sql.len);
        puts(" },");
    }
    printf("%s};\nconst size_t migrations_count = %zu;\n", count ? "" : "{ 0 },\n", count);
}

/* ---- texts, catalogues ---- */

static void bundle_texts(char **files, size_t count)
{
    puts("#include \"base/base.h\"\nconst struct text_file text_files[] = {");
    for (size_t i = 0; i < count; i++) {
        struct text text = strcmp(path_extension(files[i]), "webp") ? file_read_text(files[i]) : file_read(files[i]);
        printf("{ .path = ");
        write_literal(files[i], strlen(files[i]));
        printf(", .len = %zu, .data =\n", text.len);
        write_literal(text.data, text.len);
        puts(" },");
        free(text.data);
    }
    printf("%s};\nconst size_t text_files_count = %zu;\n", count ? "" : "{ 0 },\n", count);
}

static void bundle_catalogues(char **files, size_t count)
{
    puts("#include \"i18n/catalogue_data.h\"\nconst struct catalogue_data catalogue_data[] = {");
    for (size_t i = 0; i < count; i++) {
        struct text text = file_read(files[i]);
        const char *base = path_base(files[i]);
        if (strcmp(path_extension(base), "mo"))
            fail("%s: a catalogue's name is xx.mo", files[i]);
        printf("{ .code = \"%.*s\", .len = %zu, .data = (const unsigned char *)\n", (int)(strlen(base) - strlen(".mo")), base, text.len);
        write_literal(text.data, text.len);
        puts(" },");
        free(text.data);
    }
    printf("%s};\nconst size_t catalogue_data_count = %zu;\n", count ? "" : "{ 0 },\n", count);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(char **files, size_t count);
    } kinds[] = {
        { "assets", bundle_assets }, { "migrations", bundle_migrations }, { "texts", bundle_texts }, { "catalogues", bundle_catalogues }
    };
    for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(argv[1], kinds[i].name))
            continue;
        kinds[i].run(argv + 2, (size_t)argc - 2);
        return fflush(stdout) || ferror(stdout);
    }
    fputs("usage: bundle assets|migrations|texts|catalogues FILE…\n", stderr);
    return 2;
}
