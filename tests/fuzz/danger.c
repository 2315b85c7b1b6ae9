/* Any bytes as a text that is looked at for signs of danger: an end within bounds, and the same answer twice. */
#include "tests/fuzz/fuzz.h"

#include "danger/danger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)data, size);
    unsigned found = danger_look(&arena, text);
    PROMISE(found < 1u << DANGER_KINDS);
    PROMISE(danger_look(&arena, text) == found);
    arena_free(&arena);
    return 0;
}
