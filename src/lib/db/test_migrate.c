#include "db/internal.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <pthread.h>

/* As a community's database grew: every way a migration may change what is there. */
static const struct migration history[] = {
    { 1, "001_person",
      "-- People; 'quoted' here; and more\n"
      "CREATE TABLE person (id BIGINT PRIMARY KEY, name TEXT NOT NULL, note TEXT DEFAULT 'a; b', picture BYTEA);\n" },
    { 3, "003_post",
      "CREATE TABLE post (id BIGINT PRIMARY KEY, person_id BIGINT NOT NULL REFERENCES person (id), hidden BOOLEAN NOT NULL);\n"
      "CREATE INDEX post_by_person ON post (person_id, id) WHERE hidden = FALSE;\n" },
    { 2, "002_join", "ALTER TABLE person ADD COLUMN joined BIGINT;\nUPDATE person SET joined = 7 WHERE joined IS NULL;" },
    { 10, "010_last",
      "CREATE TABLE last (a BIGINT NOT NULL, b BIGINT NOT NULL, UNIQUE (a, b));\n"
      "INSERT INTO last (a, b) SELECT id, COALESCE(joined, 0) FROM person\n" },
};

static int64_t tables(struct database *database)
{
    return scratch_int(database, database_is_sqlite(database) ? "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'"
                                                              : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'scratch'");
}

static size_t applied(struct database *database)
{
    size_t count = 99;
    EXPECT_INT(database_migrated(database, history, COUNT(history), &count), OK);
    return count;
}

TEST(database_of_every_earlier_version_is_brought_up_to_date)
{
    for (size_t old = 0; old <= COUNT(history); old++) {
        struct database *database = scratch_new();
        EXPECT_INT(applied(database), 0);
        EXPECT_INT(tables(database), 0); /* asking touches nothing */
        EXPECT_INT(database_migrate(database, history, old), OK);
        EXPECT_INT(applied(database), old);
        if (old)
            EXPECT_INT(scratch_do(database, "INSERT INTO person (id, name) VALUES (1, 'Ana')"), OK);
        EXPECT_INT(database_migrate(database, history, COUNT(history)), OK);
        EXPECT_INT(applied(database), COUNT(history));
        EXPECT_INT(database_migrate(database, history, COUNT(history)), OK);
        EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM person WHERE note = 'a; b'"), old > 0);
        if (old && old < 3)
            EXPECT_INT(scratch_int(database, "SELECT joined FROM person"), 7);
        EXPECT_INT(scratch_do(database, "INSERT INTO post (id, person_id, hidden) VALUES (1, 77, FALSE)"), NOT_FOUND);
        EXPECT_INT(scratch_do(database, "INSERT INTO last (a, b) VALUES (5, 5), (5, 5)"), CONFLICT);
        scratch_drop(database);
    }
}

TEST(edited_newer_and_doubled_migrations_are_refused)
{
    struct database *database = scratch_new();
    EXPECT_INT(database_migrate(database, history, 3), OK);
    struct migration edited[] = { history[0], history[1], history[2] };
    edited[1].sql = "CREATE TABLE post (id BIGINT PRIMARY KEY);";
    size_t count;
    EXPECT_INT(database_migrate(database, edited, 3), INVALID);
    EXPECT_INT(database_migrated(database, edited, 3, &count), INVALID);
    EXPECT_INT(database_migrate(database, history, 2), INVALID);
    struct migration doubled[] = { history[0], history[1], history[2], { 3, "003_other", "SELECT 1" } };
    EXPECT_INT(database_migrate(database, doubled, 4), BROKEN);
    EXPECT_INT(database_migrate(database, history, 4), OK);
    scratch_drop(database);
}

/* Full text search alone needs it. */
TEST(statement_for_one_database_runs_there_alone)
{
    static const struct migration own[] = { { 1, "001_own",
                                              "CREATE TABLE a (id BIGINT PRIMARY KEY);\n"
                                              "-- a comment\nSQLITE CREATE VIRTUAL TABLE words USING fts5 (text);\n"
                                              "POSTGRES CREATE VIEW words AS SELECT to_tsvector('simple', 'x') AS text;\n" } };
    struct database *database = scratch_new();
    struct table_sums sums = { 0 };
    EXPECT_INT(database_migrate(database, own, 1), OK);
    EXPECT(scratch_int(database, "SELECT count(*) FROM words") >= 0);
    EXPECT_INT(database_sum(database, test_arena(), &sums), OK);
    EXPECT_INT(sums.count, 2); /* what the index keeps of its own is nobody's rows */
    scratch_drop(database);
}

TEST(migration_that_fails_leaves_nothing_of_its_run)
{
    struct database *database = scratch_new();
    EXPECT_INT(database_migrate(database, history, 1), OK);
    int64_t before = tables(database);
    struct migration list[] = { history[0],
                                history[1],
                                { 20, "020_wrong", "CREATE TABLE fine (id BIGINT PRIMARY KEY);\nDROP TABLE nowhere;\n" } };
    EXPECT_INT(database_migrate(database, list, 3), BROKEN);
    EXPECT_INT(tables(database), before);
    EXPECT_INT(applied(database), 1);
    list[2].sql = "CREATE TABLE fine (id BIGINT PRIMARY KEY);\n";
    EXPECT_INT(database_migrate(database, list, 3), OK);
    scratch_drop(database);
}

TEST(columns_take_only_their_own_type)
{
    struct database *database = scratch_new();
    EXPECT_INT(database_migrate(database, history, COUNT(history)), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO person (id, name, joined) VALUES (1, 'Ana', 'yesterday')"), BROKEN);
    EXPECT_INT(scratch_do(database, "INSERT INTO person (id, name, joined) VALUES (1, 'Ana', 5)"), OK);
    /* Text is ordered by its bytes on both. */
    EXPECT_INT(scratch_do(database, "INSERT INTO person (id, name) VALUES (2, 'a'), (3, 'B'), (4, 'é')"), OK);
    EXPECT_INT(scratch_int(database, "SELECT id FROM person ORDER BY name"), 1);
    EXPECT_INT(scratch_int(database, "SELECT id FROM person WHERE name > 'Ana' ORDER BY name"), 3);
    EXPECT_INT(scratch_int(database, "SELECT id FROM person ORDER BY name DESC"), 4);
    scratch_drop(database);
}

struct start {
    struct database *database;
    enum status got;
};

static void *start_thread(void *context)
{
    struct start *start = context;
    start->got = database_migrate(start->database, history, COUNT(history));
    return NULL;
}

TEST(processes_that_start_at_once_migrate_once)
{
    for (int round = 0; round < 3; round++) {
        struct database *database = scratch_new();
        pthread_t threads[3];
        struct start starts[COUNT(threads)];
        for (size_t i = 0; i < COUNT(threads); i++)
            starts[i] = (struct start){ scratch_again(2), BROKEN };
        for (size_t i = 0; i < COUNT(threads); i++)
            if (pthread_create(&threads[i], NULL, start_thread, &starts[i]))
                abort();
        for (size_t i = 0; i < COUNT(threads); i++) {
            pthread_join(threads[i], NULL);
            EXPECT_INT(starts[i].got, OK);
            database_close(starts[i].database);
        }
        EXPECT_INT(applied(database), COUNT(history));
        scratch_drop(database);
    }
}

/* ---- the words of a statement ---- */

static const char *mapped(bool sqlite, const char *sql)
{
    const char *text;
    return migration_map(test_arena(), sqlite, "000_test", sql, strlen(sql), &text) == OK ? text : "refused";
}

UNIT_TEST(types_are_mapped_where_a_type_stands_and_nowhere_else)
{
    static const struct {
        const char *sql, *sqlite, *postgres;
    } cases[] = {
        { "create table a (id bigint primary key, \"b c\" boolean not null default false)",
          "create table a (id INTEGER primary key, \"b c\" INTEGER not null default false) STRICT",
          "create table a (id BIGINT primary key, \"b c\" BOOLEAN not null default false)" },
        { "CREATE TABLE a (text TEXT, bigint BIGINT, -- BIGINT, text\n d BYTEA /* TEXT, */, e SMALLINT)",
          "CREATE TABLE a (text TEXT, bigint INTEGER, -- BIGINT, text\n d BLOB /* TEXT, */, e INTEGER) STRICT",
          "CREATE TABLE a (text TEXT COLLATE \"C\", bigint BIGINT, -- BIGINT, text\n d BYTEA /* TEXT, */, e SMALLINT)" },
        { "CREATE TABLE a (k TEXT NOT NULL CHECK (k IN ('BIGINT', 'it''s TEXT', k)), PRIMARY KEY (k, b), CONSTRAINT text CHECK (text > 0))",
          "CREATE TABLE a (k TEXT NOT NULL CHECK (k IN ('BIGINT', 'it''s TEXT', k)), PRIMARY KEY (k, b), CONSTRAINT text CHECK (text > 0)) STRICT",
          "CREATE TABLE a (k TEXT COLLATE \"C\" NOT NULL CHECK (k IN ('BIGINT', 'it''s TEXT', k)), PRIMARY KEY (k, b), CONSTRAINT text CHECK (text > 0))" },
        { "ALTER TABLE a ADD COLUMN b BYTEA", "ALTER TABLE a ADD COLUMN b BLOB", "ALTER TABLE a ADD COLUMN b BYTEA" },
        { "ALTER TABLE a ADD text TEXT", "ALTER TABLE a ADD text TEXT", "ALTER TABLE a ADD text TEXT COLLATE \"C\"" },
        { "CREATE INDEX text ON a (bytea, text) WHERE text <> 'BYTEA'", "CREATE INDEX text ON a (bytea, text) WHERE text <> 'BYTEA'",
          "CREATE INDEX text ON a (bytea, text) WHERE text <> 'BYTEA'" },
        { "CREATE TABLE a (id INTEGER PRIMARY KEY)", "refused", "refused" },
        { "CREATE TABLE a (id)", "refused", "refused" },
        { "CREATE TABLE a (id BIGINT REFERENCES b (id) DEFERRABLE)", "refused", "refused" },
        { "CREATE TABLE a (id BIGINT GENERATED ALWAYS AS IDENTITY)", "refused", "refused" },
        { "CREATE TABLE a (id BIGINT) /* no end", "refused", "refused" },
        { "UPDATE a SET b = 'no end", "refused", "refused" },
        { "UPDATE a SET b = $1", "refused", "refused" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        EXPECT_TEXT(mapped(true, cases[i].sql), cases[i].sqlite);
        EXPECT_TEXT(mapped(false, cases[i].sql), cases[i].postgres);
    }
}
