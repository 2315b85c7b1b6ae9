/* Coming in, the agenda, who speaks, pauses: what one may and others may not. */
#include "board/test_parts.h"
#include "session/test_parts.h"
#include "tests/harness/harness.h"

TEST(a_session_is_planned_by_who_looks_after_the_group_and_found_by_its_members)
{
    int64_t id = test_session(false);
    EXPECT(test_get("ana", "/groups/porch/sessions") == 200 && shows(test_page(), "First words"));
    EXPECT(!shows(test_page(), "Plan a session"));
    EXPECT(test_session_shows("ana", id, "What is said here is deleted for good when the session ends."));
    EXPECT(shows(test_page(), "Names and pronouns") && shows(test_page(), "Come in as Ana"));
    EXPECT_INT(test_send("ana", "/groups/porch/sessions", "title", "Mine", "day", "2027-01-01", "clock", "19:00", NULL), 403);
    EXPECT_INT(test_send("fay", "/groups/porch/sessions", "title", "Mine", "day", "soon", "clock", "19:00", NULL), 422);
    EXPECT(shows(test_page(), "Write the day like") && shows(test_page(), "value=\"Mine\""));
    EXPECT_INT(test_sql("DELETE FROM membership WHERE persona_id NOT IN (SELECT persona_id FROM membership WHERE role = 'facilitator')"),
               OK);
    EXPECT_INT(test_get("bo", "/sessions/%lld", (long long)id), 404);
    EXPECT_INT(test_get("bo", "/sessions/%lld/live", (long long)id), 404);
    EXPECT_INT(test_get("bo", "/groups/porch/sessions"), 303);
    EXPECT_INT(test_session_send("bo", id, "enter", NULL, NULL), 404);
    EXPECT_INT(test_get("visitor", "/sessions/%lld", (long long)id), 303);
}

TEST(one_waits_at_the_door_until_somebody_opens_it)
{
    int64_t id = test_session(false);
    EXPECT_INT(test_session_send("fay", id, "enter", NULL, NULL), 303);
    EXPECT_INT(test_session_send("ana", id, "enter", NULL, NULL), 303);
    EXPECT_INT(test_session_send("bo", id, "enter", NULL, NULL), 303);
    EXPECT(test_session_shows("ana", id, "You’re at the door") && !shows(test_page(), "say-form"));
    EXPECT_INT(test_session_send("ana", id, "say", "body", "Hello?"), 403);
    EXPECT_INT(test_get("ana", "/sessions/%lld/ask", (long long)id), 403);
    EXPECT(test_session_shows("fay", id, "At the door") && shows(test_page(), "Let everyone in"));
    EXPECT_INT(test_session_act("ana", id, "admit", "ana"), 403);
    EXPECT_INT(test_session_act("fay", id, "admit", "cyd"), 404); /* who hasn't come */
    EXPECT_INT(test_session_act("fay", id, "admit", "ana"), 303);
    EXPECT(test_session_shows("ana", id, "say-form") && test_session_shows("bo", id, "You’re at the door"));
    EXPECT_INT(test_session_act("fay", id, "door-open", NULL), 303);
    EXPECT(test_session_shows("bo", id, "say-form"));
    EXPECT_INT(test_session_send("cyd", id, "enter", NULL, NULL), 303);
    EXPECT(test_session_shows("cyd", id, "say-form"));
    /* Asked to leave: neither in nor back at the door, until they're let in again. */
    EXPECT_INT(test_session_act("fay", id, "out", "cyd"), 303);
    EXPECT(test_session_shows("cyd", id, "asked you to leave it") && !shows(test_page(), "Come in as"));
    EXPECT_INT(test_session_send("cyd", id, "enter", NULL, NULL), 403);
    EXPECT_INT(test_session_act("fay", id, "admit", "cyd"), 303);
    EXPECT_INT(test_session_send("bo", id, "leave", NULL, NULL), 303);
    EXPECT(test_session_shows("bo", id, "Come in as Bo"));
}

TEST(nobody_comes_long_before_the_beginning_but_who_looks_after_it)
{
    int64_t id = test_session(false);
    EXPECT_INT(test_sql(test_path("UPDATE live_session SET starts_at = %lld", (long long)(test_now() + TIME_HOUR))), OK);
    EXPECT_INT(test_session_send("ana", id, "enter", NULL, NULL), 422);
    EXPECT(shows(test_page(), "The door opens half an hour before the beginning."));
    EXPECT_INT(test_session_send("fay", id, "enter", NULL, NULL), 303);
    test_advance(31 * TIME_MINUTE);
    EXPECT_INT(test_session_send("ana", id, "enter", NULL, NULL), 303);
}

TEST(the_agenda_goes_on_by_hand_or_by_the_clock_and_survives_a_late_clock)
{
    int64_t id = test_session_begun(false);
    EXPECT(test_session_shows("ana", id, "Nobody has to say anything yet.") && !shows(test_page(), "Go on to the next step"));
    EXPECT_INT(test_session_act("ana", id, "next 1", NULL), 403);
    EXPECT_INT(test_session_act("fay", id, "next 1", NULL), 303);
    EXPECT_INT(test_session_act("fay", id, "next 1", NULL), 303); /* pressed twice */
    EXPECT_INT(test_sql_int("SELECT step FROM live_session"), 2);
    /* the agenda beside it says so, in what an open page asks for as in the whole page */
    EXPECT(test_get("ana", "/sessions/%lld?part=all", (long long)id) == 200 && shows(test_page(), "data-part=\"agenda\""));
    EXPECT(shows(test_page(), "class=\"on\" aria-current=\"step\"><h3 dir=\"auto\">Names and pronouns"));
    EXPECT(shows(test_page(), "class=\"done\"><h3 dir=\"auto\">Welcome"));
    test_advance(11 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT step FROM live_session"), 2); /* nobody asked the clock */
    EXPECT_INT(test_sql("UPDATE live_session SET by_clock = TRUE"), OK);
    EXPECT_INT(test_session_act("fay", id, "previous 2", NULL), 303);
    test_advance(4 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT step FROM live_session"), 1);
    test_advance(2 * TIME_MINUTE);
    test_settle();
    test_settle(); /* done once, however often it runs */
    EXPECT_INT(test_sql_int("SELECT step FROM live_session"), 2);
    EXPECT(test_session_shows("bo", id, "Say what you’d like to be called today"));
}

TEST(who_has_the_word_writes_and_hands_wait_in_their_order)
{
    int64_t id = test_session_begun(false);
    EXPECT(test_session_say("ana", id, "I write while everybody may") > 0);
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "hand"), 303);
    EXPECT_INT(test_session_send("ana", id, "mine", "act", "hand"), 303);
    EXPECT(test_session_shows("cyd", id, "Who would like the word"));
    EXPECT_INT(test_session_act("cyd", id, "word", "ana"), 403);
    EXPECT_INT(test_session_act("fay", id, "word", NULL), 303);
    EXPECT(test_session_shows("cyd", id, "Bo has the word") && shows(test_page(), "who has the word writes"));
    EXPECT_INT(test_session_say("ana", id, "Out of turn"), 0);
    EXPECT(test_page()->status == 422 && shows(test_page(), "Out of turn"));
    EXPECT(test_session_say("bo", id, "In turn") > 0 && test_session_say("fay", id, "Thank you") > 0);
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "lower"), 303); /* said; the next hand has it */
    EXPECT(test_session_shows("cyd", id, "Ana has the word"));
    EXPECT_INT(test_session_act("fay", id, "round", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_person WHERE speaks"), 1);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM live_session_person WHERE speaks OR hand > 0"), 3);
    EXPECT_INT(test_session_act("fay", id, "free", NULL), 303);
    EXPECT(test_session_say("cyd", id, "All together") > 0);
}

TEST(a_pause_is_told_as_its_owner_wants)
{
    int64_t id = test_session_begun(false);
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "pause"), 303);
    EXPECT(test_session_shows("fay", id, "Taking a pause"));
    EXPECT(test_session_shows("ana", id, "First words") && !shows(test_page(), "Taking a pause") && !shows(test_page(), "needs a moment"));
    EXPECT(test_session_shows("bo", id, "Take your time.") && shows(test_page(), "/help-now"));
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "pause-shown"), 303);
    EXPECT(test_session_shows("ana", id, "Somebody needs a moment.") && !shows(test_page(), "Taking a pause"));
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "back"), 303);
    EXPECT(test_session_shows("ana", id, "First words") && !shows(test_page(), "needs a moment"));
    EXPECT_INT(test_session_send("bo", id, "mine", "act", "dance"), 404);
}

TEST(words_come_slowly_once_and_only_from_who_is_inside)
{
    int64_t id = test_session_begun(false);
    const char *say = test_path("/sessions/%lld/say", (long long)id), *once = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    EXPECT_INT(test_send("ana", say, "body", "Once", "once", once, NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "Once", "once", once, NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "Script", "by", "script", NULL), 204);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM utterance"), 2);
    EXPECT_INT(test_send("ana", say, "body", "  ", NULL), 422);
    EXPECT_INT(test_send("fay", test_path("/sessions/%lld/do", (long long)id), "act", "slow", "seconds", "60", NULL), 303);
    EXPECT_INT(test_session_say("ana", id, "Too soon"), 0);
    EXPECT(shows(test_page(), "Slow mode is on.") && shows(test_page(), "Too soon"));
    EXPECT(test_session_say("fay", id, "Slowly") > 0 && test_session_say("fay", id, "Slowly!") > 0);
    test_advance(TIME_MINUTE);
    int64_t said = test_session_say("ana", id, "Now <b>");
    EXPECT(said > 0 && test_session_shows("bo", id, "Now &lt;b&gt;"));
    /* One's own can be taken away, others' by who looks after it, with a reason for the writer. */
    const char *path = test_path("/session-words/%lld", (long long)said);
    EXPECT_INT(test_get("bo", "/session-words/%lld", (long long)said), 403);
    EXPECT_INT(test_send("bo", test_path("%s/delete", path), NULL), 403);
    EXPECT_INT(test_send("bo", test_path("%s/remove", path), "reason", "No", NULL), 403);
    EXPECT_INT(test_send("fay", test_path("%s/remove", path), "reason", "That was about somebody.", NULL), 303);
    EXPECT(test_get("ana", "/session-words/%lld", (long long)said) == 200 && shows(test_page(), "That was about somebody."));
    EXPECT_INT(test_sql_int(test_path("SELECT length(body) FROM utterance WHERE id = %lld", (long long)said)), 0);
    EXPECT_INT(test_session_send("mod", id, "say", "body", "From outside"), 404);
}

TEST(those_who_look_after_it_talk_among_themselves_and_can_ask_somebody_to_help)
{
    int64_t id = test_session_begun(true);
    const char *say = test_path("/sessions/%lld/back/say", (long long)id);
    EXPECT_INT(test_send("fay", say, "body", "MARKBACK", NULL), 303);
    EXPECT(test_get("fay", "/sessions/%lld/back", (long long)id) == 200 && shows(test_page(), "MARKBACK"));
    EXPECT(test_session_shows("ana", id, "First words") && !shows(test_page(), "MARKBACK"));
    EXPECT_INT(test_get("ana", "/sessions/%lld/back", (long long)id), 403);
    EXPECT_INT(test_get("ana", "/sessions/%lld/back/live", (long long)id), 404);
    EXPECT_INT(test_send("ana", say, "body", "Me, too", NULL), 403);
    EXPECT_INT(test_get("ana", "/session-words/%lld", (long long)test_sql_int("SELECT max(id) FROM utterance")), 404);
    EXPECT_INT(test_session_act("fay", id, "co", "ana"), 303);
    EXPECT(test_get("ana", "/sessions/%lld/back", (long long)id) == 200 && shows(test_page(), "MARKBACK"));
    EXPECT_INT(test_session_act("ana", id, "next 1", NULL), 303);
    EXPECT_INT(test_session_act("fay", id, "unco", "ana"), 303);
    EXPECT_INT(test_get("ana", "/sessions/%lld/back", (long long)id), 403);
    EXPECT_INT(test_session_act("fay", id, "end", NULL), 303);
    test_settle();
    EXPECT(!test_data_holds("MARKBACK")); /* also where the rest is kept */
}
