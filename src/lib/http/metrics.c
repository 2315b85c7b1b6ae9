#include "http/metrics.h"

#include "base/histogram.h"
#include "http/inside.h"

#include <fcntl.h>
#include <unistd.h>

struct metrics {
    const struct app *app;
    int64_t started; /* epoch ms */
    int statm;       /* /proc/self/statm; -1: there is none */
    atomic_llong gauge[METRICS_GAUGES];
    atomic_llong accepted;           /* connections so far */
    atomic_llong class[6];           /* answers by the first digit of their status */
    struct histogram assets, others; /* requests that no route took */
    struct histogram routes[];       /* parallel to app->routes */
};

struct metrics *metrics_new(const struct app *app)
{
    struct metrics *metrics = calloc(1, sizeof *metrics + app->routes_count * sizeof metrics->routes[0]);
    if (!metrics)
        abort();
    metrics->app = app;
    metrics->started = clock_now();
    metrics->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    if (metrics && metrics->statm >= 0)
        close(metrics->statm);
    free(metrics);
}

/* ---- counting ---- */

static void count(atomic_llong *counter, int by)
{
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static int64_t counted(const atomic_llong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_change(struct metrics *metrics, enum metrics_gauge gauge, int by)
{
    if (!metrics)
        return;
    count(&metrics->gauge[gauge], by);
    if (gauge == METRICS_CONNECTIONS && by > 0)
        count(&metrics->accepted, by);
}

void metrics_refused(struct metrics *metrics, int status)
{
    if (metrics)
        count(&metrics->class[(size_t)status / 100 % COUNT(metrics->class)], 1);
}

void metrics_answered(const struct request *request, int64_t took_us)
{
    struct metrics *metrics = request->app->metrics;
    if (!metrics)
        return;
    metrics_refused(metrics, request->status);
    struct histogram *of = request->route             ? &metrics->routes[request->route - request->app->routes]
                           : request->exchange->asset ? &metrics->assets
                                                      : &metrics->others;
    histogram_add(of, took_us);
}

/* ---- writing ---- */

static void about(struct buf *out, const char *name, const char *kind, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void figure(struct buf *out, const char *name, const char *kind, const char *help, int64_t value)
{
    about(out, name, kind, help);
    buf_printf(out, "%s %lld\n", name, (long long)value);
}

/* "method=\"GET\"," or nothing goes before the step's own label. */
static void steps(struct buf *out, const char *name, const char *labels, const struct histogram *histogram)
{
    int64_t total = 0;
    for (size_t i = 0; i < HISTOGRAM_STEPS; i++) {
        total += counted(&histogram->step[i]);
        if (i + 1 < HISTOGRAM_STEPS)
            buf_printf(out, "%s_bucket{%sle=\"%g\"} %lld\n", name, labels, (double)histogram_limit(i) / 1e6, (long long)total);
        else
            buf_printf(out, "%s_bucket{%sle=\"+Inf\"} %lld\n", name, labels, (long long)total);
    }
    const char *open = *labels ? "{" : "", *shut = *labels ? "}" : "";
    int len = *labels ? (int)strlen(labels) - 1 : 0; /* without the comma */
    buf_printf(out, "%s_sum%s%.*s%s %.6f\n", name, open, len, labels, shut, (double)counted(&histogram->sum_us) / 1e6);
    buf_printf(out, "%s_count%s%.*s%s %lld\n", name, open, len, labels, shut, (long long)total);
}

static void write_requests(struct buf *out, const struct metrics *metrics)
{
    static const char name[] = "kith_request_seconds";
    about(out, "kith_answers_total", "counter", "answers by the class of their status");
    for (size_t i = 2; i < COUNT(metrics->class); i++)
        buf_printf(out, "kith_answers_total{class=\"%zuxx\"} %lld\n", i, (long long)counted(&metrics->class[i]));
    about(out, name, "histogram", "from the request being read to its answer being made, by route; those never asked for are left out");
    for (size_t i = 0; i < metrics->app->routes_count; i++) {
        const struct route *route = &metrics->app->routes[i];
        if (histogram_count(&metrics->routes[i]))
            steps(out, name, arena_printf(out->arena, "method=\"%s\",route=\"%s\",", route->method == POST ? "POST" : "GET", route->path),
                  &metrics->routes[i]);
    }
    steps(out, name, "method=\"GET\",route=\"static\",", &metrics->assets);
    steps(out, name, "method=\"\",route=\"none\",", &metrics->others);
}

static void write_gauges(struct buf *out, const struct metrics *metrics)
{
    figure(out, "kith_connections", "gauge", "open connections", counted(&metrics->gauge[METRICS_CONNECTIONS]));
    figure(out, "kith_connections_total", "counter", "connections so far", counted(&metrics->accepted));
    figure(out, "kith_workers", "gauge", "worker threads", counted(&metrics->gauge[METRICS_WORKERS]));
    figure(out, "kith_workers_busy", "gauge", "worker threads that serve a request", counted(&metrics->gauge[METRICS_BUSY]));
    figure(out, "kith_workers_queued", "gauge", "requests that wait for a worker", counted(&metrics->gauge[METRICS_QUEUED]));
    figure(out, "kith_streams", "gauge", "open live streams", counted(&metrics->gauge[METRICS_STREAMS]));
    figure(out, "kith_stream_events_total", "counter", "live packets written to streams", counted(&metrics->gauge[METRICS_EVENTS]));
    figure(out, "kith_stream_slow_total", "counter", "streams ended because their readers took too little",
           counted(&metrics->gauge[METRICS_SLOW]));
}

struct waiting {
    struct request *request;
    int64_t count, oldest;
};

static enum status waiting_read(struct db *db, void *context)
{
    struct waiting *waiting = context;
    return jobs_waiting(db, waiting->request->arena, waiting->request->now, &waiting->count, &waiting->oldest);
}

static void write_database(struct buf *out, struct request *request)
{
    struct database *database = request->app->database;
    struct database_figures figures = { 0 };
    if (!database)
        return;
    database_figures(database, &figures);
    figure(out, "kith_db_writes_total", "counter", "works that wrote; divided by kith_db_commit_seconds_count: how many share a commit",
           figures.writes);
    about(out, "kith_db_commit_seconds", "histogram", "making a transaction durable");
    steps(out, "kith_db_commit_seconds", "", figures.commits);
    figure(out, "kith_db_busy_total", "counter", "waits that were given up: a lock, a turn, a connection", figures.busy);
    figure(out, "kith_db_failures_total", "counter", "statements and commits that failed; the log says why", figures.failures);
    about(out, "kith_db_committed_timestamp_seconds", "gauge", "when the last write was made durable; 0: none since the start");
    buf_printf(out, "kith_db_committed_timestamp_seconds %.3f\n", (double)figures.committed_at / 1000);
    about(out, "kith_db_failed_timestamp_seconds", "gauge", "when a statement or a commit failed last; 0: never since the start");
    buf_printf(out, "kith_db_failed_timestamp_seconds %.3f\n", (double)figures.failed_at / 1000);
    struct waiting waiting = { .request = request };
    bool up = database_read(database, waiting_read, &waiting) == OK;
    figure(out, "kith_db_up", "gauge", "1 when the database could be read just now", up);
    if (!up)
        return;
    figure(out, "kith_jobs_waiting", "gauge", "jobs that are due, at most 1000", waiting.count);
    figure(out, "kith_jobs_late_seconds", "gauge", "how long the first of them is due",
           waiting.count ? (request->now - waiting.oldest) / TIME_SECOND : 0);
}

static int64_t memory_resident(const struct metrics *metrics)
{
    char line[128] = "";
    if (metrics->statm < 0 || pread(metrics->statm, line, sizeof line - 1, 0) <= 0)
        return 0;
    char *rest;
    (void)strtoll(line, &rest, 10); /* the size of all that is mapped */
    return strtoll(rest, NULL, 10) * sysconf(_SC_PAGESIZE);
}

enum status metrics_page(struct request *request)
{
    const struct metrics *metrics = request->app->metrics;
    struct buf *out = &request->body;
    if (!metrics || !request->exchange->local)
        return NOT_FOUND;
    request->content_type = "text/plain; version=0.0.4; charset=utf-8";
    write_requests(out, metrics);
    write_gauges(out, metrics);
    write_database(out, request);
    about(out, "process_start_time_seconds", "gauge", "when it was started");
    buf_printf(out, "process_start_time_seconds %.3f\n", (double)metrics->started / 1000);
    figure(out, "process_resident_memory_bytes", "gauge", "memory in use", memory_resident(metrics));
    return OK;
}
