/* Two texts, parted by the first zero byte: the diff rebuilds both. */
#include "tests/fuzz/fuzz.h"

#include "text/text.h"

static void rebuild_check(const struct diff *diff, enum diff_kind without, const char *text)
{
    for (size_t i = 0; i < diff->count; i++) {
        if (diff->items[i].kind == without)
            continue;
        size_t len = strcspn(text, "\n");
        PROMISE(*text && strlen(diff->items[i].text) == len && memcmp(diff->items[i].text, text, len) == 0);
        text += len + (text[len] == '\n');
    }
    PROMISE(!*text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *before = arena_slice(&arena, (const char *)data, size);
    size_t len = strlen(before);
    const char *after = len < size ? before + len + 1 : "";
    struct diff diff = text_diff(&arena, before, after), back = text_diff(&arena, after, before);
    rebuild_check(&diff, DIFF_ADDED, before);
    rebuild_check(&diff, DIFF_REMOVED, after);
    PROMISE(diff.count == back.count); /* as short from either side */
    arena_free(&arena);
    return 0;
}
