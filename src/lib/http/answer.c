/* The answer: where it leads, its cookies and headers, and the headers that every answer carries. */
#include "http/inside.h"

#include <ctype.h>
#include <sodium.h>

#define CONTENT_SECURITY_POLICY                                                                                                            \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "                                        \
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/* Everything a page could ask a device for. Goes with each answer, uncompressed: no blanks. */
#define PERMISSIONS_POLICY                                                                                                                 \
    "accelerometer=(),autoplay=(),browsing-topics=(),camera=(),clipboard-read=(),display-capture=(),encrypted-media=(),"                   \
    "fullscreen=(),geolocation=(),gyroscope=(),hid=(),idle-detection=(),magnetometer=(),microphone=(),midi=(),payment=(),"                 \
    "picture-in-picture=(),publickey-credentials-get=(),screen-wake-lock=(),serial=(),usb=(),xr-spatial-tracking=()"

void answer_reset(struct request *request)
{
    struct exchange *exchange = request->exchange;
    if (exchange->body_is_static)
        request->body = (struct buf){ .arena = request->arena };
    exchange->body_is_static = false;
    answer_body_clear(request);
    request->status = 0;
    request->location = request->content_type = request->filename = NULL;
    request->cacheable = false;
    exchange->stream = NULL;
    exchange->set.count = 0;
    exchange->cookies_count = 0;
}

/* ---- where it leads ---- */

enum status redirect(struct request *request, const char *location)
{
    const char *own = own_path(location, NULL);
    if (!own) {
        log_line(LOG_ERROR, "http.redirect", "%s: not a path of this place", request->route ? request->route->path : "");
        return BROKEN;
    }
    request->status = 303;
    request->location = own;
    return OK;
}

enum status redirect_with(struct request *request, const char *location, int notice)
{
    TRY(redirect(request, location));
    cookie_set(request, "m", arena_printf(request->arena, "%d", notice), 60);
    return OK;
}

int notice_take(struct request *request)
{
    int64_t notice;
    if (!text_int(cookie_value(request, "m"), 1, 999, &notice))
        return 0;
    cookie_set(request, "m", "", -1);
    return (int)notice;
}

/* ---- cookies and headers ---- */

void cookie_set(struct request *request, const char *name, const char *value, int64_t max_age)
{
    struct exchange *exchange = request->exchange;
    if (text_has_controls(value) || strpbrk(value, " \",;\\")) {
        log_line(LOG_ERROR, "http.cookie", "%s: a value that no cookie can hold", name);
        return;
    }
    struct cookie cookie = { arena_copy(request->arena, name), arena_copy(request->arena, value), max_age };
    for (size_t i = 0; i < exchange->cookies_count; i++)
        if (text_same(exchange->cookies[i].name, name)) {
            exchange->cookies[i] = cookie;
            return;
        }
    if (exchange->cookies_count == exchange->cookies_cap) {
        size_t cap = exchange->cookies_cap ? exchange->cookies_cap * 2 : 4;
        struct cookie *bigger = arena_array(request->arena, cap, sizeof *bigger);
        if (exchange->cookies_count)
            memcpy(bigger, exchange->cookies, exchange->cookies_count * sizeof *bigger);
        exchange->cookies = bigger;
        exchange->cookies_cap = cap;
    }
    exchange->cookies[exchange->cookies_count++] = cookie;
}

void header_set(struct request *request, const char *name, const char *value)
{
    struct pairs *set = &request->exchange->set;
    if (text_has_controls(value) || text_has_controls(name)) {
        log_line(LOG_ERROR, "http.header", "a value with control characters was left out");
        return;
    }
    struct pair *same = header_among(set, name);
    if (same)
        same->value = arena_copy(request->arena, value);
    else
        exchange_pair_add(request->arena, set, arena_copy(request->arena, name), arena_copy(request->arena, value));
}

void answer_file(struct request *request, const char *content_type, const char *filename, struct bytes content)
{
    request->content_type = content_type;
    request->filename = filename;
    buf_add(&request->body, content.data, content.len);
}

/* RFC 6266: a plain name for old programs and the real one beside it. */
static const char *disposition(struct arena *arena, const char *filename)
{
    struct buf out = { .arena = arena };
    buf_puts(&out, "attachment; filename=\"");
    for (const char *c = filename; *c; c++)
        buf_putc(&out, isalnum((unsigned char)*c) || strchr("-_. ", *c) ? *c : '_');
    buf_puts(&out, "\"; filename*=UTF-8''");
    buf_percent(&out, filename, "");
    return buf_text(&out);
}

/* ---- the headers of every answer ---- */

/* Adds a header of every answer unless the page chose its own. */
static void add(struct request *request, const char *name, const char *value)
{
    if (!header_among(&request->exchange->set, name))
        exchange_pair_add(request->arena, &request->exchange->answer, name, value);
}

static void add_cookies(struct request *request)
{
    const struct exchange *exchange = request->exchange;
    const char *prefix = request->secure ? "__Host-" : "", *secure = request->secure ? "; Secure" : "";
    for (size_t i = 0; i < exchange->cookies_count; i++) {
        const struct cookie *cookie = &exchange->cookies[i];
        const char *age = cookie->max_age < 0   ? "; Max-Age=0"
                          : cookie->max_age > 0 ? arena_printf(request->arena, "; Max-Age=%lld", (long long)cookie->max_age)
                                                : "";
        exchange_pair_add(request->arena, &request->exchange->answer, "Set-Cookie",
                          arena_printf(request->arena, "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", prefix, cookie->name,
                                       cookie->max_age < 0 ? "" : cookie->value, secure, age));
    }
}

static void add_caching(struct request *request)
{
    bool cacheable = request->cacheable && !request->exchange->cookies_count && !request->member && request->status == 200;
    add(request, "Cache-Control", cacheable ? "no-cache" : "no-store");
    add(request, "Vary", "Accept-Encoding, Accept-Language, Cookie");
}

static bool may_be_indexed(const struct request *request)
{
    return request->app->config->public_pages && request->route && (request->route->flags & ROUTE_PUBLIC) && request->status == 200;
}

static void add_protection(struct request *request)
{
    add(request, "Referrer-Policy", "no-referrer");
    add(request, "Content-Security-Policy", CONTENT_SECURITY_POLICY);
    add(request, "X-Content-Type-Options", "nosniff");
    add(request, "Cross-Origin-Resource-Policy", "same-origin");
    if (!request->exchange->asset) {
        add(request, "Cross-Origin-Opener-Policy", "same-origin");
        add(request, "Permissions-Policy", PERMISSIONS_POLICY);
    }
    if (!may_be_indexed(request))
        add(request, "X-Robots-Tag", "noindex");
    if (request->secure)
        add(request, "Strict-Transport-Security", "max-age=31536000");
}

void answer_finish(struct request *request)
{
    struct exchange *exchange = request->exchange;
    if (!request->status)
        request->status = request->location ? 303 : 200;
    if (request->body.len && !request->content_type)
        request->content_type = "text/html; charset=utf-8";
    if (!exchange->asset && !exchange->stream)
        answer_compress(request);
    if (request->content_type && request->status != 304)
        add(request, "Content-Type", request->content_type);
    if (request->location && !text_has_controls(request->location))
        add(request, "Location", request->location);
    if (request->filename)
        add(request, "Content-Disposition", disposition(request->arena, request->filename));
    add_caching(request);
    add_protection(request);
    for (size_t i = 0; i < exchange->set.count; i++)
        exchange_pair_add(request->arena, &exchange->answer, exchange->set.items[i].name, exchange->set.items[i].value);
    add_cookies(request);
    exchange->length = request->body.len;
    if (request->head) {
        request->body = (struct buf){ .arena = request->arena };
        exchange->body_is_static = false;
    }
}

/* ---- small pages ---- */

const char *answer_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        { 200, "OK" },
        { 303, "See Other" },
        { 304, "Not Modified" },
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 408, "Request Timeout" },
        { 409, "Conflict" },
        { 411, "Length Required" },
        { 413, "Content Too Large" },
        { 414, "URI Too Long" },
        { 415, "Unsupported Media Type" },
        { 417, "Expectation Failed" },
        { 422, "Unprocessable Content" },
        { 429, "Too Many Requests" },
        { 431, "Request Header Fields Too Large" },
        { 500, "Internal Server Error" },
        { 501, "Not Implemented" },
        { 503, "Service Unavailable" },
        { 505, "HTTP Version Not Supported" },
    };
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Answer";
}

void answer_plain(struct request *request, int status)
{
    struct view *view = &request->view;
    const char *title = status == 503  ? t(view, "Too much at once")
                        : status < 500 ? t(view, "That didn’t work")
                                       : t(view, "Something broke");
    const char *text = status == 503  ? t(view, "This place is very busy right now. Please try again in a moment.")
                       : status < 500 ? t(view, "Your browser sent something that this place can’t read. Please go back and try again.")
                                      : t(view, "This is our mistake, not yours. Please try again in a moment.");
    request->status = status;
    request->content_type = NULL;
    answer_body_clear(request);
    buf_printf(&request->body, "<!doctype html><html lang=\"%s\" dir=\"%s\"><meta charset=\"utf-8\">", view->lang, view->direction);
    buf_puts(&request->body, "<meta name=\"viewport\" content=\"width=device-width\"><title>");
    html_text(view, title);
    buf_puts(&request->body, "</title><h1>");
    html_text(view, title);
    buf_puts(&request->body, "</h1><p>");
    html_text(view, text);
    buf_puts(&request->body, "</p></html>\n");
}
