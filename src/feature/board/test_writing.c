#include "board/test_parts.h"
#include "tests/harness/harness.h"

TEST(a_member_begins_a_conversation_and_another_answers)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    const char *new_path = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_get("ana", "%s", new_path), 200);
    EXPECT_INT(test_send("ana", new_path, "title", "I <told> my sister", "wish", "listen", "body", "She said **all right**. #sisters",
                         "note", "grief", "note_own", "one line", "do", "send", NULL),
               303);
    int64_t topic = id_after(test_page(), "/topics/");
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "I &lt;told&gt; my sister") && shows(test_page(), "<strong>all right</strong>"));
    EXPECT(shows(test_page(), "Please just listen") && shows(test_page(), "Ana asked for listening, not advice."));
    EXPECT(shows(test_page(), "<details class=\"fold\"") && shows(test_page(), "Content note: Grief and loss · one line"));
    EXPECT(shows(test_page(), "/groups/porch#rules") && shows(test_page(), "/tags/sisters"));
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)topic), "body", "I read this.", NULL), 303);
    EXPECT(strstr(test_page()->location, "#post-") != NULL);
    EXPECT(test_get("ana", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "I read this."));
    EXPECT(test_get("ana", "/boards/%lld", (long long)place.board) == 200 && shows(test_page(), "I &lt;told&gt; my sister"));
    EXPECT(!shows(test_page(), "all right")); /* what lies behind a content note isn't in lists */
}

TEST(writing_needs_membership_and_readers_are_invited_to_join)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic), *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "Join this group") &&
           !shows(test_page(), "<textarea"));
    EXPECT_INT(test_send("bo", reply, "body", "Hello", NULL), 403);
    EXPECT_INT(test_send("bo", begin, "title", "Mine", "body", "Hello", NULL), 403);
    EXPECT_INT(test_get("bo", "%s", begin), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/react", (long long)test_opening(topic)), "kind", "with", NULL), 403);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("bo", reply, "body", "Hello", NULL), 303);
    EXPECT_INT(test_send("bo", begin, "title", "Mine", "body", "Hello", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 3);
}

TEST(what_is_missing_is_said_and_what_was_typed_comes_back)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", begin, "title", "", "body", "My long text", "wish", "share", "do", "send", NULL), 422);
    EXPECT(shows(test_page(), "My long text") && shows(test_page(), "Give it a title"));
    EXPECT_INT(test_send("fay", begin, "title", "My title", "body", "   ", "do", "send", NULL), 422);
    EXPECT(shows(test_page(), "My title") && shows(test_page(), "Write a few words first."));
    struct buf text = { .arena = test_arena() };
    for (int i = 0; i < 20001; i++)
        buf_putc(&text, 'x');
    EXPECT_INT(test_send("fay", begin, "title", "My title", "body", buf_text(&text), NULL), 422);
    EXPECT(shows(test_page(), "My title") && shows(test_page(), buf_text(&text)));
    EXPECT_INT(test_send("fay", begin, "title", buf_text(&text) + 19860, "body", "Fits", NULL), 422); /* 141 characters */
    EXPECT_INT(test_send("fay", begin, "title", buf_text(&text) + 19861, "body", "Fits", NULL), 303); /* 140 */
}

TEST(a_form_sent_twice_posts_once)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *once = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", begin, "title", "Once", "body", "Only once", "once", once, NULL), 303);
    const char *first = arena_copy(test_arena(), test_page()->location);
    EXPECT_INT(test_send("fay", begin, "title", "Once", "body", "Only once", "once", once, NULL), 303);
    EXPECT_TEXT(test_page()->location, first);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic"), 1);
    const char *reply = test_path("%s/reply", first), *again = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh0";
    EXPECT_INT(test_send("fay", reply, "body", "Answer", "once", again, NULL), 303);
    EXPECT_INT(test_send("fay", reply, "body", "Answer", "once", again, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 2);
    EXPECT_INT(test_send("fay", reply, "body", "Answer", NULL), 303); /* the same words from another form are meant */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 3);
    test_advance(3 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM submission"), 0);
}

/* The back button shows the form that was sent; who writes something else in it and sends it means it. */
TEST(other_words_in_a_form_that_was_sent_are_posted_too)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *once = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const char *reply = test_path("/topics/%lld/reply", (long long)test_topic(place, "fay", "Title", "Words"));
    EXPECT_INT(test_send("fay", reply, "body", "First thought", "once", once, NULL), 303);
    EXPECT_INT(test_send("fay", reply, "body", "First thought", "once", once, NULL), 303);
    EXPECT_INT(test_send("fay", reply, "body", "Second thought", "once", once, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE body = 'First thought'"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE body = 'Second thought'"), 1);
}

TEST(words_with_bytes_that_are_no_text_are_shown_and_not_lost)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *reply = test_path("/topics/%lld/reply", (long long)test_topic(place, "fay", "Title", "Words"));
    EXPECT_INT(test_send("fay", reply, "body", "M\xfcller und Söhne \xf0\x9f\x8c", NULL), 400);
    EXPECT(shows(test_page(), "M?ller und Söhne ???"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
}

TEST(a_text_can_be_looked_at_before_it_is_sent)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic), *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", begin, "title", "New", "body", "Some *words*", "wish", "advice", "do", "preview", NULL), 200);
    EXPECT(shows(test_page(), "<em>words</em>") && shows(test_page(), "Some *words*</textarea>") && shows(test_page(), "value=\"New\""));
    EXPECT(shows(test_page(), "value=\"advice\" checked"));
    EXPECT_INT(test_send("fay", reply, "body", "Then **this**", "note_own", "rain", "do", "preview", NULL), 200);
    EXPECT(shows(test_page(), "<strong>this</strong>") && shows(test_page(), "Content note: rain"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
}

TEST(a_text_that_cannot_be_rendered_comes_back_whole)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    struct buf bomb = { .arena = test_arena() };
    buf_puts(&bomb, "[a]: https://x.org/");
    for (int i = 0; i < 3000; i++)
        buf_putc(&bomb, 'x');
    buf_puts(&bomb, "\n\n");
    while (bomb.len < 19000)
        buf_puts(&bomb, "[a]");
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/reply", (long long)topic), "body", buf_text(&bomb), NULL), 422);
    EXPECT(shows(test_page(), buf_text(&bomb)) && shows(test_page(), "make it simpler"));
    EXPECT(test_get("fay", "/topics/%lld/reply", (long long)topic) == 200 && shows(test_page(), buf_text(&bomb)));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
}

TEST(only_the_writer_changes_and_takes_away)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "ana", "Old title", "Old words #before"), reply = test_post(place, topic, "bo", "An answer");
    const char *edit = test_path("/posts/%lld/edit", (long long)test_opening(topic)),
               *gone = test_path("/posts/%lld/delete", (long long)reply);
    EXPECT_INT(test_get("bo", "%s", edit), 403);
    EXPECT_INT(test_get("fay", "%s", edit), 403);
    EXPECT_INT(test_send("bo", edit, "title", "Stolen", "body", "Stolen", NULL), 403);
    EXPECT_INT(test_send("ana", gone, NULL), 403);
    EXPECT_INT(test_send("fay", gone, NULL), 403);
    EXPECT(test_get("ana", "%s", edit) == 200 && shows(test_page(), "Old words #before</textarea>"));
    EXPECT_INT(test_send("ana", edit, "title", "", "body", "Words", NULL), 422);
    EXPECT_INT(test_send("ana", edit, "title", "New title", "wish", "share", "body", "New words #after", NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "New title") && shows(test_page(), "New words") && shows(test_page(), "edited") &&
           !shows(test_page(), "Old words"));
    EXPECT(test_get("bo", "/tags/after") == 200 && shows(test_page(), "New title"));
    EXPECT(test_get("bo", "/tags/before") == 200 && !shows(test_page(), "New title"));
    EXPECT_INT(test_get("bo", "%s", gone), 200);
    EXPECT_INT(test_send("bo", gone, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
    EXPECT_INT(test_get("bo", "%s", gone), 404);
}

TEST(facilitators_see_what_a_text_said_before)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    int64_t topic = test_topic(place, "ana", "First title", "First line\nSecond line");
    long long post = (long long)test_opening(topic);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", post), "title", "Second title", "body", "First line\nAnother line", NULL),
               303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", post), "title", "Second title", "body", "First line\nAnother line", NULL),
               303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post_version"), 1); /* the second time nothing was changed */
    EXPECT_INT(test_get("ana", "/posts/%lld/history", post), 403);
    EXPECT_INT(test_get("visitor", "/posts/%lld/history", post), 303);
    EXPECT_INT(test_get("fay", "/posts/%lld/history", post), 200);
    EXPECT(shows(test_page(), "Second line</del>") && shows(test_page(), "Another line</ins>") && shows(test_page(), "First title"));
}

TEST(an_opening_that_was_answered_leaves_an_empty_place)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "ana", "Regretted title", "Regretted words"), reply = test_post(place, topic, "bo", "Here for you");
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", (long long)test_opening(topic)), "title", "Still regretted", "body",
                         "Second try", NULL),
               303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)test_opening(topic)), NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "The writer took this away.") && shows(test_page(), "Here for you") && !names(test_page(), "Ana"));
    EXPECT(!test_data_holds("Regretted") && !test_data_holds("Second try") && !test_data_holds("Still regretted"));
    EXPECT_INT(test_get("ana", "/posts/%lld/edit", (long long)test_opening(topic)), 403);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)reply), NULL), 303); /* the last words: nothing is left */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 0);
    int64_t lonely = test_topic(place, "ana", "Lonely", "Lonely");
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)test_opening(lonely)), NULL), 303);
    EXPECT_TEXT(test_page()->location, test_path("/boards/%lld", (long long)place.board));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic"), 0);
}

TEST(a_closed_conversation_takes_no_answers)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "bo", "Title", "Words");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic), *close = test_path("/topics/%lld/close", (long long)topic);
    EXPECT_INT(test_send("bo", close, NULL), 403);
    EXPECT_INT(test_send("fay", close, NULL), 303);
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && !shows(test_page(), "<textarea") &&
           shows(test_page(), "This conversation is closed."));
    EXPECT_INT(test_send("bo", reply, "body", "One more thing", NULL), 422);
    EXPECT(shows(test_page(), "One more thing") && shows(test_page(), "closed in the meantime"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
    EXPECT_INT(test_send("fay", close, NULL), 303);
    EXPECT_INT(test_send("bo", reply, "body", "One more thing", NULL), 303);
}

TEST(a_quote_stands_in_the_answer)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay"), other = test_group("attic", GROUP_HIDDEN, false, "ana");
    int64_t topic = test_topic(place, "fay", "Title", "First line\nsecond <line>"), secret = test_topic(other, "ana", "T", "Unseen words");
    EXPECT_INT(test_get("fay", "/topics/%lld?quote=%lld", (long long)topic, (long long)test_opening(topic)), 200);
    EXPECT(shows(test_page(), "\n&gt; First line\n&gt; second &lt;line&gt;"));
    EXPECT_INT(test_get("fay", "/topics/%lld?quote=%lld", (long long)topic, (long long)test_opening(secret)), 200);
    EXPECT(!shows(test_page(), "Unseen words") && !shows(test_page(), "name=\"quotes\""));
}

TEST(whose_words_a_quote_holds_is_looked_up_when_it_is_shown)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "First line");
    const char *quoted = test_path("%lld", (long long)test_opening(topic)), *reply = test_path("/topics/%lld/reply", (long long)topic);
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("bo", reply, "body", "> First line\n\nI know.", "quotes", quoted, NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "With words of Fay") && shows(test_page(), "<blockquote "));
    EXPECT_INT(test_send("fay", "/settings/name", "name", "Marlow", NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "With words of Marlow") && !names(test_page(), "Fay"));
    EXPECT_INT(test_send("bo", reply, "body", "> made up", "quotes", "12345", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE quoted IS NOT NULL"), 1);
}

TEST(twenty_posts_in_ten_minutes_are_enough)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *reply = test_path("/topics/%lld/reply", (long long)test_topic(place, "fay", "Title", "Words"));
    for (int i = 0; i < 20; i++)
        EXPECT_INT(test_send("fay", reply, "body", "Again", NULL), 303);
    EXPECT_INT(test_send("fay", reply, "body", "And again", NULL), 422);
    EXPECT(shows(test_page(), "Breathe out") && shows(test_page(), "And again"));
    test_advance(TIME_MINUTE);
    EXPECT_INT(test_send("fay", reply, "body", "And again", NULL), 303);
}
