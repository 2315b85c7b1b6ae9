#include "board/test_parts.h"
#include "circle/circle.h"
#include "picture/picture.h"
#include "tests/harness/harness.h"
#include "tests/harness/pictures.h"

static int send_own(const char *who, const char *filename, struct bytes picture)
{
    return fetch(with_file(as(who, "POST", "/settings/picture/own"), "own", filename, picture));
}

static struct bytes small(void)
{
    return picture_png(test_arena(), 40, 30, NULL);
}

static int64_t picture_id(const char *who)
{
    return -test_sql_int(arena_printf(test_arena(), "SELECT picture FROM persona WHERE id = %lld", (long long)persona_of(who)));
}

static struct request *see(const char *who, int64_t id)
{
    struct request *request = as(who, "GET", picture_path(test_arena(), id));
    fetch(request);
    return request;
}

/* ---- one's own ---- */

TEST(a_member_shows_a_picture_of_their_own_and_takes_it_away_again)
{
    int64_t plate = -picture_id("ana");
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    int64_t id = picture_id("ana");
    EXPECT(id > 0);
    struct request *page = as("ana", "GET", "/settings");
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(
        page, arena_printf(test_arena(), "<img class=\"av l\" src=\"/pictures/%lld\" alt=\"\" width=\"96\" height=\"96\"", (long long)id)));
    EXPECT(shows(page, "Remove my picture"));
    EXPECT_INT(send_own("ana", "me.png", small()), 303); /* another in its place */
    EXPECT(picture_id("ana") > 0 && picture_id("ana") != id);
    EXPECT_INT(see("ana", id)->status, 404);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM picture"), 1);
    EXPECT_INT(fetch(as("ana", "POST", "/settings/picture/remove")), 303);
    EXPECT_INT(-picture_id("ana"), plate);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM picture"), 0);
    EXPECT_INT(fetch(as("ana", "POST", "/settings/picture/remove")), 303); /* twice is once */
    EXPECT_INT(-picture_id("ana"), plate);
}

TEST(a_drawn_picture_takes_the_place_of_ones_own)
{
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/picture"), "picture", "-5")), 422); /* not anybody's own */
    EXPECT(picture_id("ana") > 0);
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/picture"), "picture", "77")), 303);
    EXPECT_INT(-picture_id("ana"), 77);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM picture"), 0);
}

TEST(what_cant_be_taken_is_said_beside_the_field)
{
    struct request *none = as("ana", "POST", "/settings/picture/own");
    EXPECT_INT(fetch(with_file(none, "own", "", (struct bytes){ "", 0 })), 422);
    EXPECT(shows(none, "Please choose a file."));
    struct request *text = with_file(as("ana", "POST", "/settings/picture/own"), "own", "me.png", (struct bytes){ "only words", 10 });
    EXPECT_INT(fetch(text), 422);
    EXPECT(shows(text, "isn’t a picture we can read"));
    struct request *vast =
        with_file(as("ana", "POST", "/settings/picture/own"), "own", "me.png", picture_png_claiming(test_arena(), 8, 8, 40000, 40000));
    EXPECT_INT(fetch(vast), 422);
    EXPECT(shows(vast, "too many pixels"));
    struct image_keeper *images = test_app()->images;
    test_app()->images = NULL;
    struct request *away = with_file(as("ana", "POST", "/settings/picture/own"), "own", "me.png", small());
    EXPECT_INT(fetch(away), 422);
    EXPECT(shows(away, "can’t take pictures at the moment"));
    EXPECT_INT(fetch(with(as("ana", "POST", "/settings/picture"), "picture", "77")), 303); /* all else works */
    test_app()->images = images;
    EXPECT_INT(test_sql_int("SELECT count(*) FROM picture"), 0);
}

TEST(what_a_file_is_called_doesnt_matter)
{
    EXPECT_INT(send_own("ana", "song.mp3", small()), 303);
    EXPECT_INT(send_own("bo", "../../etc/passwd", picture_gif(test_arena(), 8, 8)), 303);
}

TEST(many_pictures_in_a_row_are_slowed_down)
{
    int answer = 0;
    for (int i = 0; i < 13; i++)
        answer = send_own("ana", "me.png", (struct bytes){ "only words", 10 });
    EXPECT_INT(answer, 429);
    EXPECT_INT(send_own("bo", "me.png", small()), 303);
}

/* ---- who sees it ---- */

TEST(a_picture_is_served_as_nothing_but_a_picture)
{
    struct image_look look;
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    struct request *answer = see("bo", picture_id("ana"));
    EXPECT_INT(answer->status, 200);
    EXPECT(image_is_plain((struct bytes){ answer->body.data, answer->body.len }, &look) && look.width == 256 && look.height == 256);
    EXPECT_TEXT(answer_header(answer, "Content-Type"), "image/webp");
    EXPECT_TEXT(answer_header(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_TEXT(answer_header(answer, "Cache-Control"), "private, no-store");
    EXPECT(strstr(answer_header(answer, "Content-Security-Policy"), "default-src 'none'; sandbox"));
    EXPECT_TEXT(answer_header(answer, "Content-Disposition"), "");
    EXPECT_INT(see("bo", 12345)->status, 404);
    EXPECT_INT(fetch(as("bo", "GET", "/pictures/no-number")), 404);
}

static enum status ana_blocks_bo(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("ana"), persona_of("bo"));
}

TEST(members_see_each_others_pictures_and_nobody_else_does)
{
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    EXPECT_INT(send_own("bo", "me.png", small()), 303);
    int64_t anas = picture_id("ana"), bos = picture_id("bo");
    EXPECT_INT(see("visitor", anas)->status, 404);
    EXPECT_INT(see("new", anas)->status, 404); /* not in yet */
    EXPECT_INT(see("bo", anas)->status, 200);
    EXPECT_INT(database_write(test_app()->database, ana_blocks_bo, NULL), OK);
    EXPECT_INT(see("bo", anas)->status, 404);
    EXPECT_INT(see("ana", bos)->status, 404);
    EXPECT_INT(see("ana", anas)->status, 200);
    EXPECT_INT(see("cyd", anas)->status, 200);
}

TEST(visitors_see_a_picture_whose_owner_wishes_so)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(porch.group, "ana");
    int64_t topic = test_topic(porch, "ana", "Rain", "It rains.");
    const char *path = arena_printf(test_arena(), "/topics/%lld", (long long)topic);
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    struct request *page = as("visitor", "GET", path);
    EXPECT_INT(fetch(page), 200);
    EXPECT(!shows(page, "/pictures/"));
    struct request *inside = as("bo", "GET", path);
    EXPECT_INT(fetch(inside), 200);
    EXPECT(shows(inside, picture_path(test_arena(), picture_id("ana"))));
    struct request *open = with(as("ana", "POST", "/settings/picture/own"), "visitors", "1");
    EXPECT_INT(fetch(with_file(open, "own", "me.png", small())), 303);
    EXPECT_INT(see("visitor", picture_id("ana"))->status, 200);
    page = as("visitor", "GET", path);
    EXPECT_INT(fetch(page), 200);
    EXPECT(shows(page, picture_path(test_arena(), picture_id("ana"))));
}

/* ---- for other features ---- */

static enum status cellar_may(struct request *request, const struct picture *picture)
{
    return request->member && picture->persona ? OK : NOT_FOUND;
}
static const struct picture_kind cellar[] = { { "cellar", PICTURE_WIDE, cellar_may }, { 0 } };

static enum status cellar_life(struct db *db, void *context)
{
    struct request *request = context;
    struct picture_taken taken = { .kind = &cellar[0] };
    struct member member = { .persona = persona_of("ana") };
    struct buf out = { .arena = test_arena() };
    struct view view = { .out = &out, .words.arena = test_arena() };
    struct picture picture;
    int64_t id;
    request->db = db;
    request->member = &member;
    EXPECT_INT(image_make(request->app->images, test_arena(), picture_png(test_arena(), 2000, 1000, NULL), &cellar[0].wish, &taken.made),
               IMAGE_MADE);
    TRY(picture_store(request, &taken, "A cellar", &id));
    TRY(picture_describe(db, test_arena(), id, "A cellar \"with\" a cat"));
    TRY(picture_find(db, test_arena(), id, &picture));
    EXPECT(picture.persona == member.persona && picture.width == 1600 && picture.height == 800 && text_same(picture.kind, "cellar"));
    picture_image(&view, &picture);
    EXPECT(strstr(buf_text(&out), "alt=\"A cellar &quot;with&quot; a cat\" width=\"1600\" height=\"800\" loading=\"lazy\""));
    TRY(picture_drop(request, id));
    EXPECT_INT(picture_find(db, test_arena(), id, &picture), NOT_FOUND);
    request->member = NULL;
    return OK;
}

TEST(a_feature_keeps_pictures_with_their_descriptions)
{
    EXPECT_INT(database_write(test_app()->database, cellar_life, as("ana", "GET", "/home")), OK);
}

TEST(a_picture_of_a_kind_that_nobody_knows_is_shown_to_nobody)
{
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    int64_t id = picture_id("ana");
    EXPECT_INT(test_sql("UPDATE picture SET kind = 'cellar'"), OK);
    EXPECT_INT(see("ana", id)->status, 404);
}

/* ---- what is kept ---- */

TEST(nothing_of_the_file_that_came_is_kept_anywhere)
{
    struct arena *arena = test_arena();
    EXPECT_INT(send_own("ana", "MARKFILENAME.png", picture_png(arena, 90, 90, "MARKPNGPLACE")), 303);
    EXPECT_INT(send_own("bo", "MARKFILENAME.jpg", picture_jpeg(arena, 90, 90, 6, "MARKJPEGPLACE")), 303);
    struct request *plain = see("ana", picture_id("ana"));
    struct bytes webp = picture_webp(arena, (struct bytes){ plain->body.data, plain->body.len }, 256, 256, "MARKWEBPPLACE");
    EXPECT_INT(send_own("cyd", "MARKFILENAME.webp", webp), 303);
    EXPECT_INT(send_own("fay", "MARKFILENAME.gif", (struct bytes){ "GIF89aMARKREFUSED", 17 }), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM picture"), 3);
    EXPECT(!test_data_holds("MARKFILENAME") && !test_data_holds("MARKPNGPLACE") && !test_data_holds("MARKJPEGPLACE") &&
           !test_data_holds("MARKWEBPPLACE") && !test_data_holds("MARKREFUSED"));
}

TEST(a_picture_that_was_taken_away_is_gone_from_the_disk)
{
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    struct request *shown = see("ana", picture_id("ana"));
    /* The last bytes of the picture: a text that marker tests can look for must hold no zero. */
    const char *data = shown->body.data;
    size_t from = shown->body.len, len = 0;
    while (from > 0 && len < 16)
        len = data[--from] ? len + 1 : 0;
    const char *tail = arena_slice(test_arena(), data + from, len);
    bool plain = len == 16 && database_is_sqlite(test_app()->database); /* PostgreSQL writes what isn't text its own way */
    EXPECT(!plain || test_data_holds(tail));
    EXPECT_INT(fetch(as("ana", "POST", "/settings/picture/remove")), 303);
    test_settle();
    EXPECT(!plain || !test_data_holds(tail));
}

TEST(the_download_holds_ones_pictures)
{
    EXPECT_INT(send_own("ana", "me.png", small()), 303);
    struct request *download = as("ana", "POST", "/settings/download");
    EXPECT_INT(fetch(download), 200);
    const char *json = answer_zipped(download, "data.json"), *webp = answer_zipped(download, "picture-1.webp");
    EXPECT(json && strstr(json, "\"file\": \"picture-1.webp\""));
    EXPECT(webp && !memcmp(webp, "RIFF", 4) && !memcmp(webp + 8, "WEBPVP8 ", 8));
}
