/* Told without a name: what a thief of the whole database can say about whose it is. */
#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

static int64_t unnamed(const char *who, const char *title, const char *draft)
{
    EXPECT_INT(test_send(who, "/stories/new", "draft", draft, "title", title, "body", "Words without a name", "name", "none", NULL), 303);
    return id_after(test_page(), "/stories/");
}

TEST(a_story_without_a_name_is_its_writers_and_nobody_elses)
{
    int64_t story = unnamed("ana", "Hidden", "5");
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "Told without a name"));
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>") && !shows(test_page(), "/edit\""));
    EXPECT(test_get("bo", "/stories") == 200 && shows(test_page(), "Hidden") && !names(test_page(), "Ana"));
    EXPECT_INT(test_get("bo", "/stories/%lld/edit", (long long)story), 403);
    EXPECT_INT(test_get("mod", "/stories/%lld/delete", (long long)story), 403);
    EXPECT_INT(test_get("stu", "/stories/%lld/edit", (long long)story), 403);
    EXPECT(test_get("ana", "/stories/mine") == 200 && shows(test_page(), "Hidden"));
    EXPECT(test_get("ana", "/stories/%lld/edit", (long long)story) == 200 && shows(test_page(), "name=\"name\" value=\"none\""));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)story), "story", test_path("%lld", (long long)story), "base",
                         "1", "title", "Still hidden", "body", "Words", "name", "shown", NULL),
               303);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "Still hidden") &&
           shows(test_page(), "Told without a name"));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/answers", (long long)story), "body", "Thank you all", NULL), 303);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "The writer") &&
           !shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)story), "body", "Unkind", NULL), 303);
    int64_t bos = test_sql_int("SELECT max(id) FROM story_comment WHERE persona_id IS NOT NULL");
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/answers/%lld/remove", (long long)story, (long long)bos), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story"), 0);
}

/* Two by Ana and one by Bo; every row and every number is looked at. */
TEST(no_row_order_or_time_joins_a_story_without_a_name_to_its_writer)
{
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "Hidden one", "body", "Words", NULL), 204);
    int64_t one = unnamed("ana", "Hidden one", "5"), two = unnamed("ana", "Hidden two", "6"), bos = unnamed("bo", "Hidden three", "6");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story WHERE persona_id IS NOT NULL"), 0);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT owner) FROM story"), 3); /* two of one member's have nothing in common */
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM notification) + (SELECT count(*) FROM submission) +"
                            " (SELECT count(*) FROM story_resonance) + (SELECT count(*) FROM story_comment)"),
               0);
    int64_t today = time_day(test_now());
    EXPECT_INT(
        test_sql_int(test_path("SELECT count(*) FROM story WHERE day > %lld OR day <= %lld - 7", (long long)today, (long long)today)), 0);
    const int64_t ids[] = { one, two, bos };
    int timely = 0;
    for (size_t i = 0; i < COUNT(ids); i++)
        timely += ids[i] >> 20 > test_now() - TIME_MINUTE && ids[i] >> 20 < test_now() + TIME_MINUTE;
    EXPECT_INT(timely, 0); /* by chance: once in twenty million, of 2^43 milliseconds */
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM job WHERE kind LIKE 'story%'"), 0);
}

TEST(a_draft_of_a_story_without_a_name_says_not_which)
{
    int64_t story = unnamed("ana", "Hidden", "5");
    EXPECT_INT(
        test_send("ana", "/stories/drafts", "story", test_path("%lld", (long long)story), "title", "Hidden", "body", "MARKCHANGED", NULL),
        204);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "6", "title", "Beside", "body", "W", "name", "none", "road", "own", "what[]",
                         "MARKOWN", NULL),
               303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 2);
    EXPECT(!test_data_holds("MARKCHANGED") && !test_data_holds("MARKOWN"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story s JOIN story_sealed d ON d.place = s.owner"), 0);
}

TEST(there_is_a_last_story_without_a_name_and_room_again_when_one_goes)
{
    int64_t last = 0;
    for (int i = 0; i < STORY_UNNAMED_MOST; i++) {
        test_advance(TIME_MINUTE);
        last = unnamed("ana", "Hidden", test_path("%d", i + 1));
    }
    test_advance(TIME_MINUTE * 2);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "99", "title", "More", "body", "W", "name", "none", NULL), 422);
    EXPECT(shows(test_page(), "Please take one away first."));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)last), NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "99", "title", "More", "body", "W", "name", "none", NULL), 303);
}
