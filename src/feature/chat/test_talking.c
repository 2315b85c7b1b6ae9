/* Saying, changing, taking away, answering; and who may. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "tests/harness/harness.h"

TEST(members_talk_in_a_room_and_others_see_nothing_of_it)
{
    int64_t room = test_room();
    int64_t said = test_say("ana", room, "The **kettle** is on <b>");
    EXPECT(said > 0);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "<strong>kettle</strong> is on &lt;b&gt;"));
    EXPECT(shows(test_page(), "Send as Bo") && shows(test_page(), "data-live=\"/rooms/"));
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), "Live rooms") && shows(test_page(), "Late"));
    /* Cyd belongs to the place and not to the group: she is shown its door. */
    EXPECT(test_get("cyd", "/rooms/%lld", (long long)room) == 303);
    EXPECT_TEXT(test_page()->location, "/groups/porch");
    EXPECT(test_get("cyd", "/groups/porch") == 200 && !shows(test_page(), "Late"));
    EXPECT_INT(test_get("cyd", "/rooms/%lld/live", (long long)room), 404);
    EXPECT_INT(test_get("cyd", "/rooms/%lld?part=round", (long long)room), 303);
    EXPECT_INT(test_send("cyd", test_path("/rooms/%lld/say", (long long)room), "body", "Hello", NULL), 403);
    EXPECT_INT(test_send("cyd", test_path("/rooms/%lld/typing", (long long)room), NULL), 403);
    EXPECT_INT(test_message("cyd", said, "react", "kind", "with"), 404);
    EXPECT_INT(test_message("cyd", said, "edit", "body", "Mine"), 404);
    EXPECT_INT(test_get("cyd", "/said/%lld", (long long)said), 404);
    EXPECT_INT(test_get("visitor", "/rooms/%lld", (long long)room), 303);
    EXPECT(strstr(test_page()->location, "/sign-in") != NULL);
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room + 1), 404);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1);
}

TEST(a_hidden_groups_room_is_not_there_for_others)
{
    int64_t room = test_room();
    EXPECT_INT(test_sql("UPDATE peer_group SET joining = 'hidden'"), OK);
    EXPECT_INT(test_get("cyd", "/rooms/%lld", (long long)room), 404);
    EXPECT_INT(test_send("cyd", test_path("/rooms/%lld/say", (long long)room), "body", "Hello", NULL), 404);
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room), 200);
}

TEST(too_much_and_nothing_are_refused_and_the_words_stay)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room);
    struct buf text = { .arena = test_arena() };
    for (int i = 0; i < 2001; i++)
        buf_puts(&text, "ж");
    EXPECT_INT(test_send("ana", say, "body", buf_text(&text), NULL), 422);
    EXPECT(shows(test_page(), buf_text(&text)));
    EXPECT_INT(test_send("ana", say, "body", buf_text(&text) + 2, NULL), 303); /* 2,000 characters */
    EXPECT_INT(test_send("ana", say, "body", "  ", "note_own", "rain", NULL), 422);
    EXPECT(shows(test_page(), "Write a few words first.") && shows(test_page(), "value=\"rain\""));
    int sent = 0;
    for (int i = 0; i < 40 && test_say("bo", room, test_path("Word %d", i)); i++)
        sent++;
    EXPECT(sent >= 20 && sent < 40);
    EXPECT(shows(test_page(), "That was a lot in one minute.") && shows(test_page(), test_path("Word %d</textarea>", sent)));
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), test_path("Word %d</textarea>", sent)));
    test_advance(TIME_MINUTE);
    EXPECT(test_say("bo", room, "Word again") > 0);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), test_path("Word %d</textarea>", sent)));
}

TEST(a_message_sent_twice_is_said_once)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room), *once = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    EXPECT_INT(test_send("ana", say, "body", "Once", "once", once, NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "Once", "once", once, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1);
    EXPECT_INT(test_send("ana", say, "body", "Something else", "once", once, NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "Once", NULL), 303); /* the same words from another form are meant */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 3);
    test_advance(3 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message_once"), 0);
}

TEST(a_script_is_told_that_it_was_said_and_gets_no_page)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room), *once = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    for (int i = 0; i < 2; i++) { /* again: what was said before is said */
        EXPECT_INT(test_send("ana", say, "body", "Once", "once", once, "by", "script", NULL), 204);
        EXPECT(!test_page()->location && !test_page()->body.len);
    }
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1);
    EXPECT_INT(test_send("ana", say, "body", "  ", "by", "script", NULL), 422);
    EXPECT_INT(test_send("ana", say, "body", "By hand", "by", "hand", NULL), 303);
    EXPECT_INT(test_send("cyd", say, "body", "Not hers", "by", "script", NULL), 403);
    EXPECT_INT(test_send("visitor", say, "body", "Nobody’s", "by", "script", NULL), 401);
    EXPECT_INT(test_send("new", say, "body", "Not yet", "by", "script", NULL), 303); /* the gate */
}

TEST(one_answers_a_message_and_it_is_quoted)
{
    int64_t room = test_room(), said = test_say("ana", room, "Four plates on *the* table");
    EXPECT(test_get("bo", "/rooms/%lld?answer=%lld", (long long)room, (long long)said) == 200 && shows(test_page(), "Your answer to Ana"));
    EXPECT(shows(test_page(), test_path("name=\"answer\" value=\"%lld\"", (long long)said)));
    EXPECT_INT(test_send("bo", test_path("/rooms/%lld/say", (long long)room), "body", "A speech", "answer",
                         test_path("%lld", (long long)said), NULL),
               303);
    int64_t answer = id_after(test_page(), "#m");
    EXPECT_INT(test_message_int(answer, "reply_to"), said);
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Four plates on the table</a>"));
    /* What it answered is taken away: the quote says so, here and to those who listen. */
    int64_t before = test_sql_int("SELECT change FROM room");
    EXPECT_INT(test_message("ana", said, "delete", NULL, NULL), 303);
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "Four plates"));
    EXPECT(shows(test_page(), "These words were taken away.") && shows(test_page(), "The writer took this away."));
    EXPECT(test_message_int(answer, "change") > before && test_message_int(said, "change") > before);
    /* Of another room nothing can be quoted. */
    EXPECT_INT(test_send("fay", "/groups/porch/rooms", "name", "Attic", NULL), 303);
    int64_t other = id_after(test_page(), "/rooms/");
    EXPECT_INT(test_send("bo", test_path("/rooms/%lld/say", (long long)other), "body", "Elsewhere", "answer",
                         test_path("%lld", (long long)answer), NULL),
               303);
    EXPECT_INT(test_message_int(id_after(test_page(), "#m"), "COALESCE(reply_to, 0)"), 0);
}

TEST(words_behind_a_content_note_are_folded_and_not_quoted)
{
    int64_t room = test_room();
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/say", (long long)room), "body", "SECRETWORDS", "note", "grief", "note_own",
                         "my brother", NULL),
               303);
    int64_t said = id_after(test_page(), "#m");
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Content note: Grief and loss · my brother"));
    EXPECT(test_get("bo", "/rooms/%lld?answer=%lld", (long long)room, (long long)said) == 200);
    const char *quote = strstr(buf_text(&test_page()->body), "Your answer to Ana");
    EXPECT(quote && strstr(quote, "my brother") && !strstr(quote, "SECRETWORDS"));
}

TEST(one_changes_ones_words_for_half_an_hour)
{
    int64_t room = test_room(), said = test_say("ana", room, "First words");
    EXPECT_INT(test_message("bo", said, "edit", "body", "Not mine"), 403);
    EXPECT_INT(test_get("bo", "/said/%lld", (long long)said), 403);
    EXPECT(test_get("ana", "/said/%lld", (long long)said) == 200 && shows(test_page(), "First words</textarea>"));
    test_advance(28 * TIME_MINUTE);
    EXPECT_INT(test_message("ana", said, "edit", "body", "Second words"), 303);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Second words") && shows(test_page(), "edited"));
    EXPECT(!shows(test_page(), "First words"));
    test_advance(3 * TIME_MINUTE);
    EXPECT_INT(test_message("ana", said, "edit", "body", "Third words"), 422);
    EXPECT(shows(test_page(), "Half an hour has passed") && shows(test_page(), "Third words</textarea>"));
    EXPECT(test_get("ana", "/said/%lld", (long long)said) == 200 && !shows(test_page(), "<textarea"));
    EXPECT_TEXT(test_message_text(said, "body"), "Second words");
    EXPECT_INT(test_message("bo", said, "delete", NULL, NULL), 403);
    EXPECT_INT(test_message("ana", said, "delete", NULL, NULL), 303);
    EXPECT_TEXT(test_message_text(said, "body || html"), "");
    EXPECT_INT(test_message("ana", said, "edit", "body", "Back"), 403);
}

TEST(who_may_not_speak_changes_no_words_either)
{
    int64_t room = test_room(), said = test_say("ana", room, "First words"), other = test_say("bo", room, "Bo’s words");
    const char *mute = test_path("/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("ana"));
    EXPECT_INT(test_send("fay", mute, "minutes", "10", "reason", "Let others speak.", NULL), 303);
    EXPECT(test_get("ana", "/said/%lld", (long long)said) == 200 && shows(test_page(), "Let others speak."));
    EXPECT(!shows(test_page(), "<textarea") && shows(test_page(), "Take your words away"));
    EXPECT_INT(test_message("ana", said, "edit", "body", "Louder words"), 422);
    EXPECT(shows(test_page(), "Let others speak.") && shows(test_page(), "Louder words</textarea>"));
    EXPECT_INT(test_message("bo", other, "edit", "body", "Bo may"), 303);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/pause", (long long)room), "word", "Tea first", NULL), 303);
    EXPECT_INT(test_message("bo", other, "edit", "body", "Not now"), 422);
    EXPECT(shows(test_page(), "Tea first"));
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/resume", (long long)room), NULL), 303);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/close", (long long)room), "closed", "1", NULL), 303);
    EXPECT_INT(test_message("bo", other, "edit", "body", "Not now"), 422);
    EXPECT_TEXT(test_message_text(said, "body"), "First words");
    EXPECT_TEXT(test_message_text(other, "body"), "Bo may");
    EXPECT_INT(test_message("ana", said, "delete", NULL, NULL), 303); /* what one takes away, one takes away at any time */
}

TEST(words_are_changed_no_oftener_than_they_are_said)
{
    int64_t room = test_room(), said = test_say("ana", room, "Words");
    int changed = 0;
    while (changed < 40 && test_message("ana", said, "edit", "body", test_path("Words %d", changed)) == 303)
        changed++;
    EXPECT(changed >= 19 && changed < 40);
    EXPECT(shows(test_page(), "That was a lot in one minute.") && shows(test_page(), test_path("Words %d</textarea>", changed)));
}

TEST(reactions_are_words_and_never_numbers)
{
    int64_t room = test_room(), said = test_say("ana", room, "Hello");
    EXPECT_INT(test_message("bo", said, "react", "kind", "with"), 303);
    EXPECT_INT(test_message("fay", said, "react", "kind", "with"), 303);
    EXPECT_INT(test_message("fay", said, "react", "kind", "thanks"), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), ">With you · Thank you</p>"));
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "value=\"with\" aria-pressed=\"true\""));
    EXPECT_INT(test_message("bo", said, "react", "kind", "with"), 303);
    EXPECT_INT(test_message_int(said, "warmth"), 3); /* Fay's is still there */
    EXPECT_INT(test_message("fay", said, "react", "kind", "with"), 303);
    EXPECT_INT(test_message_int(said, "warmth"), 2);
    EXPECT_INT(test_message("ana", said, "react", "kind", "with"), 403); /* one's own words */
    EXPECT_INT(test_message("bo", said, "react", "kind", "angry"), 403);
    EXPECT_INT(test_message("ana", said, "delete", NULL, NULL), 303);
    EXPECT_INT(test_message("bo", said, "react", "kind", "with"), 403);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message_reaction"), 0);
}

TEST(what_is_new_is_marked_and_older_pages_are_there)
{
    int64_t room = test_room(), first = test_say("ana", room, "Number 0");
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "New since you last looked"));
    test_settle();
    EXPECT(test_get("bo", "/groups/porch") == 200 && !shows(test_page(), "meta new"));
    for (int i = 1; i <= 65; i++) {
        test_advance(4 * TIME_SECOND);
        EXPECT(test_say("ana", room, test_path("Number %d.", i)) > 0);
    }
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), "meta new"));
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Number 65.") && !shows(test_page(), "Number 5."));
    int64_t oldest = id_after(test_page(), "?before=");
    EXPECT(test_get("bo", "/rooms/%lld?before=%lld", (long long)room, (long long)oldest) == 200 && shows(test_page(), "Number 5."));
    EXPECT(!shows(test_page(), "Number 65.") && !shows(test_page(), "data-live"));
    EXPECT(test_get("bo", "/rooms/%lld?after=%lld", (long long)room, (long long)first) == 200 && shows(test_page(), "id=\"new\""));
    EXPECT_TEXT(answer_header(test_page(), "Refresh"), "");
    EXPECT(test_get("bo", "/rooms/%lld?refresh=1", (long long)room) == 200 && shows(test_page(), "Stop that"));
    EXPECT_TEXT(answer_header(test_page(), "Refresh"), "60");
    EXPECT(!shows(test_page(), "<textarea")); /* what is typed into it would be gone in a minute */
    EXPECT_INT(test_send("bo", test_path("/rooms/%lld/say?refresh=1", (long long)room), "body", "", NULL), 422);
    EXPECT(shows(test_page(), "<textarea"));
    test_advance(9 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM room_mark"), 0);
}

TEST(an_open_page_says_how_far_its_reader_came)
{
    int64_t room = test_room(), first = test_say("ana", room, "First"), last = test_say("ana", room, "Last");
    const char *path = test_path("/rooms/%lld", (long long)room), *seen = "SELECT COALESCE(MAX(message_id), 0) FROM room_mark";
    EXPECT_INT(fetch(as("bo", "HEAD", path)), 200);
    test_settle();
    EXPECT_INT(test_sql_int(seen), 0); /* what came while nobody looked isn't seen */
    EXPECT_INT(fetch(as("bo", "HEAD", test_path("%s?seen=%lld", path, (long long)first))), 200);
    test_settle();
    EXPECT_INT(test_sql_int(seen), first);
    EXPECT_INT(fetch(as("bo", "HEAD", test_path("%s?seen=9000000000000000000", path))), 200);
    test_settle();
    EXPECT_INT(test_sql_int(seen), last);
}

/* ---- words whose session was over ---- */

TEST(words_whose_sending_was_refused_wait_in_the_room)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/pause", (long long)room), "word", "", NULL), 303);
    EXPECT_INT(test_send("ana", say, "body", "MARKWAITS", "note_own", "rain", NULL), 422);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/resume", (long long)room), NULL), 303);
    EXPECT(!test_data_holds("MARKWAITS"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "MARKWAITS</textarea>"));
    EXPECT(shows(test_page(), "value=\"rain\"") && shows(test_page(), "Here is what you had written."));
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "MARKWAITS"));
    EXPECT_INT(test_send("ana", test_path("/rooms/%lld/forget", (long long)room), NULL), 303);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "MARKWAITS"));
}

TEST(words_sent_after_the_session_was_over_wait_behind_the_sign_in)
{
    int64_t room = test_room();
    const char *say = test_path("/rooms/%lld/say", (long long)room), *elsewhere = test_path("/rooms/%lld/say", (long long)room + 1);
    EXPECT_INT(test_send("visitor", say, "body", "Said too slowly", NULL), 401);
    EXPECT(shows(test_page(), "Said too slowly")); /* the sign-in page carries it */
    EXPECT_INT(test_send("visitor", "/sign-in", "sign_in", "ana", "password", "correct horse", "kept_path", say, "kept.body",
                         "Said too slowly", NULL),
               303);
    EXPECT_TEXT(test_page()->location, test_path("/rooms/%lld", (long long)room));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Said too slowly</textarea>"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 0);
    EXPECT_INT(
        test_send("visitor", "/sign-in", "sign_in", "cyd", "password", "correct horse", "kept_path", say, "kept.body", "Not in it", NULL),
        200); /* not a member: the words are shown, to be taken along */
    EXPECT(shows(test_page(), "Not in it"));
    EXPECT_INT(test_send("visitor", "/sign-in", "sign_in", "bo", "password", "correct horse", "kept_path", elsewhere, "kept.body",
                         "Nowhere", NULL),
               200);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message_draft"), 1);
}
