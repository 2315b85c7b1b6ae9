#include "http/pieces.h"

#include <libdeflate.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    MOST = 8 * 1024 * 1024,
    BUCKETS = 4096,
    SEEN = 8192,    /* how many first askings are remembered */
    LEVEL_KEPT = 9, /* zlib: it is read many times */
    LEVEL_AT_ONCE = 4,
    SMALL_WINDOW = 13, /* 8 kB: little memory to set up for a piece made while its reader waits */
    LARGEST = 512 * 1024,
    TOKEN_ROOM = 200,
};

struct entry {
    struct piece piece;
    struct pieces *pieces;
    int users; /* guarded by the lock, as everything but piece */
    struct piece_name name;
    uint64_t hash;
    size_t size;
    struct entry *next, *older, *newer;
};

struct pieces {
    pthread_mutex_t lock;
    size_t size, most;
    struct entry *bucket[BUCKETS];
    struct entry *oldest, *newest;
    bool at_once;
    uint64_t serial;
    uint64_t seen[SEEN];
};

/* ---- compressing ---- */

/* Returns the deflated bytes' length. `before`: what will stand right before it, and may be referred to. */
static size_t deflate_into(struct bytes text, struct bytes before, int level, int window, char *out, size_t room)
{
    z_stream stream = { 0 };
    if (deflateInit2(&stream, level, Z_DEFLATED, -window, window > SMALL_WINDOW ? 9 : 6, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    if (before.len && deflateSetDictionary(&stream, before.data, (uInt)before.len) != Z_OK)
        abort();
    stream.next_in = (Bytef *)text.data;
    stream.avail_in = (uInt)text.len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    int code = deflate(&stream, Z_FULL_FLUSH);
    size_t len = room - stream.avail_out;
    if (code != Z_OK || stream.avail_in || !stream.avail_out)
        abort(); /* the room is always enough */
    deflateEnd(&stream);
    return len;
}

/* Returns the text's length; `room`, one more than is expected: more than `room - 1` is as wrong as less. */
static size_t inflate_into(struct bytes deflated, struct bytes before, char *out, size_t room)
{
    z_stream stream = { 0 };
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK || inflateSetDictionary(&stream, before.data, (uInt)before.len) != Z_OK)
        abort();
    stream.next_in = (Bytef *)deflated.data;
    stream.avail_in = (uInt)deflated.len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    size_t len = inflate(&stream, Z_SYNC_FLUSH) == Z_OK ? room - stream.avail_out : room;
    inflateEnd(&stream);
    return len;
}

static bool inflates_to(struct bytes deflated, struct bytes before, struct bytes text)
{
    char *out = malloc(text.len + 1);
    if (!out)
        abort();
    bool same = inflate_into(deflated, before, out, text.len + 1) == text.len && !memcmp(out, text.data, text.len);
    sodium_memzero(out, text.len);
    free(out);
    return same;
}

static size_t deflate_room(size_t len)
{
    return len + len / 8 + 64;
}

static void piece_measure(struct piece *piece, struct bytes text)
{
    piece->len = text.len;
    piece->crc = libdeflate_crc32(0, text.data, text.len);
    piece->crc_step = (uint32_t)crc32_combine_gen((z_off_t)text.len);
}

/* A CRC is linear: what a token at some place changes is the token's own difference, moved along by the bytes that follow it. */
static void piece_measure_token(struct piece *piece, const struct tokens *tokens)
{
    piece->token_len = strlen(tokens->token);
    piece->token_last = tokens->count ? tokens->at[tokens->count - 1] : 0;
    piece->token_crc = libdeflate_crc32(0, tokens->token, piece->token_len);
    for (size_t i = 0; i < tokens->count; i++)
        piece->token_step ^= (uint32_t)crc32_combine_gen((z_off_t)(piece->len - tokens->at[i] - piece->token_len));
}

const struct piece *piece_make(struct arena *arena, struct bytes before, struct bytes text)
{
    struct piece *piece = arena_alloc(arena, sizeof *piece);
    size_t room = deflate_room(text.len);
    char *out = arena_alloc(arena, room);
    piece->deflated = out;
    piece->deflated_len = deflate_into(text, before, LEVEL_AT_ONCE, SMALL_WINDOW, out, room);
    piece_measure(piece, text);
    return piece;
}

struct bytes piece_text(struct arena *arena, const struct piece *piece, const char *ahead, const char *behind)
{
    char *out = arena_alloc(arena, piece->len + 1);
    struct buf before = { .arena = arena };
    if (piece->token_len) {
        buf_add(&before, ahead, strlen(ahead));
        for (size_t i = 0; i < piece->token_len; i++)
            buf_putc(&before, '\0');
        buf_add(&before, behind, strlen(behind));
    }
    size_t len = inflate_into((struct bytes){ piece->deflated, piece->deflated_len }, (struct bytes){ before.data, before.len }, out,
                              piece->len + 1);
    if (len != piece->len)
        abort(); /* zlib wrote it */
    return (struct bytes){ out, len };
}

uint32_t piece_crc(uint32_t before, const struct piece *piece, const char *token)
{
    uint32_t crc = piece->crc;
    if (token && piece->token_step) /* zlib never comes back from a step of zero */
        crc ^= (uint32_t)crc32_combine_op(piece->token_crc ^ libdeflate_crc32(0, token, piece->token_len), 0, piece->token_step);
    return (uint32_t)crc32_combine_op(before, crc, piece->crc_step);
}

/* ---- the store; the lock is held ---- */

struct pieces *pieces_new(size_t most)
{
    struct pieces *pieces = calloc(1, sizeof *pieces);
    if (!pieces)
        abort();
    pthread_mutex_init(&pieces->lock, NULL);
    pieces->most = most ? most : MOST;
    return pieces;
}

void pieces_keep_at_once(struct pieces *pieces)
{
    pieces->at_once = true;
}

static void entry_free(struct entry *entry)
{
    sodium_memzero(entry, entry->size); /* members' words */
    free(entry);
}

static void entry_unlink(struct pieces *pieces, struct entry *entry)
{
    struct entry **at = &pieces->bucket[entry->hash % BUCKETS];
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    *(entry->older ? &entry->older->newer : &pieces->oldest) = entry->newer;
    *(entry->newer ? &entry->newer->older : &pieces->newest) = entry->older;
}

static void entry_link(struct pieces *pieces, struct entry *entry)
{
    struct entry **bucket = &pieces->bucket[entry->hash % BUCKETS];
    entry->next = *bucket;
    *bucket = entry;
    entry->older = pieces->newest;
    entry->newer = NULL;
    *(pieces->newest ? &pieces->newest->newer : &pieces->oldest) = entry;
    pieces->newest = entry;
}

static void entry_leave(struct entry *entry)
{
    if (!--entry->users)
        entry_free(entry);
}

static bool name_same(const struct piece_name *a, const struct piece_name *b)
{
    return a->behind == b->behind && a->gap == b->gap && a->bytes.len == b->bytes.len &&
           !memcmp(a->bytes.data, b->bytes.data, a->bytes.len);
}

static struct entry *entry_find(struct pieces *pieces, uint64_t hash, const struct piece_name *name)
{
    struct entry *at = pieces->bucket[hash % BUCKETS];
    while (at && !(at->hash == hash && name_same(&at->name, name)))
        at = at->next;
    return at;
}

void pieces_free(struct pieces *pieces)
{
    if (!pieces)
        return;
    while (pieces->oldest) {
        struct entry *entry = pieces->oldest;
        entry_unlink(pieces, entry);
        entry_leave(entry);
    }
    pthread_mutex_destroy(&pieces->lock);
    free(pieces);
}

/* ---- finding; any thread ---- */

/* These say where to look; the bytes are compared whole afterwards. */

static uint64_t bytes_hash(struct bytes bytes)
{
    return (libdeflate_crc32(0, bytes.data, bytes.len) | (uint64_t)bytes.len << 32) * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t name_hash(const struct piece_name *name)
{
    uint64_t hash = bytes_hash(name->bytes) ^ (name->behind * UINT64_C(31) + name->gap) * UINT64_C(0xbf58476d1ce4e5b9);
    return hash ^ hash >> 29;
}

static void entry_release(void *context)
{
    struct entry *entry = context;
    struct pieces *pieces = entry->pieces;
    pthread_mutex_lock(&pieces->lock);
    entry_leave(entry);
    pthread_mutex_unlock(&pieces->lock);
}

const struct piece *pieces_find(struct pieces *pieces, struct arena *arena, const struct piece_name *name)
{
    if (!pieces)
        return NULL;
    uint64_t hash = name_hash(name);
    pthread_mutex_lock(&pieces->lock);
    struct entry *entry = entry_find(pieces, hash, name);
    if (entry) {
        entry->users++;
        if (entry != pieces->newest) {
            entry_unlink(pieces, entry);
            entry_link(pieces, entry);
        }
    }
    pthread_mutex_unlock(&pieces->lock);
    if (!entry)
        return NULL;
    arena_keep(arena, entry_release, entry);
    return &entry->piece;
}

/* ---- keeping ---- */

/* What is asked for once (most of a large place) never costs the slow compression or the memory. */
bool pieces_wanted(struct pieces *pieces, struct bytes bytes)
{
    if (!pieces || bytes.len > LARGEST)
        return false;
    uint64_t hash = bytes_hash(bytes) ^ bytes.len;
    pthread_mutex_lock(&pieces->lock);
    uint64_t *slot = &pieces->seen[(hash ^ hash >> 32) % SEEN];
    bool seen = pieces->at_once || *slot == hash;
    *slot = hash;
    pthread_mutex_unlock(&pieces->lock);
    return seen;
}

/* What stands before a piece with tokens. */
static struct bytes token_text(const struct tokens *tokens, const char *token, char room[TOKEN_ROOM])
{
    int len = tokens ? snprintf(room, TOKEN_ROOM, "%s%s%s", tokens->ahead, token, tokens->behind) : 0;
    return (struct bytes){ room, len > 0 && len < TOKEN_ROOM ? (size_t)len : 0 };
}

/* Whether the deflated bytes give the text with another token when they stand behind that one: no token in it is spelled out. */
static bool refers_back(struct bytes deflated, struct bytes text, const struct tokens *tokens)
{
    char other[TOKEN_ROOM], room[TOKEN_ROOM];
    size_t len = strlen(tokens->token);
    if (len >= 128)
        return false;
    for (size_t i = 0; i <= len; i++) /* no letter of it is in the token, and none is there twice */
        other[i] = i == len ? '\0' : (char)(128 + i);
    char *changed = malloc(text.len + 1);
    if (!changed)
        abort();
    memcpy(changed, text.data, text.len);
    for (size_t i = 0; i < tokens->count; i++)
        memcpy(changed + tokens->at[i], other, len);
    bool good = inflates_to(deflated, token_text(tokens, other, room), (struct bytes){ changed, text.len });
    sodium_memzero(changed, text.len);
    free(changed);
    return good;
}

static struct entry *entry_make(const struct piece_name *name, struct bytes before, struct bytes text, const struct tokens *tokens)
{
    char token[TOKEN_ROOM];
    size_t room = deflate_room(text.len);
    char *deflated = malloc(room);
    if (!deflated)
        abort();
    if (tokens)
        before = token_text(tokens, tokens->token, token);
    size_t len = deflate_into(text, before, LEVEL_KEPT, MAX_WBITS, deflated, room);
    if (tokens && !refers_back((struct bytes){ deflated, len }, text, tokens)) {
        free(deflated);
        return NULL;
    }
    size_t size = sizeof(struct entry) + name->bytes.len + len;
    struct entry *entry = malloc(size);
    if (!entry)
        abort();
    *entry = (struct entry){ .users = 1, .name = *name, .hash = name_hash(name), .size = size };
    char *at = (char *)(entry + 1);
    entry->name.bytes.data = memcpy(at, name->bytes.data, name->bytes.len);
    entry->piece.deflated = memcpy(at + name->bytes.len, deflated, len);
    entry->piece.deflated_len = len;
    piece_measure(&entry->piece, text);
    if (tokens)
        piece_measure_token(&entry->piece, tokens);
    sodium_memzero(deflated, len);
    free(deflated);
    return entry;
}

static void entry_add(struct pieces *pieces, struct entry *entry)
{
    pthread_mutex_lock(&pieces->lock);
    entry->pieces = pieces;
    entry->piece.serial = ++pieces->serial;
    if (entry_find(pieces, entry->hash, &entry->name)) {
        entry_leave(entry); /* another thread was quicker */
    } else {
        entry_link(pieces, entry);
        pieces->size += entry->size;
    }
    while (pieces->size > pieces->most && pieces->oldest) {
        struct entry *oldest = pieces->oldest;
        entry_unlink(pieces, oldest); /* NOLINT(clang-analyzer-unix.Malloc): who is freed below is in no list any more */
        pieces->size -= oldest->size;
        entry_leave(oldest);
    }
    pthread_mutex_unlock(&pieces->lock);
}

const struct piece *pieces_keep(struct pieces *pieces, struct arena *arena, const struct piece_name *name, struct bytes before,
                                struct bytes text, const struct tokens *tokens)
{
    struct entry *entry = pieces ? entry_make(name, before, text, tokens) : NULL;
    if (!entry)
        return NULL;
    entry_add(pieces, entry);
    return pieces_find(pieces, arena, name);
}
