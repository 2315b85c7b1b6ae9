/* Any bytes as a hashtag: a tag folds to itself, is short, and is found again when it stands in a text. */
#include "tests/fuzz/fuzz.h"

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *tag = tag_fold(&arena, arena_slice(&arena, (const char *)data, size));
    if (tag) {
        struct markdown out;
        PROMISE(*tag && text_length(tag) <= 60 && text_is_utf8(tag, strlen(tag)));
        PROMISE(!strpbrk(tag, "/?#%<>&\"' \n"));
        PROMISE(text_same(tag_fold(&arena, tag), tag));
        PROMISE(markdown_render(&arena, arena_printf(&arena, "so #%s.", tag), &out) == OK);
        bool emphasis = strchr(tag, '_'); /* "#_so_" is a slanted word */
        PROMISE(emphasis || (out.tags_count == 1 && text_same(out.tags[0], tag)));
    }
    arena_free(&arena);
    return 0;
}
