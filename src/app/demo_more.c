/* A demonstration of any size: conversations put together from the words of the small one. */
#include "app/demo.h"

#include "search/search.h"

enum { BATCH = 20000, DAYS = 365, LASTS = 20, SPEAKERS = 8 };

struct words_pool {
    const char *const *titles;
    size_t titles_count;
    const char *const *bodies;
    struct markdown *rendered; /* beside bodies */
    const char **excerpts;
    const char **tokens; /* for the search index; those of a body are made once */
    size_t bodies_count;
};

static void pool_topics(struct demo *demo, const char *path, const char **titles, size_t *titles_count, const char **bodies,
                        size_t *bodies_count)
{
    const struct text_file *file = text_file_find(path);
    json_t *topics = file ? json_loadb(file->data, file->len, 0, NULL) : NULL;
    for (size_t i = 0; i < json_array_size(topics) && *titles_count < 64; i++) {
        json_t *topic = json_array_get(topics, i);
        json_t *replies = json_object_get(topic, "replies");
        titles[(*titles_count)++] = arena_copy(&demo->arena, json_string_value(json_object_get(topic, "title")));
        for (size_t j = 0; j < json_array_size(replies) && *bodies_count < 512; j++)
            bodies[(*bodies_count)++] = arena_copy(&demo->arena, json_string_value(json_object_get(json_array_get(replies, j), "body")));
    }
    json_decref(topics);
}

static enum status pool_make(struct demo *demo, struct words_pool *pool)
{
    const char **titles = arena_array(&demo->arena, 64, sizeof *titles);
    const char **bodies = arena_array(&demo->arena, 512, sizeof *bodies);
    *pool = (struct words_pool){ .titles = titles, .bodies = bodies };
    for (size_t g = 0; g < demo->groups_count; g++)
        pool_topics(demo, arena_printf(&demo->arena, "demo/topics/%s.json", demo->groups[g].slug), titles, &pool->titles_count, bodies,
                    &pool->bodies_count);
    pool->rendered = arena_array(&demo->arena, pool->bodies_count + 1, sizeof *pool->rendered);
    pool->excerpts = arena_array(&demo->arena, pool->bodies_count + 1, sizeof *pool->excerpts);
    pool->tokens = arena_array(&demo->arena, pool->bodies_count + 1, sizeof *pool->tokens);
    for (size_t i = 0; i < pool->bodies_count; i++) {
        TRY(markdown_render(&demo->arena, bodies[i], &pool->rendered[i]));
        pool->excerpts[i] = markdown_excerpt(&demo->arena, bodies[i], POST_EXCERPT);
        pool->tokens[i] = index_tokens(&demo->arena, markdown_excerpt(&demo->arena, bodies[i], INDEX_TEXT_MAX), "en");
    }
    return OK;
}

/* One transaction's worth. What of it can be found goes into the index at its end, in order of id, which is how the index is written
 * quickly. */
struct found {
    int64_t id;
    const struct demo_group *group;
    const char *title, *tokens;
};
struct batch {
    struct arena arena;
    struct demo *demo;
    const struct words_pool *pool;
    int64_t speakers[SPEAKERS]; /* of the conversation: a few who know each other, as it is */
    struct found *found;
    size_t found_count, found_room;
};

static void found_add(struct batch *batch, const struct found *found)
{
    if (batch->found_count == batch->found_room) {
        size_t room = batch->found_room ? 2 * batch->found_room : BATCH;
        struct found *bigger = arena_array(&batch->arena, room, sizeof *bigger);
        if (batch->found_count)
            memcpy(bigger, batch->found, batch->found_count * sizeof *bigger);
        batch->found = bigger;
        batch->found_room = room;
    }
    batch->found[batch->found_count++] = *found;
}

static int found_order(const void *a, const void *b)
{
    int64_t left = ((const struct found *)a)->id, right = ((const struct found *)b)->id;
    return (left > right) - (left < right);
}

static enum status batch_index(struct db *db, struct batch *batch)
{
    struct arena arena = { 0 };
    enum status status = OK;
    qsort(batch->found, batch->found_count, sizeof *batch->found, found_order);
    for (size_t i = 0; i < batch->found_count && status == OK; i++) {
        const struct found *found = &batch->found[i];
        struct index_doc doc = { .id = found->id,
                                 .kind = INDEX_POST,
                                 .title = found->title,
                                 .tokens = found->tokens,
                                 .lang = found->group->lang,
                                 .groups = &found->group->id,
                                 .groups_count = 1 };
        status = index_add(db, &arena, &doc, index_words(&arena, &doc));
        if (i % 100 == 99)
            arena_free(&arena);
    }
    arena_free(&arena);
    return status;
}

static struct post_new batch_post(struct batch *batch, const struct demo_group *group, const char *title, int64_t at)
{
    struct demo *demo = batch->demo;
    size_t n = demo_below(demo, batch->pool->bodies_count);
    const struct markdown *markdown = &batch->pool->rendered[n];
    int64_t id = id_at(at);
    found_add(batch, &(struct found){ id, group, title, batch->pool->tokens[n] });
    return (struct post_new){ .id = id,
                              .indexed = true,
                              .persona = batch->speakers[demo_below(demo, SPEAKERS)],
                              .body = batch->pool->bodies[n],
                              .html = markdown->html,
                              .excerpt = batch->pool->excerpts[n],
                              .tags = markdown->tags,
                              .tags_count = markdown->tags_count,
                              .at = at };
}

static enum status batch_answers(struct db *db, struct batch *batch, struct arena *arena, int64_t topic, const struct demo_group *group,
                                 int64_t began, int64_t count)
{
    struct demo *demo = batch->demo;
    int64_t span = demo->now - began < LASTS * TIME_DAY ? demo->now - began : LASTS * TIME_DAY;
    for (int64_t i = 1; i <= count; i++) {
        struct post_new post = batch_post(batch, group, NULL, began + i * (span / (count + 1)));
        post.topic = topic;
        post.group = group->id;
        TRY(post_create(db, arena, &post, &post.id));
        demo->posts++;
    }
    return OK;
}

/* One after the other through the year, as they would have come: so rows are added at the end of what is there, and millions of them
 * don't take the disk's time. */
static int64_t batch_begins(struct demo *demo)
{
    bool by_posts = demo->posts < demo->wish->posts;
    int64_t done = by_posts ? demo->posts : demo->topics, all = by_posts ? demo->wish->posts : demo->wish->topics;
    int64_t ago = (int64_t)((1 - (double)done / (double)(all ? all : 1)) * DAYS * (double)TIME_DAY);
    return demo->now - TIME_HOUR - ago - (int64_t)(demo_random(demo) % (uint64_t)TIME_DAY);
}

static enum status batch_topic(struct db *db, struct batch *batch, int64_t answers)
{
    struct demo *demo = batch->demo;
    struct arena arena = { 0 };
    const struct demo_group *group = &demo->groups[demo_below(demo, demo->groups_count)];
    int64_t began = batch_begins(demo), id = 0;
    for (size_t i = 0; i < SPEAKERS; i++)
        batch->speakers[i] = demo->people[demo_below(demo, demo->people_count)].id;
    const char *title = batch->pool->titles[demo_below(demo, batch->pool->titles_count)];
    struct topic_new wish = { .group = group->id,
                              .board = group->boards[demo_below(demo, group->boards_count)].id,
                              .wish = "share",
                              .title = title,
                              .opening = batch_post(batch, group, title, began) };
    enum status status = topic_create(db, &arena, &wish, &id);
    demo->topics++;
    demo->posts++;
    if (status == OK)
        status = batch_answers(db, batch, &arena, id, group, began, answers);
    if (status == OK)
        status = topic_touch(db, &arena, id);
    arena_free(&arena);
    return status;
}

static enum status batch_work(struct db *db, void *context)
{
    struct batch *batch = context;
    struct demo *demo = batch->demo;
    int64_t end = demo->posts + BATCH;
    while (demo->posts < end && (demo->topics < demo->wish->topics || demo->posts < demo->wish->posts)) {
        int64_t topics_left = demo->wish->topics - demo->topics;
        int64_t posts_left = demo->wish->posts - demo->posts;
        int64_t share = posts_left > 0 ? posts_left / (topics_left > 0 ? topics_left : 1) : 1;
        TRY(batch_topic(db, batch, share > 1 ? share - 1 : 0));
    }
    return batch_index(db, batch);
}

/* People of the generated part belong to every second group or so, so that each page has readers. */
static enum status more_members(struct db *db, void *context)
{
    struct demo *demo = context;
    for (size_t i = 60; i < demo->people_count; i++) {
        struct arena arena = { 0 };
        enum status status =
            membership_add(db, &arena, demo->groups[demo_below(demo, demo->groups_count)].id, demo->people[i].id, false, false, demo->now);
        arena_free(&arena);
        TRY(status);
    }
    return OK;
}

static enum status index_begin(struct db *db, void *context)
{
    struct demo *demo = context;
    return index_bulk(db, &demo->arena, true);
}

static enum status index_end(struct db *db, void *context)
{
    struct demo *demo = context;
    return index_bulk(db, &demo->arena, false);
}

enum status demo_more(struct demo *demo)
{
    TRY(database_write(demo->app->database, more_members, demo));
    TRY(search_catch_up(demo->app));
    if (demo->topics >= demo->wish->topics && demo->posts >= demo->wish->posts)
        return OK;
    TRY(database_write(demo->app->database, index_begin, demo));
    struct words_pool pool;
    TRY(pool_make(demo, &pool));
    while (demo->topics < demo->wish->topics || demo->posts < demo->wish->posts) {
        struct batch batch = { .demo = demo, .pool = &pool };
        enum status status = database_write(demo->app->database, batch_work, &batch);
        arena_free(&batch.arena);
        TRY(status);
        if (demo->posts >= BATCH)
            log_line(LOG_INFO, "demo.progress", "%lld conversations, %lld posts", (long long)demo->topics, (long long)demo->posts);
    }
    return database_write(demo->app->database, index_end, demo);
}
