/* Which language a text is probably in: by its script, in Latin letters by the small words that every sentence has. */
#include "index/words.h"

enum { LOOKED_AT = 80 };

/* Each language's small words, folded, between blanks. */
static const struct {
    const char *lang, *words;
} small_words[] = {
    { "en", " the and of to is that it was for with you not this are my have but they be at we what i " },
    { "it", " il di che non una per sono con mi anche della ho gli del nel e un è la si come " },
    { "fr", " le la les et des est je une pas que pour dans avec vous nous du un qui sur ce mon ne " },
    { "de", " der die das und ich ist nicht mit ein eine zu den sie auf mir wir durch dem von es war aber " },
    { "pl", " nie i się na to że jest z do jak mnie w o ale co po mi jestem " },
    { "pt", " o os não uma que para com eu é um do da em meu mas se na no as " },
    { "es", " el la los que una por con para es mi no se las muy yo está y en de un lo " },
};
enum { SMALL_LANGUAGES = COUNT(small_words) };

struct guess {
    struct arena *arena;
    size_t points[SMALL_LANGUAGES], seen;
    size_t kana, han, arabic, cyrillic, latin;
};

static bool guess_visit(const struct index_word *word, void *context)
{
    struct guess *guess = context;
    const char *at = word->folded;
    int32_t c = text_next(&at);
    guess->kana += c >= 0x3040 && c <= 0x30ff;
    guess->han += c >= 0x3400 && c <= 0x9fff;
    guess->arabic += c >= 0x600 && c <= 0x6ff;
    guess->cyrillic += c >= 0x400 && c <= 0x4ff;
    guess->latin += c < 0x250;
    const char *between = arena_printf(guess->arena, " %s ", word->folded);
    for (size_t i = 0; i < SMALL_LANGUAGES; i++)
        guess->points[i] += strstr(small_words[i].words, between) != NULL;
    return ++guess->seen < LOOKED_AT;
}

static const char *by_small_words(const struct guess *guess, const char *otherwise)
{
    size_t best = 0;
    bool alone = true;
    for (size_t i = 1; i < SMALL_LANGUAGES; i++) {
        alone = guess->points[i] > guess->points[best] || (alone && guess->points[i] < guess->points[best]);
        best = guess->points[i] > guess->points[best] ? i : best;
    }
    return alone && guess->points[best] > 1 ? small_words[best].lang : otherwise;
}

const char *index_language(struct arena *arena, const char *text, const char *otherwise)
{
    static const char *const none[INDEX_STEM_LANGUAGES] = { NULL };
    struct guess guess = { .arena = arena };
    index_words_each(arena, text, none, guess_visit, &guess);
    if (2 * guess.latin > guess.seen)
        return by_small_words(&guess, otherwise);
    if (guess.kana || guess.han)
        return guess.kana || text_same(otherwise, "ja") ? "ja" : "zh";
    return guess.arabic > guess.cyrillic ? "ar" : guess.cyrillic ? "ru" : otherwise;
}
