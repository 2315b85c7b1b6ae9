/* What profiles offer to work that cuts across features: one's own data, erasing, another age band. */
#include "person/pages.h"

static json_t *field_json(struct request *request, const struct profile_field *field)
{
    json_t *values = json_array();
    for (size_t i = 0; i < field->count; i++)
        json_array_append_new(values, json_string(field->values[i].text));
    return json_pack("{s:s, s:o}", N_("who sees it"), profile_audience_text(&request->view, field->audience), N_("words"), values);
}

static enum status person_export(struct request *request, json_t *data)
{
    struct profile profile;
    json_t *page = json_object();
    json_object_set_new(data, N_("your page"), page);
    TRY(profile_find(request->db, request->arena, request->member->persona, &request->member->key, &profile));
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++)
        if (profile.fields[kind].count)
            json_object_set_new(page, profile_looks[kind].label, field_json(request, &profile.fields[kind]));
    json_object_set_new(page, N_("others can find you by it"), json_boolean(profile.listed));
    json_object_set_new(page, N_("only there for those who are shown something"), json_boolean(profile.shy));
    return OK;
}

static enum status person_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return profile_erase(db, arena, persona);
}

/* The rows are gone; what is left to do is the checkpoint behind it. */
static enum status run_changed(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)db, (void)arena, (void)now, (void)subject, (void)app;
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "profile.changed", .run = run_changed, .checkpoint = true },
    { 0 },
};

const struct feature person_feature = { .name = "person",
                                        .export_data = person_export,
                                        .erase = person_erase,
                                        .band = profile_band_push,
                                        .jobs = jobs,
                                        .reported = person_reported };
