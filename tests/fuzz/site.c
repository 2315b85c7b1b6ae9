#include "tests/fuzz/site.h"

#include <dirent.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct member {
    int unused;
};

static struct site *site_at(const struct request *request)
{
    return (struct site *)request->app->features;
}

/* ---- hooks ---- */

static enum status session_open(struct request *request)
{
    const char *cookie = cookie_value(request, "s");
    request->community = "site";
    if (!text_same(cookie, "ana") && !text_same(cookie, "gated"))
        return OK;
    request->member = arena_alloc(request->arena, sizeof *request->member);
    request->roles = ROLE_MEMBER;
    request->reader_name = cookie;
    return OK;
}

static const char *gate(struct request *request)
{
    return text_same(cookie_value(request, "s"), "gated") ? "/gate" : NULL;
}

/* What was typed stands in the page again; the tokens and secrets among it don't. */
static void show_typed(struct request *request)
{
    size_t count;
    const struct pair *typed = form_all(request, &count);
    for (size_t i = 0; i < count; i++) {
        PROMISE(!text_same(typed[i].name, "csrf") && !(request->route && text_same(typed[i].name, "secret")));
        html_text(&request->view, typed[i].value);
    }
}

static void error_page(struct request *request, int status)
{
    buf_printf(&request->body, "error %d ", status);
    show_typed(request);
}

static enum status sign_in_again(struct request *request)
{
    buf_puts(&request->body, "sign in again ");
    show_typed(request);
    html_form_fields(&request->view);
    return OK;
}

/* ---- pages ---- */

static enum status front(struct request *request)
{
    buf_puts(&request->body, "front");
    return OK;
}

/* Everywhere in an answer where a reader's words may end up. */
static enum status echo(struct request *request)
{
    const char *word = query_value(request, "q");
    PROMISE(text_is_utf8(word, strlen(word)) && !strchr(word, '\n'));
    header_set(request, "X-Echo", word);
    cookie_set(request, "echo", word, 60);
    answer_file(request, "text/plain", path_text(request, 0), (struct bytes){ word, strlen(word) });
    return OK;
}

static enum status away(struct request *request)
{
    return redirect(request, own_path(query_value(request, "to"), "/"));
}

static enum status form_page(struct request *request)
{
    static const char *const fields[] = { "title", "text", "box", "secret" };
    for (size_t i = 0; i < COUNT(fields); i++) {
        html_text(&request->view, form_shown(request, fields[i], ""));
        if (form_error(request, fields[i]))
            html_text(&request->view, form_error(request, fields[i]));
    }
    PROMISE(text_same(form_shown(request, "secret", ""), ""));
    buf_printf(&request->body, " %d %s", notice_take(request), form_once(request));
    html_form_fields(&request->view);
    return OK;
}

static void field_check(const char *value, size_t min, size_t max, bool line)
{
    PROMISE(text_is_utf8(value, strlen(value)));
    PROMISE(text_length(value) >= min && text_length(value) <= max);
    for (const char *c = value; *c; c++)
        PROMISE((unsigned char)*c >= ' ' || (!line && (*c == '\n' || *c == '\t')));
}

static enum status form_send(struct request *request)
{
    const char *boxes[FIELDS_MAX];
    site_at(request)->handled++;
    field_check(form_value(request, "title"), 1, 20, true);
    field_check(form_value(request, "text"), 0, 100, false);
    PROMISE(text_length(form_value(request, "secret")) <= 50);
    for (size_t i = 0, count = form_values(request, "box", boxes, COUNT(boxes)); i < count; i++)
        field_check(boxes[i], 0, 5, true);
    PROMISE(text_same(form_value(request, "unknown"), "") && !form_has(request, "unknown"));
    TRY(db_exec(request->db, request->arena, "UPDATE note SET title = $1 WHERE id = 1", P(form_value(request, "title"))));
    if (text_same(form_value(request, "title"), "taken"))
        return form_reject(request, "title", "taken already");
    return redirect_with(request, "/form", 3);
}

static enum status form_keep(struct request *request)
{
    return db_exec(request->db, request->arena, "UPDATE note SET title = 'kept' WHERE id = 1");
}

static enum status upload_send(struct request *request)
{
    const struct upload *file = form_upload(request, "file");
    const struct bytes *body = &request->exchange->body;
    site_at(request)->handled++;
    field_check(form_value(request, "title"), 1, 20, true);
    PROMISE(file && file->content.len >= 1 && file->content.len <= 3000);
    PROMISE((const char *)file->content.data > (const char *)body->data &&
            (const char *)file->content.data + file->content.len < (const char *)body->data + body->len);
    PROMISE(text_is_utf8(file->filename, strlen(file->filename)) && !strpbrk(file->filename, "/\\\n"));
    header_set(request, "X-Echo", file->type);
    answer_file(request, "text/plain", file->filename, file->content);
    return OK;
}

static enum status leave(struct request *request)
{
    request->status = 303;
    request->location = "https://example.org/";
    return OK;
}

static enum status thing(struct request *request)
{
    buf_printf(&request->body, "thing %lld ", (long long)path_id(request, 0));
    html_text(&request->view, path_text(request, 1));
    return OK;
}

static const struct field note_form[] = { { "title", 1, 20, FIELD_LINE, false },
                                          { "text", 0, 100, FIELD_TEXT, false },
                                          { "secret", 0, 50, FIELD_SECRET, false },
                                          { "box", 0, 5, FIELD_LINE, true },
                                          { 0 } };
static const struct field file_form[] = { { "title", 1, 20, FIELD_LINE, false }, { "file", 1, 3000, FIELD_FILE, false }, { 0 } };

static const struct route routes[] = {
    { GET, "/", ANYONE, front, .flags = ROUTE_INLINE | ROUTE_NO_DATABASE | ROUTE_PUBLIC },
    { GET, "/echo/:name", ANYONE, echo, .flags = ROUTE_INLINE },
    { GET, "/away", ANYONE, away, .flags = ROUTE_INLINE },
    { GET, "/form", ANYONE, form_page, .flags = ROUTE_INLINE },
    { POST, "/form", MEMBERS, form_send, note_form, form_page, .keep = form_keep },
    { POST, "/upload", MEMBERS, upload_send, file_form, form_page, .flags = 0 },
    { GET, "/members", MEMBERS, front, .flags = 0 },
    { GET, "/things/:id/:word", ANYONE, thing, .flags = ROUTE_INLINE },
    { GET, "/things/new", ANYONE, front, .flags = ROUTE_INLINE },
    { POST, "/open", ANYONE, leave, .flags = ROUTE_OPEN_FORM | ROUTE_NO_DATABASE },
    { GET, "/exit", ANYONE, leave, .flags = ROUTE_NO_DATABASE },
};

/* ---- the site ---- */

static void folder_remove(void)
{
    const char *path = site_folder();
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

const char *site_folder(void)
{
    static char folder[64];
    if (!*folder) {
        const char *above = getenv("TMPDIR");
        if (!above || !*above || strlen(above) > 40)
            above = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
        snprintf(folder, sizeof folder, "%s/kith-fuzz-XXXXXX", above);
        if (!mkdtemp(folder))
            abort();
        atexit(folder_remove);
    }
    return folder;
}

static int64_t site_clock(void *context)
{
    (void)context;
    return INT64_C(1795400000000);
}

static enum status make_table(struct db *db, void *context)
{
    struct arena *arena = context;
    TRY(db_exec(db, arena, "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT)"));
    return db_exec(db, arena, "INSERT INTO note (id, title) VALUES (1, 'first')");
}

static void site_open(struct site *site)
{
    static const struct hooks hooks = {
        .session_open = session_open, .gate = gate, .error_page = error_page, .sign_in_again = sign_in_again
    };
    site->config = (struct config){ .listen = "127.0.0.1:0", .io_threads = 1, .workers = 1, .max_body = 64 * 1024 };
    site->app = (struct app){
        .config = &site->config, .routes = routes, .routes_count = COUNT(routes), .hooks = &hooks, .clock = site_clock, .features = site
    };
    memset(site->app.server_key.byte, 7, sizeof site->app.server_key.byte);
    struct database_options options = { .url = arena_printf(&site->arena, "%s/site.db", site_folder()) };
    if (crypto_start() != OK || limits_new(&site->app.limits) != OK || catalogues_open((struct catalogues **)&site->app.catalogues) != OK ||
        database_open(&options, &site->app.database) != OK || database_write(site->app.database, make_table, &site->arena) != OK)
        abort();
}

struct site *site_of(void)
{
    static struct site site;
    if (!site.app.config)
        site_open(&site);
    return &site;
}

static const char *member_token(void)
{
    static char token[SITE_TOKEN_LENGTH + 1];
    if (!*token) {
        struct arena arena = { 0 };
        struct request *request = exchange_new(&arena, &site_of()->app, "POST", "/form");
        exchange_header(request, "Cookie", "s=ana");
        snprintf(token, sizeof token, "%s", exchange_csrf(request));
        arena_free(&arena);
    }
    return token;
}

void site_tokens(char *data, size_t len)
{
    char mark[SITE_TOKEN_LENGTH];
    memset(mark, 'T', sizeof mark);
    for (char *at = data; (at = memmem(at, len - (size_t)(at - data), mark, sizeof mark)); at += sizeof mark)
        memcpy(at, member_token(), sizeof mark);
}

struct request *site_post(struct arena *arena, const char *target, const char *type, struct bytes body)
{
    struct request *request = exchange_new(arena, &site_of()->app, "POST", target);
    exchange_header(request, "Host", "site.example");
    exchange_header(request, "Cookie", "s=ana");
    exchange_header(request, "Content-Type", type);
    exchange_address(request, "192.0.2.7");
    exchange_body(request, body);
    return request;
}

/* ---- answers ---- */

bool site_header_known(const char *name, const char *value)
{
    static const char *const names[] = { "Date",
                                         "Content-Length",
                                         "Content-Type",
                                         "Content-Encoding",
                                         "Content-Disposition",
                                         "Location",
                                         "Cache-Control",
                                         "Vary",
                                         "ETag",
                                         "Referrer-Policy",
                                         "Content-Security-Policy",
                                         "X-Content-Type-Options",
                                         "Cross-Origin-Resource-Policy",
                                         "Cross-Origin-Opener-Policy",
                                         "Permissions-Policy",
                                         "X-Robots-Tag",
                                         "Strict-Transport-Security",
                                         "Set-Cookie",
                                         "Allow",
                                         "Retry-After",
                                         "Connection",
                                         "X-Echo" };
    bool known = false;
    for (size_t i = 0; i < COUNT(names); i++)
        known = known || text_same(names[i], name);
    return known && !text_has_controls(value);
}

static bool status_known(int status)
{
    static const int known[] = { 200, 303, 304, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422, 429, 431, 503 };
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i] == status)
            return true;
    return false;
}

int site_fetch(struct request *request)
{
    request_serve(request);
    PROMISE(status_known(request->status));
    const char *name, *value, *other, *unused;
    for (size_t i = 0; exchange_answer_header(request, i, &name, &value); i++) {
        PROMISE(site_header_known(name, value));
        for (size_t j = i + 1; exchange_answer_header(request, j, &other, &unused); j++)
            PROMISE(strcasecmp(name, other) != 0 || text_same(name, "Set-Cookie"));
    }
    PROMISE(!request->location || request->location[0] == '/' || text_same(request->location, "https://example.org/"));
    PROMISE(!request->location || request->location[1] != '/');
    return request->status;
}
