/* The stream behind the dot that says "there is something new". */
#include "group/group.h"
#include "http/server.h"
#include "notification/notification.h"
#include "tests/harness/harness.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct making {
    const char *slug, *member;
    int64_t id;
};

static enum status make(struct db *db, void *context)
{
    struct making *making = context;
    struct group_new wish = {
        .slug = making->slug, .name = making->slug, .lang = "en", .purpose = "We talk.", .rules = "", .now = test_now()
    };
    TRY(group_create(db, test_arena(), &wish, &making->id));
    return membership_add(db, test_arena(), making->id, persona_of(making->member), false, false, test_now());
}

static int64_t group_with(const char *slug, const char *member)
{
    struct making making = { .slug = slug, .member = member };
    if (database_write(test_app()->database, make, &making) != OK)
        abort();
    return making.id;
}

static enum status publish(struct db *db, void *context)
{
    return live_publish(db, test_arena(), &group_news, *(const int64_t *)context);
}

/* A real connection with the member's cookie, until `until` is heard. */
static const char *listen_for(int fd, struct buf *heard, const char *until)
{
    while (!strstr(buf_text(heard), until)) {
        struct pollfd wait = { .fd = fd, .events = POLLIN };
        char piece[4096];
        ssize_t got = poll(&wait, 1, 5000) > 0 ? recv(fd, piece, sizeof piece, 0) : 0;
        if (got <= 0)
            return NULL;
        buf_add(heard, piece, (size_t)got);
    }
    return heard->data;
}

static enum status tell(struct db *db, void *context)
{
    int64_t group = *(const int64_t *)context;
    TRY(notification_send(db, test_arena(), &(struct notification){ persona_of("bo"), NOTIFICATION_GROUP, 0, group }, test_now()));
    return notification_send(db, test_arena(), &(struct notification){ persona_of("ana"), NOTIFICATION_GROUP, 0, group }, test_now());
}

TEST(news_come_from_own_groups_that_are_not_quiet_and_of_what_one_is_told)
{
    int64_t loud = group_with("loud", "ana"), quiet = group_with("quiet", "ana"), others = group_with("others", "bo");
    EXPECT_INT(test_sql(arena_printf(test_arena(), "UPDATE membership SET quiet = TRUE WHERE group_id = %lld", (long long)quiet)), OK);
    struct request *request = as("ana", "GET", "/news");
    EXPECT_INT(fetch(request), 200);
    EXPECT_TEXT(answer_header(request, "Content-Type"), "text/event-stream; charset=utf-8");
    EXPECT_INT(fetch(as("visitor", "GET", "/news")), 303);
    static const struct live_source *const sources[] = { &group_news, &notification_live, NULL };
    struct live_options options = { .database = test_app()->database, .sources = sources };
    struct server *server;
    if (!EXPECT_INT(live_start(&options, &test_app()->live), OK) || !EXPECT_INT(server_start(test_app(), &server), OK))
        return;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)server_port(server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(!connect(fd, (struct sockaddr *)&address, sizeof address));
    const char *text =
        arena_printf(test_arena(), "GET /news HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: %s\r\n\r\n", header_value(request, "Cookie"));
    EXPECT(send(fd, text, strlen(text), MSG_NOSIGNAL) > 0);
    struct buf heard = { .arena = test_arena() };
    EXPECT(listen_for(fd, &heard, "retry: 3000\n\n"));
    const int64_t said[] = { others, quiet, loud };
    for (size_t i = 0; i < COUNT(said); i++)
        EXPECT_INT(database_write(test_app()->database, publish, (void *)&said[i]), OK);
    EXPECT(listen_for(fd, &heard, arena_printf(test_arena(), "event: news\ndata: %lld\n\n", (long long)loud)));
    EXPECT(!strstr(heard.data, arena_printf(test_arena(), "%lld", (long long)quiet)));
    EXPECT(!strstr(heard.data, arena_printf(test_arena(), "%lld", (long long)others)));
    EXPECT(!strstr(heard.data, "told"));
    EXPECT_INT(database_write(test_app()->database, tell, &loud), OK);
    EXPECT(listen_for(fd, &heard, arena_printf(test_arena(), "event: told\ndata: %lld\n\n", (long long)persona_of("ana"))));
    EXPECT(!strstr(heard.data, arena_printf(test_arena(), "%lld", (long long)persona_of("bo"))));
    close(fd);
    server_stop(server);
}
