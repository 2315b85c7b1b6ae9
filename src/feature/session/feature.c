/* What sessions offer to work that cuts across features. */
#include "session/pages.h"

static enum status live_session_export(struct request *request, json_t *data)
{
    struct live_session_facts facts;
    int64_t after = 0;
    json_t *words = json_array(), *places = json_array();
    json_object_set_new(data, N_("what you said in sessions"), words);
    do {
        TRY(live_session_word_facts(request->db, request->arena, request->member->persona, &after, &facts));
        for (size_t i = 0; i < facts.count; i++)
            json_array_append_new(words, json_pack("{s:s, s:s, s:s}", N_("session"), facts.items[i].title, N_("written"),
                                                   date_machine(request->arena, facts.items[i].at), N_("text"), facts.items[i].word));
    } while (facts.count);
    json_object_set_new(data, N_("sessions you’re part of"), places);
    TRY(live_session_person_facts(request->db, request->arena, request->member->persona, &facts));
    for (size_t i = 0; i < facts.count; i++)
        json_array_append_new(places, json_pack("{s:s, s:s, s:s}", N_("session"), facts.items[i].title, N_("from"),
                                                date_machine(request->arena, facts.items[i].at), N_("text"), facts.items[i].word));
    return OK;
}

/* Where this request leads: a session, or something said in one. */
static enum status live_session_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    struct live_session_home home;
    bool said = text_starts(request->route->path, "/session-words/:id");
    if (!said && !text_starts(request->route->path, "/sessions/:id"))
        return NOT_FOUND;
    TRY(live_session_home_of(request->db, request->arena, said ? 0 : path_id(request, 0), said ? path_id(request, 0) : 0, &home));
    return home.event ? NOT_FOUND /* the event says who */ : membership_speaker(request, home.group, personas, count, persona);
}

const struct feature live_session_feature = { .name = "session",
                                              .export_data = live_session_export,
                                              .erase = live_session_erase,
                                              .jobs = live_session_jobs,
                                              .stayed = utterance_stayed,
                                              .speaker = live_session_speaker,
                                              .reported = live_session_reported,
                                              .reported_hide = live_session_reported_hide,
                                              .ungrouped = live_session_ungrouped };
