#include "networking/test_parts.h"
#include "board/test_parts.h"
#include "listening/test_parts.h"
#include "tests/harness/harness.h"

int64_t test_evening(int rounds)
{
    const char *when = date_machine(test_arena(), test_now() + 25 * TIME_MINUTE);
    struct request *made = as("stu", "POST", "/networking/new");
    with(with(with(made, "title", "MARKEVENING"), "about", "Come as you are"), "day", arena_slice(test_arena(), when, 10));
    with(with(with(made, "time", arena_slice(test_arena(), when + 11, 5)), "rounds", test_path("%d", rounds)), "minutes", "5");
    with(with(with(made, "age_13", "1"), "age_16", "1"), "age_adult", "1");
    EXPECT_INT(fetch(made), 303);
    return id_after(made, "/networking/");
}

int test_comes(const char *who, int64_t evening, const char *seek, const char *offer)
{
    struct request *request = as(who, "POST", test_path("/networking/%lld/join", (long long)evening));
    if (*seek)
        with(request, "seek", seek);
    if (*offer)
        with(request, "offer", offer);
    return fetch(with(request, "language", "en"));
}

int test_does(const char *who, int64_t evening, const char *act)
{
    return test_send(who, test_path("/networking/%lld/do", (long long)evening), "do", act, NULL);
}

void test_begins(int64_t evening, const char *const *people, size_t count)
{
    test_advance(10 * TIME_MINUTE);
    for (size_t i = 0; i < count; i++)
        EXPECT_INT(test_does(people[i], evening, "here"), 303);
    test_turns(evening);
}

void test_turns(int64_t evening)
{
    int64_t until = test_sql_int(test_path(" SELECT until FROM networking WHERE id = %lld", (long long)evening));
    test_advance(until - test_now() + TIME_SECOND);
    test_settle();
}

const char *test_met(int64_t evening, int round, const char *who)
{
    const char *name = test_sql_text(
        test_path(" SELECT coalesce((SELECT p.name FROM networking_pair k JOIN persona p ON p.id = CASE WHEN k.persona_id = %lld THEN"
                  " k.other_id ELSE k.persona_id END WHERE k.networking_id = %lld AND k.round = %d AND (k.persona_id = %lld OR k.other_id ="
                  " %lld)), '')",
                  (long long)persona_of(who), (long long)evening, round, (long long)persona_of(who), (long long)persona_of(who)));
    return name ? name : "";
}

int64_t test_pair_of(int64_t evening, int round, const char *who)
{
    return test_sql_int(test_path(" SELECT max(id) FROM networking_pair WHERE networking_id = %lld AND round = %d AND (persona_id = %lld OR"
                                  " other_id = %lld)",
                                  (long long)evening, round, (long long)persona_of(who), (long long)persona_of(who)));
}

int test_enters(const char *who, int64_t evening, const char *words)
{
    int status = test_send(who, test_path("/networking/%lld/enter", (long long)evening), NULL);
    return words ? test_send(who, test_path("/networking/%lld/room/say", (long long)evening), "body", words, NULL) : status;
}
