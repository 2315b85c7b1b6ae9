#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

int64_t test_story(const char *who, const char *title, const char *body, const char *audience)
{
    const char *draft = test_path("%lld", (long long)id_random());
    test_advance(TIME_MINUTE);
    EXPECT_INT(test_send(who, "/stories/new", "title", title, "body", body, "audience", audience, "draft", draft, NULL), 303);
    return id_after(test_page(), "/stories/");
}

int64_t test_sealed_id(void)
{
    int64_t kept = id_after(test_page(), "/stories/kept/");
    return kept ? kept : id_after(test_page(), "/stories/drafts/");
}

struct pair_of {
    int64_t a, b;
};

static enum status connect_two(struct db *db, void *context)
{
    struct pair_of *two = context;
    return connection_set(db, test_arena(), two->a, two->b);
}

void test_story_connects(const char *a, const char *b)
{
    EXPECT_INT(database_write(test_app()->database, connect_two, &(struct pair_of){ persona_of(a), persona_of(b) }), OK);
}

static enum status block_one(struct db *db, void *context)
{
    struct pair_of *two = context;
    return block_set(db, test_arena(), two->a, two->b);
}

void test_story_blocks(const char *a, const char *b)
{
    EXPECT_INT(database_write(test_app()->database, block_one, &(struct pair_of){ persona_of(a), persona_of(b) }), OK);
}
