/* A page in parts, from whole requests: what is kept is shared, what is one answer's own isn't. */
#include "http/inside.h"
#include "http/pieces.h"
#include "tests/harness/harness.h"

static struct request *page_of(struct arena *arena, struct app *app, const char *zone)
{
    struct request *request = exchange_new(arena, app, "GET", "/any");
    exchange_header(request, "Host", "127.0.0.1:8080");
    exchange_header(request, "Accept-Encoding", "gzip");
    exchange_address(request, "192.0.2.7");
    request_view_start(request);
    request->view.words.zone = zone;
    return request;
}

/* Writes the page; true when its part was shown and not written. */
static bool write_page(struct request *request, const char *key, bool own_inside)
{
    struct view *view = &request->view;
    const struct bytes name = { key, strlen(key) };
    html_literal(view, "<p>before</p>", 13);
    bool shown = answer_part_show(view, name, true);
    if (!shown) {
        answer_part_begin(view, name, true);
        html_literal(view, "<ul>", 4);
        for (int i = 0; i < 3; i++)
            html_form_fields(view);
        if (own_inside)
            answer_own_field(view, "mine", "a secret of one reader");
        html_literal(view, "</ul>", 5);
        answer_part_end(view);
    }
    html_literal(view, "<p>after</p>", 12);
    return shown;
}

static bool once(const char *key, const char *zone, bool own_inside)
{
    struct arena arena = { 0 };
    struct buf packed;
    struct request *request = page_of(&arena, test_app(), zone);
    bool shown = write_page(request, key, own_inside);
    (void)answer_join(request, &packed);
    arena_free(&arena);
    return shown;
}

/* One token in fifty begins like some text of the part, which then refers into it: such a piece isn't kept, the next one is. */
static bool soon(const char *key, const char *zone, bool own_inside)
{
    bool shown = false;
    for (int tries = 0; !shown && tries < 8; tries++)
        shown = once(key, zone, own_inside);
    return shown;
}

TEST(a_part_is_shown_again_only_for_the_same_key_language_zone_and_day)
{
    EXPECT(!once("k", "Europe/Rome", false));
    EXPECT(soon("k", "Europe/Rome", false));
    EXPECT(!once("other", "Europe/Rome", false));
    EXPECT(!once("k", "Asia/Tokyo", false));
    test_advance(TIME_DAY);
    EXPECT(!once("k", "Europe/Rome", false));
}

TEST(a_part_that_holds_one_answers_own_is_never_kept)
{
    EXPECT(!soon("k", NULL, true));
}

TEST(a_part_is_not_used_where_the_page_cannot_be_compressed)
{
    struct arena arena = { 0 };
    EXPECT(soon("k", NULL, false));
    struct request *plain = exchange_new(&arena, test_app(), "GET", "/any");
    exchange_header(plain, "Host", "127.0.0.1:8080");
    exchange_address(plain, "192.0.2.7");
    request_view_start(plain);
    EXPECT(!write_page(plain, "k", false));
    EXPECT(strstr(plain->body.data, "<ul>") != NULL);
    arena_free(&arena);
}

/* What follows a part may say its words by pointing at them, and then the reader's page is smaller than with the words spelled out. */
static size_t bytes_of_page(const char *key, const char *after)
{
    struct arena arena = { 0 };
    struct buf packed = { 0 };
    struct request *request = page_of(&arena, test_app(), NULL);
    write_page(request, key, false);
    static const char long_enough[] = "How vexingly quick daft zebras jump 56789 <!-- small texts are stored -->";
    html_literal(&request->view, long_enough, sizeof long_enough - 1);
    html_literal(&request->view, after, strlen(after));
    bool joined = answer_join(request, &packed);
    size_t len = joined ? packed.len : 0;
    arena_free(&arena);
    return len;
}

TEST(what_follows_a_part_refers_back_to_it)
{
    static const char same[] = "<input type=\"hidden\" name=\"csrf\" value=\"", other[] = "Quick zephyrs blow, vexing daft Jim 0123";
    _Static_assert(sizeof same == sizeof other, "alike but for the words");
    size_t again = 0, anew = 0;
    for (int tries = 0; !again && tries < 8; tries++)
        again = bytes_of_page("k", same);
    for (int tries = 0; !anew && tries < 8; tries++)
        anew = bytes_of_page("k", other);
    EXPECT(again && anew && again + 20 < anew);
}
