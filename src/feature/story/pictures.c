/* Pictures of a story. While it is a draft, or for its writer alone, they are sealed as its words are; with the story they become
 * pictures like others (feature/picture), seen by whoever may read it. */
#include "story/pages.h"

enum { PAD = 65536, SEALED_MOST = 60 };

/* ---- what came with the form ---- */

static const struct story_prepared *prepared_of(const struct request *request)
{
    return request->route && request->route->prepare == story_prepare ? request->prepared : NULL;
}

static bool photo_came(const struct request *request)
{
    const struct story_prepared *prepared = prepared_of(request);
    return prepared && prepared->photo.made.webp.data;
}

static void picture_add(struct story_pictures *pictures, int64_t id, const char *description, const struct image_made *made)
{
    for (size_t i = 0; i < pictures->count; i++)
        if (pictures->items[i].id == id)
            return;
    if (id && pictures->count < STORY_PICTURES)
        pictures->items[pictures->count++] = (struct story_picture){ .id = id, .description = description, .made = made };
}

void story_pictures_of_form(struct request *request, struct story_pictures *pictures)
{
    const struct story_prepared *prepared = prepared_of(request);
    const char *id[STORY_PICTURES], *alt[STORY_PICTURES + 1];
    size_t ids = form_values(request, "picture[]", id, STORY_PICTURES), alts = form_values(request, "alt[]", alt, STORY_PICTURES + 1);
    *pictures = (struct story_pictures){ 0 };
    for (size_t i = 0; i < ids; i++) {
        int64_t number = 0;
        (void)text_int(id[i], 1, INT64_MAX, &number);
        picture_add(pictures, number, i < alts ? alt[i] : "", NULL);
    }
    if (photo_came(request))
        picture_add(pictures, prepared->photo_id, ids < alts ? alt[ids] : "", &prepared->photo.made);
}

const char *story_photo_words(struct request *request)
{
    const char *id[STORY_PICTURES], *alt[STORY_PICTURES + 1];
    size_t ids = form_values(request, "picture[]", id, STORY_PICTURES), alts = form_values(request, "alt[]", alt, STORY_PICTURES + 1);
    return ids < alts && !photo_came(request) ? alt[ids] : "";
}

enum status story_pictures_check(struct request *request, const struct story_pictures *pictures)
{
    struct view *view = &request->view;
    const char *id[STORY_PICTURES];
    if (photo_came(request) && form_values(request, "picture[]", id, STORY_PICTURES) == STORY_PICTURES)
        return form_reject(request, "photo", t(view, "A story can carry six pictures. Please take one out first."));
    if (!photo_came(request) && (*story_photo_words(request) || text_same(form_value(request, "do"), "picture")))
        return form_reject(request, "photo", t(view, "Please choose a file."));
    for (size_t i = 0; i < pictures->count; i++)
        if (!*pictures->items[i].description)
            return form_reject(
                request, "alt[]",
                t(view, "Please say in a sentence what each picture shows, for people who don’t see it. The picture itself is kept."));
    return OK;
}

/* "up-2", "drop-3": which of them, from 0. */
static bool act_reads(const char *act, const char *word, const struct story_pictures *pictures, size_t *n)
{
    int64_t number;
    if (!text_starts(act, word) || !text_int(act + strlen(word), 1, (int64_t)pictures->count, &number))
        return false;
    *n = (size_t)number - 1;
    return true;
}

bool story_pictures_is_act(const char *act)
{
    return text_same(act, "picture") || text_starts(act, "up-") || text_starts(act, "drop-");
}

enum status story_pictures_act(struct request *request, struct story_pictures *pictures)
{
    const char *act = form_value(request, "do");
    struct story_picture *items = pictures->items;
    size_t n;
    if (text_same(act, "picture"))
        return story_pictures_check(request, pictures);
    if (act_reads(act, "up-", pictures, &n) && n > 0) {
        struct story_picture moved = items[n];
        items[n] = items[n - 1];
        items[n - 1] = moved;
    } else if (act_reads(act, "drop-", pictures, &n)) {
        memmove(&items[n], &items[n + 1], (pictures->count - n - 1) * sizeof *items);
        pictures->count--;
    }
    return OK;
}

/* ---- sealed ---- */

static const char *context_of(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "story_sealed_picture.bytes.%lld", (long long)id);
}

/* Its size and length, and its bytes, padded: the length of a file can tell which picture it is. */
static struct bytes picture_seal(struct request *request, int64_t id, const struct image_made *made)
{
    struct buf plain = { .arena = request->arena };
    buf_printf(&plain, "%lld%c%lld%c%zu%c", (long long)made->width, 0, (long long)made->height, 0, made->webp.len, 0);
    buf_add(&plain, made->webp.data, made->webp.len);
    size_t rest = PAD - plain.len % PAD;
    buf_room(&plain, rest);
    while (rest--)
        buf_putc(&plain, 0);
    return seal(request->arena, &request->member->key, context_of(request->arena, id), (struct bytes){ plain.data, plain.len });
}

static int64_t number_read(const char **at, const char *end)
{
    int64_t number = 0;
    const char *stop = memchr(*at, 0, (size_t)(end - *at));
    if (!stop || !text_int(*at, 0, INT32_MAX, &number))
        return 0;
    *at = stop + 1;
    return number;
}

static enum status picture_open(struct request *request, int64_t id, struct image_made *made)
{
    struct bytes sealed, plain;
    TRY(story_sealed_picture_find(request->db, request->arena, request->member->persona, id, &sealed));
    if (unseal(request->arena, &request->member->key, context_of(request->arena, id), sealed, &plain) != OK)
        return NOT_FOUND; /* sealed with a key that is no longer theirs */
    const char *at = plain.data, *end = at + plain.len;
    made->width = number_read(&at, end);
    made->height = number_read(&at, end);
    size_t len = (size_t)number_read(&at, end);
    made->webp = (struct bytes){ at, len };
    return len <= (size_t)(end - at) ? OK : NOT_FOUND;
}

enum status story_pictures_seal(struct request *request, const struct story_pictures *pictures)
{
    const int64_t *ids;
    size_t count;
    for (size_t i = 0; i < pictures->count; i++) {
        const struct story_picture *picture = &pictures->items[i];
        struct bytes there;
        if (!picture->made)
            continue;
        enum status status = story_sealed_picture_find(request->db, request->arena, request->member->persona, picture->id, &there);
        if (status == OK)
            continue;
        if (status != NOT_FOUND)
            return status;
        TRY(story_sealed_picture_list(request->db, request->arena, request->member->persona, &ids, &count));
        if (count >= SEALED_MOST)
            return CONFLICT;
        TRY(story_sealed_picture_add(request->db, request->arena, request->member->persona, picture->id,
                                     picture_seal(request, picture->id, picture->made)));
    }
    return OK;
}

static bool is_in_a_draft(const struct story_sealeds *drafts, int64_t id)
{
    for (size_t i = 0; i < drafts->count; i++)
        for (size_t n = 0; n < STORY_PICTURES; n++)
            if (drafts->items[i].pictures[n] == id)
                return true;
    return false;
}

enum status story_pictures_sweep(struct request *request)
{
    struct story_sealeds drafts;
    const int64_t *ids;
    size_t count;
    TRY(story_sealed_picture_list(request->db, request->arena, request->member->persona, &ids, &count));
    if (!count)
        return OK;
    TRY(story_sealed_list(request, &drafts));
    for (size_t i = 0; i < count; i++)
        if (!is_in_a_draft(&drafts, ids[i]))
            TRY(story_sealed_picture_remove(request->db, request->arena, request->member->persona, ids[i]));
    return OK;
}

enum status story_pictures_export(struct request *request, export_file *add, void *context)
{
    const int64_t *ids;
    size_t count;
    TRY(story_sealed_picture_list(request->db, request->arena, request->member->persona, &ids, &count));
    for (size_t i = 0; i < count; i++) {
        struct image_made made;
        enum status status = picture_open(request, ids[i], &made);
        if (status == OK)
            add(context, arena_printf(request->arena, "story-picture-%zu.webp", i + 1), made.webp);
        else if (status != NOT_FOUND)
            return status;
    }
    return OK;
}

/* ---- with the story ---- */

static const struct story_picture *picture_in(const struct story_pictures *pictures, int64_t id)
{
    for (size_t i = 0; i < pictures->count; i++)
        if (pictures->items[i].id == id)
            return &pictures->items[i];
    return NULL;
}

static enum status picture_publish(struct request *request, int64_t story, const struct story_picture *picture, size_t place)
{
    struct picture_taken taken = { .kind = &story_picture_kinds[0] };
    int64_t id;
    if (picture->made) {
        taken.made = *picture->made;
    } else {
        enum status status = picture_open(request, picture->id, &taken.made);
        if (status != OK)
            return status == NOT_FOUND ? OK : status; /* taken out in another window */
    }
    TRY(picture_store(request, &taken, picture->description, &id));
    return story_picture_put(request->db, request->arena, story, id, place);
}

enum status story_pictures_set(struct request *request, int64_t story, const struct story_pictures *pictures)
{
    struct story_pictures there;
    TRY(story_picture_list(request->db, request->arena, story, &there));
    for (size_t i = 0; i < pictures->count; i++) {
        const struct story_picture *picture = &pictures->items[i];
        if (!picture_in(&there, picture->id)) {
            TRY(picture_publish(request, story, picture, i));
            continue;
        }
        TRY(picture_describe(request->db, request->arena, picture->id, picture->description));
        TRY(story_picture_put(request->db, request->arena, story, picture->id, i));
    }
    for (size_t i = 0; i < there.count; i++)
        if (!picture_in(pictures, there.items[i].id)) {
            TRY(story_picture_remove(request->db, request->arena, there.items[i].id));
            TRY(picture_drop(request, there.items[i].id));
        }
    return OK;
}

enum status story_pictures_withdraw(struct request *request, int64_t story, struct story_pictures *pictures)
{
    static const struct story_pictures none;
    struct story_pictures there;
    TRY(story_picture_list(request->db, request->arena, story, &there));
    for (size_t i = 0; i < pictures->count; i++) {
        struct story_picture *picture = &pictures->items[i];
        const struct story_picture *shown = picture_in(&there, picture->id);
        if (!shown)
            continue;
        struct image_made *made = arena_alloc(request->arena, sizeof *made);
        *made = (struct image_made){ .width = shown->width, .height = shown->height };
        TRY(picture_bytes(request->db, request->arena, picture->id, &made->webp));
        picture->id = id_random();
        picture->made = made;
    }
    return story_pictures_set(request, story, &none);
}

/* ---- seeing ---- */

/* Whoever may read the story; not members who have still to do something before they are in, unless everybody reads it. */
static enum status story_picture_may(struct request *request, const struct picture *picture)
{
    struct story story;
    int64_t id;
    TRY(story_picture_story(request->db, request->arena, picture->id, &id));
    TRY(story_find(request, id, &story));
    return request->member && account_gate(request) && !text_same(story.audience, "everyone") ? NOT_FOUND : OK;
}

const struct picture_kind story_picture_kinds[] = { { "story", PICTURE_WIDE, story_picture_may }, { 0 } };

const char *story_picture_path(struct arena *arena, const struct story_picture *picture)
{
    return picture->shown ? picture_path(arena, picture->id) : arena_printf(arena, "/stories/pictures/%lld", (long long)picture->id);
}

/* A form names its pictures by number, sealed ones and those that are in the story. */
enum status story_picture_page(struct request *request)
{
    struct image_made made;
    struct picture picture;
    int64_t id = path_id(request, 0);
    enum status status = picture_open(request, id, &made);
    if (status == OK)
        picture_answer(request, made.webp);
    if (status != NOT_FOUND)
        return status;
    TRY(picture_find(request->db, request->arena, id, &picture));
    TRY(story_picture_may(request, &picture));
    return redirect(request, picture_path(request->arena, id));
}
