/* What gatherings offer to work that cuts across features. */
#include "gathering/pages.h"

static void words_add(struct rows *rows, json_t *list)
{
    while (rows_next(rows))
        json_array_append_new(list, json_string(rows_text(rows)));
}

/* Which open questions hold an answer of the signed-in member: their own key is asked of each. */
static enum status answers_of(struct request *request, int64_t **found, size_t *count)
{
    int64_t *open;
    size_t open_count;
    *count = 0;
    TRY(gathering_open_list(request->db, request->arena, &open, &open_count));
    *found = arena_array(request->arena, open_count + 1, sizeof **found);
    for (size_t i = 0; i < open_count; i++) {
        struct gathering_option any[GATHERING_OPTIONS] = { { 0 } };
        struct gathering_options options = { any, GATHERING_OPTIONS };
        bool answered = false;
        for (int64_t number = 0; number < GATHERING_OPTIONS; number++)
            any[number].number = number + 1;
        TRY(gathering_votes_of(request->db, request->arena, open[i], gathering_voter(request, open[i]), &options));
        for (size_t n = 0; n < options.count; n++)
            answered |= any[n].mine > 0;
        if (answered)
            (*found)[(*count)++] = open[i];
    }
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct rows asked, said;
    int64_t *found;
    size_t count;
    json_t *asked_list = json_array(), *said_list = json_array();
    json_object_set_new(data, N_("where you asked whether to meet"), asked_list);
    json_object_set_new(data, N_("what you said after events"), said_list);
    TRY(gathering_of_persona(request->db, request->arena, request->member->persona, &asked, &said));
    words_add(&asked, asked_list);
    words_add(&said, said_list);
    TRY(answers_of(request, &found, &count));
    json_object_set_new(data, N_("open questions for dates that you answered"), json_integer((json_int_t)count));
    return OK;
}

/* Answers belong to none of one's names: they go with the account. */
static enum status erase_own(struct request *request, int64_t persona, bool remove_words)
{
    int64_t *found;
    size_t count;
    (void)remove_words;
    if (persona)
        return OK;
    TRY(answers_of(request, &found, &count));
    for (size_t i = 0; i < count; i++)
        TRY(gathering_votes_set(request->db, request->arena, found[i], gathering_voter(request, found[i]),
                                &(struct gathering_options){ 0 }));
    return OK;
}

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct gathering_part part;
    if (!text_same(kind, "gathering"))
        return NOT_FOUND;
    TRY(gathering_find(request, id, &part));
    subject->title = topic_title_text(&request->view, &part.topic);
    subject->path =
        part.came ? arena_printf(request->arena, "/reflections/%lld", (long long)id) : gathering_path(&request->view, &part.gathering, "");
    return OK;
}

const struct feature gathering_feature = {
    .name = "gathering",
    .export_data = export_data,
    .erase = gathering_erase,
    .erase_own = erase_own,
    .jobs = gathering_jobs,
    .subject = subject_find,
    .reported = gathering_reported,
    .reported_hide = gathering_reported_hide,
};
