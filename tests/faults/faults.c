/* Nothing is lost: writers on a disk that fails, power cuts, and what is there afterwards. Usage: faults [--seeds N] [--first N]
 * [--full N] [--threads N] [--verbose]. With one thread a seed repeats exactly. */
#include "db/db.h"
#include "tests/faults/disk.h"
#include "tests/faults/vfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WRITERS_MOST = 16, WRITES = 30, LONGEST = 60000, ROUNDS_SYNC = 20 };

static const struct migration migrations[] = {
    { 1, "001_entry",
      "CREATE TABLE entry (id BIGINT PRIMARY KEY, writer BIGINT NOT NULL, text TEXT NOT NULL);"
      "CREATE INDEX entry_of_writer ON entry (writer, id)" },
    { 2, "002_part",
      "CREATE TABLE part (id BIGINT PRIMARY KEY, entry_id BIGINT NOT NULL REFERENCES entry (id), digest BIGINT NOT NULL);"
      "CREATE INDEX part_of_entry ON part (entry_id, id)" },
    { 3, "003_tally", "CREATE TABLE tally (id BIGINT PRIMARY KEY, entries BIGINT NOT NULL)" },
};

static const char vfs_name[] = "kith-faults";

static struct {
    char folder[64], path[80];
    int passed, failed, writers, full; /* full: how often the disk is filled */
    uint64_t seed;
    bool verbose, reads_fail;
    bool bad; /* something of this seed went wrong */
    int64_t acknowledged, busy, cuts;
    struct fault_tally faults;
} run;

static void PRINTF(1, 2) wrong(const char *format, ...)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&lock);
    run.bad = true;
    printf("  seed %llu: ", (unsigned long long)run.seed);
    vprintf(format, args);
    putchar('\n');
    pthread_mutex_unlock(&lock);
    va_end(args);
}

/* ---- one write: an entry, two parts that say what it should hold, and its writer's tally; never a half of it ---- */

enum outcome { UNTRIED, ACKNOWLEDGED, REFUSED, UNSURE };

struct entry {
    int64_t id, writer;
    size_t len;
    bool refuses; /* the work changes its mind at its end */
};

static int64_t entry_digest(const char *text)
{
    return (int64_t)(bytes_digest(BYTES_DIGEST, text, strlen(text)) >> 1);
}

static enum status entry_parts(struct db *db, struct arena *arena, const struct entry *entry)
{
    char *text = arena_alloc(arena, entry->len + 1);
    for (size_t i = 0; i < entry->len; i++)
        text[i] = (char)('a' + (char)(disk_mix((uint64_t)entry->id, i / 16) % 26));
    int64_t digest = entry_digest(text);
    TRY(db_exec(db, arena, "INSERT INTO entry (id, writer, text) VALUES ($1, $2, $3)", P(entry->id), P(entry->writer),
                P((const char *)text)));
    TRY(db_exec(db, arena, "INSERT INTO part (id, entry_id, digest) VALUES ($1, $2, $3)", P(entry->id * 2), P(entry->id), P(digest)));
    TRY(db_exec(db, arena, "INSERT INTO part (id, entry_id, digest) VALUES ($1, $2, $3)", P(entry->id * 2 + 1), P(entry->id), P(digest)));
    TRY(db_exec(db, arena, "INSERT INTO tally (id, entries) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET entries = tally.entries + 1",
                P(entry->writer)));
    return entry->refuses ? INVALID : OK;
}

static enum status entry_write(struct db *db, void *context)
{
    struct arena arena = { 0 };
    enum status status = entry_parts(db, &arena, context);
    arena_free(&arena);
    return status;
}

struct count {
    const char *sql;
    int64_t with, answer;
};

static enum status count_read(struct db *db, void *context)
{
    struct count *count = context;
    struct arena arena = { 0 };
    struct rows rows;
    enum status status = db_query(db, &arena, &rows, count->sql, P(count->with));
    if (status == OK && rows_next(&rows))
        count->answer = rows_int(&rows);
    arena_free(&arena);
    return status;
}

/* The first column of the first row; -1 when it can't be read. */
static int64_t count_of(struct database *database, const char *sql, int64_t with)
{
    struct count count = { sql, with, -1 };
    return database_read(database, count_read, &count) == OK ? count.answer : -1;
}

/* ---- the writers, and one who reads beside them ---- */

struct writer {
    struct database *database;
    int64_t number;
    uint64_t seed;
    size_t longest;
    enum outcome outcome[WRITES];
};

static int64_t entry_id(int64_t writer, int64_t i)
{
    return (writer + 1) * 1000 + i;
}

static bool reads_own(const struct writer *writer, int64_t id)
{
    struct count count = { "SELECT COUNT(*) FROM entry WHERE id = $1", id, 0 };
    enum status status = database_read(writer->database, count_read, &count);
    /* A connection that doesn't know the newest tables and can't read them says so: SQLite calls that a missing table. */
    if (status != OK && status != BUSY && !run.reads_fail && !faults_dark())
        wrong("a read beside failing writes answered %d", (int)status);
    return status != OK || count.answer == 1;
}

static void *writer_run(void *context)
{
    struct writer *writer = context;
    for (int64_t i = 0; i < WRITES && !faults_dark(); i++) {
        uint64_t dice = disk_mix(writer->seed, (uint64_t)entry_id(writer->number, i));
        struct entry entry = {
            .id = entry_id(writer->number, i), .writer = writer->number, .len = dice % writer->longest, .refuses = dice >> 40 & 1
        };
        entry.refuses = entry.refuses && dice >> 41 & 1 && dice >> 42 & 1;
        enum status status = database_write(writer->database, entry_write, &entry);
        bool meant = status == (entry.refuses ? INVALID : OK);
        if (!meant && status != BUSY)
            wrong("write %lld answered %d", (long long)entry.id, (int)status);
        writer->outcome[i] = entry.refuses ? REFUSED : status == OK ? ACKNOWLEDGED : UNSURE;
        if (status == OK && !reads_own(writer, entry.id))
            wrong("write %lld was acknowledged and can't be read", (long long)entry.id);
        if (dice >> 44 & 1 && dice >> 45 & 1)
            (void)!database_checkpoint(writer->database); /* may fail; must not harm */
    }
    return NULL;
}

struct reader {
    struct database *database;
    atomic_bool stop;
};

static enum status snapshot_read(struct db *db, void *context)
{
    struct count count = { "SELECT COUNT(*) FROM entry WHERE id > $1", 0, 0 },
                 again = { "SELECT SUM(entries) FROM tally WHERE id >= $1", 0, 0 };
    (void)context;
    TRY(count_read(db, &count));
    usleep(300);
    TRY(count_read(db, &again));
    if (count.answer != again.answer)
        wrong("one snapshot holds %lld entries and a tally of %lld", (long long)count.answer, (long long)again.answer);
    return OK;
}

static void *reader_run(void *context)
{
    struct reader *reader = context;
    while (!atomic_load(&reader->stop) && !faults_dark()) {
        (void)!database_read(reader->database, snapshot_read, NULL);
        usleep(2000); /* lets a checkpoint come through */
    }
    return NULL;
}

static void write_all(struct database *database, struct writer *writers, size_t longest)
{
    pthread_t threads[WRITERS_MOST], reading;
    struct reader reader = { .database = database };
    bool reads = run.writers > 1;
    for (int i = 0; i < run.writers; i++) {
        writers[i].database = database;
        writers[i].seed = run.seed;
        writers[i].longest = longest;
        if (pthread_create(&threads[i], NULL, writer_run, &writers[i]))
            abort();
    }
    if (reads && pthread_create(&reading, NULL, reader_run, &reader))
        abort();
    for (int i = 0; i < run.writers; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&reader.stop, true);
    if (reads)
        pthread_join(reading, NULL);
}

/* ---- afterwards, on a disk that is well ---- */

static enum status digests_read(struct rows *row, void *context)
{
    int64_t *bad = context;
    int64_t digest = rows_int(row);
    *bad += digest != entry_digest(rows_text(row));
    return OK;
}

static enum status digests_check(struct db *db, void *context)
{
    return db_each(db, "SELECT part.digest, entry.text FROM entry JOIN part ON part.entry_id = entry.id", NULL, 0, digests_read, context);
}

static void check_halves(struct database *database)
{
    static const char *const never[] = {
        "SELECT COUNT(*) FROM entry WHERE id > $1 AND (SELECT COUNT(*) FROM part WHERE entry_id = entry.id) <> 2",
        "SELECT COUNT(*) FROM part WHERE id > $1 AND entry_id NOT IN (SELECT id FROM entry)",
        "SELECT COUNT(*) FROM tally WHERE id >= $1 AND entries <> (SELECT COUNT(*) FROM entry WHERE writer = tally.id)",
        "SELECT COUNT(*) FROM entry WHERE id > $1 AND writer NOT IN (SELECT id FROM tally)",
    };
    for (size_t i = 0; i < COUNT(never); i++)
        if (count_of(database, never[i], 0))
            wrong("half a write: %s", never[i]);
    int64_t bad = 0;
    if (database_read(database, digests_check, &bad) != OK || bad)
        wrong("%lld texts aren't what was written", (long long)bad);
}

static void check_outcomes(struct database *database, const struct writer *writers)
{
    for (int w = 0; w < run.writers; w++)
        for (int64_t i = 0; i < WRITES; i++) {
            int64_t id = entry_id(writers[w].number, i), there = count_of(database, "SELECT COUNT(*) FROM entry WHERE id = $1", id);
            enum outcome outcome = writers[w].outcome[i];
            run.acknowledged += outcome == ACKNOWLEDGED;
            run.busy += outcome == UNSURE;
            if (outcome == ACKNOWLEDGED && there != 1)
                wrong("write %lld was acknowledged and is lost", (long long)id);
            if ((outcome == REFUSED || outcome == UNTRIED) && there)
                wrong("write %lld was refused and is there", (long long)id);
        }
}

static struct database *open_clean(void)
{
    struct database_options options = { .url = run.path };
    struct database *database;
    if (database_open(&options, &database) != OK) {
        wrong("the database doesn't open again");
        return NULL;
    }
    if (database_migrate(database, migrations, COUNT(migrations)) != OK)
        wrong("it doesn't migrate");
    struct buf report = { .arena = &(struct arena){ 0 } };
    if (database_check(database, &report) != OK || report.len)
        wrong("check: %s", buf_text(&report));
    arena_free(report.arena);
    return database;
}

static void check_afterwards(const struct writer *writers)
{
    struct database *database = open_clean();
    if (!database)
        return;
    check_halves(database);
    check_outcomes(database, writers);
    struct entry more = { .id = 1, .writer = 99, .len = 100 };
    if (database_write(database, entry_write, &more) != OK)
        wrong("no write goes on afterwards");
    database_close(database);
}

/* ---- one seed ---- */

static const char *const kinds[] = { "power cut",   "write errors", "short writes", "sync errors",
                                     "read errors", "disk full",    "all",          "all, from the start" };

static struct fault_plan plan_of(uint64_t seed)
{
    struct fault_plan plan = { .seed = seed, .remembers = true };
    unsigned kind = (unsigned)(seed % COUNT(kinds));
    bool all = kind >= 6;
    uint64_t dice = disk_mix(seed, 5);
    if (kind == 1 || all)
        plan.write_error = all ? 300 : 60;
    if (kind == 2 || all)
        plan.short_write = all ? 300 : 60;
    if (kind == 3 || all) {
        plan.sync_error = all ? 60 : 8;
        plan.spares_log = dice >> 1 & 1;
        plan.forgets = dice >> 2 & 1;
    }
    if (kind == 4 || all)
        plan.read_error = all ? 400 : 60;
    if (kind == 5 || (all && dice & 1)) {
        plan.limited = true;
        plan.room = (int64_t)(dice >> 8 & 0x3ffff) + 30000;
        plan.refusals = 1 + (unsigned)(dice >> 30 & 7);
    }
    return plan;
}

/* The shared memory of a machine that went dark holds nothing, or anything. */
static void ruin_index(uint64_t seed)
{
    char path[96];
    snprintf(path, sizeof path, "%s-shm", run.path);
    uint64_t dice = disk_mix(seed, 11);
    int file = dice % 3 ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (dice % 3 == 0)
        unlink(path);
    for (uint64_t i = 0; file >= 0 && dice % 3 == 1 && i < 4096; i++)
        (void)!write(file, &(uint64_t){ disk_mix(dice, i) }, sizeof(uint64_t));
    if (file >= 0)
        close(file);
}

static void files_remove(void)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT(ends); i++) {
        char path[96];
        snprintf(path, sizeof path, "%s%s", run.path, ends[i]);
        unlink(path);
    }
}

static void seed_faults(const struct fault_plan *plan, struct writer *writers)
{
    struct fault_plan calm = { .seed = plan->seed, .remembers = true }, none = calm;
    bool from_start = run.seed % COUNT(kinds) == 7;
    uint64_t dice = disk_mix(run.seed, 21);
    struct database_options options = { .url = run.path, .vfs = vfs_name };
    struct database *database = NULL;
    if (from_start)
        calm = *plan;
    calm.cut_at = dice % 16 == 0 ? 1 + (int64_t)(dice >> 8 & 63) : 0; /* now and then while it is being made */
    faults_plan(&calm);
    if (database_open(&options, &database) == OK) {
        enum status migrated = database_migrate(database, migrations, COUNT(migrations));
        struct fault_plan now = *plan;
        now.cut_at = calm.cut_at ? calm.cut_at : faults_tally().operations + 1 + (int64_t)(dice >> 20 & 1023);
        faults_plan(&now);
        if (migrated == OK)
            write_all(database, writers, dice >> 40 & 3 ? 3000 : LONGEST);
        else if (!from_start && !calm.cut_at)
            wrong("it doesn't migrate on a disk that is well");
        if (!faults_dark()) {
            struct entry more = { .id = 2, .writer = 98, .len = 3000 };
            faults_plan(&none);
            if (migrated == OK && database_write(database, entry_write, &more) != OK)
                wrong("no write goes on once the faults end");
            if (dice >> 50 & 1)
                faults_cut();
        }
        database_close(database);
    } else if (!from_start && !calm.cut_at) {
        wrong("it doesn't open on a disk that is well");
    }
    faults_cut();
}

static void faults_add(struct fault_tally *sum)
{
    struct fault_tally tally = faults_tally();
    sum->operations += tally.operations;
    sum->reads += tally.reads;
    sum->writes += tally.writes;
    sum->shorts += tally.shorts;
    sum->syncs += tally.syncs;
    sum->full += tally.full;
    sum->torn += tally.torn;
}

static void seed_run(uint64_t seed)
{
    static struct writer writers[WRITERS_MOST];
    memset(writers, 0, sizeof writers);
    for (int i = 0; i < WRITERS_MOST; i++)
        writers[i].number = i;
    run.seed = seed;
    run.bad = false;
    files_remove();
    struct fault_plan plan = plan_of(seed);
    run.reads_fail = plan.read_error != 0;
    seed_faults(&plan, writers);
    faults_add(&run.faults);
    faults_power();
    ruin_index(seed);
    check_afterwards(writers);
    if (run.bad)
        printf("not ok seed %llu (%s)\n", (unsigned long long)seed, kinds[seed % COUNT(kinds)]);
    else if (run.verbose)
        printf("ok seed %llu (%s)\n", (unsigned long long)seed, kinds[seed % COUNT(kinds)]);
    run.passed += !run.bad;
    run.failed += run.bad;
}

/* ---- full, and back; and syncs that fail ---- */

static struct database *open_faulty(void)
{
    struct database_options options = { .url = run.path, .vfs = vfs_name };
    struct database *database;
    files_remove();
    faults_power();
    faults_plan(&(struct fault_plan){ .seed = run.seed, .remembers = true });
    if (database_open(&options, &database) != OK || database_migrate(database, migrations, COUNT(migrations)) != OK)
        abort();
    return database;
}

static enum status write_one(struct database *database, int64_t id, size_t len)
{
    struct entry entry = { .id = id, .writer = 1, .len = len };
    return database_write(database, entry_write, &entry);
}

static void close_and_cut(struct database *database, int64_t wanted)
{
    faults_cut();
    if (database)
        database_close(database);
    faults_power();
    ruin_index(run.seed);
    database = open_clean();
    if (!database)
        return;
    check_halves(database);
    int64_t there = count_of(database, "SELECT COUNT(*) FROM entry WHERE id > $1", 0);
    if (there < wanted)
        wrong("%lld writes were acknowledged and %lld are there", (long long)wanted, (long long)there);
    database_close(database);
}

static void disk_full_and_back(void)
{
    struct database *database = open_faulty();
    int64_t id = 1, good = 0;
    for (int round = 0; round < run.full; round++) {
        enum status status = OK;
        faults_plan(&(struct fault_plan){ .seed = (uint64_t)round, .remembers = true, .limited = true, .room = 40000 + round % 20 * 9000 });
        for (int i = 0; i < 400 && status == OK; i++) {
            status = write_one(database, id++, 50000);
            good += status == OK;
        }
        for (int i = 0; i < 3; i++) {
            if (status != BUSY)
                wrong("round %d: a write on a full disk answered %d", round, (int)status);
            if (count_of(database, "SELECT COUNT(*) FROM entry WHERE id > $1", 0) != good)
                wrong("round %d: reading doesn't go on", round);
            status = write_one(database, id++, 400000);
        }
        faults_plan(&(struct fault_plan){ .remembers = true });
        for (int i = 0; i < 3; i++, good++)
            if (write_one(database, id++, 20000) != OK)
                wrong("round %d: writing doesn't go on when there is room again", round);
    }
    close_and_cut(database, good);
}

static void failed_sync_is_never_acknowledged(void)
{
    struct database *database = open_faulty();
    int64_t id = 1, good = 0;
    for (int round = 0; round < ROUNDS_SYNC; round++) {
        faults_plan(&(struct fault_plan){ .seed = (uint64_t)round, .remembers = true, .sync_error = 1 });
        for (int i = 0; i < 3; i++) {
            enum status status = write_one(database, id++, 9000);
            if (status != BUSY)
                wrong("round %d: a commit that wasn't synced answered %d", round, (int)status);
            (void)!database_checkpoint(database);
        }
        if (count_of(database, "SELECT COUNT(*) FROM entry WHERE id > $1", 0) != good)
            wrong("round %d: a write that failed shows", round);
        faults_plan(&(struct fault_plan){ .remembers = true });
        good += write_one(database, id++, 9000) == OK;
        if (good != round + 1)
            wrong("round %d: writing doesn't go on", round);
    }
    close_and_cut(database, good);
}

/* ---- what a checkpoint copied beside a reader, and a disk that forgets it ---- */

struct beside {
    struct database *database;
    int64_t id;
};

static enum status write_beside_reader(struct db *db, void *context)
{
    struct beside *beside = context;
    struct count count = { "SELECT COUNT(*) FROM entry WHERE id > $1", 0, 0 };
    TRY(count_read(db, &count));
    for (int i = 0; i < 4; i++)
        TRY(write_one(beside->database, beside->id++, 20000));
    return database_checkpoint(beside->database) == BUSY ? OK : INVALID; /* this snapshot is in its way: it copies a part */
}

static void forgotten_pages_are_copied_again(void)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct database *database = open_faulty();
        struct beside beside = { database, 1 };
        for (int i = 0; i < 8; i++)
            if (write_one(database, beside.id++, 30000) != OK)
                wrong("a write failed on a disk that is well");
        if (database_read(database, write_beside_reader, &beside) != OK)
            wrong("a checkpoint didn't mind a reader");
        faults_plan(&(struct fault_plan){ .seed = seed, .remembers = true, .sync_error = 1, .spares_log = true, .forgets = true });
        if (database_checkpoint(database) == OK)
            wrong("a checkpoint that wasn't synced answered OK");
        faults_plan(&(struct fault_plan){ .seed = seed, .remembers = true });
        for (int round = 0; round < 3; round++) {
            if (write_one(database, beside.id++, 9000) != OK)
                wrong("writing doesn't go on");
            if (seed & 1 && database_checkpoint(database) != OK)
                wrong("checkpoints don't go on");
        }
        if (!(seed & 2)) { /* an orderly end copies what is left, too */
            database_close(database);
            database = NULL;
        }
        close_and_cut(database, beside.id - 1);
    }
}

static void alone(const char *name, void (*test)(void))
{
    run.bad = false;
    run.seed = 0;
    test();
    printf("%s %s\n", run.bad ? "not ok" : "ok", name);
    run.passed += !run.bad;
    run.failed += run.bad;
}

/* Each word but --verbose is followed by a number. */
static bool words_read(int argc, char **argv, int64_t *seeds, int64_t *first)
{
    int64_t writers = run.writers, full = run.full;
    for (int i = 1; i < argc; i++) {
        int64_t *number = text_same(argv[i], "--seeds")   ? seeds
                          : text_same(argv[i], "--first") ? first
                          : text_same(argv[i], "--full")  ? &full
                                                          : &writers;
        if (text_same(argv[i], "--verbose"))
            run.verbose = true;
        else if (!text_starts(argv[i], "--") || ++i == argc || !text_int(argv[i], 0, INT64_C(1) << 40, number))
            return false;
    }
    run.writers = (int)writers;
    run.full = (int)full;
    return run.writers >= 1 && run.writers <= WRITERS_MOST;
}

int main(int argc, char **argv)
{
    int64_t seeds = 60, first = 1;
    run.writers = 4;
    run.full = 20;
    if (!words_read(argc, argv, &seeds, &first) || !faults_register(vfs_name, false)) {
        fprintf(stderr, "usage: faults [--seeds N] [--first N] [--full N] [--threads N] [--verbose]\n");
        return 2;
    }
    /* In memory where there is such a place: no real disk has to keep up. */
    snprintf(run.folder, sizeof run.folder, "%s/kith-faults-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    if (!mkdtemp(run.folder) || (!run.verbose && !freopen("/dev/null", "w", stderr))) /* every fault is logged */
        return 2;
    snprintf(run.path, sizeof run.path, "%s/kith.db", run.folder);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (run.full)
        alone("a disk is full, and has room again", disk_full_and_back);
    alone("a commit whose sync failed is never acknowledged", failed_sync_is_never_acknowledged);
    alone("pages that a disk forgot are copied again", forgotten_pages_are_copied_again);
    for (int64_t i = 0; i < seeds; i++)
        seed_run((uint64_t)(first + i));
    files_remove();
    rmdir(run.folder);
    printf("%lld operations; errors: %lld reads, %lld writes, %lld short, %lld syncs, %lld full; %lld sectors lost to cuts\n",
           (long long)run.faults.operations, (long long)run.faults.reads, (long long)run.faults.writes, (long long)run.faults.shorts,
           (long long)run.faults.syncs, (long long)run.faults.full, (long long)run.faults.torn);
    printf("%lld writes acknowledged, %lld answered BUSY\n", (long long)run.acknowledged, (long long)run.busy);
    printf("%d passed, %d failed\n", run.passed, run.failed);
    return run.failed ? 1 : 0;
}
