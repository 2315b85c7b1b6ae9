/* A tiny site with streams, and a browser that listens to them over real sockets. */
#ifndef HTTP_TEST_LISTENING_H
#define HTTP_TEST_LISTENING_H

#include "http/test_tiny.h"
#include "live/test_talk.h"

struct site {
    struct tiny *tiny;
    struct server *server;
    struct database *own; /* tiny's, while another one is used */
};

/* "/talk/5/live" (a worker's) and "/quick/5/live" (inline) are streams of talk 5 with nudges 6 and 7, for stewards with flag 1, and show
 * who is here unless "?after=" is given; "/news" listens to nudge 1 alone; "/broken" opens a stream and fails. */
struct tiny *site_tiny(void); /* its config may be changed before it is started */
struct site site_start(struct tiny *tiny);
void site_stop(struct site *site);
/* Another process, so to say, on a database with talk's tables; with a heartbeat each 100 ms. */
struct site site_on(struct database *database);
void site_off(struct site *site);

int dial(const struct site *site, int receive_bytes);
/* `headers`: each with its line end. */
void ask(int fd, const char *method, const char *target, const char *cookie, const char *headers);
int open_stream(const struct site *site, const char *target, const char *cookie);
/* Adds what comes to `heard` until `until` stands in it (true), or the stream ends or `ms` pass without a byte (false). */
bool hear(int fd, struct buf *heard, const char *until, int ms);
/* Reads until the other side has closed, or `ms` pass without a byte (false); closes. */
bool ended(int fd, int ms);
int count_of(const char *text, const char *word);
/* A figure of /metrics; and waiting for it. */
int64_t figure(struct tiny *tiny, const char *name);
bool comes_to(struct tiny *tiny, const char *name, int64_t wanted);
/* The numbers in what was heard: the last of them; *good turns false when one isn't one more than the one before. */
int64_t follow(const char *heard, int64_t last, bool *good);

#endif
