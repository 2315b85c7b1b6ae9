/* Whatever is written, tokens hold letters, marks and digits alone and stay short, a search's words can't leave their quotes, and an
 * excerpt is made of the text's own pieces. */
#include "tests/fuzz/fuzz.h"

#include "index/words.h"
#include "text/text.h"

#include <unicode/uchar.h>

static void tokens_check(const char *tokens)
{
    size_t length = 0;
    PROMISE(text_is_utf8(tokens, strlen(tokens)));
    PROMISE(*tokens != ' ' && !strstr(tokens, "  "));
    for (const char *at = tokens; *at;) {
        int32_t c = text_next(&at);
        length = c == ' ' ? 0 : length + 1;
        PROMISE(length <= 2 * INDEX_WORD_MAX);
        PROMISE(c == ' ' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0);
        PROMISE(c < 'A' || c > 'Z');
    }
    PROMISE(tokens[0] == '\0' || tokens[strlen(tokens) - 1] != ' ');
}

static void excerpt_check(struct arena *arena, const struct index_query *query, const char *text, size_t max)
{
    struct index_pieces pieces = index_excerpt(arena, query, text, "de", max);
    const char *at = text;
    for (size_t i = 0; i < pieces.count; i++) {
        const char *piece = pieces.items[i].text;
        bool cut = text_same(piece, "… ") || text_same(piece, " …");
        if (cut && !pieces.items[i].found && (i == 0 || i == pieces.count - 1))
            continue;
        const char *found = strstr(at, piece);
        PROMISE(found);
        at = found + strlen(piece);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages_[] = { NULL, "de", "ar", "en", "ru", "pl", "fr", "ja" };
    struct arena arena = { 0 };
    size_t n = size ? data[0] % COUNT(languages_) : 0, split = size > 1 ? data[1] : 0;
    const char *all = arena_slice(&arena, (const char *)data, size), *text = strlen(all) > split ? all + split : all;
    tokens_check(index_tokens(&arena, all, languages_[n]));
    struct index_query query = { .words = arena_slice(&arena, all, text_is_utf8(all, strlen(all)) && split < strlen(all) ? split : 0),
                                 .languages = { "de", "ar", "en" },
                                 .kind = "post",
                                 .names = n == 1 };
    const char *match = index_match(&arena, &query, true);
    size_t quotes = 0;
    for (const char *at = match ? match : ""; *at; at++)
        quotes += *at == '"';
    PROMISE(quotes % 2 == 0);
    if (text_is_utf8(text, strlen(text)))
        excerpt_check(&arena, &query, text, (size_t)n * 10 + 1);
    arena_free(&arena);
    return 0;
}
