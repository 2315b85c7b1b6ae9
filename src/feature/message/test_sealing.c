/* What the disk shows, what streams carry, reports, drafts, and what goes with somebody. */
#include "board/test_parts.h"
#include "http/exchange.h"
#include "message/pages.h"
#include "message/test_parts.h"
#include "tests/harness/harness.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int page(const char *who, int64_t seat, const char *word)
{
    return test_get(who, "/messages/%lld%s%s", (long long)seat, *word ? "/" : "", word);
}

static int act(const char *who, int64_t seat, const char *word)
{
    return test_send(who, test_path("/messages/%lld/%s", (long long)seat, word), NULL);
}

TEST(a_stolen_disk_shows_nothing_of_private_messages)
{
    test_people();
    EXPECT_INT(test_send("ana", "/messages/new", "to", "Bo, Cyd", "name", "MARKCIRCLENAME", "body", "MARKPRIVATE", NULL), 303);
    int64_t anas = id_after(test_page(), "/messages/");
    EXPECT_INT(act("bo", test_seat("bo"), "accept"), 303);
    EXPECT_INT(test_say_private("ana", anas, "MARKSECOND"), 303);
    int64_t number = test_sql_int("SELECT max(number) FROM private_message");
    EXPECT_INT(test_send("bo", test_path("/messages/%lld/say", (long long)test_seat("bo")), "body", "", NULL), 422);
    EXPECT_INT(test_send("ana", "/messages/new", "to", "Nobody known", "body", "MARKUNSENT", NULL), 422);
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/report", (long long)anas), "message", test_path("%lld", (long long)number),
                         "note", "MARKREPORT", "rule", "1", "rank", "soon", "wish", "tell", NULL),
               303);
    EXPECT(test_get("ana", "/messages/new") == 200 && shows(test_page(), "MARKUNSENT"));
    EXPECT(page("ana", anas, "") == 200 && shows(test_page(), "MARKPRIVATE") && shows(test_page(), "MARKCIRCLENAME"));
    EXPECT(test_get("mod", "/messages/reports") == 200 && shows(test_page(), "MARKREPORT") && shows(test_page(), "MARKSECOND"));
    static const char *const marks[] = { "MARKCIRCLENAME", "MARKPRIVATE", "MARKSECOND", "MARKUNSENT", "MARKREPORT" };
    for (size_t i = 0; i < COUNT(marks); i++)
        EXPECT(!test_data_holds(marks[i]));
}

/* Every number in a row that names a persona, beside every number in a row that doesn't: none is in both. */
TEST(no_row_joins_a_persona_to_a_conversation_or_to_another_persona)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT(anas && bos);
    EXPECT_INT(test_say_private("bo", bos, "Hello"), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation c JOIN conversation_seat s ON c.id IN (s.id, s.persona_id, s.seen_nonce,"
                            " s.seen_mask)"),
               0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_seat a JOIN conversation_seat b ON a.id <> b.id"
                            " AND (a.seen_nonce = b.seen_nonce AND a.seen_nonce <> 0 OR a.persona_id = b.persona_id OR a.voice = b.voice)"),
               0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification n JOIN conversation c ON c.id = n.subject WHERE n.kind = 'letter'"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'letter' AND by_id IS NOT NULL"), 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification n JOIN conversation_seat s ON s.id = n.subject"
                            " WHERE n.kind = 'letter' AND n.persona_id <> s.persona_id"),
               0);
}

/* How many of ana's seats, in the order of their making, lie behind the one before, as SQLite fills its pages. */
static int seats_in_order(const int64_t *seats, int count)
{
    struct stat info = { 0 };
    int file = open(test_app()->config->database, O_RDONLY | O_CLOEXEC), ordered = 0;
    EXPECT(file >= 0 && !fstat(file, &info));
    char *data = arena_alloc(test_arena(), (size_t)info.st_size);
    EXPECT_INT(read(file, data, (size_t)info.st_size), info.st_size);
    close(file);
    const char *last = NULL;
    for (int i = 0; i < count; i++) {
        unsigned char voice[72];
        const char *text = test_sql_text(test_path("SELECT hex(voice) FROM conversation_seat WHERE id = %lld", (long long)seats[i]));
        for (size_t n = 0; n < sizeof voice; n++)
            voice[n] = (unsigned char)(text_hex_digit(text[2 * n]) * 16 + text_hex_digit(text[2 * n + 1]));
        const char *at = memmem(data, (size_t)info.st_size, voice, sizeof voice);
        EXPECT(at != NULL);
        ordered += last && at < last;
        last = at;
    }
    return ordered;
}

TEST(where_seats_lie_does_not_tell_which_belong_together)
{
    enum { MANY = 9 };
    int64_t seats[MANY];
    test_people();
    for (int i = 0; i < MANY; i++) {
        EXPECT_INT(test_send("ana", "/messages/new", "to", "Bo", "name", test_path("Circle %d.", i), "body", "Hello", NULL), 303);
        seats[i] = id_after(test_page(), "/messages/");
    }
    if (!database_is_sqlite(test_app()->database)) {
        /* Rows carry the numbers of their transactions: with the last conversation more seats were written than its own. */
        EXPECT(test_sql_int("SELECT count(*) FROM conversation_seat s WHERE s.xmin::text::bigint >="
                            " (SELECT xmin::text::bigint FROM conversation ORDER BY 1 DESC OFFSET 1 LIMIT 1)") >= 2 * MANY);
        EXPECT_INT(test_sql_int("SELECT count(*) FROM notification n JOIN conversation c ON c.xmin::text = n.xmin::text"), 0);
        return;
    }
    EXPECT_INT(database_checkpoint(test_app()->database), OK);
    int ordered = seats_in_order(seats, MANY);
    EXPECT(ordered >= 1 && ordered <= MANY - 2); /* by chance outside once in 180,000 */
}

TEST(the_length_of_a_message_shows_in_few_steps)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "A");
    EXPECT_INT(test_say_private("ana", anas, "A much longer line, with a story in it that takes its time before it comes to a point"), 303);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(sealed)) FROM private_message"), 1);
    EXPECT_INT(test_sql_int("SELECT min(length(sealed)) FROM private_message"), 256 + 40);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT length(keys)) FROM conversation_seat"), 1);
}

/* ---- live ---- */

static const char *stream(const char *who, int64_t seat, int64_t after)
{
    EXPECT_INT(test_get(who, "/messages/%lld/live?after=%lld", (long long)seat, (long long)after), 200);
    return buf_text(&test_page()->body);
}

TEST(a_stream_carries_numbers_and_the_page_opens_them_for_its_reader)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "First"), bos = test_seat("bo");
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "live?after=1\""));
    EXPECT_INT(test_say_private("ana", anas, "MARKLIVE"), 303);
    const char *heard = stream("bo", bos, 1);
    EXPECT(strstr(heard, "event: letter\ndata: 2\nid: 2\n") && !strstr(heard, "MARKLIVE") && !strstr(heard, "data: 1\n"));
    EXPECT(test_get("bo", "/messages/%lld?part=2", (long long)bos) == 200 && shows(test_page(), "MARKLIVE") &&
           !shows(test_page(), "<main") && !shows(test_page(), "First"));
    EXPECT_INT(test_get("cyd", "/messages/%lld?part=2", (long long)bos), 404);
    EXPECT_INT(test_get("cyd", "/messages/%lld/live?after=0", (long long)bos), 404);
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/words/1/delete", (long long)anas), NULL), 303);
    EXPECT(strstr(stream("bo", bos, 2), "event: letter\ndata: 1\nid: 3\n") != NULL);
    EXPECT_INT(test_send("bo", test_path("/messages/%lld/keep", (long long)bos), "days", "7", NULL), 303);
    EXPECT(strstr(stream("ana", anas, 3), "event: room\ndata: 0\nid: 4\n") != NULL);
    EXPECT(!strstr(stream("ana", anas, 4), "event:"));
}

/* ---- reports ---- */

TEST(each_moderator_reads_their_own_copy_until_they_are_done)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(test_say_private("ana", anas, "Unkind words"), 303);
    const char *report = test_path("/messages/%lld/report", (long long)bos);
    EXPECT(test_get("bo", "%s", report) == 200 && shows(test_page(), "Unkind words"));
    EXPECT(test_send("bo", report, "note", "Please look", NULL) == 422 && shows(test_page(), "Please look"));
    EXPECT_INT(test_send("bo", report, "message", "2", "note", "Please look", "rule", "1", "rank", "soon", "wish", "tell", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_report"), 1);
    EXPECT_INT(test_get("ana", "/messages/reports"), 403);
    EXPECT(test_get("stu", "/messages/reports") == 200 && !shows(test_page(), "Unkind words"));
    EXPECT(test_get("mod", "/messages/reports") == 200 && shows(test_page(), "Unkind words") && shows(test_page(), "Shown by Bo") &&
           shows(test_page(), "Ana") && !shows(test_page(), "Hello"));
    EXPECT(shows(test_page(), "/cases/"));
    int64_t id = id_after(test_page(), "/messages/reports/"), about = test_sql_int("SELECT id FROM reported_case");
    EXPECT(test_get("mod", "/cases/%lld", (long long)about) == 200 && shows(test_page(), "Unkind words") && !names(test_page(), "Bo"));
    EXPECT(test_get("stu", "/cases/%lld", (long long)about) == 200 && !shows(test_page(), "Unkind words"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM reported_case WHERE words <> '' OR title <> ''"), 0);
    EXPECT_INT(test_send("stu", test_path("/messages/reports/%lld/done", (long long)id), NULL), 404);
    EXPECT_INT(test_send("mod", test_path("/messages/reports/%lld/done", (long long)id), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_report"), 0);
    EXPECT(page("ana", anas, "about") == 200 && !shows(test_page(), "Please look"));
}

/* ---- drafts ---- */

TEST(words_that_werent_sent_wait_for_their_writer_alone)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(act("ana", anas, "leave"), 303);
    EXPECT_INT(test_say_private("bo", bos, "MARKWAITS"), 422);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM conversation_draft WHERE seat_id = %lld", (long long)bos)), 1);
    EXPECT(!test_data_holds("MARKWAITS"));
    EXPECT_INT(act("bo", bos, "forget"), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_draft"), 0);
    EXPECT_INT(test_send("bo", "/messages/new", "to", "Cyd", "body", "", NULL), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM conversation_draft"), 0);
}

/* ---- leaving the place ---- */

static int delete_account(const char *who, const char *words)
{
    int status = test_send(who, "/settings/delete", "password", "correct horse", "words", words, NULL);
    test_settle();
    return status;
}

TEST(who_goes_with_their_words_leaves_none_that_open)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "ANASWORDS"), bos = test_seat("bo");
    EXPECT_INT(test_say_private("bo", bos, "BOSWORDS"), 303);
    EXPECT_INT(delete_account("ana", "remove"), 303);
    EXPECT(page("bo", bos, "") == 200 && !shows(test_page(), "ANASWORDS") && shows(test_page(), "BOSWORDS") &&
           shows(test_page(), "took this away") && !shows(test_page(), ">Ana<"));
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM conversation_seat WHERE id = %lld", (long long)anas)), 0);
    EXPECT_INT(test_say_private("bo", bos, "Still there?"), 422);
}

TEST(who_goes_without_their_words_leaves_them_without_a_name)
{
    test_people();
    EXPECT(test_letter("ana", "Bo", "ANASWORDS") > 0);
    int64_t bos = test_seat("bo");
    EXPECT_INT(delete_account("ana", "keep"), 303);
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "ANASWORDS") && shows(test_page(), "Somebody who has left") &&
           !shows(test_page(), ">Ana<"));
}

TEST(a_new_name_is_shown_everywhere_and_the_old_one_nowhere)
{
    test_people();
    int64_t anas = test_letter("ana", "Bo", "Hello"), bos = test_seat("bo");
    EXPECT_INT(test_send("ana", test_path("/messages/%lld/report", (long long)anas), "message", "1", "rule", "1", "rank", "soon", "wish",
                         "tell", NULL),
               303);
    EXPECT_INT(test_send("ana", "/settings/name", "name", "Juniper", NULL), 303);
    EXPECT(page("bo", bos, "") == 200 && shows(test_page(), "Juniper") && !names(test_page(), "Ana"));
    EXPECT(test_get("bo", "/messages") == 200 && shows(test_page(), "Juniper") && !shows(test_page(), ">Ana"));
    EXPECT(test_get("mod", "/messages/reports") == 200 && shows(test_page(), "Juniper") && !names(test_page(), "Ana"));
}

TEST(conversations_are_listed_page_by_page_last_said_first)
{
    test_people();
    int64_t first = 0;
    EXPECT_INT(test_get("ana", "/messages"), 200);
    EXPECT_INT(test_sql(test_path("UPDATE session SET rests_at = %lld", (long long)(test_now() + 100 * TIME_DAY))), OK);
    for (int i = 0; i < CONVERSATION_LIST + 1; i++) {
        test_advance(TIME_HOUR); /* no more than some a day */
        EXPECT_INT(test_send("ana", "/messages/new", "to", "Bo", "name", test_path("Circle %d.", i), "body", "Hello", NULL), 303);
        first = first ? first : id_after(test_page(), "/messages/");
    }
    EXPECT(test_get("ana", "/messages") == 200 && shows(test_page(), "Circle 20.") && !shows(test_page(), "Circle 0."));
    const char *older = strstr(buf_text(&test_page()->body), "/messages?before=");
    if (!EXPECT(older != NULL))
        return;
    EXPECT(test_get("ana", "%s", arena_slice(test_arena(), older, strcspn(older, "\""))) == 200 && shows(test_page(), "Circle 0.") &&
           !shows(test_page(), "Circle 1."));
    EXPECT_INT(test_say_private("ana", first, "Again"), 303);
    EXPECT(test_get("ana", "/messages") == 200 && shows(test_page(), "Circle 0.") && !shows(test_page(), "Circle 1."));
}
