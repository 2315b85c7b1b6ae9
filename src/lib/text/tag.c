/* Hashtags in any script. */
#include "text/parts.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { TAG_MAX_LENGTH = 60 };

static bool is_letter(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool is_word(UChar32 c)
{
    return c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0;
}

static bool is_joiner(UChar32 c)
{
    return c == 0x200c || c == 0x200d;
}

const char *tag_fold(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text); /* takes joiners out */
    size_t length = 0;
    bool letter = false;
    for (const char *at = folded; *at; length++) {
        UChar32 c = text_next(&at);
        if (!is_word(c) || (length == 0 && is_mark(c)))
            return NULL;
        letter = letter || is_letter(c);
    }
    return letter && length <= TAG_MAX_LENGTH ? folded : NULL;
}

size_t tag_length(const char *text)
{
    const char *end = text;
    for (const char *at = text; *at;) {
        UChar32 c = text_next(&at);
        if (is_word(c))
            end = at;
        else if (!is_joiner(c))
            break;
    }
    return (size_t)(end - text);
}

/* Scripts that put no blanks between words: there a hashtag may follow a letter. */
static bool runs_on(UChar32 c)
{
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return c == 0x30fc; /* the long vowel sign belongs to both kana */
    }
}

bool tag_may_follow(UChar32 before)
{
    if (before && before < 0x80 && strchr("/&#=%", before))
        return false; /* part of an address or a code */
    return !is_word(before) || runs_on(before);
}
