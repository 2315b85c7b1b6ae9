/* Words without a name: the same made-up name through a conversation, its writer's alone to change, and nothing in the database that leads
 * to them. */
#include "board/pages.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

static struct test_place porch_with(const char *const *members)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    for (; *members; members++)
        test_joins(porch.group, *members);
    return porch;
}

/* The answer's status; the id of the post that was made is in the page's Location. */
static int answers_hidden(const char *who, int64_t topic, const char *body)
{
    return test_send(who, test_path("/topics/%lld/reply", (long long)topic), "body", body, "anonymous", "yes", NULL);
}

static const char *made_up_name(int64_t post)
{
    const char *text = test_page()->body.data, *at = strstr(text, test_path("id=\"post-%lld\"", (long long)post));
    const char *from = at ? strstr(at, "<bdi>") : NULL, *end = from ? strstr(from, "</bdi>") : NULL;
    return end ? arena_slice(test_arena(), from + 5, (size_t)(end - from - 5)) : "";
}

TEST(words_without_a_name_carry_one_made_up_name_through_a_conversation_and_another_one_elsewhere)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t one = test_topic(porch, "bo", "One", "Bo begins"), other = test_topic(porch, "bo", "Other", "Bo begins again");
    EXPECT_INT(answers_hidden("ana", one, "First words"), 303);
    int64_t first = id_after(test_page(), "#post-");
    EXPECT_INT(answers_hidden("ana", one, "More words"), 303);
    int64_t second = id_after(test_page(), "#post-");
    EXPECT_INT(answers_hidden("bo", one, "I, too"), 303);
    int64_t bos = id_after(test_page(), "#post-");
    EXPECT_INT(answers_hidden("ana", other, "Elsewhere"), 303);
    int64_t elsewhere = id_after(test_page(), "#post-");
    EXPECT_INT(test_get("fay", "/topics/%lld", (long long)one), 200);
    const char *name = made_up_name(first);
    EXPECT(*name && !strstr(name, "Ana"));
    EXPECT_TEXT(made_up_name(second), name);
    EXPECT(!text_same(made_up_name(bos), name));
    EXPECT(shows(test_page(), "anonymous name") && !shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_get("fay", "/topics/%lld", (long long)other), 200);
    EXPECT(*made_up_name(elsewhere));
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT handle) FROM topic_handle"), 3);
    /* In the reader's language. */
    EXPECT_INT(fetch(with(with(as("fay", "POST", "/language"), "lang", "de"), "to", "/")), 303);
}

TEST(who_writes_without_a_name_changes_and_takes_away_their_words_and_nobody_else_does)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    EXPECT_INT(answers_hidden("ana", topic, "First words"), 303);
    int64_t post = id_after(test_page(), "#post-");
    const char *edit = test_path("/posts/%lld/edit", (long long)post);
    EXPECT_INT(test_get("ana", "/posts/%lld/edit", (long long)post), 200);
    EXPECT(shows(test_page(), "made-up name, and that stays so"));
    EXPECT_INT(test_send("bo", edit, "body", "Not mine", NULL), 403);
    EXPECT_INT(test_send("fay", edit, "body", "Not mine", NULL), 403);
    EXPECT_INT(test_send("ana", edit, "body", "Better words", NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "Better words"));
    EXPECT_INT(test_sql_int(test_path("SELECT COALESCE(persona_id, 0) FROM post WHERE id = %lld", (long long)post)), 0);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)post), NULL), 403);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)post), NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(!shows(test_page(), "Better words"));
}

TEST(a_conversation_can_be_begun_without_a_name)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", NULL });
    const char *begin = test_path("/boards/%lld/new", (long long)porch.board);
    EXPECT_INT(fetch(with(with(with(with(as("ana", "POST", begin), "title", "MARKTITLE"), "body", "Hello"), "anonymous", "yes"), "once",
                          "AAECAwQFBgcICQoLDA0ODw")),
               303);
    int64_t topic = test_sql_int("SELECT id FROM topic WHERE title = 'MARKTITLE'");
    EXPECT_INT(test_get("fay", "/boards/%lld", (long long)porch.board), 200);
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>") && shows(test_page(), "MARKTITLE"));
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "Write more") && shows(test_page(), "again")); /* it is theirs, and the box is ticked */
    EXPECT(shows(test_page(), "name=\"anonymous\" value=\"yes\" checked"));
    /* The same form once more leads to the same conversation. */
    EXPECT_INT(fetch(with(with(with(with(as("ana", "POST", begin), "title", "MARKTITLE"), "body", "Hello"), "anonymous", "yes"), "once",
                          "AAECAwQFBgcICQoLDA0ODw")),
               303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM topic"), 1);
}

/* Whatever stands beside a persona in any row: nothing of it is new when they wrote without a name. */
static int64_t rows_of_ana(void)
{
    long long ana = (long long)persona_of("ana");
    static const char *const tables[] = { "follow", "read_mark", "submission", "draft", "notification", "post", "topic", "reaction" };
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT(tables); i++)
        sum += test_sql_int(test_path("SELECT count(*) FROM %s WHERE persona_id = %lld", tables[i], ana));
    return sum;
}

TEST(nothing_that_stays_leads_from_words_without_a_name_to_their_writer)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)topic), 200);
    test_settle();
    int64_t before = rows_of_ana(), mark = test_sql_int("SELECT MAX(post_id) FROM read_mark");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic);
    EXPECT_INT(test_send("ana", reply, "body", "First words", "anonymous", "yes", "once", "BAECAwQFBgcICQoLDA0ODw", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)topic), 200); /* where the answer leads her */
    test_settle();
    EXPECT_INT(rows_of_ana(), before);
    EXPECT_INT(test_sql_int(test_path("SELECT MAX(post_id) FROM read_mark WHERE persona_id = %lld", (long long)persona_of("ana"))), mark);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM handle_submission"), 1);
    test_advance(3 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM handle_submission"), 0);
}

TEST(a_draft_remembers_that_it_is_to_have_no_name)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic);
    EXPECT_INT(test_send("ana", reply, "body", "Half a thought", "anonymous", "yes", "do", "draft", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld/reply", (long long)topic), 200);
    EXPECT(shows(test_page(), "Half a thought") && shows(test_page(), "name=\"anonymous\" value=\"yes\" checked"));
    EXPECT_INT(test_send("ana", reply, "body", "Half a thought", "do", "draft", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld/reply", (long long)topic), 200);
    EXPECT(!shows(test_page(), "value=\"yes\" checked"));
}

TEST(facilitators_act_on_a_made_up_name)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    EXPECT_INT(answers_hidden("ana", topic, "Unkind words"), 303);
    int64_t post = id_after(test_page(), "#post-");
    const char *quiet = test_path("/posts/%lld/quiet", (long long)post);
    EXPECT_INT(test_send("bo", quiet, "quiet", "yes", NULL), 403);
    EXPECT_INT(test_send("fay", quiet, "quiet", "yes", NULL), 303);
    EXPECT_INT(answers_hidden("ana", topic, "More of them"), 422);
    EXPECT(shows(test_page(), "More of them") && shows(test_page(), "stop writing in this conversation"));
    EXPECT_INT(answers_hidden("bo", topic, "Somebody else still may"), 303);
    EXPECT_INT(test_send("fay", quiet, "quiet", "", NULL), 303);
    EXPECT_INT(answers_hidden("ana", topic, "Kinder words"), 303);
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/hide", (long long)post), "reason", "Unkind", NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    EXPECT(!shows(test_page(), "Unkind words"));
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "Unkind words")); /* its writer sees that it was hidden */
}

TEST(a_group_may_want_names)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    EXPECT_INT(test_send("bo", "/groups/porch/manage", "purpose", "To sit", NULL), 403);
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "To sit", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)topic), 200);
    EXPECT(!shows(test_page(), "name=\"anonymous\""));
    EXPECT_INT(answers_hidden("ana", topic, "All the same"), 422);
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "To sit", "anonymous", "yes", NULL), 303);
    EXPECT_INT(answers_hidden("ana", topic, "Now I may"), 303);
}

TEST(who_leaves_takes_their_words_without_a_name_along_and_has_them_in_the_download)
{
    struct test_place porch = porch_with((const char *const[]){ "ana", "bo", NULL });
    int64_t topic = test_topic(porch, "bo", "One", "Bo begins");
    EXPECT_INT(answers_hidden("ana", topic, "MARKHIDDEN of Ana"), 303);
    EXPECT_INT(answers_hidden("bo", topic, "MARKHIDDEN of Bo"), 303);
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    EXPECT(json && strstr(json, "MARKHIDDEN of Ana") && !strstr(json, "MARKHIDDEN of Bo"));
    EXPECT_INT(test_send("ana", "/settings/delete", "password", "correct horse", "words", "remove", NULL), 303);
    test_settle();
    EXPECT(!test_data_holds("MARKHIDDEN of Ana"));
    EXPECT(test_data_holds("MARKHIDDEN of Bo"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM topic_handle"), 1);
}
