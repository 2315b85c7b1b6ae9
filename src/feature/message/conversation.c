/* Opening, making and changing conversations. */
#include "message/pages.h"

/* ---- opening ---- */

static enum status people_name(struct request *request, const struct block_list *blocks, struct conversation *conversation)
{
    size_t others = 0, blocked = 0;
    for (size_t i = 0; i < conversation->people.count; i++) {
        struct conversation_person *person = &conversation->people.items[i];
        struct persona persona = { 0 };
        enum status status = persona_find(request->db, request->arena, person->persona, &persona);
        if (status != NOT_FOUND)
            TRY(status);
        person->name = persona.name;
        person->picture = persona.picture;
        person->blocked = conversation->kind != CONVERSATION_MEDIATION && block_has(blocks, person->persona);
        if (person->seat == conversation->id) {
            conversation->me = person;
            conversation->waits = person->waits;
        } else {
            others++;
            blocked += person->blocked;
        }
    }
    return conversation->me && !(others && blocked == others) ? OK : NOT_FOUND;
}

static enum status seen_read(struct request *request, const struct conversation_seat_row *seat, struct conversation *conversation)
{
    struct key voice;
    TRY(conversation_voice_open(request->arena, &conversation_key_now(conversation)->key, seat->id, seat->voice, &voice));
    conversation->seen = seat->seen_nonce ? conversation_mask(&voice, seat->seen_nonce, seat->seen_mask) : 0;
    return OK;
}

static enum status open_seat(struct request *request, const struct conversation_seat_row *seat, const struct key_pair *pair,
                             const struct block_list *blocks, bool all, struct conversation *conversation)
{
    struct conversation_keys *keys = arena_alloc(request->arena, sizeof *keys);
    struct conversation_row row;
    *conversation = (struct conversation){ .id = seat->id, .keys = keys };
    TRY(conversation_boxes_open(request->arena, pair, seat->id, seat->keys, all, keys));
    conversation->channel = keys->channel;
    TRY(conversation_row_find(request->db, request->arena, keys->channel, &row));
    TRY(conversation_head_open(request->arena, &conversation_key_now(conversation)->key, row.head, conversation));
    conversation->change = row.change;
    TRY(people_name(request, blocks, conversation));
    return seen_read(request, seat, conversation);
}

/* What doesn't open is as good as not there: a persona's keys can't be lost while they sign in, so this is damage. */
static enum status opened(enum status status)
{
    if (status == INVALID)
        log_line(LOG_WARN, "conversation.damaged", "a conversation doesn't open with its participant's own key");
    return status == INVALID ? NOT_FOUND : status;
}

enum status conversation_open_light(struct request *request, const struct conversation_seat_row *seat, const struct key_pair *pair,
                                    const struct block_list *blocks, struct conversation *conversation)
{
    return opened(open_seat(request, seat, pair, blocks, false, conversation));
}

static void voices_room(struct arena *arena, struct conversation_keys *keys)
{
    keys->voices = arena_array(arena, CONVERSATION_EVER + 1, sizeof *keys->voices);
    keys->has_voice = arena_array(arena, CONVERSATION_EVER + 1, sizeof *keys->has_voice);
    keys->is_seated = arena_array(arena, CONVERSATION_EVER + 1, sizeof *keys->is_seated);
}

/* The writers' halves of the keys, and who can read. */
static enum status voices_read(struct request *request, struct conversation *conversation)
{
    struct conversation_keys *keys = conversation->keys;
    voices_room(request->arena, keys);
    for (size_t i = 0; i < conversation->people.count; i++) {
        struct conversation_seat_row seat;
        int64_t id = conversation->people.items[i].seat;
        enum status status = conversation_seat_find(request->db, request->arena, id, &seat);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        keys->is_seated[i] = seat.keys.data != NULL;
        keys->has_voice[i] =
            conversation_voice_open(request->arena, &conversation_key_now(conversation)->key, id, seat.voice, &keys->voices[i]) == OK;
    }
    return OK;
}

enum status conversation_find(struct request *request, int64_t id, struct conversation *conversation)
{
    struct conversation_seat_row seat;
    struct key_pair pair;
    struct block_list blocks;
    TRY(conversation_seat_find(request->db, request->arena, id, &seat));
    if (seat.persona != request->reader || !seat.keys.data)
        return NOT_FOUND;
    TRY(block_list_of(request, &blocks));
    TRY(opened(member_pair(request, &pair)));
    enum status status = opened(open_seat(request, &seat, &pair, &blocks, true, conversation));
    key_wipe(&pair.secret);
    TRY(status);
    return voices_read(request, conversation);
}

/* ---- all of them ---- */

static int by_last(const void *a, const void *b)
{
    const struct conversation *first = a, *second = b;
    if (first->last_at != second->last_at)
        return first->last_at < second->last_at ? 1 : -1;
    return first->id < second->id ? 1 : first->id > second->id ? -1 : 0;
}

enum status conversation_mine(struct request *request, enum conversation_kind kind, struct conversations *conversations)
{
    struct conversation_seat_rows seats;
    struct key_pair pair;
    struct block_list blocks;
    enum status status = OK;
    TRY(block_list_of(request, &blocks));
    TRY(conversation_seat_list(request->db, request->arena, request->reader, kind, &seats));
    *conversations = (struct conversations){ arena_array(request->arena, seats.count + 1, sizeof *conversations->items), 0 };
    if (!seats.count)
        return OK;
    TRY(opened(member_pair(request, &pair)));
    for (size_t i = 0; i < seats.count && (status == OK || status == NOT_FOUND); i++) {
        status = conversation_open_light(request, &seats.items[i], &pair, &blocks, &conversations->items[conversations->count]);
        conversations->count += status == OK;
    }
    key_wipe(&pair.secret);
    if (status != NOT_FOUND)
        TRY(status);
    qsort(conversations->items, conversations->count, sizeof *conversations->items, by_last);
    return OK;
}

enum status conversation_with(struct request *request, int64_t persona, struct conversation *conversation)
{
    struct conversations all;
    TRY(conversation_mine(request, CONVERSATION_PRIVATE, &all));
    for (size_t i = 0; i < all.count; i++) {
        const struct conversation_people *people = &all.items[i].people;
        if (people->count == 2 && !people->items[0].left && !people->items[1].left &&
            (people->items[0].persona == persona || people->items[1].persona == persona))
            return conversation_find(request, all.items[i].id, conversation);
    }
    return NOT_FOUND;
}

/* ---- who may ---- */

static enum status may_meet(struct request *request, int64_t a, int64_t b, enum conversation_kind kind)
{
    bool meet, blocked = false;
    TRY(persona_bands_meet(request->db, request->arena, a, b, &meet));
    if (kind != CONVERSATION_MEDIATION)
        TRY(block_between(request->db, request->arena, a, b, &blocked));
    return meet && !blocked && a != b ? OK : FORBIDDEN;
}

/* FORBIDDEN: not with this one. */
static enum status may_come(struct request *request, int64_t persona, const int64_t *with, size_t count, enum conversation_kind kind)
{
    struct key open;
    struct conversation_seat_rows seats;
    for (size_t i = 0; i < count; i++)
        TRY(may_meet(request, persona, with[i], kind));
    enum status status = persona_open_key(request->db, request->arena, persona, &open);
    if (status != OK)
        return status == NOT_FOUND ? FORBIDDEN : status;
    TRY(conversation_seat_list(request->db, request->arena, persona, CONVERSATION_PRIVATE, &seats));
    return seats.count < CONVERSATIONS_MOST ? OK : FORBIDDEN;
}

enum status conversation_welcome(struct request *request, int64_t persona, bool *welcome, bool *waits)
{
    struct conversation_choice choice;
    bool connected, shared = false;
    *waits = *welcome = false;
    enum status status = may_come(request, persona, &request->reader, 1, CONVERSATION_PRIVATE);
    if (status != OK)
        return status == FORBIDDEN ? OK : status;
    TRY(conversation_choice_find(request->db, request->arena, persona, &choice));
    TRY(connection_between(request->db, request->arena, request->reader, persona, &connected));
    if (text_same(choice.who, "groups") && !connected)
        TRY(membership_shared(request->db, request->arena, request->reader, persona, &shared));
    *welcome = !text_same(choice.who, "nobody") && (connected || shared);
    *waits = !connected;
    return OK;
}

/* ---- making ---- */

/* Somebody takes a seat: their box, their voice, their line in the head. */
static enum status seat_make(struct request *request, struct conversation *conversation, int64_t persona, bool waits, int64_t *seat)
{
    const struct conversation_generation *now = conversation_key_now(conversation);
    struct key open, voice;
    struct conversation_seat_row row = { .id = id_random(), .persona = persona };
    TRY(persona_open_key(request->db, request->arena, persona, &open));
    key_random(&voice);
    if (conversation->keys->voices) {
        conversation->keys->voices[conversation->people.count] = voice;
        conversation->keys->has_voice[conversation->people.count] = conversation->keys->is_seated[conversation->people.count] = true;
    }
    row.keys = conversation_box_seal(request->arena, &open, row.id, conversation->channel, now);
    row.voice = conversation_voice_seal(request->arena, &now->key, row.id, &voice);
    key_wipe(&voice);
    conversation->people.items[conversation->people.count++] =
        (struct conversation_person){ .persona = persona, .seat = row.id, .waits = waits };
    *seat = row.id;
    return conversation_seat_insert(request->db, request->arena, &row, conversation->kind);
}

static enum status make_allowed(struct request *request, const struct conversation_new *wish)
{
    int64_t with[CONVERSATION_PEOPLE] = { request->reader };
    if (!wish->others_count || wish->others_count >= CONVERSATION_PEOPLE)
        return INVALID;
    for (size_t i = 0; i < wish->others_count; i++) {
        TRY(may_come(request, wish->others[i], with, i + 1, wish->kind));
        with[i + 1] = wish->others[i];
    }
    return OK;
}

static enum status make_rows(struct request *request, const struct conversation_new *wish, struct conversation *made)
{
    struct conversation_keys *keys = arena_alloc(request->arena, sizeof *keys);
    struct conversation_row row = { .generation = 1 };
    int64_t theirs;
    TRY(make_allowed(request, wish));
    keys->channel = id_random();
    keys->items = arena_array(request->arena, 1, sizeof *keys->items);
    keys->count = 1;
    keys->items[0].number = 1;
    key_random(&keys->items[0].key);
    voices_room(request->arena, keys);
    *made = (struct conversation){ .channel = keys->channel, .kind = wish->kind, .keep_days = wish->keep_days, .keys = keys };
    made->name = wish->name ? wish->name : "";
    made->people.items = arena_array(request->arena, CONVERSATION_EVER + 1, sizeof *made->people.items);
    TRY(seat_make(request, made, request->reader, false, &made->id));
    for (size_t i = 0; i < wish->others_count; i++)
        TRY(seat_make(request, made, wish->others[i], wish->waits, &theirs));
    row.head = conversation_head_seal(request->arena, made);
    TRY(conversation_row_insert(request->db, request->arena, made->channel, &row));
    if (wish->days)
        TRY(conversation_gone_put(request->db, request->arena, made, time_day(request->now) + wish->days));
    for (size_t i = 0; i < made->people.count; i++)
        TRY(conversation_seat_mix(request->db, request->arena, made->people.items[i].seat));
    return OK;
}

enum status conversation_make(struct request *request, const struct conversation_new *wish, struct conversation *conversation)
{
    struct conversation made;
    TRY(make_rows(request, wish, &made));
    return conversation_find(request, made.id, conversation);
}

enum status conversation_plant(struct db *db, struct arena *arena, struct app *app, const struct conversation_lines *lines)
{
    struct request request = { .arena = arena, .app = app, .db = db, .reader = lines->by[0], .now = lines->at };
    const struct conversation_new wish = {
        .kind = CONVERSATION_PRIVATE, .others = &lines->by[1], .others_count = 1, .waits = lines->waits
    };
    struct conversation conversation;
    int64_t number;
    TRY(make_rows(&request, &wish, &conversation));
    for (size_t i = 0; i < lines->count; i++) {
        conversation.me = &conversation.people.items[lines->waits ? 0 : i % 2];
        conversation.id = conversation.me->seat;
        request.reader = conversation.me->persona;
        TRY(conversation_send(&request, &conversation, lines->items[i], 0, &number));
        request.now += 7 * TIME_MINUTE;
    }
    return OK;
}

/* ---- who takes part changes ---- */

/* A new key: a box of it for everybody who stays, and all voices under it. */
static enum status generation_begin(struct request *request, struct conversation *conversation)
{
    struct conversation_keys *keys = conversation->keys;
    struct conversation_generation *items = arena_array(request->arena, keys->count + 1, sizeof *items), *now = &items[keys->count];
    memcpy(items, keys->items, keys->count * sizeof *items);
    now->number = items[keys->count - 1].number + 1;
    key_random(&now->key);
    for (size_t i = 0; i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        struct conversation_seat_row seat;
        struct key open;
        enum status status = conversation_seat_find(request->db, request->arena, person->seat, &seat);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        bool stays = seat.keys.data && !person->left && persona_open_key(request->db, request->arena, seat.persona, &open) == OK;
        struct buf boxes = { .arena = request->arena };
        if (stays) {
            struct bytes box = conversation_box_seal(request->arena, &open, seat.id, conversation->channel, now);
            buf_add(&boxes, seat.keys.data, seat.keys.len);
            buf_add(&boxes, box.data, box.len);
        }
        seat.keys = stays ? (struct bytes){ boxes.data, boxes.len } : (struct bytes){ NULL, 0 };
        if (keys->has_voice[i])
            seat.voice = conversation_voice_seal(request->arena, &now->key, seat.id, &keys->voices[i]);
        keys->is_seated[i] = stays;
        TRY(conversation_seat_update(request->db, request->arena, &seat));
    }
    keys->items = items;
    keys->count++;
    return OK;
}

enum status conversation_save(struct request *request, const struct conversation *conversation)
{
    TRY(conversation_head_put(request->db, request->arena, conversation));
    return conversation_touch(request->db, request->arena, conversation->channel);
}

enum status conversation_add(struct request *request, struct conversation *conversation, int64_t persona, int64_t *seat)
{
    int64_t with[CONVERSATION_EVER];
    size_t count = 0;
    bool welcome = true, waits = false;
    for (size_t i = 0; i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        if (person->persona == persona && !person->left)
            return CONFLICT;
        if (!person->left)
            with[count++] = person->persona;
    }
    if (count >= CONVERSATION_PEOPLE || conversation->people.count >= CONVERSATION_EVER)
        return INVALID;
    TRY(may_come(request, persona, with, count, conversation->kind));
    if (conversation->kind == CONVERSATION_PRIVATE)
        TRY(conversation_welcome(request, persona, &welcome, &waits));
    if (!welcome)
        return FORBIDDEN;
    TRY(generation_begin(request, conversation));
    TRY(seat_make(request, conversation, persona, waits, seat));
    TRY(voices_read(request, conversation));
    TRY(conversation_seat_mix(request->db, request->arena, *seat));
    return conversation_save(request, conversation);
}

static struct conversation_person *own_line(struct conversation *conversation)
{
    struct conversation_person *line = conversation->people.items;
    while (line->seat != conversation->id)
        line++; /* conversation_find saw it */
    return line;
}

static size_t seated(const struct conversation *conversation)
{
    size_t count = 0;
    for (size_t i = 0; i < conversation->people.count; i++)
        count += conversation->keys->is_seated[i];
    return count;
}

enum status conversation_leave(struct request *request, struct conversation *conversation)
{
    TRY(conversation_draft_put(request->db, request->arena, request->reader, conversation->id, (struct bytes){ NULL, 0 }, 0));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_LETTER, conversation->id));
    TRY(live_drop(request->db, request->arena, request->reader));
    if (seated(conversation) <= 1)
        return conversation_remove(request->db, request->arena, conversation);
    own_line(conversation)->left = true;
    TRY(generation_begin(request, conversation));
    return conversation_save(request, conversation);
}

enum status conversation_finish(struct request *request, struct conversation *conversation, int days)
{
    if (!conversation->ended && days)
        TRY(conversation_gone_put(request->db, request->arena, conversation, time_day(request->now) + days));
    conversation->ended = true;
    return conversation_save(request, conversation);
}

enum status conversation_take(struct request *request, struct conversation *conversation)
{
    own_line(conversation)->waits = conversation->waits = false;
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_LETTER, conversation->id));
    return conversation_save(request, conversation);
}

/* The head stays as it is: who asked sees what they see while nobody has answered. */
enum status conversation_refuse(struct request *request, struct conversation *conversation)
{
    if (seated(conversation) <= 1)
        return conversation_remove(request->db, request->arena, conversation);
    return conversation_seat_delete(request->db, request->arena, conversation->id);
}
