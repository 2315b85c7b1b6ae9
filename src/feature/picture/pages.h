/* Inside feature/picture. */
#ifndef PICTURE_PAGES_H
#define PICTURE_PAGES_H

#include "picture/picture.h"

/* ---- store.c ---- */

enum status picture_add(struct db *db, struct arena *arena, const struct picture *picture, struct bytes webp) MUST_USE;
enum status picture_remove(struct db *db, struct arena *arena, int64_t id) MUST_USE;
struct pictures {
    struct picture *items;
    size_t count;
};
/* All of a persona, in the order of their ids. */
enum status picture_list(struct db *db, struct arena *arena, int64_t persona, struct pictures *pictures) MUST_USE;
enum status picture_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- pages ---- */

extern const struct picture_kind picture_avatars[];

#endif
