/* A profile: who sees what, what is kept, what comes back. */
#include "board/test_parts.h"
#include "person/test_parts.h"
#include "tests/harness/harness.h"

TEST(each_field_is_shown_to_its_own_audience_alone)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "ana");
    test_joins(porch.group, "bo");
    test_connects("ana", "cyd");
    test_says("ana", "identities", "MARKSELF", "me");
    test_says("ana", "orientation", "MARKCLOSE", "circles");
    test_says("ana", "interests", "MARKGROUP", "group-porch");
    test_says("ana", "offer", "MARKMEMBERS", "members");
    test_says("ana", "about", "MARKEVERYONE is *here*", "everyone");
    static const struct {
        const char *who, *as;
        bool self, close, group, members;
    } seen[] = {
        { "ana", "", true, true, true, true },
        { "bo", "", false, false, true, true },
        { "cyd", "", false, true, false, true },
        { "fay", "", false, false, false, true },
        { "visitor", "", false, false, false, false },
        { "ana", "?as=connection", false, true, false, true },
        { "ana", "?as=members", false, false, false, true },
        { "ana", "?as=group-porch", false, false, true, true },
        { "ana", "?as=everyone", false, false, false, false },
        { "fay", "?as=", false, false, false, true },
    };
    for (size_t i = 0; i < COUNT(seen); i++) {
        EXPECT_INT(test_get(seen[i].who, "/people/Ana%s", seen[i].as), 200);
        bool right = shows(test_page(), "MARKSELF") == seen[i].self && shows(test_page(), "MARKCLOSE") == seen[i].close &&
                     shows(test_page(), "MARKGROUP") == seen[i].group && shows(test_page(), "MARKMEMBERS") == seen[i].members &&
                     shows(test_page(), "MARKEVERYONE is <em>here</em>");
        if (!EXPECT(right))
            printf("  %s %s\n", seen[i].who, seen[i].as);
    }
    EXPECT(test_get("cyd", "/people/Ana") == 200 && shows(test_page(), "Ana is connected with you."));
    EXPECT(test_get("fay", "/people/Ana") == 200 && !shows(test_page(), "connected with you"));
    EXPECT_INT(test_send("bo", "/groups/porch/leave", NULL), 303);
    EXPECT(test_get("bo", "/people/Ana") == 200 && !shows(test_page(), "MARKGROUP"));
}

TEST(a_circle_alone_can_be_shown_something)
{
    test_connects("ana", "bo");
    test_connects("ana", "cyd");
    EXPECT_INT(test_send("ana", "/circles/new", "name", "Tea", NULL), 303);
    const char *circle = test_path("%lld", (long long)test_sql_int("SELECT id FROM circle"));
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/circles", (long long)persona_of("bo")), "circle", circle, NULL), 303);
    test_says("ana", "identities", "MARKTEA", test_path("circle-%s", circle));
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "MARKTEA"));
    EXPECT(test_get("cyd", "/people/Ana") == 200 && !shows(test_page(), "MARKTEA"));
    EXPECT(test_get("ana", "/people/Ana?as=circle-%s", circle) == 200 && shows(test_page(), "MARKTEA"));
    EXPECT(test_get("ana", "/people/Ana?as=connection") == 200 && !shows(test_page(), "MARKTEA"));
    EXPECT_INT(test_send("bo", "/people/me/identities", "value[]", "x", "audience", test_path("circle-%s", circle), NULL), 422);
    EXPECT_INT(test_sql("DELETE FROM circle_member"), OK); /* a circle that is gone is nobody's */
    EXPECT_INT(test_sql("DELETE FROM circle"), OK);
    EXPECT(test_get("bo", "/people/Ana") == 200 && !shows(test_page(), "MARKTEA"));
    EXPECT(test_get("ana", "/people/Ana") == 200 && shows(test_page(), "that’s gone: nobody"));
}

TEST(what_is_for_oneself_alone_is_sealed)
{
    test_says("ana", "identities", "MARKSEALED", "me");
    test_says("ana", "interests", "MARKPLAIN", "members");
    EXPECT(test_get("ana", "/people/Ana") == 200 && shows(test_page(), "MARKSEALED"));
    EXPECT(!test_data_holds("MARKSEALED") && test_data_holds("MARKPLAIN"));
    test_says("ana", "interests", "MARKPLAIN", "me"); /* from plain to locked: the plain words are gone */
    test_settle();
    EXPECT(!test_data_holds("MARKPLAIN"));
    EXPECT(test_get("ana", "/people/me") == 200 && shows(test_page(), "value=\"MARKPLAIN\""));
}

TEST(nothing_remembers_what_stood_there_before)
{
    test_says("ana", "words", "MARKFORMER", "members");
    EXPECT(test_data_holds("MARKFORMER"));
    test_says("ana", "words", "xe/xem", "members");
    test_settle();
    EXPECT(!test_data_holds("MARKFORMER"));
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "xe/xem"));
    test_says("ana", "words", "", "members");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM profile_field"), 0);
}

TEST(a_page_is_found_by_name_in_any_script)
{
    static const char *const names[] = { "Ana/Bo", "بدر", "Łucja 🌻", "小林", "A\\B c", "Q?x=1" };
    for (size_t i = 0; i < COUNT(names); i++) {
        EXPECT_INT(test_send("ana", "/settings/name", "name", names[i], NULL), 303);
        EXPECT(test_get("ana", "/people/me") == 200 && shows(test_page(), "Your page"));
        const char *path = persona_path(test_arena(), names[i]);
        if (!EXPECT_INT(test_get("bo", "%s", path), 200))
            printf("  %s\n", path);
        EXPECT(shows(test_page(), "<h1><bdi>"));
    }
    EXPECT_INT(test_get("bo", "/people/Nobody"), 404);
    EXPECT_INT(test_get("bo", "/people/ANA"), 404);
    EXPECT_INT(test_get("bo", "/people/%%F0%%9F%%8C%%BB"), 404);
    EXPECT_INT(test_get("visitor", "/people/Bo"), 404); /* says nothing to everyone: not there */
}

TEST(blocked_people_do_not_find_each_others_pages)
{
    test_says("ana", "about", "MARKHERE", "members");
    EXPECT_INT(test_get("bo", "/people/Ana"), 200);
    test_blocks("ana", "bo");
    EXPECT_INT(test_get("bo", "/people/Ana"), 404);
    EXPECT_INT(test_get("ana", "/people/Bo"), 404);
    EXPECT_INT(test_get("cyd", "/people/Ana"), 200);
}

TEST(a_page_can_be_there_only_for_those_who_are_shown_something)
{
    test_says("ana", "about", "Hello", "circles");
    EXPECT_INT(test_get("bo", "/people/Ana"), 200);
    EXPECT_INT(test_send("ana", "/people/me/finding", "shy", "1", NULL), 303);
    EXPECT_INT(test_get("bo", "/people/Ana"), 404);
    EXPECT(test_get("ana", "/people/Ana?as=members") == 200 && shows(test_page(), "They don’t find this page at all"));
    test_connects("ana", "bo");
    EXPECT_INT(test_get("bo", "/people/Ana"), 200);
}

TEST(pronouns_are_shown_in_the_readers_language_with_their_gender)
{
    struct request *request = as("ana", "POST", "/people/me/words");
    with(with(with(request, "value[]", "they/them"), "tongue[]", "en"), "gender[]", "n");
    with(with(with(request, "value[]", "lei"), "tongue[]", "it"), "gender[]", "f");
    with(request, "audience", "members");
    EXPECT_INT(fetch(request), 303);
    test_connects("ana", "bo");
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "<p class=\"lead\" dir=\"auto\">they/them</p>"));
    EXPECT_INT(fetch(with(with(as("bo", "POST", "/language"), "lang", "it"), "to", "/")), 303);
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "<p class=\"lead\" dir=\"auto\">lei</p>"));
    EXPECT(test_get("ana", "/people/me") == 200 && shows(test_page(), "<option value=\"f\" selected>"));
}

TEST(what_was_typed_stays_when_something_is_wrong)
{
    struct buf word = { .arena = test_arena() };
    for (int i = 0; i < 10000; i++)
        buf_putc(&word, 'w');
    struct request *request = as("ana", "POST", "/people/me/interests");
    with(with(with(request, "value[]", "MARKKEPT"), "value[]", buf_text(&word)), "audience", "everyone");
    EXPECT_INT(fetch(request), 422);
    EXPECT(shows(request, "value=\"MARKKEPT\"") && shows(request, "too long") && shows(request, "value=\"everyone\" selected"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM profile_field"), 0);
    request = as("ana", "POST", "/people/me/interests");
    for (int i = 0; i < 14; i++)
        with(request, "value[]", test_path("Thing %d", i));
    EXPECT_INT(fetch(request), 422);
    EXPECT(shows(request, "There is room for 12 here") && shows(request, "Thing 13"));
    EXPECT_INT(test_send("ana", "/people/me/interests", "value[]", "x", "audience", "group-elsewhere", NULL), 422);
    EXPECT_INT(test_send("ana", "/people/me/nothing", "value[]", "x", NULL), 404);
    EXPECT_INT(test_send("ana", "/people/me/interests", "value[]", "\xe2\x80\x8b\xe2\x81\xa0", "audience", "members", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM profile_field"), 0); /* nothing that anybody could see */
}

TEST(several_values_come_at_once_and_each_stands_once)
{
    struct request *request = as("ana", "POST", "/people/me/interests");
    with(with(request, "value[]", "climbing, Climbing، music"), "value[]",
         "\xe2\x80\x8b"
         "climbing");
    EXPECT_INT(fetch(request), 303);
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "climbing and music") && !shows(test_page(), "Climbing"));
}

TEST(where_one_is_stays_rough)
{
    static const char *const exact[] = { "52.5200, 13.4050",       "52° 31′ N",  "٥٢٫٥٢٠٠ ١٣٫٤٠٥٠", "geo:52.5,13.4",
                                         "https://maps.example/x", "9F4MGC2M+XV" };
    for (size_t i = 0; i < COUNT(exact); i++) {
        EXPECT_INT(test_send("ana", "/people/me/where", "value[]", exact[i], "audience", "members", NULL), 422);
        EXPECT(shows(test_page(), "That says exactly where you are"));
    }
    static const char *const rough[] = { "Ruhrgebiet", "North-west, 2.5 hours from the sea", "東京", "Region 4" };
    for (size_t i = 0; i < COUNT(rough); i++)
        test_says("ana", "where", rough[i], "members");
}

TEST(what_somebody_under_18_shows_to_everyone_is_for_members)
{
    test_says("ana", "about", "MARKABOUT", "everyone");
    EXPECT(test_get("visitor", "/people/Ana") == 200 && shows(test_page(), "MARKABOUT"));
    EXPECT_INT(test_send("ana", "/settings/age", "age", "16", NULL), 303);
    EXPECT(test_get("ana", "/settings") == 200 && shows(test_page(), "see nothing of your page"));
    test_settle();
    EXPECT_INT(test_get("visitor", "/people/Ana"), 404);
    EXPECT(test_get("bo", "/people/Ana") == 200 && shows(test_page(), "MARKABOUT"));
    EXPECT(test_get("ana", "/people/me") == 200 && !shows(test_page(), "value=\"everyone\""));
    test_says("ana", "about", "MARKABOUT again", "everyone");
    EXPECT_TEXT(test_sql_text("SELECT audience FROM profile_field"), "members");
    EXPECT_INT(test_send("ana", "/settings/age", "age", "13", NULL), 422); /* nobody becomes younger */
    EXPECT_INT(test_send("ana", "/settings/age", "age", "adult", NULL), 303);
}
