/* bench-data: looks into a demonstration community from the side, for script/bench. Signing in by the form costs an argon2id each, so the
 * members who send and listen are made here, with passwords that nobody knows, and their sessions with them. */
#include "account/records.h"
#include "app/app.h"
#include "group/group.h"
#include "http/exchange.h"

static const char help[] =
    "bench-data sessions FOLDER COUNT GROUP   makes members of a group, prints \"COOKIE TOKEN\" of each\n"
    "bench-data topics FOLDER COUNT GROUP     prints conversations of a group that are open, from all over its time\n"
    "bench-data room FOLDER                   prints \"GROUP ROOM\" of a live room that is always open\n"
    "bench-data count FOLDER WORD             prints how many posts begin with WORD\n"
    "bench-data posts FOLDER                  prints how many posts there are\n";

struct work {
    struct app *app;
    struct arena arena;
    int64_t count, group;
    const char *word;
};

/* ---- members with a session each ---- */

static enum status token_print(struct work *work, const char *cookie)
{
    struct request *request = exchange_new(&work->arena, work->app, "POST", "/");
    exchange_header(request, "Cookie", arena_printf(&work->arena, "s=%s", cookie));
    printf("%s %s\n", cookie, exchange_csrf(request));
    return OK;
}

static enum status session_make(struct db *db, struct work *work, const char *sign_in_name, const char *password, int64_t persona)
{
    struct hash hash;
    struct account_record record;
    struct password_keys keys;
    struct key key;
    const char *cookie;
    account_name_hash(&work->arena, work->app, sign_in_name, &hash);
    TRY(account_by_name_hash(db, &work->arena, &hash, &record));
    TRY(password_derive(password, record.salt.data, &work->app->config->password_cost, &keys));
    TRY(account_key_unwrap(&work->arena, &keys.wrap, account_by_password, record.id, record.key_by_password, &key));
    TRY(account_session_start(db, &work->arena, record.id, &key, persona, false, account_rests_at(clock_now(), 24 * 60), &cookie));
    return token_print(work, cookie);
}

static enum status member_make(struct db *db, struct work *work, int64_t n)
{
    int64_t persona;
    const char *recovery, *password = account_words_random(&work->arena);
    struct account_new wish = { .sign_in_name = arena_printf(&work->arena, "bench-%llx-%lld", (long long)id_random(), (long long)n),
                                .password = password,
                                .name = arena_printf(&work->arena, "Bench %llx %lld", (long long)(random_u64() >> 40), (long long)n),
                                .roles = ROLE_MEMBER,
                                .picture = n,
                                .guidelines = 1 };
    TRY(account_create(db, &work->arena, work->app, &wish, clock_now(), &persona, &recovery));
    TRY(membership_add(db, &work->arena, work->group, persona, false, false, clock_now()));
    return session_make(db, work, wish.sign_in_name, password, persona);
}

static enum status group_named(struct db *db, struct work *work)
{
    struct rows rows;
    TRY(db_query(db, &work->arena, &rows, "SELECT id FROM peer_group WHERE slug = $1", P(work->word)));
    if (!rows_next(&rows)) {
        fprintf(stderr, "bench-data: there is no group %s\n", work->word);
        return NOT_FOUND;
    }
    work->group = rows_int(&rows);
    return OK;
}

static enum status sessions(struct db *db, void *context)
{
    struct work *work = context;
    TRY(group_named(db, work));
    for (int64_t i = 0; i < work->count; i++)
        TRY(member_make(db, work, i));
    return OK;
}

/* ---- questions ---- */

static enum status topics(struct db *db, void *context)
{
    struct work *work = context;
    struct rows rows;
    TRY(group_named(db, work));
    TRY(db_query(db, &work->arena, &rows, "SELECT id FROM topic WHERE group_id = $1 AND NOT closed AND hidden_at IS NULL ORDER BY id",
                 P(work->group)));
    int64_t all = (int64_t)rows.count, step = all > work->count ? all / work->count : 1;
    for (int64_t i = 0; rows_next(&rows); i++) {
        int64_t topic = rows_int(&rows);
        if (i % step == 0 && i / step < work->count)
            printf("%lld\n", (long long)topic);
    }
    return OK;
}

static enum status room(struct db *db, void *context)
{
    struct work *work = context;
    struct rows rows;
    TRY(db_query(db, &work->arena, &rows,
                 "SELECT g.slug, r.id FROM room r JOIN peer_group g ON g.id = r.group_id WHERE r.opening = 'always' AND NOT r.closed"
                 " AND r.slow_seconds = 0 AND r.paused_word IS NULL ORDER BY r.id LIMIT 1"));
    if (!rows_next(&rows)) {
        fprintf(stderr, "bench-data: there is no room that is always open\n");
        return NOT_FOUND;
    }
    const char *slug = rows_text(&rows);
    printf("%s %lld\n", slug, (long long)rows_int(&rows));
    return OK;
}

static enum status count(struct db *db, void *context)
{
    struct work *work = context;
    struct rows rows;
    TRY(db_query(db, &work->arena, &rows, "SELECT COUNT(*) FROM post WHERE body LIKE $1",
                 P(arena_printf(&work->arena, "%s %%", work->word))));
    printf("%lld\n", rows_next(&rows) ? (long long)rows_int(&rows) : -1);
    return OK;
}

static enum status posts(struct db *db, void *context)
{
    struct work *work = context;
    struct rows rows;
    TRY(db_query(db, &work->arena, &rows, "SELECT COUNT(*) FROM post"));
    printf("%lld\n", rows_next(&rows) ? (long long)rows_int(&rows) : -1);
    return OK;
}

struct command {
    const char *name;
    int words; /* behind the folder */
    db_work *work;
    bool writes;
};
static const struct command commands[] = {
    { "sessions", 2, sessions, true }, { "topics", 2, topics, false }, { "room", 0, room, false },
    { "count", 1, count, false },      { "posts", 0, posts, false },
};

static const struct command *command_read(int argc, char **argv, struct work *work)
{
    for (size_t i = 0; argc > 2 && i < COUNT(commands); i++) {
        const struct command *command = &commands[i];
        if (!text_same(argv[1], command->name) || argc != 3 + command->words)
            continue;
        work->word = command->words ? argv[2 + command->words] : "";
        return command->words < 2 || text_int(argv[3], 1, 1000000, &work->count) ? command : NULL;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct config config;
    struct work work = { 0 };
    const struct command *command = command_read(argc, argv, &work);
    if (!command) {
        fputs(help, stderr);
        return 2;
    }
    if (config_read(&arena, (struct option[]){ { "data", argv[2] } }, 1, &config) != OK)
        return 2;
    config.password_cost = (struct password_cost){ 1, 8192 };
    if (!config.demo) {
        fprintf(stderr, "bench-data: %s isn't a demonstration\n", argv[2]);
        return 1;
    }
    if (app_open(&config, &arena, false, &work.app) != OK)
        return 1;
    enum status status = command->writes ? database_write(work.app->database, command->work, &work)
                                         : database_read(work.app->database, command->work, &work);
    app_close(work.app);
    arena_free(&work.arena);
    arena_free(&arena);
    return status == OK ? 0 : 1;
}
