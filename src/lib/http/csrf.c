/* Forms come from our own pages: a token bound to the session (or guest) cookie and masked anew in every answer, and what the browser
 * says about where the form stood. */
#include "http/inside.h"

/* Half of the keyed hash: 128 bits can't be guessed, and the token stands in every form of every page. */
enum { PROOF_BYTES = 16, MASKED_BYTES = 2 * PROOF_BYTES };

/* A cookie as the reader's browser will hold it after this answer. */
static const char *cookie_after(const struct request *request, const char *name)
{
    const struct exchange *exchange = request->exchange;
    for (size_t i = 0; i < exchange->cookies_count; i++)
        if (text_same(exchange->cookies[i].name, name))
            return exchange->cookies[i].max_age < 0 ? "" : exchange->cookies[i].value;
    return cookie_value(request, name);
}

static void token_for(const struct request *request, char kind, const char *cookie, struct hash *token)
{
    struct key key;
    key_derive(&key, &request->app->server_key, "csrf");
    const char *subject = arena_printf(request->arena, "%c:%s", kind, cookie);
    hash_keyed(token, &key, subject, strlen(subject));
    memset(token->byte + PROOF_BYTES, 0, HASH_BYTES - PROOF_BYTES);
    key_wipe(&key);
}

/* The mask makes the token different in every answer, so that the size of compressed pages tells nothing about it. */
static const char *masked(struct request *request, const struct hash *token)
{
    unsigned char both[MASKED_BYTES];
    exchange_random(request, both, PROOF_BYTES);
    for (size_t i = 0; i < PROOF_BYTES; i++)
        both[PROOF_BYTES + i] = both[i] ^ token->byte[i];
    return token_text(request->arena, both, sizeof both);
}

static bool unmask(const char *text, struct hash *token)
{
    unsigned char both[MASKED_BYTES];
    if (!text || !token_read(text, both, sizeof both))
        return false;
    *token = (struct hash){ 0 };
    for (size_t i = 0; i < PROOF_BYTES; i++)
        token->byte[i] = both[i] ^ both[PROOF_BYTES + i];
    return true;
}

/* The guest cookie is made when a visitor first gets a form, not before. */
static const char *guest_cookie(struct request *request)
{
    const char *guest = cookie_after(request, "g");
    if (*guest)
        return guest;
    struct exchange *exchange = request->exchange;
    if (!exchange->guest) {
        unsigned char random[16];
        random_bytes(random, sizeof random);
        exchange->guest = token_text(request->arena, random, sizeof random);
    }
    cookie_set(request, "g", exchange->guest, 0);
    return exchange->guest;
}

/* One mask an answer: a page of fifty forms repeats the same text, which compresses to nothing. */
const char *form_token(struct request *request)
{
    struct exchange *exchange = request->exchange;
    struct hash token;
    const char *session = cookie_after(request, "s");
    const char *cookie = *session ? session : guest_cookie(request);
    if (exchange->page_token && text_same(exchange->page_token_cookie, cookie))
        return exchange->page_token;
    token_for(request, *session ? 's' : 'g', cookie, &token);
    exchange->page_token_cookie = cookie;
    exchange->page_token = masked(request, &token);
    return exchange->page_token;
}

void html_form_fields(struct view *view)
{
    if (!view->request)
        return;
    const char *token = form_token(view->request); /* letters, digits, - and _ alone */
    html_literal(view, "<input type=\"hidden\" name=\"csrf\" value=\"", 40);
    answer_token(view, token);
    html_literal(view, "\">", 2);
}

const char *exchange_csrf(struct request *request)
{
    request->secure = request_is_secure(request);
    const char *token = form_token(request);
    if (request->exchange->guest && !*cookie_value(request, "g")) /* the browser would send it back */
        exchange_header(request, "Cookie",
                        arena_printf(request->arena, "%sg=%s", request->secure ? "__Host-" : "", request->exchange->guest));
    return token;
}

static bool token_holds(const struct request *request)
{
    struct hash sent, wanted;
    if (!unmask(form_raw(request, "csrf"), &sent))
        return false;
    const char *session = cookie_value(request, "s"), *guest = cookie_value(request, "g");
    if (*session) {
        token_for(request, 's', session, &wanted);
        if (hash_same(&sent, &wanted))
            return true;
    }
    /* A form for visitors may have been opened before its reader signed in elsewhere, and what they wrote may travel in it. */
    if (!*guest || (*session && request->route->who != VISITORS && !(request->route->flags & ROUTE_DOOR)))
        return false;
    token_for(request, 'g', guest, &wanted);
    return hash_same(&sent, &wanted);
}

/* Our pages say Referrer-Policy: no-referrer, and so browsers send "Origin: null" with our own forms: it tells nothing, and
 * Sec-Fetch-Site, which pages can't forge, decides (every current browser sends it over https and to localhost). */
int form_origin_check(struct request *request)
{
    const char *site = header_find(request, "Sec-Fetch-Site", 0), *origin = header_find(request, "Origin", 0);
    if (header_find(request, "Sec-Fetch-Site", 1) || header_find(request, "Origin", 1))
        return 403;
    if (site && !header_same(site, "same-origin") && !header_same(site, "none"))
        return 403;
    if (origin && !header_same(origin, "null") && !header_same(origin, request_origin(request)))
        return 403;
    if (request->route->flags & ROUTE_OPEN_FORM)
        return 0;
    /* Without a session nothing of a member's can be done: the router leads to the sign-in page, with what was typed kept in it. */
    if (!*cookie_value(request, "s") && !(request->route->who & ROLE_VISITOR))
        return 0;
    return token_holds(request) ? 0 : 403;
}
