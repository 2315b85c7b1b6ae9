/* Pictures under stories: sealed while they are a draft's, seen by whoever may read the story, gone with it. */
#include "board/test_parts.h"
#include "story/test_parts.h"
#include "tests/harness/harness.h"
#include "tests/harness/pictures.h"

static const char tab[] = "AAECAwQFBgcICQoLDA0ODw";

static struct bytes photo(void)
{
    return picture_png(test_arena(), 40, 30, NULL);
}

/* A form of story `draft` with the pictures it has so far, and one more: its description, and whether its file came. */
static struct request *form(const char *path, const char *draft, const char *act, const char *body)
{
    struct request *request = with(with(with(as("ana", "POST", path), "once", tab), "draft", draft), "do", act);
    test_advance(TIME_MINUTE);
    return with(with(request, "title", "With pictures"), "body", body);
}

static int add(struct request *request, const char *description)
{
    return fetch(with_file(with(request, "alt[]", description), "photo", "IMG_MARKFILE.png", photo()));
}

static int64_t sealed_newest(void)
{
    return test_sql_int("SELECT max(id) FROM story_sealed_picture");
}

static const char *id_text(int64_t number)
{
    return test_path("%lld", (long long)number);
}

static struct request *having(struct request *request, int64_t id, const char *description)
{
    return with(with(request, "picture[]", id_text(id)), "alt[]", description);
}

static int64_t published(const char *audience, int64_t *picture)
{
    struct request *request = with(form("/stories/new", id_text(id_random()), "send", "Words"), "audience", audience);
    EXPECT_INT(add(request, "A lamp in a window"), 303);
    *picture = test_sql_int("SELECT max(id) FROM story_picture");
    return id_after(request, "/stories/");
}

static int see(const char *who, int64_t picture)
{
    return test_get(who, "/pictures/%lld", (long long)picture);
}

TEST(pictures_are_added_ordered_taken_out_and_told_with_the_story)
{
    struct request *first = form("/stories/new", "5", "picture", "My long text");
    EXPECT_INT(add(first, "A lamp"), 303);
    int64_t draft = id_after(first, "/stories/drafts/"), one = sealed_newest();
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)draft) == 200 && shows(test_page(), "My long text</textarea>"));
    EXPECT(shows(test_page(), test_path("src=\"/stories/pictures/%lld\"", (long long)one)) && shows(test_page(), "value=\"A lamp\""));
    EXPECT_INT(test_get("ana", "/stories/pictures/%lld", (long long)one), 200);
    EXPECT_TEXT(answer_header(test_page(), "Content-Type"), "image/webp");
    EXPECT_INT(test_get("bo", "/stories/pictures/%lld", (long long)one), 404);
    EXPECT_INT(see("ana", one), 404); /* not among those that can be seen */
    EXPECT_INT(add(having(form("/stories/new", "5", "picture", "My long text"), one, "A lamp"), "A door"), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed_picture"), 2);
    int64_t two = test_sql_int(test_path("SELECT id FROM story_sealed_picture WHERE id <> %lld", (long long)one));
    EXPECT_INT(fetch(having(having(form("/stories/new", "5", "up-2", "Still my text"), one, "A lamp"), two, "A door")), 303);
    EXPECT(test_get("ana", "/stories/drafts/%lld", (long long)draft) == 200 && shows(test_page(), "Still my text</textarea>"));
    const char *page = buf_text(&test_page()->body);
    EXPECT(strstr(page, "value=\"A door\"") && strstr(strstr(page, "value=\"A door\""), "value=\"A lamp\""));
    EXPECT_INT(fetch(having(having(form("/stories/new", "5", "drop-1", "Words"), two, "A door"), one, "A lamp")), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed_picture"), 1);
    EXPECT_INT(test_get("ana", "/stories/pictures/%lld", (long long)two), 404);
    struct request *sent = having(form("/stories/new", "5", "send", "Words"), one, "A lamp “from home”");
    EXPECT_INT(fetch(sent), 303);
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM story_sealed) + (SELECT count(*) FROM story_sealed_picture)"), 0);
    EXPECT(test_get("bo", "/stories/%lld", (long long)id_after(sent, "/stories/")) == 200);
    int64_t picture = test_sql_int("SELECT id FROM story_picture");
    EXPECT(picture != one &&
           shows(test_page(), test_path("<img class=\"pic\" src=\"/pictures/%lld\" alt=\"A lamp “from home”\" width=\"40\" "
                                        "height=\"30\"",
                                        (long long)picture)));
    EXPECT_INT(see("bo", picture), 200);
}

TEST(a_picture_without_a_description_comes_back_with_every_word_and_is_kept)
{
    EXPECT_INT(add(form("/stories/new", "5", "picture", "My long text"), ""), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_picture"), 0);
    struct request *again = form("/stories/new", "5", "send", "My long text");
    EXPECT_INT(add(again, ""), 422);
    EXPECT(shows(again, "My long text</textarea>") && shows(again, "what each picture shows"));
    int64_t kept = id_after(again, "src=\"/stories/pictures/");
    EXPECT_INT(test_get("ana", "/stories/pictures/%lld", (long long)kept), 200);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story"), 0);
    EXPECT_INT(fetch(having(form("/stories/new", "5", "send", "My long text"), kept, "A lamp")), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_picture"), 1);
}

TEST(what_isnt_a_picture_or_one_too_many_is_said_beside_the_field_and_no_word_is_lost)
{
    struct request *text = form("/stories/new", "5", "picture", "My long text");
    EXPECT_INT(fetch(with_file(with(text, "alt[]", "A lamp"), "photo", "a.png", (struct bytes){ "only words", 10 })), 422);
    EXPECT(shows(text, "isn’t a picture we can read") && shows(text, "My long text</textarea>") && shows(text, "value=\"A lamp\""));
    struct request *none = form("/stories/new", "5", "picture", "My long text");
    EXPECT_INT(fetch(with(none, "alt[]", "A lamp")), 422);
    EXPECT(shows(none, "Please choose a file.") && shows(none, "value=\"A lamp\""));
    struct request *many = form("/stories/new", "5", "send", "My long text");
    for (int i = 1; i <= STORY_PICTURES; i++)
        many = having(many, i, "One");
    EXPECT_INT(add(many, "The seventh"), 422);
    EXPECT(shows(many, "A story can carry six pictures") && shows(many, "My long text</textarea>"));
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM story) + (SELECT count(*) FROM picture)"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed"), 1);
}

TEST(a_story_without_a_name_has_no_pictures)
{
    struct request *sent = with(form("/stories/new", "5", "send", "My long text"), "name", "none");
    EXPECT_INT(add(sent, "A lamp"), 422);
    EXPECT(shows(sent, "can show whose story this is") && shows(sent, "My long text</textarea>"));
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM story) + (SELECT count(*) FROM picture)"), 0);
    EXPECT_INT(test_send("ana", "/stories/new", "draft", "6", "title", "T", "body", "W", "name", "none", NULL), 303);
    int64_t story = id_after(test_page(), "/stories/");
    EXPECT(test_get("ana", "/stories/%lld/edit", (long long)story) == 200 && !shows(test_page(), "name=\"photo\""));
}

TEST(who_may_read_a_story_sees_its_pictures_and_nobody_else_does)
{
    static const char *const audiences[] = { "everyone", "members", "circles" };
    static const struct {
        const char *who;
        int status[3];
    } readers[] = {
        { "visitor", { 200, 404, 404 } }, { "new", { 200, 404, 404 } }, { "bo", { 200, 200, 200 } },
        { "cyd", { 200, 200, 404 } },     { "mod", { 404, 404, 404 } }, { "ana", { 200, 200, 200 } },
    };
    test_story_connects("ana", "bo");
    test_story_blocks("ana", "mod");
    for (size_t a = 0; a < COUNT(audiences); a++) {
        int64_t picture, story = published(audiences[a], &picture);
        for (size_t i = 0; i < COUNT(readers); i++)
            EXPECT_INT(see(readers[i].who, picture), readers[i].status[a]);
        EXPECT_INT(test_get("bo", "/stories/pictures/%lld", (long long)picture), 303); /* where a form would look */
        EXPECT_INT(test_get("mod", "/stories/pictures/%lld", (long long)picture), 404);
        EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)story), NULL), 303);
        EXPECT_INT(see("ana", picture), 404);
    }
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM picture) + (SELECT count(*) FROM story_picture)"), 0);
}

TEST(a_change_of_a_story_changes_its_pictures)
{
    int64_t picture, story = published("members", &picture);
    const char *edit = test_path("/stories/%lld/edit", (long long)story), *number = id_text(story);
    EXPECT(test_get("ana", "%s", edit) == 200 && shows(test_page(), test_path("name=\"picture[]\" value=\"%lld\"", (long long)picture)));
    struct request *more = having(with(with(form(edit, "", "send", "Words"), "story", number), "base", "1"), picture, "A lamp, lit");
    EXPECT_INT(add(more, "A door"), 303);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "alt=\"A lamp, lit\"") &&
           shows(test_page(), "alt=\"A door\""));
    EXPECT_INT(fetch(with(with(form(edit, "", "send", "Words"), "story", number), "base", "2")), 303);
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM picture) + (SELECT count(*) FROM story_picture)"), 0);
    /* Another's picture can't be named into one's own story. */
    int64_t anas, of_ana = published("members", &anas);
    EXPECT_INT(fetch(with(with(having(with(as("bo", "POST", "/stories/new"), "draft", "9"), anas, "Mine"), "title", "T"), "body", "W")),
               303);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM story_picture WHERE story_id <> %lld", (long long)of_ana)), 0);
}

TEST(a_story_taken_back_takes_its_pictures_back_under_the_key)
{
    int64_t picture, story = published("members", &picture);
    struct request *back = form(test_path("/stories/%lld/edit", (long long)story), "", "send", "Words");
    back = with(with(with(back, "story", id_text(story)), "base", "1"), "audience", "me");
    EXPECT_INT(fetch(having(back, picture, "A lamp in a window")), 303);
    EXPECT_INT(test_sql_int("SELECT (SELECT count(*) FROM picture) + (SELECT count(*) FROM story_picture)"), 0);
    EXPECT(test_get("ana", "/stories/kept/%lld", (long long)id_after(back, "/stories/kept/")) == 200 &&
           shows(test_page(), "alt=\"A lamp in a window\""));
    EXPECT_INT(test_get("ana", "/stories/pictures/%lld", (long long)sealed_newest()), 200);
    EXPECT_INT(test_get("bo", "/stories/pictures/%lld", (long long)sealed_newest()), 404);
}

/* The last bytes of a picture that hold no zero: something a marker test can look for. */
static const char *tail_of(const struct request *answer)
{
    const char *data = answer->body.data;
    size_t from = answer->body.len, len = 0;
    while (from > 0 && len < 12)
        len = data[--from] ? len + 1 : 0;
    return arena_slice(test_arena(), data + from, len);
}

TEST(a_seized_disk_shows_no_picture_of_a_draft_and_nothing_it_shows)
{
    bool plain = database_is_sqlite(test_app()->database); /* PostgreSQL writes what isn't text its own way */
    EXPECT_INT(add(form("/stories/new", "5", "picture", "Words"), "MARKSHOWN"), 303);
    int64_t id = sealed_newest();
    EXPECT_INT(test_get("ana", "/stories/pictures/%lld", (long long)id), 200);
    const char *tail = tail_of(test_page());
    EXPECT(!test_data_holds("MARKSHOWN") && !test_data_holds("MARKFILE") && !(plain && test_data_holds(tail)));
    EXPECT_INT(test_sql_int("SELECT min(length(bytes)) % 65536 FROM story_sealed_picture"),
               test_sql_int("SELECT max(length(bytes)) % 65536 FROM story_sealed_picture"));
    EXPECT_INT(test_send("ana", test_path("/stories/drafts/%lld/discard", (long long)test_sql_int("SELECT id FROM story_sealed")), NULL),
               303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM story_sealed_picture"), 0);
    EXPECT_INT(add(form("/stories/new", "6", "send", "Words"), "A lamp"), 303);
    EXPECT(!plain || test_data_holds(tail)); /* what is told lies there as its words do: the search can find it */
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/delete", (long long)test_sql_int("SELECT id FROM story")), NULL), 303);
    test_settle();
    EXPECT(!plain || !test_data_holds(tail));
}

TEST(words_and_pictures_wait_when_the_session_was_over_in_between)
{
    EXPECT_INT(add(form("/stories/new", "5", "picture", "Words"), "A lamp"), 303);
    struct kept_form kept = { .path = "/stories/new" };
    const struct pair fields[] = {
        { "draft", "5" }, { "title", "T" }, { "body", "Later words" }, { "picture[]", id_text(sealed_newest()) }, { "alt[]", "A lamp" }
    };
    struct story_words words;
    kept.fields = fields;
    kept.count = COUNT(fields);
    story_words_of_kept(test_arena(), &kept, &words);
    EXPECT(words.pictures.count == 1 && words.pictures.items[0].id == sealed_newest());
    EXPECT_TEXT(words.pictures.items[0].description, "A lamp");
}

TEST(the_download_holds_a_storys_pictures_and_those_of_drafts)
{
    int64_t picture;
    (void)published("members", &picture);
    EXPECT_INT(add(form("/stories/new", "7", "picture", "Words"), "MARKDRAWN"), 303);
    struct request *download = as("ana", "POST", "/settings/download");
    EXPECT_INT(fetch(download), 200);
    const char *json = answer_zipped(download, "data.json"), *told = answer_zipped(download, "picture-1.webp"),
               *drafted = answer_zipped(download, "story-picture-1.webp");
    EXPECT(json && strstr(json, "MARKDRAWN") && strstr(json, "A lamp in a window"));
    EXPECT(told && drafted && !memcmp(told, "RIFF", 4) && !memcmp(drafted, "RIFF", 4));
}

static enum status rename_ana(struct db *db, void *context)
{
    return persona_rename(db, test_arena(), test_app(), *(int64_t *)context, "Iris", test_now());
}

TEST(a_former_name_stands_nowhere_beside_a_picture)
{
    int64_t ana = persona_of("ana"), picture, story = published("members", &picture);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && shows(test_page(), "<bdi>Ana</bdi>"));
    EXPECT_INT(database_write(test_app()->database, rename_ana, &ana), OK);
    EXPECT(test_get("bo", "/stories/%lld", (long long)story) == 200 && !names(test_page(), "Ana") && shows(test_page(), "Iris"));
    EXPECT_INT(see("bo", picture), 200);
    EXPECT(!strstr(buf_text(&test_page()->body), "Ana"));
}
