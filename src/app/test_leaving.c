/* Everything that names a persona: it is in the download, and it is gone when they go. A new table fails here until somebody has
 * thought of both. */
#include "account/records.h"
#include "board/test_parts.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "community/community.h"
#include "event/pages.h"
#include "group/group.h"
#include "listening/pages.h"
#include "mediation/mediation.h"
#include "message/pages.h"
#include "moderation/pages.h"
#include "networking/pages.h"
#include "notification/notification.h"
#include "opportunity/test_parts.h"
#include "person/person.h"
#include "session/session.h"
#include "tests/harness/harness.h"
#include "tests/harness/pictures.h"
#include "trust/trust.h"

/* Each column that names a persona, and what the download holds of it; NULL: nothing, because nobody's words or choices are in it. */
static const struct {
    const char *column, *held;
} columns[] = {
    { "agenda_feed.persona_id", "your calendar’s address" },
    { "appeal.by_id", NULL }, /* what others asked, and she answered */
    { "application.persona_id", "MARKJOIN" },
    { "block.other_id", NULL }, /* the same pairs from the other side */
    { "block.persona_id", "\"Newt\"" },
    { "branch_pause.persona_id", NULL }, /* why one is paused stands on the page of the pause */
    { "case_word.persona_id", "MARKCASE" },
    { "circle.persona_id", "MARKCIRCLE" },
    { "circle_member.other_id", NULL }, /* in whose circles one is, is theirs to know */
    { "connection.other_id", NULL },
    { "connection.persona_id", "\"Fay\"" },
    { "connection_ask.other_id", "\"Cyd\"" },
    { "connection_ask.persona_id", "\"Mod Mara\"" },
    { "contact_choice.persona_id", "\"23:00–06:30\"" },
    { "conversation_choice.persona_id", "\"Nobody new\"" },
    { "conversation_draft.persona_id", "MARKPRIVATEDRAFT" },
    { "conversation_report.persona_id", NULL }, /* what others showed her as a moderator, sealed to her */
    { "conversation_seat.persona_id", "MARKPRIVATE" },
    { "danger_sign.persona_id", "a person on duty is asked to read" },
    { "draft.persona_id", "MARKDRAFT" },
    { "event.host_id", "MARKHOSTED" },
    { "event_coming.buddy_id", NULL }, /* the same pair from the other side */
    { "event_coming.persona_id", "\"MARKCOMES\"" },
    { "event_host.persona_id", "\"MARKCOHOSTED\"" },
    { "follow.persona_id", "\"MARKFOLLOWED\"" },
    { "gathering.persona_id", "\"MARKTITLE\"" },
    { "group_invitation.persona_id", "\"Group attic\"" },
    { "group_mute.persona_id", NULL }, /* the decision that it comes from is in the download */
    { "group_removal.persona_id", "MARKREASON" },
    { "group_request.persona_id", "MARKASK" },
    { "guideline_acceptance.persona_id", "\"Guidelines\": 1" },
    { "invitation.persona_id", "\"invitations you made in the last 30 days\": 1" },
    { "listener.persona_id", "\"Europe/Lisbon\"" },
    { "listening_after.persona_id", "\"listening talks kept for some days\": 1" },
    { "listening_hour.persona_id", "\"3: 20:00-22:00\"" },
    { "listening_pass.persona_id", NULL }, /* what others asked for, and wasn't theirs to answer */
    { "listening_request.other_id", NULL },
    { "listening_request.persona_id", "MARKLISTEN" },
    { "listening_talk.by_id", NULL },
    { "listening_talk.other_id", "\"Stu\"" },
    { "listening_talk.persona_id", "\"Mod Mara\"" },
    { "listing.persona_id", "MARKLISTING" },
    { "live_session_person.persona_id", "\"session\": \"MARKSESSION\"" },
    { "mediation_seat.persona_id", "MARKMEDIATION" },
    { "mediator.persona_id", "\"you mediate\": true" },
    { "membership.persona_id", "\"Group porch\"" },
    { "mention.persona_id", "\"MARKROOM\"" },
    { "mentor.persona_id", "crafts and building" },
    { "mentoring.other_id", "\"MARKWISHED\"" },
    { "mentoring.persona_id", "\"MARKGOAL\"" },
    { "message.persona_id", "MARKSAID" },
    { "message_draft.persona_id", "MARKUNSENT" },
    { "message_once.persona_id", NULL }, /* as submission */
    { "message_reaction.persona_id", "\"Sending strength\"" },
    { "mute.other_id", NULL }, /* who doesn't want to read one isn't told either */
    { "mute.persona_id", "\"Stu\"" },
    { "networking.persona_id", "MARKEVENING" },
    { "networking_pair.other_id", "\"Cyd\"" },
    { "networking_pair.persona_id", "\"Stu\"" },
    { "networking_seat.persona_id", "computers" },
    { "notification.by_id", NULL }, /* what others were told */
    { "notification.persona_id", "\"what you were told\"" },
    { "notification_choice.persona_id", "\"Private messages\"" },
    { "partner.by_id", "MARKCHECKED" },
    { "partner_person.persona_id", "MARKPARTNER" },
    { "persona_role.persona_id", "\"Practitioner\"" },
    { "picture.persona_id", "\"file\": \"picture-1.webp\"" },
    { "post.hidden_by", NULL },
    { "post.persona_id", "MARKOPENING" },
    { "profile_choice.persona_id", "others can find you by it\": true" },
    { "profile_field.persona_id", "MARKLIKED" },
    { "profile_match.persona_id", NULL }, /* made from the fields */
    { "raid.persona_id", NULL },          /* when a moderator switched raid mode */
    { "reaction.persona_id", "\"With you\"" },
    { "read_mark.persona_id", "How far you’ve read" },
    { "reflection.persona_id", "MARKLOOKEDBACK" },
    { "reported_case.asked_id", NULL }, /* whose opinion a colleague wants */
    { "reported_case.claimed_by", NULL },
    { "reported_case.persona_id", NULL }, /* what others reported; what became of it stands in the decisions */
    { "room_choice.persona_id", "\"that you’re writing\": true" },
    { "room_mark.persona_id", "rooms you have looked into" },
    { "room_mute.persona_id", "MARKMUTED" },
    { "sanction.by_id", NULL }, /* what she decided about others */
    { "sanction.persona_id", "MARKFACTS" },
    { "saved_search.persona_id", "MARKLOOKEDFOR" },
    { "story.persona_id", "MARKSTORY" },
    { "story_comment.persona_id", "MARKANSWER" },
    { "story_resonance.persona_id", "\"MARKTOLD\"" },
    { "story_sealed.persona_id", "MARKSEALED" },
    { "story_sealed_picture.persona_id", "MARKDRAWN" },
    { "submission.persona_id", NULL }, /* a hash, for two days, so that a form sent twice posts once */
    { "tag_follow.persona_id", "\"#lanterns\"" },
    { "topic.hidden_by", NULL },
    { "topic.persona_id", "MARKTITLE" },
    { "trail.persona_id", "\"who invited you\": \"Bo\"" },
    { "trust_hold.persona_id", "MARKHELD" },
    { "trust_presence.persona_id", "days you were here" },
    { "utterance.persona_id", "MARKUTTERED" },
    { "waiting_post.persona_id", "MARKWAITING" },
};

static const char *columns_there(void)
{
    if (database_is_sqlite(test_app()->database))
        return test_sql_text(
            "SELECT group_concat(x, ' ') FROM (SELECT m.name || '.' || c.name AS x FROM sqlite_schema m"
            " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name IN ('persona_id', 'hidden_by', 'other_id', 'by_id', 'claimed_by', 'asked_id', 'host_id', 'buddy_id') ORDER BY 1)");
    return test_sql_text(
        "SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY (table_name || '.' || column_name) COLLATE \"C\")"
        " FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('persona_id', 'hidden_by', 'other_id', 'by_id', 'claimed_by', 'asked_id', 'host_id', 'buddy_id')");
}

static int64_t rows_naming(const char *column, int64_t persona)
{
    const char *dot = strchr(column, '.');
    return test_sql_int(test_path("SELECT count(*) FROM %.*s WHERE %s = %lld", (int)(dot - column), column, dot + 1, (long long)persona));
}

/* She listens, and is listened to. */
static enum status listened(struct db *db)
{
    struct arena *arena = test_arena();
    const int64_t ana = persona_of("ana"), fay = persona_of("fay"), now = test_now();
    struct listening_setting set = { .zone = "Europe/Lisbon", .languages = "en", .most = 1, .hours[2] = { 20 * 60, 22 * 60 } };
    struct listening_talk talks[] = {
        { .id = 1, .member = { .persona = ana, .seat = 1 }, .listener = { .persona = persona_of("mod"), .seat = 2 } },
        { .id = 2, .member = { .persona = persona_of("stu"), .seat = 3 }, .listener = { .persona = ana, .seat = 4 } },
        { .id = 3, .member = { .persona = fay, .seat = 5 }, .listener = { .persona = persona_of("bo"), .seat = 6 } },
        { .id = 4, .member = { .persona = persona_of("new"), .seat = 7 }, .listener = { .persona = ana, .seat = 8 } },
    };
    struct listening_request offered = { .id = 1, .persona = fay, .wish = "listen", .languages = "en", .words = { "", 0 } };
    offered.expires_at = now + TIME_DAY;
    TRY(listening_name(db, arena, ana, true));
    TRY(listening_set(db, arena, ana, &set));
    TRY(listening_request_add(db, arena, &offered));
    TRY(listening_request_store(db, arena, offered.id, LISTENING_OFFERED, ana, now + TIME_DAY));
    TRY(listening_pass_add(db, arena, offered.id, ana));
    for (size_t i = 0; i < COUNT(talks); i++) {
        talks[i].wish = talks[i].languages = "";
        talks[i].began_at = now;
        TRY(listening_talk_add(db, arena, &talks[i]));
    }
    TRY(listening_talk_remove(db, arena, &talks[3], now));
    return listening_talk_supervise(db, arena, talks[2].id, ana, 0);
}

/* She announced an evening, met people there, is a mentor and has one. */
static enum status met(struct db *db)
{
    struct arena *arena = test_arena();
    const int64_t ana = persona_of("ana"), now = test_now();
    const struct networking_card card = { .fields = 8, .languages = "en" };
    struct networking_new wish = { .host = ana, .title = "MARKEVENING", .about = "", .starts = now + TIME_DAY, .minutes = 5, .rounds = 2 };
    struct mentoring goals[] = { { .id = 1, .asker.persona = ana, .mentor.persona = persona_of("mod") },
                                 { .id = 2, .asker.persona = persona_of("stu"), .mentor.persona = ana } };
    struct key open;
    int64_t id;
    TRY(networking_create(db, arena, &wish, &id));
    TRY(networking_come(db, arena, id, ana, &card));
    TRY(networking_pair_add(db, arena, id, 1, ana, persona_of("stu"), now));
    TRY(networking_pair_add(db, arena, id, 2, persona_of("cyd"), ana, now));
    TRY(mentor_offer(db, arena, ana, 4, "en"));
    TRY(persona_open_key(db, arena, ana, &open));
    for (size_t i = 0; i < COUNT(goals); i++) {
        const char *goal = i ? "MARKWISHED" : "MARKGOAL";
        goals[i].asker_goal = goals[i].mentor_goal = seal_to(arena, &open, (struct bytes){ goal, strlen(goal) });
        goals[i].until = goals[i].next_at = now + TIME_DAY;
        TRY(mentoring_add(db, arena, &goals[i]));
    }
    return OK;
}

/* She comes with somebody, and looks after two. */
static enum status came_together(struct db *db)
{
    struct arena *arena = test_arena();
    const int64_t ana = persona_of("ana"), now = test_now();
    int64_t id;
    enum event_coming coming;
    const struct bytes feed = { "feed", 4 };
    TRY(db_exec(db, arena, "INSERT INTO agenda_feed (persona_id, token_hash, titles) VALUES ($1, $2, TRUE)", P(ana), P(feed)));
    struct event_new wish = {
        .host = ana, .audience = EVENT_MEMBERS, .kind = EVENT_TEXT, .title = "MARKHOSTED", .zone = "UTC", .now = now
    };
    wish.app = test_app();
    wish.starts = now + 30 * TIME_DAY;
    wish.ends = wish.starts + TIME_HOUR;
    TRY(event_create(db, arena, &wish, &id));
    wish.title = "MARKCOHOSTED";
    wish.host = persona_of("bo");
    wish.hosts = &ana;
    wish.hosts_count = 1;
    TRY(event_create(db, arena, &wish, &id));
    wish.title = "MARKCOMES";
    wish.hosts_count = 0;
    TRY(event_create(db, arena, &wish, &id));
    TRY(event_join(db, arena, id, ana, &(struct event_wish){ .party = 1 }, now, &coming));
    TRY(event_join(db, arena, id, persona_of("fay"), &(struct event_wish){ .party = 1 }, now, &coming));
    return event_seat_buddy_store(db, arena, id, persona_of("fay"), ana);
}

/* Somebody reported her, and she works on it, which no page would let her. */
static enum status looked_after(struct db *db)
{
    const struct case_plant wish = {
        .thing = { .kind = "person", .id = persona_of("ana"), .persona = persona_of("ana"), .by = "", .path = "", .title = "", .text = "" },
        .by = persona_of("fay"),
        .rule = 1,
        .wish = "tell",
        .words = "",
        .at = test_now()
    };
    const struct conversation_report_row copy = { .id = 1, .day = time_day(test_now()), .sealed = { "sealed", 6 } };
    int64_t id;
    TRY(conversation_report_insert(db, test_arena(), persona_of("ana"), &copy));
    TRY(case_plant(db, test_arena(), test_app(), &wish, &id));
    TRY(case_row_claim(db, test_arena(), id, persona_of("ana"), test_now()));
    TRY(case_row_ask(db, test_arena(), id, persona_of("ana"), persona_of("ana")));
    return case_word_add(db, test_arena(), id, "note", persona_of("ana"), "MARKCASE", test_now());
}

/* By whose code she came, and the one she made. */
static enum status came_and_invited(struct db *db)
{
    struct arena *arena = test_arena();
    const int64_t ana = persona_of("ana"), now = test_now();
    const char *code;
    int64_t id;
    TRY(invitation_add_by(db, arena, persona_of("bo"), "", 1, 14, now, &code));
    TRY(invitation_use(db, arena, code, now, &id));
    TRY(trail_note(db, arena, ana, id));
    TRY(trail_pause_note(db, arena, ana, id, now + TIME_HOUR));
    TRY(community_raid_set(db, arena, now - 1, ana, now));
    return invitation_add_by(db, arena, ana, "", 1, 14, now, &code);
}

static enum status last_touches(struct db *db, void *context)
{
    (void)context;
    const int64_t ana = persona_of("ana"), fay = persona_of("fay");
    TRY(persona_role_set(db, test_arena(), ana, ROLE_PRACTITIONER, true));
    TRY(profile_choice_store(db, test_arena(), ana, true, false));
    TRY(block_set(db, test_arena(), ana, persona_of("new")));
    TRY(listened(db));
    TRY(met(db));
    TRY(looked_after(db));
    TRY(came_and_invited(db));
    TRY(group_mute_set(db, test_arena(), 1, ana, test_now() - 1));
    TRY(came_together(db));
    TRY(trust_hold(db, test_arena(), ana, TRUST_REGULAR, "MARKHELD", test_now()));
    TRY(notification_send(db, test_arena(), &(struct notification){ ana, NOTIFICATION_CONNECTION, fay, fay }, test_now()));
    TRY(notification_send(db, test_arena(), &(struct notification){ fay, NOTIFICATION_CONNECTION, ana, ana }, test_now()));
    return application_add(db, test_arena(), ana, "MARKJOIN", test_now());
}

/* A session she is in, and has said something in. */
static enum status gathered(struct db *db, void *context)
{
    static const struct live_agenda agenda = { { { 1, "topic", "", "", 10 } }, 1 };
    struct live_session_new wish = { *(int64_t *)context, 0, "MARKSESSION", "", test_now(), true, 7, &agenda, test_now() };
    int64_t id;
    TRY(live_session_create(db, test_arena(), &wish, &id));
    TRY(live_session_start(db, test_arena(), id, test_now()));
    TRY(live_session_admit(db, test_arena(), id, persona_of("ana")));
    return live_session_say(db, test_arena(), id, persona_of("ana"), "MARKUTTERED", "MARKUTTERED", test_now());
}

/* What she leaves in a room of the cabin: words, answers without words, a name that was called, a pause she was asked to make. */
static void lived_in_a_room(void)
{
    struct test_place cabin = test_group("cabin", GROUP_OPEN, false, "fay");
    test_joins(cabin.group, "ana");
    EXPECT_INT(database_write(test_app()->database, gathered, &cabin.group), OK);
    EXPECT_INT(test_send("fay", "/groups/cabin/rooms", "name", "MARKROOM", NULL), 303);
    int64_t room = id_after(test_page(), "/rooms/");
    const char *say = test_path("/rooms/%lld/say", (long long)room);
    EXPECT_INT(test_send("ana", say, "body", "MARKSAID", "once", "AAECAwQFBgcICQoLDA0ODw", NULL), 303);
    EXPECT_INT(test_send("fay", say, "body", "@Ana, an unkind answer", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/said/%lld/react", (long long)id_after(test_page(), "#m")), "kind", "strength", NULL), 303);
    EXPECT_INT(test_send("ana", "/rooms/choices", "typing", "yes", NULL), 303);
    EXPECT_INT(test_get("ana", "/rooms/%lld", (long long)room), 200);
    EXPECT_INT(test_send("fay", test_path("/rooms/%lld/people/%lld", (long long)room, (long long)persona_of("ana")), "minutes", "60",
                         "reason", "MARKMUTED", NULL),
               303);
    EXPECT_INT(test_send("ana", say, "body", "MARKUNSENT", NULL), 422);
    test_settle();
}

static enum status grown_up(struct db *db, void *context)
{
    static const char *const who[] = { "ana", "cyd", "mod", "fay" };
    (void)context;
    for (size_t i = 0; i < COUNT(who); i++)
        TRY(persona_band_store(db, test_arena(), persona_of(who[i]), BAND_ADULT));
    TRY(mediator_name(db, test_arena(), persona_of("ana"), true));
    return mediator_name(db, test_arena(), persona_of("mod"), true);
}

/* Whom she knows, asked and doesn't read, and who knows her. */
static void lived_with_others(void)
{
    const char *ana = test_path("/connections/%lld", (long long)persona_of("ana"));
    EXPECT_INT(database_write(test_app()->database, grown_up, NULL), OK);
    EXPECT_INT(test_send("ana", "/circles/new", "name", "MARKCIRCLE", NULL), 303);
    EXPECT_INT(test_send("ana", "/mediation/new", "name", "Fay", "words", "MARKMEDIATION", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/ask", (long long)persona_of("mod")), "note", "MARKNOTE", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/mute", (long long)persona_of("stu")), NULL), 303);
    EXPECT_INT(test_send("ana", "/connections/choices", "quiet", "yes", "from", "23:00", "until", "6:30", NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("%s/ask", ana), NULL), 303);
    EXPECT_INT(test_send("cyd", test_path("%s/mute", ana), NULL), 303);
    EXPECT_INT(test_send("fay", test_path("%s/ask", ana), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/connections/%lld/accept", (long long)persona_of("fay")), NULL), 303);
    EXPECT_INT(test_send("fay", "/circles/new", "name", "Porch", NULL), 303);
    EXPECT_INT(
        test_send("fay", test_path("%s/circles", ana), "circle", test_path("%lld", (long long)id_after(test_page(), "/circles/")), NULL),
        303);
}

/* What she writes in private, what she chose, what a member showed her. */
static void lived_in_private(void)
{
    static const char *const grown[] = { "ana", "fay" };
    for (size_t i = 0; i < COUNT(grown); i++)
        EXPECT_INT(test_sql(test_path("UPDATE persona SET band = 2 WHERE id = %lld", (long long)persona_of(grown[i]))), OK);
    EXPECT_INT(test_send("ana", "/messages/new", "to", "Fay", "body", "MARKPRIVATE", NULL), 303);
    EXPECT_INT(test_send("ana", "/messages/choices", "who", "nobody", NULL), 303);
    EXPECT_INT(test_send("ana", "/messages/new", "to", "Nobody known", "body", "MARKPRIVATEDRAFT", NULL), 422);
    EXPECT_INT(test_sql(test_path("INSERT INTO persona_role (persona_id, role) VALUES (%lld, 8) ON CONFLICT DO NOTHING",
                                  (long long)persona_of("ana"))),
               OK);
}

/* Stories: hers, one kept to herself, and what she said to one of Fay's. */
static void lived_in_stories(void)
{
    EXPECT_INT(test_send("fay", "/stories/new", "title", "MARKTOLD", "body", "Fay’s words", "draft", "7", NULL), 303);
    int64_t fays = id_after(test_page(), "/stories/");
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Mine", "body", "MARKSTORY", "draft", "8", NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Mine", "body", "MARKSEALED", "audience", "me", "draft", "9", NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Hidden", "body", "MARKUNNAMED", "name", "none", "draft", "10", NULL), 303);
    struct request *drawn = with(with(as("ana", "POST", "/stories/new"), "draft", "11"), "do", "picture");
    EXPECT_INT(fetch(with_file(with(drawn, "alt[]", "MARKDRAWN"), "photo", "a.png", picture_png(test_arena(), 9, 9, NULL))), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/answers", (long long)fays), "body", "MARKANSWER", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/resonance", (long long)fays), NULL), 303);
}

/* What was decided about her, and what she decided and answered. */
static void decided_upon(void)
{
    long long ana = persona_of("ana"), bo = persona_of("bo");
    EXPECT_INT(
        test_sql(test_path("INSERT INTO sanction (id, kind, persona_id, thing_kind, thing_id, turn, group_id, rule, facts, note, quote,"
                           " automatic, until, by_id, at) VALUES (1, 1, %lld, 'person', %lld, 1, 0, 5, 'MARKFACTS', '', '', FALSE, 0,"
                           " %lld, 1), (2, 1, %lld, 'person', %lld, 1, 0, 5, 'x', '', '', FALSE, 0, %lld, 1)",
                           ana, ana, bo, bo, bo, ana)),
        OK);
    EXPECT_INT(test_sql(test_path(
                   "INSERT INTO appeal (sanction_id, body, at, by_id) VALUES (1, 'MARKAPPEALED', 1, %lld), (2, 'x', 1, %lld)", bo, ana)),
               OK);
}

/* Ana leaves a row in every one of them. */
static void lived(void)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, true, "ana"), attic = test_group("attic", GROUP_HIDDEN, false, "fay");
    struct test_place shed = test_group("shed", GROUP_OPEN, true, "fay");
    (void)attic;
    test_group("circle", GROUP_REQUEST, false, "fay");
    test_joins(porch.group, "bo");
    test_joins(shed.group, "ana");
    int64_t bos = test_topic(porch, "bo", "MARKFOLLOWED", "Bo’s words"), unkind = test_topic(porch, "bo", "Unkind", "Unkind words");
    int64_t answer = test_post(porch, bos, "bo", "An unkind answer");
    const char *begin = test_path("/boards/%lld/new", (long long)porch.board);
    EXPECT_INT(test_send("ana", begin, "title", "MARKTITLE", "body", "MARKOPENING", "once", "AAECAwQFBgcICQoLDA0ODw", NULL), 303);
    EXPECT_INT(
        test_sql(test_path(
            "INSERT INTO gathering (id, topic_id, persona_id, ranked, zone, closes_at, closed, reflects_at, forgotten, gist_post)"
            " SELECT 7, max(id), persona_id, FALSE, 'UTC', 1, TRUE, 0, FALSE, 0 FROM topic WHERE persona_id = %lld GROUP BY persona_id",
            (long long)persona_of("ana"))),
        OK);
    EXPECT_INT(test_sql(test_path("INSERT INTO reflection (id, gathering_id, persona_id, prompt, body, html, hidden, created_at)"
                                  " VALUES (8, 7, %lld, 0, 'MARKLOOKEDBACK', '', FALSE, 1)",
                                  (long long)persona_of("ana"))),
               OK);
    EXPECT_INT(test_sql(test_path("INSERT INTO danger_watch (group_id) VALUES (%lld)", (long long)porch.group)), OK);
    EXPECT_INT(test_send("ana", begin, "title", "A bad night", "body", "I want to die", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/follow", (long long)bos), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/react", (long long)test_opening(bos)), "kind", "with", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/hide", (long long)answer), "reason", "x", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/hide", (long long)unkind), "reason", "x", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/reply", (long long)bos), "body", "MARKDRAFT", "do", "draft", NULL), 303);
    EXPECT_INT(test_send("ana", "/groups/circle/ask", "why", "MARKASK", NULL), 303);
    EXPECT_INT(test_send("ana", "/notifications/choices", "kind", "connection", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Ana", NULL), 303);
    EXPECT_INT(test_sql(test_path("UPDATE peer_group SET waits = 2 WHERE id = %lld", (long long)shed.group)), OK);
    EXPECT_INT(test_send("ana", test_path("/boards/%lld/new", (long long)shed.board), "title", "Early", "body", "MARKWAITING", NULL), 303);
    EXPECT_INT(test_send("fay", test_path("/groups/shed/members/%lld/remove", (long long)persona_of("ana")), "reason", "MARKREASON", NULL),
               303);
    EXPECT_INT(test_get("ana", "/topics/%lld", (long long)bos), 200);
    EXPECT_INT(test_send("ana", "/search/keep", "q", "MARKLOOKEDFOR", NULL), 303);
    EXPECT_INT(test_send("ana", "/tags/lanterns/follow", NULL), 303);
    EXPECT_INT(fetch(with_file(as("ana", "POST", "/settings/picture/own"), "own", "me.png", picture_png(test_arena(), 9, 9, NULL))), 303);
    lived_in_a_room();
    EXPECT_INT(test_send("ana", "/people/me/interests", "value[]", "MARKLIKED", "audience", "members", NULL), 303);
    EXPECT_INT(test_send("ana", "/people/me/orientation", "value[]", "MARKSECRET", "audience", "me", NULL), 303);
    EXPECT_INT(test_send("ana", "/people/me/finding", "listed", "1", NULL), 303);
    EXPECT_INT(test_send("ana", "/listen", "when", "today", "wish", "listen", "language", "en", "words", "MARKLISTEN", NULL), 303);
    lived_in_private();
    decided_upon();
    lived_in_stories();
    test_settle();
    lived_with_others();
    EXPECT_INT(database_write(test_app()->database, last_touches, NULL), OK);
    test_listing(test_partner("ana", "MARKPARTNER"), "ana", "MARKLISTING");
    EXPECT_INT(test_sql(test_path("UPDATE partner SET by_id = %lld", (long long)persona_of("ana"))), OK);
    for (size_t i = 0; i < COUNT(columns); i++)
        if (!EXPECT(rows_naming(columns[i].column, persona_of("ana")) > 0))
            printf("  %s\n", columns[i].column);
}

TEST(every_table_that_names_a_persona_is_in_the_download)
{
    struct buf known = { .arena = test_arena() };
    for (size_t i = 0; i < COUNT(columns); i++)
        buf_printf(&known, "%s%s", i ? " " : "", columns[i].column);
    EXPECT_TEXT(columns_there(), buf_text(&known));
    lived();
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *json = answer_zipped(test_page(), "data.json");
    if (!EXPECT(json != NULL))
        return;
    for (size_t i = 0; i < COUNT(columns); i++)
        if (columns[i].held && !EXPECT(strstr(json, columns[i].held) != NULL))
            printf("  of %s: %s\n", columns[i].column, columns[i].held);
    EXPECT(strstr(json, "MARKSECRET") != NULL);
    EXPECT(strstr(json, "MARKUNNAMED") && !strstr(json, "Fay’s words"));
    EXPECT(!strstr(json, "Bo’s words") && !strstr(json, "An unkind answer"));
}

TEST(the_readable_download_speaks_its_readers_language_alone)
{
    lived();
    EXPECT_INT(fetch(with(with(as("ana", "POST", "/language"), "lang", "de"), "to", "/")), 303);
    EXPECT_INT(test_send("ana", "/settings/download", NULL), 200);
    const char *page = answer_zipped(test_page(), "data.html"), *json = answer_zipped(test_page(), "data.json");
    if (!EXPECT(page && json))
        return;
    static const char *const ours[] = { "With you", "Practitioner", "joined in", "How far you", "guidelines", "As my device" };
    for (size_t i = 0; i < COUNT(ours); i++)
        if (!EXPECT(!strstr(page, ours[i])))
            printf("  %s\n", ours[i]);
    EXPECT(strstr(page, "MARKOPENING") && strstr(json, "How far you’ve read")); /* keys stay what other programs know */
}

TEST(a_deleted_account_leaves_no_row_that_names_its_persona)
{
    int64_t persona = persona_of("ana");
    lived();
    EXPECT_INT(test_send("ana", "/settings/delete", "password", "correct horse", "words", "remove", NULL), 303);
    test_settle();
    for (size_t i = 0; i < COUNT(columns); i++)
        if (!EXPECT_INT(rows_naming(columns[i].column, persona), 0))
            printf("  %s\n", columns[i].column);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM persona WHERE id = %lld", (long long)persona)), 0);
    EXPECT(!test_data_holds("MARKOPENING") && !test_data_holds("MARKASK") && !test_data_holds("MARKREASON") &&
           !test_data_holds("MARKJOIN") && !test_data_holds("MARKSAID") && !test_data_holds("MARKMUTED") && !test_data_holds("MARKSTORY") &&
           !test_data_holds("MARKANSWER") && !test_data_holds("MARKFACTS") && !test_data_holds("MARKAPPEALED") &&
           !test_data_holds("MARKUNNAMED") && !test_data_holds("MARKUTTERED"));
    EXPECT(test_data_holds("MARKFOLLOWED")); /* Bo's own title */
}

/* ---- letters ---- */

struct letter {
    const char *sign_in;
    struct key open;
    struct key_pair pair;
    int64_t persona;
};

static enum status letter_keys(struct db *db, void *context)
{
    struct letter *letter = context;
    struct arena *arena = test_arena();
    struct hash hash;
    struct account_record record;
    struct password_keys keys;
    struct persona_record persona;
    struct key key;
    account_name_hash(arena, test_app(), letter->sign_in, &hash);
    TRY(account_by_name_hash(db, arena, &hash, &record));
    TRY(password_derive("correct horse", record.salt.data, &test_app()->config->password_cost, &keys));
    TRY(account_key_unwrap(arena, &keys.wrap, account_by_password, record.id, record.key_by_password, &key));
    TRY(persona_record_find(db, arena, letter->persona, &persona));
    TRY(persona_open_key(db, arena, letter->persona, &letter->open));
    letter->pair.open = letter->open;
    return account_key_unwrap(arena, &key, persona_secret_key, persona.id, persona.secret_key, &letter->pair.secret);
}

static enum status nobodys_key(struct db *db, void *context)
{
    struct key open;
    int64_t *persona = context;
    TRY(persona_create(db, test_arena(), "Rehearsal", 1, BAND_UNSAID, test_now(), persona));
    return persona_open_key(db, test_arena(), *persona, &open);
}

TEST(what_is_sealed_to_a_persona_opens_with_its_members_key_alone)
{
    struct letter ana = { .sign_in = "ana", .persona = persona_of("ana") }, bo = { .sign_in = "bo", .persona = persona_of("bo") };
    struct letter thief = { .sign_in = "bo", .persona = persona_of("ana") };
    struct bytes words = { "See you at six.", 16 }, opened;
    int64_t without_account;
    EXPECT_INT(database_read(test_app()->database, letter_keys, &ana), OK);
    EXPECT_INT(database_read(test_app()->database, letter_keys, &bo), OK);
    struct bytes sealed = seal_to(test_arena(), &ana.open, words);
    EXPECT_INT(unseal_from(test_arena(), &ana.pair, sealed, &opened), OK);
    EXPECT_TEXT(opened.data, "See you at six.");
    EXPECT_INT(unseal_from(test_arena(), &bo.pair, sealed, &opened), INVALID);
    EXPECT_INT(database_read(test_app()->database, letter_keys, &thief), INVALID); /* Bo's member key doesn't open Ana's secret half */
    EXPECT_INT(database_write(test_app()->database, nobodys_key, &without_account), NOT_FOUND);
}
