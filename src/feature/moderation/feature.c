/* What reports and cases offer to work that cuts across features. */
#include "moderation/pages.h"

static enum status report_export(struct request *request, json_t *data)
{
    struct report_rows rows;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you reported"), list);
    TRY(report_row_of(request->db, request->arena, report_mark(request->arena, request->app, request->member->persona), &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct reported_case about;
        TRY(case_row_find(request->db, request->arena, rows.items[i].case_id, &about));
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", N_("what"), case_kind_text(&request->view, about.kind), N_("text"),
                                              rows.items[i].words, N_("what became of it"), case_outcome_text(&request->view, &about)));
    }
    return OK;
}

/* What they wrote while they looked after the place. */
static enum status word_export(struct request *request, json_t *data)
{
    struct case_words words;
    json_t *list = json_array();
    json_object_set_new(data, N_("what you wrote about reports"), list);
    TRY(case_word_of(request->db, request->arena, request->member->persona, &words));
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].body[0])
            json_array_append_new(list, json_string(words.items[i].body));
    return OK;
}

static enum status moderation_export(struct request *request, json_t *data)
{
    TRY(report_export(request, data));
    return word_export(request, data);
}

static enum status moderation_erase_own(struct request *request, int64_t persona, bool remove_words)
{
    (void)remove_words; /* a report says who was hurt by what: it goes with them in any case */
    return report_row_drop(request->db, request->arena, report_mark(request->arena, request->app, persona));
}

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct reported_case about;
    if (text_same(kind, "report")) {
        subject->path = "/reports";
        return OK;
    }
    if (!text_same(kind, "case") || !(request->roles & MODERATORS))
        return NOT_FOUND;
    TRY(case_find(request, id, &about));
    subject->path = case_path(&request->view, &about, "");
    return OK;
}

static const struct job_kind jobs[] = {
    { .name = "case.expire", .run = case_expire, .every = TIME_DAY, .checkpoint = true },
    { 0 },
};

const struct feature moderation_feature = {
    .name = "moderation",
    .export_data = moderation_export,
    .erase = case_erase,
    .erase_own = moderation_erase_own,
    .jobs = jobs,
    .subject = subject_find,
    .sums = case_sums,
    .case_part = case_part_find,
    .case_overturned = case_overturned,
};
