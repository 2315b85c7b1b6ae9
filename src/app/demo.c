/* kith demo: a community to look at. The people, groups and conversations are in demo/ (JSON, compiled in); asked for more, it goes on with
 * people and conversations put together from the same words, from a seed, so that the same wish gives the same community. */
#include "app/demo.h"
#include "app/app.h"

#include "board/board.h"
#include "community/community.h"
#include "guideline/guideline.h"
#include "picture/picture.h"
#include "search/search.h"
#include "text/text.h"
#include "trust/trust.h"

static const struct {
    const char *sign_in_name, *name;
    unsigned roles;
} demo_accounts[] = {
    { "demo", "Wren", 0 },
    { "facilitator", "Imre", 0 },
    { "moderator", "Mireille", ROLE_MODERATOR },
    { "practitioner", "Amara", ROLE_PRACTITIONER },
    { "steward", "Odile", ROLE_STEWARD },
};

/* A small generator of our own (splitmix64): the same numbers on every machine. */
uint64_t demo_random(struct demo *demo)
{
    uint64_t z = demo->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t demo_below(struct demo *demo, size_t below)
{
    return below ? (size_t)(demo_random(demo) % below) : 0;
}

json_t *demo_json(const char *path)
{
    const struct text_file *file = text_file_find(path);
    json_error_t error;
    json_t *value = file ? json_loadb(file->data, file->len, 0, &error) : NULL;
    if (!value)
        log_line(LOG_ERROR, "demo.data", "%s is missing or damaged", path);
    return value;
}

const char *demo_word(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int64_t integer(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

int64_t demo_persona(const struct demo *demo, const char *name)
{
    for (size_t i = 0; i < demo->people_count; i++)
        if (text_same(demo->people[i].name, name))
            return demo->people[i].id;
    return 0;
}

/* ---- people ---- */

static enum status add_account(struct db *db, struct demo *demo, size_t n, struct demo_person *person)
{
    const char *recovery;
    struct account_new wish = { .sign_in_name = demo_accounts[n].sign_in_name,
                                .password = demo->wish->password,
                                .name = person->name,
                                .roles = ROLE_MEMBER | demo_accounts[n].roles,
                                .band = BAND_ADULT,
                                .picture = (int64_t)(demo_random(demo) >> 2) };
    TRY(account_create(db, &demo->arena, demo->app, &wish, demo->now, &person->id, &recovery));
    TRY(trust_hold_store(db, &demo->arena, person->id, TRUST_REGULAR, ""));
    return guideline_accept(db, &demo->arena, person->id, 1);
}

/* A few show a picture of their own, drawn for this place. */
static enum status add_picture(struct db *db, struct demo *demo, const json_t *told, int64_t persona)
{
    const char *name = demo_word(told, "picture");
    if (!*name)
        return OK;
    const struct text_file *file = text_file_find(arena_printf(&demo->arena, "demo/pictures/%s.webp", name));
    return file ? picture_own_give(db, &demo->arena, persona, (struct bytes){ file->data, file->len }) : NOT_FOUND;
}

static enum status add_people(struct db *db, struct demo *demo)
{
    json_t *people = demo_json("demo/people.json");
    if (!people)
        return BROKEN;
    size_t told = json_array_size(people);
    demo->people_count = (size_t)demo->wish->members > told ? (size_t)demo->wish->members : told;
    demo->people = arena_array(&demo->arena, demo->people_count, sizeof *demo->people);
    enum status status = OK;
    for (size_t i = 0; i < demo->people_count && status == OK; i++) {
        struct demo_person *person = &demo->people[i];
        const char *base = arena_copy(&demo->arena, demo_word(json_array_get(people, i % told), "name"));
        person->name = i < told ? base : arena_printf(&demo->arena, "%s %zu", base, i / told + 1);
        status = i < COUNT(demo_accounts) ? add_account(db, demo, i, person)
                                          : persona_create(db, &demo->arena, person->name, (int64_t)(demo_random(demo) >> 2), BAND_ADULT,
                                                           demo->now, &person->id);
        if (status == OK && i < told)
            status = add_picture(db, demo, json_array_get(people, i), person->id);
    }
    json_decref(people);
    return status;
}

/* ---- groups ---- */

static enum status add_facilitators(struct db *db, struct demo *demo, const json_t *group, int64_t id)
{
    const json_t *facilitators = json_object_get(group, "facilitators");
    for (size_t i = 0; i < json_array_size(facilitators); i++) {
        int64_t persona = demo_persona(demo, json_string_value(json_array_get(facilitators, i)));
        if (persona)
            TRY(membership_add(db, &demo->arena, id, persona, true, false, demo->now));
    }
    return OK;
}

static enum status add_boards(struct db *db, struct demo *demo, const json_t *group, struct demo_group *out)
{
    const json_t *boards = json_object_get(group, "boards");
    out->boards = arena_array(&demo->arena, json_array_size(boards), sizeof *out->boards);
    for (size_t i = 0; i < json_array_size(boards); i++) {
        struct demo_board *board = &out->boards[out->boards_count++];
        board->name = arena_copy(&demo->arena, demo_word(json_array_get(boards, i), "name"));
        struct board_new wish = { .group = out->id,
                                  .name = board->name,
                                  .about = demo_word(json_array_get(boards, i), "about"),
                                  .position = (int64_t)i + 1,
                                  .now = demo->now };
        TRY(board_create(db, &demo->arena, &wish, &board->id));
    }
    return OK;
}

/* Rules of a group's own, each with a translation. */
static enum status add_rules(struct db *db, struct demo *demo, const json_t *rules, const struct group_new *group, int64_t id)
{
    struct rule_wish wish;
    size_t count = json_array_size(rules);
    int64_t version, *ids = arena_array(&demo->arena, count + 1, sizeof *ids);
    struct rule_wish *wishes = arena_array(&demo->arena, count + 1, sizeof *wishes);
    for (size_t i = 0; i < count; i++) {
        const json_t *told = json_array_get(rules, i);
        wishes[i] = (struct rule_wish){ .language = group->lang, .name = demo_word(told, "name"), .why = demo_word(told, "why") };
        wishes[i].helps = demo_word(told, "helps");
        wishes[i].harms = demo_word(told, "harms");
    }
    if (count)
        TRY(guideline_publish(db, &demo->arena, id, wishes, count, "", demo->now, &version, ids));
    for (size_t i = 0; i < count; i++) {
        const json_t *told = json_object_get(json_array_get(rules, i), "translation");
        wish =
            (struct rule_wish){ .language = demo_word(told, "language"), .name = demo_word(told, "name"), .why = demo_word(told, "why") };
        wish.helps = demo_word(told, "helps");
        wish.harms = demo_word(told, "harms");
        TRY(guideline_translate(db, &demo->arena, ids[i], &wish));
    }
    return OK;
}

static enum status add_group(struct db *db, struct demo *demo, const json_t *group)
{
    struct demo_group *out = &demo->groups[demo->groups_count++];
    struct buf rules = { .arena = &demo->arena };
    const json_t *lines = json_object_get(group, "rules");
    for (size_t i = 0; i < json_array_size(lines); i++)
        buf_printf(&rules, "%s%s", i ? "\n" : "", json_string_value(json_array_get(lines, i)));
    const json_t *own = json_object_get(group, "guidelines");
    for (size_t i = 0; i < json_array_size(own); i++) /* on its page their names stand, as after publishing */
        buf_printf(&rules, "%s\n", demo_word(json_array_get(own, i), "name"));
    const char *joining = demo_word(group, "joining");
    out->slug = arena_copy(&demo->arena, demo_word(group, "slug"));
    out->lang = arena_copy(&demo->arena, demo_word(group, "lang"));
    struct group_new wish = {
        .slug = out->slug,
        .name = demo_word(group, "name"),
        .lang = demo_word(group, "lang"),
        .purpose = demo_word(group, "purpose"),
        .rules = buf_text(&rules),
        .picture = (int64_t)(demo_random(demo) >> 2),
        .public_reading = text_same(demo_word(group, "reading"), "anyone"),
        .now = demo->now,
        .joining = text_same(joining, "hidden")    ? GROUP_HIDDEN
                   : text_same(joining, "request") ? GROUP_REQUEST
                                                   : GROUP_OPEN,
    };
    TRY(group_create(db, &demo->arena, &wish, &out->id));
    TRY(add_rules(db, demo, own, &wish, out->id));
    TRY(add_facilitators(db, demo, group, out->id));
    return add_boards(db, demo, group, out);
}

static enum status add_groups(struct db *db, struct demo *demo)
{
    json_t *groups = demo_json("demo/groups.json");
    if (!groups)
        return BROKEN;
    demo->groups = arena_array(&demo->arena, json_array_size(groups), sizeof *demo->groups);
    enum status status = OK;
    for (size_t i = 0; i < json_array_size(groups) && status == OK; i++)
        status = add_group(db, demo, json_array_get(groups, i));
    json_decref(groups);
    return status;
}

/* ---- conversations ---- */

enum status demo_belongs(struct db *db, struct demo *demo, const struct demo_group *group, int64_t persona)
{
    struct group_person person;
    enum status status = membership_find(db, &demo->arena, group->id, persona, &person);
    return status == NOT_FOUND ? membership_add(db, &demo->arena, group->id, persona, false, false, demo->now) : status;
}

static enum status post_render(struct demo *demo, const char *body, int64_t persona, int64_t at, struct post_new *post)
{
    struct markdown markdown;
    TRY(markdown_render(&demo->arena, body, &markdown));
    *post = (struct post_new){ .persona = persona,
                               .body = body,
                               .html = markdown.html,
                               .tags = markdown.tags,
                               .tags_count = markdown.tags_count,
                               .at = at,
                               .id = id_at(at) };
    return OK;
}

static enum status add_reactions(struct db *db, struct demo *demo, const json_t *reactions, int64_t post)
{
    const char *kind;
    json_t *names;
    json_object_foreach((json_t *)reactions, kind, names)
    {
        for (size_t i = 0; i < json_array_size(names); i++) {
            int64_t persona = demo_persona(demo, json_string_value(json_array_get(names, i)));
            if (persona)
                TRY(reaction_add(db, &demo->arena, post, persona, talk_word_kind(kind)));
        }
    }
    return OK;
}

/* Whoever wrote in a conversation before follows it, and was told of an answer. */
static enum status tell_writers(struct db *db, struct demo *demo, const json_t *topic, size_t reply, int64_t id,
                                const struct post_new *post)
{
    const json_t *replies = json_object_get(topic, "replies");
    for (size_t i = 0; i <= reply; i++) {
        int64_t writer = demo_persona(demo, demo_word(i ? json_array_get(replies, i - 1) : topic, "by"));
        TRY(follow_set(db, &demo->arena, writer, id, true));
        TRY(notification_send(db, &demo->arena, &(struct notification){ writer, NOTIFICATION_REPLY, post->persona, id }, post->at));
    }
    return OK;
}

static enum status add_replies(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *topic, int64_t id,
                               int64_t began)
{
    const json_t *replies = json_object_get(topic, "replies");
    for (size_t i = 0; i < json_array_size(replies); i++) {
        const json_t *reply = json_array_get(replies, i);
        struct post_new post;
        int64_t persona = demo_persona(demo, demo_word(reply, "by"));
        int64_t at = began + integer(reply, "minutes_after") * TIME_MINUTE;
        if (!persona)
            return BROKEN;
        TRY(demo_belongs(db, demo, group, persona));
        TRY(post_render(demo, demo_word(reply, "body"), persona, at < demo->now ? at : demo->now - TIME_MINUTE + (int64_t)i * TIME_SECOND,
                        &post));
        post.topic = id;
        post.group = group->id;
        TRY(post_create(db, &demo->arena, &post, &post.id));
        TRY(add_reactions(db, demo, json_object_get(reply, "reactions"), post.id));
        TRY(tell_writers(db, demo, topic, i, id, &post));
        demo->posts++;
    }
    return OK;
}

static enum status add_topic(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *topic, int64_t *id)
{
    const json_t *note = json_object_get(topic, "note");
    int64_t began = demo->now - integer(topic, "minutes_ago") * TIME_MINUTE;
    int64_t persona = demo_persona(demo, demo_word(topic, "by"));
    struct topic_new wish = { .group = group->id,
                              .title = demo_word(topic, "title"),
                              .lang = demo_word(topic, "lang"),
                              .wish = demo_word(topic, "wish"),
                              .pinned = json_is_true(json_object_get(topic, "pinned")) };
    for (size_t i = 0; i < group->boards_count; i++)
        if (text_same(group->boards[i].name, demo_word(topic, "board")))
            wish.board = group->boards[i].id;
    if (!persona || !wish.board) {
        log_line(LOG_ERROR, "demo.data", "a conversation names a person or board that isn't there");
        return BROKEN;
    }
    TRY(demo_belongs(db, demo, group, persona));
    TRY(post_render(demo, demo_word(topic, "body"), persona, began, &wish.opening));
    if (json_is_object(note)) {
        wish.opening.note_category = demo_word(note, "category");
        wish.opening.note_text = demo_word(note, "text");
    }
    TRY(topic_create(db, &demo->arena, &wish, id));
    TRY(add_reactions(db, demo, json_object_get(topic, "reactions"), wish.opening.id));
    TRY(add_replies(db, demo, group, topic, *id, began));
    demo->topics++;
    demo->posts++;
    return topic_touch(db, &demo->arena, *id);
}

static enum status add_told(struct db *db, struct demo *demo, const struct demo_group *group, const json_t *topics)
{
    size_t count = json_array_size(topics);
    struct demo_topic *told = arena_array(&demo->arena, demo->told_count + count + 1, sizeof *told);
    for (size_t i = 0; i < demo->told_count; i++)
        told[i] = demo->told[i];
    demo->told = told;
    for (size_t i = 0; i < count; i++) {
        struct demo_topic *topic = &told[demo->told_count++];
        *topic = (struct demo_topic){ arena_copy(&demo->arena, demo_word(json_array_get(topics, i), "title")), 0, group };
        TRY(add_topic(db, demo, group, json_array_get(topics, i), &topic->id));
    }
    return OK;
}

enum status demo_answer(struct db *db, struct demo *demo, const struct demo_topic *topic, const char *by, const char *body, int64_t at,
                        int64_t *id)
{
    struct post_new post;
    TRY(post_render(demo, body, demo_persona(demo, by), at, &post));
    post.topic = topic->id;
    post.group = topic->group->id;
    TRY(post_create(db, &demo->arena, &post, id));
    demo->posts++;
    return topic_touch(db, &demo->arena, topic->id);
}

static enum status add_topics(struct db *db, struct demo *demo)
{
    for (size_t g = 0; g < demo->groups_count; g++) {
        json_t *topics = demo_json(arena_printf(&demo->arena, "demo/topics/%s.json", demo->groups[g].slug));
        if (!topics)
            continue; /* a group without conversations yet */
        enum status status = add_told(db, demo, &demo->groups[g], topics);
        json_decref(topics);
        TRY(status);
    }
    return OK;
}

/* ---- all of it ---- */

static enum status name_place(struct db *db, struct demo *demo)
{
    struct community community;
    TRY(community_load(db, &demo->arena, &community));
    community.name = "Lantern Street";
    community.runners =
        "Eleven volunteers of the Lantern Street Association look after this place. They use it too. It runs on a small machine of "
        "our own, paid for by members’ gifts.";
    community.contact =
        "Write a card to the Lantern Street Association, or ask any facilitator. This is a demonstration: nobody reads the cards.";
    community.zone = "Europe/Berlin";
    community.demo = true;
    return community_save(db, &demo->arena, &community);
}

static enum status demo_base(struct db *db, void *context)
{
    struct demo *demo = context;
    TRY(name_place(db, demo));
    TRY(add_people(db, demo));
    TRY(add_groups(db, demo));
    TRY(add_topics(db, demo));
    TRY(demo_rooms(db, demo));
    TRY(demo_sessions(db, demo));
    TRY(demo_people(db, demo));
    TRY(demo_ties(db, demo));
    TRY(demo_letters(db, demo));
    TRY(demo_listening(db, demo));
    TRY(demo_cases(db, demo));
    TRY(demo_mediation(db, demo));
    TRY(demo_opportunities(db, demo));
    TRY(demo_networking(db, demo));
    TRY(demo_events(db, demo));
    TRY(demo_gatherings(db, demo));
    return demo_stories(db, demo);
}

enum status demo_make(struct app *app, const struct demo_wish *wish, int64_t now)
{
    struct demo demo = { .app = app, .wish = wish, .now = now, .state = wish->seed };
    enum status status = database_write(app->database, demo_base, &demo);
    if (status == CONFLICT)
        log_line(LOG_ERROR, "demo.filled", "there is a community already; give another --data");
    if (status == OK)
        status = search_catch_up(app);
    if (status == OK)
        status = demo_more(&demo);
    arena_free(&demo.arena);
    return status;
}
