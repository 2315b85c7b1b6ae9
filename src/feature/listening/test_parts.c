#include "listening/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

struct making {
    int64_t persona, other;
    enum age_band band;
    struct listening_setting set;
};

static void make(enum status (*work)(struct db *db, void *context), struct making *making)
{
    if (database_write(test_app()->database, work, making) != OK)
        test_expect(false, "the world could be made", __FILE__, __LINE__);
}

static enum status make_band(struct db *db, void *context)
{
    struct making *making = context;
    return persona_band_store(db, test_arena(), making->persona, making->band);
}

void test_band(const char *who, enum age_band band)
{
    make(make_band, &(struct making){ .persona = persona_of(who), .band = band });
}

void test_grown_up(void)
{
    static const char *const people[] = { "ana", "bo", "cyd", "fay", "mod", "stu" };
    for (size_t i = 0; i < COUNT(people); i++)
        test_band(people[i], BAND_ADULT);
}

static enum status make_block(struct db *db, void *context)
{
    struct making *making = context;
    return block_set(db, test_arena(), making->persona, making->other);
}

void test_block(const char *who, const char *other)
{
    make(make_block, &(struct making){ .persona = persona_of(who), .other = persona_of(other) });
}

static enum status make_listener(struct db *db, void *context)
{
    struct making *making = context;
    TRY(listening_name(db, test_arena(), making->persona, true));
    TRY(listening_set(db, test_arena(), making->persona, &making->set));
    return listener_store_available(db, test_arena(), making->persona, test_now() + 8 * TIME_HOUR);
}

void test_listens(const char *who, const char *codes, unsigned topics)
{
    make(make_listener, &(struct making){ .persona = persona_of(who),
                                          .set = { .zone = "Europe/Berlin", .languages = codes, .topics = topics, .most = 1 } });
}

int64_t test_asks(const char *who, const char *words)
{
    if (test_send(who, "/listen", "when", "now", "wish", "listen", "language", "en", "topic", "0", "words", words, NULL) != 303)
        return 0;
    return id_after(test_page(), "/listen/requests/");
}

int test_request(const char *who, int64_t request, const char *word, const char *answer)
{
    return test_send(who, test_path("/listen/requests/%lld/%s", (long long)request, word), "answer", answer, NULL);
}

const char *test_offered_to(int64_t request)
{
    const char *name = test_sql_text(
        test_path(" SELECT coalesce((SELECT p.name FROM listening_request q JOIN persona p ON p.id = q.other_id WHERE q.id = %lld), '')",
                  (long long)request));
    return name ? name : "";
}

struct test_talk test_talk(const char *words)
{
    struct test_talk talk;
    test_grown_up();
    test_listens("bo", "en", 1);
    int64_t request = test_asks("ana", words);
    EXPECT_INT(test_request("bo", request, "answer", "yes"), 303);
    EXPECT_INT(test_request("ana", request, "begin", ""), 303);
    talk.ana = id_after(test_page(), "/listen/talks/");
    EXPECT_INT(test_get("bo", "/listen/requests/%lld", (long long)request), 303);
    talk.bo = id_after(test_page(), "/listen/talks/");
    EXPECT(talk.ana && talk.bo && talk.ana != talk.bo);
    return talk;
}

int test_listening_says(const char *who, int64_t seat, const char *body)
{
    return test_send(who, test_path("/listen/talks/%lld/say", (long long)seat), "body", body, NULL);
}

int test_talk_act(const char *who, int64_t seat, const char *word, const char *name, const char *value)
{
    return test_send(who, test_path("/listen/talks/%lld/%s", (long long)seat, word), name, value, NULL);
}
