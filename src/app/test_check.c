/* kith check --live, against a server in this process; and settings that are refused. */
#include "app/check.h"
#include "tests/harness/harness.h"

#include <unistd.h>

struct heard {
    char *text;
    size_t len;
    struct findings findings;
};

static struct heard look(const char *listen)
{
    struct heard heard = { 0 };
    struct config config = *test_app()->config;
    config.listen = listen;
    heard.findings.out = open_memstream(&heard.text, &heard.len);
    check_live(test_arena(), &config, clock_now(), &heard.findings);
    fclose(heard.findings.out);
    char *text = arena_copy(test_arena(), heard.text);
    free(heard.text);
    heard.text = text;
    return heard;
}

static const char *address_of(const struct server *server, const char *host)
{
    return arena_printf(test_arena(), "%s:%d", host, server_port(server));
}

TEST(a_running_server_says_how_it_is)
{
    struct server *server;
    EXPECT_INT(server_start(test_app(), &server), OK);
    EXPECT_INT(test_sql("DELETE FROM job"), OK);
    struct heard well = look(address_of(server, "127.0.0.1"));
    EXPECT_INT(well.findings.count, 0);
    EXPECT(strstr(well.text, "It answers at 127.0.0.1:") && strstr(well.text, "durable ") && strstr(well.text, "0 jobs wait") &&
           strstr(well.text, "All is well."));
    EXPECT_INT(look(address_of(server, "0.0.0.0")).findings.count, 0); /* everywhere is also here */

    const char *late =
        arena_printf(test_arena(), "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES (1, 'test.none', 1, %lld, 0, FALSE)",
                     (long long)(test_now() - TIME_HOUR));
    EXPECT_INT(test_sql(late), OK);
    struct heard behind = look(address_of(server, "127.0.0.1"));
    EXPECT_INT(behind.findings.count, 1);
    EXPECT(strstr(behind.text, "- 1 of its jobs wait, the first for 3600 s") && !strstr(behind.text, "All is well."));
    EXPECT_INT(test_sql("DELETE FROM job"), OK);
    server_stop(server);
}

TEST(a_server_that_cannot_write_is_told_of_until_it_can)
{
    struct server *server;
    EXPECT_INT(server_start(test_app(), &server), OK);
    usleep(2000); /* later than what was written last */
    EXPECT(test_sql("INSERT INTO nowhere (id) VALUES (1)") != OK);
    struct heard failing = look(address_of(server, "127.0.0.1"));
    EXPECT_INT(failing.findings.count, 1);
    EXPECT(strstr(failing.text, "- something failed in its database "));
    usleep(2000);
    EXPECT_INT(test_sql("DELETE FROM job"), OK);
    EXPECT_INT(test_sql("INSERT INTO job (id, kind, subject, due, tries, failed) VALUES (1, 'test.none', 1, 9000000000000, 0, FALSE)"), OK);
    EXPECT_INT(look(address_of(server, "127.0.0.1")).findings.count, 0);
    server_stop(server);
}

TEST(a_server_that_is_not_there_is_missed)
{
    struct heard nobody = look("127.0.0.1:1");
    EXPECT_INT(nobody.findings.count, 1);
    EXPECT(strstr(nobody.text, "- nobody answers at 127.0.0.1:1: Connection refused"));
    EXPECT_INT(look("nonsense").findings.count, 1);
}

static enum status read_with(const char *limits, const char *demo, struct config *config)
{
    struct option flags[] = { { "data", "/nonexistent" }, { "limits", limits }, { "demo", demo } };
    return config_read(test_arena(), flags, COUNT(flags), config);
}

UNIT_TEST(limits_can_be_left_away_only_on_a_demonstration)
{
    struct config config;
    EXPECT_INT(read_with("on", "no", &config), OK);
    EXPECT(!config.limits_off);
    EXPECT_INT(read_with("off", "yes", &config), OK);
    EXPECT(config.limits_off);
    EXPECT_INT(read_with("off", "no", &config), INVALID);
    EXPECT_INT(read_with("none", "yes", &config), INVALID);
}
