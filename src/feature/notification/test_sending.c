/* Who is told of what: answers, being spoken to, groups. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "message/test_parts.h"
#include "notification/test_parts.h"
#include "tests/harness/harness.h"

/* ---- answers ---- */

TEST(answers_are_told_to_those_who_wrote_or_follow_but_not_of_their_own)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/follow", (long long)porch.topic), NULL), 303);
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_told("ana") == 1 && test_told("fay") == 1 && test_told("bo") == 0 && test_told("cyd") == 0);
    test_answers("ana", porch.topic, "And now?");
    EXPECT(test_told("bo") == 1 && test_told("ana") == 1);
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/follow", (long long)porch.topic), NULL), 303); /* no more */
    EXPECT_INT(test_send("fay", "/notifications/delete", NULL), 303);
    test_answers("ana", porch.topic, "Still");
    EXPECT_INT(test_told("fay"), 0);
}

TEST(whoever_reads_a_conversation_has_no_dot_for_it_any_more)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_dot("ana"));
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)porch.topic), 200);
    test_settle();
    EXPECT(!test_dot("ana"));
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "Read before it is told", NULL), 303);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)porch.topic), 200);
    test_settle();
    EXPECT(test_told("ana") == 1 && !test_dot("ana"));
}

TEST(those_one_blocks_or_mutes_tell_nothing)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/block", (long long)persona_of("bo")), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/mute", (long long)persona_of("fay")), NULL), 303);
    test_answers("fay", porch.topic, "I am muted");
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "I am blocked", NULL), 404);
    int64_t fays = test_topic((struct test_place){ porch.group, porch.board }, "fay", "Snow", "x");
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/follow", (long long)fays), NULL), 303);
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/follow", (long long)fays), NULL), 303);
    test_answers("bo", fays, "I am blocked by one of them");
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_told("fay"), 1);
}

TEST(an_answer_without_a_name_is_nobodys)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_sql("UPDATE peer_group SET anonymous = TRUE"), OK);
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "Unnamed", "anonymous", "yes", NULL), 303);
    test_settle();
    EXPECT(test_list_shows("ana", "There are new answers in “Rain”") && !names(test_page(), "Bo"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM notification WHERE by_id IS NOT NULL"), 0);
    EXPECT(test_told("ana") == 1 && test_told("bo") == 0);
}

TEST(what_a_blocked_person_told_before_is_not_shown)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_list_shows("ana", "Bo answered"));
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/block", (long long)persona_of("bo")), NULL), 303);
    EXPECT(!test_list_shows("ana", "Bo answered"));
}

TEST(whoever_left_the_group_is_told_nothing_and_keeps_nothing_of_it)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "Here, too.");
    test_answers("ana", porch.topic, "And now?");
    EXPECT(test_told("ana") == 1 && test_told("bo") == 1);
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "Goodbye", NULL), 303);
    EXPECT_INT(test_send("ana", "/groups/porch/leave", NULL), 303);
    test_settle();
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_sql(test_path("DELETE FROM membership WHERE persona_id = %lld", (long long)persona_of("bo"))), OK);
    test_answers("fay", porch.topic, "Who is here?");
    EXPECT_INT(test_told("bo"), 1); /* the old one, of which nothing is shown */
    EXPECT(test_list_shows("bo", "All quiet") && !shows(test_page(), "Rain"));
}

TEST(what_is_hidden_or_taken_away_before_it_is_told_is_not_told)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "Unkind", NULL), 303);
    int64_t post = id_after(test_page(), "#post-");
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/hide", (long long)post), "reason", "x", NULL), 303);
    test_settle();
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)porch.topic), "body", "Regretted", NULL), 303);
    post = id_after(test_page(), "#post-");
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)post), NULL), 303);
    test_settle();
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic_news"), 0);
}

TEST(a_conversation_that_is_gone_takes_along_what_was_told_of_it)
{
    struct test_porch porch = test_porch();
    int64_t topic = test_topic((struct test_place){ porch.group, porch.board }, "bo", "Snow", "x");
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/follow", (long long)topic), NULL), 303);
    test_answers("bo", topic, "More snow");
    EXPECT(test_list_shows("ana", "Snow"));
    int64_t answer = test_sql_int("SELECT MAX(id) FROM post");
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)topic), "body", "Not told yet", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)test_sql_int("SELECT MAX(id) FROM post")), NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)answer), NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/posts/%lld/delete", (long long)test_opening(topic)), NULL), 303);
    test_settle();
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE failed OR kind = 'topic.tell'"), 0);
}

struct crowd {
    int64_t topic, group;
    int people;
};

static enum status follow_crowd(struct db *db, void *context)
{
    const struct crowd *crowd = context;
    for (int i = 0; i < crowd->people; i++) {
        int64_t persona;
        TRY(persona_create(db, test_arena(), arena_printf(test_arena(), "Person %d", i), 1, BAND_ADULT, test_now(), &persona));
        TRY(membership_add(db, test_arena(), crowd->group, persona, false, false, test_now()));
        TRY(follow_set(db, test_arena(), persona, crowd->topic, true));
    }
    return OK;
}

TEST(however_many_follow_an_answer_leaves_one_row_and_one_job)
{
    struct test_porch porch = test_porch();
    struct crowd crowd = { porch.topic, porch.group, 450 };
    const char *reply = test_path("/topics/%lld/reply", (long long)porch.topic);
    EXPECT_INT(database_write(test_app()->database, follow_crowd, &crowd), OK);
    for (int i = 0; i < 3; i++)
        EXPECT_INT(test_send("bo", reply, "body", test_path("Word %d", i), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic_news"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'topic.tell'"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM notification"), 0);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM notification WHERE kind = 'reply'"), 451); /* and ana */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic_news") + test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'topic.tell'"), 0);
    int64_t lonely = test_topic((struct test_place){ porch.group, porch.board }, "ana", "Lonely", "x");
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/reply", (long long)lonely), "body", "Only me", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM topic_news"), 0); /* nobody else to tell */
}

TEST(a_tag_that_is_followed_leads_to_what_holds_it)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("ana", "/tags/lanterns/follow", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/boards/%lld/new", (long long)porch.board), "title", "Light", "body", "#lanterns", NULL), 303);
    int64_t topic = id_after(test_page(), "/topics/"), post = test_opening(topic);
    test_settle();
    EXPECT(test_list_shows("ana", "A hashtag you follow is used in “Light”") &&
           shows(test_page(), test_path("/topics/%lld#post-%lld", (long long)topic, (long long)post)));
    EXPECT_INT(test_send("fay", test_path("/topics/%lld/hide", (long long)topic), "reason", "x", NULL), 303);
    EXPECT(!test_list_shows("ana", "Light"));
}

/* ---- rooms ---- */

TEST(whoever_is_spoken_to_in_a_room_is_told_until_they_have_looked)
{
    int64_t room = test_room(), message = test_say("bo", room, "@Ana, are you there? @Bo");
    EXPECT(test_told("ana") == 1 && test_told("bo") == 0 && test_told("fay") == 0);
    EXPECT(test_list_shows("ana", "Bo spoke to you in “Late”") &&
           shows(test_page(), test_path("/rooms/%lld#m%lld", (long long)room, (long long)message)));
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room), 200);
    test_settle();
    EXPECT(!test_dot("ana"));
    EXPECT_INT(test_message("bo", message, "edit", "body", "@Ana @Fay, is anybody there?"), 303);
    EXPECT(test_untouched("ana") == 0 && test_untouched("fay") == 1); /* a change speaks to those it names anew */
    EXPECT_INT(test_message("bo", message, "edit", "body", "@Fay?"), 303);
    EXPECT(test_told("ana") == 0 && test_told("fay") == 1);
    EXPECT_INT(test_message("bo", message, "delete", NULL, NULL), 303);
    EXPECT_INT(test_told("fay"), 0);
}

TEST(what_fades_from_a_room_fades_from_what_was_told)
{
    int64_t room = test_room();
    EXPECT(test_say("bo", room, "@Ana, are you there?") > 0);
    EXPECT_INT(test_told("ana"), 1);
    test_stay();
    test_advance(4 * TIME_DAY);
    EXPECT(test_list_shows("ana", "All quiet"));
    test_settle();
    EXPECT_INT(test_told("ana"), 0);
}

TEST(a_blocked_person_speaks_to_nobody)
{
    int64_t room = test_room();
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/block", (long long)persona_of("bo")), NULL), 303);
    EXPECT(test_say("bo", room, "@Ana @Fay") > 0);
    EXPECT(test_told("ana") == 0 && test_told("fay") == 1);
    EXPECT_INT(test_send("fay", "/groups/porch/leave", NULL), 422); /* the only facilitator */
    EXPECT_INT(test_send("bo", "/groups/porch/leave", NULL), 303);
}

/* ---- groups ---- */

TEST(who_looks_after_a_group_hears_that_somebody_asks_until_it_is_answered)
{
    struct test_place attic = test_group("attic", GROUP_REQUEST, false, "fay");
    EXPECT_INT(test_send("ana", "/groups/attic/ask", "why", "MARKWHY", NULL), 303);
    EXPECT(test_list_shows("fay", "Ana asks to come into “Group attic”") && shows(test_page(), "href=\"/groups/attic/manage\"") &&
           !shows(test_page(), "MARKWHY"));
    EXPECT_INT(test_send("ana", "/groups/attic/decline", NULL), 303);
    EXPECT_INT(test_told("fay"), 0);
    EXPECT_INT(test_send("ana", "/groups/attic/ask", "why", "", NULL), 303);
    EXPECT_INT(test_send("bo", "/groups/attic/ask", "why", "", NULL), 303);
    EXPECT(test_told("fay") == 1 && test_list_shows("fay", "Someone asks to come into “Group attic”"));
    const char *ana = test_path("%lld", (long long)persona_of("ana")), *bo = test_path("%lld", (long long)persona_of("bo"));
    EXPECT_INT(test_send("fay", "/groups/attic/requests", "persona", ana, "do", "accept", NULL), 303);
    EXPECT(test_told("fay") == 1 && test_list_shows("ana", "You’re in “Group attic” now") && test_dot("ana"));
    EXPECT_INT(test_send("fay", "/groups/attic/requests", "persona", bo, "do", "decline", NULL), 303);
    EXPECT(test_told("fay") == 0 && test_list_shows("bo", "“Group attic” can’t take you in just now"));
    EXPECT_INT(test_send("fay", test_path("/groups/attic/members/%s/facilitator", ana), NULL), 303);
    EXPECT(test_list_shows("ana", "You look after “Group attic” now"));
    EXPECT_INT(test_send("bo", "/groups/attic/ask", "why", "", NULL), 303);
    EXPECT(test_told("ana") == 2 && test_told("fay") == 1);
    EXPECT_INT(test_send("ana", "/groups/attic/leave", NULL), 303);
    EXPECT_INT(test_told("ana"), 0);
    (void)attic;
}

TEST(an_invitation_is_told_and_gone_with_the_answer)
{
    test_group("attic", GROUP_HIDDEN, false, "fay");
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Ana", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Bo", NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("/connections/%lld/block", (long long)persona_of("fay")), NULL), 303);
    EXPECT(test_list_shows("ana", "You’re invited to “Group attic”"));
    EXPECT_INT(test_send("ana", "/groups/attic/decline", NULL), 303);
    EXPECT(test_told("ana") == 0 && test_told("cyd") == 0);
    EXPECT(test_dot("bo"));
    EXPECT_INT(test_send("bo", "/groups/attic/join", NULL), 303);
    EXPECT(!test_dot("bo"));
}

/* ---- connections ---- */

TEST(asking_and_agreeing_to_connect_is_told_as_it_stands)
{
    EXPECT_INT(test_sql("UPDATE persona SET band = 2"), OK);
    const char *ana = test_path("%lld", (long long)persona_of("ana")), *bo = test_path("%lld", (long long)persona_of("bo"));
    EXPECT_INT(test_send("bo", test_path("/connections/%s/ask", ana), NULL), 303);
    EXPECT(test_list_shows("ana", "Bo would like to connect with you") && shows(test_page(), test_path("href=\"/connections/%s\"", bo)));
    EXPECT_INT(test_send("ana", test_path("/connections/%s/accept", bo), NULL), 303);
    EXPECT(test_list_shows("bo", "You and Ana know each other now"));
}

/* ---- private messages ---- */

TEST(a_private_message_is_told_without_a_name_and_leads_to_its_conversation)
{
    test_people();
    EXPECT(test_letter("ana", "bo", "MARKLETTER") > 0);
    test_settle();
    const char *way = test_path("href=\"/messages/%lld\"", (long long)test_seat("bo"));
    EXPECT(test_list_shows("bo", "There’s a private message for you") && shows(test_page(), way) && !shows(test_page(), "MARKLETTER"));
    EXPECT(!test_list_shows("ana", "private message for you"));
}
