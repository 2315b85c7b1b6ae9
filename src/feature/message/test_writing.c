/* Between two and in circles: who may write, what the others get, what goes. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "message/test_parts.h"
#include "tests/harness/harness.h"

static int page(const char *who, int64_t seat, const char *word)
{
    return test_get(who, "/messages/%lld%s%s", (long long)seat, *word ? "/" : "", word);
}

static int act(const char *who, int64_t seat, const char *word)
{
    return test_send(who, test_path("/messages/%lld/%s", (long long)seat, word), NULL);
}

TEST(two_write_to_each_other_and_nobody_else_reads_it)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "See you at *six*?"), bos = test_seat("bo");
    EXPECT(anas && bos && anas != bos);
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "See you at <em>six</em>?") && shows(test_page(), "Send as Bo"));
    EXPECT_INT(test_say_private("bo", bos, "At seven."), 303);
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "At seven.") && shows(test_page(), "<em>six</em>"));
    static const char *const words[] = { "", "live", "about", "report", "words/1" };
    for (size_t i = 0; i < COUNT(words); i++) {
        EXPECT_INT(page("cyd", anas, words[i]), 404);
        EXPECT_INT(page("mod", bos, words[i]), 404);
        EXPECT_INT(page("ana", bos, words[i]), 404); /* another one's seat, also of one's own conversation */
    }
    static const char *const acts[] = { "accept", "decline", "leave", "block", "forget", "words/1/delete" };
    for (size_t i = 0; i < COUNT(acts); i++)
        EXPECT_INT(act("cyd", anas, acts[i]), 404);
    EXPECT_INT(test_say_private("cyd", anas, "Hello"), 404);
    EXPECT_INT(page("visitor", anas, ""), 303);
    EXPECT(test_get("bo", "/messages") == 200 && shows(test_page(), "Ana") && !shows(test_page(), "At seven"));
    EXPECT(test_get("cyd", "/messages") == 200 && !shows(test_page(), "Ana<"));
}

TEST(writing_to_somebody_again_goes_on_where_one_was)
{
    test_people();
    int64_t first = test_letter("ana", "Bo", "One"), second = test_letter("ana", "bo", "Two");
    EXPECT(first && first == second);
    EXPECT_INT(test_letter("bo", "Ana", "Three"), test_seat("bo"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation"), 1);
    EXPECT(page("ana", first, "") == 200 && shows(test_page(), "Three"));
}

TEST(a_form_sent_twice_says_it_once)
{
    test_people();
    int64_t seat = test_letter("ana", "Bo", "Hello");
    const char *say = test_path("/messages/%lld/say", (long long)seat);
    for (int i = 0; i < 2; i++)
        EXPECT_INT(test_send("ana", say, "body", "Once", "once", "AAECAwQFBgcICQoLDA0ODw", NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "By script", "by", "script", NULL), 204);
    EXPECT_INT(test_send("ana", say, "body", "", NULL), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM private_message"), 3);
}

TEST(what_strangers_write_waits_apart_until_it_is_accepted)
{
    test_people();
    int64_t cyds = test_letter("cyd", "Ana", "We met on Tuesday"), anas = test_seat("ana");
    EXPECT(test_get("ana", "/messages") == 200 && !names(test_page(), "Cyd") && shows(test_page(), "class=\"meta new\""));
    EXPECT(test_get("ana", "/messages/requests") == 200 && shows(test_page(), "Cyd"));
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "We met on Tuesday") && shows(test_page(), "Decline"));
    EXPECT_INT(test_say_private("ana", anas, "Too early"), 422);
    EXPECT_INT(act("cyd", cyds, "decline"), 403);
    EXPECT_INT(test_say_private("cyd", cyds, "Two"), 303);
    EXPECT_INT(test_say_private("cyd", cyds, "Three"), 303);
    EXPECT(test_say_private("cyd", cyds, "Four") == 422 && shows(test_page(), "said enough for now") && shows(test_page(), "Four"));
    EXPECT_INT(act("ana", anas, "accept"), 303);
    EXPECT(test_get("ana", "/messages/requests") == 200 && !names(test_page(), "Cyd"));
    EXPECT(test_get("ana", "/messages") == 200 && shows(test_page(), "Cyd"));
    EXPECT_INT(test_say_private("ana", anas, "Hello"), 303);
    EXPECT_INT(test_say_private("cyd", cyds, "Four"), 303);
}

TEST(declining_is_silent)
{
    test_people();
    int64_t cyds = test_letter("cyd", "Ana", "Hello"), anas = test_seat("ana");
    EXPECT(page("cyd", cyds, "") == 200);
    size_t before = test_page()->body.len;
    EXPECT_INT(act("ana", anas, "decline"), 303);
    EXPECT(page("cyd", cyds, "") == 200 && test_page()->body.len == before && !shows(test_page(), "left"));
    EXPECT_INT(page("ana", anas, ""), 404);
    EXPECT_INT(test_say_private("cyd", cyds, "Are you there?"), 303);
    EXPECT_INT(test_seat("ana"), 0);
    EXPECT_INT(test_letter("cyd", "Ana", "Hello?"), cyds); /* no second request */
    EXPECT(test_get("ana", "/messages/requests") == 200 && !names(test_page(), "Cyd"));
}

static const char *refusal(const char *who, const char *to)
{
    EXPECT_INT(test_letter(who, to, "Hello"), 0);
    const char *text = buf_text(&test_page()->body), *at = strstr(text, "be reached with a private message");
    return at ? arena_slice(test_arena(), at, strcspn(at, "<")) : "another sentence";
}

static enum status grow_young(struct db *db, void *context)
{
    return persona_band_store(db, test_arena(), persona_of(context), BAND_YOUNG);
}

static enum status set_block(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("fay"));
}

TEST(who_cant_be_written_to_is_said_in_one_sentence)
{
    test_people();
    char cyd[] = "cyd", ana[] = "ana";
    const char *unknown = refusal("bo", "Nobody of that name");
    EXPECT(strstr(unknown, "they stay private") != NULL);
    EXPECT_TEXT(refusal("bo", "Bo"), unknown);
    EXPECT_TEXT(refusal("bo", "Stu"), unknown); /* in none of his groups */
    EXPECT_INT(test_send("fay", "/messages/choices", "who", "nobody", NULL), 303);
    EXPECT_TEXT(refusal("bo", "Fay"), unknown);
    EXPECT_INT(test_send("fay", "/messages/choices", "who", "connections", NULL), 303);
    EXPECT_TEXT(refusal("bo", "Fay"), unknown);
    EXPECT_INT(database_write(test_app()->database, grow_young, cyd), OK);
    EXPECT_TEXT(refusal("bo", "Cyd"), unknown);
    EXPECT_TEXT(refusal("cyd", "Bo"), unknown);
    EXPECT_INT(test_send("fay", "/messages/choices", "who", "groups", NULL), 303);
    EXPECT(test_letter("ana", "Fay", "Hello") > 0);
    EXPECT_INT(database_write(test_app()->database, set_block, NULL), OK);
    EXPECT_TEXT(refusal("ana", "Fay"), unknown);
    EXPECT_TEXT(refusal("fay", "Ana"), unknown);
    EXPECT_TEXT(refusal("bo", "Ana, Cyd"), unknown); /* of one name among several, too */
    EXPECT_INT(database_write(test_app()->database, grow_young, ana), OK);
    EXPECT_TEXT(refusal("bo", "Ana"), unknown); /* connected once, of another band now */
    EXPECT_INT(test_send("fay", "/messages/choices", "who", "everyone", NULL), 422);
}

TEST(being_hidden_in_a_group_isnt_told_by_who_can_be_written_to)
{
    test_people();
    EXPECT(test_letter("bo", "Cyd", "Hello") > 0);
    EXPECT_INT(test_sql(test_path("UPDATE membership SET hides = TRUE WHERE persona_id = %lld", (long long)persona_of("fay"))), OK);
    EXPECT_INT(test_letter("bo", "Fay", "Hello"), 0);
}

TEST(a_block_takes_the_conversation_from_both)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(act("ana", anas, "block"), 303);
    static const char *const words[] = { "", "live", "about", "report", "words/1" };
    for (size_t i = 0; i < COUNT(words); i++) {
        EXPECT_INT(page("ana", anas, words[i]), 404);
        EXPECT_INT(page("bo", bos, words[i]), 404);
    }
    EXPECT_INT(test_say_private("bo", bos, "Hello?"), 404);
    EXPECT(test_get("bo", "/messages") == 200 && !names(test_page(), "Ana"));
    EXPECT(test_get("ana", "/messages") == 200 && !shows(test_page(), "Bo<"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'letter'"), 0);
}

/* ---- circles ---- */

TEST(twelve_fit_into_a_circle)
{
    test_people();
    struct buf to = { .arena = test_arena() };
    for (int i = 0; i < 12; i++) {
        static const char letters[] = "ABCDEFGHJKMN"; /* no two look alike */
        const char *name = test_path("Friend %c", letters[i]);
        test_more_people(test_path("friend%c", 'a' + i), name);
        buf_printf(&to, "%s%s", i ? ", " : "", name);
        if (i == 10)
            EXPECT(test_letter("ana", buf_text(&to), "All of us") > 0);
    }
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_seat"), 12);
    EXPECT(test_letter("ana", buf_text(&to), "One too many") == 0 && shows(test_page(), "room for twelve"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_seat"), 12);
}

static int64_t circle_of_three(int64_t *bos)
{
    test_people();
    EXPECT_INT(test_send("ana", "/messages/new", "to", "Bo، Cyd", "name", "MARKCIRCLE", "body", "First", NULL), 303);
    int64_t anas = id_after(test_page(), "/messages/");
    *bos = test_seat("bo");
    EXPECT_INT(act("bo", *bos, "accept"), 303);
    EXPECT_INT(act("cyd", test_seat("cyd"), "accept"), 303);
    return anas;
}

TEST(who_comes_reads_nothing_from_before_and_who_left_nothing_at_all)
{
    int64_t bos, anas = circle_of_three(&bos);
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/add", (long long)anas), "name", "Fay", NULL), 303);
    int64_t fays = test_seat("fay");
    EXPECT_INT(act("fay", fays, "accept"), 303);
    EXPECT_INT(test_say_private("bo", bos, "Second"), 303);
    EXPECT(page("fay", fays, "") == 200 && shows(test_page(), "Second") && !shows(test_page(), "First") &&
           shows(test_page(), "MARKCIRCLE"));
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "Second") && shows(test_page(), "First"));
    EXPECT_INT(act("bo", bos, "leave"), 303);
    EXPECT_INT(page("bo", bos, ""), 404);
    EXPECT_INT(test_say_private("fay", fays, "Third"), 303);
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "Third") && shows(test_page(), "Second"));
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM conversation_seat WHERE keys IS NOT NULL AND persona_id = %lld",
                                      (long long)persona_of("bo"))),
               0);
    EXPECT_INT(test_sql_int("SELECT generation FROM conversation"), 3);
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/add", (long long)anas), "name", "Fay", NULL), 422);
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/add", (long long)anas), "name", "Stu", NULL), 422);
}

TEST(in_a_circle_those_who_block_each_other_dont_read_each_other)
{
    int64_t bos, anas = circle_of_three(&bos), cyds = test_seat("fay");
    (void)cyds;
    EXPECT_INT(test_say_private("bo", bos, "BOSWORDS"), 303);
    EXPECT_INT(test_say_private("ana", anas, "ANASWORDS"), 303);
    EXPECT_INT(database_write(test_app()->database, set_block, NULL), OK); /* of somebody who isn't in it: nothing changes */
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "ANASWORDS"));
    EXPECT_INT(test_sql(test_path("INSERT INTO block (persona_id, other_id, by_me) VALUES (%lld, %lld, TRUE), (%lld, %lld, FALSE)",
                                  (long long)persona_of("ana"), (long long)persona_of("bo"), (long long)persona_of("bo"),
                                  (long long)persona_of("ana"))),
               OK);
    EXPECT(page("bo", bos, "") == 200 && !shows(test_page(), "ANASWORDS") && !shows(test_page(), "<bdi>Ana") &&
           shows(test_page(), "BOSWORDS"));
    EXPECT(page("ana", anas, "") == 200 && !shows(test_page(), "BOSWORDS"));
    EXPECT(page("ana", anas, "about") == 200 && !shows(test_page(), "<bdi>Bo"));
}

TEST(with_the_last_one_everything_goes)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(act("ana", anas, "leave"), 303);
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "Hello") && shows(test_page(), "Nobody else takes part"));
    EXPECT_INT(test_say_private("bo", bos, "Still there?"), 422);
    EXPECT_INT(act("bo", bos, "leave"), 303);
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM conversation) + (SELECT count(*) FROM conversation_seat)"
                            " + (SELECT count(*) FROM private_message)"),
               0);
}

/* ---- what goes ---- */

TEST(messages_go_when_their_time_is_over)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Stays"), bos = test_seat("bo");
    const char *keep = test_path("/messages/%lld/keep", (long long)anas);
    EXPECT_INT(test_send("ana", keep, "days", "2", NULL), 422);
    EXPECT_INT(test_send("ana", keep, "days", "1", NULL), 303);
    EXPECT_INT(test_say_private("bo", bos, "Goes"), 303);
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY))), OK);
    test_advance(23 * TIME_HOUR);
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "Goes"));
    test_advance(2 * TIME_HOUR);
    EXPECT(page("ana", anas, "") == 200 && !shows(test_page(), "Goes") && shows(test_page(), "Stays")); /* for readers at once */
    EXPECT_INT(
        test_get("ana", "/messages/%lld?part=%lld", (long long)anas, (long long)test_sql_int("SELECT max(number) FROM private_message")),
        200);
    EXPECT(!shows(test_page(), "Goes"));
    test_advance(TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM private_message"), 1);
}

TEST(ones_own_words_can_be_changed_for_a_while_and_taken_away_for_both)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Wrong words"), bos = test_seat("bo");
    int64_t number = test_sql_int("SELECT max(number) FROM private_message");
    const char *words = test_path("/messages/%lld/words/%lld", (long long)anas, (long long)number);
    EXPECT_INT(test_get("bo", "/messages/%lld/words/%lld", (long long)bos, (long long)number), 404);
    EXPECT_INT(test_send("bo", test_path("/messages/%lld/words/%lld/delete", (long long)bos, (long long)number), NULL), 404);
    EXPECT(test_get("ana", "%s", words) == 200 && shows(test_page(), "Wrong words"));
    EXPECT_INT(test_send("ana", test_path("%s/edit", words), "body", "Right words", NULL), 303);
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "Right words") && !shows(test_page(), "Wrong") && shows(test_page(), "edited"));
    test_advance(16 * TIME_MINUTE);
    EXPECT_INT(test_send("ana", test_path("%s/edit", words), "body", "Later words", NULL), 422);
    EXPECT_INT(test_send("ana", test_path("%s/delete", words), NULL), 303);
    EXPECT(page("bo", bos, "") == 200 && !shows(test_page(), "Right words") && shows(test_page(), "took this away"));
    EXPECT(page("ana", anas, "") == 200 && !shows(test_page(), "Right words"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM private_message WHERE sealed IS NOT NULL"), 0);
}

TEST(an_answer_quotes_what_it_answers_as_long_as_that_is_there)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "A question"), bos = test_seat("bo");
    int64_t number = test_sql_int("SELECT max(number) FROM private_message");
    EXPECT(test_get("bo", "/messages/%lld?answer=%lld", (long long)bos, (long long)number) == 200 &&
           shows(test_page(), "Your answer to Ana"));
    EXPECT_INT(test_send("bo", test_path("/messages/%lld/say", (long long)bos), "body", "Yes", "answer",
                         test_path("%lld", (long long)number), NULL),
               303);
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "</b> A question"));
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/words/%lld/delete", (long long)anas, (long long)number), NULL), 303);
    EXPECT(page("bo", bos, "") == 200 && !shows(test_page(), "A question") && shows(test_page(), "Yes"));
}

TEST(that_something_was_read_is_shown_when_both_wish_it)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(test_send("ana", "/messages/choices", "who", "groups", "receipts", "yes", NULL), 303);
    EXPECT_INT(page("bo", bos, ""), 200);
    test_settle();
    EXPECT(page("ana", anas, "") == 200 && !shows(test_page(), "has read this"));
    EXPECT_INT(test_send("bo", "/messages/choices", "who", "groups", "receipts", "yes", NULL), 303);
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "Bo has read this"));
    EXPECT_INT(test_say_private("ana", anas, "And this?"), 303);
    EXPECT(page("ana", anas, "") == 200 && !shows(test_page(), "has read this"));
    EXPECT_INT(test_seat("bo") > 0, 1);
    EXPECT_INT(page("bo", bos, ""), 200);
    test_settle();
    EXPECT_INT(test_seat("bo"), 0); /* what told of it is forgotten, once it was read */
}
