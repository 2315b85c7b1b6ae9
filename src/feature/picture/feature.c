/* What pictures offer to work that cuts across features: one's own data, erasing, a checkpoint behind what was dropped. */
#include "picture/pages.h"

static const char *file_name(struct request *request, size_t n)
{
    return arena_printf(request->arena, "picture-%zu.webp", n + 1);
}

static enum status export_data(struct request *request, json_t *data)
{
    struct pictures pictures;
    json_t *list = json_array();
    json_object_set_new(data, N_("your pictures"), list);
    TRY(picture_list(request->db, request->arena, request->member->persona, &pictures));
    for (size_t i = 0; i < pictures.count; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s}", N_("file"), file_name(request, i), N_("description"), pictures.items[i].description));
    return OK;
}

static enum status export_files(struct request *request, export_file *add, void *context)
{
    struct pictures pictures;
    TRY(picture_list(request->db, request->arena, request->member->persona, &pictures));
    for (size_t i = 0; i < pictures.count; i++) {
        struct bytes webp;
        TRY(picture_bytes(request->db, request->arena, pictures.items[i].id, &webp));
        add(context, file_name(request, i), webp);
    }
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words; /* a picture is a face or a room: it says who it is from, whatever stands beside it */
    return picture_erase(db, arena, persona);
}

/* The row is gone; what is left to do is the checkpoint behind it. */
static enum status run_removed(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)db, (void)arena, (void)now, (void)subject, (void)app;
    return OK;
}

static const struct job_kind picture_jobs[] = {
    { .name = "picture.removed", .run = run_removed, .checkpoint = true },
    { 0 },
};

const struct feature picture_feature = { .name = "picture",
                                         .export_data = export_data,
                                         .export_files = export_files,
                                         .erase = erase,
                                         .jobs = picture_jobs,
                                         .pictures = picture_avatars };
