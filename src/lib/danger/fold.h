/* How letters are compared: the same for the rules (tools/dangerc, while building) and for texts (look.c). */
#ifndef DANGER_FOLD_H
#define DANGER_FOLD_H

#include "han.h"

#include <stdbool.h>
#include <stdint.h>

/* U+00C0 to U+017F without their accents: many write without them. A blank: stays itself. */
static inline uint32_t danger_fold_latin(uint32_t c)
{
    static const char plain[] = "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy y"
                                "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk lllllll"
                                "lllnnnnnn   oooooo  rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzz ";
    char found = plain[c - 0xc0];
    return found == ' ' ? c : (unsigned char)found;
}

/* A code point of case-folded text as it is compared; 0: left out (vowel marks, tatweel, joiners). */
static inline uint32_t danger_fold(uint32_t c)
{
    if (c < 0xc0)
        return c;
    if (c < 0x180)
        return danger_fold_latin(c);
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x65f) || c == 0x670 || c == 0x640)
        return 0;
    if (c == 0x200b || c == 0x200c || c == 0x200d || c == 0xfe0f)
        return 0;
    if (c >= 0x3400 && c <= 0x9fff)
        return danger_fold_han(c);
    switch (c) {
    case 0x451: /* ё */
        return 0x435;
    case 0x622: /* the forms of alef */
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x649: /* alef maksura */
        return 0x64a;
    case 0x629: /* ta marbuta */
        return 0x647;
    default:
        return c;
    }
}

/* Scripts without blanks: every letter is a token of its own. */
static inline bool danger_letter_alone(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || c == 0x3005;
}

/* A literal that begins so stands for a word's stem (Arabic): whatever that language writes in front of it. */
#define DANGER_STEM '%'

/* Of a literal or a token: its bytes one after the other, beginning with DANGER_HASH. */
#define DANGER_HASH 2166136261u
static inline uint32_t danger_hash(uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * 16777619u;
}

#endif
