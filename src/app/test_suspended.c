/* A suspended person tries every door, under each of their names: all routes of app/routes.c, and no list of them made by hand. What is
 * open to them is written down here; a new door fails until somebody has thought of it. The same for who may read and not write. */
#include "account/test_parts.h"
#include "app/app.h"
#include "board/test_parts.h"
#include "sanction/test_parts.h"
#include "tests/harness/harness.h"

enum { NAMES = 3 };

/* Reading the statement, appealing, taking one's data along, leaving; being safe; and what has to be done before anything else. */
static const char *const doors[] = {
    "POST /contact",
    "GET /contact/answer",
    "POST /contact/answer",
    "POST /recovery-code",
    "POST /recovery-code/new",
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /sign-out",
    "POST /sign-out/everywhere",
    "POST /sign-out/elsewhere",
    "POST /language",
    "POST /display",
    "POST /help-now/country",
    "POST /help-now/close",
    "POST /guidelines",
    "POST /settings/comfort",
    "POST /settings/download",
    "POST /settings/delete",
    "POST /decisions/:id/appeal",
    "GET /",
    "GET /about",
    "GET /contact",
    "GET /healthz",
    "GET /recovery-code",
    "GET /waiting",
    "GET /paused",
    "GET /sign-in",
    "GET /sign-in/code",
    "GET /exit",
    "GET /safety",
    "GET /help-now",
    "GET /guidelines",
    "GET /guidelines/versions",
    "GET /guidelines/versions/:id",
    "GET /guidelines/rules/:id",
    "GET /pictures/:id",
    "GET /calendar/:id", /* by an address of its own, which finds nothing while they are suspended */
    "GET /settings",
    "GET /settings/delete",
    "GET /decisions",
    "GET /decisions/:id",
};

/* Words that reach nobody, or nobody but those who look after the place. */
static const char *const quiet_words[] = { "POST /drafts",           "POST /stories/drafts",  "POST /messages/:id/report",
                                           "POST /report/:kind/:id", "POST /reports/:id/add", "POST /reports/:id/withdraw" };

static const char *name_of(const struct route *route)
{
    return test_path("%s %s", route->method == GET ? "GET" : "POST", route->path);
}

static bool is_listed(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(name, list[i]))
            return true;
    return false;
}

static const char *path_of(const struct route *route)
{
    struct buf path = { .arena = test_arena() };
    for (const char *at = route->path; *at;) {
        if (*at != ':') {
            buf_putc(&path, *at++);
            continue;
        }
        buf_puts(&path, "7");
        at += strcspn(at, "/");
    }
    return buf_text(&path);
}

static struct request *tries(const struct route *route)
{
    struct request *request = as("ana", route->method == GET ? "GET" : "POST", path_of(route));
    fetch(request);
    return request;
}

static void speak_as(int64_t persona)
{
    EXPECT_INT(test_send("ana", "/speak-as", "as", test_path("%lld", (long long)persona), "to", "/home", NULL), 303);
}

/* Ana under three names, each of which looks after the place and listens, so that no role keeps any door closed. */
static void three_names(int64_t names[NAMES])
{
    static const char *const more[] = { "Robin", "Wren" };
    names[0] = persona_of("ana");
    for (int i = 0; i < NAMES; i++) {
        if (i) {
            EXPECT_INT(test_send("ana", "/settings/names", "name", more[i - 1], NULL), 303);
            names[i] = test_sql_int(test_path(" SELECT id FROM persona WHERE name = '%s'", more[i - 1]));
        }
        for (int role = ROLE_LISTENER; role <= ROLE_STEWARD; role *= 2)
            EXPECT_INT(test_sql(test_path("INSERT INTO persona_role (persona_id, role) VALUES (%lld, %d)", (long long)names[i], role)), OK);
    }
}

/* Through a decision of stu's, about one of the names. */
static int64_t measured(int64_t persona, const char *measure)
{
    const char *path = test_path("/moderation/measure/person/%lld", (long long)persona);
    struct request *form = with(with(with(as("stu", "POST", path), "measure", measure), "rule", "5"), "facts", "MARKFACTS");
    form = with(with(with(form, "turn", "1"), "length", "5"), "unit", "days");
    form = with(form, "code", account_test_backup("stu"));
    return EXPECT_INT(fetch(form), 303) ? id_after(form, "/moderation/decisions/") : 0;
}

static void every_door(void)
{
    for (size_t i = 0; i < app_routes_count; i++) {
        const struct route *route = &app_routes[i];
        const char *name = name_of(route);
        if (route->who == VISITORS)
            continue;
        if (!EXPECT(!(route->flags & ROUTE_UNGATED) == !is_listed(name, doors, COUNT(doors))))
            printf("  %s\n", name);
        if (route->flags & (ROUTE_UNGATED | ROUTE_NO_DATABASE))
            continue;
        struct request *request = tries(route);
        if (!EXPECT(request->status == 303 && text_same(request->location, "/paused")))
            printf("  %s: %d %s\n", name, request->status, request->location ? request->location : "");
    }
}

TEST(a_suspended_person_finds_every_door_closed_under_each_of_their_names_but_the_few_that_stay_open)
{
    static const char *const measures[] = { "suspend", "ban" };
    for (int speaks = 0; speaks < NAMES; speaks++) {
        int64_t names[NAMES];
        if (speaks)
            test_again();
        three_names(names);
        speak_as(names[speaks]);
        EXPECT_INT(test_get("ana", "/home"), 200);
        int64_t id = measured(names[(speaks + 1) % NAMES], measures[speaks % 2]);
        every_door();
        EXPECT_INT(test_get("ana", "/decisions"), 200);
        EXPECT(shows(test_page(), test_path("/decisions/%lld", (long long)id)));
        EXPECT_INT(test_get("ana", "/decisions/%lld", (long long)id), 200);
        EXPECT(shows(test_page(), "MARKFACTS"));
        EXPECT_INT(test_send("ana", test_path("/decisions/%lld/appeal", (long long)id), "body", "Please look again", NULL), 303);
        EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
        EXPECT_INT(test_send("stu", test_path("/moderation/decisions/%lld/reverse", (long long)id), "why", "x", NULL), 303);
        EXPECT_INT(test_get("ana", "/home"), 200);
    }
}

static bool takes_words(const struct route *route)
{
    bool words = false;
    for (const struct field *field = route->form; field && field->name; field++)
        words |= field->kind == FIELD_TEXT;
    return words;
}

TEST(who_may_read_and_not_write_sends_nothing_that_others_see_under_any_of_their_names)
{
    for (int speaks = 0; speaks < NAMES; speaks++) {
        int64_t names[NAMES];
        if (speaks)
            test_again();
        three_names(names);
        speak_as(names[speaks]);
        measured(names[(speaks + 1) % NAMES], "mute");
        EXPECT_INT(test_get("ana", "/home"), 200);
        EXPECT_INT(test_get("ana", "/groups"), 200);
        for (size_t i = 0; i < app_routes_count; i++) {
            const struct route *route = &app_routes[i];
            bool open = route->flags & (ROUTE_UNGATED | ROUTE_QUIET);
            if (route->flags & ROUTE_QUIET && takes_words(route) && !EXPECT(is_listed(name_of(route), quiet_words, COUNT(quiet_words))))
                printf("  %s\n", name_of(route));
            if (route->method == GET || route->who == VISITORS || open)
                continue;
            struct request *request = tries(route);
            if (!EXPECT(request->status == 303 && text_same(request->location, "/paused")))
                printf("  %s: %d %s\n", name_of(route), request->status, request->location ? request->location : "");
        }
        EXPECT_INT(test_get("ana", "/paused"), 200);
        EXPECT(shows(test_page(), "asked not to write"));
    }
}
