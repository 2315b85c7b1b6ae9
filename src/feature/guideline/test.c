#include "guideline/guideline.h"

#include "tests/harness/harness.h"

/* What a steward writes into a rule's form. */
static struct request *rule_form(const char *who, const char *path, const char *name, const char *why)
{
    struct request *form = with(with(as(who, "POST", path), "name", name), "why", why);
    return with(with(with(form, "helps", "“May I?”"), "harms", "“You must.”"), "language", "en");
}

static struct request *publish(const char *who, const char *summary)
{
    struct request *page = as(who, "GET", "/steward/guidelines/preview");
    fetch(page);
    struct request *form = with(as(who, "POST", "/steward/guidelines/preview"), "summary", summary);
    with(form, "edition", arena_printf(test_arena(), "%lld", (long long)id_after(page, "name=\"edition\" value=\"")));
    fetch(form);
    return form;
}

static const char *edition_of(const char *who, const char *path)
{
    struct request *page = as(who, "GET", path);
    fetch(page);
    return arena_printf(test_arena(), "%lld", (long long)id_after(page, "name=\"edition\" value=\""));
}

static int change(const char *who, const char *path, const char *name, const char *why)
{
    return fetch(with(rule_form(who, path, name, why), "edition", edition_of(who, path)));
}

static int agree(const char *who, const char *version, const char *word)
{
    return fetch(with(with(as(who, "POST", "/guidelines"), "version", version), "agree", word));
}

static void order(const char *what, const char *rule)
{
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/steward/guidelines/order"), "rule", rule), "do", what)), 303);
}

TEST(the_guidelines_open_to_everybody_and_bind_whoever_ticks_them)
{
    struct request *page = as("visitor", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "No contempt.") && shows(page, "“I see that differently. Here is why.”") && !shows(page, "name=\"agree\""));
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
    EXPECT_INT(fetch(rule_form("mod", "/steward/guidelines/new", "No photos.", "They show who is here.")), 403);
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "No photos.", "They show who is here.")), 303);
    EXPECT_INT(change("stu", "/steward/guidelines/rules/5", "No contempt at all.", "It drives people away."), 303);
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 200); /* a draft asks nobody */
    EXPECT_INT(publish("stu", "No photos any more")->status, 303);
    struct request *home = as("ana", "GET", "/home");
    EXPECT_INT(fetch(home), 303);
    EXPECT_TEXT(home->location, "/guidelines");
    struct request *page = as("ana", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "What changed since you last agreed") && shows(page, "No photos any more"));
    EXPECT(shows(page, "<ins><span class=\"sr\" lang=\"en\">New: </span>contempt at all. </ins>"));
    EXPECT_INT(agree("ana", "1", "yes"), 303); /* what they had read before; the newer one still asks */
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 303);
    EXPECT_INT(agree("ana", "2", "yes"), 303);
    EXPECT_INT(fetch(as("ana", "GET", "/home")), 200);
    EXPECT_INT(fetch(as("stu", "GET", "/home")), 200); /* whoever publishes it has read it */
    struct request *fresh = as("new", "GET", "/guidelines");
    EXPECT_INT(fetch(fresh), 200);
    EXPECT(shows(fresh, "name=\"agree\"") && !shows(fresh, "What changed since"));
}

TEST(a_rule_that_was_ever_in_force_is_found_by_its_id)
{
    EXPECT_INT(change("stu", "/steward/guidelines/rules/5", "No contempt at all.", "It drives people away."), 303);
    EXPECT_INT(publish("stu", "Shorter")->status, 303);
    struct request *old = as("visitor", "GET", "/guidelines/rules/5");
    EXPECT_INT(fetch(old), 200);
    EXPECT(shows(old, "No contempt.") && shows(old, "No longer in force; it stood in version 1"));
    int64_t next = test_sql_int("SELECT id FROM guideline_rule");
    struct request *new = as("visitor", "GET", arena_printf(test_arena(), "/guidelines/rules/%lld", (long long)next));
    EXPECT_INT(fetch(new), 200);
    EXPECT(shows(new, "No contempt at all.") && shows(new, "In force since version 2") && shows(new, "href=\"/guidelines/rules/5\""));
    EXPECT_INT(fetch(as("visitor", "GET", "/guidelines/rules/10")), 404);
    EXPECT_INT(fetch(as("visitor", "GET", "/guidelines/rules/0")), 404);
}

TEST(two_neighbouring_versions_are_compared_rule_by_rule)
{
    order("up", "2");
    EXPECT_INT(publish("stu", "Another order")->status, 303);
    order("out", "9");
    EXPECT_INT(publish("stu", "One less")->status, 303);
    struct request *second = as("visitor", "GET", "/guidelines/versions/2"), *third = as("visitor", "GET", "/guidelines/versions/3");
    EXPECT_INT(fetch(second), 200);
    EXPECT(shows(second, "The order of the rules is another one.") && !shows(second, "No longer a rule"));
    EXPECT_INT(fetch(third), 200);
    EXPECT(shows(third, "No longer a rule") && shows(third, "In force now") && !shows(third, "The order of the rules"));
    struct request *list = as("visitor", "GET", "/guidelines/versions");
    EXPECT_INT(fetch(list), 200);
    EXPECT(shows(list, "/guidelines/versions/3") && shows(list, "One less") && shows(list, "The first version."));
    EXPECT_INT(fetch(as("visitor", "GET", "/guidelines/versions/4")), 404);
}

TEST(whoever_changes_the_same_rule_second_sees_what_changed_and_loses_nothing)
{
    const char *path = "/steward/guidelines/rules/5", *edition = edition_of("stu", path);
    EXPECT_INT(fetch(with(rule_form("stu", path, "First words.", "The first reason."), "edition", edition)), 303);
    struct request *second = with(rule_form("stu", path, "Second words.", "The second reason."), "edition", edition);
    EXPECT_INT(fetch(second), 422);
    EXPECT(shows(second, "What somebody else wrote meanwhile") && shows(second, "First words."));
    EXPECT(shows(second, "value=\"Second words.\"") && shows(second, "The second reason.</textarea>"));
    edition = arena_printf(test_arena(), "%lld", (long long)id_after(second, "name=\"edition\" value=\""));
    EXPECT_INT(fetch(with(rule_form("stu", path, "Second words.", "The second reason."), "edition", edition)), 303);
    EXPECT_INT(publish("stu", "Second")->status, 303);
    /* The rule they had open is another one by now: the words go on as a rule of their own. */
    struct request *late = with(rule_form("stu", path, "Late words.", "The late reason."), "edition", edition);
    EXPECT_INT(fetch(late), 422);
    EXPECT(shows(late, "Late words.") && shows(late, "action=\"/steward/guidelines/new\""));
}

TEST(a_draft_that_changed_under_the_publisher_is_shown_again)
{
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "No photos.", "They show who is here.")), 303);
    const char *edition = edition_of("stu", "/steward/guidelines/preview");
    test_advance(1000);
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "No films.", "They show who is here.")), 303);
    struct request *form = with(as("stu", "POST", "/steward/guidelines/preview"), "summary", "No photos");
    EXPECT_INT(fetch(with(form, "edition", edition)), 422);
    EXPECT(shows(form, "No films.") && shows(form, "value=\"No photos\""));
    EXPECT_INT(publish("stu", "Neither")->status, 303);
    EXPECT_INT(publish("stu", "Nothing")->status, 422); /* nothing has changed since */
}

TEST(an_empty_rule_and_the_thirty_first_are_refused_kindly)
{
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "No photos.", "")), 422);
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "   ", "Because.")), 422);
    struct buf word = { .arena = test_arena() };
    for (int i = 0; i < 10000; i++)
        buf_putc(&word, 'w');
    struct request *endless = rule_form("stu", "/steward/guidelines/new", "Too long.", buf_text(&word));
    EXPECT_INT(fetch(endless), 422);
    EXPECT(shows(endless, buf_text(&word)));
    for (int i = GUIDELINE_BUILT_IN; i < GUIDELINE_RULES_MOST; i++)
        EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "One more.", "Because.")), 303);
    struct request *last = rule_form("stu", "/steward/guidelines/new", "Yet another.", "Because.");
    EXPECT_INT(fetch(last), 422);
    EXPECT(shows(last, "There are 30 rules already") && shows(last, "value=\"Yet another.\""));
    order("out", "9");
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "Yet another.", "Because.")), 303);
    EXPECT_INT(fetch(with(with(as("stu", "POST", "/steward/guidelines/order"), "rule", "9"), "do", "back")), 422);
}

TEST(a_rule_is_read_in_the_readers_language_or_marked_with_its_own)
{
    EXPECT_INT(fetch(rule_form("stu", "/steward/guidelines/new", "No photos.",
                               "\xe2\x80\xae"
                               "They show <b>who</b> is here.")),
               303);
    EXPECT_INT(publish("stu", "No photos")->status, 303);
    int64_t id = test_sql_int("SELECT id FROM guideline_rule");
    const char *path = arena_printf(test_arena(), "/steward/guidelines/translate/%lld", (long long)id);
    struct request *german = with_header(as("visitor", "GET", "/guidelines"), "Accept-Language", "de");
    EXPECT_INT(fetch(german), 200);
    EXPECT(shows(german, "<span lang=\"en\" dir=\"auto\">No photos.</span>") && shows(german, "They show &lt;b&gt;who&lt;/b&gt; is here."));
    struct request *page = as("stu", "GET", arena_printf(test_arena(), "%s?language=de", path));
    EXPECT_INT(fetch(page), 200);
    char was[32] = "";
    const char *at = strstr(buf_text(&page->body), "name=\"was\" value=\"");
    EXPECT(at != NULL);
    if (at)
        snprintf(was, sizeof was, "%.*s", (int)strspn(at + 18, "0123456789"), at + 18);
    struct request *form = with(with(as("stu", "POST", path), "name", "Keine Fotos."), "why", "Sie zeigen, wer hier ist.");
    with(with(with(form, "helps", "„Darf ich?“"), "harms", "„Lach mal.“"), "language", "de");
    EXPECT_INT(fetch(with(form, "was", "1")), 422); /* somebody else had translated it */
    form = with(with(as("stu", "POST", path), "name", "Keine Fotos."), "why", "Sie zeigen, wer hier ist.");
    with(with(with(form, "helps", "„Darf ich?“"), "harms", "„Lach mal.“"), "language", "de");
    EXPECT_INT(fetch(with(form, "was", was)), 303);
    german = with_header(as("visitor", "GET", "/guidelines"), "Accept-Language", "de");
    EXPECT_INT(fetch(german), 200);
    EXPECT(shows(german, "Keine Fotos.") && !shows(german, "No photos."));
    EXPECT_INT(fetch(as("stu", "GET", "/steward/guidelines/translate/5?language=de")), 404); /* the catalogues have it */
}

TEST(what_a_place_published_as_one_text_stays_readable_as_that_version)
{
    EXPECT_INT(test_sql("INSERT INTO guideline_rule (id, group_id, replaces, language) VALUES (1002, 0, 0, 'en')"), OK);
    EXPECT_INT(test_sql("INSERT INTO guideline_rule_text (rule_id, language, name, why, helps, harms)"
                        " VALUES (1002, 'en', '', 'Be **kind** here. <script>x</script>', '', '')"),
               OK);
    EXPECT_INT(test_sql("INSERT INTO guideline_version (group_id, version, published_day, summary) VALUES (0, 2, 20700, 'Ours')"), OK);
    EXPECT_INT(test_sql("INSERT INTO guideline_version_rule (group_id, version, position, rule_id) VALUES (0, 2, 1, 1002)"), OK);
    struct request *page = as("visitor", "GET", "/guidelines");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Be <strong>kind</strong> here.") && !shows(page, "<script>x") && !shows(page, "No contempt."));
    EXPECT_INT(agree("stu", "2", "yes"), 303);
    EXPECT_INT(change("stu", "/steward/guidelines/rules/1002", "Be kind.", "It is a hard world."), 303);
    EXPECT_INT(publish("stu", "Single rules")->status, 303);
    struct request *version = as("visitor", "GET", "/guidelines/versions/2");
    EXPECT_INT(fetch(version), 200);
    EXPECT(shows(version, "Be <strong>kind</strong> here."));
    EXPECT_INT(fetch(as("visitor", "GET", "/guidelines/versions/3")), 200);
}

TEST(the_versions_are_paged_from_the_newest_on)
{
    for (int i = 2; i <= 25; i++)
        EXPECT_INT(test_sql(arena_printf(test_arena(),
                                         "INSERT INTO guideline_version (group_id, version, published_day, summary)"
                                         " VALUES (0, %d, 20800, 'Change %d.')",
                                         i, i)),
                   OK);
    struct request *page = as("visitor", "GET", "/guidelines/versions");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Change 25.") && shows(page, "Change 6.") && !shows(page, "Change 5."));
    EXPECT(shows(page, "href=\"/guidelines/versions?before=6\""));
    page = as("visitor", "GET", "/guidelines/versions?before=6");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, "Change 5.") && shows(page, "The first version.") && !shows(page, "Change 6."));
}

TEST(translations_go_with_the_old_words_unless_they_still_fit)
{
    const char *five = "/steward/guidelines/rules/5", *four = "/steward/guidelines/rules/4";
    struct request *kept = with(rule_form("stu", five, "No contempt!", "It drives people away."), "edition", edition_of("stu", five));
    EXPECT_INT(fetch(with(kept, "keeps", "yes")), 303);
    EXPECT_INT(change("stu", four, "Speak of yourself.", "Other roads aren’t yours."), 303);
    EXPECT_INT(publish("stu", "Two rules")->status, 303);
    struct request *german = with_header(as("visitor", "GET", "/guidelines"), "Accept-Language", "de");
    EXPECT_INT(fetch(german), 200);
    EXPECT(shows(german, "Keine Verachtung.") && !shows(german, "No contempt!"));
    EXPECT(shows(german, "Speak of yourself.") && shows(german, "das ist das Original auf Englisch"));
    struct request *english = as("visitor", "GET", "/guidelines");
    EXPECT_INT(fetch(english), 200);
    EXPECT(shows(english, "No contempt!"));
}
