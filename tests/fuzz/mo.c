/* Any bytes as a compiled catalogue: it is refused, or every text it answers with lies in it. */
#include "tests/fuzz/fuzz.h"

#include "i18n/inside.h"

static void answer_check(const struct catalogue_data *data, const char *answer, const char *otherwise)
{
    const char *begin = (const char *)data->data;
    PROMISE(answer == otherwise || (answer >= begin && answer + strlen(answer) < begin + data->len));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { 0 };
    struct catalogue_data data = { .code = "it", .data = bytes, .len = size };
    struct catalogue catalogue = { 0 };
    static const char *const texts[] = { "Home", "{n} reply", "a", "" };
    if (catalogue_read(&arena, &data, &catalogue) == OK) {
        for (size_t i = 0; i < COUNT(texts); i++) {
            answer_check(&data, catalogue_text(&catalogue, NULL, texts[i]), texts[i]);
            answer_check(&data, catalogue_text(&catalogue, "verb", texts[i]), texts[i]);
        }
        static const int64_t numbers[] = { 0, 1, 2, 5, 11, 21, 101, 1000000, -1, INT64_MIN, INT64_MAX };
        for (size_t i = 0; i < COUNT(numbers); i++) {
            const char *otherwise = numbers[i] == 1 || numbers[i] == -1 ? "{n} reply" : "{n} replies";
            answer_check(&data, catalogue_plural(&catalogue, "{n} reply", "{n} replies", numbers[i]), otherwise);
        }
    }
    arena_free(&arena);
    return 0;
}
