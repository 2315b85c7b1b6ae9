/* Measures: what each does, who may take which, statements of reasons, taking back, ending. */
#include "account/test_parts.h"
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "sanction/test_parts.h"
#include "tests/harness/harness.h"

static const char *decision(const char *before, int64_t id)
{
    return test_path("%s/%lld", before, (long long)id);
}

TEST(a_statement_of_reasons_says_everything_to_who_it_is_about_and_nothing_to_others)
{
    int64_t id = test_decided("mod", "bo", "suspend", "3 days");
    EXPECT_INT(test_get("bo", "/home"), 303);
    EXPECT_INT(test_get("bo", "/decisions"), 200);
    EXPECT(shows(test_page(), decision("/decisions", id)));
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    static const char *const said[] = { "MARKFACTS",
                                        "No contempt.",
                                        "For a while you can’t take part",
                                        "whichever of your names",
                                        "Until ",
                                        "Nothing automatic",
                                        "you can ask that somebody else looks at it",
                                        "name=\"body\"",
                                        "court" };
    for (size_t i = 0; i < COUNT(said); i++)
        if (!EXPECT(shows(test_page(), said[i])))
            printf("  %s\n", said[i]);
    EXPECT(!shows(test_page(), "Mod Mara"));
    EXPECT_INT(test_get("ana", "/decisions/%lld", (long long)id), 404);
    EXPECT_INT(test_get("mod", "/decisions/%lld", (long long)id), 404);
    EXPECT_INT(test_get("ana", "/moderation/decisions/%lld", (long long)id), 403);
    EXPECT_INT(test_get("mod", "/moderation/decisions/%lld", (long long)id), 200);
    EXPECT_INT(fetch(with(with(as("bo", "POST", "/language"), "lang", "de"), "to", "/")), 303);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKFACTS") && !shows(test_page(), "No contempt."));
}

TEST(what_was_hidden_comes_back_when_the_decision_is_taken_back)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "mod");
    int64_t topic = test_topic(place, "fay", "Tea", "Hello"), post = test_post(place, topic, "bo", "MARKHARSH words");
    EXPECT_INT(test_decides("mod", "post", post, "hide", ""), 303);
    int64_t id = test_sql_int(" SELECT max(id) FROM sanction");
    EXPECT_INT(test_get("fay", "/topics/%lld", (long long)topic), 200);
    int64_t hidden = test_sql_int(test_path(" SELECT count(*) FROM post WHERE hidden_at IS NOT NULL AND id = %lld", (long long)post));
    EXPECT_INT(hidden, 1);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKHARSH") && shows(test_page(), "is hidden from others"));
    const char *back = test_path("/moderation/decisions/%lld/reverse", (long long)id);
    EXPECT_INT(test_send("ana", back, "why", "x", NULL), 403);
    EXPECT_INT(test_send("bo", back, "why", "x", NULL), 403);
    EXPECT_INT(test_send("stu", back, "why", "MARKWHY", NULL), 303);
    EXPECT_INT(test_send("stu", back, "why", "again", NULL), 422);
    EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM post WHERE hidden_at IS NOT NULL AND id = %lld", (long long)post)), 0);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "This was taken back on") && shows(test_page(), "MARKWHY") && !shows(test_page(), "name=\"body\""));
}

TEST(a_content_note_stands_before_words_without_one_and_goes_again)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "mod");
    int64_t topic = test_topic(place, "fay", "Tea", "Hello");
    EXPECT_INT(test_decides("mod", "topic", topic, "note", ""), 303);
    int64_t id = test_sql_int(" SELECT max(id) FROM sanction");
    EXPECT_INT(test_get("mod", "/topics/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "MARKNOTE"));
    EXPECT_INT(test_decides("mod", "post", test_opening(topic), "note", ""), 422); /* it has one */
    EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)id), "why", "x", NULL), 303);
    EXPECT_INT(test_get("mod", "/topics/%lld", (long long)topic), 200);
    EXPECT(!shows(test_page(), "MARKNOTE"));
    EXPECT_INT(test_decides("mod", "person", persona_of("bo"), "note", ""), 422);
}

TEST(a_member_removed_from_a_group_is_in_it_again_when_that_is_taken_back)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "mod");
    int64_t topic = test_topic(place, "bo", "Tea", "Hello"), fays = test_topic(place, "fay", "Soup", "Hello");
    EXPECT_INT(test_decides("mod", "topic", fays, "remove", ""), 422); /* the last who looks after it */
    EXPECT_INT(test_decides("mod", "topic", topic, "remove", ""), 303);
    const char *in = test_path(" SELECT count(*) FROM membership WHERE persona_id = %lld", (long long)persona_of("bo"));
    EXPECT_INT(test_sql_int(in), 0);
    int64_t id = test_sql_int(" SELECT max(id) FROM sanction");
    EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)id), "why", "x", NULL), 303);
    EXPECT_INT(test_sql_int(in), 1);
}

static int mutes(const char *kind, int64_t id, const char *scope, const char *unit)
{
    const char *path = test_path("/moderation/measure/%s/%lld", kind, (long long)id);
    struct request *form = with(with(as("mod", "POST", path), "measure", "mute"), "rule", "5");
    form = with(with(with(form, "facts", "MARKFACTS"), "length", "3"), "unit", unit);
    return fetch(with(with(with(form, "scope", scope), "turn", "1"), "code", account_test_backup("mod")));
}

/* Bo writes here, and so under no other name; there as before. */
TEST(a_mute_can_hold_in_one_group_alone_until_it_ends_or_is_taken_back)
{
    struct test_place kitchen = test_group("kitchen", GROUP_OPEN, false, "fay"), porch = test_group("porch", GROUP_OPEN, false, "cyd");
    test_joins(kitchen.group, "bo");
    test_joins(kitchen.group, "mod");
    test_joins(porch.group, "bo");
    int64_t topic = test_topic(kitchen, "bo", "Tea", "Hello"), other = test_topic(porch, "bo", "Soup", "Hello"),
            fays = test_topic(kitchen, "fay", "Bread", "Hello");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic),
               *edit = test_path("/posts/%lld/edit", (long long)test_opening(topic));
    EXPECT_INT(test_get("mod", "/moderation/measure/topic/%lld", (long long)topic), 200);
    EXPECT(shows(test_page(), "In this group alone"));
    EXPECT(test_get("mod", "/moderation/measure/person/%lld", (long long)persona_of("bo")) == 200 &&
           !shows(test_page(), "In this group alone"));
    EXPECT_INT(mutes("person", persona_of("bo"), "group", "days"), 422);
    EXPECT_INT(mutes("topic", topic, "group", "days"), 303);
    EXPECT(test_send("bo", reply, "body", "MARKMORE", NULL) == 303 && text_same(test_page()->location, "/groups/kitchen"));
    EXPECT_INT(test_send("bo", edit, "title", "Tea", "body", "MARKMORE", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/boards/%lld/new", (long long)kitchen.board), "title", "T", "body", "MARKMORE", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/react", (long long)test_opening(fays)), "kind", "with", NULL), 403);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'MARKMORE'"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM draft"), 3); /* what they typed is kept */
    EXPECT(test_get("bo", "/groups/kitchen") == 200 && shows(test_page(), "write nothing here") && !shows(test_page(), "/new\""));
    EXPECT(test_get("bo", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "write nothing here") &&
           !shows(test_page(), "name=\"body\""));
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)other), "body", "MARKTHERE", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'MARKTHERE'"), 1);
    const int64_t decision = test_sql_int(" SELECT max(id) FROM sanction");
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)decision), 200);
    EXPECT(shows(test_page(), "For this group alone, whichever") && shows(test_page(), "the group “Group kitchen”") &&
           !shows(test_page(), "For the whole place"));
    EXPECT_INT(test_send("bo", "/groups/kitchen/leave", NULL), 303); /* going and coming back ends nothing */
    test_joins(kitchen.group, "bo");
    EXPECT(test_send("bo", reply, "body", "MARKAGAIN", NULL) == 303 && text_same(test_page()->location, "/groups/kitchen"));
    EXPECT_INT(test_send("stu", test_path("/moderation/decisions/%lld/reverse", (long long)decision), "why", "x", NULL), 303);
    EXPECT_INT(test_send("bo", reply, "body", "MARKBACK", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body IN ('MARKAGAIN', 'MARKBACK')"), 1);
}

TEST(a_mute_in_one_group_ends_by_itself)
{
    struct test_place kitchen = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(kitchen.group, "bo");
    test_joins(kitchen.group, "mod");
    int64_t topic = test_topic(kitchen, "bo", "Tea", "Hello");
    const char *reply = test_path("/topics/%lld/reply", (long long)topic);
    EXPECT_INT(mutes("topic", topic, "group", "hours"), 303);
    EXPECT_INT(test_send("bo", reply, "body", "MARKMORE", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'MARKMORE'"), 0);
    test_stay();
    test_advance(3 * TIME_HOUR + TIME_MINUTE);
    EXPECT_INT(test_send("bo", reply, "body", "MARKMORE", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM post WHERE body = 'MARKMORE'"), 1);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM group_mute"), 0);
}

TEST(a_measure_above_hiding_needs_a_code_of_the_second_step_each_time)
{
    const char *path = test_path("/moderation/measure/person/%lld", (long long)persona_of("bo"));
    EXPECT_INT(test_send("mod", path, "measure", "ban", "rule", "5", "facts", "x", "turn", "1", NULL), 422);
    EXPECT(shows(test_page(), "need a second step"));
    const char *code = account_test_backup("mod");
    EXPECT_INT(test_send("mod", path, "measure", "ban", "rule", "5", "facts", "x", "turn", "1", "code", "000000", NULL), 422);
    EXPECT(shows(test_page(), "doesn’t fit"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM sanction"), 0);
    EXPECT_INT(test_send("mod", path, "measure", "word", "rule", "5", "facts", "x", "note", "x", "turn", "1", NULL), 303);
    EXPECT_INT(test_send("mod", path, "measure", "ban", "rule", "5", "facts", "x", "turn", "2", "code", code, NULL), 303);
    EXPECT_INT(test_send("mod", path, "measure", "ban", "rule", "5", "facts", "x", "turn", "3", "code", code, NULL), 422);
}

TEST(a_measure_asks_for_everything_and_says_kindly_what_is_missing)
{
    int64_t bo = persona_of("bo");
    const char *path = test_path("/moderation/measure/person/%lld", (long long)bo);
    EXPECT_INT(test_send("mod", path, "measure", "ban", "rule", "5", "turn", "1", NULL), 422);
    EXPECT(shows(test_page(), "Please say what happened"));
    EXPECT_INT(test_send("mod", path, "measure", "ban", "facts", "x", "turn", "1", NULL), 422);
    EXPECT(shows(test_page(), "which rule"));
    EXPECT_INT(test_send("mod", path, "rule", "5", "facts", "x", "turn", "1", NULL), 422);
    EXPECT_INT(test_decides("mod", "person", bo, "suspend", ""), 422);
    EXPECT_INT(test_decides("mod", "person", bo, "suspend", "2 hours"), 422);
    EXPECT_INT(test_decides("mod", "person", bo, "mute", "73 hours"), 422);
    EXPECT_INT(test_decides("mod", "person", bo, "hide", ""), 422); /* a person can't be hidden */
    EXPECT_INT(test_decides("mod", "person", persona_of("mod"), "word", ""), 422);
    EXPECT_INT(test_decides("mod", "person", persona_of("stu"), "ban", ""), 422); /* only stewards about those who look after the place */
    EXPECT_INT(test_decides("ana", "person", bo, "word", ""), 403);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction"), 0);
    EXPECT_INT(test_decides("mod", "person", bo, "mute", "72 hours"), 303);
    EXPECT_INT(test_decides("stu", "person", persona_of("mod"), "suspend", "1 days"), 303);
}

TEST(of_two_who_decide_at_once_one_wins_and_the_other_is_told)
{
    EXPECT_INT(test_decides("mod", "person", persona_of("bo"), "word", ""), 303);
    EXPECT_INT(test_decides("stu", "person", persona_of("bo"), "ban", ""), 422);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction"), 1);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction_log"), 1);
    EXPECT_INT(test_get("bo", "/home"), 200);
    test_decided("stu", "bo", "ban", ""); /* who has seen the first can still decide another */
    EXPECT_INT(test_get("bo", "/home"), 303);
}

TEST(a_measure_ends_by_itself_and_the_job_may_run_twice)
{
    int64_t id = test_decided("mod", "bo", "suspend", "3 days");
    EXPECT_INT(test_get("bo", "/home"), 303);
    test_advance(3 * TIME_DAY + TIME_MINUTE);
    EXPECT_INT(test_get("visitor", "/"), 200);
    for (int i = 0; i < 2; i++) {
        EXPECT_INT(test_sql(test_path("INSERT INTO job (id, kind, subject, due, tries, failed) SELECT %d, 'sanction.end', %lld, 0, 0, FALSE"
                                      " WHERE %d > 0",
                                      i + 5, (long long)id, i)),
                   OK);
        test_settle();
        EXPECT_INT(test_sql_int(test_path(" SELECT count(*) FROM persona WHERE paused_until = 0 AND paused_reason = '' AND id = %lld",
                                          (long long)persona_of("bo"))),
                   1);
    }
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'decision'"), 1);
}

TEST(the_longest_of_several_holds_until_each_is_taken_back)
{
    int64_t first = test_decided("mod", "bo", "suspend", "3 days"), second = test_decided("mod", "bo", "ban", "");
    EXPECT_INT(test_get("bo", "/paused"), 200);
    EXPECT(shows(test_page(), "any more"));
    EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)second), "why", "x", NULL), 303);
    EXPECT_INT(test_get("bo", "/home"), 303);
    EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)first), "why", "x", NULL), 303);
    EXPECT_INT(test_get("bo", "/home"), 200);
}

TEST(after_thirty_days_only_a_steward_or_an_appeal_takes_a_decision_back)
{
    int64_t id = test_decided("mod", "bo", "ban", "");
    const char *back = test_path("/moderation/decisions/%lld/reverse", (long long)id);
    EXPECT_INT(test_sql(" UPDATE sanction SET at = at - 86400000 * CAST(30 AS BIGINT)"), OK);
    EXPECT_INT(test_send("mod", back, "why", "x", NULL), 422);
    EXPECT_INT(test_send("stu", back, "why", "x", NULL), 303);
}

TEST(a_facilitators_removal_stands_in_the_log)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("fay", test_path("/groups/kitchen/members/%lld/remove", (long long)persona_of("bo")), "reason", "x", NULL), 303);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction_log WHERE kind = 'removal'"), 1);
}

TEST(facilitators_dont_bring_back_what_moderators_hid_and_do_again_when_that_is_taken_back)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "mod");
    int64_t topic = test_topic(place, "bo", "Tea", "MARKOPENING"), post = test_post(place, topic, "bo", "MARKHARSH words");
    int64_t opening = test_sql_int(" SELECT opening FROM topic");
    const struct {
        const char *kind;
        int64_t thing, back;
        const char *path;
    } doors[] = { { "post", post, post, "/posts" },
                  { "topic", topic, topic, "/topics" },
                  { "topic", topic, opening, "/posts" },
                  { "post", opening, topic, "/topics" } };
    for (size_t i = 0; i < COUNT(doors); i++) {
        const char *door = test_path("%s/%lld", doors[i].path, (long long)doors[i].back);
        int64_t turn = test_sql_int(test_path(" SELECT count(*) + 1 FROM sanction WHERE thing_kind = '%s' AND thing_id = %lld",
                                              doors[i].kind, (long long)doors[i].thing));
        struct request *form = as("mod", "POST", test_path("/moderation/measure/%s/%lld", doors[i].kind, (long long)doors[i].thing));
        form =
            with(with(with(with(form, "measure", "hide"), "rule", "5"), "facts", "MARKFACTS"), "turn", test_path("%lld", (long long)turn));
        EXPECT_INT(fetch(form), 303);
        EXPECT_INT(test_send("fay", test_path("%s/restore", door), NULL), 403);
        EXPECT_INT(test_send("fay", test_path("%s/hide", door), "reason", "Mine", NULL), 403);
        EXPECT_INT(test_sql_int(" SELECT (SELECT count(*) FROM post WHERE hidden_at IS NOT NULL) + (SELECT count(*) FROM topic WHERE"
                                " hidden_at IS NOT NULL)"),
                   1);
        int64_t id = test_sql_int(" SELECT max(id) FROM sanction");
        EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)id), "why", "x", NULL), 303);
        EXPECT_INT(test_send("fay", test_path("%s/hide", door), "reason", "Mine", NULL), 303);
        EXPECT_INT(test_send("fay", test_path("%s/restore", door), NULL), 303);
        test_advance(TIME_MINUTE);
    }
}

TEST(reading_a_decision_settles_what_told_of_it)
{
    int64_t id = test_decided("mod", "bo", "word", "");
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'decision' AND NOT seen"), 1);
    EXPECT_INT(test_get("ana", "/decisions/%lld", (long long)id), 404);
    EXPECT_INT(test_get("mod", "/moderation/decisions/%lld", (long long)id), 200);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'decision' AND NOT seen"), 1);
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 200);
    test_settle();
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM notification WHERE kind = 'decision' AND NOT seen"), 0);
}

TEST(who_looks_after_a_group_is_asked_to_change_its_words_and_reads_why)
{
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "mod");
    EXPECT_INT(test_decides("mod", "group", place.group, "hide", ""), 422);
    EXPECT_INT(test_decides("mod", "group", place.group, "ban", ""), 422);
    EXPECT_INT(test_decides("fay", "group", place.group, "edit", ""), 403);
    EXPECT_INT(test_decides("mod", "group", place.group, "edit", ""), 303);
    int64_t id = test_sql_int(" SELECT max(id) FROM sanction");
    test_settle();
    EXPECT(test_get("fay", "/notifications") == 200 && shows(test_page(), decision("/decisions", id)));
    EXPECT(test_get("bo", "/notifications") == 200 && !shows(test_page(), decision("/decisions", id)));
    EXPECT_INT(test_get("fay", "/decisions/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "MARKFACTS") && shows(test_page(), "a group you look after") && !shows(test_page(), "name=\"body\""));
    EXPECT_INT(test_get("bo", "/decisions/%lld", (long long)id), 404);
    EXPECT_INT(test_decides("mod", "person", persona_of("bo"), "edit", ""), 303);
    EXPECT_INT(test_send("mod", test_path("/moderation/decisions/%lld/reverse", (long long)id), "why", "x", NULL), 303);
}
