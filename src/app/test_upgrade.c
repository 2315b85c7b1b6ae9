/* What a newer program finds in an older place. */
#include "app/app.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

enum { BEFORE_SEARCH = 150 };

TEST(what_was_there_before_there_was_a_search_waits_to_be_indexed)
{
    struct database *old = scratch_new();
    struct migration *earlier = arena_array(test_arena(), migrations_count + 1, sizeof *earlier);
    size_t count = 0;
    for (size_t i = 0; i < migrations_count; i++)
        if (migrations[i].number < BEFORE_SEARCH)
            earlier[count++] = migrations[i];
    EXPECT_INT(database_migrate(old, earlier, count), OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO peer_group (id, slug, name, lang, purpose, rules, picture, joining, reading)"
                               " VALUES (7, 'old', 'Old', 'en', 'Old words', '', 1, 'open', 'members')"),
               OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO board (id, group_id, name, about, position) VALUES (8, 7, 'Talk', '', 1)"), OK);
    EXPECT_INT(scratch_do(old,
                          "INSERT INTO topic (id, board_id, group_id, title, lang, wish, note_category, note_text, opening, last_post,"
                          " last_at, created_at, pinned, closed) VALUES (9, 8, 7, 'Old', '', 'none', '', '', 10, 10, 1, 1, FALSE, FALSE)"),
               OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO post (id, topic_id, body, html, excerpt, note_category, note_text, warmth, created_at, removed)"
                               " VALUES (10, 9, 'x', '<p>x</p>', 'x', '', '', 0, 1, FALSE)"),
               OK);
    EXPECT_INT(database_migrate(old, migrations, migrations_count), OK);
    EXPECT_INT(scratch_int(old, "SELECT count(*) FROM index_due WHERE (kind = 'post' AND id = 10) OR (kind = 'group' AND id = 7)"), 2);
    scratch_drop(old);
}
