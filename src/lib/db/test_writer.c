/* Many writers at once, failures in the middle of a shared commit, locks, crashes. */
#include "db/internal.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char entry_table[] = "CREATE TABLE entry (id BIGINT PRIMARY KEY, text TEXT)";
static const char add_entry[] = "INSERT INTO entry (id, text) VALUES ($1, $2)";

/* ---- many threads, both engines ---- */

enum { WRITERS = 8, WRITES = 200 };

struct load {
    struct database *database;
    int64_t number, acknowledged, visible, counted;
};

struct one_write {
    int64_t id;
    bool counts;
};

static enum status one_write(struct db *db, void *context)
{
    const struct one_write *write = context;
    struct arena arena = { 0 };
    enum status status = db_exec(db, &arena, add_entry, P(write->id), P("words"));
    if (status == OK && write->counts) /* all threads meet at this row */
        status = db_exec(db, &arena, "UPDATE tally SET n = n + 1 WHERE id = $1", P(1));
    arena_free(&arena);
    return status;
}

static enum status is_there(struct db *db, void *context)
{
    const struct one_write *write = context;
    struct arena arena = { 0 };
    struct rows rows;
    enum status status = db_query(db, &arena, &rows, "SELECT text FROM entry WHERE id = $1", P(write->id));
    if (status == OK && !rows.count)
        status = NOT_FOUND;
    arena_free(&arena);
    return status;
}

static void *load_run(void *context)
{
    struct load *load = context;
    for (int64_t i = 0; i < WRITES; i++) {
        struct one_write write = { load->number * 1000 + i, i % 10 == 0 };
        if (database_write(load->database, one_write, &write) != OK)
            continue;
        load->acknowledged++;
        load->counted += write.counts;
        load->visible += database_read(load->database, is_there, &write) == OK;
    }
    return NULL;
}

TEST(eight_threads_write_and_every_acknowledged_row_is_there)
{
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, entry_table), OK);
    EXPECT_INT(scratch_do(database, "CREATE TABLE tally (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)"), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO tally (id, n) VALUES (1, 0)"), OK);
    pthread_t threads[WRITERS];
    struct load loads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        loads[i] = (struct load){ .database = database, .number = i };
        if (pthread_create(&threads[i], NULL, load_run, &loads[i]))
            abort();
    }
    int64_t acknowledged = 0, visible = 0, counted = 0;
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        acknowledged += loads[i].acknowledged;
        visible += loads[i].visible;
        counted += loads[i].counted;
    }
    EXPECT_INT(acknowledged, WRITERS * WRITES);
    EXPECT_INT(visible, acknowledged);
    database_close(database);
    database = scratch_again(0);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry"), acknowledged);
    EXPECT_INT(scratch_int(database, "SELECT n FROM tally WHERE id = 1"), counted);
    scratch_drop(database);
}

/* ---- one shared commit ---- */

struct member_work {
    struct database *database;
    int64_t id;
    enum status answer; /* what the work says after its insert */
    bool orphan, fills; /* breaks the commit; fills the disk */
    enum status got;
    size_t behind; /* the first one holds its turn until so many wait behind it */
    atomic_bool begun;
};

static enum status member_run(struct db *db, void *context)
{
    struct member_work *work = context;
    struct arena arena = { 0 };
    enum status status = OK;
    atomic_store(&work->begun, true);
    while (db_writer_waiting(work->database->writer) < work->behind)
        usleep(1000);
    status = db_exec(db, &arena, add_entry, P(work->id), P("mine"));
    if (work->orphan)
        status = db_exec(db, &arena, "INSERT INTO late (id, entry_id) VALUES ($1, $2)", P(work->id), P(-1));
    if (work->fills) {
        struct bytes big = { arena_alloc(&arena, 4000000), 4000000 };
        /* A careless work goes on; nothing of that may be committed on its own. */
        EXPECT_INT(db_exec(db, &arena, "INSERT INTO heap (data) VALUES ($1)", P(big)), BUSY);
        EXPECT_INT(db_exec(db, &arena, add_entry, P(work->id + 1), P("afterwards")), BUSY);
        status = OK;
    }
    arena_free(&arena);
    return status == OK ? work->answer : status;
}

static void *member_thread(void *context)
{
    struct member_work *work = context;
    work->got = database_write(work->database, member_run, work);
    return NULL;
}

/* Runs all of `works` so that they share one transaction, the first of them in front. */
static void share(struct database *database, struct member_work *works, size_t count)
{
    pthread_t threads[8];
    works[0].behind = count - 1;
    for (size_t i = 0; i < count; i++) {
        works[i].database = database;
        if (pthread_create(&threads[i], NULL, member_thread, &works[i]))
            abort();
        while (!atomic_load(&works[0].begun))
            usleep(1000);
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static struct database *shared_new(const char *path)
{
    struct database *database = scratch_sqlite(path, 4);
    if (scratch_do(database, entry_table) != OK || scratch_do(database, "CREATE TABLE heap (id INTEGER PRIMARY KEY, data BLOB)") != OK ||
        scratch_do(database, "CREATE TABLE late (id BIGINT, entry_id BIGINT REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED)") != OK)
        abort();
    return database;
}

UNIT_TEST(one_writer_that_fails_takes_nobody_along)
{
    const char *path = scratch_path();
    struct database *database = shared_new(path);
    struct member_work works[] = { { .id = 1 }, { .id = 2, .answer = INVALID }, { .id = 3 }, { .id = 1 }, { .id = 5 } };
    share(database, works, COUNT(works));
    EXPECT_INT(works[0].got, OK);
    EXPECT_INT(works[1].got, INVALID);
    EXPECT_INT(works[2].got, OK);
    EXPECT_INT(works[3].got, CONFLICT);
    EXPECT_INT(works[4].got, OK);
    EXPECT_INT(scratch_int(database, "SELECT SUM(id) FROM entry"), 1 + 3 + 5);
    database_close(database);
    scratch_remove(path);
}

UNIT_TEST(failed_commit_fails_all_who_waited_for_it)
{
    const char *path = scratch_path();
    struct database *database = shared_new(path);
    struct member_work works[] = { { .id = 1 }, { .id = 2, .orphan = true }, { .id = 3, .answer = INVALID } };
    share(database, works, COUNT(works));
    for (size_t i = 0; i < COUNT(works); i++)
        EXPECT_INT(works[i].got, BUSY);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry"), 0);
    struct member_work after[] = { { .id = 1 }, { .id = 2 } };
    share(database, after, COUNT(after));
    EXPECT_INT(after[0].got, OK);
    EXPECT_INT(after[1].got, OK);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry"), 2);
    database_close(database);
    scratch_remove(path);
}

UNIT_TEST(full_disk_fails_who_shared_the_transaction_and_only_those)
{
    const char *path = scratch_path();
    struct database *database = shared_new(path);
    EXPECT_INT(scratch_do(database, "PRAGMA max_page_count = 100"), OK);
    struct member_work works[] = { { .id = 1 }, { .id = 10, .fills = true } };
    share(database, works, COUNT(works));
    EXPECT_INT(works[0].got, BUSY);
    EXPECT_INT(works[1].got, BUSY);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry"), 0);
    struct member_work after[] = { { .id = 3 } };
    share(database, after, 1);
    EXPECT_INT(after[0].got, OK);
    database_close(database);
    scratch_remove(path);
}

static enum status write_inside(struct db *db, void *context)
{
    (void)db;
    EXPECT_INT(scratch_do(context, "INSERT INTO entry (id) VALUES (2)"), BROKEN);
    return scratch_int(context, "SELECT COUNT(*) FROM entry") == 0 ? OK : CONFLICT;
}

UNIT_TEST(write_inside_a_write_is_refused_instead_of_waiting_for_itself)
{
    const char *path = scratch_path();
    struct database *database = shared_new(path);
    EXPECT_INT(database_write(database, write_inside, database), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO entry (id) VALUES (3)"), OK);
    database_close(database);
    scratch_remove(path);
}

/* ---- locks ---- */

/* Another process that holds the write lock until it is told to go. Returns the pipe's end that keeps it. */
static int lock_elsewhere(const char *path, pid_t *process)
{
    int keep[2], ready[2];
    if (pipe(keep) || pipe(ready) || (*process = fork()) < 0)
        abort();
    char byte = 'x';
    if (!*process) {
        sqlite3 *handle;
        close(keep[1]);
        bool locked = !sqlite3_open(path, &handle) && !sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        _exit(!locked || write(ready[1], &byte, 1) != 1 || read(keep[0], &byte, 1) != 0 ? 1 : 0);
    }
    close(keep[0]);
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        abort();
    close(ready[0]);
    return keep[1];
}

static enum status read_inside(struct db *db, void *context)
{
    (void)db;
    EXPECT_INT(scratch_int(context, "SELECT 1"), INT64_MIN); /* the only connection is this one */
    return OK;
}

static void *crowded_read(void *context)
{
    EXPECT_INT(database_read(context, read_inside, context), OK);
    return NULL;
}

UNIT_TEST(locked_database_and_crowded_readers_are_told_busy)
{
    const char *path = scratch_path();
    struct database *database = scratch_sqlite(path, 1);
    EXPECT_INT(scratch_do(database, entry_table), OK);
    pid_t process = 0;
    int keep = lock_elsewhere(path, &process);
    pthread_t reader;
    if (pthread_create(&reader, NULL, crowded_read, database))
        abort();
    int64_t begin = clock_monotonic_us();
    struct member_work works[] = { { .id = 1 }, { .id = 2 }, { .id = 3 } };
    pthread_t threads[COUNT(works)];
    for (size_t i = 0; i < COUNT(works); i++) {
        works[i].database = database;
        if (pthread_create(&threads[i], NULL, member_thread, &works[i]))
            abort();
    }
    for (size_t i = 0; i < COUNT(works); i++) {
        pthread_join(threads[i], NULL);
        EXPECT_INT(works[i].got, BUSY);
    }
    EXPECT(clock_monotonic_us() - begin < 8 * 1000000); /* who waited behind another's wait doesn't wait as long again */
    pthread_join(reader, NULL);
    close(keep);
    int left;
    waitpid(process, &left, 0);
    EXPECT_INT(left, 0);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry"), 0);
    EXPECT_INT(scratch_do(database, "INSERT INTO entry (id) VALUES (1)"), OK);
    database_close(database);
    scratch_remove(path);
}

/* ---- crashes and files ---- */

/* Writes and says so, row by row, until it is killed. */
static void write_until_killed(const char *path, int out)
{
    struct database *database = scratch_sqlite(path, 1);
    for (int64_t id = 1;; id++) {
        struct one_write row = { id, false };
        if (database_write(database, one_write, &row) != OK || write(out, &id, sizeof id) != sizeof id)
            _exit(1);
    }
}

UNIT_TEST(acknowledged_writes_survive_kill_9)
{
    const char *path = scratch_path();
    struct database *database = scratch_sqlite(path, 1);
    EXPECT_INT(scratch_do(database, entry_table), OK);
    database_close(database);
    int pipes[2];
    if (pipe(pipes))
        abort();
    pid_t process = fork();
    if (!process)
        write_until_killed(path, pipes[1]);
    close(pipes[1]);
    int64_t last = 0, id;
    while (last < 100 && read(pipes[0], &id, sizeof id) == sizeof id)
        last = id;
    kill(process, SIGKILL);
    while (read(pipes[0], &id, sizeof id) == sizeof id)
        last = id;
    close(pipes[0]);
    waitpid(process, NULL, 0);
    EXPECT(last >= 100);
    database = scratch_sqlite(path, 1);
    EXPECT(scratch_int(database, "SELECT COUNT(*) FROM entry") >= last);
    EXPECT_INT(scratch_int(database, arena_printf(test_arena(), "SELECT COUNT(*) FROM entry WHERE id <= %lld", (long long)last)), last);
    struct buf report = { .arena = test_arena() };
    EXPECT_INT(database_check(database, &report), OK);
    EXPECT_TEXT(buf_text(&report), "");
    database_close(database);
    scratch_remove(path);
}

static bool file_holds(const char *path, const char *marker)
{
    char data[65536];
    FILE *file = fopen(path, "re");
    bool found = false;
    size_t len;
    while (file && (len = fread(data, 1, sizeof data, file)) > 0) /* these files are small enough to need no overlap */
        found = found || memmem(data, len, marker, strlen(marker));
    if (file)
        fclose(file);
    return found;
}

UNIT_TEST(what_was_deleted_is_gone_from_the_files_after_a_checkpoint)
{
    const char *path = scratch_path(), *wal = arena_printf(test_arena(), "%s-wal", path);
    struct database *database = scratch_sqlite(path, 1);
    EXPECT_INT(scratch_do(database, entry_table), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO entry (id, text) VALUES (1, 'marker-of-secrets')"), OK);
    EXPECT(file_holds(wal, "marker-of-secrets"));
    EXPECT_INT(scratch_do(database, "DELETE FROM entry"), OK);
    EXPECT(file_holds(wal, "marker-of-secrets"));
    EXPECT_INT(database_checkpoint(database), OK);
    EXPECT(!file_holds(wal, "marker-of-secrets"));
    EXPECT(!file_holds(path, "marker-of-secrets"));
    struct stat info;
    EXPECT(!stat(wal, &info) && info.st_size == 0);
    database_close(database);
    scratch_remove(path);
}

UNIT_TEST(database_files_are_for_their_owner_alone)
{
    mode_t before = umask(0);
    const char *path = scratch_path();
    struct database *database = scratch_sqlite(path, 1);
    EXPECT_INT(scratch_do(database, entry_table), OK);
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct stat info;
        EXPECT(!stat(arena_printf(test_arena(), "%s%s", path, ends[i]), &info) && (info.st_mode & 0777) == 0600);
    }
    umask(before);
    database_close(database);
    scratch_remove(path);
}

UNIT_TEST(file_that_is_no_database_and_a_missing_folder_are_refused)
{
    const char *path = scratch_path();
    FILE *file = fopen(path, "we");
    for (int i = 0; i < 400; i++)
        fputs("not a database at all\n", file);
    fclose(file);
    struct database *database;
    struct database_options wrong = { .url = path }, missing = { .url = "/nowhere/at/all/kith.db" };
    EXPECT_INT(database_open(&wrong, &database), BROKEN);
    EXPECT_INT(database_open(&missing, &database), BROKEN);
    scratch_remove(path);
}

UNIT_TEST(check_reports_a_row_that_points_nowhere)
{
    const char *path = scratch_path();
    struct database *database = shared_new(path);
    sqlite3 *handle;
    EXPECT(!sqlite3_open(path, &handle) && !sqlite3_exec(handle, "INSERT INTO late (id, entry_id) VALUES (1, 99)", NULL, NULL, NULL));
    sqlite3_close(handle);
    struct buf report = { .arena = test_arena() };
    EXPECT_INT(database_check(database, &report), OK);
    EXPECT(strstr(buf_text(&report), "late") != NULL);
    database_close(database);
    scratch_remove(path);
}

/* ---- PostgreSQL: the server goes away ---- */

struct visit {
    int runs;
    int64_t process;
    struct database *other;
};

static enum status backend(struct db *db, int64_t *process)
{
    struct rows rows;
    TRY(db_query(db, test_arena(), &rows, "SELECT pg_backend_pid()"));
    *process = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

static enum status who_am_i(struct db *db, void *context)
{
    return backend(db, context);
}

static void end_backend(struct database *other, int64_t process)
{
    EXPECT_INT(scratch_int(other, arena_printf(test_arena(), "SELECT pg_terminate_backend(%lld::int, 5000)", (long long)process)), 1);
}

static enum status lose_server_once(struct db *db, void *context)
{
    struct visit *visit = context;
    TRY(backend(db, &visit->process));
    TRY(db_exec(db, test_arena(), add_entry, P(7), P("seven")));
    if (visit->runs++ == 0)
        end_backend(visit->other, visit->process);
    return db_exec(db, test_arena(), add_entry, P(8), P("eight"));
}

TEST(lost_connection_is_made_anew)
{
    if (database_is_sqlite(test_app()->database))
        return;
    struct database *database = scratch_new(), *other = test_app()->database;
    EXPECT_INT(scratch_do(database, entry_table), OK);
    int64_t before = 0, after = 0;
    EXPECT_INT(database_read(database, who_am_i, &before), OK);
    end_backend(other, before);
    EXPECT_INT(database_read(database, who_am_i, &after), OK);
    EXPECT(before && after && before != after);
    struct visit visit = { .other = other };
    EXPECT_INT(database_write(database, lose_server_once, &visit), OK);
    EXPECT_INT(visit.runs, 2);
    EXPECT_INT(scratch_int(database, "SELECT SUM(id) FROM entry"), 15);
    scratch_drop(database);
}

struct clash {
    struct database *database;
    int runs;
};

static enum status read_then_change(struct db *db, void *context)
{
    struct clash *clash = context;
    struct rows rows;
    TRY(db_query(db, test_arena(), &rows, "SELECT id FROM entry WHERE id = 1"));
    if (clash->runs++ == 0)
        TRY(scratch_do(clash->database, "UPDATE entry SET text = 'other' WHERE id = 1"));
    /* Even a work that hides the status must not be half done. */
    (void)!db_exec(db, test_arena(), "UPDATE entry SET text = text || $1 WHERE id = 1", P("+mine"));
    return OK;
}

TEST(write_that_meets_another_runs_again)
{
    if (database_is_sqlite(test_app()->database))
        return; /* there, writers take turns */
    struct database *database = scratch_new();
    EXPECT_INT(scratch_do(database, entry_table), OK);
    EXPECT_INT(scratch_do(database, "INSERT INTO entry (id, text) VALUES (1, 'first')"), OK);
    struct clash clash = { .database = database };
    EXPECT_INT(database_write(database, read_then_change, &clash), OK);
    EXPECT_INT(clash.runs, 2);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM entry WHERE text = 'other+mine'"), 1);
    scratch_drop(database);
}
