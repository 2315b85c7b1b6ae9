/* What is numbered, sent to listeners, spoken to; what fades, and what goes with somebody. */
#include "board/test_parts.h"
#include "chat/test_parts.h"
#include "tests/harness/harness.h"

/* ---- mentions ---- */

static enum status rename_people(struct db *db, void *context)
{
    static const struct {
        const char *who, *name;
    } names[] = { { "ana", "ليلى" }, { "bo", "さくら" }, { "cyd", "Нина Петровна" }, { "mod", "Ana" }, { "stu", "Ana Lucia" } };
    (void)context;
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(db_exec(db, test_arena(), "UPDATE persona SET name = $2, skeleton = $3 WHERE id = $1", P(persona_of(names[i].who)),
                    P(names[i].name), P(name_skeleton(test_arena(), names[i].name))));
    return OK;
}

static int64_t porch(void)
{
    return test_sql_int("SELECT id FROM peer_group");
}

/* Whom a text speaks to: a bit each for ana, bo, cyd, mod, stu, fay. */
static unsigned spoken_to(int64_t room, const char *text)
{
    static const char *const people[] = { "ana", "bo", "cyd", "mod", "stu", "fay" };
    unsigned found = 0;
    test_advance(TIME_MINUTE);
    int64_t message = test_say("fay", room, text);
    EXPECT(message > 0);
    for (size_t i = 0; i < COUNT(people); i++)
        if (test_sql_int(test_path("SELECT COUNT(*) FROM mention WHERE message_id = %lld AND persona_id = %lld", (long long)message,
                                   (long long)persona_of(people[i]))))
            found |= 1u << i;
    return found;
}

TEST(people_are_spoken_to_in_their_own_script)
{
    int64_t room = test_room();
    EXPECT_INT(database_write(test_app()->database, rename_people, NULL), OK);
    test_joins(porch(), "cyd");
    test_joins(porch(), "mod");
    test_joins(porch(), "stu");
    static const struct {
        const char *text;
        unsigned who;
    } texts[] = {
        { "أهلا @ليلى، كيف الحال؟", 1 },
        { "@さくらさん、おはよう", 2 },
        { "今日は@さくらがいる", 2 },
        { "Спасибо, @Нина Петровна!", 4 },
        { "спасибо @нина петровна", 4 },
        { "Спасибо, @Нина", 0 },
        { "@Ana, and you", 8 },
        { "@Ana Lucia and you", 16 },
        { "@ANA LUCIA", 16 },
        { "**@Ana**", 8 },
        { "(@Ana)", 8 },
        { "@Anabel is somebody else", 0 },
        { "write to fay@Ana.org", 0 },
        { "https://example.org/@Ana", 0 },
        { "@ Ana", 0 },
        { "@Ana @ليلى @さくら @Нина Петровна", 15 },
        { "nobody", 0 },
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!EXPECT_INT(spoken_to(room, texts[i].text), texts[i].who))
            printf("  %s\n", texts[i].text);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "<b class=\"mention\">@さくら</b>さん"));
    EXPECT(shows(test_page(), "<b class=\"mention\">@Нина Петровна</b>!") &&
           shows(test_page(), "<strong><b class=\"mention\">@Ana</b></strong>"));
}

TEST(mentions_reach_only_members_and_at_most_eight_places)
{
    int64_t room = test_room();
    EXPECT_INT(spoken_to(room, "@Cyd isn’t here"), 0); /* of the place, not of the group */
    EXPECT_INT(spoken_to(room, "@Ana @Ana @Ana @Ana @Ana @Ana @Ana @Ana @Bo"), 1);
    EXPECT_INT(spoken_to(room, "[x](https://example.org/?to=@Ana) @Bo"), 2);
    EXPECT_INT(spoken_to(room, "<https://example.org/ @Ana> \xee\x80\x80\xee\x80\x90"), 0);
    EXPECT_INT(spoken_to(room, "`@Ana` @@Ana [@Ana](/x \"@Ana\")"), 1);
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "title=\"<b"));
}

TEST(a_mention_doesnt_tell_that_somebody_hidden_is_in_the_group)
{
    int64_t room = test_room();
    EXPECT_INT(test_sql("UPDATE membership SET hides = TRUE"), OK);
    EXPECT_INT(spoken_to(room, "@Ana, are you in it?"), 0);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "class=\"mention\""));
    EXPECT(test_say("ana", room, "I am") > 0); /* now everybody reads her name */
    EXPECT_INT(spoken_to(room, "@Ana"), 1);
    EXPECT(test_say("bo", room, "@Fay") > 0); /* who looks after the group is always shown */
    EXPECT_INT(test_sql_int(test_path("SELECT COUNT(*) FROM mention WHERE persona_id = %lld", (long long)persona_of("fay"))), 1);
}

TEST(who_was_spoken_to_sees_it_until_they_have_looked)
{
    int64_t room = test_room();
    EXPECT(test_say("bo", room, "@Ana, are you there?") > 0);
    EXPECT(test_get("ana", "/groups/porch") == 200 && shows(test_page(), "You were spoken to"));
    EXPECT(test_get("fay", "/groups/porch") == 200 && !shows(test_page(), "You were spoken to"));
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "foryou\" hidden>"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "foryou\">for you"));
    test_settle();
    EXPECT(test_get("ana", "/groups/porch") == 200 && !shows(test_page(), "You were spoken to"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "foryou\">for you"));
    int64_t again = test_say("bo", room, "@Ana?");
    EXPECT(test_get("ana", "/groups/porch") == 200 && shows(test_page(), "You were spoken to"));
    EXPECT_INT(test_message("bo", again, "delete", NULL, NULL), 303);
    EXPECT(test_get("ana", "/groups/porch") == 200 && !shows(test_page(), "You were spoken to"));
}

/* ---- numbers, and what listeners get ---- */

TEST(every_change_takes_the_next_number)
{
    int64_t room = test_room(), first = test_say("ana", room, "One"), second = test_say("bo", room, "Two");
    EXPECT_INT(test_message_int(first, "change"), 1);
    EXPECT_INT(test_message_int(second, "change"), 2);
    EXPECT_INT(test_message("bo", first, "react", "kind", "with"), 303);
    EXPECT_INT(test_message_int(first, "change"), 3);
    EXPECT_INT(test_message("fay", first, "react", "kind", "with"), 303); /* nothing new to see */
    EXPECT_INT(test_sql_int("SELECT change FROM room"), 3);
    EXPECT_INT(test_message("ana", first, "edit", "body", "One!"), 303);
    EXPECT_INT(test_message_int(first, "change"), 4);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/pause", (long long)room), "word", "", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT state_change FROM room"), 5);
    EXPECT_INT(test_say("ana", room, "Refused"), 0); /* takes none */
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/resume", (long long)room), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT change FROM room"), 6);
    EXPECT_INT(test_message("ana", first, "delete", NULL, NULL), 303);
    EXPECT_INT(test_message_int(first, "change"), 7);
}

static const char *stream(const char *who, int64_t room, int64_t after)
{
    EXPECT_INT(test_get(who, "/rooms/%lld/live?after=%lld", (long long)room, (long long)after), 200);
    return buf_text(&test_page()->body);
}

static size_t times(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

TEST(a_stream_begins_with_what_was_missed_once_and_in_order)
{
    int64_t room = test_room();
    test_say("ana", room, "Alpha");
    test_say("bo", room, "Beta");
    int64_t third = test_say("ana", room, "Gamma");
    const char *all = stream("bo", room, 0);
    EXPECT(times(all, "event: message\n") == 3 && times(all, "Alpha") == 1);
    const char *a = strstr(all, "Alpha"), *b = strstr(all, "Beta"), *c = strstr(all, "Gamma");
    EXPECT(a && b && c && a < b && b < c && strstr(all, "id: 3\n"));
    const char *missed = stream("bo", room, 2);
    EXPECT(times(missed, "event: message\n") == 1 && strstr(missed, "Gamma") && !strstr(missed, "Beta"));
    EXPECT(times(stream("bo", room, 3), "event:") == 0);
    EXPECT_INT(fetch(with_header(as("bo", "GET", test_path("/rooms/%lld/live?after=0", (long long)room)), "Last-Event-ID", "3")), 200);
    /* The newest state of a message, under its newest number; and a change of the room in its place. */
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/pause", (long long)room), "word", "", NULL), 303);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/resume", (long long)room), NULL), 303);
    EXPECT_INT(test_message("ana", third, "delete", NULL, NULL), 303);
    all = stream("bo", room, 2);
    EXPECT(times(all, "event: message\n") == 1 && !strstr(all, "Gamma") && strstr(all, "The writer took this away."));
    a = strstr(all, "event: room\n");
    EXPECT(a && a < strstr(all, "event: message\n") && times(all, "event: room\n") == 1);
}

TEST(what_is_sent_to_all_holds_nothing_of_one_reader)
{
    int64_t room = test_room();
    test_say("ana", room, "Alpha @Bo");
    EXPECT_INT(test_message("bo", test_sql_int("SELECT id FROM message"), "react", "kind", "with"), 303);
    const char *bo = arena_copy(test_arena(), stream("bo", room, 0)), *ana = stream("ana", room, 0);
    EXPECT_TEXT(bo, ana);
    EXPECT(!strstr(bo, "csrf") && !strstr(bo, "aria-pressed=\"true\"") && !strstr(bo, "/remove") && strstr(bo, "foryou\" hidden"));
    EXPECT(strstr(bo, test_path("data-by=\"%lld\"", (long long)persona_of("ana"))) != NULL);
    EXPECT(strstr(stream("fay", room, 0), "/remove") != NULL); /* who looks after the group has tools */
}

/* ---- fading ---- */

TEST(messages_fade_when_their_time_is_over_and_are_gone_from_the_disk)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKFADES @Bo");
    EXPECT_INT(test_message("bo", said, "react", "kind", "with"), 303);
    EXPECT_INT(test_get("bo", "/rooms/%lld", (long long)room), 200);
    EXPECT_INT(test_get("fay", "/rooms/%lld", (long long)room), 200);
    test_settle();
    test_stay();
    test_advance(71 * TIME_HOUR);
    test_settle();
    int64_t answer = test_say("bo", room, "Still there");
    EXPECT_INT(test_sql(test_path("UPDATE message SET reply_to = %lld WHERE id = %lld", (long long)said, (long long)answer)), OK);
    EXPECT(test_data_holds("MARKFADES"));
    test_advance(TIME_HOUR);
    test_settle();
    test_settle(); /* twice is as good as once */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM mention") + test_sql_int("SELECT COUNT(*) FROM message_reaction"), 0);
    EXPECT(!test_data_holds("MARKFADES"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Still there") &&
           !shows(test_page(), "class=\"re\""));
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/manage", (long long)room), "name", "Late", "slow", "0", "keep", "168", "opening",
                         "always", NULL),
               303);
    test_advance(5 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/manage", (long long)room), "name", "Late", "slow", "0", "keep", "24", "opening",
                         "always", NULL),
               303);
    test_advance(6 * TIME_MINUTE);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 0);
}

TEST(rooms_with_nothing_to_lose_keep_no_other_room_from_losing_its_words)
{
    int64_t room = test_room();
    EXPECT(test_say("ana", room, "MARKFADES") > 0);
    for (int i = 1; i <= 21; i++) /* older ones, which are looked at first */
        EXPECT_INT(
            test_sql(test_path("INSERT INTO room (id, group_id, name, about, position, opening, days, from_minute, until_minute,"
                               " slow_seconds, note, keep_hours, closed, change, state_change) SELECT id - %d, group_id, name, about,"
                               " position, opening, days, from_minute, until_minute, slow_seconds, note, keep_hours, closed, 0, 0"
                               " FROM room WHERE id = %lld",
                               i, (long long)room)),
            OK);
    test_advance(73 * TIME_HOUR);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 0);
}

static int keep_for(int64_t room, const char *hours)
{
    return test_send("fay", test_path("/rooms/%lld/manage", (long long)room), "name", "Late", "slow", "0", "keep", hours, "opening",
                     "always", NULL);
}

TEST(words_whose_time_is_over_are_shown_nowhere_also_before_they_are_deleted)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKOLD");
    test_stay();
    test_advance(71 * TIME_HOUR);
    EXPECT_INT(
        test_send("bo", test_path("/rooms/%lld/say", (long long)room), "body", "Later", "answer", test_path("%lld", (long long)said), NULL),
        303);
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && times(buf_text(&test_page()->body), "MARKOLD") == 2);
    EXPECT_INT(times(stream("fay", room, 0), "MARKOLD"), 2);
    test_stay();
    test_advance(2 * TIME_HOUR);
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Later") && !shows(test_page(), "MARKOLD"));
    EXPECT(!shows(test_page(), "class=\"re\""));
    EXPECT(test_get("bo", "/rooms/%lld?answer=%lld", (long long)room, (long long)said) == 200 && !shows(test_page(), "MARKOLD"));
    EXPECT(strstr(stream("fay", room, 0), "Later") && !strstr(stream("fay", room, 0), "MARKOLD"));
    EXPECT_INT(test_get("ana", "/said/%lld", (long long)said), 404);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 2); /* the job hasn't come by yet */
    EXPECT_INT(keep_for(room, "168"), 303);
    EXPECT(test_get("fay", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "Later") && !shows(test_page(), "MARKOLD"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 1); /* what was over doesn't come back */
    test_stay();
    test_advance(25 * TIME_HOUR);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'room.expire'"), 0);
    EXPECT_INT(keep_for(room, "24"), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'room.expire'"), 1); /* doesn't wait for its turn */
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM message"), 0);
}

TEST(what_was_taken_away_is_gone_from_the_disk)
{
    int64_t room = test_room(), mine = test_say("ana", room, "MARKMINE"), unkind = test_say("ana", room, "MARKUNKIND");
    EXPECT_INT(test_message("ana", mine, "delete", NULL, NULL), 303);
    EXPECT_INT(test_message("fay", unkind, "remove", "reason", "Because"), 303);
    test_advance(6 * TIME_MINUTE);
    test_settle();
    EXPECT(!test_data_holds("MARKMINE") && !test_data_holds("MARKUNKIND"));
}

/* ---- going ---- */

TEST(who_leaves_the_group_leaves_its_rooms)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKSTAYS");
    test_say("bo", room, "@Ana, hello");
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room), 200);
    test_settle();
    EXPECT_INT(test_send("ana", "/groups/porch/leave", NULL), 303);
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room), 303);
    EXPECT_INT(test_get("ana", "/rooms/%lld/live", (long long)room), 404);
    EXPECT_INT(test_message("ana", said, "delete", NULL, NULL), 404);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM room_mark") + test_sql_int("SELECT COUNT(*) FROM mention"), 0);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && shows(test_page(), "MARKSTAYS"));
}

TEST(words_go_with_who_takes_them_along)
{
    int64_t room = test_room(), said = test_say("ana", room, "MARKGOES");
    test_say("bo", room, "Bo stays");
    EXPECT_INT(test_send("ana", "/groups/porch/leave", "words", "yes", NULL), 303);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)room) == 200 && !shows(test_page(), "MARKGOES") && shows(test_page(), "Bo stays"));
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_message_int(said, "COALESCE(persona_id, 0)"), 0);
    EXPECT(strstr(stream("bo", room, 2), "The writer took this away.") != NULL); /* and from pages that are open */
}
