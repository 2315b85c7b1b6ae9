#include "guideline/guideline.h"

#include "tests/harness/harness.h"

static struct request *publish(const char *who, const char *body, const char *summary)
{
    struct request *form = with(with(as(who, "POST", "/steward/guidelines"), "body", body), "summary", summary);
    fetch(form);
    return form;
}

static int agree(const char *who, const char *version, const char *word)
{
    return fetch(with(with(as(who, "POST", "/guidelines"), "version", version), "agree", word));
}

TEST(the_guidelines_open_to_everybody_and_bind_whoever_ticks_them)
{
    struct request *page = as("visitor", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "No contempt.") && !shows(page, "name=\"agree\""));
    struct request *home = as("new", "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/guidelines");
    EXPECT_INT(agree("new", "1", ""), 422);
    EXPECT_INT(agree("new", "7", "yes"), 422);
    EXPECT_INT(agree("new", "1", "yes"), 303);
    EXPECT_INT(fetch(as("new", "GET", "/home")), 200);
}

TEST(a_new_version_asks_everyone_again_and_shows_what_changed)
{
    EXPECT_INT(publish("mod", "Be kind, and take your time.\n\nListen first.", "Shorter")->status, 403);
    EXPECT_INT(publish("stu", "Be kind, and take your time.\n\nListen first.", "Shorter")->status, 303);
    EXPECT_INT(agree("ana", "2", "yes"), 303);
    EXPECT_INT(publish("stu", "Be kind, and take your time.\n\nListen first.\n\nNo photos.", "No photos any more")->status, 303);
    struct request *home = as("ana", "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/guidelines");
    struct request *page = as("ana", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "What changed since you last agreed") && shows(page, "No photos any more"));
    EXPECT(shows(page, "<ins><span class=\"sr\">New: </span>No photos.</ins>") && !shows(page, "</span>Listen first."));
    EXPECT_INT(agree("ana", "2", "yes"), 303); /* what they had read before; the newer one still asks */
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 303);
    EXPECT_INT(agree("ana", "3", "yes"), 303);
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 200);
    EXPECT_INT(fetch(as("stu", "GET", "/home")), 200); /* whoever publishes it has read it */
    struct request *fresh = as("new", "GET", "/guidelines");
    EXPECT_INT(fetch(fresh), 200);
    EXPECT(shows(fresh, "name=\"agree\"") && !shows(fresh, "What changed since"));
}

TEST(guidelines_hold_no_code_and_come_back_when_they_are_refused)
{
    EXPECT_INT(publish("stu", "Be kind to each other here. <script>x</script>", "Kinder")->status, 303);
    struct request *page = as("visitor", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Be kind to each other here.") && !shows(page, "<script>x"));
    struct request *refused = publish("stu", "Too short", "Summary of mine");
    EXPECT_INT(refused->status, 422);
    EXPECT(shows(refused, "Too short</textarea>") && shows(refused, "value=\"Summary of mine\""));
}
