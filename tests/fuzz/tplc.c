/* Any bytes may be a template: the compiler answers with C or with a reason, and never reads or writes out of bounds. What the tests of
 * tplc accept and reject (tests/tplc) is played here as well. */
#define TPLC_NO_MAIN
#include "tools/tplc.c"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char error[160] = "", *code = NULL, *found = NULL;
    size_t len = 0, found_len = 0;
    FILE *out = open_memstream(&code, &len), *words = open_memstream(&found, &found_len);
    if (!out || !words)
        abort();
    int status = compile_all("fuzz.html", (const char *)data, size, out, words, error, sizeof error);
    fclose(out);
    fclose(words);
    if (status ? !*error || len : *error || !len)
        abort();
    free(code);
    free(found);
    return 0;
}
