/* What agenda offers to work that cuts across features: the download, forgetting, jobs, and what a reminder says. */
#include "agenda/pages.h"

static enum status export_data(struct request *request, json_t *data)
{
    struct agenda_feed feed;
    enum status found = agenda_feed_of(request->db, request->arena, request->member->persona, &feed);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    const char *how = feed.titles ? t(&request->view, "With names and places") : t(&request->view, "Only when");
    json_object_set_new(data, N_("your calendar’s address"), json_string(how));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return agenda_feed_drop(db, arena, persona);
}

/* Only while it lies ahead, is on, and the reader comes to it. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct event event;
    if (!text_same(kind, "reminder"))
        return NOT_FOUND;
    TRY(event_find(request, id, &event));
    bool comes = event.hosts || event.coming == EVENT_GOING;
    if (!comes || event.barred || event.cancelled || event.ends <= request->now)
        return NOT_FOUND;
    subject->path = event_path(request->arena, id);
    subject->title = event.title;
    subject->text = tf(&request->view, "“{1}” is coming up: {2}", event.title, date_text(&request->view.words, event.starts, DATE_MOMENT));
    return OK;
}

const struct feature agenda_feature = {
    .name = "agenda",
    .export_data = export_data,
    .erase = erase,
    .jobs = agenda_jobs,
    .subject = subject_find,
};
