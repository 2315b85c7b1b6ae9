/* Several names of one person: what each does, what others can tell, and that what one is asked to stop all are. */
#include "account/records.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

/* Ana takes another name; the persona behind it. */
static int64_t another_name(const char *name)
{
    EXPECT_INT(test_send("ana", "/settings/names", "name", name, NULL), 303);
    return test_sql_int(test_path("SELECT id FROM persona WHERE name = '%s'", name));
}

static void speak_as(int64_t persona)
{
    EXPECT_INT(test_send("ana", "/speak-as", "as", test_path("%lld", (long long)persona), "to", "/home", NULL), 303);
}

static enum status pause_bad_name(struct db *db, void *context)
{
    return persona_pause(db, test_arena(), *(int64_t *)context, test_now() + TIME_DAY, "Please take a breath.");
}

TEST(the_download_holds_a_folder_for_each_name_and_each_holds_its_own_alone)
{
    int64_t robin = another_name("Róisín");
    EXPECT_INT(test_send("ana", "/circles/new", "name", "MARKANAS", NULL), 303);
    EXPECT_INT(test_send("bo", "/circles/new", "name", "MARKBOS", NULL), 303);
    speak_as(robin);
    EXPECT_INT(test_send("ana", "/circles/new", "name", "MARKROBINS", NULL), 303);
    EXPECT(test_get("ana", "/settings") == 200 && shows(test_page(), "a folder of its own"));
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *anas = answer_zipped(test_page(), "Ana/data.json"), *robins = answer_zipped(test_page(), "Róisín/data.json");
    EXPECT(anas && strstr(anas, "MARKANAS") && !strstr(anas, "MARKROBINS") && !strstr(anas, "MARKBOS") && !strstr(anas, "Róisín"));
    EXPECT(robins && strstr(robins, "MARKROBINS") && !strstr(robins, "MARKANAS") && !strstr(robins, "\"Ana\""));
    EXPECT(answer_zipped(test_page(), "Róisín/data.html") && !answer_zipped(test_page(), "data.json"));
    EXPECT(test_get("bo", "/settings") == 200 && !shows(test_page(), "a folder of its own"));
    EXPECT_INT(test_send("bo", "/settings/download", NULL), 200);
    EXPECT(answer_zipped(test_page(), "data.json") && !answer_zipped(test_page(), "Bo/data.json"));
}

TEST(somebody_takes_another_name_and_speaks_as_each_in_its_group)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "fay"), attic = test_group("attic", GROUP_OPEN, true, "fay");
    test_joins(porch.group, "ana");
    int64_t robin = another_name("Robin");
    EXPECT_INT(test_get("ana", "/settings/names"), 200);
    EXPECT(shows(test_page(), "<bdi>Ana</bdi>") && shows(test_page(), "<bdi>Robin</bdi>"));
    speak_as(robin);
    EXPECT_INT(test_get("ana", "/home"), 200);
    EXPECT(shows(test_page(), "<bdi>Robin</bdi></b></summary>"));
    EXPECT_INT(test_send("ana", "/groups/attic/join", NULL), 303);
    /* Where a name belongs it speaks, whichever is chosen elsewhere. */
    const char *say = test_path("/boards/%lld/new", (long long)porch.board), *once = "AAECAwQFBgcICQoLDA0ODw";
    EXPECT_INT(test_send("ana", say, "title", "On the porch", "body", "As the one who joined here.", "once", once, NULL), 303);
    say = test_path("/boards/%lld/new", (long long)attic.board);
    EXPECT_INT(test_send("ana", say, "title", "In the attic", "body", "As the other.", "once", "BAECAwQFBgcICQoLDA0ODw", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT persona_id FROM topic WHERE title = 'On the porch'"), persona_of("ana"));
    EXPECT_INT(test_sql_int("SELECT persona_id FROM topic WHERE title = 'In the attic'"), robin);
    EXPECT_INT(test_get("ana", "/boards/%lld/new", (long long)porch.board), 200);
    EXPECT(shows(test_page(), "You’re speaking as Ana."));
    EXPECT_INT(test_get("ana", "/boards/%lld/new", (long long)attic.board), 200);
    EXPECT(shows(test_page(), "You’re speaking as Robin."));
    /* Only one of them is in a group. */
    EXPECT_INT(test_send("ana", "/groups/porch/join", NULL), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM membership WHERE persona_id = %lld", (long long)robin)), 1);
}

TEST(a_draft_belongs_to_the_name_that_writes_where_it_is_kept)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "ana");
    int64_t topic = test_topic(porch, "ana", "A title", "Words"), robin = another_name("Robin");
    speak_as(robin);
    EXPECT_INT(test_send("ana", "/drafts", "place", test_path("/topics/%lld/reply", (long long)topic), "body", "MARKDRAFT", NULL), 204);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM draft WHERE persona_id = %lld", (long long)persona_of("ana"))), 1);
    EXPECT_INT(test_get("ana", "/topics/%lld/reply", (long long)topic), 200);
    EXPECT(shows(test_page(), "MARKDRAFT"));
}

TEST(others_see_only_one_name_and_nobody_speaks_as_somebody_else)
{
    int64_t robin = another_name("Robin");
    EXPECT_INT(test_send("bo", "/speak-as", "as", test_path("%lld", (long long)robin), NULL), 404);
    EXPECT_INT(test_get("bo", "/settings/names"), 200);
    EXPECT(!shows(test_page(), "Robin") && !names(test_page(), "Ana"));
    EXPECT_INT(test_get("bo", "/settings/names/%lld", (long long)robin), 404);
    EXPECT_INT(test_send("bo", test_path("/settings/names/%lld", (long long)robin), "words", "remove", NULL), 404);
    EXPECT_INT(test_get("ana", "/settings/names/%lld", (long long)persona_of("bo")), 404);
    EXPECT_INT(test_send("ana", "/speak-as", "as", "1", NULL), 404);
}

TEST(a_name_that_is_taken_or_a_sixth_one_comes_back_with_what_was_typed)
{
    EXPECT_INT(test_send("ana", "/settings/names", "name", "B\xD0\xBE", NULL), 422); /* “Bо” with a Cyrillic о */
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Bo", NULL), 422);
    EXPECT(shows(test_page(), "value=\"Bo\""));
    static const char *const names[] = { "Robin", "Wren", "Heron", "Finch" };
    for (size_t i = 0; i < COUNT(names); i++)
        EXPECT_INT(test_send("ana", "/settings/names", "name", names[i], NULL), 303);
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Sparrow", NULL), 422);
    EXPECT(shows(test_page(), "five names"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Sparrow'"), 0);
}

TEST(a_name_that_is_let_go_is_gone_and_the_others_stay_also_in_other_browsers)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "fay");
    int64_t robin = another_name("Robin");
    speak_as(robin);
    EXPECT_INT(test_send("ana", "/groups/porch/join", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/settings/names/%lld", (long long)robin), NULL), 422);
    EXPECT_INT(test_send("ana", test_path("/settings/names/%lld", (long long)robin), "words", "keep", NULL), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM persona WHERE id = %lld", (long long)robin)), 0);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM membership WHERE persona_id = %lld", (long long)robin)), 0);
    EXPECT_INT(test_get("ana", "/home"), 200); /* this browser spoke as the name that is gone */
    EXPECT(shows(test_page(), "<bdi>Ana</bdi></b></summary>") && !shows(test_page(), "Speaking as"));
    EXPECT_INT(test_get("ana", "/settings/names/%lld", (long long)persona_of("ana")), 404); /* the last one stays */
    (void)porch;
}

TEST(who_is_asked_to_pause_can_not_go_on_under_another_name)
{
    int64_t robin = another_name("Robin"), ana = persona_of("ana");
    EXPECT_INT(test_get("ana", "/home"), 200);
    EXPECT_INT(database_write(test_app()->database, pause_bad_name, &ana), OK);
    for (int i = 0; i < 2; i++) {
        EXPECT_INT(test_get("ana", "/home"), 303);
        EXPECT_TEXT(test_page()->location, "/paused");
        EXPECT_INT(test_get("ana", "/paused"), 200);
        EXPECT(shows(test_page(), "Please take a breath.") && shows(test_page(), "what Ana did"));
        EXPECT_INT(test_send("ana", "/settings/names", "name", "Heron", NULL), 303);
        EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Heron'"), 0);
        EXPECT_INT(test_get("ana", "/help-now"), 200);
        if (!i)
            EXPECT_INT(test_send("ana", "/speak-as", "as", test_path("%lld", (long long)robin), NULL), 303);
    }
    test_advance(TIME_DAY + TIME_MINUTE);
    (void)robin;
}

TEST(a_pause_ends_by_itself)
{
    int64_t bo = persona_of("bo");
    EXPECT_INT(test_get("bo", "/paused"), 303);
    EXPECT_INT(database_write(test_app()->database, pause_bad_name, &bo), OK);
    EXPECT_INT(test_get("bo", "/groups"), 303);
    EXPECT_INT(test_sql("UPDATE persona SET paused_until = 1"), OK);
    EXPECT_INT(test_get("bo", "/groups"), 200);
}

TEST(whom_a_groups_facilitators_removed_does_not_come_in_under_another_name)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(porch.group, "ana");
    int64_t robin = another_name("Robin");
    EXPECT_INT(test_send("fay", test_path("/groups/porch/members/%lld/remove", (long long)persona_of("ana")), "reason", "MARKREASON", NULL),
               303);
    speak_as(robin);
    EXPECT_INT(test_get("ana", "/groups/porch"), 200);
    EXPECT(shows(test_page(), "MARKREASON") && shows(test_page(), "removed Ana"));
    EXPECT_INT(test_send("ana", "/groups/porch/join", NULL), 403);
    EXPECT_INT(test_send("ana", "/groups/porch/ask", "why", "It is me, really", NULL), 403);
    /* Under the name that was removed they can ask, as anybody can. */
    speak_as(persona_of("ana"));
    EXPECT_INT(test_send("ana", "/groups/porch/ask", "why", "I’ve thought about it", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM group_request"), 1);
}

TEST(who_said_they_are_grown_up_does_not_become_young_again)
{
    EXPECT_INT(test_send("ana", "/settings/age", "age", "older", NULL), 422);
    EXPECT_INT(test_send("ana", "/settings/age", "age", "16", NULL), 303);
    EXPECT_INT(test_send("ana", "/settings/age", "age", "adult", NULL), 303);
    EXPECT_INT(test_get("ana", "/home"), 200);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT band FROM persona WHERE name = 'Ana'"), BAND_ADULT);
    EXPECT_INT(test_send("ana", "/settings/age", "age", "16", NULL), 422);
    int64_t robin = another_name("Robin");
    EXPECT_INT(test_sql_int(test_path("SELECT band FROM persona WHERE id = %lld", (long long)robin)), BAND_ADULT);
}
