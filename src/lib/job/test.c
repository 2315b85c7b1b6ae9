#include "app/app.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* A database with the table `job` and nothing else: what features add to theirs doesn't matter here. */
static struct database *outbox_new(void)
{
    struct database *database = scratch_new();
    for (size_t i = 0; i < migrations_count; i++)
        if (migrations[i].number == 1 && database_migrate(database, &migrations[i], 1) == OK)
            return database;
    abort();
}

/* ---- jobs ---- */

/* What the jobs below do and have done; given to them as `app`. */
struct desk {
    atomic_int runs, others, recurring;
    atomic_llong subject, now;
    enum status answer; /* what "test.try" says */
    bool adds;          /* before it says so, it adds a "test.other" */
};

static enum status try_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct desk *desk = app;
    atomic_fetch_add(&desk->runs, 1);
    atomic_store(&desk->subject, subject);
    atomic_store(&desk->now, now);
    if (desk->adds)
        TRY(job_add(db, arena, "test.other", subject, now));
    return desk->answer;
}

static enum status other_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)db, (void)arena, (void)now, (void)subject;
    atomic_fetch_add(&((struct desk *)app)->others, 1);
    return OK;
}

static enum status recurring_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)db, (void)arena, (void)now, (void)subject;
    atomic_fetch_add(&((struct desk *)app)->recurring, 1);
    return OK;
}

static const struct job_kind kinds[] = {
    { "test.try", try_run, 0, false },
    { "test.other", other_run, 0, true },
    { "test.often", recurring_run, TIME_MINUTE, true },
};

struct wish {
    const char *kind;
    int64_t subject, due;
    enum status answer;
};

static enum status add_work(struct db *db, void *context)
{
    const struct wish *wish = context;
    TRY(job_add(db, test_arena(), wish->kind, wish->subject, wish->due));
    return wish->answer;
}

static enum status add(struct database *database, const char *kind, int64_t subject, int64_t due, enum status answer)
{
    struct wish wish = { kind, subject, due, answer };
    return database_write(database, add_work, &wish);
}

static size_t run_due(struct database *database, struct desk *desk)
{
    return jobs_run_due(database, kinds, COUNT(kinds), desk, test_now());
}

TEST(job_runs_once_when_due_and_is_gone)
{
    struct database *database = outbox_new();
    struct desk desk = { 0 };
    EXPECT_INT(add(database, "test.try", 42, test_now() + 1000, OK), OK);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 0);
    test_advance(1000);
    EXPECT_INT(run_due(database, &desk), 1);
    EXPECT_INT(desk.runs, 1);
    EXPECT_INT(desk.subject, 42);
    EXPECT_INT(desk.now, test_now());
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 1);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 0);
    scratch_drop(database);
}

TEST(job_of_a_transaction_that_failed_never_runs)
{
    struct database *database = outbox_new();
    struct desk desk = { 0 };
    EXPECT_INT(add(database, "test.try", 1, test_now(), INVALID), INVALID);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(add(database, "test.try", 1, test_now(), OK), OK);
    EXPECT_INT(run_due(database, &desk), 1);
    scratch_drop(database);
}

TEST(failed_job_leaves_nothing_behind_and_is_tried_again_later)
{
    struct database *database = outbox_new();
    struct desk desk = { .answer = BUSY, .adds = true };
    EXPECT_INT(add(database, "test.try", 1, test_now(), OK), OK);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 1);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 1); /* not before its second is over */
    test_advance(1000);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 2);
    test_advance(1000);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.runs, 2); /* the wait doubles */
    EXPECT_INT(desk.others, 0);
    desk.answer = OK;
    test_advance(1000);
    EXPECT_INT(run_due(database, &desk), 2); /* itself, and the job it added */
    EXPECT_INT(desk.runs, 3);
    EXPECT_INT(desk.others, 1);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 0);
    scratch_drop(database);
}

TEST(job_that_never_succeeds_stays_marked_failed)
{
    struct database *database = outbox_new();
    struct desk desk = { .answer = BROKEN };
    EXPECT_INT(add(database, "test.try", 1, test_now(), OK), OK);
    for (int i = 0; i < 30; i++) {
        run_due(database, &desk);
        test_advance(TIME_HOUR);
    }
    EXPECT_INT(desk.runs, 20);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job WHERE failed = TRUE AND tries = 20"), 1);
    desk.answer = OK;
    EXPECT_INT(run_due(database, &desk), 0);
    scratch_drop(database);
}

TEST(job_that_fails_does_not_hold_up_others)
{
    struct database *database = outbox_new();
    struct desk desk = { .answer = NOT_FOUND };
    EXPECT_INT(add(database, "test.nobody.knows", 1, test_now() - 2, OK), OK);
    EXPECT_INT(add(database, "test.try", 1, test_now() - 1, OK), OK);
    for (int64_t i = 0; i < 120; i++)
        EXPECT_INT(add(database, "test.other", i, test_now(), OK), OK);
    EXPECT_INT(run_due(database, &desk), 120);
    EXPECT_INT(desk.others, 120);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job WHERE tries = 1"), 2);
    scratch_drop(database);
}

TEST(recurring_job_needs_no_row_and_is_not_counted)
{
    struct database *database = outbox_new();
    struct desk desk = { 0 };
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(run_due(database, &desk), 0);
    EXPECT_INT(desk.recurring, 2);
    scratch_drop(database);
}

static int64_t desk_clock(void *context)
{
    (void)context;
    return clock_now();
}

/* At most 5 s. */
static void wait_for(const atomic_int *count, int wanted)
{
    for (int i = 0; i < 500 && atomic_load(count) < wanted; i++)
        usleep(10 * 1000);
}

TEST(runner_runs_what_is_due_and_stops)
{
    struct database *database = outbox_new();
    struct desk desk = { 0 };
    EXPECT_INT(add(database, "test.try", 7, clock_now(), OK), OK);
    struct jobs *jobs = jobs_start(database, kinds, COUNT(kinds), &desk, desk_clock, NULL);
    wait_for(&desk.runs, 1);
    EXPECT_INT(add(database, "test.other", 8, clock_now(), OK), OK);
    wait_for(&desk.others, 1);
    int64_t begin = clock_monotonic_us();
    jobs_stop(jobs);
    EXPECT(clock_monotonic_us() - begin < 500 * 1000);
    EXPECT_INT(desk.runs, 1);
    EXPECT_INT(desk.subject, 7);
    EXPECT_INT(desk.others, 1);
    EXPECT_INT(desk.recurring, 1);
    scratch_drop(database);
}

TEST(two_runners_do_a_job_once)
{
    struct database *database = outbox_new();
    struct desk desk = { 0 };
    for (int64_t i = 0; i < 60; i++)
        EXPECT_INT(add(database, "test.try", i, clock_now(), OK), OK);
    struct jobs *first = jobs_start(database, kinds, COUNT(kinds), &desk, desk_clock, NULL);
    struct jobs *second = jobs_start(database, kinds, COUNT(kinds), &desk, desk_clock, NULL);
    for (int i = 0; i < 500 && scratch_int(database, "SELECT COUNT(*) FROM job") > 0; i++)
        usleep(10 * 1000);
    jobs_stop(first);
    jobs_stop(second);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 0);
    /* On PostgreSQL both may begin the same one, and the second to commit is undone and finds it gone. */
    EXPECT(database_is_sqlite(database) ? desk.runs == 60 : desk.runs >= 60);
    scratch_drop(database);
}

/* ---- later ---- */

/* A mark is a row of `job`: subject a, due b, tries c. `d` > 0 makes it fail with that status after it wrote. */
static enum status mark_work(struct db *db, struct arena *arena, const int64_t args[4])
{
    TRY(db_exec(db, arena, "DELETE FROM job WHERE id = $1", P(args[0] * 1000000 + args[1])));
    TRY(db_exec(db, arena, "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES ($1, $2, $3, $4, $5, FALSE)",
                P(args[0] * 1000000 + args[1]), P("test.mark"), P(args[0]), P(args[1]), P(args[2])));
    return args[3] ? NOT_FOUND : OK;
}

TEST(later_writes_what_was_pushed_and_the_newest_of_equal_marks_wins)
{
    struct database *database = outbox_new();
    struct later *later = later_start(database);
    for (int64_t i = 1; i <= 1000; i++) {
        later_push(later, mark_work, 1, 1, i, 0);
        later_push(later, mark_work, 2, i % 10, i, 0);
    }
    later_flush(later);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 11);
    EXPECT_INT(scratch_int(database, "SELECT tries FROM job WHERE subject = 1"), 1000);
    EXPECT_INT(scratch_int(database, "SELECT MIN(tries) FROM job WHERE subject = 2"), 991);
    later_push(later, mark_work, 1, 1, 5, 0);
    later_push(later, mark_work, 3, 1, 1, 0);
    later_stop(later); /* writes what still waits */
    EXPECT_INT(scratch_int(database, "SELECT tries FROM job WHERE subject = 1"), 5);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 12);
    scratch_drop(database);
}

TEST(later_needs_no_flush)
{
    struct database *database = outbox_new();
    struct later *later = later_start(database);
    later_push(later, mark_work, 1, 1, 1, 0);
    for (int i = 0; i < 200 && scratch_int(database, "SELECT COUNT(*) FROM job") < 1; i++)
        usleep(10 * 1000);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 1);
    later_stop(later);
    scratch_drop(database);
}

TEST(mark_that_can_not_be_written_takes_no_other_along)
{
    struct database *database = outbox_new();
    struct later *later = later_start(database);
    for (int64_t i = 0; i < 600; i++)
        later_push(later, mark_work, 1, i, 1, i % 100 == 50);
    later_flush(later);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 594);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job WHERE due = 50"), 0);
    later_stop(later);
    scratch_drop(database);
}

/* Marks carry numbers only; these tests put an address into one. */
static atomic_int *flag_of(int64_t address)
{
    atomic_int *flag;
    memcpy(&flag, &address, sizeof flag);
    return flag;
}

static int64_t address_of(atomic_int *flag)
{
    return (int64_t)(intptr_t)flag;
}

/* Holds the queue's thread until the flag is set. */
static enum status wait_work(struct db *db, struct arena *arena, const int64_t args[4])
{
    (void)db, (void)arena;
    atomic_int *open = flag_of(args[0]);
    atomic_store(open + 1, 1);
    while (!atomic_load(open))
        usleep(1000);
    return OK;
}

static enum status count_work(struct db *db, struct arena *arena, const int64_t args[4])
{
    (void)db, (void)arena;
    atomic_fetch_add(flag_of(args[0]), 1);
    return OK;
}

TEST(full_queue_drops_marks_instead_of_blocking)
{
    struct database *database = outbox_new();
    atomic_int gate[2] = { 0 }, written = 0;
    struct later *later = later_start(database);
    later_push(later, wait_work, address_of(gate), 0, 0, 0);
    wait_for(&gate[1], 1);
    for (int64_t i = 0; i < 70000; i++)
        later_push(later, count_work, address_of(&written), i, 0, 0);
    atomic_store(&gate[0], 1);
    later_flush(later);
    EXPECT_INT(written, 65536);
    later_push(later, count_work, address_of(&written), 70000, 0, 0);
    later_flush(later);
    EXPECT_INT(written, 65537);
    later_stop(later);
    scratch_drop(database);
}

static void *pusher(void *context)
{
    for (int64_t i = 0; i < 5000; i++)
        later_push(context, mark_work, 1 + i % 3, i % 50, i, 0);
    return NULL;
}

TEST(many_threads_push_at_once)
{
    struct database *database = outbox_new();
    struct later *later = later_start(database);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        if (pthread_create(&threads[i], NULL, pusher, later))
            abort();
    later_flush(later);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    later_stop(later);
    EXPECT_INT(scratch_int(database, "SELECT COUNT(*) FROM job"), 150);
    EXPECT_INT(scratch_int(database, "SELECT MIN(tries) FROM job"), 4850);
    scratch_drop(database);
}
