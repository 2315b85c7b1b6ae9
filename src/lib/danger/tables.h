/* The rules as tools/dangerc writes them from data/: constant tables. What each means: docs/danger-signs.md. */
#ifndef DANGER_TABLES_H
#define DANGER_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a pattern says when it is found. */
enum danger_says {
    DANGER_SAYS_SIGN,   /* of a kind, with a weight */
    DANGER_SAYS_MASK,   /* these words mean something else: no sign begins or ends in them */
    DANGER_SAYS_FREE,   /* these words deny, place or report nothing */
    DANGER_SAYS_NOT,    /* denies what follows in the clause */
    DANGER_SAYS_AFTER,  /* denies what came before */
    DANGER_SAYS_PAST,   /* it was so */
    DANGER_SAYS_WELL,   /* it got better */
    DANGER_SAYS_THIRD,  /* it is about somebody else */
    DANGER_SAYS_TOLD,   /* a song, a film, a lesson, a figure of speech */
    DANGER_SAYS_NOW,    /* it is about now */
    DANGER_SAYS_RECENT, /* so lately that it isn't past */
    DANGER_SAYS_ME      /* the writer: what follows is about them again */
};

/* A word, or with `prefix` the beginning of words. */
struct danger_literal {
    const char *text;
    uint16_t len;
    bool prefix;
    uint32_t postings, postings_count; /* the patterns that may begin with it */
};
/* Literals one behind the other; an element is one of several. */
struct danger_option {
    uint32_t from;
    uint8_t count;
};
struct danger_element {
    uint64_t firsts; /* danger_bit of each option's first literal: most tokens are ruled out by it */
    uint32_t options;
    uint16_t options_count;
    uint8_t gap; /* tokens that may stand before it */
    bool optional;
    bool absent; /* of a rule in any order: mustn't stand there */
};
struct danger_pattern {
    uint32_t elements;
    uint8_t elements_count, says, kind, weight /* of a denial: its reach; 0: the usual one */, language;
    uint8_t around; /* in any order: the others stand at most so many tokens from the first element; 0: in their order */
    bool across;    /* they may stand in the sentence before or behind */
};

static inline uint64_t danger_bit(uint32_t literal)
{
    return (uint64_t)1 << (literal & 63);
}

extern const struct danger_literal danger_literals[];
extern const uint16_t danger_words[], danger_beginnings[]; /* literals by hash, from 1; 0: empty */
extern const uint32_t danger_words_mask, danger_beginnings_mask;
/* A pattern, and which option of its first element begins with the literal. */
struct danger_posting {
    uint16_t pattern, option;
};
extern const struct danger_posting danger_postings[];
extern const uint16_t danger_sequences[];
extern const struct danger_option danger_options[];
extern const struct danger_element danger_elements[];
extern const struct danger_pattern danger_patterns[];
extern const uint32_t danger_patterns_count;

#endif
