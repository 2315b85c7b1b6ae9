#include "image/image.h"
#include "tests/harness/harness.h"
#include "tests/harness/pictures.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct image_wish avatar = { 256, 256, true }, wide = { 1600, 3200, false };

static enum image_answer make(struct bytes image, const struct image_wish *wish, struct image_made *made)
{
    struct image_keeper *keeper = image_keeper_start();
    enum image_answer answer = image_make(keeper, test_arena(), image, wish, made);
    image_keeper_stop(keeper);
    return answer;
}

/* It can be made, is as large as that, and holds neither the marker nor any block beside its pixels. */
static void expect_made(struct bytes image, const struct image_wish *wish, int64_t width, int64_t height)
{
    struct image_made made;
    struct image_look look;
    if (!EXPECT_INT(make(image, wish, &made), IMAGE_MADE))
        return;
    EXPECT_INT(made.width, width);
    EXPECT_INT(made.height, height);
    EXPECT(image_is_plain(made.webp, &look) && look.width == width && look.height == height);
    static const char *const gone[] = { "MARK", "Exif", "EXIF", "XMP", "xmp", "ICCP", "GPS", "ANIM" };
    for (size_t i = 0; i < COUNT(gone); i++)
        EXPECT(!memmem(made.webp.data, made.webp.len, gone[i], strlen(gone[i])));
}

static struct bytes text(const char *of)
{
    return (struct bytes){ of, strlen(of) };
}

static struct bytes joined(struct bytes a, struct bytes b)
{
    struct buf out = { .arena = test_arena() };
    buf_add(&out, a.data, a.len);
    buf_add(&out, b.data, b.len);
    return (struct bytes){ out.data, out.len };
}

/* ---- headers ---- */

static void expect_look(struct bytes image, enum image_kind kind, int64_t width, int64_t height)
{
    struct image_look look;
    EXPECT(image_look(image, &look) == (kind != IMAGE_NONE));
    EXPECT_INT(look.kind, kind);
    EXPECT_INT(look.width, width);
    EXPECT_INT(look.height, height);
}

UNIT_TEST(a_header_says_what_a_picture_is_and_how_large)
{
    struct arena *arena = test_arena();
    expect_look(picture_png(arena, 30, 20, "x"), IMAGE_PNG, 30, 20);
    expect_look(picture_jpeg(arena, 30, 20, 6, "x"), IMAGE_JPEG, 30, 20);
    expect_look(picture_gif(arena, 8, 4), IMAGE_GIF, 8, 8);
    expect_look(picture_avif_head(arena, 640, 480), IMAGE_HEIF, 640, 480);
    expect_look(text("RIFF\x1e\0\0\0WEBP"), IMAGE_NONE, 0, 0);
    expect_look((struct bytes){ "RIFF\x1e\0\0\0WEBPVP8L\12\0\0\0\x2f\x1d\xc0\4\0\0\0\0\0\0", 30 }, IMAGE_WEBP, 30, 20);
    expect_look((struct bytes){ NULL, 0 }, IMAGE_NONE, 0, 0);
    expect_look(text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), IMAGE_NONE, 0, 0);
    expect_look(text("%PDF-1.4"), IMAGE_NONE, 0, 0);
}

UNIT_TEST(a_header_that_is_cut_off_anywhere_is_read_no_further)
{
    struct arena *arena = test_arena();
    struct image_look look;
    const struct bytes all[] = { picture_png(arena, 9, 9, "x"), picture_jpeg(arena, 9, 9, 1, "x"), picture_gif(arena, 4, 4),
                                 picture_avif_head(arena, 9, 9) };
    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t len = 0; len < all[i].len; len++) {
            char *copy = malloc(len + 1); /* the sanitizer sees a byte behind it */
            memcpy(copy + 1, all[i].data, len);
            (void)image_look((struct bytes){ copy + 1, len }, &look);
            free(copy);
        }
    EXPECT(!image_look((struct bytes){ all[0].data, 20 }, &look));
}

UNIT_TEST(a_picture_that_is_too_large_is_refused_by_its_header)
{
    struct arena *arena = test_arena();
    struct image_made made;
    struct bytes bomb = picture_png_claiming(arena, 8, 8, 40000, 40000);
    EXPECT_INT(image_make(NULL, arena, bomb, &avatar, &made), IMAGE_VAST); /* nobody is asked to decode it */
    EXPECT_INT(image_make(NULL, arena, picture_png_claiming(arena, 8, 8, 8000, 8000), &avatar, &made), IMAGE_VAST);
    EXPECT_INT(image_make(NULL, arena, picture_png_claiming(arena, 8, 8, 16001, 2), &avatar, &made), IMAGE_VAST);
    EXPECT_INT(image_make(NULL, arena, picture_avif_head(arena, 9000, 9000), &avatar, &made), IMAGE_VAST);
    EXPECT_INT(image_make(NULL, arena, picture_png_claiming(arena, 8, 8, 7999, 8000), &avatar, &made), IMAGE_AWAY); /* would be asked */
    struct bytes heavy = { arena_alloc(arena, IMAGE_BYTES_MOST + 1), IMAGE_BYTES_MOST + 1 };
    EXPECT_INT(image_make(NULL, arena, heavy, &avatar, &made), IMAGE_HEAVY);
}

/* ---- made anew ---- */

UNIT_TEST(every_kind_of_picture_comes_out_plain)
{
    struct arena *arena = test_arena();
    struct image_made made;
    expect_made(picture_png(arena, 300, 200, "MARKPNG"), &avatar, 256, 256);
    expect_made(picture_png(arena, 2000, 1000, "MARKPNG"), &wide, 1600, 800);
    expect_made(picture_png(arena, 30, 20, "MARKPNG"), &wide, 30, 20); /* never larger than it was */
    expect_made(picture_jpeg(arena, 300, 200, 1, "MARKJPEG"), &wide, 300, 200);
    expect_made(picture_gif(arena, 32, 32), &wide, 32, 32);
    EXPECT_INT(make(picture_png(arena, 64, 48, NULL), &wide, &made), IMAGE_MADE);
    expect_made(picture_webp(arena, made.webp, 64, 48, "MARKWEBP"), &wide, 64, 48);
}

UNIT_TEST(a_picture_is_turned_as_the_camera_said)
{
    expect_made(picture_jpeg(test_arena(), 320, 160, 6, "MARKTURNED"), &wide, 160, 320);
}

UNIT_TEST(what_is_hidden_behind_a_picture_stays_behind)
{
    struct bytes polyglot = joined(picture_png(test_arena(), 40, 40, NULL), text("PK\3\4MARK<script>alert(1)</script>"));
    expect_made(polyglot, &wide, 40, 40);
}

UNIT_TEST(what_isnt_what_it_seems_is_refused)
{
    struct arena *arena = test_arena();
    struct image_made made;
    struct bytes png = picture_png(arena, 200, 200, NULL), jpeg = picture_jpeg(arena, 200, 200, 1, "x");
    EXPECT_INT(make((struct bytes){ "GIF89a\4\0\4\0 and nothing more", 26 }, &avatar, &made), IMAGE_UNREADABLE);
    EXPECT_INT(make((struct bytes){ png.data, 33 }, &avatar, &made), IMAGE_UNREADABLE);
    EXPECT_INT(make((struct bytes){ jpeg.data, jpeg.len - 200 }, &avatar, &made), IMAGE_UNREADABLE);
    EXPECT_INT(make(picture_avif_head(arena, 64, 64), &avatar, &made), IMAGE_UNREADABLE);
    EXPECT_INT(make(text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), &avatar, &made), IMAGE_UNKNOWN);
    (void)make(picture_gif(arena, 4, 64), &avatar, &made); /* its frame is larger than it says: whatever comes of it, nothing breaks */
    expect_made(picture_png(arena, 8, 8, NULL), &wide, 8, 8);
}

UNIT_TEST(a_picture_that_unpacks_to_much_more_stays_within_bounds)
{
    expect_made(picture_png_claiming(test_arena(), 7999, 7999, 7999, 7999), &avatar, 256, 256); /* 8 kB, 64 million pixels */
}

/* ---- the keeper and its workers ---- */

/* The one child of this process that wasn't there before. */
static pid_t child_newest(void)
{
    char path[64], line[4096] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)gettid());
    FILE *file = fopen(path, "re");
    if (file && !fgets(line, sizeof line, file))
        line[0] = '\0';
    if (file)
        fclose(file);
    pid_t newest = 0;
    for (char *at = line, *end; *at; at = end + (*end == ' '))
        newest = (pid_t)strtol(at, &end, 10);
    return newest;
}

UNIT_TEST(without_its_keeper_a_picture_is_refused_and_nothing_waits)
{
    struct image_made made;
    struct bytes png = picture_png(test_arena(), 9, 9, NULL);
    struct image_keeper *keeper = image_keeper_start();
    EXPECT_INT(image_make(keeper, test_arena(), png, &avatar, &made), IMAGE_MADE);
    EXPECT_INT(image_make(keeper, test_arena(), png, &avatar, &made), IMAGE_MADE); /* a worker for each */
    EXPECT(!kill(child_newest(), SIGKILL));
    EXPECT_INT(image_make(keeper, test_arena(), png, &avatar, &made), IMAGE_AWAY);
    EXPECT_INT(image_make(keeper, test_arena(), png, &avatar, &made), IMAGE_AWAY);
    image_keeper_stop(keeper);
    EXPECT_INT(image_make(NULL, test_arena(), png, &avatar, &made), IMAGE_AWAY);
    EXPECT_INT(image_try(NULL), IMAGE_AWAY);
    keeper = image_keeper_start();
    EXPECT_INT(image_try(keeper), IMAGE_MADE);
    image_keeper_stop(keeper);
}

UNIT_TEST(the_keeper_ends_with_its_server)
{
    int pipes[2];
    pid_t keeper = 0;
    if (!EXPECT(!pipe(pipes)))
        return;
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); /* so that it can be waited for */
    pid_t server = fork();
    if (!server) {
        pid_t started = image_keeper_start() ? child_newest() : 0;
        (void)!write(pipes[1], &started, sizeof started);
        pause();
    }
    EXPECT(read(pipes[0], &keeper, sizeof keeper) == sizeof keeper && keeper > 0);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    EXPECT_INT(waitpid(keeper, NULL, 0), keeper);
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
    close(pipes[0]);
    close(pipes[1]);
}

/* A worker that can't open a file can't open the library either. */
UNIT_TEST(a_worker_without_its_library_says_so)
{
    int pair[2];
    struct image_result result = { 0 };
    if (!EXPECT(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)))
        return;
    fflush(stdout);
    pid_t worker = fork();
    if (!worker) {
        if (sandbox_enter_alone() & (SANDBOX_FILES | SANDBOX_CALLS))
            image_work(pair[1]);
        _exit(0);
    }
    close(pair[1]);
    if (read(pair[0], &result, sizeof result) == sizeof result) /* this kernel has a sandbox */
        EXPECT_INT(result.answer, IMAGE_AWAY);
    waitpid(worker, NULL, 0);
    close(pair[0]);
}
