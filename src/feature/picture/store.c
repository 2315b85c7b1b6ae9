#include "picture/pages.h"

#define COLUMNS "id, persona_id, kind, description, width, height, plate"

static void read(struct rows *rows, struct picture *picture)
{
    picture->id = rows_int(rows);
    picture->persona = rows_int(rows);
    picture->kind = rows_text(rows);
    picture->description = rows_text(rows);
    picture->width = rows_int(rows);
    picture->height = rows_int(rows);
    picture->plate = rows_int(rows);
}

enum status picture_find(struct db *db, struct arena *arena, int64_t id, struct picture *picture)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " COLUMNS " FROM picture WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    read(&rows, picture);
    return OK;
}

enum status picture_bytes(struct db *db, struct arena *arena, int64_t id, struct bytes *webp)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT bytes FROM picture WHERE id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *webp = rows_blob(&rows);
    return OK;
}

enum status picture_list(struct db *db, struct arena *arena, int64_t persona, struct pictures *pictures)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " COLUMNS " FROM picture WHERE persona_id = $1 ORDER BY kind, id", P(persona)));
    *pictures = (struct pictures){ arena_array(arena, rows.count + 1, sizeof *pictures->items), 0 };
    while (rows_next(&rows))
        read(&rows, &pictures->items[pictures->count++]);
    return OK;
}

enum status picture_add(struct db *db, struct arena *arena, const struct picture *picture, struct bytes webp)
{
    return db_exec(
        db, arena,
        "INSERT INTO picture (id, persona_id, kind, description, width, height, plate, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        P(picture->id), P(picture->persona), P(picture->kind), P(picture->description), P(picture->width), P(picture->height),
        P(picture->plate), P(webp));
}

enum status picture_describe(struct db *db, struct arena *arena, int64_t id, const char *description)
{
    return db_exec(db, arena, "UPDATE picture SET description = $2 WHERE id = $1", P(id), P(description));
}

enum status picture_remove(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM picture WHERE id = $1", P(id));
}

enum status picture_erase(struct db *db, struct arena *arena, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM picture WHERE persona_id = $1", P(persona));
}
