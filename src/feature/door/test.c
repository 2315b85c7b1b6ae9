/* Invitations by members, the trail they leave, and a branch that is paused and let go again. */
#include "door/door.h"

#include "account/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

static const char *code_shown(void)
{
    const char *at = strstr(buf_text(&test_page()->body), "translate=\"no\"><b>");
    return at ? arena_slice(test_arena(), at + strlen("translate=\"no\"><b>"), 14) : "";
}

static const char *code_of(const char *who)
{
    return EXPECT_INT(test_send(who, "/invitations", NULL), 200) ? code_shown() : "";
}

static struct request *join_with(const char *name, const char *code)
{
    struct request *join =
        with(with(as("visitor", "POST", "/join"), "sign_in", test_path("sign-in of %s", name)), "password", "three green kettles");
    fetch(with(with(join, "name", name), "invitation", code));
    return join;
}

/* Comes in by a code, through all the doors; who they are for as(). */
static const char *joined(const char *name, const char *code)
{
    const char *cookie = answer_cookie(join_with(name, code), "s");
    if (!EXPECT(cookie != NULL))
        return "visitor";
    account_test_settle(cookie);
    return account_test_as(cookie);
}

static void grown_older(const char *name)
{
    EXPECT_INT(test_sql(test_path("UPDATE persona SET month = month - 3 WHERE name = '%s'", name)), OK);
}

/* Members invite, two a month. */
static void members_invite(void)
{
    EXPECT_INT(test_send("stu", "/steward/invited", "month", "2", NULL), 303);
    EXPECT_INT(test_sql("UPDATE community SET joining = 'invitation'"), OK);
    grown_older("Ana");
}

static int64_t paused(const char *name)
{
    return test_sql_int(test_path("SELECT paused_until > 0 FROM persona WHERE name = '%s'", name));
}

TEST(members_invite_where_stewards_allow_it_and_so_many_a_month)
{
    grown_older("Ana");
    EXPECT_INT(test_send("ana", "/invitations", NULL), 422);
    EXPECT_INT(test_send("ana", "/steward/invited", "month", "2", NULL), 403);
    EXPECT_INT(test_send("stu", "/steward/invited", "month", "x", NULL), 422);
    members_invite();
    EXPECT_INT(test_send("bo", "/invitations", NULL), 422); /* new this month */
    const char *code = code_of("ana");
    EXPECT_INT(strlen(code), 14);
    code_of("ana");
    EXPECT_INT(test_send("ana", "/invitations", NULL), 422);
    EXPECT_INT(test_get("ana", "/invitations"), 200);
    EXPECT(!shows(test_page(), code));
    int64_t id = id_after(test_page(), "/invitations/");
    EXPECT_INT(test_send("cyd", test_path("/invitations/%lld/end", (long long)id), NULL), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT uses_left FROM invitation WHERE id = %lld", (long long)id)), 1);
    EXPECT_INT(test_send("ana", test_path("/invitations/%lld/end", (long long)id), NULL), 303);
    EXPECT_INT(test_sql_int(test_path("SELECT uses_left FROM invitation WHERE id = %lld", (long long)id)), 0);
    EXPECT_INT(test_send("ana", "/invitations", NULL), 422); /* taking back makes no room for another */
    EXPECT_INT(join_with("Heron", code)->status, 303);
    EXPECT_INT(join_with("Crane", code)->status, 422);
    test_settle();
    EXPECT_INT(test_send("ana", "/invitations", NULL), 422); /* nor does using it */
    test_advance(31 * TIME_DAY);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM trail"), 1);
}

TEST(stewards_see_who_came_by_whose_code)
{
    members_invite();
    EXPECT_INT(test_get("stu", "/steward/invited"), 200);
    EXPECT(shows(test_page(), "Nobody came by a code yet"));
    const char *me = joined("Heron", code_of("ana"));
    EXPECT_INT(test_get("mod", "/steward/invited"), 403);
    EXPECT_INT(test_get("stu", "/steward/invited"), 200);
    EXPECT(shows(test_page(), "Ana") && shows(test_page(), "1 person came"));
    int64_t id = id_after(test_page(), "/steward/invited/");
    EXPECT_INT(test_get("stu", "/steward/invited/%lld", (long long)id), 200);
    EXPECT(shows(test_page(), "Heron") && shows(test_page(), "Ana"));
    EXPECT_INT(test_get("stu", "/steward/invited/%lld", (long long)id + 1), 404);
    struct request *mine = as(me, "GET", "/invitations");
    EXPECT(fetch(mine) == 200 && shows(mine, "You came by an invitation of") && shows(mine, "Ana"));
    test_advance(300 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM trail"), 1);
    test_advance(66 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM trail"), 0);
    test_advance(TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM invitation"), 0);
}

/* Stu, with a code of the second step. */
static int pauses(const char *path, const char *days, const char *reason)
{
    return test_send("stu", path, "days", days, "rule", "5", "reason", reason, "code", account_test_backup("stu"), NULL);
}

static int pauses_one(const char *name, const char *days, const char *reason)
{
    const char *code = account_test_backup("stu");
    return test_send("stu", "/steward/pause", "name", name, "days", days, "rule", "5", "reason", reason, "code", code, NULL);
}

TEST(a_branch_is_paused_with_reasons_and_let_go_again)
{
    members_invite();
    const char *heron = joined("Heron", code_of("ana"));
    EXPECT_INT(join_with("Wren", code_of("ana"))->status, 303);
    grown_older("Heron");
    EXPECT_INT(join_with("Crane", code_of(heron))->status, 303);
    EXPECT_INT(test_get("stu", "/steward/invited"), 200);
    int64_t id = test_sql_int("SELECT t.invitation_id FROM trail t JOIN persona p ON p.id = t.persona_id WHERE p.name = 'Heron'");
    const char *pause = test_path("/steward/invited/%lld/pause", (long long)id),
               *back = test_path("/steward/invited/%lld/restore", (long long)id);
    EXPECT_INT(test_send("mod", pause, "days", "30", "reason", "x", NULL), 403);
    EXPECT_INT(test_send("stu", pause, "days", "30", NULL), 422);
    EXPECT_INT(test_send("stu", pause, "days", "0", "rule", "5", "reason", "Spam", NULL), 422);
    EXPECT_INT(test_send("stu", pause, "days", "30", "reason", "Spam", NULL), 422);
    EXPECT(shows(test_page(), "Please choose which rule"));
    EXPECT_INT(test_send("stu", pause, "days", "30", "rule", "5", "reason", "Spam", NULL), 422);
    EXPECT(shows(test_page(), "need a second step on your account"));
    EXPECT_INT(paused("Heron"), 0);
    EXPECT_INT(pauses(pause, "30", "All who came this way sent the same."), 303);
    EXPECT(paused("Heron") && paused("Crane") && !paused("Wren") && !paused("Ana"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM invitation WHERE uses_left > 0"), 0);
    struct request *home = as(heron, "GET", "/home");
    EXPECT(fetch(home) == 303 && text_same(home->location, "/paused"));
    struct request *why = as(heron, "GET", "/paused");
    EXPECT(fetch(why) == 200 && shows(why, "All who came this way sent the same."));
    const int64_t decision = test_sql_int("SELECT s.id FROM sanction s JOIN persona p ON p.id = s.persona_id WHERE p.name = 'Heron'");
    struct request *statement = as(heron, "GET", test_path("/decisions/%lld", (long long)decision));
    EXPECT(fetch(statement) == 200 && shows(statement, "All who came this way") && shows(statement, "No contempt") &&
           shows(statement, "For the whole place") && shows(statement, "Until ") && !names(statement, "Stu") &&
           shows(statement, test_path("/decisions/%lld/appeal", (long long)decision)));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM sanction_log WHERE kind = 'decision'"), 2);
    EXPECT_INT(pauses_one("Crane", "90", "More than that"), 303);
    EXPECT_INT(test_send("stu", back, NULL), 303);
    EXPECT(!paused("Heron") && paused("Crane")); /* what was decided since stays */
    EXPECT_INT(fetch(as(heron, "GET", "/home")), 200);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM branch_pause"), 0);
}

TEST(an_appeal_lets_one_of_a_branch_go_and_the_others_stay_paused)
{
    members_invite();
    const char *heron = joined("Heron", code_of("ana")), *wren = joined("Wren", code_of("ana"));
    int64_t id = test_sql_int("SELECT t.invitation_id FROM trail t JOIN persona p ON p.id = t.persona_id WHERE p.name = 'Heron'");
    EXPECT_INT(test_sql(test_path("UPDATE trail SET invitation_id = %lld", (long long)id)), OK);
    const char *pause = test_path("/steward/invited/%lld/pause", (long long)id);
    EXPECT_INT(pauses(pause, "30", "Spam"), 303);
    EXPECT(paused("Heron") && paused("Wren"));
    const int64_t decision = test_sql_int("SELECT s.id FROM sanction s JOIN persona p ON p.id = s.persona_id WHERE p.name = 'Heron'");
    const char *appeal = test_path("/decisions/%lld/appeal", (long long)decision),
               *answer = test_path("/moderation/appeals/%lld", (long long)decision);
    EXPECT_INT(fetch(with(as(wren, "POST", appeal), "body", "Not me")), 404);
    EXPECT_INT(fetch(with(as(heron, "POST", appeal), "body", "I know none of them")), 303);
    EXPECT_INT(test_send("stu", answer, "outcome", "overturn", "answer", "Yes", NULL), 422); /* who decided */
    EXPECT_INT(test_send("mod", answer, "outcome", "overturn", "answer", "Yes", NULL), 303);
    EXPECT(!paused("Heron") && paused("Wren"));
    EXPECT_INT(test_send("stu", test_path("/steward/invited/%lld/restore", (long long)id), NULL), 303);
    EXPECT(!paused("Wren"));
    EXPECT_INT(fetch(as(wren, "GET", "/home")), 200);
}

TEST(who_has_a_role_or_was_paused_before_isnt_touched_by_a_branch)
{
    members_invite();
    EXPECT_INT(join_with("Heron", code_of("ana"))->status, 303);
    EXPECT_INT(test_send("stu", "/steward/people", "name", "Heron", "role", "moderator", "change", "give", NULL), 303);
    int64_t id = test_sql_int("SELECT invitation_id FROM trail");
    EXPECT_INT(pauses(test_path("/steward/invited/%lld/pause", (long long)id), "9", "Spam"), 303);
    EXPECT_INT(paused("Heron"), 0);
    EXPECT_INT(test_send("stu", "/steward/people", "name", "Heron", "role", "moderator", "change", "take", NULL), 303);
    EXPECT_INT(pauses_one("Heron", "20", "Before"), 303);
    EXPECT_INT(pauses(test_path("/steward/invited/%lld/pause", (long long)id), "9", "Spam"), 303);
    EXPECT_TEXT(test_sql_text("SELECT paused_reason FROM persona WHERE name = 'Heron'"), "Before");
}

TEST(a_code_leaves_its_trail_also_where_one_joins_by_approval)
{
    members_invite();
    const char *code = code_of("ana");
    EXPECT_INT(test_sql("UPDATE community SET joining = 'approval'"), OK);
    EXPECT_INT(join_with("Crane", "not a code")->status, 422);
    EXPECT_INT(join_with("Heron", code)->status, 303);
    EXPECT_INT(join_with("Wren", "")->status, 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM application"), 2);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM trail"), 1);
    EXPECT_INT(test_get("stu", "/steward/applications"), 200);
    EXPECT(shows(test_page(), "Invited by") && shows(test_page(), "Ana"));
}
