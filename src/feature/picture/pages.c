/* Taking pictures in, showing them, and the one that a member shows of themselves. */
#include "picture/pages.h"

#include "circle/circle.h"
#include "trust/trust.h"

const struct field picture_plate_form[] = { { "picture", 1, 20, FIELD_LINE, false }, { 0 } };
const struct field picture_own_form[] = { { "own", 1, IMAGE_BYTES_MOST, FIELD_FILE, false },
                                          { "visitors", 0, 1, FIELD_LINE, false },
                                          { 0 } };

static const struct limit sending = { "picture", 12, 0.5 };

/* ---- taking ---- */

/* What went wrong, and what one can do. */
static const char *problem(struct view *view, enum image_answer answer)
{
    switch (answer) {
    case IMAGE_HEAVY:
        return t(view, "That file is larger than 10 MB. Please choose a smaller one.");
    case IMAGE_UNKNOWN:
        return t(view, "That isn’t a picture we can read. Please choose a JPEG, PNG, WebP, GIF, HEIC or AVIF.");
    case IMAGE_VAST:
        return t(view, "That picture has too many pixels. Please make it smaller than 8,000 by 8,000 first.");
    case IMAGE_BUSY:
        return t(view, "Other pictures are in the way right now. Please try again in a moment.");
    case IMAGE_AWAY:
        return t(view, "This place can’t take pictures at the moment. Everything else works as it always does.");
    default:
        return t(view, "That picture can’t be read to its end. Please save it anew and try again, or choose another.");
    }
}

enum status picture_take(struct request *request, const char *field, const struct picture_kind *kind, struct picture_taken *taken)
{
    const struct upload *upload = form_upload(request, field);
    *taken = (struct picture_taken){ .kind = kind };
    if (!upload || !upload->content.len)
        return OK;
    if (!limit_take(request, &sending, member_key_text(request)))
        return limit_refuse(request, 0);
    enum image_answer answer = image_make(request->app->images, request->arena, upload->content, &kind->wish, &taken->made);
    return answer == IMAGE_MADE ? OK : form_reject(request, field, problem(&request->view, answer));
}

static enum status store(struct request *request, const struct picture_taken *taken, struct picture *picture)
{
    picture->persona = request->member->persona;
    picture->kind = taken->kind->name;
    picture->width = taken->made.width;
    picture->height = taken->made.height;
    return picture_add(request->db, request->arena, picture, taken->made.webp);
}

enum status picture_store(struct request *request, const struct picture_taken *taken, const char *description, int64_t *id)
{
    struct picture picture = { .id = *id = id_random(), .description = description };
    return store(request, taken, &picture);
}

enum status picture_drop(struct request *request, int64_t id)
{
    TRY(picture_remove(request->db, request->arena, id));
    /* So that it leaves the files too, and not only the table. */
    return job_add(request->db, request->arena, "picture.removed", 0, request->now);
}

const char *picture_path(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "/pictures/%lld", (long long)id);
}

/* ---- showing ---- */

static enum status may_see(struct request *request, const struct picture *picture)
{
    for (const struct feature *const *feature = request->app->features; *feature; feature++)
        for (const struct picture_kind *kind = (*feature)->pictures; kind && kind->name; kind++) {
            enum status status = text_same(kind->name, picture->kind) ? kind->may(request, picture) : NOT_FOUND;
            if (status != NOT_FOUND)
                return status;
        }
    return NOT_FOUND;
}

/* Opened by itself it is a page of nothing but pixels: it may load, run and send nothing. */
void picture_answer(struct request *request, struct bytes webp)
{
    header_set(request, "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
    header_set(request, "Cache-Control", "private, no-store");
    answer_file(request, "image/webp", NULL, webp);
}

enum status picture_page(struct request *request)
{
    struct picture picture;
    struct bytes webp;
    TRY(picture_find(request->db, request->arena, path_id(request, 0), &picture));
    TRY(may_see(request, &picture));
    TRY(picture_bytes(request->db, request->arena, picture.id, &webp));
    picture_answer(request, webp);
    return OK;
}

/* ---- the one that a member shows of themselves ---- */

/* Whether visitors may see it stands in its id, so that a page knows it from the persona's number alone. */
static int64_t avatar_id(bool visitors)
{
    return (id_random() & ~INT64_C(1)) | visitors;
}

/* Members see it; not those who have still to do something before they are in, nor those whom its owner doesn't meet. */
static enum status avatar_may(struct request *request, const struct picture *picture)
{
    struct block_list blocks;
    if (!request->member)
        return picture->id & 1 ? OK : NOT_FOUND;
    if (picture->persona == request->member->persona)
        return OK;
    if (account_gate(request))
        return picture->id & 1 ? OK : NOT_FOUND;
    TRY(block_list_of(request, &blocks));
    return block_has(&blocks, picture->persona) ? NOT_FOUND : OK;
}

const struct picture_kind picture_avatars[] = {
    { "avatar", { .width = 256, .height = 256, .square = true }, avatar_may },
    { 0 },
};

/* The number of the drawn picture: the one in use, or the one that theirs stands in for. */
static enum status plate_of(struct request *request, int64_t *plate)
{
    struct picture picture;
    *plate = request->member->picture;
    if (*plate >= 0)
        return OK;
    enum status status = picture_find(request->db, request->arena, -*plate, &picture);
    *plate = status == OK ? picture.plate : (int64_t)(random_u64() >> 1);
    return status == NOT_FOUND ? OK : status;
}

/* Shows `number` from now on; what was shown so far goes. */
static enum status show(struct request *request, int64_t number)
{
    const struct member *member = request->member;
    TRY(persona_picture_store(request->db, request->arena, member->persona, number));
    return member->picture < 0 ? picture_drop(request, -member->picture) : OK;
}

enum status picture_plate_change(struct request *request)
{
    int64_t picture;
    if (!text_int(form_value(request, "picture"), 0, INT64_MAX, &picture))
        return form_reject(request, "picture", t(&request->view, "Please choose one of these."));
    TRY(show(request, picture));
    return redirect_with(request, "/settings", NOTICE_SAVED);
}

enum status picture_own_prepare(struct request *request)
{
    struct picture_taken *taken = request->prepared = arena_alloc(request->arena, sizeof *taken);
    return picture_take(request, "own", &picture_avatars[0], taken);
}

enum status picture_own_set(struct request *request)
{
    struct picture picture = { .id = avatar_id(*form_value(request, "visitors") && !persona_band_is_minor(request->member->band)),
                               .description = "" };
    TRY(trust_open(request, "own", TRUST_PICTURES));
    TRY(plate_of(request, &picture.plate));
    TRY(store(request, request->prepared, &picture));
    TRY(show(request, -picture.id));
    return redirect_with(request, "/settings", NOTICE_SAVED);
}

enum status picture_own_give(struct db *db, struct arena *arena, int64_t persona, struct bytes webp)
{
    struct image_look look;
    struct persona owner;
    if (!image_is_plain(webp, &look))
        return INVALID;
    TRY(persona_find(db, arena, persona, &owner));
    struct picture picture = { .id = avatar_id(false), .persona = persona, .kind = picture_avatars[0].name, .description = "" };
    picture.width = look.width;
    picture.height = look.height;
    picture.plate = owner.picture;
    TRY(picture_add(db, arena, &picture, webp));
    return persona_picture_store(db, arena, persona, -picture.id);
}

enum status picture_own_remove(struct request *request)
{
    int64_t plate;
    TRY(plate_of(request, &plate));
    TRY(show(request, plate));
    return redirect_with(request, "/settings", NOTICE_REMOVED);
}
