/* What the operator's monitoring sees (GET /metrics): how much, how fast, how full. Never who: requests are counted by the pattern of
 * their route, without addresses, ids or names, and all of it is forgotten when the process ends. */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include "http/http.h"

/* Before the sandbox: it keeps /proc/self/statm open. */
struct metrics *metrics_new(const struct app *app);
void metrics_free(struct metrics *metrics);

/* The counters as Prometheus reads them. Only for who asks on this very machine, by an address of its own and not through a proxy;
 * for others there is no such page. */
handler metrics_page;

/* ---- for the files of this folder; without `metrics` (NULL) nothing is counted ---- */

enum metrics_gauge {
    METRICS_CONNECTIONS,
    METRICS_WORKERS,
    METRICS_BUSY,
    METRICS_QUEUED,
    METRICS_STREAMS,
    METRICS_EVENTS,
    METRICS_SLOW,
    METRICS_GAUGES
};

void metrics_change(struct metrics *metrics, enum metrics_gauge gauge, int by);
/* `request` is answered. */
void metrics_answered(const struct request *request, int64_t took_us);
/* Bytes that never became a request were answered with `status`. */
void metrics_refused(struct metrics *metrics, int status);

#endif
