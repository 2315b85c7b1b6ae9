/* Bodies, tokens, limits, compression: in process. */
#include "http/test_tiny.h"
#include "tests/harness/harness.h"

#include <libdeflate.h>
#include <pthread.h>

/* ---- where a form comes from ---- */

static const char *token_in(const struct request *request)
{
    const char *at = strstr(buf_text(&request->body), "name=\"csrf\" value=\"");
    return at ? arena_slice(request->arena, at + 19, strcspn(at + 19, "\"")) : "";
}

static int send_with(struct tiny *tiny, const char *cookie, const char *token)
{
    struct request *request = tiny_request(tiny, "POST", "/form", cookie);
    const char *body = arena_printf(&tiny->arena, "title=fine%s%s", token ? "&csrf=" : "", token ? token : "");
    return tiny_fetch(tiny_body(request, "application/x-www-form-urlencoded", body, strlen(body)));
}

UNIT_TEST(tokens_differ_in_every_answer_and_belong_to_one_session)
{
    struct tiny *tiny = tiny_open();
    struct request *one = tiny_request(tiny, "GET", "/form", "s=ana"), *two = tiny_request(tiny, "GET", "/form", "s=ana");
    tiny_fetch(one);
    tiny_fetch(two);
    const char *first = token_in(one), *second = token_in(two);
    EXPECT(*first && !text_same(first, second));
    EXPECT_INT(send_with(tiny, "s=ana", first), 303);
    EXPECT_INT(send_with(tiny, "s=ana", second), 303);
    EXPECT_INT(send_with(tiny, "s=stu", first), 403);
    EXPECT_INT(send_with(tiny, NULL, first), 403);
    EXPECT_INT(send_with(tiny, "g=ana", first), 403);
    EXPECT_INT(send_with(tiny, "s=ana", NULL), 403);
    EXPECT_INT(send_with(tiny, "s=ana", "AAAA"), 403);
    char *forged = arena_copy(&tiny->arena, first);
    forged[35] = forged[35] == 'A' ? 'B' : 'A';
    EXPECT_INT(send_with(tiny, "s=ana", forged), 403);
    EXPECT_INT(tiny_notes(tiny), 2);
    tiny_close(tiny);
}

UNIT_TEST(a_visitor_gets_a_guest_cookie_with_the_first_form)
{
    struct tiny *tiny = tiny_open();
    struct request *page = tiny_request(tiny, "GET", "/hello", NULL);
    tiny_fetch(page);
    EXPECT(!tiny_cookie(page, "g"));
    page = tiny_request(tiny, "GET", "/form", NULL);
    tiny_fetch(page);
    const char *set = tiny_cookie(page, "g");
    EXPECT(set && strstr(set, "HttpOnly; SameSite=Lax") && !strstr(set, "Max-Age"));
    const char *cookie = arena_printf(&tiny->arena, "g=%.*s", (int)strcspn(set ? set : "", ";"), set ? set : "");
    EXPECT_INT(send_with(tiny, cookie, token_in(page)), 303);
    EXPECT_INT(send_with(tiny, "g=other", token_in(page)), 403);
    struct request *again = tiny_request(tiny, "GET", "/form", cookie);
    tiny_fetch(again);
    EXPECT(!tiny_cookie(again, "g") || strstr(tiny_cookie(again, "g"), cookie + 2) == tiny_cookie(again, "g"));
    /* Its reader signs in elsewhere meanwhile: the sign-in form leads home, any other form is refused. */
    const char *both = arena_printf(&tiny->arena, "s=ana; %s", cookie);
    EXPECT_INT(send_with(tiny, both, token_in(page)), 403);
    struct request *sign_in = tiny_request(tiny, "POST", "/sign-in", both);
    const char *body = arena_printf(&tiny->arena, "title=fine&csrf=%s", token_in(page));
    EXPECT_INT(tiny_fetch(tiny_body(sign_in, "application/x-www-form-urlencoded", body, strlen(body))), 303);
    EXPECT_TEXT(tiny_header(sign_in, "Location"), "/home");
    struct request *door = tiny_request(tiny, "POST", "/door", both);
    EXPECT_INT(tiny_fetch(tiny_body(door, "application/x-www-form-urlencoded", body, strlen(body))), 303);
    struct request *forged = tiny_request(tiny, "POST", "/door", "s=ana; g=other");
    EXPECT_INT(tiny_fetch(tiny_body(forged, "application/x-www-form-urlencoded", body, strlen(body))), 403);
    tiny_close(tiny);
}

UNIT_TEST(forms_of_other_places_are_refused)
{
    static const struct {
        const char *origin, *site;
        int with_token, open;
    } cases[] = {
        { NULL, NULL, 303, 303 },
        { "http://tiny.example", NULL, 303, 303 },
        { "http://tiny.example", "same-origin", 303, 303 },
        { "null", "same-origin", 303, 303 }, /* what browsers send under our own Referrer-Policy */
        { "null", NULL, 303, 303 },          /* an old browser, or plain http in a local network */
        { "null", "cross-site", 403, 403 },
        { NULL, "cross-site", 403, 403 },
        { NULL, "same-site", 403, 403 },
        { "http://evil.example", NULL, 403, 403 },
        { "http://evil.example", "same-origin", 403, 403 },
        { "https://tiny.example", NULL, 403, 403 },
        { "http://tiny.example.evil.example", NULL, 403, 403 },
        { "http://tiny.example:81", NULL, 403, 403 },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *what = arena_printf(&tiny->arena, "Origin %s, Sec-Fetch-Site %s", cases[i].origin, cases[i].site);
        struct request *signed_form = tiny_form(tiny_request(tiny, "POST", "/form", "s=ana"), "title=fine");
        struct request *open_form = tiny_request(tiny, "POST", "/open", NULL);
        if (cases[i].origin) {
            exchange_header(signed_form, "Origin", cases[i].origin);
            exchange_header(open_form, "Origin", cases[i].origin);
        }
        if (cases[i].site) {
            exchange_header(signed_form, "Sec-Fetch-Site", cases[i].site);
            exchange_header(open_form, "Sec-Fetch-Site", cases[i].site);
        }
        test_expect_int(tiny_fetch(signed_form), cases[i].with_token, what, __FILE__, __LINE__);
        test_expect_int(tiny_fetch(open_form), cases[i].open, what, __FILE__, __LINE__);
    }
    tiny->config.origin = "https://tiny.example/";
    struct request *request = tiny_form(tiny_request(tiny, "POST", "/form", "__Host-s=ana"), "title=fine");
    exchange_header(request, "Origin", "https://tiny.example");
    EXPECT_INT(tiny_fetch(request), 303);
    tiny_close(tiny);
}

UNIT_TEST(a_double_submit_can_be_recognised)
{
    struct tiny *tiny = tiny_open();
    struct request *one = tiny_request(tiny, "GET", "/form", NULL), *two = tiny_request(tiny, "GET", "/form", NULL);
    const char *first = arena_copy(&tiny->arena, form_once(one));
    EXPECT_TEXT(form_once(one), first);
    EXPECT(!text_same(first, form_once(two)));
    struct request *sent = tiny_form(tiny_request(tiny, "POST", "/form", NULL), arena_printf(&tiny->arena, "title=taken&once=%s", first));
    EXPECT_INT(tiny_fetch(sent), 422);
    EXPECT(tiny_shows(sent, arena_printf(&tiny->arena, "once=%s;", first)));
    sent = tiny_form(tiny_request(tiny, "POST", "/form", NULL), "title=taken&once=%3Cscript%3E");
    tiny_fetch(sent);
    EXPECT(!tiny_shows(sent, "<script>"));
    tiny_close(tiny);
}

/* ---- bodies ---- */

UNIT_TEST(bodies_that_make_no_sense_are_refused)
{
    static const struct {
        const char *type, *body;
        int wanted;
    } cases[] = {
        { "application/x-www-form-urlencoded", "title=%ff", 400 },
        { "application/x-www-form-urlencoded", "title=a%00b", 400 },
        { "application/x-www-form-urlencoded", "%c3=a", 400 },
        { "application/json", "{}", 415 },
        { "text/plain", "title=a", 415 },
        { "multipart/form-data", "x", 400 },
        { "multipart/form-data; boundary=\"\"", "x", 400 },
        { "multipart/form-data; boundary=b", "", 400 },
        { "multipart/form-data; boundary=b", "--b", 400 },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nno end", 400 },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 400 },
        { "multipart/form-data; boundary=b", "--b\r\nno colon\r\n\r\nx\r\n--b--\r\n", 400 },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"t\xff\"\r\n\r\nx\r\n--b--\r\n", 400 },
        { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\xff\r\n--b--\r\n", 400 },
        { "multipart/form-data; boundary=b", "--bX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--b--\r\n", 400 },
    };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = tiny_request(tiny, "POST", "/upload", NULL);
        tiny_body(request, cases[i].type, cases[i].body, strlen(cases[i].body));
        test_expect_int(tiny_fetch(request), cases[i].wanted, cases[i].body, __FILE__, __LINE__);
    }
    tiny_close(tiny);
}

UNIT_TEST(a_hundred_thousand_fields_are_too_many)
{
    struct tiny *tiny = tiny_open();
    struct buf body = { .arena = &tiny->arena };
    for (int i = 0; i < 100000; i++)
        buf_puts(&body, "a=b&");
    EXPECT_INT(tiny_fetch(tiny_body(tiny_request(tiny, "POST", "/form", NULL), "application/x-www-form-urlencoded", body.data, body.len)),
               413);
    body.len = 0;
    for (int i = 0; i <= FIELDS_MAX; i++)
        buf_puts(&body, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n");
    buf_puts(&body, "--b--\r\n");
    EXPECT_INT(tiny_fetch(tiny_body(tiny_request(tiny, "POST", "/form", NULL), "multipart/form-data; boundary=b", body.data, body.len)),
               413);
    body.len = 0;
    for (int i = 0; i < BODY_DEFAULT / 10 + 1; i++)
        buf_puts(&body, "0123456789");
    EXPECT_INT(tiny_fetch(tiny_body(tiny_request(tiny, "POST", "/form", NULL), "application/x-www-form-urlencoded", body.data, body.len)),
               413);
    tiny_close(tiny);
}

/* A form with a title and a file of `size` bytes that look like boundaries where they can. */
static struct request *upload(struct tiny *tiny, const char *filename, size_t size)
{
    struct request *request = tiny_request(tiny, "POST", "/upload", "s=ana");
    struct buf body = { .arena = &tiny->arena };
    buf_printf(&body, "--limit\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n", exchange_csrf(request));
    buf_puts(&body, "--limit\r\ncontent-disposition: form-data; name=title\r\n\r\na title\r\n");
    buf_printf(&body, "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n",
               filename);
    for (size_t i = 0; i < size; i++)
        buf_putc(&body, "\r\n--limi\0\xff"[i % 10]);
    buf_puts(&body, "\r\n--limit--\r\n");
    return tiny_body(request, "multipart/form-data; boundary=limit", body.data, body.len);
}

UNIT_TEST(a_file_arrives_whole_and_without_its_folder)
{
    struct tiny *tiny = tiny_open();
    struct request *request = upload(tiny, "C:\\me\\%22cat%22 \xc3\xa9.png", 2000000);
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT(tiny_shows(request, "title a title, file \"cat\" \xc3\xa9.png of type image/png with 2000000 bytes"));
    EXPECT(!memcmp((const char *)request->exchange->uploads[0].content.data, "\r\n--limi\0\xff\r\n", 12));
    request = upload(tiny, "", 0);
    EXPECT_INT(tiny_fetch(request), 422);
    EXPECT(tiny_shows(request, "file!Please choose a file.;"));
    EXPECT_INT(tiny_fetch(upload(tiny, "a.png", 3000001)), 422);
    EXPECT_INT(tiny_fetch(upload(tiny, "a.png", BODY_DEFAULT * UPLOAD_FACTOR)), 413);
    tiny_close(tiny);
}

/* ---- compression ---- */

static struct request *big_page(struct tiny *tiny, const char *target, const char *cookie, const char *accept, const char *site)
{
    struct request *request = tiny_request(tiny, "GET", target, cookie);
    if (accept)
        exchange_header(request, "Accept-Encoding", accept);
    if (site)
        exchange_header(request, "Sec-Fetch-Site", site);
    tiny_fetch(request);
    return request;
}

UNIT_TEST(pages_are_compressed_where_that_is_wanted_and_safe)
{
    static const struct {
        const char *target, *cookie, *accept, *site;
        bool packed;
    } cases[] = {
        { "/big", NULL, "gzip, deflate, br", NULL, true }, { "/big", NULL, NULL, NULL, false },
        { "/big", NULL, "gzip;q=0, br", NULL, false },     { "/big", NULL, "gzip; q=0.5", NULL, true },
        { "/big", NULL, "identity", NULL, false },         { "/hello", NULL, "gzip", NULL, false }, /* too small */
        { "/big", "s=ana", "gzip", "same-origin", true },  { "/big?q=x", "s=ana", "gzip", "same-origin", true },
        { "/big", "s=ana", "gzip", "cross-site", false },  { "/big", NULL, "gzip", "cross-site", true },
        { "/big?q=x", "s=ana", "gzip", NULL, false },      { "/big", "s=ana", "gzip", NULL, true },
    };
    struct tiny *tiny = tiny_open();
    struct request *plain = big_page(tiny, "/big", NULL, NULL, NULL);
    char *out = arena_alloc(&tiny->arena, plain->body.len);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = big_page(tiny, cases[i].target, cases[i].cookie, cases[i].accept, cases[i].site);
        EXPECT_TEXT(tiny_header(request, "Content-Encoding"), cases[i].packed ? "gzip" : "");
        if (!cases[i].packed)
            continue;
        struct libdeflate_decompressor *unpack = libdeflate_alloc_decompressor();
        EXPECT_INT(libdeflate_gzip_decompress(unpack, request->body.data, request->body.len, out, plain->body.len, NULL),
                   LIBDEFLATE_SUCCESS);
        EXPECT(!memcmp(out, plain->body.data, plain->body.len));
        libdeflate_free_decompressor(unpack);
    }
    tiny_close(tiny);
}

/* ---- static files ---- */

UNIT_TEST(static_files_are_kept_for_a_year_and_come_packed)
{
    const struct asset *asset = NULL;
    for (size_t i = 0; i < assets_count; i++)
        if (assets[i].immutable && assets[i].brotli.len && assets[i].gzip.len)
            asset = &assets[i];
    if (!asset)
        return; /* nothing to serve yet */
    static const struct {
        const char *accept, *coding;
    } cases[] = { { "gzip, deflate, br", "br" }, { "gzip", "gzip" }, { "br;q=0, gzip", "gzip" }, { "", "" } };
    struct tiny *tiny = tiny_open();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request *request = tiny_request(tiny, "GET", asset_path(asset->name), NULL);
        exchange_header(request, "Accept-Encoding", cases[i].accept);
        EXPECT(exchange_is_inline(request));
        EXPECT_INT(tiny_fetch(request), 200);
        EXPECT_TEXT(tiny_header(request, "Content-Encoding"), cases[i].coding);
        EXPECT_TEXT(tiny_header(request, "Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_TEXT(tiny_header(request, "Vary"), "Accept-Encoding");
        EXPECT_TEXT(tiny_header(request, "X-Content-Type-Options"), "nosniff");
        EXPECT(*tiny_header(request, "ETag") && request->body.len);
        struct request *again = tiny_request(tiny, "GET", asset->path, NULL);
        exchange_header(again, "Accept-Encoding", cases[i].accept);
        exchange_header(again, "If-None-Match", tiny_header(request, "ETag"));
        EXPECT_INT(tiny_fetch(again), 304);
        EXPECT_INT(again->body.len, 0);
    }
    struct request *request = tiny_request(tiny, "POST", asset->path, NULL);
    EXPECT_INT(tiny_fetch(request), 405);
    EXPECT_TEXT(tiny_header(request, "Allow"), "GET, HEAD");
    request = tiny_request(tiny, "HEAD", asset->path, NULL);
    EXPECT_INT(tiny_fetch(request), 200);
    EXPECT_INT(request->exchange->length, asset->plain.len);
    EXPECT_INT(request->body.len, 0);
    tiny_close(tiny);
}

/* ---- limits ---- */

UNIT_TEST(buckets_run_dry_and_fill_again)
{
    struct tiny *tiny = tiny_open();
    for (int i = 0; i < 3; i++)
        EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/limited", NULL)), 200);
    struct request *request = tiny_request(tiny, "GET", "/limited", NULL);
    EXPECT_INT(tiny_fetch(request), 429);
    EXPECT_TEXT(tiny_header(request, "Retry-After"), "2");
    EXPECT(tiny_shows(request, "error 429"));
    request = tiny_request(tiny, "GET", "/limited", NULL);
    exchange_address(request, "192.0.2.8");
    EXPECT_INT(tiny_fetch(request), 200); /* somebody else's bucket is their own */
    tiny->now += 1100;
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/limited", NULL)), 200);
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/limited", NULL)), 429);
    tiny->now -= TIME_HOUR; /* a clock that is set back gives nothing and takes nothing */
    EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/limited", NULL)), 429);
    tiny->config.limits_off = true; /* as script/bench asks for it, on a demonstration */
    for (int i = 0; i < 5; i++)
        EXPECT_INT(tiny_fetch(tiny_request(tiny, "GET", "/limited", NULL)), 200);
    tiny_close(tiny);
}

static const char *key_of(struct tiny *tiny, const char *address)
{
    struct request *request = tiny_request(tiny, "GET", "/hello", NULL);
    exchange_address(request, address);
    tiny_fetch(request);
    return request->address_key;
}

UNIT_TEST(addresses_are_known_by_a_key_of_the_day)
{
    struct tiny *tiny = tiny_open();
    EXPECT_TEXT(key_of(tiny, "192.0.2.7"), key_of(tiny, "192.0.2.7"));
    EXPECT(!text_same(key_of(tiny, "192.0.2.7"), key_of(tiny, "192.0.2.8")));
    EXPECT_TEXT(key_of(tiny, "2001:db8::1"), key_of(tiny, "2001:db8::ffff:1")); /* one household */
    EXPECT(!text_same(key_of(tiny, "2001:db8::1"), key_of(tiny, "2001:db8:0:1::1")));
    const char *today = key_of(tiny, "192.0.2.7");
    tiny->now += TIME_DAY;
    EXPECT(!text_same(today, key_of(tiny, "192.0.2.7")));
    tiny_close(tiny);
}

UNIT_TEST(delays_grow_with_every_miss_and_end)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_request(tiny, "GET", "/hello", NULL);
    static const int64_t waits[] = { 0, 0, 0, 0, 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 512000, 900000, 900000 };
    for (size_t i = 0; i < COUNT(waits); i++) {
        limit_failed(request, "sign-in", "somebody");
        EXPECT_INT(limit_wait(request, "sign-in", "somebody"), waits[i]);
    }
    EXPECT_INT(limit_wait(request, "sign-in", "somebody else"), 0);
    EXPECT_INT(limit_wait(request, "recover", "somebody"), 0);
    request->now += 900000;
    EXPECT_INT(limit_wait(request, "sign-in", "somebody"), 0);
    limit_failed(request, "sign-in", "somebody");
    EXPECT_INT(limit_wait(request, "sign-in", "somebody"), 900000);
    request->now += 900000 + TIME_HOUR + 1;
    limit_failed(request, "sign-in", "somebody"); /* forgiven after an hour's rest */
    EXPECT_INT(limit_wait(request, "sign-in", "somebody"), 0);
    for (int i = 0; i < 8; i++)
        limit_failed(request, "sign-in", "other");
    limit_cleared(request, "sign-in", "other");
    EXPECT_INT(limit_wait(request, "sign-in", "other"), 0);
    tiny_close(tiny);
}

UNIT_TEST(a_flood_of_names_does_not_lift_a_delay)
{
    struct tiny *tiny = tiny_open();
    struct request *request = tiny_request(tiny, "GET", "/hello", NULL);
    for (int i = 0; i < 8; i++)
        limit_failed(request, "sign-in", "target");
    for (int i = 0; i < 100000; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        limit_failed(request, "sign-in", name);
    }
    EXPECT_INT(limit_wait(request, "sign-in", "target"), 8000);
    tiny_close(tiny);
}

struct hurry {
    struct tiny *tiny;
    atomic_int *fine;
    pthread_barrier_t *together; /* NULL: whoever comes goes on at once */
};

static void *derive(void *context)
{
    struct hurry *hurry = context;
    static const unsigned char salt[SALT_BYTES] = { 1 };
    struct arena arena = { 0 };
    struct request *request = exchange_new(&arena, &hurry->tiny->app, "GET", "/");
    struct password_keys keys;
    if (password_derive_gated(request, "a password", salt, &keys) == OK)
        ++*hurry->fine;
    arena_free(&arena);
    return NULL;
}

/* Somebody joins, and says when they are through. */
static void *derive_joining(void *context)
{
    struct hurry *hurry = context;
    struct arena arena = { 0 };
    struct request request = { .arena = &arena, .app = &hurry->tiny->app };
    const unsigned char salt[SALT_BYTES] = "a salt";
    struct password_keys keys;
    if (hurry->together)
        pthread_barrier_wait(hurry->together);
    if (password_derive_joining(&request, "a password", salt, &keys) == OK)
        ++*hurry->fine;
    arena_free(&arena);
    return NULL;
}

UNIT_TEST(those_who_join_leave_a_place_at_the_gate_and_are_turned_away_before_they_queue)
{
    struct tiny *tiny = tiny_open();
    atomic_int joined = 0, fine = 0;
    tiny->app.passwords = password_gate_new(2);
    tiny->config.password_cost = (struct password_cost){ 4, 65536 };
    pthread_t threads[32], other;
    pthread_barrier_t together; /* else the first could be through before the last has come */
    pthread_barrier_init(&together, NULL, COUNT(threads));
    struct hurry joins = { tiny, &joined, &together }, hurry = { tiny, &fine, NULL };
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_create(&threads[i], NULL, derive_joining, &joins);
    pthread_create(&other, NULL, derive, &hurry);
    pthread_join(other, NULL);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    EXPECT_INT(fine, 1);
    EXPECT(joined > 0 && joined < (int)COUNT(threads));
    pthread_barrier_destroy(&together);
    joins.together = NULL;
    derive_joining(&joins); /* all places are free again */
    derive(&hurry);
    EXPECT(fine == 2 && joined > 1);
    password_gate_free(tiny->app.passwords);
    tiny_close(tiny);
}

UNIT_TEST(passwords_wait_their_turn_at_the_gate)
{
    struct tiny *tiny = tiny_open();
    atomic_int fine = 0;
    tiny->app.passwords = password_gate_new(1);
    tiny->config.password_cost = (struct password_cost){ 1, 8192 };
    struct hurry hurry = { tiny, &fine, NULL };
    pthread_t threads[8];
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_create(&threads[i], NULL, derive, &hurry);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    EXPECT_INT(fine, COUNT(threads));
    password_gate_free(tiny->app.passwords);
    tiny_close(tiny);
}
