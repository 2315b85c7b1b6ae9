/* The demonstration's stories. The one without a name is nobody's: its mark is made with no member's key. */
#include "app/demo.h"
#include "story/story.h"

static void road_read(const json_t *story, struct milestones *road)
{
    const json_t *steps = json_object_get(story, "road");
    *road = (struct milestones){ 0 };
    for (size_t i = 0; i < json_array_size(steps) && i < STORY_MILESTONES; i++) {
        const json_t *step = json_array_get(steps, i);
        road->items[road->count++] = (struct milestone){ demo_word(step, "kind"), demo_word(step, "when"), demo_word(step, "words") };
    }
}

static enum status add_echoes(struct db *db, struct demo *demo, const json_t *story, int64_t id)
{
    const json_t *names = json_object_get(story, "resonance"), *answers = json_object_get(story, "answers");
    for (size_t i = 0; i < json_array_size(names); i++) {
        int64_t persona = demo_persona(demo, json_string_value(json_array_get(names, i)));
        if (persona)
            TRY(story_resonance_set(db, &demo->arena, id, persona, true));
    }
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *answer = json_array_get(answers, i);
        struct markdown markdown;
        struct story_comment_new wish = { .story = id, .persona = demo_persona(demo, demo_word(answer, "by")) };
        TRY(markdown_render(&demo->arena, demo_word(answer, "body"), &markdown));
        wish.body = demo_word(answer, "body");
        wish.html = markdown.html;
        if (wish.persona)
            TRY(story_comment_create(db, &demo->arena, &wish));
    }
    return OK;
}

static enum status add_story(struct db *db, struct demo *demo, const json_t *story)
{
    const json_t *note = json_object_get(story, "note");
    struct milestones road;
    struct story_text text;
    struct hash mark;
    int64_t id;
    road_read(story, &road);
    struct story_new wish = { .persona = demo_persona(demo, demo_word(story, "by")),
                              .audience = demo_word(story, "audience"),
                              .lang = demo_word(story, "lang"),
                              .title = demo_word(story, "title"),
                              .summary = demo_word(story, "summary"),
                              .body = demo_word(story, "body"),
                              .note_category = demo_word(note, "category"),
                              .note_text = demo_word(note, "text"),
                              .comments = true,
                              .road = &road };
    wish.day = time_day(demo->now) - json_integer_value(json_object_get(story, "days_ago"));
    if (!wish.persona) {
        random_bytes(mark.byte, sizeof mark.byte);
        wish.owner = (struct bytes){ mark.byte, sizeof mark.byte };
    }
    TRY(story_text_make(&demo->arena, wish.body, &text));
    TRY(story_create(db, &demo->arena, &wish, &text, &id));
    return add_echoes(db, demo, story, id);
}

enum status demo_stories(struct db *db, struct demo *demo)
{
    json_t *stories = demo_json("demo/stories.json");
    enum status status = stories ? OK : BROKEN;
    for (size_t i = 0; i < json_array_size(stories) && status == OK; i++)
        status = add_story(db, demo, json_array_get(stories, i));
    json_decref(stories);
    return status;
}
