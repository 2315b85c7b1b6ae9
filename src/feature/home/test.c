#include "home/home.h"

#include "tests/harness/harness.h"

TEST(the_start_says_who_runs_the_place)
{
    EXPECT_INT(test_sql("UPDATE community SET name = 'Lantern Street', runners = 'Eleven volunteers <b>of ours</b>.'"), OK);
    struct request *page = as("visitor", "GET", "/");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Lantern Street is a support network"));
    EXPECT(shows(page, "Eleven volunteers &lt;b&gt;of ours&lt;/b&gt;."));
    EXPECT(shows(page, "href=\"/join\""));
}

TEST(members_start_at_home)
{
    struct request *start = as("ana", "GET", "/");
    EXPECT_INT(fetch(start), 303);
    EXPECT_TEXT(start->location, "/home");
    struct request *home = as("visitor", "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT(text_starts(home->location, "/sign-in"));
}

static void until_hour(int64_t hour)
{
    test_advance(((hour - test_now() / TIME_HOUR) % 24 + 24) % 24 * TIME_HOUR);
}

TEST(home_greets_by_the_hour_and_invites_to_a_group)
{
    until_hour(9);
    struct request *page = as("ana", "GET", "/home");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Good morning, Ana."));
    EXPECT(shows(page, "Nothing here needs an answer today."));
    EXPECT(shows(page, "Find a group to sit with"));
    until_hour(23);
    page = as("bo", "GET", "/home");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Good evening, Bo."));
    EXPECT(shows(page, "Nothing here needs an answer tonight."));
}

static enum status two_groups(struct db *db, void *context)
{
    struct group_new wish = {
        .slug = "late-bloomers", .name = "Late bloomers", .lang = "en", .purpose = "To talk.", .rules = "", .now = test_now()
    };
    int64_t id;
    TRY(group_create(db, context, &wish, &id));
    TRY(membership_add(db, context, id, persona_of("ana"), false, false, test_now()));
    wish.slug = "names";
    wish.name = "Names and paperwork";
    return group_create(db, context, &wish, &id);
}

TEST(home_shows_the_groups_one_belongs_to)
{
    EXPECT_INT(database_write(test_app()->database, two_groups, test_arena()), OK);
    struct request *page = as("ana", "GET", "/home");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Late bloomers"));
    EXPECT(!shows(page, "Names and paperwork"));
    EXPECT(shows(page, "It’s quiet in your groups"));
}

TEST(what_the_stewards_wrote_is_markdown_without_html)
{
    EXPECT_INT(test_sql("UPDATE community SET about = 'We **care**. <script>x</script>', contact = 'Ring the bell.'"), OK);
    struct request *about = as("visitor", "GET", "/about");
    EXPECT_INT(fetch(about), 200);
    EXPECT(shows(about, "<strong>care</strong>"));
    EXPECT(!shows(about, "<script>x"));
    EXPECT(shows(about, "What we keep, and for how long"));
    struct request *contact = as("visitor", "GET", "/contact");
    EXPECT_INT(fetch(contact), 200);
    EXPECT(shows(contact, "Ring the bell."));
}

TEST(health_is_one_word)
{
    struct request *health = as("visitor", "GET", "/healthz");
    EXPECT_INT(fetch(health), 200);
    EXPECT_TEXT(buf_text(&health->body), "ok\n");
    EXPECT_TEXT(answer_header(health, "Content-Type"), "text/plain; charset=utf-8");
}
