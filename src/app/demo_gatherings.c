/* Conversations that asked "Shall we meet?": one is still being answered, one has its event ahead, one has met and looks back
 * (demo/gatherings.json). An event there is told as in demo/events.json. */
#include "app/demo.h"

#include "gathering/gathering.h"
#include "text/text.h"

static const struct demo_topic *topic_titled(const struct demo *demo, const char *title)
{
    for (size_t i = 0; i < demo->told_count; i++)
        if (text_same(demo->told[i].title, title))
            return &demo->told[i];
    return NULL;
}

static enum status add_question(struct db *db, struct demo *demo, const json_t *told, const struct demo_topic *topic, int64_t *id)
{
    const json_t *list = json_object_get(told, "choices");
    struct gathering_choice choices[GATHERING_OPTIONS];
    struct gathering_new wish = { .topic = topic->id, .zone = demo_word(told, "zone"), .now = demo->now, .choices = choices };
    wish.persona = demo_persona(demo, demo_word(told, "by"));
    wish.closes = demo->now + json_integer_value(json_object_get(told, "closes_days")) * TIME_DAY;
    for (size_t i = 0; i < json_array_size(list) && i < GATHERING_OPTIONS; i++) {
        const json_t *choice = json_array_get(list, i);
        choices[i] = (struct gathering_choice){ .kind = demo_word(choice, "kind"), .region = demo_word(choice, "region") };
        TRY(demo_moment(demo, choice, wish.zone, &choices[i].starts));
        wish.choices_count++;
    }
    TRY(demo_belongs(db, demo, topic->group, wish.persona));
    return gathering_create(db, &demo->arena, &wish, id);
}

/* Nobody of them signs in to change it: the marks are drawn. */
static enum status add_answers(struct db *db, struct demo *demo, const json_t *told, int64_t id)
{
    const json_t *answers = json_object_get(told, "answers");
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *suits = json_array_get(answers, i);
        int64_t numbers[GATHERING_OPTIONS + 1] = { 0 };
        uint64_t mark[4];
        for (size_t n = 0; n < json_array_size(suits) && n < GATHERING_OPTIONS; n++)
            numbers[n] = json_integer_value(json_array_get(suits, n));
        for (size_t n = 0; n < COUNT(mark); n++)
            mark[n] = demo_random(demo);
        TRY(gathering_answer_add(db, &demo->arena, id, (struct bytes){ (const char *)mark, sizeof mark }, numbers));
    }
    return OK;
}

static enum status add_looks_back(struct db *db, struct demo *demo, const json_t *told, const struct demo_topic *topic, int64_t id,
                                  int64_t ends)
{
    const json_t *words = json_object_get(told, "looking_back"), *gist = json_object_get(told, "gist");
    int64_t at = ends + TIME_HOUR, post;
    for (size_t i = 0; i < json_array_size(words); i++) {
        const json_t *word = json_array_get(words, i);
        struct reflection_new wish = { .gathering = id, .prompt = json_integer_value(json_object_get(word, "prompt")) };
        wish.persona = demo_persona(demo, demo_word(word, "by"));
        struct markdown text;
        TRY(markdown_render(&demo->arena, demo_word(word, "body"), &text));
        wish.body = demo_word(word, "body");
        wish.html = text.html;
        wish.at = at += 40 * TIME_MINUTE;
        if (wish.persona)
            TRY(reflection_create(db, &demo->arena, &wish));
    }
    if (!gist)
        return OK;
    TRY(demo_answer(db, demo, topic, demo_word(gist, "by"), demo_word(gist, "body"), at + TIME_HOUR, &post));
    return gathering_gist_set(db, &demo->arena, id, post);
}

static enum status add_gathering(struct db *db, struct demo *demo, const json_t *told)
{
    const struct demo_topic *topic = topic_titled(demo, demo_word(told, "topic"));
    const json_t *event = json_object_get(told, "event");
    struct gathering_event taken = { .now = demo->now };
    if (!topic || !demo_persona(demo, demo_word(told, "by"))) {
        log_line(LOG_ERROR, "demo.data", "a question for dates names a conversation or person that isn't there");
        return BROKEN;
    }
    taken.topic = topic->id;
    TRY(add_question(db, demo, told, topic, &taken.gathering));
    TRY(add_answers(db, demo, told, taken.gathering));
    if (event)
        TRY(demo_event(db, demo, event, &taken.event, &taken.ends));
    if (!taken.event)
        return OK;
    TRY(gathering_event_take(db, &demo->arena, &taken));
    return add_looks_back(db, demo, told, topic, taken.gathering, taken.ends);
}

enum status demo_gatherings(struct db *db, struct demo *demo)
{
    json_t *list = demo_json("demo/gatherings.json");
    enum status status = list ? OK : BROKEN;
    for (size_t i = 0; i < json_array_size(list) && status == OK; i++)
        status = add_gathering(db, demo, json_array_get(list, i));
    json_decref(list);
    return status;
}
