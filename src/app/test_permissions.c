/* Every route × every role, compared with tests/permissions.txt: any change of a permission shows as a difference. */
#include "app/app.h"
#include "board/test_parts.h"
#include "chat/chat.h"
#include "community/community.h"
#include "event/event.h"
#include "moderation/moderation.h"
#include "opportunity/test_parts.h"
#include "session/session.h"
#include "story/story.h"
#include "tests/harness/harness.h"

enum { ROLES = 7 };
/* visitor · a member of nothing · a member of the group · who facilitates it · moderator · practitioner · steward */
static const char *const role_names[ROLES] = { "visitor", "member", "in-group", "facilitator", "moderator", "practitioner", "steward" };
static const char *const role_people[ROLES] = { "visitor", "cyd", "bo", "fay", "mod", "ana", "stu" };

struct stage {
    int64_t group, board, topic, post, room, message, circle, invitation, application, help, picture, seat, story, answer, request,
        decision, about, report, partner, listing, session, utterance, event;
};

static enum status stage_make(struct db *db, void *context)
{
    struct stage *stage = context;
    struct arena *arena = test_arena();
    int64_t now = test_now();
    const char *code;
    struct group_new group = {
        .slug = "kitchen", .name = "The kitchen", .lang = "en", .purpose = "Tea and talk", .rules = "Be kind", .now = now
    };
    TRY(group_create(db, arena, &group, &stage->group));
    TRY(membership_add(db, arena, stage->group, persona_of("fay"), true, false, now));
    TRY(membership_add(db, arena, stage->group, persona_of("bo"), false, false, now));
    struct board_new board = { .group = stage->group, .name = "Just listen", .about = "", .now = now };
    TRY(board_create(db, arena, &board, &stage->board));
    struct topic_new topic = { .board = stage->board, .group = stage->group, .title = "Rain", .lang = "en", .wish = "listen" };
    topic.opening = (struct post_new){ .persona = persona_of("bo"), .body = "It rains.", .html = "<p>It rains.</p>", .at = now };
    TRY(topic_create(db, arena, &topic, &stage->topic));
    struct room_new room = { .group = stage->group, .name = "The porch", .about = "", .now = now };
    TRY(room_create(db, arena, &room, &stage->room));
    struct message_new message = { .room = stage->room, .persona = persona_of("bo"), .body = "Hello", .html = "<p>Hello</p>", .at = now };
    TRY(message_create(db, arena, &message, &stage->message));
    static const struct live_agenda agenda = { { { 1, "topic", "", "", 10 } }, 1 };
    struct live_session_new session = { stage->group, 0, "Together", "", now, false, 0, &agenda, now };
    TRY(live_session_create(db, arena, &session, &stage->session));
    TRY(live_session_start(db, arena, stage->session, now));
    TRY(live_session_admit(db, arena, stage->session, persona_of("bo")));
    TRY(live_session_say(db, arena, stage->session, persona_of("bo"), "Hello", "<p>Hello</p>", now));
    struct story_new story = { .persona = persona_of("bo"), .audience = "members", .lang = "en", .title = "Rain", .day = time_day(now) };
    story.summary = story.body = story.note_category = story.note_text = "";
    story.comments = true;
    TRY(story_create(db, arena, &story, &(struct story_text){ "<p>It rains.</p>", "It rains.", 1 }, &stage->story));
    TRY(story_comment_create(db, arena, &(struct story_comment_new){ stage->story, persona_of("bo"), true, "Still.", "<p>Still.</p>" }));
    TRY(persona_role_set(db, arena, persona_of("ana"), ROLE_PRACTITIONER, true));
    TRY(persona_band_store(db, arena, persona_of("bo"), BAND_ADULT));
    TRY(persona_band_store(db, arena, persona_of("fay"), BAND_ADULT));
    struct case_plant told = { .thing = { .kind = "person",
                                          .id = persona_of("fay"),
                                          .persona = persona_of("fay"),
                                          .by = "",
                                          .path = "",
                                          .title = "Fay",
                                          .text = "" },
                               .by = persona_of("bo"),
                               .rule = 1,
                               .wish = "tell",
                               .words = "",
                               .at = now };
    TRY(case_plant(db, arena, test_app(), &told, &stage->about));
    struct event_new soup = { .host = persona_of("fay"), .audience = EVENT_MEMBERS, .kind = EVENT_PERSON, .title = "Soup" };
    soup.zone = "Europe/Berlin";
    soup.region = "Cologne";
    soup.app = test_app();
    soup.now = now;
    soup.starts = now + TIME_DAY;
    soup.ends = now + TIME_DAY + TIME_HOUR;
    enum event_coming coming;
    TRY(event_create(db, arena, &soup, &stage->event));
    TRY(event_join(db, arena, stage->event, persona_of("bo"), &(struct event_wish){ .party = 1 }, now, &coming));
    TRY(invitation_add(db, arena, "", 1, 1, now, &code));
    return application_add(db, arena, persona_of("new"), "", now);
}

/* A real path for a route: each ":x" becomes the id of something that is there. */
static const char *path_of(const struct route *route, const struct stage *stage)
{
    struct buf path = { .arena = test_arena() };
    bool first = true;
    for (const char *at = route->path; *at;) {
        if (*at != ':') {
            buf_putc(&path, *at++);
            continue;
        }
        int64_t id = text_starts(route->path, "/boards")                 ? stage->board
                     : text_starts(route->path, "/topics")               ? stage->topic
                     : text_starts(route->path, "/posts")                ? stage->post
                     : text_starts(route->path, "/rooms") && first       ? stage->room
                     : text_starts(route->path, "/decisions")            ? stage->decision
                     : text_starts(route->path, "/moderation/decisions") ? stage->decision
                     : text_starts(route->path, "/moderation/appeals")   ? stage->decision
                     : text_starts(route->path, "/said")                 ? stage->message
                     : text_starts(route->path, "/sessions")             ? stage->session
                     : text_starts(route->path, "/session-words")        ? stage->utterance
                     : text_starts(route->path, "/search/kept")          ? 1
                     : text_starts(route->path, "/circles")              ? stage->circle
                     : text_starts(route->path, "/pictures")             ? stage->picture
                     : text_starts(route->path, "/messages/reports")     ? 1
                     : text_starts(route->path, "/messages")             ? first ? stage->seat : 1
                     : text_starts(route->path, "/stories")              ? first ? stage->story : stage->answer
                     : text_starts(route->path, "/steward/invit")        ? stage->invitation
                     : text_starts(route->path, "/steward/applications") ? stage->application
                     : text_starts(route->path, "/listen/requests")      ? stage->request
                     : text_starts(route->path, "/steward/help")         ? stage->help
                     : text_starts(route->path, "/opportunities/letter") ? stage->seat
                     : strstr(route->path, "/partners/")                 ? stage->partner
                     : text_starts(route->path, "/opportunities")        ? stage->listing
                     : text_starts(route->path, "/events") && first      ? stage->event
                     : strstr(route->path, "/guidelines/")               ? 1
                     : text_starts(route->path, "/cases")                ? stage->about
                     : text_starts(route->path, "/reports")              ? stage->report
                     : text_starts(route->path, "/report/")              ? stage->post
                     : text_starts(route->path, "/moderation/answers")   ? 1
                                                                         : persona_of("bo");
        if (text_starts(route->path, "/groups") && first)
            buf_puts(&path, "kitchen");
        else if (text_starts(route->path, "/moderation/measure") && first)
            buf_puts(&path, "person");
        else if (text_starts(route->path, "/report/") && first)
            buf_puts(&path, "post");
        else if (text_starts(route->path, "/tags"))
            buf_puts(&path, "rains");
        else if (text_starts(route->path, "/people"))
            buf_puts(&path, text_starts(route->path, "/people/me") ? "interests" : "Bo");
        else
            buf_printf(&path, "%lld", (long long)id);
        first = false;
        at += strcspn(at, "/");
    }
    return buf_text(&path);
}

/* Sealed with its asker's own key, so they ask through the web. */
static int64_t request_make(void)
{
    struct request *form = with(with(as("bo", "POST", "/listen"), "when", "today"), "wish", "listen");
    return fetch(with(form, "language", "en")) == 303 ? test_sql_int("SELECT max(id) FROM listening_request") : 0;
}

static void stage_open(struct stage *stage)
{
    test_again();
    *stage = (struct stage){ 0 };
    if (database_write(test_app()->database, stage_make, stage) != OK)
        abort();
    stage->decision = 78; /* about Bo, who appealed */
    if (test_sql(arena_printf(test_arena(),
                              "INSERT INTO sanction (id, kind, persona_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote,"
                              " automatic, until, at) VALUES (78, 1, %lld, 'person', 5, 1, 0, 5, '', '', '', FALSE, 0, %lld)",
                              (long long)persona_of("bo"), (long long)test_now())) != OK ||
        test_sql("INSERT INTO appeal (sanction_id, body, at) VALUES (78, '', 0)") != OK)
        abort();
    stage->circle = 77; /* Fay's */
    if (test_sql(arena_printf(test_arena(), "INSERT INTO circle (id, persona_id, name) VALUES (77, %lld, X'00')",
                              (long long)persona_of("fay"))) != OK)
        abort();
    stage->utterance = test_sql_int("SELECT max(id) FROM utterance");
    stage->post = test_sql_int("SELECT max(id) FROM post");
    if (fetch(with(with(as("bo", "POST", "/messages/new"), "to", "Fay"), "body", "Hello")) != 303)
        abort();
    stage->seat = test_sql_int(test_path("SELECT id FROM conversation_seat WHERE persona_id = %lld", (long long)persona_of("bo")));
    stage->invitation = test_sql_int("SELECT max(id) FROM invitation");
    EXPECT_INT(test_sql(arena_printf(test_arena(), "INSERT INTO trail (persona_id, invitation_id) VALUES (%lld, %lld)",
                                     (long long)persona_of("bo"), (long long)stage->invitation)),
               OK);
    stage->application = test_sql_int("SELECT max(id) FROM application");
    stage->picture = 76;
    EXPECT_INT(test_sql(arena_printf(test_arena(), "INSERT INTO picture VALUES (76, %lld, 'avatar', '', 1, 1, 0, x'00')",
                                     (long long)persona_of("bo"))),
               OK);
    stage->answer = test_sql_int("SELECT max(id) FROM story_comment");
    stage->report = test_sql_int("SELECT max(id) FROM report");
    stage->help = test_sql_int("SELECT min(id) FROM help_entry");
    stage->partner = test_partner("bo", "The bakery");
    stage->listing = test_listing(stage->partner, "bo", "Bread at night");
}

static void route_line(const struct route *route, struct buf *out)
{
    struct stage stage = { 0 };
    const char *method = route->method == GET ? "GET" : "POST";
    buf_printf(out, "%-4s %-40s", method, route->path);
    int status = 0;
    for (int role = 0; role < ROLES; role++) {
        if (role == 0 || (route->method == POST && status < 400)) /* neither a GET nor what is refused changes the stage */
            stage_open(&stage);
        if (text_starts(route->path, "/listen/requests") && !stage.request)
            stage.request = request_make();
        status = fetch(as(role_people[role], method, path_of(route, &stage)));
        buf_printf(out, " %s=%d", role_names[role], status);
    }
    buf_putc(out, '\n');
}

static char *file_read(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return arena_copy(test_arena(), "");
    char *text = arena_alloc(test_arena(), 1 << 20);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* Says which lines differ; with KITH_UPDATE_PERMISSIONS=1 writes the file anew, for a reader of the difference to approve. */
TEST(every_route_answers_every_role_as_written_down)
{
    if (!database_is_sqlite(test_app()->database))
        return; /* the table doesn't depend on the engine; what handlers read is tested on both */
    struct arena lines_arena = { 0 };
    struct buf lines = { .arena = &lines_arena };
    for (size_t i = 0; i < app_routes_count; i++)
        route_line(&app_routes[i], &lines);
    if (getenv("KITH_UPDATE_PERMISSIONS")) {
        FILE *file = fopen("tests/permissions.txt", "we");
        EXPECT(file && fputs(buf_text(&lines), file) >= 0 && !fclose(file));
    }
    char *wanted = file_read("tests/permissions.txt");
    const char *got = buf_text(&lines);
    while (*got || *wanted) {
        size_t got_len = strcspn(got, "\n"), wanted_len = strcspn(wanted, "\n");
        if (got_len != wanted_len || memcmp(got, wanted, got_len) != 0)
            EXPECT_TEXT(arena_slice(test_arena(), got, got_len), arena_slice(test_arena(), wanted, wanted_len));
        got += got_len + (got[got_len] == '\n');
        wanted += wanted_len + (wanted[wanted_len] == '\n');
    }
    arena_free(&lines_arena);
}
