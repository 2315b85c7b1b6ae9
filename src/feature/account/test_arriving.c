#include "account/test_parts.h"
#include "community/community.h"
#include "tests/harness/harness.h"

static const char password[] = "three green kettles";

static struct request *join_try(const char *sign_in, const char *typed, const char *name)
{
    struct request *join = with(with(with(as("visitor", "POST", "/join"), "sign_in", sign_in), "password", typed), "name", name);
    fetch(join);
    return join;
}

static enum status set_joining(struct db *db, void *context)
{
    struct community community;
    TRY(community_load(db, test_arena(), &community));
    community.joining = *(const enum join_mode *)context;
    return community_save(db, test_arena(), &community);
}

static void joining_is(enum join_mode mode)
{
    EXPECT_INT(database_write(test_app()->database, set_joining, &mode), OK);
}

static enum status make_invitation(struct db *db, void *context)
{
    return invitation_add(db, test_arena(), "for the library", 1, 7, test_now(), context);
}

/* ---- the way in ---- */

TEST(joining_leads_past_the_recovery_code_and_the_guidelines)
{
    EXPECT_INT(fetch(as("visitor", "GET", "/join")), 200);
    struct request *join = join_try("quiet-heron", password, "Heron");
    EXPECT_INT(join->status, 303);
    EXPECT_TEXT(join->location, "/recovery-code");
    const char *me = account_test_as(answer_cookie(join, "s"));
    struct request *home = as(me, "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/recovery-code");
    struct request *code = as(me, "GET", "/recovery-code");
    EXPECT_INT(fetch(code), 200);
    EXPECT(shows(code, "Step 2 of 3"));
    struct request *wrong = with(with(as(me, "POST", "/recovery-code"), "third", "aardvark"), "kept", "1");
    EXPECT_INT(fetch(wrong), 422);
    EXPECT(shows(wrong, "not the third word"));
    EXPECT(account_test_settle(answer_cookie(join, "s")) != NULL);
    EXPECT_INT(fetch(as(me, "GET", "/home")), 200);
}

TEST(roughly_how_old_one_is_can_be_said_at_joining_or_left)
{
    static const struct {
        const char *name, *typed;
        enum age_band band;
    } people[] = {
        { "Heron", "16", BAND_16 }, { "Linnet", "adult", BAND_ADULT }, { "Siskin", "", BAND_UNSAID }, { "Dunlin", "17", BAND_UNSAID }
    };
    struct request *page = as("visitor", "GET", "/join");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Roughly how old you are (optional)") && shows(page, "Shown to nobody.") &&
           shows(page, "name=\"age\" value=\"\" checked"));
    for (size_t i = 0; i < COUNT(people); i++) {
        const char *name = people[i].name;
        struct request *join = with(with(as("visitor", "POST", "/join"), "sign_in", name), "password", password);
        EXPECT_INT(fetch(with(with(join, "name", name), "age", people[i].typed)), 303);
        EXPECT_INT(test_sql_int(arena_printf(test_arena(), "SELECT band FROM persona WHERE name = '%s'", name)), people[i].band);
        EXPECT(account_test_settle(answer_cookie(join, "s")) != NULL);
        struct request *settings = as(account_test_as(answer_cookie(join, "s")), "GET", "/settings");
        EXPECT_INT(fetch(settings), 200);
        EXPECT(shows(settings, "value=\"adult\" checked") == (people[i].band == BAND_ADULT));
    }
    struct request *again = with(with(as("visitor", "POST", "/join"), "sign_in", "Gadwall"), "password", "short");
    EXPECT_INT(fetch(with(with(again, "name", "Gadwall"), "age", "13")), 422);
    EXPECT(shows(again, "value=\"13\" checked") && !shows(again, "value=\"\" checked"));
}

TEST(guidelines_come_before_everything_but_the_recovery_code)
{
    struct request *home = as("new", "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/guidelines");
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 200);
}

TEST(recovery_words_are_shown_until_they_are_confirmed_and_never_again)
{
    const char *cookie = account_test_join("quiet-heron", password, "Heron"), *me = account_test_as(cookie);
    struct request *first = as(me, "GET", "/recovery-code");
    EXPECT_INT(fetch(first), 200);
    const char *third = account_page_part(first, "3</span> <b>", "<");
    struct request *unticked = with(as(me, "POST", "/recovery-code"), "third", third);
    EXPECT_INT(fetch(unticked), 422);
    struct request *good = with(with(as(me, "POST", "/recovery-code"), "third", arena_printf(test_arena(), " %s ", third)), "kept", "1");
    EXPECT_INT(fetch(good), 303);
    EXPECT_TEXT(good->location, "/guidelines");
    struct request *after = as(me, "GET", "/recovery-code");
    EXPECT_INT(fetch(after), 303);
    EXPECT_INT(fetch(as(me, "POST", "/recovery-code/new")), 403);
}

TEST(other_recovery_words_replace_the_first_ones_before_they_are_confirmed)
{
    const char *cookie = account_test_join("quiet-heron", password, "Heron"), *me = account_test_as(cookie);
    struct request *first = as(me, "GET", "/recovery-code");
    fetch(first);
    EXPECT_INT(fetch(as(me, "POST", "/recovery-code/new")), 303);
    struct request *second = as(me, "GET", "/recovery-code");
    EXPECT_INT(fetch(second), 200);
    EXPECT(strcmp(account_page_part(first, "<ol", "</ol>"), account_page_part(second, "<ol", "</ol>")) != 0);
}

TEST(an_invitation_opens_the_door_once)
{
    const char *code = NULL;
    joining_is(JOIN_INVITATION);
    EXPECT_INT(database_write(test_app()->database, make_invitation, &code), OK);
    struct request *without = join_try("quiet-heron", password, "Heron");
    EXPECT_INT(without->status, 422);
    EXPECT(shows(without, "open the door"));
    struct request *invited = with(as("visitor", "POST", "/join"), "invitation", code);
    with(with(with(invited, "sign_in", "quiet-heron"), "password", password), "name", "Heron");
    EXPECT_INT(fetch(invited), 303);
    struct request *again = with(as("visitor", "POST", "/join"), "invitation", code);
    with(with(with(again, "sign_in", "quiet-wren"), "password", password), "name", "Wren");
    EXPECT_INT(fetch(again), 422);
}

TEST(an_invitation_is_not_used_up_by_a_form_that_comes_back)
{
    const char *code = NULL;
    joining_is(JOIN_INVITATION);
    EXPECT_INT(database_write(test_app()->database, make_invitation, &code), OK);
    struct request *taken = with(as("visitor", "POST", "/join"), "invitation", code);
    with(with(with(taken, "sign_in", "quiet-heron"), "password", password), "name", "Ana");
    EXPECT_INT(fetch(taken), 422);
    EXPECT_INT(test_sql_int("SELECT uses_left FROM invitation"), 1);
}

TEST(joining_by_approval_waits_for_a_yes)
{
    joining_is(JOIN_APPROVAL);
    struct request *join = with(as("visitor", "POST", "/join"), "why", "A friend told me.");
    with(with(with(join, "sign_in", "quiet-heron"), "password", password), "name", "Heron");
    EXPECT_INT(fetch(join), 303);
    const char *cookie = answer_cookie(join, "s"), *me = account_test_as(cookie);
    account_test_settle(cookie);
    struct request *home = as(me, "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/waiting");
    EXPECT_INT(fetch(as(me, "GET", "/waiting")), 200);
    EXPECT_INT(test_sql("DELETE FROM application"), OK);
    EXPECT_INT(fetch(as(me, "GET", "/home")), 200);
}

TEST(a_member_who_goes_to_the_door_is_led_home)
{
    struct request *join = as("ana", "GET", "/join");
    EXPECT_INT(fetch(join), 303);
    EXPECT_TEXT(join->location, "/home");
    struct request *sign_in = as("ana", "GET", "/sign-in?to=/groups");
    EXPECT_INT(fetch(sign_in), 303);
    EXPECT_TEXT(sign_in->location, "/groups");
}

/* ---- names and passwords ---- */

TEST(names_are_refused_with_a_reason_and_stay_in_the_form)
{
    static const struct {
        const char *name, *why;
    } refused[] = {
        { "Moderator", "runs the place" },
        { "He\xe2\x80\x8bron", "nobody can see" },
        { "\xd0\x90n\xd0\xb0lytic", "letters of several alphabets" },
        { "12345", "at least one letter" },
        { "abcdefghijklmnopqrstuvwxyz abcdefghijklmnop", "up to 40 characters" },
        { "ANA", "looks just like it" },
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct request *join = join_try("quiet-heron", password, refused[i].name);
        EXPECT_INT(join->status, 422);
        if (!EXPECT(shows(join, refused[i].why)))
            printf("  for the name %s\n", refused[i].name);
        EXPECT(shows(join, "value=\"quiet-heron\""));
        EXPECT(!shows(join, password));
    }
    EXPECT_INT(test_sql_int("SELECT count(*) FROM persona"), 7);
}

TEST(weak_passwords_are_refused_with_help)
{
    static const struct {
        const char *typed, *why;
    } refused[] = {
        { "short", "10 characters" },        { "aaaaaaaaaaaa", "Many people use" }, { "1234567890", "Many people use" },
        { "Quiet-Heron", "same as a name" }, { "password123", "Many people use" },
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct request *join = join_try("quiet-heron", refused[i].typed, "Heron");
        EXPECT_INT(join->status, 422);
        if (!EXPECT(shows(join, refused[i].why)))
            printf("  for the password %s\n", refused[i].typed);
    }
    EXPECT_INT(join_try("quiet-heron", password, "Heron")->status, 303);
}

TEST(a_sign_in_name_is_taken_however_it_is_written)
{
    EXPECT(account_test_join("Quiet Heron", password, "Heron") != NULL);
    struct request *again = join_try("  qUIET  hERON ", password, "Wren");
    EXPECT_INT(again->status, 422);
    EXPECT(shows(again, "This sign-in name"));
    EXPECT(account_test_sign_in("quiet heron", password) != NULL);
}

TEST(one_address_makes_five_accounts_in_an_hour)
{
    for (int i = 0; i < 5; i++)
        EXPECT_INT(
            join_try(arena_printf(test_arena(), "heron-%c", 'a' + i), password, arena_printf(test_arena(), "Heron %c", 'A' + i))->status,
            303);
    struct request *sixth = join_try("heron-z", password, "Heron Z");
    EXPECT_INT(sixth->status, 429);
    EXPECT(answer_header(sixth, "Retry-After")[0] != '\0');
    test_advance(TIME_HOUR);
    EXPECT_INT(join_try("heron-z", password, "Heron Z")->status, 303);
}

TEST(nothing_but_the_sealed_list_joins_account_and_persona)
{
    account_test_join("quiet-heron", password, "Heron");
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account a JOIN persona p ON p.id = a.id"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM session s JOIN persona p ON p.id = s.id OR p.id = s.account_id"), 0);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(personas)) FROM account"), 1);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(settings)) FROM account"), 1);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(second_factor)) FROM account"), 1);
    EXPECT(test_sql_int("SELECT max(month) FROM persona") < 10000);
    EXPECT(test_sql("SELECT month FROM account") != OK); /* where one person joins in a month, it would lead to their persona */
}

/* ---- the seized disk ---- */

TEST(a_seized_disk_shows_no_secrets)
{
    const char *cookie = account_test_join("marker-sign-in-name", "marker password words", "Marker Shown Name");
    const char *words = account_test_settle(cookie);
    fetch(with(with(as("visitor", "POST", "/sign-in"), "sign_in", "marker-sign-in-name"), "password", "marker wrong password"));
    test_settle();
    EXPECT(cookie && words);
    EXPECT(test_data_holds("Marker Shown Name"));
    EXPECT(!test_data_holds("marker-sign-in-name"));
    EXPECT(!test_data_holds("marker password words"));
    EXPECT(!test_data_holds("marker wrong password"));
    EXPECT(!test_data_holds(words));
    EXPECT(!test_data_holds(cookie));
    EXPECT(!test_data_holds("192.0.2.7"));
}
