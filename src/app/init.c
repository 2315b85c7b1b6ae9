/* kith init and kith user: making a place, its accounts and roles, from the command line. */
#include "app/app.h"

#include "account/account.h"
#include "community/community.h"
#include "text/text.h"

static const char init_help[] =
    "kith init --steward SIGN-IN-NAME [--called NAME] [--name PLACE] [--runners TEXT] [--data DIR] [--database sqlite|postgres://…]\n"
    "\n"
    "Makes the data folder (0700), the server's key, the database and the first steward's account.\n"
    "The password is asked for, or taken from KITH_PASSWORD. The recovery code is printed once: keep it on paper.\n"
    "--called is the name others will see (default: Hearth; it can be changed in the settings).\n";
static const char *const init_flags[] = { "steward", "called", "name", "runners", NULL };

static const char user_help[] =
    "kith user add SIGN-IN-NAME --called NAME [--role moderator|practitioner|steward]   makes an account, prints its recovery code\n"
    "kith user role NAME --give ROLE | --take ROLE                                      NAME as others see it\n"
    "\n"
    "Passwords are asked for, or taken from KITH_PASSWORD. Nobody, this command included, can read or reset another's password:\n"
    "what a member sealed opens only with their password or their recovery code.\n";
static const char *const user_flags[] = { "called", "role", "give", "take", NULL };

struct init {
    struct app *app;
    struct arena *arena;
    const char *place, *runners;
    struct account_new wish;
    const char *recovery;
};

static enum status init_community(struct db *db, const struct init *init)
{
    struct community community;
    TRY(community_load(db, init->arena, &community));
    if (init->place)
        community.name = text_clean_line(init->arena, init->place);
    if (init->runners)
        community.runners = text_clean(init->arena, init->runners);
    return community_save(db, init->arena, &community);
}

static enum status init_work(struct db *db, void *context)
{
    struct init *init = context;
    int64_t persona;
    if (init->place || init->runners)
        TRY(init_community(db, init));
    return account_create(db, init->arena, init->app, &init->wish, clock_now(), &persona, &init->recovery);
}

/* Says what is wrong with a name or password given on the command line; NULL when nothing is. */
static const char *wish_problem(struct arena *arena, const struct account_new *wish)
{
    if (!wish->password || text_length(wish->password) < 10)
        return "a password of at least 10 characters is needed: type it when asked, or set KITH_PASSWORD";
    if (text_length(wish->sign_in_name) < 2)
        return "the sign-in name needs at least 2 characters";
    if (name_check(arena, wish->name) != NAME_FINE)
        return "the name others see (--called) can't be used: 1 to 40 letters, nothing invisible, nothing that looks like an office";
    return NULL;
}

static int account_make(struct app *app, struct arena *arena, struct init *init)
{
    const char *problem = wish_problem(arena, &init->wish);
    if (problem) {
        fprintf(stderr, "kith: %s\n", problem);
        return 2;
    }
    enum status status = database_write(app->database, init_work, init);
    if (status == CONFLICT)
        fprintf(stderr, "kith: that sign-in name, or a name that looks the same to others, is taken\n");
    if (status != OK)
        return 1;
    printf("\nThe recovery code, shown only now. Six words, in this order:\n\n    %s\n\n"
           "Without the password these words are the only way back in. Write them on paper.\n",
           init->recovery);
    return 0;
}

int cli_init(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct cli_arguments arguments;
    struct config config;
    struct app *app;
    if (!cli_parse(argc, argv, init_flags, init_help, &arguments) ||
        config_read(&arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    const char *steward = cli_option(&arguments, "steward", NULL);
    if (!steward) {
        fprintf(stderr, "kith: who is the first steward? give --steward SIGN-IN-NAME; see kith init --help\n");
        return 2;
    }
    struct init init = { .arena = &arena,
                         .place = cli_option(&arguments, "name", NULL),
                         .runners = cli_option(&arguments, "runners", NULL) };
    init.wish = (struct account_new){ .sign_in_name = steward,
                                      .password = cli_password(&arena, "Password for the steward: "),
                                      .name = cli_option(&arguments, "called", "Hearth"),
                                      .roles = ROLE_MEMBER | ROLE_STEWARD,
                                      .picture = id_random() };
    const char *problem = wish_problem(&arena, &init.wish);
    if (problem) {
        fprintf(stderr, "kith: %s\n", problem);
        return 2;
    }
    if (app_open(&config, &arena, true, &app) != OK)
        return 1;
    init.app = app;
    int code = account_make(app, &arena, &init);
    if (!code)
        printf("\nThe place is ready in %s. Open it with: kith serve --data %s\n"
               "Its key is %s: keep a copy apart from the database's backups; without it nobody can sign in.\n",
               config.data, config.data, config.key_file);
    app_close(app);
    arena_free(&arena);
    return code;
}

/* ---- kith user ---- */

struct role_change {
    struct arena *arena;
    const char *name;
    enum role role;
    bool give;
};

static enum status role_work(struct db *db, void *context)
{
    struct role_change *change = context;
    struct persona persona;
    TRY(persona_by_name(db, change->arena, change->name, &persona));
    return persona_role_set(db, change->arena, persona.id, change->role, change->give);
}

static int user_role(struct app *app, struct arena *arena, const struct cli_arguments *arguments)
{
    const char *give = cli_option(arguments, "give", NULL);
    const char *take = cli_option(arguments, "take", NULL);
    enum role role;
    if ((!give && !take) || !persona_role_read(give ? give : take, &role)) {
        fprintf(stderr, "kith: give or take which role? moderator, practitioner or steward\n");
        return 2;
    }
    struct role_change change = { arena, arguments->words[1], role, give != NULL };
    enum status status = database_write(app->database, role_work, &change);
    if (status == NOT_FOUND)
        fprintf(stderr, "kith: nobody here is called \"%s\"\n", change.name);
    if (status == OK)
        printf("Done.\n");
    return status == OK ? 0 : 1;
}

static int user_add(struct app *app, struct arena *arena, const struct cli_arguments *arguments)
{
    const char *word = cli_option(arguments, "role", NULL);
    enum role role = ROLE_MEMBER;
    if (word && !persona_role_read(word, &role)) {
        fprintf(stderr, "kith: --role is moderator, practitioner or steward\n");
        return 2;
    }
    struct init init = { .app = app, .arena = arena };
    init.wish = (struct account_new){ .sign_in_name = arguments->words[1],
                                      .password = cli_password(arena, "Password: "),
                                      .name = cli_option(arguments, "called", arguments->words[1]),
                                      .roles = ROLE_MEMBER | role,
                                      .picture = id_random() };
    return account_make(app, arena, &init);
}

int cli_user(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct cli_arguments arguments;
    struct config config;
    struct app *app;
    if (!cli_parse(argc, argv, user_flags, user_help, &arguments) ||
        config_read(&arena, arguments.options, arguments.options_count, &config) != OK)
        return 2;
    bool add = arguments.words_count == 2 && text_same(arguments.words[0], "add");
    bool role = arguments.words_count == 2 && text_same(arguments.words[0], "role");
    if (!add && !role) {
        fputs(user_help, stderr);
        return 2;
    }
    if (app_open(&config, &arena, false, &app) != OK)
        return 1;
    int code = add ? user_add(app, &arena, &arguments) : user_role(app, &arena, &arguments);
    app_close(app);
    arena_free(&arena);
    return code;
}
