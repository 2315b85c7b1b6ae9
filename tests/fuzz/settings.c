/* Any bytes as kith.conf: it is refused with the number of the line, or every setting has a value it may have. */
#include "tests/fuzz/site.h"

#include "app/app.h"

static void text_check(const char *text)
{
    PROMISE(!text || !strchr(text, '\n'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct config config;
    const char *path = arena_printf(&arena, "%s/kith.conf", site_folder());
    FILE *file = fopen(path, "wbe");
    if (!file || (size && fwrite(data, 1, size, file) != size) || fclose(file))
        abort();
    struct option flags[] = { { "data", site_folder() } };
    if (config_read(&arena, flags, COUNT(flags), &config) == OK) {
        const char *const texts[] = { config.listen,  config.database, config.key_file,     config.tls_certificate,
                                      config.tls_key, config.origin,   config.trusted_proxy };
        for (size_t i = 0; i < COUNT(texts); i++)
            text_check(texts[i]);
        PROMISE(config.listen && config.database && config.key_file && text_same(config.data, site_folder()));
        PROMISE(config.io_threads >= 0 && config.io_threads <= 1024 && config.workers >= 0 && config.workers <= 1024);
        PROMISE(config.max_body > 0);
    }
    arena_free(&arena);
    return 0;
}
