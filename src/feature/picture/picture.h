/* Pictures that members send: taken, made anew by lib/image, kept as rows, shown to those who may see them.
 *
 * A feature that has pictures of its own:
 *   1. names a kind: const struct picture_kind story_pictures[] = { { "story", …, story_picture_may }, { 0 } }, in its struct feature;
 *   2. in the route's prepare handler: picture_take(request, "photo", &story_pictures[0], &taken); in its handler: picture_store(…);
 *   3. keeps the id, shows it with picture_image, drops it with picture_drop when it drops what it belongs to.
 * When a persona goes, all its pictures go (also where its words stay without a name: a picture is a face or a room). A kept id may so
 * lead to NOT_FOUND. */
#ifndef PICTURE_H
#define PICTURE_H

#include "account/account.h"
#include "image/image.h"

struct picture {
    int64_t id, persona; /* random; whose it is */
    const char *kind, *description;
    int64_t width, height;
    int64_t plate; /* of an avatar: the drawn picture it stands in for */
};

struct picture_kind {
    const char *name; /* as it stands in the table */
    struct image_wish wish;
    /* Whether the reader of this request may see it: OK or NOT_FOUND. Several features may name a kind: it is enough that one says OK, so
     * that a feature above can open what this one keeps closed. */
    enum status (*may)(struct request *request, const struct picture *picture);
};
/* Pages for reading: at most 1600 pixels wide. */
#define PICTURE_WIDE ((struct image_wish){ .width = 1600, .height = 3200 })
enum { PICTURE_DESCRIPTION_MOST = 500 /* characters */ };

/* What a prepare handler leaves for its handler. */
struct picture_taken {
    const struct picture_kind *kind;
    struct image_made made; /* webp.data NULL: no file was sent */
};
/* In prepare: takes the file of a field { "photo", 0 or 1, IMAGE_BYTES_MOST, FIELD_FILE }. INVALID: rejected beside the field, in plain
 * words. BUSY: this member sent many (limit_refuse). Takes up to some seconds. */
enum status picture_take(struct request *request, const char *field, const struct picture_kind *kind, struct picture_taken *taken) MUST_USE;
/* In the handler: a row for the signed-in persona. `description` as the member wrote it; a story's must not be empty (the caller says so
 * beside its field). */
enum status picture_store(struct request *request, const struct picture_taken *taken, const char *description, int64_t *id) MUST_USE;
/* Whoever may see what it belongs to may see it: the caller has checked that. NOT_FOUND. */
enum status picture_find(struct db *db, struct arena *arena, int64_t id, struct picture *picture) MUST_USE;
enum status picture_describe(struct db *db, struct arena *arena, int64_t id, const char *description) MUST_USE;
/* Gone, also from the files once the job behind it ran. Idempotent. */
enum status picture_drop(struct request *request, int64_t id) MUST_USE;

/* For kith demo: a picture that lib/image made becomes a persona's own. INVALID: it isn't such a one. */
enum status picture_own_give(struct db *db, struct arena *arena, int64_t persona, struct bytes webp) MUST_USE;

/* What is in it: a plain WebP. The caller has checked that it may be read. */
enum status picture_bytes(struct db *db, struct arena *arena, int64_t id, struct bytes *webp) MUST_USE;
/* Answers with a picture and nothing else. */
void picture_answer(struct request *request, struct bytes webp);

/* Where it is served. */
const char *picture_path(struct arena *arena, int64_t id);
/* <img>: its description as text, its size, loaded when it comes near. */
void picture_image(struct view *view, const struct picture *picture);

/* ---- pages ---- */
handler picture_page;
handler picture_plate_change, picture_own_prepare, picture_own_set, picture_own_remove;
extern const struct field picture_plate_form[], picture_own_form[];
extern const struct feature picture_feature;

#endif
