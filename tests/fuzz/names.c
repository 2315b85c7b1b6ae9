/* Any bytes as a name: a verdict, a skeleton, a cleaned text that stays as it is when cleaned again. */
#include "tests/fuzz/fuzz.h"

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *typed = arena_slice(&arena, (const char *)data, size);
    const char *text = text_clean(&arena, typed), *line = text_clean_line(&arena, typed);
    PROMISE(text_is_utf8(text, strlen(text)) && text_same(text_clean(&arena, text), text));
    PROMISE(!strchr(line, '\n') && text_same(text_clean_line(&arena, line), line));
    const char *folded = text_fold(&arena, line);
    PROMISE(text_same(text_fold(&arena, folded), folded));

    const char *const names[] = { typed, line };
    for (size_t i = 0; i < COUNT(names); i++) {
        enum name_verdict verdict = name_check(&arena, names[i]);
        const char *skeleton = name_skeleton(&arena, names[i]);
        PROMISE(text_is_utf8(skeleton, strlen(skeleton)));
        if (verdict == NAME_FINE) {
            PROMISE(*skeleton && text_length(names[i]) <= NAME_MAX_LENGTH);
            PROMISE(text_is_utf8(names[i], strlen(names[i])));
            PROMISE(!strstr(names[i], "\xe2\x80\x8b") && !strstr(names[i], "\xe2\x80\xae") && !strchr(names[i], '\n'));
        }
    }
    arena_free(&arena);
    return 0;
}
