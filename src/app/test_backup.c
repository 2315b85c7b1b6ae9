/* Backups: whole, of one moment, checked; what is restored from them; moving between databases. */
#include "account/test_parts.h"
#include "app/backup.h"
#include "board/test_parts.h"
#include "db/test_scratch.h"
#include "tests/harness/harness.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a place of its own ---- */

struct backup_place {
    struct config config;
    const char *root, *backups;
    struct database *database;
};

static const char *in(const char *folder, const char *name)
{
    return arena_printf(test_arena(), "%s/%s", folder, name);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    if (!file || fputs(text, file) < 0 || fclose(file))
        abort();
    chmod(path, 0600);
}

static struct backup_place place_make(void)
{
    char root[] = "/tmp/kith-backup-XXXXXX";
    struct key key;
    struct backup_place place = { .root = arena_copy(test_arena(), mkdtemp(root)) };
    place.backups = in(place.root, "backups");
    place.config.data = in(place.root, "data");
    place.config.database = in(place.config.data, "kith.db");
    place.config.key_file = in(place.config.data, "key/server.key");
    if (mkdir(place.config.data, 0700) || server_key_load(place.config.key_file, true, &key) != OK)
        abort();
    write_file(in(place.config.data, "kith.conf"), "listen = 127.0.0.1:7\ndatabase = sqlite\n");
    write_file(in(place.config.data, "notes.txt"), "the steward's own");
    place.database = scratch_sqlite(place.config.database, 0);
    if (database_migrate(place.database, migrations, migrations_count) != OK)
        abort();
    return place;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void place_end(struct backup_place *place)
{
    if (place->database)
        database_close(place->database);
    nftw(place->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *backup(const struct backup_place *place, bool increment, bool with_key)
{
    struct backup_wish wish = { .folder = place->backups, .increment = increment, .with_key = with_key };
    struct backup_done done = { 0 };
    usleep(2000); /* names carry milliseconds */
    return EXPECT_INT(backup_make(test_arena(), &place->config, &wish, &done), OK) ? done.path : "";
}

static enum status restore(const struct backup_place *place, const char *archive, const char *folder)
{
    struct config config = place->config;
    struct restore_done done;
    config.data = in(place->root, folder);
    config.database = in(config.data, "kith.db");
    return backup_restore(test_arena(), &config, archive, &done);
}

static int64_t counted(const char *path, const char *sql)
{
    struct database *database = scratch_sqlite(path, 1);
    int64_t count = scratch_int(database, sql);
    database_close(database);
    return count;
}

/* All that the archive's entries hold. */
static struct bytes unpacked(const char *archive)
{
    struct buf all = { .arena = test_arena() };
    struct backup_reader *reader = backup_reader_open(test_arena(), archive);
    size_t size;
    for (const char *name; reader && (name = backup_reader_next(reader, &size));) {
        char *data = arena_alloc(test_arena(), size + 1);
        EXPECT(backup_reader_data(reader, data, size));
        buf_printf(&all, "<%s>", name);
        buf_add(&all, data, size);
    }
    if (reader)
        backup_reader_close(reader);
    return (struct bytes){ all.data, all.len };
}

static bool holds(struct bytes all, const char *text)
{
    return memmem(all.data, all.len, text, strlen(text));
}

static const char add_person[] = "INSERT INTO persona (id, name, skeleton, picture, month) VALUES ($1, $2, $2, 1, 680)";

/* ---- while somebody writes ---- */

struct load {
    struct database *database;
    atomic_llong acknowledged;
    atomic_bool ended;
};

static enum status person_add(struct db *db, void *context)
{
    struct load *load = context;
    struct arena arena = { 0 };
    int64_t id = load->acknowledged + 1;
    enum status status = db_exec(db, &arena, add_person, P(id), P((const char *)arena_printf(&arena, "Person %lld", (long long)id)));
    arena_free(&arena);
    return status;
}

static void *load_run(void *context)
{
    struct load *load = context;
    while (!load->ended) {
        if (database_write(load->database, person_add, load) == OK)
            load->acknowledged++;
        usleep(5000);
    }
    return NULL;
}

UNIT_TEST(a_backup_taken_under_load_and_its_increments_restore_to_what_was_acknowledged)
{
    struct backup_place place = place_make();
    struct load load = { .database = place.database };
    pthread_t thread;
    const char *archive[4];
    int64_t before[4], after[4];
    if (pthread_create(&thread, NULL, load_run, &load))
        abort();
    for (int i = 0; i < 4; i++) {
        usleep(200 * 1000);
        before[i] = load.acknowledged;
        archive[i] = backup(&place, i > 0, false);
        after[i] = load.acknowledged + 1;
    }
    load.ended = true;
    pthread_join(thread, NULL);
    for (int i = 3; i >= 0; i--) {
        struct backup_manifest manifest;
        EXPECT_INT(backup_manifest_read(test_arena(), archive[i], &manifest), OK);
        EXPECT((*manifest.base != '\0') == (i > 0));
        EXPECT_INT(restore(&place, archive[i], "other"), OK);
        int64_t count = counted(in(place.root, "other/kith.db"), "SELECT count(*) FROM persona");
        EXPECT(count >= before[i] && count <= after[i]);
        EXPECT_INT(counted(in(place.root, "other/kith.db"), "SELECT max(id) FROM persona"), count);
    }
    EXPECT(before[1] > before[0] && before[0] > 5);
    unlink(archive[1]); /* the third builds on it */
    EXPECT(restore(&place, archive[2], "none") != OK && access(in(place.root, "none"), F_OK));
    EXPECT_INT(restore(&place, archive[0], "none"), OK);
    place_end(&place);
}

/* ---- what is in it ---- */

UNIT_TEST(a_backup_has_no_key_unless_asked_and_is_nobody_elses_to_read)
{
    struct backup_place place = place_make();
    const char *plain = backup(&place, false, false), *full = backup(&place, false, true);
    struct bytes key;
    struct stat info;
    EXPECT_INT(backup_file_read(test_arena(), place.config.key_file, &key), OK);
    const char *text = arena_slice(test_arena(), key.data, key.len < 20 ? key.len : 20);
    EXPECT(!holds(unpacked(plain), text) && !holds(unpacked(plain), "<server.key>") && holds(unpacked(plain), "listen = 127.0.0.1:7"));
    EXPECT(holds(unpacked(full), text));
    EXPECT(!stat(plain, &info) && (info.st_mode & 0777) == 0600);
    EXPECT(!stat(place.backups, &info) && (info.st_mode & 0777) == 0700);
    EXPECT(access(in(place.backups, ".kith-unfinished.db"), F_OK) && access(in(place.backups, ".kith-unfinished.tar.gz"), F_OK));
    EXPECT_INT(restore(&place, plain, "without"), OK);
    EXPECT(access(in(place.root, "without/key/server.key"), F_OK) && !access(in(place.root, "without/kith.conf"), F_OK));
    EXPECT_INT(restore(&place, full, "with"), OK);
    EXPECT(!stat(in(place.root, "with/key/server.key"), &info) && (info.st_mode & 0777) == 0600);
    EXPECT(!stat(in(place.root, "with/kith.db"), &info) && (info.st_mode & 0777) == 0600);
    place_end(&place);
}

UNIT_TEST(what_was_deleted_is_not_in_a_new_full_backup)
{
    struct backup_place place = place_make();
    EXPECT_INT(scratch_do(place.database,
                          "INSERT INTO persona (id, name, skeleton, picture, month) VALUES (5, 'MARKERGONE', 'MARKERGONE', 1, 680)"),
               OK);
    const char *old = backup(&place, false, false);
    EXPECT_INT(scratch_do(place.database, "DELETE FROM persona WHERE id = 5"), OK);
    EXPECT(holds(unpacked(old), "MARKERGONE"));
    EXPECT(!holds(unpacked(backup(&place, false, false)), "MARKERGONE"));
    EXPECT(!holds(unpacked(backup(&place, true, false)), "MARKERGONE"));
    place_end(&place);
}

TEST(a_seized_backup_shows_no_more_than_a_seized_disk)
{
    struct test_place room = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(room, "fay", "Title", "Marker public words");
    test_joins(room.group, "bo");
    const char *cookie = account_test_join("marker-sign-in-name", "marker password words", "Marker Shown Name");
    const char *words = account_test_settle(cookie);
    fetch(with(with(as("visitor", "POST", "/sign-in"), "sign_in", "marker-sign-in-name"), "password", "marker wrong password"));
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)topic), "body", "Marker draft words", "do", "draft", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM draft"), 1);
    test_settle();
    struct backup_wish wish = { .folder = in("/tmp", arena_printf(test_arena(), "kith-backup-%llx", (unsigned long long)random_u64())) };
    struct backup_done done = { .path = "" };
    EXPECT_INT(backup_make(test_arena(), test_app()->config, &wish, &done), OK);
    struct bytes all = unpacked(done.path);
    EXPECT(cookie && words);
    EXPECT(holds(all, "Marker Shown Name") && holds(all, "Marker public words"));
    EXPECT(!holds(all, "marker-sign-in-name") && !holds(all, "marker password words") && !holds(all, "marker wrong password"));
    EXPECT(!holds(all, words) && !holds(all, cookie) && !holds(all, "Marker draft words") && !holds(all, "192.0.2.7"));
    nftw(wish.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- damage ---- */

static void flip(const char *path, off_t at)
{
    unsigned char byte;
    int file = open(path, O_RDWR);
    if (file < 0 || pread(file, &byte, 1, at) != 1)
        abort();
    byte ^= (unsigned char)(1u << (at % 8));
    if (pwrite(file, &byte, 1, at) != 1 || close(file))
        abort();
}

UNIT_TEST(any_flipped_byte_is_found_and_nothing_is_replaced)
{
    struct backup_place place = place_make();
    const char *archive = backup(&place, false, false), *increment = backup(&place, true, false);
    struct backup_chain chain;
    struct stat info;
    EXPECT(!stat(archive, &info));
    EXPECT_INT(backup_chain_find(test_arena(), increment, &chain), OK);
    EXPECT_INT(chain.count, 2);
    int found = 0, tried = 0;
    for (off_t at = 0; at < info.st_size; at += at < 64 || at > info.st_size - 128 ? 1 : 97) {
        flip(archive, at);
        found += backup_chain_find(test_arena(), archive, &chain) == INVALID;
        tried++;
        flip(archive, at);
    }
    EXPECT_INT(found, tried);
    flip(archive, info.st_size / 2);
    EXPECT(restore(&place, archive, "data") != OK && restore(&place, increment, "data") != OK);
    EXPECT(access(in(place.root, "data.restoring"), F_OK) && !access(in(place.root, "data/kith.db"), F_OK));
    flip(archive, info.st_size / 2);
    EXPECT(!truncate(archive, info.st_size - 1));
    EXPECT(restore(&place, archive, "fresh") != OK && restore(&place, in(place.root, "data/kith.db"), "fresh") != OK);
    place_end(&place);
}

/* ---- putting it back ---- */

/* Another process holds the data folder while `during` runs. */
static enum status restored_while_served(const struct backup_place *place, const char *archive)
{
    int ready[2], end[2];
    char byte = 0;
    if (pipe(ready) || pipe(end))
        abort();
    pid_t child = fork();
    if (!child) {
        struct arena arena = { 0 };
        int lock = app_lock(&arena, place->config.data);
        close(end[1]);
        (void)!write(ready[1], lock >= 0 ? "y" : "n", 1);
        (void)!read(end[0], &byte, 1);
        _exit(0);
    }
    close(end[0]);
    EXPECT(read(ready[0], &byte, 1) == 1 && byte == 'y');
    enum status status = restore(place, archive, "data");
    close(end[1]);
    close(ready[0]);
    close(ready[1]);
    waitpid(child, NULL, 0);
    return status;
}

UNIT_TEST(restoring_waits_for_no_server_keeps_the_old_folder_and_other_files)
{
    struct backup_place place = place_make();
    EXPECT_INT(scratch_do(place.database, "INSERT INTO persona (id, name, skeleton, picture, month) VALUES (5, 'Early', 'early', 1, 680)"),
               OK);
    const char *archive = backup(&place, false, false);
    EXPECT_INT(scratch_do(place.database, "INSERT INTO persona (id, name, skeleton, picture, month) VALUES (6, 'Late', 'late', 1, 680)"),
               OK);
    database_close(place.database);
    place.database = NULL;
    EXPECT_INT(restored_while_served(&place, archive), BUSY);
    EXPECT_INT(counted(place.config.database, "SELECT count(*) FROM persona"), 2);
    struct restore_done done = { 0 };
    EXPECT_INT(backup_restore(test_arena(), &place.config, archive, &done), OK);
    EXPECT_INT(counted(place.config.database, "SELECT count(*) FROM persona"), 1);
    EXPECT(done.kept && text_starts(done.kept, in(place.root, "data.before-")));
    EXPECT_INT(counted(in(done.kept ? done.kept : "", "kith.db"), "SELECT count(*) FROM persona"), 2);
    EXPECT(!access(in(place.config.data, "notes.txt"), F_OK) && !access(place.config.key_file, F_OK));
    EXPECT(access(in(place.root, "data.restoring"), F_OK));
    struct config config = place.config;
    struct app *app;
    EXPECT_INT(app_open(&config, test_arena(), false, &app), OK); /* it can be served */
    app_close(app);
    place_end(&place);
}

/* ---- from database to database ---- */

TEST(a_community_moves_to_another_database_and_back_unchanged)
{
    struct backup_place place = place_make();
    struct table_sums here = { 0 }, there = { 0 }, back = { 0 };
    const char *differs = "", *file = in(place.root, "moved.db");
    struct test_place room = test_group("porch", GROUP_OPEN, true, "fay");
    test_topic(room, "fay", "Title", "Words");
    test_settle(); /* so that they can be found */
    EXPECT_INT(test_sql("UPDATE community SET demo = TRUE"), OK);
    EXPECT_INT(database_sum(test_app()->database, test_arena(), &here), OK);
    EXPECT_INT(backup_transfer(test_arena(), test_app()->database, file, &there), OK);
    EXPECT(database_sums_same(&here, &there, &differs));
    EXPECT_INT(backup_transfer(test_arena(), test_app()->database, file, &there), CONFLICT); /* not empty any more */
    struct database *moved = scratch_sqlite(file, 2), *last = scratch_new();
    EXPECT_INT(scratch_int(moved, "SELECT demo FROM community"), 1);
    EXPECT_INT(scratch_int(moved, "SELECT count(*) FROM index_words WHERE index_words MATCH 'words'"), 1);
    EXPECT_INT(database_migrate(last, migrations, migrations_count), OK);
    EXPECT_INT(database_transfer(moved, last, test_arena(), &back), OK);
    EXPECT(database_sums_same(&here, &back, &differs));
    EXPECT_TEXT(differs, here.items[here.count - 1].name);
    database_close(moved);
    scratch_drop(last);
    place_end(&place);
}

/* The commands themselves, with a cluster that stands beside the tests' own. */
UNIT_TEST(kith_migrate_moves_to_postgres_and_back)
{
    char *url = getenv("KITH_TEST_POSTGRES");
    if (!url)
        return;
    struct backup_place place = place_make();
    char *data = arena_copy(test_arena(), place.config.data), *file = arena_copy(test_arena(), in(place.root, "back.db"));
    struct table_sums was = { 0 }, is = { 0 };
    const char *differs;
    EXPECT_INT(cli_migrate(4, (char *[]){ "--data", data, "--to", url }), 0);
    EXPECT_INT(cli_migrate(4, (char *[]){ "--data", data, "--to", url }), 1);
    EXPECT_INT(cli_migrate(6, (char *[]){ "--data", data, "--database", url, "--to", file }), 0);
    struct database *back = scratch_sqlite(file, 1);
    EXPECT(database_sum(place.database, test_arena(), &was) == OK && database_sum(back, test_arena(), &is) == OK);
    EXPECT(database_sums_same(&was, &is, &differs));
    database_close(back);
    place_end(&place);
}

UNIT_TEST(the_commands_say_with_their_code_whether_they_understood)
{
    struct backup_place place = place_make();
    char *data = arena_copy(test_arena(), place.config.data), *folder = arena_copy(test_arena(), place.backups);
    EXPECT_INT(cli_backup(2, (char *[]){ "--data", data }), 2);
    EXPECT_INT(cli_backup(3, (char *[]){ "--to", folder, "--wrong" }), 2);
    EXPECT_INT(cli_backup(4, (char *[]){ "--data", "/nowhere", "--to", folder }), 1);
    EXPECT_INT(cli_backup(4, (char *[]){ "--data", data, "--to", folder }), 0);
    EXPECT_INT(cli_restore(2, (char *[]){ "--data", data }), 2);
    EXPECT_INT(cli_restore(3, (char *[]){ "--data", data, "/nowhere.tar.gz" }), 1);
    EXPECT_INT(cli_migrate(2, (char *[]){ "--data", data }), 2);
    EXPECT_INT(cli_migrate(4, (char *[]){ "--data", data, "--to", "sqlite" }), 1);
    place_end(&place);
}
