/* Reporting, what becomes of it, working on cases, and the contact form. */
#include "account/test_parts.h"
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "moderation/test_parts.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <unistd.h>

/* ---- reporting ---- */

TEST(a_report_needs_a_rule_an_urgency_and_a_wish_and_is_its_reporters_alone)
{
    int64_t post = test_reported_post();
    const char *path = test_path("/report/post/%lld", (long long)post);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "MARKHARM words"));
    EXPECT(test_send("bo", path, "words", "It hurts", NULL) == 422 && shows(test_page(), "It hurts"));
    EXPECT_INT(test_case(), 0);
    int64_t report = test_report("bo", "post", post, "It hurts");
    EXPECT(report != 0);
    EXPECT(test_get("bo", "/reports/%lld", (long long)report) == 200 && shows(test_page(), "It hurts") &&
           shows(test_page(), "waiting to be read"));
    EXPECT(test_get("bo", "/reports") == 200 && shows(test_page(), test_path("/reports/%lld", (long long)report)));
    EXPECT(shows(test_page(), "href=\"/reports") && test_get("bo", "/reports/%lld", (long long)report) == 200 &&
           shows(test_page(), test_path("/mediation/new?with=%lld", (long long)persona_of("ana"))));
    EXPECT_INT(test_get("cyd", "/reports/%lld", (long long)report), 404);
    EXPECT_INT(test_get("mod", "/reports/%lld", (long long)report), 404);
    EXPECT_INT(test_send("cyd", test_path("/reports/%lld/withdraw", (long long)report), NULL), 404);
    EXPECT_INT(test_get("ana", "%s", path), 403); /* one's own words */
    EXPECT_INT(test_get("visitor", "%s", path), 303);
    EXPECT_INT(test_get("bo", "/report/post/12345"), 404);
    EXPECT_INT(test_get("bo", "/report/nothing/%lld", (long long)post), 404);
}

TEST(reports_of_one_thing_are_one_case_and_twice_by_one_is_one_report)
{
    int64_t post = test_reported_post(), first = test_report("bo", "post", post, "One");
    EXPECT_INT(test_report("bo", "post", post, "Again"), first);
    EXPECT(test_get("bo", "/reports/%lld", (long long)first) == 200 && shows(test_page(), "One") && shows(test_page(), "Again"));
    EXPECT(test_report("cyd", "post", post, "Two") != first);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case"), 1);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM report"), 2);
    EXPECT_INT(test_sql_int("SELECT rank FROM reported_case"), CASE_SOON);
    EXPECT_INT(test_send("fay", test_path("/report/post/%lld", (long long)post), "rule", "2", "rank", "danger", "wish", "remove", NULL),
               303);
    EXPECT_INT(test_sql_int("SELECT rank FROM reported_case"), CASE_DANGER);
}

TEST(the_case_keeps_the_words_as_they_stood)
{
    int64_t post = test_reported_post();
    EXPECT(test_report("bo", "post", post, "") != 0);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", (long long)post), "body", "Softer now", NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "MARKHARM words") &&
           shows(test_page(), "Softer now"));
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)post), NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "MARKHARM words") &&
           shows(test_page(), "isn’t there any more"));
}

TEST(a_reporter_can_add_and_take_back_until_it_is_closed)
{
    int64_t report = test_report("bo", "post", test_reported_post(), "First");
    const char *path = test_path("/reports/%lld/", (long long)report);
    EXPECT_INT(test_send("bo", test_path("%sadd", path), "words", "Second", NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "First") && shows(test_page(), "Second"));
    EXPECT_INT(test_send("bo", test_path("%swithdraw", path), NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && !shows(test_page(), "First") &&
           shows(test_page(), "Taken back"));
    EXPECT_INT(test_sql("UPDATE reported_case SET closed_at = 1"), OK);
    EXPECT_INT(test_send("bo", test_path("%sadd", path), "words", "Third", NULL), 409);
}

TEST(no_row_says_who_reported_but_by_the_servers_key)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "First") != 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'report'"), 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'report' AND subject = persona_id"), 1);
    EXPECT(test_get("bo", "/notifications") == 200 && shows(test_page(), "news about something you told the moderators"));
    EXPECT(test_get("ana", "/notifications") == 200 && !shows(test_page(), "/reports"));
}

/* ---- working on it ---- */

TEST(urgent_cases_come_first_then_those_that_wait_longest)
{
    int64_t post = test_reported_post();
    EXPECT(test_report("bo", "post", post, "") != 0);
    test_advance(TIME_MINUTE);
    EXPECT(test_report("bo", "person", persona_of("cyd"), "") != 0);
    test_advance(TIME_MINUTE);
    EXPECT_INT(test_send("bo", test_path("/report/person/%lld", (long long)persona_of("fay")), "rule", "1", "rank", "danger", "wish",
                         "tell", NULL),
               303);
    EXPECT_INT(test_get("mod", "/moderation"), 200);
    const char *page = buf_text(&test_page()->body), *fay = strstr(page, ">Fay<"), *first = strstr(page, "A title"),
               *cyd = strstr(page, ">Cyd<");
    EXPECT(fay && first && cyd && fay < first && first < cyd);
    EXPECT_INT(test_get("bo", "/moderation"), 403);
}

TEST(the_queue_goes_on_behind_thirty)
{
    for (int i = 1; i <= 33; i++)
        EXPECT_INT(
            test_sql(test_path("INSERT INTO reported_case (id, kind, thing, handle, group_id, title, words, path, rule, rank, stewards,"
                               " opened_at, outcome) VALUES (%d, 'contact', %d, '', 0, 'MARK%02d', '', '', 1, %d, FALSE, %d, '')",
                               i, i, i, i < 5 ? 0 : 1, i)),
            OK);
    EXPECT(test_get("mod", "/moderation") == 200 && shows(test_page(), "MARK30") && !shows(test_page(), "MARK31"));
    const char *next = strstr(buf_text(&test_page()->body), "/moderation?of=&amp;after=");
    EXPECT(next != NULL);
    EXPECT(test_get("mod", "/moderation?of=&after=1-30-30") == 200 && !shows(test_page(), "MARK30") && shows(test_page(), "MARK31") &&
           shows(test_page(), "MARK33"));
}

struct claiming {
    int64_t id, persona;
    enum status status;
};

static enum status claim_slowly(struct db *db, void *context)
{
    const struct claiming *claiming = context;
    struct arena arena = { 0 };
    enum status status = case_row_claim(db, &arena, claiming->id, claiming->persona, test_now());
    arena_free(&arena);
    usleep(30000); /* so that the other one is in the middle of it, too */
    return status;
}

static void *claim(void *context)
{
    struct claiming *claiming = context;
    claiming->status = database_write(test_app()->database, claim_slowly, claiming);
    return NULL;
}

TEST(of_two_who_claim_in_the_same_second_one_has_it)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "") != 0);
    for (int round = 0; round < 3; round++) {
        struct claiming both[2] = { { test_case(), persona_of("mod"), BROKEN }, { test_case(), persona_of("stu"), BROKEN } };
        pthread_t threads[2];
        EXPECT_INT(test_sql("UPDATE reported_case SET claimed_by = NULL, claimed_at = NULL"), OK);
        for (int i = 0; i < 2; i++)
            EXPECT(!pthread_create(&threads[i], NULL, claim, &both[i]));
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        EXPECT((both[0].status == OK && both[1].status == CONFLICT) || (both[1].status == OK && both[0].status == CONFLICT));
        EXPECT_INT(test_sql_int("SELECT claimed_by FROM reported_case"), both[0].status == OK ? both[0].persona : both[1].persona);
    }
}

TEST(a_claimed_case_is_handed_on_by_who_has_it_and_comes_back_after_a_day)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "") != 0);
    const char *path = test_path("/cases/%lld/", (long long)test_case());
    EXPECT_INT(test_send("stu", test_path("%sgive", path), NULL), 409);
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 303);
    EXPECT_INT(test_send("stu", test_path("%sclaim", path), NULL), 409);
    EXPECT_INT(test_send("mod", test_path("%sgive", path), "to", test_path("%lld", (long long)persona_of("bo")), NULL), 422);
    EXPECT_INT(test_send("mod", test_path("%sgive", path), "to", test_path("%lld", (long long)persona_of("stu")), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT claimed_by FROM reported_case"), persona_of("stu"));
    EXPECT(test_get("stu", "/notifications") == 200 && shows(test_page(), test_path("/cases/%lld", (long long)test_case())));
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 409);
    EXPECT_INT(test_sql(test_path("UPDATE reported_case SET claimed_at = %lld", (long long)(test_now() - 25 * TIME_HOUR))), OK);
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 303);
}

TEST(a_second_opinion_is_given_by_who_was_asked)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "") != 0);
    const char *path = test_path("/cases/%lld/", (long long)test_case());
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 303);
    EXPECT_INT(test_send("stu", test_path("%sopinion", path), "body", "Not asked", NULL), 409);
    EXPECT_INT(
        test_send("mod", test_path("%sask", path), "to", test_path("%lld", (long long)persona_of("stu")), "body", "What do you see?", NULL),
        303);
    EXPECT(test_get("stu", "/moderation?of=asked") == 200 && shows(test_page(), test_path("/cases/%lld", (long long)test_case())));
    EXPECT_INT(test_send("stu", test_path("%sopinion", path), "body", "Somebody hurt", NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "Somebody hurt"));
}

TEST(who_reported_is_shown_on_asking_and_asking_is_written_down)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "") != 0);
    const char *path = test_path("/cases/%lld/", (long long)test_case());
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && !shows(test_page(), ">Bo<"));
    EXPECT_INT(test_send("mod", test_path("%swho", path), NULL), 409);
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 303);
    EXPECT(test_send("mod", test_path("%swho", path), NULL) == 200 && shows(test_page(), ">Bo<"));
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && !shows(test_page(), ">Bo<") &&
           shows(test_page(), "Asked who reported it"));
}

/* mod belongs to no group. */
TEST(who_has_a_case_reads_what_stands_around_it_in_a_closed_group_and_it_is_written_down)
{
    struct test_place place = test_group("attic", GROUP_HIDDEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "A title", "MARKOPENING"), other = test_topic(place, "fay", "Another", "MARKELSEWHERE");
    test_post(place, topic, "bo", "MARKBEFORE");
    int64_t post = test_post(place, topic, "ana", "MARKHARM words");
    test_post(place, topic, "fay", "MARKBEHIND");
    EXPECT(test_report("bo", "post", post, "") != 0);
    const char *page = test_path("/cases/%lld", (long long)test_case()), *around = test_path("%s/around", page);
    const int64_t marks = test_sql_int("SELECT count(*) FROM read_mark");
    EXPECT_INT(test_get("mod", "/topics/%lld", (long long)topic), 404);
    EXPECT(test_get("mod", "%s", page) == 200 && !shows(test_page(), "MARKBEFORE") && !shows(test_page(), "where it stands") &&
           !shows(test_page(), around));
    EXPECT_INT(test_send("mod", around, NULL), 409);
    EXPECT_INT(test_send("mod", test_path("%s/claim", page), NULL), 303);
    EXPECT(test_get("mod", "%s", page) == 200 && shows(test_page(), around));
    EXPECT_INT(test_send("stu", around, NULL), 409);
    EXPECT_INT(test_send("ana", around, NULL), 403);
    EXPECT(test_send("mod", around, NULL) == 200 && shows(test_page(), "MARKOPENING") && shows(test_page(), "MARKBEFORE") &&
           shows(test_page(), "MARKBEHIND") && shows(test_page(), "This is what was reported") && !shows(test_page(), "MARKELSEWHERE"));
    EXPECT(test_get("stu", "%s", page) == 200 && shows(test_page(), "Read what stands around it.") && !shows(test_page(), "MARKBEFORE"));
    EXPECT_INT(test_get("mod", "/topics/%lld", (long long)topic), 404); /* nothing else of the group opens */
    EXPECT_INT(test_get("mod", "/topics/%lld", (long long)other), 404);
    EXPECT_INT(test_get("mod", "/groups/attic"), 404);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM read_mark"), marks);
    EXPECT(test_get("fay", "/topics/%lld", (long long)topic) == 200 && !names(test_page(), "Mod Mara"));
    EXPECT_INT(test_decide("mod", test_case(), "none"), 303);
    EXPECT_INT(test_send("mod", around, NULL), 409); /* closed: no longer theirs */
}

TEST(what_stands_around_words_in_a_room_is_read_the_same_way)
{
    int64_t room = test_room();
    test_say("bo", room, "MARKBEFORE");
    int64_t said = test_say("ana", room, "MARKHARM");
    test_say("bo", room, "MARKBEHIND");
    EXPECT(test_report("bo", "message", said, "") != 0);
    const char *page = test_path("/cases/%lld", (long long)test_case());
    EXPECT_INT(test_send("mod", test_path("%s/claim", page), NULL), 303);
    EXPECT(test_send("mod", test_path("%s/around", page), NULL) == 200 && shows(test_page(), "MARKBEFORE") &&
           shows(test_page(), "MARKBEHIND") && shows(test_page(), "This is what was reported"));
}

TEST(who_has_part_in_a_case_doesnt_find_it)
{
    int64_t post = test_reported_post();
    EXPECT_INT(test_report("mod", "post", post, "I saw it") != 0, true);
    EXPECT_INT(test_get("mod", "/cases/%lld", (long long)test_case()), 404);
    EXPECT(test_get("mod", "/moderation") == 200 && !shows(test_page(), "/cases/"));
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 404);
    EXPECT_INT(test_get("stu", "/cases/%lld", (long long)test_case()), 200);
}

TEST(what_is_said_of_one_who_moderates_goes_to_the_stewards)
{
    EXPECT(test_report("bo", "person", persona_of("mod"), "Unkind") != 0);
    EXPECT_INT(test_get("mod", "/cases/%lld", (long long)test_case()), 404);
    EXPECT(test_get("mod", "/moderation") == 200 && !shows(test_page(), "/cases/"));
    EXPECT(test_get("stu", "/moderation") == 200 && shows(test_page(), "/cases/"));
}

TEST(many_reports_at_once_are_shown_as_what_they_may_be_and_hide_nothing)
{
    int64_t post = test_reported_post();
    const char *const who[] = { "bo", "cyd", "fay", "mod" };
    for (size_t i = 0; i < COUNT(who); i++)
        EXPECT(test_report(who[i], "post", post, "") != 0);
    EXPECT(test_get("stu", "/cases/%lld", (long long)test_case()) == 200 && !shows(test_page(), "can be arranged"));
    EXPECT(test_report("bo", "person", persona_of("ana"), "") != 0);
    EXPECT(test_get("stu", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), "5 reports within a week") &&
           shows(test_page(), "from 4 people"));
    EXPECT(test_get("bo", "/topics/%lld", (long long)test_sql_int("SELECT max(id) FROM topic")) == 200 && shows(test_page(), "MARKHARM"));
}

/* ---- deciding ---- */

TEST(a_decision_closes_the_case_and_its_reporters_hear_of_it)
{
    int64_t post = test_reported_post(), report = test_report("bo", "post", post, "");
    const char *path = test_path("/cases/%lld/", (long long)test_case());
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 409);
    EXPECT_INT(test_send("mod", test_path("%sclaim", path), NULL), 303);
    EXPECT_INT(test_decide("stu", test_case(), "hide"), 409);
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    EXPECT(test_get("cyd", "/topics/%lld", (long long)test_sql_int("SELECT max(id) FROM topic")) == 200 && !shows(test_page(), "MARKHARM"));
    EXPECT(test_get("bo", "/reports/%lld", (long long)report) == 200 && shows(test_page(), "done something about it"));
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 409);
}

TEST(left_as_it_is_is_told_as_such)
{
    int64_t report = test_report("bo", "post", test_reported_post(), "");
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "none"), 303);
    EXPECT(test_get("bo", "/reports/%lld", (long long)report) == 200 && shows(test_page(), "left it as it is"));
    EXPECT_INT(test_get("ana", "/decisions"), 200);
    EXPECT(!shows(test_page(), "/decisions/"));
}

TEST(who_reported_hears_that_a_decision_was_taken_back_and_answers_no_appeal_against_it)
{
    int64_t post = test_reported_post(), report = test_report("bo", "post", post, "");
    EXPECT(test_report("stu", "post", post, "I saw it, too") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    const int64_t decision = test_sql_int("SELECT max(id) FROM sanction");
    const char *appeal = test_path("/moderation/appeals/%lld", (long long)decision);
    EXPECT_INT(test_send("ana", test_path("/decisions/%lld/appeal", (long long)decision), "body", "It was a quote.", NULL), 303);
    EXPECT(test_get("stu", "%s", appeal) == 200 && shows(test_page(), "part of what this is about"));
    EXPECT_INT(test_send("stu", appeal, "outcome", "overturn", "answer", "Yes", NULL), 422);
    EXPECT_INT(test_sql(test_path("INSERT INTO persona_role (persona_id, role) VALUES (%lld, %d)", (long long)persona_of("cyd"),
                                  (int)ROLE_MODERATOR)),
               OK);
    EXPECT_INT(test_get("bo", "/reports"), 200);
    EXPECT_INT(test_send("cyd", appeal, "outcome", "overturn", "answer", "Yes", NULL), 303);
    EXPECT(test_get("bo", "/reports/%lld", (long long)report) == 200 && shows(test_page(), "has taken that back"));
    EXPECT(test_get("bo", "/notifications") == 200 && shows(test_page(), "\"/reports\""));
    EXPECT(test_get("bo", "/topics/%lld", (long long)test_sql_int("SELECT max(id) FROM topic")) == 200 && shows(test_page(), "MARKHARM"));
}

/* The decision form with a code, as a moderator who has a second step. */
static int ban_with(const char *code)
{
    const char *path = test_path("/cases/%lld/decide", (long long)test_case());
    EXPECT_INT(test_get("mod", "%s", path), 200);
    const char *turn = test_path("%lld", (long long)id_after(test_page(), "name=\"turn\" value=\""));
    struct request *form = with(with(with(as("mod", "POST", path), "measure", "mute"), "rule", "1"), "facts", "What happened.");
    return fetch(with(with(with(with(form, "length", "2"), "unit", "days"), "turn", turn), "code", code));
}

TEST(steps_above_hiding_need_a_second_step_and_a_new_code_each_time)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(ban_with("123456"), 422);
    EXPECT_INT(test_get("mod", "/settings/second-factor"), 200);
    const char *spoken = account_page_part(test_page(), "translate=\"no\">", "</code>");
    const char *sealed = account_page_part(test_page(), "name=\"secret\" value=\"", "\"");
    EXPECT_INT(test_send("mod", "/settings/second-factor", "secret", sealed, "code", account_test_code(spoken, test_now()), NULL), 200);
    EXPECT_INT(ban_with("123456"), 422);
    EXPECT_INT(ban_with(account_test_code(spoken, test_now())), 422); /* used when it was set up */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case WHERE closed_at IS NULL"), 1);
    test_advance(TIME_MINUTE);
    EXPECT_INT(ban_with(account_test_code(spoken, test_now())), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case WHERE closed_at IS NULL"), 0);
}

/* ---- without an account ---- */

static struct request *letter_open(const char *code, const char *words)
{
    struct request *form = with(as("visitor", "POST", "/contact/answer"), "code", code);
    fetch(*words ? with(form, "words", words) : form);
    return form;
}

TEST(the_contact_form_gives_a_code_that_opens_the_answer)
{
    struct request *sent = with(as("visitor", "POST", "/contact"), "words", "MARKLETTER please");
    EXPECT_INT(fetch(sent), 200);
    const char *at = strstr(buf_text(&sent->body), "dir=\"ltr\"><b>");
    EXPECT(at != NULL);
    const char *code = at ? arena_slice(test_arena(), at + 13, 19) : "";
    EXPECT_INT(strlen(code), 19);
    EXPECT(letter_open(code, "")->status == 200 || shows(letter_open(code, ""), "MARKLETTER"));
    int64_t id = test_case();
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)id), NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)id) == 200 && shows(test_page(), "MARKLETTER"));
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/note", (long long)id), "body", "MARKINSIDE", NULL), 303);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/answer", (long long)id), "body", "MARKBACK", NULL), 303);
    struct request *read = letter_open(code, "");
    EXPECT(shows(read, "MARKLETTER") && shows(read, "MARKBACK") && !shows(read, "MARKINSIDE") && !shows(read, "Mara"));
    EXPECT(shows(letter_open(code, "MARKMORE"), "MARKMORE"));
    EXPECT(!test_data_holds(code));
    EXPECT_INT(letter_open("1234 5678 9012 3456", "")->status, 422);
    EXPECT_INT(letter_open("1234", "")->status, 422);
}

TEST(the_contact_form_takes_a_few_letters_at_a_time)
{
    for (int i = 0; i < 3; i++)
        EXPECT_INT(test_send("visitor", "/contact", "words", "Again", NULL), 200);
    EXPECT_INT(test_send("visitor", "/contact", "words", "Again", NULL), 429);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case"), 3);
}

/* ---- what goes ---- */

TEST(a_closed_case_goes_when_no_appeal_can_come_any_more)
{
    EXPECT(test_report("bo", "post", test_reported_post(), "MARKGONE") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "none"), 303);
    test_advance(190 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case"), 1);
    test_advance(12 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case") + test_sql_int("SELECT count(*) FROM report"), 0);
}
