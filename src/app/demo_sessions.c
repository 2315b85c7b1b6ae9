/* The demonstration's facilitated sessions: one under way, one later today. */
#include "app/demo.h"

#include "session/session.h"
#include "text/text.h"

static void live_agenda_of(const json_t *session, struct live_agenda *agenda)
{
    const json_t *steps = json_object_get(session, "agenda");
    *agenda = (struct live_agenda){ .count = 0 };
    for (size_t i = 0; i < json_array_size(steps) && i < AGENDA_STEPS; i++) {
        const json_t *step = json_array_get(steps, i);
        agenda->items[agenda->count++] = (struct live_agenda_step){ .position = (int64_t)i + 1,
                                                                    .kind = demo_word(step, "kind"),
                                                                    .title = demo_word(step, "title"),
                                                                    .prompt = demo_word(step, "prompt"),
                                                                    .minutes = json_integer_value(json_object_get(step, "minutes")) };
    }
}

static enum status add_people(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *names, int64_t id, bool in)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        int64_t persona = demo_persona(demo, json_string_value(json_array_get(names, i)));
        if (!persona)
            continue; /* a smaller community than the whole */
        TRY(demo_belongs(db, demo, group, persona));
        TRY(in ? live_session_admit(db, &demo->arena, id, persona) : live_session_wait(db, &demo->arena, id, persona));
    }
    return OK;
}

static enum status add_words(struct db *db, struct demo *demo, const json_t *words, int64_t id)
{
    for (size_t i = 0; i < json_array_size(words); i++) {
        const json_t *word = json_array_get(words, i);
        int64_t persona = demo_persona(demo, demo_word(word, "by"));
        int64_t at = demo->now - json_integer_value(json_object_get(word, "minutes_ago")) * TIME_MINUTE;
        struct markdown text;
        if (!persona)
            continue;
        TRY(markdown_render(&demo->arena, demo_word(word, "body"), &text));
        TRY(live_session_say(db, &demo->arena, id, persona, demo_word(word, "body"), text.html, at));
    }
    return OK;
}

static enum status add_session(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *session)
{
    struct live_agenda agenda;
    int64_t id, days = json_integer_value(json_object_get(session, "keep_days"));
    int64_t starts = demo->now - json_integer_value(json_object_get(session, "minutes_ago")) * TIME_MINUTE;
    const json_t *questions = json_object_get(session, "questions");
    live_agenda_of(session, &agenda);
    const struct live_session_new wish = { .group = group->id,
                                           .title = demo_word(session, "title"),
                                           .about = demo_word(session, "about"),
                                           .starts = starts,
                                           .keeps = days > 0,
                                           .keep_days = days,
                                           .agenda = &agenda,
                                           .now = demo->now };
    TRY(live_session_create(db, &demo->arena, &wish, &id));
    if (json_integer_value(json_object_get(session, "step")))
        TRY(live_session_start(db, &demo->arena, id, demo->now));
    TRY(add_people(db, demo, group, json_object_get(session, "people"), id, true));
    TRY(add_people(db, demo, group, json_object_get(session, "waiting"), id, false));
    for (size_t i = 0; i < json_array_size(questions); i++)
        TRY(live_session_question(db, &demo->arena, id, json_string_value(json_array_get(questions, i))));
    return add_words(db, demo, json_object_get(session, "words"), id);
}

enum status demo_sessions(struct db *db, struct demo *demo)
{
    json_t *sessions = demo_json("demo/sessions.json");
    enum status status = sessions ? OK : BROKEN;
    for (size_t i = 0; i < json_array_size(sessions) && status == OK; i++)
        for (size_t n = 0; n < demo->groups_count && status == OK; n++)
            if (text_same(demo->groups[n].slug, demo_word(json_array_get(sessions, i), "group")))
                status = add_session(db, demo, &demo->groups[n], json_array_get(sessions, i));
    json_decref(sessions);
    return status;
}
