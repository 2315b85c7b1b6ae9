/* Pieces of pages, kept already deflated, so that what many readers are shown is compressed once (docs/decisions/pieces-of-pages.md).
 * A piece is found by its very bytes and what it stands behind, or by a key that names everything it was made from. Bounded; what is asked
 * for twice is kept, what isn't used goes first. Shared by all threads. */
#ifndef HTTP_PIECES_H
#define HTTP_PIECES_H

#include "base/base.h"

struct pieces;

/* Deflate blocks that end on a byte, with an empty stored block (00 00 FF FF). They refer to nothing outside but what they were made
 * behind. */
struct piece {
    const char *deflated;
    size_t deflated_len, len; /* len: before compression */
    uint32_t crc;             /* CRC-32 of what it stands for */
    uint32_t crc_step;        /* for joining checksums: see piece_crc */
    uint64_t serial;          /* no other piece ever has it; 0: it isn't kept */
    /* With a token: the bytes right before the piece must be `ahead`, that answer's token and `behind`; wherever the token stands in the
     * piece, it is a reference back to it. So the same deflated bytes give each reader a text with their own token. */
    size_t token_len, token_last;   /* token_last: where the last one stands */
    uint32_t token_crc, token_step; /* of the token it was made with; how a difference of tokens moves the checksum */
};

/* Where a text holds the token of the answer it is part of. */
struct tokens {
    const char *token;
    const char *ahead, *behind; /* what stands around it before the piece; ahead isn't empty (zlib never refers to the very first byte) */
    const size_t *at;           /* in the text, ascending */
    size_t count;
};

/* `most`: bytes of memory for all pieces; 0: 8 MB. */
struct pieces *pieces_new(size_t most);
/* When no arena holds any of them any more. */
void pieces_free(struct pieces *pieces);
/* Tests: what is asked for once is kept, so that pieces are used wherever they can be. */
void pieces_keep_at_once(struct pieces *pieces);

/* What a piece is. By its bytes: `bytes` themselves, `gap` bytes (of others, that it doesn't refer to) behind the piece whose serial is
 * `behind` (0: behind nothing it may refer to). By a key: `behind` is PIECE_BY_KEY. */
#define PIECE_BY_KEY UINT64_MAX
struct piece_name {
    uint64_t behind;
    size_t gap;
    struct bytes bytes;
};

/* NULL when there is none. It lives until the arena ends. Passing NULL pieces finds none. */
const struct piece *pieces_find(struct pieces *pieces, struct arena *arena, const struct piece_name *name);
/* Notes that it was asked for; true from the second time on: then it is worth keeping. */
bool pieces_wanted(struct pieces *pieces, struct bytes bytes);
/* Keeps `text` under this name, and finds it. `before` is what stands before it and may be referred to; `tokens` may be NULL. NULL: it
 * can't be kept. */
const struct piece *pieces_keep(struct pieces *pieces, struct arena *arena, const struct piece_name *name, struct bytes before,
                                struct bytes text, const struct tokens *tokens);

/* Compresses at once, for a page that needs one piece more; in the arena. */
const struct piece *piece_make(struct arena *arena, struct bytes before, struct bytes text);
/* What a kept piece stands for, in the arena; zeros where a token stands. `ahead`, `behind`: as it was kept with, if with tokens. */
struct bytes piece_text(struct arena *arena, const struct piece *piece, const char *ahead, const char *behind);
/* The CRC-32 of what came so far followed by the piece, with this token in it (NULL: it holds none). */
uint32_t piece_crc(uint32_t before, const struct piece *piece, const char *token);

#endif
