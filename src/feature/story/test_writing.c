#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

static const char tab_one[] = "AAECAwQFBgcICQoLDA0ODw", tab_two[] = "AAECAwQFBgcICQoLDA0ODg";

TEST(what_is_missing_is_said_and_every_word_is_kept)
{
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "", "body", "My long text", "kind[]", "leaving", "when[]", "at nine",
                         "what[]", "By train", NULL),
               422);
    EXPECT(shows(test_page(), "My long text") && shows(test_page(), "Give it a title") && shows(test_page(), "value=\"at nine\""));
    EXPECT(shows(test_page(), "value=\"leaving\" selected") && shows(test_page(), "value=\"5\""));
    EXPECT_INT(
        test_send("ana", "/stories/new", "draft", "5", "title", "T", "body", "My long text", "audience", "group", "group", "12", NULL),
        422);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "T", "body", "W", "audience", "moon", NULL), 422);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "T", "body", "W", "audience", "circles", "name", "none", NULL), 422);
    EXPECT_INT(test_send("ana", "/stories/new", "title", "T", "body", "W", NULL), 422); /* no form of ours */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story"), 0);
    EXPECT(test_get("ana", "/stories/mine") == 200 && shows(test_page(), "id=\"drafts\""));
    EXPECT(test_get("bo", "/stories/mine") == 200 && !shows(test_page(), "id=\"drafts\""));
}

TEST(sixty_thousand_characters_fit_and_one_more_comes_back_whole)
{
    struct buf text = { .arena = test_arena() };
    for (int i = 0; i < STORY_BODY_MAX + 1; i++)
        buf_puts(&text, "ä");
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Long", "body", buf_text(&text), NULL), 422);
    EXPECT(shows(test_page(), buf_text(&text)));
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)test_sql_int("SELECT id FROM story_sealed")) == 200 &&
           shows(test_page(), buf_text(&text)));
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Long", "body", buf_text(&text) + 2, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT length(body) FROM story"), STORY_BODY_MAX);
    EXPECT_INT(test_sql_int("SELECT minutes FROM story"), 55);
}

TEST(a_draft_is_sealed_found_again_and_goes_when_the_story_is_there)
{
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "MARKTITLE", "body", "MARKBODY", "what[]", "MARKROAD", "note_own",
                         "MARKNOTE", "once", tab_one, NULL),
               204);
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "MARKTITLE", "body", "MARKBODY again", "what[]", "MARKROAD",
                         "once", tab_one, NULL),
               204);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 1);
    EXPECT(!test_data_holds("MARKTITLE") && !test_data_holds("MARKBODY") && !test_data_holds("MARKROAD") && !test_data_holds("MARKNOTE"));
    int64_t draft = test_sql_int("SELECT id FROM story_sealed");
    EXPECT(test_get("ana", "/stories/mine") == 200 && shows(test_page(), "MARKTITLE"));
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)draft) == 200 && shows(test_page(), "MARKBODY again") &&
           shows(test_page(), "MARKROAD"));
    EXPECT_INT(test_get("bo", "/stories/drafts/%lld", (long long)draft), 404);
    EXPECT_INT(test_get("bo", "/stories/drafts/%lld/discard", (long long)draft), 404);
    EXPECT_INT(test_send("bo", test_path("/stories/drafts/%lld/discard", (long long)draft), NULL), 404);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "MARKTITLE", "body", "Done", "seen", tab_one, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 0);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "6", "title", "Other", "body", "Words", "do", "draft", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/drafts/%lld/discard", (long long)test_sealed_id()), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 0);
    EXPECT_INT(test_send("ana", "/stories/drafts", "title", "No place", NULL), 404);
}

/* Neither the words nor their length: a draft of a story without a name has as many bytes as one of another story. */
TEST(drafts_of_different_length_look_alike)
{
    struct buf text = { .arena = test_arena() };
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "A", "body", "Short", NULL), 204);
    while (text.len < 3000)
        buf_puts(&text, "word ");
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "6", "title", "A much longer title than that", "body", buf_text(&text), NULL),
               204);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(head)) + count(DISTINCT length(body)) FROM story_sealed"), 2);
}

TEST(two_windows_never_write_over_each_other)
{
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "title", "Both", "body", "Beginning", "once", tab_one, NULL), 204);
    int64_t first = test_sql_int("SELECT id FROM story_sealed");
    /* Both windows opened the draft as tab one had left it; tab two writes first. */
    EXPECT_INT(
        test_send("ana", "/stories/drafts", "draft", "5", "seen", tab_one, "title", "Both", "body", "From two", "once", tab_two, NULL),
        204);
    EXPECT_INT(test_send("ana", "/stories/drafts", "draft", "5", "seen", "", "title", "Both", "body", "From one", "once", tab_one, NULL),
               202);
    EXPECT_INT(
        test_send("ana", "/stories/drafts", "draft", "5", "seen", "", "title", "Both", "body", "From one, more", "once", tab_one, NULL),
        202);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 2);
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)first) == 200 && shows(test_page(), "From two"));
    EXPECT(shows(test_page(), "both are kept. The other one is newer"));
    int64_t second = test_sql_int(test_path("SELECT id FROM story_sealed WHERE id <> %lld", (long long)first));
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)second) == 200 && shows(test_page(), "From one, more"));
    EXPECT(shows(test_page(), "The other one is older"));
    /* The one that is sent becomes the story; the other stays. */
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "seen", "", "title", "Both", "body", "From one, done", "once", tab_one, NULL),
               303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 1);
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)first) == 200 && shows(test_page(), "From two"));
}

TEST(a_change_from_an_older_window_is_told_before_it_replaces_the_newer_one)
{
    int64_t id = test_story("ana", "Mine", "First", "members");
    const char *edit = test_path("/stories/%lld/edit", (long long)id), *story = test_path("%lld", (long long)id);
    EXPECT(test_get("ana", "%s", edit) == 200 && shows(test_page(), "First</textarea>"));
    EXPECT_INT(test_send("ana", edit, "story", story, "base", "1", "title", "Mine", "body", "Second", "once", tab_one, NULL), 303);
    EXPECT_INT(test_send("ana", edit, "story", story, "base", "1", "title", "Mine", "body", "Third", "once", tab_two, NULL), 422);
    EXPECT(shows(test_page(), "that one is newer") && shows(test_page(), "Third</textarea>") &&
           shows(test_page(), "name=\"base\" value=\"2\""));
    EXPECT(test_get("bo", "/stories/%lld", (long long)id) == 200 && shows(test_page(), "Second"));
    EXPECT_INT(test_send("ana", edit, "story", story, "base", "2", "title", "Mine", "body", "Third", "once", tab_two, NULL), 303);
    EXPECT(test_get("bo", "/stories/%lld", (long long)id) == 200 && shows(test_page(), "Third"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 0);
    EXPECT_INT(test_get("bo", "%s", edit), 403);
    EXPECT_INT(test_send("bo", edit, "story", story, "base", "3", "title", "Mine", "body", "Stolen", NULL), 403);
    EXPECT_INT(test_send("ana", edit, "story", "77", "base", "3", "title", "Mine", "body", "Crossed", NULL), 422);
}

TEST(a_form_sent_twice_tells_once_and_other_words_in_it_are_another_story)
{
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Once", "body", "Words", NULL), 303);
    const char *first = arena_copy(test_arena(), test_page()->location);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Once", "body", "Words", NULL), 303);
    EXPECT_TEXT(test_page()->location, first);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Once", "body", "Other words", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story"), 2);
}

TEST(a_story_for_oneself_is_sealed_and_can_be_shared_and_taken_back)
{
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "MARKTITLE", "summary", "MARKSUM", "body", "MARKBODY", "audience",
                         "me", "what[]", "MARKROAD", NULL),
               303);
    int64_t kept = test_sealed_id();
    EXPECT(test_get("ana", "/stories/kept/%lld", (long long)kept) == 200 && shows(test_page(), "MARKBODY") &&
           shows(test_page(), "MARKROAD"));
    EXPECT_INT(test_get("bo", "/stories/kept/%lld", (long long)kept), 404);
    EXPECT_INT(test_get("mod", "/stories/kept/%lld", (long long)kept), 404);
    EXPECT(!test_data_holds("MARKTITLE") && !test_data_holds("MARKSUM") && !test_data_holds("MARKBODY") && !test_data_holds("MARKROAD"));
    EXPECT(test_get("ana", "/stories/mine") == 200 && shows(test_page(), "MARKTITLE") && shows(test_page(), "MARKROAD"));
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)kept) == 200 && shows(test_page(), "name=\"draft\" value=\"5\""));
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Shared", "body", "MARKBODY", "audience", "members", NULL), 303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && test_data_holds("MARKBODY"));
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)story), "body", "Heard", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)story), "story", test_path("%lld", (long long)story), "base",
                         "1", "title", "Taken back", "body", "MARKBODY", "audience", "me", NULL),
               303);
    EXPECT_INT(test_get("bo", "/stories/%lld", (long long)story), 404);
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM story) + (SELECT count(*) FROM story_comment) +"
                            " (SELECT count(*) FROM notification)"),
               0);
    test_settle();
    EXPECT(!test_data_holds("Taken back"));
    EXPECT(test_get("ana", "/stories/mine") == 200 && shows(test_page(), "Taken back"));
}

TEST(a_road_of_ones_own_is_sealed_beside_the_story)
{
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Shown", "body", "Words", "kind[]", "family", "when[]", "MARKWHEN",
                         "what[]", "MARKWHAT", "road", "own", NULL),
               303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT(!test_data_holds("MARKWHEN") && !test_data_holds("MARKWHAT"));
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && !shows(test_page(), "MARKWHAT") && !shows(test_page(), "A family"));
    EXPECT(test_get("ana", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "MARKWHAT") &&
           shows(test_page(), "The road. Only you can see this."));
    EXPECT(test_get("ana", "/stories/%lld/edit", (long long)story) == 200 && shows(test_page(), "MARKWHEN") &&
           shows(test_page(), "value=\"own\" checked"));
    EXPECT(test_get("bo", "/stories?kind=family") == 200 && !shows(test_page(), "Shown"));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 0);
}

TEST(a_deleted_story_is_gone_with_everything_about_it)
{
    int64_t story = test_story("ana", "MARKTITLE", "MARKBODY", "members");
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)story), "body", "MARKANSWER", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/resonance", (long long)story), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)story), "story", test_path("%lld", (long long)story), "title",
                         "Drafted", "body", "Words", "do", "draft", NULL),
               303);
    EXPECT_INT(test_get("bo", "/stories/%lld/delete", (long long)story), 403);
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/delete", (long long)story), NULL), 403);
    EXPECT_INT(test_get("ana", "/stories/%lld/delete", (long long)story), 200);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM story_sealed) + (SELECT count(*) FROM story_resonance) +"
                            " (SELECT count(*) FROM notification)"),
               0);
    EXPECT(!test_data_holds("MARKTITLE") && !test_data_holds("MARKBODY") && !test_data_holds("MARKANSWER"));
}

TEST(words_typed_when_the_session_was_over_wait_as_a_draft)
{
    EXPECT_INT(test_send("visitor", "/stories/new", "draft", "5", "title", "Kept over", "body", "MARKKEPT", "once", tab_one, NULL), 401);
    EXPECT(shows(test_page(), "MARKKEPT"));
    EXPECT_INT(test_send("visitor", "/sign-in", "sign_in", "ana", "password", "correct horse", "kept_path", "/stories/new", "kept.draft",
                         "5", "kept.title", "Kept over", "kept.body", "MARKKEPT", "kept.once", tab_one, "kept.what[]", "One", "kept.what[]",
                         "Two", NULL),
               303);
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)test_sealed_id()) == 200 && shows(test_page(), "MARKKEPT</textarea>"));
    EXPECT(shows(test_page(), "value=\"One\"") && shows(test_page(), "value=\"Two\""));
    EXPECT(!test_data_holds("MARKKEPT"));
}

TEST(a_prompt_begins_a_story_and_there_are_twelve)
{
    EXPECT_INT(story_prompts_all()->count, 12);
    EXPECT(test_get("ana", "/stories/prompts") == 200 && shows(test_page(), "/stories/new?prompt=song"));
    EXPECT(test_get("ana", "/stories/new?prompt=song") == 200 && shows(test_page(), "A song that knew before you did."));
    EXPECT(test_get("ana", "/stories/new?prompt=nonsense") == 200);
}
