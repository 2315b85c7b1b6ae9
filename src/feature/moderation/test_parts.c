#include "board/test_parts.h"
#include "moderation/test_parts.h"
#include "tests/harness/harness.h"

int64_t test_report(const char *who, const char *kind, int64_t id, const char *words)
{
    struct request *form = as(who, "POST", test_path("/report/%s/%lld", kind, (long long)id));
    form = with(with(with(with(form, "rule", "1"), "rank", "soon"), "wish", "tell"), "words", words);
    return fetch(form) == 303 ? id_after(form, "/reports/") : 0;
}

int64_t test_case(void)
{
    return test_sql_int("SELECT COALESCE(max(id), 0) FROM reported_case");
}

int64_t test_reported_post(void)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    test_joins(place.group, "cyd");
    int64_t topic = test_topic(place, "cyd", "A title", "An opening");
    return test_post(place, topic, "ana", "MARKHARM words");
}

int test_decide(const char *who, int64_t id, const char *measure)
{
    const char *path = test_path("/cases/%lld/decide", (long long)id);
    struct request *page = as(who, "GET", path);
    fetch(page);
    const char *turn = test_path("%lld", (long long)id_after(page, "name=\"turn\" value=\""));
    struct request *form = with(with(with(as(who, "POST", path), "measure", measure), "rule", "1"), "facts", "What happened.");
    return fetch(with(with(form, "note", "A kind word"), "turn", turn));
}
