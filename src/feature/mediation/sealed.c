/* What lies inside the seals of a mediation: numbers in a line, then texts, filled up to a few lengths. */
#include "mediation/pages.h"

enum { BOX_SIZE = 4608, STATE_STEP = 2048, NUMBERS = 8 + 3 * MEDIATION_PEOPLE + MEDIATION_OFFERS };

static const char *context_of(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "mediation.sealed.%lld", (long long)id);
}

static void number_put(struct buf *line, int64_t number)
{
    buf_printf(line, "%lld ", (long long)number);
}

static int64_t number_next(const char **at)
{
    int64_t number = 0;
    bool below = **at == '-';
    for (*at += below; **at >= '0' && **at <= '9'; (*at)++)
        number = number * 10 + (**at - '0');
    *at += **at == ' ';
    return below ? -number : number;
}

/* A key as text, moving behind it. */
static enum status key_next(struct arena *arena, const char **at, struct key *key)
{
    size_t len = strcspn(*at, "\n");
    const char *text = arena_slice(arena, *at, len);
    if (!(*at)[len] || !token_read(text, key->byte, sizeof key->byte))
        return INVALID;
    *at += len + 1;
    return OK;
}

/* ---- a seat's box ---- */

enum status mediation_box_seal(struct arena *arena, const struct key *open, int64_t seat, const struct mediation_box *box,
                               struct bytes *sealed)
{
    const int64_t numbers[] = { seat, box->role, box->id, box->mediator, box->harmed, box->tell[0], box->tell[1] };
    struct buf line = { .arena = arena };
    for (size_t i = 0; i < COUNT(numbers); i++)
        number_put(&line, numbers[i]);
    buf_printf(&line, "%s\n%s", token_text(arena, box->key.byte, sizeof box->key.byte), box->words);
    if (line.len >= BOX_SIZE)
        return INVALID;
    char *plain = arena_alloc(arena, BOX_SIZE);
    memcpy(plain, line.data, line.len);
    *sealed = seal_to(arena, open, (struct bytes){ plain, BOX_SIZE });
    return OK;
}

enum status mediation_box_open(struct arena *arena, const struct key_pair *pair, int64_t seat, struct bytes sealed,
                               struct mediation_box *box)
{
    struct bytes plain;
    TRY(unseal_from(arena, pair, sealed, &plain));
    if (plain.len != BOX_SIZE || ((const char *)plain.data)[plain.len - 1])
        return INVALID;
    const char *at = plain.data;
    int64_t of = number_next(&at);
    box->role = number_next(&at);
    box->id = number_next(&at);
    box->mediator = number_next(&at);
    box->harmed = number_next(&at);
    box->tell[0] = number_next(&at);
    box->tell[1] = number_next(&at);
    TRY(key_next(arena, &at, &box->key));
    box->words = at;
    return of == seat ? OK : INVALID;
}

/* ---- what the three share ---- */

/* In the order in which they stand inside. */
static void numbers_of(struct mediation_state *state, int64_t *out[NUMBERS])
{
    size_t n = 0;
    int64_t *const single[] = { &state->stage, &state->named,  &state->rules,    &state->turn,
                                &state->ready, &state->paused, &state->accepted, &state->weeks };
    for (size_t i = 0; i < COUNT(single); i++)
        out[n++] = single[i];
    for (size_t i = 0; i < MEDIATION_PEOPLE; i++) {
        out[n++] = &state->persona[i];
        out[n++] = &state->seat[i];
        out[n++] = &state->room[i];
    }
    for (size_t i = 0; i < MEDIATION_OFFERS; i++)
        out[n++] = &state->offers[i];
}

struct bytes mediation_state_seal(struct arena *arena, const struct key *key, int64_t id, const struct mediation_state *state)
{
    struct mediation_state copy = *state;
    struct buf line = { .arena = arena };
    int64_t *numbers[NUMBERS];
    numbers_of(&copy, numbers);
    for (size_t i = 0; i < NUMBERS; i++)
        number_put(&line, *numbers[i]);
    buf_printf(&line, "%s\n%s", token_text(arena, copy.ask.byte, sizeof copy.ask.byte), copy.text);
    size_t size = (line.len / STATE_STEP + 1) * STATE_STEP;
    char *plain = arena_alloc(arena, size);
    memcpy(plain, line.data, line.len);
    return seal(arena, key, context_of(arena, id), (struct bytes){ plain, size });
}

enum status mediation_state_open(struct arena *arena, const struct key *key, int64_t id, struct bytes sealed, struct mediation_state *state)
{
    struct bytes plain;
    int64_t *numbers[NUMBERS];
    TRY(unseal(arena, key, context_of(arena, id), sealed, &plain));
    const char *at = plain.data;
    numbers_of(state, numbers);
    for (size_t i = 0; i < NUMBERS; i++)
        *numbers[i] = number_next(&at);
    TRY(key_next(arena, &at, &state->ask));
    state->text = at;
    return OK;
}
