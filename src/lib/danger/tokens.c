/* From a text to tokens that know their literals. */
#include "danger/parts.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

enum { WORD_BYTES = 96 /* of a longer word the beginning counts */ };

struct reading {
    struct arena *arena;
    struct danger_tokens *tokens;
    char word[WORD_BYTES + 4];
    size_t len;
    uint32_t sentence, clause;
    bool line_quotes;
    size_t quote; /* the first token behind an open quotation mark, from 1; 0: none is open */
};

/* ---- literals ---- */

static void literal_add(struct danger_token *token, uint16_t literal)
{
    if (token->literals_count == TOKEN_LITERALS)
        return;
    token->literals[token->literals_count++] = literal;
    token->firsts |= danger_bit(literal);
}

/* `stem`: of the literals that begin with DANGER_STEM. */
static void literal_look(struct danger_token *token, const char *text, size_t len, uint32_t hash, bool prefix, bool stem)
{
    const uint16_t *slots = prefix ? danger_beginnings : danger_words;
    uint32_t mask = prefix ? danger_beginnings_mask : danger_words_mask;
    for (; slots[hash & mask]; hash++) {
        const struct danger_literal *literal = &danger_literals[slots[hash & mask] - 1];
        bool marked = *literal->text == DANGER_STEM;
        if (marked == stem && literal->len == len + stem && memcmp(literal->text + stem, text, len) == 0)
            literal_add(token, (uint16_t)(slots[hash & mask] - 1));
    }
}

static void literals_find(struct danger_token *token, const char *text, size_t len, bool stem)
{
    uint32_t hash = stem ? danger_hash(DANGER_HASH, DANGER_STEM) : DANGER_HASH;
    for (size_t i = 0; i < len; i++) {
        hash = danger_hash(hash, (unsigned char)text[i]);
        if (i + 1 == len || ((unsigned char)text[i + 1] & 0xc0) != 0x80)
            literal_look(token, text, i + 1, hash, true, stem);
    }
    literal_look(token, text, len, hash, false, stem);
}

/* Only as a whole word. */
static void literal_whole(struct danger_token *token, const char *text, size_t len)
{
    uint32_t hash = DANGER_HASH;
    for (size_t i = 0; i < len; i++)
        hash = danger_hash(hash, (unsigned char)text[i]);
    literal_look(token, text, len, hash, false, false);
}

/* "thinkin" is "thinking" too. */
static bool ending_short(const char *text, size_t len)
{
    return len > 5 && memcmp(text + len - 2, "in", 2) == 0;
}

/* "and" and "so" are written together with the Arabic word behind them. */
static size_t arabic_joined(const char *text, size_t len)
{
    static const char with[] = "و", so[] = "ف";
    size_t joined = sizeof with - 1;
    bool is = len >= 4 * joined && (memcmp(text, with, joined) == 0 || memcmp(text, so, joined) == 0);
    return is ? joined : 0;
}

/* What Arabic writes in front of a word, and its dialects in front of a verb: the article, "to", "in", who does it, that it goes on, that
 * it will be. Behind each of them a stem may stand. */
static void arabic_stems_find(struct danger_token *token, const char *text, size_t len)
{
    static const char *const before[] = { "",   "ا",  "ي",  "ت",  "ن",  "ب",  "ه",  "ح",  "س",  "ل",  "ك",   "بي",  "بت",  "بن",
                                          "با", "هي", "هت", "هن", "ها", "حي", "حت", "حن", "حا", "سي", "ست",  "سن",  "سا",  "كي",
                                          "كت", "كن", "غي", "غت", "غن", "لي", "لت", "تي", "ال", "لل", "بال", "عمب", "عمي", "عمت" };
    for (size_t i = 0; i < COUNT(before); i++) {
        size_t skip = strlen(before[i]);
        if (len >= skip + 4 && memcmp(text, before[i], skip) == 0)
            literals_find(token, text + skip, len - skip, true);
    }
}

static void token_name(struct danger_token *token)
{
    size_t joined = arabic_joined(token->text, token->len);
    literals_find(token, token->text, token->len, false);
    if (joined)
        literals_find(token, token->text + joined, token->len - joined, false);
    if ((unsigned char)*token->text >= 0xd8 && (unsigned char)*token->text <= 0xdb) {
        arabic_stems_find(token, token->text, token->len);
        if (joined)
            arabic_stems_find(token, token->text + joined, token->len - joined);
    }
}

/* ---- words ---- */

static void token_end(struct reading *reading)
{
    if (!reading->len)
        return;
    struct danger_tokens *tokens = reading->tokens;
    if (tokens->count < tokens->room) {
        struct danger_token *token = &tokens->items[tokens->count++];
        *token = (struct danger_token){ .sentence = reading->sentence, .clause = reading->clause, .quoted = reading->line_quotes };
        token->text = arena_slice(reading->arena, reading->word, reading->len);
        token->len = (uint16_t)reading->len;
        token_name(token);
        if (ending_short(reading->word, reading->len)) {
            reading->word[reading->len] = 'g';
            literal_whole(token, reading->word, reading->len + 1);
        }
    }
    reading->len = 0;
}

static void letter_add(struct reading *reading, UChar32 c)
{
    UBool error = false;
    uint8_t *word = (uint8_t *)reading->word;
    if (danger_letter_alone((uint32_t)c))
        token_end(reading);
    uint32_t folded = danger_fold((uint32_t)c);
    if (folded && reading->len < WORD_BYTES)
        U8_APPEND(word, reading->len, WORD_BYTES + 4, folded, error);
    if (danger_letter_alone(folded))
        token_end(reading);
    (void)error;
}

/* "j’ai", "qu’il", "l’ho", "dell’amico" are two words; "don’t" and "I’m" one, without the sign. */
static bool apostrophe_divides(const struct reading *reading)
{
    static const char *const short_words[] = { "qu",   "jusqu", "lorsqu", "puisqu", "un",    "dell", "nell",
                                               "dall", "all",   "sull",   "quell",  "quest", "anch", "tutt" };
    if (reading->len == 1)
        return reading->word[0] != 'i';
    for (size_t i = 0; i < COUNT(short_words); i++)
        if (strlen(short_words[i]) == reading->len && memcmp(short_words[i], reading->word, reading->len) == 0)
            return true;
    return false;
}

/* ---- marks ---- */

/* Every quotation mark opens or closes: languages use the same ones the other way round. */
static void quote_turn(struct reading *reading)
{
    struct danger_tokens *tokens = reading->tokens;
    if (!reading->quote) {
        reading->quote = tokens->count + 1;
        return;
    }
    bool whole = reading->quote == 1; /* a text that is nothing but a quotation may be the writer's own */
    for (size_t i = reading->quote - 1; i < tokens->count; i++)
        tokens->items[i].quoted = !whole || tokens->items[i].quoted;
    reading->quote = 0;
}

static void sentence_end(struct reading *reading)
{
    reading->sentence++;
    reading->clause++;
}

static bool is_one_of(UChar32 c, const UChar32 *list)
{
    while (*list && *list != c)
        list++;
    return *list != 0;
}

static void mark_read(struct reading *reading, UChar32 c, const char *behind)
{
    static const UChar32 quotes[] = { '"', 0xab, 0xbb, 0x201c, 0x201d, 0x201e, 0x201f, 0x300c, 0x300d, 0x300e, 0x300f, 0x300a, 0x300b, 0 };
    static const UChar32 ends[] = { '.', '!', '?', 0x2026, 0x3002, 0xff01, 0xff1f, 0x61f, 0x6d4, 0 };
    static const UChar32 pauses[] = { ',', ';', ':', '(', ')', '[', ']', 0x2013, 0x2014, 0x60c, 0x61b, 0x3001, 0xff0c, 0xff1b, 0xff1a, 0 };
    token_end(reading);
    if (c == '\n') {
        sentence_end(reading);
        reading->quote = 0;
        reading->line_quotes = *behind == '>';
    } else if (is_one_of(c, quotes)) {
        quote_turn(reading);
        reading->clause++;
    } else if (is_one_of(c, ends)) {
        sentence_end(reading);
    } else if (is_one_of(c, pauses)) {
        reading->clause++;
    }
}

/* Letters written as other signs to slip past filters: "su1cide", "d!e", "k*ll"; only between two Latin letters. 0: none, else the letter,
 * or '*' for one left out. */
static char letter_disguised(UChar32 c, const struct reading *reading, char behind)
{
    static const char signs[] = "1!034@$*", letters[] = "iioeaas*";
    const char *sign = c > 0 && c < 0x80 ? strchr(signs, (int)c) : NULL;
    char before = reading->len ? reading->word[reading->len - 1] : ' ';
    bool between = before >= 'a' && before <= 'z' && behind >= 'a' && behind <= 'z';
    return (char)(sign && between ? letters[sign - signs] : 0);
}

static bool is_letter(UChar32 c)
{
    return c >= 0 && (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK));
}

void danger_tokens_read(struct arena *arena, const char *text, struct danger_tokens *tokens)
{
    size_t len = strnlen(text, DANGER_TEXT_MAX);
    const char *folded = text_fold(arena, arena_slice(arena, text, len));
    const uint8_t *bytes = (const uint8_t *)folded;
    size_t size = strlen(folded);
    struct reading reading = { .arena = arena, .tokens = tokens, .line_quotes = *folded == '>' };
    *tokens = (struct danger_tokens){ .room = size / 2 + 2 };
    tokens->items = arena_array(arena, tokens->room, sizeof *tokens->items);
    for (size_t i = 0; i < size;) {
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        char meant = letter_disguised(c, &reading, folded[i]);
        if (meant) {
            if (meant != '*')
                letter_add(&reading, (UChar32)meant);
        } else if (is_letter(c) || (danger_letter_alone((uint32_t)c) && c > 0)) {
            letter_add(&reading, c);
        } else if ((c == '\'' || c == 0x2019) && reading.len) {
            if (apostrophe_divides(&reading))
                token_end(&reading);
        } else {
            mark_read(&reading, c, folded + i);
        }
    }
    token_end(&reading);
}
