/* What the programs that measure inside the process share: one community, one reader, requests without sockets. */
#ifndef WITHIN_H
#define WITHIN_H

#include "app/app.h"
#include "http/exchange.h"

/* A community's folder, without its jobs; app_close and arena_free are the caller's. */
enum status within_open(const char *folder, struct arena *arena, struct app **app) MUST_USE;
/* One request from its head to its compressed page, in microseconds. body NULL: a GET; else a POST of "a=b&c=d" with the form's token.
 * *status: of the answer. page, if not NULL: what came, uncompressed, on `arena`. */
struct within_ask {
    struct app *app;
    const char *cookie, *path, *body;
    struct arena *arena; /* for the page */
    const char *page;
    int64_t reader;
    int status;
};
int64_t within_serve(struct within_ask *ask);
/* Sorts what was taken and says the value below which `percent` of them are, in milliseconds. */
double within_share(int64_t *took, size_t count, int percent);

#endif
