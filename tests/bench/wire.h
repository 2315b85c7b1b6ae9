/* Connections by epoll, one thread: what every mode of bench-client is made of. Nothing of Kith is linked here: the client may know no more
 * than a browser does. */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- time and figures ---- */

int64_t now_us(void);
/* Many durations in microseconds. */
struct samples {
    int64_t *items;
    size_t count, cap;
};
void samples_add(struct samples *samples, int64_t us);
/* The value that `part` (0 to 1) of them don't exceed; sorts them. 0 when there are none. */
int64_t samples_at(struct samples *samples, double part);
void samples_free(struct samples *samples);

/* ---- who sends ---- */

/* Lines of "COOKIE TOKEN" from bench-data sessions. */
struct session {
    char cookie[64], token[96];
};
struct sessions {
    struct session *items;
    size_t count;
};
void sessions_read(const char *path, struct sessions *sessions);
/* Words of a file, one a line: topics to answer in. */
struct lines {
    char **items;
    size_t count;
};
void lines_read(const char *path, struct lines *lines);

/* ---- connections ---- */

struct wire {
    int fd;
    bool connecting, dead; /* dead: the other side is gone */
    char *in, *out;
    size_t in_len, in_cap, out_len, out_at, out_cap;
    /* Something came (it is in `in`), all of `out` is sent, or the other side is gone. */
    void (*ready)(struct wire *wire);
    int index;
    void *owner;
};

struct loop {
    int epoll, port;
    int64_t stop_us; /* 0: until `done` */
    bool done;
    void (*tick)(struct loop *loop); /* after each wait, which lasts at most a millisecond when it is set */
    void *context;
};
/* Raises the limit of open files and makes the epoll. Ends the program when `files` can't be had. */
void loop_open(struct loop *loop, int port, size_t files);
void loop_run(struct loop *loop);

/* Begins to connect to 127.0.0.1; what is said meanwhile waits. */
void wire_open(struct loop *loop, struct wire *wire);
/* Closes; a later wire_open takes it again. `reset`: without a farewell. */
void wire_close(struct wire *wire, bool reset);
void wire_say(struct loop *loop, struct wire *wire, const char *data, size_t len);
/* Takes the first `len` bytes away from `in`. */
void wire_drop(struct wire *wire, size_t len);

/* ---- answers ---- */

struct answer {
    int status;
    size_t head, length; /* bytes of the head with its empty line; of the body */
    bool stream;         /* text/event-stream: the body has no end */
};
/* Reads the head of the answer at the front of `in`. False: not there yet. Ends the program when it is no HTTP. */
bool answer_read(const struct wire *wire, struct answer *answer);

/* ---- requests ---- */

struct text {
    char *data;
    size_t len, cap;
};
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A form, its fields already encoded. */
void text_post(struct text *text, const struct session *session, const char *path, const char *fields);
void text_get(struct text *text, const struct session *session, const char *path, const char *more);

void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* ---- the modes ---- */

struct wish {
    const char *mode, *path, *post, *fields, *sessions, *lines, *mark;
    int port, clients, streams, per_member, rounds, reconnects, slow, pid;
    double seconds;
};
void posts_run(const struct wish *wish);
void pages_run(const struct wish *wish);
void streams_run(const struct wish *wish);

#endif
