#include "notification/pages.h"

static enum status export_data(struct request *request, json_t *data)
{
    struct rows rows;
    TRY(notification_facts(request, &rows));
    json_t *list = json_array();
    while (rows_next(&rows)) {
        const char *kind = rows_text(&rows), *by = rows_text(&rows);
        json_array_append_new(list, json_pack("{s:s, s:s}", N_("kind"), kind, N_("by"), by ? by : ""));
    }
    json_object_set_new(data, N_("what you were told"), list);
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return notification_erase(db, arena, persona);
}

const struct feature notification_feature = { .name = "notification", .export_data = export_data, .erase = erase };
