#include "board/test_parts.h"
#include "tests/harness/harness.h"

static void fill(struct test_place place, int64_t topic, int count)
{
    for (int i = 2; i <= count; i++)
        test_post(place, topic, "fay", test_path("word%03d.", i));
}

TEST(a_long_conversation_is_read_fifty_by_fifty)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "word001.");
    fill(place, topic, 120);
    EXPECT_INT(test_get("visitor", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "word001.") && shows(test_page(), "word050.") && !shows(test_page(), "word051.") &&
           !shows(test_page(), "rel=\"prev\""));
    EXPECT(shows(test_page(), "replies tight"));
    int64_t after = id_after(test_page(), test_path("/topics/%lld?after=", (long long)topic));
    EXPECT_INT(test_get("visitor", "/topics/%lld?after=%lld", (long long)topic, (long long)after), 200);
    EXPECT(!shows(test_page(), "word050.") && shows(test_page(), "word051.") && shows(test_page(), "word100.") &&
           !shows(test_page(), "word101."));
    int64_t last = test_sql_int("SELECT MAX(id) FROM post");
    EXPECT_INT(test_get("visitor", "/topics/%lld?before=%lld", (long long)topic, (long long)last + 1), 200);
    EXPECT(!shows(test_page(), "word070.") && shows(test_page(), "word071.") && shows(test_page(), "word120.") &&
           !shows(test_page(), "rel=\"next\""));
    int64_t before = id_after(test_page(), test_path("/topics/%lld?before=", (long long)topic));
    EXPECT_INT(test_get("visitor", "/topics/%lld?before=%lld", (long long)topic, (long long)before), 200);
    EXPECT(shows(test_page(), "word021.") && shows(test_page(), "word070.") && !shows(test_page(), "word071.") &&
           shows(test_page(), "rel=\"next\""));
    EXPECT_INT(test_get("visitor", "/topics/%lld?before=x&after=-5", (long long)topic), 200);
    EXPECT(shows(test_page(), "word001."));
}

TEST(an_answer_to_a_long_conversation_lands_on_its_last_page)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "word001.");
    fill(place, topic, 60);
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/reply", (long long)topic), "body", "The newest", NULL), 303);
    const char *path = arena_slice(test_arena(), test_page()->location, strcspn(test_page()->location, "#"));
    EXPECT(test_get("fay", "%s", path) == 200 && shows(test_page(), "The newest") && shows(test_page(), "word060.") &&
           !shows(test_page(), "word001."));
}

TEST(a_board_goes_by_last_activity_with_what_is_pinned_first)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t first = 0, pinned = test_topic(place, "fay", "topic-pinned", "Words");
    for (int i = 0; i < 40; i++) {
        int64_t topic = test_topic(place, "fay", test_path("topic-%02d", i), "Words");
        first = first ? first : topic;
    }
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/pin", (long long)pinned), NULL), 403);
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/pin", (long long)pinned), NULL), 303);
    test_post(place, first, "fay", "Newest words");
    EXPECT_INT(test_get("visitor", "/boards/%lld", (long long)place.board), 200);
    EXPECT(shows(test_page(), "topic-pinned") && shows(test_page(), "topic-00<") && shows(test_page(), "topic-11<") &&
           !shows(test_page(), "topic-10<"));
    const char *page = buf_text(&test_page()->body), *top = strstr(page, "topic-pinned"), *newest = strstr(page, "topic-00<");
    EXPECT(top && newest && top < newest && newest < strstr(page, "topic-39<"));
    const char *key = strstr(page, "?before=");
    EXPECT(key != NULL);
    EXPECT_INT(test_get("visitor", "/boards/%lld%.*s", (long long)place.board, key ? (int)strcspn(key, "\"") : 0, key ? key : ""), 200);
    EXPECT(shows(test_page(), "topic-10<") && shows(test_page(), "topic-01<") && !shows(test_page(), "topic-11<") &&
           !shows(test_page(), "topic-pinned"));
}

TEST(what_was_not_read_yet_is_marked)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    const char *board = test_path("/boards/%lld", (long long)place.board), *path = test_path("/topics/%lld", (long long)topic);
    EXPECT(test_get("bo", "%s", board) == 200 && shows(test_page(), "meta new"));
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), "meta new"));
    EXPECT(test_get("visitor", "%s", board) == 200 && !shows(test_page(), "meta new"));
    EXPECT(test_get("bo", "%s", path) == 200 && !shows(test_page(), "id=\"new\""));
    EXPECT(test_get("bo", "%s", board) == 200);
    test_settle(); /* the mark is written behind the answer */
    EXPECT(test_get("bo", "%s", board) == 200 && !shows(test_page(), "meta new"));
    EXPECT(test_get("bo", "/groups/porch") == 200 && !shows(test_page(), "meta new"));
    test_post(place, topic, "fay", "Something new");
    EXPECT(test_get("bo", "%s", board) == 200 && shows(test_page(), "#new"));
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "id=\"new\""));
    test_settle();
    EXPECT(test_get("bo", "%s", path) == 200 && !shows(test_page(), "id=\"new\""));
    EXPECT_INT(test_send("bo", test_path("%s/reply", path), "body", "My own", NULL), 303);
    EXPECT(test_get("bo", "%s", board) == 200 && !shows(test_page(), "meta new")); /* one's own words are no news */
    test_advance(91 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM read_mark"), 0);
}

TEST(a_read_mark_never_moves_back)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Title", "word001.");
    fill(place, topic, 60);
    int64_t last = test_sql_int("SELECT MAX(id) FROM post");
    EXPECT_INT(test_get("bo", "/topics/%lld?before=%lld", (long long)topic, (long long)last + 1), 200);
    test_settle();
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT post_id FROM read_mark"), last);
}

TEST(followed_conversations_stand_on_a_page_of_their_own)
{
    struct test_place place = test_group("parlour", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Followed title", "Words"), other = test_topic(place, "fay", "Other title", "Words");
    const char *follow = test_path("/topics/%lld/follow", (long long)topic);
    EXPECT_INT(test_send("cyd", follow, NULL), 404);
    EXPECT_INT(test_send("bo", follow, NULL), 303);
    EXPECT(test_get("bo", "/followed") == 200 && shows(test_page(), "Followed title") && !shows(test_page(), "Other title"));
    EXPECT(shows(test_page(), "id=\"fresh\"") && !shows(test_page(), "id=\"seen\""));
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    test_settle();
    EXPECT(test_get("bo", "/followed") == 200 && !shows(test_page(), "id=\"fresh\"") && shows(test_page(), "id=\"seen\""));
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)other), "body", "Answering follows", NULL), 303);
    EXPECT(test_get("bo", "/followed") == 200 && shows(test_page(), "Other title"));
    EXPECT_INT(test_send("bo", follow, NULL), 303);
    EXPECT(test_get("bo", "/followed") == 200 && !shows(test_page(), "Followed title"));
    EXPECT_INT(test_send("bo", "/groups/parlour/leave", NULL), 303);
    EXPECT(test_get("bo", "/followed") == 200 && !shows(test_page(), "Other title"));
    EXPECT_INT(test_get("visitor", "/followed"), 303);
}

TEST(hashtags_show_only_what_the_reader_may_see)
{
    struct test_place open = test_group("porch", GROUP_OPEN, true, "fay"), closed = test_group("parlour", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(open, "fay", "Porch title", "Words #наши"), hidden = test_post(open, topic, "fay", "Unkind #наши words");
    test_topic(closed, "fay", "Parlour title", "Words #Наши");
    test_joins(closed.group, "bo");
    const char *tag = "/tags/%D0%BD%D0%B0%D1%88%D0%B8";
    EXPECT(test_get("visitor", "%s", tag) == 200 && shows(test_page(), "Porch title") && !shows(test_page(), "Parlour title"));
    EXPECT(test_get("cyd", "%s", tag) == 200 && shows(test_page(), "Porch title") && !shows(test_page(), "Parlour title"));
    EXPECT(test_get("bo", "%s", tag) == 200 && shows(test_page(), "Porch title") && shows(test_page(), "Parlour title"));
    EXPECT(test_get("bo", "%s", tag) == 200 && shows(test_page(), "Unkind"));
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/hide", (long long)hidden), "reason", "Unkind", NULL), 303);
    EXPECT(test_get("bo", "%s", tag) == 200 && !shows(test_page(), "Unkind"));
    EXPECT(test_get("bo", "/tags/nobody_used_this") == 200 && shows(test_page(), "Nothing here for you to read"));
    EXPECT_INT(test_get("bo", "/tags/%%21%%21"), 404);
    for (int i = 0; i < 25; i++)
        test_post(open, topic, "fay", test_path("tagged%02d #many", i));
    EXPECT(test_get("visitor", "/tags/many") == 200 && shows(test_page(), "tagged24") && !shows(test_page(), "tagged04"));
    int64_t before = id_after(test_page(), "/tags/many?before=");
    EXPECT(test_get("visitor", "/tags/many?before=%lld", (long long)before) == 200 && shows(test_page(), "tagged04") &&
           shows(test_page(), "tagged00"));
}

TEST(facilitators_hide_and_bring_back)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "ana", "Kind title", "Kind words"), post = test_post(place, topic, "bo", "Unkind words");
    const char *path = test_path("/topics/%lld", (long long)topic), *hide = test_path("/posts/%lld/hide", (long long)post);
    EXPECT_INT(test_send("ana", hide, "reason", "I say so", NULL), 403);
    EXPECT_INT(test_get("ana", "%s", hide), 403);
    EXPECT_INT(test_send("fay", hide, "reason", "", NULL), 422);
    EXPECT_INT(test_send("fay", hide, "reason", "Please <ask> first.", NULL), 303);
    EXPECT(test_get("ana", "%s", path) == 200 && !shows(test_page(), "Unkind words"));
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "Unkind words") && shows(test_page(), "Please &lt;ask&gt; first."));
    EXPECT(test_get("fay", "%s", path) == 200 && shows(test_page(), "Unkind words") && shows(test_page(), "Bring back"));
    EXPECT_INT(test_sql_int("SELECT last_post - opening FROM topic"), 0);
    EXPECT_INT(test_get("ana", "/topics/%lld?quote=%lld", (long long)topic, (long long)post), 200);
    EXPECT(!shows(test_page(), "Unkind"));
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/restore", (long long)post), NULL), 404);
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/restore", (long long)post), NULL), 303);
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "Unkind words"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE hidden_reason IS NOT NULL OR hidden_by IS NOT NULL"), 0);
    EXPECT_INT(test_send("fay", test_path("%s/hide", path), "reason", "Resting", NULL), 303);
    EXPECT_INT(test_get("bo", "%s", path), 404);
    EXPECT_INT(test_get("visitor", "%s", path), 404);
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "Resting"));
    EXPECT(test_get("bo", "/boards/%lld", (long long)place.board) == 200 && !shows(test_page(), "Kind title"));
    EXPECT(test_get("bo", "/groups/porch") == 200 && !shows(test_page(), "Kind title"));
    EXPECT_INT(test_send("fay", test_path("%s/restore", path), NULL), 303);
    EXPECT_INT(test_get("bo", "%s", path), 200);
}

TEST(reactions_are_given_and_taken_back_without_numbers)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    test_joins(place.group, "cyd");
    int64_t topic = test_topic(place, "ana", "Title", "Words");
    const char *path = test_path("/topics/%lld", (long long)topic), *react = test_path("/posts/%lld/react", (long long)test_opening(topic));
    EXPECT_INT(test_send("ana", react, "kind", "with", NULL), 403); /* one's own words */
    EXPECT_INT(test_send("bo", react, "kind", "like", NULL), 403);
    EXPECT_INT(test_send("bo", react, "kind", "with", NULL), 303);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "value=\"with\" aria-pressed=\"true\"") &&
           !shows(test_page(), "Some people"));
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "Some people are sitting with this."));
    EXPECT_INT(test_send("cyd", react, "kind", "with", NULL), 303);
    EXPECT_INT(test_send("fay", test_path("%s?after=1", react), "kind", "same", NULL), 303);
    EXPECT(strstr(test_page()->location, "?after=1#post-") != NULL);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "Some people are sitting with this."));
    EXPECT(test_get("visitor", "%s", path) == 200 && shows(test_page(), "Some people are sitting with this.") &&
           !shows(test_page(), "aria-pressed"));
    EXPECT_INT(test_send("bo", react, "kind", "with", NULL), 303);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "value=\"with\" aria-pressed=\"false\""));
    EXPECT_INT(test_send("cyd", react, "kind", "with", NULL), 303);
    EXPECT(test_get("bo", "%s", path) == 200 && shows(test_page(), "Some people know this too.") && !shows(test_page(), "sitting with"));
    EXPECT_INT(test_send("fay", react, "kind", "same", NULL), 303);
    EXPECT(test_get("bo", "%s", path) == 200 && !shows(test_page(), "Some people"));
    EXPECT_INT(test_sql_int("SELECT warmth FROM post"), 0);
}

TEST(who_listens_is_told_of_an_answer_that_came_while_the_page_was_loading)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Title", "Is anyone there?");
    const char *live = test_path("/topics/%lld/live?after=%lld", (long long)topic, (long long)test_opening(topic));
    EXPECT(test_get("bo", "%s", live) == 200 && !shows(test_page(), "event: topic"));
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/reply", (long long)topic), "body", "I am.", NULL), 303);
    EXPECT(test_get("bo", "%s", live) == 200 && shows(test_page(), "event: topic\n"));
    EXPECT_INT(test_get("cyd", "%s", live), 404);
}
