/* What the files of this folder share; nobody else includes it. */
#ifndef DANGER_PARTS_H
#define DANGER_PARTS_H

#include "danger/danger.h"
#include "danger/fold.h"
#include "danger/tables.h"

enum { TOKEN_LITERALS = 16 };

/* A word, or one letter of a script without blanks, and which literals of the rules it is. */
struct danger_token {
    const char *text;
    uint16_t len;
    uint16_t literals[TOKEN_LITERALS];
    uint8_t literals_count;
    uint64_t firsts;           /* danger_bit of each */
    bool quoted;               /* between quotation marks, or in a line that quotes */
    uint32_t masked, freed;    /* in which languages: a bit each */
    uint32_t sentence, clause; /* counted through the text */
};
struct danger_tokens {
    struct danger_token *items;
    size_t count, room;
};
/* The tokens of the first DANGER_TEXT_MAX bytes. */
void danger_tokens_read(struct arena *arena, const char *text, struct danger_tokens *tokens);

/* Chinese or Japanese: their rules read both, and their commas divide less. */
static inline bool danger_han(const struct danger_token *token)
{
    return (unsigned char)*token->text >= 0xe3;
}

enum { USED_MAX = 6 };
/* What a rule found: the tokens from..to (without to); of a rule in any order those of its first element, and where its others begin. */
struct danger_hit {
    uint32_t from, to, used[USED_MAX];
    uint8_t used_count;
    uint16_t pattern;
    int weight;
    uint64_t own; /* which of from..to its elements are, not only stand between them: a bit each */
};
enum { HITS_MAX = 300 };
struct danger_hits {
    struct danger_hit items[HITS_MAX];
    size_t count;
};
/* match.c: every rule at every place; signs and cues apart, in the order of the text; masks and frees are marked in the tokens. */
void danger_match(struct danger_tokens *tokens, struct danger_hits *signs, struct danger_hits *cues);

#endif
