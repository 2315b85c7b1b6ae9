/* Rooms for readers who don't meet everybody: what live sends them, and who is announced as typing. */
#include "board/test_parts.h"
#include "chat/pages.h"
#include "tests/harness/harness.h"

static const char *connection(const char *who, const char *word)
{
    return test_path("/connections/%lld/%s", (long long)persona_of(who), word);
}

TEST(who_avoids_somebody_is_told_to_look_again_instead_of_words)
{
    struct test_place place = test_group("cabin", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("fay", "/groups/cabin/rooms", "name", "Porch", NULL), 303);
    const char *room = test_path("/rooms/%lld", (long long)id_after(test_page(), "/rooms/"));
    EXPECT_INT(test_send("bo", test_path("%s/say", room), "body", "Here I am", NULL), 303);
    EXPECT_INT(test_get("ana", "%s/live?after=0&apart=0", room), 200);
    EXPECT(shows(test_page(), "Here I am") && !shows(test_page(), "event: room"));
    EXPECT_INT(test_send("ana", connection("bo", "mute"), NULL), 303);
    EXPECT_INT(test_get("ana", "%s/live?after=0&apart=0", room), 200);
    EXPECT(!shows(test_page(), "Here I am") && !shows(test_page(), "event: message") && shows(test_page(), "event: room"));
    EXPECT_INT(test_get("bo", "%s/live?after=0&apart=0", room), 200); /* who is muted notices nothing */
    EXPECT(shows(test_page(), "Here I am") && !shows(test_page(), "event: room"));
    EXPECT_INT(test_get("ana", "%s", room), 200);
    EXPECT(!shows(test_page(), "&amp;apart=0&amp;") && !shows(test_page(), "Here I am"));
    EXPECT_INT(test_send("ana", connection("bo", "unmute"), NULL), 303);
    EXPECT_INT(test_get("ana", "%s", room), 200);
    EXPECT(shows(test_page(), "&amp;apart=0&amp;") && shows(test_page(), "Here I am"));
}

/* What is heard of the words that leave at once. */
static void note(void *context, const char *text)
{
    buf_printf(context, "%s;", text);
}

TEST(a_name_somebody_avoids_is_not_announced_as_typing)
{
    static const struct live_source *const sources[] = { &room_live, NULL };
    struct live_options options = { .database = test_app()->database, .sources = sources };
    struct buf heard = { .arena = test_arena() };
    struct test_place place = test_group("cabin", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("fay", "/groups/cabin/rooms", "name", "Porch", NULL), 303);
    const char *typing = test_path("/rooms/%lld/typing", (long long)id_after(test_page(), "/rooms/"));
    EXPECT_INT(test_send("bo", "/rooms/choices", "typing", "yes", "here", "yes", NULL), 303);
    if (!database_is_sqlite(test_app()->database) || !EXPECT_INT(live_start(&options, &test_app()->live), OK))
        return;
    const struct database_listener listener = { .heard = note, .context = &heard };
    EXPECT_INT(database_listen(test_app()->database, &listener), OK);
    EXPECT_INT(test_send("bo", typing, NULL), 204);
    EXPECT(strstr(buf_text(&heard), "typing Bo") != NULL);
    heard.len = 0;
    EXPECT_INT(test_send("ana", connection("bo", "mute"), NULL), 303);
    heard.len = 0;
    EXPECT_INT(test_send("bo", typing, NULL), 204);
    EXPECT(strstr(heard.len ? heard.data : "", "typing") == NULL);
    EXPECT_INT(database_listen(test_app()->database, NULL), OK);
}
