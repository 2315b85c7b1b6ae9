/* The place in steps: every output that could say where an event is, for every role, at every stage. Who reaches which output stands in the
 * table, too: one that answers nothing proves nothing. What a reader may read is said here a second time, independently of event_place. */
#include "board/test_parts.h"
#include "circle/circle.h"
#include "event/test_parts.h"
#include "gathering/gathering.h"
#include "moderation/test_parts.h"
#include "session/session.h"
#include "tests/harness/harness.h"
#include "tests/harness/twice.h"

/* ---- who, and when ---- */

enum role_word {
    HOST,
    COHOST,
    GOING,
    WAITING,
    ASKED,
    MAYBE,
    DECLINED,
    MEMBER,
    BLOCKED,
    FORMER,
    STRANGER,
    MODERATOR_,
    STEWARD_,
    VISITOR,
    ROLE_WORDS
};
static const char *const role_words[ROLE_WORDS] = {
    [HOST] = "host",
    [COHOST] = "co-host",
    [GOING] = "who has a place",
    [WAITING] = "who waits",
    [ASKED] = "who asked",
    [MAYBE] = "who isn’t sure",
    [DECLINED] = "declined",
    [MEMBER] = "of the group",
    [BLOCKED] = "who has a place and is blocked",
    [FORMER] = "once host",
    [STRANGER] = "who hasn’t asked",
    [MODERATOR_] = "moderator",
    [STEWARD_] = "steward",
    [VISITOR] = "visitor",
};

struct reader {
    enum role_word role;
    const char *who;
    const char *state; /* their row of event_coming; NULL: none */
};
/* One after another over the same community. Who may read most comes first, so that what is kept of their pages lies there for the others.
 * Fay, Ana and Bo are of the group. */
enum { READERS = 7 };
static const struct reader casts[][READERS] = {
    { { HOST, "fay", NULL },
      { COHOST, "bo", NULL },
      { GOING, "ana", "going" },
      { WAITING, "cyd", "waiting" },
      { MODERATOR_, "mod", NULL },
      { STEWARD_, "stu", NULL },
      { VISITOR, "visitor", NULL } },
    { { HOST, "fay", NULL }, { FORMER, "bo", NULL }, { ASKED, "ana", "asked" }, { STRANGER, "cyd", NULL } },
    { { HOST, "fay", NULL }, { DECLINED, "ana", "declined" }, { MAYBE, "cyd", "maybe" } },
    { { HOST, "fay", NULL }, { MEMBER, "ana", NULL }, { BLOCKED, "cyd", "going" } },
};

struct stage {
    const char *name;
    int64_t before; /* ms before the start; below 0: after the end */
    enum event_audience audience;
    enum { ON, CANCELLED, HIDDEN } state;
};
static const struct stage stages[] = {
    { "two days before", 2 * TIME_DAY, EVENT_PUBLIC, ON },
    { "23 hours before, for members", 23 * TIME_HOUR, EVENT_MEMBERS, ON },
    { "half an hour before", TIME_HOUR / 2, EVENT_PUBLIC, ON },
    { "half an hour before, for the group", TIME_HOUR / 2, EVENT_GROUP, ON },
    { "called off half an hour before", TIME_HOUR / 2, EVENT_PUBLIC, CANCELLED },
    { "hidden half an hour before", TIME_HOUR / 2, EVENT_PUBLIC, HIDDEN },
    { "afterwards", -3 * TIME_HOUR, EVENT_PUBLIC, ON },
};

static bool hosts(enum role_word role)
{
    return role == HOST || role == COHOST;
}

static bool is_of_the_group(enum role_word role)
{
    return hosts(role) || role == GOING || role == ASKED || role == DECLINED || role == MEMBER || role == FORMER;
}

/* Whether there is such an event for them at all. */
static bool finds(enum role_word role, const struct stage *stage)
{
    if (stage->audience == EVENT_GROUP && !is_of_the_group(role))
        return false;
    if (stage->audience == EVENT_MEMBERS && role == VISITOR)
        return false;
    return stage->state != HIDDEN || hosts(role) || role == MODERATOR_ || role == STEWARD_;
}

static const char *const parts[] = { TEST_REGION, TEST_QUARTER, TEST_EXACT, TEST_DOOR, "MARKLINK" };

static bool may(enum role_word role, const char *part, const struct stage *stage)
{
    if (text_same(part, TEST_REGION))
        return finds(role, stage);
    if (stage->before < 0 || !finds(role, stage))
        return false; /* after the end it is forgotten */
    if (hosts(role))
        return true;
    if (stage->state != ON)
        return false;
    if (text_same(part, TEST_QUARTER))
        return role == GOING || role == WAITING;
    if (text_same(part, "MARKLINK"))
        return role == GOING;
    if (text_same(part, TEST_EXACT))
        return role == GOING && stage->before <= TIME_DAY;
    return role == GOING && stage->before <= TIME_HOUR; /* the door */
}

/* ---- what there is to look at ---- */

struct world {
    int64_t event, group, topic, gathering, session, report;
};

static enum status world_tie(struct db *db, void *context)
{
    static const struct live_agenda agenda = { { { 1, "topic", "", "", 90 } }, 1 };
    const struct gathering_choice choices[] = { { test_now() + TIME_DAY, "person", "Elsewhere" }, { test_now() + TIME_DAY, "text", "" } };
    struct world *world = context;
    struct arena *arena = test_arena();
    struct gathering_new asking = { .topic = world->topic,
                                    .persona = persona_of("fay"),
                                    .zone = "UTC",
                                    .closes = test_now() + 10 * TIME_DAY,
                                    .now = test_now(),
                                    .choices = choices,
                                    .choices_count = COUNT(choices) };
    struct live_session_new meeting = {
        .group = world->group, .title = "Beforehand", .about = "", .starts = test_now(), .agenda = &agenda, .now = test_now()
    };
    TRY(gathering_create(db, arena, &asking, &world->gathering));
    TRY(event_attach(db, arena, world->event, "topic", world->topic));
    TRY(event_attach(db, arena, world->event, "gathering", world->gathering));
    TRY(live_session_create(db, arena, &meeting, &world->session));
    TRY(live_session_start(db, arena, world->session, test_now()));
    TRY(live_session_admit(db, arena, world->session, persona_of("fay")));
    TRY(live_session_admit(db, arena, world->session, persona_of("ana")));
    TRY(event_attach(db, arena, world->event, "session", world->session));
    return job_add(db, arena, "gathering.reflect", world->gathering, test_now());
}

static struct world world_make(const struct stage *stage)
{
    struct test_place place = test_group("tea", GROUP_OPEN, true, "fay");
    struct world world = { .group = place.group };
    int64_t co = persona_of("bo");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    world.topic = test_topic(place, "bo", "Soup somewhere?", "I’d cook.");
    struct event_new wish = test_event_wish();
    wish.group = place.group;
    wish.hosts = &co;
    wish.hosts_count = 1;
    wish.audience = stage->audience;
    wish.starts = test_now() + (stage->before > 0 ? stage->before : TIME_MINUTE);
    wish.ends = wish.starts + 5 * TIME_MINUTE;
    world.event = test_event(&wish);
    EXPECT_INT(database_write(test_app()->database, world_tie, &world), OK);
    EXPECT_INT(test_sql(test_path("UPDATE gathering SET closed = TRUE, event_id = %lld", (long long)world.event)), OK);
    EXPECT_INT(test_event_joins(world.event, "ana", NULL), EVENT_GOING);
    EXPECT((world.report = test_report("ana", "event", world.event, "Is this for us?")) != 0);
    EXPECT_INT(test_send("mod", test_path("/cases/%lld/claim", (long long)test_case()), NULL), 303);
    return world;
}

static void stage_set(const struct world *world, const struct stage *stage)
{
    if (stage->state == CANCELLED)
        EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)world->event), "reason", "Ill", NULL), 303);
    if (stage->state == HIDDEN)
        EXPECT_INT(test_decide("mod", test_case(), "hide"), 303);
    if (stage->before < 0) {
        EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + TIME_DAY))), OK);
        test_advance(40 * TIME_MINUTE);
    }
    test_settle();
}

static enum status blocked(struct db *db, void *context)
{
    (void)context;
    return block_set(db, test_arena(), persona_of("fay"), persona_of("cyd"));
}

static void cast_set(const struct world *world, const struct reader *cast)
{
    long long event = (long long)world->event;
    for (size_t i = 0; i < READERS && cast[i].who; i++) {
        long long persona = text_same(cast[i].who, "visitor") ? 0 : (long long)persona_of(cast[i].who);
        EXPECT_INT(test_sql(test_path("DELETE FROM event_coming WHERE event_id = %lld AND persona_id = %lld", event, persona)), OK);
        if (cast[i].state)
            EXPECT_INT(test_sql(test_path("INSERT INTO event_coming (event_id, persona_id, state, number, party, seen, meet, buddy, came)"
                                          " VALUES (%lld, %lld, '%s', %zu, 1, FALSE, FALSE, 0, FALSE)",
                                          event, persona, cast[i].state, i)),
                       OK);
        if (cast[i].role == FORMER)
            EXPECT_INT(test_send("bo", test_path("/events/%lld/step-down", event), NULL), 303);
        if (cast[i].role == BLOCKED)
            EXPECT_INT(database_write(test_app()->database, blocked, NULL), OK);
    }
    test_settle();
}

/* ---- outputs ---- */

/* Who reaches one, as bits of roles. */
#define BIT(role) (1u << (role))
enum {
    ALL = BIT(ROLE_WORDS) - 1,
    IN = ALL & ~BIT(VISITOR),
    LOOKS_AFTER = BIT(HOST) | BIT(COHOST),
    GROUP_ = LOOKS_AFTER | BIT(GOING) | BIT(ASKED) | BIT(DECLINED) | BIT(MEMBER) | BIT(FORMER),
    AT_WORK = BIT(MODERATOR_) | BIT(STEWARD_),
    INSIDE = BIT(HOST) | BIT(GOING) | BIT(ASKED) | BIT(DECLINED) | BIT(MEMBER), /* Fay and Ana are in the session */
    FINDS = 1u << 30,                                                           /* of them, who finds the event */
};

struct output {
    const char *path;
    unsigned reach;
    bool says; /* what its reader may read of the place stands here */
};
enum { OUTPUTS_MOST = 60 };
struct outputs {
    struct output items[OUTPUTS_MOST];
    size_t count;
};

static void output_add(struct outputs *outputs, const char *path, unsigned reach)
{
    outputs->items[outputs->count++] = (struct output){ path, reach, false };
}

static void event_outputs(struct outputs *outputs, const struct world *world, const struct stage *stage)
{
    const char *event = test_path("/events/%lld", (long long)world->event);
    bool ahead = stage->state != CANCELLED && stage->before > 0;
    outputs->items[outputs->count++] =
        (struct output){ event, ALL | FINDS, stage->state != CANCELLED }; /* called off, it shows no way there */
    output_add(outputs, test_path("%s/calendar", event), ALL | FINDS);
    output_add(outputs, test_path("%s/calendar?titles=yes", event), ALL | FINDS);
    output_add(outputs, test_path("%s/people", event), LOOKS_AFTER);
    if (ahead) {
        output_add(outputs, test_path("%s/edit", event), LOOKS_AFTER);
        output_add(outputs, test_path("%s/cancel", event), LOOKS_AFTER);
    }
    output_add(outputs, test_path("/report/event/%lld", (long long)world->event), (IN & ~BIT(HOST)) | FINDS);
    static const char *const lists[] = {
        "/events", "/events/month", "/events?place=markregion", "/events?kind=hybrid", "/search?q=soup", "/groups/tea", "/no-such-page"
    };
    for (size_t i = 0; i < COUNT(lists); i++)
        output_add(outputs, lists[i], text_same(lists[i], "/no-such-page") ? 0 : text_starts(lists[i], "/search") ? IN : ALL);
    for (size_t i = 0; i < COUNT(parts); i++)
        output_add(outputs, test_path("/search?q=%s", parts[i]), IN);
}

static void other_outputs(struct outputs *outputs, const struct world *world, const struct stage *stage)
{
    static const char *const own[] = { "/home",       "/notifications", "/calendar", "/reports", "/decisions",
                                       "/people/Fay", "/people/me",     "/followed", "/groups",  "/settings" };
    static const char *const work[] = { "/moderation", "/moderation?of=closed", "/moderation/log", "/transparency/log" };
    long long topic = (long long)world->topic, gathering = (long long)world->gathering, session = (long long)world->session;
    for (size_t i = 0; i < COUNT(own); i++)
        output_add(outputs, own[i], text_same(own[i], "/people/Fay") ? IN & ~BIT(BLOCKED) : text_same(own[i], "/groups") ? ALL : IN);
    for (size_t i = 0; i < COUNT(work); i++)
        output_add(outputs, work[i], text_starts(work[i], "/transparency") ? IN : AT_WORK);
    output_add(outputs, test_path("/cases/%lld", (long long)test_case()), AT_WORK);
    output_add(outputs, test_path("/topics/%lld", topic), ALL);
    output_add(outputs, test_path("/gatherings/%lld", gathering), IN);
    output_add(outputs, test_path("/reflections/%lld", gathering),
               stage->before < 0 && stage->state == ON ? BIT(HOST) | BIT(COHOST) | BIT(GOING) : 0);
    output_add(outputs, test_path("/sessions/%lld", session), GROUP_);
    output_add(outputs, "/groups/tea/sessions", GROUP_);
    /* streams: everything they have said so far */
    output_add(outputs, "/news", IN);
    output_add(outputs, test_path("/topics/%lld/live?after=0", topic), IN);
    output_add(outputs, test_path("/sessions/%lld/live?after=0", session), stage->state == CANCELLED ? 0 : INSIDE); /* over with it */
}

static void complain(const struct reader *reader, const struct stage *stage, const char *path, const char *what)
{
    test_expect(false, test_path("%s, %s, %s: %s", role_words[reader->role], stage->name, path, what), __FILE__, __LINE__);
}

/* As a browser gets it: packed, and put together from what is kept of others' pages. */
static const char *words_of(struct request *request)
{
    if (!text_same(answer_header(request, "Content-Encoding"), "gzip"))
        return buf_text(&request->body);
    const char *text = test_unpacked(test_arena(), &request->body, 1 << 20);
    EXPECT(text != NULL);
    return text ? text : "";
}

/* `says`: it must stand there. `asked`: part of what was asked for, which a page may show again. */
static void text_check(const struct reader *reader, const struct stage *stage, const char *path, const char *text, bool says)
{
    for (size_t i = 0; i < COUNT(parts); i++) {
        bool there = strstr(text, parts[i]) != NULL, asked = strstr(path, parts[i]) != NULL;
        if (there && !asked && !may(reader->role, parts[i], stage))
            complain(reader, stage, path, test_path("shows no %s", parts[i]));
        if (!there && says && may(reader->role, parts[i], stage))
            complain(reader, stage, path, test_path("shows %s", parts[i]));
    }
}

static bool reaches(const struct reader *reader, const struct stage *stage, const struct output *output)
{
    return (output->reach & BIT(reader->role)) && (!(output->reach & FINDS) || finds(reader->role, stage));
}

static void outputs_check(const struct reader *reader, const struct world *world, const struct stage *stage, const struct outputs *outputs)
{
    const char *event = test_path("\"/events/%lld\"", (long long)world->event);
    for (size_t i = 0; i < outputs->count; i++) {
        const struct output *output = &outputs->items[i];
        struct request *request = with_header(as(reader->who, "GET", output->path), "Accept-Encoding", "gzip");
        int status = fetch(request);
        const char *text = words_of(request);
        if ((status == 200) != reaches(reader, stage, output))
            complain(reader, stage, output->path, test_path("isn’t answered %d", status));
        text_check(reader, stage, output->path, text, output->says && status == 200);
        if (text_starts(output->path, "/search?q=MARK") && !text_same(output->path, "/search?q=" TEST_REGION) && strstr(text, event))
            complain(reader, stage, output->path, "nobody finds it by where it is");
    }
}

/* What they may take along; those who come, or look after it, have the event in it. */
static void data_check(const struct reader *reader, const struct stage *stage)
{
    if (reader->role == VISITOR)
        return;
    bool mine = hosts(reader->role) || (reader->state && !text_same(reader->state, "declined") && reader->role != BLOCKED);
    struct request *request = as(reader->who, "POST", "/settings/download");
    EXPECT_INT(fetch(request), 200);
    static const char *const files[] = { "data.json", "data.html" };
    for (size_t i = 0; i < COUNT(files); i++) {
        const char *text = answer_zipped(request, files[i]);
        if (EXPECT(text != NULL))
            text_check(reader, stage, files[i], text, mine && finds(reader->role, stage));
    }
}

/* The address that the page shows once, asked by a program without a cookie. */
static void feed_check(const struct reader *reader, const struct stage *stage)
{
    if (reader->role == VISITOR)
        return;
    EXPECT_INT(test_send(reader->who, "/calendar", "titles", "yes", NULL), 200);
    const char *at = strstr(buf_text(&test_page()->body), "/calendar/");
    while (at && strspn(at + 10, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") < 40)
        at = strstr(at + 1, "/calendar/");
    if (!EXPECT(at != NULL))
        return;
    struct request *request = as("visitor", "GET", arena_slice(test_arena(), at, strcspn(at, "<")));
    EXPECT_INT(fetch(request), 200);
    EXPECT(strstr(buf_text(&request->body), "BEGIN:VCALENDAR") != NULL);
    text_check(reader, stage, "their calendar’s address", buf_text(&request->body), false);
}

/* ---- all of it ---- */

static void stage_check(const struct stage *stage)
{
    struct world world = world_make(stage);
    struct outputs outputs = { .count = 0 };
    stage_set(&world, stage);
    event_outputs(&outputs, &world, stage);
    other_outputs(&outputs, &world, stage);
    for (size_t i = 0; i < COUNT(casts); i++) {
        cast_set(&world, casts[i]);
        for (size_t j = 0; j < READERS && casts[i][j].who; j++)
            outputs_check(&casts[i][j], &world, stage, &outputs);
        for (size_t j = 0; j < READERS && casts[i][j].who; j++) {
            data_check(&casts[i][j], stage);
            feed_check(&casts[i][j], stage);
        }
    }
    /* rows of notifications, jobs, search, cases; and the log */
    EXPECT(test_sql_int("SELECT count(*) FROM notification") > 0);
    for (size_t i = 1; i < COUNT(parts); i++)
        EXPECT(!test_data_holds(parts[i]));
}

TEST(no_output_says_more_of_the_place_than_its_reader_may_read_at_that_moment)
{
    for (size_t i = 0; i < COUNT(stages); i++) {
        if (i)
            test_again();
        stage_check(&stages[i]);
    }
}
