/* The demonstration's live rooms: what was said in them during the last hours. */
#include "app/demo.h"

#include "chat/chat.h"

static enum status add_reactions(struct db *db, struct demo *demo, const json_t *reactions, int64_t message)
{
    const char *kind;
    json_t *names;
    json_object_foreach((json_t *)reactions, kind, names)
    {
        for (size_t i = 0; i < json_array_size(names); i++) {
            int64_t persona = demo_persona(demo, json_string_value(json_array_get(names, i)));
            if (persona)
                TRY(message_react(db, &demo->arena, message, persona, kind));
        }
    }
    return OK;
}

/* Everybody of a room belongs before the first word, so that a mention finds them. */
static enum status add_members(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *room)
{
    const json_t *members = json_object_get(room, "members"), *messages = json_object_get(room, "messages");
    for (size_t i = 0; i < json_array_size(members); i++)
        TRY(demo_belongs(db, demo, group, demo_persona(demo, json_string_value(json_array_get(members, i)))));
    for (size_t i = 0; i < json_array_size(messages); i++) {
        int64_t persona = demo_persona(demo, demo_word(json_array_get(messages, i), "by"));
        if (!persona) {
            log_line(LOG_ERROR, "demo.data", "a room names a person who isn't there");
            return BROKEN;
        }
        TRY(demo_belongs(db, demo, group, persona));
    }
    return OK;
}

/* "answers" is the number of an earlier message, counted from 0. */
static enum status add_messages(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *room, int64_t id)
{
    const json_t *messages = json_object_get(room, "messages");
    int64_t *made = arena_array(&demo->arena, json_array_size(messages) + 1, sizeof *made);
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i), *note = json_object_get(message, "note");
        const json_t *answers = json_object_get(message, "answers");
        struct message_words words;
        struct message_new wish = { .room = id,
                                    .persona = demo_persona(demo, demo_word(message, "by")),
                                    .body = demo_word(message, "body") };
        TRY(message_render(db, &demo->arena, group->id, wish.persona, wish.body, &words));
        wish.html = words.html;
        wish.mentions = words.mentions;
        wish.mentions_count = words.mentions_count;
        wish.at = demo->now - json_integer_value(json_object_get(message, "minutes_ago")) * TIME_MINUTE;
        if (json_is_object(note)) {
            wish.note_category = demo_word(note, "category");
            wish.note_text = demo_word(note, "text");
        }
        if (json_is_integer(answers) && (size_t)json_integer_value(answers) < i)
            wish.reply_to = made[json_integer_value(answers)];
        TRY(message_create(db, &demo->arena, &wish, &made[i]));
        for (size_t n = 0; n < words.mentions_count; n++)
            TRY(notification_send(db, &demo->arena,
                                  &(struct notification){ words.mentions[n], NOTIFICATION_MENTION, wish.persona, made[i] }, wish.at));
        TRY(add_reactions(db, demo, json_object_get(message, "reactions"), made[i]));
    }
    return OK;
}

static enum status add_room(struct db *db, struct demo *demo, const json_t *room)
{
    int64_t id;
    for (size_t i = 0; i < demo->groups_count; i++) {
        const struct demo_group *group = &demo->groups[i];
        if (!text_same(group->slug, demo_word(room, "group")))
            continue;
        struct room_new wish = { group->id, demo_word(room, "name"), demo_word(room, "about"), demo_word(room, "note"), demo->now };
        TRY(add_members(db, demo, group, room));
        TRY(room_create(db, &demo->arena, &wish, &id));
        return add_messages(db, demo, group, room, id);
    }
    log_line(LOG_ERROR, "demo.data", "a room names a group that isn't there");
    return BROKEN;
}

enum status demo_rooms(struct db *db, struct demo *demo)
{
    json_t *rooms = demo_json("demo/rooms.json");
    if (!rooms)
        return BROKEN;
    enum status status = OK;
    for (size_t i = 0; i < json_array_size(rooms) && status == OK; i++)
        status = add_room(db, demo, json_array_get(rooms, i));
    json_decref(rooms);
    return status;
}
