/* What a case hides is gone for others and stays its writer's, and comes back whole when the decision is taken back. */
#include "board/test_parts.h"
#include "chat/chat.h"
#include "event/test_parts.h"
#include "moderation/test_parts.h"
#include "opportunity/test_parts.h"
#include "session/session.h"
#include "story/story.h"
#include "tests/harness/harness.h"

struct said {
    int64_t group, room, message, story;
};

static enum status said_make(struct db *db, void *context)
{
    struct said *said = context;
    struct arena *arena = test_arena();
    struct room_new room = { .group = said->group, .name = "The porch", .about = "", .now = test_now() };
    TRY(room_create(db, arena, &room, &said->room));
    struct message_new message = {
        .room = said->room, .persona = persona_of("ana"), .body = "MARKSAID", .html = "<p>MARKSAID</p>", .at = test_now()
    };
    TRY(message_create(db, arena, &message, &said->message));
    struct story_new story = { .persona = persona_of("ana"),
                               .audience = "members",
                               .lang = "en",
                               .title = "MARKTITLE",
                               .comments = true,
                               .day = time_day(test_now()) };
    story.summary = story.note_category = story.note_text = "";
    story.body = "MARKTOLD";
    TRY(story_create(db, arena, &story, &(struct story_text){ "<p>MARKTOLD</p>", "MARKTOLD", 1 }, &said->story));
    return story_comment_create(db, arena,
                                &(struct story_comment_new){ said->story, persona_of("cyd"), false, "MARKANSWER", "<p>MARKANSWER</p>" });
}

static void said_somewhere(struct said *said)
{
    *said = (struct said){ .group = test_group("porch", GROUP_OPEN, true, "fay").group };
    test_joins(said->group, "ana");
    test_joins(said->group, "bo");
    EXPECT_INT(database_write(test_app()->database, said_make, said), OK);
}

static bool bo_reads(const char *path, const char *mark)
{
    int status = test_get("bo", "%s", path);
    return status == 200 && shows(test_page(), mark);
}

static void hidden_and_back(const char *kind, int64_t id, const char *path, const char *mark)
{
    EXPECT(bo_reads(path, mark));
    EXPECT(test_report("bo", kind, id, "") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT(test_get("mod", "/cases/%lld", (long long)test_case()) == 200 && shows(test_page(), mark));
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    EXPECT(!bo_reads(path, mark));
    EXPECT_INT(test_get("bo", "/report/%s/%lld", kind, (long long)id), 404);
    const char *back = test_path("/moderation/decisions/%lld/reverse", (long long)test_sql_int("SELECT max(id) FROM sanction"));
    EXPECT_INT(test_send("mod", back, "why", "It was a song.", NULL), 303);
    EXPECT(bo_reads(path, mark));
}

TEST(words_in_a_room_are_hidden_and_come_back)
{
    struct said said;
    said_somewhere(&said);
    hidden_and_back("message", said.message, test_path("/rooms/%lld", (long long)said.room), "MARKSAID");
}

static enum status gathered(struct db *db, void *context)
{
    static const struct live_agenda agenda = { { { 1, "topic", "", "", 10 } }, 1 };
    struct said *said = context;
    struct live_session_new wish = { said->group, 0, "Together", "", test_now(), false, 0, &agenda, test_now() };
    TRY(live_session_create(db, test_arena(), &wish, &said->room));
    TRY(live_session_start(db, test_arena(), said->room, test_now()));
    for (const char *const *who = (const char *const[]){ "ana", "bo", "cyd", NULL }; *who; who++)
        TRY(live_session_admit(db, test_arena(), said->room, persona_of(*who)));
    return live_session_say(db, test_arena(), said->room, persona_of("ana"), "MARKSPOKEN", "<p>MARKSPOKEN</p>", test_now());
}

TEST(words_in_a_session_are_hidden_and_come_back)
{
    struct said said;
    said_somewhere(&said);
    EXPECT_INT(database_write(test_app()->database, gathered, &said), OK);
    hidden_and_back("session-word", test_sql_int("SELECT max(id) FROM utterance"), test_path("/sessions/%lld", (long long)said.room),
                    "MARKSPOKEN");
}

TEST(a_story_is_hidden_whatever_its_writer_chooses_meanwhile_and_comes_back)
{
    struct said said;
    said_somewhere(&said);
    const char *path = test_path("/stories/%lld", (long long)said.story);
    hidden_and_back("story", said.story, path, "MARKTOLD");
    EXPECT(test_report("cyd", "story", said.story, "") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    EXPECT(test_get("ana", "%s", path) == 200 && shows(test_page(), "MARKTITLE"));
    (void)test_send("ana", test_path("%s/edit", path), "title", "MARKTITLE", "body", "MARKTOLD", "audience", "everyone", NULL);
    EXPECT_INT(test_get("visitor", "%s", path), 404);
    EXPECT(test_get("bo", "/stories") == 200 && !shows(test_page(), "MARKTITLE"));
}

TEST(an_answer_to_a_story_is_hidden_and_comes_back)
{
    struct said said;
    said_somewhere(&said);
    hidden_and_back("story-comment", test_sql_int("SELECT max(id) FROM story_comment"), test_path("/stories/%lld", (long long)said.story),
                    "MARKANSWER");
}

TEST(what_a_partner_offers_is_hidden_and_comes_back)
{
    int64_t listing = test_listing(test_partner("ana", "The bakery"), "ana", "MARKOFFERED");
    hidden_and_back("listing", listing, test_path("/opportunities/%lld", (long long)listing), "MARKOFFERED");
}

TEST(an_event_is_hidden_and_comes_back)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    hidden_and_back("event", event, test_path("/events/%lld", (long long)event), "A long table");
}

TEST(an_event_called_off_is_hidden_and_comes_back_called_off)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    const char *path = test_path("/events/%lld", (long long)event), *cancel = test_path("/events/%lld/cancel", (long long)event);
    EXPECT_INT(test_event_comes("bo", event), 303);
    EXPECT_INT(test_send("fay", cancel, "reason", "MARKREASON", NULL), 303);
    hidden_and_back("event", event, path, "MARKREASON");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'cancelled'"), 1);
}

TEST(whoever_calls_off_an_event_that_is_hidden_does_not_show_it_again)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    const char *path = test_path("/events/%lld", (long long)event), *cancel = test_path("/events/%lld/cancel", (long long)event);
    EXPECT(test_report("bo", "event", event, "") != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    EXPECT_INT(test_send("fay", cancel, "reason", "MARKREASON", NULL), 303);
    EXPECT_INT(test_get("bo", "%s", path), 404);
    const char *back = test_path("/moderation/decisions/%lld/reverse", (long long)test_sql_int("SELECT max(id) FROM sanction"));
    EXPECT_INT(test_send("mod", back, "why", "It was a song.", NULL), 303);
    EXPECT(bo_reads(path, "MARKREASON"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'cancelled'"), 1);
}
