/* Who may do what with which case: every route of the desk × every role × one's own and others' cases; and that no page says who reported.
 */
#include "app/app.h"
#include "board/test_parts.h"
#include "moderation/test_parts.h"
#include "story/story.h"
#include "tests/harness/harness.h"

/* ---- cases ---- */

enum whose { OTHERS, REPORTED_BY_ME, ABOUT_ME, FOR_STEWARDS, WHOSE };

/* A case as it is for `who`. A moderator who has written is about a moderator, so also for stewards alone. */
static int64_t case_for(const char *who, enum whose whose)
{
    const char *about = whose == ABOUT_ME ? who : whose == FOR_STEWARDS ? "mod" : "ana";
    const char *by = whose == REPORTED_BY_ME ? who : text_same(about, "bo") ? "cyd" : "bo";
    EXPECT(test_report(by, "name", persona_of(about), "MARKCASE") != 0);
    return test_case();
}

static const char *path_with(const struct route *route, int64_t id)
{
    const char *colon = strchr(route->path, ':');
    return colon ? test_path("%.*s%lld%s", (int)(colon - route->path), route->path, (long long)id,
                             strchr(colon, '/') ? strchr(colon, '/') : "")
                 : route->path;
}

static int answer_of(const char *who, const struct route *route, int64_t id)
{
    return fetch(as(who, route->method == GET ? "GET" : "POST", path_with(route, id)));
}

static bool is_refusal(int status)
{
    return status == 401 || status == 403 || status == 404;
}

/* What a role is answered at one route about one case: who has part in it finds nothing, as if it weren't there. */
static void route_check(const struct route *route, const char *who, enum whose whose)
{
    bool steward = text_same(who, "stu"), works = steward || text_same(who, "mod"), visitor = text_same(who, "visitor");
    if (visitor && whose != OTHERS && whose != FOR_STEWARDS)
        return;
    test_again();
    int status = answer_of(who, route, case_for(who, whose));
    bool part = whose == REPORTED_BY_ME || whose == ABOUT_ME || (whose == FOR_STEWARDS && !steward);
    bool good = visitor ? status == (route->method == GET ? 303 : 401)
                : works ? (part ? status == 404 : !is_refusal(status) && status < 500)
                        : status == 403;
    if (!EXPECT(good))
        printf("  %s %s as %s, whose %d: %d\n", route->method == GET ? "GET" : "POST", route->path, who, whose, status);
}

TEST(every_route_of_a_case_answers_each_role_and_who_has_part_finds_none)
{
    static const char *const people[] = { "visitor", "cyd", "mod", "stu" };
    for (size_t i = 0; i < app_routes_count; i++)
        if (text_starts(app_routes[i].path, "/cases/"))
            for (size_t n = 0; n < COUNT(people); n++)
                for (enum whose whose = OTHERS; whose < WHOSE; whose++)
                    route_check(&app_routes[i], people[n], whose);
}

TEST(the_desk_is_for_those_who_work_at_it)
{
    static const char *const people[] = { "ana", "bo", "fay" };
    for (size_t i = 0; i < app_routes_count; i++)
        if (text_starts(app_routes[i].path, "/moderation"))
            for (size_t n = 0; n < COUNT(people); n++)
                EXPECT_INT(answer_of(people[n], &app_routes[i], 1), 403);
    EXPECT_INT(test_get("mod", "/moderation"), 200);
    EXPECT_INT(test_get("stu", "/moderation"), 200);
}

/* ---- who reported ---- */

enum { THINGS = 6 };

/* Every page that can be asked for, with each thing there is for each ":": the reporter's words and the report's number are on none. */
static void pages_check(const char *who, const char *const *things, int64_t report)
{
    const char *number = test_path("/reports/%lld", (long long)report);
    for (size_t i = 0; i < app_routes_count; i++) {
        const char *colon = strchr(app_routes[i].path, ':');
        if (app_routes[i].method != GET || strstr(app_routes[i].path, "/live") || text_starts(app_routes[i].path, "/exit") ||
            (colon && strchr(colon + 1, ':')))
            continue;
        for (size_t n = 0; n < (colon ? THINGS : 1); n++) {
            const char *rest = colon ? strchr(colon, '/') : NULL;
            const char *path =
                colon ? test_path("%.*s%s%s", (int)(colon - app_routes[i].path), app_routes[i].path, things[n], rest ? rest : "")
                      : app_routes[i].path;
            struct request *page = as(who, "GET", path);
            fetch(page);
            if (!EXPECT(!shows(page, "MARKREPORTER") && (text_starts(path, "/reports/") || !shows(page, number))))
                printf("  %s as %s\n", path, who);
        }
    }
}

TEST(no_page_says_who_reported)
{
    int64_t post = test_reported_post(), report = test_report("bo", "post", post, "MARKREPORTER");
    const char *const things[THINGS] = { test_path("%lld", (long long)post),
                                         test_path("%lld", (long long)report),
                                         test_path("%lld", (long long)test_case()),
                                         test_path("%lld", (long long)persona_of("bo")),
                                         "porch",
                                         test_path("%lld", (long long)test_sql_int("SELECT max(id) FROM topic")) };
    EXPECT(report != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    static const char *const people[] = { "ana", "cyd", "fay", "visitor" }; /* the writer, two of the group, nobody */
    for (size_t i = 0; i < COUNT(people); i++)
        pages_check(people[i], things, report);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM reported_case WHERE persona_id = %lld", (long long)persona_of("bo"))), 0);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "MARKREPORTER") &&
           !shows(test_page(), ">Bo<"));
    EXPECT(test_get("stu", "/moderation/log") == 200 && !names(test_page(), "Bo"));
}
