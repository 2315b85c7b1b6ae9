/* bench-client: a browser's side of the figures that wrk can't take. All traffic goes to 127.0.0.1; prints one line of JSON. */
#include "tests/bench/wire.h"

static const char help[] =
    "bench-client posts   --port N --sessions FILE --lines TOPICS [--clients 256] [--seconds 8] [--mark WORD]\n"
    "    Keep-alive clients, each sending replies one after the other, spread over the topics.\n"
    "bench-client pages   --port N --sessions FILE --path PAGE | --lines TOPICS [--clients 64] [--seconds 8] [--slow 0]\n"
    "    Asks for a page, or for topics in turn; with --slow once more beside that many connections that idle or send a byte a second.\n"
    "bench-client streams --port N --sessions FILE --path STREAM --post PATH --fields body={n}… [--streams 1000] [--per-member 6]\n"
    "                     [--rounds 9] [--reconnects 0] [--pid SERVER] [--seconds 0]\n"
    "    Opens streams, posts, and waits until each stream has the event; --reconnects closes that many at random moments while events\n"
    "    come and opens them again with Last-Event-ID; --pid also tells the memory a stream costs. Every stream must get every event\n"
    "    once and in order, or the end is 1.\n"
    "FILE holds lines of \"COOKIE TOKEN\", TOPICS one id a line: see bench-data.\n";

static bool flag_read(struct wish *wish, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
        int *number;
    } flags[] = {
        { "--path", &wish->path, NULL },       { "--post", &wish->post, NULL },
        { "--fields", &wish->fields, NULL },   { "--sessions", &wish->sessions, NULL },
        { "--lines", &wish->lines, NULL },     { "--mark", &wish->mark, NULL },
        { "--port", NULL, &wish->port },       { "--clients", NULL, &wish->clients },
        { "--streams", NULL, &wish->streams }, { "--per-member", NULL, &wish->per_member },
        { "--rounds", NULL, &wish->rounds },   { "--reconnects", NULL, &wish->reconnects },
        { "--slow", NULL, &wish->slow },       { "--pid", NULL, &wish->pid },
    };
    if (!strcmp(name, "--seconds")) {
        wish->seconds = strtod(value, NULL);
        return true;
    }
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (strcmp(flags[i].name, name) != 0)
            continue;
        if (flags[i].text)
            *flags[i].text = value;
        else
            *flags[i].number = (int)strtol(value, NULL, 10);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    struct wish wish = {
        .mode = argc > 1 ? argv[1] : "", .clients = 0, .streams = 1000, .per_member = 6, .rounds = 9, .seconds = 8, .mark = "bench"
    };
    for (int i = 2; i < argc; i += 2)
        if (i + 1 == argc || !flag_read(&wish, argv[i], argv[i + 1])) {
            fputs(help, stderr);
            return 2;
        }
    if (!strcmp(wish.mode, "--help")) {
        fputs(help, stdout);
        return 0;
    }
    if (wish.port <= 0 || !wish.sessions) {
        fputs(help, stderr);
        return 2;
    }
    if (!strcmp(wish.mode, "posts") && wish.lines) {
        wish.clients = wish.clients > 0 ? wish.clients : 256;
        posts_run(&wish);
    } else if (!strcmp(wish.mode, "pages") && (wish.path || wish.lines)) {
        wish.clients = wish.clients > 0 ? wish.clients : 64;
        pages_run(&wish);
    } else if (!strcmp(wish.mode, "streams") && wish.path && wish.post && wish.fields) {
        streams_run(&wish);
    } else {
        fputs(help, stderr);
        return 2;
    }
    return 0;
}
