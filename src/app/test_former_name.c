/* What somebody was called before is nobody's business: the old name is put, by real requests, wherever a name can get to; then it is
 * another, and no page, no file and no copy holds the old one. */
#include "app/app.h"
#include "board/test_parts.h"
#include "circle/circle.h"
#include "notification/notification.h"
#include "tests/harness/harness.h"

#define FORMER "Quillane"

struct life {
    struct test_place porch;
    int64_t topic, room;
};

static enum status ties(struct db *db, void *context)
{
    (void)context;
    const int64_t ana = persona_of("ana"), bo = persona_of("bo");
    TRY(connection_set(db, test_arena(), ana, bo));
    TRY(block_set(db, test_arena(), persona_of("cyd"), ana));
    TRY(persona_band_store(db, test_arena(), ana, BAND_ADULT));
    TRY(persona_band_store(db, test_arena(), bo, BAND_ADULT));
    return notification_send(db, test_arena(), &(struct notification){ bo, NOTIFICATION_CONNECTION, ana, ana }, test_now());
}

static void spoken_in_a_room(struct life *life)
{
    static const char *const calls[] = { "@" FORMER ", are you there?", "Thanks @quillane!", "- a list for @QUILLANE and @Bo",
                                         "[a link for @" FORMER "](https://example.org/@x)", "@Fay said @" FORMER " would come" };
    EXPECT_INT(test_send("fay", "/groups/porch/rooms", "name", "The step", NULL), 303);
    life->room = id_after(test_page(), "/rooms/");
    const char *say = test_path("/rooms/%lld/say", (long long)life->room);
    EXPECT_INT(test_send("ana", say, "body", "I’m here.", NULL), 303);
    for (size_t i = 0; i < COUNT(calls); i++)
        EXPECT_INT(test_send("bo", say, "body", calls[i], NULL), 303);
    int64_t message = test_sql_int("SELECT max(message_id) FROM mention");
    EXPECT_INT(test_send("ana", say, "body", "Yes.", "reply_to", test_path("%lld", (long long)message), NULL), 303);
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)life->room), 200);
}

static void lived(struct life *life)
{
    EXPECT_INT(test_send("ana", "/settings/name", "name", FORMER, NULL), 303);
    life->porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_group("circle", GROUP_REQUEST, false, "fay");
    test_group("attic", GROUP_HIDDEN, false, "fay");
    test_joins(life->porch.group, "ana");
    test_joins(life->porch.group, "bo");
    EXPECT_INT(test_send("ana", "/groups/circle/ask", "why", "For the tea", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", FORMER, NULL), 303);
    life->topic = test_topic(life->porch, "ana", "Rain", "It rains here.");
    const char *reply = test_path("/topics/%lld/reply", (long long)life->topic);
    EXPECT_INT(test_get("bo", "/topics/%lld?quote=%lld", (long long)life->topic, (long long)test_opening(life->topic)), 200);
    EXPECT(shows(test_page(), "&gt; It rains here.")); /* what a quote puts into another's words */
    const char *area = strstr(buf_text(&test_page()->body), "&gt; It rains here.");
    EXPECT(area && !strstr(arena_slice(test_arena(), area - 60, 60), FORMER));
    EXPECT_INT(test_send("bo", reply, "body", "> It rains here.\n\nHere too.", NULL), 303);
    EXPECT_INT(test_send("ana", reply, "body", "Good.", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/follow", (long long)life->topic), NULL), 303);
    EXPECT_INT(database_write(test_app()->database, ties, NULL), OK);
    EXPECT_INT(test_send("ana", "/people/me/interests", "value[]", "rain", "audience", "everyone", NULL), 303);
    EXPECT_INT(test_send("bo", "/people/me/interests", "value[]", "rain", "audience", "me", NULL), 303);
    EXPECT_INT(test_send("ana", "/people/me/finding", "listed", "1", NULL), 303);
    spoken_in_a_room(life);
    test_settle();
}

static const char *const names_of_pages[] = { "/home",
                                              "/followed",
                                              "/groups",
                                              "/groups/porch",
                                              "/groups/porch/members",
                                              "/groups/porch/manage",
                                              "/groups/circle/manage",
                                              "/groups/attic/manage",
                                              "/people",
                                              "/people/Wrenna",
                                              "/settings",
                                              "/people/me",
                                              "/steward/people" };

/* How many of the pages that show her name at all show this one. */
static int pages_with(const struct life *life, const char *name)
{
    static const char *const readers[] = { "ana", "bo", "fay", "stu" };
    int found = 0;
    for (size_t r = 0; r < COUNT(readers); r++) {
        for (size_t i = 0; i < COUNT(names_of_pages); i++) {
            (void)test_get(readers[r], "%s", names_of_pages[i]);
            found += shows(test_page(), name);
        }
        (void)test_get(readers[r], "/topics/%lld", (long long)life->topic);
        found += shows(test_page(), name);
        (void)test_get(readers[r], "/rooms/%lld", (long long)life->room);
        found += shows(test_page(), name);
    }
    return found;
}

/* The search index forgets at once what is found, and a minute later what lies in its pages. */
static void index_settles(void)
{
    test_settle();
    test_advance(2 * TIME_MINUTE);
    test_settle();
}

static bool download_holds(const char *who, const char *name)
{
    EXPECT_INT(test_send(who, "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json"), *page = answer_zipped(test_page(), "data.html");
    return (json && strstr(json, name)) || (page && strstr(page, name));
}

TEST(a_former_name_is_nowhere)
{
    struct life life;
    lived(&life);
    EXPECT(pages_with(&life, FORMER) >= 12);
    EXPECT(test_data_holds(FORMER) && test_data_holds("quillane") && download_holds("bo", FORMER));
    EXPECT_INT(test_get("bo", "/people/" FORMER), 200);
    EXPECT_INT(test_send("ana", "/settings/name", "name", "Wrenna", NULL), 303);
    index_settles();
    EXPECT_INT(pages_with(&life, FORMER), 0);
    EXPECT_INT(pages_with(&life, "quillane"), 0);
    EXPECT_INT(test_get("bo", "/people/" FORMER), 404);
    EXPECT_INT(test_get("bo", "/people/Wrenna"), 200);
    EXPECT(test_get("bo", "/rooms/%lld", (long long)life.room) == 200 &&
           shows(test_page(), "<b class=\"mention\">@Wrenna</b>, are you there?") &&
           shows(test_page(), "<b class=\"mention\">@Fay</b> said <b class=\"mention\">@Wrenna</b> would come"));
    EXPECT(test_get("ana", "/rooms/%lld", (long long)life.room) == 200 && shows(test_page(), "named"));
    EXPECT(!download_holds("bo", FORMER) && !download_holds("ana", FORMER) && !download_holds("fay", FORMER));
    EXPECT(!test_data_holds(FORMER) && !test_data_holds("quillane") && !test_data_holds("QUILLANE"));
}

TEST(a_backup_made_later_holds_no_former_name)
{
    struct life life;
    if (!database_is_sqlite(test_app()->database))
        return; /* there a copy is a copy of rows, which the test before has searched */
    lived(&life);
    EXPECT_INT(test_send("ana", "/settings/name", "name", "Wrenna", NULL), 303);
    index_settles();
    const char *copy = test_path("%s/later.db", test_app()->config->data);
    EXPECT_INT(database_copy(test_app()->database, copy), OK);
    FILE *file = fopen(copy, "re");
    EXPECT(file != NULL);
    if (!file)
        return;
    static const size_t most = 8 << 20;
    char *bytes = arena_alloc(test_arena(), most);
    size_t len = fread(bytes, 1, most, file);
    fclose(file);
    EXPECT(len > 4096 && len < most && memmem(bytes, len, "Wrenna", 6) != NULL);
    EXPECT(memmem(bytes, len, FORMER, strlen(FORMER)) == NULL && memmem(bytes, len, "quillane", 8) == NULL);
}
