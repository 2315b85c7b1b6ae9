/* Names others see: what may stand in one, and which names look alike. The checker is opened for each call: it costs half a
 * microsecond once ICU has its data, and nothing is shared between threads. */
#include "text/parts.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>

enum { MAX_MARKS = 4 }; /* on one letter: enough for pointed Hebrew and Burmese, too few to bury the lines around */

/* A name in code points, followed by zeros. */
struct points {
    UChar32 at[NAME_MAX_LENGTH + 4];
    int count;
};

static struct points points_of(const char *name)
{
    struct points points = { .count = 0 };
    while (*name && points.count < NAME_MAX_LENGTH)
        points.at[points.count++] = text_next(&name);
    return points;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool is_letter(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0;
}

/* ---- emoji ---- */

static bool is_picture(UChar32 c)
{
    return c >= 0x80 && (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION));
}

/* The end of tags that belong to the picture at `from` (the flags of England, Scotland and Wales), or `at` when there are none. */
static int tags_end(const struct points *name, int from, int at)
{
    int end = at;
    while (name->at[end] >= 0xe0020 && name->at[end] <= 0xe007f)
        end++;
    UChar sequence[2 * NAME_MAX_LENGTH];
    int32_t len = 0;
    for (int i = from; i < end; i++)
        U16_APPEND_UNSAFE(sequence, len, name->at[i]);
    return u_stringHasBinaryProperty(sequence, len, UCHAR_RGI_EMOJI_TAG_SEQUENCE) ? end : at;
}

/* The end of the emoji that begins at `from`, or `from` when none does. */
static int emoji_end(const struct points *name, int from)
{
    const UChar32 *at = name->at;
    int keycap = from + 1 + (at[from + 1] == 0xfe0f);
    if (at[from] < 0x80)
        return at[keycap] == 0x20e3 && at[from] && strchr("0123456789#*", at[from]) ? keycap + 1 : from;
    if (u_hasBinaryProperty(at[from], UCHAR_REGIONAL_INDICATOR))
        return u_hasBinaryProperty(at[from + 1], UCHAR_REGIONAL_INDICATOR) ? from + 2 : from + 1;
    int end = from;
    while (is_picture(at[end])) {
        int picture = end++;
        if (at[end] == 0xfe0f || at[end] == 0xfe0e)
            end++;
        if (u_hasBinaryProperty(at[end], UCHAR_EMOJI_MODIFIER))
            end++;
        end = tags_end(name, picture, end);
        if (at[end] != 0x200d || !is_picture(at[end + 1]))
            break;
        end++;
    }
    return end;
}

/* ---- single characters ---- */

static bool is_hidden(UChar32 c)
{
    uint32_t kinds = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK | U_GC_Z_MASK;
    return c != ' ' && ((U_GET_GC_MASK(c) & kinds) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == 0x2800);
}

/* Joiners are letters' business where a script needs them (RFC 5892, appendix A.1): behind a virama, and the non-joiner between letters
 * that would join. */
static bool joiner_fits(const struct points *name, int at)
{
    if (at == 0 || !is_letter(name->at[at + 1]))
        return false;
    if (u_getCombiningClass(name->at[at - 1]) == 9)
        return true;
    int before = at - 1;
    while (before > 0 && u_getIntPropertyValue(name->at[before], UCHAR_JOINING_TYPE) == U_JT_TRANSPARENT)
        before--;
    int32_t left = u_getIntPropertyValue(name->at[before], UCHAR_JOINING_TYPE);
    int32_t right = u_getIntPropertyValue(name->at[at + 1], UCHAR_JOINING_TYPE);
    return name->at[at] == 0x200c && (left == U_JT_LEFT_JOINING || left == U_JT_DUAL_JOINING) &&
           (right == U_JT_RIGHT_JOINING || right == U_JT_DUAL_JOINING);
}

/* What the recommended set leaves out but a name may hold: wide and narrow forms (Japanese keyboards), scripts of small communities,
 * what keyboards offer besides letters, and signs people know. */
static bool is_welcome(const USet *recommended, const USet *inclusion, UChar32 c)
{
    if (c < 0x80 || uset_contains(recommended, c) || uset_contains(inclusion, c) || is_picture(c) || (c >= 0x2600 && c <= 0x27bf))
        return true;
    int32_t form = u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE);
    if (form == U_DT_WIDE || form == U_DT_NARROW)
        return true;
    uint32_t kind = U_GET_GC_MASK(c);
    if (kind & (U_GC_PD_MASK | U_GC_PI_MASK | U_GC_PF_MASK))
        return true;
    UErrorCode error = U_ZERO_ERROR;
    UScriptUsage usage = uscript_getUsage(uscript_getScript(c, &error));
    return (usage == USCRIPT_USAGE_LIMITED_USE || usage == USCRIPT_USAGE_ASPIRATIONAL) && form == U_DT_NONE &&
           (kind & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK));
}

static enum name_verdict characters_check(const struct points *name)
{
    UErrorCode error = U_ZERO_ERROR;
    const USet *recommended = uspoof_getRecommendedSet(&error), *inclusion = uspoof_getInclusionSet(&error);
    text_must(error);
    int marks = 0;
    bool base = false; /* the character before can carry a mark */
    for (int i = 0; i < name->count;) {
        UChar32 c = name->at[i];
        int end = emoji_end(name, i);
        if (end > i) {
            i = end;
            base = false;
            continue;
        }
        i++;
        if (c == 0x200c || c == 0x200d) {
            if (!joiner_fits(name, i - 1))
                return NAME_INVISIBLE;
            continue;
        }
        if (is_hidden(c))
            return NAME_INVISIBLE;
        if (!is_welcome(recommended, inclusion, c))
            return NAME_MIXED;
        marks = is_mark(c) ? marks + 1 : 0;
        if (marks > MAX_MARKS || (marks && !base))
            return NAME_INVISIBLE;
        base = marks || is_letter(c);
    }
    return NAME_FINE;
}

/* ---- words: scripts that deceive together ---- */

static enum name_verdict word_check(const USpoofChecker *checker, struct arena *arena, const char *word)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t len;
    UChar *wide = text_utf16(arena, word, &len);
    int32_t found = uspoof_check(checker, wide, len, NULL, &error);
    text_must(error);
    if (found & USPOOF_INVISIBLE)
        return NAME_INVISIBLE;
    return found & USPOOF_ALL_CHECKS ? NAME_MIXED : NAME_FINE;
}

static bool is_word(UChar32 c)
{
    return is_mark(c) || is_letter(c) || u_isdigit(c) || c == 0x200c || c == 0x200d;
}

/* Word by word: two scripts side by side ("Sasha Саша") are honest, two in one word aren't. Characters were checked one by one before
 * (more finely than CHAR_LIMIT can: emoji and joiners depend on what stands around them). */
static enum name_verdict words_check(struct arena *arena, const struct points *name)
{
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS | USPOOF_HIDDEN_OVERLAY, &error);
    uspoof_setRestrictionLevel(checker, USPOOF_HIGHLY_RESTRICTIVE);
    const UNormalizer2 *compatible = unorm2_getNFKCInstance(&error);
    text_must(error);
    enum name_verdict verdict = NAME_FINE;
    for (int i = 0; i < name->count && verdict == NAME_FINE; i++) {
        struct buf word = { .arena = arena };
        for (; i < name->count && is_word(name->at[i]); i++)
            text_add(&word, name->at[i]);
        if (word.len)
            verdict = word_check(checker, arena, text_normalized(arena, compatible, word.data));
    }
    uspoof_close(checker);
    return verdict;
}

enum name_verdict name_check(struct arena *arena, const char *name)
{
    if (!name[strspn(name, " ")])
        return NAME_EMPTY;
    if (text_length(name) > NAME_MAX_LENGTH)
        return NAME_LONG;
    if (!text_is_utf8(name, strlen(name))) /* bytes that aren't characters aren't counted either */
        return NAME_INVISIBLE;
    struct points points = points_of(name);
    enum name_verdict verdict = characters_check(&points);
    if (verdict == NAME_FINE)
        verdict = words_check(arena, &points);
    if (verdict == NAME_FINE && name_is_reserved(arena, name))
        verdict = NAME_RESERVED;
    bool letter = false;
    for (int i = 0; i < points.count; i++)
        letter = letter || is_letter(points.at[i]);
    return verdict == NAME_FINE && !letter ? NAME_NO_LETTER : verdict;
}

/* ---- names that look alike ---- */

const char *name_look(struct arena *arena, const USpoofChecker *checker, const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t len, room;
    UChar *from = text_utf16(arena, text_fold(arena, text), &len);
    room = len * 2 + 64;
    UChar *out = arena_array(arena, (size_t)room, sizeof *out);
    int32_t out_len = uspoof_getSkeleton(checker, 0, from, len, out, room, &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) { /* a ligature can become eighteen characters */
        error = U_ZERO_ERROR;
        room = out_len + 1;
        out = arena_array(arena, (size_t)room, sizeof *out);
        out_len = uspoof_getSkeleton(checker, 0, from, len, out, room, &error);
    }
    text_must(error);
    return text_fold(arena, text_utf8(arena, out, out_len));
}

/* A capital I in the middle of a word with small letters ("EIla") stands where people read an l. Folding would make it an i. */
static const char *inner_capitals(struct arena *arena, const char *name)
{
    struct buf out = { .arena = arena };
    while (*name) {
        const char *end = name;
        bool small = false;
        for (const char *at = name; *at; end = at) {
            UChar32 c = text_next(&at);
            if (!is_letter(c) && !is_mark(c))
                break;
            small = small || u_islower(c);
        }
        for (const char *at = name; at < end;) {
            bool first = at == name;
            UChar32 c = text_next(&at);
            bool bar = c == 'I' || c == 0x0399 || c == 0x0406;
            text_add(&out, bar && small && !first ? 'l' : c);
        }
        name = end;
        if (*name)
            text_add(&out, text_next(&name));
    }
    return buf_text(&out);
}

const char *name_skeleton(struct arena *arena, const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    text_must(error);
    const char *look = name_look(arena, checker, inner_capitals(arena, name));
    uspoof_close(checker);

    struct buf out = { .arena = arena };
    bool first = true; /* of a word */
    for (const char *at = look; *at;) {
        UChar32 c = text_next(&at);
        bool word = is_word(c), emoji = (U_GET_GC_MASK(c) & U_GC_SO_MASK) || u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER);
        if (c == 'i' && first)
            c = 'l'; /* "Ian" and "lan" look the same */
        if (word || emoji)
            text_add(&out, c);
        first = c == ' ';
    }
    return out.len ? buf_text(&out) : look;
}
