/* kith demo */
#include "app/demo.h"

static const char help[] =
    "kith demo [--data DIR] [--database sqlite|postgres://…] [--members N] [--topics N] [--posts N] [--seed S]\n"
    "kith demo --make-password\n"
    "\n"
    "Fills a new place with a demonstration community: about 60 people, 8 groups, 40 conversations, 400 posts around today; more when asked.\n"
    "Its members demo, facilitator, moderator, practitioner and steward sign in with KITH_DEMO_PASSWORD. The place is marked as a\n"
    "demonstration: a kith serve that isn't started as one refuses it.\n"
    "--make-password prints a password that is easy to type.\n";
static const char *const flags[] = { "members", "topics", "posts", "seed", "!make-password", NULL };

/* Four words of the recovery codes' list: 44 bits, and nobody's real password. */
static void print_password(void)
{
    const struct text_file *list = text_file_find("src/feature/account/words.txt");
    if (!list)
        abort();
    for (int i = 0; i < 4; i++) {
        const char *at = list->data;
        for (uint32_t skip = random_below(2048); skip; skip--)
            at += strcspn(at, "\n") + 1;
        printf("%s%.*s", i ? "-" : "", (int)strcspn(at, "\n"), at);
    }
    putchar('\n');
}

static bool number_read(const struct cli_arguments *arguments, const char *name, int64_t most, int64_t *out)
{
    const char *text = cli_option(arguments, name, "0");
    if (text_int(text, 0, most, out))
        return true;
    fprintf(stderr, "kith: --%s takes a number from 0 to %lld\n", name, (long long)most);
    return false;
}

int cli_demo(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct cli_arguments arguments;
    struct config config;
    struct app *app;
    struct demo_wish wish = { .password = getenv("KITH_DEMO_PASSWORD") };
    int64_t seed;
    if (!cli_parse(argc, argv, flags, help, &arguments) || config_read(&arena, arguments.options, arguments.options_count, &config) != OK ||
        !number_read(&arguments, "members", 1000000, &wish.members) || !number_read(&arguments, "topics", 10000000, &wish.topics) ||
        !number_read(&arguments, "posts", 100000000, &wish.posts) || !number_read(&arguments, "seed", INT64_MAX, &seed))
        return 2;
    if (cli_option(&arguments, "make-password", NULL)) {
        print_password();
        return 0;
    }
    if (!wish.password || text_length(wish.password) < 10) {
        fprintf(stderr, "kith: set KITH_DEMO_PASSWORD to at least 10 characters: the five demonstration members sign in with it\n");
        return 2;
    }
    wish.seed = (uint64_t)seed;
    config.demo = true;
    if (app_open(&config, &arena, true, &app) != OK)
        return 1;
    enum status status = demo_make(app, &wish, clock_now());
    app_close(app);
    if (status == OK)
        status = config_write(config.data, "demo", "yes");
    if (status == OK && text_starts(config.database, "postgres"))
        status = config_write(config.data, "database", config.database);
    arena_free(&arena);
    return status == OK ? 0 : 1;
}
