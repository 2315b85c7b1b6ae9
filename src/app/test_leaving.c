/* Everything that names a persona: it is in the download, and it is gone when they go. A new table fails here until somebody has
 * thought of both. */
#include "account/records.h"
#include "board/test_parts.h"
#include "chat/chat.h"
#include "circle/circle.h"
#include "community/community.h"
#include "listening/pages.h"
#include "notification/notification.h"
#include "person/person.h"
#include "tests/harness/harness.h"
#include "tests/harness/pictures.h"

/* Each column that names a persona, and what the download holds of it; NULL: nothing, because nobody's words or choices are in it. */
static const struct {
    const char *column, *held;
} columns[] = {
    { "application.persona_id", "MARKJOIN" },
    { "block.other_id", NULL }, /* the same pairs from the other side */
    { "block.persona_id", "\"Newt\"" },
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
    { "draft.persona_id", "MARKDRAFT" },
    { "follow.persona_id", "\"MARKFOLLOWED\"" },
    { "group_invitation.persona_id", "\"Group attic\"" },
    { "group_removal.persona_id", "MARKREASON" },
    { "group_request.persona_id", "MARKASK" },
    { "guideline_acceptance.persona_id", "\"Guidelines\": 1" },
    { "listener.persona_id", "\"Europe/Lisbon\"" },
    { "listening_after.persona_id", "\"listening talks kept for some days\": 1" },
    { "listening_hour.persona_id", "\"3: 20:00-22:00\"" },
    { "listening_pass.persona_id", NULL }, /* what others asked for, and wasn't theirs to answer */
    { "listening_request.other_id", NULL },
    { "listening_request.persona_id", "MARKLISTEN" },
    { "listening_talk.by_id", NULL },
    { "listening_talk.other_id", "\"Stu\"" },
    { "listening_talk.persona_id", "\"Mod Mara\"" },
    { "membership.persona_id", "\"Group porch\"" },
    { "mention.persona_id", "\"MARKROOM\"" },
    { "message.persona_id", "MARKSAID" },
    { "message_draft.persona_id", "MARKUNSENT" },
    { "message_once.persona_id", NULL }, /* as submission */
    { "message_reaction.persona_id", "\"Sending strength\"" },
    { "mute.other_id", NULL }, /* who doesn't want to read one isn't told either */
    { "mute.persona_id", "\"Stu\"" },
    { "notification.by_id", NULL }, /* what others were told */
    { "notification.persona_id", "\"what you were told\"" },
    { "notification_choice.persona_id", "\"Private messages\"" },
    { "persona_role.persona_id", "\"Practitioner\"" },
    { "picture.persona_id", "\"file\": \"picture-1.webp\"" },
    { "post.hidden_by", NULL },
    { "post.persona_id", "MARKOPENING" },
    { "profile_choice.persona_id", "others can find you by it\": true" },
    { "profile_field.persona_id", "MARKLIKED" },
    { "profile_match.persona_id", NULL }, /* made from the fields */
    { "reaction.persona_id", "\"With you\"" },
    { "read_mark.persona_id", "How far you’ve read" },
    { "room_choice.persona_id", "\"that you’re writing\": true" },
    { "room_mark.persona_id", "rooms you have looked into" },
    { "room_mute.persona_id", "MARKMUTED" },
    { "saved_search.persona_id", "MARKLOOKEDFOR" },
    { "story.persona_id", "MARKSTORY" },
    { "story_comment.persona_id", "MARKANSWER" },
    { "story_resonance.persona_id", "\"MARKTOLD\"" },
    { "story_sealed.persona_id", "MARKSEALED" },
    { "submission.persona_id", NULL }, /* a hash, for two days, so that a form sent twice posts once */
    { "tag_follow.persona_id", "\"#lanterns\"" },
    { "topic.hidden_by", NULL },
    { "topic.persona_id", "MARKTITLE" },
};

static const char *columns_there(void)
{
    if (database_is_sqlite(test_app()->database))
        return test_sql_text(
            "SELECT group_concat(x, ' ') FROM (SELECT m.name || '.' || c.name AS x FROM sqlite_schema m"
            " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name IN ('persona_id', 'hidden_by', 'other_id', 'by_id') ORDER BY 1)");
    return test_sql_text(
        "SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY (table_name || '.' || column_name) COLLATE \"C\")"
        " FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('persona_id', 'hidden_by', 'other_id', 'by_id')");
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

static enum status last_touches(struct db *db, void *context)
{
    (void)context;
    const int64_t ana = persona_of("ana"), fay = persona_of("fay");
    TRY(persona_role_set(db, test_arena(), ana, ROLE_PRACTITIONER, true));
    TRY(profile_choice_store(db, test_arena(), ana, true, false));
    TRY(block_set(db, test_arena(), ana, persona_of("new")));
    TRY(listened(db));
    TRY(notification_send(db, test_arena(), &(struct notification){ ana, NOTIFICATION_CONNECTION, fay, fay }, test_now()));
    TRY(notification_send(db, test_arena(), &(struct notification){ fay, NOTIFICATION_CONNECTION, ana, ana }, test_now()));
    return application_add(db, test_arena(), ana, "MARKJOIN", test_now());
}

/* What she leaves in a room of the cabin: words, answers without words, a name that was called, a pause she was asked to make. */
static void lived_in_a_room(void)
{
    test_joins(test_group("cabin", GROUP_OPEN, false, "fay").group, "ana");
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
    return OK;
}

/* Whom she knows, asked and doesn't read, and who knows her. */
static void lived_with_others(void)
{
    const char *ana = test_path("/connections/%lld", (long long)persona_of("ana"));
    EXPECT_INT(database_write(test_app()->database, grown_up, NULL), OK);
    EXPECT_INT(test_send("ana", "/circles/new", "name", "MARKCIRCLE", NULL), 303);
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
    int64_t seat = test_sql_int(test_path("SELECT id FROM conversation_seat WHERE persona_id = %lld", (long long)persona_of("fay")));
    EXPECT_INT(test_send("fay", test_path("/messages/%lld/report", (long long)seat), "message", "1", NULL), 303);
}

/* Stories: hers, one kept to herself, and what she said to one of Fay's. */
static void lived_in_stories(void)
{
    EXPECT_INT(test_send("fay", "/stories/new", "title", "MARKTOLD", "body", "Fay’s words", "draft", "7", NULL), 303);
    int64_t fays = id_after(test_page(), "/stories/");
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Mine", "body", "MARKSTORY", "draft", "8", NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Mine", "body", "MARKSEALED", "audience", "me", "draft", "9", NULL), 303);
    EXPECT_INT(test_send("ana", "/stories/new", "title", "Hidden", "body", "MARKUNNAMED", "name", "none", "draft", "10", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/answers", (long long)fays), "body", "MARKANSWER", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/stories/%lld/resonance", (long long)fays), NULL), 303);
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
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/follow", (long long)bos), NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/react", (long long)test_opening(bos)), "kind", "with", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/posts/%lld/hide", (long long)answer), "reason", "x", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/hide", (long long)unkind), "reason", "x", NULL), 303);
    EXPECT_INT(test_send("ana", test_path("/topics/%lld/reply", (long long)bos), "body", "MARKDRAFT", "do", "draft", NULL), 303);
    EXPECT_INT(test_send("ana", "/groups/circle/ask", "why", "MARKASK", NULL), 303);
    EXPECT_INT(test_send("ana", "/notifications/choices", "kind", "connection", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Ana", NULL), 303);
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
    lived_in_stories();
    test_settle();
    lived_with_others();
    EXPECT_INT(database_write(test_app()->database, last_touches, NULL), OK);
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
           !test_data_holds("MARKANSWER") && !test_data_holds("MARKUNNAMED"));
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
