/* The header of anything that says it is a picture. Looking never reads past its end, says nothing impossible, and what it calls plain
 * stays plain. */
#include "tests/fuzz/fuzz.h"

#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image_look look;
    bool known = image_look((struct bytes){ data, size }, &look);
    PROMISE(known == (look.kind != IMAGE_NONE));
    PROMISE(!known || (look.width > 0 && look.height > 0 && look.width <= UINT32_MAX && look.height <= UINT32_MAX));
    bool plain = image_is_plain((struct bytes){ data, size }, &look);
    if (size < 12)
        return 0;
    char *copy = malloc(size);
    if (!copy)
        abort();
    memcpy(copy, data, size);
    size_t len = size;
    bool made = image_plain_make(copy, &len);
    PROMISE(!made || (len <= size && image_is_plain((struct bytes){ copy, len }, &look)));
    PROMISE(!plain || (made && len == size && !memcmp(copy, data, size)));
    free(copy);
    return 0;
}
