/* Who can reach whom in private, by how old they say they are: every pair of bands over every door. The doors aren't listed: a POST route
 * is one when, sent by one adult and filled with another's name and things, it brings the two closer (an ask, a connection, a conversation,
 * words, an offer to listen). A new door is found by itself. */
#include "app/app.h"
#include "board/test_parts.h"
#include "group/group.h"
#include "listening/test_parts.h"
#include "message/test_parts.h"
#include "tests/harness/harness.h"
#include "text/text.h"

enum kind { YOUNGER, OLDER, YOUNG, UNSAID, ADULT, APPROVED, KINDS };
static const struct {
    const char *name;
    enum age_band band;
    bool approved;
} kinds[KINDS] = { { "13 to 15", BAND_13, false },   { "16 or 17", BAND_16, false },    { "under 18", BAND_YOUNG, false },
                   { "unsaid", BAND_UNSAID, false }, { "an adult", BAND_ADULT, false }, { "approved", BAND_ADULT, true } };

/* What docs/decisions/age-bands.md says. */
static bool may_meet(enum kind a, enum kind b)
{
    bool minor_a = a <= YOUNG, minor_b = b <= YOUNG;
    if (a == UNSAID || b == UNSAID)
        return false;
    return minor_a == minor_b || a == APPROVED || b == APPROVED;
}

/* ---- the stage: Ana acts, Bo is who she'd reach; both are listeners ---- */

static enum status be(struct db *db, void *context)
{
    const enum kind *pair = context;
    const int64_t people[] = { persona_of("ana"), persona_of("bo") };
    for (size_t i = 0; i < COUNT(people); i++) {
        TRY(persona_band_store(db, test_arena(), people[i], kinds[pair[i]].band));
        TRY(persona_role_set(db, test_arena(), people[i], ROLE_YOUTH, kinds[pair[i]].approved));
    }
    return OK;
}

static void are(enum kind ana, enum kind bo)
{
    enum kind pair[] = { ana, bo };
    EXPECT_INT(database_write(test_app()->database, be, pair), OK);
}

static enum status have_the_role(struct db *db, void *context)
{
    (void)context;
    TRY(persona_role_set(db, test_arena(), persona_of("ana"), ROLE_LISTENER, true));
    return persona_role_set(db, test_arena(), persona_of("bo"), ROLE_LISTENER, true);
}

/* With `past`, what passed between them while both were adults is still there: an ask that waits, a conversation, a request for a listener
 * that was offered to Ana. */
static void staged(bool past, enum kind ana, enum kind bo)
{
    test_again();
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    are(ADULT, ADULT);
    EXPECT_INT(database_write(test_app()->database, have_the_role, NULL), OK);
    test_listens(past ? "ana" : "bo", "en", 1);
    if (past) {
        EXPECT_INT(test_send("bo", test_path("/connections/%lld/ask", (long long)persona_of("ana")), NULL), 303);
        EXPECT(test_letter("bo", "Ana", "Hello") > 0);
        int64_t seat = test_seat("ana");
        EXPECT_INT(test_send("ana", test_path("/messages/%lld/accept", (long long)seat), NULL), 303);
        EXPECT_INT(test_say_private("ana", seat, "Hello yourself"), 303);
        EXPECT(test_asks("bo", "A word") > 0);
    }
    are(ana, bo);
    test_settle();
}

static int64_t closeness(void)
{
    test_settle();
    return test_sql_int(
        "SELECT (SELECT count(*) FROM connection) + (SELECT count(*) FROM connection_ask) + (SELECT count(*) FROM conversation_seat)"
        " + (SELECT coalesce(sum(change), 0) FROM private_message WHERE sealed IS NOT NULL)"
        " + (SELECT count(*) FROM listening_request WHERE other_id IS NOT NULL) + (SELECT count(*) FROM listening_talk)");
}

/* ---- a route, filled with Bo ---- */

static const char *path_of(const struct route *route)
{
    struct buf path = { .arena = test_arena() };
    const int64_t seat =
        test_sql_int(test_path("SELECT coalesce(max(id), 1) FROM conversation_seat WHERE persona_id = %lld", (long long)persona_of("ana")));
    for (const char *at = route->path; *at;) {
        if (*at != ':') {
            buf_putc(&path, *at++);
            continue;
        }
        if (text_starts(at, ":slug"))
            buf_puts(&path, "kitchen");
        else if (text_starts(at, ":name"))
            buf_puts(&path, "Bo");
        else if (text_starts(route->path, "/messages/"))
            buf_printf(&path, "%lld", strstr(buf_text(&path), "/words/") ? 2LL : (long long)seat);
        else if (text_starts(route->path, "/listen/requests/"))
            buf_printf(&path, "%lld", (long long)test_sql_int("SELECT coalesce(max(id), 1) FROM listening_request"));
        else
            buf_printf(&path, "%lld", (long long)persona_of("bo"));
        at += strcspn(at, "/");
    }
    return buf_text(&path);
}

static const char *value_of(const char *field)
{
    static const char *const values[][2] = { { "to", "Bo" },   { "name", "Bo" },    { "when", "now" }, { "wish", "listen" },
                                             { "topic", "0" }, { "answer", "yes" }, { "do", "" },      { "language", "en" },
                                             { "once", "" },   { "draft", "7" },    { "hours", "2" } };
    for (size_t i = 0; i < COUNT(values); i++)
        if (text_same(field, values[i][0]))
            return values[i][1];
    return text_same(field, "persona") ? test_path("%lld", (long long)persona_of("bo")) : "Hello there";
}

/* Whether the two are closer when Ana has sent it. *status: of the answer. */
static bool reaches(const struct route *route, int *status)
{
    int64_t before = closeness();
    test_advance(TIME_SECOND);
    struct request *request = as("ana", "POST", path_of(route));
    for (const struct field *field = route->form; field && field->name; field++)
        if (field->kind != FIELD_FILE)
            with(request, field->name, value_of(field->name));
    *status = fetch(request);
    return closeness() > before;
}

struct door {
    const struct route *route;
    bool past;
};

static size_t doors_find(struct door *doors, size_t most)
{
    size_t count = 0;
    for (int past = 0; past < 2; past++) {
        int status = 0;
        for (size_t i = 0; i < app_routes_count; i++) {
            const struct route *route = &app_routes[i];
            if (route->method != POST || !(route->who & (ROLE_MEMBER | ROLE_LISTENER)))
                continue;
            if (status < 400) /* what is refused changes nothing */
                staged(past, ADULT, ADULT);
            bool closer = reaches(route, &status);
            if (status == 429) { /* too much was asked on this stage */
                staged(past, ADULT, ADULT);
                closer = reaches(route, &status);
            }
            if (closer && EXPECT(count < most))
                doors[count++] = (struct door){ route, past };
        }
    }
    return count;
}

TEST(nobody_is_reached_in_private_across_the_bands_by_any_door)
{
    struct door doors[24];
    if (!database_is_sqlite(test_app()->database))
        return; /* what the doors ask is tested on both */
    size_t count = doors_find(doors, COUNT(doors));
    if (!EXPECT(count >= 6)) /* asking, agreeing, writing first, writing on, changing one's words, asking for a listener */
        for (size_t i = 0; i < count; i++)
            printf("  a door: %s\n", doors[i].route->path);
    for (size_t i = 0; i < count; i++)
        for (enum kind ana = 0; ana < KINDS; ana++)
            for (enum kind bo = 0; bo < KINDS; bo++) {
                int status;
                staged(doors[i].past, ana, bo);
                if (!EXPECT_INT(reaches(doors[i].route, &status), may_meet(ana, bo)))
                    printf("  %s reaches %s by %s\n", kinds[ana].name, kinds[bo].name, doors[i].route->path);
            }
}

/* ---- the one place they all ask ---- */

struct asked {
    int64_t a, b;
    bool meet;
};

static enum status ask(struct db *db, void *context)
{
    struct asked *asked = context;
    return persona_bands_meet(db, test_arena(), asked->a, asked->b, &asked->meet);
}

static bool meet(const char *a, const char *b)
{
    struct asked asked = { .a = persona_of(a), .b = persona_of(b) };
    EXPECT_INT(database_write(test_app()->database, ask, &asked), OK);
    return asked.meet;
}

TEST(only_the_approved_among_listeners_and_practitioners_meet_across_the_bands)
{
    for (enum kind ana = 0; ana < KINDS; ana++)
        for (enum kind bo = 0; bo < KINDS; bo++) {
            are(ana, bo);
            bool marked = kinds[ana].approved || kinds[bo].approved, minors = (ana <= YOUNG) != (bo <= YOUNG);
            EXPECT_INT(meet("ana", "bo"), may_meet(ana, bo) && !(marked && minors)); /* a mark without the role is nothing */
        }
    are(YOUNGER, APPROVED);
    EXPECT_INT(test_send("stu", "/steward/people", "name", "Bo", "role", "practitioner", "change", "give", NULL), 303);
    EXPECT(meet("ana", "bo") && meet("bo", "ana"));
    EXPECT_INT(test_send("stu", "/steward/people", "name", "Bo", "role", "youth", "change", "take", NULL), 303);
    EXPECT(!meet("ana", "bo"));
    EXPECT_INT(test_send("mod", "/steward/people", "name", "Bo", "role", "youth", "change", "give", NULL), 403);
}
