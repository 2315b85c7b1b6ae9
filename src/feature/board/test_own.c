#include "board/test_parts.h"
#include "http/feature.h"
#include "tests/harness/harness.h"

static const char *draft_place(int64_t topic)
{
    return test_path("/topics/%lld/reply", (long long)topic);
}

TEST(a_draft_waits_sealed_until_it_is_sent)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    const char *reply = draft_place(topic);
    EXPECT_INT(test_send("bo", reply, "body", "Half a MARKERTHOUGHT", "note_own", "MARKERNOTE", "do", "draft", NULL), 303);
    EXPECT_TEXT(test_page()->location, reply);
    EXPECT(test_get("bo", "%s", reply) == 200 && shows(test_page(), "Half a MARKERTHOUGHT</textarea>") &&
           shows(test_page(), "Here is what you had written."));
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "Half a MARKERTHOUGHT</textarea>"));
    EXPECT(test_get("fay", "%s", reply) == 200 && !shows(test_page(), "MARKERTHOUGHT"));
    EXPECT(!test_data_holds("MARKERTHOUGHT") && !test_data_holds("MARKERNOTE") && !test_data_holds(reply));
    EXPECT_INT(test_send("bo", reply, "body", "A whole thought", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM draft"), 0);
}

TEST(drafts_are_kept_while_one_writes_and_can_be_thrown_away)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", "/drafts", "place", begin, "title", "Draft title", "body", "Draft body", NULL), 204);
    EXPECT_INT(test_send("fay", "/drafts", "place", begin, "title", "Draft title", "body", "Draft body, longer", NULL), 204);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM draft"), 1);
    EXPECT(test_get("fay", "%s", begin) == 200 && shows(test_page(), "value=\"Draft title\"") &&
           shows(test_page(), "Draft body, longer</textarea>"));
    EXPECT_INT(test_send("fay", "/drafts", "place", "/settings/name", "title", "x", "body", "x", NULL), 404);
    EXPECT_INT(test_send("fay", "/drafts", "place", "/topics/x/reply", "body", "x", NULL), 404);
    EXPECT_INT(test_send("fay", "/drafts/discard", "place", "https://example.org/", NULL), 404);
    EXPECT_INT(test_send("fay", "/drafts/discard", "place", begin, NULL), 303);
    EXPECT_TEXT(test_page()->location, begin);
    EXPECT(test_get("fay", "%s", begin) == 200 && !shows(test_page(), "Draft title") && !shows(test_page(), "Draft body"));
    EXPECT_INT(test_send("fay", "/drafts", "place", begin, "title", "Old", "body", "Old", NULL), 204);
    test_advance(91 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM draft"), 0);
}

TEST(a_refused_text_is_kept_as_a_draft)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    const char *begin = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", begin, "title", "", "body", "Without a title", "do", "send", NULL), 422);
    EXPECT(test_get("fay", "%s", begin) == 200 && shows(test_page(), "Without a title</textarea>"));
    EXPECT_INT(test_send("fay", begin, "title", "Now", "body", "With a title", "do", "send", NULL), 303);
    EXPECT(test_get("fay", "%s", begin) == 200 && !shows(test_page(), "Here is what you had written"));
}

TEST(a_text_sent_after_the_session_was_over_comes_back_as_a_draft)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    EXPECT_INT(test_send("visitor", draft_place(topic), "body", "Written too slowly", NULL), 401);
    EXPECT(shows(test_page(), "Written too slowly")); /* the sign-in page carries it */
    EXPECT_INT(test_send("visitor", "/sign-in", "sign_in", "fay", "password", "correct horse", "kept_path", draft_place(topic), "kept.body",
                         "Written too slowly", NULL),
               303);
    EXPECT_TEXT(test_page()->location, draft_place(topic));
    EXPECT(test_get("fay", "%s", draft_place(topic)) == 200 && shows(test_page(), "Written too slowly</textarea>"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 1);
}

/* ---- leaving for good ---- */

static enum status erase(struct db *db, void *context)
{
    const bool *words = context;
    TRY(board_feature.erase(db, test_arena(), persona_of("ana"), *words));
    TRY(board_feature.erase(db, test_arena(), persona_of("ana"), *words)); /* a job runs at least once */
    TRY(group_feature.erase(db, test_arena(), persona_of("ana"), *words));
    return group_feature.erase(db, test_arena(), persona_of("ana"), *words);
}

static int64_t lives_of(const char *who)
{
    static const char *const tables[] = { "membership", "group_request", "group_invitation", "group_removal", "topic",     "post",
                                          "reaction",   "follow",        "read_mark",        "draft",         "submission" };
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT(tables); i++)
        sum += test_sql_int(test_path("SELECT COUNT(*) FROM %s WHERE persona_id = %lld", tables[i], (long long)persona_of(who)));
    return sum;
}

static struct test_place lived(void)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay"), other = test_group("circle", GROUP_REQUEST, false, "fay");
    (void)other;
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    int64_t answered = test_topic(place, "ana", "Answered MARKTITLE", "Opening MARKWORDS #anas"),
            lonely = test_topic(place, "ana", "Lonely", "MARKLONELY");
    test_post(place, answered, "bo", "A friend answers");
    test_post(place, answered, "ana", "And thanks, MARKTHANKS");
    int64_t bos = test_topic(place, "bo", "Bo’s title", "Bo’s words"), reply = test_post(place, bos, "ana", "MARKREPLY");
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", (long long)reply), "body", "MARKSECOND", "once",
                         "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", NULL),
               303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/react", (long long)test_opening(bos)), "kind", "thanks", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/react", (long long)test_opening(answered)), "kind", "with", NULL), 303);
    EXPECT_INT(test_send("ana", draft_place(bos), "body", "A draft", "do", "draft", NULL), 303);
    EXPECT_INT(test_send("ana", "/groups/circle/ask", "why", "MARKWHY", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)lonely), 200);
    test_settle();
    EXPECT(lives_of("ana") > 8);
    return place;
}

TEST(erased_with_their_words_nothing_of_a_persona_stays)
{
    bool words = true;
    lived();
    EXPECT_INT(database_write(test_app()->database, erase, &words), OK);
    EXPECT_INT(lives_of("ana"), 0);
    EXPECT(!test_data_holds("MARK"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE body <> ''"), 2); /* Bo's answer and Bo's opening */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic"), 2);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE warmth <> 0"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post_version"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic t WHERE t.last_post = (SELECT MAX(id) FROM post p WHERE p.topic_id = t.id)"), 2);
    int64_t topic = test_sql_int("SELECT id FROM topic WHERE title = ''");
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "A friend answers") &&
           shows(test_page(), "took this away"));
}

TEST(erased_without_their_words_a_persona_leaves_texts_without_a_name)
{
    bool words = false;
    lived();
    EXPECT_INT(database_write(test_app()->database, erase, &words), OK);
    EXPECT_INT(lives_of("ana"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE persona_id IS NULL"), 4);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic WHERE persona_id IS NULL"), 2);
    int64_t topic = test_sql_int("SELECT id FROM topic WHERE title LIKE 'Answered%'");
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "MARKWORDS") &&
           shows(test_page(), "Somebody who has left"));
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>"));
}

TEST(the_download_holds_ones_words_groups_and_drafts)
{
    lived();
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    if (!EXPECT(json != NULL))
        return;
    static const char *const held[] = { "Answered MARKTITLE",
                                        "Opening MARKWORDS #anas",
                                        "MARKSECOND",
                                        "MARKLONELY",
                                        "MARKWHY",
                                        "A draft",
                                        "Group porch",
                                        "Group circle",
                                        "Thank you",
                                        "Bo’s title" };
    for (size_t i = 0; i < COUNT(held); i++)
        test_expect(strstr(json, held[i]) != NULL, held[i], __FILE__, __LINE__);
    EXPECT(!strstr(json, "A friend answers") && !strstr(json, "Bo’s words"));
}
