#include "story/pages.h"

enum status story_picture_list(struct db *db, struct arena *arena, int64_t story, struct story_pictures *pictures)
{
    struct rows rows;
    *pictures = (struct story_pictures){ 0 };
    TRY(db_query(db, arena, &rows,
                 "SELECT p.id, p.description, p.width, p.height FROM story_picture s JOIN picture p ON p.id = s.id WHERE s.story_id = $1"
                 " ORDER BY s.place",
                 P(story)));
    while (pictures->count < STORY_PICTURES && rows_next(&rows)) {
        struct story_picture *picture = &pictures->items[pictures->count++];
        picture->id = rows_int(&rows);
        picture->description = rows_text(&rows);
        picture->width = rows_int(&rows);
        picture->height = rows_int(&rows);
        picture->shown = true;
    }
    return OK;
}

enum status story_picture_story(struct db *db, struct arena *arena, int64_t id, int64_t *story)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT story_id FROM story_picture WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *story = rows_int(&rows);
    return OK;
}

enum status story_picture_put(struct db *db, struct arena *arena, int64_t story, int64_t id, size_t place)
{
    return db_exec(db, arena,
                   "INSERT INTO story_picture (id, story_id, place) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET place = $3", P(id),
                   P(story), P((int64_t)place));
}

enum status story_picture_remove(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM story_picture WHERE id = $1", P(id));
}

/* ---- sealed ---- */

enum status story_sealed_picture_add(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct bytes sealed)
{
    return db_exec(db, arena, "INSERT INTO story_sealed_picture (id, persona_id, bytes) VALUES ($1, $2, $3)", P(id), P(persona), P(sealed));
}

enum status story_sealed_picture_find(struct db *db, struct arena *arena, int64_t persona, int64_t id, struct bytes *sealed)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT bytes FROM story_sealed_picture WHERE id = $1 AND persona_id = $2", P(id), P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *sealed = rows_blob(&rows);
    return OK;
}

enum status story_sealed_picture_list(struct db *db, struct arena *arena, int64_t persona, const int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM story_sealed_picture WHERE persona_id = $1 ORDER BY id", P(persona)));
    int64_t *items = arena_array(arena, rows.count + 1, sizeof *items);
    for (*count = 0; rows_next(&rows); ++*count)
        items[*count] = rows_int(&rows);
    *ids = items;
    return OK;
}

enum status story_sealed_picture_remove(struct db *db, struct arena *arena, int64_t persona, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM story_sealed_picture WHERE id = $1 AND persona_id = $2", P(id), P(persona));
}

enum status story_sealed_picture_erase(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM story_sealed_picture WHERE persona_id = $1", P(persona));
}
