/* What opens with time: counting days and words, what a step lets do, the stewards' table, holding somebody. */
#include "trust/pages.h"

#include "board/test_parts.h"
#include "community/community.h"
#include "message/test_parts.h"
#include "tests/harness/harness.h"

static int64_t days_of(const char *who)
{
    return test_sql_int(test_path("SELECT coalesce(max(days), 0) FROM trust_presence WHERE persona_id = %lld", (long long)persona_of(who)));
}

static void days_are(const char *who, int days)
{
    EXPECT_INT(test_sql(test_path("INSERT INTO trust_presence (persona_id, days) VALUES (%lld, %d)"
                                  " ON CONFLICT (persona_id) DO UPDATE SET days = %d",
                                  (long long)persona_of(who), days, days)),
               OK);
}

static bool reads_step(const char *who, const char *step)
{
    return test_get(who, "/settings/trust") == 200 && shows(test_page(), test_path("<h2 id=\"now\">%s</h2>", step));
}

static enum status ana_is_here(struct db *db, void *context)
{
    (void)context;
    return trust_presence_push(db, test_arena(), (const int64_t[4]){ persona_of("ana") });
}

TEST(a_day_counts_once_however_often_one_looks_in)
{
    for (int look = 0; look < 3; look++) {
        EXPECT_INT(test_get("ana", "/home"), 200);
        test_settle();
    }
    EXPECT_INT(days_of("ana"), 1);
    EXPECT_INT(database_write(test_app()->database, ana_is_here, NULL), OK);
    EXPECT_INT(days_of("ana"), 2);
    EXPECT_INT(days_of("bo"), 0);
    days_are("ana", TRUST_DAYS_MOST); /* then there is nothing more to earn */
    EXPECT_INT(database_write(test_app()->database, ana_is_here, NULL), OK);
    EXPECT_INT(days_of("ana"), TRUST_DAYS_MOST);
}

/* What was written lies a day back. */
static void a_day_passes(void)
{
    EXPECT_INT(test_sql("UPDATE post SET created_at = created_at - 86460000"), OK);
}

TEST(steps_are_reached_by_days_and_words_that_stayed)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    EXPECT(reads_step("ana", "New here") && shows(test_page(), "2 more days"));
    days_are("ana", 2);
    EXPECT(reads_step("ana", "New here") && shows(test_page(), "1 more thing"));
    int64_t topic = test_topic(porch, "ana", "Rain", "It rains.");
    EXPECT(reads_step("ana", "New here")); /* it has to stand for a day */
    a_day_passes();
    EXPECT(reads_step("ana", "Settled in") && shows(test_page(), "13 more days"));
    days_are("ana", 15);
    EXPECT(reads_step("ana", "Settled in") && shows(test_page(), "9 more things"));
    EXPECT_INT(test_send("fay", test_path("/posts/%lld/hide", (long long)test_opening(topic)), "reason", "Unkind", NULL), 303);
    EXPECT(reads_step("ana", "New here"));
    EXPECT(reads_step("mod", "Here for a while")); /* who looks after the place */
}

struct seen {
    struct request *request;
    int64_t persona;
    enum trust_step step;
};

static enum status step_read(struct db *db, void *context)
{
    struct seen *seen = context;
    struct community community;
    TRY(community_load(db, test_arena(), &community));
    seen->request->db = db;
    seen->request->community = &community;
    return trust_step_of(seen->request, seen->persona, &seen->step);
}

/* As somebody else's request finds it. */
static enum trust_step step_seen_of(const char *who)
{
    struct request *moderators = as("mod", "GET", "/home");
    struct seen seen = { .request = moderators, .persona = persona_of(who) };
    EXPECT_INT(database_write(test_app()->database, step_read, &seen), OK);
    return seen.step;
}

TEST(a_pause_leads_back_to_the_beginning_while_it_runs)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    test_topic(porch, "ana", "Rain", "It rains.");
    days_are("ana", 5);
    a_day_passes();
    EXPECT(reads_step("ana", "Settled in"));
    int64_t soon = test_now() + TIME_MINUTE;
    EXPECT_INT(test_sql(test_path("UPDATE persona SET paused_until = %lld, paused_reason = 'x' WHERE name = 'Ana'", (long long)soon)), OK);
    EXPECT_INT(step_seen_of("ana"), TRUST_NEWCOMER);
    test_advance(2 * TIME_MINUTE);
    EXPECT_INT(step_seen_of("ana"), TRUST_MEMBER);
    EXPECT(reads_step("ana", "Settled in"));
}

static void decided_of_ana(const char *rest)
{
    EXPECT_INT(test_sql("DELETE FROM sanction"), OK);
    EXPECT_INT(test_sql(test_path(
                   "INSERT INTO sanction (id, persona_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote, automatic,"
                   " at, kind, until, here, reversed_at) VALUES (1, %lld, 'person', 1, 1, 1, 5, 'x', '', '', FALSE, 1, %s)",
                   (long long)persona_of("ana"), rest)),
               OK);
}

TEST(whatever_decision_runs_leads_back_to_the_beginning_and_a_report_doesnt)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    test_joins(porch.group, "bo");
    int64_t topic = test_topic(porch, "ana", "Rain", "It rains.");
    days_are("ana", 5);
    a_day_passes();
    EXPECT_INT(test_send("bo", test_path("/report/topic/%lld", (long long)topic), "rule", "1", "rank", "soon", "wish", "tell", NULL), 303);
    EXPECT(reads_step("ana", "Settled in"));
    const int64_t soon = test_now() + TIME_MINUTE;
    decided_of_ana(test_path("6, %lld, TRUE, 0", (long long)soon)); /* not writing, in one group */
    EXPECT(reads_step("ana", "New here") && shows(test_page(), "While a decision about you runs"));
    decided_of_ana("8, 0, FALSE, 0"); /* a ban */
    EXPECT_INT(step_seen_of("ana"), TRUST_NEWCOMER);
    decided_of_ana("8, 0, FALSE, 5"); /* taken back */
    EXPECT_INT(step_seen_of("ana"), TRUST_MEMBER);
    decided_of_ana(test_path("6, %lld, FALSE, 0", (long long)soon));
    EXPECT_INT(step_seen_of("ana"), TRUST_NEWCOMER);
    test_advance(2 * TIME_MINUTE);
    EXPECT_INT(step_seen_of("ana"), TRUST_MEMBER);
    decided_of_ana("1, 0, FALSE, 0"); /* a private word runs no longer than it is read */
    EXPECT(reads_step("ana", "Settled in"));
}

TEST(somebody_new_writes_a_link_or_two_and_loses_nothing_by_a_third)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    const char *path = test_path("/boards/%lld/new", (long long)porch.board), *two = "https://a.example and https://b.example";
    EXPECT_INT(test_send("ana", path, "title", "Two", "body", two, NULL), 303);
    const char *three = test_path("%s and https://c.example", two);
    EXPECT_INT(test_send("ana", path, "title", "Three", "body", three, NULL), 422);
    EXPECT(shows(test_page(), "room for 2 links") && shows(test_page(), "https://c.example") && shows(test_page(), "Three"));
    EXPECT(shows(test_page(), "2 more days"));
    EXPECT_INT(test_send("mod", test_path("/groups/porch/join"), NULL), 303);
    EXPECT_INT(test_send("mod", path, "title", "Three", "body", three, NULL), 303);
}

TEST(what_a_day_holds_is_said_when_it_is_full)
{
    EXPECT_INT(test_sql("INSERT INTO trust_rule (step, act, amount) VALUES (0, 3, 1), (0, 4, 1)"), OK);
    test_people();
    const char *path = test_path("/boards/%lld/new", (long long)test_sql_int("SELECT id FROM board"));
    EXPECT_INT(test_send("ana", path, "title", "One", "body", "Words", NULL), 303);
    EXPECT_INT(test_send("ana", path, "title", "Another", "body", "MARKWORDS", NULL), 422);
    EXPECT(shows(test_page(), "in one day for now") && shows(test_page(), "MARKWORDS"));
    EXPECT(test_letter("cyd", "Fay", "Hello") > 0); /* a stranger */
    EXPECT_INT(test_letter("cyd", "Ana", "MARKLETTER"), 0);
    EXPECT(shows(test_page(), "in one day for now") && shows(test_page(), "MARKLETTER"));
    EXPECT(test_letter("ana", "Bo", "Hello") > 0 && test_letter("ana", "Cyd", "Hello") > 0); /* Bo is a connection of hers */
}

static struct request *table(const char *who)
{
    struct request *form = as(who, "POST", "/steward/trust");
    for (int act = 0; act < TRUST_AMOUNTS; act++)
        for (int step = 0; step < TRUST_STEPS; step++)
            with(form, test_path("a%d[]", act), test_path("%lld", (long long)(act == TRUST_GROUPS ? 1 : trust_defaults[step][act])));
    return form;
}

TEST(stewards_change_the_table_and_what_it_opens_opens)
{
    EXPECT_INT(test_get("ana", "/groups/new"), 403);
    EXPECT_INT(fetch(table("ana")), 403);
    EXPECT_INT(fetch(table("stu")), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM trust_rule"), TRUST_STEPS); /* only what differs is kept */
    EXPECT_INT(test_get("ana", "/groups/new"), 200);
    EXPECT(reads_step("ana", "New here") && shows(test_page(), "href=\"/groups/new\""));
    struct request *wrong = with(as("stu", "POST", "/steward/trust"), "a0[]", "many");
    EXPECT_INT(fetch(wrong), 422);
    EXPECT_INT(test_get("stu", "/steward/trust"), 200);
}

TEST(names_and_pictures_can_be_kept_for_later)
{
    EXPECT_INT(test_sql("INSERT INTO trust_rule (step, act, amount) VALUES (0, 2, 0), (0, 7, 0)"), OK);
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 422);
    EXPECT(shows(test_page(), "open to you yet") && shows(test_page(), "Robin"));
    EXPECT_INT(test_sql("DELETE FROM trust_rule"), OK);
    EXPECT_INT(test_send("ana", "/settings/names", "name", "Robin", NULL), 303);
}

TEST(a_moderator_holds_or_lifts_somebody_and_they_read_why)
{
    EXPECT_INT(test_send("ana", "/steward/trust/person", "name", "Bo", "step", "2", "reason", "x", NULL), 403);
    EXPECT_INT(test_send("mod", "/steward/trust/person", "name", "Bo", "step", "2", NULL), 422);
    EXPECT_INT(test_send("mod", "/steward/trust/person", "name", "Mod Mara", "step", "2", "reason", "Me", NULL), 422);
    EXPECT_INT(test_send("mod", "/steward/trust/person", "name", "Bo", "step", "2", "reason", "MARKWHY", NULL), 303);
    EXPECT(test_get("bo", "/notifications") == 200 && shows(test_page(), "open to you here has changed"));
    EXPECT(reads_step("bo", "Here for a while") && shows(test_page(), "MARKWHY"));
    EXPECT(reads_step("ana", "New here") && !shows(test_page(), "MARKWHY"));
    EXPECT_INT(test_send("mod", "/steward/trust/person", "name", "Bo", "step", "earned", NULL), 303);
    EXPECT(reads_step("bo", "New here") && !shows(test_page(), "MARKWHY"));
}
