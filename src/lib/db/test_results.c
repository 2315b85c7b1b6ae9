/* Snapshots remember what they were told, and never longer than it holds. */
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

enum { PLENTY = 40000 };

struct asked {
    struct arena arena;
    struct rows rows; /* of the last asking; still good when its snapshot is over */
    int64_t below;
    const char *says;
    bool digested;
    unsigned char digest[ROWS_DIGEST];
};

static enum status ask(struct db *db, void *context)
{
    struct asked *asked = context;
    struct buf says = { .arena = &asked->arena };
    TRY(db_query(db, &asked->arena, &asked->rows, " SELECT id, t FROM value WHERE id < $1 ORDER BY id", P(asked->below)));
    asked->digested = rows_digest(&asked->rows, asked->digest);
    for (struct rows rows = asked->rows; rows_next(&rows);) {
        int64_t id = rows_int(&rows);
        const char *text = rows_text(&rows);
        buf_printf(&says, "%lld %s;", (long long)id, text ? text : "-");
    }
    asked->says = buf_text(&says);
    return OK;
}

static const char *says(struct database *database, int64_t below, struct asked *asked)
{
    arena_free(&asked->arena);
    *asked = (struct asked){ .below = below };
    return database_read(database, ask, asked) == OK ? asked->says : "failed";
}

static struct database *three_values(void)
{
    struct database *database = scratch_new();
    scratch_do(database, "CREATE TABLE value (id BIGINT PRIMARY KEY, t TEXT)");
    scratch_do(database, "INSERT INTO value (id, t) VALUES (1, 'one'), (2, 'two'), (3, NULL)");
    return database;
}

TEST(a_snapshot_after_a_write_never_shows_what_was_before_it)
{
    struct asked asked = { 0 };
    struct database *database = three_values();
    for (int again = 0; again < 3; again++)
        EXPECT_TEXT(says(database, 9, &asked), "1 one;2 two;3 -;");
    EXPECT_TEXT(says(database, 2, &asked), "1 one;"); /* another parameter is another question */
    scratch_do(database, "UPDATE value SET t = 'uno' WHERE id = 1");
    EXPECT_TEXT(says(database, 9, &asked), "1 uno;2 two;3 -;");
    EXPECT_TEXT(says(database, 2, &asked), "1 uno;");
    struct database *other = scratch_again(2); /* as another process would */
    scratch_do(other, "DELETE FROM value WHERE id = 2");
    EXPECT_TEXT(says(database, 9, &asked), "1 uno;3 -;");
    database_close(other);
    arena_free(&asked.arena);
    scratch_drop(database);
}

TEST(rows_outlive_their_snapshot_and_what_was_written_since)
{
    struct asked first = { 0 }, second = { 0 };
    struct database *database = three_values();
    says(database, 9, &first);
    says(database, 9, &first);
    scratch_do(database, "DELETE FROM value");
    EXPECT_TEXT(says(database, 9, &second), "");
    EXPECT_INT(first.rows.count, 3);
    EXPECT(rows_next(&first.rows) && rows_int(&first.rows) == 1);
    EXPECT_TEXT(rows_text(&first.rows), "one");
    arena_free(&first.arena);
    arena_free(&second.arena);
    scratch_drop(database);
}

TEST(equal_results_have_equal_digests_and_others_have_others)
{
    struct asked before = { 0 }, changed = { 0 }, back = { 0 }, empty = { 0 };
    struct database *database = three_values();
    says(database, 9, &before);
    if (!database_is_sqlite(database)) { /* nothing is remembered there, so there is nothing to tell apart */
        EXPECT(!before.digested);
    } else {
        scratch_do(database, "UPDATE value SET t = '' WHERE id = 3"); /* empty is not NULL */
        says(database, 9, &changed);
        scratch_do(database, "UPDATE value SET t = NULL WHERE id = 3");
        says(database, 9, &back);
        says(database, 0, &empty);
        EXPECT(before.digested && changed.digested && back.digested && empty.digested);
        EXPECT(memcmp(before.digest, changed.digest, ROWS_DIGEST) != 0);
        EXPECT(memcmp(before.digest, back.digest, ROWS_DIGEST) == 0);
        EXPECT(memcmp(before.digest, empty.digest, ROWS_DIGEST) != 0);
    }
    arena_free(&before.arena);
    arena_free(&changed.arena);
    arena_free(&back.arena);
    arena_free(&empty.arena);
    scratch_drop(database);
}

/* More than is kept: what is asked for longest ago goes, and is simply asked for again. */
TEST(results_are_bounded)
{
    struct asked asked = { 0 };
    struct database *database = three_values();
    char *text = arena_alloc(test_arena(), PLENTY + 1);
    memset(text, 'x', PLENTY);
    scratch_do(database, arena_printf(test_arena(), "UPDATE value SET t = '%s' WHERE id = 1", text));
    for (int64_t below = 2; below < 200; below++)
        EXPECT_INT(strlen(says(database, below, &asked)), below == 2 ? PLENTY + 3 : below == 3 ? PLENTY + 9 : PLENTY + 13);
    EXPECT_INT(strlen(says(database, 2, &asked)), PLENTY + 3);
    arena_free(&asked.arena);
    scratch_drop(database);
}
