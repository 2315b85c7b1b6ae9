#include "base/histogram.h"
#include "http/metrics.h"
#include "tests/harness/harness.h"

static struct request *from(const char *address, const char *who)
{
    struct request *request = as(who, "GET", "/metrics");
    exchange_address(request, address);
    return request;
}

/* The figure behind `name` and a blank. */
static int64_t figure(const char *name)
{
    struct request *request = from("127.0.0.1", "visitor");
    EXPECT_INT(fetch(request), 200);
    const char *at = strstr(buf_text(&request->body), arena_printf(test_arena(), "\n%s ", name));
    return at ? strtoll(at + strlen(name) + 2, NULL, 10) : -1;
}

TEST(figures_are_for_this_machine_alone)
{
    EXPECT_INT(fetch(from("127.0.0.1", "visitor")), 200);
    EXPECT_INT(fetch(from("127.8.9.1", "visitor")), 200);
    EXPECT_INT(fetch(from("::1", "visitor")), 200);
    EXPECT_INT(fetch(from("192.0.2.7", "visitor")), 404);
    EXPECT_INT(fetch(from("192.0.2.7", "stu")), 404);
    EXPECT_INT(fetch(from("127.0.0.1.example", "visitor")), 404);
    EXPECT_INT(fetch(from("", "visitor")), 404);
    static const char *const signs[] = { "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via" };
    for (size_t i = 0; i < COUNT(signs); i++)
        EXPECT_INT(fetch(with_header(from("127.0.0.1", "visitor"), signs[i], "127.0.0.1")), 404);
    struct request *named = from("127.0.0.1", "visitor");
    named->exchange = exchange_new(test_arena(), test_app(), "GET", "/metrics")->exchange;
    exchange_address(named, "127.0.0.1");
    exchange_header(named, "Host", "kith.example.org");
    EXPECT_INT(fetch(named), 404);
}

TEST(figures_tell_how_much_and_never_who)
{
    int64_t before = figure("kith_answers_total{class=\"2xx\"}");
    const char *health = "kith_request_seconds_count{method=\"GET\",route=\"/healthz\"}";
    EXPECT_INT(fetch(as("ana", "GET", "/healthz?q=marker17")), 200);
    EXPECT_INT(fetch(as("ana", "GET", arena_printf(test_arena(), "/members/%lld", (long long)persona_of("bo")))), 404);
    EXPECT_INT(figure(health), 1);
    EXPECT_INT(figure("kith_answers_total{class=\"2xx\"}"), before + 3); /* one of them, and two looks at the figures */
    EXPECT(figure("kith_answers_total{class=\"4xx\"}") >= 1);
    struct request *page = from("127.0.0.1", "visitor");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "marker17") && !names(page, "Ana") && !shows(page, "192.0.2"));
    EXPECT(!shows(page, arena_printf(test_arena(), "%lld", (long long)persona_of("bo"))));
    EXPECT_TEXT(answer_header(page, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_TEXT(answer_header(page, "Cache-Control"), "no-store");
}

TEST(figures_follow_the_database_and_its_jobs)
{
    int64_t commits = figure("kith_db_commit_seconds_count"), writes = figure("kith_db_writes_total");
    EXPECT_INT(test_sql("DELETE FROM job"), OK);
    EXPECT_INT(figure("kith_db_commit_seconds_count"), commits + 1);
    EXPECT_INT(figure("kith_db_writes_total"), writes + 1);
    EXPECT_INT(figure("kith_jobs_waiting"), 0);
    EXPECT_INT(
        test_sql(arena_printf(test_arena(), "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES (1, 'x', 0, %lld, 0, FALSE)",
                              (long long)(test_now() - 90 * TIME_SECOND))),
        OK);
    EXPECT_INT(
        test_sql(arena_printf(test_arena(), "INSERT INTO job (id, kind, subject, due, tries, failed) VALUES (2, 'x', 0, %lld, 0, FALSE)",
                              (long long)(test_now() + TIME_HOUR))),
        OK);
    EXPECT_INT(figure("kith_jobs_waiting"), 1);
    EXPECT_INT(figure("kith_jobs_late_seconds"), 90);
    EXPECT_INT(figure("kith_db_up"), 1);
    int64_t failures = figure("kith_db_failures_total");
    EXPECT(test_sql(" SELECT nothing FROM nowhere") != OK);
    EXPECT(figure("kith_db_failures_total") > failures);
    EXPECT(figure("process_resident_memory_bytes") > 1000000);
}

UNIT_TEST(a_duration_counts_in_the_first_step_it_fits)
{
    struct histogram histogram = { 0 };
    static const int64_t durations[] = { 0, 500, 501, 5000000, 5000001 };
    for (size_t i = 0; i < COUNT(durations); i++)
        histogram_add(&histogram, durations[i]);
    EXPECT_INT(histogram.step[0], 2);
    EXPECT_INT(histogram.step[1], 1);
    EXPECT_INT(histogram.step[HISTOGRAM_STEPS - 2], 1);
    EXPECT_INT(histogram.step[HISTOGRAM_STEPS - 1], 1);
    EXPECT_INT(histogram_count(&histogram), 5);
    EXPECT_INT(histogram.sum_us, 0 + 500 + 501 + 5000000 + 5000001);
}
