/* The router, in process: what is let in, by which road, and what every answer carries. */
#include "http/test_tiny.h"
#include "tests/harness/harness.h"

UNIT_TEST(paths_that_mislead_are_refused)
{
    static const struct {
        const char *target;
        int wanted;
    } cases[] = {
        { "/things/7", 200 },
        { "/things/%37", 200 },
        { "/things/%ff", 400 },
        { "/things/%00", 400 },
        { "/things/%0a", 400 },
        { "/things/%zz", 400 },
        { "/things/%2", 400 },
        { "/things/..", 400 },
        { "/things/.", 400 },
        { "/things/%2e%2e", 400 },
        { "/things/..%2f..", 400 },
        { "/things/a%5c..", 400 },
        { "/things/a..b", 200 },
        { "/things/7#x", 400 },
        { "things/7", 400 },
        { "*", 400 },
        { "/question?q=%ff", 400 },
        { "/question?q=a%00b", 400 },
        { "/question?q=%zz", 200 },
        { "/question?q=caf%C3%A9", 200 },
        { "/things/", 404 },
        { "//things/7", 404 },
        { "/things/7/", 404 },
        { "/nowhere", 404 },
        { "http://tiny.example/things/7", 200 },
        { "http://other.example/things/7", 400 },
        { "http://tiny.example", 400 },
        { "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r", 404 },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = tiny_request(tiny, "GET", cases[i].target, NULL);
        test_expect_int(tiny_fetch(request), cases[i].wanted, cases[i].target, __FILE__, __LINE__);
    }
    tiny_close(tiny);
}

UNIT_TEST(words_in_a_path_win_over_ids_and_slashes_in_a_segment_stay)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_request(tiny, "GET", "/things/new", NULL);
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "new thing"));
    request = tiny_request(tiny, "GET", "/things/12", NULL);
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "thing 12 12"));
    request = tiny_request(tiny, "GET", "/things/a%2Fb", NULL);
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "thing 0 a/b"));
    request = tiny_request(tiny, "GET", "/question?q=+a%26b%0A+c", NULL);
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "q=a&b c"));
    tiny_close(tiny);
}

UNIT_TEST(too_much_of_anything_has_its_own_status)
{
    struct tiny *tiny = tiny_open();
    char *path = arena_alloc(&tiny->arena, URL_MAX + 2);
    memset(path, 'a', URL_MAX + 1);
    path[0] = '/';
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", path, NULL)), 414);
    struct request *request = tiny_request(tiny, "GET", "/", NULL);
    for (int i = 0; i < HEADERS_MAX; i++)
        exchange_header(request, "X-More", "1");
    EXPECT_INT(tiny_fetch(request), 431);
    request = tiny_request(tiny, "GET", "/", NULL);
    exchange_header(request, "X-Long", arena_printf(&tiny->arena, "%16000d%1000d", 1, 1));
    EXPECT_INT(tiny_fetch(request), 431);
    struct buf query = { .arena = &tiny->arena };
    buf_puts(&query, "/question?");
    for (int i = 0; i <= FIELDS_MAX; i++)
        buf_puts(&query, "a=b&");
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", buf_text(&query), NULL)), 400);
    tiny_close(tiny);
}

UNIT_TEST(other_methods_are_told_which_ones_there_are)
{
    static const struct {
        const char *method, *target;
        int wanted;
        const char *allow;
    } cases[] = {
        { "DELETE", "/form", 405, "GET, HEAD, POST" },
        { "BREW", "/form", 405, "GET, HEAD, POST" },
        { "POST", "/hello", 405, "GET, HEAD" },
        { "GET", "/open", 405, "POST" },
        { "HEAD", "/open", 405, "POST" },
        { "get", "/hello", 405, "GET, HEAD" },
        { "OPTIONS", "/nowhere", 404, "" },
        { "HEAD", "/hello", 200, "" },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = tiny_request(tiny, cases[i].method, cases[i].target, NULL);
        test_expect_int(tiny_fetch(request), cases[i].wanted, cases[i].target, __FILE__, __LINE__);
        test_expect_text(tiny_header(request, "Allow"), cases[i].allow, cases[i].method, __FILE__, __LINE__);
    }
    EXPECT_INT(tiny->shown, 1);
    struct request *request = tiny_request(tiny, "HEAD", "/hello", "s=ana");
    tiny_fetch(request);
    EXPECT_INT(request->body.len, 0);
    EXPECT_INT(request->exchange->length, strlen("hello ana"));
    tiny_close(tiny);
}

UNIT_TEST(the_table_decides_who_may)
{
    static const struct {
        const char *cookie, *method, *target;
        int wanted;
        const char *location;
    } cases[] = {
        { NULL, "GET", "/members", 303, "/sign-in?to=/members" },
        { NULL, "GET", "/members?a=b&c=%C3%A9", 303, "/sign-in?to=/members%3Fa%3Db%26c%3D%25C3%25A9" },
        { "s=gone", "GET", "/stewards", 303, "/sign-in?to=/stewards" },
        { "s=ana", "GET", "/members", 200, "" },
        { "s=ana", "GET", "/stewards", 403, "" },
        { "s=stu", "GET", "/stewards", 200, "" },
        { NULL, "GET", "/sign-in", 200, "" },
        { "s=ana", "GET", "/sign-in", 303, "/home" },
        { "s=gated", "GET", "/members", 303, "/gate" },
        { "s=gated", "GET", "/ungated", 200, "" },
        { "s=ana", "GET", "/ungated", 200, "" },
        { "s=ana", "GET", "/unguarded", 500, "" }, /* the table contradicts itself: closed, not open */
        { NULL, "GET", "/unguarded", 500, "" },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = tiny_request(tiny, cases[i].method, cases[i].target, cases[i].cookie);
        test_expect_int(tiny_fetch(request), cases[i].wanted, cases[i].target, __FILE__, __LINE__);
        test_expect_text(tiny_header(request, "Location"), cases[i].location, cases[i].target, __FILE__, __LINE__);
    }
    tiny_close(tiny);
}

UNIT_TEST(a_visitors_post_to_a_members_page_leads_to_sign_in_with_the_text_kept)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/members", "s=gone"), "title=hello&secret=hush&other=x");
    EXPECT_INT(tiny_fetch(request), 401);
    EXPECT(tiny_shows(request, "sign in again [title=hello] [other=x]<input type=\"hidden\" name=\"csrf\""));
    EXPECT(!tiny_shows(request, "hush"));
    EXPECT(tiny_cookie(request, "s") && tiny_cookie(request, "g")); /* the ended session goes, and so the new form belongs to a guest */
    EXPECT_INT(tiny_notes(tiny), 0);
    tiny_close(tiny);
}

UNIT_TEST(a_gate_keeps_what_a_member_sent)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/members", "s=gated"), "title=hello");
    EXPECT_INT(tiny_fetch(request), 303);
    EXPECT_TEXT(tiny_header(request, "Location"), "/gate");
    EXPECT_INT(tiny->kept, 1);
    EXPECT_INT(tiny->handled, 0);
    EXPECT_INT(tiny_notes(tiny), 1);
    tiny_close(tiny);
}

UNIT_TEST(statuses_become_pages_and_leave_nothing_of_the_handler)
{
    static const struct {
        const char *title;
        int wanted;
    } cases[] = {
        { "fine", 303 }, { "missing", 404 }, { "forbidden", 403 }, { "conflict", 409 }, { "busy", 503 }, { "broken", 500 },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request =
            tiny_form(tiny_request(tiny, "POST", "/form", "s=ana"), arena_printf(&tiny->arena, "title=%s", cases[i].title));
        test_expect_int(tiny_fetch(request), cases[i].wanted, cases[i].title, __FILE__, __LINE__);
        if (cases[i].wanted == 303)
            continue;
        EXPECT(tiny_shows(request, arena_printf(&tiny->arena, "error %d for ana [title=%s]", cases[i].wanted, cases[i].title)));
        EXPECT(!tiny_shows(request, "left over"));
        EXPECT_TEXT(tiny_header(request, "X-Left"), "");
        EXPECT(!tiny_cookie(request, "left"));
    }
    EXPECT_INT(tiny_notes(tiny), 1);
    struct request *request = tiny_request(tiny, "GET", "/sneaky", "s=ana");
    EXPECT_INT(tiny_fetch(request), 500); /* a GET can't write */
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/away", NULL)), 500);
    tiny_close(tiny);
}

UNIT_TEST(a_refused_form_comes_back_with_everything_typed)
{
    struct tiny *tiny = tiny_open();
    struct request *request =
        tiny_form(tiny_request(tiny, "POST", "/form", "s=ana"), "title=taken&text=a%0D%0Ab&secret=hush&once=AAAAAAAAAAAAAAAAAAAAAA");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "title=taken;text=a\r\nb;secret=;box=;once=AAAAAAAAAAAAAAAAAAAAAA;"));
    EXPECT(tiny_shows(request, "title!taken already;"));
    EXPECT(!tiny_shows(request, "left over"));
    EXPECT_INT(tiny_notes(tiny), 1); /* rolled back, then kept */
    EXPECT_INT(tiny->kept, 1);
    request = tiny_form(tiny_request(tiny, "POST", "/form", NULL), "title=twice");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "whole!sent twice;"));
    EXPECT_INT(tiny->kept, 1); /* a visitor has no place to keep it */
    request = tiny_form(tiny_request(tiny, "POST", "/lone", NULL), "title=taken");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "error 422 for a visitor [title=taken]"));
    tiny_close(tiny);
}

UNIT_TEST(what_a_route_declares_is_checked_before_its_handler)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/form", NULL), "title=+%09+&text=fine");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "title!Please fill this in.;"));
    EXPECT(tiny_shows(request, "text=fine;"));
    request = tiny_form(tiny_request(tiny, "POST", "/form", NULL), "title=123456789012345678901");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "title!That’s too long: at most 20 characters.;"));
    request =
        tiny_form(tiny_request(tiny, "POST", "/form", "s=ana"), "title=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9");
    EXPECT_INT(tiny_fetch(request), 303); /* characters count, not bytes */
    EXPECT_INT(tiny->handled, 1);
    request = tiny_form(tiny_request(tiny, "POST", "/boxes", NULL), "title=a&box=1&box=2&unknown=x&box=3");
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT(tiny_shows(request, "3 boxes, has 1, unknown []"));
    request = tiny_form(tiny_request(tiny, "POST", "/boxes", NULL), "title=a&box=1&box=123456");
    EXPECT_INT(tiny_fetch(request), 422);
    tiny_close(tiny);
}

UNIT_TEST(prepare_knows_the_member_and_runs_outside_the_transaction)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/prepared", "s=ana"), "title=tea");
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT(tiny_shows(request, "prepared tea by ana"));
    request = tiny_form(tiny_request(tiny, "POST", "/prepared", "s=ana"), "title=unprepared");
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "title!not prepared;"));
    request = tiny_form(tiny_request(tiny, "POST", "/prepared", NULL), "title=tea");
    EXPECT_INT(tiny_fetch(request), 401);
    EXPECT(!request->prepared);
    tiny_close(tiny);
}

UNIT_TEST(every_answer_is_private_and_keeps_to_itself)
{
    struct tiny *tiny = tiny_open();
    static const char *const targets[] = { "/hello", "/nowhere", "/members", "/things/%00" };
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct request *request = tiny_request(tiny, "GET", targets[i], NULL);
        tiny_fetch(request);
        EXPECT_TEXT(tiny_header(request, "Cache-Control"), "no-store");
        EXPECT_TEXT(tiny_header(request, "Referrer-Policy"), "no-referrer");
        EXPECT_TEXT(tiny_header(request, "X-Content-Type-Options"), "nosniff");
        EXPECT_TEXT(tiny_header(request, "Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_TEXT(tiny_header(request, "Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_TEXT(tiny_header(request, "X-Robots-Tag"), "noindex");
        EXPECT_TEXT(tiny_header(request, "Strict-Transport-Security"), "");
        EXPECT(strstr(tiny_header(request, "Vary"), "Cookie"));
        EXPECT(strstr(tiny_header(request, "Permissions-Policy"), "geolocation=()"));
        EXPECT_TEXT(tiny_header(request, "Content-Security-Policy"),
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    }
    struct request *request = tiny_request(tiny, "GET", "/cached", NULL);
    tiny_fetch(request);
    EXPECT_TEXT(tiny_header(request, "Cache-Control"), "no-cache");
    request = tiny_request(tiny, "GET", "/cached", "s=ana");
    tiny_fetch(request);
    EXPECT_TEXT(tiny_header(request, "Cache-Control"), "no-store");
    request = tiny_request(tiny, "GET", "/download", NULL);
    tiny_fetch(request);
    EXPECT_TEXT(tiny_header(request, "Content-Disposition"),
                "attachment; filename=\"__nsere _Daten_.zip\"; filename*=UTF-8''%C3%9Cnsere%20%22Daten%22.zip");
    EXPECT_TEXT(tiny_header(request, "Content-Type"), "application/zip");
    tiny_close(tiny);
}

UNIT_TEST(search_engines_see_only_what_the_operator_opened)
{
    struct tiny *tiny = tiny_open();
    static const struct {
        bool open;
        const char *target, *robots;
    } cases[] = {
        { false, "/public", "noindex" }, { true, "/public", "" }, { true, "/hello", "noindex" }, { true, "/nowhere", "noindex" }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        tiny->config.public_pages = cases[i].open;
        struct request *request = tiny_request(tiny, "GET", cases[i].target, NULL);
        tiny_fetch(request);
        EXPECT_TEXT(tiny_header(request, "X-Robots-Tag"), cases[i].robots);
    }
    tiny_close(tiny);
}

UNIT_TEST(leaving_happens_only_when_somebody_means_it)
{
    struct tiny *tiny = tiny_open();
    static const char *const names[] = { "Sec-Purpose", "Purpose", "X-Moz" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct request *request = tiny_request(tiny, "GET", "/exit", "s=ana");
        exchange_header(request, names[i], i ? "prefetch" : "prefetch;prerender");
        EXPECT_INT(tiny_fetch(request), 503);
        EXPECT_TEXT(tiny_header(request, "Clear-Site-Data"), "");
    }
    EXPECT_INT(tiny->handled, 0);
    struct request *request = tiny_request(tiny, "GET", "/exit", "s=ana");
    EXPECT_INT(tiny_fetch(request), 303);
    EXPECT_TEXT(tiny_header(request, "Location"), "https://example.org/");
    EXPECT_TEXT(tiny_header(request, "Clear-Site-Data"), "\"*\"");
    tiny_close(tiny);
}

UNIT_TEST(a_notice_is_said_once)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/form", NULL), "title=fine");
    EXPECT_INT(tiny_fetch(request), 303);
    EXPECT_TEXT(tiny_cookie(request, "m"), "3; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    request = tiny_request(tiny, "GET", "/form", "m=3");
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "notice=3;"));
    EXPECT_TEXT(tiny_cookie(request, "m"), "; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    request = tiny_request(tiny, "GET", "/form", "m=-3");
    tiny_fetch(request);
    EXPECT(tiny_shows(request, "notice=0;"));
    tiny_close(tiny);
}

UNIT_TEST(over_https_cookies_are_bound_to_this_host)
{
    struct tiny *tiny = tiny_open();
    tiny->config.origin = "https://tiny.example";
    struct request *request = tiny_request(tiny, "GET", "/form", "__Host-m=4; m=5; s=ana");
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT(tiny_shows(request, "notice=4;"));
    EXPECT(tiny_shows(request, "by=visitor;")); /* a plain "s" could have been set by anyone on the way */
    EXPECT_TEXT(tiny_cookie(request, "__Host-m"), "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    EXPECT_TEXT(tiny_header(request, "Strict-Transport-Security"), "max-age=31536000");
    request = tiny_form(tiny_request(tiny, "POST", "/form", "__Host-s=ana"), "title=fine");
    EXPECT_INT(tiny_fetch(request), 303);
    tiny_close(tiny);
}

UNIT_TEST(a_proxy_is_believed_only_when_it_is_trusted)
{
    struct tiny *tiny = tiny_open();
    static const struct {
        const char *trusted, *forwarded, *proto;
        bool same, secure;
    } cases[] = {
        { NULL, "198.51.100.1", "https", true, false },
        { "127.0.0.1", "198.51.100.1", "https", true, false },
        { "192.0.2.7", "198.51.100.1", "https", false, true },
        { "192.0.2.7", "198.51.100.1, 192.0.2.7", "http", true, false }, /* only the last entry is our proxy's own */
        { "192.0.2.7", "nonsense", "https", true, true },
    };
    struct request *plain = tiny_request(tiny, "GET", "/hello", NULL);
    tiny_fetch(plain);
    for (size_t i = 0; i < COUNT(cases); i++) {
        tiny->config.trusted_proxy = cases[i].trusted;
        struct request *request = tiny_request(tiny, "GET", "/hello", NULL);
        exchange_header(request, "X-Forwarded-For", cases[i].forwarded);
        exchange_header(request, "X-Forwarded-Proto", cases[i].proto);
        tiny_fetch(request);
        EXPECT_INT(text_same(request->address_key, plain->address_key), cases[i].same);
        EXPECT_INT(request->secure, cases[i].secure);
        EXPECT(!strstr(request->address_key, "192.0.2"));
    }
    tiny_close(tiny);
}

UNIT_TEST(own_paths_lead_nowhere_else)
{
    static const struct {
        const char *path, *wanted;
    } cases[] = { { "/x?y=1", "/x?y=1" }, { "//evil", "/" }, { "/\\evil", "/" }, { "https://evil", "/" }, { "", "/" },
                  { NULL, "/" },          { "/a\nb", "/" } };
    for (size_t i = 0; i < COUNT(cases); i++)
        EXPECT_TEXT(own_path(cases[i].path, "/"), cases[i].wanted);
}

UNIT_TEST(language_and_display_come_from_cookies_then_from_the_browser)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_request(tiny, "GET", "/hello", "l=ar; t=dark; n=1");
    exchange_header(request, "Accept-Language", "de");
    tiny_fetch(request);
    EXPECT_TEXT(request->view.lang, "ar");
    EXPECT_TEXT(request->view.direction, "rtl");
    EXPECT_TEXT(request->theme, "dark");
    EXPECT(request->discreet);
    request = tiny_request(tiny, "GET", "/hello", "l=xx; t=pink; n=2");
    exchange_header(request, "Accept-Language", "de-AT, en;q=0.5");
    tiny_fetch(request);
    EXPECT_TEXT(request->view.lang, "de");
    EXPECT_TEXT(request->theme, "");
    EXPECT(!request->discreet);
    tiny_close(tiny);
}
