/* The head of an HTTP/1.1 request, read strictly: whatever two programs could understand differently is refused. Pure functions. */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/inside.h"

struct request_head {
    const char *method, *target;
    struct pairs headers;
    int64_t content_length; /* 0 when there is no body */
    bool keep_alive, old;   /* old: HTTP/1.0 */
    bool expects_continue;
};

/* Looks for the empty line that ends a head. Returns the bytes up to and with it; 0: not there yet (*scanned remembers how far this was
 * looked through); -1: a byte that no head may hold, or a line that ends without CR. */
int64_t request_head_end(const char *data, size_t len, size_t *scanned);
/* Reads `len` bytes that request_head_end found. 0, or the HTTP status of what is wrong; the connection must then end. */
int request_head_read(struct arena *arena, const char *data, size_t len, struct request_head *head);

#endif
