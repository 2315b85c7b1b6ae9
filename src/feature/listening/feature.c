/* What listening offers to work that cuts across features: one's own data, erasing, jobs. */
#include "listening/pages.h"

static json_t *words_json(const char *text)
{
    json_t *list = json_array();
    while (*text) {
        size_t len = strcspn(text, " ");
        json_array_append_new(list, json_stringn(text, len));
        text += len + (text[len] == ' ');
    }
    return list;
}

static enum status request_export(struct request *request, json_t *data)
{
    struct listening_request mine;
    struct bytes plain;
    enum status found = listening_request_of(request->db, request->arena, request->member->persona, &mine);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    TRY(unseal(request->arena, &request->member->key, arena_printf(request->arena, "listening_request.words.%lld", (long long)mine.id),
               mine.words, &plain));
    json_object_set_new(data, N_("the listener you are asking for"),
                        json_pack("{s:s, s:s, s:o, s:s}", N_("wish"), listening_wish_text(&request->view, mine.wish), N_("topics"),
                                  listening_topics_text(&request->view, mine.topics), N_("languages"), words_json(mine.languages),
                                  N_("text"), plain.data));
    return OK;
}

static enum status listener_export(struct request *request, json_t *data)
{
    struct listener me;
    enum status found = listener_find(request->db, request->arena, request->member->persona, &me);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    json_t *hours = json_array();
    for (int day = 0; day < 7; day++) {
        const struct listening_hours *at = &me.set.hours[day];
        if (at->from != at->until)
            json_array_append_new(hours, json_string(arena_printf(request->arena, "%d: %02d:%02d-%02d:%02d", day + 1, at->from / 60,
                                                                  at->from % 60, at->until / 60, at->until % 60)));
    }
    json_object_set_new(data, N_("how you listen"),
                        json_pack("{s:s, s:s, s:o, s:i, s:o}", N_("time zone"), me.set.zone, N_("topics"),
                                  listening_topics_text(&request->view, me.set.topics), N_("languages"), words_json(me.set.languages),
                                  N_("talks at once"), me.set.most, N_("hours"), hours));
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct listening_talks talks;
    struct listening_afters afters;
    json_t *list = json_array();
    TRY(request_export(request, data));
    TRY(listener_export(request, data));
    TRY(listening_talk_of(request->db, request->arena, request->member->persona, &talks));
    for (size_t i = 0; i < talks.count; i++)
        json_array_append_new(list, json_string(talks.items[i].member.persona == request->member->persona ? talks.items[i].listener.name
                                                                                                          : talks.items[i].member.name));
    json_object_set_new(data, N_("listening talks going on, with"), list);
    TRY(listening_after_of(request->db, request->arena, request->member->persona, &afters));
    json_object_set_new(data, N_("listening talks kept for some days"), json_integer((json_int_t)afters.count));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    TRY(listening_talk_erase(db, arena, persona));
    TRY(listening_request_erase(db, arena, persona));
    return listener_erase(db, arena, persona);
}

/* What waits, waits on one's own page of listening; what is over was forgotten (notification_forget). */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    (void)request;
    (void)id;
    subject->path = "/listen";
    return text_same(kind, "listening") ? OK : NOT_FOUND;
}

const struct feature listening_feature = {
    .name = "listening", .export_data = export_data, .erase = erase, .jobs = listening_jobs, .subject = subject_find
};
