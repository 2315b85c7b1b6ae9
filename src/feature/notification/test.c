/* The list, the dot, the choices, the ways out, and how long all that lasts. */
#include "app/app.h"
#include "board/test_parts.h"
#include "notification/test_parts.h"
#include "tests/harness/harness.h"

/* ---- the list and the dot ---- */

TEST(what_one_was_told_stands_in_a_list_and_the_dot_goes_once_it_was_opened)
{
    struct test_porch porch = test_porch();
    EXPECT(test_list_shows("ana", "All quiet") && !test_dot("ana"));
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_dot("ana") && shows(test_page(), ", something new</span>"));
    EXPECT(!test_dot("bo") && !test_dot("fay"));
    EXPECT(test_list_shows("ana", "Bo answered in “Rain”"));
    EXPECT(shows(test_page(), test_path("href=\"/topics/%lld?after=", (long long)porch.topic)) &&
           shows(test_page(), "New since you last looked") && !shows(test_page(), "class=\"fresh\""));
    test_settle();
    EXPECT(!test_dot("ana"));
    EXPECT(test_list_shows("ana", "Bo answered in “Rain”") && shows(test_page(), "Earlier") &&
           !shows(test_page(), "New since you last looked"));
}

TEST(what_is_about_the_same_is_said_once_and_names_nobody_once_it_came_from_two)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "One");
    test_answers("bo", porch.topic, "Two");
    EXPECT_TEXT(test_sql_text("SELECT p.name FROM notification n JOIN persona p ON p.id = n.by_id"), "Bo");
    test_answers("fay", porch.topic, "Three");
    test_answers("bo", porch.topic, "Four");
    EXPECT_INT(test_told("ana"), 1);
    EXPECT(test_list_shows("ana", "There are new answers in “Rain”") && !shows(test_page(), "Bo answered") &&
           !shows(test_page(), "Fay answered"));
    test_answers("fay", porch.topic, "Five"); /* after she looked */
    EXPECT(test_list_shows("ana", "Fay answered in “Rain”") && !shows(test_page(), "There are new answers"));
    EXPECT_INT(test_told("ana"), 2);
    EXPECT_INT(
        test_send("ana", test_path("/notifications/%lld/delete", (long long)id_after(test_page(), "action=\"/notifications/")), NULL), 303);
    EXPECT_INT(test_told("ana"), 0); /* what says the same goes together */
}

TEST(the_list_is_paged_by_key_and_things_are_taken_from_it_by_their_owner_alone)
{
    struct test_porch porch = test_porch();
    int64_t last = 0;
    for (int i = 0; i < NOTIFICATIONS_A_PAGE + 2; i++) {
        last = test_topic((struct test_place){ porch.group, porch.board }, "bo", test_path("Cloud %d.", i), "x");
        test_tell("ana", NOTIFICATION_REPLY, persona_of("bo"), last);
    }
    EXPECT(test_list_shows("ana", "Bo answered in “Cloud 31.”") && shows(test_page(), "Cloud 2.”") && !shows(test_page(), "Cloud 1.”"));
    int64_t before = id_after(test_page(), "/notifications?before=");
    test_settle();
    EXPECT(test_dot("ana")); /* two are on the second page */
    EXPECT(test_get("ana", "/notifications?before=%lld", (long long)before) == 200 && shows(test_page(), "Cloud 1.”") &&
           shows(test_page(), "Cloud 0.”") && !shows(test_page(), "Cloud 2.”"));
    test_settle();
    EXPECT(!test_dot("ana"));
    int64_t id = test_sql_int("SELECT MAX(id) FROM notification");
    const char *one = test_path("/notifications/%lld/delete", (long long)id);
    EXPECT_INT(test_send("bo", one, NULL), 404);
    EXPECT_INT(test_send("ana", one, NULL), 303);
    EXPECT_INT(test_send("ana", one, NULL), 404);
    EXPECT(!test_list_shows("ana", "Cloud 31.”") && shows(test_page(), "Cloud 30.”"));
    test_tell("bo", NOTIFICATION_REPLY, persona_of("ana"), last);
    EXPECT_INT(test_send("ana", "/notifications/delete", NULL), 303);
    EXPECT_INT(test_told("ana"), 0);
    EXPECT_INT(test_told("bo"), 1);
    EXPECT_INT(test_send("visitor", "/notifications/delete", NULL), 401);
}

TEST(everything_is_marked_as_read_at_once)
{
    struct test_porch porch = test_porch();
    for (int i = 0; i < NOTIFICATIONS_A_PAGE + 5; i++)
        test_tell("ana", NOTIFICATION_REPLY, persona_of("bo"), test_topic((struct test_place){ porch.group, porch.board }, "bo", "x", "x"));
    test_tell("bo", NOTIFICATION_REPLY, persona_of("ana"), porch.topic);
    EXPECT_INT(test_send("ana", "/notifications/seen", NULL), 303);
    EXPECT_INT(test_untouched("ana"), 0);
    EXPECT_INT(test_untouched("bo"), 1);
    EXPECT(!test_dot("ana") && test_dot("bo"));
}

TEST(what_is_gone_or_not_for_the_reader_shows_nothing)
{
    struct test_porch porch = test_porch();
    struct test_place attic = test_group("attic", GROUP_HIDDEN, false, "fay");
    int64_t secret = test_topic(attic, "fay", "MARKSECRET", "x");
    test_tell("ana", NOTIFICATION_REPLY, persona_of("fay"), secret);
    test_tell("ana", NOTIFICATION_GROUP, persona_of("fay"), attic.group);
    test_tell("ana", NOTIFICATION_REPLY, persona_of("fay"), 4711);
    test_tell("ana", NOTIFICATION_MENTION, persona_of("fay"), 4711);
    test_tell("ana", NOTIFICATION_ASKED, persona_of("fay"), porch.group);
    test_tell("ana", NOTIFICATION_CONNECTION, persona_of("cyd"), persona_of("cyd"));
    EXPECT(test_list_shows("ana", "All quiet"));
    EXPECT(!shows(test_page(), "MARKSECRET") && !shows(test_page(), "attic") && !names(test_page(), "Cyd"));
    test_settle();
    EXPECT(!test_dot("ana")); /* whoever looked finds no dot that nothing stands behind */
}

TEST(discreet_pages_say_only_that_there_is_something)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "Here, too.");
    struct request *discreet = with_cookie(as("ana", "GET", "/notifications"), "n", "1");
    EXPECT_INT(fetch(discreet), 200);
    EXPECT(shows(discreet, ">Something new</a>") && shows(discreet, "<title>Notes</title>"));
    EXPECT(!names(discreet, "Bo") && !shows(discreet, "Rain") && !shows(discreet, "answered"));
}

TEST(a_renamed_members_old_name_is_nowhere_in_what_others_were_told)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("bo", "/settings/name", "name", "MARKBEFORE", NULL), 303);
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_list_shows("ana", "MARKBEFORE answered in “Rain”"));
    EXPECT_INT(test_send("bo", "/settings/name", "name", "Wren", NULL), 303);
    EXPECT(test_list_shows("ana", "Wren answered in “Rain”") && !shows(test_page(), "MARKBEFORE"));
    EXPECT(!test_data_holds("MARKBEFORE"));
}

TEST(each_of_several_names_hears_its_own_and_the_dot_is_for_all)
{
    struct test_porch porch = test_porch();
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
    const char *robin = test_path("%lld", (long long)test_sql_int("SELECT id FROM persona WHERE name = 'Robin'"));
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT_INT(test_send("ana", "/speak-as", "as", robin, "to", "/home", NULL), 303);
    EXPECT(test_dot("ana"));
    EXPECT(test_list_shows("ana", "There’s something new for Ana, your other name.") && !shows(test_page(), "Rain"));
    EXPECT_INT(test_send("ana", "/speak-as", "as", test_path("%lld", (long long)persona_of("ana")), "to", "/notifications", NULL), 303);
    EXPECT(test_list_shows("ana", "Bo answered in “Rain”") && !shows(test_page(), "your other name"));
    test_settle();
    EXPECT(!test_dot("ana"));
}

/* ---- choices ---- */

TEST(who_doesnt_want_a_kind_is_not_told)
{
    struct test_porch porch = test_porch();
    EXPECT(test_get("ana", "/notifications/choices") == 200 && shows(test_page(), "value=\"reply\" checked") &&
           shows(test_page(), "value=\"letter\" checked"));
    EXPECT_INT(test_send("ana", "/notifications/choices", "kind", "mention", "kind", "nonsense", NULL), 303);
    EXPECT(test_get("ana", "/notifications/choices") == 200 && shows(test_page(), "value=\"reply\">") &&
           shows(test_page(), "value=\"mention\" checked"));
    EXPECT(test_get("bo", "/notifications/choices") == 200 && shows(test_page(), "value=\"reply\" checked"));
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_told("ana") == 0 && !test_dot("ana"));
    EXPECT_INT(test_send("ana", "/notifications/choices", "kind", "reply", NULL), 303);
    test_answers("bo", porch.topic, "And here.");
    EXPECT(test_told("ana") == 1 && test_dot("ana"));
}

TEST(nothing_lights_up_in_quiet_hours)
{
    struct test_porch porch = test_porch();
    test_answers("bo", porch.topic, "Here, too.");
    EXPECT(test_dot("ana"));
    EXPECT_INT(test_send("ana", "/connections/choices", "quiet", "yes", "from", "0:00", "until", "23:59", NULL), 303);
    EXPECT(!test_dot("ana"));
    EXPECT(test_list_shows("ana", "Bo answered in “Rain”")); /* whoever looks sees it */
    EXPECT_INT(test_send("ana", "/connections/choices", "from", "0:00", "until", "23:59", NULL), 303);
    EXPECT(test_dot("ana"));
}

/* ---- ways out of the place ---- */

static int64_t deliveries(void)
{
    return test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'notification.deliver'");
}

static enum status carry(struct db *db, struct arena *arena, int64_t persona, int64_t now)
{
    return job_add(db, arena, "test.carried", persona, now);
}

static enum status deliver_twice(struct db *db, void *context)
{
    static const struct feature channel = { .name = "channel", .carry = carry };
    static const struct feature *const features[] = { &notification_feature, &channel, NULL };
    struct app app = { .features = features };
    const int64_t *id = context;
    TRY(notification_deliver(db, test_arena(), test_now(), *id, &app));
    return notification_deliver(db, test_arena(), test_now(), *id, &app);
}

TEST(what_is_wanted_elsewhere_is_handed_on_once_and_names_only_the_persona)
{
    struct test_porch porch = test_porch();
    test_tell("ana", NOTIFICATION_REPLY, persona_of("bo"), porch.topic);
    EXPECT_INT(deliveries(), 0); /* nobody asked for it */
    EXPECT_INT(
        test_sql(test_path("INSERT INTO notification_choice (persona_id, kind, shown, elsewhere) VALUES (%lld, 'mention', TRUE, TRUE)",
                           (long long)persona_of("ana"))),
        OK);
    test_tell("ana", NOTIFICATION_MENTION, persona_of("bo"), 7);
    test_tell("ana", NOTIFICATION_MENTION, persona_of("bo"), 7); /* the same, unseen: not once more */
    EXPECT_INT(deliveries(), 1);
    int64_t id = test_sql_int("SELECT id FROM notification WHERE kind = 'mention'");
    EXPECT_INT(test_sql_int("SELECT subject FROM job WHERE kind = 'notification.deliver'"), id);
    EXPECT_INT(database_write(test_app()->database, deliver_twice, &id), OK);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'test.carried'"), 1);
    EXPECT_INT(test_sql_int("SELECT subject FROM job WHERE kind = 'test.carried'"), persona_of("ana"));
    EXPECT_INT(test_sql("DELETE FROM job WHERE kind = 'test.carried'"), OK);
    test_settle(); /* no way out is there: it is dropped */
    EXPECT_INT(deliveries(), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE failed"), 0);
}

TEST(what_was_seen_or_deleted_meanwhile_is_handed_on_to_nobody)
{
    EXPECT_INT(
        test_sql(test_path("INSERT INTO notification_choice (persona_id, kind, shown, elsewhere) VALUES (%lld, 'mention', TRUE, TRUE)",
                           (long long)persona_of("ana"))),
        OK);
    test_tell("ana", NOTIFICATION_MENTION, persona_of("bo"), 7);
    int64_t id = test_sql_int("SELECT id FROM notification");
    EXPECT_INT(test_send("ana", "/notifications/seen", NULL), 303);
    EXPECT_INT(database_write(test_app()->database, deliver_twice, &id), OK);
    test_tell("ana", NOTIFICATION_MENTION, persona_of("bo"), 8);
    id = test_sql_int("SELECT MAX(id) FROM notification");
    EXPECT_INT(test_send("ana", "/notifications/delete", NULL), 303);
    EXPECT_INT(database_write(test_app()->database, deliver_twice, &id), OK);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM job WHERE kind = 'test.carried'"), 0);
}

/* ---- how long ---- */

static enum status many(struct db *db, void *context)
{
    (void)context;
    for (int i = 0; i < NOTIFICATIONS_KEPT + 20; i++)
        TRY(db_exec(db, test_arena(),
                    "INSERT INTO notification (id, persona_id, kind, by_id, subject, seen) VALUES ($1, $2, 'reply', NULL, $3, FALSE)",
                    P(id_at(test_now() + i)), P(persona_of("ana")), P((int64_t)i)));
    return OK;
}

TEST(it_is_kept_for_ninety_days_and_the_newest_five_hundred)
{
    EXPECT_INT(database_write(test_app()->database, many, NULL), OK);
    test_tell("bo", NOTIFICATION_MENTION, persona_of("ana"), 7);
    test_settle();
    EXPECT_INT(test_told("ana"), NOTIFICATIONS_KEPT);
    EXPECT_INT(test_sql_int(test_path("SELECT MIN(subject) FROM notification WHERE persona_id = %lld", (long long)persona_of("ana"))), 20);
    test_advance(89 * TIME_DAY);
    test_settle();
    EXPECT(test_told("ana") == NOTIFICATIONS_KEPT && test_told("bo") == 1);
    test_advance(2 * TIME_DAY);
    test_settle();
    EXPECT(test_told("ana") == 0 && test_told("bo") == 0);
}
