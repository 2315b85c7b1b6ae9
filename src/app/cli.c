/* What all commands share: reading their words and flags, asking for a password. */
#include "app/app.h"

#include <termios.h>
#include <unistd.h>

static const char *const common[] = { "data", "database", "key-file", NULL };

/* 0: unknown, 1: takes a value, 2: takes none. */
static int flag_kind(const char *name, const char *const *known)
{
    for (; *known; known++) {
        if (text_same(*known, name))
            return 1;
        if (**known == '!' && text_same(*known + 1, name))
            return 2;
    }
    return 0;
}

static bool flag_read(int argc, char **argv, int *at, const char *const *known, struct cli_arguments *arguments)
{
    const char *name = argv[*at] + 2;
    int kind = flag_kind(name, known);
    if (!kind)
        kind = flag_kind(name, common);
    if (!kind) {
        fprintf(stderr, "kith: --%s isn't known here; see --help\n", name);
        return false;
    }
    if ((kind == 1 && *at + 1 >= argc) || arguments->options_count == COUNT(arguments->options)) {
        fprintf(stderr, "kith: --%s needs a value\n", name);
        return false;
    }
    arguments->options[arguments->options_count++] = (struct option){ name, kind == 1 ? argv[++*at] : "yes" };
    return true;
}

bool cli_parse(int argc, char **argv, const char *const *known, const char *help, struct cli_arguments *arguments)
{
    *arguments = (struct cli_arguments){ 0 };
    for (int i = 0; i < argc; i++) {
        if (text_same(argv[i], "--help")) {
            fputs(help, stdout);
            exit(0);
        }
        if (text_starts(argv[i], "--")) {
            if (!flag_read(argc, argv, &i, known, arguments))
                return false;
        } else if (arguments->words_count < COUNT(arguments->words)) {
            arguments->words[arguments->words_count++] = argv[i];
        }
    }
    return true;
}

const char *cli_option(const struct cli_arguments *arguments, const char *name, const char *otherwise)
{
    for (size_t i = 0; i < arguments->options_count; i++)
        if (text_same(arguments->options[i].name, name))
            return arguments->options[i].value;
    return otherwise;
}

const char *cli_password(struct arena *arena, const char *prompt)
{
    const char *given = getenv("KITH_PASSWORD");
    if (given)
        return given;
    if (!isatty(STDIN_FILENO))
        return NULL;
    struct termios shown, hidden;
    tcgetattr(STDIN_FILENO, &shown);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    fputs(prompt, stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    char line[1024];
    bool read = fgets(line, sizeof line, stdin) != NULL;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return read ? arena_slice(arena, line, strcspn(line, "\r\n")) : NULL;
}
