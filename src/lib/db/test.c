#include "db/test_scratch.h"
#include "tests/harness/harness.h"

static bool on_sqlite(void)
{
    return database_is_sqlite(test_app()->database);
}

static enum status none(struct db *db, void *context)
{
    (void)db;
    (void)context;
    return OK;
}

/* ---- values ---- */

static enum status any_order(struct db *db, void *context)
{
    struct arena *arena = context;
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT $3, $1, $2, $1, $10, $4", P("one"), P(2), P("three"), P(true), P(5), P(6), P(7), P(8), P(9),
                 P("ten")));
    EXPECT_INT(rows.count, 1);
    EXPECT(rows_next(&rows));
    EXPECT_TEXT(rows_text(&rows), "three");
    EXPECT_TEXT(rows_text(&rows), "one");
    EXPECT_INT(rows_int(&rows), 2);
    EXPECT_TEXT(rows_text(&rows), "one");
    EXPECT_TEXT(rows_text(&rows), "ten");
    EXPECT(rows_bool(&rows));
    EXPECT(!rows_next(&rows));
    return OK;
}

TEST(placeholders_are_bound_by_number_in_any_order)
{
    EXPECT_INT(database_read(test_app()->database, any_order, test_arena()), OK);
}

static const char value_table[] = "CREATE TABLE value (id BIGINT PRIMARY KEY, n BIGINT, t TEXT, b BOOLEAN, d BYTEA)";

struct value {
    int64_t id, n;
    const char *t;
    struct bytes d;
    bool has_n, b;
};

static enum status value_add(struct db *db, const struct value *v)
{
    return db_exec(db, test_arena(), "INSERT INTO value (id, n, t, b, d) VALUES ($1, $2, $3, $4, $5)", P(v->id),
                   v->has_n ? P(v->n) : P_NULL, P(v->t), P(v->b), P(v->d));
}

static bool bytes_same(struct bytes a, struct bytes b)
{
    return !a.data == !b.data && a.len == b.len && (!a.data || !memcmp(a.data, b.data, a.len));
}

static enum status value_is(struct db *db, const struct value *v)
{
    struct rows rows;
    TRY(db_query(db, test_arena(), &rows, "SELECT n, n IS NULL, t, b, d FROM value WHERE id = $1", P(v->id)));
    EXPECT(rows_next(&rows));
    EXPECT_INT(rows_int(&rows), v->has_n ? v->n : 0);
    EXPECT_INT(rows_bool(&rows), !v->has_n);
    const char *t = rows_text(&rows);
    EXPECT(v->t ? t && text_same(t, v->t) : !t);
    EXPECT_INT(rows_bool(&rows), v->b);
    EXPECT(bytes_same(rows_blob(&rows), v->d));
    return OK;
}

static enum status round_trip(struct db *db, void *context)
{
    (void)context;
    /* NULLs first: the statement must not stay prepared for them. */
    const struct value values[] = {
        { .id = 1 },
        { 2, INT64_MIN, "", { "", 0 }, true, true },
        { 3, INT64_MAX, "ünïcödé 日本語 'quoted' \\x41 $1", { "a\0b\xff'\\\0", 7 }, true, false },
        { .id = 4, .t = "text, no blob" },
        { 5, 0, NULL, { "blob, no text", 13 }, true, true },
    };
    for (size_t i = 0; i < COUNT(values); i++)
        TRY(value_add(db, &values[i]));
    for (size_t i = 0; i < COUNT(values); i++)
        TRY(value_is(db, &values[i]));
    return OK;
}

TEST(values_come_back_as_they_went_in)
{
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, value_table), OK);
    EXPECT_INT(database_write(database, round_trip, NULL), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM value WHERE t IS NULL"), 2);
    EXPECT_INT(scratch_int(database, "SELECT SUM(n) FROM value WHERE id > 3"), 0);
    EXPECT_INT(scratch_int(database, "SELECT AVG(id) FROM value"), 3);
    scratch_drop(database);
}

static enum status null_of_a_type(struct db *db, void *context)
{
    (void)context;
    struct rows rows;
    const char *wanted = NULL;
    TRY(db_query(db, test_arena(), &rows, "SELECT COUNT(*) FROM value WHERE $1 IS NULL OR t = $1", P(wanted)));
    EXPECT(rows_next(&rows));
    EXPECT_INT(rows_int(&rows), 2);
    TRY(db_query(db, test_arena(), &rows, "SELECT COUNT(*) FROM value WHERE $1 IS NULL OR t = $1", P("a")));
    EXPECT(rows_next(&rows));
    EXPECT_INT(rows_int(&rows), 1);
    return OK;
}

TEST(null_text_is_still_known_to_be_text)
{
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, value_table), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO value (id, t) VALUES (1, 'a'), (2, 'b')"), OK);
    EXPECT_INT(database_read(database, null_of_a_type, NULL), OK);
    scratch_drop(database);
}

static enum status counts(struct db *db, void *context)
{
    struct arena *arena = context;
    struct rows rows;
    TRY(db_query(db, arena, &rows, "INSERT INTO value (id, t) VALUES ($1, $2), ($3, $4) RETURNING id, t", P(1), P("a"), P(2), P("b")));
    EXPECT_INT(rows.count, 2);
    EXPECT_INT(rows.changed, 2);
    EXPECT(rows_next(&rows));
    EXPECT_INT(rows_int(&rows), 1);
    TRY(db_query(db, arena, &rows, "INSERT INTO value (id, t) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", P(1), P("x")));
    EXPECT_INT(rows.changed, 0);
    TRY(db_query(db, arena, &rows, "INSERT INTO value (id, t) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET t = $2 RETURNING t", P(1),
                 P("y")));
    EXPECT(rows_next(&rows));
    EXPECT_TEXT(rows_text(&rows), "y");
    TRY(db_query(db, arena, &rows, "UPDATE value SET b = TRUE"));
    EXPECT_INT(rows.changed, 2);
    TRY(db_query(db, arena, &rows, "SELECT id FROM value WHERE b = TRUE AND (t, id) < ($1, $2) ORDER BY t DESC, id DESC LIMIT $3", P("y"),
                 P(1), P(10)));
    EXPECT_INT(rows.count, 1);
    EXPECT_INT(rows.changed, 0);
    TRY(db_query(db, arena, &rows, "DELETE FROM value WHERE id > $1", P(100)));
    EXPECT_INT(rows.changed, 0);
    return OK;
}

TEST(changed_and_returned_rows_are_counted)
{
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, value_table), OK);
    EXPECT_INT(database_write(database, counts, test_arena()), OK);
    scratch_drop(database);
}

/* ---- failures ---- */

static const char parent_table[] = "CREATE TABLE parent (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, CHECK (name <> 'bad'))";
static const char child_table[] = "CREATE TABLE child (id BIGINT PRIMARY KEY, parent_id BIGINT NOT NULL REFERENCES parent (id))";
static const char add_parent[] = "INSERT INTO parent (id, name) VALUES ($1, $2)";

static struct database *family_new(void)
{
    struct database *database = scratch_new();
    if (scratch_do(database, parent_table) != OK || scratch_do(database, child_table) != OK)
        abort();
    return database;
}

static enum status refused_and_on(struct db *db, void *context)
{
    struct arena *arena = context;
    TRY(db_exec(db, arena, add_parent, P(1), P("one")));
    EXPECT_INT(db_exec(db, arena, add_parent, P(2), P("one")), CONFLICT);
    EXPECT_INT(db_exec(db, arena, add_parent, P(1), P("two")), CONFLICT);
    EXPECT_INT(db_exec(db, arena, "INSERT INTO child (id, parent_id) VALUES ($1, $2)", P(1), P(77)), NOT_FOUND);
    EXPECT_INT(db_exec(db, arena, add_parent, P(3), P("bad")), BROKEN);
    EXPECT_INT(db_exec(db, arena, add_parent, P(4), P_NULL), BROKEN);
    TRY(db_exec(db, arena, "INSERT INTO child (id, parent_id) VALUES ($1, $2)", P(1), P(1)));
    EXPECT_INT(db_exec(db, arena, "DELETE FROM parent WHERE id = $1", P(1)), NOT_FOUND);
    TRY(db_exec(db, arena, add_parent, P(5), P("five")));
    return OK;
}

TEST(conflict_leaves_the_transaction_usable)
{
    struct database *database = family_new();
    EXPECT_INT(database_write(database, refused_and_on, test_arena()), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 2);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM child"), 1);
    scratch_drop(database);
}

struct race {
    struct database *database;
    int runs;
};

static enum status delete_family(struct db *db, void *context)
{
    struct race *race = context;
    TRY(db_exec(db, test_arena(), "DELETE FROM child WHERE parent_id = $1", P(1)));
    if (race->runs++ == 0) /* a neighbour hangs something on the row that is to go */
        EXPECT_INT(scratch_do(race->database, "INSERT INTO child (id, parent_id) VALUES (5, 1)"), OK);
    return db_exec(db, test_arena(), "DELETE FROM parent WHERE id = $1", P(1));
}

TEST(what_others_hang_on_a_row_while_it_is_deleted_goes_with_it)
{
    if (on_sqlite()) /* writers take turns: there is no meanwhile */
        return;
    struct race race = { family_new(), 0 };
    EXPECT_INT(scratch_do(race.database, "INSERT INTO parent (id, name) VALUES (1, 'one')"), OK);
    EXPECT_INT(database_write(race.database, delete_family, &race), OK);
    EXPECT_INT(race.runs, 2);
    EXPECT_INT(scratch_int(race.database, "SELECT COUNT(*) FROM parent"), 0);
    scratch_drop(race.database);
}

static enum status add_and_fail(struct db *db, void *context)
{
    enum status *wanted = context;
    TRY(db_exec(db, test_arena(), add_parent, P(9), P("nine")));
    return *wanted;
}

TEST(work_that_fails_changes_nothing)
{
    struct database *database = family_new();
    enum status statuses[] = { NOT_FOUND, FORBIDDEN, INVALID, CONFLICT, BUSY, BROKEN };
    for (size_t i = 0; i < COUNT(statuses); i++)
        EXPECT_INT(database_write(database, add_and_fail, &statuses[i]), statuses[i]);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 0);
    enum status fine = OK;
    EXPECT_INT(database_write(database, add_and_fail, &fine), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 1);
    scratch_drop(database);
}

static enum status write_anyway(struct db *db, void *context)
{
    (void)context;
    EXPECT_INT(db_exec(db, test_arena(), add_parent, P(1), P("one")), BROKEN);
    return OK;
}

TEST(reader_can_not_write)
{
    struct database *database = family_new();
    EXPECT_INT(database_read(database, write_anyway, NULL), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 0);
    EXPECT_INT(scratch_do(database, "INSERT INTO parent (id, name) VALUES (1, 'one')"), OK);
    scratch_drop(database);
}

static int64_t count_parents(struct db *db)
{
    struct rows rows;
    if (db_query(db, test_arena(), &rows, "SELECT COUNT(*) FROM parent") != OK || !rows_next(&rows))
        return -1;
    return rows_int(&rows);
}

static enum status look_twice(struct db *db, void *context)
{
    struct database *database = context;
    EXPECT_INT(count_parents(db), 0);
    EXPECT_INT(scratch_do(database, "INSERT INTO parent (id, name) VALUES (1, 'one')"), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 1);
    EXPECT_INT(count_parents(db), 0);
    return OK;
}

TEST(snapshot_stays_as_it_was_while_others_write)
{
    struct database *database = family_new();
    EXPECT_INT(database_read(database, look_twice, database), OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM parent"), 1);
    scratch_drop(database);
}

static enum status broken_late(struct db *db, void *context)
{
    struct rows *rows = context;
    const char *sql = on_sqlite() ? "SELECT abs(v.x) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT -9223372036854775807 - 1) v"
                                  : "SELECT 10 / v.x FROM (VALUES (1), (2), (0)) v (x)";
    return db_query_(db, test_arena(), rows, sql, NULL, 0);
}

TEST(error_in_the_middle_of_a_result_is_an_error)
{
    struct database *database = scratch_new();
    struct rows rows;
    EXPECT_INT(database_read(database, broken_late, &rows), BROKEN);
    EXPECT_INT(rows.count, 0);
    EXPECT(!rows_next(&rows));
    scratch_drop(database);
}

static enum status bad_statements(struct db *db, void *context)
{
    (void)context;
    EXPECT_INT(db_exec(db, test_arena(), "SELECT $1, $2", P(1)), BROKEN);
    return OK;
}

static enum status two_statements(struct db *db, void *context)
{
    (void)context;
    EXPECT_INT(db_exec(db, test_arena(), "SELECT 1; SELECT 2"), BROKEN);
    return OK;
}

TEST(statement_that_is_not_one_statement_with_its_parameters_is_broken)
{
    EXPECT_INT(database_read(test_app()->database, bad_statements, NULL), OK);
    EXPECT_INT(database_read(test_app()->database, two_statements, NULL), OK);
    EXPECT_INT(scratch_int(test_app()->database, "SELEKT 1"), INT64_MIN);
    EXPECT_INT(database_read(test_app()->database, none, NULL), OK);
}

/* ---- long results ---- */

struct summing {
    struct db *db;
    int64_t rows, total, stop_at;
};

static enum status sum_row(struct rows *row, void *context)
{
    struct summing *sum = context;
    struct rows inner;
    int64_t id = rows_int(row);
    EXPECT(text_starts(rows_text(row), "name "));
    TRY(db_query(sum->db, test_arena(), &inner, "SELECT COUNT(*) FROM parent WHERE id = $1", P(id)));
    EXPECT(rows_next(&inner));
    sum->total += id * rows_int(&inner);
    return ++sum->rows == sum->stop_at ? CONFLICT : OK;
}

static enum status sum_all(struct db *db, void *context)
{
    struct summing *sum = context;
    sum->db = db;
    return db_each(db, "SELECT id, name FROM parent WHERE id > $1 ORDER BY id", (const struct param[]){ P(0) }, 1, sum_row, sum);
}

TEST(each_visits_every_row_and_stops_when_told)
{
    struct database *database = family_new();
    EXPECT_INT(scratch_do(database,
                          "INSERT INTO parent (id, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1201)"
                          " SELECT i, 'name ' || i FROM n"),
               OK);
    struct summing sum = { 0 }, some = { .stop_at = 700 };
    EXPECT_INT(database_read(database, sum_all, &sum), OK);
    EXPECT_INT(sum.rows, 1201);
    EXPECT_INT(sum.total, 1201 * 1202 / 2);
    EXPECT_INT(database_read(database, sum_all, &some), CONFLICT);
    EXPECT_INT(some.rows, 700);
    sum = (struct summing){ 0 };
    EXPECT_INT(database_write(database, sum_all, &sum), OK);
    EXPECT_INT(sum.rows, 1201);
    scratch_drop(database);
}

/* ---- the statement cache, records, plans, check ---- */

static enum status many_statements(struct db *db, void *context)
{
    (void)context;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 600; i++) {
            struct rows rows;
            TRY(db_query_(db, test_arena(), &rows, arena_printf(test_arena(), "SELECT %d + $1", i), (const struct param[]){ P(1) }, 1));
            EXPECT(rows_next(&rows) && rows_int(&rows) == i + 1);
        }
    return OK;
}

TEST(more_statements_than_the_cache_keeps_still_work)
{
    struct database *database = scratch_new();
    EXPECT_INT(database_read(database, many_statements, NULL), OK);
    EXPECT_INT(database_write(database, many_statements, NULL), OK);
    scratch_drop(database);
}

struct seen {
    size_t adds, all;
};

static void count_statement(const char *sql, void *context)
{
    struct seen *seen = context;
    seen->all++;
    seen->adds += text_same(sql, add_parent);
}

TEST(every_distinct_statement_is_recorded_once)
{
    struct database *database = family_new();
    enum status fine = OK, no = INVALID;
    EXPECT_INT(database_write(database, add_and_fail, &fine), OK);
    EXPECT_INT(database_write(database, add_and_fail, &no), CONFLICT);
    struct seen seen = { 0 };
    database_statements(database, count_statement, &seen);
    EXPECT_INT(seen.adds, 1);
    EXPECT_INT(seen.all, 1);
    scratch_drop(database);
}

static enum status plans(struct db *db, void *context)
{
    struct arena *arena = context;
    const char *plan = "";
    EXPECT_INT(db_explain(db, arena, "SELECT id FROM parent WHERE name = $1 AND id > $2 ORDER BY id", &plan), OK);
    EXPECT(strstr(plan, on_sqlite() ? "SEARCH parent USING" : "parent") != NULL);
    EXPECT_INT(db_explain(db, arena, "SELECT id FROM nowhere", &plan), BROKEN);
    EXPECT_INT(db_explain(db, arena, "SELECT id FROM child", &plan), OK);
    EXPECT(strstr(plan, on_sqlite() ? "SCAN child" : "Seq Scan on child") != NULL);
    EXPECT_INT(count_parents(db), 0);
    return OK;
}

TEST(plan_of_a_statement_can_be_read)
{
    struct database *database = family_new();
    EXPECT_INT(database_read(database, plans, test_arena()), OK);
    scratch_drop(database);
}

TEST(sound_database_has_nothing_to_report)
{
    struct buf report = { .arena = test_arena() };
    EXPECT_INT(database_check(test_app()->database, &report), OK);
    EXPECT_TEXT(buf_text(&report), "");
    EXPECT_INT(database_checkpoint(test_app()->database), OK);
}
