/* What is for its writer's eyes alone, sealed with the member key: the words, their title, and which story they belong to. Both sealed
 * parts are padded, the words to one of a few lengths, so that a draft can't be told by its size from a story it became. */
#include "story/pages.h"

#include <stdlib.h>

enum { HEAD_SIZE = 1024, BODY_SIZE = 4096 };

static const char *const states[] = { "draft", "kept", "road" };

/* ---- sealing ---- */

static struct bytes place_hash(struct request *request, struct story_place place, enum story_state state)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    const char *text = arena_printf(request->arena, "%s %lld %lld", state == STORY_OWN_ROAD ? "road" : "words", (long long)place.story,
                                    (long long)place.draft);
    key_derive(&key, &request->member->key, "story place");
    hash_keyed(hash, &key, text, strlen(text));
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

static struct bytes part_seal(struct request *request, const char *column, int64_t id, struct buf *plain, size_t size)
{
    const char *context = arena_printf(request->arena, "story_sealed.%s.%lld", column, (long long)id);
    while (size < plain->len)
        size *= 4;
    buf_room(plain, size - plain->len);
    while (plain->len < size)
        buf_putc(plain, 0);
    return seal(request->arena, &request->member->key, context, (struct bytes){ plain->data, plain->len });
}

static bool part_open(struct request *request, const char *column, int64_t id, struct bytes sealed, const char **at, const char **end)
{
    struct bytes plain;
    const char *context = arena_printf(request->arena, "story_sealed.%s.%lld", column, (long long)id);
    if (unseal(request->arena, &request->member->key, context, sealed, &plain) != OK)
        return false; /* sealed with a key that is no longer theirs: as good as none */
    *at = plain.data;
    *end = *at + plain.len;
    return true;
}

static void part_pack(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text) + 1);
}

/* The next text; "" behind the last one. */
static const char *part_unpack(const char **at, const char *end)
{
    const char *text = *at, *stop = text < end ? memchr(text, 0, (size_t)(end - text)) : NULL;
    if (!stop)
        return "";
    *at = stop + 1;
    return text;
}

static int64_t number_unpack(const char **at, const char *end)
{
    int64_t number = 0;
    (void)text_int(part_unpack(at, end), 0, INT64_MAX, &number);
    return number;
}

/* ---- heads and words ---- */

static void head_pack(struct buf *buf, const struct story_sealed *head)
{
    part_pack(buf, states[head->state]);
    buf_printf(buf, "%lld%c%lld%c%lld%c%lld%c", (long long)head->place.story, 0, (long long)head->place.draft, 0, (long long)head->beside,
               0, (long long)head->at, 0);
    part_pack(buf, head->tab);
    part_pack(buf, head->title);
    for (size_t i = 0; i < STORY_PICTURES; i++)
        buf_printf(buf, "%lld%c", (long long)head->pictures[i], 0);
}

static enum status head_open(struct request *request, const struct story_sealed_row *row, struct story_sealed *head)
{
    const char *at, *end;
    *head = (struct story_sealed){ .id = row->id };
    if (!part_open(request, "head", row->id, row->head, &at, &end))
        return NOT_FOUND;
    const char *state = part_unpack(&at, end);
    for (size_t i = 0; i < COUNT(states); i++)
        if (text_same(states[i], state))
            head->state = (enum story_state)i;
    head->place.story = number_unpack(&at, end);
    head->place.draft = number_unpack(&at, end);
    head->beside = number_unpack(&at, end);
    head->at = number_unpack(&at, end);
    head->tab = part_unpack(&at, end);
    head->title = part_unpack(&at, end);
    for (size_t i = 0; i < STORY_PICTURES; i++)
        head->pictures[i] = number_unpack(&at, end);
    return OK;
}

static void words_pack(struct buf *buf, const struct story_words *words)
{
    for (size_t i = 0; i < STORY_PARTS; i++)
        part_pack(buf, words->part[i]);
    for (size_t i = 0; i < words->road.count; i++) {
        part_pack(buf, words->road.items[i].kind);
        part_pack(buf, words->road.items[i].when);
        part_pack(buf, words->road.items[i].words);
    }
    part_pack(buf, ""); /* behind the last milestone */
    for (size_t i = 0; i < words->pictures.count; i++) {
        buf_printf(buf, "%lld%c", (long long)words->pictures.items[i].id, 0);
        part_pack(buf, words->pictures.items[i].description);
    }
    part_pack(buf, ""); /* behind the last picture */
    part_pack(buf, words->circles);
}

static enum status words_open(struct request *request, const struct story_sealed_row *row, struct story_words *words)
{
    const char *at, *end, *kind;
    *words = (struct story_words){ 0 };
    if (!part_open(request, "body", row->id, row->body, &at, &end))
        return NOT_FOUND;
    for (size_t i = 0; i < STORY_PARTS; i++)
        words->part[i] = part_unpack(&at, end);
    while (words->road.count < STORY_MILESTONES && *(kind = part_unpack(&at, end))) {
        struct milestone *milestone = &words->road.items[words->road.count++];
        milestone->kind = kind;
        milestone->when = part_unpack(&at, end);
        milestone->words = part_unpack(&at, end);
    }
    if (words->road.count == STORY_MILESTONES)
        (void)part_unpack(&at, end); /* what stands behind the last one; a shorter road was ended by it */
    int64_t id;
    while (words->pictures.count < STORY_PICTURES && (id = number_unpack(&at, end))) {
        struct story_picture *picture = &words->pictures.items[words->pictures.count++];
        *picture = (struct story_picture){ .id = id, .description = part_unpack(&at, end) };
    }
    if (words->pictures.count == STORY_PICTURES)
        (void)part_unpack(&at, end);
    words->circles = part_unpack(&at, end);
    return OK;
}

static enum status row_open(struct request *request, const struct story_sealed_row *row, struct story_sealed *sealed,
                            struct story_words *words)
{
    TRY(head_open(request, row, sealed));
    return words ? words_open(request, row, words) : OK;
}

/* ---- finding ---- */

enum status story_sealed_find(struct request *request, struct story_place place, enum story_state state, struct story_sealed *sealed,
                              struct story_words *words)
{
    struct story_sealed_row row;
    TRY(story_sealed_row_find(request->db, request->arena, request->member->persona, place_hash(request, place, state), &row));
    return row_open(request, &row, sealed, words);
}

enum status story_sealed_by_id(struct request *request, int64_t id, struct story_sealed *sealed, struct story_words *words)
{
    struct story_sealed_row row;
    TRY(story_sealed_row_by_id(request->db, request->arena, request->member->persona, id, &row));
    return row_open(request, &row, sealed, words);
}

static int latest_first(const void *a, const void *b)
{
    const struct story_sealed *x = a, *y = b;
    return x->at < y->at ? 1 : x->at > y->at ? -1 : 0;
}

enum status story_sealed_list(struct request *request, struct story_sealeds *list)
{
    struct story_sealed_rows rows;
    TRY(story_sealed_row_list(request->db, request->arena, request->member->persona, &rows));
    *list = (struct story_sealeds){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    for (size_t i = 0; i < rows.count; i++)
        if (head_open(request, &rows.items[i], &list->items[list->count]) == OK)
            list->count++;
    qsort(list->items, list->count, sizeof *list->items, latest_first);
    return OK;
}

/* ---- keeping ---- */

static enum status put(struct request *request, struct story_sealed *sealed, const struct story_words *words)
{
    struct buf head = { .arena = request->arena }, body = { .arena = request->arena };
    struct story_sealed_row row = { .id = sealed->id };
    head_pack(&head, sealed);
    words_pack(&body, words);
    row.head = part_seal(request, "head", row.id, &head, HEAD_SIZE);
    row.body = part_seal(request, "body", row.id, &body, BODY_SIZE);
    return story_sealed_row_put(request->db, request->arena, request->member->persona, place_hash(request, sealed->place, sealed->state),
                                &row);
}

static bool wrote(const struct story_sealed *sealed, const struct story_keeping *keeping)
{
    return text_same(sealed->tab, keeping->tab) || text_same(sealed->tab, keeping->seen);
}

/* The number of the draft that this window's words go to, when another window has written on meanwhile. */
static int64_t number_beside(struct request *request, const struct story_keeping *keeping)
{
    struct key key;
    struct hash hash;
    int64_t number;
    const char *text =
        arena_printf(request->arena, "%lld %lld %s", (long long)keeping->place.story, (long long)keeping->place.draft, keeping->tab);
    key_derive(&key, &request->member->key, "story beside");
    hash_keyed(&hash, &key, text, strlen(text));
    key_wipe(&key);
    memcpy(&number, hash.byte, sizeof number);
    return (number & (INT64_MAX >> 1)) | 1;
}

/* The draft these words belong to: the one at its place, or the one beside it. NOT_FOUND: it isn't there yet. */
static enum status draft_for(struct request *request, const struct story_keeping *keeping, struct story_sealed *sealed)
{
    *sealed = (struct story_sealed){ .place = keeping->place, .beside = keeping->place.draft };
    enum status status = story_sealed_find(request, keeping->place, keeping->state, sealed, NULL);
    if (status != OK || keeping->state == STORY_OWN_ROAD || wrote(sealed, keeping))
        return status;
    int64_t beside = sealed->beside;
    struct story_place place = { keeping->place.story, number_beside(request, keeping) };
    status = story_sealed_find(request, place, keeping->state, sealed, NULL);
    if (status == NOT_FOUND)
        *sealed = (struct story_sealed){ .place = place, .beside = beside };
    return status;
}

enum status story_sealed_keep(struct request *request, const struct story_keeping *keeping, const struct story_words *words,
                              struct story_sealed *sealed)
{
    struct story_sealed_rows rows;
    enum status status = draft_for(request, keeping, sealed);
    if (status == NOT_FOUND && keeping->state != STORY_OWN_ROAD && story_words_are_empty(words))
        return OK;
    if (status == NOT_FOUND) {
        TRY(story_sealed_row_list(request->db, request->arena, request->member->persona, &rows));
        if (rows.count >= STORY_SEALED_MOST)
            return CONFLICT;
        sealed->id = id_random();
    } else
        TRY(status);
    /* A story kept for oneself stays one while it is written on. */
    if (status == NOT_FOUND || sealed->state != STORY_KEPT)
        sealed->state = keeping->state;
    sealed->tab = keeping->tab;
    sealed->title = words->part[STORY_TITLE];
    sealed->at = request->now;
    for (size_t i = 0; i < STORY_PICTURES; i++)
        sealed->pictures[i] = i < words->pictures.count ? words->pictures.items[i].id : 0;
    TRY(story_pictures_seal(request, &words->pictures));
    TRY(put(request, sealed, words));
    return story_pictures_sweep(request);
}

enum status story_sealed_done(struct request *request, const struct story_keeping *keeping)
{
    struct story_sealed sealed;
    enum status status = draft_for(request, keeping, &sealed);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    return story_sealed_drop(request, sealed.id);
}

enum status story_sealed_drop(struct request *request, int64_t id)
{
    TRY(story_sealed_row_drop(request->db, request->arena, request->member->persona, id));
    return story_pictures_sweep(request);
}

enum status story_sealed_forget(struct request *request, int64_t story)
{
    struct story_sealeds list;
    TRY(story_sealed_list(request, &list));
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].place.story == story)
            TRY(story_sealed_row_drop(request->db, request->arena, request->member->persona, list.items[i].id));
    return story_pictures_sweep(request);
}
