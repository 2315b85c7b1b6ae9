/* The blocked-person matrix: two who are in one group, have written, answered, named and asked each other, and of whom one blocks the
 * other. No route shows either of them anything of the other, and whatever names a thing of theirs is answered as if it weren't there. A
 * new route with a ":" in it fails here until it is said what stands for it. */
#include "app/app.h"
#include "board/test_parts.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "notification/notification.h"
#include "opportunity/test_parts.h"
#include "session/session.h"
#include "tests/harness/harness.h"
#include "text/text.h"

/* What stands for the ":" of a path, by how it begins: the id of something that persona %lld made (or 0), or a word. */
static const struct {
    const char *before, *sql, *word;
    bool common; /* the same for everybody: it is there for both of them */
} things[] = {
    { "/groups/:", NULL, "kitchen", true },
    { "/groups/kitchen/members/:", "SELECT %lld", NULL, false },
    { "/groups/kitchen/guidelines/versions/:", NULL, "1", true },
    { "/groups/kitchen/guidelines/rules/:", NULL, "1", true },
    { "/groups/kitchen/guidelines/edit/rules/:", NULL, "1", true },
    { "/groups/kitchen/guidelines/edit/translate/:", NULL, "1", true },
    { "/guidelines/versions/:", NULL, "1", true },
    { "/guidelines/rules/:", NULL, "1", true },
    { "/steward/guidelines/rules/:", NULL, "1", true },
    { "/steward/guidelines/translate/:", NULL, "1", true },
    { "/groups/kitchen/waiting/:", "SELECT max(id) FROM waiting_post WHERE persona_id = %lld", NULL, false },
    { "/waiting-words/:", "SELECT max(id) FROM waiting_post WHERE persona_id = %lld", NULL, false },
    { "/boards/:", "SELECT id FROM board WHERE %lld > 0", NULL, true },
    { "/topics/:", "SELECT max(id) FROM topic WHERE persona_id = %lld", NULL, false },
    { "/posts/:", "SELECT max(id) FROM post WHERE persona_id = %lld", NULL, false },
    { "/tags/:", NULL, "mark", true },
    { "/rooms/:", "SELECT id FROM room WHERE %lld > 0", NULL, true },
    { "/said/:", "SELECT max(id) FROM message WHERE persona_id = %lld", NULL, false },
    { "/sessions/:", "SELECT id FROM live_session WHERE %lld > 0", NULL, true },
    { "/session-words/:", "SELECT max(id) FROM utterance WHERE persona_id = %lld", NULL, false },
    { "/connections/:", "SELECT %lld", NULL, false },
    { "/circles/:", "SELECT max(id) FROM circle WHERE persona_id = %lld", NULL, false },
    { "/people/:", "SELECT %lld", NULL, false }, /* by name: see path_of */
    { "/people/me/:", NULL, "interests", true },
    { "/pictures/:", "SELECT max(id) FROM picture WHERE persona_id = %lld", NULL, false },
    { "/messages/:", "SELECT max(id) FROM conversation_seat WHERE persona_id = %lld", NULL, false },
    { "/decisions/:", "SELECT max(id) FROM sanction WHERE persona_id = %lld", NULL, false },
    { "/moderation/measure/:", NULL, "person", true },
    { "/moderation/measure/person/:", "SELECT %lld", NULL, false },
    { "/moderation/decisions/:", "SELECT max(id) FROM sanction WHERE persona_id = %lld", NULL, false },
    { "/moderation/appeals/:", "SELECT max(id) FROM sanction WHERE persona_id = %lld", NULL, false },
    { "/messages/reports/:", "SELECT max(id) FROM conversation_report WHERE persona_id = %lld", NULL, false },
    { "/messages/:id/words/:", "SELECT 1 FROM persona WHERE id = %lld", NULL, true },
    { "/stories/drafts/:", "SELECT max(id) FROM story_sealed WHERE persona_id = %lld", NULL, false },
    { "/stories/kept/:", "SELECT max(id) FROM story_sealed WHERE persona_id = %lld", NULL, false },
    { "/stories/pictures/:", "SELECT max(id) FROM story_sealed_picture WHERE persona_id = %lld", NULL, false },
    { "/stories/:", "SELECT max(id) FROM story WHERE persona_id = %lld", NULL, false },
    { "/stories/:id/answers/:", "SELECT max(id) FROM story_comment WHERE persona_id = %lld", NULL, false },
    { "/listen/requests/:", "SELECT max(id) FROM listening_request WHERE persona_id = %lld", NULL, false },
    { "/listen/talks/:", "SELECT max(id) FROM listening_talk WHERE persona_id = %lld", NULL, false },
    { "/listen/after/:", "SELECT max(id) FROM listening_after WHERE persona_id = %lld", NULL, false },
    { "/calendar/:", NULL, "no-such-address", true },
    { "/events/:", "SELECT max(id) FROM event WHERE host_id = %lld", NULL, false },
    { "/gatherings/:", "SELECT max(id) FROM gathering WHERE persona_id = %lld", NULL, false },
    { "/reflections/:", "SELECT max(id) FROM gathering WHERE persona_id = %lld", NULL, false },
    { "/reflections/:id/words/:", "SELECT max(id) FROM reflection WHERE persona_id = %lld", NULL, false },
    { "/mediation/:", "SELECT max(id) FROM mediation_seat WHERE persona_id = %lld", NULL, false },
    { "/networking/:", "SELECT max(id) FROM networking WHERE %lld > 0", NULL, true },
    { "/networking/:id/met/:", "SELECT max(id) FROM networking_pair WHERE persona_id = %lld", NULL, false },
    { "/mentoring/:", "SELECT %lld", NULL, false },
    { "/settings/names/:", "SELECT %lld", NULL, false },
    { "/notifications/:", "SELECT max(id) FROM notification WHERE persona_id = %lld", NULL, false },
    { "/search/kept/:", "SELECT %lld", NULL, false },
    { "/steward/invitations/:", "SELECT %lld", NULL, true },
    { "/steward/applications/:", "SELECT %lld", NULL, false },
    { "/report/:", NULL, "post", true },
    { "/report/post/:", "SELECT max(id) FROM post WHERE persona_id = %lld", NULL, false },
    { "/reports/:", "SELECT %lld", NULL, false },
    { "/cases/:", "SELECT %lld", NULL, true },
    { "/moderation/answers/:", "SELECT %lld", NULL, true },
    { "/steward/invited/:", "SELECT %lld", NULL, true },
    { "/invitations/:", "SELECT %lld", NULL, true },
    { "/opportunities/letters/:", "SELECT max(id) FROM conversation_seat WHERE persona_id = %lld", NULL, false },
    { "/opportunities/partners/:", "SELECT max(partner_id) FROM partner_person WHERE persona_id = %lld", NULL, false },
    { "/opportunities/:", "SELECT max(id) FROM listing WHERE persona_id = %lld", NULL, false },
    { "/steward/partners/:", "SELECT max(partner_id) FROM partner_person WHERE persona_id = %lld", NULL, true },
    { "/steward/help/:", "SELECT min(id) FROM help_entry WHERE %lld > 0", NULL, true },
};

/* What a query names; %s as in `things`. */
static const struct {
    const char *path, *sql;
} queries[] = {
    { "/connections?of=asked", NULL },
    { "/connections?of=muted", NULL },
    { "/topics/%lld?quote=%lld", "SELECT max(id) FROM post WHERE persona_id = %lld" },
    { "/topics/%lld/reply?quote=%lld", "SELECT max(id) FROM post WHERE persona_id = %lld" },
    { "/topics/%lld?before=%lld", "SELECT max(id) + 1 FROM post WHERE topic_id > 0 AND %lld > 0" },
    { "/topics/%lld?after=%lld", "SELECT min(id) FROM post WHERE topic_id > 0 AND %lld > 0" },
    { "/topics/%lld/live?after=%lld", "SELECT min(id) FROM post WHERE persona_id = %lld" },
};
static const char *const room_queries[] = { "?answer=", "/live?after=0&x=", "?part=round&x=", "?before=9223372036854775800&x=" };

/* Where the one who blocks looks after it. */
static bool is_own_list(const struct route *route)
{
    return text_same(route->path, "/connections/:id/unblock");
}

struct two {
    const char *reader, *other;
    const char *mark, *name; /* of the other: what their words begin with, what they are called */
    const char *reader_name;
};
static const struct two blocks_them = { "ana", "bo", "MARKBO", "Borealis", "Anemone" },
                        is_blocked = { "bo", "ana", "MARKAN", "Anemone", "Borealis" };

/* ---- the stage ---- */

static int64_t id_of(const char *sql, int64_t persona)
{
    char text[300];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, sql, (long long)persona);
#pragma GCC diagnostic pop
    return test_sql_int(arena_copy(test_arena(), text));
}

static const char *name_of(int64_t persona)
{
    const char *name = test_sql_text(test_path("SELECT COALESCE(max(name), 'Nobody') FROM persona WHERE id = %lld", (long long)persona));
    return name;
}

static void renamed(const char *who, const char *name)
{
    EXPECT_INT(test_sql(test_path("UPDATE persona SET name = '%s', skeleton = '%s', band = 2 WHERE id = %lld", name,
                                  name_skeleton(test_arena(), name), (long long)persona_of(who))),
               OK);
}

static enum status told(struct db *db, void *context)
{
    const int64_t *ids = context;
    for (int way = 0; way < 2; way++) {
        const struct notification notification = { ids[way], NOTIFICATION_CONNECTION, ids[!way], ids[!way] };
        TRY(notification_send(db, test_arena(), &notification, test_now()));
    }
    return block_mute(db, test_arena(), ids[0], ids[1], true);
}

/* What both of them said in a session that is under way, with a hand raised and a last word. */
static enum status gathered(struct db *db, void *context)
{
    static const struct live_agenda agenda = { { { 1, "closing", "", "", 10 } }, 1 };
    const struct two *both[] = { &is_blocked, &blocks_them };
    struct live_session_new wish = { *(int64_t *)context, 0, "Gathered", "", test_now(), false, 0, &agenda, test_now() };
    int64_t id;
    TRY(live_session_create(db, test_arena(), &wish, &id));
    TRY(live_session_start(db, test_arena(), id, test_now()));
    TRY(live_session_admit(db, test_arena(), id, persona_of("cyd")));
    for (size_t i = 0; i < COUNT(both); i++) {
        const char *words = test_path("%sGATHERED", both[i]->mark);
        TRY(live_session_admit(db, test_arena(), id, persona_of(both[i]->other)));
        TRY(live_session_say(db, test_arena(), id, persona_of(both[i]->other), words, words, test_now()));
    }
    return OK;
}

/* What one of them leaves everywhere. */
static void lives(struct test_place place, int64_t room, const struct two *two, int64_t cyds)
{
    const char *who = two->other, *mark = two->mark, *say = test_path("/rooms/%lld/say", (long long)room);
    int64_t topic = test_topic(place, who, test_path("%sTITLE", mark), test_path("%sBODY #mark", mark));
    test_post(place, topic, "cyd", "Cyd answers there.");
    EXPECT_INT(test_send(who, test_path("/topics/%lld/reply", (long long)cyds), "body", test_path("%sANSWER #mark", mark), NULL), 303);
    int64_t answer = id_after(test_page(), "#post-");
    EXPECT_INT(test_send("cyd", test_path("/topics/%lld/reply", (long long)cyds), "body", test_path("> %sANSWER\n\nSo true. #mark", mark),
                         "quotes", test_path("%lld", (long long)answer), NULL),
               303);
    EXPECT_INT(test_send(who, test_path("/topics/%lld/follow", (long long)topic), NULL), 303);
    EXPECT_INT(test_send(two->reader, test_path("/topics/%lld/follow", (long long)topic), NULL), 303);
    EXPECT_INT(test_send(two->reader, test_path("/topics/%lld/reply", (long long)topic), "body", "An answer to the other", NULL), 303);
    EXPECT_INT(test_send(who, test_path("/posts/%lld/react", (long long)test_opening(cyds)), "kind", "with", NULL), 303);
    EXPECT_INT(test_send(who, say, "body", test_path("%sSAID", mark), NULL), 303);
    int64_t said = id_after(test_page(), "#m");
    EXPECT_INT(test_send("cyd", say, "body", "I hear you", "answer", test_path("%lld", (long long)said), NULL), 303);
    EXPECT_INT(test_send("cyd", say, "body", test_path("And you, @%s?", two->name), NULL), 303);
    EXPECT_INT(test_sql("UPDATE peer_group SET waits = 2"), OK); /* everybody's posts wait, for one of theirs */
    EXPECT_INT(test_send(who, test_path("/topics/%lld/reply", (long long)cyds), "body", test_path("%sWAITS", mark), NULL), 303);
    EXPECT_INT(test_sql("UPDATE peer_group SET waits = 0"), OK);
    EXPECT_INT(test_send(who, "/circles/new", "name", test_path("%sCIRCLE", mark), NULL), 303);
    EXPECT_INT(test_send(who, "/stories/new", "title", test_path("%sSTORY", mark), "body", test_path("%sTOLD", mark), "draft", "7", NULL),
               303);
    test_listing(test_partner(who, test_path("%sPARTNER", mark)), who, test_path("%sOFFER", mark));
    if (two == &is_blocked) /* then the two have one conversation */
        EXPECT_INT(test_send(who, "/messages/new", "to", two->reader_name, "body", test_path("%sLETTER", mark), NULL), 303);
    EXPECT_INT(test_send(who, "/events/new", "kind", "text", "audience", "group", "group", test_path("%lld", (long long)place.group),
                         "title", test_path("%sMEETING", mark), "zone", "UTC", "day", "2027-05-01", "from", "18:00", "until", "20:00",
                         "age_adult", "yes", NULL),
               303);
    EXPECT_INT(test_send(who, "/people/me/about", "about", test_path("%sABOUT", mark), "audience", "everyone", NULL), 303);
    EXPECT_INT(test_send(who, "/people/me/interests", "value[]", "soup", "audience", "members", NULL), 303);
    EXPECT_INT(test_send(who, "/people/me/finding", "listed", "1", NULL), 303);
}

static void staged(bool facilitates)
{
    test_again();
    renamed("ana", is_blocked.name);
    renamed("bo", blocks_them.name);
    struct test_place place = test_group("kitchen", GROUP_OPEN, false, "fay");
    const char *const members[] = { "ana", "bo", "cyd" };
    for (size_t i = 0; i < COUNT(members); i++)
        test_joins(place.group, members[i]);
    EXPECT_INT(test_send("fay", "/groups/kitchen/rooms", "name", "The porch", NULL), 303);
    int64_t room = id_after(test_page(), "/rooms/"), cyds = test_topic(place, "cyd", "Of Cyd", "Cyd begins. #mark");
    lives(place, room, &is_blocked, cyds);
    lives(place, room, &blocks_them, cyds);
    EXPECT_INT(database_write(test_app()->database, gathered, &place.group), OK);
    for (int i = 0; i < 2; i++) {
        const struct two *two = i ? &is_blocked : &blocks_them;
        const char *session = test_path("/sessions/%lld", (long long)test_sql_int("SELECT id FROM live_session"));
        EXPECT_INT(test_send(two->other, test_path("%s/mine", session), "act", "hand", NULL), 303);
        EXPECT_INT(test_send(two->other, test_path("%s/mine", session), "act", "pause-shown", NULL), 303);
        EXPECT_INT(test_send(two->other, test_path("%s/part", session), "word", test_path("%sPART", two->mark), NULL), 303);
    }
    if (facilitates)
        EXPECT_INT(test_send("fay", test_path("/groups/kitchen/members/%lld/facilitator", (long long)persona_of("ana")), NULL), 303);
    EXPECT_INT(database_write(test_app()->database, told, (int64_t[]){ persona_of("ana"), persona_of("bo") }), OK);
    EXPECT_INT(test_send("bo", test_path("/connections/%lld/ask", (long long)persona_of("ana")), "note", "MARKBONOTE", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/block", (long long)persona_of("bo")), NULL), 303);
    test_settle();
}

/* ---- paths ---- */

/* A path for a route: each ":x" becomes something of `owner`'s (-1: what isn't there). False: nobody has said what stands for it, or the
 * owner has none. */
static bool path_of(const struct route *route, int64_t owner, const char **out, bool *common)
{
    struct buf path = { .arena = test_arena() };
    *common = true;
    for (const char *at = route->path; *at;) {
        if (*at != ':') {
            buf_putc(&path, *at++);
            continue;
        }
        size_t n = 0;
        const char *before = test_path("%s:", buf_text(&path));
        int64_t number = 0;
        bool people = strstr(before, "/people/") != NULL && !text_starts(before, "/people/"); /* /rooms/:id/people/:id */
        bool named = text_same(before, "/people/:");
        const char *pattern = arena_slice(test_arena(), route->path, (size_t)(at - route->path) + 1);
        while (n < COUNT(things) && !text_same(things[n].before, before) && !text_same(things[n].before, pattern))
            n++;
        if (!EXPECT(n < COUNT(things) || people)) {
            printf("  %s: say in src/app/test_blocked.c what stands for its \":\"\n", route->path);
            return false;
        }
        bool everybodys = !people && things[n].common;
        *common = *common && everybodys;
        if (people || !things[n].word)
            number = owner == -1 && !everybodys ? 12345 : people ? owner : id_of(things[n].sql, owner == -1 ? 1 : owner);
        buf_puts(&path, named ? name_of(number) : people || !things[n].word ? test_path("%lld", (long long)number) : things[n].word);
        at += strcspn(at, "/");
    }
    *out = buf_text(&path);
    return true;
}

static bool shows_nothing(const struct two *two, const char *path)
{
    const struct request *page = test_page();
    bool asked = strstr(path, two->name) != NULL; /* the way back holds the address that was asked for */
    return EXPECT(!shows(page, two->mark) && (asked || !shows(page, two->name))) || !printf("  %s looks at %s\n", two->reader, path);
}

/* ---- reading ---- */

static void read_route(const struct route *route, const struct two *two)
{
    const int64_t owners[] = { persona_of(two->other), persona_of(two->reader), persona_of("cyd") };
    for (size_t i = 0; i < COUNT(owners); i++) {
        const char *path, *nowhere;
        bool common;
        if (!path_of(route, owners[i], &path, &common) || !path_of(route, -1, &nowhere, &common))
            return;
        int status = test_get(two->reader, "%s", path);
        shows_nothing(two, path);
        if (i == 0 && !common && !EXPECT_INT(status, test_get(two->reader, "%s", nowhere)))
            printf("  %s: %s is not as if it weren't there\n", two->reader, path);
    }
}

static void read_queries(const struct two *two)
{
    const char *const who[] = { two->reader, "cyd" };
    int64_t room = test_sql_int("SELECT id FROM room");
    for (size_t q = 0; q < COUNT(queries); q++)
        for (size_t i = 0; i < COUNT(who); i++) {
            long long topic = (long long)id_of("SELECT max(id) FROM topic WHERE persona_id = %lld", persona_of(who[i]));
            long long id = queries[q].sql ? (long long)id_of(queries[q].sql, persona_of(two->other)) : 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            const char *path = test_path(queries[q].path, topic, id);
#pragma GCC diagnostic pop
            EXPECT_INT(test_get(two->reader, "%s", path), 200);
            shows_nothing(two, path);
        }
    for (size_t q = 0; q < COUNT(room_queries); q++) {
        const char *path = test_path("/rooms/%lld%s%lld", (long long)room, room_queries[q],
                                     (long long)id_of("SELECT max(id) FROM message WHERE persona_id = %lld", persona_of(two->other)));
        EXPECT_INT(test_get(two->reader, "%s", path), 200);
        shows_nothing(two, path);
    }
}

/* What others wrote is still there, or nothing above would prove anything. */
static void reads_others(const struct two *two)
{
    long long cyds = (long long)id_of("SELECT max(id) FROM topic WHERE persona_id = %lld", persona_of("cyd"));
    EXPECT_INT(test_get(two->reader, "/topics/%lld", cyds), 200);
    EXPECT(shows(test_page(), "Cyd begins.") && shows(test_page(), "So true.") &&
           shows(test_page(), two == &blocks_them ? is_blocked.mark : blocks_them.mark));
    EXPECT_INT(test_get(two->reader, "/rooms/%lld", (long long)test_sql_int("SELECT id FROM room")), 200);
    EXPECT(shows(test_page(), "I hear you") && shows(test_page(), "And you, "));
    EXPECT_INT(test_get("cyd", "/topics/%lld", cyds), 200);
    EXPECT(shows(test_page(), "MARKBOANSWER") && shows(test_page(), "MARKANANSWER"));
}

/* ---- writing ---- */

static int send(const struct route *route, const struct two *two, const char *path, const char *id, const char *name)
{
    test_advance(TIME_SECOND);
    struct request *request = as(two->reader, "POST", path);
    for (const struct field *field = route->form; field && field->name; field++) {
        const char *value = text_same(field->name, "kind")      ? "with"
                            : text_same(field->name, "minutes") ? "60"
                            : text_same(field->name, "persona") ? id
                            : text_same(field->name, "name")    ? name
                            : text_same(field->name, "do")      ? ""
                                                                : "x";
        if (field->kind != FIELD_FILE)
            with(request, field->name, value);
    }
    return fetch(request);
}

static void write_route(const struct route *route, const struct two *two)
{
    const char *path, *nowhere, *id = test_path("%lld", (long long)persona_of(two->other));
    bool common;
    if (is_own_list(route) && two == &blocks_them)
        return;
    if (!path_of(route, persona_of(two->other), &path, &common) || !path_of(route, -1, &nowhere, &common) || common)
        return;
    if (!EXPECT_INT(send(route, two, path, id, two->name), send(route, two, nowhere, "12345", "Nobody")))
        printf("  %s posts to %s\n", two->reader, path);
}

/* So that no mark of having read falls between the two drawings of a page that the harness compares. */
static void has_looked(const struct two *two)
{
    const int64_t owners[] = { persona_of(two->reader), persona_of("cyd") };
    for (size_t i = 0; i < COUNT(owners); i++)
        EXPECT_INT(test_get(two->reader, "/topics/%lld", (long long)id_of("SELECT max(id) FROM topic WHERE persona_id = %lld", owners[i])),
                   200);
    EXPECT_INT(test_get(two->reader, "/rooms/%lld", (long long)test_sql_int("SELECT id FROM room")), 200);
    test_settle();
}

static void matrix(const struct two *two)
{
    has_looked(two);
    for (size_t i = 0; i < app_routes_count; i++)
        if (app_routes[i].method == GET && !text_same(app_routes[i].path, "/exit")) /* ends the session */
            read_route(&app_routes[i], two);
    read_queries(two);
    reads_others(two);
    for (size_t i = 0; i < app_routes_count; i++)
        if (app_routes[i].method == POST)
            write_route(&app_routes[i], two);
    EXPECT_INT(test_send(two->reader, "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    EXPECT(json && !strstr(json, two->mark));
    EXPECT(json && (two == &blocks_them || !strstr(json, two->name)));
}

TEST(who_blocks_somebody_meets_them_nowhere)
{
    staged(false);
    matrix(&blocks_them);
}

TEST(who_is_blocked_meets_nobody_either_and_is_not_told)
{
    staged(false);
    matrix(&is_blocked);
}

/* ---- who looks after the group goes on doing so ---- */

TEST(a_facilitator_acts_on_whom_they_do_not_meet_without_a_name)
{
    staged(true);
    static const char waits[] = "SELECT max(id) FROM waiting_post WHERE persona_id = %lld";
    const int64_t bo = persona_of("bo");
    const int64_t answer = id_of("SELECT max(id) FROM post WHERE persona_id = %lld", bo);
    const int64_t said = id_of("SELECT max(id) FROM message WHERE persona_id = %lld", bo);
    const char *const pages[] = { test_path("/posts/%lld/hide", (long long)answer),
                                  test_path("/posts/%lld/history", (long long)answer),
                                  test_path("/said/%lld/remove", (long long)said),
                                  test_path("/session-words/%lld",
                                            (long long)id_of("SELECT max(id) FROM utterance WHERE persona_id = %lld", bo)),
                                  test_path("/sessions/%lld", (long long)test_sql_int("SELECT id FROM live_session")),
                                  test_path("/sessions/%lld/tools", (long long)test_sql_int("SELECT id FROM live_session")),
                                  "/groups/kitchen/members",
                                  "/groups/kitchen/manage",
                                  "/groups/kitchen/waiting",
                                  test_path("/groups/kitchen/waiting/%lld", (long long)id_of(waits, bo)),
                                  test_path("/groups/kitchen/members/%lld", (long long)bo) };
    for (size_t i = 0; i < COUNT(pages); i++) {
        EXPECT_INT(test_get("ana", "%s", pages[i]), 200);
        if (!EXPECT(!shows(test_page(), blocks_them.name)))
            printf("  %s\n", pages[i]);
    }
    EXPECT_INT(test_send("ana", pages[0], "reason", "Unkind", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/restore", (long long)answer), NULL), 303);
    EXPECT_INT(test_send("ana", pages[2], "reason", "Unkind", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/groups/kitchen/members/%lld/remove", (long long)bo), "reason", "Unkind", NULL), 303);
    EXPECT_INT(test_get("cyd", "/groups/kitchen/members"), 200);
    EXPECT(!shows(test_page(), blocks_them.name));
}

TEST(a_muted_person_is_in_no_list_and_notices_nothing)
{
    staged(false);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/unblock", (long long)persona_of("bo")), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/mute", (long long)persona_of("bo")), NULL), 303);
    long long cyds = (long long)id_of("SELECT max(id) FROM topic WHERE persona_id = %lld", persona_of("cyd"));
    const char *const lists[] = { "/home",
                                  "/followed",
                                  "/groups/kitchen",
                                  "/groups/kitchen/members",
                                  "/tags/mark",
                                  test_path("/boards/%lld", (long long)test_sql_int("SELECT id FROM board")),
                                  test_path("/rooms/%lld", (long long)test_sql_int("SELECT id FROM room")),
                                  test_path("/sessions/%lld", (long long)test_sql_int("SELECT id FROM live_session")),
                                  test_path("/topics/%lld", cyds) };
    for (size_t i = 0; i < COUNT(lists); i++) {
        EXPECT_INT(test_get("ana", "%s", lists[i]), 200);
        shows_nothing(&blocks_them, lists[i]);
    }
    long long bos = (long long)id_of("SELECT max(id) FROM topic WHERE persona_id = %lld", persona_of("bo"));
    EXPECT_INT(test_get("ana", "/topics/%lld", bos), 200); /* by its own address it is there */
    EXPECT(shows(test_page(), "MARKBOBODY"));
    EXPECT_INT(test_get("bo", "/topics/%lld", cyds), 200);
    EXPECT(shows(test_page(), "MARKANANSWER") && shows(test_page(), "MARKBOANSWER"));
}
