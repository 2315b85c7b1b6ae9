#include "steward/steward.h"

#include "account/test_parts.h"
#include "tests/harness/harness.h"

static struct request *settings_form(const char *who, const char *joining, const char *exit_url, const char *zone)
{
    struct request *form = with(with(as(who, "POST", "/steward/settings"), "name", "Lantern Street"), "runners", "Eleven volunteers.");
    with(with(with(form, "about", "We **care**."), "contact", "Ring the bell."), "exit_url", exit_url);
    with(with(with(form, "age_13", "yes"), "age_16", "yes"), "age_adult", "yes");
    return with(with(with(form, "zone", zone), "joining", joining), "rest_minutes", "45");
}

TEST(stewards_set_who_comes_in_and_where_leaving_leads)
{
    EXPECT_INT(fetch(settings_form("mod", "invitation", "https://weather.example/", "Europe/Lisbon")), 403);
    EXPECT_TEXT(test_sql_text("SELECT joining FROM community"), "open");
    EXPECT_INT(fetch(settings_form("stu", "invitation", "https://weather.example/", "Europe/Lisbon")), 303);
    struct request *join = as("visitor", "GET", "/join");
    EXPECT_INT(fetch(join), 200);
    EXPECT(shows(join, "Your invitation code"));
    struct request *leaving = as("visitor", "GET", "/exit");
    EXPECT_INT(fetch(leaving), 303);
    EXPECT_TEXT(leaving->location, "https://weather.example/");
    struct request *start = as("visitor", "GET", "/");
    EXPECT_INT(fetch(start), 200);
    EXPECT(shows(start, "Lantern Street") && shows(start, "Eleven volunteers."));
    EXPECT_INT(test_sql_int("SELECT rest_minutes FROM community"), 45);
}

TEST(settings_that_would_lock_people_out_come_back_with_what_was_typed)
{
    static const struct {
        const char *joining, *exit_url, *zone, *why;
    } refused[] = {
        { "open", "http://weather.example/", "UTC", "begins with https://" },
        { "open", "javascript:alert(1)", "UTC", "begins with https://" },
        { "never", "https://weather.example/", "UTC", "Please choose one." },
        { "open", "https://weather.example/", "Nowhere/Land", "a time zone we know" },
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct request *form = settings_form("stu", refused[i].joining, refused[i].exit_url, refused[i].zone);
        EXPECT_INT(fetch(form), 422);
        EXPECT(shows(form, refused[i].why) && shows(form, "Eleven volunteers."));
    }
    EXPECT_TEXT(test_sql_text("SELECT exit_url FROM community"), "https://www.wikipedia.org/");
}

/* ---- invitations ---- */

static const char *code_made(const char *note, const char *uses, const char *days)
{
    struct request *made = with(with(with(as("stu", "POST", "/steward/invitations"), "note", note), "uses", uses), "days", days);
    if (!EXPECT_INT(fetch(made), 200))
        return "";
    const char *at = strstr(buf_text(&made->body), "translate=\"no\"><b>");
    return at ? arena_slice(test_arena(), at + strlen("translate=\"no\"><b>"), 14) : "";
}

struct used {
    const char *code;
};

static enum status use_code(struct db *db, void *context)
{
    const struct used *used = context;
    return invitation_use(db, test_arena(), used->code, test_now(), &(int64_t){ 0 });
}

TEST(an_invitation_is_readable_once_and_gone_when_it_no_longer_counts)
{
    EXPECT_INT(fetch(with(with(as("mod", "POST", "/steward/invitations"), "uses", "1"), "days", "1")), 403);
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/steward/invitations"), "uses", "0"), "days", "1")), 422);
    struct used used = { code_made("At the library", "1", "14") };
    code_made("At the fair", "5", "3");
    EXPECT_INT(strlen(used.code), 14);
    struct request *page = as("stu", "GET", "/steward/invitations");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "At the library") && shows(page, "At the fair") && !shows(page, used.code));
    EXPECT_INT(database_write(test_app()->database, use_code, &used), OK);
    EXPECT_INT(test_sql("UPDATE invitation SET expires_day = 20000 WHERE note = 'At the fair'"), OK);
    page = as("stu", "GET", "/steward/invitations");
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "At the library") && !shows(page, "At the fair"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM invitation"), 2);
    test_advance(31 * TIME_DAY); /* a month long it counts among those its maker may make */
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM invitation"), 0);
}

TEST(invitations_are_listed_fifty_a_page)
{
    for (int i = 0; i < 50; i++) {
        code_made(arena_printf(test_arena(), "Note %d.", i), "1", "14");
        test_advance(TIME_SECOND);
    }
    struct request *page = as("stu", "GET", "/steward/invitations");
    EXPECT(fetch(page) == 200 && shows(page, "Note 0.") && !shows(page, "before="));
    code_made("Note 50.", "1", "14");
    page = as("stu", "GET", "/steward/invitations");
    EXPECT(fetch(page) == 200 && shows(page, "Note 50.") && !shows(page, "Note 0."));
    int64_t before = id_after(page, "invitations?before=");
    page = as("stu", "GET", arena_printf(test_arena(), "/steward/invitations?before=%lld", (long long)before));
    EXPECT(fetch(page) == 200 && shows(page, "Note 0.") && !shows(page, "Note 1."));
}

/* ---- people at the door ---- */

/* Joins where that needs a yes; the id of what waits. */
static int64_t applicant(const char *sign_in, const char *name)
{
    struct request *join = with(as("visitor", "POST", "/join"), "why", "MARKWHY of mine");
    with(with(with(join, "sign_in", sign_in), "password", "seven slow green boats"), "name", name);
    EXPECT_INT(fetch(join), 303);
    return test_sql_int("SELECT max(id) FROM application");
}

static int decide(const char *who, int64_t id, const char *word)
{
    return fetch(as(who, "POST", arena_printf(test_arena(), "/steward/applications/%lld/%s", (long long)id, word)));
}

TEST(a_steward_lets_people_in_and_what_they_wrote_is_gone)
{
    EXPECT_INT(fetch(settings_form("stu", "approval", "https://weather.example/", "Europe/Lisbon")), 303);
    int64_t id = applicant("quiet-heron", "Heron");
    EXPECT_INT(fetch(as("mod", "GET", "/steward/applications")), 403);
    EXPECT_INT(decide("mod", id, "accept"), 403);
    struct request *door = as("stu", "GET", "/steward/applications");
    EXPECT_INT(fetch(door), 200);
    EXPECT(shows(door, "Heron") && shows(door, "MARKWHY of mine"));
    EXPECT_INT(decide("stu", id, "accept"), 303);
    EXPECT_INT(decide("stu", id, "accept"), 404);
    test_settle();
    EXPECT(!test_data_holds("MARKWHY"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona WHERE name = 'Heron'"), 1);
}

TEST(whom_a_steward_turns_away_is_forgotten_and_told_at_the_next_sign_in)
{
    EXPECT_INT(fetch(settings_form("stu", "approval", "https://weather.example/", "Europe/Lisbon")), 303);
    int64_t id = applicant("quiet-heron", "Heron MARKNAME");
    EXPECT_INT(decide("stu", id, "decline"), 303);
    test_settle();
    EXPECT(!test_data_holds("MARKNAME") && !test_data_holds("MARKWHY"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account"), 8);
    struct request *back = with(with(as("visitor", "POST", "/sign-in"), "sign_in", "quiet-heron"), "password", "seven slow green boats");
    EXPECT_INT(fetch(back), 200);
    EXPECT(shows(back, "This account is closed"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account"), 7);
}

/* ---- roles ---- */

static int change(const char *who, const char *name, const char *role, const char *what)
{
    return fetch(with(with(with(as(who, "POST", "/steward/people"), "name", name), "role", role), "change", what));
}

TEST(stewards_give_roles_and_take_them_but_not_their_own)
{
    EXPECT_INT(change("ana", "Ana", "steward", "give"), 403);
    EXPECT_INT(change("stu", "Ana", "steward", "give"), 303);
    EXPECT_INT(fetch(as("ana", "GET", "/steward")), 200);
    EXPECT_INT(change("stu", "Ana", "steward", "take"), 303);
    EXPECT_INT(fetch(as("ana", "GET", "/steward")), 403);
    EXPECT_INT(change("stu", "Stu", "steward", "take"), 422);
    EXPECT_INT(change("stu", "Nobody Of That Name", "moderator", "give"), 422);
    EXPECT_INT(change("stu", "Ana", "listener", "give"), 422);
    EXPECT_INT(fetch(as("stu", "GET", "/steward")), 200);
}

TEST(a_steward_asks_somebody_to_pause_and_says_why)
{
    const char *path = "/steward/pause";
    EXPECT_INT(fetch(with(with(with(as("mod", "POST", path), "name", "Bo"), "days", "2"), "reason", "x")), 403);
    EXPECT_INT(fetch(with(with(as("stu", "POST", path), "name", "Bo"), "days", "2")), 422);
    EXPECT_INT(fetch(with(with(with(as("stu", "POST", path), "name", "Nobody"), "days", "2"), "reason", "x")), 422);
    EXPECT_INT(fetch(with(with(with(as("stu", "POST", path), "name", "Stu"), "days", "2"), "reason", "x")), 422);
    EXPECT_INT(fetch(with(with(with(as("stu", "POST", path), "name", "Bo"), "days", "2"), "reason", "MARKWHY")), 422); /* which rule? */
    struct request *single = with(with(with(with(as("stu", "POST", path), "name", "Bo"), "days", "2"), "rule", "5"), "reason", "MARKWHY");
    EXPECT_INT(fetch(single), 422); /* an open session that somebody else found is not enough */
    EXPECT(shows(single, "need a second step on your account") && shows(single, "MARKWHY"));
    EXPECT_INT(fetch(as("bo", "GET", "/home")), 200);
    const char *code = account_test_backup("stu");
    struct request *sure = with(with(with(as("stu", "POST", path), "name", "Bo"), "days", "2"), "rule", "5");
    EXPECT_INT(fetch(with(with(sure, "reason", "MARKWHY"), "code", code)), 303);
    struct request *paused = as("bo", "GET", "/paused");
    EXPECT_INT(fetch(paused), 200);
    EXPECT(shows(paused, "MARKWHY"));
    EXPECT_INT(fetch(as("bo", "GET", "/home")), 303);
    EXPECT_INT(fetch(with(with(as("stu", "POST", path), "name", "Bo"), "days", "0")), 303);
    EXPECT_INT(fetch(as("bo", "GET", "/home")), 200);
    struct request *list = as("bo", "GET", "/decisions");
    EXPECT_INT(fetch(list), 200);
    EXPECT(shows(list, "Taken back")); /* they keep what was said of it */
}

TEST(who_isnt_admitted_by_age_is_told_kindly_and_nothing_of_them_is_kept)
{
    static const char *const ages[] = { "13", "16", "" };
    EXPECT_INT(test_sql("UPDATE community SET ages = 4"), OK);
    int64_t before = test_sql_int("SELECT count(*) FROM persona");
    for (size_t i = 0; i < COUNT(ages); i++) {
        struct request *join = with(with(as("visitor", "POST", "/join"), "name", "Siskin"), "sign_in", "siskinbird");
        EXPECT_INT(fetch(with(with(join, "password", "three green kettles"), "age", ages[i])), 422);
        EXPECT(shows(join, *ages[i] ? "welcome you here at the moment" : "Please choose one") && shows(join, "Siskin"));
    }
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona"), before);
    struct request *join = with(with(as("visitor", "POST", "/join"), "name", "Siskin"), "sign_in", "siskinbird");
    EXPECT_INT(fetch(with(with(join, "password", "three green kettles"), "age", "adult")), 303);
}
