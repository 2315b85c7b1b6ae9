/* Searching: four scripts, only what one may read, nothing of what is gone; kept searches; followed hashtags. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "search/pages.h"
#include "tests/harness/harness.h"

/* The page of a search, by whoever looks. */
static bool finds(const char *who, const char *query, const char *text)
{
    test_settle();
    EXPECT_INT(test_get(who, "/search?%s", query), 200);
    return shows(test_page(), text);
}

/* Nothing at all. */
static bool finds_nothing(const char *who, const char *query)
{
    return finds(who, query, "Nothing found");
}

TEST(words_are_found_in_four_scripts)
{
    struct test_place place = test_group("world", GROUP_OPEN, false, "ana");
    test_topic(place, "ana", "Rain", "Meet me in der Straße beim Bäcker");
    test_topic(place, "ana", "旅行", "明日は東京へ行く");
    test_topic(place, "ana", "سلام", "قال مُحَمَّد كلاما جميلا");
    test_topic(place, "ana", "Вместе", "Мы поддерживаем друг друга");
    EXPECT(finds("ana", "q=strasse", "<mark>Straße</mark>"));
    EXPECT(finds("ana", "q=%E6%9D%B1%E4%BA%AC", "<mark>東京</mark>"));
    EXPECT(finds("ana", "q=%D9%85%D8%AD%D9%85%D8%AF", "<mark>مُحَمَّد</mark>"));
    EXPECT(finds("ana", "q=%D0%BF%D0%BE%D0%B4%D0%B4%D0%B5%D1%80%D0%B6%D0%B8%D0%B2%D0%B0%D1%8E", "<mark>поддерживаем</mark>"));
    EXPECT(finds("ana", "q=rain", "<mark>Rain</mark>"));
    EXPECT(finds_nothing("ana", "q=strasse+rainbow"));
    EXPECT(finds("ana", "", "What are you looking for?"));
    EXPECT(finds_nothing("ana", "q=%21%21%21"));
}

TEST(a_search_shows_only_what_its_reader_may_read)
{
    struct test_place closed = test_group("closed", GROUP_REQUEST, false, "ana"), open = test_group("open", GROUP_OPEN, true, "fay");
    test_topic(closed, "ana", "Inside", "the secret lantern");
    test_topic(open, "fay", "Outside", "the open lantern");
    EXPECT(finds("ana", "q=lantern", "Inside") && shows(test_page(), "Outside"));
    EXPECT(finds("bo", "q=lantern", "Outside") && !shows(test_page(), "Inside"));
    EXPECT(finds("ana", "q=lantern&group=closed", "Inside") && !shows(test_page(), "Outside"));
    EXPECT(finds("bo", "q=lantern&group=closed", "Outside") && !shows(test_page(), "Inside")); /* the filter isn't a way in */
    EXPECT(finds("ana", "q=lantern&lang=en", "Inside"));
    EXPECT(finds_nothing("ana", "q=lantern&lang=de"));
    EXPECT_INT(test_get("visitor", "/search?q=lantern"), 303);
    test_joins(closed.group, "bo");
    EXPECT(finds("bo", "q=lantern", "Inside"));
    EXPECT_INT(test_send("bo", "/groups/closed/leave", NULL), 303);
    EXPECT(finds("bo", "q=lantern", "Outside") && !shows(test_page(), "Inside"));
}

TEST(what_is_changed_hidden_or_deleted_is_found_no_more)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    int64_t topic = test_topic(place, "ana", "Weather", "It rains apricots"), opening = test_opening(topic);
    int64_t answer = test_post(place, topic, "ana", "Quinces as well");
    EXPECT(finds("fay", "q=apricot", "apricots") && finds("fay", "q=quinces", "Quinces"));
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/edit", (long long)opening), "title", "Weather", "body", "It rains plums", NULL),
               303);
    EXPECT(finds_nothing("fay", "q=apricot") && finds("fay", "q=plum", "plums"));
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/hide", (long long)answer), "reason", "x", NULL), 303);
    EXPECT(finds_nothing("ana", "q=quinces") && finds_nothing("fay", "q=quinces"));
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/restore", (long long)answer), NULL), 303);
    EXPECT(finds("ana", "q=quinces", "Quinces"));
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/hide", (long long)topic), "reason", "x", NULL), 303);
    EXPECT_INT(test_get("fay", "/search?q=quinces"), 200); /* before the index knows */
    EXPECT(shows(test_page(), "Nothing found"));
    EXPECT(finds_nothing("fay", "q=quinces") && finds_nothing("fay", "q=plum"));
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/restore", (long long)topic), NULL), 303);
    EXPECT(finds("fay", "q=plum", "plums"));
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)answer), NULL), 303);
    EXPECT(finds_nothing("fay", "q=quinces"));
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/delete", (long long)opening), NULL), 303);
    EXPECT(finds_nothing("fay", "q=plum") && finds_nothing("fay", "q=weather"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM index_doc WHERE kind = 'post'"), 0);
}

TEST(words_that_were_deleted_leave_the_data_folder)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(place, "fay", "Zqtitle", "xjmarker in small letters, as the index keeps them");
    test_topic(place, "fay", "Another", "yvkept is still wanted");
    test_settle();
    EXPECT(test_data_holds("xjmarker"));
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/delete", (long long)test_opening(topic)), NULL), 303);
    test_settle();
    test_advance(2 * TIME_MINUTE);
    for (int i = 0; i < 5; i++)
        test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM index_care WHERE wanted"), 0);
    EXPECT(!test_data_holds("xjmarker"));
    EXPECT(!test_data_holds("zqtitle"));
    EXPECT(test_data_holds("yvkept"));
}

static enum status blocks(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("bo"));
}

TEST(people_who_block_each_other_dont_find_each_other)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    test_topic(place, "bo", "From Bo", "a quiet marmalade");
    EXPECT(finds("ana", "q=marmalade", "From Bo") && finds("ana", "q=bo&kind=person", "<mark>Bo</mark>"));
    EXPECT_INT(database_write(test_app()->database, blocks, NULL), OK);
    EXPECT(finds_nothing("ana", "q=marmalade"));
    EXPECT(finds("ana", "q=bo&kind=person", "Nothing found here"));
    EXPECT(finds("bo", "q=ana&kind=person", "Nothing found here"));
    EXPECT(finds("fay", "q=marmalade", "From Bo"));
}

TEST(people_are_found_by_those_they_show_themselves_to)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay"), attic = test_group("attic", GROUP_HIDDEN, false, "cyd");
    test_joins(porch.group, "ana");
    test_joins(porch.group, "bo");
    EXPECT(finds("ana", "q=fa&kind=person", "<mark>Fay</mark>")); /* the beginning of a name is enough */
    EXPECT(finds("ana", "q=cyd&kind=person", "Nothing found here"));
    EXPECT_INT(test_send("bo", "/groups/porch/me", "hides", "yes", NULL), 303);
    EXPECT(finds("ana", "q=bo&kind=person", "Nothing found here"));
    EXPECT(finds("ana", "q=attic", "Nothing found") && finds("ana", "q=porch", "Group <mark>porch</mark>"));
    EXPECT(finds("cyd", "q=attic", "Group <mark>attic</mark>"));
    (void)attic;
}

TEST(a_former_name_finds_nobody)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    EXPECT(finds("fay", "q=ana&kind=person", "<mark>Ana</mark>"));
    EXPECT_INT(test_send("ana", "/settings/name", "name", "Linden", NULL), 303);
    EXPECT(finds("fay", "q=ana&kind=person", "Nothing found here") && finds("fay", "q=linden&kind=person", "<mark>Linden</mark>"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM index_doc WHERE words LIKE '%nana%'"), 0);
}

TEST(many_hits_are_read_page_by_page_without_a_gap)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(place, "fay", "Counting", "number 0 of thimbles");
    for (int i = 1; i < 45; i++)
        test_post(place, topic, "fay", test_path("number %d of thimbles", i));
    EXPECT(finds("fay", "q=thimbles", "More of these") && !shows(test_page(), " 34 of"));
    size_t seen = 0;
    const char *path = "/search?q=thimbles&kind=post";
    for (int page = 0; page < 4 && path; page++) {
        EXPECT_INT(test_get("fay", "%s", path), 200);
        for (int i = 0; i < 45; i++)
            seen += shows(test_page(), test_path("number %d of", i));
        int64_t next = id_after(test_page(), "&amp;before=");
        path = shows(test_page(), "rel=\"next\"") ? test_path("/search?q=thimbles&kind=post&before=%lld", (long long)next) : NULL;
    }
    EXPECT_INT(seen, 45);
    EXPECT(!path);
}

TEST(a_content_note_stands_in_place_of_the_words)
{
    test_group("porch", GROUP_OPEN, false, "fay");
    int64_t board = test_sql_int("SELECT min(id) FROM board");
    EXPECT_INT(test_send("fay", test_path("/boards/%lld/new", (long long)board), "title", "Careful", "body", "buried kumquat words", "note",
                         "", "note_own", "About loss", NULL),
               303);
    EXPECT(finds("fay", "q=kumquat", "About loss") && !shows(test_page(), "buried"));
}

TEST(a_search_is_kept_for_its_member_alone)
{
    EXPECT_INT(test_send("ana", "/search/keep", "q", "Xylomarker words", "kind", "post", NULL), 303);
    EXPECT_INT(test_get("ana", "/search"), 200);
    EXPECT(shows(test_page(), "Xylomarker words · What people wrote"));
    int64_t id = id_after(test_page(), "/search/kept/");
    EXPECT_INT(test_send("ana", "/search/keep", "q", "Xylomarker words", "kind", "post", NULL), 303); /* once is enough */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM saved_search"), 1);
    EXPECT(!test_data_holds("Xylomarker"));
    EXPECT_INT(test_get("bo", "/search"), 200);
    EXPECT(!shows(test_page(), "Xylomarker"));
    EXPECT_INT(test_send("bo", test_path("/search/kept/%lld/forget", (long long)id), NULL), 404);
    EXPECT_INT(test_send("ana", test_path("/search/kept/%lld/forget", (long long)id), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM saved_search"), 0);
    for (int i = 0; i < SEARCH_KEPT_MOST; i++)
        EXPECT_INT(test_send("ana", "/search/keep", "q", test_path("words %d", i), NULL), 303);
    EXPECT_INT(test_send("ana", "/search/keep", "q", "one more", NULL), 422);
    EXPECT(shows(test_page(), "You keep twenty searches"));
    EXPECT_INT(test_send("ana", "/search/keep", "q", "", NULL), 422);
}

TEST(a_followed_hashtag_tells_of_new_conversations)
{
    struct test_place open = test_group("open", GROUP_OPEN, false, "fay"), closed = test_group("closed", GROUP_REQUEST, false, "fay");
    test_joins(open.group, "ana");
    test_joins(open.group, "bo");
    EXPECT_INT(test_send("visitor", "/tags/lanterns/follow", NULL), 401);
    EXPECT_INT(test_send("ana", "/tags/Lanterns/follow", NULL), 303);
    EXPECT_INT(test_send("bo", "/tags/lanterns/follow", NULL), 303);
    EXPECT_INT(test_get("ana", "/tags/lanterns"), 200);
    EXPECT(shows(test_page(), "Stop following this"));
    EXPECT_INT(test_get("ana", "/followed"), 200);
    EXPECT(shows(test_page(), "#lanterns"));
    EXPECT_INT(database_write(test_app()->database, blocks, NULL), OK);
    const char *begin = test_path("/boards/%lld/new", (long long)open.board);
    EXPECT_INT(test_send("bo", begin, "title", "By Bo", "body", "Many #lanterns", NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), 0); /* Ana and Bo block each other, and nobody is told of their own */
    EXPECT_INT(test_send("fay", test_path("/boards/%lld/new", (long long)closed.board), "title", "Inside", "body", "#lanterns", NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), 0);
    EXPECT_INT(test_send("fay", begin, "title", "Light", "body", "More #lanterns", NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'tag'"), 2);
    EXPECT_INT(test_send("ana", "/tags/lanterns/follow", NULL), 303);
    EXPECT_INT(test_send("fay", begin, "title", "Dark", "body", "No #lanterns", NULL), 303);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'tag'"), 3);
    EXPECT_INT(test_send("ana", "/tags/%20/follow", NULL), 404);
}
