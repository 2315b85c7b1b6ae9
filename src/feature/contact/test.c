/* Knowing each other: asking, answering, circles, muting, blocking, quiet hours. */
#include "board/test_parts.h"
#include "contact/contact.h"
#include "notification/notification.h"
#include "tests/harness/harness.h"

static const char *to(const char *who, const char *word)
{
    return contact_path(test_arena(), persona_of(who), word);
}

static enum status all_grown_up(struct db *db, void *context)
{
    static const char *const who[] = { "ana", "bo", "cyd", "fay" };
    (void)context;
    for (size_t i = 0; i < COUNT(who); i++)
        TRY(persona_band_store(db, test_arena(), persona_of(who[i]), BAND_ADULT));
    return OK;
}

static void grown_up(void)
{
    EXPECT_INT(database_write(test_app()->database, all_grown_up, NULL), OK);
}

static void connected(const char *a, const char *b)
{
    EXPECT_INT(test_send(a, to(b, "ask"), NULL), 303);
    EXPECT_INT(test_send(b, to(a, "accept"), NULL), 303);
}

TEST(two_connect_when_both_want_it_and_a_note_is_read_by_one_alone)
{
    grown_up();
    EXPECT_INT(test_send("ana", to("bo", "ask"), "note", "MARKNOTE from the porch", NULL), 303);
    EXPECT(!test_data_holds("MARKNOTE"));
    EXPECT_INT(test_get("ana", "/connections?of=asked"), 200);
    EXPECT(shows(test_page(), "Bo") && !shows(test_page(), "MARKNOTE"));
    EXPECT_INT(test_get("cyd", "/connections"), 200);
    EXPECT(!shows(test_page(), "MARKNOTE") && !shows(test_page(), "They would like to know you"));
    EXPECT_INT(test_get("bo", "/connections"), 200);
    EXPECT(shows(test_page(), "MARKNOTE from the porch"));
    EXPECT_INT(test_get("bo", "%s", to("ana", "")), 200);
    EXPECT(shows(test_page(), "MARKNOTE from the porch"));
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE persona_id = %lld", (long long)persona_of("bo"))), 1);
    EXPECT_INT(test_send("bo", to("ana", "accept"), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection_ask"), 0);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE persona_id = %lld", (long long)persona_of("bo"))), 0);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM notification WHERE persona_id = %lld", (long long)persona_of("ana"))), 1);
    EXPECT_INT(test_get("ana", "/connections"), 200);
    EXPECT(shows(test_page(), "Bo"));
    EXPECT_INT(test_get("cyd", "/connections"), 200);
    EXPECT(!shows(test_page(), "<bdi>Bo</bdi>") && !shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_send("ana", to("bo", "end"), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection"), 0);
}

TEST(who_asks_under_one_of_several_names_reads_which)
{
    grown_up();
    EXPECT_INT(test_get("ana", to("bo", "")), 200);
    EXPECT(shows(test_page(), "Ask to connect") && !shows(test_page(), "speaking as"));
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    EXPECT_INT(test_get("ana", to("bo", "")), 200);
    EXPECT(shows(test_page(), "speaking as Ana."));
}

TEST(who_is_declined_sees_nothing_change_and_asking_again_reaches_nobody)
{
    grown_up();
    EXPECT_INT(test_send("ana", to("bo", "ask"), "note", "Please", NULL), 303);
    EXPECT_INT(test_get("ana", "%s", to("bo", "")), 200);
    const char *before = strstr(buf_text(&test_page()->body), "You’ve asked");
    EXPECT_INT(test_send("bo", to("ana", "decline"), NULL), 303);
    EXPECT_INT(test_get("ana", "%s", to("bo", "")), 200);
    EXPECT(before && shows(test_page(), "You’ve asked") && shows(test_page(), "Take it back"));
    EXPECT_INT(test_get("ana", "/connections?of=asked"), 200);
    EXPECT(shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT_INT(test_send("ana", to("bo", "withdraw"), NULL), 303);
    EXPECT_INT(test_get("ana", "%s", to("bo", "")), 200);
    EXPECT(shows(test_page(), "Ask to connect"));
    EXPECT_INT(test_send("ana", to("bo", "ask"), "note", "Please, please", NULL), 303);
    EXPECT_INT(test_get("bo", "/connections"), 200);
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), 0);
    EXPECT_INT(test_send("bo", to("ana", "ask"), NULL), 303); /* and yet Bo may ask, and be answered */
    EXPECT_INT(test_send("ana", to("bo", "accept"), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection"), 2);
}

TEST(an_ask_goes_by_itself_after_thirty_days_declined_or_not)
{
    grown_up();
    EXPECT_INT(test_send("ana", to("bo", "ask"), NULL), 303);
    EXPECT_INT(test_send("ana", to("cyd", "ask"), NULL), 303);
    EXPECT_INT(test_send("bo", to("ana", "decline"), NULL), 303);
    test_advance(29 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection_ask"), 2);
    test_advance(2 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection_ask"), 0);
}

TEST(asks_are_limited_in_a_day_and_the_limit_says_so_kindly)
{
    grown_up();
    const char *const others[] = { "bo", "cyd", "fay" };
    for (size_t i = 0; i < 10; i++) {
        EXPECT_INT(test_send("ana", to(others[i % 3], "ask"), NULL), 303);
        EXPECT_INT(test_send("ana", to(others[i % 3], "withdraw"), NULL), 303);
    }
    EXPECT_INT(test_send("ana", to("bo", "ask"), "note", "One more, please", NULL), 422);
    EXPECT(shows(test_page(), "in one day for now") && shows(test_page(), "One more, please"));
    EXPECT_INT(test_send("bo", to("ana", "ask"), NULL), 303); /* the others still can */
}

static enum status half_a_crowd(struct db *db, void *context)
{
    (void)context;
    for (int i = 0; i < CONNECTION_ASKS_WAITING; i++) {
        int64_t persona;
        bool reaches;
        TRY(persona_create(db, test_arena(), test_path("Somebody %d", i), 1, BAND_ADULT, test_now(), &persona));
        TRY(connection_ask(db, test_arena(), persona_of("ana"), persona, (struct bytes){ NULL, 0 }, test_now(), &reaches));
    }
    return OK;
}

TEST(thirty_may_wait_for_an_answer_and_no_more)
{
    grown_up();
    EXPECT_INT(database_write(test_app()->database, half_a_crowd, NULL), OK);
    EXPECT_INT(test_send("ana", to("bo", "ask"), NULL), 422);
    EXPECT(shows(test_page(), "take an ask back"));
    EXPECT_INT(test_get("ana", "/connections?of=asked"), 200);
    EXPECT(shows(test_page(), "Somebody 29"));
}

static enum status one_is_young(struct db *db, void *context)
{
    (void)context;
    return persona_band_store(db, test_arena(), persona_of("cyd"), BAND_YOUNG);
}

TEST(who_may_not_be_asked_looks_the_same_whatever_the_reason)
{
    grown_up();
    EXPECT_INT(database_write(test_app()->database, one_is_young, NULL), OK);
    EXPECT_INT(test_send("fay", "/connections/choices", "closed", "yes", NULL), 303);
    EXPECT_INT(test_send("ana", to("cyd", "ask"), "note", "Hello", NULL), 422);
    EXPECT(shows(test_page(), "Cyd can’t be asked at the moment. You can still meet in the groups you share."));
    EXPECT_INT(test_send("ana", to("fay", "ask"), "note", "Hello", NULL), 422);
    EXPECT(shows(test_page(), "Fay can’t be asked at the moment. You can still meet in the groups you share."));
    EXPECT_INT(test_send("ana", to("bo", "ask"), NULL), 303);
}

TEST(nobody_asks_themselves_or_who_is_not_there)
{
    EXPECT_INT(test_get("ana", "%s", to("ana", "")), 404);
    EXPECT_INT(test_send("ana", to("ana", "ask"), NULL), 404);
    EXPECT_INT(test_send("ana", to("ana", "block"), NULL), 404);
    EXPECT_INT(test_send("ana", "/connections/12345/ask", NULL), 404);
    EXPECT_INT(test_get("ana", "/connections/12345"), 404);
}

/* ---- circles ---- */

static enum status in_circle(struct db *db, void *context)
{
    const int64_t *ids = context;
    bool has;
    TRY(circle_has(db, test_arena(), ids[0], ids[1], ids[2], &has));
    return has ? OK : NOT_FOUND;
}

static bool holds(const char *owner, int64_t circle, const char *who)
{
    int64_t ids[] = { persona_of(owner), circle, persona_of(who) };
    return database_read(test_app()->database, in_circle, ids) == OK;
}

TEST(a_circle_is_its_owners_business_alone)
{
    grown_up();
    connected("ana", "bo");
    EXPECT_INT(test_send("ana", "/circles/new", "name", "MARKCIRCLE 🌈 سلام", NULL), 303);
    int64_t circle = id_after(test_page(), "/circles/");
    const char *id = test_path("%lld", (long long)circle);
    EXPECT(!test_data_holds("MARKCIRCLE"));
    EXPECT_INT(test_get("ana", "/circles/%s", id), 200);
    EXPECT(shows(test_page(), "MARKCIRCLE 🌈 سلام"));
    EXPECT_INT(test_send("ana", to("bo", "circles"), "circle", id, NULL), 303);
    EXPECT(holds("ana", circle, "bo") && !holds("ana", circle, "cyd") && !holds("bo", circle, "bo"));
    EXPECT_INT(test_get("ana", "/circles/%s", id), 200);
    EXPECT(shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT_INT(test_get("bo", "/circles/%s", id), 404);
    EXPECT_INT(test_send("bo", test_path("/circles/%s/name", id), "name", "Mine", NULL), 404);
    EXPECT_INT(test_send("bo", test_path("/circles/%s/remove", id), NULL), 404);
    EXPECT_INT(test_send("ana", to("cyd", "circles"), "circle", id, NULL), 404); /* not connected */
    EXPECT_INT(test_send("ana", test_path("/circles/%s/name", id), "name", "Porch", NULL), 303);
    EXPECT_INT(test_send("ana", to("bo", "end"), NULL), 303);
    EXPECT(!holds("ana", circle, "bo"));
    EXPECT_INT(test_send("ana", test_path("/circles/%s/remove", id), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM circle"), 0);
}

TEST(twenty_circles_are_enough)
{
    for (int i = 0; i < CIRCLES_MAX; i++)
        EXPECT_INT(test_send("ana", "/circles/new", "name", test_path("Circle %d", i), NULL), 303);
    EXPECT_INT(test_send("ana", "/circles/new", "name", "One more", NULL), 422);
    EXPECT(shows(test_page(), "twenty circles") && shows(test_page(), "value=\"One more\""));
    EXPECT_INT(test_send("bo", "/circles/new", "name", "First", NULL), 303);
}

/* ---- muting and blocking ---- */

TEST(a_block_ends_what_was_between_two_and_only_its_maker_finds_it)
{
    grown_up();
    connected("ana", "bo");
    EXPECT_INT(test_send("ana", "/circles/new", "name", "Porch", NULL), 303);
    int64_t circle = id_after(test_page(), "/circles/");
    EXPECT_INT(test_send("ana", to("bo", "circles"), "circle", test_path("%lld", (long long)circle), NULL), 303);
    EXPECT_INT(test_get("ana", "%s", to("bo", "block")), 200);
    EXPECT_INT(test_send("ana", to("bo", "block"), NULL), 303);
    EXPECT(!holds("ana", circle, "bo"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM connection"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), 0);
    const char *const words[] = { "", "block" };
    for (size_t i = 0; i < COUNT(words); i++) {
        EXPECT_INT(test_get("ana", "%s", to("bo", words[i])), 404);
        EXPECT_INT(test_get("bo", "%s", to("ana", words[i])), 404);
    }
    const char *const deeds[] = { "ask", "withdraw", "accept", "decline", "end", "circles", "mute", "unmute", "block" };
    for (size_t i = 0; i < COUNT(deeds); i++)
        EXPECT_INT(test_send("bo", to("ana", deeds[i]), NULL), 404);
    EXPECT_INT(test_get("bo", "/connections?of=blocked"), 200);
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_send("bo", to("ana", "unblock"), NULL), 404);
    EXPECT_INT(test_get("ana", "/connections?of=blocked"), 200);
    EXPECT(shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT_INT(test_send("ana", to("bo", "unblock"), NULL), 303);
    EXPECT_INT(test_get("bo", "%s", to("ana", "")), 200);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM block"), 0);
}

TEST(a_mute_is_ones_own_and_can_be_taken_back)
{
    EXPECT_INT(test_send("ana", to("bo", "mute"), NULL), 303);
    EXPECT_INT(test_get("ana", "/connections?of=muted"), 200);
    EXPECT(shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT_INT(test_get("bo", "%s", to("ana", "")), 200);
    EXPECT(shows(test_page(), "Muting keeps"));
    EXPECT_INT(test_get("bo", "/connections?of=muted"), 200);
    EXPECT(!shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(test_send("ana", to("bo", "unmute"), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM mute"), 0);
}

struct word {
    int64_t group, by;
};

static enum status say(struct db *db, void *context)
{
    const struct word *word = context;
    return block_publish(db, test_arena(), &group_news, word->group, word->by);
}

/* What is heard of the words that leave with a commit. */
static void note(void *context, const char *text)
{
    buf_printf(context, "%s;", text);
}

TEST(of_somebody_who_is_avoided_only_those_hear_at_once_who_avoid_nobody)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    struct buf *heard = arena_alloc(test_arena(), sizeof *heard);
    const struct database_listener listener = { .heard = note, .context = heard };
    struct word word = { place.group, persona_of("bo") };
    const char *loud = test_path("c news %lld;", (long long)place.group);
    const char *beside = test_path("c news %lld;", (long long)block_channel(place.group));
    heard->arena = test_arena();
    if (!database_is_sqlite(test_app()->database))
        return; /* the notices of PostgreSQL come by themselves and are tested with it */
    EXPECT_INT(database_listen(test_app()->database, &listener), OK);
    EXPECT_INT(database_write(test_app()->database, say, &word), OK);
    EXPECT(strstr(buf_text(heard), loud) && !strstr(buf_text(heard), beside));
    heard->len = 0;
    EXPECT_INT(test_send("ana", to("bo", "mute"), NULL), 303);
    EXPECT_INT(database_write(test_app()->database, say, &word), OK);
    EXPECT(strstr(buf_text(heard), beside) && !strstr(buf_text(heard), loud));
    word.by = persona_of("cyd");
    heard->len = 0;
    EXPECT_INT(database_write(test_app()->database, say, &word), OK);
    EXPECT(strstr(buf_text(heard), loud) && !strstr(buf_text(heard), beside));
    EXPECT_INT(database_listen(test_app()->database, NULL), OK);
}

/* ---- quiet hours ---- */

UNIT_TEST(quiet_hours_go_over_midnight)
{
    const struct circle_choice night = { .has_quiet = true, .from = 22 * 60, .until = 7 * 60 + 5 };
    const struct circle_choice noon = { .has_quiet = true, .from = 12 * 60, .until = 13 * 60 }, none = { .from = 0, .until = 0 };
    EXPECT(circle_choice_quiet(&night, 22 * 60) && circle_choice_quiet(&night, 0) && circle_choice_quiet(&night, 7 * 60 + 4));
    EXPECT(!circle_choice_quiet(&night, 7 * 60 + 5) && !circle_choice_quiet(&night, 22 * 60 - 1));
    EXPECT(circle_choice_quiet(&noon, 12 * 60) && !circle_choice_quiet(&noon, 13 * 60) && !circle_choice_quiet(&noon, 0));
    EXPECT(!circle_choice_quiet(&none, 0) && !circle_choice_quiet(&none, 600));
}

TEST(what_one_chose_lies_sealed_and_comes_back_when_it_was_wrong)
{
    EXPECT_INT(test_send("ana", "/connections/choices", "quiet", "yes", "from", "22:00", "until", "7:05", NULL), 303);
    EXPECT(!test_data_holds("1320  425"));
    EXPECT_INT(test_get("ana", "/connections/choices"), 200);
    EXPECT(shows(test_page(), "value=\"22:00\"") && shows(test_page(), "value=\"07:05\""));
    EXPECT_INT(test_send("ana", "/connections/choices", "quiet", "yes", "from", "late", "until", "7", NULL), 422);
    EXPECT(shows(test_page(), "value=\"late\""));
    EXPECT_INT(test_get("bo", "/connections/choices"), 200);
    EXPECT(shows(test_page(), "value=\"22:00\"") && !shows(test_page(), "value=\"quiet\" checked"));
}
