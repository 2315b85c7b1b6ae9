/* What ties between people offer to work that cuts across features: one's own data, erasing, asks that end by themselves. */
#include "circle/pages.h"

static enum status names_export(struct request *request, json_t *data, const char *key, enum circle_list list)
{
    struct circle_people people;
    int64_t after = 0;
    json_t *names = json_array();
    json_object_set_new(data, key, names);
    do {
        TRY(circle_people_of(request, list, after, &people, &after));
        for (size_t i = 0; i < people.count; i++)
            json_array_append_new(names, json_string(people.items[i].name));
    } while (after);
    return OK;
}

static enum status circles_export(struct request *request, json_t *data)
{
    struct circles circles;
    json_t *list = json_array();
    json_object_set_new(data, N_("your circles"), list);
    TRY(circle_list_mine(request, &circles));
    for (size_t i = 0; i < circles.count; i++) {
        struct circle_people people;
        json_t *names = json_array();
        TRY(circle_members(request, circles.items[i].id, &people));
        for (size_t n = 0; n < people.count; n++)
            json_array_append_new(names, json_string(people.items[n].name));
        json_array_append_new(list, json_pack("{s:s, s:o}", N_("circle"), circles.items[i].name, N_("people in it"), names));
    }
    return OK;
}

static enum status choice_export(struct request *request, json_t *data)
{
    struct circle_choice choice;
    TRY(circle_choice_of(request, &choice));
    json_object_set_new(data, N_("others can ask to connect with you"), json_boolean(!choice.closed));
    if (choice.has_quiet)
        json_object_set_new(data, N_("your quiet hours"),
                            json_string(arena_printf(request->arena, "%02d:%02d–%02d:%02d", choice.from / 60, choice.from % 60,
                                                     choice.until / 60, choice.until % 60)));
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    TRY(names_export(request, data, N_("people I am connected with"), CIRCLE_CONNECTED));
    TRY(names_export(request, data, N_("people you asked to connect"), CIRCLE_ASKED));
    TRY(names_export(request, data, N_("people who ask to connect"), CIRCLE_ASKING));
    TRY(names_export(request, data, N_("people I have blocked"), CIRCLE_BLOCKED));
    TRY(names_export(request, data, N_("people you muted"), CIRCLE_MUTED));
    TRY(circles_export(request, data));
    return choice_export(request, data);
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return circle_erase(db, arena, persona);
}

static const struct job_kind jobs[] = {
    { .name = "connection.expire", .run = connection_expire, .every = TIME_DAY, .checkpoint = true },
    { 0 },
};

const struct feature circle_feature = { .name = "circle", .export_data = export_data, .erase = erase, .jobs = jobs };
