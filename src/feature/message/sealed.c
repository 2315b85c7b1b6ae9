/* What lies inside the seals of a conversation (docs/decisions/sealed-conversations.md). Lines inside, as in feature/account, but for keys.
 */
#include "message/pages.h"

enum { BOX_PLAIN = 24 + KEY_BYTES, BOX_SIZE = BOX_PLAIN + 48, HEAD_STEP = 1024, WORDS_LEAST = 256 };

static const char *context_of(struct arena *arena, const char *column, int64_t row)
{
    return arena_printf(arena, "%s.%lld", column, (long long)row);
}

/* ---- a seat's boxes ---- */

struct bytes conversation_box_seal(struct arena *arena, const struct key *open, int64_t seat, int64_t channel,
                                   const struct conversation_generation *generation)
{
    unsigned char *plain = arena_alloc(arena, BOX_PLAIN);
    memcpy(plain, &seat, 8);
    memcpy(plain + 8, &channel, 8);
    memcpy(plain + 16, &generation->number, 8);
    memcpy(plain + 24, generation->key.byte, KEY_BYTES);
    return seal_to(arena, open, (struct bytes){ plain, BOX_PLAIN });
}

static enum status box_open(struct arena *arena, const struct key_pair *pair, int64_t seat, const unsigned char *box,
                            struct conversation_keys *keys)
{
    struct bytes plain;
    int64_t of;
    struct conversation_generation *generation = &keys->items[keys->count];
    TRY(unseal_from(arena, pair, (struct bytes){ box, BOX_SIZE }, &plain));
    if (plain.len != BOX_PLAIN)
        return INVALID;
    const unsigned char *at = plain.data;
    memcpy(&of, at, 8);
    memcpy(&keys->channel, at + 8, 8);
    memcpy(&generation->number, at + 16, 8);
    memcpy(generation->key.byte, at + 24, KEY_BYTES);
    keys->count++;
    return of == seat ? OK : INVALID;
}

enum status conversation_boxes_open(struct arena *arena, const struct key_pair *pair, int64_t seat, struct bytes boxes, bool all,
                                    struct conversation_keys *keys)
{
    size_t count = boxes.len / BOX_SIZE;
    *keys = (struct conversation_keys){ .items = arena_array(arena, count + 1, sizeof *keys->items) };
    if (!count || boxes.len % BOX_SIZE)
        return INVALID;
    for (size_t i = all ? 0 : count - 1; i < count; i++)
        TRY(box_open(arena, pair, seat, (const unsigned char *)boxes.data + i * BOX_SIZE, keys));
    return OK;
}

const struct conversation_generation *conversation_key_now(const struct conversation *conversation)
{
    return &conversation->keys->items[conversation->keys->count - 1];
}

/* ---- the head: one line for what it is, one for each who took part, then its name ---- */

struct bytes conversation_head_seal(struct arena *arena, const struct conversation *conversation)
{
    struct buf lines = { .arena = arena };
    buf_printf(&lines, "%d %d %d %lld %lld %zu\n", (int)conversation->kind, conversation->keep_days, (int)conversation->ended,
               (long long)conversation->last_at, (long long)conversation->last, conversation->people.count);
    for (size_t i = 0; i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        buf_printf(&lines, "%lld %lld %d %d\n", (long long)person->persona, (long long)person->seat, (int)person->waits, (int)person->left);
    }
    buf_puts(&lines, conversation->name);
    size_t size = (lines.len / HEAD_STEP + 1) * HEAD_STEP;
    char *plain = arena_alloc(arena, size);
    memcpy(plain, lines.data, lines.len);
    return seal(arena, &conversation_key_now(conversation)->key, context_of(arena, "conversation.head", conversation->channel),
                (struct bytes){ plain, size });
}

/* The number at *at, and the blank or line break behind it. */
static int64_t number_next(const char **at)
{
    char *end;
    int64_t number = strtoll(*at, &end, 10);
    *at = *end ? end + 1 : end;
    return number;
}

enum status conversation_head_open(struct arena *arena, const struct key *key, struct bytes sealed, struct conversation *conversation)
{
    struct bytes plain;
    TRY(unseal(arena, key, context_of(arena, "conversation.head", conversation->channel), sealed, &plain));
    if (!plain.len || ((const char *)plain.data)[plain.len - 1])
        return INVALID;
    const char *at = plain.data;
    conversation->kind = (enum conversation_kind)number_next(&at);
    conversation->keep_days = (int)number_next(&at);
    conversation->ended = number_next(&at) != 0;
    conversation->last_at = number_next(&at);
    conversation->last = number_next(&at);
    size_t count = (size_t)number_next(&at);
    if (count > CONVERSATION_EVER)
        return INVALID;
    conversation->people =
        (struct conversation_people){ arena_array(arena, CONVERSATION_EVER + 1, sizeof *conversation->people.items), count };
    for (size_t i = 0; i < count; i++) {
        struct conversation_person *person = &conversation->people.items[i];
        person->persona = number_next(&at);
        person->seat = number_next(&at);
        person->waits = number_next(&at) != 0;
        person->left = number_next(&at) != 0;
    }
    conversation->name = at;
    return OK;
}

/* ---- voices ---- */

struct bytes conversation_voice_seal(struct arena *arena, const struct key *key, int64_t seat, const struct key *voice)
{
    return seal(arena, key, context_of(arena, "conversation_seat.voice", seat), (struct bytes){ voice->byte, KEY_BYTES });
}

enum status conversation_voice_open(struct arena *arena, const struct key *key, int64_t seat, struct bytes sealed, struct key *voice)
{
    struct bytes plain;
    TRY(unseal(arena, key, context_of(arena, "conversation_seat.voice", seat), sealed, &plain));
    if (plain.len != KEY_BYTES)
        return INVALID;
    memcpy(voice->byte, plain.data, KEY_BYTES);
    return OK;
}

int64_t conversation_mask(const struct key *voice, int64_t nonce, int64_t number)
{
    struct hash hash;
    uint64_t mask;
    hash_keyed(&hash, voice, &nonce, sizeof nonce);
    memcpy(&mask, hash.byte, sizeof mask);
    return (int64_t)((mask ^ (uint64_t)number) & INT64_MAX);
}

/* ---- what is said ---- */

/* The key of one writer's messages in one generation: it takes both halves. */
static void words_key(struct key *out, const struct key *key, const struct key *voice)
{
    struct hash hash;
    hash_keyed(&hash, key, voice->byte, KEY_BYTES);
    memcpy(out->byte, hash.byte, KEY_BYTES);
}

/* 256 bytes, 512, 1024 …: how long a message is shows no better than that. */
struct bytes conversation_words_seal(struct arena *arena, const struct key *key, const struct key *voice, int64_t id,
                                     const struct conversation_words *words)
{
    struct buf lines = { .arena = arena };
    struct key own;
    size_t size = WORDS_LEAST;
    buf_printf(&lines, "%lld %lld %lld %lld %lld\n", (long long)words->seat, (long long)words->at, (long long)words->edited_at,
               (long long)words->until, (long long)words->reply_to);
    buf_puts(&lines, words->body);
    while (size <= lines.len)
        size *= 2;
    char *plain = arena_alloc(arena, size);
    memcpy(plain, lines.data, lines.len);
    words_key(&own, key, voice);
    struct bytes sealed = seal(arena, &own, context_of(arena, "private_message.sealed", id), (struct bytes){ plain, size });
    key_wipe(&own);
    return sealed;
}

enum status conversation_words_open(struct arena *arena, const struct key *key, const struct key *voice, int64_t id, struct bytes sealed,
                                    struct conversation_words *words)
{
    struct bytes plain;
    struct key own;
    words_key(&own, key, voice);
    enum status status = unseal(arena, &own, context_of(arena, "private_message.sealed", id), sealed, &plain);
    key_wipe(&own);
    TRY(status);
    if (!plain.len || ((const char *)plain.data)[plain.len - 1])
        return INVALID;
    const char *at = plain.data;
    words->seat = number_next(&at);
    words->at = number_next(&at);
    words->edited_at = number_next(&at);
    words->until = number_next(&at);
    words->reply_to = number_next(&at);
    words->body = at;
    return OK;
}
