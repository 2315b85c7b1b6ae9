/* Texts, each once. */
#include "index/words.h"

static size_t slot_of(const struct index_set *set, const char *text)
{
    size_t slots = 2 * set->room, slot = (size_t)bytes_digest(BYTES_DIGEST, text, strlen(text)) % slots;
    while (set->slots[slot] && !text_same(set->items[set->slots[slot] - 1], text))
        slot = (slot + 1) % slots;
    return slot;
}

static void set_grow(struct index_set *set)
{
    struct index_set bigger = { .arena = set->arena, .count = set->count, .room = set->room ? 2 * set->room : 64 };
    bigger.items = arena_array(set->arena, bigger.room, sizeof *bigger.items);
    bigger.slots = arena_array(set->arena, 2 * bigger.room, sizeof *bigger.slots);
    for (size_t i = 0; i < set->count; i++) {
        bigger.items[i] = set->items[i];
        bigger.slots[slot_of(&bigger, set->items[i])] = (uint32_t)i + 1;
    }
    *set = bigger;
}

void index_set_add(struct index_set *set, const char *text)
{
    if (set->count == set->room)
        set_grow(set);
    size_t slot = slot_of(set, text);
    if (set->slots[slot])
        return;
    set->items[set->count++] = text;
    set->slots[slot] = (uint32_t)set->count;
}

bool index_set_has(const struct index_set *set, const char *text)
{
    return set->room && set->slots[slot_of(set, text)];
}
