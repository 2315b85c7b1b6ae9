#include "board/test_parts.h"
#include "tests/harness/harness.h"

/* One thing to make, run in a transaction of its own. */
struct making {
    struct group_new group;
    struct board_new board;
    struct topic_new topic;
    struct post_new post;
    int64_t id, of, persona;
    bool facilitator;
};

static void make(enum status (*work)(struct db *db, void *context), struct making *making)
{
    test_advance(TIME_SECOND);
    if (database_write(test_app()->database, work, making) != OK)
        test_expect(false, "the world could be made", __FILE__, __LINE__);
}

static enum status make_group(struct db *db, void *context)
{
    struct making *making = context;
    return group_create(db, test_arena(), &making->group, &making->id);
}

static enum status make_member(struct db *db, void *context)
{
    struct making *making = context;
    return membership_add(db, test_arena(), making->of, making->persona, making->facilitator, false, test_now());
}

static enum status make_board(struct db *db, void *context)
{
    struct making *making = context;
    return board_create(db, test_arena(), &making->board, &making->id);
}

static enum status make_topic(struct db *db, void *context)
{
    struct making *making = context;
    return topic_create(db, test_arena(), &making->topic, &making->id);
}

static enum status make_post(struct db *db, void *context)
{
    struct making *making = context;
    TRY(post_create(db, test_arena(), &making->post, &making->id));
    return topic_touch(db, test_arena(), making->post.topic);
}

struct test_place test_group(const char *slug, enum group_joining joining, bool public_reading, const char *facilitator)
{
    struct test_place place;
    struct making making = { .group = { .slug = slug,
                                        .name = test_path("Group %s", slug),
                                        .lang = "en",
                                        .purpose = "For talking.",
                                        .rules = "Be kind.\nTake your time.",
                                        .joining = joining,
                                        .public_reading = public_reading,
                                        .now = test_now() } };
    make(make_group, &making);
    place.group = making.id;
    making = (struct making){ .of = place.group, .persona = persona_of(facilitator), .facilitator = true };
    make(make_member, &making);
    making = (struct making){ .board = { .group = place.group, .name = "Talk", .about = "Anything.", .position = 1, .now = test_now() } };
    make(make_board, &making);
    place.board = making.id;
    return place;
}

void test_joins(int64_t group, const char *who)
{
    struct making making = { .of = group, .persona = persona_of(who) };
    make(make_member, &making);
}

static struct post_new words(const char *who, const char *body)
{
    struct markdown markdown;
    if (markdown_render(test_arena(), body, &markdown) != OK)
        test_expect(false, "the text could be rendered", __FILE__, __LINE__);
    return (struct post_new){ .persona = persona_of(who),
                              .body = body,
                              .html = markdown.html,
                              .tags = markdown.tags,
                              .tags_count = markdown.tags_count,
                              .at = test_now() };
}

int64_t test_topic(struct test_place place, const char *who, const char *title, const char *body)
{
    struct making making = { .topic = { .board = place.board, .group = place.group, .title = title, .opening = words(who, body) } };
    make(make_topic, &making);
    return making.id;
}

int64_t test_post(struct test_place place, int64_t topic, const char *who, const char *body)
{
    struct making making = { .post = words(who, body) };
    making.post.topic = topic;
    making.post.group = place.group;
    make(make_post, &making);
    return making.id;
}

int64_t test_opening(int64_t topic)
{
    return test_sql_int(test_path("SELECT opening FROM topic WHERE id = %lld", (long long)topic));
}

/* ---- requests ---- */

static struct request **last_page(void)
{
    static struct request *page;
    return &page;
}

struct request *test_page(void)
{
    return *last_page();
}

const char *test_path(const char *format, ...)
{
    char path[512];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    return arena_copy(test_arena(), path);
}

int test_get(const char *who, const char *format, ...)
{
    char path[512];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    test_advance(TIME_SECOND);
    *last_page() = as(who, "GET", path);
    return fetch(test_page());
}

int test_send(const char *who, const char *path, ...)
{
    const char *name;
    va_list args;
    test_advance(TIME_SECOND);
    *last_page() = as(who, "POST", path);
    va_start(args, path);
    while ((name = va_arg(args, const char *)))
        with(test_page(), name, va_arg(args, const char *));
    va_end(args);
    return fetch(test_page());
}

void test_reading_first_set(const char *who, const char *minors)
{
    EXPECT_INT(
        test_send("fay", "/groups/porch/manage", "purpose", "To sit", "anonymous", "yes", "waits", who, "waits_minors", minors, NULL), 303);
}

struct test_reading_first test_reading_first(const char *who)
{
    struct test_reading_first porch = { test_group("porch", GROUP_OPEN, false, "fay"), 0 };
    test_joins(porch.place.group, "ana");
    test_joins(porch.place.group, "bo");
    porch.topic = test_topic(porch.place, "bo", "Bo’s evening", "Bo begins");
    test_reading_first_set(who, "");
    return porch;
}
