/* What holds for every route of the map, whoever adds one. */
#include "app/app.h"
#include "tests/harness/harness.h"

/* Every ":id" becomes 1: what is looked at here is decided before anything is looked up. */
static const char *path_of(const struct route *route)
{
    struct buf path = { .arena = test_arena() };
    for (const char *at = route->path; *at;) {
        if (*at != ':') {
            buf_putc(&path, *at++);
            continue;
        }
        buf_putc(&path, '1');
        at += strcspn(at, "/");
    }
    return buf_text(&path);
}

static bool answers(struct request *request, const struct route *route, int wanted, const char *what)
{
    int got = fetch(request);
    if (got != wanted)
        printf("  %s %s: %d instead of %d\n", route->path, what, got, wanted);
    return got == wanted;
}

TEST(no_form_is_taken_without_its_token_or_from_another_site)
{
    size_t forms = 0;
    for (size_t i = 0; i < app_routes_count; i++) {
        const struct route *route = &app_routes[i];
        if (route->method != POST)
            continue;
        const char *path = path_of(route);
        bool open = route->flags & ROUTE_OPEN_FORM;
        forms++;
        EXPECT(open || answers(with(as("stu", "POST", path), "csrf", ""), route, 403, "without a token"));
        EXPECT(open ||
               answers(with(as("stu", "POST", path), "csrf", exchange_csrf(as("ana", "POST", "/"))), route, 403, "with another's token"));
        EXPECT(answers(with_header(as("stu", "POST", path), "Origin", "https://evil.example"), route, 403, "from another origin"));
        EXPECT(answers(with_header(as("stu", "POST", path), "Sec-Fetch-Site", "cross-site"), route, 403, "from another site"));
        EXPECT(answers(with_header(as("stu", "POST", path), "Sec-Fetch-Site", "same-site"), route, 403, "from a neighbour"));
    }
    EXPECT(forms > 40);
}

TEST(no_page_is_kept_by_a_browser_or_a_proxy)
{
    for (size_t i = 0; i < app_routes_count; i++) {
        const struct route *route = &app_routes[i];
        struct request *page = as("stu", route->method == POST ? "POST" : "GET", path_of(route));
        (void)fetch(page);
        if (!EXPECT_TEXT(answer_header(page, "Cache-Control"), "no-store"))
            printf("  %s\n", route->path);
        EXPECT_TEXT(answer_header(page, "ETag"), "");
        if (text_same(route->path, "/exit") || text_starts(route->path, "/sign-out") || text_same(route->path, "/settings/delete"))
            test_again();
    }
}
