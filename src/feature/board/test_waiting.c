/* Words that wait: who sees them, whose do, how they come onto the board or back to their writer, and that it ends well. */
#include "app/app.h"
#include "board/pages.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

#include <pthread.h>

static int answers(const char *who, const struct test_reading_first *porch, const char *body, const char *anonymous)
{
    return test_send(who, test_path("/topics/%lld/reply", (long long)porch->topic), "body", body, "anonymous", anonymous, NULL);
}

static int64_t newest(void)
{
    return test_sql_int("SELECT COALESCE(max(id), 0) FROM waiting_post");
}

static int64_t waiting_rows(void)
{
    return test_sql_int("SELECT count(*) FROM waiting_post");
}

static int published_by(const char *who, int64_t id, const char *edits)
{
    return test_send(who, test_path("/groups/porch/waiting/%lld/publish", (long long)id), "edits", edits, NULL);
}

static int returned_by(const char *who, int64_t id, const char *answer)
{
    return test_send(who, test_path("/groups/porch/waiting/%lld/return", (long long)id), "answer", answer, NULL);
}

static bool leads_to(const char *path)
{
    return text_same(answer_header(test_page(), "Location"), path);
}

/* ---- whose wait ---- */

TEST(posts_wait_where_the_group_says_so_and_for_nobody_who_looks_after_it)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(test_send("ana", "/groups/porch/manage", "purpose", "Mine", "waits", "nobody", NULL), 403);
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana", ""), 303);
    EXPECT(leads_to("/waiting-words"));
    EXPECT_INT(waiting_rows(), 1);
    EXPECT_INT(answers("fay", &porch, "Fay answers", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    test_reading_first_set("nobody", "");
    EXPECT_INT(answers("ana", &porch, "MARKOPEN of Ana", ""), 303);
    EXPECT_INT(waiting_rows(), 1); /* what waits still needs an answer */
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKOPEN") && !shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("fay", "/groups/porch"), 200);
    EXPECT(shows(test_page(), "1 text waits for you"));
    EXPECT_INT(test_get("bo", "/groups/porch"), 200);
    EXPECT(!shows(test_page(), "waits for you"));
}

static void at_step(const char *who, int step)
{
    const int64_t persona = persona_of(who);
    EXPECT_INT(test_sql(test_path("DELETE FROM trust_hold WHERE persona_id = %lld", (long long)persona)), OK);
    EXPECT_INT(test_sql(test_path("INSERT INTO trust_hold (persona_id, step, reason) VALUES (%lld, %d, '')", (long long)persona, step)),
               OK);
}

TEST(newcomers_wait_until_their_step_lets_words_appear_at_once)
{
    struct test_reading_first porch = test_reading_first("newcomers");
    for (int i = 0; i < 4; i++)
        test_post(porch.place, porch.topic, "ana", "Words of a moment ago");
    EXPECT_INT(answers("ana", &porch, "Still new", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    at_step("ana", 1);
    EXPECT_INT(answers("ana", &porch, "Settled in", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    EXPECT_INT(test_sql("INSERT INTO trust_rule (step, act, amount) VALUES (1, 8, 0)"), OK); /* the stewards' table says otherwise */
    EXPECT_INT(answers("ana", &porch, "Waits again", ""), 303);
    EXPECT_INT(waiting_rows(), 2);
    at_step("ana", 2);
    EXPECT_INT(answers("ana", &porch, "Here for a while", ""), 303);
    EXPECT_INT(waiting_rows(), 2);
}

TEST(a_steward_sets_how_many_first_posts_wait_in_the_whole_place)
{
    struct test_reading_first porch = test_reading_first("nobody");
    const char *const settings[] = { "21", "many", "1" };
    for (size_t i = 0; i < COUNT(settings); i++) {
        int status = test_send("stu", "/steward/settings", "name", "Here", "exit_url", "https://example.org/", "zone", "UTC", "joining",
                               "open", "rest_minutes", "30", "age_adult", "yes", "first_posts", settings[i], NULL);
        EXPECT_INT(status, text_same(settings[i], "1") ? 303 : 422);
    }
    EXPECT_INT(answers("ana", &porch, "Her first", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    EXPECT_INT(answers("bo", &porch, "Bo began a conversation before", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    EXPECT_INT(published_by("fay", newest(), "0"), 303);
    EXPECT_INT(answers("ana", &porch, "Her second", ""), 303);
    EXPECT_INT(waiting_rows(), 0);
}

TEST(what_waits_because_of_an_age_does_not_say_so_of_words_without_a_name)
{
    struct test_reading_first porch = test_reading_first("nobody");
    test_reading_first_set("nobody", "yes");
    EXPECT_INT(test_sql(test_path("UPDATE persona SET band = %d WHERE id = %lld", BAND_YOUNG, (long long)persona_of("ana"))), OK);
    EXPECT_INT(test_sql(test_path("UPDATE persona SET band = %d WHERE id = %lld", BAND_ADULT, (long long)persona_of("bo"))), OK);
    EXPECT_INT(answers("bo", &porch, "Bo is grown up", ""), 303);
    EXPECT_INT(waiting_rows(), 0);
    EXPECT_INT(answers("ana", &porch, "Ana isn’t", ""), 303);
    EXPECT_INT(waiting_rows(), 1);
    EXPECT_INT(answers("bo", &porch, "Nobody knows who this is", "yes"), 303);
    EXPECT_INT(waiting_rows(), 2);
}

/* ---- who sees them ---- */

/* What may stand for the ":" of a path: all that there is, without regard to what fits. */
static void fill(const char *pattern, const struct test_reading_first *porch, const char *out[], size_t *count)
{
    const int64_t ids[] = { newest(), porch->topic, porch->place.board, test_opening(porch->topic), persona_of("ana") };
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct buf path = { .arena = test_arena() };
        for (const char *at = pattern; *at;) {
            if (*at != ':') {
                buf_putc(&path, *at++);
                continue;
            }
            size_t len = strcspn(at, "/");
            const char *word = arena_slice(test_arena(), at, len);
            buf_puts(&path, text_same(word, ":slug")   ? "porch"
                            : text_same(word, ":tag")  ? "marktag"
                            : text_same(word, ":name") ? "Ana"
                                                       : test_path("%lld", (long long)ids[i]));
            at += len;
        }
        out[(*count)++] = buf_text(&path);
        if (!strstr(pattern, ":id"))
            return;
    }
}

static void reads_everywhere(const char *who, const struct test_reading_first *porch, bool in_queue)
{
    for (size_t i = 0; i < app_routes_count; i++) {
        const struct route *route = &app_routes[i];
        const char *paths[8];
        size_t count = 0;
        if (route->method != GET || text_same(route->path, "/exit")) /* ends the session */
            continue;
        fill(route->path, porch, paths, &count);
        for (size_t p = 0; p < count; p++) {
            bool queue = in_queue && text_starts(paths[p], "/groups/porch/waiting");
            test_get(who, "%s", paths[p]);
            if (!EXPECT(queue || !shows(test_page(), "MARKWAIT")))
                printf("  %s reads it on %s\n", who, paths[p]);
        }
    }
}

static void told_nothing(const char *who)
{
    EXPECT_INT(test_send(who, "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    EXPECT(json && !strstr(json, "MARKWAIT"));
    EXPECT_INT(test_get(who, "/search?q=MARKWAIT"), 200);
    const char *found = strstr(buf_text(&test_page()->body), "<main");
    EXPECT(found && !strstr(found, "MARKWAITs") && !shows(test_page(), "of Ana"));
}

/* Reading everything takes its time: nobody is to be signed out meanwhile. */
static void nobody_rests(void)
{
    test_settle();
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY))), OK);
}

TEST(nobody_else_sees_words_that_wait_on_any_page)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/follow", (long long)porch.topic), NULL), 303);
    EXPECT_INT(test_send("cyd", "/tags/marktag/follow", NULL), 303);
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana #marktag", ""), 303);
    EXPECT_INT(test_send("ana", test_path("/boards/%lld/new", (long long)porch.place.board), "title", "MARKWAITs title", "body",
                         "MARKWAIT, too #marktag", NULL),
               303);
    EXPECT_INT(waiting_rows(), 2);
    test_settle();
    static const char *const others[] = { "bo", "cyd", "mod", "stu", "visitor" };
    for (size_t i = 0; i < COUNT(others); i++) {
        nobody_rests();
        reads_everywhere(others[i], &porch, false);
    }
    nobody_rests();
    reads_everywhere("fay", &porch, true);
    nobody_rests();
    told_nothing("bo");
    told_nothing("fay");
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE persona_id IN (%lld, %lld)", (long long)persona_of("bo"),
                                      (long long)persona_of("cyd"))),
               0);
    /* The same pages do show it to its writer, and once it is published: or nothing above would prove anything. */
    EXPECT_INT(test_get("ana", "/waiting-words"), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana") && shows(test_page(), "MARKWAITs title"));
    EXPECT_INT(test_get("fay", "/groups/porch/waiting"), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana") && shows(test_page(), "MARKWAITs title"));
    EXPECT_INT(published_by("fay", newest(), "0"), 303);
    EXPECT_INT(published_by("fay", newest(), "0"), 303);
    test_settle();
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana"));
    EXPECT_INT(test_get("bo", "/boards/%lld", (long long)porch.place.board), 200);
    EXPECT(shows(test_page(), "MARKWAITs title"));
    EXPECT_INT(test_get("bo", "/tags/marktag"), 200);
    EXPECT(shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "Bo’s evening"));
}

TEST(the_queue_is_for_those_who_look_after_the_group)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana", ""), 303);
    int64_t id = newest();
    EXPECT_INT(test_get("ana", "/groups/porch/waiting"), 403);
    EXPECT_INT(test_get("bo", "/groups/porch/waiting/%lld", (long long)id), 403);
    EXPECT_INT(test_get("cyd", "/groups/porch/waiting"), 404);
    EXPECT_INT(test_get("mod", "/groups/porch/waiting"), 404);
    EXPECT_INT(published_by("ana", id, "0"), 403);
    EXPECT_INT(returned_by("mod", id, "No"), 404);
    EXPECT_INT(test_get("bo", "/waiting-words/%lld", (long long)id), 404);
    EXPECT_INT(test_send("bo", test_path("/waiting-words/%lld/delete", (long long)id), NULL), 404);
    EXPECT_INT(test_get("fay", "/groups/porch/waiting/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana") && names(test_page(), "Ana"));
    /* By another group's queue it isn't to be had. */
    test_group("attic", GROUP_OPEN, false, "bo");
    EXPECT_INT(test_get("bo", "/groups/attic/waiting/%lld", (long long)id), 303);
    EXPECT_INT(test_send("bo", test_path("/groups/attic/waiting/%lld/publish", (long long)id), "edits", "0", NULL), 303);
    EXPECT_INT(waiting_rows(), 1);
}

TEST(where_nobody_looks_after_a_group_a_moderator_does)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana", ""), 303);
    EXPECT_INT(test_get("mod", "/waiting-words"), 200);
    EXPECT(!shows(test_page(), "/groups/porch/waiting"));
    EXPECT_INT(test_sql("UPDATE membership SET role = 'member'"), OK);
    EXPECT_INT(test_sql("UPDATE peer_group SET joining = 'hidden'"), OK);
    EXPECT_INT(test_get("mod", "/waiting-words"), 200);
    EXPECT(shows(test_page(), "/groups/porch/waiting"));
    EXPECT_INT(test_get("cyd", "/groups/porch/waiting"), 404);
    EXPECT_INT(test_get("mod", "/groups/porch/waiting"), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana"));
    EXPECT_INT(published_by("mod", newest(), "0"), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana"));
}

/* ---- onto the board ---- */

TEST(published_words_stand_there_as_if_written_now_under_their_writers_name)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana", ""), 303);
    int64_t id = newest();
    test_advance(10 * TIME_MINUTE);
    test_reading_first_set("nobody", "");
    EXPECT_INT(answers("bo", &porch, "Bo said more meanwhile", ""), 303);
    int64_t between = id_after(test_page(), "#post-");
    EXPECT_INT(published_by("fay", id, "0"), 303);
    EXPECT(leads_to("/groups/porch/waiting"));
    EXPECT_INT(waiting_rows(), 0);
    EXPECT(test_sql_int("SELECT id FROM post WHERE body = 'MARKWAIT of Ana'") > between);
    EXPECT_INT(test_sql_int("SELECT persona_id FROM post WHERE body = 'MARKWAIT of Ana'"), persona_of("ana"));
    EXPECT_INT(test_sql_int("SELECT created_at FROM post WHERE body = 'MARKWAIT of Ana'"), test_sql_int("SELECT max(last_at) FROM topic"));
    test_settle();
    EXPECT_INT(test_get("ana", "/notifications"), 200);
    EXPECT(shows(test_page(), "There’s news of something you wrote") && shows(test_page(), "#post-"));
    EXPECT_INT(test_get("bo", "/notifications"), 200);
    EXPECT(shows(test_page(), "Ana"));
    EXPECT_INT(test_get("fay", "/notifications"), 200);
    EXPECT(!shows(test_page(), "Words wait to be read"));
    /* The same form once more makes no other one. */
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "Bo said more meanwhile"));
}

TEST(two_who_look_after_a_group_do_not_do_it_twice)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(test_send("fay", test_path("/groups/porch/members/%lld/facilitator", (long long)persona_of("bo")), NULL), 303);
    EXPECT_INT(answers("ana", &porch, "One", ""), 303);
    int64_t one = newest();
    EXPECT_INT(answers("ana", &porch, "Two", ""), 303);
    int64_t two = newest();
    EXPECT_INT(published_by("fay", one, "0"), 303);
    EXPECT_INT(returned_by("bo", one, "I’d rather not"), 303);
    EXPECT_INT(test_get("bo", "/groups/porch/waiting"), 200);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'One'"), 1);
    EXPECT_INT(returned_by("bo", two, "Please say it more gently"), 303);
    EXPECT_INT(published_by("fay", two, "0"), 303);
    EXPECT(leads_to("/groups/porch/waiting"));
    EXPECT_TEXT(answer_cookie(test_page(), "m"), test_path("%d", NOTICE_ANSWERED_ALREADY));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'Two'"), 0);
}

/* One who takes what waits, in a transaction and a thread of their own. */
struct taker {
    struct arena arena;
    int64_t id;
    enum status status;
};

static enum status take(struct db *db, void *context)
{
    struct taker *taker = context;
    int64_t count;
    TRY(waiting_count(db, &taker->arena, 1, &count)); /* what they saw before */
    return waiting_take(db, &taker->arena, taker->id);
}

static void *taker_run(void *context)
{
    struct taker *taker = context;
    taker->status = database_write(test_app()->database, take, taker);
    return NULL;
}

TEST(of_many_who_take_what_waits_at_the_same_moment_one_has_it)
{
    struct test_reading_first porch = test_reading_first("everybody");
    struct taker takers[4] = { 0 };
    pthread_t threads[COUNT(takers)];
    int have = 0, late = 0;
    EXPECT_INT(answers("ana", &porch, "One", ""), 303);
    for (size_t i = 0; i < COUNT(takers); i++)
        takers[i].id = newest();
    for (size_t i = 0; i < COUNT(takers); i++)
        EXPECT_INT(pthread_create(&threads[i], NULL, taker_run, &takers[i]), 0);
    for (size_t i = 0; i < COUNT(takers); i++) {
        pthread_join(threads[i], NULL);
        have += takers[i].status == OK;
        late += takers[i].status == NOT_FOUND;
        arena_free(&takers[i].arena);
    }
    EXPECT_INT(have, 1);
    EXPECT_INT(late, (int)COUNT(takers) - 1);
    EXPECT_INT(waiting_rows(), 0);
}

TEST(nobody_publishes_what_they_have_not_read)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "First thought", ""), 303);
    int64_t id = newest();
    const char *own = test_path("/waiting-words/%lld", (long long)id);
    EXPECT_INT(test_send("ana", own, "body", "", NULL), 422);
    EXPECT_INT(test_send("bo", own, "body", "Not mine", NULL), 404);
    EXPECT_INT(test_send("ana", own, "body", "Second thought #later", NULL), 303);
    EXPECT_INT(published_by("fay", id, "0"), 422);
    EXPECT(shows(test_page(), "Second thought") && shows(test_page(), "changed it in the meantime"));
    EXPECT_INT(published_by("fay", id, "1"), 303);
    EXPECT_INT(test_get("bo", "/tags/later"), 200);
    EXPECT(shows(test_page(), "Second thought"));
}

TEST(words_do_not_come_where_their_writer_could_not_write)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Ana", ""), 303);
    int64_t id = newest();
    const char *topic = test_path("/topics/%lld", (long long)porch.topic);
    const char *const refused[][2] = {
        { test_path("UPDATE topic SET closed = TRUE WHERE id = %lld", (long long)porch.topic), "UPDATE topic SET closed = FALSE" },
        { test_path("UPDATE topic SET hidden_at = 1, hidden_reason = 'x' WHERE id = %lld", (long long)porch.topic),
          "UPDATE topic SET hidden_at = NULL" },
        { test_path("INSERT INTO block (persona_id, other_id, by_me) VALUES (%lld, %lld, TRUE)", (long long)persona_of("ana"),
                    (long long)persona_of("bo")),
          "DELETE FROM block" },
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        EXPECT_INT(test_sql(refused[i][0]), OK);
        EXPECT_INT(published_by("fay", id, "0"), 422);
        EXPECT(shows(test_page(), "can’t stand there any more"));
        EXPECT_INT(test_sql(refused[i][1]), OK);
    }
    EXPECT_INT(published_by("fay", id, "0"), 303);
    EXPECT_INT(test_get("bo", "%s", topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Ana"));
}

/* ---- back ---- */

TEST(words_come_back_sealed_with_a_kind_answer_and_can_be_taken_up_again)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(test_send("ana", test_path("/boards/%lld/new", (long long)porch.place.board), "title", "MARKWAITs title", "body",
                         "MARKWAIT body", "wish", "listen", NULL),
               303);
    int64_t id = newest();
    EXPECT_INT(returned_by("fay", id, ""), 422);
    EXPECT_INT(returned_by("fay", id, "MARKANSWER: thank you, and"), 303);
    test_settle();
    EXPECT(!test_data_holds("MARKWAIT") && !test_data_holds("MARKANSWER"));
    EXPECT_INT(test_get("fay", "/groups/porch/waiting"), 200);
    EXPECT(!shows(test_page(), "MARKWAIT") && shows(test_page(), "Nothing waits"));
    EXPECT_INT(test_get("ana", "/notifications"), 200);
    EXPECT(shows(test_page(), "There’s news of something you wrote"));
    EXPECT_INT(test_get("ana", "/waiting-words/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKANSWER") && shows(test_page(), "MARKWAIT body"));
    EXPECT_INT(test_get("bo", "/waiting-words/%lld", (long long)id), 404);
    EXPECT_INT(test_send("ana", test_path("/waiting-words/%lld/back", (long long)id), NULL), 303);
    EXPECT_INT(waiting_rows(), 0);
    EXPECT_INT(test_get("ana", "/boards/%lld/new", (long long)porch.place.board), 200);
    EXPECT(shows(test_page(), "MARKWAITs title") && shows(test_page(), "MARKWAIT body") && shows(test_page(), "value=\"listen\" checked"));
}

TEST(a_writer_takes_back_or_throws_away_what_waits)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT one", ""), 303);
    const char *back = test_path("/waiting-words/%lld/back", (long long)newest());
    EXPECT_INT(test_send("bo", back, NULL), 404);
    EXPECT_INT(test_send("ana", back, NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld/reply", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT one"));
    EXPECT_INT(answers("ana", &porch, "MARKWAIT two", ""), 303);
    EXPECT_INT(test_send("ana", test_path("/waiting-words/%lld/delete", (long long)newest()), NULL), 303);
    EXPECT_INT(waiting_rows(), 0);
    EXPECT_INT(answers("ana", &porch, "MARKWAIT three", ""), 303);
    EXPECT_INT(test_sql("UPDATE topic SET closed = TRUE"), OK);
    EXPECT_INT(test_send("ana", test_path("/waiting-words/%lld/back", (long long)newest()), NULL), 422);
    EXPECT(shows(test_page(), "MARKWAIT three"));
    test_settle();
    EXPECT(!test_data_holds("MARKWAIT two"));
}

TEST(what_came_back_and_nobody_took_up_is_forgotten_and_what_waits_is_not)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "One", ""), 303);
    EXPECT_INT(returned_by("fay", newest(), "Thank you"), 303);
    EXPECT_INT(answers("ana", &porch, "Two", ""), 303);
    test_advance(80 * TIME_DAY);
    test_settle();
    EXPECT_INT(waiting_rows(), 2);
    test_advance(20 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM waiting_post WHERE sealed IS NULL"), 1);
    EXPECT_INT(waiting_rows(), 1);
}

/* ---- without a name ---- */

TEST(words_without_a_name_wait_without_leading_to_their_writer)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT unnamed", "yes"), 303);
    int64_t id = newest(), ana = persona_of("ana");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM waiting_post WHERE persona_id IS NULL"), 1);
    static const char *const tables[] = { "waiting_post", "follow", "read_mark", "submission", "draft", "notification", "post" };
    for (size_t i = 0; i < COUNT(tables); i++)
        EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM %s WHERE persona_id = %lld", tables[i], (long long)ana)), 0);
    EXPECT_INT(test_get("ana", "/waiting-words"), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed"));
    EXPECT_INT(test_get("bo", "/waiting-words"), 200);
    EXPECT(!shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("fay", "/groups/porch/waiting/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed") && !names(test_page(), "Ana"));
    EXPECT_INT(published_by("fay", id, "0"), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE persona_id = %lld", (long long)ana)), 0);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed") && !shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), test_path("/posts/%lld/edit", (long long)test_sql_int("SELECT max(id) FROM post")))); /* hers to change */
}

TEST(a_conversation_begun_without_a_name_waits_and_is_its_writers_afterwards)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(test_send("ana", test_path("/boards/%lld/new", (long long)porch.place.board), "title", "MARKTITLE", "body", "Hello",
                         "anonymous", "yes", NULL),
               303);
    int64_t id = newest();
    EXPECT_INT(published_by("fay", id, "0"), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT handles FROM topic WHERE id = %lld", (long long)id)), 1);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "Write more") && shows(test_page(), "name=\"anonymous\" value=\"yes\" checked"));
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKTITLE") && !shows(test_page(), "<bdi>Ana</bdi>"));
}

TEST(words_without_a_name_come_back_to_their_writer_alone)
{
    struct test_reading_first porch = test_reading_first("newcomers");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT unnamed", "yes"), 303);
    int64_t id = newest();
    EXPECT_INT(returned_by("fay", id, "Thank you for this"), 303);
    EXPECT_INT(test_get("bo", "/waiting-words/%lld", (long long)id), 404);
    EXPECT_INT(test_get("ana", "/waiting-words/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed") && shows(test_page(), "Thank you for this"));
    EXPECT_INT(test_send("ana", test_path("/waiting-words/%lld/back", (long long)id), NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld/reply", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed") && shows(test_page(), "name=\"anonymous\" value=\"yes\" checked"));
    /* Once the made-up name has a post that stayed, it waits no more among newcomers. */
    EXPECT_INT(answers("ana", &porch, "Kinder words", "yes"), 303);
    EXPECT_INT(published_by("fay", newest(), "0"), 303);
    EXPECT_INT(answers("ana", &porch, "And more", "yes"), 303);
    EXPECT_INT(waiting_rows(), 0);
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/quiet", (long long)test_sql_int("SELECT max(id) FROM post")), "quiet", "yes", NULL),
               303);
    EXPECT_INT(answers("ana", &porch, "Not heard", "yes"), 422);
}

/* ---- the writer goes ---- */

TEST(who_leaves_or_is_removed_has_their_waiting_words_back)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT named", ""), 303);
    int64_t named = newest();
    EXPECT_INT(answers("ana", &porch, "MARKWAIT unnamed", "yes"), 303);
    int64_t unnamed = newest();
    EXPECT_INT(test_send("ana", "/groups/porch/leave", NULL), 303);
    EXPECT_INT(test_get("fay", "/groups/porch/waiting"), 200);
    EXPECT(!shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("ana", "/waiting-words/%lld", (long long)named), 200);
    EXPECT(shows(test_page(), "MARKWAIT named") && shows(test_page(), "any more"));
    EXPECT_INT(test_get("ana", "/waiting-words/%lld", (long long)unnamed), 200);
    EXPECT(shows(test_page(), "MARKWAIT unnamed"));
    EXPECT_INT(test_send("ana", test_path("/waiting-words/%lld/back", (long long)named), NULL), 422);
    EXPECT_INT(answers("bo", &porch, "MARKWAIT of Bo", ""), 303);
    EXPECT_INT(test_send("fay", test_path("/groups/porch/members/%lld/remove", (long long)persona_of("bo")), "reason", "Unkind", NULL),
               303);
    EXPECT_INT(test_get("fay", "/groups/porch/waiting"), 200);
    EXPECT(!shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("bo", "/waiting-words/%lld", (long long)newest()), 200);
    EXPECT(shows(test_page(), "MARKWAIT of Bo"));
}

TEST(who_ends_their_account_leaves_nothing_that_waits_and_had_it_in_their_download)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT named", ""), 303);
    EXPECT_INT(answers("ana", &porch, "MARKWAIT unnamed", "yes"), 303);
    EXPECT_INT(answers("bo", &porch, "MARKWAIT unnamed of Bo", "yes"), 303);
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    EXPECT(json && strstr(json, "MARKWAIT named") && strstr(json, "MARKWAIT unnamed") && !strstr(json, "of Bo"));
    EXPECT_INT(test_send("ana", "/settings/delete", "password", "correct horse", "words", "keep", NULL), 303);
    test_settle();
    EXPECT_INT(waiting_rows(), 1);
    EXPECT(!test_data_holds("MARKWAIT named"));
}

TEST(a_facilitator_sees_to_words_of_whom_they_do_not_meet_without_a_name)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT of Anna", ""), 303);
    EXPECT_INT(test_send("fay", test_path("/connections/%lld/block", (long long)persona_of("ana")), NULL), 303);
    const char *const pages[] = { "/groups/porch/waiting", test_path("/groups/porch/waiting/%lld", (long long)newest()) };
    for (size_t i = 0; i < COUNT(pages); i++) {
        EXPECT_INT(test_get("fay", "%s", pages[i]), 200);
        EXPECT(shows(test_page(), "MARKWAIT") && !names(test_page(), "Ana"));
    }
    EXPECT_INT(published_by("fay", newest(), "0"), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(shows(test_page(), "MARKWAIT"));
    EXPECT_INT(test_get("fay", "/topics/%lld", (long long)porch.topic), 200);
    EXPECT(!shows(test_page(), "MARKWAIT"));
}
