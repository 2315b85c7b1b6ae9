/* Words that wait: no way round it by changing what stands, the same bounds while they wait, and who is told where nobody looks after a
 * group. */
#include "board/test_parts.h"
#include "tests/harness/harness.h"

static int answers(const char *who, const struct test_reading_first *porch, const char *body)
{
    return test_send(who, test_path("/topics/%lld/reply", (long long)porch->topic), "body", body, NULL);
}

static int64_t newest(void)
{
    return test_sql_int("SELECT COALESCE(max(id), 0) FROM waiting_post");
}

static bool leads_to(const char *path)
{
    return text_same(answer_header(test_page(), "Location"), path);
}

TEST(a_change_of_what_stands_is_no_way_round_waiting)
{
    struct test_reading_first porch = test_reading_first("newcomers");
    int64_t post = test_post(porch.place, porch.topic, "ana", "I live at Mill Lane, and like it.");
    const char *edit = test_path("/posts/%lld/edit", (long long)post), *reply = test_path("/topics/%lld/reply", (long long)porch.topic);
    const char *body = test_path("SELECT body FROM post WHERE id = %lld", (long long)post);
    EXPECT_INT(test_send("ana", edit, "body", "MARKUNREAD instead", NULL), 303);
    EXPECT(leads_to(reply));
    EXPECT_TEXT(test_sql_text(body), "I live at Mill Lane, and like it.");
    EXPECT(test_get("ana", "%s", reply) == 200 && shows(test_page(), "MARKUNREAD instead"));
    EXPECT_INT(test_send("ana", edit, "body", "I live here, and like it. MARKUNREAD", NULL), 303);
    EXPECT(test_get("ana", "%s", reply) == 200 && shows(test_page(), "MARKUNREAD instead") && shows(test_page(), "I live here"));
    EXPECT_TEXT(test_sql_text(body), "I live at Mill Lane, and like it.");
    EXPECT_INT(answers("ana", &porch, "MARKUNREAD instead"), 303);
    EXPECT(leads_to("/waiting-words") && test_sql_int("SELECT count(*) FROM waiting_post") == 1);
    EXPECT_INT(test_send("ana", edit, "body", "I live, and like it.", NULL), 303); /* taking a passage out needs no reading */
    EXPECT_TEXT(test_sql_text(body), "I live, and like it.");
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/close", (long long)porch.topic), NULL), 303);
    EXPECT(test_send("ana", edit, "body", "MARKLATE", NULL) == 422 && shows(test_page(), "MARKLATE") &&
           shows(test_page(), "take a passage out"));
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/close", (long long)porch.topic), NULL), 303);
    EXPECT_INT(test_sql(test_path("INSERT INTO trust_hold (persona_id, step, reason) VALUES (%lld, 1, '')", (long long)persona_of("ana"))),
               OK);
    EXPECT_INT(test_send("ana", edit, "body", "Now as I like", NULL), 303);
    EXPECT_TEXT(test_sql_text(body), "Now as I like");
}

TEST(a_waiting_text_is_changed_within_the_bounds_of_writing)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT plain"), 303);
    const char *own = test_path("/waiting-words/%lld", (long long)newest());
    const char *links = "https://a.example https://b.example https://c.example";
    EXPECT_INT(answers("ana", &porch, links), 422);
    EXPECT(test_send("ana", own, "body", links, NULL) == 422 && shows(test_page(), "https://c.example"));
    EXPECT_INT(test_send("ana", own, "body", "", NULL), 422);
    EXPECT_TEXT(test_sql_text("SELECT body FROM waiting_post"), "MARKWAIT plain");
    EXPECT_INT(test_send("ana", own, "body", "MARKWAIT with https://a.example", NULL), 303);
}

TEST(where_nobody_looks_after_a_group_moderators_are_told_of_waiting_words)
{
    struct test_reading_first porch = test_reading_first("everybody");
    EXPECT_INT(answers("ana", &porch, "MARKWAIT one"), 303);
    EXPECT(test_get("mod", "/notifications") == 200 && !shows(test_page(), "/groups/porch/waiting"));
    EXPECT_INT(test_sql(test_path("UPDATE membership SET role = 'member' WHERE persona_id = %lld", (long long)persona_of("fay"))), OK);
    EXPECT_INT(test_sql("UPDATE peer_group SET joining = 'hidden'"), OK);
    EXPECT_INT(answers("ana", &porch, "MARKWAIT two"), 303);
    EXPECT(test_get("mod", "/notifications") == 200 && shows(test_page(), "/groups/porch/waiting") && !shows(test_page(), "MARKWAIT"));
    EXPECT(test_get("stu", "/notifications") == 200 && shows(test_page(), "/groups/porch/waiting"));
    EXPECT(test_get("bo", "/notifications") == 200 && !shows(test_page(), "/groups/porch/waiting"));
    for (int64_t id = newest(); id; id = newest())
        if (!EXPECT_INT(test_send("mod", test_path("/groups/porch/waiting/%lld/publish", (long long)id), "edits", "0", NULL), 303))
            break;
    EXPECT(test_get("mod", "/notifications") == 200 && !shows(test_page(), "/groups/porch/waiting"));
}
