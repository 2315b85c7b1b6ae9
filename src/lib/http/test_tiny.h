/* A tiny site of its own for http's tests: a few routes, hooks that know three cookies, and an SQLite file that lives for one test. */
#ifndef HTTP_TEST_TINY_H
#define HTTP_TEST_TINY_H

#include "http/inside.h"
#include "http/server.h"

#include <stdatomic.h>

struct tiny {
    struct arena arena;
    struct app app;
    struct config config;
    char folder[64];
    atomic_int handled, kept, shown; /* how often a handler ran */
    atomic_bool hold;                /* /hold waits until it is false again */
    int64_t now;
};

/* Opens the site; tiny_close removes all of it. */
struct tiny *tiny_open(void);
void tiny_close(struct tiny *tiny);

/* A request to it. `cookie` may be NULL; "s=ana" is a member, "s=stu" a steward, "s=gone" a session that has ended, "s=gated" a member
 * who must visit /gate first, "s=m7" the member whose persona is 7. */
struct request *tiny_request(struct tiny *tiny, const char *method, const char *target, const char *cookie);
/* Sends `fields` ("a=b&c=d") with a CSRF token for the request's own cookies. */
struct request *tiny_form(struct request *request, const char *fields);
/* The same without a token. */
struct request *tiny_body(struct request *request, const char *type, const void *data, size_t len);
/* Serves it; the status. */
int tiny_fetch(struct request *request);
const char *tiny_header(const struct request *request, const char *name); /* "" when absent */
/* The value of the n-th Set-Cookie that begins with `name` and "=", with its attributes; NULL when absent. */
const char *tiny_cookie(const struct request *request, const char *name);
bool tiny_shows(const struct request *request, const char *text);
int64_t tiny_notes(struct tiny *tiny); /* rows that POST /form wrote */

#endif
