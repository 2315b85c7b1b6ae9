#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"

TEST(a_story_is_written_and_read_with_its_headings_note_and_road)
{
    EXPECT_INT(test_get("ana", "/stories/new"), 200);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "The <long> way", "summary", "How I got here.", "body",
                         "It began **early**.\n\n## Tuesday\n\nThe bus.", "note", "family", "lang", "de", "kind[]", "out", "when[]",
                         "spring 2019", "what[]", "On a bus", "kind[]", "", "when[]", "", "what[]", "Then tea", NULL),
               303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT_INT(test_get("bo", "/stories/%lld", (long long)story), 200);
    EXPECT(shows(test_page(), "The &lt;long&gt; way</h1>") && shows(test_page(), "<strong>early</strong>"));
    EXPECT(shows(test_page(), "<h2 dir=\"auto\">Tuesday</h2>") && shows(test_page(), "lang=\"de\""));
    EXPECT(shows(test_page(), "Content note: Family and rejection") && shows(test_page(), "Book letters"));
    EXPECT(shows(test_page(), "<h3>Coming out · <bdi>spring 2019</bdi></h3>") && shows(test_page(), "On a bus") &&
           shows(test_page(), "Then tea"));
    EXPECT(shows(test_page(), "1 minute to read") && shows(test_page(), "<bdi>Ana</bdi>") && !shows(test_page(), "/edit\""));
    EXPECT(test_get("bo", "/stories") == 200 && shows(test_page(), "The &lt;long&gt; way") && shows(test_page(), "How I got here."));
    EXPECT(!shows(test_page(), "The bus")); /* behind the note */
    EXPECT(test_get("ana", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "/edit\""));
}

/* Audience × reader; the list and the story's own page agree. */
TEST(every_audience_reads_what_is_for_it_in_the_list_and_by_the_address)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "cyd");
    test_story_connects("ana", "bo");
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "5", "title", "Story for group", "body", "Words", "audience", "group", "group",
                         test_path("%lld", (long long)place.group), NULL),
               303);
    const struct {
        const char *audience;
        int64_t id;
        const char *readers;
    } stories[] = {
        { "group", id_after(test_page(), "/stories/"), "ana fay cyd" },
        { "circles", test_story("ana", "Story for circles", "Words", "circles"), "ana bo" },
        { "members", test_story("ana", "Story for members", "Words", "members"), "ana bo cyd fay mod" },
        { "everyone", test_story("ana", "Story for everyone", "Words", "everyone"), "ana bo cyd fay mod visitor" },
    };
    static const char *const people[] = { "ana", "bo", "cyd", "fay", "mod", "visitor" };
    for (size_t i = 0; i < COUNT(stories); i++)
        for (size_t n = 0; n < COUNT(people); n++) {
            bool may = strstr(stories[i].readers, people[n]) != NULL;
            bool good = EXPECT_INT(test_get(people[n], "/stories/%lld", (long long)stories[i].id), may ? 200 : 404);
            EXPECT_INT(test_get(people[n], "/stories"), 200);
            good = EXPECT(shows(test_page(), test_path("Story for %s", stories[i].audience)) == may) && good;
            if (!good)
                printf("  %s reads what is for %s\n", people[n], stories[i].audience);
        }
}

TEST(who_blocks_and_who_is_blocked_meet_neither_story_nor_answer)
{
    int64_t story = test_story("ana", "Mine to tell", "Words", "everyone"), other = test_story("fay", "Fay tells", "Words", "members");
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)other), "body", "Bo was here", NULL), 303);
    test_story_blocks("ana", "bo");
    EXPECT_INT(test_get("bo", "/stories/%lld", (long long)story), 404);
    EXPECT(test_get("bo", "/stories") == 200 && !shows(test_page(), "Mine to tell") && shows(test_page(), "Fay tells"));
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/answers", (long long)story), "body", "Hello", NULL), 404);
    EXPECT_INT(test_send("bo", test_path("/stories/%lld/resonance", (long long)story), NULL), 404);
    EXPECT(test_get("ana", "/stories/%lld", (long long)other) == 200 && !shows(test_page(), "Bo was here"));
    EXPECT(test_get("cyd", "/stories/%lld", (long long)other) == 200 && shows(test_page(), "Bo was here"));
    EXPECT_INT(test_get("cyd", "/stories/%lld", (long long)story), 200);
}

TEST(the_list_is_chosen_by_milestone_language_and_content_note_and_goes_by_key)
{
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "1", "title", "About a name", "body", "W", "lang", "fr", "kind[]", "name", NULL),
               303);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "2", "title", "With a note", "body", "W", "lang", "en", "note_own", "rain", NULL),
               303);
    EXPECT(test_get("bo", "/stories?kind=name") == 200 && shows(test_page(), "About a name") && !shows(test_page(), "With a note"));
    EXPECT(test_get("bo", "/stories?lang=en") == 200 && !shows(test_page(), "About a name") && shows(test_page(), "With a note"));
    EXPECT(test_get("bo", "/stories?notes=hide") == 200 && shows(test_page(), "About a name") && !shows(test_page(), "With a note"));
    EXPECT(test_get("bo", "/stories?kind=family") == 200 && shows(test_page(), "Nothing like this yet"));
    EXPECT(test_get("bo", "/stories?kind=%%27&lang=xx&before=x.y") == 200 && shows(test_page(), "About a name"));
    for (int i = 0; i < STORIES_A_PAGE; i++)
        test_story("ana", test_path("Numbered %d.", i), "W", "members");
    int seen = 0;
    EXPECT_INT(test_get("bo", "/stories"), 200);
    EXPECT(shows(test_page(), "rel=\"next\""));
    for (int i = 0; i < STORIES_A_PAGE; i++)
        seen += shows(test_page(), test_path("Numbered %d.", i));
    seen += shows(test_page(), "About a name") + shows(test_page(), "With a note");
    EXPECT_INT(seen, STORIES_A_PAGE);
    const char *before = strstr(buf_text(&test_page()->body), "before=");
    if (!EXPECT(before != NULL))
        return;
    EXPECT_INT(test_get("bo", "/stories?%.*s", (int)strcspn(before, "\""), before), 200);
    for (int i = 0; i < STORIES_A_PAGE; i++)
        seen += shows(test_page(), test_path("Numbered %d.", i));
    seen += shows(test_page(), "About a name") + shows(test_page(), "With a note");
    EXPECT_INT(seen, STORIES_A_PAGE + 2);
}

TEST(parts_of_a_series_lead_to_each_other_as_far_as_their_reader_may_read)
{
    int64_t one = test_story("ana", "Part one", "W", "members"), three;
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "3", "title", "Part three", "body", "W", "after",
                         test_path("%lld", (long long)one), NULL),
               303);
    three = id_after(test_page(), "/stories/");
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "2", "title", "Part two", "body", "W", "audience", "circles", "after",
                         test_path("%lld", (long long)one), NULL),
               303);
    EXPECT(test_get("ana", "/stories/%lld", (long long)one) == 200 && shows(test_page(), "rel=\"next\"") && shows(test_page(), "Part two"));
    EXPECT(!shows(test_page(), "Part three"));
    EXPECT(test_get("bo", "/stories/%lld", (long long)one) == 200 && shows(test_page(), "Part three") && !shows(test_page(), "Part two"));
    EXPECT(test_get("bo", "/stories/%lld", (long long)three) == 200 && shows(test_page(), "rel=\"prev\"") &&
           shows(test_page(), "Part one"));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)three), "story", test_path("%lld", (long long)three), "base",
                         "1", "title", "Part three", "body", "W", NULL),
               303);
    EXPECT(test_get("bo", "/stories/%lld", (long long)one) == 200 && !shows(test_page(), "Part three"));
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "4", "title", "Another", "body", "W", "name", "none", "after",
                         test_path("%lld", (long long)one), NULL),
               422); /* it would say whose it is */
    EXPECT_INT(
        test_send("bo", "/stories/new", "draft", "4", "title", "Bo goes on", "body", "W", "after", test_path("%lld", (long long)one), NULL),
        303); /* nobody stands in somebody else's series */
    EXPECT(test_get("bo", "/stories/%lld", (long long)one) == 200 && !shows(test_page(), "Bo goes on"));
}

TEST(me_too_is_counted_for_the_writer_alone)
{
    int64_t story = test_story("ana", "Mine to tell", "Words", "members");
    const char *too = test_path("/stories/%lld/resonance", (long long)story);
    EXPECT_INT(test_send("ana", too, NULL), 403);
    EXPECT_INT(test_send("bo", too, NULL), 303);
    EXPECT_INT(test_send("cyd", too, NULL), 303);
    EXPECT(test_get("ana", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "2 people said “me too”"));
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "aria-pressed=\"true\""));
    EXPECT(!shows(test_page(), "people said"));
    EXPECT(test_get("fay", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "aria-pressed=\"false\""));
    EXPECT_INT(test_send("bo", too, NULL), 303);
    EXPECT(test_get("ana", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "1 person said “me too”"));
}

TEST(answers_are_the_writers_to_remove_and_their_own_writers_to_take_away)
{
    int64_t story = test_story("ana", "Mine to tell", "Words", "members");
    const char *answers = test_path("/stories/%lld/answers", (long long)story);
    EXPECT_INT(test_send("visitor", answers, "body", "Hello", NULL), 401);
    EXPECT_INT(test_send("bo", answers, "body", "  ", NULL), 422);
    EXPECT_INT(test_send("bo", answers, "body", "I *read* this", NULL), 303);
    EXPECT_INT(test_send("bo", answers, "body", "I *read* this", NULL), 303); /* sent twice, there once */
    EXPECT_INT(test_send("cyd", answers, "body", "Cyd too", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_comment"), 2);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE kind = 'story' AND subject = %lld AND persona_id = %lld",
                                      (long long)story, (long long)persona_of("ana"))),
               2 - 1); /* one that wasn't seen is enough */
    EXPECT(test_get("fay", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "<em>read</em>") &&
           !shows(test_page(), "/remove"));
    int64_t bos = test_sql_int("SELECT id FROM story_comment WHERE number = 1"),
            cyds = test_sql_int("SELECT id FROM story_comment WHERE number = 2");
    EXPECT_INT(test_send("fay", test_path("%s/%lld/remove", answers, (long long)bos), NULL), 403);
    EXPECT_INT(test_send("bo", test_path("%s/%lld/remove", answers, (long long)cyds), NULL), 403);
    EXPECT_INT(test_send("bo", test_path("%s/%lld/remove", answers, (long long)bos), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("%s/%lld/remove", answers, (long long)cyds), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_comment"), 0);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/edit", (long long)story), "story", test_path("%lld", (long long)story), "base",
                         "1", "title", "Mine to tell", "body", "Words", "comments", "off", NULL),
               303);
    EXPECT_INT(test_send("bo", answers, "body", "Late", NULL), 422);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && !shows(test_page(), "<textarea"));
}

TEST(answers_go_by_key)
{
    int64_t story = test_story("ana", "Mine to tell", "Words", "members");
    const char *answers = test_path("/stories/%lld/answers", (long long)story);
    for (int i = 0; i < COMMENTS_A_PAGE + 1; i++) {
        test_advance(TIME_MINUTE);
        EXPECT_INT(test_send("bo", answers, "body", test_path("Answer %d.", i), NULL), 303);
    }
    EXPECT(test_get("cyd", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "Answer 29.") &&
           !shows(test_page(), "Answer 30."));
    EXPECT(shows(test_page(), test_path("/stories/%lld?after=30#answers", (long long)story)));
    EXPECT(test_get("cyd", "/stories/%lld?after=30", (long long)story) == 200 && shows(test_page(), "Answer 30.") &&
           !shows(test_page(), "Answer 29."));
}

TEST(stories_are_found_by_their_words_by_those_who_may_read_them)
{
    EXPECT_INT(test_send("ana", "/stories/new", "title", "The lighthouse", "body", "A quince tree of our own", "draft", "21", NULL), 303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Only mine", "body", "A quince for myself", "audience", "me", "draft", "22", NULL),
               303);
    test_settle();
    EXPECT_INT(test_get("bo", "/search?q=quince"), 200);
    EXPECT(shows(test_page(), "The lighthouse") && !shows(test_page(), "Only mine"));
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
    test_settle();
    EXPECT_INT(test_get("bo", "/search?q=quince"), 200);
    EXPECT(!shows(test_page(), "The lighthouse"));
}

TEST(a_story_is_changed_under_the_name_that_told_it)
{
    EXPECT_INT(test_send("ana", "/stories/new", "title", "The lighthouse", "body", "Words", "draft", "23", NULL), 303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    EXPECT_INT(test_send("ana", "/speak-as", "as",
                         test_path("%lld", (long long)test_sql_int("SELECT id FROM persona WHERE name = 'Robin'")), NULL),
               303);
    EXPECT_INT(test_get("ana", "/stories/%lld/edit", (long long)story), 200);
    EXPECT(shows(test_page(), "speaking as Ana."));
    EXPECT_INT(test_get("bo", "/stories/%lld/edit", (long long)story), 403);
}

TEST(who_answers_a_story_under_one_of_several_names_reads_which)
{
    EXPECT_INT(test_send("bo", "/stories/new", "title", "The ferry", "body", "Words", "audience", "members", "draft", "24", NULL), 303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT_INT(test_get("ana", "/stories/%lld", (long long)story), 200);
    EXPECT(shows(test_page(), "Write an answer") && !shows(test_page(), "speaking as"));
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    EXPECT_INT(test_get("ana", "/stories/%lld", (long long)story), 200);
    EXPECT(shows(test_page(), "speaking as Ana."));
}
