/* Stories for some of their writer's circles. */
#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

/* Ana's circle of that name, with `who` in it, whom she is connected with. */
static int64_t circle_of_ana(const char *name, const char *who)
{
    test_story_connects("ana", who);
    EXPECT_INT(test_send("ana", "/circles/new", "name", name, NULL), 303);
    int64_t circle = id_after(test_page(), "/circles/");
    EXPECT_INT(test_sql(test_path("INSERT INTO circle_member (circle_id, other_id) VALUES (%lld, %lld)", (long long)circle,
                                  (long long)persona_of(who))),
               OK);
    return circle;
}

static int sees(const char *who, int64_t story)
{
    return test_get(who, "/stories/%lld", (long long)story);
}

TEST(a_story_for_some_circles_is_read_by_who_is_in_them)
{
    int64_t near = circle_of_ana("MARKNEAR", "bo"), far = circle_of_ana("Far", "cyd");
    const char *number = test_path("%lld", (long long)near);
    EXPECT(test_get("ana", "/stories/new") == 200 && shows(test_page(), "MARKNEAR") && shows(test_page(), "value=\"chosen\""));
    EXPECT(test_get("bo", "/stories/new") == 200 && !shows(test_page(), "value=\"chosen\""));
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "T", "body", "W", "audience", "chosen", NULL), 422);
    EXPECT(shows(test_page(), "at least one of your circles"));
    EXPECT_INT(test_send("bo", "/stories/new", "draft", "5", "title", "T", "body", "W", "audience", "chosen", "circle[]", number, NULL),
               422);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "6", "title", "T", "body", "W", "audience", "chosen", "circle[]", number, "name",
                         "none", NULL),
               422);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "7", "title", "T", "body", "W", "audience", "chosen", "circle[]", number, NULL),
               303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT(sees("ana", story) == 200 && shows(test_page(), "Some of my circles"));
    EXPECT(sees("bo", story) == 200 && !shows(test_page(), "Some of my circles") && !shows(test_page(), "MARKNEAR"));
    EXPECT_INT(sees("cyd", story), 404);
    EXPECT_INT(sees("visitor", story), 404);
    EXPECT_INT(sees("mod", story), 404);
    EXPECT(test_get("bo", "/stories") == 200 && shows(test_page(), test_path("/stories/%lld", (long long)story)));
    EXPECT(test_get("cyd", "/stories") == 200 && !shows(test_page(), test_path("/stories/%lld", (long long)story)));
    /* Another circle in its place. */
    EXPECT(test_get("ana", "/stories/%lld/edit", (long long)story) == 200 &&
           shows(test_page(), test_path("value=\"%lld\" checked", (long long)near)) &&
           !shows(test_page(), test_path("value=\"%lld\" checked", (long long)far)));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)story), "story", test_path("%lld", (long long)story), "base",
                         "1", "title", "T", "body", "W", "audience", "chosen", "circle[]", test_path("%lld", (long long)far), NULL),
               303);
    EXPECT(sees("bo", story) == 404 && sees("cyd", story) == 200);
    test_story_blocks("cyd", "ana");
    EXPECT_INT(sees("cyd", story), 404);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_circle"), 0);
}

TEST(a_draft_keeps_which_circles_it_is_for)
{
    int64_t near = circle_of_ana("Near", "bo");
    const char *number = test_path("%lld", (long long)near);
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "T", "body", "W", "audience", "chosen", "circle[]", number, NULL),
               204);
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)test_sql_int("SELECT id FROM story_sealed")) == 200 &&
           shows(test_page(), test_path("value=\"%lld\" checked", (long long)near)));
    EXPECT_INT(test_send("ana", test_path("/circles/%lld/remove", (long long)near), NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "T", "body", "W", "audience", "chosen", "circle[]", number, NULL),
               422);
}

/* Ana says how old she is only now. */
TEST(what_somebody_under_18_told_everyone_is_for_members_once_that_is_known)
{
    int64_t story = test_story("ana", "MARKPUBLIC", "For all to read", "everyone"), bos = test_story("bo", "MARKBO", "For all", "everyone");
    const char *audience = test_path("SELECT audience FROM story WHERE id = %lld", (long long)story);
    EXPECT_INT(test_get("visitor", "/stories/%lld", (long long)story), 200);
    EXPECT_INT(test_send("ana", "/settings/age", "age", "16", NULL), 303);
    EXPECT_INT(test_get("ana", "/home"), 200);
    test_settle();
    EXPECT_TEXT(test_sql_text(audience), "members");
    EXPECT(test_get("visitor", "/stories/%lld", (long long)story) != 200 && !shows(test_page(), "MARKPUBLIC"));
    EXPECT(test_get("visitor", "/stories") != 200 || !shows(test_page(), "MARKPUBLIC"));
    EXPECT_INT(test_get("cyd", "/stories/%lld", (long long)story), 200);
    EXPECT_INT(test_get("visitor", "/stories/%lld", (long long)bos), 200);
    EXPECT(test_get("ana", "/stories/new") == 200 && !shows(test_page(), "value=\"everyone\""));
    EXPECT(test_get("bo", "/stories/new") == 200 && shows(test_page(), "value=\"everyone\""));
    EXPECT_INT(test_send("ana", "/stories/new", "title", "MARKAGAIN", "body", "For all", "audience", "everyone", "draft", "77", NULL), 422);
    EXPECT(shows(test_page(), "for members at most"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story WHERE title = 'MARKAGAIN'"), 0);
    EXPECT(test_story("ana", "MARKMEMBERS", "For members", "members") > 0);
}
