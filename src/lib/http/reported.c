/* Things that are reported: each feature knows its own. */
#include "http/feature.h"

enum status reported_find(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    const struct feature *const *features = request->app->features;
    enum status status = NOT_FOUND;
    for (size_t i = 0; features[i] && status == NOT_FOUND; i++) {
        *reported = (struct reported){ .kind = kind, .id = id, .by = "", .path = "", .title = "", .text = "" };
        if (features[i]->reported)
            status = features[i]->reported(request, kind, id, at_work, reported);
    }
    return status;
}

enum status reported_around(struct request *request, const char *kind, int64_t id, struct reported_words *words)
{
    const struct feature *const *features = request->app->features;
    enum status status = NOT_FOUND;
    for (size_t i = 0; features[i] && status == NOT_FOUND; i++)
        if (features[i]->reported_around)
            status = features[i]->reported_around(request, kind, id, words);
    return status;
}

enum status reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    const struct feature *const *features = request->app->features;
    enum status status = NOT_FOUND;
    for (size_t i = 0; features[i] && status == NOT_FOUND; i++)
        if (features[i]->reported_hide)
            status = features[i]->reported_hide(request, kind, id, hide, reason);
    return status;
}

enum status reported_note(struct request *request, const char *kind, int64_t id, const char *note, bool put)
{
    const struct feature *const *features = request->app->features;
    enum status status = NOT_FOUND;
    for (size_t i = 0; features[i] && status == NOT_FOUND; i++)
        if (features[i]->reported_note)
            status = features[i]->reported_note(request, kind, id, note, put);
    return status;
}

void reported_row_read(struct rows *rows, struct reported *reported)
{
    reported->persona = rows_int(rows);
    const char *name = rows_text(rows);
    reported->by = name ? name : "";
    reported->group = rows_int(rows);
    reported->title = rows_text(rows);
    reported->text = rows_text(rows);
}

void sum_median(struct rows *rows, const char *word, sum_add *add, void *context)
{
    int64_t time = 0;
    for (size_t i = 0; i <= rows->count / 2 && rows_next(rows); i++)
        time = rows_int(rows);
    add(context, &(struct sum){ "median", word, time, (int64_t)rows->count });
}
