#include "session/test_parts.h"

#include "board/test_parts.h"
#include "tests/harness/harness.h"

int64_t test_session(bool keeps)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    const char *day = arena_slice(test_arena(), date_machine(test_arena(), test_now() + TIME_DAY), 10);
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    test_joins(place.group, "cyd");
    int status =
        fetch(with(with(with(with(with(as("fay", "POST", "/groups/porch/sessions"), "title", "First words"), "day", day), "clock", "19:00"),
                        "keep", keeps ? "7" : "0"),
                   "template", "topic"));
    int64_t id = test_sql_int("SELECT max(id) FROM live_session");
    test_expect_int(status, 303, "the session could be planned", __FILE__, __LINE__);
    (void)test_sql(test_path("UPDATE live_session SET starts_at = %lld", (long long)(test_now() + 10 * TIME_MINUTE)));
    return id;
}

int64_t test_session_begun(bool keeps)
{
    static const char *const people[] = { "fay", "ana", "bo", "cyd" };
    int64_t id = test_session(keeps);
    for (size_t i = 0; i < COUNT(people); i++)
        test_expect_int(test_session_send(people[i], id, "enter", NULL, NULL), 303, "they come", __FILE__, __LINE__);
    test_expect_int(test_session_act("fay", id, "admit-all", NULL), 303, "they are let in", __FILE__, __LINE__);
    test_expect_int(test_session_act("fay", id, "start", NULL), 303, "it begins", __FILE__, __LINE__);
    return id;
}

int test_session_send(const char *who, int64_t session, const char *word, const char *field, const char *value)
{
    return test_send(who, test_path("/sessions/%lld/%s", (long long)session, word), field, value, NULL);
}

int test_session_act(const char *who, int64_t session, const char *act, const char *whom)
{
    return test_session_send(who, session, "do", "act", whom ? test_path("%s %lld", act, (long long)persona_of(whom)) : act);
}

int64_t test_session_say(const char *who, int64_t session, const char *body)
{
    int status = test_session_send(who, session, "say", "body", body);
    return status == 303 && strstr(test_page()->location, "#m") ? id_after(test_page(), "#m") : 0;
}

bool test_session_shows(const char *who, int64_t session, const char *text)
{
    return test_get(who, "/sessions/%lld", (long long)session) == 200 && shows(test_page(), text);
}
