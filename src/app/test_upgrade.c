/* What a newer program finds in an older place. */
#include "app/app.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

enum { BEFORE_SEARCH = 150, BEFORE_RULES = 160 };

/* A place as it was before the migration of that number. */
static struct database *place_before(int number)
{
    struct database *old = scratch_new();
    struct migration *earlier = arena_array(test_arena(), migrations_count + 1, sizeof *earlier);
    size_t count = 0;
    for (size_t i = 0; i < migrations_count; i++)
        if (migrations[i].number < number)
            earlier[count++] = migrations[i];
    EXPECT_INT(database_migrate(old, earlier, count), OK);
    return old;
}

TEST(what_was_there_before_there_was_a_search_waits_to_be_indexed)
{
    struct database *old = place_before(BEFORE_SEARCH);
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

TEST(guidelines_that_were_published_as_one_text_stay_what_their_version_said)
{
    struct database *old = place_before(BEFORE_RULES);
    EXPECT_INT(scratch_do(old, "INSERT INTO guideline_version (version, published_day, summary) VALUES (2, 20790, 'Ours')"), OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO guideline_text (version, language, body) VALUES (2, 'de', 'Seid **nett**.')"), OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO guideline_acceptance (persona_id, version) VALUES (7, 1)"), OK);
    EXPECT_INT(scratch_do(old, "INSERT INTO guideline_acceptance (persona_id, version) VALUES (7, 2)"), OK);
    EXPECT_INT(database_migrate(old, migrations, migrations_count), OK);
    EXPECT_INT(scratch_int(old, "SELECT count(*) FROM guideline_version WHERE group_id = 0"), 2);
    EXPECT_INT(scratch_int(old, "SELECT count(*) FROM guideline_version_rule WHERE version = 1 AND rule_id BETWEEN 1 AND 9"), 9);
    EXPECT_INT(scratch_int(old, "SELECT rule_id FROM guideline_version_rule WHERE version = 2"), 1002);
    EXPECT_INT(scratch_int(old,
                           "SELECT count(*) FROM guideline_rule r JOIN guideline_rule_text x ON x.rule_id = r.id"
                           " WHERE r.id = 1002 AND r.language = 'de' AND x.language = 'de' AND x.why = 'Seid **nett**.' AND x.name = ''"),
               1);
    EXPECT_INT(scratch_int(old, "SELECT count(*) FROM guideline_acceptance WHERE persona_id = 7 AND group_id = 0"), 2);
    scratch_drop(old);
}
