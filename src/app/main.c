/* The kith command. */
#include "app/app.h"

static const char usage[] =
    "kith: a self-hosted online support network\n"
    "\n"
    "  kith serve   run the place\n"
    "  kith init    make a new, empty place and its first steward\n"
    "  kith demo    fill a new place with a demonstration community\n"
    "  kith user    make accounts, give and take roles\n"
    "  kith check   look the place over and say what to do\n"
    "  kith backup  copy the place, also while it runs\n"
    "  kith restore make the place again from a backup\n"
    "  kith migrate move between SQLite and PostgreSQL\n"
    "\n"
    "Each has --help. Settings: kith.conf in the data folder, overridden by KITH_* in the environment, overridden by flags.\n"
    "Exit codes: 0 well, 1 something failed, 2 the command was not understood.\n";

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        cli_command *run;
    } commands[] = {
        { "serve", cli_serve }, { "init", cli_init },     { "demo", cli_demo },       { "user", cli_user },
        { "check", cli_check }, { "backup", cli_backup }, { "restore", cli_restore }, { "migrate", cli_migrate },
    };
    if (argc >= 2 && (text_same(argv[1], "--help") || text_same(argv[1], "help"))) {
        fputs(usage, stdout);
        return 0;
    }
    for (size_t i = 0; argc >= 2 && i < COUNT(commands); i++)
        if (text_same(argv[1], commands[i].name))
            return commands[i].run(argc - 2, argv + 2);
    fputs(usage, stderr);
    return 2;
}
