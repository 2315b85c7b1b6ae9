/* The raw side of a request: what the server or a test puts in and takes out. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "http/http.h"

struct exchange;

/* A request on `arena`: method word ("GET", "BREW"), target ("/a?b=c"), not yet checked. */
struct request *exchange_new(struct arena *arena, struct app *app, const char *method, const char *target);
void exchange_header(struct request *request, const char *name, const char *value);
/* The client's address as text; only its keyed hash goes further. */
void exchange_address(struct request *request, const char *address);
void exchange_body(struct request *request, struct bytes body);

/* The CSRF token a form on a page for this request's cookies would carry; for tests that send forms. */
const char *exchange_csrf(struct request *request);

/* After request_serve: the answer's headers, in order. Returns false past the last. */
bool exchange_answer_header(const struct request *request, size_t n, const char **name, const char **value);
/* True when the server may run this request on its I/O thread (ROUTE_INLINE on SQLite, or a static file). */
bool exchange_is_inline(struct request *request);

#endif
