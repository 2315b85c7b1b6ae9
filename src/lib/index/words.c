/* Words and their forms: segmentation, folding, stems. */
#include "index/words.h"

#include <libstemmer.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { STEMMERS = 8 };

static const struct {
    const char *lang, *algorithm;
    UScriptCode script;
} stemmers[STEMMERS] = {
    { "en", "english", USCRIPT_LATIN },    { "it", "italian", USCRIPT_LATIN }, { "fr", "french", USCRIPT_LATIN },
    { "de", "german", USCRIPT_LATIN },     { "es", "spanish", USCRIPT_LATIN }, { "pt", "portuguese", USCRIPT_LATIN },
    { "ru", "russian", USCRIPT_CYRILLIC }, { "ar", "arabic", USCRIPT_ARABIC },
};

/* A letter of a run: one code point of the folded text, and where its letter stands. */
struct letter {
    const char *folded;
    size_t from, to;
};

struct words {
    struct arena *arena;
    const char *text;
    const char *const *languages;
    index_word_visit *visit;
    void *context;
    bool enough;
    const UNormalizer2 *fold, *apart;
    struct sb_stemmer *stemmer[STEMMERS]; /* made when they are needed */
    size_t from, to;                      /* the word that is being read; to 0: none */
    struct letter letter;                 /* the letter of a run whose neighbour isn't known yet; to 0: none */
    bool run_begins;
    size_t cluster, cluster_to; /* a letter of a run with its marks, not folded yet; cluster_to 0: none */
};

static void must(UErrorCode error)
{
    if (U_SUCCESS(error))
        return;
    log_line(LOG_ERROR, "index.failed", "ICU: %s; is libicu whole?", u_errorName(error));
    abort();
}

/* ---- classes of characters ---- */

static bool is_word(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == 0xff9e || c == 0xff9f; /* the narrow voicing marks of kana */
}

static UScriptCode script_of(UChar32 c)
{
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(c, &error);
}

/* Letters that stand in runs without blanks, or with endings glued to them, and say much on their own. */
static bool is_of_run(UChar32 c)
{
    if (c < 0x1100 || !is_word(c))
        return false;
    switch (script_of(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
        return true;
    default:
        return c == 0x30fc || c == 0xff70; /* the long vowel sign belongs to both kana */
    }
}

static bool is_arabic_mark(UChar32 c)
{
    return (c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) || c == 0x670 || (c >= 0x6d6 && c <= 0x6ed) || c == 0x640;
}

/* 0: leaves the word. */
static UChar32 folded_character(UChar32 c)
{
    if (c < 0x80)
        return is_word(c) ? c : 0;
    if (is_arabic_mark(c))
        return 0;
    switch (c) {
    case 0x622: /* alef with madda, hamza above, hamza below, wasla */
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x649: /* alef maksura, Farsi ya */
    case 0x6cc:
        return 0x64a;
    case 0x6a9: /* keheh */
        return 0x643;
    case 0x629: /* ta marbuta */
        return 0x647;
    case 0x451: /* ё */
        return 0x435;
    }
    int32_t digit = u_charDigitValue(c);
    if (digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
        return '0' + digit;
    return is_word(c) ? c : 0;
}

/* ---- forms of a word ---- */

static void utf16_add(UChar *out, int32_t *len, UChar32 c)
{
    if (c > 0xffff)
        out[(*len)++] = (UChar)U16_LEAD(c);
    out[(*len)++] = (UChar)(c > 0xffff ? U16_TRAIL(c) : c);
}

static UChar32 utf16_next(const UChar *text, int32_t *at, int32_t len)
{
    UChar32 lead = text[(*at)++];
    if (lead < 0xd800 || lead > 0xdbff || *at == len)
        return lead;
    return 0x10000 + ((lead - 0xd800) << 10) + (text[(*at)++] - 0xdc00);
}

/* The first INDEX_WORD_MAX characters of text[0, len), normalized by `form` and mapped by `map`; "" when nothing is left. */
static const char *form_of(struct words *words, const UNormalizer2 *form, const char *text, size_t len, UChar32 (*map)(UChar32))
{
    UChar wide[2 * INDEX_WORD_MAX], normal[36 * INDEX_WORD_MAX]; /* a character becomes at most eighteen */
    UErrorCode error = U_ZERO_ERROR;
    const char *at = text;
    int32_t wide_len = 0, kept_len = 0;
    for (int n = 0; n < INDEX_WORD_MAX && at < text + len; n++)
        utf16_add(wide, &wide_len, text_next(&at));
    int32_t normal_len = unorm2_normalize(form, wide, wide_len, normal, (int32_t)COUNT(normal), &error);
    must(error);
    for (int32_t i = 0, kept = 0; i < normal_len && kept < INDEX_WORD_MAX;) { /* what stays is never more than what was read */
        UChar32 c = map(utf16_next(normal, &i, normal_len));
        if (!c)
            continue;
        utf16_add(normal, &kept_len, c);
        kept++;
    }
    char *out = arena_alloc(words->arena, 3 * (size_t)kept_len + 1);
    u_strToUTF8WithSub(out, 3 * kept_len + 1, NULL, normal, kept_len, 0xfffd, NULL, &error);
    must(error);
    return out;
}

static const char *folded_of(struct words *words, size_t from, size_t to)
{
    const char *text = words->text + from;
    size_t len = to - from, i = 0;
    while (i < len && i < INDEX_WORD_MAX && (unsigned char)text[i] < 0x80)
        i++;
    if (i < len && i < INDEX_WORD_MAX)
        return form_of(words, words->fold, text, len, folded_character);
    char *copy = arena_slice(words->arena, text, i);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

/* Letters that no decomposition brings to their plain form. */
static UChar32 plain_character(UChar32 c)
{
    switch (c) {
    case 0x142:
        return 'l';
    case 0xf8:
        return 'o';
    case 0x111:
    case 0xf0:
        return 'd';
    case 0x127:
        return 'h';
    case 0x131:
        return 'i';
    }
    return is_mark(c) ? 0 : c;
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

static UScriptCode script_of_word(const char *word)
{
    for (const char *at = word; *at;) {
        UScriptCode script = script_of(text_next(&at));
        if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED)
            return script;
    }
    return USCRIPT_COMMON;
}

static const char *stem_of(struct words *words, size_t n, const char *folded)
{
    if (!words->stemmer[n])
        words->stemmer[n] = sb_stemmer_new(stemmers[n].algorithm, "UTF_8");
    if (!words->stemmer[n])
        abort(); /* out of memory, or a libstemmer without one of its languages */
    const sb_symbol *stem = sb_stemmer_stem(words->stemmer[n], (const sb_symbol *)folded, (int)strlen(folded));
    if (!stem)
        abort();
    return arena_slice(words->arena, (const char *)stem, (size_t)sb_stemmer_length(words->stemmer[n]));
}

/* German: "läuft" is "lauft" to Snowball, "laufen" is "lauf". The ending of a verb's third person goes too. */
static const char *without_t(struct arena *arena, const char *stem)
{
    size_t len = strlen(stem);
    bool ends = len > 3 && stem[len - 1] == 't' && !strchr("aeiouyt", stem[len - 2]) && (unsigned char)stem[len - 2] < 0x80;
    return ends ? arena_slice(arena, stem, len - 1) : stem;
}

static void stems_add(struct words *words, struct index_word *word, size_t n)
{
    const char *stem = stem_of(words, n, word->folded);
    size_t i = 0;
    if (text_same(stemmers[n].lang, "de"))
        stem = without_t(words->arena, stem);
    if (!*stem || text_same(stem, word->folded))
        return;
    while (i < INDEX_STEM_LANGUAGES && word->stems[i]) {
        if (text_same(word->stems[i++], stem))
            return;
    }
    if (i < INDEX_STEM_LANGUAGES)
        word->stems[i] = stem;
}

/* The script says the language where only one of ours is written in it. */
static void stems_of(struct words *words, struct index_word *word)
{
    UScriptCode script = is_ascii(word->folded) ? USCRIPT_LATIN : script_of_word(word->folded);
    for (size_t n = 0; n < STEMMERS; n++) {
        bool wanted = script != USCRIPT_LATIN;
        for (size_t i = 0; i < INDEX_STEM_LANGUAGES && words->languages[i] && !wanted; i++)
            wanted = text_same(words->languages[i], stemmers[n].lang);
        if (wanted && stemmers[n].script == script)
            stems_add(words, word, n);
    }
    if (script == USCRIPT_LATIN || script == USCRIPT_GREEK) {
        const char *plain =
            is_ascii(word->folded) ? word->folded : form_of(words, words->apart, word->folded, strlen(word->folded), plain_character);
        word->plain = *plain && !text_same(plain, word->folded) ? plain : NULL;
    }
}

/* ---- what was read ---- */

static void word_say(struct words *words, const struct index_word *word)
{
    if (!words->enough && !words->visit(word, words->context))
        words->enough = true;
}

static void word_end(struct words *words)
{
    if (!words->to)
        return;
    struct index_word word = { .folded = folded_of(words, words->from, words->to), .from = words->from, .to = words->to };
    words->to = 0;
    if (!*word.folded)
        return;
    stems_of(words, &word);
    word_say(words, &word);
}

/* The letter before this one is known now: it stands alone and in a pair with it. next NULL: it was the run's last. */
static void letter_say(struct words *words, const struct letter *next)
{
    const struct letter *letter = &words->letter;
    if (letter->to) {
        struct index_word word = {
            .folded = letter->folded, .in_run = true, .begins_run = words->run_begins, .from = letter->from, .to = letter->to
        };
        if (next) {
            word.pair = arena_printf(words->arena, "%s%s", letter->folded, next->folded);
            word.pair_to = next->to;
        }
        word_say(words, &word);
        words->run_begins = false;
    } else {
        words->run_begins = true;
    }
    words->letter = next ? *next : (struct letter){ 0 };
}

/* A letter and its marks may fold into one character (half-width kana) or several (㍿). */
static void cluster_end(struct words *words)
{
    if (!words->cluster_to)
        return;
    const char *folded = folded_of(words, words->cluster, words->cluster_to);
    for (const char *at = folded; *at;) {
        const char *begin = at;
        (void)text_next(&at);
        struct letter next = { arena_slice(words->arena, begin, (size_t)(at - begin)), words->cluster, words->cluster_to };
        letter_say(words, &next);
    }
    words->cluster_to = 0;
}

static void run_end(struct words *words)
{
    cluster_end(words);
    letter_say(words, NULL);
    words->run_begins = false;
}

static void character_read(struct words *words, UChar32 c, size_t from, size_t to)
{
    if (words->cluster_to && is_mark(c)) {
        words->cluster_to = to;
    } else if (is_of_run(c)) {
        word_end(words);
        cluster_end(words);
        words->cluster = from;
        words->cluster_to = to;
    } else if (is_word(c) || (words->to && u_charType(c) == U_FORMAT_CHAR)) {
        run_end(words);
        if (!words->to)
            words->from = from;
        words->to = to;
    } else {
        run_end(words);
        word_end(words);
    }
}

/* ---- the text ---- */

static size_t text_limit(const char *text)
{
    const char *at = text;
    for (int n = 0; n < INDEX_TEXT_MAX && *at; n++)
        (void)text_next(&at);
    return (size_t)(at - text);
}

static void text_read(struct words *words, size_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, words->text, (int64_t)len, &error);
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
    ubrk_setUText(breaks, &view, &error);
    must(error);
    int32_t from = ubrk_first(breaks), to;
    while (!words->enough && (to = ubrk_next(breaks)) != UBRK_DONE) {
        const char *at = words->text + from, *end = words->text + to;
        while (at < end && !words->enough) {
            const char *begin = at;
            UChar32 c = text_next(&at);
            character_read(words, c, (size_t)(begin - words->text), (size_t)(at - words->text));
        }
        word_end(words); /* a run goes on over ICU's borders */
        from = to;
    }
    run_end(words);
    ubrk_close(breaks);
    utext_close(&view);
}

void index_words_each(struct arena *arena, const char *text, const char *const languages[INDEX_STEM_LANGUAGES], index_word_visit *visit,
                      void *context)
{
    UErrorCode error = U_ZERO_ERROR;
    struct words words = { .arena = arena, .text = text, .languages = languages, .visit = visit, .context = context };
    words.fold = unorm2_getNFKCCasefoldInstance(&error);
    words.apart = unorm2_getNFDInstance(&error);
    must(error);
    text_read(&words, text_limit(text));
    for (size_t i = 0; i < STEMMERS; i++)
        if (words.stemmer[i])
            sb_stemmer_delete(words.stemmer[i]);
}
