#include "circle/pages.h"

static json_t *names(struct rows *rows)
{
    json_t *list = json_array();
    while (rows_next(rows))
        json_array_append_new(list, json_string(rows_text(rows)));
    return list;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct rows connected, blocked;
    TRY(circle_names(request, &connected, &blocked));
    json_object_set_new(data, N_("people I am connected with"), names(&connected));
    json_object_set_new(data, N_("people I have blocked"), names(&blocked));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return circle_erase(db, arena, persona);
}

const struct feature circle_feature = { .name = "circle", .export_data = export_data, .erase = erase };
