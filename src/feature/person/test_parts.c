#include "person/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

void test_says(const char *who, const char *field, const char *value, const char *audience)
{
    const char *name = text_same(field, "about") ? "about" : "value[]";
    EXPECT_INT(test_send(who, test_path("/people/me/%s", field), name, value, "audience", audience, NULL), 303);
}

struct pair_of {
    int64_t one, other;
    enum age_band band;
};

static enum status work_band(struct db *db, void *context)
{
    struct pair_of *pair = context;
    TRY(persona_band_store(db, test_arena(), pair->one, pair->band));
    return profile_band_push(db, test_arena(), (const int64_t[4]){ pair->one, 0, pair->band, 0 });
}

void test_is_listed(const char *who, enum age_band band)
{
    struct pair_of pair = { .one = persona_of(who), .band = band };
    EXPECT_INT(database_write(test_app()->database, work_band, &pair), OK);
    EXPECT_INT(test_send(who, "/people/me/finding", "listed", "1", NULL), 303);
}

static enum status work_connect(struct db *db, void *context)
{
    struct pair_of *pair = context;
    return connection_set(db, test_arena(), pair->one, pair->other);
}

void test_connects(const char *one, const char *other)
{
    struct pair_of pair = { persona_of(one), persona_of(other), BAND_UNSAID };
    EXPECT_INT(database_write(test_app()->database, work_connect, &pair), OK);
}

static enum status work_block(struct db *db, void *context)
{
    struct pair_of *pair = context;
    return block_set(db, test_arena(), pair->one, pair->other);
}

void test_blocks(const char *one, const char *other)
{
    struct pair_of pair = { persona_of(one), persona_of(other), BAND_UNSAID };
    EXPECT_INT(database_write(test_app()->database, work_block, &pair), OK);
}
