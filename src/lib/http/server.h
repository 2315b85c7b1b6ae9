/* The listening part: one libevent base and one SO_REUSEPORT listener per I/O thread, a pool of workers. Requests are read by head.c. */
#ifndef SERVER_H
#define SERVER_H

#include "http/http.h"

struct server;

/* Listens on config->listen ("127.0.0.1:8080", "[::1]:8080", port 0 for any). BROKEN is logged with what to do. */
enum status server_start(struct app *app, struct server **server) MUST_USE;
/* The same in two steps, so that a sandbox can be entered in between: open listens and reads the certificate, begin starts the threads.
 * What connects between the two waits. */
enum status server_open(struct app *app, struct server **server) MUST_USE;
enum status server_begin(struct server *server) MUST_USE;
int server_port(const struct server *server);
/* Stops accepting, finishes what was taken (at most 5 s), then frees. */
void server_stop(struct server *server);

/* The limits' and the password gate's memory. */
enum status limits_new(struct limits **limits) MUST_USE;
void limits_free(struct limits *limits);
struct password_gate *password_gate_new(int at_once);
void password_gate_free(struct password_gate *gate);

#endif
