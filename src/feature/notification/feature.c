/* What notifications offer to work that cuts across features: one's own data, erasing, jobs; and what is heard while a page is open. */
#include "notification/pages.h"

const struct live_source notification_live = { .name = "told" };

static const char *kind_text(struct view *view, enum notification_kind kind)
{
    const char *label = notification_label(kind);
    return label ? t(view, label) : notification_sentence(view, kind, NULL, "");
}

static enum status told_export(struct request *request, json_t *data)
{
    struct notification_rows rows;
    int64_t before = 0;
    bool more;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you were told"), list);
    do {
        TRY(notification_list(request, before, &rows, &more));
        for (size_t i = 0; i < rows.count; i++) {
            const struct notification_row *row = &rows.items[i];
            before = row->id;
            json_array_append_new(
                list, json_pack("{s:s, s:s}", N_("kind"), kind_text(&request->view, row->kind), N_("by"), row->name ? row->name : ""));
        }
    } while (more && rows.count);
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct notification_choice choices[NOTIFICATION_KINDS];
    TRY(told_export(request, data));
    TRY(notification_choices(request->db, request->arena, request->reader, choices));
    json_t *list = json_array();
    json_object_set_new(data, N_("what you don’t want to be told"), list);
    for (int kind = 0; kind < NOTIFICATION_KINDS; kind++)
        if (!choices[kind].shown)
            json_array_append_new(list, json_string(t(&request->view, notification_label((enum notification_kind)kind))));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return notification_erase(db, arena, persona);
}

enum status notification_deliver(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t persona;
    const struct feature *const *features = ((const struct app *)app)->features;
    TRY(notification_take(db, arena, subject, &persona));
    for (size_t i = 0; persona && features[i]; i++)
        if (features[i]->carry)
            TRY(features[i]->carry(db, arena, persona, now));
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "notification.deliver", .run = notification_deliver },
    { .name = "notification.expire", .run = notification_expire, .every = TIME_DAY, .checkpoint = true },
    { .name = "notification.trim", .run = notification_trim, .checkpoint = true },
    { 0 },
};

const struct feature notification_feature = { .name = "notification", .export_data = export_data, .erase = erase, .jobs = jobs };
