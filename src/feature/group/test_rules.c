/* A group's own rules: at its door, before the first words there, and for those who look after it. */
#include "board/test_parts.h"
#include "group/group.h"
#include "guideline/guideline.h"
#include "tests/harness/harness.h"

static void rule_add(const char *slug, const char *name)
{
    struct request *form = as("fay", "POST", test_path("/groups/%s/guidelines/edit/new", slug));
    with(with(with(with(with(form, "name", name), "why", "It keeps us."), "helps", "“May I?”"), "harms", "“You must.”"), "language", "en");
    EXPECT_INT(fetch(form), 303);
}

static void rules_publish(const char *slug)
{
    const char *path = test_path("/groups/%s/guidelines/edit/preview", slug);
    struct request *page = as("fay", "GET", path);
    EXPECT_INT(fetch(page), 200);
    const char *edition = test_path("%lld", (long long)id_after(page, "name=\"edition\" value=\""));
    EXPECT_INT(fetch(with(with(as("fay", "POST", path), "summary", "Our own"), "edition", edition)), 303);
}

TEST(a_group_with_rules_of_its_own_asks_at_its_door)
{
    test_group("tea", GROUP_OPEN, false, "fay");
    EXPECT_INT(test_get("bo", "/groups/tea"), 200);
    EXPECT(!shows(test_page(), "name=\"rules\"")); /* agreements on its page ask nothing */
    rule_add("tea", "One speaks at a time.");
    EXPECT_INT(test_get("bo", "/groups/tea"), 200);
    EXPECT(!shows(test_page(), "One speaks at a time.")); /* a draft is its facilitators' */
    rules_publish("tea");
    EXPECT_INT(test_get("bo", "/groups/tea"), 200);
    EXPECT(shows(test_page(), "One speaks at a time.") && shows(test_page(), "name=\"rules\" value=\"1\""));
    EXPECT_INT(test_send("bo", "/groups/tea/join", NULL), 422);
    EXPECT_INT(test_send("bo", "/groups/tea/join", "rules", "2", NULL), 422);
    EXPECT_INT(test_send("bo", "/groups/tea/join", "rules", "1", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM guideline_acceptance WHERE group_id <> 0"), 2); /* who published, and who joined */
    EXPECT_INT(test_send("bo", "/groups/tea/leave", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM guideline_acceptance WHERE group_id <> 0"), 1); /* who leaves leaves no row */
}

TEST(who_asks_to_join_says_yes_with_it_and_leaves_no_trace_when_they_arent_let_in)
{
    test_group("tea", GROUP_REQUEST, false, "fay");
    rule_add("tea", "One speaks at a time.");
    rules_publish("tea");
    EXPECT_INT(test_send("bo", "/groups/tea/ask", "why", "I’d like to listen", NULL), 422);
    EXPECT(shows(test_page(), "I’d like to listen</textarea>"));
    EXPECT_INT(test_send("bo", "/groups/tea/ask", "why", "I’d like to listen", "rules", "1", NULL), 303);
    const char *bo = test_path("%lld", (long long)persona_of("bo"));
    EXPECT_INT(test_send("fay", "/groups/tea/requests", "persona", bo, "do", "decline", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM guideline_acceptance WHERE group_id <> 0"), 1);
}

TEST(a_new_version_asks_before_writing_there_and_never_before_reading)
{
    struct test_place place = test_group("tea", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    int64_t topic = test_topic(place, "fay", "Rain", "It rains.");
    const char *path = test_path("/topics/%lld", (long long)topic), *reply = test_path("%s/reply", path);
    rule_add("tea", "One speaks at a time.");
    rules_publish("tea");
    EXPECT_INT(test_get("bo", "%s", path), 200);
    EXPECT(shows(test_page(), "It rains.") && !shows(test_page(), "One speaks at a time."));
    EXPECT_INT(test_send("bo", reply, "body", "Here, too", "do", "send", NULL), 422);
    EXPECT(shows(test_page(), "Here, too</textarea>") && shows(test_page(), "One speaks at a time."));
    EXPECT_INT(test_send("bo", reply, "body", "Here, too", "do", "send", "rules", "1", NULL), 303);
    EXPECT_INT(test_send("bo", reply, "body", "And there", "do", "send", NULL), 303); /* asked once */
    const char *board = test_path("/boards/%lld/new", (long long)place.board);
    EXPECT_INT(test_send("fay", board, "title", "Sun", "body", "It shines.", "do", "send", NULL), 303); /* who published has read it */
    EXPECT_INT(test_get("bo", "%s", board), 200);
    EXPECT(shows(test_page(), "How we are with each other, in short") && !shows(test_page(), "name=\"rules\""));
}

TEST(a_room_asks_with_the_first_words)
{
    struct test_place place = test_group("tea", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("fay", "/groups/tea/rooms", "name", "The porch", NULL), 303);
    const char *room = test_path("/rooms/%lld", (long long)test_sql_int("SELECT max(id) FROM room"));
    rule_add("tea", "One speaks at a time.");
    rules_publish("tea");
    EXPECT_INT(test_get("bo", "%s", room), 200);
    EXPECT(shows(test_page(), "name=\"rules\" value=\"1\""));
    EXPECT_INT(test_send("bo", test_path("%s/say", room), "body", "Hello", NULL), 422);
    EXPECT_INT(test_send("bo", test_path("%s/say", room), "body", "Hello", "rules", "1", NULL), 303);
    EXPECT_INT(test_get("bo", "%s", room), 200);
    EXPECT(!shows(test_page(), "name=\"rules\""));
}

TEST(only_who_looks_after_a_group_writes_its_rules_and_only_who_sees_it_reads_them)
{
    static const char *const edits[] = { "", "/new", "/preview" };
    struct test_place open = test_group("tea", GROUP_OPEN, false, "fay");
    struct test_place hidden = test_group("attic", GROUP_HIDDEN, false, "fay");
    test_joins(open.group, "bo");
    rule_add("tea", "One speaks at a time.");
    rule_add("attic", "Nobody knows.");
    rules_publish("tea");
    rules_publish("attic");
    long long tea = test_sql_int(test_path("SELECT id FROM guideline_rule WHERE group_id = %lld", (long long)open.group));
    long long attic = test_sql_int(test_path("SELECT id FROM guideline_rule WHERE group_id = %lld", (long long)hidden.group));
    for (size_t i = 0; i < COUNT(edits); i++) {
        EXPECT_INT(test_get("bo", "/groups/tea/guidelines/edit%s", edits[i]), 403);
        EXPECT_INT(test_get("stu", "/groups/tea/guidelines/edit%s", edits[i]), 404);
        EXPECT_INT(test_get("bo", "/groups/attic/guidelines/edit%s", edits[i]), 404);
        EXPECT_INT(test_get("fay", "/groups/tea/guidelines/edit%s", edits[i]), 200);
    }
    EXPECT_INT(test_get("ana", "/groups/tea/guidelines"), 200); /* read before one joins */
    EXPECT_INT(test_get("ana", "/groups/tea/guidelines/rules/%lld", tea), 200);
    EXPECT_INT(test_get("ana", "/groups/tea/guidelines/versions/1"), 200);
    EXPECT_INT(test_send("ana", "/groups/tea/guidelines", "version", "1", "agree", "yes", NULL), 403); /* joining is the way */
    EXPECT_INT(test_send("bo", "/groups/tea/guidelines", "version", "1", "agree", "yes", NULL), 303);
    EXPECT_INT(test_get("ana", "/groups/attic/guidelines"), 404);
    EXPECT_INT(test_get("ana", "/groups/tea/guidelines/rules/%lld", attic), 404);
    EXPECT_INT(test_get("ana", "/guidelines/rules/%lld", attic), 404);
    EXPECT_INT(test_get("fay", "/groups/tea/guidelines/edit/rules/%lld", attic), 404);
    EXPECT_INT(test_get("fay", "/groups/tea/guidelines/edit/translate/%lld?language=de", attic), 404);
}

TEST(agreements_on_a_groups_page_become_rules_to_go_on_from)
{
    test_group("tea", GROUP_OPEN, false, "fay");
    EXPECT_INT(test_get("ana", "/groups/tea/guidelines"), 200);
    EXPECT(shows(test_page(), "Take your time."));
    EXPECT_INT(test_send("fay", "/groups/tea/guidelines/edit/order", "do", "lines", NULL), 303);
    EXPECT_INT(test_get("fay", "/groups/tea/guidelines/edit"), 200);
    EXPECT(shows(test_page(), "Be kind.") && shows(test_page(), "Take your time."));
    EXPECT_INT(test_get("fay", "/groups/tea/guidelines/edit/preview"), 200);
    const char *edition = test_path("%lld", (long long)id_after(test_page(), "name=\"edition\" value=\""));
    EXPECT_INT(test_send("fay", "/groups/tea/guidelines/edit/preview", "summary", "Ours", "edition", edition, NULL), 422);
    EXPECT(shows(test_page(), "“Be kind.” has no reason or no examples yet"));
    EXPECT_INT(test_send("fay", "/groups/tea/guidelines/edit/discard", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM guideline_draft_rule"), 0);
}

TEST(rules_in_force_in_a_group_are_the_places_and_then_its_own)
{
    struct test_place place = test_group("tea", GROUP_OPEN, false, "fay");
    rule_add("tea", "One speaks at a time.");
    rules_publish("tea");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("bo", "/groups/tea/guidelines", "version", "1", "agree", "yes", NULL), 303);
    EXPECT_INT(test_get("bo", "/boards/%lld/new", (long long)place.board), 200);
    EXPECT(shows(test_page(), "No contempt.") && shows(test_page(), "One speaks at a time."));
    EXPECT_INT(test_get("bo", "/stories/new"), 200);
    EXPECT(shows(test_page(), "No contempt.") && !shows(test_page(), "One speaks at a time."));
}

TEST(a_story_for_a_group_asks_for_its_rules_and_keeps_the_words)
{
    struct test_place place = test_group("tea", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    rule_add("tea", "One speaks at a time.");
    rules_publish("tea");
    const char *group = test_path("%lld", (long long)place.group);
    for (int ticked = 0; ticked < 2; ticked++) {
        int status = test_send("bo", "/stories/new", "draft", "5", "title", "Rain", "body", "It rained for years.", "audience", "group",
                               "group", group, ticked ? "rules" : NULL, "1", NULL);
        EXPECT_INT(status, ticked ? 303 : 422);
        if (!ticked)
            EXPECT(shows(test_page(), "It rained for years.</textarea>") && shows(test_page(), "name=\"rules\" value=\"1\""));
    }
}
