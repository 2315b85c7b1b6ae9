/* From the target of a request to its route: what is wrong with it is decided here, before any of its body is read. */
#include "http/inside.h"

#include <ctype.h>
#include <strings.h>

enum { SEGMENTS_MAX = 16 };

struct place {
    const char *part[SEGMENTS_MAX]; /* decoded */
    size_t count;
};

/* ---- the target ---- */

/* "http://host/path" is allowed to everyone and used by proxies; the host in it must be the one of the Host header. */
static const char *strip_authority(const struct request *request, const char *target)
{
    size_t scheme = !strncasecmp(target, "http://", 7) ? 7 : !strncasecmp(target, "https://", 8) ? 8 : 0;
    if (!scheme)
        return target;
    const char *authority = target + scheme;
    size_t len = strcspn(authority, "/?#");
    if (len != strlen(request->host) || strncasecmp(authority, request->host, len) != 0)
        return NULL;
    return authority[len] == '/' ? authority + len : NULL;
}

static bool has_dot_segment(const char *path)
{
    for (const char *at = path; *at == '/';) {
        size_t len = strcspn(++at, "/\\");
        if ((len == 1 && at[0] == '.') || (len == 2 && at[0] == '.' && at[1] == '.'))
            return true;
        at += len;
        if (*at == '\\')
            return true;
    }
    return false;
}

/* The path is cut at its slashes first and decoded then, so that "%2F" stays inside its segment. */
static int read_path(struct request *request, const char *raw, size_t len, struct place *place)
{
    size_t decoded;
    request->path = form_decode(request->arena, raw, len, false, true, &decoded);
    if (!request->path || !text_is_utf8(request->path, decoded) || text_has_controls(request->path) || has_dot_segment(request->path))
        return 400;
    const char *end = raw + len;
    for (const char *at = raw; at < end;) {
        at++;
        const char *slash = memchr(at, '/', (size_t)(end - at));
        size_t size = (size_t)((slash ? slash : end) - at);
        if (place->count == SEGMENTS_MAX)
            return 404;
        place->part[place->count++] = form_decode(request->arena, at, size, false, true, &decoded);
        at += size;
    }
    return 0;
}

static int read_target(struct request *request, struct place *place)
{
    struct exchange *exchange = request->exchange;
    if (strlen(exchange->target) > URL_MAX)
        return 414;
    const char *target = strip_authority(request, exchange->target);
    if (!target || *target != '/' || strchr(target, '#') || strchr(target, ' ') || text_has_controls(target))
        return 400;
    exchange->place = target;
    size_t len = strcspn(target, "?");
    int wrong = read_path(request, target, len, place);
    if (wrong)
        return wrong;
    request->query_text = target[len] ? target + len + 1 : "";
    return form_read_encoded(request->arena, request->query_text, strlen(request->query_text), &exchange->query) ? 400 : 0;
}

/* ---- headers ---- */

static bool is_host(const char *host)
{
    size_t len = strlen(host);
    if (!len || len > 255)
        return false;
    for (; *host; host++)
        if (!isalnum((unsigned char)*host) && !strchr("-._:[]", *host))
            return false;
    return true;
}

static int check_headers(struct request *request)
{
    const struct pairs *headers = &request->exchange->headers;
    size_t size = 0;
    for (size_t i = 0; i < headers->count; i++)
        size += strlen(headers->items[i].name) + strlen(headers->items[i].value) + 4;
    if (headers->count > HEADERS_MAX || size > HEAD_MAX)
        return 431;
    if (header_find(request, "Host", 1) || !is_host(request->host))
        return 400;
    return 0;
}

/* ---- the table ---- */

static bool matches(const char *pattern, const struct place *place, const char *segment[MAX_SEGMENTS], size_t *taken)
{
    *taken = 0;
    for (size_t n = 0; n < place->count; n++) {
        if (*pattern++ != '/')
            return false;
        size_t len = strcspn(pattern, "/");
        const char *part = place->part[n];
        if (*pattern == ':') {
            if (!*part || *taken == MAX_SEGMENTS)
                return false;
            segment[(*taken)++] = part;
        } else if (strncmp(pattern, part, len) != 0 || part[len]) {
            return false;
        }
        pattern += len;
    }
    return !*pattern;
}

/* A literal word wins over ":id": "/stories/new" is not a story called "new". */
static int find_route(struct request *request, const struct place *place)
{
    bool get = false, post = false, known = request->method == POST || request->head || text_same(request->exchange->method, "GET");
    size_t best = MAX_SEGMENTS + 1, taken;
    const char *segment[MAX_SEGMENTS] = { 0 };
    for (size_t i = 0; i < request->app->routes_count; i++) {
        const struct route *route = &request->app->routes[i];
        if (!matches(route->path, place, segment, &taken))
            continue;
        get |= route->method == GET;
        post |= route->method == POST;
        if (!known || route->method != request->method || taken >= best)
            continue;
        best = taken;
        request->route = route;
        for (size_t n = 0; n < MAX_SEGMENTS; n++)
            request->segment[n] = n < taken ? segment[n] : "";
    }
    if (request->route)
        return 0;
    request->exchange->allow = get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : post ? "POST" : NULL;
    return request->exchange->allow ? 405 : 404;
}

static int find_asset(struct request *request)
{
    struct exchange *exchange = request->exchange;
    exchange->asset = static_find(request->path);
    if (!exchange->asset || request->head || text_same(exchange->method, "GET"))
        return 0;
    exchange->asset = NULL;
    exchange->allow = "GET, HEAD";
    return 405;
}

void request_open(struct request *request)
{
    struct exchange *exchange = request->exchange;
    if (exchange->opened)
        return;
    exchange->opened = true;
    for (size_t n = 0; n < MAX_SEGMENTS; n++)
        request->segment[n] = "";
    const char *host = header_find(request, "Host", 0);
    request->host = host ? host : "localhost";
    request->secure = request_is_secure(request);
    exchange->local = request_is_local(request);
    request->address_key = limits_address_key(request->app->limits, request->arena, request->now, request_address(request));
    request_view_start(request);
    struct place place = { 0 };
    int wrong = check_headers(request);
    if (!wrong)
        wrong = read_target(request, &place);
    if (!wrong)
        wrong = find_asset(request);
    if (!wrong && !exchange->asset)
        wrong = find_route(request, &place);
    exchange->refusal = wrong;
}

bool route_has_upload(const struct route *route)
{
    for (const struct field *field = route ? route->form : NULL; field && field->name; field++)
        if (field->kind == FIELD_FILE)
            return true;
    return false;
}

int64_t request_body_limit(const struct request *request)
{
    int64_t limit = request->app->config->max_body > 0 ? request->app->config->max_body : BODY_DEFAULT;
    return route_has_upload(request->route) ? limit * UPLOAD_FACTOR : limit;
}

/* ---- reading it ---- */

const char *path_text(const struct request *request, int n)
{
    return n >= 0 && n < MAX_SEGMENTS && request->segment[n] ? request->segment[n] : "";
}

int64_t path_id(const struct request *request, int n)
{
    int64_t id;
    return text_int(path_text(request, n), 1, INT64_MAX, &id) ? id : 0;
}

const char *own_path(const char *path, const char *otherwise)
{
    if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\' || text_has_controls(path))
        return otherwise;
    return path;
}
