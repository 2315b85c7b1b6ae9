/* The raw side of a request: headers, cookies, who is asking and over what. */
#include "http/inside.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <strings.h>

void exchange_pair_add(struct arena *arena, struct pairs *pairs, const char *name, const char *value)
{
    if (pairs->count == pairs->cap) {
        size_t cap = pairs->cap ? pairs->cap * 2 : 8;
        struct pair *bigger = arena_array(arena, cap, sizeof *bigger);
        if (pairs->count)
            memcpy(bigger, pairs->items, pairs->count * sizeof *bigger);
        pairs->items = bigger;
        pairs->cap = cap;
    }
    pairs->items[pairs->count++] = (struct pair){ name, value };
}

struct request *exchange_new(struct arena *arena, struct app *app, const char *method, const char *target)
{
    struct request *request = arena_alloc(arena, sizeof *request);
    struct exchange *exchange = arena_alloc(arena, sizeof *exchange);
    *exchange = (struct exchange){ .method = arena_copy(arena, method), .target = arena_copy(arena, target), .address = "" };
    *request = (struct request){
        .arena = arena,
        .app = app,
        .method = text_same(method, "POST") ? POST : GET,
        .head = text_same(method, "HEAD"),
        .path = "/",
        .query_text = "",
        .now = app->clock ? app->clock(app->clock_context) : clock_now(),
        .address_key = "",
        .host = "localhost",
        .roles = ROLE_VISITOR,
        .theme = "",
        .body = { .arena = arena },
        .exchange = exchange,
    };
    return request;
}

void exchange_header(struct request *request, const char *name, const char *value)
{
    struct arena *arena = request->arena;
    exchange_pair_add(arena, &request->exchange->headers, arena_copy(arena, name), arena_copy(arena, value));
}

void exchange_address(struct request *request, const char *address)
{
    request->exchange->address = arena_copy(request->arena, address);
}

void exchange_body(struct request *request, struct bytes body)
{
    request->exchange->body = body;
}

bool exchange_answer_header(const struct request *request, size_t n, const char **name, const char **value)
{
    const struct pairs *answer = &request->exchange->answer;
    if (n >= answer->count)
        return false;
    *name = answer->items[n].name;
    *value = answer->items[n].value;
    return true;
}

bool exchange_is_inline(struct request *request)
{
    request_open(request);
    const struct exchange *exchange = request->exchange;
    if (exchange->refusal)
        return false;
    if (exchange->asset)
        return true;
    unsigned flags = request->route->flags;
    return request->method == GET && (flags & ROUTE_INLINE) && !request->route->prepare &&
           ((flags & ROUTE_NO_DATABASE) || database_is_sqlite(request->app->database));
}

void exchange_random(struct request *request, unsigned char *out, size_t len)
{
    struct exchange *exchange = request->exchange;
    if (exchange->random_left < len) {
        random_bytes(exchange->random, sizeof exchange->random);
        exchange->random_left = sizeof exchange->random;
    }
    exchange->random_left -= len;
    memcpy(out, exchange->random + exchange->random_left, len);
}

static void wipe_text(const char *text)
{
    if (text && *text)
        sodium_memzero((char *)text, strlen(text));
}

static void wipe_values(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        wipe_text(pairs->items[i].value);
}

void exchange_wipe(struct request *request)
{
    struct exchange *exchange = request->exchange;
    wipe_values(&exchange->headers);
    wipe_values(&exchange->fields);
    for (size_t i = 0; exchange->clean && i < exchange->fields.count; i++)
        wipe_text(exchange->clean[i]);
    if (exchange->body.len)
        sodium_memzero((void *)exchange->body.data, exchange->body.len);
    exchange->body = (struct bytes){ 0 };
}

/* ---- headers ---- */

const char *header_find(const struct request *request, const char *name, size_t n)
{
    const struct pairs *headers = &request->exchange->headers;
    for (size_t i = 0; i < headers->count; i++)
        if (header_same(headers->items[i].name, name) && !n--)
            return headers->items[i].value;
    return NULL;
}

const char *header_value(const struct request *request, const char *name)
{
    const char *value = header_find(request, name, 0);
    return value ? value : "";
}

bool header_same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

struct pair *header_among(const struct pairs *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (header_same(headers->items[i].name, name))
            return &headers->items[i];
    return NULL;
}

/* A q-value of zero, in any of its spellings: "q=0", "q=0.000". */
static bool is_refused(const char *parameters, size_t len)
{
    const char *q = memmem(parameters, len, "q=", 2);
    if (!q)
        return false;
    const char *end = parameters + len;
    for (q += 2; q < end && *q != ' ' && *q != ';'; q++)
        if (*q != '0' && *q != '.')
            return false;
    return true;
}

bool header_accepts(const struct request *request, const char *coding)
{
    size_t wanted = strlen(coding);
    for (const char *item = header_value(request, "Accept-Encoding"); *item;) {
        item += strspn(item, ", \t");
        size_t len = strcspn(item, ","), word = strcspn(item, ",; \t");
        if (word == wanted && !strncasecmp(item, coding, wanted))
            return !is_refused(item + word, len - word);
        item += len;
    }
    return false;
}

/* ---- cookies ---- */

static bool is_cookie_value(const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)value[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

const char *cookie_value(const struct request *request, const char *name)
{
    /* Over https only the prefixed name counts: a neighbouring host or a plain connection can't have set it. */
    const char *prefix = request->secure ? "__Host-" : "";
    size_t prefix_len = strlen(prefix), name_len = strlen(name);
    const char *header;
    for (size_t n = 0; (header = header_find(request, "Cookie", n)); n++)
        for (const char *item = header; *item;) {
            item += strspn(item, "; \t");
            size_t len = strcspn(item, ";"), start = prefix_len + name_len + 1;
            while (len && (item[len - 1] == ' ' || item[len - 1] == '\t'))
                len--;
            if (len >= start && !strncmp(item, prefix, prefix_len) && !strncmp(item + prefix_len, name, name_len) && item[start - 1] == '=')
                return is_cookie_value(item + start, len - start) ? arena_slice(request->arena, item + start, len - start) : "";
            item += strcspn(item, ";");
        }
    return "";
}

/* ---- who is asking, over what ---- */

static bool is_same_address(const char *a, const char *b)
{
    struct in6_addr one, other;
    if (inet_pton(AF_INET6, a, &one) == 1 && inet_pton(AF_INET6, b, &other) == 1)
        return !memcmp(&one, &other, sizeof one);
    return text_same(a, b);
}

static bool is_from_proxy(const struct request *request)
{
    const char *proxy = request->app->config->trusted_proxy;
    return proxy && *proxy && is_same_address(proxy, request->exchange->address);
}

const char *request_address(const struct request *request)
{
    const struct exchange *exchange = request->exchange;
    const char *forwarded = NULL, *next;
    for (size_t n = 0; (next = header_find(request, "X-Forwarded-For", n)); n++)
        forwarded = next;
    if (!forwarded || !is_from_proxy(request))
        return exchange->address;
    /* The last entry is what our own proxy saw; those before it are whatever the client wrote. */
    const char *comma = strrchr(forwarded, ',');
    const char *last = comma ? comma + 1 : forwarded;
    last += strspn(last, " \t");
    const char *address = arena_slice(request->arena, last, strcspn(last, " \t"));
    struct in6_addr parsed;
    bool good = inet_pton(AF_INET, address, &parsed) == 1 || inet_pton(AF_INET6, address, &parsed) == 1;
    return good ? address : exchange->address;
}

bool request_is_secure(const struct request *request)
{
    const char *origin = request->app->config->origin;
    if (request->exchange->tls || (origin && !strncasecmp(origin, "https://", 8)))
        return true;
    return is_from_proxy(request) && header_same(header_value(request, "X-Forwarded-Proto"), "https");
}

static bool is_loopback(const char *address)
{
    struct in6_addr six;
    struct in_addr four;
    if (inet_pton(AF_INET, address, &four) == 1)
        return text_starts(address, "127.");
    return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost": what a page elsewhere, or a proxy that passes the name on, wouldn't send. */
static bool is_loopback_host(const char *host)
{
    static const char *const names[] = { "127.0.0.1", "[::1]", "localhost" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (text_starts(host, names[i]) && (!host[strlen(names[i])] || host[strlen(names[i])] == ':'))
            return true;
    return false;
}

bool request_is_local(const struct request *request)
{
    static const char *const signs[] = { "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via" };
    for (size_t i = 0; i < COUNT(signs); i++)
        if (header_find(request, signs[i], 0))
            return false;
    return is_loopback(request->exchange->address) && is_loopback_host(request->host);
}

const char *request_origin(const struct request *request)
{
    const char *origin = request->app->config->origin;
    if (!origin || !*origin)
        return arena_printf(request->arena, "%s://%s", request->secure ? "https" : "http", request->host);
    size_t len = strlen(origin);
    while (len && origin[len - 1] == '/')
        len--;
    return arena_slice(request->arena, origin, len);
}

/* ---- the reader, as far as cookies tell ---- */

void request_view_start(struct request *request)
{
    const struct catalogues *catalogues = request->app->catalogues;
    const char *chosen = cookie_value(request, "l");
    const struct catalogue *catalogue = *chosen ? catalogue_find(catalogues, chosen) : NULL;
    if (!catalogue)
        catalogue = catalogue_negotiate(catalogues, header_value(request, "Accept-Language"));
    const struct language *language = catalogue_language(catalogue);
    struct display *visitor = &request->exchange->visitor;
    visitor->view = (struct view){
        .out = &request->body,
        .words = { .catalogue = catalogue, .arena = request->arena, .now = request->now },
        .lang = language->code,
        .direction = language->direction,
        .request = request,
    };
    static const char *const themes[] = { "light", "dark", "contrast" };
    const char *theme = cookie_value(request, "t");
    visitor->theme = "";
    for (size_t i = 0; i < COUNT(themes); i++)
        if (text_same(theme, themes[i]))
            visitor->theme = themes[i];
    visitor->discreet = text_same(cookie_value(request, "n"), "1");
    request->view = visitor->view;
    request->theme = visitor->theme;
    request->discreet = visitor->discreet;
}
