#include "http/test_tiny.h"

#include <ftw.h>
#include <strings.h>
#include <unistd.h>

struct member {
    int unused;
};

static struct tiny *tiny_of(const struct request *request)
{
    return (struct tiny *)request->app->features;
}

/* ---- hooks ---- */

static enum status session_open(struct request *request)
{
    const char *cookie = cookie_value(request, "s");
    request->community = "tiny";
    if (text_same(cookie, "gone"))
        cookie_set(request, "s", "", -1);
    int64_t number = 0;
    bool numbered = cookie[0] == 'm' && text_int(cookie + 1, 1, 1000000, &number);
    if (!numbered && !text_same(cookie, "ana") && !text_same(cookie, "stu") && !text_same(cookie, "gated"))
        return OK;
    request->reader = numbered ? number : cookie[0] * 10000000;
    request->member = arena_alloc(request->arena, sizeof *request->member);
    request->roles = ROLE_MEMBER | (text_same(cookie, "stu") ? ROLE_STEWARD : 0);
    request->reader_name = cookie;
    return OK;
}

static const char *gate(struct request *request)
{
    return text_same(cookie_value(request, "s"), "gated") ? "/gate" : NULL;
}

static void error_page(struct request *request, int status)
{
    size_t count;
    const struct pair *typed = form_all(request, &count);
    buf_printf(&request->body, "error %d for %s", status, request->reader_name ? request->reader_name : "a visitor");
    for (size_t i = 0; i < count; i++)
        buf_printf(&request->body, " [%s=%s]", typed[i].name, typed[i].value);
}

static enum status sign_in_again(struct request *request)
{
    size_t count;
    const struct pair *typed = form_all(request, &count);
    buf_puts(&request->body, "sign in again");
    for (size_t i = 0; i < count; i++)
        buf_printf(&request->body, " [%s=%s]", typed[i].name, typed[i].value);
    html_form_fields(&request->view);
    return OK;
}

/* ---- pages ---- */

static enum status hello(struct request *request)
{
    tiny_of(request)->shown++;
    buf_printf(&request->body, "hello %s", request->reader_name ? request->reader_name : "visitor");
    return OK;
}

static enum status form_page(struct request *request)
{
    buf_printf(&request->body, "title=%s;text=%s;secret=%s;box=%s;once=%s;notice=%d;by=%s;", form_shown(request, "title", "none"),
               form_shown(request, "text", "none"), form_shown(request, "secret", ""), form_shown(request, "box", "ticked"),
               form_once(request), notice_take(request), request->reader_name ? request->reader_name : "visitor");
    static const char *const fields[] = { "title", "text", "secret", "file" };
    for (size_t i = 0; i < COUNT(fields); i++)
        if (form_error(request, fields[i]))
            buf_printf(&request->body, "%s!%s;", fields[i], form_error(request, fields[i]));
    if (form_error(request, NULL))
        buf_printf(&request->body, "whole!%s;", form_error(request, NULL));
    html_form_fields(&request->view);
    return OK;
}

static enum status form_send(struct request *request)
{
    const char *title = form_value(request, "title");
    tiny_of(request)->handled++;
    buf_puts(&request->body, "left over");
    header_set(request, "X-Left", "over");
    cookie_set(request, "left", "over", 0);
    TRY(db_exec(request->db, request->arena, "INSERT INTO note (id, title) VALUES ($1, $2)", P(id_random()), P(title)));
    if (text_same(title, "taken"))
        return form_reject(request, "title", "taken already");
    if (text_same(title, "twice"))
        return form_reject(request, NULL, "sent twice");
    static const struct {
        const char *title;
        enum status status;
    } ends[] = { { "busy", BUSY }, { "broken", BROKEN }, { "conflict", CONFLICT }, { "missing", NOT_FOUND }, { "forbidden", FORBIDDEN } };
    for (size_t i = 0; i < COUNT(ends); i++)
        if (text_same(title, ends[i].title))
            return ends[i].status;
    request->body.len = 0;
    return redirect_with(request, "/form", 3);
}

static enum status form_keep(struct request *request)
{
    tiny_of(request)->kept++;
    return db_exec(request->db, request->arena, "INSERT INTO note (id, title) VALUES ($1, $2)", P(id_random()), P("kept"));
}

static enum status prepare(struct request *request)
{
    const char *title = form_value(request, "title");
    if (request->db || text_same(title, "unprepared"))
        return form_reject(request, "title", "not prepared");
    request->prepared = arena_printf(request->arena, "%s by %s", title, request->reader_name);
    return OK;
}

static enum status prepared_send(struct request *request)
{
    buf_printf(&request->body, "prepared %s", (const char *)request->prepared);
    return OK;
}

static enum status thing(struct request *request)
{
    buf_printf(&request->body, "thing %lld %s", (long long)path_id(request, 0), path_text(request, 0));
    return OK;
}

static enum status new_thing(struct request *request)
{
    buf_puts(&request->body, "new thing");
    return OK;
}

static enum status question(struct request *request)
{
    buf_printf(&request->body, "q=%s", query_value(request, "q"));
    return OK;
}

static enum status sneaky(struct request *request)
{
    return db_exec(request->db, request->arena, "INSERT INTO note (id, title) VALUES (1, 'sneaky')");
}

static enum status slow(struct request *request)
{
    usleep(300 * 1000);
    buf_puts(&request->body, "slow but there");
    return OK;
}

static enum status hold(struct request *request)
{
    while (tiny_of(request)->hold)
        usleep(1000);
    return new_thing(request);
}

static enum status big(struct request *request)
{
    for (int i = 0; i < 2000; i++)
        buf_printf(&request->body, "<p>line %d</p>\n", i);
    return OK;
}

static enum status huge(struct request *request)
{
    for (int i = 0; i < 300000; i++)
        buf_printf(&request->body, "<p>line %d</p>\n", i);
    return OK;
}

static enum status limited(struct request *request)
{
    static const struct limit limit = { "tiny", 3, 60 };
    if (!limit_take(request, &limit, request->address_key))
        return limit_refuse(request, 0);
    return new_thing(request);
}

static enum status leave(struct request *request)
{
    tiny_of(request)->handled++;
    request->status = 303;
    request->location = "https://example.org/";
    header_set(request, "Clear-Site-Data", "\"*\"");
    return OK;
}

static enum status upload(struct request *request)
{
    const struct upload *file = form_upload(request, "file");
    buf_printf(&request->body, "title %s, file %s of type %s with %zu bytes", form_value(request, "title"), file->filename, file->type,
               file->content.len);
    return OK;
}

static enum status boxes(struct request *request)
{
    const char *values[8];
    size_t count = form_values(request, "box", values, COUNT(values));
    buf_printf(&request->body, "%zu boxes, has %d, unknown [%s]", count, form_has(request, "box"), form_value(request, "unknown"));
    return OK;
}

static enum status download(struct request *request)
{
    answer_file(request, "application/zip", "Ünsere \"Daten\".zip", (struct bytes){ "PK", 2 });
    return OK;
}

static enum status away(struct request *request)
{
    return redirect(request, "//example.org/");
}

static enum status cached(struct request *request)
{
    request->cacheable = true;
    return new_thing(request);
}

static const struct field note_form[] = { { "title", 1, 20, FIELD_LINE, false },
                                          { "text", 0, 100, FIELD_TEXT, false },
                                          { "secret", 0, 50, FIELD_SECRET, false },
                                          { "box", 0, 5, FIELD_LINE, true },
                                          { 0 } };
static const struct field file_form[] = { { "title", 1, 20, FIELD_LINE, false }, { "file", 1, 3000000, FIELD_FILE, false }, { 0 } };

static const struct route routes[] = {
    { GET, "/", ANYONE, hello, .flags = ROUTE_INLINE | ROUTE_NO_DATABASE },
    { GET, "/public", ANYONE, new_thing, .flags = ROUTE_PUBLIC },
    { GET, "/hello", ANYONE, hello, .flags = ROUTE_INLINE },
    { GET, "/form", ANYONE, form_page, .flags = 0 },
    { POST, "/form", ANYONE, form_send, note_form, form_page, .keep = form_keep },
    { POST, "/lone", ANYONE, form_send, note_form, .flags = 0 },
    { POST, "/prepared", MEMBERS, prepared_send, note_form, form_page, prepare, .flags = 0 },
    { GET, "/members", MEMBERS, hello, .flags = 0 },
    { POST, "/members", MEMBERS, form_send, note_form, form_page, .keep = form_keep },
    { GET, "/stewards", STEWARDS, hello, .flags = 0 },
    { GET, "/sign-in", VISITORS, form_page, .flags = 0 },
    { POST, "/sign-in", VISITORS, form_send, note_form, form_page, .flags = 0 },
    { POST, "/door", ANYONE, form_send, note_form, form_page, .flags = ROUTE_DOOR },
    { GET, "/ungated", MEMBERS, hello, .flags = ROUTE_UNGATED },
    { GET, "/things/:id", ANYONE, thing, .flags = 0 },
    { GET, "/things/new", ANYONE, new_thing, .flags = 0 },
    { GET, "/things/:id/parts/:id", ANYONE, thing, .flags = 0 },
    { GET, "/question", ANYONE, question, .flags = 0 },
    { POST, "/open", ANYONE, leave, .flags = ROUTE_OPEN_FORM | ROUTE_NO_DATABASE },
    { GET, "/exit", ANYONE, leave, .flags = ROUTE_NO_DATABASE },
    { POST, "/sign-out", ANYONE, leave, .flags = 0 },
    { GET, "/sneaky", ANYONE, sneaky, .flags = 0 },
    { GET, "/slow", ANYONE, slow, .flags = 0 },
    { GET, "/hold", ANYONE, hold, .flags = ROUTE_NO_DATABASE },
    { POST, "/hold", ANYONE, hold, .flags = ROUTE_OPEN_FORM | ROUTE_NO_DATABASE },
    { GET, "/big", ANYONE, big, .flags = 0 },
    { GET, "/huge", ANYONE, huge, .flags = 0 },
    { GET, "/limited", ANYONE, limited, .flags = 0 },
    { POST, "/upload", ANYONE, upload, file_form, form_page, .flags = 0 },
    { POST, "/boxes", ANYONE, boxes, note_form, .flags = 0 },
    { GET, "/download", ANYONE, download, .flags = 0 },
    { GET, "/away", ANYONE, away, .flags = 0 },
    { GET, "/unguarded", MEMBERS, hello, .flags = ROUTE_NO_DATABASE },
    { GET, "/cached", ANYONE, cached, .flags = 0 },
};

/* ---- the site ---- */

static int64_t tiny_clock(void *context)
{
    return ((struct tiny *)context)->now;
}

static enum status make_table(struct db *db, void *context)
{
    return db_exec(db, &((struct tiny *)context)->arena, "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT)");
}

struct tiny *tiny_open(void)
{
    static const struct hooks hooks = {
        .session_open = session_open, .gate = gate, .error_page = error_page, .sign_in_again = sign_in_again
    };
    struct tiny *tiny = calloc(1, sizeof *tiny);
    snprintf(tiny->folder, sizeof tiny->folder, "/tmp/kith-http-XXXXXX");
    if (!mkdtemp(tiny->folder))
        abort();
    tiny->now = INT64_C(1795400000000);
    tiny->config = (struct config){ .listen = "127.0.0.1:0", .io_threads = 2, .workers = 4 };
    tiny->app = (struct app){ .config = &tiny->config,
                              .routes = routes,
                              .routes_count = COUNT(routes),
                              .hooks = &hooks,
                              .clock = tiny_clock,
                              .clock_context = tiny,
                              .features = tiny };
    key_random(&tiny->app.server_key);
    struct database_options options = { .url = arena_printf(&tiny->arena, "%s/tiny.db", tiny->folder) };
    if (crypto_start() != OK || limits_new(&tiny->app.limits) != OK || catalogues_open((struct catalogues **)&tiny->app.catalogues) != OK ||
        database_open(&options, &tiny->app.database) != OK || database_write(tiny->app.database, make_table, tiny) != OK)
        abort();
    return tiny;
}

static int remove_file(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void tiny_close(struct tiny *tiny)
{
    database_close(tiny->app.database);
    limits_free(tiny->app.limits);
    catalogues_close((struct catalogues *)tiny->app.catalogues);
    nftw(tiny->folder, remove_file, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(&tiny->arena);
    free(tiny);
}

struct request *tiny_request(struct tiny *tiny, const char *method, const char *target, const char *cookie)
{
    struct request *request = exchange_new(&tiny->arena, &tiny->app, method, target);
    exchange_header(request, "Host", "tiny.example");
    exchange_address(request, "192.0.2.7");
    if (cookie)
        exchange_header(request, "Cookie", cookie);
    return request;
}

struct request *tiny_body(struct request *request, const char *type, const void *data, size_t len)
{
    exchange_header(request, "Content-Type", type);
    exchange_body(request, (struct bytes){ data, len });
    return request;
}

struct request *tiny_form(struct request *request, const char *fields)
{
    const char *body = arena_printf(request->arena, "csrf=%s&%s", exchange_csrf(request), fields);
    return tiny_body(request, "application/x-www-form-urlencoded", body, strlen(body));
}

int tiny_fetch(struct request *request)
{
    request_serve(request);
    return request->status;
}

const char *tiny_header(const struct request *request, const char *name)
{
    const char *at, *value;
    for (size_t i = 0; exchange_answer_header(request, i, &at, &value); i++)
        if (!strcasecmp(at, name))
            return value;
    return "";
}

const char *tiny_cookie(const struct request *request, const char *name)
{
    const char *at, *value;
    size_t len = strlen(name);
    for (size_t i = 0; exchange_answer_header(request, i, &at, &value); i++)
        if (!strcasecmp(at, "Set-Cookie") && !strncmp(value, name, len) && value[len] == '=')
            return value + len + 1;
    return NULL;
}

bool tiny_shows(const struct request *request, const char *text)
{
    return strstr(buf_text(&request->body), text) != NULL;
}

struct count {
    struct arena *arena;
    int64_t notes;
};

static enum status count_notes(struct db *db, void *context)
{
    struct count *count = context;
    struct rows rows;
    TRY(db_query(db, count->arena, &rows, "SELECT count(*) FROM note"));
    rows_next(&rows);
    count->notes = rows_int(&rows);
    return OK;
}

int64_t tiny_notes(struct tiny *tiny)
{
    struct count count = { .arena = &tiny->arena };
    return database_read(tiny->app.database, count_notes, &count) == OK ? count.notes : -1;
}
