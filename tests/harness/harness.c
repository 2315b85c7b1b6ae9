#include "tests/harness/harness.h"

#include "account/records.h"
#include "app/app.h"
#include "community/community.h"
#include "guard/guard.h"
#include "http/pieces.h"
#include "image/image.h"
#include "tests/harness/explain.h"
#include "tests/harness/twice.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture_person {
    const char *who, *name;
    unsigned roles;
    bool accepted;
};
static const struct fixture_person people[] = {
    { "ana", "Ana", 0, true },
    { "bo", "Bo", 0, true },
    { "cyd", "Cyd", 0, true },
    { "fay", "Fay", 0, true },
    { "mod", "Mod Mara", ROLE_MODERATOR, true },
    { "stu", "Stu", ROLE_STEWARD, true },
    { "new", "Newt", 0, false },
};
static const char password[] = "correct horse";

static struct {
    struct test *tests;
    const char *engine, *folder;
    bool failed;
    struct app *app;
    struct image_keeper *images;
    struct config config;
    struct arena arena, app_arena;
    int64_t now;
    int64_t persona[COUNT(people)];
    const char *cookie[COUNT(people)];
} world;

void test_add(struct test *test)
{
    struct test **at = &world.tests;
    while (*at)
        at = &(*at)->next;
    *at = test;
}

/* ---- expectations ---- */

bool test_expect(bool good, const char *what, const char *file, int line)
{
    if (!good) {
        world.failed = true;
        printf("  %s:%d: expected %s\n", file, line, what);
    }
    return good;
}

bool test_expect_int(int64_t got, int64_t wanted, const char *what, const char *file, int line)
{
    if (got != wanted) {
        world.failed = true;
        printf("  %s:%d: expected %s to be %lld, got %lld\n", file, line, what, (long long)wanted, (long long)got);
    }
    return got == wanted;
}

bool test_expect_text(const char *got, const char *wanted, const char *what, const char *file, int line)
{
    bool same = got && wanted ? text_same(got, wanted) : got == wanted;
    if (!same) {
        world.failed = true;
        printf("  %s:%d: expected %s to be \"%s\", got \"%s\"\n", file, line, what, wanted ? wanted : "(null)", got ? got : "(null)");
    }
    return same;
}

/* ---- requests under construction ---- */

/* A request under construction: kept beside it in one allocation, so that the public type stays http's own. */
struct draft_request {
    struct request *request;
    struct buf cookies, form, parts; /* parts: the same form as multipart */
    bool signs_form, has_file, has_pass;
};

struct drafts {
    struct draft_request items[512];
    size_t count;
};

static struct drafts *drafts_of(void)
{
    static struct drafts drafts;
    return &drafts;
}

/* ---- the world ---- */

struct app *test_app(void)
{
    return world.app;
}
struct arena *test_arena(void)
{
    return &world.arena;
}
int64_t test_now(void)
{
    return world.now;
}
void test_advance(int64_t ms)
{
    world.now += ms;
}

static int64_t world_clock(void *context)
{
    (void)context;
    return world.now;
}

static size_t person_index(const char *who)
{
    for (size_t i = 0; i < COUNT(people); i++)
        if (text_same(people[i].who, who))
            return i;
    fprintf(stderr, "harness: nobody is called \"%s\"\n", who);
    abort();
}

int64_t persona_of(const char *who)
{
    return world.persona[person_index(who)];
}

static enum status fixture_people(struct db *db, void *context)
{
    (void)context;
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT(people); i++) {
        const char *recovery;
        struct account_new wish = { .sign_in_name = people[i].who,
                                    .password = password,
                                    .name = people[i].name,
                                    .roles = people[i].roles | ROLE_MEMBER,
                                    .picture = (int64_t)i * 7919,
                                    .guidelines = people[i].accepted };
        TRY(account_create(db, &arena, world.app, &wish, world.now, &world.persona[i], &recovery));
        if (people[i].accepted)
            TRY(guideline_accept(db, &arena, world.persona[i], 1));
    }
    arena_free(&arena);
    return OK;
}

struct fixture_session {
    size_t person;
    const char *cookie;
};

static enum status fixture_session(struct db *db, void *context)
{
    struct fixture_session *wish = context;
    struct hash hash;
    struct account_record record;
    struct password_keys keys;
    struct key key;
    account_name_hash(&world.arena, world.app, people[wish->person].who, &hash);
    TRY(account_by_name_hash(db, &world.arena, &hash, &record));
    TRY(password_derive(password, record.salt.data, &world.config.password_cost, &keys));
    TRY(account_key_unwrap(&world.arena, &keys.wrap, account_by_password, record.id, record.key_by_password, &key));
    return account_session_start(db, &world.arena, record.id, &key, world.persona[wish->person], false, account_rests_at(world.now, 30),
                                 &wish->cookie);
}

static const char *session_cookie(const char *who)
{
    size_t i = person_index(who);
    if (!world.cookie[i]) {
        struct fixture_session wish = { .person = i };
        if (database_write(world.app->database, fixture_session, &wish) != OK)
            abort();
        world.cookie[i] = wish.cookie;
    }
    return world.cookie[i];
}

static enum status drop_everything(struct db *db, void *context)
{
    (void)context;
    struct arena arena = { 0 };
    enum status status = db_exec(db, &arena, "DROP SCHEMA IF EXISTS public CASCADE");
    if (status == OK)
        status = db_exec(db, &arena, "CREATE SCHEMA public");
    arena_free(&arena);
    return status;
}

static bool on_postgres(void)
{
    return text_starts(world.engine, "postgres");
}

static void each_file(void (*visit)(const char *path, void *context), const char *folder, void *context)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        struct stat info;
        if (!lstat(path, &info) && S_ISDIR(info.st_mode))
            each_file(visit, path, context);
        visit(path, context);
    }
    if (dir)
        closedir(dir);
}

static void remove_visit(const char *path, void *context)
{
    (void)context;
    remove(path);
}

/* The log lies among the data that marker tests search. */
static void log_to_folder(void)
{
    if (!getenv("KITH_TEST_LOG") && !freopen(arena_printf(&world.app_arena, "%s/log", world.folder), "a", stderr))
        abort();
}

static void world_open(void)
{
    each_file(remove_visit, world.folder, NULL);
    log_to_folder();
    world.now = INT64_C(1795400000000); /* 2026-11-23, late morning, UTC */
    const char *database = on_postgres() ? world.engine : arena_printf(&world.app_arena, "%s/kith.db", world.folder);
    if (on_postgres()) {
        struct database *bare;
        struct database_options options = { .url = database, .connections = 1 };
        if (database_open(&options, &bare) != OK || database_write(bare, drop_everything, NULL) != OK)
            abort();
        database_close(bare);
    }
    world.config = (struct config){ .data = world.folder,
                                    .listen = "127.0.0.1:0",
                                    .database = database,
                                    .max_body = 1024 * 1024,
                                    .key_file = arena_printf(&world.app_arena, "%s/key/server.key", world.folder),
                                    .password_cost = { 1, 8192 },
                                    .demo = true,
                                    .record_statements = true };
    if (app_open(&world.config, &world.app_arena, true, &world.app) != OK)
        abort();
    pieces_keep_at_once(world.app->pieces);
    world.app->clock = world_clock;
    world.app->images = world.images;
    world.app->later = later_start(world.app->database);
    if (database_write(world.app->database, fixture_people, NULL) != OK)
        abort();
    memset(world.cookie, 0, sizeof world.cookie);
}

static void world_close(void)
{
    explain_collect(world.app->database);
    arena_free(&world.arena); /* the answers in it share what belongs to the app */
    app_close(world.app);
    world.app = NULL;
    arena_free(&world.app_arena);
}

void test_again(void)
{
    world_close();
    drafts_of()->count = 0;
    world_open();
}

void test_settle(void)
{
    later_flush(world.app->later);
    size_t count;
    const struct job_kind *kinds = app_jobs(&world.arena, &count);
    jobs_run_due(world.app->database, kinds, count, world.app, world.now);
}

/* ---- statements ---- */

struct statement {
    const char *sql;
    struct rows rows;
};

static enum status statement_run(struct db *db, void *context)
{
    struct statement *statement = context;
    /* The blank keeps a test's own question out of the statements whose plans are looked at. */
    return db_query_(db, &world.arena, &statement->rows, arena_printf(&world.arena, " %s", statement->sql), NULL, 0);
}

enum status test_sql(const char *sql)
{
    struct statement statement = { .sql = sql };
    return database_write(world.app->database, statement_run, &statement);
}

int64_t test_sql_int(const char *sql)
{
    struct statement statement = { .sql = sql };
    if (database_read(world.app->database, statement_run, &statement) != OK || !rows_next(&statement.rows))
        return INT64_MIN;
    return rows_int(&statement.rows);
}

const char *test_sql_text(const char *sql)
{
    struct statement statement = { .sql = sql };
    if (database_read(world.app->database, statement_run, &statement) != OK || !rows_next(&statement.rows))
        return NULL;
    return rows_text(&statement.rows);
}

/* ---- requests ---- */

static struct draft_request *draft_request_of(const struct request *request)
{
    struct drafts *drafts = drafts_of();
    for (size_t i = drafts->count; i-- > 0;)
        if (drafts->items[i].request == request)
            return &drafts->items[i];
    abort();
}

struct request *as(const char *who, const char *method, const char *target)
{
    struct drafts *drafts = drafts_of();
    if (drafts->count == COUNT(drafts->items))
        memmove(drafts->items, drafts->items + 256, sizeof drafts->items[0] * (drafts->count -= 256));
    struct draft_request *draft = &drafts->items[drafts->count++];
    *draft = (struct draft_request){ .cookies = { .arena = &world.arena },
                                     .form = { .arena = &world.arena },
                                     .parts = { .arena = &world.arena } };
    draft->request = exchange_new(&world.arena, world.app, method, target);
    draft->signs_form = text_same(method, "POST");
    draft->has_pass =
        !draft->signs_form ||
        !(text_same(target, "/join") || text_same(target, "/contact")); /* else it gets one by itself, as from a page opened a while ago */
    exchange_header(draft->request, "Host", "127.0.0.1:8080");
    exchange_address(draft->request, "192.0.2.7");
    if (text_starts(who, "cookie:"))
        with_cookie(draft->request, "s", who + strlen("cookie:"));
    else if (!text_same(who, "visitor"))
        with_cookie(draft->request, "s", session_cookie(who));
    else if (draft->signs_form)
        with_cookie(draft->request, "g", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    return draft->request;
}

struct request *with(struct request *request, const char *name, const char *value)
{
    struct draft_request *draft = draft_request_of(request);
    if (draft->form.len)
        buf_putc(&draft->form, '&');
    buf_percent(&draft->form, name, "");
    buf_putc(&draft->form, '=');
    buf_percent(&draft->form, value, "");
    buf_printf(&draft->parts, "--parts\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", name, value);
    if (text_same(name, "csrf"))
        draft->signs_form = false;
    if (text_same(name, "pass"))
        draft->has_pass = true;
    return request;
}

struct request *with_file(struct request *request, const char *name, const char *filename, struct bytes content)
{
    struct draft_request *draft = draft_request_of(request);
    draft->has_file = true;
    buf_printf(&draft->parts, "--parts\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n", name, filename);
    buf_add(&draft->parts, content.data, content.len);
    buf_puts(&draft->parts, "\r\n");
    return request;
}

struct request *with_header(struct request *request, const char *name, const char *value)
{
    exchange_header(request, name, value);
    return request;
}

struct request *with_cookie(struct request *request, const char *name, const char *value)
{
    struct draft_request *draft = draft_request_of(request);
    buf_printf(&draft->cookies, "%s%s=%s", draft->cookies.len ? "; " : "", name, value);
    return request;
}

int fetch(struct request *request)
{
    struct draft_request *draft = draft_request_of(request);
    if (draft->cookies.len)
        exchange_header(request, "Cookie", buf_text(&draft->cookies));
    if (draft->signs_form)
        with(request, "csrf", exchange_csrf(request));
    if (!draft->has_pass)
        with(request, "pass", guard_pass(request, test_now() - TIME_MINUTE));
    if (draft->has_file) {
        buf_puts(&draft->parts, "--parts--\r\n");
        exchange_header(request, "Content-Type", "multipart/form-data; boundary=parts");
        exchange_body(request, (struct bytes){ draft->parts.data, draft->parts.len });
    } else if (draft->form.len) {
        exchange_header(request, "Content-Type", "application/x-www-form-urlencoded");
        exchange_body(request, (struct bytes){ draft->form.data, draft->form.len });
    }
    request_serve(request);
    test_page_twice(request);
    return request->status;
}

/* ---- is this marker anywhere? ---- */

struct marker {
    const char *text;
    bool found;
};

static bool bytes_hold(const char *data, size_t len, const char *text)
{
    return len && memmem(data, len, text, strlen(text)) != NULL;
}

static void marker_in_file(const char *path, void *context)
{
    struct marker *marker = context;
    FILE *file = fopen(path, "re");
    struct stat info;
    if (!file || fstat(fileno(file), &info) || !S_ISREG(info.st_mode)) {
        if (file)
            fclose(file);
        return;
    }
    char *data = malloc((size_t)info.st_size + 1);
    size_t len = data ? fread(data, 1, (size_t)info.st_size, file) : 0;
    if (bytes_hold(data, len, marker->text)) {
        marker->found = true;
        printf("  found in %s\n", path);
    }
    free(data);
    fclose(file);
}

static bool marker_in_postgres(const char *text)
{
    struct buf hex = { .arena = &world.arena };
    for (const char *c = text; *c; c++)
        buf_printf(&hex, "%02x", (unsigned char)*c);
    struct statement tables = { .sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'" };
    if (database_read(world.app->database, statement_run, &tables) != OK)
        abort();
    while (rows_next(&tables.rows)) {
        const char *table = rows_text(&tables.rows);
        struct statement all = { .sql = arena_printf(&world.arena, "SELECT t::text FROM \"%s\" t", table) };
        if (database_read(world.app->database, statement_run, &all) != OK)
            abort();
        while (rows_next(&all.rows)) {
            const char *row = rows_text(&all.rows);
            if (strstr(row, text) || strstr(row, buf_text(&hex))) {
                printf("  found in table %s\n", table);
                return true;
            }
        }
    }
    return false;
}

bool test_data_holds(const char *text)
{
    struct marker marker = { .text = text };
    fflush(stderr);
    (void)!database_checkpoint(world.app->database);
    each_file(marker_in_file, world.folder, &marker);
    return marker.found || (on_postgres() && marker_in_postgres(text));
}

/* ---- running ---- */

static bool run_one(struct test *test)
{
    bool unit = text_starts(test->name, "unit:");
    world.failed = false;
    drafts_of()->count = 0;
    if (!unit)
        world_open();
    fflush(stdout);
    test->run();
    if (!unit)
        world_close();
    else
        arena_free(&world.arena);
    printf("%s %s\n", world.failed ? "not ok" : "ok", test->name + (unit ? strlen("unit:") : 0));
    fflush(stdout);
    return !world.failed;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/kith-test-XXXXXX";
    if (argc < 2 || !mkdtemp(folder)) {
        fprintf(stderr, "usage: kith-test sqlite|postgres://... [part of a test's name or file]\n");
        return 2;
    }
    world.engine = argv[1];
    world.folder = folder;
    const char *only = argc > 2 ? argv[2] : "";
    world.images = image_keeper_start(); /* before the first thread */
    if (crypto_start() != OK)
        return 1;
    int passed = 0, failed = 0;
    for (struct test *test = world.tests; test; test = test->next) {
        if (!strstr(test->name, only) && !strstr(test->file, only))
            continue;
        if (text_starts(test->name, "unit:") && on_postgres())
            continue;
        run_one(test) ? passed++ : failed++;
    }
    if (!*only && !on_postgres()) {
        world_open();
        bool good = explain_all(world.app->database);
        world_close();
        good ? passed++ : failed++;
        printf("%s no_statement_scans_a_growing_table\n", good ? "ok" : "not ok");
    }
    each_file(remove_visit, folder, NULL);
    rmdir(folder);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
