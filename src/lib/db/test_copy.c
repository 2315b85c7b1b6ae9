/* Copies: of one moment, without what was deleted; whole tables from engine to engine. */
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- while somebody writes ---- */

struct load {
    struct database *database;
    atomic_llong acknowledged;
    atomic_bool ended;
};

static enum status entry_add(struct db *db, void *context)
{
    struct load *load = context;
    struct arena arena = { 0 };
    enum status status =
        db_exec(db, &arena, "INSERT INTO entry (id, text) VALUES ($1, $2)", P((int64_t)load->acknowledged + 1), P("words"));
    arena_free(&arena);
    return status;
}

static void *load_run(void *context)
{
    struct load *load = context;
    while (!load->ended) {
        if (database_write(load->database, entry_add, load) == OK)
            load->acknowledged++;
        usleep(5000);
    }
    return NULL;
}

UNIT_TEST(a_copy_made_while_somebody_writes_is_what_was_acknowledged_at_one_moment)
{
    const char *path = scratch_path(), *copy_path = arena_printf(test_arena(), "%s.copy", path);
    struct load load = { .database = scratch_sqlite(path, 0) };
    pthread_t thread;
    EXPECT_INT(scratch_do(load.database, "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)"), OK);
    if (pthread_create(&thread, NULL, load_run, &load))
        abort();
    for (int i = 0; i < 5; i++) {
        usleep(100 * 1000);
        int64_t before = load.acknowledged;
        EXPECT_INT(database_copy(load.database, copy_path), OK);
        int64_t after = load.acknowledged + 1; /* one may be committed and not yet acknowledged */
        struct stat info;
        EXPECT(!stat(copy_path, &info) && (info.st_mode & 0777) == 0600);
        struct database *copy = scratch_sqlite(copy_path, 1);
        struct buf report = { .arena = test_arena() };
        int64_t count = scratch_int(copy, "SELECT count(*) FROM entry");
        EXPECT(count >= before && count <= after);
        EXPECT_INT(scratch_int(copy, "SELECT max(id) FROM entry"), count);
        EXPECT(database_check(copy, &report) == OK && !report.len);
        EXPECT(database_copy(load.database, copy_path) != OK); /* never over a file that is there */
        database_close(copy);
        unlink(copy_path);
    }
    load.ended = true;
    pthread_join(thread, NULL);
    EXPECT(load.acknowledged > 20);
    database_close(load.database);
    scratch_remove(path);
}

/* ---- what was deleted ---- */

static bool file_holds(const char *path, const char *text)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        abort();
    size_t len = (size_t)ftell(file);
    char *all = arena_alloc(test_arena(), len + 1);
    rewind(file);
    if (fread(all, 1, len, file) != len)
        abort();
    fclose(file);
    return memmem(all, len, text, strlen(text));
}

UNIT_TEST(what_was_deleted_is_not_in_a_copy_even_where_the_database_still_holds_it)
{
    const char *path = scratch_path(), *copy_path = arena_printf(test_arena(), "%s.copy", path);
    sqlite3 *careless;
    EXPECT(!sqlite3_open(path, &careless));
    EXPECT(!sqlite3_exec(careless,
                         "PRAGMA secure_delete = OFF; PRAGMA journal_mode = WAL; CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT);"
                         "CREATE INDEX entry_text ON entry (text);"
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
                         " INSERT INTO entry SELECT i, CASE WHEN i % 3 THEN 'GONE' ELSE 'kept' END || i || hex(zeroblob(i % 90)) ||"
                         " CASE WHEN i % 500 = 1 THEN 'GONE' || hex(zeroblob(9000)) ELSE '' END FROM n ORDER BY i * 7919 % 4001;"
                         "DELETE FROM entry WHERE text LIKE '%GONE%' OR id BETWEEN 1000 AND 1200",
                         NULL, NULL, NULL));
    sqlite3_close(careless);
    struct database *database = scratch_sqlite(path, 1);
    EXPECT(file_holds(path, "GONE"));
    EXPECT_INT(database_copy(database, copy_path), OK);
    EXPECT(!file_holds(copy_path, "GONE"));
    EXPECT(file_holds(copy_path, "kept3990"));
    struct database *copy = scratch_sqlite(copy_path, 1);
    struct table_sums was = { 0 }, is = { 0 };
    struct buf report = { .arena = test_arena() };
    const char *differs;
    EXPECT(database_check(copy, &report) == OK && !report.len);
    EXPECT(database_sum(database, test_arena(), &was) == OK && database_sum(copy, test_arena(), &is) == OK);
    EXPECT(database_sums_same(&was, &is, &differs));
    database_close(copy);
    database_close(database);
    unlink(copy_path);
    scratch_remove(path);
}

/* ---- from engine to engine ---- */

static const struct migration kinds[] = {
    { 1, "001_kinds",
      "CREATE TABLE zone (id BIGINT PRIMARY KEY, name TEXT NOT NULL);"
      "CREATE TABLE anchor (id BIGINT PRIMARY KEY, zone_id BIGINT REFERENCES zone (id), flag BOOLEAN, data BYTEA, text TEXT);"
      "CREATE TABLE line (text TEXT NOT NULL, data BYTEA NOT NULL, anchor_id BIGINT NOT NULL REFERENCES anchor (id), PRIMARY KEY (text, data));"
      "INSERT INTO zone (id, name) VALUES (1, 'made by the migration')" }
};

static enum status kinds_fill(struct db *db, void *context)
{
    (void)context;
    struct arena arena = { 0 };
    const struct bytes none = { "", 0 }, some = { "\0\xff\1", 3 };
    TRY(db_exec(db, &arena, "UPDATE zone SET name = $1 WHERE id = 1", P("")));
    TRY(db_exec(db, &arena, "INSERT INTO zone (id, name) VALUES ($1, $2)", P(INT64_MIN), P("Ünïcode \xf0\x9f\x8c\x88")));
    for (int64_t i = 1; i <= 350; i++) /* more than three batches */
        TRY(db_exec(db, &arena, "INSERT INTO anchor (id, zone_id, flag, data, text) VALUES ($1, $2, $3, $4, $5)", P(i - 100),
                    i % 2 ? P(INT64_C(1)) : P_NULL, i % 3 ? P(i % 5 == 0) : P_NULL, i % 7 ? P(i % 2 ? none : some) : P_NULL,
                    P(i % 4 ? (const char *)arena_printf(&arena, "t%lld'\"\\", (long long)i) : NULL)));
    TRY(db_exec(db, &arena, "INSERT INTO line (text, data, anchor_id) VALUES ($1, $2, $3), ($4, $2, $3)", P("Zeta"), P(some), P(1),
                P("alpha")));
    arena_free(&arena);
    return OK;
}

TEST(everything_arrives_from_sqlite_and_back_and_a_changed_row_is_noticed)
{
    const char *paths[2] = { scratch_path(), scratch_path() };
    struct database *first = scratch_sqlite(paths[0], 2), *back = scratch_sqlite(paths[1], 2), *between = scratch_new();
    struct table_sums sent = { 0 }, other = { 0 };
    const char *differs;
    bool empty = false;
    EXPECT(database_empty(between, &empty) == OK && empty);
    EXPECT(database_migrate(first, kinds, 1) == OK && database_write(first, kinds_fill, NULL) == OK);
    EXPECT_INT(database_transfer(first, between, test_arena(), &sent), INVALID); /* no tables there yet */
    EXPECT(database_migrate(between, kinds, 1) == OK && database_migrate(back, kinds, 1) == OK);
    EXPECT(database_empty(between, &empty) == OK && !empty);
    EXPECT_INT(database_transfer(first, between, test_arena(), &sent), OK);
    EXPECT_INT(database_transfer(between, back, test_arena(), &other), OK);
    EXPECT(database_sums_same(&sent, &other, &differs));
    EXPECT_INT(sent.count, 4);
    EXPECT_INT(scratch_int(back, "SELECT count(*) FROM anchor WHERE flag IS NULL"), 116);
    EXPECT_INT(scratch_int(back, "SELECT count(*) FROM anchor WHERE flag = TRUE"), 47);
    EXPECT_INT(scratch_int(back, "SELECT count(*) FROM zone WHERE id < 0"), 1);
    size_t applied = 0;
    EXPECT(database_migrated(back, kinds, 1, &applied) == OK && applied == 1);
    EXPECT_INT(scratch_do(back, "UPDATE line SET anchor_id = 2 WHERE text = 'alpha'"), OK);
    EXPECT(database_sum(back, test_arena(), &other) == OK && !database_sums_same(&sent, &other, &differs));
    EXPECT_TEXT(differs, "line");
    database_close(first);
    database_close(back);
    scratch_drop(between);
    scratch_remove(paths[0]);
    scratch_remove(paths[1]);
}
